//! Every fault of a field that the program gives has words, and no words are for a fault it does not give.

use std::collections::BTreeSet;

use super::{Finding, Source};

/// Where the words of faults stand, under `field-<code>`.
const WORDS: &str = "assets/i18n/ru/errors.ftl";
const PREFIX: &str = "field-";
/// What is said of a code that a newer program gave.
const OF_NO_CODE: &str = "unknown";

/// Who gives faults to a screen.
const ROOMS: &[&str] = &[
    "src-tauri/crates/domain/src/",
    "src-tauri/crates/workstation/src/",
];

/// What a fault's code stands in. The last literal is the code where the field's name stands too.
const MAKERS: &[(&str, Literals)] = &[
    ("Fault::new(", Literals::All),
    ("Wrong::new(", Literals::All),
    ("only_digits(", Literals::All),
    ("length_fault(", Literals::All),
    ("invalid(", Literals::Last),
    ("code: \"", Literals::All),
];

/// Which of the literals between the brackets are codes.
#[derive(Clone, Copy)]
enum Literals {
    All,
    Last,
}

/// Codes with no words, and words with no code.
pub fn faults(sources: &[Source]) -> Vec<Finding> {
    let Some(words) = sources.iter().find(|source| source.path == WORDS) else {
        return Vec::new();
    };
    let said: Vec<(usize, &str)> = words
        .lines()
        .filter_map(|(number, line)| {
            let (key, _) = line.strip_prefix(PREFIX)?.split_once(" =")?;
            Some((number, key))
        })
        .collect();
    let mut given = BTreeSet::new();
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| {
        source.extension() == "rs" && ROOMS.iter().any(|room| source.path.starts_with(room))
    }) {
        let code = source
            .text
            .split_once("#[cfg(test)]")
            .map_or(source.text.as_str(), |(code, _)| code);
        for (line, fault) in given_in(code) {
            if !said.iter().any(|(_, key)| *key == fault) {
                findings.push(Finding::new(
                    &source.path,
                    line,
                    format!("`{PREFIX}{fault}` has no words in {WORDS}"),
                ));
            }
            given.insert(fault);
        }
    }
    for (number, key) in said {
        if key != OF_NO_CODE && !given.contains(key) {
            findings.push(Finding::new(
                WORDS,
                number,
                format!("`{PREFIX}{key}`: nothing gives this fault"),
            ));
        }
    }
    findings
}

/// The codes in a file, with their lines.
fn given_in(code: &str) -> Vec<(usize, &str)> {
    let mut given = Vec::new();
    for (maker, which) in MAKERS {
        for (at, _) in code.match_indices(maker) {
            if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_') {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            let inside = match maker.strip_suffix('"') {
                // A literal that is given by itself ends where it ends.
                Some(name) => up_to_quote(&code[at + name.len()..]),
                None => up_to_bracket(&code[at + maker.len()..]),
            };
            // Between quotes stands every second piece.
            let literals: Vec<&str> = inside.split('"').skip(1).step_by(2).collect();
            let codes = match which {
                Literals::All => literals.as_slice(),
                Literals::Last => &literals[literals.len().saturating_sub(1)..],
            };
            given.extend(
                codes
                    .iter()
                    .filter(|literal| is_code(literal))
                    .map(|literal| (line, *literal)),
            );
        }
    }
    given
}

fn is_code(literal: &str) -> bool {
    !literal.is_empty() && literal.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// The literal that begins here, with its quotes.
fn up_to_quote(rest: &str) -> &str {
    let end = rest.match_indices('"').nth(1).map_or(0, |(at, _)| at + 1);
    &rest[..end]
}

/// What stands up to the bracket that closes; brackets in literals do not count.
fn up_to_bracket(rest: &str) -> &str {
    let (mut depth, mut quoted) = (1_usize, false);
    for (at, c) in rest.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..at];
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::super::expect_findings;
    use super::*;

    const CHECK: &str = "src-tauri/crates/domain/src/check.rs";
    const VISIT: &str = "src-tauri/crates/workstation/src/visit.rs";

    #[test]
    fn a_code_without_words_is_found_however_it_is_given() {
        let check = "x(Fault::new(\"known\"));\nonly_digits(text, \"digits\");\n\
                     length_fault(\n  \"length\",\n  \"10/12\",\n);\n";
        let visit = "Wrong::new(if a() { \"required\" } else { \"choice\" })\n\
                     invalid(\"the_field\", \"of_field\")\n\
                     E { field: \"year\".into(), code: \"range\".to_owned() }\n\
                     Fault::new(ErrorCode::NotFound).because(\"no row\")\n\
                     #[cfg(test)]\nFault::new(\"tests_own\")\n";
        expect_findings(
            faults,
            &[
                (WORDS, "field-known = Да\nfield-unknown = Поле { $code }\n"),
                (CHECK, check),
                (VISIT, visit),
                ("src-tauri/crates/store/src/a.rs", "Fault::new(\"other\")\n"),
            ],
            &[
                (CHECK, 2),
                (CHECK, 3),
                (VISIT, 1),
                (VISIT, 1),
                (VISIT, 2),
                (VISIT, 3),
            ],
        );
    }

    #[test]
    fn words_for_a_fault_that_nothing_gives_are_found() {
        expect_findings(
            faults,
            &[
                (
                    WORDS,
                    "error-known = Да\nfield-known = Да\nfield-gone = Нет\n",
                ),
                (CHECK, "Fault::new(\"known\")\n"),
            ],
            &[(WORDS, 3)],
        );
    }
}

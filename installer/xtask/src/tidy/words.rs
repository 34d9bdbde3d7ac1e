//! Words that promise instead of doing, hide a warning, or wait by the clock.

use super::layout::each_line;
use super::{Finding, Source};

/// Where a ban holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Everywhere,
    Tests,
}

/// A piece of text that must not stand.
struct Ban {
    /// Written in two halves, or this file would be its own finding.
    text: &'static str,
    /// No letter, digit or underscore may touch it.
    whole_word: bool,
    place: Where,
    why: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        text: concat!("TO", "DO"),
        whole_word: true,
        place: Where::Everywhere,
        why: "finish it or file it",
    },
    Ban {
        text: concat!("FIX", "ME"),
        whole_word: true,
        place: Where::Everywhere,
        why: "finish it or file it",
    },
    Ban {
        text: concat!("X", "XX"),
        whole_word: true,
        place: Where::Everywhere,
        why: "finish it or file it",
    },
    Ban {
        text: concat!("todo", "!("),
        whole_word: false,
        place: Where::Everywhere,
        why: "what is not built is not shown",
    },
    Ban {
        text: concat!("unimple", "mented!("),
        whole_word: false,
        place: Where::Everywhere,
        why: "what is not built is not shown",
    },
    Ban {
        text: concat!("#[al", "low"),
        whole_word: false,
        place: Where::Everywhere,
        why: "#[expect(…, reason = \"…\")] tells why and goes stale aloud",
    },
    Ban {
        text: concat!("#![al", "low"),
        whole_word: false,
        place: Where::Everywhere,
        why: "#![expect(…, reason = \"…\")] tells why and goes stale aloud",
    },
    Ban {
        text: concat!("@ts-", "ignore"),
        whole_word: false,
        place: Where::Everywhere,
        why: "@ts-expect-error goes stale aloud",
    },
    Ban {
        text: concat!("#[ig", "nore"),
        whole_word: false,
        place: Where::Everywhere,
        why: "a test that does not run tests nothing",
    },
    Ban {
        text: concat!("assert!(tr", "ue)"),
        whole_word: false,
        place: Where::Everywhere,
        why: "a test that cannot fail is a defect",
    },
    Ban {
        text: concat!("expect(tr", "ue)"),
        whole_word: false,
        place: Where::Everywhere,
        why: "a test that cannot fail is a defect",
    },
    Ban {
        text: concat!("thread::", "sleep"),
        whole_word: false,
        place: Where::Tests,
        why: "wait for the event, with a deadline",
    },
    Ban {
        text: concat!("time::", "sleep"),
        whole_word: false,
        place: Where::Tests,
        why: "wait for the event, with a deadline",
    },
    Ban {
        text: concat!("waitFor", "Timeout"),
        whole_word: false,
        place: Where::Tests,
        why: "wait for the event, with a deadline",
    },
];

/// Names that start a test in JavaScript, and what switches one off or the others out.
const TEST_NAMES: &[&str] = &["test", "it", "describe", "suite"];
const SWITCHES: &[&str] = &[".skip(", ".only(", ".fixme(", ".todo("];

/// Finds them.
pub fn banned(sources: &[Source]) -> Vec<Finding> {
    let mut findings = each_line(sources, |source, line| {
        if !is_code(source) {
            return None;
        }
        switched_off(source, line).or_else(|| {
            BANS.iter()
                .find(|ban| ban.place == Where::Everywhere && stands(line, ban))
                .map(message)
        })
    });
    for source in sources.iter().filter(|source| is_code(source)) {
        let Some(from) = tests_begin(source) else {
            continue;
        };
        for (number, line) in source.lines().filter(|(number, _)| *number >= from) {
            if let Some(ban) = BANS
                .iter()
                .find(|ban| ban.place == Where::Tests && stands(line, ban))
            {
                findings.push(Finding::new(&source.path, number, message(ban)));
            }
        }
    }
    findings
}

fn message(ban: &Ban) -> String {
    format!("`{}`: {}", ban.text, ban.why)
}

fn is_code(source: &Source) -> bool {
    matches!(
        source.extension(),
        "rs" | "ts" | "tsx" | "mjs" | "js" | "css" | "sql" | "toml" | "ftl" | "html" | "sh" | "md"
    )
}

fn stands(line: &str, ban: &Ban) -> bool {
    let part_of_word =
        |neighbour: Option<char>| neighbour.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(ban.text).any(|(at, _)| {
        !ban.whole_word
            || !(part_of_word(line[..at].chars().next_back())
                || part_of_word(line[at + ban.text.len()..].chars().next()))
    })
}

/// `test.only(…)` and its like.
fn switched_off(source: &Source, line: &str) -> Option<String> {
    if !matches!(source.extension(), "ts" | "tsx" | "mjs" | "js") {
        return None;
    }
    let switch = SWITCHES.iter().find(|switch| {
        line.match_indices(**switch).any(|(at, _)| {
            let before = &line[..at];
            TEST_NAMES.iter().any(|name| {
                before.strip_suffix(name).is_some_and(|rest| {
                    !rest.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
                })
            })
        })
    })?;
    Some(format!(
        "`{switch}…)`: a test that does not run tests nothing"
    ))
}

/// The first line of the file's tests: all of it in a file of tests, what follows `#[cfg(test)]` elsewhere.
fn tests_begin(source: &Source) -> Option<usize> {
    let path = &source.path;
    let whole = path.starts_with("tests/")
        || path.contains("/tests/")
        || path.starts_with("ui/test/")
        || path.contains(".test.")
        || path.contains(".spec.");
    if whole {
        return Some(1);
    }
    source
        .lines()
        .find(|(_, line)| line.trim_start().starts_with("#[cfg(test)]"))
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::super::expect_findings;
    use super::*;

    #[test]
    fn each_ban_is_found_where_it_holds() {
        for ban in BANS {
            let text = format!("fine\n  {} \n", ban.text);
            expect_findings(
                banned,
                &[("tests/src/a.rs", &text)],
                &[("tests/src/a.rs", 2)],
            );
            let elsewhere = match ban.place {
                Where::Everywhere => vec![("src-tauri/src/a.rs", 2)],
                Where::Tests => vec![],
            };
            expect_findings(banned, &[("src-tauri/src/a.rs", &text)], &elsewhere);
            if ban.whole_word {
                expect_findings(banned, &[("a.rs", &format!("A{}B\n", ban.text))], &[]);
            }
        }
    }

    #[test]
    fn sleeping_is_found_in_the_tests_of_a_source_file() {
        let text = format!(
            "use a;\n#[cfg(test)]\nmod tests {{\n  std::{}(x);\n}}\n",
            concat!("thread::", "sleep")
        );
        expect_findings(
            banned,
            &[("src-tauri/src/a.rs", &text)],
            &[("src-tauri/src/a.rs", 4)],
        );
    }

    #[test]
    fn tests_that_are_switched_off_are_found_and_iterators_are_not() {
        let text = format!(
            "{}'a')\nrows{}2)\n{}'b')\n",
            concat!("test.sk", "ip("),
            concat!(".sk", "ip("),
            concat!("  describe.on", "ly(")
        );
        expect_findings(
            banned,
            &[("ui/src/a.test.ts", &text)],
            &[("ui/src/a.test.ts", 1), ("ui/src/a.test.ts", 3)],
        );
    }
}

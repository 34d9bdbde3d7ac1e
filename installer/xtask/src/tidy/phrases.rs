//! Every key that the program asks words for has words, once.

use std::collections::BTreeMap;

use super::{Finding, Source};

/// Every code that an error can cross the bridge with, as one union of quoted words.
const ERROR_CODES: &str = "ui/src/generated/ErrorCode.ts";

/// Where the words stand.
const WORDS: &str = "assets/i18n/ru/";

/// Keys with no words, and keys with two.
pub fn phrases(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut defined: BTreeMap<&str, &str> = BTreeMap::new();
    for source in sources
        .iter()
        .filter(|source| source.path.starts_with(WORDS))
    {
        for (number, line) in source.lines() {
            let Some(key) = defined_key(line) else {
                continue;
            };
            if let Some(other) = defined.insert(key, &source.path) {
                findings.push(Finding::new(
                    &source.path,
                    number,
                    format!("`{key}` has words in {other} already"),
                ));
            }
        }
    }
    for source in sources.iter().filter(|source| {
        source.path.starts_with("ui/src/")
            && matches!(source.extension(), "ts" | "tsx")
            && !source.path.contains(".test.")
    }) {
        for (number, line) in source.lines() {
            for key in asked_keys(line)
                .into_iter()
                .filter(|key| !defined.contains_key(key))
            {
                findings.push(Finding::new(
                    &source.path,
                    number,
                    format!("`{key}` has no words in {WORDS}"),
                ));
            }
        }
    }
    for source in sources.iter().filter(|source| source.path == ERROR_CODES) {
        for (number, line) in source
            .lines()
            .filter(|(_, line)| line.starts_with("export type"))
        {
            // Between quotes stands every second piece.
            for key in line
                .split('"')
                .skip(1)
                .step_by(2)
                .map(|code| format!("error-{code}"))
            {
                if !defined.contains_key(key.as_str()) {
                    findings.push(Finding::new(
                        &source.path,
                        number,
                        format!("`{key}` has no words in {WORDS}"),
                    ));
                }
            }
        }
    }
    findings
}

/// The key of a message that begins on this line of Fluent.
fn defined_key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    is_key(key).then_some(key)
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The keys in calls like `t('…')` on this line; a key put together at run time is the UI's own tests' business.
fn asked_keys(line: &str) -> Vec<&str> {
    line.match_indices("t('")
        .filter(|(at, _)| {
            !line[..*at].ends_with(|before: char| {
                before.is_alphanumeric() || matches!(before, '_' | '.' | '$')
            })
        })
        .filter_map(|(at, call)| line[at + call.len()..].split('\'').next())
        .filter(|key| is_key(key))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::expect_findings;
    use super::*;

    #[test]
    fn a_key_without_words_is_found() {
        let code = "const a = t('known')\nconst b = [t('strange'), format('other'), t('known', { n: 1 })]\n";
        expect_findings(
            phrases,
            &[
                ("assets/i18n/ru/a.ftl", "known = Да\n    .title = Ещё\n"),
                ("ui/src/app/a.tsx", code),
            ],
            &[("ui/src/app/a.tsx", 2)],
        );
    }

    #[test]
    fn an_error_code_without_words_is_found() {
        let codes = "/** `error-x` */\nexport type ErrorCode = \"disk-full\" | \"not-found\";\n";
        expect_findings(
            phrases,
            &[
                ("assets/i18n/ru/errors.ftl", "error-disk-full = Нет места\n"),
                (ERROR_CODES, codes),
            ],
            &[(ERROR_CODES, 2)],
        );
    }

    #[test]
    fn a_key_with_two_texts_is_found() {
        expect_findings(
            phrases,
            &[
                ("assets/i18n/ru/a.ftl", "one = 1\n"),
                ("assets/i18n/ru/b.ftl", "# x\ntwo = 2\none = 1\n"),
            ],
            &[("assets/i18n/ru/b.ftl", 3)],
        );
    }
}

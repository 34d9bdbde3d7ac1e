//! Under which licences the dependencies may come. The same list stands in .config/deny.toml for cargo-deny.

use serde_json::Value;

use super::{Finding, Source};

/// Licences that let the product be given away under MIT OR Apache-2.0.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OpenSSL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// More that may come from npm: fonts, and the data of tools that stay at the developer's.
const ALLOWED_NPM: &[&str] = &["CC-BY-4.0", "OFL-1.1", "Python-2.0"];

/// Checks every crate that the lock file names.
pub fn of_crates(metadata: &Value) -> Vec<Finding> {
    let packages = metadata.get("packages").and_then(Value::as_array);
    let outside = packages.into_iter().flatten().filter(|package| {
        package
            .get("source")
            .is_some_and(|source| !source.is_null())
    });
    outside
        .filter_map(|package| {
            let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
            judge(
                "Cargo.lock",
                text("name"),
                text("version"),
                text("license"),
                ALLOWED,
            )
        })
        .collect()
}

/// Checks every package that the UI's lock file names.
pub fn of_npm(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources
        .iter()
        .filter(|source| source.path.ends_with("package-lock.json"))
    {
        let Ok(lock) = serde_json::from_str::<Value>(&source.text) else {
            findings.push(Finding::new(&source.path, 0, "cannot be read"));
            continue;
        };
        let allowed = [ALLOWED, ALLOWED_NPM].concat();
        for (place, package) in lock
            .get("packages")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter(|(place, _)| !place.is_empty())
        {
            let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
            let name = place
                .rsplit_once("node_modules/")
                .map_or(place.as_str(), |(_, name)| name);
            findings.extend(judge(
                &source.path,
                name,
                text("version"),
                text("license"),
                &allowed,
            ));
        }
    }
    findings
}

fn judge(
    path: &str,
    name: &str,
    version: &str,
    expression: &str,
    allowed: &[&str],
) -> Option<Finding> {
    let words = match is_allowed(expression, allowed) {
        Some(true) => return None,
        Some(false) => format!(
            "{name} {version} comes under `{expression}`, which is not on the list in installer/xtask/src/tidy/licences.rs"
        ),
        None => format!("{name} {version} names no licence that can be read: `{expression}`"),
    };
    Some(Finding::new(path, 0, words))
}

/// Whether an SPDX expression leaves a choice that is allowed; nothing if it is no expression.
fn is_allowed(expression: &str, allowed: &[&str]) -> Option<bool> {
    // Old crates write `MIT/Apache-2.0` and mean OR.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let verdict = any_of(&words, &mut at, allowed)?;
    (at == words.len()).then_some(verdict)
}

fn any_of(words: &[&str], at: &mut usize, allowed: &[&str]) -> Option<bool> {
    let mut verdict = all_of(words, at, allowed)?;
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        verdict |= all_of(words, at, allowed)?;
    }
    Some(verdict)
}

fn all_of(words: &[&str], at: &mut usize, allowed: &[&str]) -> Option<bool> {
    let mut verdict = one(words, at, allowed)?;
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        verdict &= one(words, at, allowed)?;
    }
    Some(verdict)
}

fn one(words: &[&str], at: &mut usize, allowed: &[&str]) -> Option<bool> {
    let word = *words.get(*at)?;
    *at += 1;
    if word == "(" {
        let verdict = any_of(words, at, allowed)?;
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return closed.then_some(verdict);
    }
    if matches!(word, "OR" | "AND" | "WITH" | ")") {
        return None;
    }
    if words.get(*at) != Some(&"WITH") {
        return Some(allowed.contains(&word));
    }
    let exception = words.get(*at + 1)?;
    *at += 2;
    // An exception only gives more than the licence alone.
    Some(allowed.contains(&word) || allowed.contains(&format!("{word} WITH {exception}").as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::expect_findings;
    use super::*;

    #[test]
    fn expressions_are_judged_by_the_choice_they_leave() {
        for (expression, verdict) in [
            ("MIT", Some(true)),
            ("MIT/Apache-2.0", Some(true)),
            ("GPL-3.0", Some(false)),
            ("GPL-3.0 OR MIT", Some(true)),
            ("GPL-3.0 AND MIT", Some(false)),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", Some(true)),
            ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", Some(true)),
            ("GPL-2.0 WITH Classpath-exception-2.0", Some(false)),
            ("", None),
            ("MIT OR", None),
            ("(MIT", None),
            ("MIT Apache-2.0", None),
        ] {
            assert_eq!(is_allowed(expression, ALLOWED), verdict, "{expression}");
        }
    }

    #[test]
    fn a_crate_under_another_licence_is_found_and_own_crates_are_not_asked() {
        let metadata = serde_json::json!({"packages": [
            {"name": "good", "version": "1.0.0", "source": "registry", "license": "MIT"},
            {"name": "bad", "version": "2.0.0", "source": "registry", "license": "AGPL-3.0"},
            {"name": "mute", "version": "3.0.0", "source": "registry", "license": null},
            {"name": "own", "version": "0.1.0", "source": null, "license": null},
        ]});
        let words: Vec<String> = of_crates(&metadata)
            .into_iter()
            .map(|finding| finding.words)
            .collect();
        assert_eq!(words.len(), 2, "{words:?}");
        assert!(
            words[0].starts_with("bad 2.0.0 comes under `AGPL-3.0`"),
            "{words:?}"
        );
        assert!(
            words[1].starts_with("mute 3.0.0 names no licence"),
            "{words:?}"
        );
    }

    #[test]
    fn an_npm_package_under_another_licence_is_found() {
        let lock = r#"{"packages": {"": {"license": "MIT"}, "node_modules/a": {"version": "1.0.0", "license": "OFL-1.1"}, "node_modules/b": {"version": "1.0.0", "license": "SSPL-1.0"}}}"#;
        expect_findings(
            of_npm,
            &[("ui/package-lock.json", lock)],
            &[("ui/package-lock.json", 0)],
        );
        expect_findings(
            of_npm,
            &[("ui/package-lock.json", "{")],
            &[("ui/package-lock.json", 0)],
        );
    }
}

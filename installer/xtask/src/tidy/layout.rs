//! Where files stand, how long they are, and what must not be in any of them.

use super::{Finding, Source};

/// Lines after which a newcomer no longer finds the way.
const FILE_LINES_MAX: usize = 700;

/// Top-level names besides dot files and licences.
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src-tauri",
    "ui",
    "assets",
    "fixtures",
    "tests",
    "installer",
    "README.md",
];

/// The top level is fixed: what is new belongs into one of its rooms.
pub fn top_level(sources: &[Source]) -> Vec<Finding> {
    let mut names: Vec<&str> = sources
        .iter()
        .map(|source| source.path.split('/').next().unwrap_or_default())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| !TOP_LEVEL.contains(name) && !name.starts_with('.') && !name.starts_with("LICENSE"))
        .map(|name| Finding::new(name, 0, "the top level is fixed (src-tauri/ARCHITECTURE.md): this belongs into one of its directories"))
        .collect()
}

/// Long files hide what they hold.
pub fn lengths(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| {
            matches!(
                source.extension(),
                "rs" | "ts" | "tsx" | "mjs" | "js" | "css"
            ) && !source.is_generated()
        })
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (lines > FILE_LINES_MAX).then(|| {
                Finding::new(
                    &source.path,
                    0,
                    format!(
                        "{lines} lines, at most {FILE_LINES_MAX}: split it by what it is about"
                    ),
                )
            })
        })
        .collect()
}

/// Directories that exist on one machine only.
pub fn machine_paths(sources: &[Source]) -> Vec<Finding> {
    // Written in two halves, or this file would be its own finding.
    let forbidden = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/fa", "rm/"),
        concat!("/tmp/ba", "sh_jobs"),
    ];
    each_line(sources, |_, line| {
        let found = forbidden.iter().find(|path| stands_as_path(line, path))?;
        Some(format!("{found} is a path of one machine"))
    })
}

/// Whether `path` begins an absolute path here: `ui/root/` and `https://host/root/` do not.
fn stands_as_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        !line[..at].ends_with(|before: char| {
            before.is_alphanumeric() || matches!(before, '.' | '_' | '-' | '}' | '/' | '*')
        })
    })
}

/// Lock files name versions and checksums; from where they are fetched is the reader's business.
pub fn lock_hosts(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources
        .iter()
        .filter(|source| source.path.ends_with("package-lock.json"))
    {
        if let Some((number, _)) = source
            .lines()
            .find(|(_, line)| line.contains("\"resolved\": \"http"))
        {
            findings.push(Finding::new(&source.path, number, "records download addresses: npm install with omit-lockfile-registry-resolved=true in ui/.npmrc"));
        }
    }
    findings
}

/// A newcomer reads the README first, and needs two commands from it.
pub fn readme(sources: &[Source]) -> Vec<Finding> {
    let Some(readme) = sources.iter().find(|source| source.path == "README.md") else {
        return vec![Finding::new("README.md", 0, "is not there")];
    };
    ["cargo xtask run", "cargo xtask test"]
        .into_iter()
        .filter(|command| !readme.text.contains(command))
        .map(|command| {
            Finding::new(
                &readme.path,
                0,
                format!("does not show the command `{command}`"),
            )
        })
        .collect()
}

/// Runs a check over every line of every text file that a person wrote.
pub(super) fn each_line(
    sources: &[Source],
    check: impl Fn(&Source, &str) -> Option<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| !source.is_generated()) {
        for (number, line) in source.lines() {
            if let Some(words) = check(source, line) {
                findings.push(Finding::new(&source.path, number, words));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::expect_findings;
    use super::*;

    #[test]
    fn only_the_given_top_level_entries_stand() {
        let good = [
            ("Cargo.toml", ""),
            ("ui/src/a.ts", ""),
            (".clippy.toml", ""),
            (".ci/run", ""),
            ("LICENSE-MIT", ""),
        ];
        expect_findings(top_level, &good, &[]);
        expect_findings(
            top_level,
            &[("docs/a.md", ""), ("docs/b.md", ""), ("clippy.toml", "")],
            &[("clippy.toml", 0), ("docs", 0)],
        );
    }

    #[test]
    fn a_file_of_701_lines_is_too_long_unless_generated() {
        let (whole, long) = ("x\n".repeat(700), "x\n".repeat(701));
        let sources = [
            ("ui/src/a.ts", whole.as_str()),
            ("ui/src/b.ts", &long),
            ("ui/src/generated/c.ts", &long),
            ("fixtures/d.json", &long),
        ];
        expect_findings(lengths, &sources, &[("ui/src/b.ts", 0)]);
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let bad = format!("fine\nlet a = \"{}main\";\n", concat!("/wo", "rk/"));
        let good = format!("import '../{}x'\n", &concat!("/wo", "rk/")[1..]);
        expect_findings(
            machine_paths,
            &[("a.rs", &bad), ("b.ts", &good)],
            &[("a.rs", 2)],
        );
    }

    #[test]
    fn a_lock_file_with_addresses_is_found() {
        expect_findings(
            lock_hosts,
            &[(
                "ui/package-lock.json",
                "{\n \"resolved\": \"https://host/a.tgz\"\n}",
            )],
            &[("ui/package-lock.json", 2)],
        );
        expect_findings(
            lock_hosts,
            &[("ui/package-lock.json", "{\n \"version\": \"1.0.0\"\n}")],
            &[],
        );
    }

    #[test]
    fn the_readme_shows_both_commands() {
        expect_findings(
            readme,
            &[("README.md", "cargo xtask run\ncargo xtask test\n")],
            &[],
        );
        expect_findings(
            readme,
            &[("README.md", "cargo xtask run\n")],
            &[("README.md", 0)],
        );
        expect_findings(readme, &[], &[("README.md", 0)]);
    }
}

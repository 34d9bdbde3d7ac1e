//! The rules of the house that no compiler knows, as cheap scans that name file and line.
//!
//! Each rule is a function from the files to what is wrong with them, and has a test that shows it failing.

mod faults;
mod features;
mod layout;
mod licences;
mod phrases;
mod rooms;
mod words;

use std::fmt;

use crate::child::{Failure, Outcome, Run, find_program};
use crate::place::Place;

/// One thing that is wrong.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// From the checkout's root.
    pub path: String,
    /// From 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub words: String,
}

impl Finding {
    fn new(path: &str, line: usize, words: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            words: words.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.words),
            line => write!(f, "{}:{line}: {}", self.path, self.words),
        }
    }
}

/// A file of the project: tracked, or new and not ignored.
pub struct Source {
    /// From the checkout's root, with forward slashes.
    pub path: String,
    /// Empty where the file is not text.
    pub text: String,
}

impl Source {
    /// The part of the name after the last dot.
    fn extension(&self) -> &str {
        self.path
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension)
    }

    /// Written by a program, not by a person.
    fn is_generated(&self) -> bool {
        self.path.contains("/generated/")
            || self.path.ends_with("package-lock.json")
            || self.path == "Cargo.lock"
    }

    /// Lines with their numbers.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line))
    }
}

/// Checks everything; prints each finding and fails if there is one.
pub fn check(place: &Place) -> Outcome {
    let sources = read_sources(place)?;
    let mut findings = Vec::new();
    for rule in [
        layout::top_level,
        layout::lengths,
        layout::machine_paths,
        layout::lock_hosts,
        layout::readme,
        words::banned,
        rooms::directions,
        features::imports,
        phrases::phrases,
        faults::faults,
        licences::of_npm,
    ] {
        findings.extend(rule(&sources));
    }
    findings.extend(licences::of_crates(&cargo_metadata(place)?));
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        return Err(Failure::new(format!(
            "{} rules of the house broken",
            findings.len()
        )));
    }
    if find_program("cargo-deny").is_some() {
        Run::cargo(
            place,
            &[
                "deny",
                "--config",
                ".config/deny.toml",
                "check",
                "licenses",
                "bans",
                "sources",
            ],
        )
        .succeed()?;
    }
    Ok(())
}

/// Every file that is tracked or would be.
fn read_sources(place: &Place) -> Outcome<Vec<Source>> {
    let names = Run::program(
        place,
        "git",
        &[
            "-c",
            "core.quotePath=false",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ],
    )
    .output()?;
    let mut sources = Vec::new();
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        // A file deleted but not yet staged is no file.
        if let Ok(bytes) = std::fs::read(place.root.join(name)) {
            sources.push(Source {
                path: name.to_owned(),
                text: String::from_utf8(bytes).unwrap_or_default(),
            });
        }
    }
    Ok(sources)
}

/// What cargo knows of every crate that the lock file names.
fn cargo_metadata(place: &Place) -> Outcome<serde_json::Value> {
    let text = Run::cargo(place, &["metadata", "--format-version", "1", "--locked"]).output()?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::new(format!(
            "could not read what cargo metadata printed: {error}"
        ))
    })
}

#[cfg(test)]
fn sample(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[cfg(test)]
#[track_caller]
fn expect_findings(
    rule: fn(&[Source]) -> Vec<Finding>,
    sources: &[(&str, &str)],
    expected: &[(&str, usize)],
) {
    let sources: Vec<Source> = sources
        .iter()
        .map(|(path, text)| sample(path, text))
        .collect();
    let found: Vec<(String, usize)> = rule(&sources)
        .into_iter()
        .map(|finding| (finding.path, finding.line))
        .collect();
    let expected: Vec<(String, usize)> = expected
        .iter()
        .map(|(path, line)| ((*path).to_owned(), *line))
        .collect();
    assert_eq!(found, expected);
}

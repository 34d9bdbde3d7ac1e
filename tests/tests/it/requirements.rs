//! The page of requirements tells the truth: its places and tests exist, and no core requirement
//! of the desk is left out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../../src-tauri/REQUIREMENTS.md");

/// Core requirements of the sections 3–11 of the Standard.
const CORE: [u32; 130] = [
    10, 12, 13, 14, 15, 16, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36,
    37, 39, 41, 42, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 58, 59, 62, 63, 82, 83, 84, 86, 88,
    89, 90, 91, 93, 94, 96, 97, 98, 99, 100, 101, 102, 103, 104, 108, 109, 110, 111, 114, 120, 121,
    122, 123, 124, 125, 126, 127, 128, 129, 130, 135, 136, 137, 138, 141, 142, 143, 144, 147, 149,
    151, 66, 68, 70, 71, 72, 73, 74, 75, 77, 78, 79, 157, 158, 159, 160, 161, 162, 163, 164, 165,
    166, 167, 168, 169, 171, 173, 174, 175, 176, 177, 178, 179, 181, 182, 183, 184, 185, 187, 191,
    195, 196,
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A path of the page: a crate's, or the root's.
fn place(named: &str) -> PathBuf {
    let of_crate = root().join("src-tauri/crates").join(named);
    if of_crate.exists() {
        of_crate
    } else {
        root().join(named)
    }
}

/// What stands between back quotes in a cell.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_place_and_test_of_the_page_exists() {
    let mut rows = 0;
    for line in PAGE
        .lines()
        .filter(|line| line.starts_with("| R") && !line.starts_with("| R |"))
    {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let [number, _, named, shown] = cells.as_slice() else {
            panic!("four cells: {line}")
        };
        for path in quoted(named) {
            assert!(place(path).exists(), "{number}: no {path}");
        }
        let [file, test] = quoted(shown)[..] else {
            panic!("{number}: a file and a test")
        };
        let text = std::fs::read_to_string(place(file));
        let text = text.unwrap_or_else(|error| panic!("{number}: {file}: {error}"));
        assert!(
            text.contains(&format!("fn {test}(")),
            "{number}: no {test} in {file}"
        );
        rows += 1;
    }
    assert!(rows > 130, "{rows} rows");
}

/// Numbers of a text: `R10`, and ranges `R98–R104`.
fn numbers(text: &str) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '–'));
    for word in words {
        let ends: Vec<u32> = word
            .split('–')
            .filter_map(|end| end.strip_prefix('R')?.parse().ok())
            .collect();
        if let (Some(first), Some(last)) = (ends.first(), ends.last()) {
            found.extend(*first..=*last);
        }
    }
    found
}

#[test]
fn no_core_requirement_is_left_out() {
    let told = numbers(PAGE);
    let missing: Vec<u32> = CORE
        .into_iter()
        .filter(|number| !told.contains(number))
        .collect();
    assert_eq!(missing, [0_u32; 0]);
}

//! Which crate may stand on which (src-tauri/ARCHITECTURE.md), read from the manifests.

use super::{Finding, Source};

/// One crate and the crates of the house that it may use. Its tests may also use `stoika-testkit`,
/// and the crate itself with a feature for tests on.
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
}

const PROTOCOL: &str = "stoika-protocol";
const DOMAIN: &str = "stoika-domain";
const STORE: &str = "stoika-store";
const EXCHANGE: &str = "stoika-exchange";
const SYNC: &str = "stoika-sync";
const PRINTING: &str = "stoika-printing";
const DEVICES: &str = "stoika-devices";
const WORKSTATION: &str = "stoika-workstation";
const HUB: &str = "stoika-hub";
const BACKOFFICE: &str = "stoika-backoffice";
const TESTKIT: &str = "stoika-testkit";
const TESTS: &str = "stoika-tests";
const SHELL: &str = "stoika";

const ROOMS: &[Room] = &[
    Room {
        name: PROTOCOL,
        may_use: &[],
    },
    Room {
        name: DOMAIN,
        may_use: &[],
    },
    Room {
        name: STORE,
        may_use: &[PROTOCOL, DOMAIN],
    },
    Room {
        name: EXCHANGE,
        may_use: &[PROTOCOL],
    },
    Room {
        name: SYNC,
        may_use: &[PROTOCOL],
    },
    Room {
        name: PRINTING,
        may_use: &[DOMAIN],
    },
    Room {
        name: DEVICES,
        may_use: &[],
    },
    Room {
        name: WORKSTATION,
        may_use: &[PROTOCOL, DOMAIN, STORE, SYNC, PRINTING, DEVICES],
    },
    Room {
        name: HUB,
        may_use: &[
            PROTOCOL,
            DOMAIN,
            STORE,
            EXCHANGE,
            SYNC,
            PRINTING,
            DEVICES,
            WORKSTATION,
        ],
    },
    Room {
        name: BACKOFFICE,
        may_use: &[
            PROTOCOL,
            DOMAIN,
            STORE,
            EXCHANGE,
            SYNC,
            PRINTING,
            DEVICES,
            WORKSTATION,
        ],
    },
    Room {
        name: SHELL,
        may_use: &[
            PROTOCOL,
            DOMAIN,
            STORE,
            SYNC,
            PRINTING,
            DEVICES,
            WORKSTATION,
            HUB,
        ],
    },
    Room {
        name: TESTKIT,
        may_use: &[
            PROTOCOL,
            DOMAIN,
            STORE,
            EXCHANGE,
            SYNC,
            PRINTING,
            DEVICES,
            WORKSTATION,
            HUB,
            BACKOFFICE,
        ],
    },
    Room {
        name: TESTS,
        may_use: &[
            PROTOCOL,
            DOMAIN,
            STORE,
            EXCHANGE,
            SYNC,
            PRINTING,
            DEVICES,
            WORKSTATION,
            HUB,
            BACKOFFICE,
            TESTKIT,
        ],
    },
    Room {
        name: "xtask",
        may_use: &[],
    },
];

/// Outside crates that only some rooms may touch. A name ending in `*` stands for all that begin so.
/// The cross-crate tests may look behind the doors of what they test, but never make a room's rule weaker.
const DOORS: &[(&str, &[&str])] = &[
    ("tauri*", &[SHELL]),
    ("wry", &[SHELL]),
    ("rusqlite*", &[STORE, BACKOFFICE]),
    ("reqwest", &[SYNC]),
    ("printpdf", &[PRINTING]),
    ("axum", &[EXCHANGE, HUB, BACKOFFICE, TESTKIT]),
];

/// The tables of a manifest that name dependencies, and whether only tests see them.
const TABLES: &[(&str, bool)] = &[
    ("dependencies", false),
    ("build-dependencies", false),
    ("dev-dependencies", true),
];

/// Checks every manifest of the house.
pub fn directions(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources
        .iter()
        .filter(|source| source.path.ends_with("/Cargo.toml"))
    {
        match source.text.parse::<toml::Table>() {
            Ok(manifest) => check_manifest(source, &manifest, &mut findings),
            Err(error) => findings.push(Finding::new(
                &source.path,
                0,
                format!("cannot be read: {error}"),
            )),
        }
    }
    findings
}

fn check_manifest(source: &Source, manifest: &toml::Table, findings: &mut Vec<Finding>) {
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str)
        .unwrap_or_default();
    let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
        findings.push(Finding::new(
            &source.path,
            0,
            format!(
                "{name} is a new room: say in installer/xtask/src/tidy/rooms.rs whom it may use"
            ),
        ));
        return;
    };
    for (table, tests_only) in all_tables(manifest) {
        for dependency in table.keys() {
            let words = if is_own(dependency) {
                let fine = room.may_use.contains(&dependency.as_str())
                    || (tests_only && (dependency == TESTKIT || dependency == name));
                (!fine).then(|| {
                    format!(
                        "{name} may not use {dependency}: directions of src-tauri/ARCHITECTURE.md"
                    )
                })
            } else {
                let door = DOORS
                    .iter()
                    .find(|(pattern, _)| pattern_fits(pattern, dependency));
                door.filter(|(_, rooms)| !rooms.contains(&name) && name != TESTS)
                    .map(|(_, rooms)| format!("{dependency} is for {} only", rooms.join(", ")))
            };
            if let Some(words) = words {
                findings.push(Finding::new(
                    &source.path,
                    line_of(source, dependency),
                    words,
                ));
            }
        }
    }
}

/// The dependency tables of all platforms.
fn all_tables(manifest: &toml::Table) -> Vec<(&toml::Table, bool)> {
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let platforms = targets
        .into_iter()
        .flat_map(toml::Table::values)
        .filter_map(toml::Value::as_table);
    std::iter::once(manifest)
        .chain(platforms)
        .flat_map(|place| {
            TABLES
                .iter()
                .filter_map(|(key, tests_only)| Some((place.get(*key)?.as_table()?, *tests_only)))
        })
        .collect()
}

fn is_own(dependency: &str) -> bool {
    ROOMS.iter().any(|room| room.name == dependency)
}

fn pattern_fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

fn line_of(source: &Source, dependency: &str) -> usize {
    let starts = |line: &str| {
        line.trim_start()
            .strip_prefix(dependency)
            .is_some_and(|rest| rest.starts_with([' ', '=', '.']))
    };
    source
        .lines()
        .find(|(_, line)| starts(line))
        .map_or(0, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::super::expect_findings;
    use super::*;

    fn manifest(name: &str, rest: &str) -> String {
        format!("[package]\nname = \"{name}\"\n{rest}")
    }

    #[track_caller]
    fn check(name: &str, rest: &str, lines: &[usize]) {
        let expected: Vec<(&str, usize)> = lines
            .iter()
            .map(|line| ("src-tauri/crates/x/Cargo.toml", *line))
            .collect();
        expect_findings(
            directions,
            &[("src-tauri/crates/x/Cargo.toml", &manifest(name, rest))],
            &expected,
        );
    }

    #[test]
    fn the_rooms_stand_in_one_direction() {
        check(
            "stoika-store",
            "[dependencies]\nstoika-protocol = { workspace = true }\n",
            &[],
        );
        check(
            "stoika-domain",
            "[dependencies]\nstoika-store = { workspace = true }\n",
            &[4],
        );
        check(
            "stoika-workstation",
            "[dependencies]\nserde.workspace = true\nstoika-exchange.workspace = true\n",
            &[5],
        );
        check(
            "xtask",
            "[dependencies]\nstoika-domain = { workspace = true }\n",
            &[4],
        );
    }

    #[test]
    fn the_doors_are_kept_on_every_platform_and_in_tests() {
        check(
            "stoika-store",
            "[dependencies]\nrusqlite = \"1\"\nrusqlite_migration = \"2\"\n",
            &[],
        );
        check("stoika-sync", "[dev-dependencies]\naxum = \"1\"\n", &[4]);
        check(
            "stoika-workstation",
            "[target.'cfg(unix)'.dependencies]\ntauri-plugin-log = \"2\"\n",
            &[4],
        );
        check(
            "stoika-devices",
            "[dependencies]\nprintpdf = \"1\"\n[build-dependencies]\nreqwest = \"1\"\n",
            &[4, 6],
        );
    }

    #[test]
    fn the_testkit_is_for_tests() {
        check(
            "stoika-store",
            "[dev-dependencies]\nstoika-testkit = { workspace = true }\n",
            &[],
        );
        check(
            "stoika-store",
            "[dependencies]\nstoika-testkit = { workspace = true }\n",
            &[4],
        );
    }

    #[test]
    fn a_new_room_has_to_be_entered_here() {
        check("stoika-attic", "", &[0]);
    }
}

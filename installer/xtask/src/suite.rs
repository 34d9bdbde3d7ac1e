//! `cargo xtask test`: every check there is, in the order in which mistakes are cheapest to find.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::child::{Failure, Outcome, Run};
use crate::needs::Purpose;
use crate::place::Place;
use crate::{cache, setup, tidy, ui};

/// Seeds of the simulation that every change must survive.
const SEEDS: &str = "300";

/// How much to check.
#[derive(clap::Args, Clone, Copy)]
pub struct Options {
    /// Leave out what takes minutes: the simulation, the browser, the real window
    #[arg(long)]
    fast: bool,
}

/// One check: its name, what must have passed before it makes sense, whether `--fast` leaves it out.
struct Step {
    name: &'static str,
    after: &'static [&'static str],
    slow: bool,
    check: fn(&Place) -> Outcome,
}

const STEPS: &[Step] = &[
    Step {
        name: "rules of the house",
        after: &[],
        slow: false,
        check: tidy::check,
    },
    Step {
        name: "format",
        after: &[],
        slow: false,
        check: format,
    },
    Step {
        name: "ui types",
        after: &[],
        slow: false,
        check: |place| npm(place, "typecheck"),
    },
    Step {
        name: "ui lint",
        after: &[],
        slow: false,
        check: |place| npm(place, "lint"),
    },
    Step {
        name: "ui tests",
        after: &[],
        slow: false,
        check: |place| npm(place, "test"),
    },
    // The shell takes the bundle in while it is compiled.
    Step {
        name: "ui bundle",
        after: &[],
        slow: false,
        check: ui::build,
    },
    Step {
        name: "clippy",
        after: &["ui bundle"],
        slow: false,
        check: clippy,
    },
    Step {
        name: "tests",
        after: &["ui bundle"],
        slow: false,
        check: tests,
    },
    Step {
        name: "generated types",
        after: &["tests"],
        slow: false,
        check: ui::check_generated,
    },
    Step {
        name: "simulation",
        after: &[],
        slow: true,
        check: simulation,
    },
    Step {
        name: "programs",
        after: &["ui bundle"],
        slow: true,
        check: programs,
    },
    Step {
        name: "browser",
        after: &["programs"],
        slow: true,
        check: |place| {
            hands(
                place,
                &[
                    "tests/harness/harness.test.mjs",
                    "tests/browser/suite.test.mjs",
                    "tests/browser/queue.test.mjs",
                    "tests/browser/hall.test.mjs",
                    "tests/browser/stations.test.mjs",
                    "tests/browser/office.test.mjs",
                ],
            )
        },
    },
    Step {
        name: "real window",
        after: &["programs"],
        slow: true,
        check: |place| {
            hands(
                place,
                &[
                    "tests/window/suite.test.mjs",
                    "tests/window/morning.test.mjs",
                    "tests/window/damage.test.mjs",
                    "tests/window/queue.test.mjs",
                    "tests/window/hub.test.mjs",
                    "tests/window/cases.test.mjs",
                ],
            )
        },
    },
];

/// How a step ended.
enum End {
    Passed(Duration),
    Failed(Duration, Failure),
    NotReached(&'static str),
}

/// Runs the steps; a failure stops only what stands on it.
pub fn run(place: &Place, options: Options) -> Outcome<ExitCode> {
    setup::ensure(
        place,
        if options.fast {
            &[Purpose::Build]
        } else {
            Purpose::ALL
        },
    )?;
    cache::sweep(place);
    let mut ends: Vec<(&'static str, End)> = Vec::new();
    for step in STEPS.iter().filter(|step| !(options.fast && step.slow)) {
        let unmet = step.after.iter().find(|name| {
            ends.iter()
                .any(|(done, end)| done == *name && !matches!(end, End::Passed(_)))
        });
        let end = match unmet {
            Some(name) => End::NotReached(name),
            None => perform(place, step),
        };
        ends.push((step.name, end));
    }
    Ok(summarise(&ends))
}

fn perform(place: &Place, step: &Step) -> End {
    println!("\n── {} ──", step.name);
    let begun = Instant::now();
    match (step.check)(place) {
        Ok(()) => End::Passed(begun.elapsed()),
        Err(failure) => {
            println!("{failure}");
            End::Failed(begun.elapsed(), failure)
        }
    }
}

/// The table of steps, and the line that says it all.
fn summarise(ends: &[(&'static str, End)]) -> ExitCode {
    println!("\n── summary ──");
    for (name, end) in ends {
        match end {
            End::Passed(took) => println!("  ok      {name:<20} {:>7.1} s", took.as_secs_f64()),
            End::Failed(took, failure) => println!(
                "  FAILED  {name:<20} {:>7.1} s  {failure}",
                took.as_secs_f64()
            ),
            End::NotReached(cause) => {
                println!("  FAILED  {name:<20}            not reached: needs “{cause}”")
            }
        }
    }
    let failed = ends
        .iter()
        .filter(|(_, end)| !matches!(end, End::Passed(_)))
        .count();
    println!("\n{} passed, {failed} failed", ends.len() - failed);
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn format(place: &Place) -> Outcome {
    Run::cargo(place, &["fmt", "--all", "--check"]).succeed()
}

fn npm(place: &Place, script: &str) -> Outcome {
    Run::npm(place, &["run", "--silent", script]).succeed()
}

fn clippy(place: &Place) -> Outcome {
    Run::cargo(
        place,
        &[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
    )
    .succeed()
}

/// All tests of all crates: by nextest where it is installed, by cargo where it is not.
fn tests(place: &Place) -> Outcome {
    if Run::cargo(place, &["nextest", "--version"]).quietly() {
        return Run::cargo(
            place,
            &[
                "nextest",
                "run",
                "--workspace",
                "--locked",
                "--no-tests",
                "fail",
            ],
        )
        .succeed();
    }
    println!("cargo-nextest is not installed: cargo test does the same, crate after crate");
    Run::cargo(
        place,
        &[
            "test",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--locked",
            "--no-fail-fast",
        ],
    )
    .succeed()
}

/// Builds the simulation and plays it. The whole workspace is named so that cargo takes the same features as for the tests,
/// and what is compiled for them serves here too.
pub fn simulate(place: &Place, arguments: &[String]) -> Outcome {
    let build = [
        "build",
        "--quiet",
        "--workspace",
        "--bin",
        "simulate",
        "--locked",
    ];
    Run::cargo(place, &build).succeed()?;
    Run::program(place, place.built(false, "simulate"), &[])
        .args(arguments)
        .succeed()
}

fn simulation(place: &Place) -> Outcome {
    simulate(
        place,
        &["--seeds", SEEDS, "--from", "1"].map(ToOwned::to_owned),
    )
}

/// What the tests with hands hold: the window, the back-office, the loopback twin.
fn programs(place: &Place) -> Outcome {
    Run::cargo(
        place,
        &["build", "--quiet", "--workspace", "--bins", "--locked"],
    )
    .succeed()
}

/// A suite that works as a person does, in Node's own test runner.
fn hands(place: &Place, files: &[&str]) -> Outcome {
    let runner = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
    let failures = place.test_output().join("failures.txt");
    if failures.exists() {
        std::fs::remove_file(&failures)
            .map_err(|error| Failure::new(format!("{}: {error}", failures.display())))?;
    }
    let ended = Run::program(place, "node", &runner)
        .args(files)
        .env("STOIKA_PROGRAMS", place.target().join("debug"))
        .succeed();
    // The stories' own words, last: the runner's log is long, and a reader may have its end only.
    if let Ok(words) = std::fs::read_to_string(&failures) {
        eprintln!("{words}");
    }
    ended
}

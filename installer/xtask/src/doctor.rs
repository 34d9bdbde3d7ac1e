//! Says what this machine lacks, and what for. Changes nothing.

use std::process::ExitCode;

use crate::child::{Run, find_program};
use crate::needs::{self, NEEDS};
use crate::place::Place;
use crate::{setup, ui};

/// Prints the report; the exit code tells whether `run` and `test` would have something to install.
pub fn report(place: &Place) -> ExitCode {
    let mut lacking = 0;
    let mut line = |good: bool, name: &str, words: &str| {
        lacking += usize::from(!good);
        println!(
            "  {} {name:<24} {words}",
            if good { "ok     " } else { "MISSING" }
        );
    };

    println!(
        "System packages (installed by `cargo xtask run` and `cargo xtask test` when missing):"
    );
    for need in NEEDS {
        line(
            needs::is_met(place, need),
            need.package,
            &format!("{}: {}", need.purpose.word(), need.why),
        );
    }

    println!("Tools:");
    match setup::check_node(place) {
        Ok(()) => line(true, "node, npm", "the user interface"),
        Err(failure) => line(false, "node, npm", &failure.to_string()),
    }
    for (component, task, why) in [
        ("rustfmt", "fmt", "test: the format of the code"),
        ("clippy", "clippy", "test: the lints"),
    ] {
        // A minimal installation of Rust leaves them out, and only rustup can add them.
        if Run::cargo(place, &[task, "--version"]).quietly() {
            line(true, component, why);
        } else {
            line(
                false,
                component,
                &format!("{why}; not installed by the tasks: `rustup component add {component}`"),
            );
        }
    }
    let nextest = Run::cargo(place, &["nextest", "--version"]).quietly();
    line(
        true,
        "cargo-nextest",
        if nextest {
            "runs the tests side by side"
        } else {
            "not here: `cargo test` runs the tests instead, more slowly"
        },
    );

    println!("User interface:");
    if ui::packages_are_current(place) {
        line(true, "npm packages", "as in ui/package-lock.json");
    } else {
        line(
            false,
            "npm packages",
            "not installed, or not as in ui/package-lock.json: `npm ci` is run at the next start",
        );
    }

    println!("Places:");
    println!("  build   {}", place.target().display());
    println!("  demo    {}", place.data.display());
    let screen =
        std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some();
    println!(
        "  screen  {}",
        if screen {
            "here"
        } else {
            "none: `cargo xtask run` starts one that only programs see"
        }
    );
    if find_program("apt-get").is_none() {
        println!("This machine has no apt-get: what is missing has to be installed by hand.");
    }

    if lacking == 0 {
        println!("Nothing is missing.");
        ExitCode::SUCCESS
    } else {
        println!("{lacking} missing.");
        ExitCode::FAILURE
    }
}

//! `cargo xtask`: one command to run Stoika, one to test it, and what these two stand on.
//!
//! Both do their own set-up on a fresh Debian or Ubuntu machine that has Rust and Node: [`needs`] says which
//! system packages are wanted and why, [`setup`] brings them. [`tidy`] holds the rules of the house that no
//! compiler knows; [`suite`] is the whole list of checks, in the order in which they fail cheapest.

mod cache;
mod centre;
mod child;
mod demo;
mod display;

mod doctor;
mod needs;
mod place;
mod setup;
mod suite;
mod tidy;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::child::{Outcome, Run};
use crate::place::Place;

/// What a developer types.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Run, test and keep the house of Stoika",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Bring up the back-office with demo data and open the workstation window
    Run(demo::Options),
    /// Check everything: rules of the house, lints, tests, simulation, browser and the real window
    Test(suite::Options),
    /// Say what this machine lacks, and what for
    Doctor,
    /// Install what `doctor` names and stop there (`run` and `test` do it by themselves)
    Setup,
    /// Check the rules of the house alone (a second)
    Tidy,
    /// Write the TypeScript types of the bridge anew into ui/src/generated
    Generate,
    /// Play seeded schedules of faults against the real state machines (options go to the simulation; try --help)
    Simulate(Forwarded),
    /// Play a realistic day of an office by its desks over a hub (--office samara --speed 60 --seed N --windows N --weekday mon
    /// --serve; try --help)
    Day(Forwarded),
    /// Write a made-up population as files for `import` (--accounts N --seed S --out DIR; try --help)
    Population(Forwarded),
    /// Measure, print the table and keep it in tests/bench/RESULTS.md (options go to the benchmark)
    Bench(Forwarded),
}

/// Everything after the task's name, for the program that does the work.
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
struct Forwarded {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

fn main() -> ExitCode {
    match perform(Cli::parse().task) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("cargo xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Outcome<ExitCode> {
    let place = Place::find()?;
    match task {
        Task::Run(options) => demo::run(&place, &options)?,
        Task::Test(options) => return suite::run(&place, options),
        Task::Doctor => return Ok(doctor::report(&place)),
        Task::Setup => setup::ensure(&place, needs::Purpose::ALL)?,
        Task::Tidy => tidy::check(&place)?,
        Task::Generate => ui::generate(&place, &place.root.join(ui::GENERATED))?,
        // The very program that `test` runs: a seed found here fails there.
        Task::Simulate(forwarded) => suite::simulate(&place, &forwarded.arguments)?,
        Task::Day(forwarded) => {
            setup::ensure(&place, &[needs::Purpose::Build])?;
            if forwarded.arguments.iter().any(|word| word == "--serve") {
                ui::build(&place)?;
            }
            let build = ["build", "--release", "-p", "stoika-tests", "--bin", "day"];
            Run::cargo(&place, &build).succeed()?;
            Run::program(&place, place.built(true, "day"), &[])
                .args(&forwarded.arguments)
                .succeed()?;
        }
        Task::Population(forwarded) => {
            setup::ensure(&place, &[needs::Purpose::Build])?;
            let build = ["build", "--release", "-p", "stoika-backoffice"];
            Run::cargo(&place, &build).succeed()?;
            let program = place.built(true, "stoika-backoffice");
            Run::program(&place, program, &["population"])
                .args(&forwarded.arguments)
                .succeed()?;
        }
        Task::Bench(forwarded) => {
            setup::ensure(
                &place,
                &[
                    needs::Purpose::Build,
                    needs::Purpose::Run,
                    needs::Purpose::Headless,
                ],
            )?;
            ui::build(&place)?;
            Run::cargo(&place, &["build", "--release", "--workspace", "--bins"]).succeed()?;
            Run::program(&place, place.built(true, "bench"), &[])
                .args(&forwarded.arguments)
                .env("STOIKA_PROGRAMS", place.target().join("release"))
                .succeed()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

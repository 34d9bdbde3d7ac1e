//! `simulate`: runs seeds of the simulation, and shows that it finds known bugs.

use std::process::ExitCode;

use clap::Parser;
use stoika_tests::simulation::{self, Bug, Failure};

/// Seeds that a bug may stay hidden for.
const SEEDS_FOR_A_BUG_MAX: u64 = 2_000;

/// Runs offices with faults, one seed each.
#[derive(Parser)]
struct Options {
    /// How many seeds
    #[arg(long, default_value_t = 300)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Put known bugs back, one at a time, and say how many seeds it takes to find each
    #[arg(long)]
    mutants: bool,
    /// Lines of what happened that a failure shows
    #[arg(long, default_value_t = 40)]
    trace: usize,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let fine = if options.mutants {
        mutants(options.from, threads)
    } else {
        let (failed, met) = simulation::run_many(options.from, options.seeds, threads, |failure| {
            tell(failure, options.trace);
        });
        println!("seeds {}, failed {failed}", options.seeds);
        println!("{met:?}");
        failed == 0
    };
    if fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn tell(failure: &Failure, lines: usize) {
    let skipped = failure.trace.len().saturating_sub(lines);
    let lines: String = failure
        .trace
        .iter()
        .skip(skipped)
        .map(|line| format!("  {line}\n"))
        .collect();
    println!("{lines}seed {}: {}", failure.seed, failure.what);
}

fn mutants(from: u64, threads: usize) -> bool {
    println!("{:<62} {:>6}  what showed it", "bug", "seeds");
    let mut all_found = true;
    for bug in Bug::ALL {
        match simulation::seeds_to_find(bug, from, SEEDS_FOR_A_BUG_MAX, threads) {
            Some((seeds, failure)) => {
                println!(
                    "{:<62} {seeds:>6}  seed {}: {}",
                    bug.name(),
                    failure.seed,
                    failure.what
                );
            }
            None => {
                all_found = false;
                println!("{:<62} {:>6}  NOT FOUND", bug.name(), "–");
            }
        }
    }
    println!("mutants {}, all found: {all_found}", Bug::ALL.len());
    all_found
}

//! The program: a clock, randomness and a terminal for the library.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser as _;
use stoika_backoffice::Ambient;
use stoika_backoffice::cli::{Cli, run};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,rusqlite_migration=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(cli, &ambient(), &mut std::io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With no terminal left there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the composition root: here the machine is asked for the time and for randomness"
)]
fn ambient() -> Ambient {
    Ambient {
        clock: Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            since.map_or(0, |since| {
                i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
            })
        }),
        random: Arc::new(|bytes| {
            if let Err(error) = getrandom::fill(bytes) {
                // With no randomness every secret would be guessed: nothing may go on.
                tracing::error!(%error, "the system gives no randomness");
                std::process::exit(1);
            }
        }),
    }
}

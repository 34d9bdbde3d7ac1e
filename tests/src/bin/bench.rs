//! `bench`: speed and size, printed and kept with the machine.

use std::error::Error;
use std::path::PathBuf;

use clap::Parser;
use stoika_tests::bench::journal;
use stoika_tests::bench::report::{Row, table};

/// Measures. Build it with `--release`; nothing else should be running.
#[derive(Parser)]
struct Options {
    /// Where the databases are made; must lie on a real disk
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Keep the table in this file
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Date of the run, for the table
    #[arg(long, default_value = "")]
    date: String,
    /// Entries that travel there and back
    #[arg(long, default_value_t = 100_000)]
    entries: u64,
    /// Rows measured elsewhere, `what|goal|measured|note`, one an option
    #[arg(long)]
    row: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let options = Options::parse();
    let dir = match &options.dir {
        Some(dir) => tempfile::tempdir_in(dir)?,
        None => tempfile::tempdir()?,
    };
    let fsync = journal::bare_fsync(dir.path(), 1000)?;
    let register = journal::register(dir.path(), 2000)?;
    let again = journal::bare_fsync(dir.path(), 1000)?;
    let mut rows = vec![
        Row::new(
            "Bare fsync of 4 KB",
            "",
            format!(
                "p50 {:.2} ms, p99 {:.2} ms; after: p99 {:.2} ms",
                fsync.p50_ms(),
                fsync.p99_ms(),
                again.p99_ms()
            ),
            "the disk's own word, before and after the next row",
        ),
        Row::new(
            "Register an appeal, durable",
            "p99 ≤ bare fsync p99 + 3 ms",
            format!(
                "p50 {:.2} ms, p99 {:.2} ms of {} runs",
                register.p50_ms(),
                register.p99_ms(),
                register.count()
            ),
            "number, entry, fold, projections, search, commit",
        ),
    ];
    rows.extend(journal::there_and_back(dir.path(), options.entries).await?);
    for row in &options.row {
        let mut parts = row.splitn(4, '|');
        let mut next = || parts.next().unwrap_or_default().to_owned();
        rows.push(Row {
            what: next(),
            goal: next(),
            measured: next(),
            note: next(),
        });
    }
    let text = table(&options.date, &rows);
    println!("{text}");
    if let Some(path) = options.keep {
        std::fs::write(path, text)?;
    }
    Ok(())
}

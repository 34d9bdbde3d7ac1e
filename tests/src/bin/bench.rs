//! `bench`: speed and size, printed and kept with the machine.

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Parser;
use stoika_tests::bench::report::{Row, table};
use stoika_tests::bench::{appeals, desk, hall, journal, papers, region, start, wait};

/// Measures. Build it with `--release`; nothing else should be running.
#[derive(Parser)]
struct Options {
    /// Where the databases are made; must lie on a real disk
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Print the table and do not keep it in tests/bench/RESULTS.md
    #[arg(long)]
    no_keep: bool,
    /// Train a dictionary for frames into this file, and do nothing else
    #[arg(long)]
    train: Option<PathBuf>,
    /// Entries that travel there and back
    #[arg(long, default_value_t = 100_000)]
    entries: u64,
    /// Accounts of the desk whose start is measured
    #[arg(long, default_value_t = 15_000)]
    accounts: u32,
    /// Accounts of the region whose files are imported; 0 imports none
    #[arg(long, default_value_t = 600_000)]
    region: u32,
    /// Accounts of the desk whose search, card and memory are measured; 0 measures none
    #[arg(long, default_value_t = 600_000)]
    whole: u32,
    /// Accounts of the branch whose first load is measured; 0 measures none
    #[arg(long, default_value_t = 67_000)]
    branch: u32,
    /// Hundreds of days whose expected waits are measured
    #[arg(long, default_value_t = 1)]
    hundreds_of_days: usize,
    /// Tickets that wait while calls in the hall of the largest office are measured; 0 measures neither them nor its day
    #[arg(long, default_value_t = 400)]
    waiting: usize,
    /// Calls of each of its windows
    #[arg(long, default_value_t = 10)]
    calls: usize,
    /// Appeals of the desk whose lists, cards and terms are measured; 0 measures none
    #[arg(long, default_value_t = 100_000)]
    appeals: u32,
    /// Entries of the replica whose projections are built anew; 0 measures none
    #[arg(long, default_value_t = 1_000_000)]
    rebuild: u64,
    /// Only what is measured of appeals and of building anew
    #[arg(long)]
    only_appeals: bool,
    /// Starts of the window; 0 measures none
    #[arg(long, default_value_t = 20)]
    starts: u32,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let options = Options::parse();
    if let Some(path) = &options.train {
        std::fs::write(path, journal::train(20_000)?)?;
        return Ok(());
    }
    let dir = match &options.dir {
        Some(dir) => tempfile::tempdir_in(dir)?,
        None => tempfile::tempdir()?,
    };
    if options.only_appeals {
        println!("{}", table(&of_appeals(&options, dir.path())?));
        return Ok(());
    }
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
    rows.push(papers::one_page(500)?);
    rows.extend(wait::expected(options.hundreds_of_days)?);
    if options.waiting > 0 {
        rows.extend(hall::hall(dir.path(), options.waiting, options.calls)?);
    }
    rows.extend(of_appeals(&options, dir.path())?);
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if options.region > 0 {
        rows.extend(region::imports(&checkout, dir.path(), options.region)?);
    }
    if options.branch > 0 {
        rows.push(desk::first_load(&checkout, dir.path(), options.branch)?);
    }
    if options.whole > 0 {
        rows.extend(desk::whole(&checkout, dir.path(), options.whole)?);
    }
    if options.starts > 0 {
        rows.extend(start::starts(&checkout, options.accounts, options.starts)?);
    }
    let text = table(&rows);
    println!("{text}");
    if !options.no_keep {
        std::fs::write(checkout.join("tests/bench/RESULTS.md"), text)?;
    }
    Ok(())
}

fn of_appeals(options: &Options, dir: &Path) -> Result<Vec<Row>, Box<dyn Error + Send + Sync>> {
    let mut rows = Vec::new();
    if options.appeals > 0 {
        rows.extend(appeals::appeals(dir, options.appeals)?);
    }
    if options.rebuild > 0 {
        rows.push(appeals::rebuild(dir, options.rebuild)?);
    }
    Ok(rows)
}

//! The simulation: real machines of desks and centre, real SQLite replicas; a simulated network,
//! power, clock and people, all driven by one seed.
//!
//! ```text
//!  people ─▶ Replica (SQLCipher on a real disk) ◀─ ReplicaSync ◀─ sync::Machine
//!                  ▲ power cuts, torn logs,                          │ messages as bytes:
//!                    backups, clones                                 ▼ lost, cut, twice, late
//!                              Exchange<MemoryStorage, the domain's fold> ◀─ backups, faults
//! ```
//! Every second seed has hubs besides: a desk gives its office the order ([`office`]), the others run
//! the machine once more against it, and people work on one queue ([`queue`], [`calls`], [`tenures`]).
//!
//! A run: steps chosen by the dice ([`steps`]) with faults on; then no more faults, and
//! everybody must come to rest; then [`invariants`] are looked at. The same seed gives the
//! same run. [`bug`] puts known bugs back, which the runs must find.

pub(crate) mod acts;
pub mod bug;
mod calls;
mod centre;
mod desk;
pub(crate) mod dice;
mod disk;
mod invariants;
mod network;
mod office;
mod queue;
mod steps;
mod tenures;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

pub use bug::Bug;
use world::World;

/// A run that went wrong.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its seed: the same seed fails the same way.
    pub seed: u64,
    /// What is wrong.
    pub what: String,
    /// What happened, line by line.
    pub trace: Vec<String>,
}

/// What runs with hubs have met with: a simulation in which none of it happens shows nothing of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// A desk became the hub of its office, or went on with it after a start.
    pub duties: u64,
    /// Successors who took over from a silent hub.
    pub takeovers: u64,
    /// Desks that learnt of a hub from that hub itself.
    pub adopted: u64,
    /// Packets of others' frames that hubs brought to the centre.
    pub relayed: u64,
    /// Calls that a hub had promised.
    pub promised: u64,
    /// Calls without a hub's promise.
    pub alone: u64,
    /// Disks that were lost for good.
    pub deaths: u64,
    /// Runs in which entries waited two days for a name that never came.
    pub two_days: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.duties += other.duties;
        self.takeovers += other.takeovers;
        self.adopted += other.adopted;
        self.relayed += other.relayed;
        self.promised += other.promised;
        self.alone += other.alone;
        self.deaths += other.deaths;
        self.two_days += other.two_days;
    }
}

/// Runs one seed.
///
/// # Errors
/// What went wrong.
pub fn run(seed: u64, bug: Option<Bug>) -> Result<Tally, Box<Failure>> {
    let failed = |what: String, trace: Vec<String>| Box::new(Failure { seed, what, trace });
    let folder = tempfile::Builder::new()
        .prefix("stoika-simulation-")
        .tempdir_in(fast_folder())
        .map_err(|error| failed(format!("no folder: {error}"), Vec::new()))?;
    let mut world =
        World::new(seed, bug, folder.path().to_owned()).map_err(|what| failed(what, Vec::new()))?;
    let outcome = catch_unwind(AssertUnwindSafe(|| world.run()));
    let trace = || world.trace().cloned().collect();
    match outcome {
        Ok(Ok(tally)) => Ok(tally),
        Ok(Err(what)) => Err(failed(what, trace())),
        Err(_) => Err(failed("a panic, see above".to_owned(), trace())),
    }
}

/// Runs `count` seeds from `from` on `threads` threads; hands each failure over as it comes.
/// Returns how many failed, and what the others have met with.
pub fn run_many(
    from: u64,
    count: u64,
    threads: usize,
    tell: impl Fn(&Failure) + Sync,
) -> (u64, Tally) {
    let met = std::sync::Mutex::new(Tally::default());
    let next = AtomicU64::new(0);
    let failed = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        break;
                    }
                    match run(from + index, None) {
                        Ok(tally) => {
                            let mut met = met
                                .lock()
                                .unwrap_or_else(std::sync::PoisonError::into_inner);
                            met.add(tally);
                        }
                        Err(failure) => {
                            failed.fetch_add(1, Ordering::Relaxed);
                            tell(&failure);
                        }
                    }
                }
            });
        }
    });
    let met = met
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    (failed.into_inner(), met)
}

/// How many seeds from `from` it takes to find the bug; `None` when `count_max` do not.
pub fn seeds_to_find(
    bug: Bug,
    from: u64,
    count_max: u64,
    threads: usize,
) -> Option<(u64, Box<Failure>)> {
    let next = AtomicU64::new(0);
    let found = std::sync::Mutex::new(None::<(u64, Box<Failure>)>);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count_max {
                        break;
                    }
                    // A seed that goes wrong without the bug as well shows nothing of it.
                    if let Err(failure) = run(from + index, Some(bug))
                        && run(from + index, None).is_ok()
                    {
                        // The others end after the seed at which they are.
                        next.store(count_max, Ordering::Relaxed);
                        let mut found = found
                            .lock()
                            .unwrap_or_else(std::sync::PoisonError::into_inner);
                        if found.as_ref().is_none_or(|(first, _)| index < *first) {
                            *found = Some((index, failure));
                        }
                    }
                }
            });
        }
    });
    let found = found
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    found.map(|(index, failure)| (index + 1, failure))
}

/// Memory, where there is such a folder: forcing a log to a real disk would take the whole time.
fn fast_folder() -> std::path::PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    }
}

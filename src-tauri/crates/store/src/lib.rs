//! The desk's replica: an encrypted SQLite database that holds the journal, the directory, the
//! projections that screens read, and the search.
//!
//! # What it keeps
//! * Every mutation is one transaction, forced to the disk when the call returns; readers see the
//!   last commit and never wait.
//! * An entry once written is never lost: an order that disagrees moves it into a branch, a body that cannot be
//!   read is kept and void, a verdict that was not expected stands in the list of discrepancies.
//! * The cursor moves in the transaction of what it covers, after it. A directory row never moves back.
//! * Projections follow from the journal and the directory alone: [`Replica::rebuild_projections`]
//!   gives the same tables.
//!
//! Clock, ids, keys and random bytes come as arguments.
//!
//! Reading order: [`Replica`] → [`NewAct`] → `pull.rs` → `aggregate.rs` → `branch/` → `project.rs`.

mod aggregate;
mod audit;
mod branch;
mod change;
mod destruction;
mod directory;
mod discrepancy;
mod drafts;
mod error;
mod fold;
mod journal;
mod load;
mod mark;
mod numbering;
mod open;
mod project;
mod pull;
mod read;
mod rebuild;
mod record;
mod redated;
mod registry;
mod replica;
mod rules;
mod salvage;
mod search;
mod sending;
mod work;

pub use audit::{AuditAsked, AuditLine, AuditSealHead, NewAudit, UnsentAudit};
pub use branch::{
    BranchFork, BranchIntake, BranchRefusal, BranchReplica, BranchRow, BranchRows, BranchStanding,
    Naming, Relay, TakenEntry,
};
pub use change::Change;
pub use discrepancy::{Discrepancy, DiscrepantEntry};
pub use drafts::Draft;
pub use error::{Result, StoreError};
pub use fold::fold;
pub use load::{LoadPoint, LoadProgress};
pub use mark::Mark;
pub use open::{DATABASE_FILE, Identity, OpenParams, Opened};
pub use read::appeals::{
    AppealCard, AppealCounts, AppealFilter, AppealPage, AppealRow, AppealSort, AppealView,
    AppealsAsked, PageKey,
};
pub use read::journal_lines::JournalLine;
pub use read::queue::QueueDay;
pub use read::standing::{JournalCounts, OwnReplica, Standing};
pub use read::work::{WorkAsked, WorkCounts, WorkPage, WorkRow, WorkScope, WorkView};
pub use record::{NewAct, NewEntry, Recorded, WriteContext};
pub use redated::Redated;
pub use replica::{Changes, Replica};
pub use salvage::{Recovery, Salvaged, is_here};
pub use search::{ClientHit, Found, Hit, MatchReason, SearchHit, marks};
pub use sending::Place;
pub use work::{WorkKind, WorkMark};

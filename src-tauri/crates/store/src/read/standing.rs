//! Where the replica stands: heads, cursor, loads, what waits.

use rusqlite::params;
use stoika_protocol::{AuditEnd, Chain, Cursor, DirectoryMark, ReplicaId};

use crate::error::{Result, StoreError};
use crate::journal::{self, ReplicaRow, unsigned};
use crate::load::{self, LoadPoint};
use crate::open::Identity;
use crate::replica::Replica;
use crate::{directory, discrepancy, pull};

/// A replica id that this desk writes or has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnReplica {
    /// Its id.
    pub replica: ReplicaId,
    /// Its chain; for a former one up to the last entry before the branch.
    pub head: Chain,
    /// What the centre has acknowledged.
    pub acked: Chain,
}

impl OwnReplica {
    fn of(row: &ReplicaRow) -> Self {
        Self {
            replica: row.name,
            head: row.head,
            acked: row.centre,
        }
    }
}

/// What the replica holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who writes now.
    pub identity: Identity,
    /// The replica that is written now.
    pub current: OwnReplica,
    /// Replicas that this desk wrote before a fork or a restore, oldest first.
    pub former: Vec<OwnReplica>,
    /// How far the order is applied; `None` before the first pull.
    pub cursor: Option<Cursor>,
    /// Directory position applied; 0 before the first load and while another one is due.
    pub directory_position: u64,
    /// The newest mark of the directory's chain that came with what is applied, pages of a load
    /// under way among it.
    pub directory_mark: Option<DirectoryMark>,
    /// The server's time when the directory was last complete, Unix milliseconds.
    pub directory_as_of_ms: Option<i64>,
    /// A first load is due, or has been begun and is not done.
    pub load_due: bool,
    /// A first load that was begun.
    pub load: Option<LoadPoint>,
    /// Rows stored in this load.
    pub load_rows_done: u64,
    /// Audit records that the centre does not have.
    pub audit_unsent: u64,
    /// How far the audits of own replicas are at the centre, as it has said, the newest first.
    pub audits: Vec<AuditEnd>,
}

/// More entries than a busy office writes and gets in a day: what is older is not looked at.
const RECENT_ENTRIES: u32 = 20_000;

/// Counts for the screen of the link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalCounts {
    /// Entries that this desk wrote.
    pub written: u64,
    /// Of them, since the instant that was asked for, among the latest 20,000 that are here.
    pub written_since: u64,
    /// Of them, what the centre does not have.
    pub unsent: u64,
    /// Bytes of their bodies.
    pub unsent_bytes: u64,
    /// Discrepancies that nobody has seen.
    pub discrepancies: u64,
}

impl Replica {
    /// What the replica holds.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn standing(&self) -> Result<Standing> {
        self.read(|conn| {
            let current = journal::current_replica(conn)?;
            let former = journal::own_replicas(conn)?
                .iter()
                .filter(|row| row.id != current.id)
                .map(OwnReplica::of)
                .collect();
            let load = load::row(conn)?;
            let directory_as_of_ms = conn
                .prepare_cached("SELECT directory_as_of_ms FROM standing")?
                .query_row([], |row| row.get(0))?;
            Ok(Standing {
                identity: Identity {
                    replica: current.name,
                    key: current.key.ok_or(StoreError::Unreadable("replica"))?,
                },
                current: OwnReplica::of(&current),
                former,
                cursor: pull::cursor(conn)?,
                directory_position: directory::position(conn)?,
                directory_mark: directory::mark(conn)?,
                directory_as_of_ms,
                load_due: load.progress.due,
                load: load.point,
                load_rows_done: load.progress.rows_done,
                audit_unsent: crate::audit::unsent_count(conn)?,
                audits: crate::audit::acked_ends(conn)?,
            })
        })
    }

    /// Counts for the screen of the link; `since_ms` is the wall clock at the start of the day.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn journal_counts(&self, since_ms: i64) -> Result<JournalCounts> {
        self.read(|conn| {
            let (unsent, unsent_bytes) = conn
                .prepare_cached(
                    "SELECT count(*), coalesce(sum(length(e.body)), 0) FROM replica r CROSS JOIN entry e ON e.replica = r.id
                     WHERE r.key IS NOT NULL AND e.seq > r.centre_seq AND e.seq <= r.head_seq AND e.position IS NULL",
                )?
                .query_row([], |row| Ok((unsigned(row.get(0)?), unsigned(row.get(1)?))))?;
            let written = conn
                .prepare_cached("SELECT coalesce(sum(head_seq), 0) FROM replica WHERE key IS NOT NULL")?
                .query_row([], |row| row.get(0).map(unsigned))?;
            let written_since = conn
                .prepare_cached(
                    "SELECT count(*) FROM entry e JOIN replica r ON r.id = e.replica
                     WHERE r.key IS NOT NULL AND e.wall_time_ms >= ?1
                       AND e.id > (SELECT coalesce(max(id), 0) FROM entry) - ?2",
                )?
                .query_row(params![since_ms, RECENT_ENTRIES], |row| {
                    row.get(0).map(unsigned)
                })?;
            Ok(JournalCounts {
                written,
                written_since,
                unsent,
                unsent_bytes,
                discrepancies: discrepancy::open_count(conn)?,
            })
        })
    }
}

//! The centre's SQLite: a storage for the exchange that several processes may use at once
//! (the server, and a command line beside it).
//!
//! WAL, every commit forced to the disk. Writing transactions begin `IMMEDIATE`, so over all
//! processes there is one writer at a time and positions stay dense with no other election.

mod audit;
mod destruction;
mod hubs;
mod journal;
mod lookup;
mod recovery;
mod rows;
mod scope;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use stoika_exchange::{Rows, Storage, StorageError};
use stoika_protocol::{HistoryId, KeyId, RefusalCode, Subject};

pub use audit::{AuditAsked, AuditFound};
pub use recovery::RecoveryLine;
use rows::Work;

/// Append-only: what has been released is never edited.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("0001_centre.sql")),
    M::up(include_str!("0002_audit.sql")),
    M::up(include_str!("0003_lookup.sql")),
    M::up(include_str!("0004_audit_look.sql")),
    M::up(include_str!("0005_recovery.sql")),
    M::up(include_str!("0006_destruction.sql")),
    M::up(include_str!("0007_hub.sql")),
];
const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);
/// Name of the file in the data folder.
pub const DATABASE_FILE: &str = "centre.db";
/// How long a writer waits for another process's transaction.
const BUSY_WAIT: Duration = Duration::from_secs(30);
const STATEMENTS_KEPT: usize = 64;
const READERS_KEPT: usize = 8;

/// What one desk brought that was refused for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedCount {
    /// The desk that brought it.
    pub brought_by: KeyId,
    /// Why it was refused.
    pub code: RefusalCode,
    /// Different frames.
    pub frames: u64,
    /// How often they came, all together.
    pub times: u64,
}

/// The database file and its connections.
pub struct Database {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Database {
    /// Opens the database of a data folder, or makes one with `fresh` as its history.
    ///
    /// # Errors
    /// [`StorageError::Failed`] when the file cannot be opened, is of a newer program, or is
    /// no database.
    pub fn open(dir: &Path, fresh: HistoryId) -> Result<Self, StorageError> {
        let path = dir.join(DATABASE_FILE);
        let mut writer = connect(&path).map_err(failed)?;
        writer
            .pragma_update(None, "journal_mode", "WAL")
            .and_then(|()| writer.pragma_update(None, "synchronous", "FULL"))
            .map_err(failed)?;
        MIGRATIONS
            .to_latest(&mut writer)
            .map_err(|error| StorageError::Failed(error.to_string()))?;
        writer
            .execute(
                "INSERT INTO centre (id, history) VALUES (1, ?1) ON CONFLICT DO NOTHING",
                [fresh.as_bytes()],
            )
            .map_err(failed)?;
        Ok(Self {
            path,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    /// A number that changes when another connection has written. For a look now and then.
    ///
    /// # Errors
    /// [`StorageError::Failed`].
    pub fn version(&self) -> Result<i64, StorageError> {
        self.writer()
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .map_err(failed)
    }

    /// The data of a row that every office has; `None` when it is not published.
    ///
    /// # Errors
    /// [`StorageError::Failed`].
    pub fn published(&self, kind: &str, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.writer()
            .prepare_cached(
                "SELECT data FROM directory WHERE kind = ?1 AND key = ?2 AND scope = '*' AND NOT removed",
            )
            .and_then(|mut statement| {
                statement.query_row([kind, key], |row| row.get(0)).optional()
            })
            .map_err(failed)
    }

    /// Rows of a kind that are there, with their scopes, by key.
    ///
    /// # Errors
    /// [`StorageError::Failed`].
    pub fn rows_of_kind(&self, kind: &str) -> Result<Vec<(String, String, Vec<u8>)>, StorageError> {
        self.writer()
            .prepare_cached(
                "SELECT key, scope, data FROM directory WHERE kind = ?1 AND NOT removed ORDER BY key, scope",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([kind], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                    .collect()
            })
            .map_err(failed)
    }

    /// A row that is there, with its scope.
    ///
    /// # Errors
    /// [`StorageError::Failed`].
    pub fn directory_row(
        &self,
        kind: &str,
        key: &str,
    ) -> Result<Option<(String, Vec<u8>)>, StorageError> {
        self.writer()
            .prepare_cached(
                "SELECT scope, data FROM directory WHERE kind = ?1 AND key = ?2 AND NOT removed",
            )
            .and_then(|mut statement| {
                statement
                    .query_row([kind, key], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()
            })
            .map_err(failed)
    }

    /// Aggregates of a kind that have an entry after a position of the order.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn subjects_after(&self, kind: u16, position: u64) -> Result<Vec<Subject>, StorageError> {
        Work::new(&self.writer()).list_subjects_after(kind, position)
    }

    /// How many rows of each kind are there, all scopes together.
    ///
    /// # Errors
    /// [`StorageError::Failed`].
    pub fn kind_counts(&self) -> Result<Vec<(String, u64)>, StorageError> {
        let counts: rusqlite::Result<Vec<(String, i64)>> = self
            .writer()
            .prepare_cached(
                "SELECT kind, sum(rows) FROM directory_count GROUP BY kind ORDER BY kind",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect()
            });
        Ok(counts
            .map_err(failed)?
            .into_iter()
            .map(|(kind, count)| (kind, count.unsigned_abs()))
            .collect())
    }

    /// Refused frames by who brought them and why.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn refused_counts(&self) -> Result<Vec<RefusedCount>, StorageError> {
        Work::new(&self.writer()).count_refused()
    }

    /// What the audit says to a question.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn audit(&self, asked: &AuditAsked) -> Result<Vec<AuditFound>, StorageError> {
        Work::new(&self.writer()).find_audit(asked)
    }

    /// Looks at accounts of other offices, all of them.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn lookup_total(&self) -> Result<u64, StorageError> {
        Work::new(&self.writer()).count_all_lookups()
    }

    /// Aggregates whose bodies were destroyed.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn destroyed(&self) -> Result<Vec<Subject>, StorageError> {
        Work::new(&self.writer()).list_destroyed()
    }

    /// Offices whose desks were ever told of an aggregate.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn offices_of(&self, subject: &Subject) -> Result<Vec<String>, StorageError> {
        Work::new(&self.writer()).list_offices_of(subject)
    }

    /// Brings the log into the database and empties it, so that nothing that was overwritten is left
    /// there. False when another process still reads from it.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn settle_log(&self) -> Result<bool, StorageError> {
        let writer = self.writer();
        self.readers().clear();
        let busy: i64 = writer
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(failed)?;
        Ok(busy == 0)
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic rolled its transaction back; the connection is as good as before.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Storage for Database {
    fn read<T>(
        &self,
        run: impl FnOnce(&mut dyn Rows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let kept = self.readers().pop();
        let mut reader = match kept {
            Some(reader) => reader,
            None => connect(&self.path).map_err(failed)?,
        };
        let outcome = {
            let transaction = reader.transaction().map_err(failed)?;
            let outcome = run(&mut Work::new(&transaction));
            transaction.finish().map_err(failed)?;
            outcome
        };
        let mut readers = self.readers();
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
        outcome
    }

    fn write<T>(
        &self,
        run: impl FnOnce(&mut dyn Rows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let mut writer = self.writer();
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let value = run(&mut Work::new(&transaction))?;
        transaction.commit().map_err(failed)?;
        Ok(value)
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    // What is destroyed is gone from the file as well.
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(connection)
}

/// SQLite's words name tables and limits, never values.
pub(crate) fn failed(error: rusqlite::Error) -> StorageError {
    match error {
        rusqlite::Error::SqliteFailure(code, _) => StorageError::Failed(code.to_string()),
        other => StorageError::Failed(other.to_string()),
    }
}

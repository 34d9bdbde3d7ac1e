//! The good rows of a file, sorted by what they are about, on the disk: a file of any size is
//! read in little memory, and is known whole before the first of its rows is published.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stoika_domain::directory;

use crate::centre::document_error;
use crate::database::failed;
use crate::error::{CentreError, at};

/// Name of the lock in the data folder: one import at a time.
const LOCK_FILE: &str = "import.lock";
/// Name of the sorted rows in the data folder; gone when the import is.
const STAGED_FILE: &str = "import.staged";
const CACHE_KIB: i64 = 65_536;

/// A row on its way.
#[derive(Debug)]
pub(super) struct Staged {
    /// Key of the directory's row that it is about.
    pub key: String,
    /// What tells it from other rows of that key.
    pub part: String,
    /// What was read.
    pub data: Vec<u8>,
}

impl Staged {
    /// A row that says `value`.
    pub fn new(key: String, part: String, value: &impl Serialize) -> Result<Self, CentreError> {
        let data = directory::encode(value).map_err(|error| document_error("import", &error))?;
        Ok(Self { key, part, data })
    }
}

/// Reads what [`Staged::new`] wrote.
pub(super) fn unstaged<T: DeserializeOwned>(data: &[u8]) -> Result<T, CentreError> {
    directory::decode(data).map_err(|error| document_error("import", &error))
}

/// Rows of a file, sorted. Another import waits outside while it lives.
pub(super) struct Stage {
    connection: Connection,
    path: PathBuf,
    _lock: File,
}

impl Stage {
    /// An empty one in the data folder.
    ///
    /// # Errors
    /// Another import is running; the folder cannot be written.
    pub fn open(dir: &Path) -> Result<Self, CentreError> {
        let lock_path = dir.join(LOCK_FILE);
        let lock = File::create(&lock_path).map_err(at(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(CentreError::ImportRuns),
            Err(TryLockError::Error(error)) => return Err(at(&lock_path)(error)),
        }
        let path = dir.join(STAGED_FILE);
        // What a killed import left.
        if path.exists() {
            std::fs::remove_file(&path).map_err(at(&path))?;
        }
        let connection = Connection::open(&path).map_err(failed)?;
        for (pragma, value) in [("journal_mode", "OFF"), ("locking_mode", "EXCLUSIVE")] {
            connection
                .pragma_update(None, pragma, value)
                .map_err(failed)?;
        }
        connection
            .pragma_update(None, "synchronous", "OFF")
            .and_then(|()| connection.pragma_update(None, "cache_size", -CACHE_KIB))
            .and_then(|()| {
                connection.execute_batch(
                    "CREATE TABLE staged (
                         key TEXT NOT NULL, part TEXT NOT NULL, data BLOB NOT NULL,
                         PRIMARY KEY (key, part)
                     ) STRICT, WITHOUT ROWID;
                     BEGIN;",
                )
            })
            .map_err(failed)?;
        Ok(Self {
            connection,
            path,
            _lock: lock,
        })
    }

    /// Takes a row; false when one of that key and part is there already.
    pub fn put(&self, row: &Staged) -> Result<bool, CentreError> {
        let added = self
            .connection
            .prepare_cached(
                "INSERT INTO staged (key, part, data) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )
            .and_then(|mut statement| statement.execute(params![row.key, row.part, row.data]))
            .map_err(failed)?;
        Ok(added > 0)
    }

    /// Calls `each` with every key, in order, and what was said of it.
    pub fn each(
        &self,
        mut each: impl FnMut(&str, &[Vec<u8>]) -> Result<(), CentreError>,
    ) -> Result<(), CentreError> {
        let mut statement = self
            .connection
            .prepare("SELECT key, data FROM staged ORDER BY key, part")
            .map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        let mut key = String::new();
        let mut group: Vec<Vec<u8>> = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let next: &str = row
                .get_ref(0)
                .map_err(failed)?
                .as_str()
                .map_err(|error| failed(error.into()))?;
            if next != key {
                if !group.is_empty() {
                    each(&key, &group)?;
                    group.clear();
                }
                next.clone_into(&mut key);
            }
            group.push(row.get(1).map_err(failed)?);
        }
        if group.is_empty() {
            return Ok(());
        }
        each(&key, &group)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What stays is removed by the next import.
        let _ = std::fs::remove_file(&self.path);
    }
}

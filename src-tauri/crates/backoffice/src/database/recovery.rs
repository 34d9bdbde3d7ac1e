//! Recovery texts that were given.

use rusqlite::params;
use stoika_exchange::StorageError;
use stoika_protocol::{KeyId, RecoveryFileId};

use super::Database;
use super::rows::{Result, Work, bytes, get};

/// A text was given: for which desk and file, by whom and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryLine {
    /// Unix milliseconds.
    pub at_ms: i64,
    /// The desk's key.
    pub desk: KeyId,
    /// Its label on paper.
    pub label: String,
    /// Its office.
    pub office: String,
    /// The file that the text opens.
    pub file: RecoveryFileId,
    /// «Фамилия Имя Отчество» of who gave it.
    pub given_by: String,
    /// Why.
    pub reason: String,
}

impl Database {
    /// Writes down that a text is given; it is on the disk at return.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn write_recovery(&self, line: &RecoveryLine) -> std::result::Result<(), StorageError> {
        Work::new(&self.writer()).add_recovery(line)
    }

    /// Texts that were given, the newest first.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn recoveries(&self) -> std::result::Result<Vec<RecoveryLine>, StorageError> {
        Work::new(&self.writer()).list_recoveries()
    }
}

impl Work<'_> {
    fn add_recovery(&self, line: &RecoveryLine) -> Result<()> {
        self.run(
            "INSERT INTO recovery (at_ms, desk, label, office, file, given_by, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                line.at_ms,
                line.desk.as_bytes(),
                line.label,
                line.office,
                line.file.0,
                line.given_by,
                line.reason,
            ],
        )
    }

    fn list_recoveries(&self) -> Result<Vec<RecoveryLine>> {
        self.all(
            "SELECT at_ms, desk, label, office, file, given_by, reason FROM recovery ORDER BY id DESC",
            [],
            |row| {
                Ok(RecoveryLine {
                    at_ms: get(row, 0)?,
                    desk: KeyId(bytes(row, 1)?),
                    label: get(row, 2)?,
                    office: get(row, 3)?,
                    file: RecoveryFileId(bytes(row, 4)?),
                    given_by: get(row, 5)?,
                    reason: get(row, 6)?,
                })
            },
        )
    }
}

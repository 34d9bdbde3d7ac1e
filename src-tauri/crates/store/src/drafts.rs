//! Forms in progress and settings of the desk: not acts, never sent, durable all the same.

use rusqlite::{OptionalExtension as _, Row, params};

use crate::change::Change;
use crate::error::Result;
use crate::replica::{Changes, Replica, Writing};

/// A form in progress (черновик).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id, given by the caller.
    pub id: String,
    /// What form it is.
    pub kind: String,
    /// The form as typed.
    pub json: String,
    /// When it was saved, Unix milliseconds.
    pub updated_ms: i64,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        id: row.get(0)?,
        kind: row.get(1)?,
        json: row.get(2)?,
        updated_ms: row.get(3)?,
    })
}

pub(crate) fn delete(writing: &Writing<'_>, id: &str) -> Result<()> {
    let gone = writing
        .tx
        .execute("DELETE FROM draft WHERE id = ?1", [id])?;
    if gone > 0 {
        writing.changed(Change::Drafts);
    }
    Ok(())
}

impl Replica {
    /// Saves a form, in place of the one with the same id.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn save_draft(&self, draft: &Draft) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            writing.tx.execute(
                "INSERT OR REPLACE INTO draft (id, kind, json, updated_ms) VALUES (?1, ?2, ?3, ?4)",
                params![draft.id, draft.kind, draft.json, draft.updated_ms],
            )?;
            writing.changed(Change::Drafts);
            Ok::<_, crate::StoreError>(())
        })?;
        Ok(changes)
    }

    /// Forms in progress, the latest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT id, kind, json, updated_ms FROM draft ORDER BY updated_ms DESC, id",
            )?;
            let rows = statement.query_map([], read)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One form.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn draft(&self, id: &str) -> Result<Option<Draft>> {
        self.read(|conn| {
            Ok(conn
                .prepare_cached("SELECT id, kind, json, updated_ms FROM draft WHERE id = ?1")?
                .query_row([id], read)
                .optional()?)
        })
    }

    /// Deletes a form; one that is not there is gone already.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn delete_draft(&self, id: &str) -> Result<Changes> {
        let ((), changes) = self.write(|writing| delete(writing, id))?;
        Ok(changes)
    }

    /// A setting of this desk.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        self.read(|conn| {
            Ok(conn
                .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?)
        })
    }

    /// Keeps a setting of this desk.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        self.write(|writing| {
            writing.tx.execute(
                "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
                params![name, value],
            )?;
            Ok::<_, crate::StoreError>(())
        })
        .map(|((), _)| ())
    }
}

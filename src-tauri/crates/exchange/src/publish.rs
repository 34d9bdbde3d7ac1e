//! The directory: what the back-office says, through the same one writer as the order.

use stoika_protocol::DirectoryRow;

use crate::exchange::Exchange;
use crate::judge::Judge;
use crate::storage::{DirectoryLine, Rows, Storage, StorageError};

/// The scope of rows that every office has.
pub const SCOPE_ALL: &str = "*";

/// A row to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPut {
    /// Kind of the row.
    pub kind: String,
    /// Key within the kind.
    pub key: String,
    /// An office's id or [`SCOPE_ALL`].
    pub scope: String,
    /// The row; `None` removes it from every scope.
    pub data: Option<Vec<u8>>,
}

/// What publishing changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Rows that are other than before.
    pub changed: u64,
    /// Rows that were so already: they took no position.
    pub unchanged: u64,
    /// The directory's position after it.
    pub position: u64,
}

impl<S: Storage, J: Judge> Exchange<S, J> {
    /// Publishes rows in one transaction. A row that is so already takes no position; one that
    /// moves to another scope is removed from the old one first, each with its own position.
    ///
    /// # Errors
    /// A storage that failed: then nothing was published.
    pub fn publish(&self, puts: &[RowPut]) -> Result<Published, StorageError> {
        self.storage.write(|rows| {
            let mut published = Published {
                position: rows.directory_head()?,
                ..Published::default()
            };
            for put in puts {
                let before = published.position;
                put_row(rows, put, &mut published.position)?;
                if published.position == before {
                    published.unchanged += 1;
                } else {
                    published.changed += 1;
                }
            }
            Ok(published)
        })
    }
}

fn put_row(rows: &mut dyn Rows, put: &RowPut, position: &mut u64) -> Result<(), StorageError> {
    let lines = rows.directory_lines(&put.kind, &put.key)?;
    let mut stands = false;
    for line in &lines {
        let wanted = put.data.as_ref().filter(|_| line.scope == put.scope);
        if line.removed {
            continue;
        }
        match wanted {
            Some(data) => stands = line.row.data == *data,
            None => {
                *position += 1;
                rows.put_directory_line(&line_at(put, &line.scope, None, *position))?;
            }
        }
    }
    if let Some(data) = put.data.as_ref().filter(|_| !stands) {
        *position += 1;
        rows.put_directory_line(&line_at(put, &put.scope, Some(data), *position))?;
    }
    Ok(())
}

fn line_at(put: &RowPut, scope: &str, data: Option<&Vec<u8>>, position: u64) -> DirectoryLine {
    DirectoryLine {
        scope: scope.to_owned(),
        row: DirectoryRow {
            kind: put.kind.clone(),
            key: put.key.clone(),
            position,
            data: data.cloned().unwrap_or_default(),
        },
        removed: data.is_none(),
    }
}

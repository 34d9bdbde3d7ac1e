//! The directory: what the back-office says, through the same one writer as the order.

use stoika_protocol::{DeskRow, DirectoryBatch, DirectoryMark, DirectoryRow, desk_row};

use crate::exchange::Exchange;
use crate::judge::Judge;
use crate::storage::{Desk, DirectoryLine, JournalRows, Rows, Storage, StorageError};

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
        self.storage.write(|rows| publish(rows, puts))
    }
}

fn publish(rows: &mut dyn Rows, puts: &[RowPut]) -> Result<Published, StorageError> {
    let head = rows.directory_head()?;
    let previous = directory_mark_of(rows, head)?;
    let mut batch = DirectoryBatch::after(rows.history()?, previous.as_ref());
    let mut published = Published::default();
    for put in puts {
        let before = batch.position();
        put_row(rows, put, &mut batch)?;
        if batch.position() == before {
            published.unchanged += 1;
        } else {
            published.changed += 1;
        }
    }
    if let Some(mark) = batch.mark() {
        rows.append_directory_mark(&mark)?;
    }
    published.position = batch.position();
    Ok(published)
}

/// Tells the desk's office of the desk: a row of the directory. What the office knows already takes
/// no position.
///
/// # Errors
/// A storage that failed.
pub fn publish_desk(rows: &mut dyn Rows, desk: &Desk) -> Result<(), StorageError> {
    let row = DeskRow {
        key: desk.key.to_bytes(),
        label: desk.label.clone(),
        window: desk.window,
        revoked: desk.revoked_at_ms.is_some(),
    };
    let put = RowPut {
        kind: desk_row::KIND.to_owned(),
        key: DeskRow::row_key(&desk.key.id()),
        scope: desk.office.clone(),
        data: Some(row.to_bytes()),
    };
    publish(rows, std::slice::from_ref(&put)).map(|_| ())
}

/// The mark that covers a position: a change up to there is in it. `None` before the first change.
pub(crate) fn directory_mark_of(
    rows: &mut dyn JournalRows,
    position: u64,
) -> Result<Option<DirectoryMark>, StorageError> {
    if position == 0 {
        return Ok(None);
    }
    let mark = rows.directory_mark_from(position)?;
    mark.map(Some).ok_or(StorageError::Unreadable(
        "a directory change without its chain",
    ))
}

fn put_row(
    rows: &mut dyn Rows,
    put: &RowPut,
    batch: &mut DirectoryBatch,
) -> Result<(), StorageError> {
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
                put_line(rows, batch, put, &line.scope, None)?;
            }
        }
    }
    if let Some(data) = put.data.as_ref().filter(|_| !stands) {
        put_line(rows, batch, put, &put.scope, Some(data))?;
    }
    Ok(())
}

fn put_line(
    rows: &mut dyn Rows,
    batch: &mut DirectoryBatch,
    put: &RowPut,
    scope: &str,
    data: Option<&Vec<u8>>,
) -> Result<(), StorageError> {
    let line = DirectoryLine {
        scope: scope.to_owned(),
        row: DirectoryRow {
            kind: put.kind.clone(),
            key: put.key.clone(),
            position: batch.position() + 1,
            data: data.cloned().unwrap_or_default(),
        },
        removed: data.is_none(),
    };
    batch.add(&line.scope, &line.row, line.removed);
    rows.put_directory_line(&line)
}

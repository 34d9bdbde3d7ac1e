//! The first load of the directory: pages in order of (kind, key), resumed where they stopped.

use rusqlite::{Connection, params};
use stoika_domain::directory::kind;
use stoika_protocol::{DirectoryChange, HistoryId, SnapshotReply};

use crate::change::Change;
use crate::error::Result;
use crate::journal::{signed, unsigned};
use crate::replica::{Changes, Replica, Writing};
use crate::{directory, search::index};

/// A load that was begun and is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadPoint {
    /// The server's history of its first page.
    pub history: HistoryId,
    /// Directory position of its first page: pulls go on from here.
    pub position: u64,
    /// (kind, key) of the last row stored.
    pub after: (String, String),
}

/// How far the directory has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadProgress {
    /// A load is due, or has been begun and is not done.
    pub due: bool,
    /// There has been a whole load: the desk can work, whatever is due now.
    pub loaded_once: bool,
    /// Rows stored in this load.
    pub rows_done: u64,
    /// Rows of the whole scope, as the last page said.
    pub rows_total: u64,
    /// Accounts stored in this load.
    pub accounts_done: u64,
    /// Accounts of the whole scope.
    pub accounts_total: u64,
}

/// The row of `load`.
#[derive(Clone, Debug)]
pub(crate) struct LoadRow {
    pub number: i64,
    pub point: Option<LoadPoint>,
    pub progress: LoadProgress,
}

pub(crate) fn row(conn: &Connection) -> Result<LoadRow> {
    Ok(conn
        .prepare_cached(
            "SELECT number, due, loaded_once, rows_done, rows_total, accounts_done, accounts_total,
               history, first_position, after_kind, after_key FROM load",
        )?
        .query_row([], |row| {
            let history: Option<[u8; 16]> = row.get(7)?;
            let after = (
                row.get::<_, Option<String>>(9)?,
                row.get::<_, Option<String>>(10)?,
            );
            let position = unsigned(row.get(8)?);
            let point = match (history, after) {
                (Some(history), (Some(kind), Some(key))) => Some(LoadPoint {
                    history: HistoryId(history),
                    position,
                    after: (kind, key),
                }),
                (_, _) => None,
            };
            Ok(LoadRow {
                number: row.get(0)?,
                point,
                progress: LoadProgress {
                    due: row.get(1)?,
                    loaded_once: row.get(2)?,
                    rows_done: unsigned(row.get(3)?),
                    rows_total: unsigned(row.get(4)?),
                    accounts_done: unsigned(row.get(5)?),
                    accounts_total: unsigned(row.get(6)?),
                },
            })
        })?)
}

/// A new load is due from its first page; the old rows stay until it is done.
pub(crate) fn make_due(conn: &Connection) -> Result<()> {
    conn.execute(
        "UPDATE load SET due = 1, history = NULL, after_kind = NULL, after_key = NULL, rows_done = 0, accounts_done = 0",
        [],
    )?;
    conn.execute(
        "UPDATE standing SET directory_position = 0, directory_mark = NULL",
        [],
    )?;
    Ok(())
}

impl Replica {
    /// How far the directory has come.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn load_progress(&self) -> Result<LoadProgress> {
        self.read(|conn| Ok(row(conn)?.progress))
    }

    /// Applies a page of the first load and keeps its progress in the same transaction. With the
    /// last page the rows that were not in the load go, and the search is built. A page of
    /// another history than the one under way puts the load back to its start; a page when
    /// no load is due changes nothing.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn apply_snapshot(&self, page: &SnapshotReply) -> Result<Changes> {
        let ((), changes) = self.write(|writing| apply(writing, page))?;
        Ok(changes)
    }
}

fn apply(writing: &Writing<'_>, page: &SnapshotReply) -> Result<()> {
    let tx = &writing.tx;
    let load = row(tx)?;
    if !load.progress.due {
        return Ok(());
    }
    writing.told_at_ms.set(page.server_time_ms);
    writing.changed(Change::Load);
    if load
        .point
        .as_ref()
        .is_some_and(|point| point.history != page.history)
    {
        return make_due(tx);
    }
    let number = match &load.point {
        Some(_) => load.number,
        None => {
            tx.execute(
                "UPDATE load SET number = number + 1, history = ?1, first_position = ?2",
                params![page.history.0, signed(page.position)],
            )?;
            load.number + 1
        }
    };
    let mut after = load.point.as_ref().map(|point| point.after.clone());
    let (mut rows_done, mut accounts_done) = (0_u64, 0_u64);
    for row in &page.rows {
        let place = (row.kind.clone(), row.key.clone());
        // A page that comes again counts nothing twice and moves nothing back.
        if after.as_ref().is_none_or(|after| *after < place) {
            rows_done += 1;
            accounts_done += u64::from(row.kind == kind::ACCOUNT);
            after = Some(place);
        }
        directory::apply(writing, &DirectoryChange::Put(row.clone()), number, false)?;
    }
    directory::keep_mark(tx, page.directory_mark.as_ref())?;
    let (after_kind, after_key) = after.unzip();
    tx.execute(
        "UPDATE load SET after_kind = ?1, after_key = ?2, rows_done = rows_done + ?3, accounts_done = accounts_done + ?4,
           rows_total = ?5, accounts_total = ?6",
        params![
            after_kind,
            after_key,
            signed(rows_done),
            signed(accounts_done),
            signed(page.rows_total),
            signed(page.accounts_total)
        ],
    )?;
    if page.last {
        finish(writing, number, page.server_time_ms)?;
    }
    Ok(())
}

fn finish(writing: &Writing<'_>, number: i64, server_time_ms: i64) -> Result<()> {
    let tx = &writing.tx;
    tx.execute("DELETE FROM directory WHERE load < ?1", [number])?;
    tx.execute(
        "UPDATE standing SET directory_position = (SELECT first_position FROM load), directory_as_of_ms = ?1",
        [server_time_ms],
    )?;
    tx.execute(
        "UPDATE load SET due = 0, loaded_once = 1, history = NULL, after_kind = NULL, after_key = NULL",
        [],
    )?;
    index::build(tx)?;
    // Norms may have gone with the load before.
    writing.rules_changed.set(true);
    writing.terms_anew.set(true);
    writing.changed(Change::Directory);
    writing.changed(Change::Appeals);
    Ok(())
}

//! How much a damage has cost after all: the centre had some of what was not found.

use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use stoika_protocol::ReplicaId;

use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{signed, unsigned};
use crate::replica::Writing;

/// Name of the setting that stands until the order has come anew.
const MISSED: &str = "entries_missed";

/// Entries of a replica that were not all found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Missed {
    pub replica: [u8; 16],
    pub first_seq: u64,
    pub last_seq: u64,
    /// Of them, written again under another name.
    pub renamed: u64,
}

/// Remembers what was not found.
pub(super) fn remember(writing: &Writing<'_>, missed: &[Missed]) -> Result<()> {
    let json = serde_json::to_string(missed).map_err(|_| StoreError::Unreadable("list"))?;
    writing.tx.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
        [MISSED, &json],
    )?;
    Ok(())
}

/// The order has come anew: counts again what is still missing, and corrects the line about it.
pub(crate) fn recount(writing: &Writing<'_>) -> Result<()> {
    let tx = &writing.tx;
    let json: Option<String> = tx
        .prepare_cached("DELETE FROM setting WHERE name = ?1 RETURNING value")?
        .query_row([MISSED], |row| row.get(0))
        .optional()?;
    let Some(json) = json else {
        return Ok(());
    };
    let missed: Vec<Missed> =
        serde_json::from_str(&json).map_err(|_| StoreError::Unreadable("list"))?;
    let mut still = 0;
    for missed in missed {
        let name = ReplicaId(missed.replica);
        let id = writing.names.borrow_mut().replica(tx, name)?;
        let here: u64 = tx.query_row(
            "SELECT count(*) FROM entry WHERE replica = ?1 AND seq BETWEEN ?2 AND ?3",
            params![id, signed(missed.first_seq), signed(missed.last_seq)],
            |row| row.get(0).map(unsigned),
        )?;
        let wanted = missed.last_seq + 1 - missed.first_seq;
        still += wanted.saturating_sub(here + missed.renamed);
    }
    if still == 0 {
        tx.execute("DELETE FROM discrepancy WHERE code = 'entries-lost'", [])?;
    } else {
        tx.execute(
            "UPDATE discrepancy SET count = ?1 WHERE code = 'entries-lost' AND acknowledged_ms IS NULL",
            [signed(still)],
        )?;
    }
    writing.changed(Change::Discrepancies);
    Ok(())
}

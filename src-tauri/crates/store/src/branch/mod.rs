//! The order of the office (порядок отделения): one desk is the *hub*, takes the entries of the others
//! over the office's own network and gives them an order at once, weeks before the centre can.
//!
//! * It is an order of the tail: entries that the centre has not placed are folded by it, and what the
//!   centre places leaves it. Verdicts are nowhere told; every desk comes to the same by the same fold.
//! * A desk follows it like the centre's: pages, a cursor in the transaction of what it covers
//!   ([`Replica::apply_branch`](crate::Replica::apply_branch)).
//! * The hub gives it ([`Replica::branch_begin`](crate::Replica::branch_begin)): to its own entries in the
//!   transaction that writes them, to others' in the one that takes them, and in that same transaction
//!   it writes the names of those of the queue into its own journal.
//! * Others' frames are kept as they were sealed until the centre has them
//!   ([`Replica::relay_next`](crate::Replica::relay_next)).

mod course;
mod follow;
mod give;
mod relay;
mod rows;
mod tenures;

pub(crate) use course::follow_centre;
pub use follow::BranchStanding;
pub use give::Naming;
pub(crate) use give::{begin_anew, number_own};
pub use relay::Relay;
pub(crate) use relay::rewind as rewind_relay;
pub use rows::{
    BranchFork, BranchIntake, BranchRefusal, BranchReplica, BranchRow, BranchRows, TakenEntry,
};
pub(crate) use tenures::Tenures;

use rusqlite::{Connection, params};
use stoika_protocol::{Cursor, Hash, HistoryId};

use crate::error::Result;
use crate::journal::{self, signed, unsigned};

/// Name of the setting that stands between a change of the hub and the end of the first pull from the
/// next one.
pub(crate) const REWOUND: &str = "branch_rewound";

/// Places of an order that is gone are moved up by so much: they keep their order among themselves, and
/// stand behind those of the next one, where its hub would put them as well.
pub(crate) const GONE: i64 = 1 << 40;

/// The order that this desk gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tenure {
    /// Its name: the id of the tenure.
    pub history: HistoryId,
    /// The last place; 0 before the first.
    pub position: u64,
    /// The order chain there; `None` before the first.
    pub head: Option<Hash>,
}

/// How far the hub's order is applied here.
pub(crate) fn cursor(conn: &Connection) -> Result<Option<Cursor>> {
    Ok(conn
        .prepare_cached("SELECT history, position, order_head FROM hub_standing")?
        .query_row([], |row| {
            let history: Option<[u8; 16]> = row.get(0)?;
            let head = journal::optional_hash(row, 2)?;
            let position = unsigned(row.get(1)?);
            Ok(history.zip(head).map(|(history, order_head)| Cursor {
                history: HistoryId(history),
                position,
                order_head,
            }))
        })?)
}

/// The order that this desk gives; `None` while it is not the hub.
pub(crate) fn tenure(conn: &Connection) -> Result<Option<Tenure>> {
    Ok(conn
        .prepare_cached("SELECT tenure, tenure_position, tenure_head FROM hub_standing")?
        .query_row([], |row| {
            let history: Option<[u8; 16]> = row.get(0)?;
            let position = unsigned(row.get(1)?);
            let head = journal::optional_hash(row, 2)?;
            Ok(history.map(|history| Tenure {
                history: HistoryId(history),
                position,
                head,
            }))
        })?)
}

/// The order that entries have from a hub is gone: they keep it until there is another one.
pub(crate) fn set_order_gone(conn: &Connection) -> Result<()> {
    conn.execute(
        "UPDATE hub_standing SET history = NULL, position = 0, order_head = NULL",
        [],
    )?;
    conn.execute(
        "UPDATE entry SET branch_position = branch_position + ?1 WHERE position IS NULL AND branch_position IS NOT NULL",
        [GONE],
    )?;
    conn.execute(
        "UPDATE replica SET branch_seq = 0 WHERE key IS NOT NULL",
        [],
    )?;
    conn.execute(
        "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, '1')",
        [REWOUND],
    )?;
    Ok(())
}

/// Gives an entry that is here its place in the order; the caller folds its tail again.
fn set_place(conn: &Connection, entry: i64, position: u64) -> Result<()> {
    conn.prepare_cached(
        "UPDATE entry SET branch_position = ?2 WHERE id = ?1 AND position IS NULL",
    )?
    .execute(params![entry, signed(position)])?;
    Ok(())
}

//! Appeals from which a letter went.

use rusqlite::params;
use stoika_domain::appeal::Appeal;
use stoika_domain::body::EntryKind;

use super::states;
use crate::error::Result;
use crate::replica::Replica;

impl Replica {
    /// Appeals of which an entry of a dispatch was written in `from_ms..until_ms` of its author's wall clock, whatever
    /// has become of the entry.
    ///
    /// # Errors
    /// Those of the disk; a state that cannot be read.
    pub fn dispatched(&self, from_ms: i64, until_ms: i64) -> Result<Vec<Appeal>> {
        self.read(|conn| {
            let found = states(
                conn,
                "aggregate g WHERE g.id IN (SELECT e.aggregate FROM entry e
                   WHERE e.kind = ?1 AND e.wall_time_ms >= ?2 AND e.wall_time_ms < ?3)",
                params![EntryKind::AppealDispatched.number(), from_ms, until_ms],
            )?;
            Ok(found
                .iter()
                .filter_map(|(state, _)| state.appeal().cloned())
                .collect())
        })
    }
}

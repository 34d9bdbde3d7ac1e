//! Others' frames on their way to the centre.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use stoika_protocol::{Push, ReplicaId};

use crate::error::Result;
use crate::journal::{self, signed, unsigned};
use crate::replica::{Replica, Writing};

/// So long a frame stays here after the centre has it: a centre that is restored from a backup has
/// forgotten it again, and its author may be gone. Longer than backups are apart.
const KEPT_MS: i64 = 14 * 24 * 3_600_000;

/// Frames of one desk for the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    /// As it is sent.
    pub push: Push,
    /// The last entry in it.
    pub upto: u64,
}

impl Replica {
    /// Frames of other desks that the centre does not have yet: of one replica, the one that waits
    /// longest, in order, as many as fit in `size_bytes_max` and at least one. `passed` are replicas that
    /// are left out for now, because the centre did not take theirs.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn relay_next(
        &self,
        passed: &BTreeSet<ReplicaId>,
        size_bytes_max: usize,
    ) -> Result<Option<Relay>> {
        self.read(|conn| {
            let Some((id, replica)) = longest_waiting(conn, passed)? else {
                return Ok(None);
            };
            let mut statement = conn.prepare_cached(
                "SELECT last_seq, bytes FROM hub_frame WHERE replica = ?1 AND at_centre = 0 ORDER BY first_seq, number",
            )?;
            let mut found = statement.query([id])?;
            let (mut frames, mut size_bytes, mut upto) = (Vec::new(), 0, 0);
            while let Some(frame) = found.next()? {
                let bytes: Vec<u8> = frame.get(1)?;
                size_bytes += bytes.len();
                if !frames.is_empty() && size_bytes > size_bytes_max {
                    break;
                }
                upto = unsigned(frame.get(0)?).max(upto);
                frames.push(bytes.into());
            }
            Ok(Some(Relay {
                push: Push { replica, frames },
                upto,
            }))
        })
    }

    /// Entries of other desks that the centre does not have yet.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn relay_waiting(&self) -> Result<u64> {
        self.read(|conn| {
            let count = "SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM hub_frame WHERE at_centre = 0";
            Ok(conn.query_row(count, [], |row| row.get(0).map(unsigned))?)
        })
    }

    /// The centre has what was sent of a replica up to that entry, or has kept it as a fork, or refused it
    /// for good: it is not sent again. What the centre has had for two weeks is not kept longer.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn relay_acked(&self, replica: ReplicaId, upto: u64, now_ms: i64) -> Result<()> {
        let ((), _) = self.write(|writing| acked(writing, replica, upto, now_ms))?;
        Ok(())
    }
}

fn acked(writing: &Writing<'_>, replica: ReplicaId, upto: u64, now_ms: i64) -> Result<()> {
    let tx = &writing.tx;
    let id = writing.names.borrow_mut().replica(tx, replica)?;
    tx.execute(
        "UPDATE hub_frame SET at_centre = 1 WHERE replica = ?1 AND at_centre = 0 AND last_seq <= ?2",
        params![id, signed(upto)],
    )?;
    tx.execute(
        "DELETE FROM hub_frame WHERE at_centre = 1 AND at_ms < ?1",
        [now_ms.saturating_sub(KEPT_MS)],
    )?;
    Ok(())
}

/// The centre was restored: everything that is still here goes again.
pub(crate) fn rewind(conn: &Connection) -> Result<()> {
    conn.execute("UPDATE hub_frame SET at_centre = 0 WHERE at_centre = 1", [])?;
    Ok(())
}

fn longest_waiting(
    conn: &Connection,
    passed: &BTreeSet<ReplicaId>,
) -> Result<Option<(i64, ReplicaId)>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.id, r.name FROM hub_frame f JOIN replica r ON r.id = f.replica
         WHERE f.at_centre = 0 GROUP BY r.id ORDER BY min(f.number)",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let name = ReplicaId(journal::array(row, 1)?);
        if !passed.contains(&name) {
            return Ok(Some((row.get(0)?, name)));
        }
    }
    Ok(None)
}

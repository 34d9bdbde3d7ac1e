//! Others' frames on their way to the centre: what a hub took, and what a desk was given by a hub together
//! with the entries. The latter is sent when the centre has not told of the entries for a while: then
//! their author and the hub may both be gone.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use stoika_protocol::{Push, ReplicaId, SealedFrame};

use crate::error::Result;
use crate::journal::{self, signed, unsigned};
use crate::replica::{Replica, Writing};

/// So long a frame stays here after the centre has it: a centre that is restored from a backup has
/// forgotten it again, and its author may be gone. Longer than backups are apart.
const KEPT_MS: i64 = 14 * 24 * 3_600_000;

/// So long the author of an entry and the hub are left to bring it themselves, while this desk has a link.
const KEPT_FOR_OTHERS_MS: i64 = 10 * 60_000;

/// `hub_frame.at_centre`: the frame was taken by this hub and goes to the centre.
const TAKEN: i64 = 0;
/// The centre has it, or will never take it.
pub(super) const AT_CENTRE: i64 = 1;
/// A hub gave it; it goes to the centre when its entries stay without their places.
const KEPT: i64 = 2;
/// The same, and the hub of today does not know of it: it goes now.
const KEPT_ALONE: i64 = 3;

/// Frames that go to the centre now, by `hub_frame f`, with the instant up to which others were left to
/// bring what was kept.
const GOES: &str = "(f.at_centre IN (0, 3) OR (f.at_centre = 2 AND f.at_ms <= ?1 AND EXISTS (
     SELECT 1 FROM entry e WHERE e.replica = f.replica AND e.seq BETWEEN f.first_seq AND f.last_seq AND e.position IS NULL)))";

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
        now_ms: i64,
    ) -> Result<Option<Relay>> {
        self.read(|conn| {
            let Some((id, replica)) = longest_waiting(conn, passed, now_ms)? else {
                return Ok(None);
            };
            let mut statement = conn.prepare_cached(
                "SELECT last_seq, bytes FROM hub_frame WHERE replica = ?1 AND at_centre <> ?2 ORDER BY first_seq, number",
            )?;
            let mut found = statement.query([id, AT_CENTRE])?;
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

    /// Entries that this desk took as the hub and that the centre does not have yet.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn relay_waiting(&self) -> Result<u64> {
        self.read(|conn| {
            let count = "SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM hub_frame WHERE at_centre = ?1";
            Ok(conn.query_row(count, [TAKEN], |row| row.get(0).map(unsigned))?)
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
        "UPDATE hub_frame SET at_centre = ?3 WHERE replica = ?1 AND last_seq <= ?2",
        params![id, signed(upto), AT_CENTRE],
    )?;
    tx.execute(
        "DELETE FROM hub_frame WHERE at_centre = ?2 AND at_ms < ?1",
        params![now_ms.saturating_sub(KEPT_MS), AT_CENTRE],
    )?;
    Ok(())
}

/// Keeps a frame of another desk that a hub gave. What is no frame, or holds entries that were written here,
/// is not kept.
pub(super) fn keep(writing: &Writing<'_>, sealed: &[u8], now_ms: i64) -> Result<()> {
    let Ok(envelope) = SealedFrame(sealed.to_vec()).envelope() else {
        return Ok(());
    };
    let tx = &writing.tx;
    let replica = writing.names.borrow_mut().replica(tx, envelope.replica)?;
    tx.prepare_cached(
        "INSERT INTO hub_frame (number, replica, first_seq, last_seq, at_ms, at_centre, bytes)
         SELECT (SELECT coalesce(max(number), 0) + 1 FROM hub_frame), r.id, ?2, ?3, ?4, ?5, ?6 FROM replica r
         WHERE r.id = ?1 AND r.key IS NULL
           AND NOT EXISTS (SELECT 1 FROM hub_frame WHERE replica = ?1 AND first_seq = ?2 AND bytes = ?6)",
    )?
    .execute(params![
        replica,
        signed(envelope.first_seq),
        signed(envelope.last_seq()),
        now_ms,
        KEPT,
        sealed
    ])?;
    Ok(())
}

/// An entry that came by a hub is unknown to the hub of today: its frame goes to the centre by this desk.
pub(super) fn take_over(conn: &Connection, entry: i64) -> Result<()> {
    conn.prepare_cached(
        "UPDATE hub_frame SET at_centre = ?2 WHERE at_centre = ?3 AND EXISTS (
           SELECT 1 FROM entry e WHERE e.id = ?1 AND e.replica = hub_frame.replica
             AND e.seq BETWEEN hub_frame.first_seq AND hub_frame.last_seq)",
    )?
    .execute([entry, KEPT_ALONE, KEPT])?;
    Ok(())
}

/// The centre was restored: everything that is still here goes again.
pub(crate) fn rewind(conn: &Connection) -> Result<()> {
    conn.execute(
        "UPDATE hub_frame SET at_centre = ?1 WHERE at_centre = ?2",
        [TAKEN, AT_CENTRE],
    )?;
    Ok(())
}

fn longest_waiting(
    conn: &Connection,
    passed: &BTreeSet<ReplicaId>,
    now_ms: i64,
) -> Result<Option<(i64, ReplicaId)>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT r.id, r.name FROM hub_frame f JOIN replica r ON r.id = f.replica
         WHERE {GOES} GROUP BY r.id ORDER BY min(f.number)",
    ))?;
    let mut found = statement.query([now_ms.saturating_sub(KEPT_FOR_OTHERS_MS)])?;
    while let Some(row) = found.next()? {
        let name = ReplicaId(journal::array(row, 1)?);
        if !passed.contains(&name) {
            return Ok(Some((row.get(0)?, name)));
        }
    }
    Ok(None)
}

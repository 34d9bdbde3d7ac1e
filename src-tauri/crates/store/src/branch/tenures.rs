//! Tenures: which there are, the frames that hold them, and those that came over the office's network
//! before the centre could tell of them.

use rusqlite::params;
use stoika_domain::body::{State, SubjectKind};
use stoika_domain::tenure::Tenure;
use stoika_protocol::{Entry, SealedFrame, Signer};
use uuid::Uuid;

use super::follow::arrive;
use super::relay;
use crate::aggregate::read_state;
use crate::error::Result;
use crate::replica::{Changes, Replica};

impl Replica {
    /// The tenures of an office, in no order that matters:
    /// [`current`](stoika_domain::tenure::current) tells the one that counts.
    ///
    /// # Errors
    /// Those of the disk; [`crate::StoreError::Unreadable`].
    pub fn tenures(&self, office: &str) -> Result<Vec<Tenure>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT state FROM aggregate WHERE kind = ?1 AND in_scope AND state IS NOT NULL",
            )?;
            let rows = statement.query_map([SubjectKind::Tenure.number()], |row| {
                row.get::<_, Vec<u8>>(0)
            })?;
            let mut tenures = Vec::new();
            for bytes in rows {
                let state = read_state(SubjectKind::Tenure.number(), Some(&bytes?))?;
                if let Some(State::Tenure(tenure)) = state
                    && tenure.office_id.as_str() == office
                {
                    tenures.push(*tenure);
                }
            }
            Ok(tenures)
        })
    }

    /// Sealed frames that hold entries of these tenures, as far as they are here: own ones, sealed now
    /// if they were not, and others' that were taken for the centre. They hold nothing else: who asks need
    /// not show who he is.
    ///
    /// # Errors
    /// Those of [`Replica::frames_after`].
    pub fn tenure_frames(&self, signer: &Signer, tenures: &[Uuid]) -> Result<Vec<SealedFrame>> {
        self.seal(signer)?;
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT f.bytes FROM (SELECT replica, first_seq, last_seq, bytes FROM frame
                                      UNION ALL SELECT replica, first_seq, last_seq, bytes FROM hub_frame) f
                 WHERE EXISTS (SELECT 1 FROM aggregate g JOIN entry e ON e.aggregate = g.id
                               WHERE g.kind = ?1 AND g.subject = ?2 AND e.replica = f.replica
                                 AND e.seq BETWEEN f.first_seq AND f.last_seq)
                   AND NOT EXISTS (SELECT 1 FROM aggregate g JOIN entry e ON e.aggregate = g.id
                                   WHERE g.kind <> ?1 AND e.replica = f.replica
                                     AND e.seq BETWEEN f.first_seq AND f.last_seq)
                 ORDER BY f.replica, f.first_seq",
            )?;
            let mut frames: Vec<SealedFrame> = Vec::new();
            for tenure in tenures {
                let rows = statement.query_map(
                    params![SubjectKind::Tenure.number(), tenure.as_bytes()],
                    |row| row.get(0),
                )?;
                for bytes in rows {
                    let frame = SealedFrame(bytes?);
                    if !frames.contains(&frame) {
                        frames.push(frame);
                    }
                }
            }
            Ok(frames)
        })
    }

    /// Takes entries of tenures that were found on the office's network, out of frames whose seals were
    /// checked, into the tail; the frames are kept for the centre. What is here already stays as it is; an
    /// entry at whose place the centre has another one is kept aside.
    ///
    /// # Errors
    /// [`crate::StoreError::ForeignSelf`] when one is of the replica that is written here and is not
    /// here; those of the disk. Then nothing was taken.
    pub fn adopt_tenures(
        &self,
        entries: &[Entry],
        frames: &[SealedFrame],
        now_ms: i64,
    ) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            writing.branch_at_ms.set(Some(now_ms));
            for entry in entries {
                arrive(writing, entry, &entry.header.hash(), now_ms)?;
            }
            for frame in frames {
                relay::keep(writing, &frame.0, now_ms)?;
            }
            Ok::<_, crate::StoreError>(())
        })?;
        Ok(changes)
    }
}

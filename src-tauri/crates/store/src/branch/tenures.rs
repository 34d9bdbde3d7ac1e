//! Tenures: which there are, the frames that hold them, and those that came over the office's network
//! before the centre could tell of them.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, params};
use stoika_domain::body::{State, SubjectKind};
use stoika_domain::tenure::Tenure;
use stoika_protocol::{Entry, SealedFrame, Signer};
use uuid::Uuid;

use super::follow::arrive;
use super::relay;
use crate::aggregate::read_state;
use crate::error::Result;
use crate::replica::{Changes, Replica};

/// The tenures as they were last read: every piece of news asks for them, and they change with the hub only.
#[derive(Debug, Default)]
pub(crate) struct Tenures(Mutex<Option<Arc<Vec<Tenure>>>>);

impl Tenures {
    /// `read` reads them when they are not known. Whoever changes them waits until it has, and then forgets them.
    fn all(&self, read: impl FnOnce() -> Result<Vec<Tenure>>) -> Result<Arc<Vec<Tenure>>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(all) = held.as_ref() {
            return Ok(Arc::clone(all));
        }
        Ok(Arc::clone(held.insert(Arc::new(read()?))))
    }

    /// A commit has changed them.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn read_all(conn: &Connection) -> Result<Vec<Tenure>> {
    let mut statement = conn.prepare_cached(
        "SELECT state FROM aggregate WHERE kind = ?1 AND in_scope AND state IS NOT NULL",
    )?;
    let rows = statement.query_map([SubjectKind::Tenure.number()], |row| {
        row.get::<_, Vec<u8>>(0)
    })?;
    let mut tenures = Vec::new();
    for bytes in rows {
        let state = read_state(SubjectKind::Tenure.number(), Some(&bytes?))?;
        if let Some(State::Tenure(tenure)) = state {
            tenures.push(*tenure);
        }
    }
    Ok(tenures)
}

impl Replica {
    /// The tenures of an office, in no order that matters:
    /// [`current`](stoika_domain::tenure::current) tells the one that counts.
    ///
    /// # Errors
    /// Those of the disk; [`crate::StoreError::Unreadable`].
    pub fn tenures(&self, office: &str) -> Result<Vec<Tenure>> {
        let all = self.tenures.all(|| self.read(read_all))?;
        let of_office = all.iter().filter(|it| it.office_id.as_str() == office);
        Ok(of_office.cloned().collect())
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

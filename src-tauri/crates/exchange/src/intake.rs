//! Taking frames in: checked once, durable before they are acknowledged.

use std::collections::BTreeMap;

use stoika_protocol::{
    Chain, Denial, Frame, FrameError, Hash, KeyId, Push, PushReply, Refusal, RefusalCode,
    ReplicaId, SealedFrame, VerifyingKey, limit,
};

use crate::exchange::{Exchange, ExchangeError, chain_at};
use crate::mutant::Mutant;
use crate::storage::{
    BranchFrame, Held, Journal, JournalRows, RefusedFrame, Replica, StorageError,
};

/// What is to be done with a frame whose seal is good.
enum Place {
    /// Its entries from that index on are new.
    New(usize),
    /// All of it is held already, byte for byte.
    Known,
    Refused(RefusalCode),
}

impl<S: Journal, J> Exchange<S, J> {
    /// Takes the frames of one replica in one transaction. The same frame again is no news;
    /// another one at the same place is a fork and is kept as a branch. What is refused is
    /// written down and stops nothing. `key` is who brings them (the desk itself, a hub, the
    /// importer of a stick); who wrote them stands in their seals. A revoked desk may push.
    ///
    /// # Errors
    /// [`Denial::ForeignDesk`] when `key` is not enrolled, [`Denial::Malformed`] when the push
    /// is over [`limit::PUSH_SIZE_BYTES`] (one oversized frame alone is looked at and refused);
    /// a storage that failed: then nothing was taken.
    pub fn push(&self, key: &KeyId, push: &Push, now_ms: i64) -> Result<PushReply, ExchangeError> {
        let size_bytes: usize = push.frames.iter().map(|frame| frame.len()).sum();
        if push.frames.len() > 1 && size_bytes > limit::PUSH_SIZE_BYTES {
            return Err(ExchangeError::Denied(Denial::Malformed));
        }
        // Seals are checked before the writer is taken: that is where the time goes.
        let keys = self.sealing_keys(key, push)?;
        let opened: Vec<Result<Frame, RefusalCode>> = push
            .frames
            .iter()
            .map(|bytes| open(bytes, push.replica, &keys))
            .collect();
        let reply = self.storage.change(|rows| {
            let mut intake = Intake::new(rows, push.replica)?;
            let mut refused = Vec::new();
            for (index, (bytes, frame)) in push.frames.iter().zip(&opened).enumerate() {
                let outcome = match frame {
                    Ok(frame) => {
                        intake.take(rows, frame, bytes, now_ms, self.has(Mutant::HaveItAlready))?
                    }
                    Err(code) => Some(*code),
                };
                let Some(code) = outcome else { continue };
                rows.note_refused(&RefusedFrame {
                    hash: frame_hash(bytes),
                    brought_by: *key,
                    replica: push.replica,
                    code,
                    size_bytes: bytes.len() as u64,
                    first_at_ms: now_ms,
                    times: 1,
                })?;
                refused.push(Refusal {
                    frame: u32::try_from(index).unwrap_or(u32::MAX),
                    code,
                });
            }
            let acked = intake.finish(rows)?;
            Ok(PushReply {
                acked_seq: acked.seq,
                acked_chain: acked.head,
                refused,
                server_time_ms: now_ms,
            })
        })?;
        Ok(reply)
    }

    fn sealing_keys(
        &self,
        key: &KeyId,
        push: &Push,
    ) -> Result<BTreeMap<KeyId, VerifyingKey>, ExchangeError> {
        let keys = self.storage.look(|rows| {
            let Some(bearer) = rows.desk(key)? else {
                return Ok(None);
            };
            let mut keys = BTreeMap::from([(*key, bearer.key)]);
            for bytes in &push.frames {
                let Ok(envelope) = SealedFrame(bytes.to_vec()).envelope() else {
                    continue;
                };
                if let std::collections::btree_map::Entry::Vacant(place) = keys.entry(envelope.key)
                    && let Some(desk) = rows.desk(&envelope.key)?
                {
                    place.insert(desk.key);
                }
            }
            Ok(Some(keys))
        })?;
        keys.ok_or(ExchangeError::Denied(Denial::ForeignDesk))
    }
}

fn open(
    bytes: &[u8],
    replica: ReplicaId,
    keys: &BTreeMap<KeyId, VerifyingKey>,
) -> Result<Frame, RefusalCode> {
    let frame = SealedFrame(bytes.to_vec())
        .open()
        .map_err(|error| match error {
            FrameError::Seal(_) => RefusalCode::Signature,
            FrameError::Malformed | FrameError::Dictionary(_) | FrameError::Run => {
                RefusalCode::Malformed
            }
        })?;
    if frame.replica != replica {
        return Err(RefusalCode::Malformed);
    }
    let key = keys.get(&frame.key).ok_or(RefusalCode::ForeignDesk)?;
    frame.verify(key).map_err(|_| RefusalCode::Signature)?;
    if frame.before.seq == 0 && frame.before != Chain::start(replica) {
        return Err(RefusalCode::Hash);
    }
    Ok(frame)
}

/// The replica while its frames are taken.
struct Intake {
    id: ReplicaId,
    /// `None` while nothing of it was ever taken.
    replica: Option<Replica>,
    grown: bool,
}

impl Intake {
    fn new(rows: &mut dyn JournalRows, id: ReplicaId) -> Result<Self, StorageError> {
        rows.catch_up(&id)?;
        Ok(Self {
            id,
            replica: rows.replica(&id)?,
            grown: false,
        })
    }

    fn held(&self) -> Chain {
        self.replica
            .map_or(Chain::start(self.id), |replica| replica.held)
    }

    fn chain(&self, rows: &mut dyn JournalRows, seq: u64) -> Result<Option<Hash>, StorageError> {
        let held = self.held();
        if seq == held.seq {
            return Ok(Some(held.head));
        }
        chain_at(rows, &self.id, seq)
    }

    /// Takes a frame, or says why not.
    fn take(
        &mut self,
        rows: &mut dyn JournalRows,
        frame: &Frame,
        sealed: &[u8],
        now_ms: i64,
        have_it_already: bool,
    ) -> Result<Option<RefusalCode>, StorageError> {
        if let Some(replica) = &self.replica
            && replica.key != frame.key
        {
            return Ok(Some(RefusalCode::ForeignDesk));
        }
        match self.place(rows, frame, have_it_already)? {
            Place::Known => Ok(None),
            Place::Refused(code) => {
                if code == RefusalCode::Fork {
                    rows.put_branch(&BranchFrame {
                        hash: frame_hash(sealed),
                        replica: self.id,
                        first_seq: frame.before.seq + 1,
                        before: frame.before.head,
                        after: frame.after.head,
                        bytes: sealed.to_vec(),
                        at_ms: now_ms,
                    })?;
                }
                Ok(Some(code))
            }
            Place::New(from) => {
                self.append(rows, frame, from)?;
                rows.append_frame(&self.id, frame.before.seq + 1, sealed, now_ms)?;
                Ok(None)
            }
        }
    }

    fn place(
        &self,
        rows: &mut dyn JournalRows,
        frame: &Frame,
        have_it_already: bool,
    ) -> Result<Place, StorageError> {
        let held = self.held();
        if have_it_already && frame.after.seq <= held.seq {
            return Ok(Place::Known);
        }
        if frame.before.seq > held.seq {
            // The rest of a branch arrives after its beginning: it belongs to the branch.
            let branched = rows.branch_ends(&self.id, &frame.before.head)?;
            return Ok(Place::Refused(if branched {
                RefusalCode::Fork
            } else {
                RefusalCode::Gap
            }));
        }
        match self.chain(rows, frame.before.seq)? {
            Some(head) if head == frame.before.head => {}
            // Before where a hub has begun: its entries tell whether it joins what is held.
            None if rows.begins_anywhere() => {}
            Some(_) | None => return Ok(Place::Refused(RefusalCode::Fork)),
        }
        let known = usize::try_from(held.seq - frame.before.seq)
            .unwrap_or(usize::MAX)
            .min(frame.entries.len());
        let mut chain = frame.before;
        for (_, header_hash) in &frame.entries[..known] {
            chain = chain.link(header_hash);
        }
        match self.chain(rows, chain.seq)? {
            Some(head) if head == chain.head => {}
            None if rows.begins_anywhere() => return Ok(Place::Refused(RefusalCode::Gap)),
            Some(_) | None => return Ok(Place::Refused(RefusalCode::Fork)),
        }
        Ok(if known == frame.entries.len() {
            Place::Known
        } else {
            Place::New(known)
        })
    }

    fn append(
        &mut self,
        rows: &mut dyn JournalRows,
        frame: &Frame,
        from: usize,
    ) -> Result<(), StorageError> {
        let mut chain = self.held();
        let mut held = Vec::with_capacity(frame.entries.len() - from);
        for (entry, header_hash) in &frame.entries[from..] {
            chain = chain.link(header_hash);
            held.push(Held {
                entry: entry.clone(),
                header_hash: *header_hash,
                chain: chain.head,
            });
        }
        rows.append_entries(&held)?;
        let arrival = match self.replica {
            Some(replica) if replica.ordered_seq < replica.held.seq => replica.arrival,
            Some(_) | None => rows.next_arrival()?,
        };
        self.replica = Some(Replica {
            key: frame.key,
            held: chain,
            ordered_seq: self.replica.map_or(0, |replica| replica.ordered_seq),
            arrival,
        });
        // The next frame of this push compares itself with what is held, so the row must be
        // there; it is written once, at the end, and read from `self` until then.
        self.grown = true;
        Ok(())
    }

    fn finish(self, rows: &mut dyn JournalRows) -> Result<Chain, StorageError> {
        if self.grown
            && let Some(replica) = &self.replica
        {
            rows.put_replica(&self.id, replica)?;
        }
        Ok(self.held())
    }
}

fn frame_hash(bytes: &[u8]) -> Hash {
    Hash(blake3::derive_key("stoika 2026 v1 sealed bytes", bytes))
}

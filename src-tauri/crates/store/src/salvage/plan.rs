//! What becomes of each replica that was written here: how far the centre has it, how far its chain is
//! whole, what stands behind a gap, what is lost.

use std::collections::{BTreeMap, BTreeSet};

use stoika_protocol::{Chain, KeyId, ReplicaId};

use super::entries::{Journal, Kept, KeptFrame, OldReplica};
use super::recount::Missed;
use crate::mark::Mark;

/// What becomes of a replica that was written here.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub key: KeyId,
    /// The centre has it up to here.
    pub acked: Chain,
    /// The chain is whole up to here.
    pub head: Chain,
    /// Frames hold it from its first entry up to here.
    pub framed: Chain,
    /// Behind a gap: written again under the new replica.
    pub tail: BTreeSet<u64>,
    /// The last entry that was written under this name, as far as anything says.
    pub last_seq: u64,
    /// Entries that are not here and that the centre may not have.
    pub lost: u64,
    /// Entries that are here and that the centre may not have.
    pub unsent: u64,
}

/// A plan for each replica that was written here. `own`: the desk's key.
pub(super) fn of_all(
    journal: &Journal,
    kept: &[Kept],
    mark: Option<Mark>,
    own: KeyId,
) -> BTreeMap<ReplicaId, Plan> {
    let mut by_name: BTreeMap<ReplicaId, BTreeMap<u64, &Kept>> = BTreeMap::new();
    for kept in kept {
        let place = kept.entry.header.entry_ref();
        by_name
            .entry(place.replica)
            .or_default()
            .insert(place.seq, kept);
    }
    let marked = mark.filter(|mark| mark.seq > 0);
    for name in journal
        .replicas
        .iter()
        .filter(|(_, old)| old.key.is_some())
        .map(|(name, _)| *name)
        .chain(marked.map(|mark| mark.replica))
    {
        by_name.entry(name).or_default();
    }
    by_name
        .iter()
        .filter_map(|(name, entries)| {
            let old = journal.replicas.get(name);
            let written = marked.filter(|mark| mark.replica == *name);
            let of_entries = entries.values().next().map(|kept| kept.entry.header.key);
            let key = match old {
                Some(old) => old.key,
                None => of_entries
                    .filter(|key| *key == own)
                    .or(written.map(|_| own)),
            }?;
            let frames = journal.frames.iter().filter(|frame| frame.replica == *name);
            let frames: Vec<&KeptFrame> = frames.collect();
            let last = written.map_or(0, |mark| mark.seq);
            Some((*name, of_one(*name, key, old, entries, &frames, last)))
        })
        .collect()
}

/// `last`: the last entry that the mark has seen, 0 when it says nothing of this replica.
fn of_one(
    name: ReplicaId,
    key: KeyId,
    old: Option<&OldReplica>,
    entries: &BTreeMap<u64, &Kept>,
    frames: &[&KeptFrame],
    last: u64,
) -> Plan {
    let start = Chain::start(name);
    let mut known: BTreeMap<u64, Chain> = BTreeMap::from([(0, start)]);
    let framed = frames.iter().flat_map(|frame| [frame.before, frame.after]);
    let said = old.into_iter().flat_map(|old| [old.centre, old.head]);
    for chain in framed.chain(said) {
        known.entry(chain.seq).or_insert(chain);
    }
    for (seq, kept) in entries {
        if let Some(before) = seq
            .checked_sub(1)
            .and_then(|before| known.get(&before).copied())
        {
            known.entry(*seq).or_insert_with(|| before.link(&kept.hash));
        }
    }
    let placed = entries
        .iter()
        .rev()
        .find(|(_, kept)| kept.position.is_some())
        .map_or(0, |(seq, _)| *seq);
    let acked_seq = old.map_or(0, |old| old.centre.seq).max(placed);
    // Without its body an entry cannot be sent.
    let here = |seq: u64| {
        entries
            .get(&seq)
            .is_some_and(|kept| kept.entry.body.is_some())
    };
    let (acked, head) = match known.get(&acked_seq) {
        Some(acked) => {
            let mut head = *acked;
            while here(head.seq + 1)
                && let Some(next) = known.get(&(head.seq + 1))
            {
                head = *next;
            }
            (*acked, head)
        }
        None => (start, start),
    };
    let tail: BTreeSet<u64> = entries
        .range(acked_seq.max(head.seq) + 1..)
        .filter(|(seq, kept)| kept.position.is_none() && here(**seq))
        .map(|(seq, _)| *seq)
        .collect();
    let last = entries
        .last_key_value()
        .map_or(0, |(seq, _)| *seq)
        .max(old.map_or(0, |old| old.head.seq))
        .max(last);
    let kept_in_chain = head.seq.saturating_sub(acked_seq);
    let unsent = kept_in_chain + tail.len() as u64;
    Plan {
        key,
        acked,
        head,
        framed: framed_whole(start, acked, frames),
        last_seq: last,
        lost: last.saturating_sub(acked_seq).saturating_sub(unsent),
        unsent,
        tail,
    }
}

/// How far frames lead from the first entry without a gap, not beyond what the centre has.
fn framed_whole(start: Chain, acked: Chain, frames: &[&KeptFrame]) -> Chain {
    let after: BTreeMap<u64, &KeptFrame> = frames
        .iter()
        .map(|frame| (frame.before.seq, *frame))
        .collect();
    let mut end = start;
    while let Some(frame) = after.get(&end.seq)
        && frame.before == end
        && frame.after.seq <= acked.seq
    {
        end = frame.after;
    }
    end
}

/// What was not found, by replica.
pub(super) fn missed(plans: &BTreeMap<ReplicaId, Plan>) -> Vec<Missed> {
    plans
        .iter()
        .filter(|(_, plan)| plan.lost > 0)
        .map(|(name, plan)| Missed {
            replica: name.0,
            first_seq: plan.acked.seq + 1,
            last_seq: plan.last_seq,
            renamed: plan.tail.len() as u64,
        })
        .collect()
}

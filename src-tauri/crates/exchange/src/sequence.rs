//! The one sequencer: dense positions, verdicts, feeds.

use std::collections::{BTreeMap, BTreeSet};

use stoika_protocol::{
    EntryRef, Header, HistoryId, KeyId, OrderRecord, ReplicaId, Subject, order_head,
};

use crate::exchange::Exchange;
use crate::judge::{Judge, Judgement};
use crate::storage::{
    FeedKind, Held, OrderHead, Replica, Rows, Settled, Storage, StorageError, is_effective,
};

/// Entries of one replica that are read at a time.
const RUN: u32 = 128;

/// An entry that cannot have its place yet, because what its author saw is not ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The entry.
    pub entry: EntryRef,
    /// What it waits for.
    pub base: EntryRef,
    /// How many entries of the replica wait, itself included.
    pub waiting: u64,
}

impl<S: Storage, J: Judge> Exchange<S, J> {
    /// Gives places to at most `batch_max` entries that have none, in the order of their
    /// arrival, in one transaction. An entry gets its place only after its base and after its
    /// replica's earlier entries; others go on past it. Returns how many got one: 0 means that
    /// nothing waits but what is parked.
    ///
    /// # Errors
    /// A storage that failed: then no place was given.
    pub fn sequence(&self, batch_max: u32) -> Result<u32, StorageError> {
        let waits = self
            .storage
            .read(|rows| Ok(!rows.replicas_waiting()?.is_empty()))?;
        if !waits {
            return Ok(0);
        }
        self.storage.write(|rows| {
            let mut batch = Batch::open(rows, batch_max)?;
            batch.run(rows, &self.judge)?;
            batch.close(rows)
        })
    }

    /// What stands parked after the last [`sequence`](Self::sequence).
    ///
    /// # Errors
    /// A storage that failed.
    pub fn parked(&self) -> Result<Vec<Parked>, StorageError> {
        self.storage.read(|rows| {
            let mut parked = Vec::new();
            for (id, replica) in rows.replicas_waiting()? {
                let Some(held) = rows.entries_after(&id, replica.ordered_seq, 1)?.pop() else {
                    continue;
                };
                if let Some(base) = held.entry.header.base
                    && rows.position_of(&base)?.is_none()
                {
                    parked.push(Parked {
                        entry: held.entry.header.entry_ref(),
                        base,
                        waiting: replica.held.seq - replica.ordered_seq,
                    });
                }
            }
            Ok(parked)
        })
    }
}

/// One run of the sequencer.
struct Batch {
    history: HistoryId,
    head: OrderHead,
    left: u32,
    given: u32,
    waiting: Vec<(ReplicaId, Replica)>,
    /// Aggregates that this batch touched: written once, at the end.
    settled: BTreeMap<Subject, Settled>,
    /// Keys under which more than one replica wrote: only they can bring an act twice. Read when
    /// it is first asked for.
    rewritten: Option<BTreeSet<KeyId>>,
}

impl Batch {
    fn open(rows: &mut dyn Rows, batch_max: u32) -> Result<Self, StorageError> {
        Ok(Self {
            history: rows.history()?,
            head: rows.order_head()?,
            left: batch_max,
            given: 0,
            waiting: rows.replicas_waiting()?,
            settled: BTreeMap::new(),
            rewritten: None,
        })
    }

    fn run(&mut self, rows: &mut dyn Rows, judge: &impl Judge) -> Result<(), StorageError> {
        // A replica may wait for one that comes after it in the list: go round until a whole
        // round gives nothing.
        loop {
            let before = self.given;
            for index in 0..self.waiting.len() {
                while self.left > 0 && self.run_replica(rows, judge, index)? {}
            }
            if self.given == before || self.left == 0 {
                return Ok(());
            }
        }
    }

    /// True when a whole run got its places, so that there may be more.
    fn run_replica(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        index: usize,
    ) -> Result<bool, StorageError> {
        let (id, mut replica) = self.waiting[index];
        if replica.ordered_seq == replica.held.seq {
            return Ok(false);
        }
        let run = rows.entries_after(&id, replica.ordered_seq, RUN.min(self.left))?;
        let mut whole = !run.is_empty();
        for held in &run {
            let header = &held.entry.header;
            let before = match self.settled.get(&header.subject) {
                Some(settled) => Some(settled.clone()),
                None => rows.settled(&header.subject)?,
            };
            let repeated = before.is_some() && self.is_repeated(rows, header)?;
            if let Some(base) = header.base
                && !repeated
                && rows.position_of(&base)?.is_none()
            {
                whole = false;
                break;
            }
            let judgement = if repeated {
                Judgement {
                    verdict: judge.repeated(),
                    state: None,
                    scope: Vec::new(),
                }
            } else {
                let state = before.as_ref().and_then(|settled| settled.state.as_deref());
                judge.judge(header.subject.kind, state, &held.entry)
            };
            self.place(rows, judgement, before, held)?;
            replica.ordered_seq = held.entry.header.seq;
        }
        self.waiting[index].1 = replica;
        Ok(whole)
    }

    /// Whether the very record has its place under another name of its desk. Clones of a disk may
    /// both hold an entry of which one was told that its place is taken; when the server was
    /// restored meanwhile, the other one brings it under its first name. What has its place needs
    /// no base: the base may have come under another name as well, and never under this one.
    fn is_repeated(&mut self, rows: &mut dyn Rows, header: &Header) -> Result<bool, StorageError> {
        let rewritten = match &mut self.rewritten {
            Some(rewritten) => rewritten,
            none @ None => none.insert(written_twice(&rows.replicas()?)),
        };
        Ok(rewritten.contains(&header.key) && rows.has_twin(header)?)
    }

    fn place(
        &mut self,
        rows: &mut dyn Rows,
        judgement: Judgement,
        before: Option<Settled>,
        held: &Held,
    ) -> Result<(), StorageError> {
        let header = &held.entry.header;
        let subject = header.subject;
        let first = before.is_none();
        let before = before.unwrap_or_default();
        let after = if is_effective(judgement.verdict) {
            let mut scope = judgement.scope;
            scope.sort_unstable();
            scope.dedup();
            Settled {
                state: judgement.state,
                scope,
            }
        } else {
            before.clone()
        };
        let record = OrderRecord {
            position: self.head.position + 1,
            entry: header.entry_ref(),
            header_hash: held.header_hash,
            verdict: judgement.verdict,
        };
        let previous = (self.head.position > 0).then_some(&self.head.hash);
        self.head = OrderHead {
            position: record.position,
            hash: order_head(self.history, previous, &record),
        };
        rows.append_order(&record, &subject, &self.head.hash)?;
        feed_lines(rows, record.position, first, &before.scope, &after.scope)?;
        self.settled.insert(subject, after);
        self.given += 1;
        self.left -= 1;
        Ok(())
    }

    fn close(self, rows: &mut dyn Rows) -> Result<u32, StorageError> {
        for (subject, settled) in &self.settled {
            rows.put_settled(subject, settled)?;
        }
        for (id, replica) in &self.waiting {
            rows.put_replica(id, replica)?;
        }
        Ok(self.given)
    }
}

/// Keys of more than one replica.
fn written_twice(replicas: &[(ReplicaId, Replica)]) -> BTreeSet<KeyId> {
    let mut seen = BTreeSet::new();
    replicas
        .iter()
        .filter(|(_, replica)| !seen.insert(replica.key))
        .map(|(_, replica)| replica.key)
        .collect()
}

/// Tells each office what the place means to it. An office that gets an aggregate's very first
/// entry needs no `Enter`: the entry is the whole aggregate.
fn feed_lines(
    rows: &mut dyn Rows,
    position: u64,
    first: bool,
    before: &[String],
    after: &[String],
) -> Result<(), StorageError> {
    for office in after {
        let kind = if first || before.contains(office) {
            FeedKind::Entry
        } else {
            FeedKind::Enter
        };
        rows.append_feed(office, position, kind)?;
    }
    for office in before.iter().filter(|office| !after.contains(office)) {
        rows.append_feed(office, position, FeedKind::Leave)?;
    }
    Ok(())
}

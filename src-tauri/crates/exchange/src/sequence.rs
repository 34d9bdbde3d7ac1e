//! The one sequencer: dense positions, verdicts, feeds.

use std::collections::BTreeMap;

use stoika_protocol::{EntryRef, HistoryId, OrderRecord, ReplicaId, Subject, order_head};

use crate::exchange::Exchange;
use crate::judge::Judge;
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
            if let Some(base) = held.entry.header.base
                && rows.position_of(&base)?.is_none()
            {
                whole = false;
                break;
            }
            self.place(rows, judge, held)?;
            replica.ordered_seq = held.entry.header.seq;
        }
        self.waiting[index].1 = replica;
        Ok(whole)
    }

    fn place(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        held: &Held,
    ) -> Result<(), StorageError> {
        let header = &held.entry.header;
        let subject = header.subject;
        let before = match self.settled.get(&subject) {
            Some(settled) => Some(settled.clone()),
            None => rows.settled(&subject)?,
        };
        let state = before.as_ref().and_then(|settled| settled.state.as_deref());
        let judgement = judge.judge(subject.kind, state, &held.entry);
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

//! The one sequencer: dense positions, verdicts, feeds.

use std::collections::{BTreeMap, BTreeSet};

use stoika_protocol::{
    EntryRef, Header, HistoryId, KeyId, OrderRecord, ReplicaId, Subject, order_head,
};

use crate::exchange::Exchange;
use crate::hubs::{HUB_WAIT_MS, Hubs, entry_at};
use crate::judge::{Judge, Judgement};
use crate::storage::{
    FeedKind, Held, OrderHead, Replica, Rows, Settled, Storage, StorageError, is_effective,
};

/// Entries of one replica that are read at a time.
pub(crate) const RUN: u32 = 128;

/// An entry that cannot have its place yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The entry.
    pub entry: EntryRef,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// How many entries of the replica wait with it, itself included.
    pub waiting: u64,
}

/// What an entry waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// An entry that its author saw and that has no place. While that one is held and only waits itself,
    /// those behind in its replica wait too; what waits for one that is not here holds up nobody but what
    /// stands on it.
    Base(EntryRef),
    /// The hub of its office is to name it. What is counted are such entries of the replica.
    Hub {
        /// The office.
        office: String,
        /// Since when it waits, Unix milliseconds.
        since_ms: i64,
    },
}

impl<S: Storage, J: Judge> Exchange<S, J> {
    /// Gives places to at most `batch_max` entries that have none, in the order of their
    /// arrival, in one transaction. An entry gets its place only after its base and after its
    /// replica's earlier entries; others go on past it. Entries of a queue that has a hub have the
    /// order that the hub gave them, and do not hold up their replica until then; nor do those whose base
    /// has not come here. Returns how many went on, to their places or to those that wait: 0 means that
    /// nothing waits but what is parked.
    ///
    /// # Errors
    /// A storage that failed: then no place was given.
    pub fn sequence(&self, batch_max: u32, now_ms: i64) -> Result<u32, StorageError> {
        let waits = self
            .storage
            .read(|rows| Ok(!rows.replicas_waiting()?.is_empty() || !rows.waits()?.is_empty()))?;
        if !waits {
            return Ok(0);
        }
        self.storage.write(|rows| {
            let mut batch = Batch::open(rows, batch_max, now_ms)?;
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
                        waits_for: WaitsFor::Base(base),
                        waiting: replica.held.seq - replica.ordered_seq,
                    });
                }
            }
            for wait in rows.waits()? {
                let entry = wait.first.entry;
                let in_lane = rows
                    .replica(&entry.replica)?
                    .is_some_and(|replica| replica.ordered_seq < entry.seq);
                if in_lane {
                    continue;
                }
                let base = match entry_at(rows, &entry)?.and_then(|held| held.entry.header.base) {
                    Some(base) if rows.position_of(&base)?.is_none() => Some(base),
                    Some(_) | None => None,
                };
                let waits_for = match base {
                    Some(base) => WaitsFor::Base(base),
                    // Its base is there: the next run gives it its place.
                    None if wait.first.office.is_empty() => continue,
                    None => WaitsFor::Hub {
                        office: wait.first.office,
                        since_ms: wait.first.since_ms,
                    },
                };
                parked.push(Parked {
                    entry,
                    waits_for,
                    waiting: wait.count,
                });
            }
            Ok(parked)
        })
    }
}

/// One run of the sequencer.
pub(crate) struct Batch {
    history: HistoryId,
    head: OrderHead,
    pub(crate) now_ms: i64,
    pub(crate) left: u32,
    /// Entries that got their places or were set aside.
    pub(crate) moved: u32,
    /// Something of a queue or a hub got its place or was set aside since it was last looked what
    /// may go on.
    pub(crate) stirred: bool,
    waiting: Vec<(ReplicaId, Replica)>,
    /// Aggregates that this batch touched: written once, at the end.
    pub(crate) settled: BTreeMap<Subject, Settled>,
    /// Keys under which more than one replica wrote: only they can bring an act twice. Read when
    /// it is first asked for.
    rewritten: Option<BTreeSet<KeyId>>,
    /// Read when it is first asked for, and again after a change.
    pub(crate) hubs: Option<Hubs>,
}

/// How a lane goes on.
enum Step {
    /// To its next entry.
    On,
    /// Not in this run.
    Later,
    /// Not before the base of its next entry has its place.
    Parked,
}

impl Batch {
    fn open(rows: &mut dyn Rows, batch_max: u32, now_ms: i64) -> Result<Self, StorageError> {
        Ok(Self {
            history: rows.history()?,
            head: rows.order_head()?,
            now_ms,
            left: batch_max,
            moved: 0,
            stirred: false,
            waiting: rows.replicas_waiting()?,
            settled: BTreeMap::new(),
            rewritten: None,
            hubs: None,
        })
    }

    fn run(&mut self, rows: &mut dyn Rows, judge: &impl Judge) -> Result<(), StorageError> {
        // A replica may wait for one that comes after it in the list: go round until a whole
        // round gives nothing.
        loop {
            let before = self.moved;
            for index in 0..self.waiting.len() {
                while self.left > 0 && self.run_replica(rows, judge, index)? {}
            }
            // Who brings nothing of a queue does not pay for what waits.
            if self.stirred || self.moved == before {
                self.stirred = false;
                self.order_waiting(rows, judge)?;
            }
            if self.left == 0 {
                return Ok(());
            }
            if self.moved == before && !self.order_forlorn(rows, judge)? {
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
            match self.step(rows, judge, held)? {
                Step::On => replica.ordered_seq = held.entry.header.seq,
                Step::Later => break,
                Step::Parked => {
                    whole = false;
                    break;
                }
            }
        }
        self.waiting[index].1 = replica;
        Ok(whole)
    }

    fn step(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        held: &Held,
    ) -> Result<Step, StorageError> {
        let header = &held.entry.header;
        if header.subject.kind == judge.tenure_kind() {
            // What has been named has its order by the right that counted until here.
            self.order_waiting(rows, judge)?;
        }
        if self.left == 0 {
            return Ok(Step::Later);
        }
        if judge.is_hubs(header.subject.kind) {
            if self.has_place(rows, judge, &header.entry_ref())? {
                return Ok(Step::On);
            }
            if self.leaves_lane(rows, judge, header)? && !self.is_repetition(rows, header)? {
                self.set_aside(rows, header, &header.author.office)?;
                return Ok(Step::On);
            }
        }
        if self.try_place(rows, judge, held, false)? {
            if judge.is_hubs(header.subject.kind) && rows.is_aside(&header.entry_ref())? {
                rows.end_wait(&header.entry_ref())?;
            }
            return Ok(Step::On);
        }
        if !self.waits_long(rows, header)? {
            return Ok(Step::Parked);
        }
        if judge.is_hubs(header.subject.kind) {
            self.note_wait(rows, header, &header.author.office)?;
            return Ok(Step::Parked);
        }
        self.set_aside(rows, header, "")?;
        Ok(Step::On)
    }

    /// Gives an entry its place if its base has one, or in any case when it is `forlorn`.
    pub(crate) fn try_place(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        held: &Held,
        forlorn: bool,
    ) -> Result<bool, StorageError> {
        let header = &held.entry.header;
        let before = match self.settled.get(&header.subject) {
            Some(settled) => Some(settled.clone()),
            None => rows.settled(&header.subject)?,
        };
        let repeated = before.is_some() && self.is_repeated(rows, header)?;
        if let Some(base) = header.base
            && !repeated
            && !forlorn
            && rows.position_of(&base)?.is_none()
        {
            return Ok(false);
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
        let effective = is_effective(judgement.verdict);
        self.place(rows, judgement, before, held)?;
        self.stirred |= judge.is_hubs(header.subject.kind);
        if effective {
            self.heed(rows, judge, held)?;
        }
        Ok(true)
    }

    /// Whether the entry's aggregate has the very record already.
    fn is_repetition(
        &mut self,
        rows: &mut dyn Rows,
        header: &Header,
    ) -> Result<bool, StorageError> {
        let begun =
            self.settled.contains_key(&header.subject) || rows.settled(&header.subject)?.is_some();
        Ok(begun && self.is_repeated(rows, header)?)
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
        self.moved += 1;
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
        rows.forget_names(self.now_ms - HUB_WAIT_MS)?;
        Ok(self.moved)
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

//! Three desks of one office, one of them the hub, and a centre that orders the queue by the hub's names.

use std::collections::{BTreeMap, BTreeSet};

use stoika_domain::body::{Event, State, SubjectKind, decode};
use stoika_domain::ids::{ServiceId, StreamId};
use stoika_domain::queue::{Aim, AtWindow, Called, Issued, Origin, TicketNumber, VisitEvent};
use stoika_domain::tenure::{Named, NamedEntry, QueueOrderEvent};
use stoika_protocol::{
    ActId, Chain, Entry, EntryRef, FeedItem, Hash, HistoryId, OrderRecord, OrderedEntry, PullReply,
    ReplicaId, Salt, SealedFrame, Subject, Verdict, order_head,
};
use stoika_store::{BranchReplica, Naming, Place, Recovery, Replica, StoreError, TakenEntry, fold};
use uuid::Uuid;

use crate::desk::{Desk, HISTORY, NOW_MS, author, params, raw, signer};

pub const ANY_SIZE: usize = usize::MAX;

pub fn replica_of(desk: usize) -> ReplicaId {
    ReplicaId([0xb0 + u8::try_from(desk).unwrap(); 16])
}

pub fn new_desk(number: usize) -> Desk {
    let mut desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    let fresh = 0xb0 + u8::try_from(number).unwrap();
    let (replica, _) = Replica::open(&params(folder.path(), fresh)).unwrap();
    desk.replica = replica;
    desk.folder = folder;
    // Ids of acts differ from desk to desk.
    desk.acts = 100_000 * number as u64;
    desk
}

pub fn issued(number: u16) -> Event {
    Event::Visit(VisitEvent::Issued(Box::new(Issued {
        number: TicketNumber::new('А', number).unwrap(),
        day: crate::desk::today(),
        service: ServiceId::parse("payment_documents").unwrap(),
        stream: StreamId::parse("payments").unwrap(),
        origin: Origin::Kiosk,
        class: None,
        appointment: None,
        aim: Aim::default(),
    })))
}

pub fn called(window: u16) -> Event {
    Event::Visit(VisitEvent::Called(Called {
        ticket: 0,
        window,
        shift_id: Uuid::from_u128(u128::from(window)),
        direct_reason: None,
        leased: false,
    }))
}

pub fn not_come(window: u16) -> Event {
    Event::Visit(VisitEvent::NotCome(AtWindow { ticket: 0, window }))
}

/// The window that has the visit's only ticket, by this desk's word.
pub fn window_of(desk: &Desk, visit: Subject) -> Option<u16> {
    match desk.replica.state(visit).unwrap() {
        Some(State::Visit(visit)) => visit.tickets[0].period().unwrap().window,
        _ => None,
    }
}

pub fn naming(number: u64) -> Naming {
    let mut random = [0xee; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Naming {
        author: author(),
        act_id: ActId::new(NOW_MS.cast_unsigned(), random),
        wall_time_ms: NOW_MS,
        server_time_ms: None,
        salt: Salt([7; 8]),
    }
}

pub fn tenure(number: u8) -> HistoryId {
    HistoryId([number; 16])
}

pub struct Office {
    pub desks: Vec<Desk>,
    pub hub: usize,
    tenures: u8,
    namings: u64,
    pub centre: Centre,
    /// How far each desk has sent and pulled at the centre.
    sent: Vec<BTreeMap<ReplicaId, u64>>,
    pub pulled: Vec<usize>,
}

impl Office {
    pub fn new() -> Self {
        let mut office = Self {
            desks: (0..3).map(new_desk).collect(),
            hub: 0,
            tenures: 0,
            namings: 0,
            centre: Centre::default(),
            sent: vec![BTreeMap::new(); 3],
            pulled: vec![0; 3],
        };
        office.move_hub(0);
        office
    }

    fn naming(&mut self) -> Naming {
        self.namings += 1;
        naming(self.namings)
    }

    /// Another desk is the hub from now on; the former one hears of it.
    pub fn move_hub(&mut self, to: usize) {
        self.tenures += 1;
        if self.hub != to {
            self.desks[self.hub].replica.branch_end().unwrap();
        }
        self.hub = to;
        let naming = self.naming();
        let tenure = tenure(self.tenures);
        let hub = &self.desks[to].replica;
        hub.branch_begin(tenure, &naming).unwrap();
        // Again is no news.
        let standing = hub.standing().unwrap();
        assert!(hub.branch_begin(tenure, &naming).unwrap().is_empty());
        assert_eq!(hub.standing().unwrap(), standing);
        self.centre.hub_is(replica_of(to), tenure);
    }

    /// Brings frames of a desk to the hub; `lost`: the hub is killed before it answers.
    pub fn push(&mut self, desk: usize, size_bytes: usize, lost: bool) {
        if desk == self.hub {
            return;
        }
        let naming = self.naming();
        let standing = self.desks[desk].replica.branch_standing().unwrap();
        let former = standing.former.iter().filter(|own| own.acked != own.head);
        for own in former.chain([&standing.current]) {
            let begin = if own.replica == standing.current.replica {
                standing.placed
            } else {
                Chain::start(own.replica)
            };
            let frames_of = |after: u64| {
                let replica = &self.desks[desk].replica;
                replica
                    .frames_after(&signer(), own.replica, after, size_bytes)
                    .unwrap()
            };
            let hub = &self.desks[self.hub].replica;
            let acked = push(hub, &naming, own.replica, begin, frames_of);
            if !lost {
                self.desks[desk]
                    .replica
                    .acked(own.replica, acked, Place::Branch)
                    .unwrap();
            }
        }
    }

    /// One page of the hub's order; true when there is more.
    pub fn pull(&self, desk: usize, count_max: u32) -> bool {
        if desk == self.hub {
            return false;
        }
        let replica = &self.desks[desk].replica;
        let page = page(&self.desks[self.hub].replica, replica, count_max);
        replica.apply_branch(&page).unwrap();
        page.more
    }

    pub fn pull_all(&self, desk: usize) {
        while self.pull(desk, 3) {}
    }

    /// Everything of every desk is with the hub and with the others.
    pub fn meet(&mut self) {
        for desk in 0..self.desks.len() {
            self.push(desk, ANY_SIZE, false);
        }
        for desk in 0..self.desks.len() {
            self.pull_all(desk);
        }
    }

    /// A desk sends its own frames to the centre.
    pub fn send(&mut self, desk: usize, count: usize) {
        let standing = self.desks[desk].replica.standing().unwrap();
        for own in standing.former.iter().chain([&standing.current]) {
            let sent = self.sent[desk].entry(own.replica).or_default();
            let frames = self.desks[desk]
                .replica
                .frames_after(&signer(), own.replica, *sent, ANY_SIZE)
                .unwrap();
            for frame in frames.iter().take(count) {
                let chain = self.centre.take(frame);
                *sent = chain.seq;
                self.desks[desk]
                    .replica
                    .acked(own.replica, chain, Place::Centre)
                    .unwrap();
            }
        }
    }

    /// The hub relays what it has of others.
    pub fn relay(&mut self, desk: usize) {
        self.relay_at(desk, NOW_MS);
    }

    /// A desk brings what goes to the centre by it at that instant.
    pub fn relay_at(&mut self, desk: usize, now_ms: i64) {
        let replica = &self.desks[desk].replica;
        let mut passed = BTreeSet::new();
        while let Some(relay) = replica.relay_next(&passed, 1, now_ms).unwrap() {
            assert_eq!(relay.push.frames.len(), 1);
            let frame = SealedFrame(relay.push.frames[0].to_vec());
            if self.centre.has_gap(&frame) {
                passed.insert(relay.push.replica);
                continue;
            }
            self.centre.take(&frame);
            replica
                .relay_acked(relay.push.replica, relay.upto, NOW_MS)
                .unwrap();
        }
    }

    pub fn pull_centre(&mut self, desk: usize, count: usize) {
        let from = self.pulled[desk];
        let upto = self.centre.ordered.len().min(from + count);
        let own: BTreeSet<ReplicaId> = {
            let standing = self.desks[desk].replica.standing().unwrap();
            let former = standing.former.iter().map(|own| own.replica);
            former.chain([standing.current.replica]).collect()
        };
        let items = self.centre.ordered[from..upto]
            .iter()
            .filter_map(|ordered| {
                let replica = ordered.record.entry.replica;
                if own.contains(&replica) {
                    Some(FeedItem::Own(ordered.record))
                } else if ordered.entry.header.subject.kind == SubjectKind::QueueOrder.number() {
                    // In nobody's scope.
                    None
                } else {
                    Some(FeedItem::Other(ordered.clone()))
                }
            })
            .collect();
        let reply = PullReply {
            history: HISTORY,
            upto: upto as u64,
            order_head: Hash([9; 32]),
            items,
            directory: Vec::new(),
            directory_upto: 0,
            more: upto < self.centre.ordered.len(),
            server_time_ms: NOW_MS,
            signature: None,
            directory_mark: None,
            frames: None,
        };
        self.desks[desk].replica.apply_pull(&reply).unwrap();
        self.pulled[desk] = upto;
    }

    /// States of all that the office shares, by each desk's word.
    pub fn states(&self, desk: usize) -> Vec<(Subject, State)> {
        let mut states = self.desks[desk].replica.states().unwrap();
        states.retain(|(subject, _)| subject.kind != SubjectKind::QueueOrder.number());
        states
    }

    /// The database of a desk is made anew of what can be read of it.
    pub fn recover(&mut self, desk: usize) {
        let Desk {
            folder,
            replica,
            acts,
            ..
        } = self.desks.remove(desk);
        drop(replica);
        let recovery = Recovery {
            verifying: signer().verifying_key(),
            stamp: "20261030-104600".into(),
            at_ms: NOW_MS,
            documents_needed: Vec::new(),
        };
        let fresh = 0xd0 + u8::try_from(desk).unwrap();
        let params = params(folder.path(), fresh);
        let salvaged = Replica::recover(&params, &recovery, &mut |_| {}).unwrap();
        assert_eq!(salvaged.lost, 0);
        let (replica, opened) = Replica::open(&params).unwrap();
        let again = Desk {
            folder,
            replica,
            opened,
            acts,
        };
        self.desks.insert(desk, again);
    }

    pub fn reopen(&mut self, desk: usize) {
        let again = self.desks.remove(desk).reopen();
        self.desks.insert(desk, again);
    }
}

/// What the hub's exchange does with a push: takes what follows what it holds, answers how far.
pub fn push(
    hub: &Replica,
    naming: &Naming,
    name: ReplicaId,
    begin: Chain,
    frames_of: impl FnOnce(u64) -> Vec<SealedFrame>,
) -> Chain {
    let known = hub
        .branch_read::<_, StoreError>(|rows| rows.replica(&name))
        .unwrap();
    let mut held = known.map_or(begin, |known| known.held);
    let frames = frames_of(held.seq);
    let ((), _) = hub
        .branch_write::<_, StoreError>(naming, |intake| {
            if known.is_none() {
                let key = signer().id();
                intake.put_replica(&name, &BranchReplica { key, held })?;
            }
            for sealed in &frames {
                let frame = sealed.open().unwrap();
                let at = |seq| EntryRef { replica: name, seq };
                if frame.before.seq > 0 {
                    // The frame lies on the chain that is here.
                    let chain = intake.rows()?.chain_at(&at(frame.before.seq))?;
                    assert_eq!(chain, Some(frame.before.head));
                }
                let skip = usize::try_from(held.seq - frame.before.seq).unwrap();
                let mut taken = Vec::new();
                for (entry, header_hash) in frame.entries.iter().skip(skip) {
                    held = held.link(header_hash);
                    taken.push(TakenEntry {
                        entry,
                        header_hash: *header_hash,
                        chain: held.head,
                    });
                }
                intake.append_entries(&taken)?;
                intake.append_frame(&name, frame.before.seq + 1, &sealed.0, NOW_MS)?;
                assert_eq!(intake.rows()?.chain_at(&at(held.seq))?, Some(held.head));
            }
            let key = signer().id();
            intake.put_replica(&name, &BranchReplica { key, held })
        })
        .unwrap();
    held
}

/// A page of the hub's order for a desk, which is rewound first when its cursor does not lie there.
pub fn page(hub: &Replica, desk: &Replica, count_max: u32) -> PullReply {
    hub.seal(&signer()).unwrap();
    hub.branch_read::<_, StoreError>(|rows| {
        let (end, head) = rows.order_head();
        let cursor = desk.branch_standing()?.cursor;
        let lies_here = match cursor {
            None => true,
            Some(cursor) => {
                let there = match cursor.position {
                    0 => Some(Hash([0; 32])),
                    position => rows.order_hash(position)?,
                };
                cursor.history == rows.history() && there == Some(cursor.order_head)
            }
        };
        if !lies_here {
            desk.branch_rewind()?;
        }
        let after = desk
            .branch_standing()?
            .cursor
            .map_or(0, |cursor| cursor.position);
        let name = desk.identity()?.replica;
        let mut lines = rows.feed(&name, after, count_max + 1)?;
        let more = lines.len() > count_max as usize;
        lines.truncate(count_max as usize);
        let last = lines.last().map(|line| line.record.position);
        let (upto, order_head) = match last {
            Some(last) if more => (last, rows.order_hash(last)?.unwrap()),
            Some(_) | None => (end, head),
        };
        let frames = rows.frames_between(&name, after, upto)?.unwrap();
        let items = lines
            .into_iter()
            .map(|line| match line.entry {
                None => FeedItem::Own(line.record),
                Some(entry) => FeedItem::Other(OrderedEntry {
                    record: line.record,
                    entry,
                }),
            })
            .collect();
        Ok(PullReply {
            history: rows.history(),
            upto,
            order_head,
            items,
            directory: Vec::new(),
            directory_upto: 0,
            more,
            server_time_ms: NOW_MS,
            signature: None,
            directory_mark: None,
            frames: Some(frames.into_iter().map(Into::into).collect()),
        })
    })
    .unwrap()
}

/// The chain of the hub's order is the protocol's, over its places.
pub fn check_chain(hub: &Replica) {
    hub.branch_read::<_, StoreError>(|rows| {
        let mut previous: Option<Hash> = None;
        for line in rows.feed(&ReplicaId([0; 16]), 0, u32::MAX)? {
            let head = order_head(rows.history(), previous.as_ref(), &line.record);
            assert_eq!(rows.order_hash(line.record.position)?, Some(head));
            previous = Some(head);
        }
        assert_eq!(rows.order_head().1, previous.unwrap_or(Hash([0; 32])));
        Ok(())
    })
    .unwrap();
}

/// The centre: orders after bases and earlier entries, and entries of the queue by the hub's names.
#[derive(Default)]
pub struct Centre {
    arrived: BTreeMap<ReplicaId, Vec<Entry>>,
    chains: BTreeMap<ReplicaId, Chain>,
    pub ordered: Vec<OrderedEntry>,
    placed: BTreeSet<EntryRef>,
    states: BTreeMap<Subject, State>,
    hub: Option<(ReplicaId, HistoryId)>,
    names: Vec<NamedEntry>,
}

impl Centre {
    fn hub_is(&mut self, replica: ReplicaId, tenure: HistoryId) {
        self.hub = Some((replica, tenure));
        self.names.clear();
    }

    fn held(&self, replica: ReplicaId) -> Chain {
        self.chains
            .get(&replica)
            .copied()
            .unwrap_or(Chain::start(replica))
    }

    fn has_gap(&self, frame: &SealedFrame) -> bool {
        let envelope = frame.envelope().unwrap();
        envelope.first_seq > self.held(envelope.replica).seq + 1
    }

    fn take(&mut self, sealed: &SealedFrame) -> Chain {
        let frame = sealed.open().unwrap();
        let mut held = self.held(frame.replica);
        assert!(frame.before.seq <= held.seq, "a gap");
        for (entry, hash) in &frame.entries {
            if entry.header.seq == held.seq + 1 {
                held = held.link(hash);
                self.arrived
                    .entry(frame.replica)
                    .or_default()
                    .push(entry.clone());
            }
        }
        self.chains.insert(frame.replica, held);
        held
    }

    fn waits_for_name(&self, entry: &Entry) -> bool {
        SubjectKind::from_number(entry.header.subject.kind).is_some_and(SubjectKind::is_of_queue)
            && self.hub.is_some_and(|(hub, _)| hub != entry.header.replica)
    }

    fn is_ready(&self, entry: &Entry) -> bool {
        entry
            .header
            .base
            .is_none_or(|base| self.placed.contains(&base))
    }

    /// Orders what can be ordered; `all`: two days have gone by.
    pub fn sequence(&mut self, all: bool) {
        loop {
            let next = self.next_named().or_else(|| self.next_of_a_lane(all));
            let Some(entry) = next else { break };
            self.place(entry);
        }
    }

    fn next_named(&self) -> Option<Entry> {
        let name = self.names.iter().find(|name| {
            !self.placed.contains(&EntryRef {
                replica: ReplicaId(name.replica.0),
                seq: name.seq,
            })
        })?;
        let entry = self
            .arrived
            .get(&ReplicaId(name.replica.0))?
            .iter()
            .find(|entry| entry.header.seq == name.seq)?;
        assert_eq!(entry.header.hash().0, name.header_hash.0);
        self.is_ready(entry).then(|| entry.clone())
    }

    fn next_of_a_lane(&self, all: bool) -> Option<Entry> {
        for entries in self.arrived.values() {
            for entry in entries {
                if self.placed.contains(&entry.header.entry_ref()) {
                    continue;
                }
                if self.waits_for_name(entry) && !all {
                    continue;
                }
                if self.is_ready(entry) {
                    return Some(entry.clone());
                }
                if !self.waits_for_name(entry) {
                    break;
                }
            }
        }
        None
    }

    fn place(&mut self, entry: Entry) {
        let header = &entry.header;
        let state = self.states.get(&header.subject).cloned();
        let verdict = match fold(state, &entry) {
            Ok(state) => {
                self.states.insert(header.subject, state);
                Verdict::Effective
            }
            Err(reason) => Verdict::Void(reason.number()),
        };
        if let Some((hub, tenure)) = self.hub
            && hub == header.replica
            && let Ok(Event::QueueOrder(QueueOrderEvent::Named(named))) =
                decode(header.kind, &entry.body.as_ref().unwrap().bytes)
            && named.tenure.as_bytes() == &tenure.0
        {
            self.names.extend(named.entries);
        }
        self.placed.insert(header.entry_ref());
        let record = OrderRecord {
            position: self.ordered.len() as u64 + 1,
            entry: header.entry_ref(),
            header_hash: header.hash(),
            verdict,
        };
        self.ordered.push(OrderedEntry { record, entry });
    }

    pub fn states(&self) -> Vec<(Subject, State)> {
        self.states
            .iter()
            .filter(|(subject, _)| subject.kind != SubjectKind::QueueOrder.number())
            .map(|(subject, state)| (*subject, state.clone()))
            .collect()
    }

    /// Entries that arrived and have no place.
    pub fn waiting(&self) -> usize {
        self.arrived.values().map(Vec::len).sum::<usize>() - self.ordered.len()
    }
}

/// What the hub has named so far.
pub fn named(hub: &Desk) -> Vec<Named> {
    hub.sent()
        .iter()
        .filter_map(|entry| {
            let body = entry.body.as_ref().unwrap();
            match decode(entry.header.kind, &body.bytes).unwrap() {
                Event::QueueOrder(QueueOrderEvent::Named(named)) => Some(named),
                _ => None,
            }
        })
        .collect()
}

pub fn names(hub: &Desk) -> Vec<EntryRef> {
    named(hub)
        .iter()
        .flat_map(|named| &named.entries)
        .map(|name| EntryRef {
            replica: ReplicaId(name.replica.0),
            seq: name.seq,
        })
        .collect()
}

pub fn count(desk: &Desk, sql: &str) -> i64 {
    raw(&desk.root())
        .query_row(sql, [], |row| row.get(0))
        .unwrap()
}

/// A visit that all three desks know; its number there.
pub fn visit(office: &mut Office) -> Subject {
    let (visit, _) = office.desks[0].act(None, &issued(1)).unwrap();
    office.meet();
    visit
}

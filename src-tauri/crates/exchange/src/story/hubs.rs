use std::collections::BTreeSet;

use stoika_protocol::{
    ActId, Chain, DeskRow, EntryRef, Hello, HistoryId, ReplicaId, Subject, Verdict, desk_row,
};

use super::world::{KIND, NOW_MS, QUEUE, REPEATED, TestDesk, World};
use crate::hubs::HUB_WAIT_MS;
use crate::publish::RowPut;
use crate::sequence::{Parked, WaitsFor};
use crate::storage::Storage;

const OFFICE: &str = "otradny";
pub(super) const IN: &str = "in otradny";

/// An office with a hub by a head's right, and two desks.
pub(super) struct Office<S> {
    pub world: World<S>,
    pub hub: TestDesk,
    pub tenure: ActId,
    pub a: TestDesk,
    pub b: TestDesk,
}

pub(super) fn office<S: Storage>(make: &dyn Fn(HistoryId) -> S) -> Office<S> {
    let world = World::new(make);
    let mut hub = world.desk(OFFICE, 1);
    let (a, b) = (world.desk(OFFICE, 2), world.desk(OFFICE, 3));
    let tenure = hub.write_tenure(100, "1 right");
    world.settle(&hub);
    Office {
        world,
        hub,
        tenure,
        a,
        b,
    }
}

impl<S: Storage> World<S> {
    /// Entries in their order, from a position on.
    fn order_from(&self, position: u64) -> Vec<(EntryRef, Verdict)> {
        let found = self.exchange.storage().read(|rows| {
            let mut order = Vec::new();
            for (id, _) in rows.replicas()? {
                for held in rows.entries_after(&id, 0, u32::MAX)? {
                    let entry = held.entry.header.entry_ref();
                    if let Some(place) = rows.position_of(&entry)?.filter(|at| *at >= position) {
                        let subject = held.entry.header.subject;
                        let ordered = rows.entries_of(&subject, place)?.pop().unwrap();
                        order.push((place, entry, ordered.record.verdict));
                    }
                }
            }
            Ok(order)
        });
        let mut order = found.unwrap();
        order.sort_unstable();
        order
            .into_iter()
            .map(|(_, entry, verdict)| (entry, verdict))
            .collect()
    }

    /// Entries in their order, from a position on, all of them effective.
    pub(super) fn effective_from(&self, position: u64) -> Vec<EntryRef> {
        let order = self.order_from(position).into_iter();
        order
            .map(|(entry, verdict)| {
                assert_eq!(verdict, Verdict::Effective, "{entry:?}");
                entry
            })
            .collect()
    }

    fn head(&self) -> u64 {
        let head = self.exchange.storage().read(|rows| rows.order_head());
        head.unwrap().position
    }

    /// Entries that wait for a hub: the first of each replica, and how many.
    pub(super) fn waiting_for_hub(&self) -> Vec<(EntryRef, u64)> {
        let parked = self.exchange.parked().unwrap().into_iter();
        parked
            .filter_map(
                |Parked {
                     entry,
                     waits_for,
                     waiting,
                 }| match waits_for {
                    WaitsFor::Hub { office, since_ms } => {
                        assert_eq!((office.as_str(), since_ms), (OFFICE, NOW_MS));
                        Some((entry, waiting))
                    }
                    WaitsFor::Base(_) => None,
                },
            )
            .collect()
    }
}

pub fn the_hubs_order_wins_over_the_order_of_arrival<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let first = a.write_queue(1, None, IN);
    let second = b.write_queue(1, None, "in otradny,otradny");
    world.settle(&a);
    world.settle(&b);
    assert_eq!(world.head(), 1);
    assert_eq!(world.waiting_for_hub(), [(first, 1), (second, 1)]);

    let names = hub.write_names(tenure, &[b.named(second), a.named(first)]);
    world.settle(&hub);
    assert_eq!(world.effective_from(2), [names, second, first]);
    assert_eq!(world.waiting_for_hub(), []);
    let subject = Subject {
        kind: QUEUE,
        ..TestDesk::subject(1)
    };
    let settled = world.exchange.storage().read(|rows| rows.settled(&subject));
    let state = settled.unwrap().unwrap().state.unwrap();
    assert_eq!(state, b"in otradny,otradnyin otradny");
    // Named again is no news.
    let again = hub.write_names(tenure, &[a.named(first), b.named(second)]);
    world.settle(&hub);
    assert_eq!(world.effective_from(5), [again]);
    let names = world.exchange.storage().read(|rows| rows.named_tenures());
    assert_eq!(names.unwrap(), []);
}

pub fn a_name_waits_for_its_entry<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let first = a.write_queue(1, None, IN);
    let second = b.write_queue(1, None, IN);
    let names = hub.write_names(tenure, &[a.named(first), b.named(second)]);
    let own = hub.write_queue(1, Some(second), IN);
    world.settle(&hub);
    // The second has come, and nobody knows what the first is about.
    world.settle(&b);
    assert_eq!(world.effective_from(2), [names]);
    world.settle(&a);
    assert_eq!(world.effective_from(3), [first, second, own]);
    assert_eq!(world.exchange.parked().unwrap(), []);
}

pub fn what_waits_for_a_hub_holds_up_nothing_else<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        ..
    } = office(make);
    let ticket = a.write_queue(1, None, IN);
    let appeal = a.write(2, None, IN);
    let call = a.write_queue(1, Some(ticket), IN);
    let next = a.write(2, Some(appeal), IN);
    world.settle(&a);
    assert_eq!(world.effective_from(2), [appeal, next]);
    assert_eq!(world.waiting_for_hub(), [(ticket, 2)]);
    // A desk of another office has no hub to wait for, and this office's hub names it in vain.
    let mut other = world.desk("kinel", 9);
    let elsewhere = other.write_queue(3, None, "in kinel");
    world.settle(&other);
    assert_eq!(world.effective_from(4), [elsewhere]);

    // Its author hears of places out of its own order.
    let names = hub.write_names(tenure, &[a.named(ticket), a.named(call)]);
    world.settle(&hub);
    assert_eq!(world.effective_from(5), [names, ticket, call]);
    let positions: Vec<u64> = world
        .pull(&a, 1, 0, 100)
        .items
        .iter()
        .map(stoika_protocol::FeedItem::position)
        .collect();
    assert_eq!(positions, [2, 3, 6, 7]);
}

pub fn a_named_entry_passes_what_its_replica_waits_for<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let far = a.write(5, None, IN);
    let parked = b.write(5, Some(far), IN);
    let ticket = b.write_queue(1, None, IN);
    let after = b.write(6, None, IN);
    world.settle(&b);
    let names = hub.write_names(tenure, &[b.named(ticket)]);
    world.settle(&hub);
    assert_eq!(world.effective_from(2), [after, names, ticket]);
    world.settle(&a);
    assert_eq!(world.effective_from(5), [far, parked]);
    assert_eq!(world.exchange.parked().unwrap(), []);
}

pub fn a_named_entry_waits_for_its_base<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let ticket = a.write_queue(1, None, IN);
    let call = b.write_queue(1, Some(ticket), IN);
    let other = b.write_queue(2, None, IN);
    // A hub that took over knows the call and not the ticket.
    let names = hub.write_names(tenure, &[b.named(call), b.named(other)]);
    world.settle(&b);
    world.settle(&hub);
    assert_eq!(world.effective_from(2), [names, other]);
    let late = hub.write_names(tenure, &[a.named(ticket)]);
    world.settle(&hub);
    world.settle(&a);
    assert_eq!(world.effective_from(4), [late, ticket, call]);
}

/// A desk saw a ticket by the hub, and took over. Nothing of its own waits for the ticket but the call.
pub fn a_call_of_a_ticket_that_is_not_here_holds_up_nothing<S: Storage>(
    make: &dyn Fn(HistoryId) -> S,
) {
    let world = World::new(make);
    let (mut a, mut b) = (world.desk(OFFICE, 2), world.desk(OFFICE, 3));
    let ticket = b.write_queue(1, None, IN);
    let call = a.write_queue(1, Some(ticket), IN);
    let appeal = a.write(2, None, IN);
    let tenure = a.write_tenure(100, "1 right");
    let names = a.write_names(tenure, &[b.named(ticket)]);
    world.settle(&a);
    assert_eq!(world.effective_from(1)[0], appeal);
    assert_eq!(world.effective_from(3), [names]);
    let parked = Parked {
        entry: call,
        waits_for: WaitsFor::Base(ticket),
        waiting: 1,
    };
    assert_eq!(world.exchange.parked().unwrap(), [parked]);
    world.settle(&b);
    assert_eq!(world.effective_from(4), [ticket, call]);
    assert_eq!(world.exchange.parked().unwrap(), []);
}

/// By the hub a desk saw an appeal that burnt with the disks of its author and of the hub. It is judged
/// by what is here, in the end; nothing else of its desk waits for it.
pub fn what_burnt_with_all_who_had_it_holds_up_nobody<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office { world, mut a, .. } = office(make);
    let appeal = TestDesk::new(OFFICE, 77).write(1, None, IN);
    let answer = a.write(1, Some(appeal), "void 5");
    let more = a.write(1, Some(answer), IN);
    let other = a.write(2, None, IN);
    world.settle(&a);
    assert_eq!(world.effective_from(2), [other]);
    let wait = |entry, base| Parked {
        entry,
        waits_for: WaitsFor::Base(base),
        waiting: 2,
    };
    assert_eq!(world.exchange.parked().unwrap(), [wait(answer, appeal)]);
    assert_eq!(world.waiting_for_hub(), []);
    world.order_at(NOW_MS + HUB_WAIT_MS - 1);
    assert_eq!(world.head(), 2);
    world.order_at(NOW_MS + HUB_WAIT_MS);
    let order = world.order_from(3);
    assert_eq!(
        order,
        [(answer, Verdict::Void(5)), (more, Verdict::Effective)]
    );
    assert_eq!(world.exchange.parked().unwrap(), []);
}

/// The hub's own call stands on a ticket of the hub before it, and its names stand behind: they wait for
/// the ticket, and no longer than two days.
pub fn a_hubs_own_lane_goes_on_after_two_days<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        ..
    } = office(make);
    let never = TestDesk::new(OFFICE, 77).write_queue(1, None, IN);
    let call = hub.write_queue(1, Some(never), IN);
    let ticket = a.write_queue(2, None, IN);
    let names = hub.write_names(tenure, &[a.named(ticket)]);
    world.settle(&a);
    world.settle(&hub);
    world.order_at(NOW_MS + HUB_WAIT_MS - 1);
    assert_eq!(world.head(), 1);
    let waits: Vec<_> = world.exchange.parked().unwrap();
    assert_eq!(waits.len(), 2, "{waits:?}");
    // Another desk is the hub now: the call waits on, beside its lane.
    a.write_tenure(200, "2 right");
    let second = EntryRef {
        replica: a.replica,
        seq: a.chain.seq,
    };
    world.settle(&a);
    // Its own ticket waits for nobody, nor do the old hub's names.
    assert_eq!(world.head(), 4);
    world.order_at(NOW_MS + HUB_WAIT_MS);
    let order: BTreeSet<EntryRef> = world.effective_from(2).into_iter().collect();
    assert_eq!(order, BTreeSet::from([second, call, names, ticket]));
    assert_eq!(world.exchange.parked().unwrap(), []);
}

/// What it waits for comes after all: then its lane keeps the hub's order.
pub fn a_hubs_own_lane_waits_for_what_it_relays<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let ticket = a.write_queue(1, None, IN);
    hub.write_names(tenure, &[a.named(ticket)]);
    let call = hub.write_queue(1, Some(ticket), IN);
    let late = b.write_queue(1, Some(ticket), IN);
    let others = hub.write_names(tenure, &[b.named(late)]);
    world.settle(&b);
    world.settle(&hub);
    assert_eq!(world.head(), 2);
    world.settle(&a);
    assert_eq!(world.effective_from(3), [ticket, call, others, late]);
    assert_eq!(world.exchange.parked().unwrap(), []);
    world.order_at(NOW_MS + HUB_WAIT_MS);
    assert_eq!(world.head(), 6);
}

pub fn an_ended_hub_leaves_the_order_to_the_centre<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        mut a,
        mut b,
        ..
    } = office(make);
    let first = b.write_queue(1, None, IN);
    let second = a.write_queue(2, None, IN);
    world.settle(&b);
    world.settle(&a);
    assert_eq!(world.head(), 1);
    hub.write_tenure(100, "end");
    world.settle(&hub);
    assert_eq!(world.effective_from(3), [first, second]);
    let third = a.write_queue(1, Some(first), IN);
    world.settle(&a);
    assert_eq!(world.effective_from(5), [third]);
    assert_eq!(world.exchange.parked().unwrap(), []);
}

pub fn the_last_names_of_an_ended_hub_stand<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let first = a.write_queue(1, None, IN);
    let second = b.write_queue(1, None, IN);
    hub.write_names(tenure, &[a.named(first), b.named(second)]);
    hub.write_tenure(100, "end");
    world.settle(&hub);
    let unnamed = b.write_queue(3, None, IN);
    world.settle(&b);
    assert_eq!(world.effective_from(4), [unnamed]);
    world.settle(&a);
    assert_eq!(world.effective_from(5), [first, second]);
}

pub fn nothing_waits_longer_than_two_days<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let first = a.write_queue(1, None, IN);
    let lost = a.write_queue(
        2,
        Some(EntryRef {
            replica: ReplicaId([99; 16]),
            seq: 1,
        }),
        IN,
    );
    let second = a.write_queue(1, Some(first), IN);
    world.settle(&a);
    // A name whose entry never comes.
    let gone = TestDesk::new(OFFICE, 77).write_queue(9, None, IN);
    let named = b.write_queue(3, None, IN);
    world.settle(&b);
    let mut stranger = TestDesk::new(OFFICE, 77);
    stranger.write_queue(9, None, IN);
    let names = hub.write_names(tenure, &[stranger.named(gone), b.named(named)]);
    world.settle(&hub);
    assert_eq!(world.effective_from(2), [names]);
    world.order_at(NOW_MS + HUB_WAIT_MS - 1);
    assert_eq!(world.head(), 2);
    assert_eq!(world.waiting_for_hub(), [(first, 3), (named, 1)]);

    world.order_at(NOW_MS + HUB_WAIT_MS);
    // The last is the one whose author saw what never came.
    assert_eq!(world.effective_from(3), [named, first, second, lost]);
    assert_eq!(world.exchange.parked().unwrap(), []);
    let names = world.exchange.storage().read(|rows| rows.named_tenures());
    assert_eq!(names.unwrap(), []);
}

pub fn a_heir_takes_over_what_was_not_named<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    hub.write_tenure(100, &format!("heirs {}", a.key));
    let named = b.write_queue(1, None, IN);
    hub.write_names(tenure, &[b.named(named)]);
    world.settle(&hub);
    let own = a.write_queue(2, None, IN);
    world.settle(&a);
    world.settle(&b);
    assert_eq!(world.effective_from(4), [named]);
    let left = b.write_queue(1, Some(named), IN);
    let other = b.write_queue(3, None, IN);
    world.settle(&b);
    assert_eq!(world.waiting_for_hub(), [(own, 1), (left, 2)]);

    // Its own entry goes by at once, the others' when it has named them.
    let second = a.write_tenure(200, "2 heir");
    world.settle(&a);
    assert_eq!(world.effective_from(6), [own]);
    // The old hub did not know: its word comes too late, and its own entries wait now.
    let late = hub.write_names(tenure, &[b.named(left), b.named(other)]);
    let old = hub.write_queue(4, None, IN);
    world.settle(&hub);
    assert_eq!(world.effective_from(7), [late]);
    let names = a.write_names(second, &[b.named(other), hub.named(old), b.named(left)]);
    world.settle(&a);
    assert_eq!(world.effective_from(8), [names, other, old, left]);
    assert_eq!(world.exchange.parked().unwrap(), []);
}

/// The hub's machine is gone with its link: its heir brings the tenure that names it later than its
/// own, for frames of others go last.
pub fn a_right_may_come_after_its_word<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut hub = world.desk(OFFICE, 1);
    let (mut a, mut b) = (world.desk(OFFICE, 2), world.desk(OFFICE, 3));
    hub.write_tenure(100, "1 right");
    hub.write_tenure(100, &format!("heirs {}", a.key));
    let (first, second) = (b.write_queue(1, None, IN), b.write_queue(2, None, IN));
    let tenure = a.write_tenure(200, "2 heir");
    a.write_names(tenure, &[b.named(second), b.named(first)]);
    world.settle(&a);
    world.settle(&hub);
    let before = world.head();
    world.settle(&b);
    assert_eq!(world.effective_from(before + 1), [second, first]);
}

pub fn who_is_not_the_hub_names_nothing<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let ticket = b.write_queue(1, None, IN);
    world.settle(&b);
    // By the hub's right, and by one that nobody gave.
    a.write_names(tenure, &[b.named(ticket)]);
    let usurped = a.write_tenure(200, "2 heir");
    a.write_names(usurped, &[b.named(ticket)]);
    world.settle(&a);
    assert_eq!(world.effective_from(2).len(), 3);
    assert_eq!(world.waiting_for_hub(), [(ticket, 1)]);
    // The hub of another office.
    let mut kinel = world.desk("kinel", 9);
    let theirs = kinel.write_tenure(300, "5 right");
    kinel.write_names(theirs, &[b.named(ticket)]);
    world.settle(&kinel);
    assert_eq!(world.waiting_for_hub(), [(ticket, 1)]);
    assert_eq!(hub.chain.seq, 1);
}

pub fn a_revoked_hub_orders_nothing<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        ..
    } = office(make);
    let first = a.write_queue(1, None, IN);
    let second = a.write_queue(2, None, IN);
    world.settle(&a);
    assert_eq!(world.head(), 1);
    world.exchange.revoke(&hub.key, NOW_MS).unwrap();
    world.order_at(NOW_MS);
    assert_eq!(world.effective_from(2), [first, second]);
    let third = a.write_queue(3, None, IN);
    hub.write_names(tenure, &[a.named(third)]);
    world.settle(&a);
    assert_eq!(world.effective_from(4), [third]);
}

pub fn a_repetition_waits_for_no_hub<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        ..
    } = office(make);
    let mut anew = TestDesk::new(OFFICE, 2);
    anew.replica = ReplicaId([12; 16]);
    anew.chain = Chain::start(anew.replica);
    let act = ActId::new(5, [2; 10]);
    let later = ActId::new(6, [2; 10]);
    let subject = Subject {
        kind: QUEUE,
        ..TestDesk::subject(1)
    };
    let body = (1, IN.as_bytes());
    let first = a.write_entry(act, subject, None, body);
    let second = a.write_entry(later, subject, Some(first), body);
    anew.write_entry(act, subject, None, body);
    world.settle(&a);
    hub.write_names(tenure, &[a.named(first)]);
    world.settle(&hub);
    assert_eq!(world.waiting_for_hub(), [(second, 1)]);
    world.settle(&anew);
    let last = world.order_from(world.head());
    let place = EntryRef {
        replica: anew.replica,
        seq: 1,
    };
    assert_eq!(last, [(place, REPEATED)]);

    // The one that waits becomes a repetition when its twin is named.
    let twin = anew.write_entry(later, subject, Some(first), body);
    world.settle(&anew);
    hub.write_names(tenure, &[anew.named(twin)]);
    world.settle(&hub);
    let before = world.head();
    assert_eq!(world.waiting_for_hub(), [(second, 1)]);
    hub.write_names(tenure, &[a.named(second)]);
    world.settle(&hub);
    assert_eq!(world.order_from(before + 2), [(second, REPEATED)]);
}

pub fn a_name_is_of_one_of_two_forks<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        mut b,
    } = office(make);
    let mut clone = a.clone();
    let ours = a.write_queue(1, None, IN);
    clone.write_queue(2, None, "in otradny,kinel");
    let other = b.write_queue(3, None, IN);
    world.settle(&a);
    world.settle(&b);
    // The hub met the clone first. What it named will never come, and holds up nobody.
    let names = hub.write_names(tenure, &[clone.named(ours), b.named(other)]);
    world.settle(&hub);
    assert_eq!(world.effective_from(2), [names, other]);
    assert_eq!(world.waiting_for_hub(), [(ours, 1)]);
    let right = hub.write_names(tenure, &[a.named(ours)]);
    world.settle(&hub);
    assert_eq!(world.effective_from(4), [right, ours]);
}

/// The hub that met the clone ends: its names of the other course hold up nobody either.
pub fn a_name_of_the_other_fork_ends_with_its_hub<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let Office {
        world,
        mut hub,
        tenure,
        mut a,
        ..
    } = office(make);
    let mut clone = a.clone();
    let ours = a.write_queue(1, None, IN);
    clone.write_queue(2, None, "in otradny,kinel");
    world.settle(&a);
    let names = hub.write_names(tenure, &[clone.named(ours)]);
    world.settle(&hub);
    assert_eq!(world.waiting_for_hub(), [(ours, 1)]);
    hub.write_tenure(100, "end");
    world.settle(&hub);
    let order = world.effective_from(2);
    assert_eq!((order[0], order[2]), (names, ours));
    assert_eq!(world.exchange.parked().unwrap(), []);
}

pub fn the_office_knows_its_desks<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let desk = world.desk(OFFICE, 1);
    let reader = world.desk(OFFICE, 2);
    let stranger = world.desk("kinel", 3);
    let known = |reader: &TestDesk| -> Vec<(String, DeskRow)> {
        let rows = world.exchange.storage().read(|rows| {
            let mut page = rows.directory_page(&reader.office, None, 100)?;
            page.retain(|row| row.kind == desk_row::KIND);
            Ok(page)
        });
        let rows = rows.unwrap().into_iter();
        rows.map(|row| (row.key.clone(), DeskRow::read(&row).unwrap()))
            .collect()
    };
    let row = |desk: &TestDesk, window, revoked| {
        let row = DeskRow {
            key: desk.signer.verifying_key().to_bytes(),
            label: format!("{}-{window:02}", desk.office),
            window,
            revoked,
        };
        (DeskRow::row_key(&desk.key), row)
    };
    let sorted = |mut rows: Vec<(String, DeskRow)>| {
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows
    };
    let both = sorted(vec![row(&desk, 1, false), row(&reader, 2, false)]);
    assert_eq!(known(&reader), both);
    assert_eq!(known(&stranger), [row(&stranger, 3, false)]);

    // A hello changes nothing, and mends what is not there or is other.
    let head = || world.exchange.storage().read(|rows| rows.directory_head());
    let before = head().unwrap();
    world.hello(&desk, None);
    assert_eq!(head().unwrap(), before);
    for data in [None, Some(b"?".to_vec())] {
        let put = RowPut {
            kind: desk_row::KIND.to_owned(),
            key: DeskRow::row_key(&desk.key),
            scope: OFFICE.to_owned(),
            data,
        };
        world.exchange.publish(&[put]).unwrap();
        world.hello(&desk, None);
        assert_eq!(known(&reader), both);
    }
    world.exchange.revoke(&desk.key, NOW_MS).unwrap();
    let one = sorted(vec![row(&desk, 1, true), row(&reader, 2, false)]);
    assert_eq!(known(&reader), one);
    // A desk that follows hears of it.
    let pulled = world.pull(&reader, 0, before, 100);
    assert!(!pulled.directory.is_empty());

    // The centre takes a replica from its start, whatever a desk says of its places.
    let mut desk = world.desk(OFFICE, 4);
    desk.write(1, None, IN);
    let hello = Hello {
        placed: Some(desk.chain),
        ..desk.hello(None, 0)
    };
    world.exchange.hello(&desk.key, &hello, NOW_MS).unwrap();
    world.settle(&desk);
    let settled = world
        .exchange
        .storage()
        .read(|rows| rows.settled_of_kind(KIND));
    assert_eq!(settled.unwrap().len(), 1);
}

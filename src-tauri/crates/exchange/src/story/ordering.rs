use stoika_protocol::{
    ActId, Chain, EntryRef, FeedItem, HistoryId, ReplicaId, Verdict, order_head,
};

use super::world::{KIND, NOW_MS, REPEATED, TestDesk, World};
use crate::sequence::{Parked, WaitsFor};
use crate::storage::Storage;

pub fn an_entry_waits_for_its_base<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut author = world.desk("otradny", 1);
    let mut reader = world.desk("otradny", 2);
    let mut third = world.desk("otradny", 3);
    let base = author.write(1, None, "in otradny");
    let reply_to = reader.write(1, Some(base), "in otradny");
    reader.write(2, None, "in otradny");
    third.write(3, None, "in otradny");

    // The answer arrives before what it answers; nothing else is held up by it.
    world.settle(&reader);
    world.settle(&third);
    let head = world.exchange.storage().read(|rows| rows.order_head());
    assert_eq!(head.unwrap().position, 2);
    let parked = Parked {
        entry: reply_to,
        waits_for: WaitsFor::Base(base),
        waiting: 1,
    };
    assert_eq!(world.exchange.parked().unwrap(), [parked]);

    world.settle(&author);
    assert_eq!(world.exchange.parked().unwrap(), []);
    let items = world.pull(&third, 0, 0, 100).items;
    let order: Vec<EntryRef> = items
        .iter()
        .map(|item| match item {
            FeedItem::Own(record) => record.entry,
            FeedItem::Other(ordered) => ordered.record.entry,
            FeedItem::Enter { .. } | FeedItem::Leave { .. } => panic!("{item:?}"),
        })
        .collect();
    let at = |desk: &TestDesk, seq| EntryRef {
        replica: desk.replica,
        seq,
    };
    assert_eq!(
        order,
        [
            at(&reader, 2),
            at(&third, 1),
            at(&author, 1),
            at(&reader, 1)
        ]
    );
}

/// A desk wrote an entry anew under another replica id, for its base was renamed or its place taken
/// when the server was restored: whichever comes first has the effect, and the other waits for nothing.
pub fn an_act_under_two_names_has_its_effect_once<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    let mut heir = TestDesk::new("otradny", 1);
    heir.replica = ReplicaId([11; 16]);
    heir.chain = Chain::start(heir.replica);
    let act = |number| ActId::new(number, [1; 10]);
    let body = (1, b"in otradny".as_slice());
    let never = EntryRef {
        replica: ReplicaId([77; 16]),
        seq: 3,
    };
    let (one, two) = (TestDesk::subject(1), TestDesk::subject(2));
    desk.write_entry(act(1), one, None, body);
    desk.write_entry(act(2), two, Some(never), body);
    // Two entries of one act under one name are two entries.
    desk.write_entry(act(3), one, None, body);
    desk.write_entry(act(3), one, None, body);
    world.settle(&desk);
    let waiting: Vec<u64> = world
        .exchange
        .parked()
        .unwrap()
        .iter()
        .map(|parked| parked.waiting)
        .collect();
    assert_eq!(waiting, [1]);

    heir.write_entry(act(2), two, None, body);
    heir.write_entry(act(1), one, None, body);
    world.settle(&heir);
    assert_eq!(world.exchange.parked().unwrap(), []);
    let verdicts: Vec<(EntryRef, Verdict)> = world
        .pull(&desk, 0, 0, 100)
        .items
        .iter()
        .map(|item| match item {
            FeedItem::Own(record) => (record.entry, record.verdict),
            FeedItem::Other(ordered) => (ordered.record.entry, ordered.record.verdict),
            FeedItem::Enter { .. } | FeedItem::Leave { .. } => panic!("{item:?}"),
        })
        .collect();
    let at = |desk: &TestDesk, seq, verdict| {
        let replica = desk.replica;
        (EntryRef { replica, seq }, verdict)
    };
    assert_eq!(
        verdicts,
        [
            at(&desk, 1, Verdict::Effective),
            at(&desk, 3, Verdict::Effective),
            at(&desk, 4, Verdict::Effective),
            at(&heir, 1, Verdict::Effective),
            at(&heir, 2, REPEATED),
            at(&desk, 2, REPEATED),
        ]
    );
}

pub fn a_void_entry_changes_nothing_and_is_shown<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    let other = world.desk("otradny", 2);
    let stranger = world.desk("pohvistnevo", 3);
    let first = desk.write(1, None, "in otradny");
    let second = desk.write(1, Some(first), "void 5");
    desk.write(1, Some(second), "in otradny");
    // An aggregate whose very first entry is void belongs to nobody but its author.
    desk.write(2, None, "void 6");
    world.settle(&desk);

    let verdicts = |desk: &TestDesk| -> Vec<(u64, Verdict)> {
        let items = world.pull(desk, 0, 0, 100).items;
        items
            .iter()
            .map(|item| match item {
                FeedItem::Own(record) => (record.position, record.verdict),
                FeedItem::Other(ordered) => (ordered.record.position, ordered.record.verdict),
                FeedItem::Enter { .. } | FeedItem::Leave { .. } => panic!("{item:?}"),
            })
            .collect()
    };
    let shown = [
        (1, Verdict::Effective),
        (2, Verdict::Void(5)),
        (3, Verdict::Effective),
        (4, Verdict::Void(6)),
    ];
    assert_eq!(verdicts(&desk), shown);
    assert_eq!(verdicts(&other), shown[..3]);
    assert_eq!(verdicts(&stranger), []);
    let storage = world.exchange.storage();
    assert_eq!(storage.read(|rows| rows.verdict_counts()).unwrap(), (2, 2));
    let settled = storage.read(|rows| rows.settled_of_kind(KIND)).unwrap();
    let states: Vec<Option<Vec<u8>>> = settled.into_iter().map(|(_, one)| one.state).collect();
    assert_eq!(states, [Some(b"in otradnyin otradny".to_vec()), None]);
}

/// A feed in words, for comparing.
fn words(items: &[FeedItem]) -> Vec<String> {
    items
        .iter()
        .map(|item| match item {
            FeedItem::Own(record) => format!("{} own", record.position),
            FeedItem::Other(ordered) => format!("{} other", ordered.record.position),
            FeedItem::Enter {
                position, entries, ..
            } => {
                let positions: Vec<u64> = entries.iter().map(|one| one.record.position).collect();
                format!("{position} enter {positions:?}")
            }
            FeedItem::Leave { position, .. } => format!("{position} leave"),
        })
        .collect()
}

pub fn an_aggregate_enters_and_leaves_whole<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut a = world.desk("a", 1);
    let b = world.desk("b", 2);
    let e1 = a.write(1, None, "in a");
    let e2 = a.write(2, None, "in a");
    let e3 = a.write(1, Some(e1), "in a,b");
    let e4 = a.write(1, Some(e3), "in a,b");
    let e5 = a.write(1, Some(e4), "in b");
    let e6 = a.write(1, Some(e5), "in b");
    a.write(1, Some(e6), "in a");
    a.write(2, Some(e2), "in a");
    world.settle(&a);

    let seen_by_b = words(&world.pull(&b, 0, 0, 100).items);
    assert_eq!(
        seen_by_b,
        ["3 enter [1, 3]", "4 other", "5 other", "6 other", "7 leave"]
    );
    let seen_by_author = words(&world.pull(&a, 0, 0, 100).items);
    assert_eq!(
        seen_by_author,
        [
            "1 own",
            "2 own",
            "3 own",
            "4 own",
            "5 own",
            "5 leave",
            "6 own",
            "7 own",
            "7 enter [1, 3, 4, 5, 6, 7]",
            "8 own",
        ]
    );
    let neighbour = world.desk("a", 3);
    let seen_by_neighbour = words(&world.pull(&neighbour, 0, 0, 100).items);
    assert_eq!(
        seen_by_neighbour,
        [
            "1 other",
            "2 other",
            "3 other",
            "4 other",
            "5 leave",
            "7 enter [1, 3, 4, 5, 6, 7]",
            "8 other",
        ]
    );
}

pub fn places_are_dense_whatever_the_batch<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desks = [world.desk("a", 1), world.desk("a", 2), world.desk("b", 3)];
    for desk in &mut desks {
        desk.write_many(u64::from(desk.replica.0[0]) * 1000, 7);
        let reply = world.push_frames(desk, &desk.frames(0));
        assert_eq!(reply.acked_seq, 7);
    }
    let mut given = Vec::new();
    loop {
        let count = world.exchange.sequence(4, NOW_MS).unwrap();
        if count == 0 {
            break;
        }
        given.push(count);
    }
    assert_eq!(given, [4, 4, 4, 4, 4, 1]);

    // Who arrived first is ordered first, and the order chain is the one of the records.
    let mut chain = None;
    let mut seen = 0;
    let storage = world.exchange.storage();
    for desk in &desks {
        let reply = world.pull(desk, seen, 0, 7);
        for item in reply.items {
            let FeedItem::Own(record) = item else {
                continue;
            };
            seen += 1;
            assert_eq!(record.position, seen);
            let head = order_head(world.history, chain.as_ref(), &record);
            let kept = storage.read(|rows| rows.order_hash(seen)).unwrap();
            assert_eq!(kept, Some(head));
            chain = Some(head);
        }
    }
    assert_eq!(seen, 21);
}

use stoika_protocol::{
    Chain, Cursor, CursorStanding, DirectoryMark, Hash, HistoryId, PullReply, ReplicaStanding,
    Snapshot,
};

use super::world::{NOW_MS, TestDesk, World};
use crate::publish::RowPut;
use crate::storage::Storage;

fn cursor(reply: &PullReply) -> Option<Cursor> {
    Some(Cursor {
        history: reply.history,
        position: reply.upto,
        order_head: reply.order_head,
    })
}

fn directory(reply: &PullReply) -> (u64, Option<DirectoryMark>) {
    (reply.directory_upto, reply.directory_mark)
}

fn row(key: &str, data: u8) -> RowPut {
    RowPut {
        kind: "account".to_owned(),
        key: key.to_owned(),
        scope: "a".to_owned(),
        data: Some(vec![data]),
    }
}

pub fn a_restored_or_cloned_desk_is_seen<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("a", 1);
    let new = world.hello(&desk, None);
    let start = Chain::start(desk.replica);
    let holds = |chain: Chain| ReplicaStanding::Holds {
        seq: chain.seq,
        chain: chain.head,
    };
    assert_eq!(new.replica, holds(start));
    desk.write_many(1, 3);
    let backup = desk.clone();
    desk.write_many(4, 2);
    world.settle(&desk);
    assert_eq!(world.hello(&desk, None).replica, holds(desk.chain));

    // Unsent entries: it holds a prefix.
    let held = desk.chain;
    desk.write_many(10, 2);
    assert_eq!(world.hello(&desk, None).replica, holds(held));

    // The backup of an hour ago, put back; and the same after it wrote something of its own.
    let mut restored = backup;
    let ahead = ReplicaStanding::Ahead { seq: 5 };
    assert_eq!(world.hello(&restored, None).replica, ahead);
    let emptied = world.hello_at(&restored, start, None, (0, None));
    assert_eq!(emptied.replica, ahead);
    restored.write_many(50, 1);
    let fork = ReplicaStanding::Fork { seq: 5 };
    assert_eq!(world.hello(&restored, None).replica, fork);
    // It wrote past what is held: the chain in the reply is not its own there.
    restored.write_many(51, 3);
    assert_eq!(world.hello(&restored, None).replica, holds(held));
    // Another desk with this replica's id.
    let mut other = world.desk("a", 2);
    other.replica = desk.replica;
    assert_eq!(world.hello(&other, None).replica, fork);
}

pub fn a_restored_server_is_seen<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    // A backup is the same history with a part of it: made by doing the same twice.
    let world = World::new(make);
    let backup = World::new(make);
    let mut desk = world.desk("a", 1);
    backup.desk("a", 1);
    desk.write_many(1, 4);
    world.settle(&desk);
    backup.settle(&desk);
    let before = world.pull(&desk, 0, 0, 100);
    world.exchange.publish(&[row("1", 1)]).unwrap();

    desk.write_many(5, 3);
    world.settle(&desk);
    let after = world.pull(&desk, before.upto, 0, 100);
    let reply = world.hello_at(&desk, desk.chain, cursor(&after), directory(&after));
    assert_eq!(reply.cursor, CursorStanding::Continues);
    assert_eq!(reply.directory, CursorStanding::Continues);

    // The machine burns down, the backup is put in its place.
    let reply = backup.hello_at(&desk, desk.chain, cursor(&after), directory(&after));
    assert_eq!(reply.history, world.history);
    assert_eq!(reply.cursor, CursorStanding::Rewound);
    assert_eq!(reply.directory, CursorStanding::Rewound);
    let ReplicaStanding::Holds { seq, .. } = reply.replica else {
        panic!("{reply:?}");
    };
    assert_eq!(seq, 4);
    // A cursor from before the backup still lies on it; a page asked for past its end is empty.
    let reply = backup.hello(&desk, cursor(&before));
    assert_eq!(reply.cursor, CursorStanding::Continues);
    let past = backup.pull(&desk, after.upto, 0, 100);
    assert_eq!((past.items.len(), past.upto), (0, 0));

    // Another desk writes first: the positions are filled again, by other entries.
    let mut other = backup.desk("a", 2);
    other.write_many(500, 3);
    backup.settle(&other);
    backup.settle(&desk);
    let reply = backup.hello(&desk, cursor(&after));
    assert_eq!(reply.cursor, CursorStanding::Rewound);
    assert_eq!(backup.pull(&other, 0, 0, 100).items.len(), 10);
}

/// The backup lacks nothing but changes of the directory, and has others at their positions.
pub fn a_directory_that_was_restored_and_grew_is_seen<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let backup = World::new(make);
    let desk = world.desk("a", 1);
    backup.desk("a", 1);
    let standing = |world: &World<S>, at| {
        let reply = world.hello_at(&desk, desk.chain, cursor(&world.pull(&desk, 0, 0, 1)), at);
        assert_eq!(reply.cursor, CursorStanding::Continues);
        reply.directory
    };
    let common = [row("1", 1), row("2", 1)];
    world.exchange.publish(&common).unwrap();
    backup.exchange.publish(&common).unwrap();
    let before = world.pull(&desk, 0, 0, 100);
    // What is published again as it is makes no step of the chain.
    world.exchange.publish(&common).unwrap();
    assert_eq!(directory(&world.pull(&desk, 0, 3, 100)), directory(&before));

    let lost = [row("3", 1), row("4", 1), row("5", 1)];
    world.exchange.publish(&lost).unwrap();
    // A page that ends within a publishing transaction is covered by that transaction's end.
    let within = world.pull(&desk, 0, 3, 1);
    let after = world.pull(&desk, 0, 4, 100);
    assert_eq!((within.directory_upto, after.directory_upto), (4, 6));
    assert_eq!(within.directory_mark, after.directory_mark);
    for at in [&before, &within, &after] {
        assert_eq!(standing(&world, directory(at)), CursorStanding::Continues);
    }
    let first_page = Snapshot {
        history: None,
        after: None,
        rows_max: 3,
        directory_mark: None,
    };
    let first_page = world.exchange.snapshot(&desk.key, &first_page, NOW_MS);
    let first_page = first_page.unwrap();
    assert_eq!((first_page.position, first_page.last), (6, false));
    assert_eq!(first_page.directory_mark, after.directory_mark);
    let second_page = Snapshot {
        history: Some(first_page.history),
        after: Some(("account".to_owned(), "3".to_owned())),
        rows_max: 3,
        directory_mark: first_page.directory_mark,
    };
    let page = |world: &World<S>| {
        let page = world.exchange.snapshot(&desk.key, &second_page, NOW_MS);
        let page = page.unwrap();
        (page.position, page.rows.len(), page.last)
    };
    assert_eq!(page(&world), (6, 3, true));

    // Restored; then the same rows with other words, and more.
    assert_eq!(
        standing(&backup, directory(&after)),
        CursorStanding::Rewound
    );
    let others = [row("3", 2), row("4", 1), row("5", 1)];
    backup.exchange.publish(&others).unwrap();
    backup
        .exchange
        .publish(&[row("8", 1), row("9", 1)])
        .unwrap();
    assert_eq!(
        standing(&backup, directory(&before)),
        CursorStanding::Continues
    );
    for at in [&within, &after] {
        assert_eq!(standing(&backup, directory(at)), CursorStanding::Rewound);
    }
    // The pages of a load that was under way are of the lost directory too.
    assert_eq!(page(&backup), (0, 0, false));
    // A position alone is no proof, nor is a mark that does not reach it.
    assert_eq!(standing(&world, (6, None)), CursorStanding::Rewound);
    let short = (6, before.directory_mark);
    assert_eq!(standing(&world, short), CursorStanding::Rewound);
    // The same changes in other steps are another chain; so are those of another history.
    let split = World::new(make);
    split.desk("a", 1);
    for row in common.iter().chain(&lost) {
        split.exchange.publish(std::slice::from_ref(row)).unwrap();
    }
    assert_eq!(standing(&split, directory(&after)), CursorStanding::Rewound);
    let foreign = World::of_history(make, HistoryId([8; 16]));
    foreign.desk("a", 1);
    foreign.exchange.publish(&common).unwrap();
    assert_eq!(
        standing(&foreign, directory(&before)),
        CursorStanding::Rewound
    );
}

/// The server is restored and grows past the desk within one session: no hello comes between.
pub fn a_restore_between_two_pulls_is_seen<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let zeroes = |reply: &PullReply| {
        assert_eq!((reply.items.len(), reply.directory.len()), (0, 0));
        assert_eq!((reply.upto, reply.directory_upto), (0, 0));
        assert!(!reply.more);
        assert_eq!(reply.directory_mark, None);
    };
    let filled = |journal: u64, data: u8| {
        let world = World::new(make);
        let mut writers: [TestDesk; 2] = [world.desk("a", 1), world.desk("a", 2)];
        let [first, second] = &mut writers;
        first.write_many(1, 2);
        world.settle(first);
        world.exchange.publish(&[row("1", 1)]).unwrap();
        second.write_many(journal, 2);
        world.settle(second);
        world.exchange.publish(&[row("2", data)]).unwrap();
        (world, writers)
    };
    let (world, [desk, _]) = filled(100, 1);
    let before = world.pull(&desk, 0, 0, 100);
    assert_eq!((before.upto, before.directory_upto), (4, 4));
    world.exchange.publish(&[row("3", 1)]).unwrap();
    let next = world.pull_on(&desk, &before);
    assert_eq!((next.upto, next.directory_upto), (4, 5));
    assert_eq!(next.directory.len(), 1);

    // The same life again, but for other entries; but for another row.
    for (other_journal, other_data) in [(200, 1), (100, 2)] {
        let (backup, [_, mut writer]) = filled(other_journal, other_data);
        writer.write_many(300, 2);
        backup.settle(&writer);
        backup.exchange.publish(&[row("7", 1)]).unwrap();
        zeroes(&backup.pull_on(&desk, &before));
        // Hello says which of the two it was.
        let reply = backup.hello_at(&desk, desk.chain, cursor(&before), directory(&before));
        let order = match other_journal {
            100 => CursorStanding::Continues,
            _ => CursorStanding::Rewound,
        };
        assert_eq!(reply.cursor, order);
        assert_eq!(reply.directory, CursorStanding::Rewound);
    }
}

pub fn a_wiped_server_is_seen<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("a", 1);
    desk.write_many(1, 2);
    world.settle(&desk);
    let pulled = world.pull(&desk, 0, 0, 100);
    let wiped = World::of_history(make, HistoryId([8; 16]));
    wiped.desk("a", 1);
    let reply = wiped.hello(&desk, cursor(&pulled));
    assert_eq!(reply.cursor, CursorStanding::Rewound);
    assert_eq!(reply.history, wiped.history);
    // The same numbers again do not make it the same history.
    wiped.settle(&desk);
    let reply = wiped.hello(&desk, cursor(&pulled));
    assert_eq!(reply.cursor, CursorStanding::Rewound);
    let mut stale = World::of_history(make, HistoryId([8; 16]));
    stale.history = world.history;
    stale.desk("a", 1);
    stale.settle(&desk);
    let reply = stale.pull(&desk, 0, 0, 100);
    assert_eq!(reply.history, HistoryId([8; 16]));
    assert_eq!((reply.items.len(), reply.upto), (0, 0));
    // A cursor at the start with no head is no cursor on this history's order.
    let odd = Cursor {
        history: world.history,
        position: 2,
        order_head: Hash([1; 32]),
    };
    let reply = world.hello(&desk, Some(odd));
    assert_eq!(reply.cursor, CursorStanding::Rewound);
}

use stoika_protocol::{Chain, Cursor, CursorStanding, Hash, HistoryId, PullReply, ReplicaStanding};

use super::world::World;
use crate::publish::RowPut;
use crate::storage::Storage;

fn cursor(reply: &PullReply) -> Option<Cursor> {
    Some(Cursor {
        history: reply.history,
        position: reply.upto,
        order_head: reply.order_head,
    })
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
    let emptied = world.hello_at(&restored, start, None, 0);
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
    let row = RowPut {
        kind: "account".to_owned(),
        key: "1".to_owned(),
        scope: "a".to_owned(),
        data: Some(vec![1]),
    };
    world.exchange.publish(&[row]).unwrap();

    desk.write_many(5, 3);
    world.settle(&desk);
    let after = world.pull(&desk, before.upto, 0, 100);
    let reply = world.hello_at(&desk, desk.chain, cursor(&after), after.directory_upto);
    assert_eq!(reply.cursor, CursorStanding::Continues);
    assert_eq!(reply.directory, CursorStanding::Continues);

    // The machine burns down, the backup is put in its place.
    let reply = backup.hello_at(&desk, desk.chain, cursor(&after), after.directory_upto);
    assert_eq!(reply.history, world.history);
    assert_eq!(reply.cursor, CursorStanding::Rewound);
    assert_eq!(reply.directory, CursorStanding::Rewound);
    let ReplicaStanding::Holds { seq, .. } = reply.replica else {
        panic!("{reply:?}");
    };
    assert_eq!(seq, 4);
    // A cursor from before the backup still lies on it; a page asked for past its end is empty
    // and says where the end is.
    let reply = backup.hello(&desk, cursor(&before));
    assert_eq!(reply.cursor, CursorStanding::Continues);
    let past = backup.pull(&desk, after.upto, 0, 100);
    assert_eq!((past.items.len(), past.upto), (0, 4));

    // Another desk writes first: the positions are filled again, by other entries.
    let mut other = backup.desk("a", 2);
    other.write_many(500, 3);
    backup.settle(&other);
    backup.settle(&desk);
    let reply = backup.hello(&desk, cursor(&after));
    assert_eq!(reply.cursor, CursorStanding::Rewound);
    assert_eq!(backup.pull(&other, 0, 0, 100).items.len(), 10);
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

use std::collections::BTreeMap;

use stoika_protocol::{DirectoryChange, HistoryId, Snapshot, SnapshotReply};

use super::world::{NOW_MS, TestDesk, World};
use crate::publish::{RowPut, SCOPE_ALL};
use crate::storage::Storage;

fn put(key: &str, scope: &str, data: Option<&str>) -> RowPut {
    RowPut {
        kind: "account".to_owned(),
        key: key.to_owned(),
        scope: scope.to_owned(),
        data: data.map(|data| data.as_bytes().to_vec()),
    }
}

pub fn pages_are_exact<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    const PAGE: u32 = 5;
    for count in [0_u64, 1, 4, 5, 6, 9, 10, 11, 15] {
        let world = World::new(make);
        let mut desk = world.desk("a", 1);
        let reader = world.desk("a", 2);
        desk.write_many(1, count);
        world.settle(&desk);
        // Rows beside the journal, one fewer, so that the two end on different pages.
        let rows: Vec<RowPut> = (1..count)
            .map(|key| put(&format!("{key:03}"), "a", Some("x")))
            .collect();
        // Behind the rows of the two desks.
        let head = world.exchange.storage().read(|rows| rows.directory_head());
        let start = head.unwrap();
        world.exchange.publish(&rows).unwrap();
        for asker in [&desk, &reader] {
            let (mut after, mut directory_after) = (0, start);
            let (mut items, mut changes) = (0, 0);
            let mut pages = 0;
            loop {
                let reply = world.pull(asker, after, directory_after, PAGE);
                items += reply.items.len();
                changes += reply.directory.len();
                (after, directory_after) = (reply.upto, reply.directory_upto);
                pages += 1;
                if !reply.more {
                    break;
                }
            }
            assert_eq!(items as u64, count);
            assert_eq!(changes as u64, count.saturating_sub(1));
            assert_eq!(after, count);
            assert_eq!(directory_after - start, count.saturating_sub(1));
            assert_eq!(pages, count.div_ceil(u64::from(PAGE)).max(1), "{count}");
        }
    }
}

pub fn a_small_page_never_cuts_a_place<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut a = world.desk("a", 1);
    let mut base = a.write(1, None, "in b");
    for round in 0..6 {
        base = a.write(1, Some(base), if round % 2 == 0 { "in a" } else { "in b" });
    }
    world.settle(&a);
    let whole = world.pull(&a, 0, 0, 100).items;
    // Seven records, three entrances, three departures.
    assert_eq!(whole.len(), 13);
    for page in 1..=13 {
        let mut items = Vec::new();
        let mut after = 0;
        loop {
            let reply = world.pull(&a, after, 0, page);
            assert!(reply.upto > after || !reply.more);
            after = reply.upto;
            items.extend(reply.items);
            if !reply.more {
                break;
            }
        }
        assert_eq!(items, whole, "page of {page}");
    }
}

fn first_load<S: Storage>(
    world: &World<S>,
    desk: &TestDesk,
    rows_max: u32,
    mut between: impl FnMut(usize),
) -> (BTreeMap<String, Vec<u8>>, SnapshotReply) {
    let mut rows = BTreeMap::new();
    let mut first: Option<SnapshotReply> = None;
    let mut after = None;
    for page in 1.. {
        let asked = Snapshot {
            history: first.as_ref().map(|reply| reply.history),
            after: after.clone(),
            rows_max,
            directory_mark: first.as_ref().and_then(|reply| reply.directory_mark),
        };
        let reply = world.exchange.snapshot(&desk.key, &asked, NOW_MS).unwrap();
        reply.verify(&world.exchange.authority()).unwrap();
        for row in &reply.rows {
            after = Some((row.kind.clone(), row.key.clone()));
            rows.insert(row.key.clone(), row.data.clone());
        }
        let last = reply.last;
        first.get_or_insert(reply);
        if last {
            break;
        }
        between(page);
    }
    (rows, first.unwrap())
}

fn apply(rows: &mut BTreeMap<String, Vec<u8>>, changes: &[DirectoryChange]) {
    for change in changes {
        match change {
            DirectoryChange::Put(row) => rows.insert(row.key.clone(), row.data.clone()),
            DirectoryChange::Remove { key, .. } => rows.remove(key),
        };
    }
}

pub fn a_first_load_comes_right_while_rows_change<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let desk = world.desk("a", 1);
    let fresh = |from: u32, to: u32, data: &'static str| -> Vec<RowPut> {
        (from..to)
            .map(|key| put(&format!("{key:03}"), "a", Some(data)))
            .collect()
    };
    world.exchange.publish(&fresh(11, 20, "old")).unwrap();
    world
        .exchange
        .publish(&[put("foreign", "b", Some("not ours"))])
        .unwrap();

    // Exact pages first: ten rows, the desk's own among them, by five are two pages, and the second
    // one says it is last.
    let mut pages = 1;
    let (rows, first) = first_load(&world, &desk, 5, |_| pages += 1);
    assert_eq!((pages, rows.len()), (2, 10));
    assert_eq!((first.rows_total, first.accounts_total), (10, 9));
    assert_eq!(first.position, 11);

    // Then with changes on both sides of the place where the page stands.
    let (mut rows, first) = first_load(&world, &desk, 3, |page| {
        if page == 2 {
            let changes = [
                put("011", "a", Some("new behind")),
                put("018", "a", Some("new ahead")),
                put("012", "a", None),
                put("019", "a", None),
                put("000", "a", Some("born behind")),
                put("025", SCOPE_ALL, Some("born ahead")),
                put("013", "b", Some("moved away behind")),
                put("017", "b", Some("moved away ahead")),
                put("foreign", "a", Some("moved in")),
            ];
            world.exchange.publish(&changes).unwrap();
        }
    });
    let mut after = first.position;
    loop {
        let reply = world.pull(&desk, 0, after, 2);
        apply(&mut rows, &reply.directory);
        after = reply.directory_upto;
        if !reply.more {
            break;
        }
    }
    let (settled, _) = first_load(&world, &desk, 100, |_| panic!("one page is enough"));
    assert_eq!(rows, settled);
    assert_eq!(rows.len(), 9);
    assert_eq!(rows["011"], b"new behind");
    assert_eq!(rows["foreign"], b"moved in");

    // A page asked of another history brings nothing but the history that is here.
    let asked = Snapshot {
        history: Some(HistoryId([1; 16])),
        after: None,
        rows_max: 5,
        directory_mark: None,
    };
    let reply = world.exchange.snapshot(&desk.key, &asked, NOW_MS).unwrap();
    assert_eq!((reply.history, reply.rows.len()), (world.history, 0));
    assert!(!reply.last);
}

pub fn rows_move_between_scopes<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let a = world.desk("a", 1);
    let b = world.desk("b", 2);
    let mut seen = [BTreeMap::new(), BTreeMap::new()];
    let mut cursors = [0, 0];
    let steps: [(RowPut, [bool; 2]); 6] = [
        (put("k", "a", Some("1")), [true, false]),
        (put("k", "b", Some("2")), [false, true]),
        (put("k", SCOPE_ALL, Some("2")), [true, true]),
        (put("k", "a", Some("2")), [true, false]),
        (put("k", "a", None), [false, false]),
        (put("k", SCOPE_ALL, Some("3")), [true, true]),
    ];
    for (step, there) in steps {
        world.exchange.publish(std::slice::from_ref(&step)).unwrap();
        for (index, desk) in [&a, &b].into_iter().enumerate() {
            // One change at a time: a page boundary falls between every two of them.
            loop {
                let reply = world.pull(desk, 0, cursors[index], 1);
                apply(&mut seen[index], &reply.directory);
                cursors[index] = reply.directory_upto;
                if !reply.more {
                    break;
                }
            }
            let expected = step.data.clone().filter(|_| there[index]);
            assert_eq!(seen[index].get("k"), expected.as_ref(), "{step:?}");
        }
    }
}

pub fn the_same_row_takes_no_position<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let rows = [put("1", "a", Some("x")), put("2", SCOPE_ALL, Some("y"))];
    let first = world.exchange.publish(&rows).unwrap();
    assert_eq!((first.changed, first.unchanged, first.position), (2, 0, 2));
    let again = world.exchange.publish(&rows).unwrap();
    assert_eq!((again.changed, again.unchanged, again.position), (0, 2, 2));
    let gone = world.exchange.publish(&[put("1", "a", None)]).unwrap();
    assert_eq!((gone.changed, gone.position), (1, 3));
    let gone = world.exchange.publish(&[put("1", "a", None)]).unwrap();
    assert_eq!((gone.changed, gone.position), (0, 3));
    let back = world.exchange.publish(&rows).unwrap();
    assert_eq!((back.changed, back.position), (1, 4));
}

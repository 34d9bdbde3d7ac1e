//! What goes wrong: names that change, hubs that go, disks that break, a centre that forgets.

use std::collections::BTreeSet;

use stoika_protocol::{EntryRef, ReplicaId};
use stoika_store::{BranchReplica, Identity, StoreError};

use super::office::{
    ANY_SIZE, Office, called, check_chain, count, issued, names, naming, push, replica_of, tenure,
    visit, window_of,
};
use crate::desk::{NOW_MS, raw, signer};

/// The desk was restored or cloned: what it wrote is written anew, and is in the office once.
#[test]
fn entries_that_got_another_name_take_the_place_of_the_old_ones() {
    let mut office = Office::new();
    let visit = visit(&mut office);
    office.desks[1].act(Some(visit), &called(1)).unwrap();
    let (appeal, _) = office.desks[1].register("Небылицын", None).unwrap();
    office.meet();
    let fresh = Identity {
        replica: ReplicaId([0xc1; 16]),
        key: signer().id(),
    };
    let renamed = &office.desks[1].replica;
    renamed.reauthor(replica_of(1), 0, fresh, NOW_MS).unwrap();
    office.meet();
    let once = "SELECT count(*) FROM entry e JOIN aggregate a ON a.id = e.aggregate WHERE a.kind IN (2, 9)";
    for desk in &office.desks {
        assert_eq!(window_of(desk, visit), Some(1));
        assert!(desk.replica.appeal(appeal.id).unwrap().is_some());
        assert_eq!(count(desk, once), 3);
    }
    // The names of both lives are with the centre; it takes the one that comes.
    let renamed = office.desks[1].replica.identity().unwrap().replica;
    let last = *names(&office.desks[0]).last().unwrap();
    assert_eq!(last.replica, renamed);
    assert_eq!(names(&office.desks[0]).len(), 2);
}

/// The centre has the ticket under its new name only: the call that was based on the old one follows it.
#[test]
fn a_call_follows_a_ticket_that_the_centre_has_under_another_name() {
    let mut office = Office::new();
    let (visit, _) = office.desks[1].act(None, &issued(1)).unwrap();
    office.meet();
    office.desks[2].act(Some(visit), &called(2)).unwrap();
    let fresh = Identity {
        replica: ReplicaId([0xc1; 16]),
        key: signer().id(),
    };
    let renamed = &office.desks[1].replica;
    renamed.reauthor(replica_of(1), 0, fresh, NOW_MS).unwrap();
    let renamed = renamed.identity().unwrap().replica;
    office.send(1, ANY_SIZE);
    office.centre.sequence(true);
    office.pull_centre(2, 9);
    let desk = &office.desks[2];
    assert_eq!(window_of(desk, visit), Some(2));
    assert_eq!(
        count(desk, "SELECT count(*) FROM entry WHERE kind = 901"),
        1
    );
    let call = desk.sent().pop().unwrap();
    let ticket = EntryRef {
        replica: renamed,
        seq: 1,
    };
    assert_eq!(call.header.base, Some(ticket));
    assert!(desk.replica.discrepancies(false, 9).unwrap().is_empty());
    // The centre has the ticket first, then the hub hears of it by the office.
    office.meet();
    for desk in &office.desks {
        assert_eq!(window_of(desk, visit), Some(2));
        assert_eq!(
            count(desk, "SELECT count(*) FROM entry WHERE kind IN (901, 902)"),
            2
        );
    }
}

/// The hub's own entries got other names: its order begins anew, and the desks find out.
#[test]
fn a_hub_that_had_to_take_another_name_gives_its_order_anew() {
    let mut office = Office::new();
    let visit = visit(&mut office);
    office.desks[1].act(Some(visit), &called(1)).unwrap();
    office.meet();
    let fresh = Identity {
        replica: ReplicaId([0xc0; 16]),
        key: signer().id(),
    };
    let hub = &office.desks[0].replica;
    hub.reauthor(replica_of(0), 0, fresh, NOW_MS).unwrap();
    let renamed = hub.identity().unwrap().replica;
    assert_ne!(renamed, replica_of(0));
    office.desks[0].act(None, &issued(2)).unwrap();
    office.meet();
    check_chain(&office.desks[0].replica);
    let states = office.states(0);
    assert_eq!(states.len(), 2);
    for desk in 0..3 {
        assert_eq!(office.states(desk), states);
        assert_eq!(window_of(&office.desks[desk], visit), Some(1));
        let old = "SELECT count(*) FROM entry e JOIN replica r ON r.id = e.replica WHERE r.name = x'b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0'";
        assert_eq!(count(&office.desks[desk], old), 0);
    }
}

/// Another desk is the hub and has less than the former one: what it does not have comes from its author.
#[test]
fn what_only_the_former_hub_had_comes_again_from_its_author() {
    let mut office = Office::new();
    let visit = visit(&mut office);
    office.desks[1].act(Some(visit), &called(1)).unwrap();
    office.push(1, ANY_SIZE, false);
    office.pull_all(1);
    // Desk 2 has not heard of the call when the hub goes, and takes over.
    office.move_hub(2);
    office.pull_all(0);
    assert_eq!(window_of(&office.desks[0], visit), None);
    // Nothing of its own is taken from the author.
    office.pull_all(1);
    assert_eq!(window_of(&office.desks[1], visit), Some(1));
    office.meet();
    for desk in &office.desks {
        assert_eq!(window_of(desk, visit), Some(1));
    }
    // The new hub names what it holds of others: the visit at once, the call when it came.
    assert_eq!(names(&office.desks[2]).len(), 2);
}

#[test]
fn a_centre_that_was_restored_does_not_take_the_order_of_the_office() {
    let mut office = Office::new();
    let visit = visit(&mut office);
    for desk in 0..3 {
        office.send(desk, ANY_SIZE);
    }
    office.centre.sequence(false);
    for desk in 0..3 {
        office.pull_centre(desk, 9);
    }
    office.desks[1].act(Some(visit), &called(1)).unwrap();
    office.meet();
    for desk in 0..3 {
        let replica = &office.desks[desk].replica;
        replica.rewind(true, false, NOW_MS).unwrap();
        assert_eq!(window_of(&office.desks[desk], visit), Some(1));
        let standing = replica.branch_standing().unwrap();
        assert_eq!(standing.current.acked.seq, u64::from(desk == 1));
        office.pulled[desk] = 0;
        // The restored centre has the ticket and not the call.
        office.pull_centre(desk, 9);
        assert_eq!(window_of(&office.desks[desk], visit), Some(1));
    }
}

/// Whatever part of the log reached the disk: what the hub holds of a replica is here, named and kept for
/// the centre, or it does not hold it.
#[test]
fn a_hub_that_dies_holds_what_it_has_named_and_no_more() {
    const LOG_HEADER_BYTES: usize = 32;
    const LOG_FRAME_BYTES: usize = 24 + 4096;
    let mut office = Office::new();
    let visit = visit(&mut office);
    raw(&office.desks[0].root())
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    for _ in 0..3 {
        office.desks[1].act(Some(visit), &called(1)).unwrap();
        office.push(1, ANY_SIZE, false);
    }
    let root = office.desks[0].root();
    let log = std::fs::read(root.join("replica/replica.db-wal")).unwrap();
    let frames = (log.len() - LOG_HEADER_BYTES) / LOG_FRAME_BYTES;
    let mut seen = BTreeSet::new();
    for cut in 0..=frames {
        let disk = tempfile::tempdir().unwrap();
        crate::journal::copy(&root.join("replica"), &disk.path().join("replica"));
        let length = LOG_HEADER_BYTES + cut * LOG_FRAME_BYTES;
        std::fs::write(disk.path().join("replica/replica.db-wal"), &log[..length]).unwrap();
        let opened = raw(disk.path());
        let one = |sql: &str| -> i64 { opened.query_row(sql, [], |row| row.get(0)).unwrap() };
        let of_one =
            "JOIN replica r ON r.id = x.replica WHERE r.name = x'b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1'";
        let held = one(&format!(
            "SELECT coalesce(max(held_seq), 0) FROM hub_replica x {of_one}"
        ));
        for table in ["entry", "hub_taken", "hub_order", "hub_frame"] {
            let rows = one(&format!("SELECT count(*) FROM {table} x {of_one}"));
            assert_eq!(rows, held, "{table}, cut at {cut}");
        }
        assert_eq!(one("SELECT count(*) FROM entry WHERE kind = 1301"), held);
        assert_eq!(one("SELECT tenure_position FROM hub_standing"), held + 1);
        seen.insert(held);
    }
    assert_eq!(seen, BTreeSet::from([0, 1, 2, 3]));
}

/// A damaged desk of the office comes back with what others wrote and the centre has not placed.
#[test]
fn the_order_of_the_office_comes_through_a_recovery() {
    let mut office = Office::new();
    let visit = visit(&mut office);
    office.desks[2].act(Some(visit), &called(2)).unwrap();
    office.push(2, ANY_SIZE, false);
    office.desks[1].act(Some(visit), &called(1)).unwrap();
    office.meet();
    assert_eq!(window_of(&office.desks[1], visit), Some(2));
    for desk in [1, 0] {
        office.recover(desk);
        assert_eq!(
            window_of(&office.desks[desk], visit),
            Some(2),
            "desk {desk}"
        );
    }
    let hub = &office.desks[0].replica;
    // Frames of those who may be gone are kept; the tenure is taken up as at every start.
    let next = hub.relay_next(&BTreeSet::new(), 1, NOW_MS).unwrap();
    assert!(next.is_some());
    assert_eq!(hub.branch_tenure().unwrap(), None);
    hub.branch_begin(tenure(1), &naming(900)).unwrap();
    office.meet();
    check_chain(&office.desks[0].replica);
    for desk in 0..3 {
        assert_eq!(office.states(desk), office.states(0));
        assert_eq!(window_of(&office.desks[desk], visit), Some(2));
    }
}

/// Used by the exchange: a replica that is known from an earlier tenure goes on where it was.
#[test]
fn a_replica_known_from_an_earlier_tenure_goes_on() {
    let mut office = Office::new();
    office.desks[1].register("Небылицын", None).unwrap();
    office.meet();
    office.move_hub(2);
    office.desks[1].register("Выдумкина", None).unwrap();
    office.meet();
    office.move_hub(0);
    let hub = &office.desks[0].replica;
    let known = hub
        .branch_read::<_, StoreError>(|rows| rows.replica(&replica_of(1)))
        .unwrap();
    let BranchReplica { held, .. } = known.unwrap();
    assert_eq!(held.seq, 1);
    // What came meanwhile by the other hub is numbered already when its author brings it.
    let order = |office: &Office| {
        office.desks[0]
            .replica
            .branch_read::<_, StoreError>(|rows| Ok(rows.order_head()))
            .unwrap()
    };
    let before = order(&office);
    let frames = |after: u64| {
        office.desks[1]
            .replica
            .frames_after(&signer(), replica_of(1), after, ANY_SIZE)
            .unwrap()
    };
    let acked = push(hub, &naming(77), replica_of(1), held, frames);
    assert_eq!((acked.seq, order(&office)), (2, before));
    office.meet();
    assert_eq!(office.states(1), office.states(2));
}

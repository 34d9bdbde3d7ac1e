//! The disk of a desk is copied, and both machines go on under one name: the hub meets the one first, the
//! centre the other.

use stoika_protocol::{Chain, EntryRef, ReplicaId};
use stoika_store::{BranchReplica, Identity, Replica, StoreError};

use super::office::{ANY_SIZE, Office, naming, push, replica_of};
use crate::desk::{Desk, NOW_MS, params, signer};

fn fresh(byte: u8) -> Identity {
    Identity {
        replica: ReplicaId([byte; 16]),
        key: signer().id(),
    }
}

/// Another machine with a copy of the disk.
fn clone_of(desk: &Desk) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    crate::journal::copy(&desk.root().join("replica"), &folder.path().join("replica"));
    let (replica, opened) = Replica::open(&params(folder.path(), 0xc9)).unwrap();
    Desk {
        folder,
        replica,
        opened,
        acts: desk.acts + 50_000,
    }
}

fn held_at_hub(office: &Office, name: ReplicaId) -> Option<Chain> {
    let held = office.desks[0]
        .replica
        .branch_read::<_, StoreError>(|rows| rows.replica(&name));
    held.unwrap().map(|BranchReplica { held, .. }| held)
}

fn bring(office: &Office, desk: &Desk, name: ReplicaId, begin: Chain, number: u64) -> Chain {
    let frames = |after: u64| {
        desk.replica
            .frames_after(&signer(), name, after, ANY_SIZE)
            .unwrap()
    };
    let hub = &office.desks[0].replica;
    push(hub, &naming(number), name, begin, frames)
}

/// What the centre has acknowledged keeps its name, also where the hub holds something else; what only
/// this desk has goes on under another one, to both.
#[test]
fn a_desk_that_a_clone_has_shut_out_of_the_hub_goes_on_under_another_name() {
    let mut office = Office::new();
    let mut twin = clone_of(&office.desks[1]);
    let (of_twin, _) = twin.register("Близнецов", None).unwrap();
    bring(
        &office,
        &twin,
        replica_of(1),
        Chain::start(replica_of(1)),
        901,
    );

    let (at_centre, _) = office.desks[1].register("Небылицын", None).unwrap();
    office.send(1, ANY_SIZE);
    let (unsent, _) = office.desks[1].register("Выдумкина", None).unwrap();
    let desk = &office.desks[1].replica;
    desk.branch_reauthor(replica_of(1), 0, fresh(0xc1), NOW_MS)
        .unwrap();
    let standing = desk.standing().unwrap();
    assert_ne!(standing.current.replica, replica_of(1));
    assert_eq!(standing.current.head.seq, 1);
    let former = &standing.former[0];
    assert_eq!((former.head.seq, former.acked.seq), (1, 1));
    // Again, when another hub says the same: nothing is left to be written anew.
    desk.branch_reauthor(replica_of(1), 0, fresh(0xc2), NOW_MS)
        .unwrap();
    assert_eq!(desk.standing().unwrap(), standing);
    let branch = desk.branch_standing().unwrap();
    assert!(branch.former.iter().all(|own| own.acked == own.head));

    office.meet();
    let hub = &office.desks[0].replica;
    assert!(hub.appeal(unsent.id).unwrap().is_some());
    assert!(hub.appeal(of_twin.id).unwrap().is_some());
    office.send(1, ANY_SIZE);
    office.centre.sequence(false);
    for desk in 0..3 {
        office.pull_centre(desk, 9);
        for appeal in [at_centre, unsent] {
            let found = office.desks[desk].replica.appeal(appeal.id).unwrap();
            assert!(found.is_some(), "desk {desk}");
        }
    }
    assert_eq!(office.centre.ordered.len(), 2);
}

/// What the centre has not acknowledged and the hub has stays under the old name for the centre.
#[test]
fn what_the_hub_has_and_the_centre_not_goes_to_the_centre_under_its_name() {
    let mut office = Office::new();
    office.desks[1].register("Небылицын", None).unwrap();
    office.meet();
    office.desks[1].register("Выдумкина", None).unwrap();
    let desk = &office.desks[1].replica;
    desk.branch_reauthor(replica_of(1), 1, fresh(0xc1), NOW_MS)
        .unwrap();
    let standing = desk.standing().unwrap();
    let former = &standing.former[0];
    assert_eq!((former.head.seq, former.acked.seq), (1, 0));
    office.send(1, ANY_SIZE);
    office.centre.sequence(false);
    assert_eq!(office.centre.ordered.len(), 2);
}

/// The centre has another entry at a place that a clone has filled at the hub: the hub forgets that
/// course, and tells both machines the one of the centre.
#[test]
fn the_hub_follows_the_centre_in_the_course_of_a_replica() {
    let mut office = Office::new();
    let mut twin = clone_of(&office.desks[1]);
    let (of_twin, _) = twin.register("Близнецов", None).unwrap();
    bring(
        &office,
        &twin,
        replica_of(1),
        Chain::start(replica_of(1)),
        901,
    );
    office.pull_all(2);
    let (true_one, _) = office.desks[1].register("Небылицын", None).unwrap();
    office.send(1, ANY_SIZE);
    office.centre.sequence(false);
    office.pull_centre(0, 9);
    assert_eq!(held_at_hub(&office, replica_of(1)), None);

    // Whoever comes first now is told what the centre has.
    let key = signer().id();
    let (held, _) = office.desks[0]
        .replica
        .branch_write::<_, StoreError>(&naming(902), |intake| {
            let held = Chain::start(replica_of(1));
            intake.put_replica(&replica_of(1), &BranchReplica { key, held })?;
            intake.catch_up(&replica_of(1))?;
            let first = EntryRef {
                replica: replica_of(1),
                seq: 1,
            };
            intake.rows()?.chain_at(&first)
        })
        .unwrap();
    let ours = office.desks[1].replica.chain_at(replica_of(1), 1).unwrap();
    assert_eq!(held, ours.map(|chain| chain.head));
    assert_ne!(twin.replica.chain_at(replica_of(1), 1).unwrap(), ours);
    assert_eq!(held_at_hub(&office, replica_of(1)), ours);

    // The clone goes on under another name. Everybody in the office has both, with no centre.
    twin.replica
        .branch_reauthor(replica_of(1), 0, fresh(0xc1), NOW_MS)
        .unwrap();
    let renamed = twin.replica.identity().unwrap().replica;
    bring(&office, &twin, renamed, Chain::start(renamed), 903);
    office.pull_all(2);
    for desk in [0, 2] {
        for appeal in [of_twin, true_one] {
            let found = office.desks[desk].replica.appeal(appeal.id).unwrap();
            assert!(found.is_some(), "desk {desk}");
        }
    }
}

//! Every desk keeps the frames of what a hub gave it: when the disks of their authors and of the hub are gone,
//! it brings them to the centre.

use std::collections::BTreeSet;

use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::tenure::{Octets, Taken, TenureEvent};
use stoika_protocol::ReplicaId;

use super::office::{ANY_SIZE, Office, issued, replica_of};
use crate::desk::{NOW_MS, signer};

const TEN_MINUTES_MS: i64 = 10 * 60_000;

/// Which replicas' frames go to the centre by a desk now, and up to where.
fn goes(office: &Office, desk: usize, now_ms: i64) -> BTreeSet<(ReplicaId, u64)> {
    let replica = &office.desks[desk].replica;
    let mut found = BTreeSet::new();
    let mut passed = BTreeSet::new();
    while let Some(relay) = replica.relay_next(&passed, ANY_SIZE, now_ms).unwrap() {
        passed.insert(relay.push.replica);
        found.insert((relay.push.replica, relay.upto));
    }
    found
}

/// The author and the hub burn, with no word to the centre. The third desk has it all, to the byte.
#[test]
fn what_a_hub_gave_outlives_the_hub_and_its_author() {
    let mut office = Office::new();
    let (ticket, _) = office.desks[1].act(None, &issued(1)).unwrap();
    office.desks[1].register("Небылицын", None).unwrap();
    office.push(1, ANY_SIZE, false);
    office.desks[0].register("Выдумкина", None).unwrap();
    // By small pages: no frame is missing, none comes twice.
    while office.pull(2, 1) {}
    // They have a while to bring it themselves.
    assert_eq!(
        goes(&office, 2, NOW_MS + TEN_MINUTES_MS - 1),
        BTreeSet::new()
    );
    let later_ms = NOW_MS + TEN_MINUTES_MS;
    // Of the hub the names as well, which stand in its replica before what it has registered.
    let all = BTreeSet::from([(replica_of(0), 2), (replica_of(1), 2)]);
    assert_eq!(goes(&office, 2, later_ms), all);

    office.relay_at(2, later_ms);
    office.centre.sequence(false);
    office.pull_centre(2, usize::MAX);
    assert_eq!(office.states(2).len(), 3);
    assert!(
        office
            .states(2)
            .iter()
            .any(|(subject, _)| *subject == ticket)
    );
    assert_eq!(office.centre.ordered.len(), 4);
    assert_eq!(goes(&office, 2, later_ms), BTreeSet::new());
}

/// What has its place by another way is not brought.
#[test]
fn what_the_centre_has_told_of_is_not_brought_again() {
    let mut office = Office::new();
    office.desks[1].register("Небылицын", None).unwrap();
    office.push(1, ANY_SIZE, false);
    office.pull_all(2);
    office.send(1, usize::MAX);
    office.centre.sequence(false);
    office.pull_centre(2, usize::MAX);
    assert_eq!(goes(&office, 2, NOW_MS + TEN_MINUTES_MS), BTreeSet::new());
}

/// The next hub does not know of it: who keeps it does not wait for others, and does not show it until it is back.
#[test]
fn what_the_next_hub_does_not_know_goes_to_the_centre_at_once() {
    let mut office = Office::new();
    office.desks[0].register("Выдумкина", None).unwrap();
    office.pull_all(2);
    assert_eq!(office.states(2).len(), 1);
    office.move_hub(1);
    office.pull_all(2);
    assert_eq!(office.states(2), []);
    assert_eq!(
        goes(&office, 2, NOW_MS),
        BTreeSet::from([(replica_of(0), 1)])
    );
    office.relay(2);
    office.centre.sequence(false);
    office.pull_centre(2, usize::MAX);
    assert_eq!(office.states(2).len(), 1);
}

/// A hub gives no entry of its own that it has not sealed.
#[test]
fn a_hub_seals_what_it_gives() {
    let mut office = Office::new();
    office.desks[0].register("Выдумкина", None).unwrap();
    let hub = &office.desks[0].replica;
    let frames = || {
        hub.branch_read::<_, stoika_store::StoreError>(|rows| {
            rows.frames_between(&replica_of(2), 0, 1)
        })
        .unwrap()
    };
    assert_eq!(frames(), None);
    hub.seal(&signer()).unwrap();
    let sealed = hub
        .frames_after(&signer(), replica_of(0), 0, ANY_SIZE)
        .unwrap();
    assert_eq!(frames(), Some(vec![sealed[0].0.clone()]));
    // It is nobody's own but the hub's: the hub itself is not told.
    let own = hub
        .branch_read::<_, stoika_store::StoreError>(|rows| {
            rows.frames_between(&replica_of(0), 0, 1)
        })
        .unwrap();
    assert_eq!(own, Some(Vec::new()));
}

/// Anybody on the office's network may ask for the tenure: what is told holds no client's affairs.
#[test]
fn a_tenure_is_told_with_nothing_beside_it() {
    let mut office = Office::new();
    let desk = &mut office.desks[0];
    desk.register("Небылицын", None).unwrap();
    let taken = TenureEvent::Taken(Taken {
        number: 1,
        previous: None,
        fingerprint: Octets([7; 16]),
        addresses: vec!["https://127.0.0.1:7443".to_owned()],
        successors: Vec::new(),
    });
    let (tenure, _) = desk.act(None, &Event::Tenure(taken)).unwrap();
    desk.register("Выдумкина", None).unwrap();
    let told = desk.replica.tenure_frames(&signer(), &[tenure.id.0]);
    let kinds: Vec<u16> = told
        .unwrap()
        .iter()
        .flat_map(|frame| frame.open().unwrap().entries)
        .map(|(entry, _)| entry.header.subject.kind)
        .collect();
    assert_eq!(kinds, [SubjectKind::Tenure.number()]);
}

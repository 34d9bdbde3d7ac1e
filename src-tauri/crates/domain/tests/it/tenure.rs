//! Which desk is the hub: one answer wherever it is asked, whatever order the entries came in.

use proptest::prelude::*;
use stoika_domain::appeal::Act;
use stoika_domain::body::{Event, VoidReason};
use stoika_domain::queue::{Called, VisitEvent};
use stoika_domain::role::Role;
use stoika_domain::tenure::{
    Moved, Named, NamedEntry, Octets, QueueOrderEvent, Successor, SuccessorsSet, Taken, Tenure,
    TenureEvent, current, fold_order, fold_tenure,
};
use uuid::Uuid;

use crate::folds::act;

fn key(desk: u8) -> Octets<16> {
    Octets([desk; 16])
}

fn successor(desk: u8) -> Successor {
    Successor {
        desk_key: key(desk),
        label: format!("ТЛ-{desk:02}"),
    }
}

fn by(n: u128, desk: u8, role: Role) -> Act {
    Act {
        desk_key: key(desk),
        role,
        ..act(n, "togliatti")
    }
}

fn taken(number: u32, previous: Option<u128>, successors: &[u8]) -> Taken {
    Taken {
        number,
        previous: previous.map(Uuid::from_u128),
        fingerprint: Octets([7; 16]),
        addresses: vec!["https://192.168.1.20:7443".to_owned()],
        successors: successors.iter().map(|desk| successor(*desk)).collect(),
    }
}

fn tenure(n: u128, desk: u8, role: Role, taken: Taken) -> Tenure {
    fold_tenure(None, &by(n, desk, role), &TenureEvent::Taken(taken)).unwrap()
}

/// One of each, for the golden bodies.
pub fn hub_events() -> Vec<Event> {
    vec![
        Event::Tenure(TenureEvent::Taken(taken(1, None, &[]))),
        Event::Tenure(TenureEvent::Taken(taken(2, Some(1), &[2, 3]))),
        Event::Tenure(TenureEvent::Moved(Moved {
            fingerprint: Octets([8; 16]),
            addresses: vec!["https://10.0.0.5:7443".to_owned()],
        })),
        Event::Tenure(TenureEvent::SuccessorsSet(SuccessorsSet {
            successors: vec![successor(4)],
        })),
        Event::Tenure(TenureEvent::Ended),
        Event::QueueOrder(QueueOrderEvent::Named(Named {
            tenure: Uuid::from_u128(1),
            entries: vec![NamedEntry {
                replica: Octets([9; 16]),
                seq: 300,
                header_hash: Octets([6; 32]),
            }],
        })),
        Event::Visit(VisitEvent::Called(Called {
            ticket: 0,
            window: 3,
            shift_id: Uuid::from_u128(5),
            direct_reason: None,
            leased: true,
        })),
    ]
}

#[test]
fn a_head_appoints_and_a_named_successor_goes_on() {
    let first = tenure(1, 1, Role::Head, taken(1, None, &[2]));
    let second = tenure(2, 2, Role::SpecialistPayments, taken(2, Some(1), &[3]));
    let third = tenure(3, 3, Role::SpecialistPayments, taken(3, Some(2), &[]));
    let stranger = tenure(4, 9, Role::SpecialistPayments, taken(4, Some(3), &[]));
    let all = [first.clone(), second.clone(), third.clone(), stranger];
    assert_eq!(current(&all), Some(&third));
    assert_eq!(current(&all[..1]), Some(&first));
    // Without the one that named it, nobody can tell that it was named.
    assert_eq!(current(&[first.clone(), third]), Some(&first));
    // A head needs nobody's word.
    let anew = tenure(5, 9, Role::Head, taken(2, Some(1), &[]));
    assert_eq!(current(&[first, anew.clone()]), Some(&anew));
    assert_eq!(current(&[]), None);
}

#[test]
fn of_two_that_took_over_at_one_time_one_counts_everywhere() {
    let first = tenure(1, 1, Role::Head, taken(1, None, &[2, 3]));
    let one = tenure(7, 2, Role::SpecialistPayments, taken(2, Some(1), &[]));
    let other = tenure(8, 3, Role::SpecialistPayments, taken(2, Some(1), &[]));
    let orders = [
        [first.clone(), one.clone(), other.clone()],
        [other.clone(), one.clone(), first.clone()],
        [one.clone(), first, other],
    ];
    for order in &orders {
        assert_eq!(current(order), Some(&one));
    }
}

#[test]
fn one_that_was_ended_gives_the_order_back_to_the_centre() {
    let first = tenure(1, 1, Role::Head, taken(1, None, &[2]));
    let second = tenure(2, 2, Role::SpecialistPayments, taken(2, Some(1), &[]));
    let ended = fold_tenure(
        Some(second.clone()),
        &by(3, 2, Role::SpecialistPayments),
        &TenureEvent::Ended,
    )
    .unwrap();
    assert_eq!(current(&[first.clone(), ended.clone()]), None);
    let again = fold_tenure(Some(ended), &by(4, 1, Role::Head), &TenureEvent::Ended);
    assert_eq!(again, Err(VoidReason::AlreadyClosed));
    // Nobody ends another's but who may appoint.
    let by_other = fold_tenure(
        Some(second.clone()),
        &by(5, 3, Role::SpecialistPayments),
        &TenureEvent::Ended,
    );
    assert_eq!(by_other, Err(VoidReason::AnotherDesk));
    let by_head = fold_tenure(Some(second), &by(6, 3, Role::Head), &TenureEvent::Ended).unwrap();
    assert_eq!(current(&[first, by_head]), None);
}

#[test]
fn a_tenure_is_taken_once_and_changes_by_its_own_desk() {
    let first = tenure(1, 1, Role::Head, taken(1, None, &[]));
    let twice = fold_tenure(
        Some(first.clone()),
        &by(2, 1, Role::Head),
        &TenureEvent::Taken(taken(1, None, &[])),
    );
    assert_eq!(twice, Err(VoidReason::AlreadyRegistered));
    let moved = Moved {
        fingerprint: Octets([8; 16]),
        addresses: vec!["https://10.0.0.5:7443".to_owned()],
    };
    let own = by(2, 1, Role::Station);
    let after = fold_tenure(Some(first), &own, &TenureEvent::Moved(moved.clone())).unwrap();
    assert_eq!(after.addresses, moved.addresses);
    assert_eq!(
        fold_tenure(None, &own, &TenureEvent::Moved(moved)),
        Err(VoidReason::NotRegistered)
    );
}

#[test]
fn an_order_is_of_one_tenure() {
    let named = |tenure: u128, count: u64| {
        QueueOrderEvent::Named(Named {
            tenure: Uuid::from_u128(tenure),
            entries: (1..=count)
                .map(|seq| NamedEntry {
                    replica: Octets([9; 16]),
                    seq,
                    header_hash: Octets([6; 32]),
                })
                .collect(),
        })
    };
    let hub = by(1, 1, Role::Station);
    let order = fold_order(None, &hub, &named(1, 2)).unwrap();
    let order = fold_order(Some(order), &hub, &named(1, 3)).unwrap();
    assert_eq!(order.named, 5);
    let other = fold_order(Some(order), &hub, &named(2, 1));
    assert_eq!(other, Err(VoidReason::WrongSubject));
}

proptest! {
    /// Whoever takes over, the same tenure counts in whatever order they are known.
    #[test]
    fn the_current_one_does_not_depend_on_the_order(
        heirs in proptest::collection::vec((0..6_u8, any::<bool>(), 0..6_usize, 1..4_u32), 1..8),
        turn in 0..8_usize,
    ) {
        let mut all = vec![tenure(1, 1, Role::Head, taken(1, None, &[2, 3]))];
        for (index, (desk, head, after, step)) in heirs.into_iter().enumerate() {
            let previous = &all[after % all.len()];
            let role = if head { Role::Head } else { Role::SpecialistPayments };
            let body = Taken {
                previous: Some(previous.id),
                ..taken(previous.number + step, None, &[desk, 3])
            };
            all.push(tenure(2 + index as u128, desk, role, body));
        }
        let expected = current(&all).map(|tenure| tenure.id);
        let middle = turn % all.len();
        all.rotate_left(middle);
        prop_assert_eq!(current(&all).map(|tenure| tenure.id), expected);
        all.reverse();
        prop_assert_eq!(current(&all).map(|tenure| tenure.id), expected);
    }
}

//! Acts of destruction: who may order one, and what has ended.

use std::collections::{BTreeMap, BTreeSet};

use stoika_domain::appeal::Act;
use stoika_domain::body::{Event, State, SubjectKind, VoidReason, encode, fold_entry};
use stoika_domain::destruction::{
    self, CENTRE, DestructionEvent, ENTRIES_MAX, Named, OfReplica, Ordered, class_of,
};
use stoika_domain::ids::OfficeId;
use stoika_domain::party_contact::{Confirmed, ContactKind, PartyContactEvent};
use stoika_domain::role::Role;
use stoika_domain::tenure::Octets;

use crate::folds::act;
use crate::published::date;

fn ordered(entries: usize) -> Ordered {
    Ordered {
        number: "12-ПДн".to_owned(),
        on: date("24.11.2032"),
        part: 1,
        parts: 2,
        classes: BTreeMap::from([("appeal".to_owned(), 3)]),
        offices: BTreeSet::from([OfficeId::parse("otradny").unwrap()]),
        named: vec![OfReplica {
            replica: Octets([9; 16]),
            entries: (0..entries)
                .map(|index| Named {
                    seq: (1 << 30) + index as u64,
                    header_hash: Octets([0xee; 32]),
                })
                .collect(),
        }],
    }
}

/// One of each, for the golden bodies.
pub fn destruction_events() -> Vec<Event> {
    vec![Event::Destruction(DestructionEvent::Ordered(ordered(1)))]
}

fn by(office: &str, role: Role) -> Act {
    Act {
        role,
        ..act(1, office)
    }
}

#[test]
fn the_centre_alone_orders_it_once() {
    let event = DestructionEvent::Ordered(ordered(2));
    let fold = |act: &Act| destruction::fold(None, act, &event);
    let done = fold(&by(CENTRE, Role::Administrator)).unwrap();
    assert_eq!((done.entries, done.part, done.parts), (2, 1, 2));
    assert_eq!(done.scope(), ordered(2).offices);
    for refused in [by("otradny", Role::Administrator), by(CENTRE, Role::Head)] {
        assert_eq!(fold(&refused), Err(VoidReason::NotByCentre));
    }
    let again = destruction::fold(Some(done), &by(CENTRE, Role::Administrator), &event);
    assert_eq!(again, Err(VoidReason::AlreadyRegistered));
}

#[test]
fn the_longest_part_fits_into_an_entry() {
    let (_, bytes) = encode(&Event::Destruction(DestructionEvent::Ordered(ordered(
        ENTRIES_MAX,
    ))));
    assert!(bytes.len() < 60_000, "{}", bytes.len());
}

#[test]
fn what_is_open_has_no_class() {
    let contact = |state: Option<State>, event: PartyContactEvent| {
        let (kind, bytes) = encode(&Event::PartyContact(event));
        fold_entry(
            SubjectKind::PartyContact,
            state,
            &act(1, "otradny"),
            kind,
            &bytes,
        )
        .unwrap()
    };
    let open = contact(
        None,
        PartyContactEvent::Confirmed(Confirmed {
            party_id: "p-1".to_owned(),
            kind: ContactKind::Phone,
            value_masked: None,
        }),
    );
    assert_eq!(class_of(&open), None);
    let settled = contact(Some(open), PartyContactEvent::Accepted);
    assert_eq!(class_of(&settled), Some("contact"));
}

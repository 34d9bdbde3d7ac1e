//! Random courses: whatever comes first, the desks agree, and the centre agrees with them.

use proptest::prelude::*;
use stoika_domain::body::{State, SubjectKind};
use stoika_protocol::{Subject, Verdict};

use super::office::{ANY_SIZE, Office, called, check_chain, issued, not_come};
use crate::desk::{answered, assigned, closed, tables};

#[derive(Clone, Debug)]
enum Step {
    Register(usize),
    Issue(usize),
    Act(usize, u8, u8),
    Push(usize, bool),
    Pull(usize, u32),
    Send(usize),
    Relay,
    Sequence,
    PullCentre(usize, usize),
    Reopen(usize),
    Rebuild,
    MoveHub(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let desk = 0..3_usize;
    let step = prop_oneof![
        1 => desk.clone().prop_map(Step::Register),
        2 => desk.clone().prop_map(Step::Issue),
        8 => (desk.clone(), any::<u8>(), any::<u8>()).prop_map(|(desk, subject, event)| Step::Act(desk, subject, event)),
        4 => (desk.clone(), prop::bool::weighted(0.2)).prop_map(|(desk, lost)| Step::Push(desk, lost)),
        4 => (desk.clone(), 1..5_u32).prop_map(|(desk, count)| Step::Pull(desk, count)),
        2 => desk.clone().prop_map(Step::Send),
        1 => Just(Step::Relay),
        2 => Just(Step::Sequence),
        2 => (desk.clone(), 1..6_usize).prop_map(|(desk, count)| Step::PullCentre(desk, count)),
        1 => desk.clone().prop_map(Step::Reopen),
        1 => Just(Step::Rebuild),
        1 => desk.prop_map(Step::MoveHub),
    ];
    prop::collection::vec(step, 1..60)
}

fn take(office: &mut Office, subjects: &mut Vec<Subject>, step: &Step) {
    match *step {
        Step::Register(desk) => {
            let registered = office.desks[desk].register("Небылицын Артём", None);
            subjects.push(registered.unwrap().0);
        }
        Step::Issue(desk) => {
            let number = u16::try_from(subjects.len() + 1).unwrap();
            let (visit, _) = office.desks[desk].act(None, &issued(number)).unwrap();
            subjects.push(visit);
        }
        Step::Act(desk, subject, event) => {
            let Some(subject) = subjects.get(usize::from(subject) % subjects.len().max(1)) else {
                return;
            };
            let window = u16::try_from(desk).unwrap() + 1;
            let event = if subject.kind == SubjectKind::Visit.number() {
                match event % 3 {
                    0 | 1 => called(window),
                    _ => not_come(window),
                }
            } else {
                match event % 4 {
                    0 => assigned("ermakov"),
                    1 => assigned("lapteva"),
                    2 => answered(),
                    _ => closed(),
                }
            };
            office.desks[desk].act(Some(*subject), &event).unwrap();
        }
        Step::Push(desk, lost) => office.push(desk, ANY_SIZE, lost),
        Step::Pull(desk, count) => {
            office.pull(desk, count);
        }
        Step::Send(desk) => office.send(desk, 1),
        Step::Relay => office.relay(office.hub),
        Step::Sequence => office.centre.sequence(false),
        Step::PullCentre(desk, count) => office.pull_centre(desk, count),
        Step::Reopen(desk) => office.reopen(desk),
        Step::Rebuild => rebuild(office),
        Step::MoveHub(desk) => office.move_hub(desk),
    }
}

/// What was kept step by step is what a rebuild gives.
fn rebuild(office: &Office) {
    for desk in &office.desks {
        let before = tables(desk);
        desk.replica.rebuild_projections().unwrap();
        assert_eq!(tables(desk), before);
    }
}

fn queue(states: Vec<(Subject, State)>) -> Vec<(Subject, State)> {
    let mut states = states;
    states.retain(|(subject, _)| subject.kind == SubjectKind::Visit.number());
    states
}

/// Everybody hears everything: first the office, then the centre.
fn finish(office: &mut Office) -> Vec<(Subject, State)> {
    for desk in 0..3 {
        office.pull_centre(desk, usize::MAX / 2);
    }
    office.meet();
    rebuild(office);
    check_chain(&office.desks[office.hub].replica);
    let met = office.states(0);
    for desk in 1..3 {
        assert_eq!(office.states(desk), met, "desk {desk} in the office");
    }
    for desk in 0..3 {
        office.send(desk, ANY_SIZE);
    }
    for desk in 0..3 {
        office.relay(desk);
    }
    office.centre.sequence(false);
    office.centre.sequence(true);
    assert_eq!(office.centre.waiting(), 0);
    for desk in 0..3 {
        office.pull_centre(desk, usize::MAX / 2);
    }
    rebuild(office);
    let settled = office.centre.states();
    for desk in 0..3 {
        assert_eq!(office.states(desk), settled, "desk {desk} at the end");
        let replica = &office.desks[desk].replica;
        assert!(replica.unsent(1).unwrap().is_empty());
        let counts = replica.journal_counts(0).unwrap();
        assert_eq!((counts.unsent, counts.unsent_bytes), (0, 0));
        lists_what_is_void(office, desk);
    }
    met
}

/// Every entry without effect stands in the list, once, by its final verdict.
fn lists_what_is_void(office: &Office, desk: usize) {
    let name = office.desks[desk].replica.identity().unwrap().replica;
    let listed = office.desks[desk]
        .replica
        .discrepancies(false, 10_000)
        .unwrap();
    for ordered in &office.centre.ordered {
        let entry = ordered.record.entry;
        let of_names = ordered.entry.header.subject.kind == SubjectKind::QueueOrder.number();
        if of_names && entry.replica != name {
            continue;
        }
        let lines: Vec<_> = listed
            .iter()
            .filter_map(|line| line.entry.as_ref())
            .filter(|line| line.entry.header.entry_ref() == entry)
            .collect();
        if ordered.record.verdict != Verdict::Effective {
            assert_eq!(lines.len(), 1, "{entry:?}");
        }
        for line in lines {
            assert_eq!(line.verdict, ordered.record.verdict);
            assert_eq!(line.own, entry.replica == name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// One hub all the time: what the desks see of the queue before the centre has heard of it is what
    /// the centre says in the end.
    #[test]
    fn desks_and_centre_come_to_the_order_of_the_hub(steps in steps()) {
        let mut office = Office::new();
        let mut subjects = Vec::new();
        for step in steps.iter().filter(|step| !matches!(step, Step::MoveHub(_))) {
            take(&mut office, &mut subjects, step);
        }
        let met = finish(&mut office);
        prop_assert_eq!(queue(met), queue(office.states(0)));
    }

    /// The hub moves from desk to desk.
    #[test]
    fn desks_agree_whoever_is_the_hub(steps in steps()) {
        let mut office = Office::new();
        let mut subjects = Vec::new();
        for step in &steps {
            take(&mut office, &mut subjects, step);
        }
        finish(&mut office);
    }
}

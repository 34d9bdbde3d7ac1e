//! Random courses of records and orders: what is kept step by step is what a rebuild gives, and a
//! desk that pulled everything at the end holds the same.

use proptest::prelude::*;
use stoika_domain::body::Event;
use stoika_protocol::{Entry, Subject, Verdict};

use crate::desk::{Centre, Desk, answered, assigned, closed, params, tables};

#[derive(Clone, Debug)]
enum Step {
    Register(u8),
    Act(u8, u8, u8),
    /// So many entries of a desk get their places; some are judged void whatever the desk thought.
    Order(u8, u8, bool),
    Pull(u8),
    Rebuild,
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let desk = 0..2_u8;
    let step = prop_oneof![
        3 => desk.clone().prop_map(Step::Register),
        6 => (desk.clone(), any::<u8>(), 0..4_u8).prop_map(|(desk, subject, event)| Step::Act(desk, subject, event)),
        4 => (desk.clone(), 1..4_u8, prop::bool::weighted(0.2)).prop_map(|(desk, count, void)| Step::Order(desk, count, void)),
        4 => desk.prop_map(Step::Pull),
        1 => Just(Step::Rebuild),
        1 => Just(Step::Reopen),
    ];
    prop::collection::vec(step, 1..40)
}

struct Town {
    desks: Vec<Desk>,
    subjects: Vec<Subject>,
    ordered: Vec<(usize, Entry, Verdict)>,
    sent: [usize; 2],
    pulled: [usize; 2],
}

impl Town {
    fn new() -> Self {
        let desks = (0..2_u8)
            .map(|number| {
                let mut desk = Desk::new();
                let folder = tempfile::tempdir().unwrap();
                let (replica, _) =
                    stoika_store::Replica::open(&params(folder.path(), 0xb0 + number)).unwrap();
                desk.replica = replica;
                desk.folder = folder;
                for _ in 0..1_000 * u32::from(number) {
                    desk.act_id();
                }
                desk
            })
            .collect();
        Self {
            desks,
            subjects: Vec::new(),
            ordered: Vec::new(),
            sent: [0; 2],
            pulled: [0; 2],
        }
    }

    fn order(&mut self, desk: usize, count: usize, void: bool) {
        let entries = self.desks[desk].sent();
        for entry in entries.into_iter().skip(self.sent[desk]).take(count) {
            self.sent[desk] += 1;
            let verdict = if void {
                Verdict::Void(10)
            } else {
                Verdict::Effective
            };
            self.ordered.push((desk, entry, verdict));
        }
    }

    fn pull(&mut self, desk: usize) {
        let mut centre = Centre::new();
        let mut items = Vec::new();
        for (at, (author, entry, verdict)) in self.ordered.iter().enumerate() {
            let item = if *author == desk {
                centre.own(entry, *verdict)
            } else {
                centre.other(entry, *verdict)
            };
            // What was pulled before comes along now and then: it must not matter.
            if at >= self.pulled[desk] || at % 3 == 0 {
                items.push(item);
            }
        }
        self.desks[desk]
            .replica
            .apply_pull(&centre.reply(items))
            .unwrap();
        self.pulled[desk] = self.ordered.len();
    }

    fn take(&mut self, step: &Step) {
        let event = |number: u8| -> Event {
            match number {
                0 => assigned("ermakov"),
                1 => assigned("lapteva"),
                2 => answered(),
                _ => closed(),
            }
        };
        match *step {
            Step::Register(desk) => {
                let registered =
                    self.desks[usize::from(desk)].register("Небылицын Артём", Some("p1"));
                self.subjects.push(registered.unwrap().0);
            }
            Step::Act(desk, subject, number) => {
                if let Some(subject) = self
                    .subjects
                    .get(usize::from(subject) % self.subjects.len().max(1))
                {
                    self.desks[usize::from(desk)]
                        .act(Some(*subject), &event(number))
                        .unwrap();
                }
            }
            Step::Order(desk, count, void) => {
                self.order(usize::from(desk), usize::from(count), void)
            }
            Step::Pull(desk) => self.pull(usize::from(desk)),
            Step::Rebuild => self.rebuild(),
            Step::Reopen => {
                let desk = self.desks.remove(0).reopen();
                self.desks.insert(0, desk);
            }
        }
    }

    fn rebuild(&self) {
        for desk in &self.desks {
            let before = tables(desk);
            desk.replica.rebuild_projections().unwrap();
            assert_eq!(tables(desk), before);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn step_by_step_is_the_same_as_at_once(steps in steps()) {
        let mut town = Town::new();
        for step in &steps {
            town.take(step);
        }
        town.rebuild();
        for desk in 0..2 {
            town.order(desk, usize::MAX, false);
        }
        for desk in 0..2 {
            town.pull(desk);
        }
        town.rebuild();
        let states = town.desks[0].replica.states().unwrap();
        prop_assert_eq!(&states, &town.desks[1].replica.states().unwrap());
        // A third desk that gets everything at once.
        let third = Desk::new();
        let mut centre = Centre::new();
        let items = town.ordered.iter().map(|(_, entry, verdict)| centre.other(entry, *verdict)).collect();
        third.replica.apply_pull(&centre.reply(items)).unwrap();
        prop_assert_eq!(&states, &third.replica.states().unwrap());
        for desk in &town.desks {
            prop_assert!(desk.replica.unsent(1).unwrap().is_empty());
            let void = town.ordered.iter().filter(|(_, _, verdict)| *verdict != Verdict::Effective).count();
            let listed = desk.replica.discrepancies(false, 1_000).unwrap();
            let void_listed = listed.iter().filter(|line| line.entry.as_ref().is_some_and(|entry| entry.verdict != Verdict::Effective));
            prop_assert_eq!(void_listed.count(), void);
        }
    }
}

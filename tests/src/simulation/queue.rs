//! The queue of an office: tickets, shifts, and what a window does with its client.
#![expect(
    clippy::expect_used,
    reason = "names and rows that stand in this file; a run that cannot be set up stops"
)]

use stoika_domain::body::{Event as Body, State, SubjectKind, encode};
use stoika_domain::ids::{ServiceId, StreamId};
use stoika_domain::queue::{
    Aim, AtWindow, Finished, Issued, Origin, Shift, ShiftEvent, ShiftOpened, TicketNumber,
    TicketState, Visit, VisitEvent,
};
use stoika_domain::role::Role;
use stoika_protocol::{ActId, Author, Salt, Subject};
use stoika_store::{NewAct, NewEntry, StoreError};
use uuid::Uuid;

use super::acts;
use super::world::{World, Wrong};

/// What is written about one thing.
pub type OneEvent = (Subject, Body);

impl World {
    /// Something with tickets, shifts and calls.
    pub(super) fn queue_deed(&mut self, desk: usize) -> Result<(), Wrong> {
        let (visits, shift) = self.day_of(desk)?;
        let window = self.window_of(desk);
        let roll = self.dice.below(100);
        if visits.is_empty() || roll < 30 {
            return self.issue(desk);
        }
        let Some(shift) = shift else {
            return self.open_shift(desk);
        };
        let mine = visits.iter().find_map(|visit| {
            let (index, ticket) = visit.at_window()?;
            let at = ticket.period()?.window;
            (at == Some(window)).then_some((visit.id, index, ticket.state()))
        });
        let at = |ticket: u8| AtWindow { ticket, window };
        if let Some((visit, ticket, state)) = mine {
            let event = match state {
                TicketState::Called if roll < 85 => VisitEvent::Started(at(ticket)),
                TicketState::Called => VisitEvent::NotCome(at(ticket)),
                TicketState::Serving
                | TicketState::Waiting
                | TicketState::Held
                | TicketState::Transferred
                | TicketState::Returned
                | TicketState::Served
                | TicketState::NoShow
                | TicketState::Left => VisitEvent::Finished(Finished {
                    ticket,
                    window,
                    outcome: "solved".to_owned(),
                }),
            };
            return self.write(desk, |_| vec![of_visit(visit, event)]);
        }
        let next = visits.iter().find(|visit| waits(visit));
        match next {
            Some(visit) => self.ask_for(desk, visit.id, shift),
            None => self.issue(desk),
        }
    }

    /// The office's visits as the desk sees them, first come first, and the shift at its window.
    pub(super) fn day_of(&self, desk: usize) -> Result<(Vec<Visit>, Option<Uuid>), Wrong> {
        let (mut visits, mut shifts): (Vec<Visit>, Vec<Shift>) = (Vec::new(), Vec::new());
        for (_, state) in self.desks[desk].seen()? {
            match state {
                State::Visit(visit) => visits.push(*visit),
                State::Shift(shift) => shifts.push(shift),
                State::PartyContact(_)
                | State::Appeal(_)
                | State::Consultation(_)
                | State::FollowUp(_)
                | State::Incident(_)
                | State::Consent(_)
                | State::Paper(_)
                | State::Audit(_)
                | State::HallSign(_)
                | State::Tenure(_)
                | State::QueueOrder(_)
                | State::Destruction(_)
                | State::BookEntry(_)
                | State::Survey(_)
                | State::DispatchList(_) => {}
            }
        }
        visits.sort_by_key(|visit| (visit.issued_at_ms, visit.id));
        let window = self.window_of(desk);
        let shift = shifts
            .iter()
            .find(|shift| shift.window == window && shift.is_open());
        Ok((visits, shift.map(|shift| shift.id)))
    }

    pub(super) fn window_of(&self, desk: usize) -> u16 {
        u16::try_from(desk + 1).expect("a handful of desks")
    }

    fn issue(&mut self, desk: usize) -> Result<(), Wrong> {
        let number = u16::try_from(self.dice.between(1, 999)).expect("of three digits");
        let day = acts::civil(self.wall_ms());
        self.write(desk, |act| {
            let issued = Issued {
                number: TicketNumber::new('П', number).expect("a letter and a number"),
                day,
                service: ServiceId::parse("readings").expect("a name"),
                stream: StreamId::parse("payments").expect("a name"),
                origin: Origin::Desk,
                class: None,
                appointment: None,
                aim: Aim::default(),
            };
            vec![of_visit(act.0, VisitEvent::Issued(Box::new(issued)))]
        })
    }

    fn open_shift(&mut self, desk: usize) -> Result<(), Wrong> {
        let (window, day) = (self.window_of(desk), acts::civil(self.wall_ms()));
        self.write(desk, |act| {
            let opened = ShiftOpened {
                window,
                day,
                streams: vec![StreamId::parse("payments").expect("a name")],
            };
            let subject = Subject {
                kind: SubjectKind::Shift.number(),
                id: act,
            };
            vec![(subject, Body::Shift(ShiftEvent::Opened(opened)))]
        })
    }

    pub(super) fn write(
        &mut self,
        desk: usize,
        events: impl FnOnce(ActId) -> Vec<OneEvent>,
    ) -> Result<(), Wrong> {
        self.write_as(desk, Role::Head, events)
    }

    /// One press of a button.
    pub(super) fn write_as(
        &mut self,
        desk: usize,
        role: Role,
        events: impl FnOnce(ActId) -> Vec<OneEvent>,
    ) -> Result<(), Wrong> {
        let wall_ms = self.wall_ms() + self.desks[desk].clock_off_ms;
        let act_id = ActId::new(u64::try_from(wall_ms).unwrap_or(0), self.dice.bytes());
        let it = &self.desks[desk];
        let author = Author {
            user: "u1".to_owned(),
            user_name: "Самойлова Е. В.".to_owned(),
            role: role.number(),
            office: it.office.clone(),
            desk: it.label.clone(),
            rules: 0,
        };
        let events = events(act_id);
        let name = it.name.clone();
        for (subject, event) in &events {
            let id = subject.id.to_string();
            let line = format!("{name}: {:?} of ..{}", event.kind(), &id[30..]);
            self.note(line);
        }
        let salt = Salt(self.dice.bytes());
        let written = events.len() as u64;
        self.several.insert(act_id, written);
        let dies = self.plan.crashes && !self.healing && self.dice.percent(4);
        let before = dies.then(|| self.desks[desk].disk.image());
        let head_before = self.head(desk)?;
        self.desks[desk]
            .replica
            .record_with(|_| {
                Ok::<_, StoreError>(NewAct {
                    author,
                    act_id,
                    wall_time_ms: wall_ms,
                    server_time_ms: None,
                    entries: events
                        .iter()
                        .map(|(subject, event)| {
                            let (kind, bytes) = encode(event);
                            NewEntry {
                                subject: *subject,
                                kind,
                                bytes,
                                salt,
                            }
                        })
                        .collect(),
                })
            })
            .map_err(|error| format!("an act was not recorded: {error}"))?;
        self.recorded(desk, act_id, head_before, before)
    }
}

/// Whether the client of a visit waits for a call.
pub fn waits(visit: &Visit) -> bool {
    visit.at_window().is_none()
        && visit
            .tickets
            .first()
            .is_some_and(|ticket| ticket.state().is_waiting())
}

/// An event of a visit.
pub fn of_visit(visit: Uuid, event: VisitEvent) -> OneEvent {
    let subject = Subject {
        kind: SubjectKind::Visit.number(),
        id: ActId(visit),
    };
    (subject, Body::Visit(event))
}

//! A hall to play a day in: events go through the folds as the store would send them.

use chrono::{NaiveDate, NaiveTime};
use stoika_domain::appeal::Act;
use stoika_domain::body::VoidReason;
use stoika_domain::ids::{PriorityClassId, ServiceId, StreamId};
use stoika_domain::queue::{
    Aim, Appointment, Asking, AtWindow, Called, DaySnapshot, Finished, HallSign, Issued, LineRules,
    Origin, Queued, Shift, ShiftEvent, ShiftOpened, ShiftPaused, Sign, SignEvent, SignRaised,
    TicketNumber, TicketState, Transferred, Visit, VisitEvent, Why, fold_shift, fold_sign,
    fold_visit, next,
};
use uuid::Uuid;

use crate::folds::act;
use crate::published::date;

/// 08:00 of 30.10.2026 in Samara.
pub const OPENS_MS: i64 = 1_793_332_800_000;
pub const MINUTE_MS: i64 = 60_000;

pub const RULES: LineRules = LineRules {
    privileged_in_a_row_max: 2,
    appointment_early_minutes: 5,
    appointment_late_minutes: 15,
};

pub fn stream(name: &str) -> StreamId {
    StreamId::parse(name).unwrap()
}

pub fn day() -> NaiveDate {
    date("30.10.2026")
}

pub fn clock(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

pub const fn at(ticket: u8, window: u16) -> AtWindow {
    AtWindow { ticket, window }
}

pub fn finished(ticket: u8, window: u16) -> VisitEvent {
    VisitEvent::Finished(Finished {
        ticket,
        window,
        outcome: "solved".to_owned(),
    })
}

pub fn transferred(window: u16, to: &str, aim: Option<u16>, back: bool) -> VisitEvent {
    VisitEvent::Transferred(Transferred {
        ticket: 0,
        window,
        service: ServiceId::parse(to).unwrap(),
        stream: stream(to),
        aim: Aim { window: aim },
        comment: None,
        back,
    })
}

/// An office's day.
#[derive(Clone, Debug, Default)]
pub struct Hall {
    pub visits: Vec<Visit>,
    pub shifts: Vec<Shift>,
    pub signs: Vec<HallSign>,
    acts: u128,
}

impl Hall {
    /// With windows open from the beginning.
    pub fn with(windows: &[(u16, &[&str])]) -> Self {
        let mut hall = Self::default();
        for (window, streams) in windows {
            hall.open(*window, streams, OPENS_MS);
        }
        hall
    }

    pub fn act(&mut self, at_ms: i64) -> Act {
        self.acts += 1;
        Act {
            server_time_ms: Some(at_ms),
            ..act(self.acts, "togliatti")
        }
    }

    pub fn open(&mut self, window: u16, streams: &[&str], at_ms: i64) -> Uuid {
        let act = self.act(at_ms);
        let opened = ShiftEvent::Opened(ShiftOpened {
            window,
            day: day(),
            streams: streams.iter().map(|name| stream(name)).collect(),
        });
        let shift = fold_shift(None, &act, &opened).unwrap();
        self.shifts.push(shift);
        act.act_id
    }

    pub fn shift(&mut self, window: u16, at_ms: i64, event: &ShiftEvent) -> Result<(), VoidReason> {
        let act = self.act(at_ms);
        let place = self.shifts.iter().rposition(|shift| shift.window == window);
        let shift = &mut self.shifts[place.unwrap()];
        *shift = fold_shift(Some(shift.clone()), &act, event)?;
        Ok(())
    }

    pub fn pause(&mut self, window: u16, at_ms: i64) {
        let pause = ShiftEvent::Paused(ShiftPaused {
            kind: "lunch".to_owned(),
        });
        self.shift(window, at_ms, &pause).unwrap();
    }

    pub fn sign(&mut self, sign: Sign, until: Option<NaiveTime>, at_ms: i64) -> usize {
        let act = self.act(at_ms);
        let raised = SignEvent::Raised(SignRaised {
            sign,
            day: day(),
            until,
        });
        self.signs.push(fold_sign(None, &act, &raised).unwrap());
        self.signs.len() - 1
    }

    pub fn end_sign(&mut self, place: usize, at_ms: i64) {
        let act = self.act(at_ms);
        let sign = self.signs[place].clone();
        self.signs[place] = fold_sign(Some(sign), &act, &SignEvent::Ended).unwrap();
    }

    /// Gives a ticket; the place of the visit in the day.
    pub fn take(&mut self, to: &str, class: Option<&str>, at_ms: i64) -> usize {
        self.take_with(to, class, None, at_ms)
    }

    pub fn take_with(
        &mut self,
        to: &str,
        class: Option<&str>,
        appointment: Option<Option<NaiveTime>>,
        at_ms: i64,
    ) -> usize {
        let act = self.act(at_ms);
        let number = u16::try_from(self.visits.len() + 1).unwrap();
        let issued = VisitEvent::Issued(Box::new(Issued {
            number: TicketNumber::new('П', number).unwrap(),
            day: day(),
            service: ServiceId::parse(to).unwrap(),
            stream: stream(to),
            origin: Origin::Kiosk,
            class: class.map(|class| PriorityClassId::parse(class).unwrap()),
            appointment: appointment.map(|at| Appointment {
                follow_up_id: Uuid::from_u128(7),
                at,
            }),
            aim: Aim::default(),
        }));
        self.visits.push(fold_visit(None, &act, &issued).unwrap());
        self.visits.len() - 1
    }

    pub fn try_event(
        &mut self,
        visit: usize,
        at_ms: i64,
        event: &VisitEvent,
    ) -> Result<(), VoidReason> {
        let act = self.act(at_ms);
        let state = Some(self.visits[visit].clone());
        self.visits[visit] = fold_visit(state, &act, event)?;
        Ok(())
    }

    pub fn event(&mut self, visit: usize, at_ms: i64, event: &VisitEvent) {
        self.try_event(visit, at_ms, event).unwrap();
    }

    pub fn called(&self, ticket: u8, window: u16, direct: bool) -> VisitEvent {
        let shift = self.shifts.iter().rfind(|shift| shift.window == window);
        VisitEvent::Called(Called {
            ticket,
            window,
            shift_id: shift.map_or(Uuid::nil(), |shift| shift.id),
            direct_reason: direct.then(|| "донёс документ".to_owned()),
            leased: false,
        })
    }

    pub fn call(&mut self, visit: usize, ticket: u8, window: u16, at_ms: i64) {
        let called = self.called(ticket, window, false);
        self.event(visit, at_ms, &called);
    }

    pub fn start(&mut self, visit: usize, window: u16, at_ms: i64) {
        self.event(visit, at_ms, &VisitEvent::Started(at(0, window)));
    }

    /// Called, begun and ended.
    pub fn serve(&mut self, visit: usize, window: u16, call_ms: i64, from_ms: i64, to_ms: i64) {
        self.call(visit, 0, window, call_ms);
        self.start(visit, window, from_ms);
        self.event(visit, to_ms, &finished(0, window));
    }

    pub fn snapshot(&self) -> DaySnapshot {
        DaySnapshot::of(&self.visits, &self.shifts)
    }

    pub fn place(&self, id: Uuid) -> usize {
        self.visits.iter().position(|visit| visit.id == id).unwrap()
    }

    pub fn state(&self, visit: usize, ticket: usize) -> TicketState {
        self.visits[visit].tickets[ticket].state()
    }

    /// Who is next for a window that serves what its shift says.
    pub fn next(&self, window: u16, now: &str) -> Option<(usize, Why)> {
        let shift = self.shifts.iter().rfind(|shift| shift.window == window)?;
        let snapshot = self.snapshot();
        let asking = Asking {
            window,
            streams: &shift.streams,
            now: clock(now),
        };
        let found = next(&snapshot, &asking, &RULES);
        found.map(|(queued, why): (&Queued, Why)| (self.place(queued.visit_id), why))
    }
}

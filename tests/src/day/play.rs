//! A planned day, played through the domain's own events by the order of the line.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{NaiveDate, NaiveTime};
use stoika_domain::appeal::Act;
use stoika_domain::body::VoidReason;
use stoika_domain::ids::{OfficeId, StreamId};
use stoika_domain::queue::{
    Aim, Asking, AtWindow, Called, DaySnapshot, Finished, Issued, Left, LineRules, Origin, Shift,
    ShiftEvent, ShiftOpened, ShiftPaused, StreamDay, TicketNumber, TicketState, Transferred, Visit,
    VisitEvent, WaitRange, WindowDay, WindowNow, expected_wait, fold_shift, fold_visit, next,
    receptions,
};
use stoika_domain::role::Role;
use stoika_domain::tenure::Octets;
use uuid::Uuid;

use super::plan::{CLOSES_MS, MINUTE_MS, Plan, Town};

/// What a client was told, and what the simple rules would have told him.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// His place among the visits.
    pub visit: usize,
    /// The range that he was told.
    pub range: WaitRange,
    /// The day's average reception × number ahead, minutes.
    pub naive_minutes: f64,
    /// The same ÷ windows: the rule of ZMS.
    pub by_windows_minutes: f64,
}

/// A day as it went.
#[derive(Debug)]
pub struct Played {
    /// Visits, by arrival.
    pub visits: Vec<Visit>,
    /// Shifts of the windows.
    pub shifts: Vec<Shift>,
    /// What clients in turn were told when they came.
    pub told: Vec<Told>,
    /// When the last of them went, Unix milliseconds.
    pub ends_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Open(usize),
    Come(usize),
    Begin(usize),
    End(usize),
    Missed(usize),
    Free(usize),
    Lunch(usize),
    LunchOver(usize),
    GiveUp(usize),
}

/// What a window is at.
#[derive(Clone, Copy, Debug, Default)]
struct Desk {
    shift: Option<usize>,
    visit: Option<usize>,
    hungry: bool,
    busy: bool,
}

struct Game<'a> {
    town: &'a Town<'a>,
    plan: &'a Plan,
    norm_ms: &'a dyn Fn(&StreamId) -> i64,
    midnight_ms: i64,
    ahead: BinaryHeap<Reverse<(i64, u64, Happening)>>,
    made: u64,
    desks: Vec<Desk>,
    // The client's place in the plan is the visit's place here.
    visits: Vec<Visit>,
    shifts: Vec<Shift>,
    told: Vec<Told>,
    now_ms: i64,
}

/// Plays a day. `norm_ms` gives the norm of a reception by stream.
///
/// # Errors
/// An event that the fold found void, which is a mistake of this file.
pub fn play(
    town: &Town<'_>,
    plan: &Plan,
    norm_ms: &dyn Fn(&StreamId) -> i64,
) -> Result<Played, VoidReason> {
    let offset_ms = i64::from(town.office.utc_offset_minutes) * MINUTE_MS;
    let midnight = plan.date.and_time(NaiveTime::MIN).and_utc();
    let mut game = Game {
        town,
        plan,
        norm_ms,
        midnight_ms: midnight.timestamp_millis() - offset_ms,
        ahead: BinaryHeap::new(),
        made: 0,
        desks: vec![Desk::default(); plan.seats.len()],
        visits: Vec::new(),
        shifts: Vec::new(),
        told: Vec::new(),
        now_ms: 0,
    };
    for (place, seat) in plan.seats.iter().enumerate() {
        game.at(seat.opens_ms, Happening::Open(place));
        game.at(seat.lunch_ms.0, Happening::Lunch(place));
    }
    for (place, client) in plan.clients.iter().enumerate() {
        game.at(client.comes_ms, Happening::Come(place));
    }
    let mut ends_ms = CLOSES_MS;
    while let Some(Reverse((at_ms, _, happening))) = game.ahead.pop() {
        game.now_ms = at_ms;
        if !matches!(happening, Happening::GiveUp(_)) {
            ends_ms = at_ms;
        }
        game.happen(happening)?;
    }
    let ends_ms = ends_ms.max(CLOSES_MS);
    game.now_ms = ends_ms;
    for desk in game.desks.clone() {
        if let Some(shift) = desk.shift {
            game.shift(shift, &ShiftEvent::Closed)?;
        }
    }
    Ok(Played {
        ends_ms: game.midnight_ms + ends_ms,
        visits: game.visits,
        shifts: game.shifts,
        told: game.told,
    })
}

impl Game<'_> {
    fn at(&mut self, at_ms: i64, happening: Happening) {
        self.made += 1;
        self.ahead.push(Reverse((at_ms, self.made, happening)));
    }

    fn after(&mut self, ms: i64, happening: Happening) {
        self.at(self.now_ms + ms, happening);
    }

    fn happen(&mut self, happening: Happening) -> Result<(), VoidReason> {
        match happening {
            Happening::Open(seat) => self.open(seat),
            Happening::Come(client) => self.come(client),
            Happening::Begin(seat) => self.begin(seat),
            Happening::End(seat) => self.end(seat),
            Happening::Missed(seat) => self.missed(seat),
            Happening::Free(seat) => {
                self.desks[seat].busy = false;
                self.rest_or_call(seat)
            }
            Happening::Lunch(seat) => {
                self.desks[seat].hungry = true;
                if self.desks[seat].busy {
                    Ok(())
                } else {
                    self.rest_or_call(seat)
                }
            }
            Happening::LunchOver(seat) => {
                if let Some(shift) = self.desks[seat].shift {
                    self.shift(shift, &ShiftEvent::Resumed)?;
                }
                self.desks[seat].busy = false;
                self.rest_or_call(seat)
            }
            Happening::GiveUp(visit) => self.give_up(visit),
        }
    }

    fn act(&mut self) -> Act {
        self.made += 1;
        Act {
            act_id: Uuid::from_u128(u128::from(self.made)),
            office_id: self.office(),
            desk_label: "ТЛ-01".to_owned(),
            desk_key: Octets([0; 16]),
            user_id: "u1".to_owned(),
            user_name: "Самойлова Е. В.".to_owned(),
            role: Role::SpecialistPayments,
            wall_time_ms: self.midnight_ms + self.now_ms,
            server_time_ms: None,
        }
    }

    fn office(&self) -> OfficeId {
        self.town.office.id.clone()
    }

    fn date(&self) -> NaiveDate {
        self.plan.date
    }

    fn visit(&mut self, place: usize, event: &VisitEvent) -> Result<(), VoidReason> {
        let act = self.act();
        let visit = &mut self.visits[place];
        *visit = fold_visit(Some(visit.clone()), &act, event)?;
        Ok(())
    }

    fn shift(&mut self, place: usize, event: &ShiftEvent) -> Result<(), VoidReason> {
        let act = self.act();
        let shift = &mut self.shifts[place];
        *shift = fold_shift(Some(shift.clone()), &act, event)?;
        Ok(())
    }

    fn open(&mut self, seat: usize) -> Result<(), VoidReason> {
        let opened = ShiftEvent::Opened(ShiftOpened {
            window: self.plan.seats[seat].window,
            day: self.date(),
            streams: self.plan.seats[seat].streams.clone(),
        });
        let act = self.act();
        self.shifts.push(fold_shift(None, &act, &opened)?);
        self.desks[seat].shift = Some(self.shifts.len() - 1);
        self.rest_or_call(seat)
    }

    fn come(&mut self, place: usize) -> Result<(), VoidReason> {
        let client = &self.plan.clients[place];
        if client.class.is_none() {
            self.tell(place);
        }
        let letter = self.town.queue.letters.get(&client.stream).copied();
        let number = u16::try_from(place + 1).unwrap_or(TicketNumber::LAST);
        let number = TicketNumber::new(letter.unwrap_or('П'), number);
        let issued = Issued {
            number: number.map_err(|_| VoidReason::Unreadable)?,
            day: self.date(),
            service: client.service.clone(),
            stream: client.stream.clone(),
            origin: Origin::Kiosk,
            class: client.class.clone(),
            appointment: None,
            aim: Aim::default(),
        };
        let patience_ms = client.patience_ms;
        let act = self.act();
        let issued = VisitEvent::Issued(Box::new(issued));
        self.visits.push(fold_visit(None, &act, &issued)?);
        self.after(patience_ms, Happening::GiveUp(place));
        self.call_anybody()
    }

    /// What the kiosk tells him, and what the simple rules would.
    fn tell(&mut self, place: usize) {
        let stream = &self.plan.clients[place].stream;
        let now_ms = self.midnight_ms + self.now_ms;
        let norm_ms = (self.norm_ms)(stream);
        let day = StreamDay::of(&self.visits, &self.shifts, stream, norm_ms, now_ms);
        let Some(range) = expected_wait(&day) else {
            return;
        };
        let over: Vec<i64> = self
            .visits
            .iter()
            .flat_map(|visit| receptions(visit, &self.shifts, now_ms))
            .filter(|one| one.stream == *stream && one.to_ms.is_some())
            .map(|one| one.length_ms)
            .collect();
        let average_ms = if over.is_empty() {
            norm_ms as f64
        } else {
            over.iter().sum::<i64>() as f64 / over.len() as f64
        };
        let working = |window: &&WindowDay| !matches!(window.now, WindowNow::Away(_));
        let windows = day.windows.iter().filter(working).count();
        let naive_minutes = average_ms / MINUTE_MS as f64 * f64::from(day.ahead);
        self.told.push(Told {
            visit: place,
            range,
            naive_minutes,
            by_windows_minutes: naive_minutes / windows as f64,
        });
    }

    fn call_anybody(&mut self) -> Result<(), VoidReason> {
        let waits = |visit: &Visit| {
            let mut tickets = visit.tickets.iter();
            tickets.any(|ticket| ticket.state().is_waiting()) && visit.at_window().is_none()
        };
        if !self.visits.iter().any(waits) {
            return Ok(());
        }
        for seat in 0..self.desks.len() {
            if !self.desks[seat].busy {
                self.rest_or_call(seat)?;
            }
        }
        Ok(())
    }

    fn rest_or_call(&mut self, seat: usize) -> Result<(), VoidReason> {
        let Some(shift) = self.desks[seat].shift else {
            return Ok(());
        };
        if self.desks[seat].busy || self.desks[seat].visit.is_some() {
            return Ok(());
        }
        if self.desks[seat].hungry {
            let (from_ms, to_ms) = self.plan.seats[seat].lunch_ms;
            let pause = ShiftEvent::Paused(ShiftPaused {
                kind: "lunch".to_owned(),
            });
            self.shift(shift, &pause)?;
            self.desks[seat].hungry = false;
            self.desks[seat].busy = true;
            self.after(to_ms - from_ms, Happening::LunchOver(seat));
            return Ok(());
        }
        self.call(seat, shift)
    }

    fn call(&mut self, seat: usize, shift: usize) -> Result<(), VoidReason> {
        let snapshot = DaySnapshot::of(&self.visits, &self.shifts);
        let seconds = u32::try_from(self.now_ms / 1000).unwrap_or(0).min(86_399);
        let asking = Asking {
            window: self.plan.seats[seat].window,
            streams: &self.plan.seats[seat].streams,
            now: NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default(),
        };
        let rules: &LineRules = &self.town.queue.line;
        let Some((queued, _)) = next(&snapshot, &asking, rules) else {
            return Ok(());
        };
        let Some(place) = self.visits.iter().position(|it| it.id == queued.visit_id) else {
            return Ok(());
        };
        let called = VisitEvent::Called(Called {
            ticket: queued.ticket,
            window: asking.window,
            shift_id: self.shifts[shift].id,
            direct_reason: None,
            leased: false,
        });
        self.visit(place, &called)?;
        self.desks[seat].visit = Some(place);
        self.desks[seat].busy = true;
        let client = &self.plan.clients[place];
        if client.misses_call {
            self.after(2 * MINUTE_MS, Happening::Missed(seat));
        } else {
            self.after(client.walk_ms, Happening::Begin(seat));
        }
        Ok(())
    }

    /// The ticket that the window has.
    fn there(&self, seat: usize) -> Option<(usize, AtWindow)> {
        let place = self.desks[seat].visit?;
        let (ticket, _) = self.visits[place].at_window()?;
        let window = self.plan.seats[seat].window;
        Some((place, AtWindow { ticket, window }))
    }

    /// Receptions of the visit that are over.
    fn receptions(&self, place: usize) -> usize {
        let tickets = self.visits[place].tickets.iter();
        tickets
            .flat_map(|ticket| &ticket.periods)
            .filter(|period| period.state == TicketState::Serving && period.to_ms.is_some())
            .count()
    }

    fn begin(&mut self, seat: usize) -> Result<(), VoidReason> {
        let Some((place, at)) = self.there(seat) else {
            return Ok(());
        };
        self.visit(place, &VisitEvent::Started(at))?;
        let client = &self.plan.clients[place];
        let length_ms = match (self.receptions(place), &client.then) {
            (0, _) | (_, None) => client.reception_ms,
            (1, Some((_, _, reception_ms, _))) => *reception_ms,
            // Back where he came from: to hear how it ended.
            (_, Some(_)) => MINUTE_MS,
        };
        self.after(length_ms, Happening::End(seat));
        Ok(())
    }

    fn end(&mut self, seat: usize) -> Result<(), VoidReason> {
        let Some((place, at)) = self.there(seat) else {
            return Ok(());
        };
        let client = &self.plan.clients[place];
        let event = match &client.then {
            Some((service, stream, _, back)) if self.receptions(place) == 0 => {
                VisitEvent::Transferred(Transferred {
                    ticket: at.ticket,
                    window: at.window,
                    service: service.clone(),
                    stream: stream.clone(),
                    aim: Aim::default(),
                    comment: None,
                    back: *back,
                })
            }
            Some(_) | None => VisitEvent::Finished(Finished {
                ticket: at.ticket,
                window: at.window,
                outcome: "solved".to_owned(),
            }),
        };
        self.visit(place, &event)?;
        self.let_go(seat)
    }

    fn missed(&mut self, seat: usize) -> Result<(), VoidReason> {
        if let Some((place, at)) = self.there(seat) {
            self.visit(place, &VisitEvent::NotCome(at))?;
        }
        self.let_go(seat)
    }

    /// A breath before the next one.
    fn let_go(&mut self, seat: usize) -> Result<(), VoidReason> {
        self.desks[seat].visit = None;
        self.after(15_000, Happening::Free(seat));
        self.call_anybody()
    }

    fn give_up(&mut self, place: usize) -> Result<(), VoidReason> {
        let visit = &self.visits[place];
        if visit.is_over() || visit.at_window().is_some() || self.receptions(place) > 0 {
            return Ok(());
        }
        let left = VisitEvent::Left(Left {
            reason: "said".to_owned(),
        });
        self.visit(place, &left)
    }
}

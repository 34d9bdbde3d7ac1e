//! A planned day, played by the desks of an office through the commands that people give: the kiosk gives tickets, windows call,
//! serve, send on, hold and miss, all under the clock of the stage.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stoika_domain::ids::StreamId;

use super::pace::{Pace, Speed, Stop};
use super::plan::{CLOSES_MS, HOUR_MS, MINUTE_MS, Plan};
use super::stage::{Outcome, Refused, STIR_MS, Stage};
use crate::simulation::dice::Dice;

/// A tablet takes one person after another.
const TAP_MS: i64 = 3_000;
/// From one client to the next.
const BREATH_MS: i64 = 15_000;
/// Who does not come is called so many times, this long one after another: the settings want three calls, 20 seconds apart.
const CALLS: u32 = 3;
const CALL_AGAIN_MS: i64 = 25_000;
/// An idle window looks at its line when somebody waits whom it was not given.
const LOOK_MS: i64 = 20_000;
/// Of a hundred receptions so many stop in the middle: the client looks for a document.
const HOLD_PERCENT: u64 = 3;
/// For so long.
const HOLD_MS: i64 = 4 * MINUTE_MS;
/// A line is told so often.
const TELL_MS: i64 = 15 * MINUTE_MS;
/// A day that is not over by then never is.
const NIGHT_MS: i64 = 22 * HOUR_MS;
/// How a day went, as the player saw it.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// Numbers of the tickets that were given, in the order of the plan's clients; empty for one who got none.
    pub tickets: Vec<String>,
    /// The kiosk gave no ticket: it was too late, or the day's tickets of the service were out.
    pub turned_away: u32,
    /// Commands that changed something.
    pub acts: u32,
    /// Calls without the hub's promise: it did not answer in time.
    pub alone: u32,
    /// What should not have happened: refusals, and clients whom two windows had.
    pub surprises: Vec<String>,
    /// The real time of the day.
    pub took: Duration,
    /// Somebody said stop before the end.
    pub is_stopped: bool,
    /// How far the desks were behind the clock at worst, seconds of the day.
    pub behind_seconds: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Open(usize),
    Come(usize),
    Begin(usize),
    Hold(usize),
    End(usize),
    Missed(usize),
    Free(usize),
    Lunch(usize),
    LunchOver(usize),
    Look(usize),
    Back(usize, usize),
    GiveUp(usize),
    Stir,
    Tell,
}

/// Where a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    Outside,
    Waits,
    At(usize),
    Held,
    Gone,
}

struct Guest {
    spot: Spot,
    stream: StreamId,
    visit: String,
    receptions: u32,
    calls: u32,
    /// What is left of a reception that was put aside.
    left_ms: Option<i64>,
    /// The seat that sent him on and wants him back; he waits for it alone once he was at the other.
    back_to: Option<usize>,
    only: Option<usize>,
}

#[derive(Default)]
struct Seat {
    open: bool,
    client: Option<usize>,
    busy: bool,
    hungry: bool,
    looks: bool,
    /// Clients whom it had put aside and who are back.
    back: VecDeque<usize>,
}

struct Show<'a> {
    stage: &'a mut Stage,
    plan: &'a Plan,
    seed: u64,
    ahead: BinaryHeap<Reverse<(i64, u64, Happening)>>,
    made: u64,
    guests: Vec<Guest>,
    seats: Vec<Seat>,
    numbers: BTreeMap<String, usize>,
    tapped_ms: i64,
    pace: Pace,
    course: Course,
}

/// Plays a plan to its end: until the last client is served or gone, or somebody says stop. `tell` gets what the head sees, every quarter of an hour, with
/// the milliseconds of the day.
///
/// # Errors
/// A desk that does not answer any more. What it refuses goes into [`Course::surprises`].
pub fn play(
    stage: &mut Stage,
    plan: &Plan,
    seed: u64,
    speed: Speed,
    stop: &Stop,
    tell: &mut dyn FnMut(i64, &Value),
) -> Outcome<Course> {
    let guests = plan.clients.iter().map(|client| Guest {
        spot: Spot::Outside,
        stream: client.stream.clone(),
        visit: String::new(),
        receptions: 0,
        calls: 0,
        left_ms: None,
        back_to: None,
        only: None,
    });
    let from_ms = first_ms(plan);
    stage.pass_to(from_ms)?;
    let mut show = Show {
        guests: guests.collect(),
        seats: plan.seats.iter().map(|_| Seat::default()).collect(),
        stage,
        plan,
        seed,
        ahead: BinaryHeap::new(),
        made: 0,
        numbers: BTreeMap::new(),
        tapped_ms: i64::MIN / 2,
        pace: Pace {
            speed,
            begun: Instant::now(),
            from_ms,
            stop: stop.clone(),
        },
        course: Course {
            tickets: vec![String::new(); plan.clients.len()],
            ..Course::default()
        },
    };
    show.run(tell)?;
    show.course.took = show.pace.begun.elapsed();
    Ok(show.course)
}

/// A minute before anything happens.
fn first_ms(plan: &Plan) -> i64 {
    let opens = plan.seats.iter().map(|seat| seat.opens_ms).min();
    let comes = plan.clients.iter().map(|client| client.comes_ms).min();
    let first = opens.into_iter().chain(comes).min();
    first.unwrap_or(CLOSES_MS) - MINUTE_MS
}

impl Show<'_> {
    fn at(&mut self, at_ms: i64, happening: Happening) {
        self.made += 1;
        self.ahead.push(Reverse((at_ms, self.made, happening)));
    }

    fn after(&mut self, ms: i64, happening: Happening) {
        self.at(self.stage.now_ms() + ms, happening);
    }

    fn run(&mut self, tell: &mut dyn FnMut(i64, &Value)) -> Outcome<()> {
        for (place, seat) in self.plan.seats.iter().enumerate() {
            self.at(seat.opens_ms, Happening::Open(place));
            self.at(seat.lunch_ms.0, Happening::Lunch(place));
        }
        for (place, client) in self.plan.clients.iter().enumerate() {
            self.at(client.comes_ms, Happening::Come(place));
        }
        let from_ms = self.pace.from_ms;
        self.at(from_ms, Happening::Stir);
        self.at((from_ms / TELL_MS + 1) * TELL_MS, Happening::Tell);
        while let Some(Reverse((at_ms, _, happening))) = self.ahead.pop() {
            if !self.is_live(happening) {
                continue;
            }
            if at_ms > NIGHT_MS {
                self.course.surprises.push("the day did not end".to_owned());
                break;
            }
            let behind_ms = self.pace.reach(self.stage, at_ms);
            self.course.behind_seconds = self.course.behind_seconds.max(behind_ms / 1000);
            if self.pace.stop.is_said() {
                self.course.is_stopped = true;
                return Ok(());
            }
            if happening == Happening::Tell {
                tell(at_ms, &self.stage.head("hall.state", json!({}))?);
                self.at(at_ms + TELL_MS, Happening::Tell);
            } else {
                self.happen(happening)?;
            }
        }
        for seat in 0..self.seats.len() {
            if self.seats[seat].open {
                self.act(seat, "window.close", json!({}))?;
            }
        }
        Ok(())
    }

    /// Whether something still comes of it: of the clock's own turns, while anybody is there.
    fn is_live(&self, happening: Happening) -> bool {
        match happening {
            Happening::Stir | Happening::Tell | Happening::Open(_) | Happening::Look(_) => {
                self.somebody_is_there()
            }
            Happening::GiveUp(place) => {
                let guest = &self.guests[place];
                guest.spot == Spot::Waits && guest.receptions == 0 && guest.left_ms.is_none()
            }
            Happening::Lunch(seat) => self.seats[seat].open && self.somebody_is_there(),
            Happening::Come(_)
            | Happening::Begin(_)
            | Happening::Hold(_)
            | Happening::End(_)
            | Happening::Missed(_)
            | Happening::Free(_)
            | Happening::LunchOver(_)
            | Happening::Back(..) => true,
        }
    }

    fn happen(&mut self, happening: Happening) -> Outcome<()> {
        match happening {
            Happening::Open(seat) => {
                let number = self.plan.seats[seat].window;
                self.seats[seat].open = self
                    .act(seat, "window.open", json!({ "number": number }))?
                    .is_some();
                self.rest_or_call(seat)
            }
            Happening::Come(place) => self.come(place),
            Happening::Begin(seat) => self.begin(seat),
            Happening::Hold(seat) => self.hold(seat),
            Happening::End(seat) => self.end(seat),
            Happening::Missed(seat) => self.missed(seat),
            Happening::Free(seat) => {
                self.seats[seat].busy = false;
                self.rest_or_call(seat)
            }
            Happening::Lunch(seat) => {
                self.seats[seat].hungry = true;
                self.rest_or_call(seat)
            }
            Happening::LunchOver(seat) => {
                self.act(seat, "window.resume", json!({}))?;
                self.seats[seat].busy = false;
                self.rest_or_call(seat)
            }
            Happening::Look(seat) => {
                self.seats[seat].looks = false;
                self.rest_or_call(seat)
            }
            Happening::Back(seat, place) => {
                self.seats[seat].back.push_back(place);
                self.rest_or_call(seat)
            }
            Happening::GiveUp(place) => self.give_up(place),
            Happening::Stir => {
                self.stage.touch()?;
                self.after(STIR_MS, Happening::Stir);
                Ok(())
            }
            Happening::Tell => Ok(()),
        }
    }

    /// A command of a window; `None` when it was refused, which is a surprise.
    fn act(&mut self, seat: usize, command: &'static str, input: Value) -> Outcome<Option<Value>> {
        self.course.acts += 1;
        match self.stage.desks[seat].call(command, input) {
            Ok(told) => Ok(Some(told)),
            Err(refused) => {
                self.course.surprises.push(refused.to_string());
                Ok(None)
            }
        }
    }

    fn come(&mut self, place: usize) -> Outcome<()> {
        let free_ms = self.tapped_ms + TAP_MS;
        if self.stage.now_ms() < free_ms {
            self.at(free_ms, Happening::Come(place));
            return Ok(());
        }
        self.tapped_ms = self.stage.now_ms();
        let client = &self.plan.clients[place];
        let class = client.class.as_ref().map_or("", |class| class.as_str());
        let input = json!({ "service": client.service, "class": class });
        let patience_ms = client.patience_ms;
        let given = match self.stage.kiosk("kiosk.issue", input) {
            Ok(given) => given,
            Err(error) => return self.turned_away(place, error),
        };
        self.course.acts += 1;
        let text = |key: &str| given[key].as_str().unwrap_or_default().to_owned();
        let number = text("number");
        if self.numbers.insert(number.clone(), place).is_some() {
            self.surprise(format!("{number} was given twice"));
        }
        let guest = &mut self.guests[place];
        guest.visit = text("visit_id");
        guest.spot = Spot::Waits;
        self.course.tickets[place] = number;
        self.after(patience_ms, Happening::GiveUp(place));
        self.call_anybody()
    }

    fn turned_away(
        &mut self,
        place: usize,
        error: Box<dyn std::error::Error + Send + Sync>,
    ) -> Outcome<()> {
        use stoika_workstation::api::error::ErrorCode;
        self.guests[place].spot = Spot::Gone;
        match error.downcast_ref::<Refused>().map(Refused::code) {
            Some(ErrorCode::KioskShut | ErrorCode::TicketsOut) => {
                self.course.turned_away += 1;
                Ok(())
            }
            Some(_) => {
                self.surprise(error.to_string());
                Ok(())
            }
            None => Err(error),
        }
    }

    fn surprise(&mut self, what: String) {
        let now_ms = self.stage.now_ms();
        self.course
            .surprises
            .push(format!("{}: {what}", clock(now_ms)));
    }

    fn somebody_is_there(&self) -> bool {
        !self.guests.iter().all(|guest| guest.spot == Spot::Gone)
    }

    fn somebody_waits(&self, seat: usize) -> bool {
        let streams = &self.plan.seats[seat].streams;
        let waits = |guest: &Guest| {
            let here = match guest.only {
                Some(only) => only == seat,
                None => streams.contains(&guest.stream),
            };
            here && guest.spot == Spot::Waits
        };
        self.guests.iter().any(waits)
    }

    fn call_anybody(&mut self) -> Outcome<()> {
        for seat in 0..self.seats.len() {
            let desk = &self.seats[seat];
            if desk.open && !desk.busy && desk.client.is_none() && self.somebody_waits(seat) {
                self.rest_or_call(seat)?;
            }
        }
        Ok(())
    }

    fn rest_or_call(&mut self, seat: usize) -> Outcome<()> {
        let desk = &mut self.seats[seat];
        if !desk.open || desk.busy || desk.client.is_some() {
            return Ok(());
        }
        if desk.hungry {
            desk.hungry = false;
            desk.busy = true;
            let (from_ms, to_ms) = self.plan.seats[seat].lunch_ms;
            self.act(seat, "window.pause", json!({ "kind": "lunch" }))?;
            self.after(to_ms - from_ms, Happening::LunchOver(seat));
            return Ok(());
        }
        if let Some(place) = desk.back.pop_front() {
            return self.call_back(seat, place);
        }
        if self.somebody_waits(seat) {
            return self.call_next(seat);
        }
        Ok(())
    }

    fn call_next(&mut self, seat: usize) -> Outcome<()> {
        let Some(told) = self.act(seat, "queue.call_next", json!({}))? else {
            return Ok(());
        };
        self.course.alone += u32::from(told["alone"] == json!(true));
        let Some(number) = told["number"].as_str() else {
            // Somebody waits by his ticket, of whom the hub has not heard yet.
            if !std::mem::replace(&mut self.seats[seat].looks, true) {
                self.after(LOOK_MS, Happening::Look(seat));
            }
            return Ok(());
        };
        match self.numbers.get(number) {
            Some(place) => self.goes_to(seat, *place),
            None => {
                self.surprise(format!("{number} was called and never given"));
                Ok(())
            }
        }
    }

    /// One who was put aside is called from the pool.
    fn call_back(&mut self, seat: usize, place: usize) -> Outcome<()> {
        let input = json!({ "visit_id": self.guests[place].visit, "ticket": 0 });
        match self.act(seat, "queue.call", input)? {
            Some(told) => {
                self.course.alone += u32::from(told["alone"] == json!(true));
                self.goes_to(seat, place)
            }
            None => Ok(()),
        }
    }

    fn goes_to(&mut self, seat: usize, place: usize) -> Outcome<()> {
        let spot = self.guests[place].spot;
        if spot != Spot::Waits && spot != Spot::Held {
            let number = self.course.tickets[place].clone();
            self.surprise(format!("{number} was called while {spot:?}"));
        }
        let client = &self.plan.clients[place];
        let guest = &mut self.guests[place];
        guest.spot = Spot::At(seat);
        guest.calls = 1;
        self.seats[seat].client = Some(place);
        self.seats[seat].busy = true;
        if client.misses_call && guest.receptions == 0 && guest.left_ms.is_none() {
            self.after(CALL_AGAIN_MS, Happening::Missed(seat));
        } else {
            self.after(client.walk_ms, Happening::Begin(seat));
        }
        Ok(())
    }

    fn begin(&mut self, seat: usize) -> Outcome<()> {
        let Some(place) = self.seats[seat].client else {
            return Ok(());
        };
        if self.act(seat, "queue.start", json!({}))?.is_none() {
            return self.let_go(seat, Spot::Gone);
        }
        let client = &self.plan.clients[place];
        let guest = &mut self.guests[place];
        if let Some(left_ms) = guest.left_ms.take() {
            guest.receptions += 1;
            self.after(left_ms, Happening::End(seat));
            return Ok(());
        }
        let length_ms = match (guest.receptions, &client.then) {
            (0, _) | (_, None) => client.reception_ms,
            (1, Some((_, _, reception_ms, _))) => *reception_ms,
            // Back where he came from: to hear how it ended.
            (_, Some(_)) => MINUTE_MS,
        };
        if client.then.is_none() && holds(self.seed, place) {
            guest.left_ms = Some(length_ms / 2);
            self.after(length_ms / 2, Happening::Hold(seat));
        } else {
            guest.receptions += 1;
            self.after(length_ms, Happening::End(seat));
        }
        Ok(())
    }

    fn hold(&mut self, seat: usize) -> Outcome<()> {
        let Some(place) = self.seats[seat].client else {
            return Ok(());
        };
        let held = self.act(seat, "queue.hold", json!({ "reason": "documents" }))?;
        if held.is_some() {
            self.after(HOLD_MS, Happening::Back(seat, place));
        }
        let spot = if held.is_some() {
            Spot::Held
        } else {
            Spot::Gone
        };
        self.let_go(seat, spot)
    }

    fn end(&mut self, seat: usize) -> Outcome<()> {
        let Some(place) = self.seats[seat].client else {
            return Ok(());
        };
        let client = &self.plan.clients[place];
        let guest = &mut self.guests[place];
        let is_first = guest.receptions == 1;
        let (command, input, goes_on) = match &client.then {
            Some((service, stream, _, back)) if is_first => {
                guest.stream = stream.clone();
                guest.back_to = back.then_some(seat);
                let input = json!({ "service": service, "back": back });
                ("queue.transfer", input, true)
            }
            Some(_) | None => {
                guest.only = guest.back_to.take();
                ("queue.finish", json!({}), guest.only.is_some())
            }
        };
        let done = self.act(seat, command, input)?.is_some();
        let spot = if done && goes_on {
            Spot::Waits
        } else {
            Spot::Gone
        };
        self.let_go(seat, spot)
    }

    fn missed(&mut self, seat: usize) -> Outcome<()> {
        let Some(place) = self.seats[seat].client else {
            return Ok(());
        };
        if self.guests[place].calls < CALLS {
            self.guests[place].calls += 1;
            self.act(seat, "queue.call_again", json!({}))?;
            self.after(CALL_AGAIN_MS, Happening::Missed(seat));
            return Ok(());
        }
        self.act(seat, "queue.not_come", json!({}))?;
        self.let_go(seat, Spot::Gone)
    }

    /// A breath before the next one.
    fn let_go(&mut self, seat: usize, spot: Spot) -> Outcome<()> {
        if let Some(place) = self.seats[seat].client.take() {
            self.guests[place].spot = spot;
        }
        self.after(BREATH_MS, Happening::Free(seat));
        self.call_anybody()
    }

    /// He says at the hub's window that he goes.
    fn give_up(&mut self, place: usize) -> Outcome<()> {
        let input = json!({ "visit_id": self.guests[place].visit, "ticket": 0 });
        self.guests[place].spot = Spot::Gone;
        self.act(0, "queue.left", input)?;
        Ok(())
    }
}

/// Whether this client goes to look for a document in the middle.
fn holds(seed: u64, place: usize) -> bool {
    Dice::new(seed ^ ((place as u64) << 20)).percent(HOLD_PERCENT)
}

/// `09:15`.
#[must_use]
pub fn clock(ms: i64) -> String {
    format!("{:02}:{:02}", ms / HOUR_MS, ms % HOUR_MS / MINUTE_MS)
}

/// Of a plan only those who come before an instant, and at most so many windows: at least one of each stream.
#[must_use]
pub fn shorten(mut plan: Plan, until_ms: i64, windows_max: usize) -> Plan {
    plan.clients.retain(|client| client.comes_ms < until_ms);
    let mut served: BTreeSet<StreamId> = BTreeSet::new();
    let mut kept: Vec<u16> = Vec::new();
    for seat in &plan.seats {
        if seat.streams.iter().any(|stream| !served.contains(stream)) {
            served.extend(seat.streams.iter().cloned());
            kept.push(seat.window);
        }
    }
    for seat in &plan.seats {
        if kept.len() < windows_max && !kept.contains(&seat.window) {
            kept.push(seat.window);
        }
    }
    plan.seats.retain(|seat| kept.contains(&seat.window));
    plan
}

//! The hall: calls over a hub with a full line, the kiosk, and a whole day of the largest office.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde_json::{Value, json};
use stoika_testkit::hands::PRINTER;
use stoika_workstation::{Changes, Listener, Session};

use super::Samples;
use super::journal::Outcome;
use super::report::Row;
use crate::day::forecast::Standard;
use crate::day::live::play;
use crate::day::pace::{Speed, Stop};
use crate::day::plan::{CLOSES_MS, HOUR_MS, OPENS_MS, Plan, plan};
use crate::day::stage::{Desk, HUB_THREADS, Stage};

const OFFICE: &str = "samara";
/// Nothing of what is waited for takes so long.
const LIMIT: Duration = Duration::from_secs(30);
/// Taps are this far apart: sooner the kiosk takes them for one.
const TAP_MS: u64 = 3_000;
/// The hub does nothing for so long, of real time, while its idle CPU time is counted.
const IDLE: Duration = Duration::from_secs(20);
/// Streams of the tickets, as the services of the region are asked for.
const SERVICES: [&str; 5] = [
    "payment_documents",
    "readings",
    "payment_documents",
    "citizen_contract",
    "meters",
];

/// Calls with so many waiting at all windows of Самара, and a whole day of it.
///
/// # Errors
/// What a desk refuses, or the day brought to light.
pub fn hall(dir: &Path, waiting: usize, rounds: usize) -> Outcome<Vec<Row>> {
    // The desks wait for their runtimes, which a thread of another may not.
    std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            let mut rows = calls(dir, waiting, rounds)?;
            rows.extend(whole_day(dir)?);
            Ok(rows)
        });
        work.join()
            .unwrap_or_else(|_| Err("the measuring thread fell".into()))
    })
}

fn tuesday() -> Outcome<NaiveDate> {
    Ok(NaiveDate::from_ymd_opt(2026, 10, 27).ok_or("no such day")?)
}

/// Every window works, from the first minute.
fn full(standard: &Standard, seed: u64) -> Outcome<Plan> {
    let town = standard.town(OFFICE, 100).ok_or("no such office")?;
    Ok(plan(&town, tuesday()?, seed))
}

/// What is measured of calls.
#[derive(Default)]
struct Measured {
    taps: Samples,
    calls: Samples,
    elsewhere: Vec<f64>,
    board: Vec<f64>,
    alone: u32,
}

fn calls(dir: &Path, waiting: usize, rounds: usize) -> Outcome<Vec<Row>> {
    let standard = Standard::published()?;
    let town = standard.town(OFFICE, 100).ok_or("no such office")?;
    let plan = full(&standard, 1)?;
    let stage = Stage::set(&town, &plan, 1, dir)?;
    let printer = json!({ "kind": "system", "address": PRINTER, "roll_mm": 80 });
    stage.head("ticket_printer.set", printer)?;
    stage.pass_to(OPENS_MS)?;
    let mut measured = Measured::default();
    for place in 0..waiting {
        tap(&stage, place, &mut measured)?;
    }
    // The head's window calls nobody: none of these tickets is for him.
    let windows: Vec<usize> = (0..plan.seats.len())
        .filter(|place| {
            plan.seats[*place]
                .streams
                .iter()
                .all(|it| it.as_str() != "head")
        })
        .collect();
    for place in &windows {
        let number = plan.seats[*place].window;
        stage.desks[*place].call("window.open", json!({ "number": number }))?;
    }
    let boards: Vec<Arc<Session>> = stage
        .desks
        .iter()
        .map(|desk| Arc::new(desk.workstation().session(Listener::Board)))
        .collect();
    for round in 0..rounds {
        for (turn, place) in windows.iter().enumerate() {
            let other = windows[(turn + 1 + round) % windows.len()];
            let other = if other == *place {
                windows[turn.saturating_sub(1)]
            } else {
                other
            };
            one_call(&stage, &boards, *place, other, &mut measured)?;
            tap(&stage, turn, &mut measured)?;
        }
    }
    Ok(told(&measured, waiting, windows.len()))
}

/// One takes a ticket: the printer has its bytes when the kiosk has answered.
fn tap(stage: &Stage, place: usize, measured: &mut Measured) -> Outcome<()> {
    stage.clock.advance_ms(TAP_MS);
    if place % 100 == 99 {
        stage.touch()?;
    }
    let input = json!({ "service": SERVICES[place % SERVICES.len()], "class": "" });
    let given = measured.taps.time(|| stage.kiosk("kiosk.issue", input))?;
    if given["printed"] != json!(true) {
        return Err("a ticket was not printed".into());
    }
    Ok(())
}

/// A window calls, another desk and the board of the hall see it; then the client is served and gone.
fn one_call(
    stage: &Stage,
    boards: &[Arc<Session>],
    place: usize,
    other: usize,
    measured: &mut Measured,
) -> Outcome<()> {
    // A round takes longer by the clock than a desk waits for hands.
    stage.touch()?;
    let window = stage.desks[place].window;
    let at_other = Watch::of(&stage.desks[other], &boards[other]);
    let at_hub = Watch::of(&stage.desks[0], &boards[0]);
    let has = |state: &Value| at(state, window).is_some();
    let begun = Instant::now();
    let (called, seen, shown) = std::thread::scope(|scope| {
        let other = scope.spawn(|| at_other.until(begun, has));
        let board = scope.spawn(|| at_hub.until(begun, has));
        let called = measured
            .calls
            .time(|| stage.desks[place].call("queue.call_next", json!({})));
        (called, other.join(), board.join())
    });
    let called = called?;
    measured.alone += u32::from(called["alone"] == json!(true));
    let fell = || "a watching thread fell";
    measured.elsewhere.push(seen.map_err(|_| fell())??);
    measured.board.push(shown.map_err(|_| fell())??);
    stage.clock.advance_ms(20_000);
    stage.desks[place].call("queue.start", json!({}))?;
    stage.clock.advance_ms(60_000);
    stage.desks[place].call("queue.finish", json!({}))?;
    // Nothing of it is under way when the next one is measured.
    for watched in [other, 0] {
        let gone = |state: &Value| at(state, window).is_none();
        Watch::of(&stage.desks[watched], &boards[watched]).until(begun, gone)?;
    }
    Ok(())
}

fn at(state: &Value, window: u16) -> Option<&Value> {
    let mut calls = state["calls"].as_array()?.iter();
    calls.find(|call| call["window"] == json!(window))
}

/// The board of a desk, looked at whenever something changes there: what the page of a board does.
struct Watch<'a> {
    desk: &'a Desk,
    board: &'a Arc<Session>,
    changes: Changes,
}

impl<'a> Watch<'a> {
    fn of(desk: &'a Desk, board: &'a Arc<Session>) -> Self {
        Self {
            desk,
            board,
            changes: desk.workstation().changes_on(Listener::Board),
        }
    }

    /// Milliseconds from `begun` until the board shows it.
    fn until(mut self, begun: Instant, good: impl Fn(&Value) -> bool) -> Outcome<f64> {
        loop {
            let state = self.desk.call_as(self.board, "board.state", json!({}))?;
            if good(&state) {
                return Ok(begun.elapsed().as_secs_f64() * 1000.0);
            }
            if begun.elapsed() > LIMIT || !self.desk.wait(&mut self.changes) {
                return Err("a board never showed a call".into());
            }
        }
    }
}

fn told(measured: &Measured, waiting: usize, windows: usize) -> Vec<Row> {
    let quantiles = |samples: &Samples| {
        format!(
            "p50 {:.0} ms, p99 {:.0} ms of {}",
            samples.p50_ms(),
            samples.p99_ms(),
            samples.count()
        )
    };
    let load =
        format!("{waiting} waiting, {windows} windows, all desks and the centre on one machine");
    vec![
        Row::new(
            "Call-next, the answer at the window",
            "",
            quantiles(&measured.calls),
            &format!(
                "the hub's promise, the durable call, the hub's word on it; {load}; {} without the hub's word",
                measured.alone
            ),
        ),
        Row::new(
            "Call-next to its effect at another desk",
            "p99 ≤100 ms",
            quantiles(&Samples::of_ms(&measured.elsewhere)),
            "from the press until the other desk's own board shows it, over the loopback",
        ),
        Row::new(
            "Call to the board of the hall",
            "≤300 ms",
            quantiles(&Samples::of_ms(&measured.board)),
            "from the press at any window until the hub's board has it; without the browser's own drawing",
        ),
        Row::new(
            "Kiosk: tap to the ticket's bytes",
            "≤300 ms",
            quantiles(&measured.taps),
            "number, durable entry, expected wait, layout, handed to the printer; the line grows to the full one",
        ),
    ]
}

/// A day of some 750 visits at all windows, as fast as it goes.
fn whole_day(dir: &Path) -> Outcome<Vec<Row>> {
    let standard = Standard::published()?;
    let town = standard.town(OFFICE, 100).ok_or("no such office")?;
    let (seed, plan) = (1..)
        .map(|seed| full(&standard, seed).map(|plan| (seed, plan)))
        .find(|made| {
            made.as_ref()
                .map_or(true, |(_, plan)| (740..=760).contains(&plan.clients.len()))
        })
        .ok_or("no such day")??;
    let mut stage = Stage::set(&town, &plan, seed, dir)?;
    let before = hub_cpu()?;
    // Real time is what is measured: nobody says stop.
    stage.rest(IDLE, &Stop::default());
    let idle = (hub_cpu()? - before).as_secs_f64() / IDLE.as_secs_f64();
    let before = hub_cpu()?;
    let course = play(
        &mut stage,
        &plan,
        seed,
        Speed::Max,
        &Stop::default(),
        &mut |_, _| {},
    )?;
    let busy = (hub_cpu()? - before).as_secs_f64();
    stage.agree()?;
    if !course.surprises.is_empty() {
        return Err(format!("the day went wrong: {:?}", course.surprises).into());
    }
    let day_seconds = (CLOSES_MS - OPENS_MS) as f64 / 1000.0;
    let cores = 2.0;
    let share = |cpu_of_second: f64| cpu_of_second * 100.0 / cores;
    Ok(vec![
        Row::new(
            "A whole day of Самарское",
            "≤60 s",
            format!("{:.0} s", course.took.as_secs_f64()),
            &format!(
                "{} visits, {} windows, {} commands one after another, {} without the hub's word; every desk and the centre agree in the end",
                plan.clients.len(),
                plan.seats.len(),
                course.acts,
                course.alone
            ),
        ),
        Row::new(
            "The hub's CPU over that day, at the rate of life",
            "≤5 % of two cores",
            format!("{:.2} %", share(busy / day_seconds + idle)),
            &format!(
                "its threads took {busy:.0} s for the {:.0} hours, and {:.2} % with nothing to do; its own window and kiosk included, pages of the hall not",
                day_seconds * 1000.0 / HOUR_MS as f64,
                share(idle)
            ),
        ),
    ])
}

/// CPU time of the threads of the hub so far.
fn hub_cpu() -> Outcome<Duration> {
    let mut sum = Duration::ZERO;
    for task in std::fs::read_dir("/proc/self/task")? {
        let task = task?.path();
        let read = |name: &str| std::fs::read_to_string(task.join(name));
        // A thread may end between two looks.
        let (Ok(name), Ok(times)) = (read("comm"), read("schedstat")) else {
            continue;
        };
        if name.trim() == HUB_THREADS {
            let nanoseconds = times.split(' ').next().and_then(|word| word.parse().ok());
            sum += Duration::from_nanos(nanoseconds.unwrap_or(0));
        }
    }
    Ok(sum)
}

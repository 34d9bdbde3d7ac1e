//! `day`: a realistic day of an office, played by its desks through their own commands over a hub. The centre lies in memory.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate, Weekday};
use clap::Parser;
use serde_json::{Value, json};
use stoika_domain::queue::Visit;
use stoika_testkit::{town, twin, world};
use stoika_tests::day::forecast::{Standard, working_days};
use stoika_tests::day::live::{Course, clock, play, shorten};
use stoika_tests::day::pace::{Speed, Stop};
use stoika_tests::day::plan::{HOUR_MS, Plan, plan};
use stoika_tests::day::stage::{HEAD, Outcome, Stage};
use stoika_workstation::random;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Plays a day: real desks, real commands, a real hub over the loopback; the centre alone lies in memory.
#[derive(Parser)]
struct Options {
    /// Id of the office, as published: samara, togliatti, otradny…
    #[arg(long, default_value = "samara")]
    office: String,
    /// How many times faster than life; `max`: as fast as the desks go
    #[arg(long, default_value = "60")]
    speed: Speed,
    /// One seed makes one plan of a day
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// So many windows work; by default about seven of ten, and one of every stream in any case
    #[arg(long)]
    windows: Option<usize>,
    /// mon, tue, wed, thu or fri: Monday is the fullest
    #[arg(long, default_value = "mon")]
    weekday: Weekday,
    /// Nobody comes from this hour on
    #[arg(long, default_value_t = 24)]
    until: u8,
    /// Keep hall, board and kiosk open in a browser, during the day and after it, until Ctrl-C
    #[arg(long)]
    serve: bool,
    /// Where the desks lie; a temporary folder by default
    #[arg(long)]
    dir: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("day: {error}");
            ExitCode::FAILURE
        }
    }
}

/// False when something happened that should not have.
fn run(options: &Options) -> Outcome<bool> {
    let standard = Standard::published()?;
    let all = if options.windows.is_some() { 100 } else { 70 };
    let office = standard.town(&options.office, all);
    let office = office.ok_or_else(|| format!("no office {} is published", options.office))?;
    let date = date_of(options.weekday)?;
    let until_ms = i64::from(options.until) * HOUR_MS;
    let windows = options.windows.unwrap_or(usize::MAX);
    let plan = shorten(plan(&office, date, options.seed), until_ms, windows);
    let temporary = std::env::temp_dir();
    let dir = options.dir.as_ref().unwrap_or(&temporary);
    println!(
        "{}, {date} ({}), seed {}: {} clients, {} windows",
        office.office.name_ru,
        date.weekday(),
        options.seed,
        plan.clients.len(),
        plan.seats.len()
    );
    let mut stage = Stage::set(&office, &plan, options.seed, dir)?;
    let runtime = Runtime::new()?;
    let stop = Stop::default();
    let interrupted = stop.clone();
    runtime.spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            interrupted.stop();
        }
    });
    if options.serve {
        serve(&runtime, &stage)?;
    }
    println!("time   waiting            served  longest wait");
    let mut tell = |at_ms: i64, hall: &Value| println!("{}", line(at_ms, hall));
    let (seed, speed) = (options.seed, options.speed);
    let course = play(&mut stage, &plan, seed, speed, &stop, &mut tell)?;
    figures(&stage, &plan, &course)?;
    for surprise in &course.surprises {
        println!("should not have happened: {surprise}");
    }
    if course.is_stopped {
        println!("stopped before the end of the day");
        return Ok(course.surprises.is_empty());
    }
    let agreed = stage.agree()?;
    println!(
        "every desk lists the same {} periods, the centre has the same {} visits",
        agreed.periods.len(),
        agreed.visits.len()
    );
    if options.serve {
        println!("the pages stay open until Ctrl-C");
        runtime.block_on(stop.said());
    }
    runtime.shutdown_background();
    let over = agreed.visits.iter().all(Visit::is_over);
    Ok(course.surprises.is_empty() && over)
}

/// A working day of the last week of October 2026.
fn date_of(weekday: Weekday) -> Outcome<NaiveDate> {
    let monday = NaiveDate::from_ymd_opt(2026, 10, 26).ok_or("no such day")?;
    let mut week = working_days(monday).take(5);
    let date = week.find(|date| date.weekday() == weekday);
    Ok(date.ok_or("the office is closed on weekends")?)
}

/// What the head sees, in one line.
fn line(at_ms: i64, hall: &Value) -> String {
    let streams: Vec<String> = hall["streams"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| {
            let letter = row["letter"].as_str().unwrap_or_default();
            format!("{letter} {:>3}", row["waiting"].as_u64().unwrap_or(0))
        })
        .collect();
    let waited_ms = hall["waiting"][0]["wait"]["elapsed_ms"].as_i64();
    format!(
        "{}  {}  {:>6}  {:>8} min",
        clock(at_ms),
        streams.join("  "),
        hall["served"].as_u64().unwrap_or(0),
        waited_ms.unwrap_or(0) / 60_000
    )
}

/// The day against its norms, as the head's screen has it.
fn figures(stage: &Stage, plan: &Plan, course: &Course) -> Outcome<()> {
    let day = stage.head("hall.day", json!({}))?;
    println!(
        "\n{} visits: {} served, {} did not come, {} left; {} got no ticket",
        day["visits"], day["served"], day["no_shows"], day["left"], course.turned_away
    );
    let minutes = |clock: &Value, key: &str| clock[key].as_f64().unwrap_or(0.0) / 60_000.0;
    for row in day["streams"].as_array().into_iter().flatten() {
        let (wait, reception) = (&row["wait"], &row["reception"]);
        println!(
            "{}: wait {:.1} min of {:.0} on average, reception {:.1} of {:.0}; {} receptions",
            row["title"].as_str().unwrap_or_default(),
            minutes(wait, "elapsed_ms"),
            minutes(wait, "norm_ms"),
            minutes(reception, "elapsed_ms"),
            minutes(reception, "norm_ms"),
            row["receptions"],
        );
    }
    let total = &day["total"];
    println!(
        "whole visits within {} min: {} of {} ({} %; {} % outside of peaks)",
        total["norm_minutes"],
        total["within"],
        total["served"],
        total["percent"],
        total["percent_off_peak"]
    );
    let seconds = course.took.as_secs_f64();
    println!(
        "played in {seconds:.1} s: {} commands by {} windows, {:.1} ms each; {} calls without the hub's word; behind the clock by {} s at most",
        course.acts,
        plan.seats.len(),
        seconds * 1000.0 / f64::from(course.acts.max(1)),
        course.alone,
        course.behind_seconds
    );
    Ok(())
}

/// The hub's desk in a browser: the loopback twin of its window, with the pages of kiosk and board.
fn serve(runtime: &Runtime, stage: &Stage) -> Outcome<()> {
    let ui = world::built_ui().to_path_buf();
    if !ui.join("index.html").exists() {
        return Err("the pages are not built: cd ui && npm ci && npm run build".into());
    }
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0)))?;
    let address = listener.local_addr()?;
    let mut token = String::new();
    for byte in random::bytes::<16>(&random::MachineRandom)? {
        token.push_str(&format!("{byte:02x}"));
    }
    println!(
        "hall:  http://{address}/?token={token} (login {HEAD}, password {})",
        town::PASSWORD
    );
    println!("board: http://{address}/board.html?token={token}");
    println!("kiosk: http://{address}/kiosk.html?token={token}");
    let workstation = Arc::clone(stage.hub()?.workstation());
    runtime.spawn(twin::serve(workstation, listener, token, Some(ui)));
    Ok(())
}

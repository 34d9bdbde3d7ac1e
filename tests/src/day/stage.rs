//! An office in one process: the centre, the desks of those windows that have somebody, each with its replica,
//! and the first of them the hub of the others over the loopback. All go by one clock, which the player moves.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use stoika_domain::body::{State, SubjectKind};
use stoika_domain::directory::{User, decode, encode, kind};
use stoika_domain::ids::StreamId;
use stoika_domain::queue::Visit;
use stoika_domain::role::Role;
use stoika_exchange::{Invite, RowPut, Storage as _};
use stoika_hub::{Hub, Pages, Place};
use stoika_protocol::enrol::EnrolSecret;
use stoika_testkit::hands::{FakeClock, SeededRandom, printers};
use stoika_testkit::town;
use stoika_testkit::world::Centre;
use stoika_workstation::api::error::{ApiError, ErrorCode};
use stoika_workstation::clock::Clock as _;
use stoika_workstation::random::MachineRandom;
use stoika_workstation::{Changes, Deps, Listener, Machine, Session, Workstation};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use super::pace::Stop;
use super::plan::{MINUTE_MS, Plan, Town};
use crate::simulation::dice::Dice;

/// What a day may end with before its end.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The longest silence of a desk that is still believed to come to what is waited for.
const SILENCE: Duration = Duration::from_secs(60);
/// Threads of the hub are told from those of the other desks by this name.
pub const HUB_THREADS: &str = "hub";
/// A thread that ends takes its count of CPU time along.
const THREADS_LIVE: Duration = Duration::from_secs(24 * 3600);
/// Before the doors open: the desks are switched on, milliseconds of the day.
const MORNING_MS: i64 = 7 * 60 * MINUTE_MS;
/// Hands move at every desk at least so often: none locks itself.
pub const STIR_MS: i64 = 5 * MINUTE_MS;
/// Login of the head.
pub const HEAD: &str = "head";

/// People of the windows; made up.
const PEOPLE: [(&str, &str); 24] = [
    ("Гусева", "Анна Павловна"),
    ("Ларина", "Ольга Игоревна"),
    ("Фомина", "Вера Андреевна"),
    ("Щукина", "Нина Олеговна"),
    ("Белова", "Дарья Сергеевна"),
    ("Уварова", "Елена Юрьевна"),
    ("Носова", "Инна Петровна"),
    ("Тихонова", "Алла Романовна"),
    ("Власова", "Юлия Борисовна"),
    ("Быкова", "Майя Львовна"),
    ("Жукова", "Раиса Ильинична"),
    ("Зимина", "Софья Марковна"),
    ("Исаева", "Лидия Егоровна"),
    ("Котова", "Тамара Глебовна"),
    ("Лосева", "Ирина Кирилловна"),
    ("Маслова", "Жанна Денисовна"),
    ("Орлова", "Галина Фёдоровна"),
    ("Панова", "Клара Артёмовна"),
    ("Рогова", "Наталья Яковлевна"),
    ("Сомова", "Полина Руслановна"),
    ("Титова", "Кира Максимовна"),
    ("Усова", "Марина Тимуровна"),
    ("Чернова", "Эльвира Ринатовна"),
    ("Яшина", "Оксана Викторовна"),
];

/// A command that a desk refused.
#[derive(Debug, thiserror::Error)]
#[error("window {window}: {command}: {error:?}")]
pub struct Refused {
    /// The desk's window.
    pub window: u16,
    /// The command.
    pub command: &'static str,
    /// Why.
    pub error: ApiError,
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.error.code
    }
}

/// A desk of a window.
pub struct Desk {
    /// The window.
    pub window: u16,
    workstation: Arc<Workstation>,
    session: Arc<Session>,
    changes: Changes,
    runtime: Arc<Runtime>,
    listening: JoinHandle<()>,
}

impl Desk {
    /// A command of the one who sits there. It runs on the desk's own threads.
    ///
    /// # Errors
    /// What the desk refuses.
    pub fn call(&self, command: &'static str, input: Value) -> Result<Value, Refused> {
        self.call_as(&self.session, command, input)
    }

    /// A command of another session.
    ///
    /// # Errors
    /// What the desk refuses.
    pub fn call_as(
        &self,
        session: &Arc<Session>,
        command: &'static str,
        input: Value,
    ) -> Result<Value, Refused> {
        let workstation = Arc::clone(&self.workstation);
        let session = Arc::clone(session);
        let handle = self.runtime.handle();
        let called = handle
            .block_on(handle.spawn_blocking(move || workstation.rpc(&session, command, input)));
        let refused = |error| Refused {
            window: self.window,
            command,
            error,
        };
        match called {
            Ok(outcome) => outcome.map_err(refused),
            // A panic of a command: nobody goes on after it.
            Err(fallen) => std::panic::resume_unwind(fallen.into_panic()),
        }
    }

    /// Looks until there is something; between the looks waits for a change.
    ///
    /// # Errors
    /// Nothing changed for a minute, or the look failed.
    pub fn until<T>(
        &mut self,
        what: &str,
        mut look: impl FnMut(&Self) -> Outcome<Option<T>>,
    ) -> Outcome<T> {
        loop {
            if let Some(seen) = look(self)? {
                return Ok(seen);
            }
            let changes = &mut self.changes;
            let changed = self
                .runtime
                .block_on(async { tokio::time::timeout(SILENCE, changes.next()).await });
            if !matches!(changed, Ok(Some(_))) {
                return Err(format!("window {} waited in vain for {what}", self.window).into());
            }
        }
    }

    /// Asks until it answers what is waited for.
    ///
    /// # Errors
    /// As [`Desk::until`].
    pub fn until_told(
        &mut self,
        command: &'static str,
        good: impl Fn(&Value) -> bool,
    ) -> Outcome<Value> {
        self.until(command, |desk| {
            let told = desk.call(command, json!({}))?;
            Ok(good(&told).then_some(told))
        })
    }

    /// Waits for a change; false when none comes for long, or the desk is closed.
    pub fn wait(&self, changes: &mut Changes) -> bool {
        let changed = self
            .runtime
            .block_on(async { tokio::time::timeout(SILENCE, changes.next()).await });
        matches!(changed, Ok(Some(_)))
    }

    fn sign_in(&self, session: &Arc<Session>, login: &str) -> Outcome<()> {
        let input = json!({ "login": login, "password": town::PASSWORD });
        self.call_as(session, "session.sign_in", input)?;
        Ok(())
    }

    /// The desk's program.
    #[must_use]
    pub const fn workstation(&self) -> &Arc<Workstation> {
        &self.workstation
    }
}

/// An office with its desks.
pub struct Stage {
    /// The clock of all.
    pub clock: Arc<FakeClock>,
    /// Desks by the place of their seat in the plan; the first is the hub.
    pub desks: Vec<Desk>,
    head: Arc<Session>,
    kiosk: Arc<Session>,
    board: Arc<Session>,
    centre: Centre,
    office: String,
    day: chrono::NaiveDate,
    midnight_ms: i64,
    // Last: the desks lie in it, and their runtimes are used until they are closed.
    threads: [Arc<Runtime>; 2],
    _folder: TempDir,
}

/// What all agree on in the end.
#[derive(Debug)]
pub struct Agreed {
    /// Visits as the hub and the centre have them.
    pub visits: Vec<Visit>,
    /// Lines of the list of periods, the same at every desk.
    pub periods: Vec<Value>,
}

impl Stage {
    /// Sets up the office of a plan under `dir`, an hour before its doors open; it is ready for work, no window is open yet.
    ///
    /// # Errors
    /// What the desks and the centre refuse.
    pub fn set(town: &Town<'_>, plan: &Plan, seed: u64, dir: &Path) -> Outcome<Self> {
        let offset_ms = i64::from(town.office.utc_offset_minutes) * MINUTE_MS;
        let midnight = plan.date.and_time(chrono::NaiveTime::MIN).and_utc();
        let midnight_ms = midnight.timestamp_millis() - offset_ms;
        let clock = Arc::new(FakeClock::at(midnight_ms + MORNING_MS));
        let runtime = threads("desks", 2)?;
        let hub_runtime = threads(HUB_THREADS, 2)?;
        let centre = {
            let _inside = runtime.enter();
            Centre::start(Arc::clone(&clock) as _, Arc::new(SeededRandom::new(seed)))?
        };
        let office = town.office.id.as_str();
        centre.publish(&people(office, plan)?)?;
        let folder = tempfile::tempdir_in(dir)?;
        let mut dice = Dice::new(seed);
        let mut desks = Vec::new();
        for (place, seat) in plan.seats.iter().enumerate() {
            let threads = if place == 0 { &hub_runtime } else { &runtime };
            let mut desk = open(folder.path(), &clock, threads, seat.window)?;
            let secret = EnrolSecret(dice.bytes());
            let invite = Invite {
                secret,
                office: office.to_owned(),
                window: seat.window,
                prefix: town.office.paper_code.to_string(),
                expires_at_ms: i64::MAX,
            };
            centre.host().exchange().invite(&invite)?;
            let code = centre.code(secret);
            desk.call("enrolment.enrol", json!({ "code": code }))?;
            desk.until_told("load.progress", |told| told["done"] == json!(true))?;
            desks.push(desk);
        }
        let first = desks.first().ok_or("nobody works that day")?;
        let mut stage = Self {
            head: Arc::new(first.workstation.session(Listener::Twin)),
            kiosk: Arc::new(first.workstation.session(Listener::Kiosk)),
            board: Arc::new(first.workstation.session(Listener::Board)),
            clock,
            desks,
            centre,
            office: office.to_owned(),
            day: plan.date,
            midnight_ms,
            threads: [hub_runtime, runtime],
            _folder: folder,
        };
        stage.found_hub()?;
        Ok(stage)
    }

    /// The head makes the first desk the hub; everybody signs in and follows it.
    fn found_hub(&mut self) -> Outcome<()> {
        let head = Arc::clone(&self.head);
        let Some((hub, others)) = self.desks.split_first_mut() else {
            return Ok(());
        };
        hub.sign_in(&head, HEAD)?;
        let told = |desk: &Desk, good: &dyn Fn(&Value) -> bool| -> Outcome<Option<()>> {
            let state = desk.call_as(&head, "branch.state", json!({}))?;
            Ok(good(&state).then_some(()))
        };
        hub.until("the right to be the hub", |desk| {
            told(desk, &|state| state["may_become"] == json!(true))
        })?;
        hub.call_as(&head, "branch.become", json!({}))?;
        hub.until("the hub's listener", |desk| {
            told(desk, &|state| {
                state["mode"] == json!("hub") && state["listening"] != json!([])
            })
        })?;
        hub.sign_in(&hub.session, &login_of(hub.window))?;
        for desk in others {
            desk.sign_in(&desk.session, &login_of(desk.window))?;
            desk.until_told("branch.state", |state| {
                state["mode"] == json!("connected") && state["unsent"] == json!(0)
            })?;
        }
        Ok(())
    }

    /// The desk that is the hub.
    ///
    /// # Errors
    /// Never: a stage has a desk.
    pub fn hub(&self) -> Outcome<&Desk> {
        Ok(self.desks.first().ok_or("a stage has a desk")?)
    }

    /// A command of the head, at the hub.
    ///
    /// # Errors
    /// What the desk refuses.
    pub fn head(&self, command: &'static str, input: Value) -> Outcome<Value> {
        Ok(self.hub()?.call_as(&self.head, command, input)?)
    }

    /// A command of the kiosk, which the hub serves.
    ///
    /// # Errors
    /// What the desk refuses; of an absent desk, none.
    pub fn kiosk(&self, command: &'static str, input: Value) -> Outcome<Value> {
        Ok(self.hub()?.call_as(&self.kiosk, command, input)?)
    }

    /// A command of the board, which the hub serves.
    ///
    /// # Errors
    /// What the desk refuses.
    pub fn board(&self, command: &'static str, input: Value) -> Outcome<Value> {
        Ok(self.hub()?.call_as(&self.board, command, input)?)
    }

    /// Milliseconds of the office's day.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.wall_ms() - self.midnight_ms
    }

    /// Nothing happens for so long of real time, or until the play is stopped.
    pub fn rest(&self, length: Duration, stop: &Stop) {
        let ends = async { tokio::time::timeout(length, stop.said()).await };
        // That the time is over is what was waited for.
        let _ = self.threads[0].block_on(ends);
    }

    /// Lets time go by until then, with somebody at every desk.
    ///
    /// # Errors
    /// What a desk refuses.
    pub fn pass_to(&self, at_ms: i64) -> Outcome<()> {
        loop {
            self.touch()?;
            let left_ms = at_ms - self.now_ms();
            if left_ms <= 0 {
                return Ok(());
            }
            self.clock.advance_ms(left_ms.min(STIR_MS).unsigned_abs());
        }
    }

    /// Somebody is there at every desk: none is locked.
    ///
    /// # Errors
    /// What a desk refuses.
    pub fn touch(&self) -> Outcome<()> {
        for desk in &self.desks {
            desk.call("session.touch", json!({}))?;
        }
        self.head("session.touch", json!({}))?;
        Ok(())
    }

    /// Waits until the centre has everything in its place, and compares: every desk lists the same periods, the hub's states
    /// are those of the centre, no desk has anything to complain of.
    ///
    /// # Errors
    /// What differs.
    pub fn agree(&mut self) -> Outcome<Agreed> {
        self.touch()?;
        for desk in &mut self.desks {
            desk.until("its place with the centre", |desk| {
                let unsent = desk.call("link.unsent", json!({}))?;
                let state = desk.call("link.state", json!({}))?;
                Ok((unsent == json!([]) && state["unsent"] == json!(0)).then_some(()))
            })?;
            let wrong = desk.call("link.discrepancies", json!({}))?;
            if wrong != json!([]) {
                return Err(format!("window {}: {wrong}", desk.window).into());
            }
        }
        let periods = self.head("hall.periods", json!({}))?;
        for desk in self.desks.iter_mut().skip(1) {
            let session = Arc::new(desk.workstation.session(Listener::Twin));
            desk.sign_in(&session, HEAD)?;
            desk.until("the periods of the hub", |desk| {
                let told = desk.call_as(&session, "hall.periods", json!({}))?;
                Ok((told == periods).then_some(()))
            })?;
        }
        let visits = self.visits_agreed()?;
        let periods = periods.as_array().cloned().unwrap_or_default();
        Ok(Agreed { visits, periods })
    }

    /// Visits of the day as the hub has them.
    ///
    /// # Errors
    /// Those of the disk, or a desk that is no hub any more.
    pub fn visits(&self) -> Outcome<Vec<Visit>> {
        let duty = self.hub()?.workstation.duty().ok_or("the hub is none")?;
        Ok(duty.replica().queue_day(&self.office, self.day)?.visits)
    }

    /// The hub's visits, once the centre has the same. That it holds all entries is not enough: those of the queue
    /// have their places by the hub's names, which follow them.
    fn visits_agreed(&self) -> Outcome<Vec<Visit>> {
        let mut changes = self.hub()?.workstation.changes();
        let began = std::time::Instant::now();
        loop {
            let visits = self.visits()?;
            if sorted(visits.clone()) == sorted(self.centre_visits()?) {
                return Ok(visits);
            }
            if began.elapsed() > SILENCE || !self.hub()?.wait(&mut changes) {
                return Err("the centre and the hub have different visits".into());
            }
        }
    }

    fn centre_visits(&self) -> Outcome<Vec<Visit>> {
        let storage = self.centre.host().exchange().storage();
        let settled = storage.read(|rows| rows.settled_of_kind(SubjectKind::Visit.number()))?;
        let mut visits = Vec::new();
        for (_, settled) in settled {
            let Some(bytes) = settled.state else { continue };
            match State::decode(SubjectKind::Visit, &bytes) {
                Ok(State::Visit(visit)) => visits.push(*visit),
                Ok(_) | Err(_) => return Err("the centre has a visit that is none".into()),
            }
        }
        Ok(visits)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        for desk in &self.desks {
            desk.listening.abort();
            desk.workstation.close();
        }
    }
}

fn sorted(mut visits: Vec<Visit>) -> Vec<Visit> {
    visits.sort_by_key(|visit| visit.id);
    visits
}

fn threads(name: &str, count: usize) -> Outcome<Arc<Runtime>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(count)
        .thread_name(name)
        .thread_keep_alive(THREADS_LIVE)
        .enable_all()
        .build()?;
    Ok(Arc::new(runtime))
}

fn open(
    folder: &Path,
    clock: &Arc<FakeClock>,
    runtime: &Arc<Runtime>,
    window: u16,
) -> Outcome<Desk> {
    let name = format!("window-{window}");
    let deps = Deps {
        clock: Arc::clone(clock) as _,
        random: Arc::new(MachineRandom),
        machine: Machine {
            id: b"machine".to_vec(),
            place: name.clone().into_bytes(),
            credential: None,
        },
        mark: folder.join(format!("{name}.mark")),
        documents: None,
        printers: Arc::new(printers()?),
        runtime: runtime.handle().clone(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let workstation = Workstation::open(&folder.join(name), deps);
    let pages: Pages = Arc::new(|_| None);
    let hub = Hub::new(Arc::clone(&workstation), pages, Place::Loopback(0));
    Ok(Desk {
        window,
        session: Arc::new(workstation.session(Listener::Twin)),
        changes: workstation.changes(),
        listening: runtime.spawn(hub.run()),
        workstation,
        runtime: Arc::clone(runtime),
    })
}

fn login_of(window: u16) -> String {
    format!("window{window}")
}

/// The people of the office: one for each window that works, and the head.
fn people(office: &str, plan: &Plan) -> Outcome<Vec<RowPut>> {
    let rows = town::rows()?;
    let sample = rows.iter().find(|row| row.kind == kind::USER);
    let sample = sample.and_then(|row| row.data.as_deref());
    let sample: User = decode(sample.ok_or("the town has no people")?)?;
    let row = |login: &str, name: String, short_name: String, role: Role| -> Outcome<RowPut> {
        let user = User {
            login: login.to_owned(),
            name,
            short_name,
            role: role.as_str().to_owned(),
            active: true,
            ..sample.clone()
        };
        Ok(RowPut {
            kind: kind::USER.to_owned(),
            key: format!("day-{login}"),
            scope: office.to_owned(),
            data: Some(encode(&user)?),
        })
    };
    let short = |surname: &str, names: &str| {
        let mut short = surname.to_owned();
        for name in names.split(' ') {
            short.push('\u{a0}');
            short.extend(name.chars().take(1));
            short.push('.');
        }
        short
    };
    let mut users = vec![row(
        HEAD,
        "Дроздов Игорь Павлович".to_owned(),
        short("Дроздов", "Игорь Павлович"),
        Role::Head,
    )?];
    for (seat, (surname, names)) in plan.seats.iter().zip(PEOPLE.iter().cycle()) {
        let role = match seat.streams.first().map(StreamId::as_str) {
            Some("head") => Role::Head,
            Some("contracts") => Role::SpecialistContracts,
            Some(_) | None => Role::SpecialistPayments,
        };
        let name = format!("{surname} {names}");
        users.push(row(
            &login_of(seat.window),
            name,
            short(surname, names),
            role,
        )?);
    }
    Ok(users)
}

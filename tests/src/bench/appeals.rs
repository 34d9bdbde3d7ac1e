//! A desk with years of appeals: pages of the registry and of the list of work, a card, the terms after another
//! calendar, and all projections built anew. Pages and cards are measured at the command boundary.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate};
use serde_json::{Value, json};
use stoika_domain::directory::kind;
use stoika_protocol::{
    Cursor, DirectoryChange, DirectoryRow, Entry, FeedItem, Hash, HistoryId, OrderRecord,
    OrderedEntry, PullReply, Signer, Verdict,
};
use stoika_store::Replica;
use stoika_testkit::hands::{FakeClock, SeededRandom, printers};
use stoika_testkit::town;
use stoika_testkit::world::Centre;
use stoika_workstation::random::MachineRandom;
use stoika_workstation::{Deps, Listener, Machine, Session, Workstation};
use tokio::runtime::Runtime;

use super::Samples;
use super::journal::{self, Outcome, START_MS};
use super::report::Row;
use super::years::{Person, Years};

const PAGE: u32 = 50;
/// Entries that a page of the order brings.
const PULLED: usize = 2_000;
/// After so many looks something comes from another desk, and every reader's memory of pages is gone.
const LOOKS_A_CHANGE: usize = 10;
const CARD_ENTRIES: usize = 50;
const LIMIT: Duration = Duration::from_secs(60);
/// A day in the last month, and the decree that takes another day off.
const CALENDAR_FROM: &str = r#""2026-05-11", "2026-12-31"], "working_weekends": [], "short": ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"], "workdays": 247"#;
const CALENDAR_TO: &str = r#""2026-05-11", "2026-11-05", "2026-12-31"], "working_weekends": [], "short": ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"], "workdays": 246"#;

/// So many appeals at one desk.
///
/// # Errors
/// What the desk or its store refuses.
pub fn appeals(dir: &Path, count: u32) -> Outcome<Vec<Row>> {
    // The commands block, as they do in the shell's own threads.
    std::thread::scope(|scope| {
        let work = scope.spawn(|| measured(dir, count));
        work.join()
            .unwrap_or_else(|_| Err("the measuring thread fell".into()))
    })
}

fn measured(dir: &Path, count: u32) -> Outcome<Vec<Row>> {
    let mut desk = Desk::open(dir)?;
    let (filled, first_look) = desk.fill(count)?;
    let load = format!("{count} appeals, {filled} of them in work");
    Ok(vec![
        desk.registry(&load, first_look)?,
        desk.work(&load)?,
        desk.cards()?,
        desk.calendar(&load)?,
        desk.indicators(&load)?,
    ])
}

/// A desk that holds them. Its centre is cut off: nothing else goes on.
struct Desk {
    workstation: Arc<Workstation>,
    session: Session,
    replica: Arc<Replica>,
    feed: Feed,
    years: Years,
    people: Vec<Person>,
    /// What changes when something must have changed.
    spare: Vec<Entry>,
    long: String,
    // Last: the desk's threads are used until it is closed.
    _centre: Centre,
    _runtime: Runtime,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.workstation.close();
    }
}

fn told(times: &Samples) -> String {
    format!(
        "p50 {:.1} ms, p99 {:.1} ms, worst {:.0} ms of {}",
        times.p50_ms(),
        times.p99_ms(),
        times.quantile_ms(1.0),
        times.count()
    )
}

fn today() -> Outcome<NaiveDate> {
    let now = DateTime::from_timestamp_millis(START_MS).ok_or("no such instant")?;
    Ok(now.date_naive())
}

impl Desk {
    fn open(dir: &Path) -> Outcome<Self> {
        let runtime = Runtime::new()?;
        let clock = Arc::new(FakeClock::at(START_MS));
        let centre = {
            let _inside = runtime.enter();
            Centre::start(Arc::clone(&clock) as _, Arc::new(SeededRandom::new(1)))?
        };
        let folder = dir.join("appeals");
        let deps = Deps {
            clock: Arc::clone(&clock) as _,
            random: Arc::new(MachineRandom),
            machine: Machine {
                id: b"machine".to_vec(),
                place: b"appeals".to_vec(),
                credential: None,
            },
            mark: dir.join("appeals.mark"),
            documents: None,
            printers: Arc::new(printers()?),
            runtime: runtime.handle().clone(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let workstation = Workstation::open(&folder, deps);
        let session = workstation.session(Listener::Twin);
        let ask = |command: &str, input: Value| asked(&workstation, &session, command, input);
        let mut changes = workstation.changes();
        ask(
            "enrolment.enrol",
            json!({ "code": centre.invite(1).map_err(|error| error.to_string())? }),
        )?;
        while ask("load.progress", json!({}))?["done"] != json!(true) {
            runtime.block_on(async { tokio::time::timeout(LIMIT, changes.next()).await })?;
        }
        ask(
            "session.sign_in",
            json!({ "login": town::HEAD, "password": town::PASSWORD }),
        )?;
        let users = ask("session.users", json!({}))?;
        let people: Vec<Person> = users
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|user| {
                Some((
                    user["id"].as_str()?.to_owned(),
                    user["login"].as_str()?.to_owned(),
                ))
            })
            .collect();
        let replica = workstation.replica().ok_or("the desk is not open")?;
        let mut standing = replica.standing()?;
        while standing.cursor.is_none() {
            runtime.block_on(async { tokio::time::timeout(LIMIT, changes.next()).await })?;
            standing = replica.standing()?;
        }
        centre.cut();
        let cursor = standing.cursor.ok_or("the desk has no history")?;
        Ok(Self {
            feed: Feed {
                cursor,
                directory: standing.directory_position,
            },
            years: Years::new(today()?, START_MS, town::OFFICE, people.clone()),
            people,
            spare: Vec::new(),
            long: String::new(),
            replica,
            session,
            workstation,
            _centre: centre,
            _runtime: runtime,
        })
    }

    fn ask(&self, command: &str, input: Value) -> Outcome<Value> {
        asked(&self.workstation, &self.session, command, input)
    }

    /// Brings the years, and says how many are in work and how long the first look at them took.
    fn fill(&mut self, count: u32) -> Outcome<(u64, Duration)> {
        let mut entries = Vec::new();
        for _ in 0..count {
            entries.extend(self.years.appeal());
            if entries.len() >= PULLED {
                self.replica.apply_pull(&self.feed.others(&entries))?;
                entries.clear();
            }
        }
        let long = self.years.long_appeal(CARD_ENTRIES);
        self.long = long
            .first()
            .map(|entry| entry.header.subject.id.to_string())
            .unwrap_or_default();
        entries.extend(long);
        self.replica.apply_pull(&self.feed.others(&entries))?;
        let begun = Instant::now();
        let list = self.ask("appeal.list", listed("open", "due", false, &json!({}), ""))?;
        let open = list["counts"]["open"].as_u64().unwrap_or_default();
        Ok((open, begun.elapsed()))
    }

    /// Something comes from another desk.
    fn change(&mut self) -> Outcome<()> {
        if self.spare.is_empty() {
            self.spare = self.years.appeal();
            self.spare.reverse();
        }
        if let Some(entry) = self.spare.pop() {
            self.replica.apply_pull(&self.feed.others(&[entry]))?;
        }
        Ok(())
    }

    fn registry(&mut self, load: &str, first_look: Duration) -> Outcome<Row> {
        let me = self.people.first().map(|(id, _)| id.clone());
        let filters = [
            json!({}),
            json!({ "category": "claim" }),
            json!({ "category": "proposal" }),
            json!({ "topic": "meters" }),
            json!({ "channel": "post" }),
            json!({ "executor": me }),
            json!({ "executor": "-" }),
            json!({ "received_from": "2026-03-01", "received_to": "2026-03-31" }),
            json!({ "category": "information_request", "channel": "email", "received_from": "2025-01-01" }),
        ];
        let texts = ["мордвинов", "ОТ-03/2026-000", "рассч", "нет такого"];
        let mut looks = Vec::new();
        for view in [
            "open", "mine", "overdue", "today", "waiting", "proposed", "closed",
        ] {
            for sort in ["due", "number", "applicant", "executor"] {
                for descending in [false, true] {
                    let no_text = filters.iter().map(|filter| (filter.clone(), ""));
                    let with_text = texts.iter().map(|text| (json!({}), *text));
                    looks.extend(
                        no_text
                            .chain(with_text)
                            .map(|(filter, text)| listed(view, sort, descending, &filter, text)),
                    );
                }
            }
        }
        let mut times = Samples::default();
        for (at, look) in looks.into_iter().enumerate() {
            if at % LOOKS_A_CHANGE == 0 {
                self.change()?;
            }
            let first = times.time(|| self.ask("appeal.list", look.clone()))?;
            if let Some(next) = first["next"].as_str() {
                let mut further = look;
                further["after"] = json!(next);
                times.time(|| self.ask("appeal.list", further))?;
            }
        }
        Ok(Row::new(
            "Registry, a page by any view, filter, text and sort",
            "p99 ≤20 ms",
            told(&times),
            &format!(
                "{load}; {PAGE} rows with their words, how many there are of it, and the counts of all tabs; every tenth look comes after a change. The first look after a start reads the registry into memory: {} ms",
                first_look.as_millis()
            ),
        ))
    }

    fn work(&mut self, load: &str) -> Outcome<Row> {
        let mut times = Samples::default();
        let mut counts = Samples::default();
        for round in 0..10 {
            self.change()?;
            for scope in ["mine", "office"] {
                for view in ["all", "overdue", "today", "next", "waiting", "back"] {
                    let look =
                        json!({ "scope": scope, "view": view, "after": null, "limit": PAGE });
                    let first = times.time(|| self.ask("work.list", look.clone()))?;
                    if let (Some(next), 0) = (first["next"].as_str(), round) {
                        let mut further = look;
                        further["after"] = json!(next);
                        times.time(|| self.ask("work.list", further))?;
                    }
                }
            }
            counts.time(|| self.ask("work.counts", json!({})))?;
        }
        Ok(Row::new(
            "List of work, a page",
            "≤20 ms",
            told(&times),
            &format!(
                "{load}; the head's own and that of the office; its counts p50 {:.1} ms, p99 {:.1} ms",
                counts.p50_ms(),
                counts.p99_ms()
            ),
        ))
    }

    fn cards(&mut self) -> Outcome<Row> {
        let mut times = Samples::default();
        for at in 0..200 {
            if at % LOOKS_A_CHANGE == 0 {
                self.change()?;
            }
            times.time(|| self.ask("appeal.card", json!({ "appeal_id": self.long })))?;
        }
        Ok(Row::new(
            "Card of an appeal with 50 events",
            "≤10 ms",
            told(&times),
            "state, course with its words, term with its explanation; the view is audited",
        ))
    }

    fn calendar(&mut self, load: &str) -> Outcome<Row> {
        let now = town::document("calendar").ok_or("no calendar")?;
        let other = now.replace(CALENDAR_FROM, CALENDAR_TO);
        if other == now {
            return Err("the calendar has other words now".into());
        }
        let mut times = Samples::default();
        for round in 0..6 {
            let json = if round % 2 == 0 { other.as_str() } else { now };
            let reply = self.feed.document("calendar", json);
            times.time(|| self.replica.apply_pull(&reply))?;
        }
        let moved = self.replica.redated(false, 100_000)?.len();
        Ok(Row::new(
            "All terms after another calendar",
            "≤2 s",
            told(&times),
            &format!(
                "{load}; one transaction: every term that the days may move is computed, every list of it written; {moved} lines of moved dates at the end, for the last calendar is the first one again"
            ),
        ))
    }

    fn indicators(&mut self, load: &str) -> Outcome<Row> {
        let mut times = Samples::default();
        for _ in 0..5 {
            self.change()?;
            let year = json!({ "from": "2026-01-01", "to": "", "office": "" });
            times.time(|| self.ask("claim.indicators", year))?;
        }
        Ok(Row::new(
            "Indicators of claims, this year",
            "",
            told(&times),
            &format!("{load}, a third of them claims"),
        ))
    }
}

fn asked(
    workstation: &Workstation,
    session: &Session,
    command: &str,
    input: Value,
) -> Outcome<Value> {
    workstation
        .rpc(session, command, input)
        .map_err(|error| format!("{command}: {:?} {:?}", error.code, error.fields).into())
}

fn listed(view: &str, sort: &str, descending: bool, filter: &Value, text: &str) -> Value {
    json!({ "view": view, "text": text, "filter": filter, "sort": sort, "descending": descending, "after": null, "limit": PAGE })
}

/// What a centre says, page by page.
struct Feed {
    cursor: Cursor,
    directory: u64,
}

impl Feed {
    /// Entries of other desks.
    fn others(&mut self, entries: &[Entry]) -> PullReply {
        let items = entries.iter().map(|entry| {
            self.cursor.position += 1;
            FeedItem::Other(OrderedEntry {
                record: OrderRecord {
                    position: self.cursor.position,
                    entry: entry.header.entry_ref(),
                    header_hash: entry.header.hash(),
                    verdict: Verdict::Effective,
                },
                entry: entry.clone(),
            })
        });
        let items = items.collect();
        self.reply(items)
    }

    /// Another wording of a document.
    fn document(&mut self, name: &str, json: &str) -> PullReply {
        self.directory += 1;
        let row = DirectoryRow {
            kind: kind::STANDARD.to_owned(),
            key: name.to_owned(),
            position: self.directory,
            data: json.as_bytes().to_vec(),
        };
        PullReply {
            directory: vec![DirectoryChange::Put(row)],
            ..self.reply(Vec::new())
        }
    }

    fn reply(&self, items: Vec<FeedItem>) -> PullReply {
        PullReply {
            history: self.cursor.history,
            upto: self.cursor.position,
            order_head: self.cursor.order_head,
            items,
            directory: Vec::new(),
            directory_upto: self.directory,
            more: true,
            server_time_ms: START_MS,
            signature: None,
            directory_mark: None,
            frames: None,
        }
    }
}

/// Everything that follows from so many entries is dropped and built anew.
///
/// # Errors
/// The store's.
pub fn rebuild(dir: &Path, count: u64) -> Outcome<Row> {
    let replica = journal::open(&dir.join("rebuild"), &Signer::from_seed(&[41; 32]), 41)?;
    let mut feed = Feed {
        cursor: Cursor {
            history: HistoryId([42; 16]),
            position: 0,
            order_head: Hash([0; 32]),
        },
        directory: 0,
    };
    let people = (1..30).map(|at| (format!("u-{at}"), format!("Исполнитель {at}")));
    let mut years = Years::new(today()?, START_MS, town::OFFICE, people.collect());
    for name in ["norms", "calendar"] {
        let json = town::document(name).ok_or("no such document")?;
        replica.apply_pull(&feed.document(name, json))?;
    }
    while feed.cursor.position < count {
        let mut entries = Vec::new();
        while entries.len() < PULLED {
            entries.extend(years.appeal());
        }
        replica.apply_pull(&feed.others(&entries))?;
    }
    let begun = Instant::now();
    replica.rebuild_projections()?;
    let took = begun.elapsed();
    Ok(Row::new(
        &format!(
            "All projections built anew from {} entries",
            feed.cursor.position
        ),
        "≤30 s",
        format!("{:.1} s", took.as_secs_f64()),
        "one transaction: every entry folded, every list, term and word of the search written, durable",
    ))
}

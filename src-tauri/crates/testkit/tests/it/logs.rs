//! No log line tells who was at the desk: a whole story, errors among it, with every log of the desk
//! and of the centre kept down to the last trace.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use stoika_testkit::hands::{FakeClock, SeededRandom, printers};
use stoika_testkit::town;
use stoika_testkit::world::Centre;
use stoika_workstation::random::MachineRandom;
use stoika_workstation::{Changes, Deps, Listener, Machine, Session, Workstation};
use tokio::runtime::Runtime;
use tracing_subscriber::filter::LevelFilter;

const FRIDAY_MS: i64 = 1_793_342_760_000;
/// The deadline only ends a failure; no success waits for it.
const DEADLINE: Duration = Duration::from_secs(60);

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn listen() -> Self {
        let kept = Self::default();
        let writer = kept.clone();
        let all = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::set_global_default(all).unwrap();
        kept
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// What stands in the base, on paper or in the client's words, and what opens doors. Short enough
/// to be found inside of anything that quotes it.
const SECRETS: [&str; 17] = [
    "Примеров",
    "примеров",
    "Анна",
    "Сергеевна",
    "Небылицын",
    "9001234512",
    "123-45-12",
    "9270001122",
    "000-11-22",
    "anna.taina",
    "pochta.example",
    "Первомайск",
    town::CITIZEN_ACCOUNT,
    "0012 3456",
    "холодильник",
    "не тот пароль",
    town::PASSWORD,
];

struct Desk {
    workstation: Arc<Workstation>,
    session: Session,
    changes: Changes,
}

impl Desk {
    fn call(&self, name: &str, input: Value) -> Value {
        self.workstation.rpc(&self.session, name, input).unwrap()
    }

    fn refused(&self, name: &str, input: Value) {
        self.workstation
            .rpc(&self.session, name, input)
            .unwrap_err();
    }

    fn until(&mut self, runtime: &Runtime, name: &str, good: impl Fn(&Value) -> bool) {
        while !good(&self.call(name, json!({}))) {
            runtime
                .block_on(async { tokio::time::timeout(DEADLINE, self.changes.next()).await })
                .unwrap();
        }
    }
}

fn claim() -> Value {
    json!({
        "party_id": town::CITIZEN, "account": town::CITIZEN_ACCOUNT, "applicant_name": "",
        "audience": "citizen", "representative": "", "authority": "", "category": "claim",
        "form": "written", "channel": "office", "topic": "calculation", "urgency": "",
        "received_on": "2026-10-30", "text": "Не работает холодильник, верните деньги",
        "answer_channel": "email", "postal_index": "", "postal_address": "",
        "email": "anna.taina@pochta.example",
    })
}

/// Everything that a specialist does with one client, and everything wrong with it.
fn a_visit(desk: &Desk) {
    let find = |text: &str| json!({ "text": text, "literal": false, "limit": 5 });
    let asked = json!({ "party_id": town::CITIZEN });
    for text in [
        "Примерова Анна",
        "9001234512",
        town::CITIZEN_ACCOUNT,
        "Первомайская 12",
    ] {
        desk.call("search.find", find(text));
    }
    desk.call("client.card", asked.clone());
    desk.refused(
        "client.card",
        json!({ "party_id": "Примерова Анна Сергеевна" }),
    );
    desk.refused("client.card", json!({ "party": "9001234512" }));
    desk.refused("Примерова.find", json!({ "text": "9001234512" }));
    let learn = |kind: &str, value: &str| json!({ "party_id": town::CITIZEN, "kind": kind, "value": value });
    desk.refused("contact.learn", learn("phone", "9270001122 Анна"));
    desk.refused(
        "contact.learn",
        learn("email", "anna.taina собака pochta.example"),
    );
    desk.call("contact.learn", learn("phone", "8 (927) 000-11-22"));
    desk.call("contact.learn", learn("email", "anna.taina@pochta.example"));
    for kind in ["phone", "email"] {
        desk.call(
            "client.unmask",
            json!({ "party_id": town::CITIZEN, "kind": kind, "reason": "verify" }),
        );
    }
    let mut wrong = claim();
    wrong["email"] = json!("anna.taina");
    wrong["received_on"] = json!("Примерова");
    desk.call("appeal.check", json!({ "form": wrong }));
    desk.refused(
        "appeal.register",
        json!({ "form": wrong, "draft_id": null }),
    );
    let draft = desk.call("draft.save", json!({ "form": claim(), "draft_id": null }));
    let registered = desk.call(
        "appeal.register",
        json!({ "form": claim(), "draft_id": draft["draft_id"] }),
    );
    let appeal = registered["appeal_id"].clone();
    desk.call("appeal.card", json!({ "appeal_id": appeal }));
    desk.call(
        "appeal.unmask",
        json!({ "appeal_id": appeal, "reason": "answer" }),
    );
    let paper = |reason: &str| {
        json!({
            "of": { "about": "appeal", "id": appeal }, "form_id": "registration_card",
            "printer": "Примерова", "reason": reason,
        })
    };
    desk.refused("paper.print", paper(""));
    desk.call("paper.save", paper(""));
    desk.refused("paper.save", paper(""));
    desk.call("paper.save", paper("Просит Анна Сергеевна"));
    desk.call("day.today", json!({}));
}

#[test]
fn a_whole_story_leaves_no_name_phone_or_address_in_any_log() {
    let kept = Kept::listen();
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FakeClock::at(FRIDAY_MS));
    let centre = {
        let _inside = runtime.enter();
        Centre::start(Arc::clone(&clock) as _, Arc::new(SeededRandom::new(1))).unwrap()
    };
    let deps = Deps {
        clock,
        random: Arc::new(MachineRandom),
        machine: Machine {
            id: b"machine".to_vec(),
            place: Vec::new(),
            credential: None,
        },
        mark: folder.path().join("mark"),
        documents: Some(folder.path().join("documents")),
        printers: Arc::new(printers().unwrap()),
        runtime: runtime.handle().clone(),
        program: "test".to_owned(),
    };
    let workstation = Workstation::open(&folder.path().join("desk"), deps);
    let mut desk = Desk {
        session: workstation.session(Listener::Twin),
        changes: workstation.changes(),
        workstation,
    };
    let code = centre.invite(4).unwrap();
    desk.refused("enrolment.enrol", json!({ "code": "Примерова" }));
    desk.call("enrolment.enrol", json!({ "code": code }));
    desk.until(&runtime, "load.progress", |progress| {
        progress["done"] == json!(true)
    });
    for login in [town::SPECIALIST, "Примерова Анна"] {
        desk.refused(
            "session.sign_in",
            json!({ "login": login, "password": "не тот пароль" }),
        );
    }
    desk.call(
        "session.sign_in",
        json!({ "login": town::SPECIALIST, "password": town::PASSWORD }),
    );
    a_visit(&desk);
    // Without the link, and with a disk that takes nothing more.
    centre.cut();
    desk.call("link.try_now", json!({}));
    desk.workstation.fill_disk(true).unwrap();
    // What is left in the pages that are there holds an act or two.
    let full = (0..50).find(|_| {
        let input = json!({ "form": claim(), "draft_id": null });
        let register = desk
            .workstation
            .rpc(&desk.session, "appeal.register", input);
        register.is_err()
    });
    assert_ne!(full, None);
    desk.workstation.fill_disk(false).unwrap();
    desk.call(
        "appeal.register",
        json!({ "form": claim(), "draft_id": null }),
    );
    centre.mend().unwrap();
    desk.call("link.try_now", json!({}));
    desk.until(&runtime, "link.state", |link| link["unsent"] == json!(0));
    desk.call("session.sign_out", json!({}));
    desk.workstation.close();

    let log = kept.text();
    // It is the log of both sides, and it says enough to find what went wrong.
    for told in [
        "refused",
        "desk enrolled",
        "stoika_exchange",
        "stoika_workstation",
    ] {
        assert!(log.contains(told), "the log does not speak of {told}");
    }
    let code = code.replace('-', "");
    for secret in SECRETS.into_iter().chain([code.as_str()]) {
        let found = log.lines().find(|line| line.contains(secret));
        assert_eq!(found, None, "the log tells {secret}");
    }
    let names: Vec<String> = walk(folder.path());
    assert!(names.iter().any(|name| name.ends_with(".pdf")), "{names:?}");
    for secret in SECRETS {
        let found = names.iter().find(|name| name.contains(secret));
        assert_eq!(found, None, "a file's name tells {secret}");
    }
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        names.push(file.file_name().to_string_lossy().into_owned());
        if file.file_type().unwrap().is_dir() {
            names.extend(walk(&file.path()));
        }
    }
    names
}

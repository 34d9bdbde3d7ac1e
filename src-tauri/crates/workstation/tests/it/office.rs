//! An office of one test: a centre, a clock, and the desks that the test opens.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use stoika_devices::Recording;
use stoika_testkit::hands::{FakeClock, SeededRandom, printers};
use stoika_testkit::town;
use stoika_testkit::world::Centre;
use stoika_workstation::api::error::{ApiError, ErrorCode};
use stoika_workstation::{Changes, Deps, Listener, Machine, Session, Workstation};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Friday, 30 October 2026, 10:46 in Samara: the day of the worked example in the domain's notes.
pub const FRIDAY_MS: i64 = 1_793_342_760_000;
/// The deadline only ends a failure; no success waits for it.
const DEADLINE: Duration = Duration::from_secs(60);

/// A centre, and what its desks share.
pub struct Office {
    pub centre: Centre,
    pub clock: Arc<FakeClock>,
    pub folder: TempDir,
    pub runtime: Runtime,
}

/// A desk in a test's hands.
pub struct Hand {
    pub workstation: Arc<Workstation>,
    pub session: Session,
    pub printers: Arc<Recording>,
    changes: Changes,
    runtime: tokio::runtime::Handle,
}

impl Office {
    pub fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let clock = Arc::new(FakeClock::at(FRIDAY_MS));
        let centre = {
            let _inside = runtime.enter();
            Centre::start(Arc::clone(&clock) as _, Arc::new(SeededRandom::new(1))).unwrap()
        };
        Self {
            centre,
            clock,
            folder: tempfile::tempdir().unwrap(),
            runtime,
        }
    }

    pub fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn deps(&self, name: &str) -> (Deps, Arc<Recording>) {
        let printers = Arc::new(printers().unwrap());
        let deps = Deps {
            clock: Arc::clone(&self.clock) as _,
            random: Arc::new(stoika_workstation::random::MachineRandom),
            machine: Machine {
                id: b"machine".to_vec(),
                place: name.as_bytes().to_vec(),
                credential: None,
            },
            mark: self.folder.path().join(format!("{name}.mark")),
            documents: Some(self.folder.path().join(format!("{name} documents"))),
            printers: Arc::clone(&printers) as _,
            runtime: self.runtime.handle().clone(),
            program: "test".to_owned(),
        };
        (deps, printers)
    }

    /// Opens the desk of a folder as it is.
    pub fn open(&self, name: &str) -> Hand {
        let (deps, printers) = self.deps(name);
        self.open_with(name, deps, printers)
    }

    pub fn open_with(&self, name: &str, deps: Deps, printers: Arc<Recording>) -> Hand {
        let workstation = Workstation::open(&self.data(name), deps);
        Hand {
            session: workstation.session(Listener::Twin),
            changes: workstation.changes(),
            workstation,
            printers,
            runtime: self.runtime.handle().clone(),
        }
    }

    /// A desk that is enrolled and loaded, with nobody signed in.
    pub fn enrolled(&self, name: &str, window: u16) -> Hand {
        let mut hand = self.open(name);
        let code = self.centre.invite(window).unwrap();
        hand.call("enrolment.enrol", json!({ "code": code }));
        hand.until("load.progress", &json!({}), |progress| {
            progress["done"] == json!(true)
        });
        hand
    }

    /// A desk at which a specialist works.
    pub fn at_work(&self, name: &str, window: u16) -> Hand {
        let hand = self.enrolled(name, window);
        hand.sign_in(town::SPECIALIST);
        hand
    }
}

impl Hand {
    /// Calls a command that must work.
    #[track_caller]
    pub fn call(&self, name: &str, input: Value) -> Value {
        match self.workstation.rpc(&self.session, name, input) {
            Ok(output) => output,
            Err(error) => panic!("{name}: {error:?}"),
        }
    }

    /// Calls a command that must be refused.
    #[track_caller]
    pub fn refused(&self, name: &str, input: Value) -> ApiError {
        match self.workstation.rpc(&self.session, name, input) {
            Ok(output) => panic!("{name} was not refused: {output}"),
            Err(error) => error,
        }
    }

    /// The code with which a command is refused.
    #[track_caller]
    pub fn code(&self, name: &str, input: Value) -> ErrorCode {
        self.refused(name, input).code
    }

    #[track_caller]
    pub fn sign_in(&self, login: &str) -> Value {
        self.call(
            "session.sign_in",
            json!({ "login": login, "password": town::PASSWORD }),
        )
    }

    /// Calls a query until it says what is waited for; between the calls waits for a change.
    #[track_caller]
    pub fn until(&mut self, name: &str, input: &Value, good: impl Fn(&Value) -> bool) -> Value {
        loop {
            let output = self.call(name, input.clone());
            if good(&output) {
                return output;
            }
            let changed = self
                .runtime
                .block_on(async { tokio::time::timeout(DEADLINE, self.changes.next()).await });
            if changed.is_err() {
                panic!("waited in vain for {name}: {output}");
            }
        }
    }

    /// Looks until there is something; between the looks waits for a change.
    #[track_caller]
    pub fn until_true<T>(&mut self, what: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        loop {
            if let Some(seen) = look(self) {
                return seen;
            }
            let changed = self
                .runtime
                .block_on(async { tokio::time::timeout(DEADLINE, self.changes.next()).await });
            if changed.is_err() {
                panic!("waited in vain: {what}");
            }
        }
    }

    /// Closes the desk as the window does.
    pub fn close(self) {
        self.workstation.close();
    }

    /// Registers a citizen's claim received today; its id, number and control date.
    #[track_caller]
    pub fn claim(&self, text: &str) -> Value {
        self.call(
            "appeal.register",
            json!({ "form": claim(text), "draft_id": null }),
        )
    }
}

/// A citizen's claim, typed in full.
pub fn claim(text: &str) -> Value {
    json!({
        "party_id": town::CITIZEN,
        "account": town::CITIZEN_ACCOUNT,
        "applicant_name": "",
        "audience": "citizen",
        "representative": "",
        "authority": "",
        "category": "claim",
        "form": "written",
        "channel": "office",
        "topic": "calculation",
        "urgency": "",
        "received_on": "2026-10-30",
        "text": text,
        "answer_channel": "registered_letter",
        "postal_index": "446300",
        "postal_address": "г. Отрадный, ул. Первомайская, д. 12, кв. 48",
        "email": "",
    })
}

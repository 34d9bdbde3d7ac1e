//! A desk with its hub, and a browser that keeps one cookie.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use stoika_hub::{Hub, Pages, Place};
use stoika_testkit::hands::{FakeClock, SeededRandom, printers};
use stoika_testkit::town;
use stoika_testkit::world::Centre;
use stoika_workstation::{Changes, Deps, Listener, Machine, Session, Workstation};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Friday, 30 October 2026, 10:46 in Samara.
pub const FRIDAY_MS: i64 = 1_793_342_760_000;
/// The deadline only ends a failure; no success waits for it.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// A desk whose head is signed in, with a hub that follows it.
pub struct Desk {
    pub workstation: Arc<Workstation>,
    pub clock: Arc<FakeClock>,
    session: Session,
    changes: Changes,
    pub runtime: Runtime,
    _centre: Centre,
    _folder: TempDir,
}

impl Desk {
    pub fn open() -> Self {
        let runtime = Runtime::new().unwrap();
        let clock = Arc::new(FakeClock::at(FRIDAY_MS));
        let folder = tempfile::tempdir().unwrap();
        let centre = {
            let _inside = runtime.enter();
            Centre::start(Arc::clone(&clock) as _, Arc::new(SeededRandom::new(1))).unwrap()
        };
        let deps = Deps {
            clock: Arc::clone(&clock) as _,
            random: Arc::new(stoika_workstation::random::MachineRandom),
            machine: Machine {
                id: b"machine".to_vec(),
                place: b"hub".to_vec(),
                credential: None,
            },
            mark: folder.path().join("hub.mark"),
            documents: None,
            printers: Arc::new(printers().unwrap()),
            runtime: runtime.handle().clone(),
            program: "test".to_owned(),
        };
        let workstation = Workstation::open(&folder.path().join("desk"), deps);
        let pages: Pages = Arc::new(|path| match path {
            "kiosk.html" => Some(b"<!doctype html>kiosk".to_vec()),
            "assets/kiosk.js" => Some(b"1".to_vec()),
            _ => None,
        });
        runtime.spawn(Hub::new(Arc::clone(&workstation), pages, Place::Loopback(0)).run());
        let mut desk = Self {
            session: workstation.session(Listener::Twin),
            changes: workstation.changes(),
            workstation,
            clock,
            runtime,
            _centre: centre,
            _folder: folder,
        };
        let code = desk._centre.invite(4).unwrap();
        desk.call("enrolment.enrol", json!({ "code": code }));
        desk.until("load.progress", |progress| progress["done"] == json!(true));
        desk.call(
            "session.sign_in",
            json!({ "login": town::HEAD, "password": town::PASSWORD }),
        );
        desk
    }

    #[track_caller]
    pub fn call(&self, name: &str, input: Value) -> Value {
        match self.workstation.rpc(&self.session, name, input) {
            Ok(output) => output,
            Err(error) => panic!("{name}: {error:?}"),
        }
    }

    /// Asks until it says what is waited for; between the calls waits for a change.
    #[track_caller]
    pub fn until(&mut self, name: &str, good: impl Fn(&Value) -> bool) -> Value {
        loop {
            let output = self.call(name, json!({}));
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

    /// Switches stations on; gives `127.0.0.1:PORT`.
    pub fn switched_on(&mut self) -> String {
        self.call("station.switch", json!({ "on": true }));
        let state = self.until("station.state", |state| state["addresses"] != json!([]));
        let address = state["addresses"][0].as_str().unwrap();
        address.strip_prefix("http://").unwrap().to_owned()
    }

    /// A new code for a kind.
    pub fn code(&self, kind: &str) -> String {
        self.call("station.pair", json!({ "kind": kind, "name": "У входа" }));
        let state = self.call("station.state", json!({}));
        state["code"]["digits"].as_str().unwrap().to_owned()
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A browser at an address.
pub struct Browser {
    pub address: String,
    pub host: String,
    pub origin: String,
    pub cookie: Option<String>,
}

impl Browser {
    pub fn at(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            host: address.to_owned(),
            origin: format!("http://{address}"),
            cookie: None,
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &body.to_string())
    }

    pub fn send(&self, method: &str, path: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        let cookie = self
            .cookie
            .as_ref()
            .map_or_else(String::new, |cookie| format!("cookie: {cookie}\r\n"));
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\norigin: {}\r\n{cookie}content-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            self.host,
            self.origin,
            body.len(),
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        // A refused body may be answered by a reset after the answer.
        let _rest = stream.read_to_string(&mut answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    /// Shows a code; keeps the cookie.
    pub fn pair(&mut self, code: &str) -> Answer {
        let answer = self.post("/pair", &json!({ "code": code }));
        if let Some(line) = answer
            .head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
        {
            self.cookie = line.split(';').next().map(ToOwned::to_owned);
        }
        answer
    }
}

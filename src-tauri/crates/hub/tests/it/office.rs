//! Several desks of one office in one process: each with its replica, its listener on the loopback and
//! its own wire to the centre, which can be cut.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use stoika_hub::{Hub, Pages, Place};
use stoika_protocol::enrol::EnrolmentCode;
use stoika_testkit::hands::{FakeClock, SeededRandom, printers};
use stoika_testkit::town;
use stoika_testkit::world::Centre;
use stoika_workstation::{Changes, Deps, Listener, Machine, Session, Workstation};
use tempfile::TempDir;
use tokio::runtime::{Handle, Runtime};
use tokio::task::JoinHandle;

use crate::browser::{DEADLINE, FRIDAY_MS};

/// Longer than any request on the loopback.
const CUT_LIMIT: Duration = Duration::from_secs(10);

/// A way to the centre that can be cut: connections break, new ones are refused.
pub struct Wire {
    from: SocketAddr,
    to: SocketAddr,
    /// When it goes, every connection goes with it.
    at_work: Option<Runtime>,
}

impl Wire {
    fn to(to: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let mut wire = Self {
            from: listener.local_addr().unwrap(),
            to,
            at_work: None,
        };
        wire.carry(listener);
        wire
    }

    fn carry(&mut self, listener: TcpListener) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        listener.set_nonblocking(true).unwrap();
        let to = self.to;
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((mut near, _)) = listener.accept().await {
                tokio::spawn(async move {
                    if let Ok(mut far) = tokio::net::TcpStream::connect(to).await {
                        // Either end may go at any moment: that is what a wire is for.
                        let _gone = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
        });
        self.at_work = Some(runtime);
    }

    pub fn cut(&mut self) {
        if let Some(runtime) = self.at_work.take() {
            runtime.shutdown_timeout(CUT_LIMIT);
        }
    }

    pub fn mend(&mut self) {
        self.carry(TcpListener::bind(self.from).unwrap());
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if let Some(runtime) = self.at_work.take() {
            runtime.shutdown_background();
        }
    }
}

/// The centre and what the desks share.
pub struct Office {
    pub runtime: Runtime,
    pub clock: Arc<FakeClock>,
    pub centre: Centre,
    centre_address: SocketAddr,
    folder: TempDir,
}

/// A desk's program, closed when the test lets it go. Else the runtime would end with it open: the hub's
/// task, the last to hold it, would wait on its thread for tasks that only this thread can end.
pub struct Program(Arc<Workstation>);

impl Deref for Program {
    type Target = Workstation;

    fn deref(&self) -> &Workstation {
        &self.0
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// A desk of the office.
pub struct Desk {
    name: &'static str,
    pub workstation: Program,
    session: Session,
    changes: Changes,
    hub: JoinHandle<()>,
    port: u16,
    pub wire: Wire,
    runtime: Handle,
}

impl Office {
    pub fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let clock = Arc::new(FakeClock::at(FRIDAY_MS));
        let centre = {
            let _inside = runtime.enter();
            Centre::start(Arc::clone(&clock) as _, Arc::new(SeededRandom::new(1))).unwrap()
        };
        let code = EnrolmentCode::parse(&centre.invite(99).unwrap()).unwrap();
        let address = code.address.strip_prefix("http://").unwrap();
        Self {
            centre_address: address.parse().unwrap(),
            runtime,
            clock,
            centre,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A desk that is enrolled and loaded, at which this person works.
    pub fn desk(&self, name: &'static str, window: u16, login: &str) -> Desk {
        let wire = Wire::to(self.centre_address);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let code = EnrolmentCode::parse(&self.centre.invite(window).unwrap()).unwrap();
        let code = EnrolmentCode {
            address: format!("http://{}", wire.from),
            ..code
        };
        let mut desk = self.start(name, port, wire);
        desk.call("enrolment.enrol", json!({ "code": code.to_string() }));
        desk.until("load.progress", |progress| progress["done"] == json!(true));
        desk.sign_in(login);
        desk
    }

    /// Starts the program of a desk over its folder as it is.
    fn start(&self, name: &'static str, port: u16, wire: Wire) -> Desk {
        let deps = Deps {
            clock: Arc::clone(&self.clock) as _,
            random: Arc::new(stoika_workstation::random::MachineRandom),
            machine: Machine {
                id: b"machine".to_vec(),
                place: name.as_bytes().to_vec(),
                credential: None,
            },
            mark: self.folder.path().join(format!("{name}.mark")),
            documents: None,
            printers: Arc::new(printers().unwrap()),
            runtime: self.runtime.handle().clone(),
            program: "test".to_owned(),
        };
        let workstation = Workstation::open(&self.folder.path().join(name), deps);
        let pages: Pages = Arc::new(|path| (path == "kiosk.html").then(|| b"kiosk".to_vec()));
        let hub = Hub::new(Arc::clone(&workstation), pages, Place::Loopback(port));
        Desk {
            name,
            session: workstation.session(Listener::Twin),
            changes: workstation.changes(),
            hub: self.runtime.spawn(hub.run()),
            workstation: Program(workstation),
            port,
            wire,
            runtime: self.runtime.handle().clone(),
        }
    }

    /// The program of a desk dies.
    pub fn kill(&self, desk: Desk) -> (&'static str, u16, Wire) {
        let Desk {
            name,
            workstation,
            hub,
            port,
            wire,
            ..
        } = desk;
        hub.abort();
        // It ends by being cut off, which is an error of its own.
        let _cut = self.runtime.block_on(hub);
        drop(workstation);
        self.until_gone(name);
        (name, port, wire)
    }

    /// Waits until nothing of a desk's program holds its folder any more: a program of its own would have
    /// ended, here its last tasks do.
    fn until_gone(&self, name: &str) {
        let lock = self.folder.path().join(name).join("desk.lock");
        let file = std::fs::File::open(lock).unwrap();
        let began = std::time::Instant::now();
        while file.try_lock().is_err() {
            assert!(began.elapsed() < DEADLINE, "{name} is still in use");
            std::thread::yield_now();
        }
        file.unlock().unwrap();
    }

    /// The program of a desk is closed as its window closes it, while its hub serves.
    pub fn close(&self, desk: Desk) -> (&'static str, u16, Wire) {
        desk.workstation.close();
        self.kill(desk)
    }

    /// What a killed desk was comes back.
    pub fn revive(&self, dead: (&'static str, u16, Wire), login: &str) -> Desk {
        let (name, port, wire) = dead;
        let desk = self.start(name, port, wire);
        desk.sign_in(login);
        desk
    }
}

impl Desk {
    /// Where its hub listens, if it does.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    #[track_caller]
    pub fn call(&self, name: &str, input: Value) -> Value {
        match self.workstation.rpc(&self.session, name, input) {
            Ok(output) => output,
            Err(error) => panic!("{} {name}: {error:?}", self.name),
        }
    }

    #[track_caller]
    pub fn sign_in(&self, login: &str) {
        self.call(
            "session.sign_in",
            json!({ "login": login, "password": town::PASSWORD }),
        );
    }

    /// Asks until it says what is waited for; between the calls waits for a change.
    #[track_caller]
    pub fn until(&mut self, name: &str, good: impl Fn(&Value) -> bool) -> Value {
        self.until_true(name, |desk| {
            let output = desk.call(name, json!({}));
            if good(&output) {
                Ok(output)
            } else {
                Err(output.to_string())
            }
        })
    }

    /// Looks until there is something; between the looks waits for a change.
    #[track_caller]
    pub fn until_true<T>(&mut self, what: &str, look: impl Fn(&Self) -> Result<T, String>) -> T {
        // A link that tries again and again is a change each time.
        let end = tokio::time::Instant::now() + DEADLINE;
        loop {
            let seen = match look(self) {
                Ok(seen) => return seen,
                Err(seen) => seen,
            };
            let changed = self
                .runtime
                .block_on(async { tokio::time::timeout_at(end, self.changes.next()).await });
            if changed.is_err() {
                panic!("{} waited in vain for {what}: {seen}", self.name);
            }
        }
    }

    /// It is the hub from now on, and listens.
    #[track_caller]
    pub fn becomes_hub(&mut self) {
        self.until("branch.state", |state| state["may_become"] == json!(true));
        self.call("branch.become", json!({}));
        self.until("branch.state", |state| {
            state["mode"] == json!("hub") && state["listening"] != json!([])
        });
    }

    /// Waits until it follows the hub with this window, and has brought it all it has.
    #[track_caller]
    pub fn follows(&mut self, window: u16) {
        self.until("branch.state", |state| {
            state["mode"] == json!("connected")
                && state["hub"]["window"] == json!(window)
                && state["unsent"] == json!(0)
        });
    }

    /// A ticket for a service; its number.
    #[track_caller]
    pub fn ticket(&self, service: &str) -> String {
        let given = self.call("queue.issue", json!({ "service": service }));
        given["number"].as_str().unwrap().to_owned()
    }

    /// Waits until exactly these tickets wait.
    #[track_caller]
    pub fn until_line(&mut self, numbers: &[&str]) {
        let mut numbers = numbers.to_vec();
        numbers.sort_unstable();
        self.until("queue.state", |state| line(state) == numbers);
    }

    /// Waits until the centre has everything and all of it has its place there; nothing may be wrong.
    #[track_caller]
    pub fn settled(&mut self) {
        self.until_true("the centre's order", |desk| {
            let places = desk.call("link.unsent", json!({}));
            let state = desk.call("link.state", json!({}));
            if places == json!([]) && state["unsent"] == json!(0) {
                Ok(())
            } else {
                Err(places.to_string())
            }
        });
        assert_eq!(self.call("link.discrepancies", json!({})), json!([]));
    }
}

/// Numbers of who waits for any window, sorted.
pub fn line(state: &Value) -> Vec<&str> {
    let mut numbers: Vec<&str> = ["line", "elsewhere"]
        .iter()
        .filter_map(|part| state[part].as_array())
        .flatten()
        .filter_map(|line| line["number"].as_str())
        .collect();
    numbers.sort_unstable();
    numbers
}

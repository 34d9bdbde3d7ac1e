//! The twin lets in nobody but the test that started it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod logs;
mod policy;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use stoika_testkit::hands::{FakeClock, printers};
use stoika_testkit::twin;
use stoika_workstation::random::MachineRandom;
use stoika_workstation::{Deps, Machine, Workstation};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const TOKEN: &str = "only-the-test-knows";

struct Served {
    address: SocketAddr,
    workstation: Arc<Workstation>,
    _folder: TempDir,
    _runtime: Runtime,
}

fn served() -> Served {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ui = folder.path().join("ui");
    std::fs::create_dir(&ui).unwrap();
    std::fs::write(ui.join("index.html"), "<title>Стойка</title>").unwrap();
    let deps = Deps {
        clock: Arc::new(FakeClock::at(1_793_342_760_000)),
        random: Arc::new(MachineRandom),
        machine: Machine {
            id: b"machine".to_vec(),
            place: Vec::new(),
            credential: None,
        },
        mark: folder.path().join("mark"),
        documents: None,
        printers: Arc::new(printers().unwrap()),
        runtime: runtime.handle().clone(),
        program: "test".to_owned(),
    };
    let workstation = Workstation::open(&folder.path().join("desk"), deps);
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0)))
        .unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(twin::serve(
        Arc::clone(&workstation),
        listener,
        TOKEN.to_owned(),
        Some(ui),
    ));
    Served {
        address,
        workstation,
        _folder: folder,
        _runtime: runtime,
    }
}

impl Served {
    /// Sends a request as written, with the right Host unless one is given; the status and the rest.
    fn ask(&self, method_and_path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut stream = self.send(method_and_path, headers, body);
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer)
    }

    fn send(&self, method_and_path: &str, headers: &[(&str, &str)], body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let mut request = format!("{method_and_path} HTTP/1.1\r\nconnection: close\r\n");
        let own_host = self.address.to_string();
        if !headers.iter().any(|(name, _)| *name == "host") {
            request.push_str(&format!("host: {own_host}\r\n"));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }
}

const RPC: &str = "POST /rpc/session.state";

#[test]
fn a_call_needs_the_token_of_this_launch() {
    let twin = served();
    assert_eq!(twin.ask(RPC, &[], "{}").0, 401);
    assert_eq!(twin.ask(RPC, &[("x-stoika-token", "guessed")], "{}").0, 401);
    let (status, answer) = twin.ask(RPC, &[("x-stoika-token", TOKEN)], "{}");
    assert_eq!(status, 200);
    assert!(answer.contains("\"stage\":\"enrolment\""), "{answer}");
    assert_eq!(twin.ask("GET /changes?token=guessed", &[], "").0, 401);
    assert_eq!(twin.ask("GET /changes", &[], "").0, 400);
}

#[test]
fn a_page_of_another_site_gets_nothing() {
    let twin = served();
    let token = ("x-stoika-token", TOKEN);
    let rebound = [token, ("host", "stoika.example")];
    assert_eq!(twin.ask(RPC, &rebound, "{}").0, 403);
    let foreign = [token, ("origin", "https://stoika.example")];
    assert_eq!(twin.ask(RPC, &foreign, "{}").0, 403);
    let own = format!("http://{}", twin.address);
    assert_eq!(twin.ask(RPC, &[token, ("origin", &own)], "{}").0, 200);
    assert_eq!(twin.ask("GET /", &[("host", "stoika.example")], "").0, 403);
}

#[test]
fn pages_come_with_the_window_s_policy_and_only_from_their_folder() {
    let twin = served();
    let (status, answer) = twin.ask("GET /?token=x", &[], "");
    assert_eq!(status, 200);
    assert!(
        answer.contains("content-security-policy: default-src 'none'"),
        "{answer}"
    );
    assert_eq!(twin.ask("GET /../mark", &[], "").0, 404);
    assert_eq!(twin.ask("GET /nothing.js", &[], "").0, 404);
}

#[test]
fn a_refusal_is_an_answer_with_its_code() {
    let twin = served();
    let token = [("x-stoika-token", TOKEN)];
    let (status, answer) = twin.ask("POST /rpc/client.card", &token, "{\"party_id\":\"p\"}");
    assert_eq!(status, 422);
    assert!(answer.contains("\"code\":\"auth-required\""), "{answer}");
    let (status, answer) = twin.ask(RPC, &token, "{");
    assert_eq!(status, 400);
    assert!(answer.contains("input-malformed"), "{answer}");
}

#[test]
fn the_pages_of_kiosk_and_board_get_their_own_table_and_nothing_of_the_window_s() {
    let twin = served();
    let named =
        |listener: &'static str| [("x-stoika-token", TOKEN), ("x-stoika-listener", listener)];
    let (status, answer) = twin.ask("POST /rpc/kiosk.state", &named("kiosk"), "{}");
    assert_eq!(status, 200);
    assert!(answer.contains("\"shut\":\"off\""), "{answer}");
    assert_eq!(
        twin.ask("POST /rpc/board.state", &named("board"), "{}").0,
        200
    );
    for (command, listener) in [
        ("POST /rpc/session.state", "kiosk"),
        ("POST /rpc/board.state", "kiosk"),
        ("POST /rpc/kiosk.state", "board"),
    ] {
        let (status, answer) = twin.ask(command, &named(listener), "{}");
        assert_eq!(status, 422, "{command}");
        assert!(answer.contains("\"code\":\"command-unknown\""), "{answer}");
    }
    let own = [("x-stoika-token", TOKEN)];
    assert_eq!(twin.ask("POST /rpc/kiosk.state", &own, "{}").0, 422);
    assert_eq!(
        twin.ask("POST /rpc/kiosk.state", &named("roof"), "{}").0,
        400
    );
    assert_eq!(
        twin.ask("POST /rpc/kiosk.state", &[named("kiosk")[1]], "{}")
            .0,
        401
    );
    let path = format!("GET /changes?token={TOKEN}&listener=roof");
    assert_eq!(twin.ask(&path, &[], "").0, 400);
}

#[test]
fn changes_stream_as_lists_of_tags() {
    let twin = served();
    let stream = twin.send(&format!("GET /changes?token={TOKEN}"), &[], "");
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    // The head of the answer is out: the stream listens.
    assert!(lines.any(|line| line.is_empty()));
    let session = twin.workstation.session(stoika_workstation::Listener::Twin);
    twin.workstation
        .rpc(&session, "session.lock", serde_json::Value::Null)
        .unwrap();
    let told = lines.find(|line| line.contains("session")).unwrap();
    assert!(told.starts_with("data:") && told.ends_with(']'), "{told}");
}

use futures_util::StreamExt as _;
use serde_json::json;
use stoika_testkit::town;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::browser::{Browser, DEADLINE, Desk};

type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

#[test]
fn a_browser_is_let_in_by_the_code_of_the_head_and_by_it_alone_once() {
    let mut desk = Desk::open();
    let address = desk.switched_on();
    let mut tablet = Browser::at(&address);
    assert_eq!(tablet.post("/rpc/kiosk.state", &json!({})).status, 401);
    let code = desk.code("kiosk");
    let answer = tablet.pair(&code);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json(), json!({ "kind": "kiosk" }));
    let cookie = answer
        .head
        .lines()
        .find(|line| line.starts_with("set-cookie"))
        .unwrap();
    assert!(
        cookie.contains("httponly") && cookie.contains("samesite=strict"),
        "{cookie}"
    );
    let state = tablet.post("/rpc/kiosk.state", &json!({}));
    assert_eq!(state.status, 200, "{}", state.body);
    let mut second = Browser::at(&address);
    assert_eq!(second.pair(&code).status, 403);
    // Nobody has to be signed in for the hall.
    desk.call("session.sign_out", json!({}));
    assert_eq!(tablet.post("/rpc/kiosk.state", &json!({})).status, 200);
}

#[test]
fn a_forged_code_is_refused_written_down_and_slowed_and_an_old_one_is_void() {
    let mut desk = Desk::open();
    let address = desk.switched_on();
    let mut stranger = Browser::at(&address);
    let code = desk.code("board");
    let wrong = if code == "00000000" {
        "00000001"
    } else {
        "00000000"
    };
    for _ in 0..5 {
        assert_eq!(stranger.pair(wrong).status, 403);
    }
    let state = desk.call("station.state", json!({}));
    assert_eq!(state["refused"], json!(5));
    assert_eq!(state["refused_from"], json!("127.0.0.1"));
    let written = desk.call("link.discrepancies", json!({}));
    assert_eq!(written[0]["code"], json!("station-code-refused"));
    // Whoever goes on guessing waits, even with the right one.
    stranger.pair(wrong);
    assert_eq!(stranger.pair(&code).status, 429);
    desk.clock.advance_ms(10 * 60_000);
    assert_eq!(stranger.pair(&code).status, 403);
    assert!(stranger.cookie.is_none());
    // Ten minutes lock the head out too.
    desk.call("session.unlock", json!({ "password": town::PASSWORD }));
    assert_eq!(desk.call("station.state", json!({}))["code"], json!(null));
}

#[test]
fn what_a_device_may_not_call_is_refused_and_written_down() {
    let mut desk = Desk::open();
    let address = desk.switched_on();
    let mut board = Browser::at(&address);
    let code = desk.code("board");
    board.pair(&code);
    assert_eq!(board.post("/rpc/board.state", &json!({})).status, 200);
    for name in [
        "kiosk.issue",
        "client.card",
        "station.pair",
        "session.sign_in",
        "no.such",
    ] {
        let answer = board.post(&format!("/rpc/{name}"), &json!({}));
        assert_eq!(answer.status, 422, "{name}");
        assert_eq!(answer.json()["code"], json!("command-unknown"), "{name}");
    }
    let written = desk.call("link.discrepancies", json!({}));
    assert_eq!(written[0]["code"], json!("kiosk-refused"));
}

#[test]
fn another_site_a_name_and_a_long_body_get_nothing() {
    let mut desk = Desk::open();
    let address = desk.switched_on();
    let mut tablet = Browser::at(&address);
    let code = desk.code("kiosk");
    tablet.pair(&code);
    tablet.origin = "https://evil.example".to_owned();
    assert_eq!(tablet.post("/rpc/kiosk.state", &json!({})).status, 403);
    tablet.host = "evil.example".to_owned();
    tablet.origin = "http://evil.example".to_owned();
    assert_eq!(tablet.post("/rpc/kiosk.state", &json!({})).status, 403);
    let tablet = Browser {
        origin: format!("http://{address}"),
        host: address,
        ..tablet
    };
    let long = json!({ "number": "1".repeat(5000) });
    assert_eq!(tablet.post("/rpc/kiosk.check_in", &long).status, 413);
}

#[test]
fn the_pages_of_the_hall_are_served_and_nothing_else() {
    let mut desk = Desk::open();
    let address = desk.switched_on();
    let browser = Browser::at(&address);
    let page = browser.get("/kiosk.html");
    assert_eq!(
        (page.status, page.body.as_str()),
        (200, "<!doctype html>kiosk")
    );
    assert!(page.head.contains("default-src 'none'"), "{}", page.head);
    assert!(browser.get("/").head.contains("location: /kiosk.html"));
    assert_eq!(browser.get("/assets/kiosk.js").status, 200);
    for path in [
        "/index.html",
        "/assets/../kiosk.html",
        "/hub/certificate.key",
    ] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
}

/// What the socket says next; `None` when it is closed.
fn heard(desk: &Desk, socket: &mut Socket) -> Option<String> {
    desk.runtime.block_on(async {
        loop {
            match tokio::time::timeout(DEADLINE, socket.next()).await.unwrap() {
                Some(Ok(Message::Text(text))) => break Some(text.to_string()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(_) | Err(_)) | None => break None,
            }
        }
    })
}

#[test]
fn a_change_is_told_at_once_and_a_revoked_device_is_cut_off() {
    let mut desk = Desk::open();
    let address = desk.switched_on();
    let mut tablet = Browser::at(&address);
    let code = desk.code("kiosk");
    tablet.pair(&code);
    let mut request = format!("ws://{address}/live")
        .into_client_request()
        .unwrap();
    let headers = request.headers_mut();
    headers.insert("origin", tablet.origin.parse().unwrap());
    headers.insert("cookie", tablet.cookie.clone().unwrap().parse().unwrap());
    let (mut socket, _) = desk
        .runtime
        .block_on(tokio_tungstenite::connect_async(request))
        .unwrap();
    let connected = desk.until("station.state", |state| {
        state["devices"][0]["connected"] == json!(true)
    });
    let device = connected["devices"][0]["id"].clone();

    assert_eq!(
        tablet
            .post("/rpc/kiosk.help", &json!({ "place": "kiosk" }))
            .status,
        200
    );
    let told = heard(&desk, &mut socket).unwrap();
    assert!(told.contains("queue"), "{told}");

    desk.call("station.revoke", json!({ "id": device }));
    while heard(&desk, &mut socket).is_some() {}
    assert_eq!(tablet.post("/rpc/kiosk.state", &json!({})).status, 401);
}

#[test]
fn switched_off_nobody_answers_and_switched_on_again_the_devices_are_known() {
    let mut desk = Desk::open();
    let address = desk.switched_on();
    let mut tablet = Browser::at(&address);
    let code = desk.code("kiosk");
    tablet.pair(&code);
    desk.call("station.switch", json!({ "on": false }));
    desk.until("station.state", |state| state["addresses"] == json!([]));
    assert!(std::net::TcpStream::connect(&address).is_err());
    let address = desk.switched_on();
    let again = Browser {
        cookie: tablet.cookie,
        ..Browser::at(&address)
    };
    assert_eq!(again.post("/rpc/kiosk.state", &json!({})).status, 200);
}

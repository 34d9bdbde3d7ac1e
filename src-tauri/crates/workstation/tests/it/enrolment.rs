//! Coming in, and every way in which it does not go.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::{Value, json};
use stoika_protocol::enrol::{EnrolSecret, EnrolmentCode};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{FRIDAY_MS, Office};

fn code(text: &str) -> Value {
    json!({ "code": text })
}

#[test]
fn a_new_desk_comes_in_loads_and_asks_who_is_there() {
    let office = Office::new();
    let mut hand = office.open("desk");
    let state = hand.call("session.state", json!({}));
    assert_eq!(state["stage"], "enrolment");
    assert_eq!(state["desk"], json!(null));
    let typed = office
        .centre
        .invite(4)
        .unwrap()
        .to_lowercase()
        .replace('-', " ");
    hand.call("enrolment.enrol", code(&typed));
    let state = hand.until("session.state", &json!({}), |state| {
        state["stage"] == "sign_in"
    });
    assert_eq!(state["desk"]["label"], "ОТ-04");
    assert_eq!(state["desk"]["utc_offset_minutes"], 240);
    let progress = hand.call("load.progress", json!({}));
    assert_eq!(progress["accounts_done"], 5);
    assert_eq!(progress["accounts_total"], 5);
    hand.close();
    // The next start asks nothing.
    let again = office.open("desk");
    assert_eq!(again.call("session.state", json!({}))["stage"], "sign_in");
}

#[test]
fn a_desk_at_a_further_address_of_its_office_says_so() {
    let office = Office::new();
    let mut hand = office.open("desk");
    let secret = EnrolSecret([7; 10]);
    office.centre.invite_with(5, secret, i64::MAX).unwrap();
    let typed = office.centre.code_at(secret, Some("otradny-2"));
    hand.call("enrolment.enrol", code(&typed));
    let state = hand.until("session.state", &json!({}), |state| {
        state["stage"] == "sign_in"
    });
    assert_eq!(state["desk"]["site"], "ул. Молодогвардейская, 22");
    hand.close();
    let again = office.open("desk");
    let state = again.call("session.state", json!({}));
    assert_eq!(state["desk"]["site"], "ул. Молодогвардейская, 22");
    again.sign_in(town::SPECIALIST);
    let id = again.claim("Прошу пересчитать")["appeal_id"].clone();
    let card = json!({ "of": { "about": "appeal", "id": id }, "form_id": "registration_card" });
    let page = again.call("paper.preview", card)["pages_svg"].to_string();
    assert!(page.contains("Молодогвардейская"), "{page}");
    assert!(page.contains("2-34-13"), "its own phone: {page}");
    let first = office.at_work("other", 4);
    assert_eq!(
        first.call("session.state", json!({}))["desk"]["site"],
        json!(null)
    );
}

#[test]
fn each_wrong_code_has_its_own_words() {
    let office = Office::new();
    let hand = office.open("desk");
    let refused = |text: &str| hand.code("enrolment.enrol", code(text));
    assert_eq!(refused("не код"), ErrorCode::EnrolCodeMalformed);
    assert_eq!(
        refused(&office.centre.code(EnrolSecret([9; 10]))),
        ErrorCode::EnrolCodeUnknown
    );
    let old = EnrolSecret([8; 10]);
    office.centre.invite_with(5, old, FRIDAY_MS - 1).unwrap();
    assert_eq!(
        refused(&office.centre.code(old)),
        ErrorCode::EnrolCodeExpired
    );
    let once = office.centre.invite(6).unwrap();
    office.open("other").call("enrolment.enrol", code(&once));
    assert_eq!(refused(&once), ErrorCode::EnrolCodeUsed);
    assert_eq!(hand.call("session.state", json!({}))["stage"], "enrolment");
}

#[test]
fn the_same_desk_may_use_its_code_twice() {
    let office = Office::new();
    let once = office.centre.invite(4).unwrap();
    office.centre.cut();
    let hand = office.open("desk");
    assert_eq!(
        hand.code("enrolment.enrol", code(&once)),
        ErrorCode::ServerUnreachable
    );
    office.centre.mend().unwrap();
    hand.call("enrolment.enrol", code(&once));
    assert_ne!(hand.call("session.state", json!({}))["stage"], "enrolment");
    hand.call("enrolment.enrol", code(&once));
}

/// A server that answers every request with these bytes.
fn answering(answer: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let _read = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    EnrolmentCode {
        address,
        fingerprint: None,
        secret: EnrolSecret([1; 10]),
        site: None,
    }
    .to_string()
}

#[test]
fn a_page_of_the_network_is_not_taken_for_the_server() {
    let office = Office::new();
    let hand = office.open("desk");
    let portal = answering(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\nconnection: close\r\n\r\n<html></html>",
    );
    assert_eq!(
        hand.code("enrolment.enrol", code(&portal)),
        ErrorCode::ServerPortal
    );
    let garbage = answering(
        "HTTP/1.1 200 OK\r\nx-stoika: 1\r\ncontent-length: 7\r\nconnection: close\r\n\r\ngarbage",
    );
    assert_eq!(
        hand.code("enrolment.enrol", code(&garbage)),
        ErrorCode::ServerMalformed
    );
}

#[test]
fn nothing_that_needs_the_directory_works_before_it_has_come() {
    let office = Office::new();
    let hand = office.open("desk");
    let right = json!({ "login": town::SPECIALIST, "password": town::PASSWORD });
    assert_eq!(
        hand.code("session.sign_in", right),
        ErrorCode::AuthWrongPassword
    );
    assert_eq!(
        hand.code("appeal.choices", json!({})),
        ErrorCode::AuthRequired
    );
}

//! Sign-in, lock, roles.

use serde_json::json;
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;
use stoika_workstation::table::{Access, COMMANDS};

use crate::office::Office;

fn wrong() -> serde_json::Value {
    json!({ "login": town::SPECIALIST, "password": "не тот" })
}

#[test]
fn the_right_password_opens_and_a_wrong_one_does_not() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    assert_eq!(hand.call("session.state", json!(null))["stage"], "sign_in");
    assert_eq!(
        hand.code("session.sign_in", wrong()),
        ErrorCode::AuthWrongPassword
    );
    let nobody = json!({ "login": "никто", "password": town::PASSWORD });
    assert_eq!(
        hand.code("session.sign_in", nobody),
        ErrorCode::AuthWrongPassword
    );
    let state = hand.sign_in(town::SPECIALIST);
    assert_eq!(state["stage"], "open");
    assert_eq!(state["today"], "2026-10-30");
    assert_eq!(state["desk"]["label"], "ОТ-04");
    assert_eq!(state["desk"]["office_name"], "Отрадненское отделение");
    assert_eq!(state["user"]["short_name"], "Самойлова\u{a0}Е.\u{a0}В.");
    hand.call("session.sign_out", json!({}));
    assert_eq!(hand.code("link.state", json!({})), ErrorCode::AuthRequired);
}

#[test]
fn wrong_passwords_cost_time_that_the_wall_clock_does_not_shorten() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    for _ in 0..4 {
        assert_eq!(
            hand.code("session.sign_in", wrong()),
            ErrorCode::AuthWrongPassword
        );
    }
    let error = hand.refused("session.sign_in", wrong());
    assert_eq!(error.code, ErrorCode::AuthTooManyTries);
    assert_eq!(error.args["seconds"], "30");
    let right = json!({ "login": town::SPECIALIST, "password": town::PASSWORD });
    office.clock.set_wall_ms(i64::MAX / 2);
    assert_eq!(
        hand.code("session.sign_in", right.clone()),
        ErrorCode::AuthTooManyTries
    );
    office.clock.advance_ms(30_000);
    assert_eq!(hand.call("session.sign_in", right)["stage"], "open");
}

#[test]
fn a_dismissed_user_is_told_so_only_with_his_password() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    let right = json!({ "login": town::DISMISSED, "password": town::PASSWORD });
    assert_eq!(
        hand.code("session.sign_in", right),
        ErrorCode::AuthUserDisabled
    );
    let wrong = json!({ "login": town::DISMISSED, "password": "не тот" });
    assert_eq!(
        hand.code("session.sign_in", wrong),
        ErrorCode::AuthWrongPassword
    );
    let users = hand.call("session.users", json!({}));
    let logins: Vec<_> = users
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["login"].clone())
        .collect();
    assert!(!logins.contains(&json!(town::DISMISSED)));
}

#[test]
fn a_locked_desk_answers_nobody_until_its_user_is_back() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    assert_eq!(hand.call("session.lock", json!({}))["stage"], "locked");
    let find = json!({ "text": "примерова", "literal": false, "limit": 5 });
    assert_eq!(
        hand.code("search.find", find.clone()),
        ErrorCode::AuthRequired
    );
    let wrong = json!({ "password": "не тот" });
    assert_eq!(
        hand.code("session.unlock", wrong),
        ErrorCode::AuthWrongPassword
    );
    let right = json!({ "password": town::PASSWORD });
    assert_eq!(hand.call("session.unlock", right)["stage"], "open");
    hand.call("search.find", find);
}

#[test]
fn what_a_role_may_not_do_is_refused_and_told_beforehand() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    let state = hand.sign_in(town::ADMINISTRATOR);
    let forbidden: Vec<&str> = state["user"]["forbidden"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    for command in COMMANDS {
        match command.access {
            Access::Anyone => assert!(!forbidden.contains(&command.name), "{}", command.name),
            Access::Role(_) if forbidden.contains(&command.name) => {
                let error = hand.refused(command.name, json!({}));
                assert_eq!(error.code, ErrorCode::AuthForbidden, "{}", command.name);
                assert!(error.args["role"].contains("head"), "{}", command.name);
            }
            Access::Role(_) => {
                let open = ["branch.", "key.", "link.", "reference."];
                let is_open = open.iter().any(|noun| command.name.starts_with(noun));
                assert!(is_open, "{}", command.name);
            }
        }
    }
    assert!(forbidden.contains(&"client.card"));
}

#[test]
fn a_stranger_to_the_table_and_an_input_of_another_shape_are_refused() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    assert_eq!(
        hand.code("appeal.forget", json!({})),
        ErrorCode::CommandUnknown
    );
    assert_eq!(
        hand.code("search.find", json!({ "text": 1 })),
        ErrorCode::InputMalformed
    );
    let error = hand.refused("client.card", json!({ "party_id": "p-none" }));
    assert_eq!(error.code, ErrorCode::NotFound);
    assert_eq!(error.trace_id.len(), 12);
}

#[test]
fn a_clock_that_is_off_is_told_and_the_day_is_the_server_s() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    // The centre of this office goes by the same clock: it must not say the wrong time.
    office.centre.cut();
    office
        .clock
        .set_wall_ms(crate::office::FRIDAY_MS + 10 * 365 * 86_400_000);
    let state = hand.call("session.state", json!({}));
    assert_eq!(state["today"], "2026-10-30");
    assert_eq!(state["clock_off_seconds"], 10 * 365 * 86_400);
}

//! Мои дела: one list over every kind, and what the head knows the working day before.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office};

const DAY_MS: u64 = 86_400_000;

fn listed(hand: &Hand, scope: &str, view: &str) -> Vec<Value> {
    let asked = json!({ "scope": scope, "view": view, "after": null, "limit": 50 });
    hand.call("work.list", asked)["rows"]
        .as_array()
        .unwrap()
        .clone()
}

fn kinds(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["kind"].as_str().unwrap())
        .collect()
}

fn user_id(hand: &Hand, login: &str) -> Value {
    let users = hand.call("session.users", json!({}));
    let found = users.as_array().unwrap().iter();
    let user = found.clone().find(|user| user["login"] == json!(login));
    user.unwrap()["id"].clone()
}

fn agree(hand: &Hand, on: &str, at: &str) {
    hand.call(
        "follow_up.agree",
        json!({ "party_id": town::CITIZEN, "step": "we_call", "on": on, "at": at, "phone": "+79171234567",
                "question": "Готов ли расчёт" }),
    );
}

#[test]
fn the_nearest_date_stands_first_and_a_row_leads_to_its_case() {
    let office = Office::new();
    let head = office.enrolled("desk", 4);
    head.sign_in(town::HEAD);
    let claim = head.claim("Прошу пересчитать")["appeal_id"].clone();
    agree(&head, "2026-11-02", "14:30");
    agree(&head, "2026-11-20", "");
    let rows = listed(&head, "mine", "all");
    // A claim without an executor is of who may name one.
    assert_eq!(kinds(&rows), ["step", "assign", "step"]);
    assert_eq!(rows[0]["due_at"], "14:30");
    assert_eq!(rows[0]["party_id"], town::CITIZEN);
    assert_eq!(rows[0]["about"], "Перезвонить");
    assert_eq!(rows[1]["appeal_id"], claim);
    assert_eq!(rows[1]["due_on"], "2026-11-05");
    assert_eq!(rows[1]["about"], "Претензия");
    assert_eq!(rows[1]["assignable"], json!(true));
    assert_eq!(rows[2]["due_at"], json!(null));
    assert_eq!(kinds(&listed(&head, "mine", "next")), ["step"]);
    let counts = head.call("work.counts", json!({}));
    assert_eq!(counts["next_day"], "2026-11-02");
    assert_eq!(counts["mine"]["all"], 3);
    assert_eq!(counts["office"]["next"], 1);
    // Two pages are the one list.
    let first = head.call(
        "work.list",
        json!({ "scope": "mine", "view": "all", "after": null, "limit": 2 }),
    );
    let second = head.call(
        "work.list",
        json!({ "scope": "mine", "view": "all", "after": first["next"], "limit": 2 }),
    );
    assert_eq!(second["rows"][0]["item_id"], rows[2]["item_id"]);
    assert_eq!(second["next"], json!(null));
}

#[test]
fn the_head_sees_the_office_and_gives_the_work_to_another() {
    let office = Office::new();
    let desk = office.enrolled("desk", 4);
    desk.sign_in(town::HEAD);
    let claim = desk.claim("Прошу пересчитать")["appeal_id"].clone();
    let specialist = user_id(&desk, town::SPECIALIST);
    desk.call(
        "appeal.assign",
        json!({ "appeal_id": claim, "executor_id": specialist }),
    );
    assert_eq!(kinds(&listed(&desk, "mine", "all")), [""; 0]);
    let rows = listed(&desk, "office", "all");
    assert_eq!(kinds(&rows), ["answer"]);
    assert_eq!(rows[0]["owner_id"], specialist);
    desk.call("session.sign_out", json!({}));
    desk.sign_in(town::SPECIALIST);
    assert_eq!(kinds(&listed(&desk, "mine", "all")), ["answer"]);
    let counts = desk.call("work.counts", json!({}));
    assert_eq!(
        (&counts["office"], &counts["notice"]),
        (&json!(null), &json!(null))
    );
    let office = json!({ "scope": "office", "view": "all", "after": null, "limit": 50 });
    assert_eq!(desk.code("work.list", office), ErrorCode::AuthForbidden);
    assert_eq!(
        desk.code("work.notice_seen", json!({})),
        ErrorCode::AuthForbidden
    );
    desk.call(
        "appeal.suspend",
        json!({ "appeal_id": claim, "awaited": "копию акта" }),
    );
    let waits = listed(&desk, "mine", "waiting");
    assert_eq!(kinds(&waits), ["answer"]);
    assert_eq!(waits[0]["what"], "копию акта");
    assert_eq!(waits[0]["left"], "ждём клиента");
}

#[test]
fn the_head_is_told_of_what_falls_due_on_the_next_working_day_until_he_has_seen_it() {
    let office = Office::new();
    let head = office.enrolled("desk", 4);
    head.sign_in(town::HEAD);
    head.claim("Прошу пересчитать");
    let notice = |hand: &Hand| hand.call("work.counts", json!({}))["notice"].clone();
    assert_eq!(notice(&head), json!(null));
    // Tuesday, 3 November: the next day is a holiday, the claim is due on the 5th.
    office.clock.advance_ms(4 * DAY_MS);
    head.call("session.unlock", json!({ "password": town::PASSWORD }));
    assert_eq!(
        head.call("work.counts", json!({}))["next_day"],
        "2026-11-05"
    );
    assert_eq!(notice(&head)["count"], 1);
    head.call("work.notice_seen", json!({}));
    assert_eq!(notice(&head), json!(null));
    // Something new falls due: news again.
    agree(&head, "2026-11-05", "");
    assert_eq!(notice(&head)["count"], 1);
    assert_eq!(kinds(&listed(&head, "office", "next")), ["assign", "step"]);
}

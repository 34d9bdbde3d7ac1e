//! Who saw whose card; masked values in full; what the head sees of it.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office};

fn card() -> Value {
    json!({ "party_id": town::CITIZEN })
}

fn phone(reason: &str) -> Value {
    json!({ "party_id": town::CITIZEN, "kind": "phone", "reason": reason })
}

fn all() -> Value {
    json!({
        "user_id": "", "action": "", "party_id": "", "from": "", "to": "",
        "after": null, "limit": 100,
    })
}

/// What the head reads, newest first, but for his own look.
fn read(hand: &Hand, asked: Value) -> Vec<Value> {
    let list = hand.call("audit.list", asked);
    let rows = list["rows"].as_array().unwrap().clone();
    rows.into_iter()
        .filter(|row| row["action"] != "audit_viewed")
        .collect()
}

fn what(rows: &[Value]) -> Vec<String> {
    rows.iter()
        .map(|row| row["what"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn each_access_is_written_down_and_the_head_reads_it() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.call("client.card", card());
    hand.call("client.card", card());
    hand.call("client.unmask", phone("verify"));
    let appeal = hand.claim("Неверно начислено")["appeal_id"].clone();
    hand.call("appeal.card", json!({ "appeal_id": appeal }));
    let paper = |reason: &str| {
        json!({
            "of": { "about": "appeal", "id": appeal }, "form_id": "registration_card",
            "printer": "", "reason": reason,
        })
    };
    let mut print = paper("");
    print["printer"] = hand.call("printer.list", json!({}))[0]["name"].clone();
    hand.call("paper.print", print);
    hand.call("paper.save", paper("Клиент просит файл"));
    hand.call("session.sign_out", json!({}));

    hand.sign_in(town::HEAD);
    let rows = read(&hand, all());
    assert_eq!(
        what(&rows),
        [
            "Сохранён документ обращения",
            "Напечатан документ обращения",
            "Открыта карточка обращения",
            "Показан телефон",
            "Открыта карточка клиента",
        ]
    );
    for row in &rows {
        assert_eq!(row["user_name"], "Самойлова\u{a0}Е.\u{a0}В.");
        assert_eq!(row["client"], "Примерова\u{a0}А.\u{a0}С.");
    }
    assert_eq!(rows[3]["reason_label"], "Сверить с клиентом");
    assert!(rows[0]["number"].as_str().unwrap().starts_with("ОТ-04/26"));
}

#[test]
fn the_list_is_filtered_and_paged_and_is_the_head_s_alone() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    assert_eq!(hand.code("audit.list", all()), ErrorCode::AuthForbidden);
    hand.call("client.card", card());
    hand.call("client.unmask", phone("reach"));
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::HEAD);
    hand.call("client.unmask", phone("reach"));
    let with = |name: &str, value: Value| {
        let mut asked = all();
        asked[name] = value;
        asked
    };
    assert_eq!(read(&hand, with("action", json!("unmasked"))).len(), 2);
    assert_eq!(read(&hand, with("party_id", json!("p-none"))).len(), 0);
    assert_eq!(read(&hand, with("from", json!("2026-10-31"))).len(), 0);
    assert_eq!(read(&hand, with("to", json!("2026-10-29"))).len(), 0);
    assert_eq!(read(&hand, with("to", json!("2026-10-30"))).len(), 3);
    let users = hand.call("audit.list", all())["users"].clone();
    let specialist = users
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["label"] == "Самойлова\u{a0}Е.\u{a0}В.")
        .unwrap()["code"]
        .clone();
    assert_eq!(read(&hand, with("user_id", specialist)).len(), 2);
    let page = hand.call("audit.list", with("limit", json!(1)));
    assert_eq!(page["rows"].as_array().unwrap().len(), 1);
    let mut next = with("limit", json!(1));
    next["after"] = page["next"].clone();
    let other = hand.call("audit.list", next);
    assert_ne!(other["rows"][0]["key"], page["rows"][0]["key"]);
    for wrong in [with("action", json!("x")), with("from", json!("вчера"))] {
        assert_eq!(hand.code("audit.list", wrong), ErrorCode::InputMalformed);
    }
}

/// Lines of the office without the heads' own looks.
fn of_office(list: &Value) -> Vec<(String, String, String)> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = list["rows"].as_array().unwrap().iter();
    rows.filter(|row| row["action"] != "audit_viewed")
        .map(|row| (text(row, "desk"), text(row, "user_name"), text(row, "what")))
        .collect()
}

#[test]
fn the_head_reads_the_audit_of_his_office_by_the_link() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.call("client.card", card());
    hand.call("client.unmask", phone("reach"));
    assert_eq!(hand.code("audit.office", all()), ErrorCode::AuthForbidden);
    hand.call("session.sign_out", json!({}));
    let mut other = office.enrolled("other", 5);
    other.sign_in(town::HEAD);
    let list = other.until("audit.office", &all(), |list| of_office(list).len() == 2);
    let specialist = "Самойлова\u{a0}Е.\u{a0}В.".to_owned();
    let expected = ["Показан телефон", "Открыта карточка клиента"]
        .map(|what| ("ОТ-04".to_owned(), specialist.clone(), what.to_owned()));
    assert_eq!(of_office(&list), expected);
    // The filters are the same, and pages meet.
    let mut asked = all();
    asked["action"] = json!("unmasked");
    assert_eq!(
        of_office(&other.call("audit.office", asked))[..],
        expected[..1]
    );
    let mut asked = all();
    asked["to"] = json!("2026-10-29");
    assert_eq!(other.call("audit.office", asked)["rows"], json!([]));
    let mut asked = all();
    asked["party_id"] = json!(town::CITIZEN);
    asked["limit"] = json!(1);
    let page = other.call("audit.office", asked.clone());
    asked["after"] = page["next"].clone();
    let next = other.call("audit.office", asked.clone());
    assert_eq!(
        [of_office(&page), of_office(&next)].concat(),
        expected,
        "{next}"
    );
    asked["after"] = json!("not a place");
    assert_eq!(other.code("audit.office", asked), ErrorCode::InputMalformed);
    // Nothing of it is kept here; the look itself is.
    let own = what(&read(&other, all()));
    assert_eq!(own, [] as [&str; 0]);
    let looks = other.call("audit.list", all());
    let looks = looks["rows"].as_array().unwrap().clone();
    assert!(
        looks
            .iter()
            .any(|row| row["what"] == "Открыт журнал доступа отделения"),
        "{looks:?}"
    );
    office.centre.cut();
    other.until_true("the link is gone", |hand| {
        let away = hand.workstation.rpc(&hand.session, "audit.office", all());
        matches!(away, Err(error) if error.code == ErrorCode::ServerUnreachable).then_some(())
    });
    other.call("audit.list", all());
}

#[test]
fn a_value_in_full_needs_a_reason_and_shows_what_the_card_has() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    for reason in ["", "curiosity"] {
        assert_eq!(
            hand.code("client.unmask", phone(reason)),
            ErrorCode::InputMalformed
        );
    }
    let shown = hand.call("client.unmask", phone("reach"));
    assert_eq!(shown["value"], "+7\u{a0}900\u{a0}123-45-12");
    assert_eq!(shown["seconds"], 30);
    let learnt =
        json!({ "party_id": town::CITIZEN, "kind": "email", "value": "anna@pochta.example" });
    let email = json!({ "party_id": town::CITIZEN, "kind": "email", "reason": "verify" });
    assert_eq!(
        hand.code("client.unmask", email.clone()),
        ErrorCode::NotFound
    );
    hand.call("contact.learn", learnt);
    assert_eq!(
        hand.call("client.unmask", email)["value"],
        "anna@pochta.example"
    );
    let reasons = hand.call("unmask.reasons", json!({}));
    assert_eq!(reasons[0]["code"], "reach");
    let appeal = hand.claim("Неверно начислено")["appeal_id"].clone();
    let shown = hand.call(
        "appeal.unmask",
        json!({ "appeal_id": appeal, "reason": "answer" }),
    );
    assert!(shown["value"].as_str().unwrap().contains("446300"));
}

#[test]
fn days_without_the_centre_narrow_how_much_is_unmasked() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    office.centre.cut();
    office.clock.advance_ms(71 * 3_600_000);
    hand.sign_in(town::SPECIALIST);
    for _ in 0..11 {
        hand.call("client.unmask", phone("reach"));
    }
    office.clock.advance_ms(24 * 3_600_000);
    hand.sign_in(town::SPECIALIST);
    for _ in 0..10 {
        hand.call("client.unmask", phone("reach"));
    }
    let error = hand.refused("client.unmask", phone("reach"));
    assert_eq!(error.code, ErrorCode::UnmaskLimitOffline);
    assert_eq!((&*error.args["count"], &*error.args["hours"]), ("10", "72"));
    // The card and registration go on, for as long as it takes.
    hand.call("client.card", card());
    hand.call(
        "contact.confirm",
        json!({ "party_id": town::CITIZEN, "kind": "phone" }),
    );
}

#[test]
fn the_audit_arrives_at_the_centre_and_its_head_is_in_the_journal() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    hand.call("client.card", card());
    hand.call("client.unmask", phone("verify"));
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::HEAD);
    // A view does not end the wait for news; the seal, an entry, does.
    hand.until("audit.list", &all(), |list| {
        let rows = list["rows"].as_array().unwrap();
        rows.iter()
            .filter(|row| row["action"] != "audit_viewed")
            .all(|row| row["at_centre"] == json!(true))
    });
    let (records, _) = hand.until_true("the seal is at the centre", |_| {
        let counts = office.centre.audit_counts().unwrap();
        (counts.1 == 1).then_some(counts)
    });
    assert!(records >= 2);
}

#[test]
fn a_desk_left_alone_locks_itself_whatever_its_window_does() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let minute_ms = 60_000;
    office.clock.advance_ms(9 * minute_ms);
    // A query is no sign of anybody: screens ask anew by themselves.
    hand.call("client.card", card());
    hand.call("session.touch", json!({}));
    office.clock.advance_ms(9 * minute_ms);
    hand.call("client.card", card());
    office.clock.advance_ms(minute_ms);
    assert_eq!(hand.code("client.card", card()), ErrorCode::AuthRequired);
    assert_eq!(hand.call("session.state", json!({}))["stage"], "locked");
    // A late sign of life opens nothing.
    hand.call("session.touch", json!({}));
    assert_eq!(hand.code("client.card", card()), ErrorCode::AuthRequired);
    hand.call("session.unlock", json!({ "password": town::PASSWORD }));
    hand.call("client.card", card());
}

#[test]
fn wrong_passwords_are_remembered_over_a_restart() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    let wrong = json!({ "login": town::SPECIALIST, "password": "не тот" });
    for _ in 0..5 {
        hand.refused("session.sign_in", wrong.clone());
    }
    hand.close();
    let hand = office.open("desk");
    let right = json!({ "login": town::SPECIALIST, "password": town::PASSWORD });
    let error = hand.refused("session.sign_in", right.clone());
    assert_eq!(error.code, ErrorCode::AuthTooManyTries);
    office.clock.advance_ms(30_000);
    hand.call("session.sign_in", right.clone());
    hand.close();
    office.open("desk").call("session.sign_in", right);
}

//! The client's card and what the desk learns.

use serde_json::json;
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::Office;

fn asked() -> serde_json::Value {
    json!({ "party_id": town::CITIZEN })
}

#[test]
fn the_card_shows_accounts_and_masks_contacts() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let card = hand.call("client.card", asked());
    assert_eq!(card["name"], "Примерова Анна Сергеевна");
    assert_eq!(card["contacts"][0]["masked"], "+7\u{a0}900\u{a0}•••-••-12");
    assert_eq!(card["accounts"][0]["number"], town::CITIZEN_ACCOUNT);
    assert_eq!(card["accounts"][1]["object"], "гараж");
    assert_eq!(
        card["accounts"][0]["tariff"],
        "день 8,20\u{a0}₽, ночь 4,17\u{a0}₽"
    );
    assert_eq!(card["contact_question"]["months"], 14);
    assert!(!card.to_string().contains("9001234512"));
}

#[test]
fn a_confirmed_phone_is_not_asked_about_again() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.call(
        "contact.confirm",
        json!({ "party_id": town::CITIZEN, "kind": "phone" }),
    );
    let card = hand.call("client.card", asked());
    assert_eq!(card["contact_question"], json!(null));
    assert_eq!(card["today"][0]["what"], "Контакт подтверждён");
    let nothing = json!({ "party_id": town::CITIZEN, "kind": "email" });
    assert_eq!(hand.code("contact.confirm", nothing), ErrorCode::NotFound);
}

#[test]
fn a_learnt_phone_lies_over_the_card_until_the_centre_speaks() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    let bad = json!({ "party_id": town::CITIZEN, "kind": "phone", "value": "12" });
    let error = hand.refused("contact.learn", bad);
    assert_eq!(error.code, ErrorCode::InputInvalid);
    assert_eq!(error.fields[0].field, "value");
    let no_such = json!({ "party_id": town::CITIZEN, "kind": "notification", "value": "голубем" });
    let error = hand.refused("contact.learn", no_such);
    assert_eq!(error.fields[0].code, "unknown_choice");
    let good = json!({ "party_id": town::CITIZEN, "kind": "phone", "value": "8 (927) 000-11-22" });
    hand.call("contact.learn", good);
    let card = hand.until("client.card", &asked(), |card| {
        card["contacts"][0]["place"] == json!("centre")
    });
    assert_eq!(card["contacts"][0]["masked"], "+7\u{a0}927\u{a0}•••-••-22");
    assert_eq!(card["contacts"][0]["learnt_here"], true);
}

#[test]
fn the_day_names_whom_the_desk_served_newest_first() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    assert_eq!(hand.call("day.today", json!({})), json!([]));
    for (kind, value) in [
        ("phone", "8 (927) 000-11-22"),
        ("email", "anna@pochta.example"),
    ] {
        let learnt = json!({ "party_id": town::CITIZEN, "kind": kind, "value": value });
        hand.call("contact.learn", learnt);
    }
    let day = hand.call("day.today", json!({}));
    let lines = day.as_array().unwrap();
    assert_eq!(lines.len(), 2);
    for line in lines {
        assert_eq!(line["party_id"], town::CITIZEN);
        assert_eq!(line["party_name"], "Примерова\u{a0}А.\u{a0}С.");
    }
    assert!(lines[0]["at_ms"].as_i64() >= lines[1]["at_ms"].as_i64());
}

#[test]
fn a_long_history_is_shown_page_by_page_and_nothing_is_left_out() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let oldest = hand.claim("Самая первая")["number"].clone();
    for n in 0..60 {
        if n % 3 == 0 {
            hand.claim(&format!("Ещё одна {n}"));
        } else {
            hand.call(
                "consultation.give",
                json!({ "party_id": town::CITIZEN, "account": null, "topic": "prices", "channel": "office", "article": "", "note": format!("вопрос {n}") }),
            );
        }
    }
    let card = hand.call("client.card", json!({ "party_id": town::CITIZEN }));
    let mut lines = card["history"].as_array().unwrap().clone();
    assert_eq!(lines.len(), 50);
    // What is open is told whole, however far back it lies.
    let open = card["open_appeals"].as_array().unwrap();
    assert_eq!(open.len(), 21);
    assert!(open.iter().any(|mark| mark["number"] == oldest));
    let next = json!({ "party_id": town::CITIZEN, "after": card["history_next"] });
    let page = hand.call("client.history", next);
    lines.extend(page["lines"].as_array().unwrap().iter().cloned());
    assert_eq!(page["next"], json!(null));
    assert_eq!(lines.len(), 61);
    let appeals: std::collections::BTreeSet<String> = lines
        .iter()
        .filter_map(|line| line["appeal_id"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(appeals.len(), 21, "each once");
    assert_eq!(
        hand.code(
            "client.history",
            json!({ "party_id": town::CITIZEN, "after": "не место" })
        ),
        ErrorCode::NotFound
    );
}

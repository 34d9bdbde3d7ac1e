//! The link: what waits, what arrives, what the centre made of it.

use serde_json::{Value, json};
use stoika_testkit::town;

use crate::office::{Hand, Office};

fn card(id: &Value) -> Value {
    json!({ "appeal_id": id })
}

fn until_at_centre(hand: &mut Hand, id: &Value) {
    hand.until("appeal.card", &card(id), |card| card["place"] == "centre");
}

#[test]
fn a_claim_reaches_the_centre_and_says_so() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    until_at_centre(&mut hand, &id);
    // The first round may still be on its way when the claim has arrived.
    let state = hand.until("link.state", &json!({}), |state| {
        state["unsent"] == 0 && state["mode"] == "online"
    });
    assert_eq!(state["entries_total"], 1);
    assert_eq!(state["entries_today"], 1);
    assert_eq!(state["entries_acked"], 1);
    assert_eq!(hand.call("link.unsent", json!({})), json!([]));
}

#[test]
fn with_the_link_cut_everything_works_waits_survives_and_arrives() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    office.centre.cut();
    let registered = hand.claim("Прошу пересчитать");
    let id = registered["appeal_id"].clone();
    let state = hand.until("link.state", &json!({}), |state| state["mode"] == "offline");
    assert_eq!(state["cause"], "server-unreachable");
    assert_eq!(state["unsent"], 1);
    let unsent = hand.call("link.unsent", json!({}));
    assert_eq!(unsent[0]["what"], "Обращение принято");
    assert_eq!(unsent[0]["about"], registered["number"]);
    assert_eq!(hand.call("appeal.card", card(&id))["place"], "desk");
    let print = json!({ "of": { "about": "appeal", "id": id }, "form_id": "registration_card", "printer": stoika_testkit::hands::PRINTER, "reason": "" });
    hand.call("paper.print", print);
    // The program ends, the link comes back, the program starts.
    hand.close();
    office.centre.mend().unwrap();
    let mut hand = office.open("desk");
    hand.sign_in(town::SPECIALIST);
    until_at_centre(&mut hand, &id);
    let list = json!({ "view": "open", "text": "", "sort": "due", "descending": false, "after": null, "limit": 10 });
    assert_eq!(hand.call("appeal.list", list)["total"], 1);
}

#[test]
fn try_now_ends_the_pause_after_a_cut() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    office.centre.cut();
    hand.claim("Прошу пересчитать");
    hand.until("link.state", &json!({}), |state| state["mode"] == "offline");
    office.centre.mend().unwrap();
    hand.call("link.try_now", json!({}));
    hand.until("link.state", &json!({}), |state| {
        state["mode"] == "online" && state["unsent"] == 0
    });
}

#[test]
fn what_one_desk_does_the_other_sees() {
    let office = Office::new();
    let mut one = office.at_work("one", 1);
    let mut two = office.at_work("two", 2);
    let id = one.claim("Прошу пересчитать")["appeal_id"].clone();
    until_at_centre(&mut one, &id);
    let list = json!({ "view": "open", "text": "", "sort": "due", "descending": false, "after": null, "limit": 10 });
    let seen = two.until("appeal.list", &list, |list| list["total"] == 1);
    assert_eq!(seen["rows"][0]["appeal_id"], id);
    assert_eq!(seen["rows"][0]["place"], "centre");
}

#[test]
fn the_second_of_two_answers_is_void_and_listed_until_seen() {
    let office = Office::new();
    let mut one = office.at_work("one", 1);
    let mut two = office.at_work("two", 2);
    let id = one.claim("Прошу пересчитать")["appeal_id"].clone();
    until_at_centre(&mut one, &id);
    let list = json!({ "view": "open", "text": "", "sort": "due", "descending": false, "after": null, "limit": 10 });
    two.until("appeal.list", &list, |list| list["total"] == 1);
    two.until("link.state", &json!({}), |state| state["mode"] == "online");
    office.centre.cut();
    let answer = json!({ "appeal_id": id, "outcome": "founded", "text": "Пересчитано", "settlement": "Сумма зачтена", "answer_channel": "office" });
    one.call("appeal.answer", answer.clone());
    two.call("appeal.answer", answer);
    office.centre.mend().unwrap();
    one.call("link.try_now", json!({}));
    one.until("link.state", &json!({}), |state| state["unsent"] == 0);
    two.call("link.try_now", json!({}));
    let lines = two.until("link.discrepancies", &json!({}), |lines| {
        lines != &json!([])
    });
    assert_eq!(lines[0]["code"], "void-already-answered");
    assert_eq!(lines[0]["appeal_id"], id);
    assert!(
        lines[0]["args"]["number"]
            .as_str()
            .unwrap()
            .starts_with("ОТ-01/26-0001")
    );
    let card = two.call("appeal.card", card(&id));
    let void: Vec<&Value> = card["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|step| step["state"] == "void")
        .collect();
    assert_eq!(void.len(), 1);
    assert_eq!(void[0]["void_reason"], "already_answered");
    two.call("link.acknowledge", json!({ "id": lines[0]["id"] }));
    assert_eq!(two.call("link.discrepancies", json!({})), json!([]));
    let gone = json!({ "id": 4711 });
    assert_eq!(
        two.code("link.acknowledge", gone),
        stoika_workstation::api::error::ErrorCode::NotFound
    );
}

#[test]
fn a_revoked_desk_is_told_and_works_on() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    office.centre.revoke_all().unwrap();
    hand.call("link.try_now", json!({}));
    let state = hand.until("link.state", &json!({}), |state| state["mode"] == "revoked");
    assert_eq!(state["cause"], "server-refuses-desk");
    // Its acts are facts: they go at once, though nothing comes back.
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    until_at_centre(&mut hand, &id);
    hand.until("link.state", &json!({}), |state| state["mode"] == "revoked");
}

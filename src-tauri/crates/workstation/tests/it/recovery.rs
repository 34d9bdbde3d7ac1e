//! The way back from damage, as the window goes it.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::Machine;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office, claim};

fn stage(hand: &Hand) -> Value {
    hand.call("session.state", json!({}))["stage"].clone()
}

fn problem(hand: &Hand) -> Value {
    hand.call("session.state", json!({}))["problem"].clone()
}

fn open_asked() -> Value {
    json!({ "view": "open", "text": "", "sort": "due", "descending": false, "after": null, "limit": 10 })
}

fn open_appeals(hand: &Hand) -> Value {
    hand.call("appeal.list", open_asked())
}

fn spoil(office: &Office, name: &str, from: usize, count: usize) {
    let path = office.data(name).join("replica/replica.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let end = (from + count).min(bytes.len());
    bytes[from..end].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
}

/// A desk that has written offline and is then damaged at its first page, opened again.
fn damaged(office: &Office) -> (Hand, Vec<String>) {
    let mut hand = office.at_work("desk", 4);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    let sent = hand.claim("Прошу пересчитать август")["appeal_id"].clone();
    hand.until("appeal.card", &json!({ "appeal_id": sent }), |card| {
        card["place"] == "centre"
    });
    office.centre.cut();
    let mut ids = vec![sent.as_str().unwrap().to_owned()];
    for month in ["сентябрь", "октябрь"] {
        let text = format!("Прошу пересчитать {month}");
        let id = hand.claim(&text)["appeal_id"].clone();
        ids.push(id.as_str().unwrap().to_owned());
    }
    hand.call(
        "draft.save",
        json!({ "draft_id": null, "form": claim("Не дописано") }),
    );
    hand.close();
    spoil(office, "desk", 0, 4096);
    (office.open("desk"), ids)
}

#[test]
fn a_damaged_desk_is_restored_works_with_no_link_and_sends_everything_once() {
    let office = Office::new();
    let (mut hand, ids) = damaged(&office);
    assert_eq!(problem(&hand), "store-damaged");
    let state = hand.call("recovery.restore", json!({}));
    assert_eq!(state["stage"], "recovered");
    let report = &state["recovered"];
    assert_eq!(report["unsent"], 2);
    assert_eq!(report["lost"], 0);
    assert_eq!(report["drafts"], 1);
    assert_eq!(report["works_offline"], true);
    let kept = report["set_aside"].as_str().unwrap();
    assert!(office.data("desk").join("replica").join(kept).exists());

    let state = hand.call("recovery.acknowledge", json!({}));
    assert_eq!(state["stage"], "sign_in");
    assert_eq!(state["recovered"], json!(null));
    hand.sign_in(town::SPECIALIST);
    assert_eq!(open_appeals(&hand)["total"], 3);
    assert_eq!(
        hand.call("draft.list", json!({})).as_array().unwrap().len(),
        1
    );
    let unsent = hand.call("link.unsent", json!({}));
    assert_eq!(unsent.as_array().unwrap().len(), 2);
    assert_eq!(
        hand.call("link.discrepancies", json!({}))[0]["code"],
        "replica-salvaged"
    );
    // The next paper does not bear a number that was given before.
    let number = hand.claim("Ещё одно")["number"].clone();
    assert!(number.as_str().unwrap().starts_with("ОТ-04/26-0004"));

    office.centre.mend().unwrap();
    hand.call("link.try_now", json!({}));
    hand.until("link.state", &json!({}), |state| {
        state["mode"] == "online" && state["unsent"] == 0
    });
    hand.until("load.progress", &json!({}), |load| load["done"] == true);
    for id in &ids {
        hand.until("appeal.card", &json!({ "appeal_id": id }), |card| {
            card["place"] == "centre"
        });
    }
    assert_eq!(open_appeals(&hand)["total"], 4);
    let codes = hand.call("link.discrepancies", json!({}));
    assert_eq!(codes.as_array().unwrap().len(), 1, "{codes}");
    // Another desk sees each once, with one line of history.
    let mut other = office.at_work("other", 5);
    other.until("link.state", &json!({}), |state| state["mode"] == "online");
    other.until("appeal.list", &open_asked(), |list| list["total"] == 4);
    for id in &ids {
        let card = other.call("appeal.card", json!({ "appeal_id": id }));
        let lines = card["timeline"].as_array().unwrap();
        let done = lines.iter().filter(|line| line["state"] == "done").count();
        assert_eq!(done, 1, "{card}");
    }
}

#[test]
fn a_desk_that_lost_its_directory_loads_it_again_before_anybody_signs_in() {
    let office = Office::new();
    office.enrolled("desk", 4).close();
    let length = std::fs::metadata(office.data("desk").join("replica/replica.db"))
        .unwrap()
        .len();
    office.centre.cut();
    spoil(&office, "desk", 0, usize::try_from(length).unwrap());
    let mut hand = office.open("desk");
    let state = hand.call("recovery.restore", json!({}));
    assert_eq!(state["recovered"]["works_offline"], false);
    // It is enrolled all the same: the copy beside the database says where.
    assert_eq!(
        hand.call("recovery.acknowledge", json!({}))["stage"],
        "first_load"
    );
    office.centre.mend().unwrap();
    hand.until("session.state", &json!({}), |state| {
        state["stage"] == "sign_in"
    });
    hand.sign_in(town::SPECIALIST);
}

#[test]
fn a_database_that_is_gone_comes_back_or_is_made_anew() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    hand.until("appeal.card", &json!({ "appeal_id": id }), |card| {
        card["place"] == "centre"
    });
    hand.close();
    let replica = office.data("desk").join("replica");
    let away = office.data("away");
    std::fs::rename(&replica, &away).unwrap();
    let mut hand = office.open("desk");
    assert_eq!(problem(&hand), "store-missing");
    assert_eq!(
        hand.call("recovery.retry", json!({}))["problem"],
        "store-missing"
    );
    // The disk is plugged in again.
    std::fs::rename(&away, &replica).unwrap();
    assert_eq!(hand.call("recovery.retry", json!({}))["stage"], "sign_in");
    hand.workstation.close();
    std::fs::remove_dir_all(&replica).unwrap();
    drop(hand);
    hand = office.open("desk");
    let state = hand.call("recovery.restore", json!({}));
    assert_eq!(state["recovered"]["set_aside"], "");
    // Nobody knows yet that the centre has it.
    assert_eq!(state["recovered"]["lost"], 1);
    hand.call("recovery.acknowledge", json!({}));
    hand.until("session.state", &json!({}), |state| {
        state["stage"] == "sign_in"
    });
    hand.sign_in(town::SPECIALIST);
    // What the centre had comes back.
    hand.until("appeal.list", &open_asked(), |list| list["total"] == 1);
    let lines = hand.until("link.discrepancies", &json!({}), |lines| {
        lines.as_array().unwrap().len() == 1
    });
    assert_eq!(lines[0]["code"], "replica-salvaged");
    hand.until("appeal.card", &json!({ "appeal_id": id }), |card| {
        card["place"] == "centre"
    });
}

#[test]
fn a_desk_without_its_key_begins_anew_and_keeps_what_is_locked() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.claim("Прошу пересчитать");
    hand.close();
    let (mut deps, printers) = office.deps("desk");
    deps.machine = Machine {
        id: b"another".to_vec(),
        ..deps.machine
    };
    let hand = office.open_with("desk", deps, printers);
    assert_eq!(problem(&hand), "store-wrong-key");
    // Nothing that a salvage could read with this key.
    assert_eq!(
        hand.call("recovery.restore", json!({}))["problem"],
        "store-wrong-key"
    );
    assert_eq!(
        hand.call("recovery.begin_anew", json!({}))["stage"],
        "enrolment"
    );
    hand.call(
        "enrolment.enrol",
        json!({ "code": office.centre.invite(4).unwrap() }),
    );
    hand.close();
    // With its key and on its machine the old one opens as it was.
    let locked = std::fs::read_dir(office.data("desk"))
        .unwrap()
        .map(|found| found.unwrap().path())
        .find(|path| path.to_string_lossy().contains("locked-"))
        .unwrap();
    std::fs::rename(locked, office.data("old")).unwrap();
    let hand = office.open("old");
    assert_eq!(stage(&hand), "sign_in");
    hand.sign_in(town::SPECIALIST);
    assert_eq!(open_appeals(&hand)["total"], 1);
}

#[test]
fn the_second_window_opens_once_the_first_is_closed() {
    let office = Office::new();
    let first = office.enrolled("desk", 4);
    let second = office.open("desk");
    assert_eq!(problem(&second), "desk-in-use");
    assert_eq!(
        second.call("recovery.retry", json!({}))["problem"],
        "desk-in-use"
    );
    drop(first);
    assert_eq!(second.call("recovery.retry", json!({}))["stage"], "sign_in");
}

#[test]
fn a_desk_that_works_is_not_restored_and_not_begun_anew() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    for name in ["recovery.restore", "recovery.begin_anew", "recovery.retry"] {
        assert_eq!(hand.call(name, json!({}))["stage"], "open", "{name}");
    }
    assert!(!office.data("desk").join("replica/recovery").exists());
}

#[test]
fn damage_met_in_the_middle_of_work_brings_the_window_to_the_way_back() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.claim("Прошу пересчитать");
    hand.workstation.spoil_database().unwrap();
    let form = json!({ "form": claim("Ещё"), "draft_id": null });
    assert_eq!(hand.code("appeal.register", form), ErrorCode::StoreDamaged);
    assert_eq!(problem(&hand), "store-damaged");
    let state = hand.call("recovery.restore", json!({}));
    assert_eq!(state["stage"], "recovered");
    hand.call("recovery.acknowledge", json!({}));
    assert_eq!(open_appeals(&hand)["total"], 1);
}

//! The desk's key: the passphrase of a laptop, and the way back from a lost key by the centre's text.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stoika_protocol::Fingerprint;
use stoika_testkit::town;
use stoika_workstation::Machine;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office, claim};

const PHRASE: &str = "свет в окне горит";

fn state(hand: &Hand) -> Value {
    hand.call("session.state", json!({}))
}

fn stage(hand: &Hand) -> Value {
    state(hand)["stage"].clone()
}

fn spare(office: &Office, name: &str) -> PathBuf {
    office.data(name).join("replica.key.recovery")
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

fn phrase(phrase: &str) -> Value {
    json!({ "passphrase": phrase, "again": phrase })
}

fn open(phrase: &str) -> Value {
    json!({ "passphrase": phrase })
}

fn open_appeals(hand: &Hand) -> Value {
    hand.call("appeal.list", json!({ "view": "open", "text": "", "sort": "due", "descending": false, "after": null, "limit": 10 }))
}

/// The same folder on another machine.
fn elsewhere(office: &Office, name: &str) -> Hand {
    let (mut deps, printers) = office.deps(name);
    deps.machine = Machine {
        id: b"another".to_vec(),
        place: b"other hardware".to_vec(),
        credential: None,
    };
    deps.mark = office.data("elsewhere.mark");
    office.open_with(name, deps, printers)
}

/// A desk that has written with no link, closed.
fn written(office: &Office) {
    let mut hand = office.at_work("desk", 4);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    office.centre.cut();
    hand.claim("Прошу пересчитать август");
    hand.close();
}

#[test]
fn a_lost_key_file_comes_back_by_the_centres_text_and_nothing_is_lost() {
    let office = Office::new();
    written(&office);
    std::fs::remove_file(office.data("desk").join("desk.key")).unwrap();
    let mut hand = office.open("desk");
    let locked = state(&hand);
    assert_eq!(locked["problem"], "store-wrong-key");
    assert_eq!(
        Path::new(locked["spare_key"].as_str().unwrap()),
        spare(&office, "desk")
    );
    let told = office.centre.recover(&spare(&office, "desk")).unwrap();
    let sloppy = told.to_lowercase().replace('-', " ");
    let opened = hand.call("recovery.unlock", text(&sloppy));
    assert_eq!(opened["stage"], "sign_in");
    assert_eq!(opened["spare_key"], json!(null));
    hand.sign_in(town::SPECIALIST);
    assert_eq!(open_appeals(&hand)["total"], 1);
    let notes = hand.call("link.discrepancies", json!({}));
    assert_eq!(notes[0]["code"], "key-recovered", "{notes}");
    // It is the same desk: the centre takes what it wrote with no link.
    office.centre.mend().unwrap();
    hand.call("link.try_now", json!({}));
    hand.until("link.state", &json!({}), |state| {
        state["mode"] == "online" && state["unsent"] == 0
    });
    hand.close();
    // The next start asks nothing.
    assert_eq!(stage(&office.open("desk")), "sign_in");
}

#[test]
fn a_text_is_used_up_and_a_wrong_one_opens_nothing() {
    let office = Office::new();
    office.enrolled("desk", 4).close();
    office.enrolled("other", 5).close();
    let key = office.data("desk").join("desk.key");
    std::fs::remove_file(&key).unwrap();
    let first = office.centre.recover(&spare(&office, "desk")).unwrap();
    let others = office.centre.recover(&spare(&office, "other")).unwrap();
    let hand = office.open("desk");
    let refused = |typed: &str| hand.code("recovery.unlock", text(typed));
    assert_eq!(refused("не текст"), ErrorCode::RecoveryTextMalformed);
    assert_eq!(refused(&first[1..]), ErrorCode::RecoveryTextMalformed);
    assert_eq!(refused(&others), ErrorCode::RecoveryTextOther);
    assert_eq!(stage(&hand), "damaged");
    assert!(!key.exists());
    hand.call("recovery.unlock", text(&first));
    hand.close();
    std::fs::remove_file(&key).unwrap();
    let hand = office.open("desk");
    let again = hand.code("recovery.unlock", text(&first));
    assert_eq!(again, ErrorCode::RecoveryTextOther);
    // A desk that is open has nothing to recover.
    let second = office.centre.recover(&spare(&office, "desk")).unwrap();
    hand.call("recovery.unlock", text(&second));
    assert_eq!(hand.call("recovery.unlock", text("x"))["stage"], "sign_in");
}

#[test]
fn without_a_spare_key_the_text_has_nothing_to_open() {
    let office = Office::new();
    office.enrolled("desk", 4).close();
    let told = office.centre.recover(&spare(&office, "desk")).unwrap();
    std::fs::remove_file(office.data("desk").join("desk.key")).unwrap();
    std::fs::write(spare(&office, "desk"), b"noise").unwrap();
    let hand = office.open("desk");
    assert_eq!(state(&hand)["spare_key"], json!(null));
    assert_eq!(
        hand.code("recovery.unlock", text(&told)),
        ErrorCode::RecoverySpareMissing
    );
}

#[test]
fn a_spare_key_of_another_replica_does_not_replace_the_key_file() {
    let office = Office::new();
    office.enrolled("desk", 4).close();
    office.enrolled("other", 5).close();
    std::fs::copy(spare(&office, "other"), spare(&office, "desk")).unwrap();
    let key = office.data("desk").join("desk.key");
    std::fs::remove_file(&key).unwrap();
    let told = office.centre.recover(&spare(&office, "desk")).unwrap();
    let hand = office.open("desk");
    assert_eq!(
        hand.code("recovery.unlock", text(&told)),
        ErrorCode::StoreWrongKey
    );
    assert!(!key.exists());
}

#[test]
fn a_disk_moved_to_another_machine_opens_there_by_the_text_and_is_bound_to_it() {
    let office = Office::new();
    written(&office);
    let mut hand = elsewhere(&office, "desk");
    assert_eq!(state(&hand)["problem"], "store-wrong-key");
    let told = office.centre.recover(&spare(&office, "desk")).unwrap();
    hand.call("recovery.unlock", text(&told));
    hand.sign_in(town::SPECIALIST);
    let notes = hand.call("link.discrepancies", json!({})).to_string();
    assert!(notes.contains("other-machine"), "{notes}");
    assert!(notes.contains("key-recovered"), "{notes}");
    hand.claim("Прошу пересчитать сентябрь");
    office.centre.mend().unwrap();
    hand.call("link.try_now", json!({}));
    hand.until("link.state", &json!({}), |state| {
        state["mode"] == "online" && state["unsent"] == 0
    });
    assert_eq!(open_appeals(&hand)["total"], 2);
    hand.close();
    assert_eq!(stage(&elsewhere(&office, "desk")), "sign_in");
    // The machine from which it came opens it no more.
    assert_eq!(state(&office.open("desk"))["problem"], "store-wrong-key");
}

#[test]
fn a_passphrase_is_asked_for_at_the_next_start_before_anybody_signs_in() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let forbidden = hand.code("key.set_passphrase", phrase(PHRASE));
    assert_eq!(forbidden, ErrorCode::AuthForbidden);
    hand.sign_in(town::HEAD);
    let short = hand.refused("key.set_passphrase", phrase("коротко"));
    assert_eq!(short.fields[0].code, "passphrase_short");
    assert_eq!(short.fields[0].args["expected"], "12");
    let differs = json!({ "passphrase": PHRASE, "again": "свет в окне погас" });
    let differs = hand.refused("key.set_passphrase", differs);
    assert_eq!(differs.fields[0].field, "again");
    hand.call("key.set_passphrase", phrase(PHRASE));
    assert_eq!(hand.call("key.state", json!({}))["passphrase"], true);
    hand.close();

    let hand = office.open("desk");
    assert_eq!(stage(&hand), "passphrase");
    assert_eq!(
        hand.code("session.users", json!({})),
        ErrorCode::PassphraseNeeded
    );
    assert_eq!(
        hand.code("key.open", open("свет в окне погас")),
        ErrorCode::PassphraseWrong
    );
    assert_eq!(hand.call("key.open", open(PHRASE))["stage"], "sign_in");
    hand.sign_in(town::HEAD);
    hand.call("key.remove_passphrase", json!({}));
    hand.close();
    assert_eq!(stage(&office.open("desk")), "sign_in");
}

#[test]
fn wrong_passphrases_cost_time_and_a_restart_does_not_give_it_back() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    hand.sign_in(town::HEAD);
    hand.call("key.set_passphrase", phrase(PHRASE));
    hand.close();
    let hand = office.open("desk");
    for _ in 0..4 {
        assert_eq!(
            hand.code("key.open", open("мимо")),
            ErrorCode::PassphraseWrong
        );
    }
    let fifth = hand.refused("key.open", open("мимо"));
    assert_eq!(fifth.code, ErrorCode::PassphraseTooManyTries);
    assert_eq!(fifth.args["seconds"], "30");
    hand.close();
    let hand = office.open("desk");
    let right = hand.refused("key.open", open(PHRASE));
    assert_eq!(right.code, ErrorCode::PassphraseTooManyTries);
    office.clock.advance_ms(30_000);
    assert_eq!(hand.call("key.open", open(PHRASE))["stage"], "sign_in");
}

#[test]
fn a_forgotten_passphrase_gives_way_to_the_centres_text() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    hand.sign_in(town::HEAD);
    hand.claim("Прошу пересчитать");
    hand.call("key.set_passphrase", phrase(PHRASE));
    hand.close();
    let hand = office.open("desk");
    assert!(state(&hand)["spare_key"].is_string());
    let told = office.centre.recover(&spare(&office, "desk")).unwrap();
    assert_eq!(
        hand.call("recovery.unlock", text(&told))["stage"],
        "sign_in"
    );
    hand.sign_in(town::HEAD);
    assert_eq!(open_appeals(&hand)["total"], 1);
    assert_eq!(hand.call("key.state", json!({}))["passphrase"], false);
    hand.close();
    assert_eq!(stage(&office.open("desk")), "sign_in");
}

#[test]
fn a_forgotten_passphrase_with_no_spare_key_leaves_a_new_enrolment() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    hand.sign_in(town::HEAD);
    hand.call("key.set_passphrase", phrase(PHRASE));
    hand.close();
    std::fs::remove_file(spare(&office, "desk")).unwrap();
    let hand = office.open("desk");
    assert_eq!(
        hand.call("recovery.begin_anew", json!({}))["stage"],
        "enrolment"
    );
    let code = office.centre.invite(4).unwrap();
    hand.call("enrolment.enrol", json!({ "code": code }));
    assert!(spare(&office, "desk").exists());
}

#[test]
fn damage_under_a_passphrase_is_mended_and_the_passphrase_asked_for_once() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    hand.sign_in(town::HEAD);
    hand.call("key.set_passphrase", phrase(PHRASE));
    hand.close();
    let path = office.data("desk").join("replica/replica.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    let hand = office.open("desk");
    let opened = hand.call("key.open", open(PHRASE));
    assert_eq!(opened["problem"], "store-damaged");
    assert_eq!(
        hand.call("recovery.restore", json!({}))["stage"],
        "recovered"
    );
    hand.call("recovery.acknowledge", json!({}));
    hand.close();
    assert_eq!(stage(&office.open("desk")), "passphrase");
}

#[test]
fn damage_met_after_a_passphrase_was_set_is_mended_in_the_same_run() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    hand.sign_in(town::HEAD);
    hand.call("key.set_passphrase", phrase(PHRASE));
    hand.claim("Прошу пересчитать");
    hand.workstation.spoil_database().unwrap();
    let form = json!({ "form": claim("Ещё"), "draft_id": null });
    assert_eq!(hand.code("appeal.register", form), ErrorCode::StoreDamaged);
    assert_eq!(
        hand.call("recovery.restore", json!({}))["stage"],
        "recovered"
    );
}

#[test]
fn a_lost_key_of_a_damaged_replica_comes_back_and_mends_it() {
    let office = Office::new();
    written(&office);
    let data = office.data("desk");
    let path = data.join("replica/replica.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    std::fs::remove_file(data.join("desk.key")).unwrap();
    let hand = office.open("desk");
    let told = office.centre.recover(&spare(&office, "desk")).unwrap();
    let opened = hand.call("recovery.unlock", text(&told));
    assert_eq!(opened["problem"], "store-damaged");
    assert_eq!(
        hand.call("recovery.restore", json!({}))["stage"],
        "recovered"
    );
    hand.call("recovery.acknowledge", json!({}));
    hand.sign_in(town::SPECIALIST);
    assert_eq!(open_appeals(&hand)["total"], 1);
    hand.close();
    assert_eq!(stage(&office.open("desk")), "sign_in");
}

#[test]
fn a_passphrase_and_what_the_hall_waits_for_exclude_each_other() {
    let office = Office::new();
    let hand = office.enrolled("desk", 4);
    hand.sign_in(town::HEAD);
    hand.call("station.switch", json!({ "on": true }));
    assert_eq!(hand.call("key.state", json!({}))["serves_hall"], true);
    assert_eq!(
        hand.code("key.set_passphrase", phrase(PHRASE)),
        ErrorCode::PassphraseWithHall
    );
    hand.call("station.switch", json!({ "on": false }));
    let listens = vec!["https://192.168.1.20:7443".to_owned()];
    hand.workstation
        .note_hub_identity(Fingerprint([7; 16]), listens);
    hand.call("branch.become", json!({}));
    assert_eq!(
        hand.code("key.set_passphrase", phrase(PHRASE)),
        ErrorCode::PassphraseWithHall
    );
    hand.call("branch.end", json!({}));
    hand.call("key.set_passphrase", phrase(PHRASE));
    assert_eq!(
        hand.code("branch.become", json!({})),
        ErrorCode::PassphraseWithHall
    );
    assert_eq!(
        hand.code("station.switch", json!({ "on": true })),
        ErrorCode::PassphraseWithHall
    );
    assert_eq!(
        hand.code("station.open", json!({ "kind": "kiosk" })),
        ErrorCode::PassphraseWithHall
    );
}

#[test]
fn a_desk_of_a_first_program_opens_and_gets_its_spare_key_with_the_link() {
    let office = Office::new();
    std::fs::create_dir_all(office.data("desk")).unwrap();
    let key = office.data("desk").join("desk.key");
    std::fs::write(&key, [7; 32]).unwrap();
    office.enrolled("desk", 4).close();
    assert_eq!(std::fs::read(&key).unwrap(), [7; 32]);
    // As a centre of the first program enrolled it: nothing lies beside the replica.
    std::fs::remove_file(spare(&office, "desk")).unwrap();
    let mut hand = office.open("desk");
    hand.sign_in(town::HEAD);
    hand.until("key.state", &json!({}), |state| state["spare"] == true);
    hand.close();
    let mut hand = elsewhere(&office, "desk");
    assert_eq!(state(&hand)["problem"], "store-wrong-key");
    let told = office.centre.recover(&spare(&office, "desk")).unwrap();
    hand.call("recovery.unlock", text(&told));
    hand.sign_in(town::SPECIALIST);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
}

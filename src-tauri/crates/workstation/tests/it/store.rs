//! The replica's misfortunes.

use serde_json::json;
use stoika_testkit::town;
use stoika_workstation::Machine;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Office, claim};

fn problem(hand: &crate::office::Hand) -> (serde_json::Value, serde_json::Value) {
    let state = hand.call("session.state", json!({}));
    (state["stage"].clone(), state["problem"].clone())
}

#[test]
fn a_damaged_database_is_told_and_nothing_is_deleted() {
    let office = Office::new();
    office.enrolled("desk", 4).close();
    let path = office.data("desk").join("replica/replica.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    for name in ["replica.db-wal", "replica.db-shm"] {
        let beside = path.with_file_name(name);
        if beside.exists() {
            std::fs::remove_file(beside).unwrap();
        }
    }
    let hand = office.open("desk");
    assert_eq!(problem(&hand), (json!("damaged"), json!("store-damaged")));
    let right = json!({ "login": town::SPECIALIST, "password": town::PASSWORD });
    assert_eq!(hand.code("session.sign_in", right), ErrorCode::StoreDamaged);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_second_program_does_not_write_beside_the_first() {
    let office = Office::new();
    let first = office.enrolled("desk", 4);
    let second = office.open("desk");
    assert_eq!(problem(&second), (json!("damaged"), json!("desk-in-use")));
    drop(second);
    first.sign_in(town::SPECIALIST);
    first.claim("Прошу пересчитать");
    drop(first);
    assert_eq!(
        problem(&office.open("desk")),
        (json!("sign_in"), json!(null))
    );
}

#[test]
fn a_folder_copied_to_another_machine_does_not_open() {
    let office = Office::new();
    office.enrolled("desk", 4).close();
    let (mut deps, printers) = office.deps("desk");
    deps.machine = Machine {
        id: b"another".to_vec(),
        ..deps.machine
    };
    let hand = office.open_with("desk", deps, printers);
    assert_eq!(problem(&hand), (json!("damaged"), json!("store-wrong-key")));
}

#[test]
fn a_database_that_is_gone_is_told_and_no_new_one_takes_its_place() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.claim("Прошу пересчитать");
    hand.close();
    let replica = office.data("desk").join("replica");
    let away = office.data("away");
    std::fs::rename(&replica, &away).unwrap();
    for _ in 0..2 {
        let hand = office.open("desk");
        assert_eq!(problem(&hand), (json!("damaged"), json!("store-missing")));
        let right = json!({ "login": town::SPECIALIST, "password": town::PASSWORD });
        assert_eq!(hand.code("session.sign_in", right), ErrorCode::StoreMissing);
        assert!(!replica.exists());
    }
    std::fs::rename(&away, &replica).unwrap();
    let mut hand = office.open("desk");
    assert_eq!(problem(&hand), (json!("sign_in"), json!(null)));
    hand.sign_in(town::SPECIALIST);
    hand.until("link.state", &json!({}), |state| {
        state["unsent"] == 0 && state["entries_total"] == 1
    });
}

#[test]
fn a_desk_whose_first_start_was_cut_short_starts_anew() {
    let office = Office::new();
    office.open("desk").close();
    let data = office.data("desk");
    // The power went between the key and the database.
    std::fs::remove_dir_all(data.join("replica")).unwrap();
    std::fs::remove_file(office.data("desk.mark")).unwrap();
    let hand = office.open("desk");
    assert_eq!(problem(&hand), (json!("enrolment"), json!(null)));
}

#[test]
fn a_lost_key_file_is_told_and_not_replaced() {
    let office = Office::new();
    office.enrolled("desk", 4).close();
    let key = office.data("desk").join("desk.key");
    std::fs::remove_file(&key).unwrap();
    let hand = office.open("desk");
    assert_eq!(problem(&hand), (json!("damaged"), json!("store-wrong-key")));
    assert!(!key.exists());
}

#[test]
fn a_disk_moved_to_other_hardware_writes_under_a_new_name_and_says_so() {
    let office = Office::new();
    office.enrolled("desk", 4).close();
    let (mut deps, printers) = office.deps("desk");
    deps.machine.place = b"other hardware".to_vec();
    let mut hand = office.open_with("desk", deps, printers);
    hand.sign_in(town::SPECIALIST);
    let lines = hand.call("link.discrepancies", json!({}));
    assert_eq!(lines[0]["code"], "other-machine");
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    hand.until("appeal.card", &json!({ "appeal_id": id }), |card| {
        card["place"] == "centre"
    });
}

#[test]
fn a_database_put_back_from_a_backup_is_known_before_its_first_act() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    let replica = office.data("desk").join("replica");
    let backup = office.data("backup");
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    hand.close();
    copy_folder(&replica, &backup);
    let mut hand = office.open("desk");
    hand.sign_in(town::SPECIALIST);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    hand.until("link.state", &json!({}), |state| {
        state["unsent"] == 0 && state["entries_total"] == 1
    });
    hand.close();
    std::fs::remove_dir_all(&replica).unwrap();
    copy_folder(&backup, &replica);
    let mut hand = office.open("desk");
    hand.sign_in(town::SPECIALIST);
    assert_eq!(
        hand.call("link.discrepancies", json!({}))[0]["code"],
        "restored"
    );
    // What the backup did not hold comes back from the centre.
    let list = json!({ "view": "open", "text": "", "sort": "due", "descending": false, "after": null, "limit": 10 });
    let list = hand.until("appeal.list", &list, |list| list["total"] == 1);
    assert_eq!(list["rows"][0]["appeal_id"], id);
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

#[test]
fn a_full_disk_refuses_the_act_and_keeps_the_draft() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let saved = hand.call(
        "draft.save",
        json!({ "draft_id": null, "form": claim("Прошу пересчитать") }),
    );
    hand.workstation.fill_disk(true).unwrap();
    let long = "Прошу пересчитать сентябрь. ".repeat(140);
    let register = json!({ "form": claim(&long), "draft_id": saved["draft_id"] });
    let error = hand.refused("appeal.register", register.clone());
    assert_eq!(error.code, ErrorCode::DiskFull);
    let list = json!({ "view": "open", "text": "", "sort": "due", "descending": false, "after": null, "limit": 10 });
    assert_eq!(hand.call("appeal.list", list)["total"], 0);
    assert_eq!(
        hand.call("draft.list", json!({})).as_array().unwrap().len(),
        1
    );
    assert_eq!(hand.call("link.state", json!({}))["entries_total"], 0);
    hand.workstation.fill_disk(false).unwrap();
    let number = hand.call("appeal.register", register)["number"].clone();
    assert!(number.as_str().unwrap().starts_with("ОТ-04/26-0001"));
    assert_eq!(hand.call("draft.list", json!({})), json!([]));
}

//! Papers: preview, print, save, and the entries of copies.

use serde_json::{Value, json};
use stoika_devices::PrintFailure;
use stoika_testkit::hands::PRINTER;
use stoika_workstation::api::error::ErrorCode;

use crate::office::Office;

const FORM: &str = "registration_card";

fn print(id: &Value, reason: &str) -> Value {
    json!({ "appeal_id": id, "form_id": FORM, "printer": PRINTER, "reason": reason })
}

#[test]
fn each_copy_is_an_entry_and_a_second_one_wants_a_reason() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let asked = json!({ "appeal_id": id, "form_id": FORM });
    let preview = hand.call("paper.preview", asked.clone());
    assert_eq!(preview["copy_number"], 1);
    assert_eq!(preview["reason_needed"], false);
    assert!(
        preview["pages_svg"][0]
            .as_str()
            .unwrap()
            .starts_with("<svg")
    );
    assert_eq!(hand.call("paper.print", print(&id, ""))["copy_number"], 1);
    let jobs = hand.printers.jobs();
    assert_eq!(jobs.len(), 1);
    assert!(jobs[0].pdf.starts_with(b"%PDF"));
    assert_eq!(
        jobs[0].title.as_str(),
        format!("{FORM}-{}", id.as_str().unwrap())
    );
    assert_eq!(hand.call("paper.preview", asked)["reason_needed"], true);
    let error = hand.refused("paper.print", print(&id, " "));
    assert_eq!(error.fields[0].field, "reason");
    assert_eq!(
        hand.call("paper.print", print(&id, "замялась бумага"))["copy_number"],
        2
    );
    let card = hand.call("appeal.card", json!({ "appeal_id": id }));
    assert_eq!(card["timeline"][1]["title"], "Карточка, экземпляр 1");
    assert_eq!(
        card["timeline"][2]["title"],
        "Карточка, экземпляр 2: замялась бумага"
    );
}

#[test]
fn a_printer_that_did_not_take_the_job_leaves_no_entry() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let mut elsewhere = print(&id, "");
    elsewhere["printer"] = json!("Nowhere");
    assert_eq!(
        hand.code("paper.print", elsewhere),
        ErrorCode::PrinterMissing
    );
    hand.printers.fail(Some(PrintFailure::SpoolerAway));
    assert_eq!(
        hand.code("paper.print", print(&id, "")),
        ErrorCode::PrinterServiceAway
    );
    assert_eq!(
        hand.code("printer.list", json!({})),
        ErrorCode::PrinterServiceAway
    );
    hand.printers.fail(Some(PrintFailure::Refused {
        reason: "no".to_owned(),
    }));
    assert_eq!(
        hand.code("paper.print", print(&id, "")),
        ErrorCode::PrinterRefused
    );
    hand.printers.fail(None);
    assert_eq!(hand.call("printer.list", json!({}))[0]["default"], true);
    assert_eq!(hand.call("paper.print", print(&id, ""))["copy_number"], 1);
}

#[test]
fn a_saved_file_is_a_copy_and_its_name_tells_nothing_of_the_client() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let registered = hand.claim("Прошу пересчитать");
    let id = &registered["appeal_id"];
    let save = json!({ "appeal_id": id, "form_id": FORM, "reason": "" });
    let saved = hand.call("paper.save", save.clone());
    let path = std::path::Path::new(saved["path"].as_str().unwrap());
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF"));
    let number = registered["number"].as_str().unwrap().replace('/', "-");
    assert_eq!(
        path.file_name().unwrap().to_str().unwrap(),
        format!("Карточка {number}, экземпляр 1.pdf")
    );
    assert_eq!(hand.code("paper.save", save), ErrorCode::InputInvalid);
}

#[test]
fn a_folder_that_cannot_be_written_leaves_no_entry() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    // A file stands where the folder should be.
    std::fs::write(office.data("desk documents"), b"").unwrap();
    let save = json!({ "appeal_id": id, "form_id": FORM, "reason": "" });
    assert_eq!(hand.code("paper.save", save), ErrorCode::SaveFailed);
    let asked = json!({ "appeal_id": id, "form_id": FORM });
    assert_eq!(hand.call("paper.preview", asked)["copy_number"], 1);
    let other = json!({ "appeal_id": id, "form_id": "nothing" });
    assert_eq!(hand.code("paper.preview", other), ErrorCode::NotFound);
}

#[test]
fn letters_that_paper_does_not_have_are_named_before_it_is_printed() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let asked = |text: &str| {
        let id = hand.claim(text)["appeal_id"].clone();
        hand.call("paper.preview", json!({ "appeal_id": id, "form_id": FORM }))["replaced"].clone()
    };
    assert_eq!(asked("Свет погас 😡 и снова 😡, счётчик 🔌"), "😡🔌");
    assert_eq!(asked("Прошу пересчитать"), "");
}

//! Papers: preview, print, save, and the entries of copies.

use serde_json::{Value, json};
use stoika_devices::PrintFailure;
use stoika_testkit::hands::PRINTER;
use stoika_workstation::api::error::{ApiError, ErrorCode};

use crate::office::{Hand, Office};

const FORM: &str = "registration_card";

/// The card of the program as version 2, with the first `from` made `to`.
fn second_version(from: &str, to: &str) -> String {
    let own = include_str!("../../../../../assets/forms/registration_card/form.toml");
    assert!(own.contains(from), "{from}");
    own.replacen("version = \"1\"", "version = \"2\"", 1)
        .replacen(from, to, 1)
}

fn publish_form(office: &Office, toml: &str) {
    office
        .centre
        .publish_form(&format!("{FORM}@2"), toml)
        .unwrap();
}

/// Looks at the preview until it is refused, or not any more.
fn until_refused(hand: &mut Hand, id: &Value, code: Option<ErrorCode>) -> Option<ApiError> {
    let asked = json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM });
    hand.until_true("the form has come", |hand| {
        let seen = hand
            .workstation
            .rpc(&hand.session, "paper.preview", asked.clone());
        (seen.as_ref().err().map(|error| error.code) == code).then(|| seen.err())
    })
}

#[test]
fn a_form_with_a_field_that_nobody_fills_is_told_and_costs_only_the_paper() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let steps = |hand: &Hand| -> Vec<Value> {
        let card = hand.call("appeal.card", json!({ "appeal_id": id }));
        let steps = card["timeline"].as_array().unwrap().iter();
        steps.map(|step| step["title"].clone()).collect()
    };
    let registered = steps(&hand);
    let field = "[fields]\nqueue_ticket = \"text\"";
    let newer =
        second_version("[fields]", field).replacen("{demand}", "{demand} {queue_ticket}", 1);
    publish_form(&office, &newer);
    let error = until_refused(&mut hand, &id, Some(ErrorCode::FormFieldMissing)).unwrap();
    assert_eq!(error.args["template"], "Регистрационная карточка обращения");
    assert_eq!(error.args["field"], "queue_ticket");
    for (command, input) in [
        ("paper.print", print(&id, "")),
        (
            "paper.save",
            json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM, "reason": "" }),
        ),
    ] {
        assert_eq!(hand.code(command, input), ErrorCode::FormFieldMissing);
    }
    assert!(hand.printers.jobs().is_empty());
    // The work goes on: what was registered stands, and more is.
    assert_eq!(steps(&hand), registered);
    hand.claim("И ещё одна");
    // The centre mends it: the same paper comes out.
    publish_form(&office, &second_version("version", "version"));
    assert!(until_refused(&mut hand, &id, None).is_none());
    assert_eq!(hand.call("paper.print", print(&id, ""))["copy_number"], 1);
}

#[test]
fn a_form_that_cannot_be_read_is_not_passed_over_for_an_older_one() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    publish_form(
        &office,
        &second_version("kind = \"masthead\"", "kind = \"hologram\""),
    );
    let error = until_refused(&mut hand, &id, Some(ErrorCode::FormTemplateBroken)).unwrap();
    assert_eq!(error.args["template"], "Регистрационная карточка обращения");
    publish_form(
        &office,
        &second_version("title = \"Регистрационная", "title = \"Учётная"),
    );
    assert!(until_refused(&mut hand, &id, None).is_none());
    let asked = json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM });
    let title = hand.call("paper.preview", asked)["title"].clone();
    assert_eq!(title, "Учётная карточка обращения");
}

fn print(id: &Value, reason: &str) -> Value {
    json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM, "printer": PRINTER, "reason": reason })
}

#[test]
fn each_copy_is_an_entry_and_a_second_one_wants_a_reason() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let asked = json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM });
    let preview = hand.call("paper.preview", asked.clone());
    assert_eq!(preview["copy_number"], 1);
    assert_eq!(preview["reason_needed"], false);
    assert!(
        preview["pages_svg"][0]
            .as_str()
            .unwrap()
            .starts_with("<svg")
    );
    let shown = preview["pages_svg"].to_string();
    assert!(shown.contains("•••-••-12"), "masked on the screen");
    assert!(!shown.contains("123-45-12"));
    assert_eq!(preview["replaced"], "");
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
    assert_eq!(
        card["timeline"][1]["title"],
        "Регистрационная карточка, экземпляр\u{a0}1"
    );
    assert_eq!(
        card["timeline"][2]["title"],
        "Регистрационная карточка, экземпляр\u{a0}2: замялась бумага"
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
    let save = json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM, "reason": "" });
    let saved = hand.call("paper.save", save.clone());
    let path = std::path::Path::new(saved["path"].as_str().unwrap());
    assert!(std::fs::read(path).unwrap().starts_with(b"%PDF"));
    let number = registered["number"].as_str().unwrap().replace('/', "-");
    assert_eq!(
        path.file_name().unwrap().to_str().unwrap(),
        format!("Регистрационная карточка обращения {number}, экземпляр 1.pdf")
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
    let save = json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM, "reason": "" });
    assert_eq!(hand.code("paper.save", save), ErrorCode::SaveFailed);
    let asked = json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM });
    assert_eq!(hand.call("paper.preview", asked)["copy_number"], 1);
    let other = json!({ "of": { "about": "appeal", "id": id }, "form_id": "nothing" });
    assert_eq!(hand.code("paper.preview", other), ErrorCode::NotFound);
}

#[test]
fn letters_that_paper_does_not_have_are_named_before_it_is_printed() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let asked = |text: &str| {
        let id = hand.claim(text)["appeal_id"].clone();
        hand.call(
            "paper.preview",
            json!({ "of": { "about": "appeal", "id": id }, "form_id": FORM }),
        )["replaced"]
            .clone()
    };
    assert_eq!(asked("Свет погас 😡 и снова 😡, счётчик 🔌"), "😡🔌");
    assert_eq!(asked("Прошу пересчитать"), "");
}

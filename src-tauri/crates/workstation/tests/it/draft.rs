//! Drafts.

use serde_json::json;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Office, claim};

#[test]
fn a_draft_survives_the_end_of_the_program_and_goes_with_registration() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let saved = hand.call(
        "draft.save",
        json!({ "draft_id": null, "form": claim("Прошу пересчитать") }),
    );
    let id = saved["draft_id"].clone();
    let again = hand.call(
        "draft.save",
        json!({ "draft_id": id, "form": claim("Прошу пересчитать август") }),
    );
    assert_eq!(again["draft_id"], id);
    // No farewell: what is saved is durable already.
    drop(hand);

    let hand = office.open("desk");
    hand.sign_in(stoika_testkit::town::SPECIALIST);
    let list = hand.call("draft.list", json!({}));
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["title"], "Претензия, Примерова\u{a0}А.\u{a0}С.");
    assert_eq!(list[0]["excerpt"], "Прошу пересчитать август");
    let draft = hand.call("draft.get", json!({ "draft_id": id }));
    hand.call(
        "appeal.register",
        json!({ "form": draft["form"], "draft_id": id }),
    );
    assert_eq!(hand.call("draft.list", json!({})), json!([]));
    let late = json!({ "draft_id": id, "form": draft["form"] });
    assert_eq!(hand.code("draft.save", late), ErrorCode::NotFound);
    assert_eq!(hand.call("draft.list", json!({})), json!([]));
    assert_eq!(
        hand.code("draft.get", json!({ "draft_id": id })),
        ErrorCode::NotFound
    );
}

#[test]
fn a_form_that_was_refused_keeps_its_draft() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = claim("Прошу пересчитать");
    form["postal_index"] = json!("44500");
    let saved = hand.call("draft.save", json!({ "draft_id": null, "form": form }));
    let error = hand.refused(
        "appeal.register",
        json!({ "form": form, "draft_id": saved["draft_id"] }),
    );
    assert_eq!(error.code, ErrorCode::InputInvalid);
    let fields: Vec<&str> = error
        .fields
        .iter()
        .map(|field| field.field.as_str())
        .collect();
    assert_eq!(fields, ["postal_index"]);
    assert_eq!(
        hand.call("draft.list", json!({})).as_array().unwrap().len(),
        1
    );
    hand.call("draft.delete", json!({ "draft_id": saved["draft_id"] }));
    assert_eq!(hand.call("draft.list", json!({})), json!([]));
}

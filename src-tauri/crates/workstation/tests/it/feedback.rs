//! Feedback (§10): the book of complaints and suggestions.

use serde_json::{Value, json};
use stoika_testkit::hands::PRINTER;
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office, claim};

fn fields(hand: &Hand, command: &str, input: Value) -> Vec<String> {
    let error = hand.refused(command, input);
    assert_eq!(error.code, ErrorCode::InputInvalid);
    error
        .fields
        .into_iter()
        .map(|field| format!("{} {}", field.field, field.code))
        .collect()
}

fn complaint(more: &Value) -> Value {
    let mut form = json!({
        "kind": "complaint", "book": "office", "written_on": "29.10.2026",
        "text": "Долго ждала у окна", "answer_to": "+79001234567",
    });
    for (key, value) in more.as_object().unwrap() {
        form[key] = value.clone();
    }
    form
}

fn rows(hand: &Hand, view: &str) -> Vec<Value> {
    let list = hand.call("book.list", json!({ "view": view, "kind": "" }));
    list["rows"].as_array().unwrap().clone()
}

#[test]
fn an_entry_of_the_book_has_a_number_a_term_and_a_sheet() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let choices = hand.call("book.choices", json!({}));
    assert_eq!(choices["kinds"].as_array().unwrap().len(), 4);
    assert_eq!(
        fields(
            &hand,
            "book.write",
            json!({ "kind": "rant", "written_on": "01.11.2026" })
        ),
        [
            "kind unknown_choice",
            "book required",
            "written_on date_in_future",
            "text required"
        ]
    );
    let done = hand.call(
        "book.write",
        complaint(&json!({ "party_id": town::CITIZEN })),
    );
    let number = done["number"].as_str().unwrap().to_owned();
    let row = &rows(&hand, "open")[0];
    assert_eq!(row["number"], *number);
    assert_eq!(row["kind_label"], "Жалоба");
    assert_eq!(row["category"], "claim");
    // 30 working days from the day after 29.10.2026 (10.3).
    assert_eq!(row["due_on"], "2026-12-11");
    assert_eq!(row["clause"], "Стандарт, п. 10.3");
    assert_eq!(row["answer_to"], "+7\u{a0}900\u{a0}•••-••-67");
    let card = hand.call("client.card", json!({ "party_id": town::CITIZEN }));
    assert_eq!(
        card["history"][0]["what"],
        "Книга жалоб и предложений: жалоба"
    );

    let of = json!({ "about": "book_entry", "id": done["record_id"] });
    hand.call(
        "paper.print",
        json!({ "of": of, "form_id": "book_sheet", "printer": PRINTER, "reason": "" }),
    );
    // The second print is a copy of the same paper.
    let preview = hand.call(
        "paper.preview",
        json!({ "of": of, "form_id": "book_sheet" }),
    );
    assert_eq!(preview["copy_number"], 2);
}

#[test]
fn measures_end_an_entry_and_an_appeal_takes_it_over() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let first = hand.call("book.write", complaint(&json!({})));
    let second = hand.call(
        "book.write",
        complaint(&json!({ "kind": "gratitude", "text": "Спасибо" })),
    );
    assert_eq!(
        fields(
            &hand,
            "book.act",
            json!({ "entry_id": second["record_id"], "measures": " " })
        ),
        ["measures required"]
    );
    let thanks = json!({ "entry_id": second["record_id"], "measures": "Сказано специалисту" });
    hand.call("book.act", thanks.clone());
    assert_eq!(hand.refused("book.act", thanks).code, ErrorCode::ActVoid);

    let mut form = claim("Долго ждала у окна");
    form["book_entry_id"] = first["record_id"].clone();
    let registered = hand.call("appeal.register", json!({ "form": form, "draft_id": null }));
    assert!(rows(&hand, "open").is_empty());
    let all = rows(&hand, "all");
    assert_eq!(all.len(), 2);
    let of_first = all.iter().find(|row| row["kind"] == "complaint").unwrap();
    assert_eq!(of_first["appeal_id"], registered["appeal_id"]);
    assert_eq!(
        of_first["due_on"],
        Value::Null,
        "its term is the appeal's now"
    );
    let of_second = all.iter().find(|row| row["kind"] == "gratitude").unwrap();
    assert_eq!(of_second["measures"], "Сказано специалисту");
    // An entry becomes one appeal.
    let again = hand.refused("appeal.register", json!({ "form": form, "draft_id": null }));
    assert_eq!(again.code, ErrorCode::ActVoid);
    form["book_entry_id"] = json!("019a3f2c-7d1e-7b44-9c55-2f0a6e81d3b7");
    let nowhere = hand.refused("appeal.register", json!({ "form": form, "draft_id": null }));
    assert_eq!(nowhere.code, ErrorCode::NotFound);
}

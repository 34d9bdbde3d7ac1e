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

fn survey_row(hand: &Hand) -> Value {
    hand.call("survey.list", json!({}))["rows"][0].clone()
}

fn questionnaire(survey_id: &Value, mark: &str) -> Value {
    json!({ "survey_id": survey_id, "way": "paper", "on": "30.10.2026", "replies": [
        { "question": "purpose", "chosen": ["payment", "other"], "words": "" },
        { "question": "overall", "chosen": [mark], "words": "" },
        { "question": "waiting", "chosen": ["to10"], "words": "" },
        { "question": "solved", "chosen": ["yes"], "words": "" },
        { "question": "wish", "chosen": [], "words": " Больше окон " },
    ] })
}

#[test]
fn a_survey_is_planned_filled_and_ends_with_measures() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    // A specialist enters questionnaires; the plan is the head's.
    let none = hand.call("survey.list", json!({}));
    assert_eq!(none["notice"]["tone"], "bad");
    assert_eq!(none["year_label"], "В 2026 году: 0 из 2");
    let code = none["questionnaires"][0]["code"].clone();
    let plan =
        json!({ "questionnaire": code, "from": "30.10.2026", "to": "13.11.2026", "goal": "50" });
    assert_eq!(
        hand.code("survey.plan", plan.clone()),
        ErrorCode::AuthForbidden
    );
    hand.call("session.sign_out", json!({}));
    hand.sign_in("ermakov");
    assert_eq!(
        fields(
            &hand,
            "survey.plan",
            json!({ "questionnaire": code, "from": "13.11.2026", "to": "30.10.2026", "goal": "0" })
        ),
        ["to survey_ends_early", "goal survey_goal"]
    );
    hand.call("survey.plan", plan);
    let plan = hand.call("survey.list", json!({}));
    assert_eq!(
        plan["notice"],
        Value::Null,
        "the next one is due half a year after this one"
    );
    assert_eq!(plan["year_label"], "В 2026 году: 1 из 2");
    let survey_id = plan["rows"][0]["survey_id"].clone();
    assert_eq!(plan["rows"][0]["state"], "running");

    let mut wrong = questionnaire(&survey_id, "6");
    wrong["replies"][3]["chosen"] = json!([]);
    wrong["on"] = json!("29.10.2026");
    assert_eq!(
        fields(&hand, "survey.answer", wrong),
        [
            "on survey_not_begun",
            "overall unknown_choice",
            "solved required"
        ]
    );
    hand.call("survey.answer", questionnaire(&survey_id, "4"));
    hand.call("survey.answer", questionnaire(&survey_id, "5"));
    let results = hand.call("survey.results", json!({ "survey_id": survey_id }));
    assert_eq!(results["ways_label"], "с бумаги 2");
    let of = |code: &str| {
        let questions = results["questions"].as_array().unwrap();
        questions
            .iter()
            .find(|it| it["code"] == code)
            .unwrap()
            .clone()
    };
    assert_eq!(of("overall")["mean_label"], "4,5");
    assert_eq!(of("overall")["bars"][4]["percent"], 50);
    assert_eq!(of("purpose")["bars"][1]["count"], 2);
    assert_eq!(of("politeness")["answered"], 0);
    assert_eq!(of("wish")["words"], json!(["Больше окон", "Больше окон"]));

    for form in ["questionnaire", "survey_report"] {
        hand.call(
            "paper.print",
            json!({ "of": { "about": "survey", "id": survey_id }, "form_id": form, "printer": PRINTER, "reason": "" }),
        );
    }
    assert_eq!(
        fields(
            &hand,
            "survey.end",
            json!({ "survey_id": survey_id, "conclusions": "", "measures": "" })
        ),
        ["conclusions required", "measures required"]
    );
    hand.call(
        "survey.end",
        json!({ "survey_id": survey_id, "conclusions": "Ждут недолго", "measures": "Открыть второе окно" }),
    );
    assert_eq!(survey_row(&hand)["state"], "ended");
    let late = hand.refused("survey.answer", questionnaire(&survey_id, "5"));
    assert_eq!(late.code, ErrorCode::ActVoid);
}

#[test]
fn a_survey_that_does_not_take_place_is_none_of_the_year() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.call("session.sign_out", json!({}));
    hand.sign_in("ermakov");
    hand.call(
        "survey.plan",
        json!({ "questionnaire": "office-2014", "from": "02.11.2026", "to": "13.11.2026", "goal": "50" }),
    );
    let row = survey_row(&hand);
    assert_eq!(
        (&row["state"], &row["may_answer"]),
        (&json!("planned"), &json!(false))
    );
    hand.call(
        "survey.cancel",
        json!({ "survey_id": row["survey_id"], "reason": "Ремонт" }),
    );
    let plan = hand.call("survey.list", json!({}));
    assert_eq!(plan["rows"][0]["state_label"], "отменён: Ремонт");
    assert_eq!(plan["year_label"], "В 2026 году: 0 из 2");
    assert_eq!(plan["notice"]["tone"], "bad");
}

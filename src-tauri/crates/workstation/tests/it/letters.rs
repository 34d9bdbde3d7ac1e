//! Letters about an appeal: when there is one, to whom it goes, what it says.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office, claim};

fn asked(id: &Value, form: &str) -> Value {
    json!({ "of": { "about": "appeal", "id": id }, "form_id": form })
}

fn registered(hand: &Hand, form: Value) -> Value {
    let done = hand.call("appeal.register", json!({ "form": form, "draft_id": null }));
    done["appeal_id"].clone()
}

/// The words of a preview, line by line, with plain spaces.
fn said(hand: &Hand, id: &Value, form: &str) -> String {
    let seen = hand.call("paper.preview", asked(id, form));
    assert_eq!(seen["replaced"], "", "{form}");
    let pages = seen["pages_svg"].as_array().unwrap().iter();
    let svg: String = pages.map(|page| page.as_str().unwrap()).collect();
    let mut words = String::new();
    for piece in svg.split('<') {
        if let Some((_, text)) = piece.split_once('>') {
            words.push_str(text.trim());
            words.push(' ');
        }
    }
    let words = words.replace('\u{a0}', " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The card offers the form, and its preview says all of it.
#[track_caller]
fn check(hand: &Hand, id: &Value, form: &str, phrases: &[&str]) {
    let card = hand.call("appeal.card", json!({ "appeal_id": id }));
    let forms = card["forms"].as_array().unwrap();
    assert!(forms.iter().any(|it| it["form_id"] == form), "{forms:?}");
    let said = said(hand, id, form);
    for phrase in phrases {
        assert!(said.contains(phrase), "{phrase} is not in: {said}");
    }
}

#[test]
fn an_oral_claim_is_put_on_paper_asked_about_and_answered_by_name() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let written = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    for form in [
        "statement",
        "answer_letter",
        "information_request",
        "missing_documents_notice",
    ] {
        assert_eq!(
            hand.code("paper.preview", asked(&written, form)),
            ErrorCode::NotFound,
            "{form}"
        );
    }
    let mut form = claim("Начислено дважды");
    form["form"] = json!("oral");
    form["answer_channel"] = json!("oral");
    let id = registered(&hand, form);
    check(
        &hand,
        &id,
        "claim_form",
        &[
            "В ПАО «Самараэнерго» от Примеровой Анны Сергеевны",
            "Претензия",
            "Начислено дважды",
            "Примерова А. С., дата",
        ],
    );
    hand.call(
        "appeal.suspend",
        json!({ "appeal_id": id, "awaited": "копию акта" }),
    );
    check(
        &hand,
        &id,
        "information_request",
        &[
            "Примеровой Анне Сергеевне",
            "Уважаемая Анна Сергеевна!",
            "зарегистрированное 30 октября 2026 г., нужны сведения",
            "копию акта",
            "Обращение ждёт этих сведений с 30 октября 2026 г. Когда",
        ],
    );
    hand.call("appeal.resume", json!({ "appeal_id": id, "note": "" }));
    assert_eq!(
        hand.code("paper.preview", asked(&id, "information_request")),
        ErrorCode::NotFound
    );
    hand.call(
        "appeal.answer",
        json!({ "appeal_id": id, "outcome": "unfounded", "text": "Начислено верно", "conclusion": "Показания сняты верно", "answer_channel": "office" }),
    );
    check(
        &hand,
        &id,
        "claim_refusal",
        &[
            "Примеровой Анне Сергеевне",
            "Ответ на претензию: отказ с заключением",
            "Претензия не обоснована Начислено верно Заключение Показания сняты верно",
            "Вы можете обратиться – Суд",
        ],
    );
}

#[test]
fn an_organisation_is_addressed_as_anybody_and_a_list_of_papers_is_counted_in_words() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = claim("Когда поверка?");
    for (field, value) in [
        ("party_id", town::COMPANY),
        ("account", ""),
        ("audience", "other"),
        ("category", "information_request"),
        ("topic", "meters"),
    ] {
        form[field] = json!(value);
    }
    let id = registered(&hand, form);
    hand.call(
        "appeal.answer",
        json!({ "appeal_id": id, "outcome": "explained", "text": "В мае", "answer_channel": "office" }),
    );
    check(
        &hand,
        &id,
        "answer_letter",
        &[
            "ООО «Образец»",
            "Ответ на обращение",
            "Уважаемый заявитель!",
        ],
    );
    assert!(!said(&hand, &id, "answer_letter").contains("Решение"));

    let mut form = claim("Прошу заключить договор");
    form["category"] = json!("contract_application");
    form["topic"] = json!("contracts");
    form["attachments"] = json!([
        { "name": "Выписка из ЕГРН", "form": "copy", "sheets": "3", "document": "ownership" },
    ]);
    let id = registered(&hand, form);
    let missing = hand.call("appeal.card", json!({ "appeal_id": id }))["missing"].clone();
    let count = missing.as_array().unwrap().len();
    check(
        &hand,
        &id,
        "missing_documents_notice",
        &[
            &format!("ещё {count} ("),
            "Сведения о площади помещения",
            "Срок по обращению",
        ],
    );
}

/// `name_cases.json` reaches the letters of a desk.
#[test]
fn data_of_the_centre_corrects_a_name() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    hand.call(
        "appeal.suspend",
        json!({ "appeal_id": id, "awaited": "копию акта" }),
    );
    let row = r#"[{"nominative_ru": "Примерова", "gender": "female", "forms_ru": ["Примерова", "Примерова", "Примерова", "Примерова", "Примерова"]}]"#;
    office.centre.publish_document("name_cases", row).unwrap();
    hand.until_true("the row has come", |hand| {
        said(hand, &id, "information_request")
            .contains("Примерова Анне Сергеевне")
            .then_some(())
    });
}

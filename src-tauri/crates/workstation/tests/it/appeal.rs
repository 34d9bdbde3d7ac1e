//! Appeals: the control date, registration, the course of a case.

use serde_json::{Value, json};
use stoika_domain::calendar::WorkCalendar;
use stoika_domain::ids::NormKey;
use stoika_domain::standard;
use stoika_domain::terms::{Audience, NormSet, explain};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Office, claim};

fn published() -> (NormSet, WorkCalendar) {
    (
        standard::norms(town::document("norms").unwrap()).unwrap(),
        standard::calendar(town::document("calendar").unwrap()).unwrap(),
    )
}

#[test]
fn the_control_date_is_the_engine_s_while_typing_and_after() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let (norms, calendar) = published();
    let explained = explain(
        &norms,
        &calendar,
        &NormKey::parse("claim.citizen").unwrap(),
        Some(Audience::Citizen),
        None,
        "2026-10-30".parse().unwrap(),
    )
    .unwrap();
    let limit = explained.limit.to_string();
    assert_eq!(limit, "2026-11-05");
    let term = hand.call("appeal.term", json!({ "form": claim("") }));
    assert_eq!(term["limit"], limit);
    assert_eq!(term["limit_weekday"], "четверг");
    assert_eq!(term["title"], "3\u{a0}рабочих дня от 30.10.2026");
    let days: Vec<(&str, &str)> = term["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| (day["date"].as_str().unwrap(), day["kind"].as_str().unwrap()))
        .collect();
    assert_eq!(
        days,
        [
            ("2026-10-30", "received"),
            ("2026-10-31", "off"),
            ("2026-11-01", "off"),
            ("2026-11-02", "counted"),
            ("2026-11-03", "counted"),
            ("2026-11-04", "off"),
            ("2026-11-05", "due"),
        ]
    );
    let skipped = term["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .find(|reason| reason["label"] == "skipped")
        .unwrap();
    assert_eq!(
        skipped["lines"],
        json!(["31.10 и 01.11: выходные", "04.11: День народного единства"])
    );
    assert_eq!(hand.claim("Прошу пересчитать")["due_on"], limit);
}

#[test]
fn numbers_are_given_in_a_row_and_a_refused_form_takes_none() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let first = hand.claim("Первая");
    assert_eq!(
        hand.code(
            "appeal.register",
            json!({ "form": claim(""), "draft_id": null })
        ),
        ErrorCode::InputInvalid
    );
    let second = hand.claim("Вторая");
    let beginning = |registered: &Value| {
        registered["number"]
            .as_str()
            .unwrap()
            .split_at("ОТ-04/26-0001".len())
            .0
            .to_owned()
    };
    assert_eq!(beginning(&first), "ОТ-04/26-0001");
    assert_eq!(beginning(&second), "ОТ-04/26-0002");
}

#[test]
fn the_check_is_the_command_s_own_and_names_alike_appeals() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let registered = hand.claim("Первая");
    let mut form = claim("");
    form["received_on"] = json!("2026-11-30");
    let checked = hand.call("appeal.check", json!({ "form": form }));
    let error = hand.refused("appeal.register", json!({ "form": form, "draft_id": null }));
    assert_eq!(
        checked["fields"],
        serde_json::to_value(&error.fields).unwrap()
    );
    assert_eq!(checked["similar"][0]["appeal_id"], registered["appeal_id"]);
    let warned = hand.call("appeal.check", json!({ "form": claim("Ещё раз") }));
    assert_eq!(warned["fields"], json!([]));
    assert_eq!(warned["term"]["limit"], "2026-11-05");
}

#[test]
fn a_case_runs_from_registration_to_closing_and_not_out_of_turn() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let close = json!({ "appeal_id": id, "note": "" });
    let too_early = hand.refused("appeal.close", close.clone());
    assert_eq!(too_early.code, ErrorCode::ActVoid);
    assert_eq!(too_early.args["reason"], "not_answered");
    let assign = json!({ "appeal_id": id, "executor_id": "u-01" });
    assert_eq!(
        hand.code("appeal.assign", assign.clone()),
        ErrorCode::AuthForbidden
    );
    hand.sign_in(town::HEAD);
    hand.call("appeal.assign", assign);
    let nobody = json!({ "appeal_id": id, "executor_id": "u-04" });
    assert_eq!(hand.code("appeal.assign", nobody), ErrorCode::InputInvalid);
    let empty = json!({ "appeal_id": id, "outcome": "", "text": "", "answer_channel": "" });
    assert_eq!(hand.refused("appeal.answer", empty).fields.len(), 3);
    let answer = json!({ "appeal_id": id, "outcome": "founded", "text": "Пересчитано", "settlement": "Сумма зачтена", "answer_channel": "office" });
    hand.call("appeal.answer", answer.clone());
    assert_eq!(
        hand.refused("appeal.answer", answer).args["reason"],
        "already_answered"
    );
    hand.call("appeal.close", close);
    let card = hand.call("appeal.card", json!({ "appeal_id": id }));
    assert_eq!(card["state"], "closed");
    assert_eq!(card["executor"], "Самойлова\u{a0}Е.\u{a0}В.");
    assert_eq!(
        card["actions"],
        json!([
            "reopen",
            "print",
            "confirm_responsibility",
            "cause",
            "set_action"
        ])
    );
    let titles: Vec<&str> = card["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        titles,
        [
            "Претензия: принято на месте ОТ-04",
            "Исполнитель: Самойлова\u{a0}Е.\u{a0}В.",
            "Ответ: обоснована, выдать в отделении",
            "Закрыто",
        ]
    );
}

fn list(view: &str, text: &str) -> Value {
    json!({ "view": view, "text": text, "sort": "due", "descending": false, "after": null, "limit": 2 })
}

#[test]
fn the_list_counts_pages_and_says_what_is_late() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    for text in ["Первая", "Вторая", "Третья"] {
        hand.claim(text);
    }
    let first = hand.call("appeal.list", list("open", ""));
    assert_eq!(first["total"], 3);
    assert_eq!(first["rows"].as_array().unwrap().len(), 2);
    assert_eq!(first["rows"][0]["left"], "3\u{a0}рабочих дня");
    assert_eq!(first["rows"][0]["applicant"], "Примерова\u{a0}А.\u{a0}С.");
    assert_eq!(first["rows"][0]["executor"], json!(null));
    let mut rest = list("open", "");
    rest["after"] = first["next"].clone();
    let rest = hand.call("appeal.list", rest);
    assert_eq!(rest["rows"].as_array().unwrap().len(), 1);
    assert_eq!(rest["next"], json!(null));
    assert_eq!(hand.call("appeal.list", list("open", "никого"))["total"], 0);
    // A week later all three are late.
    office.clock.advance_ms(7 * 86_400_000);
    hand.call("session.unlock", json!({ "password": town::PASSWORD }));
    let late = hand.call("appeal.list", list("overdue", ""));
    assert_eq!(late["total"], 3);
    assert_eq!(late["rows"][0]["left"], "просрочено 1\u{a0}день");
    assert_eq!(late["rows"][0]["tone"], "bad");
    assert_eq!(late["counts"]["overdue"], 3);
}

#[test]
fn an_appeal_of_somebody_who_is_not_in_the_base_is_registered_all_the_same() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = claim("Нет света");
    form["party_id"] = json!(null);
    form["account"] = json!(null);
    form["applicant_name"] = json!("Прохожий Иван Иванович");
    let registered = hand.call("appeal.register", json!({ "form": form, "draft_id": null }));
    let card = hand.call(
        "appeal.card",
        json!({ "appeal_id": registered["appeal_id"] }),
    );
    assert_eq!(card["applicant"], "Прохожий Иван Иванович");
    assert_eq!(card["party_id"], json!(null));
    let nowhere = json!({ "appeal_id": "0199aaaa-0000-7000-8000-000000000000" });
    assert_eq!(hand.code("appeal.card", nowhere), ErrorCode::NotFound);
    assert_eq!(
        hand.code("appeal.card", json!({ "appeal_id": "нет" })),
        ErrorCode::NotFound
    );
}

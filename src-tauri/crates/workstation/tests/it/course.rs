//! The further course of an appeal: waiting, extension, without consideration, re-opening, views.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office, claim};

const DAY_MS: u64 = 86_400_000;

fn next_day(office: &Office, hand: &Hand, days: u64) {
    office.clock.advance_ms(days * DAY_MS);
    hand.call("session.unlock", json!({ "password": town::PASSWORD }));
}

fn card(hand: &Hand, id: &Value) -> Value {
    hand.call("appeal.card", json!({ "appeal_id": id }))
}

fn actions(card: &Value) -> Vec<String> {
    let actions = card["actions"].as_array().unwrap().iter();
    actions
        .map(|action| action.as_str().unwrap().to_owned())
        .collect()
}

fn question(text: &str) -> Value {
    let mut form = claim(text);
    form["category"] = json!("information_request");
    form["topic"] = json!("meters");
    form
}

fn registered(hand: &Hand, form: Value) -> Value {
    let done = hand.call("appeal.register", json!({ "form": form, "draft_id": null }));
    done["appeal_id"].clone()
}

fn listed(hand: &Hand, view: &str, filter: Value) -> u64 {
    let asked = json!({
        "view": view, "text": "", "filter": filter, "sort": "due", "descending": false, "after": null, "limit": 50,
    });
    hand.call("appeal.list", asked)["total"].as_u64().unwrap()
}

#[test]
fn days_of_waiting_move_the_control_date() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    assert_eq!(card(&hand, &id)["term"]["limit"], "2026-11-05");
    hand.call(
        "appeal.suspend",
        json!({ "appeal_id": id, "awaited": "копию акта" }),
    );
    let waiting = card(&hand, &id);
    assert_eq!(waiting["awaited"], "копию акта");
    assert!(actions(&waiting).contains(&"resume".to_owned()));
    assert_eq!(listed(&hand, "waiting", json!({})), 1);
    // Two working days pass while the client owes an answer: they do not count.
    next_day(&office, &hand, 6);
    assert_eq!(listed(&hand, "overdue", json!({})), 0);
    hand.call("appeal.resume", json!({ "appeal_id": id, "note": "" }));
    let resumed = card(&hand, &id);
    assert_eq!(resumed["awaited"], json!(null));
    assert!(resumed["term"]["limit"].as_str().unwrap() > "2026-11-05");
    assert_eq!(listed(&hand, "waiting", json!({})), 0);
    assert_eq!(
        hand.refused("appeal.resume", json!({ "appeal_id": id, "note": "" }))
            .args["reason"],
        "not_waiting"
    );
    assert_eq!(
        hand.code("appeal.suspend", json!({ "appeal_id": id, "awaited": " " })),
        ErrorCode::InputInvalid
    );
}

#[test]
fn the_laws_own_term_does_not_wait() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    hand.call(
        "appeal.suspend",
        json!({ "appeal_id": id, "awaited": "копию акта" }),
    );
    let asked = json!({
        "view": "waiting", "text": "", "filter": {}, "sort": "due", "descending": false, "after": null, "limit": 50,
    });
    let row = &hand.call("appeal.list", asked.clone())["rows"][0];
    // 59-ФЗ: thirty days from the day of registration, 29 November is a Sunday.
    assert_eq!(row["due_on"], "2026-11-30");
    assert_eq!(row["left"], "ждём сведений");
    next_day(&office, &hand, 35);
    assert_eq!(listed(&hand, "overdue", json!({})), 1);
    let row = &hand.call("appeal.list", asked)["rows"][0];
    assert!(row["left"].as_str().unwrap().starts_with("просрочено"));
}

#[test]
fn an_appeal_that_needs_study_runs_by_another_norm_with_a_reason_and_a_notice() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    // Claims have their own terms.
    let claimed = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    assert_eq!(card(&hand, &claimed)["norms"], json!([]));
    let id = registered(&hand, question("Почему мигает свет?"));
    let before = card(&hand, &id);
    let norms = before["norms"].as_array().unwrap();
    let keys: Vec<&str> = norms.iter().map(|it| it["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["appeal.detailed", "appeal.third_party"]);
    let due_on = norms[1]["due_on"].as_str().unwrap();
    assert!(due_on > before["term"]["limit"].as_str().unwrap());
    let moved =
        |norm: &str, reason: &str| json!({ "appeal_id": id, "norm": norm, "reason": reason });
    let error = hand.refused("appeal.change_norm", moved("claim.citizen", "Нужно"));
    assert_eq!(error.fields[0].field, "norm");
    let error = hand.refused("appeal.change_norm", moved("appeal.third_party", " "));
    assert_eq!(error.fields[0].field, "reason");
    hand.call(
        "appeal.change_norm",
        moved("appeal.third_party", "Запрос в сети"),
    );
    let after = card(&hand, &id);
    assert_eq!(after["term"]["limit"], due_on);
    assert!(after["timeline"].to_string().contains("Запрос в сети"));
    let notice = json!({ "of": { "about": "appeal", "id": id }, "form_id": "extension_notice" });
    hand.call("paper.preview", notice.clone());
    // Back again: no notice to give.
    hand.call(
        "appeal.change_norm",
        moved("appeal.operational", "Ответ уже есть"),
    );
    assert_eq!(card(&hand, &id)["term"]["limit"], before["term"]["limit"]);
    assert_eq!(hand.code("paper.preview", notice), ErrorCode::NotFound);
    // No other norm makes up for lateness.
    next_day(&office, &hand, 30);
    assert_eq!(card(&hand, &id)["norms"], json!([]));
    let error = hand.refused("appeal.change_norm", moved("appeal.detailed", "Поздно"));
    assert_eq!(error.fields[0].field, "norm");
}

#[test]
fn a_claim_is_not_extended_and_a_question_is_once() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let asked = json!({ "appeal_id": id });
    assert_eq!(
        hand.call("appeal.extension", asked)["refused"],
        "not_extendable"
    );
    let extend = |id: &Value| json!({ "appeal_id": id, "reason": "запрошены сведения" });
    let error = hand.refused("appeal.extend", extend(&id));
    assert_eq!(error.code, ErrorCode::AppealNotExtendable);
    assert_eq!(error.args["reason"], "not_extendable");

    let id = registered(&hand, question("Когда поверка?"));
    let preview = hand.call("appeal.extension", json!({ "appeal_id": id }));
    assert_eq!(preview["refused"], json!(null));
    let (old, new) = (preview["old_due"].clone(), preview["new_due"].clone());
    assert!(old.as_str().unwrap() < new.as_str().unwrap());
    hand.call("appeal.extend", extend(&id));
    let after = card(&hand, &id);
    assert_eq!(after["term"]["limit"], new);
    assert!(!actions(&after).contains(&"extend".to_owned()));
    let forms: Vec<&str> = after["forms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|form| form["form_id"].as_str().unwrap())
        .collect();
    assert_eq!(forms, ["registration_card", "extension_notice"]);
    assert_eq!(
        hand.refused("appeal.extend", extend(&id)).args["reason"],
        "already_extended"
    );
}

#[test]
fn without_consideration_the_head_decides() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let first = hand.claim("Прошу пересчитать");
    let (former, number) = (first["appeal_id"].clone(), first["number"].clone());
    let again = hand.claim("Прошу пересчитать снова")["appeal_id"].clone();
    let propose = |ground: &str, number: &Value| json!({ "appeal_id": again, "ground": ground, "evidence": "", "former_number": number });
    let fields = |input: Value| {
        let error = hand.refused("appeal.propose", input);
        error
            .fields
            .into_iter()
            .map(|field| (field.field, field.code))
            .collect::<Vec<_>>()
    };
    let wrong = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(fields(propose("", &json!(""))), wrong("ground", "required"));
    assert_eq!(
        fields(propose("already_answered", &json!(""))),
        wrong("former_number", "required")
    );
    assert_eq!(
        fields(propose("already_answered", &number)),
        wrong("former_number", "former_not_answered")
    );
    assert_eq!(
        fields(propose("no_answer_address", &json!(""))),
        wrong("ground", "ground_not_of_appeal")
    );
    hand.call(
        "appeal.answer",
        json!({ "appeal_id": former, "outcome": "unfounded", "text": "Начислено верно", "conclusion": "Показания сняты верно", "answer_channel": "office" }),
    );
    // Of two appeals of one client a name says nothing.
    assert_eq!(
        fields(propose("already_answered", &json!("Примерова"))),
        wrong("former_number", "former_unknown")
    );
    // Somebody else's answer is no ground.
    let mut foreign = question("Когда поверка?");
    foreign["party_id"] = json!(null);
    foreign["account"] = json!(null);
    foreign["applicant_name"] = json!("Другой Пётр Иванович");
    let done = hand.call(
        "appeal.register",
        json!({ "form": foreign, "draft_id": null }),
    );
    assert_eq!(
        fields(propose("already_answered", &done["number"])),
        wrong("former_number", "former_of_another")
    );
    hand.call("appeal.propose", propose("already_answered", &number));
    let shown = card(&hand, &again);
    assert_eq!(shown["proposal"]["former_number"], number);
    assert_eq!(listed(&hand, "proposed", json!({})), 1);
    assert_eq!(
        hand.code("appeal.approve", json!({ "appeal_id": again })),
        ErrorCode::AuthForbidden
    );
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::HEAD);
    hand.call(
        "appeal.decline",
        json!({ "appeal_id": again, "reason": "довод новый" }),
    );
    assert_eq!(card(&hand, &again)["proposal"], json!(null));
    hand.call("appeal.propose", propose("already_answered", &number));
    hand.call("appeal.approve", json!({ "appeal_id": again }));
    let closed = card(&hand, &again);
    assert_eq!(closed["state"], "closed");
    let paper =
        json!({ "of": { "about": "appeal", "id": again }, "form_id": "unconsidered_notice" });
    assert_eq!(
        hand.call("paper.preview", paper)["pages_svg"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_new_argument_opens_it_again_and_keeps_the_former_answer() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let reopen = json!({ "appeal_id": id, "received_on": "", "argument": "найден акт" });
    assert_eq!(
        hand.refused("appeal.reopen", reopen.clone()).args["reason"],
        "not_closed"
    );
    hand.call(
        "appeal.answer",
        json!({ "appeal_id": id, "outcome": "unfounded", "text": "Начислено верно", "conclusion": "Показания сняты верно", "answer_channel": "office" }),
    );
    hand.call("appeal.close", json!({ "appeal_id": id, "note": "" }));
    next_day(&office, &hand, 10);
    hand.call("appeal.reopen", reopen);
    let open = card(&hand, &id);
    assert_eq!(open["state"], "registered");
    assert_eq!(open["received_on"], "2026-11-09");
    assert_eq!(
        open["former_rounds"],
        json!(["Ответ 30.10.2026: не обоснована; закрыто 30.10.2026"])
    );
    assert!(open["term"]["limit"].as_str().unwrap() > "2026-11-09");
}

#[test]
fn solved_on_the_spot_begins_and_ends_in_one_act() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = question("Где посмотреть тариф?");
    form["solved"] = json!(true);
    form["solution"] = json!("Показан тариф на сайте");
    let error = hand.refused("appeal.register", json!({ "form": form, "draft_id": null }));
    assert_eq!(error.fields[0].field, "solved");
    form["form"] = json!("oral");
    form["answer_channel"] = json!("oral");
    let id = registered(&hand, form);
    let done = card(&hand, &id);
    assert_eq!(done["state"], "closed");
    assert_eq!(done["timeline"].as_array().unwrap().len(), 3);
}

#[test]
fn documents_handed_in_stand_on_the_card_and_on_the_receipt() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = claim("Прошу пересчитать");
    form["attachments"] = json!([
        { "name": "Квитанция за август", "form": "copy", "sheets": "2" },
        { "name": "", "form": "original", "sheets": "" },
        { "name": "Акт", "form": "original", "sheets": "сто" },
    ]);
    let error = hand.refused("appeal.register", json!({ "form": form, "draft_id": null }));
    assert_eq!(error.fields[0].field, "attachments.2.sheets");
    form["attachments"][2]["sheets"] = json!("");
    let id = registered(&hand, form);
    assert_eq!(
        card(&hand, &id)["attachments"],
        json!([
            "Квитанция за август, копия, 2\u{a0}листа",
            "Акт, оригинал, 1\u{a0}лист"
        ])
    );
    let receipt = json!({ "of": { "about": "appeal", "id": id }, "form_id": "documents_receipt" });
    hand.call("paper.preview", receipt);
}

#[test]
fn what_the_checklist_misses_is_told_while_typing_and_printed_and_stops_nothing() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = claim("Прошу заключить договор");
    form["category"] = json!("contract_application");
    form["topic"] = json!("contracts");
    form["attachments"] = json!([
        { "name": "Выписка из ЕГРН", "form": "copy", "sheets": "3", "document": "ownership" },
    ]);
    let checked = hand.call("appeal.check", json!({ "form": form }));
    let handed_in = |code: &str| {
        let rows = checked["documents"].as_array().unwrap();
        let row = rows.iter().find(|row| row["code"] == code).unwrap();
        row["handed_in"].clone()
    };
    assert_eq!(handed_in("ownership"), true);
    assert_eq!(handed_in("area"), false);
    let id = registered(&hand, form);
    let missing = card(&hand, &id)["missing"].clone();
    assert_eq!(missing[0], "Сведения о площади помещения");
    let receipt = json!({ "of": { "about": "appeal", "id": id }, "form_id": "documents_receipt" });
    let seen = hand.call("paper.preview", receipt);
    let page = seen["pages_svg"].to_string();
    assert!(page.contains("площади"), "{page}");
    assert!(!page.contains("Недостающих документов нет"), "{page}");
    let claimed = registered(&hand, claim("Прошу пересчитать"));
    assert_eq!(card(&hand, &claimed)["missing"], json!([]));
}

#[test]
fn filters_and_saved_views_are_a_users_own() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.claim("Первая");
    registered(&hand, question("Когда поверка?"));
    assert_eq!(listed(&hand, "open", json!({ "category": "claim" })), 1);
    assert_eq!(listed(&hand, "open", json!({ "executor": "-" })), 2);
    assert_eq!(
        listed(
            &hand,
            "open",
            json!({ "topic": "meters", "channel": "office" })
        ),
        1
    );
    assert_eq!(
        listed(&hand, "open", json!({ "received_from": "31.10.2026" })),
        0
    );
    let view = json!({
        "name": "Претензии", "view": "open", "text": "", "filter": { "category": "claim" }, "sort": "due", "descending": false,
    });
    let saved = hand.call("view.save", view.clone());
    hand.call("view.save", view);
    let views = hand.call("view.list", json!({}));
    assert_eq!(views.as_array().unwrap().len(), 1);
    assert_eq!(views[0]["filter"]["category"], "claim");
    assert_eq!(hand.call("draft.list", json!({})), json!([]));
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::HEAD);
    assert_eq!(hand.call("view.list", json!({})), json!([]));
    assert_eq!(
        hand.code("view.delete", json!({ "view_id": saved["view_id"] })),
        ErrorCode::NotFound
    );
}

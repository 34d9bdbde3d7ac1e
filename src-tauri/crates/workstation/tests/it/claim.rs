//! Claims, §9: a citizen's claim whose settlement is rejected, and what else is done with one.

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

fn may(hand: &Hand, id: &Value, action: &str) -> bool {
    let card = card(hand, id);
    card["actions"].as_array().unwrap().contains(&json!(action))
}

fn assess(id: &Value, immediate: bool) -> Value {
    json!({
        "appeal_id": id, "form_right": true, "sufficient": true, "valid": false, "importance": "high",
        "complexity": "low", "immediate": immediate, "note": "Искрит вводной щит",
    })
}

fn answer(id: &Value, outcome: &str, conclusion: &str, settlement: &str) -> Value {
    json!({
        "appeal_id": id, "outcome": outcome, "text": "Рассмотрели", "answer_channel": "office",
        "conclusion": conclusion, "settlement": settlement,
    })
}

fn reject(id: &Value, on: &str, words: &str, bodies: &[&str]) -> Value {
    json!({ "appeal_id": id, "rejected_on": on, "words": words, "bodies": bodies })
}

fn fields(hand: &Hand, command: &str, input: Value) -> Vec<(String, String)> {
    let error = hand.refused(command, input);
    let fields = error.fields.into_iter();
    fields.map(|field| (field.field, field.code)).collect()
}

fn wrong(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

fn indicators(hand: &Hand) -> Value {
    hand.call(
        "claim.indicators",
        json!({ "from": "", "to": "", "office": "" }),
    )
}

#[test]
fn a_claim_whose_settlement_is_rejected_stays_open_until_it_is_answered_anew() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Начислено дважды")["appeal_id"].clone();
    assert!(!may(&hand, &id, "reject_settlement"), "no answer yet");
    hand.call("claim.assess", assess(&id, false));
    assert_eq!(
        fields(&hand, "appeal.answer", answer(&id, "founded", "", " ")),
        wrong("settlement", "required")
    );
    hand.call(
        "appeal.answer",
        answer(&id, "founded", "", "Зачтём 282 ₽ в счёт ноября"),
    );
    let answered = card(&hand, &id);
    assert_eq!(
        answered["claim"]["settlement"],
        "Зачтём 282 ₽ в счёт ноября"
    );
    next_day(&office, &hand, 3);
    // Who rejects is told where else to apply: it cannot be left out.
    let said = "Верните деньги, а не зачёт";
    assert_eq!(
        fields(&hand, "claim.reject_settlement", reject(&id, "", said, &[])),
        wrong("bodies", "required")
    );
    assert_eq!(
        fields(
            &hand,
            "claim.reject_settlement",
            reject(&id, "", said, &["moon"])
        ),
        wrong("bodies", "unknown_choice")
    );
    let early = reject(&id, "29.10.2026", " ", &["court"]);
    assert_eq!(
        fields(&hand, "claim.reject_settlement", early),
        [
            wrong("rejected_on", "before_answer"),
            wrong("words", "required")
        ]
        .concat()
    );
    hand.call(
        "claim.reject_settlement",
        reject(&id, "", said, &["court", "housing_inspection"]),
    );
    let open = card(&hand, &id);
    assert_eq!(open["state"], "registered");
    assert_eq!(open["answer"], json!(null));
    // The claim's own norm runs from the day of the rejection: 2 November, then three working days.
    assert_eq!(open["term"]["limit"], "2026-11-06");
    assert_eq!(open["claim"]["rejected"][0]["words"], said);
    assert_eq!(
        open["claim"]["rejected"][0]["answer"],
        "Ответ 30.10.2026: обоснована"
    );
    assert_eq!(
        open["claim"]["rejected"][0]["bodies"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let forms = open["forms"].as_array().unwrap();
    assert!(
        forms
            .iter()
            .any(|form| form["form_id"] == "open_claim_notice")
    );
    hand.call(
        "paper.preview",
        json!({ "of": { "about": "appeal", "id": id }, "form_id": "open_claim_notice" }),
    );
    assert_eq!(
        hand.code("appeal.close", json!({ "appeal_id": id, "note": "" })),
        ErrorCode::ActVoid
    );
    hand.call(
        "appeal.answer",
        answer(&id, "founded", "", "Вернём 282 ₽ на карту"),
    );
    hand.call(
        "claim.accept_settlement",
        json!({ "appeal_id": id, "note": "" }),
    );
    assert!(!may(&hand, &id, "accept_settlement"), "it is taken once");
    hand.call("appeal.close", json!({ "appeal_id": id, "note": "" }));
    assert_eq!(card(&hand, &id)["claim"]["accepted"], "Принято 02.11.2026");
    hand.sign_in(town::HEAD);
    let seen = indicators(&hand);
    assert_eq!(seen["total"]["received"], 1);
    assert_eq!(seen["total"]["decision_rejected"], 1);
    assert_eq!(seen["total"]["recognised_later"], 0);
    assert_eq!(seen["total"]["late_answer"], 0);
    assert_eq!(seen["cases"][0]["indicator"], "decision_rejected");
    assert_eq!(seen["months"].as_array().unwrap().len(), 11);
}

#[test]
fn a_refused_claim_that_a_court_upholds_counts_in_both_indicators_and_has_its_actions() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Начислено дважды")["appeal_id"].clone();
    assert_eq!(
        fields(
            &hand,
            "appeal.answer",
            answer(&id, "unfounded", "", "Зачёт")
        ),
        wrong("conclusion", "required")
    );
    hand.call(
        "appeal.answer",
        answer(&id, "unfounded", "Начислено по показаниям", ""),
    );
    hand.call("appeal.close", json!({ "appeal_id": id, "note": "" }));
    let confirm = json!({ "appeal_id": id, "how": "by_court", "confirmed_on": "", "basis": "решение от 30.10.2026 № 2-1" });
    assert_eq!(
        hand.code("claim.confirm_responsibility", confirm.clone()),
        ErrorCode::AuthForbidden
    );
    hand.call(
        "claim.cause",
        json!({ "appeal_id": id, "cause": "Показания внесены дважды" }),
    );
    let owner = hand.call("session.users", json!({}))[0]["id"].clone();
    hand.sign_in(town::HEAD);
    hand.call("claim.confirm_responsibility", confirm);
    let set = |due_on: &str, what: &str| json!({ "appeal_id": id, "kind": "corrective", "what": what, "owner_id": owner, "due_on": due_on });
    assert_eq!(
        fields(&hand, "claim.set_action", set("01.10.2026", " ")),
        [wrong("what", "required"), wrong("due_on", "due_in_past")].concat()
    );
    hand.call(
        "claim.set_action",
        set("03.11.2026", "Сверить внесённые показания"),
    );
    let actions = hand.call("claim.actions", json!({}));
    assert_eq!(actions[0]["due_on"], "2026-11-03");
    assert_eq!(actions[0]["ended"], false);
    let now = indicators(&hand);
    assert_eq!(now["total"]["unfounded"], 1);
    assert_eq!(now["total"]["recognised_later"], 1);
    assert_eq!(now["total"]["late_action"], 0);
    next_day(&office, &hand, 6);
    assert_eq!(indicators(&hand)["total"]["late_action"], 1);
    let end = json!({ "appeal_id": id, "action_id": actions[0]["action_id"], "dropped": false, "note": "Сверено" });
    hand.call("claim.end_action", end.clone());
    assert_eq!(
        hand.refused("claim.end_action", end).args["reason"],
        "already_done"
    );
    assert_eq!(card(&hand, &id)["claim"]["actions"][0]["note"], "Сверено");
}

#[test]
fn a_claim_that_needs_immediate_action_is_before_the_eyes_until_it_is_answered() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Искрит щит")["appeal_id"].clone();
    let wrong_scores = json!({
        "appeal_id": id, "form_right": true, "sufficient": true, "valid": true, "importance": "", "complexity": "huge",
        "immediate": false, "note": "",
    });
    assert_eq!(
        fields(&hand, "claim.assess", wrong_scores),
        [
            wrong("importance", "required"),
            wrong("complexity", "unknown_choice")
        ]
        .concat()
    );
    hand.call("claim.assess", assess(&id, true));
    let asked = json!({
        "view": "open", "text": "", "filter": {}, "sort": "due", "descending": false, "after": null, "limit": 50,
    });
    assert_eq!(
        hand.call("appeal.list", asked)["rows"][0]["immediate"],
        true
    );
    hand.sign_in(town::HEAD);
    let seen = hand.call("claim.immediate", json!({}));
    assert_eq!(seen[0]["note"], "Искрит вводной щит");
    hand.call("appeal.answer", answer(&id, "explained", "", ""));
    assert_eq!(hand.call("claim.immediate", json!({})), json!([]));
}

#[test]
fn what_a_claim_lacks_is_asked_of_the_applicant() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = hand.claim("Начислено дважды")["appeal_id"].clone();
    assert_eq!(card(&hand, &id)["claim"]["lacking"], json!([]));
    let mut form = claim("Нет света");
    form["party_id"] = json!(null);
    form["account"] = json!(null);
    form["applicant_name"] = json!("Небылицын Пётр Ильич");
    let done = hand.call("appeal.register", json!({ "form": form, "draft_id": null }));
    let lacking = card(&hand, &done["appeal_id"]);
    assert_eq!(lacking["claim"]["lacking"], json!(["номер лицевого счёта"]));
}

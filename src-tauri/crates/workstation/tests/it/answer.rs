//! The way of an answer: project, signature, dispatch, delivery; questions; hand-over.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office, claim};

fn card(hand: &Hand, id: &Value) -> Value {
    hand.call("appeal.card", json!({ "appeal_id": id }))
}

fn has(card: &Value, action: &str) -> bool {
    card["actions"].as_array().unwrap().contains(&json!(action))
}

/// A citizen asks what he owes.
fn debt(hand: &Hand, channel: &str) -> Value {
    let mut form = claim("Сколько я должен?");
    form["category"] = json!("information_request");
    form["topic"] = json!("debt");
    form["answer_channel"] = json!(channel);
    form["email"] = json!("primerova@example.ru");
    let done = hand.call("appeal.register", json!({ "form": form, "draft_id": null }));
    done["appeal_id"].clone()
}

fn project(id: &Value, text: &str, channel: &str) -> Value {
    json!({ "appeal_id": id, "form": { "outcome": "explained", "text": text, "answer_channel": channel } })
}

/// The head of the office signs at this desk, then the specialist is back.
fn head(hand: &Hand, name: &str, input: Value) {
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::HEAD);
    hand.call(name, input);
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::SPECIALIST);
}

#[test]
fn a_debt_request_is_answered_by_a_registered_letter_that_the_head_has_signed() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = debt(&hand, "registered_letter");
    let asked = json!({ "appeal_id": id });
    // Not at once, and not before the signature.
    let at_once = json!({ "appeal_id": id, "outcome": "explained", "text": "Долга нет", "answer_channel": "registered_letter" });
    let refused = hand.refused("appeal.answer", at_once);
    assert_eq!(refused.fields[0].code, "answer_needs_signature");
    let send = |track: &str| json!({ "appeal_id": id, "track": track });
    assert_eq!(hand.code("answer.send", send("")), ErrorCode::ActVoid);
    // The letter begins with what is known of the debt, and is kept while one types.
    let start = hand.call("answer.start", asked.clone());
    let text = start["form"]["text"].as_str().unwrap();
    assert!(text.contains("лицев"), "{text}");
    assert_eq!(start["saved_ms"], json!(null));
    hand.call("answer.save", project(&id, "Ваш долг", "registered_letter"));
    assert_eq!(
        hand.call("answer.start", asked.clone())["form"]["text"],
        "Ваш долг"
    );
    assert_eq!(hand.call("draft.list", json!({})), json!([]));
    assert_eq!(
        hand.refused("answer.draft", project(&id, " ", "pigeon"))
            .fields
            .len(),
        2
    );
    hand.call(
        "answer.draft",
        project(&id, "Долга нет.", "registered_letter"),
    );
    assert!(!has(&card(&hand, &id), "send_answer"));
    assert_eq!(
        hand.code("answer.approve", asked.clone()),
        ErrorCode::AuthForbidden
    );
    // Given back, mended, signed.
    head(
        &hand,
        "answer.return",
        json!({ "appeal_id": id, "reason": "Укажите дату" }),
    );
    let returned = card(&hand, &id);
    assert_eq!(returned["answering"]["project"]["reason"], "Укажите дату");
    assert_eq!(
        hand.call("answer.start", asked.clone())["form"]["text"],
        "Долга нет."
    );
    hand.call(
        "answer.draft",
        project(&id, "На 30.10.2026 долга нет.", "registered_letter"),
    );
    head(&hand, "answer.approve", asked.clone());
    assert!(has(&card(&hand, &id), "send_answer"));
    // The last digit of the post's number checks the others.
    assert_eq!(
        hand.refused("answer.send", send("44631012345678")).fields[0].code,
        "track_check"
    );
    assert_eq!(
        hand.refused("answer.send", send("4463")).fields[0].code,
        "track_digits"
    );
    assert_eq!(hand.call("answer.send", send(""))["path"], json!(null));
    let sent = card(&hand, &id);
    assert_eq!(sent["state"], "answered");
    assert!(
        sent["answer"]
            .as_str()
            .unwrap()
            .contains("На 30.10.2026 долга нет.")
    );
    let letters = hand.call("answer.letters", json!({ "on": "" }));
    assert_eq!(letters["lines"].as_array().unwrap().len(), 1);
    let dispatch = letters["lines"][0]["dispatch"]["dispatch_id"].clone();
    assert_eq!(dispatch, sent["answering"]["dispatches"][0]["dispatch_id"]);
    // The number comes from the post later, then what became of the letter.
    hand.call(
        "answer.track",
        json!({ "appeal_id": id, "dispatch_id": dispatch, "track": "446310 12 34567 0" }),
    );
    let told = |delivery: &str, on: &str| json!({ "appeal_id": id, "dispatch_id": dispatch, "delivery": delivery, "told_on": on });
    assert_eq!(
        hand.refused("answer.delivered", told("delivered", "29.10.2026"))
            .fields[0]
            .code,
        "before_dispatch"
    );
    assert_eq!(
        hand.refused("answer.delivered", told("lost", "")).fields[0].field,
        "delivery"
    );
    hand.call("answer.delivered", told("delivered", ""));
    let done = &card(&hand, &id)["answering"]["dispatches"][0];
    assert_eq!(done["track"], "44631012345670");
    assert_eq!(done["delivery"], "delivered");
    hand.call("appeal.close", json!({ "appeal_id": id, "note": "" }));
    assert_eq!(
        hand.call("answer.letters", json!({ "on": "29.10.2026" }))["lines"],
        json!([])
    );
}

#[test]
fn an_answer_by_email_is_a_file_that_a_mail_program_sends() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = debt(&hand, "email");
    hand.call("answer.draft", project(&id, "Долга нет.", "email"));
    head(&hand, "answer.approve", json!({ "appeal_id": id }));
    let sent = hand.call("answer.send", json!({ "appeal_id": id, "track": "" }));
    let path = sent["path"].as_str().unwrap();
    let file = std::fs::read_to_string(path).unwrap();
    assert!(!path.contains("Пример"));
    assert!(file.contains("\r\nTo: primerova@example.ru\r\n"), "{file}");
    assert!(file.contains("\r\nSubject: =?utf-8?B?"));
    assert!(file.contains("Content-Type: application/pdf"));
    // «%PDF-1» in base64.
    assert!(file.contains("JVBERi0x"));
    assert!(file.lines().all(|line| line.len() <= 998));
    let card = card(&hand, &id);
    assert_eq!(card["state"], "answered");
    let copies = card["forms"].as_array().unwrap().iter();
    let letter = copies
        .clone()
        .find(|form| form["form_id"] == "answer_letter")
        .unwrap();
    assert_eq!(letter["copies"], 1);
    assert_eq!(
        hand.call("answer.letters", json!({ "on": "" }))["lines"],
        json!([])
    );
}

#[test]
fn what_others_are_asked_has_its_date_and_one_reply() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = debt(&hand, "office");
    let ask = |organisation: &str, expert: &str, due: &str| json!({ "appeal_id": id, "organisation": organisation, "expert_id": expert, "question": "Когда был отключён ввод?", "due_on": due });
    assert_eq!(
        hand.refused("answer.ask", ask("", "", "")).fields[0].field,
        "organisation"
    );
    assert_eq!(
        hand.refused("answer.ask", ask("", "nobody", "")).fields[0].field,
        "expert_id"
    );
    assert_eq!(
        hand.refused("answer.ask", ask("Сети", "", "01.01.2020"))
            .fields[0]
            .field,
        "due_on"
    );
    hand.call("answer.ask", ask("АО «Сети»", "", ""));
    let asked = card(&hand, &id);
    let question = &asked["answering"]["questions"][0];
    assert_eq!(question["whom"], "АО «Сети»");
    let inquiry = json!({ "of": { "about": "appeal", "id": id }, "form_id": "inquiry" });
    let seen = hand.call("paper.preview", inquiry.clone());
    assert!(seen["pages_svg"][0].as_str().unwrap().contains("АО «Сети»"));
    assert_eq!(question["due_on"], asked["term"]["limit"]);
    let reply =
        json!({ "appeal_id": id, "question_id": question["question_id"], "text": "12.10.2026" });
    hand.call("answer.reply", reply.clone());
    assert_eq!(
        card(&hand, &id)["answering"]["questions"][0]["reply"],
        "12.10.2026"
    );
    assert_eq!(hand.code("answer.reply", reply), ErrorCode::ActVoid);
    assert_eq!(hand.code("paper.preview", inquiry), ErrorCode::NotFound);
}

#[test]
fn an_appeal_offered_to_another_office_stays_where_it_is_until_it_is_taken() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let id = debt(&hand, "office");
    let offices = hand.call("appeal.hand_over_offices", json!({}));
    let to = offices[0]["code"].clone();
    let offer =
        |to: &Value, comment: &str| json!({ "appeal_id": id, "office_id": to, "comment": comment });
    assert_eq!(
        hand.refused("appeal.hand_over", offer(&json!("centre?"), "ваш"))
            .fields[0]
            .field,
        "office_id"
    );
    assert_eq!(
        hand.refused("appeal.hand_over", offer(&to, " ")).fields[0].field,
        "comment"
    );
    hand.call("appeal.hand_over", offer(&to, "Объект в вашей зоне"));
    let offered = card(&hand, &id);
    assert_eq!(offered["hand_over"]["comment"], "Объект в вашей зоне");
    assert_eq!(offered["hand_over"]["late"], false);
    assert!(
        has(&offered, "hand_back") && !has(&offered, "take_over") && !has(&offered, "hand_over")
    );
    let take = json!({ "appeal_id": id, "executor_id": "" });
    assert_eq!(hand.code("appeal.take_over", take), ErrorCode::ActVoid);
    hand.call(
        "appeal.hand_back",
        json!({ "appeal_id": id, "reason": "Ошибка" }),
    );
    assert_eq!(card(&hand, &id)["hand_over"], json!(null));
}

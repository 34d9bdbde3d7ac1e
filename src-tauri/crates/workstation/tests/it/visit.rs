//! What else a desk does: consultations, next steps, incidents, consents, papers of their own, the
//! reference book, and an account of another office.

use serde_json::{Value, json};
use stoika_testkit::hands::PRINTER;
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office};

fn history(hand: &Hand) -> Vec<String> {
    let card = hand.call("client.card", json!({ "party_id": town::CITIZEN }));
    let lines = card["history"].as_array().unwrap().iter();
    lines
        .map(|line| line["what"].as_str().unwrap().to_owned())
        .collect()
}

fn fields(hand: &Hand, command: &str, input: Value) -> Vec<String> {
    let error = hand.refused(command, input);
    assert_eq!(error.code, ErrorCode::InputInvalid);
    error
        .fields
        .into_iter()
        .map(|field| format!("{} {}", field.field, field.code))
        .collect()
}

#[test]
fn a_consultation_stands_in_the_history() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let choices = hand.call("visit.choices", json!({}));
    assert_eq!(choices["topics"].as_array().unwrap().len(), 7);
    assert!(choices["script"].as_array().unwrap().len() >= 5);
    let topic = choices["topics"][0]["code"].clone();
    assert_eq!(
        fields(
            &hand,
            "consultation.give",
            json!({ "topic": "", "channel": "post", "account": "12" })
        ),
        [
            "topic required",
            "channel unknown_choice",
            "account personal_account_length"
        ]
    );
    hand.call(
        "consultation.give",
        json!({ "party_id": town::CITIZEN, "topic": topic, "channel": "office", "note": "рассказано" }),
    );
    assert!(history(&hand)[0].starts_with("Консультация: "));
    // Somebody who did not say who he is.
    hand.call(
        "consultation.give",
        json!({ "topic": topic, "channel": "phone" }),
    );
}

#[test]
fn a_next_step_is_agreed_moved_and_done() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    assert_eq!(
        fields(
            &hand,
            "follow_up.agree",
            json!({ "step": "client_comes", "on": "29.10.2026", "at": "25:00", "question": "" })
        ),
        [
            "name required",
            "on date_past",
            "at time_invalid",
            "question required"
        ]
    );
    assert_eq!(
        fields(
            &hand,
            "follow_up.agree",
            json!({ "name": "Прохожий", "step": "we_call", "on": "30.10.2026", "question": "тариф" })
        ),
        ["phone required"]
    );
    let agreed = hand.call(
        "follow_up.agree",
        json!({ "party_id": town::CITIZEN, "step": "client_comes", "on": "02.11.2026", "at": "14.30", "question": "расчёт" }),
    );
    let id = agreed["record_id"].clone();
    let today = hand.call("day.today", json!({}));
    assert_eq!(today[0]["appeal_id"], json!(null), "a slip is no appeal");
    let steps = hand.call("follow_up.list", json!({ "scope": "mine" }));
    assert_eq!(steps[0]["at"], "14:30");
    assert_eq!(steps[0]["number"], agreed["number"]);
    assert_eq!(steps[0]["when_label"], "02.11.2026");
    hand.call(
        "follow_up.move",
        json!({ "follow_up_id": id, "on": "31.10.2026", "at": "", "reason": "раньше" }),
    );
    let card = hand.call("client.card", json!({ "party_id": town::CITIZEN }));
    assert_eq!(card["follow_ups"][0]["when_label"], "завтра");
    let done = json!({ "follow_up_id": id, "result": "разъяснено" });
    hand.call("follow_up.done", done.clone());
    assert_eq!(
        hand.refused("follow_up.done", done).args["reason"],
        "already_closed"
    );
    assert_eq!(
        hand.call("follow_up.list", json!({ "scope": "office" })),
        json!([])
    );
}

#[test]
fn numbers_on_paper_are_of_one_series() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let counter = |number: &Value| -> u32 {
        let number = number.as_str().unwrap();
        number.split('-').nth(2).unwrap().parse().unwrap()
    };
    let claim = counter(&hand.claim("Первая")["number"]);
    let consent = hand.call(
        "consent.give",
        json!({ "party_id": town::CITIZEN, "purposes": ["messages"] }),
    );
    assert_eq!(counter(&consent["number"]), claim + 1);
    let sheet = json!({
        "of": { "about": "offices", "place": "Кротовка", "office_ids": ["otradny"], "party_id": null },
        "form_id": "redirect_sheet", "printer": PRINTER, "reason": "",
    });
    let mut endless = sheet.clone();
    endless["of"]["place"] = json!("К".repeat(100_000));
    assert_eq!(fields(&hand, "paper.print", endless), ["place too_long"]);
    assert!(hand.printers.jobs().is_empty());
    hand.call("paper.print", sheet);
    let journal = hand.call("paper.journal", json!({ "limit": 10 }));
    assert_eq!(counter(&journal["rows"][0]["number"]), claim + 2);
    assert_eq!(counter(&hand.claim("Вторая")["number"]), claim + 3);
}

#[test]
fn a_consent_is_given_printed_once_and_withdrawn() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    assert_eq!(
        fields(
            &hand,
            "consent.give",
            json!({ "party_id": town::CITIZEN, "purposes": [] })
        ),
        ["purposes required"]
    );
    let given = hand.call(
        "consent.give",
        json!({ "party_id": town::CITIZEN, "purposes": ["messages", "surveys"] }),
    );
    let of = json!({ "about": "consent", "id": given["record_id"] });
    let print = |form: &str, reason: &str| json!({ "of": of, "form_id": form, "printer": PRINTER, "reason": reason });
    assert_eq!(
        hand.call("paper.print", print("consent", ""))["copy_number"],
        1
    );
    assert_eq!(
        hand.code("paper.print", print("consent", "")),
        ErrorCode::InputInvalid
    );
    assert_eq!(
        hand.call("paper.print", print("consent", "испорчен"))["copy_number"],
        2
    );
    let journal = hand.call(
        "paper.journal",
        json!({ "text": given["number"], "limit": 10 }),
    );
    let rows = journal["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["reason"], "испорчен");
    assert_eq!(rows[1]["title"], "Согласие на обработку данных");
    // The journal leads back to the paper.
    let again = json!({ "of": rows[1]["of"], "form_id": "consent" });
    assert_eq!(hand.call("paper.preview", again)["copy_number"], 3);

    let card = |hand: &Hand| {
        hand.call("client.card", json!({ "party_id": town::CITIZEN }))["consent"]["state"].clone()
    };
    assert_eq!(card(&hand), "given");
    let withdrawn = hand.call("consent.withdraw", json!({ "party_id": town::CITIZEN }));
    assert_eq!(withdrawn["record_id"], given["record_id"]);
    assert_eq!(card(&hand), "withdrawn");
    let look = |form: &str| hand.call("paper.preview", json!({ "of": of, "form_id": form }));
    assert_eq!(look("consent_withdrawal")["copy_number"], 1);
    // What was signed before keeps its own number: another print of it is a copy.
    assert_eq!(look("consent")["copy_number"], 3);
}

#[test]
fn an_incident_is_noted() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    assert_eq!(
        fields(
            &hand,
            "incident.note",
            json!({ "kind": "rain", "measure": "", "text": "" })
        ),
        ["kind unknown_choice", "measure required", "text required"]
    );
    hand.call(
        "incident.note",
        json!({ "kind": "aggression", "measure": "guard", "text": "кричал", "party_id": town::CITIZEN }),
    );
    assert_eq!(history(&hand)[0], "Происшествие: агрессивное поведение");
}

#[test]
fn the_reference_book_answers() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let offices = hand.call("reference.offices", json!({}));
    assert_eq!(offices["hits"].as_array().unwrap().len(), 39);
    let found = hand.call("reference.offices", json!({ "text": "rhjnjdrf" }));
    assert_eq!(found["read_as"], "кротовка");
    assert!(found["hits"].as_array().unwrap().len() > 1);
    let others = hand.call("reference.offices", json!({ "audience": "other" }));
    assert_eq!(others["hits"].as_array().unwrap().len(), 31);

    let norms = hand.call("reference.norms", json!({ "text": "претензия" }));
    let citizen = norms
        .as_array()
        .unwrap()
        .iter()
        .find(|norm| norm["audience"] == "граждане")
        .unwrap();
    assert_eq!(citizen["due_on"], "2026-11-05");
    assert_eq!(citizen["amount"], "3\u{a0}рабочих дня");

    let year = hand.call("reference.calendar", json!({ "year": 2026 }));
    assert_eq!(year["working_days"], 247);
    assert_eq!(year["predicted"], false);
    assert_eq!(
        hand.call("reference.calendar", json!({ "year": 2031 }))["predicted"],
        true
    );
    assert_eq!(
        fields(&hand, "reference.calendar", json!({ "year": 1900 })),
        ["year year_range"]
    );
    let tariffs = |on: &str| hand.call("reference.tariffs", json!({ "on": on }));
    assert_ne!(tariffs("2026-09-30"), tariffs("2026-10-01"));

    let articles = hand.call("reference.articles", json!({}));
    let first = articles[0]["article_id"].clone();
    let article = hand.call("reference.article", json!({ "article_id": first }));
    assert!(!article["blocks"].as_array().unwrap().is_empty());
    assert_ne!(article["next_time"], "");
    let sheet = json!({ "of": { "about": "article", "id": first, "party_id": null }, "form_id": "information_sheet" });
    hand.call("paper.preview", sheet);

    let sets = hand.call("reference.document_sets", json!({}));
    for set in sets["sets"].as_array().unwrap() {
        let documents = hand.call("reference.documents", json!({ "set": set["code"] }));
        assert!(!documents.as_array().unwrap().is_empty(), "{set}");
    }
}

#[test]
fn an_unknown_account_is_told_and_taken_as_a_stub() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    assert_eq!(
        fields(
            &hand,
            "account.lookup",
            json!({ "number": "12", "reason": "" })
        ),
        ["number personal_account_length", "reason required"]
    );
    assert_eq!(
        hand.code(
            "account.lookup",
            json!({ "number": "630099999999", "reason": "клиент из другого района" })
        ),
        ErrorCode::NotFound
    );
    let mut form = crate::office::claim("Прошу пересчитать");
    form["party_id"] = json!(null);
    form["account"] = json!(null);
    form["applicant_name"] = json!("Приезжий Пётр Петрович");
    form["stub_account"] = json!("63009999999");
    let error = hand.refused("appeal.register", json!({ "form": form, "draft_id": null }));
    assert_eq!(error.fields[0].field, "stub_account");
    form["stub_account"] = json!("630099999999");
    let done = hand.call("appeal.register", json!({ "form": form, "draft_id": null }));
    let card = hand.call("appeal.card", json!({ "appeal_id": done["appeal_id"] }));
    assert_eq!(card["account"], "6300\u{a0}9999\u{a0}9999");
    assert_eq!(card["party_id"], json!(null));
}

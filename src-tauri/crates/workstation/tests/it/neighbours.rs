//! Two desks of one office: what one has done the other sees, with the verdicts of the centre.

use serde_json::{Value, json};
use stoika_testkit::hands::PRINTER;
use stoika_testkit::town;

use crate::office::{Hand, Office, claim};

/// The card of an appeal, once the desk has it and the centre has put all of it in order.
fn settled(hand: &mut Hand, id: &Value) -> Value {
    let asked = json!({ "appeal_id": id });
    hand.until_true("the appeal and its order", |hand| {
        let card = hand
            .workstation
            .rpc(&hand.session, "appeal.card", asked.clone())
            .ok()?;
        let course = card["timeline"].as_array().unwrap();
        let done = course.iter().filter(|line| line["state"] != "next");
        done.clone()
            .all(|line| line["place"] == "centre")
            .then(|| card.clone())
    })
}

#[test]
fn an_appeal_solved_on_the_spot_is_closed_at_the_other_desk_too() {
    let office = Office::new();
    let mut here = office.at_work("desk", 4);
    let mut there = office.at_work("other", 5);
    let mut form = claim("Почему выросла сумма?");
    form["form"] = json!("oral");
    form["answer_channel"] = json!("oral");
    form["solved"] = json!(true);
    form["solution"] = json!("Показан расчёт за месяц");
    let done = here.call("appeal.register", json!({ "form": form, "draft_id": null }));
    let id = &done["appeal_id"];
    // Before the centre has spoken the desk's own word is the same.
    let card = here.call("appeal.card", json!({ "appeal_id": id }));
    assert_eq!(card["state"], "closed");
    for hand in [&mut here, &mut there] {
        let card = settled(hand, id);
        assert_eq!(card["state"], "closed");
        assert_eq!(card["number"], done["number"]);
        assert_eq!(card["answer"], "Разъяснено. Показан расчёт за месяц");
        let course = card["timeline"].as_array().unwrap();
        let states: Vec<_> = course.iter().map(|line| line["state"].clone()).collect();
        assert_eq!(states, ["done", "done", "done"]);
        assert_eq!(hand.call("link.discrepancies", json!({})), json!([]));
    }
}

#[test]
fn what_was_agreed_at_one_desk_is_done_at_the_other() {
    let office = Office::new();
    let mut here = office.at_work("desk", 4);
    let mut there = office.at_work("other", 5);
    let agreed = here.call(
        "follow_up.agree",
        json!({ "party_id": town::CITIZEN, "step": "we_call", "on": "02.11.2026", "question": "расчёт" }),
    );
    let all = json!({ "scope": "office" });
    let steps = there.until("follow_up.list", &all, |steps| steps != &json!([]));
    assert_eq!(steps[0]["number"], agreed["number"]);
    assert_eq!(steps[0]["phone_masked"], "+7\u{a0}900\u{a0}•••-••-12");
    let card = there.call("client.card", json!({ "party_id": town::CITIZEN }));
    assert_eq!(card["follow_ups"][0]["number"], agreed["number"]);
    there.call(
        "follow_up.done",
        json!({ "follow_up_id": agreed["record_id"], "result": "перезвонили" }),
    );
    here.until("follow_up.list", &all, |steps| steps == &json!([]));
    for hand in [&here, &there] {
        assert_eq!(hand.call("link.discrepancies", json!({})), json!([]));
    }
}

/// Whoever signed twice and withdraws once has nothing left that stands, wherever he does it.
#[test]
fn a_withdrawal_ends_all_that_was_signed() {
    let office = Office::new();
    let mut here = office.at_work("desk", 4);
    let mut there = office.at_work("other", 5);
    let card = json!({ "party_id": town::CITIZEN });
    let give = |hand: &Hand, purpose: &str| {
        hand.call(
            "consent.give",
            json!({ "party_id": town::CITIZEN, "purposes": [purpose] }),
        )
    };
    let first = give(&here, "messages");
    there.until("client.card", &card, |card| {
        card["consent"]["consent_id"] == first["record_id"]
    });
    office.clock.advance_ms(60_000);
    let second = give(&there, "surveys");
    let withdrawn = there.call("consent.withdraw", card.clone());
    assert_eq!(withdrawn["record_id"], second["record_id"]);
    for hand in [&mut here, &mut there] {
        hand.until("client.card", &card, |card| {
            card["consent"]["state"] == "withdrawn"
        });
        let of = |record: &Value, form: &str| json!({ "of": { "about": "consent", "id": record["record_id"] }, "form_id": form });
        // One paper names all that was withdrawn, whichever of the two it is asked of.
        for record in [&first, &second] {
            let look = hand.call("paper.preview", of(record, "consent_withdrawal"));
            let page = look["pages_svg"].to_string();
            assert!(page.contains("рекламные") && page.contains("Опросы"));
        }
    }
}

#[test]
fn a_paper_of_one_desk_is_copied_at_the_other() {
    let office = Office::new();
    let here = office.at_work("desk", 4);
    let mut there = office.at_work("other", 5);
    let sheet = json!({
        "of": { "about": "offices", "place": "Кротовка", "office_ids": ["otradny"], "party_id": null },
        "form_id": "redirect_sheet", "printer": PRINTER, "reason": "",
    });
    here.call("paper.print", sheet);
    let asked = json!({ "limit": 10 });
    let journal = there.until("paper.journal", &asked, |journal| {
        journal["rows"] != json!([])
    });
    let row = &journal["rows"][0];
    let again = json!({ "of": row["of"], "form_id": row["form_id"], "printer": PRINTER, "reason": "промок" });
    assert_eq!(there.call("paper.print", again)["copy_number"], 2);
}

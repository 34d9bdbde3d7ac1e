//! A legal entity's contract from receipt to closing, and what a citizen's asks for.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office};

const DAY_MS: u64 = 86_400_000;

fn days_pass(office: &Office, hand: &Hand, days: u64) {
    office.clock.advance_ms(days * DAY_MS);
    hand.call("session.unlock", json!({ "password": town::PASSWORD }));
}

/// All that the checklist asks of a legal entity, but for those documents.
fn documents(left_out: &[&str]) -> Vec<Value> {
    [
        "charter",
        "egrul",
        "signatory_authority",
        "object_right",
        "connection_act",
        "boundary_act",
        "meter_commissioning",
    ]
    .iter()
    .filter(|code| !left_out.contains(code))
    .map(|code| json!({ "name": code, "form": "copy", "sheets": "2", "document": code }))
    .collect()
}

fn company(left_out: &[&str]) -> Value {
    json!({
        "appeal": {
            "party_id": null,
            "applicant_name": "ООО «Образец»",
            "channel": "office",
            "form": "written",
            "received_on": "2026-10-30",
            "answer_channel": "registered_letter",
            "postal_index": "446300",
            "postal_address": "г. Отрадный, ул. Советская, д. 5",
            "attachments": documents(left_out),
        },
        "matter": "conclude",
        "kind": "supply",
        "client_kind": "legal_entity",
        "inn": "7830002293",
        "kpp": "783001001",
        "ogrn": "1027700132195",
        "legal_address": "г. Отрадный, ул. Советская, д. 5",
        "bic": "049805746",
        "bank_account": "40602810700000000025",
        "signatory_name": "Образцов Пётр Ильич",
        "signatory_post": "директор",
        "signatory_authority": "устав",
        "points": [{
            "object": "магазин",
            "address": "г. Отрадный, ул. Советская, д. 5",
            "voltage": "nn",
            "power_kw": "25,5",
            "reliability": "3",
            "price_category": "1",
            "meter_model": "Меркурий 230",
            "meter_number": "0123",
            "meter_zones": "one",
            "transformer_ratio": "20",
        }],
        "connection": "shown",
        "connection_paper": "акт об осуществлении ТП от 12.03.2024 № 7",
    })
}

fn registered(hand: &Hand, form: &Value) -> Value {
    hand.call(
        "contract.register",
        json!({ "form": form, "draft_id": null }),
    )
}

fn card(hand: &Hand, id: &Value) -> Value {
    hand.call("appeal.card", json!({ "appeal_id": id }))
}

/// Every paper that the card offers comes out; their forms, but for those of any appeal.
#[track_caller]
fn papers(hand: &Hand, id: &Value) -> Vec<String> {
    let card = card(hand, id);
    let offered = card["forms"].as_array().unwrap().iter();
    offered
        .map(|form| form["form_id"].as_str().unwrap().to_owned())
        .inspect(|form| {
            let of = json!({ "of": { "about": "appeal", "id": id }, "form_id": form });
            let seen = hand.call("paper.preview", of);
            assert!(!seen["pages_svg"].as_array().unwrap().is_empty(), "{form}");
        })
        .filter(|form| form != "registration_card" && form != "documents_receipt")
        .collect()
}

#[track_caller]
fn stands(hand: &Hand, id: &Value, stage: &str, due_on: &str, actions: &[&str]) {
    let card = card(hand, id);
    assert_eq!(card["contract"]["stage"], stage);
    assert_eq!(card["term"]["limit"], due_on, "{stage}");
    assert_eq!(card["contract"]["actions"], json!(actions), "{stage}");
}

fn wrong(fields: &Value) -> Vec<String> {
    let fields = fields.as_array().unwrap().iter();
    fields
        .map(|it| {
            let text = |name: &str| it[name].as_str().unwrap().to_owned();
            format!("{}:{}", text("field"), text("code"))
        })
        .collect()
}

#[test]
fn a_legal_entitys_contract_with_a_missing_paper_and_a_disagreement_protocol() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let form = company(&["object_right"]);
    let checked = hand.call("contract.check", json!({ "form": form }));
    assert_eq!(checked["fields"], json!([]));
    assert_eq!(checked["zone"]["own"], true, "{}", checked["zone"]);
    assert_eq!(checked["term"]["limit"], "2026-11-09");
    let done = registered(&hand, &form);
    let id = &done["appeal_id"];
    // Five working days to tell what is missing; 4 November is a holiday.
    assert_eq!(done["due_on"], "2026-11-09");
    let first = ["bring", "notify", "disagree"];
    stands(&hand, id, "incomplete", "2026-11-09", &first);
    let seen = card(&hand, id);
    assert_eq!(seen["missing"], json!(["Документ о праве на объект"]));
    let asked = |command: &str| json!({ "appeal_id": id, "answer_channel": "registered_letter", "contract_number": command });
    let void = hand.refused("contract.send", asked("63-ОТ-000101"));
    assert_eq!(void.args["reason"], "not_complete");

    // The notice: from now on the client owes a paper, and the term stands still (A7).
    days_pass(&office, &hand, 3);
    hand.call("contract.notify", json!({ "appeal_id": id }));
    let waiting = card(&hand, id);
    assert_eq!(waiting["contract"]["stage"], "waiting");
    assert_eq!(waiting["awaited"], "Документ о праве на объект");
    let notice =
        json!({ "of": { "about": "appeal", "id": id }, "form_id": "missing_documents_notice" });
    hand.call("paper.preview", notice.clone());
    assert_eq!(
        papers(&hand, id),
        [
            "missing_documents_notice",
            "information_request",
            "contract_application",
            "status_slip",
            "contract_draft",
        ]
    );

    // The paper comes: thirty days run from now, whatever has passed before.
    days_pass(&office, &hand, 17);
    let nothing = hand.refused(
        "contract.bring",
        json!({ "appeal_id": id, "documents": [] }),
    );
    assert_eq!(nothing.fields[0].field, "documents");
    let paper = json!({ "name": "Выписка из ЕГРН", "form": "copy", "sheets": "3", "document": "object_right" });
    let bring = json!({ "appeal_id": id, "documents": [paper] });
    hand.call("contract.bring", bring);
    // 19 November and thirty days: 19 December is a Saturday.
    stands(&hand, id, "preparing", "2026-12-21", &["send", "disagree"]);
    let seen = card(&hand, id);
    assert_eq!(seen["awaited"], json!(null));
    assert_eq!(seen["missing"], json!([]));
    let lines = seen["contract"]["checklist"].as_array().unwrap();
    let right = lines.iter().find(|it| it["code"] == "object_right");
    assert_eq!(right.unwrap()["brought"], "копия, 3\u{a0}листа");
    assert_eq!(hand.code("paper.preview", notice), ErrorCode::NotFound);

    days_pass(&office, &hand, 1);
    let unnumbered = hand.refused("contract.send", asked(" "));
    assert_eq!(unnumbered.fields[0].field, "contract_number");
    hand.call("contract.send", asked("63-ОТ-000101"));
    let sent = card(&hand, id);
    assert_eq!(sent["contract"]["stage"], "sent");
    assert_eq!(sent["state"], "answered");
    let with_letter = [
        "contract_application",
        "status_slip",
        "contract_draft",
        "cover_letter",
    ];
    assert_eq!(papers(&hand, id), with_letter);

    // The client disagrees: ten working days from the protocol.
    days_pass(&office, &hand, 4);
    let protocol =
        |clauses: Value| json!({ "appeal_id": id, "received_on": "", "clauses": clauses });
    let blank = hand.refused("contract.disagree", protocol(json!([])));
    assert_eq!(blank.fields[0].field, "clauses.0.clause");
    let clauses = json!([
        { "clause": "4.2", "ours": "до 18-го числа", "theirs": "до 25-го числа" },
        { "clause": "", "ours": "", "theirs": "" },
        { "clause": "7.1", "ours": "пени по закону", "theirs": "без пеней" },
    ]);
    hand.call("contract.disagree", protocol(clauses));
    stands(&hand, id, "disagreement", "2026-12-08", &["reply"]);
    let reply = |replies: Value| json!({ "appeal_id": id, "replies": replies, "answer_channel": "registered_letter" });
    let half = hand.refused("contract.reply", reply(json!([{ "reply": "accepted" }])));
    assert_eq!(half.fields[0].field, "replies.1.reply");
    let replies = json!([
        { "reply": "agreed", "text": "до 20-го числа" },
        { "reply": "declined", "text": "Пени установлены 35-ФЗ" },
    ]);
    hand.call("contract.reply", reply(replies));
    let replied = card(&hand, id);
    assert_eq!(
        papers(&hand, id)[4..],
        ["disagreement_protocol", "disagreement_reply"]
    );
    assert_eq!(replied["contract"]["stage"], "replied");
    let clauses = &replied["contract"]["disagreements"][0]["clauses"];
    assert_eq!(clauses[1]["reply"], "Отклонено: Пени установлены 35-ФЗ");

    // The agreed contract goes again and comes back signed.
    hand.call("contract.send", asked("63-ОТ-000101"));
    days_pass(&office, &hand, 6);
    hand.call("contract.returned", json!({ "appeal_id": id }));
    assert_eq!(card(&hand, id)["contract"]["stage"], "concluded");
    hand.call("appeal.close", json!({ "appeal_id": id, "note": "" }));
    let closed = card(&hand, id);
    assert_eq!(closed["state"], "closed");
    assert_eq!(closed["contract"]["actions"], json!([]));
    // The whole way is told, and the directory's rebuilding comes to the same.
    assert_eq!(closed["timeline"].as_array().unwrap().len(), 10);
}

#[test]
fn the_head_refuses_with_reasons_of_the_list() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = company(&[]);
    form["connection"] = json!("missing");
    let checked = hand.call("contract.check", json!({ "form": form }));
    assert_eq!(wrong(&checked["fields"]), ["connection:connection_missing"]);
    let id = registered(&hand, &form)["appeal_id"].clone();
    // A complete set: thirty days from receipt, 29 November is a Sunday.
    stands(&hand, &id, "preparing", "2026-11-30", &["send", "disagree"]);
    let refuse = |reasons: Value, text: &str| json!({ "appeal_id": id, "reasons": reasons, "text": text, "answer_channel": "registered_letter" });
    let right = refuse(
        json!(["no_connection"]),
        "Акт об осуществлении ТП не представлен: присоединения нет",
    );
    assert_eq!(
        hand.code("contract.refuse", right.clone()),
        ErrorCode::AuthForbidden
    );
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::HEAD);
    let error = hand.refused("contract.refuse", refuse(json!(["whim"]), ""));
    let fields: Vec<&str> = error.fields.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["reasons", "text"]);
    hand.call("contract.refuse", right);
    let refused = card(&hand, &id);
    assert_eq!(refused["contract"]["stage"], "refused");
    assert_eq!(refused["state"], "answered");
    assert_eq!(refused["contract"]["actions"], json!([]));
    assert_eq!(
        papers(&hand, &id),
        ["contract_application", "status_slip", "refusal_notice"]
    );
}

#[test]
fn a_citizen_is_asked_little_and_served_without_his_papers() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let asked = json!({ "party_id": town::CITIZEN, "account": town::CITIZEN_ACCOUNT });
    let mut form = hand.call("contract.prefill", asked);
    assert_eq!(form["client_kind"], "citizen");
    assert!(!form["points"][0]["address"].as_str().unwrap().is_empty());
    form["matter"] = json!("conclude");
    form["appeal"]["answer_channel"] = json!("office");
    let checked = hand.call("contract.check", json!({ "form": form }));
    assert_eq!(
        wrong(&checked["fields"]),
        ["by_initiative:initiative_wanted"]
    );
    form["by_initiative"] = json!(true);
    // The draft is kept as typed, and gone with the registration.
    let saved = hand.call(
        "contract.draft_save",
        json!({ "draft_id": null, "form": form }),
    );
    let draft = json!({ "draft_id": saved["draft_id"] });
    let kept = hand.call("contract.draft", draft.clone());
    assert_eq!(kept["form"], form);
    let register = json!({ "form": kept["form"], "draft_id": saved["draft_id"] });
    let id = hand.call("contract.register", register)["appeal_id"].clone();
    assert_eq!(hand.code("contract.draft", draft), ErrorCode::NotFound);
    let seen = card(&hand, &id);
    assert!(!seen["missing"].as_array().unwrap().is_empty());
    assert_eq!(seen["contract"]["stage"], "preparing");
    assert_eq!(
        seen["contract"]["actions"],
        json!(["bring", "notify", "send", "disagree"])
    );
    assert_eq!(
        papers(&hand, &id),
        [
            "missing_documents_notice",
            "contract_application_citizen",
            "status_slip",
            "contract_draft_citizen",
        ]
    );
}

#[test]
fn who_wants_out_of_a_contract_has_the_term_of_termination() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = company(&[]);
    form["matter"] = json!("terminate");
    let checked = hand.call("contract.check", json!({ "form": form }));
    assert_eq!(wrong(&checked["fields"]), ["change:required"]);
    form["change"] = json!("Магазин закрыт");
    let done = registered(&hand, &form);
    // Twenty working days from 30 October.
    assert_eq!(done["due_on"], "2026-11-30");
    assert_eq!(
        card(&hand, &done["appeal_id"])["category_label"],
        "Изменение договора"
    );
    assert_eq!(
        papers(&hand, &done["appeal_id"]),
        [
            "contract_application",
            "status_slip",
            "termination_agreement"
        ]
    );
    form["matter"] = json!("change");
    let changed = registered(&hand, &form);
    assert_eq!(
        papers(&hand, &changed["appeal_id"])[2],
        "contract_amendment"
    );
}

#[test]
fn power_and_price_category_and_numbers_are_checked_as_one_types() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let mut form = company(&[]);
    form["inn"] = json!("1234567890");
    form["points"][0]["power_kw"] = json!("670");
    form["points"][0]["transformer_ratio"] = json!("много");
    form["appeal"]["postal_index"] = json!("44");
    let error = hand.refused(
        "contract.register",
        json!({ "form": form, "draft_id": null }),
    );
    let told: Vec<String> = error
        .fields
        .iter()
        .map(|it| format!("{}:{}", it.field, it.code))
        .collect();
    assert_eq!(
        told,
        [
            "inn:inn_check",
            "points.0.transformer_ratio:ratio_number",
            "points.0.price_category:category_by_power",
            "postal_index:postal_index_length",
        ]
    );
}

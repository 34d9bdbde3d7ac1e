//! What a desk answers when something impossible is typed: it names the field and what is right,
//! and neither falls nor writes.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{FRIDAY_MS, Hand, Office, claim};

const HOUR_MS: i64 = 3_600_000;
const YEAR_MS: i64 = 365 * 24 * HOUR_MS;

/// The fields that a command refuses, with their codes; empty when it does what it is asked.
#[track_caller]
fn told(hand: &Hand, command: &str, input: Value) -> Vec<String> {
    match hand.workstation.rpc(&hand.session, command, input) {
        Ok(_) => Vec::new(),
        Err(error) => {
            assert_eq!(error.code, ErrorCode::InputInvalid, "{command}: {error:?}");
            let fields = error.fields.into_iter();
            fields
                .map(|field| format!("{} {}", field.field, field.code))
                .collect()
        }
    }
}

fn list(text: &str, from: &str, to: &str) -> Value {
    json!({
        "view": "open", "text": text, "filter": { "received_from": from, "received_to": to },
        "sort": "due", "descending": false, "after": null, "limit": 50,
    })
}

fn journal(text: &str, from: &str, to: &str) -> Value {
    json!({ "from": from, "to": to, "text": text, "after": null, "limit": 50 })
}

#[test]
fn whatever_is_searched_for_is_answered_and_nothing_is_lost() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let number = hand.claim("Прошу пересчитать")["number"].clone();
    let (long, word) = ("примерова ".repeat(1_000), "я".repeat(10_000));
    for typed in [
        "'; DROP TABLE entry; --",
        "\" OR 1=1 --",
        "\"*",
        "*",
        "NEAR(а б, 3)",
        "title:x AND NOT y",
        "%_%",
        "\\",
        "\u{0}",
        "\u{1b}[31m",
        "\u{202e}אבג",
        "👩\u{200d}👩\u{200d}👧",
        "\u{feff}\u{301}",
        "${jndi:x}{ $number }",
        long.as_str(),
        word.as_str(),
    ] {
        for literal in [false, true] {
            let asked = json!({ "text": typed, "literal": literal, "limit": 10 });
            hand.call("search.find", asked);
        }
        hand.call("appeal.list", list(typed, "", ""));
        hand.call("paper.journal", journal(typed, "", ""));
        hand.call("reference.offices", json!({ "text": typed }));
        hand.call("reference.norms", json!({ "on": "", "text": typed }));
        hand.call("reference.articles", json!({ "text": typed }));
    }
    let found = hand.call(
        "search.find",
        json!({ "text": long, "literal": false, "limit": 10 }),
    );
    assert_eq!(found["hits"][0]["id"], town::CITIZEN);
    let listed = hand.call("appeal.list", list("", "", ""));
    assert_eq!(listed["rows"][0]["number"], number);
}

/// A date field: a command, its name on the screen, and the input with what was typed there.
type DateField<'a> = (&'a str, &'a str, Box<dyn Fn(&str) -> Value + 'a>);

#[test]
fn dates_of_1900_and_2100_are_told_at_every_field_of_a_deed() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let open = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let closed = hand.claim("Прошу проверить")["appeal_id"].clone();
    hand.call(
        "appeal.answer",
        json!({ "appeal_id": closed, "outcome": "unfounded", "text": "Начислено верно", "conclusion": "Показания сняты верно", "answer_channel": "office" }),
    );
    hand.call("appeal.close", json!({ "appeal_id": closed, "note": "" }));
    let meeting = |on: &str| json!({ "party_id": town::CITIZEN, "step": "client_comes", "on": on, "at": "", "question": "расчёт" });
    let step = hand.call("follow_up.agree", meeting("02.11.2026"))["record_id"].clone();
    let stub = |on: &str| {
        let mut form = claim("Прошу пересчитать");
        form["account"] = json!(null);
        form["stub_account"] = json!("630099999999");
        form["contract_number"] = json!("63-1");
        form["contract_date"] = json!(on);
        json!({ "form": form, "draft_id": null })
    };
    let received = |on: &str| {
        let mut form = claim("Прошу пересчитать");
        form["received_on"] = json!(on);
        json!({ "form": form, "draft_id": null })
    };
    let fields: Vec<(DateField<'_>, &str, &str)> = vec![
        (
            ("appeal.register", "received_on", Box::new(received)),
            "received_before_rules",
            "received_in_future",
        ),
        (
            ("appeal.register", "contract_date", Box::new(stub)),
            "",
            "date_in_future",
        ),
        (
            (
                "appeal.redate",
                "received_on",
                Box::new(|on| json!({ "appeal_id": open, "received_on": on, "reason": "описка" })),
            ),
            "received_before_rules",
            "received_in_future",
        ),
        (
            (
                "appeal.reopen",
                "received_on",
                Box::new(
                    |on| json!({ "appeal_id": closed, "received_on": on, "argument": "найден акт" }),
                ),
            ),
            "before_closing",
            "received_in_future",
        ),
        (
            ("follow_up.agree", "on", Box::new(meeting)),
            "date_past",
            "date_far",
        ),
        (
            (
                "follow_up.move",
                "on",
                Box::new(
                    |on| json!({ "follow_up_id": step, "on": on, "at": "", "reason": "раньше" }),
                ),
            ),
            "date_past",
            "date_far",
        ),
    ];
    // The date of receipt is put right by the head.
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::HEAD);
    for ((command, field, input), of_1900, of_2100) in fields {
        let said = |typed: &str| told(&hand, command, input(typed));
        for (typed, code) in [
            ("01.01.1900", of_1900),
            ("31.12.2100", of_2100),
            ("31.12.1899", "date_range"),
            ("01.01.2101", "date_range"),
            ("9999-12-31", "date_range"),
            ("31.02.2026", "date_format"),
            ("вчера", "date_format"),
        ] {
            let expected = if code.is_empty() {
                vec![]
            } else {
                vec![format!("{field} {code}")]
            };
            assert_eq!(said(typed), expected, "{command} {field} {typed}");
        }
    }
    // The screen tells it while the form is filled, and asks again where a day is only long ago.
    let checked = |on: &str| {
        hand.call("appeal.check", json!({ "form": received(on)["form"] }))["fields"][0].clone()
    };
    assert_eq!(checked("01.01.1900")["code"], "received_before_rules");
    assert_eq!(checked("01.01.1900")["warning"], false);
    assert_eq!(checked("30.10.2016")["code"], "received_long_ago");
    assert_eq!(checked("30.10.2016")["warning"], true);
    let long_ago = hand.call("appeal.register", received("30.10.2016"));
    assert_eq!(long_ago["due_on"], "2016-11-02");
    let untouched = hand.call("appeal.card", json!({ "appeal_id": open }));
    assert_eq!(untouched["received_on"], "2026-10-30");
}

#[test]
fn dates_of_1900_and_2100_are_answered_in_every_filter_and_in_the_reference_book() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    hand.claim("Прошу пересчитать");
    let total =
        |from: &str, to: &str| hand.call("appeal.list", list("", from, to))["total"].clone();
    assert_eq!(total("01.01.1900", "31.12.2100"), 1);
    assert_eq!(total("31.12.2100", "01.01.1900"), 0);
    hand.call("paper.journal", journal("", "1900-01-01", "2100-12-31"));
    for on in ["1900-01-01", "2100-12-31"] {
        hand.call("reference.norms", json!({ "on": on, "text": "" }));
        hand.call("reference.tariffs", json!({ "on": on }));
    }
    for typed in ["0202-10-30", "2101-01-01"] {
        let range = |field: &str| [format!("{field} date_range")];
        assert_eq!(
            told(&hand, "appeal.list", list("", typed, "")),
            range("received_from")
        );
        assert_eq!(
            told(&hand, "appeal.list", list("", "", typed)),
            range("received_to")
        );
        assert_eq!(
            told(&hand, "paper.journal", journal("", typed, "")),
            range("from")
        );
        assert_eq!(
            told(&hand, "paper.journal", journal("", "", typed)),
            range("to")
        );
        assert_eq!(
            told(&hand, "reference.norms", json!({ "on": typed, "text": "" })),
            range("on")
        );
        assert_eq!(
            told(&hand, "reference.tariffs", json!({ "on": typed })),
            range("on")
        );
    }
    for year in [i32::MIN, -1, 1900, 1999, 2101, 9999, i32::MAX] {
        assert_eq!(
            told(&hand, "reference.calendar", json!({ "year": year })),
            ["year year_range"]
        );
    }
    for year in [2000, 2100] {
        let calendar = hand.call("reference.calendar", json!({ "year": year }));
        assert_eq!(calendar["predicted"], true, "{year}");
    }
    hand.call("session.sign_out", json!({}));
    hand.sign_in(town::HEAD);
    for (from, to) in [("1900-01-01", "2100-12-31"), ("2100-12-31", "1900-01-01")] {
        let asked = json!({ "user_id": "", "action": "", "party_id": "", "from": from, "to": to, "after": null, "limit": 9 });
        hand.call("audit.list", asked);
    }
}

#[test]
fn a_clock_off_by_hours_or_years_dates_no_appeal() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    // The centre of this office goes by the same clock: it must not say the wrong time.
    office.centre.cut();
    for off_ms in [
        -3 * HOUR_MS,
        9 * HOUR_MS,
        -26 * HOUR_MS,
        -FRIDAY_MS,
        -10 * YEAR_MS,
        10 * YEAR_MS,
        74 * YEAR_MS,
    ] {
        office.clock.set_wall_ms(FRIDAY_MS + off_ms);
        let state = hand.call("session.state", json!({}));
        assert_eq!(state["today"], "2026-10-30", "{off_ms}");
        assert_eq!(state["clock_off_seconds"], off_ms / 1000, "{off_ms}");
        let done = hand.claim("Прошу пересчитать");
        let card = hand.call("appeal.card", json!({ "appeal_id": done["appeal_id"] }));
        assert_eq!(card["received_on"], "2026-10-30", "{off_ms}");
        assert_eq!(card["term"]["limit"], "2026-11-05", "{off_ms}");
    }
}

#[test]
fn wrong_passwords_wait_longer_and_longer_whatever_is_restarted() {
    let office = Office::new();
    let mut hand = office.enrolled("desk", 4);
    let wrong = json!({ "login": town::SPECIALIST, "password": "не тот" });
    for _ in 0..4 {
        assert_eq!(
            hand.code("session.sign_in", wrong.clone()),
            ErrorCode::AuthWrongPassword
        );
    }
    for seconds in [30, 60, 120, 240, 480, 900, 900] {
        let error = hand.refused("session.sign_in", wrong.clone());
        assert_eq!(error.code, ErrorCode::AuthTooManyTries);
        assert_eq!(error.args["seconds"], seconds.to_string());
        // The window closed and opened again, the clock set: the wait begins anew, and whole.
        hand.close();
        office.clock.set_wall_ms(FRIDAY_MS + 10 * YEAR_MS);
        hand = office.open("desk");
        let again = hand.refused("session.sign_in", wrong.clone());
        assert_eq!(again.args["seconds"], seconds.to_string());
        office.clock.set_wall_ms(FRIDAY_MS);
        office.clock.advance_ms(seconds * 1000);
    }
    hand.sign_in(town::SPECIALIST);
}

#[test]
fn a_desk_that_asks_for_too_many_accounts_is_told_so_and_may_later() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    let asked = json!({ "number": "630099999999", "reason": "клиент из другого района" });
    for _ in 0..60 {
        assert_eq!(
            hand.code("account.lookup", asked.clone()),
            ErrorCode::NotFound
        );
    }
    assert_eq!(
        hand.code("account.lookup", asked.clone()),
        ErrorCode::ServerTooOften
    );
    office.clock.advance_ms(3_600_001);
    hand.call("session.unlock", json!({ "password": town::PASSWORD }));
    assert_eq!(hand.code("account.lookup", asked), ErrorCode::NotFound);
}

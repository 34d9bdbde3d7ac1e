//! The electronic queue at a window: a visit from the ticket to the end, who is called and who is not,
//! what a crash and a night leave behind, and two desks of one office that call the same client.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{FRIDAY_MS, Hand, Office};

const MINUTE_MS: u64 = 60_000;

/// Time goes by while the user is there: his desk does not lock itself.
fn pass(office: &Office, hand: &Hand, mut ms: u64) {
    while ms > 0 {
        let step_ms = ms.min(MINUTE_MS);
        office.clock.advance_ms(step_ms);
        act(hand, "session.touch");
        ms -= step_ms;
    }
}

/// Opens a window of the office.
fn open(hand: &Hand, number: u16) {
    hand.call("window.open", json!({ "number": number }));
}

/// A ticket given at the window; its visit.
fn ticket(hand: &Hand, service: &str, class: &str) -> Value {
    hand.call("queue.issue", json!({ "service": service, "class": class }))
}

fn act(hand: &Hand, command: &str) -> Value {
    hand.call(command, json!({}))
}

fn state(hand: &Hand) -> Value {
    act(hand, "queue.state")
}

fn next(hand: &Hand) -> Value {
    act(hand, "queue.call_next")["number"].clone()
}

/// Calls the next one and serves him.
fn serve(office: &Office, hand: &Hand) -> Value {
    pass(office, hand, 1000);
    let number = next(hand);
    act(hand, "queue.start");
    hand.call("queue.finish", json!({}));
    number
}

fn texts(lines: &Value, field: &str) -> Vec<String> {
    let lines = lines.as_array().unwrap().iter();
    lines
        .map(|line| line[field].as_str().unwrap().to_owned())
        .collect()
}

fn courses(hand: &Hand) -> Vec<String> {
    texts(&state(hand)["current"]["course"], "what")
}

#[test]
fn a_whole_visit_from_the_ticket_to_the_end() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    let quiet = state(&hand);
    assert_eq!(quiet["enabled"], true);
    assert_eq!(quiet["hours"], "приём до\u{a0}17:00");
    assert_eq!(quiet["window"], json!(null));
    open(&hand, 1);
    let given = ticket(&hand, "readings", "");
    assert_eq!(given["number"], "П-001");
    assert_eq!(given["ahead"], 0);
    assert!(!given["documents"].as_array().unwrap().is_empty());
    let waits = state(&hand);
    assert_eq!(waits["window"]["title"], "окно\u{a0}1");
    assert_eq!(waits["line"][0]["number"], "П-001");
    assert_eq!(waits["line"][0]["why"], "turn");
    assert_eq!(waits["waiting"], 1);

    pass(&office, &hand, 13 * MINUTE_MS);
    assert_eq!(next(&hand), "П-001");
    pass(&office, &hand, 30_000);
    act(&hand, "queue.call_again");
    let called = &state(&hand)["current"];
    assert_eq!(called["state"], "called");
    assert_eq!(called["calls"], 2);
    assert_eq!(called["wait"]["elapsed_ms"], 13 * MINUTE_MS);
    // 80 % of fifteen minutes have passed.
    assert_eq!(called["wait"]["mark"], "soon");
    assert_eq!(called["reception"], json!(null));
    act(&hand, "queue.start");
    let found = json!({ "party_id": town::CITIZEN, "account": town::CITIZEN_ACCOUNT });
    hand.call("queue.identify", found.clone());
    hand.call("queue.identify", found);
    let claim = hand.claim("Прошу пересчитать");
    pass(&office, &hand, 6 * MINUTE_MS);
    let serving = &state(&hand)["current"];
    assert_eq!(serving["state"], "serving");
    assert_eq!(serving["party_id"], town::CITIZEN);
    assert_eq!(serving["reception"]["elapsed_ms"], 6 * MINUTE_MS);
    assert_eq!(serving["reception"]["mark"], "over");
    assert_eq!(serving["total"]["elapsed_ms"], 19 * MINUTE_MS + 30_000);
    let deed = &serving["course"].as_array().unwrap()[5];
    assert_eq!(deed["appeal_id"], claim["appeal_id"]);
    assert_eq!(
        deed["what"],
        format!("Принято обращение {}", claim["number"].as_str().unwrap())
    );

    hand.call(
        "queue.transfer",
        json!({ "service": "citizen_contract", "comment": "Смена собственника", "back": true }),
    );
    let sent = state(&hand);
    assert_eq!(sent["current"], json!(null));
    assert_eq!(sent["line"], json!([]), "this window takes no contracts");
    hand.call("window.streams", json!({ "streams": ["contracts"] }));
    assert_eq!(next(&hand), "П-001");
    let there = &state(&hand)["current"];
    assert_eq!(there["comment"], "Смена собственника");
    assert_eq!(there["back_to"], "потом вернётся: окно\u{a0}1");
    act(&hand, "queue.start");
    hand.call(
        "queue.add_service",
        json!({ "service": "certificates", "here": true }),
    );
    hand.call("queue.finish", json!({ "outcome": "accepted" }));
    let back = state(&hand);
    assert_eq!(back["line"][0]["why"], "returned");
    assert_eq!(next(&hand), "П-001");
    assert_eq!(state(&hand)["current"]["comment"], json!(null));
    act(&hand, "queue.start");
    hand.call("queue.finish", json!({ "wrap_up": true }));
    let paused = state(&hand);
    assert_eq!(paused["window"]["pause"], "wrap_up");
    assert_eq!(
        hand.code("queue.call_next", json!({})),
        ErrorCode::WindowPaused
    );
    act(&hand, "window.resume");
    // The service that was added under the same number.
    assert_eq!(serve(&office, &hand), "П-001");
    assert_eq!(next(&hand), json!(null));
    assert_eq!(
        state(&hand)["elsewhere"],
        json!([]),
        "all who wait are in the line"
    );
    act(&hand, "window.close");
    // The next day offers what was open before.
    let last = json!({ "number": 1, "streams": ["contracts"] });
    assert_eq!(act(&hand, "queue.choices")["last"], last);
    let done = state(&hand);
    assert_eq!(done["window"], json!(null));
    assert_eq!(done["waiting"], 0);
    let payments = done["streams"].as_array().unwrap();
    let payments = payments.iter().find(|row| row["id"] == "payments").unwrap();
    assert_eq!(payments["title"], "Платежи");
    assert_eq!(payments["letter"], "П");
    assert_eq!(hand.call("link.discrepancies", json!({})), json!([]));
}

#[test]
fn a_desk_calls_nobody_twice_and_not_out_of_its_window() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    assert_eq!(
        hand.code("queue.call_next", json!({})),
        ErrorCode::WindowClosed
    );
    open(&hand, 1);
    assert_eq!(
        hand.code("window.open", json!({ "number": 2 })),
        ErrorCode::WindowOpen
    );
    assert_eq!(
        hand.code("window.open", json!({ "number": 99 })),
        ErrorCode::InputInvalid
    );
    assert_eq!(
        hand.code("queue.start", json!({})),
        ErrorCode::QueueNoTicket
    );
    ticket(&hand, "readings", "");
    ticket(&hand, "readings", "");
    assert_eq!(next(&hand), "П-001");
    let busy = hand.refused("queue.call_next", json!({}));
    assert_eq!(busy.code, ErrorCode::QueueBusy);
    assert_eq!(busy.args["number"], "П-001");
    assert_eq!(hand.code("window.close", json!({})), ErrorCode::QueueBusy);
    // Called, but not begun: there is nothing to finish.
    let early = hand.refused("queue.finish", json!({}));
    assert_eq!(early.args["reason"], "ticket_not_served");
    hand.call("window.pause", json!({ "kind": "technical" }));
    assert_eq!(
        hand.code("window.pause", json!({ "kind": "lunch" })),
        ErrorCode::ActVoid
    );
    assert_eq!(
        hand.code("window.streams", json!({ "streams": ["head"] })),
        ErrorCode::InputInvalid,
        "the head's reception is the head's alone"
    );
    let offered = texts(&act(&hand, "queue.choices")["streams"], "code");
    assert!(!offered.contains(&"head".to_owned()), "and not offered");
}

#[test]
fn who_goes_first_by_a_ground_never_starves_the_ordinary_line() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    open(&hand, 1);
    for class in ["", "veteran", "pregnant", "veteran", ""] {
        ticket(&hand, "payment_documents", class);
        pass(&office, &hand, MINUTE_MS);
    }
    let line = &state(&hand)["line"];
    let expected = ["П-002", "П-003", "П-001", "П-004", "П-005"];
    assert_eq!(texts(line, "number"), expected);
    assert_eq!(line[0]["class"], "Ветеран войны или боевых действий");
    let served: Vec<Value> = (0..5).map(|_| serve(&office, &hand)).collect();
    assert_eq!(served, expected);
    let last = ticket(&hand, "readings", "");
    let set = |class: &str, reason: &str| json!({ "visit_id": last["visit_id"], "class": class, "reason": reason });
    assert_eq!(
        hand.refused("queue.set_class", set("pregnant", "")).fields[0].code,
        "required"
    );
    hand.call("queue.set_class", set("pregnant", "Сказала у окна"));
    assert_eq!(state(&hand)["line"][0]["why"], "class");
}

#[test]
fn who_does_not_come_is_called_again_then_passed_and_can_come_back() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    open(&hand, 1);
    let first = ticket(&hand, "readings", "");
    ticket(&hand, "readings", "");
    next(&hand);
    let soon = hand.refused("queue.call_again", json!({}));
    assert_eq!(
        (soon.code, soon.args["seconds"].as_str()),
        (ErrorCode::CallTooSoon, "20")
    );
    for _ in 0..2 {
        assert_eq!(
            hand.code("queue.not_come", json!({})),
            ErrorCode::NoShowTooSoon
        );
        pass(&office, &hand, 20_000);
        act(&hand, "queue.call_again");
    }
    act(&hand, "queue.not_come");
    let passed = state(&hand);
    assert_eq!(passed["current"], json!(null));
    assert_eq!(passed["no_shows"][0]["number"], "П-001");
    assert_eq!(next(&hand), "П-002");
    act(&hand, "queue.start");
    hand.call("queue.finish", json!({}));
    let him = json!({ "visit_id": first["visit_id"], "ticket": 0 });
    hand.call("queue.revive", him.clone());
    let back = state(&hand);
    assert_eq!(back["no_shows"], json!([]));
    assert_eq!(back["line"][0]["number"], "П-001");
    // He says that he goes after all.
    hand.call("queue.left", him.clone());
    assert_eq!(state(&hand)["line"], json!([]));
    assert_eq!(hand.refused("queue.left", him).args["reason"], "visit_over");
}

#[test]
fn a_ticket_is_held_and_taken_from_the_pool_by_hand_only() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    open(&hand, 1);
    ticket(&hand, "readings", "");
    next(&hand);
    act(&hand, "queue.start");
    pass(&office, &hand, 2 * MINUTE_MS);
    assert_eq!(
        hand.refused("queue.hold", json!({ "reason": "" })).fields[0].field,
        "reason"
    );
    hand.call("queue.hold", json!({ "reason": "copy", "note": "паспорт" }));
    pass(&office, &hand, 10 * MINUTE_MS);
    let held = state(&hand);
    assert_eq!(held["held"][0]["note"], "Снимает копию: паспорт");
    assert_eq!(next(&hand), json!(null));
    let taken = json!({ "visit_id": held["held"][0]["visit_id"], "ticket": 0 });
    assert_eq!(hand.call("queue.call", taken)["number"], "П-001");
    act(&hand, "queue.start");
    pass(&office, &hand, MINUTE_MS);
    // The reception goes on, and the hold is no part of it.
    let current = &state(&hand)["current"];
    assert_eq!(current["reception"]["elapsed_ms"], 3 * MINUTE_MS);
    assert_eq!(
        courses(&hand),
        [
            "Взят талон П-001",
            "Вызван: окно\u{a0}1",
            "Приём начат: окно\u{a0}1",
            "Отложен: снимает копию",
            "Вызван: окно\u{a0}1",
            "Приём начат: окно\u{a0}1",
        ]
    );
}

#[test]
fn a_call_out_of_the_order_writes_down_why() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    open(&hand, 1);
    let first = ticket(&hand, "readings", "");
    let second = ticket(&hand, "readings", "");
    let call = |visit: &Value, reason: &str| json!({ "visit_id": visit["visit_id"], "ticket": 0, "reason": reason });
    let error = hand.refused("queue.call", call(&second, " "));
    assert_eq!(error.fields[0].field, "reason");
    hand.call("queue.call", call(&second, "Плохо себя чувствует"));
    let course = &state(&hand)["current"]["course"];
    assert_eq!(course[1]["note"], "вне очереди: Плохо себя чувствует");
    act(&hand, "queue.start");
    hand.call("queue.finish", json!({}));
    // Who is next anyway needs no reason.
    hand.call("queue.call", call(&first, ""));
    assert_eq!(state(&hand)["current"]["course"][1]["note"], json!(null));
}

#[test]
fn a_ticket_names_only_what_the_office_gives() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    let refused = |service: &str, class: &str| {
        let input = json!({ "service": service, "class": class });
        let error = hand.refused("queue.issue", input);
        format!("{} {}", error.fields[0].field, error.fields[0].code)
    };
    assert_eq!(refused("", ""), "service required");
    assert_eq!(refused("haircut", ""), "service unknown_choice");
    assert_eq!(refused("readings", "king"), "class unknown_choice");
    let choices = act(&hand, "queue.choices");
    assert_eq!(choices["outcomes"][0]["code"], "solved");
    let windows = choices["windows"].as_array().unwrap();
    assert!(
        windows
            .iter()
            .any(|window| window["title"] == "кабинет руководителя")
    );
    // The head receives at most so many a day.
    for _ in 0..12 {
        ticket(&hand, "head_reception", "");
    }
    assert_eq!(
        hand.code("queue.issue", json!({ "service": "head_reception" })),
        ErrorCode::TicketsOut
    );
    assert_eq!(ticket(&hand, "readings", "")["number"], "П-001");
}

#[test]
fn after_a_crash_nothing_is_forgotten() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    open(&hand, 1);
    ticket(&hand, "readings", "");
    ticket(&hand, "readings", "");
    next(&hand);
    act(&hand, "queue.start");
    hand.close();
    let hand = office.open("desk");
    hand.sign_in(town::SPECIALIST);
    let again = state(&hand);
    assert_eq!(again["window"]["number"], 1);
    assert_eq!(again["window"]["others"], false);
    assert_eq!(again["current"]["number"], "П-001");
    assert_eq!(again["current"]["state"], "serving");
    assert_eq!(again["line"][0]["number"], "П-002");
    // Somebody else sits down at the desk: he takes the window over, with the client who sits there.
    act(&hand, "session.sign_out");
    hand.sign_in(town::HEAD);
    assert_eq!(state(&hand)["window"]["others"], true);
    assert_eq!(hand.code("queue.finish", json!({})), ErrorCode::WindowTaken);
    assert_eq!(
        hand.code("window.open", json!({ "number": 2 })),
        ErrorCode::QueueBusy
    );
    open(&hand, 1);
    assert_eq!(state(&hand)["window"]["others"], false);
    hand.call("queue.finish", json!({}));
    assert_eq!(next(&hand), "П-002");
}

#[test]
fn what_a_day_left_open_is_closed_the_next_morning_as_of_that_day() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    open(&hand, 1);
    let served = ticket(&hand, "readings", "");
    ticket(&hand, "readings", "");
    next(&hand);
    act(&hand, "queue.start");
    office.centre.cut();
    office.clock.advance_ms(24 * 60 * MINUTE_MS);
    act(&hand, "session.sign_out");
    hand.sign_in(town::SPECIALIST);
    let morning = state(&hand);
    assert_eq!(morning["window"], json!(null));
    assert_eq!(morning["current"], json!(null));
    assert_eq!(morning["waiting"], 0);
    let unsent = act(&hand, "link.unsent");
    assert_eq!(
        texts(&unsent, "what")[..4],
        [
            "Окно закрыто",
            "Клиент ушёл",
            "Клиент ушёл",
            "Талон отложен"
        ]
    );
    for line in &unsent.as_array().unwrap()[..4] {
        assert_eq!(line["at_ms"], FRIDAY_MS, "as of the last that was heard");
    }
    open(&hand, 1);
    assert_eq!(ticket(&hand, "readings", "")["number"], "П-001");
    let visit = json!({ "visit_id": served["visit_id"], "ticket": 0 });
    assert_eq!(
        hand.code("queue.revive", visit),
        ErrorCode::NotFound,
        "yesterday's ticket is not today's"
    );
    assert_eq!(hand.call("link.discrepancies", json!({})), json!([]));
}

#[test]
fn work_outside_of_a_reception_is_no_part_of_a_visit() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    open(&hand, 1);
    ticket(&hand, "readings", "");
    hand.claim("До вызова");
    next(&hand);
    hand.claim("Вызван, но ещё не подошёл");
    act(&hand, "queue.start");
    let topic = act(&hand, "visit.choices")["topics"][0]["code"].clone();
    hand.call(
        "consultation.give",
        json!({ "party_id": town::CITIZEN, "topic": topic, "channel": "office" }),
    );
    assert_eq!(
        courses(&hand),
        [
            "Взят талон П-001",
            "Вызван: окно\u{a0}1",
            "Приём начат: окно\u{a0}1",
            "Консультация",
        ]
    );
    hand.call("queue.finish", json!({}));
    hand.claim("После приёма");
    // The list of the day tells of what was done, not of every step of the queue.
    let today = act(&hand, "day.today");
    assert_eq!(today.as_array().unwrap().len(), 4);
}

#[test]
fn two_desks_that_called_one_ticket_while_cut_are_told_when_they_meet() {
    let office = Office::new();
    let mut here = office.at_work("desk", 1);
    let mut there = office.at_work("other", 2);
    open(&here, 1);
    there.until("queue.choices", &json!({}), |choices| {
        choices["windows"][0]["taken_by"] != ""
    });
    assert_eq!(
        there.code("window.open", json!({ "number": 1 })),
        ErrorCode::WindowTaken
    );
    open(&there, 2);
    let first = ticket(&here, "readings", "");
    there.until("queue.state", &json!({}), |state| state["waiting"] == 1);
    here.until("link.state", &json!({}), |link| link["unsent"] == 0);
    there.until("link.state", &json!({}), |link| link["unsent"] == 0);
    office.centre.cut();
    assert_eq!(next(&here), first["number"]);
    act(&here, "queue.start");
    assert_eq!(next(&there), first["number"]);
    there.close();
    office.centre.mend().unwrap();
    act(&here, "link.try_now");
    here.until("link.state", &json!({}), |link| link["unsent"] == 0);
    // The second to arrive is told, and is free.
    let mut there = office.open("other");
    there.sign_in(town::SPECIALIST);
    let told = there.until("link.discrepancies", &json!({}), |lines| {
        lines != &json!([])
    });
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert_eq!(told[0]["code"], "void-visit-busy");
    let after = there.until("queue.state", &json!({}), |state| {
        state["current"] == json!(null)
    });
    assert_eq!(after["line"], json!([]));
    // So is the first, whose client it is all the same.
    let told = here.until("link.discrepancies", &json!({}), |lines| {
        lines != &json!([])
    });
    assert_eq!(told.as_array().unwrap().len(), 1);
    assert_eq!(told[0]["args"]["own"], "false");
    assert_eq!(state(&here)["current"]["state"], "serving");
}

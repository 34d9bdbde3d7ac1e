//! The kiosk and the board: what they may, and what is written down when they try more.

use serde_json::{Value, json};
use stoika_domain::role::Role;
use stoika_testkit::town;
use stoika_workstation::api::error::{ApiError, ErrorCode};
use stoika_workstation::table::{Access, COMMANDS};
use stoika_workstation::{Listener, Session, Workstation};

use crate::office::{FRIDAY_MS, Hand, Office};

/// Minutes of a day.
const DAY: u64 = 24 * 60;

#[test]
fn nothing_but_its_own_is_served_at_a_kiosk_and_a_board_and_nobody_signs_in_there() {
    for command in COMMANDS {
        for listener in [Listener::Kiosk, Listener::Board] {
            if command.listeners.contains(&listener) {
                let (noun, _) = command.name.split_once('.').unwrap();
                assert_eq!(noun, listener.as_str(), "{}", command.name);
                assert_eq!(command.access, Access::Anyone, "{}", command.name);
                assert_eq!(command.listeners, [listener], "{}", command.name);
            }
        }
        if let Access::Role(permission) = command.access {
            assert!(!Role::Station.permits(permission), "{}", command.name);
        }
    }
}

#[test]
fn a_command_that_is_not_for_the_kiosk_is_refused_and_written_down_once_a_minute() {
    let office = Office::new();
    let desk = office.at_work("desk", 4);
    let kiosk = desk.workstation.session(Listener::Kiosk);
    let tries = [
        (
            "session.sign_in",
            json!({ "login": town::HEAD, "password": town::PASSWORD }),
        ),
        ("client.card", json!({ "id": town::CITIZEN })),
        ("hall.state", json!({})),
        ("no.such", json!({})),
    ];
    for (name, input) in tries {
        let refused = desk
            .workstation
            .rpc_on(Listener::Kiosk, &kiosk, name, input)
            .unwrap_err();
        assert_eq!(refused.code, ErrorCode::CommandUnknown, "{name}");
    }
    let times = || {
        let lines = desk.call("link.discrepancies", json!({}));
        let lines = lines.as_array().unwrap().clone();
        let note = lines.iter().find(|line| line["code"] == "kiosk-refused");
        note.unwrap()["args"]["count"].clone()
    };
    assert_eq!(times(), "1");
    office.clock.advance_ms(61_000);
    let again = desk.workstation.rpc(&kiosk, "session.users", json!({}));
    assert!(again.is_err());
    assert_eq!(times(), "2");
}

#[test]
fn a_session_of_the_window_is_none_at_the_kiosk() {
    let office = Office::new();
    let desk = office.at_work("desk", 4);
    let refused = desk
        .workstation
        .rpc_on(Listener::Kiosk, &desk.session, "session.state", json!({}))
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::CommandUnknown);
}

fn minutes(office: &Office, count: u64) {
    office.clock.advance_ms(count * 60_000);
}

/// A station of the hall, and nobody at it.
struct Station<'a> {
    workstation: &'a Workstation,
    session: Session,
}

impl<'a> Station<'a> {
    fn at(desk: &'a Hand, listener: Listener) -> Self {
        Self {
            workstation: &desk.workstation,
            session: desk.workstation.session(listener),
        }
    }

    #[track_caller]
    fn call(&self, name: &str, input: Value) -> Value {
        let done = self
            .workstation
            .rpc_on(self.session.listener(), &self.session, name, input);
        match done {
            Ok(output) => output,
            Err(error) => panic!("{name}: {error:?}"),
        }
    }

    #[track_caller]
    fn refused(&self, name: &str, input: Value) -> ApiError {
        self.workstation
            .rpc_on(self.session.listener(), &self.session, name, input)
            .unwrap_err()
    }

    fn state(&self) -> Value {
        let name = format!("{}.state", self.session.listener().as_str());
        self.call(&name, json!({}))
    }

    /// A ticket in turn, by somebody who comes after the one before has gone.
    #[track_caller]
    fn ticket(&self, office: &Office, service: &str) -> Value {
        office.clock.advance_ms(5_000);
        self.call("kiosk.issue", json!({ "service": service }))
    }
}

fn shut(kiosk: &Station<'_>) -> (Value, Value) {
    let state = kiosk.state();
    (state["shut"].clone(), state["shut_text"].clone())
}

#[test]
fn tickets_are_given_by_the_hours_of_the_office_its_holidays_and_its_short_days() {
    let office = Office::new();
    let desk = office.enrolled("desk", 1);
    let kiosk = Station::at(&desk, Listener::Kiosk);
    // Friday, 10:46.
    let open = kiosk.state();
    assert_eq!(open["shut"], json!(null));
    assert_eq!(open["hours"], "приём до\u{a0}17:00");
    // Tickets end a quarter of an hour before the office does.
    let ends_ms = open["changes_at_ms"].as_i64().unwrap();
    assert_eq!(
        ends_ms - open["now_ms"].as_i64().unwrap(),
        (5 * 60 + 59) * 60_000
    );
    minutes(&office, 6 * 60);
    let text = "Талоны на сегодня закончились, приём до\u{a0}17:00. Откроемся в\u{a0}понедельник, 2\u{a0}ноября, в\u{a0}8:00";
    assert_eq!(shut(&kiosk), (json!("after_closing"), json!(text)));
    let refused = kiosk.refused("kiosk.issue", json!({ "service": "readings" }));
    assert_eq!(refused.code, ErrorCode::KioskShut);
    assert_eq!(refused.args["reason"], "after_closing");
    // Sunday.
    minutes(&office, 2 * DAY);
    let text = "Откроемся завтра в\u{a0}8:00";
    assert_eq!(shut(&kiosk), (json!("closed_today"), json!(text)));
    let board = Station::at(&desk, Listener::Board).state();
    assert_eq!(
        (&board["open"], &board["shut_text"]),
        (&json!(false), &json!(text))
    );
    // Monday, 7:16; a quarter of an hour later tickets are given, the office opens at 8.
    minutes(&office, 14 * 60 + 30);
    let text = "Откроемся сегодня в\u{a0}8:00, талоны с\u{a0}7:30";
    assert_eq!(shut(&kiosk), (json!("before_opening"), json!(text)));
    minutes(&office, 15);
    assert_eq!(kiosk.state()["shut"], json!(null));
    assert_eq!(kiosk.ticket(&office, "readings")["number"], "П-001");
    let board = Station::at(&desk, Listener::Board).state();
    assert_eq!(board["shut_text"], "Откроемся сегодня в\u{a0}8:00");
    // Tuesday is the eve of a holiday: an hour shorter. Wednesday is the holiday.
    minutes(&office, DAY + 8 * 60);
    assert_eq!(kiosk.state()["hours"], "приём до\u{a0}16:00");
    minutes(&office, 20);
    let text = "Талоны на сегодня закончились, приём до\u{a0}16:00. Откроемся в\u{a0}четверг, 5\u{a0}ноября, в\u{a0}8:00";
    assert_eq!(shut(&kiosk), (json!("after_closing"), json!(text)));
    minutes(&office, DAY - 4 * 60);
    assert_eq!(shut(&kiosk).0, "closed_today");
}

#[test]
fn a_break_of_the_office_and_a_limit_of_the_day_are_said_before_a_ticket_is_taken() {
    let office = Office::new();
    let mut desk = office.enrolled("desk", 1);
    publish(
        &office,
        &mut desk,
        "queue",
        |queue| {
            let hall = &mut queue["halls"][town::OFFICE];
            hall["breaks"] = json!([{ "from": "12:00:00", "to": "12:45:00" }]);
            hall["daily_limits"] = json!({ "head_reception": 1 });
        },
        // The break is what changes first.
        |state| state["changes_at_ms"].as_i64().unwrap() - FRIDAY_MS < 120 * 60_000,
    );
    let kiosk = Station::at(&desk, Listener::Kiosk);
    kiosk.ticket(&office, "head_reception");
    let state = kiosk.state();
    let lines = state["choices"].as_array().unwrap();
    let head = lines.iter().find(|line| line["id"] == "head").unwrap();
    assert_eq!(head["refused"], "сегодня талонов больше нет");
    assert_eq!(head["services"][0]["refused"], head["refused"]);
    office.clock.advance_ms(5_000);
    let refused = kiosk.refused("kiosk.issue", json!({ "service": "head_reception" }));
    assert_eq!(refused.code, ErrorCode::TicketsOut);
    minutes(&office, 80);
    assert_eq!(
        shut(&kiosk),
        (json!("break"), json!("Перерыв до\u{a0}12:45"))
    );
    minutes(&office, 40);
    assert_eq!(kiosk.state()["shut"], json!(null));
}

#[test]
fn what_the_head_has_stopped_is_not_given_and_his_words_say_why() {
    let office = Office::new();
    let desk = office.enrolled("desk", 1);
    desk.sign_in(town::HEAD);
    let kiosk = Station::at(&desk, Listener::Kiosk);
    let stop = json!({ "kind": "tickets_stopped", "text": "Нет света, приходите завтра" });
    desk.call("hall.sign_raise", stop.clone());
    assert_eq!(desk.code("hall.sign_raise", stop), ErrorCode::SignStands);
    assert_eq!(
        shut(&kiosk),
        (json!("stopped"), json!("Нет света, приходите завтра"))
    );
    let notice = json!({ "kind": "notice", "text": "Касса работает до 15:00", "until": "11:00" });
    desk.call("hall.sign_raise", notice);
    let past = desk.refused(
        "hall.sign_raise",
        json!({ "kind": "notice", "text": "Поздно", "until": "10:00" }),
    );
    assert_eq!(past.fields[0].code, "time_past");
    assert_eq!(kiosk.state()["notices"], json!(["Касса работает до 15:00"]));
    let id = desk.call("hall.state", json!({}))["signs"][0]["id"].clone();
    desk.call("hall.sign_end", json!({ "id": id }));
    assert_eq!(kiosk.state()["shut"], json!(null));
    minutes(&office, 15);
    assert_eq!(
        kiosk.state()["notices"],
        json!([]),
        "it was to stand until eleven"
    );
}

#[test]
fn a_ticket_tells_how_many_are_before_it_and_a_second_tap_takes_no_second_one() {
    let office = Office::new();
    let desk = office.at_work("desk", 1);
    let kiosk = Station::at(&desk, Listener::Kiosk);
    // Nobody serves the stream yet: no wait is promised.
    let first = kiosk.ticket(&office, "readings");
    assert_eq!(
        (&first["number"], &first["ahead"]),
        (&json!("П-001"), &json!(0))
    );
    assert_eq!(first["expected"], json!(null));
    assert!(!first["documents"].as_array().unwrap().is_empty());
    let tapped = kiosk.call("kiosk.issue", json!({ "service": "readings" }));
    assert_eq!(tapped, first);
    desk.call("window.open", json!({ "number": 1 }));
    let second = kiosk.ticket(&office, "payment_documents");
    assert_eq!(
        (&second["number"], &second["ahead"]),
        (&json!("П-002"), &json!(1))
    );
    assert!(second["expected"][1].as_u64().unwrap() > 0);
    assert_eq!(desk.call("queue.state", json!({}))["waiting"], 2);
    let state = kiosk.state();
    let lines = state["choices"].as_array().unwrap();
    let meter = lines.iter().find(|line| line["id"] == "meter").unwrap();
    assert_eq!(meter["ahead"], 2);
    assert_eq!(meter["services"].as_array().unwrap().len(), 2);
    // Never a name: what kiosk and board are told names the office and no person.
    for listener in [Listener::Kiosk, Listener::Board] {
        let told = Station::at(&desk, listener).state().to_string();
        assert!(!told.contains("Самойлова"), "{told}");
    }
}

#[test]
fn whoever_has_an_appointment_checks_in_by_the_number_on_his_slip() {
    let office = Office::new();
    let desk = office.at_work("desk", 1);
    desk.call("window.open", json!({ "number": 1 }));
    let kiosk = Station::at(&desk, Listener::Kiosk);
    assert_eq!(kiosk.state()["appointments"], false);
    let agree = |on: &str, at: &str| {
        let agreed = desk.call(
            "follow_up.agree",
            json!({ "party_id": town::CITIZEN, "step": "client_comes", "on": on, "at": at, "question": "расчёт" }),
        );
        agreed["number"].as_str().unwrap().to_owned()
    };
    let today = agree("30.10.2026", "11:00");
    let monday = agree("02.11.2026", "");
    assert_eq!(kiosk.state()["appointments"], true);
    kiosk.ticket(&office, "readings");
    let refused = |number: &str| kiosk.refused("kiosk.check_in", json!({ "number": number }));
    assert_eq!(refused("4711").code, ErrorCode::CheckInUnknown);
    assert_eq!(refused("ОТ").code, ErrorCode::CheckInUnknown);
    let other = refused(&monday);
    assert_eq!(other.code, ErrorCode::CheckInOtherDay);
    assert_eq!(other.args["on"], "02.11.2026");
    minutes(&office, 14);
    // The counter stands between the dashes: ОТ-01/26-1-XYZ.
    let counter = today.split('-').nth(2).unwrap().to_owned();
    let given = kiosk.call("kiosk.check_in", json!({ "number": counter }));
    assert_eq!(given["number"], "П-002");
    assert_eq!(
        given["ahead"], 0,
        "his time is here: before the one in turn"
    );
    office.clock.advance_ms(5_000);
    let again = refused(&today);
    assert_eq!(again.code, ErrorCode::CheckInDone);
    assert_eq!(again.args["number"], "П-002");
    assert_eq!(kiosk.state()["appointments"], false);
    desk.sign_in(town::SPECIALIST);
    let line = &desk.call("queue.state", json!({}))["line"][0];
    assert_eq!(
        (&line["number"], &line["why"]),
        (&json!("П-002"), &json!("appointment"))
    );
    assert_eq!(line["appointment"], "11:00");
}

#[test]
fn the_board_shows_each_call_once_under_its_own_name_and_nothing_of_yesterday() {
    let office = Office::new();
    let desk = office.at_work("desk", 1);
    let kiosk = Station::at(&desk, Listener::Kiosk);
    let board = Station::at(&desk, Listener::Board);
    desk.call("window.open", json!({ "number": 1 }));
    kiosk.ticket(&office, "readings");
    let left = kiosk.ticket(&office, "meters");
    assert_eq!(board.state()["soon"], json!(["П-001", "П-002"]));
    desk.call("queue.call_next", json!({}));
    let called = board.state();
    let call = &called["calls"][0];
    assert_eq!(
        (&call["number"], &call["digits"]),
        (&json!("П-001"), &json!(1))
    );
    assert_eq!(
        (&call["window_word"], &call["window"]),
        (&json!("окно"), &json!(1))
    );
    assert_eq!(call["state"], "called");
    assert_eq!(called["soon"], json!(["П-002"]));
    assert_eq!(called["phone"], "8 800 1000 763");
    office.clock.advance_ms(30_000);
    desk.call("queue.call_again", json!({}));
    let again = board.state();
    assert_eq!(again["calls"].as_array().unwrap().len(), 1);
    assert_ne!(
        again["calls"][0]["id"], call["id"],
        "a repeated call is said again"
    );
    desk.call("queue.start", json!({}));
    let served = board.state();
    assert_eq!(served["calls"][0]["state"], "serving");
    assert_eq!(
        served["calls"][0]["id"], again["calls"][0]["id"],
        "and said no third time"
    );
    minutes(&office, 15);
    assert_eq!(board.state()["calls"], json!([]));
    // Monday, after the week-end: the number is taken anew, and nobody can call the old one.
    minutes(&office, 3 * DAY - 60);
    desk.sign_in(town::SPECIALIST);
    desk.call("window.open", json!({ "number": 1 }));
    let monday = board.state();
    assert_eq!(
        (&monday["calls"], &monday["soon"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(
        desk.call("queue.call_next", json!({}))["number"],
        json!(null)
    );
    let old = json!({ "visit_id": left["visit_id"], "ticket": 0, "reason": "Донёс документ" });
    assert_eq!(desk.code("queue.call", old), ErrorCode::NotFound);
    assert_eq!(kiosk.ticket(&office, "readings")["number"], "П-001");
}

#[test]
fn a_call_for_help_stands_once_until_somebody_goes_there() {
    let office = Office::new();
    let desk = office.enrolled("desk", 1);
    desk.sign_in(town::HEAD);
    let kiosk = Station::at(&desk, Listener::Kiosk);
    kiosk.call("kiosk.help", json!({ "place": "entrance" }));
    kiosk.call("kiosk.help", json!({ "place": "entrance" }));
    let nowhere = kiosk.refused("kiosk.help", json!({ "place": "roof" }));
    assert_eq!(nowhere.code, ErrorCode::InputInvalid);
    let hall = desk.call("hall.state", json!({}));
    let lines = hall["escalations"].as_array().unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["kind"], "help");
    assert_eq!(lines[0]["urgent"], true);
    minutes(&office, 9);
    let later = desk.call("hall.state", json!({}));
    assert_eq!(later["escalations"][0]["id"], lines[0]["id"]);
    assert_eq!(later["signs"][0]["by"], "Киоск");
    assert_eq!(later["signs"][0]["text"], "вход");
    desk.call("hall.escalation_take", json!({ "id": lines[0]["id"] }));
    let gone = desk.call("hall.state", json!({}));
    assert_eq!(
        (&gone["escalations"], &gone["signs"]),
        (&json!([]), &json!([]))
    );
}

/// Publishes a document in another wording and waits until the desk goes by it.
fn publish(
    office: &Office,
    desk: &mut Hand,
    name: &str,
    change: impl FnOnce(&mut Value),
    good: impl Fn(&Value) -> bool,
) {
    let mut document: Value = serde_json::from_str(town::document(name).unwrap()).unwrap();
    change(&mut document);
    office
        .centre
        .publish_document(name, &document.to_string())
        .unwrap();
    desk.until_true(name, |hand| {
        good(&Station::at(hand, Listener::Kiosk).state()).then_some(())
    });
}

#[test]
fn an_office_without_a_queue_gives_no_tickets_and_shows_no_hall() {
    let office = Office::new();
    let mut desk = office.enrolled("desk", 1);
    desk.sign_in(town::HEAD);
    publish(
        &office,
        &mut desk,
        "queue",
        |queue| queue["halls"][town::OFFICE]["enabled"] = json!(false),
        |state| state["shut"] == "off",
    );
    let kiosk = Station::at(&desk, Listener::Kiosk);
    assert_eq!(kiosk.state()["office"], "Отрадненское отделение");
    let refused = kiosk.refused("kiosk.issue", json!({ "service": "readings" }));
    assert_eq!(refused.code, ErrorCode::QueueOff);
    let board = Station::at(&desk, Listener::Board).state();
    assert_eq!(
        (&board["open"], &board["calls"]),
        (&json!(false), &json!([]))
    );
    assert_eq!(desk.call("hall.state", json!({}))["enabled"], false);
    assert_eq!(desk.code("hall.day", json!({})), ErrorCode::QueueOff);
}

#[test]
fn a_reception_point_offers_what_is_for_citizens_and_no_head() {
    let office = Office::new();
    let mut desk = office.enrolled("desk", 1);
    let ids = |line: &Value| -> Vec<String> {
        let services = line["services"].as_array().unwrap().iter();
        services
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let contract = |state: &Value| {
        let lines = state["choices"].as_array().unwrap().clone();
        lines.into_iter().find(|line| line["id"] == "contract")
    };
    let branch = Station::at(&desk, Listener::Kiosk).state();
    let both = ids(&contract(&branch).unwrap());
    assert_eq!(both, ["citizen_contract", "legal_contract"]);
    publish(
        &office,
        &mut desk,
        "offices",
        |offices| {
            let mut rows = offices.as_array_mut().unwrap().iter_mut();
            let own = rows.find(|row| row["id"] == town::OFFICE).unwrap();
            own["kind"] = json!("reception_point");
        },
        |state| contract(state).is_some_and(|line| ids(&line).len() == 1),
    );
    let kiosk = Station::at(&desk, Listener::Kiosk);
    let point = kiosk.state();
    assert_eq!(ids(&contract(&point).unwrap()), ["citizen_contract"]);
    let lines = point["choices"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["id"] != "head"));
    let refused = kiosk.refused("kiosk.issue", json!({ "service": "legal_contract" }));
    assert_eq!(refused.fields[0].code, "unknown_choice");
}

#[test]
fn fifty_taps_at_once_take_one_ticket() {
    let office = Office::new();
    let desk = office.at_work("desk", 1);
    let kiosk = desk.workstation.session(Listener::Kiosk);
    let tap = || {
        let asked = json!({ "service": "readings" });
        let given = desk
            .workstation
            .rpc_on(Listener::Kiosk, &kiosk, "kiosk.issue", asked);
        given.unwrap()["number"].clone()
    };
    std::thread::scope(|scope| {
        let taps: Vec<_> = (0..50).map(|_| scope.spawn(tap)).collect();
        for tapped in taps {
            assert_eq!(tapped.join().unwrap(), "П-001");
        }
    });
    assert_eq!(desk.call("queue.state", json!({}))["waiting"], 1);
}

//! The hall as its head sees it: windows, the ladder, what he does for others, the day and its periods.

use serde_json::{Value, json};
use stoika_testkit::town;
use stoika_workstation::api::error::ErrorCode;
use stoika_workstation::{Listener, Session};

use crate::office::{Hand, Office};

/// The head at his own place of the same desk's program.
struct Head<'a> {
    office: &'a Office,
    desk: &'a Hand,
    session: Session,
}

impl<'a> Head<'a> {
    fn of(office: &'a Office, desk: &'a Hand) -> Self {
        let head = Self {
            office,
            desk,
            session: desk.workstation.session(Listener::Twin),
        };
        head.sign_in();
        head
    }

    fn sign_in(&self) {
        let input = json!({ "login": town::HEAD, "password": town::PASSWORD });
        self.call("session.sign_in", input);
    }

    #[track_caller]
    fn call(&self, name: &str, input: Value) -> Value {
        self.desk
            .workstation
            .rpc(&self.session, name, input)
            .unwrap()
    }

    #[track_caller]
    fn code(&self, name: &str, input: Value) -> ErrorCode {
        let refused = self.desk.workstation.rpc(&self.session, name, input);
        refused.unwrap_err().code
    }

    fn state(&self) -> Value {
        self.call("hall.state", json!({}))
    }

    fn window(&self, number: u16) -> Value {
        let state = self.state();
        let windows = state["windows"].as_array().unwrap();
        let found = windows.iter().find(|line| line["number"] == number);
        found.unwrap().clone()
    }

    /// Time goes by, and both have been there all the while.
    fn minutes(&self, count: u64) {
        self.office.clock.advance_ms(count * 60_000);
        self.desk.sign_in(town::SPECIALIST);
        self.sign_in();
    }
}

fn ticket(desk: &Hand, service: &str) -> String {
    let given = desk.call("queue.issue", json!({ "service": service }));
    given["number"].as_str().unwrap().to_owned()
}

fn titles(state: &Value) -> Vec<(String, bool)> {
    let lines = state["escalations"].as_array().unwrap();
    lines
        .iter()
        .map(|line| {
            let title = line["title"].as_str().unwrap().to_owned();
            (title, line["urgent"].as_bool().unwrap())
        })
        .collect()
}

#[test]
fn a_wait_past_its_norm_is_told_and_stays_until_somebody_acts() {
    let office = Office::new();
    let desk = office.at_work("desk", 1);
    let head = Head::of(&office, &desk);
    assert_eq!(
        desk.code("hall.state", json!({})),
        ErrorCode::AuthForbidden,
        "the hall is the head's"
    );
    ticket(&desk, "readings");
    let quiet = head.state();
    assert_eq!(quiet["escalations"], json!([]));
    // Eighty per cent of fifteen minutes: the screen is told when to look again.
    let turns_ms = quiet["changes_at_ms"].as_i64().unwrap() - quiet["now_ms"].as_i64().unwrap();
    assert_eq!(turns_ms, 12 * 60_000);
    head.minutes(12);
    let soon = head.state();
    assert_eq!(
        titles(&soon),
        [("П-001: скоро норма ожидания".to_owned(), false)]
    );
    let take = |line: &Value| {
        let input = json!({ "id": line["id"], "visit_id": line["visit_id"] });
        head.call("hall.escalation_take", input);
    };
    take(&soon["escalations"][0]);
    assert_eq!(head.state()["escalations"], json!([]));
    // The next step is another one: it was not taken note of.
    head.minutes(4);
    let over = head.state();
    assert_eq!(
        titles(&over),
        [("П-001 ждёт дольше нормы".to_owned(), true)]
    );
    head.minutes(5);
    assert_eq!(titles(&head.state()), titles(&over));
    take(&over["escalations"][0]);
    assert_eq!(head.state()["escalations"], json!([]));
    // The visit as a whole has its own norm; and it is over when the client is served.
    head.minutes(10);
    let whole = head.state();
    assert_eq!(
        titles(&whole),
        [
            ("П-001 в\u{a0}отделении дольше нормы".to_owned(), true),
            ("П-001 ждёт вдвое дольше нормы".to_owned(), true)
        ]
    );
    desk.call("window.open", json!({ "number": 1 }));
    desk.call("queue.call_next", json!({}));
    desk.call("queue.start", json!({}));
    head.minutes(8);
    let long = titles(&head.state());
    assert!(
        long.contains(&("Окно\u{a0}1: приём дольше нормы".to_owned(), false)),
        "{long:?}"
    );
    desk.call("queue.finish", json!({}));
    let done = head.state();
    assert_eq!(done["escalations"], json!([]));
    assert_eq!((&done["visits"], &done["served"]), (&json!(1), &json!(1)));
    assert_eq!(done["total"]["within"], 0);
    assert_eq!(done["total"]["mark"], "over");
}

#[test]
fn whoever_asks_for_the_head_is_shown_to_him_at_once() {
    let office = Office::new();
    let desk = office.at_work("desk", 1);
    let head = Head::of(&office, &desk);
    desk.call("window.open", json!({ "number": 1 }));
    ticket(&desk, "readings");
    desk.call("queue.call_next", json!({}));
    desk.call("queue.start", json!({}));
    desk.call(
        "queue.transfer",
        json!({ "service": "head_reception", "comment": "Отказ в смене владельца" }),
    );
    let asked = head.state();
    assert_eq!(
        titles(&asked),
        [("П-001 просит руководителя".to_owned(), false)]
    );
    assert_eq!(asked["escalations"][0]["text"], "Отказ в смене владельца");
    let line = &asked["escalations"][0];
    let input = json!({ "id": line["id"], "visit_id": line["visit_id"] });
    head.call("hall.escalation_take", input.clone());
    assert_eq!(head.state()["escalations"], json!([]));
    assert_eq!(
        head.code("hall.escalation_take", input),
        ErrorCode::NotFound
    );
}

/// He keeps his place in the line; the window calls him though the others wait longer for its streams.
#[test]
fn the_head_passes_who_waits_to_a_window_that_is_open() {
    let office = Office::new();
    let desk = office.enrolled("desk", 1);
    desk.sign_in(town::SPECIALIST);
    let head = Head::of(&office, &desk);
    let number = ticket(&desk, "citizen_contract");
    desk.call(
        "window.open",
        json!({ "number": 1, "streams": ["payments"] }),
    );
    let waiting = head.state()["waiting"][0].clone();
    let to = |window: Value, reason: &str| json!({ "visit_id": waiting["visit_id"], "ticket": waiting["ticket"], "window": window, "reason": reason });
    for (wrong, field) in [
        (to(json!(null), "Так скорее"), "window"),
        (to(json!(3), "Так скорее"), "window"),
        (to(json!(1), " "), "reason"),
    ] {
        let refused = desk.workstation.rpc(&head.session, "hall.direct", wrong);
        assert_eq!(refused.unwrap_err().fields[0].field, field);
    }
    assert_eq!(
        desk.code("hall.direct", to(json!(1), "Так скорее")),
        ErrorCode::AuthForbidden
    );
    // Window 1 does not call for contracts.
    assert_eq!(
        desk.call("queue.call_next", json!({}))["number"],
        json!(null)
    );
    head.call("hall.direct", to(json!(1), "Так скорее"));
    assert_eq!(head.state()["waiting"][0]["window"], json!(1));
    assert_eq!(
        desk.call("queue.call_next", json!({}))["number"],
        json!(number)
    );
    // Whom a window has the head does not move.
    let refused = head.code("hall.direct", to(json!(1), "Ещё раз"));
    assert_eq!(refused, ErrorCode::ActVoid);
}

#[test]
fn the_head_sets_the_windows_of_others() {
    let office = Office::new();
    let desk = office.at_work("desk", 1);
    let head = Head::of(&office, &desk);
    let shut = head.window(1);
    assert_eq!(
        (&shut["state"], &shut["shift_id"]),
        (&json!("closed"), &json!(null))
    );
    desk.call("window.open", json!({ "number": 1 }));
    let free = head.window(1);
    assert_eq!(free["state_label"], "свободно");
    assert_eq!(free["user_name"], "Самойлова\u{a0}Е.\u{a0}В.");
    let shift = free["shift_id"].clone();
    let set = |streams: Value, pause: &str| json!({ "shift_id": shift, "streams": streams, "pause": pause });
    head.call(
        "hall.window_streams",
        set(json!(["contracts", "payments"]), ""),
    );
    assert_eq!(head.window(1)["streams"], json!(["contracts", "payments"]));
    assert_eq!(
        head.code("hall.window_streams", set(json!(["head"]), "")),
        ErrorCode::InputInvalid,
        "the head's own stream is served by nobody else"
    );
    head.call("hall.window_pause", set(json!([]), "lunch"));
    let lunch = head.window(1);
    assert_eq!(
        (&lunch["state"], &lunch["state_label"]),
        (&json!("paused"), &json!("обед"))
    );
    head.call("hall.window_pause", set(json!([]), ""));
    ticket(&desk, "readings");
    desk.call("queue.call_next", json!({}));
    let calls = head.window(1);
    assert_eq!(
        (&calls["state"], &calls["number_now"]),
        (&json!("called"), &json!("П-001"))
    );
    assert_eq!(
        head.code("hall.window_close", set(json!([]), "")),
        ErrorCode::QueueBusy
    );
    desk.call("queue.start", json!({}));
    desk.call("queue.finish", json!({}));
    head.call("hall.window_close", set(json!([]), ""));
    assert_eq!(head.window(1)["state"], "closed");
    assert_eq!(
        desk.code("queue.call_next", json!({})),
        ErrorCode::WindowClosed
    );
}

fn sum(lines: &[&Value]) -> i64 {
    lines
        .iter()
        .map(|line| line["seconds"].as_i64().unwrap())
        .sum()
}

#[test]
fn the_day_in_figures_is_what_its_periods_come_to_and_so_is_its_file() {
    let office = Office::new();
    let desk = office.at_work("desk", 1);
    let head = Head::of(&office, &desk);
    desk.call("window.open", json!({ "number": 1 }));
    head.call("hall.sign_raise", json!({ "kind": "peak" }));
    for service in ["readings", "meters", "payment_documents", "certificates"] {
        ticket(&desk, service);
        head.minutes(2);
    }
    for length in [4, 7] {
        desk.call("queue.call_next", json!({}));
        office.clock.advance_ms(20_000);
        desk.call("queue.start", json!({}));
        head.minutes(length);
        desk.call("queue.finish", json!({}));
    }
    desk.call("queue.call_next", json!({}));
    for _ in 0..2 {
        office.clock.advance_ms(20_000);
        desk.call("queue.call_again", json!({}));
    }
    desk.call("queue.not_come", json!({}));
    let peak = head.state()["signs"][0]["id"].clone();
    head.call("hall.sign_end", json!({ "id": peak }));
    head.minutes(1);
    desk.call("window.pause", json!({ "kind": "lunch" }));
    head.minutes(3);

    let day = head.call("hall.day", json!({}));
    let periods = head.call("hall.periods", json!({}));
    let lines: Vec<&Value> = periods.as_array().unwrap().iter().collect();
    let of = |state: &str| -> Vec<&Value> {
        let found = lines.iter().filter(|line| line["state"] == state);
        found.copied().collect()
    };
    let closed = |state: &str| -> Vec<&Value> {
        let mut found = of(state);
        found.retain(|line| !line["seconds"].is_null());
        found
    };
    assert_eq!(day["visits"], 4);
    assert_eq!(day["served"], of("обслужен").len());
    assert_eq!(day["no_shows"], of("не подошёл").len());
    let payments = &day["streams"][0];
    let payments = if payments["id"] == "payments" {
        payments
    } else {
        let streams = day["streams"].as_array().unwrap();
        streams.iter().find(|row| row["id"] == "payments").unwrap()
    };
    let waits = closed("ждёт");
    assert_eq!(payments["calls"], waits.len());
    let mean_ms = sum(&waits) * 1000 / i64::try_from(waits.len()).unwrap();
    assert_eq!(payments["wait"]["elapsed_ms"], mean_ms);
    let served = closed("на приёме");
    assert_eq!(payments["receptions"], served.len());
    let window = &day["windows"][0];
    assert_eq!(window["served"], served.len());
    assert_eq!(window["serving_ms"], sum(&served) * 1000);
    assert_eq!(window["calling_ms"], sum(&closed("вызван")) * 1000);
    assert_eq!(window["paused_ms"], 3 * 60_000);
    let slots = day["slots"].as_array().unwrap();
    let all = |field: &str| -> u64 { slots.iter().map(|slot| slot[field].as_u64().unwrap()).sum() };
    assert_eq!((all("came"), all("served")), (4, 2));
    assert_eq!(day["peaks"][0][0], "10:46");
    assert_eq!(
        day["total"]["percent_off_peak"],
        json!(null),
        "all came at the peak"
    );
    assert_eq!(day["on"], "2026-10-30");

    let saved = head.call("hall.export", json!({ "on": "2026-10-30" }));
    let file = saved["file"].as_str().unwrap();
    assert_eq!(file, "Отрадненское отделение, очередь 2026-10-30.csv");
    let text =
        std::fs::read_to_string(office.folder.path().join("desk documents").join(file)).unwrap();
    let rows: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(rows.len(), lines.len() + 1);
    assert_eq!(rows[0], "Талон;Услуга;Состояние;С;По;Секунд;Окно;Кто");
    assert!(
        rows[1].starts_with("П-001;Показания;ждёт;10:46:00;"),
        "{}",
        rows[1]
    );

    // A day without a queue is empty, and a date that is none is said to be none.
    let empty = head.call("hall.day", json!({ "on": "2026-10-29" }));
    assert_eq!((&empty["visits"], &empty["slots"]), (&json!(0), &json!([])));
    assert_eq!(empty["days"], json!(["2026-10-30"]));
    assert_eq!(
        head.code("hall.day", json!({ "on": "30.02.2026" })),
        ErrorCode::InputInvalid
    );
}

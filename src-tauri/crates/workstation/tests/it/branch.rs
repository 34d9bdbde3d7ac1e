//! The hub of an office as its desks see it: appointed, moved, ended, gone on with by a successor while
//! nobody can ask the centre, and who is given a call.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use serde_json::{Value, json};
use stoika_protocol::{ActId, Fingerprint, KeyId, LeaseAsk, LeaseReply, LeaseWhat, SealedFrame};
use stoika_testkit::town;
use stoika_workstation::FoundHub;
use stoika_workstation::api::error::ErrorCode;

use crate::office::{FRIDAY_MS, Hand, Office};

/// Where nobody answers: hubs that listen are the story of another crate.
const NOWHERE: &str = "http://127.0.0.1:9";
const PIN: Fingerprint = Fingerprint([0; 16]);

fn state(hand: &Hand) -> Value {
    hand.call("branch.state", json!({}))
}

fn act(hand: &Hand, command: &str) -> Value {
    hand.call(command, json!({}))
}

/// A desk at which somebody works, with a listener that has said where it is.
fn desk(office: &Office, name: &str, window: u16, login: &str) -> Hand {
    let hand = office.enrolled(name, window);
    hand.sign_in(login);
    hand.workstation
        .note_hub_identity(PIN, vec![NOWHERE.to_owned()]);
    hand
}

fn until(hand: &mut Hand, good: impl Fn(&Value) -> bool) -> Value {
    hand.until("branch.state", &json!({}), good)
}

/// The key of the desk of a window, once the directory has all three.
fn key_of(hand: &mut Hand, window: u16) -> String {
    let state = until(hand, |state| state["desks"].as_array().unwrap().len() == 3);
    let desks = state["desks"].as_array().unwrap();
    let found = desks.iter().find(|desk| desk["window"] == window).unwrap();
    found["key"].as_str().unwrap().to_owned()
}

/// Answers one question for the tenure after another, as a hub does, and tells of each.
fn answer_tenure(frames: &[SealedFrame]) -> (String, Receiver<()>) {
    let mut body = vec![0x80 | u8::try_from(frames.len()).unwrap()];
    for SealedFrame(bytes) in frames {
        body.push(0x59);
        body.extend(u16::try_from(bytes.len()).unwrap().to_be_bytes());
        body.extend(bytes);
    }
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", tcp.local_addr().unwrap());
    let (asked, heard) = channel();
    std::thread::spawn(move || {
        for stream in tcp.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 1024];
            let read = stream.read(&mut request).unwrap_or(0);
            let is_asked = request[..read].starts_with(b"GET /v1/tenure ");
            let (status, sent) = if is_asked {
                ("200 OK", body.as_slice())
            } else {
                ("404 Not Found", &[][..])
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nx-stoika: 1\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                sent.len()
            );
            let _gone = stream.write_all(head.as_bytes());
            let _gone = stream.write_all(sent);
            if is_asked {
                let _nobody_cares = asked.send(());
            }
        }
    });
    (base, heard)
}

#[test]
fn a_head_makes_his_desk_the_hub_and_the_others_hear_of_it() {
    let office = Office::new();
    let mut head = office.enrolled("head", 1);
    head.sign_in(town::HEAD);
    let mut other = desk(&office, "other", 4, town::SPECIALIST);
    assert_eq!(state(&head)["mode"], "none");
    assert_eq!(state(&head)["may_become"], false);
    assert_eq!(
        head.code("branch.become", json!({})),
        ErrorCode::HubNotListening
    );
    head.workstation
        .note_hub_identity(PIN, vec![NOWHERE.to_owned()]);
    for command in ["branch.become", "branch.end"] {
        assert_eq!(other.code(command, json!({})), ErrorCode::AuthForbidden);
    }
    assert_eq!(head.code("branch.end", json!({})), ErrorCode::HubMissing);
    assert_eq!(state(&head)["may_become"], true);
    assert_eq!(state(&other)["may_become"], false);

    act(&head, "branch.become");
    let own = state(&head);
    assert_eq!(own["mode"], "hub");
    assert_eq!(own["hub"]["number"], 1);
    assert_eq!(own["hub"]["is_self"], true);
    assert_eq!(own["hub"]["addresses"], json!([NOWHERE]));
    assert_eq!(own["may_become"], false);
    assert_eq!(own["may_end"], true);
    let duty = head.workstation.duty().unwrap();
    assert_eq!(duty.history().0, *duty.tenure().id.as_bytes());
    assert_eq!(
        duty.replica().branch_tenure().unwrap(),
        Some(duty.history())
    );
    drop(duty);
    // Once more changes nothing.
    act(&head, "branch.become");
    assert_eq!(state(&head)["hub"]["number"], 1);

    let seen = until(&mut other, |state| state["mode"] == "away");
    assert_eq!(seen["hub"]["label"], own["hub"]["label"]);
    assert_eq!(seen["hub"]["is_self"], false);
    assert_eq!(seen["hub"]["window"], 1);
    assert_eq!(seen["cause"], "unreachable");
    assert_eq!(seen["since_ms"], FRIDAY_MS);
    assert_eq!(seen["may_end"], false);
    assert_eq!(seen["may_take_over"], false);
    assert!(other.workstation.duty().is_none());
    let desks = seen["desks"].as_array().unwrap();
    let marks: Vec<_> = desks
        .iter()
        .map(|desk| {
            (
                desk["window"].clone(),
                desk["is_hub"].clone(),
                desk["is_self"].clone(),
            )
        })
        .collect();
    assert_eq!(
        marks,
        [
            (json!(1), json!(true), json!(false)),
            (json!(4), json!(false), json!(true))
        ]
    );
    // What is written here waits for the hub as well.
    other.claim("Прошу пересчитать");
    assert_eq!(state(&other)["unsent"], 1);

    act(&head, "branch.end");
    assert_eq!(state(&head)["mode"], "none");
    assert!(head.workstation.duty().is_none());
    let after = until(&mut other, |state| state["mode"] == "none");
    assert_eq!(after["hub"], json!(null));
    assert_eq!(after["unsent"], 0);
    for hand in [&mut head, &mut other] {
        hand.until("link.discrepancies", &json!({}), |list| list == &json!([]));
    }
}

/// Whoever answers for it cannot be told from a stranger, and the screen says so.
#[test]
fn a_hub_whose_key_is_not_in_the_directory_is_no_riddle() {
    let office = Office::new();
    let head = desk(&office, "head", 1, town::HEAD);
    let mut other = desk(&office, "other", 4, town::SPECIALIST);
    act(&head, "branch.become");
    until(&mut other, |state| state["cause"] == "unreachable");
    let key = head.workstation.duty().unwrap().signer().id();
    let centre = office.centre.host();
    let now_ms = office.centre.clock().wall_ms();
    centre.exchange().revoke(&key, now_ms).unwrap();
    centre.announce();
    let seen = until(&mut other, |state| state["cause"] == "unknown-desk");
    assert_eq!(seen["mode"], "searching");
    assert_eq!(seen["hub"]["window"], json!(null));
    assert_eq!(seen["since_ms"], json!(null));
}

#[test]
fn a_hub_at_another_desk_ends_the_first_ones_duty() {
    let office = Office::new();
    let mut first = desk(&office, "first", 1, town::HEAD);
    let mut second = desk(&office, "second", 4, town::HEAD);
    act(&first, "branch.become");
    until(&mut second, |state| state["hub"]["number"] == 1);
    act(&second, "branch.become");
    assert_eq!(state(&second)["hub"]["number"], 2);
    assert!(second.workstation.duty().is_some());
    let after = until(&mut first, |state| state["hub"]["number"] == 2);
    assert_eq!(after["hub"]["is_self"], false);
    first.until_true("the duty is laid down", |hand| {
        hand.workstation.duty().is_none().then_some(())
    });
    // A head may end it from wherever he sits.
    act(&first, "branch.end");
    until(&mut second, |state| state["mode"] == "none");
    second.until_true("the duty is laid down", |hand| {
        hand.workstation.duty().is_none().then_some(())
    });
}

#[test]
fn the_duty_outlives_the_program_and_follows_the_machines_address() {
    let office = Office::new();
    let hand = desk(&office, "desk", 1, town::HEAD);
    act(&hand, "branch.become");
    hand.close();
    let mut hand = office.open("desk");
    hand.sign_in(town::HEAD);
    hand.until_true("the duty", |hand| {
        let duty = hand.workstation.duty()?;
        (duty.replica().branch_tenure().unwrap() == Some(duty.history())).then_some(())
    });
    let moved = "http://127.0.0.1:10";
    hand.workstation
        .note_hub_identity(PIN, vec![moved.to_owned()]);
    until(&mut hand, |state| {
        state["hub"]["addresses"] == json!([moved])
    });
    hand.until_true("the duty says so too", |hand| {
        let duty = hand.workstation.duty()?;
        (duty.tenure().addresses == [moved]).then_some(())
    });
}

/// Nobody can ask the centre: the successor goes on, and a third desk believes what it hears on the
/// network because desks of the office have signed it.
#[test]
fn a_successor_goes_on_without_the_centre_and_the_others_follow() {
    let office = Office::new();
    let mut hub = desk(&office, "hub", 1, town::HEAD);
    let mut heir = desk(&office, "heir", 4, town::SPECIALIST);
    let mut third = desk(&office, "third", 5, town::SPECIALIST);
    act(&hub, "branch.become");
    let heir_key = key_of(&mut hub, 4);
    let unknown = json!({ "keys": ["00"] });
    assert_eq!(
        hub.code("branch.set_successors", unknown),
        ErrorCode::InputInvalid
    );
    hub.call("branch.set_successors", json!({ "keys": [heir_key] }));
    for hand in [&mut heir, &mut third] {
        until(hand, |state| {
            let desks = state["desks"].as_array().unwrap();
            state["mode"] == "away" && desks.iter().any(|desk| desk["is_successor"] == true)
        });
    }
    let take_over = |hand: &Hand| hand.code("branch.take_over", json!({}));
    assert_eq!(take_over(&third), ErrorCode::HubNotSuccessor);
    assert_eq!(take_over(&heir), ErrorCode::HubThere);
    assert_eq!(take_over(&hub), ErrorCode::HubNotSuccessor);
    office.centre.cut();
    office.clock.advance_ms(29_999);
    assert_eq!(take_over(&heir), ErrorCode::HubThere);
    assert_eq!(state(&heir)["may_take_over"], false);
    office.clock.advance_ms(1);
    assert_eq!(state(&heir)["may_take_over"], true);
    assert_eq!(take_over(&third), ErrorCode::HubNotSuccessor);
    act(&heir, "branch.take_over");
    let own = state(&heir);
    assert_eq!(own["mode"], "hub");
    assert_eq!(own["hub"]["number"], 2);
    let duty = heir.workstation.duty().unwrap();
    assert!(!duty.tenure().by_right);
    let frames = duty.tenure_frames().unwrap();
    drop(duty);

    // The third one is told where to look; the former hub finds it by itself.
    let (base, _heard) = answer_tenure(&frames);
    assert_eq!(
        third.code("branch.set_address", json!({ "address": base })),
        ErrorCode::AuthForbidden
    );
    third.sign_in(town::HEAD);
    let wrong = third.refused("branch.set_address", json!({ "address": "где то" }));
    assert_eq!(wrong.fields[0].code, "hub_address");
    third.call("branch.set_address", json!({ "address": base }));
    let found = until(&mut third, |state| state["hub"]["number"] == 2);
    assert_eq!(found["manual_address"], base);
    assert_eq!(found["hub"]["window"], 4);
    hub.workstation.note_found_hubs(vec![FoundHub {
        office: town::OFFICE.to_owned(),
        number: 2,
        key: KeyId::parse(&heir_key).unwrap(),
        fingerprint: PIN,
        addresses: vec![base.clone()],
    }]);
    let former = until(&mut hub, |state| state["hub"]["number"] == 2);
    assert_eq!(former["found"][0]["address"], base);
    hub.until_true("the duty is laid down", |hand| {
        hand.workstation.duty().is_none().then_some(())
    });

    // The centre hears of all that later, and says the same.
    office.centre.mend().unwrap();
    for hand in [&mut hub, &mut heir, &mut third] {
        act(hand, "link.try_now");
        hand.until("link.state", &json!({}), |state| {
            state["mode"] == "online" && state["unsent"] == 0
        });
        assert_eq!(state(hand)["hub"]["number"], 2);
    }
}

/// Whoever has no key in the directory of the office is no hub, whatever he says of himself.
#[test]
fn a_tenure_of_another_office_is_not_believed() {
    let office = Office::new();
    let elsewhere = Office::new();
    let hand = desk(&office, "desk", 1, town::HEAD);
    let stranger = desk(&elsewhere, "stranger", 4, town::HEAD);
    act(&stranger, "branch.become");
    let duty = stranger.workstation.duty().unwrap();
    let frames = duty.tenure_frames().unwrap();
    assert!(!frames.is_empty());
    // The answer of the first has been dealt with when the second is asked.
    for _ in 0..2 {
        let (base, heard) = answer_tenure(&frames);
        hand.call("branch.set_address", json!({ "address": base }));
        heard.recv().unwrap();
    }
    assert_eq!(state(&hand)["mode"], "none");
    let own = duty.tenure().office_id.as_str();
    assert_eq!(
        own,
        town::OFFICE,
        "the name of the office was not the reason"
    );
}

fn ask(window: u16, what: LeaseWhat) -> LeaseAsk {
    LeaseAsk {
        window,
        shift: ActId(uuid_of(1)),
        what,
    }
}

fn uuid_of(byte: u8) -> uuid::Uuid {
    uuid::Uuid::from_bytes([byte; 16])
}

#[test]
fn a_client_is_given_to_one_window() {
    const ONE: KeyId = KeyId([1; 16]);
    const OTHER: KeyId = KeyId([2; 16]);
    let office = Office::new();
    let hand = desk(&office, "desk", 1, town::HEAD);
    act(&hand, "branch.become");
    let visits: Vec<ActId> = (0..2)
        .map(|_| {
            let input = json!({ "service": "readings", "class": "" });
            let given = hand.call("queue.issue", input);
            let id = given["visit_id"].as_str().unwrap();
            ActId(id.parse().unwrap())
        })
        .collect();
    let duty = hand.workstation.duty().unwrap();
    let streams = duty_streams(&hand);
    let next = || LeaseWhat::Next {
        streams: streams.clone(),
    };
    let visit_of = |reply: &LeaseReply| match reply {
        LeaseReply::Granted { visit, upto, .. } => {
            assert!(*upto >= 2, "the asker must know the ticket first");
            *visit
        }
        other => panic!("no lease: {other:?}"),
    };
    assert_eq!(visit_of(&duty.lease(&ONE, &ask(4, next()))), visits[0]);
    // The reply was lost: the same again. Another window gets the next one.
    assert_eq!(visit_of(&duty.lease(&ONE, &ask(4, next()))), visits[0]);
    assert_eq!(visit_of(&duty.lease(&OTHER, &ask(5, next()))), visits[1]);
    let chosen = |visit| LeaseWhat::Ticket { visit, ticket: 0 };
    let taken = duty.lease(&OTHER, &ask(5, chosen(visits[0])));
    assert_eq!(taken, LeaseReply::Taken { window: 4 });
    assert_eq!(
        duty.lease(&KeyId([3; 16]), &ask(6, next())),
        LeaseReply::Nobody
    );
    // A desk that never called what it was given keeps nobody waiting.
    office.clock.advance_ms(10_000);
    assert_eq!(visit_of(&duty.lease(&OTHER, &ask(5, next()))), visits[0]);

    // Called for good, here: his window has him.
    hand.call("window.open", json!({ "number": 1 }));
    hand.call(
        "queue.call",
        json!({ "visit_id": visits[1].to_string(), "ticket": 0, "reason": "спешит" }),
    );
    let gone = duty.lease(&ONE, &ask(4, chosen(visits[1])));
    assert_eq!(gone, LeaseReply::Taken { window: 1 });

    let letter = || LeaseWhat::Number {
        letter: "П".into()
    };
    let first = duty.lease(&ONE, &ask(4, letter()));
    assert_eq!(first, LeaseReply::Number { from: 3, to: 12 });
    let second = duty.lease(&OTHER, &ask(5, letter()));
    assert_eq!(second, LeaseReply::Number { from: 13, to: 22 });
    drop(duty);
    act(&hand, "branch.end");
    assert!(hand.workstation.duty().is_none());
}

/// Streams that the window of the hub's desk usually has.
fn duty_streams(hand: &Hand) -> Vec<String> {
    let choices = hand.call("queue.choices", json!({}));
    let streams = choices["streams"].as_array().unwrap();
    streams
        .iter()
        .map(|row| row["code"].as_str().unwrap().to_owned())
        .collect()
}

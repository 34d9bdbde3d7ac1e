//! The kiosk and the board: what they may, and what is written down when they try more.

use serde_json::json;
use stoika_domain::role::Role;
use stoika_testkit::town;
use stoika_workstation::Listener;
use stoika_workstation::api::error::ErrorCode;
use stoika_workstation::table::{Access, COMMANDS};

use crate::office::Office;

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
    let notes = || {
        let lines = desk.call("link.discrepancies", json!({}));
        let lines = lines.as_array().unwrap().clone();
        lines
            .iter()
            .filter(|line| line["code"] == "kiosk-refused")
            .count()
    };
    assert_eq!(notes(), 1);
    office.clock.advance_ms(61_000);
    let again = desk.workstation.rpc(&kiosk, "session.users", json!({}));
    assert!(again.is_err());
    assert_eq!(notes(), 2);
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

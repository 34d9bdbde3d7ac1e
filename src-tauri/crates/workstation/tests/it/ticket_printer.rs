//! Tickets on paper: what a printer on the network gets, and what is said when it gives none.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use serde_json::{Value, json};
use stoika_workstation::api::error::ErrorCode;

use crate::office::{Hand, Office};

/// A printer that takes one connection and answers every question so; then it tells what it got.
fn printer(hand: &Hand, answer: u8) -> JoinHandle<Vec<u8>> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    hand.call(
        "ticket_printer.set",
        json!({ "kind": "network", "address": address, "roll_mm": 58 }),
    );
    std::thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        let mut got = Vec::new();
        let mut byte = [0];
        while line.read(&mut byte).is_ok_and(|count| count == 1) {
            got.extend_from_slice(&byte);
            if let [.., 0x10, 0x04, 2..=4] = got.as_slice() {
                got.truncate(got.len() - 3);
                line.write_all(&[answer]).unwrap();
            }
        }
        got
    })
}

fn issue(hand: &Hand) -> Value {
    hand.call("queue.issue", json!({ "service": "readings" }))
}

fn trouble(hand: &Hand) -> Value {
    hand.call("queue.state", json!({}))["printer_trouble"].clone()
}

#[test]
fn a_ticket_comes_out_once_without_a_mark() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    let paper = printer(&hand, 0x12);
    let given = issue(&hand);
    assert_eq!(given["printed"], true);
    let first = paper.join().unwrap();
    assert_eq!(&first[..8], &[0x1B, b'@', 0x1D, b'v', b'0', 0, 48, 0]);
    assert_eq!(&first[first.len() - 4..], &[0x1D, b'V', 66, 0]);

    let asked = json!({ "visit_id": given["visit_id"], "ticket": 0 });
    let paper = printer(&hand, 0x12);
    let again = hand.call("queue.print_again", asked);
    assert_eq!(again["number"], given["number"]);
    // «Копия 2» is a line of its own.
    assert!(paper.join().unwrap().len() > first.len());
}

#[test]
fn no_paper_is_told_to_staff_and_client_and_the_next_ticket_clears_it() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    let paper = printer(&hand, 0x72);
    let given = issue(&hand);
    assert_eq!(given["printed"], false);
    assert_eq!(given["printer_trouble"], "Бумага для талонов закончилась.");
    assert_eq!(paper.join().unwrap(), [0_u8; 0]);
    assert_eq!(trouble(&hand), "В принтере талонов кончилась бумага");
    let state = hand.call("ticket_printer.state", json!({}));
    assert_eq!(state["trouble"], "В принтере талонов кончилась бумага");

    let paper = printer(&hand, 0x12);
    let asked = json!({ "visit_id": given["visit_id"], "ticket": 0 });
    assert_eq!(hand.call("queue.print_again", asked)["printed"], true);
    let late = paper.join().unwrap();
    assert_eq!(trouble(&hand), Value::Null);
    // It is the first that came out: no mark of a copy, so as long as another first one.
    let paper = printer(&hand, 0x12);
    issue(&hand);
    assert!(paper.join().unwrap().len().abs_diff(late.len()) < 48 * 8 * 6);
}

#[test]
fn a_printer_that_is_away_keeps_nobody_from_a_number() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    let address = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().to_string()
    };
    hand.call(
        "ticket_printer.set",
        json!({ "kind": "network", "address": address }),
    );
    let given = issue(&hand);
    assert_eq!(
        (&given["number"], &given["printed"]),
        (&json!("П-001"), &json!(false))
    );
    assert_eq!(
        trouble(&hand),
        "Принтер талонов не отвечает: проверьте питание и кабель"
    );
    hand.call("ticket_printer.set", json!({ "kind": "none" }));
    assert_eq!(issue(&hand)["printer_trouble"], Value::Null);
}

#[test]
fn an_ordinary_printer_gets_a_sheet() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    let name = hand.call("ticket_printer.state", json!({}))["system"][0].clone();
    hand.call(
        "ticket_printer.set",
        json!({ "kind": "system", "address": name }),
    );
    assert_eq!(issue(&hand)["printed"], true);
    let tried = hand.call("ticket_printer.try", json!({}));
    assert_eq!(tried["trouble"], Value::Null);
}

#[test]
fn an_address_that_cannot_be_one_is_refused_beside_its_field() {
    let office = Office::new();
    let hand = office.at_work("desk", 1);
    for (kind, address, code) in [
        ("network", "", "required"),
        ("network", "http://printer", "printer_address"),
        ("network", "printer:99999", "printer_address"),
        ("device", "lp0", "printer_address"),
        ("system", "-o raw", "printer_address"),
    ] {
        let refused = hand.refused(
            "ticket_printer.set",
            json!({ "kind": kind, "address": address }),
        );
        assert_eq!(refused.code, ErrorCode::InputInvalid, "{kind} {address}");
        assert_eq!(refused.fields[0].code, code, "{kind} {address}");
    }
}

/// A printer at a device file whose buffer is full: it takes nothing until somebody reads.
#[cfg(unix)]
struct Jammed {
    file: std::fs::File,
    _folder: tempfile::TempDir,
}

#[cfg(unix)]
impl Jammed {
    /// What a pipe holds.
    const FULL: usize = 65_536;

    fn at(hand: &Hand) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lp0");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let mut file = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(&path)
            .unwrap();
        file.write_all(&vec![0; Self::FULL]).unwrap();
        hand.call(
            "ticket_printer.set",
            json!({ "kind": "device", "address": path, "roll_mm": 58 }),
        );
        Self {
            file,
            _folder: folder,
        }
    }

    fn clear(&mut self) {
        self.file.read_exact(&mut vec![0; Self::FULL]).unwrap();
    }

    /// The next ticket, to where it is cut.
    fn ticket(&mut self) -> Vec<u8> {
        let mut got = Vec::new();
        let mut byte = [0];
        while !got.ends_with(&[0x1D, b'V', 66, 0]) {
            self.file.read_exact(&mut byte).unwrap();
            got.push(byte[0]);
        }
        got
    }
}

#[cfg(unix)]
#[test]
fn a_slow_printer_holds_nobody_up() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 1);
    let mut printer = Jammed::at(&hand);
    let slow = "Принтер не успевает печатать талоны.";
    let first = issue(&hand);
    assert_eq!(
        (&first["printed"], &first["printer_trouble"]),
        (&json!(false), &json!(slow))
    );
    // The first is in the printer still; the second client has his number all the same, and no late paper.
    let second = issue(&hand);
    assert_eq!(
        (&second["printed"], &second["printer_trouble"]),
        (&json!(false), &json!(slow))
    );
    assert_ne!(first["number"], second["number"]);
    assert_eq!(
        trouble(&hand),
        "Принтер талонов печатает медленно: талоны выходят не все"
    );
    printer.clear();
    let whole = printer.ticket();
    hand.until("queue.state", &json!({}), |state| {
        state["printer_trouble"].is_null()
    });
    let third = issue(&hand);
    assert_eq!(third["printed"], true);
    assert!(printer.ticket().len().abs_diff(whole.len()) < 48 * 8 * 6);
    // Of the first there is a copy already, of the second there is none.
    let asked = |given: &Value| json!({ "visit_id": given["visit_id"], "ticket": 0 });
    hand.call("queue.print_again", asked(&first));
    let again = printer.ticket();
    assert!(again.len() > whole.len(), "{} {}", again.len(), whole.len());
    hand.call("queue.print_again", asked(&second));
    assert!(printer.ticket().len().abs_diff(whole.len()) < 48 * 8 * 6);
}

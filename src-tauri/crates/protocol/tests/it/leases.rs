use stoika_protocol::message::{decode, encode};
use stoika_protocol::{ActId, LeaseAsk, LeaseReply, LeaseWhat};
use uuid::Uuid;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Desks of an office may run different versions: the bytes stay as they are.
#[test]
fn leases_are_written_as_ever() {
    let id = |byte: u8| ActId(Uuid::from_bytes([byte; 16]));
    let ask = |what| LeaseAsk {
        window: 4,
        shift: id(1),
        what,
    };
    let asked = [
        (
            ask(LeaseWhat::Next {
                streams: vec!["payments".into()],
            }),
            "830450010101010101010101010101010101018200818168".to_owned() + &hex(b"payments"),
        ),
        (
            ask(LeaseWhat::Ticket {
                visit: id(2),
                ticket: 1,
            }),
            "83045001010101010101010101010101010101820182500202020202020202020202020202020201"
                .to_owned(),
        ),
        (
            ask(LeaseWhat::Number {
                letter: "П".into()
            }),
            "83045001010101010101010101010101010101820281".to_owned() + "62d09f",
        ),
    ];
    for (message, bytes) in asked {
        assert_eq!(hex(&encode(&message)), bytes);
        assert_eq!(decode::<LeaseAsk>(&encode(&message)).ok(), Some(message));
    }
    let replies = [
        (
            LeaseReply::Granted {
                visit: id(2),
                ticket: 1,
                holds_ms: 10_000,
                upto: 300,
            },
            "82008450020202020202020202020202020202020119271019012c",
        ),
        (LeaseReply::Nobody, "820180"),
        (LeaseReply::Taken { window: 5 }, "82028105"),
        (LeaseReply::Number { from: 11, to: 20 }, "8203820b14"),
        (LeaseReply::NotHub, "820480"),
    ];
    for (message, bytes) in replies {
        assert_eq!(hex(&encode(&message)), bytes);
        assert_eq!(decode::<LeaseReply>(&encode(&message)).ok(), Some(message));
    }
}

//! Accounts of other offices.

use stoika_protocol::{Denial, HistoryId, Lookup};

use super::world::{NOW_MS, World};
use crate::exchange::ExchangeError;
use crate::lookup::{LOOKS_MAX, LOOKS_WITHIN_MS};
use crate::publish::RowPut;
use crate::storage::Storage;

fn asked(number: &str) -> Lookup {
    Lookup {
        number: number.to_owned(),
        reason: "client came with a bill".to_owned(),
        user: "u1".to_owned(),
    }
}

pub fn a_foreign_account_is_given_for_a_reason_and_written_down<S: Storage>(
    make: &dyn Fn(HistoryId) -> S,
) {
    let world = World::new(make);
    let desk = world.desk("otradny", 1);
    let put = |kind: &str, key: &str, scope: &str, data: &[u8]| RowPut {
        kind: kind.to_owned(),
        key: key.to_owned(),
        scope: scope.to_owned(),
        data: Some(data.to_vec()),
    };
    let rows = [
        put("account", "17", "kinel", b"party p9"),
        put("party", "p9", "kinel", b"somebody"),
        put("party", "p8", "kinel", b"somebody else"),
        put("ledger", "17", "kinel", b"debts"),
    ];
    world.exchange.publish(&rows).unwrap();

    let look = |lookup: &Lookup, now_ms| world.exchange.lookup(&desk.key, lookup, now_ms);
    let reply = look(&asked(" 17 "), NOW_MS).unwrap();
    let found: Vec<_> = reply
        .rows
        .iter()
        .map(|row| (row.kind.as_str(), row.key.as_str()))
        .collect();
    assert_eq!(
        found,
        [("account", "17"), ("party", "p9"), ("ledger", "17")]
    );
    assert_eq!(look(&asked("18"), NOW_MS + 1).unwrap().rows, []);

    // Without a reason nothing is given; a stranger and a revoked desk get nothing.
    let denied = |outcome| match outcome {
        Err(ExchangeError::Denied(denial)) => denial,
        other => panic!("{other:?}"),
    };
    for broken in [
        Lookup {
            reason: " ".to_owned(),
            ..asked("17")
        },
        Lookup {
            user: String::new(),
            ..asked("17")
        },
        Lookup {
            number: "1".repeat(100),
            ..asked("17")
        },
        Lookup {
            reason: "x".repeat(1000),
            ..asked("17")
        },
    ] {
        assert_eq!(denied(look(&broken, NOW_MS)), Denial::Malformed);
    }
    let stranger = super::TestDesk::new("otradny", 66);
    let strange = world.exchange.lookup(&stranger.key, &asked("17"), NOW_MS);
    assert_eq!(denied(strange), Denial::ForeignDesk);

    // What was asked is written down, found or not, and no more than so many in an hour.
    let lines = world
        .exchange
        .storage()
        .read(|rows| rows.lookups(10))
        .unwrap();
    let written: Vec<_> = lines
        .iter()
        .map(|line| (line.number.as_str(), line.found))
        .collect();
    assert_eq!(written, [("18", false), ("17", true)]);
    assert_eq!(
        (lines[1].user.as_str(), lines[1].office.as_str()),
        ("u1", "otradny")
    );
    assert_eq!(lines[1].reason, "client came with a bill");
    for _ in 2..LOOKS_MAX {
        look(&asked("17"), NOW_MS + 2).unwrap();
    }
    assert_eq!(denied(look(&asked("17"), NOW_MS + 3)), Denial::TooMany);
    look(&asked("17"), NOW_MS + 3 + LOOKS_WITHIN_MS).unwrap();

    world.exchange.revoke(&desk.key, NOW_MS + 5).unwrap();
    assert_eq!(denied(look(&asked("17"), NOW_MS + 6)), Denial::Revoked);
}

use stoika_protocol::{Denial, EnrolRefusal, EnrolSecret, HistoryId, Pull, Push, Signer, Snapshot};

use super::world::{NOW_MS, TestDesk, World};
use crate::enrolment::Invite;
use crate::exchange::ExchangeError;
use crate::storage::Storage;

fn invite(secret: EnrolSecret, window: u16) -> Invite {
    Invite {
        secret,
        office: "otradny".to_owned(),
        window,
        prefix: "ОТ".to_owned(),
        expires_at_ms: NOW_MS + 1000,
    }
}

pub fn a_code_lets_one_desk_in<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let secret = EnrolSecret([1; 10]);
    let label = world.exchange.invite(&invite(secret, 4)).unwrap();
    assert_eq!(label, "ОТ-04");
    let signer = Signer::from_seed(&[1; 32]);
    let unknown = world.enrol(&signer, EnrolSecret([2; 10]), NOW_MS);
    assert_eq!(unknown, Err(EnrolRefusal::Unknown));
    let late = world.enrol(&signer, secret, NOW_MS + 1000);
    assert_eq!(late, Err(EnrolRefusal::Expired));

    let reply = world.enrol(&signer, secret, NOW_MS + 999).unwrap();
    assert_eq!((reply.desk.as_str(), reply.window), ("ОТ-04", 4));
    assert_eq!(reply.office, "otradny");
    assert_eq!(reply.history, world.history);
    assert_eq!(reply.authority, world.exchange.authority().to_bytes());
    // The reply was lost: the same desk asks again, even when the code is too old by now.
    let again = world.enrol(&signer, secret, NOW_MS + 5000).unwrap();
    assert_eq!(again.desk, reply.desk);
    let other = world.enrol(&Signer::from_seed(&[2; 32]), secret, NOW_MS);
    assert_eq!(other, Err(EnrolRefusal::Used));

    // The proof of another key does not let a key in.
    let second = EnrolSecret([3; 10]);
    world.exchange.invite(&invite(second, 5)).unwrap();
    let nonce = stoika_protocol::Enrol::proof_nonce(&second);
    let stolen = stoika_protocol::Enrol {
        secret: second,
        key: Signer::from_seed(&[5; 32]).verifying_key().to_bytes(),
        proof: signer.sign(&stoika_protocol::seal::challenge_hash(&nonce)),
        program: String::new(),
    };
    let refused = world.exchange.enrol(&stolen, NOW_MS).unwrap();
    assert_eq!(refused, Err(EnrolRefusal::Key));
    // A desk that is in does not become another one.
    let twice = world.enrol(&signer, second, NOW_MS);
    assert_eq!(twice, Err(EnrolRefusal::Key));
}

pub fn labels_are_never_shared<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut labels = std::collections::BTreeSet::new();
    for number in 0..99 {
        let secret = EnrolSecret([number; 10]);
        labels.insert(world.exchange.invite(&invite(secret, 7)).unwrap());
    }
    assert_eq!(labels.len(), 99);
    assert!(labels.contains("ОТ-01") && labels.contains("ОТ-99"));
    let refused = world.exchange.invite(&invite(EnrolSecret([100; 10]), 7));
    assert!(refused.is_err());
}

pub fn a_revoked_desk_gives_and_gets_nothing<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    let mut other = world.desk("otradny", 2);
    desk.write(1, None, "in otradny");
    assert!(!world.hello(&desk, None).revoked);
    let at_ms = world.exchange.revoke(&desk.key, NOW_MS + 5).unwrap();
    assert_eq!(at_ms, Some(NOW_MS + 5));
    let again = world.exchange.revoke(&desk.key, NOW_MS + 9).unwrap();
    assert_eq!(again, Some(NOW_MS + 5));
    let nobody = TestDesk::new("otradny", 77);
    assert_eq!(world.exchange.revoke(&nobody.key, NOW_MS).unwrap(), None);

    // What it did is facts, and reaches the others.
    assert!(world.hello(&desk, None).revoked);
    world.settle(&desk);
    other.write(2, None, "in otradny");
    world.settle(&other);
    assert_eq!(world.pull(&other, 0, 0, 10).items.len(), 2);

    let denied = Err(ExchangeError::Denied(Denial::Revoked));
    let pull = Pull {
        replica: desk.replica,
        history: world.history,
        after: 0,
        directory_after: 0,
        items_max: 10,
        wait_ms: 0,
        order_head: None,
        directory_mark: None,
    };
    assert_eq!(world.exchange.pull(&desk.key, &pull, NOW_MS), denied);
    let page = Snapshot {
        history: None,
        after: None,
        rows_max: 10,
        directory_mark: None,
    };
    let denied = Err(ExchangeError::Denied(Denial::Revoked));
    assert_eq!(world.exchange.snapshot(&desk.key, &page, NOW_MS), denied);

    // A stranger may not even push.
    let foreign = || Err(ExchangeError::Denied(Denial::ForeignDesk));
    let push = Push {
        replica: nobody.replica,
        frames: Vec::new(),
    };
    assert_eq!(world.exchange.push(&nobody.key, &push, NOW_MS), foreign());
    let pulled = world.exchange.pull(&nobody.key, &pull, NOW_MS);
    assert_eq!(
        pulled.map(|_| ()),
        Err(ExchangeError::Denied(Denial::ForeignDesk))
    );
}

use minicbor::bytes::ByteVec;
use serde_json::{Value, json};
use stoika_domain::body::SubjectKind;
use stoika_exchange::storage::Storage as _;
use stoika_protocol::enrol::{EnrolSecret, EnrolmentCode};
use stoika_protocol::{
    ActId, Author, Body, Chain, Entry, Header, Hello, KeyId, PROTOCOL_VERSION, Pull, Push,
    RefusalCode, ReplicaId, Salt, Signer, Subject, seal_frames,
};
use stoika_sync::carrier::{Address, Http, ask_tenure, enrol};
use stoika_sync::driver::Carrier as _;
use stoika_sync::{CarrierError, Reply, Request};
use stoika_testkit::town;

use crate::browser::Browser;
use crate::office::{Desk, Office};

const CONSULTATION: &str = "readings";

#[test]
fn a_ticket_of_one_desk_stands_in_the_line_of_all_with_no_centre() {
    let office = Office::new();
    let mut hub = office.desk("hub", 1, town::HEAD);
    let mut second = office.desk("second", 2, town::SPECIALIST);
    let mut third = office.desk("third", 3, town::SPECIALIST);
    hub.becomes_hub();
    second.follows(1);
    third.follows(1);
    for desk in [&mut hub, &mut second, &mut third] {
        desk.wire.cut();
    }
    let first = second.ticket(CONSULTATION);
    third.until_line(&[&first]);
    hub.until_line(&[&first]);
    // What the hub itself writes is told at once, too.
    let next = hub.ticket(CONSULTATION);
    assert_ne!(first, next);
    for desk in [&mut hub, &mut second, &mut third] {
        desk.until_line(&[&first, &next]);
    }
    for desk in [&mut hub, &mut second, &mut third] {
        desk.wire.mend();
        desk.call("link.try_now", json!({}));
    }
    for desk in [&mut hub, &mut second, &mut third] {
        desk.settled();
        desk.until_line(&[&first, &next]);
    }
}

/// How many aggregates of a kind the centre has ordered.
fn at_centre(office: &Office, kind: SubjectKind) -> usize {
    let storage = office.centre.host().exchange().storage();
    storage
        .read(|rows| rows.settled_of_kind(kind.number()))
        .unwrap()
        .len()
}

#[test]
fn entries_of_a_desk_with_no_way_to_the_centre_go_there_by_the_hub() {
    let office = Office::new();
    let mut hub = office.desk("hub", 1, town::HEAD);
    let mut cut_off = office.desk("cut off", 2, town::SPECIALIST);
    hub.becomes_hub();
    cut_off.follows(1);
    cut_off.wire.cut();
    let number = cut_off.ticket(CONSULTATION);
    cut_off.call(
        "follow_up.agree",
        json!({ "party_id": town::CITIZEN, "step": "we_call", "on": "02.11.2026", "question": "расчёт" }),
    );
    hub.until_line(&[&number]);
    hub.until_true("the relay", |hub| {
        let waiting = hub.call("branch.state", json!({}))["relay_waiting"].clone();
        let there = (
            at_centre(&office, SubjectKind::Visit),
            at_centre(&office, SubjectKind::FollowUp),
        );
        if waiting == json!(0) && there == (1, 1) {
            Ok(())
        } else {
            Err(format!("{waiting} {there:?}"))
        }
    });
    // Its own link finds that the centre has it all already.
    cut_off.wire.mend();
    cut_off.call("link.try_now", json!({}));
    cut_off.settled();
    hub.settled();
    assert_eq!(at_centre(&office, SubjectKind::FollowUp), 1);
}

#[test]
fn the_hub_tells_the_centre_its_name_of_an_entry_at_once() {
    let office = Office::new();
    let mut hub = office.desk("hub", 1, town::HEAD);
    let mut cut_off = office.desk("cut off", 2, town::SPECIALIST);
    hub.becomes_hub();
    cut_off.follows(1);
    cut_off.wire.cut();
    hub.settled();
    hub.until("link.state", |state| state["mode"] == json!("online"));
    // Nothing else happens: the centre has no news for the hub before it has the name.
    let number = cut_off.ticket(CONSULTATION);
    hub.until_line(&[&number]);
    hub.settled();
    assert_eq!(at_centre(&office, SubjectKind::Visit), 1);
}

#[test]
fn a_hub_that_is_killed_and_started_again_has_lost_nothing_and_doubled_nothing() {
    let office = Office::new();
    let mut hub = office.desk("hub", 1, town::HEAD);
    let mut second = office.desk("second", 2, town::SPECIALIST);
    hub.becomes_hub();
    second.follows(1);
    hub.wire.cut();
    second.wire.cut();
    let first = second.ticket(CONSULTATION);
    hub.until_line(&[&first]);
    let dead = office.kill(hub);
    second.until("branch.state", |state| state["mode"] != json!("connected"));
    let next = second.ticket(CONSULTATION);
    let mut hub = office.revive(dead, town::HEAD);
    hub.until("branch.state", |state| state["mode"] == json!("hub"));
    second.call("branch.try_now", json!({}));
    second.follows(1);
    hub.until_line(&[&first, &next]);
    second.until_line(&[&first, &next]);
    hub.wire.mend();
    second.wire.mend();
    for desk in [&mut hub, &mut second] {
        desk.call("link.try_now", json!({}));
        desk.settled();
    }
    assert_eq!(at_centre(&office, SubjectKind::Visit), 2);
}

#[test]
fn kiosk_and_exchange_come_and_go_without_one_another() {
    let office = Office::new();
    let mut hub = office.desk("hub", 1, town::HEAD);
    let mut second = office.desk("second", 2, town::SPECIALIST);
    let address = hub.address();
    assert!(std::net::TcpStream::connect(&address).is_err());

    hub.call("station.switch", json!({ "on": true }));
    hub.until("station.state", |state| state["addresses"] != json!([]));
    assert_eq!(Browser::at(&address).get("/kiosk.html").status, 200);
    assert_eq!(Browser::at(&address).get("/v1/tenure").status, 404);

    hub.becomes_hub();
    second.follows(1);
    assert_eq!(Browser::at(&address).get("/kiosk.html").status, 200);
    hub.call("station.switch", json!({ "on": false }));
    hub.until("station.state", |state| state["addresses"] == json!([]));
    assert_eq!(Browser::at(&address).get("/kiosk.html").status, 404);
    let number = second.ticket(CONSULTATION);
    hub.until_line(&[&number]);

    // The tenure is told to whoever asks: sealed frames, which are believed by their seals.
    let stranger = Address::of_stranger(&format!("http://{address}")).unwrap();
    let frames = office.runtime.block_on(ask_tenure(&stranger)).unwrap();
    let opened = frames[0].open().unwrap();
    assert_eq!(
        opened.entries[0].0.header.subject.kind,
        SubjectKind::Tenure.number()
    );

    hub.call("branch.end", json!({}));
    hub.until("branch.state", |state| state["mode"] == json!("none"));
    hub.until_true(
        "the listener to go",
        |_| match std::net::TcpStream::connect(&address) {
            Ok(_) => Err("it still listens".to_owned()),
            Err(_) => Ok(()),
        },
    );
}

/// A desk of the office that is nothing but a key: what a hub must stand.
struct Stranger {
    signer: Signer,
    replica: ReplicaId,
}

impl Stranger {
    fn new(seed: u8) -> Self {
        Self {
            signer: Signer::from_seed(&[seed; 32]),
            replica: ReplicaId([seed; 16]),
        }
    }

    /// Comes in at the centre, for an office.
    fn enrolled(office: &Office, seed: u8, of: &str) -> Self {
        let stranger = Self::new(seed);
        let secret = EnrolSecret([seed; 10]);
        let exchange = office.centre.host().exchange();
        exchange
            .invite(&stoika_exchange::Invite {
                secret,
                office: of.to_owned(),
                window: u16::from(seed),
                prefix: of.to_owned(),
                expires_at_ms: i64::MAX,
            })
            .unwrap();
        let code = EnrolmentCode::parse(&office.centre.code(secret)).unwrap();
        office
            .runtime
            .block_on(enrol(&code, &stranger.signer, "test"))
            .unwrap();
        office.centre.host().announce();
        stranger
    }

    fn key(&self) -> KeyId {
        self.signer.id()
    }

    fn carrier(&self, address: &str) -> Http {
        let address = Address::parse(&format!("http://{address}"), None).unwrap();
        Http::new(address, self.signer.clone()).unwrap()
    }

    fn hello(&self) -> Request {
        let start = Chain::start(self.replica);
        Request::Hello(Hello {
            protocol: PROTOCOL_VERSION,
            key: self.key(),
            replica: self.replica,
            head_seq: start.seq,
            head_chain: start.head,
            cursor: None,
            directory_position: 0,
            program: "test".to_owned(),
            directory_mark: None,
            audits: Vec::new(),
            placed: None,
        })
    }
}

/// One sealed frame with an entry of its kind, whose body nobody can read.
fn frame(stranger: &Stranger) -> Vec<u8> {
    let act = ActId::new(1_793_342_760_000, [stranger.replica.0[0]; 10]);
    let body = Body {
        salt: Salt([1; 8]),
        bytes: b"no entry of ours".to_vec(),
    };
    let entry = Entry {
        header: Header {
            key: stranger.key(),
            replica: stranger.replica,
            seq: 1,
            act,
            subject: Subject {
                kind: SubjectKind::Visit.number(),
                id: act,
            },
            base: None,
            wall_time_ms: 1_793_342_760_000,
            server_time_ms: None,
            kind: 1,
            author: Author {
                user: String::new(),
                user_name: "Никто".to_owned(),
                role: 1,
                office: town::OFFICE.to_owned(),
                desk: "ОТ-98".to_owned(),
                rules: 1,
            },
            body_hash: body.hash(),
        },
        body: Some(body),
    };
    let start = Chain::start(stranger.replica);
    let mut sealed = seal_frames(&stranger.signer, start, &[entry]).unwrap();
    sealed.remove(0).0.0
}

fn push(replica: ReplicaId, frames: &[Vec<u8>]) -> Request {
    Request::Push(Push {
        replica,
        frames: frames.iter().cloned().map(ByteVec::from).collect(),
    })
}

/// Waits until the hub has a desk at that window in its directory, or has none.
fn until_known(hub: &mut Desk, window: u16, is_known: bool) {
    hub.until("branch.state", |state| {
        let desks = state["desks"].as_array().unwrap();
        desks.iter().any(|desk| desk["window"] == json!(window)) == is_known
    });
}

#[test]
fn who_is_not_of_the_office_and_what_is_not_sealed_is_refused_and_written_down() {
    let office = Office::new();
    let mut hub = office.desk("hub", 1, town::HEAD);
    hub.becomes_hub();
    let send = |carrier: &Http, request: Request| office.runtime.block_on(carrier.send(request));
    let address = hub.address();

    // A key that the centre never let in, and a desk of another office.
    let nobody = Stranger::new(66);
    let of_nobody = nobody.carrier(&address);
    assert_eq!(
        send(&of_nobody, nobody.hello()),
        Err(CarrierError::NotEnrolled)
    );
    let foreign = Stranger::enrolled(&office, 8, "kinel");
    assert_eq!(
        send(&foreign.carrier(&address), foreign.hello()),
        Err(CarrierError::NotEnrolled)
    );

    let member = Stranger::enrolled(&office, 7, town::OFFICE);
    until_known(&mut hub, 7, true);
    let carrier = member.carrier(&address);
    // Without a session nothing is taken.
    let good = frame(&member);
    assert_eq!(
        send(&carrier, push(member.replica, std::slice::from_ref(&good))),
        Err(CarrierError::SessionLost)
    );
    assert!(matches!(
        send(&carrier, member.hello()),
        Ok(Reply::Hello(_))
    ));
    let mut forged = good.clone();
    // Within the signature.
    forged[80] ^= 1;
    let asked = push(member.replica, &[b"garbage".to_vec(), forged]);
    let Ok(Reply::Push(reply)) = send(&carrier, asked) else {
        panic!("the push was not answered");
    };
    assert_eq!(reply.acked_seq, 0);
    let codes: Vec<RefusalCode> = reply.refused.iter().map(|refusal| refusal.code).collect();
    assert_eq!(codes, [RefusalCode::Malformed, RefusalCode::Signature]);
    // What another brings is taken by its seal alone, and that is of nobody here.
    let brought = push(nobody.replica, &[frame(&nobody)]);
    let Ok(Reply::Push(reply)) = send(&carrier, brought) else {
        panic!("the push was not answered");
    };
    assert_eq!(reply.refused[0].code, RefusalCode::ForeignDesk);
    let written: Vec<RefusalCode> = hub
        .workstation
        .duty()
        .unwrap()
        .replica()
        .branch_read::<_, stoika_store::StoreError>(|rows| rows.refused(10))
        .unwrap()
        .into_iter()
        .map(|refusal| refusal.code)
        .collect();
    assert_eq!(written.len(), 3, "{written:?}");
    // And the screen of the hub tells of each, with the desk that brought it.
    let state = hub.call("branch.state", json!({}));
    let mut told: Vec<(&str, &Value, &Value)> = state["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let reason = line["reason"].as_str().unwrap();
            (reason, &line["window"], &line["count"])
        })
        .collect();
    told.sort_by_key(|(reason, _, _)| *reason);
    assert_eq!(
        told,
        [
            ("foreign-desk", &json!(7), &json!(1)),
            ("malformed", &json!(7), &json!(1)),
            ("signature", &json!(7), &json!(1)),
        ]
    );

    // A good seal over what nobody can read is a fact: it is taken, once, and has no effect.
    for _ in 0..2 {
        let asked = push(member.replica, std::slice::from_ref(&good));
        let Ok(Reply::Push(reply)) = send(&carrier, asked) else {
            panic!("the push was not answered");
        };
        assert_eq!((reply.acked_seq, reply.refused), (1, Vec::new()));
    }
    assert_eq!(hub.call("queue.state", json!({}))["waiting"], json!(0));

    // From the word of the centre on it is given nothing.
    let exchange = office.centre.host().exchange();
    let now_ms = office.centre.clock().wall_ms();
    exchange.revoke(&member.key(), now_ms).unwrap();
    office.centre.host().announce();
    until_known(&mut hub, 7, false);
    let pull = Request::Pull(Pull {
        replica: member.replica,
        history: hub.workstation.duty().unwrap().history(),
        after: 0,
        directory_after: 0,
        items_max: 10,
        wait_ms: 0,
        order_head: None,
        directory_mark: None,
    });
    assert_eq!(send(&carrier, pull), Err(CarrierError::Revoked));
}

#[test]
fn a_successor_goes_on_and_the_old_hub_comes_back_as_a_desk() {
    let office = Office::new();
    let mut first = office.desk("first", 1, town::HEAD);
    let mut second = office.desk("second", 2, town::SPECIALIST);
    let mut third = office.desk("third", 3, town::HEAD);
    first.becomes_hub();
    second.follows(1);
    third.follows(1);
    let state = first.call("branch.state", json!({}));
    let desks = state["desks"].as_array().unwrap();
    let heir = desks
        .iter()
        .find(|desk| desk["window"] == json!(2))
        .unwrap();
    first.call("branch.set_successors", json!({ "keys": [heir["key"]] }));
    second.until("branch.state", |state| {
        let desks = state["desks"].as_array().unwrap();
        desks
            .iter()
            .any(|desk| desk["is_self"] == json!(true) && desk["is_successor"] == json!(true))
    });
    for desk in [&mut first, &mut second, &mut third] {
        desk.wire.cut();
    }
    let before = third.ticket(CONSULTATION);
    second.until_line(&[&before]);
    let dead = office.kill(first);

    // The hub is silent: the desks go on, and after a while the successor may order for them.
    second.until("branch.state", |state| state["mode"] == json!("away"));
    let alone = third.ticket(CONSULTATION);
    let state = second.call("branch.state", json!({}));
    assert_eq!(state["may_take_over"], json!(false));
    office.clock.advance_ms(31_000);
    second.until("branch.state", |state| {
        state["may_take_over"] == json!(true)
    });
    second.call("branch.take_over", json!({}));
    second.until("branch.state", |state| state["mode"] == json!("hub"));
    // The third desk is told where, reads the succession there and believes its seals.
    third.call(
        "branch.set_address",
        json!({ "address": format!("http://{}", second.address()) }),
    );
    third.follows(2);
    second.until_line(&[&before, &alone]);
    let after = second.ticket(CONSULTATION);
    third.until_line(&[&before, &alone, &after]);

    // The old one comes back, hears of it from the centre, and is a desk like the others.
    let mut first = office.revive(dead, town::HEAD);
    for desk in [&mut first, &mut second, &mut third] {
        desk.wire.mend();
        desk.call("link.try_now", json!({}));
    }
    first.follows(2);
    for desk in [&mut first, &mut second, &mut third] {
        desk.settled();
        desk.until_line(&[&before, &alone, &after]);
    }
    assert_eq!(at_centre(&office, SubjectKind::Visit), 3);
    assert_eq!(at_centre(&office, SubjectKind::Tenure), 2);
}

#[test]
fn a_desk_that_is_closed_is_no_hub_any_more_and_is_again_when_it_is_opened() {
    let office = Office::new();
    let mut hub = office.desk("hub", 1, town::HEAD);
    let mut second = office.desk("second", 2, town::SPECIALIST);
    hub.becomes_hub();
    second.follows(1);
    let address = hub.address();
    // Desks wait at it for news meanwhile.
    let closed = office.close(hub);
    assert!(std::net::TcpStream::connect(&address).is_err());
    let mut hub = office.revive(closed, town::HEAD);
    hub.until("branch.state", |state| state["mode"] == json!("hub"));
    second.call("branch.try_now", json!({}));
    second.follows(1);
}

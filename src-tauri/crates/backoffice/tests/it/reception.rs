//! What the centre does for a reception: accounts of other offices, appeals with an account that
//! the desk did not know, contacts that desks learnt.

use std::collections::BTreeMap;

use stoika_backoffice::Database;
use stoika_domain::appeal::{AppealEvent, Registered};
use stoika_domain::body::{self, EntryKind, Event, State, SubjectKind};
use stoika_domain::directory::{self, Account, Party, Reconciliation, kind};
use stoika_domain::party_contact::{
    Confirmed, ContactKind, Learnt, PartyContact, PartyContactEvent, Verdict as Settled,
};
use stoika_exchange::story::TestDesk;
use stoika_protocol::{
    ActId, DirectoryChange, EnrolmentCode, FeedItem, HistoryId, Lookup, LookupReply, PullReply,
    Subject, Verdict,
};

use crate::commands::{Desk, documents};
use crate::served::{Link, Server, pull};

const CUSTOMERS: &str = "id;office;kind;name\n9;kinel;citizen;Примерова Анна Сергеевна\n";
const ACCOUNTS: &str = "number;party;office;object;locality;street;house;tariff_since;price_t1;contract\n\
    630000000009;9;kinel;квартира;г. Кинель;ул. Мира;5;2026-10-01;6.95;63-К-1\n";
const CONTRACTS: &str = "number;party;office;kind;concluded_on\n63-К-1;9;kinel;supply;2020-01-01\n";
const CHARGES: &str = "account;month;used_kwh;charged\n630000000009;2026-10-01;120;834\n";

fn import(centre: &Desk, kind: &str, text: &str) {
    let file = centre.file(&format!("{kind}.csv"), text.as_bytes());
    centre.ok(&["import", kind, &file]);
}

/// An enrolled desk of Otradny with its link.
async fn come_in(centre: &Desk) -> (TestDesk, Link, HistoryId) {
    let text = centre.ok(&["enrol", "--office", "otradny", "--window", "4"]);
    let code = EnrolmentCode::parse(text.trim()).unwrap();
    let desk = TestDesk::new("otradny", 9);
    let (link, session) = Link::come_in(code, &desk, "ОТ-04").await;
    (desk, link, session.hello.history)
}

fn asked(number: &str) -> Vec<u8> {
    stoika_protocol::message::encode(&Lookup {
        number: number.to_owned(),
        reason: "клиент пришёл со счётом".to_owned(),
        user: "u-1".to_owned(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_another_office_is_looked_at_and_written_down() {
    let centre = Desk::published();
    import(&centre, "customers", CUSTOMERS);
    import(&centre, "accounts", ACCOUNTS);
    import(&centre, "contracts", CONTRACTS);
    import(&centre, "charges", CHARGES);
    let (server, _) = Server::start(&centre, &[]);
    let (_, link, _) = come_in(&centre).await;

    let reply: LookupReply = link.ask("/v1/lookup", &asked("630000000009")).await;
    let rows: BTreeMap<&str, &[u8]> = reply
        .rows
        .iter()
        .map(|row| (row.kind.as_str(), row.data.as_slice()))
        .collect();
    let kinds: Vec<&str> = rows.keys().copied().collect();
    assert_eq!(kinds, ["account", "contract", "ledger", "party"]);
    let party: Party = directory::decode(rows["party"]).unwrap();
    assert_eq!(party.name, "Примерова Анна Сергеевна");
    let account: Account = directory::decode(rows["account"]).unwrap();
    assert_eq!(account.office, "kinel");
    let nothing: LookupReply = link.ask("/v1/lookup", &asked("630000000010")).await;
    assert_eq!(nothing.rows, []);

    let looks = centre.json(&["lookups", "--json"]);
    assert_eq!(looks.as_array().unwrap().len(), 2);
    assert_eq!(looks[1]["number"], "630000000009");
    assert_eq!(looks[1]["desk"], "ОТ-04");
    assert_eq!(looks[1]["user"], "u-1");
    assert_eq!(looks[1]["reason"], "клиент пришёл со счётом");
    assert_eq!(
        (&looks[0]["found"], &looks[1]["found"]),
        (&false.into(), &true.into())
    );
    assert_eq!(centre.json(&["status", "--json"])["lookups"], 2);
    let words = centre.ok(&["lookups", "--last", "1"]);
    assert!(
        words.contains("ОТ-04  u-1  630000000010  not found"),
        "{words}"
    );
    server.stop();
}

/// An appeal of somebody who is not in the desk's base, with the number of his account.
fn appeal(account: &str) -> Vec<u8> {
    let registered: Registered = serde_json::from_value(serde_json::json!({
        "no": "ОТ-04/26-1842-МК3",
        "rc": "2026-10-30",
        "rg": "2026-10-30",
        "fm": "written",
        "ch": "office",
        "ct": "claim",
        "tp": "calculation",
        "ur": "ordinary",
        "au": "citizen",
        "ap": { "nm": "Примерова Анна Сергеевна", "ac": account },
        "tx": "Начислено вдвое больше.",
        "an": "email",
        "to": { "email": { "ad": "primer@mail.example" } },
        "nk": "claim.citizen",
        "rv": 7,
    }))
    .unwrap();
    body::encode(&Event::Appeal(AppealEvent::Registered(registered.into()))).1
}

/// Writes and pushes an act that begins an aggregate of its own.
async fn begin(
    desk: &mut TestDesk,
    link: &Link,
    (number, kind): (u64, SubjectKind),
    (entry_kind, bytes): (u16, &[u8]),
) -> Subject {
    let act = ActId::new(5000 + number, [9; 10]);
    let subject = Subject {
        kind: kind.number(),
        id: act,
    };
    let sent = desk.entries.len();
    desk.write_entry(act, subject, None, (entry_kind, bytes));
    let reply = link.push(desk.replica, desk.frames(sent)).await;
    assert_eq!(
        (reply.refused, reply.acked_seq),
        (Vec::new(), desk.chain.seq)
    );
    subject
}

/// Waits until the centre has published a row of that kind for the desk.
async fn published(
    desk: &TestDesk,
    link: &Link,
    history: HistoryId,
    mut after: u64,
    wanted: (&str, &str),
) -> Vec<u8> {
    loop {
        let asked = pull(desk, history, after, 25_000);
        let news: PullReply = link.ask("/v1/pull", &asked).await;
        for change in &news.directory {
            if let DirectoryChange::Put(row) = change
                && (row.kind.as_str(), row.key.as_str()) == wanted
            {
                return row.data.clone();
            }
        }
        after = news.directory_upto;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_with_an_unknown_account_is_reconciled_whichever_comes_first() {
    let centre = Desk::published();
    import(&centre, "customers", CUSTOMERS);
    let (server, _) = Server::start(&centre, &[]);
    let (mut desk, link, history) = come_in(&centre).await;
    let kind_of = EntryKind::AppealRegistered.number();
    let bytes = appeal("630000000009");

    // The appeal, then the account by a nightly file.
    let first = begin(
        &mut desk,
        &link,
        (1, SubjectKind::Appeal),
        (kind_of, &bytes),
    )
    .await;
    ordered(&centre, 1).await;
    import(&centre, "accounts", ACCOUNTS);
    let key = first.id.to_string();
    let found = published(
        &desk,
        &link,
        history,
        documents(),
        (kind::RECONCILIATION, &key),
    )
    .await;
    let expected = Reconciliation {
        party: "9".to_owned(),
        account: "630000000009".to_owned(),
        office: "kinel".to_owned(),
    };
    assert_eq!(
        directory::decode::<Reconciliation>(&found).unwrap(),
        expected
    );

    // The account is there, then comes the appeal.
    let second = begin(
        &mut desk,
        &link,
        (2, SubjectKind::Appeal),
        (kind_of, &bytes),
    )
    .await;
    let key = second.id.to_string();
    let found = published(
        &desk,
        &link,
        history,
        documents(),
        (kind::RECONCILIATION, &key),
    )
    .await;
    assert_eq!(
        directory::decode::<Reconciliation>(&found).unwrap(),
        expected
    );
    let file = centre.file("accounts.csv", ACCOUNTS.as_bytes());
    let again = centre.ok(&["import", "accounts", &file]);
    assert!(again.starts_with("0 rows changed"), "{again}");
    server.stop();
}

/// Waits until the centre has placed so many entries.
async fn ordered(centre: &Desk, count: u64) {
    while centre.json(&["status", "--json"])["effective"] != count {
        tokio::task::yield_now().await;
    }
}

/// What the desk makes of a subject: its own entry and what others added, folded as it folds.
async fn contact_at_desk(
    desk: &TestDesk,
    link: &Link,
    history: HistoryId,
    subject: Subject,
) -> PartyContact {
    let news: PullReply = link
        .ask("/v1/pull", &pull(desk, history, documents(), 0))
        .await;
    let own = desk
        .entries
        .iter()
        .filter(|entry| entry.header.subject == subject);
    let others = news.items.iter().filter_map(|item| match item {
        FeedItem::Other(ordered) if ordered.entry.header.subject == subject => {
            assert_eq!(ordered.record.verdict, Verdict::Effective);
            Some(&ordered.entry)
        }
        _ => None,
    });
    let mut state = None;
    for entry in own.chain(others) {
        state = Some(stoika_store::fold(state, entry).unwrap());
    }
    let contact = match state {
        Some(State::PartyContact(contact)) => Some(contact),
        _ => None,
    };
    contact.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_centre_settles_what_a_desk_learnt_and_an_import_does_not() {
    let centre = Desk::published();
    import(&centre, "customers", CUSTOMERS);
    let (server, _) = Server::start(&centre, &[]);
    let (mut desk, link, history) = come_in(&centre).await;
    let learnt = |value: &str| {
        let body = Learnt {
            party_id: "9".to_owned(),
            kind: ContactKind::Phone,
            value: value.to_owned(),
        };
        body::encode(&Event::PartyContact(PartyContactEvent::Learnt(body)))
    };
    let kind = SubjectKind::PartyContact;
    let (number, bytes) = learnt("+79000000001");
    let right = begin(&mut desk, &link, (1, kind), (number, &bytes)).await;
    let (number, bytes) = learnt("+79000000002");
    let wrong = begin(&mut desk, &link, (2, kind), (number, &bytes)).await;
    ordered(&centre, 2).await;

    // A nightly file says the old phone again: what the client said at the desk still stands.
    let with_phone = CUSTOMERS
        .replace("kind;name", "kind;name;phone")
        .replace("Сергеевна", "Сергеевна;89000000000");
    import(&centre, "customers", &with_phone);
    let waiting = centre.json(&["contacts", "list", "--json"]);
    assert_eq!(waiting.as_array().unwrap().len(), 2);
    assert_eq!(waiting[0]["value"], "+79000000001");
    assert_eq!(waiting[0]["stands"], "+79000000000");
    assert_eq!(waiting[0]["name"], "Примерова Анна Сергеевна");

    // Nobody confirmed anything: what was learnt is not taken over by the way.
    let by = ["--by", "Центральная Мария Ивановна"];
    let none = centre.ok(&[&["contacts", "accept", "--confirmed"], &by[..]].concat());
    assert_eq!(none, "");
    let id = |subject: Subject| subject.id.to_string();
    centre.ok(&[&["contacts", "accept", &id(right)], &by[..]].concat());
    let no = ["contacts", "reject", &id(wrong), "--reason", "номер занят"];
    centre.ok(&[&no[..], &by[..]].concat());
    let accepted = contact_at_desk(&desk, &link, history, right).await;
    assert_eq!(accepted.verdict, Settled::Accepted);
    let rejected = contact_at_desk(&desk, &link, history, wrong).await;
    let reason = "номер занят".to_owned();
    assert_eq!(rejected.verdict, Settled::Rejected { reason });
    let database = Database::open(&centre.data(), HistoryId([0; 16])).unwrap();
    let (scope, row) = database.directory_row(kind::PARTY, "9").unwrap().unwrap();
    let party: Party = directory::decode(&row).unwrap();
    assert_eq!(
        (scope.as_str(), party.phone.as_deref()),
        ("kinel", Some("+79000000001"))
    );
    assert!(party.phone_confirmed_on.is_some());

    // Another client said that the card is right.
    let body = Confirmed {
        party_id: "9".to_owned(),
        kind: ContactKind::Phone,
        value_masked: None,
    };
    let confirmed = Event::PartyContact(PartyContactEvent::Confirmed(body));
    let (number, bytes) = body::encode(&confirmed);
    let third = begin(&mut desk, &link, (3, kind), (number, &bytes)).await;
    ordered(&centre, 5).await;
    let said = centre.ok(&[&["contacts", "accept", "--confirmed"], &by[..]].concat());
    assert_eq!(said, format!("{}  settled\n", id(third)));

    // Settled once; the whole list keeps them.
    let again = centre.error(&[&["contacts", "accept", &id(wrong)], &by[..]].concat());
    assert!(
        again.to_string().contains("waits for the centre"),
        "{again}"
    );
    assert_eq!(centre.ok(&["contacts", "list"]), "");
    let all = centre.json(&["contacts", "list", "--all", "--json"]);
    assert_eq!(all.as_array().unwrap().len(), 3);
    let status = centre.json(&["status", "--json"]);
    assert_eq!(
        (&status["effective"], &status["void"]),
        (&6.into(), &0.into())
    );
    server.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_put_back_from_a_backup_goes_on_under_a_new_replica() {
    let centre = Desk::published();
    import(&centre, "customers", CUSTOMERS);
    let (server, _) = Server::start(&centre, &[]);
    let (mut desk, link, _) = come_in(&centre).await;
    let body = Learnt {
        party_id: "9".to_owned(),
        kind: ContactKind::Phone,
        value: "+79000000001".to_owned(),
    };
    let (number, bytes) = body::encode(&Event::PartyContact(PartyContactEvent::Learnt(body)));
    let kind = SubjectKind::PartyContact;
    let subject = begin(&mut desk, &link, (1, kind), (number, &bytes)).await;
    ordered(&centre, 1).await;
    server.stop();

    let id = subject.id.to_string();
    let accept = ["contacts", "accept", &id, "--by", "Центральная Мария"];
    let backup = centre.data().with_file_name("backup.db");
    std::fs::copy(centre.data().join("centre.db"), &backup).unwrap();
    centre.ok(&accept);
    for gone in ["centre.db-wal", "centre.db-shm"] {
        // A clean close has removed them already.
        let _ = std::fs::remove_file(centre.data().join(gone));
    }
    std::fs::copy(&backup, centre.data().join("centre.db")).unwrap();
    let marked = |centre: &Desk| std::fs::read(centre.data().join("desk.mark")).unwrap();
    let before = marked(&centre);
    centre.ok(&accept);
    assert_ne!(marked(&centre)[..16], before[..16]);
    let status = centre.json(&["status", "--json"]);
    assert_eq!(
        (&status["effective"], &status["void"]),
        (&2.into(), &0.into())
    );
    assert_eq!(status["branches"].as_array().unwrap().len(), 0);
}

//! What the centre does for a reception: accounts of other offices, appeals with an account that
//! the desk did not know, contacts that desks learnt.

use std::collections::BTreeMap;

use stoika_domain::appeal::{AppealEvent, Registered};
use stoika_domain::body::{self, EntryKind, Event, SubjectKind};
use stoika_domain::directory::{self, Account, Party, Reconciliation, kind};
use stoika_exchange::story::TestDesk;
use stoika_protocol::{
    ActId, DirectoryChange, EnrolmentCode, HistoryId, Lookup, LookupReply, PullReply, Subject,
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
    let ordered = |count: u64| centre.json(&["status", "--json"])["effective"] == count;
    while !ordered(1) {
        tokio::task::yield_now().await;
    }
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

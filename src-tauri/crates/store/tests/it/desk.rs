//! A desk in a folder of its own, and the centre's half of the order, by hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use stoika_domain::appeal::{
    AnswerAddress, Answered, AppealEvent, Applicant, Closed, Executor, Outcome, Registered,
    StatementForm,
};
use stoika_domain::body::{Event, SubjectKind, encode};
use stoika_domain::directory::{self, Account, Address, Party, PartyKind, Tariff, kind};
use stoika_domain::ids::{
    AnswerChannelId, CategoryId, ChannelId, NormKey, OfficeId, TopicId, UrgencyId,
};
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::role::Role;
use stoika_domain::terms::Audience;
use stoika_protocol::{
    ActId, Author, DirectoryChange, DirectoryRow, Entry, FeedItem, Hash, HistoryId, OrderRecord,
    OrderedEntry, PullReply, ReplicaId, Salt, Signer, SnapshotReply, Subject, Verdict,
};
use stoika_store::{Identity, NewAct, NewEntry, OpenParams, Opened, Recorded, Replica, Result};
use tempfile::TempDir;

pub const HISTORY: HistoryId = HistoryId([9; 16]);
pub const KEY: [u8; 32] = [0x5a; 32];
pub const LABEL: &str = "ОТ-04";
/// 30.10.2026 06:00 UTC.
pub const NOW_MS: i64 = 1_793_340_000_000;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 30).unwrap()
}

pub fn signer() -> Signer {
    Signer::from_seed(&[7; 32])
}

pub struct Desk {
    pub folder: TempDir,
    pub replica: Replica,
    pub opened: Opened,
    pub acts: u64,
}

pub fn params(root: &Path, fresh: u8) -> OpenParams {
    OpenParams {
        dir: root.join("replica"),
        mark: root.join("outside/mark"),
        key: KEY,
        machine: Hash([1; 32]),
        fresh: Identity {
            replica: ReplicaId([fresh; 16]),
            key: signer().id(),
        },
    }
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (replica, opened) = Replica::open(&params(folder.path(), 1)).unwrap();
        Self {
            folder,
            replica,
            opened,
            acts: 0,
        }
    }

    /// A desk that has norms and calendar.
    pub fn with_rules() -> Self {
        let desk = Self::new();
        desk.load(&[standard("norms"), standard("calendar")]);
        desk
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Closes and opens again.
    pub fn reopen(self) -> Self {
        let Self {
            folder,
            replica,
            acts,
            ..
        } = self;
        drop(replica);
        let (replica, opened) = Replica::open(&params(folder.path(), 2)).unwrap();
        Self {
            folder,
            replica,
            opened,
            acts,
        }
    }

    pub fn act_id(&mut self) -> ActId {
        self.acts += 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.acts.to_be_bytes());
        ActId::new(NOW_MS.cast_unsigned(), random)
    }

    /// Records an act of one event about a subject.
    pub fn act(&mut self, subject: Option<Subject>, event: &Event) -> Result<(Subject, Recorded)> {
        let act_id = self.act_id();
        let (number, bytes) = encode(event);
        let subject = subject.unwrap_or(Subject {
            kind: event.kind().subject().number(),
            id: act_id,
        });
        let recorded = self.replica.record(NewAct {
            author: author(),
            act_id,
            wall_time_ms: NOW_MS,
            server_time_ms: Some(NOW_MS),
            entries: vec![NewEntry {
                subject,
                kind: number,
                bytes,
                salt: Salt([3; 8]),
            }],
        })?;
        Ok((subject, recorded))
    }

    /// Registers an appeal with the next number.
    pub fn register(
        &mut self,
        applicant: &str,
        party: Option<&str>,
    ) -> Result<(Subject, PaperNumber)> {
        let act_id = self.act_id();
        let mut given = None;
        self.replica
            .record_with::<stoika_store::StoreError>(|context| {
                let counter = context.next_counter(LABEL, 2026)?;
                let number = PaperNumber::compose(
                    DeskLabel::parse(LABEL).unwrap(),
                    2026,
                    counter,
                    &act_id.0,
                )
                .unwrap();
                given = Some(number);
                let (kind, bytes) = encode(&registration(number, applicant, party));
                Ok(NewAct {
                    author: author(),
                    act_id,
                    wall_time_ms: NOW_MS,
                    server_time_ms: None,
                    entries: vec![NewEntry {
                        subject: appeal(act_id),
                        kind,
                        bytes,
                        salt: Salt([4; 8]),
                    }],
                })
            })?;
        Ok((appeal(act_id), given.unwrap()))
    }

    /// Loads these rows as a whole directory, at position 1.
    pub fn load(&self, rows: &[DirectoryRow]) {
        let mut rows = rows.to_vec();
        rows.sort_by(|a, b| (&a.kind, &a.key).cmp(&(&b.kind, &b.key)));
        self.replica.apply_snapshot(&page(rows, true)).unwrap();
    }

    /// Entries of the replica that writes now, as the centre gets them.
    pub fn sent(&self) -> Vec<Entry> {
        let name = self.replica.identity().unwrap().replica;
        let frames = self
            .replica
            .frames_after(&signer(), name, 0, usize::MAX)
            .unwrap();
        frames
            .iter()
            .flat_map(|frame| frame.open().unwrap().entries)
            .map(|(entry, _)| entry)
            .collect()
    }
}

pub fn appeal(id: ActId) -> Subject {
    Subject {
        kind: SubjectKind::Appeal.number(),
        id,
    }
}

pub fn author() -> Author {
    Author {
        user: "samoylova".into(),
        user_name: "Самойлова Е. В.".into(),
        role: Role::Head.number(),
        office: "otradny".into(),
        desk: LABEL.into(),
        rules: 1,
    }
}

pub fn registration(number: PaperNumber, applicant: &str, party: Option<&str>) -> Event {
    Event::Appeal(AppealEvent::Registered(Box::new(Registered {
        number,
        received_on: today(),
        registered_on: today(),
        form: StatementForm::Written,
        channel: ChannelId::parse("office").unwrap(),
        category: CategoryId::parse("claim").unwrap(),
        topic: TopicId::parse("calculation").unwrap(),
        urgency: UrgencyId::parse("ordinary").unwrap(),
        audience: Audience::Citizen,
        applicant: Applicant {
            party_id: party.map(str::to_owned),
            display_name: applicant.to_owned(),
            account_number: None,
            address: None,
            contract: None,
            representative: None,
            zone_office: None,
        },
        text: "Начислено лишнее.".into(),
        demand: None,
        answer_channel: AnswerChannelId::parse("office").unwrap(),
        answer_address: AnswerAddress::Office,
        norm_key: NormKey::parse("claim.citizen").unwrap(),
        rules_version: 1,
        attachments: Vec::new(),
        compared: None,
    })))
}

pub fn assigned(user: &str) -> Event {
    Event::Appeal(AppealEvent::Assigned(Executor {
        user_id: user.into(),
        name: "Ермаков Д. С.".into(),
        office_id: OfficeId::parse("otradny").unwrap(),
    }))
}

pub fn answered() -> Event {
    Event::Appeal(AppealEvent::Answered(Answered {
        answered_on: today(),
        outcome: Outcome::Founded,
        answer_channel: AnswerChannelId::parse("office").unwrap(),
        text: "Пересчитано.".into(),
        conclusion: None,
        settlement: None,
    }))
}

pub fn closed() -> Event {
    Event::Appeal(AppealEvent::Closed(Closed {
        closed_on: today(),
        ground: None,
        note: None,
    }))
}

/// The centre's half: gives places in order.
pub struct Centre {
    position: u64,
    pub directory: u64,
}

impl Centre {
    pub fn new() -> Self {
        Self {
            position: 0,
            directory: 1,
        }
    }

    pub fn record(&mut self, entry: &Entry, verdict: Verdict) -> OrderRecord {
        self.position += 1;
        OrderRecord {
            position: self.position,
            entry: entry.header.entry_ref(),
            header_hash: entry.header.hash(),
            verdict,
        }
    }

    pub fn own(&mut self, entry: &Entry, verdict: Verdict) -> FeedItem {
        FeedItem::Own(self.record(entry, verdict))
    }

    pub fn other(&mut self, entry: &Entry, verdict: Verdict) -> FeedItem {
        FeedItem::Other(OrderedEntry {
            record: self.record(entry, verdict),
            entry: entry.clone(),
        })
    }

    pub fn reply(&self, items: Vec<FeedItem>) -> PullReply {
        PullReply {
            history: HISTORY,
            upto: self.position,
            order_head: Hash([u8::try_from(self.position % 251).unwrap(); 32]),
            items,
            directory: Vec::new(),
            directory_upto: self.directory,
            more: false,
            server_time_ms: NOW_MS,
            signature: None,
            directory_mark: None,
            frames: None,
        }
    }

    /// Directory changes, each at the next position.
    pub fn publish(&mut self, changes: Vec<DirectoryChange>) -> PullReply {
        let directory = changes
            .into_iter()
            .map(|change| {
                self.directory += 1;
                match change {
                    DirectoryChange::Put(row) => DirectoryChange::Put(DirectoryRow {
                        position: self.directory,
                        ..row
                    }),
                    DirectoryChange::Remove { kind, key, .. } => DirectoryChange::Remove {
                        kind,
                        key,
                        position: self.directory,
                    },
                }
            })
            .collect();
        PullReply {
            directory,
            directory_upto: self.directory,
            ..self.reply(Vec::new())
        }
    }
}

pub fn page(rows: Vec<DirectoryRow>, last: bool) -> SnapshotReply {
    SnapshotReply {
        history: HISTORY,
        position: 1,
        rows_total: rows.len() as u64,
        accounts_total: rows.iter().filter(|row| row.kind == kind::ACCOUNT).count() as u64,
        rows,
        last,
        server_time_ms: NOW_MS,
        signature: None,
        directory_mark: None,
    }
}

pub fn standard(name: &str) -> DirectoryRow {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../fixtures/standard")
        .join(format!("{name}.json"));
    DirectoryRow {
        kind: kind::STANDARD.into(),
        key: name.into(),
        position: 1,
        data: std::fs::read(path).unwrap(),
    }
}

pub fn row<T: serde::Serialize>(row_kind: &str, key: &str, value: &T) -> DirectoryRow {
    DirectoryRow {
        kind: row_kind.into(),
        key: key.into(),
        position: 1,
        data: directory::encode(value).unwrap(),
    }
}

pub fn party(name: &str, phone: Option<&str>, accounts: &[&str]) -> Party {
    Party {
        kind: if name.contains('«') {
            PartyKind::LegalEntity
        } else {
            PartyKind::Citizen
        },
        name: name.into(),
        phone: phone.map(str::to_owned),
        email: None,
        inn: None,
        phone_confirmed_on: None,
        accounts: accounts.iter().map(|&number| number.to_owned()).collect(),
        ..Party::default()
    }
}

pub fn account(
    party: &str,
    locality: &str,
    street: &str,
    house: &str,
    flat: Option<&str>,
) -> Account {
    Account {
        party: party.into(),
        office: "otradny".into(),
        object: "квартира".into(),
        address: Address {
            index: None,
            locality: locality.into(),
            street: street.into(),
            house: house.into(),
            flat: flat.map(str::to_owned),
        },
        contract: None,
        contract_on: None,
        tariff: Tariff {
            since: today(),
            prices: vec![("T1".into(), 695)],
        },
        area_tenths_m2: None,
        residents: None,
        meters: Vec::new(),
        ..Account::default()
    }
}

/// Every table that follows from the journal and the directory, as text. Ranks of the search are
/// left out: their gaps depend on the order of arrival; the order of documents does not.
pub fn tables(desk: &Desk) -> BTreeMap<String, Vec<String>> {
    let conn = raw(&desk.root());
    let mut tables = BTreeMap::new();
    for (name, sql) in [
        ("aggregate", "SELECT * FROM aggregate ORDER BY id"),
        ("entry", "SELECT * FROM entry ORDER BY id"),
        ("appeal", "SELECT * FROM appeal ORDER BY aggregate"),
        ("contact", "SELECT * FROM contact ORDER BY aggregate"),
        (
            "account_of_party",
            "SELECT * FROM account_of_party ORDER BY party, account",
        ),
        (
            "search_doc",
            "SELECT key, text FROM search_doc ORDER BY text, key",
        ),
        ("search_order", "SELECT text FROM search_doc ORDER BY rank"),
        (
            "search_number",
            "SELECT * FROM search_number ORDER BY symbols, kind, target",
        ),
        (
            "search_applicant",
            "SELECT * FROM search_applicant ORDER BY word, appeal",
        ),
        ("counter", "SELECT * FROM counter ORDER BY series, year"),
    ] {
        let mut statement = conn.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement
            .query_map([], |row| {
                (0..columns)
                    .map(|column| {
                        Ok(format!(
                            "{:?}",
                            row.get::<_, rusqlite::types::Value>(column)?
                        ))
                    })
                    .collect::<rusqlite::Result<Vec<_>>>()
            })
            .unwrap()
            .map(|row| row.unwrap().join("|"))
            .collect();
        tables.insert(name.to_owned(), rows);
    }
    tables
}

/// The database past the store: what only a test may look at.
pub fn raw(root: &Path) -> rusqlite::Connection {
    let conn =
        rusqlite::Connection::open(root.join("replica").join(stoika_store::DATABASE_FILE)).unwrap();
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    conn.execute_batch(&format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{hex}'\"; PRAGMA busy_timeout = 5000;"
    ))
    .unwrap();
    conn
}

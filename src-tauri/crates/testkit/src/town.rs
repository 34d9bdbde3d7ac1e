//! A small town: the published Standard, three people at the desk, a few clients that do not exist.

use std::str::FromStr as _;

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::NaiveDate;
use serde::Serialize;
use stoika_domain::directory::{
    self, Account, Address, Ledger, LedgerMonth, Meter, Party, PartyKind, Reading, Tariff, User,
    kind,
};
use stoika_exchange::{RowPut, SCOPE_ALL};

/// The office of the town.
pub const OFFICE: &str = "otradny";
/// What labels of its desks begin with.
pub const PAPER_CODE: &str = "ОТ";
/// Everybody's password.
pub const PASSWORD: &str = "стойка-2026";
/// Login of a specialist.
pub const SPECIALIST: &str = "samoylova";
/// Login of a specialist for contracts.
pub const CONTRACTS: &str = "kuznetsov";
/// Login of the head of the office.
pub const HEAD: &str = "ermakov";
/// Login of an administrator, who sees no client.
pub const ADMINISTRATOR: &str = "admin";
/// Login of somebody who does not work here any more.
pub const DISMISSED: &str = "byvshaya";
/// Party id of a citizen with two accounts.
pub const CITIZEN: &str = "p-000001";
/// His first account.
pub const CITIZEN_ACCOUNT: &str = "630000123456";
/// Party id of an organisation.
pub const COMPANY: &str = "p-000003";

/// A document by its name.
macro_rules! document_of {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../../fixtures/standard/", $name, ".json")),
        )
    };
}

/// Documents of the Standard by name: all that are published.
const DOCUMENTS: [(&str, &str); 37] = [
    document_of!("answer_channels"),
    document_of!("articles"),
    document_of!("calendar"),
    document_of!("categories"),
    document_of!("channels"),
    document_of!("checklists"),
    document_of!("client_kinds"),
    document_of!("consultation_topics"),
    document_of!("consumer_categories"),
    document_of!("contact_norms"),
    document_of!("external_bodies"),
    document_of!("feedback_kinds"),
    document_of!("grounds"),
    document_of!("hours"),
    document_of!("legal_base"),
    document_of!("name_cases"),
    document_of!("norms"),
    document_of!("notification_forms"),
    document_of!("office_kinds"),
    document_of!("offices"),
    document_of!("organisation"),
    document_of!("payment_terms"),
    document_of!("price_categories"),
    document_of!("questionnaires"),
    document_of!("queue"),
    document_of!("queue_norms"),
    document_of!("reading_sources"),
    document_of!("reading_windows"),
    document_of!("refusal_reasons"),
    document_of!("reminders"),
    document_of!("retention"),
    document_of!("services"),
    document_of!("settings"),
    document_of!("tariffs"),
    document_of!("term_keys"),
    document_of!("topics"),
    document_of!("urgency"),
];

/// A document of the Standard; `None` for a name that is not published.
#[must_use]
pub fn document(name: &str) -> Option<&'static str> {
    DOCUMENTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, json)| *json)
}

/// A town cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum TownError {
    /// A row has no form on the wire.
    #[error(transparent)]
    Row(#[from] directory::UnreadableRow),
    /// No password hash.
    #[error("no password hash: {0}")]
    Password(String),
    /// A date that is none.
    #[error("no such date")]
    Date,
}

/// All rows that the centre publishes for the town.
///
/// # Errors
/// [`TownError`], which is a mistake in this file.
pub fn rows() -> Result<Vec<RowPut>, TownError> {
    let mut rows: Vec<RowPut> = DOCUMENTS
        .iter()
        .map(|(name, json)| RowPut {
            kind: kind::STANDARD.to_owned(),
            key: (*name).to_owned(),
            scope: SCOPE_ALL.to_owned(),
            data: Some(json.as_bytes().to_vec()),
        })
        .collect();
    rows.extend(users()?);
    let people = [
        (
            "p-000001",
            PartyKind::Citizen,
            "Примерова Анна Сергеевна",
            Some("+79001234512"),
            &[CITIZEN_ACCOUNT, "630000789012"][..],
        ),
        (
            "p-000002",
            PartyKind::Citizen,
            "Ёлкин Пётр Ильич",
            None,
            &["630000222222"],
        ),
        (
            "p-000003",
            PartyKind::LegalEntity,
            "ООО «Образец»",
            Some("+78466112233"),
            &["630000333333"],
        ),
        (
            "p-000004",
            PartyKind::Citizen,
            "Небылицын Арсений Данилович",
            Some("+79005550102"),
            &["630000444444"],
        ),
    ];
    for (place, (id, kind, name, phone, accounts)) in people.into_iter().enumerate() {
        rows.push(row(
            directory::kind::PARTY,
            id,
            &Party {
                kind,
                name: name.to_owned(),
                phone: phone.map(ToOwned::to_owned),
                email: None,
                inn: None,
                phone_confirmed_on: Some(date("2025-08-20")?).filter(|_| phone.is_some()),
                accounts: accounts.iter().map(ToString::to_string).collect(),
                ..Party::default()
            },
        )?);
        for (number, account) in accounts.iter().enumerate() {
            rows.push(row(
                directory::kind::ACCOUNT,
                account,
                &supply(id, place, number, kind)?,
            )?);
            rows.push(row(directory::kind::LEDGER, account, &ledger(place)?)?);
        }
    }
    Ok(rows)
}

fn row<T: Serialize>(kind: &str, key: &str, data: &T) -> Result<RowPut, TownError> {
    Ok(RowPut {
        kind: kind.to_owned(),
        key: key.to_owned(),
        scope: OFFICE.to_owned(),
        data: Some(directory::encode(data)?),
    })
}

fn date(text: &str) -> Result<NaiveDate, TownError> {
    NaiveDate::from_str(text).map_err(|_| TownError::Date)
}

fn users() -> Result<Vec<RowPut>, TownError> {
    let hash = password_hash()?;
    [
        (
            "u-01",
            SPECIALIST,
            "Самойлова Елена Викторовна",
            "Самойлова\u{a0}Е.\u{a0}В.",
            "специалист по работе с клиентами",
            "specialist_payments",
            true,
        ),
        (
            "u-02",
            HEAD,
            "Ермаков Денис Сергеевич",
            "Ермаков\u{a0}Д.\u{a0}С.",
            "начальник отделения",
            "head",
            true,
        ),
        (
            "u-03",
            ADMINISTRATOR,
            "Юдина Ольга Павловна",
            "Юдина\u{a0}О.\u{a0}П.",
            "администратор",
            "administrator",
            true,
        ),
        (
            "u-04",
            DISMISSED,
            "Бывшая Инна Олеговна",
            "Бывшая\u{a0}И.\u{a0}О.",
            "специалист",
            "clerk",
            false,
        ),
        (
            "u-05",
            CONTRACTS,
            "Кузнецов Илья Андреевич",
            "Кузнецов\u{a0}И.\u{a0}А.",
            "специалист по договорам",
            "specialist_contracts",
            true,
        ),
    ]
    .into_iter()
    .map(|(id, login, name, short_name, post, role, active)| {
        row(
            directory::kind::USER,
            id,
            &User {
                login: login.to_owned(),
                name: name.to_owned(),
                short_name: short_name.to_owned(),
                post: post.to_owned(),
                role: role.to_owned(),
                password_hash: hash.clone(),
                active,
            },
        )
    })
    .collect()
}

/// Argon2id at its cheapest: the tests of sign-in check what is accepted, not how long it takes.
fn password_hash() -> Result<String, TownError> {
    let params =
        Params::new(8, 1, 1, None).map_err(|error| TownError::Password(error.to_string()))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(PASSWORD.as_bytes(), b"stoika-testkit-1")
        .map(|hash| hash.to_string())
        .map_err(|error| TownError::Password(error.to_string()))
}

fn supply(party: &str, place: usize, number: usize, kind: PartyKind) -> Result<Account, TownError> {
    let company = kind != PartyKind::Citizen;
    let reading = |zone: &str, value_kwh| -> Result<Reading, TownError> {
        Ok(Reading {
            zone: zone.to_owned(),
            value_kwh,
            read_on: date("2026-09-24")?,
            source: "cabinet".to_owned(),
        })
    };
    Ok(Account {
        party: party.to_owned(),
        office: OFFICE.to_owned(),
        object: match (company, number) {
            (true, _) => "магазин",
            (false, 0) => "квартира",
            (false, _) => "гараж",
        }
        .to_owned(),
        address: Address {
            index: Some("446300".to_owned()),
            locality: "г.\u{a0}Отрадный".to_owned(),
            street: "ул. Первомайская".to_owned(),
            house: (12 + place).to_string(),
            flat: (!company && number == 0).then(|| (48 + place).to_string()),
        },
        contract: Some(format!("63-Э-{:07}", 12_345 + place)),
        contract_on: Some(date("2020-03-02")?),
        tariff: Tariff {
            since: date("2026-10-01")?,
            prices: vec![("T1".to_owned(), 820), ("T2".to_owned(), 417)],
        },
        area_tenths_m2: (!company).then_some(543),
        residents: (!company).then_some(3),
        meters: vec![Meter {
            model: "ПР-206".to_owned(),
            serial: format!("{:08}", 12_345 + place * 10 + number),
            readings: vec![reading("T1", 18_432)?, reading("T2", 7_120)?],
            ..Meter::default()
        }],
        ..Account::default()
    })
}

fn ledger(place: usize) -> Result<Ledger, TownError> {
    // The first is in debt, the second has paid, the third is ahead.
    let balance_kopecks = match place % 3 {
        0 => 123_456,
        1 => 0,
        _ => -50_000,
    };
    Ok(Ledger {
        balance_kopecks,
        as_of_ms: 1_793_331_000_000,
        months: vec![
            LedgerMonth {
                month: date("2026-08-01")?,
                used_kwh: 230,
                charged_kopecks: 171_300,
                paid_kopecks: 171_300,
                ..LedgerMonth::default()
            },
            LedgerMonth {
                month: date("2026-09-01")?,
                used_kwh: 176,
                charged_kopecks: 123_456,
                paid_kopecks: 0,
                ..LedgerMonth::default()
            },
        ],
        ..Ledger::default()
    })
}

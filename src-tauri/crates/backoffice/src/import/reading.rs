//! What a row of each kind says.

use chrono::{DateTime, Datelike as _, NaiveDate};
use stoika_domain::check;
use stoika_domain::directory::{
    Account, Address, ConsentState, Contract, ContractKind, Meter, Party, PartyKind,
    PartyRepresentative, Payment, Reading, StatedBalance, Supply, SupplyState, Tariff, kind,
};

use super::book::Book;
use super::columns::ImportKind;
use super::ledger::Charge;
use super::row::{BadRow, Line};
use super::stage::Staged;
use crate::error::CentreError;

const NAME_LENGTH_MAX: usize = 300;
const ID_LENGTH_MAX: usize = 64;
const REPRESENTATIVES_MAX: usize = 20;
const VOLTAGES: &[&str] = &["vn", "sn1", "sn2", "nn"];
const DELIVERIES: &[&str] = &["paper", "email", "cabinet"];
const WAYS: &[&str] = &["cash", "bank", "cabinet", "post", "terminal"];
const ZONES: &[&str] = &["T1", "T2", "T3"];

type Read<T> = Result<T, BadRow>;

/// A row, checked; the inner error when it is a bad one.
pub(super) fn read(
    book: &Book<'_>,
    what: ImportKind,
    line: Line<'_>,
) -> Result<Read<Staged>, CentreError> {
    let line = match line.whole_row() {
        Ok(line) => line,
        Err(bad) => return Ok(Err(bad)),
    };
    // What the row names must be there.
    let (named, of_kind, reason) = match what {
        ImportKind::Customers => (None, kind::PARTY, ""),
        ImportKind::Accounts | ImportKind::Contracts => {
            (Some("party"), kind::PARTY, "party_unknown")
        }
        ImportKind::Meters | ImportKind::Charges | ImportKind::Payments => {
            (Some("account"), kind::ACCOUNT, "account_unknown")
        }
    };
    let staged = match what {
        ImportKind::Customers => customer(book, line)
            .map(|(id, office, party)| (id, String::new(), to(&(office, party)))),
        ImportKind::Accounts => {
            account(book, line).map(|(number, account)| (number, String::new(), to(&account)))
        }
        ImportKind::Contracts => {
            contract(book, line).map(|(number, contract)| (number, String::new(), to(&contract)))
        }
        ImportKind::Meters => meter(book, line).map(|(account, meter)| {
            let zone = meter.readings.first().map_or("", |reading| &reading.zone);
            (account, format!("{} {zone}", meter.serial), to(&meter))
        }),
        ImportKind::Charges => charge(book, line)
            .map(|(account, charge)| (account, charge.month.to_string(), to(&charge))),
        ImportKind::Payments => payment(book, line).map(|(account, document, payment)| {
            (account, told_apart(&payment, &document), to(&payment))
        }),
    };
    let (key, part, data) = match staged {
        Ok(staged) => staged,
        Err(bad) => return Ok(Err(bad)),
    };
    if let Some(column) = named {
        let there = match of_kind {
            kind::ACCOUNT => book.has(of_kind, &key)?,
            _ => book.has(of_kind, line.optional(column).unwrap_or_default())?,
        };
        if !there {
            return Ok(Err(line.bad(column, reason)));
        }
    }
    let data = data?;
    Ok(Ok(Staged { key, part, data }))
}

fn to(value: &impl serde::Serialize) -> Result<Vec<u8>, CentreError> {
    Staged::new(String::new(), String::new(), value).map(|staged| staged.data)
}

/// Of which of the columns a row's key is made.
pub(super) fn key_column(what: ImportKind) -> &'static str {
    match what {
        ImportKind::Customers => "id",
        ImportKind::Accounts | ImportKind::Contracts => "number",
        ImportKind::Meters => "zone",
        ImportKind::Charges => "month",
        ImportKind::Payments => "document",
    }
}

fn told_apart(payment: &Payment, document: &str) -> String {
    let Payment {
        on,
        amount_kopecks,
        way,
    } = payment;
    format!("{on} {way} {amount_kopecks} {document}")
}

fn customer(book: &Book<'_>, line: Line<'_>) -> Read<(String, String, Party)> {
    let given_on = line.optional_past("consent_on")?;
    let withdrawn_on = line.optional_past("consent_withdrawn_on")?;
    if given_on.is_none() && withdrawn_on.is_some() {
        return Err(line.bad("consent_on", "empty"));
    }
    let party = Party {
        kind: party_kind(line.text("kind")?).ok_or_else(|| line.bad("kind", "kind_unknown"))?,
        name: line.short("name", NAME_LENGTH_MAX)?,
        phone: line.optional_checked("phone", |text| {
            check::phone(text).map(|phone| phone.as_str().to_owned())
        })?,
        email: line.optional_checked("email", |text| {
            check::email(text).map(|email| email.as_str().to_owned())
        })?,
        inn: line.optional_checked("inn", |text| {
            check::inn(text).map(|inn| inn.as_str().to_owned())
        })?,
        kpp: line.optional_checked("kpp", |text| {
            check::kpp(text).map(|kpp| kpp.as_str().to_owned())
        })?,
        ogrn: line.optional_checked("ogrn", |text| {
            check::ogrn(text).map(|ogrn| ogrn.as_str().to_owned())
        })?,
        phone_confirmed_on: line.optional_past("phone_confirmed_on")?,
        email_confirmed_on: line.optional_past("email_confirmed_on")?,
        representatives: representatives(line)?,
        notification: line.optional_checked("notification", |text| book.notification(text))?,
        consent: given_on.map(|given_on| ConsentState {
            given_on,
            withdrawn_on,
        }),
        // The file of accounts says whose they are.
        accounts: Vec::new(),
    };
    let id = line.short("id", ID_LENGTH_MAX)?;
    let office = line.checked("office", line.text("office")?, |text| book.office(text))?;
    Ok((id, office, party))
}

/// `name|authority|valid to`, people apart by `||`.
fn representatives(line: Line<'_>) -> Read<Vec<PartyRepresentative>> {
    const COLUMN: &str = "representatives";
    let Some(text) = line.optional(COLUMN) else {
        return Ok(Vec::new());
    };
    let bad = || line.bad(COLUMN, "representatives_format");
    let mut people = Vec::new();
    for one in text.split("||") {
        let parts: Vec<&str> = one.split('|').map(str::trim).collect();
        let (name, authority, valid_to) = match parts.as_slice() {
            [name, authority] => (name, authority, None),
            [name, authority, valid_to] => (name, authority, Some(line.date_of(COLUMN, valid_to)?)),
            _ => return Err(bad()),
        };
        let fits = |text: &str| !text.is_empty() && text.chars().count() <= NAME_LENGTH_MAX;
        if !fits(name) || !fits(authority) || people.len() == REPRESENTATIVES_MAX {
            return Err(bad());
        }
        people.push(PartyRepresentative {
            name: (*name).to_owned(),
            authority: (*authority).to_owned(),
            valid_to,
        });
    }
    Ok(people)
}

fn party_kind(name: &str) -> Option<PartyKind> {
    Some(match name {
        "citizen" => PartyKind::Citizen,
        "legal_entity" => PartyKind::LegalEntity,
        "sole_trader" => PartyKind::SoleTrader,
        "utility_provider" => PartyKind::UtilityProvider,
        "state_customer" => PartyKind::StateCustomer,
        "reseller" => PartyKind::Reseller,
        "network_company" => PartyKind::NetworkCompany,
        _ => return None,
    })
}

fn account(book: &Book<'_>, line: Line<'_>) -> Read<(String, Account)> {
    let number = line.checked("number", line.text("number")?, |text| {
        book.account_number(text)
    })?;
    let index = line.optional_checked("index", check::postal_index)?;
    let mut prices = vec![("T1".to_owned(), line.kopecks("price_t1")?)];
    for (zone, column) in [("T2", "price_t2"), ("T3", "price_t3")] {
        let price = line.optional_kopecks(column)?;
        prices.extend(price.map(|price| (zone.to_owned(), price)));
    }
    let account = Account {
        party: line.short("party", ID_LENGTH_MAX)?,
        office: line.checked("office", line.text("office")?, |text| book.office(text))?,
        object: line.short("object", NAME_LENGTH_MAX)?,
        address: Address {
            index: index.map(|index| index.as_str().to_owned()),
            locality: line.short("locality", NAME_LENGTH_MAX)?,
            street: line.short("street", NAME_LENGTH_MAX)?,
            house: line.short("house", ID_LENGTH_MAX)?,
            flat: line.optional_short("flat", ID_LENGTH_MAX)?,
        },
        contract: line.optional_short("contract", ID_LENGTH_MAX)?,
        contract_on: line.optional_past("contract_on")?,
        tariff: Tariff {
            since: line.date("tariff_since")?,
            prices,
        },
        area_tenths_m2: area(line)?,
        residents: line.optional_whole("residents")?,
        registered_persons: line.optional_whole("registered_persons")?,
        consumer_category: line
            .optional_checked("consumer_category", |text| book.category(text))?,
        price_category: price_category(line)?,
        voltage: listed(line, "voltage", VOLTAGES, "voltage_unknown")?,
        max_power_kw: line.optional_whole("max_power_kw")?,
        supply: supply(line)?,
        gis_zhkh: gis_zhkh(line)?,
        delivery: listed(line, "delivery", DELIVERIES, "delivery_unknown")?,
        // The file of meters says which.
        meters: Vec::new(),
    };
    Ok((number, account))
}

fn listed(line: Line<'_>, column: &str, codes: &[&str], reason: &str) -> Read<Option<String>> {
    line.optional(column)
        .map(|text| line.one_of(column, text, codes, reason))
        .transpose()
}

fn price_category(line: Line<'_>) -> Read<Option<u8>> {
    let category: Option<u8> = line.optional_whole("price_category")?;
    match category {
        Some(category) if !(1..=6).contains(&category) => {
            Err(line.bad("price_category", "price_category_range"))
        }
        category => Ok(category),
    }
}

fn supply(line: Line<'_>) -> Read<Option<Supply>> {
    let Some(state) = line.optional("supply") else {
        return Ok(None);
    };
    let state = match state {
        "on" => SupplyState::On,
        "limited" => SupplyState::Limited,
        "off" => SupplyState::Off,
        _ => return Err(line.bad("supply", "supply_unknown")),
    };
    Ok(Some(Supply {
        state,
        since: line.past("supply_since")?,
        reason: line.optional_short("supply_reason", NAME_LENGTH_MAX)?,
    }))
}

/// ЕЛС: ten symbols, kept in capitals.
fn gis_zhkh(line: Line<'_>) -> Read<Option<String>> {
    let Some(text) = line.optional("gis_zhkh") else {
        return Ok(None);
    };
    if text.chars().count() != 10 || !text.chars().all(char::is_alphanumeric) {
        return Err(line.bad("gis_zhkh", "gis_zhkh_format"));
    }
    Ok(Some(text.to_uppercase()))
}

/// Square metres with at most one digit after the point.
fn area(line: Line<'_>) -> Read<Option<u32>> {
    let Some(text) = line.optional("area") else {
        return Ok(None);
    };
    let (whole, tenth) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let tenths = (digits(whole) && digits(tenth) && tenth.len() == 1)
        .then(|| format!("{whole}{tenth}").parse().ok())
        .flatten();
    tenths
        .map(Some)
        .ok_or_else(|| line.bad("area", "area_format"))
}

fn contract(book: &Book<'_>, line: Line<'_>) -> Read<(String, Contract)> {
    let number = line.short("number", ID_LENGTH_MAX)?;
    let contract = Contract {
        party: line.short("party", ID_LENGTH_MAX)?,
        office: line.checked("office", line.text("office")?, |text| book.office(text))?,
        kind: match line.text("kind")? {
            "supply" => ContractKind::Supply,
            "purchase" => ContractKind::Purchase,
            _ => return Err(line.bad("kind", "contract_kind_unknown")),
        },
        concluded_on: line.past("concluded_on")?,
        ended_on: line.optional_date("ended_on")?,
        price_category: price_category(line)?,
        consumer_category: line
            .optional_checked("consumer_category", |text| book.category(text))?,
        voltage: listed(line, "voltage", VOLTAGES, "voltage_unknown")?,
        max_power_kw: line.optional_whole("max_power_kw")?,
        state_contract: line.flag("state_contract")?,
    };
    Ok((number, contract))
}

fn account_number(book: &Book<'_>, line: Line<'_>) -> Read<String> {
    line.checked("account", line.text("account")?, |text| {
        book.account_number(text)
    })
}

/// A meter with the reading of one zone.
fn meter(book: &Book<'_>, line: Line<'_>) -> Read<(String, Meter)> {
    let account = account_number(book, line)?;
    let reading = Reading {
        zone: line.one_of("zone", line.text("zone")?, ZONES, "zone_unknown")?,
        value_kwh: line.whole("value_kwh")?,
        read_on: line.past("read_on")?,
        source: line.short("source", ID_LENGTH_MAX)?,
    };
    let meter = Meter {
        model: line.short("model", NAME_LENGTH_MAX)?,
        serial: line.short("serial", ID_LENGTH_MAX)?,
        installed_on: line.optional_past("installed_on")?,
        check_due_on: line.optional_date("check_due_on")?,
        control_on: line.optional_past("control_on")?,
        digits: line.optional_whole("digits")?,
        ratio: line.optional_whole("ratio")?,
        readings: vec![reading],
    };
    Ok((account, meter))
}

fn charge(book: &Book<'_>, line: Line<'_>) -> Read<(String, Charge)> {
    let account = account_number(book, line)?;
    let month = line.past("month")?;
    if month.day() != 1 {
        return Err(line.bad("month", "not_first_of_month"));
    }
    let stated = line
        .optional_kopecks("balance")?
        .map(|balance_kopecks| {
            let on = day_of_balance(line)?;
            Ok(StatedBalance {
                on,
                balance_kopecks,
            })
        })
        .transpose()?;
    let charge = Charge {
        month,
        used_kwh: line.whole("used_kwh")?,
        charged_kopecks: line.kopecks("charged")?,
        recalculated_kopecks: line.optional_kopecks("recalculated")?.unwrap_or(0),
        penalty_kopecks: line.optional_kopecks("penalty")?.unwrap_or(0),
        stated,
    };
    Ok((account, charge))
}

/// A date, or the date within an instant.
fn day_of_balance(line: Line<'_>) -> Read<NaiveDate> {
    let text = line.text("as_of")?;
    match DateTime::parse_from_rfc3339(text) {
        Ok(instant) => Ok(instant.date_naive()),
        Err(_) if text.contains('T') => Err(line.bad("as_of", "instant_format")),
        Err(_) => line.past("as_of"),
    }
}

fn payment(book: &Book<'_>, line: Line<'_>) -> Read<(String, String, Payment)> {
    let account = account_number(book, line)?;
    let payment = Payment {
        on: line.past("paid_on")?,
        amount_kopecks: line.kopecks("amount")?,
        way: line.one_of("way", line.text("way")?, WAYS, "way_unknown")?,
    };
    let document = line.optional_short("document", ID_LENGTH_MAX)?;
    Ok((account, document.unwrap_or_default(), payment))
}

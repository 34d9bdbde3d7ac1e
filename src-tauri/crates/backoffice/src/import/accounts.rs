//! The four kinds of files, row by row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _};
use stoika_domain::check;
use stoika_domain::directory::{
    Account, Address, Ledger, LedgerMonth, Meter, Party, PartyKind, Reading, Tariff,
};
use stoika_exchange::RowPut;

use super::table::{BadRow, Line, Table};
use super::{Known, put_account, put_ledger, put_party};
use crate::error::CentreError;

/// Months that a ledger keeps.
const MONTHS_MAX: usize = 15;
const NAME_LENGTH_MAX: usize = 300;
const ID_LENGTH_MAX: usize = 64;

type Puts = Result<Vec<RowPut>, CentreError>;

/// Reads every row, sets the bad ones aside.
fn good<'a, T>(
    table: &'a Table,
    bad: &mut Vec<BadRow>,
    mut read: impl FnMut(Line<'a>) -> Result<T, BadRow>,
) -> Vec<(Line<'a>, T)> {
    let mut rows = Vec::new();
    for line in table.lines() {
        match read(line) {
            Ok(row) => rows.push((line, row)),
            Err(row) => bad.push(row),
        }
    }
    rows
}

/// A row whose key stood in the file before is a bad row: which of the two is right?
fn unique(
    seen: &mut BTreeSet<String>,
    line: Line<'_>,
    column: &str,
    key: &str,
) -> Result<(), BadRow> {
    if seen.insert(key.to_owned()) {
        Ok(())
    } else {
        Err(line.bad(column, "double"))
    }
}

fn short(line: Line<'_>, column: &str, length_max: usize) -> Result<String, BadRow> {
    let text = line.text(column)?;
    if text.chars().count() > length_max {
        return Err(line.bad(column, "too_long"));
    }
    Ok(text.to_owned())
}

pub(super) fn parties(known: &Known, table: &Table, bad: &mut Vec<BadRow>) -> Puts {
    let mut seen = BTreeSet::new();
    let rows = good(table, bad, |line| {
        let id = short(line, "id", ID_LENGTH_MAX)?;
        unique(&mut seen, line, "id", &id)?;
        let office = line.checked("office", line.text("office")?, |text| known.office(text))?;
        let checked = |column, check: fn(&str) -> Result<String, check::Fault>| {
            line.optional(column)
                .map(|text| line.checked(column, text, check))
                .transpose()
        };
        let party = Party {
            kind: party_kind(line.text("kind")?).ok_or_else(|| line.bad("kind", "kind_unknown"))?,
            name: short(line, "name", NAME_LENGTH_MAX)?,
            phone: checked("phone", |text| {
                check::phone(text).map(|phone| phone.as_str().to_owned())
            })?,
            email: checked("email", |text| {
                check::email(text).map(|email| email.as_str().to_owned())
            })?,
            inn: checked("inn", |text| {
                check::inn(text).map(|inn| inn.as_str().to_owned())
            })?,
            phone_confirmed_on: line.optional_date("phone_confirmed_on")?,
            // The file of accounts says whose they are.
            accounts: known
                .parties
                .get(&id)
                .map(|(_, party)| party.accounts.clone())
                .unwrap_or_default(),
            ..Party::default()
        };
        Ok((id, office, party))
    });
    rows.into_iter()
        .map(|(_, (id, office, party))| put_party(&id, &known.party_scope(&party, &office), &party))
        .collect()
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

pub(super) fn accounts(known: &mut Known, table: &Table, bad: &mut Vec<BadRow>) -> Puts {
    let mut seen = BTreeSet::new();
    let rows = good(table, bad, |line| {
        let number = line.checked("number", line.text("number")?, |text| {
            known.account_number(text)
        })?;
        unique(&mut seen, line, "number", &number)?;
        Ok((number.clone(), read_account(known, line, &number)?))
    });
    let mut touched = BTreeSet::new();
    let mut puts = Vec::new();
    for (_, (number, account)) in rows {
        if let Some(before) = known.accounts.get(&number)
            && before.party != account.party
        {
            // Another holder now: the account leaves the card of the old one.
            if let Some((_, party)) = known.parties.get_mut(&before.party) {
                party.accounts.retain(|held| *held != number);
                touched.insert(before.party.clone());
            }
        }
        if let Some((_, party)) = known.parties.get_mut(&account.party)
            && !party.accounts.contains(&number)
        {
            party.accounts.push(number.clone());
        }
        touched.insert(account.party.clone());
        puts.push(put_account(&number, &account)?);
        known.accounts.insert(number, account);
    }
    for id in touched {
        if let Some((scope, party)) = known.parties.get(&id) {
            puts.push(put_party(&id, &known.party_scope(party, scope), party)?);
        }
    }
    Ok(puts)
}

fn read_account(known: &Known, line: Line<'_>, number: &str) -> Result<Account, BadRow> {
    let party = line.text("party")?;
    if !known.parties.contains_key(party) {
        return Err(line.bad("party", "party_unknown"));
    }
    let index = line
        .optional("index")
        .map(|text| line.checked("index", text, check::postal_index))
        .transpose()?;
    let mut prices = vec![("T1".to_owned(), line.kopecks("price_t1")?)];
    for (zone, column) in [("T2", "price_t2"), ("T3", "price_t3")] {
        let price = line.optional_kopecks(column)?;
        prices.extend(price.map(|price| (zone.to_owned(), price)));
    }
    Ok(Account {
        party: party.to_owned(),
        office: line.checked("office", line.text("office")?, |text| known.office(text))?,
        object: short(line, "object", NAME_LENGTH_MAX)?,
        address: Address {
            index: index.map(|index| index.as_str().to_owned()),
            locality: short(line, "locality", NAME_LENGTH_MAX)?,
            street: short(line, "street", NAME_LENGTH_MAX)?,
            house: short(line, "house", NAME_LENGTH_MAX)?,
            flat: line.optional("flat").map(ToOwned::to_owned),
        },
        contract: line.optional("contract").map(ToOwned::to_owned),
        contract_on: line.optional_date("contract_on")?,
        tariff: Tariff {
            since: line.date("tariff_since")?,
            prices,
        },
        area_tenths_m2: area(line)?,
        residents: line.optional_whole("residents")?,
        meters: known
            .accounts
            .get(number)
            .map(|account| account.meters.clone())
            .unwrap_or_default(),
        ..Account::default()
    })
}

/// Square metres with at most one digit after the point.
fn area(line: Line<'_>) -> Result<Option<u32>, BadRow> {
    let Some(hundredths) = line.optional_kopecks("area")? else {
        return Ok(None);
    };
    let tenths = (hundredths % 10 == 0).then_some(hundredths / 10);
    tenths
        .and_then(|tenths| u32::try_from(tenths).ok())
        .map(Some)
        .ok_or_else(|| line.bad("area", "number_format"))
}

pub(super) fn meters(known: &mut Known, table: &Table, bad: &mut Vec<BadRow>) -> Puts {
    let mut seen = BTreeSet::new();
    let rows = good(table, bad, |line| {
        let account = line.checked("account", line.text("account")?, |text| {
            known.account_there(text)
        })?;
        let serial = short(line, "serial", ID_LENGTH_MAX)?;
        let zone = line.text("zone")?;
        if !["T1", "T2", "T3"].contains(&zone) {
            return Err(line.bad("zone", "zone_unknown"));
        }
        unique(
            &mut seen,
            line,
            "zone",
            &format!("{account} {serial} {zone}"),
        )?;
        let reading = Reading {
            zone: zone.to_owned(),
            value_kwh: line.whole("value_kwh")?,
            read_on: line.date("read_on")?,
            source: short(line, "source", ID_LENGTH_MAX)?,
        };
        Ok((
            account,
            short(line, "model", NAME_LENGTH_MAX)?,
            serial,
            reading,
        ))
    });
    let mut by_account: BTreeMap<String, Vec<Meter>> = BTreeMap::new();
    for (_, (account, model, serial, reading)) in rows {
        let meters = by_account.entry(account).or_default();
        match meters.iter_mut().find(|meter| meter.serial == serial) {
            Some(meter) => meter.readings.push(reading),
            None => meters.push(Meter {
                model,
                serial,
                readings: vec![reading],
                ..Meter::default()
            }),
        }
    }
    let mut puts = Vec::new();
    for (number, mut meters) in by_account {
        let Some(account) = known.accounts.get_mut(&number) else {
            continue;
        };
        for meter in &mut meters {
            meter.readings.sort_by(|a, b| a.zone.cmp(&b.zone));
        }
        account.meters = meters;
        puts.push(put_account(&number, account)?);
    }
    Ok(puts)
}

pub(super) fn ledgers(known: &Known, table: &Table, bad: &mut Vec<BadRow>) -> Puts {
    let mut seen = BTreeSet::new();
    let rows = good(table, bad, |line| {
        let account = line.checked("account", line.text("account")?, |text| {
            known.account_there(text)
        })?;
        let month = line.date("month")?;
        if month.day() != 1 {
            return Err(line.bad("month", "not_first_of_month"));
        }
        unique(&mut seen, line, "month", &format!("{account} {month}"))?;
        let as_of = DateTime::parse_from_rfc3339(line.text("as_of")?)
            .map_err(|_| line.bad("as_of", "instant_format"))?;
        let month = LedgerMonth {
            month,
            used_kwh: line.whole("used_kwh")?,
            charged_kopecks: line.kopecks("charged")?,
            paid_kopecks: line.kopecks("paid")?,
            ..LedgerMonth::default()
        };
        Ok((
            account,
            month,
            line.kopecks("balance")?,
            as_of.timestamp_millis(),
        ))
    });
    let mut by_account: BTreeMap<String, Ledger> = BTreeMap::new();
    for (line, (account, month, balance_kopecks, as_of_ms)) in rows {
        let ledger = by_account.entry(account).or_insert_with(|| Ledger {
            balance_kopecks,
            as_of_ms,
            months: Vec::new(),
            ..Ledger::default()
        });
        if (ledger.balance_kopecks, ledger.as_of_ms) != (balance_kopecks, as_of_ms) {
            bad.push(line.bad("balance", "differs_within_account"));
            continue;
        }
        ledger.months.push(month);
    }
    let mut puts = Vec::new();
    for (number, mut ledger) in by_account {
        let Some(account) = known.accounts.get(&number) else {
            continue;
        };
        ledger.months.sort_by_key(|month| month.month);
        let old = ledger.months.len().saturating_sub(MONTHS_MAX);
        ledger.months.drain(..old);
        puts.push(put_ledger(&number, &account.office, &ledger)?);
    }
    Ok(puts)
}

//! Accounts, meters, charges. Prices: Samara region 2026, from 1 October, first range.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use stoika_domain::directory::{
    Account, Address, Ledger, LedgerMonth, Meter, Party, PartyKind, Reading, Tariff,
};
use stoika_domain::standard::Office;

use super::dice::Dice;

const MONTHS: u32 = 13;
const ONE_RATE_KOPECKS: i64 = 695;
const DAY_KOPECKS: i64 = 820;
const NIGHT_KOPECKS: i64 = 417;
const BUSINESS_KOPECKS: i64 = 1012;
/// From that day.
const SINCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 10, 1);
const MODELS: &[(&str, u32)] = &[
    ("Меркурий 201.8", 30),
    ("Энергомера СЕ101", 30),
    ("Нева МТ 114", 15),
    ("СО-505", 12),
    ("Милур 107", 8),
    ("Меркурий 200.02", 20),
    ("СЕ 102М", 10),
];
const SOURCES: &[(&str, u32)] = &[
    ("cabinet", 40),
    ("phone", 20),
    ("box", 15),
    ("office", 20),
    ("inspector", 5),
];

/// Twelve digits: region, office, a number in order. Two offices never share one.
pub(super) fn account_number(office: &Office, index: u32) -> String {
    // FNV-1a over the name, so that a new office in the list moves no one's numbers.
    let hash = office
        .id
        .as_str()
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
    format!("63{:04}{:06}", hash % 10_000, index + 1)
}

/// An account with its ledger.
pub(super) fn account(
    dice: &mut Dice,
    office: &Office,
    party_id: &str,
    party: &Party,
    address: Address,
    second: bool,
    today: NaiveDate,
) -> (Account, Ledger) {
    let citizen = party.kind == PartyKind::Citizen;
    let two_rates = citizen && dice.one_in(4);
    let prices = if !citizen {
        vec![("T1", BUSINESS_KOPECKS)]
    } else if two_rates {
        vec![("T1", DAY_KOPECKS), ("T2", NIGHT_KOPECKS)]
    } else {
        vec![("T1", ONE_RATE_KOPECKS)]
    };
    let used_kwh = match (citizen, second) {
        (true, false) => dice.between(60, 320),
        (true, true) => dice.between(2, 60),
        (false, _) => dice.between(300, 6000),
    };
    let object = object(dice, party.kind, &address, second);
    let has_contract = !citizen || dice.one_in(3);
    let signed_days_ago = u64::from(dice.between(100, 6000));
    let account = Account {
        party: party_id.to_owned(),
        office: office.id.as_str().to_owned(),
        object: object.to_owned(),
        contract: has_contract.then(|| format!("{:06}", dice.below(1_000_000))),
        contract_on: has_contract
            .then(|| today.checked_sub_days(Days::new(signed_days_ago)))
            .flatten(),
        tariff: Tariff {
            since: SINCE.unwrap_or(today),
            prices: prices
                .iter()
                .map(|(zone, price)| ((*zone).to_owned(), *price))
                .collect(),
        },
        area_tenths_m2: (citizen && !second).then(|| dice.between(280, 1200)),
        residents: (citizen && !second).then(|| u16::try_from(dice.between(1, 5)).unwrap_or(1)),
        meters: vec![meter(dice, two_rates, used_kwh, today)],
        address,
        ..Account::default()
    };
    let price = prices.iter().map(|(_, price)| price).sum::<i64>()
        / i64::try_from(prices.len()).unwrap_or(1);
    (account, ledger(dice, used_kwh, price, today))
}

fn object(dice: &mut Dice, kind: PartyKind, address: &Address, second: bool) -> &'static str {
    match (kind, second) {
        (PartyKind::Citizen, true) => ["гараж", "дача", "дом"][dice.below(3) as usize],
        (PartyKind::Citizen, false) if address.flat.is_some() => "квартира",
        (PartyKind::Citizen, false) => "дом",
        (PartyKind::UtilityProvider, _) => "общедомовые нужды",
        (PartyKind::StateCustomer, _) => "здание школы",
        (
            PartyKind::LegalEntity
            | PartyKind::SoleTrader
            | PartyKind::Reseller
            | PartyKind::NetworkCompany,
            _,
        ) => ["магазин", "офис", "склад", "мастерская"][dice.below(4) as usize],
    }
}

fn meter(dice: &mut Dice, two_rates: bool, used_kwh: u32, today: NaiveDate) -> Meter {
    let read_on = today
        .checked_sub_days(Days::new(u64::from(dice.between(1, 40))))
        .unwrap_or(today);
    let months = u64::from(dice.between(6, 120));
    let total_kwh = u64::from(used_kwh) * months;
    let source = (*dice.weighted(SOURCES)).to_owned();
    let zones: &[(&str, u64)] = if two_rates {
        &[("T1", 68), ("T2", 32)]
    } else {
        &[("T1", 100)]
    };
    Meter {
        model: (*dice.weighted(MODELS)).to_owned(),
        serial: format!("{:08}", dice.below(100_000_000)),
        readings: zones
            .iter()
            .map(|(zone, part)| Reading {
                zone: (*zone).to_owned(),
                value_kwh: total_kwh * part / 100,
                read_on,
                source: source.clone(),
            })
            .collect(),
        ..Meter::default()
    }
}

fn ledger(dice: &mut Dice, used_kwh: u32, price_kopecks: i64, today: NaiveDate) -> Ledger {
    let this_month = today.with_day(1).unwrap_or(today);
    // Most pay what was charged a month later; some are late, a few are far behind, some ahead.
    let pays = *dice.weighted(&[(100_u32, 70), (90, 12), (50, 8), (0, 4), (110, 6)]);
    let mut before_kopecks = 0;
    let mut balance_kopecks = 0;
    let mut months = Vec::new();
    for back in (1..=MONTHS).rev() {
        let Some(month) = this_month.checked_sub_months(Months::new(back)) else {
            continue;
        };
        let winter = [11, 12, 1, 2, 3].contains(&month.month());
        let season = if winter { 115 } else { 90 };
        let used = used_kwh * season / 100 * dice.between(85, 115) / 100;
        let charged_kopecks = i64::from(used) * price_kopecks;
        // The first month in the list is paid at once: what was before it is not known here.
        let due = if back == MONTHS {
            charged_kopecks
        } else {
            before_kopecks
        };
        let paid_kopecks = due * i64::from(pays) / 100;
        before_kopecks = if back == MONTHS { 0 } else { charged_kopecks };
        balance_kopecks += charged_kopecks - paid_kopecks;
        months.push(LedgerMonth {
            month,
            used_kwh: used,
            charged_kopecks,
            paid_kopecks,
            ..LedgerMonth::default()
        });
    }
    Ledger {
        balance_kopecks,
        as_of_ms: today
            .and_hms_opt(0, 0, 0)
            .map_or(0, |midnight| midnight.and_utc().timestamp_millis()),
        months,
        ..Ledger::default()
    }
}

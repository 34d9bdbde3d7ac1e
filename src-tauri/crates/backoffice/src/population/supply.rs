//! Accounts, meters, charges, payments. Prices: Samara region 2026, from 1 October, first range.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use stoika_domain::directory::{
    Account, Address, Contract, ContractKind, Meter, Party, PartyKind, Payment, Reading, Supply,
    SupplyState, Tariff,
};
use stoika_domain::standard::Office;

use super::Holding;
use super::dice::Dice;
use crate::import::Charge;

const MONTHS: u32 = 13;
const GAS: &[(&str, i64)] = &[("T1", 695)];
const GAS_TWO: &[(&str, i64)] = &[("T1", 820), ("T2", 417)];
const GAS_THREE: &[(&str, i64)] = &[("T1", 957), ("T2", 407), ("T3", 695)];
const ELECTRIC: &[(&str, i64)] = &[("T1", 487)];
const BUSINESS: &[(&str, i64)] = &[("T1", 1012)];
/// From that day.
const SINCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2026, 10, 1);
const MODELS: &[(&str, u32)] = &[
    ("Меркурий 201.8", 30),
    ("Энергомера СЕ101", 30),
    ("СО-505", 12),
    ("Милур 107", 8),
    ("Меркурий 200.02", 20),
];
/// They count by zones.
const ZONE_MODELS: &[(&str, u32)] = &[("Нева МТ 114", 15), ("СЕ 102М", 10), ("Милур 107 М", 6)];
const SOURCES: &[(&str, u32)] = &[
    ("cabinet", 40),
    ("phone", 20),
    ("box", 15),
    ("office", 20),
    ("inspector", 5),
];
const WAYS: &[(&str, u32)] = &[
    ("bank", 45),
    ("cabinet", 28),
    ("cash", 12),
    ("post", 8),
    ("terminal", 7),
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

/// What an account is, before it is drawn.
pub(super) struct Plan<'a> {
    pub office: &'a Office,
    pub party_id: &'a str,
    pub party: &'a Party,
    /// A garage or a summer house beside the home.
    pub second: bool,
    pub index: u32,
    pub today: NaiveDate,
}

/// An account with its contract, charges and payments.
pub(super) fn holding(dice: &mut Dice, plan: &Plan<'_>, address: Address) -> Holding {
    let citizen = plan.party.kind == PartyKind::Citizen;
    let at_home = citizen && !plan.second;
    let village = address.flat.is_none() && at_home;
    let (category, prices) = category(dice, plan, village);
    let used_kwh = match (citizen, plan.second) {
        (true, false) => dice.between(60, 320),
        (true, true) => dice.between(2, 60),
        (false, _) => dice.between(300, 6000),
    };
    let power_kw = (!citizen).then(|| dice.between(5, 900));
    let has_contract = !citizen || dice.one_in(12);
    let since = days_before(plan.today, dice.between(100, 6000));
    let number = account_number(plan.office, plan.index);
    let contract = has_contract.then(|| {
        let key = format!("63-{}-{:06}", plan.office.paper_code, plan.index + 1);
        (key, contract(plan, since, category, power_kw))
    });
    let pays = *dice.weighted(&[(100_u32, 70), (90, 12), (50, 8), (0, 4), (110, 6)]);
    let residents = at_home.then(|| u16::try_from(dice.between(1, 5)).unwrap_or(1));
    let account = Account {
        party: plan.party_id.to_owned(),
        office: plan.office.id.as_str().to_owned(),
        object: object(dice, plan.party.kind, &address, plan.second).to_owned(),
        contract: contract.as_ref().map(|(key, _)| key.clone()),
        contract_on: contract.as_ref().map(|(_, contract)| contract.concluded_on),
        tariff: Tariff {
            since: SINCE.unwrap_or(plan.today),
            prices: prices
                .iter()
                .map(|(zone, price)| ((*zone).to_owned(), *price))
                .collect(),
        },
        area_tenths_m2: at_home.then(|| dice.between(280, 1200)),
        registered_persons: residents.filter(|_| dice.below(100) < 80),
        residents,
        consumer_category: Some(category.to_owned()),
        price_category: power_kw.map(price_category),
        voltage: power_kw.map(|power| if power >= 670 { "sn2" } else { "nn" }.to_owned()),
        max_power_kw: power_kw,
        supply: Some(supply(dice, plan.today, since, pays)),
        gis_zhkh: citizen.then(|| gis_zhkh(dice)),
        delivery: Some(
            (*dice.weighted(&[("paper", 60), ("email", 15), ("cabinet", 25)])).to_owned(),
        ),
        meters: vec![meter(dice, prices, used_kwh, power_kw, plan.today)],
        address,
    };
    let price = prices.iter().map(|(_, price)| price).sum::<i64>()
        / i64::try_from(prices.len()).unwrap_or(1);
    let (charges, payments) = money(dice, used_kwh, price, pays, plan.today);
    Holding {
        number,
        account,
        contract,
        charges,
        payments,
    }
}

fn days_before(today: NaiveDate, days: u32) -> NaiveDate {
    today
        .checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(today)
}

/// The category of consumers and the prices of it.
fn category(
    dice: &mut Dice,
    plan: &Plan<'_>,
    village: bool,
) -> (&'static str, &'static [(&'static str, i64)]) {
    let zones = match dice.below(100) {
        0..70 => GAS,
        70..95 => GAS_TWO,
        _ => GAS_THREE,
    };
    match plan.party.kind {
        PartyKind::Citizen if plan.second => ("treated_as_population", GAS),
        PartyKind::Citizen if village => ("rural", ELECTRIC),
        PartyKind::Citizen if dice.below(100) < 20 => ("urban_electric", ELECTRIC),
        PartyKind::Citizen => ("urban_gas", zones),
        PartyKind::UtilityProvider => ("treated_as_population", GAS),
        PartyKind::LegalEntity
        | PartyKind::SoleTrader
        | PartyKind::StateCustomer
        | PartyKind::Reseller
        | PartyKind::NetworkCompany => ("other", BUSINESS),
    }
}

/// From 670 kW on only the third and the fourth.
fn price_category(power_kw: u32) -> u8 {
    match power_kw {
        0..150 => 1,
        150..670 => 2,
        670..800 => 3,
        _ => 4,
    }
}

fn contract(plan: &Plan<'_>, since: NaiveDate, category: &str, power_kw: Option<u32>) -> Contract {
    Contract {
        party: plan.party_id.to_owned(),
        office: plan.office.id.as_str().to_owned(),
        kind: ContractKind::Supply,
        concluded_on: since,
        ended_on: None,
        price_category: power_kw.map(price_category),
        consumer_category: Some(category.to_owned()),
        voltage: power_kw.map(|power| if power >= 670 { "sn2" } else { "nn" }.to_owned()),
        max_power_kw: power_kw,
        state_contract: plan.party.kind == PartyKind::StateCustomer,
    }
}

/// Who pays nothing may be cut off.
fn supply(dice: &mut Dice, today: NaiveDate, since: NaiveDate, pays: u32) -> Supply {
    let state = match (pays, dice.below(100)) {
        (0, 0..25) => SupplyState::Off,
        (0, 25..45) | (50, 0..8) => SupplyState::Limited,
        (_, _) => SupplyState::On,
    };
    match state {
        SupplyState::On => Supply {
            state,
            since,
            reason: None,
        },
        SupplyState::Limited | SupplyState::Off => Supply {
            state,
            since: days_before(today, dice.between(3, 120)),
            reason: Some("задолженность".to_owned()),
        },
    }
}

/// ЕЛС: ЦЦББЦЦЦЦЦЦ.
fn gis_zhkh(dice: &mut Dice) -> String {
    const LETTERS: &[char] = &['А', 'В', 'Е', 'К', 'М', 'Н', 'О', 'Р', 'С', 'Т', 'У', 'Х'];
    let letters = (*dice.pick(LETTERS), *dice.pick(LETTERS));
    format!(
        "{:02}{}{}{:06}",
        dice.below(100),
        letters.0,
        letters.1,
        dice.below(1_000_000)
    )
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

fn meter(
    dice: &mut Dice,
    prices: &[(&str, i64)],
    used_kwh: u32,
    power_kw: Option<u32>,
    today: NaiveDate,
) -> Meter {
    let read_on = days_before(today, dice.between(1, 40));
    let months = dice.between(6, 120);
    let total_kwh = u64::from(used_kwh) * u64::from(months);
    let source = (*dice.weighted(SOURCES)).to_owned();
    let parts: &[u64] = match prices.len() {
        1 => &[100],
        2 => &[68, 32],
        _ => &[30, 25, 45],
    };
    let installed_on = days_before(today, months * 30 + dice.below(30));
    let model = if parts.len() == 1 {
        MODELS
    } else {
        ZONE_MODELS
    };
    Meter {
        model: (*dice.weighted(model)).to_owned(),
        serial: format!("{:08}", dice.below(100_000_000)),
        // Verified at the works; again after 16 years.
        check_due_on: installed_on.checked_add_months(Months::new(16 * 12)),
        control_on: (dice.below(100) < 55)
            .then(|| days_before(today, dice.between(1, months * 30)))
            .filter(|day| *day >= installed_on),
        installed_on: Some(installed_on),
        digits: Some(if dice.one_in(3) { 5 } else { 6 }),
        ratio: power_kw
            .filter(|power| *power > 100)
            .map(|_| *dice.pick(&[20, 30, 40])),
        readings: prices
            .iter()
            .zip(parts)
            .map(|((zone, _), part)| Reading {
                zone: (*zone).to_owned(),
                value_kwh: total_kwh * part / 100,
                read_on,
                source: source.clone(),
            })
            .collect(),
    }
}

/// Thirteen months. Most pay what was charged in the month after; some are late, a few are far
/// behind, some ahead.
fn money(
    dice: &mut Dice,
    used_kwh: u32,
    price_kopecks: i64,
    pays: u32,
    today: NaiveDate,
) -> (Vec<Charge>, Vec<Payment>) {
    let this_month = today.with_day(1).unwrap_or(today);
    let way = *dice.weighted(WAYS);
    let (mut charges, mut payments) = (Vec::new(), Vec::new());
    let mut owed_kopecks = 0;
    for back in (1..=MONTHS).rev() {
        let Some(month) = this_month.checked_sub_months(Months::new(back)) else {
            continue;
        };
        let winter = [11, 12, 1, 2, 3].contains(&month.month());
        let season = if winter { 115 } else { 90 };
        let used = used_kwh * season / 100 * dice.between(85, 115) / 100;
        let charged_kopecks = i64::from(used) * price_kopecks;
        let recalculated_kopecks = if dice.one_in(60) {
            -(charged_kopecks / 10)
        } else {
            0
        };
        // From the second month of a debt on.
        let penalty_kopecks = if owed_kopecks > 2 * charged_kopecks {
            owed_kopecks / 250
        } else {
            0
        };
        let due_kopecks = charged_kopecks + recalculated_kopecks;
        owed_kopecks += due_kopecks + penalty_kopecks;
        charges.push(Charge {
            month,
            used_kwh: used,
            charged_kopecks,
            recalculated_kopecks,
            penalty_kopecks,
            stated: None,
        });
        let amount_kopecks = due_kopecks * i64::from(pays) / 100;
        let on = month
            .checked_add_months(Months::new(1))
            .and_then(|next| next.with_day(dice.between(3, 26)));
        if let Some(on) = on.filter(|on| *on <= today && amount_kopecks > 0) {
            owed_kopecks -= amount_kopecks;
            payments.push(Payment {
                on,
                amount_kopecks,
                way: way.to_owned(),
            });
        }
    }
    (charges, payments)
}

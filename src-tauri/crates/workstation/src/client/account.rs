//! An account of the card in words.

use chrono::{Datelike as _, NaiveDate};
use stoika_domain::directory::{
    Account, Contract, ContractKind, Ledger, LedgerMonth, Meter, Supply, SupplyState, Tariff,
};
use stoika_domain::ids::NormKey;
use stoika_domain::money::Kopecks;
use stoika_domain::text;

use crate::api::Tone;
use crate::api::client::{AccountView, MeterView, MonthView, PaymentView, ReadingView};
use crate::standards::Standards;
use crate::term_words::iso;

/// What an account is shown with.
pub(crate) struct Around<'a> {
    /// The published data.
    pub standards: &'a Standards,
    /// The office's day.
    pub today: NaiveDate,
    /// The desk's own office.
    pub own_office: &'a str,
}

/// An account as the card shows it.
pub(crate) fn view(
    number: &str,
    account: Account,
    contract: Option<Contract>,
    ledger: Option<Ledger>,
    around: &Around<'_>,
) -> AccountView {
    let (standards, today) = (around.standards, around.today);
    let (balance_note, balance_tone) = ledger
        .as_ref()
        .map_or((String::new(), Tone::Plain), |ledger| {
            balance(ledger, today)
        });
    AccountView {
        number: number.to_owned(),
        number_grouped: text::account(number),
        address: crate::appeal::address_line(&account.address),
        postal_index: account.address.index,
        object: account.object,
        contract: account.contract.map(|number| format!("№\u{a0}{number}")),
        tariff: tariff(&account.tariff),
        tariff_since: iso(account.tariff.since),
        housing: housing(
            account.area_tenths_m2,
            account.residents,
            account.registered_persons,
        ),
        consumer_category: account
            .consumer_category
            .as_deref()
            .map(|id| standards.consumer_category(id)),
        contract_terms: contract_terms(contract.as_ref(), account.price_category, standards),
        supply: account.supply.as_ref().and_then(supply),
        supply_tone: supply_tone(account.supply.as_ref()),
        gis_zhkh: account.gis_zhkh,
        delivery: account.delivery.as_deref().map(delivery),
        payments: payments(ledger.as_ref()),
        zone_office: (account.office != around.own_office)
            .then(|| standards.office_name(&account.office)),
        balance_kopecks: ledger.as_ref().map_or(0, |ledger| ledger.balance_kopecks),
        balance_as_of_ms: ledger.as_ref().map_or(0, |ledger| ledger.as_of_ms),
        balance_note,
        balance_tone,
        meters: account
            .meters
            .into_iter()
            .map(|row| meter(row, around))
            .collect(),
        months: ledger.map_or_else(Vec::new, months),
    }
}

/// Newest first, each with the debt at its end: counted back from the balance of today, so that
/// the lines explain it.
fn months(ledger: Ledger) -> Vec<MonthView> {
    let mut balance = ledger.balance_kopecks;
    ledger
        .months
        .into_iter()
        .rev()
        .map(|month| {
            let view = MonthView {
                month: iso(month.month),
                used_kwh: month.used_kwh,
                charged_kopecks: month.charged_kopecks,
                paid_kopecks: month.paid_kopecks,
                recalculated_kopecks: month.recalculated_kopecks,
                penalty_kopecks: month.penalty_kopecks,
                balance_kopecks: balance,
            };
            balance -= turnover(&month);
            view
        })
        .collect()
}

/// By how much a month has raised the debt.
fn turnover(month: &LedgerMonth) -> i64 {
    month.charged_kopecks + month.recalculated_kopecks + month.penalty_kopecks - month.paid_kopecks
}

fn payments(ledger: Option<&Ledger>) -> Vec<PaymentView> {
    ledger.map_or_else(Vec::new, |ledger| {
        ledger
            .payments
            .iter()
            .rev()
            .map(|payment| PaymentView {
                on: iso(payment.on),
                amount_kopecks: payment.amount_kopecks,
                way: payment_way(&payment.way).to_owned(),
            })
            .collect()
    })
}

fn payment_way(code: &str) -> &str {
    match code {
        "cash" => "касса",
        "bank" => "банк",
        "cabinet" => "личный кабинет",
        "post" => "почта",
        "terminal" => "терминал",
        other => other,
    }
}

/// «договор энергоснабжения от 12.03.2019, 3-я ценовая категория, СН-II, 120 кВт».
fn contract_terms(
    contract: Option<&Contract>,
    price_category: Option<u8>,
    standards: &Standards,
) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(contract) = contract {
        let kind = match contract.kind {
            ContractKind::Supply => "энергоснабжение",
            ContractKind::Purchase => "купля-продажа",
        };
        parts.push(format!("{kind} от {}", text::date(contract.concluded_on)));
        if contract.state_contract {
            parts.push("государственный контракт".to_owned());
        }
        if let Some(ended_on) = contract.ended_on {
            parts.push(format!("расторгнут {}", text::date(ended_on)));
        }
    }
    if let Some(category) = contract
        .and_then(|row| row.price_category)
        .or(price_category)
    {
        parts.push(text::lower_first(&standards.price_category(category)));
    }
    if let Some(voltage) = contract.and_then(|row| row.voltage.as_deref()) {
        parts.push(voltage_name(voltage).to_owned());
    }
    if let Some(power) = contract.and_then(|row| row.max_power_kw) {
        parts.push(format!("{power}\u{a0}кВт"));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn voltage_name(code: &str) -> &str {
    match code {
        "vn" => "ВН",
        "sn1" => "СН-I",
        "sn2" => "СН-II",
        "nn" => "НН",
        other => other,
    }
}

/// Nothing while the supply is simply on.
fn supply(supply: &Supply) -> Option<String> {
    let state = match supply.state {
        SupplyState::On => return None,
        SupplyState::Limited => "ограничено",
        SupplyState::Off => "отключено",
    };
    let since = text::date(supply.since);
    Some(match &supply.reason {
        Some(reason) => format!("{state} с {since}: {reason}"),
        None => format!("{state} с {since}"),
    })
}

fn supply_tone(supply: Option<&Supply>) -> Tone {
    match supply.map(|row| row.state) {
        None | Some(SupplyState::On) => Tone::Plain,
        Some(SupplyState::Limited) => Tone::Warn,
        Some(SupplyState::Off) => Tone::Bad,
    }
}

fn delivery(code: &str) -> String {
    match code {
        "paper" => "на бумаге",
        "email" => "на e-mail",
        "cabinet" => "в личном кабинете",
        other => other,
    }
    .to_owned()
}

/// «долга нет», «аванс», «долг с августа 2026».
fn balance(ledger: &Ledger, today: NaiveDate) -> (String, Tone) {
    if ledger.balance_kopecks == 0 {
        return ("долга нет".to_owned(), Tone::Plain);
    }
    if ledger.balance_kopecks < 0 {
        return ("аванс".to_owned(), Tone::Plain);
    }
    // Payments cover the oldest months first: what is left unpaid began where the newest
    // charges add up to the debt.
    let mut covered = 0;
    let oldest = ledger.months.iter().rev().find(|month| {
        covered += month.charged_kopecks;
        covered >= ledger.balance_kopecks
    });
    match oldest.or(ledger.months.first()) {
        Some(month) => {
            let tone = if today.signed_duration_since(month.month).num_days() > 62 {
                Tone::Bad
            } else {
                Tone::Warn
            };
            (
                format!(
                    "долг с {}\u{a0}{}",
                    text::month_of(month.month),
                    month.month.year()
                ),
                tone,
            )
        }
        None => ("долг".to_owned(), Tone::Warn),
    }
}

/// «8,20 ₽», «день 8,20 ₽, ночь 4,17 ₽».
fn tariff(tariff: &Tariff) -> String {
    if let [(_, price)] = tariff.prices.as_slice() {
        return text::money(Kopecks(*price));
    }
    let three = tariff.prices.len() > 2;
    let prices: Vec<String> = tariff
        .prices
        .iter()
        .map(|(zone, price)| {
            format!(
                "{} {}",
                zone_name(zone, three),
                text::money(Kopecks(*price))
            )
        })
        .collect();
    prices.join(", ")
}

/// What a zone is called: T1 is the day of two zones and the peak of three.
fn zone_name(zone: &str, three: bool) -> String {
    match (zone, three) {
        ("T1", false) => "день".to_owned(),
        ("T1", true) => "пик".to_owned(),
        ("T2", _) => "ночь".to_owned(),
        ("T3", _) => "полупик".to_owned(),
        (other, _) => other.to_owned(),
    }
}

/// «54,3 м², живут 3, прописаны 4».
fn housing(
    area_tenths_m2: Option<u32>,
    residents: Option<u16>,
    registered: Option<u16>,
) -> Option<String> {
    let area = area_tenths_m2.map(|tenths| match tenths % 10 {
        0 => format!("{}\u{a0}м²", tenths / 10),
        rest => format!("{},{rest}\u{a0}м²", tenths / 10),
    });
    let residents = residents.map(|count| {
        if text::plural(u32::from(count)) == text::Plural::One {
            format!("живёт\u{a0}{count}")
        } else {
            format!("живут\u{a0}{count}")
        }
    });
    let registered = registered.map(|count| {
        if text::plural(u32::from(count)) == text::Plural::One {
            format!("прописан\u{a0}{count}")
        } else {
            format!("прописаны\u{a0}{count}")
        }
    });
    let parts: Vec<String> = area
        .into_iter()
        .chain(residents)
        .chain(registered)
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A check that ends within so many days is told in time.
const CHECK_SOON_DAYS: i64 = 90;
/// The norm of the control of modes, 5.1 r.2.6 (A11).
const CONTROL_NORM: &str = "meter.control";

/// «поверка до 12.05.2031».
fn check_of(meter: &Meter, today: NaiveDate) -> (Option<String>, Tone) {
    let Some(due) = meter.check_due_on else {
        return (None, Tone::Plain);
    };
    let left = due.signed_duration_since(today).num_days();
    if left < 0 {
        (
            Some(format!("срок поверки истёк {}", text::date(due))),
            Tone::Bad,
        )
    } else {
        let tone = if left <= CHECK_SOON_DAYS {
            Tone::Warn
        } else {
            Tone::Plain
        };
        (Some(format!("поверка до {}", text::date(due))), tone)
    }
}

/// «осмотрен 12.05.2026, следующий осмотр до 12.11.2026».
fn control_of(meter: &Meter, standards: &Standards) -> Option<String> {
    let done = meter.control_on?;
    let next = NormKey::parse(CONTROL_NORM)
        .ok()
        .and_then(|key| standards.term_from(&key, done))
        .map_or_else(String::new, |term| {
            let plan = term.target.unwrap_or(term.limit);
            format!(", следующий осмотр до {}", text::date(plan))
        });
    Some(format!("осмотрен {}{next}", text::date(done)))
}

fn meter(meter: Meter, around: &Around<'_>) -> MeterView {
    let (check_label, check_tone) = check_of(&meter, around.today);
    let control_label = control_of(&meter, around.standards);
    let zones = meter.readings.len();
    MeterView {
        check_label,
        check_tone,
        control_label,
        model: meter.model,
        serial: meter.serial,
        readings: meter
            .readings
            .into_iter()
            .map(|reading| ReadingView {
                zone_label: if zones < 2 {
                    "Показание".to_owned()
                } else {
                    format!(
                        "{}, {}",
                        reading.zone.replace('T', "Т"),
                        zone_name(&reading.zone, zones > 2)
                    )
                },
                value_kwh: reading.value_kwh,
                read_on: iso(reading.read_on),
                source_label: source(&reading.source).to_owned(),
            })
            .collect(),
    }
}

/// Where a reading came from (R83).
fn source(code: &str) -> &str {
    match code {
        "cabinet" => "личный кабинет",
        "phone" => "телефон",
        "box" => "ящик в отделении",
        "office" => "окно отделения",
        "inspector" => "контролёр",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use chrono::NaiveDate;
    use stoika_domain::directory::{Ledger, LedgerMonth, Tariff};

    use super::{balance, housing, tariff};
    use crate::api::Tone;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_debt_says_since_when() {
        let month = |first: &str, charged_kopecks| LedgerMonth {
            month: day(first),
            used_kwh: 1,
            charged_kopecks,
            paid_kopecks: 0,
            ..LedgerMonth::default()
        };
        let ledger = |balance_kopecks| Ledger {
            balance_kopecks,
            as_of_ms: 0,
            months: vec![
                month("2026-07-01", 100),
                month("2026-08-01", 100),
                month("2026-09-01", 100),
            ],
            ..Ledger::default()
        };
        let today = day("2026-10-30");
        assert_eq!(
            balance(&ledger(0), today),
            ("долга нет".to_owned(), Tone::Plain)
        );
        assert_eq!(
            balance(&ledger(-5), today),
            ("аванс".to_owned(), Tone::Plain)
        );
        assert_eq!(
            balance(&ledger(90), today),
            ("долг с сентября\u{a0}2026".to_owned(), Tone::Warn)
        );
        assert_eq!(
            balance(&ledger(150), today),
            ("долг с августа\u{a0}2026".to_owned(), Tone::Bad)
        );
    }

    #[test]
    fn prices_and_rooms_are_said_as_people_say_them() {
        let two = Tariff {
            since: day("2026-10-01"),
            prices: vec![("T1".to_owned(), 820), ("T2".to_owned(), 417)],
        };
        assert_eq!(tariff(&two), "день 8,20\u{a0}₽, ночь 4,17\u{a0}₽");
        assert_eq!(
            housing(Some(543), Some(3), None).unwrap(),
            "54,3\u{a0}м², живут\u{a0}3"
        );
        assert_eq!(
            housing(Some(540), Some(1), None).unwrap(),
            "54\u{a0}м², живёт\u{a0}1"
        );
        assert_eq!(housing(None, None, None), None);
    }
}

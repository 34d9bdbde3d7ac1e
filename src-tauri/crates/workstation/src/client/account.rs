//! An account of the card in words.

use chrono::NaiveDate;
use stoika_domain::directory::{Account, Ledger, Meter, PartyKind, Tariff};
use stoika_domain::money::Kopecks;
use stoika_domain::text;

use crate::api::Tone;
use crate::api::client::{AccountView, MeterView, MonthView, ReadingView};
use crate::term_words::iso;

/// An account as the card shows it. `today` is the office's.
pub(crate) fn view(
    number: &str,
    account: Account,
    ledger: Option<Ledger>,
    today: NaiveDate,
) -> AccountView {
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
        housing: housing(account.area_tenths_m2, account.residents),
        balance_kopecks: ledger.as_ref().map_or(0, |ledger| ledger.balance_kopecks),
        balance_as_of_ms: ledger.as_ref().map_or(0, |ledger| ledger.as_of_ms),
        balance_note,
        balance_tone,
        meters: account.meters.into_iter().map(meter).collect(),
        months: ledger.map_or_else(Vec::new, |ledger| {
            ledger
                .months
                .into_iter()
                .rev()
                .map(|month| MonthView {
                    month: iso(month.month),
                    used_kwh: month.used_kwh,
                    charged_kopecks: month.charged_kopecks,
                    paid_kopecks: month.paid_kopecks,
                })
                .collect()
        }),
    }
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
            (format!("долг с {}", month_genitive(month.month)), tone)
        }
        None => ("долг".to_owned(), Tone::Warn),
    }
}

fn month_genitive(month: NaiveDate) -> String {
    use chrono::Datelike as _;
    const NAMES: [&str; 12] = [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];
    let name = usize::try_from(month.month0())
        .ok()
        .and_then(|place| NAMES.get(place))
        .unwrap_or(&"");
    format!("{name}\u{a0}{}", month.year())
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

/// «54,3 м², живут 3».
fn housing(area_tenths_m2: Option<u32>, residents: Option<u16>) -> Option<String> {
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
    let parts: Vec<String> = area.into_iter().chain(residents).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn meter(meter: Meter) -> MeterView {
    let zones = meter.readings.len();
    MeterView {
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

/// «Гражданин-потребитель».
pub(crate) fn kind_label(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Citizen => "Гражданин-потребитель",
        PartyKind::LegalEntity => "Юридическое лицо",
        PartyKind::SoleTrader => "Индивидуальный предприниматель",
        PartyKind::UtilityProvider => "Исполнитель коммунальных услуг",
        PartyKind::StateCustomer => "Государственный заказчик",
        PartyKind::Reseller => "Покупатель для перепродажи",
        PartyKind::NetworkCompany => "Сетевая организация",
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
            housing(Some(543), Some(3)).unwrap(),
            "54,3\u{a0}м², живут\u{a0}3"
        );
        assert_eq!(
            housing(Some(540), Some(1)).unwrap(),
            "54\u{a0}м², живёт\u{a0}1"
        );
        assert_eq!(housing(None, None), None);
    }
}

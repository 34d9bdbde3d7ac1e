//! Charges and payments of an account, put together. Pure: the same files in any order come to the
//! same ledger, and the same file again to the very same one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Months, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use stoika_domain::directory::{Ledger, LedgerMonth, Payment, StatedBalance};

/// Months that a ledger keeps.
const MONTHS: u32 = 15;

/// A month as it was charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Charge {
    pub month: NaiveDate,
    pub used_kwh: u32,
    pub charged_kopecks: i64,
    pub recalculated_kopecks: i64,
    pub penalty_kopecks: i64,
    /// What the accounting system says was owed then.
    pub stated: Option<StatedBalance>,
}

/// The ledger after charges, oldest first: each replaces its month.
pub(crate) fn with_charges(before: Option<Ledger>, charges: &[Charge]) -> Ledger {
    let mut open = Open::of(before);
    open.keep_from(charges.iter().map(|charge| charge.month).max());
    for charge in charges {
        if !open.keeps(charge.month) {
            continue;
        }
        let month = open.month(charge.month);
        month.used_kwh = charge.used_kwh;
        month.charged_kopecks = charge.charged_kopecks;
        month.recalculated_kopecks = charge.recalculated_kopecks;
        month.penalty_kopecks = charge.penalty_kopecks;
        if let Some(stated) = charge.stated
            && open.stated.is_none_or(|known| known.on <= stated.on)
        {
            open.stated = Some(stated);
        }
        open.known_to(charge.month.checked_add_months(Months::new(1)));
    }
    open.close()
}

/// The ledger after payments: they replace all payments of the days that they name.
pub(crate) fn with_payments(before: Option<Ledger>, payments: &[Payment]) -> Ledger {
    let mut open = Open::of(before);
    open.keep_from(payments.iter().map(|payment| payment.on).max());
    let days: BTreeSet<NaiveDate> = payments.iter().map(|payment| payment.on).collect();
    open.payments.retain(|payment| !days.contains(&payment.on));
    for payment in payments {
        if open.keeps(payment.on) {
            open.payments.push(payment.clone());
            open.known_to(Some(payment.on));
        }
    }
    open.close()
}

/// A ledger on the table.
struct Open {
    /// Owed before the first month, while nobody states a balance.
    opening_kopecks: i64,
    stated: Option<StatedBalance>,
    as_of_ms: i64,
    months: BTreeMap<NaiveDate, LedgerMonth>,
    payments: Vec<Payment>,
    first: NaiveDate,
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

impl Open {
    fn of(before: Option<Ledger>) -> Self {
        let before = before.unwrap_or_default();
        Self {
            opening_kopecks: before.opening_kopecks(),
            stated: before.stated,
            as_of_ms: before.as_of_ms,
            months: before
                .months
                .into_iter()
                .map(|month| (month.month, month))
                .collect(),
            payments: before.payments,
            first: NaiveDate::MIN,
        }
    }

    /// Sets the first month that is kept, by the newest that is known. What is older goes into the
    /// opening balance.
    fn keep_from(&mut self, newest: Option<NaiveDate>) {
        let known = self.months.keys().next_back().copied();
        let Some(newest) = newest.map(first_of).max(known) else {
            return;
        };
        self.first = newest
            .checked_sub_months(Months::new(MONTHS - 1))
            .unwrap_or(NaiveDate::MIN);
        let kept = self.months.split_off(&self.first);
        let gone = std::mem::replace(&mut self.months, kept);
        for month in gone.values() {
            self.opening_kopecks = self.opening_kopecks.saturating_add(month.owed_kopecks());
        }
        let first = self.first;
        self.payments.retain(|payment| payment.on >= first);
    }

    fn keeps(&self, day: NaiveDate) -> bool {
        first_of(day) >= self.first
    }

    fn month(&mut self, day: NaiveDate) -> &mut LedgerMonth {
        let month = first_of(day);
        self.months.entry(month).or_insert_with(|| LedgerMonth {
            month,
            ..LedgerMonth::default()
        })
    }

    fn known_to(&mut self, day: Option<NaiveDate>) {
        let midnight = day.map(|day| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis());
        self.as_of_ms = midnight.map_or(self.as_of_ms, |at_ms| self.as_of_ms.max(at_ms));
    }

    fn close(mut self) -> Ledger {
        for month in self.months.values_mut() {
            month.paid_kopecks = 0;
        }
        let mut payments = std::mem::take(&mut self.payments);
        payments.sort_by(|a, b| {
            (a.on, &a.way, a.amount_kopecks).cmp(&(b.on, &b.way, b.amount_kopecks))
        });
        for payment in &payments {
            let month = self.month(payment.on);
            month.paid_kopecks = month.paid_kopecks.saturating_add(payment.amount_kopecks);
        }
        let balance_kopecks = match self.stated {
            Some(stated) => {
                self.known_to(Some(stated.on));
                self.after(&stated, &payments)
            }
            None => self
                .months
                .values()
                .fold(self.opening_kopecks, |sum, month| {
                    sum.saturating_add(month.owed_kopecks())
                }),
        };
        Ledger {
            balance_kopecks,
            as_of_ms: self.as_of_ms,
            months: self.months.into_values().collect(),
            payments,
            stated: self.stated,
        }
    }

    /// A stated balance, and what came after that day.
    fn after(&self, stated: &StatedBalance, payments: &[Payment]) -> i64 {
        let charged = self
            .months
            .values()
            .filter(|month| month.month > stated.on)
            .map(|month| {
                month
                    .charged_kopecks
                    .saturating_add(month.recalculated_kopecks)
                    .saturating_add(month.penalty_kopecks)
            })
            .fold(stated.balance_kopecks, i64::saturating_add);
        payments
            .iter()
            .filter(|payment| payment.on > stated.on)
            .fold(charged, |sum, payment| {
                sum.saturating_sub(payment.amount_kopecks)
            })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use chrono::{Months, NaiveDate};
    use stoika_domain::directory::{Ledger, Payment, StatedBalance};

    use super::{Charge, with_charges, with_payments};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn charge(month: &str, charged_kopecks: i64) -> Charge {
        Charge {
            month: day(month),
            used_kwh: 10,
            charged_kopecks,
            recalculated_kopecks: 0,
            penalty_kopecks: 0,
            stated: None,
        }
    }

    fn payment(on: &str, amount_kopecks: i64) -> Payment {
        Payment {
            on: day(on),
            amount_kopecks,
            way: "bank".to_owned(),
        }
    }

    #[test]
    fn files_in_any_order_come_to_the_same() {
        let charges = [charge("2026-09-01", 500), charge("2026-10-01", 700)];
        let payments = [payment("2026-10-05", 500), payment("2026-11-03", 100)];
        let one = with_payments(Some(with_charges(None, &charges)), &payments);
        let other = with_charges(Some(with_payments(None, &payments)), &charges);
        assert_eq!(one, other);
        assert_eq!(one.balance_kopecks, 600);
        assert_eq!(
            one.months.len(),
            3,
            "the month of the last payment stands too"
        );
        assert_eq!(one.months[1].paid_kopecks, 500);
        assert_eq!(one.opening_kopecks(), 0);
        let again = with_charges(Some(one.clone()), &charges);
        assert_eq!(with_payments(Some(again), &payments), one);
    }

    #[test]
    fn a_day_is_replaced_whole() {
        let first = with_payments(
            None,
            &[payment("2026-10-05", 500), payment("2026-10-06", 1)],
        );
        let put_right = with_payments(Some(first), &[payment("2026-10-05", 300)]);
        assert_eq!(put_right.balance_kopecks, -301);
    }

    #[test]
    fn a_stated_balance_counts_and_what_came_later_is_added() {
        let mut october = charge("2026-10-01", 700);
        october.stated = Some(StatedBalance {
            on: day("2026-10-31"),
            balance_kopecks: 5000,
        });
        let ledger = with_charges(None, &[october.clone()]);
        assert_eq!(ledger.balance_kopecks, 5000);
        let known = with_payments(Some(ledger), &[payment("2026-10-20", 900)]);
        assert_eq!(known.balance_kopecks, 5000, "it is in the balance already");
        let later = with_payments(Some(known), &[payment("2026-11-02", 900)]);
        assert_eq!(later.balance_kopecks, 4100);
        let next = with_charges(Some(later), &[charge("2026-11-01", 50)]);
        assert_eq!(next.balance_kopecks, 4150);
        assert_eq!(with_charges(Some(next.clone()), &[october]), next);
    }

    #[test]
    fn old_months_go_into_the_opening_balance() {
        let months: Vec<Charge> = (0..20)
            .map(|index| {
                let month = day("2025-01-01").checked_add_months(Months::new(index));
                charge(&month.unwrap().to_string(), 100)
            })
            .collect();
        let all = with_charges(None, &months);
        assert_eq!(all.months.len(), 15);
        assert_eq!(all.balance_kopecks, 1500, "what is too old is passed by");
        assert_eq!(with_charges(Some(all.clone()), &months), all);
        let grown = with_charges(Some(all), &[charge("2026-09-01", 100)]);
        assert_eq!(grown.months.len(), 15);
        assert_eq!(grown.balance_kopecks, 1600);
        assert_eq!(grown.opening_kopecks(), 100);
    }

    #[test]
    fn an_empty_ledger_stays_one() {
        assert_eq!(with_payments(None, &[]), Ledger::default());
    }
}

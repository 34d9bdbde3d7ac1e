//! A norm in words, as the Standard prints it: «3–5 рабочих дней».

use super::{Norm, Unit};
use crate::text::{self, Plural};

impl Norm {
    /// How long it is, in Russian words.
    #[must_use]
    pub fn words(&self) -> String {
        let limit = match self.unit {
            Unit::WorkingDays => text::working_days(self.limit),
            Unit::CalendarDays => text::days(self.limit),
            Unit::Months => months(self.limit),
            Unit::CalendarDaysBefore => format!("за {}", text::days(self.limit)),
            Unit::BeforeDayOfNextMonth => {
                format!("до {}-го числа следующего месяца", self.limit)
            }
        };
        match self.target {
            Some(target) if 0 < target && target < self.limit => format!("{target}–{limit}"),
            Some(_) | None => limit,
        }
    }
}

/// «1 месяц», «3 месяца», «12 месяцев».
fn months(n: u32) -> String {
    let noun = match text::plural(n) {
        Plural::One => "месяц",
        Plural::Few => "месяца",
        Plural::Many => "месяцев",
    };
    format!("{n}\u{a0}{noun}")
}

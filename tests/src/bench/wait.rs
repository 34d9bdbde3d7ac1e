//! How well clients are told their wait, over simulated days.

use chrono::NaiveDate;

use super::journal::Outcome;
use super::report::Row;
use crate::day::forecast::{Errors, Standard, working_days};

/// Offices, of a hundred windows so many with somebody, and of a hundred days so many.
const OFFICES: [(&str, u64, usize); 3] = [
    ("samara", 70, 50),
    ("togliatti", 70, 30),
    ("otradny", 50, 20),
];

/// Plays so many days for each hundred of [`OFFICES`].
///
/// # Errors
/// A document that cannot be read, or a mistake of the player.
pub fn expected(hundreds: usize) -> Outcome<Vec<Row>> {
    let standard = Standard::published()?;
    let from = NaiveDate::from_ymd_opt(2026, 3, 2).ok_or("no such day")?;
    let mut all = Errors::default();
    let mut waited = Errors::default();
    let mut days = 0;
    for (office, staffed_percent, of_hundred) in OFFICES {
        for (seed, date) in (0..).zip(working_days(from).take(of_hundred * hundreds)) {
            let played = standard.play(office, staffed_percent, date, seed)?;
            all.add(&played, true);
            waited.add(&played, false);
            days += 1;
        }
    }
    Ok(vec![
        Row::new(
            "Expected wait: inside the range told",
            "about 80 %",
            format!(
                "{:.0} % of {} who had to wait; {:.0} % of all {}",
                waited.inside_percent(),
                waited.clients,
                all.inside_percent(),
                all.clients
            ),
            &format!(
                "{days} simulated days of Самара, Тольятти and Отрадный at a full load; the range is {:.1} minutes wide on average, \
                 the wait {:.1}; of the rest {:.0} % were called sooner",
                waited.mean(waited.width),
                waited.mean(waited.waited),
                waited.mean(f64::from(waited.sooner)) * 100.0
                    / (100.0 - waited.inside_percent()).max(0.1)
                    * 100.0
            ),
        ),
        Row::new(
            "Expected wait: mean absolute error",
            "less than the simple rules",
            format!(
                "{:.1} min; average × ahead {:.1}; average ÷ windows × ahead {:.1}",
                waited.mean(waited.ours),
                waited.mean(waited.naive),
                waited.mean(waited.by_windows)
            ),
            "the middle of the range, of those who had to wait; the second rule is that of ZMS",
        ),
    ])
}

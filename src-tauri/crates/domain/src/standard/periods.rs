//! Days of the month that matter: readings (7.1), payment (ЖК РФ ст. 155, A41), penalty.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{StandardError, named, rows, unique};
use crate::terms::{Audience, NormAudience};

/// How a client's reading comes (источник показаний), R83.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingSource {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
    /// The window in which readings come by it (A21).
    pub window: String,
}

/// Days of the month on which readings are taken (период приёма показаний), R114.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingWindow {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
    /// Name of the norm: `readings.window`.
    pub key: String,
    /// Whose readings.
    pub audience: NormAudience,
    /// First day of the month.
    pub from_day: u32,
    /// Last day of the month.
    pub to_day: u32,
    /// What is said of a reading that comes outside.
    pub late_ru: String,
    /// In force from.
    pub effective_from: NaiveDate,
    /// In force to, with that day.
    pub effective_to: Option<NaiveDate>,
    /// The open question that the row decides.
    pub proposal: String,
}

/// When a reading came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowPlace {
    /// Before the window of its month.
    Before,
    /// In the window.
    Inside,
    /// After the window: it counts in the next period.
    After,
}

impl ReadingWindow {
    /// Where a day lies. A reading is taken on any day, with a mark (A21).
    #[must_use]
    pub fn place(&self, on: NaiveDate) -> WindowPlace {
        if on.day() < self.from_day {
            WindowPlace::Before
        } else if on.day() <= self.to_day {
            WindowPlace::Inside
        } else {
            WindowPlace::After
        }
    }
}

/// By what day of the month payment is due (срок оплаты), A41.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentDue {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// The clause.
    pub clause: String,
    /// Whose payment.
    pub audience: NormAudience,
    /// Paid by this day of the next month.
    pub pay_by_day: u32,
    /// The payment document is there by this day of the next month.
    pub document_by_day: u32,
    /// First day on which it holds.
    pub effective_from: NaiveDate,
    /// Last day on which it holds.
    pub effective_to: Option<NaiveDate>,
    /// The open question that the row decides.
    pub proposal: String,
}

impl PaymentDue {
    /// Whether it holds on a day.
    #[must_use]
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.effective_from <= on && self.effective_to.is_none_or(|last| on <= last)
    }
}

/// A step of the penalty (пени) by days of delay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PenaltyStep {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// The clause.
    pub clause: String,
    /// Whose.
    pub audience: NormAudience,
    /// First day of delay.
    pub from_day: u32,
    /// Last day of delay; `None` for the last step.
    pub to_day: Option<u32>,
    /// One part in so many of the key rate for a day; `None` while there is no penalty.
    pub key_rate_divisor: Option<u32>,
}

/// `payment_terms.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTerms {
    /// Due days.
    pub due: Vec<PaymentDue>,
    /// Penalty.
    pub penalty: Vec<PenaltyStep>,
}

impl PaymentTerms {
    /// The due days for an audience on a day; `None` where only the contract tells (ПП 442).
    #[must_use]
    pub fn due_on(&self, audience: Audience, on: NaiveDate) -> Option<&PaymentDue> {
        self.due
            .iter()
            .find(|row| row.audience.covers(Some(audience)) && row.is_in_force(on))
    }

    /// The step of the penalty on a day of delay, counted from 1.
    #[must_use]
    pub fn penalty(&self, audience: Audience, delay_days: u32) -> Option<&PenaltyStep> {
        self.penalty.iter().find(|step| {
            step.audience.covers(Some(audience))
                && step.from_day <= delay_days
                && step.to_day.is_none_or(|last| delay_days <= last)
        })
    }
}

/// Reads `reading_sources.json`.
///
/// # Errors
/// [`StandardError`].
pub fn reading_sources(json: &str) -> Result<Vec<ReadingSource>, StandardError> {
    named(json, |row: &ReadingSource| row.id.as_str())
}

/// Reads `reading_windows.json`; days are days of any month, in order.
///
/// # Errors
/// [`StandardError`].
pub fn reading_windows(json: &str) -> Result<Vec<ReadingWindow>, StandardError> {
    let windows = named(json, |row: &ReadingWindow| row.id.as_str())?;
    for window in &windows {
        if !(1 <= window.from_day && window.from_day <= window.to_day && window.to_day <= 28) {
            return Err(StandardError::Unfit {
                row: window.id.clone(),
                why: "no such days of every month",
            });
        }
    }
    Ok(windows)
}

/// Reads `payment_terms.json`.
///
/// # Errors
/// [`StandardError`].
pub fn payment_terms(json: &str) -> Result<PaymentTerms, StandardError> {
    let terms: PaymentTerms = rows(json)?;
    unique(terms.due.iter().map(|row| row.id.as_str()))?;
    unique(terms.penalty.iter().map(|row| row.id.as_str()))?;
    Ok(terms)
}

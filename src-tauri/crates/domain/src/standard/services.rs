//! Services of a reception (услуги), streams of the queue and their norms, §6.3.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{OfficeKind, StandardError, named, rows, unique};
use crate::role::Role;
use crate::terms::{Audience, NormAudience};

/// Whom a kind of office serves (R84, R90).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeKindRow {
    /// The kind.
    pub id: OfficeKind,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
    /// Whom it serves: a reception point only citizens.
    pub audience: NormAudience,
}

/// What a client comes for (услуга), R94.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
    /// The stream of the queue that it belongs to (R103).
    pub stream: String,
    /// Whose work it is.
    pub role: Role,
    /// For whom it is.
    pub audience: NormAudience,
    /// Where it is given.
    pub office_kinds: Vec<OfficeKind>,
    /// Share of all visits, in percent; orders the list.
    pub share_percent: u8,
}

impl Service {
    /// Whether an office of this kind gives it to such a client (R90).
    #[must_use]
    pub fn is_given(&self, office: &OfficeKindRow, audience: Option<Audience>) -> bool {
        self.office_kinds.contains(&office.id)
            && self.audience.covers(audience)
            && office.audience.covers(audience)
            && self.audience.meets(office.audience)
    }
}

/// How a norm of reception is measured (A12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The mean of many («среднее значение»).
    Average,
    /// Not to be passed by any («не более»).
    Limit,
}

/// A stream of the queue (поток) and its norms, R98–R100, R103.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// One word for a column: «Платежи»; empty in what was published before there was a queue.
    #[serde(default)]
    pub short_ru: String,
    /// The clause of the norms.
    pub clause: String,
    /// Name of the norm: `queue.head`.
    pub key: String,
    /// Who receives.
    pub role: Role,
    /// Wait for the call, minutes.
    pub wait_minutes: u32,
    /// Reception, minutes.
    pub reception_minutes: u32,
    /// How both are measured.
    pub measure: Measure,
    /// In force from.
    pub effective_from: NaiveDate,
}

/// The norm of a whole visit, R101.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitNorm {
    /// Name: `queue.total`.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// The clause.
    pub clause: String,
    /// From the ticket to the end, minutes.
    pub total_minutes: u32,
    /// How it is measured.
    pub measure: Measure,
    /// In force from.
    pub effective_from: NaiveDate,
    /// The open question that the row decides.
    pub proposal: String,
}

/// `queue_norms.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueNorms {
    /// Streams, in the order of the screen.
    pub streams: Vec<Stream>,
    /// The whole visit.
    pub visit: VisitNorm,
    /// What is a «незначительное отклонение» at a peak, percent of the norm (A13).
    pub peak_tolerance_percent: u32,
}

/// A norm of the telephone (контакт-центр), R117–R119.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactNorm {
    /// Name of the norm: `phone.find`.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// The clause.
    pub clause: String,
    /// Lower bound of a range, seconds.
    pub target_seconds: Option<u32>,
    /// What is not to be passed, seconds.
    pub limit_seconds: u32,
    /// How it is measured.
    pub measure: Measure,
    /// In force from.
    pub effective_from: NaiveDate,
}

/// Reads `contact_norms.json`.
///
/// # Errors
/// [`StandardError`].
pub fn contact_norms(json: &str) -> Result<Vec<ContactNorm>, StandardError> {
    named(json, |row: &ContactNorm| row.id.as_str())
}

/// Reads `office_kinds.json`.
///
/// # Errors
/// [`StandardError`].
pub fn office_kinds(json: &str) -> Result<Vec<OfficeKindRow>, StandardError> {
    let kinds: Vec<OfficeKindRow> = rows(json)?;
    let names: Vec<String> = kinds.iter().map(|row| format!("{:?}", row.id)).collect();
    unique(names.iter().map(String::as_str))?;
    Ok(kinds)
}

/// Reads `services.json`.
///
/// # Errors
/// [`StandardError`].
pub fn services(json: &str) -> Result<Vec<Service>, StandardError> {
    named(json, |row: &Service| row.id.as_str())
}

/// Reads `queue_norms.json`.
///
/// # Errors
/// [`StandardError`].
pub fn queue_norms(json: &str) -> Result<QueueNorms, StandardError> {
    let norms: QueueNorms = rows(json)?;
    unique(norms.streams.iter().map(|stream| stream.id.as_str()))?;
    Ok(norms)
}

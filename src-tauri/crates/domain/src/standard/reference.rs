//! Reference lists of the desk: where else to apply, what the work rests on, how long it is kept.

use serde::{Deserialize, Serialize};

use super::{StandardError, named};
use crate::appeal::StatementForm;
use crate::ids::{CategoryId, ChannelId, NormKey};

/// What must be written down to close an appeal by a ground (A16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Nothing: the appeal itself shows it.
    None,
    /// A note in words.
    Note,
    /// The former appeal and its answer.
    FormerAppeal,
}

/// A ground to leave an appeal without consideration (основание), 7.3, Приложение 1 п. 1.3.3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Name: the code of the closing.
    pub id: String,
    /// Title, in the words of the notice.
    pub title_ru: String,
    /// Title in a list.
    pub short_ru: String,
    /// Where the Standard names it; `None` for what the applicant decides himself.
    pub clause: Option<String>,
    /// In what forms of statement it can be met.
    pub forms: Vec<StatementForm>,
    /// Only for these channels; any when empty.
    pub channels: Vec<ChannelId>,
    /// What must be written down.
    pub evidence: Evidence,
    /// What to ask for, if anything.
    pub evidence_ru: Option<String>,
}

impl Ground {
    /// Whether such a statement can have the ground.
    #[must_use]
    pub fn fits(&self, form: StatementForm, channel: &ChannelId) -> bool {
        self.forms.contains(&form) && (self.channels.is_empty() || self.channels.contains(channel))
    }
}

/// Reads `grounds.json`.
///
/// # Errors
/// [`StandardError`].
pub fn grounds(json: &str) -> Result<Vec<Ground>, StandardError> {
    named(json, |row: &Ground| row.id.as_str())
}

/// Where else a client may apply (§9, 10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalBody {
    /// Name of the row.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// With what one applies there.
    pub competence_ru: String,
    /// Where the Standard names it; `None` for general knowledge.
    pub clause: Option<String>,
}

/// Reads `external_bodies.json`.
///
/// # Errors
/// [`StandardError`].
pub fn external_bodies(json: &str) -> Result<Vec<ExternalBody>, StandardError> {
    named(json, |row: &ExternalBody| row.id.as_str())
}

/// A reason to refuse a contract (основание отказа), 5.1 row 1.2, A8, A38.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalReason {
    /// Name of the row.
    pub id: String,
    /// Title, as the notice says it.
    pub title_ru: String,
    /// The clause it rests on.
    pub clause: String,
}

/// Reads `refusal_reasons.json`.
///
/// # Errors
/// [`StandardError`].
pub fn refusal_reasons(json: &str) -> Result<Vec<RefusalReason>, StandardError> {
    named(json, |row: &RefusalReason| row.id.as_str())
}

/// What an act of the normative base is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// A code, law or decree (нормативно-правовой акт).
    Act,
    /// A standard (ГОСТ).
    Gost,
    /// Sanitary rules (СанПиН).
    Sanpin,
}

/// An act of the normative base (нормативная база), §2, R6: for citations in letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalAct {
    /// Name.
    pub id: String,
    /// Title in full.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
    /// What it is.
    pub kind: ActKind,
    /// As cited: «ПП РФ № 442».
    pub cite_ru: String,
    /// What to know of the citation (A36).
    pub remark_ru: Option<String>,
}

/// A kind of reminder by the company's initiative (напоминание), 8.1, R149.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
}

/// A kind of feedback (вид обратной связи), 10.2, R177.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackKind {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
    /// The category of appeal under which it is registered.
    pub category: CategoryId,
    /// The term in which something is done about an entry of the book (10.3).
    pub norm: NormKey,
}

/// From what event data are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionStart {
    /// The record was made.
    Created,
    /// The case was closed.
    Closed,
    /// The contract ended.
    Ended,
    /// Newer data took its place.
    Superseded,
    /// It was withdrawn, or its term ended.
    Withdrawn,
}

/// What becomes of data when their time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionEnd {
    /// Уничтожение, with an act.
    Destroy,
    /// Обезличивание: what names the person goes, figures stay.
    Depersonalise,
}

/// How long data are kept (срок хранения), domain of 152-ФЗ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionClass {
    /// Name.
    pub id: String,
    /// What data.
    pub title_ru: String,
    /// What in the Standard the data serve; `None` for what only the law asks for.
    pub clause: Option<String>,
    /// Why so long.
    pub ground_ru: String,
    /// How long, months.
    pub keep_months: u32,
    /// From what.
    pub from_event: RetentionStart,
    /// What then.
    pub at_end: RetentionEnd,
}

/// Reads `legal_base.json`.
///
/// # Errors
/// [`StandardError`].
pub fn legal_base(json: &str) -> Result<Vec<LegalAct>, StandardError> {
    named(json, |row: &LegalAct| row.id.as_str())
}

/// Reads `reminders.json`.
///
/// # Errors
/// [`StandardError`].
pub fn reminders(json: &str) -> Result<Vec<Reminder>, StandardError> {
    named(json, |row: &Reminder| row.id.as_str())
}

/// Reads `feedback_kinds.json`.
///
/// # Errors
/// [`StandardError`].
pub fn feedback_kinds(json: &str) -> Result<Vec<FeedbackKind>, StandardError> {
    named(json, |row: &FeedbackKind| row.id.as_str())
}

/// Reads `retention.json`.
///
/// # Errors
/// [`StandardError`].
pub fn retention(json: &str) -> Result<Vec<RetentionClass>, StandardError> {
    named(json, |row: &RetentionClass| row.id.as_str())
}

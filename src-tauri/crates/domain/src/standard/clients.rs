//! Kinds and categories of clients (§1, 3.6–3.24, 5.1), and how they are notified (8.1).

use serde::{Deserialize, Serialize};

use super::{AnswerNeeds, StandardError, named, unique};
use crate::directory::PartyKind;
use crate::terms::Audience;

/// A kind of client (вид клиента), R4, R7.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientKind {
    /// The kind as a client's row has it.
    pub id: PartyKind,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
    /// Whose terms the kind has (A33).
    pub audience: Audience,
    /// The checklist of its contract application.
    pub checklist: String,
}

/// A form of notification that a client chooses (форма оповещения), 8.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationForm {
    /// Name: what a client's row has.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it; `None` for the choice not to be notified.
    pub clause: Option<String>,
    /// What must be known.
    pub needs: AnswerNeeds,
    /// Whether what is beyond the contract may go this way only with consent (152-ФЗ).
    pub consent: bool,
}

/// A category of consumer by which tariffs differ (категория потребителей), R45.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerCategory {
    /// Name: what an account has.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Title where room is short.
    pub short_ru: String,
    /// Where the Standard names it; `None` for general knowledge of the field.
    pub clause: Option<String>,
    /// Pays by the tariffs of the population.
    pub population: bool,
}

/// A price category (ценовая категория), R45.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceCategory {
    /// Name: the number as text.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it; `None` for general knowledge of the field.
    pub clause: Option<String>,
    /// The number, 1–6: what an account has.
    pub number: u8,
    /// May be chosen for an object of 670 kW and more.
    pub from_670_kw: bool,
}

/// Reads `client_kinds.json`; every kind that a client's row can have is there once.
///
/// # Errors
/// [`StandardError`].
pub fn client_kinds(json: &str) -> Result<Vec<ClientKind>, StandardError> {
    let kinds: Vec<ClientKind> = super::rows(json)?;
    let names: Vec<String> = kinds.iter().map(|row| format!("{:?}", row.id)).collect();
    unique(names.iter().map(String::as_str))?;
    Ok(kinds)
}

/// Reads `notification_forms.json`.
///
/// # Errors
/// [`StandardError`].
pub fn notification_forms(json: &str) -> Result<Vec<NotificationForm>, StandardError> {
    named(json, |row: &NotificationForm| row.id.as_str())
}

/// Reads `consumer_categories.json`.
///
/// # Errors
/// [`StandardError`].
pub fn consumer_categories(json: &str) -> Result<Vec<ConsumerCategory>, StandardError> {
    named(json, |row: &ConsumerCategory| row.id.as_str())
}

/// Reads `price_categories.json`.
///
/// # Errors
/// [`StandardError`].
pub fn price_categories(json: &str) -> Result<Vec<PriceCategory>, StandardError> {
    named(json, |row: &PriceCategory| row.id.as_str())
}

//! The supplier itself as papers name it (организация): data, for names change (A36).

use serde::{Deserialize, Serialize};

use super::{StandardError, rows};

/// What the consent to the processing of personal data says (152-ФЗ, ст. 9, ч. 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentWords {
    /// Which data.
    pub personal_data_ru: Vec<String>,
    /// What is done with them.
    pub actions_ru: String,
    /// How long it holds.
    pub term_ru: String,
    /// How to withdraw it.
    pub withdrawal_ru: String,
    /// What follows from a withdrawal.
    pub effect_ru: String,
}

/// `organisation.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Full name.
    pub name_ru: String,
    /// Name in running text.
    pub short_ru: String,
    /// Legal address.
    pub address_ru: String,
    /// The one phone of the contact centre (7.1).
    pub phone_ru: String,
    /// Site.
    pub site_ru: String,
    /// E-mail of the internet reception.
    pub email_ru: String,
    /// Where the Standard names them.
    pub clause: String,
    /// How to settle a matter with no visit.
    pub without_visit_ru: String,
    /// What to take along to any office.
    pub take_along_ru: Vec<String>,
    /// What the consent says.
    pub consent: ConsentWords,
}

/// Reads `organisation.json`.
///
/// # Errors
/// [`StandardError`].
pub fn organisation(json: &str) -> Result<Organisation, StandardError> {
    rows(json)
}

//! Reference lists of the desk: where else to apply, what the work rests on, how long it is kept.

use serde::{Deserialize, Serialize};

use super::{StandardError, named};
use crate::appeal::StatementForm;
use crate::ids::ChannelId;

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

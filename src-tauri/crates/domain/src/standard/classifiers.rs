//! What an appeal is classified by (3.16, 7.4, 10.2, Приложение 1), and which norm it has.

use serde::{Deserialize, Serialize};

use super::access::AccessSettings;
use super::{StandardError, named, rows, unique};
use crate::appeal::StatementForm;
use crate::appeal::indicators::RepeatedClaims;
use crate::ids::{AnswerChannelId, CategoryId, ChannelId, NormKey, TopicId, UrgencyId};
use crate::terms::{Audience, Norm, NormSet, RuleSet};

/// `norms.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormData {
    /// Sets of norms.
    pub rule_sets: Vec<RuleSet>,
    /// Norm rows.
    pub norms: Vec<Norm>,
}

/// A category of appeal (категория обращения), 3.16.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Name.
    pub id: CategoryId,
    /// Title in a list: «Жалоба (претензия)».
    pub title_ru: String,
    /// Title of one: «Претензия».
    pub short_ru: String,
    /// Where the Standard names it.
    pub clause: String,
}

/// A topic of appeal (тема), Приложение 1 п. 1.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Name.
    pub id: TopicId,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
}

/// A channel by which an appeal comes (канал).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Name.
    pub id: ChannelId,
    /// Title.
    pub title_ru: String,
    /// In which forms a statement can come by it.
    pub forms: Vec<StatementForm>,
    /// One of the channels of feedback, 10.2.
    #[serde(default)]
    pub feedback: bool,
    /// Where the Standard names it.
    pub clause: String,
}

/// What an answer channel needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerNeeds {
    /// Postal index and address.
    Postal,
    /// E-mail address.
    Email,
    /// Phone.
    Phone,
    /// Nothing: it is handed over, or said at once.
    Nothing,
}

/// How an answer is given (способ ответа), Приложение 1 п. 1.3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerChannel {
    /// Name.
    pub id: AnswerChannelId,
    /// Title: «Заказным письмом».
    pub title_ru: String,
    /// What must be known.
    pub needs: AnswerNeeds,
    /// To which forms of statement it may answer: a written one gets a written answer (11.3).
    pub forms: Vec<StatementForm>,
    /// Where the Standard names it.
    pub clause: String,
}

/// A category of urgency (категория срочности), 10.2, A26.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urgency {
    /// Name.
    pub id: UrgencyId,
    /// Title.
    pub title_ru: String,
    /// Taken when nothing is chosen.
    #[serde(default)]
    pub default: bool,
}

/// One rule of the choice of a norm for an appeal; the first that fits decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermKeyRule {
    /// Only this category; any when absent.
    #[serde(default)]
    pub category: Option<CategoryId>,
    /// Only this topic; any when absent.
    #[serde(default)]
    pub topic: Option<TopicId>,
    /// Only these channels; any when empty.
    #[serde(default)]
    pub channels: Vec<ChannelId>,
    /// Only this audience; any when absent.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// The norm.
    pub key: NormKey,
}

/// What makes one appeal's term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermQuestion<'a> {
    /// Its category.
    pub category: &'a CategoryId,
    /// Its topic.
    pub topic: &'a TopicId,
    /// Its channel.
    pub channel: &'a ChannelId,
    /// Whose it is.
    pub audience: Audience,
}

impl TermKeyRule {
    /// Whether the rule speaks of it.
    #[must_use]
    pub fn fits(&self, question: &TermQuestion<'_>) -> bool {
        self.category
            .as_ref()
            .is_none_or(|own| own == question.category)
            && self.topic.as_ref().is_none_or(|own| own == question.topic)
            && (self.channels.is_empty() || self.channels.contains(question.channel))
            && self.audience.is_none_or(|own| own == question.audience)
    }
}

/// The norm of an appeal: that of the first rule that fits.
#[must_use]
pub fn norm_key<'a>(rules: &'a [TermKeyRule], question: &TermQuestion<'_>) -> Option<&'a NormKey> {
    rules
        .iter()
        .find(|rule| rule.fits(question))
        .map(|rule| &rule.key)
}

/// Settings of intake (настройки приёма), `settings.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeSettings {
    /// Digits of a лицевой счёт (A34).
    pub personal_account_digits: usize,
    /// A receipt older than so many days is asked about again.
    pub received_days_back_max: u32,
    /// Symbols of the client's statement.
    pub text_length_max: usize,
    /// Symbols of a one-line field.
    pub line_length_max: usize,
    /// Categories for which account or contract is asked (§9).
    pub account_wanted_for: Vec<CategoryId>,
    /// To which norms an appeal may be moved with a reason (A3).
    #[serde(default)]
    pub norm_moves: Vec<NormMove>,
    /// An answer that goes in these ways goes with the head's signature, by a project (7.4).
    #[serde(default = "signed_channels")]
    pub answers_signed: Vec<AnswerChannelId>,
    /// From how many on claims are systematically repeated (A25).
    #[serde(default)]
    pub repeated_claims: RepeatedClaims,
    /// Access to personal data.
    #[serde(default)]
    pub access: AccessSettings,
}

/// Letters are signed by the head unless the settings say otherwise.
fn signed_channels() -> Vec<AnswerChannelId> {
    ["registered_letter", "email"]
        .into_iter()
        .filter_map(|id| AnswerChannelId::parse(id).ok())
        .collect()
}

/// A norm to which an appeal may be moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NormMove {
    /// From which norms.
    pub from: Vec<NormKey>,
    /// To which.
    pub to: NormKey,
    /// Only appeals that came by these channels; any when empty.
    #[serde(default)]
    pub channels: Vec<ChannelId>,
    /// Not those that came by these.
    #[serde(default)]
    pub other_than: Vec<ChannelId>,
}

impl NormMove {
    /// Whether an appeal under that norm that came by that channel may be moved so.
    #[must_use]
    pub fn fits(&self, norm: &NormKey, channel: &ChannelId) -> bool {
        self.from.contains(norm)
            && (self.channels.is_empty() || self.channels.contains(channel))
            && !self.other_than.contains(channel)
    }
}

/// Reads `norms.json`; checks names and rule sets.
///
/// # Errors
/// [`StandardError`].
pub fn norm_data(json: &str) -> Result<NormData, StandardError> {
    let data: NormData = rows(json)?;
    unique(data.norms.iter().map(|norm| norm.id.as_str()))?;
    unique(data.rule_sets.iter().map(|set| set.id.as_str()))?;
    let named = data
        .norms
        .iter()
        .map(|norm| (&norm.id, &norm.rule_set))
        .chain(
            data.rule_sets
                .iter()
                .filter_map(|set| set.supersedes.as_ref().map(|old| (&set.id, old))),
        );
    for (from, to) in named {
        if !data.rule_sets.iter().any(|set| set.id == *to) {
            return Err(StandardError::Dangling {
                from: from.clone(),
                to: to.clone(),
            });
        }
    }
    Ok(data)
}

/// Reads `norms.json`, ready to resolve.
///
/// # Errors
/// [`StandardError`].
pub fn norms(json: &str) -> Result<NormSet, StandardError> {
    norm_data(json).map(|data| NormSet::from_rows(data.rule_sets, data.norms))
}

/// Reads `categories.json`.
///
/// # Errors
/// [`StandardError`].
pub fn categories(json: &str) -> Result<Vec<Category>, StandardError> {
    named(json, |row: &Category| row.id.as_str())
}

/// Reads `topics.json`.
///
/// # Errors
/// [`StandardError`].
pub fn topics(json: &str) -> Result<Vec<Topic>, StandardError> {
    named(json, |row: &Topic| row.id.as_str())
}

/// Reads `channels.json`.
///
/// # Errors
/// [`StandardError`].
pub fn channels(json: &str) -> Result<Vec<Channel>, StandardError> {
    named(json, |row: &Channel| row.id.as_str())
}

/// Reads `answer_channels.json`.
///
/// # Errors
/// [`StandardError`].
pub fn answer_channels(json: &str) -> Result<Vec<AnswerChannel>, StandardError> {
    named(json, |row: &AnswerChannel| row.id.as_str())
}

/// Reads `urgency.json`.
///
/// # Errors
/// [`StandardError`].
pub fn urgencies(json: &str) -> Result<Vec<Urgency>, StandardError> {
    named(json, |row: &Urgency| row.id.as_str())
}

/// Reads `term_keys.json`, in its order.
///
/// # Errors
/// [`StandardError`].
pub fn term_keys(json: &str) -> Result<Vec<TermKeyRule>, StandardError> {
    rows(json)
}

/// Reads `settings.json`.
///
/// # Errors
/// [`StandardError`].
pub fn settings(json: &str) -> Result<IntakeSettings, StandardError> {
    rows(json)
}

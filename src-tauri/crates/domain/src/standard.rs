//! The Standard's data: JSON of `fixtures/standard/` to typed rows. No file is read here; the
//! format is described in `fixtures/standard/README.md`.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::appeal::StatementForm;
use crate::calendar::{CalendarData, CalendarError, WorkCalendar};
use crate::ids::{AnswerChannelId, CategoryId, ChannelId, NormKey, OfficeId, TopicId, UrgencyId};
use crate::number::OfficeCode;
use crate::terms::{Audience, Norm, NormSet, RuleSet};

/// Why reference data is refused.
#[derive(Debug, thiserror::Error)]
pub enum StandardError {
    /// Not the JSON that is asked for.
    #[error("reference data cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A calendar that does not agree with itself.
    #[error("the calendar does not agree with itself: {0}")]
    Calendar(#[from] CalendarError),
    /// A row names another that is not there.
    #[error("`{from}` names `{to}`, which is not published")]
    Dangling {
        /// The row that names.
        from: String,
        /// What it names.
        to: String,
    },
    /// Two rows have one name, or two offices one code on paper.
    #[error("`{0}` stands twice")]
    Twice(String),
}

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
}

/// Kind of an office (A20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeKind {
    /// Отделение.
    Branch,
    /// Центр обслуживания клиентов (ЦОК).
    ServiceCenter,
    /// Дополнительный пункт приёма граждан-потребителей.
    ReceptionPoint,
}

/// A phone of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficePhone {
    /// As the Standard prints it.
    pub text: String,
    /// `+7XXXXXXXXXX`.
    pub e164: String,
}

/// A place that an office serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonePlace {
    /// District; `None` where the Standard names none.
    pub district: Option<String>,
    /// Locality; `None` for the whole district.
    pub locality: Option<String>,
    /// «часть» and the like.
    pub note: Option<String>,
    /// Its own local time minus UTC, minutes, where it is not the office's (Колтубановка). Terms
    /// still run by the office's.
    #[serde(default)]
    pub utc_offset_minutes: Option<i32>,
}

/// An office (§6.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Name of the row.
    pub id: OfficeId,
    /// Kind.
    pub kind: OfficeKind,
    /// Full name.
    pub name_ru: String,
    /// The branch it belongs to; `None` for a branch, or where the Standard does not tell.
    pub parent: Option<OfficeId>,
    /// Code on paper, `ОТ`.
    pub paper_code: OfficeCode,
    /// Local time minus UTC, minutes.
    pub utc_offset_minutes: i32,
    /// Postal index, where the Standard gives one.
    pub postal_index: Option<String>,
    /// Address as the Standard prints it.
    pub address: String,
    /// Phones.
    pub phones: Vec<OfficePhone>,
    /// Own hours, where the Standard gives them.
    pub working_hours_ru: Option<String>,
    /// Zone of service.
    pub zone: Vec<ZonePlace>,
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

/// Reads `calendar.json` and builds the calendar.
///
/// # Errors
/// [`StandardError`].
pub fn calendar(json: &str) -> Result<WorkCalendar, StandardError> {
    Ok(WorkCalendar::from_data(calendar_data(json)?)?)
}

/// Reads `calendar.json` as rows.
///
/// # Errors
/// [`StandardError::Json`].
pub fn calendar_data(json: &str) -> Result<CalendarData, StandardError> {
    rows(json)
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

/// Reads `offices.json`; checks names, codes on paper and parents.
///
/// # Errors
/// [`StandardError`].
pub fn offices(json: &str) -> Result<Vec<Office>, StandardError> {
    let offices: Vec<Office> = named(json, |row: &Office| row.id.as_str())?;
    let codes: Vec<String> = offices
        .iter()
        .map(|office| office.paper_code.to_string())
        .collect();
    unique(codes.iter().map(String::as_str))?;
    for office in &offices {
        if let Some(parent) = &office.parent
            && !offices.iter().any(|other| other.id == *parent)
        {
            return Err(StandardError::Dangling {
                from: office.id.to_string(),
                to: parent.to_string(),
            });
        }
    }
    Ok(offices)
}

/// Reads `external_bodies.json`.
///
/// # Errors
/// [`StandardError`].
pub fn external_bodies(json: &str) -> Result<Vec<ExternalBody>, StandardError> {
    named(json, |row: &ExternalBody| row.id.as_str())
}

fn rows<T: DeserializeOwned>(json: &str) -> Result<T, StandardError> {
    Ok(serde_json::from_str(json)?)
}

fn named<T: DeserializeOwned>(
    json: &str,
    name: impl Fn(&T) -> &str,
) -> Result<Vec<T>, StandardError> {
    let rows: Vec<T> = rows(json)?;
    unique(rows.iter().map(name))?;
    Ok(rows)
}

fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), StandardError> {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(StandardError::Twice(name.to_owned()));
        }
    }
    Ok(())
}

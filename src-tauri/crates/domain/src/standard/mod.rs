//! The Standard's data: JSON of `fixtures/standard/` to typed rows. No file is read here; the
//! format is described in `fixtures/standard/README.md`.

mod access;
mod agreement;
mod articles;
mod checklists;
mod classifiers;
mod clients;
mod finder;
mod name_cases;
mod offices;
mod organisation;
mod periods;
mod prices;
mod questionnaires;
mod queue;
mod reference;
mod services;

pub use access::*;
pub use agreement::agree;
pub use articles::*;
pub use checklists::*;
pub use classifiers::*;
pub use clients::*;
pub use finder::*;
pub use name_cases::*;
pub use offices::*;
pub use organisation::*;
pub use periods::*;
pub use prices::*;
pub use questionnaires::*;
pub use queue::*;
pub use reference::*;
pub use services::*;

use serde::de::DeserializeOwned;

use crate::calendar::{CalendarData, CalendarError, WorkCalendar};

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
    /// A row does not agree with itself.
    #[error("`{row}`: {why}")]
    Unfit {
        /// The row.
        row: String,
        /// What is wrong.
        why: &'static str,
    },
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

type Check = fn(&str) -> Result<(), StandardError>;

/// Every document that can be published, by its name, and what reads and checks it.
pub const DOCUMENTS: [(&str, Check); 37] = [
    ("answer_channels", |json| answer_channels(json).map(drop)),
    ("articles", |json| articles(json).map(drop)),
    ("calendar", |json| calendar(json).map(drop)),
    ("categories", |json| categories(json).map(drop)),
    ("channels", |json| channels(json).map(drop)),
    ("checklists", |json| checklists(json).map(drop)),
    ("client_kinds", |json| client_kinds(json).map(drop)),
    ("consultation_topics", |json| {
        consultation_topics(json).map(drop)
    }),
    ("consumer_categories", |json| {
        consumer_categories(json).map(drop)
    }),
    ("contact_norms", |json| contact_norms(json).map(drop)),
    ("external_bodies", |json| external_bodies(json).map(drop)),
    ("feedback_kinds", |json| feedback_kinds(json).map(drop)),
    ("grounds", |json| grounds(json).map(drop)),
    ("hours", |json| hours(json).map(drop)),
    ("legal_base", |json| legal_base(json).map(drop)),
    ("name_cases", |json| name_cases(json).map(drop)),
    ("norms", |json| norms(json).map(drop)),
    ("notification_forms", |json| {
        notification_forms(json).map(drop)
    }),
    ("office_kinds", |json| office_kinds(json).map(drop)),
    ("offices", |json| offices(json).map(drop)),
    ("organisation", |json| organisation(json).map(drop)),
    ("payment_terms", |json| payment_terms(json).map(drop)),
    ("price_categories", |json| price_categories(json).map(drop)),
    ("questionnaires", |json| questionnaires(json).map(drop)),
    ("queue", |json| queue(json).map(drop)),
    ("queue_norms", |json| queue_norms(json).map(drop)),
    ("reading_sources", |json| reading_sources(json).map(drop)),
    ("reading_windows", |json| reading_windows(json).map(drop)),
    ("refusal_reasons", |json| refusal_reasons(json).map(drop)),
    ("reminders", |json| reminders(json).map(drop)),
    ("retention", |json| retention(json).map(drop)),
    ("services", |json| services(json).map(drop)),
    ("settings", |json| settings(json).map(drop)),
    ("tariffs", |json| tariffs(json).map(drop)),
    ("term_keys", |json| term_keys(json).map(drop)),
    ("topics", |json| topics(json).map(drop)),
    ("urgency", |json| urgencies(json).map(drop)),
];

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

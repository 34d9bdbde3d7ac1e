//! The one search (Ctrl+K).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Input of `search.find`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct Find {
    /// As typed.
    pub text: String,
    /// Do not try the other keyboard layout.
    pub literal: bool,
    /// At most so many hits.
    pub limit: u32,
}

/// `search.find` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Found {
    /// What was searched instead of what was typed (wrong layout): «пример».
    pub read_as: Option<String>,
    /// Hits, best first.
    pub hits: Vec<SearchHit>,
    /// The instant of the directory that was searched, Unix milliseconds.
    #[ts(type = "number")]
    pub as_of_ms: i64,
}

/// Kinds of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum HitKind {
    /// A person; `id` is a party id.
    Person,
    /// An organisation; `id` is a party id.
    Organisation,
    /// An appeal; `id` is an appeal id.
    Appeal,
    /// A paper that belongs to no client's card; the journal of papers finds it by `title`, its number.
    Paper,
}

/// Why a hit is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum MatchReason {
    /// Surname.
    Surname,
    /// Several words of the name.
    Name,
    /// Surname where е was typed for ё, or the reverse.
    SurnameYo,
    /// Street or house.
    Address,
    /// Name and street.
    NameAndAddress,
    /// Account number.
    Account,
    /// Phone.
    Phone,
    /// Contract number.
    Contract,
    /// Serial number of a meter.
    Meter,
    /// Registration number of a paper.
    RegistrationNumber,
    /// Applicant of an appeal.
    Applicant,
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SearchHit {
    /// What it is.
    pub kind: HitKind,
    /// Its id.
    pub id: String,
    /// The account that matched, for a person with several.
    pub account: Option<String>,
    /// «Примерова Анна Сергеевна».
    pub title: String,
    /// «6300 0012 3456, Тольятти, ул. Примерная, 12, кв. 48».
    pub subtitle: String,
    /// Letters of the title that matched: [start, end) in UTF-16 units.
    pub title_marks: Vec<(u32, u32)>,
    /// The same of the subtitle.
    pub subtitle_marks: Vec<(u32, u32)>,
    /// Why.
    pub reason: MatchReason,
}

//! Terms (сроки): norms as data, resolved to a control date with the answer to
//! «почему эта дата».
//!
//! Requirements §14–15. A norm is one row: one clause, one number of days. Where several clauses
//! speak of the same thing, all of them are counted for the actual dates; the earliest limit is
//! the control date and the latest stays as the outer limit. No number of days stands in code.

mod count;
mod explain;
mod resolve;
mod words;

pub use count::count;
pub use explain::{Explained, ExplainedClause, explain};
pub use resolve::{NormSelection, NormSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{DayKind, YearSource};
use crate::civil;
use crate::ids::{ChannelId, NormKey};

/// Whom a term is owed to: the Standard tells citizens (граждане-потребители, 3.6) from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Гражданин-потребитель.
    Citizen,
    /// Everybody else: legal persons, entrepreneurs, ИКУ, network companies.
    Other,
}

impl Audience {
    /// The audience of a name (`citizen`, `other`).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Citizen, Self::Other]
            .into_iter()
            .find(|audience| audience.as_str() == name)
    }

    /// The name in data and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Other => "other",
        }
    }
}

/// Whom a norm row speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NormAudience {
    /// Граждане-потребители.
    Citizen,
    /// Прочие.
    Other,
    /// The clause makes no difference.
    Any,
}

impl NormAudience {
    /// Whether the row speaks of this audience. An unknown audience fits every row: the key
    /// itself has already told.
    #[must_use]
    pub const fn covers(self, audience: Option<Audience>) -> bool {
        match (self, audience) {
            (Self::Any, _) | (_, None) => true,
            (Self::Citizen, Some(Audience::Citizen)) | (Self::Other, Some(Audience::Other)) => true,
            (Self::Citizen, Some(Audience::Other)) | (Self::Other, Some(Audience::Citizen)) => {
                false
            }
        }
    }
}

impl NormAudience {
    /// Whether there is anyone of whom both speak.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::Citizen, Self::Citizen) | (Self::Other, Self::Other) => true,
            (Self::Citizen, Self::Other) | (Self::Other, Self::Citizen) => false,
        }
    }
}

/// In what a term is counted (A5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Рабочие дни: only working days are counted.
    WorkingDays,
    /// «Дней» without «рабочих»: every day; a last day that is off moves on (ГК РФ ст. 193).
    CalendarDays,
    /// Months: the same date, or the month's last day (ст. 192); then ст. 193.
    Months,
    /// Not later than so many days *before* the event: counted back, never moved forward.
    CalendarDaysBefore,
    /// Before that day of the month after the event's month: the date is the day before it.
    BeforeDayOfNextMonth,
}

/// The event from which a term runs (A6, A7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartEvent {
    /// Receipt (поступление).
    Received,
    /// Registration; receipt while it is not known.
    Registered,
    /// The day the set of documents became complete; receipt when it was complete at once.
    Completed,
    /// The changes of a contract take effect.
    Effective,
    /// The planned outage.
    Outage,
    /// The former check, act or survey.
    LastTime,
    /// The end of the period.
    PeriodEnd,
    /// The old control date: an extension runs from it.
    OldDue,
}

/// A norm: what one clause says of one term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// Name of the row, e.g. `claim.citizen/7.4-2`.
    pub id: String,
    /// What is owed; rows of one key are clauses on the same thing.
    pub key: NormKey,
    /// The set that the row belongs to (A42).
    pub rule_set: String,
    /// Title shown to people: «Претензия гражданина».
    pub title_ru: String,
    /// Whom the clause speaks of.
    pub audience: NormAudience,
    /// Channels the clause speaks of; empty for every channel.
    #[serde(default)]
    pub channels: Vec<ChannelId>,
    /// Lower bound of a range: the date to aim at (A4).
    #[serde(default)]
    pub target: Option<u32>,
    /// The number that must not be passed.
    pub limit: u32,
    /// In what both are counted.
    pub unit: Unit,
    /// From what event.
    pub start: StartEvent,
    /// The clause as cited: «Стандарт, п. 7.4, строка 2».
    pub clause: String,
    /// Stands still while the client owes an answer (§9); a term fixed by law does not.
    #[serde(default = "stands_still")]
    pub suspends: bool,
    /// May be extended once, with a notice (A18).
    #[serde(default)]
    pub extendable: bool,
    /// First day of receipt for which the row holds.
    pub effective_from: NaiveDate,
    /// Last day of receipt for which the row holds; `None` while it is in force.
    #[serde(default)]
    pub effective_to: Option<NaiveDate>,
    /// The proposal of requirements §15 that the row rests on, e.g. `A1`.
    #[serde(default)]
    pub proposal: Option<String>,
}

/// A set of norms with one source (A42): «Стандарт (2014)», the law, a base standard to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// Name of the set, e.g. `standard-2014`.
    pub id: String,
    /// Title shown to people.
    pub title_ru: String,
    /// First day of receipt on which the set is in force.
    pub effective_from: NaiveDate,
    /// The set it takes over from: for every key that has a row here, rows of that set rest.
    #[serde(default)]
    pub supersedes: Option<String>,
}

/// The dates that a term can run from. All are civil dates of the office's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartDates {
    /// The day of receipt; for norms that do not start from receipt, the day of their event.
    pub received_on: NaiveDate,
    /// The day of registration, when known.
    pub registered_on: Option<NaiveDate>,
    /// The day the set of documents became complete, when it was not at once.
    pub completed_on: Option<NaiveDate>,
    /// Times of waiting for the client, in any order.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// The day of the decision to extend the term; it is extended once.
    #[serde(default)]
    pub extended_on: Option<NaiveDate>,
}

/// A time of waiting for the client (ожидание сведений), §9: its days are not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first day that is not counted.
    pub from: NaiveDate,
    /// The first day that is counted again; `None` while the client owes an answer.
    pub until: Option<NaiveDate>,
}

impl Pause {
    /// Whether the day is one of waiting. Of a time that has not ended no day is yet: the control
    /// date of a waiting case is the earliest that it can be.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.until
            .is_some_and(|until| self.from <= date && date < until)
    }
}

impl StartDates {
    /// Received, and registered the same day.
    #[must_use]
    pub const fn received(received_on: NaiveDate) -> Self {
        Self {
            received_on,
            registered_on: None,
            completed_on: None,
            pauses: Vec::new(),
            extended_on: None,
        }
    }

    /// Since when the client owes an answer; `None` while the term runs.
    #[must_use]
    pub fn waiting_since(&self) -> Option<NaiveDate> {
        self.pauses
            .iter()
            .filter(|pause| pause.until.is_none())
            .map(|pause| pause.from)
            .min()
    }

    /// The date of an event.
    #[must_use]
    pub fn of(&self, start: StartEvent) -> NaiveDate {
        match start {
            StartEvent::Registered => self.registered_on.unwrap_or(self.received_on),
            StartEvent::Completed => self.completed_on.unwrap_or(self.received_on),
            StartEvent::Received
            | StartEvent::Effective
            | StartEvent::Outage
            | StartEvent::LastTime
            | StartEvent::PeriodEnd
            | StartEvent::OldDue => self.received_on,
        }
    }
}

/// A computed term (срок).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The norm that was asked for.
    pub key: NormKey,
    /// The date to aim at (yellow after it), when earlier than the limit.
    #[serde(default, with = "civil::optional_date")]
    pub target: Option<NaiveDate>,
    /// The control date (контрольный срок; red after it).
    #[serde(with = "civil::date")]
    pub limit: NaiveDate,
    /// The outer limit (предел) of a milder clause, when later than the control date.
    #[serde(default, with = "civil::optional_date")]
    pub outer: Option<NaiveDate>,
    /// May be extended once, with a notice; no more when it has been.
    pub extendable: bool,
    /// The control date before it was extended.
    #[serde(default, with = "civil::optional_date")]
    pub extended_from: Option<NaiveDate>,
    /// Since when it stands still: the client owes an answer, and `limit` is the earliest that
    /// the control date can be.
    #[serde(default, with = "civil::optional_date")]
    pub waiting_since: Option<NaiveDate>,
    /// While it waits: the earliest limit that does not stand still, for its clause knows no
    /// waiting (59-ФЗ). `None` where every clause waits, and for a term that runs.
    #[serde(default, with = "civil::optional_date")]
    pub goes_on_to: Option<NaiveDate>,
    /// «Почему эта дата».
    pub explanation: Explanation,
}

/// «Почему эта дата»: everything a person needs to check the date by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The clause that gave the control date: the strictest.
    pub control: ClauseTerm,
    /// The clause that gave the outer limit: what the milder clause says.
    pub outer: Option<ClauseTerm>,
    /// Other clauses on the same thing: they agree, or lie between.
    pub others: Vec<ClauseTerm>,
    /// The clause that extended the term, counted from the former control date.
    #[serde(default)]
    pub extension: Option<ClauseTerm>,
    /// The years of the calendar that the days touch, with their decrees.
    pub years: Vec<YearSource>,
    /// Some of those years have no decree yet: the date may still move.
    pub predicted: bool,
}

/// One clause, counted for the actual dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseTerm {
    /// Name of the norm row.
    pub norm_id: String,
    /// Title of the norm.
    pub title_ru: String,
    /// The clause as cited.
    pub clause: String,
    /// The set it belongs to.
    pub rule_set: String,
    /// The number of the limit.
    pub amount: u32,
    /// The number of the target, if the clause gives a range.
    pub target_amount: Option<u32>,
    /// In what they are counted.
    pub unit: Unit,
    /// The event it runs from.
    pub start: StartEvent,
    /// The day of that event; not counted itself (ГК РФ ст. 191).
    #[serde(with = "civil::date")]
    pub start_on: NaiveDate,
    /// The date to aim at, if the clause gives a range.
    #[serde(default, with = "civil::optional_date")]
    pub target_on: Option<NaiveDate>,
    /// The last day.
    #[serde(with = "civil::date")]
    pub limit_on: NaiveDate,
    /// The last day before ГК РФ ст. 193 moved it, when it did.
    #[serde(default, with = "civil::optional_date")]
    pub moved_from: Option<NaiveDate>,
    /// Every day from the event to the last day. For months, only the ends and what
    /// ст. 193 stepped over.
    pub days: Vec<DayRow>,
    /// The rules of counting that were used, in the order of use.
    pub rules: Vec<CountingRule>,
}

/// One day of the count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRow {
    /// The day.
    #[serde(with = "civil::date")]
    pub date: NaiveDate,
    /// What the count did with it.
    #[serde(flatten)]
    pub mark: DayMark,
    /// What kind of day it is; says why it was skipped.
    pub day: DayKind,
    /// The year has no decree yet.
    pub predicted: bool,
}

/// What the count did with a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum DayMark {
    /// The day of the event: the count begins after it.
    Start,
    /// Counted.
    Counted {
        /// Its number.
        n: u32,
    },
    /// A day off within a term in working days.
    Skipped,
    /// The client owed an answer: not counted (§9).
    Waiting,
    /// A day off after the last counted one: ст. 193 stepped over it.
    MovedOver,
    /// The last day that ст. 193 moved to, or the end of a term in months.
    End,
}

/// A rule of counting, by its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountingRule {
    /// ГК РФ ст. 191: from the day after the event.
    Gk191,
    /// ГК РФ ст. 192: months end on the same date, or on the month's last day.
    Gk192,
    /// ГК РФ ст. 193: a last day that is off moves to the next working day.
    Gk193,
    /// ТК РФ ст. 112: days off and holidays are not working days.
    Tk112,
    /// Стандарт п. 9: the days on which the client owes an answer are not counted.
    Waiting,
}

const fn stands_still() -> bool {
    true
}

/// Why a term cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    /// No row in force has this key for this audience and channel.
    #[error("no norm `{0}` is in force for this date, audience and channel")]
    NoNorm(NormKey),
    /// The count runs past the dates that can be written, or finds no working day.
    #[error("the term of `{0}` does not end")]
    Endless(String),
}

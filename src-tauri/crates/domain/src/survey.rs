//! A survey of visitors (очное анкетирование), R183–R187: planned by the head at least twice a year,
//! questionnaires filled at the desk or on paper, conclusions and measures at its end.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::civil;
use crate::ids::OfficeId;

/// How a questionnaire was filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filled {
    /// Asked and entered at the desk.
    Desk,
    /// Entered from the sheet that a visitor filled.
    Paper,
    /// Entered from an e-mail.
    Email,
}

impl Filled {
    /// All.
    pub const ALL: [Self; 3] = [Self::Desk, Self::Paper, Self::Email];

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Paper => "paper",
            Self::Email => "email",
        }
    }

    /// The way of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == code)
    }
}

/// A survey was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Row of `questionnaires.json`.
    #[serde(rename = "qn")]
    pub questionnaire: String,
    /// Its first day.
    #[serde(rename = "fr", with = "civil::date")]
    pub from: NaiveDate,
    /// Its last day: the term of measures starts here.
    #[serde(rename = "to", with = "civil::date")]
    pub to: NaiveDate,
    /// How many questionnaires are wanted.
    #[serde(rename = "gl")]
    pub goal: u32,
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// A mark of a scale.
    #[serde(rename = "mk")]
    Mark(u8),
    /// Options of the list.
    #[serde(rename = "op")]
    Options(BTreeSet<String>),
    /// Own words.
    #[serde(rename = "tx")]
    Words(String),
}

/// One questionnaire was filled. Who filled it is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// How.
    #[serde(rename = "wy")]
    pub way: Filled,
    /// The day.
    #[serde(rename = "on", with = "civil::date")]
    pub on: NaiveDate,
    /// By the question's id; what was passed over is not there.
    #[serde(rename = "an")]
    pub replies: BTreeMap<String, Reply>,
}

/// The survey is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The day.
    #[serde(rename = "on", with = "civil::date")]
    pub on: NaiveDate,
    /// What it has shown.
    #[serde(rename = "cn")]
    pub conclusions: String,
    /// What is done about it (план корректирующих мероприятий, R172).
    #[serde(rename = "ms")]
    pub measures: String,
}

/// The survey does not take place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Why.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// What can happen to a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurveyEvent {
    /// Запланирован. Creates it.
    Planned(Planned),
    /// Заполнена анкета.
    Answered(Answered),
    /// Подведены итоги.
    Ended(Ended),
    /// Отменён.
    Cancelled(Cancelled),
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// With conclusions.
    Ended(Ended),
    /// It did not take place.
    Cancelled(Cancelled),
}

/// A survey, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Its id: the act.
    pub id: Uuid,
    /// As planned.
    pub planned: Planned,
    /// The questionnaires.
    pub answered: Vec<Answered>,
    /// How it ended.
    pub end: Option<End>,
    /// The office.
    pub office_id: OfficeId,
    /// Who planned it.
    pub planned_by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub planned_at_ms: i64,
}

impl Survey {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        BTreeSet::from([self.office_id.clone()])
    }

    /// Whether it counts as one of the year's (R187): it took place or still may.
    #[must_use]
    pub const fn counts(&self) -> bool {
        !matches!(self.end, Some(End::Cancelled(_)))
    }
}

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold(state: Option<Survey>, act: &Act, event: &SurveyEvent) -> Result<Survey, VoidReason> {
    let Some(mut survey) = state else {
        return match event {
            SurveyEvent::Planned(planned) => Ok(Survey {
                id: act.act_id,
                planned: planned.clone(),
                answered: Vec::new(),
                end: None,
                office_id: act.office_id.clone(),
                planned_by: act.user_name.clone(),
                planned_at_ms: act.wall_time_ms,
            }),
            SurveyEvent::Answered(_) | SurveyEvent::Ended(_) | SurveyEvent::Cancelled(_) => {
                Err(VoidReason::NotRegistered)
            }
        };
    };
    if survey.end.is_some() {
        return Err(VoidReason::AlreadyClosed);
    }
    match event {
        SurveyEvent::Planned(_) => return Err(VoidReason::AlreadyRegistered),
        SurveyEvent::Answered(answered) => survey.answered.push(answered.clone()),
        SurveyEvent::Ended(ended) => survey.end = Some(End::Ended(ended.clone())),
        SurveyEvent::Cancelled(cancelled) => survey.end = Some(End::Cancelled(cancelled.clone())),
    }
    Ok(survey)
}

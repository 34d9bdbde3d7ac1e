//! The next step that was agreed with a client (следующая встреча, обратная связь), R191, R195: the
//! answer is not known now, and the client chooses: the company calls, the client calls, the
//! client comes.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::civil;
use crate::ids::OfficeId;
use crate::number::PaperNumber;

/// Who takes the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Перезвоним мы.
    WeCall,
    /// Позвонит клиент.
    ClientCalls,
    /// Придёт клиент: the time of the next meeting is fixed.
    ClientComes,
}

impl NextStep {
    /// All, in the order of 11.3.
    pub const ALL: [Self; 3] = [Self::WeCall, Self::ClientCalls, Self::ClientComes];

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WeCall => "we_call",
            Self::ClientCalls => "client_calls",
            Self::ClientComes => "client_comes",
        }
    }

    /// The step of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == code)
    }
}

/// A next step was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Number on the slip (талон на повторный приём).
    #[serde(rename = "no")]
    pub number: PaperNumber,
    /// Who takes it.
    #[serde(rename = "st")]
    pub step: NextStep,
    /// Civil date at the office.
    #[serde(rename = "on", with = "civil::date")]
    pub on: NaiveDate,
    /// Time at the office; `None`: any time of that day.
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    pub at: Option<NaiveTime>,
    /// The client's directory row.
    #[serde(rename = "id", default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<String>,
    /// ФИО of the client.
    #[serde(rename = "nm")]
    pub name: String,
    /// `+7XXXXXXXXXX`, when the company calls.
    #[serde(rename = "ph", default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Who is to answer: a user's row and short name; the author himself, or another specialist.
    #[serde(rename = "ui")]
    pub user_id: String,
    /// «Ермаков Д. С.».
    #[serde(rename = "un")]
    pub user_name: String,
    /// The question.
    #[serde(rename = "tx")]
    pub question: String,
    /// The appeal that it belongs to.
    #[serde(rename = "ap", default, skip_serializing_if = "Option::is_none")]
    pub appeal_id: Option<Uuid>,
}

/// Moved to another time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The new date.
    #[serde(rename = "on", with = "civil::date")]
    pub on: NaiveDate,
    /// The new time.
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    pub at: Option<NaiveTime>,
    /// Why.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// The step was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// What came of it.
    #[serde(rename = "rs")]
    pub result: String,
}

/// The step is not needed any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Why.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// What can happen to an agreed step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowUpEvent {
    /// Договорились. Creates it.
    Agreed(Box<Agreed>),
    /// Перенесено.
    Moved(Moved),
    /// Выполнено.
    Done(Done),
    /// Отменено.
    Cancelled(Cancelled),
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Taken.
    Done {
        /// What came of it.
        result: String,
    },
    /// Not needed.
    Cancelled {
        /// Why.
        reason: String,
    },
}

/// An agreed step, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Its id: the act of agreeing.
    pub id: Uuid,
    /// As agreed, with date and time as moved.
    pub agreed: Agreed,
    /// How it ended; `None` while it is to come.
    pub end: Option<End>,
    /// The office.
    pub office_id: OfficeId,
    /// Who agreed it.
    pub agreed_by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub agreed_at_ms: i64,
}

impl FollowUp {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        BTreeSet::from([self.office_id.clone()])
    }
}

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold(
    state: Option<FollowUp>,
    act: &Act,
    event: &FollowUpEvent,
) -> Result<FollowUp, VoidReason> {
    let Some(mut follow_up) = state else {
        return match event {
            FollowUpEvent::Agreed(agreed) => Ok(FollowUp {
                id: act.act_id,
                agreed: (**agreed).clone(),
                end: None,
                office_id: act.office_id.clone(),
                agreed_by: act.user_name.clone(),
                agreed_at_ms: act.wall_time_ms,
            }),
            FollowUpEvent::Moved(_) | FollowUpEvent::Done(_) | FollowUpEvent::Cancelled(_) => {
                Err(VoidReason::NotRegistered)
            }
        };
    };
    if follow_up.end.is_some() {
        return Err(VoidReason::AlreadyClosed);
    }
    match event {
        FollowUpEvent::Agreed(_) => return Err(VoidReason::AlreadyRegistered),
        FollowUpEvent::Moved(moved) => {
            follow_up.agreed.on = moved.on;
            follow_up.agreed.at = moved.at;
        }
        FollowUpEvent::Done(done) => {
            follow_up.end = Some(End::Done {
                result: done.result.clone(),
            });
        }
        FollowUpEvent::Cancelled(cancelled) => {
            follow_up.end = Some(End::Cancelled {
                reason: cancelled.reason.clone(),
            });
        }
    }
    Ok(follow_up)
}

//! A sign of the hall (событие зала): what concerns everybody in it.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::civil;
use crate::ids::OfficeId;

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Объявление on the board.
    Notice {
        /// The words.
        text: String,
    },
    /// Пиковая нагрузка, marked by the head (R102, A13): figures are given with and without it.
    Peak,
    /// Вызов сотрудника: somebody needs help (R105).
    Help {
        /// Where the button is: `entrance`, `kiosk`.
        place: String,
    },
    /// Выдача талонов остановлена before the office closes.
    TicketsStopped {
        /// Why, as the kiosk says it.
        reason: String,
    },
}

/// Creates the sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignRaised {
    /// What it is.
    #[serde(rename = "wh")]
    pub sign: Sign,
    /// The office's day.
    #[serde(rename = "on", with = "civil::date")]
    pub day: NaiveDate,
    /// Until when that day; `None`: until it is ended, or the day is over.
    #[serde(rename = "un", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveTime>,
}

/// What can happen to a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignEvent {
    /// Creates it.
    Raised(SignRaised),
    /// Снято, or somebody went to help.
    Ended,
}

/// A sign of the hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallSign {
    /// Its id: the act of raising.
    pub id: Uuid,
    /// What it is.
    pub sign: Sign,
    /// The office's day.
    pub day: NaiveDate,
    /// Until when that day.
    pub until: Option<NaiveTime>,
    /// The office.
    pub office_id: OfficeId,
    /// Since when, Unix milliseconds of the office's clock.
    pub from_ms: i64,
    /// Who raised it; empty for the program itself.
    pub raised_by: String,
    /// When it was ended and by whom.
    pub ended: Option<(i64, String)>,
}

impl HallSign {
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
pub fn fold_sign(
    state: Option<HallSign>,
    act: &Act,
    event: &SignEvent,
) -> Result<HallSign, VoidReason> {
    match (state, event) {
        (None, SignEvent::Raised(raised)) => Ok(HallSign {
            id: act.act_id,
            sign: raised.sign.clone(),
            day: raised.day,
            until: raised.until,
            office_id: act.office_id.clone(),
            from_ms: act.at_ms(),
            raised_by: act.user_name.clone(),
            ended: None,
        }),
        (None, SignEvent::Ended) => Err(VoidReason::NotRegistered),
        (Some(_), SignEvent::Raised(_)) => Err(VoidReason::AlreadyRegistered),
        (Some(mut sign), SignEvent::Ended) => {
            if sign.ended.is_some() {
                return Err(VoidReason::AlreadyClosed);
            }
            sign.ended = Some((act.at_ms().max(sign.from_ms), act.user_name.clone()));
            Ok(sign)
        }
    }
}

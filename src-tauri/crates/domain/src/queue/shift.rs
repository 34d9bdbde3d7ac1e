//! The shift of a window (смена окна): who sat where, when, and with what pauses.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::civil;
use crate::ids::{OfficeId, StreamId};

/// The kind of pause that is a part of work (дописываю после приёма): the window takes the next one soon.
pub const WRAP_UP: &str = "wrap_up";

/// Окно открыто. Creates the shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpened {
    /// The window's number at the office.
    #[serde(rename = "wn")]
    pub window: u16,
    /// The office's day.
    #[serde(rename = "on", with = "civil::date")]
    pub day: NaiveDate,
    /// Streams that it serves.
    #[serde(rename = "st")]
    pub streams: Vec<StreamId>,
}

/// Перерыв.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftPaused {
    /// A row of the published kinds.
    #[serde(rename = "kd")]
    pub kind: String,
}

/// Потоки изменены.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamsSet {
    /// Streams that the window serves from now on.
    #[serde(rename = "st")]
    pub streams: Vec<StreamId>,
}

/// What can happen to a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShiftEvent {
    /// Окно открыто. Creates it.
    Opened(ShiftOpened),
    /// Перерыв.
    Paused(ShiftPaused),
    /// Окно снова работает.
    Resumed,
    /// Потоки изменены.
    StreamsSet(StreamsSet),
    /// Окно закрыто.
    Closed,
}

/// How a window stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftState {
    /// Работает.
    Open,
    /// Перерыв of a kind.
    Paused(String),
    /// Закрыто.
    Closed,
}

/// A state with its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftPeriod {
    /// How the window stood.
    pub state: ShiftState,
    /// From, Unix milliseconds of the office's clock.
    pub from_ms: i64,
    /// To; `None` while it lasts.
    pub to_ms: Option<i64>,
}

/// A shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Its id: the act of opening.
    pub id: Uuid,
    /// The window's number.
    pub window: u16,
    /// The office's day.
    pub day: NaiveDate,
    /// The office.
    pub office_id: OfficeId,
    /// Label of the desk at the window.
    pub desk_label: String,
    /// Who sits there.
    pub user_id: String,
    /// «Самойлова Е. В.».
    pub user_name: String,
    /// Streams that it serves.
    pub streams: Vec<StreamId>,
    /// Every state it was in, end to end, the last one lasting.
    pub periods: Vec<ShiftPeriod>,
}

impl Shift {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        BTreeSet::from([self.office_id.clone()])
    }

    /// The state that lasts.
    #[must_use]
    pub fn state(&self) -> ShiftState {
        self.periods
            .last()
            .map_or(ShiftState::Closed, |period| period.state.clone())
    }

    /// May call.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state() == ShiftState::Open
    }

    /// Nothing follows.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state() == ShiftState::Closed
    }
}

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold_shift(
    state: Option<Shift>,
    act: &Act,
    event: &ShiftEvent,
) -> Result<Shift, VoidReason> {
    let at_ms = act.at_ms();
    let Some(mut shift) = state else {
        let ShiftEvent::Opened(opened) = event else {
            return Err(VoidReason::NotRegistered);
        };
        return Ok(Shift {
            id: act.act_id,
            window: opened.window,
            day: opened.day,
            office_id: act.office_id.clone(),
            desk_label: act.desk_label.clone(),
            user_id: act.user_id.clone(),
            user_name: act.user_name.clone(),
            streams: opened.streams.clone(),
            periods: vec![ShiftPeriod {
                state: ShiftState::Open,
                from_ms: at_ms,
                to_ms: None,
            }],
        });
    };
    if shift.is_over() {
        return Err(VoidReason::ShiftOver);
    }
    match event {
        ShiftEvent::Opened(_) => return Err(VoidReason::AlreadyRegistered),
        ShiftEvent::Paused(paused) => {
            if !shift.is_open() {
                return Err(VoidReason::AlreadyPaused);
            }
            enter(&mut shift, at_ms, ShiftState::Paused(paused.kind.clone()));
        }
        ShiftEvent::Resumed => {
            if shift.is_open() {
                return Err(VoidReason::NotPaused);
            }
            enter(&mut shift, at_ms, ShiftState::Open);
        }
        ShiftEvent::StreamsSet(set) => shift.streams.clone_from(&set.streams),
        ShiftEvent::Closed => enter(&mut shift, at_ms, ShiftState::Closed),
    }
    Ok(shift)
}

fn enter(shift: &mut Shift, at_ms: i64, state: ShiftState) {
    let mut from_ms = at_ms;
    if let Some(last) = shift.periods.last_mut() {
        from_ms = from_ms.max(last.from_ms);
        last.to_ms = Some(from_ms);
    }
    shift.periods.push(ShiftPeriod {
        state,
        from_ms,
        to_ms: None,
    });
}

//! The incident at reception (происшествие), R197: an aggressive or drunk visitor.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::ids::OfficeId;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// Агрессивное поведение.
    Aggression,
    /// Состояние опьянения.
    Intoxication,
    /// Угрозы жизни, здоровью, имуществу.
    Threat,
    /// Иное.
    Other,
}

impl IncidentKind {
    /// All.
    pub const ALL: [Self; 4] = [
        Self::Aggression,
        Self::Intoxication,
        Self::Threat,
        Self::Other,
    ];

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aggression => "aggression",
            Self::Intoxication => "intoxication",
            Self::Threat => "threat",
            Self::Other => "other",
        }
    }
}

/// How far it went (11.3): each step includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Попросили покинуть помещение.
    AskedToLeave,
    /// Вызвали охрану.
    Guard,
    /// Вызвали полицию.
    Police,
}

impl Measure {
    /// All, in the order of the Standard.
    pub const ALL: [Self; 3] = [Self::AskedToLeave, Self::Guard, Self::Police];

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AskedToLeave => "asked_to_leave",
            Self::Guard => "guard",
            Self::Police => "police",
        }
    }
}

/// An incident was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// What happened.
    #[serde(rename = "kd")]
    pub kind: IncidentKind,
    /// What was done.
    #[serde(rename = "ms")]
    pub measure: Measure,
    /// In the specialist's words.
    #[serde(rename = "tx")]
    pub text: String,
    /// The client's directory row, if he is known.
    #[serde(rename = "id", default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<String>,
}

/// What can happen to an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncidentEvent {
    /// Записано. Creates it.
    Noted(Noted),
}

/// An incident, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its id: the act.
    pub id: Uuid,
    /// What was noted.
    pub noted: Noted,
    /// The office.
    pub office_id: OfficeId,
    /// Who noted it.
    pub noted_by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub noted_at_ms: i64,
}

impl Incident {
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
    state: Option<Incident>,
    act: &Act,
    event: &IncidentEvent,
) -> Result<Incident, VoidReason> {
    match (state, event) {
        (None, IncidentEvent::Noted(noted)) => Ok(Incident {
            id: act.act_id,
            noted: noted.clone(),
            office_id: act.office_id.clone(),
            noted_by: act.user_name.clone(),
            noted_at_ms: act.wall_time_ms,
        }),
        (Some(_), IncidentEvent::Noted(_)) => Err(VoidReason::AlreadyRegistered),
    }
}

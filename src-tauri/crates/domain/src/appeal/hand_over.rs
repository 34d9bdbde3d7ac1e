//! Hand-over of an appeal between a desk, the back-office and another office (передача), 7.4 and A19. It has
//! an owner at every moment: the former one until the other has taken it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Act, Appeal, Executor};
use crate::body::VoidReason;
use crate::ids::OfficeId;

/// Offered to another office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// To which; `centre` is the back-office.
    #[serde(rename = "of")]
    pub to_office: OfficeId,
    /// Why, and what is asked.
    #[serde(rename = "tx")]
    pub comment: String,
}

/// Taken by somebody of that office: he is the executor from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// Who.
    #[serde(rename = "ex")]
    pub executor: Executor,
}

/// Not taken: it stays where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedBack {
    /// Why.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// What can happen in a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandOverEvent {
    /// Передано.
    HandedOver(HandedOver),
    /// Принято.
    TakenOver(TakenOver),
    /// Возвращено.
    HandedBack(HandedBack),
}

/// A hand-over that nobody has taken or given back yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The act.
    pub id: Uuid,
    /// From which office.
    pub from_office: OfficeId,
    /// Who gave it.
    pub from_user: String,
    /// As offered.
    pub handed: HandedOver,
    /// When, Unix milliseconds of the desk's wall clock.
    pub at_ms: i64,
}

/// Applies one event; what any transition asks has been asked by the table.
pub(super) fn apply(
    appeal: &mut Appeal,
    act: &Act,
    event: &HandOverEvent,
) -> Result<(), VoidReason> {
    match event {
        HandOverEvent::HandedOver(handed) => {
            appeal.hand_over = Some(HandOver {
                id: act.act_id,
                from_office: act.office_id.clone(),
                from_user: act.user_name.clone(),
                handed: handed.clone(),
                at_ms: act.wall_time_ms,
            });
        }
        HandOverEvent::TakenOver(taken) => {
            offered_to(appeal, &act.office_id)?;
            appeal.hand_over = None;
            appeal.executor = Some(taken.executor.clone());
        }
        HandOverEvent::HandedBack(_) => {
            offered_to(appeal, &act.office_id)?;
            appeal.hand_over = None;
        }
    }
    Ok(())
}

/// Only the office to which it was offered, or the one that offered it, may speak.
fn offered_to(appeal: &Appeal, office: &OfficeId) -> Result<(), VoidReason> {
    let offered = appeal.hand_over.as_ref().ok_or(VoidReason::NotHandedOver)?;
    if offered.handed.to_office != *office && offered.from_office != *office {
        return Err(VoidReason::AnotherOffice);
    }
    Ok(())
}

//! The consultation (консультация), R22, R97, R142: what a client was told, written down, so that
//! nobody is asked or told twice.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::ids::{ArticleId, ChannelId, ConsultationTopicId, OfficeId};

/// A consultation was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The client's directory row; `None` for one who did not say who he is: a consultation is free.
    #[serde(rename = "id", default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<String>,
    /// Personal account that it was about.
    #[serde(rename = "ac", default, skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
    /// One of the topics of 8.1.
    #[serde(rename = "tp")]
    pub topic: ConsultationTopicId,
    /// In person, by phone, …
    #[serde(rename = "ch")]
    pub channel: ChannelId,
    /// The article that was told or handed over.
    #[serde(rename = "ar", default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// What was asked and said, if the specialist wrote it down.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What can happen to a consultation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsultationEvent {
    /// Дана. Creates it.
    Given(Given),
}

/// A consultation, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// Its id: the act.
    pub id: Uuid,
    /// What was said.
    pub given: Given,
    /// The office.
    pub office_id: OfficeId,
    /// Who gave it.
    pub given_by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub given_at_ms: i64,
}

impl Consultation {
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
    state: Option<Consultation>,
    act: &Act,
    event: &ConsultationEvent,
) -> Result<Consultation, VoidReason> {
    match (state, event) {
        (None, ConsultationEvent::Given(given)) => Ok(Consultation {
            id: act.act_id,
            given: given.clone(),
            office_id: act.office_id.clone(),
            given_by: act.user_name.clone(),
            given_at_ms: act.wall_time_ms,
        }),
        (Some(_), ConsultationEvent::Given(_)) => Err(VoidReason::AlreadyRegistered),
    }
}

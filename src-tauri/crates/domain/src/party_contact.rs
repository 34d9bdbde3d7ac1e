//! The contact of a client (контакт клиента): what a desk learnt, shown as an overlay on the
//! card until the centre accepts or rejects it. Requirements R86, R151.
//!
//! One act of learning is one aggregate: two desks that learn different phones do not argue.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::ids::OfficeId;

/// What kind of contact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// Телефон, `+7XXXXXXXXXX`.
    Phone,
    /// Электронная почта.
    Email,
    /// Форма уведомления, выбранная клиентом (R151): a code of `notification_forms.json`.
    Notification,
}

/// The client said that the contact on the card is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// The client's directory row.
    #[serde(rename = "id")]
    pub party_id: String,
    /// What was confirmed.
    #[serde(rename = "kd")]
    pub kind: ContactKind,
    /// What stood on the card, masked; `None` when nothing was shown.
    #[serde(rename = "vm", default, skip_serializing_if = "Option::is_none")]
    pub value_masked: Option<String>,
}

/// The client named a new contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learnt {
    /// The client's directory row.
    #[serde(rename = "id")]
    pub party_id: String,
    /// What it is.
    #[serde(rename = "kd")]
    pub kind: ContactKind,
    /// In its normal form: `+7XXXXXXXXXX`, an e-mail address, or the code of a form of notification.
    #[serde(rename = "vl")]
    pub value: String,
}

/// The centre does not take it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Why, for the desk that learnt it.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// What can happen to a contact that a desk learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartyContactEvent {
    /// Подтверждён. Creates the aggregate.
    Confirmed(Confirmed),
    /// Узнан новый. Creates the aggregate.
    Learnt(Learnt),
    /// Принят центром.
    Accepted,
    /// Отклонён центром.
    Rejected(Rejected),
}

/// What was learnt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Knowledge {
    /// The card is right.
    Confirmed {
        /// What stood there, masked.
        value_masked: Option<String>,
    },
    /// A new value.
    Learnt {
        /// In its normal form.
        value: String,
    },
}

/// What the centre said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing yet: the overlay is shown.
    Waiting,
    /// Taken over.
    Accepted,
    /// Not taken over.
    Rejected {
        /// Why.
        reason: String,
    },
}

/// A contact that a desk learnt, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyContact {
    /// Its id: the act of learning.
    pub id: Uuid,
    /// The client's directory row.
    pub party_id: String,
    /// What it is.
    pub kind: ContactKind,
    /// What was learnt.
    pub knowledge: Knowledge,
    /// What the centre said.
    pub verdict: Verdict,
    /// The office of the author.
    pub office_id: OfficeId,
    /// Who learnt it.
    pub learnt_by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub learnt_at_ms: i64,
}

impl PartyContact {
    /// The offices that must have it: the author's.
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
    state: Option<PartyContact>,
    act: &Act,
    event: &PartyContactEvent,
) -> Result<PartyContact, VoidReason> {
    match (state, event) {
        (None, PartyContactEvent::Confirmed(confirmed)) => Ok(learn(
            act,
            &confirmed.party_id,
            confirmed.kind,
            Knowledge::Confirmed {
                value_masked: confirmed.value_masked.clone(),
            },
        )),
        (None, PartyContactEvent::Learnt(learnt)) => Ok(learn(
            act,
            &learnt.party_id,
            learnt.kind,
            Knowledge::Learnt {
                value: learnt.value.clone(),
            },
        )),
        (None, PartyContactEvent::Accepted | PartyContactEvent::Rejected(_)) => {
            Err(VoidReason::NotLearnt)
        }
        (Some(_), PartyContactEvent::Confirmed(_) | PartyContactEvent::Learnt(_)) => {
            Err(VoidReason::AlreadyLearnt)
        }
        (Some(contact), PartyContactEvent::Accepted) => settle(contact, Verdict::Accepted),
        (Some(contact), PartyContactEvent::Rejected(rejected)) => settle(
            contact,
            Verdict::Rejected {
                reason: rejected.reason.clone(),
            },
        ),
    }
}

fn learn(act: &Act, party_id: &str, kind: ContactKind, knowledge: Knowledge) -> PartyContact {
    PartyContact {
        id: act.act_id,
        party_id: party_id.to_owned(),
        kind,
        knowledge,
        verdict: Verdict::Waiting,
        office_id: act.office_id.clone(),
        learnt_by: act.user_name.clone(),
        learnt_at_ms: act.wall_time_ms,
    }
}

fn settle(mut contact: PartyContact, verdict: Verdict) -> Result<PartyContact, VoidReason> {
    match contact.verdict {
        Verdict::Waiting => {
            contact.verdict = verdict;
            Ok(contact)
        }
        Verdict::Accepted | Verdict::Rejected { .. } => Err(VoidReason::AlreadySettled),
    }
}

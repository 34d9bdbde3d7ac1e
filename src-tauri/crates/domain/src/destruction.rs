//! The act of destruction (акт об уничтожении персональных данных), 152-ФЗ ст. 21, domain 6: which
//! entries of the journal lose their bodies and salts, everywhere and for ever. Headers stay, and so
//! does the chain: that something was done, when, where and by whom, and no more.
//!
//! The centre alone orders it, for whole aggregates that have ended longer ago than their class of
//! `retention.json` says. One act on paper may take several entries: [`ENTRIES_MAX`] fit into one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::{Act, AppealStatus};
use crate::body::{State, VoidReason};
use crate::civil;
use crate::ids::OfficeId;
use crate::party_contact;
use crate::role::Role;
use crate::tenure::Octets;

/// The office of the centre's own desk; no office of the Standard has this id.
pub const CENTRE: &str = "centre";
/// Entries that one part of an act names: with their hashes they stay well under the size of an entry.
pub const ENTRIES_MAX: usize = 1000;

/// An entry that is to lose its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its number within the replica.
    #[serde(rename = "sq")]
    pub seq: u64,
    /// Hash of its header: which of two forks is meant.
    #[serde(rename = "hh")]
    pub header_hash: Octets<32>,
}

/// Entries of one replica.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfReplica {
    /// The replica.
    #[serde(rename = "rp")]
    pub replica: Octets<16>,
    /// Its entries, by number.
    #[serde(rename = "en")]
    pub entries: Vec<Named>,
}

/// Destruction is ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// Number of the act on paper, as the supplier counts them.
    #[serde(rename = "no")]
    pub number: String,
    /// Civil date of the act.
    #[serde(rename = "on", with = "civil::date")]
    pub on: NaiveDate,
    /// Which part of the act this is, from 1.
    #[serde(rename = "pt")]
    pub part: u32,
    /// How many parts it has.
    #[serde(rename = "ps")]
    pub parts: u32,
    /// How many aggregates of each class of `retention.json`.
    #[serde(rename = "cl")]
    pub classes: BTreeMap<String, u32>,
    /// Offices whose desks may hold the entries.
    #[serde(rename = "of")]
    pub offices: BTreeSet<OfficeId>,
    /// The entries.
    #[serde(rename = "en")]
    pub named: Vec<OfReplica>,
}

/// What can happen to an act of destruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DestructionEvent {
    /// Уничтожение назначено. Creates it.
    Ordered(Ordered),
}

/// A part of an act of destruction. Which entries it names stands in its entry alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destruction {
    /// Its id: the act.
    pub id: Uuid,
    /// Number of the act on paper.
    pub number: String,
    /// Civil date of the act.
    pub on: NaiveDate,
    /// Which part of it, from 1.
    pub part: u32,
    /// Of how many.
    pub parts: u32,
    /// How many aggregates of each class.
    pub classes: BTreeMap<String, u32>,
    /// Offices whose desks may hold the entries.
    pub offices: BTreeSet<OfficeId>,
    /// How many entries lost their bodies.
    pub entries: u64,
    /// Who ordered it.
    pub ordered_by: String,
    /// When, Unix milliseconds of the centre's clock.
    pub ordered_at_ms: i64,
}

impl Destruction {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        self.offices.clone()
    }
}

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold(
    state: Option<Destruction>,
    act: &Act,
    event: &DestructionEvent,
) -> Result<Destruction, VoidReason> {
    match (state, event) {
        (None, DestructionEvent::Ordered(ordered)) => {
            if act.role != Role::Administrator || act.office_id.as_str() != CENTRE {
                return Err(VoidReason::NotByCentre);
            }
            let entries = ordered.named.iter().map(|of| of.entries.len() as u64);
            Ok(Destruction {
                id: act.act_id,
                number: ordered.number.clone(),
                on: ordered.on,
                part: ordered.part,
                parts: ordered.parts,
                classes: ordered.classes.clone(),
                offices: ordered.offices.clone(),
                entries: entries.sum(),
                ordered_by: act.user_name.clone(),
                ordered_at_ms: act.wall_time_ms,
            })
        }
        (Some(_), DestructionEvent::Ordered(_)) => Err(VoidReason::AlreadyRegistered),
    }
}

/// The class of `retention.json` by which an aggregate is kept, once it has ended; `None` while it is
/// open, and for what no class speaks of. Its term runs from its last entry.
#[must_use]
pub fn class_of(state: &State) -> Option<&'static str> {
    match state {
        State::Appeal(appeal) => (appeal.status() == AppealStatus::Closed).then_some("appeal"),
        State::PartyContact(contact) => match contact.verdict {
            party_contact::Verdict::Waiting => None,
            party_contact::Verdict::Accepted | party_contact::Verdict::Rejected { .. } => {
                Some("contact")
            }
        },
        State::Consent(consent) => consent.withdrawn.is_some().then_some("consent"),
        State::Consultation(_) => Some("consultation"),
        State::FollowUp(follow_up) => follow_up.end.is_some().then_some("consultation"),
        State::Incident(_) => Some("incident"),
        State::BookEntry(entry) => (!entry.is_open()).then_some("appeal"),
        State::DispatchList(list) => (list.left() == 0).then_some("consultation"),
        State::Audit(_)
        | State::Paper(_)
        | State::Visit(_)
        | State::Shift(_)
        | State::HallSign(_)
        | State::Tenure(_)
        | State::QueueOrder(_)
        | State::Destruction(_)
        | State::Survey(_) => None,
    }
}

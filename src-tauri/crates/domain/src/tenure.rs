//! The hub of an office (узел отделения): which desk gives the office's queue its order, and the order
//! that it gave. Requirement R96: several windows work on with no internet.
//!
//! The hub's desk says so itself, by a signed entry; when two say it, [`current`] tells the one that
//! counts, the same on every replica and at the centre.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::ids::OfficeId;
use crate::role::Permission;

/// Bytes of fixed length in a body, as a CBOR byte string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Octets<const N: usize>(pub [u8; N]);

impl<const N: usize> Serialize for Octets<N> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Octets<N> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor<const N: usize>;
        impl<const N: usize> de::Visitor<'_> for Visitor<N> {
            type Value = Octets<N>;

            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(to, "{N} bytes")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Octets<N>, E> {
                bytes
                    .try_into()
                    .map(Octets)
                    .map_err(|_| E::invalid_length(bytes.len(), &self))
            }
        }
        from.deserialize_bytes(Visitor)
    }
}

/// A desk that may go on with the order when the hub is silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// Id of its key.
    #[serde(rename = "ky")]
    pub desk_key: Octets<16>,
    /// Its label on paper.
    #[serde(rename = "lb")]
    pub label: String,
}

/// Creates the tenure: the desk that writes it is the hub from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its number: one more than the highest that the desk knew.
    #[serde(rename = "no")]
    pub number: u32,
    /// The tenure that it follows, when there was one.
    #[serde(rename = "pv", default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Uuid>,
    /// Fingerprint of the certificate under which it listens.
    #[serde(rename = "fp")]
    pub fingerprint: Octets<16>,
    /// Where it listens, `https://192.168.1.20:7443`; desks try one after the other.
    #[serde(rename = "ad")]
    pub addresses: Vec<String>,
    /// Who may go on without a head's word.
    #[serde(rename = "su", default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<Successor>,
}

/// The machine got other addresses, or another certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// As in [`Taken::fingerprint`].
    #[serde(rename = "fp")]
    pub fingerprint: Octets<16>,
    /// As in [`Taken::addresses`].
    #[serde(rename = "ad")]
    pub addresses: Vec<String>,
}

/// Others may go on with the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessorsSet {
    /// As in [`Taken::successors`].
    #[serde(rename = "su")]
    pub successors: Vec<Successor>,
}

/// What can happen to a tenure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TenureEvent {
    /// Узел включён. Creates it.
    Taken(Taken),
    /// Адреса узла изменились.
    Moved(Moved),
    /// Назначены преемники узла.
    SuccessorsSet(SuccessorsSet),
    /// Узел выключен.
    Ended,
}

/// A tenure (полномочия узла).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenure {
    /// Its id: the act that took it. It names the order that the hub gives.
    pub id: Uuid,
    /// Its office.
    pub office_id: OfficeId,
    /// Its number.
    pub number: u32,
    /// The tenure that it follows.
    pub previous: Option<Uuid>,
    /// Id of the hub's key.
    pub desk_key: Octets<16>,
    /// The hub's label on paper.
    pub desk_label: String,
    /// Fingerprint of its certificate.
    pub fingerprint: Octets<16>,
    /// Where it listens.
    pub addresses: Vec<String>,
    /// Who may go on without a head's word.
    pub successors: Vec<Successor>,
    /// Taken by somebody who may do so whoever was the hub before.
    pub by_right: bool,
    /// Since when, Unix milliseconds.
    pub from_ms: i64,
    /// Who took it, as on paper.
    pub taken_by: String,
    /// When it was ended and by whom.
    pub ended: Option<(i64, String)>,
}

impl Tenure {
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
pub fn fold_tenure(
    state: Option<Tenure>,
    act: &Act,
    event: &TenureEvent,
) -> Result<Tenure, VoidReason> {
    let tenure = match (state, event) {
        (None, TenureEvent::Taken(taken)) => return Ok(begin(act, taken)),
        (Some(_), TenureEvent::Taken(_)) => return Err(VoidReason::AlreadyRegistered),
        (None, TenureEvent::Moved(_) | TenureEvent::SuccessorsSet(_) | TenureEvent::Ended) => {
            return Err(VoidReason::NotRegistered);
        }
        (
            Some(tenure),
            TenureEvent::Moved(_) | TenureEvent::SuccessorsSet(_) | TenureEvent::Ended,
        ) => tenure,
    };
    if tenure.ended.is_some() {
        return Err(VoidReason::AlreadyClosed);
    }
    // The hub itself, or whoever may appoint one: its machine may be the one that is gone.
    if act.desk_key != tenure.desk_key && !act.role.permits(Permission::KeepHub) {
        return Err(VoidReason::AnotherDesk);
    }
    Ok(changed(tenure, act, event))
}

fn begin(act: &Act, taken: &Taken) -> Tenure {
    Tenure {
        id: act.act_id,
        office_id: act.office_id.clone(),
        number: taken.number,
        previous: taken.previous,
        desk_key: act.desk_key,
        desk_label: act.desk_label.clone(),
        fingerprint: taken.fingerprint,
        addresses: taken.addresses.clone(),
        successors: taken.successors.clone(),
        by_right: act.role.permits(Permission::KeepHub),
        from_ms: act.at_ms(),
        taken_by: act.user_name.clone(),
        ended: None,
    }
}

fn changed(mut tenure: Tenure, act: &Act, event: &TenureEvent) -> Tenure {
    match event {
        TenureEvent::Taken(_) => {}
        TenureEvent::Moved(moved) => {
            tenure.fingerprint = moved.fingerprint;
            tenure.addresses.clone_from(&moved.addresses);
        }
        TenureEvent::SuccessorsSet(set) => tenure.successors.clone_from(&set.successors),
        TenureEvent::Ended => {
            tenure.ended = Some((act.at_ms().max(tenure.from_ms), act.user_name.clone()));
        }
    }
    tenure
}

/// The tenure that counts among all of one office: rightful, and of the highest number; of equal ones
/// that with the smaller id. `None` when there is none or the one that counts was ended: the centre
/// orders the queue.
#[must_use]
pub fn current(tenures: &[Tenure]) -> Option<&Tenure> {
    last(tenures).filter(|tenure| tenure.ended.is_none())
}

/// As [`current`], also when it was ended.
#[must_use]
pub fn last(tenures: &[Tenure]) -> Option<&Tenure> {
    tenures
        .iter()
        .filter(|tenure| is_rightful(tenures, tenure))
        .max_by(|a, b| a.number.cmp(&b.number).then(b.id.cmp(&a.id)))
}

/// A person who may appoint a hub took it, or the one before had named its desk.
fn is_rightful(tenures: &[Tenure], tenure: &Tenure) -> bool {
    let mut heir = tenure;
    // Numbers fall from heir to predecessor, so this ends.
    while !heir.by_right {
        let named = tenures.iter().find(|previous| {
            Some(previous.id) == heir.previous
                && previous.number < heir.number
                && previous.office_id == heir.office_id
                && previous
                    .successors
                    .iter()
                    .any(|successor| successor.desk_key == heir.desk_key)
        });
        let Some(previous) = named else {
            return false;
        };
        heir = previous;
    }
    true
}

/// An entry of another desk that the hub has given its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedEntry {
    /// The replica that wrote it.
    #[serde(rename = "rp")]
    pub replica: Octets<16>,
    /// Its number there.
    #[serde(rename = "sq")]
    pub seq: u64,
    /// Hash of its header.
    #[serde(rename = "hh")]
    pub header_hash: Octets<32>,
}

/// Entries of the queue that the hub took from others, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The tenure under which they were taken.
    #[serde(rename = "te")]
    pub tenure: Uuid,
    /// In the order that they have now.
    #[serde(rename = "en")]
    pub entries: Vec<NamedEntry>,
}

/// What can happen to the order of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueueOrderEvent {
    /// Entries were given their places. The first one creates it.
    Named(Named),
}

/// The order that one hub gave (порядок очереди). Nobody but the centre needs it: the desks of the
/// office have the order from the hub itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueOrder {
    /// The tenure.
    pub tenure: Uuid,
    /// How many entries it has named.
    pub named: u64,
}

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold_order(
    state: Option<QueueOrder>,
    _: &Act,
    event: &QueueOrderEvent,
) -> Result<QueueOrder, VoidReason> {
    let QueueOrderEvent::Named(named) = event;
    let before = match state {
        None => 0,
        Some(order) if order.tenure == named.tenure => order.named,
        Some(_) => return Err(VoidReason::WrongSubject),
    };
    Ok(QueueOrder {
        tenure: named.tenure,
        named: before + named.entries.len() as u64,
    })
}

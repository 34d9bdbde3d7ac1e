//! The audit of the desks (журнал доступа): what it says, and whether it agrees with the heads that
//! the journal has sealed.

use chrono::{Days, NaiveDate, NaiveTime};
use serde::Serialize;
use stoika_domain::audit::{AuditAction, AuditObject, Sealed};
use stoika_domain::body::{State, SubjectKind};
use stoika_domain::directory::{self, User, kind};
use stoika_exchange::{Rows, Storage as _, StorageError};
use stoika_protocol::{Hash, ReplicaId};

use crate::centre::Centre;
use crate::database::AuditAsked;
use crate::error::CentreError;

/// How the audit of a replica stands against its seals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SealStanding {
    /// Every seal is met, or there is none yet.
    Whole,
    /// A seal speaks of records that have not arrived.
    Waiting,
    /// The records that a seal speaks of came as a branch: two disks wrote one replica.
    Branched,
    /// Records at the place of a seal are others than those that were sealed.
    Mismatch,
}

/// The audit of a replica.
#[derive(Debug, Serialize)]
pub(crate) struct AuditReplica {
    pub replica: String,
    /// Label of the desk that sealed it, or that brings it.
    pub desk: String,
    /// Records that are here.
    pub held: u64,
    /// The last record that the journal has sealed.
    pub sealed: u64,
    pub standing: SealStanding,
}

impl SealStanding {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Waiting => "waiting for records",
            Self::Branched => "sealed on a branch",
            Self::Mismatch => "MISMATCH with its seal",
        }
    }
}

/// Every audit that is here or was sealed, by replica.
pub(crate) fn audits(centre: &Centre) -> Result<Vec<AuditReplica>, CentreError> {
    let found = centre.database().read(|rows| {
        let mut audits = Vec::new();
        for (replica, head) in rows.audit_heads()? {
            let desk = rows.desk(&head.key)?.map(|desk| desk.label);
            audits.push(AuditReplica {
                replica: replica.to_string(),
                desk: desk.unwrap_or_default(),
                held: head.held.seq,
                sealed: 0,
                standing: SealStanding::Whole,
            });
        }
        for (_, settled) in rows.settled_of_kind(SubjectKind::Audit.number())? {
            let state = settled
                .state
                .and_then(|bytes| State::decode(SubjectKind::Audit, &bytes).ok());
            let Some(State::Audit(seal)) = state else {
                continue;
            };
            let standing = standing(rows, &seal.sealed)?;
            let place = audits
                .iter()
                .position(|audit| audit.replica == seal.sealed.replica);
            match place.and_then(|place| audits.get_mut(place)) {
                Some(audit) => {
                    audit.sealed = audit.sealed.max(seal.sealed.seq);
                    audit.standing = audit.standing.max(standing);
                }
                None => audits.push(AuditReplica {
                    replica: seal.sealed.replica,
                    desk: seal.desk_label,
                    held: 0,
                    sealed: seal.sealed.seq,
                    standing,
                }),
            }
        }
        Ok(audits)
    })?;
    Ok(found)
}

fn standing(rows: &mut dyn Rows, sealed: &Sealed) -> Result<SealStanding, StorageError> {
    let (Some(replica), Some(chain)) = (
        ReplicaId::parse(&sealed.replica),
        Hash::parse(&sealed.chain),
    ) else {
        return Ok(SealStanding::Mismatch);
    };
    match rows.audit_chain_at(&replica, sealed.seq)? {
        Some(here) if here == chain => Ok(SealStanding::Whole),
        here => {
            let branched = rows.audit_branches()?.iter().any(|branch| {
                branch.replica == replica
                    && stoika_protocol::message::decode(&branch.bytes)
                        .ok()
                        .and_then(|push: stoika_protocol::AuditPush| push.chains())
                        .is_some_and(|chains| chains.iter().any(|one| one.head == chain))
            });
            Ok(match (branched, here) {
                (true, _) => SealStanding::Branched,
                (false, Some(_)) => SealStanding::Mismatch,
                (false, None) => SealStanding::Waiting,
            })
        }
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub office: Option<String>,
    /// Login or id.
    pub user: Option<String>,
    pub party: Option<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub count_max: u32,
}

/// An access, as an administrator reads it: ids and codes.
#[derive(Debug, Serialize)]
pub(crate) struct AuditShown {
    pub at_ms: i64,
    /// Label of the desk.
    pub desk: String,
    /// Login; the id when he is not known here.
    pub user: String,
    pub action: String,
    pub object: String,
    pub object_id: String,
    pub party: Option<String>,
    pub detail: String,
    pub reason: String,
}

/// Accesses that answer the question, oldest first. Days are those of the office's zone; of UTC
/// when no office is asked for.
pub(crate) fn accesses(centre: &Centre, asked: &Asked) -> Result<Vec<AuditShown>, CentreError> {
    let offset_minutes = match &asked.office {
        Some(office) => centre.office(office)?.utc_offset_minutes,
        None => 0,
    };
    let instant = |day: NaiveDate| {
        let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        midnight - i64::from(offset_minutes) * 60_000
    };
    let users = users(centre)?;
    let id_of = |login: &String| {
        let known = users.iter().find(|(_, known)| known == login);
        known.map_or_else(|| login.clone(), |(id, _)| id.clone())
    };
    let found = centre.database().audit(&AuditAsked {
        office: asked.office.clone(),
        user: asked.user.as_ref().map(id_of),
        party: asked.party.clone(),
        from_ms: asked.from.map(instant),
        until_ms: asked
            .to
            .and_then(|day| day.checked_add_days(Days::new(1)))
            .map(instant),
        count_max: asked.count_max,
    })?;
    Ok(found
        .into_iter()
        .map(|found| {
            let record = found.record;
            let login = users.iter().find(|(id, _)| *id == record.user);
            AuditShown {
                at_ms: record.at_ms,
                desk: found.desk,
                user: login.map_or(record.user, |(_, login)| login.clone()),
                action: AuditAction::from_number(record.action)
                    .map_or_else(|| record.action.to_string(), |one| one.as_str().to_owned()),
                object: AuditObject::from_number(record.object)
                    .map_or_else(|| record.object.to_string(), |one| one.as_str().to_owned()),
                object_id: record.object_id,
                party: record.party,
                detail: record.detail,
                reason: record.reason,
            }
        })
        .collect())
}

/// Ids and logins of all users.
fn users(centre: &Centre) -> Result<Vec<(String, String)>, CentreError> {
    let rows = centre.database().rows_of_kind(kind::USER)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, _, data)| Some((id, directory::decode::<User>(&data).ok()?.login)))
        .collect())
}

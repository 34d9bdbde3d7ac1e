//! `status`: how the centre stands.

use serde::Serialize;
use stoika_domain::body::{State, SubjectKind};
use stoika_exchange::storage::Wait;
use stoika_exchange::{HUB_WAIT_MS, Storage as _, WaitsFor};
use stoika_protocol::{KeyId, RefusalCode, ReplicaId};

use crate::auditing::{AuditReplica, audits};
use crate::centre::Centre;
use crate::enrolling::{DeskLine, desks};
use crate::error::CentreError;

/// How many refused frames are listed; all are counted.
const REFUSED_SHOWN: u32 = 100;

/// How the centre stands, in numbers and ids.
#[derive(Debug, Serialize)]
pub(crate) struct Status {
    pub history: String,
    /// Last position of the order.
    pub position: u64,
    pub order_head: String,
    pub effective: u64,
    pub void: u64,
    pub directory_position: u64,
    /// Rows of the directory by kind.
    pub directory: std::collections::BTreeMap<String, u64>,
    pub appeals: u64,
    pub desks: Vec<DeskLine>,
    pub replicas: Vec<ReplicaLine>,
    pub parked: Vec<ParkedLine>,
    /// Different frames that were refused.
    pub refused_total: u64,
    /// All of them, by desk and reason.
    pub refused_by: Vec<RefusedGroup>,
    /// The first of them, one by one.
    pub refused: Vec<RefusedLine>,
    pub branches: Vec<BranchLine>,
    /// Looks at accounts of other offices, from the start.
    pub lookups: u64,
    /// The audit of each replica, and whether it agrees with its seals.
    pub audits: Vec<AuditReplica>,
    /// Audit records of forks.
    pub audit_branches: Vec<BranchLine>,
}

#[derive(Debug, Serialize)]
pub(crate) struct ReplicaLine {
    pub replica: String,
    /// Label of the desk that writes it.
    pub desk: Option<String>,
    /// Durable here, and acknowledged.
    pub acked: u64,
    /// Placed in the order.
    pub ordered: u64,
}

#[derive(Debug, Serialize)]
pub(crate) struct ParkedLine {
    pub replica: String,
    pub seq: u64,
    #[serde(flatten)]
    pub waits_for: WaitLine,
    /// How many entries of the replica wait with it, itself included.
    pub waiting: u64,
}

/// What an entry with no place waits for.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum WaitLine {
    /// What its author saw is not ordered.
    Base {
        waits_for_replica: String,
        waits_for_seq: u64,
    },
    /// The hub of the office has not named it.
    Hub {
        /// The office.
        waits_for_hub_of: String,
        since_ms: i64,
        /// The centre orders it then.
        until_ms: i64,
    },
}

#[derive(Debug, Serialize)]
pub(crate) struct RefusedGroup {
    /// Label of the desk that brought them.
    pub desk: String,
    pub reason: &'static str,
    /// Different frames.
    pub frames: u64,
    /// How often they came, all together.
    pub times: u64,
}

#[derive(Debug, Serialize)]
pub(crate) struct RefusedLine {
    /// Label of the desk that brought it.
    pub desk: String,
    pub replica: String,
    pub reason: &'static str,
    pub size_bytes: u64,
    pub first_at_ms: i64,
    pub times: u64,
}

#[derive(Debug, Serialize)]
pub(crate) struct BranchLine {
    pub replica: String,
    pub first_seq: u64,
    pub at_ms: i64,
}

/// Looks at everything.
pub(crate) fn status(centre: &Centre) -> Result<Status, CentreError> {
    let desks = desks(centre)?;
    let label = |key: KeyId| {
        let key = key.to_string();
        let desk = desks.iter().find(|desk| desk.key == key);
        desk.map(|desk| desk.desk.clone())
    };
    let refused_by = centre
        .database()
        .refused_counts()?
        .into_iter()
        .map(|count| RefusedGroup {
            desk: label(count.brought_by).unwrap_or_else(|| count.brought_by.to_string()),
            reason: reason(count.code),
            frames: count.frames,
            times: count.times,
        })
        .collect();
    let directory = centre.database().kind_counts()?.into_iter().collect();
    let parked = parked(centre)?;
    let lookups = centre.database().lookup_total()?;
    let mut status = centre.database().read(|rows| {
        let head = rows.order_head()?;
        let (effective, void) = rows.verdict_counts()?;
        let waits = rows.waits()?;
        Ok(Status {
            history: rows.history()?.to_string(),
            position: head.position,
            order_head: head.hash.to_string(),
            effective,
            void,
            directory_position: rows.directory_head()?,
            directory,
            appeals: rows
                .settled_of_kind(SubjectKind::Appeal.number())?
                .iter()
                .filter(|(_, settled)| settled.state.is_some())
                .count() as u64,
            desks: Vec::new(),
            replicas: rows
                .replicas()?
                .into_iter()
                .map(|(id, replica)| ReplicaLine {
                    replica: id.to_string(),
                    desk: label(replica.key),
                    acked: replica.held.seq,
                    ordered: replica.ordered_seq - wait_of(&waits, id),
                })
                .collect(),
            parked,
            refused_total: rows.refused_count()?,
            refused_by,
            refused: rows
                .refused(REFUSED_SHOWN)?
                .into_iter()
                .map(|frame| RefusedLine {
                    desk: label(frame.brought_by).unwrap_or_else(|| frame.brought_by.to_string()),
                    replica: frame.replica.to_string(),
                    reason: reason(frame.code),
                    size_bytes: frame.size_bytes,
                    first_at_ms: frame.first_at_ms,
                    times: frame.times,
                })
                .collect(),
            branches: rows
                .branches()?
                .into_iter()
                .map(|frame| BranchLine {
                    replica: frame.replica.to_string(),
                    first_seq: frame.first_seq,
                    at_ms: frame.at_ms,
                })
                .collect(),
            lookups,
            audits: Vec::new(),
            audit_branches: rows
                .audit_branches()?
                .into_iter()
                .map(|branch| BranchLine {
                    replica: branch.replica.to_string(),
                    first_seq: branch.first_seq,
                    at_ms: branch.at_ms,
                })
                .collect(),
        })
    })?;
    status.audits = audits(centre)?;
    status.desks = desks;
    Ok(status)
}

/// How many entries of a replica wait for a hub.
fn wait_of(waits: &[Wait], replica: ReplicaId) -> u64 {
    let of_replica = waits
        .iter()
        .filter(|wait| wait.first.entry.replica == replica);
    of_replica.map(|wait| wait.count).sum()
}

/// Why a frame was refused, as an administrator reads it.
fn reason(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::Malformed => "malformed",
        RefusalCode::Hash => "wrong-hash",
        RefusalCode::Signature => "wrong-signature",
        RefusalCode::ForeignDesk => "foreign-desk",
        RefusalCode::Fork => "fork",
        RefusalCode::Gap => "gap",
    }
}

fn parked(centre: &Centre) -> Result<Vec<ParkedLine>, CentreError> {
    let name = |replica: ReplicaId| replica.to_string();
    Ok(centre
        .exchange
        .parked()?
        .into_iter()
        .map(|parked| ParkedLine {
            replica: name(parked.entry.replica),
            seq: parked.entry.seq,
            waits_for: match parked.waits_for {
                WaitsFor::Base(base) => WaitLine::Base {
                    waits_for_replica: name(base.replica),
                    waits_for_seq: base.seq,
                },
                WaitsFor::Hub { office, since_ms } => WaitLine::Hub {
                    waits_for_hub_of: office,
                    since_ms,
                    until_ms: since_ms + HUB_WAIT_MS,
                },
            },
            waiting: parked.waiting,
        })
        .collect())
}

/// Registration numbers of all appeals, by number.
pub(crate) fn appeal_numbers(centre: &Centre) -> Result<Vec<String>, CentreError> {
    let kind = SubjectKind::Appeal;
    let appeals = centre
        .database()
        .read(|rows| rows.settled_of_kind(kind.number()))?;
    let mut numbers: Vec<String> = appeals
        .into_iter()
        .filter_map(|(_, settled)| State::decode(kind, &settled.state?).ok())
        .filter_map(|state| state.number())
        .map(|number| number.to_string())
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

//! `branch.state`: how this desk stands to the hub, and what may be done about it.

use stoika_domain::role::Permission;
use stoika_domain::tenure::{Octets, Tenure, current};
use stoika_protocol::{DeskRow, KeyId, RefusalCode};
use stoika_store::{BranchRefusal, StoreError};

use super::cause;
use super::keeper::is_own;
use super::{ADDRESS_SETTING, lock};
use crate::api::Nothing;
use crate::api::branch::{
    BranchCause, BranchDesk, BranchMode, BranchState, FoundView, FrameRefusal, HubView, RefusedLine,
};
use crate::api::error::ErrorCode;
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// A successor goes on when the hub has been silent for so long: a machine that starts anew, or a cable
/// that is put back, is there again within it.
pub(super) const AWAY_MS: u64 = 30_000;

/// Refused frames that are looked at: a healthy office has none.
const REFUSED_MAX: u32 = 1000;

/// The office's tenures.
pub(super) struct Tenures {
    all: Vec<Tenure>,
}

impl Tenures {
    /// Those that this desk knows; none before it is enrolled.
    pub(super) fn read(desk: &Desk) -> Outcome<Self> {
        let all = match desk.enrolment() {
            Some(enrolment) => desk.replica.tenures(&enrolment.office)?,
            None => Vec::new(),
        };
        Ok(Self { all })
    }

    /// The one that counts.
    pub(super) fn current(&self) -> Option<&Tenure> {
        current(&self.all)
    }

    /// The one that counts or was the last to count: the next one follows it.
    pub(super) fn last(&self) -> Option<&Tenure> {
        let standing: Vec<Tenure> = self
            .all
            .iter()
            .map(|tenure| Tenure {
                ended: None,
                ..tenure.clone()
            })
            .collect();
        let id = current(&standing)?.id;
        self.all.iter().find(|tenure| tenure.id == id)
    }

    /// A number that no tenure has.
    pub(super) fn next_number(&self) -> u32 {
        let highest = self.all.iter().map(|tenure| tenure.number).max();
        highest.unwrap_or(0).saturating_add(1)
    }
}

/// The desks of the office that count, each with the id of its key, by window.
pub(super) fn desks(desk: &Desk) -> Outcome<Vec<(KeyId, DeskRow)>> {
    let mut rows: Vec<(KeyId, DeskRow)> = desk
        .replica
        .desks()?
        .into_iter()
        .filter(|row| !row.revoked)
        .filter_map(|row| Some((row.verifying_key().ok()?.id(), row)))
        .collect();
    rows.sort_by(|(_, a), (_, b)| a.window.cmp(&b.window).then(a.label.cmp(&b.label)));
    Ok(rows)
}

/// The address that a person has typed.
pub(super) fn typed_address(desk: &Desk) -> Outcome<Option<String>> {
    let kept = desk.replica.setting(ADDRESS_SETTING)?;
    Ok(kept.filter(|address| !address.is_empty()))
}

/// Why this desk may not go on in place of the hub now; `None`: it may.
pub(super) fn not_taken_over(desk: &Desk, tenures: &Tenures) -> Option<ErrorCode> {
    let own = desk.signer.id();
    let Some(last) = tenures.last() else {
        return Some(ErrorCode::HubMissing);
    };
    let is_successor = last
        .successors
        .iter()
        .any(|successor| KeyId(successor.desk_key.0) == own);
    if is_own(desk, last) || !is_successor {
        return Some(ErrorCode::HubNotSuccessor);
    }
    if last.ended.is_some() {
        return None;
    }
    let lost_for_ms = desk.branch.lost_for_ms(desk.clock.monotonic_ms());
    if lost_for_ms.is_some_and(|lost_for_ms| lost_for_ms >= AWAY_MS) {
        None
    } else {
        Some(ErrorCode::HubThere)
    }
}

/// `branch.state`.
pub(crate) fn state(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<BranchState> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let tenures = Tenures::read(&desk)?;
    let now = tenures.current();
    let rows = desks(&desk)?;
    let (mode, cause) = mode_of(&desk, now, &rows);
    let keeps = user.role.permits(Permission::KeepHub);
    let identity = desk.branch.lan.identity();
    let is_hub = now.is_some_and(|tenure| is_own(&desk, tenure));
    Ok(BranchState {
        mode,
        hub: now.map(|tenure| hub_view(&desk, tenure, &rows)),
        since_ms: since_ms(&desk, mode),
        cause,
        unsent: unsent(&desk, mode)?,
        relay_waiting: desk.replica.relay_waiting()?,
        refused: refused(&desk, mode, &rows)?,
        desks: desk_views(&desk, now, &rows),
        may_become: keeps && !is_hub && identity.is_some() && desk.enrolment().is_some(),
        may_end: keeps && now.is_some(),
        may_take_over: serves(&user) && not_taken_over(&desk, &tenures).is_none(),
        manual_address: typed_address(&desk)?.unwrap_or_default(),
        found: found(&desk, &rows),
        listening: workstation.listening_desks(),
        listening_trouble: workstation.listening_trouble().map(ToOwned::to_owned),
    })
}

fn serves(user: &SignedIn) -> bool {
    user.role.permits(Permission::ServeQueue)
}

fn mode_of(
    desk: &Desk,
    now: Option<&Tenure>,
    rows: &[(KeyId, DeskRow)],
) -> (BranchMode, Option<BranchCause>) {
    let Some(tenure) = now else {
        return (BranchMode::None, None);
    };
    if is_own(desk, tenure) {
        return (BranchMode::Hub, None);
    }
    let mode = desk
        .branch
        .link()
        .as_ref()
        .map(super::link::BranchLink::mode);
    match mode {
        Some(mode) => cause::of_link(&mode),
        // Without a link nobody is even asked: what it lacks is the cause.
        None => {
            let is_known = rows.iter().any(|(key, _)| Octets(key.0) == tenure.desk_key);
            let cause = if is_known {
                BranchCause::NoAddress
            } else {
                BranchCause::UnknownDesk
            };
            (BranchMode::Searching, Some(cause))
        }
    }
}

fn since_ms(desk: &Desk, mode: BranchMode) -> Option<i64> {
    match mode {
        BranchMode::Away => {
            let lost_for_ms = desk.branch.lost_for_ms(desk.clock.monotonic_ms())?;
            let lost_for_ms = i64::try_from(lost_for_ms).unwrap_or(i64::MAX);
            Some(desk.now_ms().saturating_sub(lost_for_ms))
        }
        BranchMode::None | BranchMode::Hub | BranchMode::Connected | BranchMode::Searching => None,
    }
}

/// Frames that this desk did not take as the hub, by who brought them and why.
fn refused(desk: &Desk, mode: BranchMode, rows: &[(KeyId, DeskRow)]) -> Outcome<Vec<RefusedLine>> {
    match mode {
        BranchMode::Hub => {}
        BranchMode::None | BranchMode::Connected | BranchMode::Searching | BranchMode::Away => {
            return Ok(Vec::new());
        }
    }
    let frames = desk
        .replica
        .branch_read(|held| held.refused(REFUSED_MAX))
        .map_err(|error: StoreError| error)?;
    let mut lines: Vec<(KeyId, RefusedLine)> = Vec::new();
    for frame in frames {
        let reason = refusal(frame.code);
        let known = lines
            .iter_mut()
            .find(|(key, line)| *key == frame.brought_by && line.reason == reason);
        match known {
            Some((_, line)) => {
                line.count = line.count.saturating_add(1);
                line.times = line.times.saturating_add(frame.times);
            }
            None => lines.push((frame.brought_by, refused_line(&frame, reason, rows))),
        }
    }
    // They came oldest first.
    Ok(lines.into_iter().rev().map(|(_, line)| line).collect())
}

fn refused_line(
    frame: &BranchRefusal,
    reason: FrameRefusal,
    rows: &[(KeyId, DeskRow)],
) -> RefusedLine {
    let row = rows.iter().find(|(key, _)| *key == frame.brought_by);
    RefusedLine {
        label: row.map(|(_, row)| row.label.clone()),
        window: row.map(|(_, row)| row.window),
        reason,
        count: 1,
        times: frame.times,
        first_ms: frame.first_at_ms,
    }
}

const fn refusal(code: RefusalCode) -> FrameRefusal {
    match code {
        RefusalCode::Malformed => FrameRefusal::Malformed,
        RefusalCode::Hash => FrameRefusal::Hash,
        RefusalCode::Signature => FrameRefusal::Signature,
        RefusalCode::ForeignDesk => FrameRefusal::ForeignDesk,
        RefusalCode::Fork => FrameRefusal::Fork,
        RefusalCode::Gap => FrameRefusal::Gap,
    }
}

/// Own entries that the hub does not have, while there is one elsewhere.
fn unsent(desk: &Desk, mode: BranchMode) -> Outcome<u64> {
    match mode {
        BranchMode::None | BranchMode::Hub => Ok(0),
        BranchMode::Connected | BranchMode::Searching | BranchMode::Away => {
            let standing = desk.replica.branch_standing()?;
            let current = standing.current;
            // What the centre has placed needs no hub.
            let from = current.acked.seq.max(standing.placed.seq);
            Ok(current.head.seq.saturating_sub(from))
        }
    }
}

fn hub_view(desk: &Desk, tenure: &Tenure, rows: &[(KeyId, DeskRow)]) -> HubView {
    let row = rows
        .iter()
        .find(|(key, _)| Octets(key.0) == tenure.desk_key);
    HubView {
        label: tenure.desk_label.clone(),
        window: row.map(|(_, row)| row.window),
        number: tenure.number,
        since_ms: tenure.from_ms,
        taken_by: tenure.taken_by.clone(),
        addresses: tenure.addresses.clone(),
        is_self: is_own(desk, tenure),
    }
}

fn desk_views(desk: &Desk, now: Option<&Tenure>, rows: &[(KeyId, DeskRow)]) -> Vec<BranchDesk> {
    let own = desk.signer.id();
    let is_hub = desk.branch.held().is_some();
    let seen = lock(&desk.branch.seen);
    rows.iter()
        .map(|(key, row)| BranchDesk {
            key: key.to_string(),
            label: row.label.clone(),
            window: row.window,
            is_self: *key == own,
            is_hub: now.is_some_and(|tenure| tenure.desk_key == Octets(key.0)),
            is_successor: now.is_some_and(|tenure| {
                let mut successors = tenure.successors.iter();
                successors.any(|successor| successor.desk_key == Octets(key.0))
            }),
            seen_ms: seen.get(key).copied().filter(|_| is_hub),
        })
        .collect()
}

/// Hubs of the office on the network; one that the directory does not know is none.
fn found(desk: &Desk, rows: &[(KeyId, DeskRow)]) -> Vec<FoundView> {
    let Some(enrolment) = desk.enrolment() else {
        return Vec::new();
    };
    let found = desk.branch.lan.found(&enrolment.office);
    found
        .into_iter()
        .filter_map(|hub| {
            let (_, row) = rows.iter().find(|(key, _)| *key == hub.key)?;
            Some(FoundView {
                label: row.label.clone(),
                address: hub.addresses.first().cloned().unwrap_or_default(),
                number: hub.number,
            })
        })
        .collect()
}

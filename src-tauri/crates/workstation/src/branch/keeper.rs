//! Brings the desk in line with the tenures of its office: it is the hub, it links to the hub, or there
//! is none.

use std::sync::{Arc, Weak};

use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::tenure::{Moved, Octets, Tenure, TenureEvent, current};
use stoika_protocol::{ActId, Author, KeyId, Salt, Subject};
use stoika_store::Naming;

use super::duty::history_of;
use super::link::{BranchLink, target_of};
use super::{TAG, lock};
use crate::changes::Changes;
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::random::{NoRandomness, bytes};
use crate::session::SignedIn;

/// Follows the news for as long as the desk is open.
pub(super) async fn keep(desk: Weak<Desk>, mut changes: Changes) {
    loop {
        let Some((desk, hold)) = at_work(&desk) else {
            return;
        };
        let settled = tokio::task::spawn_blocking(move || {
            if let Err(fault) = settle(&desk) {
                tracing::warn!(code = ?fault.code, detail = fault.detail, "the hub was not settled");
            }
            drop(desk);
            drop(hold);
        });
        // Its panic, if it had one, is in the log.
        let _ended = settled.await;
        if changes.next().await.is_none() {
            return;
        }
    }
}

/// The desk and the right to work with it; `None` when it is being closed.
pub(super) fn at_work(desk: &Weak<Desk>) -> Option<(Arc<Desk>, crate::latch::Hold)> {
    let desk = desk.upgrade()?;
    let hold = desk.latch.hold()?;
    Some((desk, hold))
}

/// What holds now is done, once.
///
/// # Errors
/// Those of the disk; what could not be done is tried again with the next news.
pub(super) fn settle(desk: &Arc<Desk>) -> Outcome<()> {
    let alone = lock(&desk.branch.settling);
    if alone.0 {
        return Ok(());
    }
    let Some(enrolment) = desk.enrolment() else {
        return Ok(());
    };
    let tenures = desk.replica.tenures(&enrolment.office)?;
    let now = current(&tenures);
    let (own, elsewhere) = match now {
        Some(tenure) if is_own(desk, tenure) => (Some(tenure), None),
        other => (None, other),
    };
    // Never both: the link ends before the duty begins, and begins after it has ended.
    let done = if own.is_some() {
        link(desk, None).and_then(|()| hold(desk, own))
    } else {
        hold(desk, None).and_then(|()| link(desk, elsewhere))
    };
    let is_news = {
        let mut shown = lock(&desk.branch.shown);
        std::mem::replace(&mut *shown, now.cloned()) != now.cloned()
    };
    if is_news {
        desk.tell([TAG.to_owned()]);
    }
    done
}

/// Whether this desk is the hub of a tenure.
pub(super) fn is_own(desk: &Desk, tenure: &Tenure) -> bool {
    KeyId(tenure.desk_key.0) == desk.signer.id()
}

/// Takes up the duty, goes on with it, or lays it down.
fn hold(desk: &Arc<Desk>, own: Option<&Tenure>) -> Outcome<()> {
    let Some(tenure) = own else {
        let held = lock(&desk.branch.held).take();
        if held.is_some() || desk.replica.branch_tenure()?.is_some() {
            desk.changed(&desk.replica.branch_end()?);
            tracing::info!("the desk is no longer the hub");
        }
        return Ok(());
    };
    let before = desk.branch.held();
    let goes_on = before.as_ref().is_some_and(|held| held.id == tenure.id);
    if !goes_on {
        let changes = desk
            .replica
            .branch_begin(history_of(tenure), &naming(desk)?)?;
        *desk.branch.leases() = super::Leases::default();
        desk.changed(&changes);
        tracing::info!(number = tenure.number, "the desk is the hub");
    }
    if before.as_deref() != Some(tenure) {
        *lock(&desk.branch.held) = Some(Arc::new(tenure.clone()));
    }
    note_moved(desk, tenure)
}

/// The machine got another address: the others find it by what the journal says.
fn note_moved(desk: &Arc<Desk>, tenure: &Tenure) -> Outcome<()> {
    let Some(identity) = desk.branch.lan.identity() else {
        return Ok(());
    };
    let stands = identity.fingerprint.0 == tenure.fingerprint.0
        && (identity.addresses == tenure.addresses || identity.addresses.is_empty());
    if stands {
        return Ok(());
    }
    let subject = subject_of(tenure);
    desk.act(&SignedIn::program(), |_, _| {
        let moved = Moved {
            fingerprint: Octets(identity.fingerprint.0),
            addresses: identity.addresses,
        };
        Ok(vec![(subject, Event::Tenure(TenureEvent::Moved(moved)))])
    })?;
    Ok(())
}

/// The subject of a tenure.
pub(super) const fn subject_of(tenure: &Tenure) -> Subject {
    Subject {
        kind: SubjectKind::Tenure.number(),
        id: ActId(tenure.id),
    }
}

/// Links to the hub, goes on with the link, or ends it.
fn link(desk: &Arc<Desk>, elsewhere: Option<&Tenure>) -> Outcome<()> {
    let target = match elsewhere {
        Some(tenure) => target_of(desk, tenure)?,
        None => None,
    };
    let mut link = desk.branch.link();
    let before = link.as_ref().map(|link| link.target().clone());
    let is_new_hub =
        before.as_ref().map(|target| target.tenure) != target.as_ref().map(|target| target.tenure);
    if before != target {
        // Ended before the next one begins: two of them would pull side by side.
        drop(link.take());
        *link = target
            .map(|target| BranchLink::start(desk, target))
            .transpose()?;
    }
    drop(link);
    let now_ms = desk.clock.monotonic_ms();
    match elsewhere {
        None => desk.branch.note_hub(None),
        Some(_) if is_new_hub => desk.branch.note_hub(Some(now_ms)),
        // Looked for since it was first missed: a new address does not bring it back.
        Some(_) if !desk.branch.is_connected() => desk.branch.note_connected(false, now_ms),
        Some(_) => {}
    }
    Ok(())
}

/// What names entries that are taken now: the program writes it.
pub(super) fn naming(desk: &Desk) -> Result<Naming, NoRandomness> {
    let enrolment = desk.enrolment();
    let program = SignedIn::program();
    let unix_ms = u64::try_from(desk.now_ms()).unwrap_or(0);
    Ok(Naming {
        author: Author {
            user: program.id,
            user_name: program.short_name,
            role: program.role.number(),
            office: enrolment
                .as_ref()
                .map_or_else(String::new, |enrolment| enrolment.office.clone()),
            desk: enrolment
                .as_ref()
                .map_or_else(String::new, |enrolment| enrolment.desk.clone()),
            // No rule is asked for the naming of entries.
            rules: desk
                .standards()
                .map_or(0, |standards| standards.rules.rules_version),
        },
        act_id: ActId::new(unix_ms, bytes(desk.random.as_ref())?),
        wall_time_ms: desk.clock.wall_ms(),
        server_time_ms: desk.time.estimate_ms(desk.clock.as_ref()),
        salt: Salt(bytes(desk.random.as_ref())?),
    })
}

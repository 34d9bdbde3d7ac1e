//! A hub that this desk does not know yet: the former one fell silent, a successor goes on, and the centre
//! cannot tell of it. Whoever listens where a hub is looked for is asked for his tenure; the frames are
//! believed by the keys of the directory, and what they say becomes journal here.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use stoika_domain::body::SubjectKind;
use stoika_domain::tenure::current;
use stoika_protocol::{Entry, Frame, KeyId, SealedFrame, VerifyingKey};
use stoika_sync::carrier::{Address, ask_tenure};
use tokio::time::Instant;

use super::FoundHub;
use super::keeper::at_work;
use super::state::typed_address;
use crate::changes::Changes;
use crate::desk::Desk;
use crate::fault::Outcome;

/// Between two looks without news.
const EVERY: Duration = Duration::from_secs(10);
/// The same address is not asked more often.
const PAUSE: Duration = Duration::from_secs(8);
/// Frames that one answer may bring: a handful of tenures.
const FRAMES_MAX: usize = 64;

/// Looks for as long as the desk is open.
pub(super) async fn look_around(desk: Weak<Desk>, mut changes: Changes) {
    let mut asked: BTreeMap<String, Instant> = BTreeMap::new();
    loop {
        let Some((alive, hold)) = at_work(&desk) else {
            return;
        };
        let addresses = tokio::task::spawn_blocking(move || {
            let found = addresses(&alive).unwrap_or_default();
            drop(alive);
            drop(hold);
            found
        });
        for base in addresses.await.unwrap_or_default() {
            let now = Instant::now();
            if asked.get(&base).is_some_and(|then| now < *then + PAUSE) {
                continue;
            }
            asked.retain(|_, then| now < *then + PAUSE);
            asked.insert(base.clone(), now);
            ask(&desk, &base).await;
        }
        tokio::select! {
            news = changes.next() => if news.is_none() {
                return;
            },
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Where somebody may listen who knows of a newer tenure: wherever the hub is looked for, while there is
/// no link to it; and hubs of the office that announce a higher number, always.
fn addresses(desk: &Arc<Desk>) -> Outcome<Vec<String>> {
    let Some(enrolment) = desk.enrolment() else {
        return Ok(Vec::new());
    };
    let is_settled = desk.branch.held().is_some() || desk.branch.is_connected();
    let found = desk.branch.lan.found(&enrolment.office);
    if is_settled && found.is_empty() {
        // The usual case, and every entry of the office is news: nothing is read for it.
        return Ok(Vec::new());
    }
    let tenures = desk.replica.tenures(&enrolment.office)?;
    let now = current(&tenures);
    let number = now.map_or(0, |tenure| tenure.number);
    let is_news = |hub: &FoundHub| hub.number > number || !is_settled;
    let keys = if found.iter().any(is_news) {
        keys(desk)?
    } else {
        BTreeMap::new()
    };
    let mut bases: Vec<String> = Vec::new();
    for hub in found {
        let is_desk = hub.key != desk.signer.id() && keys.contains_key(&hub.key);
        if is_desk && is_news(&hub) {
            bases.extend(hub.addresses);
        }
    }
    if !is_settled {
        bases.extend(typed_address(desk)?);
        bases.extend(now.into_iter().flat_map(|tenure| tenure.addresses.clone()));
    }
    bases.dedup();
    Ok(bases)
}

/// Keys of the office's desks that count.
fn keys(desk: &Desk) -> Outcome<BTreeMap<KeyId, VerifyingKey>> {
    let rows = desk.replica.desks()?;
    Ok(rows
        .iter()
        .filter(|row| !row.revoked)
        .filter_map(|row| row.verifying_key().ok())
        .map(|key| (key.id(), key))
        .collect())
}

async fn ask(desk: &Weak<Desk>, base: &str) {
    let Ok(address) = Address::of_stranger(base) else {
        return;
    };
    let frames = match ask_tenure(&address).await {
        Ok(frames) => frames,
        Err(error) => {
            tracing::debug!(%error, "no tenure where a hub may listen");
            return;
        }
    };
    let Some((desk, hold)) = at_work(desk) else {
        return;
    };
    let adopted = tokio::task::spawn_blocking(move || {
        if let Err(fault) = adopt(&desk, &frames) {
            tracing::warn!(code = ?fault.code, detail = fault.detail, "a tenure was not adopted");
        }
        drop(desk);
        drop(hold);
    });
    // Its panic, if it had one, is in the log.
    let _ended = adopted.await;
}

/// Takes what desks of this office have signed about its tenures.
fn adopt(desk: &Arc<Desk>, frames: &[SealedFrame]) -> Outcome<()> {
    let Some(enrolment) = desk.enrolment() else {
        return Ok(());
    };
    let keys = keys(desk)?;
    let own = desk.signer.id();
    let (sealed, opened): (Vec<SealedFrame>, Vec<Frame>) = frames
        .iter()
        .take(FRAMES_MAX)
        .filter_map(|sealed| Some((sealed.clone(), sealed.open().ok()?)))
        // What this desk has written itself it knows.
        .filter(|(_, frame)| frame.key != own)
        .filter(|(_, frame)| {
            keys.get(&frame.key)
                .is_some_and(|key| frame.verify(key).is_ok())
        })
        .unzip();
    let entries: Vec<Entry> = opened
        .into_iter()
        .flat_map(|frame| frame.entries)
        .map(|(entry, _)| entry)
        .filter(|entry| {
            entry.header.subject.kind == SubjectKind::Tenure.number()
                && entry.header.author.office == enrolment.office
        })
        .collect();
    if entries.is_empty() {
        return Ok(());
    }
    let before = current(&desk.replica.tenures(&enrolment.office)?).cloned();
    let changes = desk
        .replica
        .adopt_tenures(&entries, &sealed, desk.now_ms())?;
    if !changes.is_empty() {
        let now = current(&desk.replica.tenures(&enrolment.office)?).cloned();
        if now != before {
            tracing::info!(
                number = now.map(|tenure| tenure.number),
                "a tenure came over the network"
            );
        }
        desk.changed(&changes);
    }
    Ok(())
}

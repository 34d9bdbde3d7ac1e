//! The order that hubs give the queues of their offices, at the centre.
//!
//! While an office has a hub, an entry of its queue by another desk gets its place when the hub has
//! named it. Until then it is set aside, out of its replica's lane, so that what the desk did beside
//! the queue goes on. The hub's own entries stand in its own replica, and each stands on the last
//! entry of its aggregate that the hub has, so they need no names.
//!
//! Names are kept until their entries are there, and under whatever right they were given: a hub's
//! right may arrive after its word, when it took it from one whose frames come later. Only those of
//! the right that counts have an effect. A name whose entry has not arrived holds up those behind
//! it, for nobody knows yet what it is about, unless it is known never to come.
//!
//! By a hub a desk sees what has not come here, and stands on it. Such an entry, of whatever kind, goes
//! out of the lane as well until its base has come. All waiting ends after [`HUB_WAIT_MS`], also that for
//! a base that burnt with the disks of all who had it: then the entry is judged by what is here.

use std::collections::{BTreeMap, BTreeSet};

use stoika_protocol::{ActId, EntryRef, Header, KeyId, SealedFrame};

use crate::judge::{Hub, Judge, Names};
use crate::sequence::{Batch, RUN};
use crate::storage::{Aside, Asides, Held, Name, Rows, StorageError};

/// So long waits an entry for a name, or a name for its entry, milliseconds: two days, a hub's weekend
/// with no link. What a hub that burnt down has not named must not wait for ever.
pub const HUB_WAIT_MS: i64 = 2 * 24 * 60 * 60 * 1000;

/// The hubs as they are by what is ordered.
pub(crate) struct Hubs {
    /// By office.
    of: BTreeMap<String, Hub>,
    /// There was a hub at some time, so an entry may have got its place ahead of its lane.
    any: bool,
}

impl Batch {
    fn hubs(&mut self, rows: &mut dyn Rows, judge: &impl Judge) -> Result<&Hubs, StorageError> {
        let hubs = match self.hubs.take() {
            Some(hubs) => hubs,
            None => self.load_hubs(rows, judge)?,
        };
        Ok(self.hubs.insert(hubs))
    }

    fn load_hubs(&self, rows: &mut dyn Rows, judge: &impl Judge) -> Result<Hubs, StorageError> {
        let kind = judge.tenure_kind();
        let mut tenures: BTreeMap<_, _> = rows.settled_of_kind(kind)?.into_iter().collect();
        let touched = self.settled.iter();
        tenures.extend(
            touched
                .filter(|(subject, _)| subject.kind == kind)
                .map(|(subject, settled)| (*subject, settled.clone())),
        );
        let tenures: Vec<_> = tenures.into_iter().collect();
        let mut of = judge.hubs(&tenures);
        for (office, hub) in &mut of {
            // A desk that was put out orders nothing any more; what it had named stands.
            let stands = rows
                .desk(&hub.key)?
                .is_some_and(|desk| desk.office == *office && desk.revoked_at_ms.is_none());
            hub.ended |= !stands;
        }
        Ok(Hubs {
            of,
            any: !tenures.is_empty(),
        })
    }

    fn hub(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        office: &str,
    ) -> Result<Option<Hub>, StorageError> {
        Ok(self.hubs(rows, judge)?.of.get(office).copied())
    }

    /// Whether an entry of the queue got its place ahead of its lane.
    pub(crate) fn has_place(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        entry: &EntryRef,
    ) -> Result<bool, StorageError> {
        Ok(self.hubs(rows, judge)?.any && rows.position_of(entry)?.is_some())
    }

    /// Whether an entry of the queue cannot have its place now, and goes out of its replica's lane:
    /// the hub has not named it, or what its author saw by the hub has not come here. A hub's own
    /// entries stay: behind them stand its names. When the hub has ended, its last names still give
    /// their order.
    pub(crate) fn leaves_lane(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        header: &Header,
    ) -> Result<bool, StorageError> {
        let hub = self.hub(rows, judge, &header.author.office)?;
        let waits_for_hub = match hub {
            Some(hub) if hub.key == header.key => {
                if !hub.ended {
                    return Ok(false);
                }
                false
            }
            Some(hub) => !hub.ended || !rows.names(&hub.tenure, 0, 1)?.is_empty(),
            None => false,
        };
        let waits_for_base = match &header.base {
            Some(base) => rows.position_of(base)?.is_none(),
            None => false,
        };
        Ok(waits_for_hub || waits_for_base)
    }

    /// Whether the base of an entry may be long in coming: it has not arrived, or is set aside itself.
    pub(crate) fn waits_long(
        &self,
        rows: &mut dyn Rows,
        header: &Header,
    ) -> Result<bool, StorageError> {
        match &header.base {
            Some(base) => Ok(entry_at(rows, base)?.is_none() || rows.is_aside(base)?),
            None => Ok(false),
        }
    }

    /// `office`: whose hub is to name it; empty for none.
    pub(crate) fn set_aside(
        &mut self,
        rows: &mut dyn Rows,
        header: &Header,
        office: &str,
    ) -> Result<(), StorageError> {
        self.left -= 1;
        self.moved += 1;
        self.stirred = true;
        self.note_wait(rows, header, office)
    }

    /// Writes down since when an entry waits, once. A hub's own stays in its lane, for behind it stand its
    /// names; but not for ever.
    pub(crate) fn note_wait(
        &self,
        rows: &mut dyn Rows,
        header: &Header,
        office: &str,
    ) -> Result<(), StorageError> {
        if rows.is_aside(&header.entry_ref())? {
            return Ok(());
        }
        rows.set_aside(&Aside {
            entry: header.entry_ref(),
            key: header.key,
            office: office.to_owned(),
            since_ms: self.now_ms,
        })
    }

    /// What an effective entry says of hubs.
    pub(crate) fn heed(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        held: &Held,
    ) -> Result<(), StorageError> {
        let header = &held.entry.header;
        if header.subject.kind == judge.tenure_kind() {
            self.hubs = None;
            self.stirred = true;
        }
        let Some(names) = judge.named(&held.entry) else {
            return Ok(());
        };
        self.stirred = true;
        self.keep_names(rows, header.key, &names)?;
        self.order_named(rows, judge, &names.tenure)
    }

    fn keep_names(
        &self,
        rows: &mut dyn Rows,
        key: KeyId,
        names: &Names,
    ) -> Result<(), StorageError> {
        for (entry, header_hash) in &names.entries {
            // What was ordered before there was a hub, or has waited too long, keeps its place.
            if entry.seq > 0 && rows.position_of(entry)?.is_none() {
                rows.add_name(&Name {
                    tenure: names.tenure,
                    key,
                    entry: *entry,
                    header_hash: *header_hash,
                    at_ms: self.now_ms,
                })?;
            }
        }
        Ok(())
    }

    /// Places for what waits and may have one now.
    pub(crate) fn order_waiting(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
    ) -> Result<(), StorageError> {
        for tenure in rows.named_tenures()? {
            self.order_named(rows, judge, &tenure)?;
        }
        let waits = rows.waits()?;
        let mut free = BTreeSet::new();
        for wait in &waits {
            let Aside { key, office, .. } = &wait.first;
            match self.hub(rows, judge, office)? {
                Some(hub) if hub.key == *key => {
                    free.insert((Asides::OfDesk(office, *key), None));
                }
                Some(hub) if hub.ended => {
                    free.insert((Asides::OfOffice(office), Some(hub.tenure)));
                }
                Some(_) => {}
                None => {
                    free.insert((Asides::OfOffice(office), None));
                }
            }
        }
        let since_ms = self.now_ms - HUB_WAIT_MS;
        if waits.iter().any(|wait| wait.first.since_ms <= since_ms) {
            free.insert((Asides::Since(since_ms), None));
        }
        for (which, but_named_by) in free {
            self.order_free(rows, judge, which, but_named_by)?;
        }
        Ok(())
    }

    /// A place for the entry that has waited the longest for what will not come: what its author saw
    /// was lost with the desk that wrote it. True when there was one.
    pub(crate) fn order_forlorn(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
    ) -> Result<bool, StorageError> {
        let which = Asides::Since(self.now_ms - HUB_WAIT_MS);
        let mut after = 0;
        loop {
            let run = rows.asides(which, after, RUN)?;
            let Some((last, _)) = run.last() else {
                return Ok(false);
            };
            after = *last;
            for (_, aside) in run {
                let Some(held) = entry_at(rows, &aside.entry)? else {
                    continue;
                };
                if let Some(base) = held.entry.header.base
                    && entry_at(rows, &base)?.is_none()
                {
                    self.try_place(rows, judge, &held, true)?;
                    rows.end_wait(&aside.entry)?;
                    return Ok(true);
                }
            }
        }
    }

    /// Places in the order of arrival; what has a name of `but_named_by` waits for what was named
    /// before it.
    fn order_free(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        which: Asides<'_>,
        but_named_by: Option<ActId>,
    ) -> Result<(), StorageError> {
        let mut after = 0;
        while self.left > 0 {
            let run = rows.asides(which, after, RUN)?;
            let Some((last, _)) = run.last() else {
                break;
            };
            after = *last;
            for (_, aside) in run {
                let Some(held) = entry_at(rows, &aside.entry)? else {
                    continue;
                };
                let waits = match &but_named_by {
                    // The name of another course of the replica is not this entry's.
                    Some(tenure) => rows.has_name(tenure, &aside.entry, &held.header_hash)?,
                    None => false,
                };
                if !waits {
                    self.place_aside(rows, judge, &held)?;
                }
            }
        }
        Ok(())
    }

    /// Places in the order of a hub's names, if its right is the one that counts.
    fn order_named(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        tenure: &ActId,
    ) -> Result<(), StorageError> {
        let hubs = self.hubs(rows, judge)?.of.iter();
        let found = hubs
            .map(|(office, hub)| (office.clone(), *hub))
            .find(|(_, hub)| hub.tenure == *tenure);
        let Some((office, hub)) = found else {
            return Ok(());
        };
        let mut after = 0;
        while self.left > 0 {
            let run = rows.names(tenure, after, RUN)?;
            let Some((last, _)) = run.last() else {
                break;
            };
            after = *last;
            for (_, name) in run {
                if name.key != hub.key {
                    continue;
                }
                let Some(held) = entry_at(rows, &name.entry)? else {
                    if name.at_ms > self.now_ms - HUB_WAIT_MS && !lies_in_branch(rows, &name)? {
                        return Ok(());
                    }
                    continue;
                };
                let header = &held.entry.header;
                if held.header_hash == name.header_hash
                    && header.key != hub.key
                    && header.author.office == office
                    && judge.is_hubs(header.subject.kind)
                    && rows.position_of(&name.entry)?.is_none()
                {
                    self.place_aside(rows, judge, &held)?;
                }
            }
        }
        Ok(())
    }

    fn place_aside(
        &mut self,
        rows: &mut dyn Rows,
        judge: &impl Judge,
        held: &Held,
    ) -> Result<(), StorageError> {
        if self.left > 0 && self.try_place(rows, judge, held, false)? {
            rows.end_wait(&held.entry.header.entry_ref())?;
        }
        Ok(())
    }
}

/// Whether a named entry is kept in a branch: the hub had met a clone of the desk first, and under that
/// name the entry never comes.
fn lies_in_branch(rows: &mut dyn Rows, name: &Name) -> Result<bool, StorageError> {
    let branches = rows.branches()?;
    let mut of_replica = branches.into_iter().filter(|branch| {
        branch.replica == name.entry.replica && branch.first_seq <= name.entry.seq
    });
    Ok(of_replica.any(|branch| {
        // What is kept was opened when it came.
        SealedFrame(branch.bytes).open().is_ok_and(|frame| {
            frame.entries.iter().any(|(entry, header_hash)| {
                entry.header.seq == name.entry.seq && *header_hash == name.header_hash
            })
        })
    }))
}

/// An entry that is held.
pub(crate) fn entry_at(
    rows: &mut dyn Rows,
    entry: &EntryRef,
) -> Result<Option<Held>, StorageError> {
    // A name may be of any replica and number.
    let arrived = rows
        .replica(&entry.replica)?
        .is_some_and(|replica| replica.held.seq >= entry.seq);
    if !arrived {
        return Ok(None);
    }
    let held = rows.entries_after(&entry.replica, entry.seq - 1, 1)?.pop();
    held.filter(|held| held.entry.header.seq == entry.seq)
        .map(Some)
        .ok_or(StorageError::Unreadable("a held entry is not there"))
}

//! Журнал доступа: who saw, unmasked, printed or saved whose card. Ids and codes only.
//!
//! A paper and a value in full are written down before they are given out: the one in the
//! transaction of its entry, the other by a transaction of its own. A card that is only opened does
//! not wait for the disk: its record is written behind the answer, together with what else waits.
//! When the disk does not take it, no other card opens until it does.

mod list;
mod unmask;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Timelike as _;
use stoika_domain::appeal::AppealEvent;
use stoika_domain::audit::{AuditAction, AuditEvent, AuditObject, Sealed, UnmaskReason};
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::standard::AccessSettings;
use stoika_protocol::Subject;
use stoika_store::{NewAudit, WriteContext};

use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::paper::Press;
use crate::session::SignedIn;

pub(crate) use list::{list, office};
pub(crate) use unmask::{reasons, unmask_appeal, unmask_client};

/// Records that wait for the disk; the next one waits with them.
const WAITING_MAX: usize = 256;
/// The same card opened again by the same user within this time is one view: screens ask anew
/// whenever something has changed.
const SAME_VIEW_MS: u64 = 5 * 60_000;
/// Views that are kept in mind for that.
const VIEWS_KEPT: usize = 64;

/// What was accessed.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// What was done.
    pub action: AuditAction,
    /// Kind of the thing.
    pub object: AuditObject,
    /// Its id.
    pub object_id: String,
    /// The client's row, if there is one.
    pub party: Option<String>,
    /// Code of the part.
    pub detail: String,
    /// Code of the reason.
    pub reason: &'static str,
}

impl Access {
    /// A card is opened.
    pub(crate) fn viewed(object: AuditObject, id: &str, party: Option<&str>) -> Self {
        Self {
            action: AuditAction::Viewed,
            object,
            object_id: id.to_owned(),
            party: party.map(ToOwned::to_owned),
            detail: String::new(),
            reason: "",
        }
    }

    /// An account of another office is shown.
    pub(crate) fn foreign(number: &str) -> Self {
        Self {
            action: AuditAction::ForeignAsked,
            ..Self::viewed(AuditObject::Account, number, None)
        }
    }

    /// A masked value is shown in full.
    fn unmasked(
        object: AuditObject,
        id: &str,
        party: Option<&str>,
        detail: &str,
        reason: UnmaskReason,
    ) -> Self {
        Self {
            action: AuditAction::Unmasked,
            detail: detail.to_owned(),
            reason: reason.as_str(),
            ..Self::viewed(object, id, party)
        }
    }
}

/// The access that an event speaks of: a copy of a paper was printed, or saved as a file.
pub(crate) fn paper_of(
    subject: Subject,
    event: &Event,
    state: &State,
    press: &Press,
) -> Option<Access> {
    let (object, form) = match (event, state) {
        (Event::Appeal(AppealEvent::Printed(printed)), State::Appeal(_)) => {
            (AuditObject::Appeal, printed.form_id.as_str())
        }
        (Event::Paper(_), State::Paper(paper)) => {
            (AuditObject::Paper, paper.issued.form_id.as_str())
        }
        (_, _) => return None,
    };
    Some(Access {
        action: if press.saves() {
            AuditAction::Saved
        } else {
            AuditAction::Printed
        },
        object,
        object_id: subject.id.to_string(),
        party: state.party_id().map(ToOwned::to_owned),
        detail: form.to_owned(),
        reason: "",
    })
}

/// Views on their way to the disk.
#[derive(Debug)]
pub(crate) struct Watch {
    runtime: tokio::runtime::Handle,
    state: Mutex<Waiting>,
    /// Held from taking the records to their being durable.
    disk: Mutex<()>,
}

#[derive(Debug, Default)]
struct Waiting {
    records: Vec<NewAudit>,
    is_writing: bool,
    refused: bool,
    seen: VecDeque<Seen>,
}

/// User, thing, and when it was opened.
#[derive(Debug)]
struct Seen(String, u16, String, u64);

impl Watch {
    pub(crate) fn new(runtime: tokio::runtime::Handle) -> Self {
        Self {
            runtime,
            state: Mutex::default(),
            disk: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// True when this is another look at what the user has before him.
    fn is_again(&mut self, record: &NewAudit, now_ms: u64) -> bool {
        let same = |seen: &Seen| {
            seen.0 == record.user && seen.1 == record.object && seen.2 == record.object_id
        };
        if let Some(place) = self.seen.iter().position(same) {
            let since_ms = now_ms.saturating_sub(self.seen[place].3);
            if since_ms < SAME_VIEW_MS {
                return true;
            }
            self.seen.remove(place);
        }
        if self.seen.len() == VIEWS_KEPT {
            self.seen.pop_front();
        }
        self.seen.push_back(Seen(
            record.user.clone(),
            record.object,
            record.object_id.clone(),
            now_ms,
        ));
        false
    }
}

impl Desk {
    fn audit_record(&self, user: &SignedIn, access: &Access) -> NewAudit {
        NewAudit {
            at_ms: self.now_ms(),
            user: user.id.clone(),
            role: user.role.number(),
            action: access.action.number(),
            object: access.object.number(),
            object_id: access.object_id.clone(),
            party: access.party.clone(),
            detail: access.detail.clone(),
            reason: access.reason.to_owned(),
        }
    }

    /// A card is about to be shown. Does not wait for the disk.
    ///
    /// # Errors
    /// What the disk said when it did not take the view before this one.
    pub(crate) fn viewed(self: &Arc<Self>, user: &SignedIn, access: &Access) -> Outcome<()> {
        let record = self.audit_record(user, access);
        let starts = {
            let mut waiting = self.watch.state();
            if waiting.is_again(&record, self.clock.monotonic_ms()) {
                return Ok(());
            }
            waiting.records.push(record);
            let at_once = waiting.refused || waiting.records.len() > WAITING_MAX;
            if at_once {
                None
            } else {
                let starts = !waiting.is_writing;
                waiting.is_writing = true;
                Some(starts)
            }
        };
        match starts {
            None => self.write_views(),
            Some(false) => Ok(()),
            Some(true) => {
                let Some(hold) = self.latch.hold() else {
                    return self.write_views();
                };
                let desk = Arc::clone(self);
                let _detached = self.watch.runtime.spawn_blocking(move || {
                    // A refusal is told to whoever opens the next card.
                    let _told_later = desk.write_views();
                    drop(desk);
                    drop(hold);
                });
                Ok(())
            }
        }
    }

    /// Writes all views that wait; when this returns they are durable.
    ///
    /// # Errors
    /// Those of the disk: then they go on waiting.
    pub(crate) fn write_views(&self) -> Outcome<()> {
        let _one_at_a_time = self
            .watch
            .disk
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        loop {
            let records = {
                let mut waiting = self.watch.state();
                if waiting.records.is_empty() {
                    waiting.is_writing = false;
                    waiting.refused = false;
                    return Ok(());
                }
                std::mem::take(&mut waiting.records)
            };
            match self.replica.audit(&records) {
                Ok(changes) => {
                    self.changed(&changes);
                    self.tell_link_of_audit();
                }
                Err(error) => {
                    tracing::error!(%error, "the audit was not written");
                    let mut waiting = self.watch.state();
                    waiting.records.splice(0..0, records);
                    waiting.is_writing = false;
                    waiting.refused = true;
                    // What was refused is not before anybody's eyes: the next look is a new one.
                    waiting.seen.clear();
                    return Err(error.into());
                }
            }
        }
    }

    /// Views that wait come before the act that follows them. What the disk refuses goes on
    /// waiting, and stops no act.
    pub(crate) fn views_first(&self) {
        let waits = {
            let waiting = self.watch.state();
            waiting.is_writing || !waiting.records.is_empty()
        };
        if waits && let Err(fault) = self.write_views() {
            tracing::warn!(code = ?fault.code, "views go on waiting");
        }
    }

    /// Writes an access down and waits for the disk.
    ///
    /// # Errors
    /// Those of the disk: then nothing may be given out.
    pub(crate) fn accessed(&self, user: &SignedIn, access: &Access) -> Outcome<()> {
        // In the order in which it happened: the card was open before its phone was shown.
        self.write_views()?;
        let changes = self.replica.audit(&[self.audit_record(user, access)])?;
        self.changed(&changes);
        self.tell_link_of_audit();
        Ok(())
    }

    /// Writes an access down in the transaction of the act that gives the thing out.
    ///
    /// # Errors
    /// Those of the disk.
    pub(crate) fn accessed_within(
        &self,
        context: &WriteContext<'_, '_>,
        user: &SignedIn,
        access: &Access,
    ) -> Outcome<()> {
        Ok(context.audit(&self.audit_record(user, access))?)
    }

    fn tell_link_of_audit(&self) {
        if let Some(link) = self.link().as_ref() {
            link.audited();
        }
    }

    /// Settings of access; those of the program before the directory has come.
    pub(crate) fn access_settings(&self) -> AccessSettings {
        self.standards().map_or_else(
            |_| AccessSettings::default(),
            |standards| standards.rules.settings.access.clone(),
        )
    }

    /// When the office's day began, as the server counts: audit records bear that.
    fn day_began_ms(&self) -> Outcome<i64> {
        let now_ms = self.now_ms();
        let office = at_office(now_ms, self.utc_offset_minutes()?);
        Ok(now_ms - i64::from(office.time().num_seconds_from_midnight()) * 1000)
    }

    /// The head of the audit enters the journal, if it has grown: at the end of a shift, and at
    /// the beginning of the first one of another day. A sign-in or sign-out never fails by it.
    pub(crate) fn seal_audit(&self, user: &SignedIn, shift_ends: bool) {
        if let Err(fault) = self.try_to_seal_audit(user, shift_ends) {
            tracing::warn!(code = ?fault.code, detail = fault.detail, "the audit was not sealed");
        }
    }

    fn try_to_seal_audit(&self, user: &SignedIn, shift_ends: bool) -> Outcome<()> {
        self.write_views()?;
        let today = self.today()?;
        let due = self
            .replica
            .audit_head_is_due((!shift_ends).then_some(today))?;
        if !due {
            return Ok(());
        }
        self.act(user, |doing, context| {
            let head = context
                .take_audit_head(today)?
                .ok_or_else(|| Fault::internal("the audit has been sealed meanwhile"))?;
            Ok(vec![(
                doing.new_subject(SubjectKind::Audit),
                Event::Audit(AuditEvent::Sealed(Sealed {
                    replica: head.replica.to_string(),
                    seq: head.head.seq,
                    chain: head.head.head.to_string(),
                    on: today,
                })),
            )])
        })?;
        Ok(())
    }
}

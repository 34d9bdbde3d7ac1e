//! Журнал доступа: who saw, unmasked, printed or saved whose card. Ids and codes only.
//!
//! A paper and a value in full are written down before they are given out: the one in the
//! transaction of its entry, the other by a transaction of its own. A card that is only opened does
//! not wait for the disk: its record is written behind the answer, together with what else waits.
//! When the disk does not take it, no other card opens until it does.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{NaiveDate, Timelike as _};
use stoika_domain::appeal::AppealEvent;
use stoika_domain::audit::{AuditAction, AuditEvent, AuditObject, Sealed, UnmaskReason};
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::standard::AccessSettings;
use stoika_domain::text;
use stoika_protocol::Subject;
use stoika_store::{AuditAsked, AuditLine, NewAudit, WriteContext};

use crate::api::Nothing;
use crate::api::audit::{
    AppealUnmask, AuditChoice, AuditList, AuditListAsked, AuditRow, ClientUnmask, Unmasked,
};
use crate::api::client::ContactKind;
use crate::api::error::ErrorCode;
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::paper::Press;
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// Records that wait for the disk; the next one waits with them.
const WAITING_MAX: usize = 256;
/// The same card opened again by the same user within this time is one view: screens ask anew
/// whenever something has changed.
const SAME_VIEW_MS: u64 = 5 * 60_000;
/// Views that are kept in mind for that.
const VIEWS_KEPT: usize = 64;
/// Lines of a page at most.
const PAGE_MAX: u32 = 200;
/// The part that an appeal's unmasking shows.
const ANSWER_ADDRESS: &str = "answer_address";

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

    /// Writes an access down and waits for the disk.
    ///
    /// # Errors
    /// Those of the disk: then nothing may be given out.
    pub(crate) fn accessed(&self, user: &SignedIn, access: &Access) -> Outcome<()> {
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

/// `unmask.reasons`: why a value may be shown in full.
pub(crate) fn reasons(_: &Workstation, _: &Session, _: Nothing) -> Outcome<Vec<AuditChoice>> {
    Ok(UnmaskReason::ALL
        .into_iter()
        .map(|reason| AuditChoice {
            code: reason.as_str().to_owned(),
            label: reason_label(reason).to_owned(),
        })
        .collect())
}

/// `client.unmask`.
pub(crate) fn unmask_client(
    workstation: &Workstation,
    session: &Session,
    input: ClientUnmask,
) -> Outcome<Unmasked> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let reason = reason(&input.reason)?;
    let value = crate::client::contact_in_full(&desk, &input.party_id, input.kind)?;
    let detail = match input.kind {
        ContactKind::Phone => "phone",
        ContactKind::Email => "email",
        ContactKind::Notification => return Err(Fault::new(ErrorCode::NotFound)),
    };
    let id = &input.party_id;
    let access = Access::unmasked(AuditObject::Party, id, Some(id), detail, reason);
    give_out(&desk, &user, value, &access)
}

/// `appeal.unmask`: where the answer goes.
pub(crate) fn unmask_appeal(
    workstation: &Workstation,
    session: &Session,
    input: AppealUnmask,
) -> Outcome<Unmasked> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let reason = reason(&input.reason)?;
    let stored = crate::appeal::stored(&desk, &input.appeal_id)?;
    let registered = &stored.appeal.registered;
    let value = crate::appeal::answer_address(&registered.answer_address, false)
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    let party = registered.applicant.party_id.as_deref();
    let id = &input.appeal_id;
    let access = Access::unmasked(AuditObject::Appeal, id, party, ANSWER_ADDRESS, reason);
    give_out(&desk, &user, value, &access)
}

fn reason(code: &str) -> Outcome<UnmaskReason> {
    UnmaskReason::parse(code).ok_or_else(|| Fault::new(ErrorCode::InputMalformed))
}

/// The value, once its audit is durable and the day's limit is not reached.
fn give_out(desk: &Desk, user: &SignedIn, value: String, access: &Access) -> Outcome<Unmasked> {
    let settings = desk.access_settings();
    let label = desk
        .enrolment()
        .map_or_else(String::new, |enrolment| enrolment.desk.clone());
    let silent_ms = desk.time.silent_ms(desk.clock.as_ref());
    let limit = settings.unmask_limit(&label, silent_ms);
    let given = desk.replica.audit_count(
        &user.id,
        AuditAction::Unmasked.number(),
        desk.day_began_ms()?,
    )?;
    if given >= u64::from(limit) {
        let narrowed = limit < settings.unmask_per_day_max;
        let code = if narrowed {
            ErrorCode::UnmaskLimitOffline
        } else {
            ErrorCode::UnmaskLimit
        };
        return Err(Fault::new(code)
            .with("count", limit)
            .with("hours", settings.offline_hours(&label)));
    }
    desk.accessed(user, access)?;
    Ok(Unmasked {
        value,
        seconds: settings.unmask_seconds,
    })
}

/// `audit.list`: what was accessed at this desk. Looking is written down like any other access.
pub(crate) fn list(
    workstation: &Workstation,
    session: &Session,
    input: AuditListAsked,
) -> Outcome<AuditList> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let access = Access {
        action: AuditAction::AuditViewed,
        ..Access::viewed(AuditObject::Audit, "", None)
    };
    desk.viewed(&user, &access)?;
    desk.write_views()?;
    let asked = asked(&desk, &input)?;
    let lines = desk.replica.audit_lines(&asked)?;
    let is_full = lines.len() == usize::try_from(asked.count_max).unwrap_or(usize::MAX);
    let users = desk.users()?;
    Ok(AuditList {
        next: lines.last().filter(|_| is_full).map(|line| line.key),
        rows: lines
            .iter()
            .map(|line| {
                let name = users
                    .iter()
                    .find(|(id, _)| *id == line.record.user)
                    .map(|(_, user)| user.short_name.clone());
                row(&desk, line, name)
            })
            .collect::<Outcome<_>>()?,
        users: users
            .into_iter()
            .map(|(id, user)| AuditChoice {
                code: id,
                label: user.short_name,
            })
            .collect(),
        actions: AuditAction::ALL
            .into_iter()
            .map(|action| AuditChoice {
                code: action.as_str().to_owned(),
                label: action_label(action).to_owned(),
            })
            .collect(),
        unsent: desk.replica.standing()?.audit_unsent,
    })
}

fn asked(desk: &Desk, input: &AuditListAsked) -> Outcome<AuditAsked> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let action = match input.action.as_str() {
        "" => None,
        code => Some(
            AuditAction::parse(code)
                .ok_or_else(|| Fault::new(ErrorCode::InputMalformed))?
                .number(),
        ),
    };
    let offset = desk.utc_offset_minutes()?;
    let day = |text: &str, add: u64| -> Outcome<Option<i64>> {
        if text.is_empty() {
            return Ok(None);
        }
        let day: NaiveDate = text
            .parse()
            .map_err(|_| Fault::new(ErrorCode::InputMalformed))?;
        let midnight = day
            .checked_add_days(chrono::Days::new(add))
            .and_then(|day| day.and_hms_opt(0, 0, 0))
            .ok_or_else(|| Fault::new(ErrorCode::InputMalformed))?;
        let utc_ms = midnight.and_utc().timestamp_millis();
        Ok(Some(utc_ms - i64::from(offset) * 60_000))
    };
    Ok(AuditAsked {
        user: some(&input.user_id),
        party: some(&input.party_id),
        action,
        from_ms: day(&input.from, 0)?,
        until_ms: day(&input.to, 1)?,
        before: input.after,
        count_max: input.limit.clamp(1, PAGE_MAX),
    })
}

fn row(desk: &Desk, line: &AuditLine, user_name: Option<String>) -> Outcome<AuditRow> {
    let record = &line.record;
    let client = match &record.party {
        Some(id) => desk.replica.party(id)?,
        None => None,
    };
    let appeal = match AuditObject::from_number(record.object) {
        Some(AuditObject::Appeal) => crate::appeal::stored(desk, &record.object_id).ok(),
        Some(
            AuditObject::Party | AuditObject::Account | AuditObject::Paper | AuditObject::Audit,
        )
        | None => None,
    };
    let action = AuditAction::from_number(record.action);
    Ok(AuditRow {
        key: line.key,
        at_ms: record.at_ms,
        user_name: user_name.unwrap_or_else(|| record.user.clone()),
        user_id: record.user.clone(),
        action: action.map_or_else(String::new, |action| action.as_str().to_owned()),
        what: what(
            action,
            AuditObject::from_number(record.object),
            &record.detail,
        ),
        reason_label: UnmaskReason::parse(&record.reason)
            .map(|reason| reason_label(reason).to_owned()),
        client: client
            .map(|party| text::short_name(&party.name))
            .or_else(|| {
                let appeal = appeal.as_ref()?;
                let name = &appeal.appeal.registered.applicant.display_name;
                Some(text::short_name(name))
            }),
        party_id: record.party.clone(),
        number: appeal.map(|appeal| appeal.appeal.registered.number.to_string()),
        at_centre: line.at_centre,
    })
}

/// «Показан телефон», «Открыта карточка обращения».
fn what(action: Option<AuditAction>, object: Option<AuditObject>, detail: &str) -> String {
    let of_what = match object {
        Some(AuditObject::Party) => " клиента",
        Some(AuditObject::Account) => " лицевого счёта",
        Some(AuditObject::Appeal) => " обращения",
        Some(AuditObject::Paper | AuditObject::Audit) | None => "",
    };
    match action {
        Some(AuditAction::Viewed) => format!("Открыта карточка{of_what}"),
        Some(AuditAction::Unmasked) => match detail {
            "phone" => "Показан телефон".to_owned(),
            "email" => "Показана электронная почта".to_owned(),
            _ => "Показан адрес ответа".to_owned(),
        },
        Some(AuditAction::Printed) => format!("Напечатан документ{of_what}"),
        Some(AuditAction::Saved) => format!("Сохранён документ{of_what}"),
        Some(AuditAction::AuditViewed) => "Открыт журнал доступа".to_owned(),
        Some(AuditAction::ForeignAsked) => "Открыт счёт другого отделения".to_owned(),
        None => "Запись новой версии: нужно обновление".to_owned(),
    }
}

fn action_label(action: AuditAction) -> &'static str {
    match action {
        AuditAction::Viewed => "Открытие карточки",
        AuditAction::Unmasked => "Показ скрытого",
        AuditAction::Printed => "Печать",
        AuditAction::Saved => "Сохранение в файл",
        AuditAction::AuditViewed => "Просмотр журнала",
        AuditAction::ForeignAsked => "Чужой лицевой счёт",
    }
}

fn reason_label(reason: UnmaskReason) -> &'static str {
    match reason {
        UnmaskReason::Reach => "Позвонить или написать клиенту",
        UnmaskReason::Verify => "Сверить с клиентом",
        UnmaskReason::Answer => "Отправить ответ",
        UnmaskReason::Correct => "Исправить ошибку в данных",
    }
}

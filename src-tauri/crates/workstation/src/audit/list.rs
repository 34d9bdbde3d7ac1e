//! What the head reads of the audit: of this desk from its disk, of his office from the centre.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use stoika_domain::audit::{AuditAction, AuditObject, UnmaskReason};
use stoika_domain::directory::User;
use stoika_domain::text;
use stoika_protocol::{AuditPlace, AuditQuestion, AuditRecord, ReplicaId};
use stoika_store::AuditAsked;
use stoika_sync::CarrierError;

use super::Access;
use super::unmask::reason_label;
use crate::api::audit::{AuditChoice, AuditList, AuditListAsked, AuditRow};
use crate::api::error::ErrorCode;
use crate::desk::Desk;
use crate::enrolment::carrier_code;
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// Lines of a page at most.
const PAGE_MAX: u32 = 200;
/// In an audit record: the audit of the whole office was looked at.
const OFFICE: &str = "office";

/// `audit.list`: what was accessed at this desk. Looking is written down like any other access.
pub(crate) fn list(
    workstation: &Workstation,
    session: &Session,
    input: AuditListAsked,
) -> Outcome<AuditList> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    look_is_written_down(&desk, &user, "")?;
    let filter = Filter::read(&desk, &input)?;
    let before = match &input.after {
        Some(key) => Some(key.parse().map_err(|_| malformed())?),
        None => None,
    };
    let count_max = input.limit.clamp(1, PAGE_MAX);
    let lines = desk.replica.audit_lines(&AuditAsked {
        user: filter.user,
        party: filter.party,
        action: filter.action,
        from_ms: filter.from_ms,
        until_ms: filter.until_ms,
        before,
        count_max,
    })?;
    let is_full = lines.len() == usize::try_from(count_max).unwrap_or(usize::MAX);
    let next = lines.last().filter(|_| is_full);
    let next = next.map(|line| line.key.to_string());
    let shown = lines.into_iter().map(|line| Shown {
        key: line.key.to_string(),
        desk: None,
        record: line.record,
        at_centre: line.at_centre,
    });
    page(&desk, shown, next)
}

/// `audit.office`: what was accessed at all desks of the office, asked at the centre, which writes
/// the question down. Nothing of it is stored here.
pub(crate) fn office(
    workstation: &Workstation,
    session: &Session,
    input: AuditListAsked,
) -> Outcome<AuditList> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let filter = Filter::read(&desk, &input)?;
    let after = match &input.after {
        Some(text) => Some(place_of(text).ok_or_else(malformed)?),
        None => None,
    };
    look_is_written_down(&desk, &user, OFFICE)?;
    let carrier = desk
        .link()
        .as_ref()
        .map(crate::link::Link::carrier)
        .ok_or_else(|| Fault::new(ErrorCode::ServerUnreachable))?;
    let question = AuditQuestion {
        asker: user.id.clone(),
        user: filter.user,
        action: filter.action,
        party: filter.party,
        from_ms: filter.from_ms,
        until_ms: filter.until_ms,
        after,
        records_max: input.limit.clamp(1, PAGE_MAX),
    };
    let answer = workstation
        .deps
        .runtime
        .block_on(carrier.look_at_audit(&question))
        .map_err(|error| Fault::new(refusal(error)).because(error))?;
    let next = answer.next.as_ref().map(text_of);
    let shown = answer.seen.into_iter().map(|seen| Shown {
        key: text_of(&seen.place()),
        desk: Some(seen.desk),
        record: seen.record,
        at_centre: true,
    });
    page(&desk, shown, next)
}

/// The centre knows the user as no head of this office, whatever the desk thinks of him.
fn refusal(error: CarrierError) -> ErrorCode {
    match error {
        CarrierError::Server(403) => ErrorCode::AuthForbidden,
        error => carrier_code(error),
    }
}

fn look_is_written_down(desk: &Arc<Desk>, user: &SignedIn, whose: &str) -> Outcome<()> {
    let access = Access {
        action: AuditAction::AuditViewed,
        detail: whose.to_owned(),
        ..Access::viewed(AuditObject::Audit, whose, None)
    };
    desk.viewed(user, &access)?;
    desk.write_views()
}

fn malformed() -> Fault {
    Fault::new(ErrorCode::InputMalformed)
}

fn text_of(place: &AuditPlace) -> String {
    format!("{}/{}/{}", place.at_ms, place.replica, place.seq)
}

fn place_of(text: &str) -> Option<AuditPlace> {
    let mut parts = text.splitn(3, '/');
    Some(AuditPlace {
        at_ms: parts.next()?.parse().ok()?,
        replica: ReplicaId::parse(parts.next()?)?,
        seq: parts.next()?.parse().ok()?,
    })
}

/// What is compared.
struct Filter {
    user: Option<String>,
    party: Option<String>,
    action: Option<u16>,
    from_ms: Option<i64>,
    until_ms: Option<i64>,
}

impl Filter {
    fn read(desk: &Desk, input: &AuditListAsked) -> Outcome<Self> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let action = match input.action.as_str() {
            "" => None,
            code => Some(AuditAction::parse(code).ok_or_else(malformed)?.number()),
        };
        let offset = desk.utc_offset_minutes()?;
        let day = |text: &str, add: u64| -> Outcome<Option<i64>> {
            if text.is_empty() {
                return Ok(None);
            }
            let day: NaiveDate = text.parse().map_err(|_| malformed())?;
            let midnight = day
                .checked_add_days(chrono::Days::new(add))
                .and_then(|day| day.and_hms_opt(0, 0, 0))
                .ok_or_else(malformed)?;
            let utc_ms = midnight.and_utc().timestamp_millis();
            Ok(Some(utc_ms - i64::from(offset) * 60_000))
        };
        Ok(Self {
            user: some(&input.user_id),
            party: some(&input.party_id),
            action,
            from_ms: day(&input.from, 0)?,
            until_ms: day(&input.to, 1)?,
        })
    }
}

/// A record as it comes to the screen.
struct Shown {
    key: String,
    desk: Option<String>,
    record: AuditRecord,
    at_centre: bool,
}

fn page(
    desk: &Desk,
    shown: impl Iterator<Item = Shown>,
    next: Option<String>,
) -> Outcome<AuditList> {
    let users = desk.users()?;
    let mut known = Known {
        users: &users,
        clients: BTreeMap::new(),
        appeals: BTreeMap::new(),
    };
    Ok(AuditList {
        next,
        rows: shown
            .map(|shown| known.row(desk, shown))
            .collect::<Outcome<_>>()?,
        users: users
            .iter()
            .map(|(id, user)| AuditChoice {
                code: id.clone(),
                label: user.short_name.clone(),
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

/// What the ids of a page stand for, each asked once.
struct Known<'a> {
    users: &'a [(String, User)],
    /// Short names by party id.
    clients: BTreeMap<String, Option<String>>,
    /// Number and short name of the applicant by appeal id.
    appeals: BTreeMap<String, Option<(String, String)>>,
}

impl Known<'_> {
    fn user(&self, id: &str) -> String {
        let found = self.users.iter().find(|(known, _)| known == id);
        found.map_or_else(|| id.to_owned(), |(_, user)| user.short_name.clone())
    }

    fn client(&mut self, desk: &Desk, id: &str) -> Outcome<Option<String>> {
        if let Some(found) = self.clients.get(id) {
            return Ok(found.clone());
        }
        let party = desk.replica.party(id)?;
        let name = party.map(|party| text::short_name(&party.name));
        self.clients.insert(id.to_owned(), name.clone());
        Ok(name)
    }

    fn appeal(&mut self, desk: &Desk, id: &str) -> Option<(String, String)> {
        if let Some(found) = self.appeals.get(id) {
            return found.clone();
        }
        // One that has left the desk's scope is known by its id alone.
        let found = crate::appeal::stored(desk, id).ok().map(|stored| {
            let registered = &stored.appeal.registered;
            let name = text::short_name(&registered.applicant.display_name);
            (registered.number.to_string(), name)
        });
        self.appeals.insert(id.to_owned(), found.clone());
        found
    }

    fn row(&mut self, desk: &Desk, shown: Shown) -> Outcome<AuditRow> {
        let record = &shown.record;
        let object = AuditObject::from_number(record.object);
        let client = match &record.party {
            Some(id) => self.client(desk, id)?,
            None => None,
        };
        let appeal = match object {
            Some(AuditObject::Appeal) => self.appeal(desk, &record.object_id),
            Some(
                AuditObject::Party | AuditObject::Account | AuditObject::Paper | AuditObject::Audit,
            )
            | None => None,
        };
        let action = AuditAction::from_number(record.action);
        let (number, applicant) = appeal.unzip();
        Ok(AuditRow {
            key: shown.key,
            desk: shown.desk,
            at_ms: record.at_ms,
            user_name: self.user(&record.user),
            user_id: record.user.clone(),
            action: action.map_or_else(String::new, |action| action.as_str().to_owned()),
            what: what(action, object, &record.detail),
            reason_label: UnmaskReason::parse(&record.reason)
                .map(|reason| reason_label(reason).to_owned()),
            client: client.or(applicant),
            party_id: record.party.clone(),
            number,
            at_centre: shown.at_centre,
        })
    }
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
        Some(AuditAction::AuditViewed) if detail == OFFICE => {
            "Открыт журнал доступа отделения".to_owned()
        }
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

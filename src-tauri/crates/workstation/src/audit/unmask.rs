//! Masked values in full: for a reason, within the day's limit, once the audit of it is durable.

use stoika_domain::audit::{AuditAction, AuditObject, UnmaskReason};

use super::Access;
use crate::api::Nothing;
use crate::api::audit::{AppealUnmask, AuditChoice, ClientUnmask, Unmasked};
use crate::api::client::ContactKind;
use crate::api::error::ErrorCode;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// The part that an appeal's unmasking shows.
const ANSWER_ADDRESS: &str = "answer_address";

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

/// Words of a reason.
pub(super) fn reason_label(reason: UnmaskReason) -> &'static str {
    match reason {
        UnmaskReason::Reach => "Позвонить или написать клиенту",
        UnmaskReason::Verify => "Сверить с клиентом",
        UnmaskReason::Answer => "Отправить ответ",
        UnmaskReason::Correct => "Исправить ошибку в данных",
    }
}

//! The course of a case beside answer and closing: extension, waiting for the client, without
//! consideration, re-opening, urgency, the corrected date of receipt.

use stoika_domain::appeal::{
    Appeal, AppealEvent, Applicant, CloseGround, Closed, Extended, NormChanged, Redated, Reopened,
    Resumed, Suspended, UnconsideredDeclined, UnconsideredProposed, UrgencySet,
};
use stoika_domain::body::State;
use stoika_domain::check;
use stoika_domain::ids::NormKey;
use stoika_domain::intake::TermBasis;
use stoika_domain::standard::Evidence;
use stoika_domain::text;
use stoika_store::{Hit, MatchReason, WriteContext};

use super::{chosen, form, happen, invalid, subject};
use crate::api::Nothing;
use crate::api::appeal::{
    AppealApprove, AppealAsked, AppealChangeNorm, AppealDecline, AppealExtend, AppealPropose,
    AppealRedate, AppealReopen, AppealResume, AppealSetUrgency, AppealSuspend, ExtensionView,
    NormChoice, RedatedLine, RedatedSeen,
};
use crate::api::error::ErrorCode;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// Lines of `appeal.redated`.
const REDATED_MAX: u32 = 500;
/// Hits of a search for a registration number: one paper has it, two after a cloned disk.
const TWINS_MAX: usize = 5;

/// The state of an appeal inside of an act.
pub(crate) fn state_in(context: &WriteContext<'_, '_>, appeal_id: &str) -> Outcome<Appeal> {
    context
        .state(subject(appeal_id)?)?
        .as_ref()
        .and_then(State::appeal)
        .cloned()
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))
}

/// Words that must be there.
pub(crate) fn words(desk: &Desk, field: &str, typed: &str) -> Outcome<String> {
    let long = desk.standards()?.rules.settings.text_length_max;
    check::free_text(typed, long).map_err(|fault| Fault::field(field, fault))
}

/// Words that need not be there.
pub(crate) fn optional_words(desk: &Desk, field: &str, typed: &str) -> Outcome<Option<String>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    words(desk, field, typed).map(Some)
}

/// `appeal.extension`: what an extension would give.
pub(crate) fn extension(
    workstation: &Workstation,
    _: &Session,
    input: AppealAsked,
) -> Outcome<ExtensionView> {
    let desk = workstation.desk()?;
    let stored = super::stored(&desk, &input.appeal_id)?;
    let standards = desk.standards()?;
    extended(&desk, &standards, &stored.appeal)
}

/// The dates of an extension decided today: refused for a norm that is not extendable (A18), a
/// second time, after the answer, and after the old control date.
fn extended(desk: &Desk, standards: &Standards, appeal: &Appeal) -> Outcome<ExtensionView> {
    let today = desk.today()?;
    let term = standards
        .term_of(appeal)
        .ok_or_else(|| Fault::new(ErrorCode::DirectoryMissing).because("no norm in force"))?;
    let refused = if appeal.answered.is_some() || appeal.closed.is_some() {
        Some("answered")
    } else if appeal.extended.is_some() {
        Some("already_extended")
    } else if !term.extendable {
        Some("not_extendable")
    } else if term.limit < today {
        Some("too_late")
    } else {
        None
    };
    let mut dates = appeal.start_dates();
    dates.extended_on = Some(today);
    let then = standards.term_of_appeal(&appeal.registered, &dates);
    let clause = then
        .as_ref()
        .and_then(|term| term.explanation.extension.as_ref())
        .map_or_else(String::new, |clause| clause.clause.clone());
    Ok(ExtensionView {
        old_due: iso(term.limit),
        new_due: then
            .filter(|_| refused.is_none())
            .map(|term| iso(term.limit)),
        clause,
        refused: refused.map(ToOwned::to_owned),
    })
}

/// `appeal.extend`.
pub(crate) fn extend(
    workstation: &Workstation,
    session: &Session,
    input: AppealExtend,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let reason = words(desk, "reason", &input.reason)?;
        let appeal = state_in(context, &input.appeal_id)?;
        let standards = desk.standards()?;
        let view = extended(desk, &standards, &appeal)?;
        if let Some(refused) = view.refused {
            return Err(Fault::new(ErrorCode::AppealNotExtendable).with("reason", refused));
        }
        Ok(AppealEvent::Extended(Extended {
            extended_on: desk.today()?,
            reason,
        }))
    })
}

/// `appeal.suspend`.
pub(crate) fn suspend(
    workstation: &Workstation,
    session: &Session,
    input: AppealSuspend,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        Ok(AppealEvent::Suspended(Suspended {
            suspended_on: desk.today()?,
            awaited: words(desk, "awaited", &input.awaited)?,
        }))
    })
}

/// `appeal.resume`.
pub(crate) fn resume(
    workstation: &Workstation,
    session: &Session,
    input: AppealResume,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        Ok(AppealEvent::Resumed(Resumed {
            resumed_on: desk.today()?,
            note: optional_words(desk, "note", &input.note)?,
        }))
    })
}

/// `appeal.propose`: to leave it without consideration (A16).
pub(crate) fn propose(
    workstation: &Workstation,
    session: &Session,
    input: AppealPropose,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let row = standards.ground(input.ground.trim()).ok_or_else(|| {
        Fault::fields(form::field_errors(
            vec![chosen(&input.ground).of("ground")],
            false,
        ))
    })?;
    let ground = CloseGround::parse(&row.id).ok_or_else(|| invalid("ground", "unknown_choice"))?;
    let appeal = super::stored(&desk, &input.appeal_id)?.appeal;
    if !row.fits(appeal.registered.form, &appeal.registered.channel) {
        return Err(invalid("ground", "ground_not_of_appeal"));
    }
    let former = match row.evidence {
        Evidence::FormerAppeal => Some(former(&desk, &input.former_number, &appeal)?),
        Evidence::None | Evidence::Note => None,
    };
    let evidence = match row.evidence {
        Evidence::None if input.evidence.trim().is_empty() => row.title_ru.clone(),
        Evidence::FormerAppeal if input.evidence.trim().is_empty() => row.title_ru.clone(),
        Evidence::None | Evidence::Note | Evidence::FormerAppeal => {
            words(&desk, "evidence", &input.evidence)?
        }
    };
    happen(workstation, session, &input.appeal_id, |_, _| {
        Ok(AppealEvent::UnconsideredProposed(UnconsideredProposed {
            ground,
            evidence,
            former,
        }))
    })
}

/// The former appeal by its number: it must be here, be another one of the same applicant, and have its answer.
fn former(desk: &Desk, typed: &str, appeal: &Appeal) -> Outcome<uuid::Uuid> {
    if typed.trim().is_empty() {
        return Err(invalid("former_number", "required"));
    }
    let found = desk.replica.search(typed, true, TWINS_MAX)?;
    for hit in found.hits {
        // A name may be typed as well: that is no word on which of a client's appeals is meant.
        let (Hit::Appeal(row), MatchReason::RegistrationNumber) = (hit.hit, hit.reason) else {
            continue;
        };
        if row.id.0 == appeal.id {
            continue;
        }
        let Some(stored) = desk.replica.appeal(row.id)? else {
            continue;
        };
        let was = &stored.appeal;
        if !is_same_applicant(&was.registered.applicant, &appeal.registered.applicant) {
            return Err(invalid("former_number", "former_of_another"));
        }
        if was.answered.is_some() || !was.former_rounds.is_empty() {
            return Ok(row.id.0);
        }
        return Err(invalid("former_number", "former_not_answered"));
    }
    Err(invalid("former_number", "former_unknown"))
}

/// One client in the base, or one name of somebody who is not: he may have come into the base since.
fn is_same_applicant(one: &Applicant, other: &Applicant) -> bool {
    match (&one.party_id, &other.party_id) {
        (Some(one), Some(other)) => one == other,
        (_, _) => text::normalise(&one.display_name) == text::normalise(&other.display_name),
    }
}

/// `appeal.approve`: the head closes it without consideration.
pub(crate) fn approve(
    workstation: &Workstation,
    session: &Session,
    input: AppealApprove,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let appeal = state_in(context, &input.appeal_id)?;
        let proposed = appeal
            .proposed
            .ok_or_else(|| Fault::new(ErrorCode::ActVoid).with("reason", "not_proposed"))?;
        Ok(AppealEvent::Closed(Closed {
            closed_on: desk.today()?,
            ground: Some(proposed.ground),
            note: Some(proposed.evidence),
        }))
    })
}

/// `appeal.decline`: the head does not approve.
pub(crate) fn decline(
    workstation: &Workstation,
    session: &Session,
    input: AppealDecline,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        Ok(AppealEvent::UnconsideredDeclined(UnconsideredDeclined {
            reason: words(desk, "reason", &input.reason)?,
        }))
    })
}

/// `appeal.reopen`: by a new argument.
pub(crate) fn reopen(
    workstation: &Workstation,
    session: &Session,
    input: AppealReopen,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let today = desk.today()?;
        let argument = words(desk, "argument", &input.argument)?;
        let received_on = received(desk, &input.received_on, today)?;
        let appeal = state_in(context, &input.appeal_id)?;
        if appeal
            .closed
            .is_some_and(|closed| received_on < closed.closed_on)
        {
            return Err(invalid("received_on", "before_closing"));
        }
        Ok(AppealEvent::Reopened(Reopened {
            received_on,
            argument,
        }))
    })
}

/// A day of receipt: today when nothing was typed.
pub(crate) fn received(
    desk: &Desk,
    typed: &str,
    today: chrono::NaiveDate,
) -> Outcome<chrono::NaiveDate> {
    if typed.trim().is_empty() {
        return Ok(today);
    }
    let back = desk.standards()?.rules.settings.received_days_back_max;
    check::received_on(typed, today, back)
        .map(|read| read.date)
        .map_err(|fault| Fault::field("received_on", fault))
}

/// `appeal.set_urgency`.
pub(crate) fn set_urgency(
    workstation: &Workstation,
    session: &Session,
    input: AppealSetUrgency,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let standards = desk.standards()?;
        let row = standards
            .rules
            .urgencies
            .iter()
            .find(|row| row.id.as_str() == input.urgency.trim())
            .ok_or_else(|| Fault::field("urgency", chosen(&input.urgency)))?;
        if state_in(context, &input.appeal_id)?.registered.urgency == row.id {
            return Err(invalid("urgency", "same_choice"));
        }
        Ok(AppealEvent::UrgencySet(UrgencySet {
            urgency: row.id.clone(),
            reason: words(desk, "reason", &input.reason)?,
        }))
    })
}

/// The norms to which an appeal can be moved today, with the control dates that they give (A3). None
/// after the answer, after the control date (no other norm makes up for lateness) and after an
/// extension, which ran from the old date and was told to the client.
pub(super) fn norms(
    desk: &Desk,
    standards: &Standards,
    appeal: &Appeal,
) -> Outcome<Vec<NormChoice>> {
    let today = desk.today()?;
    let is_settled =
        appeal.answered.is_some() || appeal.closed.is_some() || appeal.extended.is_some();
    let is_late = standards
        .term_of(appeal)
        .is_none_or(|term| term.limit < today);
    if is_settled || is_late {
        return Ok(Vec::new());
    }
    let registered = &appeal.registered;
    let moves = standards.rules.settings.norm_moves.iter();
    Ok(moves
        .filter(|row| row.fits(&registered.norm_key, &registered.channel))
        .filter_map(|row| {
            let mut moved = registered.clone();
            moved.norm_key = row.to.clone();
            let term = standards.term_of_appeal(&moved, &appeal.start_dates())?;
            (term.limit >= today).then(|| NormChoice {
                key: row.to.to_string(),
                label: standards.norm_title(&row.to),
                due_on: iso(term.limit),
                notice: appeal
                    .norm_moved
                    .as_ref()
                    .is_none_or(|it| it.from != row.to),
            })
        })
        .collect())
}

/// `appeal.change_norm`.
pub(crate) fn change_norm(
    workstation: &Workstation,
    session: &Session,
    input: AppealChangeNorm,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let appeal = state_in(context, &input.appeal_id)?;
        let standards = desk.standards()?;
        let offered = norms(desk, &standards, &appeal)?;
        let typed = input.norm.trim();
        if !offered.iter().any(|choice| choice.key == typed) {
            return Err(Fault::field("norm", chosen(typed)));
        }
        Ok(AppealEvent::NormChanged(NormChanged {
            norm_key: NormKey::parse(typed).map_err(Fault::internal)?,
            reason: words(desk, "reason", &input.reason)?,
        }))
    })
}

/// `appeal.redate`: the date of receipt was written wrong.
pub(crate) fn redate(
    workstation: &Workstation,
    session: &Session,
    input: AppealRedate,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        if input.received_on.trim().is_empty() {
            return Err(invalid("received_on", "required"));
        }
        let today = desk.today()?;
        let received_on = received(desk, &input.received_on, today)?;
        let registered = state_in(context, &input.appeal_id)?.registered;
        let basis = TermBasis {
            norm_key: registered.norm_key,
            audience: registered.audience,
            channel: registered.channel,
            received_on,
        };
        if desk.standards()?.lies_before_rules(&basis, today) {
            return Err(invalid("received_on", "received_before_rules"));
        }
        Ok(AppealEvent::Redated(Redated {
            received_on,
            reason: words(desk, "reason", &input.reason)?,
        }))
    })
}

/// `appeal.redated`: what new norms or a new calendar have moved and nobody has looked at yet.
pub(crate) fn redated(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<Vec<RedatedLine>> {
    let desk = workstation.desk()?;
    Ok(desk
        .replica
        .redated(false, REDATED_MAX)?
        .into_iter()
        .map(|line| RedatedLine {
            id: line.id,
            appeal_id: line.appeal.to_string(),
            number: line.number,
            applicant: text::short_name(&line.applicant),
            old_due: iso(line.old_on),
            new_due: line.new_on.map(iso),
            documents: line.documents,
            at_ms: line.at_ms,
        })
        .collect())
}

/// `appeal.redated_seen`.
pub(crate) fn redated_seen(
    workstation: &Workstation,
    session: &Session,
    input: RedatedSeen,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    for id in input.ids {
        let changes = desk
            .replica
            .acknowledge_redated(id, &user.id, desk.now_ms())?;
        desk.changed(&changes);
    }
    Ok(Nothing {})
}

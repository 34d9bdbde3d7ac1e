//! What is done with a claim.

use std::collections::BTreeSet;
use std::str::FromStr as _;

use chrono::NaiveDate;
use stoika_domain::appeal::claim::{
    ActionDone, ActionKind, ActionSet, Assessed, CauseFound, ClaimEvent, Responsibility,
    ResponsibilityConfirmed, Score, SettlementAccepted, SettlementRejected,
};
use stoika_domain::appeal::{Appeal, AppealEvent, Executor, Outcome as Decision};
use stoika_domain::check::{self, FieldError};
use stoika_domain::ids::OfficeId;

use super::view::is_claim;
use crate::api::Nothing;
use crate::api::claim::{
    ClaimAccept, ClaimAssess, ClaimCause, ClaimConfirm, ClaimEndAction, ClaimReject, ClaimSetAction,
};
use crate::appeal::{chosen, happen, invalid, optional_words, state_in, words};
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::workstation::Workstation;

/// An action is set for at most so many days ahead: a slip of the year is seen.
const ACTION_DAYS_MAX: u64 = 3 * 366;

fn score(field: &str, typed: &str) -> Outcome<Score> {
    match typed.trim() {
        "low" => Ok(Score::Low),
        "middle" => Ok(Score::Middle),
        "high" => Ok(Score::High),
        other => Err(Fault::field(field, chosen(other))),
    }
}

/// Both, or the errors of both: a form shows all that is wrong with it at once.
fn both<A, B>(one: Outcome<A>, other: Outcome<B>) -> Outcome<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(mut fault), Err(more)) => {
            fault.fields.extend(more.fields);
            Err(fault)
        }
        (Err(fault), Ok(_)) | (Ok(_), Err(fault)) => Err(fault),
    }
}

/// `claim.assess` (R158).
pub(crate) fn assess(
    workstation: &Workstation,
    session: &Session,
    input: ClaimAssess,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let scores = both(
            score("importance", &input.importance),
            score("complexity", &input.complexity),
        );
        let note = optional_words(desk, "note", &input.note);
        let ((importance, complexity), note) = both(scores, note)?;
        Ok(AppealEvent::Claim(ClaimEvent::Assessed(Assessed {
            is_form_right: input.form_right,
            is_sufficient: input.sufficient,
            is_valid: input.valid,
            importance,
            complexity,
            is_immediate: input.immediate,
            note,
        })))
    })
}

/// `claim.accept_settlement`.
pub(crate) fn accept_settlement(
    workstation: &Workstation,
    session: &Session,
    input: ClaimAccept,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let accepted = SettlementAccepted {
            accepted_on: desk.today()?,
            note: optional_words(desk, "note", &input.note)?,
        };
        Ok(AppealEvent::Claim(ClaimEvent::SettlementAccepted(accepted)))
    })
}

/// A day that has been: today when nothing was typed, not before `earliest`, which is told by its fault.
fn been(
    desk: &Desk,
    field: &str,
    typed: &str,
    earliest: Option<NaiveDate>,
    too_early: check::Fault,
) -> Outcome<NaiveDate> {
    let today = desk.today()?;
    let on = if typed.trim().is_empty() {
        today
    } else {
        check::civil_date(typed).map_err(|fault| Fault::field(field, fault))?
    };
    if on > today {
        return Err(Fault::field(
            field,
            check::Fault::new("received_in_future").with("today", today),
        ));
    }
    if earliest.is_some_and(|earliest| on < earliest) {
        return Err(Fault::field(field, too_early));
    }
    Ok(on)
}

/// `claim.reject_settlement` (R163): the claim stays open, and the applicant is told where else to apply.
pub(crate) fn reject_settlement(
    workstation: &Workstation,
    session: &Session,
    input: ClaimReject,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let appeal = state_in(context, &input.appeal_id)?;
        let answered_on = appeal.answered.as_ref().map(|one| one.answered_on);
        let on = been(
            desk,
            "rejected_on",
            &input.rejected_on,
            answered_on,
            check::Fault::new("before_answer"),
        );
        let said = words(desk, "words", &input.words);
        let ((rejected_on, words), bodies) = both(both(on, said), bodies(desk, &input.bodies))?;
        Ok(AppealEvent::Claim(ClaimEvent::SettlementRejected(
            SettlementRejected {
                rejected_on,
                words,
                bodies,
            },
        )))
    })
}

fn bodies(desk: &Desk, typed: &[String]) -> Outcome<BTreeSet<String>> {
    let standards = desk.standards()?;
    let known = &standards.book.external_bodies;
    // Where the list has not been published there is nobody to name.
    if typed.is_empty() && !known.is_empty() {
        return Err(invalid("bodies", "required"));
    }
    typed
        .iter()
        .map(|code| {
            let row = known.iter().find(|row| row.id == code.trim());
            row.map(|row| row.id.clone())
                .ok_or_else(|| Fault::field("bodies", chosen(code)))
        })
        .collect()
}

/// `claim.confirm_responsibility`: the head (3.22, A23).
pub(crate) fn confirm_responsibility(
    workstation: &Workstation,
    session: &Session,
    input: ClaimConfirm,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let received_on = state_in(context, &input.appeal_id)?.registered.received_on;
        let how = match input.how.trim() {
            "out_of_court" => Ok(Responsibility::OutOfCourt),
            "by_court" => Ok(Responsibility::ByCourt),
            other => Err(Fault::field("how", chosen(other))),
        };
        let on = been(
            desk,
            "confirmed_on",
            &input.confirmed_on,
            Some(received_on),
            check::Fault::new("before_receipt"),
        );
        let basis = words(desk, "basis", &input.basis);
        let ((how, confirmed_on), basis) = both(both(how, on), basis)?;
        Ok(AppealEvent::Claim(ClaimEvent::ResponsibilityConfirmed(
            ResponsibilityConfirmed {
                how,
                confirmed_on,
                basis,
            },
        )))
    })
}

/// `claim.cause` (R169).
pub(crate) fn cause(
    workstation: &Workstation,
    session: &Session,
    input: ClaimCause,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let found = CauseFound {
            cause: words(desk, "cause", &input.cause)?,
        };
        Ok(AppealEvent::Claim(ClaimEvent::CauseFound(found)))
    })
}

/// `claim.set_action`: the head (R41, R42, R169).
pub(crate) fn set_action(
    workstation: &Workstation,
    session: &Session,
    input: ClaimSetAction,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let kind = match input.kind.trim() {
            "corrective" => Ok(ActionKind::Corrective),
            "preventive" => Ok(ActionKind::Preventive),
            other => Err(Fault::field("kind", chosen(other))),
        };
        let what = words(desk, "what", &input.what);
        let owner = if input.owner_id.trim().is_empty() {
            Err(invalid("owner_id", "required"))
        } else {
            context
                .user(&input.owner_id)?
                .filter(|user| user.active)
                .ok_or_else(|| invalid("owner_id", "unknown_choice"))
        };
        let due_on = due(desk, &input.due_on);
        let ((kind, what), (owner, due_on)) = both(both(kind, what), both(owner, due_on))?;
        let office = desk
            .enrolment()
            .map(|enrolment| enrolment.office.clone())
            .unwrap_or_default();
        Ok(AppealEvent::Claim(ClaimEvent::ActionSet(ActionSet {
            kind,
            what,
            owner: Executor {
                user_id: input.owner_id.clone(),
                name: owner.short_name,
                office_id: OfficeId::parse(&office).map_err(Fault::internal)?,
            },
            due_on,
        })))
    })
}

/// A date that is still to come: of an action.
fn due(desk: &Desk, typed: &str) -> Outcome<NaiveDate> {
    if typed.trim().is_empty() {
        return Err(invalid("due_on", "required"));
    }
    let today = desk.today()?;
    let on = check::civil_date(typed).map_err(|fault| Fault::field("due_on", fault))?;
    if on < today {
        return Err(invalid("due_on", "due_in_past"));
    }
    let last = today.checked_add_days(chrono::Days::new(ACTION_DAYS_MAX));
    if last.is_some_and(|last| on > last) {
        return Err(invalid("due_on", "due_too_far"));
    }
    Ok(on)
}

/// `claim.end_action`.
pub(crate) fn end_action(
    workstation: &Workstation,
    session: &Session,
    input: ClaimEndAction,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let action = uuid::Uuid::from_str(&input.action_id)
            .map_err(|_| Fault::new(crate::api::error::ErrorCode::NotFound))?;
        Ok(AppealEvent::Claim(ClaimEvent::ActionDone(ActionDone {
            action,
            done_on: desk.today()?,
            is_dropped: input.dropped,
            note: words(desk, "note", &input.note)?,
        })))
    })
}

/// What the answer to a claim says beside its text: a refusal its reasoned conclusion (R161), a founded one
/// its proposals of settlement (R162). Other appeals have neither.
pub(crate) fn decision_words(
    length_max: usize,
    appeal: &Appeal,
    decision: Decision,
    conclusion: &str,
    settlement: &str,
) -> Result<(Option<String>, Option<String>), FieldError> {
    if !is_claim(appeal) {
        return Ok((None, None));
    }
    let needed = |field: &str, typed: &str| {
        check::free_text(typed, length_max)
            .map(Some)
            .map_err(|fault| fault.of(field))
    };
    match decision {
        Decision::Unfounded => Ok((needed("conclusion", conclusion)?, None)),
        Decision::PartlyFounded => Ok((
            // What is not founded in it may have its reasons said apart.
            if conclusion.trim().is_empty() {
                None
            } else {
                needed("conclusion", conclusion)?
            },
            needed("settlement", settlement)?,
        )),
        Decision::Founded => Ok((None, needed("settlement", settlement)?)),
        Decision::Explained => Ok((None, None)),
    }
}

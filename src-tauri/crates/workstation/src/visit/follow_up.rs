//! The next step that was agreed with a client (R191, R195).

use std::str::FromStr as _;

use chrono::NaiveDate;
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::check::{self, Fault as Wrong};
use stoika_domain::follow_up::{Agreed, Cancelled, Done, FollowUp, FollowUpEvent, Moved, NextStep};
use stoika_domain::text;
use stoika_protocol::{ActId, Subject};
use stoika_store::Place as StorePlace;

use super::{STEPS_MAX, Wrongs, begin, chosen, party_name, step_label};
use crate::api::error::ErrorCode;
use crate::api::visit::{
    FollowUpAgree, FollowUpCancel, FollowUpDone, FollowUpListAsked, FollowUpMove, FollowUpScope,
    FollowUpView, RecordDone,
};
use crate::api::{Nothing, Place, Tone};
use crate::appeal::place;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// `follow_up.agree`.
pub(crate) fn agree(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpAgree,
) -> Outcome<RecordDone> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let settings = &standards.rules.settings;
    let (line, long) = (settings.line_length_max, settings.text_length_max);
    let of_base = party_name(&desk, input.party_id.as_deref())?;
    let mut wrongs = Wrongs::default();
    let name = match of_base {
        Some(name) => Some(name),
        None => wrongs.take("name", check::free_text(&input.name, line)),
    };
    let step = wrongs.take(
        "step",
        chosen(&input.step, NextStep::parse(input.step.trim())),
    );
    let on = wrongs.take("on", check::date_ahead(&input.on, desk.today()?));
    let at = wrongs.take_optional("at", &input.at, check::time);
    let phone = phone(&desk, &input, step, &mut wrongs)?;
    let question = wrongs.take("question", check::free_text(&input.question, long));
    let appeal_id = match &input.appeal_id {
        None => None,
        Some(id) => Some(crate::appeal::subject(id)?.id.0),
    };
    let executor = match input.user_id.trim() {
        "" => Some((user.id.clone(), user.short_name.clone())),
        id => {
            let row = desk.replica.user(id)?.filter(|row| row.active);
            wrongs
                .take("user_id", chosen(id, row))
                .map(|row| (id.to_owned(), row.short_name))
        }
    };
    let whole = (|| {
        let (user_id, user_name) = executor?;
        Some((name?, step?, on?, question?, user_id, user_name))
    })();
    let (name, step, on, question, user_id, user_name) = wrongs.all_right(whole)?;
    let mut number = None;
    let id = begin(
        workstation,
        session,
        SubjectKind::FollowUp,
        |doing, context| {
            let given = doing.next_number(context)?;
            number = Some(given);
            Ok(Event::FollowUp(FollowUpEvent::Agreed(Box::new(Agreed {
                number: given,
                step,
                on,
                at,
                party_id: input.party_id.clone(),
                name,
                phone,
                user_id,
                user_name,
                question,
                appeal_id,
            }))))
        },
    )?;
    Ok(RecordDone {
        record_id: id.to_string(),
        number: number.map(|number| number.to_string()),
    })
}

/// The phone that the company calls: the one typed, or the one of the card.
fn phone(
    desk: &Desk,
    input: &FollowUpAgree,
    step: Option<NextStep>,
    wrongs: &mut Wrongs,
) -> Outcome<Option<String>> {
    let typed = wrongs.take_optional("phone", &input.phone, |typed| {
        check::phone(typed).map(String::from)
    });
    if step != Some(NextStep::WeCall) || !input.phone.trim().is_empty() {
        return Ok(typed);
    }
    let known = match &input.party_id {
        Some(id) => crate::client::phone_of(desk, id, desk.replica.party(id)?.as_ref())?,
        None => None,
    };
    if known.is_none() {
        wrongs.take::<()>("phone", Err(Wrong::new("required")));
    }
    Ok(known)
}

/// `follow_up.list`.
pub(crate) fn list(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpListAsked,
) -> Outcome<Vec<FollowUpView>> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let today = desk.today()?;
    let whose = match input.scope {
        FollowUpScope::Mine => Some(user.id.as_str()),
        FollowUpScope::Office => None,
    };
    let found = desk.replica.follow_ups(whose, STEPS_MAX)?;
    Ok(found
        .iter()
        .map(|(step, from)| view(step, place(*from), today))
        .collect())
}

fn view(it: &FollowUp, place: Place, today: NaiveDate) -> FollowUpView {
    let agreed = &it.agreed;
    let days = agreed.on.signed_duration_since(today).num_days();
    let (when_label, tone) = match days {
        0 => ("сегодня".to_owned(), Tone::Warn),
        1 => ("завтра".to_owned(), Tone::Plain),
        2.. => (text::date(agreed.on), Tone::Plain),
        ..0 => {
            let late = u32::try_from(-days).unwrap_or(u32::MAX);
            (format!("просрочено {}", text::days(late)), Tone::Bad)
        }
    };
    FollowUpView {
        follow_up_id: it.id.to_string(),
        number: agreed.number.to_string(),
        step: agreed.step.as_str().to_owned(),
        step_label: step_label(agreed.step).to_owned(),
        on: iso(agreed.on),
        at: agreed.at.map(|at| at.format("%H:%M").to_string()),
        when_label,
        tone,
        name: text::short_name(&agreed.name),
        party_id: agreed.party_id.clone(),
        phone_masked: agreed.phone.as_deref().map(text::mask_phone),
        user_name: agreed.user_name.clone(),
        question: agreed.question.clone(),
        appeal_id: agreed.appeal_id.map(|id| id.to_string()),
        place,
    }
}

/// Steps that are still to come among the records of a client, the soonest first.
pub(crate) fn of_records(
    desk: &Desk,
    records: &[(State, StorePlace)],
) -> Outcome<Vec<FollowUpView>> {
    let today = desk.today()?;
    let mut steps: Vec<FollowUpView> = records
        .iter()
        .filter_map(|(state, from)| match state {
            State::FollowUp(it) if it.end.is_none() => Some(view(it, place(*from), today)),
            State::FollowUp(_)
            | State::Appeal(_)
            | State::PartyContact(_)
            | State::Consultation(_)
            | State::Incident(_)
            | State::Consent(_)
            | State::Paper(_)
            | State::Visit(_)
            | State::Shift(_)
            | State::HallSign(_)
            | State::Tenure(_)
            | State::QueueOrder(_)
            | State::Destruction(_)
            | State::BookEntry(_)
            | State::Survey(_)
            | State::DispatchList(_)
            | State::Audit(_) => None,
        })
        .collect();
    steps.sort_by(|one, other| (&one.on, &one.at).cmp(&(&other.on, &other.at)));
    Ok(steps)
}

/// An agreed step's id as the screens hold it.
pub(crate) fn step_subject(id: &str) -> Outcome<Subject> {
    let id = uuid::Uuid::from_str(id).map_err(|_| Fault::new(ErrorCode::NotFound))?;
    Ok(Subject {
        kind: SubjectKind::FollowUp.number(),
        id: ActId(id),
    })
}

fn happen(
    workstation: &Workstation,
    session: &Session,
    id: &str,
    event: FollowUpEvent,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let subject = step_subject(id)?;
    workstation.desk()?.act(&user, |_, context| {
        if context.state(subject)?.is_none() {
            return Err(Fault::new(ErrorCode::NotFound));
        }
        Ok(vec![(subject, Event::FollowUp(event))])
    })?;
    Ok(Nothing {})
}

/// `follow_up.move`.
pub(crate) fn moved(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpMove,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let line = desk.standards()?.rules.settings.line_length_max;
    let mut wrongs = Wrongs::default();
    let on = wrongs.take("on", check::date_ahead(&input.on, desk.today()?));
    let at = wrongs.take_optional("at", &input.at, check::time);
    let reason = wrongs.take("reason", check::free_text(&input.reason, line));
    let moved = wrongs.all_right((|| {
        Some(Moved {
            on: on?,
            at,
            reason: reason?,
        })
    })())?;
    happen(
        workstation,
        session,
        &input.follow_up_id,
        FollowUpEvent::Moved(moved),
    )
}

/// `follow_up.done`.
pub(crate) fn done(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpDone,
) -> Outcome<Nothing> {
    let result = words(workstation, "result", &input.result)?;
    happen(
        workstation,
        session,
        &input.follow_up_id,
        FollowUpEvent::Done(Done { result }),
    )
}

/// `follow_up.cancel`.
pub(crate) fn cancel(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpCancel,
) -> Outcome<Nothing> {
    let reason = words(workstation, "reason", &input.reason)?;
    happen(
        workstation,
        session,
        &input.follow_up_id,
        FollowUpEvent::Cancelled(Cancelled { reason }),
    )
}

/// A line of words that must be there.
fn words(workstation: &Workstation, field: &str, typed: &str) -> Outcome<String> {
    let line = workstation
        .desk()?
        .standards()?
        .rules
        .settings
        .line_length_max;
    let mut wrongs = Wrongs::default();
    let read = wrongs.take(field, check::free_text(typed, line));
    wrongs.all_right(read)
}

//! The signed answer leaves the house; what the post tells of it; the register of letters of a day.

use stoika_domain::appeal::answer::{AnswerEvent, Delivered, Delivery, Dispatched};
use stoika_domain::appeal::{AnswerAddress, Answered, AppealEvent};
use stoika_domain::body::Event;
use stoika_domain::check;
use stoika_domain::text;

use super::email;
use super::project::signed;
use super::view::dispatch_view;
use super::{chosen, id_of, own_office, state_in};
use crate::api::Nothing;
use crate::api::answer::{
    AnswerDelivered, AnswerSend, AnswerSent, AnswerTrack, LetterLine, LettersAsked, LettersDay,
};
use crate::api::error::ErrorCode;
use crate::appeal::{answer_address, happen, stored, subject};
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// The way that has a register and a track number.
const REGISTERED_LETTER: &str = "registered_letter";
/// The way whose letter is a file.
const EMAIL: &str = "email";
const DAY_MS: i64 = 86_400_000;

/// `answer.send`: Answered and Dispatched in one act, with the text that was signed. The file of an e-mail is
/// written first: what could not be written was not sent.
pub(crate) fn send(
    workstation: &Workstation,
    session: &Session,
    input: AnswerSend,
) -> Outcome<AnswerSent> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let today = desk.today()?;
    let subject = subject(&input.appeal_id)?;
    let mut appeal = stored(&desk, &input.appeal_id)?.appeal;
    let project = signed(&appeal)?.clone();
    let is_letter = project.answer_channel.as_str() == REGISTERED_LETTER;
    let track = if is_letter {
        track_of(&input.track)?
    } else {
        None
    };
    let answered = Answered {
        answered_on: today,
        outcome: project.outcome,
        answer_channel: project.answer_channel.clone(),
        text: project.text.clone(),
        conclusion: project.conclusion.clone(),
        settlement: project.settlement.clone(),
    };
    let _one_at_a_time = desk.press.take(true);
    let mut file = None;
    appeal.answered = Some(answered.clone());
    let form_id = crate::paper::answer_form(&appeal)?;
    if project.answer_channel.as_str() == EMAIL {
        file = Some(email::write(workstation, &desk, &user, &appeal)?);
    }
    let sent = desk.act(&user, |_, context| {
        // What was signed is what goes: nobody has put another project in its place meanwhile.
        if signed(&state_in(context, &input.appeal_id)?)? != &project {
            return Err(Fault::new(ErrorCode::ActVoid).with("reason", "not_drafted"));
        }
        let mut events = vec![
            AppealEvent::Answered(answered),
            AppealEvent::Answer(AnswerEvent::Dispatched(Dispatched {
                form_id,
                answer_channel: project.answer_channel.clone(),
                sent_on: today,
                track,
            })),
        ];
        events.extend(
            file.as_ref()
                .map(|file| AppealEvent::Printed(file.printed.clone())),
        );
        let events = events.into_iter();
        Ok(events
            .map(|event| (subject, Event::Appeal(event)))
            .collect())
    });
    if let Err(fault) = sent {
        // A letter that no entry knows of is not left behind.
        if let Some(file) = &file
            && let Err(error) = std::fs::remove_file(&file.path)
        {
            tracing::warn!(kind = %error.kind(), "a file without its entry stays");
        }
        return Err(fault);
    }
    Ok(AnswerSent {
        path: file.map(|file| file.path.display().to_string()),
    })
}

/// A track number that may be learnt later.
fn track_of(typed: &str) -> Outcome<Option<String>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    check::track_number(typed)
        .map(Some)
        .map_err(|fault| Fault::field("track", fault))
}

/// `answer.track`.
pub(crate) fn track(
    workstation: &Workstation,
    session: &Session,
    input: AnswerTrack,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let track = track_of(&input.track)?
            .ok_or_else(|| Fault::field("track", check::Fault::new("required")))?;
        Ok(AppealEvent::Answer(AnswerEvent::Delivered(Delivered {
            dispatch: id_of(&input.dispatch_id)?,
            told_on: desk.today()?,
            track: Some(track),
            delivery: None,
        })))
    })
}

/// `answer.delivered`.
pub(crate) fn delivered(
    workstation: &Workstation,
    session: &Session,
    input: AnswerDelivered,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let today = desk.today()?;
        let delivery = match input.delivery.trim() {
            "delivered" => Delivery::Delivered,
            "came_back" => Delivery::CameBack,
            "declined" => Delivery::Declined,
            other => return Err(chosen("delivery", other)),
        };
        let told_on = if input.told_on.trim().is_empty() {
            today
        } else {
            check::past_date(&input.told_on, today)
                .map_err(|fault| Fault::field("told_on", fault))?
        };
        let dispatch = id_of(&input.dispatch_id)?;
        let appeal = state_in(context, &input.appeal_id)?;
        let sent = appeal.answering.dispatches.iter();
        if sent
            .filter(|letter| letter.id == dispatch)
            .any(|letter| told_on < letter.sent.sent_on)
        {
            return Err(Fault::field(
                "told_on",
                check::Fault::new("before_dispatch"),
            ));
        }
        Ok(AppealEvent::Answer(AnswerEvent::Delivered(Delivered {
            dispatch,
            told_on,
            track: None,
            delivery: Some(delivery),
        })))
    })
}

/// `answer.letters`: registered letters that this office sent on a day.
pub(crate) fn letters(
    workstation: &Workstation,
    _: &Session,
    input: LettersAsked,
) -> Outcome<LettersDay> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let own = own_office(&desk)?;
    let today = desk.today()?;
    let on = if input.on.trim().is_empty() {
        today
    } else {
        check::past_date(&input.on, today).map_err(|fault| Fault::field("on", fault))?
    };
    // A desk's clock may be off: what an entry says of its day decides, not when it was written.
    let around = |days: i64| -> i64 {
        let began = on.and_time(chrono::NaiveTime::MIN).and_utc();
        began.timestamp_millis() + days * DAY_MS
    };
    let appeals = desk.replica.dispatched(around(-2), around(3))?;
    let mut lines = Vec::new();
    for appeal in &appeals {
        let executor = appeal.executor.as_ref();
        let office = executor.map_or(&appeal.office_id, |who| &who.office_id);
        if *office != own {
            continue;
        }
        let of_day = appeal.answering.dispatches.iter().filter(|letter| {
            letter.sent.sent_on == on && letter.sent.answer_channel.as_str() == REGISTERED_LETTER
        });
        lines.extend(of_day.map(|letter| {
            LetterLine {
                appeal_id: appeal.id.to_string(),
                number: appeal.registered.number.to_string(),
                addressee: text::short_name(&appeal.registered.applicant.display_name),
                address: match &appeal.registered.answer_address {
                    address @ AnswerAddress::Postal { .. } => {
                        answer_address(address, false).unwrap_or_default()
                    }
                    AnswerAddress::Email { .. }
                    | AnswerAddress::Phone { .. }
                    | AnswerAddress::Office => appeal
                        .registered
                        .applicant
                        .address
                        .clone()
                        .unwrap_or_default(),
                },
                dispatch: dispatch_view(&standards, letter),
            }
        }));
    }
    // Ids are made of the time: their order is that of sending.
    lines.sort_by(|one, other| one.dispatch.dispatch_id.cmp(&other.dispatch.dispatch_id));
    Ok(LettersDay { on: iso(on), lines })
}

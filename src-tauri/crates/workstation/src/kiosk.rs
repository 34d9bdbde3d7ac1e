//! The kiosk (киоск): what anybody of the hall may ask, and the tickets that he takes, §6.3, R96, R105, R191.
//! Nobody is signed in here: acts bear the name of the station.

use std::sync::{Arc, MutexGuard, PoisonError};

use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::follow_up::{FollowUp, NextStep};
use stoika_domain::ids::ServiceId;
use stoika_domain::number::PaperNumber;
use stoika_domain::queue::{
    Aim, Appointment, Origin, Sign, SignEvent, SignRaised, TicketState, Visit,
};
use stoika_domain::role::Role;
use stoika_domain::text;

use crate::api::Nothing;
use crate::api::appeal::Choice;
use crate::api::error::ErrorCode;
use crate::api::kiosk::{KioskCheckIn, KioskHelp, KioskLine, KioskService, KioskState};
use crate::api::queue::{TicketGiven, TicketIssue};
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::hall::Shut;
use crate::queue::day::Day;
use crate::queue::issue::{IssueRequest, issue as give, unknown};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// Who acts at the kiosk.
const AUTHOR: &str = "Киоск";
/// A finger that comes down twice within this time has asked once.
const TAP_MS: u64 = 2_000;
/// Agreed steps that are to come in an office, at most.
const STEPS_MAX: u32 = 10_000;
/// Where there are buttons of help.
const HELP_PLACES: [&str; 2] = ["kiosk", "entrance"];

/// The last ticket that a kiosk's session gave: a second tap gets the same one.
#[derive(Debug)]
pub(crate) struct Tap {
    at_ms: u64,
    asked: (String, String),
    given: TicketGiven,
}

/// `kiosk.state`.
pub(crate) fn state(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<KioskState> {
    let desk = workstation.desk()?;
    let Some(day) = Day::today(&desk)? else {
        return off(&desk);
    };
    let shut = day.shut();
    Ok(KioskState {
        office: day.office.name_ru.clone(),
        now_ms: day.now_ms,
        utc_offset_minutes: day.utc_offset_minutes,
        hours: day.hours_line(),
        shut_text: shut
            .as_ref()
            .map_or_else(String::new, |shut| day.shut_text(shut)),
        shut: shut.as_ref().map(|shut| shut.code().to_owned()),
        choices: choices(&day),
        classes: day
            .settings
            .classes
            .iter()
            .map(|row| Choice::new(row.id.as_str(), &row.title_ru))
            .collect(),
        notices: day.notices(),
        printer_trouble: desk.tickets.trouble_for_client(),
        silence_seconds: day.settings.kiosk_silence_seconds,
        countdown_seconds: day.settings.kiosk_countdown_seconds,
        appointments: meetings(&desk)?
            .iter()
            .any(|step| step.agreed.on == day.day && checked_in(&day, step).is_none()),
        changes_at_ms: Some(day.hours_change_at_ms()),
    })
}

/// The office has no electronic queue, or nothing is known of it yet.
fn off(desk: &Desk) -> Outcome<KioskState> {
    let office = desk.office()?;
    Ok(KioskState {
        utc_offset_minutes: office.as_ref().map_or(0, |it| it.utc_offset_minutes),
        office: office.map_or_else(String::new, |it| it.name_ru),
        now_ms: desk.now_ms(),
        hours: String::new(),
        shut: Some("off".to_owned()),
        shut_text: String::new(),
        choices: Vec::new(),
        classes: Vec::new(),
        notices: Vec::new(),
        printer_trouble: None,
        silence_seconds: 0,
        countdown_seconds: 0,
        appointments: false,
        changes_at_ms: None,
    })
}

/// What the kiosk offers: choices of the settings with the services that this office gives (R90, R94).
fn choices(day: &Day) -> Vec<KioskLine> {
    let streams: Vec<_> = day
        .streams_served()
        .into_iter()
        .map(|stream| {
            let ahead = day.ahead(&stream, None);
            let expected = day.expected(&stream, Some(ahead));
            (stream, ahead, expected)
        })
        .collect();
    let service = |id: &ServiceId| {
        let (_, of_stream) = day.service(id.as_str())?;
        let (_, ahead, expected) = streams.iter().find(|(stream, ..)| *stream == of_stream)?;
        let hint = day.hint(id);
        let refused = is_out(day, id).then(|| "сегодня талонов больше нет".to_owned());
        Some(KioskService {
            id: id.to_string(),
            title: hint.map_or_else(|| day.service_title(id), |row| row.plain_ru.clone()),
            documents: hint.map_or_else(Vec::new, |row| row.documents_ru.clone()),
            expected: *expected,
            ahead: *ahead,
            refused,
        })
    };
    day.settings
        .kiosk
        .iter()
        .filter_map(|choice| {
            let services: Vec<KioskService> = choice.services.iter().filter_map(service).collect();
            // Of those that can be had, the one with the shortest wait; a stream that nobody serves now comes last.
            let best = services.iter().min_by_key(|row| {
                let from = row.expected.map_or(u32::MAX, |(from, _)| from);
                (row.refused.is_some(), from, row.ahead)
            })?;
            Some(KioskLine {
                id: choice.id.clone(),
                title: choice.title_ru.clone(),
                hint: choice.hint_ru.clone(),
                expected: best.expected,
                ahead: best.ahead,
                refused: best.refused.clone(),
                services,
            })
        })
        .collect()
}

/// The day's tickets of a service have all been given.
fn is_out(day: &Day, service: &ServiceId) -> bool {
    day.hall()
        .daily_limits
        .get(service)
        .is_some_and(|limit| day.given(service) >= *limit)
}

/// `kiosk.issue`.
pub(crate) fn issue(
    workstation: &Workstation,
    session: &Session,
    input: TicketIssue,
) -> Outcome<TicketGiven> {
    let asked = (input.service.clone(), input.class.clone());
    once(workstation, session, asked, |desk| {
        open_day(desk)?;
        let request = IssueRequest {
            service: input.service,
            class: input.class,
            appointment: None,
            origin: Origin::Kiosk,
            aim: Aim::default(),
        };
        give(desk, &SignedIn::station(AUTHOR), &request)
    })
}

/// One ticket for taps that come one upon the other. Held while it is given: the second waits and gets the first's.
fn once(
    workstation: &Workstation,
    session: &Session,
    asked: (String, String),
    give: impl FnOnce(&Arc<Desk>) -> Outcome<TicketGiven>,
) -> Outcome<TicketGiven> {
    let now_ms = workstation.deps.clock.monotonic_ms();
    let mut last: MutexGuard<'_, Option<Tap>> =
        session.tap().lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(tap) = last.as_ref()
        && tap.asked == asked
        && now_ms.saturating_sub(tap.at_ms) < TAP_MS
    {
        return Ok(tap.given.clone());
    }
    let given = give(&workstation.desk()?)?;
    *last = Some(Tap {
        at_ms: now_ms,
        asked,
        given: given.clone(),
    });
    Ok(given)
}

/// Today, when tickets are given now.
///
/// # Errors
/// `kiosk-shut` with the reason.
fn open_day(desk: &Desk) -> Outcome<Day> {
    let day = Day::today(desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
    match day.shut() {
        None => Ok(day),
        Some(shut) => Err(refused(&day, &shut)),
    }
}

fn refused(day: &Day, shut: &Shut) -> Fault {
    Fault::new(ErrorCode::KioskShut)
        .with("reason", shut.code())
        .with("text", day.shut_text(shut))
}

/// `kiosk.check_in`: the client of an agreed meeting has come (R191). His slip's number, or the counter alone, gives him a
/// ticket that knows of the agreed time.
pub(crate) fn check_in(
    workstation: &Workstation,
    session: &Session,
    input: KioskCheckIn,
) -> Outcome<TicketGiven> {
    let asked = ("check_in".to_owned(), input.number.clone());
    once(workstation, session, asked, |desk| {
        let day = open_day(desk)?;
        let step = agreed_of(desk, &day, &input.number)?;
        if let Some(visit) = checked_in(&day, &step) {
            return Err(Fault::new(ErrorCode::CheckInDone).with("number", visit.number));
        }
        let request = IssueRequest {
            service: service_of(desk, &day, &step)?.to_string(),
            class: String::new(),
            appointment: Some(Appointment {
                follow_up_id: step.id,
                at: step.agreed.at,
            }),
            origin: Origin::Kiosk,
            aim: Aim {
                window: window_of(&day, &step),
            },
        };
        give(desk, &SignedIn::station(AUTHOR), &request)
    })
}

/// Meetings that are to come: the client comes himself.
fn meetings(desk: &Desk) -> Outcome<Vec<FollowUp>> {
    let steps = desk.replica.follow_ups(None, STEPS_MAX)?;
    Ok(steps
        .into_iter()
        .map(|(step, _)| step)
        .filter(|step| step.agreed.step == NextStep::ClientComes)
        .collect())
}

/// The meeting of a number as it was typed, due today.
fn agreed_of(desk: &Desk, day: &Day, typed: &str) -> Outcome<FollowUp> {
    let typed = typed.trim();
    let is_it: Box<dyn Fn(PaperNumber) -> bool> = match typed.parse::<u32>() {
        Ok(counter) => Box::new(move |number: PaperNumber| number.counter() == counter),
        Err(_) => {
            let whole =
                PaperNumber::parse(typed).map_err(|_| Fault::new(ErrorCode::CheckInUnknown))?;
            Box::new(move |number: PaperNumber| number == whole)
        }
    };
    let mut found = meetings(desk)?;
    found.retain(|step| is_it(step.agreed.number) && step.office_id == day.office.id);
    let other_day = found.iter().map(|step| step.agreed.on).max();
    found.retain(|step| step.agreed.on == day.day);
    let mut today = found.into_iter();
    match (today.next(), today.next(), other_day) {
        (Some(step), None, _) => Ok(step),
        (Some(_), Some(_), _) => Err(Fault::new(ErrorCode::CheckInAmbiguous)),
        (None, _, Some(on)) => {
            Err(Fault::new(ErrorCode::CheckInOtherDay).with("on", text::date(on)))
        }
        (None, _, None) => Err(Fault::new(ErrorCode::CheckInUnknown)),
    }
}

/// The visit that came of a meeting, unless the client went away unserved.
fn checked_in<'a>(day: &'a Day, step: &FollowUp) -> Option<&'a Visit> {
    let served = |visit: &Visit| {
        let mut tickets = visit.tickets.iter();
        tickets.any(|ticket| ticket.state() == TicketState::Served)
    };
    day.queue.visits.iter().find(|visit| {
        let agreed = visit.appointment.as_ref();
        agreed.is_some_and(|agreed| agreed.follow_up_id == step.id)
            && (!visit.is_over() || served(visit))
    })
}

/// The window where the one who agreed to see the client sits now.
fn window_of(day: &Day, step: &FollowUp) -> Option<u16> {
    let shifts = day.queue.shifts.iter().rev();
    shifts
        .filter(|shift| !shift.is_over())
        .find(|shift| shift.user_id == step.agreed.user_id)
        .map(|shift| shift.window)
}

/// What the ticket of a meeting is for: the matter is on the slip, so it is the plainest service of the stream of
/// whoever agreed to see the client.
fn service_of(desk: &Desk, day: &Day, step: &FollowUp) -> Outcome<ServiceId> {
    let role = desk
        .replica
        .user(&step.agreed.user_id)?
        .and_then(|user| Role::parse(&user.role));
    let served = day.streams_served();
    let stream = served
        .iter()
        .find(|stream| day.stream(stream).is_some_and(|row| Some(row.role) == role))
        .or_else(|| served.first());
    stream
        .and_then(|stream| day.settings.appointment_services.get(stream))
        .cloned()
        .ok_or_else(|| Fault::internal("a stream has no service for appointments"))
}

/// `kiosk.help`: somebody needs help (R105). A call that stands already is not doubled.
pub(crate) fn help(workstation: &Workstation, _: &Session, input: KioskHelp) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let place = input.place.trim();
    if !HELP_PLACES.contains(&place) {
        return Err(unknown("place", place));
    }
    let day = Day::today(&desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
    let sign = Sign::Help {
        place: place.to_owned(),
    };
    if day.standing().any(|standing| standing.sign == sign) {
        return Ok(Nothing {});
    }
    desk.act(&SignedIn::station(AUTHOR), |doing, _| {
        Ok(vec![(
            doing.new_subject(SubjectKind::HallSign),
            Event::HallSign(SignEvent::Raised(SignRaised {
                sign,
                day: day.day,
                until: None,
            })),
        )])
    })?;
    Ok(Nothing {})
}

//! What waits for the head's decision: steps of the published ladder that are reached and that nobody has taken note of.

use stoika_domain::queue::{Queued, Sign, TicketState, Visit};
use stoika_domain::role::Role;
use stoika_domain::standard::{LadderMeasure, LadderStep};

use super::state::reception_of;
use crate::api::hall::EscalationLine;
use crate::queue::day::Day;

/// Escalations of a call for help have this before the sign's id.
pub(super) const HELP: &str = "help:";

/// The ladder of a day at one moment.
pub(super) struct Ladder<'a> {
    day: &'a Day,
    /// What waits for a decision, the most urgent first.
    pub lines: Vec<EscalationLine>,
    /// When further steps are reached if nobody does anything, Unix milliseconds.
    pub turns_at_ms: Vec<i64>,
}

/// A time that is measured.
struct Measured<'a> {
    measure: LadderMeasure,
    visit: &'a Visit,
    ticket: u8,
    /// Tells this wait or reception from an earlier one of the same visit.
    place: Option<usize>,
    since_ms: i64,
    elapsed_ms: i64,
    norm_ms: i64,
    /// What stands before «дольше нормы».
    title: String,
    title_soon: String,
    text: String,
    stream: Option<String>,
}

impl<'a> Ladder<'a> {
    pub(super) fn of(day: &'a Day) -> Self {
        let mut ladder = Self {
            day,
            lines: Vec::new(),
            turns_at_ms: Vec::new(),
        };
        ladder.help();
        for queued in day.snapshot().queued {
            if queued.state.is_waiting() {
                ladder.wait(&queued);
            }
        }
        for visit in &day.queue.visits {
            ladder.reception(visit);
            ladder.visit(visit);
        }
        ladder
            .lines
            .sort_by_key(|line| (!line.urgent, line.since_ms, line.id.clone()));
        ladder
    }

    fn steps(&self, measure: LadderMeasure) -> impl Iterator<Item = &'a LadderStep> + use<'a> {
        let ladder = &self.day.settings.ladder;
        ladder.iter().filter(move |step| step.measure == measure)
    }

    /// A sign of help stands until somebody ends it.
    fn help(&mut self) {
        let Some(step) = self.steps(LadderMeasure::Help).next() else {
            return;
        };
        for sign in self.day.standing() {
            let Sign::Help { place } = &sign.sign else {
                continue;
            };
            self.lines.push(EscalationLine {
                id: format!("{HELP}{}", sign.id),
                kind: "help".to_owned(),
                urgent: step.urgent,
                title: match place.as_str() {
                    "entrance" => "У\u{a0}входа зовут на\u{a0}помощь".to_owned(),
                    _ => "У\u{a0}киоска зовут на\u{a0}помощь".to_owned(),
                },
                text: "Нажата кнопка вызова специалиста".to_owned(),
                since: self.day.at(sign.from_ms),
                since_ms: sign.from_ms,
                visit_id: None,
                ticket: 0,
                sign_id: Some(sign.id.to_string()),
                stream: None,
            });
        }
    }

    fn wait(&mut self, queued: &Queued) {
        let day = self.day;
        let Some(visit) = day.queue.visits.iter().find(|it| it.id == queued.visit_id) else {
            return;
        };
        let norm_ms = day.wait_norm_ms(&queued.stream);
        let number = queued.number;
        let service = day.service_short(&queued.service);
        let place = place_of(visit, queued.ticket);
        let measured = Measured {
            measure: LadderMeasure::Wait,
            visit,
            ticket: queued.ticket,
            place,
            since_ms: queued.since_ms,
            elapsed_ms: (day.now_ms - queued.since_ms).max(0),
            norm_ms,
            title: format!("{number} ждёт"),
            title_soon: format!("{number}: скоро норма ожидания"),
            text: format!("{service}, норма {}", minutes(norm_ms)),
            stream: Some(queued.stream.to_string()),
        };
        let reached = self.measure(measured);
        let for_head = day
            .stream(&queued.stream)
            .is_some_and(|row| row.role == Role::Head);
        if reached || !for_head {
            return;
        }
        let Some(step) = self.steps(LadderMeasure::HeadWait).next() else {
            return;
        };
        let id = id_of(step, queued.ticket, place);
        if is_taken(visit, &id) {
            return;
        }
        let comment = visit
            .tickets
            .get(usize::from(queued.ticket))
            .and_then(|ticket| ticket.comment.clone());
        self.lines.push(EscalationLine {
            id,
            kind: "head_wait".to_owned(),
            urgent: step.urgent,
            title: format!("{number} просит руководителя"),
            text: comment.unwrap_or(service),
            since: day.at(queued.since_ms),
            since_ms: queued.since_ms,
            visit_id: Some(visit.id.to_string()),
            ticket: queued.ticket,
            sign_id: None,
            stream: Some(queued.stream.to_string()),
        });
    }

    fn reception(&mut self, visit: &'a Visit) {
        let day = self.day;
        let Some((index, ticket)) = visit.at_window() else {
            return;
        };
        if ticket.state() != TicketState::Serving {
            return;
        }
        let Some((since_ms, elapsed_ms)) = reception_of(day, visit, index) else {
            return;
        };
        let Some(window) = ticket.period().and_then(|period| period.window) else {
            return;
        };
        let norm_ms = day.reception_norm_ms(&ticket.stream);
        let title = upper_first(&day.window_title(window));
        let began = ticket
            .periods
            .iter()
            .position(|period| period.from_ms == since_ms);
        self.measure(Measured {
            measure: LadderMeasure::Reception,
            visit,
            ticket: index,
            place: began,
            since_ms,
            elapsed_ms,
            norm_ms,
            title: format!("{title}: приём"),
            title_soon: format!("{title}: скоро норма приёма"),
            text: format!(
                "{}, {}, норма {}",
                visit.number,
                day.service_short(&ticket.service),
                minutes(norm_ms)
            ),
            stream: None,
        });
    }

    fn visit(&mut self, visit: &'a Visit) {
        if visit.is_over() {
            return;
        }
        let day = self.day;
        let number = visit.number;
        let norm_ms = day.total_norm_ms();
        self.measure(Measured {
            measure: LadderMeasure::Visit,
            visit,
            ticket: visit.at_window().map_or(0, |(index, _)| index),
            place: None,
            since_ms: visit.issued_at_ms,
            elapsed_ms: (day.now_ms - visit.issued_at_ms).max(0),
            norm_ms,
            title: format!("{number} в\u{a0}отделении"),
            title_soon: format!("{number}: скоро норма всего визита"),
            text: format!("Весь визит до\u{a0}{}", minutes(norm_ms)),
            stream: None,
        });
    }

    /// Puts the highest step that is reached into the list, unless it was taken note of. True when any is reached.
    fn measure(&mut self, it: Measured<'_>) -> bool {
        if it.norm_ms <= 0 {
            return false;
        }
        let limit_ms = |step: &LadderStep| it.norm_ms * i64::from(step.percent) / 100;
        // «Скоро» begins at its share of the norm; a norm is broken only past it.
        let is_reached = |step: &LadderStep| {
            let limit_ms = limit_ms(step);
            it.elapsed_ms > limit_ms || (step.percent < 100 && it.elapsed_ms == limit_ms)
        };
        let (reached, ahead): (Vec<_>, Vec<_>) =
            self.steps(it.measure).partition(|step| is_reached(step));
        let turns = ahead.iter().map(|step| {
            let past_ms = i64::from(step.percent >= 100);
            self.day.now_ms + limit_ms(step) - it.elapsed_ms + past_ms
        });
        self.turns_at_ms.extend(turns);
        let Some(step) = reached.iter().max_by_key(|step| step.percent) else {
            return false;
        };
        let id = id_of(step, it.ticket, it.place);
        if is_taken(it.visit, &id) {
            return true;
        }
        self.lines.push(EscalationLine {
            id,
            kind: kind(it.measure).to_owned(),
            urgent: step.urgent,
            title: match longer(step.percent) {
                None => it.title_soon,
                Some(longer) => format!("{} {longer}", it.title),
            },
            text: it.text,
            since: self.day.at(it.since_ms),
            since_ms: it.since_ms,
            visit_id: Some(it.visit.id.to_string()),
            ticket: it.ticket,
            sign_id: None,
            stream: it.stream,
        });
        true
    }
}

/// How a step past the norm is said; `None` for one before it.
const fn longer(percent: u32) -> Option<&'static str> {
    match percent {
        0..100 => None,
        100..200 => Some("дольше нормы"),
        200..300 => Some("вдвое дольше нормы"),
        300.. => Some("втрое дольше нормы"),
    }
}

const fn kind(measure: LadderMeasure) -> &'static str {
    match measure {
        LadderMeasure::Wait => "wait",
        LadderMeasure::Reception => "reception",
        LadderMeasure::Visit => "visit",
        LadderMeasure::HeadWait => "head_wait",
        LadderMeasure::Help => "help",
    }
}

/// Index of the state that lasts: a later wait of the same ticket is another one.
fn place_of(visit: &Visit, ticket: u8) -> Option<usize> {
    let ticket = visit.tickets.get(usize::from(ticket))?;
    ticket.periods.len().checked_sub(1)
}

/// The step, and for a wait or a reception which one of the visit's.
fn id_of(step: &LadderStep, ticket: u8, place: Option<usize>) -> String {
    match place {
        None => step.id.clone(),
        Some(place) => format!("{}:{ticket}.{place}", step.id),
    }
}

fn is_taken(visit: &Visit, id: &str) -> bool {
    visit.escalations_taken.iter().any(|(taken, _)| taken == id)
}

fn upper_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// «15 мин».
fn minutes(norm_ms: i64) -> String {
    format!("{}\u{a0}мин", norm_ms / 60_000)
}

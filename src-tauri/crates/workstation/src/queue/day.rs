//! The office's queue of today at one moment, and its views: what every command of the queue, the hall,
//! the kiosk and the board stands on.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use stoika_domain::ids::{PriorityClassId, ServiceId, StreamId};
use stoika_domain::queue::{
    self as domain, Asking, DayFigures, DayRecord, DaySnapshot, Mean, NormMark, Queued, Shift,
    ShiftState, Sign, StreamDay, Ticket, TicketState, Visit, WaitRange, Why,
};
use stoika_domain::standard::{
    Hall, HallWindow, Office, OpenHours, PriorityClass, QueueNorms, QueueRow, QueueSettings,
    Service, ServiceHint, Stream,
};
use stoika_store::{QueueDay, WriteContext};

use crate::api::error::ErrorCode;
use crate::api::queue::{ClockMark, ClockView, QueuedLine, SignView, StreamView};
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::standards::Standards;

const MINUTE_MS: i64 = 60_000;

/// An office's queue of a day with the rules that hold for it.
pub(crate) struct Day {
    /// The office.
    pub office: Office,
    /// Label of this desk.
    pub desk_label: String,
    /// Number of this desk's window, as it was enrolled.
    pub desk_window: u16,
    /// The day.
    pub day: NaiveDate,
    /// The present, Unix milliseconds; the end of a day that is over.
    pub now_ms: i64,
    /// Minutes of the office's zone east of UTC.
    pub utc_offset_minutes: i32,
    /// Settings of the queue.
    pub settings: Arc<QueueSettings>,
    /// Norms of the queue.
    pub norms: Arc<QueueNorms>,
    /// All published data.
    pub standards: Arc<Standards>,
    /// Visits, shifts and signs.
    pub queue: QueueDay,
}

impl Day {
    /// Today; `None` when the office has no electronic queue (R96).
    pub(crate) fn today(desk: &Desk) -> Outcome<Option<Self>> {
        let today = desk.today()?;
        Self::load(desk, today, |office| {
            Ok(desk.replica.queue_day(office, today)?)
        })
    }

    /// A day that may be over.
    pub(crate) fn of(desk: &Desk, day: NaiveDate) -> Outcome<Option<Self>> {
        let found = Self::load(desk, day, |office| {
            Ok(desk.replica.queue_day(office, day)?)
        })?;
        Ok(found.map(|mut it| {
            it.now_ms = it.now_ms.min(it.end_ms());
            it
        }))
    }

    /// Today as it stands within a write transaction.
    ///
    /// # Errors
    /// `queue-off` when the office has no electronic queue.
    pub(crate) fn within(desk: &Desk, context: &WriteContext<'_, '_>) -> Outcome<Self> {
        let today = desk.today()?;
        Self::load(desk, today, |office| Ok(context.queue_day(office, today)?))?
            .ok_or_else(|| Fault::new(ErrorCode::QueueOff))
    }

    fn load(
        desk: &Desk,
        day: NaiveDate,
        read: impl FnOnce(&str) -> Outcome<QueueDay>,
    ) -> Outcome<Option<Self>> {
        let (Some(enrolment), Some(office)) = (desk.enrolment(), desk.office()?) else {
            return Ok(None);
        };
        let standards = desk.standards()?;
        let (Some(settings), Some(norms)) = (standards.queue(), &standards.book.queue_norms) else {
            return Ok(None);
        };
        if !settings.hall(&office.id).enabled {
            return Ok(None);
        }
        Ok(Some(Self {
            desk_label: enrolment.desk.clone(),
            desk_window: enrolment.window,
            day,
            now_ms: desk.now_ms(),
            utc_offset_minutes: office.utc_offset_minutes,
            settings: Arc::clone(settings),
            norms: Arc::clone(norms),
            queue: read(office.id.as_str())?,
            standards,
            office,
        }))
    }

    /// The day is a former one.
    pub(crate) fn is_over(&self) -> bool {
        self.now_ms >= self.end_ms()
    }

    /// Tickets of a service that were given that day.
    pub(crate) fn given(&self, service: &ServiceId) -> u32 {
        let first = self
            .queue
            .visits
            .iter()
            .filter_map(|visit| visit.tickets.first()?.periods.first());
        let of_service = first.filter(|period| period.service == *service);
        u32::try_from(of_service.count()).unwrap_or(u32::MAX)
    }

    /// The end of the day at the office, Unix milliseconds.
    fn end_ms(&self) -> i64 {
        let midnight = self
            .day
            .succ_opt()
            .unwrap_or(self.day)
            .and_time(NaiveTime::MIN);
        midnight.and_utc().timestamp_millis() - i64::from(self.utc_offset_minutes) * MINUTE_MS
    }

    /// The hall of the office.
    pub(crate) fn hall(&self) -> &Hall {
        self.settings.hall(&self.office.id)
    }

    /// Time at the office.
    pub(crate) fn time(&self) -> NaiveTime {
        at_office(self.now_ms, self.utc_offset_minutes).time()
    }

    /// `11:22` of an instant.
    pub(crate) fn at(&self, unix_ms: i64) -> String {
        at_office(unix_ms, self.utc_offset_minutes)
            .format("%H:%M")
            .to_string()
    }

    /// When the office receives that day; `None` when it does not.
    pub(crate) fn open_hours(&self) -> Option<OpenHours> {
        let hours = self.standards.book.hours.as_ref()?;
        self.office
            .hours_on(self.day, &hours.office_default, &self.standards.calendar)
    }

    /// «приём до 17:00», «перерыв до 13:00», «сегодня не работаем».
    pub(crate) fn hours_line(&self) -> String {
        let clock = |time: NaiveTime| format!("{}:{:02}", time.hour(), time.minute());
        let now = self.time();
        let Some(hours) = self.open_hours() else {
            return "сегодня не работаем".to_owned();
        };
        if now < hours.from {
            return format!("откроемся в\u{a0}{}", clock(hours.from));
        }
        if now >= hours.to {
            return "приём закончен".to_owned();
        }
        let rest = self
            .hall()
            .breaks
            .iter()
            .find(|rest| (rest.from..rest.to).contains(&now));
        match rest {
            Some(rest) => format!("перерыв до\u{a0}{}", clock(rest.to)),
            None => format!("приём до\u{a0}{}", clock(hours.to)),
        }
    }

    /// The snapshot that the order of the line depends on.
    pub(crate) fn snapshot(&self) -> DaySnapshot {
        DaySnapshot::of(&self.queue.visits, &self.queue.shifts)
    }

    /// The figures of the day.
    pub(crate) fn figures(&self) -> DayFigures {
        domain::figures(&DayRecord {
            office_id: &self.office.id,
            day: self.day,
            visits: &self.queue.visits,
            shifts: &self.queue.shifts,
            signs: &self.queue.signs,
            utc_offset_minutes: self.utc_offset_minutes,
            norms: &self.norms,
            soon_percent: self.settings.soon_percent,
            now_ms: self.now_ms,
        })
    }

    // --- what is published ---

    /// A stream of the norms.
    pub(crate) fn stream(&self, id: &StreamId) -> Option<&Stream> {
        self.norms.streams.iter().find(|row| row.id == id.as_str())
    }

    /// Norm of waiting in a stream, milliseconds; 0 for one that is not published.
    pub(crate) fn wait_norm_ms(&self, stream: &StreamId) -> i64 {
        self.stream(stream)
            .map_or(0, |row| i64::from(row.wait_minutes) * MINUTE_MS)
    }

    /// Norm of reception in a stream, milliseconds; 0 for one that is not published.
    pub(crate) fn reception_norm_ms(&self, stream: &StreamId) -> i64 {
        self.stream(stream)
            .map_or(0, |row| i64::from(row.reception_minutes) * MINUTE_MS)
    }

    /// Norm of a whole visit, milliseconds.
    pub(crate) fn total_norm_ms(&self) -> i64 {
        i64::from(self.norms.visit.total_minutes) * MINUTE_MS
    }

    /// «Платежи».
    pub(crate) fn stream_title(&self, id: &StreamId) -> String {
        match self.stream(id) {
            Some(row) if row.short_ru.is_empty() => row.title_ru.clone(),
            Some(row) => row.short_ru.clone(),
            None => id.to_string(),
        }
    }

    /// Services that this office gives, the most asked for first (R90, R94).
    pub(crate) fn services(&self) -> impl Iterator<Item = &Service> {
        let book = &self.standards.book;
        let kind = book
            .office_kinds
            .iter()
            .find(|row| row.id == self.office.kind);
        book.services
            .iter()
            .filter(move |row| kind.is_some_and(|kind| row.is_given(kind, None)))
    }

    /// A service that this office gives, with its name and stream.
    pub(crate) fn service(&self, code: &str) -> Option<(ServiceId, StreamId)> {
        let row = self.services().find(|row| row.id == code.trim())?;
        let service = ServiceId::parse(&row.id).ok()?;
        Some((service, StreamId::parse(&row.stream).ok()?))
    }

    /// Plain words and documents of a service.
    pub(crate) fn hint(&self, service: &ServiceId) -> Option<&ServiceHint> {
        self.settings
            .services
            .iter()
            .find(|row| row.service == *service)
    }

    /// Words of a service.
    pub(crate) fn service_title(&self, id: &ServiceId) -> String {
        let rows = &self.standards.book.services;
        rows.iter()
            .find(|row| row.id == id.as_str())
            .map_or_else(|| id.to_string(), |row| row.title_ru.clone())
    }

    /// «Показания».
    pub(crate) fn service_short(&self, id: &ServiceId) -> String {
        self.hint(id)
            .map_or_else(|| self.service_title(id), |hint| hint.short_ru.clone())
    }

    /// A ground to be served before others.
    pub(crate) fn class(&self, id: &PriorityClassId) -> Option<&PriorityClass> {
        self.settings.classes.iter().find(|row| row.id == *id)
    }

    // --- windows ---

    /// Windows of the hall with their usual streams; an office without a row has the window of this desk and those
    /// that were opened today, for every stream.
    pub(crate) fn windows(&self) -> Vec<HallWindow> {
        let mut windows = self.hall().windows.clone();
        let of_day = self.queue.shifts.iter().map(|shift| shift.window);
        for number in of_day.chain([self.desk_window]) {
            if number > 0 && windows.iter().all(|window| window.number != number) {
                windows.push(HallWindow {
                    number,
                    title_ru: None,
                    streams: self.streams_served(),
                });
            }
        }
        windows.sort_by_key(|window| window.number);
        windows
    }

    /// All streams that the office gives services of, in the order of the norms.
    pub(crate) fn streams_served(&self) -> Vec<StreamId> {
        self.norms
            .streams
            .iter()
            .filter(|row| self.services().any(|service| service.stream == row.id))
            .filter_map(|row| StreamId::parse(&row.id).ok())
            .collect()
    }

    /// «окно 4», «кабинет 12».
    pub(crate) fn window_title(&self, number: u16) -> String {
        self.hall()
            .windows
            .iter()
            .find(|window| window.number == number)
            .and_then(|window| window.title_ru.clone())
            .unwrap_or_else(|| format!("окно\u{a0}{number}"))
    }

    /// The shift that this desk has open or paused.
    pub(crate) fn own_shift(&self) -> Option<&Shift> {
        self.queue
            .shifts
            .iter()
            .rev()
            .find(|shift| !shift.is_over() && shift.desk_label == self.desk_label)
    }

    /// The shift that somebody has at a window.
    pub(crate) fn shift_at(&self, window: u16) -> Option<&Shift> {
        self.queue
            .shifts
            .iter()
            .rev()
            .find(|shift| !shift.is_over() && shift.window == window)
    }

    /// The ticket that a shift's window has: called or being served. One that a former shift of the same window left
    /// there goes on with the new one.
    pub(crate) fn ticket_of<'a>(&'a self, shift: &Shift) -> Option<(&'a Visit, u8, &'a Ticket)> {
        let others: Vec<_> = self
            .queue
            .shifts
            .iter()
            .filter(|other| !other.is_over() && other.id != shift.id)
            .map(|other| Some(other.id))
            .collect();
        let mut at_window = self.queue.visits.iter().filter_map(|visit| {
            let (index, ticket) = visit.at_window()?;
            let period = ticket.period()?;
            let here = period.window == Some(shift.window) && !others.contains(&period.shift_id);
            here.then_some((visit, index, ticket, period.shift_id == Some(shift.id)))
        });
        let first = at_window.next()?;
        let (visit, index, ticket, _) = if first.3 {
            first
        } else {
            at_window.find(|found| found.3).unwrap_or(first)
        };
        Some((visit, index, ticket))
    }

    /// A visit of the day.
    pub(crate) fn visit(&self, id: &str) -> Outcome<&Visit> {
        self.queue
            .visits
            .iter()
            .find(|visit| visit.id.to_string() == id.trim())
            .ok_or_else(|| Fault::new(ErrorCode::NotFound))
    }

    // --- the line ---

    /// What a window asks of the line.
    pub(crate) fn asking<'a>(&self, window: u16, streams: &'a [StreamId]) -> Asking<'a> {
        Asking {
            window,
            streams,
            now: self.time(),
        }
    }

    /// How many would be called before a ticket of the stream: `visit`'s, or an ordinary one that is not there yet.
    pub(crate) fn ahead(&self, stream: &StreamId, visit: Option<&Visit>) -> u32 {
        let snapshot = self.snapshot();
        let streams = [stream.clone()];
        // Whoever is meant for one window stands in its line. For the others no window has this number: what is meant for one
        // window is left out of their count.
        let aimed = visit.and_then(|visit| visit.tickets.first()?.aim.window);
        let asking = self.asking(aimed.unwrap_or(0), &streams);
        let line = domain::line_of(&snapshot, &asking, &self.settings.line);
        let before = visit
            .and_then(|visit| {
                line.iter()
                    .position(|(queued, _)| queued.visit_id == visit.id)
            })
            .unwrap_or(line.len());
        u32::try_from(before).unwrap_or(u32::MAX)
    }

    /// The expected wait of one who comes now into a stream, or of one who has so many ahead.
    pub(crate) fn expected(&self, stream: &StreamId, ahead: Option<u32>) -> Option<(u32, u32)> {
        let mut shown = StreamDay::of(
            &self.queue.visits,
            &self.queue.shifts,
            stream,
            self.reception_norm_ms(stream),
            self.now_ms,
        );
        if let Some(ahead) = ahead {
            shown.ahead = ahead;
        }
        let WaitRange {
            from_minutes,
            to_minutes,
        } = domain::expected_wait(&shown)?;
        Some((from_minutes, to_minutes))
    }

    // --- views ---

    /// A time against a norm; norm 0 is none.
    pub(crate) fn clock(&self, elapsed_ms: i64, norm_ms: i64, runs: bool) -> ClockView {
        let percent = self.settings.soon_percent;
        ClockView {
            elapsed_ms,
            runs,
            soon_ms: norm_ms.saturating_mul(i64::from(percent)) / 100,
            norm_ms,
            mark: clock_mark(domain::mark(elapsed_ms, norm_ms, percent)),
        }
    }

    /// A mean against its norm, with the tolerance of a peak if one holds.
    pub(crate) fn mean(&self, mean: &Mean) -> ClockView {
        ClockView {
            mark: clock_mark(mean.mark),
            ..self.clock(mean.mean_ms, mean.norm_ms, false)
        }
    }

    /// Streams in figures.
    pub(crate) fn streams(&self, figures: &DayFigures) -> Vec<StreamView> {
        let served = self.streams_served();
        figures
            .streams
            .iter()
            // A stream that the office has no service of, and that nobody worked in, is none of its own.
            .filter(|row| {
                served.contains(&row.stream)
                    || row.waiting + row.waits.count + row.receptions.count > 0
            })
            .map(|row| {
                let windows = self
                    .queue
                    .shifts
                    .iter()
                    .filter(|shift| shift.is_open() && shift.streams.contains(&row.stream));
                StreamView {
                    id: row.stream.to_string(),
                    title: self.stream_title(&row.stream),
                    letter: self.letter(&row.stream),
                    waiting: row.waiting,
                    wait: self.mean(&row.waits),
                    reception: self.mean(&row.receptions),
                    calls: row.waits.count,
                    receptions: row.receptions.count,
                    expected: self.expected(&row.stream, None),
                    windows: u32::try_from(windows.count()).unwrap_or(u32::MAX),
                }
            })
            .collect()
    }

    /// Letter of a stream's tickets.
    pub(crate) fn letter(&self, stream: &StreamId) -> String {
        self.settings
            .letters
            .get(stream)
            .map_or_else(String::new, char::to_string)
    }

    /// Signs of the hall that stand now.
    pub(crate) fn signs(&self) -> Vec<SignView> {
        let now = self.time();
        self.queue
            .signs
            .iter()
            .filter(|sign| sign.ended.is_none() && sign.until.is_none_or(|until| now < until))
            .map(|sign| {
                let (kind, text) = match &sign.sign {
                    Sign::Notice { text } => ("notice", text.clone()),
                    Sign::Peak => ("peak", String::new()),
                    Sign::Help { place } => ("help", help_place_words(place).to_owned()),
                    Sign::TicketsStopped { reason } => ("tickets_stopped", reason.clone()),
                };
                SignView {
                    id: sign.id.to_string(),
                    kind: kind.to_owned(),
                    text,
                    since: self.at(sign.from_ms),
                    since_ms: sign.from_ms,
                    until: sign.until.map_or_else(String::new, time_label),
                    by: sign.raised_by.clone(),
                }
            })
            .collect()
    }

    /// A ticket that waits for a call.
    pub(crate) fn queued_line(&self, queued: &Queued, why: Option<Why>) -> Option<QueuedLine> {
        let visit = self
            .queue
            .visits
            .iter()
            .find(|visit| visit.id == queued.visit_id)?;
        let ticket = visit.tickets.get(usize::from(queued.ticket))?;
        let mut line = self.ticket_line(visit, queued.ticket, ticket);
        if let Some(why) = why {
            why_code(why).clone_into(&mut line.why);
            line.wait = self.clock(
                (self.now_ms - queued.since_ms).max(0),
                self.wait_norm_ms(&queued.stream),
                true,
            );
        }
        Some(line)
    }

    /// A ticket of the day, as it stands.
    pub(crate) fn ticket_line(&self, visit: &Visit, index: u8, ticket: &Ticket) -> QueuedLine {
        let state = ticket.state();
        let since_ms = ticket.period().map_or(self.now_ms, |period| period.from_ms);
        let norm_ms = if state.is_waiting() {
            self.wait_norm_ms(&ticket.stream)
        } else {
            0
        };
        let held = |(reason, note): &(String, Option<String>)| {
            let words = row_title(&self.settings.hold_reasons, reason);
            note.as_ref()
                .map_or_else(|| words.clone(), |note| format!("{words}: {note}"))
        };
        let note = match state {
            TicketState::Held => ticket.held_reason.as_ref().map(held),
            TicketState::Waiting
            | TicketState::Called
            | TicketState::Serving
            | TicketState::Transferred
            | TicketState::Returned
            | TicketState::Served
            | TicketState::NoShow
            | TicketState::Left => ticket.comment.clone(),
        };
        QueuedLine {
            visit_id: visit.id.to_string(),
            ticket: index,
            number: visit.number.to_string(),
            state: state.as_str().to_owned(),
            service: self.service_short(&ticket.service),
            stream: ticket.stream.to_string(),
            why: String::new(),
            class: self.class_title(visit),
            appointment: visit
                .appointment
                .as_ref()
                .and_then(|agreed| agreed.at)
                .map(time_label),
            note,
            window: ticket.aim.window,
            wait: self.clock((self.now_ms - since_ms).max(0), norm_ms, !state.is_over()),
        }
    }

    /// The ground of a visit, in words.
    pub(crate) fn class_title(&self, visit: &Visit) -> Option<String> {
        let id = visit.class.as_ref()?;
        Some(
            self.class(id)
                .map_or_else(|| id.to_string(), |row| row.title_ru.clone()),
        )
    }

    /// Everybody who waits, in no window's order: the longest first.
    pub(crate) fn waiting(&self) -> Vec<QueuedLine> {
        let mut queued = self.snapshot().queued;
        queued.retain(|queued| queued.state.is_waiting());
        queued.sort_by_key(|queued| (queued.since_ms, queued.number));
        queued
            .iter()
            .filter_map(|queued| {
                let mut line = self.queued_line(queued, Some(Why::Turn))?;
                line.why.clear();
                Some(line)
            })
            .collect()
    }
}

/// `turn`.
const fn why_code(why: Why) -> &'static str {
    match why {
        Why::Returned => "returned",
        Why::Appointment => "appointment",
        Why::Class => "class",
        Why::Turn => "turn",
    }
}

/// Where a button of help is, as the staff knows the place.
fn help_place_words(place: &str) -> &str {
    match place {
        "kiosk" => "киоск",
        "entrance" => "вход",
        other => other,
    }
}

/// `11:15`.
pub(crate) fn time_label(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// How a time stands, as the screens know it.
pub(crate) const fn clock_mark(mark: NormMark) -> ClockMark {
    match mark {
        NormMark::Fine => ClockMark::Fine,
        NormMark::Soon => ClockMark::Soon,
        NormMark::Over => ClockMark::Over,
    }
}

/// The words of a row; a code that a newer publication has left behind stands for itself.
pub(crate) fn row_title(rows: &[QueueRow], id: &str) -> String {
    rows.iter()
        .find(|row| row.id == id)
        .map_or_else(|| id.to_owned(), |row| row.title_ru.clone())
}

/// The pause that a shift has now.
pub(crate) fn pause_of(shift: &Shift) -> Option<String> {
    match shift.state() {
        ShiftState::Paused(kind) => Some(kind),
        ShiftState::Open | ShiftState::Closed => None,
    }
}

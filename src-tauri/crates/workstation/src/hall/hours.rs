//! When the office receives and when tickets are given (R91, R93): hours, days off, breaks, and what the head
//! has stopped.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Weekday};
use stoika_domain::queue::{HallSign, Sign};
use stoika_domain::standard::{OfficeBreak, OpenHours};
use stoika_domain::text;

use crate::queue::day::Day;

/// The next day of reception is looked for so far.
const AHEAD_DAYS: u64 = 60;

/// Why no tickets are given now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shut {
    /// Сегодня приёма нет.
    ClosedToday,
    /// Ещё не открылись.
    BeforeOpening,
    /// Перерыв всего отделения.
    Break,
    /// Талоны на сегодня больше не выдаются.
    AfterClosing,
    /// The head has stopped them, with his words.
    Stopped(String),
}

impl Shut {
    /// The code of the kiosk's page.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::ClosedToday => "closed_today",
            Self::BeforeOpening => "before_opening",
            Self::Break => "break",
            Self::AfterClosing => "after_closing",
            Self::Stopped(_) => "stopped",
        }
    }
}

impl Day {
    /// An instant of the day by the office's clock, Unix milliseconds.
    pub(crate) fn instant(&self, time: NaiveTime) -> i64 {
        let civil = self.day.and_time(time).and_utc().timestamp_millis();
        civil - i64::from(self.utc_offset_minutes) * 60_000
    }

    /// Signs of the hall that stand now.
    pub(crate) fn standing(&self) -> impl Iterator<Item = &HallSign> {
        let now = self.time();
        self.queue
            .signs
            .iter()
            .filter(move |sign| sign.ended.is_none() && sign.until.is_none_or(|until| now < until))
    }

    /// Notices of the hall, the earliest first.
    pub(crate) fn notices(&self) -> Vec<String> {
        self.standing()
            .filter_map(|sign| match &sign.sign {
                Sign::Notice { text } => Some(text.clone()),
                Sign::Peak | Sign::Help { .. } | Sign::TicketsStopped { .. } => None,
            })
            .collect()
    }

    /// Why no tickets are given now; `None`: they are.
    pub(crate) fn shut(&self) -> Option<Shut> {
        let Some(hours) = self.open_hours() else {
            return Some(Shut::ClosedToday);
        };
        let now = self.time();
        let (from, to) = self.tickets_given(&hours);
        if now < from {
            Some(Shut::BeforeOpening)
        } else if now >= to {
            Some(Shut::AfterClosing)
        } else if self.pause(now).is_some() {
            Some(Shut::Break)
        } else {
            self.standing().find_map(|sign| match &sign.sign {
                Sign::TicketsStopped { reason } => Some(Shut::Stopped(reason.clone())),
                Sign::Notice { .. } | Sign::Peak | Sign::Help { .. } => None,
            })
        }
    }

    /// What the kiosk tells while it is shut.
    pub(crate) fn shut_text(&self, shut: &Shut) -> String {
        match (shut, self.open_hours()) {
            (Shut::Stopped(reason), _) => reason.clone(),
            (Shut::Break, _) => self.pause(self.time()).map_or_else(String::new, |rest| {
                format!("Перерыв до\u{a0}{}", clock(rest.to))
            }),
            (Shut::BeforeOpening, Some(hours)) => {
                let (tickets, _) = self.tickets_given(&hours);
                format!(
                    "Откроемся сегодня в\u{a0}{}, талоны с\u{a0}{}",
                    clock(hours.from),
                    clock(tickets)
                )
            }
            (Shut::AfterClosing, Some(hours)) if self.time() < hours.to => format!(
                "Талоны на сегодня закончились, приём до\u{a0}{}. {}",
                clock(hours.to),
                self.opens_next()
            ),
            (Shut::ClosedToday | Shut::BeforeOpening | Shut::AfterClosing, _) => self.opens_next(),
        }
    }

    /// Whether the office receives now, and what the board tells when it does not.
    pub(crate) fn receives(&self) -> (bool, String) {
        let now = self.time();
        let Some(hours) = self.open_hours() else {
            return (false, self.opens_next());
        };
        if now < hours.from {
            let text = format!("Откроемся сегодня в\u{a0}{}", clock(hours.from));
            (false, text)
        } else if now >= hours.to {
            (false, self.opens_next())
        } else if let Some(rest) = self.pause(now) {
            (false, format!("Перерыв до\u{a0}{}", clock(rest.to)))
        } else {
            (true, String::new())
        }
    }

    /// When hours or signs will be otherwise by time alone, Unix milliseconds: at midnight at the latest.
    pub(crate) fn hours_change_at_ms(&self) -> i64 {
        let midnight = self.instant(NaiveTime::MIN) + TimeDelta::days(1).num_milliseconds();
        let mut times: Vec<NaiveTime> = self.queue.signs.iter().filter_map(until).collect();
        if let Some(hours) = self.open_hours() {
            let (from, to) = self.tickets_given(&hours);
            times.extend([from, to, hours.from, hours.to]);
        }
        let breaks = &self.hall().breaks;
        times.extend(breaks.iter().flat_map(|rest| [rest.from, rest.to]));
        times
            .into_iter()
            .map(|time| self.instant(time))
            .filter(|at_ms| *at_ms > self.now_ms)
            .fold(midnight, i64::min)
    }

    /// From when to when tickets are given on a day of these hours.
    fn tickets_given(&self, hours: &OpenHours) -> (NaiveTime, NaiveTime) {
        let hall = self.hall();
        let minutes = |count: u32| TimeDelta::minutes(i64::from(count));
        (
            hours.from - minutes(hall.tickets_before_opening_minutes),
            hours.to - minutes(hall.tickets_before_closing_minutes),
        )
    }

    fn pause(&self, now: NaiveTime) -> Option<&OfficeBreak> {
        let breaks = &self.hall().breaks;
        breaks
            .iter()
            .find(|rest| (rest.from..rest.to).contains(&now))
    }

    /// «Откроемся завтра в 8:00», «Откроемся в понедельник, 2 ноября, в 8:00».
    fn opens_next(&self) -> String {
        let Some(default) = &self.standards.book.hours else {
            return String::new();
        };
        let opening = |day: NaiveDate| {
            self.office
                .hours_on(day, &default.office_default, &self.standards.calendar)
                .map(|hours| (day, hours.from))
        };
        let next = (1..=AHEAD_DAYS)
            .filter_map(|ahead| self.day.checked_add_days(Days::new(ahead)))
            .find_map(opening);
        match next {
            None => String::new(),
            Some((day, from)) if Some(day) == self.day.succ_opt() => {
                format!("Откроемся завтра в\u{a0}{}", clock(from))
            }
            Some((day, from)) => format!(
                "Откроемся {}, {}\u{a0}{}, в\u{a0}{}",
                on_weekday(day.weekday()),
                day.day(),
                text::month_of(day),
                clock(from)
            ),
        }
    }
}

fn until(sign: &HallSign) -> Option<NaiveTime> {
    sign.until.filter(|_| sign.ended.is_none())
}

/// `8:00`.
pub(crate) fn clock(time: NaiveTime) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

const fn on_weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "в\u{a0}понедельник",
        Weekday::Tue => "во\u{a0}вторник",
        Weekday::Wed => "в\u{a0}среду",
        Weekday::Thu => "в\u{a0}четверг",
        Weekday::Fri => "в\u{a0}пятницу",
        Weekday::Sat => "в\u{a0}субботу",
        Weekday::Sun => "в\u{a0}воскресенье",
    }
}

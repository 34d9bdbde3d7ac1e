//! Журнал печати: what was given out on paper, by whom, which copy and why.

use chrono::{Days, NaiveDate};
use stoika_domain::appeal::AppealEvent;
use stoika_domain::body::{Event, State};
use stoika_domain::check;
use stoika_domain::ids::FormId;
use stoika_domain::paper::PaperEvent;
use stoika_store::JournalLine;

use super::forms;
use crate::api::paper::{PaperAbout, PaperJournal, PaperJournalAsked, PaperLine};
use crate::appeal::place;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::workstation::Workstation;

/// Days that the journal shows when nothing else is asked.
const DAYS_BACK: Days = Days::new(7);
/// Rows of one page.
const ROWS_MAX: u32 = 200;
const MINUTE_MS: i64 = 60_000;

/// `paper.journal`.
pub(crate) fn journal(
    workstation: &Workstation,
    _: &Session,
    input: PaperJournalAsked,
) -> Outcome<PaperJournal> {
    let desk = workstation.desk()?;
    let today = desk.today()?;
    let text = input.text.trim().to_uppercase();
    // Who asks for a number asks whenever it was given.
    let since = if text.is_empty() {
        today.checked_sub_days(DAYS_BACK)
    } else {
        Some(NaiveDate::default())
    };
    let from = day("from", &input.from, since)?;
    let to = day("to", &input.to, Some(today))?;
    let offset_ms = i64::from(desk.utc_offset_minutes()?) * MINUTE_MS;
    let began = |date: NaiveDate| {
        date.and_time(chrono::NaiveTime::MIN)
            .and_utc()
            .timestamp_millis()
            - offset_ms
    };
    let end = to.checked_add_days(Days::new(1)).unwrap_or(to);
    let limit = input.limit.clamp(1, ROWS_MAX);
    let after = input.after.as_deref().and_then(key);
    let lines = desk
        .replica
        .prints((began(from), began(end)), &text, after, limit)?;
    let next = lines
        .last()
        .filter(|_| lines.len() == limit as usize)
        .map(|line| format!("{}:{}", line.wall_time_ms, line.entry.seq));
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        if let Some(row) = row(&desk, line)? {
            rows.push(row);
        }
    }
    Ok(PaperJournal { rows, next })
}

fn key(text: &str) -> Option<(i64, u64)> {
    let (at_ms, seq) = text.split_once(':')?;
    Some((at_ms.parse().ok()?, seq.parse().ok()?))
}

fn day(field: &str, typed: &str, otherwise: Option<NaiveDate>) -> Outcome<NaiveDate> {
    if typed.trim().is_empty() {
        return otherwise.ok_or_else(|| Fault::internal("no such day"));
    }
    check::civil_date(typed).map_err(|fault| Fault::field(field, fault))
}

/// A line; `None` for a paper whose record is no longer in this desk's scope.
fn row(desk: &Desk, line: &JournalLine) -> Outcome<Option<PaperLine>> {
    let told = match &line.event {
        Some(Event::Appeal(AppealEvent::Printed(printed))) => Some((
            printed.form_id.clone(),
            printed.copy_number,
            printed.reprint_reason.clone(),
            PaperAbout::Appeal {
                id: line.subject.id.to_string(),
            },
        )),
        Some(Event::Paper(PaperEvent::Issued(issued))) => {
            Some((issued.form_id.clone(), 1, None, of_paper(line)))
        }
        Some(Event::Paper(PaperEvent::Reissued(reissued))) => form_of(desk, line)?.map(|form| {
            (
                form,
                reissued.copy_number,
                Some(reissued.reason.clone()),
                of_paper(line),
            )
        }),
        Some(_) | None => None,
    };
    Ok(told.map(|(form, copy_number, reason, of)| PaperLine {
        at_ms: line.wall_time_ms,
        number: line.number.clone().unwrap_or_default(),
        title: forms::title(&form),
        copy_number,
        reason,
        by: line.author.user_name.clone(),
        of,
        form_id: form.into(),
        place: place(line.place),
    }))
}

fn of_paper(line: &JournalLine) -> PaperAbout {
    PaperAbout::Paper {
        id: line.subject.id.to_string(),
    }
}

fn form_of(desk: &Desk, line: &JournalLine) -> Outcome<Option<FormId>> {
    Ok(match desk.replica.state(line.subject)? {
        Some(State::Paper(paper)) => Some(paper.issued.form_id),
        Some(_) | None => None,
    })
}

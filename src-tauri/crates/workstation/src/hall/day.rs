//! The day in figures: `hall.day`, the raw periods behind it, and their file.

use chrono::NaiveDate;
use stoika_domain::check;
use stoika_domain::ids::StreamId;
use stoika_domain::queue::{DayFigures, Period, TicketState, Visit, WindowFigures};

use super::state::total;
use crate::api::error::ErrorCode;
use crate::api::hall::{HallDay, HallDayAsked, HallExported, HallLoad, HallSlot, PeriodLine};
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::paper::write_whole;
use crate::queue::day::Day;
use crate::session::Session;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// Days that can be looked at.
const DAYS_MAX: u32 = 366;

/// The day that was asked for; today for an empty date.
fn asked(desk: &Desk, on: &str) -> Outcome<Day> {
    let day = match on.trim() {
        "" => desk.today()?,
        on => check::civil_date(on).map_err(|wrong| Fault::field("on", wrong))?,
    };
    Day::of(desk, day)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))
}

/// `hall.day`.
pub(crate) fn day(workstation: &Workstation, _: &Session, input: HallDayAsked) -> Outcome<HallDay> {
    let desk = workstation.desk()?;
    let day = asked(&desk, &input.on)?;
    let figures = day.figures();
    let streams = day.streams(&figures);
    let order: Vec<StreamId> = streams
        .iter()
        .filter_map(|row| StreamId::parse(&row.id).ok())
        .collect();
    let days = desk.replica.queue_days(day.office.id.as_str(), DAYS_MAX)?;
    Ok(HallDay {
        on: iso(day.day),
        days: days.into_iter().map(iso).collect(),
        slots: slots(&day, &figures, &order),
        windows: figures.windows.iter().map(|row| load(&day, row)).collect(),
        peaks: figures
            .peaks
            .iter()
            .map(|(from_ms, to_ms)| (day.at(*from_ms), day.at(*to_ms)))
            .collect(),
        visits: figures.visits,
        served: figures.served,
        no_shows: figures.no_shows,
        left: figures.left,
        total: total(&day, &figures),
        streams,
    })
}

/// Half-hours to the last in which anything happened; today to the present.
fn slots(day: &Day, figures: &DayFigures, order: &[StreamId]) -> Vec<HallSlot> {
    let mean = |from_ms: i64, stream: &StreamId| {
        let mut waits = figures.slot_waits.iter();
        waits
            .find(|wait| wait.from_ms == from_ms && wait.stream == *stream)
            .map(|wait| wait.mean_ms)
    };
    let mut slots: Vec<HallSlot> = figures
        .slots
        .iter()
        .map(|slot| HallSlot {
            from: day.at(slot.from_ms),
            came: slot.came,
            served: slot.served,
            waits_ms: order.iter().map(|id| mean(slot.from_ms, id)).collect(),
        })
        .collect();
    if day.is_over() {
        let quiet = |slot: &HallSlot| {
            slot.came == 0 && slot.served == 0 && slot.waits_ms.iter().all(Option::is_none)
        };
        while slots.last().is_some_and(quiet) {
            slots.pop();
        }
    }
    slots
}

fn load(day: &Day, row: &WindowFigures) -> HallLoad {
    HallLoad {
        title: day.window_title(row.window),
        served: row.served,
        serving_ms: row.serving_ms,
        calling_ms: row.calling_ms,
        paused_ms: row.paused_ms,
        idle_ms: row.idle_ms,
    }
}

/// `hall.periods`.
pub(crate) fn periods(
    workstation: &Workstation,
    _: &Session,
    input: HallDayAsked,
) -> Outcome<Vec<PeriodLine>> {
    let desk = workstation.desk()?;
    Ok(lines(&asked(&desk, &input.on)?))
}

/// Every state of every ticket of the day, by the time at which it began.
fn lines(day: &Day) -> Vec<PeriodLine> {
    let mut all: Vec<(i64, &Visit, &Period)> = day
        .queue
        .visits
        .iter()
        .flat_map(|visit| visit.tickets.iter().map(move |ticket| (visit, ticket)))
        .flat_map(|(visit, ticket)| {
            let periods = ticket.periods.iter();
            periods.map(move |period| (period.from_ms, visit, period))
        })
        .collect();
    all.sort_by_key(|(from_ms, visit, _)| (*from_ms, visit.number));
    all.into_iter()
        .map(|(_, visit, period)| line(day, visit, period))
        .collect()
}

fn line(day: &Day, visit: &Visit, period: &Period) -> PeriodLine {
    PeriodLine {
        number: visit.number.to_string(),
        service: day.service_short(&period.service),
        state: state_label(period.state).to_owned(),
        from: seconds(day, period.from_ms),
        to: period
            .to_ms
            .map_or_else(String::new, |to_ms| seconds(day, to_ms)),
        seconds: period.to_ms.map(|to_ms| (to_ms - period.from_ms) / 1000),
        window: period
            .window
            .map_or_else(String::new, |window| day.window_title(window)),
        user: period.user_name.clone(),
    }
}

/// `10:25:07`.
fn seconds(day: &Day, unix_ms: i64) -> String {
    at_office(unix_ms, day.utc_offset_minutes)
        .format("%H:%M:%S")
        .to_string()
}

/// Words of a ticket's state.
const fn state_label(state: TicketState) -> &'static str {
    match state {
        TicketState::Waiting => "ждёт",
        TicketState::Called => "вызван",
        TicketState::Serving => "на приёме",
        TicketState::Held => "отложен",
        TicketState::Transferred => "передан, ждёт",
        TicketState::Returned => "возвращён, ждёт",
        TicketState::Served => "обслужен",
        TicketState::NoShow => "не подошёл",
        TicketState::Left => "ушёл",
    }
}

/// `hall.export`: the periods as a table for a spreadsheet. It names nobody but the office's own people.
pub(crate) fn export(
    workstation: &Workstation,
    _: &Session,
    input: HallDayAsked,
) -> Outcome<HallExported> {
    let desk = workstation.desk()?;
    let day = asked(&desk, &input.on)?;
    let folder = workstation
        .deps
        .documents
        .as_deref()
        .ok_or_else(|| Fault::new(ErrorCode::SaveFailed).with("path", ""))?;
    let file = file_name(&day.office.name_ru, day.day);
    let path = folder.join(&file);
    write_whole(&path, csv(&lines(&day)).as_bytes()).map_err(|error| {
        Fault::new(ErrorCode::SaveFailed)
            .with("path", path.display())
            .because(error.kind())
    })?;
    tracing::info!(day = %day.day, "the day's periods were saved as a file");
    Ok(HallExported { file })
}

fn file_name(office: &str, day: NaiveDate) -> String {
    format!("{office}, очередь {}.csv", iso(day)).replace(['/', '\\', '\u{a0}'], " ")
}

/// UTF-8 with its mark and `;`: what a Russian spreadsheet opens by a double click.
fn csv(lines: &[PeriodLine]) -> String {
    let mut text = String::from("\u{feff}");
    row(
        &mut text,
        [
            "Талон",
            "Услуга",
            "Состояние",
            "С",
            "По",
            "Секунд",
            "Окно",
            "Кто",
        ],
    );
    for line in lines {
        let seconds = line
            .seconds
            .map_or_else(String::new, |seconds| seconds.to_string());
        row(
            &mut text,
            [
                &line.number,
                &line.service,
                &line.state,
                &line.from,
                &line.to,
                &seconds,
                &line.window,
                &line.user,
            ],
        );
    }
    text
}

fn row(text: &mut String, cells: [&str; 8]) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(';');
        }
        text.push_str(&quoted(cell));
    }
    text.push_str("\r\n");
}

/// A cell as a table reads it; one that begins like a formula is text.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_is_one_cell_and_never_a_formula() {
        assert_eq!(quoted("окно\u{a0}4"), "окно\u{a0}4");
        assert_eq!(quoted("ждёт; долго"), "\"ждёт; долго\"");
        assert_eq!(quoted("«\"Так\"»"), "\"«\"\"Так\"\"»\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }
}

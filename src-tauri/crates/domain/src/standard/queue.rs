//! Settings of the electronic queue: `queue.json`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::{StandardError, rows, unique};
use crate::ids::{OfficeId, PriorityClassId, ServiceId, StreamId};
use crate::queue::{LineRules, TicketNumber, WRAP_UP};

/// A row with words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Name.
    pub id: String,
    /// Words.
    pub title_ru: String,
}

/// A ground to be served before others (льготная категория).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorityClass {
    /// Name.
    pub id: PriorityClassId,
    /// Words of the kiosk.
    pub title_ru: String,
    /// Where the right comes from.
    pub clause: String,
    /// What a specialist asks for.
    pub proof_ru: String,
}

/// What a kiosk offers in plain words: the first step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskChoice {
    /// Name.
    pub id: String,
    /// Plain words: «Квитанция, долг, расчёт».
    pub title_ru: String,
    /// What is meant: «Начисление, копия, пересчёт».
    pub hint_ru: String,
    /// Services behind it; more than one makes the second step.
    pub services: Vec<ServiceId>,
}

/// Plain words and the documents to prepare for a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceHint {
    /// The service.
    pub service: ServiceId,
    /// Plain words: «Передать показания».
    pub plain_ru: String,
    /// One or two words for a list: «Показания».
    pub short_ru: String,
    /// What to prepare, line by line.
    pub documents_ru: Vec<String>,
}

/// What is counted by a step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LadderMeasure {
    /// The wait of a ticket, against its stream's norm.
    Wait,
    /// A reception under way, against its stream's norm.
    Reception,
    /// A whole visit, against its norm.
    Visit,
    /// A wait for the head, against nothing: any such ticket is shown (0 percent).
    HeadWait,
    /// A call for help that nobody has answered.
    Help,
}

/// A step of the ladder (ступень эскалации): when the head is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderStep {
    /// Name.
    pub id: String,
    /// What is counted.
    pub measure: LadderMeasure,
    /// From what percent of the norm on.
    pub percent: u32,
    /// Shown as `soon` or as `over`.
    pub urgent: bool,
}

/// A window of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallWindow {
    /// Its number on the board.
    pub number: u16,
    /// What the board calls it when that is not «окно N»: «кабинет 12».
    #[serde(default)]
    pub title_ru: Option<String>,
    /// Streams that it serves unless its person chooses otherwise.
    pub streams: Vec<StreamId>,
}

/// A break of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeBreak {
    /// From.
    pub from: NaiveTime,
    /// To.
    pub to: NaiveTime,
}

/// An office's hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hall {
    /// Whether the office has an electronic queue (R96: «при наличии»).
    pub enabled: bool,
    /// Its windows.
    pub windows: Vec<HallWindow>,
    /// Breaks of the whole office: no tickets are called, the kiosk says so.
    #[serde(default)]
    pub breaks: Vec<OfficeBreak>,
    /// The most tickets of a service a day.
    #[serde(default)]
    pub daily_limits: BTreeMap<ServiceId, u32>,
    /// Tickets are given from so many minutes before the office opens.
    pub tickets_before_opening_minutes: u32,
    /// And until so many minutes before it closes.
    pub tickets_before_closing_minutes: u32,
}

/// `queue.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSettings {
    /// Letters on tickets by stream.
    pub letters: BTreeMap<StreamId, char>,
    /// The order of the line.
    pub line: LineRules,
    /// Grounds to be served before others.
    pub classes: Vec<PriorityClass>,
    /// The ground of the button at the entrance (R105).
    pub button_class: PriorityClassId,
    /// Calls before a client may be marked as a no-show.
    pub calls_before_no_show: u32,
    /// Not sooner than so many seconds after a call the next.
    pub call_again_seconds: u32,
    /// From what percent of a norm on a time is «скоро».
    pub soon_percent: u32,
    /// Minutes of wrap-up after a reception, offered to the specialist (R119 gives five by telephone).
    pub wrap_up_minutes: u32,
    /// Why a ticket is held.
    pub hold_reasons: Vec<QueueRow>,
    /// Kinds of pause; `wrap_up` is one of them.
    pub pause_kinds: Vec<QueueRow>,
    /// What comes of a reception.
    pub outcomes: Vec<QueueRow>,
    /// Why a ticket is called out of the order, as suggestions.
    pub direct_reasons: Vec<QueueRow>,
    /// What the kiosk offers first.
    pub kiosk: Vec<KioskChoice>,
    /// Words and documents by service.
    pub services: Vec<ServiceHint>,
    /// What the ticket of an agreed meeting is for, by the stream of whoever agreed to see the client: the matter itself is on his slip.
    pub appointment_services: BTreeMap<StreamId, ServiceId>,
    /// Seconds of silence before the kiosk asks «Вы ещё здесь?».
    pub kiosk_silence_seconds: u32,
    /// Seconds of the countdown that follows.
    pub kiosk_countdown_seconds: u32,
    /// The ladder of escalation.
    pub ladder: Vec<LadderStep>,
    /// Halls by office.
    pub halls: BTreeMap<OfficeId, Hall>,
    /// The hall of an office that has no row: its windows are numbered by its desks.
    pub hall_default: Hall,
}

impl QueueSettings {
    /// The hall of an office.
    #[must_use]
    pub fn hall(&self, office: &OfficeId) -> &Hall {
        self.halls.get(office).unwrap_or(&self.hall_default)
    }
}

/// Reads `queue.json`.
///
/// # Errors
/// [`StandardError`].
pub fn queue(json: &str) -> Result<QueueSettings, StandardError> {
    let settings: QueueSettings = rows(json)?;
    unique(settings.classes.iter().map(|class| class.id.as_str()))?;
    unique(settings.kiosk.iter().map(|choice| choice.id.as_str()))?;
    unique(settings.services.iter().map(|hint| hint.service.as_str()))?;
    unique(settings.ladder.iter().map(|step| step.id.as_str()))?;
    for rows in [
        &settings.hold_reasons,
        &settings.pause_kinds,
        &settings.outcomes,
        &settings.direct_reasons,
    ] {
        unique(rows.iter().map(|row| row.id.as_str()))?;
    }
    let letters: Vec<String> = settings.letters.values().map(char::to_string).collect();
    unique(letters.iter().map(String::as_str))?;
    fits(&settings)?;
    Ok(settings)
}

/// What the program relies on.
fn fits(settings: &QueueSettings) -> Result<(), StandardError> {
    let unfit = |row: &str, why: &'static str| StandardError::Unfit {
        row: row.to_owned(),
        why,
    };
    for (stream, letter) in &settings.letters {
        if TicketNumber::new(*letter, 1).is_err() {
            return Err(unfit(
                stream.as_str(),
                "the letter is no capital Cyrillic one",
            ));
        }
    }
    if !settings
        .classes
        .iter()
        .any(|class| class.id == settings.button_class)
    {
        return Err(StandardError::Dangling {
            from: "button_class".to_owned(),
            to: settings.button_class.to_string(),
        });
    }
    if settings.line.privileged_in_a_row_max == 0 {
        return Err(unfit("line", "nobody would ever go before others"));
    }
    if !settings.pause_kinds.iter().any(|row| row.id == WRAP_UP) {
        return Err(unfit("pause_kinds", "`wrap_up` is missing"));
    }
    for choice in &settings.kiosk {
        if choice.services.is_empty() {
            return Err(unfit(&choice.id, "no service behind the choice"));
        }
    }
    for (office, hall) in &settings.halls {
        let numbers: BTreeSet<u16> = hall.windows.iter().map(|window| window.number).collect();
        if numbers.len() != hall.windows.len() || numbers.contains(&0) {
            return Err(unfit(
                office.as_str(),
                "windows are numbered from 1, each once",
            ));
        }
        if hall.windows.iter().any(|window| window.streams.is_empty()) {
            return Err(unfit(office.as_str(), "a window without a stream"));
        }
        if hall.breaks.iter().any(|rest| rest.from >= rest.to) {
            return Err(unfit(office.as_str(), "a break ends before it begins"));
        }
    }
    Ok(())
}

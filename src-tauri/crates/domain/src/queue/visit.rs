//! The visit (визит) and its tickets (талоны).

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::TicketNumber;
use crate::body::SubjectKind;
use crate::civil;
use crate::ids::{OfficeId, PriorityClassId, ServiceId, StreamId};

/// Where a ticket was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// At the kiosk.
    Kiosk,
    /// A specialist gave it at his window.
    Desk,
    /// By the button at the entrance (кнопка вызова), R105.
    Button,
}

/// For whom a waiting ticket is meant; empty: for any window of its stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aim {
    /// The window.
    #[serde(rename = "wn", default, skip_serializing_if = "Option::is_none")]
    pub window: Option<u16>,
}

/// An appointment (запись на время, следующая встреча) that brought the client, R191.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// The agreed step that it comes from.
    #[serde(rename = "fu")]
    pub follow_up_id: Uuid,
    /// Time at the office; `None`: any time of that day.
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    pub at: Option<NaiveTime>,
}

/// Взят талон. Creates the visit with its first ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The number on the ticket.
    #[serde(rename = "no")]
    pub number: TicketNumber,
    /// The office's day that the number belongs to.
    #[serde(rename = "on", with = "civil::date")]
    pub day: NaiveDate,
    /// What the client came for.
    #[serde(rename = "sv")]
    pub service: ServiceId,
    /// The stream of that service that day.
    #[serde(rename = "st")]
    pub stream: StreamId,
    /// Where it was taken.
    #[serde(rename = "or")]
    pub origin: Origin,
    /// The ground to be served before others; `None`: in turn.
    #[serde(rename = "pc", default, skip_serializing_if = "Option::is_none")]
    pub class: Option<PriorityClassId>,
    /// The appointment.
    #[serde(rename = "ap", default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    /// For whom it is meant.
    #[serde(rename = "am", default)]
    pub aim: Aim,
}

/// Вызван.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    /// Index of the ticket within the visit.
    #[serde(rename = "tk")]
    pub ticket: u8,
    /// The window that calls.
    #[serde(rename = "wn")]
    pub window: u16,
    /// The shift at that window.
    #[serde(rename = "sh")]
    pub shift_id: Uuid,
    /// Why this one was called by number, out of the order; `None`: it was next.
    #[serde(rename = "wy", default, skip_serializing_if = "Option::is_none")]
    pub direct_reason: Option<String>,
    /// The hub had promised the ticket to this window; false where there is no hub, and when the
    /// window called on its own because the hub was away.
    #[serde(rename = "ls", default, skip_serializing_if = "std::ops::Not::not")]
    pub leased: bool,
}

/// What a window does with the ticket that it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtWindow {
    /// Index of the ticket within the visit.
    #[serde(rename = "tk")]
    pub ticket: u8,
    /// The window.
    #[serde(rename = "wn")]
    pub window: u16,
}

/// Отложен.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Index of the ticket within the visit.
    #[serde(rename = "tk")]
    pub ticket: u8,
    /// The window.
    #[serde(rename = "wn")]
    pub window: u16,
    /// Why: a row of the published reasons.
    #[serde(rename = "rs")]
    pub reason: String,
    /// In words.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Передан to a service, a window or the head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transferred {
    /// Index of the ticket within the visit.
    #[serde(rename = "tk")]
    pub ticket: u8,
    /// The window that hands over.
    #[serde(rename = "wn")]
    pub window: u16,
    /// The service.
    #[serde(rename = "sv")]
    pub service: ServiceId,
    /// Its stream.
    #[serde(rename = "st")]
    pub stream: StreamId,
    /// For whom it is meant.
    #[serde(rename = "am", default)]
    pub aim: Aim,
    /// What the next one should know.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The client comes back to this window afterwards (вернуть ко мне).
    #[serde(rename = "bk", default)]
    pub back: bool,
}

/// Добавлена услуга to the same visit: a further ticket under the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAdded {
    /// The window that adds it.
    #[serde(rename = "wn")]
    pub window: u16,
    /// The service.
    #[serde(rename = "sv")]
    pub service: ServiceId,
    /// Its stream.
    #[serde(rename = "st")]
    pub stream: StreamId,
    /// For whom it is meant.
    #[serde(rename = "am", default)]
    pub aim: Aim,
}

/// Завершён.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// Index of the ticket within the visit.
    #[serde(rename = "tk")]
    pub ticket: u8,
    /// The window.
    #[serde(rename = "wn")]
    pub window: u16,
    /// What came of it: a row of the published outcomes.
    #[serde(rename = "oc")]
    pub outcome: String,
}

/// Возвращён в очередь.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revived {
    /// Index of the ticket within the visit.
    #[serde(rename = "tk")]
    pub ticket: u8,
}

/// Ушёл: every ticket of the visit that is not over ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Why: `said`, `day_over`.
    #[serde(rename = "rs")]
    pub reason: String,
}

/// Очерёдность изменена.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassSet {
    /// The ground; `None`: in turn with all.
    #[serde(rename = "pc", default, skip_serializing_if = "Option::is_none")]
    pub class: Option<PriorityClassId>,
    /// Why, in words.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// Напечатан.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketPrinted {
    /// 1 for the first; later ones bear a mark.
    #[serde(rename = "cp")]
    pub copy: u32,
}

/// Клиент найден: who it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identified {
    /// The client's directory row.
    #[serde(rename = "id")]
    pub party_id: String,
    /// Personal account.
    #[serde(rename = "ac", default, skip_serializing_if = "Option::is_none")]
    pub account_number: Option<String>,
}

/// Сделано в этом визите: another record that was made while the client sat at the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// What kind of record.
    #[serde(rename = "kd")]
    pub kind: SubjectKind,
    /// Which.
    #[serde(rename = "id")]
    pub id: Uuid,
}

/// The head has taken note of an escalation (ступень).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationTaken {
    /// The row of the ladder.
    #[serde(rename = "sp")]
    pub step: String,
}

/// Направлен: the head passes a client who waits to a window by its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directed {
    /// Index of the ticket within the visit.
    #[serde(rename = "tk")]
    pub ticket: u8,
    /// For whom he is meant from now on. He waits on since he came.
    #[serde(rename = "to")]
    pub window: u16,
    /// Why, in words.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// What can happen to a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitEvent {
    /// Взят талон. Creates it.
    Issued(Box<Issued>),
    /// Вызван.
    Called(Called),
    /// Вызван ещё раз.
    CalledAgain(AtWindow),
    /// Приём начат.
    Started(AtWindow),
    /// Отложен.
    Held(Held),
    /// Передан.
    Transferred(Transferred),
    /// Добавлена услуга.
    ServiceAdded(ServiceAdded),
    /// Завершён.
    Finished(Finished),
    /// Не подошёл.
    NotCome(AtWindow),
    /// Возвращён в очередь after he did not come.
    Revived(Revived),
    /// Ушёл.
    Left(Left),
    /// Очерёдность изменена.
    ClassSet(ClassSet),
    /// Талон напечатан.
    Printed(TicketPrinted),
    /// Клиент найден.
    Identified(Identified),
    /// Сделано в этом визите.
    Did(Deed),
    /// Руководитель принял к сведению.
    EscalationTaken(EscalationTaken),
    /// Направлен в окно.
    Directed(Directed),
}

/// How a ticket stands (состояние талона).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Ждёт.
    Waiting,
    /// Вызван.
    Called,
    /// На приёме.
    Serving,
    /// Отложен: in the pool that any window may take from.
    Held,
    /// Передан: waits for another window.
    Transferred,
    /// Возвращён: waits for the window that sent it away.
    Returned,
    /// Обслужен.
    Served,
    /// Не подошёл.
    NoShow,
    /// Ушёл.
    Left,
}

impl TicketState {
    /// The name in data and in Fluent keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Called => "called",
            Self::Serving => "serving",
            Self::Held => "held",
            Self::Transferred => "transferred",
            Self::Returned => "returned",
            Self::Served => "served",
            Self::NoShow => "no_show",
            Self::Left => "left",
        }
    }

    /// The client waits for a call: this time counts as waiting.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        match self {
            Self::Waiting | Self::Transferred | Self::Returned => true,
            Self::Called
            | Self::Serving
            | Self::Held
            | Self::Served
            | Self::NoShow
            | Self::Left => false,
        }
    }

    /// A window has the client.
    #[must_use]
    pub const fn is_at_window(self) -> bool {
        match self {
            Self::Called | Self::Serving => true,
            Self::Waiting
            | Self::Transferred
            | Self::Returned
            | Self::Held
            | Self::Served
            | Self::NoShow
            | Self::Left => false,
        }
    }

    /// Nothing follows, but a no-show can be revived by hand.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Served | Self::NoShow | Self::Left => true,
            Self::Waiting
            | Self::Called
            | Self::Serving
            | Self::Held
            | Self::Transferred
            | Self::Returned => false,
        }
    }
}

/// A state with its time, window and user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// How the ticket stood.
    pub state: TicketState,
    /// The service that it stood for.
    pub service: ServiceId,
    /// The stream that it stood in.
    pub stream: StreamId,
    /// From, Unix milliseconds of the office's clock.
    pub from_ms: i64,
    /// To; `None` while it lasts, and for a state that is over.
    pub to_ms: Option<i64>,
    /// The window, while one has the client.
    pub window: Option<u16>,
    /// The shift at that window.
    pub shift_id: Option<Uuid>,
    /// A call by number, out of the order.
    #[serde(default)]
    pub direct: bool,
    /// The person who caused the state; empty for the program itself.
    pub user_id: String,
    /// «Самойлова Е. В.».
    pub user_name: String,
}

/// One thing that the client came for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// What, now.
    pub service: ServiceId,
    /// In what stream, now.
    pub stream: StreamId,
    /// For whom it is meant while it waits.
    pub aim: Aim,
    /// What the one before wrote for the next.
    pub comment: Option<String>,
    /// Why it is held, and in words.
    pub held_reason: Option<(String, Option<String>)>,
    /// The window, service and stream that it goes back to.
    pub back_to: Option<(u16, ServiceId, StreamId)>,
    /// Where it goes back to after that, the last first: windows that sent the client away before.
    #[serde(default)]
    pub back_to_then: Vec<(u16, ServiceId, StreamId)>,
    /// Calls since it last began to wait.
    pub calls: u32,
    /// When it was called last, again or for the first time, Unix milliseconds; 0 before.
    #[serde(default)]
    pub called_at_ms: i64,
    /// Why it was called out of the order, each time that it was.
    pub direct_reasons: Vec<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Every state it was in, end to end, the last one lasting.
    pub periods: Vec<Period>,
}

/// One person's stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its id: the act of issuing.
    pub id: Uuid,
    /// The number on the ticket, the same for all tickets of the visit.
    pub number: TicketNumber,
    /// The office's day.
    pub day: NaiveDate,
    /// The office.
    pub office_id: OfficeId,
    /// Label of the desk that issued it.
    pub station: String,
    /// Where it was taken.
    pub origin: Origin,
    /// When, Unix milliseconds of the office's clock.
    pub issued_at_ms: i64,
    /// The ground to be served before others.
    pub class: Option<PriorityClassId>,
    /// The appointment.
    pub appointment: Option<Appointment>,
    /// Who it is, once found.
    pub client: Option<Identified>,
    /// Its tickets, in the order in which they were taken.
    pub tickets: Vec<Ticket>,
    /// Copies of the ticket on paper.
    pub printed: u32,
    /// What was recorded in it and when.
    pub deeds: Vec<(Deed, i64)>,
    /// Steps of the ladder that the head has taken note of, with his name.
    pub escalations_taken: Vec<(String, String)>,
}

impl Ticket {
    /// The state that lasts.
    #[must_use]
    pub fn state(&self) -> TicketState {
        // A ticket is made with its first period, and none is ever taken away.
        self.periods
            .last()
            .map_or(TicketState::Left, |period| period.state)
    }

    /// The period that lasts.
    #[must_use]
    pub fn period(&self) -> Option<&Period> {
        self.periods.last()
    }
}

impl Visit {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        BTreeSet::from([self.office_id.clone()])
    }

    /// The ticket that a window has, and its index.
    #[must_use]
    pub fn at_window(&self) -> Option<(u8, &Ticket)> {
        self.indexed()
            .find(|(_, ticket)| ticket.state().is_at_window())
    }

    /// Tickets with their indices.
    pub fn indexed(&self) -> impl Iterator<Item = (u8, &Ticket)> {
        (0..=u8::MAX).zip(&self.tickets)
    }

    /// Every ticket is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.tickets.iter().all(|ticket| ticket.state().is_over())
    }
}

//! The ticket for the next meeting (талон на повторный приём), R191; domain §7, form 22.

use chrono::NaiveDate;

use super::Head;
use super::parts::lines;
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const REPEAT_VISIT_TICKET: &str = "repeat_visit_ticket";

/// What stands on the ticket. No name: its number is enough at the desk, and a ticket is lost
/// more easily than a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatVisitTicket {
    /// The head; its number is what the client says at the desk.
    pub head: Head,
    /// The day of the meeting.
    pub visit_on: NaiveDate,
    /// The day of the week: «понедельник».
    pub weekday: String,
    /// The time: «10:30»; none: any time of that day.
    pub time: Option<String>,
    /// To whom: «Специалист по договорам», a post or a service.
    pub to_whom: String,
    /// Window or room, if it is known.
    pub window: Option<String>,
    /// What the meeting is about.
    pub matter: String,
    /// What to bring.
    pub bring: Vec<String>,
}

impl RepeatVisitTicket {
    /// The values by the names that the template `repeat_visit_ticket` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        self.head
            .into_model()
            .date("visit_on", self.visit_on)
            .text("weekday", self.weekday)
            .optional_text("time", self.time)
            .text("to_whom", self.to_whom)
            .optional_text("window", self.window)
            .text("matter", self.matter)
            .rows("bring", lines(self.bring))
    }
}

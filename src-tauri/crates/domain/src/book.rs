//! The book of complaints and suggestions (книга жалоб и предложений; «книга отзывов и предложений» of 10.3
//! is the same book, A32), R177, R178, R186: what a client has written in it and what came of that.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::civil;
use crate::ids::{FeedbackKindId, NormKey, OfficeId};
use crate::number::PaperNumber;

/// In which book it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Book {
    /// The book on paper, in the hall of the office.
    Office,
    /// The electronic book of the site.
    Electronic,
}

impl Book {
    /// All.
    pub const ALL: [Self; 2] = [Self::Office, Self::Electronic];

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Electronic => "electronic",
        }
    }

    /// The book of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|book| book.as_str() == code)
    }
}

/// An entry was taken over from the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its number in the data base (R175).
    #[serde(rename = "no")]
    pub number: PaperNumber,
    /// Complaint, gratitude, proposal, review (R177).
    #[serde(rename = "kd")]
    pub kind: FeedbackKindId,
    /// Which book.
    #[serde(rename = "bk")]
    pub book: Book,
    /// The day on which the client wrote it: its terms start here.
    #[serde(rename = "on", with = "civil::date")]
    pub written_on: NaiveDate,
    /// The norm of its term.
    #[serde(rename = "nk")]
    pub norm_key: NormKey,
    /// What stands there.
    #[serde(rename = "tx")]
    pub text: String,
    /// Who signed it; nobody has to.
    #[serde(rename = "nm", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where he wants the answer, as he wrote it (R179).
    #[serde(rename = "to", default, skip_serializing_if = "Option::is_none")]
    pub answer_to: Option<String>,
    /// The client's directory row, if he is known.
    #[serde(rename = "id", default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<String>,
}

/// An appeal was registered upon it: what it needs is done there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The appeal.
    #[serde(rename = "ap")]
    pub appeal_id: Uuid,
    /// Its number.
    #[serde(rename = "no")]
    pub appeal_number: PaperNumber,
}

/// Measures were taken, and the client has his answer, or cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// The day.
    #[serde(rename = "on", with = "civil::date")]
    pub acted_on: NaiveDate,
    /// What was done and answered.
    #[serde(rename = "tx")]
    pub measures: String,
}

/// What can happen to an entry of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookEvent {
    /// Записано. Creates it.
    Written(Box<Written>),
    /// Зарегистрировано обращение.
    Linked(Linked),
    /// Приняты меры.
    Acted(Acted),
}

/// An entry of the book, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookEntry {
    /// Its id: the act.
    pub id: Uuid,
    /// As written.
    pub written: Written,
    /// The appeal upon it.
    pub linked: Option<Linked>,
    /// What was done.
    pub acted: Option<Acted>,
    /// The office.
    pub office_id: OfficeId,
    /// Who took it over.
    pub entered_by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub entered_at_ms: i64,
}

impl BookEntry {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        BTreeSet::from([self.office_id.clone()])
    }

    /// Whether somebody has still to do something about it here: what became an appeal is done there.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.linked.is_none() && self.acted.is_none()
    }
}

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold(
    state: Option<BookEntry>,
    act: &Act,
    event: &BookEvent,
) -> Result<BookEntry, VoidReason> {
    let Some(mut entry) = state else {
        return match event {
            BookEvent::Written(written) => Ok(BookEntry {
                id: act.act_id,
                written: (**written).clone(),
                linked: None,
                acted: None,
                office_id: act.office_id.clone(),
                entered_by: act.user_name.clone(),
                entered_at_ms: act.wall_time_ms,
            }),
            BookEvent::Linked(_) | BookEvent::Acted(_) => Err(VoidReason::NotRegistered),
        };
    };
    match event {
        BookEvent::Written(_) => return Err(VoidReason::AlreadyRegistered),
        BookEvent::Linked(_) | BookEvent::Acted(_) if !entry.is_open() => {
            return Err(VoidReason::AlreadyClosed);
        }
        BookEvent::Linked(linked) => entry.linked = Some(linked.clone()),
        BookEvent::Acted(acted) if acted.acted_on < entry.written.written_on => {
            return Err(VoidReason::BeforeReceipt);
        }
        BookEvent::Acted(acted) => entry.acted = Some(acted.clone()),
    }
    Ok(entry)
}

//! A list of clients who are to be told something (список оповещения, обзвон), R147–R151: documents
//! are ready, a debt, a payment date, a change of tariffs, by the form that each has chosen.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::ids::OfficeId;
use crate::number::PaperNumber;

/// One client of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The client's directory row.
    #[serde(rename = "id")]
    pub party_id: String,
    /// Name.
    #[serde(rename = "nm")]
    pub name: String,
    /// Phone, e-mail or address at which he is told.
    #[serde(rename = "to")]
    pub to: String,
    /// Account or appeal that it is about.
    #[serde(rename = "ab")]
    pub about: String,
}

/// A list was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Number of the list.
    #[serde(rename = "no")]
    pub number: PaperNumber,
    /// Row of `reminders.json`: what about.
    #[serde(rename = "kd")]
    pub kind: String,
    /// Row of `notification_forms.json`: how.
    #[serde(rename = "fm")]
    pub form: String,
    /// What is said or written.
    #[serde(rename = "tx")]
    pub text: String,
    /// To whom.
    #[serde(rename = "ln")]
    pub lines: Vec<Line>,
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TryResult {
    /// Сообщено.
    Told,
    /// Отправлено.
    Sent,
    /// Не дозвонились: another try follows.
    NoAnswer,
    /// Номер или адрес неверен.
    WrongContact,
    /// Просит не сообщать.
    Refused,
}

impl TryResult {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::Told,
        Self::Sent,
        Self::NoAnswer,
        Self::WrongContact,
        Self::Refused,
    ];

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Sent => "sent",
            Self::NoAnswer => "no_answer",
            Self::WrongContact => "wrong_contact",
            Self::Refused => "refused",
        }
    }

    /// The result of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.as_str() == code)
    }

    /// Whether the client is through.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Told | Self::Sent | Self::WrongContact | Self::Refused => true,
            Self::NoAnswer => false,
        }
    }
}

/// Clients of the list were told, or could not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Their places in the list, from 0.
    #[serde(rename = "ln")]
    pub lines: BTreeSet<u16>,
    /// What came of it.
    #[serde(rename = "rs")]
    pub result: TryResult,
    /// In the specialist's words.
    #[serde(rename = "nt", default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What can happen to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DispatchListEvent {
    /// Составлен. Creates it.
    Listed(Box<Listed>),
    /// Сообщено или нет.
    Tried(Tried),
}

/// The last try of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastTry {
    /// How many there were.
    pub tries: u32,
    /// What came of the last one.
    pub result: TryResult,
    /// In the specialist's words.
    pub note: Option<String>,
    /// Who tried.
    pub by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub at_ms: i64,
}

/// A list, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DispatchList {
    /// Its id: the act.
    pub id: Uuid,
    /// As made.
    pub listed: Listed,
    /// Line by line, as the list has them.
    pub tries: Vec<Option<LastTry>>,
    /// The office.
    pub office_id: OfficeId,
    /// Who made it.
    pub listed_by: String,
    /// When, Unix milliseconds of the desk's wall clock.
    pub listed_at_ms: i64,
}

impl DispatchList {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        BTreeSet::from([self.office_id.clone()])
    }

    /// Clients who are still to be told.
    #[must_use]
    pub fn left(&self) -> usize {
        let done =
            |last: &&Option<LastTry>| last.as_ref().is_some_and(|last| last.result.is_final());
        self.tries.len() - self.tries.iter().filter(done).count()
    }
}

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold(
    state: Option<DispatchList>,
    act: &Act,
    event: &DispatchListEvent,
) -> Result<DispatchList, VoidReason> {
    let Some(mut list) = state else {
        return match event {
            DispatchListEvent::Listed(listed) => Ok(DispatchList {
                id: act.act_id,
                listed: (**listed).clone(),
                tries: vec![None; listed.lines.len()],
                office_id: act.office_id.clone(),
                listed_by: act.user_name.clone(),
                listed_at_ms: act.wall_time_ms,
            }),
            DispatchListEvent::Tried(_) => Err(VoidReason::NotRegistered),
        };
    };
    match event {
        DispatchListEvent::Listed(_) => return Err(VoidReason::AlreadyRegistered),
        DispatchListEvent::Tried(tried) => {
            let places = || tried.lines.iter().map(|line| usize::from(*line));
            if tried.lines.is_empty() || places().any(|line| line >= list.tries.len()) {
                return Err(VoidReason::NoSuchLine);
            }
            let settled =
                |last: &Option<LastTry>| last.as_ref().is_some_and(|last| last.result.is_final());
            if places().any(|line| list.tries.get(line).is_some_and(settled)) {
                return Err(VoidReason::AlreadyDone);
            }
            for line in places() {
                if let Some(last) = list.tries.get_mut(line) {
                    *last = Some(LastTry {
                        tries: last.as_ref().map_or(0, |last| last.tries) + 1,
                        result: tried.result,
                        note: tried.note.clone(),
                        by: act.user_name.clone(),
                        at_ms: act.wall_time_ms,
                    });
                }
            }
        }
    }
    Ok(list)
}

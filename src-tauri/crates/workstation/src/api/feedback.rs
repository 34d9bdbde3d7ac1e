//! Feedback (§10): the book of complaints and suggestions.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::appeal::Choice;
use super::{Place, Tone};

/// `book.choices` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BookChoices {
    /// Kinds of feedback (R177).
    pub kinds: Vec<Choice>,
    /// `office`, `electronic`.
    pub books: Vec<Choice>,
}

/// Input of `book.write`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct BookWrite {
    /// The client, if he is known.
    pub party_id: Option<String>,
    /// Code of the kind.
    pub kind: String,
    /// Code of the book.
    pub book: String,
    /// The day on which it was written, ISO or `23.11.2026`.
    pub written_on: String,
    /// What stands there.
    pub text: String,
    /// Who signed it; may be empty.
    pub name: String,
    /// Phone, e-mail or address for the answer; may be empty.
    pub answer_to: String,
}

/// Which entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum BookView {
    /// Nothing was done about them yet.
    Open,
    /// Every one.
    All,
}

/// Input of `book.list`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct BookAsked {
    /// Which.
    pub view: BookView,
    /// Code of the kind; empty for all.
    pub kind: String,
}

/// `book.list` → this: those with the nearest term first, then what is done, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BookList {
    /// At most 1,000 of the latest entries.
    pub rows: Vec<BookRow>,
    /// Entries with nothing done yet, of every kind.
    #[ts(type = "number")]
    pub open: u64,
    /// All entries, of every kind.
    #[ts(type = "number")]
    pub all: u64,
}

/// An entry of the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BookRow {
    /// Its id.
    pub entry_id: String,
    /// Its number.
    pub number: String,
    /// Code of the kind.
    pub kind: String,
    /// «Жалоба».
    pub kind_label: String,
    /// Category of the appeal that is registered upon it.
    pub category: String,
    /// «Книга в отделении».
    pub book_label: String,
    /// ISO.
    pub written_on: String,
    /// What stands there.
    pub text: String,
    /// Who signed it.
    pub name: Option<String>,
    /// Where he wants the answer; phones and e-mails are masked.
    pub answer_to: Option<String>,
    /// The client in the base.
    pub party_id: Option<String>,
    /// Until when something must be done, ISO; `None` when it is done.
    pub due_on: Option<String>,
    /// «3 рабочих дня», «приняты меры», «обращение ОТ-04/26-12-К».
    pub left: String,
    /// Its mark.
    pub tone: Tone,
    /// The clause of the term.
    pub clause: String,
    /// The appeal upon it.
    pub appeal_id: Option<String>,
    /// When measures were taken, ISO.
    pub acted_on: Option<String>,
    /// What was done.
    pub measures: Option<String>,
    /// Who took it over.
    pub entered_by: String,
    /// Where its last record is.
    pub place: Place,
}

/// Input of `book.get`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct BookEntryAsked {
    /// Its id.
    pub entry_id: String,
}

/// Input of `book.act`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct BookAct {
    /// Its id.
    pub entry_id: String,
    /// What was done and answered.
    pub measures: String,
}

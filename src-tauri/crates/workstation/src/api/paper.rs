//! Papers: preview, print, save.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a paper is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(tag = "about", rename_all = "snake_case")]
#[ts(export)]
pub enum PaperAbout {
    /// An appeal.
    Appeal {
        /// Appeal id.
        id: String,
    },
    /// A reference article, handed to a client or to anybody.
    Article {
        /// Article id.
        id: String,
        /// The client.
        party_id: Option<String>,
    },
    /// Offices that serve a place.
    Offices {
        /// As asked: «Кротовка».
        place: String,
        /// Office ids, in the order of the sheet.
        office_ids: Vec<String>,
        /// The client.
        party_id: Option<String>,
    },
    /// An agreed step.
    FollowUp {
        /// Its id.
        id: String,
    },
    /// A consent or its withdrawal.
    Consent {
        /// Its id.
        id: String,
    },
    /// An entry of the book of complaints and suggestions.
    BookEntry {
        /// Its id.
        id: String,
    },
    /// A survey: its questionnaire, its report.
    Survey {
        /// Its id.
        id: String,
    },
    /// A paper of the print journal, again.
    Paper {
        /// Its id.
        id: String,
    },
}

/// Input of `paper.preview`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct PaperAsked {
    /// What it is about.
    pub of: PaperAbout,
    /// Form id, e.g. `registration_card`.
    pub form_id: String,
}

/// `paper.preview` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaperPreview {
    /// «Регистрационная карточка».
    pub title: String,
    /// Pages as SVG.
    pub pages_svg: Vec<String>,
    /// Number of the copy that would be printed now.
    pub copy_number: u32,
    /// A reprint asks for a reason.
    pub reason_needed: bool,
    /// Characters of the client's words that the paper's font does not have, once each: they are
    /// printed as `?`.
    pub replaced: String,
}

/// Input of `paper.print`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct PaperPrint {
    /// What it is about.
    pub of: PaperAbout,
    /// Form id.
    pub form_id: String,
    /// Name of the printer.
    pub printer: String,
    /// Why again, when it was printed already.
    pub reason: String,
}

/// Input of `paper.save`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct PaperSave {
    /// What it is about.
    pub of: PaperAbout,
    /// Form id.
    pub form_id: String,
    /// Why again, when it was printed or saved already.
    pub reason: String,
}

/// Input of `paper.journal`: what was given out on paper at this office.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct PaperJournalAsked {
    /// From this day on, ISO; empty: seven days back.
    pub from: String,
    /// Up to this day, ISO; empty: today.
    pub to: String,
    /// Number of a paper, or its beginning; empty for all.
    pub text: String,
    /// Continue after this key.
    pub after: Option<String>,
    /// At most so many rows.
    pub limit: u32,
}

/// `paper.journal` → this, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaperJournal {
    /// Rows.
    pub rows: Vec<PaperLine>,
    /// Key to continue with; `None` at the end.
    pub next: Option<String>,
}

/// A line of the print journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaperLine {
    /// Instant, Unix milliseconds.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Number on the paper.
    pub number: String,
    /// «Регистрационная карточка».
    pub title: String,
    /// Number of the copy.
    pub copy_number: u32,
    /// Why it was printed again.
    pub reason: Option<String>,
    /// Who.
    pub by: String,
    /// What to ask for to print it again.
    pub of: PaperAbout,
    /// Form id.
    pub form_id: String,
    /// Where the record is.
    pub place: super::Place,
}

/// `paper.print` and `paper.save` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaperDone {
    /// Number of the copy.
    pub copy_number: u32,
    /// Where the file is, for a saved one. The name holds no personal data.
    pub path: Option<String>,
}

/// A printer; `printer.list` → list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PrinterView {
    /// Name.
    pub name: String,
    /// The system's default.
    pub default: bool,
}

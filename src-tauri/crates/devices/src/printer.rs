//! The system's printers.

use std::fmt;
use std::future::Future;

use serde::{Deserialize, Serialize};

/// Name of a printer as the system knows it: one line, not a switch. What else is allowed differs
/// from system to system (Windows: «HP LaserJet (копия 1)», `\\server\printer`); each of them checks
/// its own part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PrinterName(String);

impl PrinterName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`PrintFailure::NoPrinter`] when no printer of any system can have such a name: empty, longer
    /// than 220 characters, with a control character, with space at an end, or with `-` in front.
    pub fn parse(name: &str) -> Result<Self, PrintFailure> {
        if name.is_empty()
            || name.chars().count() > 220
            || name.trim() != name
            || name.starts_with('-')
            || name.contains(char::is_control)
        {
            return Err(PrintFailure::NoPrinter);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PrinterName {
    type Error = PrintFailure;

    fn try_from(name: String) -> Result<Self, PrintFailure> {
        Self::parse(&name)
    }
}

impl From<PrinterName> for String {
    fn from(name: PrinterName) -> Self {
        name.0
    }
}

impl fmt::Display for PrinterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a printer says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterState {
    /// Waits for work.
    Ready,
    /// Prints.
    Busy,
    /// Stopped, by hand or by an error. A job would wait until somebody starts it again.
    Stopped,
}

/// What a printer asks a hand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterNeed {
    /// Paper, or its tray.
    Paper,
    /// Toner or ink.
    Ink,
    /// A cover stands open.
    Cover,
    /// Paper is jammed.
    Jam,
    /// The output tray is full.
    Output,
    /// It is switched off or its cable is out.
    Link,
    /// Something else that its own display tells.
    Attention,
}

/// A printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printer {
    /// Its name.
    pub name: PrinterName,
    /// Whether the system takes it when none is named.
    pub is_default: bool,
    /// What it says of itself.
    pub state: PrinterState,
    /// What it asks for, as far as the system knows: often told only while a job is printed, and
    /// kept after it is mended, so it never forbids a try.
    #[serde(default)]
    pub needs: Vec<PrinterNeed>,
}

/// The spooler's id of a job: `PDF-12`. Where the system does not tell it (Windows), the title.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub String);

/// Title of a job: everybody in the office sees it on the printer's display, so it can hold
/// a number of a document, but no personal data. ASCII letters, digits, `-`, `_`, `.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobTitle(String);

impl JobTitle {
    /// A title of the kind of the paper and its record: `registration_card-0192…`.
    /// Characters outside the allowed ones (a name could hide in them) are left out.
    #[must_use]
    pub fn of_record(form: &str, record_id: &str) -> Self {
        let allowed = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
        let title = format!("{form}-{record_id}");
        Self(title.chars().filter(allowed).take(80).collect())
    }

    /// The title.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How many copies: 1–99.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copies(u8);

impl Copies {
    /// One copy.
    pub const ONE: Self = Self(1);

    /// So many copies; `None` for 0 or more than 99 (a slip of the finger, not a wish).
    #[must_use]
    pub fn new(copies: u8) -> Option<Self> {
        (1..=99).contains(&copies).then_some(Self(copies))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

/// Why nothing was printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintFailure {
    /// There is no such printer.
    #[error("no such printer")]
    NoPrinter,
    /// The print system is not there, does not run or does not answer in time. A job may have
    /// been taken all the same when the time ran out while it was handed over.
    #[error("the print system does not answer")]
    SpoolerAway,
    /// The printer is stopped: a job would lie in its queue until somebody starts it again.
    #[error("the printer is stopped")]
    Stopped {
        /// What it asks for, if it says.
        needs: Vec<PrinterNeed>,
    },
    /// The printer's queue is closed for new jobs.
    #[error("the printer takes no jobs")]
    NotTaking,
    /// The print system refused the job.
    #[error("the print system refused: {reason}")]
    Refused {
        /// Its own words, in English.
        reason: String,
    },
}

/// The printers of this machine.
pub trait SystemPrinters: Send + Sync {
    /// The printers, by name; empty when there are none.
    ///
    /// # Errors
    /// [`PrintFailure::SpoolerAway`] when the print system cannot be asked.
    fn list(&self) -> impl Future<Output = Result<Vec<Printer>, PrintFailure>> + Send;

    /// Hands a PDF over. When this returns, the print system has the job: it is not yet on
    /// paper.
    ///
    /// # Errors
    /// [`PrintFailure`]; nothing is printed, except as said at `SpoolerAway`. A printer that is
    /// stopped is refused here: «напечатано» would be said of a paper that nobody has.
    fn print(
        &self,
        printer: &PrinterName,
        pdf: &[u8],
        title: &JobTitle,
        copies: Copies,
    ) -> impl Future<Output = Result<JobId, PrintFailure>> + Send;
}

//! Printers for tests: they keep what they got.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::printer::{Copies, JobId, JobTitle, PrintFailure, Printer, PrinterName, SystemPrinters};

/// A job that a recording printer got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedJob {
    /// Where.
    pub printer: PrinterName,
    /// What.
    pub pdf: Vec<u8>,
    /// Under which title.
    pub title: JobTitle,
    /// How many.
    pub copies: Copies,
}

/// Printers that keep every job and fail when told to.
#[derive(Debug, Default)]
pub struct Recording {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    printers: Vec<Printer>,
    jobs: Vec<PrintedJob>,
    failure: Option<PrintFailure>,
}

impl Recording {
    /// A print system with these printers.
    #[must_use]
    pub fn with(printers: Vec<Printer>) -> Self {
        let state = State {
            printers,
            ..State::default()
        };
        Self {
            state: Mutex::new(state),
        }
    }

    /// From now on every call fails so; `None` mends it.
    pub fn fail(&self, failure: Option<PrintFailure>) {
        self.state().failure = failure;
    }

    /// All jobs so far.
    #[must_use]
    pub fn jobs(&self) -> Vec<PrintedJob> {
        self.state().jobs.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SystemPrinters for Recording {
    async fn list(&self) -> Result<Vec<Printer>, PrintFailure> {
        let state = self.state();
        match &state.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(state.printers.clone()),
        }
    }

    async fn print(
        &self,
        printer: &PrinterName,
        pdf: &[u8],
        title: &JobTitle,
        copies: Copies,
    ) -> Result<JobId, PrintFailure> {
        let mut state = self.state();
        if let Some(failure) = &state.failure {
            return Err(failure.clone());
        }
        if !state.printers.iter().any(|known| &known.name == printer) {
            return Err(PrintFailure::NoPrinter);
        }
        state.jobs.push(PrintedJob {
            printer: printer.clone(),
            pdf: pdf.to_vec(),
            title: title.clone(),
            copies,
        });
        Ok(JobId(format!("{printer}-{}", state.jobs.len())))
    }
}

//! What stands at a desk besides the screen, behind traits: so far the system's printers.
//!
//! Each trait has an implementation for the real thing and a recording twin for tests.

mod cups;
mod printer;
mod recording;

pub use cups::{Cups, CupsSettings};
pub use printer::{
    Copies, JobId, JobTitle, PrintFailure, Printer, PrinterName, PrinterState, SystemPrinters,
};
pub use recording::{PrintedJob, Recording};

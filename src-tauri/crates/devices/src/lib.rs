//! What stands at a desk besides the screen: the system's printers and the printer of tickets.
//!
//! Each trait has an implementation for the real thing and a recording twin for tests.

mod cups;
mod printer;
mod recording;
pub mod ticket;
#[cfg(windows)]
mod windows;
#[cfg(any(windows, test))]
mod windows_states;

pub use cups::{Cups, CupsSettings};
pub use printer::{
    Copies, JobId, JobTitle, PrintFailure, Printer, PrinterName, PrinterNeed, PrinterState,
    SystemPrinters,
};
pub use recording::{PrintedJob, Recording};
#[cfg(windows)]
pub use windows::WindowsPrinters;

/// The printers of the system that the program was built for.
#[cfg(not(windows))]
pub type Here = Cups;
/// The printers of the system that the program was built for.
#[cfg(windows)]
pub type Here = WindowsPrinters;

//! «Принтер талонов»: where this desk prints tickets of the queue.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What prints tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TicketPrinterKind {
    /// Nothing: the number is shown on the screen.
    #[default]
    None,
    /// A ticket printer on the network.
    Network,
    /// A ticket printer on a cable: its device file.
    Device,
    /// A printer of the system, on a sheet.
    System,
}

/// Input of `ticket_printer.set`; part of `ticket_printer.state`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TicketPrinterSet {
    /// What prints.
    pub kind: TicketPrinterKind,
    /// `192.168.1.50` or `192.168.1.50:9100`; `/dev/usb/lp0`; the name of a printer of the system.
    pub address: String,
    /// Width of the roll, millimetres: 58 or 80.
    pub roll_mm: u16,
}

/// `ticket_printer.state` → this. Tag `queue`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TicketPrinterState {
    /// As it is set.
    pub set: TicketPrinterSet,
    /// What was wrong at the last ticket, in words; `None` when it came out or none was printed yet.
    pub trouble: Option<String>,
    /// Printers of the system, by name.
    pub system: Vec<String>,
}

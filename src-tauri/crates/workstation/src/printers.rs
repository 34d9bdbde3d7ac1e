//! Printers behind the blocking commands of the table.

use stoika_devices::{Copies, JobTitle, PrintFailure, Printer, PrinterName, SystemPrinters};
use tokio::runtime::Handle;

/// Printers that a command waits for. Any of the devices' printers will do.
pub trait Printers: Send + Sync {
    /// The printers, by name.
    ///
    /// # Errors
    /// Those of the devices.
    fn list(&self, runtime: &Handle) -> Result<Vec<Printer>, PrintFailure>;

    /// Hands one copy of a PDF over to the print system.
    ///
    /// # Errors
    /// Those of the devices.
    fn print(
        &self,
        runtime: &Handle,
        printer: &PrinterName,
        pdf: &[u8],
        title: &JobTitle,
    ) -> Result<(), PrintFailure>;
}

impl<P: SystemPrinters> Printers for P {
    fn list(&self, runtime: &Handle) -> Result<Vec<Printer>, PrintFailure> {
        runtime.block_on(SystemPrinters::list(self))
    }

    fn print(
        &self,
        runtime: &Handle,
        printer: &PrinterName,
        pdf: &[u8],
        title: &JobTitle,
    ) -> Result<(), PrintFailure> {
        runtime
            .block_on(SystemPrinters::print(
                self,
                printer,
                pdf,
                title,
                Copies::ONE,
            ))
            .map(|_| ())
    }
}

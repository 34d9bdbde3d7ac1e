//! The printers of Windows.
//!
//! Windows has no command that prints a PDF: its drivers take drawings. `winprint` draws the PDF
//! with the system's own `Windows.Data.Pdf` and Direct2D and hands it to the spooler, for any
//! driver, with no other program installed. What a printer asks for is told by `Win32_Printer`.

use std::error::Error;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::timeout;
use winprint::printer::{
    FilePrinter as _, FindDeviceError, PrintOutcome, PrinterDevice, WinPdfPrinter,
};
use winprint::ticket::{
    Copies as TicketCopies, FeatureOptionPackWithPredefined as _, PredefinedMediaName,
    PrintCapabilities, PrintTicket, PrintTicketBuilder,
};

use crate::printer::{
    Copies, JobId, JobTitle, PrintFailure, Printer, PrinterName, PrinterState, SystemPrinters,
};
use crate::windows_states::{Said, said};

/// Asks for all printers. The answer is UTF-8, an array even of one.
const QUESTION: &str = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; \
    ConvertTo-Json -Compress -InputObject @(Get-CimInstance Win32_Printer | \
    Select-Object Name, PrinterStatus, PrinterState, DetectedErrorState, WorkOffline)";

/// A console that would flash up behind the window is not made (`CREATE_NO_WINDOW`).
const NO_WINDOW: u32 = 0x0800_0000;

/// The printers that Windows knows.
#[derive(Debug, Clone)]
pub struct WindowsPrinters {
    /// After this the print system counts as away.
    answer_within: Duration,
}

impl Default for WindowsPrinters {
    fn default() -> Self {
        Self {
            answer_within: Duration::from_secs(30),
        }
    }
}

impl WindowsPrinters {
    /// What `Win32_Printer` says; nothing where it may not be asked. Then printers are listed
    /// without their needs, and print all the same.
    async fn states(&self) -> Vec<Said> {
        let mut command = Command::new("powershell.exe");
        command
            .args([
                "-NoLogo",
                "-NoProfile",
                "-NonInteractive",
                "-Command",
                QUESTION,
            ])
            .creation_flags(NO_WINDOW)
            .kill_on_drop(true)
            .stdin(Stdio::null());
        match timeout(self.answer_within, command.output()).await {
            Ok(Ok(output)) => said(&output.stdout),
            Ok(Err(error)) => {
                tracing::warn!(%error, "states of printers are not told");
                Vec::new()
            }
            Err(_elapsed) => {
                tracing::warn!("states of printers are not told in time");
                Vec::new()
            }
        }
    }
}

impl SystemPrinters for WindowsPrinters {
    async fn list(&self) -> Result<Vec<Printer>, PrintFailure> {
        let devices = timeout(self.answer_within, spawn_blocking(devices));
        let devices = devices
            .await
            .map_err(|_elapsed| PrintFailure::SpoolerAway)?;
        let devices = devices.map_err(|error| broken(&error))??;
        let states = self.states().await;
        let mut printers: Vec<Printer> = devices
            .into_iter()
            .map(|(name, is_default)| {
                let said = states.iter().find(|said| said.name == name.as_str());
                Printer {
                    name,
                    is_default,
                    state: said.map_or(PrinterState::Ready, Said::state),
                    needs: said.map(Said::needs).unwrap_or_default(),
                }
            })
            .collect();
        printers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(printers)
    }

    async fn print(
        &self,
        printer: &PrinterName,
        pdf: &[u8],
        title: &JobTitle,
        copies: Copies,
    ) -> Result<JobId, PrintFailure> {
        let states = self.states().await;
        if let Some(stopped) = states
            .iter()
            .find(|said| said.name == printer.as_str() && said.state() == PrinterState::Stopped)
        {
            return Err(PrintFailure::Stopped {
                needs: stopped.needs(),
            });
        }
        let (printer, pdf, job) = (printer.clone(), pdf.to_vec(), title.clone());
        let handing = spawn_blocking(move || hand_over(&printer, &pdf, &job, copies));
        match timeout(self.answer_within, handing).await {
            Ok(handed) => handed.map_err(|error| broken(&error))?,
            Err(_elapsed) => Err(PrintFailure::SpoolerAway),
        }?;
        Ok(JobId(title.as_str().to_owned()))
    }
}

/// Names of all printers, and which one is the user's own choice.
fn devices() -> Result<Vec<(PrinterName, bool)>, PrintFailure> {
    let away = |error: &dyn Error| {
        tracing::warn!(error = %chain(error), "printers cannot be listed");
        PrintFailure::SpoolerAway
    };
    let all = PrinterDevice::all().map_err(|error| away(&error))?;
    let chosen = PrinterDevice::user_default().map_err(|error| away(&error))?;
    let chosen = chosen.as_ref().map(PrinterDevice::name);
    Ok(all
        .iter()
        .filter_map(|device| {
            let name = PrinterName::parse(device.name()).ok()?;
            Some((name, chosen == Some(device.name())))
        })
        .collect())
}

/// Draws the PDF for a printer. The drawing wants a file; its folder is gone at the end, and its
/// name is the job's title, which holds no personal data.
fn hand_over(
    printer: &PrinterName,
    pdf: &[u8],
    title: &JobTitle,
    copies: Copies,
) -> Result<(), PrintFailure> {
    let device = PrinterDevice::by_os_name(printer.as_str()).map_err(|error| match error {
        FindDeviceError::NotFound => PrintFailure::NoPrinter,
        FindDeviceError::FailedToOpenPrinter(_) | FindDeviceError::FailedToReadPrinterInfo(_) => {
            tracing::warn!(error = %chain(&error), "the printer cannot be opened");
            PrintFailure::SpoolerAway
        }
    })?;
    let ticket = ticket(&device, copies)?;
    let folder = tempfile::Builder::new()
        .prefix("stoika-print-")
        .tempdir()
        .map_err(|error| refused(&error))?;
    let path = folder.path().join(format!("{}.pdf", title.as_str()));
    std::fs::write(&path, pdf).map_err(|error| refused(&error))?;
    match WinPdfPrinter::new(device).print(&path, ticket) {
        Ok(PrintOutcome::Completed) => Ok(()),
        Ok(PrintOutcome::Canceled) => Err(PrintFailure::Refused {
            reason: "the job was cancelled".to_owned(),
        }),
        Err(error) => Err(refused(&error)),
    }
}

/// The driver's own settings, with A4 where it has it, and the number of copies.
fn ticket(device: &PrinterDevice, copies: Copies) -> Result<PrintTicket, PrintFailure> {
    let capabilities = PrintCapabilities::fetch(device).map_err(|error| refused(&error))?;
    let mut builder = PrintTicketBuilder::new(device).map_err(|error| refused(&error))?;
    let a4 = capabilities
        .page_media_sizes()
        .find(|size| size.as_predefined_name() == Some(PredefinedMediaName::ISOA4));
    if let Some(a4) = a4 {
        builder.merge(a4).map_err(|error| refused(&error))?;
    }
    builder
        .merge(TicketCopies(u16::from(copies.get())))
        .map_err(|error| refused(&error))?;
    builder.build().map_err(|error| refused(&error))
}

fn refused(error: &dyn Error) -> PrintFailure {
    PrintFailure::Refused {
        reason: chain(error),
    }
}

/// The thread that talked to the print system did not come back.
fn broken(error: &JoinError) -> PrintFailure {
    tracing::warn!(%error, "the print system broke off");
    PrintFailure::SpoolerAway
}

/// An error with its causes.
fn chain(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words
}

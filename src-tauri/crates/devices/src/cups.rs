//! CUPS through its own commands `lp` and `lpstat`: no library to link, the same on every
//! Linux. No shell is between: arguments are passed one by one.

use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use crate::printer::{
    Copies, JobId, JobTitle, PrintFailure, Printer, PrinterName, PrinterNeed, PrinterState,
    SystemPrinters,
};

/// Where CUPS is and how long it may think.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CupsSettings {
    /// The server: `host:port` or the path of a socket. `None`: the system's own.
    pub server: Option<String>,
    /// Folder of `lp` and `lpstat`. `None`: wherever `PATH` finds them.
    pub commands: Option<PathBuf>,
    /// After this the print system counts as away.
    pub answer_within: Duration,
}

impl Default for CupsSettings {
    fn default() -> Self {
        Self {
            server: None,
            commands: None,
            answer_within: Duration::from_secs(10),
        }
    }
}

/// The printers of CUPS.
#[derive(Debug, Clone, Default)]
pub struct Cups {
    settings: CupsSettings,
}

impl Cups {
    /// CUPS with these settings.
    #[must_use]
    pub fn new(settings: CupsSettings) -> Self {
        Self { settings }
    }

    async fn run(
        &self,
        program: &str,
        arguments: &[&str],
        input: &[u8],
    ) -> Result<Output, PrintFailure> {
        let path = match &self.settings.commands {
            Some(folder) => folder.join(program),
            None => PathBuf::from(program),
        };
        let mut command = Command::new(path);
        if let Some(server) = &self.settings.server {
            command.args(["-h", server]);
        }
        command.args(arguments);
        // Their words are read below: they must be the English ones.
        command.env("LC_ALL", "C").env_remove("LANGUAGE");
        command.kill_on_drop(true);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let talk = async {
            let mut child = command.spawn()?;
            let stdin = child.stdin.take();
            let hand_over = async move {
                if let Some(mut stdin) = stdin {
                    // A command that refuses closes its end early; its own words say why.
                    let _ = stdin.write_all(input).await;
                    let _ = stdin.shutdown().await;
                }
            };
            let ((), output) = tokio::join!(hand_over, child.wait_with_output());
            output
        };
        match timeout(self.settings.answer_within, talk).await {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => {
                tracing::warn!(program, %error, "print command does not run");
                Err(PrintFailure::SpoolerAway)
            }
            Err(_elapsed) => {
                tracing::warn!(program, "print command does not answer");
                Err(PrintFailure::SpoolerAway)
            }
        }
    }
}

impl SystemPrinters for Cups {
    async fn list(&self) -> Result<Vec<Printer>, PrintFailure> {
        let output = self.run("lpstat", &["-d", "-l", "-p"], &[]).await?;
        if !output.status.success() {
            let words = words(&output.stderr);
            // What lpstat says when all is well, but nobody has set a printer up.
            return if words.contains("No destinations added") {
                Ok(Vec::new())
            } else {
                Err(PrintFailure::SpoolerAway)
            };
        }
        Ok(printers(&words(&output.stdout)))
    }

    async fn print(
        &self,
        printer: &PrinterName,
        pdf: &[u8],
        title: &JobTitle,
        copies: Copies,
    ) -> Result<JobId, PrintFailure> {
        if !possible(printer) {
            return Err(PrintFailure::NoPrinter);
        }
        let known = self.list().await?;
        if let Some(stopped) = known
            .into_iter()
            .find(|known| &known.name == printer && known.state == PrinterState::Stopped)
        {
            return Err(PrintFailure::Stopped {
                needs: stopped.needs,
            });
        }
        let copies = copies.get().to_string();
        let arguments = [
            "-d",
            printer.as_str(),
            "-t",
            title.as_str(),
            "-n",
            &copies,
            "-o",
            "media=A4",
            "-o",
            "print-scaling=none",
            "--",
            "-",
        ];
        let output = self.run("lp", &arguments, pdf).await?;
        if output.status.success() {
            // «request id is PDF-12 (0 file(s))»
            let said = words(&output.stdout);
            let id = said
                .split_whitespace()
                .skip_while(|word| *word != "is")
                .nth(1);
            return id
                .map(|id| JobId(id.to_owned()))
                .ok_or(PrintFailure::Refused { reason: said });
        }
        match failure(&words(&output.stderr)) {
            // lp says «does not exist» also when it reaches no print system at all.
            PrintFailure::NoPrinter => self.list().await.and(Err(PrintFailure::NoPrinter)),
            other => Err(other),
        }
    }
}

/// Whether CUPS can have a printer of this name: 1–127 bytes, no space, `/`, `#`, quotes, `\`, `?`.
fn possible(name: &PrinterName) -> bool {
    let name = name.as_str();
    name.len() <= 127 && !name.contains(|c: char| c.is_whitespace() || "/#'\"\\?".contains(c))
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// What CUPS means by its words.
fn failure(said: &str) -> PrintFailure {
    let away = [
        "cheduler is not running",
        "cheduler not responding",
        "Unable to connect",
        "Connection refused",
        "Bad file descriptor",
    ];
    if said.contains("does not exist") {
        PrintFailure::NoPrinter
    } else if said.contains("not accepting") {
        PrintFailure::NotTaking
    } else if away.iter().any(|part| said.contains(part)) {
        PrintFailure::SpoolerAway
    } else {
        let reason = said
            .trim_start_matches("lp:")
            .trim_start_matches("lpstat:")
            .trim();
        PrintFailure::Refused {
            reason: reason.to_owned(),
        }
    }
}

/// Reads `lpstat -d -l -p`:
/// ```text
/// system default destination: PDF
/// printer PDF is idle.  enabled since …
///         Alerts: none
/// printer Two disabled since … -
///         Alerts: media-empty-error paused
/// printer Three now printing Three-7.  enabled since …
/// ```
fn printers(said: &str) -> Vec<Printer> {
    let default = said
        .lines()
        .find_map(|line| line.strip_prefix("system default destination: "))
        .map(str::trim);
    let mut printers: Vec<Printer> = Vec::new();
    // A name that cannot be read hides its alerts too.
    let mut named = false;
    for line in said.lines() {
        if let Some(rest) = line.strip_prefix("printer ") {
            let printer = printer(rest, default);
            named = printer.is_some();
            printers.extend(printer);
        } else if let Some(alerts) = line.trim_start().strip_prefix("Alerts:")
            && let Some(last) = printers.last_mut().filter(|_| named)
        {
            last.needs = needs(alerts);
        }
    }
    printers.sort_by(|a, b| a.name.cmp(&b.name));
    printers
}

fn printer(line: &str, default: Option<&str>) -> Option<Printer> {
    let (name, rest) = line.split_once(' ')?;
    let state = if rest.starts_with("disabled") {
        PrinterState::Stopped
    } else if rest.starts_with("now printing") {
        PrinterState::Busy
    } else {
        PrinterState::Ready
    };
    Some(Printer {
        name: PrinterName::parse(name).ok()?,
        is_default: default == Some(name),
        state,
        needs: Vec::new(),
    })
}

/// The reasons of a printer's state (RFC 8011, 5.4.12, and its registry), as far as they ask for
/// a hand.
fn needs(alerts: &str) -> Vec<PrinterNeed> {
    let words = alerts.split([' ', ',']).filter(|word| !word.is_empty());
    let mut needs: Vec<PrinterNeed> = words.filter_map(need).collect();
    needs.sort_unstable();
    needs.dedup();
    needs
}

fn need(alert: &str) -> Option<PrinterNeed> {
    let suffixes = ["-report", "-warning", "-error"];
    let suffix = suffixes.into_iter().find(|suffix| alert.ends_with(suffix));
    let reason = alert.strip_suffix(suffix.unwrap_or("")).unwrap_or(alert);
    match reason {
        "media-empty" | "media-needed" | "input-tray-missing" => Some(PrinterNeed::Paper),
        "toner-empty" | "marker-supply-empty" | "marker-waste-full" | "developer-empty" => {
            Some(PrinterNeed::Ink)
        }
        "cover-open" | "door-open" | "interlock-open" => Some(PrinterNeed::Cover),
        "media-jam" => Some(PrinterNeed::Jam),
        "output-area-full" | "output-tray-missing" => Some(PrinterNeed::Output),
        "offline" | "shutdown" | "connecting-to-device" | "timed-out" => Some(PrinterNeed::Link),
        _ if suffix == Some("-error") => Some(PrinterNeed::Attention),
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::{failure, needs, possible, printers};
    use crate::printer::{PrintFailure, PrinterName, PrinterNeed, PrinterState};

    #[test]
    fn reads_what_lpstat_says() {
        let said = "system default destination: PDF\n\
            printer Two disabled since Mon Nov 23 10:00:00 2026 -\n\tPaused\n\
            printer PDF is idle.  enabled since Mon Nov 23 09:00:00 2026\n\
            printer HP-1 now printing HP-1-7.  enabled since Mon Nov 23 09:00:00 2026";
        let read: Vec<_> = printers(said)
            .into_iter()
            .map(|p| (p.name.as_str().to_owned(), p.is_default, p.state))
            .collect();
        let expected = [
            ("HP-1", false, PrinterState::Busy),
            ("PDF", true, PrinterState::Ready),
            ("Two", false, PrinterState::Stopped),
        ];
        assert_eq!(
            read,
            expected.map(|(name, default, state)| (name.to_owned(), default, state))
        );
        assert!(printers("no system default destination").is_empty());
    }

    #[test]
    fn tells_failures_apart() {
        let reason = |said| match failure(said) {
            PrintFailure::Refused { reason } => reason,
            PrintFailure::NoPrinter
            | PrintFailure::SpoolerAway
            | PrintFailure::Stopped { .. }
            | PrintFailure::NotTaking => String::new(),
        };
        assert_eq!(
            failure("lp: The printer or class does not exist."),
            PrintFailure::NoPrinter
        );
        assert_eq!(
            failure("lp: Error - scheduler not responding."),
            PrintFailure::SpoolerAway
        );
        assert_eq!(
            failure("lp: Error - unable to queue from stdin - Connection refused."),
            PrintFailure::SpoolerAway
        );
        assert_eq!(
            failure("lp: Destination \"Two\" is not accepting jobs."),
            PrintFailure::NotTaking
        );
        assert_eq!(
            reason("lp: Unsupported document-format \"application/pdf\"."),
            "Unsupported document-format \"application/pdf\"."
        );
    }

    #[test]
    fn reads_what_a_printer_asks_for() {
        // As CUPS 2.4 says it, tabs and all.
        let said = "no system default destination\n\
            printer Desk disabled since Mon Nov 23 13:20:39 2026 -\n\tPaused\n\tForm mounted:\n\
            \tDescription: Desk\n\tAlerts: paused\n\tLocation: \n\
            printer a'b disabled since Mon Nov 23 13:20:39 2026 -\n\tAlerts: media-jam\n\
            printer Two disabled since Mon Nov 23 13:20:39 2026 -\n\treason unknown\n\
            \tAlerts: media-empty-error door-open-warning paused\n\tLocation: ";
        let read: Vec<_> = printers(said)
            .into_iter()
            .map(|printer| (printer.name.as_str().to_owned(), printer.needs))
            .collect();
        let expected = [
            ("Desk", vec![]),
            ("Two", vec![PrinterNeed::Paper, PrinterNeed::Cover]),
            ("a'b", vec![PrinterNeed::Jam]),
        ];
        assert_eq!(read, expected.map(|(name, needs)| (name.to_owned(), needs)));
        for (alerts, expected) in [
            (" none", vec![]),
            (" toner-low-report media-low", vec![]),
            (" fuser-over-temp-error", vec![PrinterNeed::Attention]),
            ("media-needed,media-empty", vec![PrinterNeed::Paper]),
            (
                " offline-report marker-supply-empty-error",
                vec![PrinterNeed::Ink, PrinterNeed::Link],
            ),
            (" output-area-full-warning", vec![PrinterNeed::Output]),
        ] {
            assert_eq!(needs(alerts), expected, "{alerts}");
        }
    }

    #[test]
    fn knows_names_that_it_cannot_have() {
        for (name, can) in [
            ("Принтер-1", true),
            ("HP LaserJet", false),
            ("\\\\srv\\p", false),
            ("a/b", false),
        ] {
            assert_eq!(possible(&PrinterName::parse(name).unwrap()), can, "{name}");
        }
    }
}

//! CUPS through its own commands `lp` and `lpstat`: no library to link, the same on every
//! Linux. No shell is between: arguments are passed one by one.

use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

use crate::printer::{
    Copies, JobId, JobTitle, PrintFailure, Printer, PrinterName, PrinterState, SystemPrinters,
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
        let output = self.run("lpstat", &["-d", "-p"], &[]).await?;
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

/// Reads `lpstat -d -p`:
/// ```text
/// system default destination: PDF
/// printer PDF is idle.  enabled since …
/// printer Two disabled since … -
/// printer Three now printing Three-7.  enabled since …
/// ```
fn printers(said: &str) -> Vec<Printer> {
    let default = said
        .lines()
        .find_map(|line| line.strip_prefix("system default destination: "))
        .map(str::trim);
    let printer = |line: &str| {
        let (name, rest) = line.strip_prefix("printer ")?.split_once(' ')?;
        let state = if rest.starts_with("disabled") {
            PrinterState::Stopped
        } else if rest.starts_with("now printing") {
            PrinterState::Busy
        } else {
            PrinterState::Ready
        };
        let is_default = default == Some(name);
        Some(Printer {
            name: PrinterName::parse(name).ok()?,
            is_default,
            state,
        })
    };
    let mut printers: Vec<Printer> = said.lines().filter_map(printer).collect();
    printers.sort_by(|a, b| a.name.cmp(&b.name));
    printers
}

#[cfg(test)]
mod tests {
    use super::{failure, printers};
    use crate::printer::{PrintFailure, PrinterState};

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
            PrintFailure::NoPrinter | PrintFailure::SpoolerAway => String::new(),
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
            reason("lp: Destination \"Two\" is not accepting jobs."),
            "Destination \"Two\" is not accepting jobs."
        );
    }
}

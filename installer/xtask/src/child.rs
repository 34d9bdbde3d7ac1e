//! Starting other programs and telling what went wrong in words.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::place::Place;

/// Why a task could not be done, as one sentence for the person at the terminal.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with these words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a task gives back.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Adds what was being done to an error that only says what happened.
pub trait Doing<T> {
    /// `what` completes the sentence "could not …".
    fn doing(self, what: impl FnOnce() -> String) -> Outcome<T>;
}

impl<T, E: fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Outcome<T> {
        self.map_err(|error| Failure(format!("could not {}: {error}", what())))
    }
}

/// A program about to be run.
pub struct Run {
    command: Command,
    shown: String,
}

impl Run {
    /// A program found by name, run in the checkout.
    pub fn program(place: &Place, program: impl AsRef<OsStr>, arguments: &[&str]) -> Self {
        let program = program.as_ref();
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&place.root)
            .stdin(Stdio::null());
        // `cargo run` describes this package to its child; a build started from here must not take it for its own.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_")
                || text.starts_with("CARGO_MANIFEST_")
                || text == "CARGO_BIN_NAME"
            {
                command.env_remove(&name);
            }
        }
        let name = Path::new(program)
            .file_name()
            .unwrap_or(program)
            .to_string_lossy();
        let shown = std::iter::once(name.as_ref())
            .chain(arguments.iter().copied())
            .collect::<Vec<_>>()
            .join(" ");
        Self { command, shown }
    }

    /// Cargo, with the build directory that all clones of the user share.
    pub fn cargo(place: &Place, arguments: &[&str]) -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut run =
            Self::program(place, cargo, arguments).env("CARGO_TARGET_DIR", place.target());
        if std::env::var_os("CI").is_some() && std::env::var_os("CARGO_INCREMENTAL").is_none() {
            // A clone made for one run never builds twice: the increments would only fill the disk.
            run = run.env("CARGO_INCREMENTAL", "0");
        }
        run
    }

    /// An npm task of the UI.
    pub fn npm(place: &Place, arguments: &[&str]) -> Self {
        let mut run = Self::program(place, "npm", arguments);
        run.command.current_dir(place.ui());
        run
    }

    /// More arguments.
    pub fn args(mut self, arguments: &[impl AsRef<str>]) -> Self {
        for argument in arguments.iter().map(AsRef::as_ref) {
            self.shown.push(' ');
            self.shown.push_str(argument);
            self.command.arg(argument);
        }
        self
    }

    /// One more argument, a path.
    pub fn path(mut self, path: &Path) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&path.display().to_string());
        self.command.arg(path);
        self
    }

    /// Sets a variable of the child.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Lets the child read what the person types: sudo may ask for a password.
    pub fn with_terminal(mut self) -> Self {
        self.command.stdin(Stdio::inherit());
        self
    }

    /// Runs it with its output on the terminal; anything but success is a failure.
    pub fn succeed(mut self) -> Outcome {
        let status = self
            .command
            .status()
            .doing(|| format!("start `{}`", self.shown))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure(format!("`{}` failed ({status})", self.shown)))
        }
    }

    /// Runs it and gives back what it printed; its complaints stay on the terminal.
    pub fn output(mut self) -> Outcome<String> {
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .doing(|| format!("start `{}`", self.shown))?;
        if !output.status.success() {
            return Err(Failure(format!(
                "`{}` failed ({})",
                self.shown, output.status
            )));
        }
        String::from_utf8(output.stdout).doing(|| format!("read what `{}` printed", self.shown))
    }

    /// Runs it in silence and tells only whether it succeeded; a program that is not there did not.
    pub fn quietly(mut self) -> bool {
        self.command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// The bare command, for what stays running.
    pub fn into_command(self) -> Command {
        self.command
    }
}

/// Where a program of this name is, on the path or in the system's own directories (cupsd lives in sbin).
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|directory| directory.join(name))
        .find(|candidate| candidate.is_file())
}

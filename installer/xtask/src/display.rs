//! A screen that only programs see, for machines without one.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::child::{Doing, Failure, Outcome, Run};
use crate::place::Place;

/// The common office monitor.
const SCREEN: &str = "1366x768x24";

/// A program that ends when this one does, whatever way that is.
pub fn companion(place: &Place, program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Run::program(place, "setpriv", &["--pdeathsig", "TERM"]).into_command();
    command.arg(program).args(arguments);
    command
}

/// An X server and a session bus of their own.
pub struct Display {
    server: Child,
    bus: Child,
    /// What DISPLAY has to say.
    pub name: String,
    /// What DBUS_SESSION_BUS_ADDRESS has to say.
    pub bus_address: String,
}

impl Display {
    /// Starts both and waits until they say that they are ready.
    pub fn start(place: &Place) -> Outcome<Self> {
        let (server, number) = start_telling(companion(place, "Xvfb", &["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]), "Xvfb")?;
        let (bus, bus_address) = start_telling(companion(place, "dbus-daemon", &["--session", "--nofork", "--nopidfile", "--print-address=1"]), "dbus-daemon")?;
        Ok(Self { server, bus, name: format!(":{number}"), bus_address })
    }

    /// Takes a picture of the whole screen.
    pub fn picture(&self, place: &Place, file: &Path) -> Outcome {
        Run::program(place, "import", &["-display", &self.name, "-window", "root"]).path(file).succeed()
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in [&mut self.bus, &mut self.server] {
            // Gone already is as good.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Starts a program that says on its first line where it can be found.
pub fn start_telling(mut command: Command, name: &str) -> Outcome<(Child, String)> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().doing(|| format!("start {name}"))?;
    let mut line = String::new();
    if let Some(output) = child.stdout.take() {
        BufReader::new(output).read_line(&mut line).doing(|| format!("hear from {name}"))?;
    }
    if line.trim().is_empty() {
        let _ = child.kill();
        let _ = child.wait();
        return Err(Failure::new(format!("{name} ended without saying that it is ready")));
    }
    Ok((child, line.trim().to_owned()))
}

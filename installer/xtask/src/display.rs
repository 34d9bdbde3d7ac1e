//! Programs that live as long as this one, and a screen that only programs see.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::child::{Doing, Failure, Outcome, Run};
use crate::place::Place;

/// The common office monitor.
const SCREEN: &str = "1366x768x24";

/// A program at our side: it ends when this one does, whatever way that is.
pub struct Companion {
    child: Child,
    /// What it said on its first line.
    pub told: String,
}

impl Companion {
    /// Starts it and waits for its first line, by which it says that it is ready.
    /// Its complaints go where `complaints` says.
    pub fn start(
        place: &Place,
        program: impl AsRef<OsStr>,
        arguments: &[&str],
        complaints: Stdio,
    ) -> Outcome<Self> {
        let name = program.as_ref().to_string_lossy().into_owned();
        let mut command =
            Run::program(place, "setpriv", &["--pdeathsig", "TERM", "--"]).into_command();
        command
            .arg(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(complaints);
        let mut companion = Self {
            child: command.spawn().doing(|| format!("start {name}"))?,
            told: String::new(),
        };
        if let Some(output) = companion.child.stdout.take() {
            let mut output = BufReader::new(output);
            output
                .read_line(&mut companion.told)
                .doing(|| format!("hear from {name}"))?;
            // What it says later goes on to the terminal; a closed pipe would end it.
            std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::stdout()));
        }
        companion.told.truncate(companion.told.trim_end().len());
        if companion.told.is_empty() {
            return Err(Failure::new(format!(
                "{name} ended without saying that it is ready"
            )));
        }
        Ok(companion)
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        // Asked, not killed: it may have something to put away. One that is gone already is as good.
        let ask = [
            "-c",
            "kill -TERM \"$0\" 2>/dev/null",
            &self.child.id().to_string(),
        ];
        let _ = Command::new("sh").args(ask).status();
        let _ = self.child.wait();
    }
}

/// An X server and a session bus of their own.
pub struct Display {
    server: Companion,
    bus: Companion,
}

impl Display {
    /// Starts both.
    pub fn start(place: &Place) -> Outcome<Self> {
        Ok(Self {
            server: Companion::start(
                place,
                "Xvfb",
                &[
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    SCREEN,
                    "-nolisten",
                    "tcp",
                    "-noreset",
                ],
                Stdio::null(),
            )?,
            bus: Companion::start(
                place,
                "dbus-daemon",
                &["--session", "--nofork", "--nopidfile", "--print-address=1"],
                Stdio::null(),
            )?,
        })
    }

    /// The name of the screen, for people.
    pub fn name(&self) -> String {
        format!(":{}", self.server.told)
    }

    /// What a program needs to know to appear there.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("DISPLAY", self.name()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.told.clone()),
            ("GDK_BACKEND", "x11".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("LIBGL_ALWAYS_SOFTWARE", "1".to_owned()),
            ("WEBKIT_DISABLE_DMABUF_RENDERER", "1".to_owned()),
        ]
    }
}

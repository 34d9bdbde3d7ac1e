//! The back-office of the demo: filled once, served on loopback while the window is open.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::child::{Outcome, Run};
use crate::display::Companion;
use crate::place::Place;

/// The program and the directory that it keeps everything in.
pub struct Centre<'a> {
    place: &'a Place,
    program: PathBuf,
    data: String,
}

impl<'a> Centre<'a> {
    /// Nothing is started yet.
    pub fn new(place: &'a Place, release: bool, data: &Path) -> Self {
        Self {
            place,
            program: place.built(release, "stoika-backoffice"),
            data: data.display().to_string(),
        }
    }

    fn command(&self, arguments: &[&str]) -> Run {
        Run::program(self.place, &self.program, &["--data", &self.data]).args(arguments)
    }

    /// Loads the Standard's data and a made-up population of one office; gives back what it says about the users.
    pub fn fill(&self, office: &str, accounts: u32) -> Outcome<String> {
        self.command(&["publish", "fixtures/standard"]).succeed()?;
        self.command(&[
            "demo",
            "--office",
            office,
            "--accounts",
            &accounts.to_string(),
            "--seed",
            "1",
        ])
        .output()
    }

    /// A one-time code for a window of the office.
    pub fn enrolment_code(&self, office: &str, window: u16) -> Outcome<String> {
        let window = window.to_string();
        Ok(self
            .command(&["enrol", "--office", office, "--window", &window])
            .output()?
            .trim()
            .to_owned())
    }

    /// Serves on this address until the companion is dropped.
    pub fn serve(&self, listen: &str) -> Outcome<Companion> {
        Companion::start(
            self.place,
            &self.program,
            &["--data", &self.data, "serve", "--listen", listen],
            Stdio::inherit(),
        )
    }
}

//! How well clients were told their wait, over many days.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use stoika_domain::ids::StreamId;
use stoika_domain::queue::waits;
use stoika_domain::standard::{self, Office, QueueNorms};

use super::plan::{MINUTE_MS, Town, plan};
use super::play::{Played, play};

/// The published documents that a day is made of.
pub struct Standard {
    offices: Vec<Office>,
    services: Vec<standard::Service>,
    queue: standard::QueueSettings,
    norms: QueueNorms,
}

macro_rules! document {
    ($name:literal) => {
        include_str!(concat!("../../../fixtures/standard/", $name, ".json"))
    };
}

impl Standard {
    /// As the project publishes them.
    ///
    /// # Errors
    /// A document that cannot be read.
    pub fn published() -> Result<Self, standard::StandardError> {
        Ok(Self {
            offices: standard::offices(document!("offices"))?,
            services: standard::services(document!("services"))?,
            queue: standard::queue(document!("queue"))?,
            norms: standard::queue_norms(document!("queue_norms"))?,
        })
    }

    /// What an office's days are made of; `None` for an office that is not published.
    #[must_use]
    pub fn town(&self, office: &str, staffed_percent: u64) -> Option<Town<'_>> {
        let office = self.offices.iter().find(|row| row.id.as_str() == office)?;
        Some(Town {
            office,
            services: &self.services,
            queue: &self.queue,
            staffed_percent,
        })
    }

    /// The norm of a reception, milliseconds.
    #[must_use]
    pub fn reception_norm_ms(&self, stream: &StreamId) -> i64 {
        let norm = self
            .norms
            .streams
            .iter()
            .find(|row| row.id == stream.as_str());
        norm.map_or(0, |row| i64::from(row.reception_minutes) * MINUTE_MS)
    }

    /// Plays one day of an office.
    ///
    /// # Errors
    /// An office that is not published, or a mistake of the player.
    pub fn play(
        &self,
        office: &str,
        staffed_percent: u64,
        date: NaiveDate,
        seed: u64,
    ) -> Result<Played, String> {
        let town = self
            .town(office, staffed_percent)
            .ok_or_else(|| format!("no office {office}"))?;
        let planned = plan(&town, date, seed);
        let norm_ms = |stream: &StreamId| self.reception_norm_ms(stream);
        play(&town, &planned, &norm_ms).map_err(|void| void.to_string())
    }
}

/// Sums over clients.
#[derive(Clone, Copy, Debug, Default)]
pub struct Errors {
    /// Clients whose wait was foretold and ended with a call.
    pub clients: u32,
    /// Of them inside of the range.
    pub inside: u32,
    /// Called sooner than the range.
    pub sooner: u32,
    /// Width of the ranges, minutes.
    pub width: f64,
    /// Waits, minutes.
    pub waited: f64,
    /// Error of the middle of the range, minutes.
    pub ours: f64,
    /// Error of average × number ahead, minutes.
    pub naive: f64,
    /// Error of average ÷ windows × number ahead, minutes.
    pub by_windows: f64,
}

impl Errors {
    /// Adds a day; of its clients those who were not told to go in at once, or all.
    pub fn add(&mut self, played: &Played, all: bool) {
        for told in &played.told {
            let visit = &played.visits[told.visit];
            let wait = waits(visit, played.ends_ms).into_iter().next();
            let Some(wait) = wait.filter(|wait| wait.called_at_ms.is_some()) else {
                continue;
            };
            if !all && told.range.to_minutes <= 1 {
                continue;
            }
            let minutes = wait.length_ms as f64 / MINUTE_MS as f64;
            let (from, to) = (
                f64::from(told.range.from_minutes),
                f64::from(told.range.to_minutes),
            );
            self.clients += 1;
            self.inside += u32::from(minutes >= from && minutes <= to);
            self.sooner += u32::from(minutes < from);
            self.width += to - from;
            self.waited += minutes;
            self.ours += (minutes - f64::midpoint(from, to)).abs();
            self.naive += (minutes - told.naive_minutes).abs();
            self.by_windows += (minutes - told.by_windows_minutes).abs();
        }
    }

    /// A sum as a mean of a client.
    #[must_use]
    pub fn mean(&self, sum: f64) -> f64 {
        sum / f64::from(self.clients.max(1))
    }

    /// Inside of the range, percent.
    #[must_use]
    pub fn inside_percent(&self) -> f64 {
        self.mean(f64::from(self.inside) * 100.0)
    }
}

/// Working days from a date on.
pub fn working_days(from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..)
        .map_while(move |n| from.checked_add_days(Days::new(n)))
        .filter(|date| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun))
}

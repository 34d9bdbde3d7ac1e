//! Tariffs (тарифы), with effective dates.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{StandardError, named};

/// Into how many zones the day is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayZones {
    /// One rate.
    One,
    /// Day and night.
    Two,
    /// Peak, half-peak and night.
    Three,
}

/// The price of one zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonePrice {
    /// `T1`, `T2`, `T3`.
    pub zone: String,
    /// «День».
    pub title_ru: String,
    /// Hours of the day: «7–23».
    pub hours_ru: String,
    /// Price, kopecks for a kWh.
    pub kopecks_per_kwh: i64,
}

/// A published tariff (тариф).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedTariff {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// The act that fixes it; `None` while its number is not known.
    pub clause: Option<String>,
    /// For which category of consumer.
    pub consumer_category: String,
    /// Zones of the day.
    pub zones: DayZones,
    /// The range of use it is for: up to so many kWh a month.
    pub month_kwh_max: u32,
    /// In force from.
    pub effective_from: NaiveDate,
    /// In force to, with that day; `None` while no end is known.
    pub effective_to: Option<NaiveDate>,
    /// Prices by zone.
    pub prices: Vec<ZonePrice>,
}

impl PublishedTariff {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.effective_from <= on && self.effective_to.is_none_or(|last| on <= last)
    }
}

/// Reads `tariffs.json`; prices stand for as many zones as the row says.
///
/// # Errors
/// [`StandardError`].
pub fn tariffs(json: &str) -> Result<Vec<PublishedTariff>, StandardError> {
    let tariffs = named(json, |row: &PublishedTariff| row.id.as_str())?;
    for tariff in &tariffs {
        let zones = match tariff.zones {
            DayZones::One => 1,
            DayZones::Two => 2,
            DayZones::Three => 3,
        };
        if tariff.prices.len() != zones {
            return Err(StandardError::Unfit {
                row: tariff.id.clone(),
                why: "prices do not fit the zones of the day",
            });
        }
    }
    Ok(tariffs)
}

//! Civil dates on the wire: ISO text where a person may read it (JSON), days since 01.01.1970
//! where only a program does (CBOR), because a date stands in nearly every entry.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

/// For `#[serde(with = "civil::date")]`.
pub mod date {
    use super::{Deserialize as _, Deserializer, NaiveDate, Serializer, Wire};
    use serde::Serialize as _;

    /// Writes the date.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(date: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
        Wire(*date).serialize(to)
    }

    /// Reads the date.
    ///
    /// # Errors
    /// When it is no date.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
        Wire::deserialize(from).map(|wire| wire.0)
    }
}

/// For `#[serde(default, with = "civil::optional_date")]`.
pub mod optional_date {
    use super::{Deserialize as _, Deserializer, NaiveDate, Serializer, Wire};
    use serde::Serialize as _;

    /// Writes the date, or nothing.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(date: &Option<NaiveDate>, to: S) -> Result<S::Ok, S::Error> {
        date.map(Wire).serialize(to)
    }

    /// Reads the date, if there is one.
    ///
    /// # Errors
    /// When it is no date.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
        Ok(Option::<Wire>::deserialize(from)?.map(|wire| wire.0))
    }
}

/// 01.01.1970, counted from 31.12.0000.
const EPOCH_FROM_CE: i32 = 719_163;

/// A date in the form of its medium.
struct Wire(NaiveDate);

impl serde::Serialize for Wire {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            self.0.serialize(to)
        } else {
            to.serialize_i32(self.0.num_days_from_ce() - EPOCH_FROM_CE)
        }
    }
}

impl<'de> Deserialize<'de> for Wire {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if from.is_human_readable() {
            return NaiveDate::deserialize(from).map(Self);
        }
        let days = i32::deserialize(from)?;
        days.checked_add(EPOCH_FROM_CE)
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .map(Self)
            .ok_or_else(|| D::Error::custom("no such day"))
    }
}

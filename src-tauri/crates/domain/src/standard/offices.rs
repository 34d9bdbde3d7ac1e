//! Offices of the branch network (филиальная сеть), §6.1.

use serde::{Deserialize, Serialize};

use super::{StandardError, named, unique};
use crate::ids::OfficeId;
use crate::number::OfficeCode;

/// Kind of an office (A20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeKind {
    /// Отделение.
    Branch,
    /// Центр обслуживания клиентов (ЦОК).
    ServiceCenter,
    /// Дополнительный пункт приёма граждан-потребителей.
    ReceptionPoint,
}

/// A phone of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficePhone {
    /// As the Standard prints it.
    pub text: String,
    /// `+7XXXXXXXXXX`.
    pub e164: String,
}

/// A place that an office serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonePlace {
    /// District; `None` where the Standard names none.
    pub district: Option<String>,
    /// Locality; `None` for the whole district.
    pub locality: Option<String>,
    /// «часть» and the like.
    pub note: Option<String>,
    /// Its own local time minus UTC, minutes, where it is not the office's (Колтубановка). Terms
    /// still run by the office's.
    #[serde(default)]
    pub utc_offset_minutes: Option<i32>,
}

/// An office (§6.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Name of the row.
    pub id: OfficeId,
    /// Kind.
    pub kind: OfficeKind,
    /// Full name.
    pub name_ru: String,
    /// The branch it belongs to; `None` for a branch, or where the Standard does not tell.
    pub parent: Option<OfficeId>,
    /// Code on paper, `ОТ`.
    pub paper_code: OfficeCode,
    /// Local time minus UTC, minutes.
    pub utc_offset_minutes: i32,
    /// Postal index, where the Standard gives one.
    pub postal_index: Option<String>,
    /// Address as the Standard prints it.
    pub address: String,
    /// Phones.
    pub phones: Vec<OfficePhone>,
    /// Own hours, where the Standard gives them.
    pub working_hours_ru: Option<String>,
    /// Zone of service.
    pub zone: Vec<ZonePlace>,
}

/// Reads `offices.json`; checks names, codes on paper and parents.
///
/// # Errors
/// [`StandardError`].
pub fn offices(json: &str) -> Result<Vec<Office>, StandardError> {
    let offices: Vec<Office> = named(json, |row: &Office| row.id.as_str())?;
    let codes: Vec<String> = offices
        .iter()
        .map(|office| office.paper_code.to_string())
        .collect();
    unique(codes.iter().map(String::as_str))?;
    for office in &offices {
        if let Some(parent) = &office.parent
            && !offices.iter().any(|other| other.id == *parent)
        {
            return Err(StandardError::Dangling {
                from: office.id.to_string(),
                to: parent.to_string(),
            });
        }
    }
    Ok(offices)
}

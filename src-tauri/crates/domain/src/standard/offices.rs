//! Offices of the branch network (филиальная сеть), §6.1.

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::{StandardError, named, rows, unique};
use crate::calendar::{DayKind, WorkCalendar};
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
    /// Street, where the office serves only some of the place (Похвистнево).
    #[serde(default)]
    pub street: Option<String>,
    /// «часть», houses and the like.
    pub note: Option<String>,
    /// Its own local time minus UTC, minutes, where it is not the office's (Колтубановка). Terms
    /// still run by the office's.
    #[serde(default)]
    pub utc_offset_minutes: Option<i32>,
}

/// A further address of an office, R92: a workplace belongs to an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeAddress {
    /// Name of the address.
    pub id: String,
    /// Postal index.
    pub postal_index: Option<String>,
    /// Address as the Standard prints it.
    pub address: String,
    /// Phones.
    pub phones: Vec<OfficePhone>,
}

/// Hours of one weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekdayHours {
    /// The day: `mon` … `sun`.
    pub weekday: Weekday,
    /// Opens at.
    #[serde(with = "clock")]
    pub from: NaiveTime,
    /// Closes at.
    #[serde(with = "clock")]
    pub to: NaiveTime,
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
    /// Its other addresses.
    #[serde(default)]
    pub other_addresses: Vec<OfficeAddress>,
    /// Own hours, where the Standard gives them.
    pub working_hours_ru: Option<String>,
    /// The same by weekday; empty where the Standard gives none.
    #[serde(default)]
    pub schedule: Vec<WeekdayHours>,
    /// Zone of service.
    pub zone: Vec<ZonePlace>,
}

/// Hours of a working day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkdayHours {
    /// Name of the row.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard gives them; `None` for a setting.
    pub clause: Option<String>,
    /// The phone that is answered, for the contact centre.
    #[serde(default)]
    pub phone: Option<OfficePhone>,
    /// Opens at.
    #[serde(with = "clock")]
    pub from: NaiveTime,
    /// Closes at; an hour earlier on the eve of a holiday (ТК РФ ст. 95).
    #[serde(with = "clock")]
    pub to: NaiveTime,
    /// In words.
    pub text_ru: String,
}

/// `hours.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursData {
    /// For an office to which the Standard gives no hours of its own.
    pub office_default: WorkdayHours,
    /// Контакт-центр, 7.1.
    pub contact_center: WorkdayHours,
}

/// When an office receives on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenHours {
    /// Opens at.
    pub from: NaiveTime,
    /// Closes at.
    pub to: NaiveTime,
    /// The Standard gives these hours; else they are a setting.
    pub by_standard: bool,
}

impl Office {
    /// When the office receives on a day (R91, R93); `None` when it is closed.
    #[must_use]
    pub fn hours_on(
        &self,
        date: NaiveDate,
        default: &WorkdayHours,
        calendar: &WorkCalendar,
    ) -> Option<OpenHours> {
        if self.schedule.is_empty() {
            return default.on(date, calendar);
        }
        self.schedule
            .iter()
            .find(|day| day.weekday == date.weekday())
            .filter(|_| calendar.is_working(date))
            .map(|day| OpenHours {
                from: day.from,
                to: day.to,
                by_standard: true,
            })
    }

    /// Its hours in words, and whether the Standard gives them.
    #[must_use]
    pub fn hours_ru<'a>(&'a self, default: &'a WorkdayHours) -> (&'a str, bool) {
        match &self.working_hours_ru {
            Some(own) => (own, true),
            None => (&default.text_ru, false),
        }
    }

    /// All its addresses with their postal indexes and phones, the main one first.
    pub fn addresses(&self) -> impl Iterator<Item = (Option<&str>, &str, &[OfficePhone])> {
        let main = (
            self.postal_index.as_deref(),
            self.address.as_str(),
            self.phones.as_slice(),
        );
        std::iter::once(main).chain(self.other_addresses.iter().map(|other| {
            (
                other.postal_index.as_deref(),
                other.address.as_str(),
                other.phones.as_slice(),
            )
        }))
    }
}

impl WorkdayHours {
    /// The hours of a day; `None` when it is a day off.
    #[must_use]
    pub fn on(&self, date: NaiveDate, calendar: &WorkCalendar) -> Option<OpenHours> {
        let short = match calendar.day_kind(date) {
            DayKind::Working => false,
            DayKind::ShortWorking => true,
            DayKind::WorkingWeekend { short, .. } => short,
            DayKind::Weekend | DayKind::Holiday { .. } | DayKind::MovedDayOff { .. } => {
                return None;
            }
        };
        let earlier = TimeDelta::hours(i64::from(short));
        Some(OpenHours {
            from: self.from,
            to: self.to - earlier,
            by_standard: self.clause.is_some(),
        })
    }
}

/// Reads `hours.json`.
///
/// # Errors
/// [`StandardError`].
pub fn hours(json: &str) -> Result<HoursData, StandardError> {
    let data: HoursData = rows(json)?;
    for hours in [&data.office_default, &data.contact_center] {
        ordered(&hours.id, hours.from, hours.to)?;
    }
    Ok(data)
}

fn ordered(row: &str, from: NaiveTime, to: NaiveTime) -> Result<(), StandardError> {
    if from < to {
        return Ok(());
    }
    Err(StandardError::Unfit {
        row: row.to_owned(),
        why: "it closes before it opens",
    })
}

/// `09:00`.
mod clock {
    use chrono::NaiveTime;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    const FORM: &str = "%H:%M";

    pub fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&time.format(FORM))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(from)?;
        NaiveTime::parse_from_str(&text, FORM).map_err(D::Error::custom)
    }
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
        for day in &office.schedule {
            ordered(office.id.as_str(), day.from, day.to)?;
        }
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

//! The norms and the calendar as this replica's directory has them: what the dates of a
//! projection are computed from.

use chrono::NaiveDate;
use rusqlite::Connection;
use stoika_domain::appeal::Appeal;
use stoika_domain::calendar::WorkCalendar;
use stoika_domain::standard;
use stoika_domain::terms::{NormSet, Term};

use crate::directory;
use crate::error::Result;

/// Norms and calendar; either may not have been loaded yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    norms: Option<NormSet>,
    calendar: Option<WorkCalendar>,
}

impl Rules {
    /// Whether a document of this name is a part of the rules.
    pub fn speaks(document: &str) -> bool {
        matches!(document, "norms" | "calendar")
    }

    pub fn read(conn: &Connection) -> Result<Self> {
        // A document that cannot be read leaves the dates empty and stops nothing else.
        let document = |name| directory::standard(conn, name);
        Ok(Self {
            norms: document("norms")?.and_then(|json| standard::norms(&json).ok()),
            calendar: document("calendar")?.and_then(|json| standard::calendar(&json).ok()),
        })
    }

    /// These rules with other norms: to see what the norms alone have moved.
    pub fn with_norms_of(&self, other: &Self) -> Self {
        Self {
            norms: other.norms.clone(),
            calendar: self.calendar.clone(),
        }
    }

    /// These rules with another calendar.
    pub fn with_calendar_of(&self, other: &Self) -> Self {
        other.with_norms_of(self)
    }

    /// The first day of these on which other rules count otherwise, or the day after them; `None` when more than the
    /// calendar differs.
    pub fn first_day_moved(
        &self,
        other: &Self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Option<NaiveDate> {
        let (old, new) = (self.calendar.as_ref()?, other.calendar.as_ref()?);
        if self.norms != other.norms {
            return None;
        }
        from.iter_days()
            .find(|day| *day > to || old.is_working(*day) != new.is_working(*day))
    }

    /// The term of an appeal; `None` while the rules that it needs are not here.
    pub fn term(&self, appeal: &Appeal) -> Option<Term> {
        let registered = &appeal.registered;
        let (norm, dates) = appeal.running();
        self.norms
            .as_ref()?
            .resolve(
                &norm,
                Some(registered.audience),
                Some(&registered.channel),
                dates.received_on,
            )
            .ok()?
            .compute(&dates, self.calendar.as_ref()?)
            .ok()
    }
}

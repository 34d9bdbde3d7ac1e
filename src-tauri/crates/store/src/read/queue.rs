//! The queue of an office's day: visits, shifts, signs, whole. A day is at most some hundreds of each,
//! and the order of the line and every figure need all of them.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use stoika_domain::body::{State, SubjectKind};
use stoika_domain::queue::{HallSign, Shift, Visit};
use uuid::Uuid;

use super::journal_lines::{JournalLine, lines};
use super::states;
use crate::error::Result;
use crate::project::day as day_number;
use crate::record::WriteContext;
use crate::replica::Replica;
use crate::sending::Place;

/// A day of an office's queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueDay {
    /// Visits by the time of their tickets.
    pub visits: Vec<Visit>,
    /// Where each visit's last record is.
    pub places: Vec<Place>,
    /// Shifts by the time of opening.
    pub shifts: Vec<Shift>,
    /// Signs by the time of raising.
    pub signs: Vec<HallSign>,
}

impl Replica {
    /// The queue of an office's day.
    ///
    /// # Errors
    /// Those of the disk; [`crate::StoreError::Unreadable`].
    pub fn queue_day(&self, office: &str, day: NaiveDate) -> Result<QueueDay> {
        self.read(|conn| queue_day(conn, office, day))
    }

    /// Days of an office that have a queue, the latest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn queue_days(&self, office: &str, limit: u32) -> Result<Vec<NaiveDate>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT DISTINCT day FROM queue WHERE office = ?1 ORDER BY day DESC LIMIT ?2",
            )?;
            let days = statement.query_map(params![office, limit], |row| row.get::<_, i64>(0))?;
            let days = days.collect::<rusqlite::Result<Vec<i64>>>()?;
            Ok(days
                .into_iter()
                .filter_map(crate::project::date_of)
                .collect())
        })
    }

    /// What was recorded of a visit, in the order of the authority, then of this desk.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn visit_course(&self, id: Uuid) -> Result<Vec<JournalLine>> {
        self.read(|conn| {
            lines(
                conn,
                "WHERE g.kind = ?1 AND g.subject = ?2
                 ORDER BY e.position IS NULL, e.position, e.former_position IS NULL, e.former_position,
                   e.branch_position IS NULL, e.branch_position, e.id",
                params![SubjectKind::Visit.number(), id.as_bytes()],
            )
        })
    }

    /// Visits of a client, the latest first.
    ///
    /// # Errors
    /// Those of the disk; [`crate::StoreError::Unreadable`].
    pub fn visits_of_party(&self, party: &str, limit: u32) -> Result<Vec<(Visit, Place)>> {
        self.read(|conn| {
            let found = states(
                conn,
                "queue q JOIN aggregate g ON g.id = q.aggregate
                 WHERE q.party = ?1 ORDER BY q.at_ms DESC, q.aggregate DESC LIMIT ?2",
                params![party, limit],
            )?;
            Ok(found
                .into_iter()
                .filter_map(|(state, place)| visit(state).map(|visit| (visit, place)))
                .collect())
        })
    }
}

impl WriteContext<'_, '_> {
    /// The queue of an office's day as it stands within this transaction.
    ///
    /// # Errors
    /// Those of the disk; [`crate::StoreError::Unreadable`].
    pub fn queue_day(&self, office: &str, day: NaiveDate) -> Result<QueueDay> {
        queue_day(&self.writing.tx, office, day)
    }

    /// The next number of a letter within a block of the day; `None` when the block is used up. Counted
    /// from the tickets themselves, so neither a restore nor another desk's tickets double one.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn next_ticket(
        &self,
        office: &str,
        day: NaiveDate,
        letter: char,
        block: &RangeInclusive<u16>,
    ) -> Result<Option<u16>> {
        let last: Option<u16> = self
            .writing
            .tx
            .prepare_cached(
                "SELECT max(number) FROM queue
                 WHERE office = ?1 AND day = ?2 AND kind = ?3 AND letter = ?4 AND number BETWEEN ?5 AND ?6",
            )?
            .query_row(
                params![
                    office,
                    day_number(day),
                    SubjectKind::Visit.number(),
                    letter.to_string(),
                    block.start(),
                    block.end()
                ],
                |row| row.get(0),
            )?;
        let next = last.map_or(Some(*block.start()), |last| last.checked_add(1));
        Ok(next.filter(|next| block.contains(next)))
    }
}

fn queue_day(conn: &Connection, office: &str, day: NaiveDate) -> Result<QueueDay> {
    let mut queue = QueueDay::default();
    let found = states(
        conn,
        "queue q JOIN aggregate g ON g.id = q.aggregate
                 WHERE q.office = ?1 AND q.day = ?2 ORDER BY q.at_ms, q.aggregate",
        params![office, day_number(day)],
    )?;
    for (state, place) in found {
        match state {
            State::Visit(visit) => {
                queue.visits.push(*visit);
                queue.places.push(place);
            }
            State::Shift(shift) => queue.shifts.push(shift),
            State::HallSign(sign) => queue.signs.push(sign),
            State::Appeal(_)
            | State::PartyContact(_)
            | State::Consultation(_)
            | State::FollowUp(_)
            | State::Incident(_)
            | State::Consent(_)
            | State::Paper(_)
            | State::Tenure(_)
            | State::QueueOrder(_)
            | State::Destruction(_)
            | State::BookEntry(_)
            | State::Survey(_)
            | State::DispatchList(_)
            | State::Audit(_) => {}
        }
    }
    Ok(queue)
}

fn visit(state: State) -> Option<Visit> {
    match state {
        State::Visit(visit) => Some(*visit),
        State::Shift(_)
        | State::HallSign(_)
        | State::Tenure(_)
        | State::QueueOrder(_)
        | State::Destruction(_)
        | State::BookEntry(_)
        | State::Survey(_)
        | State::DispatchList(_)
        | State::Appeal(_)
        | State::PartyContact(_)
        | State::Consultation(_)
        | State::FollowUp(_)
        | State::Incident(_)
        | State::Consent(_)
        | State::Paper(_)
        | State::Audit(_) => None,
    }
}

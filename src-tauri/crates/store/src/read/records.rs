//! Consultations, agreed steps, incidents, consents and papers: what was done beside appeals.

use rusqlite::params;
use stoika_domain::body::{EntryKind, State, SubjectKind};
use stoika_domain::consent::Consent;
use stoika_domain::follow_up::FollowUp;
use stoika_domain::paper::Paper;
use stoika_protocol::ActId;

use super::journal_lines::{JournalLine, lines};
use super::states;
use crate::error::Result;
use crate::record::WriteContext;
use crate::replica::Replica;
use crate::sending::Place;

impl Replica {
    /// What was done with a client beside appeals and where that record is, the latest first; what lies
    /// behind one of them, when it is named.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn records_of_party(
        &self,
        party: &str,
        after: Option<ActId>,
        limit: u32,
    ) -> Result<Vec<(State, Place)>> {
        self.read(|conn| {
            states(
                conn,
                "record d JOIN aggregate g ON g.id = d.aggregate
                 WHERE d.party = ?1 AND (?2 IS NULL OR (d.at_ms, d.aggregate) <
                   (SELECT x.at_ms, x.aggregate FROM record x JOIN aggregate y ON y.id = x.aggregate WHERE y.subject = ?2))
                 ORDER BY d.at_ms DESC, d.aggregate DESC LIMIT ?3",
                params![party, after.map(|id| *id.0.as_bytes()), limit],
            )
        })
    }

    /// Agreed steps of a client that are still to come, the latest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn open_steps_of_party(&self, party: &str, limit: u32) -> Result<Vec<(State, Place)>> {
        self.read(|conn| {
            states(
                conn,
                "record d JOIN aggregate g ON g.id = d.aggregate
                 WHERE d.party = ?1 AND d.open = 1 AND d.kind = ?2 ORDER BY d.at_ms DESC, d.aggregate DESC LIMIT ?3",
                params![party, SubjectKind::FollowUp.number(), limit],
            )
        })
    }

    /// Records of a kind, the latest first; what lies behind one of them, when it is named.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn records_of_kind(
        &self,
        kind: SubjectKind,
        after: Option<ActId>,
        limit: u32,
    ) -> Result<Vec<(State, Place)>> {
        self.read(|conn| {
            states(
                conn,
                "record d JOIN aggregate g ON g.id = d.aggregate
                 WHERE d.kind = ?1 AND (?2 IS NULL OR (d.at_ms, d.aggregate) <
                   (SELECT x.at_ms, x.aggregate FROM record x JOIN aggregate y ON y.id = x.aggregate WHERE y.subject = ?2))
                 ORDER BY d.at_ms DESC, d.aggregate DESC LIMIT ?3",
                params![kind.number(), after.map(|id| *id.0.as_bytes()), limit],
            )
        })
    }

    /// Consents of a client that were signed or withdrawn at desks, the latest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn consents_of_party(&self, party: &str) -> Result<Vec<(Consent, Place)>> {
        self.read(|conn| {
            let found = states(
                conn,
                "record d JOIN aggregate g ON g.id = d.aggregate
                 WHERE d.party = ?1 AND d.kind = ?2 ORDER BY d.at_ms DESC, d.aggregate DESC",
                params![party, SubjectKind::Consent.number()],
            )?;
            Ok(found
                .into_iter()
                .filter_map(|(state, place)| match state {
                    State::Consent(consent) => Some((consent, place)),
                    State::Appeal(_)
                    | State::PartyContact(_)
                    | State::Consultation(_)
                    | State::FollowUp(_)
                    | State::Incident(_)
                    | State::Paper(_)
                    | State::Visit(_)
                    | State::Shift(_)
                    | State::HallSign(_)
                    | State::Tenure(_)
                    | State::QueueOrder(_)
                    | State::Destruction(_)
                    | State::BookEntry(_)
                    | State::Survey(_)
                    | State::DispatchList(_)
                    | State::Audit(_) => None,
                })
                .collect())
        })
    }

    /// The paper of a number and form that was given out here, and the number of its next copy.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn paper(&self, number: &str, form: &str) -> Result<Option<Paper>> {
        self.read(|conn| {
            let found = states(
                conn,
                "record d JOIN aggregate g ON g.id = d.aggregate
                 WHERE d.kind = ?1 AND d.number = ?2 ORDER BY d.aggregate",
                params![SubjectKind::Paper.number(), number],
            )?;
            Ok(found.into_iter().find_map(|(state, _)| match state {
                State::Paper(paper) if paper.issued.form_id.as_str() == form => Some(paper),
                State::Paper(_)
                | State::Appeal(_)
                | State::PartyContact(_)
                | State::Consultation(_)
                | State::FollowUp(_)
                | State::Incident(_)
                | State::Consent(_)
                | State::Visit(_)
                | State::Shift(_)
                | State::HallSign(_)
                | State::Tenure(_)
                | State::QueueOrder(_)
                | State::Destruction(_)
                | State::BookEntry(_)
                | State::Survey(_)
                | State::DispatchList(_)
                | State::Audit(_) => None,
            }))
        })
    }

    /// Takes the next number of a series for a paper that is about to be printed. It is not given
    /// again, printed or not: a gap harms nobody, a number on two papers does.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn take_counter(&self, series: &str, year: i32) -> Result<u32> {
        let (counter, _) =
            self.write(|writing| WriteContext { writing }.next_counter(series, year))?;
        Ok(counter)
    }

    /// Agreed steps that are still to come, the soonest first: of one user, or of all.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn follow_ups(&self, executor: Option<&str>, limit: u32) -> Result<Vec<(FollowUp, Place)>> {
        self.read(|conn| {
            let found = states(
                conn,
                "record d JOIN aggregate g ON g.id = d.aggregate
                 WHERE d.open = 1 AND d.kind = ?1 AND (?2 IS NULL OR d.executor = ?2)
                 ORDER BY d.due_on, d.due_at, d.aggregate LIMIT ?3",
                params![SubjectKind::FollowUp.number(), executor, limit],
            )?;
            Ok(found
                .into_iter()
                .filter_map(|(state, place)| match state {
                    State::FollowUp(follow_up) => Some((*follow_up, place)),
                    State::Appeal(_)
                    | State::PartyContact(_)
                    | State::Consultation(_)
                    | State::Incident(_)
                    | State::Consent(_)
                    | State::Paper(_)
                    | State::Visit(_)
                    | State::Shift(_)
                    | State::HallSign(_)
                    | State::Tenure(_)
                    | State::QueueOrder(_)
                    | State::Destruction(_)
                    | State::BookEntry(_)
                    | State::Survey(_)
                    | State::DispatchList(_)
                    | State::Audit(_) => None,
                })
                .collect())
        })
    }

    /// Acts of printing between two instants (wall clock, Unix milliseconds; the end is not
    /// included), newest first. `text` is the beginning of a number; `before` is the instant and
    /// the number of the last line that was seen.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn prints(
        &self,
        between_ms: (i64, i64),
        text: &str,
        before: Option<(i64, u64)>,
        limit: u32,
    ) -> Result<Vec<JournalLine>> {
        let (at_ms, seq) = before.unwrap_or((i64::MAX, u64::MAX));
        self.read(|conn| {
            lines(
                conn,
                "WHERE e.kind IN (?1, ?2, ?3) AND e.wall_time_ms >= ?4 AND e.wall_time_ms < ?5
                   AND (?6 = '' OR instr(upper(coalesce(p.number, d.number)), ?6) = 1)
                   AND (e.wall_time_ms, e.seq) < (?7, ?8)
                 ORDER BY e.wall_time_ms DESC, e.seq DESC LIMIT ?9",
                params![
                    EntryKind::AppealPrinted.number(),
                    EntryKind::PaperIssued.number(),
                    EntryKind::PaperReissued.number(),
                    between_ms.0,
                    between_ms.1,
                    text,
                    at_ms,
                    i64::try_from(seq).unwrap_or(i64::MAX),
                    limit
                ],
            )
        })
    }
}

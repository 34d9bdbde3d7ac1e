//! The list of appeals, its counts and the card.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use stoika_domain::appeal::{Appeal, AppealStatus};
use stoika_domain::body::{State, SubjectKind};
use stoika_protocol::{ActId, Subject};
use uuid::Uuid;

use super::journal_lines::{JournalLine, PLACE, lines, place_of};
use crate::aggregate;
use crate::error::Result;
use crate::journal;
use crate::project::{date_of, day};
use crate::registry::Lists;
use crate::replica::Replica;
use crate::sending::Place;

/// Which appeals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppealView {
    /// В работе: not closed.
    Open,
    /// Мои: not closed, this user is the executor.
    Mine(String),
    /// Просрочено: not answered, the control date has passed; of a waiting one, the date that does not
    /// stand still.
    Overdue,
    /// Срок сегодня: not answered.
    Today,
    /// Ждут сведений от заявителя.
    Waiting,
    /// Ждут решения начальника.
    Proposed,
    /// Закрытые.
    Closed,
}

/// What else a row must be; empty fields ask nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppealFilter {
    /// Category.
    pub category: String,
    /// Topic.
    pub topic: String,
    /// Channel.
    pub channel: String,
    /// User id of the executor; `-` for nobody.
    pub executor: String,
    /// Received from this day on.
    pub received_from: Option<NaiveDate>,
    /// Received up to this day.
    pub received_to: Option<NaiveDate>,
}

/// By what the list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppealSort {
    /// Control date.
    Due,
    /// Number.
    Number,
    /// Applicant.
    Applicant,
    /// Executor; nobody first.
    Executor,
}

/// Where a page of the list ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageKey(pub String);

/// What page of the list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealsAsked {
    /// Which appeals.
    pub view: AppealView,
    /// Civil date at the office.
    pub today: NaiveDate,
    /// Part of number or applicant; empty for all.
    pub text: String,
    /// Topics whose title fits the text: they are found too.
    pub topics: Vec<String>,
    /// What else a row must be.
    pub filter: AppealFilter,
    /// Order.
    pub sort: AppealSort,
    /// The other way round.
    pub descending: bool,
    /// Continue after this row.
    pub after: Option<PageKey>,
    /// At most so many rows.
    pub limit: u32,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealRow {
    /// Its id: the act that registered it.
    pub id: ActId,
    /// Registration number.
    pub number: String,
    /// Where it stands.
    pub status: AppealStatus,
    /// Civil date of receipt.
    pub received_on: NaiveDate,
    /// The date to aim at, when it is earlier than the control date.
    pub target_on: Option<NaiveDate>,
    /// The control date; `None` while the norms are not here.
    pub limit_on: Option<NaiveDate>,
    /// The outer limit, when it is later than the control date.
    pub outer_on: Option<NaiveDate>,
    /// Category.
    pub category: String,
    /// Topic.
    pub topic: String,
    /// Full name of the applicant.
    pub applicant: String,
    /// His row, if he is in the base.
    pub party: Option<String>,
    /// His account.
    pub account: Option<String>,
    /// User id and name of the executor.
    pub executor: Option<(String, String)>,
    /// The office that registered it.
    pub office: String,
    /// When it was registered, Unix milliseconds.
    pub registered_at_ms: i64,
    /// It waits for the client.
    pub waiting: bool,
    /// A proposal to leave it without consideration waits for the head.
    pub proposed: bool,
    /// Where its last record is.
    pub place: Place,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppealPage {
    /// Rows.
    pub rows: Vec<AppealRow>,
    /// Where to continue; `None` at the end.
    pub next: Option<PageKey>,
    /// Rows of the view with this text.
    pub total: u64,
}

/// How many appeals each view holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AppealCounts {
    /// В работе.
    pub open: u64,
    /// Мои.
    pub mine: u64,
    /// Просрочено.
    pub overdue: u64,
    /// Срок сегодня.
    pub today: u64,
    /// Ждут сведений.
    pub waiting: u64,
    /// Ждут решения начальника.
    pub proposed: u64,
    /// Закрытые.
    pub closed: u64,
}

/// An appeal with its course.
#[derive(Clone, Debug)]
pub struct AppealCard {
    /// As it stands here, with what has not been ordered yet.
    pub appeal: Appeal,
    /// Its row of the list.
    pub row: AppealRow,
    /// Its entries in the order in which they are folded.
    pub timeline: Vec<JournalLine>,
}

fn columns() -> String {
    format!(
        "SELECT g.subject, p.number, p.status, p.received_on, p.target_on, p.limit_on, p.outer_on, p.category, p.topic,
           p.applicant, p.party, p.account, p.executor, p.executor_name, p.office, p.registered_at_ms, p.aggregate,
           (SELECT {PLACE} FROM entry e JOIN replica r ON r.id = e.replica WHERE e.id = g.last_entry),
           p.waiting, p.proposed
         FROM appeal p JOIN aggregate g ON g.id = p.aggregate"
    )
}

fn status_of(number: i64) -> AppealStatus {
    match number {
        0 => AppealStatus::Registered,
        1 => AppealStatus::Assigned,
        2 => AppealStatus::Answered,
        // Only `status_number` writes the column.
        _ => AppealStatus::Closed,
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<AppealRow> {
    let date = |column: usize| -> rusqlite::Result<Option<NaiveDate>> {
        Ok(row.get::<_, Option<i64>>(column)?.and_then(date_of))
    };
    let executor = (
        row.get::<_, Option<String>>(12)?,
        row.get::<_, Option<String>>(13)?,
    );
    Ok(AppealRow {
        id: ActId(Uuid::from_bytes(journal::array(row, 0)?)),
        number: row.get(1)?,
        status: status_of(row.get(2)?),
        received_on: date(3)?.unwrap_or_default(),
        target_on: date(4)?,
        limit_on: date(5)?,
        outer_on: date(6)?,
        category: row.get(7)?,
        topic: row.get(8)?,
        applicant: row.get(9)?,
        party: row.get(10)?,
        account: row.get(11)?,
        executor: executor.0.zip(executor.1),
        office: row.get(14)?,
        registered_at_ms: row.get(15)?,
        waiting: row.get(18)?,
        proposed: row.get(19)?,
        place: place_of(row.get::<_, Option<i64>>(17)?.unwrap_or(0)),
    })
}

/// Rows by the numbers of their aggregates, in that order. One that has gone since is passed over.
fn of_aggregates(conn: &Connection, aggregates: &[i64]) -> Result<Vec<AppealRow>> {
    let mut statement = conn.prepare_cached(&format!("{} WHERE p.aggregate = ?1", columns()))?;
    let mut rows = Vec::with_capacity(aggregates.len());
    for aggregate in aggregates {
        rows.extend(statement.query_row([aggregate], read).optional()?);
    }
    Ok(rows)
}

/// One row of the list.
pub(crate) fn row(conn: &Connection, id: ActId) -> Result<Option<AppealRow>> {
    Ok(conn
        .prepare_cached(&format!(
            "{} WHERE g.kind = ?1 AND g.subject = ?2",
            columns()
        ))?
        .query_row(params![SubjectKind::Appeal.number(), id.0.as_bytes()], read)
        .optional()?)
}

/// Rows of the list by a condition.
pub(crate) fn rows(
    conn: &Connection,
    rest: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<AppealRow>> {
    let mut statement = conn.prepare_cached(&format!("{} {rest}", columns()))?;
    let rows = statement.query_map(values, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Replica {
    /// A page of the list of appeals.
    ///
    /// # Errors
    /// [`StoreError::Missing`] for a page key that this sort did not give; those of the disk.
    pub fn appeals(&self, asked: &AppealsAsked) -> Result<AppealPage> {
        let slice = self.registry(|lists| lists.page(asked))?;
        Ok(AppealPage {
            rows: self.read(|conn| of_aggregates(conn, &slice.aggregates))?,
            next: slice.next,
            total: slice.total,
        })
    }

    /// How many appeals each view holds for this user today.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn appeal_counts(&self, user: &str, today: NaiveDate) -> Result<AppealCounts> {
        self.registry(|lists| Ok(lists.counts(user, day(today))))
    }

    fn registry<T>(&self, look: impl FnOnce(&Lists) -> Result<T>) -> Result<T> {
        self.registry.look(|| self.read(Lists::read), look)
    }

    /// Every appeal of a category that is here, or only those in work.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn appeals_of_category(&self, category: &str, only_open: bool) -> Result<Vec<Appeal>> {
        self.read(|conn| {
            let below = if only_open { 2 } else { 4 };
            let ids: Vec<ActId> = conn
                .prepare_cached(
                    "SELECT g.subject FROM appeal p JOIN aggregate g ON g.id = p.aggregate
                     WHERE p.category = ?1 AND p.status < ?2 ORDER BY p.number_sort",
                )?
                .query_map(params![category, below], |row| {
                    Ok(ActId(Uuid::from_bytes(journal::array(row, 0)?)))
                })?
                .collect::<rusqlite::Result<_>>()?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                let subject = Subject {
                    kind: SubjectKind::Appeal.number(),
                    id,
                };
                if let Some(State::Appeal(appeal)) = aggregate::state(conn, subject)? {
                    found.push(*appeal);
                }
            }
            Ok(found)
        })
    }

    /// An appeal with its course; `None` when it is not here.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn appeal(&self, id: ActId) -> Result<Option<AppealCard>> {
        self.read(|conn| {
            let subject = Subject {
                kind: SubjectKind::Appeal.number(),
                id,
            };
            let (Some(State::Appeal(appeal)), Some(row)) =
                (aggregate::state(conn, subject)?, row(conn, id)?)
            else {
                return Ok(None);
            };
            let timeline = lines(
                conn,
                "WHERE g.kind = ?1 AND g.subject = ?2
                 ORDER BY e.position IS NULL, e.position, e.former_position IS NULL, e.former_position,
                   e.branch_position IS NULL, e.branch_position, e.id",
                params![subject.kind, id.0.as_bytes()],
            )?;
            Ok(Some(AppealCard {
                appeal: *appeal,
                row,
                timeline,
            }))
        })
    }
}

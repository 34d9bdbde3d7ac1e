//! The list of appeals, its counts and the card.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use stoika_domain::appeal::{Appeal, AppealStatus};
use stoika_domain::body::{State, SubjectKind};
use stoika_domain::text;
use stoika_protocol::{ActId, Subject};
use uuid::Uuid;

use super::journal_lines::{JournalLine, PLACE, lines, place_of};
use crate::aggregate;
use crate::error::{Result, StoreError};
use crate::journal::{self, unsigned};
use crate::project::{date_of, day};
use crate::replica::Replica;
use crate::search::numbers;
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
           p.due_sort, p.number_sort, p.applicant_sort, p.executor_sort, p.waiting, p.proposed
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
        waiting: row.get(22)?,
        proposed: row.get(23)?,
        place: place_of(row.get::<_, Option<i64>>(17)?.unwrap_or(0)),
    })
}

impl AppealView {
    /// The condition on `p`; ?1 is the user, ?2 today.
    const fn condition(&self) -> &'static str {
        match self {
            Self::Open => "p.status < 3",
            Self::Mine(_) => "p.status < 3 AND p.executor = ?1",
            Self::Overdue => "p.status < 2 AND p.limit_on < ?2",
            Self::Today => "p.status < 2 AND p.limit_on = ?2",
            Self::Waiting => "p.status < 2 AND p.waiting = 1",
            Self::Proposed => "p.status < 2 AND p.proposed = 1",
            Self::Closed => "p.status = 3",
        }
    }
}

impl AppealSort {
    const fn column(self) -> &'static str {
        match self {
            Self::Due => "p.due_sort",
            Self::Number => "p.number_sort",
            Self::Applicant => "p.applicant_sort",
            Self::Executor => "p.executor_sort",
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Due => 18,
            Self::Number => 19,
            Self::Applicant => 20,
            Self::Executor => 21,
        }
    }

    /// Reads the key of a page: the value sorted by, and the row.
    fn key(self, key: &PageKey) -> Result<(Value, i64)> {
        let bad = StoreError::Missing("page of the list");
        let Some((value, aggregate)) = key.0.rsplit_once('\u{1}') else {
            return Err(bad);
        };
        let Ok(aggregate) = aggregate.parse() else {
            return Err(bad);
        };
        let value = match self {
            Self::Due => Value::Integer(value.parse().map_err(|_| bad)?),
            Self::Number | Self::Applicant | Self::Executor => Value::Text(value.to_owned()),
        };
        Ok((value, aggregate))
    }
}

/// The conditions of [`AppealFilter`]; an empty one holds always.
const FILTER: &str =
    "(?9 = '' OR p.category = ?9) AND (?10 = '' OR p.topic = ?10) AND (?11 = '' OR p.channel = ?11)
   AND (?12 = '' OR (?12 = '-' AND p.executor IS NULL) OR p.executor = ?12)
   AND (?13 IS NULL OR p.received_on >= ?13) AND (?14 IS NULL OR p.received_on <= ?14)";

fn page(conn: &Connection, asked: &AppealsAsked) -> Result<AppealPage> {
    let user = match &asked.view {
        AppealView::Mine(user) => user.as_str(),
        AppealView::Open
        | AppealView::Overdue
        | AppealView::Today
        | AppealView::Waiting
        | AppealView::Proposed
        | AppealView::Closed => "",
    };
    let view = asked.view.condition();
    let filter = FILTER;
    let by_text =
        "(?3 = '' OR instr(p.applicant_sort, ?3) > 0 OR (?4 <> '' AND instr(p.number_find, ?4) > 0)
       OR p.topic IN (SELECT value FROM json_each(?5)))";
    let asks = &asked.filter;
    let words = text::normalise(&asked.text);
    let symbols = numbers::compact(&asked.text);
    let topics = serde_json::to_string(&asked.topics).unwrap_or_default();
    let today = day(asked.today);
    let total = conn
        .prepare_cached(&format!(
            "SELECT count(*) FROM appeal p WHERE {view} AND {by_text} AND {filter}"
        ))?
        .query_row(
            params![
                user,
                today,
                words,
                symbols,
                topics,
                Value::Null,
                0,
                0,
                asks.category,
                asks.topic,
                asks.channel,
                asks.executor,
                asks.received_from.map(day),
                asks.received_to.map(day)
            ],
            |row| row.get(0).map(unsigned),
        )?;
    let column = asked.sort.column();
    let (compare, direction) = if asked.descending {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    let (after, last) = match &asked.after {
        Some(key) => asked.sort.key(key)?,
        None => (Value::Null, 0),
    };
    let sql = format!(
        "{} WHERE {view} AND {by_text} AND {filter} AND (?6 IS NULL OR ({column}, p.aggregate) {compare} (?6, ?7))
         ORDER BY {column} {direction}, p.aggregate {direction} LIMIT ?8",
        columns()
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let values = params![
        user,
        today,
        words,
        symbols,
        topics,
        after,
        last,
        asked.limit,
        asks.category,
        asks.topic,
        asks.channel,
        asks.executor,
        asks.received_from.map(day),
        asks.received_to.map(day)
    ];
    let mut found = statement.query(values)?;
    let mut rows = Vec::new();
    let mut next = None;
    while let Some(row) = found.next()? {
        let value = match row.get::<_, Value>(asked.sort.place())? {
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text,
            Value::Null | Value::Real(_) | Value::Blob(_) => String::new(),
        };
        next = Some(PageKey(format!("{value}\u{1}{}", row.get::<_, i64>(16)?)));
        rows.push(read(row)?);
    }
    let full = rows.len() == asked.limit as usize;
    Ok(AppealPage {
        rows,
        next: next.filter(|_| full),
        total,
    })
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
        self.read(|conn| page(conn, asked))
    }

    /// How many appeals each view holds for this user today.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn appeal_counts(&self, user: &str, today: NaiveDate) -> Result<AppealCounts> {
        self.read(|conn| {
            let mut counts = conn
                .prepare_cached(
                    "SELECT count(*), count(*) FILTER (WHERE executor = ?1),
                       count(*) FILTER (WHERE status < 2 AND limit_on < ?2),
                       count(*) FILTER (WHERE status < 2 AND limit_on = ?2),
                       count(*) FILTER (WHERE status < 2 AND waiting = 1),
                       count(*) FILTER (WHERE status < 2 AND proposed = 1)
                     FROM appeal WHERE status < 3",
                )?
                .query_row(params![user, day(today)], |row| {
                    Ok(AppealCounts {
                        open: unsigned(row.get(0)?),
                        mine: unsigned(row.get(1)?),
                        overdue: unsigned(row.get(2)?),
                        today: unsigned(row.get(3)?),
                        waiting: unsigned(row.get(4)?),
                        proposed: unsigned(row.get(5)?),
                        closed: 0,
                    })
                })?;
            counts.closed = conn
                .prepare_cached("SELECT count(*) FROM appeal WHERE status = 3")?
                .query_row([], |row| row.get(0).map(unsigned))?;
            Ok(counts)
        })
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

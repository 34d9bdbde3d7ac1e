//! Мои дела: pages of the list and its counts.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use stoika_domain::body::SubjectKind;
use stoika_protocol::{ActId, Subject};
use uuid::Uuid;

use super::appeals::PageKey;
use super::journal_lines::{PLACE, place_of};
use crate::error::{Result, StoreError};
use crate::journal::{self, unsigned};
use crate::project::{date_of, day};
use crate::replica::Replica;
use crate::sending::Place;
use crate::work::{WorkKind, WorkMark};

/// Whose work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkScope {
    /// What this person has to do.
    Mine {
        /// His row.
        user: String,
        /// His office.
        office: String,
        /// He is its head: what waits for the head's decision is his.
        decides: bool,
        /// He may name an executor: what has none is his.
        assigns: bool,
    },
    /// All of an office.
    Office(String),
}

/// Which of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkView {
    /// All.
    All,
    /// What is late.
    Overdue,
    /// What is due today.
    Today,
    /// What falls due after today and not later than that day: the next working day.
    Next(NaiveDate),
    /// What waits for the client.
    Waiting,
    /// What came back.
    Back,
}

/// What page of the list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkAsked {
    /// Whose.
    pub scope: WorkScope,
    /// Which.
    pub view: WorkView,
    /// Civil date at the office.
    pub today: NaiveDate,
    /// Continue after this row.
    pub after: Option<PageKey>,
    /// At most so many rows.
    pub limit: u32,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkRow {
    /// What it is about: an appeal, or an agreed step.
    pub subject: Subject,
    /// Its place among the rows of one subject.
    pub at: u32,
    /// What is to be done.
    pub kind: WorkKind,
    /// User id and name of whose it is; `None`: of the head, or of whoever takes it.
    pub owner: Option<(String, String)>,
    /// The date by which it must be done.
    pub due_on: Option<NaiveDate>,
    /// The hour, `HH:MM`; empty for the whole day.
    pub due_at: String,
    /// It waits for the client.
    pub waiting: bool,
    /// What else is to be known at a glance.
    pub mark: WorkMark,
    /// Number on paper.
    pub number: String,
    /// Full name of the client.
    pub who: String,
    /// Category of the appeal; step of an agreed step.
    pub category: String,
    /// The question, the action, what is awaited.
    pub what: String,
    /// Where the last record of it is.
    pub place: Place,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkPage {
    /// Rows.
    pub rows: Vec<WorkRow>,
    /// Where to continue; `None` at the end.
    pub next: Option<PageKey>,
}

/// How many rows each view holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkCounts {
    /// All.
    pub all: u64,
    /// Late.
    pub overdue: u64,
    /// Due today.
    pub today: u64,
    /// Due till the next working day.
    pub next: u64,
    /// Waits for the client.
    pub waiting: u64,
    /// Came back.
    pub back: u64,
}

impl WorkScope {
    /// The lists that make it up: a column and its values.
    fn lists(&self) -> (&'static str, Vec<String>) {
        match self {
            Self::Office(office) => ("office", vec![office.clone()]),
            Self::Mine {
                user,
                office,
                decides,
                assigns,
            } => {
                let mut queues = vec![format!("u:{user}"), format!("office:{office}")];
                if *decides {
                    queues.push(format!("head:{office}"));
                }
                if *assigns {
                    queues.push(format!("assign:{office}"));
                }
                ("queue", queues)
            }
        }
    }
}

impl WorkView {
    /// The condition; `?1` is today, `?2` the day up to which. By the sorted date the index finds it.
    const fn condition(self) -> &'static str {
        match self {
            Self::All => "1",
            Self::Overdue => "w.due_sort < ?1 AND w.due_on IS NOT NULL",
            Self::Today => "w.due_sort >= ?1 AND w.due_sort <= ?1 AND w.due_on IS NOT NULL",
            Self::Next(_) => "w.due_sort > ?1 AND w.due_sort <= ?2 AND w.due_on IS NOT NULL",
            Self::Waiting => "w.waiting = 1",
            Self::Back => "w.back = 1",
        }
    }

    /// The day with which the view begins: what is before it need not be gone through.
    fn begins(self, today: NaiveDate) -> i64 {
        match self {
            Self::Today | Self::Next(_) => day(today),
            Self::All | Self::Overdue | Self::Waiting | Self::Back => -1,
        }
    }

    fn until(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Next(until) => until,
            Self::All | Self::Overdue | Self::Today | Self::Waiting | Self::Back => today,
        }
    }
}

/// The place behind a row, as a page key carries it.
struct Behind([Value; 4]);

fn behind(key: &PageKey) -> Result<Behind> {
    let bad = || StoreError::Missing("page key");
    let mut parts = key.0.split('\u{1}');
    let mut next = || parts.next().ok_or_else(bad);
    let number = |text: &str| text.parse().map(Value::Integer).map_err(|_| bad());
    Ok(Behind([
        number(next()?)?,
        Value::Text(next()?.to_owned()),
        number(next()?)?,
        number(next()?)?,
    ]))
}

const ORDER: &str = "due_sort, due_at, aggregate, place";

fn page(conn: &Connection, asked: &WorkAsked) -> Result<WorkPage> {
    let (column, lists) = asked.scope.lists();
    let condition = asked.view.condition();
    // Whoever is not named comes after everything: the first page.
    let after = match &asked.after {
        Some(key) => behind(key)?,
        None => Behind([
            Value::Integer(asked.view.begins(asked.today)),
            Value::Text(String::new()),
            Value::Integer(-1),
            Value::Integer(-1),
        ]),
    };
    let mut values = vec![
        Value::Integer(day(asked.today)),
        Value::Integer(day(asked.view.until(asked.today))),
        Value::Integer(i64::from(asked.limit)),
    ];
    values.extend(after.0);
    // Each list gives its first rows by its own index; their merge is short.
    let parts: Vec<String> = (0..lists.len())
        .map(|at| {
            format!(
                "SELECT * FROM (SELECT w.* FROM work_item w WHERE w.{column} = ?{} AND {condition}
                   AND (w.due_sort, w.due_at, w.aggregate, w.place) > (?4, ?5, ?6, ?7) ORDER BY {ORDER} LIMIT ?3)",
                at + 8
            )
        })
        .collect();
    values.extend(lists.into_iter().map(Value::Text));
    let sql = format!(
        "SELECT g.kind, g.subject, m.place, m.kind, m.owner, m.owner_name, m.due_on, m.due_at, m.waiting, m.mark, m.number,
           m.who, m.category, m.what, m.due_sort, m.aggregate,
           (SELECT {PLACE} FROM entry e JOIN replica r ON r.id = e.replica WHERE e.id = g.last_entry)
         FROM (SELECT * FROM ({}) ORDER BY {ORDER} LIMIT ?3) m JOIN aggregate g ON g.id = m.aggregate
         ORDER BY m.due_sort, m.due_at, m.aggregate, m.place",
        parts.join(" UNION ALL ")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(values))?;
    let mut rows = Vec::new();
    let mut next = None;
    while let Some(row) = found.next()? {
        let read = read(row)?.ok_or(StoreError::Unreadable("work"))?;
        next = Some(PageKey(format!(
            "{}\u{1}{}\u{1}{}\u{1}{}",
            row.get::<_, i64>(14)?,
            read.due_at,
            row.get::<_, i64>(15)?,
            read.at
        )));
        rows.push(read);
    }
    let full = rows.len() == asked.limit as usize;
    Ok(WorkPage {
        rows,
        next: next.filter(|_| full),
    })
}

/// `None` for numbers that a newer program wrote.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<WorkRow>> {
    let owner = (
        row.get::<_, Option<String>>(4)?,
        row.get::<_, Option<String>>(5)?,
    );
    let (Some(kind), Some(mark)) = (
        WorkKind::of_number(row.get(3)?),
        WorkMark::of_number(row.get(9)?),
    ) else {
        return Ok(None);
    };
    Ok(Some(WorkRow {
        subject: Subject {
            kind: row.get(0)?,
            id: ActId(Uuid::from_bytes(journal::array(row, 1)?)),
        },
        at: row.get(2)?,
        kind,
        owner: owner.0.zip(owner.1),
        due_on: row.get::<_, Option<i64>>(6)?.and_then(date_of),
        due_at: row.get(7)?,
        waiting: row.get(8)?,
        mark,
        number: row.get(10)?,
        who: row.get(11)?,
        category: row.get(12)?,
        what: row.get(13)?,
        place: place_of(row.get::<_, Option<i64>>(16)?.unwrap_or(0)),
    }))
}

fn counts(
    conn: &Connection,
    scope: &WorkScope,
    today: NaiveDate,
    until: NaiveDate,
) -> Result<WorkCounts> {
    let (column, lists) = scope.lists();
    let mut counts = WorkCounts::default();
    let views = [
        WorkView::All,
        WorkView::Overdue,
        WorkView::Today,
        WorkView::Next(until),
        WorkView::Waiting,
        WorkView::Back,
    ];
    for list in lists {
        for view in views {
            let sql = format!(
                "SELECT count(*) FROM work_item w WHERE w.{column} = ?3 AND {} AND ?1 <= ?2",
                view.condition()
            );
            let until = view.until(today).max(today);
            let found: i64 = conn
                .prepare_cached(&sql)?
                .query_row((day(today), day(until), &list), |row| row.get(0))?;
            let count = match view {
                WorkView::All => &mut counts.all,
                WorkView::Overdue => &mut counts.overdue,
                WorkView::Today => &mut counts.today,
                WorkView::Next(_) => &mut counts.next,
                WorkView::Waiting => &mut counts.waiting,
                WorkView::Back => &mut counts.back,
            };
            *count += unsigned(found);
        }
    }
    Ok(counts)
}

impl WorkRow {
    /// It is about an appeal.
    #[must_use]
    pub fn is_of_appeal(&self) -> bool {
        self.subject.kind == SubjectKind::Appeal.number()
    }
}

impl Replica {
    /// A page of what there is to do, the nearest date first; what has none stands last.
    ///
    /// # Errors
    /// [`StoreError::Missing`] for a page key that no page gave; those of the disk.
    pub fn work(&self, asked: &WorkAsked) -> Result<WorkPage> {
        self.read(|conn| page(conn, asked))
    }

    /// How many rows each view of the list holds; `until` is the next working day.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn work_counts(
        &self,
        scope: &WorkScope,
        today: NaiveDate,
        until: NaiveDate,
    ) -> Result<WorkCounts> {
        self.read(|conn| counts(conn, scope, today, until))
    }
}

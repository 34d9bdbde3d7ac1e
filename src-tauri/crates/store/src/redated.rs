//! Передвинутые сроки: when new norms or a new calendar move the control date of an open appeal,
//! it stands in a list until someone has seen it. The client may have the old date on paper.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use stoika_domain::body::State;
use stoika_protocol::ActId;
use uuid::Uuid;

use crate::aggregate;
use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal;
use crate::project::{date_of, day};
use crate::replica::{Changes, Replica, Writing};
use crate::rules::Rules;

/// An open appeal whose control date has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redated {
    /// Number of the line.
    pub id: i64,
    /// The appeal.
    pub appeal: ActId,
    /// Its number on paper.
    pub number: String,
    /// The applicant's name.
    pub applicant: String,
    /// Who prepares the answer.
    pub executor: Option<String>,
    /// The control date that was told.
    pub old_on: NaiveDate,
    /// The control date now; `None` when no norm speaks of the appeal any more.
    pub new_on: Option<NaiveDate>,
    /// What moved it: `calendar`, `norms`.
    pub documents: Vec<String>,
    /// When, Unix milliseconds of the server that sent it.
    pub at_ms: i64,
}

/// Control dates of open appeals, as they were told.
#[derive(Debug)]
pub(crate) struct Told {
    dates: BTreeMap<i64, NaiveDate>,
    /// Appeals that entries of the same transaction change: their dates move for that reason too.
    touched: BTreeSet<i64>,
    rules: Arc<Rules>,
}

impl Told {
    /// As the transaction has left them before it projects by new rules.
    pub fn read(writing: &Writing<'_>) -> Result<Self> {
        Ok(Self {
            dates: dates(&writing.tx)?,
            touched: writing.folding.borrow().touched(),
            rules: writing.rules(),
        })
    }

    /// What was told of an appeal as it stands now, but for the rules.
    fn of(&self, conn: &Connection, aggregate: i64, shown: NaiveDate) -> Result<Option<NaiveDate>> {
        if !self.touched.contains(&aggregate) {
            return Ok(Some(shown));
        }
        let state = aggregate::state_of(conn, aggregate)?;
        let appeal = state.as_ref().and_then(State::appeal);
        Ok(appeal
            .and_then(|appeal| self.rules.term(appeal))
            .map(|term| term.limit))
    }
}

fn dates(conn: &Connection) -> Result<BTreeMap<i64, NaiveDate>> {
    let mut statement = conn.prepare_cached(
        // Neither answered nor closed; the index of those that are not closed gives them.
        "SELECT aggregate, limit_on FROM appeal WHERE status < 3 AND status < 2 AND limit_on IS NOT NULL",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut dates = BTreeMap::new();
    for row in rows {
        let (aggregate, limit_on): (i64, i64) = row?;
        dates.extend(date_of(limit_on).map(|limit_on| (aggregate, limit_on)));
    }
    Ok(dates)
}

/// The first day from which new rules may move a date; `None` when they may move any. A term is counted day by day up to
/// its last date: where both calendars agree on all of these days, they agree on the term.
pub(crate) fn first_day_moved(
    conn: &Connection,
    old: &Rules,
    new: &Rules,
) -> Result<Option<NaiveDate>> {
    let span: (Option<i64>, Option<i64>) = conn
        .prepare_cached(
            "SELECT min(received_on), max(max(received_on, coalesce(limit_on, 0), coalesce(outer_on, 0), coalesce(target_on, 0)))
             FROM appeal",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(from), Some(to)) = (span.0.and_then(date_of), span.1.and_then(date_of)) else {
        return Ok(None);
    };
    Ok(old.first_day_moved(new, from, to))
}

/// Lists what new rules have moved.
pub(crate) fn list(writing: &Writing<'_>, told: &Told) -> Result<()> {
    let (now, rules) = (dates(&writing.tx)?, writing.rules());
    for (aggregate, shown) in &told.dates {
        let new_on = now.get(aggregate).copied();
        let Some(old_on) = told.of(&writing.tx, *aggregate, *shown)? else {
            continue;
        };
        if new_on == Some(old_on) || !is_open(&writing.tx, *aggregate)? {
            continue;
        }
        let documents = documents(&writing.tx, *aggregate, &told.rules, &rules)?;
        put(writing, *aggregate, old_on, new_on, &documents)?;
    }
    // What has come back to the date that was told is no news.
    writing.tx.execute(
        "DELETE FROM redated WHERE acknowledged_ms IS NULL AND new_on = old_on",
        [],
    )?;
    Ok(())
}

/// Whether the appeal is still here and open: one that has left the scope is another's business.
fn is_open(conn: &Connection, aggregate: i64) -> Result<bool> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM appeal WHERE aggregate = ?1 AND status < 2")?
        .query_row([aggregate], |row| row.get(0))?)
}

fn put(
    writing: &Writing<'_>,
    aggregate: i64,
    old_on: NaiveDate,
    new_on: Option<NaiveDate>,
    documents: &BTreeSet<&str>,
) -> Result<()> {
    // A line that nobody has seen yet goes on from the date that was told.
    let open: Option<String> = writing
        .tx
        .prepare_cached(
            "SELECT documents FROM redated WHERE aggregate = ?1 AND acknowledged_ms IS NULL",
        )?
        .query_row([aggregate], |row| row.get(0))
        .optional()?;
    let mut documents = documents.clone();
    documents.extend(open.iter().flat_map(|open| open.split(' ')));
    let documents: Vec<&str> = documents.into_iter().collect();
    writing
        .tx
        .prepare_cached(
            "INSERT INTO redated (aggregate, old_on, new_on, documents, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (aggregate) WHERE acknowledged_ms IS NULL
             DO UPDATE SET new_on = excluded.new_on, documents = excluded.documents, at_ms = excluded.at_ms",
        )?
        .execute(params![
            aggregate,
            day(old_on),
            new_on.map(day),
            documents.join(" "),
            writing.told_at_ms.get(),
        ])?;
    writing.changed(Change::Appeals);
    Ok(())
}

/// Which documents moved it. A load of many pages brings them in several transactions: then
/// nobody can tell any more, and both are named.
fn documents(
    conn: &Connection,
    aggregate: i64,
    old: &Rules,
    new: &Rules,
) -> Result<BTreeSet<&'static str>> {
    let state = aggregate::state_of(conn, aggregate)?;
    let mut found = BTreeSet::new();
    if let Some(appeal) = state.as_ref().and_then(State::appeal) {
        let limit = |rules: &Rules| rules.term(appeal).map(|term| term.limit);
        let told = limit(old);
        if limit(&old.with_norms_of(new)) != told {
            found.insert("norms");
        }
        if limit(&old.with_calendar_of(new)) != told {
            found.insert("calendar");
        }
    }
    if found.is_empty() {
        found.extend(["calendar", "norms"]);
    }
    Ok(found)
}

/// `None` in place of a line whose date is no date.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<Redated>> {
    let Some(old_on) = date_of(row.get(3)?) else {
        return Ok(None);
    };
    let documents: String = row.get(5)?;
    Ok(Some(Redated {
        id: row.get(0)?,
        appeal: ActId(Uuid::from_bytes(journal::array(row, 1)?)),
        number: row.get(2)?,
        old_on,
        new_on: row.get::<_, Option<i64>>(4)?.and_then(date_of),
        documents: documents.split(' ').map(str::to_owned).collect(),
        at_ms: row.get(6)?,
        applicant: row.get(7)?,
        executor: row.get(8)?,
    }))
}

impl Replica {
    /// Open appeals whose control date new rules have moved, newest first: those that nobody has
    /// seen yet, or those that were seen.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn redated(&self, acknowledged: bool, limit: u32) -> Result<Vec<Redated>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                // What nobody has seen yet is shown as it stands now: an extension may have come since.
                "SELECT r.id, a.subject, p.number, r.old_on, iif(?1, r.new_on, p.limit_on), r.documents, r.at_ms, p.applicant, p.executor_name
                 FROM redated r JOIN aggregate a ON a.id = r.aggregate JOIN appeal p ON p.aggregate = r.aggregate
                 WHERE (r.acknowledged_ms IS NOT NULL) = ?1 AND (?1 OR p.status < 2) ORDER BY r.at_ms DESC, r.id DESC LIMIT ?2",
            )?;
            let rows = statement.query_map(params![acknowledged, limit], read)?;
            rows.map(|row| row?.ok_or(StoreError::Unreadable("control date")))
                .collect()
        })
    }

    /// Marks a line as seen.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such line; those of the disk.
    pub fn acknowledge_redated(&self, id: i64, by: &str, at_ms: i64) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            let seen = writing.tx.execute(
                "UPDATE redated SET acknowledged_ms = coalesce(acknowledged_ms, ?2),
                   acknowledged_by = coalesce(acknowledged_by, ?3) WHERE id = ?1",
                params![id, at_ms, by],
            )?;
            if seen == 0 {
                return Err(StoreError::Missing("redated appeal"));
            }
            writing.changed(Change::Appeals);
            Ok(())
        })?;
        Ok(changes)
    }
}

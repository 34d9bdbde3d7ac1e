//! Расхождения: nothing loses silently. What did not come as it was shown stands in a list until
//! someone has seen it.

use rusqlite::{Connection, Row, params};
use stoika_protocol::Verdict;

use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{self, EntryRow, verdict_number, verdict_of};
use crate::replica::{Changes, Replica, Writing};

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Discrepancy {
    /// Its number here.
    pub id: i64,
    /// What happened: `verdict` (an entry, see [`Self::entry`]), `number-twice` (the second paper
    /// with its number, see there as well), `forked`, `entry-refused`, and
    /// what the program noted (`restored`, …).
    pub code: String,
    /// When it came to light, Unix milliseconds.
    pub at_ms: i64,
    /// How many times, for what is only counted.
    pub count: u64,
    /// The entry whose effect is not what was shown.
    pub entry: Option<DiscrepantEntry>,
}

/// An entry whose effect is not what was shown.
#[derive(Clone, Debug)]
pub struct DiscrepantEntry {
    /// The entry.
    pub entry: stoika_protocol::Entry,
    /// Written at this desk: its author was told otherwise.
    pub own: bool,
    /// What was shown here until then; `None` for another desk's entry.
    pub told: Option<Verdict>,
    /// What the authority said.
    pub verdict: Verdict,
}

/// Lists an entry; one that is listed already is listed anew when the verdict is another.
pub(crate) fn of_entry(
    writing: &Writing<'_>,
    entry: i64,
    own: bool,
    told: Option<Verdict>,
    verdict: Verdict,
    at_ms: i64,
) -> Result<()> {
    // Of what was destroyed nobody is told anything any more.
    writing
        .tx
        .prepare_cached(
            "INSERT INTO discrepancy (code, entry, own, told, final, at_ms)
             SELECT 'verdict', id, ?2, ?3, ?4, ?5 FROM entry WHERE id = ?1 AND body IS NOT NULL
             ON CONFLICT (entry) DO UPDATE SET told = excluded.told, final = excluded.final, at_ms = excluded.at_ms,
               acknowledged_ms = NULL, acknowledged_by = NULL
             WHERE final IS NOT excluded.final",
        )?
        .execute(params![
            entry,
            own,
            told.map(verdict_number),
            verdict_number(verdict),
            at_ms
        ])?;
    writing.changed(Change::Discrepancies);
    Ok(())
}

/// An entry that may stand in the list has this verdict now; a line that says otherwise is listed anew.
pub(crate) fn correct(
    writing: &Writing<'_>,
    entry: i64,
    verdict: Verdict,
    at_ms: i64,
) -> Result<()> {
    let corrected = writing
        .tx
        .prepare_cached(
            "UPDATE discrepancy SET told = final, final = ?2, at_ms = ?3, acknowledged_ms = NULL, acknowledged_by = NULL
             WHERE entry = ?1 AND final IS NOT ?2",
        )?
        .execute(params![entry, verdict_number(verdict), at_ms])?;
    if corrected > 0 {
        writing.changed(Change::Discrepancies);
    }
    Ok(())
}

/// Lists what is no entry's. While an equal line is open it only counts.
pub(crate) fn note(writing: &Writing<'_>, code: &str, at_ms: i64) -> Result<()> {
    let counted = writing.tx.execute(
        "UPDATE discrepancy SET count = count + 1, at_ms = ?2
         WHERE code = ?1 AND entry IS NULL AND acknowledged_ms IS NULL",
        params![code, at_ms],
    )?;
    if counted == 0 {
        writing.tx.execute(
            "INSERT INTO discrepancy (code, count, at_ms) VALUES (?1, 1, ?2)",
            params![code, at_ms],
        )?;
    }
    writing.changed(Change::Discrepancies);
    Ok(())
}

/// Lines that nobody has seen yet.
pub(crate) fn open_count(conn: &Connection) -> Result<u64> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM discrepancy WHERE acknowledged_ms IS NULL")?
        .query_row([], |row| row.get(0).map(journal::unsigned))?)
}

struct Line {
    id: i64,
    code: String,
    entry: Option<i64>,
    own: bool,
    told: Option<i64>,
    verdict: Option<i64>,
    count: Option<i64>,
    at_ms: i64,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        id: row.get(0)?,
        code: row.get(1)?,
        entry: row.get(2)?,
        own: row.get(3)?,
        told: row.get(4)?,
        verdict: row.get(5)?,
        count: row.get(6)?,
        at_ms: row.get(7)?,
    })
}

impl Replica {
    /// What did not come as it was shown, newest first: open lines, or those that were seen.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn discrepancies(&self, acknowledged: bool, limit: u32) -> Result<Vec<Discrepancy>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT id, code, entry, own, told, final, count, at_ms FROM discrepancy
                 WHERE (acknowledged_ms IS NOT NULL) = ?1 ORDER BY at_ms DESC, id DESC LIMIT ?2",
            )?;
            let lines = statement.query_map(params![acknowledged, limit], read)?;
            let mut list = Vec::new();
            for line in lines {
                let line = line?;
                let entry = match line.entry {
                    Some(id) => {
                        let row: EntryRow = journal::entry(conn, id)?;
                        Some(DiscrepantEntry {
                            own: line.own,
                            told: line.told.map(verdict_of),
                            verdict: line.verdict.map(verdict_of).unwrap_or_else(|| {
                                row.order.map_or(row.provisional, |(_, verdict)| verdict)
                            }),
                            entry: row.entry,
                        })
                    }
                    None => None,
                };
                list.push(Discrepancy {
                    id: line.id,
                    code: line.code,
                    at_ms: line.at_ms,
                    count: line.count.map_or(1, journal::unsigned),
                    entry,
                });
            }
            Ok(list)
        })
    }

    /// Marks a line as seen.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such line; those of the disk.
    pub fn acknowledge(&self, id: i64, by: &str, at_ms: i64) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            let seen = writing.tx.execute(
                "UPDATE discrepancy SET acknowledged_ms = coalesce(acknowledged_ms, ?2),
                   acknowledged_by = coalesce(acknowledged_by, ?3) WHERE id = ?1",
                params![id, at_ms, by],
            )?;
            if seen == 0 {
                return Err(StoreError::Missing("discrepancy"));
            }
            writing.changed(Change::Discrepancies);
            Ok(())
        })?;
        Ok(changes)
    }

    /// Lists something that is no entry's: a restored database, a refused reply. `code` is the
    /// caller's word for it; equal open lines are counted, not repeated.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn note(&self, code: &str, at_ms: i64) -> Result<Changes> {
        let ((), changes) = self.write(|writing| note(writing, code, at_ms))?;
        Ok(changes)
    }
}

//! Numbers on paper that came back or came from elsewhere: the counter goes on after them, and two of one are told.

use rusqlite::params;
use stoika_domain::number::PaperNumber;

use crate::change::Change;
use crate::error::Result;
use crate::replica::Writing;
use crate::search::numbers::{self, NumberKind};

/// Two clones of a disk may draw the same marks for the same counter (one case in 529): the
/// second paper with a number stands in the list, once, whatever is rebuilt. Beside appeals a number belongs
/// to a client: one withdrawal speaks of all the consents that he has signed.
pub(crate) fn list_twin(writing: &Writing<'_>, aggregate: i64, number: &PaperNumber) -> Result<()> {
    let tx = &writing.tx;
    let papers: i64 = tx
        .prepare_cached(
            "SELECT count(DISTINCT CASE WHEN kind = ?2 OR target LIKE '% ' THEN target ELSE substr(target, instr(target, ' ') + 1) END)
             FROM search_number WHERE symbols = ?1 AND kind IN (?2, ?3)",
        )?
        .query_row(
            params![
                numbers::compact(&number.to_string()),
                NumberKind::Paper.number(),
                NumberKind::Record.number()
            ],
            |row| row.get(0),
        )?;
    if papers > 1 {
        let listed = tx
            .prepare_cached(
                "INSERT OR IGNORE INTO discrepancy (code, entry, count, at_ms)
                 SELECT 'number-twice', id, 1, wall_time_ms FROM entry WHERE aggregate = ?1 ORDER BY id LIMIT 1",
            )?
            .execute([aggregate])?;
        if listed > 0 {
            writing.changed(Change::Discrepancies);
        }
    }
    Ok(())
}

/// A number that came back from the centre after a restore is not given again.
pub(crate) fn raise_counter(writing: &Writing<'_>, number: &PaperNumber) -> Result<()> {
    writing
        .tx
        .prepare_cached(
            "INSERT INTO counter (series, year, next) VALUES (?1, ?2, ?3)
             ON CONFLICT (series, year) DO UPDATE SET next = excluded.next WHERE next < excluded.next",
        )?
        .execute(params![
            number.series().to_string(),
            number.year(),
            i64::from(number.counter()) + 1
        ])?;
    Ok(())
}

//! What screens read: plain rows over the projections and the journal.

pub(crate) mod appeals;
pub(crate) mod client;
pub(crate) mod journal_lines;
pub(crate) mod letters;
pub(crate) mod queue;
pub(crate) mod records;
pub(crate) mod standing;
pub(crate) mod work;

use rusqlite::Connection;
use stoika_domain::body::State;

use crate::aggregate::read_state;
use crate::error::Result;
use crate::sending::Place;
use journal_lines::{PLACE, place_of};

/// States of aggregates `g` and where the last record of each is. `from` names a projection joined with `g`, and what
/// is asked of it.
pub(crate) fn states(
    conn: &Connection,
    from: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<(State, Place)>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT g.kind, g.state,
           (SELECT {PLACE} FROM entry e JOIN replica r ON r.id = e.replica WHERE e.id = g.last_entry)
         FROM {from}"
    ))?;
    let rows = statement.query_map(values, |row| {
        Ok((
            row.get::<_, u16>(0)?,
            row.get::<_, Option<Vec<u8>>>(1)?,
            row.get::<_, Option<i64>>(2)?,
        ))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (kind, bytes, place) = row?;
        if let Some(state) = read_state(kind, bytes.as_deref())? {
            found.push((state, place_of(place.unwrap_or(0))));
        }
    }
    Ok(found)
}

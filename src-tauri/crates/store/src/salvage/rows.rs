//! Rows of a damaged database by table. Trees say whose a page is; where a tree is torn, the
//! shape of a row does.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::pages::{Page, Pages};
use super::tree::{self, Leaf, RawRow};
use crate::error::Result;

/// A column as the schema declares it.
#[derive(Clone, Debug)]
struct Column {
    /// INTEGER, TEXT or BLOB.
    kind: String,
    /// It may be empty; the number of the row always stands elsewhere.
    optional: bool,
    is_rowid: bool,
}

/// A table of this program's schema.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub name: String,
    columns: Vec<Column>,
    /// It has no numbers of rows and lies in a tree like an index.
    without_rowid: bool,
}

impl Table {
    /// Whether a row may be of this table: as many columns at most (older schemas have fewer), each
    /// of its kind.
    fn fits(&self, row: &RawRow) -> bool {
        let known = row.values.len() <= self.columns.len();
        let missing = self.columns.iter().skip(row.values.len());
        known
            && row.values.len() * 2 > self.columns.len()
            && missing.into_iter().all(|column| column.optional)
            && self
                .columns
                .iter()
                .zip(&row.values)
                .all(|(column, value)| column.fits(value))
    }
}

impl Column {
    fn fits(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.optional || self.is_rowid,
            Value::Integer(_) => self.kind == "INTEGER" && !self.is_rowid,
            Value::Text(_) => self.kind == "TEXT",
            Value::Blob(_) => self.kind == "BLOB",
            Value::Real(_) => false,
        }
    }
}

/// Tables of the fresh schema, without SQLite's own and those of the search.
pub(super) fn tables(conn: &Connection) -> Result<Vec<Table>> {
    let mut statement = conn.prepare(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
         AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_fts%' ORDER BY name",
    )?;
    let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut tables = Vec::new();
    for found in names {
        let (name, without_rowid): (String, bool) = found?;
        let mut statement = conn.prepare(
            // Of a table without numbers the columns of the key stand first.
            "SELECT type, \"notnull\", pk FROM pragma_table_info(?1)
             ORDER BY CASE WHEN ?2 AND pk > 0 THEN pk ELSE 1000 + cid END",
        )?;
        let columns = statement.query_map((&name, without_rowid), |row| {
            let kind: String = row.get(0)?;
            let key: bool = row.get(2)?;
            Ok(Column {
                optional: !row.get::<_, bool>(1)? && !key,
                is_rowid: key && kind == "INTEGER" && !without_rowid,
                kind,
            })
        })?;
        let columns: Vec<Column> = columns.collect::<rusqlite::Result<_>>()?;
        // A key of several columns is no number of a row.
        let numbers = columns.iter().filter(|column| column.is_rowid).count();
        let columns = if numbers > 1 {
            columns
                .into_iter()
                .map(|column| Column {
                    is_rowid: false,
                    ..column
                })
                .collect()
        } else {
            columns
        };
        tables.push(Table {
            name,
            columns,
            without_rowid,
        });
    }
    Ok(tables)
}

/// Roots of the trees by table: what the schema says stands over what the chart remembers. Says
/// as well whether the schema could be read whole.
fn roots(pages: &mut Pages, chart: &BTreeMap<String, u32>) -> (BTreeMap<String, u32>, bool) {
    let mut roots = chart.clone();
    let mut seen = seen(pages);
    let walk = tree::walk(pages, 1, &mut seen, &mut |row| {
        if let [
            Value::Text(kind),
            Value::Text(name),
            _,
            Value::Integer(root),
            ..,
        ] = row.values.as_slice()
            && row.sound
            && kind == "table"
            && let Ok(root) = u32::try_from(*root)
        {
            roots.insert(name.clone(), root);
        }
    });
    (roots, walk.damaged == 0)
}

fn seen(pages: &Pages) -> Vec<bool> {
    let count = usize::try_from(pages.count()).unwrap_or(0);
    vec![false; count + 1]
}

/// Goes through every table and calls `found` for its rows: those that their trees lead to first,
/// then those that lost their way. Returns how many pages were damaged.
pub(super) fn each(
    pages: &mut Pages,
    tables: &[Table],
    chart: &BTreeMap<String, u32>,
    found: &mut dyn FnMut(&str, RawRow),
) -> u64 {
    let (roots, whole) = roots(pages, chart);
    let mut seen = seen(pages);
    let mut torn: Vec<&Table> = Vec::new();
    let mut damaged = 0;
    for table in tables {
        let Some(&root) = roots.get(&table.name) else {
            // An older schema does not have it, where it can be read.
            if !whole {
                torn.push(table);
            }
            continue;
        };
        let walk = tree::walk(pages, root, &mut seen, &mut |row| {
            if table.fits(&row) {
                found(&table.name, row);
            }
        });
        if walk.damaged > 0 {
            torn.push(table);
            damaged += walk.damaged;
        }
    }
    if !torn.is_empty() {
        damaged += strays(pages, &torn, &mut seen, found);
    }
    damaged
}

/// Pages that no tree leads to any more. A row counts when it has the shape of one torn table only.
fn strays(
    pages: &mut Pages,
    torn: &[&Table],
    seen: &mut [bool],
    found: &mut dyn FnMut(&str, RawRow),
) -> u64 {
    tree::free_pages(pages, seen);
    let mut unreadable = 0;
    for number in 1..=pages.count() {
        let place = usize::try_from(number).unwrap_or(0);
        if seen.get(place).is_none_or(|seen| *seen) {
            continue;
        }
        let (page, sound) = match pages.page(number) {
            Some(Page::Sound(page)) => (page, true),
            Some(Page::Doubtful(page)) => (page, false),
            None => {
                unreadable += 1;
                continue;
            }
        };
        if !sound {
            unreadable += 1;
        }
        let Some(kind) = tree::leaf(number, &page) else {
            continue;
        };
        tree::rows(pages, number, &page, sound, &mut |row| {
            let mut fitting = torn
                .iter()
                .filter(|table| table.without_rowid == (kind == Leaf::Index) && table.fits(&row));
            if let (Some(table), None) = (fitting.next(), fitting.next()) {
                found(&table.name, row);
            }
        });
    }
    unreadable
}

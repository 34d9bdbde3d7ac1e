//! The chart (карта) beside the database: the salt of its seals and where its tables begin, for the
//! day when its first page is gone. Neither is a secret.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::pages::SALT_BYTES;
use crate::error::{Result, StoreError};
use crate::open::{DATABASE_FILE, write_whole};

const CHART_FILE: &str = "replica.map";

/// What is remembered of the first page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chart {
    pub salt: Option<[u8; SALT_BYTES]>,
    /// First pages by table.
    pub roots: BTreeMap<String, u32>,
}

/// The chart of a folder; an empty one when there is none that can be read.
pub(super) fn read(dir: &Path) -> Chart {
    std::fs::read(dir.join(CHART_FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// Keeps the chart of an open database, if it is not kept already.
pub(crate) fn keep(conn: &Connection, dir: &Path) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT name, rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 0",
    )?;
    let roots = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut salt = [0; SALT_BYTES];
    std::io::Read::read_exact(
        &mut std::fs::File::open(dir.join(DATABASE_FILE))?,
        &mut salt,
    )?;
    let chart = Chart {
        salt: Some(salt),
        roots: roots.collect::<rusqlite::Result<_>>()?,
    };
    if read(dir) == chart {
        return Ok(());
    }
    let bytes = serde_json::to_vec(&chart).map_err(|_| StoreError::Unreadable("chart"))?;
    write_whole(&dir.join(CHART_FILE), &bytes)
}

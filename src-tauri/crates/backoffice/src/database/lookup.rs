//! Looks at accounts of other offices.

use rusqlite::params;
use stoika_exchange::storage::LookupLine;
use stoika_protocol::KeyId;

use super::rows::{Result, Work, bytes, get, unsigned};

impl Work<'_> {
    pub fn write_lookup(&self, line: &LookupLine) -> Result<()> {
        self.run(
            "INSERT INTO lookup (at_ms, desk, label, office, user, number, reason, found)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                line.at_ms,
                line.desk.as_bytes(),
                line.label,
                line.office,
                line.user,
                line.number,
                line.reason,
                line.found,
            ],
        )
    }

    pub fn count_lookups(&self, desk: &KeyId, after_ms: i64) -> Result<u64> {
        self.number(
            "SELECT count(*) FROM lookup WHERE desk = ?1 AND at_ms > ?2",
            params![desk.as_bytes(), after_ms],
        )
        .map(unsigned)
    }

    pub fn count_all_lookups(&self) -> Result<u64> {
        self.number("SELECT count(*) FROM lookup", []).map(unsigned)
    }

    pub fn list_lookups(&self, count_max: u32) -> Result<Vec<LookupLine>> {
        self.all(
            "SELECT at_ms, desk, label, office, user, number, reason, found
             FROM lookup ORDER BY id DESC LIMIT ?1",
            [count_max],
            |row| {
                Ok(LookupLine {
                    at_ms: get(row, 0)?,
                    desk: KeyId(bytes(row, 1)?),
                    label: get(row, 2)?,
                    office: get(row, 3)?,
                    user: get(row, 4)?,
                    number: get(row, 5)?,
                    reason: get(row, 6)?,
                    found: get(row, 7)?,
                })
            },
        )
    }
}

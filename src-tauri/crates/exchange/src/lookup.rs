//! An account of another office, for a desk that says why. Written down before it is answered.

use stoika_protocol::{Denial, DirectoryRow, KeyId, Lookup, LookupReply};

use crate::exchange::{Exchange, ExchangeError};
use crate::judge::Judge;
use crate::storage::{LookupLine, Rows, Storage, StorageError};

/// Kind of the rows that are looked for.
const ACCOUNT: &str = "account";
/// Looks of one desk within [`LOOKS_WITHIN_MS`]: a reception has no use for more, a theft has.
pub const LOOKS_MAX: u64 = 60;
/// An hour.
pub const LOOKS_WITHIN_MS: i64 = 3_600_000;

impl<S: Storage, J: Judge> Exchange<S, J> {
    /// Finds an account wherever it lies, with the rows that belong to it, and writes down who
    /// asked for which account and why, found or not.
    ///
    /// # Errors
    /// [`Denial::ForeignDesk`], [`Denial::Revoked`]; [`Denial::Malformed`] without a number, a
    /// reason and a user; [`Denial::TooMany`] above [`LOOKS_MAX`]; a storage that failed.
    pub fn lookup(
        &self,
        key: &KeyId,
        lookup: &Lookup,
        now_ms: i64,
    ) -> Result<LookupReply, ExchangeError> {
        if !lookup.is_whole() {
            return Err(ExchangeError::Denied(Denial::Malformed));
        }
        let reply = self.storage.write(|rows| {
            let desk = match Self::known_desk(rows, key)? {
                Ok(desk) => desk,
                Err(denial) => return Ok(Err(denial)),
            };
            let since_ms = now_ms.saturating_sub(LOOKS_WITHIN_MS);
            if rows.lookup_count(key, since_ms)? >= LOOKS_MAX {
                return Ok(Err(Denial::TooMany));
            }
            let found = self.rows_of_account(rows, lookup.number.trim())?;
            rows.note_lookup(&LookupLine {
                at_ms: now_ms,
                desk: *key,
                label: desk.label,
                office: desk.office,
                user: lookup.user.clone(),
                number: lookup.number.trim().to_owned(),
                reason: lookup.reason.trim().to_owned(),
                found: !found.is_empty(),
            })?;
            Ok(Ok(found))
        })?;
        let rows = reply.map_err(ExchangeError::Denied)?;
        Ok(LookupReply {
            rows,
            server_time_ms: now_ms,
        })
    }

    fn rows_of_account(
        &self,
        rows: &mut dyn Rows,
        number: &str,
    ) -> Result<Vec<DirectoryRow>, StorageError> {
        let Some(account) = row(rows, ACCOUNT, number)? else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for (kind, key) in self.judge.rows_of_account(number, &account.data) {
            found.extend(row(rows, &kind, &key)?);
        }
        found.insert(0, account);
        Ok(found)
    }
}

fn row(rows: &mut dyn Rows, kind: &str, key: &str) -> Result<Option<DirectoryRow>, StorageError> {
    let lines = rows.directory_lines(kind, key)?;
    Ok(lines
        .into_iter()
        .find(|line| !line.removed)
        .map(|line| line.row))
}

//! The audit of an office for its head. Written down before it is answered.

use stoika_protocol::{AuditAnswer, AuditQuestion, AuditSeen, Denial, KeyId, limit};

use crate::exchange::{Exchange, ExchangeError};
use crate::judge::Judge;
use crate::publish::SCOPE_ALL;
use crate::storage::{AuditLook, Desk, Rows, Storage, StorageError};

/// Kind of the row of who asks.
const USER: &str = "user";
/// Pages that one desk may ask for within [`AUDIT_LOOKS_WITHIN_MS`].
pub const AUDIT_LOOKS_MAX: u64 = 300;
/// An hour.
pub const AUDIT_LOOKS_WITHIN_MS: i64 = 3_600_000;

impl<S: Storage, J: Judge> Exchange<S, J> {
    /// Records of the desks of the asker's own office, those of revoked desks too, and writes down
    /// who asked for what.
    ///
    /// # Errors
    /// [`Denial::ForeignDesk`], [`Denial::Revoked`]; [`Denial::NotForUser`] when the user is no head
    /// or administrator of the desk's office; [`Denial::Malformed`] when nobody asks;
    /// [`Denial::TooMany`] above [`AUDIT_LOOKS_MAX`]; a storage that failed.
    pub fn look_at_audit(
        &self,
        key: &KeyId,
        question: &AuditQuestion,
        now_ms: i64,
    ) -> Result<AuditAnswer, ExchangeError> {
        if !question.is_whole() {
            return Err(ExchangeError::Denied(Denial::Malformed));
        }
        let count_max = question.records_max.clamp(1, limit::AUDIT_SEEN);
        let answer = self.storage.write(|rows| {
            let desk = match Self::known_desk(rows, key)? {
                Ok(desk) => desk,
                Err(denial) => return Ok(Err(denial)),
            };
            if !self.may_look(rows, &desk, &question.asker)? {
                return Ok(Err(Denial::NotForUser));
            }
            let since_ms = now_ms.saturating_sub(AUDIT_LOOKS_WITHIN_MS);
            if rows.audit_look_count(key, since_ms)? >= AUDIT_LOOKS_MAX {
                return Ok(Err(Denial::TooMany));
            }
            let mut seen = rows.audit_of_office(&desk.office, question, count_max + 1)?;
            let more = seen.len() > count_max as usize;
            seen.truncate(count_max as usize);
            rows.note_audit_look(&AuditLook {
                at_ms: now_ms,
                desk: *key,
                label: desk.label,
                office: desk.office,
                question: question.clone(),
                given: u32::try_from(seen.len()).unwrap_or(u32::MAX),
            })?;
            Ok(Ok(AuditAnswer {
                next: seen.last().filter(|_| more).map(AuditSeen::place),
                seen,
                server_time_ms: now_ms,
            }))
        })?;
        answer.map_err(ExchangeError::Denied)
    }

    /// Whether the directory knows the user in the desk's office, and the domain lets him.
    fn may_look(&self, rows: &mut dyn Rows, desk: &Desk, user: &str) -> Result<bool, StorageError> {
        let lines = rows.directory_lines(USER, user)?;
        Ok(lines.iter().any(|line| {
            !line.removed
                && (line.scope == desk.office || line.scope == SCOPE_ALL)
                && self.judge.reads_audit(&line.row.data)
        }))
    }
}

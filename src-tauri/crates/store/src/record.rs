//! Recording an act: its entries, their folds, numbers on paper and projections in one
//! transaction, forced to the disk when the call returns.

use rusqlite::{OptionalExtension as _, params};
use stoika_domain::body::State;
use stoika_domain::directory::{Account, Party, User};
use stoika_protocol::{
    ActId, Author, Body, Entry, EntryRef, Header, Salt, Subject, Verdict, limit,
};

use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::replica::{Changes, Replica, Writing};
use crate::{aggregate, branch, directory, journal};

/// An entry to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// What it is about. A subject that the act creates has the act's id.
    pub subject: Subject,
    /// Kind of the body; the domain's number.
    pub kind: u16,
    /// The body.
    pub bytes: Vec<u8>,
    /// Random, drawn by the caller: hides the body once it is redacted.
    pub salt: Salt,
}

/// An act to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAct {
    /// Who acts, as it will stand for ever.
    pub author: Author,
    /// The act.
    pub act_id: ActId,
    /// Wall clock of the machine, Unix milliseconds.
    pub wall_time_ms: i64,
    /// Estimate of the server's time, Unix milliseconds.
    pub server_time_ms: Option<i64>,
    /// What the act writes; at least one entry.
    pub entries: Vec<NewEntry>,
}

/// An act that is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its entries with the verdict of this desk, in order.
    pub entries: Vec<(EntryRef, Verdict)>,
    /// What screens may be showing of it.
    pub changes: Changes,
}

/// What the maker of an act may ask for inside of its transaction. Numbers taken here are given
/// back when the act is not written.
pub struct WriteContext<'a, 'tx> {
    pub(crate) writing: &'a Writing<'tx>,
}

impl<'tx> WriteContext<'_, 'tx> {
    /// The transaction itself, for the other modules of the store.
    pub(crate) fn writing(&self) -> &Writing<'tx> {
        self.writing
    }
    /// Takes the next counter of a series (a desk's label) and year; the first is 1. After a
    /// restore the counters that lost acts may have taken are passed over.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn next_counter(&self, series: &str, year: i32) -> Result<u32> {
        let next: Option<i64> = self
            .writing
            .tx
            .prepare_cached("SELECT next FROM counter WHERE series = ?1 AND year = ?2")?
            .query_row(params![series, year], |row| row.get(0))
            .optional()?;
        let next =
            match next {
                Some(next) => next,
                None => self.writing.tx.query_row(
                    "SELECT counters_lost + 1 FROM standing",
                    [],
                    |row| row.get(0),
                )?,
            };
        self.writing
            .tx
            .prepare_cached(
                "INSERT OR REPLACE INTO counter (series, year, next) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![series, year, next + 1])?;
        u32::try_from(next).map_err(|_| StoreError::Unreadable("counter"))
    }

    /// The state of a subject as this desk sees it now.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn state(&self, subject: Subject) -> Result<Option<State>> {
        aggregate::state(&self.writing.tx, subject)
    }

    /// A client's row.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn party(&self, id: &str) -> Result<Option<Party>> {
        directory::party(&self.writing.tx, id)
    }

    /// An account's row.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn account(&self, number: &str) -> Result<Option<Account>> {
        directory::account(&self.writing.tx, number)
    }

    /// A user's row.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn user(&self, id: &str) -> Result<Option<User>> {
        directory::user(&self.writing.tx, id)
    }

    /// A document of the Standard, JSON.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn standard(&self, name: &str) -> Result<Option<String>> {
        directory::standard(&self.writing.tx, name)
    }

    /// Directory position applied here: the rules in force for an author.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn directory_position(&self) -> Result<u64> {
        directory::position(&self.writing.tx)
    }

    /// Deletes the draft that has become this act.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn delete_draft(&self, id: &str) -> Result<()> {
        crate::drafts::delete(self.writing, id)
    }
}

impl Replica {
    /// Writes an act.
    ///
    /// # Errors
    /// [`StoreError::BadAct`]; [`StoreError::DiskFull`], [`StoreError::ReadOnly`] and the others of
    /// the disk. Then nothing was written.
    pub fn record(&self, act: NewAct) -> Result<Recorded> {
        self.record_with(|_| Ok(act))
    }

    /// Writes an act that is made inside of its transaction, where counters are taken and states
    /// are read.
    ///
    /// # Errors
    /// Those of `make`, and those of [`Replica::record`]. Then nothing was written and no counter taken.
    pub fn record_with<E: From<StoreError>>(
        &self,
        make: impl FnOnce(&WriteContext<'_, '_>) -> Result<NewAct, E>,
    ) -> Result<Recorded, E> {
        let (entries, changes) = self.write(|writing| {
            let act = make(&WriteContext { writing })?;
            Ok::<_, E>(append(writing, act)?)
        })?;
        Ok(Recorded { entries, changes })
    }
}

/// Writes an act's entries within a transaction.
pub(crate) fn append(writing: &Writing<'_>, act: NewAct) -> Result<Vec<(EntryRef, Verdict)>> {
    if act.entries.is_empty() {
        return Err(StoreError::BadAct);
    }
    let mut written = Vec::with_capacity(act.entries.len());
    for new in act.entries {
        if new.bytes.len() > limit::BODY_SIZE_BYTES_MAX {
            return Err(StoreError::BadAct);
        }
        let mut folding = writing.folding.borrow_mut();
        let aggregate = folding.aggregate(&writing.tx, new.subject)?;
        let body = Body {
            salt: new.salt,
            bytes: new.bytes,
        };
        let current = *writing.current.borrow();
        let entry = Entry {
            header: Header {
                key: current.key.ok_or(StoreError::Unreadable("replica"))?,
                replica: current.name,
                seq: current.head.seq + 1,
                act: act.act_id,
                subject: new.subject,
                base: folding.base(&writing.tx, aggregate)?,
                wall_time_ms: act.wall_time_ms,
                server_time_ms: act.server_time_ms,
                kind: new.kind,
                author: act.author.clone(),
                body_hash: body.hash(),
            },
            body: Some(body),
        };
        let hash = entry.header.hash();
        let verdict = folding.judge(&writing.tx, aggregate, &entry)?;
        let id = journal::insert_entry(
            &writing.tx,
            &mut writing.names.borrow_mut(),
            &entry,
            &hash,
            aggregate,
            verdict,
            None,
        )?;
        folding.set_last(&writing.tx, aggregate, id)?;
        drop(folding);
        branch::number_own(writing, id, &entry, &hash)?;
        writing.current.borrow_mut().head = current.head.link(&hash);
        written.push((entry.header.entry_ref(), verdict));
    }
    let current = *writing.current.borrow();
    journal::set_head(&writing.tx, current.id, &current.head)?;
    writing.changed(Change::Link);
    writing.changed(Change::Written);
    Ok(written)
}

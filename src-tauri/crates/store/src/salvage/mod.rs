//! The way back from damage: what can still be read of a database is brought into a new one, and
//! the damaged one is set aside, never deleted.
//!
//! Pages are read one by one ([`pages`]), rows by the trees and, where those are torn, by their
//! shape ([`tree`], [`rows`]); entries count when they have their hash, frames when they have
//! their seal ([`entries`]). In the new database everything stands as after a rewind: the order
//! comes anew from the centre and meets what was salvaged by its hashes. What the centre does not
//! have stays under its own replica as far as the chain is whole; what stands behind a gap is
//! written again under the new replica, the same acts.
//!
//! The new database is made in a folder of its own and takes its place by renaming, which the next
//! start finishes when the power goes in between.

mod chart;
mod entries;
mod pages;
mod place;
mod plan;
mod recount;
mod rows;
mod tree;
mod write;

pub(crate) use chart::keep as keep_chart;
pub(crate) use place::finish;
pub use place::is_here;
pub(crate) use recount::recount;

use std::path::Path;

use stoika_protocol::VerifyingKey;

use crate::error::{Result, StoreError};
use crate::mark::MarkFile;
use crate::open::{DATABASE_FILE, OpenParams};
use crate::replica::Replica;
use entries::Journal;
use pages::Pages;

/// What a recovery needs beside what opening does.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// Checks the seals of the desk's frames.
    pub verifying: VerifyingKey,
    /// Goes into the name under which the damaged database is set aside: `20261030-104600`.
    pub stamp: String,
    /// When it is, Unix milliseconds.
    pub at_ms: i64,
    /// Documents of the Standard without which nobody can work.
    pub documents_needed: Vec<String>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Name under which the damaged database stands in its folder.
    pub set_aside: String,
    /// Pages that could not be read, or only in part.
    pub pages_damaged: u64,
    /// Entries that the centre does not have and that are here again.
    pub unsent: u64,
    /// Entries of this desk that were not found and that the centre may not have.
    pub lost: u64,
    /// Forms in progress.
    pub drafts: u64,
    /// Rows of the directory.
    pub directory_rows: u64,
    /// Users and the documents needed are here: the desk works before the centre is heard.
    pub works_offline: bool,
}

impl Replica {
    /// Makes a new database of what can be read of a damaged one, and sets that one aside. Nobody
    /// may have it open. A database that is gone altogether counts as one of which nothing can be read.
    /// `progress` is told how much is done, per cent.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] when the key opens no page; those of the disk. Then the damaged
    /// database stands where it was.
    pub fn recover(
        params: &OpenParams,
        recovery: &Recovery,
        progress: &mut dyn FnMut(u8),
    ) -> Result<Salvaged> {
        let folder = place::begin(&params.dir)?;
        let salvaged = salvage_into(&folder, params, recovery, progress);
        match salvaged {
            Ok(salvaged) => {
                place::complete(&params.dir, &salvaged.set_aside)?;
                Ok(salvaged)
            }
            Err(error) => {
                place::abandon(&params.dir)?;
                Err(error)
            }
        }
    }
}

/// Per cent of the whole, as it takes on a large database.
const READ_PERCENT: u64 = 70;
const WRITTEN_PERCENT: u8 = 90;

fn salvage_into(
    folder: &Path,
    params: &OpenParams,
    recovery: &Recovery,
    progress: &mut dyn FnMut(u8),
) -> Result<Salvaged> {
    let (_, mark) = MarkFile::open(&params.mark)?;
    let (replica, _) = Replica::open(&OpenParams {
        dir: folder.to_path_buf(),
        mark: folder.join("mark"),
        ..params.clone()
    })?;
    let database = params.dir.join(DATABASE_FILE);
    let mut salvaged = Salvaged {
        set_aside: place::name(&params.dir, &recovery.stamp),
        ..Salvaged::default()
    };
    let chart = chart::read(&params.dir);
    let mut journal = Journal::default();
    let mut rest = write::Rest::default();
    if database.exists() {
        let log = params.dir.join(format!("{DATABASE_FILE}-wal"));
        let mut pages = Pages::open(&database, &log, &params.key, chart.salt)?;
        if !pages.any_sound() && crate::open::key_is_wrong(&params.dir, &params.key)? {
            return Err(StoreError::WrongKey);
        }
        let tables = replica.read(rows::tables)?;
        let (read, count) = (pages.read(), u64::from(pages.count()).max(1));
        let ((), _) = replica.write(|writing| {
            let mut failed = None;
            salvaged.pages_damaged =
                rows::each(&mut pages, &tables, &chart.roots, &mut |table, row| {
                    if failed.is_some() {
                        return;
                    }
                    let done = u64::from(read.get()) * READ_PERCENT / count;
                    progress(u8::try_from(done.min(READ_PERCENT)).unwrap_or(0));
                    let taken = if table == "directory" {
                        write::directory_row(&writing.tx, &row)
                            .map(|taken| salvaged.directory_rows += taken)
                    } else {
                        rest.take(&mut journal, table, row, &recovery.verifying);
                        Ok(())
                    };
                    failed = taken.err();
                });
            failed.map_or(Ok(()), Err::<(), StoreError>)
        })?;
    }
    write::all(
        &replica,
        params,
        recovery,
        mark,
        journal,
        rest,
        &mut salvaged,
    )?;
    progress(WRITTEN_PERCENT);
    replica.check()?;
    Ok(salvaged)
}

/// Whether bytes stand anywhere in the database as it is deciphered, in what is free of it too, or in
/// its log.
#[cfg(test)]
pub(crate) fn holds(dir: &Path, key: &[u8; 32], bytes: &[u8]) -> bool {
    let database = dir.join(DATABASE_FILE);
    let log = dir.join(format!("{DATABASE_FILE}-wal"));
    Pages::open(&database, &log, key, chart::read(dir).salt).is_ok_and(|mut pages| {
        assert!(pages.any_sound());
        (1..=pages.count()).any(|number| match pages.page(number) {
            Some(pages::Page::Sound(page) | pages::Page::Doubtful(page)) => {
                page.windows(bytes.len()).any(|window| window == bytes)
            }
            None => false,
        })
    })
}

/// Whether a key opens at least one page: tells damage from a wrong key where nothing else does.
pub(crate) fn key_opens_a_page(dir: &Path, key: &[u8; 32]) -> bool {
    let database = dir.join(DATABASE_FILE);
    let log = dir.join(format!("{DATABASE_FILE}-wal"));
    Pages::open(&database, &log, key, chart::read(dir).salt)
        .is_ok_and(|mut pages| pages.any_sound())
}

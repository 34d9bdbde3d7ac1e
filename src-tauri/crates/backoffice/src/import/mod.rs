//! `import`: customers, accounts, contracts, meters, charges and payments from the supplier's own
//! systems, as CSV. [`HELP`] says which columns a file has and what a row of it replaces.
//!
//! A file is read once, line by line. Its good rows are sorted on the disk ([`stage`]) and
//! published in batches ([`settling`]), so neither its size nor that of the directory is held in
//! memory, and the server beside it is never kept waiting for long. What a killed import has
//! published stays; the same file again does the rest.
//!
//! Reading order: [`columns`] → [`lines`] → [`reading`] → [`settling`] → [`ledger`].

mod book;
mod columns;
mod ledger;
mod lines;
mod reading;
mod row;
mod settling;
mod stage;
mod words;

use std::io::Read;
use std::path::Path;

use chrono::NaiveDate;
use stoika_exchange::Published;

use crate::centre::Centre;
use crate::error::{CentreError, at};

pub(crate) use columns::HELP;
pub use columns::ImportKind;
pub(crate) use ledger::{Charge, with_charges, with_payments};
pub(crate) use row::BadRow;
pub(crate) use settling::put;
pub(crate) use words::words;

use book::Book;
use lines::Lines;
use row::{Columns, Line};
use settling::Settling;
use stage::Stage;

/// Lines between two words of how far it is.
const TELL_EVERY: u64 = 100_000;

/// What came of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Imported {
    pub published: Published,
    /// Rows that were refused, each of them told.
    pub bad: u64,
    /// False when nothing was published because of them.
    pub taken: bool,
}

/// A file to import.
pub(crate) struct File<'a> {
    pub what: ImportKind,
    pub path: &'a Path,
    /// One bad row is enough for nothing to be imported.
    pub strict: bool,
    /// The civil date: what has been does not lie after it.
    pub today: NaiveDate,
}

/// Imports a file; `tell` hears of each bad row.
///
/// # Errors
/// Another import is running; reference data that are not published; a file or storage that failed.
pub(crate) fn import(
    centre: &Centre,
    file: File<'_>,
    tell: &mut dyn FnMut(&BadRow) -> Result<(), CentreError>,
) -> Result<Imported, CentreError> {
    let stage = Stage::open(&centre.dir)?;
    let book = Book::open(centre, file.today)?;
    let (wanted, allowed) = columns::columns(file.what);
    let failed = || at(file.path);
    let input = std::fs::File::open(file.path).map_err(failed())?;
    let opened = match Lines::open(input).map_err(failed())? {
        Err(reason) => Err(vec![BadRow {
            line: 1,
            column: String::new(),
            reason: reason.to_owned(),
        }]),
        Ok((lines, names)) => Columns::read(names, wanted, allowed).map(|columns| (lines, columns)),
    };
    let (mut lines, columns) = match opened {
        Ok(opened) => opened,
        Err(wrong) => {
            for bad in &wrong {
                tell(bad)?;
            }
            return Ok(Imported {
                bad: wrong.len() as u64,
                ..Imported::default()
            });
        }
    };
    let bad = stage_rows(&book, &file, &mut lines, &columns, &stage, tell)?;
    if file.strict && bad > 0 {
        return Ok(Imported {
            bad,
            ..Imported::default()
        });
    }
    let mut settling = Settling::new(centre, &book, file.what)?;
    let mut keys = 0_u64;
    stage.each(|key, rows| {
        settling.take(key, rows)?;
        keys += 1;
        if keys.is_multiple_of(TELL_EVERY) {
            let Published {
                changed, unchanged, ..
            } = settling.published();
            tracing::info!(changed, unchanged, "publishing");
        }
        Ok(())
    })?;
    Ok(Imported {
        published: settling.finish()?,
        bad,
        taken: true,
    })
}

/// Reads the file to its end; returns how many of its rows are bad.
fn stage_rows<R: Read>(
    book: &Book<'_>,
    file: &File<'_>,
    lines: &mut Lines<R>,
    columns: &Columns,
    stage: &Stage,
    tell: &mut dyn FnMut(&BadRow) -> Result<(), CentreError>,
) -> Result<u64, CentreError> {
    let mut fields = Vec::new();
    let mut bad = 0_u64;
    let mut told = TELL_EVERY;
    while let Some(split) = lines.next(&mut fields).map_err(at(file.path))? {
        let line = Line {
            columns,
            fields: &fields,
            number: lines.number(),
            today: book.today,
        };
        let read = match split {
            Err(reason) => Err(line.bad("", reason)),
            Ok(()) => reading::read(book, file.what, line)?,
        };
        // A row whose key stood in the file before is a bad row: which of the two is right?
        let outcome = match read {
            Err(row) => Err(row),
            Ok(staged) if stage.put(&staged)? => Ok(()),
            Ok(_) => Err(line.bad(reading::key_column(file.what), "double")),
        };
        if let Err(row) = outcome {
            bad += 1;
            tell(&row)?;
        }
        if lines.number() >= told {
            tracing::info!(lines = lines.number(), bad, "reading");
            told += TELL_EVERY;
        }
    }
    Ok(bad)
}

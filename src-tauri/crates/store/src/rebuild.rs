//! Dropping and rebuilding what follows from the journal and the directory; looking the whole
//! database over.

use stoika_domain::body::State;
use stoika_protocol::Subject;

use crate::aggregate;
use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::open::PROJECTION_VERSION;
use crate::replica::{Changes, Replica};
use crate::search::index;

impl Replica {
    /// Drops every projection and the search, folds every aggregate from the journal and writes them
    /// anew, in one transaction.
    ///
    /// # Errors
    /// Those of the disk; then everything is as it was.
    pub fn rebuild_projections(&self) -> Result<Changes> {
        let ((), changes) = self.write(|writing| {
            writing.tx.execute_batch(
                "DELETE FROM appeal; DELETE FROM contact; DELETE FROM record; DELETE FROM queue; DELETE FROM work_item; DELETE FROM search_applicant; DELETE FROM search_number;",
            )?;
            writing.lists_anew.set(true);
            index::build(&writing.tx)?;
            writing.folding.borrow_mut().rebuild(&writing.tx)?;
            writing.tx.execute(
                "UPDATE standing SET projection_version = ?1",
                [PROJECTION_VERSION],
            )?;
            writing.changed(Change::Appeals);
            writing.changed(Change::Directory);
            Ok::<_, StoreError>(())
        })?;
        Ok(changes)
    }

    /// Reads the whole database once: every page's seal, every index. Takes seconds for a
    /// large one; readers and the writer go on meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`]; those of the disk.
    pub fn check(&self) -> Result<()> {
        self.read(|conn| {
            let sealed: Option<String> = {
                let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
                let mut rows = statement.query([])?;
                rows.next()?.map(|row| row.get(0)).transpose()?
            };
            let said: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            if sealed.is_none() && said == "ok" {
                Ok(())
            } else {
                Err(StoreError::Corrupt)
            }
        })
    }

    /// The states of all subjects that are here and in scope, by kind and id.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn states(&self) -> Result<Vec<(Subject, State)>> {
        self.read(aggregate::states)
    }

    /// The state of a subject as this desk sees it now, with what has not been ordered yet.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn state(&self, subject: Subject) -> Result<Option<State>> {
        self.read(|conn| aggregate::state(conn, subject))
    }
}

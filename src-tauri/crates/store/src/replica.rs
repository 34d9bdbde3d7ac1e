//! The replica: one writing connection, reading connections that it never blocks, and the frame
//! of every transaction.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use stoika_protocol::{Hash, ReplicaId};

use crate::aggregate::Folding;
use crate::branch::Tenures;
use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{self, Names, ReplicaRow};
use crate::mark::{Mark, MarkFile};
use crate::open::{
    DATABASE_FILE, Identity, OpenParams, Opened, PROJECTION_VERSION, READER_CACHE_KIB, connect,
    open_writer, settle_identity,
};
use crate::redated;
use crate::registry::{Registry, Relisted};
use crate::rules::Rules;
use crate::search::index::Touched;

/// Idle reading connections that are kept: every desk of an office waits with a pull of its own at the hub, and one entry wakes
/// all of them. A connection that is opened for one look costs more than the look.
const READERS_KEPT: usize = 24;
/// So many of them keep the pages that they have read; the rest is for such moments alone.
const READERS_WARM: usize = 4;

/// What a transaction of the store changed; empty when it changed nothing that a screen shows.
pub type Changes = BTreeSet<Change>;

/// The desk's database: journal, directory, projections, search, drafts.
///
/// Every mutation is one transaction, forced to the disk when the call returns. Readers see the
/// last commit and never wait for the writer.
#[derive(Debug)]
pub struct Replica {
    path: PathBuf,
    key: [u8; 32],
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) tenures: Arc<Tenures>,
}

#[derive(Debug)]
struct Writer {
    conn: Connection,
    mark: MarkFile,
    machine: Hash,
    current: ReplicaRow,
    names: Names,
    rules: Option<Arc<Rules>>,
    registry: Arc<Registry>,
    tenures: Arc<Tenures>,
    /// A transaction was begun and not committed: what is remembered may never have been.
    doubtful: bool,
}

impl Replica {
    /// Opens or makes the database and says how it was found.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Corrupt`], [`StoreError::Newer`],
    /// [`StoreError::DiskFull`], [`StoreError::ReadOnly`], [`StoreError::Disk`].
    pub fn open(params: &OpenParams) -> Result<(Self, Opened)> {
        let (mut conn, upgraded) = open_writer(&params.dir, &params.key)?;
        let (mark, held) = MarkFile::open(&params.mark)?;
        let (opened, current) = settle_identity(&mut conn, params, held.as_ref())?;
        let projected: i64 =
            conn.query_row("SELECT projection_version FROM standing", [], |row| {
                row.get(0)
            })?;
        let registry = Arc::new(Registry::default());
        let tenures = Arc::new(Tenures::default());
        let replica = Self {
            path: params.dir.join(DATABASE_FILE),
            key: params.key,
            writer: Mutex::new(Writer {
                conn,
                mark,
                machine: params.machine,
                current,
                names: Names::default(),
                rules: None,
                registry: Arc::clone(&registry),
                tenures: Arc::clone(&tenures),
                doubtful: false,
            }),
            readers: Mutex::new(Vec::new()),
            registry,
            tenures,
        };
        {
            let mut writer = replica.writer();
            writer.note_mark();
            writer.mark.sync()?;
        }
        if upgraded || projected != PROJECTION_VERSION {
            replica.rebuild_projections()?;
        }
        Ok((replica, opened))
    }

    /// Who writes now.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn identity(&self) -> Result<Identity> {
        self.read(|conn| {
            let row = journal::current_replica(conn)?;
            Ok(Identity {
                replica: row.name,
                key: row.key.ok_or(StoreError::Unreadable("replica"))?,
            })
        })
    }

    /// Reads in one snapshot of the last commit.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = lock(&self.readers).pop();
        let conn = match idle {
            Some(conn) => conn,
            None => {
                let conn = connect(&self.path, &self.key, READER_CACHE_KIB)?;
                conn.pragma_update(None, "query_only", true)?;
                conn
            }
        };
        let found = {
            let snapshot = conn.unchecked_transaction()?;
            work(&snapshot)
        };
        if lock(&self.readers).len() >= READERS_WARM {
            conn.execute_batch("PRAGMA shrink_memory")?;
        }
        let mut readers = lock(&self.readers);
        if readers.len() < READERS_KEPT {
            readers.push(conn);
        }
        found
    }

    /// One transaction: all of the work and what follows from it, or nothing.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Writing<'_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        self.writer().write(work)
    }

    /// Forces the high-water mark to the disk.
    pub(crate) fn sync_mark(&self) -> Result<()> {
        self.writer().mark.sync()
    }

    /// Brings the log into the database file, so that the file alone is whole.
    pub(crate) fn settle_log(&self) -> Result<()> {
        self.settle_log_of(&self.writer())
    }

    fn settle_log_of(&self, writer: &Writer) -> Result<()> {
        lock(&self.readers).clear();
        let busy: bool = writer
            .conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy {
            return Err(StoreError::Disk("the log is in use".to_owned()));
        }
        Ok(())
    }

    /// Bodies were destroyed: the log that still holds them is brought into the file and emptied. Where
    /// somebody reads from it just now, the end of the program does it.
    pub(crate) fn empty_log(&self) {
        if let Err(error) = self.settle_log() {
            tracing::warn!(%error, "the log is emptied when the desk closes");
        }
    }

    /// From now on the disk has no room for one page more, or has room again.
    ///
    /// # Errors
    /// Those of the disk.
    #[cfg(feature = "faults")]
    pub fn fill_disk(&self, full: bool) -> Result<()> {
        let writer = self.writer();
        // Pages that are free inside of the file would still take something.
        writer.conn.execute_batch("VACUUM")?;
        let pages: i64 = writer
            .conn
            .query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let limit = if full { pages } else { i64::from(i32::MAX) };
        Ok(writer
            .conn
            .query_row(&format!("PRAGMA max_page_count = {limit}"), [], |_| Ok(()))?)
    }

    /// Noise comes onto a page that every act needs, as from a bad sector, while the database is open.
    ///
    /// # Errors
    /// Those of the disk.
    #[cfg(feature = "faults")]
    pub fn spoil(&self) -> Result<()> {
        use std::io::{Seek as _, SeekFrom, Write as _};
        let writer = self.writer();
        // Under one lock: what sync writes in between would stand in the log, where no noise comes.
        self.settle_log_of(&writer)?;
        writer.conn.execute_batch("PRAGMA shrink_memory")?;
        let page: u64 = writer.conn.query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'entry_of_aggregate'",
            [],
            |row| row.get(0).map(journal::unsigned),
        )?;
        let mut file = std::fs::OpenOptions::new().write(true).open(&self.path)?;
        file.seek(SeekFrom::Start((page - 1) * 4096 + 600))?;
        file.write_all(&[0x5a; 40])?;
        Ok(file.sync_all()?)
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        lock(&self.writer)
    }
}

/// A panic elsewhere does not lock the store for ever: its transaction was rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Writer {
    fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Writing<'_>) -> Result<T, E>,
    ) -> Result<(T, Changes), E> {
        if self.doubtful {
            self.names = Names::default();
            self.rules = None;
            self.current = journal::current_replica(&self.conn)?;
        }
        self.doubtful = true;
        let tx = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let rules = match &self.rules {
            Some(rules) => Arc::clone(rules),
            None => Arc::new(Rules::read(&tx)?),
        };
        let writing = Writing {
            tx,
            names: RefCell::new(std::mem::take(&mut self.names)),
            current: RefCell::new(self.current),
            rules: RefCell::new(rules),
            folding: RefCell::new(Folding::default()),
            touched: RefCell::new(Touched::default()),
            changes: RefCell::new(BTreeSet::new()),
            relisted: RefCell::new(Relisted::new()),
            lists_anew: Cell::new(false),
            tenures_moved: Cell::new(false),
            terms_anew: Cell::new(false),
            rules_changed: Cell::new(false),
            told_at_ms: Cell::new(0),
            destroyed: Cell::new(false),
            branch_at_ms: Cell::new(None),
        };
        let done = work(&writing)?;
        writing.settle()?;
        let (relisted, lists_anew) = (writing.relisted.take(), writing.lists_anew.get());
        let tenures_moved = writing.tenures_moved.get();
        let committed = writing.commit();
        if committed.is_err() || tenures_moved {
            self.tenures.forget();
        }
        if committed.is_err() || lists_anew {
            self.registry.forget();
        } else {
            self.registry.follow(relisted);
        }
        let (names, current, rules, changes) = committed?;
        self.names = names;
        self.current = current;
        self.rules = Some(rules);
        self.doubtful = false;
        self.note_mark();
        Ok((done, changes))
    }

    /// The mark follows the commit. A mark that cannot be written stays behind, which is
    /// harmless, and the act that was committed must not be called failed.
    fn note_mark(&mut self) {
        let mark = Mark {
            replica: self.current.name,
            seq: self.current.head.seq,
            machine: self.machine,
        };
        if let Err(error) = self.mark.write_if_new(&mark) {
            tracing::warn!(%error, "the high-water mark stays behind");
        }
    }
}

/// A transaction under way.
pub(crate) struct Writing<'a> {
    pub tx: Transaction<'a>,
    pub names: RefCell<Names>,
    /// The replica that writes now.
    pub current: RefCell<ReplicaRow>,
    pub rules: RefCell<Arc<Rules>>,
    pub folding: RefCell<Folding>,
    pub touched: RefCell<Touched>,
    pub changes: RefCell<Changes>,
    /// Rows of the list of appeals as they are now.
    pub relisted: RefCell<Relisted>,
    /// The list of appeals was emptied first: what is not in `relisted` is gone.
    pub lists_anew: Cell<bool>,
    /// A tenure began, moved or ended.
    pub tenures_moved: Cell<bool>,
    /// By what norms and calendar the dates stand is not known: all are computed anew.
    pub terms_anew: Cell<bool>,
    /// Norms or the calendar have changed: the dates of every appeal that they may move are computed anew.
    pub rules_changed: Cell<bool>,
    /// When the server said what is applied now, Unix milliseconds; 0 for what came from no server.
    pub told_at_ms: Cell<i64>,
    /// Bodies were destroyed: they must not be left in the log either.
    pub destroyed: Cell<bool>,
    /// The order of the office is applied or given now; when that is, Unix milliseconds.
    pub branch_at_ms: Cell<Option<i64>>,
}

impl Writing<'_> {
    /// Makes it durable; returns what is to be remembered, and what changed.
    fn commit(self) -> Result<(Names, ReplicaRow, Arc<Rules>, Changes)> {
        self.tx.commit()?;
        Ok((
            self.names.into_inner(),
            self.current.into_inner(),
            self.rules.into_inner(),
            self.changes.into_inner(),
        ))
    }

    /// Says that something changed.
    pub fn changed(&self, change: Change) {
        self.changes.borrow_mut().insert(change);
    }

    /// The rules as this transaction has left them so far.
    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.borrow())
    }

    /// Name of the replica that writes now.
    pub fn current_name(&self) -> ReplicaId {
        self.current.borrow().name
    }

    /// Folds, projects and indexes what the work has touched.
    fn settle(&self) -> Result<()> {
        if !self.rules_changed.take() {
            Folding::settle(self)?;
            return Touched::settle(self);
        }
        let told = redated::Told::read(self)?;
        let new = Arc::new(Rules::read(&self.tx)?);
        let old = std::mem::replace(&mut *self.rules.borrow_mut(), Arc::clone(&new));
        let from = if self.terms_anew.get() {
            None
        } else {
            redated::first_day_moved(&self.tx, &old, &new)?
        };
        self.folding.borrow_mut().project_appeals(&self.tx, from)?;
        Folding::settle(self)?;
        redated::list(self, &told)?;
        Touched::settle(self)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use stoika_protocol::{ActId, Author, Hash, KeyId, ReplicaId, Salt, Subject};

    use super::Replica;
    use crate::{Draft, Identity, NewAct, NewEntry, OpenParams, StoreError};

    fn open(folder: &std::path::Path) -> Replica {
        let params = OpenParams {
            dir: folder.join("replica"),
            mark: folder.join("mark"),
            key: [1; 32],
            machine: Hash([2; 32]),
            fresh: Identity {
                replica: ReplicaId([3; 16]),
                key: KeyId([4; 16]),
            },
        };
        Replica::open(&params).unwrap().0
    }

    fn record(replica: &Replica, number: u64) -> Result<crate::Recorded, StoreError> {
        let act_id = ActId::new(number, [0; 10]);
        replica.record_with(|context| {
            context.next_counter("ОТ-04", 2026)?;
            Ok(NewAct {
                author: Author {
                    user: String::new(),
                    user_name: String::new(),
                    role: 1,
                    office: "otradny".into(),
                    desk: "ОТ-04".into(),
                    rules: 0,
                },
                act_id,
                wall_time_ms: 0,
                server_time_ms: None,
                entries: vec![NewEntry {
                    subject: Subject {
                        kind: 999,
                        id: act_id,
                    },
                    kind: 1,
                    bytes: vec![7; 3000],
                    salt: Salt([0; 8]),
                }],
            })
        })
    }

    #[test]
    fn a_full_disk_refuses_the_act_whole() {
        let folder = tempfile::tempdir().unwrap();
        let replica = open(folder.path());
        record(&replica, 0).unwrap();
        let pages: i64 = replica
            .writer()
            .conn
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        let limit = |pages: i64| {
            replica
                .writer()
                .conn
                .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
                .unwrap();
        };
        limit(pages + 5);
        let mut written = 1;
        let refused = loop {
            match record(&replica, written) {
                Ok(_) => written += 1,
                Err(error) => break error,
            }
            assert!(written < 100, "the disk never fills");
        };
        assert!(matches!(refused, StoreError::DiskFull), "{refused:?}");
        let draft = |size: usize| Draft {
            id: "d".into(),
            kind: "appeal".into(),
            json: "x".repeat(size),
            updated_ms: 0,
        };
        let refused = replica.save_draft(&draft(1_000_000));
        assert!(matches!(refused, Err(StoreError::DiskFull)));
        assert_eq!(replica.draft("d").unwrap(), None);
        let head = replica.standing().unwrap().current.head;
        assert_eq!(head.seq, written);
        replica.check().unwrap();

        // Room again: the next act goes on from the last whole one, its counter too.
        limit(1_000_000);
        record(&replica, written).unwrap();
        assert_eq!(replica.standing().unwrap().current.head.seq, written + 1);
        let next = replica.record_with::<StoreError>(|context| {
            assert_eq!(u64::from(context.next_counter("ОТ-04", 2026)?), written + 2);
            Err(StoreError::BadAct)
        });
        assert!(next.is_err());
        drop(replica);
        assert_eq!(
            open(folder.path()).standing().unwrap().current.head.seq,
            written + 1
        );
    }

    #[test]
    fn a_disk_that_cannot_be_written_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let replica = open(folder.path());
        replica
            .writer()
            .conn
            .pragma_update(None, "query_only", true)
            .unwrap();
        assert!(matches!(record(&replica, 0), Err(StoreError::ReadOnly)));
        replica
            .writer()
            .conn
            .pragma_update(None, "query_only", false)
            .unwrap();
        record(&replica, 0).unwrap();
    }

    /// A panic inside of a transaction rolls it back, and the store goes on.
    #[test]
    fn a_panic_in_an_act_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let replica = open(folder.path());
        let fell = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            replica.record_with::<StoreError>(|context| {
                context.next_counter("ОТ-04", 2026)?;
                std::panic::resume_unwind(Box::new("a defect elsewhere"));
            })
        }));
        assert!(fell.is_err());
        let recorded = record(&replica, 0).unwrap();
        assert_eq!(recorded.entries[0].0.seq, 1);
    }
}

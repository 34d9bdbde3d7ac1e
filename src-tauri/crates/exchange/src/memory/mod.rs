//! The twin of the databases: everything in memory, with faults on demand.

mod hubs;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use stoika_protocol::{
    EntryRef, Hash, HistoryId, KeyId, OrderRecord, OrderedEntry, ReplicaId, Subject,
};

use crate::storage::{
    Aside, AuditBranch, AuditHead, AuditLine, AuditLook, BranchFrame, Desk, DirectoryLine,
    FeedKind, Held, Invitation, LookupLine, Name, RefusedFrame, Replica, Rows, Settled, Storage,
    StorageError,
};
use rows::in_scope;

/// What happens to a writing transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It commits.
    None,
    /// It leaves no trace, and fails.
    BeforeCommit,
    /// It commits, and the caller is told that it failed: the machine died on the way back.
    AfterCommit,
}

type FaultSource = Box<dyn FnMut() -> Fault + Send>;

/// A storage in memory. A clone is a backup: it shares nothing with the original.
pub struct MemoryStorage {
    data: Mutex<Data>,
    faults: Mutex<Option<FaultSource>>,
}

#[derive(Clone)]
struct Data {
    history: HistoryId,
    /// It stands in for a hub's.
    of_hub: bool,
    desks: BTreeMap<KeyId, Desk>,
    invitations: BTreeMap<Hash, Invitation>,
    replicas: BTreeMap<ReplicaId, Replica>,
    waiting: BTreeSet<(u64, ReplicaId)>,
    arrivals: u64,
    entries: BTreeMap<EntryRef, Arc<Held>>,
    frames: BTreeMap<EntryRef, Arc<Vec<u8>>>,
    refused: BTreeMap<Hash, RefusedFrame>,
    branches: BTreeMap<Hash, BranchFrame>,
    order: BTreeMap<u64, Placed>,
    places: BTreeMap<EntryRef, u64>,
    asides: BTreeMap<u64, Aside>,
    aside_numbers: BTreeMap<EntryRef, u64>,
    names: BTreeMap<u64, Name>,
    subjects: BTreeMap<Subject, Settled>,
    subject_places: BTreeSet<(Subject, u64)>,
    feed: BTreeMap<(String, u64), FeedKind>,
    directory: BTreeMap<(String, String, String), DirectoryLine>,
    changes: BTreeMap<u64, (String, String, String)>,
    directory_head: u64,
    directory_marks: BTreeMap<u64, Hash>,
    lookups: BTreeMap<u64, LookupLine>,
    audit_heads: BTreeMap<ReplicaId, AuditHead>,
    audit: BTreeMap<EntryRef, AuditLine>,
    audit_branches: BTreeMap<Hash, AuditBranch>,
    audit_looks: BTreeMap<u64, AuditLook>,
}

#[derive(Clone, Copy)]
struct Placed {
    record: OrderRecord,
    subject: Subject,
    head: Hash,
}

type Undo = Box<dyn FnOnce(&mut Data)>;

/// One transaction: what it did can be undone.
struct Transaction<'a> {
    data: &'a mut Data,
    undo: Vec<Undo>,
}

impl MemoryStorage {
    /// An empty storage of a new history.
    #[must_use]
    pub fn new(history: HistoryId) -> Self {
        Self::of(Data {
            history,
            of_hub: false,
            desks: BTreeMap::new(),
            invitations: BTreeMap::new(),
            replicas: BTreeMap::new(),
            waiting: BTreeSet::new(),
            arrivals: 0,
            entries: BTreeMap::new(),
            frames: BTreeMap::new(),
            refused: BTreeMap::new(),
            branches: BTreeMap::new(),
            order: BTreeMap::new(),
            places: BTreeMap::new(),
            asides: BTreeMap::new(),
            aside_numbers: BTreeMap::new(),
            names: BTreeMap::new(),
            subjects: BTreeMap::new(),
            subject_places: BTreeSet::new(),
            feed: BTreeMap::new(),
            directory: BTreeMap::new(),
            changes: BTreeMap::new(),
            directory_head: 0,
            directory_marks: BTreeMap::new(),
            lookups: BTreeMap::new(),
            audit_heads: BTreeMap::new(),
            audit: BTreeMap::new(),
            audit_branches: BTreeMap::new(),
            audit_looks: BTreeMap::new(),
        })
    }

    /// The same as a hub has it: replicas begin where the centre has them whole, and the directory
    /// is not its own.
    #[must_use]
    pub fn of_hub(history: HistoryId) -> Self {
        let storage = Self::new(history);
        storage.lock().of_hub = true;
        storage
    }

    fn of(data: Data) -> Self {
        Self {
            data: Mutex::new(data),
            faults: Mutex::new(None),
        }
    }

    /// Asks `source` at each writing transaction what happens to it; `None` stops the faults.
    pub fn set_faults(&self, source: Option<FaultSource>) {
        *self.faults.lock().unwrap_or_else(PoisonError::into_inner) = source;
    }

    /// Puts the storage back to what `backup` was: the server was restored.
    pub fn restore(&self, backup: &Self) {
        let data = backup.lock().clone();
        *self.lock() = data;
    }

    /// Puts the directory alone back to what it was in `backup`: one that was made after the last
    /// entry, and before the last rows.
    pub fn restore_directory(&self, backup: &Self) {
        let then = backup.lock().clone();
        let mut data = self.lock();
        data.directory = then.directory;
        data.changes = then.changes;
        data.directory_head = then.directory_head;
        data.directory_marks = then.directory_marks;
    }

    fn lock(&self) -> MutexGuard<'_, Data> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_fault(&self) -> Fault {
        self.faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
            .map_or(Fault::None, |source| source())
    }
}

impl Clone for MemoryStorage {
    fn clone(&self) -> Self {
        Self::of(self.lock().clone())
    }
}

impl fmt::Debug for MemoryStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = self.lock();
        f.debug_struct("MemoryStorage")
            .field("entries", &data.entries.len())
            .field("ordered", &data.order.len())
            .finish_non_exhaustive()
    }
}

impl Storage for MemoryStorage {
    fn read<T>(
        &self,
        run: impl FnOnce(&mut dyn Rows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let mut data = self.lock();
        let mut transaction = Transaction {
            data: &mut data,
            undo: Vec::new(),
        };
        let outcome = run(&mut transaction);
        transaction.roll_back();
        outcome
    }

    fn write<T>(
        &self,
        run: impl FnOnce(&mut dyn Rows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let fault = self.next_fault();
        let mut data = self.lock();
        let mut transaction = Transaction {
            data: &mut data,
            undo: Vec::new(),
        };
        let outcome = run(&mut transaction);
        let failed = || StorageError::Failed("a fault was asked for".to_owned());
        match (outcome, fault) {
            (Ok(value), Fault::None) => Ok(value),
            (Ok(_), Fault::AfterCommit) => Err(failed()),
            (Ok(_), Fault::BeforeCommit) => {
                transaction.roll_back();
                Err(failed())
            }
            (Err(error), Fault::None | Fault::BeforeCommit | Fault::AfterCommit) => {
                transaction.roll_back();
                Err(error)
            }
        }
    }
}

impl Transaction<'_> {
    fn roll_back(self) {
        for undo in self.undo.into_iter().rev() {
            undo(self.data);
        }
    }

    fn set<K: Ord + Clone + 'static, V: 'static>(
        &mut self,
        map: fn(&mut Data) -> &mut BTreeMap<K, V>,
        key: K,
        value: V,
    ) {
        let old = map(self.data).insert(key.clone(), value);
        self.undo.push(Box::new(move |data| {
            match old {
                Some(old) => map(data).insert(key, old),
                None => map(data).remove(&key),
            };
        }));
    }

    fn unset<K: Ord + Clone + 'static, V: 'static>(
        &mut self,
        map: fn(&mut Data) -> &mut BTreeMap<K, V>,
        key: K,
    ) {
        if let Some(old) = map(self.data).remove(&key) {
            self.undo.push(Box::new(move |data| {
                map(data).insert(key, old);
            }));
        }
    }

    fn mark<K: Ord + Clone + 'static>(
        &mut self,
        set: fn(&mut Data) -> &mut BTreeSet<K>,
        key: K,
        there: bool,
    ) {
        let was_there = if there {
            !set(self.data).insert(key.clone())
        } else {
            set(self.data).remove(&key)
        };
        self.undo.push(Box::new(move |data| {
            if was_there {
                set(data).insert(key);
            } else {
                set(data).remove(&key);
            }
        }));
    }

    fn forget(&mut self, which: impl Fn(&Name) -> bool) {
        let names = self.data.names.iter();
        let numbers: Vec<u64> = names
            .filter(|(_, name)| which(name))
            .map(|(number, _)| *number)
            .collect();
        for number in numbers {
            self.unset(|data| &mut data.names, number);
        }
    }

    fn ordered(&self, position: u64) -> Option<OrderedEntry> {
        let placed = self.data.order.get(&position)?;
        let held = self.data.entries.get(&placed.record.entry)?;
        Some(OrderedEntry {
            record: placed.record,
            entry: held.entry.clone(),
        })
    }

    fn live(&self, office: &str) -> impl Iterator<Item = &DirectoryLine> {
        self.data
            .directory
            .values()
            .filter(move |line| !line.removed && in_scope(line, office))
    }
}

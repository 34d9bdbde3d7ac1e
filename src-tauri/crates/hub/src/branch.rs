//! The replica of the hub's desk as the storage of its exchange. It has the journal of the office and
//! the order that the hub gives; what belongs to the centre alone (invitations, the directory's pages,
//! audits) it has not, and [`Journal`] does not ask for it. What an entry does is never asked of a judge
//! here: the store folds with the same transaction that takes the entry.

use std::sync::Arc;

use stoika_exchange::storage::{
    BranchFrame, Desk, DirectoryLine, FeedKind, FeedRow, Held, OrderHead, RefusedFrame,
    Replica as HeldReplica,
};
use stoika_exchange::{Journal, JournalRows, StorageError};
use stoika_protocol::{
    AuditEnd, DirectoryMark, EntryRef, Hash, HistoryId, KeyId, OrderedEntry, ReplicaId, Signer,
    Subject,
};
use stoika_store::{
    BranchFork, BranchIntake, BranchRefusal, BranchReplica, BranchRows, Changes, Naming, Replica,
    StoreError, TakenEntry,
};

/// What a transaction of the exchange has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told<'a> {
    /// Entries of others are here and have their places.
    Took(&'a Changes),
    /// A desk has said hello.
    Saw(KeyId),
}

type MakeNaming = Box<dyn Fn() -> Option<Naming> + Send + Sync>;
type Tell = Box<dyn Fn(Told<'_>) + Send + Sync>;

/// The journal of an office at its hub.
pub struct Branch {
    replica: Arc<Replica>,
    own: KeyId,
    office: String,
    history: HistoryId,
    naming: MakeNaming,
    told: Tell,
}

impl Branch {
    /// The journal over the hub's replica. `own` is the hub's key: who comes under it has a copy of its
    /// disk and is nobody's desk. `history` is the tenure: once the replica gives another order,
    /// nothing is answered any more. `naming` draws what names the entries that are taken; `None` when
    /// the machine has no random bits. `told` hears after each transaction what it has done.
    pub fn over(
        replica: Arc<Replica>,
        own: KeyId,
        office: String,
        history: HistoryId,
        naming: impl Fn() -> Option<Naming> + Send + Sync + 'static,
        told: impl Fn(Told<'_>) + Send + Sync + 'static,
    ) -> Self {
        Self {
            replica,
            own,
            office,
            history,
            naming: Box::new(naming),
            told: Box::new(told),
        }
    }

    fn is_own(&self, history: HistoryId) -> Result<(), StorageError> {
        if history == self.history {
            Ok(())
        } else {
            Err(StorageError::Failed(
                "the desk gives another order".to_owned(),
            ))
        }
    }
}

impl Journal for Branch {
    fn look<T>(
        &self,
        run: impl FnOnce(&mut dyn JournalRows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let done = self.replica.branch_read(|rows| {
            self.is_own(rows.history())?;
            let mut reading = Opened {
                access: Access::Looks(rows),
                branch: self,
            };
            Ok(run(&mut reading)?)
        });
        done.map_err(|Trouble(error)| error)
    }

    fn seal(&self, signer: &Signer) -> Result<(), StorageError> {
        self.replica.seal(signer).map_err(|error| failed(&error))
    }

    fn change<T>(
        &self,
        run: impl FnOnce(&mut dyn JournalRows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let naming = (self.naming)()
            .ok_or_else(|| StorageError::Failed("the machine gives no random bytes".to_owned()))?;
        let mut saw = None;
        let done = self.replica.branch_write(&naming, |intake| {
            self.is_own(intake.history())?;
            let mut taking = Opened {
                access: Access::Takes(intake, &mut saw),
                branch: self,
            };
            Ok(run(&mut taking)?)
        });
        let (done, changes) = done.map_err(|Trouble(error)| error)?;
        if let Some(key) = saw {
            (self.told)(Told::Saw(key));
        }
        if !changes.is_empty() {
            (self.told)(Told::Took(&changes));
        }
        Ok(done)
    }
}

/// What stops a transaction: of the store, or of the exchange.
struct Trouble(StorageError);

impl From<StorageError> for Trouble {
    fn from(error: StorageError) -> Self {
        Self(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self(failed(&error))
    }
}

fn failed(error: &StoreError) -> StorageError {
    StorageError::Failed(error.to_string())
}

/// One transaction.
struct Opened<'a, 'b, 'tx> {
    access: Access<'a, 'b, 'tx>,
    branch: &'a Branch,
}

enum Access<'a, 'b, 'tx> {
    Looks(&'a BranchRows<'a>),
    /// And the desk that says hello in it.
    Takes(&'a mut BranchIntake<'b, 'tx>, &'a mut Option<KeyId>),
}

impl<'b, 'tx> Opened<'_, 'b, 'tx> {
    fn rows<T>(
        &self,
        look: impl FnOnce(&BranchRows<'_>) -> stoika_store::Result<T>,
    ) -> Result<T, StorageError> {
        match &self.access {
            Access::Looks(rows) => look(rows),
            Access::Takes(intake, _) => intake.rows().and_then(|rows| look(&rows)),
        }
        .map_err(|error| failed(&error))
    }

    fn take(
        &mut self,
        take: impl FnOnce(&mut BranchIntake<'b, 'tx>) -> stoika_store::Result<()>,
    ) -> Result<(), StorageError> {
        match &mut self.access {
            Access::Looks(_) => Err(StorageError::Failed(
                "this transaction only reads".to_owned(),
            )),
            Access::Takes(intake, _) => take(intake).map_err(|error| failed(&error)),
        }
    }
}

impl JournalRows for Opened<'_, '_, '_> {
    fn history(&mut self) -> Result<HistoryId, StorageError> {
        self.rows(|rows| Ok(rows.history()))
    }

    fn desk(&mut self, key: &KeyId) -> Result<Option<Desk>, StorageError> {
        if *key == self.branch.own {
            return Ok(None);
        }
        let Some(row) = self.rows(|rows| rows.desk(key))? else {
            return Ok(None);
        };
        let key = row
            .verifying_key()
            .map_err(|_| StorageError::Unreadable("the key of a desk"))?;
        // When the desk came and went, and what it runs, the centre knows.
        Ok(Some(Desk {
            key,
            office: self.branch.office.clone(),
            window: row.window,
            label: row.label,
            enrolled_at_ms: 0,
            revoked_at_ms: row.revoked.then_some(0),
            seen_at_ms: None,
            program: String::new(),
        }))
    }

    fn replica(&mut self, replica: &ReplicaId) -> Result<Option<HeldReplica>, StorageError> {
        let found = self.rows(|rows| rows.replica(replica))?;
        // What is taken has its place in the same transaction.
        Ok(found.map(|BranchReplica { key, held }| HeldReplica {
            key,
            held,
            ordered_seq: held.seq,
            arrival: 0,
        }))
    }

    fn put_replica(&mut self, id: &ReplicaId, replica: &HeldReplica) -> Result<(), StorageError> {
        let held = BranchReplica {
            key: replica.key,
            held: replica.held,
        };
        self.take(|intake| intake.put_replica(id, &held))
    }

    fn next_arrival(&mut self) -> Result<u64, StorageError> {
        Ok(0)
    }

    fn chain_at(&mut self, entry: &EntryRef) -> Result<Option<Hash>, StorageError> {
        self.rows(|rows| rows.chain_at(entry))
    }

    fn append_entries(&mut self, entries: &[Held]) -> Result<(), StorageError> {
        let taken: Vec<TakenEntry<'_>> = entries
            .iter()
            .map(|held| TakenEntry {
                entry: &held.entry,
                header_hash: held.header_hash,
                chain: held.chain,
            })
            .collect();
        self.take(|intake| intake.append_entries(&taken))
    }

    fn append_frame(
        &mut self,
        replica: &ReplicaId,
        first_seq: u64,
        sealed: &[u8],
        now_ms: i64,
    ) -> Result<(), StorageError> {
        self.take(|intake| intake.append_frame(replica, first_seq, sealed, now_ms))
    }

    fn note_refused(&mut self, refused: &RefusedFrame) -> Result<(), StorageError> {
        let refusal = BranchRefusal {
            hash: refused.hash,
            brought_by: refused.brought_by,
            replica: refused.replica,
            code: refused.code,
            size_bytes: refused.size_bytes,
            first_at_ms: refused.first_at_ms,
            times: refused.times,
        };
        self.take(|intake| intake.note_refused(&refusal))
    }

    fn put_branch(&mut self, frame: &BranchFrame) -> Result<(), StorageError> {
        let fork = BranchFork {
            hash: frame.hash,
            replica: frame.replica,
            first_seq: frame.first_seq,
            before: frame.before,
            after: frame.after,
            bytes: &frame.bytes,
            at_ms: frame.at_ms,
        };
        self.take(|intake| intake.put_fork(&fork))
    }

    fn branch_ends(&mut self, replica: &ReplicaId, after: &Hash) -> Result<bool, StorageError> {
        self.rows(|rows| rows.fork_ends(replica, after))
    }

    fn begins_anywhere(&self) -> bool {
        true
    }

    fn catch_up(&mut self, replica: &ReplicaId) -> Result<(), StorageError> {
        self.take(|intake| intake.catch_up(replica))
    }

    fn frames_between(
        &mut self,
        asker: &ReplicaId,
        after: u64,
        upto: u64,
    ) -> Result<Option<Vec<Vec<u8>>>, StorageError> {
        self.rows(|rows| rows.frames_between(asker, after, upto))
    }

    fn order_head(&mut self) -> Result<OrderHead, StorageError> {
        let (position, hash) = self.rows(|rows| Ok(rows.order_head()))?;
        Ok(OrderHead { position, hash })
    }

    fn order_hash(&mut self, position: u64) -> Result<Option<Hash>, StorageError> {
        self.rows(|rows| rows.order_hash(position))
    }

    fn entries_of(&mut self, _: &Subject, _: u64) -> Result<Vec<OrderedEntry>, StorageError> {
        // All desks of an office have one scope: no aggregate enters it here.
        Ok(Vec::new())
    }

    fn feed(
        &mut self,
        _: &str,
        replica: &ReplicaId,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<FeedRow>, StorageError> {
        let rows = self.rows(|rows| rows.feed(replica, after, count_max))?;
        Ok(rows
            .into_iter()
            .map(|row| FeedRow {
                record: row.record,
                subject: row.subject,
                kind: match row.entry {
                    Some(_) => FeedKind::Entry,
                    None => FeedKind::Own,
                },
                entry: row.entry,
            })
            .collect())
    }

    fn directory_head(&mut self) -> Result<u64, StorageError> {
        Ok(0)
    }

    fn directory_mark_from(&mut self, _: u64) -> Result<Option<DirectoryMark>, StorageError> {
        Ok(None)
    }

    fn directory_after(
        &mut self,
        _: &str,
        _: u64,
        _: u32,
    ) -> Result<Vec<DirectoryLine>, StorageError> {
        Ok(Vec::new())
    }

    fn note_hello(&mut self, desk: &Desk) -> Result<(), StorageError> {
        if let Access::Takes(_, saw) = &mut self.access {
            **saw = Some(desk.key.id());
        }
        Ok(())
    }

    fn has_audit(&mut self, _: &AuditEnd) -> Result<bool, StorageError> {
        // Audits go to the centre alone; nothing of them is lost here.
        Ok(true)
    }
}

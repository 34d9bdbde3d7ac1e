//! The machine and its first question: how do we stand?

use stoika_protocol::{
    Cursor, CursorStanding, Denial, DirectoryMark, EntryRef, Hash, Hello, HelloReply, KeyId,
    PROTOCOL_VERSION, Pull, ReplicaStanding, Signer, Snapshot,
};

use crate::audit;
use crate::mutant::Mutant;
use crate::storage::{Desk, Journal, JournalRows, OrderHead, Replica, StorageError};

/// Why there is no answer of the asked kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// The asker may not have it.
    #[error("denied: {0:?}")]
    Denied(Denial),
    /// The storage failed; nothing was taken.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The server half of sync over a storage and a judge.
pub struct Exchange<S, J> {
    pub(crate) storage: S,
    pub(crate) judge: J,
    pub(crate) signer: Signer,
    pub(crate) recovery: Option<String>,
    #[cfg(feature = "mutants")]
    mutant: Option<Mutant>,
}

impl<S: Journal, J> Exchange<S, J> {
    /// An exchange whose orders and first loads are signed by `signer`.
    pub fn new(storage: S, judge: J, signer: Signer) -> Self {
        Self {
            storage,
            judge,
            signer,
            recovery: None,
            #[cfg(feature = "mutants")]
            mutant: None,
        }
    }

    /// The same with a recovery key, which desks wrap their secrets to: `age1…`.
    #[must_use]
    pub fn with_recovery(mut self, recipient: String) -> Self {
        self.recovery = Some(recipient);
        self
    }

    /// The same with a known bug in it.
    #[cfg(feature = "mutants")]
    #[must_use]
    pub fn with_mutant(mut self, mutant: Mutant) -> Self {
        self.mutant = Some(mutant);
        self
    }

    #[cfg(feature = "mutants")]
    pub(crate) fn has(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    #[cfg(not(feature = "mutants"))]
    #[expect(clippy::unused_self, reason = "the twin of the one above")]
    pub(crate) fn has(&self, _: Mutant) -> bool {
        false
    }

    /// The database below, for reports and for the simulation's faults.
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// The key that signs orders and first loads.
    pub fn authority(&self) -> stoika_protocol::VerifyingKey {
        self.signer.verifying_key()
    }

    /// Compares both sides' checkpoints: a restored desk, a cloned disk, a restored server and
    /// a wiped one are told apart here.
    ///
    /// # Errors
    /// [`Denial::ForeignDesk`] for a key that is not enrolled, [`Denial::Protocol`] for a
    /// program from another age, [`Denial::Malformed`] when the hello names another key;
    /// a storage that failed.
    pub fn hello(
        &self,
        key: &KeyId,
        hello: &Hello,
        now_ms: i64,
    ) -> Result<HelloReply, ExchangeError> {
        if hello.key != *key {
            return Err(ExchangeError::Denied(Denial::Malformed));
        }
        // Nothing older exists yet; a newer program speaks our version when it sees ours.
        if hello.protocol < PROTOCOL_VERSION {
            return Err(ExchangeError::Denied(Denial::Protocol));
        }
        let reply = self.storage.change(|rows| {
            let Some(mut desk) = rows.desk(key)? else {
                return Ok(None);
            };
            desk.seen_at_ms = Some(now_ms);
            desk.program.clear();
            desk.program.extend(hello.program.chars().take(64));
            rows.note_hello(&desk)?;
            if rows.begins_anywhere() {
                begin(rows, hello)?;
            }
            rows.catch_up(&hello.replica)?;
            let cursor = self.cursor_standing(rows, hello.cursor.as_ref())?;
            let directory_known = self.directory_lies_here(
                rows,
                hello.directory_position,
                hello.directory_mark.as_ref(),
            )?;
            Ok(Some(HelloReply {
                protocol: PROTOCOL_VERSION,
                history: rows.history()?,
                server_time_ms: now_ms,
                replica: self.replica_standing(rows, key, hello)?,
                cursor,
                directory: match cursor {
                    CursorStanding::Continues if directory_known => CursorStanding::Continues,
                    CursorStanding::Continues | CursorStanding::Rewound => CursorStanding::Rewound,
                },
                revoked: desk.revoked_at_ms.is_some(),
                audits_lost: audit::lost(rows, &hello.audits)?,
                // Who was let go has nothing to hope for from the centre.
                recovery: self
                    .recovery
                    .clone()
                    .filter(|_| desk.revoked_at_ms.is_none()),
            }))
        })?;
        reply.ok_or(ExchangeError::Denied(Denial::ForeignDesk))
    }

    fn replica_standing(
        &self,
        rows: &mut dyn JournalRows,
        key: &KeyId,
        hello: &Hello,
    ) -> Result<ReplicaStanding, StorageError> {
        let Some(Replica {
            key: writer, held, ..
        }) = rows.replica(&hello.replica)?
        else {
            let start = stoika_protocol::Chain::start(hello.replica);
            return Ok(ReplicaStanding::Holds {
                seq: start.seq,
                chain: start.head,
            });
        };
        if self.has(Mutant::CheckpointOnClientOnly) {
            return Ok(ReplicaStanding::Holds {
                seq: hello.head_seq.min(held.seq),
                chain: hello.head_chain,
            });
        }
        if writer != *key {
            return Ok(ReplicaStanding::Fork { seq: held.seq });
        }
        if hello.head_seq >= held.seq {
            return Ok(ReplicaStanding::Holds {
                seq: held.seq,
                chain: held.head,
            });
        }
        let ours = chain_at(rows, &hello.replica, hello.head_seq)?;
        if ours == Some(hello.head_chain) {
            Ok(ReplicaStanding::Ahead { seq: held.seq })
        } else {
            Ok(ReplicaStanding::Fork { seq: held.seq })
        }
    }

    fn cursor_standing(
        &self,
        rows: &mut dyn JournalRows,
        cursor: Option<&Cursor>,
    ) -> Result<CursorStanding, StorageError> {
        let Some(cursor) = cursor else {
            return Ok(CursorStanding::Continues);
        };
        if self.has(Mutant::CheckpointOnClientOnly) {
            return Ok(CursorStanding::Continues);
        }
        let lies_here = rows.history()? == cursor.history
            && order_hash(rows, cursor.position)? == Some(cursor.order_head);
        Ok(if lies_here {
            CursorStanding::Continues
        } else {
            CursorStanding::Rewound
        })
    }

    /// Whether what a desk has applied of the directory is of this one. A position without a mark
    /// is none that this exchange gave out.
    fn directory_lies_here(
        &self,
        rows: &mut dyn JournalRows,
        position: u64,
        mark: Option<&DirectoryMark>,
    ) -> Result<bool, StorageError> {
        if self.has(Mutant::CheckpointOnClientOnly) {
            return Ok(position <= rows.directory_head()?);
        }
        match mark {
            None => Ok(position == 0),
            Some(mark) => Ok(position <= mark.position
                && rows.directory_mark_from(mark.position)? == Some(*mark)),
        }
    }

    /// Whether the cursors of a pull lie on this history. Hello compares the same, so that a desk
    /// that is sent there by a pull finds out why.
    pub(crate) fn pull_lies_here(
        &self,
        rows: &mut dyn JournalRows,
        pull: &Pull,
    ) -> Result<bool, StorageError> {
        if rows.history()? != pull.history
            || pull.after > rows.order_head()?.position
            || pull.directory_after > rows.directory_head()?
        {
            return Ok(false);
        }
        if self.has(Mutant::CheckpointOnClientOnly) {
            return Ok(true);
        }
        let order = match pull.order_head {
            Some(head) => order_hash(rows, pull.after)? == Some(head),
            None => true,
        };
        let directory = match pull.directory_mark {
            Some(mark) => self.directory_lies_here(rows, pull.directory_after, Some(&mark))?,
            None => true,
        };
        Ok(order && directory)
    }

    /// Whether the pages that a desk has stored are of this directory.
    pub(crate) fn pages_lie_here(
        &self,
        rows: &mut dyn JournalRows,
        snapshot: &Snapshot,
    ) -> Result<bool, StorageError> {
        match snapshot.directory_mark {
            Some(mark) => self.directory_lies_here(rows, 0, Some(&mark)),
            None => Ok(true),
        }
    }

    /// The desk behind a key.
    pub(crate) fn known_desk(
        rows: &mut dyn JournalRows,
        key: &KeyId,
    ) -> Result<Result<Desk, Denial>, StorageError> {
        Ok(match rows.desk(key)? {
            None => Err(Denial::ForeignDesk),
            Some(desk) if desk.revoked_at_ms.is_some() => Err(Denial::Revoked),
            Some(desk) => Ok(desk),
        })
    }
}

/// A replica that a hub meets for the first time is taken from where the centre has it all.
fn begin(rows: &mut dyn JournalRows, hello: &Hello) -> Result<(), StorageError> {
    let Some(placed) = hello.placed.filter(|placed| placed.seq <= hello.head_seq) else {
        return Ok(());
    };
    if rows.replica(&hello.replica)?.is_some() {
        return Ok(());
    }
    rows.put_replica(
        &hello.replica,
        &Replica {
            key: hello.key,
            held: placed,
            ordered_seq: placed.seq,
            arrival: 0,
        },
    )
}

/// A replica's chain after `seq` entries.
pub(crate) fn chain_at(
    rows: &mut dyn JournalRows,
    replica: &stoika_protocol::ReplicaId,
    seq: u64,
) -> Result<Option<Hash>, StorageError> {
    if seq == 0 {
        return Ok(Some(stoika_protocol::Chain::start(*replica).head));
    }
    rows.chain_at(&EntryRef {
        replica: *replica,
        seq,
    })
}

/// The order chain at a position, 0 included.
pub(crate) fn order_hash(
    rows: &mut dyn JournalRows,
    position: u64,
) -> Result<Option<Hash>, StorageError> {
    if position == 0 {
        return Ok(Some(OrderHead::START.hash));
    }
    rows.order_hash(position)
}

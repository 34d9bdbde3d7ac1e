//! What the exchange asks of a database: a few rows, read and written in transactions.

use stoika_protocol::{
    ActId, AuditEnd, AuditQuestion, AuditRecord, AuditSeen, Chain, DirectoryMark, DirectoryRow,
    Entry, EntryRef, Hash, Header, HistoryId, KeyId, OrderRecord, OrderedEntry, RefusalCode,
    ReplicaId, Signer, Subject, Verdict, VerifyingKey,
};

/// The database did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// It could not read or write now (disk full, locked, gone); the transaction left no trace.
    #[error("storage failed: {0}")]
    Failed(String),
    /// What was read makes no sense.
    #[error("storage holds what the exchange cannot read: {0}")]
    Unreadable(&'static str),
}

/// A database. A transaction is whole or leaves no trace; writing ones run one at a time,
/// over all processes, and are durable when they return.
pub trait Storage: Send + Sync + 'static {
    /// Runs in a transaction that only reads, over one snapshot.
    ///
    /// # Errors
    /// Those of `run`, and the storage's own.
    fn read<T>(
        &self,
        run: impl FnOnce(&mut dyn Rows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError>;

    /// Runs in a transaction that writes. When `run` fails nothing has happened.
    ///
    /// # Errors
    /// Those of `run`, and the storage's own.
    fn write<T>(
        &self,
        run: impl FnOnce(&mut dyn Rows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError>;
}

/// The part of a database that hello, push and pull need. A hub has this and no more.
pub trait Journal: Send + Sync + 'static {
    /// As [`Storage::read`].
    ///
    /// # Errors
    /// Those of `run`, and the storage's own.
    fn look<T>(
        &self,
        run: impl FnOnce(&mut dyn JournalRows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError>;

    /// As [`Storage::write`].
    ///
    /// # Errors
    /// Those of `run`, and the storage's own.
    fn change<T>(
        &self,
        run: impl FnOnce(&mut dyn JournalRows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError>;

    /// Seals what the owner of a hub's journal has written and not sealed yet. The centre writes nothing.
    ///
    /// # Errors
    /// The storage's own.
    fn seal(&self, _: &Signer) -> Result<(), StorageError> {
        Ok(())
    }
}

impl<S: Storage> Journal for S {
    fn look<T>(
        &self,
        run: impl FnOnce(&mut dyn JournalRows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        self.read(|rows| run(rows))
    }

    fn change<T>(
        &self,
        run: impl FnOnce(&mut dyn JournalRows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        self.write(|rows| run(rows))
    }
}

/// A desk that has been let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Its identity.
    pub key: VerifyingKey,
    /// Its office: its scope.
    pub office: String,
    /// Number of its window.
    pub window: u16,
    /// Its label on paper.
    pub label: String,
    /// Unix milliseconds.
    pub enrolled_at_ms: i64,
    /// Unix milliseconds; from then on it may push, and is given nothing.
    pub revoked_at_ms: Option<i64>,
    /// Its last hello, Unix milliseconds.
    pub seen_at_ms: Option<i64>,
    /// The program's version at that hello.
    pub program: String,
}

/// A one-time code that was given out. The secret itself is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Hash of the secret.
    pub secret: Hash,
    /// For which office.
    pub office: String,
    /// For which window.
    pub window: u16,
    /// The label that the desk will have.
    pub label: String,
    /// Unix milliseconds.
    pub expires_at_ms: i64,
    /// The key that used it.
    pub used_by: Option<KeyId>,
}

/// A replica, as far as it has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replica {
    /// The key that writes it.
    pub key: KeyId,
    /// What is durable here.
    pub held: Chain,
    /// Entries up to here have their places in the order, or wait for their hub as [`Aside`]s: the
    /// sequencer goes on behind them.
    pub ordered_seq: u64,
    /// Order of arrival of its oldest entry with no place; a count, not a time.
    pub arrival: u64,
}

/// An entry as it is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The entry.
    pub entry: Entry,
    /// Hash of its header.
    pub header_hash: Hash,
    /// The replica's chain after it.
    pub chain: Hash,
}

/// An entry that waits for the hub of its office to name it, or for its base to arrive. It holds up
/// nobody but what stands on it; only a hub's own stays in its lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The entry.
    pub entry: EntryRef,
    /// The key that wrote it.
    pub key: KeyId,
    /// The office whose hub is to name it; empty when it is of no queue.
    pub office: String,
    /// Since when, Unix milliseconds.
    pub since_ms: i64,
}

/// Which of the entries that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asides<'a> {
    /// Those of an office.
    OfOffice(&'a str),
    /// Those of an office that a desk wrote.
    OfDesk(&'a str, KeyId),
    /// Those that have waited since this instant or longer, Unix milliseconds.
    Since(i64),
}

/// What waits of one replica.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The one that waits the longest.
    pub first: Aside,
    /// How many wait, itself included.
    pub count: u64,
}

/// An entry that a hub has named and that had no place then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// By which right the hub named it.
    pub tenure: ActId,
    /// The key that named it.
    pub key: KeyId,
    /// The entry. It may not have arrived.
    pub entry: EntryRef,
    /// Hash of its header: which of two forks was meant.
    pub header_hash: Hash,
    /// When the name came, Unix milliseconds.
    pub at_ms: i64,
}

/// A frame that was not taken. The bytes of a fork are kept as a branch, those of others not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedFrame {
    /// Hash of its bytes: the same frame again is counted, not listed twice.
    pub hash: Hash,
    /// The desk that brought it.
    pub brought_by: KeyId,
    /// The replica that it was pushed for.
    pub replica: ReplicaId,
    /// Why it was refused.
    pub code: RefusalCode,
    /// Its length.
    pub size_bytes: u64,
    /// When it came first, Unix milliseconds.
    pub first_at_ms: i64,
    /// How often it came.
    pub times: u64,
}

/// A frame of a fork: kept, never ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchFrame {
    /// Hash of its bytes.
    pub hash: Hash,
    /// The replica that it says it is of.
    pub replica: ReplicaId,
    /// Seq of its first entry.
    pub first_seq: u64,
    /// The chain that it follows.
    pub before: Hash,
    /// The chain after it.
    pub after: Hash,
    /// The sealed bytes.
    pub bytes: Vec<u8>,
    /// Unix milliseconds.
    pub at_ms: i64,
}

/// An aggregate after the last entry that was ordered for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Its state, in the domain's bytes; `None` while no entry had an effect.
    pub state: Option<Vec<u8>>,
    /// Offices in whose scope it is, sorted.
    pub scope: Vec<String>,
}

/// What a place in the order means for an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedKind {
    /// The asking replica wrote the entry. Never stored: the order itself tells.
    Own,
    /// An entry about an aggregate in scope.
    Entry,
    /// The aggregate entered the scope here.
    Enter,
    /// The aggregate left the scope here.
    Leave,
}

/// One line of a desk's feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// The place.
    pub record: OrderRecord,
    /// What the entry there is about.
    pub subject: Subject,
    /// What it means to the asker.
    pub kind: FeedKind,
    /// The entry, for [`FeedKind::Entry`].
    pub entry: Option<Entry>,
}

/// The end of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderHead {
    /// The last position; 0 before the first.
    pub position: u64,
    /// The order chain there; zeroes before the first.
    pub hash: Hash,
}

impl OrderHead {
    /// Before the first record.
    pub const START: Self = Self {
        position: 0,
        hash: Hash([0; 32]),
    };
}

/// The directory's row as it is kept: one line per scope that it has been in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryLine {
    /// An office's id or `*`.
    pub scope: String,
    /// The row; for a removed one the data is empty.
    pub row: DirectoryRow,
    /// It is gone from that scope.
    pub removed: bool,
}

/// How many rows a scope has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DirectoryCount {
    /// All rows.
    pub rows: u64,
    /// Rows of the kind `account`.
    pub accounts: u64,
}

/// A look at an account of another office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupLine {
    /// Unix milliseconds.
    pub at_ms: i64,
    /// The desk that asked.
    pub desk: KeyId,
    /// Its label.
    pub label: String,
    /// Its office.
    pub office: String,
    /// Id of the user who asked.
    pub user: String,
    /// Number of the account.
    pub number: String,
    /// Why, in the user's words.
    pub reason: String,
    /// Whether there is such an account.
    pub found: bool,
}

/// A question about the audit of an office, as it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLook {
    /// Unix milliseconds.
    pub at_ms: i64,
    /// The desk that asked.
    pub desk: KeyId,
    /// Its label.
    pub label: String,
    /// Its office, whose audit was asked for.
    pub office: String,
    /// Who asked, and for what.
    pub question: AuditQuestion,
    /// How many records were given out.
    pub given: u32,
}

/// How far the audit of a replica has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The key that signs it.
    pub key: KeyId,
    /// What is durable here.
    pub held: Chain,
}

/// An audit record as it is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// The audit chain after it.
    pub chain: Hash,
    /// The record.
    pub record: AuditRecord,
}

/// Audit records of a fork: kept, in nobody's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditBranch {
    /// Hash of the push.
    pub hash: Hash,
    /// The replica that it says it is of.
    pub replica: ReplicaId,
    /// Number of its first record.
    pub first_seq: u64,
    /// The audit chain after its last record.
    pub after: Hash,
    /// The push, as it was signed.
    pub bytes: Vec<u8>,
    /// When it came first, Unix milliseconds.
    pub at_ms: i64,
}

/// The rows of the journal, within one transaction: what a desk is told by hello, push and pull.
#[expect(
    clippy::missing_errors_doc,
    reason = "each of them fails when the storage does, and for no other cause"
)]
pub trait JournalRows {
    /// The server's history.
    fn history(&mut self) -> Result<HistoryId, StorageError>;

    /// A desk by its key.
    fn desk(&mut self, key: &KeyId) -> Result<Option<Desk>, StorageError>;

    /// A replica.
    fn replica(&mut self, replica: &ReplicaId) -> Result<Option<Replica>, StorageError>;
    /// The next number for [`Replica::arrival`].
    fn next_arrival(&mut self) -> Result<u64, StorageError>;
    /// Writes a replica.
    fn put_replica(&mut self, id: &ReplicaId, replica: &Replica) -> Result<(), StorageError>;

    /// The chain of a replica after that entry.
    fn chain_at(&mut self, entry: &EntryRef) -> Result<Option<Hash>, StorageError>;
    /// Appends entries that follow what is held.
    fn append_entries(&mut self, entries: &[Held]) -> Result<(), StorageError>;
    /// Keeps a sealed frame for whoever relays or audits it.
    fn append_frame(
        &mut self,
        replica: &ReplicaId,
        first_seq: u64,
        sealed: &[u8],
        now_ms: i64,
    ) -> Result<(), StorageError>;
    /// Writes down a refused frame, or counts it again.
    fn note_refused(&mut self, refused: &RefusedFrame) -> Result<(), StorageError>;
    /// Keeps a frame of a fork; the same one again changes nothing.
    fn put_branch(&mut self, frame: &BranchFrame) -> Result<(), StorageError>;
    /// Whether a frame of a fork of that replica ends with that chain.
    fn branch_ends(&mut self, replica: &ReplicaId, after: &Hash) -> Result<bool, StorageError>;

    /// Whether a replica may be taken from [`stoika_protocol::Hello::placed`] on. True for a hub: the
    /// centre has what comes before, and publishes the directory.
    fn begins_anywhere(&self) -> bool {
        false
    }

    /// What came another way of a replica's course counts as brought by it: a hub has what the centre has
    /// placed. Asked before a replica is compared with its desk's word.
    fn catch_up(&mut self, _: &ReplicaId) -> Result<(), StorageError> {
        Ok(())
    }

    /// The frames for [`stoika_protocol::PullReply::frames`]: of what comes after a position, up to another, and
    /// is not the asker's. `None` while some of it is not sealed: seal and look again. The centre
    /// gives none: what it tells of it has itself.
    fn frames_between(
        &mut self,
        _: &ReplicaId,
        _after: u64,
        _upto: u64,
    ) -> Result<Option<Vec<Vec<u8>>>, StorageError> {
        Ok(Some(Vec::new()))
    }

    /// The end of the order.
    fn order_head(&mut self) -> Result<OrderHead, StorageError>;
    /// The order chain at a position.
    fn order_hash(&mut self, position: u64) -> Result<Option<Hash>, StorageError>;
    /// Ordered entries of an aggregate up to a position, in order.
    fn entries_of(
        &mut self,
        subject: &Subject,
        upto: u64,
    ) -> Result<Vec<OrderedEntry>, StorageError>;
    /// What comes after a position for an office and a replica: own records and the office's
    /// lines, by position, then kind; at most `count_max` lines. An own record stands in place
    /// of the office's [`FeedKind::Entry`].
    fn feed(
        &mut self,
        office: &str,
        replica: &ReplicaId,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<FeedRow>, StorageError>;

    /// The directory's last position.
    fn directory_head(&mut self) -> Result<u64, StorageError>;
    /// The first mark of the directory's chain at or after a position.
    fn directory_mark_from(&mut self, position: u64)
    -> Result<Option<DirectoryMark>, StorageError>;
    /// Lines of an office and of `*` after a position, removed ones too, by position.
    fn directory_after(
        &mut self,
        office: &str,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<DirectoryLine>, StorageError>;
    /// A desk has said hello: its instant and its program are new. The centre's storages also mend
    /// the desk's row in the directory, by [`crate::publish_desk`].
    fn note_hello(&mut self, desk: &Desk) -> Result<(), StorageError>;
    /// Whether the audit of a replica lies here as far as it is told: in its chain or in a branch.
    fn has_audit(&mut self, end: &AuditEnd) -> Result<bool, StorageError>;
}

/// All rows of the centre, within one transaction.
#[expect(
    clippy::missing_errors_doc,
    reason = "each of them fails when the storage does, and for no other cause"
)]
pub trait Rows: JournalRows {
    /// All desks, by office and label.
    fn desks(&mut self) -> Result<Vec<Desk>, StorageError>;
    /// Writes a desk.
    fn put_desk(&mut self, desk: &Desk) -> Result<(), StorageError>;
    /// An invitation by the hash of its secret.
    fn invitation(&mut self, secret: &Hash) -> Result<Option<Invitation>, StorageError>;
    /// All invitations.
    fn invitations(&mut self) -> Result<Vec<Invitation>, StorageError>;
    /// Writes an invitation.
    fn put_invitation(&mut self, invitation: &Invitation) -> Result<(), StorageError>;
    /// All replicas.
    fn replicas(&mut self) -> Result<Vec<(ReplicaId, Replica)>, StorageError>;
    /// Replicas with entries that have no place yet, by `arrival`.
    fn replicas_waiting(&mut self) -> Result<Vec<(ReplicaId, Replica)>, StorageError>;
    /// Entries of a replica after `after_seq`, in order, at most `count_max`.
    fn entries_after(
        &mut self,
        replica: &ReplicaId,
        after_seq: u64,
        count_max: u32,
    ) -> Result<Vec<Held>, StorageError>;
    /// Refused frames, oldest first, at most `count_max`.
    fn refused(&mut self, count_max: u32) -> Result<Vec<RefusedFrame>, StorageError>;
    /// How many different frames were refused.
    fn refused_count(&mut self) -> Result<u64, StorageError>;
    /// Frames of forks, by replica and seq.
    fn branches(&mut self) -> Result<Vec<BranchFrame>, StorageError>;

    /// Adds an entry to those that wait for their hub.
    fn set_aside(&mut self, aside: &Aside) -> Result<(), StorageError>;
    /// An entry got its place: it waits no more, and what it was named is forgotten.
    fn end_wait(&mut self, entry: &EntryRef) -> Result<(), StorageError>;
    /// What waits, a line for each replica, by who waits the longest.
    fn waits(&mut self) -> Result<Vec<Wait>, StorageError>;
    /// Whether an entry waits.
    fn is_aside(&mut self, entry: &EntryRef) -> Result<bool, StorageError>;
    /// Entries that wait, in the order in which they were set aside, after a number of that order;
    /// each with its number.
    fn asides(
        &mut self,
        which: Asides<'_>,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<(u64, Aside)>, StorageError>;
    /// Adds a name behind all others.
    fn add_name(&mut self, name: &Name) -> Result<(), StorageError>;
    /// Names given by a right, in their order, after a number of that order; each with its number.
    fn names(
        &mut self,
        tenure: &ActId,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<(u64, Name)>, StorageError>;
    /// Whether there is a name of that right for an entry with this hash of its header.
    fn has_name(
        &mut self,
        tenure: &ActId,
        entry: &EntryRef,
        header_hash: &Hash,
    ) -> Result<bool, StorageError>;
    /// By which rights there are names.
    fn named_tenures(&mut self) -> Result<Vec<ActId>, StorageError>;
    /// Forgets names that came at this instant or earlier.
    fn forget_names(&mut self, upto_ms: i64) -> Result<(), StorageError>;
    /// The place of an entry.
    fn position_of(&mut self, entry: &EntryRef) -> Result<Option<u64>, StorageError>;
    /// Whether an entry of another replica with the same key has its place that is the same
    /// record: of the same act, about the same subject, of the same kind and with the same body.
    fn has_twin(&mut self, header: &Header) -> Result<bool, StorageError>;
    /// Appends a record to the order.
    fn append_order(
        &mut self,
        record: &OrderRecord,
        subject: &Subject,
        head: &Hash,
    ) -> Result<(), StorageError>;
    /// An aggregate; `None` while nothing was ordered for it.
    fn settled(&mut self, subject: &Subject) -> Result<Option<Settled>, StorageError>;
    /// All aggregates of a kind, by id.
    fn settled_of_kind(&mut self, kind: u16) -> Result<Vec<(Subject, Settled)>, StorageError>;
    /// Writes an aggregate.
    fn put_settled(&mut self, subject: &Subject, settled: &Settled) -> Result<(), StorageError>;
    /// Adds a line to an office's feed.
    fn append_feed(
        &mut self,
        office: &str,
        position: u64,
        kind: FeedKind,
    ) -> Result<(), StorageError>;
    /// How many entries have each verdict: (effective, void).
    fn verdict_counts(&mut self) -> Result<(u64, u64), StorageError>;
    /// All lines of a row, whatever their scope.
    fn directory_lines(
        &mut self,
        kind: &str,
        key: &str,
    ) -> Result<Vec<DirectoryLine>, StorageError>;
    /// Writes a line under (kind, key, scope) and moves the directory's head to its position.
    fn put_directory_line(&mut self, line: &DirectoryLine) -> Result<(), StorageError>;
    /// Appends a mark to the directory's chain.
    fn append_directory_mark(&mut self, mark: &DirectoryMark) -> Result<(), StorageError>;
    /// Rows of an office and of `*` that are there, after (kind, key), in that order.
    fn directory_page(
        &mut self,
        office: &str,
        after: Option<(&str, &str)>,
        count_max: u32,
    ) -> Result<Vec<DirectoryRow>, StorageError>;
    /// How many rows an office and `*` have.
    fn directory_count(&mut self, office: &str) -> Result<DirectoryCount, StorageError>;

    /// Writes down a look at an account.
    fn note_lookup(&mut self, line: &LookupLine) -> Result<(), StorageError>;
    /// Looks of a desk after an instant.
    fn lookup_count(&mut self, desk: &KeyId, after_ms: i64) -> Result<u64, StorageError>;
    /// The last looks, the newest first.
    fn lookups(&mut self, count_max: u32) -> Result<Vec<LookupLine>, StorageError>;

    /// How far the audit of a replica has arrived.
    fn audit_head(&mut self, replica: &ReplicaId) -> Result<Option<AuditHead>, StorageError>;
    /// The audits of all replicas, by replica.
    fn audit_heads(&mut self) -> Result<Vec<(ReplicaId, AuditHead)>, StorageError>;
    /// Writes how far it has arrived.
    fn put_audit_head(&mut self, replica: &ReplicaId, head: &AuditHead)
    -> Result<(), StorageError>;
    /// The audit chain of a replica after that record.
    fn audit_chain_at(
        &mut self,
        replica: &ReplicaId,
        seq: u64,
    ) -> Result<Option<Hash>, StorageError>;
    /// Appends audit records that follow what is held.
    fn append_audit(
        &mut self,
        replica: &ReplicaId,
        lines: &[AuditLine],
    ) -> Result<(), StorageError>;
    /// Audit records of a replica after `after_seq`, in order, at most `count_max`.
    fn audit_after(
        &mut self,
        replica: &ReplicaId,
        after_seq: u64,
        count_max: u32,
    ) -> Result<Vec<AuditLine>, StorageError>;
    /// Records of the desks of an office that answer a question, newest first: by instant, then by a
    /// number of the replica and by their own; at most `count_max`.
    fn audit_of_office(
        &mut self,
        office: &str,
        question: &AuditQuestion,
        count_max: u32,
    ) -> Result<Vec<AuditSeen>, StorageError>;
    /// Writes down a question about the audit of an office.
    fn note_audit_look(&mut self, look: &AuditLook) -> Result<(), StorageError>;
    /// Questions of a desk after an instant.
    fn audit_look_count(&mut self, desk: &KeyId, after_ms: i64) -> Result<u64, StorageError>;
    /// The last questions, the newest first.
    fn audit_looks(&mut self, count_max: u32) -> Result<Vec<AuditLook>, StorageError>;
    /// Keeps audit records of a fork; the same ones again change nothing.
    fn put_audit_branch(&mut self, branch: &AuditBranch) -> Result<(), StorageError>;
    /// Audit records of forks, by replica and number.
    fn audit_branches(&mut self) -> Result<Vec<AuditBranch>, StorageError>;
    /// Whether a branch of that replica's audit ends with that chain.
    fn audit_branch_ends(
        &mut self,
        replica: &ReplicaId,
        after: &Hash,
    ) -> Result<bool, StorageError>;
}

/// True when the verdict is [`Verdict::Effective`].
#[must_use]
pub fn is_effective(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Effective => true,
        Verdict::Void(_) => false,
    }
}

//! One transaction: the rows that the exchange asks for. The journal's statements stand in
//! [`super::journal`], the directory's and the order's in [`super::scope`].

use std::collections::HashMap;

use rusqlite::{Connection, Params, Row, params};
use stoika_exchange::storage::{
    Aside, Asides, AuditBranch, AuditHead, AuditLine, AuditLook, BranchFrame, Desk, DirectoryCount,
    DirectoryLine, FeedKind, FeedRow, Held, Invitation, JournalRows, LookupLine, Name, OrderHead,
    RefusedFrame, Replica, Settled, Wait,
};
use stoika_exchange::{Rows, StorageError, publish_desk};
use stoika_protocol::{
    ActId, AuditEnd, AuditQuestion, AuditSeen, DirectoryMark, DirectoryRow, EntryRef, Hash, Header,
    HistoryId, KeyId, OrderRecord, OrderedEntry, ReplicaId, Subject, VerifyingKey,
};

use super::failed;

pub(super) type Result<T> = std::result::Result<T, StorageError>;

/// A transaction's rows.
pub(super) struct Work<'a> {
    pub connection: &'a Connection,
    /// Numbers of replicas that this transaction has met.
    pub numbers: HashMap<ReplicaId, i64>,
}

pub(super) const DAMAGED: StorageError = StorageError::Unreadable("a column of another shape");

/// SQLite has signed integers only; nothing here passes 2^63.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

impl<'a> Work<'a> {
    pub fn new(connection: &'a Connection) -> Self {
        Self {
            connection,
            numbers: HashMap::new(),
        }
    }

    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let mut rows = statement.query(params).map_err(failed)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(sql, params, read)?.pop())
    }

    pub fn run(&self, sql: &str, params: impl Params) -> Result<()> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .map_err(failed)?;
        Ok(())
    }

    pub fn number(&self, sql: &str, params: impl Params) -> Result<i64> {
        self.one(sql, params, |row| get(row, 0))?.ok_or(DAMAGED)
    }
}

pub(super) fn get<T: rusqlite::types::FromSql>(row: &Row<'_>, index: usize) -> Result<T> {
    row.get(index).map_err(failed)
}

pub(super) fn bytes<const N: usize>(row: &Row<'_>, index: usize) -> Result<[u8; N]> {
    let value: Vec<u8> = get(row, index)?;
    value.try_into().map_err(|_| DAMAGED)
}

fn read_desk(row: &Row<'_>) -> Result<Desk> {
    Ok(Desk {
        key: VerifyingKey::from_bytes(&bytes(row, 0)?).map_err(|_| DAMAGED)?,
        office: get(row, 1)?,
        window: get(row, 2)?,
        label: get(row, 3)?,
        enrolled_at_ms: get(row, 4)?,
        revoked_at_ms: get(row, 5)?,
        seen_at_ms: get(row, 6)?,
        program: get(row, 7)?,
    })
}

fn read_invitation(row: &Row<'_>) -> Result<Invitation> {
    let used_by: Option<Vec<u8>> = get(row, 5)?;
    Ok(Invitation {
        secret: Hash(bytes(row, 0)?),
        office: get(row, 1)?,
        window: get(row, 2)?,
        label: get(row, 3)?,
        expires_at_ms: get(row, 4)?,
        used_by: used_by
            .map(|key| KeyId::from_slice(&key).ok_or(DAMAGED))
            .transpose()?,
    })
}

impl JournalRows for Work<'_> {
    fn history(&mut self) -> Result<HistoryId> {
        self.one("SELECT history FROM centre", [], |row| {
            bytes(row, 0).map(HistoryId)
        })?
        .ok_or(DAMAGED)
    }

    fn desk(&mut self, key: &KeyId) -> Result<Option<Desk>> {
        self.one(
            "SELECT public_key, office, window, label, enrolled_at_ms, revoked_at_ms, seen_at_ms, program
             FROM desk WHERE key = ?1",
            [key.as_bytes()],
            read_desk,
        )
    }

    fn replica(&mut self, replica: &ReplicaId) -> Result<Option<Replica>> {
        self.find_replica(replica)
    }

    fn next_arrival(&mut self) -> Result<u64> {
        self.number(
            "UPDATE centre SET arrivals = arrivals + 1 RETURNING arrivals",
            [],
        )
        .map(unsigned)
    }

    fn put_replica(&mut self, id: &ReplicaId, replica: &Replica) -> Result<()> {
        self.write_replica(id, replica)
    }

    fn chain_at(&mut self, entry: &EntryRef) -> Result<Option<Hash>> {
        self.find_chain(entry)
    }

    fn append_entries(&mut self, entries: &[Held]) -> Result<()> {
        self.write_entries(entries)
    }

    fn append_frame(
        &mut self,
        replica: &ReplicaId,
        first_seq: u64,
        sealed: &[u8],
        now_ms: i64,
    ) -> Result<()> {
        let id = self.entry_id_for_writing(&EntryRef {
            replica: *replica,
            seq: first_seq,
        })?;
        // The same seam may come twice when a frame was sealed anew over what is held.
        self.run(
            "INSERT OR REPLACE INTO frame (id, at_ms, sealed) VALUES (?1, ?2, ?3)",
            params![id, now_ms, self.storable(sealed)?],
        )
    }

    fn note_refused(&mut self, refused: &RefusedFrame) -> Result<()> {
        self.write_refused(refused)
    }

    fn put_branch(&mut self, frame: &BranchFrame) -> Result<()> {
        self.write_branch(frame)
    }

    fn branch_ends(&mut self, replica: &ReplicaId, after: &Hash) -> Result<bool> {
        let found = self.number(
            "SELECT EXISTS (SELECT 1 FROM branch WHERE replica = ?1 AND after = ?2)",
            params![replica.as_bytes(), after.as_bytes()],
        )?;
        Ok(found != 0)
    }

    fn order_head(&mut self) -> Result<OrderHead> {
        let last = self.one(
            "SELECT position, head FROM placed ORDER BY position DESC LIMIT 1",
            [],
            |row| {
                Ok(OrderHead {
                    position: unsigned(get(row, 0)?),
                    hash: Hash(bytes(row, 1)?),
                })
            },
        )?;
        Ok(last.unwrap_or(OrderHead::START))
    }

    fn order_hash(&mut self, position: u64) -> Result<Option<Hash>> {
        self.one(
            "SELECT head FROM placed WHERE position = ?1",
            [signed(position)],
            |row| bytes(row, 0).map(Hash),
        )
    }

    fn entries_of(&mut self, subject: &Subject, upto: u64) -> Result<Vec<OrderedEntry>> {
        self.list_entries_of(subject, upto)
    }

    fn feed(
        &mut self,
        office: &str,
        replica: &ReplicaId,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<FeedRow>> {
        self.list_feed(office, replica, after, count_max)
    }

    fn directory_head(&mut self) -> Result<u64> {
        self.number("SELECT directory_head FROM centre", [])
            .map(unsigned)
    }

    fn directory_mark_from(&mut self, position: u64) -> Result<Option<DirectoryMark>> {
        self.one(
            "SELECT position, hash FROM directory_mark WHERE position >= ?1 ORDER BY position LIMIT 1",
            [signed(position)],
            |row| {
                Ok(DirectoryMark {
                    position: unsigned(get(row, 0)?),
                    hash: Hash(get(row, 1)?),
                })
            },
        )
    }

    fn directory_after(
        &mut self,
        office: &str,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<DirectoryLine>> {
        self.list_changes(office, after, count_max)
    }

    fn note_hello(&mut self, desk: &Desk) -> Result<()> {
        self.put_desk(desk)?;
        publish_desk(self, desk)
    }

    fn has_audit(&mut self, end: &AuditEnd) -> Result<bool> {
        Ok(
            self.audit_chain_at(&end.replica, end.seq)? == Some(end.chain)
                || self.audit_branch_ends(&end.replica, &end.chain)?,
        )
    }
}

impl Rows for Work<'_> {
    fn set_aside(&mut self, aside: &Aside) -> Result<()> {
        self.write_aside(aside)
    }

    fn end_wait(&mut self, entry: &EntryRef) -> Result<()> {
        self.remove_wait(entry)
    }

    fn waits(&mut self) -> Result<Vec<Wait>> {
        self.list_waits()
    }

    fn is_aside(&mut self, entry: &EntryRef) -> Result<bool> {
        self.has_aside(entry)
    }

    fn asides(
        &mut self,
        which: Asides<'_>,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<(u64, Aside)>> {
        self.list_asides(which, after, count_max)
    }

    fn add_name(&mut self, name: &Name) -> Result<()> {
        self.write_name(name)
    }

    fn names(&mut self, tenure: &ActId, after: u64, count_max: u32) -> Result<Vec<(u64, Name)>> {
        self.list_names(tenure, after, count_max)
    }

    fn has_name(&mut self, tenure: &ActId, entry: &EntryRef, header_hash: &Hash) -> Result<bool> {
        self.find_name(tenure, entry, header_hash)
    }

    fn named_tenures(&mut self) -> Result<Vec<ActId>> {
        self.list_named_tenures()
    }

    fn forget_names(&mut self, upto_ms: i64) -> Result<()> {
        self.remove_names(upto_ms)
    }

    fn desks(&mut self) -> Result<Vec<Desk>> {
        self.all(
            "SELECT public_key, office, window, label, enrolled_at_ms, revoked_at_ms, seen_at_ms, program
             FROM desk ORDER BY office, label",
            [],
            read_desk,
        )
    }

    fn put_desk(&mut self, desk: &Desk) -> Result<()> {
        self.run(
            "INSERT INTO desk (key, public_key, office, window, label, enrolled_at_ms, revoked_at_ms,
                               seen_at_ms, program)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (key) DO UPDATE SET
                 revoked_at_ms = excluded.revoked_at_ms, seen_at_ms = excluded.seen_at_ms,
                 program = excluded.program",
            params![
                desk.key.id().as_bytes(),
                desk.key.to_bytes(),
                desk.office,
                desk.window,
                desk.label,
                desk.enrolled_at_ms,
                desk.revoked_at_ms,
                desk.seen_at_ms,
                desk.program,
            ],
        )
    }

    fn invitation(&mut self, secret: &Hash) -> Result<Option<Invitation>> {
        self.one(
            "SELECT secret, office, window, label, expires_at_ms, used_by
             FROM invitation WHERE secret = ?1",
            [secret.as_bytes()],
            read_invitation,
        )
    }

    fn invitations(&mut self) -> Result<Vec<Invitation>> {
        self.all(
            "SELECT secret, office, window, label, expires_at_ms, used_by FROM invitation",
            [],
            read_invitation,
        )
    }

    fn put_invitation(&mut self, invitation: &Invitation) -> Result<()> {
        self.run(
            "INSERT INTO invitation (secret, office, window, label, expires_at_ms, used_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (secret) DO UPDATE SET used_by = excluded.used_by",
            params![
                invitation.secret.as_bytes(),
                invitation.office,
                invitation.window,
                invitation.label,
                invitation.expires_at_ms,
                invitation.used_by.map(|key| key.as_bytes().to_vec()),
            ],
        )
    }

    fn replicas(&mut self) -> Result<Vec<(ReplicaId, Replica)>> {
        self.list_replicas(false)
    }

    fn replicas_waiting(&mut self) -> Result<Vec<(ReplicaId, Replica)>> {
        self.list_replicas(true)
    }

    fn entries_after(
        &mut self,
        replica: &ReplicaId,
        after_seq: u64,
        count_max: u32,
    ) -> Result<Vec<Held>> {
        self.list_entries(replica, after_seq, count_max)
    }

    fn refused(&mut self, count_max: u32) -> Result<Vec<RefusedFrame>> {
        self.list_refused(count_max)
    }

    fn refused_count(&mut self) -> Result<u64> {
        self.number("SELECT count(*) FROM refused", [])
            .map(unsigned)
    }

    fn branches(&mut self) -> Result<Vec<BranchFrame>> {
        self.list_branches()
    }

    fn position_of(&mut self, entry: &EntryRef) -> Result<Option<u64>> {
        let Some(id) = self.entry_id(entry)? else {
            return Ok(None);
        };
        self.one(
            "SELECT position FROM placed WHERE entry = ?1",
            [id],
            |row| get(row, 0).map(unsigned),
        )
    }

    fn has_twin(&mut self, header: &Header) -> Result<bool> {
        self.find_twin(header)
    }

    fn append_order(&mut self, record: &OrderRecord, subject: &Subject, head: &Hash) -> Result<()> {
        self.write_order(record, subject, head)
    }

    fn settled(&mut self, subject: &Subject) -> Result<Option<Settled>> {
        self.find_settled(subject)
    }

    fn settled_of_kind(&mut self, kind: u16) -> Result<Vec<(Subject, Settled)>> {
        self.list_settled(kind)
    }

    fn put_settled(&mut self, subject: &Subject, settled: &Settled) -> Result<()> {
        self.write_settled(subject, settled)
    }

    fn append_feed(&mut self, office: &str, position: u64, kind: FeedKind) -> Result<()> {
        self.write_feed(office, position, kind)
    }

    fn verdict_counts(&mut self) -> Result<(u64, u64)> {
        let counts = self.one("SELECT count(*), count(void) FROM placed", [], |row| {
            Ok((unsigned(get(row, 0)?), unsigned(get(row, 1)?)))
        })?;
        let (all, void) = counts.ok_or(DAMAGED)?;
        Ok((all - void, void))
    }

    fn directory_lines(&mut self, kind: &str, key: &str) -> Result<Vec<DirectoryLine>> {
        self.list_lines(kind, key)
    }

    fn put_directory_line(&mut self, line: &DirectoryLine) -> Result<()> {
        self.write_line(line)
    }

    fn append_directory_mark(&mut self, mark: &DirectoryMark) -> Result<()> {
        self.run(
            "INSERT INTO directory_mark (position, hash) VALUES (?1, ?2)",
            params![signed(mark.position), mark.hash.0],
        )
    }

    fn directory_page(
        &mut self,
        office: &str,
        after: Option<(&str, &str)>,
        count_max: u32,
    ) -> Result<Vec<DirectoryRow>> {
        self.list_page(office, after.unwrap_or(("", "")), count_max)
    }

    fn directory_count(&mut self, office: &str) -> Result<DirectoryCount> {
        let count = self.one(
            "SELECT coalesce(sum(rows), 0), coalesce(sum(rows) FILTER (WHERE kind = 'account'), 0)
             FROM directory_count WHERE scope IN (?1, '*')",
            [office],
            |row| {
                Ok(DirectoryCount {
                    rows: unsigned(get(row, 0)?),
                    accounts: unsigned(get(row, 1)?),
                })
            },
        )?;
        Ok(count.unwrap_or_default())
    }

    fn note_lookup(&mut self, line: &LookupLine) -> Result<()> {
        self.write_lookup(line)
    }

    fn lookup_count(&mut self, desk: &KeyId, after_ms: i64) -> Result<u64> {
        self.count_lookups(desk, after_ms)
    }

    fn lookups(&mut self, count_max: u32) -> Result<Vec<LookupLine>> {
        self.list_lookups(count_max)
    }

    fn audit_head(&mut self, replica: &ReplicaId) -> Result<Option<AuditHead>> {
        self.find_audit_head(replica)
    }

    fn audit_heads(&mut self) -> Result<Vec<(ReplicaId, AuditHead)>> {
        self.list_audit_heads()
    }

    fn put_audit_head(&mut self, replica: &ReplicaId, head: &AuditHead) -> Result<()> {
        self.write_audit_head(replica, head)
    }

    fn audit_chain_at(&mut self, replica: &ReplicaId, seq: u64) -> Result<Option<Hash>> {
        self.find_audit_chain(replica, seq)
    }

    fn append_audit(&mut self, replica: &ReplicaId, lines: &[AuditLine]) -> Result<()> {
        self.write_audit(replica, lines)
    }

    fn audit_after(
        &mut self,
        replica: &ReplicaId,
        after_seq: u64,
        count_max: u32,
    ) -> Result<Vec<AuditLine>> {
        self.list_audit(replica, after_seq, count_max)
    }

    fn audit_of_office(
        &mut self,
        office: &str,
        question: &AuditQuestion,
        count_max: u32,
    ) -> Result<Vec<AuditSeen>> {
        self.find_audit_of_office(office, question, count_max)
    }

    fn note_audit_look(&mut self, look: &AuditLook) -> Result<()> {
        self.write_audit_look(look)
    }

    fn audit_look_count(&mut self, desk: &KeyId, after_ms: i64) -> Result<u64> {
        self.count_audit_looks(desk, after_ms)
    }

    fn audit_looks(&mut self, count_max: u32) -> Result<Vec<AuditLook>> {
        self.list_audit_looks(count_max)
    }

    fn put_audit_branch(&mut self, branch: &AuditBranch) -> Result<()> {
        self.write_audit_branch(branch)
    }

    fn audit_branches(&mut self) -> Result<Vec<AuditBranch>> {
        self.list_audit_branches()
    }

    fn audit_branch_ends(&mut self, replica: &ReplicaId, after: &Hash) -> Result<bool> {
        self.has_audit_branch_end(replica, after)
    }
}

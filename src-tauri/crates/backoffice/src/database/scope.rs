//! The order, what it means for each office, and the directory.

use rusqlite::{Row, params};
use stoika_domain::body::SubjectKind;
use stoika_exchange::storage::{DirectoryLine, FeedKind, FeedRow, Settled};
use stoika_protocol::{
    ActId, DirectoryRow, EntryRef, Hash, Header, OrderRecord, OrderedEntry, ReplicaId, Subject,
    Verdict,
};

use super::journal::{read_entry, seq_of};
use super::rows::{DAMAGED, Result, Work, bytes, get, signed, unsigned};

fn read_record(row: &Row<'_>) -> Result<OrderRecord> {
    let void: Option<u16> = get(row, 2)?;
    Ok(OrderRecord {
        position: unsigned(get(row, 0)?),
        entry: EntryRef {
            replica: ReplicaId(bytes(row, 3)?),
            seq: seq_of(get(row, 1)?),
        },
        header_hash: Hash(bytes(row, 4)?),
        verdict: void.map_or(Verdict::Effective, Verdict::Void),
    })
}

fn read_subject(row: &Row<'_>, kind: usize, id: usize) -> Result<Subject> {
    let uuid = uuid::Uuid::from_bytes(bytes(row, id)?);
    Ok(Subject {
        kind: get(row, kind)?,
        id: ActId(uuid),
    })
}

fn read_settled(row: &Row<'_>, state: usize, scope: usize) -> Result<Settled> {
    let offices: String = get(row, scope)?;
    Ok(Settled {
        state: get(row, state)?,
        scope: offices.lines().map(ToOwned::to_owned).collect(),
    })
}

fn feed_number(kind: FeedKind) -> i64 {
    match kind {
        FeedKind::Own => 0,
        FeedKind::Entry => 1,
        FeedKind::Enter => 2,
        FeedKind::Leave => 3,
    }
}

fn feed_kind(number: i64) -> Result<FeedKind> {
    [
        FeedKind::Own,
        FeedKind::Entry,
        FeedKind::Enter,
        FeedKind::Leave,
    ]
    .into_iter()
    .find(|kind| feed_number(*kind) == number)
    .ok_or(DAMAGED)
}

impl Work<'_> {
    fn subject_number(&self, subject: &Subject) -> Result<i64> {
        let found = self.one(
            "SELECT id FROM subject WHERE kind = ?1 AND subject = ?2",
            params![subject.kind, subject.id.0.as_bytes()],
            |row| get(row, 0),
        )?;
        if let Some(id) = found {
            return Ok(id);
        }
        self.run(
            "INSERT INTO subject (kind, subject, state, scope) VALUES (?1, ?2, NULL, '')",
            params![subject.kind, subject.id.0.as_bytes()],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    pub fn write_order(
        &mut self,
        record: &OrderRecord,
        subject: &Subject,
        head: &Hash,
    ) -> Result<()> {
        let entry = self.entry_id_for_writing(&record.entry)?;
        let replica = self.number_for_writing(&record.entry.replica)?;
        let kind = subject.kind;
        let subject = self.subject_number(subject)?;
        let void = match record.verdict {
            Verdict::Effective => None,
            Verdict::Void(reason) => Some(reason),
        };
        self.run(
            "INSERT INTO placed (position, entry, replica, subject, void, head)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                signed(record.position),
                entry,
                replica,
                subject,
                void,
                head.as_bytes()
            ],
        )?;
        if kind == SubjectKind::Destruction.number() && void.is_none() {
            self.obey_destruction(&record.entry, record.position)?;
        }
        Ok(())
    }

    pub fn find_settled(&mut self, subject: &Subject) -> Result<Option<Settled>> {
        self.one(
            "SELECT state, scope FROM subject WHERE kind = ?1 AND subject = ?2",
            params![subject.kind, subject.id.0.as_bytes()],
            |row| read_settled(row, 0, 1),
        )
    }

    pub fn list_settled(&mut self, kind: u16) -> Result<Vec<(Subject, Settled)>> {
        self.all(
            "SELECT kind, subject, state, scope FROM subject WHERE kind = ?1 ORDER BY subject",
            [kind],
            |row| Ok((read_subject(row, 0, 1)?, read_settled(row, 2, 3)?)),
        )
    }

    pub fn list_subjects_after(&mut self, kind: u16, position: u64) -> Result<Vec<Subject>> {
        self.all(
            "SELECT DISTINCT s.kind, s.subject FROM placed p JOIN subject s ON s.id = p.subject
             WHERE p.position > ?1 AND s.kind = ?2",
            params![signed(position), kind],
            |row| read_subject(row, 0, 1),
        )
    }

    pub fn write_settled(&mut self, subject: &Subject, settled: &Settled) -> Result<()> {
        self.run(
            "INSERT INTO subject (kind, subject, state, scope) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (kind, subject) DO UPDATE SET
                 state = iif(destroyed, NULL, excluded.state), scope = excluded.scope",
            params![
                subject.kind,
                subject.id.0.as_bytes(),
                settled.state,
                settled.scope.join("\n"),
            ],
        )
    }

    pub fn list_entries_of(&mut self, subject: &Subject, upto: u64) -> Result<Vec<OrderedEntry>> {
        self.all(
            "SELECT p.position, p.entry, p.void, n.replica, e.header_hash, e.entry
             FROM subject s
             JOIN placed p ON p.subject = s.id
             JOIN entry e ON e.id = p.entry
             JOIN replica_number n ON n.number = p.replica
             WHERE s.kind = ?1 AND s.subject = ?2 AND p.position <= ?3
             ORDER BY p.position",
            params![subject.kind, subject.id.0.as_bytes(), signed(upto)],
            |row| {
                Ok(OrderedEntry {
                    record: read_record(row)?,
                    entry: read_entry(row, 5)?,
                })
            },
        )
    }

    pub fn find_twin(&mut self, header: &Header) -> Result<bool> {
        let own = self.number_or_none(&header.replica)?;
        let placed = self.all(
            // An entry's bytes have its act's: what does not is not worth reading.
            "SELECT e.entry
             FROM subject s
             JOIN placed p ON p.subject = s.id
             JOIN replica r ON r.number = p.replica
             JOIN entry e ON e.id = p.entry
             WHERE s.kind = ?1 AND s.subject = ?2 AND r.key = ?3 AND p.replica IS NOT ?4
               AND instr(e.entry, ?5) > 0",
            params![
                header.subject.kind,
                header.subject.id.0.as_bytes(),
                header.key.as_bytes(),
                own,
                header.act.0.as_bytes()
            ],
            |row| read_entry(row, 0),
        )?;
        Ok(placed
            .iter()
            .any(|other| other.header.is_same_record(header)))
    }

    pub fn write_feed(&mut self, office: &str, position: u64, kind: FeedKind) -> Result<()> {
        self.run(
            "INSERT INTO feed (office, position, kind) VALUES (?1, ?2, ?3)",
            params![office, signed(position), feed_number(kind)],
        )
    }

    pub fn list_feed(
        &mut self,
        office: &str,
        replica: &ReplicaId,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<FeedRow>> {
        let replica = self.number_or_none(replica)?;
        self.all(
            "SELECT p.position, p.entry, p.void, n.replica, e.header_hash, e.entry, f.kind,
                    s.kind, s.subject
             FROM (
                 SELECT position, 0 AS kind FROM placed WHERE replica = ?1 AND position > ?2
                 UNION ALL
                 SELECT f.position, f.kind FROM feed f JOIN placed o USING (position)
                 WHERE f.office = ?3 AND f.position > ?2 AND NOT (f.kind = 1 AND o.replica = ?1)
                 ORDER BY 1, 2 LIMIT ?4
             ) f
             JOIN placed p USING (position)
             JOIN entry e ON e.id = p.entry
             JOIN replica_number n ON n.number = p.replica
             JOIN subject s ON s.id = p.subject
             ORDER BY f.position, f.kind",
            params![replica, signed(after), office, count_max],
            |row| {
                let kind = feed_kind(get(row, 6)?)?;
                Ok(FeedRow {
                    record: read_record(row)?,
                    subject: read_subject(row, 7, 8)?,
                    kind,
                    entry: (kind == FeedKind::Entry)
                        .then(|| read_entry(row, 5))
                        .transpose()?,
                })
            },
        )
    }

    pub fn list_lines(&mut self, kind: &str, key: &str) -> Result<Vec<DirectoryLine>> {
        self.all(
            "SELECT kind, key, position, data, scope, removed FROM directory
             WHERE kind = ?1 AND key = ?2 ORDER BY scope",
            [kind, key],
            read_line,
        )
    }

    pub fn write_line(&mut self, line: &DirectoryLine) -> Result<()> {
        self.run(
            "INSERT INTO directory (kind, key, scope, position, removed, data)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (kind, key, scope) DO UPDATE SET
                 position = excluded.position, removed = excluded.removed, data = excluded.data",
            params![
                line.row.kind,
                line.row.key,
                line.scope,
                signed(line.row.position),
                line.removed,
                line.row.data,
            ],
        )?;
        self.run(
            "UPDATE centre SET directory_head = ?1",
            [signed(line.row.position)],
        )
    }

    pub fn list_changes(
        &mut self,
        office: &str,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<DirectoryLine>> {
        self.all(
            "SELECT kind, key, position, data, scope, removed FROM directory
             WHERE scope = ?1 AND position > ?2
             UNION ALL
             SELECT kind, key, position, data, scope, removed FROM directory
             WHERE scope = '*' AND position > ?2
             ORDER BY position LIMIT ?3",
            params![office, signed(after), count_max],
            read_line,
        )
    }

    pub fn list_page(
        &mut self,
        office: &str,
        (kind, key): (&str, &str),
        count_max: u32,
    ) -> Result<Vec<DirectoryRow>> {
        self.all(
            "SELECT kind, key, position, data FROM directory
             WHERE scope = ?1 AND NOT removed AND (kind, key) > (?2, ?3)
             UNION ALL
             SELECT kind, key, position, data FROM directory
             WHERE scope = '*' AND NOT removed AND (kind, key) > (?2, ?3)
             ORDER BY kind, key LIMIT ?4",
            params![office, kind, key, count_max],
            read_row,
        )
    }
}

fn read_row(row: &Row<'_>) -> Result<DirectoryRow> {
    Ok(DirectoryRow {
        kind: get(row, 0)?,
        key: get(row, 1)?,
        position: unsigned(get(row, 2)?),
        data: get(row, 3)?,
    })
}

fn read_line(row: &Row<'_>) -> Result<DirectoryLine> {
    Ok(DirectoryLine {
        row: read_row(row)?,
        scope: get(row, 4)?,
        removed: get(row, 5)?,
    })
}

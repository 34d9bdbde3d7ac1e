//! Entries of a damaged journal. A row stands for an entry when its parts, put together, have the hash
//! that it bears; parts whose own rows are lost are tried out.

use std::collections::{BTreeMap, BTreeSet, HashMap, hash_map};

use rusqlite::types::Value;
use stoika_domain::body::EntryKind;
use stoika_protocol::{
    ActId, Author, Body, Chain, Entry, EntryRef, Hash, Header, KeyId, ReplicaId, Salt, SealedFrame,
    Subject, VerifyingKey, message,
};
use uuid::Uuid;

use super::tree::RawRow;
use crate::journal::unsigned;

/// An entry that proved itself.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub entry: Entry,
    pub hash: Hash,
    /// Its number in the old database: the order of writing. What only a frame holds comes last.
    pub rowid: i64,
    /// It had its place by authority: the centre has it.
    pub position: Option<u64>,
    pub former_position: Option<u64>,
    /// Its place in the order of the office.
    pub branch_position: Option<i64>,
    pub verdict: Option<i64>,
    pub provisional: i64,
}

/// What the old database said of a replica that was written there.
#[derive(Clone, Copy, Debug)]
pub(super) struct OldReplica {
    pub key: Option<KeyId>,
    pub head: Chain,
    pub centre: Chain,
}

/// Rows of the journal, gathered before they are put together.
#[derive(Debug, Default)]
pub(super) struct Journal {
    entries: Vec<RawRow>,
    authors: BTreeMap<i64, (KeyId, Author)>,
    subjects: BTreeMap<i64, (Subject, bool)>,
    names: BTreeMap<i64, ReplicaId>,
    /// Replicas by name.
    pub replicas: BTreeMap<ReplicaId, OldReplica>,
    /// Runs of sealed entries: the chain before, the bytes, the chain after.
    pub frames: Vec<KeptFrame>,
}

/// A frame that is as it was sealed.
#[derive(Clone, Debug)]
pub(super) struct KeptFrame {
    pub replica: ReplicaId,
    pub before: Chain,
    pub after: Chain,
    pub bytes: Vec<u8>,
}

fn bytes<const N: usize>(value: &Value) -> Option<[u8; N]> {
    match value {
        Value::Blob(bytes) => bytes.as_slice().try_into().ok(),
        Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_) => None,
    }
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_) => None,
    }
}

impl Journal {
    /// Whether a table is one of the journal's.
    pub fn knows(&self, table: &str) -> bool {
        matches!(
            table,
            "entry" | "frame" | "author" | "aggregate" | "replica"
        )
    }

    /// The subject of an aggregate by its old number.
    pub fn subject(&self, aggregate: i64) -> Option<Subject> {
        self.subjects.get(&aggregate).map(|(subject, _)| *subject)
    }

    /// Takes a row of one of the journal's tables.
    pub fn take(&mut self, table: &str, row: RawRow, key: &VerifyingKey) {
        match table {
            "entry" => self.entries.push(row),
            "frame" => self.frames.extend(frame(&row, key)),
            // What does not prove itself is taken from sound pages alone.
            "author" | "aggregate" | "replica" if !row.sound => {}
            "author" => {
                if let [_, key, Value::Blob(cbor), ..] = row.values.as_slice()
                    && let (Some(key), Ok(author)) = (bytes(key), message::decode(cbor))
                {
                    self.authors
                        .entry(row.rowid)
                        .or_insert((KeyId(key), author));
                }
            }
            "aggregate" => {
                if let [_, kind, id, ..] = row.values.as_slice()
                    && let (Some(kind), Some(id)) = (whole(kind), bytes(id))
                    && let Ok(kind) = u16::try_from(kind)
                {
                    let id = ActId(Uuid::from_bytes(id));
                    let in_scope = row.values.get(7).and_then(whole) != Some(0);
                    self.subjects
                        .entry(row.rowid)
                        .or_insert((Subject { kind, id }, in_scope));
                }
            }
            "replica" => self.take_replica(&row),
            _ => {}
        }
    }

    fn take_replica(&mut self, row: &RawRow) {
        let Some(name) = row.values.get(1).and_then(bytes).map(ReplicaId) else {
            return;
        };
        let chain = |seq: usize, head: usize| Chain {
            seq: row.values.get(seq).and_then(whole).map_or(0, unsigned),
            head: row
                .values
                .get(head)
                .and_then(bytes)
                .map_or(Chain::start(name).head, Hash),
        };
        self.names.entry(row.rowid).or_insert(name);
        self.replicas.entry(name).or_insert(OldReplica {
            key: row.values.get(2).and_then(bytes).map(KeyId),
            head: chain(3, 4),
            centre: chain(8, 9),
        });
    }

    /// The replica that a row of the old database means by its number.
    pub fn name_of(&self, value: &Value) -> Option<ReplicaId> {
        whole(value).and_then(|number| self.names.get(&number).copied())
    }

    /// Subjects that had left the desk's scope.
    pub fn out_of_scope(&self) -> impl Iterator<Item = Subject> {
        self.subjects
            .values()
            .filter(|(_, in_scope)| !in_scope)
            .map(|(subject, _)| *subject)
    }

    /// Puts the entries together, rows and frames, in the order of writing. `known`: the name of the replica that wrote last.
    pub fn entries(&mut self, known: Option<ReplicaId>) -> Vec<Kept> {
        let mut kept: Vec<Kept> = Vec::new();
        let mut at: HashMap<EntryRef, usize> = HashMap::new();
        let mut rows = std::mem::take(&mut self.entries);
        rows.sort_by_key(|row| (row.rowid, !row.sound));
        let mut tries = Tries::new(self, known);
        // An entry that created its subject says what the later ones are about.
        for _ in 0..2 {
            rows.retain(|row| match tries.put_together(row) {
                Some(found) => {
                    let place = found.entry.header.entry_ref();
                    at.entry(place).or_insert_with(|| {
                        kept.push(found);
                        kept.len() - 1
                    });
                    false
                }
                None => true,
            });
        }
        self.names = tries.names;
        for frame in &self.frames {
            let Ok(open) = SealedFrame(frame.bytes.clone()).open() else {
                continue;
            };
            for (entry, hash) in open.entries {
                at.entry(entry.header.entry_ref()).or_insert_with(|| {
                    kept.push(Kept {
                        entry,
                        hash,
                        rowid: i64::MAX,
                        position: None,
                        former_position: None,
                        branch_position: None,
                        verdict: None,
                        provisional: -1,
                    });
                    kept.len() - 1
                });
            }
        }
        let mut kept = once(kept, |kept| {
            let place = kept.entry.header.entry_ref();
            // What stands after the end of a former replica was given up, or is another's.
            kept.position.is_none()
                && Some(place.replica) != known
                && self
                    .replicas
                    .get(&place.replica)
                    .is_some_and(|old| old.key.is_some() && place.seq > old.head.seq)
        });
        kept.sort_by_key(|kept| {
            let header = &kept.entry.header;
            (kept.rowid, header.act.0, header.seq)
        });
        kept
    }
}

/// An entry that was written again under another replica's name may stand in an old page as well:
/// its body, salt and all, is the same.
fn once(found: Vec<Kept>, given_up: impl Fn(&Kept) -> bool) -> Vec<Kept> {
    let mut at: HashMap<(ActId, Subject, u16, Hash), usize> = HashMap::new();
    let mut kept: Vec<Kept> = Vec::new();
    for entry in found.into_iter().filter(|kept| !given_up(kept)) {
        let header = &entry.entry.header;
        let name = (header.act, header.subject, header.kind, header.body_hash);
        match at.entry(name) {
            hash_map::Entry::Vacant(free) => {
                free.insert(kept.len());
                kept.push(entry);
            }
            hash_map::Entry::Occupied(held) => {
                if let Some(held) = kept.get_mut(*held.get())
                    && held.position.is_none()
                    && entry.position.is_some()
                {
                    *held = entry;
                }
            }
        }
    }
    kept
}

fn frame(row: &RawRow, key: &VerifyingKey) -> Option<KeptFrame> {
    let [_, _, _, _, Value::Blob(bytes), ..] = row.values.as_slice() else {
        return None;
    };
    let open = SealedFrame(bytes.clone()).open().ok()?;
    // A frame under a former key of the desk is believed where its page is sound.
    let believed = if open.key == key.id() {
        open.verify(key).is_ok()
    } else {
        row.sound
    };
    let fits = open.entries.iter().all(|(entry, _)| entry.body_fits());
    (believed && fits).then(|| KeptFrame {
        replica: open.replica,
        before: open.before,
        after: open.after,
        bytes: bytes.clone(),
    })
}

/// What an entry may be put together from.
struct Tries {
    authors: BTreeMap<i64, (KeyId, Author)>,
    subjects: BTreeMap<i64, Subject>,
    names: BTreeMap<i64, ReplicaId>,
    all_names: BTreeSet<ReplicaId>,
}

impl Tries {
    fn new(journal: &Journal, known: Option<ReplicaId>) -> Self {
        let of_frames = journal.frames.iter().map(|frame| frame.replica);
        let mut authors = journal.authors.clone();
        for frame in &journal.frames {
            if let Ok(open) = SealedFrame(frame.bytes.clone()).open() {
                for (entry, _) in open.entries {
                    let author = (entry.header.key, entry.header.author);
                    if !authors.values().any(|known| *known == author) {
                        // Under a number that no row has.
                        let number = -1 - i64::try_from(authors.len()).unwrap_or(i64::MAX - 1);
                        authors.insert(number, author);
                    }
                }
            }
        }
        Self {
            authors,
            subjects: journal
                .subjects
                .iter()
                .map(|(number, (subject, _))| (*number, *subject))
                .collect(),
            names: journal.names.clone(),
            all_names: journal
                .names
                .values()
                .copied()
                .chain(of_frames)
                .chain(known)
                .collect(),
        }
    }

    fn put_together(&mut self, row: &RawRow) -> Option<Kept> {
        let column = |index: usize| row.values.get(index);
        let number = |index: usize| column(index).and_then(whole);
        let hash = Hash(column(3).and_then(bytes)?);
        let act = ActId(Uuid::from_bytes(column(4).and_then(bytes)?));
        let kind = u16::try_from(number(10)?).ok()?;
        let base = column(6).and_then(bytes).zip(number(7));
        let body = match (column(13).and_then(bytes), column(14)) {
            (Some(salt), Some(Value::Blob(bytes))) => Some(Body {
                salt: Salt(salt),
                bytes: bytes.clone(),
            }),
            (_, _) => None,
        };
        let (replica, aggregate, author) = (number(1)?, number(5)?, number(11)?);
        let body_hash = Hash(column(12).and_then(bytes)?);
        let created = EntryKind::from_number(kind).map(|kind| Subject {
            kind: kind.subject().number(),
            id: act,
        });
        let names = candidates(self.names.get(&replica), self.all_names.iter());
        let subjects = candidates(self.subjects.get(&aggregate), created.iter());
        let authors = candidates(self.authors.get(&author), self.authors.values());
        for name in &names {
            for subject in &subjects {
                for author in &authors {
                    let header = Header {
                        key: author.0,
                        replica: *name,
                        seq: unsigned(number(2)?),
                        act,
                        subject: *subject,
                        base: base.map(|(replica, seq)| EntryRef {
                            replica: ReplicaId(replica),
                            seq: unsigned(seq),
                        }),
                        wall_time_ms: number(8)?,
                        server_time_ms: number(9),
                        kind,
                        author: author.1.clone(),
                        body_hash,
                    };
                    let entry = Entry {
                        header,
                        body: body.clone(),
                    };
                    if entry.header.hash() == hash && entry.body_fits() {
                        self.names.insert(replica, *name);
                        self.subjects.insert(aggregate, *subject);
                        return Some(Kept {
                            entry,
                            hash,
                            rowid: row.rowid,
                            // The word of a page that is not sound may be noise.
                            position: number(16).map(unsigned).filter(|_| row.sound),
                            former_position: number(18).map(unsigned).filter(|_| row.sound),
                            branch_position: number(19).filter(|_| row.sound),
                            verdict: number(17).filter(|_| row.sound),
                            provisional: number(15).unwrap_or(-1),
                        });
                    }
                }
            }
        }
        None
    }
}

/// What the row names, or everything that it may have meant.
fn candidates<'a, T: Clone + 'a>(named: Option<&T>, others: impl Iterator<Item = &'a T>) -> Vec<T> {
    match named {
        Some(named) => vec![named.clone()],
        None => others.cloned().collect(),
    }
}

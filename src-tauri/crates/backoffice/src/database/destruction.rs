//! Destroying bodies by an act, in the transaction in which the act gets its place, and never storing
//! them again. Headers stay, and with them the chains; frames keep their seals.

use std::collections::BTreeSet;

use rusqlite::params;
use stoika_domain::body::{self, Event, SubjectKind};
use stoika_domain::destruction::{CENTRE, DestructionEvent, Ordered};
use stoika_exchange::{JournalRows as _, StorageError};
use stoika_protocol::{
    ActId, Entry, EntryRef, Hash, Header, OrderedEntry, ReplicaId, SealedFrame, Subject, limit,
    message,
};

use super::journal::read_entry;
use super::rows::{Result, Work, bytes, get};

/// Entries are looked for in frames whose first ones lie so many before them at most.
const FRAME_ENTRIES_MAX: i64 = limit::FRAME_ENTRIES_MAX as i64;

/// What lost its body, whatever name it comes by.
#[derive(Debug, Default)]
struct Gone(BTreeSet<(ActId, Subject, u16, Hash)>);

impl Gone {
    fn name(header: &Header) -> (ActId, Subject, u16, Hash) {
        (header.act, header.subject, header.kind, header.body_hash)
    }

    fn has(&self, header: &Header) -> bool {
        self.0.contains(&Self::name(header))
    }
}

/// The order of an act; `None` when its body cannot be read.
fn ordered(entry: &Entry) -> Option<Ordered> {
    let body = entry.body.as_ref()?;
    match body::decode(entry.header.kind, &body.bytes) {
        Ok(Event::Destruction(DestructionEvent::Ordered(ordered))) => Some(ordered),
        Ok(_) | Err(_) => None,
    }
}

impl Work<'_> {
    /// Does what an act at `position` orders: each aggregate of which it names every entry that was
    /// ordered before it loses bodies, salts and state; the others stay whole, here as at every desk.
    pub fn obey_destruction(&mut self, act: &EntryRef, position: u64) -> Result<()> {
        let Some(id) = self.entry_id(act)? else {
            return Ok(());
        };
        let entry = self.one("SELECT entry FROM entry WHERE id = ?1", [id], |row| {
            read_entry(row, 0)
        })?;
        let Some(ordered) = entry.as_ref().and_then(ordered) else {
            return Ok(());
        };
        let (named, subjects) = self.named(&ordered)?;
        let mut gone = Gone::default();
        let mut ids = BTreeSet::new();
        for subject in subjects {
            let entries = self.list_entries_of(&subject, position - 1)?;
            let all_named = entries.iter().all(|ordered| {
                ordered.entry.body.is_none() || named.contains(&ordered.record.entry)
            });
            if all_named && subject.kind != SubjectKind::Destruction.number() {
                self.destroy(&subject, entries, &mut gone, &mut ids)?;
            }
        }
        self.strip_frames(&ids, &gone)?;
        self.strip_branches(&gone)
    }

    /// Entries that an act names and that are here as it means them, and what they are about.
    fn named(&mut self, ordered: &Ordered) -> Result<(BTreeSet<EntryRef>, BTreeSet<Subject>)> {
        let mut named = BTreeSet::new();
        let mut subjects = BTreeSet::new();
        for of in &ordered.named {
            let replica = ReplicaId(of.replica.0);
            for one in &of.entries {
                let seq = one.seq;
                let entry = EntryRef { replica, seq };
                let Some(id) = self.entry_id(&entry)? else {
                    continue;
                };
                let found = self.one(
                    "SELECT s.kind, s.subject FROM entry e JOIN placed p ON p.entry = e.id
                     JOIN subject s ON s.id = p.subject WHERE e.id = ?1 AND e.header_hash = ?2",
                    params![id, one.header_hash.0],
                    |row| {
                        Ok(Subject {
                            kind: get(row, 0)?,
                            id: ActId(uuid::Uuid::from_bytes(bytes(row, 1)?)),
                        })
                    },
                )?;
                if let Some(subject) = found {
                    named.insert(entry);
                    subjects.insert(subject);
                }
            }
        }
        Ok((named, subjects))
    }

    fn destroy(
        &mut self,
        subject: &Subject,
        entries: Vec<OrderedEntry>,
        gone: &mut Gone,
        ids: &mut BTreeSet<i64>,
    ) -> Result<()> {
        for OrderedEntry { record, mut entry } in entries {
            entry.body = None;
            let id = self.entry_id_for_writing(&record.entry)?;
            self.run(
                "UPDATE entry SET entry = ?2 WHERE id = ?1",
                params![id, message::encode(&entry)],
            )?;
            gone.0.insert(Gone::name(&entry.header));
            ids.insert(id);
        }
        self.run(
            "UPDATE subject SET state = NULL, destroyed = 1 WHERE kind = ?1 AND subject = ?2",
            params![subject.kind, subject.id.0.as_bytes()],
        )
    }

    fn strip_frames(&self, ids: &BTreeSet<i64>, gone: &Gone) -> Result<()> {
        let mut done = 0;
        for id in ids {
            if *id <= done {
                continue;
            }
            done = id + FRAME_ENTRIES_MAX;
            let frames = self.all(
                "SELECT id, sealed FROM frame WHERE id > ?1 AND id <= ?2",
                [id - FRAME_ENTRIES_MAX, done],
                |row| Ok((get::<i64>(row, 0)?, get::<Vec<u8>>(row, 1)?)),
            )?;
            for (frame, sealed) in frames {
                if let Some(bare) = bare(&sealed, |header| gone.has(header))? {
                    self.run(
                        "UPDATE frame SET sealed = ?2 WHERE id = ?1",
                        params![frame, bare],
                    )?;
                }
            }
        }
        Ok(())
    }

    fn strip_branches(&mut self, gone: &Gone) -> Result<()> {
        for branch in self.list_branches()? {
            if let Some(bare) = bare(&branch.bytes, |header| gone.has(header))? {
                self.run(
                    "UPDATE branch SET sealed = ?2 WHERE hash = ?1",
                    params![branch.hash.as_bytes(), bare],
                )?;
            }
        }
        Ok(())
    }

    /// An entry as it may be stored: without a body that was destroyed. An act of destruction that no
    /// desk of the centre's own wrote stays in its frame alone: what cannot be read has no effect.
    pub fn storable_entry(&mut self, entry: &Entry) -> Result<Entry> {
        let header = &entry.header;
        let is_act = header.subject.kind == SubjectKind::Destruction.number();
        let is_forged = is_act
            && self
                .desk(&header.key)?
                .is_none_or(|desk| desk.office != CENTRE);
        let mut entry = entry.clone();
        if is_forged || self.is_destroyed(&entry.header)? {
            entry.body = None;
        }
        Ok(entry)
    }

    /// Whether the very record was destroyed, under this name or another.
    fn is_destroyed(&self, header: &Header) -> Result<bool> {
        let subject: Option<i64> = self.one(
            "SELECT id FROM subject WHERE kind = ?1 AND subject = ?2 AND destroyed",
            params![header.subject.kind, header.subject.id.0.as_bytes()],
            |row| get(row, 0),
        )?;
        let Some(subject) = subject else {
            return Ok(false);
        };
        let entries = self.all(
            "SELECT e.entry FROM placed p JOIN entry e ON e.id = p.entry WHERE p.subject = ?1",
            [subject],
            |row| read_entry(row, 0),
        )?;
        Ok(entries
            .iter()
            .any(|entry| entry.body.is_none() && entry.header.is_same_record(header)))
    }

    /// A sealed frame as it may be stored: without what was destroyed.
    pub fn storable(&self, sealed: &[u8]) -> Result<Vec<u8>> {
        let any = self.number("SELECT EXISTS (SELECT 1 FROM subject WHERE destroyed)", [])?;
        if any == 0 {
            return Ok(sealed.to_vec());
        }
        let mut failed = None;
        let bare = bare(sealed, |header| {
            self.is_destroyed(header).unwrap_or_else(|error| {
                failed.get_or_insert(error);
                true
            })
        })?;
        match failed {
            Some(error) => Err(error),
            None => Ok(bare.unwrap_or_else(|| sealed.to_vec())),
        }
    }

    /// Aggregates whose bodies were destroyed.
    pub fn list_destroyed(&self) -> Result<Vec<Subject>> {
        self.all(
            "SELECT kind, subject FROM subject WHERE destroyed ORDER BY id",
            [],
            |row| {
                Ok(Subject {
                    kind: get(row, 0)?,
                    id: ActId(uuid::Uuid::from_bytes(bytes(row, 1)?)),
                })
            },
        )
    }

    /// Offices whose desks were ever told of an aggregate.
    pub fn list_offices_of(&self, subject: &Subject) -> Result<Vec<String>> {
        self.all(
            "SELECT DISTINCT d.office FROM subject s JOIN placed p ON p.subject = s.id
             JOIN (SELECT DISTINCT office FROM desk) d
             JOIN feed f ON f.office = d.office AND f.position = p.position
             WHERE s.kind = ?1 AND s.subject = ?2",
            params![subject.kind, subject.id.0.as_bytes()],
            |row| get(row, 0),
        )
    }
}

/// The frame without some bodies; `None` when it has none of them, or is none.
fn bare(sealed: &[u8], mut is_gone: impl FnMut(&Header) -> bool) -> Result<Option<Vec<u8>>> {
    let Ok(frame) = SealedFrame(sealed.to_vec()).open() else {
        return Ok(None);
    };
    let gone: BTreeSet<u64> = frame
        .entries
        .iter()
        .filter(|(entry, _)| is_gone(&entry.header))
        .map(|(entry, _)| entry.header.seq)
        .collect();
    frame
        .without_bodies(|header| gone.contains(&header.seq))
        .map(|bare| bare.map(|(_, sealed)| sealed.0))
        .map_err(|_| StorageError::Unreadable("a frame"))
}

//! One transaction in memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use stoika_protocol::{
    ActId, AuditEnd, AuditQuestion, AuditSeen, DirectoryMark, DirectoryRow, EntryRef, Hash, Header,
    HistoryId, KeyId, OrderRecord, OrderedEntry, ReplicaId, Subject,
};

use super::{Placed, Transaction};
use crate::publish::{SCOPE_ALL, publish_desk};
use crate::storage::{
    Aside, Asides, AuditBranch, AuditHead, AuditLine, AuditLook, BranchFrame, Desk, DirectoryCount,
    DirectoryLine, FeedKind, FeedRow, Held, Invitation, JournalRows, LookupLine, Name, OrderHead,
    RefusedFrame, Replica, Rows, Settled, StorageError, Wait, is_effective,
};

pub(super) fn in_scope(line: &DirectoryLine, office: &str) -> bool {
    line.scope == office || line.scope == SCOPE_ALL
}

fn limit(count_max: u32) -> usize {
    usize::try_from(count_max).unwrap_or(usize::MAX)
}

impl JournalRows for Transaction<'_> {
    fn begins_anywhere(&self) -> bool {
        self.data.of_hub
    }

    fn history(&mut self) -> Result<HistoryId, StorageError> {
        Ok(self.data.history)
    }

    fn desk(&mut self, key: &KeyId) -> Result<Option<Desk>, StorageError> {
        Ok(self.data.desks.get(key).cloned())
    }

    fn replica(&mut self, replica: &ReplicaId) -> Result<Option<Replica>, StorageError> {
        Ok(self.data.replicas.get(replica).copied())
    }

    fn next_arrival(&mut self) -> Result<u64, StorageError> {
        self.data.arrivals += 1;
        // A gap after a rollback does no harm: only the order of the numbers counts.
        Ok(self.data.arrivals)
    }

    fn put_replica(&mut self, id: &ReplicaId, replica: &Replica) -> Result<(), StorageError> {
        if let Some(old) = self.data.replicas.get(id) {
            let old = (old.arrival, *id);
            self.mark(|data| &mut data.waiting, old, false);
        }
        if replica.ordered_seq < replica.held.seq {
            self.mark(|data| &mut data.waiting, (replica.arrival, *id), true);
        }
        self.set(|data| &mut data.replicas, *id, *replica);
        Ok(())
    }

    fn chain_at(&mut self, entry: &EntryRef) -> Result<Option<Hash>, StorageError> {
        Ok(self.data.entries.get(entry).map(|held| held.chain))
    }

    fn append_entries(&mut self, entries: &[Held]) -> Result<(), StorageError> {
        for held in entries {
            let at = held.entry.header.entry_ref();
            self.set(|data| &mut data.entries, at, Arc::new(held.clone()));
        }
        Ok(())
    }

    fn append_frame(
        &mut self,
        replica: &ReplicaId,
        first_seq: u64,
        sealed: &[u8],
        _: i64,
    ) -> Result<(), StorageError> {
        let at = EntryRef {
            replica: *replica,
            seq: first_seq,
        };
        self.set(|data| &mut data.frames, at, Arc::new(sealed.to_vec()));
        Ok(())
    }

    fn note_refused(&mut self, refused: &RefusedFrame) -> Result<(), StorageError> {
        let mut noted = refused.clone();
        if let Some(known) = self.data.refused.get(&refused.hash) {
            noted.first_at_ms = known.first_at_ms;
            noted.times = known.times + 1;
        }
        self.set(|data| &mut data.refused, refused.hash, noted);
        Ok(())
    }

    fn put_branch(&mut self, frame: &BranchFrame) -> Result<(), StorageError> {
        if !self.data.branches.contains_key(&frame.hash) {
            self.set(|data| &mut data.branches, frame.hash, frame.clone());
        }
        Ok(())
    }

    fn branch_ends(&mut self, replica: &ReplicaId, after: &Hash) -> Result<bool, StorageError> {
        let mut branches = self.data.branches.values();
        Ok(branches.any(|frame| frame.replica == *replica && frame.after == *after))
    }

    fn order_head(&mut self) -> Result<OrderHead, StorageError> {
        let last = self.data.order.last_key_value();
        Ok(
            last.map_or(OrderHead::START, |(position, placed)| OrderHead {
                position: *position,
                hash: placed.head,
            }),
        )
    }

    fn order_hash(&mut self, position: u64) -> Result<Option<Hash>, StorageError> {
        Ok(self.data.order.get(&position).map(|placed| placed.head))
    }

    fn entries_of(
        &mut self,
        subject: &Subject,
        upto: u64,
    ) -> Result<Vec<OrderedEntry>, StorageError> {
        let places = self
            .data
            .subject_places
            .range((*subject, 0)..=(*subject, upto));
        places
            .map(|(_, position)| {
                self.ordered(*position)
                    .ok_or(StorageError::Unreadable("an ordered entry is not there"))
            })
            .collect()
    }

    fn feed(
        &mut self,
        office: &str,
        replica: &ReplicaId,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<FeedRow>, StorageError> {
        let own = self
            .data
            .order
            .range(after + 1..)
            .filter(|(_, placed)| placed.record.entry.replica == *replica)
            .map(|(position, _)| (*position, FeedKind::Own));
        let from = (office.to_owned(), after + 1);
        let to = (office.to_owned(), u64::MAX);
        let lines = self.data.feed.range(from..=to);
        let lines = lines
            .map(|((_, position), kind)| (*position, *kind))
            .filter(|(position, kind)| {
                let placed = self.data.order.get(position);
                let own = placed.is_some_and(|placed| placed.record.entry.replica == *replica);
                !(own && *kind == FeedKind::Entry)
            });
        let count = limit(count_max);
        let mut all: Vec<(u64, FeedKind)> = own.take(count).chain(lines.take(count)).collect();
        all.sort_unstable();
        all.truncate(count);
        Ok(all
            .into_iter()
            .filter_map(|(position, kind)| {
                let placed = self.data.order.get(&position)?;
                let entry = (kind == FeedKind::Entry).then(|| self.ordered(position));
                Some(FeedRow {
                    record: placed.record,
                    subject: placed.subject,
                    kind,
                    entry: entry.flatten().map(|ordered| ordered.entry),
                })
            })
            .collect())
    }

    fn directory_head(&mut self) -> Result<u64, StorageError> {
        Ok(self.data.directory_head)
    }

    fn directory_mark_from(
        &mut self,
        position: u64,
    ) -> Result<Option<DirectoryMark>, StorageError> {
        let mark = self.data.directory_marks.range(position..).next();
        Ok(mark.map(|(position, hash)| DirectoryMark {
            position: *position,
            hash: *hash,
        }))
    }

    fn directory_after(
        &mut self,
        office: &str,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<DirectoryLine>, StorageError> {
        let changes = self.data.changes.range(after + 1..);
        Ok(changes
            .filter_map(|(_, name)| self.data.directory.get(name))
            .filter(|line| in_scope(line, office))
            .take(limit(count_max))
            .cloned()
            .collect())
    }

    fn note_hello(&mut self, desk: &Desk) -> Result<(), StorageError> {
        self.put_desk(desk)?;
        if self.data.of_hub {
            return Ok(());
        }
        publish_desk(self, desk)
    }

    fn has_audit(&mut self, end: &AuditEnd) -> Result<bool, StorageError> {
        Ok(
            self.audit_chain_at(&end.replica, end.seq)? == Some(end.chain)
                || self.audit_branch_ends(&end.replica, &end.chain)?,
        )
    }
}

impl Rows for Transaction<'_> {
    fn set_aside(&mut self, aside: &Aside) -> Result<(), StorageError> {
        let last = self.data.asides.keys().next_back();
        let number = last.map_or(1, |last| last + 1);
        self.set(|data| &mut data.asides, number, aside.clone());
        self.set(|data| &mut data.aside_numbers, aside.entry, number);
        Ok(())
    }

    fn end_wait(&mut self, entry: &EntryRef) -> Result<(), StorageError> {
        if let Some(number) = self.data.aside_numbers.get(entry).copied() {
            self.unset(|data| &mut data.asides, number);
            self.unset(|data| &mut data.aside_numbers, *entry);
        }
        self.forget(|name| name.entry == *entry);
        Ok(())
    }

    fn waits(&mut self) -> Result<Vec<Wait>, StorageError> {
        Ok(self.list_waits())
    }

    fn is_aside(&mut self, entry: &EntryRef) -> Result<bool, StorageError> {
        Ok(self.data.aside_numbers.contains_key(entry))
    }

    fn asides(
        &mut self,
        which: Asides<'_>,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<(u64, Aside)>, StorageError> {
        Ok(self.list_asides(which, after, limit(count_max)))
    }

    fn add_name(&mut self, name: &Name) -> Result<(), StorageError> {
        let last = self.data.names.keys().next_back();
        let number = last.map_or(1, |last| last + 1);
        self.set(|data| &mut data.names, number, *name);
        Ok(())
    }

    fn names(
        &mut self,
        tenure: &ActId,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<(u64, Name)>, StorageError> {
        let names = self.data.names.range(after + 1..);
        Ok(names
            .filter(|(_, name)| name.tenure == *tenure)
            .take(limit(count_max))
            .map(|(number, name)| (*number, *name))
            .collect())
    }

    fn has_name(
        &mut self,
        tenure: &ActId,
        entry: &EntryRef,
        header_hash: &Hash,
    ) -> Result<bool, StorageError> {
        let mut names = self.data.names.values();
        Ok(names.any(|name| {
            name.tenure == *tenure && name.entry == *entry && name.header_hash == *header_hash
        }))
    }

    fn named_tenures(&mut self) -> Result<Vec<ActId>, StorageError> {
        let tenures: BTreeSet<ActId> = self.data.names.values().map(|name| name.tenure).collect();
        Ok(tenures.into_iter().collect())
    }

    fn forget_names(&mut self, upto_ms: i64) -> Result<(), StorageError> {
        self.forget(|name| name.at_ms <= upto_ms);
        Ok(())
    }

    fn desks(&mut self) -> Result<Vec<Desk>, StorageError> {
        let mut desks: Vec<Desk> = self.data.desks.values().cloned().collect();
        desks.sort_by(|a, b| (&a.office, &a.label).cmp(&(&b.office, &b.label)));
        Ok(desks)
    }

    fn put_desk(&mut self, desk: &Desk) -> Result<(), StorageError> {
        self.set(|data| &mut data.desks, desk.key.id(), desk.clone());
        Ok(())
    }

    fn invitation(&mut self, secret: &Hash) -> Result<Option<Invitation>, StorageError> {
        Ok(self.data.invitations.get(secret).cloned())
    }

    fn invitations(&mut self) -> Result<Vec<Invitation>, StorageError> {
        Ok(self.data.invitations.values().cloned().collect())
    }

    fn put_invitation(&mut self, invitation: &Invitation) -> Result<(), StorageError> {
        self.set(
            |data| &mut data.invitations,
            invitation.secret,
            invitation.clone(),
        );
        Ok(())
    }

    fn replicas(&mut self) -> Result<Vec<(ReplicaId, Replica)>, StorageError> {
        let replicas = self.data.replicas.iter();
        Ok(replicas.map(|(id, replica)| (*id, *replica)).collect())
    }

    fn replicas_waiting(&mut self) -> Result<Vec<(ReplicaId, Replica)>, StorageError> {
        let waiting = self.data.waiting.iter();
        Ok(waiting
            .filter_map(|(_, id)| Some((*id, *self.data.replicas.get(id)?)))
            .collect())
    }

    fn entries_after(
        &mut self,
        replica: &ReplicaId,
        after_seq: u64,
        count_max: u32,
    ) -> Result<Vec<Held>, StorageError> {
        let at = |seq| EntryRef {
            replica: *replica,
            seq,
        };
        let held = self.data.entries.range(at(after_seq + 1)..=at(u64::MAX));
        Ok(held
            .take(limit(count_max))
            .map(|(_, held)| Held::clone(held))
            .collect())
    }

    fn refused(&mut self, count_max: u32) -> Result<Vec<RefusedFrame>, StorageError> {
        let mut refused: Vec<RefusedFrame> = self.data.refused.values().cloned().collect();
        refused.sort_by_key(|frame| (frame.first_at_ms, frame.hash));
        refused.truncate(limit(count_max));
        Ok(refused)
    }

    fn refused_count(&mut self) -> Result<u64, StorageError> {
        Ok(self.data.refused.len() as u64)
    }

    fn branches(&mut self) -> Result<Vec<BranchFrame>, StorageError> {
        let mut branches: Vec<BranchFrame> = self.data.branches.values().cloned().collect();
        branches.sort_by_key(|frame| (frame.replica, frame.first_seq, frame.hash));
        Ok(branches)
    }

    fn position_of(&mut self, entry: &EntryRef) -> Result<Option<u64>, StorageError> {
        Ok(self.data.places.get(entry).copied())
    }

    fn has_twin(&mut self, header: &Header) -> Result<bool, StorageError> {
        let key = |replica: &ReplicaId| self.data.replicas.get(replica).map(|held| held.key);
        let mut places = self
            .data
            .subject_places
            .range((header.subject, 0)..=(header.subject, u64::MAX));
        Ok(places.any(|(_, position)| {
            self.ordered(*position).is_some_and(|placed| {
                let other = &placed.entry.header;
                other.replica != header.replica
                    && key(&other.replica) == Some(header.key)
                    && other.is_same_record(header)
            })
        }))
    }

    fn append_order(
        &mut self,
        record: &OrderRecord,
        subject: &Subject,
        head: &Hash,
    ) -> Result<(), StorageError> {
        let placed = Placed {
            record: *record,
            subject: *subject,
            head: *head,
        };
        self.set(|data| &mut data.order, record.position, placed);
        self.set(|data| &mut data.places, record.entry, record.position);
        let place = (*subject, record.position);
        self.mark(|data| &mut data.subject_places, place, true);
        Ok(())
    }

    fn settled(&mut self, subject: &Subject) -> Result<Option<Settled>, StorageError> {
        Ok(self.data.subjects.get(subject).cloned())
    }

    fn settled_of_kind(&mut self, kind: u16) -> Result<Vec<(Subject, Settled)>, StorageError> {
        let subjects = self.data.subjects.iter();
        Ok(subjects
            .filter(|(subject, _)| subject.kind == kind)
            .map(|(subject, settled)| (*subject, settled.clone()))
            .collect())
    }

    fn put_settled(&mut self, subject: &Subject, settled: &Settled) -> Result<(), StorageError> {
        self.set(|data| &mut data.subjects, *subject, settled.clone());
        Ok(())
    }

    fn append_feed(
        &mut self,
        office: &str,
        position: u64,
        kind: FeedKind,
    ) -> Result<(), StorageError> {
        self.set(|data| &mut data.feed, (office.to_owned(), position), kind);
        Ok(())
    }

    fn verdict_counts(&mut self) -> Result<(u64, u64), StorageError> {
        let all = self.data.order.len() as u64;
        let placed = self.data.order.values();
        let effective = placed
            .filter(|placed| is_effective(placed.record.verdict))
            .count() as u64;
        Ok((effective, all - effective))
    }

    fn directory_lines(
        &mut self,
        kind: &str,
        key: &str,
    ) -> Result<Vec<DirectoryLine>, StorageError> {
        let from = (kind.to_owned(), key.to_owned(), String::new());
        let lines = self.data.directory.range(from..);
        Ok(lines
            .take_while(|((line_kind, line_key, _), _)| line_kind == kind && line_key == key)
            .map(|(_, line)| line.clone())
            .collect())
    }

    fn put_directory_line(&mut self, line: &DirectoryLine) -> Result<(), StorageError> {
        let name = (
            line.row.kind.clone(),
            line.row.key.clone(),
            line.scope.clone(),
        );
        if let Some(old) = self.data.directory.get(&name) {
            let old_position = old.row.position;
            let old_name = name.clone();
            self.data.changes.remove(&old_position);
            self.undo.push(Box::new(move |data| {
                data.changes.insert(old_position, old_name);
            }));
        }
        self.set(|data| &mut data.changes, line.row.position, name.clone());
        self.set(|data| &mut data.directory, name, line.clone());
        let old_head = self.data.directory_head;
        self.data.directory_head = line.row.position;
        self.undo
            .push(Box::new(move |data| data.directory_head = old_head));
        Ok(())
    }

    fn append_directory_mark(&mut self, mark: &DirectoryMark) -> Result<(), StorageError> {
        self.set(|data| &mut data.directory_marks, mark.position, mark.hash);
        Ok(())
    }

    fn directory_page(
        &mut self,
        office: &str,
        after: Option<(&str, &str)>,
        count_max: u32,
    ) -> Result<Vec<DirectoryRow>, StorageError> {
        Ok(self
            .live(office)
            .filter(|line| {
                after.is_none_or(|after| (line.row.kind.as_str(), line.row.key.as_str()) > after)
            })
            .take(limit(count_max))
            .map(|line| line.row.clone())
            .collect())
    }

    fn directory_count(&mut self, office: &str) -> Result<DirectoryCount, StorageError> {
        Ok(self
            .live(office)
            .fold(DirectoryCount::default(), |count, line| DirectoryCount {
                rows: count.rows + 1,
                accounts: count.accounts + u64::from(line.row.kind == "account"),
            }))
    }

    fn note_lookup(&mut self, line: &LookupLine) -> Result<(), StorageError> {
        let last = self.data.lookups.keys().next_back().copied();
        self.set(
            |data| &mut data.lookups,
            last.unwrap_or(0) + 1,
            line.clone(),
        );
        Ok(())
    }

    fn lookup_count(&mut self, desk: &KeyId, after_ms: i64) -> Result<u64, StorageError> {
        let lines = self.data.lookups.values();
        Ok(lines
            .filter(|line| line.desk == *desk && line.at_ms > after_ms)
            .count() as u64)
    }

    fn lookups(&mut self, count_max: u32) -> Result<Vec<LookupLine>, StorageError> {
        let lines = self.data.lookups.values().rev();
        Ok(lines.take(limit(count_max)).cloned().collect())
    }

    fn audit_head(&mut self, replica: &ReplicaId) -> Result<Option<AuditHead>, StorageError> {
        Ok(self.data.audit_heads.get(replica).copied())
    }

    fn audit_heads(&mut self) -> Result<Vec<(ReplicaId, AuditHead)>, StorageError> {
        let heads = self.data.audit_heads.iter();
        Ok(heads.map(|(replica, head)| (*replica, *head)).collect())
    }

    fn put_audit_head(
        &mut self,
        replica: &ReplicaId,
        head: &AuditHead,
    ) -> Result<(), StorageError> {
        self.set(|data| &mut data.audit_heads, *replica, *head);
        Ok(())
    }

    fn audit_chain_at(
        &mut self,
        replica: &ReplicaId,
        seq: u64,
    ) -> Result<Option<Hash>, StorageError> {
        let at = EntryRef {
            replica: *replica,
            seq,
        };
        Ok(self.data.audit.get(&at).map(|line| line.chain))
    }

    fn append_audit(
        &mut self,
        replica: &ReplicaId,
        lines: &[AuditLine],
    ) -> Result<(), StorageError> {
        for line in lines {
            let at = EntryRef {
                replica: *replica,
                seq: line.record.seq,
            };
            self.set(|data| &mut data.audit, at, line.clone());
        }
        Ok(())
    }

    fn audit_after(
        &mut self,
        replica: &ReplicaId,
        after_seq: u64,
        count_max: u32,
    ) -> Result<Vec<AuditLine>, StorageError> {
        let at = |seq| EntryRef {
            replica: *replica,
            seq,
        };
        let lines = self.data.audit.range(at(after_seq + 1)..=at(u64::MAX));
        Ok(lines
            .take(limit(count_max))
            .map(|(_, line)| line.clone())
            .collect())
    }

    fn audit_of_office(
        &mut self,
        office: &str,
        question: &AuditQuestion,
        count_max: u32,
    ) -> Result<Vec<AuditSeen>, StorageError> {
        let data = &self.data;
        let is_asked = |seen: &AuditSeen| {
            let record = &seen.record;
            question
                .user
                .as_ref()
                .is_none_or(|user| *user == record.user)
                && question.action.is_none_or(|action| action == record.action)
                && question
                    .party
                    .as_ref()
                    .is_none_or(|party| record.party.as_ref() == Some(party))
                && question
                    .from_ms
                    .is_none_or(|from_ms| record.at_ms >= from_ms)
                && question
                    .until_ms
                    .is_none_or(|until_ms| record.at_ms < until_ms)
                && question.after.is_none_or(|after| seen.place() < after)
        };
        let mut seen: Vec<AuditSeen> = data
            .audit
            .iter()
            .filter_map(|(at, line)| {
                let key = data.audit_heads.get(&at.replica)?.key;
                let desk = data.desks.get(&key)?;
                let seen = AuditSeen {
                    replica: at.replica,
                    desk: desk.label.clone(),
                    record: line.record.clone(),
                };
                (desk.office == office && is_asked(&seen)).then_some(seen)
            })
            .collect();
        seen.sort_by_key(|seen| std::cmp::Reverse(seen.place()));
        seen.truncate(limit(count_max));
        Ok(seen)
    }

    fn note_audit_look(&mut self, look: &AuditLook) -> Result<(), StorageError> {
        let last = self.data.audit_looks.keys().next_back().copied();
        let next = last.unwrap_or(0) + 1;
        self.set(|data| &mut data.audit_looks, next, look.clone());
        Ok(())
    }

    fn audit_look_count(&mut self, desk: &KeyId, after_ms: i64) -> Result<u64, StorageError> {
        let looks = self.data.audit_looks.values();
        Ok(looks
            .filter(|look| look.desk == *desk && look.at_ms > after_ms)
            .count() as u64)
    }

    fn audit_looks(&mut self, count_max: u32) -> Result<Vec<AuditLook>, StorageError> {
        let looks = self.data.audit_looks.values().rev();
        Ok(looks.take(limit(count_max)).cloned().collect())
    }

    fn put_audit_branch(&mut self, branch: &AuditBranch) -> Result<(), StorageError> {
        if !self.data.audit_branches.contains_key(&branch.hash) {
            self.set(|data| &mut data.audit_branches, branch.hash, branch.clone());
        }
        Ok(())
    }

    fn audit_branches(&mut self) -> Result<Vec<AuditBranch>, StorageError> {
        let mut branches: Vec<AuditBranch> = self.data.audit_branches.values().cloned().collect();
        branches.sort_by_key(|branch| (branch.replica, branch.first_seq, branch.hash));
        Ok(branches)
    }

    fn audit_branch_ends(
        &mut self,
        replica: &ReplicaId,
        after: &Hash,
    ) -> Result<bool, StorageError> {
        let mut branches = self.data.audit_branches.values();
        Ok(branches.any(|branch| branch.replica == *replica && branch.after == *after))
    }
}

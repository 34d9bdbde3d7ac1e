//! What waits for the hubs of the offices, and what they have named.

use rusqlite::{Row, params};
use stoika_exchange::storage::{Aside, Asides, Name, Wait};
use stoika_protocol::{ActId, EntryRef, Hash, KeyId, ReplicaId};

use super::journal::seq_of;
use super::rows::{Result, Work, bytes, get, signed, unsigned};

/// Columns of an aside as [`read_aside`] reads them.
const ASIDE: &str = "SELECT a.number, n.replica, a.entry, a.key, a.office, a.since_ms
     FROM aside a JOIN replica_number n ON n.number = a.replica";

fn read_aside(row: &Row<'_>) -> Result<(u64, Aside)> {
    let aside = Aside {
        entry: EntryRef {
            replica: ReplicaId(bytes(row, 1)?),
            seq: seq_of(get(row, 2)?),
        },
        key: KeyId(bytes(row, 3)?),
        office: get(row, 4)?,
        since_ms: get(row, 5)?,
    };
    Ok((unsigned(get(row, 0)?), aside))
}

impl Work<'_> {
    pub fn write_aside(&mut self, aside: &Aside) -> Result<()> {
        let entry = self.entry_id_for_writing(&aside.entry)?;
        let replica = self.number_for_writing(&aside.entry.replica)?;
        self.run(
            "INSERT INTO aside (entry, replica, office, key, since_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                entry,
                replica,
                aside.office,
                aside.key.as_bytes(),
                aside.since_ms
            ],
        )
    }

    pub fn has_aside(&mut self, entry: &EntryRef) -> Result<bool> {
        match self.entry_id(entry)? {
            Some(id) => {
                Ok(self.number("SELECT EXISTS (SELECT 1 FROM aside WHERE entry = ?1)", [id])? != 0)
            }
            None => Ok(false),
        }
    }

    pub fn remove_wait(&mut self, entry: &EntryRef) -> Result<()> {
        if let Some(id) = self.entry_id(entry)? {
            self.run("DELETE FROM aside WHERE entry = ?1", [id])?;
        }
        self.run(
            "DELETE FROM named WHERE replica = ?1 AND seq = ?2",
            params![entry.replica.as_bytes(), signed(entry.seq)],
        )
    }

    pub fn list_waits(&mut self) -> Result<Vec<Wait>> {
        self.all(
            "SELECT a.number, n.replica, a.entry, a.key, a.office, a.since_ms, w.count
             FROM (SELECT min(number) AS first, count(*) AS count FROM aside GROUP BY replica, office) w
             JOIN aside a ON a.number = w.first
             JOIN replica_number n ON n.number = a.replica
             ORDER BY a.number",
            [],
            |row| {
                Ok(Wait {
                    first: read_aside(row)?.1,
                    count: unsigned(get(row, 6)?),
                })
            },
        )
    }

    pub fn list_asides(
        &mut self,
        which: Asides<'_>,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<(u64, Aside)>> {
        let (after, sorted) = (signed(after), "ORDER BY a.number LIMIT ?2");
        match which {
            Asides::OfOffice(office) => self.all(
                &format!("{ASIDE} WHERE a.number > ?1 AND a.office = ?3 {sorted}"),
                params![after, count_max, office],
                read_aside,
            ),
            Asides::OfDesk(office, key) => self.all(
                &format!("{ASIDE} WHERE a.number > ?1 AND a.office = ?3 AND a.key = ?4 {sorted}"),
                params![after, count_max, office, key.as_bytes()],
                read_aside,
            ),
            Asides::Since(since_ms) => self.all(
                &format!("{ASIDE} WHERE a.number > ?1 AND a.since_ms <= ?3 {sorted}"),
                params![after, count_max, since_ms],
                read_aside,
            ),
        }
    }

    pub fn write_name(&mut self, name: &Name) -> Result<()> {
        self.run(
            "INSERT INTO named (tenure, key, replica, seq, header_hash, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                name.tenure.0.as_bytes(),
                name.key.as_bytes(),
                name.entry.replica.as_bytes(),
                signed(name.entry.seq),
                name.header_hash.as_bytes(),
                name.at_ms
            ],
        )
    }

    pub fn list_names(
        &mut self,
        tenure: &ActId,
        after: u64,
        count_max: u32,
    ) -> Result<Vec<(u64, Name)>> {
        self.all(
            "SELECT number, key, replica, seq, header_hash, at_ms FROM named
             WHERE tenure = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
            params![tenure.0.as_bytes(), signed(after), count_max],
            |row| {
                let name = Name {
                    tenure: *tenure,
                    key: KeyId(bytes(row, 1)?),
                    entry: EntryRef {
                        replica: ReplicaId(bytes(row, 2)?),
                        seq: unsigned(get(row, 3)?),
                    },
                    header_hash: Hash(bytes(row, 4)?),
                    at_ms: get(row, 5)?,
                };
                Ok((unsigned(get(row, 0)?), name))
            },
        )
    }

    pub fn find_name(
        &mut self,
        tenure: &ActId,
        entry: &EntryRef,
        header_hash: &Hash,
    ) -> Result<bool> {
        let found = self.number(
            "SELECT EXISTS (SELECT 1 FROM named WHERE replica = ?1 AND seq = ?2 AND tenure = ?3 AND header_hash = ?4)",
            params![
                entry.replica.as_bytes(),
                signed(entry.seq),
                tenure.0.as_bytes(),
                header_hash.as_bytes()
            ],
        )?;
        Ok(found != 0)
    }

    pub fn list_named_tenures(&mut self) -> Result<Vec<ActId>> {
        self.all(
            "SELECT DISTINCT tenure FROM named ORDER BY tenure",
            [],
            |row| bytes(row, 0).map(|id| ActId(uuid::Uuid::from_bytes(id))),
        )
    }

    pub fn remove_names(&mut self, upto_ms: i64) -> Result<()> {
        self.run("DELETE FROM named WHERE at_ms <= ?1", [upto_ms])
    }
}

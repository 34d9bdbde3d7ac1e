//! What is known of a client beside the directory: appeals, learnt contacts, acts.

use rusqlite::params;
use stoika_domain::body::State;
use stoika_domain::party_contact::PartyContact;
use stoika_protocol::ActId;

use super::appeals::{self, AppealRow};
use super::journal_lines::{JournalLine, PLACE, lines, place_of};
use crate::aggregate::read_state;
use crate::error::Result;
use crate::replica::Replica;
use crate::search::index;
use crate::sending::Place;

impl Replica {
    /// Appeals of a client, the latest first; those behind one of them, when it is named.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn appeals_of_party(
        &self,
        party: &str,
        after: Option<ActId>,
        limit: u32,
    ) -> Result<Vec<AppealRow>> {
        self.read(|conn| {
            appeals::rows(
                conn,
                "WHERE p.party = ?1 AND (?2 IS NULL OR (p.received_on, p.aggregate) <
                   (SELECT x.received_on, x.aggregate FROM appeal x JOIN aggregate y ON y.id = x.aggregate WHERE y.subject = ?2))
                 ORDER BY p.received_on DESC, p.aggregate DESC LIMIT ?3",
                params![party, after.map(|id| *id.0.as_bytes()), limit],
            )
        })
    }

    /// Appeals of a client that are not closed, the latest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn open_appeals_of_party(&self, party: &str, limit: u32) -> Result<Vec<AppealRow>> {
        self.read(|conn| {
            appeals::rows(
                conn,
                "WHERE p.party = ?1 AND p.status < 3 ORDER BY p.received_on DESC, p.aggregate DESC LIMIT ?2",
                params![party, limit],
            )
        })
    }

    /// What desks learnt of a client's contacts and where that record is, the latest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn contacts_of_party(&self, party: &str) -> Result<Vec<(PartyContact, Place)>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT g.kind, g.state,
                   (SELECT {PLACE} FROM entry e JOIN replica r ON r.id = e.replica WHERE e.id = g.last_entry)
                 FROM contact c JOIN aggregate g ON g.id = c.aggregate
                 WHERE c.party = ?1 ORDER BY c.learnt_at_ms DESC, c.aggregate DESC"
            ))?;
            let rows = statement.query_map([party], |row| {
                Ok((
                    row.get::<_, u16>(0)?,
                    row.get::<_, Option<Vec<u8>>>(1)?,
                    row.get::<_, Option<i64>>(2)?,
                ))
            })?;
            let mut contacts = Vec::new();
            for row in rows {
                let (kind, bytes, place) = row?;
                let state = read_state(kind, bytes.as_deref())?;
                if let Some(contact) = state.as_ref().and_then(State::party_contact) {
                    contacts.push((contact.clone(), place_of(place.unwrap_or(0))));
                }
            }
            Ok(contacts)
        })
    }

    /// What was done about a client since an instant (wall clock, Unix milliseconds), oldest first.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn acts_of_party(&self, party: &str, since_ms: i64) -> Result<Vec<JournalLine>> {
        self.read(|conn| {
            lines(
                conn,
                "WHERE g.id IN (SELECT aggregate FROM appeal WHERE party = ?1 UNION SELECT aggregate FROM contact WHERE party = ?1
                     UNION SELECT aggregate FROM record WHERE party = ?1)
                   AND e.wall_time_ms >= ?2 ORDER BY e.wall_time_ms, e.id",
                params![party, since_ms],
            )
        })
    }

    /// Numbers of the accounts that name this client as their holder.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn accounts_of_party(&self, party: &str) -> Result<Vec<String>> {
        self.read(|conn| index::accounts_of(conn, party))
    }
}

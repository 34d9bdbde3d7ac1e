//! The index of clients and accounts: documents in alphabetical rank, numbers by their beginning.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};
use stoika_domain::directory::{self as rows, Account, Address, Party, kind};

use super::numbers::{self, NumberKind};
use super::words;
use crate::directory;
use crate::error::Result;
use crate::replica::Writing;

/// Room between neighbours of a fresh index.
const GAP: i64 = 16;
/// Rank of the first document: room before it, small enough for short row numbers.
const FIRST_RANK: i64 = 1 << 20;

/// Documents whose rows a transaction has touched; written once, at its end.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    keys: BTreeSet<String>,
}

impl Touched {
    /// Writes the documents anew.
    pub fn settle(writing: &Writing<'_>) -> Result<()> {
        let touched = std::mem::take(&mut *writing.touched.borrow_mut());
        for key in touched.keys {
            remove(&writing.tx, &key)?;
            if let Some(text) = text_of(&writing.tx, &key)? {
                insert(&writing.tx, &key, &text)?;
            }
        }
        Ok(())
    }
}

fn account_key(number: &str) -> String {
    format!("a{number}")
}

fn party_key(id: &str) -> String {
    format!("p{id}")
}

fn decoded<T: serde::de::DeserializeOwned>(bytes: Option<&[u8]>) -> Option<T> {
    // A row that this program cannot read is kept and not found.
    bytes.and_then(|bytes| rows::decode(bytes).ok())
}

/// A row of the directory has changed: its numbers at once, its documents at the end.
pub(crate) fn row_changed(
    writing: &Writing<'_>,
    row_kind: &str,
    key: &str,
    old: Option<&[u8]>,
    new: Option<&[u8]>,
) -> Result<()> {
    let tx = &writing.tx;
    match row_kind {
        kind::ACCOUNT => {
            let (old, new): (Option<Account>, Option<Account>) = (decoded(old), decoded(new));
            let of = |account: &Option<Account>| {
                account
                    .as_ref()
                    .map_or_else(Vec::new, |account| numbers::of_account(key, account))
            };
            replace_numbers(tx, &of(&old), &of(&new), key)?;
            let mut touched = writing.touched.borrow_mut();
            touched.keys.insert(account_key(key));
            if let Some(account) = &old {
                tx.prepare_cached(
                    "DELETE FROM account_of_party WHERE party = ?1 AND account = ?2",
                )?
                .execute([&account.party, key])?;
                touched.keys.insert(party_key(&account.party));
            }
            if let Some(account) = &new {
                hold(tx, &account.party, key)?;
                touched.keys.insert(party_key(&account.party));
            }
        }
        kind::PARTY => {
            let (old, new): (Option<Party>, Option<Party>) = (decoded(old), decoded(new));
            let of =
                |party: &Option<Party>| party.as_ref().map_or_else(Vec::new, numbers::of_party);
            replace_numbers(tx, &of(&old), &of(&new), key)?;
            let mut touched = writing.touched.borrow_mut();
            touched.keys.insert(party_key(key));
            for account in accounts_of(tx, key)? {
                touched.keys.insert(account_key(&account));
            }
        }
        _ => {}
    }
    Ok(())
}

fn replace_numbers(
    conn: &Connection,
    old: &[(NumberKind, String)],
    new: &[(NumberKind, String)],
    target: &str,
) -> Result<()> {
    for (kind, symbols) in old.iter().filter(|row| !new.contains(row)) {
        numbers::drop_number(conn, *kind, symbols, target)?;
    }
    for (kind, symbols) in new.iter().filter(|row| !old.contains(row)) {
        numbers::put_number(conn, *kind, symbols, target)?;
    }
    Ok(())
}

fn hold(conn: &Connection, party: &str, account: &str) -> Result<()> {
    conn.prepare_cached("INSERT OR IGNORE INTO account_of_party (party, account) VALUES (?1, ?2)")?
        .execute([party, account])?;
    Ok(())
}

/// Accounts that name this client as their holder.
pub(crate) fn accounts_of(conn: &Connection, party: &str) -> Result<Vec<String>> {
    let mut statement = conn
        .prepare_cached("SELECT account FROM account_of_party WHERE party = ?1 ORDER BY account")?;
    let rows = statement.query_map([party], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The text of a document as the rows are now; `None` when there is to be no such document.
fn text_of(conn: &Connection, key: &str) -> Result<Option<String>> {
    let read = |row_kind, row_key: &str| directory::bytes(conn, row_kind, row_key);
    if let Some(number) = key.strip_prefix('a') {
        let account: Option<Account> = decoded(read(kind::ACCOUNT, number)?.as_deref());
        let Some(account) = account else {
            return Ok(None);
        };
        let party: Option<Party> = decoded(read(kind::PARTY, &account.party)?.as_deref());
        return Ok(Some(document(party.as_ref(), Some(&account.address))));
    }
    let id = key.strip_prefix('p').unwrap_or(key);
    if !accounts_of(conn, id)?.is_empty() {
        return Ok(None);
    }
    let party: Option<Party> = decoded(read(kind::PARTY, id)?.as_deref());
    Ok(party.map(|party| document(Some(&party), None)))
}

/// `x<surname> <words of the name> <place> <street> d<house> d<flat>`: the surname can be asked
/// for as such, a house is never taken for another number, and the text sorts by name.
fn document(party: Option<&Party>, address: Option<&Address>) -> String {
    let mut tokens = Vec::new();
    if let Some(party) = party {
        let name = words::of(&party.name);
        if let Some(first) = words::leading(&name) {
            tokens.push(format!("x{first}"));
        }
        tokens.extend(name);
    }
    if let Some(address) = address {
        tokens.extend(words::of_place(&address.locality));
        tokens.extend(words::of_place(&address.street));
        for number in std::iter::once(&address.house).chain(&address.flat) {
            let symbols: String = words::of(number).concat();
            if !symbols.is_empty() {
                tokens.push(format!("d{symbols}"));
            }
        }
    }
    tokens.join(" ")
}

/// Builds the whole index from the rows: after a load, or when the way of indexing has changed.
pub(crate) fn build(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "INSERT INTO search_fts (search_fts) VALUES ('delete-all');
         DELETE FROM search_doc;
         DELETE FROM account_of_party;",
    )?;
    conn.execute(
        "DELETE FROM search_number WHERE kind IN (?1, ?2, ?3, ?4)",
        params![
            NumberKind::Account.number(),
            NumberKind::Phone.number(),
            NumberKind::Contract.number(),
            NumberKind::Meter.number()
        ],
    )?;
    // Sorted before they are written: a tree that grows at its end is built many times faster.
    let mut found: Vec<(String, NumberKind, String)> = Vec::new();
    let mut holders: Vec<(String, String)> = Vec::new();
    each(conn, kind::ACCOUNT, |number, account: &Account| {
        holders.push((account.party.clone(), number.to_owned()));
        for (kind, symbols) in numbers::of_account(number, account) {
            found.push((symbols, kind, number.to_owned()));
        }
        Ok(())
    })?;
    holders.sort_unstable();
    for (party, number) in &holders {
        hold(conn, party, number)?;
    }
    let mut documents: Vec<(String, String)> = Vec::new();
    each(conn, kind::PARTY, |id, party: &Party| {
        for (kind, symbols) in numbers::of_party(party) {
            found.push((symbols, kind, id.to_owned()));
        }
        let accounts = accounts_of(conn, id)?;
        for number in &accounts {
            let bytes = directory::bytes(conn, kind::ACCOUNT, number)?;
            let account: Option<Account> = decoded(bytes.as_deref());
            let address = account.as_ref().map(|account| &account.address);
            documents.push((document(Some(party), address), account_key(number)));
        }
        if accounts.is_empty() {
            documents.push((document(Some(party), None), party_key(id)));
        }
        Ok(())
    })?;
    for number in without_holder(conn)? {
        if let Some(text) = text_of(conn, &account_key(&number))? {
            documents.push((text, account_key(&number)));
        }
    }
    found.sort_unstable();
    for (symbols, kind, target) in found {
        numbers::put_number(conn, kind, &symbols, &target)?;
    }
    documents.sort_unstable();
    let mut rank = FIRST_RANK;
    for (text, key) in documents {
        put(conn, rank, &key, &text)?;
        rank += GAP;
    }
    Ok(())
}

fn each<T: serde::de::DeserializeOwned>(
    conn: &Connection,
    row_kind: &str,
    mut work: impl FnMut(&str, &T) -> Result<()>,
) -> Result<()> {
    let mut statement =
        conn.prepare("SELECT key, data FROM directory WHERE kind = ?1 AND data IS NOT NULL")?;
    let mut found = statement.query([row_kind])?;
    while let Some(row) = found.next()? {
        let key: String = row.get(0)?;
        if let Some(value) = decoded(Some(row.get_ref(1)?.as_blob().unwrap_or_default())) {
            work(&key, &value)?;
        }
    }
    Ok(())
}

/// Accounts whose holder's row is not here.
fn without_holder(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare(
        "SELECT account FROM account_of_party h
         WHERE NOT EXISTS (SELECT 1 FROM directory d WHERE d.kind = ?1 AND d.key = h.party AND d.data IS NOT NULL)
         ORDER BY account",
    )?;
    let rows = statement.query_map([kind::PARTY], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn put(conn: &Connection, rank: i64, key: &str, text: &str) -> Result<()> {
    conn.prepare_cached("INSERT INTO search_doc (rank, key, text) VALUES (?1, ?2, ?3)")?
        .execute(params![rank, key, text])?;
    conn.prepare_cached("INSERT INTO search_fts (rowid, text) VALUES (?1, ?2)")?
        .execute(params![rank, text])?;
    Ok(())
}

fn take(conn: &Connection, rank: i64, text: &str) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO search_fts (search_fts, rowid, text) VALUES ('delete', ?1, ?2)",
    )?
    .execute(params![rank, text])?;
    conn.prepare_cached("DELETE FROM search_doc WHERE rank = ?1")?
        .execute([rank])?;
    Ok(())
}

fn remove(conn: &Connection, key: &str) -> Result<()> {
    let found: Option<(i64, String)> = conn
        .prepare_cached("SELECT rank, text FROM search_doc WHERE key = ?1")?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((rank, text)) => take(conn, rank, &text),
        None => Ok(()),
    }
}

fn insert(conn: &Connection, key: &str, text: &str) -> Result<()> {
    let place = first_not_before(conn, text)?;
    let edge = |sql: &str, at: i64| -> Result<Option<i64>> {
        Ok(conn
            .prepare_cached(sql)?
            .query_row([at], |row| row.get(0))
            .optional()?)
    };
    let before = edge(
        "SELECT rank FROM search_doc WHERE rank < ?1 ORDER BY rank DESC LIMIT 1",
        place,
    )?;
    let after = edge(
        "SELECT rank FROM search_doc WHERE rank >= ?1 ORDER BY rank LIMIT 1",
        place,
    )?;
    let rank = match (before, after) {
        (None, None) => FIRST_RANK,
        (Some(before), None) => before + GAP,
        (None, Some(after)) if after > GAP => after - GAP,
        (Some(before), Some(after)) if after - before > 1 => before + (after - before) / 2,
        (None | Some(_), Some(after)) => return make_room(conn, after, key, text),
    };
    put(conn, rank, key, text)
}

/// The least rank that a document with this text may take: by halving over ranks, which sort as
/// the texts do.
fn first_not_before(conn: &Connection, text: &str) -> Result<i64> {
    let ends: (Option<i64>, Option<i64>) = conn
        .prepare_cached(
            "SELECT (SELECT min(rank) FROM search_doc), (SELECT max(rank) FROM search_doc)",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(mut low), Some(high)) = ends else {
        return Ok(FIRST_RANK);
    };
    let mut high = high + 1;
    while low < high {
        let middle = low + (high - low) / 2;
        let next: Option<(i64, bool)> = conn
            .prepare_cached(
                "SELECT rank, text < ?2 FROM search_doc WHERE rank >= ?1 ORDER BY rank LIMIT 1",
            )?
            .query_row(params![middle, text], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match next {
            Some((rank, true)) => low = rank + 1,
            Some((_, false)) | None => high = middle,
        }
    }
    Ok(low)
}

/// No rank is free at the place: the documents around it are spread over the nearest stretch that
/// is at most half full.
fn make_room(conn: &Connection, around: i64, key: &str, text: &str) -> Result<()> {
    let mut half = 4 * GAP;
    loop {
        let (from, to) = ((around - half).max(1), around + half);
        let mut near: Vec<(String, String)> = {
            let mut statement = conn.prepare_cached(
                "SELECT text, key FROM search_doc WHERE rank >= ?1 AND rank < ?2 ORDER BY rank",
            )?;
            let rows = statement.query_map([from, to], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let count = i64::try_from(near.len()).unwrap_or(i64::MAX) + 1;
        if count > (to - from) / 2 {
            half *= 2;
            continue;
        }
        for (_, key) in &near {
            remove(conn, key)?;
        }
        let place = near.partition_point(|(other, _)| other.as_str() < text);
        near.insert(place, (text.to_owned(), key.to_owned()));
        let step = (to - from) / count;
        for (rank, (text, key)) in (from..)
            .step_by(usize::try_from(step).unwrap_or(1))
            .zip(&near)
        {
            put(conn, rank, key, text)?;
        }
        return Ok(());
    }
}

//! Clients and accounts by words.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{ClientHit, Gathered, MatchReason, account_of, index, party_of, words};
use crate::error::Result;
use crate::journal::signed;

/// Words that are tried as the surname.
const SURNAMES_MAX: usize = 4;

pub(super) fn of_account(conn: &Connection, number: &str) -> Result<Option<ClientHit>> {
    let Some(account) = account_of(conn, number)? else {
        return Ok(None);
    };
    Ok(Some(ClientHit {
        party_id: account.party.clone(),
        party: party_of(conn, &account.party)?,
        account: Some((number.to_owned(), account)),
    }))
}

pub(super) fn of_party(conn: &Connection, id: &str) -> Result<Option<ClientHit>> {
    let Some(party) = party_of(conn, id)? else {
        return Ok(None);
    };
    let mut hit = ClientHit {
        party_id: id.to_owned(),
        party: Some(party),
        account: None,
    };
    prefer_first(conn, &mut hit)?;
    if hit.account.is_none()
        && let Some(number) = index::accounts_of(conn, id)?.into_iter().next()
    {
        hit.account = account_of(conn, &number)?.map(|account| (number, account));
    }
    Ok(Some(hit))
}

/// A client found by name is shown with the account that stands first on his card.
fn prefer_first(conn: &Connection, hit: &mut ClientHit) -> Result<()> {
    let first = hit.party.as_ref().and_then(|party| party.accounts.first());
    let shown = hit.account.as_ref().map(|(number, _)| number);
    if let Some(first) = first.filter(|first| Some(*first) != shown)
        && let Some(account) = account_of(conn, first)?
    {
        hit.account = Some((first.clone(), account));
    }
    Ok(())
}

/// Surname first, then the words in any order: both in the order of the alphabet.
pub(super) fn by_words(
    conn: &Connection,
    typed: &str,
    asked: &[String],
    limit: usize,
    gathered: &mut Gathered,
) -> Result<()> {
    let terms: Vec<String> = asked.iter().map(|word| term(word)).collect();
    let is_name = |word: &&String| !word.starts_with(|symbol: char| symbol.is_ascii_digit());
    let by_surname: Vec<String> = asked
        .iter()
        .enumerate()
        .filter(|(_, word)| is_name(word))
        .take(SURNAMES_MAX)
        .map(|(place, word)| {
            let mut all = terms.clone();
            if let Some(own) = all.get_mut(place) {
                *own = format!("\"x{word}\"*");
            }
            format!("({})", all.join(" AND "))
        })
        .collect();
    let in_any_order = terms.join(" AND ");
    let queries = [by_surname.join(" OR "), in_any_order];
    let mut seen = std::collections::HashSet::new();
    for query in queries.iter().filter(|query| !query.is_empty()) {
        let before = gathered.clients.len();
        if before >= limit {
            break;
        }
        // A client with several accounts is one hit: some more rows are read.
        for rank in ranks(conn, query, limit * 2)? {
            if !seen.insert(rank) {
                continue;
            }
            if let Some((hit, reason, by_account)) = hit_at(conn, rank, typed, asked)? {
                gathered.client(hit, reason, by_account);
            }
            if gathered.clients.len() >= limit {
                break;
            }
        }
    }
    Ok(())
}

/// One word as the index is asked for it: its beginning, and a number also as house or flat.
/// Words are letters and digits only, so nothing typed can reach the language of the query.
fn term(word: &str) -> String {
    if word.starts_with(|symbol: char| symbol.is_ascii_digit()) {
        format!("(\"d{word}\"* OR \"{word}\"*)")
    } else {
        format!("\"{word}\"*")
    }
}

fn ranks(conn: &Connection, query: &str, limit: usize) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT rowid FROM search_fts WHERE search_fts MATCH ?1 ORDER BY rowid LIMIT ?2",
    )?;
    let rows = statement.query_map(params![query, signed(limit as u64)], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn hit_at(
    conn: &Connection,
    rank: i64,
    typed: &str,
    asked: &[String],
) -> Result<Option<(ClientHit, MatchReason, bool)>> {
    let key: Option<String> = conn
        .prepare_cached("SELECT key FROM search_doc WHERE rank = ?1")?
        .query_row([rank], |row| row.get(0))
        .optional()?;
    let Some(key) = key else {
        return Ok(None);
    };
    let hit = match key.strip_prefix('a') {
        Some(number) => of_account(conn, number)?,
        None => of_party(conn, key.strip_prefix('p').unwrap_or(&key))?,
    };
    let Some(mut hit) = hit else {
        return Ok(None);
    };
    let name = hit.party.as_ref().map_or("", |party| party.name.as_str());
    let (reason, by_account) = reason(name, typed, asked);
    if !by_account {
        prefer_first(conn, &mut hit)?;
    }
    Ok(Some((hit, reason, by_account)))
}

fn reason(name: &str, typed: &str, asked: &[String]) -> (MatchReason, bool) {
    let named = words::of(name);
    let in_name = |word: &&String| named.iter().any(|own| own.starts_with(word.as_str()));
    let matched: Vec<&String> = asked.iter().filter(in_name).collect();
    if matched.is_empty() {
        return (MatchReason::Address, true);
    }
    if matched.len() < asked.len() {
        return (MatchReason::NameAndAddress, true);
    }
    let leading = words::leading(&named);
    let surname = match (leading, asked) {
        (Some(leading), [word]) => leading.starts_with(word.as_str()).then_some(word),
        (_, _) => None,
    };
    match surname {
        Some(word) if is_yo(name, typed, word) => (MatchReason::SurnameYo, false),
        Some(_) => (MatchReason::Surname, false),
        None => (MatchReason::Name, false),
    }
}

/// Whether the matched letters differ in ё from what was typed.
fn is_yo(name: &str, typed: &str, word: &str) -> bool {
    let length = word.chars().count();
    let beginnings = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|symbol: char| !symbol.is_alphanumeric())
            .map(|own| own.chars().take(length).collect())
            .collect()
    };
    let typed = beginnings(typed);
    !beginnings(name).iter().any(|own| typed.contains(own))
}

//! The one search: numbers by their beginning, people and addresses by words, appeals.

pub(crate) mod index;
pub(crate) mod numbers;
pub(crate) mod words;

mod clients;

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _};
use stoika_domain::body::{State, SubjectKind};
use stoika_domain::directory::{Account, Party};
use stoika_domain::paper::Paper;
use stoika_domain::text;
use stoika_protocol::{ActId, Subject};
use uuid::Uuid;

use crate::aggregate;
use crate::directory;
use crate::error::Result;
use crate::journal;
use crate::read::appeals::{self, AppealRow};
use crate::replica::Replica;
use numbers::NumberKind;

pub use words::marks;

/// Symbols of a query that are looked at.
const QUERY_LENGTH_MAX: usize = 200;
/// Appeals that get their place among the hits, however many clients there are.
const APPEALS_MIN: usize = 5;

/// Why a hit is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchReason {
    /// Surname, or the first word of an organisation's name.
    Surname,
    /// The surname where е was typed for ё, or the reverse.
    SurnameYo,
    /// Other words of the name, or several.
    Name,
    /// Place, street, house.
    Address,
    /// Name and address.
    NameAndAddress,
    /// Лицевой счёт.
    Account,
    /// Phone, also one that a desk learnt.
    Phone,
    /// Contract.
    Contract,
    /// Serial number of a meter.
    Meter,
    /// Registration number of a paper.
    RegistrationNumber,
    /// Applicant of an appeal.
    Applicant,
}

/// A client that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientHit {
    /// His id.
    pub party_id: String,
    /// His row; `None` when only the account is here.
    pub party: Option<Party>,
    /// The account that matched, or the first one found.
    pub account: Option<(String, Account)>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A client, with an account.
    Client(Box<ClientHit>),
    /// An appeal.
    Appeal(Box<AppealRow>),
    /// A paper of its own that was given to nobody in the base.
    Paper(Box<Paper>),
}

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// What was found.
    pub hit: Hit,
    /// Why.
    pub reason: MatchReason,
    /// The account itself matched (its number, address, meter), not only its holder.
    pub by_account: bool,
}

/// The answer of the search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What was searched instead of what was typed (the wrong keyboard layout).
    pub read_as: Option<String>,
    /// The words that were searched, for [`marks`]; numbers are among them as they stand.
    pub words: Vec<String>,
    /// Hits, best first.
    pub hits: Vec<SearchHit>,
    /// When the centre last told how the directory stands, Unix milliseconds.
    pub as_of_ms: Option<i64>,
}

impl Replica {
    /// Finds clients and appeals. Any text may be typed; text that was typed in Latin letters and
    /// finds nothing is read as Russian typed in the wrong layout, unless `literal`.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn search(&self, typed: &str, literal: bool, limit: usize) -> Result<Found> {
        let typed: String = typed.chars().take(QUERY_LENGTH_MAX).collect();
        self.read(|conn| {
            let mut found = find(conn, &typed, limit)?;
            found.as_of_ms = conn
                .prepare_cached("SELECT directory_as_of_ms FROM standing")?
                .query_row([], |row| row.get(0))?;
            if literal || !found.hits.is_empty() || !typed.chars().any(|c| c.is_ascii_alphabetic())
            {
                return Ok(found);
            }
            let meant = text::to_russian_layout(&typed);
            if !meant.chars().any(char::is_alphabetic) {
                return Ok(found);
            }
            let switched = find(conn, &meant, limit)?;
            Ok(if switched.hits.is_empty() {
                found
            } else {
                Found {
                    read_as: Some(meant.trim().to_lowercase()),
                    as_of_ms: found.as_of_ms,
                    ..switched
                }
            })
        })
    }
}

fn find(conn: &Connection, typed: &str, limit: usize) -> Result<Found> {
    let words = words::of_query(typed);
    if words.is_empty() || limit == 0 {
        return Ok(Found::default());
    }
    let mut gathered = Gathered::default();
    by_number(conn, typed, limit, &mut gathered)?;
    clients::by_words(conn, typed, &words, limit, &mut gathered)?;
    by_applicant(conn, &words, limit, &mut gathered)?;
    let Gathered {
        mut clients,
        mut appeals,
        ..
    } = gathered;
    let room = limit.saturating_sub(appeals.len().min(APPEALS_MIN));
    clients.truncate(room);
    appeals.truncate(limit - clients.len());
    clients.append(&mut appeals);
    Ok(Found {
        words,
        hits: clients,
        ..Found::default()
    })
}

/// Hits so far, each client and appeal once for each reason that matters.
#[derive(Default)]
struct Gathered {
    clients: Vec<SearchHit>,
    appeals: Vec<SearchHit>,
    parties: HashSet<String>,
    accounts: HashSet<String>,
    ids: HashSet<ActId>,
}

impl Gathered {
    fn client(&mut self, hit: ClientHit, reason: MatchReason, by_account: bool) {
        let account = hit.account.as_ref().map(|(number, _)| number.clone());
        let known = if by_account {
            account
                .as_ref()
                .is_some_and(|number| self.accounts.contains(number))
        } else {
            self.parties.contains(&hit.party_id)
        };
        if known {
            return;
        }
        self.parties.insert(hit.party_id.clone());
        self.accounts.extend(account);
        self.clients.push(SearchHit {
            hit: Hit::Client(Box::new(hit)),
            reason,
            by_account,
        });
    }

    fn paper(&mut self, paper: Paper) {
        if self.ids.insert(ActId(paper.id)) {
            self.appeals.push(SearchHit {
                hit: Hit::Paper(Box::new(paper)),
                reason: MatchReason::RegistrationNumber,
                by_account: false,
            });
        }
    }

    fn appeal(&mut self, row: AppealRow, reason: MatchReason) {
        if self.ids.insert(row.id) {
            self.appeals.push(SearchHit {
                hit: Hit::Appeal(Box::new(row)),
                reason,
                by_account: false,
            });
        }
    }
}

fn by_number(conn: &Connection, typed: &str, limit: usize, gathered: &mut Gathered) -> Result<()> {
    let symbols = numbers::compact(typed);
    if !symbols.chars().any(|symbol| symbol.is_ascii_digit()) {
        return Ok(());
    }
    let mut asked = vec![symbols.as_str()];
    if symbols.len() == 11 && symbols.starts_with(['7', '8']) {
        // A phone with its country's code or with the eight of the trunk.
        asked.extend(symbols.get(1..));
    }
    for beginning in asked {
        for (kind, _, target) in numbers::find(conn, beginning, limit * 2)? {
            take_number(conn, kind, &target, gathered)?;
        }
    }
    Ok(())
}

fn take_number(
    conn: &Connection,
    kind: NumberKind,
    target: &str,
    gathered: &mut Gathered,
) -> Result<()> {
    let by_account = |reason| (reason, true);
    let (reason, of_account) = match kind {
        NumberKind::Account => by_account(MatchReason::Account),
        NumberKind::Contract => by_account(MatchReason::Contract),
        NumberKind::Meter => by_account(MatchReason::Meter),
        NumberKind::Phone | NumberKind::LearntPhone => (MatchReason::Phone, false),
        NumberKind::Record => {
            take_record(conn, target, gathered)?;
            (MatchReason::RegistrationNumber, false)
        }
        NumberKind::Paper => {
            let row = match Uuid::try_parse(target) {
                Ok(id) => appeals::row(conn, ActId(id))?,
                Err(_) => None,
            };
            if let Some(row) = row {
                gathered.appeal(row, MatchReason::RegistrationNumber);
            }
            return Ok(());
        }
    };
    let hit = if of_account {
        clients::of_account(conn, target)?
    } else {
        // A learnt phone and a record name their act before the client.
        let party = target.rsplit_once(' ').map_or(target, |(_, party)| party);
        clients::of_party(conn, party)?
    };
    if let Some(hit) = hit {
        gathered.client(hit, reason, of_account);
    }
    Ok(())
}

/// A paper of its own is found itself when no client's card leads to it.
fn take_record(conn: &Connection, target: &str, gathered: &mut Gathered) -> Result<()> {
    let Some((id, "")) = target.split_once(' ') else {
        return Ok(());
    };
    let Ok(id) = Uuid::try_parse(id) else {
        return Ok(());
    };
    let subject = Subject {
        kind: SubjectKind::Paper.number(),
        id: ActId(id),
    };
    if let Some(State::Paper(paper)) = aggregate::state(conn, subject)? {
        gathered.paper(paper);
    }
    Ok(())
}

/// Appeals whose applicant's name has words that begin so.
fn by_applicant(
    conn: &Connection,
    words: &[String],
    limit: usize,
    gathered: &mut Gathered,
) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT appeal FROM search_applicant WHERE word >= ?1 AND word < ?2 ORDER BY appeal DESC",
    )?;
    let mut common: Option<Vec<i64>> = None;
    for word in words {
        let end = format!("{word}\u{10ffff}");
        let found: Vec<i64> = statement
            .query_map([word, &end], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        common = Some(match common {
            None => found,
            Some(held) => {
                let found: HashSet<i64> = found.into_iter().collect();
                held.into_iter().filter(|id| found.contains(id)).collect()
            }
        });
    }
    for aggregate in common.unwrap_or_default().into_iter().take(limit) {
        let id: Option<[u8; 16]> = conn
            .prepare_cached("SELECT subject FROM aggregate WHERE id = ?1 AND kind = ?2")?
            .query_row(
                [aggregate, i64::from(SubjectKind::Appeal.number())],
                |row| journal::array(row, 0),
            )
            .optional()?;
        if let Some(id) = id
            && let Some(row) = appeals::row(conn, ActId(Uuid::from_bytes(id)))?
        {
            gathered.appeal(row, MatchReason::Applicant);
        }
    }
    Ok(())
}

/// Bytes of a client's or account's row, read; what this program cannot read is not found.
fn readable<T>(row: Result<Option<T>>) -> Result<Option<T>> {
    match row {
        Err(crate::StoreError::Unreadable(_)) => Ok(None),
        other => other,
    }
}

fn party_of(conn: &Connection, id: &str) -> Result<Option<Party>> {
    readable(directory::party(conn, id))
}

fn account_of(conn: &Connection, number: &str) -> Result<Option<Account>> {
    readable(directory::account(conn, number))
}

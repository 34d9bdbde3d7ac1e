//! Numbers and marks asked by their beginning: accounts, phones, contracts, meters, papers.

use rusqlite::{Connection, params};
use stoika_domain::directory::{Account, Party};
use stoika_domain::number::PaperNumber;

use crate::error::Result;
use crate::journal::signed;

/// What a number names. The number of the kind stands in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NumberKind {
    /// Лицевой счёт → account.
    Account,
    /// Phone, 10 digits, its last 7 and its last 4 → party.
    Phone,
    /// Contract → account.
    Contract,
    /// Serial number of a meter → account.
    Meter,
    /// Registration number, and its counter alone → appeal.
    Paper,
    /// A phone that a desk learnt → act and party.
    LearntPhone,
    /// Number of a slip, a consent or a paper of its own → record and, when it has one, party.
    Record,
}

impl NumberKind {
    pub const ALL: [Self; 7] = [
        Self::Account,
        Self::Phone,
        Self::Contract,
        Self::Meter,
        Self::Paper,
        Self::LearntPhone,
        Self::Record,
    ];

    pub const fn number(self) -> i64 {
        match self {
            Self::Account => 1,
            Self::Phone => 2,
            Self::Contract => 3,
            Self::Meter => 4,
            Self::Paper => 5,
            Self::LearntPhone => 6,
            Self::Record => 7,
        }
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// Letters and digits alone, in lower case, Cyrillic twins for Latin letters: how a number is compared.
pub(crate) fn compact(text: &str) -> String {
    text.chars()
        .filter(|symbol| symbol.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|symbol| match symbol {
            'a' => 'а',
            'b' => 'в',
            'c' => 'с',
            'e' | 'ё' => 'е',
            'h' => 'н',
            'k' => 'к',
            'm' => 'м',
            'o' => 'о',
            'p' => 'р',
            't' => 'т',
            'x' => 'х',
            'y' => 'у',
            other => other,
        })
        .collect()
}

/// The numbers of an account.
pub(crate) fn of_account(number: &str, account: &Account) -> Vec<(NumberKind, String)> {
    let contract = account
        .contract
        .iter()
        .map(|text| (NumberKind::Contract, compact(text)));
    let meters = account
        .meters
        .iter()
        .map(|meter| (NumberKind::Meter, compact(&meter.serial)));
    std::iter::once((NumberKind::Account, compact(number)))
        .chain(contract)
        .chain(meters)
        .filter(|(_, symbols)| !symbols.is_empty())
        .collect()
}

/// The numbers of a client.
pub(crate) fn of_party(party: &Party) -> Vec<(NumberKind, String)> {
    party
        .phone
        .iter()
        .flat_map(|phone| of_phone(phone, NumberKind::Phone))
        .collect()
}

/// A phone whole and by its ends, as people give it.
pub(crate) fn of_phone(phone: &str, kind: NumberKind) -> Vec<(NumberKind, String)> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let own = &digits[digits.len().saturating_sub(10)..];
    [10, 7, 4]
        .into_iter()
        .filter(|length| own.len() >= *length)
        .map(|length| (kind, own[own.len() - length..].to_owned()))
        .collect()
}

/// A registration number and its counter.
pub(crate) fn of_paper(number: &PaperNumber) -> Vec<(NumberKind, String)> {
    vec![
        (NumberKind::Paper, compact(&number.to_string())),
        (NumberKind::Paper, number.counter().to_string()),
    ]
}

pub(crate) fn put_number(
    conn: &Connection,
    kind: NumberKind,
    symbols: &str,
    target: &str,
) -> Result<()> {
    conn.prepare_cached(
        "INSERT OR IGNORE INTO search_number (symbols, kind, target) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![symbols, kind.number(), target])?;
    Ok(())
}

pub(crate) fn drop_number(
    conn: &Connection,
    kind: NumberKind,
    symbols: &str,
    target: &str,
) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM search_number WHERE symbols = ?1 AND kind = ?2 AND target = ?3",
    )?
    .execute(params![symbols, kind.number(), target])?;
    Ok(())
}

/// Numbers that begin so, with what they name.
pub(crate) fn find(
    conn: &Connection,
    beginning: &str,
    limit: usize,
) -> Result<Vec<(NumberKind, String, String)>> {
    // The first symbol that no letter or digit reaches closes the range.
    let end = format!("{beginning}\u{10ffff}");
    let mut statement = conn.prepare_cached(
        "SELECT kind, symbols, target FROM search_number WHERE symbols >= ?1 AND symbols < ?2 ORDER BY symbols, kind, target LIMIT ?3",
    )?;
    let rows = statement.query_map(params![beginning, end, signed(limit as u64)], |row| {
        Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (kind, symbols, target) = row?;
        if let Some(kind) = NumberKind::from_number(kind) {
            found.push((kind, symbols, target));
        }
    }
    Ok(found)
}

//! `import`: customers, accounts, meters and ledgers from the supplier's own systems, as CSV.
//!
//! The first line names the columns, in any order; empty is absent. Dates are ISO or `23.11.2026`,
//! money is roubles. The file is the truth for what it names and says nothing of the rest.
//!
//! | what | columns that must be there | columns that may be |
//! |---|---|---|
//! | parties | `id` `office` `kind` `name` | `phone` `email` `inn` `phone_confirmed_on` |
//! | accounts | `number` `party` `office` `object` `locality` `street` `house` `tariff_since` `price_t1` | `index` `flat` `contract` `contract_on` `price_t2` `price_t3` `area` `residents` |
//! | meters | `account` `model` `serial` `zone` `value_kwh` `read_on` `source` | |
//! | ledgers | `account` `month` `used_kwh` `charged` `paid` `balance` `as_of` | |
//!
//! A meter has a row for each zone, a ledger one for each month; both replace what the account
//! had. `kind` is one of `citizen`, `legal_entity`, `sole_trader`, `utility_provider`,
//! `state_customer`, `reseller`, `network_company`; `area` is square metres; `as_of` is the
//! instant of the balance, RFC 3339.

mod accounts;
mod table;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use stoika_domain::check::{self, Fault};
use stoika_domain::directory::{self, Account, Ledger, Party, kind};
use stoika_domain::standard;
use stoika_exchange::{Published, RowPut, SCOPE_ALL};

use crate::centre::{Centre, document_error};
use crate::error::CentreError;

pub(crate) use table::BadRow;
use table::Table;

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ImportKind {
    /// Customers.
    Parties,
    /// Personal accounts.
    Accounts,
    /// Meters of accounts and their last readings.
    Meters,
    /// Charges and payments of accounts.
    Ledgers,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Imported {
    pub published: Published,
    pub bad: Vec<BadRow>,
}

/// The rows that are there, and what the checks need to know.
struct Known {
    parties: BTreeMap<String, (String, Party)>,
    accounts: BTreeMap<String, Account>,
    offices: Vec<String>,
    account_digits: usize,
}

impl Known {
    fn read(centre: &Centre) -> Result<Self, CentreError> {
        let offices = standard::offices(&centre.document("offices")?)
            .map_err(|error| document_error("offices", &error))?;
        let settings = standard::settings(&centre.document("settings")?)
            .map_err(|error| document_error("settings", &error))?;
        Ok(Self {
            parties: rows(centre, kind::PARTY)?
                .into_iter()
                .map(|(key, scope, party)| (key, (scope, party)))
                .collect(),
            accounts: rows(centre, kind::ACCOUNT)?
                .into_iter()
                .map(|(key, _, account)| (key, account))
                .collect(),
            offices: offices
                .into_iter()
                .map(|office| office.id.as_str().to_owned())
                .collect(),
            account_digits: settings.personal_account_digits,
        })
    }

    fn office(&self, text: &str) -> Result<String, Fault> {
        if self.offices.iter().any(|office| office == text) {
            Ok(text.to_owned())
        } else {
            Err(Fault::new("office_unknown"))
        }
    }

    fn account_number(&self, text: &str) -> Result<String, Fault> {
        check::personal_account(text, self.account_digits).map(|number| number.as_str().to_owned())
    }

    /// The number of an account that is there.
    fn account_there(&self, text: &str) -> Result<String, Fault> {
        let number = self.account_number(text)?;
        if self.accounts.contains_key(&number) {
            Ok(number)
        } else {
            Err(Fault::new("account_unknown"))
        }
    }

    /// A customer is in the scope of the office where all his accounts lie, or of every office.
    fn party_scope(&self, party: &Party, otherwise: &str) -> String {
        let mut offices = party
            .accounts
            .iter()
            .filter_map(|number| self.accounts.get(number))
            .map(|account| account.office.as_str());
        match offices.next() {
            None => otherwise.to_owned(),
            Some(first) if offices.all(|office| office == first) => first.to_owned(),
            Some(_) => SCOPE_ALL.to_owned(),
        }
    }
}

/// Imports a file. Bad rows are named; unless `skip_bad`, one of them is enough for nothing to
/// be imported. The same file again changes nothing.
///
/// # Errors
/// Reference data that are not published; a storage that failed.
pub(crate) fn import(
    centre: &Centre,
    what: ImportKind,
    bytes: &[u8],
    skip_bad: bool,
) -> Result<Imported, CentreError> {
    let mut known = Known::read(centre)?;
    let mut bad = Vec::new();
    let (wanted, allowed) = columns(what);
    let table = match Table::read(bytes, wanted, allowed) {
        Ok(table) => table,
        Err(bad) => {
            return Ok(Imported {
                published: Published::default(),
                bad,
            });
        }
    };
    let puts = match what {
        ImportKind::Parties => accounts::parties(&known, &table, &mut bad)?,
        ImportKind::Accounts => accounts::accounts(&mut known, &table, &mut bad)?,
        ImportKind::Meters => accounts::meters(&mut known, &table, &mut bad)?,
        ImportKind::Ledgers => accounts::ledgers(&known, &table, &mut bad)?,
    };
    let published = if bad.is_empty() || skip_bad {
        centre.exchange.publish(&puts)?
    } else {
        Published::default()
    };
    Ok(Imported { published, bad })
}

fn columns(what: ImportKind) -> (&'static [&'static str], &'static [&'static str]) {
    match what {
        ImportKind::Parties => (
            &["id", "office", "kind", "name"],
            &["phone", "email", "inn", "phone_confirmed_on"],
        ),
        ImportKind::Accounts => (
            &[
                "number",
                "party",
                "office",
                "object",
                "locality",
                "street",
                "house",
                "tariff_since",
                "price_t1",
            ],
            &[
                "index",
                "flat",
                "contract",
                "contract_on",
                "price_t2",
                "price_t3",
                "area",
                "residents",
            ],
        ),
        ImportKind::Meters => (
            &[
                "account",
                "model",
                "serial",
                "zone",
                "value_kwh",
                "read_on",
                "source",
            ],
            &[],
        ),
        ImportKind::Ledgers => (
            &[
                "account", "month", "used_kwh", "charged", "paid", "balance", "as_of",
            ],
            &[],
        ),
    }
}

fn rows<T: DeserializeOwned>(
    centre: &Centre,
    kind: &str,
) -> Result<Vec<(String, String, T)>, CentreError> {
    centre
        .database()
        .rows_of_kind(kind)?
        .into_iter()
        .map(|(key, scope, data)| {
            directory::decode(&data)
                .map(|row| (key, scope, row))
                .map_err(|error| document_error(kind, &error))
        })
        .collect()
}

fn put(
    kind: &str,
    key: &str,
    scope: &str,
    row: &impl serde::Serialize,
) -> Result<RowPut, CentreError> {
    Ok(RowPut {
        kind: kind.to_owned(),
        key: key.to_owned(),
        scope: scope.to_owned(),
        data: Some(directory::encode(row).map_err(|error| document_error(kind, &error))?),
    })
}

/// Rows of people and accounts as they are published; also for the demo.
pub(crate) fn put_party(key: &str, scope: &str, party: &Party) -> Result<RowPut, CentreError> {
    put(kind::PARTY, key, scope, party)
}

/// See [`put_party`].
pub(crate) fn put_account(key: &str, account: &Account) -> Result<RowPut, CentreError> {
    put(kind::ACCOUNT, key, &account.office, account)
}

/// See [`put_party`].
pub(crate) fn put_ledger(key: &str, office: &str, ledger: &Ledger) -> Result<RowPut, CentreError> {
    put(kind::LEDGER, key, office, ledger)
}

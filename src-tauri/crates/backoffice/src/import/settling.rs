//! What the rows of a file make of the directory's, in batches: the server goes on between two.

use std::collections::BTreeMap;

use stoika_domain::directory::{self, Account, Contract, Ledger, Meter, Party, kind};
use stoika_exchange::{Published, RowPut, SCOPE_ALL};

use super::book::Book;
use super::columns::ImportKind;
use super::ledger::{with_charges, with_payments};
use super::stage::unstaged;
use crate::centre::{Centre, document_error};
use crate::error::CentreError;
use crate::reconciling::Unknown;

/// Rows that one transaction publishes: the server's writer waits so long.
const BATCH_ROWS: usize = 2000;

/// Publishes what a file says.
pub(super) struct Settling<'a> {
    centre: &'a Centre,
    book: &'a Book<'a>,
    what: ImportKind,
    puts: Vec<RowPut>,
    /// Customers whose accounts this batch changes.
    parties: BTreeMap<String, Option<(String, Party)>>,
    /// Offices of the accounts of this batch.
    offices: BTreeMap<String, String>,
    /// Appeals that wait for an account.
    unknown: Unknown,
    published: Published,
}

impl<'a> Settling<'a> {
    pub fn new(
        centre: &'a Centre,
        book: &'a Book<'a>,
        what: ImportKind,
    ) -> Result<Self, CentreError> {
        let unknown = match what {
            ImportKind::Accounts => Unknown::read(&centre.exchange)?,
            ImportKind::Customers
            | ImportKind::Contracts
            | ImportKind::Meters
            | ImportKind::Charges
            | ImportKind::Payments => Unknown::default(),
        };
        Ok(Self {
            centre,
            book,
            what,
            puts: Vec::with_capacity(BATCH_ROWS + 8),
            parties: BTreeMap::new(),
            offices: BTreeMap::new(),
            unknown,
            published: Published::default(),
        })
    }

    /// Takes what the file says of a key.
    pub fn take(&mut self, key: &str, rows: &[Vec<u8>]) -> Result<(), CentreError> {
        match self.what {
            ImportKind::Customers => {
                for row in rows {
                    self.customer(key, row)?;
                }
            }
            ImportKind::Accounts => {
                for row in rows {
                    self.account(key, unstaged(row)?)?;
                }
            }
            ImportKind::Contracts => {
                for row in rows {
                    let contract: Contract = unstaged(row)?;
                    self.put(kind::CONTRACT, key, &contract.office, &contract)?;
                }
            }
            ImportKind::Meters => self.meters(key, rows)?,
            ImportKind::Charges => {
                let charges = all(rows)?;
                self.ledger(key, |before| with_charges(before, &charges))?;
            }
            ImportKind::Payments => {
                let payments = all(rows)?;
                self.ledger(key, |before| with_payments(before, &payments))?;
            }
        }
        if self.puts.len() + self.parties.len() >= BATCH_ROWS {
            self.publish()?;
        }
        Ok(())
    }

    /// How many rows are other than before, and how many are not, so far.
    pub fn published(&self) -> Published {
        self.published
    }

    /// Publishes what is left.
    pub fn finish(mut self) -> Result<Published, CentreError> {
        self.publish()?;
        Ok(self.published)
    }

    fn publish(&mut self) -> Result<(), CentreError> {
        for (id, party) in std::mem::take(&mut self.parties) {
            if let Some((scope, party)) = party {
                let scope = self.scope(&party, &scope)?;
                self.put(kind::PARTY, &id, &scope, &party)?;
            }
        }
        self.offices.clear();
        let published = self.centre.exchange.publish(&self.puts)?;
        self.puts.clear();
        self.published.changed += published.changed;
        self.published.unchanged += published.unchanged;
        self.published.position = published.position;
        Ok(())
    }

    fn put(
        &mut self,
        kind: &str,
        key: &str,
        scope: &str,
        row: &impl serde::Serialize,
    ) -> Result<(), CentreError> {
        self.puts.push(put(kind, key, scope, row)?);
        Ok(())
    }

    fn customer(&mut self, id: &str, row: &[u8]) -> Result<(), CentreError> {
        let (office, mut party): (String, Party) = unstaged(row)?;
        if let Some((_, before)) = self.book.row::<Party>(kind::PARTY, id)? {
            party.accounts = before.accounts;
        }
        let scope = self.scope(&party, &office)?;
        self.put(kind::PARTY, id, &scope, &party)
    }

    fn account(&mut self, number: &str, mut account: Account) -> Result<(), CentreError> {
        if let Some((office, before)) = self.book.row::<Account>(kind::ACCOUNT, number)? {
            account.meters = before.meters;
            if before.party != account.party {
                // Another holder now: the account leaves the card of the old one.
                self.change_party(&before.party, |party| {
                    party.accounts.retain(|held| held != number);
                })?;
            }
            if office != account.office
                && let Some((_, ledger)) = self.book.row::<Ledger>(kind::LEDGER, number)?
            {
                self.put(kind::LEDGER, number, &account.office, &ledger)?;
            }
        }
        self.offices
            .insert(number.to_owned(), account.office.clone());
        self.change_party(&account.party, |party| {
            if !party.accounts.iter().any(|held| held == number) {
                party.accounts.push(number.to_owned());
            }
        })?;
        self.puts.extend(self.unknown.found(number, &account)?);
        self.put(kind::ACCOUNT, number, &account.office, &account)
    }

    fn change_party(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut Party),
    ) -> Result<(), CentreError> {
        if !self.parties.contains_key(id) {
            let row = self.book.row(kind::PARTY, id)?;
            self.parties.insert(id.to_owned(), row);
        }
        if let Some(Some((_, party))) = self.parties.get_mut(id) {
            change(party);
        }
        Ok(())
    }

    /// A customer is in the scope of the office where all his accounts lie, or of every office.
    fn scope(&self, party: &Party, otherwise: &str) -> Result<String, CentreError> {
        let mut scope: Option<String> = None;
        for number in &party.accounts {
            let office = match self.offices.get(number) {
                Some(office) => Some(office.clone()),
                None => self.book.office_of(number)?,
            };
            match (&scope, office) {
                (_, None) => {}
                (None, office) => scope = office,
                (Some(first), Some(office)) if *first == office => {}
                (Some(_), Some(_)) => return Ok(SCOPE_ALL.to_owned()),
            }
        }
        Ok(scope.unwrap_or_else(|| otherwise.to_owned()))
    }

    fn meters(&mut self, number: &str, rows: &[Vec<u8>]) -> Result<(), CentreError> {
        let Some((scope, mut account)) = self.book.row::<Account>(kind::ACCOUNT, number)? else {
            return Ok(());
        };
        let mut meters: Vec<Meter> = Vec::new();
        // By serial number and zone: the rows of a meter follow one another.
        for row in rows {
            let meter: Meter = unstaged(row)?;
            match meters.last_mut() {
                Some(last) if last.serial == meter.serial => last.readings.extend(meter.readings),
                Some(_) | None => meters.push(meter),
            }
        }
        account.meters = meters;
        self.put(kind::ACCOUNT, number, &scope, &account)
    }

    fn ledger(
        &mut self,
        number: &str,
        change: impl FnOnce(Option<Ledger>) -> Ledger,
    ) -> Result<(), CentreError> {
        let Some(office) = self.book.office_of(number)? else {
            return Ok(());
        };
        let before = self.book.row::<Ledger>(kind::LEDGER, number)?;
        let ledger = change(before.map(|(_, ledger)| ledger));
        self.put(kind::LEDGER, number, &office, &ledger)
    }
}

fn all<T: serde::de::DeserializeOwned>(rows: &[Vec<u8>]) -> Result<Vec<T>, CentreError> {
    rows.iter().map(|row| unstaged(row)).collect()
}

/// A row as it is published; also for the demo.
pub(crate) fn put(
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

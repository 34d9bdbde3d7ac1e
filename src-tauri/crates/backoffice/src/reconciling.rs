//! Appeals that were taken with the number of an account that the desk did not know: when both are
//! here, the centre says which customer it is. Whichever of the two came first.

use std::collections::BTreeMap;

use stoika_domain::body::{State, SubjectKind};
use stoika_domain::directory::{self, Account, Reconciliation, kind as row};
use stoika_exchange::storage::Settled;
use stoika_exchange::{RowPut, Storage as _, StorageError};
use stoika_protocol::Subject;

use crate::centre::{CentreExchange, document_error};
use crate::error::CentreError;
use crate::import::put;

/// An appeal that waits for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Waiting {
    appeal: String,
    /// The office that took it.
    office: String,
}

/// Appeals without a customer, by the number of the account that was named.
#[derive(Debug, Default)]
pub(crate) struct Unknown(BTreeMap<String, Vec<Waiting>>);

impl Unknown {
    /// All that the centre has.
    pub fn read(exchange: &CentreExchange) -> Result<Self, CentreError> {
        let kind = SubjectKind::Appeal.number();
        let settled = exchange.storage().read(|rows| rows.settled_of_kind(kind))?;
        Ok(Self::of(settled))
    }

    fn of(settled: impl IntoIterator<Item = (Subject, Settled)>) -> Self {
        let mut unknown = Self::default();
        for (subject, settled) in settled {
            unknown.look(&subject, &settled);
        }
        unknown
    }

    fn look(&mut self, subject: &Subject, settled: &Settled) {
        let state = settled
            .state
            .as_deref()
            .and_then(|bytes| State::decode(SubjectKind::Appeal, bytes).ok());
        // An appeal that this program cannot read is reconciled by a newer one.
        let Some(State::Appeal(appeal)) = state else {
            return;
        };
        let applicant = &appeal.registered.applicant;
        if let (None, Some(number)) = (&applicant.party_id, &applicant.account_number) {
            self.0.entry(number.clone()).or_default().push(Waiting {
                appeal: subject.id.to_string(),
                office: appeal.office_id.as_str().to_owned(),
            });
        }
    }

    /// What to publish now that the account is there.
    pub fn found(&self, number: &str, account: &Account) -> Result<Vec<RowPut>, CentreError> {
        let waiting = self.0.get(number).map(Vec::as_slice).unwrap_or_default();
        let found = Reconciliation {
            party: account.party.clone(),
            account: number.to_owned(),
            office: account.office.clone(),
        };
        waiting
            .iter()
            .map(|waiting| {
                put(
                    row::RECONCILIATION,
                    &waiting.appeal,
                    &waiting.office,
                    &found,
                )
            })
            .collect()
    }
}

/// Looks at the appeals that were ordered after `position` and publishes what is known of their
/// accounts. Returns the position up to which it looked.
pub(crate) fn reconcile_new(exchange: &CentreExchange, position: u64) -> Result<u64, CentreError> {
    let kind = SubjectKind::Appeal.number();
    let database = exchange.storage();
    let head = database.read(|rows| rows.order_head().map(|head| head.position))?;
    if head <= position {
        return Ok(head);
    }
    let subjects = database.subjects_after(kind, position)?;
    let unknown = database.read(|rows| {
        let mut unknown = Unknown::default();
        for subject in &subjects {
            if let Some(settled) = rows.settled(subject)? {
                unknown.look(subject, &settled);
            }
        }
        Ok::<_, StorageError>(unknown)
    })?;
    let mut puts = Vec::new();
    for number in unknown.0.keys() {
        let Some((_, data)) = database.directory_row(row::ACCOUNT, number)? else {
            continue;
        };
        let account: Account =
            directory::decode(&data).map_err(|error| document_error(row::ACCOUNT, &error))?;
        puts.extend(unknown.found(number, &account)?);
    }
    if !puts.is_empty() {
        exchange.publish(&puts)?;
    }
    Ok(head)
}

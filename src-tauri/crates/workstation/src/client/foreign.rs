//! An account of another office (чужой лицевой счёт): asked at the centre, for a reason, and shown as
//! long as the screen shows it. With no link the appeal is taken with a stub that the centre
//! reconciles.

use stoika_domain::check;
use stoika_domain::directory::{self, Account, Contract, Ledger, Party, kind};
use stoika_protocol::{DirectoryRow, Lookup, limit};

use super::account;
use crate::api::client::{AccountLookup, ForeignAccount};
use crate::api::error::ErrorCode;
use crate::audit::Access;
use crate::enrolment::carrier_code;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::visit::Wrongs;
use crate::workstation::Workstation;

/// `account.lookup`.
pub(crate) fn lookup(
    workstation: &Workstation,
    session: &Session,
    input: AccountLookup,
) -> Outcome<ForeignAccount> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let mut wrongs = Wrongs::default();
    let digits = standards.rules.settings.personal_account_digits;
    let number = wrongs.take(
        "number",
        check::personal_account(&input.number, digits).map(String::from),
    );
    let reason = wrongs.take(
        "reason",
        check::free_text(&input.reason, limit::LOOKUP_REASON_SYMBOLS_MAX),
    );
    let (number, reason) = wrongs.all_right(number.zip(reason))?;
    let carrier = desk
        .link()
        .as_ref()
        .map(crate::link::Link::carrier)
        .ok_or_else(|| Fault::new(ErrorCode::ServerUnreachable))?;
    let asked = Lookup {
        number: number.clone(),
        reason,
        user: user.id.clone(),
    };
    let rows = workstation
        .deps
        .runtime
        .block_on(carrier.lookup(&asked))
        .map_err(|error| Fault::new(carrier_code(error)).because(error))?;
    let found = Found::read(&rows)?.ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    desk.accessed(&user, &Access::foreign(&number))?;
    let own = desk.enrolment().map(|enrolment| enrolment.office.clone());
    let around = account::Around {
        standards: &standards,
        today: desk.today()?,
        own_office: own.as_deref().unwrap_or_default(),
    };
    Ok(ForeignAccount {
        name: found.party.name,
        kind_label: standards.client_kind(found.party.kind),
        audience: crate::appeal::audience(found.party.kind).to_owned(),
        office_name: standards.office_name(&found.account.office),
        account: account::view(
            &number,
            found.account,
            found.contract,
            found.ledger,
            &around,
        ),
    })
}

/// What the centre sent.
struct Found {
    party: Party,
    account: Account,
    ledger: Option<Ledger>,
    contract: Option<Contract>,
}

impl Found {
    /// `None` when there is no such account.
    fn read(rows: &[DirectoryRow]) -> Outcome<Option<Self>> {
        let (mut party, mut account) = (None, None);
        let (mut ledger, mut contract) = (None, None);
        for row in rows {
            match row.kind.as_str() {
                kind::PARTY => party = Some(of_row(row)?),
                kind::ACCOUNT => account = Some(of_row(row)?),
                kind::LEDGER => ledger = Some(of_row(row)?),
                kind::CONTRACT => contract = Some(of_row(row)?),
                // What a newer centre sends beside them is passed by.
                _ => {}
            }
        }
        Ok(party.zip(account).map(|(party, account)| Self {
            party,
            account,
            ledger,
            contract,
        }))
    }
}

fn of_row<T: serde::de::DeserializeOwned>(row: &DirectoryRow) -> Outcome<T> {
    directory::decode(&row.data)
        .map_err(|error| Fault::new(ErrorCode::ServerMalformed).because(error))
}

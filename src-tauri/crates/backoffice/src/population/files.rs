//! `population`: towns of the whole region as the files that `import` reads, and queries for the
//! search over them.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use chrono::NaiveDate;
use stoika_domain::directory::{
    Account, Contract, ContractKind, Meter, Party, PartyKind, PartyRepresentative, SupplyState,
};
use stoika_domain::standard::{Office, OfficeKind};

use super::{Holding, Household, Town, queries, shares};
use crate::error::{CentreError, at};
use crate::import::Charge;

/// Writes `customers.csv`, `accounts.csv`, `contracts.csv`, `meters.csv`, `charges.csv`,
/// `payments.csv` and `queries.txt` into a folder. Returns how many accounts there are.
///
/// # Errors
/// A folder that cannot be written.
pub(crate) fn write(
    offices: &[Office],
    count: u32,
    seed: u64,
    today: NaiveDate,
    dir: &Path,
) -> Result<u32, CentreError> {
    std::fs::create_dir_all(dir).map_err(at(dir))?;
    let mut files = Files::create(dir)?;
    let mut sample = queries::Sample::new(seed);
    let mut written = 0;
    for (place, (office, share)) in shares::shares(offices, count).into_iter().enumerate() {
        let seed = seed.wrapping_mul(1000).wrapping_add(place as u64);
        for household in Town::new(office, share, seed, today) {
            written += u32::try_from(household.holdings.len()).unwrap_or(0);
            files.household(office, &household)?;
            sample.see(&household);
        }
    }
    let mut out = files.finish(dir)?;
    for query in sample.queries() {
        out.line([query])?;
    }
    out.finish()?;
    // Reception points and the like have no accounts, so an empty list is a mistake of the caller's.
    if offices
        .iter()
        .all(|office| office.kind == OfficeKind::ReceptionPoint)
    {
        return Err(CentreError::Asked("no office has accounts".to_owned()));
    }
    Ok(written)
}

/// A file of lines with `;` between values.
struct Table {
    out: BufWriter<File>,
    path: std::path::PathBuf,
}

impl Table {
    fn create(dir: &Path, name: &str, columns: &str) -> Result<Self, CentreError> {
        let path = dir.join(name);
        let mut table = Self {
            out: BufWriter::with_capacity(1 << 20, File::create(&path).map_err(at(&path))?),
            path,
        };
        if !columns.is_empty() {
            table.line(columns.split(' '))?;
        }
        Ok(table)
    }

    fn line(
        &mut self,
        values: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<(), CentreError> {
        let mut line = String::new();
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                line.push(';');
            }
            let value = value.as_ref();
            if value.starts_with('"') || value.contains(';') {
                line.push('"');
                line.push_str(&value.replace('"', "\"\""));
                line.push('"');
            } else {
                line.push_str(value);
            }
        }
        line.push('\n');
        self.out.write_all(line.as_bytes()).map_err(at(&self.path))
    }

    fn finish(mut self) -> Result<(), CentreError> {
        self.out.flush().map_err(at(&self.path))
    }
}

struct Files {
    customers: Table,
    accounts: Table,
    contracts: Table,
    meters: Table,
    charges: Table,
    payments: Table,
}

impl Files {
    fn create(dir: &Path) -> Result<Self, CentreError> {
        Ok(Self {
            customers: Table::create(
                dir,
                "customers.csv",
                "id office kind name phone phone_confirmed_on email email_confirmed_on inn kpp ogrn \
                 notification representatives consent_on consent_withdrawn_on",
            )?,
            accounts: Table::create(
                dir,
                "accounts.csv",
                "number party office object index locality street house flat contract contract_on \
                 tariff_since price_t1 price_t2 price_t3 area residents registered_persons \
                 consumer_category price_category voltage max_power_kw supply supply_since \
                 supply_reason gis_zhkh delivery",
            )?,
            contracts: Table::create(
                dir,
                "contracts.csv",
                "number party office kind concluded_on price_category consumer_category voltage \
                 max_power_kw state_contract",
            )?,
            meters: Table::create(
                dir,
                "meters.csv",
                "account model serial zone value_kwh read_on source installed_on check_due_on \
                 control_on digits ratio",
            )?,
            charges: Table::create(
                dir,
                "charges.csv",
                "account month used_kwh charged recalculated penalty",
            )?,
            payments: Table::create(dir, "payments.csv", "account paid_on amount way")?,
        })
    }

    /// Writes out what is left, and opens the file of queries.
    fn finish(self, dir: &Path) -> Result<Table, CentreError> {
        for table in [
            self.customers,
            self.accounts,
            self.contracts,
            self.meters,
            self.charges,
            self.payments,
        ] {
            table.finish()?;
        }
        Table::create(dir, "queries.txt", "")
    }

    fn household(&mut self, office: &Office, household: &Household) -> Result<(), CentreError> {
        let Household {
            id,
            party,
            holdings,
        } = household;
        self.customers.line(customer(id, office, party))?;
        for holding in holdings {
            let Holding {
                number,
                account,
                contract: of,
                charges,
                payments,
            } = holding;
            self.accounts.line(row_of(number, account))?;
            if let Some((key, one)) = of {
                self.contracts.line(contract(key, one))?;
            }
            for one in &account.meters {
                for line in meter(number, one) {
                    self.meters.line(line)?;
                }
            }
            for charge in charges {
                self.charges.line(charged(number, charge))?;
            }
            for payment in payments {
                self.payments.line([
                    number.as_str(),
                    &payment.on.to_string(),
                    &roubles(payment.amount_kopecks),
                    &payment.way,
                ])?;
            }
        }
        Ok(())
    }
}

fn roubles(kopecks: i64) -> String {
    let sign = if kopecks < 0 { "-" } else { "" };
    let kopecks = kopecks.unsigned_abs();
    format!("{sign}{}.{:02}", kopecks / 100, kopecks % 100)
}

/// Not zero, or nothing.
fn sum(kopecks: i64) -> String {
    if kopecks == 0 {
        String::new()
    } else {
        roubles(kopecks)
    }
}

fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn party_kind(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Citizen => "citizen",
        PartyKind::LegalEntity => "legal_entity",
        PartyKind::SoleTrader => "sole_trader",
        PartyKind::UtilityProvider => "utility_provider",
        PartyKind::StateCustomer => "state_customer",
        PartyKind::Reseller => "reseller",
        PartyKind::NetworkCompany => "network_company",
    }
}

fn customer(id: &str, office: &Office, party: &Party) -> [String; 15] {
    let person = |one: &PartyRepresentative| match one.valid_to {
        Some(day) => format!("{}|{}|{day}", one.name, one.authority),
        None => format!("{}|{}", one.name, one.authority),
    };
    let people: Vec<String> = party.representatives.iter().map(person).collect();
    [
        id.to_owned(),
        office.id.as_str().to_owned(),
        party_kind(party.kind).to_owned(),
        party.name.clone(),
        or_empty(party.phone.as_deref()),
        or_empty(party.phone_confirmed_on),
        or_empty(party.email.as_deref()),
        or_empty(party.email_confirmed_on),
        or_empty(party.inn.as_deref()),
        or_empty(party.kpp.as_deref()),
        or_empty(party.ogrn.as_deref()),
        or_empty(party.notification.as_deref()),
        people.join("||"),
        or_empty(party.consent.map(|consent| consent.given_on)),
        or_empty(party.consent.and_then(|consent| consent.withdrawn_on)),
    ]
}

fn row_of(number: &str, account: &Account) -> [String; 27] {
    let price = |zone: &str| {
        let prices = &account.tariff.prices;
        let found = prices.iter().find(|(of, _)| of == zone);
        or_empty(found.map(|(_, kopecks)| roubles(*kopecks)))
    };
    let supply = account.supply.as_ref();
    let address = &account.address;
    [
        number.to_owned(),
        account.party.clone(),
        account.office.clone(),
        account.object.clone(),
        or_empty(address.index.as_deref()),
        address.locality.clone(),
        address.street.clone(),
        address.house.clone(),
        or_empty(address.flat.as_deref()),
        or_empty(account.contract.as_deref()),
        or_empty(account.contract_on),
        account.tariff.since.to_string(),
        price("T1"),
        price("T2"),
        price("T3"),
        or_empty(
            account
                .area_tenths_m2
                .map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)),
        ),
        or_empty(account.residents),
        or_empty(account.registered_persons),
        or_empty(account.consumer_category.as_deref()),
        or_empty(account.price_category),
        or_empty(account.voltage.as_deref()),
        or_empty(account.max_power_kw),
        or_empty(supply.map(|supply| match supply.state {
            SupplyState::On => "on",
            SupplyState::Limited => "limited",
            SupplyState::Off => "off",
        })),
        or_empty(supply.map(|supply| supply.since)),
        or_empty(supply.and_then(|supply| supply.reason.as_deref())),
        or_empty(account.gis_zhkh.as_deref()),
        or_empty(account.delivery.as_deref()),
    ]
}

fn contract(number: &str, contract: &Contract) -> [String; 10] {
    [
        number.to_owned(),
        contract.party.clone(),
        contract.office.clone(),
        match contract.kind {
            ContractKind::Supply => "supply",
            ContractKind::Purchase => "purchase",
        }
        .to_owned(),
        contract.concluded_on.to_string(),
        or_empty(contract.price_category),
        or_empty(contract.consumer_category.as_deref()),
        or_empty(contract.voltage.as_deref()),
        or_empty(contract.max_power_kw),
        if contract.state_contract { "yes" } else { "" }.to_owned(),
    ]
}

fn meter<'a>(number: &'a str, meter: &'a Meter) -> impl Iterator<Item = [String; 12]> + 'a {
    meter.readings.iter().map(move |reading| {
        [
            number.to_owned(),
            meter.model.clone(),
            meter.serial.clone(),
            reading.zone.clone(),
            reading.value_kwh.to_string(),
            reading.read_on.to_string(),
            reading.source.clone(),
            or_empty(meter.installed_on),
            or_empty(meter.check_due_on),
            or_empty(meter.control_on),
            or_empty(meter.digits),
            or_empty(meter.ratio),
        ]
    })
}

fn charged(number: &str, charge: &Charge) -> [String; 6] {
    [
        number.to_owned(),
        charge.month.to_string(),
        charge.used_kwh.to_string(),
        roubles(charge.charged_kopecks),
        sum(charge.recalculated_kopecks),
        sum(charge.penalty_kopecks),
    ]
}

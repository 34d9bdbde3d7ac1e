//! Made-up towns for demos, tests and benchmarks: people, organisations, accounts, contracts,
//! meters, thirteen months of charges and payments. Names, addresses and phones are drawn, not
//! taken: nobody lives here. `demo` fills an office with them, `population` writes them as the
//! files that `import` reads.
//!
//! Pure: the same office, size, seed and day give the same rows, whatever the machine.

mod dice;
pub(crate) mod files;
mod names;
mod places;
mod queries;
mod shares;
mod supply;
mod surnames;

use chrono::NaiveDate;
use stoika_domain::directory::{Account, Contract, Ledger, Party, Payment, User};
use stoika_domain::role::Role;
use stoika_domain::standard::Office;
use stoika_domain::text;

use crate::import::{Charge, with_charges, with_payments};
use dice::Dice;

/// A customer with all that is his.
#[derive(Clone, Debug)]
pub struct Household {
    /// Party id.
    pub id: String,
    /// Who.
    pub party: Party,
    /// His accounts.
    pub holdings: Vec<Holding>,
}

/// An account with what belongs to it.
#[derive(Clone, Debug)]
pub struct Holding {
    /// Number.
    pub number: String,
    /// The account.
    pub account: Account,
    /// Its contract, by number.
    pub contract: Option<(String, Contract)>,
    pub(crate) charges: Vec<Charge>,
    pub(crate) payments: Vec<Payment>,
}

impl Holding {
    /// Charges and payments as an import puts them together.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        with_payments(Some(with_charges(None, &self.charges)), &self.payments)
    }
}

/// Draws a town, household by household: nothing of it is held.
pub struct Town<'a> {
    office: &'a Office,
    places: places::Places,
    dice: Dice,
    count: u32,
    index: u32,
    today: NaiveDate,
}

impl<'a> Town<'a> {
    /// A town of `count` accounts as it stands on `today`. One party in seven has a second account
    /// (a garage, a summer house); seven accounts in two hundred are organisations'.
    #[must_use]
    pub fn new(office: &'a Office, count: u32, seed: u64, today: NaiveDate) -> Self {
        Self {
            office,
            places: places::Places::of(office),
            dice: Dice::new(seed),
            count,
            index: 0,
            today,
        }
    }
}

impl Iterator for Town<'_> {
    type Item = Household;

    fn next(&mut self) -> Option<Household> {
        if self.index >= self.count {
            return None;
        }
        let dice = &mut self.dice;
        // Households, a seventh of which have two accounts: 4 % of them make 3.5 % of accounts.
        let mut party = if dice.one_in(25) {
            names::organisation(dice, self.today)
        } else {
            names::citizen(dice, self.today)
        };
        // By the number of the first account, which no other office has.
        let id = format!("p{}", supply::account_number(self.office, self.index));
        let more = u32::from(dice.one_in(7)).min(self.count - self.index - 1);
        let mut holdings = Vec::new();
        for place in 0..=more {
            let address = self.places.address(dice, &party, place > 0);
            let plan = supply::Plan {
                office: self.office,
                party_id: &id,
                party: &party,
                second: place > 0,
                index: self.index,
                today: self.today,
            };
            holdings.push(supply::holding(dice, &plan, address));
            self.index += 1;
        }
        party.accounts = holdings.iter().map(|it| it.number.clone()).collect();
        Some(Household {
            id,
            party,
            holdings,
        })
    }
}

/// A user of the demo with a password to print. The hash is the caller's to make.
#[derive(Clone, Debug)]
pub struct DemoUser {
    /// Id of the row.
    pub id: String,
    /// The row; its `password_hash` is empty.
    pub user: User,
    /// What to type.
    pub password: String,
    /// Salt for the hash: drawn by the seed, so that the same demo is the same rows.
    pub salt: [u8; 16],
}

/// The people who work there: three specialists, the head, the clerk.
#[must_use]
pub fn users(seed: u64) -> Vec<DemoUser> {
    let mut dice = Dice::new(seed ^ 0x75_73_65_72);
    let staff = [
        (
            "samoylova",
            "Самойлова Елена Викторовна",
            Role::SpecialistPayments,
        ),
        (
            "kuznetsov",
            "Кузнецов Артём Павлович",
            Role::SpecialistContracts,
        ),
        (
            "gorbunova",
            "Горбунова Ирина Олеговна",
            Role::SpecialistPayments,
        ),
        ("tarasova", "Тарасова Марина Юрьевна", Role::Head),
        ("lebedeva", "Лебедева Ольга Игоревна", Role::Clerk),
    ];
    staff
        .into_iter()
        .map(|(login, name, role)| {
            let mut salt = [0; 16];
            for byte in &mut salt {
                *byte = dice.byte();
            }
            DemoUser {
                id: format!("demo-{login}"),
                password: format!("{login}-{:04}", dice.below(10_000)),
                salt,
                user: User {
                    login: login.to_owned(),
                    name: name.to_owned(),
                    short_name: text::short_name(name),
                    post: post(role).to_owned(),
                    role: role.as_str().to_owned(),
                    password_hash: String::new(),
                    active: true,
                },
            }
        })
        .collect()
}

fn post(role: Role) -> &'static str {
    match role {
        Role::SpecialistContracts => "специалист по договорам",
        Role::SpecialistPayments => "специалист по платёжным документам",
        Role::Head => "начальник отделения",
        Role::Clerk => "специалист канцелярии",
        Role::Administrator => "администратор",
        Role::Station => "узел отделения",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::collections::BTreeSet;

    use chrono::NaiveDate;
    use stoika_domain::check;
    use stoika_domain::directory::{Party, PartyKind, encode};
    use stoika_domain::standard::{self, Office};

    use super::{Household, Town, users};

    fn offices() -> Vec<Office> {
        standard::offices(include_str!(
            "../../../../../fixtures/standard/offices.json"
        ))
        .unwrap()
    }

    fn otradny() -> Office {
        let mut offices = offices().into_iter();
        offices
            .find(|office| office.id.as_str() == "otradny")
            .unwrap()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn draw(count: u32, seed: u64) -> Vec<Household> {
        Town::new(&otradny(), count, seed, today()).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_town() {
        let rows = |seed| -> Vec<Vec<u8>> {
            draw(300, seed)
                .iter()
                .flat_map(|house| {
                    let mut rows = vec![encode(&house.party).unwrap()];
                    for holding in &house.holdings {
                        rows.push(encode(&holding.account).unwrap());
                        rows.push(encode(&holding.ledger()).unwrap());
                    }
                    rows
                })
                .collect()
        };
        assert_eq!(rows(1), rows(1));
        assert_ne!(rows(1), rows(2));
    }

    fn check_party(party: &Party) {
        assert!(!party.accounts.is_empty());
        if let Some(phone) = &party.phone {
            assert_eq!(check::phone(phone).unwrap().as_str(), phone);
        }
        match party.kind {
            PartyKind::Citizen => assert_eq!(party.inn, None),
            PartyKind::LegalEntity
            | PartyKind::SoleTrader
            | PartyKind::UtilityProvider
            | PartyKind::StateCustomer
            | PartyKind::Reseller
            | PartyKind::NetworkCompany => {
                assert!(check::inn(party.inn.as_deref().unwrap()).is_ok());
                assert!(check::ogrn(party.ogrn.as_deref().unwrap()).is_ok());
                assert!(
                    party
                        .kpp
                        .as_deref()
                        .is_none_or(|kpp| check::kpp(kpp).is_ok())
                );
                assert!(!party.representatives.is_empty());
            }
        }
    }

    #[test]
    fn what_is_drawn_passes_the_checks_of_input() {
        let town = draw(2000, 1);
        let mut numbers = BTreeSet::new();
        let mut organisations = 0;
        for house in &town {
            check_party(&house.party);
            let citizen = house.party.kind == PartyKind::Citizen;
            for holding in &house.holdings {
                organisations += usize::from(!citizen);
                assert!(numbers.insert(holding.number.clone()));
                assert!(check::personal_account(&holding.number, 12).is_ok());
                let account = &holding.account;
                assert_eq!(
                    (&account.party, account.office.as_str()),
                    (&house.id, "otradny")
                );
                assert!(check::postal_index(account.address.index.as_deref().unwrap()).is_ok());
                let zones = account.tariff.prices.iter().map(|(zone, _)| zone);
                let read = account.meters[0].readings.iter().map(|one| &one.zone);
                assert!(zones.eq(read));
                assert_eq!(citizen, account.price_category.is_none());
                assert!(citizen || holding.contract.is_some());
            }
        }
        assert_eq!(numbers.len(), 2000);
        assert!((50..110).contains(&organisations), "{organisations}");
    }

    #[test]
    fn ledgers_add_up() {
        let mut in_debt = 0;
        for holding in draw(500, 3).iter().flat_map(|house| &house.holdings) {
            let ledger = holding.ledger();
            assert!((13..=14).contains(&ledger.months.len()));
            assert!(ledger.months.is_sorted_by_key(|month| month.month));
            assert_eq!(ledger.opening_kopecks(), 0);
            let paid: i64 = ledger.payments.iter().map(|one| one.amount_kopecks).sum();
            let months: i64 = ledger.months.iter().map(|month| month.paid_kopecks).sum();
            assert_eq!(paid, months);
            in_debt += usize::from(ledger.balance_kopecks > 0);
        }
        assert!((50..450).contains(&in_debt), "{in_debt}");
    }

    #[test]
    fn towns_of_every_office_can_be_drawn() {
        let mut starts = BTreeSet::new();
        for office in offices() {
            let town: Vec<Household> = Town::new(&office, 20, 1, today()).collect();
            let count: usize = town.iter().map(|house| house.holdings.len()).sum();
            assert_eq!(count, 20);
            starts.insert(town[0].holdings[0].number.clone());
        }
        // Two offices' towns never share an account.
        assert_eq!(starts.len(), 39);
    }

    #[test]
    fn the_staff_can_be_told_apart() {
        let staff = users(1);
        let logins: BTreeSet<&str> = staff.iter().map(|one| one.user.login.as_str()).collect();
        assert_eq!(logins.len(), 5);
        assert_eq!(staff[0].password, users(1)[0].password);
        assert!(staff.iter().all(|one| one.password.len() >= 8));
    }
}

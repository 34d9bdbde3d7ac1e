//! A made-up town for demos and tests: people, accounts, meters and thirteen months of charges of
//! one office. Names, addresses and phones are drawn, not taken: nobody lives here.
//!
//! Pure: the same office, size, seed and day give the same rows, whatever the machine.

mod dice;
mod names;
mod places;
mod supply;

use chrono::NaiveDate;
use stoika_domain::directory::{Account, Ledger, Party, User};
use stoika_domain::role::Role;
use stoika_domain::standard::Office;
use stoika_domain::text;

use dice::Dice;

/// A town.
#[derive(Clone, Debug)]
pub struct Population {
    /// Customers by party id.
    pub parties: Vec<(String, Party)>,
    /// Accounts by number.
    pub accounts: Vec<(String, Account)>,
    /// Ledgers by account number.
    pub ledgers: Vec<(String, Ledger)>,
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

/// Draws a town of `count` accounts as it stands on `today`. One party in seven has a second
/// account (a garage, a summer house); one account in twenty-five is an organisation's.
#[must_use]
pub fn draw(office: &Office, count: u32, seed: u64, today: NaiveDate) -> Population {
    let mut dice = Dice::new(seed);
    let places = places::Places::of(office);
    let mut population = Population {
        parties: Vec::new(),
        accounts: Vec::new(),
        ledgers: Vec::new(),
    };
    let number_of = |index: u32| supply::account_number(office, index);
    let mut index = 0;
    while index < count {
        let mut party = if dice.one_in(25) {
            names::organisation(&mut dice)
        } else {
            names::citizen(&mut dice, today)
        };
        let id = format!("p-{:07}", population.parties.len() + 1);
        let more = u32::from(dice.one_in(7)).min(count - index - 1);
        for second in 0..=more {
            let number = number_of(index);
            let address = places.address(&mut dice, &party, second > 0);
            let (account, ledger) =
                supply::account(&mut dice, office, &id, &party, address, second > 0, today);
            party.accounts.push(number.clone());
            population.accounts.push((number.clone(), account));
            population.ledgers.push((number, ledger));
            index += 1;
        }
        population.parties.push((id, party));
    }
    population
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
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::collections::BTreeSet;

    use chrono::NaiveDate;
    use stoika_domain::check;
    use stoika_domain::directory::PartyKind;
    use stoika_domain::standard::{self, Office};

    use super::{draw, users};

    fn otradny() -> Office {
        let json = include_str!("../../../../../fixtures/standard/offices.json");
        let offices = standard::offices(json).unwrap();
        offices
            .into_iter()
            .find(|office| office.id.as_str() == "otradny")
            .unwrap()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn the_same_seed_draws_the_same_town() {
        let town = |seed| draw(&otradny(), 300, seed, today());
        let (one, same, other) = (town(1), town(1), town(2));
        assert_eq!(one.parties, same.parties);
        assert_eq!(one.accounts, same.accounts);
        assert_eq!(one.ledgers, same.ledgers);
        assert_ne!(one.parties, other.parties);
    }

    #[test]
    fn what_is_drawn_passes_the_checks_of_input() {
        let town = draw(&otradny(), 2000, 1, today());
        assert_eq!(town.accounts.len(), 2000);
        assert_eq!(town.ledgers.len(), 2000);
        let numbers: BTreeSet<&str> = town.accounts.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(numbers.len(), 2000);
        for (number, account) in &town.accounts {
            assert!(check::personal_account(number, 12).is_ok());
            assert_eq!(account.office, "otradny");
            assert!(check::postal_index(account.address.index.as_deref().unwrap()).is_ok());
            let zones: Vec<&str> = account
                .tariff
                .prices
                .iter()
                .map(|(zone, _)| zone.as_str())
                .collect();
            let read: Vec<&str> = account.meters[0]
                .readings
                .iter()
                .map(|one| one.zone.as_str())
                .collect();
            assert_eq!(zones, read);
        }
        for (_, party) in &town.parties {
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
                }
            }
        }
        let kinds = |wanted| {
            let citizens = town
                .parties
                .iter()
                .filter(|(_, party)| party.kind == wanted);
            citizens.count()
        };
        assert!(kinds(PartyKind::Citizen) > 1500);
        assert!(kinds(PartyKind::LegalEntity) > 10);
    }

    #[test]
    fn ledgers_add_up() {
        for (_, ledger) in draw(&otradny(), 500, 3, today()).ledgers {
            assert_eq!(ledger.months.len(), 13);
            assert!(ledger.months.is_sorted_by_key(|month| month.month));
            let last = ledger.months.last().unwrap().month;
            assert_eq!(last, NaiveDate::from_ymd_opt(2026, 10, 1).unwrap());
            let owed: i64 = ledger
                .months
                .iter()
                .map(|month| month.charged_kopecks - month.paid_kopecks)
                .sum();
            assert_eq!(ledger.balance_kopecks, owed);
        }
    }

    #[test]
    fn towns_of_every_office_can_be_drawn() {
        let json = include_str!("../../../../../fixtures/standard/offices.json");
        let mut starts = BTreeSet::new();
        for office in standard::offices(json).unwrap() {
            let town = draw(&office, 20, 1, today());
            assert_eq!(town.accounts.len(), 20);
            starts.insert(town.accounts[0].0.clone());
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

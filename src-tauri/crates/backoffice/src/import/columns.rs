//! What columns a file of each kind has. The table in the documentation of [`super`] says the same,
//! and so does `import --help`; a test compares them.

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ImportKind {
    /// Customers
    Customers,
    /// Personal accounts and their supply points
    Accounts,
    /// Written contracts
    Contracts,
    /// Meters of accounts and their last readings
    Meters,
    /// Charges of accounts, month by month
    Charges,
    /// Payments of accounts, day by day
    Payments,
}

/// For `import --help`.
pub(crate) const HELP: &str = "\
Columns, in any order; those in [brackets] may be absent, an empty value is absent:

  customers  id office kind name
             [phone phone_confirmed_on email email_confirmed_on inn kpp ogrn notification
              representatives consent_on consent_withdrawn_on]
  accounts   number party office object locality street house tariff_since price_t1
             [index flat contract contract_on price_t2 price_t3 area residents
              registered_persons consumer_category price_category voltage max_power_kw
              supply supply_since supply_reason gis_zhkh delivery]
  contracts  number party office kind concluded_on
             [ended_on price_category consumer_category voltage max_power_kw state_contract]
  meters     account model serial zone value_kwh read_on source
             [installed_on check_due_on control_on digits ratio]
  charges    account month used_kwh charged
             [recalculated penalty balance as_of]
  payments   account paid_on amount way
             [document]

A row of the file replaces what it names and says nothing of the rest: a customer, an account, a
contract; all meters of an account (a row for each zone); a month's charge; all payments of an
account's day. So the same file twice changes nothing. Import customers before accounts and
contracts, accounts before the others.

Dates are 2026-11-23 or 23.11.2026, sums are roubles with a point or comma, `month` is its first
day, `area` is square metres, `state_contract` is yes or no. `kind` of a customer is citizen,
legal_entity, sole_trader, utility_provider, state_customer, reseller or network_company, of a
contract supply or purchase; `supply` is on, limited or off; `voltage` vn, sn1, sn2 or nn;
`delivery` paper, email or cabinet; `way` cash, bank, cabinet, post or terminal. `notification`
and `consumer_category` are codes of the published lists. `representatives` is
name|authority|valid to, people apart by ||. `balance` is what was owed at the end of the day
`as_of`; without it the balance follows from charges and payments. `document` tells apart payments
of one day, sum and way.

The file is UTF-8 or Windows-1251, with `;` or `,` between values; a value has no line break.
Exit status: 0 all rows are in, 3 good rows are in and bad ones were listed, 1 nothing was imported.";

/// Columns that must be there, and those that may.
pub(super) fn columns(what: ImportKind) -> (&'static [&'static str], &'static [&'static str]) {
    match what {
        ImportKind::Customers => (
            &["id", "office", "kind", "name"],
            &[
                "phone",
                "phone_confirmed_on",
                "email",
                "email_confirmed_on",
                "inn",
                "kpp",
                "ogrn",
                "notification",
                "representatives",
                "consent_on",
                "consent_withdrawn_on",
            ],
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
                "registered_persons",
                "consumer_category",
                "price_category",
                "voltage",
                "max_power_kw",
                "supply",
                "supply_since",
                "supply_reason",
                "gis_zhkh",
                "delivery",
            ],
        ),
        ImportKind::Contracts => (
            &["number", "party", "office", "kind", "concluded_on"],
            &[
                "ended_on",
                "price_category",
                "consumer_category",
                "voltage",
                "max_power_kw",
                "state_contract",
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
            &[
                "installed_on",
                "check_due_on",
                "control_on",
                "digits",
                "ratio",
            ],
        ),
        ImportKind::Charges => (
            &["account", "month", "used_kwh", "charged"],
            &["recalculated", "penalty", "balance", "as_of"],
        ),
        ImportKind::Payments => (&["account", "paid_on", "amount", "way"], &["document"]),
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::{HELP, ImportKind, columns};

    #[test]
    fn the_help_names_every_column() {
        let mut blocks = HELP.split("\n  ");
        blocks.next();
        let words = |text: &str| -> Vec<String> {
            let list = text.split("\n\n").next().unwrap_or_default();
            list.split_whitespace()
                .map(|word| word.trim_matches(['[', ']']).to_owned())
                .collect()
        };
        let all: Vec<String> = blocks.flat_map(words).collect();
        let mut expected = Vec::new();
        for what in ImportKind::value_variants() {
            let name = what
                .to_possible_value()
                .map(|value| value.get_name().to_owned());
            expected.extend(name);
            let (wanted, allowed) = columns(*what);
            expected.extend(wanted.iter().chain(allowed).map(ToString::to_string));
        }
        assert_eq!(all, expected);
    }
}

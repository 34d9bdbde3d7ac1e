//! Checks of input (проверка ввода): what a person typed becomes a newtype, or a fault with a code.
//!
//! Codes are stable; words are in Fluent under `field-<code>`, and `tidy` finds a code without words. Arguments never carry what was
//! typed: personal data must not reach an error text.

mod track;

pub use track::track_number;

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Stable code, e.g. `postal_index_length`.
    pub code: String,
    /// Numbers for the words, e.g. `expected` and `actual`.
    pub args: BTreeMap<String, String>,
}

impl Fault {
    /// A fault with no arguments.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            args: BTreeMap::new(),
        }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// The fault of a field.
    #[must_use]
    pub fn of(self, field: &str) -> FieldError {
        FieldError {
            field: field.to_owned(),
            code: self.code,
            args: self.args,
        }
    }
}

/// What is wrong with a field of a form, or worth a second look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the typed form.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// Numbers for the words.
    pub args: BTreeMap<String, String>,
}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The value in its normal form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

checked_text!(
    /// ИНН of an organisation (10 digits) or a person (12).
    Inn
);
checked_text!(
    /// КПП: nine symbols, no check digit.
    Kpp
);
checked_text!(
    /// ОГРН (13 digits) or ОГРНИП (15).
    Ogrn
);
checked_text!(
    /// СНИЛС: eleven digits.
    Snils
);
checked_text!(
    /// Phone: `+7` and ten digits.
    Phone
);
checked_text!(
    /// Почтовый индекс: six digits.
    PostalIndex
);
checked_text!(
    /// Лицевой счёт.
    PersonalAccount
);
checked_text!(
    /// E-mail address, domain in lower case.
    Email
);

/// Weighted sum of digits.
fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

/// The digits of a text, when spaces and hyphens are all it has besides; `code` is the fault's.
fn only_digits(text: &str, code: &str) -> Result<Vec<u32>, Fault> {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_digit(10).ok_or_else(|| Fault::new(code)))
        .collect()
}

fn joined(digits: &[u32]) -> String {
    digits.iter().map(ToString::to_string).collect()
}

fn length_fault(code: &str, expected: impl ToString, actual: usize) -> Fault {
    Fault::new(code)
        .with("expected", expected)
        .with("actual", actual)
}

const INN10: [u32; 9] = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN12_A: [u32; 10] = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN12_B: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

/// ИНН with its check digits.
///
/// # Errors
/// `inn_digits`, `inn_length`, `inn_check`.
pub fn inn(text: &str) -> Result<Inn, Fault> {
    let digits = only_digits(text, "inn_digits")?;
    let key = |weights: &[u32]| weighted(&digits, weights) % 11 % 10;
    let fits = match digits.as_slice() {
        [.., last] if digits.len() == 10 => key(&INN10) == *last,
        [.., a, b] if digits.len() == 12 => key(&INN12_A) == *a && key(&INN12_B) == *b,
        _ => return Err(length_fault("inn_length", "10/12", digits.len())),
    };
    // All zeros have the right check digits and are nobody's.
    if fits && digits.iter().any(|digit| *digit != 0) {
        Ok(Inn(joined(&digits)))
    } else {
        Err(Fault::new("inn_check"))
    }
}

/// КПП.
///
/// # Errors
/// `kpp_length`, `kpp_format`.
pub fn kpp(text: &str) -> Result<Kpp, Fault> {
    let text = text.trim().to_uppercase();
    let length = text.chars().count();
    if length != 9 {
        return Err(length_fault("kpp_length", 9, length));
    }
    let fits = text.bytes().enumerate().all(|(place, byte)| {
        byte.is_ascii_digit() || ((4..6).contains(&place) && byte.is_ascii_uppercase())
    });
    if fits {
        Ok(Kpp(text))
    } else {
        Err(Fault::new("kpp_format"))
    }
}

/// ОГРН or ОГРНИП with its check digit.
///
/// # Errors
/// `ogrn_digits`, `ogrn_length`, `ogrn_check`.
pub fn ogrn(text: &str) -> Result<Ogrn, Fault> {
    let digits = only_digits(text, "ogrn_digits")?;
    let modulus = match digits.len() {
        13 => 11,
        15 => 13,
        other => return Err(length_fault("ogrn_length", "13/15", other)),
    };
    let (body, last) = digits.split_at(digits.len() - 1);
    let number = body
        .iter()
        .fold(0_u64, |number, digit| number * 10 + u64::from(*digit));
    if number > 0
        && last
            .iter()
            .all(|last| number % modulus % 10 == u64::from(*last))
    {
        Ok(Ogrn(joined(&digits)))
    } else {
        Err(Fault::new("ogrn_check"))
    }
}

/// СНИЛС; the check number is defined only above 001-001-998.
///
/// # Errors
/// `snils_digits`, `snils_length`, `snils_check`.
pub fn snils(text: &str) -> Result<Snils, Fault> {
    let digits = only_digits(text, "snils_digits")?;
    if digits.len() != 11 {
        return Err(length_fault("snils_length", 11, digits.len()));
    }
    let (body, check) = digits.split_at(9);
    let number = body.iter().fold(0, |number, digit| number * 10 + digit);
    let check = check.iter().fold(0, |number, digit| number * 10 + digit);
    let sum = weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    if number > 1_001_998 && sum != check {
        return Err(Fault::new("snils_check"));
    }
    Ok(Snils(joined(&digits)))
}

/// Whether the key of a bank account fits its БИК. Accounts of the treasury do not follow the
/// rule: warn, do not block.
///
/// # Errors
/// `bik_digits`, `bik_length`, `account_digits`, `account_length`, `account_check`.
pub fn bank_account(bik: &str, account: &str) -> Result<(), Fault> {
    let bik = only_digits(bik, "bik_digits")?;
    if bik.len() != 9 {
        return Err(length_fault("bik_length", 9, bik.len()));
    }
    let account = only_digits(account, "account_digits")?;
    if account.len() != 20 {
        return Err(length_fault("account_length", 20, account.len()));
    }
    // A correspondent account stands at the settlement centre, not at the bank.
    let prefix: Vec<u32> = if account.starts_with(&[3, 0, 1]) {
        std::iter::once(0)
            .chain(bik.iter().skip(4).take(2).copied())
            .collect()
    } else {
        bik.iter().skip(6).copied().collect()
    };
    let sum: u32 = prefix
        .iter()
        .chain(&account)
        .zip([7, 1, 3].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    if sum.is_multiple_of(10) {
        Ok(())
    } else {
        Err(Fault::new("account_check"))
    }
}

/// A Russian phone in any usual style: `8 (846) 340-39-64`, `+7 900 …`, ten digits.
///
/// # Errors
/// `phone_format` for other symbols, `phone_length`.
pub fn phone(text: &str) -> Result<Phone, Fault> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let styled = text.chars().all(|c| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '–' | '(' | ')' | '.')
    });
    if !styled {
        return Err(Fault::new("phone_format"));
    }
    let own = match (digits.len(), digits.split_at_checked(1)) {
        (10, _) => digits.as_str(),
        (11, Some(("7" | "8", rest))) => rest,
        (length, _) => return Err(length_fault("phone_length", 10, length)),
    };
    Ok(Phone(format!("+7{own}")))
}

/// Почтовый индекс.
///
/// # Errors
/// `postal_index_digits`, `postal_index_length`.
pub fn postal_index(text: &str) -> Result<PostalIndex, Fault> {
    let text = text.trim();
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::new("postal_index_digits"));
    }
    if text.len() != 6 {
        return Err(length_fault("postal_index_length", 6, text.len()));
    }
    Ok(PostalIndex(text.to_owned()))
}

/// Лицевой счёт: so many digits (a setting), spaces aside.
///
/// # Errors
/// `personal_account_digits`, `personal_account_length`.
pub fn personal_account(text: &str, digits_expected: usize) -> Result<PersonalAccount, Fault> {
    let digits = only_digits(text, "personal_account_digits")
        .map_err(|fault| fault.with("expected", digits_expected))?;
    if digits.len() != digits_expected {
        return Err(length_fault(
            "personal_account_length",
            digits_expected,
            digits.len(),
        ));
    }
    Ok(PersonalAccount(joined(&digits)))
}

/// An e-mail address, Cyrillic domains too. Only the shape: whether it lives, the answer shows.
///
/// # Errors
/// `email_format`.
pub fn email(text: &str) -> Result<Email, Fault> {
    let fault = || Fault::new("email_format");
    let (local, domain) = text.trim().split_once('@').ok_or_else(fault)?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let dotted =
        |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
    let local_fits = (1..=64).contains(&local.len())
        && local
            .chars()
            .all(|c| plain(c) || "!#$%&'*+/=?^`{|}~".contains(c))
        && dotted(local);
    let domain_fits = domain.len() <= 189
        && domain.contains('.')
        && domain.chars().all(plain)
        && domain
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    if local_fits && domain_fits {
        Ok(Email(format!("{local}@{}", domain.to_lowercase())))
    } else {
        Err(fault())
    }
}

/// Free text: trimmed, not empty, no control symbols but line ends, so many symbols at most.
///
/// # Errors
/// `required`, `too_long`, `control_symbols`.
pub fn free_text(text: &str, length_max: usize) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::new("required"));
    }
    let length = text.chars().count();
    if length > length_max {
        return Err(Fault::new("too_long")
            .with("expected", length_max)
            .with("actual", length));
    }
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r')
    {
        return Err(Fault::new("control_symbols"));
    }
    Ok(text.replace("\r\n", "\n"))
}

/// A passphrase (фраза) with which a laptop's desk opens: of so many symbols at least, and none that a keyboard
/// does not type. Spaces at its ends are nobody's intention.
///
/// # Errors
/// `required`, `passphrase_short`, `too_long`, `control_symbols`.
pub fn passphrase(text: &str, length_min: u32) -> Result<&str, Fault> {
    const LENGTH_MAX: usize = 200;
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 {
        return Err(Fault::new("required"));
    }
    if length > LENGTH_MAX {
        return Err(length_fault("too_long", LENGTH_MAX, length));
    }
    if text.chars().any(char::is_control) {
        return Err(Fault::new("control_symbols"));
    }
    if u32::try_from(length).is_ok_and(|length| length < length_min) {
        return Err(length_fault("passphrase_short", length_min, length));
    }
    Ok(text)
}

/// A date of receipt and what is odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedOn {
    /// The date.
    pub date: NaiveDate,
    /// Worth a second look: `received_long_ago`.
    pub warning: Option<Fault>,
}

/// The date of receipt: a real one, between 1900 and 2100, not after today; one older than
/// `days_back_max` is let through with a warning.
///
/// # Errors
/// `date_format`, `date_range`, `received_in_future`.
pub fn received_on(text: &str, today: NaiveDate, days_back_max: u32) -> Result<ReceivedOn, Fault> {
    let date = civil_date(text)?;
    if date > today {
        return Err(Fault::new("received_in_future").with("today", today));
    }
    let oldest = today.checked_sub_days(Days::new(u64::from(days_back_max)));
    let warning = oldest
        .is_some_and(|oldest| date < oldest)
        .then(|| Fault::new("received_long_ago").with("days", (today - date).num_days()));
    Ok(ReceivedOn { date, warning })
}

/// First and last year of a date that somebody types.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A date between 1900 and 2100, as `23.11.2026` or ISO.
///
/// # Errors
/// `date_format`, `date_range`.
pub fn civil_date(text: &str) -> Result<NaiveDate, Fault> {
    let date = crate::text::parse_date(text).ok_or_else(|| Fault::new("date_format"))?;
    if YEARS.contains(&date.year()) {
        Ok(date)
    } else {
        Err(Fault::new("date_range")
            .with("from", YEARS.start())
            .with("to", YEARS.end()))
    }
}

/// The date of something that has been: today at the latest.
///
/// # Errors
/// `date_format`, `date_range`, `date_in_future`.
pub fn past_date(text: &str, today: NaiveDate) -> Result<NaiveDate, Fault> {
    let date = civil_date(text)?;
    if date > today {
        return Err(Fault::new("date_in_future"));
    }
    Ok(date)
}

/// The day of something agreed on: from today on, and a year ahead at most: what lies further is
/// a slip of the finger in the year.
///
/// # Errors
/// `required`, `date_format`, `date_range`, `date_past`, `date_far`.
pub fn date_ahead(text: &str, today: NaiveDate) -> Result<NaiveDate, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::new("required"));
    }
    let date = civil_date(text)?;
    if date < today {
        return Err(Fault::new("date_past"));
    }
    if today
        .checked_add_months(Months::new(12))
        .is_some_and(|last| date > last)
    {
        return Err(Fault::new("date_far"));
    }
    Ok(date)
}

/// An hour of the day as people type it: «14:30», «9.05», «14».
///
/// # Errors
/// `time_invalid`.
pub fn time(text: &str) -> Result<NaiveTime, Fault> {
    let text = text.trim().replace('.', ":");
    let (hours, minutes) = text.split_once(':').unwrap_or((text.as_str(), "00"));
    let number = |part: &str| {
        let fits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse().ok()).flatten()
    };
    number(hours)
        .zip(number(minutes))
        .and_then(|(hours, minutes)| NaiveTime::from_hms_opt(hours, minutes, 0))
        .ok_or_else(|| Fault::new("time_invalid"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;

    use super::*;

    fn code<T>(result: Result<T, Fault>) -> String {
        result.map_or_else(|fault| fault.code, |_| "ok".to_owned())
    }

    #[test]
    fn check_digits() {
        for (text, said) in [
            ("7830002293", "ok"),
            ("500100732259", "ok"),
            ("1234567890", "inn_check"),
            ("0000000000", "inn_check"),
            ("123", "inn_length"),
            ("78300O2293", "inn_digits"),
        ] {
            assert_eq!(code(inn(text)), said, "{text}");
        }
        for (text, said) in [
            ("1027700132195", "ok"),
            ("304500116000157", "ok"),
            ("1027700132194", "ogrn_check"),
            ("0000000000000", "ogrn_check"),
            ("1", "ogrn_length"),
        ] {
            assert_eq!(code(ogrn(text)), said, "{text}");
        }
        for (text, said) in [
            ("112-233-445 95", "ok"),
            ("112-233-445 96", "snils_check"),
            ("001-001-998 00", "ok"),
            ("112", "snils_length"),
        ] {
            assert_eq!(code(snils(text)), said, "{text}");
        }
        for (text, said) in [
            ("631601001", "ok"),
            ("6316ab001", "ok"),
            ("63160100", "kpp_length"),
            ("A31601001", "kpp_format"),
        ] {
            assert_eq!(code(kpp(text)), said, "{text}");
        }
    }

    #[test]
    fn bank_accounts() {
        assert_eq!(
            code(bank_account("049805746", "40602810700000000025")),
            "ok"
        );
        assert_eq!(
            code(bank_account("044525225", "30101810400000000225")),
            "ok"
        );
        assert_eq!(
            code(bank_account("049805746", "40602810700000000026")),
            "account_check"
        );
        assert_eq!(
            code(bank_account("04980574", "40602810700000000025")),
            "bik_length"
        );
        assert_eq!(
            code(bank_account("049805746", "4060281070000000002")),
            "account_length"
        );
    }

    #[test]
    fn contacts() {
        for (text, phoned) in [
            ("8(846) 340-39-64", Ok("+78463403964")),
            ("8 (84635) 6-03-20", Ok("+78463560320")),
            ("8(84675) 22-365", Ok("+78467522365")),
            ("+7 900 123-45-12", Ok("+79001234512")),
            ("9001234512", Ok("+79001234512")),
            ("2-34-13", Err("phone_length")),
            ("8(84661) 2-34-13 доб. 5", Err("phone_format")),
            ("", Err("phone_length")),
        ] {
            let read = phone(text).map(String::from).map_err(|fault| fault.code);
            assert_eq!(
                read,
                phoned.map(str::to_owned).map_err(str::to_owned),
                "{text}"
            );
        }
        for (text, mailed) in [
            (" primer@Mail.Example ", Some("primer@mail.example")),
            ("пример@почта.example", Some("пример@почта.example")),
            ("a.b+c@x-y.ru", Some("a.b+c@x-y.ru")),
            ("a@b", None),
            ("a@b..ru", None),
            (".a@b.ru", None),
            ("a b@c.ru", None),
            ("a@b@c.ru", None),
            ("a@-b.ru", None),
            ("@b.ru", None),
        ] {
            assert_eq!(
                email(text).ok().map(String::from).as_deref(),
                mailed,
                "{text}"
            );
        }
    }

    #[test]
    fn a_short_postal_index_says_how_short() {
        let fault = postal_index("44500").unwrap_err();
        assert_eq!(fault.code, "postal_index_length");
        assert_eq!(fault.args["expected"], "6");
        assert_eq!(fault.args["actual"], "5");
        assert_eq!(postal_index(" 445011 ").unwrap().as_str(), "445011");
        assert_eq!(code(postal_index("44501а")), "postal_index_digits");
    }

    #[test]
    fn personal_accounts_have_the_digits_that_the_setting_says() {
        assert_eq!(
            personal_account("6300 0012 3456", 12).unwrap().as_str(),
            "630000123456"
        );
        assert_eq!(
            code(personal_account("6300", 12)),
            "personal_account_length"
        );
        assert_eq!(
            code(personal_account("6300 0012 345А", 12)),
            "personal_account_digits"
        );
    }

    #[test]
    fn free_text_has_bounds() {
        assert_eq!(free_text("  да\r\nнет ", 10).unwrap(), "да\nнет");
        assert_eq!(code(free_text(" \n ", 10)), "required");
        assert_eq!(code(free_text("двенадцать!", 10)), "too_long");
        assert_eq!(code(free_text("a\u{0}b", 10)), "control_symbols");
    }

    #[test]
    fn a_passphrase_has_a_shortest_length() {
        assert_eq!(passphrase(" свет в окне ", 11).unwrap(), "свет в окне");
        assert_eq!(code(passphrase("свет в окне", 12)), "passphrase_short");
        assert_eq!(code(passphrase("  ", 12)), "required");
        assert_eq!(
            code(passphrase("свет\nв окне горит", 12)),
            "control_symbols"
        );
        assert_eq!(code(passphrase(&"ж".repeat(201), 12)), "too_long");
    }

    #[test]
    fn receipt_is_not_in_the_future_and_an_old_one_is_asked_again() {
        let today = NaiveDate::from_ymd_opt(2026, 10, 30).unwrap();
        let warned = |text| {
            received_on(text, today, 30)
                .unwrap()
                .warning
                .map(|fault| fault.code)
        };
        assert_eq!(warned("30.10.2026"), None);
        assert_eq!(warned("30.09.2026"), None);
        assert_eq!(warned("29.09.2026").as_deref(), Some("received_long_ago"));
        assert_eq!(
            code(received_on("31.10.2026", today, 30)),
            "received_in_future"
        );
        assert_eq!(code(received_on("30.10.1899", today, 30)), "date_range");
        assert_eq!(code(received_on("вчера", today, 30)), "date_format");
    }

    proptest! {
        #[test]
        fn one_wrong_digit_of_an_inn_is_nearly_always_found(place in 0..9_usize, digit in 0..10_u32) {
            // Weights and modulus 11 find all of them; only "mod 10" of a remainder of 10 hides one.
            let right = [7, 8, 3, 0, 0, 0, 2, 2, 9, 3];
            let mut typed = right;
            typed[place] = digit;
            let sum = weighted(&typed, &INN10) % 11;
            let hidden = sum % 10 == right[9];
            prop_assert_eq!(inn(&joined(&typed)).is_ok(), hidden);
        }

        #[test]
        fn nothing_typed_makes_a_check_fall(text in ".{0,30}") {
            drop((inn(&text), kpp(&text), ogrn(&text), snils(&text), bank_account(&text, &text)));
            drop((phone(&text), postal_index(&text), personal_account(&text, 12), email(&text), civil_date(&text)));
        }
    }
}

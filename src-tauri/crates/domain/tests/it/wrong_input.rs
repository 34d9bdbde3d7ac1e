//! Every field of the domain's notes (§4) typed wrong in every way: each has the code whose words say
//! what is right, and no argument ever carries what was typed.

use chrono::NaiveDate;
use stoika_domain::check::{self, Fault};

/// What is typed into every field alike: nothing of it is a value of any.
const NONSENSE: &[&str] = &[
    "абв",
    "12O4",
    "١٢٣٤٥٦",
    "１２３４５６",
    "😀",
    "\u{202e}123456",
    "12\u{0}34",
    "'; DROP TABLE entry; --",
    "12,34",
    "+12",
    "1e9",
    "0x1F",
];

#[track_caller]
fn told<T: std::fmt::Debug>(
    check: impl Fn(&str) -> Result<T, Fault>,
    right: &[&str],
    wrong: &[(&str, &str)],
) {
    for typed in right {
        assert!(check(typed).is_ok(), "{typed:?}");
    }
    for (typed, code) in wrong {
        let fault = check(typed).unwrap_err();
        assert_eq!(&fault.code, code, "{typed:?}");
        for value in fault.args.values() {
            assert!(
                value
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'/'),
                "{typed:?}: {value}"
            );
        }
    }
}

#[track_caller]
fn never_taken<T: std::fmt::Debug>(check: impl Fn(&str) -> Result<T, Fault>) {
    let long = "7".repeat(10_000);
    for typed in NONSENSE.iter().copied().chain([long.as_str()]) {
        let fault = check(typed).unwrap_err();
        assert!(!fault.code.is_empty());
        assert!(fault.args.values().all(|value| !value.contains(typed)));
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn numbers_of_an_organisation() {
    told(
        check::inn,
        &["7830002293", "78 3000 2293", "500100732259"],
        &[
            ("", "inn_length"),
            ("783000229", "inn_length"),
            ("78300022930", "inn_length"),
            ("5001007322590", "inn_length"),
            ("7830002294", "inn_check"),
            ("500100732258", "inn_check"),
            ("500100732269", "inn_check"),
            ("000000000000", "inn_check"),
            ("78З0002293", "inn_digits"),
        ],
    );
    told(
        check::kpp,
        &["631601001", "6316AB001", "6316ab001"],
        &[
            ("", "kpp_length"),
            ("63160100", "kpp_length"),
            ("6316010011", "kpp_length"),
            ("6316АБ001", "kpp_format"),
            ("6316-1001", "kpp_format"),
            ("631601O01", "kpp_format"),
        ],
    );
    told(
        check::ogrn,
        &["1027700132195", "304500116000157"],
        &[
            ("", "ogrn_length"),
            ("102770013219", "ogrn_length"),
            ("10277001321951", "ogrn_length"),
            ("1027700132196", "ogrn_check"),
            ("304500116000158", "ogrn_check"),
            ("000000000000000", "ogrn_check"),
            ("10277OO132195", "ogrn_digits"),
        ],
    );
    never_taken(check::inn);
    never_taken(check::kpp);
    never_taken(check::ogrn);
}

#[test]
fn numbers_of_a_person_and_of_a_bank() {
    told(
        check::snils,
        &["112-233-445 95", "11223344595", "001-001-998 00"],
        &[
            ("", "snils_length"),
            ("112-233-445 9", "snils_length"),
            ("112-233-445 955", "snils_length"),
            ("112-233-445 59", "snils_check"),
            ("113-233-445 95", "snils_check"),
            ("112_233_445 95", "snils_digits"),
        ],
    );
    let (bik, account) = ("049805746", "40602810700000000025");
    told(
        |typed| check::bank_account(bik, typed),
        &[account, "4060 2810 7000 0000 0025"],
        &[
            ("", "account_length"),
            ("4060281070000000002", "account_length"),
            ("406028107000000000250", "account_length"),
            ("40602810700000000026", "account_check"),
            ("40602810A00000000025", "account_digits"),
        ],
    );
    told(
        |typed| check::bank_account(typed, account),
        &[bik],
        &[
            ("", "bik_length"),
            ("04980574", "bik_length"),
            ("0498057466", "bik_length"),
            ("049805747", "account_check"),
            ("04980574б", "bik_digits"),
        ],
    );
    never_taken(check::snils);
    never_taken(|typed| check::bank_account(bik, typed));
    never_taken(|typed| check::bank_account(typed, account));
}

#[test]
fn contacts_and_the_personal_account() {
    told(
        check::phone,
        &["8 (846) 340-39-64", "+7.900.123.45.12", "9001234512"],
        &[
            ("", "phone_length"),
            ("340-39-64", "phone_length"),
            ("8 900 123 45 123", "phone_length"),
            ("9 900 123 45 12", "phone_length"),
            ("+375 29 123 45 67", "phone_length"),
            ("8 900 123 45 1О", "phone_format"),
            ("8 900 123-45-12, 13", "phone_format"),
        ],
    );
    told(
        check::postal_index,
        &["443001", " 446300 "],
        &[
            ("", "postal_index_length"),
            ("44300", "postal_index_length"),
            ("4430011", "postal_index_length"),
            ("443 001", "postal_index_digits"),
            ("44З001", "postal_index_digits"),
        ],
    );
    let account = |typed: &str| check::personal_account(typed, 12);
    told(
        account,
        &["630000123456", "6300 0012 3456"],
        &[
            ("", "personal_account_length"),
            ("63000012345", "personal_account_length"),
            ("6300001234567", "personal_account_length"),
            ("63OO00123456", "personal_account_digits"),
        ],
    );
    let fault = account("63OO00123456").unwrap_err();
    assert_eq!(fault.args["expected"], "12");
    let long = format!("{}@почта.рф", "а".repeat(65));
    told(
        check::email,
        &["anna@почта.рф", "A.B@Mail.Example"],
        &[
            ("", "email_format"),
            ("anna", "email_format"),
            ("anna@", "email_format"),
            ("anna@mail", "email_format"),
            ("anna@mail..ru", "email_format"),
            ("anna@mail.ru, oleg@mail.ru", "email_format"),
            ("Анна <anna@mail.ru>", "email_format"),
            ("anna@mail.ru\nBcc: all@mail.ru", "email_format"),
            (long.as_str(), "email_format"),
        ],
    );
    never_taken(check::phone);
    never_taken(check::postal_index);
    never_taken(account);
    never_taken(check::email);
}

#[test]
fn dates_of_1900_and_2100_and_dates_that_are_none() {
    let today = day("2026-10-30");
    told(
        check::civil_date,
        &["01.01.1900", "31.12.2100", "2026-10-30", "1.2.26"],
        &[
            ("", "date_format"),
            ("31.12.1899", "date_range"),
            ("01.01.2101", "date_range"),
            ("0202-10-30", "date_range"),
            ("31.02.2026", "date_format"),
            ("29.02.2027", "date_format"),
            ("29.02.1900", "date_format"),
            ("00.01.2026", "date_format"),
            ("01.13.2026", "date_format"),
            ("30/10/2026", "date_format"),
            ("30.10", "date_format"),
            ("30.10.20266", "date_format"),
        ],
    );
    let fault = check::civil_date("31.12.1899").unwrap_err();
    assert_eq!(
        (fault.args["from"].as_str(), fault.args["to"].as_str()),
        ("1900", "2100")
    );
    told(
        |typed| check::received_on(typed, today, 30).map(|read| read.date),
        &["01.01.1900", "30.10.2026"],
        &[("31.12.1899", "date_range")],
    );
    for typed in ["31.10.2026", "31.12.2100"] {
        let fault = check::received_on(typed, today, 30).unwrap_err();
        assert_eq!(fault.code, "received_in_future");
    }
    let old = check::received_on("01.01.1900", today, 30).unwrap();
    assert_eq!(old.warning.unwrap().args["days"], "46323");
    told(
        |typed| check::past_date(typed, today),
        &["01.01.1900", "30.10.2026"],
        &[
            ("31.10.2026", "date_in_future"),
            ("31.12.2100", "date_in_future"),
            ("01.01.2101", "date_range"),
        ],
    );
    told(
        |typed| check::date_ahead(typed, today),
        &["30.10.2026", "30.10.2027"],
        &[
            (" ", "required"),
            ("29.10.2026", "date_past"),
            ("01.01.1900", "date_past"),
            ("31.10.2027", "date_far"),
            ("31.12.2100", "date_far"),
            ("01.01.2101", "date_range"),
        ],
    );
    never_taken(check::civil_date);
    never_taken(|typed| check::date_ahead(typed, today));
}

#[test]
fn times_of_the_day() {
    told(
        check::time,
        &["14:30", "9.05", "14", "00:00", " 23:59 "],
        &[
            ("", "time_invalid"),
            ("24:00", "time_invalid"),
            ("14:60", "time_invalid"),
            ("-1:00", "time_invalid"),
            ("+9:00", "time_invalid"),
            ("14:", "time_invalid"),
            (":30", "time_invalid"),
            ("14:30:00", "time_invalid"),
            ("1430", "time_invalid"),
        ],
    );
    never_taken(check::time);
}

#[test]
fn free_text_keeps_every_script_and_no_control_symbol() {
    let text = |typed: &str| check::free_text(typed, 40);
    let longest = "ё".repeat(40);
    let too_long = "ё".repeat(41);
    told(
        text,
        &[
            "Ғабдулла",
            "😀 спасибо",
            "строка\nи ещё",
            "'; DROP TABLE entry; --",
            longest.as_str(),
        ],
        &[
            ("", "required"),
            (" \t\n\u{a0}", "required"),
            ("а\u{0}б", "control_symbols"),
            ("а\u{1b}[31mб", "control_symbols"),
            ("а\u{7f}б", "control_symbols"),
            ("а\u{85}б", "control_symbols"),
            (too_long.as_str(), "too_long"),
        ],
    );
    let fault = text(&too_long).unwrap_err();
    assert_eq!(
        (
            fault.args["expected"].as_str(),
            fault.args["actual"].as_str()
        ),
        ("40", "41")
    );
}

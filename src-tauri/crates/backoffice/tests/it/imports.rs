//! Files of other systems: what they bring, bad rows, the same file twice, two at a time.

use std::fmt::Write as _;

use stoika_backoffice::{CentreError, Database};
use stoika_domain::directory::{
    self, Account, Contract, ContractKind, Ledger, Party, PartyRepresentative, Supply, SupplyState,
    kind,
};
use stoika_protocol::HistoryId;

use crate::commands::Desk;

const CUSTOMERS: &str = "id;office;kind;name;phone;inn;kpp;representatives;notification;consent_on\n\
    1;otradny;citizen;Примерова Анна Сергеевна;8 900 000-00-01;;;;sms;2025-09-02\n\
    2;otradny;legal_entity;ООО «Пример»;;7830002293;783001001;Примеров Иван|устав||Добрая Мария|доверенность № 5|31.12.2027;;\n";
const ACCOUNTS: &str = "number,party,office,object,locality,street,house,flat,tariff_since,price_t1,price_t2,area,supply,supply_since,supply_reason\n\
    630000000001,1,otradny,квартира,г. Отрадный,ул. Ленина,5,12,01.10.2026,8.20,\"4,17\",54.3,limited,2026-11-02,задолженность\n\
    630000000002,1,kinel,дача,с. Богатое,ул. Садовая,7,,2026-10-01,6.95,,,,,\n\
    630000000003,2,otradny,магазин,г. Отрадный,ул. Ленина,6,,2026-10-01,10.12,,,on,2020-01-01,\n";
const CONTRACTS: &str = "number;party;office;kind;concluded_on;price_category;voltage;max_power_kw;state_contract\n\
    63-Э-17;2;otradny;supply;2019-02-01;3;nn;150;yes\n";
const METERS: &str = "account;model;serial;zone;value_kwh;read_on;source;check_due_on;digits\n\
    630000000001;Нева МТ 114;00012345;T2;310;2026-11-01;cabinet;2031-05-01;6\n\
    630000000001;Нева МТ 114;00012345;T1;640;2026-11-01;cabinet;2031-05-01;6\n";
const CHARGES: &str = "account;month;used_kwh;charged;penalty\n\
    630000000001;2026-10-01;120;834,00;1.50\n\
    630000000001;2026-09-01;110;764.50;\n";
const PAYMENTS: &str = "account;paid_on;amount;way\n\
    630000000001;2026-10-12;764.50;bank\n\
    630000000001;2026-11-10;800;cash\n";

const FILES: [(&str, &str); 6] = [
    ("customers", CUSTOMERS),
    ("accounts", ACCOUNTS),
    ("contracts", CONTRACTS),
    ("meters", METERS),
    ("charges", CHARGES),
    ("payments", PAYMENTS),
];

fn import(desk: &Desk, kind: &str, bytes: &[u8]) -> String {
    let file = desk.file(&format!("{kind}.csv"), bytes);
    desk.ok(&["import", kind, &file])
}

fn all(desk: &Desk) -> Vec<String> {
    FILES
        .into_iter()
        .map(|(kind, text)| import(desk, kind, text.as_bytes()))
        .collect()
}

fn row<T: serde::de::DeserializeOwned>(desk: &Desk, kind: &str, key: &str) -> (String, T) {
    let database = Database::open(&desk.data(), HistoryId([0; 16])).unwrap();
    let (scope, data) = database.directory_row(kind, key).unwrap().unwrap();
    (scope, directory::decode(&data).unwrap())
}

#[test]
fn what_the_files_say_stands_in_the_directory() {
    let desk = Desk::published();
    all(&desk);
    let (scope, anna): (_, Party) = row(&desk, kind::PARTY, "1");
    assert_eq!(scope, "*", "her accounts lie in two offices");
    assert_eq!(anna.accounts, ["630000000001", "630000000002"]);
    assert_eq!(anna.phone.as_deref(), Some("+79000000001"));
    assert_eq!(anna.consent.unwrap().given_on.to_string(), "2025-09-02");
    let (scope, firm): (_, Party) = row(&desk, kind::PARTY, "2");
    assert_eq!(
        (scope.as_str(), firm.kpp.as_deref()),
        ("otradny", Some("783001001"))
    );
    assert_eq!(
        firm.representatives[1],
        PartyRepresentative {
            name: "Добрая Мария".to_owned(),
            authority: "доверенность № 5".to_owned(),
            valid_to: "2027-12-31".parse().ok(),
        }
    );
    let (_, flat): (_, Account) = row(&desk, kind::ACCOUNT, "630000000001");
    assert_eq!(flat.area_tenths_m2, Some(543));
    assert_eq!(flat.tariff.prices[1], ("T2".to_owned(), 417));
    assert_eq!(
        flat.supply,
        Some(Supply {
            state: SupplyState::Limited,
            since: "2026-11-02".parse().unwrap(),
            reason: Some("задолженность".to_owned()),
        })
    );
    assert_eq!(flat.meters.len(), 1);
    assert_eq!(flat.meters[0].digits, Some(6));
    let zones: Vec<_> = flat.meters[0].readings.iter().map(|it| &it.zone).collect();
    assert_eq!(zones, ["T1", "T2"]);
    let (_, contract): (_, Contract) = row(&desk, kind::CONTRACT, "63-Э-17");
    assert_eq!(
        (contract.kind, contract.state_contract),
        (ContractKind::Supply, true)
    );
    let (_, ledger): (_, Ledger) = row(&desk, kind::LEDGER, "630000000001");
    assert_eq!(
        ledger.balance_kopecks,
        76_450 + 83_400 + 150 - 76_450 - 80_000
    );
    assert_eq!((ledger.months.len(), ledger.payments.len()), (3, 2));
}

#[test]
fn the_same_files_change_nothing() {
    let desk = Desk::published();
    let first = all(&desk);
    let changed = [2, 5, 1, 1, 1, 1];
    for (line, changed) in first.iter().zip(changed) {
        // Three accounts, and the two customers who hold them now.
        let expected = format!("{changed} rows changed, 0 unchanged, 0 bad");
        assert!(line.starts_with(&expected), "{first:?}");
    }
    for line in all(&desk) {
        assert!(line.starts_with("0 rows changed"), "{line}");
    }
    let status = desk.json(&["status", "--json"]);
    assert_eq!(status["directory"]["account"], 3);
    assert_eq!(status["directory"]["party"], 2);
    // One row changes: a nightly file.
    let new_phone = CUSTOMERS.replace("00-01", "00-02");
    let line = import(&desk, "customers", new_phone.as_bytes());
    assert!(line.starts_with("1 rows changed, 1 unchanged"), "{line}");
}

#[test]
fn an_account_may_change_hands_and_offices() {
    let desk = Desk::published();
    all(&desk);
    let moved = ACCOUNTS.replace("630000000001,1,otradny", "630000000001,2,kinel");
    import(&desk, "accounts", moved.as_bytes());
    let (scope, anna): (_, Party) = row(&desk, kind::PARTY, "1");
    assert_eq!((scope.as_str(), anna.accounts.len()), ("kinel", 1));
    let (scope, firm): (_, Party) = row(&desk, kind::PARTY, "2");
    assert_eq!((scope.as_str(), firm.accounts.len()), ("*", 2));
    let (scope, account): (_, Account) = row(&desk, kind::ACCOUNT, "630000000001");
    assert_eq!((scope.as_str(), account.meters.len()), ("kinel", 1));
    let (scope, _): (_, Ledger) = row(&desk, kind::LEDGER, "630000000001");
    assert_eq!(scope, "kinel");
    let status = desk.json(&["status", "--json"]);
    assert_eq!(status["directory"]["ledger"], 1);
}

#[test]
fn windows_1251_is_read_as_well() {
    let desk = Desk::published();
    import(&desk, "customers", CUSTOMERS.as_bytes());
    let (bytes, _, lost) = encoding_rs::WINDOWS_1251.encode(CUSTOMERS);
    assert!(!lost);
    let again = import(&desk, "customers", &bytes);
    assert!(again.starts_with("0 rows changed, 2 unchanged"), "{again}");
    let marked = ["\u{feff}", CUSTOMERS].concat();
    let again = import(&desk, "customers", marked.as_bytes());
    assert!(again.starts_with("0 rows changed, 2 unchanged"), "{again}");
}

const BAD: &str = "id;office;kind;name;phone;inn;consent_on\n\
    1;otradny;citizen;Примерова Анна Сергеевна;12;;\n\
    2;nowhere;citizen;Примерова Анна Сергеевна;;;\n\
    3;otradny;cat;Кот;;;\n\
    7;otradny;citizen;;;;\n\
    5;otradny;legal_entity;ООО «Пример»;;1234567890;\n\
    6;otradny;citizen;Добрая Мария Ивановна;;;\n\
    6;otradny;citizen;Другая Мария Ивановна;;;\n\
    8;otradny;citizen;\"Недобрая Мария;;;\n\
    9;otradny;citizen\n\
    10;otradny;citizen;Рано Иван;;;1900-01-01\n\
    11;otradny;citizen;Поздно Иван;;;2100-01-01\n\
    12;otradny;citizen;Завтра Иван;;;2027-01-01\n";
const BAD_TOLD: &str = "\
line 2: phone: a phone has 10 digits after +7 [phone_length]
line 3: office: no such office is published [office_unknown]
line 4: kind: citizen, legal_entity, sole_trader, utility_provider, state_customer, reseller or network_company [kind_unknown]
line 5: name: a value must be there [empty]
line 6: inn: check digits of the ИНН are wrong [inn_check]
line 8: id: the same key stood in the file before [double]
line 9: row: quotes are not closed, or something follows them [quotes]
line 10: row: more or fewer values than columns [row_length]
line 11: consent_on: a date from 1950 to 2099 [date_range]
line 12: consent_on: a date from 1950 to 2099 [date_range]
line 13: consent_on: this date lies in the future [date_in_future]
";

#[test]
fn bad_rows_are_told_and_the_good_ones_go_in_unless_strict() {
    let desk = Desk::published();
    let file = desk.file("bad.csv", BAD.as_bytes());
    let before = desk.json(&["status", "--json"])["directory_position"].clone();
    let (out, outcome) = desk.run(&["import", "customers", &file, "--strict"]);
    assert_eq!(out, BAD_TOLD);
    let error = outcome.unwrap_err();
    assert_eq!(error.to_string(), "11 bad rows; nothing was imported");
    assert_eq!(error.exit_code(), 1);
    let status = desk.json(&["status", "--json"]);
    assert_eq!(status["directory"].get("party"), None);
    assert_eq!(status["directory_position"], before);
    let (out, outcome) = desk.run(&["import", "customers", &file]);
    assert_eq!(outcome.unwrap_err().exit_code(), 3);
    let rest = out.strip_prefix(BAD_TOLD).unwrap();
    assert!(
        rest.starts_with("1 rows changed, 0 unchanged, 11 bad"),
        "{rest}"
    );
    let (_, kept): (_, Party) = row(&desk, kind::PARTY, "6");
    assert_eq!(kept.name, "Добрая Мария Ивановна");
    // A file with no bad row is not stopped by --strict.
    let file = desk.file("good.csv", CUSTOMERS.as_bytes());
    desk.ok(&["import", "customers", &file, "--strict"]);
}

#[test]
fn very_many_bad_rows_are_counted_not_told() {
    let desk = Desk::published();
    let mut text = "id;office;kind;name\n".to_owned();
    for id in 0..1500 {
        writeln!(text, "{id};nowhere;citizen;Примерова Анна").unwrap();
    }
    let file = desk.file("bad.csv", text.as_bytes());
    let (out, outcome) = desk.run(&["import", "customers", &file]);
    assert!(matches!(outcome, Err(CentreError::PassedBy(1500))));
    assert_eq!(out.lines().count(), 1002);
    assert!(out.contains("\nand 500 more\n"));
}

#[test]
fn a_file_of_another_shape_is_refused_by_its_header() {
    let desk = Desk::published();
    let wide: Vec<u8> = "\u{feff}id;name\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (dos, _, _) = encoding_rs::IBM866.encode(CUSTOMERS);
    let cases: [(&[u8], &str); 5] = [
        (
            b"id;office;nome;id\n1;otradny;x\n",
            "line 1: nome: no such column for this kind of file [column_unknown]\n\
             line 1: id: this column stands there twice [column_twice]\n\
             line 1: kind: this column must be there [column_missing]\n\
             line 1: name: this column must be there [column_missing]\n",
        ),
        (
            b"",
            "line 1: row: the file is empty: the first line names the columns [header_missing]\n",
        ),
        (
            &wide,
            "line 1: row: UTF-16: save the file as UTF-8 or Windows-1251 [encoding_utf16]\n",
        ),
        (
            &dos,
            "line 1: row: neither UTF-8 nor Windows-1251 [encoding]\n",
        ),
        (
            &[b"PK\x03\x04\0\0\0".as_slice(), &[0; 100]].concat(),
            "line 1: row: neither UTF-8 nor Windows-1251 [encoding]\n",
        ),
    ];
    for (bytes, expected) in cases {
        let file = desk.file("customers.csv", bytes);
        let (out, outcome) = desk.run(&["import", "customers", &file]);
        assert_eq!(outcome.unwrap_err().exit_code(), 1, "{expected}");
        assert_eq!(out, expected);
    }
    let error = desk
        .error(&["import", "customers", "nowhere.csv"])
        .to_string();
    assert!(error.starts_with("nowhere.csv: "), "{error}");
}

#[test]
fn a_line_of_ten_megabytes_is_one_bad_row() {
    let desk = Desk::published();
    let mut bytes = b"id;office;kind;name\n1;otradny;citizen;".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 10 * 1024 * 1024));
    bytes.extend("\n2;otradny;citizen;Добрая Мария\n".as_bytes());
    let file = desk.file("long.csv", &bytes);
    let (out, outcome) = desk.run(&["import", "customers", &file]);
    assert!(matches!(outcome, Err(CentreError::PassedBy(1))));
    assert!(
        out.starts_with("line 2: row: a line has at most 64 KB [line_too_long]\n1 rows changed")
    );
}

#[test]
fn rows_that_name_what_is_not_there_are_bad() {
    let desk = Desk::published();
    all(&desk);
    let cases = [
        (
            "accounts",
            ACCOUNTS.replace("002,1,", "002,77,"),
            "line 3: party",
            "party_unknown",
        ),
        (
            "accounts",
            ACCOUNTS.replace("6.95", "6.955"),
            "line 3: price_t1",
            "money_format",
        ),
        (
            "accounts",
            ACCOUNTS.replace("54.3", "54.33"),
            "line 2: area",
            "area_format",
        ),
        (
            "accounts",
            ACCOUNTS.replace("limited", "maybe"),
            "line 2: supply",
            "supply_unknown",
        ),
        (
            "contracts",
            CONTRACTS.replace(";2;", ";77;"),
            "line 2: party",
            "party_unknown",
        ),
        (
            "contracts",
            CONTRACTS.replace(";3;nn", ";7;nn"),
            "line 2: price_category",
            "price_category_range",
        ),
        (
            "contracts",
            CONTRACTS.replace(";nn;", ";mv;"),
            "line 2: voltage",
            "voltage_unknown",
        ),
        (
            "meters",
            METERS.replace("001;Нева МТ 114;00012345;T1", "009;М;1;T1"),
            "line 3: account",
            "account_unknown",
        ),
        (
            "meters",
            METERS.replace(";T1;", ";T2;"),
            "line 3: zone",
            "double",
        ),
        (
            "meters",
            METERS.replace(";T1;", ";T9;"),
            "line 3: zone",
            "zone_unknown",
        ),
        (
            "charges",
            CHARGES.replace("2026-09-01", "2026-09-02"),
            "line 3: month",
            "not_first_of_month",
        ),
        (
            "charges",
            CHARGES.replace("2026-09-01", "2026-10-01"),
            "line 3: month",
            "double",
        ),
        (
            "payments",
            PAYMENTS.replace("cash", "bonds"),
            "line 3: way",
            "way_unknown",
        ),
        (
            "payments",
            PAYMENTS.replace("2026-11-10", "2026-12-10"),
            "line 3: paid_on",
            "date_in_future",
        ),
        (
            "customers",
            CUSTOMERS.replace("31.12.2027", "01.01.2100"),
            "line 3: representatives",
            "date_range",
        ),
        (
            "customers",
            CUSTOMERS.replace("устав", ""),
            "line 3: representatives",
            "representatives_format",
        ),
    ];
    for (kind, text, place, reason) in cases {
        let file = desk.file("case.csv", text.as_bytes());
        let (out, outcome) = desk.run(&["import", kind, &file, "--strict"]);
        assert!(outcome.is_err());
        let told =
            out.starts_with(&format!("{place}: ")) && out.ends_with(&format!(" [{reason}]\n"));
        assert!(told && out.lines().count() == 1, "{place} {reason}: {out}");
    }
}

#[test]
fn one_import_at_a_time() {
    let desk = Desk::published();
    let file = desk.file("customers.csv", CUSTOMERS.as_bytes());
    let lock = std::fs::File::create(desk.data().join("import.lock")).unwrap();
    lock.lock().unwrap();
    let error = desk.error(&["import", "customers", &file]).to_string();
    assert!(error.contains("another import is running"), "{error}");
    drop(lock);
    desk.ok(&["import", "customers", &file]);
    assert!(!desk.data().join("import.staged").exists());
}

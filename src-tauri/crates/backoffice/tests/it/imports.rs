//! Files of other systems: encodings, bad rows, the same file twice.

use crate::commands::Desk;

const PARTIES: &str = "id;office;kind;name;phone;inn\n\
    1;otradny;citizen;Примерова Анна Сергеевна;8 900 000-00-01;\n\
    2;otradny;legal_entity;ООО «Пример»;;7830002293\n";
const ACCOUNTS: &str = "number,party,office,object,locality,street,house,flat,tariff_since,price_t1,price_t2,area\n\
    630000000001,1,otradny,квартира,г. Отрадный,ул. Ленина,5,12,01.10.2026,8.20,\"4,17\",54.3\n\
    630000000002,1,kinel,дача,с. Богатое,ул. Садовая,7,,2026-10-01,6.95,,\n\
    630000000003,2,otradny,магазин,г. Отрадный,ул. Ленина,6,,2026-10-01,10.12,,\n";
const METERS: &str = "account;model;serial;zone;value_kwh;read_on;source\n\
    630000000001;Нева МТ 114;00012345;T2;310;2026-11-01;cabinet\n\
    630000000001;Нева МТ 114;00012345;T1;640;2026-11-01;cabinet\n";
const LEDGERS: &str = "account;month;used_kwh;charged;paid;balance;as_of\n\
    630000000001;2026-10-01;120;834,00;800;34.00;2026-11-20T20:00:00Z\n\
    630000000001;2026-09-01;110;764.50;764.50;34.00;2026-11-20T20:00:00Z\n";

fn import(desk: &Desk, kind: &str, bytes: &[u8]) -> String {
    let file = desk.file(&format!("{kind}.csv"), bytes);
    desk.ok(&["import", kind, &file])
}

fn all(desk: &Desk) -> Vec<String> {
    let files = [
        ("parties", PARTIES),
        ("accounts", ACCOUNTS),
        ("meters", METERS),
        ("ledgers", LEDGERS),
    ];
    files
        .into_iter()
        .map(|(kind, text)| import(desk, kind, text.as_bytes()))
        .collect()
}

#[test]
fn the_same_files_change_nothing() {
    let desk = Desk::published();
    let first = all(&desk);
    assert!(
        first[0].starts_with("2 rows changed, 0 unchanged, 0 bad"),
        "{first:?}"
    );
    // Three accounts, and the two customers who hold them now.
    assert!(
        first[1].starts_with("5 rows changed, 0 unchanged, 0 bad"),
        "{first:?}"
    );
    assert!(first[2].starts_with("1 rows changed"), "{first:?}");
    assert!(first[3].starts_with("1 rows changed"), "{first:?}");
    for line in all(&desk) {
        assert!(line.starts_with("0 rows changed"), "{line}");
    }
    let status = desk.json(&["status", "--json"]);
    assert_eq!(status["directory"]["account"], 3);
    assert_eq!(status["directory"]["party"], 2);
}

#[test]
fn windows_1251_is_read_as_well() {
    let desk = Desk::published();
    import(&desk, "parties", PARTIES.as_bytes());
    let (bytes, _, lost) = encoding_rs::WINDOWS_1251.encode(PARTIES);
    assert!(!lost);
    let again = import(&desk, "parties", &bytes);
    assert!(again.starts_with("0 rows changed, 2 unchanged"), "{again}");
    let marked = ["\u{feff}", PARTIES].concat();
    let again = import(&desk, "parties", marked.as_bytes());
    assert!(again.starts_with("0 rows changed, 2 unchanged"), "{again}");
}

#[test]
fn bad_rows_are_named_and_nothing_is_imported() {
    let desk = Desk::published();
    let file = desk.file(
        "bad.csv",
        "id;office;kind;name;phone;inn\n\
         1;otradny;citizen;Примерова Анна Сергеевна;12;\n\
         2;nowhere;citizen;Примерова Анна Сергеевна;;\n\
         3;otradny;cat;Кот;;\n\
         3;otradny;citizen;;;\n\
         5;otradny;legal_entity;ООО «Пример»;;1234567890\n\
         6;otradny;citizen;Добрая Мария Ивановна;;\n"
            .as_bytes(),
    );
    let (out, outcome) = desk.run(&["import", "parties", &file]);
    assert!(outcome.is_err());
    assert_eq!(
        out,
        "line 2: phone: phone_length\n\
         line 3: office: office_unknown\n\
         line 4: kind: kind_unknown\n\
         line 5: id: double\n\
         line 6: inn: inn_check\n"
    );
    let status = desk.json(&["status", "--json"]);
    assert_eq!(status["directory"].get("party"), None);
    let out = desk.ok(&["import", "parties", &file, "--skip-bad"]);
    assert!(
        out.ends_with("1 rows changed, 0 unchanged, 5 bad; position 12\n"),
        "{out}"
    );
}

#[test]
fn a_file_of_another_shape_is_refused_by_its_header() {
    let desk = Desk::published();
    let file = desk.file("parties.csv", b"id;office;nome\n1;otradny;x\n");
    let (out, outcome) = desk.run(&["import", "parties", &file]);
    assert!(outcome.is_err());
    assert_eq!(
        out,
        "line 1: nome: column_unknown\n\
         line 1: kind: column_missing\n\
         line 1: name: column_missing\n"
    );
    let file = desk.file("parties.csv", b"id;office;kind;name\n1;otradny;citizen\n");
    let (out, outcome) = desk.run(&["import", "parties", &file, "--skip-bad"]);
    assert!(outcome.is_ok());
    assert_eq!(out.lines().next(), Some("line 2: : row_length"));
}

#[test]
fn rows_that_name_what_is_not_there_are_bad() {
    let desk = Desk::published();
    import(&desk, "parties", PARTIES.as_bytes());
    import(&desk, "accounts", ACCOUNTS.as_bytes());
    let cases = [
        (
            "accounts",
            ACCOUNTS.replace("002,1,", "002,77,"),
            "line 3: party: party_unknown\n",
        ),
        (
            "accounts",
            ACCOUNTS.replace("6.95", "6.955"),
            "line 3: price_t1: money_format\n",
        ),
        (
            "meters",
            METERS.replace("001;Нева МТ 114;00012345;T1", "009;М;1;T1"),
            "line 3: account: account_unknown\n",
        ),
        (
            "meters",
            METERS.replace(";T1;", ";T2;"),
            "line 3: zone: double\n",
        ),
        (
            "ledgers",
            LEDGERS.replace("2026-09-01", "2026-09-02"),
            "line 3: month: not_first_of_month\n",
        ),
        (
            "ledgers",
            LEDGERS.replacen("34.00", "35.00", 1),
            "line 3: balance: differs_within_account\n",
        ),
    ];
    for (kind, text, expected) in cases {
        let file = desk.file("case.csv", text.as_bytes());
        let (out, outcome) = desk.run(&["import", kind, &file]);
        assert!(outcome.is_err());
        assert_eq!(out, expected);
    }
}

//! The files of a made-up population are files that the import takes, and say the same as its rows.

use stoika_backoffice::Database;
use stoika_backoffice::population::Town;
use stoika_domain::directory::{self, Account, Contract, Ledger, Party, kind};
use stoika_domain::standard;
use stoika_protocol::HistoryId;

use crate::commands::{Desk, standard as standard_dir};

const KINDS: [&str; 6] = [
    "customers",
    "accounts",
    "contracts",
    "meters",
    "charges",
    "payments",
];

fn written(desk: &Desk, seed: &str, name: &str) -> std::path::PathBuf {
    let out = desk.data().with_file_name(name);
    let out_text = out.display().to_string();
    let said = desk.ok(&[
        "population",
        "--accounts",
        "1500",
        "--seed",
        seed,
        "--out",
        &out_text,
        "--standard",
        &standard_dir(),
        "--today",
        "2026-11-23",
    ]);
    assert!(said.starts_with("1500 accounts"), "{said}");
    out
}

fn decoded<T: serde::de::DeserializeOwned>(database: &Database, kind: &str, key: &str) -> T {
    let (_, data) = database.directory_row(kind, key).unwrap().unwrap();
    directory::decode(&data).unwrap()
}

#[test]
fn what_is_imported_is_what_was_drawn() {
    let desk = Desk::published();
    let files = written(&desk, "1", "files");
    for kind in KINDS {
        let file = files.join(format!("{kind}.csv")).display().to_string();
        let said = desk.ok(&["import", kind, &file, "--strict"]);
        assert!(said.contains(" 0 bad"), "{kind}: {said}");
    }
    let status = desk.json(&["status", "--json"]);
    assert_eq!(status["directory"]["account"], 1500);
    assert_eq!(status["directory"]["ledger"], 1500);

    let json = std::fs::read_to_string(format!("{}/offices.json", standard_dir())).unwrap();
    let offices = standard::offices(&json).unwrap();
    let samara = &offices[0];
    let accounts = std::fs::read_to_string(files.join("accounts.csv")).unwrap();
    let count = accounts
        .matches(&format!(";{};", samara.id.as_str()))
        .count();
    assert!((600..900).contains(&count), "half of all: {count}");
    let database = Database::open(&desk.data(), HistoryId([0; 16])).unwrap();
    let town = Town::new(
        samara,
        u32::try_from(count).unwrap(),
        1000,
        "2026-11-23".parse().unwrap(),
    );
    for house in town {
        assert_eq!(
            decoded::<Party>(&database, kind::PARTY, &house.id),
            house.party
        );
        for holding in &house.holdings {
            let number = &holding.number;
            let mut account: Account = decoded(&database, kind::ACCOUNT, number);
            account.meters[0]
                .readings
                .sort_by(|a, b| a.zone.cmp(&b.zone));
            assert_eq!(account, holding.account);
            let ledger: Ledger = decoded(&database, kind::LEDGER, number);
            assert_eq!(ledger, holding.ledger());
            if let Some((key, contract)) = &holding.contract {
                assert_eq!(
                    decoded::<Contract>(&database, kind::CONTRACT, key),
                    *contract
                );
            }
        }
    }
}

#[test]
fn the_same_seed_writes_the_same_files() {
    let desk = Desk::published();
    let read = |folder: &std::path::Path, name: &str| std::fs::read(folder.join(name)).unwrap();
    let (one, same, other) = (
        written(&desk, "1", "one"),
        written(&desk, "1", "same"),
        written(&desk, "2", "other"),
    );
    for kind in KINDS {
        let name = format!("{kind}.csv");
        assert_eq!(read(&one, &name), read(&same, &name), "{kind}");
        assert_ne!(read(&one, &name), read(&other, &name), "{kind}");
    }
    let queries = String::from_utf8(read(&one, "queries.txt")).unwrap();
    assert_eq!(queries.lines().count(), 2000);
    assert!(queries.lines().any(|line| line.chars().count() == 1));
    assert!(queries.lines().any(|line| line.starts_with("63")));
}

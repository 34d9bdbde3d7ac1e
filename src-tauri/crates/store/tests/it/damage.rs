//! Wrong keys, damaged files, newer schemas: told apart, nothing half-written.

use stoika_store::{OpenParams, Replica, StoreError};

use crate::desk::{Desk, params, raw};

fn database(desk: &Desk) -> std::path::PathBuf {
    desk.root()
        .join("replica")
        .join(stoika_store::DATABASE_FILE)
}

fn filled() -> Desk {
    let mut desk = Desk::with_rules();
    for _ in 0..30 {
        desk.register("Небылицын Артём Дмитриевич", None).unwrap();
    }
    desk
}

#[test]
fn a_wrong_key_is_told_from_damage() {
    let Desk {
        folder, replica, ..
    } = filled();
    drop(replica);
    let params = params(folder.path(), 2);
    let wrong = OpenParams {
        key: [1; 32],
        ..params.clone()
    };
    let refused = Replica::open(&wrong).map(|(_, opened)| opened);
    assert!(matches!(refused, Err(StoreError::WrongKey)), "{refused:?}");
    Replica::open(&params).unwrap();

    let file = folder.path().join("replica/replica.db");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[100..200].fill(0);
    std::fs::write(&file, bytes).unwrap();
    assert!(matches!(Replica::open(&params), Err(StoreError::Corrupt)));
    let refused = Replica::open(&wrong).map(|(_, opened)| opened);
    assert!(matches!(refused, Err(StoreError::WrongKey)), "{refused:?}");
}

#[test]
fn nothing_readable_lies_on_the_disk() {
    let mut desk = Desk::new();
    desk.register("Небылицын Артём Дмитриевич", None).unwrap();
    let desk = desk.reopen();
    let needle = "Небылицын".as_bytes();
    for file in std::fs::read_dir(desk.root().join("replica")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(needle.len()).any(|window| window == needle));
        assert!(!bytes.starts_with(b"SQLite format 3"));
    }
}

#[test]
fn damage_inside_is_found_by_the_check() {
    let desk = filled();
    desk.replica.check().unwrap();
    let file = database(&desk);
    // Everything into the database file first, so that the damage is not mended by the log.
    raw(&desk.root())
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let page = 4096 * 12;
    bytes[page + 500..page + 520].fill(0x33);
    std::fs::write(&file, bytes).unwrap();
    let desk = desk.reopen();
    assert!(matches!(desk.replica.check(), Err(StoreError::Corrupt)));
}

#[test]
fn a_newer_database_is_not_touched() {
    let desk = filled();
    raw(&desk.root())
        .pragma_update(None, "user_version", 9_000)
        .unwrap();
    let Desk {
        folder, replica, ..
    } = desk;
    drop(replica);
    assert!(matches!(
        Replica::open(&params(folder.path(), 2)),
        Err(StoreError::Newer)
    ));
}

#[test]
fn a_reader_never_waits_for_the_writer() {
    let mut desk = filled();
    let conn = raw(&desk.root());
    conn.execute_batch("BEGIN IMMEDIATE; DELETE FROM entry;")
        .unwrap();
    // Another writer holds the lock and has not committed: readers see the last commit.
    assert_eq!(desk.replica.states().unwrap().len(), 30);
    assert_eq!(desk.replica.unsent(100).unwrap().len(), 30);
    conn.execute_batch("ROLLBACK").unwrap();
    desk.register("Небылицын", None).unwrap();
}

//! Released schemas upgrade to the fresh one, with a backup under the same key.

use std::path::{Path, PathBuf};

use stoika_store::{Opened, Replica};

use crate::desk::{Desk, params, raw};
use crate::journal::copy;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../fixtures/schemas")
}

fn schema(conn: &rusqlite::Connection) -> Vec<String> {
    let mut statement = conn
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search_fts_%' ORDER BY type, name")
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn every_released_schema_upgrades_to_the_fresh_one() {
    let fresh = Desk::new();
    let expected = schema(&raw(&fresh.root()));
    let mut seen = 0;
    for file in std::fs::read_dir(fixtures()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Some(version) = name.strip_prefix("store-") else {
            continue;
        };
        let version: i64 = version.parse().unwrap();
        let disk = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(disk.path().join("replica")).unwrap();
        {
            let conn = raw(disk.path());
            conn.execute_batch(&std::fs::read_to_string(&path).unwrap())
                .unwrap();
            conn.pragma_update(None, "user_version", version).unwrap();
        }
        let (replica, opened) = Replica::open(&params(disk.path(), 3)).unwrap();
        assert_eq!(schema(&raw(disk.path())), expected, "{name}");
        // What the older program had written is there.
        assert_eq!(
            opened,
            Opened::Restored {
                mark_seq: None,
                db_seq: 1
            },
            "{name}"
        );
        assert_eq!(replica.setting("kept").unwrap().as_deref(), Some("да"));
        assert_eq!(replica.standing().unwrap().former[0].head.seq, 1);
        assert_eq!(
            replica.load_progress().unwrap(),
            fresh.replica.load_progress().unwrap()
        );
        drop(replica);
        let backup = disk
            .path()
            .join(format!("replica/backup/replica-schema-{version}.db"));
        let upgraded = version == LATEST;
        assert_eq!(backup.exists(), !upgraded, "{name}");
        if backup.exists() {
            whole_under_the_same_key(&backup);
        }
        seen += 1;
    }
    assert_eq!(seen, LATEST);
}

/// Columns of the first schema.
const ENTRY: &str = "id, replica, seq, header_hash, act, aggregate, base_replica, base_seq, wall_time_ms,
  server_time_ms, kind, author, body_hash, salt, body, provisional, position, verdict, former_position";

/// A desk of an older program: its schema, what it wrote under this program's rules, its files.
fn older(version: i64) -> tempfile::TempDir {
    let disk = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(disk.path().join("replica")).unwrap();
    // Real entries come from a fresh desk; what later schemas added to their tables is empty there.
    let mut fresh = Desk::new();
    for _ in 0..5 {
        fresh.register("Небылицын Артём", None).unwrap();
    }
    let conn = raw(disk.path());
    let fixture = fixtures().join(format!("store-{version:04}.sql"));
    conn.execute_batch(&std::fs::read_to_string(fixture).unwrap())
        .unwrap();
    conn.pragma_update(None, "user_version", version).unwrap();
    let hex: String = crate::desk::KEY
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let path = fresh.root().join("replica/replica.db");
    conn.execute_batch(&format!(
        "PRAGMA foreign_keys = OFF;
         ATTACH DATABASE '{}' AS fresh KEY \"x'{hex}'\";
         DELETE FROM entry; DELETE FROM aggregate; DELETE FROM author; DELETE FROM replica;
         INSERT INTO entry ({ENTRY}) SELECT {ENTRY} FROM fresh.entry;
         INSERT INTO aggregate SELECT * FROM fresh.aggregate;
         INSERT INTO author SELECT * FROM fresh.author;
         INSERT INTO replica SELECT * FROM fresh.replica;
         DETACH DATABASE fresh;",
        path.display()
    ))
    .unwrap();
    disk
}

/// Every act of the older program goes out, once, whatever became of its name.
fn goes_out(replica: &Replica) -> usize {
    let standing = replica.standing().unwrap();
    let mut acts = std::collections::BTreeSet::new();
    for own in standing.former.iter().chain([&standing.current]) {
        for frame in replica
            .frames_after(&crate::desk::signer(), own.replica, 0, usize::MAX)
            .unwrap()
        {
            for (entry, _) in frame.open().unwrap().entries {
                assert!(acts.insert(entry.header.act));
            }
        }
    }
    acts.len()
}

#[test]
fn entries_of_an_older_program_that_were_not_sent_are_sent_by_this_one() {
    for version in 1..=LATEST {
        let disk = older(version);
        let (replica, _) = Replica::open(&params(disk.path(), 3)).unwrap();
        assert_eq!(goes_out(&replica), 5, "{version}");
        assert_eq!(replica.states().unwrap().len(), 5, "{version}");
    }
}

/// The power goes in the middle of the upgrade: whatever part of the log reached the disk.
#[test]
fn an_upgrade_cut_anywhere_is_done_by_the_next_start() {
    const LOG_HEADER_BYTES: usize = 32;
    const LOG_FRAME_BYTES: usize = 24 + 4096;
    let expected = schema(&raw(&Desk::new().root()));
    let disk = older(1);
    let (replica, _) = Replica::open(&params(disk.path(), 3)).unwrap();
    let log = std::fs::read(disk.path().join("replica/replica.db-wal")).unwrap();
    let frames = (log.len() - LOG_HEADER_BYTES) / LOG_FRAME_BYTES;
    assert!(frames > 10);
    for cut in (0..=frames).step_by(3) {
        let cut_disk = tempfile::tempdir().unwrap();
        copy(
            &disk.path().join("replica"),
            &cut_disk.path().join("replica"),
        );
        let length = LOG_HEADER_BYTES + cut * LOG_FRAME_BYTES;
        std::fs::write(
            cut_disk.path().join("replica/replica.db-wal"),
            &log[..length],
        )
        .unwrap();
        let (replica, _) = Replica::open(&params(cut_disk.path(), 4)).unwrap();
        assert_eq!(schema(&raw(cut_disk.path())), expected, "cut at {cut}");
        assert_eq!(goes_out(&replica), 5, "cut at {cut}");
        assert_eq!(replica.setting("kept").unwrap().as_deref(), Some("да"));
        replica.check().unwrap();
    }
    drop(replica);
}

#[test]
fn the_backup_that_an_upgrade_makes_opens_in_place_of_the_database() {
    let disk = older(1);
    drop(Replica::open(&params(disk.path(), 3)).unwrap());
    let folder = disk.path().join("replica");
    std::fs::rename(
        folder.join("backup/replica-schema-1.db"),
        folder.join(stoika_store::DATABASE_FILE),
    )
    .unwrap();
    let (replica, opened) = Replica::open(&params(disk.path(), 5)).unwrap();
    assert!(matches!(opened, Opened::Restored { .. }), "{opened:?}");
    assert_eq!(goes_out(&replica), 5);
    replica.check().unwrap();
}

/// The schema that this program writes; each one up to it has its fixture.
const LATEST: i64 = 9;

fn whole_under_the_same_key(backup: &Path) {
    let bytes = std::fs::read(backup).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("replica")).unwrap();
    std::fs::copy(
        backup,
        folder
            .path()
            .join("replica")
            .join(stoika_store::DATABASE_FILE),
    )
    .unwrap();
    let kept: String = raw(folder.path())
        .query_row("SELECT value FROM setting WHERE name = 'kept'", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(kept, "да");
}

#[test]
fn the_schema_is_the_fixture_of_its_version() {
    let desk = Desk::new();
    let version: i64 = raw(&desk.root())
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(
        version, LATEST,
        "a new migration needs fixtures/schemas/store-{version:04}.sql"
    );
}

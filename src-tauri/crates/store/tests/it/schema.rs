//! Released schemas upgrade to the fresh one, with a backup under the same key.

use std::path::{Path, PathBuf};

use stoika_store::{Opened, Replica};

use crate::desk::{Desk, params, raw};

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

/// The schema that this program writes; each one up to it has its fixture.
const LATEST: i64 = 3;

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

//! Opening: the key, the schema, what the machine remembers.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};
use rusqlite_migration::{M, Migrations, SchemaVersion};
use stoika_protocol::{Chain, Hash, KeyId, ReplicaId};

use crate::error::{Result, StoreError};
use crate::journal::{self, ReplicaRow};
use crate::mark::{Mark, sync_folder};
use crate::salvage;

/// Append-only: what has been released is never edited.
static STEPS: [M<'static>; 9] = [
    M::up(include_str!("migrations/0001_journal.sql")),
    M::up(include_str!("migrations/0002_directory.sql")),
    M::up(include_str!("migrations/0003_directory_mark.sql")),
    M::up(include_str!("migrations/0004_audit.sql")),
    M::up(include_str!("migrations/0005_records.sql")),
    M::up(include_str!("migrations/0006_redated.sql")),
    M::up(include_str!("migrations/0007_queue.sql")),
    M::up(include_str!("migrations/0008_branch.sql")),
    M::up(include_str!("migrations/0009_work.sql")),
];
static MIGRATIONS: Migrations<'static> = Migrations::from_slice(&STEPS);

/// Version of the shapes that `project` and the search write: a change of code that changes
/// them raises it, and the next open rebuilds them.
pub(crate) const PROJECTION_VERSION: i64 = 5;

/// Name of the database inside the folder.
pub const DATABASE_FILE: &str = "replica.db";
const KEY_CHECK_FILE: &str = "replica.key";
const KEY_CHECK_CONTEXT: &str = "stoika 2026 v1 replica key check";
const BUSY_WAIT: std::time::Duration = std::time::Duration::from_secs(5);
/// Statements that a connection keeps prepared.
const STATEMENTS_KEPT: usize = 96;

/// Who writes: a replica and the key that signs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Random, drawn by the caller.
    pub replica: ReplicaId,
    /// The desk's signing key.
    pub key: KeyId,
}

/// What opening needs to know.
#[derive(Clone, Debug)]
pub struct OpenParams {
    /// The folder of the database; made if it is not there.
    pub dir: PathBuf,
    /// The file of the high-water mark, outside of that folder.
    pub mark: PathBuf,
    /// The raw key of the database.
    pub key: [u8; 32],
    /// A hash of what binds the replica to this machine.
    pub machine: Hash,
    /// The desk's key and a replica id drawn for this start. The id is taken when the database
    /// is new, or has been restored or moved: nothing can be written under an id that may
    /// have been used elsewhere.
    pub fresh: Identity,
}

/// How the database was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// There was none.
    Created,
    /// As it was left.
    Fine,
    /// It has gone back behind what this machine had written (or the mark is gone); a new
    /// replica id has been taken.
    Restored {
        /// The mark; `None` when there was none.
        mark_seq: Option<u64>,
        /// The last entry of that replica in the database.
        db_seq: u64,
    },
    /// It was written on another machine; a new replica id has been taken.
    OtherMachine,
}

/// Memory for the writer's pages. Every page that is read again is deciphered again: with a quarter of
/// this, applying the order was twenty times slower.
const WRITER_CACHE_KIB: u32 = 64_000;
/// Memory for the pages of one reader.
pub(crate) const READER_CACHE_KIB: u32 = 16_000;

/// A connection with the key and the settings of the house.
pub(crate) fn connect(path: &Path, key: &[u8; 32], cache_kib: u32) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    // The log level first: a wrong key would print to the standard error output.
    conn.execute_batch(&format!(
        "PRAGMA cipher_log_level = NONE;
         PRAGMA key = \"x'{hex}'\";
         PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON;
         PRAGMA cache_size = -{cache_kib};"
    ))?;
    conn.busy_timeout(BUSY_WAIT)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(conn)
}

/// The writing connection: right key, latest schema, WAL, every commit forced to the disk. Says
/// whether an older schema was upgraded.
pub(crate) fn open_writer(dir: &Path, key: &[u8; 32]) -> Result<(Connection, bool)> {
    std::fs::create_dir_all(dir)?;
    salvage::finish(dir)?;
    let path = dir.join(DATABASE_FILE);
    let key_fits = check_key(dir, key)?;
    let settle = || -> Result<(Connection, bool)> {
        let mut conn = connect(&path, key, WRITER_CACHE_KIB)?;
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
            row.get::<_, i64>(0)
        })?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        let upgraded = migrate(&mut conn, dir)?;
        Ok((conn, upgraded))
    };
    let opened = settle().map_err(|error| match (error, key_fits) {
        // A wrong key and a damaged first page look alike to SQLite; the key check tells.
        (StoreError::Corrupt, Some(false)) => StoreError::WrongKey,
        (StoreError::Corrupt, None) if !salvage::key_opens_a_page(dir, key) => StoreError::WrongKey,
        (error, Some(_) | None) => error,
    })?;
    if key_fits.is_none() {
        write_whole(&dir.join(KEY_CHECK_FILE), &key_check(key))?;
    }
    salvage::keep_chart(&opened.0, dir)?;
    Ok(opened)
}

fn key_check(key: &[u8; 32]) -> [u8; 32] {
    blake3::derive_key(KEY_CHECK_CONTEXT, key)
}

/// Whether the key is the one that the database was made with; `None` when nothing says.
fn check_key(dir: &Path, key: &[u8; 32]) -> Result<Option<bool>> {
    match std::fs::read(dir.join(KEY_CHECK_FILE)) {
        Ok(said) => Ok(Some(said == key_check(key))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether the key is known not to be the one that the database was made with.
pub(crate) fn key_is_wrong(dir: &Path, key: &[u8; 32]) -> Result<bool> {
    Ok(check_key(dir, key)? == Some(false))
}

/// Writes a small file so that it is there whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let partial = path.with_extension("partial");
    std::fs::write(&partial, bytes)?;
    std::fs::File::open(&partial)?.sync_all()?;
    std::fs::rename(&partial, path)?;
    sync_folder(path)
}

fn migrate(conn: &mut Connection, dir: &Path) -> Result<bool> {
    let found = match MIGRATIONS.current_version(conn).map_err(of_migration)? {
        SchemaVersion::NoneSet => 0,
        SchemaVersion::Inside(version) => version.get(),
        SchemaVersion::Outside(_) => return Err(StoreError::Newer),
    };
    if found == STEPS.len() {
        return Ok(false);
    }
    if found > 0 {
        back_up(conn, dir, found)?;
    }
    MIGRATIONS.to_latest(conn).map_err(of_migration)?;
    Ok(found > 0)
}

/// A whole copy under the same key, made before the schema changes.
fn back_up(conn: &Connection, dir: &Path, version: usize) -> Result<()> {
    let folder = dir.join("backup");
    std::fs::create_dir_all(&folder)?;
    let partial = folder.join("partial.db");
    if partial.exists() {
        std::fs::remove_file(&partial)?;
    }
    let name = partial
        .to_str()
        .ok_or(StoreError::Missing("folder of backups"))?;
    conn.execute("VACUUM INTO ?1", [name])?;
    std::fs::File::open(&partial)?.sync_all()?;
    let whole = folder.join(format!("replica-schema-{version}.db"));
    std::fs::rename(&partial, &whole)?;
    sync_folder(&whole)
}

fn of_migration(error: rusqlite_migration::Error) -> StoreError {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        rusqlite_migration::Error::MigrationDefinition(_) => StoreError::Newer,
        other => StoreError::Sql(other.to_string()),
    }
}

/// Compares the database with the machine and the mark, and takes the fresh replica id when it
/// must. Returns how the database was found and the replica that writes from now on.
pub(crate) fn settle_identity(
    conn: &mut Connection,
    params: &OpenParams,
    mark: Option<&Mark>,
) -> Result<(Opened, ReplicaRow)> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let standing: Option<(i64, Vec<u8>)> = tx
        .query_row("SELECT replica, machine FROM standing", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((current, machine)) = standing else {
        let row = new_replica(&tx, &params.fresh)?;
        tx.execute(
            "INSERT INTO standing (one, replica, machine, projection_version) VALUES (1, ?1, ?2, ?3)",
            params![row.id, params.machine.0, PROJECTION_VERSION],
        )?;
        tx.commit()?;
        return Ok((Opened::Created, row));
    };
    let row = journal::replica_row(&tx, current)?;
    let found = judge(&tx, params, mark, &row, &machine)?;
    if let Opened::Restored {
        mark_seq: Some(mark_seq),
        db_seq,
    } = found
    {
        pass_over(&tx, mark_seq.saturating_sub(db_seq))?;
    }
    let row = match found {
        Opened::Created | Opened::Fine if row.key == Some(params.fresh.key) => row,
        // A new key signs a new replica.
        Opened::Created | Opened::Fine | Opened::Restored { .. } | Opened::OtherMachine => {
            let row = new_replica(&tx, &params.fresh)?;
            tx.execute(
                "UPDATE standing SET replica = ?1, machine = ?2",
                params![row.id, params.machine.0],
            )?;
            row
        }
    };
    tx.commit()?;
    Ok((found, row))
}

/// Each lost entry may have taken a counter that stands on paper by now.
pub(crate) fn pass_over(conn: &Connection, lost: u64) -> Result<()> {
    let lost = journal::signed(lost);
    conn.execute("UPDATE counter SET next = next + ?1", [lost])?;
    conn.execute(
        "UPDATE standing SET counters_lost = counters_lost + ?1",
        [lost],
    )?;
    Ok(())
}

fn judge(
    conn: &Connection,
    params: &OpenParams,
    mark: Option<&Mark>,
    row: &ReplicaRow,
    machine: &[u8],
) -> Result<Opened> {
    if machine != params.machine.0 || mark.is_some_and(|mark| mark.machine != params.machine) {
        return Ok(Opened::OtherMachine);
    }
    let Some(mark) = mark else {
        // Nothing written, nothing that could have been written twice.
        return Ok(if row.head.seq == 0 {
            Opened::Fine
        } else {
            Opened::Restored {
                mark_seq: None,
                db_seq: row.head.seq,
            }
        });
    };
    let marked = journal::find_replica(conn, mark.replica)?;
    let db_seq = marked.as_ref().map_or(0, |marked| marked.head.seq);
    let fine = marked.is_some_and(|marked| {
        // A mark of a former replica of this database: the crash came between taking the new id
        // and writing the mark.
        marked.key.is_some() && (marked.id != row.id || mark.seq <= db_seq)
    });
    Ok(if fine {
        Opened::Fine
    } else {
        Opened::Restored {
            mark_seq: Some(mark.seq),
            db_seq,
        }
    })
}

/// Adds a replica that is written here, before its first entry.
pub(crate) fn new_replica(conn: &Connection, identity: &Identity) -> Result<ReplicaRow> {
    let start = Chain::start(identity.replica);
    conn.execute(
        "INSERT INTO replica (name, key, head_chain, sealed_chain, centre_chain)
         VALUES (?1, ?2, ?3, ?3, ?3)",
        params![identity.replica.0, identity.key.0, start.head.0],
    )?;
    journal::replica_row(conn, conn.last_insert_rowid())
}

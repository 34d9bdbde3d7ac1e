//! The directory: rows that the back-office owns. They never move backwards, and come by pages
//! of a first load or as changes.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::de::DeserializeOwned;
use stoika_domain::directory::{
    self as rows, Account, Contract, Ledger, Party, Reconciliation, User, kind,
};
use stoika_protocol::{DeskRow, DirectoryChange, DirectoryMark, KeyId, Subject, desk_row, message};

use crate::change::Change;
use crate::error::{Result, StoreError};
use crate::journal::{signed, unsigned};
use crate::replica::{Replica, Writing};
use crate::rules::Rules;
use crate::search::index;

/// The newest mark of the directory's chain that came with what is applied.
pub(crate) fn mark(conn: &Connection) -> Result<Option<DirectoryMark>> {
    let bytes: Option<Vec<u8>> = conn
        .prepare_cached("SELECT directory_mark FROM standing")?
        .query_row([], |row| row.get(0))?;
    bytes
        .map(|bytes| message::decode(&bytes).map_err(|_| StoreError::Unreadable("directory mark")))
        .transpose()
}

/// Keeps the mark that came with what is applied now; an older one changes nothing.
pub(crate) fn keep_mark(conn: &Connection, came: Option<&DirectoryMark>) -> Result<()> {
    let Some(came) = came else {
        return Ok(());
    };
    if mark(conn)?.is_none_or(|kept| kept.position < came.position) {
        conn.prepare_cached("UPDATE standing SET directory_mark = ?1")?
            .execute([message::encode(came)])?;
    }
    Ok(())
}

/// Directory position applied here.
pub(crate) fn position(conn: &Connection) -> Result<u64> {
    Ok(conn
        .prepare_cached("SELECT directory_position FROM standing")?
        .query_row([], |row| row.get(0).map(unsigned))?)
}

/// Bytes of a row that is here.
pub(crate) fn bytes(conn: &Connection, kind: &str, key: &str) -> Result<Option<Vec<u8>>> {
    let found: Option<Option<Vec<u8>>> = conn
        .prepare_cached("SELECT data FROM directory WHERE kind = ?1 AND key = ?2")?
        .query_row([kind, key], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

fn typed<T: DeserializeOwned>(conn: &Connection, kind: &str, key: &str) -> Result<Option<T>> {
    bytes(conn, kind, key)?
        .map(|bytes| rows::decode(&bytes).map_err(|_| StoreError::Unreadable("directory row")))
        .transpose()
}

pub(crate) fn party(conn: &Connection, id: &str) -> Result<Option<Party>> {
    typed(conn, kind::PARTY, id)
}

pub(crate) fn account(conn: &Connection, number: &str) -> Result<Option<Account>> {
    typed(conn, kind::ACCOUNT, number)
}

pub(crate) fn user(conn: &Connection, id: &str) -> Result<Option<User>> {
    typed(conn, kind::USER, id)
}

pub(crate) fn standard(conn: &Connection, name: &str) -> Result<Option<String>> {
    bytes(conn, kind::STANDARD, name)?
        .map(|bytes| {
            String::from_utf8(bytes).map_err(|_| StoreError::Unreadable("document of the Standard"))
        })
        .transpose()
}

/// A desk of the office by its key; `None` when the centre has not told of it, or not so that this
/// program can read it.
pub(crate) fn desk(conn: &Connection, key: &KeyId) -> Result<Option<DeskRow>> {
    let bytes = bytes(conn, desk_row::KIND, &DeskRow::row_key(key))?;
    Ok(bytes.and_then(|bytes| DeskRow::from_bytes(&bytes)))
}

/// All desks of the office that this program can read, by the ids of their keys.
pub(crate) fn desks(conn: &Connection) -> Result<Vec<DeskRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT data FROM directory WHERE kind = ?1 AND data IS NOT NULL ORDER BY key",
    )?;
    let found = statement.query_map([desk_row::KIND], |row| row.get::<_, Vec<u8>>(0))?;
    let mut desks = Vec::new();
    for bytes in found {
        desks.extend(DeskRow::from_bytes(&bytes?));
    }
    Ok(desks)
}

impl Replica {
    /// The desks of this office as the centre has let them in, revoked ones too, by the ids of their keys.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn desks(&self) -> Result<Vec<DeskRow>> {
        self.read(desks)
    }

    /// One of them, by its key's id.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn desk(&self, key: &KeyId) -> Result<Option<DeskRow>> {
        self.read(|conn| desk(conn, key))
    }

    /// A client's row.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn party(&self, id: &str) -> Result<Option<Party>> {
        self.read(|conn| party(conn, id))
    }

    /// An account's row.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn account(&self, number: &str) -> Result<Option<Account>> {
        self.read(|conn| account(conn, number))
    }

    /// Charges and payments of an account.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn ledger(&self, number: &str) -> Result<Option<Ledger>> {
        self.read(|conn| typed(conn, kind::LEDGER, number))
    }

    /// A contract's row.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn contract(&self, number: &str) -> Result<Option<Contract>> {
        self.read(|conn| typed(conn, kind::CONTRACT, number))
    }

    /// What the centre found for a record of this desk that named an account the desk did not have.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn reconciliation(&self, subject: Subject) -> Result<Option<Reconciliation>> {
        self.read(|conn| typed(conn, kind::RECONCILIATION, &subject.id.to_string()))
    }

    /// A user's row.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn user(&self, id: &str) -> Result<Option<User>> {
        self.read(|conn| user(conn, id))
    }

    /// All users of this office's scope with their ids, by id.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn users(&self) -> Result<Vec<(String, User)>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT key, data FROM directory WHERE kind = ?1 AND data IS NOT NULL ORDER BY key",
            )?;
            let found = statement.query_map([kind::USER], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
            })?;
            let mut users = Vec::new();
            for row in found {
                let (id, bytes) = row?;
                let user = rows::decode(&bytes).map_err(|_| StoreError::Unreadable("user"))?;
                users.push((id, user));
            }
            Ok(users)
        })
    }

    /// A document of the Standard by its name (`norms`, `calendar`, …), JSON.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn standard(&self, name: &str) -> Result<Option<String>> {
        self.read(|conn| standard(conn, name))
    }

    /// Versions of printed forms that came with the directory, as TOML, by `<form id>@<version>`.
    ///
    /// # Errors
    /// Those of the disk; [`StoreError::Unreadable`].
    pub fn forms(&self) -> Result<Vec<(String, String)>> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT key, data FROM directory WHERE kind = ?1 AND data IS NOT NULL ORDER BY key",
            )?;
            let found = statement.query_map([kind::FORM], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
            })?;
            let mut forms = Vec::new();
            for row in found {
                let (key, bytes) = row?;
                let toml = String::from_utf8(bytes).map_err(|_| StoreError::Unreadable("form"))?;
                forms.push((key, toml));
            }
            Ok(forms)
        })
    }

    /// Whether the directory holds the row: (kind, key) → position and bytes. `None` when it does
    /// not, or no longer.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn directory_row(&self, kind: &str, key: &str) -> Result<Option<(u64, Vec<u8>)>> {
        self.read(|conn| {
            let found: Option<(i64, Option<Vec<u8>>)> = conn
                .prepare_cached(
                    "SELECT position, data FROM directory WHERE kind = ?1 AND key = ?2",
                )?
                .query_row([kind, key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            Ok(found.and_then(|(position, data)| Some((unsigned(position), data?))))
        })
    }
}

/// Applies one change. `load` is the number of the load that the row belongs to; `indexed`: the
/// search follows at once (it is built whole at the end of a load).
pub(crate) fn apply(
    writing: &Writing<'_>,
    change: &DirectoryChange,
    load: i64,
    indexed: bool,
) -> Result<()> {
    let (kind, key, data) = match change {
        DirectoryChange::Put(row) => (&row.kind, &row.key, Some(row.data.as_slice())),
        DirectoryChange::Remove { kind, key, .. } => (kind, key, None),
    };
    let old = if indexed {
        bytes(&writing.tx, kind, key)?
    } else {
        None
    };
    let moved = writing
        .tx
        .prepare_cached(
            // Positions of another load may be of another history: they are not compared.
            "INSERT INTO directory (kind, key, position, load, data) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (kind, key) DO UPDATE SET position = excluded.position, load = excluded.load, data = excluded.data
             WHERE position < excluded.position OR load < excluded.load",
        )?
        .execute(params![kind, key, signed(change.position()), load, data])?;
    if moved == 0 {
        return Ok(());
    }
    if !indexed {
        // A load tells of itself.
        return Ok(());
    }
    index::row_changed(writing, kind, key, old.as_deref(), data)?;
    note(writing, kind, key, data.or(old.as_deref()))
}

/// Tells screens of a row; `data` is the row, or the one that is gone.
fn note(writing: &Writing<'_>, kind: &str, key: &str, data: Option<&[u8]>) -> Result<()> {
    match kind {
        kind::PARTY => writing.changed(Change::Client(key.to_owned())),
        kind::ACCOUNT => {
            if let Some(account) = data.and_then(|data| rows::decode::<Account>(data).ok()) {
                writing.changed(Change::Client(account.party));
            }
        }
        kind::LEDGER => {
            // A row that this program cannot read is shown by nobody.
            if let Ok(Some(account)) = account(&writing.tx, key) {
                writing.changed(Change::Client(account.party));
            }
        }
        kind::STANDARD => {
            if Rules::speaks(key) {
                writing.rules_changed.set(true);
            }
            writing.changed(Change::Directory);
        }
        kind::USER | desk_row::KIND => writing.changed(Change::Directory),
        _ => {}
    }
    Ok(())
}

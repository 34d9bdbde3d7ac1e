//! The exchange's story on SQLite.

use stoika_backoffice::Database;
use stoika_exchange::{Rows, Storage, StorageError};
use stoika_protocol::HistoryId;

/// A database in a folder that goes with it.
struct Lent {
    database: Database,
    _folder: tempfile::TempDir,
}

impl Storage for Lent {
    fn read<T>(
        &self,
        run: impl FnOnce(&mut dyn Rows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        self.database.read(run)
    }

    fn write<T>(
        &self,
        run: impl FnOnce(&mut dyn Rows) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        self.database.write(run)
    }
}

fn fresh(history: HistoryId) -> Lent {
    let folder = tempfile::tempdir().unwrap();
    Lent {
        database: Database::open(folder.path(), history).unwrap(),
        _folder: folder,
    }
}

stoika_exchange::stories!(fresh);

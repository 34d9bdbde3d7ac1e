//! How the new database takes the place of the damaged one: by renaming, finished by the next
//! start when it was cut short.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::mark::sync_folder;
use crate::open::{DATABASE_FILE, write_whole};

const FOLDER: &str = "recovery";
/// Holds the name under which the damaged database is set aside; it stands there once the new one is whole.
const COMPLETE_FILE: &str = "complete";

/// Whether a folder has a database, or a recovery that the next opening finishes.
#[must_use]
pub fn is_here(dir: &Path) -> bool {
    dir.join(DATABASE_FILE).exists() || dir.join(FOLDER).join(COMPLETE_FILE).exists()
}

/// A name that nothing in the folder has.
pub(super) fn name(dir: &Path, stamp: &str) -> String {
    let mut name = format!("replica-{stamp}.damaged");
    let mut again = 1;
    while dir.join(&name).exists() {
        again += 1;
        name = format!("replica-{stamp}-{again}.damaged");
    }
    name
}

/// An empty folder for the new database: what a recovery that was cut short has left goes.
pub(super) fn begin(dir: &Path) -> Result<PathBuf> {
    abandon(dir)?;
    let folder = dir.join(FOLDER);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Leaves the damaged database where it is.
pub(super) fn abandon(dir: &Path) -> Result<()> {
    let folder = dir.join(FOLDER);
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// The new database is whole and closed: it takes the place.
pub(super) fn complete(dir: &Path, set_aside: &str) -> Result<()> {
    let folder = dir.join(FOLDER);
    std::fs::File::open(folder.join(DATABASE_FILE))?.sync_all()?;
    write_whole(&folder.join(COMPLETE_FILE), set_aside.as_bytes())?;
    finish(dir)
}

/// Finishes what was cut short, if there is anything. Each step may have been done before.
pub(crate) fn finish(dir: &Path) -> Result<()> {
    let folder = dir.join(FOLDER);
    let Ok(set_aside) = std::fs::read_to_string(folder.join(COMPLETE_FILE)) else {
        return Ok(());
    };
    let database = dir.join(DATABASE_FILE);
    let made = folder.join(DATABASE_FILE);
    if made.exists() {
        // The log goes with its database, and before it: a new one must not find it.
        for end in ["-wal", "-shm", ""] {
            let from = dir.join(format!("{DATABASE_FILE}{end}"));
            let to = dir.join(format!("{set_aside}{end}"));
            if from.exists() && !to.exists() {
                std::fs::rename(&from, &to)?;
            }
        }
        std::fs::rename(&made, &database)?;
        sync_folder(&database)?;
    }
    abandon(dir)
}

//! A desk's disk: copies, backups, and what is left of it after a crash.

use std::fs;
use std::path::{Path, PathBuf};

use super::dice::Dice;

const DATABASE: &str = "replica.db";
const LOG: &str = "replica.db-wal";
const LOG_HEADER_BYTES: usize = 32;
const LOG_FRAME_BYTES: usize = 24 + 4096;

/// Where a desk's files lie.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The folder of the database.
    pub database: PathBuf,
    /// The high-water mark, outside of it.
    pub mark: PathBuf,
}

/// The files of a desk at one moment.
#[derive(Clone, Debug)]
pub struct Image {
    database: Vec<(String, Vec<u8>)>,
    mark: Option<Vec<u8>>,
}

impl Disk {
    /// A disk in a folder of its own.
    #[must_use]
    pub fn within(folder: &Path) -> Self {
        Self {
            database: folder.join("database"),
            mark: folder.join("outside").join("mark"),
        }
    }

    /// Everything as it lies on the disk now.
    #[must_use]
    pub fn image(&self) -> Image {
        let mut database = Vec::new();
        if let Ok(files) = fs::read_dir(&self.database) {
            for file in files.flatten() {
                let name = file.file_name().to_string_lossy().into_owned();
                // The index of the log is rebuilt by whoever opens first after a crash.
                if !name.ends_with("-shm")
                    && let Ok(bytes) = fs::read(file.path())
                {
                    database.push((name, bytes));
                }
            }
        }
        database.sort();
        Image {
            database,
            mark: fs::read(&self.mark).ok(),
        }
    }

    /// Writes the files of an image into this empty disk; the mark only if asked.
    ///
    /// # Errors
    /// Those of the real disk below.
    pub fn write(&self, image: &Image, with_mark: bool) -> std::io::Result<()> {
        fs::create_dir_all(&self.database)?;
        for (name, bytes) in &image.database {
            fs::write(self.database.join(name), bytes)?;
        }
        if let Some(mark) = image.mark.as_ref().filter(|_| with_mark)
            && let Some(folder) = self.mark.parent()
        {
            fs::create_dir_all(folder)?;
            fs::write(&self.mark, mark)?;
        }
        Ok(())
    }
}

impl Image {
    fn file(&self, wanted: &str) -> Option<&Vec<u8>> {
        self.database
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, bytes)| bytes)
    }

    /// The same database with another mark.
    #[must_use]
    pub fn with_mark_of(mut self, other: &Self) -> Self {
        self.mark.clone_from(&other.mark);
        self
    }

    /// What a crash inside of a transaction leaves: the log cut anywhere in what the
    /// transaction wrote, its commit excluded. `before` and `after` are the disk before and
    /// after it. `None` when the transaction did not simply append to the log.
    #[must_use]
    pub fn torn(before: &Self, after: &Self, dice: &mut Dice) -> Option<Self> {
        if before.file(DATABASE)? != after.file(DATABASE)? {
            return None;
        }
        let empty = Vec::new();
        let old = before.file(LOG).unwrap_or(&empty);
        let new = after.file(LOG)?;
        if new.len() <= old.len() || !new.starts_with(old) {
            return None;
        }
        let mut cut = old.len() + dice.index(new.len() - old.len());
        if dice.percent(50) && cut > LOG_HEADER_BYTES {
            let frames = (cut - LOG_HEADER_BYTES) / LOG_FRAME_BYTES;
            cut = (LOG_HEADER_BYTES + frames * LOG_FRAME_BYTES).max(old.len());
        }
        let mut torn = after.clone();
        for (name, bytes) in &mut torn.database {
            if name == LOG {
                bytes.truncate(cut);
            }
        }
        // The mark follows the commit, which never came.
        torn.mark.clone_from(&before.mark);
        Some(torn)
    }
}

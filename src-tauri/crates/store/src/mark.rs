//! The high-water mark (отметка высокой воды): how far this machine has written, kept outside the
//! database, so that a database that was put back from a backup or copied to another machine is
//! known before its first act.
//!
//! Two fixed slots of one small file are written in turn, each with its own hash: a torn write
//! leaves the other. The mark follows the commit, so it may stand *behind* the database (a crash
//! between the two) and never before it, unless the database went back. It is forced to the
//! disk before anything leaves the machine: what nobody else has seen cannot fork.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use stoika_protocol::{Hash, ReplicaId};

use crate::error::Result;

/// Bytes of a slot: serial, replica, seq, machine, hash.
const SLOT_SIZE_BYTES: usize = 8 + 16 + 8 + 32 + 32;
const CONTEXT: &str = "stoika 2026 v1 high-water mark";

/// What the mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The replica that was written last.
    pub replica: ReplicaId,
    /// Its last entry.
    pub seq: u64,
    /// The machine: a hash that the caller made of what it is bound to.
    pub machine: Hash,
}

/// The file of the mark, open for writing.
#[derive(Debug)]
pub(crate) struct MarkFile {
    file: File,
    serial: u64,
    last: Option<Mark>,
}

impl MarkFile {
    /// Opens or creates the file; says what it held.
    pub fn open(path: &Path) -> Result<(Self, Option<Mark>)> {
        let fresh = !path.exists();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if fresh {
            file.write_all(&[0; 2 * SLOT_SIZE_BYTES])?;
            file.sync_all()?;
            sync_folder(path)?;
        }
        let newest = bytes
            .chunks_exact(SLOT_SIZE_BYTES)
            .filter_map(read_slot)
            .max_by_key(|(serial, _)| *serial);
        let serial = newest.as_ref().map_or(0, |(serial, _)| *serial);
        let last = newest.map(|(_, mark)| mark);
        Ok((Self { file, serial, last }, last))
    }

    /// Writes the mark, unless it says so already, into the slot that does not hold the newest.
    pub fn write_if_new(&mut self, mark: &Mark) -> Result<()> {
        if self.last == Some(*mark) {
            return Ok(());
        }
        let serial = self.serial + 1;
        let place = if serial.is_multiple_of(2) {
            0
        } else {
            SLOT_SIZE_BYTES
        };
        self.file.seek(SeekFrom::Start(place as u64))?;
        self.file.write_all(&write_slot(serial, mark))?;
        self.serial = serial;
        self.last = Some(*mark);
        Ok(())
    }

    /// Forces it to the disk.
    pub fn sync(&self) -> Result<()> {
        Ok(self.file.sync_data()?)
    }
}

/// Forces a folder's list of names to the disk, where the system has such a thing.
pub(crate) fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn write_slot(serial: u64, mark: &Mark) -> Vec<u8> {
    let mut slot = Vec::with_capacity(SLOT_SIZE_BYTES);
    slot.extend_from_slice(&serial.to_be_bytes());
    slot.extend_from_slice(&mark.replica.0);
    slot.extend_from_slice(&mark.seq.to_be_bytes());
    slot.extend_from_slice(&mark.machine.0);
    let hash = blake3::derive_key(CONTEXT, &slot);
    slot.extend_from_slice(&hash);
    slot
}

fn read_slot(slot: &[u8]) -> Option<(u64, Mark)> {
    let (said, hash) = slot.split_last_chunk::<32>()?;
    if blake3::derive_key(CONTEXT, said) != *hash {
        return None;
    }
    let (serial, rest) = said.split_first_chunk::<8>()?;
    let (replica, rest) = rest.split_first_chunk::<16>()?;
    let (seq, rest) = rest.split_first_chunk::<8>()?;
    let mark = Mark {
        replica: ReplicaId(*replica),
        seq: u64::from_be_bytes(*seq),
        machine: Hash(*rest.first_chunk::<32>()?),
    };
    Some((u64::from_be_bytes(*serial), mark))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::{Mark, MarkFile, SLOT_SIZE_BYTES};
    use stoika_protocol::{Hash, ReplicaId};

    fn mark(seq: u64) -> Mark {
        Mark {
            replica: ReplicaId([3; 16]),
            seq,
            machine: Hash([4; 32]),
        }
    }

    #[test]
    fn the_newest_whole_slot_speaks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outside/mark");
        let (mut file, held) = MarkFile::open(&path).unwrap();
        assert_eq!(held, None);
        for seq in 1..=5 {
            file.write_if_new(&mark(seq)).unwrap();
            assert_eq!(MarkFile::open(&path).unwrap().1, Some(mark(seq)));
        }
        let whole = std::fs::read(&path).unwrap();
        for torn in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[torn] ^= 0x40;
            std::fs::write(&path, &bytes).unwrap();
            let expected = if torn < SLOT_SIZE_BYTES {
                mark(5)
            } else {
                mark(4)
            };
            assert_eq!(MarkFile::open(&path).unwrap().1, Some(expected), "{torn}");
        }
        std::fs::write(&path, b"short").unwrap();
        assert_eq!(MarkFile::open(&path).unwrap().1, None);
    }
}

//! The desk's secrets: one file of 32 random bytes, bound to the machine.
//!
//! From the file and the machine's id two keys are derived: the one that opens the replica and
//! the seed of the desk's signature. The file alone, on another machine, opens nothing. It does
//! not resist who holds the whole disk: until systemd credentials or the system's key store are
//! used, this is the fallback that `src-tauri/adr` describes, and no more.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use stoika_protocol::{Hash, Signer};

use crate::random::{self, NoRandomness, Random};

const SECRET_FILE: &str = "desk.key";
const REPLICA_CONTEXT: &str = "stoika 2026 v1 replica key";
const SIGNING_CONTEXT: &str = "stoika 2026 v1 desk signing seed";
const SEAL_CONTEXT: &str = "stoika 2026 v1 seal of what lies beside the replica";
const MACHINE_CONTEXT: &str = "stoika 2026 v1 machine binding";

/// What tells this machine from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Goes into the keys: without it the secret file opens nothing.
    pub id: Vec<u8>,
    /// What else is known of the machine: a change of it means that the disk has moved.
    pub place: Vec<u8>,
}

impl Machine {
    /// This machine, from what Linux tells every program: the id that systemd made at
    /// installation, and the names of the hardware. A disk cloned onto hardware of the same
    /// names is told apart by the server alone.
    #[must_use]
    pub fn this() -> Self {
        let read = |path: &str| std::fs::read(path).unwrap_or_default();
        let id = match read("/etc/machine-id") {
            id if id.is_empty() => read("/var/lib/dbus/machine-id"),
            id => id,
        };
        let place = ["sys_vendor", "product_name", "board_vendor", "board_name"]
            .iter()
            .flat_map(|name| read(&format!("/sys/class/dmi/id/{name}")))
            .collect();
        Self { id, place }
    }

    /// The hash that the replica remembers.
    #[must_use]
    pub fn binding(&self) -> Hash {
        Hash(derive(MACHINE_CONTEXT, &[&self.id, &self.place]))
    }
}

/// The derived keys.
pub struct DeskKeys {
    /// Opens the replica.
    pub replica: [u8; 32],
    /// Signs what the desk writes.
    pub signer: Signer,
    /// Seals what lies beside the replica.
    pub seal: [u8; 32],
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file: {0}")]
    File(#[from] std::io::Error),
    /// The file is not 32 bytes, or is gone while the replica it opens is there.
    #[error("the key file is damaged or gone")]
    Unfit,
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

impl DeskKeys {
    /// Whether a folder has keys already.
    #[must_use]
    pub fn are_in(folder: &Path) -> bool {
        folder.join(SECRET_FILE).exists()
    }

    /// Reads the keys of a folder, or makes them when it is new.
    ///
    /// # Errors
    /// [`KeyError`]. A missing file beside an existing replica is never replaced.
    pub fn of_folder(
        folder: &Path,
        replica_exists: bool,
        machine: &Machine,
        random: &dyn Random,
    ) -> Result<Self, KeyError> {
        let path = folder.join(SECRET_FILE);
        let secret = match read_secret(&path) {
            Ok(secret) => secret,
            Err(KeyError::File(error)) if error.kind() == ErrorKind::NotFound => {
                if replica_exists {
                    return Err(KeyError::Unfit);
                }
                write_secret(&path, random::bytes(random)?)?
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            replica: derive(REPLICA_CONTEXT, &[&secret, &machine.id]),
            signer: Signer::from_seed(&derive(SIGNING_CONTEXT, &[&secret, &machine.id])),
            seal: derive(SEAL_CONTEXT, &[&secret, &machine.id]),
        })
    }
}

/// BLAKE3 under a context, over parts with their lengths.
fn derive(context: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(&(part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

fn read_secret(path: &Path) -> Result<[u8; 32], KeyError> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take(64)
        .read_to_end(&mut bytes)?;
    bytes.try_into().map_err(|_| KeyError::Unfit)
}

/// Whole or not at all, and on the disk before anything is encrypted with it.
fn write_secret(path: &Path, secret: [u8; 32]) -> Result<[u8; 32], KeyError> {
    let partial = path.with_extension("partial");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&partial)?;
    file.write_all(&secret)?;
    file.sync_all()?;
    std::fs::rename(&partial, path)?;
    if let Some(folder) = path.parent()
        && cfg!(unix)
    {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(secret)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::{DeskKeys, KeyError, Machine, SECRET_FILE};
    use crate::random::{NoRandomness, Random};

    struct Sevens;

    impl Random for Sevens {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
            bytes.fill(7);
            Ok(())
        }
    }

    fn machine(id: &str) -> Machine {
        Machine {
            id: id.as_bytes().to_vec(),
            place: Vec::new(),
        }
    }

    #[test]
    fn the_same_machine_gets_the_same_keys_and_another_one_others() {
        let folder = tempfile::tempdir().unwrap();
        let first = DeskKeys::of_folder(folder.path(), false, &machine("a"), &Sevens).unwrap();
        let again = DeskKeys::of_folder(folder.path(), true, &machine("a"), &Sevens).unwrap();
        let other = DeskKeys::of_folder(folder.path(), true, &machine("b"), &Sevens).unwrap();
        assert_eq!(first.replica, again.replica);
        assert_eq!(first.signer.id(), again.signer.id());
        assert_ne!(first.replica, other.replica);
        assert_ne!(first.signer.id(), other.signer.id());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        DeskKeys::of_folder(folder.path(), false, &machine("a"), &Sevens).unwrap();
        let mode = std::fs::metadata(folder.path().join(SECRET_FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_lost_or_cut_file_is_never_replaced_under_a_replica() {
        let folder = tempfile::tempdir().unwrap();
        let lost = DeskKeys::of_folder(folder.path(), true, &machine("a"), &Sevens);
        assert!(matches!(lost, Err(KeyError::Unfit)));
        std::fs::write(folder.path().join(SECRET_FILE), [1; 31]).unwrap();
        let cut = DeskKeys::of_folder(folder.path(), true, &machine("a"), &Sevens);
        assert!(matches!(cut, Err(KeyError::Unfit)));
    }
}

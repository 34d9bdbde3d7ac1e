//! `desk.key`: the desk's secret as it lies in the data folder.
//!
//! The passphrase is the inner seal and the tie the outer one: whoever copies the file away has neither the
//! machine nor the passphrase, and at the machine itself a wrong passphrase is told from a wrong machine.
//! A file of exactly 32 bytes is of a first program: the secret in clear, whose keys need the machine's id.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use super::tie::TieName;
use super::{DeskSecret, KeyError, Machine, ROOT_BYTES, from_hex, hex, once};
use crate::random::{self, Random};

/// Name of the file.
pub(crate) const KEY_FILE: &str = "desk.key";
const VERSION: u8 = 2;
/// A real one has some hundred bytes.
const SIZE_BYTES_MAX: u64 = 4096;
/// Costs of Argon2id for new files; a file says with which it was made. A desk opens once a day, so it may
/// take longer than a password at sign-in; 64 MiB are there on any machine that runs the program.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// A file that asks for more is no file of this program.
const MEMORY_KIB_MAX: u32 = 1024 * 1024;
const PASSES_MAX: u32 = 64;
const SALT_BYTES: usize = 16;

/// How a passphrase becomes a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    salt: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Stretch {
    fn fresh(random: &dyn Random) -> Result<Self, KeyError> {
        Ok(Self {
            salt: hex(&random::bytes::<SALT_BYTES>(random)?),
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
        })
    }

    fn key(&self, passphrase: &str) -> Result<[u8; 32], KeyError> {
        if self.memory_kib > MEMORY_KIB_MAX || self.passes > PASSES_MAX {
            return Err(KeyError::Unfit);
        }
        let salt = from_hex(&self.salt).ok_or(KeyError::Unfit)?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| KeyError::Unfit)?;
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, &mut key)
            .map_err(|_| KeyError::Cipher("argon2"))?;
        Ok(key)
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Written {
    version: u8,
    tie: TieName,
    passphrase: Option<Stretch>,
    sealed: String,
}

/// A key file that was read and opened as far as the machine goes.
pub(crate) struct KeyFile {
    tie: TieName,
    stretch: Option<Stretch>,
    inner: Vec<u8>,
}

impl KeyFile {
    /// Whether a folder has one.
    pub(crate) fn is_in(folder: &Path) -> bool {
        folder.join(KEY_FILE).exists()
    }

    /// Reads the file of a folder; `None` when there is none.
    ///
    /// # Errors
    /// [`KeyError::Unfit`] when it is cut or tied to another machine; those of the disk.
    pub(crate) fn read(folder: &Path, machine: &Machine) -> Result<Option<Self>, KeyError> {
        let mut bytes = Vec::new();
        match std::fs::File::open(folder.join(KEY_FILE)) {
            Ok(file) => file.take(SIZE_BYTES_MAX).read_to_end(&mut bytes)?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if let Ok(root) = <[u8; ROOT_BYTES]>::try_from(bytes.as_slice()) {
            return Ok(Some(Self {
                tie: TieName::Machine,
                stretch: None,
                inner: DeskSecret::first(root, machine).to_bytes(),
            }));
        }
        let written: Written = serde_json::from_slice(&bytes).map_err(|_| KeyError::Unfit)?;
        if written.version != VERSION {
            return Err(KeyError::Unfit);
        }
        let sealed = from_hex(&written.sealed).ok_or(KeyError::Unfit)?;
        let inner = machine
            .tie(written.tie)
            .and_then(|tie| tie.open(&sealed))
            .ok_or(KeyError::Unfit)?;
        Ok(Some(Self {
            tie: written.tie,
            stretch: written.passphrase,
            inner,
        }))
    }

    /// Whether it asks for a passphrase.
    pub(crate) fn has_passphrase(&self) -> bool {
        self.stretch.is_some()
    }

    /// To what it is tied.
    pub(crate) fn tie(&self) -> TieName {
        self.tie
    }

    /// The secret.
    ///
    /// # Errors
    /// [`KeyError::PassphraseNeeded`], [`KeyError::PassphraseWrong`].
    pub(crate) fn secret(&self, passphrase: Option<&str>) -> Result<DeskSecret, KeyError> {
        let Some(stretch) = &self.stretch else {
            return DeskSecret::from_bytes(&self.inner).ok_or(KeyError::Unfit);
        };
        let passphrase = passphrase.ok_or(KeyError::PassphraseNeeded)?;
        let bytes =
            once::open(&stretch.key(passphrase)?, &self.inner).ok_or(KeyError::PassphraseWrong)?;
        DeskSecret::from_bytes(&bytes).ok_or(KeyError::Unfit)
    }

    /// Lays the secret in a folder, tied as strongly as this machine can, whole and on the disk at return.
    ///
    /// # Errors
    /// Those of the disk; no random bytes. Then the folder is as it was.
    pub(crate) fn write(
        folder: &Path,
        secret: &DeskSecret,
        passphrase: Option<&str>,
        machine: &Machine,
        random: &dyn Random,
    ) -> Result<Self, KeyError> {
        let (stretch, inner) = match passphrase {
            None => (None, secret.to_bytes()),
            Some(passphrase) => {
                let stretch = Stretch::fresh(random)?;
                let inner = once::seal(&stretch.key(passphrase)?, &secret.to_bytes())?;
                (Some(stretch), inner)
            }
        };
        Self::lay(folder, stretch, inner, machine, random)
    }

    /// Ties the file of a folder anew where this machine has come to have something stronger.
    ///
    /// # Errors
    /// As [`KeyFile::write`].
    pub(crate) fn tie_best(
        self,
        folder: &Path,
        machine: &Machine,
        random: &dyn Random,
    ) -> Result<Self, KeyError> {
        if machine.best_tie().name() == self.tie {
            return Ok(self);
        }
        Self::lay(folder, self.stretch, self.inner, machine, random)
    }

    fn lay(
        folder: &Path,
        stretch: Option<Stretch>,
        inner: Vec<u8>,
        machine: &Machine,
        random: &dyn Random,
    ) -> Result<Self, KeyError> {
        let (tie, sealed) = sealed_best(&inner, machine, random)?;
        let written = Written {
            version: VERSION,
            tie,
            passphrase: stretch,
            sealed: hex(&sealed),
        };
        let json = serde_json::to_vec_pretty(&written).map_err(std::io::Error::other)?;
        replace_whole(&folder.join(KEY_FILE), &json)?;
        Ok(Self {
            tie,
            stretch: written.passphrase,
            inner,
        })
    }
}

/// Under the strongest tie that opens again what it has sealed; the machine's id is always there.
fn sealed_best(
    inner: &[u8],
    machine: &Machine,
    random: &dyn Random,
) -> Result<(TieName, Vec<u8>), KeyError> {
    let best = machine.best_tie();
    match best.seal(inner, random) {
        Ok(sealed) if best.open(&sealed).as_deref() == Some(inner) => {
            return Ok((best.name(), sealed));
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, tie = ?best.name(), "the key could not be tied so"),
    }
    let plain = machine.own_tie();
    Ok((plain.name(), plain.seal(inner, random)?))
}

/// Replaces a file that nobody else may read: whole or not at all, and on the disk at return.
pub(crate) fn replace_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let partial = path.with_extension("partial");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&partial, path)?;
    if let Some(folder) = path.parent()
        && cfg!(unix)
    {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::path::Path;

    use super::super::tests::{Counted, machine};
    use super::{DeskSecret, KEY_FILE, KeyError, KeyFile};

    fn made(folder: &Path, passphrase: Option<&str>) -> DeskSecret {
        let random = Counted::default();
        let secret = DeskSecret::fresh(&random).unwrap();
        KeyFile::write(folder, &secret, passphrase, &machine("a"), &random).unwrap();
        secret
    }

    fn read(folder: &Path) -> KeyFile {
        KeyFile::read(folder, &machine("a")).unwrap().unwrap()
    }

    #[test]
    fn a_file_opens_on_its_machine_and_on_no_other() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            KeyFile::read(folder.path(), &machine("a"))
                .unwrap()
                .is_none()
        );
        let secret = made(folder.path(), None);
        assert!(read(folder.path()).secret(None).unwrap() == secret);
        let elsewhere = KeyFile::read(folder.path(), &machine("b"));
        assert!(matches!(elsewhere, Err(KeyError::Unfit)));
    }

    #[test]
    fn a_passphrase_is_asked_for_and_told_from_another_machine() {
        let folder = tempfile::tempdir().unwrap();
        let secret = made(folder.path(), Some("свет в окне горит"));
        let file = read(folder.path());
        assert!(file.has_passphrase());
        assert!(matches!(file.secret(None), Err(KeyError::PassphraseNeeded)));
        let wrong = file.secret(Some("свет в окне погас"));
        assert!(matches!(wrong, Err(KeyError::PassphraseWrong)));
        assert!(file.secret(Some("свет в окне горит")).unwrap() == secret);
        let elsewhere = KeyFile::read(folder.path(), &machine("b"));
        assert!(matches!(elsewhere, Err(KeyError::Unfit)));
    }

    #[test]
    fn a_file_of_a_first_program_opens_as_it_did() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(KEY_FILE), [7; 32]).unwrap();
        let secret = read(folder.path()).secret(None).unwrap();
        assert!(secret == DeskSecret::first([7; 32], &machine("a")));
    }

    #[test]
    fn a_file_that_is_cut_or_changed_opens_nothing() {
        let folder = tempfile::tempdir().unwrap();
        made(folder.path(), None);
        let path = folder.path().join(KEY_FILE);
        let whole = std::fs::read(&path).unwrap();
        for bytes in [&whole[..whole.len() - 1], &whole[..31], b"", b"null"] {
            std::fs::write(&path, bytes).unwrap();
            let cut = KeyFile::read(folder.path(), &machine("a"));
            assert!(matches!(cut, Err(KeyError::Unfit)));
        }
        let text = String::from_utf8(whole).unwrap();
        std::fs::write(&path, text.replace("\"version\": 2", "\"version\": 3")).unwrap();
        let newer = KeyFile::read(folder.path(), &machine("a"));
        assert!(matches!(newer, Err(KeyError::Unfit)));
    }

    #[test]
    fn a_file_that_asks_for_a_machine_of_memory_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        made(folder.path(), Some("свет в окне горит"));
        let path = folder.path().join(KEY_FILE);
        let text = std::fs::read_to_string(&path).unwrap();
        let greedy = text.replace("65536", "4294967295");
        assert_ne!(greedy, text);
        std::fs::write(&path, greedy).unwrap();
        let refused = read(folder.path()).secret(Some("свет в окне горит"));
        assert!(matches!(refused, Err(KeyError::Unfit)));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        made(folder.path(), None);
        let mode = std::fs::metadata(folder.path().join(KEY_FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[cfg(not(windows))]
    #[test]
    fn a_credential_that_comes_later_takes_the_file_over_and_keeps_the_passphrase() {
        use crate::keys::{Machine, TieName};
        let folder = tempfile::tempdir().unwrap();
        let secret = made(folder.path(), Some("свет в окне горит"));
        let served = Machine {
            credential: Some(b"0123456789abcdef".to_vec()),
            ..machine("a")
        };
        let file = KeyFile::read(folder.path(), &served).unwrap().unwrap();
        assert_eq!(file.tie(), TieName::Machine);
        let file = file
            .tie_best(folder.path(), &served, &Counted::default())
            .unwrap();
        assert_eq!(file.tie(), TieName::Credential);
        let again = KeyFile::read(folder.path(), &served).unwrap().unwrap();
        assert!(again.secret(Some("свет в окне горит")).unwrap() == secret);
        // Without the service the machine alone opens nothing any more.
        let bare = KeyFile::read(folder.path(), &machine("a"));
        assert!(matches!(bare, Err(KeyError::Unfit)));
    }
}

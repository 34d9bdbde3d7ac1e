//! The desk's secret and the keys that come of it.
//!
//! A desk has one random secret. From it three keys are derived: the one that opens the replica, the seed of
//! the desk's signature, and the seal of what lies beside the replica. The secret stands in `desk.key`, tied
//! to the machine ([`tie`]) and, on a laptop, under a passphrase as well ([`file`]); once more it lies in
//! `replica.key.recovery`, for the centre to help when the key file no longer opens ([`spare`]).
//! `src-tauri/adr` says against whom each of these protects, and against whom it does not.

mod file;
mod spare;
mod tie;
#[cfg(windows)]
mod windows;

use std::path::Path;

use stoika_protocol::{Hash, Signer};

use crate::random::{self, NoRandomness, Random};

pub(crate) use file::{KEY_FILE, KeyFile, replace_whole};
pub(crate) use spare::{Spare, TextError};
pub(crate) use tie::TieName;

const REPLICA_CONTEXT: &str = "stoika 2026 v1 replica key";
const SIGNING_CONTEXT: &str = "stoika 2026 v1 desk signing seed";
const SEAL_CONTEXT: &str = "stoika 2026 v1 seal of what lies beside the replica";
const MACHINE_CONTEXT: &str = "stoika 2026 v1 machine binding";
const MARK_CONTEXT: &str = "stoika 2026 v1 mark of the desk's secret";
/// Under this name the service that starts the desk hands it a secret of the system
/// (`LoadCredentialEncrypted=stoika-replica` of systemd).
const CREDENTIAL: &str = "stoika-replica";
/// A shorter credential could be guessed.
const CREDENTIAL_BYTES_MIN: usize = 16;
const ROOT_BYTES: usize = 32;

/// What tells this machine from others.
#[derive(Clone, PartialEq, Eq)]
pub struct Machine {
    /// The secret is tied to it: without it the key file opens nothing.
    pub id: Vec<u8>,
    /// What else is known of the machine: a change of it means that the disk has moved.
    pub place: Vec<u8>,
    /// A secret that the system gives to this program alone; then the key file is tied to it instead of the id.
    pub credential: Option<Vec<u8>>,
}

impl std::fmt::Debug for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Machine").finish_non_exhaustive()
    }
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
        let credential = std::env::var_os("CREDENTIALS_DIRECTORY")
            .and_then(|folder| std::fs::read(Path::new(&folder).join(CREDENTIAL)).ok())
            .filter(|bytes| {
                let fits = bytes.len() >= CREDENTIAL_BYTES_MIN;
                if !fits {
                    tracing::warn!("the credential of the service is too short and is not used");
                }
                fits
            });
        Self {
            id,
            place,
            credential,
        }
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

/// The desk's secret. It has no `Debug`: it stands in no log.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DeskSecret {
    root: [u8; ROOT_BYTES],
    /// The machine at which a first program made the key: it went into the keys then, and goes with the
    /// secret since. Empty for a key that was made later.
    birth: Vec<u8>,
}

impl DeskSecret {
    /// A new one.
    pub(crate) fn fresh(random: &dyn Random) -> Result<Self, KeyError> {
        Ok(Self {
            root: random::bytes(random)?,
            birth: Vec::new(),
        })
    }

    /// Of the 32 bytes that a first program laid in the folder.
    pub(crate) fn first(root: [u8; ROOT_BYTES], machine: &Machine) -> Self {
        Self {
            root,
            birth: machine.id.clone(),
        }
    }

    /// What is sealed.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        [&self.root[..], &self.birth].concat()
    }

    /// Of what was sealed.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (root, birth) = bytes.split_first_chunk()?;
        Some(Self {
            root: *root,
            birth: birth.to_vec(),
        })
    }

    /// The keys that come of it.
    pub(crate) fn keys(&self) -> DeskKeys {
        let parts: [&[u8]; 2] = [&self.root, &self.birth];
        DeskKeys {
            replica: derive(REPLICA_CONTEXT, &parts),
            signer: Signer::from_seed(&derive(SIGNING_CONTEXT, &parts)),
            seal: derive(SEAL_CONTEXT, &parts),
        }
    }

    /// Tells whether something is of this secret, and nothing else about it.
    pub(crate) fn mark(&self) -> [u8; 16] {
        let whole = derive(MARK_CONTEXT, &[&self.root, &self.birth]);
        let mut mark = [0; 16];
        mark.copy_from_slice(&whole[..16]);
        mark
    }
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file: {0}")]
    File(#[from] std::io::Error),
    /// The file is cut or tied to another machine, or is gone while the replica it opens is there.
    #[error("the key file is damaged, gone or of another machine")]
    Unfit,
    /// The file opens with a passphrase, and none was given.
    #[error("the key file asks for a passphrase")]
    PassphraseNeeded,
    /// Another passphrase opens it.
    #[error("another passphrase opens the key file")]
    PassphraseWrong,
    /// The cipher could not be had: no memory for it, as a rule.
    #[error("the key could not be sealed or opened: {0}")]
    Cipher(&'static str),
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// BLAKE3 under a context, over parts with their lengths.
pub(crate) fn derive(context: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(&(part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

/// ChaCha20-Poly1305 with a key that is used for one text alone: the key comes of fresh random bytes each time.
mod once {
    use chacha20poly1305::aead::Aead as _;
    use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit as _, Nonce};

    use super::KeyError;

    pub fn seal(key: &[u8; 32], text: &[u8]) -> Result<Vec<u8>, KeyError> {
        ChaCha20Poly1305::new(Key::from_slice(key))
            .encrypt(&Nonce::default(), text)
            .map_err(|_| KeyError::Cipher("chacha20poly1305"))
    }

    /// `None` when another key sealed it, or it was changed since.
    pub fn open(key: &[u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
        ChaCha20Poly1305::new(Key::from_slice(key))
            .decrypt(&Nonce::default(), sealed)
            .ok()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks_exact(2);
    if !digits.remainder().is_empty() {
        return None;
    }
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{DeskSecret, Machine, from_hex, hex};
    use crate::random::{NoRandomness, Random};

    /// Bytes that are not the same twice.
    #[derive(Default)]
    pub(crate) struct Counted(std::sync::atomic::AtomicU8);

    impl Random for Counted {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
            bytes.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            Ok(())
        }
    }

    pub(crate) fn machine(id: &str) -> Machine {
        Machine {
            id: id.as_bytes().to_vec(),
            place: Vec::new(),
            credential: None,
        }
    }

    #[test]
    fn keys_of_a_first_program_stay_what_they_were() {
        let keys = DeskSecret::first([7; 32], &machine("a")).keys();
        // As a desk of the first version derived them: its replica must open for ever.
        assert_eq!(
            hex(&keys.replica),
            hex(&super::derive(super::REPLICA_CONTEXT, &[&[7; 32], b"a"]))
        );
        let other = DeskSecret::first([7; 32], &machine("b")).keys();
        assert_ne!(keys.replica, other.replica);
        assert_ne!(keys.signer.id(), other.signer.id());
        assert_ne!(keys.seal, keys.replica);
    }

    #[test]
    fn a_secret_is_read_as_it_was_written() {
        for secret in [
            DeskSecret::first([7; 32], &machine("a")),
            DeskSecret::first([8; 32], &machine("")),
        ] {
            assert!(DeskSecret::from_bytes(&secret.to_bytes()).as_ref() == Some(&secret));
        }
        assert!(DeskSecret::from_bytes(&[7; 31]).is_none());
    }

    #[test]
    fn hexadecimal_leads_back_and_nothing_else_is_read() {
        assert_eq!(from_hex(&hex(&[0, 15, 255])), Some(vec![0, 15, 255]));
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("0ж"), None);
    }
}

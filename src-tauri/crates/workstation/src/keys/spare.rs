//! The spare key (запасной ключ): the desk's secret once more beside the replica, for the centre to help.
//! The shapes and their reasons stand in [`stoika_protocol::recovery`].

use std::io::Read as _;
use std::path::{Path, PathBuf};

use stoika_protocol::message::{decode, encode};
use stoika_protocol::recovery::{
    RECOVERY_FILE_BYTES_MAX, RECOVERY_FILE_NAME, RECOVERY_FILE_VERSION,
};
use stoika_protocol::{
    RecoveryFile, RecoveryFileId, RecoveryKey, RecoveryRequest, RecoveryText, Signer,
};

use super::{DeskSecret, KeyError, derive, once, replace_whole};
use crate::random::{self, Random};

const SEAL_CONTEXT: &str = "stoika 2026 v1 spare key";

/// The spare key of a folder, unopened.
#[derive(Debug)]
pub(crate) struct Spare(RecoveryFile);

/// Why the centre's text opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TextError {
    /// Cut or mistyped.
    #[error("the text is cut or mistyped")]
    Malformed,
    /// It was given for another desk, or for a file that has been replaced since.
    #[error("the text is for another file")]
    Other,
    /// It is for this file, and the file was changed.
    #[error("the spare key is damaged")]
    Damaged,
}

impl Spare {
    /// Where it lies.
    pub(crate) fn path(folder: &Path) -> PathBuf {
        folder.join(RECOVERY_FILE_NAME)
    }

    /// The one of a folder; `None` when there is none that can be read.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let mut bytes = Vec::new();
        std::fs::File::open(Self::path(folder))
            .ok()?
            .take(RECOVERY_FILE_BYTES_MAX as u64)
            .read_to_end(&mut bytes)
            .ok()?;
        let file: RecoveryFile = decode(&bytes).ok()?;
        (file.version == RECOVERY_FILE_VERSION).then_some(Self(file))
    }

    /// Whether it is of this secret and for this centre.
    pub(crate) fn fits(&self, secret: &DeskSecret, recipient: &str) -> bool {
        self.is_of(secret) && self.0.recipient == recipient
    }

    /// Whether it is of this secret, whoever it is for.
    pub(crate) fn is_of(&self, secret: &DeskSecret) -> bool {
        self.0.mark == secret.mark()
    }

    /// For whom it is.
    pub(crate) fn recipient(&self) -> &str {
        &self.0.recipient
    }

    /// The secret, with the centre's text.
    ///
    /// # Errors
    /// [`TextError`].
    pub(crate) fn open(&self, text: &str) -> Result<DeskSecret, TextError> {
        let text = RecoveryText::parse(text).ok_or(TextError::Malformed)?;
        let key = text.key_for(&self.0.id).ok_or(TextError::Other)?;
        once::open(&seal_key(&key, &self.0.id), &self.0.sealed)
            .and_then(|bytes| DeskSecret::from_bytes(&bytes))
            .ok_or(TextError::Damaged)
    }

    /// Lays a new one in a folder. A text that was given for the one before opens it no more.
    ///
    /// # Errors
    /// A recipient that is none; those of the disk; no random bytes.
    pub(crate) fn write(
        folder: &Path,
        secret: &DeskSecret,
        signer: &Signer,
        recipient: &str,
        random: &dyn Random,
    ) -> Result<Self, KeyError> {
        let id = RecoveryFileId(random::bytes(random)?);
        let key = RecoveryKey(random::bytes(random)?);
        let to: age::x25519::Recipient = recipient
            .parse()
            .map_err(|_| KeyError::Cipher("the centre's recovery key is none"))?;
        let request = RecoveryRequest {
            key,
            file: id,
            desk_key: signer.id(),
        };
        // `age` draws its own random bytes from the system: nothing that a simulation repeats depends on them.
        let wrapped = age::encrypt(&to, &encode(&request)).map_err(|_| KeyError::Cipher("age"))?;
        let file = RecoveryFile {
            version: RECOVERY_FILE_VERSION,
            id,
            recipient: recipient.to_owned(),
            wrapped,
            sealed: once::seal(&seal_key(&key, &id), &secret.to_bytes())?,
            mark: secret.mark(),
        };
        replace_whole(&Self::path(folder), &encode(&file))?;
        Ok(Self(file))
    }
}

fn seal_key(key: &RecoveryKey, id: &RecoveryFileId) -> [u8; 32] {
    derive(SEAL_CONTEXT, &[&key.0, &id.0])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use stoika_protocol::RecoveryText;
    use stoika_protocol::message::decode;

    use super::super::tests::Counted;
    use super::{DeskSecret, RecoveryRequest, Spare, TextError};
    use crate::keys::KeyError;

    /// What the centre says of a file.
    fn text_of(spare: &Spare, identity: &age::x25519::Identity) -> String {
        let bytes = age::decrypt(identity, &spare.0.wrapped).unwrap();
        let request: RecoveryRequest = decode(&bytes).unwrap();
        RecoveryText::new(request.key, &request.file).to_string()
    }

    #[test]
    fn the_centres_text_opens_its_file_and_no_later_one() {
        let folder = tempfile::tempdir().unwrap();
        let random = Counted::default();
        let identity = age::x25519::Identity::generate();
        let recipient = identity.to_public().to_string();
        let secret = DeskSecret::fresh(&random).unwrap();
        let signer = secret.keys().signer;
        assert!(Spare::read(folder.path()).is_none());
        let write = || Spare::write(folder.path(), &secret, &signer, &recipient, &random);
        write().unwrap();
        let first = Spare::read(folder.path()).unwrap();
        assert!(first.fits(&secret, &recipient));
        assert!(!first.fits(&secret, "age1other"));
        assert!(!first.fits(&DeskSecret::fresh(&random).unwrap(), &recipient));
        let text = text_of(&first, &identity);
        assert!(first.open(&text.to_lowercase()).unwrap() == secret);
        write().unwrap();
        let second = Spare::read(folder.path()).unwrap();
        assert_eq!(second.open(&text).err(), Some(TextError::Other));
        assert_eq!(second.open(&text[1..]).err(), Some(TextError::Malformed));
    }

    #[test]
    fn a_file_that_was_changed_opens_nothing_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let random = Counted::default();
        let identity = age::x25519::Identity::generate();
        let secret = DeskSecret::fresh(&random).unwrap();
        let recipient = identity.to_public().to_string();
        let signer = secret.keys().signer;
        let mut spare = Spare::write(folder.path(), &secret, &signer, &recipient, &random).unwrap();
        let text = text_of(&spare, &identity);
        spare.0.sealed[3] ^= 1;
        assert_eq!(spare.open(&text).err(), Some(TextError::Damaged));
        std::fs::write(Spare::path(folder.path()), b"noise").unwrap();
        assert!(Spare::read(folder.path()).is_none());
        let nobody = Spare::write(folder.path(), &secret, &signer, "nobody", &random);
        assert!(matches!(nobody, Err(KeyError::Cipher(_))));
    }
}

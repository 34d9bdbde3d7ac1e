//! The way to a replica whose key is lost: what a desk lays beside it, what the centre reads of that, and
//! the text that comes back.
//!
//! The desk's secret is sealed with a random [`RecoveryKey`], and that key is encrypted to the centre's
//! recovery key (`age`). So the file alone opens nothing, the centre alone opens nothing, and what is told
//! over the phone is short. The ciphers are the desk's and the centre's affair: here are the shapes alone.

use std::fmt;

use minicbor::{Decode, Encode};

use crate::enrol::{from_base32, write_in_fives};
use crate::ids::KeyId;
use crate::seal::{context, digest};

/// Name of the file beside the replica.
pub const RECOVERY_FILE_NAME: &str = "replica.key.recovery";
/// The largest file that is read: a real one has some hundred bytes.
pub const RECOVERY_FILE_BYTES_MAX: usize = 16 * 1024;
/// The only version of the file there is.
pub const RECOVERY_FILE_VERSION: u8 = 1;

const TEXT_VERSION: u8 = 1;
const TAG_BYTES: usize = 3;
const CHECK_BYTES: usize = 5;

/// Names one writing of a recovery file: a new one has another text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct RecoveryFileId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 16],
);

impl RecoveryFileId {
    /// What a text says of its file.
    #[must_use]
    pub fn tag(&self) -> [u8; TAG_BYTES] {
        let hash = digest(context::RECOVERY_FILE, &[&self.0]).0;
        let mut tag = [0; TAG_BYTES];
        tag.copy_from_slice(&hash[..TAG_BYTES]);
        tag
    }
}

/// Opens what a recovery file seals: 128 random bits, drawn anew for each file.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct RecoveryKey(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 16],
);

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

/// What lies beside the replica.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RecoveryFile {
    /// [`RECOVERY_FILE_VERSION`].
    #[n(0)]
    pub version: u8,
    /// This writing of it.
    #[n(1)]
    pub id: RecoveryFileId,
    /// Whose recovery key it is for, `age1…`.
    #[n(2)]
    pub recipient: String,
    /// A [`RecoveryRequest`], encrypted to the recipient.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub wrapped: Vec<u8>,
    /// The desk's secret, sealed with the [`RecoveryKey`].
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
    /// The desk tells by it, without opening anything, that the file is of its present secret.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub mark: [u8; 16],
}

/// What the centre reads of a recovery file.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RecoveryRequest {
    /// Opens the rest of the file.
    #[n(0)]
    pub key: RecoveryKey,
    /// The file it stands in.
    #[n(1)]
    pub file: RecoveryFileId,
    /// The desk's key: the centre looks up whose it is.
    #[n(2)]
    pub desk_key: KeyId,
}

/// The recovery text (текст восстановления) that the centre gives: letters and digits that cannot be
/// taken for one another, eight groups of five, with a check sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryText {
    key: RecoveryKey,
    tag: [u8; TAG_BYTES],
}

impl RecoveryText {
    /// The text for a file.
    #[must_use]
    pub fn new(key: RecoveryKey, file: &RecoveryFileId) -> Self {
        Self {
            key,
            tag: file.tag(),
        }
    }

    /// Reads what was typed or pasted; `None` when it is cut, mistyped or of another version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = from_base32(text)?;
        let (rest, check) = bytes.split_at_checked(bytes.len().checked_sub(CHECK_BYTES)?)?;
        if digest(context::RECOVERY, &[rest]).0.get(..CHECK_BYTES)? != check {
            return None;
        }
        let (&[version], rest) = rest.split_first_chunk()?;
        let (tag, key) = rest.split_first_chunk()?;
        if version != TEXT_VERSION {
            return None;
        }
        Some(Self {
            key: RecoveryKey(key.try_into().ok()?),
            tag: *tag,
        })
    }

    /// The key, if the text is for this file.
    #[must_use]
    pub fn key_for(&self, file: &RecoveryFileId) -> Option<RecoveryKey> {
        (self.tag == file.tag()).then_some(self.key)
    }
}

impl fmt::Display for RecoveryText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![TEXT_VERSION];
        bytes.extend_from_slice(&self.tag);
        bytes.extend_from_slice(&self.key.0);
        let check = digest(context::RECOVERY, &[&bytes]);
        bytes.extend_from_slice(&check.0[..CHECK_BYTES]);
        write_in_fives(f, &bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{RecoveryFileId, RecoveryKey, RecoveryText};

    const FILE: RecoveryFileId = RecoveryFileId([5; 16]);

    fn text() -> RecoveryText {
        RecoveryText::new(RecoveryKey([7; 16]), &FILE)
    }

    #[test]
    fn a_text_is_eight_groups_of_five_and_is_read_as_typed() {
        let written = text().to_string();
        let groups: Vec<usize> = written.split('-').map(str::len).collect();
        assert_eq!(groups, [5; 8]);
        let sloppy = written.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(RecoveryText::parse(&sloppy), Some(text()));
        assert_eq!(text().key_for(&FILE), Some(RecoveryKey([7; 16])));
        assert_eq!(text().key_for(&RecoveryFileId([6; 16])), None);
    }

    #[test]
    fn a_mistyped_or_cut_text_is_refused() {
        let written = text().to_string();
        for (index, digit) in written.char_indices().filter(|(_, digit)| *digit != '-') {
            let mut wrong = written.clone();
            let other = if digit == 'Z' { "Y" } else { "Z" };
            wrong.replace_range(index..=index, other);
            assert_eq!(RecoveryText::parse(&wrong), None, "{index}");
            assert_eq!(RecoveryText::parse(&written[..index]), None, "{index}");
        }
        assert_eq!(RecoveryText::parse("Ж"), None);
    }
}

//! The desks of an office in the directory (рабочие места отделения): by their keys a hub knows whose
//! frames it takes, and a desk knows its hub, with no centre to ask.

use minicbor::{Decode, Encode};

use crate::directory::DirectoryRow;
use crate::ids::KeyId;
use crate::message;
use crate::seal::{SealError, VerifyingKey};

/// Kind of the directory's rows that are desks; a row's key is the id of the desk's key, its scope the
/// desk's office.
pub const KIND: &str = "desk";

/// A desk that the centre has let in. The centre writes the row when it enrols or revokes the desk.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeskRow {
    /// Its public key, which checks its frames.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub key: [u8; 32],
    /// Its label on paper.
    #[n(1)]
    pub label: String,
    /// Number of its window.
    #[n(2)]
    pub window: u16,
    /// It was put out: what it wrote stays, and it is given nothing.
    #[n(3)]
    pub revoked: bool,
}

impl DeskRow {
    /// Reads a row of the directory; `None` when it is of another kind or not as written.
    #[must_use]
    pub fn read(row: &DirectoryRow) -> Option<Self> {
        if row.kind == KIND {
            Self::from_bytes(&row.data)
        } else {
            None
        }
    }

    /// Reads a row's data; `None` when it is not as written.
    #[must_use]
    pub fn from_bytes(data: &[u8]) -> Option<Self> {
        message::decode(data).ok()
    }

    /// The row's data.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        message::encode(self)
    }

    /// The key that checks the desk's frames.
    ///
    /// # Errors
    /// [`SealError`] when the bytes are no key.
    pub fn verifying_key(&self) -> Result<VerifyingKey, SealError> {
        VerifyingKey::from_bytes(&self.key)
    }

    /// The row's key: the id of the desk's key, in hexadecimal.
    #[must_use]
    pub fn row_key(id: &KeyId) -> String {
        id.to_string()
    }
}

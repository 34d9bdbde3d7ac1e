//! Signatures (ed25519) and the hashes that they cover.

use ed25519_dalek::{Signer as _, SigningKey, Verifier as _};
use minicbor::{Decode, Encode};
use thiserror::Error;

use crate::ids::{Hash, KeyId};

/// What each hash is for: the context keeps hashes of one use from meaning something in another.
pub(crate) mod context {
    pub const BODY: &str = "stoika 2026 v1 body";
    pub const HEADER: &str = "stoika 2026 v1 header";
    pub const CHAIN: &str = "stoika 2026 v1 chain";
    pub const FRAME: &str = "stoika 2026 v1 frame";
    pub const KEY: &str = "stoika 2026 v1 key id";
    pub const ORDER: &str = "stoika 2026 v1 order";
    pub const DIRECTORY: &str = "stoika 2026 v1 directory";
    pub const PULL: &str = "stoika 2026 v1 pull reply";
    pub const SNAPSHOT: &str = "stoika 2026 v1 snapshot page";
    pub const CHALLENGE: &str = "stoika 2026 v1 challenge";
    pub const CERTIFICATE: &str = "stoika 2026 v1 certificate";
    pub const CODE: &str = "stoika 2026 v1 enrolment code";
    pub const ENROL: &str = "stoika 2026 v1 enrolment";
    pub const RECOVERY: &str = "stoika 2026 v1 recovery text";
    pub const RECOVERY_FILE: &str = "stoika 2026 v1 recovery file";
    pub const AUDIT: &str = "stoika 2026 v1 audit";
    pub const AUDIT_HEAD: &str = "stoika 2026 v1 audit head";
}

/// BLAKE3 under a context, over parts in order. Parts of variable length must be
/// unambiguous by themselves (fixed length, or encoded with their length).
pub(crate) fn digest(context: &str, parts: &[&[u8]]) -> Hash {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(part);
    }
    Hash(*hasher.finalize().as_bytes())
}

/// An ed25519 signature, 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Signature(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 64],
);

/// The public half of a desk's or server's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

/// What is wrong with a key or signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SealError {
    /// 32 bytes that are no ed25519 public key.
    #[error("not an ed25519 public key")]
    Key,
    /// The signature does not fit the bytes and the key.
    #[error("the signature does not verify")]
    Signature,
}

impl VerifyingKey {
    /// Reads a public key.
    ///
    /// # Errors
    /// [`SealError::Key`] when the bytes are no point of the curve.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, SealError> {
        ed25519_dalek::VerifyingKey::from_bytes(bytes)
            .map(Self)
            .map_err(|_| SealError::Key)
    }

    /// The 32 bytes of the key.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The key's name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let hash = digest(context::KEY, &[&self.to_bytes()]);
        let mut id = [0; 16];
        id.copy_from_slice(&hash.0[..16]);
        KeyId(id)
    }

    /// Checks a signature over a hash.
    ///
    /// # Errors
    /// [`SealError::Signature`] when it does not fit.
    pub fn verify(&self, message: &Hash, signature: &Signature) -> Result<(), SealError> {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0
            .verify(&message.0, &signature)
            .map_err(|_| SealError::Signature)
    }

    /// Checks the answer to a [`challenge`](challenge_hash).
    ///
    /// # Errors
    /// [`SealError::Signature`] when it does not fit.
    pub fn verify_challenge(
        &self,
        nonce: &[u8; 32],
        signature: &Signature,
    ) -> Result<(), SealError> {
        self.verify(&challenge_hash(nonce), signature)
    }
}

/// What a desk signs to show a carrier's far end that it holds its key. The nonce is the
/// server's, so a machine with a clock wrong by years still gets in.
#[must_use]
pub fn challenge_hash(nonce: &[u8; 32]) -> Hash {
    digest(context::CHALLENGE, &[nonce])
}

/// The secret half of a key. Made from 32 random bytes that the caller drew.
#[derive(Clone)]
pub struct Signer(SigningKey);

impl Signer {
    /// From the secret seed.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// The key's name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.verifying_key().id()
    }

    /// Signs a hash.
    #[must_use]
    pub fn sign(&self, message: &Hash) -> Signature {
        Signature(self.0.sign(&message.0).to_bytes())
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.id())
    }
}

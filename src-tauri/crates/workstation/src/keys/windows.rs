//! The key of a Windows installation, which Windows itself keeps (DPAPI-NG, scope of the machine).
//!
//! Called through Microsoft's own `windows` crate, whose functions of this interface are safe; what
//! `CryptProtectData` does with its machine flag, the same service does here for the descriptor `LOCAL=machine`.

use windows::Security::Cryptography::CryptographicBuffer;
use windows::Security::Cryptography::DataProtection::DataProtectionProvider;
use windows::Storage::Streams::IBuffer;
use windows::core::{Array, HSTRING, Result};

use super::KeyError;
use super::tie::{Tie, TieName};
use crate::random::Random;

/// Every account of this computer, and of no other.
const SCOPE: &str = "LOCAL=machine";

/// To this Windows installation.
pub(super) struct OfWindows;

impl Tie for OfWindows {
    fn name(&self) -> TieName {
        TieName::Windows
    }

    fn seal(&self, text: &[u8], _: &dyn Random) -> std::result::Result<Vec<u8>, KeyError> {
        protect(text).map_err(|_| KeyError::Cipher("Windows does not protect the key"))
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        unprotect(sealed).ok()
    }
}

fn protect(text: &[u8]) -> Result<Vec<u8>> {
    let provider = DataProtectionProvider::CreateOverloadExplicit(&HSTRING::from(SCOPE))?;
    let buffer = CryptographicBuffer::CreateFromByteArray(text)?;
    bytes_of(&provider.ProtectAsync(&buffer)?.join()?)
}

fn unprotect(sealed: &[u8]) -> Result<Vec<u8>> {
    let buffer = CryptographicBuffer::CreateFromByteArray(sealed)?;
    bytes_of(
        &DataProtectionProvider::new()?
            .UnprotectAsync(&buffer)?
            .join()?,
    )
}

fn bytes_of(buffer: &IBuffer) -> Result<Vec<u8>> {
    let mut bytes = Array::new();
    CryptographicBuffer::CopyToByteArray(buffer, &mut bytes)?;
    Ok(bytes.to_vec())
}

//! Keys of the centre: files beside the database that only its owner can read.

use std::path::Path;

use stoika_exchange::tls::{self, Certificate, TlsError};
use stoika_protocol::Signer;

use crate::centre::Ambient;
use crate::error::{CentreError, at};

const AUTHORITY_FILE: &str = "authority.key";

/// The key that signs orders; made at the first start.
pub(crate) fn authority(dir: &Path, ambient: &Ambient) -> Result<Signer, CentreError> {
    signer(&dir.join(AUTHORITY_FILE), ambient)
}

/// The key in a file; made if it is not there.
pub(crate) fn signer(path: &Path, ambient: &Ambient) -> Result<Signer, CentreError> {
    if path.exists() {
        let bytes = std::fs::read(path).map_err(at(path))?;
        let seed = bytes
            .try_into()
            .map_err(|_| CentreError::Key(path.to_owned()))?;
        return Ok(Signer::from_seed(&seed));
    }
    let seed = ambient.bytes();
    write_secret(path, &seed)?;
    Ok(Signer::from_seed(&seed))
}

/// The certificate of a data folder; made if there is none.
pub(crate) fn certificate_or_new(dir: &Path) -> Result<Certificate, CentreError> {
    Certificate::of_folder_or_new(dir, "Stoika back-office").map_err(unfit)
}

pub(crate) fn unfit(error: TlsError) -> CentreError {
    CentreError::Tls(error.to_string())
}

/// Writes a file whole or not at all, readable by its owner only.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), CentreError> {
    tls::write_secret(path, bytes).map_err(at(path))
}

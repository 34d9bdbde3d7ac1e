//! Keys of the centre: files beside the database that only its owner can read.

use std::io::Write as _;
use std::path::Path;

use rcgen::{CertificateParams, DnType, KeyPair};
use stoika_protocol::{Fingerprint, Signer};

use crate::centre::Ambient;
use crate::error::{CentreError, at};

const AUTHORITY_FILE: &str = "authority.key";
const CERTIFICATE_FILE: &str = "certificate.der";
const CERTIFICATE_KEY_FILE: &str = "certificate.key";

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

/// The server's certificate and its key, DER.
pub(crate) struct Certificate {
    pub certificate: Vec<u8>,
    pub key: Vec<u8>,
}

impl Certificate {
    /// What desks know it by.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_certificate(&self.certificate)
    }
}

/// The certificate of a data folder, if it has one.
pub(crate) fn certificate(dir: &Path) -> Result<Option<Certificate>, CentreError> {
    let (path, key_path) = (dir.join(CERTIFICATE_FILE), dir.join(CERTIFICATE_KEY_FILE));
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(Certificate {
        certificate: std::fs::read(&path).map_err(at(&path))?,
        key: std::fs::read(&key_path).map_err(at(&key_path))?,
    }))
}

/// The certificate of a data folder, made by ourselves when there is none: desks pin it by its
/// fingerprint, so neither its name nor its dates say anything.
pub(crate) fn certificate_or_new(dir: &Path) -> Result<Certificate, CentreError> {
    if let Some(certificate) = certificate(dir)? {
        return Ok(certificate);
    }
    let tls = |error: rcgen::Error| CentreError::Tls(error.to_string());
    let key = KeyPair::generate().map_err(tls)?;
    let mut params = CertificateParams::new(vec!["stoika".to_owned()]).map_err(tls)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "Stoika back-office");
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2120, 1, 1);
    let certificate = params.self_signed(&key).map_err(tls)?;
    let made = Certificate {
        certificate: certificate.der().to_vec(),
        key: key.serialize_der(),
    };
    // The key first: a certificate that is there has its key.
    write_secret(&dir.join(CERTIFICATE_KEY_FILE), &made.key)?;
    write_secret(&dir.join(CERTIFICATE_FILE), &made.certificate)?;
    Ok(made)
}

/// Writes a file whole or not at all, readable by its owner only.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), CentreError> {
    let part = path.with_extension("part");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part).map_err(at(&part))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(at(&part))?;
    std::fs::rename(&part, path).map_err(at(path))
}

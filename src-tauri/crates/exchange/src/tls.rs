//! A listener that speaks TLS, and the certificate it shows. Handshakes run beside one another: a silent
//! client holds up nobody.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use stoika_protocol::Fingerprint;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// Handshaken connections that nobody has taken yet.
const READY_MAX: usize = 64;
const CERTIFICATE_FILE: &str = "certificate.der";
const CERTIFICATE_KEY_FILE: &str = "certificate.key";

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file of the certificate, or the listener's address.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A certificate cannot be made or used.
    #[error("{0}")]
    Certificate(String),
}

/// A server's certificate and its key, DER.
pub struct Certificate {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Certificate {
    /// What others know it by.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_certificate(&self.certificate)
    }

    /// The certificate alone, DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.certificate
    }

    fn of_folder(dir: &Path) -> Result<Option<Self>, TlsError> {
        let path = dir.join(CERTIFICATE_FILE);
        if !path.exists() {
            return Ok(None);
        }
        Ok(Some(Self {
            certificate: std::fs::read(&path)?,
            key: std::fs::read(dir.join(CERTIFICATE_KEY_FILE))?,
        }))
    }

    /// That of a folder, made by ourselves when there is none: it is known by its fingerprint, so neither
    /// its name nor its dates say anything.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn of_folder_or_new(dir: &Path, name: &str) -> Result<Self, TlsError> {
        if let Some(certificate) = Self::of_folder(dir)? {
            return Ok(certificate);
        }
        let unfit = |error: rcgen::Error| TlsError::Certificate(error.to_string());
        let key = KeyPair::generate().map_err(unfit)?;
        let mut params = CertificateParams::new(vec!["stoika".to_owned()]).map_err(unfit)?;
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2120, 1, 1);
        let certificate = params.self_signed(&key).map_err(unfit)?;
        let made = Self {
            certificate: certificate.der().to_vec(),
            key: key.serialize_der(),
        };
        // The key first: a certificate that is there has its key.
        write_secret(&dir.join(CERTIFICATE_KEY_FILE), &made.key)?;
        write_secret(&dir.join(CERTIFICATE_FILE), &made.certificate)?;
        Ok(made)
    }
}

/// Writes a file whole or not at all, readable by its owner only.
///
/// # Errors
/// Those of the disk.
pub fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, path)
}

/// Accepts connections and gives them on once they are handshaken.
pub struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
    accepting: tokio::task::JoinHandle<()>,
}

impl TlsListener {
    /// Over a listener that is bound already.
    ///
    /// # Errors
    /// A certificate that cannot be used.
    pub fn new(tcp: TcpListener, certificate: &Certificate) -> Result<Self, TlsError> {
        let unfit = |error: &dyn std::error::Error| TlsError::Certificate(error.to_string());
        let key = PrivateKeyDer::try_from(certificate.key.clone())
            .map_err(|error| TlsError::Certificate(error.to_owned()))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| unfit(&error))?
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from(certificate.certificate.clone())],
                key,
            )
            .map_err(|error| unfit(&error))?;
        let address = tcp.local_addr()?;
        let (give, ready) = mpsc::channel(READY_MAX);
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self {
            ready,
            address,
            accepting: tokio::spawn(accept_all(tcp, acceptor, give)),
        })
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept_all(
    mut tcp: TcpListener,
    acceptor: TlsAcceptor,
    give: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    loop {
        // Retries by itself when the system is out of handles.
        let (stream, from) = axum::serve::Listener::accept(&mut tcp).await;
        let handshake = acceptor.accept(stream);
        let give = give.clone();
        tokio::spawn(async move {
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE_MAX, handshake).await {
                // Nobody takes it when the server stops.
                let _ = give.send((stream, from)).await;
            }
        });
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(accepted) => accepted,
            // The accepting task ends with this listener only.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

//! A listener that speaks TLS. Handshakes run beside one another: a silent client holds up nobody.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::error::CentreError;
use crate::keys::Certificate;

const HANDSHAKE_MAX: Duration = Duration::from_secs(10);
/// Handshaken connections that nobody has taken yet.
const READY_MAX: usize = 64;

/// Accepts connections and gives them on once they are handshaken.
pub(crate) struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
    accepting: tokio::task::JoinHandle<()>,
}

impl TlsListener {
    pub fn new(tcp: TcpListener, certificate: &Certificate) -> Result<Self, CentreError> {
        let tls = |error: &dyn std::error::Error| CentreError::Tls(error.to_string());
        let key = PrivateKeyDer::try_from(certificate.key.clone())
            .map_err(|error| CentreError::Tls(error.to_owned()))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| tls(&error))?
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from(certificate.certificate.clone())],
                key,
            )
            .map_err(|error| tls(&error))?;
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

//! Trust in exactly one certificate: the one whose fingerprint came with the one-time code, or stands in
//! the hub's tenure.

use std::io::ErrorKind;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use stoika_protocol::enrol::Fingerprint;

/// Neither name nor dates nor issuer count: a desk with a clock wrong by years still gets
/// in, and a certificate of any authority but with another key does not.
#[derive(Debug)]
struct Pinned {
    /// `None`: whoever answers; what he says is believed by its own seals alone.
    fingerprint: Option<Fingerprint>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = Fingerprint::of_certificate(end_entity);
        if self.fingerprint.is_none_or(|pinned| pinned == shown) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(
                CertificateError::ApplicationVerificationFailure,
            ))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

/// TLS that talks to the holder of that certificate only; with `None` to anybody.
///
/// # Errors
/// When the provider has no usable protocol version.
pub(super) fn pinned_tls(fingerprint: Option<Fingerprint>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned {
            fingerprint,
            provider,
        }))
        .with_no_client_auth();
    Ok(config)
}

/// Why no secure connection came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handshake {
    /// The certificate is another one.
    WrongCertificate,
    /// Broken off, or what answered was no TLS.
    Broken,
}

/// What the error of a connection, or one under it, says of the handshake; `None` when it did not come to that.
pub(super) fn handshake(error: &(dyn std::error::Error + 'static)) -> Option<Handshake> {
    let mut error = Some(error);
    while let Some(now) = error {
        if let Some(tls) = now.downcast_ref::<Error>() {
            return Some(match tls {
                Error::InvalidCertificate(_) => Handshake::WrongCertificate,
                _ => Handshake::Broken,
            });
        }
        // An `io::Error` gives the source of what it holds, not what it holds.
        error = match now.downcast_ref::<std::io::Error>() {
            Some(io) if is_broken_off(io.kind()) => {
                return Some(Handshake::Broken);
            }
            Some(io) => io
                .get_ref()
                .map(|inner| inner as &(dyn std::error::Error + 'static)),
            None => now.source(),
        };
    }
    None
}

/// A door that is shut refuses; one that opens and then falls shut does not.
fn is_broken_off(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
    )
}

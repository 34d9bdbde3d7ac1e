//! Coming in: the one-time code is exchanged for the desk's label, office and the centre's key.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use stoika_protocol::Signer;
use stoika_protocol::enrol::{
    CONTENT_TYPE as CBOR, Enrol, EnrolRefusal, EnrolReply, EnrolmentCode,
};
use stoika_protocol::message::{decode, encode};
use stoika_protocol::seal::challenge_hash;
use thiserror::Error;

use super::http::{Address, parse, read, sent};
use crate::effect::CarrierError;

const LIMIT: Duration = Duration::from_secs(30);

/// Why a desk did not come in. Nothing was changed; the same code may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EnrolError {
    /// The code is cut, mistyped, or of another version.
    #[error("the code cannot be read")]
    CodeMalformed,
    /// No such code was given out.
    #[error("the server does not know the code")]
    CodeUnknown,
    /// Another desk has used it.
    #[error("the code has been used")]
    CodeUsed,
    /// It is too old.
    #[error("the code has expired")]
    CodeExpired,
    /// The server did not accept the desk's key.
    #[error("the server did not accept the desk's key")]
    Key,
    /// The code names an address that is not used (plain HTTP beyond loopback).
    #[error("the code names an address that is not used")]
    Address,
    /// No answer of the server; see there.
    #[error(transparent)]
    Carrier(CarrierError),
}

/// Enrols the desk that holds `signer`. The caller keeps, with the reply, the code's address
/// and fingerprint for [`Address::parse`].
///
/// # Errors
/// [`EnrolError`].
pub async fn enrol(
    code: &EnrolmentCode,
    signer: &Signer,
    program: &str,
) -> Result<EnrolReply, EnrolError> {
    let address =
        Address::parse(&code.address, code.fingerprint).map_err(|_| EnrolError::Address)?;
    let request = Enrol {
        secret: code.secret,
        key: signer.verifying_key().to_bytes(),
        proof: signer.sign(&challenge_hash(&Enrol::proof_nonce(&code.secret))),
        program: program.to_owned(),
    };
    let outcome = address
        .client()
        .map_err(EnrolError::Carrier)?
        .post(address.at("/v1/enrol"))
        .header(CONTENT_TYPE, CBOR)
        .timeout(LIMIT)
        .body(encode(&request))
        .send()
        .await;
    let response = sent(&address, outcome).await.map_err(EnrolError::Carrier)?;
    let (status, body) = read(response).await.map_err(EnrolError::Carrier)?;
    match status {
        200 => parse(&body).map_err(EnrolError::Carrier),
        409 => Err(match decode::<EnrolRefusal>(&body) {
            Ok(EnrolRefusal::Unknown) => EnrolError::CodeUnknown,
            Ok(EnrolRefusal::Used) => EnrolError::CodeUsed,
            Ok(EnrolRefusal::Expired) => EnrolError::CodeExpired,
            Ok(EnrolRefusal::Key) => EnrolError::Key,
            Err(_) => EnrolError::Carrier(CarrierError::Malformed),
        }),
        other => Err(EnrolError::Carrier(CarrierError::Server(other))),
    }
}

/// Reads a code as it was typed.
///
/// # Errors
/// [`EnrolError::CodeMalformed`].
pub fn read_code(text: &str) -> Result<EnrolmentCode, EnrolError> {
    EnrolmentCode::parse(text).ok_or(EnrolError::CodeMalformed)
}

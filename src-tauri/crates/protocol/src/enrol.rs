//! How a desk comes in: the one-time code, enrolment, and the opening of a session.
//!
//! Over HTTP a round goes: `POST /v1/challenge` (empty body) → [`ChallengeReply`];
//! `POST /v1/hello` with [`OpenSession`] → [`SessionReply`]; then `/v1/push`, `/v1/pull`,
//! `/v1/snapshot` with `Authorization: Bearer <token>`. `POST /v1/enrol` takes [`Enrol`] and
//! answers [`EnrolReply`] with 200 or [`EnrolRefusal`] with 409. Every other failure of the
//! server's own has a [`Denial`] as its body. All bodies are CBOR, and every reply of the
//! server, good or bad, has the header [`SERVER_HEADER`]: what lacks it is somebody else
//! (a captive portal, a proxy) and means nothing.

use std::fmt;

use minicbor::{Decode, Encode};

use crate::ids::HistoryId;
use crate::message::{Hello, HelloReply};
use crate::seal::{Signature, context, digest};

/// The header that every reply of a Stoika server has.
pub const SERVER_HEADER: &str = "x-stoika";
/// Its value.
pub const SERVER_HEADER_VALUE: &str = "1";
/// Content type of every body.
pub const CONTENT_TYPE: &str = "application/cbor";

macro_rules! small_bytes {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] #[cbor(with = "minicbor::bytes")] pub [u8; $len]);
    };
}

small_bytes!(
    /// Names a server's certificate: the first 16 bytes of the BLAKE3 of its DER.
    Fingerprint,
    16
);
small_bytes!(
    /// The secret of a one-time code: 80 random bits.
    EnrolSecret,
    10
);
small_bytes!(
    /// What a desk signs to open a session: 256 random bits, good once and for a short time.
    Nonce,
    32
);

impl Fingerprint {
    /// The fingerprint of a certificate.
    #[must_use]
    pub fn of_certificate(der: &[u8]) -> Self {
        let hash = digest(context::CERTIFICATE, &[der]);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.0[..16]);
        Self(bytes)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({})", base32(&self.0))
    }
}

impl fmt::Debug for EnrolSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolSecret(…)")
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(…)")
    }
}

/// The one-time code (одноразовый код) that an administrator gives to a new desk.
///
/// Written in letters and digits that cannot be taken for one another, in groups of five,
/// with a check sum; capitals, spaces and hyphens do not matter when it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentCode {
    /// Where the server listens: `https://10.1.2.3:8443`, no path.
    pub address: String,
    /// Its certificate; `None` for plain HTTP, which is allowed on loopback only.
    pub fingerprint: Option<Fingerprint>,
    /// What the server knows the invitation by.
    pub secret: EnrolSecret,
    /// At which of the office's further addresses the desk stands; `None` for the first one.
    pub site: Option<String>,
}

const CODE_VERSION: u8 = 1;
/// With a site: a program that knows none must not print the wrong address.
const CODE_VERSION_SITE: u8 = 2;
const CODE_CHECK_BYTES: usize = 3;

impl EnrolmentCode {
    /// Reads a code as it was typed or pasted. `None` when it is cut, mistyped or of
    /// another version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = from_base32(text)?;
        let (rest, check) = bytes.split_at_checked(bytes.len().checked_sub(CODE_CHECK_BYTES)?)?;
        if digest(context::CODE, &[rest]).0.get(..CODE_CHECK_BYTES)? != check {
            return None;
        }
        let (&[version, tls], rest) = rest.split_first_chunk()?;
        if version != CODE_VERSION && version != CODE_VERSION_SITE {
            return None;
        }
        let (secret, rest) = rest.split_first_chunk()?;
        let (fingerprint, rest) = match tls {
            0 => (None, rest),
            1 => {
                let (fingerprint, rest) = rest.split_first_chunk()?;
                (Some(Fingerprint(*fingerprint)), rest)
            }
            _ => return None,
        };
        let (site, address) = if version == CODE_VERSION_SITE {
            let (&[length], rest) = rest.split_first_chunk()?;
            let (site, address) = rest.split_at_checked(usize::from(length))?;
            (Some(String::from_utf8(site.to_vec()).ok()?), address)
        } else {
            (None, rest)
        };
        Some(Self {
            address: String::from_utf8(address.to_vec()).ok()?,
            fingerprint,
            secret: EnrolSecret(*secret),
            site,
        })
    }
}

impl fmt::Display for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Ids of addresses are short; a longer one would be no id.
        let site = self
            .site
            .as_deref()
            .map(|site| (site, u8::try_from(site.len())));
        let version = match site {
            Some(_) => CODE_VERSION_SITE,
            None => CODE_VERSION,
        };
        let mut bytes = vec![version, u8::from(self.fingerprint.is_some())];
        bytes.extend_from_slice(&self.secret.0);
        if let Some(fingerprint) = &self.fingerprint {
            bytes.extend_from_slice(&fingerprint.0);
        }
        if let Some((site, length)) = site {
            bytes.push(length.map_err(|_| fmt::Error)?);
            bytes.extend_from_slice(site.as_bytes());
        }
        bytes.extend_from_slice(self.address.as_bytes());
        let check = digest(context::CODE, &[&bytes]);
        bytes.extend_from_slice(&check.0[..CODE_CHECK_BYTES]);
        write_in_fives(f, &bytes)
    }
}

/// A desk asks to come in. Sent again after a lost reply it gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Enrol {
    /// From the one-time code.
    #[n(0)]
    pub secret: EnrolSecret,
    /// The desk's public key, ed25519.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub key: [u8; 32],
    /// Signature over [`crate::seal::challenge_hash`] of the BLAKE3-derived nonce of the
    /// secret, see [`Enrol::proof_nonce`]: the sender holds the key that it names.
    #[n(2)]
    pub proof: Signature,
    /// Version of the program.
    #[n(3)]
    pub program: String,
}

impl Enrol {
    /// What the desk signs (as the answer to a challenge) to show that it holds its key.
    #[must_use]
    pub fn proof_nonce(secret: &EnrolSecret) -> [u8; 32] {
        digest(context::ENROL, &[&secret.0]).0
    }
}

/// The desk is in.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct EnrolReply {
    /// Label of the desk on paper, e.g. `ОТ-04`.
    #[n(0)]
    pub desk: String,
    /// Id of its office: its scope.
    #[n(1)]
    pub office: String,
    /// Number of its window.
    #[n(2)]
    pub window: u16,
    /// The centre's public key: orders and first loads are signed by it.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub authority: [u8; 32],
    /// The centre's history.
    #[n(4)]
    pub history: HistoryId,
    /// The centre's clock, Unix milliseconds.
    #[n(5)]
    pub server_time_ms: i64,
    /// To whom the desk wraps its secret (`age1…`), see [`crate::recovery`]; `None` of a server that keeps no
    /// recovery key.
    #[n(6)]
    pub recovery: Option<String>,
}

/// Why a desk may not come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum EnrolRefusal {
    /// No such code was given out.
    #[n(0)]
    Unknown,
    /// Another key has used it.
    #[n(1)]
    Used,
    /// It is too old.
    #[n(2)]
    Expired,
    /// The key is no key, or the sender does not hold it.
    #[n(3)]
    Key,
}

/// Answer to a challenge request.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ChallengeReply {
    /// To be signed at once.
    #[n(0)]
    pub nonce: Nonce,
}

/// Opens a session with a signed nonce and says hello in one go.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct OpenSession {
    /// From [`ChallengeReply`].
    #[n(0)]
    pub nonce: Nonce,
    /// By the key that `hello` names, over [`crate::seal::challenge_hash`].
    #[n(1)]
    pub signature: Signature,
    /// The round's opening.
    #[n(2)]
    pub hello: Hello,
}

/// The session is open.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SessionReply {
    /// For `Authorization: Bearer`; ASCII. Lives while the server runs.
    #[n(0)]
    pub token: String,
    /// Answer to the hello.
    #[n(1)]
    pub hello: HelloReply,
}

/// Why the server gave no answer of the asked kind. The number in brackets is the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Denial {
    /// The body cannot be read, or breaks a limit (400, 413).
    #[n(0)]
    Malformed,
    /// No session by that token: open a new one (401).
    #[n(1)]
    Session,
    /// The key is not enrolled here (403).
    #[n(2)]
    ForeignDesk,
    /// The enrolment was revoked: push is taken, nothing is given (403).
    #[n(3)]
    Revoked,
    /// The server cannot write or read just now; nothing was taken (503).
    #[n(4)]
    Busy,
    /// The nonce is unknown or too old, or the signature does not fit it (401).
    #[n(5)]
    Challenge,
    /// The far end speaks a protocol that this server is too old or too new for (426).
    #[n(6)]
    Protocol,
    /// More of that kind was asked for than a desk may ask within a time (429).
    #[n(7)]
    TooMany,
    /// The user in whose name it was asked may not be told (403).
    #[n(8)]
    NotForUser,
}

/// As a person types it: groups of five.
pub(crate) fn write_in_fives(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    for (index, digit) in base32(bytes).chars().enumerate() {
        if index > 0 && index % 5 == 0 {
            f.write_str("-")?;
        }
        write!(f, "{digit}")?;
    }
    Ok(())
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

pub(crate) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let mut bits = 0_u32;
    let mut held = 0_u32;
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits) as usize & 31]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits)) as usize & 31]));
    }
    text
}

pub(crate) fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let mut bits = 0_u32;
    let mut held = 0_u32;
    for typed in text.chars() {
        let digit = match typed.to_ascii_uppercase() {
            '-' | ' ' | '\r' | '\n' | '\t' => continue,
            'O' => b'0',
            'I' | 'L' => b'1',
            other => u8::try_from(other).ok()?,
        };
        let value = ALPHABET.iter().position(|known| *known == digit)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    (bits < 5 && held & ((1 << bits) - 1) == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{EnrolSecret, EnrolmentCode, Fingerprint};

    fn code(tls: bool) -> EnrolmentCode {
        EnrolmentCode {
            address: "https://10.1.2.3:8443".to_owned(),
            fingerprint: tls.then(|| Fingerprint::of_certificate(b"der")),
            secret: EnrolSecret([7; 10]),
            site: None,
        }
    }

    #[test]
    fn a_code_names_the_address_at_which_the_desk_stands() {
        let code = EnrolmentCode {
            site: Some("otradny-2".to_owned()),
            ..code(true)
        };
        assert_eq!(EnrolmentCode::parse(&code.to_string()), Some(code));
    }

    #[test]
    fn a_code_is_read_as_typed() {
        for tls in [true, false] {
            let text = code(tls).to_string();
            assert_eq!(EnrolmentCode::parse(&text), Some(code(tls)));
            let sloppy = text.to_lowercase().replace('-', " ").replace('0', "o");
            assert_eq!(EnrolmentCode::parse(&sloppy), Some(code(tls)));
        }
    }

    #[test]
    fn a_mistyped_or_cut_code_is_refused() {
        let text = code(true).to_string();
        for (index, digit) in text.char_indices().filter(|(_, digit)| *digit != '-') {
            let mut wrong = text.clone();
            let other = if digit == 'Z' { "Y" } else { "Z" };
            wrong.replace_range(index..=index, other);
            assert_eq!(EnrolmentCode::parse(&wrong), None, "{index}");
            assert_eq!(EnrolmentCode::parse(&text[..index]), None, "{index}");
        }
        assert_eq!(EnrolmentCode::parse("Ж"), None);
    }
}

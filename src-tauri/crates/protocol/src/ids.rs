//! Names of things: replicas, keys, acts, subjects, hashes.

use std::fmt;

use minicbor::{Decode, Encode};
use uuid::Uuid;

macro_rules! bytes_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] #[cbor(with = "minicbor::bytes")] pub [u8; $len]);

        impl $name {
            /// The raw bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Reads the hexadecimal form that `Display` writes.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                from_hex(text).map(Self)
            }

            /// From a slice of exactly the right length.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

bytes_id!(
    /// A replica of the journal: random, a new one after a clone, a restore or a new enrolment.
    ReplicaId, 16
);
bytes_id!(
    /// A desk's or server's signing key: the first 16 bytes of the BLAKE3 of the public key.
    KeyId, 16
);
bytes_id!(
    /// One life of a server's order. A wiped or re-created server has a new one.
    HistoryId, 16
);
bytes_id!(
    /// A BLAKE3 hash.
    Hash, 32
);
bytes_id!(
    /// Hides a redacted body from guessing: 64 random bits, drawn by the author, destroyed with the body.
    Salt, 8
);

/// An act (действие): `UUIDv7`, shared by the entries that one press of a button wrote.
/// It is also the id of the subjects that the act created.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActId(pub Uuid);

impl fmt::Display for ActId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ActId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActId({})", self.0)
    }
}

impl ActId {
    /// An act id of this instant (Unix milliseconds) and these random bits.
    #[must_use]
    pub fn new(unix_ms: u64, random: [u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
    }

    /// The instant inside the id, Unix milliseconds.
    #[must_use]
    pub fn unix_ms(&self) -> u64 {
        let bytes = self.0.as_bytes();
        bytes[..6]
            .iter()
            .fold(0, |time, byte| (time << 8) | u64::from(*byte))
    }
}

impl<C> Encode<C> for ActId {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(self.0.as_bytes())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for ActId {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Uuid::from_slice(d.bytes()?)
            .map(Self)
            .map_err(|_| minicbor::decode::Error::message("an act id has 16 bytes"))
    }
}

/// Where an entry stands: its replica and its dense number there, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct EntryRef {
    /// The replica that wrote it.
    #[n(0)]
    pub replica: ReplicaId,
    /// Its number in that replica, from 1 with no holes.
    #[n(1)]
    pub seq: u64,
}

/// What an entry is about: an aggregate's kind and the act that created it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Subject {
    /// Kind of the aggregate; the numbers belong to the domain.
    #[n(0)]
    pub kind: u16,
    /// The act that created it.
    #[n(1)]
    pub id: ActId,
}

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(out)
}

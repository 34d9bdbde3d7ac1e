//! Compression of a frame's payload: zstd with a dictionary, so that one act alone, the usual
//! frame of a desk with a link, is small too.
//!
//! A dictionary is named by a number in the frame, is never changed and never removed: frames are for ever.
//! A new one gets the next number and a golden frame of its own. They are trained by
//! `cargo xtask bench --train FILE` on made-up acts.

use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// No dictionary: the first frames, and whatever has none.
const NONE: u64 = 0;
/// Trained on the acts of the spine: appeals and contacts.
const FIRST: u64 = 1;
/// What new frames are compressed with.
pub const CURRENT: u64 = FIRST;

const LEVEL: i32 = 3;
const FIRST_BYTES: &[u8] = include_bytes!("pack/1.dict");

static FIRST_ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(FIRST_BYTES, LEVEL));
static FIRST_DECODER: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(FIRST_BYTES));

/// True for a dictionary that this program has.
pub fn knows(dictionary: u64) -> bool {
    matches!(dictionary, NONE | FIRST)
}

/// Compresses with the current dictionary; `None` when zstd fails, as it does only without memory.
pub fn pack(payload: &[u8]) -> Option<Vec<u8>> {
    Compressor::with_prepared_dictionary(&FIRST_ENCODER)
        .ok()?
        .compress(payload)
        .ok()
}

/// Decompresses to exactly `len` bytes.
pub fn unpack(dictionary: u64, packed: &[u8], len: usize) -> Option<Vec<u8>> {
    let payload = match dictionary {
        NONE => zstd::bulk::decompress(packed, len),
        FIRST => Decompressor::with_prepared_dictionary(&FIRST_DECODER)
            .and_then(|mut unpacker| unpacker.decompress(packed, len)),
        _ => return None,
    };
    payload.ok().filter(|payload| payload.len() == len)
}

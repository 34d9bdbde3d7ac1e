//! The frame: a run of a replica's entries, sealed once. The same bytes are stored,
//! relayed by a hub and put on a stick.
//!
//! ```text
//! "SF" · format 1 · dictionary (varint) · replica 16 · key 16 · first seq (varint) · count (varint)
//!      · chain before 32 · signature 64 · payload length (varint) · payload, zstd
//! ```
//! The dictionaries are those of `pack.rs`. The signature covers the chain after the last entry, so it covers every header and, by
//! their hashes, every body; compression is outside of it. The payload has four sections,
//! each with its length: authors, columns of the headers, what is random (act ids, foreign
//! subjects, salts), bodies. Alike stands beside alike, so that zstd sees it.
//!
//! An entry whose body was destroyed has the hash of the body among what is random in place of its
//! salt. Its header is the same, so the chain and the seal are: [`Frame::without_bodies`].

use std::collections::BTreeMap;

use thiserror::Error;

use crate::entry::{Author, Body, Chain, Entry, Header};
use crate::ids::{ActId, EntryRef, Hash, KeyId, ReplicaId, Salt, Subject};
use crate::limit;
use crate::pack;
use crate::seal::{SealError, Signature, Signer, VerifyingKey, context, digest};
use crate::wire::{Reader, Writer};

const MAGIC: &[u8; 3] = b"SF\x01";
/// Uncompressed bytes that are tried first for one frame; split when they do not fit.
const PAYLOAD_TRY_BYTES: usize = 24 * 1024;

/// Sealed bytes. Opened by [`SealedFrame::open`], never changed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedFrame(pub Vec<u8>);

impl std::fmt::Debug for SealedFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedFrame({} bytes)", self.0.len())
    }
}

/// What can be read of a frame without unpacking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The replica that wrote it.
    pub replica: ReplicaId,
    /// The key that sealed it.
    pub key: KeyId,
    /// Seq of its first entry.
    pub first_seq: u64,
    /// How many entries it holds, at least one.
    pub count: u64,
}

impl Envelope {
    /// Seq of its last entry.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        self.first_seq + self.count - 1
    }
}

/// An opened frame. Hashes have been computed from the bytes; whether the signature fits is
/// asked by [`Frame::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The key that sealed it.
    pub key: KeyId,
    /// Its replica.
    pub replica: ReplicaId,
    /// The chain that it claims to follow.
    pub before: Chain,
    /// The chain after its last entry, computed.
    pub after: Chain,
    /// The entries, with their header hashes.
    pub entries: Vec<(Entry, Hash)>,
    /// The seal.
    pub signature: Signature,
}

/// What is wrong with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FrameError {
    /// Not a frame, cut short, something after its end, or over a limit.
    #[error("not a frame, or cut short")]
    Malformed,
    /// Sealed by a program that compresses with a dictionary that is not here.
    #[error("compressed with dictionary {0}, which is not here")]
    Dictionary(u64),
    /// The seal does not fit.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Entries that do not follow one another in one replica, or a body over the limit.
    #[error("entries do not make one run")]
    Run,
}

/// Seals a run of entries into as few frames as the limit of 8 KB allows.
/// Returns each frame with the chain after it.
///
/// # Errors
/// [`FrameError::Run`] when the entries are of several replicas or keys, leave holes, do not
/// follow `before`, or have a body over [`limit::BODY_SIZE_BYTES_MAX`]. One whose body was destroyed
/// is sealed without it.
pub fn seal_frames(
    signer: &Signer,
    before: Chain,
    entries: &[Entry],
) -> Result<Vec<(SealedFrame, Chain)>, FrameError> {
    let mut sealed = Vec::new();
    let mut chain = before;
    let mut rest = entries;
    while !rest.is_empty() {
        let mut size_bytes = 0;
        let mut take = 0;
        for entry in rest.iter().take(limit::FRAME_ENTRIES_MAX) {
            size_bytes += 48 + entry.body.as_ref().map_or(0, |body| body.bytes.len());
            if take > 0 && size_bytes > PAYLOAD_TRY_BYTES {
                break;
            }
            take += 1;
        }
        loop {
            let (run, _) = rest.split_at(take);
            let (frame, after) = seal_one(signer, chain, run)?;
            if take > 1 && frame.0.len() > limit::FRAME_SIZE_BYTES {
                take = (take * limit::FRAME_SIZE_BYTES / frame.0.len()).clamp(1, take - 1);
                continue;
            }
            sealed.push((frame, after));
            chain = after;
            rest = &rest[take..];
            break;
        }
    }
    Ok(sealed)
}

fn seal_one(
    signer: &Signer,
    before: Chain,
    run: &[Entry],
) -> Result<(SealedFrame, Chain), FrameError> {
    let first = &run.first().ok_or(FrameError::Run)?.header;
    let mut after = before;
    for entry in run {
        let header = &entry.header;
        let body_fits = entry
            .body
            .as_ref()
            .is_none_or(|body| body.bytes.len() <= limit::BODY_SIZE_BYTES_MAX);
        if header.replica != first.replica
            || header.key != signer.id()
            || header.seq != after.seq + 1
            || !body_fits
        {
            return Err(FrameError::Run);
        }
        after = after.link(&header.hash());
    }
    let signature = signer.sign(&seal_hash(first.replica, before.seq + 1, &after));
    Ok((pack_frame(before, &signature, run)?, after))
}

/// The bytes of a frame; the signature is not looked at.
fn pack_frame(
    before: Chain,
    signature: &Signature,
    run: &[Entry],
) -> Result<SealedFrame, FrameError> {
    let first = &run.first().ok_or(FrameError::Run)?.header;
    let payload = write_payload(run);
    let packed = pack::pack(&payload).ok_or(FrameError::Malformed)?;
    let mut out = Writer::default();
    out.raw(MAGIC);
    out.varint(pack::CURRENT);
    out.raw(&first.replica.0);
    out.raw(&first.key.0);
    out.varint(first.seq);
    out.varint(run.len() as u64);
    out.raw(&before.head.0);
    out.raw(&signature.0);
    out.varint(payload.len() as u64);
    out.raw(&packed);
    Ok(SealedFrame(out.0))
}

fn seal_hash(replica: ReplicaId, first_seq: u64, after: &Chain) -> Hash {
    digest(
        context::FRAME,
        &[
            &replica.0,
            &first_seq.to_be_bytes(),
            &after.seq.to_be_bytes(),
            &after.head.0,
        ],
    )
}

impl SealedFrame {
    /// Reads what stands outside the compression.
    ///
    /// # Errors
    /// [`FrameError::Malformed`] when it is no frame.
    pub fn envelope(&self) -> Result<Envelope, FrameError> {
        let mut reader = Reader(&self.0);
        read_envelope(&mut reader)
            .map(|(envelope, _)| envelope)
            .ok_or(FrameError::Malformed)
    }

    /// Unpacks the entries and computes their hashes and chain.
    ///
    /// # Errors
    /// [`FrameError::Malformed`] or [`FrameError::Dictionary`]; the signature is not looked at.
    pub fn open(&self) -> Result<Frame, FrameError> {
        if self.0.len() > limit::SEALED_SIZE_BYTES_MAX {
            return Err(FrameError::Malformed);
        }
        let mut reader = Reader(&self.0);
        let (envelope, dictionary) = read_envelope(&mut reader).ok_or(FrameError::Malformed)?;
        if !pack::knows(dictionary) {
            return Err(FrameError::Dictionary(dictionary));
        }
        Self::open_rest(&mut reader, envelope, dictionary).ok_or(FrameError::Malformed)
    }

    fn open_rest(reader: &mut Reader<'_>, envelope: Envelope, dictionary: u64) -> Option<Frame> {
        let before = Chain {
            seq: envelope.first_seq - 1,
            head: Hash(reader.array()?),
        };
        let signature = Signature(reader.array()?);
        let payload_len = usize::try_from(reader.varint()?).ok()?;
        if payload_len > limit::PAYLOAD_SIZE_BYTES_MAX {
            return None;
        }
        let payload = pack::unpack(dictionary, reader.0, payload_len)?;
        let mut after = before;
        let mut entries = Vec::new();
        for entry in read_payload(&payload, envelope)? {
            let hash = entry.header.hash();
            after = after.link(&hash);
            entries.push((entry, hash));
        }
        Some(Frame {
            key: envelope.key,
            replica: envelope.replica,
            before,
            after,
            entries,
            signature,
        })
    }
}

impl Frame {
    /// The frame without the bodies of the entries that `is_destroyed` names, under the same seal;
    /// `None` when it has none of them.
    ///
    /// # Errors
    /// [`FrameError::Malformed`] when it cannot be packed.
    pub fn without_bodies(
        &self,
        is_destroyed: impl Fn(&Header) -> bool,
    ) -> Result<Option<(Self, SealedFrame)>, FrameError> {
        let mut bare = self.clone();
        let mut is_changed = false;
        for (entry, _) in &mut bare.entries {
            if entry.body.is_some() && is_destroyed(&entry.header) {
                entry.body = None;
                is_changed = true;
            }
        }
        if !is_changed {
            return Ok(None);
        }
        let run: Vec<Entry> = bare
            .entries
            .iter()
            .map(|(entry, _)| entry.clone())
            .collect();
        let sealed = pack_frame(bare.before, &bare.signature, &run)?;
        Ok(Some((bare, sealed)))
    }

    /// Checks the seal: that the holder of `key` wrote exactly these entries after exactly
    /// this chain.
    ///
    /// # Errors
    /// [`SealError::Signature`] when the key is another one or the seal does not fit.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), SealError> {
        if key.id() != self.key {
            return Err(SealError::Signature);
        }
        key.verify(
            &seal_hash(self.replica, self.before.seq + 1, &self.after),
            &self.signature,
        )
    }
}

fn read_envelope(reader: &mut Reader<'_>) -> Option<(Envelope, u64)> {
    if reader.raw(MAGIC.len())? != MAGIC {
        return None;
    }
    let dictionary = reader.varint()?;
    let envelope = Envelope {
        replica: ReplicaId(reader.array()?),
        key: KeyId(reader.array()?),
        first_seq: reader.varint()?,
        count: reader.varint()?,
    };
    let whole = envelope.first_seq >= 1
        && envelope.first_seq < u64::from(u32::MAX) << 16
        && (1..=limit::FRAME_ENTRIES_MAX as u64).contains(&envelope.count);
    whole.then_some((envelope, dictionary))
}

// Flags of an entry's row.
const SAME_ACT: u8 = 1;
const SUBJECT_IS_ACT: u8 = 1 << 1;
const SAME_SUBJECT: u8 = 1 << 2;
const HAS_BASE: u8 = 1 << 3;
const BASE_FOREIGN: u8 = 1 << 4;
const HAS_SERVER_TIME: u8 = 1 << 5;
const SAME_SALT: u8 = 1 << 6;
/// The body was destroyed: its hash stands in place of the salt.
const NO_BODY: u8 = 1 << 7;

/// What the next row is written against.
struct Previous {
    act: Option<ActId>,
    subject: Option<ActId>,
    salt: Option<Salt>,
    act_time_ms: i64,
    server_ahead_ms: i64,
}

impl Previous {
    const START: Self = Self {
        act: None,
        subject: None,
        salt: None,
        act_time_ms: 0,
        server_ahead_ms: 0,
    };
}

/// What a frame of these entries compresses: the samples that a dictionary is trained on.
#[must_use]
pub fn payload(run: &[Entry]) -> Vec<u8> {
    write_payload(run)
}

fn write_payload(run: &[Entry]) -> Vec<u8> {
    let mut authors: BTreeMap<&Author, u64> = BTreeMap::new();
    let mut author_list = Writer::default();
    let mut columns = Writer::default();
    let mut random = Writer::default();
    let mut bodies = Writer::default();
    let mut previous = Previous::START;
    for entry in run {
        let next = authors.len() as u64;
        let author = *authors.entry(&entry.header.author).or_insert_with(|| {
            author_list.slice(&crate::message::encode(&entry.header.author));
            next
        });
        write_row(entry, author, &mut previous, &mut columns, &mut random);
        if let Some(body) = &entry.body {
            bodies.slice(&body.bytes);
        }
    }
    let mut out = Writer::default();
    for section in [author_list, columns, random, bodies] {
        out.slice(&section.0);
    }
    out.0
}

fn write_row(
    entry: &Entry,
    author: u64,
    previous: &mut Previous,
    columns: &mut Writer,
    random: &mut Writer,
) {
    let header = &entry.header;
    let salt = entry.body.as_ref().map(|body| body.salt);
    let mut flags = 0;
    let mut set = |flag: u8, on: bool| {
        if on {
            flags |= flag;
        }
        on
    };
    let same_act = set(SAME_ACT, previous.act == Some(header.act));
    let own_subject = set(SUBJECT_IS_ACT, header.subject.id == header.act);
    let same_subject = set(
        SAME_SUBJECT,
        !own_subject && previous.subject == Some(header.subject.id),
    );
    set(HAS_BASE, header.base.is_some());
    let foreign = header.base.filter(|base| base.replica != header.replica);
    set(BASE_FOREIGN, foreign.is_some());
    set(HAS_SERVER_TIME, header.server_time_ms.is_some());
    let same_salt = set(SAME_SALT, salt.is_some() && previous.salt == salt);
    set(NO_BODY, salt.is_none());

    columns.byte(flags);
    columns.varint(author);
    columns.varint(u64::from(header.kind));
    columns.varint(u64::from(header.subject.kind));
    let act_bytes = header.act.0.as_bytes();
    if !same_act {
        let time_ms = i64::try_from(header.act.unix_ms()).unwrap_or(0);
        columns.zigzag(time_ms - previous.act_time_ms);
        previous.act_time_ms = time_ms;
        random.raw(&act_bytes[6..]);
    }
    if !own_subject && !same_subject {
        random.raw(header.subject.id.0.as_bytes());
    }
    if let Some(base) = header.base {
        if foreign.is_some() {
            random.raw(&base.replica.0);
            columns.varint(base.seq);
        } else {
            columns.zigzag(header.seq.wrapping_sub(base.seq).cast_signed());
        }
    }
    columns.zigzag(header.wall_time_ms.wrapping_sub(previous.act_time_ms));
    if let Some(server_time_ms) = header.server_time_ms {
        let ahead_ms = server_time_ms.wrapping_sub(header.wall_time_ms);
        columns.zigzag(ahead_ms.wrapping_sub(previous.server_ahead_ms));
        previous.server_ahead_ms = ahead_ms;
    }
    match salt {
        Some(salt) if !same_salt => random.raw(&salt.0),
        Some(_) => {}
        None => random.raw(&header.body_hash.0),
    }
    previous.act = Some(header.act);
    previous.subject = Some(header.subject.id);
    previous.salt = salt;
}

fn read_payload(payload: &[u8], envelope: Envelope) -> Option<Vec<Entry>> {
    let mut sections = Reader(payload);
    let mut author_list = Reader(sections.slice()?);
    let mut columns = Reader(sections.slice()?);
    let mut random = Reader(sections.slice()?);
    let mut bodies = Reader(sections.slice()?);
    let mut authors: Vec<Author> = Vec::new();
    while !author_list.done() {
        authors.push(crate::message::decode(author_list.slice()?).ok()?);
    }
    let mut previous = Previous::START;
    let mut entries = Vec::new();
    for offset in 0..envelope.count {
        let (mut header, salt) = read_row(&mut columns, &mut random, &mut previous, &authors)?;
        header.key = envelope.key;
        header.replica = envelope.replica;
        header.seq = envelope.first_seq + offset;
        if let Some(base) = &mut header.base
            && base.replica == ReplicaId([0; 16])
        {
            // A base in the same replica was written as a distance.
            base.replica = envelope.replica;
            base.seq = header.seq.wrapping_sub(base.seq);
        }
        let body = match salt {
            Some(salt) => {
                let body = Body {
                    salt,
                    bytes: bodies.slice()?.to_vec(),
                };
                if body.bytes.len() > limit::BODY_SIZE_BYTES_MAX {
                    return None;
                }
                header.body_hash = body.hash();
                Some(body)
            }
            None => None,
        };
        entries.push(Entry { header, body });
    }
    (sections.done() && columns.done() && random.done() && bodies.done()).then_some(entries)
}

/// Reads a row; key, replica and seq are the caller's to fill in, and the hash of a body that is
/// there; a base in the same replica comes as a distance under the zero replica. No salt: the body
/// was destroyed.
fn read_row(
    columns: &mut Reader<'_>,
    random: &mut Reader<'_>,
    previous: &mut Previous,
    authors: &[Author],
) -> Option<(Header, Option<Salt>)> {
    let flags = columns.byte()?;
    let has = |flag: u8| flags & flag != 0;
    let author = authors.get(usize::try_from(columns.varint()?).ok()?)?;
    let kind = u16::try_from(columns.varint()?).ok()?;
    let subject_kind = u16::try_from(columns.varint()?).ok()?;
    let act = if has(SAME_ACT) {
        previous.act?
    } else {
        previous.act_time_ms = previous.act_time_ms.checked_add(columns.zigzag()?)?;
        let time_ms = u64::try_from(previous.act_time_ms).ok()?;
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(time_ms.to_be_bytes().get(2..)?);
        bytes[6..].copy_from_slice(random.raw(10)?);
        ActId(uuid::Uuid::from_bytes(bytes))
    };
    let subject_id = if has(SUBJECT_IS_ACT) {
        act
    } else if has(SAME_SUBJECT) {
        previous.subject?
    } else {
        ActId(uuid::Uuid::from_bytes(random.array()?))
    };
    let base = if !has(HAS_BASE) {
        None
    } else if has(BASE_FOREIGN) {
        Some(EntryRef {
            replica: ReplicaId(random.array()?),
            seq: columns.varint()?,
        })
    } else {
        Some(EntryRef {
            replica: ReplicaId([0; 16]),
            seq: columns.zigzag()?.cast_unsigned(),
        })
    };
    let wall_time_ms = previous.act_time_ms.wrapping_add(columns.zigzag()?);
    let server_time_ms = if has(HAS_SERVER_TIME) {
        previous.server_ahead_ms = previous.server_ahead_ms.wrapping_add(columns.zigzag()?);
        Some(wall_time_ms.wrapping_add(previous.server_ahead_ms))
    } else {
        None
    };
    let (salt, body_hash) = if has(NO_BODY) {
        (None, Hash(random.array()?))
    } else if has(SAME_SALT) {
        (Some(previous.salt?), Hash([0; 32]))
    } else {
        (Some(Salt(random.array()?)), Hash([0; 32]))
    };
    previous.act = Some(act);
    previous.subject = Some(subject_id);
    previous.salt = salt;
    let header = Header {
        key: KeyId([0; 16]),
        replica: ReplicaId([0; 16]),
        seq: 0,
        act,
        subject: Subject {
            kind: subject_kind,
            id: subject_id,
        },
        base,
        wall_time_ms,
        server_time_ms,
        kind,
        author: author.clone(),
        body_hash,
    };
    Some((header, salt))
}

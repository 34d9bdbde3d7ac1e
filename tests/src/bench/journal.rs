//! The journal: how long an act takes, how fast entries come and go, how large they are.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use minicbor::bytes::ByteVec;
use stoika_backoffice::serve::{Serving, serve};
use stoika_backoffice::{Ambient, Centre};
use stoika_domain::body::SubjectKind;
use stoika_exchange::Invite;
use stoika_protocol::{
    ActId, Author, Body, Chain, EnrolSecret, EnrolmentCode, Entry, EntryRef, Hash, Header, Hello,
    HistoryId, Pull, Push, ReplicaId, Salt, Signer, Subject, VerifyingKey, limit, seal_frames,
};
use stoika_store::{Identity, NewAct, NewEntry, OpenParams, Replica};
use stoika_sync::carrier::{Address, Http, enrol};
use stoika_sync::driver::Carrier as _;
use stoika_sync::{Reply, Request};

use super::Samples;
use super::report::Row;
use super::town;
use crate::simulation::acts;
use crate::simulation::dice::Dice;

/// Something that was expected to work did not: a benchmark has no one to tell but its reader.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const OFFICE: &str = "otradny";
const DICTIONARY_SIZE_BYTES: usize = 16 * 1024;
pub(super) const START_MS: i64 = 1_793_361_600_000;

/// Bytes that look random and are the same in every run.
pub(super) struct Draw(pub u64);

impl Draw {
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 24) as u8
        })
    }
}

fn author() -> Author {
    Author {
        user: "u-3".to_owned(),
        user_name: "Самойлова Е. В.".to_owned(),
        role: 1,
        office: OFFICE.to_owned(),
        desk: "ОТ-01".to_owned(),
        rules: 15_012,
    }
}

fn of(kind: SubjectKind, act: ActId) -> Subject {
    Subject {
        kind: kind.number(),
        id: act,
    }
}

fn today() -> NaiveDate {
    acts::civil(START_MS)
}

/// The disk's own word: a write of 4 KB and an fsync, many times.
///
/// # Errors
/// The disk's.
pub fn bare_fsync(dir: &Path, runs: usize) -> io::Result<Samples> {
    let mut file = File::create(dir.join("fsync"))?;
    let mut samples = Samples::default();
    for _ in 0..runs {
        samples.time(|| file.write_all(&[7; 4096]).and_then(|()| file.sync_data()))?;
    }
    Ok(samples)
}

/// Registering a claim in a replica on the disk, as the store sees it: number, entry, fold,
/// projections, commit.
///
/// # Errors
/// The store's.
pub fn register(dir: &Path, runs: u32) -> Outcome<Samples> {
    let replica = open(&dir.join("register"), &Signer::from_seed(&[5; 32]), 1)?;
    let mut draw = Draw(77);
    let mut dice = Dice::new(77);
    let mut samples = Samples::default();
    for at in 0..i64::from(runs) {
        let wall_time_ms = START_MS + at * 1000;
        let act = ActId::new(wall_time_ms.cast_unsigned(), draw.bytes());
        let salt = Salt(draw.bytes());
        samples.time(|| {
            replica.record_with::<stoika_store::StoreError>(|context| {
                let counter = context.next_counter("ОТ-01", 2026)?;
                let (kind, bytes) = town::claim(act, counter, today(), &mut dice);
                Ok(NewAct {
                    author: author(),
                    act_id: act,
                    wall_time_ms,
                    server_time_ms: None,
                    entries: vec![NewEntry {
                        subject: of(SubjectKind::Appeal, act),
                        kind,
                        bytes,
                        salt,
                    }],
                })
            })
        })?;
    }
    Ok(samples)
}

pub(super) fn open(dir: &Path, signer: &Signer, replica: u8) -> Outcome<Replica> {
    let (replica, _) = Replica::open(&OpenParams {
        dir: dir.to_owned(),
        mark: dir.with_extension("mark"),
        key: [9; 32],
        machine: Hash([1; 32]),
        fresh: Identity {
            replica: ReplicaId([replica; 16]),
            key: signer.id(),
        },
    })?;
    Ok(replica)
}

/// A day of a busy desk over and over: a claim, its executor, a contact, the answer, the end.
pub(super) fn entries(signer: &Signer, replica: ReplicaId, count: u64) -> Vec<Entry> {
    let mut draw = Draw(4242);
    let mut dice = Dice::new(7);
    let mut out: Vec<Entry> = Vec::new();
    let mut open: Option<(Subject, EntryRef)> = None;
    for seq in 1..=count {
        let wall_time_ms = START_MS + seq.cast_signed() * 37_000;
        let act = ActId::new(wall_time_ms.cast_unsigned(), draw.bytes());
        let (subject, kind, bytes, base) = match (seq % 5, open) {
            (0, _) => {
                let (kind, bytes) = town::contact(&mut dice);
                (of(SubjectKind::PartyContact, act), kind, bytes, None)
            }
            (step @ 2..=4, Some((subject, base))) => {
                let (kind, bytes) = town::step_of_a_case(step, today(), &mut dice);
                (subject, kind, bytes, Some(base))
            }
            _ => {
                let counter = u32::try_from(seq / 5 + 1).unwrap_or(u32::MAX);
                let (kind, bytes) = town::claim(act, counter, today(), &mut dice);
                (of(SubjectKind::Appeal, act), kind, bytes, None)
            }
        };
        if seq % 5 != 0 {
            open = Some((subject, EntryRef { replica, seq }));
        }
        let body = Body {
            salt: Salt(draw.bytes()),
            bytes,
        };
        out.push(Entry {
            header: Header {
                key: signer.id(),
                replica,
                seq,
                act,
                subject,
                base,
                wall_time_ms,
                server_time_ms: Some(wall_time_ms + 180),
                kind,
                author: author(),
                body_hash: body.hash(),
            },
            body: Some(body),
        });
    }
    out
}

/// Trains a dictionary for the payloads of frames: single acts and short runs, as a desk with
/// a link seals them.
///
/// # Errors
/// zstd's.
pub fn train(samples: u64) -> io::Result<Vec<u8>> {
    let written = entries(&Signer::from_seed(&[31; 32]), ReplicaId([31; 16]), samples);
    let mut payloads = Vec::new();
    let mut rest = written.as_slice();
    for length in [1, 1, 2, 1, 4].into_iter().cycle() {
        let Some((run, after)) = rest.split_at_checked(length) else {
            break;
        };
        payloads.push(stoika_protocol::frame::payload(run));
        rest = after;
    }
    zstd::dict::from_samples(&payloads, DICTIONARY_SIZE_BYTES)
}

/// Pushes, orders and pulls `count` entries between two desks of an office, over HTTP on
/// loopback, everything durable on both sides.
///
/// # Errors
/// Whatever went wrong on the way.
pub async fn there_and_back(dir: &Path, count: u64) -> Outcome<Vec<Row>> {
    let centre_dir = dir.join("centre");
    let ambient = ambient();
    let centre = Centre::open(&centre_dir, &ambient)?;
    let authority = centre.exchange.authority();
    let mut invitations = Vec::new();
    for window in 1..=2_u16 {
        let secret = EnrolSecret([u8::try_from(window)?; 10]);
        let invite = Invite {
            secret,
            office: OFFICE.to_owned(),
            window,
            prefix: "ОТ".to_owned(),
            expires_at_ms: i64::MAX,
        };
        centre.exchange.invite(&invite)?;
        invitations.push(secret);
    }
    let (told, address) = tokio::sync::oneshot::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(async move {
        let serving = Serving {
            listen: ([127, 0, 0, 1], 0).into(),
            port_file: None,
            plain: true,
            address: None,
        };
        let ready = |address: &str| {
            let _ = told.send(address.to_owned());
        };
        serve(centre, &ambient, &serving, ready, async {
            let _ = stopped.await;
        })
        .await
    });
    let address = address.await?;
    let rows = between_desks(dir, &address, &invitations, authority, count).await;
    let _ = stop.send(());
    serving.await??;
    rows
}

fn ambient() -> Ambient {
    let drawn = AtomicI64::new(1);
    Ambient {
        clock: Arc::new(|| START_MS),
        random: Arc::new(move |bytes| {
            let seed = drawn.fetch_add(1, Ordering::Relaxed).cast_unsigned();
            let mut draw = Draw(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            bytes.fill_with(|| draw.bytes::<1>()[0]);
        }),
    }
}

async fn between_desks(
    dir: &Path,
    address: &str,
    invitations: &[EnrolSecret],
    authority: VerifyingKey,
    count: u64,
) -> Outcome<Vec<Row>> {
    let writer = Signer::from_seed(&[11; 32]);
    let reader = Signer::from_seed(&[12; 32]);
    for (signer, secret) in [&writer, &reader].into_iter().zip(invitations) {
        let code = EnrolmentCode {
            address: address.to_owned(),
            fingerprint: None,
            secret: *secret,
            site: None,
        };
        enrol(&code, signer, "bench").await?;
    }
    let replica = ReplicaId([21; 16]);
    let written = entries(&writer, replica, count);
    let begun = Instant::now();
    let sealed = seal_frames(&writer, Chain::start(replica), &written)?;
    let sealing = begun.elapsed();
    let mut chain = Chain::start(replica);
    let mut alone_bytes = 0;
    let alone = written.iter().take(1000);
    for entry in alone.clone() {
        let frames = seal_frames(&writer, chain, std::slice::from_ref(entry))?;
        for (frame, after) in frames {
            alone_bytes += frame.0.len();
            chain = after;
        }
    }
    let alone_bytes = alone_bytes / alone.len();
    let size_bytes: usize = sealed.iter().map(|(frame, _)| frame.0.len()).sum();
    drop(written);

    let (there, _) = connect(address, &writer, replica).await?;
    let begun = Instant::now();
    let mut batch = Vec::new();
    let mut batch_bytes = 0;
    let mut frames = sealed.into_iter().map(|(frame, _)| frame.0).peekable();
    while let Some(frame) = frames.next() {
        batch_bytes += frame.len();
        batch.push(ByteVec::from(frame));
        if frames.peek().is_none() || batch_bytes + limit::FRAME_SIZE_BYTES > limit::PUSH_SIZE_BYTES
        {
            let frames = std::mem::take(&mut batch);
            batch_bytes = 0;
            let reply = there.send(Request::Push(Push { replica, frames })).await?;
            match reply {
                Reply::Push(reply) if reply.refused.is_empty() => {}
                _ => return Err("a frame was refused".into()),
            }
        }
    }
    let pushing = begun.elapsed();

    let (back, history) = connect(address, &reader, ReplicaId([22; 16])).await?;
    let pull = Pull {
        replica: ReplicaId([22; 16]),
        history,
        after: count - 1,
        directory_after: 0,
        items_max: limit::PULL_ITEMS,
        wait_ms: 20_000,
        order_head: None,
        directory_mark: None,
    };
    // Wait until the sequencer is done, so that reading is measured alone.
    while one_pull(&back, pull).await?.upto < count {}
    let ordered = begun.elapsed();
    let replica = open(&dir.join("reader"), &reader, 22)?;
    let pulled = pull_all(&replica, &back, authority, pull, count).await?;
    let rate = |time: Duration| format!("{:.0} entries/s", count as f64 / time.as_secs_f64());
    Ok(vec![
        Row::new(
            "Journal: seal",
            "",
            rate(sealing),
            "hash, chain, columns, zstd, sign; one thread",
        ),
        Row::new(
            "Journal: push, durable",
            "100,000 entries/s",
            rate(pushing),
            "loopback HTTP, opened, verified, SQLite with synchronous=FULL; the sequencer runs beside it",
        ),
        Row::new(
            "Journal: ordered with verdicts",
            "",
            rate(ordered),
            "from the first push to the last position, by the domain's folds, beside the push",
        ),
        Row::new(
            "Journal: pull, verified",
            "100,000 entries/s",
            rate(pulled.carried),
            "loopback HTTP, read from SQLite, signed, decoded, signature checked",
        ),
        Row::new(
            "Journal: applied at a desk, durable",
            "",
            rate(pulled.applied),
            "SQLCipher, folding, projections, search: the other desk's whole work",
        ),
        Row::new(
            "Bytes an entry, in bulk",
            "≤60",
            format!("{:.1}", size_bytes as f64 / count as f64),
            "sealed frames, signatures included; a fifth are registrations with some 100 letters of text, all different, \
             though from the lists that the dictionary was trained on",
        ),
        Row::new(
            "Bytes of a frame with one entry",
            "",
            format!("{alone_bytes}"),
            "the same acts, each sealed alone as on a live link: 64 of signature, 32 of chain, 32 of names among them",
        ),
    ])
}

struct Pulled {
    carried: Duration,
    applied: Duration,
}

async fn connect(address: &str, signer: &Signer, replica: ReplicaId) -> Outcome<(Http, HistoryId)> {
    let address = Address::parse(address, None)?;
    let carrier = Http::new(address, signer.clone())?;
    let hello = Hello {
        protocol: stoika_protocol::PROTOCOL_VERSION,
        key: signer.id(),
        replica,
        head_seq: 0,
        head_chain: Chain::start(replica).head,
        cursor: None,
        directory_position: 0,
        program: "bench".to_owned(),
        directory_mark: None,
        audits: Vec::new(),
        placed: None,
    };
    match carrier.send(Request::Hello(hello)).await? {
        Reply::Hello(reply) => Ok((carrier, reply.history)),
        _ => Err("a hello was answered with something else".into()),
    }
}

async fn pull_all(
    replica: &Replica,
    carrier: &Http,
    authority: VerifyingKey,
    from: Pull,
    count: u64,
) -> Outcome<Pulled> {
    let mut pull = Pull {
        after: 0,
        wait_ms: 0,
        ..from
    };
    let (mut carried, mut applied) = (Duration::ZERO, Duration::ZERO);
    while pull.after < count {
        let begun = Instant::now();
        let reply = one_pull(carrier, pull).await?;
        reply.verify(&authority)?;
        carried += begun.elapsed();
        let begun = Instant::now();
        replica.apply_pull(&reply)?;
        applied += begun.elapsed();
        pull.after = reply.upto;
    }
    Ok(Pulled { carried, applied })
}

async fn one_pull(carrier: &Http, pull: Pull) -> Outcome<stoika_protocol::PullReply> {
    match carrier.send(Request::Pull(pull)).await? {
        Reply::Pull(reply) => Ok(reply),
        _ => Err("a pull was answered with something else".into()),
    }
}

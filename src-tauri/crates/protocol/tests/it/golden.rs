//! Bytes that are for ever: what stands in `fixtures/golden/protocol` was written by a released
//! format and must open in every later one. Set `STOIKA_WRITE_GOLDEN=1` to write a *new* file;
//! an existing one is never overwritten.

use std::path::PathBuf;

use stoika_protocol::{SealedFrame, seal_frames};

use crate::sample::{run, signer, start};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../fixtures/golden/protocol")
        .join(name)
}

/// Without a dictionary, as the first frames were.
#[test]
fn frame_1_opens_and_its_chain_is_the_same() {
    check("frame-1.bin", 0);
}

/// With dictionary 1.
#[test]
fn frame_2_opens_and_its_chain_is_the_same() {
    check("frame-2.bin", 1);
}

fn check(name: &str, dictionary: u8) {
    let path = golden(name);
    let entries = run(6, 40);
    if std::env::var_os("STOIKA_WRITE_GOLDEN").is_some() && !path.exists() {
        let sealed = seal_frames(&signer(), start(), &entries).unwrap();
        std::fs::write(&path, &sealed[0].0.0).unwrap();
    }
    let sealed = SealedFrame(std::fs::read(path).unwrap());
    assert_eq!(sealed.0[3], dictionary);
    let frame = sealed.open().unwrap();
    frame.verify(&signer().verifying_key()).unwrap();
    assert_eq!(
        frame.after.head.to_string(),
        include_str!("../../../../../fixtures/golden/protocol/frame-1.chain").trim()
    );
    let read: Vec<_> = frame.entries.into_iter().map(|(entry, _)| entry).collect();
    assert_eq!(read, entries);
}

#[test]
fn names_and_hashes_are_the_same_for_ever() {
    let entry = run(1, 40).remove(0);
    assert_eq!(
        [
            signer().id().to_string(),
            start().head.to_string(),
            entry.body.as_ref().unwrap().hash().to_string(),
            entry.header.hash().to_string(),
        ]
        .join("\n"),
        include_str!("../../../../../fixtures/golden/protocol/hashes.txt").trim()
    );
}

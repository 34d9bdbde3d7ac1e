use proptest::prelude::*;
use stoika_protocol::{
    Chain, Entry, Frame, FrameError, Header, SealError, SealedFrame, Signer, limit, seal_frames,
};

use crate::sample::{any_run, run, signer, start};

/// Opens and checks every frame, as a server does that holds the chain before.
fn open_all(frames: &[(SealedFrame, Chain)]) -> Vec<Entry> {
    let mut chain = start();
    let mut entries = Vec::new();
    for (sealed, after) in frames {
        let frame = sealed.open().unwrap();
        frame.verify(&signer().verifying_key()).unwrap();
        assert_eq!(frame.before, chain);
        assert_eq!(frame.after, *after);
        assert_eq!(sealed.envelope().unwrap().last_seq(), after.seq);
        chain = frame.after;
        entries.extend(frame.entries.into_iter().map(|(entry, _)| entry));
    }
    entries
}

proptest! {
    #[test]
    fn what_is_sealed_comes_out(entries in any_run()) {
        let frames = seal_frames(&signer(), start(), &entries).unwrap();
        prop_assert_eq!(open_all(&frames), entries);
    }

    #[test]
    fn rubbish_is_refused_and_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut framed = b"SF\x01\x00".to_vec();
        framed.extend(&bytes);
        prop_assert_eq!(SealedFrame(bytes).open(), Err(FrameError::Malformed));
        prop_assert_eq!(SealedFrame(framed).open(), Err(FrameError::Malformed));
    }

    /// Bodies go, whichever they are; chain and seal stay, and so does everything else.
    #[test]
    fn a_frame_without_bodies_has_the_same_seal(entries in any_run(), gone in any::<u64>()) {
        let is_gone = |header: &Header| gone >> (header.seq % 64) & 1 == 1;
        let mut bare = entries.clone();
        for entry in &mut bare {
            if is_gone(&entry.header) {
                entry.body = None;
            }
        }
        let mut frames = Vec::new();
        for (sealed, after) in seal_frames(&signer(), start(), &entries).unwrap() {
            let frame = sealed.open().unwrap();
            let changed = frame.without_bodies(is_gone).unwrap();
            prop_assert_eq!(
                changed.is_some(),
                frame.entries.iter().any(|(entry, _)| is_gone(&entry.header))
            );
            if let Some((bare, sealed)) = &changed {
                prop_assert_eq!(&sealed.open().unwrap(), bare);
                prop_assert!(bare.without_bodies(is_gone).unwrap().is_none());
            }
            frames.push((changed.map_or(sealed, |(_, sealed)| sealed), after));
        }
        prop_assert_eq!(open_all(&frames), bare.clone());
        // Sealed anew without them it is the same chain.
        let again = seal_frames(&signer(), start(), &bare).unwrap();
        prop_assert_eq!(again.last().map(|(_, after)| *after), frames.last().map(|(_, after)| *after));
        prop_assert_eq!(open_all(&again), bare);
    }

    /// No byte of a frame can be changed, taken away or added unseen.
    #[test]
    fn every_byte_is_guarded(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let sealed = seal_frames(&signer(), start(), &run(5, 30)).unwrap().remove(0).0;
        let whole = sealed.open().unwrap();
        let mut changed = sealed.0.clone();
        let at = at.index(changed.len());
        changed[at] ^= flip;
        prop_assert!(!passes(&changed, &whole), "byte {} ^ {}", at, flip);
        prop_assert!(!passes(&sealed.0[..at], &whole), "cut at {}", at);
    }
}

/// True when the bytes open to something that verifies and is not simply the same entries again
/// (zstd has more than one way to write the same payload; that changes nothing).
fn passes(bytes: &[u8], whole: &Frame) -> bool {
    SealedFrame(bytes.to_vec()).open().is_ok_and(|frame| {
        frame.verify(&signer().verifying_key()).is_ok()
            && frame.before == whole.before
            && frame.entries != whole.entries
    })
}

#[test]
fn a_frame_keeps_to_its_size() {
    let entries = run(900, 300);
    let frames = seal_frames(&signer(), start(), &entries).unwrap();
    assert!(frames.len() > 1);
    for (sealed, _) in &frames {
        assert!(
            sealed.0.len() <= limit::FRAME_SIZE_BYTES,
            "{}",
            sealed.0.len()
        );
    }
    assert_eq!(open_all(&frames), entries);
}

#[test]
fn one_large_entry_is_one_large_frame() {
    let mut entries = run(3, 10);
    let body = entries[1].body.as_mut().unwrap();
    // Bytes that do not compress.
    let mut state = 1_u64;
    body.bytes = std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 56) as u8
    })
    .take(limit::BODY_SIZE_BYTES_MAX)
    .collect();
    let hash = body.hash();
    entries[1].header.body_hash = hash;
    let frames = seal_frames(&signer(), start(), &entries).unwrap();
    assert_eq!(open_all(&frames), entries);
    assert!(frames[1].0.0.len() > limit::FRAME_SIZE_BYTES);
    assert!(frames[1].0.0.len() <= limit::SEALED_SIZE_BYTES_MAX);
}

#[test]
fn a_body_over_the_limit_is_not_sealed() {
    let entries = run(1, limit::BODY_SIZE_BYTES_MAX + 1);
    assert_eq!(
        seal_frames(&signer(), start(), &entries),
        Err(FrameError::Run)
    );
}

#[test]
fn a_hole_is_not_sealed() {
    let mut entries = run(4, 10);
    entries.remove(2);
    assert_eq!(
        seal_frames(&signer(), start(), &entries),
        Err(FrameError::Run)
    );
}

#[test]
fn another_key_does_not_verify() {
    let sealed = seal_frames(&signer(), start(), &run(2, 10))
        .unwrap()
        .remove(0)
        .0;
    let frame = sealed.open().unwrap();
    let other = Signer::from_seed(&[4; 32]).verifying_key();
    assert_eq!(frame.verify(&other), Err(SealError::Signature));
}

#[test]
fn an_unknown_dictionary_is_told_apart_from_rubbish() {
    let mut sealed = seal_frames(&signer(), start(), &run(1, 10))
        .unwrap()
        .remove(0)
        .0;
    sealed.0[3] = 9;
    assert_eq!(sealed.open(), Err(FrameError::Dictionary(9)));
}

#[test]
fn a_compression_bomb_is_refused() {
    let sealed = seal_frames(&signer(), start(), &run(1, 10))
        .unwrap()
        .remove(0)
        .0;
    // The length of the payload stands after 3 + 1 + 16 + 16 + 1 + 1 + 32 + 64 bytes.
    let mut bomb = sealed.0[..134].to_vec();
    bomb.extend([0xff, 0xff, 0xff, 0x7f]);
    bomb.extend(&sealed.0[135..]);
    assert_eq!(SealedFrame(bomb).open(), Err(FrameError::Malformed));
}

#[test]
fn a_redacted_body_leaves_the_chain_whole() {
    let mut entries = run(3, 10);
    let chain = |entries: &[Entry]| {
        entries
            .iter()
            .fold(start(), |chain, entry| chain.link(&entry.header.hash()))
    };
    let before = chain(&entries);
    entries[1].body = None;
    assert!(entries[1].body_fits());
    assert_eq!(chain(&entries), before);
    entries[2].body.as_mut().unwrap().bytes[0] ^= 1;
    assert!(!entries[2].body_fits());
}

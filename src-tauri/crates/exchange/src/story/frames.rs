use stoika_protocol::{Chain, HistoryId, Refusal, RefusalCode, Signer, seal_frames};

use super::world::{NOW_MS, TestDesk, World};
use crate::storage::Storage;

fn codes(refused: &[Refusal]) -> Vec<(u32, RefusalCode)> {
    refused.iter().map(|one| (one.frame, one.code)).collect()
}

fn noted<S: Storage>(world: &World<S>) -> Vec<(RefusalCode, u64)> {
    let refused = world.exchange.storage().read(|rows| rows.refused(100));
    refused
        .unwrap()
        .into_iter()
        .map(|frame| (frame.code, frame.times))
        .collect()
}

pub fn frames_are_taken_once<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    desk.write_many(1, 5);
    let frames = desk.frames(0);
    for _ in 0..2 {
        let reply = world.push_frames(&desk, &frames[..3]);
        assert_eq!((reply.acked_seq, reply.refused), (3, Vec::new()));
    }
    assert_eq!(world.exchange.sequence(100, NOW_MS).unwrap(), 3);
    // A push that begins with what is held and ends with news.
    let reply = world.push_frames(&desk, &frames);
    assert_eq!((reply.acked_seq, reply.acked_chain), (5, desk.chain.head));
    assert_eq!(world.exchange.sequence(100, NOW_MS).unwrap(), 2);
    assert_eq!(world.exchange.sequence(100, NOW_MS).unwrap(), 0);

    // The same entries in one larger frame: the seam lies elsewhere, the entries are the same.
    desk.write_many(6, 1);
    let start = Chain::start(desk.replica);
    let sealed = seal_frames(&desk.signer, start, &desk.entries).unwrap();
    let large: Vec<Vec<u8>> = sealed.into_iter().map(|(frame, _)| frame.0).collect();
    assert_eq!(large.len(), 1);
    let reply = world.push_frames(&desk, &large);
    assert_eq!((reply.acked_seq, reply.refused), (6, Vec::new()));
    // Nothing to push is a question: how far are you?
    assert_eq!(world.push_frames(&desk, &[]).acked_seq, 6);
    assert_eq!(noted(&world), []);
}

pub fn a_refused_frame_stops_nothing<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    desk.write_many(1, 3);
    let good = desk.frames(0);
    let mut cut = good[1].clone();
    cut.truncate(cut.len() - 1);
    let mut bad_signature = good[1].clone();
    // magic 3, dictionary 1, replica 16, key 16, seq 1, count 1, chain 32, then the signature
    bad_signature[70] ^= 1;
    let mut other_replica = TestDesk::new("otradny", 1);
    other_replica.replica = stoika_protocol::ReplicaId([50; 16]);
    other_replica.chain = Chain::start(other_replica.replica);
    other_replica.write(1, None, "in otradny");

    let mut bad_head = desk.clone();
    bad_head.chain = Chain {
        seq: 0,
        head: stoika_protocol::Hash([5; 32]),
    };
    bad_head.write(9, None, "in otradny");

    let frames = vec![
        good[0].clone(),
        Vec::new(),
        cut,
        bad_signature,
        good[1].clone(),
        other_replica.frames(0)[0].clone(),
        bad_head.frames(3)[0].clone(),
        good[2].clone(),
    ];
    let reply = world.push_frames(&desk, &frames);
    assert_eq!(reply.acked_seq, 3);
    assert_eq!(
        codes(&reply.refused),
        [
            (1, RefusalCode::Malformed),
            (2, RefusalCode::Malformed),
            (3, RefusalCode::Signature),
            (5, RefusalCode::Malformed),
            (6, RefusalCode::Hash),
        ]
    );
    world.push_frames(&desk, &frames);
    let noted = noted(&world);
    assert_eq!(noted.len(), 5);
    assert!(noted.iter().all(|(_, times)| *times == 2));
    assert_eq!(world.exchange.sequence(100, NOW_MS).unwrap(), 3);
}

pub fn a_frame_of_a_stranger_is_refused<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    desk.write_many(1, 1);
    // A key that nobody let in, in a replica of its own and in the desk's.
    let mut stranger = desk.clone();
    stranger.signer = Signer::from_seed(&[66; 32]);
    stranger.key = stranger.signer.id();
    stranger.write_many(2, 1);
    let reply = world.push_frames(&desk, &[desk.frames(0), stranger.frames(1)].concat());
    assert_eq!(codes(&reply.refused), [(1, RefusalCode::ForeignDesk)]);
    assert_eq!(reply.acked_seq, 1);
}

pub fn a_desk_in_a_strange_replica_is_refused<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    let other = world.desk("otradny", 2);
    desk.write_many(1, 1);
    world.settle(&desk);
    let mut thief = desk.clone();
    thief.signer = other.signer.clone();
    thief.key = other.key;
    thief.write_many(2, 1);
    let reply = world.push_frames(&thief, &thief.frames(1));
    assert_eq!(codes(&reply.refused), [(0, RefusalCode::ForeignDesk)]);
    // Another desk may carry it: who wrote it stands in the seal.
    desk.write_many(2, 1);
    let mut carrier = desk.clone();
    carrier.key = other.key;
    let reply = world.push_frames(&carrier, &carrier.frames(1));
    assert_eq!((reply.acked_seq, reply.refused), (2, Vec::new()));
}

pub fn a_fork_is_kept_as_a_branch<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    desk.write_many(1, 2);
    let mut clone = desk.clone();
    desk.write_many(3, 2);
    clone.write_many(100, 3);
    world.settle(&desk);

    // Never "have it already": the same places with other bytes, and what follows them.
    for _ in 0..2 {
        let reply = world.push_frames(&clone, &clone.frames(0));
        assert_eq!(
            codes(&reply.refused),
            [
                (2, RefusalCode::Fork),
                (3, RefusalCode::Fork),
                (4, RefusalCode::Fork)
            ]
        );
        assert_eq!(reply.acked_seq, 4);
        assert_eq!(reply.acked_chain, desk.chain.head);
    }
    let branches = world.exchange.storage().read(|rows| rows.branches());
    let kept: Vec<(u64, Vec<u8>)> = branches
        .unwrap()
        .into_iter()
        .map(|frame| (frame.first_seq, frame.bytes))
        .collect();
    let mut frames = clone.frames(2).into_iter();
    let expected: Vec<(u64, Vec<u8>)> = (3..).zip(frames.by_ref()).collect();
    assert_eq!(kept, expected);

    // A clone that comes later, with a frame right after our end but on another chain.
    let mut late = desk.clone();
    late.chain = clone.chain;
    late.chain.seq = 4;
    late.write_many(200, 1);
    let reply = world.push_frames(&late, &late.frames(4));
    assert_eq!(codes(&reply.refused), [(0, RefusalCode::Fork)]);

    // The first writer goes on.
    desk.write_many(5, 1);
    world.settle(&desk);
    assert_eq!(world.pull(&desk, 0, 0, 100).items.len(), 5);
}

pub fn a_gap_is_refused_and_filled<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    let world = World::new(make);
    let mut desk = world.desk("otradny", 1);
    desk.write_many(1, 3);
    let frames = desk.frames(0);
    let reply = world.push_frames(&desk, &[frames[0].clone(), frames[2].clone()]);
    assert_eq!(codes(&reply.refused), [(1, RefusalCode::Gap)]);
    assert_eq!(reply.acked_seq, 1);
    let reply = world.push_frames(&desk, &frames[1..]);
    assert_eq!((reply.acked_seq, reply.refused), (3, Vec::new()));
}

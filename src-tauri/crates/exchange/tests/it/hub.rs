//! The exchange of a hub: it takes a replica from where the centre has it whole.

use stoika_exchange::story::{NOW_MS, TestDesk, World, random_day};
use stoika_exchange::{Exchange, MemoryStorage, Storage};
use stoika_protocol::{
    Chain, Hello, HistoryId, Push, PushReply, RefusalCode, ReplicaStanding, Signer, seal_frames,
};

const HISTORY: HistoryId = HistoryId([5; 16]);

struct Hub {
    exchange: Exchange<MemoryStorage, ()>,
}

impl Hub {
    /// A hub that knows the desks of the office from the centre.
    fn of(centre: &World<MemoryStorage>) -> Self {
        let storage = MemoryStorage::of_hub(HISTORY);
        let desks = centre.exchange.storage().read(|rows| rows.desks()).unwrap();
        storage
            .write(|rows| desks.iter().try_for_each(|desk| rows.put_desk(desk)))
            .unwrap();
        Self {
            exchange: Exchange::new(storage, (), Signer::from_seed(&[201; 32])),
        }
    }

    fn hello(&self, desk: &TestDesk, placed: Option<Chain>) -> ReplicaStanding {
        let hello = Hello {
            placed,
            ..desk.hello(None, 0)
        };
        let reply = self.exchange.hello(&desk.key, &hello, NOW_MS).unwrap();
        reply.replica
    }

    fn push(&self, desk: &TestDesk, frames: &[Vec<u8>]) -> PushReply {
        let push = Push {
            replica: desk.replica,
            frames: frames.iter().cloned().map(Into::into).collect(),
        };
        self.exchange.push(&desk.key, &push, NOW_MS).unwrap()
    }
}

fn holds(chain: Chain) -> ReplicaStanding {
    ReplicaStanding::Holds {
        seq: chain.seq,
        chain: chain.head,
    }
}

#[test]
fn a_replica_begins_where_the_centre_has_it_whole() {
    let centre = World::new(&MemoryStorage::new);
    let mut desk = centre.desk("otradny", 1);
    desk.write_many(1, 3);
    let placed = desk.chain;
    desk.write_many(4, 2);
    let hub = Hub::of(&centre);
    assert_eq!(hub.hello(&desk, Some(placed)), holds(placed));
    // What it says later changes nothing, nor does the same once more.
    assert_eq!(hub.hello(&desk, Some(desk.chain)), holds(placed));
    let reply = hub.push(&desk, &desk.frames(3));
    assert_eq!(reply.refused, []);
    assert_eq!((reply.acked_seq, reply.acked_chain), (5, desk.chain.head));
    let entries = hub.exchange.storage().read(|rows| {
        let held = rows.entries_after(&desk.replica, 0, 100)?;
        Ok(held
            .iter()
            .map(|held| held.entry.header.seq)
            .collect::<Vec<_>>())
    });
    assert_eq!(entries.unwrap(), [4, 5]);
    assert_eq!(hub.hello(&desk, Some(placed)), holds(desk.chain));

    // A frame over the seam is taken when it joins what is held; one from before it cannot be told.
    let start = Chain::start(desk.replica);
    let over = seal_frames(&desk.signer, start, &desk.entries).unwrap();
    let over: Vec<Vec<u8>> = over.into_iter().map(|(frame, _)| frame.0).collect();
    assert_eq!(hub.push(&desk, &over).refused, []);
    let early = hub.push(&desk, &desk.frames(0)[..1]);
    assert_eq!(early.refused[0].code, RefusalCode::Gap);
    let mut clone = TestDesk::new("otradny", 1);
    clone.write_many(70, 5);
    let other = seal_frames(&clone.signer, start, &clone.entries).unwrap();
    let forked = hub.push(&desk, &[other[0].0.0.clone()]);
    assert_eq!(forked.refused[0].code, RefusalCode::Fork);
}

#[test]
fn a_replica_with_no_place_begins_at_its_start() {
    let centre = World::new(&MemoryStorage::new);
    let mut desk = centre.desk("otradny", 1);
    desk.write_many(1, 2);
    let start = Chain::start(desk.replica);
    let hub = Hub::of(&centre);
    assert_eq!(hub.hello(&desk, None), holds(start));
    // It cannot have places for what it has not written.
    let beyond = Chain {
        seq: 9,
        head: desk.chain.head,
    };
    assert_eq!(hub.hello(&desk, Some(beyond)), holds(start));
    assert_eq!(hub.push(&desk, &desk.frames(0)).acked_seq, 2);
}

#[test]
fn five_hundred_random_days() {
    for seed in 100..600 {
        random_day(&MemoryStorage::new, seed);
    }
}

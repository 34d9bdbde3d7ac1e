//! Random days of an office with a hub.

use stoika_protocol::{EntryRef, HistoryId, Subject};

use super::world::{NOW_MS, QUEUE, TestDesk, World};
use crate::storage::Storage;

const OFFICE: &str = "otradny";
const IN: &str = "in otradny";

pub fn a_random_day_is_folded_as_the_hub_folded_it<S: Storage>(make: &dyn Fn(HistoryId) -> S) {
    for seed in 1..=4 {
        random_day(make, seed);
    }
}

/// Steps of a day, drawn from a seed: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}

/// A desk of the day, and what of the hub's order it has seen.
struct Player {
    desk: TestDesk,
    /// Entries of the hub's order that it has applied.
    seen: usize,
    /// Own entries that the hub has taken.
    taken: usize,
    /// Own entries that the centre has.
    sent: usize,
}

impl Player {
    /// The last entry of an aggregate that the desk knows: its own that the hub has not shown it, else
    /// that of the hub's order.
    fn base(
        &self,
        order: &[(EntryRef, u64)],
        subject: u64,
        own: &[(EntryRef, u64)],
    ) -> Option<EntryRef> {
        let seen = &order[..self.seen];
        let unseen = own
            .iter()
            .rev()
            .find(|(entry, of)| *of == subject && !seen.iter().any(|(placed, _)| placed == entry));
        unseen
            .or_else(|| seen.iter().rev().find(|(_, of)| *of == subject))
            .map(|(entry, _)| *entry)
    }
}

/// One hub, three desks, four visits; who writes, what the hub takes, what arrives at the centre and
/// when it orders is drawn. In the end each visit has the order of the hub.
pub fn random_day<S: Storage>(make: &dyn Fn(HistoryId) -> S, seed: u64) {
    const SUBJECTS: usize = 4;
    let world = World::new(make);
    let mut dice = Dice(seed);
    let mut players: Vec<Player> = (1..=4)
        .map(|number| Player {
            desk: world.desk(OFFICE, number),
            seen: 0,
            taken: 0,
            sent: 0,
        })
        .collect();
    let tenure = players[0].desk.write_tenure(100, "1 right");
    world.settle(&players[0].desk);
    players[0].sent = 1;
    let mut order: Vec<(EntryRef, u64)> = Vec::new();
    let mut own: Vec<Vec<(EntryRef, u64)>> = vec![Vec::new(); players.len()];
    for _ in 0..60 {
        let who = dice.below(players.len());
        match dice.below(6) {
            0 | 1 => {
                let subject = dice.below(SUBJECTS) as u64;
                if who == 0 {
                    players[0].seen = order.len();
                }
                let base = players[who].base(&order, subject, &own[who]);
                let entry = players[who].desk.write_queue(subject, base, IN);
                own[who].push((entry, subject));
                if who == 0 {
                    order.push((entry, subject));
                } else if dice.below(4) == 0 {
                    players[who]
                        .desk
                        .write(1000 + entry.seq + 100 * who as u64, None, IN);
                }
            }
            2 if who > 0 => {
                let fresh = own[who][players[who].taken..].to_vec();
                players[who].taken = own[who].len();
                let names: Vec<_> = fresh
                    .iter()
                    .map(|(entry, _)| players[who].desk.named(*entry))
                    .collect();
                order.extend(fresh);
                if !names.is_empty() {
                    players[0].desk.write_names(tenure, &names);
                }
            }
            2 | 3 => players[who].seen = order.len().min(players[who].seen + dice.below(9)),
            4 => send(&world, &mut players[who], &mut dice),
            _ => {
                let batch = 1 + u32::try_from(dice.below(7)).unwrap();
                world.exchange.sequence(batch, NOW_MS).unwrap();
            }
        }
    }
    for who in 1..players.len() {
        let fresh = own[who][players[who].taken..].to_vec();
        let names: Vec<_> = fresh
            .iter()
            .map(|(entry, _)| players[who].desk.named(*entry))
            .collect();
        order.extend(fresh);
        if !names.is_empty() {
            players[0].desk.write_names(tenure, &names);
        }
    }
    while players
        .iter()
        .any(|player| player.sent < player.desk.entries.len())
    {
        let who = dice.below(players.len());
        send(&world, &mut players[who], &mut dice);
        let batch = 1 + u32::try_from(dice.below(7)).unwrap();
        world.exchange.sequence(batch, NOW_MS).unwrap();
    }
    world.order_at(NOW_MS);
    assert_eq!(world.exchange.parked().unwrap(), [], "seed {seed}");
    for number in 0..SUBJECTS as u64 {
        let subject = Subject {
            kind: QUEUE,
            ..TestDesk::subject(number)
        };
        let entries = world
            .exchange
            .storage()
            .read(|rows| rows.entries_of(&subject, u64::MAX >> 1));
        let placed: Vec<EntryRef> = entries
            .unwrap()
            .iter()
            .map(|one| one.record.entry)
            .collect();
        let of_hub: Vec<EntryRef> = order
            .iter()
            .filter(|(_, of)| *of == number)
            .map(|(entry, _)| *entry)
            .collect();
        assert_eq!(placed, of_hub, "seed {seed}, visit {number}");
    }
}

/// Some more of a desk's frames come to the centre.
fn send<S: Storage>(world: &World<S>, player: &mut Player, dice: &mut Dice) {
    let frames = player.desk.frames(player.sent);
    let count = (1 + dice.below(5)).min(frames.len());
    let reply = world.push_frames(&player.desk, &frames[..count]);
    assert_eq!(reply.refused, []);
    player.sent += count;
}

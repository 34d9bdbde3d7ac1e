//! The opening of a round: who holds what, and what to do when the chains do not agree.

use stoika_protocol::{CursorStanding, Hash, Hello, HelloReply, PROTOCOL_VERSION, ReplicaStanding};

use super::{Machine, Step};
use crate::effect::{CarrierError, Request, StoreOp};
use crate::port::OwnReplica;
use crate::status::{Cause, LinkMode};

/// A program reads so many versions back; a server further ahead than that cannot be read.
const VERSIONS_READ: u16 = 2;

/// Where two chains part: they agree at `agree` and differ at `differ`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parting {
    agree: u64,
    differ: u64,
}

impl Machine {
    /// Asks what the far end holds of the first target.
    pub(super) fn hello_target(&mut self, now_ms: u64) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        let target = round.target();
        let (seq, chain) = (target.head_seq, target.head_chain);
        match self.hello(seq, chain) {
            Some(hello) => self.send(Step::Hello, Request::Hello(hello)),
            None => self.fail(now_ms, Cause::Contradiction),
        }
    }

    fn hello(&self, head_seq: u64, head_chain: Hash) -> Option<Hello> {
        let round = self.round.as_ref()?;
        Some(Hello {
            protocol: PROTOCOL_VERSION,
            key: round.standing.key,
            replica: round.target().replica,
            head_seq,
            head_chain,
            cursor: round.standing.cursor,
            directory_position: round.standing.directory_position,
            program: self.config.program.clone(),
            directory_mark: round.standing.directory_mark,
            audits: round.standing.audits.clone(),
            placed: (round.target().replica == round.standing.current.replica)
                .then_some(round.standing.placed)
                .flatten(),
        })
    }

    pub(super) fn on_hello(&mut self, now_ms: u64, reply: HelloReply) {
        if reply.protocol > PROTOCOL_VERSION + VERSIONS_READ {
            return self.fail(now_ms, Cause::Carrier(CarrierError::Protocol));
        }
        if !matches!(
            self.status.mode,
            LinkMode::Online | LinkMode::FirstLoad { .. }
        ) {
            self.status.mode = LinkMode::Connecting;
        }
        let Some(round) = self.round.as_mut() else {
            return self.begin_round();
        };
        let standing = reply.replica;
        round.audit.lost(&round.standing.audits, &reply.audits_lost);
        let order = reply.cursor == CursorStanding::Rewound && round.standing.cursor.is_some();
        let begun = !round.standing.load_due || round.standing.load.is_some();
        let directory = begun && (order || reply.directory == CursorStanding::Rewound);
        round.hello = Some(reply);
        if order || directory {
            // Before chains are compared: places of a life that is over would count for entries
            // that nobody but this desk holds any more.
            return self.store(Step::Mend, StoreOp::Rewind { order, directory });
        }
        let target = *round.target();
        match standing {
            ReplicaStanding::Holds { seq, .. } if seq > target.head_seq => {
                self.fail(now_ms, Cause::Contradiction);
            }
            ReplicaStanding::Holds { seq, chain } if seq == target.head_seq => {
                self.on_held_chain(now_ms, seq, chain, Some(target.head_chain));
            }
            // Nothing held: the chain of nothing is the same for all.
            ReplicaStanding::Holds { seq: 0, chain } => {
                self.on_held_chain(now_ms, 0, chain, Some(chain));
            }
            ReplicaStanding::Holds { seq, chain } => {
                let replica = target.replica;
                self.store(
                    Step::HeldChain {
                        held: seq,
                        theirs: chain,
                    },
                    StoreOp::ChainAt { replica, seq },
                );
            }
            ReplicaStanding::Ahead { seq } if seq > target.head_seq => {
                self.on_ahead(&target);
            }
            ReplicaStanding::Ahead { .. } => self.fail(now_ms, Cause::Contradiction),
            ReplicaStanding::Fork { .. } => self.part(
                now_ms,
                Parting {
                    agree: 0,
                    differ: target.head_seq,
                },
            ),
        }
    }

    /// All that was written here is there, and more.
    fn on_ahead(&mut self, target: &OwnReplica) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        if target.replica == round.standing.current.replica {
            // The word is about the head of that moment. What was recorded since may be there as well,
            // brought by the office's hub or a clone, before this machine heard that there is any.
            let (replica, seq) = (target.replica, target.head_seq + 1);
            return self.store(Step::Grown, StoreOp::ChainAt { replica, seq });
        }
        // A former replica ends where it parted; what follows it at the far end is another's.
        self.store(
            Step::AckHeld,
            StoreOp::Acked {
                replica: target.replica,
                seq: target.head_seq,
                chain: target.head_chain,
            },
        );
    }

    /// Whether this desk has more by now than it has told the far end, which has.
    pub(super) fn on_grown(&mut self, now_ms: u64, next: Option<Hash>) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        let head_seq = round.target().head_seq;
        match next {
            Some(_) => self.restart(now_ms),
            // This disk was restored from a backup or cloned: another name before the next act.
            None => self.reauthor(head_seq),
        }
    }

    pub(super) fn on_held_chain(
        &mut self,
        now_ms: u64,
        held: u64,
        theirs: Hash,
        ours: Option<Hash>,
    ) {
        if ours == Some(theirs) {
            self.aligned(now_ms, held, theirs);
        } else {
            self.part(
                now_ms,
                Parting {
                    agree: 0,
                    differ: held,
                },
            );
        }
    }

    /// The far end holds a prefix of the target.
    fn aligned(&mut self, now_ms: u64, held: u64, chain: Hash) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        let target = *round.target();
        if held < target.acked_seq && target.replica == round.standing.current.replica {
            // A server that forgot an acknowledged entry was restored, whatever its cursor says.
            let directory = !round.standing.load_due || round.standing.load.is_some();
            return self.store(
                Step::Mend,
                StoreOp::Rewind {
                    order: true,
                    directory,
                },
            );
        }
        if held == target.acked_seq {
            self.push_more(now_ms);
        } else {
            self.store(
                Step::AckHeld,
                StoreOp::Acked {
                    replica: target.replica,
                    seq: held,
                    chain,
                },
            );
        }
    }

    /// Finds the last entry that both hold, by halving: what is after it, and nothing else, is
    /// written again under another replica id.
    fn part(&mut self, now_ms: u64, parting: Parting) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        let target = *round.target();
        if parting.differ == 0 || parting.agree >= parting.differ {
            return self.fail(now_ms, Cause::Contradiction);
        }
        if parting.differ - parting.agree == 1 {
            return self.reauthor(parting.agree);
        }
        // What was acknowledged is common as a rule, and the entry after it is not.
        let last = parting.differ - 1;
        let middle = if parting.agree < target.acked_seq && target.acked_seq <= last {
            target.acked_seq
        } else if parting.agree == target.acked_seq {
            parting.agree + 1
        } else {
            parting.agree + (parting.differ - parting.agree) / 2
        };
        self.store(
            Step::ProbeChain { parting, middle },
            StoreOp::ChainAt {
                replica: target.replica,
                seq: middle,
            },
        );
    }

    pub(super) fn on_probe_chain(
        &mut self,
        now_ms: u64,
        parting: Parting,
        middle: u64,
        ours: Option<Hash>,
    ) {
        let probe = ours.and_then(|chain| self.hello(middle, chain).map(|hello| (chain, hello)));
        match probe {
            Some((ours, hello)) => self.send(
                Step::Probe {
                    parting,
                    middle,
                    ours,
                },
                Request::Hello(hello),
            ),
            None => self.fail(now_ms, Cause::Contradiction),
        }
    }

    pub(super) fn on_probe(
        &mut self,
        now_ms: u64,
        parting: Parting,
        middle: u64,
        ours: Hash,
        reply: &HelloReply,
    ) {
        let agrees = match reply.replica {
            ReplicaStanding::Holds { seq, chain } if seq == middle => chain == ours,
            // The far end holds less than a moment ago: it was restored meanwhile.
            ReplicaStanding::Holds { .. } => return self.restart(now_ms),
            ReplicaStanding::Ahead { .. } => true,
            ReplicaStanding::Fork { .. } => false,
        };
        let narrowed = if agrees {
            Parting {
                agree: middle,
                ..parting
            }
        } else {
            Parting {
                differ: middle,
                ..parting
            }
        };
        self.part(now_ms, narrowed);
    }

    fn reauthor(&mut self, common_seq: u64) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        let replica = round.target().replica;
        self.store(
            Step::Mend,
            StoreOp::Reauthor {
                replica,
                common_seq,
            },
        );
    }
}

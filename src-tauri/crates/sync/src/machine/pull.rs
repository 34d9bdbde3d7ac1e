//! Taking the order, others' entries and directory changes; waiting for news.

use stoika_protocol::{FeedItem, Pull, PullReply};

use super::{Machine, Step};
use crate::effect::{Request, StoreOp};
use crate::port::RefusedReply;
use crate::status::Cause;

impl Machine {
    /// Asks for what came after the cursors. With `waits` the far end holds the request until
    /// there is news.
    pub(super) fn pull(&mut self, now_ms: u64, waits: bool) {
        if waits && self.recorded {
            return self.recheck();
        }
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        let Some(history) = round.hello.as_ref().map(|hello| hello.history) else {
            return self.begin_round();
        };
        if round
            .standing
            .cursor
            .is_some_and(|cursor| cursor.history != history)
        {
            // The far end said that the cursor goes on, and it is of another life.
            return self.fail(now_ms, Cause::Contradiction);
        }
        let pull = Pull {
            replica: round.standing.current.replica,
            history,
            after: round.standing.cursor.map_or(0, |cursor| cursor.position),
            directory_after: round.standing.directory_position,
            items_max: self.shrunk(self.config.pages.pull_items),
            wait_ms: if waits { self.config.wait_ms } else { 0 },
            order_head: round.standing.cursor.map(|cursor| cursor.order_head),
            directory_mark: round.standing.directory_mark,
        };
        self.send(Step::Pull { waits }, Request::Pull(pull));
    }

    pub(super) fn on_pulled(&mut self, now_ms: u64, reply: PullReply) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        if reply.verify(&self.config.centre).is_err() {
            return self.store(
                Step::NoteRefused,
                StoreOp::NoteRefused(RefusedReply::PullSignature),
            );
        }
        self.shrink = self.shrink.saturating_sub(1);
        let of_this_life = round
            .hello
            .as_ref()
            .is_some_and(|hello| hello.history == reply.history);
        if !of_this_life {
            return self.restart(now_ms);
        }
        let after = round.standing.cursor.map_or(0, |cursor| cursor.position);
        let directory_after = round.standing.directory_position;
        let moves = reply.upto > after || reply.directory_upto > directory_after;
        if reply.upto < after || reply.directory_upto < directory_after {
            // The far end has less than the cursor: it was restored since the hello.
            return self.restart(now_ms);
        }
        if !items_ascend(after, &reply) || (reply.more && !moves) {
            return self.fail(now_ms, Cause::Contradiction);
        }
        if round.standing.cursor.is_some() && !moves {
            return self.after_pull(now_ms, false);
        }
        let more = reply.more;
        self.store(
            Step::StorePull { more },
            StoreOp::ApplyPull(Box::new(reply)),
        );
    }

    pub(super) fn after_pull(&mut self, now_ms: u64, more: bool) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        if round.standing.load_due {
            return self.next_page_or_pull(now_ms);
        }
        if round.standing.unsent() > 0 && round.blocked.is_none() {
            // Recorded meanwhile: what this desk alone has goes first.
            return self.push_more(now_ms);
        }
        if more {
            self.pull(now_ms, false);
        } else {
            self.settle(now_ms);
        }
    }
}

/// Items lie after the cursor, in order, none past what the reply says it covers.
fn items_ascend(after: u64, reply: &PullReply) -> bool {
    let mut last = after;
    let order = reply.items.iter().map(FeedItem::position).all(|position| {
        let ascends = last <= position && position > after && position <= reply.upto;
        last = position;
        ascends
    });
    order
        && reply
            .directory
            .iter()
            .all(|change| change.position() <= reply.directory_upto)
}

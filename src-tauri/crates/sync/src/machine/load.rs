//! The first load of the directory, by pages, with resume.

use stoika_protocol::{Snapshot, SnapshotReply};

use super::{Machine, Step};
use crate::effect::{Request, StoreOp};
use crate::port::RefusedReply;
use crate::status::{Cause, LinkMode};

impl Machine {
    /// A page while a load is due, else a pull.
    pub(super) fn next_page_or_pull(&mut self, now_ms: u64) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        if !round.standing.load_due {
            if matches!(self.status.mode, LinkMode::FirstLoad { .. }) {
                self.status.mode = LinkMode::Connecting;
            }
            return self.pull(now_ms, false);
        }
        let begun = round.standing.load.as_ref();
        let done = begun.map_or(0, |load| load.rows_done);
        let snapshot = Snapshot {
            history: begun.map(|load| load.history),
            after: begun.map(|load| load.after.clone()),
            rows_max: self.shrunk(self.config.pages.snapshot_rows),
            directory_mark: round.standing.directory_mark,
        };
        let total = match self.status.mode {
            LinkMode::FirstLoad { total, .. } => total,
            LinkMode::Connecting
            | LinkMode::Online
            | LinkMode::Offline { .. }
            | LinkMode::WrongServer { .. }
            | LinkMode::NotEnrolled
            | LinkMode::Revoked
            | LinkMode::UpdateNeeded => 0,
        };
        self.status.mode = LinkMode::FirstLoad { done, total };
        self.send(Step::Page, Request::Snapshot(snapshot));
    }

    pub(super) fn on_page(&mut self, now_ms: u64, reply: SnapshotReply) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        if reply.verify(&self.config.centre).is_err() {
            return self.store(
                Step::NoteRefused,
                StoreOp::NoteRefused(RefusedReply::SnapshotSignature),
            );
        }
        self.shrink = self.shrink.saturating_sub(1);
        let of_this_life = round
            .hello
            .as_ref()
            .is_some_and(|hello| hello.history == reply.history);
        let continues = round.standing.load.as_ref().is_none_or(|load| {
            // A position before that of the first page: the server was restored meanwhile.
            load.history == reply.history && load.position <= reply.position
        });
        if !of_this_life || !continues {
            return self.store(
                Step::Mend,
                StoreOp::Rewind {
                    order: false,
                    directory: true,
                },
            );
        }
        let after = round.standing.load.as_ref().map(|load| &load.after);
        if !reply.last && reply.rows.is_empty() || !rows_ascend(after, &reply) {
            return self.fail(now_ms, Cause::Contradiction);
        }
        if let LinkMode::FirstLoad { total, .. } = &mut self.status.mode {
            *total = reply.rows_total;
        }
        self.store(Step::StorePage, StoreOp::ApplySnapshot(Box::new(reply)));
    }
}

/// Rows come by (kind, key), after the last one stored: else a page would be taken twice or left out.
fn rows_ascend(after: Option<&(String, String)>, reply: &SnapshotReply) -> bool {
    let mut last = after.map(|(kind, key)| (kind.as_str(), key.as_str()));
    reply.rows.iter().all(|row| {
        let place = (row.kind.as_str(), row.key.as_str());
        let ascends = last.is_none_or(|last| last < place);
        last = Some(place);
        ascends
    })
}

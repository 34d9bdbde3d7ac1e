//! Sending what the far end does not have.

use stoika_protocol::{Push, PushReply, RefusalCode};

use super::{Machine, Step};
use crate::effect::{Request, StoreOp};
use crate::status::{Cause, LinkMode};

/// What follows an acknowledgement.
#[derive(Clone, Copy, Debug)]
pub(super) enum AfterAck {
    /// The next page.
    Push,
    /// A fork or a hole came to light: compare anew.
    Compare,
    /// A frame is refused for good: go on with the rest of the round.
    Blocked(RefusalCode),
}

impl Machine {
    /// The next page of the target, or what comes after pushing.
    pub(super) fn push_more(&mut self, now_ms: u64) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        let target = *round.target();
        if target.unsent() == 0 || round.blocked.is_some() {
            return self.target_done(now_ms);
        }
        let size_bytes_max = (self.config.pages.push_size_bytes >> self.shrink).max(1);
        self.store(
            Step::Frames,
            StoreOp::FramesAfter {
                replica: target.replica,
                after: target.acked_seq,
                size_bytes_max,
            },
        );
    }

    fn target_done(&mut self, now_ms: u64) {
        let Some(round) = self.round.as_mut() else {
            return self.begin_round();
        };
        round.targets.pop_front();
        if !round.targets.is_empty() {
            return self.hello_target(now_ms);
        }
        if round.hello.as_ref().is_some_and(|hello| hello.revoked) {
            return self.fail(now_ms, Cause::Carrier(crate::effect::CarrierError::Revoked));
        }
        self.next_page_or_pull(now_ms);
    }

    pub(super) fn on_frames(&mut self, now_ms: u64, frames: Vec<Vec<u8>>) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        if frames.is_empty() {
            // Entries that no frame brings: the store's books do not agree.
            return self.fail(now_ms, Cause::Store(crate::port::PortError::Corrupt));
        }
        let replica = round.target().replica;
        let sent = u32::try_from(frames.len()).unwrap_or(u32::MAX);
        let frames = frames.into_iter().map(Into::into).collect();
        self.send(Step::Push { sent }, Request::Push(Push { replica, frames }));
    }

    pub(super) fn on_pushed(&mut self, now_ms: u64, sent: u32, reply: &PushReply) {
        let Some(round) = self.round.as_ref() else {
            return self.begin_round();
        };
        self.shrink = self.shrink.saturating_sub(1);
        let target = *round.target();
        let worst = reply
            .refused
            .iter()
            .find(|refusal| matches!(refusal.code, RefusalCode::Fork | RefusalCode::Gap))
            .or_else(|| reply.refused.first());
        let out_of_range = reply.refused.iter().any(|refusal| refusal.frame >= sent);
        if out_of_range {
            return self.fail(now_ms, Cause::Contradiction);
        }
        if reply.acked_seq > target.head_seq {
            // What was recorded since the round began may have gone with this push, or come there by
            // the office's hub before it: look at the journal anew. A far end that goes on to hold
            // what is not there ends as a contradiction after some rounds.
            return self.restart(now_ms);
        }
        let then = match worst.map(|refusal| refusal.code) {
            None => AfterAck::Push,
            Some(RefusalCode::Fork | RefusalCode::Gap) => AfterAck::Compare,
            Some(
                code @ (RefusalCode::Malformed
                | RefusalCode::Hash
                | RefusalCode::Signature
                | RefusalCode::ForeignDesk),
            ) if reply.acked_seq <= target.acked_seq => AfterAck::Blocked(code),
            // Something was taken; what was not is sent once more.
            Some(
                RefusalCode::Malformed
                | RefusalCode::Hash
                | RefusalCode::Signature
                | RefusalCode::ForeignDesk,
            ) => AfterAck::Push,
        };
        if reply.acked_seq > target.acked_seq {
            return self.store(
                Step::AckPushed { then },
                StoreOp::Acked {
                    replica: target.replica,
                    seq: reply.acked_seq,
                    chain: reply.acked_chain,
                },
            );
        }
        match then {
            // Nothing taken and nothing refused, or less than before: the far end has changed.
            AfterAck::Push | AfterAck::Compare => self.restart(now_ms),
            AfterAck::Blocked(_) => self.after_ack(now_ms, then),
        }
    }

    pub(super) fn after_ack(&mut self, now_ms: u64, then: AfterAck) {
        match then {
            AfterAck::Push => self.push_more(now_ms),
            AfterAck::Compare => self.restart(now_ms),
            AfterAck::Blocked(code) => {
                if let Some(round) = self.round.as_mut() {
                    round.blocked = Some(code);
                }
                self.push_more(now_ms);
            }
        }
    }

    /// A whole round is behind: the audit goes, then rest until there is news.
    pub(super) fn settle(&mut self, now_ms: u64) {
        let blocked = self.round.as_ref().and_then(|round| round.blocked);
        if let Some(code) = blocked {
            return self.fail(now_ms, Cause::Refused(code));
        }
        self.status.mode = LinkMode::Online;
        self.attempt = 0;
        self.restarts = 0;
        if self.take_back_audit() {
            return;
        }
        if self.audit_is_due() {
            return self.next_audit();
        }
        self.audit_anew();
        self.pull(now_ms, true);
    }
}

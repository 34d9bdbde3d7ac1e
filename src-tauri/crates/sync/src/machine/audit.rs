//! Sending the audit: last of all, and never in the way of anything else.

use stoika_protocol::{AuditEnd, AuditOutcome, AuditPush, AuditPushReply, ReplicaId, limit};

use super::{Machine, Step};
use crate::effect::{CarrierError, Request, StoreOp};

/// What a round knows of its audit.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    /// The far end does not take it now: tried again after the next wait for news.
    waits: bool,
    /// Replicas of whose audit the far end held less than this desk believed, once already.
    went_back: Vec<ReplicaId>,
    /// Replicas whose audit the far end has lost, as it said at the hello: to be sent anew.
    lost: Vec<ReplicaId>,
}

impl Course {
    /// The far end says at the opening what it does not hold any more.
    pub(super) fn lost(&mut self, told: &[AuditEnd], lost: &[ReplicaId]) {
        self.lost = told
            .iter()
            .map(|end| end.replica)
            .filter(|replica| lost.contains(replica))
            .collect();
    }
}

/// A push on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    replica: ReplicaId,
    before_seq: u64,
    last_seq: u64,
}

/// Whether an error speaks of the audit alone: an older server knows no such request.
pub(super) fn only_this(error: CarrierError) -> bool {
    match error {
        CarrierError::Server(_) | CarrierError::TooLarge | CarrierError::Malformed => true,
        CarrierError::Unreachable
        | CarrierError::TimedOut
        | CarrierError::Cut
        | CarrierError::Portal
        | CarrierError::WrongCertificate
        | CarrierError::Tls
        | CarrierError::SessionLost
        | CarrierError::NotEnrolled
        | CarrierError::Revoked
        | CarrierError::Protocol => false,
    }
}

impl Machine {
    /// Whether records wait that may go in this round.
    pub(super) fn audit_is_due(&self) -> bool {
        self.round.as_ref().is_some_and(|round| {
            !round.audit.waits && (self.audited || round.standing.audit_unsent > 0)
        })
    }

    /// Takes back the acknowledgement of an audit that the far end has lost. True when there was
    /// one: the next comes after it.
    pub(super) fn take_back_audit(&mut self) -> bool {
        let Some(replica) = self.round.as_mut().and_then(|round| round.audit.lost.pop()) else {
            return false;
        };
        self.store(Step::AuditAcked, StoreOp::AuditAcked { replica, seq: 0 });
        true
    }

    pub(super) fn next_audit(&mut self) {
        self.audited = false;
        let records_max = self.shrunk(limit::AUDIT_RECORDS);
        self.store(Step::AuditNext, StoreOp::AuditNext { records_max });
    }

    pub(super) fn on_audit_next(&mut self, now_ms: u64, next: Option<Box<AuditPush>>) {
        let last = next.as_ref().and_then(|push| push.records.last());
        let Some((push, last_seq)) = next.as_ref().zip(last.map(|record| record.seq)) else {
            if let Some(round) = self.round.as_mut() {
                round.standing.audit_unsent = 0;
            }
            return self.settle(now_ms);
        };
        let sent = Sent {
            replica: push.replica,
            before_seq: push.before_seq,
            last_seq,
        };
        self.send(Step::AuditPush(sent), Request::Audit((**push).clone()));
    }

    pub(super) fn on_audited(&mut self, now_ms: u64, sent: Sent, reply: AuditPushReply) {
        let Some(round) = self.round.as_mut() else {
            return self.begin_round();
        };
        let seq = match reply.outcome {
            // A branch is kept there too: this desk goes on behind it.
            AuditOutcome::Taken | AuditOutcome::Forked => sent.last_seq,
            AuditOutcome::Gap
                if reply.held_seq < sent.before_seq
                    && !round.audit.went_back.contains(&sent.replica) =>
            {
                round.audit.went_back.push(sent.replica);
                reply.held_seq
            }
            AuditOutcome::Gap | AuditOutcome::Refused => return self.audit_waits(now_ms),
        };
        self.store(
            Step::AuditAcked,
            StoreOp::AuditAcked {
                replica: sent.replica,
                seq,
            },
        );
    }

    /// The next time that the machine has nothing else to do it asks again.
    pub(super) fn audit_anew(&mut self) {
        if let Some(round) = self.round.as_mut() {
            round.audit = Course::default();
        }
    }

    /// The far end does not take the audit now: the round ends without it.
    pub(super) fn audit_waits(&mut self, now_ms: u64) {
        if let Some(round) = self.round.as_mut() {
            round.audit.waits = true;
        }
        self.settle(now_ms);
    }
}

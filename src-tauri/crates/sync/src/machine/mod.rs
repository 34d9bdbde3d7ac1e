//! The pure machine of a desk's side.

mod audit;
mod hello;
mod load;
mod pull;
mod push;

use std::collections::VecDeque;

use stoika_protocol::{HelloReply, RefusalCode, VerifyingKey, limit};

use crate::effect::{CarrierError, Effect, Input, Reply, Request, RequestId, StoreOp, StoreReply};
use crate::jitter::Jitter;
use crate::port::{OwnReplica, PortError, Standing};
use crate::status::{Cause, LinkMode, LinkStatus};

/// Over the carrier's own time limits: a reply that is not here by then never comes.
const DEADLINE_SLACK_MS: u64 = 5_000;
/// New beginnings in a row without a whole round: more of them is a far end that contradicts itself.
const RESTARTS_MAX: u32 = 8;
/// After time-outs pages get smaller down to 1/64: a slow link must still move something.
const SHRINK_MAX: u32 = 6;

/// What the machine is told once.
#[derive(Clone, Debug)]
pub struct Config {
    /// Version of the program, for the list of desks at the centre.
    pub program: String,
    /// The ordering authority's key: pull replies and pages of the first load bear its signature.
    pub centre: VerifyingKey,
    /// Sizes of pages.
    pub pages: Pages,
    /// How long the far end may hold a pull with no news, milliseconds.
    pub wait_ms: u32,
    /// Time limit of a request, milliseconds, without the wait.
    pub request_ms: u64,
    /// Seed of the pauses between attempts: another one on each desk.
    pub seed: u64,
}

/// Sizes of pages: limits of one request, not of the whole.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// Bytes of the frames of one push.
    pub push_size_bytes: usize,
    /// Items of one pull reply.
    pub pull_items: u32,
    /// Rows of one page of the first load.
    pub snapshot_rows: u32,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            push_size_bytes: limit::PUSH_SIZE_BYTES,
            pull_items: limit::PULL_ITEMS,
            snapshot_rows: limit::SNAPSHOT_ROWS,
        }
    }
}

/// What the machine waits for.
#[derive(Clone, Debug)]
enum Step {
    /// The start.
    Asleep,
    /// A moment.
    Pause { until_ms: u64 },
    /// The standing, to begin a round.
    Standing,
    /// The far end's word on the first of the targets.
    Hello,
    /// The own chain where the far end stands.
    HeldChain {
        held: u64,
        theirs: stoika_protocol::Hash,
    },
    /// The own chain after the head that the far end was told of, for that has more.
    Grown,
    /// The own chain in the middle of where the chains part.
    ProbeChain {
        parting: hello::Parting,
        middle: u64,
    },
    /// The far end's word on it.
    Probe {
        parting: hello::Parting,
        middle: u64,
        ours: stoika_protocol::Hash,
    },
    /// A new replica id or a rewind; then a new round.
    Mend,
    /// The acknowledgement that the hello gave.
    AckHeld,
    /// Frames to push.
    Frames,
    /// The answer to a push.
    Push { sent: u32 },
    /// The acknowledgement that a push gave.
    AckPushed { then: push::AfterAck },
    /// A page of the first load.
    Page,
    /// That page stored.
    StorePage,
    /// The answer to a pull.
    Pull { waits: bool },
    /// That answer applied.
    StorePull { more: bool },
    /// The standing, before waiting for news: something was recorded meanwhile.
    Recheck,
    /// A refusal written down; then the round has failed.
    NoteRefused,
    /// Audit records to send.
    AuditNext,
    /// The answer to them.
    AuditPush(audit::Sent),
    /// That answer written down.
    AuditAcked,
}

impl Step {
    /// True when the answer comes over the link.
    fn on_link(&self) -> bool {
        match self {
            Self::Hello
            | Self::Probe { .. }
            | Self::Push { .. }
            | Self::Page
            | Self::Pull { .. }
            | Self::AuditPush(_) => true,
            Self::Asleep
            | Self::Pause { .. }
            | Self::Standing
            | Self::HeldChain { .. }
            | Self::Grown
            | Self::ProbeChain { .. }
            | Self::Mend
            | Self::AckHeld
            | Self::Frames
            | Self::AckPushed { .. }
            | Self::StorePage
            | Self::StorePull { .. }
            | Self::Recheck
            | Self::NoteRefused
            | Self::AuditNext
            | Self::AuditAcked => false,
        }
    }
}

impl Step {
    fn pause_until(&self) -> Option<u64> {
        if let Self::Pause { until_ms } = self {
            Some(*until_ms)
        } else {
            None
        }
    }
}

/// What one round knows.
#[derive(Clone, Debug)]
struct Round {
    standing: Standing,
    /// Own replicas still to be brought in line; the current one is the last.
    targets: VecDeque<stoika_protocol::ReplicaId>,
    /// The far end's word on the current replica.
    hello: Option<HelloReply>,
    /// A frame was refused for good: the rest of the round goes on, then it counts as failed.
    blocked: Option<RefusalCode>,
    audit: audit::Course,
}

impl Round {
    fn new(standing: Standing) -> Self {
        let targets = standing
            .former
            .iter()
            .filter(|former| former.unsent() > 0)
            .map(|former| former.replica)
            .chain([standing.current.replica])
            .collect();
        Self {
            standing,
            targets,
            hello: None,
            blocked: None,
            audit: audit::Course::default(),
        }
    }

    /// The own replica that is being brought in line; the current one when all are.
    fn target(&self) -> &OwnReplica {
        let wanted = self
            .targets
            .front()
            .unwrap_or(&self.standing.current.replica);
        self.standing
            .former
            .iter()
            .find(|former| former.replica == *wanted)
            .unwrap_or(&self.standing.current)
    }
}

/// The client half of sync.
#[derive(Debug)]
pub struct Machine {
    config: Config,
    jitter: Jitter,
    step: Step,
    /// The request or operation whose end is awaited.
    awaited: RequestId,
    /// When it is given up, for requests.
    deadline_ms: u64,
    round: Option<Round>,
    /// Failed rounds in a row.
    attempt: u32,
    /// New beginnings in a row.
    restarts: u32,
    /// Pages are `>> shrink` of the configured ones.
    shrink: u32,
    /// Something was recorded since the standing was read.
    recorded: bool,
    /// Something was written into the audit since it was asked for.
    audited: bool,
    status: LinkStatus,
    shown: Option<LinkStatus>,
    wake_ms: Option<u64>,
    out: Vec<Effect>,
}

impl Machine {
    /// A machine that waits for [`Input::Started`].
    #[must_use]
    pub fn new(config: Config) -> Self {
        let jitter = Jitter::new(config.seed);
        Self {
            config,
            jitter,
            step: Step::Asleep,
            awaited: 0,
            deadline_ms: 0,
            round: None,
            attempt: 0,
            restarts: 0,
            shrink: 0,
            recorded: false,
            audited: false,
            status: LinkStatus {
                mode: LinkMode::Connecting,
                last_exchange_ms: None,
                next_try_ms: None,
                unsent: 0,
            },
            shown: None,
            wake_ms: None,
            out: Vec::new(),
        }
    }

    /// The state of the link now.
    #[must_use]
    pub fn status(&self) -> &LinkStatus {
        &self.status
    }

    /// True while everything known is exchanged and a pull waits for news.
    #[must_use]
    pub fn rests(&self) -> bool {
        matches!(self.step, Step::Pull { waits: true })
    }

    /// Takes what happened, says what to do. `now_ms` is of a monotonic clock.
    pub fn step(&mut self, now_ms: u64, input: Input) -> Vec<Effect> {
        match input {
            Input::Started => {
                if matches!(self.step, Step::Asleep) {
                    self.begin_round();
                }
            }
            Input::Tick => self.tick(now_ms),
            Input::LinkChanged => {
                if self.step.on_link() {
                    // What was sent on the old link may never be answered; all of it can be repeated.
                    self.out.push(Effect::Cancel(self.awaited));
                    self.try_now();
                } else if matches!(self.step, Step::Pause { .. }) {
                    self.try_now();
                }
            }
            Input::TryNow => {
                if self.rests() {
                    self.out.push(Effect::Cancel(self.awaited));
                    self.try_now();
                } else if matches!(self.step, Step::Pause { .. }) {
                    self.try_now();
                }
            }
            Input::LocalEntries(count) => {
                self.recorded = true;
                self.status.unsent = self.status.unsent.saturating_add(count);
                if self.rests() {
                    self.out.push(Effect::Cancel(self.awaited));
                    self.recheck();
                } else if self.waits_revoked() {
                    self.begin_round();
                }
            }
            Input::LocalAudit => self.audited = true,
            Input::Reply(id, reply) => {
                if id == self.awaited && self.step.on_link() {
                    self.on_reply(now_ms, reply);
                }
            }
            Input::StoreDone(id, reply) => {
                let awaits_store =
                    !self.step.on_link() && !matches!(self.step, Step::Asleep | Step::Pause { .. });
                if id == self.awaited && awaits_store {
                    self.on_stored(now_ms, reply);
                }
            }
        }
        self.finish(now_ms)
    }

    fn finish(&mut self, now_ms: u64) -> Vec<Effect> {
        for effect in &self.out {
            if let Effect::Send(id, request) = effect
                && *id == self.awaited
            {
                self.deadline_ms = now_ms
                    .saturating_add(self.config.request_ms)
                    .saturating_add(request.wait_ms())
                    .saturating_add(DEADLINE_SLACK_MS);
            }
        }
        let pause_ms = self.step.pause_until();
        let wake_ms = pause_ms.or(self.step.on_link().then_some(self.deadline_ms));
        if let Some(at_ms) = wake_ms
            && self.wake_ms != wake_ms
        {
            self.out.push(Effect::WakeAt(at_ms));
        }
        self.wake_ms = wake_ms;
        self.status.next_try_ms = pause_ms;
        if self.shown.as_ref() != Some(&self.status) {
            self.shown = Some(self.status.clone());
            self.out.push(Effect::Status(self.status.clone()));
        }
        std::mem::take(&mut self.out)
    }

    fn tick(&mut self, now_ms: u64) {
        if let Some(until_ms) = self.step.pause_until() {
            if now_ms >= until_ms {
                self.begin_round();
            }
        } else if self.step.on_link() && now_ms >= self.deadline_ms {
            self.out.push(Effect::Cancel(self.awaited));
            self.on_reply(now_ms, Err(CarrierError::TimedOut));
        }
    }

    fn try_now(&mut self) {
        self.attempt = 0;
        self.begin_round();
    }

    /// The far end answers and takes entries, it only has no news to wait for: each entry is worth a round.
    fn waits_revoked(&self) -> bool {
        matches!(self.step, Step::Pause { .. }) && self.status.mode == LinkMode::Revoked
    }

    fn send(&mut self, step: Step, request: Request) {
        self.awaited += 1;
        self.step = step;
        self.out.push(Effect::Send(self.awaited, request));
    }

    fn store(&mut self, step: Step, op: StoreOp) {
        self.awaited += 1;
        self.step = step;
        self.out.push(Effect::Store(self.awaited, op));
    }

    fn begin_round(&mut self) {
        self.round = None;
        self.recorded = false;
        self.store(Step::Standing, StoreOp::Standing);
    }

    /// Something has changed under the round (a fork, another life of the server, a lost
    /// session): begin anew, at once.
    fn restart(&mut self, now_ms: u64) {
        self.restarts += 1;
        if self.restarts > RESTARTS_MAX {
            self.fail(now_ms, Cause::Contradiction);
        } else {
            self.begin_round();
        }
    }

    /// The round has failed. Another one always follows.
    fn fail(&mut self, now_ms: u64, cause: Cause) {
        let since_ms = match self.status.mode {
            LinkMode::Offline { since_ms, .. } | LinkMode::WrongServer { since_ms, .. } => since_ms,
            LinkMode::Connecting
            | LinkMode::Online
            | LinkMode::FirstLoad { .. }
            | LinkMode::NotEnrolled
            | LinkMode::Revoked
            | LinkMode::UpdateNeeded => now_ms,
        };
        self.status.mode = match cause {
            Cause::Carrier(CarrierError::WrongCertificate) | Cause::Signature => {
                LinkMode::WrongServer { since_ms, cause }
            }
            Cause::Carrier(CarrierError::NotEnrolled) => LinkMode::NotEnrolled,
            Cause::Carrier(CarrierError::Revoked) => LinkMode::Revoked,
            Cause::Carrier(CarrierError::Protocol) => LinkMode::UpdateNeeded,
            Cause::Carrier(
                CarrierError::Unreachable
                | CarrierError::TimedOut
                | CarrierError::Cut
                | CarrierError::Portal
                | CarrierError::Tls
                | CarrierError::SessionLost
                | CarrierError::Malformed
                | CarrierError::TooLarge
                | CarrierError::Server(_),
            )
            | Cause::Contradiction
            | Cause::Refused(_)
            | Cause::Store(_) => LinkMode::Offline { since_ms, cause },
        };
        let mends_itself = matches!(self.status.mode, LinkMode::Offline { .. });
        let pause_ms = if mends_itself {
            self.jitter.pause_ms(self.attempt)
        } else {
            self.jitter.long_pause_ms()
        };
        self.attempt = self.attempt.saturating_add(1);
        self.restarts = 0;
        self.round = None;
        self.step = Step::Pause {
            until_ms: now_ms.saturating_add(pause_ms),
        };
    }

    fn on_reply(&mut self, now_ms: u64, reply: Result<Reply, CarrierError>) {
        let reply = match reply {
            Ok(reply) => reply,
            Err(error) => return self.on_carrier_error(now_ms, error),
        };
        self.status.last_exchange_ms = Some(now_ms);
        match (self.step.clone(), reply) {
            (Step::Hello, Reply::Hello(reply)) => self.on_hello(now_ms, reply),
            (
                Step::Probe {
                    parting,
                    middle,
                    ours,
                },
                Reply::Hello(reply),
            ) => self.on_probe(now_ms, parting, middle, ours, &reply),
            (Step::Push { sent }, Reply::Push(reply)) => self.on_pushed(now_ms, sent, &reply),
            (Step::Page, Reply::Snapshot(reply)) => self.on_page(now_ms, reply),
            (Step::Pull { .. }, Reply::Pull(reply)) => self.on_pulled(now_ms, reply),
            (Step::AuditPush(sent), Reply::Audit(reply)) => self.on_audited(now_ms, sent, reply),
            (
                _,
                Reply::Hello(_)
                | Reply::Push(_)
                | Reply::Snapshot(_)
                | Reply::Pull(_)
                | Reply::Audit(_),
            ) => {
                self.fail(now_ms, Cause::Carrier(CarrierError::Malformed));
            }
        }
    }

    fn on_carrier_error(&mut self, now_ms: u64, error: CarrierError) {
        let moves_much = matches!(
            self.step,
            Step::Push { .. } | Step::Page | Step::Pull { waits: false } | Step::AuditPush(_)
        );
        if moves_much && matches!(error, CarrierError::TimedOut | CarrierError::TooLarge) {
            self.shrink = (self.shrink + 1).min(SHRINK_MAX);
        }
        if matches!(self.step, Step::AuditPush(_)) && audit::only_this(error) {
            return self.audit_waits(now_ms);
        }
        let opens = matches!(self.step, Step::Hello | Step::Probe { .. });
        if error == CarrierError::SessionLost && !opens {
            self.restart(now_ms);
        } else {
            self.fail(now_ms, Cause::Carrier(error));
        }
    }

    fn on_stored(&mut self, now_ms: u64, reply: Result<StoreReply, PortError>) {
        if matches!(self.step, Step::NoteRefused) {
            return self.fail(now_ms, Cause::Signature);
        }
        match (self.step.clone(), reply) {
            (_, Err(PortError::ChainDiffers)) => self.restart(now_ms),
            (_, Err(error)) => self.fail(now_ms, Cause::Store(error)),
            (step, Ok(StoreReply::Standing(standing))) => {
                self.status.unsent = standing.unsent();
                self.on_standing(now_ms, &step, *standing);
            }
            (Step::HeldChain { held, theirs }, Ok(StoreReply::Chain(ours))) => {
                self.on_held_chain(now_ms, held, theirs, ours);
            }
            (Step::Grown, Ok(StoreReply::Chain(next))) => self.on_grown(now_ms, next),
            (Step::ProbeChain { parting, middle }, Ok(StoreReply::Chain(ours))) => {
                self.on_probe_chain(now_ms, parting, middle, ours);
            }
            (Step::Frames, Ok(StoreReply::Frames(frames))) => self.on_frames(now_ms, frames),
            (Step::AuditNext, Ok(StoreReply::Audit(next))) => self.on_audit_next(now_ms, next),
            (_, Ok(StoreReply::Chain(_) | StoreReply::Frames(_) | StoreReply::Audit(_))) => {
                self.fail(now_ms, Cause::Store(PortError::Failed));
            }
        }
    }

    fn on_standing(&mut self, now_ms: u64, step: &Step, standing: Standing) {
        if matches!(step, Step::Standing) {
            self.round = Some(Round::new(standing));
            return self.hello_target(now_ms);
        }
        let Some(round) = self.round.as_mut() else {
            return self.begin_round();
        };
        round.standing = standing;
        match step {
            Step::Mend => self.restart(now_ms),
            Step::AckHeld => self.push_more(now_ms),
            Step::AckPushed { then } => {
                self.attempt = 0;
                self.after_ack(now_ms, *then);
            }
            Step::StorePage => {
                self.attempt = 0;
                self.next_page_or_pull(now_ms);
            }
            Step::StorePull { more } => {
                self.attempt = 0;
                self.after_pull(now_ms, *more);
            }
            Step::Recheck => self.push_more(now_ms),
            Step::AuditAcked => self.after_pull(now_ms, false),
            Step::Asleep
            | Step::Pause { .. }
            | Step::Standing
            | Step::Hello
            | Step::HeldChain { .. }
            | Step::Grown
            | Step::ProbeChain { .. }
            | Step::Probe { .. }
            | Step::Frames
            | Step::Push { .. }
            | Step::Page
            | Step::Pull { .. }
            | Step::NoteRefused
            | Step::AuditNext
            | Step::AuditPush(_) => self.fail(now_ms, Cause::Store(PortError::Failed)),
        }
    }

    /// Reads the standing again before the next push or wait.
    fn recheck(&mut self) {
        self.recorded = false;
        self.store(Step::Recheck, StoreOp::Standing);
    }

    fn shrunk(&self, whole: u32) -> u32 {
        (whole >> self.shrink).max(1)
    }
}

//! The centre: the real exchange over its storage in memory, sessions, waiting pulls, backups.
#![expect(
    clippy::expect_used,
    reason = "names and rows that stand in this file; a run that cannot be set up stops"
)]

use stoika_backoffice::DomainJudge;
use stoika_exchange::storage::Desk as EnrolledDesk;
use stoika_exchange::{
    Exchange, ExchangeError, Fault, Journal, MemoryStorage, Mutant, RowPut, Storage as _,
    StorageError,
};
use stoika_protocol::enrol::Denial;
use stoika_protocol::{HistoryId, KeyId, Pull, PullReply, Signer, VerifyingKey};
use stoika_sync::{CarrierError, Reply, Request, RequestId};

use super::bug::Bug;
use super::dice::Dice;
use super::network::Fate;

/// A pull that waits for news.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Who asked: the desk's index, its life, its request.
    pub asker: (usize, u32, RequestId),
    /// The desk's key.
    pub key: KeyId,
    /// What was asked.
    pub pull: Pull,
    /// Answered without news then.
    pub until_ms: u64,
    /// What becomes of the reply.
    pub fate: Fate,
}

/// The answer to a request.
pub enum Answer {
    /// At once.
    Now(Result<Reply, CarrierError>),
    /// When there is news.
    Later(Pull),
}

/// The centre.
pub struct Centre {
    /// The real machine.
    pub exchange: Exchange<MemoryStorage, DomainJudge>,
    /// Counts its starts: sessions live while it runs.
    pub life: u32,
    /// Pulls that wait.
    pub waiting: Vec<Waiting>,
    /// Backups, oldest first.
    pub backups: Vec<MemoryStorage>,
}

impl Centre {
    /// An empty centre of a new history.
    pub fn new(dice: &mut Dice, bug: Option<Bug>) -> Self {
        let storage = MemoryStorage::new(HistoryId(dice.bytes()));
        let signer = Signer::from_seed(&dice.bytes());
        let exchange = Exchange::new(storage, DomainJudge, signer);
        let exchange = match bug {
            Some(Bug::HaveItAlready) => exchange.with_mutant(Mutant::HaveItAlready),
            Some(Bug::FullPageIsLast) => exchange.with_mutant(Mutant::FullPageIsLast),
            Some(Bug::CheckpointOnClientOnly) => {
                exchange.with_mutant(Mutant::CheckpointOnClientOnly)
            }
            Some(Bug::VisibleOutOfOrder) => exchange.with_mutant(Mutant::VisibleOutOfOrder),
            Some(
                Bug::CursorBeforeApply
                | Bug::CounterResetByRestore
                | Bug::TakeoverWithoutTenure
                | Bug::LeaseNeverExpires
                | Bug::TrustsTheHub,
            )
            | None => exchange,
        };
        Self {
            exchange,
            life: 1,
            waiting: Vec::new(),
            backups: Vec::new(),
        }
    }

    /// Lets a desk in.
    pub fn enrol(&self, key: VerifyingKey, office: &str, label: &str) {
        let desk = EnrolledDesk {
            key,
            office: office.to_owned(),
            window: 1,
            label: label.to_owned(),
            enrolled_at_ms: 0,
            revoked_at_ms: None,
            seen_at_ms: None,
            program: String::new(),
        };
        self.exchange
            .storage()
            .write(|rows| rows.put_desk(&desk))
            .expect("the memory takes a desk");
    }

    /// From now on `per_cent` of the writing transactions fail, before or after their commit.
    pub fn set_faults(&self, per_cent: u64, mut dice: Dice) {
        if per_cent == 0 {
            return self.exchange.storage().set_faults(None);
        }
        self.exchange.storage().set_faults(Some(Box::new(move || {
            if !dice.percent(per_cent) {
                Fault::None
            } else if dice.percent(50) {
                Fault::BeforeCommit
            } else {
                Fault::AfterCommit
            }
        })));
    }

    /// Answers a request. `session` is the start of the centre at which the asker said hello.
    pub fn answer(
        &self,
        key: &KeyId,
        session: Option<u32>,
        request: &Request,
        wall_ms: i64,
    ) -> Answer {
        let in_session = session == Some(self.life);
        let reply = match request {
            Request::Snapshot(_) | Request::Audit(_) if !in_session => {
                Err(CarrierError::SessionLost)
            }
            Request::Audit(push) => self
                .exchange
                .audit(key, push, wall_ms)
                .map(Reply::Audit)
                .map_err(|error| denied(&error)),
            Request::Snapshot(snapshot) => self
                .exchange
                .snapshot(key, snapshot, wall_ms)
                .map(Reply::Snapshot)
                .map_err(|error| denied(&error)),
            Request::Hello(_) | Request::Push(_) | Request::Pull(_) => {
                return answered(&self.exchange, key, in_session, request, wall_ms);
            }
        };
        Answer::Now(reply)
    }

    /// Waiting pulls that have news now, or whose time is up; they wait no more.
    pub fn ripe(&mut self, now_ms: u64, wall_ms: i64) -> Vec<Ripe> {
        let waiting = std::mem::take(&mut self.waiting);
        let (ripe, waiting) = ripe_of(&self.exchange, waiting, now_ms, wall_ms);
        self.waiting = waiting;
        ripe
    }

    /// The machine is restored from a backup, or only started again.
    pub fn restart(&mut self, backup: Option<usize>) {
        if let Some(backup) = backup.and_then(|index| self.backups.get(index)) {
            self.exchange.storage().restore(backup);
        }
        self.life += 1;
        self.waiting.clear();
    }

    /// The database is put back under the running machine: rows are lost, and nothing else.
    pub fn lose_rows(&mut self, backup: usize) {
        if let Some(backup) = self.backups.get(backup) {
            self.exchange.storage().restore_directory(backup);
        }
    }

    /// Publishes a row of the directory; `None` removes it.
    ///
    /// # Errors
    /// A fault of the storage.
    pub fn publish(
        &self,
        key: &str,
        scope: &str,
        data: Option<Vec<u8>>,
    ) -> Result<(), StorageError> {
        self.exchange
            .publish(&[RowPut {
                kind: stoika_domain::directory::kind::PARTY.to_owned(),
                key: key.to_owned(),
                scope: scope.to_owned(),
                data,
            }])
            .map(|_| ())
    }
}

/// What a centre or a hub answers to what both are asked.
pub fn answered<S: Journal, J>(
    exchange: &Exchange<S, J>,
    key: &KeyId,
    in_session: bool,
    request: &Request,
    wall_ms: i64,
) -> Answer {
    let reply = match request {
        Request::Hello(hello) => exchange
            .hello(key, hello, wall_ms)
            .map(Reply::Hello)
            .map_err(|error| denied(&error)),
        Request::Push(_) | Request::Pull(_) if !in_session => Err(CarrierError::SessionLost),
        Request::Push(push) => exchange
            .push(key, push, wall_ms)
            .map(Reply::Push)
            .map_err(|error| denied(&error)),
        Request::Pull(pull) => match pulled(exchange, key, pull, wall_ms) {
            Ok(reply) if pull.wait_ms > 0 && is_news(pull, &reply).is_none() => {
                return Answer::Later(*pull);
            }
            Ok(reply) => Ok(Reply::Pull(reply)),
            Err(error) => Err(error),
        },
        // A hub has nothing of either.
        Request::Snapshot(_) | Request::Audit(_) => Err(CarrierError::Server(404)),
    };
    Answer::Now(reply)
}

/// Answers a pull without waiting.
fn pulled<S: Journal, J>(
    exchange: &Exchange<S, J>,
    key: &KeyId,
    pull: &Pull,
    wall_ms: i64,
) -> Result<PullReply, CarrierError> {
    exchange
        .pull(key, pull, wall_ms)
        .map_err(|error| denied(&error))
}

/// A pull that is answered, and how.
pub type Ripe = (Waiting, Result<Reply, CarrierError>);

/// Waiting pulls that have news now or whose time is up, and those that wait on.
pub fn ripe_of<S: Journal, J>(
    exchange: &Exchange<S, J>,
    all: Vec<Waiting>,
    now_ms: u64,
    wall_ms: i64,
) -> (Vec<Ripe>, Vec<Waiting>) {
    let (mut ripe, mut on) = (Vec::new(), Vec::new());
    for waiting in all {
        let reply = pulled(exchange, &waiting.key, &waiting.pull, wall_ms);
        let over = waiting.until_ms <= now_ms;
        let news = reply
            .as_ref()
            .map_or(true, |reply| is_news(&waiting.pull, reply).is_some());
        if over || news {
            ripe.push((waiting, reply.map(Reply::Pull)));
        } else {
            on.push(waiting);
        }
    }
    (ripe, on)
}

/// Something moved, or the asker does not stand on this history.
fn is_news(pull: &Pull, reply: &PullReply) -> Option<()> {
    let news = !reply.items.is_empty()
        || !reply.directory.is_empty()
        || reply.more
        || reply.history != pull.history
        || reply.upto < pull.after
        || reply.directory_upto < pull.directory_after;
    news.then_some(())
}

fn denied(error: &ExchangeError) -> CarrierError {
    match error {
        ExchangeError::Denied(denial) => match denial {
            Denial::Malformed => CarrierError::Server(400),
            Denial::Session | Denial::Challenge => CarrierError::SessionLost,
            Denial::ForeignDesk => CarrierError::NotEnrolled,
            Denial::Revoked => CarrierError::Revoked,
            Denial::Busy => CarrierError::Server(503),
            Denial::TooMany => CarrierError::Server(429),
            Denial::NotForUser => CarrierError::Server(403),
            Denial::Protocol => CarrierError::Protocol,
        },
        ExchangeError::Storage(_) => CarrierError::Server(503),
    }
}

//! An office with a hub: the hub's own exchange over its replica, the second link of every other desk,
//! and what keeps both in line with the tenures of the office.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use stoika_domain::body::SubjectKind;
use stoika_domain::role::Role;
use stoika_domain::tenure::{Tenure, current};
use stoika_exchange::Exchange;
use stoika_hub::Branch;
use stoika_protocol::{ActId, Author, Entry, HistoryId, RefusalCode, Salt, VerifyingKey, limit};
use stoika_store::{Naming, StoreError};
use stoika_sync::{
    CarrierError, Config, Input, LinkMode, Machine, ReplicaPort as _, Reply, Request, StoreOp,
};
use stoika_workstation::{BranchPort, Leases};
use uuid::Uuid;

use super::bug::Bug;
use super::centre::{self, Answer, Waiting};
use super::desk::Dealt;
use super::dice::Dice;
use super::network::{self, Parcel};
use super::world::{Event, Line, Trip, World, Wrong};

/// Between two looks of the desks at each other, and two rounds of the relay.
const LOOK_MS: u64 = 2_000;

/// Longer than any desk leaves to others what it keeps of them.
const KEPT_MS: i64 = 3_600_000;

/// What this desk does as the hub.
pub struct Duty {
    /// The order that it gives.
    pub history: HistoryId,
    /// Counts all duties of a run: sessions live while one lasts.
    pub life: u32,
    /// The real machine over the desk's own replica.
    pub exchange: Exchange<Branch, ()>,
    /// Pulls that wait.
    pub waiting: Vec<Waiting>,
    /// Calls that were promised.
    pub leases: Leases,
}

/// The link to the hub.
pub struct Link {
    /// Whose order.
    pub tenure: Uuid,
    /// The desk that holds it.
    pub hub: usize,
    /// Counts all links of a run.
    pub life: u32,
    /// The client half of sync, once more.
    pub machine: Machine,
    /// What it sees of the replica.
    pub port: BranchPort,
    /// The hub's duty at the last hello.
    pub session: Option<u32>,
}

/// What runs with hubs know beside the rest.
#[derive(Default)]
pub struct Offices {
    /// Counts links and duties.
    lives: u32,
    /// What names entries is drawn inside of the hub's transactions.
    drawn: Arc<Mutex<Vec<ActId>>>,
    wall_ms: Arc<AtomicI64>,
    /// The disk of a desk is gone for good.
    pub(super) somebody_died: bool,
    /// The centre was restored: for entries that it had placed before there was this hub it waits two days.
    pub(super) names_lost: bool,
}

impl World {
    /// Brings a desk in line with the tenures that it knows.
    pub(super) fn settle(&mut self, desk: usize) -> Result<(), Wrong> {
        if !self.with_hubs || !self.desks[desk].alive {
            return Ok(());
        }
        let now = self.tenure_of(desk)?;
        let own = self.desks[desk].signer.id();
        let pretends = self.desks[desk].pretends;
        let (held, elsewhere) = match now {
            Some(tenure) if tenure.desk_key.0 == own.0 || pretends == Some(tenure.id) => {
                (Some(tenure), None)
            }
            other => (None, other),
        };
        if let Some(tenure) = held {
            self.desks[desk].link = None;
            return self.hold(desk, &tenure);
        }
        self.lay_down(desk)?;
        self.link_to(desk, elsewhere.as_ref())
    }

    /// The tenure that counts by what a desk knows.
    pub(super) fn tenure_of(&self, desk: usize) -> Result<Option<Tenure>, Wrong> {
        let desk = &self.desks[desk];
        let tenures = desk
            .replica
            .tenures(&desk.office)
            .map_err(|error| format!("{} cannot read its tenures: {error}", desk.name))?;
        Ok(current(&tenures).cloned())
    }

    fn hold(&mut self, desk: usize, tenure: &Tenure) -> Result<(), Wrong> {
        let history = HistoryId(*tenure.id.as_bytes());
        let goes_on = self.desks[desk].duty.as_ref();
        if goes_on.is_some_and(|duty| duty.history == history) {
            return Ok(());
        }
        self.lay_aside(desk);
        let line = format!("{} is the hub, {}", self.desks[desk].name, tenure.number);
        self.note(line);
        let naming = self.naming_of(desk);
        let naming = move || {
            let mut naming = naming.lock().unwrap_or_else(PoisonError::into_inner);
            Some(naming.draw())
        };
        let head = self.head(desk)?;
        if let Some(naming) = naming() {
            self.desks[desk]
                .replica
                .branch_begin(history, &naming)
                .map_err(|error| format!("the duty does not begin: {error}"))?;
        }
        let it = &self.desks[desk];
        let branch = Branch::over(
            Arc::clone(&it.replica),
            it.signer.id(),
            it.office.clone(),
            history,
            naming,
            |_| {},
        );
        let duty = Duty {
            history,
            life: self.next_life(),
            exchange: Exchange::new(branch, (), self.desks[desk].signer.clone()),
            waiting: Vec::new(),
            leases: Leases::default(),
        };
        self.desks[desk].duty = Some(duty);
        self.tally.duties += 1;
        self.tell_of_new(desk, head)
    }

    /// What the hub has written by itself goes to the centre, and to the desks.
    fn tell_of_new(&mut self, desk: usize, head_before: u64) -> Result<(), Wrong> {
        let drawn = self.note_drawn();
        self.desks[desk].own.extend(drawn);
        let head = self.head(desk)?;
        if head > head_before {
            self.feed(desk, Input::LocalEntries(head - head_before));
        }
        self.ring(desk);
        Ok(())
    }

    /// Whether a naming was needed is the store's to know; that all are there which were is seen by what
    /// waits in the end.
    pub(super) fn note_drawn(&mut self) -> Vec<ActId> {
        let drawn = {
            let mut drawn = self
                .offices
                .drawn
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *drawn)
        };
        self.doubtful.extend(&drawn);
        drawn
    }

    fn naming_of(&mut self, desk: usize) -> Arc<Mutex<Namings>> {
        let wall_ms = self.wall_ms();
        self.offices.wall_ms.store(wall_ms, Ordering::Relaxed);
        let it = &self.desks[desk];
        Arc::new(Mutex::new(Namings {
            author: Author {
                user: String::new(),
                user_name: String::new(),
                role: Role::Station.number(),
                office: it.office.clone(),
                desk: it.label.clone(),
                rules: 0,
            },
            dice: Dice::new(self.dice.word()),
            drawn: Arc::clone(&self.offices.drawn),
            wall_ms: Arc::clone(&self.offices.wall_ms),
        }))
    }

    pub(super) fn next_life(&mut self) -> u32 {
        self.offices.lives += 1;
        self.offices.lives
    }

    /// The duty is over; so is the order in the store.
    fn lay_down(&mut self, desk: usize) -> Result<(), Wrong> {
        self.lay_aside(desk);
        let replica = &self.desks[desk].replica;
        let told = |error: StoreError| format!("the duty does not end: {error}");
        if replica.branch_tenure().map_err(told)?.is_some() {
            replica.branch_end().map_err(told)?;
            let line = format!("{} is no longer the hub", self.desks[desk].name);
            self.note(line);
        }
        Ok(())
    }

    /// Nobody is answered any more; who waits hears that the connection is gone.
    pub(super) fn lay_aside(&mut self, desk: usize) {
        let Some(duty) = self.desks[desk].duty.take() else {
            return;
        };
        for waiting in duty.waiting {
            let (asker, life, id) = waiting.asker;
            let trip = Trip {
                desk: asker,
                to: Some(desk),
                life,
                id,
                session: None,
                fate: waiting.fate,
            };
            let reply = Err(CarrierError::Cut);
            self.later(1, Event::Return { trip, reply });
        }
    }

    fn link_to(&mut self, desk: usize, elsewhere: Option<&Tenure>) -> Result<(), Wrong> {
        let target = match elsewhere {
            Some(tenure) => self.target_of(desk, tenure)?,
            None => None,
        };
        let before = self.desks[desk].link.as_ref();
        if before.map(|link| link.tenure) == target.as_ref().map(|target| target.0) {
            return Ok(());
        }
        self.desks[desk].link = None;
        let Some((tenure, hub, key)) = target else {
            return Ok(());
        };
        let line = format!(
            "{} links to {}",
            self.desks[desk].name, self.desks[hub].name
        );
        self.note(line);
        let around = Dealt(Mutex::new(Dice::new(self.dice.word())));
        let life = self.next_life();
        let it = &mut self.desks[desk];
        it.link = Some(Link {
            tenure,
            hub,
            life,
            machine: Machine::new(Config {
                program: "simulation".to_owned(),
                centre: key,
                pages: self.plan.pages,
                wait_ms: 25_000,
                request_ms: 30_000,
                seed: self.dice.word(),
            }),
            port: BranchPort::over(Arc::clone(&it.replica), it.signer.clone(), Box::new(around)),
            session: None,
        });
        self.feed_line(desk, Line::Branch, Input::Started);
        Ok(())
    }

    /// Where a tenure's hub is, if the directory has its key.
    fn target_of(
        &self,
        desk: usize,
        tenure: &Tenure,
    ) -> Result<Option<(Uuid, usize, VerifyingKey)>, Wrong> {
        let keys = self.keys_at(desk)?;
        let key = keys.into_iter().find(|key| key.id().0 == tenure.desk_key.0);
        let hub = address_of(tenure);
        Ok(key.zip(hub).map(|(key, hub)| (tenure.id, hub, key)))
    }

    fn keys_at(&self, desk: usize) -> Result<Vec<VerifyingKey>, Wrong> {
        let rows = self.desks[desk]
            .replica
            .desks()
            .map_err(|error| format!("no rows of desks: {error}"))?;
        Ok(rows
            .iter()
            .filter(|row| !row.revoked)
            .filter_map(|row| row.verifying_key().ok())
            .collect())
    }

    /// Whether two desks reach each other over the network of their office.
    pub(super) fn reach(&self, one: usize, other: usize) -> bool {
        let there = |desk: usize| self.desks[desk].lan_up && self.desks[desk].alive;
        self.desks[one].office == self.desks[other].office && there(one) && there(other)
    }

    /// A request comes to where a hub listens.
    pub(super) fn arrive_at_hub(
        &mut self,
        hub: usize,
        mut trip: Trip,
        request: &Request,
    ) -> Result<(), Wrong> {
        if !self.reach(trip.desk, hub) || self.desks[hub].duty.is_none() {
            self.reply(trip, Err(CarrierError::Unreachable));
            return Ok(());
        }
        let wall_ms = self.wall_ms();
        self.offices.wall_ms.store(wall_ms, Ordering::Relaxed);
        let key = self.desks[trip.desk].signer.id();
        let head = self.head(hub)?;
        let takes = matches!(request, Request::Push(_));
        let dies = takes && self.plan.crashes && !self.healing && self.dice.percent(6);
        let before = dies.then(|| self.desks[hub].disk.image());
        let Some(duty) = &mut self.desks[hub].duty else {
            return Ok(());
        };
        let life = duty.life;
        let session = trip.session == Some(life);
        let answer = centre::answered(&duty.exchange, &key, session, request, wall_ms);
        if let Request::Hello(_) = request {
            trip.session = Some(life);
        }
        match answer {
            Answer::Now(_) if dies => self.reply(trip, Err(CarrierError::Cut)),
            Answer::Now(reply) => self.reply(trip, reply),
            Answer::Later(pull) => {
                let wait_ms = u64::from(pull.wait_ms);
                duty.waiting.push(Waiting {
                    asker: (trip.desk, trip.life, trip.id),
                    key,
                    pull,
                    until_ms: self.now_ms + wait_ms,
                    fate: trip.fate,
                });
                self.later(wait_ms, Event::Ring { desk: hub });
            }
        }
        if let Some(before) = before {
            return self.hub_dies(hub, &before);
        }
        if takes {
            self.tell_of_new(hub, head)?;
            self.consume_leases(hub)?;
            self.settle(hub)?;
        }
        Ok(())
    }

    /// Answers pulls of the others that wait at a hub.
    pub(super) fn ring(&mut self, hub: usize) {
        let (now_ms, wall_ms) = (self.now_ms, self.wall_ms());
        let Some(duty) = &mut self.desks[hub].duty else {
            return;
        };
        let waiting = std::mem::take(&mut duty.waiting);
        let (ripe, waiting) = centre::ripe_of(&duty.exchange, waiting, now_ms, wall_ms);
        duty.waiting = waiting;
        for (waiting, reply) in ripe {
            let (asker, life, id) = waiting.asker;
            let trip = Trip {
                desk: asker,
                to: Some(hub),
                life,
                id,
                session: None,
                fate: waiting.fate,
            };
            self.reply(trip, reply);
        }
    }

    /// Desks look at each other, and bring to the centre what they hold of others.
    pub(super) fn look(&mut self) -> Result<(), Wrong> {
        self.later(LOOK_MS, Event::Look);
        for desk in 0..self.desks.len() {
            if self.desks[desk].alive {
                self.look_around(desk)?;
                self.settle(desk)?;
                self.relay(desk)?;
            }
        }
        Ok(())
    }

    /// A newer hub that the centre cannot tell of, told by its own frames.
    fn look_around(&mut self, desk: usize) -> Result<(), Wrong> {
        let number = self.tenure_of(desk)?.map_or(0, |tenure| tenure.number);
        let online = self.desks[desk].link.as_ref();
        let settled = self.desks[desk].duty.is_some()
            || online.is_some_and(|link| link.machine.status().mode == LinkMode::Online);
        for hub in 0..self.desks.len() {
            if hub == desk || !self.reach(desk, hub) || self.desks[hub].duty.is_none() {
                continue;
            }
            let Some(theirs) = self.tenure_of(hub)? else {
                continue;
            };
            let lost = !self.healing && self.dice.percent(self.plan.network_faults);
            if !lost && (theirs.number > number || !settled) {
                self.adopt(desk, hub, &theirs)?;
            }
        }
        Ok(())
    }

    fn adopt(&mut self, desk: usize, hub: usize, tenure: &Tenure) -> Result<(), Wrong> {
        let told = |error: StoreError| format!("tenures: {error}");
        let known = self.desks[hub]
            .replica
            .tenures(&self.desks[hub].office)
            .map_err(told)?;
        let mut line = vec![tenure.id];
        let mut heir = tenure;
        while let Some(previous) = known
            .iter()
            .find(|previous| Some(previous.id) == heir.previous && previous.number < heir.number)
        {
            line.push(previous.id);
            heir = previous;
        }
        let frames = self.desks[hub]
            .replica
            .tenure_frames(&self.desks[hub].signer, &line)
            .map_err(told)?;
        let keys = self.keys_at(desk)?;
        let wall_ms = self.wall_ms();
        let own = self.desks[desk].signer.id();
        let (sealed, opened): (Vec<_>, Vec<_>) = frames
            .into_iter()
            .filter_map(|sealed| Some((sealed.clone(), sealed.open().ok()?)))
            .filter(|(_, frame)| frame.key != own)
            .filter(|(_, frame)| {
                keys.iter()
                    .any(|key| key.id() == frame.key && frame.verify(key).is_ok())
            })
            .unzip();
        let entries: Vec<Entry> = opened
            .into_iter()
            .flat_map(|frame| frame.entries)
            .map(|(entry, _)| entry)
            .filter(|entry| {
                entry.header.subject.kind == SubjectKind::Tenure.number()
                    && entry.header.author.office == self.desks[desk].office
            })
            .collect();
        if !entries.is_empty() {
            let adopted = self.desks[desk]
                .replica
                .adopt_tenures(&entries, &sealed, wall_ms);
            self.tally.adopted += u64::from(adopted.as_ref().is_ok_and(|news| !news.is_empty()));
            if let Err(error) = adopted {
                let line = format!("{} adopts no tenure: {error}", self.desks[desk].name);
                self.note(line);
            }
        }
        Ok(())
    }

    /// Frames of others go to the centre.
    fn relay(&mut self, desk: usize) -> Result<(), Wrong> {
        let mut passed = BTreeSet::new();
        loop {
            let it = &self.desks[desk];
            if !it.link_up || it.machine.status().mode != LinkMode::Online {
                return Ok(());
            }
            let told = |error: StoreError| format!("the relay: {error}");
            let next = it
                .replica
                .relay_next(&passed, limit::PUSH_SIZE_BYTES, self.wall_ms())
                .map_err(told)?;
            let Some(relay) = next else {
                self.desks[desk].gaps = passed;
                return Ok(());
            };
            let lost = !self.healing && self.dice.percent(self.plan.network_faults);
            let forgotten = !self.healing && self.dice.percent(self.plan.network_faults);
            if lost {
                return Ok(());
            }
            let (key, session) = (it.signer.id(), it.session);
            let request = Request::Push(relay.push.clone());
            let answer = self.centre.answer(&key, session, &request, self.wall_ms());
            let Answer::Now(Ok(Reply::Push(reply))) = answer else {
                return Ok(());
            };
            self.later(1, Event::Sequence);
            self.tally.relayed += 1;
            if forgotten {
                return Ok(());
            }
            let gap = reply
                .refused
                .iter()
                .any(|refusal| refusal.code == RefusalCode::Gap);
            if gap {
                passed.insert(relay.push.replica);
                self.desks[desk].gaps.clone_from(&passed);
                continue;
            }
            let line = format!(
                "{} relays {}.. up to {}, refused {:?}",
                self.desks[desk].name,
                &relay.push.replica.to_string()[..6],
                relay.upto,
                reply.refused
            );
            self.note(line);
            self.desks[desk]
                .replica
                .relay_acked(relay.push.replica, relay.upto, 0)
                .map_err(told)?;
        }
    }

    /// Whether all offices have come to rest: links to hubs, and what they bring to the centre.
    pub(super) fn offices_rest(&self) -> bool {
        self.desks.iter().enumerate().all(|(index, desk)| {
            if !desk.alive {
                return true;
            }
            let relayed = desk.replica.relay_waiting().is_ok_and(|count| count == 0);
            // What is kept for others' sake goes later; only what the centre cannot join to anything stays.
            let later_ms = self.wall_ms() + KEPT_MS;
            let relayed = relayed
                && desk
                    .replica
                    .relay_next(&desk.gaps, 1, later_ms)
                    .is_ok_and(|next| next.is_none());
            let linked = desk.link.as_ref().is_none_or(|link| {
                let Some(duty) = &self.desks[link.hub].duty else {
                    return true;
                };
                link.machine.rests()
                    && duty
                        .waiting
                        .iter()
                        .any(|waiting| waiting.asker.0 == index && waiting.asker.1 == link.life)
            });
            relayed && linked && desk.asking.is_none()
        })
    }

    /// A reply of the hub comes back.
    pub(super) fn give_back_of_hub(
        &mut self,
        hub: usize,
        trip: Trip,
        reply: Result<Parcel, CarrierError>,
    ) {
        let reaches = self.reach(trip.desk, hub);
        let Some(link) = &mut self.desks[trip.desk].link else {
            return;
        };
        if link.life != trip.life {
            return;
        }
        let reply = if reaches {
            reply.and_then(|parcel| network::unpack_reply(&parcel))
        } else {
            Err(CarrierError::Cut)
        };
        if let Ok(Reply::Hello(_)) = reply {
            link.session = trip.session;
        }
        self.feed_line(trip.desk, Line::Branch, Input::Reply(trip.id, reply));
    }

    /// With this bug a desk takes the hub's word for the centre's.
    pub(super) fn trust_hub(&self, desk: usize, op: &StoreOp) {
        if self.bug != Some(Bug::TrustsTheHub) {
            return;
        }
        if let StoreOp::Acked {
            replica,
            seq,
            chain,
        } = op
        {
            // A word that does not fit is nobody's acknowledgement, here as there.
            let _told = self.desks[desk].port.acked(*replica, *seq, *chain);
        }
    }
}

/// The desk to which the addresses of a tenure lead.
pub fn address_of(tenure: &Tenure) -> Option<usize> {
    tenure
        .addresses
        .iter()
        .find_map(|address| address.strip_prefix("sim:")?.parse().ok())
}

/// What names entries, drawn within the hub's transactions.
struct Namings {
    author: Author,
    dice: Dice,
    drawn: Arc<Mutex<Vec<ActId>>>,
    wall_ms: Arc<AtomicI64>,
}

impl Namings {
    fn draw(&mut self) -> Naming {
        let wall_ms = self.wall_ms.load(Ordering::Relaxed);
        let act_id = ActId::new(u64::try_from(wall_ms).unwrap_or(0), self.dice.bytes());
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.push(act_id);
        Naming {
            author: self.author.clone(),
            act_id,
            wall_time_ms: wall_ms,
            server_time_ms: None,
            salt: Salt(self.dice.bytes()),
        }
    }
}

//! The loop: one queue of events, one clock, one source of chance.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use stoika_protocol::ActId;
use stoika_sync::{CarrierError, Effect, Input, Reply, Request, RequestId, StoreOp};

use super::Tally;
use super::bug::{self, Bug};
use super::calls::{Call, Promised};
use super::centre::{Answer, Centre, Waiting};
use super::desk::Desk;
use super::dice::Dice;
use super::invariants;
use super::network::{self, Fate, Parcel};
use super::office::Offices;

use super::steps::Plan;

/// More events than this after the last fault are a storm.
const HEALING_EVENTS_MAX: u64 = 20_000;
/// Longer than this after the last fault nothing may take, milliseconds.
const HEALING_MS_MAX: u64 = 20 * 60_000;
/// Rounds that may fail after the last fault.
const FAILED_ROUNDS_MAX: u32 = 3;
/// The instant at which runs begin, Unix milliseconds.
const WALL_START_MS: i64 = 1_790_000_000_000;

/// What is wrong with a run.
pub type Wrong = String;

/// Something that will happen.
#[derive(Clone, Debug)]
pub enum Event {
    /// The next step of the plan.
    Step,
    /// A desk's machine wants to be called.
    Wake { desk: usize, line: Line, life: u32 },
    /// An operation of a desk's store is done now.
    Store {
        desk: usize,
        line: Line,
        life: u32,
        id: RequestId,
        op: StoreOp,
    },
    /// A request reaches the far end.
    Arrive { trip: Trip, parcel: Parcel },
    /// A reply, or the news that there is none, reaches a desk.
    Return {
        trip: Trip,
        reply: Result<Parcel, CarrierError>,
    },
    /// The centre gives places.
    Sequence,
    /// A waiting pull's time is up.
    Ripen,
    /// The same at a hub.
    Ring { desk: usize },
    /// Desks look around in their office.
    Look,
    /// A desk's call, and the hub's promise of it.
    Call(Call),
}

/// With whom a desk talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The centre.
    Centre,
    /// The hub of its office.
    Branch,
}

/// A request and its way back.
#[derive(Clone, Copy, Debug)]
pub struct Trip {
    /// Who asked.
    pub desk: usize,
    /// The desk that is asked as the hub; `None`: the centre.
    pub to: Option<usize>,
    /// The asker's life: what comes back to another one is nobody's.
    pub life: u32,
    /// The request.
    pub id: RequestId,
    /// The centre's life at the asker's hello.
    pub session: Option<u32>,
    /// What becomes of it.
    pub fate: Fate,
}

/// The whole world of a run.
pub struct World {
    pub(super) dice: Dice,
    pub(super) plan: Plan,
    pub(super) bug: Option<Bug>,
    pub(super) now_ms: u64,
    pub(super) centre: Centre,
    pub(super) desks: Vec<Desk>,
    pub(super) folder: PathBuf,
    /// Acts that were durable and never lost with a disk: each must be at the centre, once.
    pub(super) durable: BTreeSet<ActId>,
    /// How many entries each act writes.
    pub(super) several: BTreeMap<ActId, u64>,
    /// Acts that may be there or not: their only disk was lost before they were sent.
    pub(super) doubtful: BTreeSet<ActId>,
    /// Acts that the centre has ever held.
    pub(super) ever_held: BTreeSet<ActId>,
    pub(super) healing: bool,
    /// Half of the worlds have hubs.
    pub(super) with_hubs: bool,
    pub(super) offices: Offices,
    pub(super) tally: Tally,
    /// Calls that were written under a promise.
    pub(super) promised: Vec<Promised>,
    queue: BTreeMap<(u64, u64), Event>,
    queued: u64,
    trace: Vec<String>,
}

impl World {
    /// A world before its first event.
    pub fn new(seed: u64, bug: Option<Bug>, folder: PathBuf) -> Result<Self, Wrong> {
        let mut dice = Dice::new(seed);
        let plan = Plan::draw(&mut dice);
        let centre = Centre::new(&mut dice, bug);
        let mut world = Self {
            dice,
            plan,
            bug,
            now_ms: 0,
            centre,
            desks: Vec::new(),
            folder,
            durable: BTreeSet::new(),
            several: BTreeMap::new(),
            doubtful: BTreeSet::new(),
            ever_held: BTreeSet::new(),
            healing: false,
            with_hubs: seed.is_multiple_of(2),
            offices: Offices::default(),
            tally: Tally::default(),
            promised: Vec::new(),
            queue: BTreeMap::new(),
            queued: 0,
            trace: Vec::new(),
        };
        world.set_up()?;
        Ok(world)
    }

    /// What happened, line by line.
    pub fn trace(&self) -> impl Iterator<Item = &String> {
        self.trace.iter()
    }

    /// Runs to the end and looks at what is left.
    pub fn run(&mut self) -> Result<Tally, Wrong> {
        self.later(0, Event::Step);
        if self.with_hubs {
            self.later(0, Event::Look);
        }
        while self.plan.steps_left > 0 {
            self.next_event()?;
        }
        if !self.offices.names_lost {
            invariants::acknowledged_is_held(self)?;
        }
        self.heal()?;
        self.note_drawn();
        invariants::check(self)?;
        if self.with_hubs {
            self.nobody_is_promised_for_ever()?;
        }
        Ok(self.tally)
    }

    /// How many entries an act writes.
    pub(super) fn entries_of(&self, act: &ActId) -> u64 {
        self.several.get(act).copied().unwrap_or(1)
    }

    pub(super) fn note(&mut self, line: String) {
        self.trace.push(format!("{:>9} {line}", self.now_ms));
    }

    /// The true time.
    pub(super) fn wall_ms(&self) -> i64 {
        WALL_START_MS + i64::try_from(self.now_ms).unwrap_or(0)
    }

    pub(super) fn later(&mut self, delay_ms: u64, event: Event) {
        self.queued += 1;
        self.queue
            .insert((self.now_ms + delay_ms, self.queued), event);
    }

    fn next_event(&mut self) -> Result<(), Wrong> {
        let Some(((at_ms, _), event)) = self.queue.pop_first() else {
            return Err("nothing is going to happen any more".to_owned());
        };
        self.now_ms = self.now_ms.max(at_ms);
        match event {
            Event::Step => self.step(),
            Event::Wake { desk, line, life } => {
                if self.desks[desk].life_of(line) == Some(life) {
                    self.feed_line(desk, line, Input::Tick);
                }
                Ok(())
            }
            Event::Store {
                desk,
                line,
                life,
                id,
                op,
            } => {
                if self.desks[desk].life_of(line) == Some(life) {
                    self.do_store(desk, line, id, &op)?;
                }
                Ok(())
            }
            Event::Arrive { trip, parcel } => self.arrive(trip, &parcel),
            Event::Return { trip, reply } => self.give_back(trip, reply),
            Event::Sequence => {
                self.sequence();
                Ok(())
            }
            Event::Ripen => {
                self.ripen();
                Ok(())
            }
            Event::Ring { desk } => {
                self.ring(desk);
                Ok(())
            }
            Event::Look => self.look(),
            Event::Call(call) => self.go_on_with_call(call),
        }
    }

    /// Hands an input to a desk's machine and does what it says.
    pub(super) fn feed(&mut self, desk: usize, input: Input) {
        if let Input::LocalEntries(count) = input {
            self.feed_line(desk, Line::Branch, Input::LocalEntries(count));
        }
        self.feed_line(desk, Line::Centre, input);
    }

    pub(super) fn feed_line(&mut self, desk: usize, line: Line, input: Input) {
        let now_ms = self.now_ms;
        if !self.desks[desk].alive {
            return;
        }
        let Some(life) = self.desks[desk].life_of(line) else {
            return;
        };
        let Some(machine) = self.desks[desk].machine_of(line) else {
            return;
        };
        let paused = machine.status().next_try_ms.is_some();
        let effects = machine.step(now_ms, input);
        let status = machine.status().clone();
        if !paused && status.next_try_ms.is_some() {
            let name = self.desks[desk].name.clone();
            match line {
                Line::Centre => self.desks[desk].failed_rounds += 1,
                Line::Branch => {}
            }
            self.note(format!("{name} waits: {:?}", status.mode));
        }
        for effect in effects {
            match effect {
                Effect::Send(id, request) => self.send(desk, line, id, &request),
                // What is on its way stays on its way: the reply will be nobody's.
                Effect::Cancel(_) | Effect::Status(_) => {}
                Effect::Store(id, op) => {
                    let delay_ms = self.dice.below(4);
                    self.later(
                        delay_ms,
                        Event::Store {
                            desk,
                            line,
                            life,
                            id,
                            op,
                        },
                    );
                }
                Effect::WakeAt(at_ms) => {
                    let delay_ms = at_ms.saturating_sub(now_ms);
                    self.later(delay_ms, Event::Wake { desk, line, life });
                }
            }
        }
    }

    fn send(&mut self, desk: usize, line: Line, id: RequestId, request: &Request) {
        let it = &mut self.desks[desk];
        let (life, session, to) = match (line, &it.link) {
            (Line::Branch, Some(link)) => (link.life, link.session, Some(link.hub)),
            (Line::Branch, None) => return,
            (Line::Centre, _) => (it.life, it.session, None),
        };
        match request {
            Request::Hello(hello) if to.is_none() => {
                it.said = Some((hello.replica, hello.head_seq));
            }
            Request::Push(push) if to.is_none() => it.said = Some((push.replica, 0)),
            Request::Hello(_)
            | Request::Push(_)
            | Request::Pull(_)
            | Request::Snapshot(_)
            | Request::Audit(_) => {}
        }
        let name = &self.desks[desk].name;
        let line = match to {
            None => format!("{name} sends {}", short(request)),
            Some(hub) => format!("{name} sends to D{hub} {}", short(request)),
        };
        self.note(line);
        let faults = if self.healing {
            0
        } else {
            self.plan.network_faults
        };
        let fate = Fate::draw(&mut self.dice, faults);
        let trip = Trip {
            desk,
            to,
            life,
            id,
            session,
            fate,
        };
        let delay_ms = self.delay();
        let reaches = match to {
            None => self.desks[desk].link_up,
            Some(hub) => self.reach(desk, hub),
        };
        if !reaches {
            let reply = Err(CarrierError::Unreachable);
            return self.later(delay_ms, Event::Return { trip, reply });
        }
        if fate != Fate::Whole {
            self.note(format!("  but {fate:?}"));
        }
        let refusal = match fate {
            Fate::RequestLost(true) => Some(CarrierError::Cut),
            Fate::Portal => Some(CarrierError::Portal),
            Fate::RequestLost(false) => return,
            Fate::RequestCut => {
                let parcel = network::cut(&network::pack(request), &mut self.dice);
                let read = network::unpack(&parcel);
                assert!(read.is_none(), "a cut request was read");
                Some(CarrierError::Cut)
            }
            Fate::Whole
            | Fate::ReplyLost(_)
            | Fate::Twice
            | Fate::ReplyCut
            | Fate::FrameSpoilt
            | Fate::ReplySpoilt => None,
        };
        if let Some(error) = refusal {
            let reply = Err(error);
            return self.later(delay_ms, Event::Return { trip, reply });
        }
        let parcel = if fate == Fate::FrameSpoilt {
            network::pack(&network::spoil_frame(request, &mut self.dice))
        } else {
            network::pack(request)
        };
        if fate == Fate::Twice {
            let again_ms = delay_ms + self.dice.between(1, 40_000);
            let parcel = parcel.clone();
            self.later(again_ms, Event::Arrive { trip, parcel });
        }
        self.later(delay_ms, Event::Arrive { trip, parcel });
    }

    /// How long a message travels: mostly a moment, now and then long enough to be overtaken.
    pub(super) fn delay(&mut self) -> u64 {
        if !self.healing && self.dice.percent(5) {
            self.dice.between(1_000, 40_000)
        } else {
            self.dice.between(1, 120)
        }
    }

    fn arrive(&mut self, trip: Trip, parcel: &Parcel) -> Result<(), Wrong> {
        let Some(request) = network::unpack(parcel) else {
            return Err("a request cannot be read".to_owned());
        };
        if let Some(hub) = trip.to {
            return self.arrive_at_hub(hub, trip, &request);
        }
        let key = self.desks[trip.desk].signer.id();
        let mut trip = trip;
        let wall_ms = self.wall_ms();
        let answer = self.centre.answer(&key, trip.session, &request, wall_ms);
        if let Request::Hello(_) = request {
            // The token that comes back is of this start of the centre.
            trip.session = Some(self.centre.life);
        }
        match answer {
            Answer::Now(reply) => {
                if let (Request::Push(_), Ok(_)) = (&request, &reply) {
                    let delay_ms = self.dice.below(400);
                    self.later(delay_ms, Event::Sequence);
                }
                self.reply(trip, reply);
            }
            Answer::Later(pull) => {
                let wait_ms = u64::from(pull.wait_ms);
                self.centre.waiting.push(Waiting {
                    asker: (trip.desk, trip.life, trip.id),
                    key,
                    pull,
                    until_ms: self.now_ms + wait_ms,
                    fate: trip.fate,
                });
                self.later(wait_ms, Event::Ripen);
            }
        }
        Ok(())
    }

    pub(super) fn reply(&mut self, trip: Trip, reply: Result<Reply, CarrierError>) {
        let mut parcel = reply
            .as_ref()
            .map(network::pack_reply)
            .map_err(|error| *error);
        match trip.fate {
            Fate::ReplyLost(false) => return,
            Fate::ReplyLost(true) => parcel = Err(CarrierError::Cut),
            Fate::ReplyCut => {
                if let Ok(whole) = &parcel {
                    let short = network::cut(whole, &mut self.dice);
                    assert!(
                        network::unpack_reply(&short).is_err(),
                        "a cut reply was read"
                    );
                    parcel = Err(CarrierError::Cut);
                }
            }
            Fate::ReplySpoilt => {
                // Only signed replies are safe from a wrong bit by themselves; the others have
                // TLS alone, and there a wrong bit is a cut connection.
                match (&mut parcel, &reply) {
                    (Ok(parcel), Ok(Reply::Pull(_) | Reply::Snapshot(_))) => {
                        network::spoil(&mut parcel.bytes, &mut self.dice);
                    }
                    (_, _) => parcel = Err(CarrierError::Cut),
                }
            }
            Fate::Whole
            | Fate::RequestLost(_)
            | Fate::Twice
            | Fate::RequestCut
            | Fate::Portal
            | Fate::FrameSpoilt => {}
        }
        let delay_ms = self.delay();
        self.later(
            delay_ms,
            Event::Return {
                trip,
                reply: parcel,
            },
        );
    }

    fn give_back(&mut self, trip: Trip, reply: Result<Parcel, CarrierError>) -> Result<(), Wrong> {
        if let Some(hub) = trip.to {
            self.give_back_of_hub(hub, trip, reply);
            return Ok(());
        }
        let desk = &mut self.desks[trip.desk];
        if desk.life != trip.life {
            return Ok(());
        }
        let reply = if desk.link_up {
            reply.and_then(|parcel| network::unpack_reply(&parcel))
        } else {
            Err(CarrierError::Cut)
        };
        let reply = match (self.bug, reply) {
            (Some(Bug::HaveItAlready), Ok(reply)) => {
                Ok(bug::without_comparing(reply, &desk.port, desk.said))
            }
            (_, reply) => reply,
        };
        if let Ok(Reply::Hello(_)) = reply {
            // A reply that was overtaken by a restart brings a token that is worth nothing.
            desk.session = trip.session;
        }
        self.feed(trip.desk, Input::Reply(trip.id, reply));
        Ok(())
    }

    pub(super) fn sequence(&mut self) {
        let batch = u32::try_from(self.dice.between(1, 8)).unwrap_or(1);
        let now_ms = self.wall_ms();
        match self.centre.exchange.sequence(batch, now_ms) {
            Ok(0) => {}
            // More may wait, or a fault came between.
            Ok(_) | Err(_) => {
                let delay_ms = self.dice.below(300);
                self.later(delay_ms, Event::Sequence);
            }
        }
        self.ripen();
    }

    pub(super) fn ripen(&mut self) {
        let wall_ms = self.wall_ms();
        for (waiting, reply) in self.centre.ripe(self.now_ms, wall_ms) {
            let (desk, life, id) = waiting.asker;
            let trip = Trip {
                desk,
                to: None,
                life,
                id,
                session: None,
                fate: waiting.fate,
            };
            self.reply(trip, reply);
        }
    }

    /// The last fault is over: from here on everything must come right.
    fn heal(&mut self) -> Result<(), Wrong> {
        self.note("--- no more faults".to_owned());
        self.healing = true;
        let dice = Dice::new(0);
        self.centre.set_faults(0, dice);
        // A sequencer that a fault has stopped is called by the next timer.
        self.later(0, Event::Sequence);
        for desk in 0..self.desks.len() {
            self.desks[desk].link_up = self.desks[desk].alive;
            self.desks[desk].lan_up = true;
            self.desks[desk].failed_rounds = 0;
            if self.dice.percent(50) {
                self.feed(desk, Input::LinkChanged);
            }
        }
        self.come_to_rest()?;
        if self.with_hubs {
            self.heal_offices()?;
        }
        Ok(())
    }

    pub(super) fn come_to_rest(&mut self) -> Result<(), Wrong> {
        let since_ms = self.now_ms;
        let mut events = 0;
        while !self.is_quiet() {
            self.next_event()?;
            events += 1;
            if events > HEALING_EVENTS_MAX {
                return Err("a storm: it never comes to rest".to_owned());
            }
            if self.now_ms - since_ms > HEALING_MS_MAX {
                return Err("stuck: too long after the last fault".to_owned());
            }
            let tired = self
                .desks
                .iter()
                .find(|desk| desk.alive && desk.failed_rounds > FAILED_ROUNDS_MAX);
            if let Some(desk) = tired {
                return Err(format!(
                    "stuck: {} has failed {} rounds after the last fault",
                    desk.name, desk.failed_rounds
                ));
            }
        }
        Ok(())
    }

    /// Everybody waits for news, and there is none.
    fn is_quiet(&self) -> bool {
        let moving = self.queue.values().any(|event| match event {
            Event::Wake { .. } | Event::Ripen | Event::Ring { .. } | Event::Look => false,
            Event::Store {
                desk, line, life, ..
            } => self.desks[*desk].life_of(*line) == Some(*life),
            Event::Step
            | Event::Arrive { .. }
            | Event::Return { .. }
            | Event::Sequence
            | Event::Call(_) => true,
        });
        if moving {
            return false;
        }
        let rests = self.desks.iter().enumerate().all(|(index, desk)| {
            if !desk.alive {
                return true;
            }
            desk.machine.rests()
                // Audit that a fault kept back is tried again after the next wait for news.
                && desk
                    .replica
                    .standing()
                    .is_ok_and(|standing| standing.audit_unsent == 0)
                && self
                    .centre
                    .waiting
                    .iter()
                    .any(|waiting| waiting.asker.0 == index && waiting.asker.1 == desk.life)
        });
        rests && (!self.with_hubs || self.offices_rest())
    }
}

fn short(request: &Request) -> String {
    match request {
        Request::Hello(hello) => format!(
            "hello {}.. head {} cursor {:?} directory {}",
            &hello.replica.to_string()[..6],
            hello.head_seq,
            hello.cursor.map(|cursor| cursor.position),
            hello.directory_position
        ),
        Request::Push(push) => format!("push of {} frames", push.frames.len()),
        Request::Pull(pull) => format!(
            "pull after {}, directory {}, wait {}",
            pull.after, pull.directory_after, pull.wait_ms
        ),
        Request::Snapshot(snapshot) => format!("snapshot after {:?}", snapshot.after),
        Request::Audit(push) => format!(
            "audit after {}, {} records",
            push.before_seq,
            push.records.len()
        ),
    }
}

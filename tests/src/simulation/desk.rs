//! A desk: the real replica on a real disk, the real machine, and people in front of it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use stoika_domain::body::State;
use stoika_protocol::{ActId, Hash, ReplicaId, Signer, Subject};
use stoika_store::Changes;
use stoika_store::{Identity, OpenParams, Opened, Replica};
use stoika_sync::{Config, Machine, Pages};
use stoika_workstation::random::NoRandomness;
use stoika_workstation::sync_port::{Around, SyncPort};
use uuid::Uuid;

use super::bug::Bug;
use super::calls::Asking;
use super::centre::Centre;
use super::dice::Dice;
use super::disk::{Disk, Image};
use super::office::{Duty, Link};
use super::world::{Line, Wrong};

/// A backup of a desk.
#[derive(Clone, Debug)]
pub struct Backup {
    /// The disk.
    pub image: Image,
    /// Acts in the journal that the desk could still send.
    pub own: Vec<ActId>,
    /// The counter that a faulty program keeps beside the database.
    pub counter_beside: u32,
}

/// A desk.
pub struct Desk {
    /// For the trace.
    pub name: String,
    /// On paper.
    pub label: String,
    /// Its scope.
    pub office: String,
    /// Its identity.
    pub signer: Signer,
    /// The key of its database.
    pub secret: [u8; 32],
    /// Counts its starts.
    pub life: u32,
    /// Where its files lie in this life.
    pub disk: Disk,
    /// The open replica.
    pub replica: Arc<Replica>,
    /// What sync sees of it.
    pub port: SyncPort,
    /// The client half of sync.
    pub machine: Machine,
    /// How wrong its clock is.
    pub clock_off_ms: i64,
    /// Acts written here (or on a disk that this one was copied from) that it could still send.
    pub own: Vec<ActId>,
    /// The centre's life at the last hello.
    pub session: Option<u32>,
    /// Whether its cable is in.
    pub link_up: bool,
    /// Backups, oldest first.
    pub backups: Vec<Backup>,
    /// Rounds that have failed.
    pub failed_rounds: u32,
    /// See [`Backup::counter_beside`].
    pub counter_beside: u32,
    /// The replica of the last hello or push, and the head that was told.
    pub said: Option<(ReplicaId, u64)>,
    /// Where its journal ended at the last start: as a hub it may write on at once.
    pub head_at_start: u64,
    /// Its disk has not been lost for good.
    pub alive: bool,
    /// Whether it is on the office's network.
    pub lan_up: bool,
    /// While it is the hub of its office.
    pub duty: Option<Duty>,
    /// While another desk is.
    pub link: Option<Link>,
    /// The call for which it has asked the hub.
    pub asking: Option<Asking>,
    /// Replicas whose frames it keeps and the centre cannot join to what it has.
    pub gaps: BTreeSet<ReplicaId>,
    /// With a bug: the tenure of another under which it gives the order.
    pub pretends: Option<Uuid>,
}

/// What a desk is made of, besides its disk.
#[derive(Clone)]
pub struct Origin {
    /// For the trace.
    pub name: String,
    /// On paper.
    pub label: String,
    /// Its scope.
    pub office: String,
    /// Its identity.
    pub signer: Signer,
    /// The key of its database.
    pub secret: [u8; 32],
}

/// An opened replica, its port and how it was found.
pub struct Started {
    /// The replica.
    pub replica: Arc<Replica>,
    /// What sync sees of it.
    pub port: SyncPort,
    /// How it was found.
    pub opened: Opened,
    /// A machine that waits for its start.
    pub machine: Machine,
}

/// The program around the port: ids from dice, and a time that nothing depends on.
pub struct Dealt(pub Mutex<Dice>);

impl Around for Dealt {
    fn now_ms(&self) -> i64 {
        0
    }

    fn replica_id(&self) -> Result<ReplicaId, NoRandomness> {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(ReplicaId(dice.bytes()))
    }

    fn changed(&self, _: &Changes) {}
}

/// Starts the program on a disk.
pub fn start(
    origin: &Origin,
    disk: &Disk,
    centre: &Centre,
    pages: Pages,
    dice: &mut Dice,
) -> Result<Started, Wrong> {
    let params = OpenParams {
        dir: disk.database.clone(),
        mark: disk.mark.clone(),
        key: origin.secret,
        machine: Hash([7; 32]),
        fresh: Identity {
            replica: ReplicaId(dice.bytes()),
            key: origin.signer.id(),
        },
    };
    let (replica, opened) = Replica::open(&params)
        .map_err(|error| format!("{} does not open: {error}", origin.name))?;
    let replica = Arc::new(replica);
    let around = Dealt(Mutex::new(Dice::new(dice.word())));
    let port = SyncPort::over(
        Arc::clone(&replica),
        origin.signer.clone(),
        Box::new(around),
    );
    let machine = Machine::new(Config {
        program: "simulation".to_owned(),
        centre: centre.exchange.authority(),
        pages,
        wait_ms: 25_000,
        request_ms: 30_000,
        seed: dice.word(),
    });
    Ok(Started {
        replica,
        port,
        opened,
        machine,
    })
}

impl Desk {
    /// A desk that has just been started.
    pub fn new(origin: Origin, disk: Disk, started: Started) -> Self {
        Self {
            name: origin.name,
            label: origin.label,
            office: origin.office,
            signer: origin.signer,
            secret: origin.secret,
            life: 1,
            disk,
            replica: started.replica,
            port: started.port,
            machine: started.machine,
            clock_off_ms: 0,
            own: Vec::new(),
            session: None,
            link_up: true,
            backups: Vec::new(),
            failed_rounds: 0,
            counter_beside: 0,
            said: None,
            head_at_start: 0,
            alive: true,
            lan_up: true,
            duty: None,
            link: None,
            asking: None,
            gaps: BTreeSet::new(),
            pretends: None,
        }
    }

    /// What it is made of.
    pub fn origin(&self) -> Origin {
        Origin {
            name: self.name.clone(),
            label: self.label.clone(),
            office: self.office.clone(),
            signer: self.signer.clone(),
            secret: self.secret,
        }
    }

    /// The program ends without a word and starts again on another disk.
    pub fn begin_life(&mut self, disk: Disk, started: Started) {
        self.life += 1;
        self.disk = disk;
        self.replica = started.replica;
        self.port = started.port;
        self.machine = started.machine;
        self.session = None;
        self.duty = None;
        self.link = None;
        self.asking = None;
    }

    /// The life of the machine at the end of a line.
    pub fn life_of(&self, line: Line) -> Option<u32> {
        match line {
            Line::Centre => Some(self.life),
            Line::Branch => self.link.as_ref().map(|link| link.life),
        }
    }

    /// The machine at the end of a line.
    pub fn machine_of(&mut self, line: Line) -> Option<&mut Machine> {
        match line {
            Line::Centre => Some(&mut self.machine),
            Line::Branch => self.link.as_mut().map(|link| &mut link.machine),
        }
    }

    /// Aggregates that the desk sees, by subject.
    pub fn seen(&self) -> Result<Vec<(Subject, State)>, Wrong> {
        self.replica
            .states()
            .map_err(|error| format!("{} cannot read its states: {error}", self.name))
    }

    /// Everything as it lies on its disk, and what the model knows of it.
    pub fn backup(&self) -> Backup {
        Backup {
            image: self.disk.image(),
            own: self.own.clone(),
            counter_beside: self.counter_beside,
        }
    }

    /// True while the bug keeps the counter beside the database.
    pub fn counts_beside(bug: Option<Bug>) -> bool {
        bug == Some(Bug::CounterResetByRestore)
    }
}

//! The link to the hub: the machine of sync once more, over the order of the branch.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use stoika_domain::tenure::Tenure;
use stoika_protocol::{KeyId, VerifyingKey};
use stoika_sync::carrier::{Address, knock};
use stoika_sync::driver::{self, Event, Monotonic};
use stoika_sync::{Config, LinkMode as Mode, LinkStatus, Machine, Pages};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use super::carrier::Wandering;
use super::port::BranchPort;
use super::{TAG, lock};
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::latch::Hold;
use crate::random::bytes;

/// How long the hub may hold a pull that has no news.
const NEWS_WAIT_MS: u32 = 25_000;
/// Time limit of a request: addresses are tried one after the other within it.
const REQUEST_MS: u64 = 30_000;
/// Words to the loop that it has not heard yet; it hears the next one as well as this.
const EVENTS_MAX: usize = 64;
/// Items of a page: a desk that was away for a day sees its queue grow while the rest comes.
const PULL_ITEMS: u32 = 300;
/// What a desk adds to the wait between two knocks at most.
const KNOCK_JITTER_MS: u64 = 500;

/// To which hub, and where it is looked for, the first address first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The tenure.
    pub tenure: Uuid,
    /// The hub's key.
    pub key: VerifyingKey,
    /// Addresses, with the fingerprint under each.
    pub addresses: Vec<Address>,
}

/// The link at work.
pub(crate) struct BranchLink {
    target: Target,
    events: mpsc::Sender<Event>,
    status: watch::Receiver<LinkStatus>,
    carrier: Arc<Wandering>,
}

impl BranchLink {
    /// Starts the loop.
    pub(crate) fn start(desk: &Arc<Desk>, target: Target) -> Outcome<Self> {
        let machine = Machine::new(Config {
            program: desk.branch.program.clone(),
            centre: target.key,
            pages: Pages {
                pull_items: PULL_ITEMS,
                ..Pages::default()
            },
            wait_ms: NEWS_WAIT_MS,
            request_ms: REQUEST_MS,
            seed: u64::from_be_bytes(bytes(desk.random.as_ref())?),
        });
        let carrier = Wandering::new(&target.addresses, &desk.signer).map_err(Fault::internal)?;
        let carrier = Arc::new(carrier);
        let (events, heard) = mpsc::channel(EVENTS_MAX);
        let (told, status) = watch::channel(machine.status().clone());
        let runtime = &desk.branch.runtime;
        runtime.spawn(driver::run(
            machine,
            Arc::clone(&carrier),
            Arc::new(BranchPort::new(desk)),
            Monotonic::starting(Instant::now()),
            heard,
            told,
        ));
        let [jitter] = bytes(desk.random.as_ref())?;
        let jitter = Duration::from_millis(u64::from(jitter) * KNOCK_JITTER_MS / 255);
        for address in &target.addresses {
            let status = status.clone();
            runtime.spawn(knock(address.clone(), status, events.downgrade(), jitter));
        }
        if let Some(hold) = desk.latch.hold() {
            runtime.spawn(tell_status(Arc::downgrade(desk), status.clone(), hold));
        }
        Ok(Self {
            target,
            events,
            status,
            carrier,
        })
    }

    /// To whom.
    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    /// For what a person asks of the hub and waits for.
    pub(crate) fn carrier(&self) -> Arc<Wandering> {
        Arc::clone(&self.carrier)
    }

    /// Where it stands.
    pub(crate) fn mode(&self) -> Mode {
        self.status.borrow().mode.clone()
    }

    /// Entries are durable and may go.
    pub(crate) fn recorded(&self, count: u64) {
        self.say(Event::Recorded(count));
    }

    /// A person asks to try now.
    pub(crate) fn try_now(&self) {
        self.say(Event::TryNow);
    }

    fn say(&self, event: Event) {
        // A full channel has enough for the loop to look; a closed one is at its end.
        let _unheard = self.events.try_send(event);
    }
}

impl BranchPort {
    /// The port of an open desk.
    fn new(desk: &Arc<Desk>) -> Self {
        Self::over(
            Arc::clone(&desk.replica),
            desk.signer.clone(),
            desk.around(),
        )
    }
}

/// Whether all that the hub knows is here, and news come by themselves.
pub(crate) const fn is_connected(mode: &Mode) -> bool {
    match mode {
        Mode::Online => true,
        Mode::Connecting
        | Mode::FirstLoad { .. }
        | Mode::Offline { .. }
        | Mode::WrongServer { .. }
        | Mode::NotEnrolled
        | Mode::Revoked
        | Mode::UpdateNeeded => false,
    }
}

/// Tells the screens of each turn of the link, and remembers since when there has been none.
async fn tell_status(desk: Weak<Desk>, mut status: watch::Receiver<LinkStatus>, hold: Hold) {
    while status.changed().await.is_ok() {
        let connected = is_connected(&status.borrow_and_update().mode);
        let Some(desk) = desk.upgrade() else {
            break;
        };
        desk.branch
            .note_connected(connected, desk.clock.monotonic_ms());
        desk.tell([TAG.to_owned()]);
    }
    drop(hold);
}

impl super::Branch {
    /// There is a link to the hub now, or there is none.
    pub(super) fn note_connected(&self, connected: bool, now_ms: u64) {
        let mut lost_ms = lock(&self.lost_ms);
        if connected {
            *lost_ms = None;
        } else {
            lost_ms.get_or_insert(now_ms);
        }
    }

    /// Another hub is looked for from now on; `None`: there is none elsewhere.
    pub(super) fn note_hub(&self, looked_for_since_ms: Option<u64>) {
        *lock(&self.lost_ms) = looked_for_since_ms;
    }

    /// For how long the hub has not been there, milliseconds; `None` while there is a link, or no hub
    /// elsewhere.
    pub(super) fn lost_for_ms(&self, now_ms: u64) -> Option<u64> {
        lock(&self.lost_ms).map(|since_ms| now_ms.saturating_sub(since_ms))
    }
}

/// Where a tenure's hub is looked for: what a person has typed, what the hub has said, what was found.
pub(crate) fn target_of(desk: &Desk, tenure: &Tenure) -> Outcome<Option<Target>> {
    let row = desk.replica.desk(&KeyId(tenure.desk_key.0))?;
    let hub = row
        .filter(|row| !row.revoked)
        .and_then(|row| row.verifying_key().ok());
    let Some(key) = hub else {
        return Ok(None);
    };
    let said = stoika_protocol::Fingerprint(tenure.fingerprint.0);
    let typed = super::state::typed_address(desk)?;
    let found = desk.branch.lan.found(tenure.office_id.as_str());
    let of_hub = found.iter().filter(|hub| hub.key == key.id());
    let told = typed
        .iter()
        .chain(&tenure.addresses)
        .chain(of_hub.flat_map(|hub| &hub.addresses));
    let mut addresses: Vec<Address> = Vec::new();
    for base in told {
        // The fingerprint is the one that the hub has signed, wherever it is looked for: whoever
        // announces another is shown no signature of this desk.
        match Address::parse(base, Some(said)) {
            Ok(address) if !addresses.contains(&address) => addresses.push(address),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "an address of the hub is not used"),
        }
    }
    Ok((!addresses.is_empty()).then_some(Target {
        tenure: tenure.id,
        key,
        addresses,
    }))
}

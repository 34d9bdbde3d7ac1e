//! The hub of the office (узел отделения), R96: which desk it is, this desk's own duty when it is the one,
//! and the second link, to it. Several windows work on one queue for days without the centre.
//!
//! What counts is the journal alone: the tenures of the office and
//! [`current`](stoika_domain::tenure::current) over them. `keeper` brings this desk in line with it
//! whenever something has changed; nothing here is switched on or off by hand.
//!
//! Reading order: `keeper` (what holds now) → `link` (to the hub) → `duty` (as the hub) → `relay` (to the
//! centre) → `heirs` (a newer hub on the network) → `commands`.

mod asking;
mod carrier;
mod cause;
mod commands;
mod duty;
mod heirs;
mod keeper;
mod lan;
mod leases;
mod link;
mod numbers;
mod port;
mod relay;
mod state;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use stoika_domain::tenure::Tenure;
use stoika_protocol::{Fingerprint, KeyId};
use tokio::runtime::Handle;
use tokio::sync::watch;

pub(crate) use commands::{become_hub, end, set_address, set_successors, take_over, try_now};
pub use duty::Duty;
pub(crate) use duty::{Chosen, choose};
pub use lan::FoundHub;
pub(crate) use lan::{HubIdentity, Lan};
pub use port::BranchPort;
pub(crate) use state::state;

use crate::changes::Changes;
use crate::desk::Desk;
use crate::workstation::{Deps, Workstation};
pub use leases::{Lease, Leases, WINDOW_MS as LEASE_WINDOW_MS};
use link::BranchLink;
pub(crate) use numbers::{Source, source};

/// The tag of everything here.
pub(crate) const TAG: &str = "branch";
/// What may change how this desk stands to the hub.
const NEWS: &[&str] = &[TAG, "link", "directory", "load", "session"];
/// The setting of the replica that keeps the address which a person has typed.
const ADDRESS_SETTING: &str = "branch_address";

/// Whether the desk is being closed: then nothing begins any more.
#[derive(Clone, Copy, Debug, Default)]
struct Closed(bool);

/// How a desk stands to the hub of its office.
pub(crate) struct Branch {
    lan: Arc<Lan>,
    runtime: Handle,
    program: String,
    /// Held while this desk is brought in line with the tenures.
    settling: Mutex<Closed>,
    /// Tells the work behind the scenes.
    closing: watch::Sender<bool>,
    /// The tenure that counted when the screens were told last.
    shown: Mutex<Option<Tenure>>,
    held: Mutex<Option<Arc<Tenure>>>,
    link: Mutex<Option<BranchLink>>,
    /// Since when there has been a hub elsewhere and no link to it; monotonic.
    lost_ms: Mutex<Option<u64>>,
    /// When a desk said hello here last, Unix milliseconds.
    seen: Mutex<BTreeMap<KeyId, i64>>,
    leases: Mutex<Leases>,
    numbering: Mutex<()>,
    runs: Mutex<numbers::Runs>,
}

impl Branch {
    pub(crate) fn new(deps: &Deps, lan: &Arc<Lan>) -> Self {
        Self {
            lan: Arc::clone(lan),
            runtime: deps.runtime.clone(),
            program: deps.program.clone(),
            settling: Mutex::default(),
            closing: watch::Sender::new(false),
            shown: Mutex::default(),
            held: Mutex::default(),
            link: Mutex::default(),
            lost_ms: Mutex::default(),
            seen: Mutex::default(),
            leases: Mutex::default(),
            numbering: Mutex::default(),
            runs: Mutex::default(),
        }
    }

    /// The tenure that this desk holds.
    pub(crate) fn held(&self) -> Option<Arc<Tenure>> {
        lock(&self.held).clone()
    }

    /// Entries are durable and may go to the hub.
    pub(crate) fn recorded(&self, count: u64) {
        if let Some(link) = self.link().as_ref() {
            link.recorded(count);
        }
    }

    /// Ends the link and the duty for good. To be told to the screens by the caller.
    pub(crate) fn close(&self) {
        let mut closed = lock(&self.settling);
        *closed = Closed(true);
        self.closing.send_replace(true);
        let link = self.link().take();
        drop(link);
        lock(&self.held).take();
    }

    /// Whether the office has a hub, this desk or another.
    pub(crate) fn has_hub(&self) -> bool {
        lock(&self.shown).is_some()
    }

    /// Looks at the leases that this desk has given as the hub.
    pub(crate) fn with_leases<T>(&self, look: impl FnOnce(&mut Leases) -> T) -> T {
        look(&mut self.leases())
    }

    /// Whether there is a link to the hub now.
    fn is_connected(&self) -> bool {
        let link = self.link();
        link.as_ref()
            .is_some_and(|link| link::is_connected(&link.mode()))
    }

    fn link(&self) -> MutexGuard<'_, Option<BranchLink>> {
        lock(&self.link)
    }

    fn saw(&self, desk: KeyId, at_ms: i64) {
        lock(&self.seen).insert(desk, at_ms);
    }

    fn leases(&self) -> MutexGuard<'_, Leases> {
        lock(&self.leases)
    }

    fn runs(&self) -> MutexGuard<'_, numbers::Runs> {
        lock(&self.runs)
    }

    fn numbering(&self) -> MutexGuard<'_, ()> {
        lock(&self.numbering)
    }
}

/// Begins the work behind the scenes of an open desk. It ends with the desk.
pub(crate) fn start(desk: &Arc<Desk>) {
    go_on(desk, keeper::keep(Arc::downgrade(desk), desk.listen(NEWS)));
    go_on(
        desk,
        heirs::look_around(Arc::downgrade(desk), desk.listen(NEWS)),
    );
    go_on(desk, relay::run(Arc::downgrade(desk), desk.listen(NEWS)));
}

/// Runs until the desk closes, which waits until it is over: whatever it waits for is given up then.
fn go_on(desk: &Desk, work: impl Future<Output = ()> + Send + 'static) {
    let Some(hold) = desk.latch.hold() else {
        return;
    };
    let mut closing = desk.branch.closing.subscribe();
    desk.branch.runtime.spawn(async move {
        let closed = async {
            // A desk that is gone without a word is closed as well.
            let _told = closing.wait_for(|closed| *closed).await.is_ok();
        };
        tokio::select! {
            biased;
            () = closed => {}
            () = work => {}
        }
        drop(hold);
    });
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Workstation {
    /// Fires when the desk takes or loses the tenure, when hubs were found, and with each turn of the
    /// branch link (tag `branch`).
    #[must_use]
    pub fn branch_changes(&self) -> Changes {
        self.changes_of(&[TAG])
    }

    /// Fires when the journal of this desk has grown (tag `link`, among others' news): desks that wait at
    /// the hub for the order have something to come for.
    #[must_use]
    pub fn journal_changes(&self) -> Changes {
        self.changes_of(&["link"])
    }

    /// This desk's duty as the hub, while it holds the current tenure of its office.
    #[must_use]
    pub fn duty(&self) -> Option<Duty> {
        Duty::of(self.desk().ok()?)
    }

    /// The listener's certificate and addresses; told before it listens, and whenever they change. While
    /// this desk holds the tenure and they differ from what the tenure says, that is recorded. Blocks.
    pub fn note_hub_identity(&self, fingerprint: Fingerprint, addresses: Vec<String>) {
        let identity = HubIdentity {
            fingerprint,
            addresses,
        };
        if self.lan().note_identity(identity) {
            self.notify([TAG.to_owned()]);
        }
    }

    /// What was found on the network now, all of it each time.
    pub fn note_found_hubs(&self, found: Vec<FoundHub>) {
        if self.lan().note_found(found) {
            self.notify([TAG.to_owned()]);
        }
    }
}

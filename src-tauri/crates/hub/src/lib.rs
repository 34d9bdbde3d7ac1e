//! The desk as the hub of its hall and of its office, behind one listener of its own.
//!
//! * **Kiosk and board** for browsers (requirement R96): two small command tables; a browser is let in by
//!   a code from the head's screen and known by a cookie from then on. They serve while the head's
//!   switch is on, even while nobody is signed in.
//! * **The exchange of the office** while this desk holds the tenure (R96): the other desks bring their
//!   entries here, get the order of the office, and ask whom they may call.
//!
//! Reading order: [`Hub::run`] (when it listens) → `listen` (where) → `doors` (who answers) → `serve` and
//! `gate` (kiosk and board) → `office`, [`Branch`] (the exchange) → `lan` (how desks find it).

mod branch;
mod doors;
mod gate;
mod lan;
mod listen;
mod office;
mod serve;

use std::sync::Arc;
use std::time::Duration;

use stoika_workstation::station::Listening;
use stoika_workstation::{Duty, Workstation};
use tokio::sync::watch;

pub use branch::{Branch, Told};
pub use listen::Place;

use doors::Doors;
use lan::{Lan, Sign};
use listen::{Identity, Serving};
use office::Office;

/// How often the addresses of this machine are looked at while it listens: no system tells of a new
/// one in a way that all have, and desks that know the old one are lost until then.
const ADDRESSES_EVERY: Duration = Duration::from_secs(30);

/// A file of the built pages by its path, `kiosk.html` or `assets/kiosk-….js`.
pub type Pages = Arc<dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync>;

/// What this desk gives to others: kiosk and board to browsers, the order to desks.
pub struct Hub {
    workstation: Arc<Workstation>,
    pages: Pages,
    place: Place,
}

/// What is to be served.
struct Wanted {
    hall: bool,
    duty: Option<Duty>,
}

/// What is served now.
#[derive(Default)]
struct Open {
    doors: Arc<Doors>,
    serving: Option<Serving>,
    /// Ends kiosk and board.
    hall: Option<watch::Sender<bool>>,
    office: Option<Office>,
}

impl Hub {
    /// A hub of a workstation; it does nothing until it [runs](Self::run).
    #[must_use]
    pub fn new(workstation: Arc<Workstation>, pages: Pages, place: Place) -> Self {
        Self {
            workstation,
            pages,
            place,
        }
    }

    /// Follows the head's switch and the tenure for as long as its task lives: listens while either wants
    /// it.
    pub async fn run(self) {
        let mut stations = self.workstation.station_changes();
        let mut branch = self.workstation.branch_changes();
        let identity = Identity::of(&self.place).await;
        let mut lan = match &self.place {
            Place::Office { at, .. } => Lan::open(&self.workstation, *at),
            Place::Loopback(_) => None,
        };
        let mut open = Open::default();
        let mut look = tokio::time::interval(ADDRESSES_EVERY);
        if let Ok(identity) = &identity {
            self.note_identity(identity, None).await;
        }
        loop {
            let wanted = self.wanted().await;
            let trouble = match &identity {
                Ok(identity) => self.follow(identity, &mut open, &wanted).await.err(),
                Err(trouble) => Some(*trouble),
            };
            self.tell(identity.as_ref().ok(), &open, &wanted, trouble)
                .await;
            if let (Some(lan), Ok(identity)) = (&mut lan, &identity) {
                let sign = wanted
                    .duty
                    .as_ref()
                    .zip(open.serving.as_ref())
                    .map(|(duty, serving)| Sign::of(duty, identity.fingerprint(), serving.port()));
                lan.announce(sign);
            }
            // A duty keeps the desk open: between two looks only the exchange has one.
            drop(wanted);
            let went_on = tokio::select! {
                next = stations.next() => next.is_some(),
                next = branch.next() => next.is_some(),
                _ = look.tick(), if open.serving.is_some() => true,
            };
            if !went_on {
                break;
            }
        }
        open.end().await;
    }

    /// The switch and the tenure stand in the replica: read them where blocking is allowed.
    async fn wanted(&self) -> Wanted {
        let workstation = Arc::clone(&self.workstation);
        tokio::task::spawn_blocking(move || Wanted {
            hall: workstation.stations_on(),
            duty: workstation.duty(),
        })
        .await
        .unwrap_or(Wanted {
            hall: false,
            duty: None,
        })
    }

    /// Opens and closes until what is served is what is wanted; a stable code says what stands in the
    /// way.
    async fn follow(
        &self,
        identity: &Identity,
        open: &mut Open,
        wanted: &Wanted,
    ) -> Result<(), &'static str> {
        open.set_hall(wanted.hall, |stopped| {
            serve::hall(
                Arc::clone(&self.workstation),
                Arc::clone(&self.pages),
                identity.is_secure(),
                stopped,
            )
        });
        open.set_office(wanted.duty.as_ref(), |duty| {
            Office::open(&self.workstation, duty)
        });
        if !wanted.hall && wanted.duty.is_none() {
            if let Some(serving) = open.serving.take() {
                serving.end().await;
            }
            return Ok(());
        }
        if open.serving.as_ref().is_none_or(Serving::is_over) {
            open.serving = None;
            open.serving = Some(identity.listen(Arc::clone(&open.doors)).await?);
        }
        Ok(())
    }

    /// Tells the workstation where the listener is.
    async fn tell(
        &self,
        identity: Option<&Identity>,
        open: &Open,
        wanted: &Wanted,
        trouble: Option<&'static str>,
    ) {
        let port = open.serving.as_ref().map(Serving::port);
        let addresses = match (identity, port) {
            (Some(identity), Some(port)) => identity.addresses(Some(port)),
            _ => Vec::new(),
        };
        let is_wanted = wanted.hall || wanted.duty.is_some();
        let has_network = !addresses.is_empty() || port.is_none();
        let mut listening = Listening {
            trouble: trouble.or((is_wanted && !has_network).then_some("no-network")),
            ..Listening::default()
        };
        if wanted.duty.is_some() {
            listening.desks.clone_from(&addresses);
        }
        // These are for kiosk and board: the desks have theirs from the tenure.
        if let (Some(identity), Some(_), true) = (identity, port, wanted.hall) {
            listening.fingerprint = identity.words();
            listening.addresses = addresses;
        }
        self.workstation.note_listening(listening);
        if let (Some(identity), Some(port)) = (identity, port) {
            self.note_identity(identity, Some(port)).await;
        }
    }

    /// The hub writes a new address of its own into its tenure: that blocks.
    async fn note_identity(&self, identity: &Identity, port: Option<u16>) {
        let workstation = Arc::clone(&self.workstation);
        let fingerprint = identity.fingerprint();
        let addresses = identity.addresses(port);
        let noted = tokio::task::spawn_blocking(move || {
            workstation.note_hub_identity(fingerprint, addresses);
        });
        // Its panic, if it had one, is in the log.
        let _noted = noted.await;
    }
}

impl Open {
    fn set_hall(&mut self, on: bool, router: impl FnOnce(watch::Receiver<bool>) -> axum::Router) {
        match (on, &self.hall) {
            (true, None) => {
                let (stop, stopped) = watch::channel(false);
                self.doors.set_hall(Some(router(stopped)));
                self.hall = Some(stop);
            }
            (false, Some(stop)) => {
                self.doors.set_hall(None);
                stop.send_replace(true);
                self.hall = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }

    fn set_office(&mut self, duty: Option<&Duty>, office: impl FnOnce(&Duty) -> Office) {
        let is_same = match (duty, &self.office) {
            (Some(duty), Some(office)) => office.is_of(duty.history()),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if is_same {
            return;
        }
        self.office = duty.map(office);
        let router = self.office.as_ref().map(Office::router);
        self.doors.set_exchange(router);
    }

    async fn end(mut self) {
        self.set_hall(false, |_| axum::Router::new());
        self.doors.set_exchange(None);
        self.office = None;
        if let Some(serving) = self.serving.take() {
            serving.end().await;
        }
    }
}

//! The desk as the hub of its hall: browsers of the office's network show kiosk and board (requirement
//! R96). A listener of its own with a command table of its own, under TLS; a browser is let in by a
//! code from the head's screen and known by a cookie from then on. It serves while nobody is signed in.
//!
//! Reading order: [`Hub::run`] (when it listens) → `serve` (what it answers) → `gate` (who is let in).

mod gate;
mod serve;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use sha2::{Digest as _, Sha256};
use stoika_exchange::tls::{Certificate, TlsListener};
use stoika_workstation::Workstation;
use stoika_workstation::station::Listening;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The first port that is tried. The next ones are for a machine on which somebody has it already.
const PORT: u16 = 7443;
const PORTS_TRIED: u16 = 5;
/// Beside the replica: the certificate that browsers are shown.
const FOLDER: &str = "hub";

/// A file of the built pages by its path, `kiosk.html` or `assets/kiosk-….js`.
pub type Pages = Arc<dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync>;

/// Where to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On every address of this machine, under TLS; the certificate stands in the folder of the desk.
    Office(PathBuf),
    /// On the loopback without TLS: for tests on one machine.
    Loopback,
}

/// Kiosk and board for browsers.
pub struct Hub {
    workstation: Arc<Workstation>,
    pages: Pages,
    place: Place,
}

/// A listener at work. It ends with this value.
struct Serving {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    listening: Listening,
}

impl Serving {
    async fn end(self) {
        self.stop.send_replace(true);
        // Its panic, if it had one, is in the log.
        let _ended = self.task.await;
    }
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

    /// Follows the head's switch for as long as its task lives: listens while it is on.
    pub async fn run(self) {
        let mut changes = self.workstation.station_changes();
        let mut serving: Option<Serving> = None;
        loop {
            let on = self.is_on().await;
            match (on, serving.take()) {
                (true, Some(running)) if !running.task.is_finished() => serving = Some(running),
                (true, _) => match self.listen().await {
                    Ok(running) => {
                        self.workstation.note_listening(running.listening.clone());
                        serving = Some(running);
                    }
                    Err(trouble) => self.workstation.note_listening(Listening {
                        trouble: Some(trouble),
                        ..Listening::default()
                    }),
                },
                (false, Some(running)) => {
                    running.end().await;
                    self.workstation.note_listening(Listening::default());
                }
                (false, None) => self.workstation.note_listening(Listening::default()),
            }
            if changes.next().await.is_none() {
                break;
            }
        }
        if let Some(running) = serving {
            running.end().await;
        }
    }

    /// The switch stands in the replica: read it where blocking is allowed.
    async fn is_on(&self) -> bool {
        let workstation = Arc::clone(&self.workstation);
        tokio::task::spawn_blocking(move || workstation.stations_on())
            .await
            .unwrap_or(false)
    }

    async fn listen(&self) -> Result<Serving, &'static str> {
        let (stop, stopped) = watch::channel(false);
        match &self.place {
            Place::Loopback => {
                let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                    .await
                    .map_err(|_| "port-taken")?;
                let address = tcp.local_addr().map_err(|_| "port-taken")?;
                let listening = Listening {
                    addresses: vec![format!("http://{address}")],
                    ..Listening::default()
                };
                let task = tokio::spawn(self.served(tcp, false, stopped));
                Ok(Serving {
                    stop,
                    task,
                    listening,
                })
            }
            Place::Office(data) => {
                let certificate = certificate(data.join(FOLDER)).await.ok_or("certificate")?;
                let (tcp, port) = bind().await.ok_or("port-taken")?;
                let addresses = own_addresses(port);
                let listening = Listening {
                    trouble: addresses.is_empty().then_some("no-network"),
                    addresses,
                    fingerprint: fingerprint_words(&certificate),
                };
                let tls = TlsListener::new(tcp, &certificate).map_err(|error| {
                    tracing::error!(%error, "the hub's certificate cannot be used");
                    "certificate"
                })?;
                let task = tokio::spawn(self.served(tls, true, stopped));
                Ok(Serving {
                    stop,
                    task,
                    listening,
                })
            }
        }
    }

    fn served<L>(
        &self,
        listener: L,
        secure: bool,
        stopped: watch::Receiver<bool>,
    ) -> impl Future<Output = ()> + use<L>
    where
        L: axum::serve::Listener<Addr = SocketAddr>,
        serve::From: for<'a> Connected<IncomingStream<'a, L>>,
    {
        serve::serve(
            Arc::clone(&self.workstation),
            Arc::clone(&self.pages),
            listener,
            secure,
            stopped,
        )
    }
}

async fn certificate(folder: PathBuf) -> Option<Certificate> {
    let made = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&folder)?;
        Certificate::of_folder_or_new(&folder, "Stoika desk")
    })
    .await
    .ok()?;
    made.inspect_err(|error| tracing::error!(%error, "the hub has no certificate"))
        .ok()
}

/// The first port that is free.
async fn bind() -> Option<(TcpListener, u16)> {
    for port in PORT..PORT + PORTS_TRIED {
        if let Ok(tcp) = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).await {
            return Some((tcp, port));
        }
    }
    tracing::error!(
        from = PORT,
        tried = PORTS_TRIED,
        "the hub found no free port"
    );
    None
}

/// What can be typed at another machine: every address but the loopback.
fn own_addresses(port: u16) -> Vec<String> {
    let mut addresses: Vec<Ipv4Addr> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .filter(|interface| !interface.is_loopback())
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(ip) => Some(ip),
            IpAddr::V6(_) => None,
        })
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
        .into_iter()
        .map(|ip| format!("https://{ip}:{port}"))
        .collect()
}

/// As a browser shows it: SHA-256, pairs of hexadecimal digits.
fn fingerprint_words(certificate: &Certificate) -> String {
    let pairs: Vec<String> = Sha256::digest(certificate.der())
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    pairs.join(":")
}

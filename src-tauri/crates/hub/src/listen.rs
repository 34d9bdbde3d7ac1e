//! Where the hub listens, and by what it is known.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use sha2::{Digest as _, Sha256};
use stoika_exchange::tls::{Certificate, TlsListener};
use stoika_protocol::Fingerprint;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::doors::Doors;
use crate::serve;

/// The first port that is tried. The next ones are for a machine on which somebody has it already.
const PORT: u16 = 7443;
const PORTS_TRIED: u16 = 5;
/// Beside the replica: the certificate that others are shown.
const FOLDER: &str = "hub";

/// Where to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Under TLS, at one address of this machine or at every one; the certificate stands in the folder
    /// of the desk. The hub is announced on the network there, and others are looked for.
    Office {
        /// The desk's folder.
        data: PathBuf,
        /// The one address, on a machine of several networks; the loopback for desks of one machine,
        /// which then are nobody else's.
        at: Option<Ipv4Addr>,
    },
    /// On the loopback without TLS and unannounced, at that port or, for 0, at any free one: for tests
    /// on one machine.
    Loopback(u16),
}

/// Who the hub is on the network, whether it listens or not.
pub(crate) enum Identity {
    /// By a certificate, at one address or at every one.
    Certificate(Arc<Certificate>, Option<Ipv4Addr>),
    /// By a port that was free at the start.
    Loopback(u16),
}

impl Identity {
    /// Reads or makes it; a stable code says why there is none.
    pub async fn of(place: &Place) -> Result<Self, &'static str> {
        match place {
            Place::Office { data, at } => certificate(data.join(FOLDER))
                .await
                .map(|certificate| Self::Certificate(Arc::new(certificate), *at))
                .ok_or("certificate"),
            Place::Loopback(0) => {
                let tried = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
                let address = tried.and_then(|tcp| tcp.local_addr());
                address
                    .map(|address| Self::Loopback(address.port()))
                    .map_err(|_| "port-taken")
            }
            Place::Loopback(port) => Ok(Self::Loopback(*port)),
        }
    }

    /// What desks know it by. Without TLS nothing.
    pub fn fingerprint(&self) -> Fingerprint {
        match self {
            Self::Certificate(certificate, _) => certificate.fingerprint(),
            Self::Loopback(_) => Fingerprint([0; 16]),
        }
    }

    /// What can be typed at another machine while it listens at `port`, or as if it listened.
    pub fn addresses(&self, port: Option<u16>) -> Vec<String> {
        match self {
            Self::Certificate(_, at) => own_addresses(*at, port.unwrap_or(PORT)),
            Self::Loopback(wanted) => {
                vec![format!(
                    "http://{}:{}",
                    Ipv4Addr::LOCALHOST,
                    port.unwrap_or(*wanted)
                )]
            }
        }
    }

    /// As a browser shows the certificate: SHA-256, pairs of hexadecimal digits. Empty without TLS.
    pub fn words(&self) -> String {
        match self {
            Self::Certificate(certificate, _) => {
                let pairs: Vec<String> = Sha256::digest(certificate.der())
                    .iter()
                    .map(|byte| format!("{byte:02X}"))
                    .collect();
                pairs.join(":")
            }
            Self::Loopback(_) => String::new(),
        }
    }

    /// Under TLS.
    pub const fn is_secure(&self) -> bool {
        match self {
            Self::Certificate(..) => true,
            Self::Loopback(_) => false,
        }
    }

    /// Begins to listen for what is behind the doors.
    pub async fn listen(&self, doors: Arc<Doors>) -> Result<Serving, &'static str> {
        match self {
            Self::Loopback(port) => {
                let tcp = bind(Ipv4Addr::LOCALHOST, [*port, 0]).await?;
                let port = port_of(&tcp)?;
                Ok(Serving::begin(tcp, port, doors))
            }
            Self::Certificate(certificate, at) => {
                let address = at.unwrap_or(Ipv4Addr::UNSPECIFIED);
                let tcp = bind(address, PORT..PORT + PORTS_TRIED).await?;
                let port = port_of(&tcp)?;
                let tls = TlsListener::new(tcp, certificate).map_err(|error| {
                    tracing::error!(%error, "the hub's certificate cannot be used");
                    "certificate"
                })?;
                Ok(Serving::begin(tls, port, doors))
            }
        }
    }
}

/// A listener at work. It ends with this value.
pub(crate) struct Serving {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    port: u16,
}

impl Serving {
    fn begin<L>(listener: L, port: u16, doors: Arc<Doors>) -> Self
    where
        L: axum::serve::Listener<Addr = SocketAddr>,
        serve::From: for<'a> Connected<IncomingStream<'a, L>>,
    {
        let (stop, stopped) = watch::channel(false);
        Self {
            stop,
            task: tokio::spawn(serve::serve(listener, doors, stopped)),
            port,
        }
    }

    /// Where.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether it has stopped by itself.
    pub fn is_over(&self) -> bool {
        self.task.is_finished()
    }

    /// Stops it; nobody is answered after this.
    pub async fn end(self) {
        self.stop.send_replace(true);
        // Its panic, if it had one, is in the log.
        let _ended = self.task.await;
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
async fn bind(
    address: Ipv4Addr,
    ports: impl IntoIterator<Item = u16> + Send,
) -> Result<TcpListener, &'static str> {
    let ports: Vec<u16> = ports.into_iter().collect();
    for port in &ports {
        if let Ok(tcp) = TcpListener::bind((address, *port)).await {
            return Ok(tcp);
        }
    }
    tracing::error!(?ports, "the hub found no free port");
    Err("port-taken")
}

fn port_of(tcp: &TcpListener) -> Result<u16, &'static str> {
    let address = tcp.local_addr().map_err(|_| "port-taken")?;
    Ok(address.port())
}

/// The one address, or every one of this machine but the loopback.
fn own_addresses(at: Option<Ipv4Addr>, port: u16) -> Vec<String> {
    if let Some(ip) = at {
        return vec![format!("https://{ip}:{port}")];
    }
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

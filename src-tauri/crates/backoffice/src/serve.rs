//! `serve`: desks on one side, the database on the other.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use stoika_exchange::Host;
use stoika_exchange::host::serve as serve_host;
use stoika_exchange::tls::TlsListener;
use tokio::net::TcpListener;

use crate::centre::{Ambient, Centre};
use crate::database::Database;
use crate::error::{CentreError, at};
use crate::judge::DomainJudge;
use crate::keys;
use crate::reconciling::reconcile_new;

/// Name of the file in the data folder that says where the server listens: `enrol` puts it
/// into the code.
pub const ADDRESS_FILE: &str = "address";
/// How often the server looks whether a command line beside it has written.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Serving {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Gets the port, for whoever started the server.
    pub port_file: Option<PathBuf>,
    /// Without TLS; on loopback only.
    pub plain: bool,
    /// What desks are told, `https://host:port`, when they do not see the listener's address.
    pub address: Option<String>,
}

/// Serves until `stop` is done. `ready` gets the address that desks are told, once it is
/// listened on and written down.
///
/// # Errors
/// Plain HTTP beyond loopback; a port that is taken; a folder that cannot be used.
pub async fn serve(
    centre: Centre,
    ambient: &Ambient,
    serving: &Serving,
    ready: impl FnOnce(&str),
    stop: impl Future<Output = ()>,
) -> Result<(), CentreError> {
    if serving.plain && !serving.listen.ip().is_loopback() {
        return Err(CentreError::Asked(
            "plain HTTP is for loopback only".to_owned(),
        ));
    }
    let tcp = TcpListener::bind(serving.listen).await?;
    let local = tcp.local_addr()?;
    let dir = centre.dir.clone();
    let (clock, random) = ambient.for_host();
    let host = Host::new(centre.exchange, clock, random);
    let address = serving
        .address
        .clone()
        .unwrap_or_else(|| told_address(local, serving.plain));
    let tls = if serving.plain {
        None
    } else {
        Some(keys::certificate_or_new(&dir)?)
    };
    keys::write_secret(&dir.join(ADDRESS_FILE), address.as_bytes())?;
    if let Some(path) = &serving.port_file {
        keys::write_secret(path, format!("{}\n", local.port()).as_bytes())?;
    }
    let looking = tokio::spawn(look(Arc::clone(&host)));
    let sequencing = tokio::spawn(Arc::clone(&host).run_sequencer());
    ready(&address);
    let stopping = async {
        stop.await;
        host.close();
    };
    let running = async {
        match tls {
            Some(certificate) => {
                let listener = TlsListener::new(tcp, &certificate).map_err(keys::unfit)?;
                serve_host(listener, Arc::clone(&host)).await?;
            }
            None => serve_host(tcp, Arc::clone(&host)).await?,
        }
        Ok::<(), CentreError>(())
    };
    let ((), outcome) = tokio::join!(stopping, running);
    looking.abort();
    // A transaction under way is finished: the sequencer looks at the close between two.
    let _ = sequencing.await;
    outcome
}

fn told_address(local: SocketAddr, plain: bool) -> String {
    let scheme = if plain { "http" } else { "https" };
    format!("{scheme}://{local}")
}

/// Tells the host when another process has written to the database, and tells desks what the
/// centre knows of the accounts that stand in new appeals.
async fn look(host: Arc<Host<Database, DomainJudge>>) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    let mut seen = None;
    let mut reconciled = 0;
    loop {
        every.tick().await;
        let looker = Arc::clone(&host);
        let looked = tokio::task::spawn_blocking(move || {
            let exchange = looker.exchange();
            let upto = reconcile_new(exchange, reconciled)?;
            Ok::<_, CentreError>((upto, exchange.storage().version()?))
        })
        .await;
        match looked {
            Ok(Ok((upto, version))) => {
                let news = seen.replace(version) != Some(version) || reconciled != upto;
                reconciled = upto;
                if news {
                    host.announce();
                }
            }
            Ok(Err(error)) => tracing::warn!(%error, "looking at the database failed"),
            Err(_) => tracing::error!("looking at the database stopped on a panic and goes on"),
        }
    }
}

/// The address that desks of a data folder are told: as asked, or where the server listened last.
pub(crate) fn address(dir: &Path, asked: Option<&str>) -> Result<String, CentreError> {
    let address = match asked {
        Some(address) => address.to_owned(),
        None => {
            let path = dir.join(ADDRESS_FILE);
            if !path.exists() {
                return Err(CentreError::Asked(
                    "the server has not been started yet: start `serve`, or say --address"
                        .to_owned(),
                ));
            }
            std::fs::read_to_string(&path).map_err(at(&path))?
        }
    };
    let host = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .ok_or_else(|| CentreError::Asked("--address is https://host:port".to_owned()))?;
    let everywhere = host
        .parse::<SocketAddr>()
        .map(|address| address.ip())
        .or_else(|_| host.parse::<IpAddr>())
        .is_ok_and(|address| address.is_unspecified());
    if everywhere {
        return Err(CentreError::Asked(
            "the server listens on every address: say --address, as desks see it".to_owned(),
        ));
    }
    Ok(address)
}

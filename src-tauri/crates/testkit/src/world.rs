//! A whole little world in one process: a centre in memory on the loopback, and the desks that
//! a test opens.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use stoika_backoffice::{DomainJudge, RecoveryIdentity};
use stoika_domain::body::SubjectKind;
use stoika_domain::directory::kind;
use stoika_exchange::host::serve;
use stoika_exchange::{Exchange, Host, Invite, MemoryStorage, RowPut, SCOPE_ALL, Storage as _};
use stoika_protocol::enrol::{EnrolSecret, EnrolmentCode};
use stoika_protocol::{HistoryId, Signer};
use stoika_workstation::clock::Clock;
use stoika_workstation::random::{NoRandomness, Random, bytes};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::town::{self, TownError};

/// Longer than any request at the storage in memory.
const CUT_LIMIT: std::time::Duration = std::time::Duration::from_secs(10);

/// The centre's exchange of a test.
pub type CentreHost = Host<MemoryStorage, DomainJudge>;

/// A world cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The town.
    #[error(transparent)]
    Town(#[from] TownError),
    /// The loopback.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The exchange.
    #[error("the exchange: {0}")]
    Exchange(String),
    /// Random bytes.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// The centre: its exchange lives as long as this, its listener can be cut and brought back.
pub struct Centre {
    host: Arc<CentreHost>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    address: SocketAddr,
    recovery: RecoveryIdentity,
    /// A runtime of its own: when it goes, every connection goes with it, as when a wire is cut.
    serving: Mutex<Option<Runtime>>,
    sequencing: JoinHandle<()>,
}

impl Centre {
    /// Starts a centre with the town published.
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn start(clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self, WorldError> {
        let signer = Signer::from_seed(&bytes(random.as_ref())?);
        let storage = MemoryStorage::new(HistoryId(bytes(random.as_ref())?));
        let recovery = RecoveryIdentity::fresh();
        let exchange =
            Exchange::new(storage, DomainJudge, signer).with_recovery(recovery.recipient());
        exchange
            .publish(&town::rows()?)
            .map_err(|error| WorldError::Exchange(error.to_string()))?;
        let (time, chance) = (Arc::clone(&clock), Arc::clone(&random));
        let host = Host::new(
            exchange,
            Box::new(move || time.wall_ms()),
            Box::new(move |place| {
                // A test whose randomness fails is stopped by the panic of this one request.
                #[expect(clippy::expect_used, reason = "the seed never runs dry")]
                chance.fill(place).expect("bytes of the seed");
            }),
        );
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let sequencing = tokio::spawn(Arc::clone(&host).run_sequencer());
        let centre = Self {
            host,
            clock,
            random,
            address,
            recovery,
            serving: Mutex::new(None),
            sequencing,
        };
        centre.serve_on(listener)?;
        Ok(centre)
    }

    /// The exchange, to look what has arrived.
    #[must_use]
    pub fn host(&self) -> &CentreHost {
        &self.host
    }

    /// A one-time code for a desk of the town.
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn invite(&self, window: u16) -> Result<String, WorldError> {
        let secret = EnrolSecret(bytes(self.random.as_ref())?);
        self.invite_with(window, secret, i64::MAX)?;
        Ok(self.code(secret))
    }

    /// Invites under this secret until this instant.
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn invite_with(
        &self,
        window: u16,
        secret: EnrolSecret,
        expires_at_ms: i64,
    ) -> Result<(), WorldError> {
        self.host
            .exchange()
            .invite(&Invite {
                secret,
                office: town::OFFICE.to_owned(),
                window,
                prefix: town::PAPER_CODE.to_owned(),
                expires_at_ms,
            })
            .map_err(|error| WorldError::Exchange(error.to_string()))?;
        Ok(())
    }

    /// The text that the centre gives for a desk's recovery file.
    ///
    /// # Errors
    /// A file that is none, or for another centre.
    pub fn recover(&self, file: &Path) -> Result<String, WorldError> {
        let bytes = std::fs::read(file)?;
        stoika_protocol::message::decode(&bytes)
            .ok()
            .and_then(|file| self.recovery.text_for(&file))
            .map(|text| text.to_string())
            .ok_or_else(|| WorldError::Exchange("no recovery file of this centre".to_owned()))
    }

    /// The text of a code for this centre.
    #[must_use]
    pub fn code(&self, secret: EnrolSecret) -> String {
        self.code_at(secret, None)
    }

    /// The text of a code for a desk at a further address of its office.
    #[must_use]
    pub fn code_at(&self, secret: EnrolSecret, site: Option<&str>) -> String {
        EnrolmentCode {
            address: format!("http://{}", self.address),
            fingerprint: None,
            secret,
            site: site.map(ToOwned::to_owned),
        }
        .to_string()
    }

    /// Publishes rows and wakes the desks.
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn publish(&self, rows: &[stoika_exchange::RowPut]) -> Result<(), WorldError> {
        self.host
            .exchange()
            .publish(rows)
            .map_err(|error| WorldError::Exchange(error.to_string()))?;
        self.host.announce();
        Ok(())
    }

    /// Publishes a version of a printed form (`<form id>@<version>`) to every office, unread: as a
    /// centre newer than the desks would.
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn publish_form(&self, key: &str, toml: &str) -> Result<(), WorldError> {
        self.publish(&[RowPut {
            kind: kind::FORM.to_owned(),
            key: key.to_owned(),
            scope: SCOPE_ALL.to_owned(),
            data: Some(toml.as_bytes().to_vec()),
        }])
    }

    /// Publishes a document of the Standard in another wording.
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn publish_document(&self, name: &str, json: &str) -> Result<(), WorldError> {
        self.publish(&[RowPut {
            kind: kind::STANDARD.to_owned(),
            key: name.to_owned(),
            scope: SCOPE_ALL.to_owned(),
            data: Some(json.as_bytes().to_vec()),
        }])
    }

    /// Revokes every desk.
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn revoke_all(&self) -> Result<(), WorldError> {
        let exchange = self.host.exchange();
        let failed = |error: stoika_exchange::StorageError| WorldError::Exchange(error.to_string());
        let desks = exchange
            .storage()
            .read(|rows| rows.desks())
            .map_err(failed)?;
        for desk in desks {
            exchange
                .revoke(&desk.key.id(), self.clock.wall_ms())
                .map_err(failed)?;
        }
        Ok(())
    }

    /// How many audit records have arrived, and how many seals of them the journal has.
    ///
    /// # Errors
    /// [`WorldError`].
    pub fn audit_counts(&self) -> Result<(u64, usize), WorldError> {
        self.host
            .exchange()
            .storage()
            .read(|rows| {
                let heads = rows.audit_heads()?;
                let seals = rows.settled_of_kind(SubjectKind::Audit.number())?;
                Ok((
                    heads.iter().map(|(_, head)| head.held.seq).sum(),
                    seals.len(),
                ))
            })
            .map_err(|error| WorldError::Exchange(error.to_string()))
    }

    /// The clock that the centre goes by.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// Cuts the wire: connections break, new ones are refused. Blocks until it is so.
    pub fn cut(&self) {
        if let Some(serving) = self.place().take() {
            serving.shutdown_timeout(CUT_LIMIT);
        }
    }

    /// The wire is whole again, at the same address.
    ///
    /// # Errors
    /// When somebody has taken the port meanwhile.
    pub fn mend(&self) -> Result<(), WorldError> {
        self.serve_on(TcpListener::bind(self.address)?)
    }

    fn serve_on(&self, listener: TcpListener) -> Result<(), WorldError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        listener.set_nonblocking(true)?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let host = Arc::clone(&self.host);
        runtime.spawn(async move {
            if let Err(error) = serve(listener, host).await {
                tracing::error!(%error, "the centre stopped");
            }
        });
        *self.place() = Some(runtime);
        Ok(())
    }

    fn place(&self) -> std::sync::MutexGuard<'_, Option<Runtime>> {
        self.serving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        self.host.close();
        self.sequencing.abort();
        if let Some(serving) = self.place().take() {
            serving.shutdown_background();
        }
    }
}

/// The folder of the built pages in this checkout.
#[must_use]
pub fn built_ui() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/dist"))
}

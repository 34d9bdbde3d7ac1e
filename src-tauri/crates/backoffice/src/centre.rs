//! A data folder, opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use stoika_domain::directory::kind;
use stoika_domain::standard::{self, Office};
use stoika_exchange::Exchange;
use stoika_exchange::host::{Clock, Random};
use stoika_protocol::HistoryId;

use crate::database::Database;
use crate::error::{CentreError, at};
use crate::judge::DomainJudge;
use crate::keys;
use crate::recovering::RecoveryIdentity;

/// Fills bytes with random ones, fit for secrets.
pub type FillRandom = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// What the machine gives: the time and randomness. Only `main.rs` takes them from it.
#[derive(Clone)]
pub struct Ambient {
    /// Unix milliseconds.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// Randomness.
    pub random: FillRandom,
}

impl Ambient {
    /// Now, Unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    /// Random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }

    pub(crate) fn for_host(&self) -> (Clock, Random) {
        let clock = Arc::clone(&self.clock);
        let random = Arc::clone(&self.random);
        (
            Box::new(move || clock()),
            Box::new(move |bytes| random(bytes)),
        )
    }
}

/// The centre's exchange.
pub(crate) type CentreExchange = Exchange<Database, DomainJudge>;

/// The centre over its data folder.
pub struct Centre {
    /// The machine below.
    pub exchange: Exchange<Database, DomainJudge>,
    /// The folder.
    pub dir: PathBuf,
}

impl Centre {
    /// Opens the data folder; an empty or missing one becomes a new centre, with a new history
    /// and new keys.
    ///
    /// A database that was put back from a backup keeps its history: desks see it by the order
    /// chain. One that was removed gets a new history: desks see that too.
    ///
    /// # Errors
    /// The folder, the key or the database cannot be used.
    pub fn open(dir: &Path, ambient: &Ambient) -> Result<Self, CentreError> {
        make_private(dir)?;
        let signer = keys::authority(dir, ambient)?;
        let database = Database::open(dir, HistoryId(ambient.bytes()))?;
        Ok(Self {
            exchange: Exchange::new(database, DomainJudge, signer)
                .with_recovery(RecoveryIdentity::of_folder(dir)?.recipient()),
            dir: dir.to_owned(),
        })
    }

    pub(crate) fn database(&self) -> &Database {
        self.exchange.storage()
    }

    /// A published document of the Standard, as text.
    pub(crate) fn document(&self, name: &'static str) -> Result<String, CentreError> {
        let data = self
            .database()
            .published(kind::STANDARD, name)?
            .ok_or(CentreError::NotPublished(name))?;
        String::from_utf8(data).map_err(|error| document_error(name, &error))
    }

    /// A published office.
    pub(crate) fn office(&self, id: &str) -> Result<Office, CentreError> {
        let json = self.document("offices")?;
        let offices =
            standard::offices(&json).map_err(|error| document_error("offices", &error))?;
        offices
            .into_iter()
            .find(|office| office.id.as_str() == id)
            .ok_or_else(|| CentreError::Asked(format!("no office `{id}` is published")))
    }
}

/// Makes the folder for its owner alone: customers are in it.
fn make_private(dir: &Path) -> Result<(), CentreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(at(dir))
}

pub(crate) fn document_error(name: &str, error: &dyn std::error::Error) -> CentreError {
    CentreError::Document {
        name: name.to_owned(),
        error: error.to_string(),
    }
}

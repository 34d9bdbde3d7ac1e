//! What the listener tells of the office's network: who we are there, and who else was found.

use std::sync::{Mutex, MutexGuard, PoisonError};

use stoika_protocol::{Fingerprint, KeyId};

/// A hub that announces itself on the network. Nothing of it is believed before its tenure has been
/// read under the keys of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundHub {
    /// Id of its office.
    pub office: String,
    /// Number of its tenure.
    pub number: u32,
    /// Id of its key.
    pub key: KeyId,
    /// Fingerprint of its certificate.
    pub fingerprint: Fingerprint,
    /// Where it listens, `https://192.168.1.20:7443`.
    pub addresses: Vec<String>,
}

/// How this machine is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HubIdentity {
    /// Of the listener's certificate.
    pub fingerprint: Fingerprint,
    /// Where it listens, or would listen.
    pub addresses: Vec<String>,
}

/// What was told last. It outlives the desk, which may be opened anew.
#[derive(Debug, Default)]
pub(crate) struct Lan {
    identity: Mutex<Option<HubIdentity>>,
    found: Mutex<Vec<FoundHub>>,
}

impl Lan {
    /// Who we are; `None` before the listener has said it.
    pub(crate) fn identity(&self) -> Option<HubIdentity> {
        lock(&self.identity).clone()
    }

    /// True when that is news.
    pub(crate) fn note_identity(&self, identity: HubIdentity) -> bool {
        let identity = Some(identity);
        let mut place = lock(&self.identity);
        let is_news = *place != identity;
        *place = identity;
        is_news
    }

    /// Hubs of an office that can be seen now.
    pub(crate) fn found(&self, office: &str) -> Vec<FoundHub> {
        let found = lock(&self.found);
        let of_office = found.iter().filter(|hub| hub.office == office);
        of_office.cloned().collect()
    }

    /// True when that is news.
    pub(crate) fn note_found(&self, found: Vec<FoundHub>) -> bool {
        let mut place = lock(&self.found);
        let is_news = *place != found;
        *place = found;
        is_news
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

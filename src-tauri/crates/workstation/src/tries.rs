//! Wrong passwords: how many in a row, and how long to wait after them.

use std::collections::BTreeMap;

/// Wrong tries in a row that cost nothing but the work of the hash.
const TRIES_FREE: u32 = 5;
/// The first wait; each further wrong try doubles it.
const WAIT_FIRST_MS: u64 = 30_000;
/// The longest wait.
const WAIT_MAX_MS: u64 = 15 * 60_000;
/// Logins that are kept in mind: somebody who types random ones must not fill the memory.
const LOGINS_MAX: usize = 256;

/// Wrong tries by login. Moments are of the monotonic clock: setting the wall clock shortens no wait.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    by_login: BTreeMap<String, Wrong>,
}

#[derive(Clone, Copy, Debug)]
struct Wrong {
    count: u32,
    free_at_ms: u64,
}

impl Tries {
    /// Seconds to wait before this login may be tried; `None` when at once.
    pub(crate) fn wait_seconds(&self, login: &str, now_ms: u64) -> Option<u64> {
        let wrong = self.by_login.get(login)?;
        let left_ms = wrong.free_at_ms.saturating_sub(now_ms);
        (left_ms > 0).then(|| left_ms.div_ceil(1000))
    }

    /// One more wrong try.
    pub(crate) fn wrong(&mut self, login: &str, now_ms: u64) {
        if self.by_login.len() >= LOGINS_MAX && !self.by_login.contains_key(login) {
            let soonest = self
                .by_login
                .iter()
                .min_by_key(|(_, wrong)| wrong.free_at_ms)
                .map(|(login, _)| login.clone());
            if let Some(login) = soonest {
                self.by_login.remove(&login);
            }
        }
        let wrong = self.by_login.entry(login.to_owned()).or_insert(Wrong {
            count: 0,
            free_at_ms: now_ms,
        });
        wrong.count = wrong.count.saturating_add(1);
        if wrong.count >= TRIES_FREE {
            let doublings = (wrong.count - TRIES_FREE).min(16);
            let wait_ms = (WAIT_FIRST_MS << doublings).min(WAIT_MAX_MS);
            wrong.free_at_ms = now_ms.saturating_add(wait_ms);
        }
    }

    /// The right password.
    pub(crate) fn right(&mut self, login: &str) {
        self.by_login.remove(login);
    }
}

#[cfg(test)]
mod tests {
    use super::{LOGINS_MAX, TRIES_FREE, Tries, WAIT_MAX_MS};

    #[test]
    fn the_wait_begins_after_the_free_tries_doubles_and_has_an_end() {
        let mut tries = Tries::default();
        for _ in 1..TRIES_FREE {
            tries.wrong("a", 0);
        }
        assert_eq!(tries.wait_seconds("a", 0), None);
        tries.wrong("a", 0);
        assert_eq!(tries.wait_seconds("a", 0), Some(30));
        assert_eq!(tries.wait_seconds("a", 29_001), Some(1));
        assert_eq!(tries.wait_seconds("a", 30_000), None);
        tries.wrong("a", 30_000);
        assert_eq!(tries.wait_seconds("a", 30_000), Some(60));
        for _ in 0..40 {
            tries.wrong("a", 0);
        }
        assert_eq!(tries.wait_seconds("a", 0), Some(WAIT_MAX_MS / 1000));
        assert_eq!(tries.wait_seconds("b", 0), None);
        tries.right("a");
        assert_eq!(tries.wait_seconds("a", 0), None);
    }

    #[test]
    fn random_logins_do_not_fill_the_memory() {
        let mut tries = Tries::default();
        for n in 0..LOGINS_MAX + 100 {
            tries.wrong(&n.to_string(), 0);
        }
        assert_eq!(tries.by_login.len(), LOGINS_MAX);
    }
}

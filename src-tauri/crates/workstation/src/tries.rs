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

impl Wrong {
    /// So many wrong tries in a row, the last one now.
    fn after(count: u32, now_ms: u64) -> Self {
        let wait_ms = count
            .checked_sub(TRIES_FREE)
            .map_or(0, |over| (WAIT_FIRST_MS << over.min(16)).min(WAIT_MAX_MS));
        Self {
            count,
            free_at_ms: now_ms.saturating_add(wait_ms),
        }
    }
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
        *wrong = Wrong::after(wrong.count.saturating_add(1), now_ms);
    }

    /// The right password; true when there was something to forget.
    pub(crate) fn right(&mut self, login: &str) -> bool {
        self.by_login.remove(login).is_some()
    }

    /// What is kept over a restart of the program: the counts. No clock tells how long the machine
    /// was off, so a wait that was under way begins anew.
    pub(crate) fn memory(&self) -> String {
        let counts: BTreeMap<&String, u32> = self
            .by_login
            .iter()
            .map(|(login, wrong)| (login, wrong.count))
            .collect();
        serde_json::to_string(&counts).unwrap_or_default()
    }

    /// From what an earlier run has kept.
    pub(crate) fn of_memory(kept: &str, now_ms: u64) -> Self {
        let counts: BTreeMap<String, u32> = serde_json::from_str(kept).unwrap_or_default();
        Self {
            by_login: counts
                .into_iter()
                .take(LOGINS_MAX)
                .map(|(login, count)| (login, Wrong::after(count, now_ms)))
                .collect(),
        }
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
    fn a_restart_shortens_no_wait_and_forgets_no_try() {
        let mut tries = Tries::default();
        for _ in 0..TRIES_FREE {
            tries.wrong("a", 1_000_000);
        }
        for _ in 1..TRIES_FREE {
            tries.wrong("b", 1_000_000);
        }
        let mut again = Tries::of_memory(&tries.memory(), 7);
        assert_eq!(again.wait_seconds("a", 7), Some(30));
        assert_eq!(again.wait_seconds("b", 7), None);
        again.wrong("b", 7);
        assert_eq!(again.wait_seconds("b", 7), Some(30));
        assert_eq!(Tries::of_memory("no json", 0).wait_seconds("a", 0), None);
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

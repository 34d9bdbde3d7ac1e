//! Who is who on HTTP: nonces that are good once, and tokens bound to a key.

use std::collections::{BTreeMap, HashMap, VecDeque};

use stoika_protocol::{Hash, KeyId, Nonce};

const NONCE_LIFE_MS: i64 = 120_000;
/// Nonces waiting for their answer; the oldest gives way.
const NONCES_MAX: usize = 4096;
/// Sessions of one key: a desk has one, and another while a reply is on the way.
const SESSIONS_MAX: usize = 4;

/// Held in memory: a server that was started anew asks every desk who it is.
#[derive(Default)]
pub(crate) struct Sessions {
    nonces: VecDeque<(Nonce, i64)>,
    keys: HashMap<Hash, KeyId>,
    tokens: BTreeMap<KeyId, VecDeque<Hash>>,
}

impl Sessions {
    /// Remembers a nonce that was given out.
    pub fn give_nonce(&mut self, nonce: Nonce, now_ms: i64) {
        if self.nonces.len() == NONCES_MAX {
            self.nonces.pop_front();
        }
        self.nonces.push_back((nonce, now_ms));
    }

    /// True when the nonce was given out lately; it is gone then.
    pub fn take_nonce(&mut self, nonce: &Nonce, now_ms: i64) -> bool {
        let Some(index) = self.nonces.iter().position(|(known, _)| known == nonce) else {
            return false;
        };
        let given_at_ms = self.nonces.remove(index).map_or(i64::MIN, |(_, at)| at);
        (given_at_ms..=given_at_ms.saturating_add(NONCE_LIFE_MS)).contains(&now_ms)
    }

    /// Opens a session of a key by 32 random bytes and returns its token.
    pub fn open(&mut self, key: KeyId, random: [u8; 32]) -> String {
        let token = Hash(random).to_string();
        let name = token_name(&token);
        let tokens = self.tokens.entry(key).or_default();
        if tokens.len() == SESSIONS_MAX
            && let Some(oldest) = tokens.pop_front()
        {
            self.keys.remove(&oldest);
        }
        tokens.push_back(name);
        self.keys.insert(name, key);
        token
    }

    /// The key of a token.
    pub fn key(&self, token: &str) -> Option<KeyId> {
        self.keys.get(&token_name(token)).copied()
    }
}

/// Tokens are looked up by their hash, so that the time of a look-up tells nothing of them.
fn token_name(token: &str) -> Hash {
    Hash(blake3::derive_key(
        "stoika 2026 v1 session token",
        token.as_bytes(),
    ))
}

#[cfg(test)]
mod tests {
    use stoika_protocol::{KeyId, Nonce};

    use super::{NONCE_LIFE_MS, NONCES_MAX, SESSIONS_MAX, Sessions};

    #[test]
    fn a_nonce_is_good_once_and_for_a_while() {
        let mut sessions = Sessions::default();
        let nonce = Nonce([1; 32]);
        assert!(!sessions.take_nonce(&nonce, 0));
        sessions.give_nonce(nonce, 0);
        assert!(sessions.take_nonce(&nonce, NONCE_LIFE_MS));
        assert!(!sessions.take_nonce(&nonce, NONCE_LIFE_MS));
        sessions.give_nonce(nonce, 0);
        assert!(!sessions.take_nonce(&nonce, NONCE_LIFE_MS + 1));
    }

    #[test]
    fn nonces_that_nobody_answers_take_no_more_room() {
        let mut sessions = Sessions::default();
        let nonce = |number: usize| {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&number.to_le_bytes());
            Nonce(bytes)
        };
        for number in 0..=NONCES_MAX {
            sessions.give_nonce(nonce(number), 0);
        }
        assert!(!sessions.take_nonce(&nonce(0), 0));
        assert!(sessions.take_nonce(&nonce(NONCES_MAX), 0));
    }

    #[test]
    fn a_key_has_few_sessions_and_the_last_ones_count() {
        let mut sessions = Sessions::default();
        let key = KeyId([7; 16]);
        let tokens: Vec<String> = (0..=u8::try_from(SESSIONS_MAX).unwrap_or(u8::MAX))
            .map(|number| sessions.open(key, [number; 32]))
            .collect();
        assert_eq!(sessions.key(&tokens[0]), None);
        for token in &tokens[1..] {
            assert_eq!(sessions.key(token), Some(key));
        }
        assert_eq!(sessions.key(""), None);
    }
}

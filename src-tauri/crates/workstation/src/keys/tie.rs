//! What the desk's secret is tied to (привязка ключа): the key file opens there and nowhere else.

use serde::{Deserialize, Serialize};

use super::{KeyError, Machine, derive, once};
use crate::random::{self, Random};

const ID_CONTEXT: &str = "stoika 2026 v1 key tied to a machine";
const CREDENTIAL_CONTEXT: &str = "stoika 2026 v1 key tied to a credential";
const SALT_BYTES: usize = 32;

/// Name of a tie in the key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TieName {
    /// The id of the machine.
    Machine,
    /// A secret that the system gives to the service of this program.
    Credential,
    /// The key of this Windows installation, which Windows itself keeps.
    Windows,
}

/// Seals for this place, and opens what was sealed here.
pub(crate) trait Tie {
    /// What it is.
    fn name(&self) -> TieName;

    /// Bytes that open nowhere else.
    ///
    /// # Errors
    /// No random bytes, or the system's store does not answer.
    fn seal(&self, text: &[u8], random: &dyn Random) -> Result<Vec<u8>, KeyError>;

    /// What was sealed here; `None` when it was elsewhere.
    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>>;
}

/// To bytes that are had in this place and nowhere else.
struct Bytes<'a> {
    name: TieName,
    context: &'static str,
    bytes: &'a [u8],
}

impl Tie for Bytes<'_> {
    fn name(&self) -> TieName {
        self.name
    }

    fn seal(&self, text: &[u8], random: &dyn Random) -> Result<Vec<u8>, KeyError> {
        let salt: [u8; SALT_BYTES] = random::bytes(random)?;
        let mut sealed = salt.to_vec();
        sealed.extend(once::seal(
            &derive(self.context, &[&salt, self.bytes]),
            text,
        )?);
        Ok(sealed)
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (salt, sealed) = sealed.split_first_chunk::<SALT_BYTES>()?;
        once::open(&derive(self.context, &[salt, self.bytes]), sealed)
    }
}

impl Machine {
    /// The tie of a name, if this place has it.
    pub(crate) fn tie(&self, name: TieName) -> Option<Box<dyn Tie + '_>> {
        match name {
            TieName::Machine => Some(self.own_tie()),
            TieName::Credential => self.credential.as_ref().map(|bytes| {
                let tie: Box<dyn Tie + '_> = Box::new(Bytes {
                    name,
                    context: CREDENTIAL_CONTEXT,
                    bytes,
                });
                tie
            }),
            #[cfg(windows)]
            TieName::Windows => Some(Box::new(super::windows::OfWindows)),
            #[cfg(not(windows))]
            TieName::Windows => None,
        }
    }

    /// The strongest tie of this place.
    pub(crate) fn best_tie(&self) -> Box<dyn Tie + '_> {
        let found = [TieName::Credential, TieName::Windows]
            .into_iter()
            .find_map(|name| self.tie(name));
        found.unwrap_or_else(|| self.own_tie())
    }

    /// To the machine's id: what every place has.
    pub(crate) fn own_tie(&self) -> Box<dyn Tie + '_> {
        Box::new(Bytes {
            name: TieName::Machine,
            context: ID_CONTEXT,
            bytes: &self.id,
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::{Machine, TieName};
    use crate::keys::tests::{Counted, machine};

    fn with_credential(secret: &[u8]) -> Machine {
        Machine {
            credential: Some(secret.to_vec()),
            ..machine("a")
        }
    }

    #[test]
    fn a_tie_opens_in_its_own_place_alone() {
        let random = Counted::default();
        let here = machine("a");
        let tie = here.best_tie();
        let sealed = tie.seal(b"secret", &random).unwrap();
        assert_eq!(tie.open(&sealed).unwrap(), b"secret");
        assert_eq!(machine("b").best_tie().open(&sealed), None);
        assert_eq!(tie.open(&sealed[..40]), None);
        assert_eq!(tie.open(b""), None);
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(tie.open(&changed), None);
        // Sealed twice is not the same twice.
        assert_ne!(tie.seal(b"secret", &random).unwrap(), sealed);
    }

    #[cfg(not(windows))]
    #[test]
    fn a_credential_of_the_service_goes_before_the_machine() {
        let random = Counted::default();
        let here = with_credential(b"0123456789abcdef");
        assert_eq!(here.best_tie().name(), TieName::Credential);
        let sealed = here.best_tie().seal(b"secret", &random).unwrap();
        let other = with_credential(b"fedcba9876543210");
        assert_eq!(other.best_tie().open(&sealed), None);
        assert!(machine("a").tie(TieName::Credential).is_none());
        assert_eq!(machine("a").best_tie().name(), TieName::Machine);
    }
}

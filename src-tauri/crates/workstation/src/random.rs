//! Where random bytes come from: the machine in earnest, a seed in tests.

/// A source of random bytes for ids, salts and keys.
pub trait Random: Send + Sync {
    /// Fills the bytes.
    ///
    /// # Errors
    /// [`NoRandomness`] when the machine gives none: nothing that needs an id can be done then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The machine's generator failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the machine gives no random bytes")]
pub struct NoRandomness;

/// The machine's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct MachineRandom;

impl Random for MachineRandom {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a workstation asks its machine for random bytes"
    )]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}

/// So many random bytes.
///
/// # Errors
/// [`NoRandomness`] when there are none.
pub fn bytes<const N: usize>(random: &dyn Random) -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    random.fill(&mut bytes)?;
    Ok(bytes)
}

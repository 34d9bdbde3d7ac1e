//! Known bugs of other systems, put back one at a time for the simulation to find. Without the
//! feature `mutants` nobody can put one on.

/// A bug to put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// An entry whose (replica, seq) is held counts as held, whatever its hash.
    HaveItAlready,
    /// A page that is exactly full is taken for the last one, and the cursor jumps to the end.
    FullPageIsLast,
    /// The server trusts the desk's cursor and head without comparing them with its own.
    CheckpointOnClientOnly,
    /// The last position but one is not visible yet while the last one is.
    VisibleOutOfOrder,
}

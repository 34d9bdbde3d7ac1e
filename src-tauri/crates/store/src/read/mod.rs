//! What screens read: plain rows over the projections and the journal.

pub(crate) mod appeals;
pub(crate) mod client;
pub(crate) mod journal_lines;
pub(crate) mod queue;
pub(crate) mod records;
pub(crate) mod standing;

//! What a transaction changed, in the words that screens listen to.

use stoika_protocol::ActId;

/// Something that a screen may be showing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The list of appeals or its counts.
    Appeals,
    /// One appeal.
    Appeal(ActId),
    /// The queue of the day: tickets, windows, signs of the hall.
    Queue,
    /// Lists of consultations, agreed steps, incidents, papers.
    Records,
    /// What is known of a client: his row, accounts, appeals, contacts.
    Client(String),
    /// Reference data or people.
    Directory,
    /// Progress of the first load.
    Load,
    /// Forms in progress.
    Drafts,
    /// What has been sent and acknowledged.
    Link,
    /// Entries were written into this desk's own journal, by whomever: they may go.
    Written,
    /// The list of discrepancies.
    Discrepancies,
    /// Who saw whose card.
    Audit,
}

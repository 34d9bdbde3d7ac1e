//! A look at an account of another office (чужой лицевой счёт): asked online, with a reason, and
//! written down at the centre. What comes back is shown, and never becomes a row of the desk.

use minicbor::{Decode, Encode};

use crate::directory::DirectoryRow;

/// Asks for an account of another office.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Lookup {
    /// Number of the account.
    #[n(0)]
    pub number: String,
    /// Why, in the user's words; kept at the centre.
    #[n(1)]
    pub reason: String,
    /// Id of the user who asks.
    #[n(2)]
    pub user: String,
}

impl Lookup {
    /// Whether a server takes it: a number, a reason and a user, none of them longer than it may be.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let fits = |text: &str, symbols_max: usize| {
            !text.trim().is_empty() && text.chars().count() <= symbols_max
        };
        fits(&self.number, crate::limit::LOOKUP_NUMBER_SYMBOLS_MAX)
            && fits(&self.reason, crate::limit::LOOKUP_REASON_SYMBOLS_MAX)
            && fits(&self.user, crate::limit::LOOKUP_NUMBER_SYMBOLS_MAX)
    }
}

/// Answer to [`Lookup`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LookupReply {
    /// The account, its holder, ledger and contract; nothing when there is no such account.
    #[n(0)]
    pub rows: Vec<DirectoryRow>,
    /// The far end's clock, Unix milliseconds.
    #[n(1)]
    pub server_time_ms: i64,
}

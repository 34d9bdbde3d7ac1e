//! `lookups`: who looked at accounts of other offices, and why.

use serde::Serialize;
use stoika_domain::directory::{self, User, kind};
use stoika_exchange::Storage as _;

use crate::centre::Centre;
use crate::error::CentreError;

/// A look, as an administrator reads it.
#[derive(Debug, Serialize)]
pub(crate) struct LookupShown {
    pub at_ms: i64,
    /// Label of the desk.
    pub desk: String,
    pub office: String,
    /// Login of the user; his id when he is not known here.
    pub user: String,
    /// The account.
    pub number: String,
    pub reason: String,
    /// Whether there was such an account.
    pub found: bool,
}

/// The last looks, the newest first.
pub(crate) fn lookups(centre: &Centre, count_max: u32) -> Result<Vec<LookupShown>, CentreError> {
    let lines = centre.database().read(|rows| rows.lookups(count_max))?;
    lines
        .into_iter()
        .map(|line| {
            let row = centre.database().directory_row(kind::USER, &line.user)?;
            let user = row.and_then(|(_, data)| directory::decode::<User>(&data).ok());
            Ok(LookupShown {
                at_ms: line.at_ms,
                desk: line.label,
                office: line.office,
                user: user.map_or(line.user, |user| user.login),
                number: line.number,
                reason: line.reason,
                found: line.found,
            })
        })
        .collect()
}

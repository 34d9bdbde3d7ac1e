//! `lookups` and `audit --questions`: who looked at accounts of other offices and why, and who asked
//! for the audit of his office.

use serde::Serialize;
use stoika_domain::audit::AuditAction;
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
            Ok(LookupShown {
                at_ms: line.at_ms,
                desk: line.label,
                office: line.office,
                user: login(centre, line.user)?,
                number: line.number,
                reason: line.reason,
                found: line.found,
            })
        })
        .collect()
}

/// A question about the audit of an office, as an administrator reads it.
#[derive(Debug, Serialize)]
pub(crate) struct AuditLookShown {
    pub at_ms: i64,
    /// Label of the desk.
    pub desk: String,
    pub office: String,
    /// Login of the user; his id when he is not known here.
    pub user: String,
    /// What was compared.
    pub of_user: Option<String>,
    pub action: Option<String>,
    pub party: Option<String>,
    pub from_ms: Option<i64>,
    pub until_ms: Option<i64>,
    /// Records that were given out.
    pub given: u32,
}

/// The last questions, the newest first.
pub(crate) fn audit_looks(
    centre: &Centre,
    count_max: u32,
) -> Result<Vec<AuditLookShown>, CentreError> {
    let looks = centre.database().read(|rows| rows.audit_looks(count_max))?;
    looks
        .into_iter()
        .map(|look| {
            let asked = look.question;
            Ok(AuditLookShown {
                at_ms: look.at_ms,
                desk: look.label,
                office: look.office,
                user: login(centre, asked.asker)?,
                of_user: asked.user.map(|user| login(centre, user)).transpose()?,
                action: asked.action.map(|number| {
                    AuditAction::from_number(number)
                        .map_or_else(|| number.to_string(), |one| one.as_str().to_owned())
                }),
                party: asked.party,
                from_ms: asked.from_ms,
                until_ms: asked.until_ms,
                given: look.given,
            })
        })
        .collect()
}

fn login(centre: &Centre, id: String) -> Result<String, CentreError> {
    let row = centre.database().directory_row(kind::USER, &id)?;
    let user = row.and_then(|(_, data)| directory::decode::<User>(&data).ok());
    Ok(user.map_or(id, |user| user.login))
}

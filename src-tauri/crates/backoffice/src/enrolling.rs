//! `enrol` and `desk`: one-time codes, the list of desks, revocation.

use serde::Serialize;
use stoika_exchange::{Invite, InviteError, Storage as _};
use stoika_protocol::{EnrolSecret, EnrolmentCode, KeyId};

use crate::centre::{Ambient, Centre};
use crate::error::CentreError;
use crate::{keys, serve};

const HOUR_MS: i64 = 3_600_000;

/// A code that was given out.
#[derive(Debug, Serialize)]
pub(crate) struct Given {
    pub code: String,
    pub desk: String,
    pub office: String,
    pub window: u16,
    pub address: String,
    pub site: Option<String>,
    pub expires_at_ms: i64,
}

/// Invites a desk.
pub(crate) fn invite(
    centre: &Centre,
    ambient: &Ambient,
    office: &str,
    window: u16,
    hours: u32,
    address: Option<&str>,
    site: Option<&str>,
) -> Result<Given, CentreError> {
    let office = centre.office(office)?;
    let sites = || office.other_addresses.iter().map(|site| site.id.as_str());
    if let Some(site) = site
        && !sites().any(|id| id == site)
    {
        let known: Vec<&str> = sites().collect();
        return Err(CentreError::Asked(format!(
            "office `{}` has no further address `{site}`; it has: {}",
            office.id.as_str(),
            if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            }
        )));
    }
    let address = serve::address(&centre.dir, address)?;
    let fingerprint = if address.starts_with("https://") {
        Some(keys::certificate_or_new(&centre.dir)?.fingerprint())
    } else {
        None
    };
    let secret = EnrolSecret(ambient.bytes());
    let expires_at_ms = ambient.now_ms() + i64::from(hours) * HOUR_MS;
    let invited = centre.exchange.invite(&Invite {
        secret,
        office: office.id.as_str().to_owned(),
        window,
        prefix: office.paper_code.to_string(),
        expires_at_ms,
    });
    let desk = invited.map_err(|error| match error {
        InviteError::Storage(error) => CentreError::Storage(error),
        InviteError::NoLabel => CentreError::Asked(error.to_string()),
    })?;
    let code = EnrolmentCode {
        address: address.clone(),
        fingerprint,
        secret,
        site: site.map(ToOwned::to_owned),
    };
    Ok(Given {
        code: code.to_string(),
        desk,
        office: office.id.as_str().to_owned(),
        window,
        address,
        site: code.site,
        expires_at_ms,
    })
}

/// A desk, for people.
#[derive(Debug, Serialize)]
pub(crate) struct DeskLine {
    pub desk: String,
    pub office: String,
    pub window: u16,
    pub key: String,
    pub enrolled_at_ms: i64,
    pub seen_at_ms: Option<i64>,
    pub revoked_at_ms: Option<i64>,
    pub program: String,
}

/// All desks.
pub(crate) fn desks(centre: &Centre) -> Result<Vec<DeskLine>, CentreError> {
    let desks = centre.database().read(|rows| rows.desks())?;
    Ok(desks
        .into_iter()
        .map(|desk| DeskLine {
            key: desk.key.id().to_string(),
            desk: desk.label,
            office: desk.office,
            window: desk.window,
            enrolled_at_ms: desk.enrolled_at_ms,
            seen_at_ms: desk.seen_at_ms,
            revoked_at_ms: desk.revoked_at_ms,
            program: desk.program,
        })
        .collect())
}

/// Revokes a desk by its label or its key.
pub(crate) fn revoke(centre: &Centre, ambient: &Ambient, name: &str) -> Result<(), CentreError> {
    let desks = desks(centre)?;
    let key = desks
        .iter()
        .find(|desk| desk.desk == name || desk.key == name)
        .and_then(|desk| KeyId::parse(&desk.key));
    let revoked = match key {
        Some(key) => centre.exchange.revoke(&key, ambient.now_ms())?,
        None => None,
    };
    match revoked {
        Some(_) => Ok(()),
        None => Err(CentreError::Asked(format!("no desk `{name}`"))),
    }
}

//! `explain-term`: a term and why, from what is published.

use chrono::NaiveDate;
use stoika_domain::ids::{ChannelId, NormKey};
use stoika_domain::standard;
use stoika_domain::terms::{Audience, Explained, explain};

use crate::centre::{Centre, document_error};
use crate::error::CentreError;

/// Computes a term from the published norms and calendar.
pub(crate) fn explain_term(
    centre: &Centre,
    norm: &str,
    received: NaiveDate,
    audience: Option<Audience>,
    channel: Option<&str>,
) -> Result<Explained, CentreError> {
    let norms = centre.document("norms")?;
    let norms = standard::norms(&norms).map_err(|error| document_error("norms", &error))?;
    let calendar = centre.document("calendar")?;
    let calendar =
        standard::calendar(&calendar).map_err(|error| document_error("calendar", &error))?;
    let bad_name = |_| CentreError::Asked("not a name of a norm or channel".to_owned());
    let norm = NormKey::parse(norm).map_err(bad_name)?;
    let channel = channel
        .map(ChannelId::parse)
        .transpose()
        .map_err(bad_name)?;
    explain(
        &norms,
        &calendar,
        &norm,
        audience,
        channel.as_ref(),
        received,
    )
    .map_err(|error| CentreError::Asked(error.to_string()))
}

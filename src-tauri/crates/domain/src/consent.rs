//! The consent to the processing of personal data (согласие, 152-ФЗ) that was signed or withdrawn
//! at a desk. It is a document of its own; no contract needs it, so it is asked for only where
//! it is needed: messages that advertise, surveys, photos.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::civil;
use crate::ids::OfficeId;
use crate::number::PaperNumber;

/// For what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Информационные и рекламные сообщения.
    Messages,
    /// Опросы о качестве обслуживания.
    Surveys,
    /// Фотосъёмка.
    Photos,
}

impl Purpose {
    /// All.
    pub const ALL: [Self; 3] = [Self::Messages, Self::Surveys, Self::Photos];

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Surveys => "surveys",
            Self::Photos => "photos",
        }
    }

    /// The purpose of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == code)
    }
}

/// The client signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Number of the document.
    #[serde(rename = "no")]
    pub number: PaperNumber,
    /// The client's directory row.
    #[serde(rename = "id")]
    pub party_id: String,
    /// ФИО as signed.
    #[serde(rename = "nm")]
    pub name: String,
    /// Civil date of the signature.
    #[serde(rename = "on", with = "civil::date")]
    pub given_on: NaiveDate,
    /// For what.
    #[serde(rename = "pu")]
    pub purposes: BTreeSet<Purpose>,
}

/// The client withdrew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Number of the document.
    #[serde(rename = "no")]
    pub number: PaperNumber,
    /// The client's directory row.
    #[serde(rename = "id")]
    pub party_id: String,
    /// ФИО as signed.
    #[serde(rename = "nm")]
    pub name: String,
    /// Civil date of the signature.
    #[serde(rename = "on", with = "civil::date")]
    pub withdrawn_on: NaiveDate,
}

/// What can happen to a consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentEvent {
    /// Дано. Creates it.
    Given(Given),
    /// Отозвано. Creates it as well: what is withdrawn may have been given on paper long ago.
    Withdrawn(Withdrawn),
}

/// A consent, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Its id: the act that created it.
    pub id: Uuid,
    /// The client's directory row.
    pub party_id: String,
    /// As signed here.
    pub given: Option<Given>,
    /// As withdrawn here.
    pub withdrawn: Option<Withdrawn>,
    /// The office.
    pub office_id: OfficeId,
    /// Who took the last signature.
    pub taken_by: String,
    /// When the last signature was taken, Unix milliseconds of the desk's wall clock.
    pub taken_at_ms: i64,
}

impl Consent {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        BTreeSet::from([self.office_id.clone()])
    }
}

/// Applies one event.
///
/// # Errors
/// The reason why the event has no effect.
pub fn fold(
    state: Option<Consent>,
    act: &Act,
    event: &ConsentEvent,
) -> Result<Consent, VoidReason> {
    let blank = |party_id: &str| Consent {
        id: act.act_id,
        party_id: party_id.to_owned(),
        given: None,
        withdrawn: None,
        office_id: act.office_id.clone(),
        taken_by: act.user_name.clone(),
        taken_at_ms: act.wall_time_ms,
    };
    match (state, event) {
        (None, ConsentEvent::Given(given)) => Ok(Consent {
            given: Some(given.clone()),
            ..blank(&given.party_id)
        }),
        (None, ConsentEvent::Withdrawn(withdrawn)) => Ok(Consent {
            withdrawn: Some(withdrawn.clone()),
            ..blank(&withdrawn.party_id)
        }),
        (Some(_), ConsentEvent::Given(_)) => Err(VoidReason::AlreadyRegistered),
        (Some(consent), ConsentEvent::Withdrawn(withdrawn)) => {
            if consent.withdrawn.is_some() {
                return Err(VoidReason::AlreadyClosed);
            }
            Ok(Consent {
                withdrawn: Some(withdrawn.clone()),
                taken_by: act.user_name.clone(),
                taken_at_ms: act.wall_time_ms,
                ..consent
            })
        }
    }
}

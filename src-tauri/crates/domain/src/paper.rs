//! A paper given out that belongs to no appeal (выданный бланк): an information sheet, a redirect
//! sheet, a slip, a consent. Papers about an appeal are events of that appeal.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::ids::{ArticleId, FormId, OfficeId};
use crate::number::PaperNumber;

/// What the paper is about: enough to print it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Information sheet: the article.
    Article {
        /// Its row.
        #[serde(rename = "ar")]
        article: ArticleId,
    },
    /// Redirect sheet: the place that was asked for, and the offices that serve it.
    Offices {
        /// As asked: «Кротовка».
        #[serde(rename = "pl")]
        place: String,
        /// Their rows, the most specific first.
        #[serde(rename = "of")]
        offices: Vec<OfficeId>,
    },
    /// Slip of a next meeting.
    FollowUp {
        /// The agreed step.
        #[serde(rename = "fu")]
        follow_up: Uuid,
    },
    /// Consent or its withdrawal.
    Consent {
        /// The consent.
        #[serde(rename = "cs")]
        consent: Uuid,
    },
    /// Sheet of the book of complaints and suggestions.
    BookEntry {
        /// The entry.
        #[serde(rename = "bk")]
        book_entry: Uuid,
    },
    /// Report of a survey.
    Survey {
        /// The survey.
        #[serde(rename = "sv")]
        survey: Uuid,
    },
    /// Call list, or a list of letters.
    DispatchList {
        /// The list.
        #[serde(rename = "dl")]
        list: Uuid,
    },
}

/// A paper was given out for the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Number of the paper.
    #[serde(rename = "no")]
    pub number: PaperNumber,
    /// Which form.
    #[serde(rename = "fm")]
    pub form_id: FormId,
    /// Version of its template.
    #[serde(rename = "fv")]
    pub form_version: u32,
    /// What it is about.
    #[serde(rename = "ab")]
    pub about: About,
    /// The client's directory row.
    #[serde(rename = "id", default, skip_serializing_if = "Option::is_none")]
    pub party_id: Option<String>,
}

/// It was printed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reissued {
    /// Version of the template.
    #[serde(rename = "fv")]
    pub form_version: u32,
    /// Number of the copy, from 2.
    #[serde(rename = "cp")]
    pub copy_number: u32,
    /// Why.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// What can happen to a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperEvent {
    /// Выдан. Creates it.
    Issued(Issued),
    /// Напечатан ещё раз.
    Reissued(Reissued),
}

/// A paper, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its id: the act that gave it out.
    pub id: Uuid,
    /// As given out.
    pub issued: Issued,
    /// The highest number of a copy.
    pub last_copy_number: u32,
    /// The office.
    pub office_id: OfficeId,
    /// Who gave it out last.
    pub issued_by: String,
    /// When it was printed last, Unix milliseconds of the desk's wall clock.
    pub issued_at_ms: i64,
}

impl Paper {
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
pub fn fold(state: Option<Paper>, act: &Act, event: &PaperEvent) -> Result<Paper, VoidReason> {
    match (state, event) {
        (None, PaperEvent::Issued(issued)) => Ok(Paper {
            id: act.act_id,
            issued: issued.clone(),
            last_copy_number: 1,
            office_id: act.office_id.clone(),
            issued_by: act.user_name.clone(),
            issued_at_ms: act.wall_time_ms,
        }),
        (None, PaperEvent::Reissued(_)) => Err(VoidReason::NotRegistered),
        (Some(_), PaperEvent::Issued(_)) => Err(VoidReason::AlreadyRegistered),
        (Some(paper), PaperEvent::Reissued(reissued)) => Ok(Paper {
            last_copy_number: paper.last_copy_number.max(reissued.copy_number),
            issued_by: act.user_name.clone(),
            issued_at_ms: act.wall_time_ms,
            ..paper
        }),
    }
}

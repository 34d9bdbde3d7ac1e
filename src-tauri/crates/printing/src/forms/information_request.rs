//! The request for what a statement lacks (запрос недостающих сведений), §9; domain §7, form 16.

use chrono::NaiveDate;

use super::letter::Letter;
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const INFORMATION_REQUEST: &str = "information_request";

/// What stands in the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationRequest {
    /// The frame.
    pub letter: Letter,
    /// What is awaited from the applicant.
    pub awaited: String,
    /// From when the appeal waits.
    pub suspended_on: NaiveDate,
}

impl InformationRequest {
    /// The values by the names that the template `information_request` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        self.letter
            .into_model()
            .text("awaited", self.awaited)
            .date("suspended_on", self.suspended_on)
    }
}

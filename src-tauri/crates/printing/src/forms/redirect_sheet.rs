//! The redirect sheet (лист перенаправления): which office serves the address, R89; domain §7,
//! form 21.

use super::Head;
use super::parts::{Place, lines};
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const REDIRECT_SHEET: &str = "redirect_sheet";

/// What stands on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectSheet {
    /// The head.
    pub head: Head,
    /// With what the client came: «Замена электросчётчика».
    pub matter: String,
    /// The address of supply, or the locality, that decides.
    pub address: String,
    /// Why another office: «Адрес входит в зону обслуживания …».
    pub why: String,
    /// The right offices, the most fitting first.
    pub offices: Vec<Place>,
    /// What to take along.
    pub take_along: Vec<String>,
    /// How to settle the matter with no visit at all: «Контакт-центр 8 800 …», if there is a way.
    pub without_visit: Option<String>,
}

impl RedirectSheet {
    /// The values by the names that the template `redirect_sheet` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let offices = self.offices.into_iter().map(Place::into_row);
        self.head
            .into_model()
            .text("matter", self.matter)
            .text("address", self.address)
            .text("why", self.why)
            .rows("offices", offices.collect())
            .rows("take_along", lines(self.take_along))
            .optional_text("without_visit", self.without_visit)
    }
}

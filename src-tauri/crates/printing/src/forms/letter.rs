//! What every letter about an appeal says besides its own matter.

use chrono::NaiveDate;

use super::Head;
use super::parts::{Addressee, Signer};
use crate::model::FormModel;

/// The frame of a letter: to whom, about which appeal, who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The head; number and date are those of the letter, the specialist is its executor.
    pub head: Head,
    /// To whom it goes.
    pub addressee: Addressee,
    /// Registration number of the appeal.
    pub appeal_number: String,
    /// Date of its registration.
    pub appeal_on: NaiveDate,
    /// Its topic: «Расчёты стоимости».
    pub topic: String,
    /// Who signs.
    pub signer: Signer,
}

impl Letter {
    /// The values by the names that all letters use.
    pub(super) fn into_model(self) -> FormModel {
        let model = self.addressee.into_model(self.head.into_model());
        self.signer
            .into_model(model)
            .text("appeal_number", self.appeal_number)
            .date("appeal_on", self.appeal_on)
            .text("topic", self.topic)
    }
}

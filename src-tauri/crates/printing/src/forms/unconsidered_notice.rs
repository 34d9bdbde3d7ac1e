//! The notice «без рассмотрения»: why an appeal is not answered on its merits, R121–R124, A16;
//! domain §7, form 18.

use chrono::NaiveDate;

use super::letter::Letter;
use super::parts::Place;
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const UNCONSIDERED_NOTICE: &str = "unconsidered_notice";

/// What stands on the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnconsideredNotice {
    /// The frame.
    pub letter: Letter,
    /// The ground: «текст обращения не поддаётся прочтению».
    pub ground: String,
    /// Its clause: «Стандарт, п. 7.3»; a withdrawal by the applicant has none.
    pub clause: Option<String>,
    /// What this ground means here, if something is to be said.
    pub explanation: Option<String>,
    /// The answer given before: obligatory for the ground «ответ по существу уже дан» (R123).
    pub former: Option<FormerAnswer>,
    /// How to apply again: what has to be mended.
    pub again: Option<String>,
    /// Where else to apply (R180).
    pub elsewhere: Vec<Place>,
}

/// An answer that was given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAnswer {
    /// Its number, or that of the appeal it answered.
    pub number: String,
    /// Its date.
    pub on: NaiveDate,
}

impl UnconsideredNotice {
    /// The values by the names that the template `unconsidered_notice` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let elsewhere = self.elsewhere.into_iter().map(Place::into_row);
        let model = self
            .letter
            .into_model()
            .text("ground", self.ground)
            .optional_text("clause", self.clause)
            .optional_text("explanation", self.explanation)
            .optional_text("again", self.again)
            .rows("elsewhere", elsewhere.collect());
        match self.former {
            Some(former) => model
                .text("former_number", former.number)
                .date("former_on", former.on),
            None => model,
        }
    }
}

//! The answer to an appeal (ответ на обращение): to a claim a refusal with its conclusion or proposals
//! of settlement, R164–R167; domain §7, form 16.

use super::letter::Letter;
use super::parts::Place;
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const ANSWER_LETTER: &str = "answer_letter";

/// What stands in the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLetter {
    /// The frame.
    pub letter: Letter,
    /// Category of the appeal by its id: `claim` has headings of its own.
    pub kind: String,
    /// How it was decided: `founded`, `partly_founded`, `unfounded`, `explained`.
    pub outcome: String,
    /// The answer.
    pub text: String,
    /// Where else to apply (R180); printed when the answer is not what was asked for.
    pub elsewhere: Vec<Place>,
}

impl AnswerLetter {
    /// The values by the names that the template `answer_letter` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let elsewhere = self.elsewhere.into_iter().map(Place::into_row);
        self.letter
            .into_model()
            .text("kind", self.kind)
            .text("outcome", self.outcome)
            .text("text", self.text)
            .rows("elsewhere", elsewhere.collect())
    }
}

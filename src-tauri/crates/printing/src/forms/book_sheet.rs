//! A sheet of the book of complaints and suggestions (лист книги жалоб и предложений), 10.2; domain §7,
//! form 19.

use chrono::NaiveDate;

use super::Head;
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const BOOK_SHEET: &str = "book_sheet";

/// What stands on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookSheet {
    /// The head; its number is that of the entry.
    pub head: Head,
    /// «Жалоба».
    pub kind: String,
    /// «Книга в отделении».
    pub book: String,
    /// The day on which the client wrote it.
    pub written_on: NaiveDate,
    /// Who signed it.
    pub name: Option<String>,
    /// Where he wants the answer.
    pub answer_to: Option<String>,
    /// What he wrote.
    pub text: String,
    /// Until when something must be done.
    pub due_on: Option<NaiveDate>,
    /// The clause of that term.
    pub clause: Option<String>,
    /// Number of the appeal upon it.
    pub appeal: Option<String>,
    /// When measures were taken.
    pub acted_on: Option<NaiveDate>,
    /// What was done and answered.
    pub measures: Option<String>,
}

impl BookSheet {
    /// The values by the names that the template `book_sheet` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let mut model = self
            .head
            .into_model()
            .text("kind", self.kind)
            .text("book", self.book)
            .date("written_on", self.written_on)
            .optional_text("name", self.name)
            .optional_text("answer_to", self.answer_to)
            .text("text", self.text)
            .optional_text("clause", self.clause)
            .optional_text("appeal", self.appeal)
            .optional_text("measures", self.measures);
        if let Some(due_on) = self.due_on {
            model = model.date("due_on", due_on);
        }
        if let Some(acted_on) = self.acted_on {
            model = model.date("acted_on", acted_on);
        }
        model
    }
}

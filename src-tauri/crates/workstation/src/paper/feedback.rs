//! Papers of feedback (§10): from records to the models of `printing`.

use stoika_domain::book::BookEntry;
use stoika_printing::BookSheet;

use super::forms::{At, Forms};
use crate::fault::Outcome;
use crate::feedback;

impl Forms<'_> {
    pub(super) fn book_sheet(&self, entry: &BookEntry, at: &At) -> Outcome<BookSheet> {
        let written = &entry.written;
        let term = self
            .standards
            .term_from(&written.norm_key, written.written_on);
        let answer_to = written.answer_to.clone();
        Ok(BookSheet {
            head: self.head(at)?,
            kind: self.standards.feedback_kind(written.kind.as_str()),
            book: feedback::book_label(written.book).to_owned(),
            written_on: written.written_on,
            name: written.name.clone(),
            answer_to: answer_to.map(|to| {
                if self.masked {
                    feedback::masked(&to)
                } else {
                    to
                }
            }),
            text: written.text.clone(),
            due_on: term.as_ref().map(|term| term.limit),
            clause: term.map(|term| term.explanation.control.clause),
            appeal: entry
                .linked
                .as_ref()
                .map(|linked| linked.appeal_number.to_string()),
            acted_on: entry.acted.as_ref().map(|acted| acted.acted_on),
            measures: entry.acted.as_ref().map(|acted| acted.measures.clone()),
        })
    }
}

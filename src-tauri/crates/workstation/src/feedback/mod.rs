//! Feedback (§10): the book of complaints and suggestions, surveys.

mod book;
mod results;
mod survey;

pub(crate) use book::{act, book_label, choices, entry, get, linked, list, masked, write};
pub(crate) use results::{questions, results, ways};
pub(crate) use survey::{answer, cancel, end, hint, options, plan, plan_of, questionnaire, survey};

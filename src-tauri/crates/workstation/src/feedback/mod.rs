//! Feedback (§10): the book of complaints and suggestions.

mod book;

pub(crate) use book::{act, book_label, choices, entry, get, linked, list, masked, write};

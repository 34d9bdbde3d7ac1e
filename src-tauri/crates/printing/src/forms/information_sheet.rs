//! The information sheet (информационный лист): an article given out on paper, R136–R138;
//! domain §7, form 21.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Head;
use super::parts::lines;
use crate::model::{FormModel, Row};

/// The form's id in `assets/forms`.
pub const INFORMATION_SHEET: &str = "information_sheet";

/// What stands on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationSheet {
    /// The head.
    pub head: Head,
    /// Title of the article.
    pub title: String,
    /// Its version: «3».
    pub version: String,
    /// Date of that version.
    pub version_on: NaiveDate,
    /// Who answers for the article (R138): «Управление сбыта».
    pub owner: String,
    /// The article.
    pub body: Vec<ArticlePart>,
    /// Where it is taken from: «Стандарт, п. 8.1», if the article names it.
    pub source: Option<String>,
    /// «Как получить в следующий раз» (R137): a way each.
    pub next_time: Vec<String>,
}

/// A part of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArticlePart {
    /// A title inside the article.
    Heading(String),
    /// Running text.
    Paragraph(String),
    /// An item of a list.
    Bullet(String),
    /// A step of a procedure; steps in a row are numbered.
    Step(String),
}

impl InformationSheet {
    /// The values by the names that the template `information_sheet` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let body = self.body.into_iter().map(ArticlePart::into_row);
        self.head
            .into_model()
            .text("title", self.title)
            .text("version", self.version)
            .date("version_on", self.version_on)
            .text("owner", self.owner)
            .rows("body", body.collect())
            .optional_text("source", self.source)
            .rows("next_time", lines(self.next_time))
    }
}

impl ArticlePart {
    fn into_row(self) -> Row {
        let (role, text) = match self {
            Self::Heading(text) => ("heading", text),
            Self::Paragraph(text) => ("paragraph", text),
            Self::Bullet(text) => ("bullet", text),
            Self::Step(text) => ("step", text),
        };
        BTreeMap::from([
            ("role".to_owned(), role.to_owned()),
            ("text".to_owned(), text),
        ])
    }
}

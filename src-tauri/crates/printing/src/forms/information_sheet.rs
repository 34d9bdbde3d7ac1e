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
    /// Its version is known by its date.
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
            .date("version_on", self.version_on)
            .text("owner", self.owner)
            .rows("body", body.collect())
            .optional_text("source", self.source)
            .rows("next_time", lines(self.next_time))
    }
}

impl ArticlePart {
    /// The parts of an article as the directory has it: `## ` begins a title, `- ` an item, `1. `
    /// a step; other lines are paragraphs, each line its own. Empty lines only part.
    #[must_use]
    pub fn of_text(text: &str) -> Vec<Self> {
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(Self::of_line)
            .collect()
    }

    fn of_line(line: &str) -> Self {
        let after_hashes = line.trim_start_matches('#');
        if after_hashes.len() < line.len() && after_hashes.starts_with(' ') {
            return Self::Heading(after_hashes.trim_start().to_owned());
        }
        if let Some(item) = line.strip_prefix("- ") {
            return Self::Bullet(item.trim_start().to_owned());
        }
        match line.split_once(". ") {
            Some((number, step)) if number.parse::<u8>().is_ok() => {
                Self::Step(step.trim_start().to_owned())
            }
            Some(_) | None => Self::Paragraph(line.to_owned()),
        }
    }

    fn into_row(self) -> Row {
        let (role, text) = match self {
            Self::Heading(text) => ("heading", text),
            Self::Paragraph(text) => ("paragraph", text),
            Self::Bullet(text) => ("bullet", text),
            Self::Step(text) => ("step", text),
        };
        BTreeMap::from([
            ("role".to_owned(), role.into()),
            ("text".to_owned(), text.into()),
        ])
    }
}

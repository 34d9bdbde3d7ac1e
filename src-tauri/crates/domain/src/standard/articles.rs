//! Topics of consultation (темы консультаций) and the articles that are read out, printed and
//! handed over, 8.1.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{StandardError, named};
use crate::ids::NormKey;

/// A topic of consultation, 8.1, R142.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationTopic {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it.
    pub clause: String,
    /// The article that answers it.
    pub article: String,
}

/// An article of the reference book (статья справочника), R44, R136–R138.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// The clauses it explains.
    pub clause: String,
    /// The topic of consultation it answers, if it does.
    pub topic: Option<String>,
    /// The day of this version.
    pub version_on: NaiveDate,
    /// The post that answers for it.
    pub owner_ru: String,
    /// Norms whose numbers stand in the text: to be looked at when a norm changes.
    pub norms: Vec<NormKey>,
    /// Short Markdown: paragraphs, `## ` headings, `- ` lists, nothing else.
    pub body_md: String,
    /// «Как получить в следующий раз», R137.
    pub next_time_ru: String,
}

/// A block of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// A heading.
    Heading(&'a str),
    /// A paragraph.
    Paragraph(&'a str),
    /// A line of a list.
    Item(&'a str),
}

impl Article {
    /// The text in blocks, for the screen and the paper.
    pub fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        self.body_md
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| {
                if let Some(heading) = line.strip_prefix("## ") {
                    Block::Heading(heading)
                } else if let Some(item) = line.strip_prefix("- ") {
                    Block::Item(item)
                } else {
                    Block::Paragraph(line)
                }
            })
    }
}

/// Reads `consultation_topics.json`.
///
/// # Errors
/// [`StandardError`].
pub fn consultation_topics(json: &str) -> Result<Vec<ConsultationTopic>, StandardError> {
    named(json, |row: &ConsultationTopic| row.id.as_str())
}

/// Reads `articles.json`.
///
/// # Errors
/// [`StandardError`].
pub fn articles(json: &str) -> Result<Vec<Article>, StandardError> {
    named(json, |row: &Article| row.id.as_str())
}

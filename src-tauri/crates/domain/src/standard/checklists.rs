//! What documents are asked for (перечни документов), 5.1 and 8.1; domain of ПП 442 and ПП 354.

use serde::{Deserialize, Serialize};

use super::{StandardError, rows, unique};
use crate::directory::PartyKind;

/// In what form a document is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// The original stays with the case.
    Original,
    /// A copy stays; the original is shown.
    Copy,
    /// Only shown or told.
    Shown,
}

/// A document that may be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// Where the Standard names it; `None` for general knowledge of the field.
    pub clause: Option<String>,
    /// In what form.
    pub paper: Paper,
    /// Where it is obtained (источник получения, 8.1).
    pub where_ru: String,
}

/// Whether a document must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// Always.
    Required,
    /// When the condition holds: a person decides.
    Conditional,
    /// May be given.
    Optional,
}

/// A line of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistItem {
    /// The document.
    pub document: String,
    /// Whether it must be there.
    pub needed: Needed,
    /// The condition, for a conditional one.
    #[serde(default)]
    pub condition_ru: Option<String>,
}

/// What a checklist is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Заключение договора.
    ContractApplication,
    /// Изменение договора.
    ContractChange,
    /// Расторжение договора, уменьшение объёмов.
    Termination,
    /// Претензия.
    Claim,
}

/// A checklist (перечень документов) for kinds of clients, R52.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// The clause it rests on.
    pub clause: String,
    /// What it is for.
    pub matter: Matter,
    /// For which clients.
    pub client_kinds: Vec<PartyKind>,
    /// A missing document holds the term up and earns a notice; a citizen is served without it.
    pub missing_stops: bool,
    /// The lines, in the order of the screen.
    pub items: Vec<ChecklistItem>,
    /// What to tell the client.
    #[serde(default)]
    pub note_ru: Option<String>,
}

/// `checklists.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistData {
    /// Documents.
    pub documents: Vec<Document>,
    /// Checklists.
    pub checklists: Vec<Checklist>,
}

impl ChecklistData {
    /// The checklists of a matter for a kind of client.
    pub fn of(&self, matter: Matter, kind: PartyKind) -> impl Iterator<Item = &Checklist> {
        self.checklists
            .iter()
            .filter(move |list| list.matter == matter && list.client_kinds.contains(&kind))
    }

    /// The document of a line.
    #[must_use]
    pub fn document(&self, item: &ChecklistItem) -> Option<&Document> {
        self.documents.iter().find(|row| row.id == item.document)
    }
}

/// Reads `checklists.json`; every line names a document, every conditional one its condition.
///
/// # Errors
/// [`StandardError`].
pub fn checklists(json: &str) -> Result<ChecklistData, StandardError> {
    let data: ChecklistData = rows(json)?;
    unique(data.documents.iter().map(|row| row.id.as_str()))?;
    unique(data.checklists.iter().map(|row| row.id.as_str()))?;
    for list in &data.checklists {
        unique(list.items.iter().map(|item| item.document.as_str()))?;
        for item in &list.items {
            if data.document(item).is_none() {
                return Err(StandardError::Dangling {
                    from: list.id.clone(),
                    to: item.document.clone(),
                });
            }
            if (item.needed == Needed::Conditional) != item.condition_ru.is_some() {
                return Err(StandardError::Unfit {
                    row: list.id.clone(),
                    why: "a conditional line, and no other, has a condition",
                });
            }
        }
    }
    Ok(data)
}

//! What documents are asked for (перечни документов), 5.1 and 8.1; domain of ПП 442 and ПП 354.

use serde::{Deserialize, Serialize};

use super::{StandardError, rows, unique};
use crate::appeal::{Attachment, Wanted};
use crate::directory::PartyKind;
use crate::text;

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
    /// The appeal itself is this document: a claim needs no second claim.
    #[serde(default)]
    pub is_appeal: bool,
}

impl Document {
    /// Whether it is handed over and stays: what is shown, or is the appeal itself, stands on no
    /// receipt.
    #[must_use]
    pub fn is_handed_over(&self) -> bool {
        !self.is_appeal && self.paper != Paper::Shown
    }

    /// Whether this is what was handed in: named by the list, or written by hand in its very words.
    #[must_use]
    pub fn is(&self, attachment: &Attachment) -> bool {
        attachment.document.as_ref().map_or_else(
            || text::normalise(&attachment.name) == text::normalise(&self.title_ru),
            |document| *document == self.id,
        )
    }
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

impl Matter {
    /// What an appeal of this category and topic is, if there are checklists for it. Who wants out
    /// of a contract asks for its change; the topic tells the two apart.
    #[must_use]
    pub fn of_appeal(category: &str, topic: &str) -> Option<Self> {
        match (category, topic) {
            ("contract_change", "termination") => Some(Self::Termination),
            ("contract_change", _) => Some(Self::ContractChange),
            ("contract_application", _) => Some(Self::ContractApplication),
            ("claim", _) => Some(Self::Claim),
            _ => None,
        }
    }
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

    /// The checklist of a matter that serves every kind which the applicant may be of; `None` when
    /// there is none, or his kind would have to be known to choose.
    #[must_use]
    pub fn for_any_of(&self, matter: Matter, kinds: &[PartyKind]) -> Option<&Checklist> {
        self.checklists
            .iter()
            .filter(|list| list.matter == matter)
            .find(|list| kinds.iter().all(|kind| list.client_kinds.contains(kind)))
    }

    /// What must be handed over by this list and was not.
    #[must_use]
    pub fn wanted(&self, list: &Checklist, handed: &[Attachment]) -> Vec<Wanted> {
        list.items
            .iter()
            .filter(|item| item.needed == Needed::Required)
            .filter_map(|item| self.document(item))
            .filter(|document| document.is_handed_over())
            .filter(|document| !handed.iter().any(|attachment| document.is(attachment)))
            .map(|document| Wanted {
                name: document.title_ru.clone(),
                where_to_get: document.where_ru.clone(),
            })
            .collect()
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

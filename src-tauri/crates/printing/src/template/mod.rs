//! The template language: what a form looks like, as data.
//!
//! One TOML file is one version of one form; `assets/forms/README.md` describes it for the
//! person who edits it. Reading is strict: an unknown key, block or field is an error with its
//! line, and an optional field may stand only where its absence is provided for.

mod inline;
mod parse;
mod reader;
mod set;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use crate::fonts::Weight;
pub use inline::{Inline, Part};
pub(crate) use parse::{ROLE, TEXT};
pub use set::TemplateSet;

use crate::{FormModel, PrintError};

/// Why a template was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct TemplateError {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A key that must be there is not.
    #[error("`{key}` is missing")]
    MissingKey {
        /// The key.
        key: String,
    },
    /// A key that the language does not know (a typing error, or a newer program's template).
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// The value of a key has another type or is out of its range.
    #[error("`{key}` must be {expected}")]
    WrongType {
        /// The key.
        key: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A name that is none of a closed list: kind of block, type of field, size.
    #[error("`{name}` is no {what}")]
    UnknownName {
        /// What was expected: block, field type, size, weight, tone.
        what: &'static str,
        /// What stands there.
        name: String,
    },
    /// A placeholder or a condition names a field that `[fields]` does not declare.
    #[error("field `{field}` is not declared")]
    UnknownField {
        /// The field.
        field: String,
    },
    /// A field of another type is wanted here: rows where text is, or the reverse.
    #[error("field `{field}` cannot stand here")]
    WrongField {
        /// The field.
        field: String,
    },
    /// An optional field stands where nothing says what to do without it.
    #[error("optional field `{field}` needs `when = \"{field}\"`")]
    Unguarded {
        /// The field.
        field: String,
    },
    /// A brace with no pair, or an empty placeholder. A brace itself is written twice.
    #[error("broken placeholder")]
    Placeholder,
    /// A block that cannot stand inside another (a masthead, a section).
    #[error("block `{kind}` cannot stand inside another")]
    Nested {
        /// Kind of the block.
        kind: String,
    },
}

/// One version of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Id of the form: the name of its folder.
    pub id: String,
    /// Version, for the journal.
    pub version: String,
    /// From this civil date (of the document) on the version is in force.
    pub effective_from: NaiveDate,
    /// Title in the PDF's properties.
    pub title: String,
    author: Inline,
    pub(crate) margins: Margins,
    pub(crate) sizes: Sizes,
    pub(crate) label_mm: f32,
    pub(crate) fields: BTreeMap<String, Field>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) footer: Footer,
}

impl Template {
    /// Author in the PDF's properties: the office, never a person.
    pub(crate) fn author(&self, model: &FormModel) -> Result<String, PrintError> {
        self.author.fill(&self.id, model, None)
    }
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) kind: FieldKind,
    pub(crate) optional: bool,
}

/// Type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Text,
    Date,
    Rows { columns: Vec<String> },
}

impl FieldKind {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "a date",
            Self::Rows { .. } => "rows",
        }
    }
}

/// Free edges of the A4 page, millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Margins {
    pub(crate) top_mm: f32,
    pub(crate) right_mm: f32,
    pub(crate) bottom_mm: f32,
    pub(crate) left_mm: f32,
}

/// The three text sizes of a paper, points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sizes {
    pub(crate) small_pt: f32,
    pub(crate) text_pt: f32,
    pub(crate) large_pt: f32,
}

/// One of the three sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Small,
    Text,
    Large,
}

/// Ink of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Full,
    Soft,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) size: Size,
    pub(crate) weight: Weight,
    pub(crate) ink: Ink,
}

/// When a block or a fact is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    Always,
    Present(String),
    Absent(String),
}

impl Condition {
    pub(crate) fn holds(&self, model: &FormModel) -> bool {
        match self {
            Self::Always => true,
            Self::Present(field) => model.get(field).is_some(),
            Self::Absent(field) => model.get(field).is_none(),
        }
    }
}

/// A block with its condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    pub(crate) when: Condition,
    pub(crate) kind: BlockKind,
}

/// What can stand on a paper.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum BlockKind {
    /// The top of the first page: texts at the left, the code of the record at the right.
    Masthead {
        code: Inline,
        code_mm: f32,
        parts: Vec<Block>,
    },
    /// A hairline, a title in the left column and blocks at its right.
    Section { title: Inline, parts: Vec<Block> },
    /// A text that stays with what follows it.
    Heading { text: Inline, style: Style },
    /// Running text, with an optional label above it.
    Paragraph {
        label: Option<Inline>,
        text: Inline,
        style: Style,
    },
    /// Labels with values, in columns.
    Facts { columns: u8, items: Vec<Fact> },
    /// One line for each row, the header repeated on each page.
    Table { rows: String, columns: Vec<Column> },
    /// One marked paragraph for each row, with a smaller text under it.
    List {
        rows: String,
        mark: Mark,
        text: Inline,
        note: Option<Inline>,
        note_style: Style,
        style: Style,
    },
    /// An article: each row says in `role` what its `text` is.
    Prose { rows: String },
    /// Whom a letter goes to: blocks in the right half.
    Addressee { parts: Vec<Block> },
    /// A label and a line to write on by hand.
    Blank { label: Inline },
    /// A line across.
    Rule { strong: bool },
    /// A place to sign: post and name, a line, a word under it.
    Signature {
        post: Inline,
        name: Inline,
        caption: Inline,
    },
    /// Places to sign, side by side.
    Signatures { signers: Vec<Signer> },
    /// The end of a letter: post, a line, name.
    SignOff { post: Inline, name: Inline },
    /// Free space.
    Spacer { mm: f32 },
}

impl BlockKind {
    /// Whether it must not be parted from the text that is signed.
    pub(crate) fn signs(&self) -> bool {
        match self {
            Self::Signature { .. } | Self::Signatures { .. } | Self::SignOff { .. } => true,
            Self::Masthead { .. }
            | Self::Section { .. }
            | Self::Heading { .. }
            | Self::Paragraph { .. }
            | Self::Facts { .. }
            | Self::Table { .. }
            | Self::List { .. }
            | Self::Prose { .. }
            | Self::Addressee { .. }
            | Self::Blank { .. }
            | Self::Rule { .. }
            | Self::Spacer { .. } => false,
        }
    }
}

/// What stands before an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `1.`
    Number,
    /// A dash.
    Dash,
    /// A box to tick by hand.
    Tick,
    /// Nothing, and no indent.
    Bare,
}

/// One of the places to sign.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Signer {
    pub(crate) title: Inline,
    pub(crate) post: Option<Inline>,
    pub(crate) name: Inline,
    pub(crate) caption: Inline,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fact {
    pub(crate) when: Condition,
    pub(crate) label: Inline,
    pub(crate) text: Inline,
    pub(crate) note: Option<Inline>,
    pub(crate) style: Style,
    pub(crate) wide: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) title: Inline,
    pub(crate) text: Inline,
    /// Share of the width.
    pub(crate) share: f32,
    /// Numbers stand right.
    pub(crate) right: bool,
}

/// The foot of each page. `{page}` and `{pages}` can stand here.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Footer {
    pub(crate) left: Inline,
    pub(crate) right: Inline,
}

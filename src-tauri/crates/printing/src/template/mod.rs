//! The template language: what a form looks like, as data.
//!
//! One TOML file is one version of one form; `assets/forms/README.md` describes it for the
//! person who edits it. Reading is strict: an unknown key, block or field is an error with its
//! line, and an optional field may stand only where its absence is provided for.

mod fit;
mod form;
mod inline;
mod parse;
mod reader;
mod set;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use crate::fonts::Weight;
pub(crate) use form::Form;
pub use inline::Inline;
pub(crate) use inline::{RowAt, value_of};
pub(crate) use parse::{PAGE, PAGES, ROLE, TEXT};
pub use set::TemplateSet;

use crate::{FormModel, PrintError, Value};

/// Why a template was refused. Who publishes a form writes Russian, so the words are Russian.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("строка {line}, столбец {column}: {problem}")]
pub struct TemplateError {
    /// Line of the file, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML; the words are those of the parser.
    #[error("не разобрать запись TOML: {0}")]
    Syntax(String),
    /// A key that must be there is not.
    #[error("нет ключа «{key}»")]
    MissingKey {
        /// The key.
        key: String,
    },
    /// A key that the language does not know (a typing error, or a newer program's template).
    #[error("неизвестный ключ «{key}»")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// The value of a key has another type or is out of its range.
    #[error("«{key}»: нужно {expected}")]
    WrongType {
        /// The key.
        key: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A name that is none of a closed list: kind of block, type of field, size.
    #[error("«{name}»: нет такого {what}")]
    UnknownName {
        /// What was expected, in the genitive: вида блока, типа поля, размера.
        what: &'static str,
        /// What stands there.
        name: String,
    },
    /// A placeholder or a condition names a field that `[fields]` does not declare.
    #[error("поле «{field}» не объявлено в [fields]")]
    UnknownField {
        /// The field.
        field: String,
    },
    /// A field of another type is wanted here: rows where text is, or the reverse.
    #[error("поле «{field}» здесь стоять не может: у него другой тип")]
    WrongField {
        /// The field.
        field: String,
    },
    /// An optional field stands where nothing says what to do without it.
    #[error("поля «{field}» может не быть: нужно условие when = \"{field}\"")]
    Unguarded {
        /// The field.
        field: String,
    },
    /// A brace with no pair, or a wrong name in it. A brace itself is written twice.
    #[error("скобка без пары или неверное имя поля: «{near}»")]
    Placeholder {
        /// The text from the brace on.
        near: String,
    },
    /// An unknown word after a bar: `{on|length}`.
    #[error("«{form}»: нет такого способа записи")]
    UnknownForm {
        /// The word.
        form: String,
    },
    /// A value of this type is not written so: `{name|long}`.
    #[error("поле «{field}» так не записать: у него другой тип")]
    WrongForm {
        /// The field.
        field: String,
    },
    /// A block that cannot stand where it stands.
    #[error("блок «{kind}» здесь стоять не может")]
    Nested {
        /// Kind of the block.
        kind: String,
    },
    /// More than the language takes.
    #[error("слишком много: {what}, можно не больше {max}")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// How much it takes.
        max: usize,
    },
    /// The fonts cannot draw a character of the template's own words.
    #[error("шрифты не рисуют знак U+{code:04X}", code = u32::from(*.character))]
    NoGlyph {
        /// The character.
        character: char,
    },
    /// The fonts of the program cannot be read: nothing can be printed.
    #[error("встроенные шрифты не читаются")]
    Fonts,
    /// The program does not give such a field, or such a column, to this form.
    #[error("поля «{field}» программа этой форме не даёт")]
    Foreign {
        /// The field, or `rows.column`.
        field: String,
    },
    /// The program gives the field, but as another type.
    #[error("поле «{field}» программа даёт как {given}")]
    GivenAs {
        /// The field, or `rows.column`.
        field: String,
        /// The type, as a template declares it.
        given: &'static str,
    },
    /// The program does not always give the field.
    #[error("поле «{field}» программа даёт не всегда: объявите его со знаком «?»")]
    NotAlways {
        /// The field, or `rows.column`.
        field: String,
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
    /// Line and column where it is declared.
    pub(crate) at: (usize, usize),
}

/// Type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Text,
    Date,
    Money,
    Number,
    Name,
    Rows { columns: BTreeMap<String, Field> },
}

impl FieldKind {
    /// As a template declares it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Money => "money",
            Self::Number => "number",
            Self::Name => "name",
            Self::Rows { .. } => "rows",
        }
    }

    /// Whether a value can stand for the type: what is one thing can be a text too, so that a
    /// version of a form outlives a field that has become richer.
    pub(crate) fn takes(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Rows { .. }, Value::Rows(_))
            | (Self::Date, Value::Date(_))
            | (Self::Money, Value::Money(_))
            | (Self::Number, Value::Number(_))
            | (Self::Name, Value::Name(_)) => true,
            (Self::Text, value) => !matches!(value, Value::Rows(_)),
            (_, _) => false,
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

/// When a block or a fact is printed: all of `when` hold and none of `unless`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) when: Vec<Test>,
    pub(crate) unless: Vec<Test>,
}

impl Condition {
    pub(crate) fn holds(&self, model: &FormModel, row: Option<RowAt<'_>>) -> bool {
        self.when.iter().all(|test| test.holds(model, row))
            && !self.unless.iter().any(|test| test.holds(model, row))
    }
}

/// One thing asked of a field: `representative`, `outcome = founded | partly`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Test {
    pub(crate) field: String,
    /// What it must be one of; empty: it must be there.
    pub(crate) one_of: Vec<String>,
}

impl Test {
    fn holds(&self, model: &FormModel, row: Option<RowAt<'_>>) -> bool {
        let Some(value) = value_of(&self.field, model, row) else {
            return false;
        };
        self.one_of.is_empty()
            || match &*value {
                Value::Text(text) => self.one_of.contains(text),
                Value::Number(number) => self.one_of.contains(&number.to_string()),
                Value::Date(_) | Value::Money(_) | Value::Name(_) | Value::Rows(_) => false,
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
    /// Its parts once for each row.
    Each { rows: String, parts: Vec<Block> },
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
    /// What follows begins on a new page.
    NewPage,
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
            | Self::Each { .. }
            | Self::Prose { .. }
            | Self::Addressee { .. }
            | Self::Blank { .. }
            | Self::Rule { .. }
            | Self::Spacer { .. }
            | Self::NewPage => false,
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

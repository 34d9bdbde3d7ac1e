//! From TOML to [`Template`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::inline::ROW_NUMBER;
use super::reader::{Reader, at};
use super::{
    Block, BlockKind, Column, Condition, Fact, Field, FieldKind, Footer, Ink, Inline, Margins,
    Mark, Problem, Signer, Size, Sizes, Style, Template, TemplateError, Test, Weight,
};
use crate::fonts::Fonts;

/// The names that a footer can use besides the fields.
pub(crate) const PAGE: &str = "page";
/// Number of pages.
pub(crate) const PAGES: &str = "pages";

/// How long the file of a form can be: a contract of 40 pages has less than half of it.
const SOURCE_BYTES_MAX: usize = 200_000;
/// How many fields a form can have.
const FIELDS_MAX: usize = 300;
/// What is asked for where a type of a field stands.
const FIELD_TYPE: &str = "типа поля";

/// The columns of the rows of an article.
pub(crate) const ROLE: &str = "role";
/// Its words.
pub(crate) const TEXT: &str = "text";

/// Width of the left column of sections when the template does not say.
const LABEL_MM: f32 = 36.0;

impl Template {
    /// Reads one version of a form.
    ///
    /// # Errors
    /// [`TemplateError`] with the line and what is wrong there.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        if source.len() > SOURCE_BYTES_MAX {
            let (what, max) = ("байтов в файле", SOURCE_BYTES_MAX);
            return Err(at(source, 0, Problem::TooMuch { what, max }));
        }
        let fonts = Fonts::built_in().map_err(|_| at(source, 0, Problem::Fonts))?;
        let root = DeTable::parse(source).map_err(|error| {
            let byte = error.span().map_or(0, |span| span.start);
            at(source, byte, Problem::Syntax(error.message().to_owned()))
        })?;
        let root = Reader::new(source, root.get_ref(), 0);
        let fields = fields(&root.table("fields")?)?;
        let scope = Scope {
            fonts,
            fields: &fields,
            rows: None,
            guards: Vec::new(),
            page: false,
        };
        let page = root.table("page")?;
        let sizes = root.table("sizes_pt")?;
        let footer = root.table("footer")?;
        let template = Self {
            id: root.text("id")?.to_owned(),
            version: root.text("version")?.to_owned(),
            effective_from: date(&root, "effective_from")?,
            title: root.text("title")?.to_owned(),
            author: scope.inline(&root, "author")?,
            margins: Margins {
                top_mm: page.length("top_mm")?,
                right_mm: page.length("right_mm")?,
                bottom_mm: page.length("bottom_mm")?,
                left_mm: page.length("left_mm")?,
            },
            label_mm: page.optional_length("label_mm")?.unwrap_or(LABEL_MM),
            sizes: Sizes {
                small_pt: sizes.length("small")?,
                text_pt: sizes.length("text")?,
                large_pt: sizes.length("large")?,
            },
            blocks: blocks(&root.tables("block")?, &scope, TOP)?,
            footer: {
                let scope = Scope {
                    page: true,
                    ..scope.clone()
                };
                Footer {
                    left: scope.inline(&footer, "left")?,
                    right: scope.inline(&footer, "right")?,
                }
            },
            fields: fields.clone(),
        };
        if template.margins.left_mm + template.margins.right_mm + template.label_mm > 170.0
            || template.margins.top_mm + template.margins.bottom_mm > 200.0
        {
            let key = "page".to_owned();
            let expected = "поля страницы, которые оставляют место тексту";
            return Err(page.error(Problem::WrongType { key, expected }));
        }
        for table in [&root, &page, &sizes, &footer] {
            table.finish()?;
        }
        Ok(template)
    }
}

fn date(table: &Reader<'_>, key: &'static str) -> Result<NaiveDate, TemplateError> {
    table.text(key)?.parse().map_err(|_| {
        let expected = "дата в кавычках: \"2026-01-01\"";
        table.error_at(
            key,
            Problem::WrongType {
                key: key.to_owned(),
                expected,
            },
        )
    })
}

/// `name = "text"`, `name = "date?"`; rows, always optional: `name = ["column", "column"]` of texts,
/// `name = { column = "text", other = "money?" }`.
fn fields(table: &Reader<'_>) -> Result<BTreeMap<String, Field>, TemplateError> {
    let mut fields = BTreeMap::new();
    for name in table.entries() {
        if fields.len() == FIELDS_MAX {
            let (what, max) = ("полей", FIELDS_MAX);
            return Err(table.error_at(name, Problem::TooMuch { what, max }));
        }
        let at = table.place(name);
        let field = match table.entry(name) {
            Some(DeValue::String(kind)) => one(table, name, kind)?,
            Some(DeValue::Array(columns)) => {
                let text = |column: &str| {
                    let (kind, optional) = (FieldKind::Text, false);
                    (column.to_owned(), Field { kind, optional, at })
                };
                let columns = columns.iter().map(|c| c.get_ref().as_str().map(text));
                let columns = columns.collect::<Option<_>>();
                let columns = columns.ok_or_else(|| unknown(table, name, FIELD_TYPE, name))?;
                rows(columns, at)
            }
            Some(_) | None => {
                let inner = table.inner(name);
                let inner = inner.ok_or_else(|| unknown(table, name, FIELD_TYPE, name))?;
                let mut columns = BTreeMap::new();
                for column in inner.entries() {
                    let Some(DeValue::String(kind)) = inner.entry(column) else {
                        return Err(unknown(&inner, column, FIELD_TYPE, column));
                    };
                    columns.insert(column.to_owned(), one(&inner, column, kind)?);
                }
                rows(columns, at)
            }
        };
        fields.insert(name.to_owned(), field);
    }
    Ok(fields)
}

fn rows(columns: BTreeMap<String, Field>, at: (usize, usize)) -> Field {
    Field {
        kind: FieldKind::Rows { columns },
        optional: true,
        at,
    }
}

fn one(table: &Reader<'_>, name: &str, kind: &str) -> Result<Field, TemplateError> {
    let (word, optional) = match kind.strip_suffix('?') {
        Some(word) => (word, true),
        None => (kind, false),
    };
    let kind = match word {
        "text" => FieldKind::Text,
        "date" => FieldKind::Date,
        "money" => FieldKind::Money,
        "number" => FieldKind::Number,
        "name" => FieldKind::Name,
        _ => return Err(unknown(table, name, FIELD_TYPE, word)),
    };
    let at = table.place(name);
    Ok(Field { kind, optional, at })
}

fn unknown(table: &Reader<'_>, key: &str, what: &'static str, name: &str) -> TemplateError {
    let name = name.to_owned();
    table.error_at(key, Problem::UnknownName { what, name })
}

/// What a text may name at its place.
#[derive(Clone)]
struct Scope<'f> {
    fonts: &'f Fonts,
    fields: &'f BTreeMap<String, Field>,
    /// Columns of the rows around the text.
    rows: Option<&'f BTreeMap<String, Field>>,
    /// Optional fields and columns that are surely present here.
    guards: Vec<String>,
    /// Whether `{page}` and `{pages}` are known.
    page: bool,
}

/// What a name stands for.
enum Known<'f> {
    /// A field or a column.
    Field(&'f Field),
    /// A number that the layout gives: of the page, of the row.
    Counter,
}

impl<'f> Scope<'f> {
    fn known(&self, name: &str) -> Result<Known<'f>, Problem> {
        let counter = (self.page && (name == PAGE || name == PAGES))
            || (self.rows.is_some() && name == ROW_NUMBER);
        if counter {
            return Ok(Known::Counter);
        }
        let column = self.rows.and_then(|columns| columns.get(name));
        let field = column.or_else(|| self.fields.get(name));
        field
            .map(Known::Field)
            .ok_or_else(|| Problem::UnknownField {
                field: name.to_owned(),
            })
    }

    fn inline(&self, table: &Reader<'_>, key: &'static str) -> Result<Inline, TemplateError> {
        let inline = table.inline(key)?;
        self.check(&inline, true)
            .map_err(|problem| table.in_text(key, problem))?;
        Ok(inline)
    }

    /// A text that may be left out by the template, or at print time when its field is absent.
    fn optional(
        &self,
        table: &Reader<'_>,
        key: &'static str,
    ) -> Result<Option<Inline>, TemplateError> {
        let inline = table.optional_inline(key)?;
        if let Some(inline) = &inline {
            self.check(inline, false)
                .map_err(|problem| table.in_text(key, problem))?;
        }
        Ok(inline)
    }

    fn check(&self, inline: &Inline, guarded: bool) -> Result<(), Problem> {
        for (name, form) in inline.fields() {
            let known = match self.known(name)? {
                Known::Field(known) => known,
                Known::Counter if form.fits(&FieldKind::Number) => continue,
                Known::Counter => {
                    let field = name.to_owned();
                    return Err(Problem::WrongForm { field });
                }
            };
            let field = name.to_owned();
            if matches!(known.kind, FieldKind::Rows { .. }) {
                return Err(Problem::WrongField { field });
            }
            if known.optional && guarded && !self.guards.contains(&field) {
                return Err(Problem::Unguarded { field });
            }
            if !form.fits(&known.kind) {
                return Err(Problem::WrongForm { field });
            }
        }
        let mut letters = inline.words().flat_map(str::chars);
        match letters.find(|c| *c != '\n' && !self.fonts.has(*c)) {
            Some(character) => Err(Problem::NoGlyph { character }),
            None => Ok(()),
        }
    }

    /// `when` and `unless`, each one test or a list of them, and the scope inside.
    fn condition(&self, table: &Reader<'_>) -> Result<(Condition, Self), TemplateError> {
        let when = self.tests(table, "when")?;
        let unless = self.tests(table, "unless")?;
        let mut inside = self.clone();
        let sure = when.iter().map(|test| test.field.clone());
        inside.guards.extend(sure);
        Ok((Condition { when, unless }, inside))
    }

    /// `field`, or `field = value | value`.
    fn tests(&self, table: &Reader<'_>, key: &'static str) -> Result<Vec<Test>, TemplateError> {
        let mut tests = Vec::new();
        for text in table.texts(key)? {
            let (name, values) = match text.split_once('=') {
                Some((name, values)) => (name.trim(), Some(values)),
                None => (text.trim(), None),
            };
            let in_text = |problem| table.error_in(key, name, problem);
            let known = self.known(name).map_err(in_text)?;
            let one_of: Vec<String> = values.map_or_else(Vec::new, |values| {
                let values = values.split('|').map(str::trim);
                values.map(str::to_owned).collect()
            });
            let comparable = match known {
                Known::Counter => true,
                Known::Field(field) => match field.kind {
                    FieldKind::Text | FieldKind::Number => true,
                    FieldKind::Date
                    | FieldKind::Money
                    | FieldKind::Name
                    | FieldKind::Rows { .. } => one_of.is_empty(),
                },
            };
            let field = name.to_owned();
            if !comparable || one_of.iter().any(String::is_empty) {
                return Err(in_text(Problem::WrongField { field }));
            }
            tests.push(Test { field, one_of });
        }
        Ok(tests)
    }

    /// The scope of one row of `rows`.
    fn of_rows(&self, table: &Reader<'_>) -> Result<(String, Self), TemplateError> {
        let name = table.text("rows")?;
        let field = name.to_owned();
        match self.fields.get(name).map(|field| &field.kind) {
            Some(FieldKind::Rows { columns }) => {
                let mut inside = Self {
                    rows: Some(columns),
                    ..self.clone()
                };
                if !self.guards.contains(&field) {
                    return Err(table.error_at("rows", Problem::Unguarded { field }));
                }
                // A column hides a field of its name, and what was known of the field.
                inside.guards.retain(|guard| !columns.contains_key(guard));
                Ok((field, inside))
            }
            Some(_) => Err(table.error_at("rows", Problem::WrongField { field })),
            None => Err(table.error_at("rows", Problem::UnknownField { field })),
        }
    }
}

/// Where a block stands.
#[derive(Clone, Copy)]
struct Level {
    /// Not inside another block, or only inside a loop.
    top: bool,
    /// Inside a loop. A loop has no loop in it, so a paper is at most as long as its template
    /// times its longest rows: it always ends.
    row: bool,
}

const TOP: Level = Level {
    top: true,
    row: false,
};

impl Level {
    fn takes(self, kind: &str) -> bool {
        match kind {
            "masthead" | "addressee" => self.top && !self.row,
            "section" => self.top,
            "new_page" => self.top && !self.row,
            "each" | "table" | "list" | "prose" => !self.row,
            _ => true,
        }
    }

    fn inside(self) -> Self {
        Self { top: false, ..self }
    }
}

fn blocks(
    tables: &[Reader<'_>],
    scope: &Scope<'_>,
    level: Level,
) -> Result<Vec<Block>, TemplateError> {
    tables
        .iter()
        .map(|table| block(table, scope, level))
        .collect()
}

fn block(table: &Reader<'_>, scope: &Scope<'_>, level: Level) -> Result<Block, TemplateError> {
    let (when, scope) = scope.condition(table)?;
    let name = table.text("kind")?;
    if !level.takes(name) {
        let kind = name.to_owned();
        return Err(table.error_at("kind", Problem::Nested { kind }));
    }
    let kind = match name {
        "masthead" => BlockKind::Masthead {
            code: scope.inline(table, "code")?,
            code_mm: table.length("code_mm")?,
            parts: blocks(&table.tables("part")?, &scope, level.inside())?,
        },
        "section" => BlockKind::Section {
            title: scope.inline(table, "title")?,
            parts: blocks(&table.tables("part")?, &scope, level.inside())?,
        },
        "heading" => BlockKind::Heading {
            text: scope.inline(table, "text")?,
            style: style(table, Weight::SemiBold)?,
        },
        "paragraph" => BlockKind::Paragraph {
            label: scope.optional(table, "label")?,
            text: scope.inline(table, "text")?,
            style: style(table, Weight::Regular)?,
        },
        "facts" => facts(table, &scope)?,
        "table" => {
            let (rows, scope) = scope.of_rows(table)?;
            let columns = table.tables("column")?;
            let columns = columns.iter().map(|table| column(table, &scope));
            BlockKind::Table {
                rows,
                columns: columns.collect::<Result<_, _>>()?,
            }
        }
        "list" => {
            let (rows, scope) = scope.of_rows(table)?;
            BlockKind::List {
                rows,
                mark: mark(table)?,
                text: scope.inline(table, "text")?,
                note: scope.optional(table, "note")?,
                note_style: note_style(table)?,
                style: style(table, Weight::Regular)?,
            }
        }
        "each" => {
            let (rows, scope) = scope.of_rows(table)?;
            let level = Level { row: true, ..level };
            BlockKind::Each {
                rows,
                parts: blocks(&table.tables("part")?, &scope, level)?,
            }
        }
        "prose" => {
            let (rows, scope) = scope.of_rows(table)?;
            let columns = scope.rows;
            let has = |name: &&str| columns.is_some_and(|columns| columns.contains_key(*name));
            if let Some(lacking) = [ROLE, TEXT].into_iter().find(|name| !has(name)) {
                let field = format!("{rows}.{lacking}");
                return Err(table.error_at("rows", Problem::UnknownField { field }));
            }
            BlockKind::Prose { rows }
        }
        "addressee" => BlockKind::Addressee {
            parts: blocks(&table.tables("part")?, &scope, level.inside())?,
        },
        "blank" => BlockKind::Blank {
            label: scope.inline(table, "label")?,
        },
        "rule" => BlockKind::Rule {
            strong: table.flag("strong")?,
        },
        "signature" => BlockKind::Signature {
            post: scope.inline(table, "post")?,
            name: scope.inline(table, "name")?,
            caption: scope.inline(table, "caption")?,
        },
        "signatures" => {
            let signers = table.tables("signer")?;
            if !(2..=3).contains(&signers.len()) {
                let (key, expected) = ("signer".to_owned(), "два или три");
                return Err(table.error_at("signer", Problem::WrongType { key, expected }));
            }
            let signers = signers.iter().map(|table| signer(table, &scope));
            BlockKind::Signatures {
                signers: signers.collect::<Result<_, _>>()?,
            }
        }
        "sign_off" => BlockKind::SignOff {
            post: scope.inline(table, "post")?,
            name: scope.inline(table, "name")?,
        },
        "spacer" => BlockKind::Spacer {
            mm: table.length("mm")?,
        },
        "new_page" => BlockKind::NewPage,
        _ => return Err(unknown(table, "kind", "вида блока", name)),
    };
    table.finish()?;
    Ok(Block { when, kind })
}

fn facts(table: &Reader<'_>, scope: &Scope<'_>) -> Result<BlockKind, TemplateError> {
    let columns = match table.optional_length("columns")? {
        None => 2,
        Some(1.0) => 1,
        Some(2.0) => 2,
        Some(3.0) => 3,
        Some(_) => {
            let (key, expected) = ("columns".to_owned(), "1, 2 или 3");
            return Err(table.error_at("columns", Problem::WrongType { key, expected }));
        }
    };
    let items = table.tables("fact")?;
    let items = items.iter().map(|table| fact(table, scope));
    Ok(BlockKind::Facts {
        columns,
        items: items.collect::<Result<_, _>>()?,
    })
}

fn fact(table: &Reader<'_>, scope: &Scope<'_>) -> Result<Fact, TemplateError> {
    let (when, scope) = scope.condition(table)?;
    let fact = Fact {
        when,
        label: scope.inline(table, "label")?,
        text: scope.inline(table, "text")?,
        note: scope.optional(table, "note")?,
        style: style(table, Weight::Regular)?,
        wide: table.flag("wide")?,
    };
    table.finish()?;
    Ok(fact)
}

fn column(table: &Reader<'_>, scope: &Scope<'_>) -> Result<Column, TemplateError> {
    let column = Column {
        title: scope.inline(table, "title")?,
        text: scope.inline(table, "text")?,
        share: table.length("share")?,
        right: table.flag("right")?,
    };
    table.finish()?;
    Ok(column)
}

fn signer(table: &Reader<'_>, scope: &Scope<'_>) -> Result<Signer, TemplateError> {
    let signer = Signer {
        title: scope.inline(table, "title")?,
        post: scope.optional(table, "post")?,
        name: scope.inline(table, "name")?,
        caption: scope.inline(table, "caption")?,
    };
    table.finish()?;
    Ok(signer)
}

/// Notes are small and soft, unless they carry what the paper is for.
fn note_style(table: &Reader<'_>) -> Result<Style, TemplateError> {
    let (size, ink) = match table.optional_text("note_size")? {
        None | Some("small") => (Size::Small, Ink::Soft),
        Some("text") => (Size::Text, Ink::Full),
        Some(other) => return Err(unknown(table, "note_size", "размера", other)),
    };
    Ok(Style {
        size,
        weight: Weight::Regular,
        ink,
    })
}

fn mark(table: &Reader<'_>) -> Result<Mark, TemplateError> {
    match table.optional_text("mark")? {
        None | Some("number") => Ok(Mark::Number),
        Some("dash") => Ok(Mark::Dash),
        Some("tick") => Ok(Mark::Tick),
        Some("none") => Ok(Mark::Bare),
        Some(other) => Err(unknown(table, "mark", "знака списка", other)),
    }
}

fn style(table: &Reader<'_>, weight: Weight) -> Result<Style, TemplateError> {
    let size = match table.optional_text("size")? {
        None | Some("text") => Size::Text,
        Some("small") => Size::Small,
        Some("large") => Size::Large,
        Some(other) => return Err(unknown(table, "size", "размера", other)),
    };
    let weight = match table.optional_text("weight")? {
        None => weight,
        Some("regular") => Weight::Regular,
        Some("medium") => Weight::Medium,
        Some("semibold") => Weight::SemiBold,
        Some(other) => return Err(unknown(table, "weight", "веса", other)),
    };
    let ink = match table.optional_text("ink")? {
        None | Some("full") => Ink::Full,
        Some("soft") => Ink::Soft,
        Some(other) => return Err(unknown(table, "ink", "цвета", other)),
    };
    Ok(Style { size, weight, ink })
}

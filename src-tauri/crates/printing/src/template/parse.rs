//! From TOML to [`Template`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::reader::{Reader, at};
use super::{
    Block, BlockKind, Column, Condition, Fact, Field, FieldKind, Footer, Ink, Inline, Margins,
    Mark, Problem, Signer, Size, Sizes, Style, Template, TemplateError, Weight,
};

/// The names that a footer can use besides the fields.
pub(crate) const PAGE: &str = "page";
/// Number of pages.
pub(crate) const PAGES: &str = "pages";

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
        let root = DeTable::parse(source).map_err(|error| {
            let byte = error.span().map_or(0, |span| span.start);
            at(source, byte, Problem::Syntax(error.message().to_owned()))
        })?;
        let root = Reader::new(source, root.get_ref(), 0);
        let fields = fields(&root.table("fields")?)?;
        let scope = Scope {
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
            blocks: blocks(&root.tables("block")?, &scope, true)?,
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
            let expected = "margins that leave room for text";
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
        let expected = "a date in quotes: \"2026-01-01\"";
        table.error_at(
            key,
            Problem::WrongType {
                key: key.to_owned(),
                expected,
            },
        )
    })
}

/// `name = "text"`, `name = "date?"`, `name = ["column", "column"]` (rows, always optional).
fn fields(table: &Reader<'_>) -> Result<BTreeMap<String, Field>, TemplateError> {
    let mut fields = BTreeMap::new();
    for name in table.entries() {
        let field = match table.entry(name) {
            Some(DeValue::String(kind)) => {
                let (word, optional) = match kind.strip_suffix('?') {
                    Some(word) => (word, true),
                    None => (kind.as_ref(), false),
                };
                let kind = match word {
                    "text" => FieldKind::Text,
                    "date" => FieldKind::Date,
                    _ => return Err(unknown(table, name, "field type", word)),
                };
                Field { kind, optional }
            }
            Some(DeValue::Array(columns)) => {
                let columns = columns
                    .iter()
                    .map(|c| c.get_ref().as_str().map(str::to_owned));
                let columns = columns.collect::<Option<Vec<_>>>();
                let columns = columns.ok_or_else(|| unknown(table, name, "field type", name))?;
                Field {
                    kind: FieldKind::Rows { columns },
                    optional: true,
                }
            }
            Some(_) | None => return Err(unknown(table, name, "field type", name)),
        };
        fields.insert(name.to_owned(), field);
    }
    Ok(fields)
}

fn unknown(table: &Reader<'_>, key: &str, what: &'static str, name: &str) -> TemplateError {
    let name = name.to_owned();
    table.error_at(key, Problem::UnknownName { what, name })
}

/// What a text may name at its place.
#[derive(Clone)]
struct Scope<'f> {
    fields: &'f BTreeMap<String, Field>,
    /// Columns of the rows around the text.
    rows: Option<&'f [String]>,
    /// Optional fields that are surely present here.
    guards: Vec<String>,
    /// Whether `{page}` and `{pages}` are known.
    page: bool,
}

impl<'f> Scope<'f> {
    fn inline(&self, table: &Reader<'_>, key: &'static str) -> Result<Inline, TemplateError> {
        let inline = table.inline(key)?;
        self.check(&inline, true)
            .map_err(|problem| table.error_at(key, problem))?;
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
                .map_err(|problem| table.error_at(key, problem))?;
        }
        Ok(inline)
    }

    fn check(&self, inline: &Inline, guarded: bool) -> Result<(), Problem> {
        for name in inline.fields() {
            let column = self
                .rows
                .is_some_and(|columns| columns.iter().any(|c| c == name));
            if column || (self.page && (name == PAGE || name == PAGES)) {
                continue;
            }
            let field = name.to_owned();
            match self.fields.get(name) {
                None => return Err(Problem::UnknownField { field }),
                Some(Field {
                    kind: FieldKind::Rows { .. },
                    ..
                }) => {
                    return Err(Problem::WrongField { field });
                }
                Some(known) if known.optional && guarded && !self.guards.contains(&field) => {
                    return Err(Problem::Unguarded { field });
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// `when = "field"` or `unless = "field"`, and the scope inside.
    fn condition(&self, table: &Reader<'_>) -> Result<(Condition, Self), TemplateError> {
        let (when, unless) = (table.optional_text("when")?, table.optional_text("unless")?);
        for (key, name) in [("when", when), ("unless", unless)] {
            if let Some(name) = name.filter(|name| !self.fields.contains_key(*name)) {
                let field = name.to_owned();
                return Err(table.error_at(key, Problem::UnknownField { field }));
            }
        }
        let mut inside = self.clone();
        match (when, unless) {
            (None, None) => Ok((Condition::Always, inside)),
            (Some(field), None) => {
                inside.guards.push(field.to_owned());
                Ok((Condition::Present(field.to_owned()), inside))
            }
            (None, Some(field)) => Ok((Condition::Absent(field.to_owned()), inside)),
            (Some(_), Some(_)) => {
                let key = "unless".to_owned();
                let expected = "alone: `when` stands beside it";
                Err(table.error_at("unless", Problem::WrongType { key, expected }))
            }
        }
    }

    /// The scope of one row of `rows`.
    fn of_rows(&self, table: &Reader<'_>) -> Result<(String, Self), TemplateError> {
        let name = table.text("rows")?;
        let field = name.to_owned();
        match self.fields.get(name).map(|field| &field.kind) {
            Some(FieldKind::Rows { columns }) => {
                let inside = Self {
                    rows: Some(columns.as_slice()),
                    ..self.clone()
                };
                if self.guards.contains(&field) {
                    Ok((field, inside))
                } else {
                    Err(table.error_at("rows", Problem::Unguarded { field }))
                }
            }
            Some(FieldKind::Text | FieldKind::Date) => {
                Err(table.error_at("rows", Problem::WrongField { field }))
            }
            None => Err(table.error_at("rows", Problem::UnknownField { field })),
        }
    }
}

fn blocks(
    tables: &[Reader<'_>],
    scope: &Scope<'_>,
    top: bool,
) -> Result<Vec<Block>, TemplateError> {
    tables
        .iter()
        .map(|table| block(table, scope, top))
        .collect()
}

fn block(table: &Reader<'_>, scope: &Scope<'_>, top: bool) -> Result<Block, TemplateError> {
    let (when, scope) = scope.condition(table)?;
    let name = table.text("kind")?;
    let kind = match name {
        "masthead" | "section" | "addressee" if !top => {
            let kind = name.to_owned();
            return Err(table.error_at("kind", Problem::Nested { kind }));
        }
        "masthead" => BlockKind::Masthead {
            code: scope.inline(table, "code")?,
            code_mm: table.length("code_mm")?,
            parts: blocks(&table.tables("part")?, &scope, false)?,
        },
        "section" => BlockKind::Section {
            title: scope.inline(table, "title")?,
            parts: blocks(&table.tables("part")?, &scope, false)?,
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
        "prose" => {
            let (rows, scope) = scope.of_rows(table)?;
            let columns = scope.rows.unwrap_or_default();
            if let Some(lacking) = [ROLE, TEXT]
                .into_iter()
                .find(|name| !columns.iter().any(|c| c == name))
            {
                let field = format!("{rows}.{lacking}");
                return Err(table.error_at("rows", Problem::UnknownField { field }));
            }
            BlockKind::Prose { rows }
        }
        "addressee" => BlockKind::Addressee {
            parts: blocks(&table.tables("part")?, &scope, false)?,
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
                let (key, expected) = ("signer".to_owned(), "two or three");
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
        _ => return Err(unknown(table, "kind", "block", name)),
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
            let (key, expected) = ("columns".to_owned(), "1, 2 or 3");
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
        Some(other) => return Err(unknown(table, "note_size", "size", other)),
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
        Some(other) => Err(unknown(table, "mark", "mark", other)),
    }
}

fn style(table: &Reader<'_>, weight: Weight) -> Result<Style, TemplateError> {
    let size = match table.optional_text("size")? {
        None | Some("text") => Size::Text,
        Some("small") => Size::Small,
        Some("large") => Size::Large,
        Some(other) => return Err(unknown(table, "size", "size", other)),
    };
    let weight = match table.optional_text("weight")? {
        None => weight,
        Some("regular") => Weight::Regular,
        Some("medium") => Weight::Medium,
        Some("semibold") => Weight::SemiBold,
        Some(other) => return Err(unknown(table, "weight", "weight", other)),
    };
    let ink = match table.optional_text("ink")? {
        None | Some("full") => Ink::Full,
        Some("soft") => Ink::Soft,
        Some(other) => return Err(unknown(table, "ink", "ink", other)),
    };
    Ok(Style { size, weight, ink })
}

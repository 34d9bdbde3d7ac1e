//! The template language: what it lets through, and what it says of mistakes.

use stoika_printing::layout::{Item, Layout};
use stoika_printing::template::{Problem, Template};
use stoika_printing::{FormModel, PrintError, Row, TemplateSet, layout_of};

use crate::sample::day;

/// The smallest form; blocks follow.
const HEAD: &str = r#"id = "note"
version = "1"
effective_from = "2026-01-01"
title = "Записка"
author = "Отделение"
[page]
top_mm = 20
right_mm = 20
bottom_mm = 20
left_mm = 20
[sizes_pt]
small = 8
text = 10
large = 18
[fields]
who = "text"
maybe = "text?"
on = "date"
things = ["name", "count"]
[footer]
left = "{who}"
right = "{page}/{pages}"
"#;

fn problem(blocks: &str) -> (usize, Problem) {
    let head = HEAD.lines().count();
    let error = Template::parse(&format!("{HEAD}{blocks}")).unwrap_err();
    (error.line.saturating_sub(head), error.problem)
}

fn field(name: &str) -> String {
    name.to_owned()
}

#[test]
fn mistakes_are_told_with_their_line() {
    let cases = [
        (
            "[[block]]\nkind = \"picture\"",
            2,
            Problem::UnknownName {
                what: "вида блока",
                name: field("picture"),
            },
        ),
        (
            "[[block]]\nkind = \"rule\"\nbold = true",
            3,
            Problem::UnknownKey { key: field("bold") },
        ),
        (
            "[[block]]\nkind = \"heading\"",
            1,
            Problem::MissingKey { key: field("text") },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = \"{whom}\"",
            3,
            Problem::UnknownField {
                field: field("whom"),
            },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = \"{maybe}\"",
            3,
            Problem::Unguarded {
                field: field("maybe"),
            },
        ),
        (
            "[[block]]\nkind = \"heading\"\nunless = \"maybe\"\ntext = \"{maybe}\"",
            4,
            Problem::Unguarded {
                field: field("maybe"),
            },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = \"{things}\"",
            3,
            Problem::WrongField {
                field: field("things"),
            },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = \"{page}\"",
            3,
            Problem::UnknownField {
                field: field("page"),
            },
        ),
        (
            "[[block]]\nkind = \"heading\"\nwhen = \"whom\"\ntext = \"а\"",
            3,
            Problem::UnknownField {
                field: field("whom"),
            },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = \"{who\"",
            3,
            Problem::Placeholder {
                near: field("{who"),
            },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = \"who}\"",
            3,
            Problem::Placeholder { near: field("}") },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = \"{}\"",
            3,
            Problem::Placeholder { near: field("{}") },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = 5",
            3,
            Problem::WrongType {
                key: field("text"),
                expected: "текст в кавычках",
            },
        ),
        (
            "[[block]]\nkind = \"heading\"\ntext = \"а\"\nsize = \"huge\"",
            4,
            Problem::UnknownName {
                what: "размера",
                name: field("huge"),
            },
        ),
        (
            "[[block]]\nkind = \"spacer\"\nmm = -5",
            3,
            Problem::WrongType {
                key: field("mm"),
                expected: "число больше 0 и не больше 400",
            },
        ),
        (
            "[[block]]\nkind = \"list\"\nrows = \"things\"\ntext = \"{name}\"",
            3,
            Problem::Unguarded {
                field: field("things"),
            },
        ),
        (
            "[[block]]\nkind = \"list\"\nwhen = \"maybe\"\nrows = \"who\"\ntext = \"а\"",
            4,
            Problem::WrongField {
                field: field("who"),
            },
        ),
        (
            "[[block]]\nkind = \"facts\"\n[[block.fact]]\nlabel = \"а\"\ntext = \"{nobody}\"",
            5,
            Problem::UnknownField {
                field: field("nobody"),
            },
        ),
        (
            "[[block]]\nkind = \"section\"\ntitle = \"а\"\n[[block.part]]\nkind = \"section\"",
            5,
            Problem::Nested {
                kind: field("section"),
            },
        ),
    ];
    for (blocks, line, expected) in cases {
        assert_eq!(problem(blocks), (line, expected), "{blocks}");
    }
}

#[test]
fn mistakes_of_the_head_are_told_too() {
    let cases = [
        (
            "who = \"text\"",
            "who = \"amount\"",
            16,
            "«amount»: нет такого типа поля",
        ),
        (
            "\"2026-01-01\"",
            "\"01.01.2026\"",
            3,
            "«effective_from»: нужно дата в кавычках: \"2026-01-01\"",
        ),
        (
            "title = \"Записка\"",
            "titel = \"Записка\"",
            1,
            "нет ключа «title»",
        ),
        (
            "left_mm = 20",
            "left_mm = 190",
            6,
            "«page»: нужно поля страницы, которые оставляют место тексту",
        ),
    ];
    for (from, to, line, words) in cases {
        let error = Template::parse(&HEAD.replace(from, to)).unwrap_err();
        assert_eq!(
            (error.line, error.problem.to_string().as_str()),
            (line, words),
            "{to}"
        );
    }
    let broken = Template::parse("id = \"a\"\nversion = = 1").unwrap_err();
    assert!(
        matches!(
            broken,
            stoika_printing::TemplateError {
                line: 2,
                problem: Problem::Syntax(_),
                ..
            }
        ),
        "{broken}"
    );
}

fn lay_out(blocks: &str, model: FormModel) -> Result<Layout, PrintError> {
    let mut templates = TemplateSet::default();
    templates.add(&format!("{HEAD}{blocks}")).unwrap();
    let model = model.text("who", "Кто").date("on", day(2026, 11, 5));
    layout_of(&templates, "note", &model, day(2026, 11, 5))
}

/// Words of each page without its foot.
fn words(layout: &Layout) -> Vec<Vec<&str>> {
    let page = |page: &'_ stoika_printing::layout::Page| -> Vec<usize> {
        (0..page.items.len().saturating_sub(3)).collect()
    };
    let pages = layout.pages.iter().map(|p| {
        let texts = page(p).into_iter().filter_map(|at| match &p.items[at] {
            Item::Text(run) => Some(run.text.as_str()),
            Item::Line(_) | Item::Rect(_) => None,
        });
        texts.collect()
    });
    pages.collect()
}

fn things(count: u32) -> Vec<Row> {
    let row = |n: u32| {
        Row::from([
            ("name".into(), format!("вещь {n}").into()),
            ("count".into(), n.to_string().into()),
        ])
    };
    (1..=count).map(row).collect()
}

const TABLE: &str = r#"[[block]]
kind = "table"
when = "things"
rows = "things"
[[block.column]]
title = "Что"
text = "{name}"
share = 3
[[block.column]]
title = "Сколько"
text = "{count}"
share = 1
right = true
"#;

#[test]
fn a_table_repeats_its_header_and_loses_no_row() {
    let layout = lay_out(TABLE, FormModel::new().rows("things", things(100))).unwrap();
    let pages = words(&layout);
    assert!(pages.len() >= 3, "{}", pages.len());
    let mut rows = Vec::new();
    for page in &pages {
        assert_eq!(page[..2], ["Что", "Сколько"]);
        rows.extend(
            page[2..]
                .iter()
                .skip(1)
                .step_by(2)
                .map(|count| count.parse::<u32>().unwrap()),
        );
    }
    assert_eq!(rows, (1..=100).collect::<Vec<_>>());
    assert!(
        words(&lay_out(TABLE, FormModel::new()).unwrap())
            .concat()
            .is_empty()
    );
}

#[test]
fn a_row_without_a_column_is_a_missing_field() {
    let rows = vec![Row::from([("name".into(), "вещь".into())])];
    let expected = PrintError::MissingField {
        template: "note".into(),
        field: "things.count".into(),
    };
    assert_eq!(
        lay_out(TABLE, FormModel::new().rows("things", rows)),
        Err(expected)
    );
}

#[test]
fn conditions_lists_and_braces() {
    let blocks = "[[block]]\nkind = \"paragraph\"\nwhen = \"maybe\"\ntext = \"есть {maybe}\"\n\
        [[block]]\nkind = \"paragraph\"\nunless = \"maybe\"\ntext = \"нет {{}}\"\n\
        [[block]]\nkind = \"rule\"\nstrong = true\n\
        [[block]]\nkind = \"list\"\nwhen = \"things\"\nrows = \"things\"\ntext = \"{name} для {who} на {on}\"\n";
    let with = lay_out(
        blocks,
        FormModel::new()
            .text("maybe", "всё")
            .rows("things", things(2)),
    )
    .unwrap();
    assert_eq!(
        words(&with).concat(),
        [
            "есть всё",
            "1.",
            "вещь 1 для Кто на 05.11.2026",
            "2.",
            "вещь 2 для Кто на 05.11.2026"
        ]
    );
    assert_eq!(
        words(&lay_out(blocks, FormModel::new()).unwrap()).concat(),
        ["нет {}"]
    );
}

#[test]
fn no_page_begins_or_ends_with_a_lonely_line() {
    let block = "[[block]]\nkind = \"paragraph\"\ntext = \"{who}\"\n";
    for before in 30..62 {
        let filler =
            "[[block]]\nkind = \"paragraph\"\ntext = \"строка\"\nsize = \"small\"\n".repeat(before);
        let mut templates = TemplateSet::default();
        templates.add(&format!("{HEAD}{filler}{block}")).unwrap();
        let text = "слово ".repeat(120);
        let model = FormModel::new()
            .text("who", text)
            .date("on", day(2026, 11, 5));
        let layout = layout_of(&templates, "note", &model, day(2026, 11, 5)).unwrap();
        let lines: Vec<usize> = words(&layout)
            .iter()
            .map(|page| page.iter().filter(|line| line.starts_with("слово")).count())
            .collect();
        assert!(lines.iter().all(|count| *count != 1), "{before}: {lines:?}");
    }
}

#[test]
fn no_break_spaces_hold() {
    let block = "[[block]]\nkind = \"paragraph\"\ntext = \"{maybe}\"\nwhen = \"maybe\"\n";
    let text = "1\u{a0}234,56\u{a0}₽ ".repeat(60);
    let layout = lay_out(block, FormModel::new().text("maybe", text)).unwrap();
    let lines = words(&layout).concat();
    assert!(lines.len() > 3);
    for line in lines {
        assert!(
            line.starts_with("1\u{a0}234,56\u{a0}₽") && line.ends_with('₽'),
            "{line}"
        );
    }
}

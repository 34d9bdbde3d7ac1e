//! The blocks of letters, sheets and signed papers: what they let through and where they stand.

use stoika_printing::layout::{Item, Layout, LineItem, PAGE_WIDTH_PT, TextRun};
use stoika_printing::template::{Problem, Template};
use stoika_printing::{FormModel, PrintError, Row, TemplateSet, layout_of};

use crate::sample::day;
use crate::tools::words;

const HEAD: &str = r#"id = "sheet"
version = "1"
effective_from = "2026-01-01"
title = "Лист"
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
parts = ["role", "text"]
things = ["name", "note"]
[footer]
left = "низ"
right = "{page}/{pages}"
"#;

fn problem(blocks: &str) -> (usize, Problem) {
    let head = HEAD.lines().count();
    let error = Template::parse(&format!("{HEAD}{blocks}")).unwrap_err();
    (error.line.saturating_sub(head), error.problem)
}

fn try_layout(blocks: &str, model: FormModel) -> Result<Layout, PrintError> {
    let mut templates = TemplateSet::default();
    templates.add(&format!("{HEAD}{blocks}")).unwrap();
    layout_of(
        &templates,
        "sheet",
        &model.text("who", "Кто"),
        day(2026, 11, 5),
    )
}

fn layout(blocks: &str, model: FormModel) -> Layout {
    try_layout(blocks, model).unwrap()
}

/// The words above the foot.
fn said(layout: &Layout) -> Vec<String> {
    let words = words(layout).concat();
    let foot = words.iter().position(|text| *text == "низ").unwrap();
    words[..foot].iter().map(ToString::to_string).collect()
}

fn run<'l>(layout: &'l Layout, text: &str) -> &'l TextRun {
    let items = layout.pages.iter().flat_map(|page| &page.items);
    items
        .filter_map(|item| match item {
            Item::Text(run) => Some(run),
            Item::Line(_) | Item::Rect(_) => None,
        })
        .find(|run| run.text == text)
        .unwrap()
}

/// The lines above the foot's own.
fn lines(layout: &Layout) -> Vec<LineItem> {
    let items = layout.pages.iter().flat_map(|page| &page.items);
    let mut lines: Vec<LineItem> = items
        .filter_map(|item| match item {
            Item::Line(line) => Some(*line),
            Item::Text(_) | Item::Rect(_) => None,
        })
        .collect();
    lines.pop();
    lines
}

fn row(cells: [(&str, &str); 2]) -> Row {
    cells
        .map(|(name, text)| (name.to_owned(), text.into()))
        .into()
}

fn things(rows: &[(&str, &str)]) -> FormModel {
    let rows = rows
        .iter()
        .map(|(name, note)| row([("name", name), ("note", note)]));
    FormModel::new().rows("things", rows.collect())
}

fn parts(rows: &[(&str, &str)]) -> FormModel {
    let rows = rows
        .iter()
        .map(|(role, text)| row([("role", role), ("text", text)]));
    FormModel::new().rows("parts", rows.collect())
}

#[test]
fn mistakes_are_told_with_their_line() {
    let unknown = |what, name: &str| Problem::UnknownName {
        what,
        name: name.to_owned(),
    };
    let list =
        "[[block]]\nkind = \"list\"\nwhen = \"things\"\nrows = \"things\"\ntext = \"{name}\"\n";
    let signer = "[[block.signer]]\ntitle = \"а\"\nname = \"б\"\ncaption = \"в\"\n";
    let count = Problem::WrongType {
        key: "signer".to_owned(),
        expected: "два или три",
    };
    let cases = [
        (
            format!("{list}mark = \"star\""),
            6,
            unknown("знака списка", "star"),
        ),
        (
            format!("{list}note_size = \"large\""),
            6,
            unknown("размера", "large"),
        ),
        (
            format!("{list}note = \"{{what}}\""),
            6,
            Problem::UnknownField {
                field: "what".to_owned(),
            },
        ),
        (
            "[[block]]\nkind = \"prose\"\nwhen = \"things\"\nrows = \"things\"".to_owned(),
            4,
            Problem::UnknownField {
                field: "things.role".to_owned(),
            },
        ),
        (
            "[[block]]\nkind = \"prose\"\nrows = \"parts\"".to_owned(),
            3,
            Problem::Unguarded {
                field: "parts".to_owned(),
            },
        ),
        (
            format!("[[block]]\nkind = \"signatures\"\n{signer}"),
            3,
            count.clone(),
        ),
        (
            "[[block]]\nkind = \"signatures\"".to_owned(),
            1,
            count.clone(),
        ),
        (
            format!("[[block]]\nkind = \"signatures\"\n{}", signer.repeat(4)),
            3,
            count,
        ),
        (
            format!("[[block]]\nkind = \"signatures\"\n{signer}{signer}place = \"г\""),
            11,
            Problem::UnknownKey {
                key: "place".to_owned(),
            },
        ),
        (
            "[[block]]\nkind = \"blank\"\nlabel = \"{maybe}\"".to_owned(),
            3,
            Problem::Unguarded {
                field: "maybe".to_owned(),
            },
        ),
        (
            "[[block]]\nkind = \"sign_off\"\npost = \"а\"".to_owned(),
            1,
            Problem::MissingKey {
                key: "name".to_owned(),
            },
        ),
        (
            "[[block]]\nkind = \"section\"\ntitle = \"а\"\n[[block.part]]\nkind = \"addressee\""
                .to_owned(),
            5,
            Problem::Nested {
                kind: "addressee".to_owned(),
            },
        ),
    ];
    for (blocks, line, expected) in cases {
        assert_eq!(problem(&blocks), (line, expected), "{blocks}");
    }
}

#[test]
fn lists_have_marks_and_notes() {
    let list = |mark: &str| {
        let blocks = format!(
            "[[block]]\nkind = \"list\"\nwhen = \"things\"\nrows = \"things\"\ntext = \"{{name}}\"\nnote = \"{{note}}\"\nmark = \"{mark}\"\n"
        );
        layout(&blocks, things(&[("раз", "пояснение"), ("два", " ")]))
    };
    assert_eq!(
        said(&list("number")),
        ["1.", "раз", "пояснение", "2.", "два"]
    );
    assert_eq!(said(&list("dash")), ["–", "раз", "пояснение", "–", "два"]);
    assert_eq!(said(&list("none")), ["раз", "пояснение", "два"]);
    let ticked = list("tick");
    assert_eq!(said(&ticked), ["раз", "пояснение", "два"]);
    let walls = ticked.pages[0].items.iter();
    assert_eq!(
        walls.filter(|item| matches!(item, Item::Rect(_))).count(),
        8
    );
    assert!(run(&list("none"), "раз").x_pt < run(&ticked, "раз").x_pt);
    assert!(run(&ticked, "пояснение").size_pt < run(&ticked, "раз").size_pt);
}

#[test]
fn an_article_numbers_steps_that_stand_in_a_row() {
    let blocks = "[[block]]\nkind = \"prose\"\nwhen = \"parts\"\nrows = \"parts\"\n";
    let article = [
        ("heading", "Порядок"),
        ("step", "а"),
        ("step", "б"),
        ("paragraph", "Иначе:"),
        ("step", "в"),
        ("bullet", "г"),
    ];
    let layout = layout(blocks, parts(&article));
    let expected = [
        "Порядок",
        "1.",
        "а",
        "2.",
        "б",
        "Иначе:",
        "1.",
        "в",
        "–",
        "г",
    ];
    assert_eq!(said(&layout), expected);
    let wrong = PrintError::WrongValue {
        template: "sheet".to_owned(),
        field: "parts.role".to_owned(),
        expected: "heading, paragraph, bullet or step",
    };
    assert_eq!(try_layout(blocks, parts(&[("title", "а")])), Err(wrong));
    let lacking = FormModel::new().rows("parts", vec![row([("role", "step"), ("words", "а")])]);
    let missing = PrintError::MissingField {
        template: "sheet".to_owned(),
        field: "parts.text".to_owned(),
    };
    assert_eq!(try_layout(blocks, lacking), Err(missing));
}

#[test]
fn places_to_sign_stand_at_one_height() {
    let blocks = "[[block]]\nkind = \"signatures\"\n\
        [[block.signer]]\ntitle = \"Сдал\"\npost = \"специалист первой категории отдела по работе с населением и организациями\"\nname = \"{who}\"\ncaption = \"подпись\"\n\
        [[block.signer]]\ntitle = \"Принял\"\nname = \"Другой\"\ncaption = \"подпись\"\n\
        [[block.signer]]\ntitle = \"Видел\"\npost = \"{maybe}\"\nname = \"Третий\"\ncaption = \"подпись\"\n";
    let layout = layout(blocks, FormModel::new());
    let [first, second, third] = lines(&layout)[..] else {
        panic!("three lines")
    };
    assert_eq!(
        (first.y_pt, first.length_pt),
        (second.y_pt, second.length_pt)
    );
    assert_eq!(second.y_pt, third.y_pt);
    assert!(first.x_pt + first.length_pt < second.x_pt);
    for name in ["Кто", "Другой", "Третий"] {
        assert!(run(&layout, name).y_pt > first.y_pt);
    }
    let name = run(&layout, "Другой");
    assert!((name.x_pt + name.width_pt - second.x_pt - second.length_pt).abs() < 0.01);
}

#[test]
fn a_letter_has_its_addressee_at_the_right_and_its_name_at_the_end_of_the_line() {
    let blocks = "[[block]]\nkind = \"addressee\"\n\
        [[block.part]]\nkind = \"paragraph\"\ntext = \"{who}\"\n\
        [[block.part]]\nkind = \"paragraph\"\ntext = \"Адрес\"\n\
        [[block]]\nkind = \"sign_off\"\npost = \"Начальник Тольяттинского отделения по работе с населением\"\nname = \"И. О. Фамилия\"\n";
    let layout = layout(blocks, FormModel::new());
    let (who, address) = (run(&layout, "Кто"), run(&layout, "Адрес"));
    assert!(who.x_pt > PAGE_WIDTH_PT / 2.0);
    assert_eq!(who.x_pt, address.x_pt);
    assert!(address.y_pt - who.y_pt < 1.5 * who.size_pt);
    let name = run(&layout, "И. О. Фамилия");
    let right = PAGE_WIDTH_PT - 20.0 * 72.0 / 25.4;
    assert!((name.x_pt + name.width_pt - right).abs() < 0.01);
    let last_of_post = said(&layout)[3].clone();
    assert_eq!(run(&layout, &last_of_post).y_pt, name.y_pt);
    let [line] = lines(&layout)[..] else {
        panic!("one line")
    };
    assert!(line.x_pt + line.length_pt < name.x_pt);
}

#[test]
fn a_blank_is_a_line_under_its_label() {
    let blocks = "[[block]]\nkind = \"blank\"\nunless = \"maybe\"\nlabel = \"Паспорт\"\n";
    let empty = layout(blocks, FormModel::new());
    let [line] = lines(&empty)[..] else {
        panic!("one line")
    };
    let label = run(&empty, "Паспорт");
    // Room for a pen.
    assert!(line.y_pt - label.y_pt > 18.0);
    assert_eq!(line.x_pt, label.x_pt);
    let known = layout(blocks, FormModel::new().text("maybe", "есть"));
    assert_eq!(said(&known), Vec::<String>::new());
}

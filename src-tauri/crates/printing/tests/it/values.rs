//! What the language can say of a value, and where it says no: types, ways to write, conditions,
//! loops, limits.

use stoika_domain::money::Kopecks;
use stoika_domain::text::case::{Exceptions, Naming};
use stoika_printing::template::Template;
use stoika_printing::{FormModel, PrintError, Row, TemplateSet, Value, layout_of};

use crate::sample::day;
use crate::tools::words;

/// The smallest form; blocks follow.
const HEAD: &str = r#"id = "deed"
version = "1"
effective_from = "2026-01-01"
title = "Акт"
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
who = "name"
boss = "name"
on = "date"
sum = "money"
days = "number"
kind = "text"
maybe = "text?"
points = { place = "text", power = "number", since = "date?", paid = "money" }
[footer]
left = "низ"
right = "{page}/{pages}"
"#;

fn model() -> FormModel {
    let exceptions = Exceptions::default();
    let point = |place: &str, power, since: Option<_>, paid| {
        let mut row = Row::from([
            ("place".to_owned(), place.into()),
            ("power".to_owned(), Value::Number(power)),
            ("paid".to_owned(), Value::Money(Kopecks(paid))),
        ]);
        row.extend(since.map(|since| ("since".to_owned(), Value::Date(since))));
        row
    };
    FormModel::new()
        .name("who", Naming::person("Иванова Анна Ильинична", &exceptions))
        .name("boss", Naming::post("генеральный директор", &exceptions))
        .date("on", day(2026, 5, 12))
        .money("sum", Kopecks(123_456))
        .number("days", 10)
        .text("kind", "citizen")
        .rows(
            "points",
            vec![
                point("Дом", 15, Some(day(2026, 1, 2)), 100),
                point("Гараж", 1, None, 250_000),
            ],
        )
}

/// The words above the foot of every page.
fn said(blocks: &str) -> Result<String, PrintError> {
    let mut templates = TemplateSet::default();
    templates.add(&format!("{HEAD}{blocks}")).unwrap();
    let layout = layout_of(&templates, "deed", &model(), day(2026, 5, 12))?;
    let pages = words(&layout).into_iter().map(|page| {
        let foot = page.iter().position(|text| *text == "низ").unwrap();
        page[..foot].join(" / ")
    });
    Ok(pages.collect::<Vec<_>>().join(" / ").replace('\u{a0}', " "))
}

fn check(text: &str, wanted: &str) {
    let block = format!("[[block]]\nkind = \"paragraph\"\ntext = \"{text}\"\n");
    assert_eq!(said(&block).unwrap(), wanted, "{text}");
}

#[test]
fn values_are_written_in_every_way() {
    for (text, wanted) in [
        ("{on}", "12.05.2026"),
        ("{on|long}", "12 мая 2026 г."),
        (
            "Срок: {on|long}. Дано {who|short}.",
            "Срок: 12 мая 2026 г. Дано Иванова А. И.",
        ),
        ("{on|long}... {on}.", "12 мая 2026 г.... 12.05.2026."),
        ("{on|quoted}", "«12» мая 2026 г."),
        ("{sum}", "1 234,56 ₽"),
        ("{sum|bare}", "1 234,56"),
        (
            "{sum|words}",
            "одна тысяча двести тридцать четыре рубля 56 копеек",
        ),
        (
            "{sum|words|capital}",
            "Одна тысяча двести тридцать четыре рубля 56 копеек",
        ),
        (
            "{days} ({days|words}) {days|plural(день/дня/дней)}",
            "10 (десять) дней",
        ),
        (
            "в течение {days} ({days|words_genitive}) дней",
            "в течение 10 (десяти) дней",
        ),
        ("{who}", "Иванова Анна Ильинична"),
        (
            "{boss|dative|capital} {who|short|dative}",
            "Генеральному директору Ивановой А. И.",
        ),
        ("{who|instrumental|short}", "Ивановой А. И."),
        (
            "{who|genitive}, {who|agree(действующего/действующей/действующего)}",
            "Ивановой Анны Ильиничны, действующей",
        ),
        ("{boss|agree(он/она/оно)}", "оно"),
        ("{who|salutation}", "Уважаемая Анна Ильинична!"),
        ("{kind|capital}", "Citizen"),
        ("{{on}} {kind}", "{on} citizen"),
    ] {
        check(text, wanted);
    }
}

#[test]
fn conditions_compare_and_loops_repeat() {
    let block = |head: &str, text: &str| {
        format!("[[block]]\nkind = \"paragraph\"\n{head}\ntext = \"{text}\"\n")
    };
    for (head, is_printed) in [
        ("when = \"kind = citizen\"", true),
        ("when = \"kind = trader | citizen\"", true),
        ("when = \"kind = trader\"", false),
        ("unless = \"kind = trader\"", true),
        ("when = \"days = 10\"", true),
        ("when = \"maybe = да\"", false),
        ("when = [\"kind = citizen\", \"maybe\"]", false),
        ("when = [\"kind = citizen\", \"points\"]", true),
        ("when = \"points\"\nunless = \"maybe\"", true),
        ("unless = [\"maybe\", \"kind = citizen\"]", false),
    ] {
        let wanted = if is_printed { "да" } else { "" };
        assert_eq!(said(&block(head, "да")).unwrap(), wanted, "{head}");
    }
    let each = r#"[[block]]
kind = "each"
when = "points"
rows = "points"
[[block.part]]
kind = "section"
title = "{row_number}. {place}"
[[block.part.part]]
kind = "paragraph"
text = "{power} кВт, {paid|words}, {who|short}"
[[block.part.part]]
kind = "paragraph"
when = "since"
text = "с {since|long}"
[[block.part.part]]
kind = "facts"
[[block.part.part.fact]]
when = "row_number = 2"
label = "только"
text = "второй"
"#;
    assert_eq!(
        said(each).unwrap(),
        "1. Дом / 15 кВт, один рубль 00 копеек, Иванова А. И. / с 2 января 2026 г. / \
         2. Гараж / 1 кВт, две тысячи пятьсот рублей 00 копеек, Иванова А. И. / только / второй"
    );
}

/// Line and column count from the first block.
fn refused(blocks: &str, wanted: &str) {
    let error = Template::parse(&format!("{HEAD}{blocks}")).unwrap_err();
    let line = error.line.saturating_sub(HEAD.lines().count());
    let got = format!("{line}:{} {}", error.column, error.problem);
    assert_eq!(got, wanted, "{blocks}");
}

#[test]
fn mistakes_are_told_with_line_column_and_reason() {
    let text = |text: &str| format!("[[block]]\nkind = \"paragraph\"\ntext = \"{text}\"\n");
    for (placeholder, wanted) in [
        ("от {on|length}", "3:15 «length»: нет такого способа записи"),
        (
            "{days|plural(день/дней)}",
            "3:14 «plural(день/дней)»: нет такого способа записи",
        ),
        (
            "на {kind|long}",
            "3:12 поле «kind» так не записать: у него другой тип",
        ),
        (
            "{who|long}",
            "3:9 поле «who» так не записать: у него другой тип",
        ),
        (
            "{who|dative|genitive}",
            "3:20 «genitive»: нет такого способа записи",
        ),
        (
            "{sum|words|capital|small|capital}",
            "3:8 слишком много: слов после имени поля, можно не больше 3",
        ),
        ("цена {price}", "3:14 поле «price» не объявлено в [fields]"),
        (
            "{who } и",
            "3:9 скобка без пары или неверное имя поля: «{who } и»",
        ),
        ("а → б", "3:11 шрифты не рисуют знак U+2192"),
        ("{days|plural(→/б/в)}", "3:22 шрифты не рисуют знак U+2192"),
        ("{place}", "3:9 поле «place» не объявлено в [fields]"),
        (
            "{row_number}",
            "3:9 поле «row_number» не объявлено в [fields]",
        ),
    ] {
        refused(&text(placeholder), wanted);
    }
    let each = |part: &str| {
        format!(
            "[[block]]\nkind = \"each\"\nwhen = \"points\"\nrows = \"points\"\n[[block.part]]\n{part}\n"
        )
    };
    for (blocks, wanted) in [
        (
            each("kind = \"each\"\nrows = \"points\""),
            "6:8 блок «each» здесь стоять не может",
        ),
        (
            each("kind = \"list\"\nrows = \"points\"\ntext = \"а\""),
            "6:8 блок «list» здесь стоять не может",
        ),
        (
            each("kind = \"masthead\"\ncode = \"а\"\ncode_mm = 5"),
            "6:8 блок «masthead» здесь стоять не может",
        ),
        (
            each("kind = \"paragraph\"\ntext = \"с {since}\""),
            "7:11 поля «since» может не быть: нужно условие when = \"since\"",
        ),
        (
            each("kind = \"paragraph\"\ntext = \"а\"\nwhen = \"paid = 5\""),
            "8:9 поле «paid» здесь стоять не может: у него другой тип",
        ),
        (
            text("а").replace("text", "when = \"kind =\"\ntext"),
            "3:9 поле «kind» здесь стоять не может: у него другой тип",
        ),
        (
            "[[block]]\nkind = \"each\"\nrows = \"points\"".to_owned(),
            "3:8 поля «points» может не быть: нужно условие when = \"points\"",
        ),
    ] {
        refused(&blocks, wanted);
    }
}

/// A template has nothing that runs: what could make a paper endless is its size and its rows.
#[test]
fn nothing_goes_on_for_ever() {
    let long = format!("{HEAD}{}", "# а\n".repeat(60_000));
    let error = Template::parse(&long).unwrap_err().to_string();
    assert_eq!(
        error,
        "строка 1, столбец 1: слишком много: байтов в файле, можно не больше 200000"
    );
    let wide: String = (0..300).map(|n| format!("f{n} = \"text?\"\n")).collect();
    let wide = HEAD.replace("[footer]", &format!("{wide}[footer]"));
    let error = Template::parse(&wide).unwrap_err().to_string();
    assert!(
        error.ends_with("слишком много: полей, можно не больше 300"),
        "{error}"
    );
    let deep = format!("{HEAD}deep = {}", "[".repeat(100_000));
    assert!(Template::parse(&deep).is_err());

    let parts = "[[block.part]]\nkind = \"paragraph\"\ntext = \"{place}\"\n".repeat(1_000);
    let blocks =
        format!("[[block]]\nkind = \"each\"\nwhen = \"points\"\nrows = \"points\"\n{parts}");
    let mut templates = TemplateSet::default();
    templates.add(&format!("{HEAD}{blocks}")).unwrap();
    let too_long = PrintError::TooLong {
        template: "deed".into(),
    };
    for (rows, place) in [
        (10_001, "дом"),
        (2_000, "дом"),
        (1, "слово ".repeat(200).as_str()),
    ] {
        let row = Row::from([
            ("place".to_owned(), place.into()),
            ("power".to_owned(), Value::Number(1)),
            ("paid".to_owned(), Value::Money(Kopecks(1))),
        ]);
        let model = model().rows("points", vec![row; rows]);
        let paper = layout_of(&templates, "deed", &model, day(2026, 5, 12));
        assert_eq!(paper.unwrap_err(), too_long, "{rows}");
    }
}

#[test]
fn a_version_asks_only_for_what_the_program_gives() {
    let known = Template::parse(HEAD).unwrap();
    let fit = |from: &str, to: &str| {
        let version = Template::parse(&HEAD.replace(from, to)).unwrap();
        version.fit(&known).map_err(|error| error.to_string())
    };
    // Fewer fields, an absence provided for, a name as a text: all are given.
    for (from, to) in [
        ("days = \"number\"\n", ""),
        ("kind = \"text\"", "kind = \"text?\""),
        ("who = \"name\"", "who = \"text\""),
        (", paid = \"money\" }", " }"),
    ] {
        assert_eq!(fit(from, to), Ok(()), "{to}");
    }
    for (from, to, wanted) in [
        (
            "on = \"date\"",
            "of = \"date\"",
            "строка 18, столбец 1: поля «of» программа этой форме не даёт",
        ),
        (
            "kind = \"text\"",
            "kind = \"date\"",
            "строка 21, столбец 1: поле «kind» программа даёт как text",
        ),
        (
            "maybe = \"text?\"",
            "maybe = \"text\"",
            "строка 22, столбец 1: поле «maybe» программа даёт не всегда: объявите его со знаком «?»",
        ),
        (
            "power = \"number\"",
            "watts = \"number\"",
            "строка 23, столбец 28: поля «points.watts» программа этой форме не даёт",
        ),
    ] {
        assert_eq!(fit(from, to), Err(wanted.to_owned()), "{to}");
    }
}

/// Whatever a file was torn into or mistyped as, it is read or refused, at a line that it has.
#[test]
fn a_damaged_file_is_refused_in_words() {
    let whole = include_str!("../../../../../assets/forms/answer_letter/form.toml");
    let lines = whole.lines().count();
    let mut refused = 0;
    let mut check = |source: &str| match Template::parse(source) {
        Ok(_) => {}
        Err(error) => {
            assert!(
                (1..=lines + 1).contains(&error.line) && error.column > 0,
                "{error}"
            );
            refused += 1;
        }
    };
    for (at, _) in whole.char_indices().step_by(41) {
        check(&whole[..at]);
        for put in ["{", "}", "|", "\"", "=", "[", "\u{0}"] {
            check(&format!("{}{put}{}", &whole[..at], &whole[at..]));
        }
    }
    assert!(refused > 300, "{refused}");
}

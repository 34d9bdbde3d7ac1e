//! The registration card.

use stoika_printing::layout::{Item, Layout};
use stoika_printing::{
    FormModel, PrintError, REGISTRATION_CARD, Rendered, TemplateSet, Value, render,
};

use crate::sample::{card, day, meta};
use crate::tools::{assert_inside_margins, pdf_info, pdf_text, text_of};

fn print(model: &FormModel) -> Result<Rendered, PrintError> {
    render(
        &TemplateSet::built_in().unwrap(),
        REGISTRATION_CARD,
        model,
        meta(),
    )
}

fn layout(model: &FormModel) -> Layout {
    let templates = TemplateSet::built_in().unwrap();
    stoika_printing::layout_of(&templates, REGISTRATION_CARD, model, meta().on).unwrap()
}

/// A text of so many characters, as people write: paragraphs of different length.
fn long_text(characters: usize) -> String {
    let words = "Прошу проверить начисление за август: показания переданы вовремя, а в квитанции \
                 стоят другие. Ответ прошу дать письменно.\nЖду решения. ";
    words.chars().cycle().take(characters).collect()
}

#[test]
fn says_everything_that_the_desk_knows_on_one_page() {
    let paper = print(&card().into_model()).unwrap();
    let text = pdf_text(&paper.pdf);
    for words in [
        "Тольяттинское отделение",
        "8 (8482) 00-00-00 · пн–чт 8:00–17:00, пт 8:00–16:00",
        "Регистрационная карточка обращения",
        "ТЛ-04/26-1873-К",
        "Зарегистрировано 30.10.2026, 10:46 · экземпляр 1",
        "05.11.2026",
        "3 рабочих дня со дня получения 30.10.2026",
        "Стандарт, п. 7.4, строка 2",
        "30.11.2026",
        "59-ФЗ, ст. 12",
        "Примерова Анна Сергеевна",
        "6300 0012 3456",
        "Претензия гражданина",
        "Расчёты стоимости",
        "Письменно, в отделении",
        "75 кВт·ч на 282,00 ₽",
        "№ 63-Э-0012345",
        "Пересчитать по переданным показаниям",
        "Снимок экрана личного кабинета",
        "Заказным письмом",
        "не назначен",
        "Самойлова Е. В.",
        "ведущий специалист",
        "019a3f2c-7d1e-7b44-9c55-2f0a6e81d3b7",
        "Страница 1 из 1",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    assert_eq!(paper.pages_svg.len(), 1);
    assert_eq!(paper.template_version, "1");
    assert_eq!(paper.replaced, Vec::<char>::new());
}

#[test]
fn a_long_appeal_flows_whole_onto_the_second_page() {
    let mut long = card();
    long.text = long_text(4_000);
    let model = long.clone().into_model();
    let layout = layout(&model);
    assert_eq!(layout.pages.len(), 2);
    let printed: String = layout
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(text_of)
        .filter(|text| !text.starts_with("Страница") && !text.contains("запись"))
        .collect();
    let bare = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    assert!(
        bare(&printed).contains(&bare(&long.text)),
        "words were lost"
    );
    let text = pdf_text(&print(&model).unwrap().pdf);
    assert!(text.contains("Страница 2 из 2"), "{text}");
}

#[test]
fn nothing_leaves_the_margins_whatever_is_written() {
    let long_word = "https://пример.рф/".to_owned() + &"длинноеслово".repeat(40);
    for text in [
        String::new(),
        "а".into(),
        long_word,
        long_text(4_000),
        long_text(20_000),
        "\n".repeat(200),
    ] {
        let mut card = card();
        card.text = text;
        card.head.office_name = "Обслуживание ".repeat(12);
        card.topic = "Ж".repeat(300);
        assert_inside_margins(&layout(&card.into_model()));
    }
}

#[test]
fn every_required_field_is_asked_for_by_name() {
    let whole = card().into_model();
    let json = serde_json::to_value(&whole).unwrap();
    let templates = TemplateSet::built_in().unwrap();
    let mut required = 0;
    for field in json.as_object().unwrap().keys() {
        let mut less = json.clone();
        less.as_object_mut().unwrap().remove(field);
        let less: FormModel = serde_json::from_value(less).unwrap();
        match stoika_printing::layout_of(&templates, REGISTRATION_CARD, &less, meta().on) {
            Err(error) => {
                let missing = PrintError::MissingField {
                    template: REGISTRATION_CARD.into(),
                    field: field.clone(),
                };
                assert_eq!(error, missing);
                required += 1;
            }
            Ok(_) => assert!(OPTIONAL.contains(&field.as_str()), "{field}"),
        }
    }
    assert_eq!(required, 21);
}

/// What a card can do without.
const OPTIONAL: [&str; 10] = [
    "office_hours",
    "account",
    "address",
    "contact",
    "demand",
    "documents",
    "answer_address",
    "outer_on",
    "outer_term",
    "outer_clause",
];

#[test]
fn a_value_of_another_type_is_refused() {
    let model = card().into_model().text("control_on", "завтра");
    let expected = PrintError::WrongValue {
        template: REGISTRATION_CARD.into(),
        field: "control_on".into(),
        expected: "date",
    };
    assert_eq!(print(&model), Err(expected));
}

#[test]
fn the_same_card_has_the_same_bytes_and_is_small() {
    let first = print(&card().into_model()).unwrap();
    assert_eq!(first, print(&card().into_model()).unwrap());
    assert!(first.pdf.len() <= 40_000, "{} bytes", first.pdf.len());
}

#[test]
fn the_properties_name_the_office_and_nobody_else() {
    let info = pdf_info(&print(&card().into_model()).unwrap().pdf);
    for line in [
        "Title:           Регистрационная карточка обращения",
        "Author:          Тольяттинское отделение",
        "CreationDate:    Fri Oct 30 06:46:00 2026",
        "Page size:       595.276 x 841.89 pts (A4)",
    ] {
        assert!(info.contains(line), "{line} is not in:\n{info}");
    }
    assert!(
        !info.contains("Примеров") && !info.contains("Самойлов"),
        "{info}"
    );
}

#[test]
fn strange_characters_are_told_and_break_nothing() {
    let mut strange = card();
    strange.text = "Счёт 😀 & <b>\"5\" > 4</b>\u{0}\u{7}\u{202f}Гөлнара и\u{306}од 🙃😀".into();
    let paper = print(&strange.into_model()).unwrap();
    assert_eq!(paper.replaced, ['😀', '🙃']);
    let text = pdf_text(&paper.pdf);
    assert!(
        text.contains("Счёт ? & <b>\"5\" > 4</b> Гөлнара йод ??"),
        "{text}"
    );
    let svg = paper.pages_svg.concat();
    assert!(
        svg.contains("Счёт ? &amp; &lt;b&gt;&quot;5&quot; &gt; 4&lt;/b&gt;"),
        "{svg}"
    );
}

#[test]
fn the_preview_shows_the_words_of_the_paper_where_they_stand() {
    let model = card().into_model();
    let [svg] = &print(&model).unwrap().pages_svg[..] else {
        unreachable!("one page")
    };
    for item in &layout(&model).pages[0].items {
        if let Item::Text(run) = item {
            let place = format!("<text x=\"{:.2}\" y=\"{:.2}\" ", run.x_pt, run.y_pt);
            assert!(
                svg.contains(&place) && svg.contains(&format!(">{}</text>", run.text)),
                "{}",
                run.text
            );
        }
    }
}

#[test]
fn the_code_holds_the_record_and_only_it() {
    let dark = |record: &str| {
        let mut card = card();
        card.head.record_id = record.into();
        let page = layout(&card.into_model()).pages.remove(0);
        page.items
            .into_iter()
            .filter(|item| matches!(item, Item::Rect(_)))
            .count()
    };
    let mut other_person = card();
    other_person.applicant = "Другой Человек".into();
    let rects = |layout: Layout| {
        let items = layout.pages.into_iter().flat_map(|page| page.items);
        items
            .filter(|item| matches!(item, Item::Rect(_)))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rects(layout(&card().into_model())),
        rects(layout(&other_person.into_model()))
    );
    assert!(dark("019a3f2c-7d1e-7b44-9c55-2f0a6e81d3b7") > 200);
    assert_ne!(dark("019a3f2c-7d1e-7b44-9c55-2f0a6e81d3b7"), dark("1"));
    let mut endless = card();
    endless.head.record_id = "0".repeat(65);
    let expected = PrintError::CodeTooLong {
        template: REGISTRATION_CARD.into(),
    };
    assert_eq!(print(&endless.into_model()), Err(expected));
}

#[test]
fn a_newer_version_takes_over_on_its_day() {
    let source = include_str!("../../../../../assets/forms/registration_card/form.toml");
    let newer = source
        .replace("version = \"1\"", "version = \"2\"")
        .replace(
            "effective_from = \"2024-01-01\"",
            "effective_from = \"2026-11-01\"",
        );
    let mut templates = TemplateSet::built_in().unwrap();
    templates.add(&newer).unwrap();
    let version = |on| {
        templates
            .in_force(REGISTRATION_CARD, on)
            .map(|t| t.version.clone())
    };
    assert_eq!(version(day(2026, 10, 31)).unwrap(), "1");
    assert_eq!(version(day(2026, 11, 1)).unwrap(), "2");
    assert_eq!(
        version(day(2023, 12, 31)),
        Err(PrintError::NotInForce {
            form: REGISTRATION_CARD.into(),
            on: day(2023, 12, 31)
        })
    );
    assert_eq!(
        templates.in_force("ticket", day(2026, 1, 1)),
        Err(PrintError::UnknownForm {
            form: "ticket".into()
        })
    );
}

#[test]
fn a_model_survives_the_way_over_the_bridge() {
    let model = card().into_model();
    let json = serde_json::to_string(&model).unwrap();
    assert_eq!(serde_json::from_str::<FormModel>(&json).unwrap(), model);
    assert_eq!(
        model.get("control_on"),
        Some(&Value::Date(day(2026, 11, 5)))
    );
}

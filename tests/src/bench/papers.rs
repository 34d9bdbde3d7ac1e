//! A paper, from its values to the bytes that go to the printer.

use chrono::NaiveDate;
use stoika_printing::{
    CardTerm, FormModel, HandedDocument, Head, Meta, REGISTRATION_CARD, RegistrationCard,
    TemplateSet, render,
};

use super::Samples;
use super::journal::Outcome;
use super::report::Row;

/// Makes the registration card so many times.
///
/// # Errors
/// The card does not fit its template.
pub fn one_page(runs: u32) -> Outcome<Row> {
    let meta = Meta {
        created_utc_ms: 0,
        on: NaiveDate::from_ymd_opt(2026, 10, 30).ok_or("no such day")?,
    };
    let model = card(meta.on);
    let mut times = Samples::default();
    let mut bytes = 0;
    for _ in 0..runs {
        let paper = times.time(|| {
            let templates = TemplateSet::built_in()?;
            let paper = render(&templates, REGISTRATION_CARD, &model, meta);
            paper.map_err(Box::<dyn std::error::Error + Send + Sync>::from)
        })?;
        if paper.pages_svg.len() != 1 {
            return Err("the card is not one page".into());
        }
        bytes = paper.pdf.len();
    }
    Ok(Row::new(
        "A one-page form",
        "≤10 ms, ≤40 KB",
        format!(
            "p50 {:.2} ms, p99 {:.2} ms of {} runs, {:.1} KB",
            times.p50_ms(),
            times.p99_ms(),
            times.count(),
            bytes as f64 / 1024.0
        ),
        "all templates read, the card laid out, PDF with subset fonts and the SVG of the preview",
    ))
}

/// A card as a desk fills it; the person is invented.
fn card(on: NaiveDate) -> FormModel {
    let document = |name: &str, sheets| HandedDocument {
        name: name.to_owned(),
        form: "копия".to_owned(),
        sheets,
    };
    let term = |words: &str, clause: &str| CardTerm {
        on,
        term: words.to_owned(),
        clause: clause.to_owned(),
    };
    let control = term("3 рабочих дня", "Стандарт, п. 7.4, строка 2");
    let card = RegistrationCard {
        head: Head {
            office_name: "Тольяттинское отделение".to_owned(),
            office_address: "445000, г. Тольятти, ул. Образцовая, д. 1".to_owned(),
            office_phone: "8 (8482) 00-00-00".to_owned(),
            office_hours: Some("пн–чт 8:00–17:00, пт 8:00–16:00".to_owned()),
            number: "ТЛ-04/26-1873-К".to_owned(),
            on,
            copy_mark: "Экземпляр 1".to_owned(),
            offline_note: None,
            record_id: "019a3f2c-7d1e-7b44-9c55-2f0a6e81d3b7".to_owned(),
            specialist_name: "Самойлова Е. В.".to_owned(),
            specialist_post: "ведущий специалист".to_owned(),
        },
        received_on: on,
        registered_time: "10:46".to_owned(),
        applicant: "Примерова Анна Сергеевна".to_owned(),
        representative: None,
        account: Some("6300 0012 3456".to_owned()),
        address: Some("г. Тольятти, ул. Примерная, д. 12, кв. 48".to_owned()),
        contact: Some("+7 900 000-00-00".to_owned()),
        category: "Претензия гражданина".to_owned(),
        topic: "Расчёты стоимости".to_owned(),
        channel: "Письменно, в отделении".to_owned(),
        urgency: "Обычная".to_owned(),
        text: "В августе меня не было дома, а по ночной зоне начислено 75 кВт·ч на 282,00 ₽. \
               Показания передавала 24.08 в личном кабинете. Прошу проверить и пересчитать."
            .to_owned(),
        demand: Some("Пересчитать по переданным показаниям".to_owned()),
        documents: vec![document("Квитанция", 2), document("Снимок экрана", 1)],
        answer_channel: "Заказным письмом".to_owned(),
        answer_address: Some("445000, г. Тольятти, ул. Примерная, д. 12, кв. 48".to_owned()),
        executor: None,
        control_on: control.on,
        control_term: control.term,
        control_clause: control.clause,
        outer: Some(term("30 дней", "59-ФЗ, ст. 12")),
    };
    card.into_model()
}

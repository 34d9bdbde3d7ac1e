//! The card that the tests print: invented people.

use chrono::NaiveDate;
use stoika_printing::{CardTerm, HandedDocument, Head, Meta, RegistrationCard};

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(crate) fn meta() -> Meta {
    Meta {
        created_utc_ms: 1_793_342_760_000,
        on: day(2026, 10, 30),
    }
}

pub(crate) fn head(number: &str) -> Head {
    Head {
        office_name: "Тольяттинское отделение".into(),
        office_address: "445000, г.\u{a0}Тольятти, ул.\u{a0}Образцовая, д.\u{a0}1".into(),
        office_phone: "8\u{a0}(8482)\u{a0}00-00-00".into(),
        office_hours: Some("пн–чт 8:00–17:00, пт 8:00–16:00".into()),
        number: number.into(),
        on: day(2026, 10, 30),
        copy_mark: "экземпляр\u{a0}1".into(),
        offline_note: None,
        record_id: "019a3f2c-7d1e-7b44-9c55-2f0a6e81d3b7".into(),
        specialist_name: "Самойлова Е.\u{a0}В.".into(),
        specialist_post: "ведущий специалист".into(),
    }
}

pub(crate) fn card() -> RegistrationCard {
    let some = |text: &str| Some(text.to_owned());
    RegistrationCard {
        head: head("ТЛ-04/26-1873-К"),
        received_on: day(2026, 10, 30),
        registered_time: "10:46".into(),
        applicant: "Примерова Анна Сергеевна".into(),
        representative: None,
        account: some("6300\u{a0}0012\u{a0}3456"),
        address: some("г.\u{a0}Тольятти, ул.\u{a0}Примерная, д.\u{a0}12, кв.\u{a0}48"),
        contact: some("+7\u{a0}900\u{a0}000-00-00"),
        category: "Претензия гражданина".into(),
        topic: "Расчёты стоимости".into(),
        channel: "Письменно, в\u{a0}отделении".into(),
        urgency: "Обычная".into(),
        text: "В\u{a0}августе меня не\u{a0}было дома, а\u{a0}по\u{a0}ночной зоне начислено 75\u{a0}кВт·ч на\u{a0}282,00\u{a0}₽. \
               Показания передавала 24.08 в\u{a0}личном кабинете: 6\u{a0}970. В\u{a0}квитанции №\u{a0}63-Э-0012345 стоит \
               7\u{a0}045. Прошу проверить и\u{a0}пересчитать.".into(),
        demand: some("Пересчитать по\u{a0}переданным показаниям"),
        documents: vec![
            HandedDocument { name: "Квитанция за\u{a0}август 2026".into(), form: "копия".into(), sheets: 2 },
            HandedDocument { name: "Снимок экрана личного кабинета".into(), form: "копия".into(), sheets: 1 },
        ],
        answer_channel: "Заказным письмом".into(),
        answer_address: some("445000, г.\u{a0}Тольятти, ул.\u{a0}Примерная, д.\u{a0}12, кв.\u{a0}48"),
        executor: None,
        control_on: day(2026, 11, 5),
        control_term: "3\u{a0}рабочих дня".into(),
        control_clause: "Стандарт, п.\u{a0}7.4, строка\u{a0}2".into(),
        outer: Some(CardTerm {
            on: day(2026, 11, 30),
            term: "30\u{a0}дней".into(),
            clause: "59-ФЗ, ст.\u{a0}12".into(),
        }),
    }
}

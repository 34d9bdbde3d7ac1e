//! Samples of the papers of a contract: invented people and organisations.

use stoika_domain::text::case::{Exceptions, Naming};
use stoika_printing::{
    ContractAgreement, ContractApplicationPaper, ContractDraft, ContractPoint, ContractSides,
    ContractSignatory, CoverLetter, DisagreementProtocol, DisagreementReply, DraftCategory,
    HandedDocument, Inquiry, Known, MissingDocument, Pricing, ProtocolClause, RefusalNotice,
    RefusalReason, Signer, StatusSlip, StatusStep,
};

use crate::sample::{day, head};
use crate::samples::{elsewhere, letter, some, spaced};

const SUPPLIER: &str = "Публичное акционерное общество энергетики и электрификации «Самараэнерго»";

fn organisation(name: &str) -> Naming {
    Naming::organisation(name, &Exceptions::default())
}

fn citizen() -> Naming {
    Naming::person("Примерова Анна Сергеевна", &Exceptions::default())
}

fn known<const N: usize>(rows: [(&str, &str); N]) -> Vec<Known> {
    let row = |(label, value): (&str, &str)| Known {
        label: label.into(),
        value: spaced(value),
    };
    rows.map(row).into()
}

fn signatory() -> ContractSignatory {
    ContractSignatory {
        name: Naming::person("Образцов Пётр Ильич", &Exceptions::default()),
        post: Naming::post("директор", &Exceptions::default()),
        authority: "Устав".into(),
    }
}

fn point(object: &str, address: &str, power: &str, category: &str, ratio: &str) -> ContractPoint {
    ContractPoint {
        object: object.into(),
        address: spaced(address),
        voltage: "НН".into(),
        power: power.into(),
        reliability: "3".into(),
        price_category: category.into(),
        meter: spaced("Меркурий~234 №~41234567"),
        zones: "почасовой".into(),
        ratio: ratio.into(),
    }
}

pub(crate) fn points() -> Vec<ContractPoint> {
    vec![
        point(
            "Магазин",
            "445000, г.~Тольятти, ул.~Примерная, д.~12, пом.~3",
            "55",
            "1",
            "1",
        ),
        point(
            "Склад",
            "445000, г.~Тольятти, ул.~Образцовая, д.~40, стр.~2",
            "850,5",
            "6",
            "40",
        ),
    ]
}

fn home() -> Vec<ContractPoint> {
    vec![ContractPoint {
        zones: "две зоны".into(),
        ..point(
            "Квартира",
            "445000, г.~Тольятти, ул.~Примерная, д.~12, кв.~48",
            "",
            "",
            "1",
        )
    }]
}

fn documents() -> Vec<HandedDocument> {
    let document = |name: &str, form: &str, sheets| HandedDocument {
        name: spaced(name),
        form: form.into(),
        sheets,
    };
    vec![
        document("Выписка из~ЕГРЮЛ", "копия", 4),
        document("Документ о~праве на~объект", "копия", 3),
        document(
            "Акт об~осуществлении технологического присоединения",
            "копия",
            2,
        ),
    ]
}

pub(crate) fn application() -> ContractApplicationPaper {
    ContractApplicationPaper {
        head: head("ТЛ-04/26-1950-Д"),
        supplier: organisation("ПАО «Самараэнерго»"),
        applicant: organisation("ООО «Образец»"),
        representative: some("Примеров Илья Олегович, доверенность №~5 от~12.10.2026"),
        address: some("445000, г.~Тольятти, ул.~Примерная, д.~12"),
        title: "Заявление о заключении договора".into(),
        request: "Прошу заключить договор энергоснабжения.".into(),
        account: some("№~63-ОТ-000098"),
        details: known([
            ("ИНН / КПП", "7830002293 / 783001001"),
            ("ОГРН", "1027700132195"),
            (
                "Место нахождения",
                "445000, г.~Тольятти, ул.~Примерная, д.~12",
            ),
            ("Подписывает", "Образцов Пётр Ильич, директор, Устав"),
            ("Присоединение", "акт об~осуществлении ТП от~12.03.2024 №~7"),
            ("Желаемая дата", "01.12.2026"),
        ]),
        points: points(),
        documents: documents(),
        by_initiative: false,
        signatory: Some(signatory()),
    }
}

pub(crate) fn application_citizen() -> ContractApplicationPaper {
    ContractApplicationPaper {
        head: head("ТЛ-04/26-1951-Д"),
        applicant: citizen(),
        address: some("445000, г.~Тольятти, ул.~Примерная, д.~12, кв.~48"),
        account: some("6300~0012~3456"),
        details: known([
            ("Дата рождения", "12.05.1980"),
            ("Право на помещение", "Выписка из~ЕГРН от~02.02.2020"),
            ("Площадь", "55,5~м²"),
            ("Проживает", "3"),
        ]),
        points: home(),
        documents: documents().into_iter().skip(1).take(1).collect(),
        by_initiative: true,
        signatory: None,
        ..application()
    }
}

pub(crate) fn sides() -> ContractSides {
    ContractSides {
        supplier: organisation(SUPPLIER),
        supplier_details: known([
            ("Адрес", "443079, г.~Самара, проезд Георгия Митирёва,~9"),
            ("Телефон", "8~800~1000~763"),
            ("Сайт, e-mail", "samaraenergo.ru, info@samaraenergo.ru"),
        ]),
        signer: Signer {
            post: "Начальник отделения".into(),
            name: spaced("Е.~В. Образцова"),
        },
        client: organisation("ООО «Образец»"),
        client_details: known([
            ("ИНН / КПП", "7830002293 / 783001001"),
            ("ОГРН", "1027700132195"),
            (
                "Место нахождения",
                "445000, г.~Тольятти, ул.~Примерная, д.~12",
            ),
        ]),
        signatory: Some(signatory()),
    }
}

fn sides_of_citizen() -> ContractSides {
    ContractSides {
        client: citizen(),
        client_details: known([
            ("Адрес", "445000, г.~Тольятти, ул.~Примерная, д.~12, кв.~48"),
            ("Дата рождения", "12.05.1980"),
        ]),
        signatory: None,
        ..sides()
    }
}

pub(crate) fn draft() -> ContractDraft {
    let category = |number: &str, title: &str| DraftCategory {
        number: number.into(),
        title: title.into(),
    };
    let months = [
        "Январь",
        "Февраль",
        "Март",
        "Апрель",
        "Май",
        "Июнь",
        "Июль",
        "Август",
        "Сентябрь",
        "Октябрь",
        "Ноябрь",
        "Декабрь",
    ];
    ContractDraft {
        head: head("ТЛ-04/26-1950-Д"),
        appeal_on: day(2026, 10, 30),
        contract_number: some("63-ЮЛ-004512"),
        kind: "supply".into(),
        client_kind: "legal_entity".into(),
        sides: sides(),
        points: points(),
        power_sum: some("905,5"),
        categories: vec![
            category("1", "Первая: учёт в целом за расчётный период"),
            category(
                "6",
                "Шестая: почасовой учёт и планирование, двухставочный тариф на передачу",
            ),
        ],
        pricing: Pricing {
            whole_period: true,
            day_zones: true,
            hourly: true,
            two_rates: true,
            planning: true,
        },
        wanted_from: Some(day(2026, 12, 1)),
        connection: some("акт об~осуществлении технологического присоединения от~12.03.2024 №~7"),
        months: months.map(str::to_owned).into(),
        pay_by_day: None,
        document_by_day: None,
    }
}

pub(crate) fn draft_citizen() -> ContractDraft {
    ContractDraft {
        sides: sides_of_citizen(),
        points: home(),
        pay_by_day: Some(15),
        document_by_day: Some(5),
        ..draft()
    }
}

pub(crate) fn amendment() -> ContractAgreement {
    ContractAgreement {
        head: head("ТЛ-04/26-1952-Д"),
        appeal_on: day(2026, 10, 30),
        contract_number: some("1"),
        matter: "change".into(),
        contract: some("№~63-ОТ-000098 от~12.03.2019"),
        sides: sides(),
        wanted_from: Some(day(2026, 12, 1)),
        change: some("Перевести склад на~шестую ценовую категорию."),
        points: points(),
    }
}

pub(crate) fn termination() -> ContractAgreement {
    ContractAgreement {
        matter: "terminate".into(),
        change: some("Помещение продано."),
        ..amendment()
    }
}

fn clauses() -> Vec<ProtocolClause> {
    vec![
        ProtocolClause {
            clause: "7.2".into(),
            ours: spaced(
                "30~процентов до~10-го числа, 40~процентов до~25-го числа расчётного месяца.",
            ),
            theirs: spaced("Оплата одним платежом до~18-го числа следующего месяца."),
            agreed: spaced("Отклонено: сроки установлены пунктом~82 Основных положений."),
        },
        ProtocolClause {
            clause: "5.3".into(),
            ours: "Потребитель сообщает незамедлительно.".into(),
            theirs: spaced("Потребитель сообщает в~течение одного рабочего дня."),
            agreed: "Принято в редакции клиента".into(),
        },
    ]
}

pub(crate) fn protocol() -> DisagreementProtocol {
    DisagreementProtocol {
        head: head("ТЛ-04/26-1950-Д"),
        contract_number: some("63-ЮЛ-004512"),
        received_on: day(2026, 11, 20),
        answered_on: Some(day(2026, 11, 30)),
        sides: sides(),
        clauses: clauses(),
    }
}

pub(crate) fn protocol_reply() -> DisagreementReply {
    DisagreementReply {
        letter: letter("ТЛ-04/26-1950-Д", day(2026, 10, 30)),
        received_on: day(2026, 11, 20),
        contract_number: some("63-ЮЛ-004512"),
        accepted_count: 1,
        clause_count: 2,
        clauses: clauses(),
    }
}

pub(crate) fn refusal() -> RefusalNotice {
    RefusalNotice {
        letter: letter("ТЛ-04/26-1950-Д", day(2026, 10, 30)),
        request: "Заявление о заключении договора".into(),
        refused_on: day(2026, 11, 6),
        reasons: vec![RefusalReason {
            title: "Объект находится вне зоны деятельности гарантирующего поставщика".into(),
            clause: spaced("Стандарт, п.~3.5"),
        }],
        text: spaced("Объект по~адресу заявления обслуживает другой гарантирующий поставщик."),
        elsewhere: elsewhere(),
    }
}

pub(crate) fn cover() -> CoverLetter {
    CoverLetter {
        letter: letter("ТЛ-04/26-1950-Д", day(2026, 10, 30)),
        matter: "conclude".into(),
        contract_number: "63-ЮЛ-004512".into(),
        sent_on: day(2026, 11, 27),
        enclosures: vec![spaced(
            "Договор №~63-ЮЛ-004512 с~приложениями, 2~экземпляра",
        )],
    }
}

pub(crate) fn slip() -> StatusSlip {
    let step = |on, what: &str| StatusStep {
        on,
        what: spaced(what),
    };
    StatusSlip {
        head: head("ТЛ-04/26-1950-Д"),
        title: "Заявление о заключении договора".into(),
        applicant: "ООО «Образец»".into(),
        appeal_on: day(2026, 10, 30),
        stage: spaced("Ждём документы: уведомление направлено 05.11.2026"),
        control_on: Some(day(2026, 11, 30)),
        control_clause: some("Стандарт, п.~5.1, строка~1.2"),
        steps: vec![
            step(day(2026, 10, 30), "Заявление принято и~зарегистрировано"),
            step(
                day(2026, 11, 5),
                "Направлено уведомление о~недостающих документах",
            ),
        ],
        missing: vec![MissingDocument {
            name: spaced("Акт разграничения балансовой принадлежности"),
            where_to_get: "Сетевая организация".into(),
        }],
    }
}

pub(crate) fn inquiry() -> Inquiry {
    Inquiry {
        head: head("ТЛ-04/26-1873-К"),
        organisation: organisation("АО «Образцовые сети»"),
        signer: sides().signer,
        appeal_number: "ТЛ-04/26-1873-К".into(),
        appeal_on: day(2026, 10, 30),
        object: some("г.~Тольятти, ул.~Примерная, д.~12, кв.~48"),
        account: some("6300~0012~3456"),
        question: spaced(
            "Были ли перерывы в~подаче электрической энергии 24–26~августа 2026~г. и~какова их~причина?",
        ),
        due_on: day(2026, 11, 16),
    }
}

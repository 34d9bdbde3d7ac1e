//! What holds for every form, and what each must say.

use stoika_domain::text::case::{Exceptions, Naming};
use stoika_printing::layout::Layout;
use stoika_printing::{
    ANSWER_LETTER, ArticlePart, BOOK_SHEET, CLAIM_FORM, CLAIM_REFUSAL, CLAIM_SETTLEMENT, CONSENT,
    CONSENT_WITHDRAWAL, CONTRACT_AMENDMENT, CONTRACT_APPLICATION, CONTRACT_APPLICATION_CITIZEN,
    CONTRACT_DRAFT, CONTRACT_DRAFT_CITIZEN, COVER_LETTER, DISAGREEMENT_PROTOCOL,
    DISAGREEMENT_REPLY, DOCUMENTS_RECEIPT, EXTENSION_NOTICE, FORMS, FormModel, INFORMATION_REQUEST,
    INFORMATION_SHEET, INQUIRY, MISSING_DOCUMENTS_NOTICE, OPEN_CLAIM_NOTICE, PrintError,
    QUESTIONNAIRE, REDIRECT_SHEET, REFUSAL_NOTICE, REGISTRATION_CARD, REPEAT_VISIT_TICKET,
    Rendered, STATEMENT, STATUS_SLIP, SURVEY_REPORT, TERMINATION_AGREEMENT, TemplateSet,
    UNCONSIDERED_NOTICE, Value, layout_of, render,
};

use crate::sample::meta;
use crate::samples;
use crate::tools::{assert_inside_margins, pdf_info, pdf_picture, pdf_text, places, words};

fn print(form: &str, model: &FormModel) -> Rendered {
    render(&TemplateSet::built_in().unwrap(), form, model, meta()).unwrap()
}

fn try_layout(form: &str, model: &FormModel) -> Result<Layout, PrintError> {
    layout_of(&TemplateSet::built_in().unwrap(), form, model, meta().on)
}

fn layout(form: &str, model: &FormModel) -> Layout {
    try_layout(form, model).unwrap()
}

/// The words of a paper on one line, with plain spaces.
fn said(form: &str, model: &FormModel) -> String {
    words(&layout(form, model))
        .concat()
        .join(" ")
        .replace('\u{a0}', " ")
}

/// How many pages a sample takes.
fn pages(form: &str) -> usize {
    match form {
        CONTRACT_DRAFT => 11,
        CONTRACT_DRAFT_CITIZEN => 3,
        CONTRACT_APPLICATION | CONTRACT_AMENDMENT | TERMINATION_AGREEMENT => 2,
        _ => 1,
    }
}

#[test]
fn every_form_has_its_small_pages_and_comes_out_the_same_twice() {
    assert_eq!(samples::all().map(|(form, _)| form), FORMS);
    for (form, model) in samples::all() {
        let paper = print(form, &model);
        assert_eq!(paper, print(form, &model), "{form}");
        assert_eq!(paper.pages_svg.len(), pages(form), "{form}");
        assert_eq!(paper.replaced, Vec::<char>::new(), "{form}");
        assert!(
            paper.pdf.len() <= 36_000 + 6_000 * pages(form),
            "{form}: {} bytes",
            paper.pdf.len()
        );
        let info = pdf_info(&paper.pdf);
        assert!(info.contains("Author:          Тольяттинское отделение"));
        assert!(
            !info.contains("Пример") && !info.contains("Самойлов"),
            "{info}"
        );
    }
}

#[test]
fn every_form_names_office_number_date_author_record_and_copy() {
    for (form, model) in samples::all() {
        let model = model.text("offline_note", "Напечатано без связи с центром");
        let text = pdf_text(&print(form, &model).pdf);
        let Some(Value::Text(number)) = model.get("number") else {
            panic!("{form} has no number")
        };
        for words in [
            "Тольяттинское отделение",
            "445000, г. Тольятти, ул. Образцовая, д. 1",
            "8 (8482) 00-00-00",
            "пн–чт 8:00–17:00",
            number,
            "30.10.2026",
            "экземпляр 1",
            "Напечатано без связи с центром",
            "Самойлова Е. В.",
            "ведущий специалист",
            "019a3f2c-7d1e-7b44-9c55-2f0a6e81d3b7",
            "Страница 1 из ",
        ] {
            assert!(text.contains(words), "{form}: {words} is not in:\n{text}");
        }
    }
}

#[test]
fn the_code_on_every_printed_page_is_read_by_a_camera() {
    for (form, model) in samples::all() {
        let picture = pdf_picture(&print(form, &model).pdf, 150);
        let shade = |x, y| picture.shades[y * picture.width + x];
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(picture.width, picture.height, shade);
        let [code] = &image.detect_grids()[..] else {
            panic!("{form}: not one code")
        };
        let (_, text) = code.decode().unwrap();
        assert_eq!(text, "019a3f2c-7d1e-7b44-9c55-2f0a6e81d3b7", "{form}");
    }
}

#[test]
fn forms_stand_where_they_stood() {
    for (form, model) in samples::all() {
        insta::assert_json_snapshot!(form, places(&layout(form, &model)));
    }
}

#[test]
fn each_form_says_what_it_is_for() {
    let expected: [(&str, &[&str]); 31] = [
        (
            DOCUMENTS_RECEIPT,
            &[
                "Образцов Пётр Ильич, доверенность № 5 от 12.10.2026",
                "Документ о праве собственности на помещение копия 3 (выписка из ЕГРН)",
                "Всего документов: 4, листов: 7",
                "Документ о мерах социальной поддержки Орган социальной защиты, МФЦ",
                "Ответить до 30.11.2026 30 дней со дня, следующего за 30.10.2026 Стандарт, п. 5.1, строка 1.5",
                "Документы принял",
                "Документы сдал",
            ],
        ),
        (
            INFORMATION_SHEET,
            &[
                "Как передать показания электросчётчика",
                "Редакция от 01.09.2026 · отвечает за содержание: отдел по работе с населением",
                "– номер лицевого счёта",
                "3. Нажмите «Отправить»",
                "Источник: Стандарт, п. 5.2, 7.1; ПП РФ № 354",
                "Как получить в следующий раз – По телефону",
            ],
        ),
        (
            REDIRECT_SHEET,
            &[
                "Жигулёвское отделение 445350, Самарская обл., г. Жигулёвск, ул. Образцовая, д. 7 8 (84862) 0-00-00 пн–чт 8:00–17:00",
                "Дополнительный пункт приёма граждан-потребителей только для граждан",
                "Вопрос Адрес объекта Замена электросчётчика",
                "Адрес входит в зону обслуживания Жигулёвского отделения",
                "паспорт нового прибора учёта",
                "или в личном кабинете.",
            ],
        ),
        (
            CONSENT,
            &[
                "Примерова Анна Сергеевна",
                "вид, серия и номер, кем и когда выдан",
                "ОАО «Самараэнерго» 443079, г. Самара",
                "Для чего – сообщения об услугах и акциях по SMS и электронной почте – опросы",
                "Какие данные – фамилия, имя, отчество",
                "Третьим лицам данные не передают.",
                "Согласие действует со дня подписания до отзыва, но не дольше 5 лет",
                "Как отозвать заявлением в любом отделении",
            ],
        ),
        (
            CONSENT_WITHDRAWAL,
            &[
                "паспорт 0000 000000, выдан 01.01.2020",
                "данное 12.03.2026 (152-ФЗ, ст. 9, ч. 2)",
                "опросы о качестве обслуживания",
                "не позднее 30 дней со дня поступления отзыва",
            ],
        ),
        (
            REPEAT_VISIT_TICKET,
            &[
                "День Время 09.11.2026 10:30 понедельник",
                "Кто примет Где Специалист по договорам окно 2, второй этаж",
                "Переоформление договора на нового собственника",
                "выписку из ЕГРН на помещение",
                "Позвоните: 8 (8482) 00-00-00",
            ],
        ),
        (
            EXTENSION_NOTICE,
            &[
                "Примеровой Анне Сергеевне 445000, г. Тольятти, ул. Примерная, д. 12, кв. 48",
                "На № ТЛ-04/26-1873-К от 28.09.2026",
                "Уважаемая Анна Сергеевна!",
                "Прежний срок Новый срок 28.10.2026 27.11.2026",
                "Для ответа запрошены показания контрольного прибора",
                "Часть 2 статьи 12 Федерального закона от 02.05.2006 № 59-ФЗ",
                "Начальник Тольяттинского отделения Д. С. Образцов",
                "Исполнитель: Самойлова Е. В., ведущий специалист",
            ],
        ),
        (
            BOOK_SHEET,
            &[
                "Лист книги жалоб и предложений № ТЛ-04/26-1842-МК3 от 30.10.2026",
                "Жалоба",
                "хотя передо мной было трое",
                "Принять меры до 11.12.2026. Стандарт, п. 10.3.",
                "Что и когда отвечено автору записи",
            ],
        ),
        (
            QUESTIONNAIRE,
            &[
                "Анкета № ТЛ-04/26-1842-МК3 от 30.10.2026",
                "Анкета не подписывается.",
                "подчеркните ответ.",
                "2. Как Вы оцениваете обслуживание в целом?",
                "Что нам улучшить?",
            ],
        ),
        (
            SURVEY_REPORT,
            &[
                "Отчёт об опросе № ТЛ-04/26-1842-МК3 от 30.10.2026",
                "12.10.2026 – 23.10.2026",
                "48: на месте 6, с бумаги 42",
                "по плану 50",
                "С 1 декабря по пятницам работает второе окно.",
            ],
        ),
        (
            UNCONSIDERED_NOTICE,
            &[
                "Основание На вопрос уже дан ответ по существу, новых доводов нет Стандарт, п. 7.3",
                "Ответ по существу дан ранее № ТЛ-04/26-1511-М от 21.09.2026",
                "Как обратиться снова",
                "– Управление Роспотребнадзора по Самарской области права потребителей",
                "Начальник Тольяттинского отделения Д. С. Образцов",
            ],
        ),
        (
            ANSWER_LETTER,
            &[
                "Ответ на претензию: предложения по урегулированию",
                "зарегистрированное 26 октября 2026 г., рассмотрено.",
                "Решение Претензия обоснована частично Показания за август",
                "претензия останется открытой",
                "Если Вы не согласны с ответом, Вы можете обратиться – Государственная жилищная инспекция",
            ],
        ),
        (
            INFORMATION_REQUEST,
            &[
                "Примеровой Анне Сергеевне",
                "Что нужно Показания электросчётчика по каждой зоне",
                "Обращение ждёт этих сведений с 29 октября 2026 г.",
                "Назовите номер обращения: ТЛ-04/26-1873-К",
            ],
        ),
        (
            MISSING_DOCUMENTS_NOTICE,
            &[
                "зарегистрировано 26 октября 2026 г. К нему нужны ещё 2 (два) документа.",
                "№ Документ Где получить 1",
                "Срок по обращению 30 ноября 2026 г. 30 дней",
            ],
        ),
        (
            STATEMENT,
            &[
                "В ПАО «Самараэнерго» от Примеровой Анны Сергеевны",
                "Представитель Образцов Пётр Ильич",
                "Претензия № ТЛ-04/26-1873-К от 30.10.2026 · тема: расчёты стоимости",
                "Прошу Пересчитать по переданным показаниям",
                "Приложения № Документ Вид Листов 1 Квитанция за август 2026 копия 2",
                "Ответ прошу дать: заказным письмом (адрес с индексом)",
                "Примерова А. С., дата",
            ],
        ),
        (
            CLAIM_FORM,
            &[
                "В ПАО «Самараэнерго» от Примеровой Анны Сергеевны",
                "Договор № 63-ТЛ-000098 от 12.03.2019",
                "Основания претензии",
                "Требую Пересчитать по переданным показаниям",
                "Примерова А. С., дата",
            ],
        ),
        (
            CLAIM_REFUSAL,
            &[
                "Ответ на претензию: отказ с заключением",
                "Решение Претензия не обоснована Начисление за август проверено",
                "Заключение Показания инспектора совпадают",
                "Если Вы не согласны с решением, Вы можете обратиться – Государственная жилищная инспекция",
            ],
        ),
        (
            CLAIM_SETTLEMENT,
            &[
                "Ответ на претензию: предложения по урегулированию",
                "Решение Претензия обоснована частично",
                "Мы предлагаем Уменьшить начисление",
                "претензия останется открытой",
                "Вы можете обратиться также – Государственная жилищная инспекция",
            ],
        ),
        (
            OPEN_CLAIM_NOTICE,
            &[
                "Претензия остаётся открытой",
                "2 ноября 2026 г. Вы отклонили наше решение от 29 октября 2026 г.",
                "Прошу вернуть деньги на карту",
                "Новый ответ до 6 ноября 2026 г. 3 рабочих дня",
                "В компании: к руководству, ПАО «Самараэнерго»",
                "Вне компании: – Государственная жилищная инспекция",
            ],
        ),
        (
            CONTRACT_APPLICATION,
            &[
                "В ПАО «Самараэнерго»",
                "Прошу заключить договор",
                "Точки поставки",
                "850,5",
            ],
        ),
        (
            CONTRACT_APPLICATION_CITIZEN,
            &["от Примеровой Анны Сергеевны", "по моей инициативе"],
        ),
        (
            REFUSAL_NOTICE,
            &[
                "Решение об отказе принято 6 ноября 2026 г.",
                "вне зоны деятельности",
            ],
        ),
        (
            CONTRACT_DRAFT,
            &[
                "в лице директора Образцова Петра Ильича, действующего на основании: Устав",
                "Приложение 7 к договору",
                "пунктом 82 Основных положений",
                "двухставочному тарифу",
            ],
        ),
        (
            CONTRACT_DRAFT_CITIZEN,
            &[
                "именуемая в дальнейшем «Потребитель»",
                "до 15-го числа этого месяца",
            ],
        ),
        (
            CONTRACT_AMENDMENT,
            &["1. Стороны изменяют договор с 1 декабря 2026 г."],
        ),
        (
            TERMINATION_AGREEMENT,
            &[
                "Соглашение о расторжении договора",
                "к договору № 63-ОТ-000098 от 12.03.2019",
            ],
        ),
        (
            COVER_LETTER,
            &["направляем договор № 63-ЮЛ-004512 с приложениями"],
        ),
        (
            DISAGREEMENT_PROTOCOL,
            &["Редакция поставщика", "Согласованная редакция"],
        ),
        (
            DISAGREEMENT_REPLY,
            &["В протоколе 2 (два) пункта. В Вашей редакции принят 1."],
        ),
        (
            STATUS_SLIP,
            &["Ждём документы", "Следующий шаг до 30 ноября 2026 г."],
        ),
        (INQUIRY, &["В АО «Образцовые сети»", "16 ноября 2026 г."]),
    ];
    let samples = samples::all();
    for (form, phrases) in expected {
        let (_, model) = samples.iter().find(|(id, _)| *id == form).unwrap();
        let said = said(form, model);
        for phrase in phrases {
            assert!(said.contains(phrase), "{form}: {phrase} is not in:\n{said}");
        }
    }
}

#[test]
fn what_is_not_known_is_asked_by_hand_or_said_to_be_absent() {
    let mut receipt = samples::receipt();
    receipt.missing = None;
    receipt.missing_note = None;
    receipt.representative = None;
    let said_of = |form, model: FormModel| said(form, &model);
    let not_compared = said_of(DOCUMENTS_RECEIPT, receipt.clone().into_model());
    assert!(!not_compared.contains("хватает"), "{not_compared}");
    receipt.missing = Some(Vec::new());
    let receipt = said_of(DOCUMENTS_RECEIPT, receipt.into_model());
    assert!(
        receipt.contains("Не хватает Недостающих документов нет."),
        "{receipt}"
    );
    assert!(!receipt.contains("Где получить") && !receipt.contains("Документы сдал представитель"));

    let mut ticket = samples::ticket();
    (ticket.time, ticket.window) = (None, None);
    ticket.bring.clear();
    let ticket = said_of(REPEAT_VISIT_TICKET, ticket.into_model());
    assert!(ticket.contains("в часы приёма"), "{ticket}");
    assert!(
        !ticket.contains("Где") && !ticket.contains("Возьмите"),
        "{ticket}"
    );

    let mut withdrawal = samples::withdrawal();
    withdrawal.given_on = None;
    withdrawal.subject.address = None;
    let model = withdrawal.into_model();
    let text = said(CONSENT_WITHDRAWAL, &model);
    assert!(text.contains("персональных данных, данное ранее"), "{text}");
    let places = places(&layout(CONSENT_WITHDRAWAL, &model));
    let label = places
        .iter()
        .position(|place| place.ends_with("Адрес"))
        .unwrap();
    assert!(places[label + 1].contains("line"), "{places:#?}");

    let mut notice = samples::unconsidered();
    (
        notice.clause,
        notice.explanation,
        notice.former,
        notice.again,
    ) = (None, None, None, None);
    notice.letter.addressee.address = None;
    notice.letter.addressee.name = Naming::organisation("ООО «Образец»", &Exceptions::default());
    notice.elsewhere.clear();
    let notice = said_of(UNCONSIDERED_NOTICE, notice.into_model());
    for absent in ["Стандарт", "дан ранее", "обратиться снова", "Куда ещё"]
    {
        assert!(!notice.contains(absent), "{absent}: {notice}");
    }
}

/// What each form cannot do without.
const REQUIRED: [(&str, usize); 32] = [
    (REGISTRATION_CARD, 21),
    (DOCUMENTS_RECEIPT, 16),
    (INFORMATION_SHEET, 12),
    (REDIRECT_SHEET, 12),
    (CONSENT, 15),
    (CONSENT_WITHDRAWAL, 13),
    (REPEAT_VISIT_TICKET, 13),
    (EXTENSION_NOTICE, 18),
    (UNCONSIDERED_NOTICE, 16),
    (ANSWER_LETTER, 18),
    (INFORMATION_REQUEST, 17),
    (MISSING_DOCUMENTS_NOTICE, 19),
    (STATEMENT, 14),
    (CLAIM_FORM, 13),
    (CLAIM_REFUSAL, 17),
    (CLAIM_SETTLEMENT, 18),
    (OPEN_CLAIM_NOTICE, 22),
    (BOOK_SHEET, 13),
    (QUESTIONNAIRE, 12),
    (SURVEY_REPORT, 14),
    (CONTRACT_APPLICATION, 13),
    (CONTRACT_APPLICATION_CITIZEN, 13),
    (REFUSAL_NOTICE, 18),
    (CONTRACT_DRAFT, 16),
    (CONTRACT_DRAFT_CITIZEN, 14),
    (CONTRACT_AMENDMENT, 14),
    (TERMINATION_AGREEMENT, 15),
    (COVER_LETTER, 18),
    (DISAGREEMENT_PROTOCOL, 14),
    (DISAGREEMENT_REPLY, 18),
    (STATUS_SLIP, 13),
    (INQUIRY, 16),
];

#[test]
fn no_form_comes_out_with_a_blank() {
    for ((form, model), (known, required)) in samples::all().into_iter().zip(REQUIRED) {
        assert_eq!(form, known);
        let json = serde_json::to_value(&model).unwrap();
        let whole = layout(form, &model);
        let mut refused = 0;
        for field in json.as_object().unwrap().keys() {
            let mut less = json.clone();
            less.as_object_mut().unwrap().remove(field);
            let less: FormModel = serde_json::from_value(less).unwrap();
            match try_layout(form, &less) {
                Ok(paper) => assert_ne!(paper, whole, "{form} ignores {field}"),
                Err(error) => {
                    let missing = PrintError::MissingField {
                        template: form.into(),
                        field: field.clone(),
                    };
                    assert_eq!(error, missing);
                    refused += 1;
                }
            }
        }
        assert_eq!(refused, required, "{form}");
    }
}

/// The same model with every text (a number and an id apart) replaced.
fn with_every_text(model: &FormModel, text: &str) -> FormModel {
    let mut json = serde_json::to_value(model).unwrap();
    for (name, value) in json.as_object_mut().unwrap() {
        let is_fixed = value["kind"] == "number" || value["kind"] == "date";
        let value = &mut value["value"];
        match name.as_str() {
            _ if is_fixed => {}
            _ if value.is_object() => {
                value["full"] = vec![text; 6].into();
                let short: String = text.replace('\n', " ").chars().take(80).collect();
                value["short"] = vec![short; 6].into();
            }
            "record_id" | "number" | "missing_count" | "copy_mark" | "appeal_number"
            | "former_number" => {}
            "body" => {
                for row in value.as_array_mut().unwrap() {
                    row["text"]["value"] = text.into();
                }
            }
            _ if value.is_array() => {
                for row in value.as_array_mut().unwrap() {
                    for cell in row.as_object_mut().unwrap().values_mut() {
                        if cell["kind"] == "text" {
                            cell["value"] = text.into();
                        }
                    }
                }
            }
            // Names and posts have a length that the directory keeps.
            "specialist_name" | "specialist_post" | "signer_name" | "signer_post"
            | "office_phone" => {
                *value = text
                    .replace('\n', " ")
                    .chars()
                    .take(25)
                    .collect::<String>()
                    .into();
            }
            name if name.ends_with("on") && name != "reason" && name != "explanation" => {}
            _ => *value = text.into(),
        }
    }
    serde_json::from_value(json).unwrap()
}

#[test]
fn nothing_leaves_the_margins_whatever_is_written() {
    let long_word = "https://пример.рф/".to_owned() + &"длинноеслово".repeat(40);
    let long_text = "Прошу проверить начисление за август. ".repeat(60);
    for (form, model) in samples::all() {
        for text in ["", "а", &long_word, &long_text, "а\n\nб\n"] {
            assert_inside_margins(&layout(form, &with_every_text(&model, text)));
        }
    }
}

#[test]
fn a_long_article_flows_whole_and_keeps_its_edges() {
    let paragraph = "Плату рассчитывают по показаниям прибора учёта; если их нет, по среднему расходу за последний год, но не дольше трёх месяцев подряд, а затем по нормативу. ";
    for paragraphs in (1..40).step_by(3) {
        let mut sheet = samples::information();
        sheet.body = (0..paragraphs)
            .flat_map(|at| {
                [
                    ArticlePart::Heading(format!("Раздел {at}")),
                    ArticlePart::Paragraph(paragraph.repeat(1 + at % 5)),
                ]
            })
            .collect();
        let layout = layout(INFORMATION_SHEET, &sheet.into_model());
        assert_inside_margins(&layout);
        let pages = words(&layout);
        let whole = pages.concat().concat().replace([' ', '\u{a0}'], "");
        let expected = paragraph.repeat(1 + (paragraphs - 1) % 5).replace(' ', "");
        let kept = pages
            .iter()
            .flatten()
            .filter(|text| text.starts_with("Раздел"))
            .count();
        assert_eq!(kept, paragraphs);
        if pages.len() == 1 {
            assert!(whole.contains(&expected));
        }
        for (number, page) in (1..).zip(&pages) {
            // The foot is two texts; above it no title may stand.
            let last = page[page.len() - 3];
            assert!(
                !last.starts_with("Раздел"),
                "{paragraphs}: page {number} ends with a title"
            );
            let foot = format!("Страница {number} из {}", pages.len());
            assert_eq!(page[page.len() - 1].replace('\u{a0}', " "), foot);
        }
    }
}

#[test]
fn a_signature_is_never_alone_on_a_page() {
    let sentence = "Для ответа запрошены сведения у сетевой организации. ";
    let mut turned = 0;
    for length in (1..60).step_by(2) {
        let mut notice = samples::extension();
        notice.reason = sentence.repeat(length);
        let layout = layout(EXTENSION_NOTICE, &notice.into_model());
        let pages = words(&layout);
        let last = pages.last().unwrap();
        let name = last.iter().position(|text| text.contains("Образцов"));
        if let (true, Some(name)) = (pages.len() > 1, name) {
            turned += 1;
            // The post takes two lines above the name; words of the letter stand before it.
            assert!(name >= 4, "{length}: {last:?}");
        }
        assert!(
            pages.iter().any(|page| {
                let has = |words: &str| page.iter().any(|text| text.contains(words));
                has("Образцов") && has("обращении.")
            }),
            "{length}: the signature is parted from the letter"
        );
    }
    assert!(turned > 0, "no letter was long enough");
}

#[test]
fn an_article_is_read_line_by_line() {
    let parts = ArticlePart::of_text(
        "Вступление.\n\n## Гражданину\nПонадобятся:\n- паспорт\n-  квитанция\n\n1. Войдите\n2. Нажмите «Да»\nС 01.10. Новые цены\n#хэштег",
    );
    let text = |text: &str| text.to_owned();
    assert_eq!(
        parts,
        [
            ArticlePart::Paragraph(text("Вступление.")),
            ArticlePart::Heading(text("Гражданину")),
            ArticlePart::Paragraph(text("Понадобятся:")),
            ArticlePart::Bullet(text("паспорт")),
            ArticlePart::Bullet(text("квитанция")),
            ArticlePart::Step(text("Войдите")),
            ArticlePart::Step(text("Нажмите «Да»")),
            ArticlePart::Paragraph(text("С 01.10. Новые цены")),
            ArticlePart::Paragraph(text("#хэштег")),
        ]
    );
    let mut sheet = samples::information();
    sheet.body = parts;
    let said = said(INFORMATION_SHEET, &sheet.into_model());
    assert!(said.contains("1. Войдите 2. Нажмите «Да»"), "{said}");
}

//! One sample of each form: invented people, real kinds of text.

use chrono::NaiveDate;
use stoika_domain::text::case::{Exceptions, Naming};
use stoika_printing::{
    ANSWER_LETTER, Addressee, AnswerLetter, ArticlePart, AskedQuestion, BOOK_SHEET, BookSheet,
    CLAIM_FORM, CLAIM_REFUSAL, CLAIM_SETTLEMENT, CONSENT, CONSENT_WITHDRAWAL, CONTRACT_AMENDMENT,
    CONTRACT_APPLICATION, CONTRACT_APPLICATION_CITIZEN, CONTRACT_DRAFT, CONTRACT_DRAFT_CITIZEN,
    COVER_LETTER, ClaimForm, ClaimRefusal, ClaimSettlement, Consent, ConsentWithdrawal,
    DISAGREEMENT_PROTOCOL, DISAGREEMENT_REPLY, DOCUMENTS_RECEIPT, DataSubject, DocumentsReceipt,
    EXTENSION_NOTICE, ExtensionNotice, FormModel, FormerAnswer, HandedDocument,
    INFORMATION_REQUEST, INFORMATION_SHEET, INQUIRY, InformationRequest, InformationSheet, Letter,
    MISSING_DOCUMENTS_NOTICE, MissingDocument, MissingDocumentsNotice, OPEN_CLAIM_NOTICE,
    OpenClaimNotice, Operator, Place, QUESTIONNAIRE, QuestionnaireSheet, REDIRECT_SHEET,
    REFUSAL_NOTICE, REGISTRATION_CARD, REPEAT_VISIT_TICKET, RedirectSheet, RepeatVisitTicket,
    ReportedQuestion, STATEMENT, STATUS_SLIP, SURVEY_REPORT, Signer, Statement, SurveyReport,
    TERMINATION_AGREEMENT, UNCONSIDERED_NOTICE, UnconsideredNotice,
};

use crate::contract_samples as contracts;
use crate::sample::{card, day, head};

/// Every form with a sample of its values.
pub(crate) fn all() -> [(&'static str, FormModel); 32] {
    [
        (REGISTRATION_CARD, card().into_model()),
        (DOCUMENTS_RECEIPT, receipt().into_model()),
        (INFORMATION_SHEET, information().into_model()),
        (REDIRECT_SHEET, redirect().into_model()),
        (CONSENT, consent().into_model()),
        (CONSENT_WITHDRAWAL, withdrawal().into_model()),
        (REPEAT_VISIT_TICKET, ticket().into_model()),
        (EXTENSION_NOTICE, extension().into_model()),
        (UNCONSIDERED_NOTICE, unconsidered().into_model()),
        (ANSWER_LETTER, answer().into_model()),
        (INFORMATION_REQUEST, information_request().into_model()),
        (MISSING_DOCUMENTS_NOTICE, missing_documents().into_model()),
        (STATEMENT, statement().into_model()),
        (CLAIM_FORM, claim_form().into_model()),
        (CLAIM_REFUSAL, claim_refusal().into_model()),
        (CLAIM_SETTLEMENT, claim_settlement().into_model()),
        (OPEN_CLAIM_NOTICE, open_claim().into_model()),
        (BOOK_SHEET, book_sheet().into_model()),
        (QUESTIONNAIRE, questionnaire().into_model()),
        (SURVEY_REPORT, survey_report().into_model()),
        (CONTRACT_APPLICATION, contracts::application().into_model()),
        (
            CONTRACT_APPLICATION_CITIZEN,
            contracts::application_citizen().into_model(),
        ),
        (REFUSAL_NOTICE, contracts::refusal().into_model()),
        (CONTRACT_DRAFT, contracts::draft().into_model()),
        (
            CONTRACT_DRAFT_CITIZEN,
            contracts::draft_citizen().into_citizen_model(),
        ),
        (CONTRACT_AMENDMENT, contracts::amendment().into_model()),
        (TERMINATION_AGREEMENT, contracts::termination().into_model()),
        (COVER_LETTER, contracts::cover().into_model()),
        (DISAGREEMENT_PROTOCOL, contracts::protocol().into_model()),
        (DISAGREEMENT_REPLY, contracts::protocol_reply().into_model()),
        (STATUS_SLIP, contracts::slip().into_model()),
        (INQUIRY, contracts::inquiry().into_model()),
    ]
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(spaced).into()
}

/// `~` is a no-break space here: easier to read.
pub(crate) fn spaced(text: &str) -> String {
    text.replace('~', "\u{a0}")
}

pub(crate) fn some(text: &str) -> Option<String> {
    Some(spaced(text))
}

pub(crate) fn receipt() -> DocumentsReceipt {
    let document = |name: &str, form: &str, sheets| HandedDocument {
        name: spaced(name),
        form: form.into(),
        sheets,
    };
    let missing = |name: &str, place: &str| MissingDocument {
        name: spaced(name),
        where_to_get: spaced(place),
    };
    DocumentsReceipt {
        head: head("ТЛ-04/26-1901-Р"),
        matter: "Заключение договора энергоснабжения".into(),
        applicant: "Примерова Анна Сергеевна".into(),
        representative: some("Образцов Пётр Ильич, доверенность №~5 от~12.10.2026"),
        account: some("6300~0012~3456"),
        address: some("г.~Тольятти, ул.~Примерная, д.~12, кв.~48"),
        documents: vec![
            document("Заявление о~заключении договора", "оригинал", 2),
            document(
                "Документ о~праве собственности на~помещение (выписка из~ЕГРН)",
                "копия",
                3,
            ),
            document(
                "Сведения о~приборе учёта: тип, номер, дата установки, показания",
                "копия",
                1,
            ),
            document("Доверенность", "копия", 1),
        ],
        missing: Some(vec![
            missing(
                "Сведения о~зарегистрированных и~проживающих лицах",
                "МФЦ, управляющая организация",
            ),
            missing(
                "Документ о~мерах социальной поддержки",
                "Орган социальной защиты, МФЦ",
            ),
        ]),
        missing_note: some(
            "Недостающие документы не~мешают обслуживанию: договор считается заключённым с~первого подключения (ГК~РФ, ст.~540).",
        ),
        control_on: day(2026, 11, 30),
        control_term: spaced("30~дней со~дня, следующего за~30.10.2026"),
        control_clause: spaced("Стандарт, п.~5.1, строка~1.5"),
    }
}

pub(crate) fn information() -> InformationSheet {
    InformationSheet {
        head: head("ТЛ-04/26-1902-И"),
        title: "Как передать показания электросчётчика".into(),
        version_on: day(2026, 9, 1),
        owner: "отдел по работе с населением".into(),
        body: vec![
            ArticlePart::Paragraph(spaced(
                "Показания принимают с~23-го по~26-е число каждого месяца, в~любой день недели. Переданное в~эти дни войдёт в~платёжный документ за~этот месяц; переданное позже учтут в~следующем.",
            )),
            ArticlePart::Heading("Что понадобится".into()),
            ArticlePart::Bullet(spaced(
                "номер лицевого счёта: 12~цифр в~правом верхнем углу квитанции;",
            )),
            ArticlePart::Bullet(spaced(
                "цифры на~табло до~запятой; у~многотарифного счётчика по~каждой зоне отдельно: Т1~— день, Т2~— ночь.",
            )),
            ArticlePart::Heading("Как передать в личном кабинете".into()),
            ArticlePart::Step("Войдите в личный кабинет и выберите лицевой счёт.".into()),
            ArticlePart::Step(spaced(
                "Откройте «Передать показания», введите цифры каждой зоны и~проверьте дату.",
            )),
            ArticlePart::Step(spaced(
                "Нажмите «Отправить». Кабинет сразу покажет расход и~сумму; если расход необычно велик, он~спросит ещё раз.",
            )),
            ArticlePart::Heading("Если показания не переданы".into()),
            ArticlePart::Paragraph(spaced(
                "До~трёх месяцев подряд плату рассчитывают по~среднему расходу за~последний год. Когда Вы~передадите показания, начисления пересчитают.",
            )),
        ],
        source: some("Стандарт, п.~5.2, 7.1; ПП~РФ №~354"),
        next_time: texts([
            "По~телефону Контакт-центра 8~800~1000~763, звонок бесплатный, по~рабочим дням 8:00–17:00",
            "На~сайте, раздел «Справочник»",
            "В~любом отделении: попросите распечатать этот лист",
        ]),
    }
}

pub(crate) fn redirect() -> RedirectSheet {
    RedirectSheet {
        head: head("ТЛ-04/26-1903-Н"),
        matter: "Замена электросчётчика".into(),
        address: spaced("Самарская обл., г.~Жигулёвск, ул.~Примерная, д.~3"),
        why: spaced(
            "Адрес входит в~зону обслуживания Жигулёвского отделения: там хранят договор и~технические документы и~могут принять решение в~день обращения.",
        ),
        offices: vec![
            Place {
                name: "Жигулёвское отделение".into(),
                competence: None,
                address: some("445350, Самарская обл., г.~Жигулёвск, ул.~Образцовая, д.~7"),
                contact: some("8~(84862) 0-00-00"),
                hours: some("пн–чт 8:00–17:00, пт 8:00–16:00"),
            },
            Place {
                name: "Дополнительный пункт приёма граждан-потребителей".into(),
                competence: some("только для граждан"),
                address: some("445366, Самарская обл., с.~Зольное, ул.~Образцовая, д.~2"),
                contact: some("8~(84862) 0-00-01"),
                hours: some("вт, чт 9:00–15:30"),
            },
        ],
        take_along: texts([
            "паспорт",
            "документ о~праве собственности на~помещение, если владелец сменился",
            "паспорт нового прибора учёта",
        ]),
        without_visit: some(
            "Заявку на~замену можно подать по~телефону 8~800~1000~763 или в~личном кабинете.",
        ),
    }
}

fn subject() -> DataSubject {
    DataSubject {
        name: "Примерова Анна Сергеевна".into(),
        address: some("445000, г.~Тольятти, ул.~Примерная, д.~12, кв.~48"),
        document: some("паспорт 0000~000000, выдан 01.01.2020 отделом внутренних дел г.~Тольятти"),
        representative: None,
    }
}

fn operator() -> Operator {
    Operator {
        name: "ОАО «Самараэнерго»".into(),
        address: spaced("443079, г.~Самара, проезд Георгия Митирёва, д.~9"),
    }
}

pub(crate) fn consent() -> Consent {
    Consent {
        head: head("ТЛ-04/26-1904-С"),
        subject: DataSubject {
            document: None,
            ..subject()
        },
        operator: operator(),
        purposes: texts([
            "сообщения об~услугах и~акциях по~SMS и~электронной почте",
            "опросы о~качестве обслуживания",
        ]),
        personal_data: texts([
            "фамилия, имя, отчество",
            "номер телефона, адрес электронной почты",
            "номер лицевого счёта, адрес помещения",
        ]),
        actions: spaced(
            "Сбор, запись, систематизация, накопление, хранение, уточнение, извлечение, использование, блокирование, удаление, уничтожение; с~использованием средств автоматизации и~без них. Третьим лицам данные не~передают.",
        ),
        processor: None,
        term: spaced("со~дня подписания до~отзыва, но~не~дольше 5~лет"),
        withdrawal: spaced(
            "заявлением в~любом отделении, письмом на~адрес оператора или в~личном кабинете, в~любое время и~без объяснения причин",
        ),
    }
}

pub(crate) fn withdrawal() -> ConsentWithdrawal {
    ConsentWithdrawal {
        head: head("ТЛ-04/26-1905-О"),
        subject: subject(),
        operator: operator(),
        given_on: Some(day(2026, 3, 12)),
        purposes: texts([
            "сообщения об~услугах и~акциях по~SMS и~электронной почте",
            "опросы о~качестве обслуживания",
        ]),
        effect: spaced(
            "Обработка данных для этих целей прекращается, данные уничтожаются не~позднее 30~дней со~дня поступления отзыва (152-ФЗ, ст.~21, ч.~5). Данные, нужные для исполнения договора энергоснабжения, обрабатываются и~дальше.",
        ),
    }
}

pub(crate) fn ticket() -> RepeatVisitTicket {
    RepeatVisitTicket {
        head: head("ТЛ-04/26-1906-Т"),
        visit_on: day(2026, 11, 9),
        weekday: "понедельник".into(),
        time: some("10:30"),
        to_whom: spaced("Специалист по~договорам"),
        window: some("окно~2, второй этаж"),
        matter: "Переоформление договора на нового собственника".into(),
        bring: texts([
            "паспорт",
            "выписку из~ЕГРН на~помещение",
            "показания счётчика на~день передачи помещения",
        ]),
    }
}

fn addressee() -> Addressee {
    Addressee {
        name: Naming::person("Примерова Анна Сергеевна", &Exceptions::default()),
        address: some("445000, г.~Тольятти,\nул.~Примерная, д.~12, кв.~48"),
    }
}

fn signer() -> Signer {
    Signer {
        post: "Начальник Тольяттинского отделения".into(),
        name: spaced("Д.~С.~Образцов"),
    }
}

pub(crate) fn extension() -> ExtensionNotice {
    ExtensionNotice {
        letter: letter("ТЛ-04/26-1907-П", day(2026, 9, 28)),
        old_on: day(2026, 10, 28),
        new_on: day(2026, 11, 27),
        reason: spaced(
            "Для ответа запрошены показания контрольного прибора у~сетевой организации; срок её~ответа истекает 16.11.2026.",
        ),
        clause: some(
            "Часть~2 статьи~12 Федерального закона от~02.05.2006 №~59-ФЗ «О~порядке рассмотрения обращений граждан Российской Федерации»",
        ),
    }
}

pub(crate) fn unconsidered() -> UnconsideredNotice {
    UnconsideredNotice {
        letter: letter("ТЛ-04/26-1908-Б", day(2026, 10, 26)),
        ground: spaced("На~вопрос уже дан ответ по~существу, новых доводов нет"),
        clause: some("Стандарт, п.~7.3"),
        explanation: some(
            "В~обращении поставлен тот~же вопрос о~начислении за~август 2026~года, что и~в~прежнем; новых обстоятельств не~приведено.",
        ),
        former: Some(FormerAnswer {
            number: "ТЛ-04/26-1511-М".into(),
            on: day(2026, 9, 21),
        }),
        again: some(
            "Если появились новые доводы или документы, подайте обращение ещё раз и~приложите их: оно будет рассмотрено.",
        ),
        elsewhere: elsewhere(),
    }
}

pub(crate) fn letter(number: &str, appeal_on: NaiveDate) -> Letter {
    Letter {
        head: head(number),
        addressee: addressee(),
        appeal_number: "ТЛ-04/26-1873-К".into(),
        appeal_on,
        topic: "Расчёты стоимости".into(),
        signer: signer(),
    }
}

pub(crate) fn elsewhere() -> Vec<Place> {
    let body = |name: &str, competence: &str| Place {
        name: spaced(name),
        competence: some(competence),
        address: None,
        contact: None,
        hours: None,
    };
    vec![
        body(
            "Государственная жилищная инспекция Самарской области",
            "начисления и~качество коммунальных услуг",
        ),
        body(
            "Управление Роспотребнадзора по~Самарской области",
            "права потребителей",
        ),
        body("Суд", "защита нарушенных прав"),
    ]
}

pub(crate) fn answer() -> AnswerLetter {
    AnswerLetter {
        letter: letter("ТЛ-04/26-1909-О", day(2026, 10, 26)),
        kind: "claim".into(),
        outcome: "partly_founded".into(),
        text: spaced(
            "Показания за~август, переданные Вами 24.08.2026, учтены: начисление по~ночной зоне уменьшено на~282,00~₽, сумма зачтена в~счёт следующего месяца.\n\
             Начисление за~июль сделано по~показаниям, которые снял инспектор 28.07.2026, и~изменению не~подлежит.",
        ),
        elsewhere: elsewhere(),
    }
}

pub(crate) fn information_request() -> InformationRequest {
    InformationRequest {
        letter: letter("ТЛ-04/26-1910-З", day(2026, 10, 26)),
        awaited: spaced(
            "Показания электросчётчика по~каждой зоне на~24.08.2026 или снимок табло с~датой.",
        ),
        suspended_on: day(2026, 10, 29),
    }
}

pub(crate) fn missing_documents() -> MissingDocumentsNotice {
    let receipt = receipt();
    MissingDocumentsNotice {
        letter: letter("ТЛ-04/26-1911-Н", day(2026, 10, 26)),
        missing: receipt.missing.unwrap_or_default(),
        missing_note: receipt.missing_note,
        control_on: receipt.control_on,
        control_term: receipt.control_term,
        control_clause: receipt.control_clause,
    }
}

pub(crate) fn statement() -> Statement {
    let card = card();
    Statement {
        head: head("ТЛ-04/26-1873-К"),
        supplier: Naming::organisation("ПАО «Самараэнерго»", &Exceptions::default()),
        applicant: Naming::person(&card.applicant, &Exceptions::default()),
        representative: some("Образцов Пётр Ильич, доверенность №~5 от~12.10.2026"),
        account: card.account,
        address: card.address,
        kind: "claim".into(),
        topic: card.topic,
        text: card.text,
        demand: card.demand,
        documents: card.documents,
    }
}

pub(crate) fn claim_form() -> ClaimForm {
    let card = card();
    ClaimForm {
        head: head("ТЛ-04/26-1873-К"),
        supplier: Naming::organisation("ПАО «Самараэнерго»", &Exceptions::default()),
        applicant: Naming::person(&card.applicant, &Exceptions::default()),
        representative: some("Образцов Пётр Ильич, доверенность №~5 от~12.10.2026"),
        account: card.account,
        contract: some("№~63-ТЛ-000098 от~12.03.2019"),
        address: card.address,
        topic: card.topic,
        text: card.text,
        demand: card.demand,
        documents: card.documents,
    }
}

pub(crate) fn claim_refusal() -> ClaimRefusal {
    ClaimRefusal {
        letter: letter("ТЛ-04/26-1912-О", day(2026, 10, 26)),
        text: spaced(
            "Начисление за~август проверено по~показаниям, которые снял инспектор 28.08.2026.",
        ),
        conclusion: spaced(
            "Показания инспектора совпадают с~показаниями, переданными Вами 24.08.2026, с~учётом четырёх дней расхода. Оснований для~перерасчёта нет: п.~31 Правил №~354.",
        ),
        elsewhere: elsewhere(),
    }
}

pub(crate) fn claim_settlement() -> ClaimSettlement {
    ClaimSettlement {
        letter: letter("ТЛ-04/26-1913-П", day(2026, 10, 26)),
        outcome: "partly_founded".into(),
        text: spaced("Показания за~август, переданные Вами 24.08.2026, учтены не~были."),
        conclusion: some(
            "Начисление за~июль сделано по~показаниям, которые снял инспектор, и~изменению не~подлежит.",
        ),
        settlement: spaced(
            "Уменьшить начисление по~ночной зоне на~282,00~₽ и~зачесть сумму в~счёт ноября.",
        ),
        elsewhere: elsewhere(),
    }
}

pub(crate) fn open_claim() -> OpenClaimNotice {
    OpenClaimNotice {
        letter: letter("ТЛ-04/26-1914-У", day(2026, 10, 26)),
        rejected_on: day(2026, 11, 2),
        former_on: day(2026, 10, 29),
        words: spaced("Прошу вернуть деньги на~карту, а~не~зачесть их."),
        control_on: day(2026, 11, 6),
        control_term: spaced("3~рабочих дня"),
        company_name: spaced("ПАО~«Самараэнерго»"),
        company_address: spaced("443079, г.~Самара, проезд имени Георгия Митирева, д.~9"),
        elsewhere: elsewhere(),
    }
}

pub(crate) fn book_sheet() -> BookSheet {
    BookSheet {
        head: head("ТЛ-04/26-1842-МК3"),
        kind: "Жалоба".into(),
        book: "Книга в отделении".into(),
        written_on: day(2026, 10, 29),
        name: some("Образцова Мария Сергеевна"),
        answer_to: some("+7~900~123-45-67"),
        text: "29 октября ждала у окна 40 минут, хотя передо мной было трое. Прошу открывать второе окно по пятницам.".into(),
        due_on: Some(day(2026, 12, 11)),
        clause: some("Стандарт, п.~10.3"),
        appeal: None,
        acted_on: None,
        measures: None,
    }
}

pub(crate) fn questionnaire() -> QuestionnaireSheet {
    let asked = |question: &str, answers: &str| AskedQuestion {
        question: question.into(),
        answers: answers.into(),
    };
    QuestionnaireSheet {
        head: head("ТЛ-04/26-1842-МК3"),
        title: "Анкета посетителя отделения".into(),
        intro: "Анкета не подписывается. Ответы нужны, чтобы обслуживать Вас лучше.".into(),
        clause: "Стандарт, п. 10.3".into(),
        questions: vec![
            asked(
                "С чем Вы пришли?",
                "–\u{a0}Договор\n–\u{a0}Оплата, платёжные документы\n–\u{a0}Прибор учёта, показания\n–\u{a0}Жалоба, претензия\n–\u{a0}Другое",
            ),
            asked(
                "Как Вы оцениваете обслуживание в целом?",
                &spaced("1~~~~~~2~~~~~~3~~~~~~4~~~~~~5~~~~~~(1 – плохо, 5 – отлично)"),
            ),
            asked(
                "Решён ли Ваш вопрос?",
                "–\u{a0}Да\n–\u{a0}Частично\n–\u{a0}Нет",
            ),
        ],
        open_questions: vec!["Что нам улучшить?".into()],
    }
}

pub(crate) fn survey_report() -> SurveyReport {
    let reported = |question: &str, answers: &str, mean: &str| ReportedQuestion {
        question: question.into(),
        answers: answers.into(),
        mean: mean.into(),
        answered: 48,
    };
    SurveyReport {
        head: head("ТЛ-04/26-1842-МК3"),
        title: "Анкета посетителя отделения".into(),
        from: day(2026, 10, 12),
        to: day(2026, 10, 23),
        goal: 50,
        answered: "48: на месте 6, с бумаги 42".into(),
        questions: vec![
            reported(
                "Как Вы оцениваете обслуживание в целом?",
                &spaced("5 – 30~(63~%)\n4 – 12~(25~%)\n3 – 4~(8~%)\n2 – 2~(4~%)"),
                "4,5",
            ),
            reported(
                "Сколько Вы ждали в очереди?",
                &spaced(
                    "Не ждал(а) – 10~(21~%)\nДо 10 минут – 26~(54~%)\nОт 10 до 15 минут – 8~(17~%)\nБольше 15 минут – 4~(8~%)",
                ),
                "–",
            ),
        ],
        words: vec![
            "Открывать второе окно по пятницам".into(),
            "Поставить стойку для детской коляски".into(),
        ],
        conclusions: some("По пятницам ждут дольше нормы."),
        measures: some("С~1~декабря по пятницам работает второе окно."),
    }
}

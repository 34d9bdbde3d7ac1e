//! The form as typed: what stops registration and what is only worth a second look.

use stoika_domain::appeal::{AnswerAddress, StatementForm};
use stoika_domain::directory::PartyKind;
use stoika_domain::intake::{TypedAppeal, TypedAttachment, asked_documents, assess, term_basis};
use stoika_domain::number::PaperNumber;
use stoika_domain::standard::OfficeKind;
use stoika_domain::terms::Audience;

use crate::published::{date, external_bodies, norms, offices, rules};

fn typed() -> TypedAppeal {
    let text = str::to_owned;
    TypedAppeal {
        received_on: text("30.10.2026"),
        form: text("written"),
        channel: text("office"),
        category: text("claim"),
        topic: text("calculation"),
        audience: text("citizen"),
        party_id: text("p-000001"),
        display_name: text("Примерова Анна Сергеевна"),
        account_number: text("6300 0012 3456"),
        address: text("г. Отрадный, ул. Примерная, д. 12, кв. 48"),
        text: text("Прошу проверить начисление."),
        answer_channel: text("registered_letter"),
        answer_index: text("446305"),
        answer_address: text("г. Отрадный, ул. Примерная, д. 12, кв. 48"),
        ..TypedAppeal::default()
    }
}

fn attachment(name: &str, sheets: &str) -> TypedAttachment {
    TypedAttachment {
        name: name.to_owned(),
        form: "copy".to_owned(),
        sheets: sheets.to_owned(),
        document: String::new(),
    }
}

/// `field:code` of what is wrong; then, after `?`, of what is worth a second look.
fn said(change: impl FnOnce(&mut TypedAppeal)) -> Vec<String> {
    let mut typed = typed();
    change(&mut typed);
    let (mark, notes) = match assess(&typed, &rules(), date("30.10.2026")) {
        Ok(assessed) => ("?", assessed.warnings),
        Err(errors) => ("", errors),
    };
    notes
        .iter()
        .map(|note| format!("{mark}{}:{}", note.field, note.code))
        .collect()
}

#[test]
fn a_good_form_becomes_the_body() {
    let assessed = assess(&typed(), &rules(), date("30.10.2026")).unwrap();
    assert_eq!(assessed.warnings, []);
    assert_eq!(assessed.appeal.norm_key().as_str(), "claim.citizen");
    let number = PaperNumber::parse("ОТ-04/26-1842-МК3").unwrap();
    let body = assessed.appeal.numbered(number);
    assert_eq!(body.number, number);
    assert_eq!(body.form, StatementForm::Written);
    assert_eq!(body.audience, Audience::Citizen);
    assert_eq!(body.urgency.as_str(), "ordinary");
    assert_eq!(body.received_on, date("30.10.2026"));
    assert_eq!(
        body.applicant.account_number.as_deref(),
        Some("630000123456")
    );
    assert_eq!(body.rules_version, 7);
    assert_eq!(
        body.answer_address,
        AnswerAddress::Postal {
            index: "446305".to_owned(),
            address: "г. Отрадный, ул. Примерная, д. 12, кв. 48".to_owned()
        }
    );
}

#[test]
fn each_field_says_what_is_wrong() {
    let put = |field: &mut String, value: &str| value.clone_into(field);
    let none: [&str; 0] = [];
    assert_eq!(said(|_| ()), none);
    assert_eq!(said(|f| put(&mut f.received_on, "")), none);
    assert_eq!(
        said(|f| put(&mut f.received_on, "31.10.2026")),
        ["received_on:received_in_future"]
    );
    assert_eq!(
        said(|f| put(&mut f.received_on, "30.08.2026")),
        ["?received_on:received_long_ago"]
    );
    assert_eq!(said(|f| put(&mut f.form, "")), ["form:required"]);
    assert_eq!(
        said(|f| put(&mut f.channel, "pigeon")),
        ["channel:unknown_choice"]
    );
    assert_eq!(said(|f| put(&mut f.topic, "")), ["topic:required"]);
    assert_eq!(
        said(|f| put(&mut f.audience, "others")),
        ["audience:unknown_choice"]
    );
    assert_eq!(
        said(|f| put(&mut f.urgency, "none")),
        ["urgency:unknown_choice"]
    );
    assert_eq!(
        said(|f| put(&mut f.display_name, " ")),
        ["display_name:required"]
    );
    assert_eq!(
        said(|f| put(&mut f.account_number, "6300")),
        ["account_number:personal_account_length"]
    );
    assert_eq!(
        said(|f| put(&mut f.account_number, "")),
        ["?account_number:account_wanted"]
    );
    assert_eq!(said(|f| put(&mut f.text, "")), ["text:required"]);
    assert_eq!(said(|f| f.text = "я".repeat(4001)), ["text:too_long"]);
    assert_eq!(said(|f| f.text = "я".repeat(4000)), none);
    assert_eq!(
        said(|f| put(&mut f.answer_index, "44500")),
        ["answer_index:postal_index_length"]
    );
    assert_eq!(
        said(|f| put(&mut f.answer_index, "")),
        ["answer_index:required"]
    );
    assert_eq!(
        said(|f| put(&mut f.answer_address, "")),
        ["answer_address:required"]
    );
    assert_eq!(
        said(|f| put(&mut f.answer_channel, "email")),
        ["answer_email:required"]
    );
    assert_eq!(said(|f| put(&mut f.answer_channel, "office")), none);
    assert_eq!(
        said(|f| put(&mut f.answer_channel, "oral")),
        ["answer_channel:answer_not_of_form"]
    );
    assert_eq!(
        said(|f| put(&mut f.channel, "phone")),
        ["form:form_not_of_channel"]
    );
    assert_eq!(
        said(|f| put(&mut f.representative_name, "Петров")),
        ["representative_authority:required"]
    );
    assert_eq!(
        said(|f| put(&mut f.contract_date, "01.02.2020")),
        ["contract_number:required"]
    );
    let contract_of = |day: &str| {
        said(|f| {
            put(&mut f.contract_number, "63-1");
            put(&mut f.contract_date, day);
        })
    };
    assert_eq!(contract_of("01.01.1900"), none);
    // A contract of tomorrow: an office east of here may be there already.
    assert_eq!(contract_of("31.10.2026"), none);
    assert_eq!(contract_of("01.11.2026"), ["contract_date:date_in_future"]);
    assert_eq!(contract_of("31.12.2100"), ["contract_date:date_in_future"]);
    assert_eq!(contract_of("31.12.1899"), ["contract_date:date_range"]);
    assert_eq!(contract_of("вчера"), ["contract_date:date_format"]);
    for sheets in ["0", "-1", "1000", "65536", "2,5", "два", "１"] {
        assert_eq!(
            said(|f| f.attachments = vec![attachment("Паспорт", sheets)]),
            ["attachments.0.sheets:sheets_number"],
            "{sheets}"
        );
    }
    assert_eq!(
        said(|f| f.attachments = vec![attachment("Паспорт", "999"), attachment(" ", "")]),
        none
    );
    assert_eq!(
        said(|f| f.attachments = vec![attachment("", "2")]),
        ["attachments.0.name:required"]
    );
    assert_eq!(
        said(|f| put(&mut f.audience, "other")),
        ["?contract_number:contract_wanted"]
    );
}

#[test]
fn an_empty_form_names_every_field_once() {
    let mut fields: Vec<String> = assess(&TypedAppeal::default(), &rules(), date("30.10.2026"))
        .unwrap_err()
        .into_iter()
        .map(|error| error.field)
        .collect();
    let named = fields.len();
    fields.dedup();
    assert_eq!(fields.len(), named);
    assert_eq!(
        fields,
        [
            "form",
            "channel",
            "category",
            "topic",
            "audience",
            "answer_channel",
            "display_name",
            "text"
        ]
    );
}

#[test]
fn the_term_shows_as_soon_as_it_is_decided() {
    let today = date("30.10.2026");
    let mut half = TypedAppeal {
        channel: "office".to_owned(),
        category: "claim".to_owned(),
        audience: "citizen".to_owned(),
        ..TypedAppeal::default()
    };
    assert_eq!(term_basis(&half, &rules(), today), None);
    half.topic = "calculation".to_owned();
    let basis = term_basis(&half, &rules(), today).unwrap();
    assert_eq!(basis.norm_key.as_str(), "claim.citizen");
    assert_eq!(basis.received_on, today);
}

/// Each appeal that can be chosen on screen has a norm in force.
#[test]
fn no_choice_is_without_a_term() {
    let (rules, norms) = (rules(), norms());
    for category in &rules.categories {
        for topic in &rules.topics {
            for channel in &rules.channels {
                for audience in [Audience::Citizen, Audience::Other] {
                    let basis = term_basis(
                        &TypedAppeal {
                            channel: channel.id.to_string(),
                            category: category.id.to_string(),
                            topic: topic.id.to_string(),
                            audience: audience.as_str().to_owned(),
                            ..TypedAppeal::default()
                        },
                        &rules,
                        date("30.10.2026"),
                    )
                    .unwrap();
                    let found = norms.resolve(
                        &basis.norm_key,
                        Some(basis.audience),
                        Some(&basis.channel),
                        basis.received_on,
                    );
                    assert!(found.is_ok(), "{basis:?}");
                }
            }
        }
    }
}

#[test]
fn the_norm_follows_category_topic_channel_and_audience() {
    let key = |category: &str, topic: &str, channel: &str, audience: &str| {
        let text = str::to_owned;
        let typed = TypedAppeal {
            channel: text(channel),
            category: text(category),
            topic: text(topic),
            audience: text(audience),
            ..TypedAppeal::default()
        };
        term_basis(&typed, &rules(), date("30.10.2026"))
            .unwrap()
            .norm_key
            .to_string()
    };
    for (category, topic, channel, audience, expected) in [
        ("claim", "debt", "office", "citizen", "claim.citizen"),
        ("claim", "other", "internet", "other", "claim.other"),
        (
            "information_request",
            "debt",
            "office",
            "citizen",
            "debt.citizen",
        ),
        ("information_request", "debt", "post", "other", "debt.other"),
        (
            "information_request",
            "payment",
            "post",
            "other",
            "appeal.operational",
        ),
        (
            "contract_application",
            "contracts",
            "office",
            "citizen",
            "contract.refusal_or_missing",
        ),
        (
            "review",
            "other",
            "review_book",
            "citizen",
            "feedback.ebook",
        ),
        ("review", "other", "office", "citizen", "appeal.operational"),
        ("other", "other", "office", "other", "appeal.operational"),
    ] {
        assert_eq!(key(category, topic, channel, audience), expected);
    }
}

#[test]
fn oral_statements_have_oral_answers() {
    let phone = said(|f| {
        "oral".clone_into(&mut f.form);
        "phone".clone_into(&mut f.channel);
        "phone".clone_into(&mut f.answer_channel);
        "8 (84661) 2-34-13".clone_into(&mut f.answer_phone);
    });
    assert_eq!(phone, [""; 0]);
}

#[test]
fn all_offices_of_the_standard_are_there() {
    let offices = offices();
    let count = |kind: OfficeKind| offices.iter().filter(|office| office.kind == kind).count();
    assert_eq!(offices.len(), 39);
    assert_eq!(count(OfficeKind::Branch), 20);
    assert_eq!(count(OfficeKind::ServiceCenter), 11);
    assert_eq!(count(OfficeKind::ReceptionPoint), 8);
    assert_eq!(
        offices
            .iter()
            .filter(|office| office.postal_index.is_none())
            .count(),
        3
    );
    let otradny = offices
        .iter()
        .find(|office| office.id.as_str() == "otradny")
        .unwrap();
    assert_eq!(otradny.paper_code.to_string(), "ОТ");
    assert_eq!(otradny.phones[0].e164, "+78466123413");
    assert_eq!(otradny.zone.len(), 44);
    assert!(
        offices
            .iter()
            .all(|office| office.utc_offset_minutes == 240)
    );
    let own_time: Vec<Option<i32>> = offices
        .iter()
        .flat_map(|office| &office.zone)
        .filter(|place| place.utc_offset_minutes.is_some())
        .map(|place| place.utc_offset_minutes)
        .collect();
    assert_eq!(own_time, [Some(300)]);
    assert!(
        external_bodies()
            .iter()
            .any(|body| body.title_ru.contains("УФАС"))
    );
}

fn application(kind: Option<PartyKind>, audience: &str) -> TypedAppeal {
    TypedAppeal {
        category: "contract_application".to_owned(),
        topic: "contracts".to_owned(),
        audience: audience.to_owned(),
        client_kind: kind,
        contract_number: "63-ОТ-0001".to_owned(),
        ..typed()
    }
}

/// Codes of what the checklist asks for; `+` before what is handed in.
fn asked(typed: &TypedAppeal) -> Vec<String> {
    asked_documents(typed, &rules())
        .iter()
        .map(|asked| {
            let mark = if asked.is_handed_in { "+" } else { "" };
            format!("{mark}{}", asked.document.id)
        })
        .collect()
}

#[test]
fn what_is_handed_in_is_compared_with_the_list_for_such_a_client() {
    let mut typed = application(Some(PartyKind::Citizen), "citizen");
    typed.attachments = vec![
        TypedAttachment {
            document: "ownership".to_owned(),
            ..attachment("Выписка из ЕГРН на квартиру", "3")
        },
        attachment("сведения о  площади помещения", ""),
        attachment("Письмо", "1"),
    ];
    let list = asked(&typed);
    assert!(list.contains(&"+ownership".to_owned()), "{list:?}");
    assert!(list.contains(&"+area".to_owned()), "by its words: {list:?}");
    assert!(list.contains(&"passport".to_owned()), "{list:?}");
    assert!(
        !list.contains(&"application".to_owned()),
        "the appeal is it: {list:?}"
    );
    let assessed = assess(&typed, &rules(), date("30.10.2026")).unwrap();
    let body = assessed
        .appeal
        .numbered(PaperNumber::parse("ОТ-04/26-1842-МК3").unwrap());
    let compared = body.compared.unwrap();
    let missing: Vec<&str> = compared
        .missing
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    // Neither what is only shown nor what is needed under a condition.
    assert_eq!(
        missing,
        [
            "Сведения о зарегистрированных и проживающих лицах",
            "Сведения о приборе учёта: тип, номер, дата установки, показания"
        ]
    );
    assert!(compared.note.unwrap().contains("не мешают обслуживанию"));
}

#[test]
fn a_list_is_taken_only_when_the_kind_of_client_decides_it() {
    let organisation = asked(&application(Some(PartyKind::LegalEntity), "other"));
    assert!(organisation.contains(&"egrul".to_owned()));
    assert!(
        asked(&application(Some(PartyKind::SoleTrader), "other")).contains(&"egrip".to_owned())
    );
    // Not in the base and no citizen: each kind has its own list.
    let none: [String; 0] = [];
    assert_eq!(asked(&application(None, "other")), none);
    let mut change = application(None, "other");
    change.category = "contract_change".to_owned();
    assert!(
        asked(&change).contains(&"object_right".to_owned()),
        "one list for all"
    );
    change.topic = "termination".to_owned();
    assert!(!asked(&change).contains(&"object_right".to_owned()));
    change.category = "information_request".to_owned();
    assert_eq!(asked(&change), none);
    let claim = assess(&typed(), &rules(), date("30.10.2026")).unwrap();
    let number = PaperNumber::parse("ОТ-04/26-1842-МК3").unwrap();
    let compared = claim.appeal.numbered(number).compared.unwrap();
    assert_eq!(compared, Default::default(), "a claim is itself the paper");
}

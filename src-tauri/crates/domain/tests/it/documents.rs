//! The published documents, counted against the Standard's text. The text itself lies outside the
//! project: its phrases and counts stand here.

use std::collections::BTreeMap;

use stoika_domain::appeal::StatementForm;
use stoika_domain::directory::PartyKind;
use stoika_domain::ids::ChannelId;
use stoika_domain::standard::{
    self, Block, DOCUMENTS, Evidence, Matter, Measure, Needed, OfficeKind, Service,
};
use stoika_domain::terms::Audience;

use crate::published::{date, norms};

/// Every document of the folder, by name.
fn folder() -> BTreeMap<String, String> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../fixtures/standard");
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

pub fn document(name: &str) -> String {
    folder().remove(name).unwrap()
}

/// No-break spaces as plain ones.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

#[test]
fn every_file_is_a_known_document_and_is_read() {
    let folder = folder();
    let names: Vec<&str> = folder.keys().map(String::as_str).collect();
    let known: Vec<&str> = DOCUMENTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names, known,
        "a file that nobody reads, or a document without a file"
    );
    for (name, check) in DOCUMENTS {
        check(&folder[name]).unwrap_or_else(|error| panic!("{name}: {error}"));
        check("{").unwrap_err();
    }
}

/// Every name that a document says stands in another; a name that does not is told.
#[test]
fn the_documents_agree_with_each_other() {
    let folder = folder();
    standard::agree(&folder).unwrap();
    for (name, from, to, missing) in [
        ("services", "\"head\"", "\"chief\"", "chief"),
        (
            "articles",
            "\"claim.other\"",
            "\"claim.none\"",
            "claim.none",
        ),
        (
            "consultation_topics",
            "\"article\": \"hours\"",
            "\"article\": \"times\"",
            "times",
        ),
        ("tariffs", "\"urban_gas\"", "\"town_gas\"", "town_gas"),
        ("term_keys", "\"debt\"", "\"debts\"", "debts"),
        ("grounds", "\"internet\"", "\"telegraph\"", "telegraph"),
        (
            "feedback_kinds",
            "\"category\": \"claim\"",
            "\"category\": \"claims\"",
            "claims",
        ),
        (
            "client_kinds",
            "contract_application.citizen",
            "contract.citizen",
            "contract.citizen",
        ),
        (
            "reading_sources",
            "\"window\": \"standard\"",
            "\"window\": \"early\"",
            "early",
        ),
        ("queue", "\"claim\"]", "\"claims\"]", "claims"),
        (
            "queue",
            "\"other\", \"plain_ru",
            "\"others\", \"plain_ru",
            "others",
        ),
        ("queue", "\"elkhovka-rp\"", "\"elkhovka\"", "elkhovka"),
        ("queue", "[\"head\"]", "[\"chief\"]", "chief"),
        ("queue", "\"head\": \"Р\"", "\"chief\": \"Р\"", "chief"),
        (
            "queue_norms",
            "\"id\": \"head\"",
            "\"id\": \"chief\"",
            "head",
        ),
    ] {
        let mut broken = folder.clone();
        let json = broken[name].replace(from, to);
        assert_ne!(json, broken[name], "{name}");
        // The stream of a service is its role's as well: only the stream is broken here.
        let json = json.replace("\"role\": \"chief\"", "\"role\": \"head\"");
        broken.insert(name.to_owned(), json);
        let error = standard::agree(&broken).unwrap_err().to_string();
        assert!(error.contains(&format!("`{missing}`")), "{name}: {error}");
    }
    // A folder that holds only what changes has nothing else to agree with.
    let alone = BTreeMap::from([("services".to_owned(), folder["services"].clone())]);
    standard::agree(&alone).unwrap();
}

#[test]
fn the_seven_topics_of_consultation_have_articles_that_can_be_handed_over() {
    let topics = standard::consultation_topics(&document("consultation_topics")).unwrap();
    let articles = standard::articles(&document("articles")).unwrap();
    assert_eq!(topics.len(), 7, "8.1");
    for topic in &topics {
        let article = articles.iter().find(|row| row.id == topic.article).unwrap();
        assert_eq!(article.topic.as_ref(), Some(&topic.id));
    }
    for article in &articles {
        assert!(
            article
                .blocks()
                .any(|block| matches!(block, Block::Paragraph(_) | Block::Item(_)))
        );
        assert!(
            article.next_time_ru.contains("8 800 1000 763"),
            "{}",
            article.id
        );
        assert!(!article.owner_ru.is_empty());
        assert!(article.version_on <= date("23.11.2026"));
        // One page of a print: the longest is read out in a minute.
        assert!(article.body_md.chars().count() < 1200, "{}", article.id);
    }
}

/// The text of an article says what the norm that it names says.
#[test]
fn articles_give_the_numbers_of_the_norms() {
    let norms = norms();
    let articles = standard::articles(&document("articles")).unwrap();
    let mut compared = 0;
    for article in &articles {
        let text = plain(&article.body_md);
        for key in &article.norms {
            let rows: Vec<_> = norms.rows().iter().filter(|row| row.key == *key).collect();
            assert!(!rows.is_empty(), "{key}");
            let said = rows.iter().any(|row| text.contains(&plain(&row.words())));
            assert!(said, "{}: {key} is {}", article.id, rows[0].words());
            compared += 1;
        }
    }
    assert!(compared > 15);
}

#[test]
fn grounds_are_those_of_7_3_and_of_the_appendix() {
    let grounds = standard::grounds(&document("grounds")).unwrap();
    let by = |clause: &str| {
        grounds
            .iter()
            .filter(|row| row.clause.as_deref() == Some(clause))
            .count()
    };
    assert_eq!(by("Стандарт, п. 7.3"), 4);
    assert_eq!(by("Стандарт, приложение 1, п. 1.3.3"), 1);
    assert_eq!(grounds.len(), 6, "and the applicant's own withdrawal");
    let ground = |id: &str| grounds.iter().find(|row| row.id == id).unwrap();
    assert_eq!(ground("already_answered").evidence, Evidence::FormerAppeal);
    let electronic = ground("no_answer_address");
    let fits = |channel: &str| {
        electronic.fits(StatementForm::Written, &ChannelId::parse(channel).unwrap())
    };
    assert!(fits("internet") && fits("email"));
    assert!(!fits("post") && !fits("office"));
    for row in &grounds {
        assert_eq!(
            row.evidence == Evidence::None,
            row.evidence_ru.is_none(),
            "{}",
            row.id
        );
    }
}

#[test]
fn every_kind_of_client_has_a_row_and_a_checklist() {
    let kinds = standard::client_kinds(&document("client_kinds")).unwrap();
    let lists = standard::checklists(&document("checklists")).unwrap();
    assert_eq!(kinds.len(), 7);
    for row in &kinds {
        assert_eq!(
            row.audience == Audience::Citizen,
            row.id == PartyKind::Citizen
        );
        let own = lists
            .of(Matter::ContractApplication, row.id)
            .next()
            .unwrap();
        assert_eq!(own.id, row.checklist);
        for matter in [Matter::ContractChange, Matter::Termination, Matter::Claim] {
            assert_eq!(
                lists.of(matter, row.id).count(),
                1,
                "{:?} {matter:?}",
                row.id
            );
        }
    }
    for list in &lists.checklists {
        assert!(
            list.items
                .iter()
                .any(|item| item.needed == Needed::Required)
        );
        for item in &list.items {
            assert!(!lists.document(item).unwrap().where_ru.is_empty());
        }
    }
    for document in &lists.documents {
        let asked =
            |list: &standard::Checklist| list.items.iter().any(|item| item.document == document.id);
        assert!(
            lists.checklists.iter().any(asked),
            "{} is asked for nowhere",
            document.id
        );
    }
}

#[test]
fn a_citizen_is_served_without_a_missing_document() {
    let lists = standard::checklists(&document("checklists")).unwrap();
    let citizen = lists
        .of(Matter::ContractApplication, PartyKind::Citizen)
        .next()
        .unwrap();
    assert!(!citizen.missing_stops);
    assert!(citizen.note_ru.as_ref().unwrap().contains("ст. 540"));
    let legal = lists
        .of(Matter::ContractApplication, PartyKind::LegalEntity)
        .next()
        .unwrap();
    assert!(legal.missing_stops);
    // 5.1: a signed draft or a protocol of disagreements may come with the application.
    for list in [citizen, legal] {
        let optional = |id: &str| {
            list.items
                .iter()
                .any(|item| item.document == id && item.needed == Needed::Optional)
        };
        assert!(optional("signed_draft") && optional("disagreement_protocol"));
    }
}

#[test]
fn codes_of_an_account_are_those_agreed() {
    let ids = |rows: Vec<String>| rows.join(" ");
    let forms = standard::notification_forms(&document("notification_forms")).unwrap();
    assert_eq!(
        ids(forms.into_iter().map(|row| row.id).collect()),
        "sms email phone post none"
    );
    let categories = standard::consumer_categories(&document("consumer_categories")).unwrap();
    assert_eq!(
        ids(categories.into_iter().map(|row| row.id).collect()),
        "urban_gas urban_electric urban_heating rural treated_as_population other network_losses"
    );
    let prices = standard::price_categories(&document("price_categories")).unwrap();
    let numbers: Vec<u8> = prices.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let large: Vec<u8> = prices
        .iter()
        .filter(|row| row.from_670_kw)
        .map(|row| row.number)
        .collect();
    assert_eq!(large, [3, 4, 5, 6]);
}

#[test]
fn norms_of_reception_are_those_of_6_3() {
    let norms = standard::queue_norms(&document("queue_norms")).unwrap();
    let table: Vec<_> = norms
        .streams
        .iter()
        .map(|row| {
            (
                row.key.as_str(),
                row.wait_minutes,
                row.reception_minutes,
                row.measure,
            )
        })
        .collect();
    assert_eq!(
        table,
        [
            ("queue.head", 10, 5, Measure::Average),
            ("queue.contract", 15, 10, Measure::Average),
            ("queue.payment", 15, 5, Measure::Average),
        ]
    );
    assert_eq!(
        (norms.visit.total_minutes, norms.visit.measure),
        (30, Measure::Limit)
    );
    assert_eq!(norms.peak_tolerance_percent, 20, "A13");
}

#[test]
fn reception_points_serve_citizens_only() {
    let services = standard::services(&document("services")).unwrap();
    let kinds = standard::office_kinds(&document("office_kinds")).unwrap();
    assert_eq!(kinds.len(), 3);
    let streams = standard::queue_norms(&document("queue_norms"))
        .unwrap()
        .streams;
    let office = |kind: OfficeKind| kinds.iter().find(|row| row.id == kind).unwrap();
    let given = |kind: OfficeKind, audience: Option<Audience>| -> Vec<&str> {
        services
            .iter()
            .filter(|service: &&Service| service.is_given(office(kind), audience))
            .map(|service| service.id.as_str())
            .collect()
    };
    assert_eq!(
        given(OfficeKind::ReceptionPoint, Some(Audience::Other)),
        [""; 0]
    );
    let point = given(OfficeKind::ReceptionPoint, Some(Audience::Citizen));
    assert!(point.contains(&"readings") && !point.contains(&"head_reception"));
    assert!(!given(OfficeKind::ReceptionPoint, None).contains(&"legal_contract"));
    assert!(given(OfficeKind::ServiceCenter, Some(Audience::Other)).contains(&"legal_contract"));
    assert!(given(OfficeKind::Branch, None).contains(&"head_reception"));
    assert_eq!(
        services
            .iter()
            .map(|row| u32::from(row.share_percent))
            .sum::<u32>(),
        100
    );
    for service in &services {
        let stream = streams
            .iter()
            .find(|stream| stream.id == service.stream)
            .unwrap();
        assert_eq!(stream.role, service.role, "{}", service.id);
    }
}

#[test]
fn one_tariff_of_a_kind_is_in_force_on_a_day() {
    let tariffs = standard::tariffs(&document("tariffs")).unwrap();
    for (day, price) in [
        ("01.01.2026", 625),
        ("30.09.2026", 625),
        ("01.10.2026", 695),
    ] {
        let in_force: Vec<_> = tariffs
            .iter()
            .filter(|row| row.is_in_force(date(day)))
            .collect();
        assert_eq!(in_force.len(), 4, "{day}");
        assert_eq!(in_force[0].prices[0].kopecks_per_kwh, price);
    }
    let old = tariffs
        .iter()
        .find(|row| row.is_in_force(date("31.12.2025")));
    assert!(old.is_none());
    let night: Vec<i64> = tariffs
        .iter()
        .filter(|row| row.is_in_force(date("23.11.2026")))
        .flat_map(|row| &row.prices)
        .filter(|price| price.title_ru == "Ночь")
        .map(|price| price.kopecks_per_kwh)
        .collect();
    assert_eq!(night, [417, 407]);
}

#[test]
fn the_normative_base_is_the_list_of_section_2() {
    use standard::ActKind::{Act, Gost, Sanpin};
    let acts = standard::legal_base(&document("legal_base")).unwrap();
    let of = |kind| acts.iter().filter(|act| act.kind == kind).count();
    assert_eq!((of(Act), of(Gost), of(Sanpin)), (17, 5, 2));
    let numbers = [
        "35-ФЗ",
        "59-ФЗ",
        "261-ФЗ",
        "44-ФЗ",
        "152-ФЗ",
        "209-ФЗ",
        "№ 442",
        "№ 861",
        "№ 354",
        "№ 24",
        "№ 124",
        "№ 1178",
        "№ 1179",
        "№ 290",
        "30335-95",
        "50646-94",
        "52113-2003",
        "53368-2009",
        "32145-2013",
        "32144-2013",
        "2.2.4.548-96",
        "2.2.2.542-96",
    ];
    for number in numbers {
        let named = acts.iter().filter(|act| act.title_ru.contains(number));
        assert_eq!(named.count(), 1, "{number}");
    }
    let odd: Vec<&str> = acts
        .iter()
        .filter(|act| act.remark_ru.is_some())
        .map(|act| act.id.as_str())
        .collect();
    assert_eq!(odd, ["59-fz", "209-fz", "pp-861"], "A36");
}

#[test]
fn channels_and_kinds_of_feedback_are_those_of_10_2() {
    let channels = standard::channels(&document("channels")).unwrap();
    let feedback = channels.iter().filter(|row| row.feedback);
    assert_eq!(feedback.count(), 8);
    let by = |form: StatementForm| {
        channels
            .iter()
            .filter(|row| row.forms.contains(&form))
            .map(|row| row.id.as_str())
            .collect::<Vec<_>>()
    };
    // 3.16: in person and by phone; post, fax, e-mail, the Internet reception, and others.
    assert_eq!(by(StatementForm::Oral), ["office", "phone"]);
    for written in ["office", "post", "fax", "email", "internet"] {
        assert!(by(StatementForm::Written).contains(&written));
    }
    let categories = standard::categories(&document("categories")).unwrap();
    assert_eq!(categories.len(), 8, "3.16");
    let kinds = standard::feedback_kinds(&document("feedback_kinds")).unwrap();
    assert_eq!(kinds.len(), 4);
    for kind in &kinds {
        assert!(categories.iter().any(|row| row.id == kind.category));
    }
    assert_eq!(
        standard::reminders(&document("reminders")).unwrap().len(),
        4,
        "8.1"
    );
    let topics = standard::topics(&document("topics")).unwrap();
    let of_appendix = topics
        .iter()
        .filter(|row| row.clause == "Стандарт, приложение 1, п. 1.1");
    assert_eq!(of_appendix.count(), 7, "six named, and the others");
}

#[test]
fn readings_are_taken_from_the_23rd_to_the_26th() {
    use standard::WindowPlace::{After, Before, Inside};
    let windows = standard::reading_windows(&document("reading_windows")).unwrap();
    let sources = standard::reading_sources(&document("reading_sources")).unwrap();
    // 5.3 names telephone, two of the Internet, boxes and fax; the desk is added (R83).
    assert_eq!(sources.len(), 6);
    for source in &sources {
        assert!(windows.iter().any(|window| window.id == source.window));
    }
    for (day, place) in [
        ("22.11.2026", Before),
        ("23.11.2026", Inside),
        ("26.11.2026", Inside),
        ("27.11.2026", After),
        ("28.02.2027", After),
    ] {
        assert_eq!(windows[0].place(date(day)), place, "{day}");
    }
}

#[test]
fn norms_of_the_telephone_are_those_of_7_2() {
    let norms = standard::contact_norms(&document("contact_norms")).unwrap();
    let table: Vec<_> = norms
        .iter()
        .map(|row| (row.id.as_str(), row.target_seconds, row.limit_seconds))
        .collect();
    assert_eq!(
        table,
        [
            ("phone.wait", Some(40), 120),
            ("phone.find", None, 60),
            ("phone.wrap", None, 300)
        ]
    );
    let hours = standard::hours(&document("hours")).unwrap();
    let centre = hours.contact_center;
    assert_eq!(centre.id, "contact_center.hours");
    assert_eq!(centre.phone.unwrap().text, "8 800 1000 763");
    assert!(centre.clause.is_some() && hours.office_default.clause.is_none());
}

/// A41: 177-ФЗ moved the days on 01.03.2026.
#[test]
fn citizens_pay_by_another_day_since_march_2026() {
    let terms = standard::payment_terms(&document("payment_terms")).unwrap();
    let due = |day: &str| {
        let row = terms.due_on(Audience::Citizen, date(day)).unwrap();
        (row.pay_by_day, row.document_by_day)
    };
    assert_eq!(due("28.02.2026"), (10, 1));
    assert_eq!(due("01.03.2026"), (15, 5));
    assert!(terms.due_on(Audience::Other, date("01.03.2026")).is_none());
    let rate = |delay: u32| {
        terms
            .penalty(Audience::Citizen, delay)
            .unwrap()
            .key_rate_divisor
    };
    assert_eq!(
        [1, 30, 31, 90, 91, 1000].map(rate),
        [None, None, Some(300), Some(300), Some(130), Some(130)]
    );
}

#[test]
fn every_class_of_data_has_a_time_and_a_ground() {
    let classes = standard::retention(&document("retention")).unwrap();
    assert_eq!(classes.len(), 10);
    for class in &classes {
        assert!(
            class.keep_months >= 12 && !class.ground_ru.is_empty(),
            "{}",
            class.id
        );
    }
    let months = |id: &str| classes.iter().find(|row| row.id == id).unwrap().keep_months;
    assert_eq!(months("destruction_act"), 36, "152-ФЗ: three years");
}

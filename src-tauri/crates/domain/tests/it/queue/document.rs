//! The published document `queue`, counted: nothing that a client can come for is forgotten.

use std::collections::BTreeSet;

use stoika_domain::ids::{OfficeId, StreamId};
use stoika_domain::standard::{self, OfficeKind, QueueSettings, Service, ServiceHint};
use stoika_domain::terms::NormAudience;

use crate::documents::document;

fn settings() -> QueueSettings {
    standard::queue(&document("queue")).unwrap()
}

fn services() -> Vec<Service> {
    standard::services(&document("services")).unwrap()
}

fn offered_at(kind: OfficeKind) -> impl Fn(&Service) -> bool {
    move |service| service.office_kinds.contains(&kind)
}

#[test]
fn every_service_is_behind_one_choice_of_the_kiosk_and_has_its_words() {
    let settings = settings();
    for service in services() {
        let choices = settings
            .kiosk
            .iter()
            .flat_map(|choice| &choice.services)
            .filter(|behind| behind.as_str() == service.id);
        assert_eq!(choices.count(), 1, "{}", service.id);
        let hints: Vec<&ServiceHint> = settings
            .services
            .iter()
            .filter(|hint| hint.service.as_str() == service.id)
            .collect();
        let [hint] = hints[..] else {
            panic!("{}", service.id);
        };
        assert!(!hint.documents_ru.is_empty(), "{}", service.id);
        // A ticket of 58 mm has 32 letters in a line, a list on the board two words.
        assert!(hint.plain_ru.chars().count() <= 36, "{}", hint.plain_ru);
        assert!(hint.short_ru.chars().count() <= 14, "{}", hint.short_ru);
    }
    // One screen of large rows; the second step has no more.
    assert!(settings.kiosk.len() <= 7);
    assert!(
        settings
            .kiosk
            .iter()
            .all(|choice| choice.services.len() <= 6)
    );
}

/// R94, §6.1: at a reception point nothing for organisations stands behind any choice.
#[test]
fn a_reception_point_offers_citizens_only() {
    let at_point = offered_at(OfficeKind::ReceptionPoint);
    for service in services().iter().filter(|service| at_point(service)) {
        assert_ne!(service.audience, NormAudience::Other, "{}", service.id);
    }
}

#[test]
fn every_office_has_a_hall_whose_windows_take_what_it_offers() {
    let settings = settings();
    let services = services();
    let offices = standard::offices(&document("offices")).unwrap();
    assert_eq!(offices.len(), 39);
    assert_eq!(settings.halls.len(), offices.len());
    for office in offices {
        let hall = &settings.halls[&office.id];
        assert_eq!(settings.hall(&office.id), hall);
        let taken: BTreeSet<&str> = hall
            .windows
            .iter()
            .flat_map(|window| &window.streams)
            .map(StreamId::as_str)
            .collect();
        let at_kind = offered_at(office.kind);
        let offered: BTreeSet<&str> = services
            .iter()
            .filter(|service| at_kind(service))
            .map(|service| service.stream.as_str())
            .collect();
        assert_eq!(taken, offered, "{}", office.id);
        for window in &hall.windows {
            // The head's is a room with a name of its own.
            let heads = window
                .streams
                .iter()
                .any(|stream| stream.as_str() == "head");
            assert_eq!(heads, window.title_ru.is_some(), "{}", office.id);
        }
        let windows = hall.windows.len();
        let fits = match office.kind {
            OfficeKind::ReceptionPoint => windows == 1,
            OfficeKind::ServiceCenter => windows <= 2,
            OfficeKind::Branch => windows >= 3,
        };
        assert!(fits, "{}: {windows}", office.id);
    }
    let windows = |office: &str| {
        settings.halls[&OfficeId::parse(office).unwrap()]
            .windows
            .len()
    };
    assert_eq!((windows("samara"), windows("togliatti")), (20, 8));
}

#[test]
fn every_stream_has_a_letter_of_its_own() {
    let letters = settings().letters;
    let streams = standard::queue_norms(&document("queue_norms"))
        .unwrap()
        .streams;
    assert_eq!(letters.len(), streams.len());
    for stream in streams {
        assert!(letters.contains_key(&StreamId::parse(&stream.id).unwrap()));
    }
    let different: BTreeSet<&char> = letters.values().collect();
    assert_eq!(different.len(), letters.len());
}

/// What the program relies on is refused when it is not so.
#[test]
fn a_document_that_does_not_agree_with_itself_is_refused() {
    let json = document("queue");
    for (from, to) in [
        (r#""head": "Р""#, r#""head": "П""#),
        (r#""head": "Р""#, r#""head": "P""#),
        (
            r#""button_class": "limited_mobility""#,
            r#""button_class": "none""#,
        ),
        (
            r#""privileged_in_a_row_max": 2"#,
            r#""privileged_in_a_row_max": 0"#,
        ),
        (r#""id": "wrap_up""#, r#""id": "wrap""#),
        (r#""services": ["claim"]"#, r#""services": []"#),
        (r#"{"number": 3, "#, r#"{"number": 2, "#),
        (r#"{"number": 3, "#, r#"{"number": 0, "#),
        (r#""streams": ["head"], "#, r#""streams": [], "#),
        (r#""to": "13:00:00""#, r#""to": "12:00:00""#),
        (r#""id": "copy""#, r#""id": "payment""#),
        (r#""id": "head_wait""#, r#""id": "help""#),
        (r#""id": "veteran""#, r#""id": "pregnant""#),
        (r#""service": "other""#, r#""service": "claim""#),
    ] {
        let broken = json.replace(from, to);
        assert_ne!(broken, json, "{from}");
        assert!(standard::queue(&broken).is_err(), "{from}");
    }
}

/// The ladder tells of every measure, and of the same measure ever more urgently.
#[test]
fn the_ladder_rises() {
    let ladder = settings().ladder;
    for pair in ladder.windows(2) {
        if pair[0].measure == pair[1].measure {
            assert!(pair[0].percent < pair[1].percent, "{}", pair[1].id);
            assert!(pair[0].urgent <= pair[1].urgent, "{}", pair[1].id);
        }
    }
    let measures: BTreeSet<String> = ladder
        .iter()
        .map(|step| format!("{:?}", step.measure))
        .collect();
    assert_eq!(measures.len(), 5);
}

//! §6.1: the branch network, its hours, and whose zone a place is (A27).

use chrono::NaiveTime;
use stoika_domain::standard::{self, Office, OfficeKind, PlaceQuery, Specificity, find_offices};
use stoika_domain::terms::Audience;

use crate::documents::document;
use crate::published::{calendar, date, offices};

#[test]
fn the_network_is_as_the_table_counts_it() {
    let offices = offices();
    let of = |kind: OfficeKind| offices.iter().filter(|office| office.kind == kind).count();
    assert_eq!(offices.len(), 39);
    assert_eq!(of(OfficeKind::Branch), 20);
    assert_eq!(of(OfficeKind::ServiceCenter), 11);
    assert_eq!(of(OfficeKind::ReceptionPoint), 8);
    let addresses: Vec<_> = offices.iter().flat_map(Office::addresses).collect();
    assert_eq!(addresses.len(), 42);
    assert_eq!(
        addresses
            .iter()
            .filter(|(index, _, _)| index.is_some())
            .count(),
        39
    );
    assert_eq!(
        addresses
            .iter()
            .map(|(_, _, phones)| phones.len())
            .sum::<usize>(),
        44
    );
    for (index, address, phones) in addresses {
        assert!(
            index.is_none_or(|index| index.len() == 6 && index.starts_with("44")),
            "{address}"
        );
        for phone in phones {
            let digits =
                |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
            let (text, e164) = (digits(&phone.text), digits(&phone.e164));
            assert_eq!(text[1..], e164[1..], "{}", phone.text);
            assert!(phone.e164.starts_with("+7") && phone.e164.len() == 12);
        }
    }
}

#[test]
fn three_branches_have_two_addresses() {
    let second: Vec<(String, String)> = offices()
        .into_iter()
        .flat_map(|office| {
            office
                .other_addresses
                .into_iter()
                .map(move |other| (office.id.to_string(), other.address))
        })
        .collect();
    assert_eq!(
        second,
        [
            (
                "novokuybyshevsk",
                "Самарская обл., г. Новокуйбышевск, ул. Кутузова, 20/24"
            ),
            (
                "otradny",
                "Самарская обл., г. Отрадный, ул. Молодогвардейская, 22"
            ),
            ("kinel", "Самарская обл., г. Кинель, пер. Коллективный, 12Б"),
        ]
        .map(|(id, address)| (id.to_owned(), address.to_owned()))
    );
}

fn opens(office: &str, day: &str) -> Option<(String, String, bool)> {
    let hours = standard::hours(&document("hours")).unwrap();
    let offices = offices();
    let office = offices
        .iter()
        .find(|row| row.id.as_str() == office)
        .unwrap();
    let text = |time: NaiveTime| time.format("%H:%M").to_string();
    office
        .hours_on(date(day), &hours.office_default, &calendar())
        .map(|open| (text(open.from), text(open.to), open.by_standard))
}

#[test]
fn hours_are_the_standards_own_or_a_setting_that_says_so() {
    let open =
        |from: &str, to: &str, by_standard| Some((from.to_owned(), to.to_owned(), by_standard));
    // Tuesday, Thursday in Kurumoch; Wednesday, Friday in Novosemeykino.
    assert_eq!(
        opens("kurumoch-rp", "24.11.2026"),
        open("09:00", "15:30", true)
    );
    assert_eq!(
        opens("kurumoch-rp", "26.11.2026"),
        open("09:00", "15:30", true)
    );
    assert_eq!(opens("kurumoch-rp", "25.11.2026"), None);
    assert_eq!(
        opens("novosemeykino-rp", "25.11.2026"),
        open("08:30", "15:30", true)
    );
    assert_eq!(
        opens("novosemeykino-rp", "27.11.2026"),
        open("08:30", "15:30", true)
    );
    assert_eq!(
        opens("otradny", "23.11.2026"),
        open("08:00", "17:00", false)
    );
    assert_eq!(opens("otradny", "22.11.2026"), None, "Sunday");
    assert_eq!(opens("otradny", "04.11.2026"), None, "a holiday");
    assert_eq!(
        opens("otradny", "03.11.2026"),
        open("08:00", "16:00", false),
        "its eve"
    );
    assert_eq!(
        opens("otradny", "20.02.2027"),
        open("08:00", "16:00", false),
        "a working Saturday"
    );
    // A Thursday that is a day off closes a reception point too.
    assert_eq!(opens("kurumoch-rp", "31.12.2026"), None);
    let own: Vec<String> = offices()
        .into_iter()
        .filter(|office| office.working_hours_ru.is_some())
        .map(|office| office.id.to_string())
        .collect();
    let scheduled: Vec<String> = offices()
        .into_iter()
        .filter(|office| !office.schedule.is_empty())
        .map(|office| office.id.to_string())
        .collect();
    assert_eq!(own, ["kurumoch-rp", "novosemeykino-rp"]);
    assert_eq!(own, scheduled);
}

/// The answers of the finder: offices in their order.
fn found(query: &PlaceQuery<'_>) -> Vec<(String, Specificity)> {
    let kinds = standard::office_kinds(&document("office_kinds")).unwrap();
    find_offices(&offices(), &kinds, query)
        .into_iter()
        .map(|hit| (hit.office.id.to_string(), hit.specificity))
        .collect()
}

fn who(text: &str) -> Vec<String> {
    let query = PlaceQuery {
        text,
        ..PlaceQuery::default()
    };
    found(&query)
        .into_iter()
        .map(|(office, _)| office)
        .collect()
}

#[test]
fn places_of_several_zones_show_every_office() {
    for (text, offices) in [
        (
            "Кротовка",
            vec!["otradny", "krotovka-rp", "kinel-cherkassy-cok", "bezenchuk"],
        ),
        ("Большая Малышевка", vec!["bezenchuk", "kinel", "kinel-cok"]),
        ("Георгиевка", vec!["bezenchuk", "kinel", "kinel-cok"]),
        ("Просвет", vec!["bezenchuk", "neftegorsk"]),
        ("Спиридоновка", vec!["kinel", "kinel-cok", "borskoe"]),
        (
            "Тростянка",
            vec![
                "otradny",
                "kinel-cherkassy-cok",
                "kinel",
                "kinel-cok",
                "borskoe",
            ],
        ),
        (
            "Александровка",
            vec![
                "otradny",
                "kinel-cherkassy-cok",
                "kinel",
                "kinel-cok",
                "podbelsk-cok",
                "borskoe",
                "pokhvistnevo",
            ],
        ),
        ("Подлесный", vec!["samara", "kinel", "kinel-cok"]),
        ("Преображенка", vec!["samara", "kinel", "kinel-cok"]),
        ("Николаевка", vec!["samara", "kinel", "kinel-cok"]),
        ("Гранный", vec!["samara", "novokuybyshevsk"]),
        (
            "Курумоч",
            vec!["krasny-yar", "krasny-yar-cok", "kurumoch-rp"],
        ),
    ] {
        assert_eq!(who(text), offices, "{text}");
    }
}

/// A named place inside a district that another branch serves whole: the name comes first.
#[test]
fn named_exceptions_come_before_the_whole_district() {
    use Specificity::{District, Locality};
    for (text, answers) in [
        (
            "Колывань",
            vec![("bezenchuk", Locality), ("krasnoarmeyskoe", District)],
        ),
        (
            "Залесье",
            vec![
                ("chapaevsk", Locality),
                ("bezenchuk", District),
                ("bezenchuk-cok", District),
            ],
        ),
        (
            "Новая деревня",
            vec![("chapaevsk", Locality), ("krasnoarmeyskoe", District)],
        ),
        (
            "Макарьевка",
            vec![
                ("privolzhye", Locality),
                ("bezenchuk", District),
                ("bezenchuk-cok", District),
            ],
        ),
        (
            "пос. Шмидта",
            vec![("chapaevsk", Locality), ("novokuybyshevsk", District)],
        ),
    ] {
        let query = PlaceQuery {
            text,
            ..PlaceQuery::default()
        };
        let answers: Vec<_> = answers
            .into_iter()
            .map(|(office, specificity)| (office.to_owned(), specificity))
            .collect();
        assert_eq!(found(&query), answers, "{text}");
    }
}

#[test]
fn a_district_narrows_the_answers() {
    assert_eq!(who("Спиридоновка Кинельский район"), ["borskoe"]);
    assert_eq!(who("Спиридоновка Волжский"), ["kinel", "kinel-cok"]);
    let query = PlaceQuery {
        text: "Спиридоновка",
        district: Some("Волжский район"),
        audience: None,
    };
    let offices: Vec<String> = found(&query)
        .into_iter()
        .map(|(office, _)| office)
        .collect();
    assert_eq!(offices, ["kinel", "kinel-cok"]);
    // A place that no zone names lies in its district all the same.
    let query = PlaceQuery {
        text: "Смолькино",
        district: Some("Сызранский район"),
        audience: None,
    };
    assert_eq!(
        found(&query),
        [("syzran".to_owned(), Specificity::District)]
    );
    assert_eq!(who("Исаклинский район"), ["otradny", "isakly-rp"]);
}

#[test]
fn two_streets_of_a_town_and_towns_of_no_zone() {
    use Specificity::{Part, Seat, Street};
    let answers = |text| {
        found(&PlaceQuery {
            text,
            ..PlaceQuery::default()
        })
    };
    assert_eq!(
        answers("Похвистнево Кооперативная"),
        [("pokhvistnevo".to_owned(), Street)]
    );
    let town = answers("г. Похвистнево");
    assert_eq!(town[0].0, "pokhvistnevo");
    assert!(town[0].1 == Part || town[0].1 == Seat);
    for (text, office) in [("Сызрань", "syzran"), ("Кинель", "kinel")] {
        assert_eq!(answers(text)[0], (office.to_owned(), Seat), "{text}");
    }
    // Автозаводский район is in no zone, and nobody is refused: the town's offices are shown.
    let togliatti: Vec<String> = who("Тольятти");
    assert!(
        togliatti.contains(&"togliatti".to_owned())
            && togliatti.contains(&"togliatti-cok".to_owned())
    );
    assert_eq!(answers("Автозаводский район"), []);
}

#[test]
fn as_typed_without_yo_kinds_or_the_right_layout() {
    for (typed, office) in [
        ("с. Федоровка", "otradny"),
        ("фёдоровка", "otradny"),
        ("ЧЕРНОВКА", "otradny"),
        ("Чёрновка", "otradny"),
        ("крото", "otradny"),
        ("Rhjnjdrf", "otradny"),
        ("rhjn", "otradny"),
        ("rjkne,fyjdrf", "borskoe"),
        ("село Колтубановка", "borskoe"),
        ("Малый Толкай", "podbelsk-cok"),
        ("поселок Северный Ключ", "podbelsk-cok"),
        ("петра дубрава", "samara"),
    ] {
        let first = who(typed).into_iter().next();
        assert_eq!(first.as_deref(), Some(office), "{typed}");
    }
    for nothing in [
        "",
        "  ",
        "с.",
        "село",
        "'; DROP TABLE offices; --",
        &"я".repeat(10_000),
    ] {
        assert_eq!(who(nothing), [""; 0], "{nothing:.20}");
    }
}

#[test]
fn organisations_are_not_sent_to_reception_points() {
    let of = |audience| {
        let query = PlaceQuery {
            text: "Кротовка",
            district: None,
            audience: Some(audience),
        };
        found(&query)
            .into_iter()
            .map(|(office, _)| office)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(Audience::Other),
        ["otradny", "kinel-cherkassy-cok", "bezenchuk"]
    );
    assert_eq!(of(Audience::Citizen).len(), 4);
    let kinds = standard::office_kinds(&document("office_kinds")).unwrap();
    let offices = offices();
    let query = PlaceQuery {
        text: "Исаклинский",
        ..PlaceQuery::default()
    };
    let hits = find_offices(&offices, &kinds, &query);
    assert_eq!(hits[1].office.id.as_str(), "isakly-rp");
    assert!(hits[1].citizens_only && !hits[0].citizens_only);
}

/// Every place of every zone is found by its own name, and the office is among the answers.
#[test]
fn every_record_finds_its_office() {
    let offices = offices();
    let kinds = standard::office_kinds(&document("office_kinds")).unwrap();
    for office in &offices {
        for place in &office.zone {
            let name = [&place.street, &place.locality, &place.district]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ");
            let query = PlaceQuery {
                text: &name,
                ..PlaceQuery::default()
            };
            let hits = find_offices(&offices, &kinds, &query);
            assert!(
                hits.iter().any(|hit| hit.office.id == office.id),
                "{name}: {}",
                office.id
            );
        }
    }
}

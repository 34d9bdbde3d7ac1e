//! The one search: what people type, and what nobody should.

use stoika_domain::body::Event;
use stoika_domain::consent::{self, ConsentEvent, Purpose};
use stoika_domain::directory::{Meter, kind};
use stoika_domain::ids::FormId;
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::paper::{About, Issued, PaperEvent};
use stoika_domain::party_contact::{ContactKind, Learnt, PartyContactEvent};
use stoika_protocol::DirectoryChange;
use stoika_store::{Found, Hit, MatchReason, marks};
use uuid::Uuid;

use crate::desk::{Centre, Desk, account, party, registration, row, tables, today};

fn town() -> Desk {
    let desk = Desk::new();
    let mut rich = account("p1", "г. Отрадный", "ул. Первомайская", "12", Some("48"));
    rich.contract = Some("63-Э-0012345".into());
    rich.meters = vec![Meter {
        model: "ПР-206".into(),
        serial: "00077345".into(),
        readings: Vec::new(),
        ..Meter::default()
    }];
    desk.load(&[
        row(
            kind::PARTY,
            "p1",
            &party(
                "Примерова Анна Сергеевна",
                Some("+79271234567"),
                &["630000123456", "630000789012"],
            ),
        ),
        row(kind::ACCOUNT, "630000123456", &rich),
        row(
            kind::ACCOUNT,
            "630000789012",
            &account("p1", "г. Отрадный", "ул. Гаражная", "3", None),
        ),
        row(
            kind::PARTY,
            "p2",
            &party("Примёрзлова Дарья Игоревна", None, &["630000912345"]),
        ),
        row(
            kind::ACCOUNT,
            "630000912345",
            &account("p2", "с. Богатое", "ул. Новая", "5", None),
        ),
        row(
            kind::PARTY,
            "p3",
            &party("Иванов Пётр Анатольевич", None, &["640000000001"]),
        ),
        row(
            kind::ACCOUNT,
            "640000000001",
            &account("p3", "г. Отрадный", "ул. Примерная", "14/А", Some("2")),
        ),
        row(kind::PARTY, "p4", &party("СНТ «Пример»", None, &[])),
        row(
            kind::ACCOUNT,
            "650000000001",
            &account("gone", "с. Богатое", "ул. 50 лет Октября", "1", None),
        ),
    ]);
    desk
}

/// Ids of the clients that were found, with the account when it is the account that was.
fn ids(found: &Found) -> Vec<String> {
    found
        .hits
        .iter()
        .map(|hit| match &hit.hit {
            Hit::Client(client) => match (&client.account, hit.by_account) {
                (Some((number, _)), true) => format!("{}/{number}", client.party_id),
                (_, _) => client.party_id.clone(),
            },
            Hit::Appeal(row) => row.number.clone(),
            Hit::Paper(paper) => paper.issued.number.to_string(),
        })
        .collect()
}

fn reasons(found: &Found) -> Vec<MatchReason> {
    found.hits.iter().map(|hit| hit.reason).collect()
}

#[test]
fn what_is_typed_is_found() {
    use MatchReason::{
        Account, Address, Contract, Meter, Name, NameAndAddress, Phone, Surname, SurnameYo,
    };
    let desk = town();
    let whole = "p1/630000123456";
    for (typed, expected, reason) in [
        ("примерова", &["p1"][..], Surname),
        ("ПРИМЕРОВА  ", &["p1"], Surname),
        ("примерова анна", &["p1"], Name),
        ("анна сер", &["p1"], Name),
        ("примёрзлова", &["p2"], Surname),
        ("примерзлова", &["p2"], SurnameYo),
        ("снт пример", &["p4"], Name),
        ("петр", &["p3"], Name),
        ("первомайская", &[whole], Address),
        ("первомайская 12", &[whole], Address),
        ("ул. Первомайская, д. 12, кв. 48", &[whole], Address),
        ("примерова первомайская", &[whole], NameAndAddress),
        ("примерова 12", &[whole], NameAndAddress),
        ("примерная 14а", &["p3/640000000001"], Address),
        ("примерная 14 а", &["p3/640000000001"], Address),
        ("примерная 14/а", &["p3/640000000001"], Address),
        ("50 лет", &["gone/650000000001"], Address),
        ("630000123456", &[whole], Account),
        ("6300 0012", &[whole], Account),
        ("+7 927 123-45-67", &["p1"], Phone),
        ("8 (927) 123-45-67", &["p1"], Phone),
        ("123-45-67", &["p1"], Phone),
        ("4567", &["p1"], Phone),
        ("63-э-0012345", &[whole], Contract),
        ("63 Э 001", &[whole], Contract),
        ("00077345", &[whole], Meter),
    ] {
        let found = desk.replica.search(typed, false, 20).unwrap();
        assert_eq!(ids(&found), expected, "{typed}");
        assert_eq!(reasons(&found), vec![reason; expected.len()], "{typed}");
        assert_eq!(found.read_as, None, "{typed}");
    }
}

#[test]
fn surnames_come_first_in_the_order_of_the_alphabet() {
    let desk = town();
    let found = desk.replica.search("пример", false, 20).unwrap();
    // An organisation stands by its name, not by its form; a street comes after every surname.
    assert_eq!(ids(&found), ["p4", "p2", "p1", "p3/640000000001"]);
    let found = desk.replica.search("пример", false, 2).unwrap();
    assert_eq!(found.hits.len(), 2);
    assert!(
        desk.replica
            .search("пример", false, 0)
            .unwrap()
            .hits
            .is_empty()
    );
}

#[test]
fn the_wrong_layout_is_read_and_said() {
    let desk = town();
    let found = desk.replica.search("bdfyjd", false, 20).unwrap();
    assert_eq!(found.read_as.as_deref(), Some("иванов"));
    assert_eq!(ids(&found), ["p3"]);
    assert_eq!(found.words, ["иванов"]);
    let literal = desk.replica.search("bdfyjd", true, 20).unwrap();
    assert_eq!((literal.read_as, literal.hits.len()), (None, 0));
    let nothing = desk.replica.search("qqqq", false, 20).unwrap();
    assert_eq!((nothing.read_as, nothing.hits.len()), (None, 0));
}

#[test]
fn appeals_are_found_by_number_and_applicant() {
    let mut desk = town();
    let (_, number) = desk.register("Небылицын Артём Дмитриевич", None).unwrap();
    let number = number.to_string();
    let latin = number.replace("ОТ", "OT");
    for (typed, reason) in [
        (number.as_str(), MatchReason::RegistrationNumber),
        (latin.as_str(), MatchReason::RegistrationNumber),
        ("от-04/26-0001", MatchReason::RegistrationNumber),
        ("небыл", MatchReason::Applicant),
        ("артем небыл", MatchReason::Applicant),
        ("yt,skbwsy", MatchReason::Applicant),
    ] {
        let found = desk.replica.search(typed, false, 20).unwrap();
        assert_eq!(ids(&found), std::slice::from_ref(&number), "{typed}");
        assert_eq!(reasons(&found), [reason], "{typed}");
    }
    // However many clients there are, an appeal keeps its place.
    let (_, second) = desk.register("Пример Пётр", None).unwrap();
    let found = desk.replica.search("пример", false, 3).unwrap();
    assert_eq!(found.hits.len(), 3);
    assert_eq!(ids(&found)[2], second.to_string());
}

#[test]
fn a_learnt_phone_finds_its_client() {
    let mut desk = town();
    let learnt = Event::PartyContact(PartyContactEvent::Learnt(Learnt {
        party_id: "p3".into(),
        kind: ContactKind::Phone,
        value: "+79990001122".into(),
    }));
    desk.act(None, &learnt).unwrap();
    let found = desk.replica.search("0001122", false, 5).unwrap();
    assert_eq!(ids(&found), ["p3"]);
    assert_eq!(reasons(&found), [MatchReason::Phone]);
}

#[test]
fn nothing_typed_makes_it_fall() {
    let mut desk = town();
    desk.register("Небылицын", None).unwrap();
    let long = "примерова ".repeat(1_000);
    let one_word = "а".repeat(10_000);
    for typed in [
        "",
        " ",
        "\"",
        "'; DROP TABLE entry; --",
        "NEAR(а б, 3)",
        "a OR b",
        "AND",
        "NOT примерова",
        "text:примерова",
        "примерова*",
        "^примерова",
        "(((",
        "{}[]\\|/?",
        "%_%",
        "\u{0}",
        "e\u{301}\u{301}",
        "😀",
        "١٢٣",
        "ǅungla",
        "𝟙𝟚",
        "ул",
        long.as_str(),
        one_word.as_str(),
    ] {
        for literal in [false, true] {
            let found = desk.replica.search(typed, literal, 20);
            assert!(found.is_ok(), "{typed:.40}: {found:?}");
        }
    }
    assert_eq!(ids(&desk.replica.search(&long, false, 20).unwrap()), ["p1"]);
    assert_eq!(
        ids(&desk.replica.search("примерова*", false, 20).unwrap()),
        ["p1"]
    );
}

#[test]
fn marks_show_what_matched() {
    let desk = town();
    let found = desk.replica.search("примерз новая", false, 5).unwrap();
    assert_eq!(marks("Примёрзлова Дарья", &found.words), [(0, 7)]);
    assert_eq!(marks("с. Богатое, ул. Новая, 5", &found.words), [(16, 21)]);
}

/// More clients between two neighbours than there is room for: the documents move apart and stay in order.
#[test]
fn ranks_make_room() {
    let desk = town();
    let mut centre = Centre::new();
    let name = |at: usize| format!("Примерова Анна {}", "а".repeat(at % 40 + 1));
    for at in 0..300 {
        let change = row(
            kind::PARTY,
            &format!("q{at:03}"),
            &party(&name(299 - at), None, &[]),
        );
        desk.replica
            .apply_pull(&centre.publish(vec![DirectoryChange::Put(change)]))
            .unwrap();
    }
    let incremental = tables(&desk);
    let order = &incremental["search_order"];
    assert!(order.is_sorted());
    assert_eq!(order.len(), 306);
    assert_eq!(
        desk.replica
            .search("примерова", false, 1_000)
            .unwrap()
            .hits
            .len(),
        301
    );
    for at in 0..300 {
        let gone = DirectoryChange::Remove {
            kind: kind::PARTY.into(),
            key: format!("q{at:03}"),
            position: 0,
        };
        desk.replica
            .apply_pull(&centre.publish(vec![gone]))
            .unwrap();
    }
    assert_eq!(
        desk.replica
            .search("примерова", false, 1_000)
            .unwrap()
            .hits
            .len(),
        1
    );
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(
        desk.replica
            .search("примерова", false, 1_000)
            .unwrap()
            .hits
            .len(),
        1
    );
}

fn consent(number: PaperNumber, party: &str) -> Event {
    Event::Consent(ConsentEvent::Given(consent::Given {
        number,
        party_id: party.to_owned(),
        name: "Примерова Анна Сергеевна".to_owned(),
        given_on: today(),
        purposes: [Purpose::Messages].into(),
    }))
}

fn paper(number: PaperNumber, about: About, party: Option<&str>) -> Event {
    Event::Paper(PaperEvent::Issued(Issued {
        number,
        form_id: FormId::parse("redirect_sheet").unwrap(),
        form_version: 1,
        about,
        party_id: party.map(str::to_owned),
    }))
}

fn numbered(counter: u32) -> PaperNumber {
    PaperNumber::compose(
        DeskLabel::parse("ОТ-04").unwrap(),
        2026,
        counter,
        &Uuid::nil(),
    )
    .unwrap()
}

/// Codes of what stands in the list of discrepancies.
fn listed(desk: &Desk) -> Vec<String> {
    let lines = desk.replica.discrepancies(false, 10).unwrap();
    lines.into_iter().map(|line| line.code).collect()
}

#[test]
fn a_number_on_any_paper_leads_to_its_client_or_to_the_paper() {
    let mut desk = town();
    let find = |desk: &Desk, number: PaperNumber| {
        let found = desk.replica.search(&number.to_string(), false, 10).unwrap();
        (ids(&found), reasons(&found))
    };
    let (given, _) = desk.act(None, &consent(numbered(7), "p1")).unwrap();
    let printed = About::Consent {
        consent: given.id.0,
    };
    desk.act(None, &paper(numbered(7), printed, Some("p1")))
        .unwrap();
    let sheet = About::Offices {
        place: "Кротовка".to_owned(),
        offices: Vec::new(),
    };
    desk.act(None, &paper(numbered(8), sheet, None)).unwrap();
    let by_number = vec![MatchReason::RegistrationNumber];
    assert_eq!(
        find(&desk, numbered(7)),
        (vec!["p1".to_owned()], by_number.clone())
    );
    let own = numbered(8).to_string();
    assert_eq!(
        find(&desk, numbered(8)),
        (vec![own.clone()], by_number.clone())
    );
    // A printed consent bears the number of the consent: that is no second one.
    assert_eq!(listed(&desk), [""; 0]);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(find(&desk, numbered(8)), (vec![own], by_number));
}

#[test]
fn a_number_on_two_papers_is_listed_whatever_they_are() {
    let mut desk = town();
    desk.act(None, &registration(numbered(7), "Примерова", Some("p1")))
        .unwrap();
    assert_eq!(listed(&desk), [""; 0]);
    desk.act(None, &consent(numbered(7), "p2")).unwrap();
    assert_eq!(listed(&desk), ["number-twice"]);
    desk.act(None, &consent(numbered(9), "p1")).unwrap();
    desk.act(None, &consent(numbered(9), "p2")).unwrap();
    assert_eq!(listed(&desk), ["number-twice", "number-twice"]);
    // One withdrawal for all that a client has signed.
    for given in [numbered(10), numbered(11)] {
        let (signed, _) = desk.act(None, &consent(given, "p1")).unwrap();
        let withdrawn = Event::Consent(ConsentEvent::Withdrawn(consent::Withdrawn {
            number: numbered(12),
            party_id: "p1".to_owned(),
            name: "Примерова Анна Сергеевна".to_owned(),
            withdrawn_on: today(),
        }));
        desk.act(Some(signed), &withdrawn).unwrap();
    }
    assert_eq!(listed(&desk).len(), 2);
}

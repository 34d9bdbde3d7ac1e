//! The book of complaints and suggestions, surveys, lists of clients to be told.

use std::collections::{BTreeMap, BTreeSet};

use stoika_domain::body::{Event, State, VoidReason, encode, fold_entry};
use stoika_domain::book::{Acted, Book, BookEvent, Linked, Written};
use stoika_domain::destruction::class_of;
use stoika_domain::dispatch_list::{DispatchListEvent, Line, Listed, Tried, TryResult};
use stoika_domain::ids::{FeedbackKindId, FormId, NormKey};
use stoika_domain::number::PaperNumber;
use stoika_domain::paper::{About, Issued, PaperEvent};
use stoika_domain::survey::{Answered, Cancelled, Ended, Filled, Planned, Reply, SurveyEvent};
use uuid::Uuid;

use crate::folds::act;
use crate::published::date;

fn number() -> PaperNumber {
    PaperNumber::parse("ОТ-04/26-1842-МК3").unwrap()
}

fn written() -> Event {
    Event::Book(BookEvent::Written(Box::new(Written {
        number: number(),
        kind: FeedbackKindId::parse("complaint").unwrap(),
        book: Book::Office,
        written_on: date("29.10.2026"),
        norm_key: NormKey::parse("feedback.ebook").unwrap(),
        text: "Долго ждал у окна".to_owned(),
        name: Some("Кротов В. П.".to_owned()),
        answer_to: Some("+79001234567".to_owned()),
        party_id: Some("p-000001".to_owned()),
    })))
}

fn linked() -> Event {
    Event::Book(BookEvent::Linked(Linked {
        appeal_id: Uuid::from_u128(7),
        appeal_number: number(),
    }))
}

fn acted(on: &str) -> Event {
    Event::Book(BookEvent::Acted(Acted {
        acted_on: date(on),
        measures: "Открыто ещё одно окно".to_owned(),
    }))
}

fn planned() -> Event {
    Event::Survey(SurveyEvent::Planned(Planned {
        questionnaire: "office-2024".to_owned(),
        from: date("02.11.2026"),
        to: date("13.11.2026"),
        goal: 50,
    }))
}

fn answered(mark: u8) -> Event {
    Event::Survey(SurveyEvent::Answered(Answered {
        way: Filled::Paper,
        on: date("03.11.2026"),
        replies: BTreeMap::from([
            ("overall".to_owned(), Reply::Mark(mark)),
            (
                "purpose".to_owned(),
                Reply::Options(BTreeSet::from(["payment".to_owned()])),
            ),
            ("wish".to_owned(), Reply::Words("Больше окон".to_owned())),
        ]),
    }))
}

fn ended() -> Event {
    Event::Survey(SurveyEvent::Ended(Ended {
        on: date("16.11.2026"),
        conclusions: "Ждут дольше нормы".to_owned(),
        measures: "Открыть окно по пятницам".to_owned(),
    }))
}

fn cancelled() -> Event {
    Event::Survey(SurveyEvent::Cancelled(Cancelled {
        reason: "Отделение закрыто на ремонт".to_owned(),
    }))
}

fn listed() -> Event {
    let line = |party: &str, name: &str| Line {
        party_id: party.to_owned(),
        name: name.to_owned(),
        to: "+79001234567".to_owned(),
        about: "630000123456".to_owned(),
    };
    Event::DispatchList(DispatchListEvent::Listed(Box::new(Listed {
        number: number(),
        kind: "document_ready".to_owned(),
        form: "phone".to_owned(),
        text: "Готов договор".to_owned(),
        lines: vec![
            line("p-000001", "Кротов В. П."),
            line("p-000002", "Небылицын А. Д."),
        ],
    })))
}

fn tried(lines: &[u16], result: TryResult) -> Event {
    Event::DispatchList(DispatchListEvent::Tried(Tried {
        lines: lines.iter().copied().collect(),
        result,
        note: Some("перезвонить вечером".to_owned()),
    }))
}

/// One of each, for the golden bodies.
pub fn feedback_events() -> Vec<Event> {
    vec![
        written(),
        linked(),
        acted("02.11.2026"),
        planned(),
        answered(4),
        ended(),
        cancelled(),
        listed(),
        tried(&[1], TryResult::NoAnswer),
        issued(
            "book_sheet",
            About::BookEntry {
                book_entry: Uuid::from_u128(8),
            },
        ),
        issued(
            "survey_report",
            About::Survey {
                survey: Uuid::from_u128(9),
            },
        ),
        issued(
            "call_list",
            About::DispatchList {
                list: Uuid::from_u128(10),
            },
        ),
    ]
}

fn issued(form: &str, about: About) -> Event {
    Event::Paper(PaperEvent::Issued(Issued {
        number: number(),
        form_id: FormId::parse(form).unwrap(),
        form_version: 1,
        about,
        party_id: None,
    }))
}

fn history(events: impl IntoIterator<Item = Event>) -> (State, Vec<VoidReason>) {
    let (mut state, mut voids) = (None, Vec::new());
    for (n, event) in (1..).zip(events) {
        let (kind, bytes) = encode(&event);
        let subject = event.kind().subject();
        match fold_entry(subject, state.clone(), &act(n, "otradny"), kind, &bytes) {
            Ok(next) => state = Some(next),
            Err(void) => voids.push(void),
        }
    }
    (state.unwrap(), voids)
}

#[test]
fn an_entry_of_the_book_is_open_until_it_is_an_appeal_or_acted_upon() {
    let (state, voids) = history([acted("02.11.2026"), written()]);
    assert_eq!(voids, [VoidReason::NotRegistered]);
    assert_eq!(class_of(&state), None, "it is open");
    assert_eq!(state.numbers(), [number()]);
    assert_eq!(state.party_id(), Some("p-000001"));

    let (state, voids) = history([
        written(),
        acted("28.10.2026"),
        acted("29.10.2026"),
        linked(),
    ]);
    assert_eq!(
        voids,
        [VoidReason::BeforeReceipt, VoidReason::AlreadyClosed]
    );
    assert_eq!(class_of(&state), Some("appeal"));

    let (state, voids) = history([written(), linked(), acted("02.11.2026"), written()]);
    assert_eq!(
        voids,
        [VoidReason::AlreadyClosed, VoidReason::AlreadyRegistered]
    );
    let State::BookEntry(entry) = state else {
        panic!("no entry")
    };
    assert!(!entry.is_open() && entry.acted.is_none());
}

#[test]
fn a_survey_takes_answers_until_it_ends() {
    let (state, voids) = history([
        answered(5),
        planned(),
        answered(5),
        answered(2),
        ended(),
        answered(1),
        cancelled(),
    ]);
    assert_eq!(
        voids,
        [
            VoidReason::NotRegistered,
            VoidReason::AlreadyClosed,
            VoidReason::AlreadyClosed
        ]
    );
    let State::Survey(survey) = state else {
        panic!("no survey")
    };
    assert_eq!(survey.answered.len(), 2);
    assert!(survey.counts());
    let (state, _) = history([planned(), cancelled()]);
    let State::Survey(survey) = state else {
        panic!("no survey")
    };
    assert!(
        !survey.counts(),
        "what did not take place is none of the year's two"
    );
}

#[test]
fn a_client_who_was_told_is_not_told_again() {
    let (state, voids) = history([
        listed(),
        tried(&[0, 1], TryResult::NoAnswer),
        tried(&[0], TryResult::Told),
        tried(&[0, 1], TryResult::Told),
        tried(&[2], TryResult::Told),
        tried(&[], TryResult::Told),
        tried(&[1], TryResult::NoAnswer),
    ]);
    assert_eq!(
        voids,
        [
            VoidReason::AlreadyDone,
            VoidReason::NoSuchLine,
            VoidReason::NoSuchLine
        ]
    );
    let State::DispatchList(list) = &state else {
        panic!("no list")
    };
    assert_eq!(list.left(), 1);
    assert_eq!(list.tries[1].as_ref().unwrap().tries, 2);
    assert_eq!(class_of(&state), None, "somebody is still to be told");
    let (state, _) = history([listed(), tried(&[0, 1], TryResult::Sent)]);
    assert_eq!(class_of(&state), Some("consultation"));
}

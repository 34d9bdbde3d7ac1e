//! The list of appeals and what is known of a client.

use chrono::{Days, NaiveDate};
use stoika_domain::body::Event;
use stoika_domain::party_contact::{ContactKind, Learnt, PartyContactEvent, Rejected};
use stoika_store::{AppealSort, AppealView, AppealsAsked, Change, PageKey, Place, StoreError};

use crate::desk::{Desk, NOW_MS, answered, assigned, closed, today};

fn asked(view: AppealView) -> AppealsAsked {
    AppealsAsked {
        filter: stoika_store::AppealFilter::default(),
        view,
        today: today(),
        text: String::new(),
        topics: Vec::new(),
        sort: AppealSort::Due,
        descending: false,
        after: None,
        limit: 50,
    }
}

/// Five appeals: new, assigned, answered, closed, new.
fn five() -> Desk {
    let mut desk = Desk::with_rules();
    let names = [
        "Ёлкин Пётр",
        "Арбузова Анна",
        "Яшин Олег",
        "Борисов Иван",
        "СНТ «Пример»",
    ];
    for (at, name) in names.into_iter().enumerate() {
        let (subject, _) = desk.register(name, Some("p1")).unwrap();
        let course: &[Event] = match at {
            1 => &[assigned("ermakov")],
            2 => &[assigned("ermakov"), answered()],
            3 => &[answered(), closed()],
            _ => &[],
        };
        for event in course {
            desk.act(Some(subject), event).unwrap();
        }
    }
    desk
}

fn names(desk: &Desk, asked: &AppealsAsked) -> Vec<String> {
    let page = desk.replica.appeals(asked).unwrap();
    page.rows
        .iter()
        .map(|row| row.applicant.split(' ').next().unwrap().to_owned())
        .collect()
}

#[test]
fn views_hold_what_their_counts_say() {
    let desk = five();
    let due = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
    for (today, overdue, due_today) in [
        (today(), 0, 0),
        (due, 0, 3),
        (due.checked_add_days(Days::new(1)).unwrap(), 3, 0),
    ] {
        let counts = desk.replica.appeal_counts("ermakov", today).unwrap();
        let views = [
            (AppealView::Open, counts.open, 4),
            (AppealView::Mine("ermakov".into()), counts.mine, 2),
            (AppealView::Overdue, counts.overdue, overdue),
            (AppealView::Today, counts.today, due_today),
            (AppealView::Closed, counts.closed, 1),
        ];
        for (view, counted, expected) in views {
            let page = desk
                .replica
                .appeals(&AppealsAsked {
                    today,
                    ..asked(view.clone())
                })
                .unwrap();
            assert_eq!(counted, expected, "{view:?} {today}");
            assert_eq!(page.total, expected, "{view:?} {today}");
            assert_eq!(page.rows.len() as u64, expected, "{view:?} {today}");
        }
    }
}

#[test]
fn every_sort_pages_through_every_row_once() {
    let desk = five();
    for sort in [
        AppealSort::Due,
        AppealSort::Number,
        AppealSort::Applicant,
        AppealSort::Executor,
    ] {
        for descending in [false, true] {
            let mut all = asked(AppealView::Open);
            all.sort = sort;
            all.descending = descending;
            let whole = names(&desk, &all);
            assert_eq!(whole.len(), 4);
            for limit in 1..=5 {
                let mut paged = Vec::new();
                let mut ask = AppealsAsked {
                    limit,
                    ..all.clone()
                };
                loop {
                    let page = desk.replica.appeals(&ask).unwrap();
                    assert_eq!(page.total, 4);
                    paged.extend(names(&desk, &ask));
                    ask.after = page.next;
                    if ask.after.is_none() {
                        break;
                    }
                }
                assert_eq!(paged, whole, "{sort:?} {descending} {limit}");
            }
        }
    }
    let mut by_name = asked(AppealView::Open);
    by_name.sort = AppealSort::Applicant;
    assert_eq!(names(&desk, &by_name), ["Арбузова", "Ёлкин", "СНТ", "Яшин"]);
    let foreign = AppealsAsked {
        after: Some(PageKey("nonsense".into())),
        ..by_name
    };
    assert!(matches!(
        desk.replica.appeals(&foreign),
        Err(StoreError::Missing(_))
    ));
}

/// Everything that the list says, by every view and order, in pages of two.
fn everything(desk: &Desk) -> Vec<(Vec<stoika_store::AppealRow>, u64)> {
    let views = [
        AppealView::Open,
        AppealView::Mine("ermakov".into()),
        AppealView::Overdue,
        AppealView::Today,
        AppealView::Waiting,
        AppealView::Proposed,
        AppealView::Closed,
    ];
    let mut all = Vec::new();
    for view in views {
        for sort in [
            AppealSort::Due,
            AppealSort::Number,
            AppealSort::Applicant,
            AppealSort::Executor,
        ] {
            for descending in [false, true] {
                let mut ask = asked(view.clone());
                (ask.sort, ask.descending, ask.limit) = (sort, descending, 2);
                let mut rows = Vec::new();
                loop {
                    let page = desk.replica.appeals(&ask).unwrap();
                    rows.extend(page.rows);
                    ask.after = page.next;
                    if ask.after.is_none() {
                        all.push((rows, page.total));
                        break;
                    }
                }
            }
        }
    }
    all
}

#[test]
fn what_the_list_follows_is_what_a_first_look_reads() {
    let mut desk = five();
    let first = everything(&desk);
    let names = ["Абрамов", "Яковлев", "Ёлкин Пётр"];
    for (at, name) in names.into_iter().cycle().take(12).enumerate() {
        let (subject, _) = desk.register(name, None).unwrap();
        let course: &[Event] = match at % 4 {
            0 => &[assigned("ermakov"), assigned("smirnova")],
            1 => &[assigned("smirnova"), answered()],
            2 => &[answered(), closed()],
            _ => &[],
        };
        for event in course {
            desk.act(Some(subject), event).unwrap();
        }
    }
    // A refused act leaves the list as it was.
    let refused = desk.replica.record_with(|_| Err(StoreError::BadAct));
    assert!(refused.is_err());
    let followed = everything(&desk);
    assert_ne!(followed, first);
    let desk = desk.reopen();
    assert!(followed == everything(&desk), "read anew");
    desk.replica.rebuild_projections().unwrap();
    assert!(followed == everything(&desk), "written anew");
}

#[test]
fn the_list_is_filtered_by_number_applicant_and_topic() {
    let desk = five();
    let find = |text: &str, topics: &[&str]| {
        names(
            &desk,
            &AppealsAsked {
                text: text.into(),
                topics: topics.iter().map(|&topic| topic.to_owned()).collect(),
                sort: AppealSort::Number,
                ..asked(AppealView::Open)
            },
        )
    };
    assert_eq!(find("елкин", &[]), ["Ёлкин"]);
    assert_eq!(find("ОТ-04/26-0002", &[]), ["Арбузова"]);
    assert_eq!(find("26-0005", &[]), ["СНТ"]);
    assert_eq!(find("%", &[]).len(), 4);
    assert_eq!(find("нет такого", &[]), Vec::<String>::new());
    assert_eq!(find("расчёты", &["calculation"]).len(), 4);
    assert_eq!(find("' OR 1=1 --", &[]), Vec::<String>::new());
}

#[test]
fn what_a_desk_learnt_of_a_client_is_shown_until_it_is_settled() {
    let mut desk = Desk::new();
    let learnt = Event::PartyContact(PartyContactEvent::Learnt(Learnt {
        party_id: "p1".into(),
        kind: ContactKind::Phone,
        value: "+79001234567".into(),
    }));
    let (subject, recorded) = desk.act(None, &learnt).unwrap();
    assert!(recorded.changes.contains(&Change::Client("p1".into())));
    desk.register("Ёлкин Пётр", Some("p1")).unwrap();
    desk.register("Чужой", Some("p2")).unwrap();
    let contacts = desk.replica.contacts_of_party("p1").unwrap();
    assert_eq!(contacts.len(), 1);
    assert_eq!(contacts[0].1, Place::Desk);
    let acts = desk.replica.acts_of_party("p1", NOW_MS).unwrap();
    assert_eq!(acts.len(), 2);
    assert_eq!(acts[0].number, None);
    assert!(acts[1].number.is_some());
    assert!(
        desk.replica
            .acts_of_party("p1", NOW_MS + 1)
            .unwrap()
            .is_empty()
    );
    assert_eq!(desk.replica.written_since(NOW_MS, 100).unwrap().len(), 3);
    assert_eq!(
        desk.replica.appeals_of_party("p1", None, 10).unwrap().len(),
        1
    );
    let rejected = Event::PartyContact(PartyContactEvent::Rejected(Rejected {
        reason: "чужой номер".into(),
    }));
    desk.act(Some(subject), &rejected).unwrap();
    let numbers = |desk: &Desk| crate::desk::tables(desk).remove("search_number").unwrap();
    assert!(!numbers(&desk).iter().any(|row| row.contains("9001234567")));
}

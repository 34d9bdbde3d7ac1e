//! New norms or a new calendar move the control dates of open appeals, and the list says which.

use stoika_domain::appeal::AppealEvent;
use stoika_domain::body::Event;
use stoika_protocol::{DirectoryChange, DirectoryRow, Subject, Verdict};
use stoika_store::{Recovery, Redated, Replica, StoreError};

use crate::desk::{Centre, Desk, NOW_MS, answered, closed, params, raw, signer, standard};

/// A published document with one text in it changed.
fn with(name: &str, from: &str, to: &str) -> DirectoryChange {
    let row = standard(name);
    let json = String::from_utf8(row.data.clone()).unwrap();
    assert!(json.contains(from), "{from}");
    DirectoryChange::Put(DirectoryRow {
        data: json.replace(from, to).into_bytes(),
        ..row
    })
}

/// The decree of 2026 takes 05.11 off as well.
fn another_day_off() -> DirectoryChange {
    with(
        "calendar",
        r#""2026-05-11", "2026-12-31"], "working_weekends": [], "short": ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"], "workdays": 247"#,
        r#""2026-05-11", "2026-11-05", "2026-12-31"], "working_weekends": [], "short": ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"], "workdays": 246"#,
    )
}

fn five_days() -> DirectoryChange {
    with(
        "norms",
        r#""audience": "citizen", "limit": 3,"#,
        r#""audience": "citizen", "limit": 5,"#,
    )
}

/// Open lines: appeal, old date, new date, documents.
fn lines(desk: &Desk) -> Vec<(Subject, String, String, String)> {
    let line = |line: Redated| {
        (
            crate::desk::appeal(line.appeal),
            line.old_on.to_string(),
            line.new_on.map_or_else(String::new, |on| on.to_string()),
            line.documents.join(" "),
        )
    };
    let lines = desk.replica.redated(false, 100).unwrap();
    lines.into_iter().map(line).collect()
}

fn line(
    subject: Subject,
    old: &str,
    new: &str,
    documents: &str,
) -> (Subject, String, String, String) {
    (subject, old.into(), new.into(), documents.into())
}

#[test]
fn what_a_new_calendar_moves_is_listed_until_it_is_seen() {
    let mut desk = Desk::with_rules();
    let mut centre = Centre::new();
    let (subject, number) = desk.register("Небылицын", None).unwrap();
    let publish = |desk: &Desk, centre: &mut Centre, change| {
        let reply = centre.publish(vec![change]);
        desk.replica.apply_pull(&reply).unwrap();
    };
    assert_eq!(lines(&desk), []);
    publish(&desk, &mut centre, another_day_off());
    assert_eq!(
        lines(&desk),
        [line(subject, "2026-11-05", "2026-11-06", "calendar")]
    );
    let told = desk.replica.redated(false, 1).unwrap().remove(0);
    assert_eq!(told.number, number.to_string());
    assert_eq!(told.applicant, "Небылицын");
    assert_eq!((told.at_ms, told.executor), (NOW_MS, None));
    // Nobody has seen it: the line goes on from the date that was told.
    publish(&desk, &mut centre, five_days());
    assert_eq!(
        lines(&desk),
        [line(subject, "2026-11-05", "2026-11-10", "calendar norms")]
    );
    // The same again moves nothing.
    publish(&desk, &mut centre, five_days());
    let open = desk.replica.redated(false, 100).unwrap();
    assert_eq!(open.len(), 1);
    desk.replica
        .acknowledge_redated(open[0].id, "ermakov", NOW_MS)
        .unwrap();
    assert_eq!(lines(&desk), []);
    assert_eq!(desk.replica.redated(true, 100).unwrap().len(), 1);
    assert!(matches!(
        desk.replica.acknowledge_redated(999, "ermakov", NOW_MS),
        Err(StoreError::Missing(_))
    ));
    // Back again is a new line, from the date that was told last.
    publish(
        &desk,
        &mut centre,
        DirectoryChange::Put(standard("calendar")),
    );
    assert_eq!(
        lines(&desk),
        [line(subject, "2026-11-10", "2026-11-09", "calendar")]
    );
    let desk = desk.reopen();
    assert_eq!(lines(&desk).len(), 1);
    publish(&desk, &mut centre, another_day_off());
    assert_eq!(lines(&desk), [], "it is again as it was told");
}

#[test]
fn answered_and_closed_appeals_are_not_listed() {
    let mut desk = Desk::with_rules();
    let (open, _) = desk.register("Небылицын", None).unwrap();
    let (done, _) = desk.register("Выдумкина", None).unwrap();
    desk.act(Some(done), &answered()).unwrap();
    let (shut, _) = desk.register("Сказкин", None).unwrap();
    desk.act(Some(shut), &answered()).unwrap();
    desk.act(Some(shut), &closed()).unwrap();
    let reply = Centre::new().publish(vec![another_day_off()]);
    desk.replica.apply_pull(&reply).unwrap();
    assert_eq!(
        lines(&desk),
        [line(open, "2026-11-05", "2026-11-06", "calendar")]
    );
}

/// What moved the date is told until it is seen; the date itself is the one that holds now.
#[test]
fn a_line_shows_the_date_as_it_stands_and_goes_with_the_answer() {
    let mut desk = Desk::with_rules();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    let (done, _) = desk.register("Выдумкина", None).unwrap();
    let reply = Centre::new().publish(vec![another_day_off()]);
    desk.replica.apply_pull(&reply).unwrap();
    assert_eq!(lines(&desk).len(), 2);
    desk.act(Some(done), &answered()).unwrap();
    assert_eq!(
        lines(&desk),
        [line(subject, "2026-11-05", "2026-11-06", "calendar")],
        "an answered appeal has no date to keep"
    );
    let received = Event::Appeal(AppealEvent::Redated(stoika_domain::appeal::Redated {
        received_on: "2026-10-29".parse().unwrap(),
        reason: "по штемпелю".into(),
    }));
    desk.act(Some(subject), &received).unwrap();
    assert_eq!(
        lines(&desk),
        [line(subject, "2026-11-05", "2026-11-03", "calendar")]
    );
}

/// A desk that was away gets the order of its own entries and new norms in one reply.
#[test]
fn an_appeal_that_the_same_reply_settles_is_listed_too() {
    let mut desk = Desk::with_rules();
    let mut centre = Centre::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    let (done, _) = desk.register("Выдумкина", None).unwrap();
    desk.act(Some(done), &answered()).unwrap();
    let items = desk
        .sent()
        .iter()
        .map(|entry| centre.own(entry, Verdict::Effective))
        .collect();
    let mut reply = centre.publish(vec![five_days()]);
    reply.items = items;
    desk.replica.apply_pull(&reply).unwrap();
    assert_eq!(
        lines(&desk),
        [line(subject, "2026-11-05", "2026-11-09", "norms")]
    );
}

/// The first rules that come, and a whole load with the same rules, move nothing; a load with
/// others does.
#[test]
fn a_load_lists_only_what_differs_from_what_was_told() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    desk.load(&[standard("norms"), standard("calendar")]);
    assert_eq!(lines(&desk), []);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(lines(&desk), []);
    let mut centre = Centre::new();
    // The norm of the appeal goes altogether.
    let none = with(
        "norms",
        r#""key": "claim.citizen""#,
        r#""key": "claim.nobody""#,
    );
    desk.replica
        .apply_pull(&centre.publish(vec![none]))
        .unwrap();
    assert_eq!(lines(&desk), [line(subject, "2026-11-05", "", "norms")]);
}

/// After a damage the list stands as it stood, though appeals have other numbers in the new base.
#[test]
fn a_recovery_keeps_the_list() {
    let mut desk = Desk::with_rules();
    desk.register("Выдумкина", None).unwrap();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    let moved = Centre::new().publish(vec![another_day_off()]);
    desk.replica.apply_pull(&moved).unwrap();
    let told = desk.replica.redated(false, 100).unwrap();
    let other = told.iter().find(|line| line.appeal != subject.id).unwrap();
    desk.replica
        .acknowledge_redated(other.id, "ermakov", NOW_MS)
        .unwrap();
    let Desk {
        folder, replica, ..
    } = desk;
    drop(replica);
    {
        let conn = raw(folder.path());
        conn.execute_batch(
            "UPDATE aggregate SET id = id + 100; UPDATE entry SET aggregate = aggregate + 100;
             UPDATE redated SET aggregate = aggregate + 100; UPDATE appeal SET aggregate = aggregate + 100;
             PRAGMA wal_checkpoint(TRUNCATE)",
        )
        .unwrap();
    }
    let path = folder
        .path()
        .join("replica")
        .join(stoika_store::DATABASE_FILE);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0);
    std::fs::write(&path, bytes).unwrap();
    let recovery = Recovery {
        verifying: signer().verifying_key(),
        stamp: "20261030-104600".into(),
        at_ms: NOW_MS,
        documents_needed: vec!["norms".into(), "calendar".into()],
    };
    Replica::recover(&params(folder.path(), 7), &recovery, &mut |_| {}).unwrap();
    let (replica, _) = Replica::open(&params(folder.path(), 8)).unwrap();
    let open = replica.redated(false, 100).unwrap();
    let open: Vec<_> = open.iter().map(|line| line.appeal).collect();
    assert_eq!(open, [subject.id]);
    assert_eq!(replica.redated(true, 100).unwrap().len(), 1);
}

#[test]
fn another_calendar_leaves_every_date_as_a_rebuild_would() {
    let mut desk = Desk::with_rules();
    let mut centre = Centre::new();
    for course in [vec![], vec![answered()], vec![answered(), closed()]] {
        let (subject, _) = desk.register("Небылицын", None).unwrap();
        for event in &course {
            desk.act(Some(subject), event).unwrap();
        }
    }
    let dates = |desk: &Desk| {
        let mut dates = Vec::new();
        for (subject, _) in desk.replica.states().unwrap() {
            let row = desk.replica.appeal(subject.id).unwrap().unwrap().row;
            dates.push((row.status, row.target_on, row.limit_on, row.outer_on));
        }
        dates
    };
    let before = dates(&desk);
    let publish = |desk: &Desk, centre: &mut Centre, change| {
        let reply = centre.publish(vec![change]);
        desk.replica.apply_pull(&reply).unwrap();
    };
    // A day within the terms moves what is over as well.
    publish(&desk, &mut centre, another_day_off());
    let moved = dates(&desk);
    assert!(before.iter().zip(&moved).all(|(one, other)| one != other));
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(dates(&desk), moved);
    // Only days long before differ, and days long after.
    let far = with(
        "calendar",
        r#""2026-05-11", "2026-12-31"], "working_weekends": [], "short": ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"], "workdays": 247"#,
        r#""2026-05-11", "2026-12-30", "2026-12-31"], "working_weekends": [], "short": ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"], "workdays": 246"#,
    );
    publish(&desk, &mut centre, far);
    assert_eq!(dates(&desk), before);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(dates(&desk), before);
}

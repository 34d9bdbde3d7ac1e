//! The directory: pages with resume, changes, never backwards.

use stoika_domain::directory::kind;
use stoika_protocol::{
    DirectoryChange, DirectoryMark, DirectoryRow, Hash, HistoryId, PullReply, SnapshotReply,
};
use stoika_store::{Change, Hit};

use crate::desk::{Centre, Desk, HISTORY, account, page, party, row, standard, tables};

fn town() -> Vec<DirectoryRow> {
    let mut rows = vec![standard("calendar"), standard("norms")];
    for place in 0..20 {
        let (id, number) = (format!("p{place:02}"), format!("6300000000{place:02}"));
        rows.push(row(
            kind::PARTY,
            &id,
            &party(&format!("Клиентов{place:02} Иван"), None, &[&number]),
        ));
        rows.push(row(
            kind::ACCOUNT,
            &number,
            &account(
                &id,
                "г. Отрадный",
                "ул. Первомайская",
                &place.to_string(),
                None,
            ),
        ));
    }
    rows.sort_by(|a, b| (&a.kind, &a.key).cmp(&(&b.kind, &b.key)));
    rows
}

fn pages(rows: &[DirectoryRow], size: usize) -> Vec<SnapshotReply> {
    let count = rows.chunks(size).count();
    rows.chunks(size)
        .enumerate()
        .map(|(at, chunk)| SnapshotReply {
            rows_total: rows.len() as u64,
            accounts_total: 20,
            ..page(chunk.to_vec(), at + 1 == count)
        })
        .collect()
}

#[test]
fn a_load_is_cut_and_goes_on_where_it_stopped() {
    let mut desk = Desk::new();
    let rows = town();
    for (at, page) in pages(&rows, 7).iter().enumerate() {
        let progress = desk.replica.load_progress().unwrap();
        assert!(progress.due && !progress.loaded_once);
        assert_eq!(progress.rows_done, 7 * at as u64);
        let standing = desk.replica.standing().unwrap();
        assert_eq!(standing.directory_position, 0);
        let last = at.checked_sub(1).map(|before| &rows[7 * before + 6]);
        assert_eq!(
            standing.load.map(|load| load.after),
            last.map(|row| (row.kind.clone(), row.key.clone()))
        );
        let changes = desk.replica.apply_snapshot(page).unwrap();
        assert!(changes.contains(&Change::Load));
        if !page.last {
            // The same page again, as after a lost reply.
            desk.replica.apply_snapshot(page).unwrap();
        }
        desk = desk.reopen();
    }
    let progress = desk.replica.load_progress().unwrap();
    assert!(!progress.due && progress.loaded_once);
    assert_eq!((progress.accounts_done, progress.accounts_total), (20, 20));
    assert_eq!(desk.replica.standing().unwrap().directory_position, 1);
    assert_eq!(
        desk.replica
            .search("клиентов07", false, 5)
            .unwrap()
            .hits
            .len(),
        1
    );
    let by_pages = tables(&desk);
    let at_once = Desk::new();
    at_once.load(&rows);
    assert_eq!(tables(&at_once), by_pages);
    // A page when no load is due changes nothing.
    let late = SnapshotReply {
        last: true,
        ..page(Vec::new(), true)
    };
    assert!(desk.replica.apply_snapshot(&late).unwrap().is_empty());
    assert_eq!(tables(&desk), by_pages);
}

#[test]
fn rows_never_move_backwards() {
    let desk = Desk::new();
    desk.load(&town());
    let named = |name: &str, position| {
        DirectoryChange::Put(DirectoryRow {
            position,
            ..row(kind::PARTY, "p03", &party(name, None, &["630000000003"]))
        })
    };
    let removed = |position| DirectoryChange::Remove {
        kind: kind::PARTY.into(),
        key: "p03".into(),
        position,
    };
    let reply = |change: DirectoryChange, upto| PullReply {
        directory: vec![change],
        directory_upto: upto,
        ..Centre::new().reply(Vec::new())
    };
    let name = |desk: &Desk| desk.replica.party("p03").unwrap().map(|party| party.name);
    desk.replica
        .apply_pull(&reply(named("Новая Фамилия", 10), 10))
        .unwrap();
    assert_eq!(name(&desk).as_deref(), Some("Новая Фамилия"));
    desk.replica
        .apply_pull(&reply(named("Старая Фамилия", 9), 9))
        .unwrap();
    assert_eq!(name(&desk).as_deref(), Some("Новая Фамилия"));
    assert_eq!(desk.replica.standing().unwrap().directory_position, 10);
    desk.replica.apply_pull(&reply(removed(12), 12)).unwrap();
    assert_eq!(name(&desk), None);
    // A removed row does not come back by an older change.
    desk.replica
        .apply_pull(&reply(named("Воскресшая", 11), 12))
        .unwrap();
    assert_eq!(name(&desk), None);
    desk.replica
        .apply_pull(&reply(named("Вернувшаяся", 13), 13))
        .unwrap();
    assert_eq!(name(&desk).as_deref(), Some("Вернувшаяся"));
}

/// The mark goes with what it covers: pages, pulls, and nothing when a load is due.
#[test]
fn the_newest_mark_of_the_directory_is_kept() {
    let mark = |position: u64| DirectoryMark {
        position,
        hash: Hash([7; 32]),
    };
    let desk = Desk::new();
    let kept = || desk.replica.standing().unwrap().directory_mark;
    assert_eq!(kept(), None);
    let pages = pages(&town(), 20);
    for (page, position) in pages.iter().zip([5, 8, 8, 8]) {
        let page = SnapshotReply {
            directory_mark: Some(mark(position)),
            ..page.clone()
        };
        desk.replica.apply_snapshot(&page).unwrap();
    }
    // Rows of a later page may be newer than the position that pulls go on from.
    assert_eq!(kept(), Some(mark(8)));
    let reply = |upto: u64, position: u64| PullReply {
        directory_upto: upto,
        directory_mark: Some(mark(position)),
        ..Centre::new().reply(Vec::new())
    };
    for (upto, came, expected) in [(6, 6, 8), (9, 12, 12), (12, 12, 12), (14, 15, 15)] {
        desk.replica.apply_pull(&reply(upto, came)).unwrap();
        assert_eq!(kept(), Some(mark(expected)), "at {upto}");
    }
    desk.replica.rewind(false, true, 0).unwrap();
    assert_eq!(kept(), None);
    // A pull while a load is due covers nothing.
    desk.replica.apply_pull(&reply(16, 16)).unwrap();
    assert_eq!(kept(), None);
}

#[test]
fn a_new_load_keeps_the_old_rows_until_it_is_done() {
    let desk = Desk::new();
    desk.load(&town());
    desk.replica.rewind(false, true, 0).unwrap();
    let rows: Vec<DirectoryRow> = town()
        .into_iter()
        .filter(|row| row.key != "p03" && row.key != "630000000003")
        .collect();
    let of_new_life = |page: &SnapshotReply| SnapshotReply {
        history: HistoryId([4; 16]),
        position: 3,
        ..page.clone()
    };
    let pages = pages(&rows, 20);
    desk.replica
        .apply_snapshot(&of_new_life(&pages[0]))
        .unwrap();
    assert!(desk.replica.party("p03").unwrap().is_some());
    assert_eq!(
        desk.replica
            .search("клиентов03", false, 5)
            .unwrap()
            .hits
            .len(),
        1
    );
    // A page of another history puts the load back to its start.
    desk.replica.apply_snapshot(&pages[1]).unwrap();
    assert_eq!(desk.replica.standing().unwrap().load, None);
    for page in &pages {
        desk.replica.apply_snapshot(&of_new_life(page)).unwrap();
    }
    assert!(desk.replica.party("p03").unwrap().is_none());
    assert!(
        desk.replica
            .search("клиентов03", false, 5)
            .unwrap()
            .hits
            .is_empty()
    );
    assert_eq!(
        desk.replica
            .search("клиентов04", false, 5)
            .unwrap()
            .hits
            .len(),
        1
    );
    assert_eq!(desk.replica.standing().unwrap().directory_position, 3);
    assert_ne!(HISTORY, HistoryId([4; 16]));
}

/// Changes one by one give the same index as a load of what they come to.
#[test]
fn changes_and_load_give_the_same_index() {
    let by_changes = Desk::new();
    by_changes.load(&[standard("calendar"), standard("norms")]);
    let mut centre = Centre::new();
    for change in town() {
        let reply = centre.publish(vec![DirectoryChange::Put(change)]);
        by_changes.replica.apply_pull(&reply).unwrap();
    }
    let mut moved = account("p05", "с. Богатое", "ул. Чапаева", "7", Some("1"));
    moved.contract = Some("63-Э-0012345".into());
    let mut rows = town();
    for (row_kind, key, value) in [
        (
            kind::ACCOUNT,
            "630000000003",
            row(kind::ACCOUNT, "630000000003", &moved),
        ),
        (
            kind::PARTY,
            "p04",
            row(
                kind::PARTY,
                "p04",
                &party("Абакумов Пётр", Some("+79001234567"), &[]),
            ),
        ),
    ] {
        rows.retain(|row| (row.kind.as_str(), row.key.as_str()) != (row_kind, key));
        rows.push(value.clone());
        by_changes
            .replica
            .apply_pull(&centre.publish(vec![DirectoryChange::Put(value)]))
            .unwrap();
    }
    let gone = DirectoryChange::Remove {
        kind: kind::ACCOUNT.into(),
        key: "630000000009".into(),
        position: 0,
    };
    rows.retain(|row| row.key != "630000000009");
    by_changes
        .replica
        .apply_pull(&centre.publish(vec![gone]))
        .unwrap();
    let at_once = Desk::new();
    at_once.load(&rows);
    assert_eq!(tables(&by_changes), tables(&at_once));
    for query in [
        "Богатое",
        "абакумов",
        "9001234567",
        "63-э-0012345",
        "клиентов03",
        "клиентов09",
    ] {
        let hits = |desk: &Desk| -> Vec<Hit> {
            let found = desk.replica.search(query, true, 20).unwrap();
            found.hits.into_iter().map(|hit| hit.hit).collect()
        };
        assert_eq!(hits(&by_changes), hits(&at_once), "{query}");
    }
}

#[test]
fn a_change_of_norms_moves_the_dates_of_appeals() {
    let mut desk = Desk::new();
    desk.load(&[standard("calendar")]);
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    let limit = |desk: &Desk| {
        desk.replica
            .appeal(subject.id)
            .unwrap()
            .unwrap()
            .row
            .limit_on
    };
    assert_eq!(limit(&desk), None);
    let mut centre = Centre::new();
    let norms = standard("norms");
    let changes = desk
        .replica
        .apply_pull(&centre.publish(vec![DirectoryChange::Put(norms.clone())]))
        .unwrap();
    assert!(changes.contains(&Change::Directory) && changes.contains(&Change::Appeals));
    assert_eq!(limit(&desk).unwrap().to_string(), "2026-11-05");
    let milder = String::from_utf8(norms.data.clone()).unwrap().replace(
        "\"audience\": \"citizen\", \"limit\": 3,",
        "\"audience\": \"citizen\", \"limit\": 5,",
    );
    let milder = DirectoryRow {
        data: milder.into_bytes(),
        ..norms
    };
    desk.replica
        .apply_pull(&centre.publish(vec![DirectoryChange::Put(milder)]))
        .unwrap();
    assert_eq!(limit(&desk).unwrap().to_string(), "2026-11-09");
    let before = tables(&desk);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(tables(&desk), before);
}

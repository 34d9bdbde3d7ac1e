//! The authority's order: idempotent, obeyed, never backwards; verdicts that flip are listed.

use stoika_domain::appeal::AppealStatus;
use stoika_domain::body::VoidReason;
use stoika_protocol::{FeedItem, HistoryId, OrderedEntry, PullReply, Verdict};
use stoika_store::{Change, Place, StoreError};

use crate::desk::{Centre, Desk, HISTORY, NOW_MS, answered, assigned, closed, tables};

const EFFECTIVE: Verdict = Verdict::Effective;

fn void(reason: VoidReason) -> Verdict {
    Verdict::Void(reason.number())
}

/// What another desk writes about a subject that it got by the order.
fn another(desk: &Desk, entries: &[stoika_protocol::Entry]) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let (replica, opened) =
        stoika_store::Replica::open(&crate::desk::params(folder.path(), 0xa0)).unwrap();
    let mut centre = Centre::new();
    let items = entries
        .iter()
        .map(|entry| centre.other(entry, EFFECTIVE))
        .collect();
    replica.apply_pull(&centre.reply(items)).unwrap();
    let mut other = Desk::new();
    other.folder = folder;
    other.replica = replica;
    other.opened = opened;
    // Ids of acts differ from those of the first desk.
    for _ in 0..100 {
        other.act_id();
    }
    assert_eq!(desk.replica.standing().unwrap().former.len(), 0);
    other
}

#[test]
fn the_same_reply_twice_changes_nothing() {
    let mut desk = Desk::with_rules();
    let (subject, _) = desk.register("Небылицын", Some("p1")).unwrap();
    let own = desk.sent();
    let mut other = another(&desk, &own);
    other.act(Some(subject), &assigned("ermakov")).unwrap();
    let (second, _) = other.register("Выдумкина", None).unwrap();
    let theirs = other.sent();
    let mut centre = Centre::new();
    let mut items = vec![centre.own(&own[0], EFFECTIVE)];
    items.extend(theirs.iter().map(|entry| centre.other(entry, EFFECTIVE)));
    let reply = centre.reply(items);
    let changes = desk.replica.apply_pull(&reply).unwrap();
    assert!(changes.contains(&Change::Appeal(second.id)));
    let once = (tables(&desk), desk.replica.standing().unwrap());
    let changes = desk.replica.apply_pull(&reply).unwrap();
    assert!(changes.is_empty(), "{changes:?}");
    assert_eq!((tables(&desk), desk.replica.standing().unwrap()), once);
    let cursor = once.1.cursor.unwrap();
    assert_eq!((cursor.history, cursor.position), (HISTORY, 3));
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.appeal.status(), AppealStatus::Assigned);
    assert_eq!(card.row.place, Place::Centre);
    assert!(card.timeline.iter().all(|line| line.settled));
    assert!(card.timeline[0].own && !card.timeline[1].own);
    assert!(desk.replica.discrepancies(false, 10).unwrap().is_empty());
}

#[test]
fn a_reply_of_another_history_is_not_applied() {
    let mut desk = Desk::new();
    desk.register("Небылицын", None).unwrap();
    let own = desk.sent();
    let mut centre = Centre::new();
    let items = vec![centre.own(&own[0], EFFECTIVE)];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    let before = tables(&desk);
    let strange = PullReply {
        history: HistoryId([1; 16]),
        ..centre.reply(Vec::new())
    };
    assert!(matches!(
        desk.replica.apply_pull(&strange),
        Err(StoreError::OtherHistory(_))
    ));
    assert_eq!(tables(&desk), before);
}

/// This desk assigned offline; another closed the appeal first.
#[test]
fn a_flipped_verdict_is_listed_until_it_is_seen() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    let own = desk.sent();
    let mut other = another(&desk, &own);
    let mut centre = Centre::new();
    let first = centre.own(&own[0], EFFECTIVE);
    desk.replica.apply_pull(&centre.reply(vec![first])).unwrap();
    desk.act(Some(subject), &assigned("ermakov")).unwrap();
    other.act(Some(subject), &answered()).unwrap();
    other.act(Some(subject), &closed()).unwrap();
    let theirs = other.sent();
    let items = theirs
        .iter()
        .map(|entry| centre.other(entry, EFFECTIVE))
        .collect();
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    // Not judged yet, but this desk sees how it will go.
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.appeal.status(), AppealStatus::Closed);
    let mine = card.timeline.last().unwrap();
    assert!(mine.own && !mine.settled);
    assert_eq!(mine.verdict, void(VoidReason::AlreadyClosed));

    let own = desk.sent();
    let items = vec![centre.own(&own[1], void(VoidReason::AlreadyClosed))];
    let changes = desk.replica.apply_pull(&centre.reply(items)).unwrap();
    assert!(changes.contains(&Change::Discrepancies));
    let listed = desk.replica.discrepancies(false, 10).unwrap();
    assert_eq!(listed.len(), 1);
    let entry = listed[0].entry.as_ref().unwrap();
    assert!(entry.own);
    assert_eq!(entry.verdict, void(VoidReason::AlreadyClosed));
    assert_eq!(entry.entry.header.entry_ref(), own[1].header.entry_ref());
    desk.replica
        .acknowledge(listed[0].id, "samoylova", NOW_MS)
        .unwrap();
    assert!(desk.replica.discrepancies(false, 10).unwrap().is_empty());
    assert_eq!(desk.replica.discrepancies(true, 10).unwrap().len(), 1);
    assert!(matches!(
        desk.replica.acknowledge(77, "samoylova", NOW_MS),
        Err(StoreError::Missing(_))
    ));
}

/// Shown as done, judged void without any other entry: the centre's rules are newer.
#[test]
fn the_verdict_of_authority_is_obeyed_against_the_own_fold() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    desk.act(Some(subject), &assigned("ermakov")).unwrap();
    desk.act(Some(subject), &assigned("lapteva")).unwrap();
    let own = desk.sent();
    let mut centre = Centre::new();
    let items = vec![
        centre.own(&own[0], EFFECTIVE),
        centre.own(&own[1], EFFECTIVE),
        centre.own(&own[2], Verdict::Void(60_000)),
    ];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.row.executor.unwrap().0, "ermakov");
    let listed = desk.replica.discrepancies(false, 10).unwrap();
    let entry = listed[0].entry.as_ref().unwrap();
    assert_eq!(
        (entry.told, entry.verdict),
        (Some(EFFECTIVE), Verdict::Void(60_000))
    );

    // The reverse: void here, effective there, and nothing this program could apply.
    let mut desk = Desk::new();
    let (subject, _) = desk.act(None, &assigned("ermakov")).unwrap();
    let own = desk.sent();
    let mut centre = Centre::new();
    let items = vec![centre.own(&own[0], EFFECTIVE)];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    assert_eq!(desk.replica.state(subject).unwrap(), None);
    assert_eq!(desk.replica.discrepancies(false, 10).unwrap().len(), 1);
}

/// The tail keeps its order when its entries are settled in another one.
#[test]
fn entries_settled_out_of_order_fold_by_position() {
    let mut desk = Desk::new();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    desk.act(Some(subject), &assigned("ermakov")).unwrap();
    let own = desk.sent();
    let mut other = another(&desk, &own[..1]);
    other.act(Some(subject), &assigned("lapteva")).unwrap();
    let theirs = other.sent();
    let mut centre = Centre::new();
    let items = vec![
        centre.own(&own[0], EFFECTIVE),
        centre.other(&theirs[0], EFFECTIVE),
    ];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    let executor = |desk: &Desk| {
        let card = desk.replica.appeal(subject.id).unwrap().unwrap();
        card.row.executor.unwrap().0
    };
    // The own assignment is not ordered yet: it stands after what is.
    assert_eq!(executor(&desk), "ermakov");
    let items = vec![centre.own(&own[1], EFFECTIVE)];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    assert_eq!(executor(&desk), "ermakov");
    let before = tables(&desk);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(tables(&desk), before);
}

#[test]
fn what_leaves_the_scope_is_gone_and_comes_back_whole() {
    let mut desk = Desk::new();
    let other = {
        let mut other = another(&desk, &[]);
        let (subject, _) = other.register("Выдумкина", Some("p9")).unwrap();
        other.act(Some(subject), &assigned("ermakov")).unwrap();
        other
    };
    let theirs = other.sent();
    let subject = theirs[0].header.subject;
    let mut centre = Centre::new();
    let ordered: Vec<OrderedEntry> = theirs
        .iter()
        .map(|entry| OrderedEntry {
            record: centre.record(entry, EFFECTIVE),
            entry: entry.clone(),
        })
        .collect();
    let enter = |position| FeedItem::Enter {
        position,
        subject,
        entries: ordered.clone(),
    };
    desk.replica
        .apply_pull(&centre.reply(vec![enter(2)]))
        .unwrap();
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.appeal.status(), AppealStatus::Assigned);
    desk.act(Some(subject), &answered()).unwrap();
    let own = desk.sent();
    let items = vec![
        centre.own(&own[0], EFFECTIVE),
        FeedItem::Leave {
            position: 4,
            subject,
        },
    ];
    let reply = PullReply {
        upto: 4,
        ..centre.reply(items)
    };
    desk.replica.apply_pull(&reply).unwrap();
    assert!(desk.replica.appeal(subject.id).unwrap().is_none());
    assert!(desk.replica.states().unwrap().is_empty());
    assert!(
        desk.replica
            .appeals_of_party("p9", None, 10)
            .unwrap()
            .is_empty()
    );
    assert!(
        desk.replica
            .search("выдумкина", false, 10)
            .unwrap()
            .hits
            .is_empty()
    );
    assert_eq!(desk.sent(), own);
    // A late copy of an older reply opens nothing again.
    desk.replica
        .apply_pull(&Centre::new().reply(vec![enter(2)]))
        .unwrap();
    assert!(desk.replica.appeal(subject.id).unwrap().is_none());
    let reply = PullReply {
        upto: 5,
        ..centre.reply(vec![enter(5)])
    };
    desk.replica.apply_pull(&reply).unwrap();
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.appeal.status(), AppealStatus::Answered);
    assert_eq!(card.timeline.len(), 3);
}

#[test]
fn an_order_of_what_was_never_written_here_is_not_applied() {
    let mut desk = Desk::new();
    desk.register("Небылицын", None).unwrap();
    let mut twin = Desk::new();
    twin.register("Другой", None).unwrap();
    twin.register("Третий", None).unwrap();
    let theirs = twin.sent();
    for entry in &theirs {
        let mut centre = Centre::new();
        for item in [centre.own(entry, EFFECTIVE), centre.other(entry, EFFECTIVE)] {
            let reply = centre.reply(vec![item]);
            let refused = desk.replica.apply_pull(&reply);
            assert!(
                matches!(refused, Err(StoreError::ForeignSelf { .. })),
                "{refused:?}"
            );
        }
    }
    assert_eq!(desk.replica.standing().unwrap().cursor, None);
}

#[test]
fn an_entry_that_is_not_what_its_record_names_is_listed_and_stops_nothing() {
    let mut desk = Desk::new();
    let mut other = another(&desk, &[]);
    other.register("Подменённый", None).unwrap();
    other.register("Настоящий", None).unwrap();
    let theirs = other.sent();
    let mut centre = Centre::new();
    let mut forged = theirs[0].clone();
    forged.body.as_mut().unwrap().bytes.push(0);
    let items = vec![
        centre.other(&forged, EFFECTIVE),
        centre.other(&theirs[1], EFFECTIVE),
    ];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    assert_eq!(desk.replica.states().unwrap().len(), 1);
    let listed = desk.replica.discrepancies(false, 10).unwrap();
    assert_eq!(listed[0].code, "entry-refused");
    assert!(listed[0].entry.is_none());
    desk.register("Дальше", None).unwrap();
}

#[test]
fn a_server_that_went_back_drops_nothing() {
    let mut desk = Desk::with_rules();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    let own = desk.sent();
    let mut other = another(&desk, &own);
    other.act(Some(subject), &assigned("lapteva")).unwrap();
    let theirs = other.sent();
    let mut centre = Centre::new();
    let items = vec![
        centre.own(&own[0], EFFECTIVE),
        centre.other(&theirs[0], EFFECTIVE),
    ];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    desk.act(Some(subject), &answered()).unwrap();
    let name = desk.replica.identity().unwrap().replica;
    let chain = desk.replica.chain_at(name, 2).unwrap().unwrap();
    desk.replica.acked(name, chain, Place::Centre).unwrap();
    let states = desk.replica.states().unwrap();

    desk.replica.rewind(true, true, NOW_MS).unwrap();
    assert_eq!(desk.replica.states().unwrap(), states);
    let standing = desk.replica.standing().unwrap();
    assert_eq!(standing.cursor, None);
    assert_eq!(standing.current.acked.seq, 0);
    assert!(standing.load_due && standing.directory_position == 0);
    assert_eq!(desk.replica.unsent(10).unwrap().len(), 2);
    assert!(desk.replica.standard("norms").unwrap().is_some());
    let before = tables(&desk);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(tables(&desk), before);

    // The order comes anew under another history, the other way round where it may.
    let own = desk.sent();
    let mut centre = Centre::new();
    let items = vec![
        centre.own(&own[0], EFFECTIVE),
        centre.own(&own[1], EFFECTIVE),
        centre.other(&theirs[0], void(VoidReason::AlreadyAnswered)),
    ];
    let reply = PullReply {
        history: HistoryId([4; 16]),
        ..centre.reply(items)
    };
    desk.replica.apply_pull(&reply).unwrap();
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.appeal.status(), AppealStatus::Answered);
    assert_eq!(card.row.executor, None);
    let codes: Vec<String> = desk
        .replica
        .discrepancies(false, 10)
        .unwrap()
        .into_iter()
        .map(|line| line.code)
        .collect();
    assert!(codes.contains(&"server-rewound".to_owned()) && codes.contains(&"verdict".to_owned()));
}

/// Another disk wrote the base anew when the server was restored: what stands on it here goes to the
/// new name, and what went out under the old one is a repetition that loses nothing.
#[test]
fn a_base_that_was_written_anew_is_followed() {
    let mut desk = Desk::new();
    let mut other = another(&desk, &[]);
    let (subject, _) = other.register("Небылицын", None).unwrap();
    let base = other.sent().remove(0);
    let mut centre = Centre::new();
    let items = vec![centre.other(&base, EFFECTIVE)];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    desk.register("Выдумкина", None).unwrap();
    desk.act(Some(subject), &assigned("ermakov")).unwrap();
    desk.register("Третий", None).unwrap();
    let first = desk.sent();
    let former = desk.replica.identity().unwrap().replica;
    let acked = |desk: &Desk| {
        let chain = desk.replica.chain_at(former, 3).unwrap().unwrap();
        desk.replica.acked(former, chain, Place::Centre).unwrap();
    };

    // The server was restored, has the entries of this desk again, and not their base.
    desk.replica.rewind(true, false, NOW_MS).unwrap();
    acked(&desk);
    let mut centre = Centre::new();
    let items = vec![centre.own(&first[0], EFFECTIVE)];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    assert_eq!(desk.replica.identity().unwrap().replica, former);

    let mut renamed = base.clone();
    renamed.header.replica = stoika_protocol::ReplicaId([0xb0; 16]);
    let items = vec![centre.other(&renamed, EFFECTIVE)];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    let anew = desk.sent();
    assert_eq!(anew.len(), 2);
    assert_eq!(anew[0].header.base, Some(renamed.header.entry_ref()));
    for (old, new) in first[1..].iter().zip(&anew) {
        assert!(new.header.is_same_record(&old.header));
        assert_ne!(new.header.replica, former);
    }
    let standing = desk.replica.standing().unwrap();
    let ends: Vec<(u64, u64)> = standing
        .former
        .iter()
        .chain([&standing.current])
        .map(|own| (own.head.seq, own.acked.seq))
        .collect();
    assert_eq!(ends, [(1, 1), (2, 0)]);

    let repeated = void(VoidReason::Repeated);
    let items = vec![
        centre.own(&anew[0], EFFECTIVE),
        centre.own(&anew[1], EFFECTIVE),
        centre.other(&first[1], repeated),
        centre.other(&first[2], repeated),
    ];
    desk.replica.apply_pull(&centre.reply(items)).unwrap();
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    assert_eq!(card.appeal.status(), AppealStatus::Assigned);
    assert_eq!(desk.replica.states().unwrap().len(), 3);
    assert_eq!(desk.replica.standing().unwrap().former.len(), 1);
    let listed = desk.replica.discrepancies(false, 10).unwrap();
    let void: Vec<Verdict> = listed
        .iter()
        .filter_map(|line| line.entry.as_ref())
        .map(|entry| entry.verdict)
        .collect();
    assert_eq!(void, [repeated, repeated]);
    let before = tables(&desk);
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(tables(&desk), before);
}

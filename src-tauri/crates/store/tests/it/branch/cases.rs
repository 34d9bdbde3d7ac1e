//! Single cases of the office's order.

use std::collections::BTreeSet;

use stoika_domain::body::{SubjectKind, VoidReason};
use stoika_protocol::{
    Chain, DeskRow, DirectoryChange, DirectoryRow, EntryRef, FeedItem, KeyId, OrderRecord,
    OrderedEntry, RefusalCode, ReplicaId, SealedFrame, Verdict, desk_row,
};
use stoika_store::{BranchFork, BranchRefusal, Change, Place, StoreError, TakenEntry};

use super::office::{
    ANY_SIZE, Office, called, check_chain, count, issued, named, names, naming, page, replica_of,
    tenure, visit, window_of,
};
use crate::desk::{Desk, HISTORY, NOW_MS, assigned, signer, tables};

#[test]
fn the_call_that_came_second_is_listed_once_and_the_first_stands() {
    let mut office = Office::new();
    let visit = visit(&mut office);
    for desk in [2, 1] {
        let window = u16::try_from(desk).unwrap();
        office.desks[desk]
            .act(Some(visit), &called(window))
            .unwrap();
        assert_eq!(window_of(&office.desks[desk], visit), Some(window));
    }
    office.push(1, ANY_SIZE, false);
    office.push(2, ANY_SIZE, false);
    let page_of_two = page(&office.desks[0].replica, &office.desks[2].replica, 100);
    let changes = office.desks[2].replica.apply_branch(&page_of_two).unwrap();
    assert!(changes.contains(&Change::Discrepancies) && changes.contains(&Change::Queue));
    office.meet();
    for desk in &office.desks {
        assert_eq!(window_of(desk, visit), Some(1));
    }
    assert!(
        office.desks[1]
            .replica
            .discrepancies(false, 9)
            .unwrap()
            .is_empty()
    );
    assert!(
        office.desks[0]
            .replica
            .discrepancies(false, 9)
            .unwrap()
            .is_empty()
    );
    let listed = office.desks[2].replica.discrepancies(false, 9).unwrap();
    assert_eq!(listed.len(), 1);
    let line = listed[0].entry.as_ref().unwrap();
    let busy = Verdict::Void(VoidReason::VisitBusy.number());
    assert!(line.own);
    assert_eq!((line.told, line.verdict), (Some(Verdict::Effective), busy));
    let seen = &office.desks[2].replica;
    seen.acknowledge(listed[0].id, "samoylova", NOW_MS).unwrap();

    // The centre says the same, and nothing is listed anew.
    for desk in 0..3 {
        office.send(desk, ANY_SIZE);
    }
    office.centre.sequence(false);
    for desk in 0..3 {
        office.pull_centre(desk, 100);
        assert_eq!(window_of(&office.desks[desk], visit), Some(1));
    }
    assert!(
        office.desks[2]
            .replica
            .discrepancies(false, 9)
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        office.desks[2]
            .replica
            .discrepancies(true, 9)
            .unwrap()
            .len(),
        1
    );
    assert_eq!(office.centre.waiting(), 0);
}

#[test]
fn a_push_that_was_not_answered_is_no_news_the_second_time() {
    let mut office = Office::new();
    office.desks[1].act(None, &issued(1)).unwrap();
    office.push(1, ANY_SIZE, true);
    office.reopen(0);
    let before = (tables(&office.desks[0]), names(&office.desks[0]));
    assert_eq!(before.1.len(), 1);
    office.push(1, ANY_SIZE, false);
    assert_eq!((tables(&office.desks[0]), names(&office.desks[0])), before);
    let standing = office.desks[1].replica.branch_standing().unwrap();
    assert_eq!(standing.current.acked, standing.current.head);
    assert_eq!(count(&office.desks[0], "SELECT count(*) FROM hub_frame"), 1);
    check_chain(&office.desks[0].replica);
}

#[test]
fn what_the_queue_needs_is_named_and_the_rest_is_not() {
    let mut office = Office::new();
    office.desks[1].register("Небылицын", None).unwrap();
    office.push(1, ANY_SIZE, false);
    assert!(named(&office.desks[0]).is_empty());
    let (visit, _) = office.desks[1].act(None, &issued(1)).unwrap();
    office.desks[1].act(Some(visit), &called(1)).unwrap();
    // The hub's own entries stand in its own replica.
    office.desks[0].act(None, &issued(2)).unwrap();
    office.push(1, ANY_SIZE, false);
    let named = named(&office.desks[0]);
    assert_eq!(named.len(), 1);
    assert_eq!(named[0].tenure.as_bytes(), &tenure(1).0);
    let replica = replica_of(1);
    let at = |seq| EntryRef { replica, seq };
    assert_eq!(names(&office.desks[0]), [at(2), at(3)]);
    // The desks have the order from the hub; its names for the centre are not given to them.
    office.pull_all(2);
    let kinds: BTreeSet<u16> = office.desks[2]
        .replica
        .states()
        .unwrap()
        .iter()
        .map(|(subject, _)| subject.kind)
        .collect();
    assert!(!kinds.contains(&SubjectKind::QueueOrder.number()));
    assert_eq!(kinds.len(), 2);
}

#[test]
fn a_base_is_the_last_entry_in_the_order_of_the_office() {
    let mut office = Office::new();
    let visit = visit(&mut office);
    office.desks[1].act(Some(visit), &called(1)).unwrap();
    office.meet();
    office.desks[0].act(Some(visit), &called(3)).unwrap();
    let last = office.desks[0].sent().pop().unwrap();
    let call = EntryRef {
        replica: replica_of(1),
        seq: 1,
    };
    assert_eq!(last.header.base, Some(call));
}

#[test]
fn others_entries_are_in_the_office_and_not_counted_as_unsent_ones() {
    let mut office = Office::new();
    office.desks[1].register("Небылицын", None).unwrap();
    office.meet();
    for desk in [0, 2] {
        let replica = &office.desks[desk].replica;
        assert!(replica.unsent(9).unwrap().is_empty());
        assert_eq!(replica.journal_counts(0).unwrap().unsent, 0);
        let standing = replica.standing().unwrap();
        assert_eq!(standing.current.head.seq, 0);
        let (appeal, _) = replica.states().unwrap()[0].clone();
        let card = replica.appeal(appeal.id).unwrap().unwrap();
        assert_eq!(card.row.place, Place::Branch);
        assert!(!card.timeline[0].own && !card.timeline[0].settled);
    }
    let author = &office.desks[1].replica;
    assert_eq!(author.unsent(9).unwrap()[0].place, Place::Branch);
    assert_eq!(author.journal_counts(0).unwrap().unsent, 1);
}

/// The hub holds what it took until the centre has it, byte for byte.
#[test]
fn frames_of_others_are_relayed_until_the_centre_has_them() {
    let mut office = Office::new();
    for desk in [1, 2] {
        office.desks[desk].register("Небылицын", None).unwrap();
        office.push(desk, ANY_SIZE, false);
        office.desks[desk].register("Выдумкина", None).unwrap();
        office.push(desk, ANY_SIZE, false);
    }
    let hub = &office.desks[0].replica;
    let sealed = |desk: usize| -> Vec<SealedFrame> {
        let replica = &office.desks[desk].replica;
        replica
            .frames_after(&signer(), replica_of(desk), 0, ANY_SIZE)
            .unwrap()
    };
    let next = |passed: &[ReplicaId], size: usize| {
        let passed = passed.iter().copied().collect();
        hub.relay_next(&passed, size, NOW_MS).unwrap()
    };
    let all = next(&[], ANY_SIZE).unwrap();
    assert_eq!((all.push.replica, all.upto), (replica_of(1), 2));
    let frames: Vec<SealedFrame> = all
        .push
        .frames
        .iter()
        .map(|bytes| SealedFrame(bytes.to_vec()))
        .collect();
    assert_eq!(frames, sealed(1));
    let one = next(&[], 1).unwrap();
    assert_eq!((one.push.frames.len(), one.upto), (1, 1));
    // A replica that the centre did not take for now does not hold up the others.
    let other = next(&[replica_of(1)], ANY_SIZE).unwrap();
    assert_eq!(other.push.replica, replica_of(2));
    assert!(next(&[replica_of(1), replica_of(2)], ANY_SIZE).is_none());

    hub.relay_acked(replica_of(1), one.upto, NOW_MS).unwrap();
    assert_eq!(next(&[], ANY_SIZE).unwrap().push.frames.len(), 1);
    hub.relay_acked(replica_of(1), 2, NOW_MS).unwrap();
    hub.relay_acked(replica_of(2), 2, NOW_MS).unwrap();
    assert!(next(&[], ANY_SIZE).is_none());
    // A centre that was restored is brought them again, for two weeks.
    hub.rewind(true, false, NOW_MS).unwrap();
    assert_eq!(next(&[], ANY_SIZE).unwrap().push.frames.len(), 2);
    let later_ms = NOW_MS + 15 * 24 * 3_600_000;
    hub.relay_acked(replica_of(1), 2, later_ms).unwrap();
    hub.rewind(true, false, later_ms).unwrap();
    assert_eq!(next(&[], ANY_SIZE).unwrap().push.replica, replica_of(2));
    // The end of the tenure does not end this.
    hub.branch_end().unwrap();
    assert!(next(&[], ANY_SIZE).is_some());
}

/// An unknown replica begins at what the centre has placed; a frame ends there.
#[test]
fn a_hub_that_does_not_know_a_replica_begins_where_the_centre_has_placed_it() {
    let mut office = Office::new();
    for _ in 0..3 {
        office.desks[1].register("Небылицын", None).unwrap();
    }
    office.send(1, ANY_SIZE);
    office.desks[1].register("Выдумкина", None).unwrap();
    office.desks[1].register("Сказочник", None).unwrap();
    office.send(1, ANY_SIZE);
    let placed = |office: &Office| office.desks[1].replica.branch_standing().unwrap().placed;
    assert_eq!(placed(&office), Chain::start(replica_of(1)));
    office.centre.sequence(false);
    // The place of the fourth is known, that of the fifth is not: one frame holds both.
    office.pull_centre(1, 4);
    assert_eq!(placed(&office).seq, 3);
    office.push(1, ANY_SIZE, false);
    let hub = &office.desks[0].replica;
    assert_eq!(hub.states().unwrap().len(), 2);
    hub.branch_read::<_, StoreError>(|rows| {
        let at = |seq| EntryRef {
            replica: replica_of(1),
            seq,
        };
        assert_eq!(rows.chain_at(&at(3))?, Some(placed(&office).head));
        assert_eq!(rows.chain_at(&at(2))?, None);
        assert!(rows.chain_at(&at(5))?.is_some());
        Ok(())
    })
    .unwrap();
    office.pull_all(1);
    office.pull_centre(1, 9);
    assert_eq!(placed(&office).seq, 5);
}

#[test]
fn what_leaves_the_scope_goes_whoever_had_ordered_it() {
    let mut office = Office::new();
    let visit = visit(&mut office);
    office.desks[1].act(Some(visit), &called(1)).unwrap();
    office.meet();
    let mut centre = crate::desk::Centre::new();
    let ticket = office.desks[0].sent().remove(0);
    let place = FeedItem::Own(OrderRecord {
        position: 1,
        entry: ticket.header.entry_ref(),
        header_hash: ticket.header.hash(),
        verdict: Verdict::Effective,
    });
    let leave = FeedItem::Leave {
        position: 2,
        subject: visit,
    };
    for _ in 0..2 {
        centre.record(&ticket, Verdict::Effective);
    }
    let hub = &office.desks[0].replica;
    hub.apply_pull(&centre.reply(vec![place, leave])).unwrap();
    assert_eq!(hub.state(visit).unwrap(), None);
    hub.branch_read::<_, StoreError>(|rows| {
        // The ticket is the hub's own and stays; the call is passed over, its place too.
        let feed = rows.feed(&replica_of(2), 0, 9)?;
        assert_eq!(feed.len(), 1);
        assert_eq!(rows.order_head().0, 2);
        assert!(rows.order_hash(2)?.is_some());
        Ok(())
    })
    .unwrap();
}

#[test]
fn entries_of_this_replica_that_were_not_written_here_are_refused() {
    let mut office = Office::new();
    office.desks[1].register("Небылицын", None).unwrap();
    let entry = office.desks[1].sent().remove(0);
    let mut stolen = entry.clone();
    stolen.header.replica = replica_of(0);
    let hub = &office.desks[0].replica;
    let before = tables(&office.desks[0]);
    let taken = TakenEntry {
        entry: &stolen,
        header_hash: stolen.header.hash(),
        chain: Chain::start(replica_of(0)).head,
    };
    let refused =
        hub.branch_write::<_, StoreError>(&naming(1), |intake| intake.append_entries(&[taken]));
    assert!(matches!(refused, Err(StoreError::ForeignSelf { .. })));
    assert_eq!(tables(&office.desks[0]), before);

    // The hub itself follows nobody; a page of another order is not applied.
    let page_of_one = page(hub, &office.desks[1].replica, 9);
    assert!(matches!(
        hub.apply_branch(&page_of_one),
        Err(StoreError::OtherHistory(_))
    ));
    office.pull_all(1);
    let strange = stoika_protocol::PullReply {
        history: HISTORY,
        ..page_of_one
    };
    assert!(matches!(
        office.desks[1].replica.apply_branch(&strange),
        Err(StoreError::OtherHistory(_))
    ));
    // While there is no tenure nothing is taken and nothing given.
    let read = office.desks[1]
        .replica
        .branch_read::<_, StoreError>(|_| Ok(()));
    assert!(matches!(read, Err(StoreError::Missing(_))));
    let written = office.desks[1]
        .replica
        .branch_write::<_, StoreError>(&naming(2), |_| Ok(()));
    assert!(matches!(written, Err(StoreError::Missing(_))));
    // An entry that is not what its place says is noted and passed by.
    let mut bent = entry.clone();
    bent.header.wall_time_ms += 1;
    let record = OrderRecord {
        position: 1,
        entry: entry.header.entry_ref(),
        header_hash: entry.header.hash(),
        verdict: Verdict::Effective,
    };
    let bent = stoika_protocol::PullReply {
        items: vec![FeedItem::Other(OrderedEntry {
            record,
            entry: bent,
        })],
        upto: 1,
        ..page(&office.desks[0].replica, &office.desks[2].replica, 9)
    };
    office.desks[2].replica.apply_branch(&bent).unwrap();
    let listed = office.desks[2].replica.discrepancies(false, 9).unwrap();
    assert_eq!(listed[0].code, "entry-refused");
    assert!(office.desks[2].replica.states().unwrap().is_empty());
}

#[test]
fn refused_frames_are_counted_and_forks_kept() {
    let office = Office::new();
    let hub = &office.desks[0].replica;
    let refused = BranchRefusal {
        hash: stoika_protocol::Hash([1; 32]),
        brought_by: KeyId([2; 16]),
        replica: ReplicaId([3; 16]),
        code: RefusalCode::Fork,
        size_bytes: 77,
        first_at_ms: NOW_MS,
        times: 1,
    };
    let after = stoika_protocol::Hash([5; 32]);
    let fork = BranchFork {
        hash: refused.hash,
        replica: refused.replica,
        first_seq: 4,
        before: stoika_protocol::Hash([4; 32]),
        after,
        bytes: &[1, 2, 3],
        at_ms: NOW_MS,
    };
    for _ in 0..2 {
        hub.branch_write::<_, StoreError>(&naming(3), |intake| {
            intake.note_refused(&refused)?;
            intake.put_fork(&fork)
        })
        .unwrap();
    }
    hub.branch_read::<_, StoreError>(|rows| {
        let twice = BranchRefusal {
            times: 2,
            ..refused
        };
        assert_eq!(rows.refused(9)?, [twice]);
        assert_eq!(rows.refused_count()?, 1);
        assert!(rows.fork_ends(&refused.replica, &after)?);
        assert!(!rows.fork_ends(&refused.replica, &fork.before)?);
        assert!(!rows.fork_ends(&ReplicaId([9; 16]), &after)?);
        Ok(())
    })
    .unwrap();
    // Nothing was taken, so nothing is named.
    assert_eq!(hub.standing().unwrap().current.head.seq, 0);
}

#[test]
fn the_desks_of_the_office_are_known_by_their_keys() {
    let desk = Desk::new();
    let row = |revoked| DeskRow {
        key: signer().verifying_key().to_bytes(),
        label: "ОТ-02".into(),
        window: 2,
        revoked,
    };
    let put = |position, revoked: bool| {
        DirectoryChange::Put(DirectoryRow {
            kind: desk_row::KIND.into(),
            key: DeskRow::row_key(&signer().id()),
            position,
            data: row(revoked).to_bytes(),
        })
    };
    let mut centre = crate::desk::Centre::new();
    desk.load(&[]);
    assert!(desk.replica.desks().unwrap().is_empty());
    let changes = desk
        .replica
        .apply_pull(&centre.publish(vec![put(2, false)]))
        .unwrap();
    assert!(changes.contains(&Change::Directory));
    assert_eq!(desk.replica.desks().unwrap(), [row(false)]);
    desk.replica
        .apply_pull(&centre.publish(vec![put(3, true)]))
        .unwrap();
    assert_eq!(desk.replica.desks().unwrap(), [row(true)]);
    desk.replica.branch_begin(tenure(1), &naming(1)).unwrap();
    let known = desk.replica.branch_read::<_, StoreError>(|rows| {
        assert_eq!(rows.desk(&KeyId([0; 16]))?, None);
        rows.desk(&signer().id())
    });
    assert_eq!(known.unwrap(), Some(row(true)));
}

/// The centre had placed an entry before the office brought it, and the other way round.
#[test]
fn it_does_not_matter_which_way_an_entry_comes_first() {
    let mut office = Office::new();
    let (appeal, _) = office.desks[1].register("Небылицын", None).unwrap();
    office.desks[1]
        .act(Some(appeal), &assigned("ermakov"))
        .unwrap();
    office.send(1, ANY_SIZE);
    office.centre.sequence(false);
    // By the centre first: at the hub, and at a desk.
    office.pull_centre(0, 9);
    office.pull_centre(2, 1);
    office.push(1, ANY_SIZE, false);
    assert_eq!(
        office.desks[0].replica.branch_tenure().unwrap(),
        Some(tenure(1))
    );
    office.meet();
    let states = office.states(0);
    for desk in 1..3 {
        assert_eq!(office.states(desk), states);
    }
    for desk in 0..3 {
        office.pull_centre(desk, 9);
        assert_eq!(office.states(desk), states);
        let none = office.desks[desk].replica.discrepancies(false, 9).unwrap();
        assert!(none.is_empty());
        let waiting =
            "SELECT count(*) FROM entry WHERE position IS NULL OR branch_position IS NOT NULL";
        assert_eq!(count(&office.desks[desk], waiting), 0);
    }
}

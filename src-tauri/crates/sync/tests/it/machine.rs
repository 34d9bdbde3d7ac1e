//! One test for each way a round can go.

use stoika_protocol::{CursorStanding, RefusalCode, ReplicaId, ReplicaStanding};
use stoika_sync::{
    CarrierError, Cause, Input, LinkMode, PortError, RefusedReply, Reply, Request, StoreOp,
    StoreReply,
};

use crate::rig::{
    REPLICA, Rig, chain, cursor, directory_mark, hello, hello_reply, holds, load_point, own, page,
    pulled, pushed,
};

fn frame() -> StoreReply {
    StoreReply::Frames(vec![vec![0; 8]])
}

#[test]
fn a_round_pushes_until_acknowledged_pulls_until_empty_and_rests() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 5, 2);
    rig.run_to_hello();
    rig.reply(hello(holds(2, 0)));
    assert_eq!(
        rig.op(),
        StoreOp::ChainAt {
            replica: REPLICA,
            seq: 2
        }
    );
    rig.done(StoreReply::Chain(Some(chain(REPLICA, 2, 0))));
    for acked in [4, 5] {
        assert!(matches!(rig.op(), StoreOp::FramesAfter { .. }));
        rig.done(frame());
        assert!(matches!(rig.request(), Request::Push(_)));
        rig.reply(pushed(acked, &[]));
        assert!(matches!(rig.op(), StoreOp::Acked { seq, .. } if seq == acked));
        rig.standing.current.acked_seq = acked;
        rig.done_standing();
    }
    let Request::Pull(pull) = rig.request() else {
        panic!("a pull is due");
    };
    assert_eq!((pull.after, pull.wait_ms), (0, 0));
    rig.reply(Reply::Pull(pulled(3, 7, true)));
    assert!(matches!(rig.op(), StoreOp::ApplyPull(_)));
    rig.standing.cursor = Some(cursor(3));
    rig.done_standing();
    assert!(!rig.machine.rests(), "more is there already");
    rig.pull_empty();
    assert!(rig.machine.rests());
    assert_eq!(*rig.mode(), LinkMode::Online);
    assert_eq!(rig.machine.status().unsent, 0);
}

#[test]
fn a_lost_acknowledgement_is_made_up_by_the_hello() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 5, 2);
    rig.run_to_hello();
    rig.reply(hello(holds(5, 0)));
    assert!(matches!(rig.op(), StoreOp::Acked { seq: 5, .. }));
}

#[test]
fn a_restored_desk_with_nothing_new_only_takes_a_new_name() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 5, 5);
    rig.run_to_hello();
    rig.reply(hello(ReplicaStanding::Ahead { seq: 9 }));
    assert!(matches!(rig.op(), StoreOp::ChainAt { seq: 6, .. }));
    rig.done(StoreReply::Chain(None));
    assert_eq!(
        rig.op(),
        StoreOp::Reauthor {
            replica: REPLICA,
            common_seq: 5
        }
    );
    rig.standing.former = vec![own(REPLICA, 5, 5)];
    rig.standing.current = own(ReplicaId([2; 16]), 0, 0);
    rig.done_standing();
    assert_eq!(rig.op(), StoreOp::Standing, "a new round follows at once");
}

/// Every place where the chains may part is found, and nothing but the branch is written again.
#[test]
fn the_last_common_entry_of_a_fork_is_found() {
    for head in 1..=20 {
        for common in 0..head {
            for acked in 0..=common {
                let mut rig = Rig::new();
                rig.standing.current = own(REPLICA, head, acked);
                rig.run_to_hello();
                rig.reply(hello(ReplicaStanding::Fork { seq: 30 }));
                let mut probes = 0;
                let found = loop {
                    match rig.op() {
                        StoreOp::ChainAt { seq, .. } => {
                            rig.done(StoreReply::Chain(Some(chain(REPLICA, seq, 0))));
                            rig.reply(hello(if seq <= common {
                                ReplicaStanding::Ahead { seq: 30 }
                            } else {
                                ReplicaStanding::Fork { seq: 30 }
                            }));
                            probes += 1;
                            assert!(probes <= 8, "{head} {common} {acked}");
                        }
                        StoreOp::Reauthor { common_seq, .. } => break common_seq,
                        other => panic!("{other:?}"),
                    }
                };
                assert_eq!(found, common, "head {head}, acked {acked}");
            }
        }
    }
}

#[test]
fn a_fork_shows_by_the_chain_of_what_the_far_end_holds() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 5, 2);
    rig.run_to_hello();
    // As many entries as here, but others: a number alone would be "already have it".
    rig.reply(hello(holds(5, 1)));
    assert!(matches!(rig.op(), StoreOp::ChainAt { seq: 2, .. }));
}

const REWIND: StoreOp = StoreOp::Rewind {
    order: true,
    directory: true,
};

#[test]
fn a_restored_server_moves_acknowledgements_back() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 5, 5);
    rig.standing.cursor = Some(cursor(8));
    rig.run_to_hello();
    // It holds less than it has acknowledged.
    rig.reply(hello(holds(3, 0)));
    rig.done(StoreReply::Chain(Some(chain(REPLICA, 3, 0))));
    assert_eq!(rig.op(), REWIND);
}

/// The places of a life that is over go first: an entry that has one would not be written again.
#[test]
fn a_rewound_order_comes_before_a_fork() {
    for standing in [
        holds(3, 0),
        ReplicaStanding::Fork { seq: 9 },
        ReplicaStanding::Ahead { seq: 9 },
    ] {
        let mut rig = Rig::new();
        rig.standing.current = own(REPLICA, 5, 3);
        rig.standing.cursor = Some(cursor(8));
        rig.run_to_hello();
        let mut reply = hello_reply(standing);
        reply.cursor = CursorStanding::Rewound;
        rig.reply(Reply::Hello(reply));
        assert_eq!(rig.op(), REWIND);
    }
}

/// What was recorded after the standing was read may be there before the machine hears of it: the hub
/// has brought it. A desk that has all that the far end has keeps its name.
#[test]
fn what_the_hub_has_brought_meanwhile_is_nobodys_clone() {
    for heard in [false, true] {
        let mut rig = Rig::new();
        rig.standing.current = own(REPLICA, 5, 5);
        rig.run_to_hello();
        if heard {
            rig.input(Input::LocalEntries(1));
        }
        rig.reply(hello(ReplicaStanding::Ahead { seq: 6 }));
        assert!(matches!(rig.op(), StoreOp::ChainAt { seq: 6, .. }));
        rig.done(StoreReply::Chain(Some(chain(REPLICA, 6, 0))));
        assert_eq!(rig.op(), StoreOp::Standing, "a new round follows at once");
        rig.standing.current = own(REPLICA, 6, 5);
        rig.done_standing();
        rig.reply(hello(holds(6, 0)));
        assert!(matches!(rig.op(), StoreOp::Acked { seq: 6, .. }));
    }
}

#[test]
fn a_rewound_directory_alone_is_loaded_anew() {
    let mut rig = Rig::new();
    rig.run_to_hello();
    let mut reply = hello_reply(holds(0, 0));
    reply.directory = CursorStanding::Rewound;
    rig.reply(Reply::Hello(reply));
    assert_eq!(
        rig.op(),
        StoreOp::Rewind {
            order: false,
            directory: true
        }
    );
}

#[test]
fn a_server_restored_within_a_session_is_asked_by_hello() {
    let mut rig = Rig::new();
    rig.standing.cursor = Some(cursor(8));
    rig.run_to_hello();
    let Request::Hello(said) = rig.request() else {
        panic!("a hello is due");
    };
    assert_eq!(said.directory_mark, Some(directory_mark(7)));
    rig.reply(hello(holds(0, 0)));
    let Request::Pull(asked) = rig.request() else {
        panic!("a pull is due");
    };
    assert_eq!(asked.order_head, Some(cursor(8).order_head));
    assert_eq!(asked.directory_mark, Some(directory_mark(7)));
    // The chains are not those of the far end any more.
    rig.reply(Reply::Pull(pulled(0, 0, false)));
    assert_eq!(rig.op(), StoreOp::Standing);
    rig.done_standing();
    assert!(matches!(rig.request(), Request::Hello(_)));
}

#[test]
fn a_directory_restored_between_two_pages_is_loaded_anew() {
    let mut rig = Rig::new();
    rig.standing.load_due = true;
    rig.standing.directory_position = 0;
    rig.standing.load = Some(load_point("2", 7, 2));
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    let Request::Snapshot(asked) = rig.request() else {
        panic!("a page is due");
    };
    assert_eq!(asked.directory_mark, Some(directory_mark(7)));
    rig.reply(Reply::Snapshot(page(&[], 0, false)));
    assert_eq!(
        rig.op(),
        StoreOp::Rewind {
            order: false,
            directory: true
        }
    );
}

#[test]
fn former_replicas_with_unsent_entries_go_first() {
    let former = ReplicaId([7; 16]);
    let mut rig = Rig::new();
    rig.standing.former = vec![own(former, 4, 0)];
    rig.standing.current = own(REPLICA, 1, 1);
    rig.run_to_hello();
    let Request::Hello(said) = rig.request() else {
        panic!("a hello is due");
    };
    assert_eq!((said.replica, said.head_seq), (former, 4));
    rig.reply(hello(ReplicaStanding::Holds {
        seq: 4,
        chain: chain(former, 4, 0),
    }));
    assert!(matches!(rig.op(), StoreOp::Acked { replica, seq: 4, .. } if replica == former));
    rig.standing.former[0].acked_seq = 4;
    rig.done_standing();
    let Request::Hello(said) = rig.request() else {
        panic!("the current replica's hello is due");
    };
    assert_eq!(said.replica, REPLICA);
}

#[test]
fn a_former_replica_that_another_went_on_with_is_only_acknowledged() {
    let former = ReplicaId([7; 16]);
    let mut rig = Rig::new();
    rig.standing.former = vec![own(former, 4, 0)];
    rig.run_to_hello();
    rig.reply(hello(ReplicaStanding::Ahead { seq: 9 }));
    assert_eq!(
        rig.op(),
        StoreOp::Acked {
            replica: former,
            seq: 4,
            chain: chain(former, 4, 0)
        }
    );
}

#[test]
fn a_first_load_goes_by_pages_and_resumes() {
    let mut rig = Rig::new();
    rig.standing.load_due = true;
    rig.standing.directory_position = 0;
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    let Request::Snapshot(asked) = rig.request() else {
        panic!("a page is due");
    };
    assert_eq!((asked.history, asked.after), (None, None));
    rig.reply(Reply::Snapshot(page(&["1", "2"], 7, false)));
    assert!(matches!(rig.op(), StoreOp::ApplySnapshot(_)));
    rig.standing.load = Some(load_point("2", 7, 2));
    rig.done_standing();
    assert_eq!(*rig.mode(), LinkMode::FirstLoad { done: 2, total: 5 });
    // The link is cut; the next round goes on where this one stopped.
    let (id, _) = rig.sent.take().unwrap();
    rig.input(Input::Reply(id, Err(CarrierError::Cut)));
    rig.pause();
    rig.done_standing();
    rig.reply(hello(holds(0, 0)));
    let Request::Snapshot(asked) = rig.request() else {
        panic!("a page is due");
    };
    assert_eq!(asked.after, Some(("account".to_owned(), "2".to_owned())));
    rig.reply(Reply::Snapshot(page(&["3"], 8, true)));
    rig.standing.load = None;
    rig.standing.load_due = false;
    rig.standing.directory_position = 7;
    rig.done_standing();
    let Request::Pull(pull) = rig.request() else {
        panic!("changes made meanwhile are due");
    };
    assert_eq!(pull.directory_after, 7, "from the first page's position");
}

#[test]
fn a_page_that_does_not_ascend_is_not_stored() {
    let mut rig = Rig::new();
    rig.standing.load_due = true;
    rig.standing.load = Some(load_point("2", 7, 2));
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.reply(Reply::Snapshot(page(&["2"], 7, true)));
    assert!(rig.op.is_none());
    assert!(matches!(
        rig.mode(),
        LinkMode::Offline {
            cause: Cause::Contradiction,
            ..
        }
    ));
}

#[test]
fn what_the_centre_did_not_sign_is_refused_written_down_and_tried_again() {
    let mut rig = Rig::new();
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    let mut reply = pulled(3, 7, false);
    reply.upto = 4;
    rig.reply(Reply::Pull(reply));
    assert_eq!(rig.op(), StoreOp::NoteRefused(RefusedReply::PullSignature));
    rig.done_standing();
    assert!(matches!(
        rig.mode(),
        LinkMode::WrongServer {
            cause: Cause::Signature,
            ..
        }
    ));
    rig.pause();
    assert_eq!(rig.op(), StoreOp::Standing);
}

#[test]
fn local_entries_interrupt_the_wait() {
    let mut rig = Rig::new();
    rig.run_to_rest();
    let (waiting, _) = rig.sent.take().unwrap();
    rig.input(Input::LocalEntries(2));
    assert_eq!(rig.cancelled, [waiting]);
    assert_eq!(rig.machine.status().unsent, 2);
    rig.standing.current = own(REPLICA, 2, 0);
    rig.done_standing();
    assert!(matches!(rig.op(), StoreOp::FramesAfter { .. }));
}

#[test]
fn entries_recorded_during_the_last_pull_are_not_left_until_the_next_news() {
    let mut rig = Rig::new();
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.input(Input::LocalEntries(1));
    rig.pull_empty();
    assert_eq!(rig.op(), StoreOp::Standing, "looked again before resting");
}

#[test]
fn a_reply_to_an_older_request_means_nothing() {
    let mut rig = Rig::new();
    rig.run_to_rest();
    let (late, _) = rig.sent.take().unwrap();
    rig.input(Input::LocalEntries(1));
    rig.input(Input::Reply(late, Ok(Reply::Pull(pulled(99, 99, false)))));
    assert_eq!(rig.op(), StoreOp::Standing, "still the operation before it");
}

#[test]
fn every_failed_round_is_followed_by_another() {
    let mut rig = Rig::new();
    rig.input(Input::Started);
    for round in 0..30 {
        rig.done_standing();
        let (id, _) = rig.sent.take().unwrap();
        rig.input(Input::Reply(id, Err(CarrierError::Unreachable)));
        let pause_ms = rig.wake_ms.unwrap() - rig.now_ms;
        assert!(
            (1..=60_000).contains(&pause_ms),
            "round {round}: {pause_ms}"
        );
        assert!(matches!(
            rig.mode(),
            LinkMode::Offline {
                since_ms: 1_000,
                ..
            }
        ));
        rig.pause();
        assert_eq!(rig.op(), StoreOp::Standing);
    }
}

#[test]
fn the_link_and_the_user_end_a_pause_at_once() {
    for input in [Input::LinkChanged, Input::TryNow] {
        let mut rig = Rig::new();
        rig.run_to_hello();
        let (id, _) = rig.sent.take().unwrap();
        rig.input(Input::Reply(id, Err(CarrierError::Unreachable)));
        assert!(rig.op.is_none());
        rig.input(input);
        assert_eq!(rig.op(), StoreOp::Standing);
    }
}

#[test]
fn silence_is_given_up_at_the_deadline_and_pages_get_smaller() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 5, 0);
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.done(frame());
    let (id, _) = rig.sent.clone().unwrap();
    let too_early = rig.wake_ms.unwrap() - 1;
    rig.now_ms = too_early;
    rig.input(Input::Tick);
    assert!(rig.cancelled.is_empty());
    rig.now_ms += 1;
    rig.input(Input::Tick);
    assert_eq!(rig.cancelled, [id]);
    rig.pause();
    rig.done_standing();
    rig.reply(hello(holds(0, 0)));
    assert!(matches!(
        rig.op(),
        StoreOp::FramesAfter {
            size_bytes_max: 32_000,
            ..
        }
    ));
}

#[test]
fn a_lost_session_is_opened_again_without_a_pause_but_not_for_ever() {
    let mut rig = Rig::new();
    rig.run_to_hello();
    let mut hellos = 0;
    while rig.sent.is_some() {
        rig.reply(hello(holds(0, 0)));
        hellos += 1;
        let (id, _) = rig.sent.take().unwrap();
        rig.input(Input::Reply(id, Err(CarrierError::SessionLost)));
        if rig.op.is_some() {
            rig.done_standing();
        }
    }
    assert_eq!(hellos, 9);
    assert!(matches!(rig.mode(), LinkMode::Offline { .. }));
}

#[test]
fn each_failure_that_people_must_mend_has_a_state_of_its_own() {
    for (error, mode) in [
        (CarrierError::NotEnrolled, LinkMode::NotEnrolled),
        (CarrierError::Revoked, LinkMode::Revoked),
        (CarrierError::Protocol, LinkMode::UpdateNeeded),
        (
            CarrierError::WrongCertificate,
            LinkMode::WrongServer {
                since_ms: 1_000,
                cause: Cause::Carrier(CarrierError::WrongCertificate),
            },
        ),
        (
            CarrierError::Portal,
            LinkMode::Offline {
                since_ms: 1_000,
                cause: Cause::Carrier(CarrierError::Portal),
            },
        ),
    ] {
        let mut rig = Rig::new();
        rig.run_to_hello();
        let (id, _) = rig.sent.take().unwrap();
        rig.input(Input::Reply(id, Err(error)));
        assert_eq!(*rig.mode(), mode);
        assert!(rig.machine.status().next_try_ms.is_some());
    }
}

#[test]
fn a_server_too_new_is_not_guessed_at() {
    let mut rig = Rig::new();
    rig.run_to_hello();
    let mut reply = hello_reply(holds(0, 0));
    reply.protocol = 4;
    rig.reply(Reply::Hello(reply));
    assert_eq!(*rig.mode(), LinkMode::UpdateNeeded);
}

#[test]
fn a_revoked_desk_still_gives_what_it_has() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 1, 0);
    rig.run_to_hello();
    let mut reply = hello_reply(holds(0, 0));
    reply.revoked = true;
    rig.reply(Reply::Hello(reply));
    rig.done(frame());
    rig.reply(pushed(1, &[]));
    rig.standing.current.acked_seq = 1;
    rig.done_standing();
    assert_eq!(*rig.mode(), LinkMode::Revoked);
    assert!(rig.sent.is_none(), "nothing is asked for");
    // What is recorded now goes now.
    rig.standing.current = own(REPLICA, 2, 1);
    rig.input(Input::LocalEntries(1));
    rig.done_standing();
    let mut reply = hello_reply(holds(1, 0));
    reply.revoked = true;
    rig.reply(Reply::Hello(reply));
    rig.done(StoreReply::Chain(Some(chain(REPLICA, 1, 0))));
    rig.done(frame());
    rig.reply(pushed(2, &[]));
    rig.standing.current.acked_seq = 2;
    rig.done_standing();
    assert_eq!(*rig.mode(), LinkMode::Revoked);
}

#[test]
fn what_was_recorded_while_a_push_was_made_is_no_contradiction() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 1, 0);
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.done(frame());
    // The second entry was sealed with the first, before the machine heard of it.
    rig.reply(pushed(2, &[]));
    assert_eq!(rig.op(), StoreOp::Standing);
    rig.standing.current = own(REPLICA, 2, 0);
    rig.done_standing();
    rig.reply(hello(holds(2, 0)));
    rig.standing.current.acked_seq = 2;
    rig.done_standing();
    rig.pull_empty();
    assert_eq!(*rig.mode(), LinkMode::Online);
}

#[test]
fn a_refused_frame_does_not_stop_the_pull() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 1, 0);
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.done(frame());
    rig.reply(pushed(0, &[(0, RefusalCode::Signature)]));
    rig.pull_empty();
    assert!(matches!(
        rig.mode(),
        LinkMode::Offline {
            cause: Cause::Refused(RefusalCode::Signature),
            ..
        }
    ));
}

#[test]
fn a_fork_that_shows_in_the_push_is_compared_at_once() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 1, 0);
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.done(frame());
    rig.reply(pushed(0, &[(0, RefusalCode::Fork)]));
    assert_eq!(rig.op(), StoreOp::Standing);
}

#[test]
fn an_acknowledgement_of_another_chain_is_compared_at_once() {
    let mut rig = Rig::new();
    rig.standing.current = own(REPLICA, 1, 0);
    rig.run_to_hello();
    rig.reply(hello(holds(1, 0)));
    let (id, _) = rig.op.take().unwrap();
    rig.input(Input::StoreDone(id, Err(PortError::ChainDiffers)));
    assert_eq!(rig.op(), StoreOp::Standing);
}

#[test]
fn a_full_disk_is_named_and_tried_again() {
    let mut rig = Rig::new();
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.reply(Reply::Pull(pulled(3, 7, false)));
    let (id, _) = rig.op.take().unwrap();
    rig.input(Input::StoreDone(id, Err(PortError::DiskFull)));
    assert!(matches!(
        rig.mode(),
        LinkMode::Offline {
            cause: Cause::Store(PortError::DiskFull),
            ..
        }
    ));
    rig.pause();
    assert_eq!(rig.op(), StoreOp::Standing);
}

#[test]
fn a_reply_that_contradicts_itself_is_not_applied() {
    let mut rig = Rig::new();
    rig.standing.cursor = Some(cursor(5));
    rig.run_to_hello();
    rig.reply(hello(holds(0, 0)));
    rig.reply(Reply::Pull(pulled(5, 7, true)));
    assert!(rig.op.is_none());
    assert!(matches!(
        rig.mode(),
        LinkMode::Offline {
            cause: Cause::Contradiction,
            ..
        }
    ));
}

#[test]
fn a_server_that_has_less_than_the_cursor_is_compared_at_once() {
    for reply in [pulled(4, 7, false), pulled(5, 6, false)] {
        let mut rig = Rig::new();
        rig.standing.cursor = Some(cursor(5));
        rig.run_to_hello();
        rig.reply(hello(holds(0, 0)));
        rig.reply(Reply::Pull(reply));
        assert_eq!(rig.op(), StoreOp::Standing);
    }
}

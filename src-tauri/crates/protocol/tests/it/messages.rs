use stoika_protocol::message::{decode, encode};
use stoika_protocol::{
    Chain, DeskRow, DirectoryBatch, DirectoryMark, DirectoryRow, EnrolReply, FeedItem, Hash, Hello,
    HistoryId, OrderRecord, OrderedEntry, PullReply, ReplicaId, SealError, Signer, Verdict,
    desk_row, order_head,
};

use crate::sample::run;

fn reply() -> PullReply {
    let history = HistoryId([9; 16]);
    let entry = run(1, 12).remove(0);
    let record = OrderRecord {
        position: 41,
        entry: entry.header.entry_ref(),
        header_hash: entry.header.hash(),
        verdict: Verdict::Void(3),
    };
    PullReply {
        history,
        upto: 41,
        order_head: order_head(history, None, &record),
        items: vec![FeedItem::Other(OrderedEntry { record, entry })],
        directory: Vec::new(),
        directory_upto: 7,
        more: false,
        server_time_ms: 1_793_361_600_000,
        signature: None,
        directory_mark: None,
        frames: None,
    }
}

#[test]
fn a_reply_is_believed_only_under_its_seal() {
    let server = Signer::from_seed(&[1; 32]);
    let signed = reply().signed(&server);
    let read: PullReply = decode(&encode(&signed)).unwrap();
    assert_eq!(read, signed);
    assert_eq!(read.verify(&server.verifying_key()), Ok(()));

    let stranger = Signer::from_seed(&[2; 32]).verifying_key();
    assert_eq!(read.verify(&stranger), Err(SealError::Signature));
    assert_eq!(
        reply().verify(&server.verifying_key()),
        Err(SealError::Signature)
    );
    let mut changed = read;
    changed.upto += 1;
    assert_eq!(
        changed.verify(&server.verifying_key()),
        Err(SealError::Signature)
    );
}

#[test]
fn bytes_after_a_message_are_not_passed_over() {
    let mut bytes = encode(&reply());
    bytes.push(0);
    assert!(decode::<PullReply>(&bytes).is_err());
    assert!(decode::<PullReply>(&bytes[..20]).is_err());
}

#[test]
fn the_order_chain_tells_records_apart() {
    let history = HistoryId([9; 16]);
    let FeedItem::Other(ordered) = reply().items.remove(0) else {
        panic!("the sample is another's entry");
    };
    let first = order_head(history, None, &ordered.record);
    assert_ne!(
        first,
        order_head(history, Some(&Hash([1; 32])), &ordered.record)
    );
    assert_ne!(first, order_head(HistoryId([8; 16]), None, &ordered.record));
    let effective = OrderRecord {
        verdict: Verdict::Effective,
        ..ordered.record
    };
    assert_ne!(first, order_head(history, None, &effective));
}

#[test]
fn the_directory_chain_tells_changes_apart() {
    let history = HistoryId([9; 16]);
    let row = |key: &str, position| DirectoryRow {
        kind: "account".to_owned(),
        key: key.to_owned(),
        position,
        data: vec![1],
    };
    let mark =
        |history, previous: Option<&DirectoryMark>, changes: &[(&str, DirectoryRow, bool)]| {
            let mut batch = DirectoryBatch::after(history, previous);
            for (scope, row, removed) in changes {
                batch.add(scope, row, *removed);
            }
            batch.mark()
        };
    let first = mark(history, None, &[("a", row("1", 1), false)]).unwrap();
    assert_eq!(first.position, 1);
    assert_eq!(mark(history, Some(&first), &[]), None);
    let next = mark(history, Some(&first), &[("a", row("2", 2), false)]);
    assert_eq!(next.unwrap().position, 2);
    let elsewhere = DirectoryMark {
        hash: Hash([1; 32]),
        ..first
    };
    let other_data = DirectoryRow {
        data: vec![2],
        ..row("2", 2)
    };
    for other in [
        mark(history, Some(&elsewhere), &[("a", row("2", 2), false)]),
        mark(history, Some(&first), &[("b", row("2", 2), false)]),
        mark(history, Some(&first), &[("a", row("2", 2), true)]),
        mark(history, Some(&first), &[("a", row("3", 2), false)]),
        mark(history, Some(&first), &[("a", other_data, false)]),
        mark(
            HistoryId([8; 16]),
            Some(&first),
            &[("a", row("2", 2), false)],
        ),
    ] {
        assert_ne!(other, next);
    }
}

/// [`EnrolReply`] as programs before the recovery key knew it.
#[derive(minicbor::Encode, minicbor::Decode)]
struct OlderReply {
    #[n(0)]
    desk: String,
    #[n(1)]
    office: String,
    #[n(2)]
    window: u16,
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    authority: [u8; 32],
    #[n(4)]
    history: HistoryId,
    #[n(5)]
    server_time_ms: i64,
}

#[test]
fn a_desk_and_a_centre_of_which_one_knows_no_recovery_key_understand_each_other() {
    let mut reply = EnrolReply {
        desk: "ОТ-04".to_owned(),
        office: "otradny".to_owned(),
        window: 4,
        authority: [5; 32],
        history: HistoryId([9; 16]),
        server_time_ms: 1_793_361_600_000,
        recovery: Some("age1…".to_owned()),
    };
    let older: OlderReply = decode(&encode(&reply)).unwrap();
    assert_eq!(older.desk, reply.desk);
    assert_eq!(older.server_time_ms, reply.server_time_ms);
    reply.recovery = None;
    assert_eq!(decode::<EnrolReply>(&encode(&older)).unwrap(), reply);
}

/// What a hub is told beside what the centre is told takes no byte of a hello to the centre, and an
/// older hello is one that says nothing of it.
#[test]
fn a_hello_to_the_centre_is_as_it_always_was() {
    let replica = ReplicaId([3; 16]);
    let start = Chain::start(replica);
    let to_centre = Hello {
        protocol: 1,
        key: Signer::from_seed(&[1; 32]).id(),
        replica,
        head_seq: start.seq,
        head_chain: start.head,
        cursor: None,
        directory_position: 0,
        program: "p".to_owned(),
        directory_mark: None,
        audits: Vec::new(),
        placed: None,
    };
    let bytes = encode(&to_centre);
    // An array of the ten fields that there were.
    assert_eq!(bytes[0], 0x8a);
    assert_eq!(decode::<Hello>(&bytes).unwrap(), to_centre);
    let to_hub = Hello {
        placed: Some(start.link(&Hash([7; 32]))),
        ..to_centre
    };
    assert_eq!(decode::<Hello>(&encode(&to_hub)).unwrap(), to_hub);
}

#[test]
fn a_desk_of_the_directory_has_its_bytes_for_ever() {
    let key = Signer::from_seed(&[1; 32]).verifying_key();
    let desk = DeskRow {
        key: key.to_bytes(),
        label: "ОТ-04".to_owned(),
        window: 4,
        revoked: false,
    };
    let golden = [
        &[0x84, 0x58, 0x20],
        key.to_bytes().as_slice(),
        &[0x67],
        "ОТ-04".as_bytes(),
        &[0x04, 0xf4],
    ]
    .concat();
    assert_eq!(desk.to_bytes(), golden);
    let row = |kind: &str, data: &[u8]| DirectoryRow {
        kind: kind.to_owned(),
        key: DeskRow::row_key(&key.id()),
        position: 1,
        data: data.to_vec(),
    };
    let read = DeskRow::read(&row(desk_row::KIND, &golden)).unwrap();
    assert_eq!(read, desk);
    assert_eq!(read.verifying_key().unwrap().id(), key.id());
    assert_eq!(DeskRow::read(&row("user", &golden)), None);
    assert_eq!(DeskRow::read(&row(desk_row::KIND, &golden[..9])), None);
    // A newer program may say more.
    let mut longer = golden;
    longer[0] = 0x85;
    longer.push(0x01);
    assert_eq!(DeskRow::from_bytes(&longer), Some(desk));
}

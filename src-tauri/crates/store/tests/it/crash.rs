//! The power goes: whatever part of the log reached the disk, every act is there whole or not at
//! all, and nothing of it twice.

use stoika_store::{Opened, Replica};

use crate::desk::{Desk, assigned, params, raw, tables};
use crate::journal::copy;

const LOG_HEADER_BYTES: usize = 32;
const LOG_FRAME_BYTES: usize = 24 + 4096;

#[test]
fn a_log_cut_at_any_frame_gives_a_prefix_of_the_acts() {
    let mut desk = Desk::with_rules();
    raw(&desk.root())
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let mut heads = vec![(desk.replica.standing().unwrap().current.head, tables(&desk))];
    for _ in 0..4 {
        let (subject, _) = desk.register("Небылицын Артём", Some("p1")).unwrap();
        heads.push((desk.replica.standing().unwrap().current.head, tables(&desk)));
        desk.act(Some(subject), &assigned("ermakov")).unwrap();
        heads.push((desk.replica.standing().unwrap().current.head, tables(&desk)));
    }
    let log = std::fs::read(desk.root().join("replica/replica.db-wal")).unwrap();
    let frames = (log.len() - LOG_HEADER_BYTES) / LOG_FRAME_BYTES;
    assert!(frames > heads.len());
    let mut last = 0;
    for cut in 0..=frames {
        for torn in [0, LOG_FRAME_BYTES / 2] {
            let length = (LOG_HEADER_BYTES + cut * LOG_FRAME_BYTES + torn).min(log.len());
            let disk = tempfile::tempdir().unwrap();
            copy(&desk.root().join("replica"), &disk.path().join("replica"));
            std::fs::write(disk.path().join("replica/replica.db-wal"), &log[..length]).unwrap();
            let (replica, opened) = Replica::open(&params(disk.path(), 6)).unwrap();
            let standing = replica.standing().unwrap();
            // No mark came with this disk: what was written under the old name may be elsewhere.
            let written = standing.former.first().unwrap_or(&standing.current).head;
            assert_eq!(opened == Opened::Fine, written.seq == 0);
            let at = usize::try_from(written.seq).unwrap();
            assert_eq!(written, heads[at].0);
            assert!(at >= last, "cut at {cut} lost what an earlier cut had");
            last = at;
            let cut_desk = Desk {
                folder: disk,
                replica,
                opened,
                acts: 0,
            };
            assert_eq!(tables(&cut_desk), heads[at].1, "cut at {cut}");
            cut_desk.replica.check().unwrap();
        }
    }
    assert_eq!(last, heads.len() - 1);
}

#[test]
fn a_process_that_dies_keeps_what_was_recorded() {
    let mut desk = Desk::with_rules();
    let (subject, _) = desk.register("Небылицын", None).unwrap();
    // The files as they lie there at the moment of death, mark and all.
    let disk = tempfile::tempdir().unwrap();
    copy(&desk.root().join("replica"), &disk.path().join("replica"));
    copy(&desk.root().join("outside"), &disk.path().join("outside"));
    let (replica, opened) = Replica::open(&params(disk.path(), 6)).unwrap();
    assert_eq!(opened, Opened::Fine);
    assert!(replica.appeal(subject.id).unwrap().is_some());
    assert_eq!(
        replica.standing().unwrap(),
        desk.replica.standing().unwrap()
    );
}

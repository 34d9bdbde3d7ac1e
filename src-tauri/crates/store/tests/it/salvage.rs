//! The way back from damage: what stands on whole pages comes through, once, whatever became of the rest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use stoika_domain::directory::kind;
use stoika_protocol::{ActId, Entry, Verdict};
use stoika_store::{
    AuditAsked, Draft, OpenParams, Opened, Place, Recovery, Replica, Salvaged, StoreError,
};

use crate::audit::seen;
use crate::desk::{
    Centre, Desk, NOW_MS, account, assigned, params, party, raw, row, signer, standard,
};
use crate::journal::copy;

const PAGE: usize = 4096;

fn recovery() -> Recovery {
    Recovery {
        verifying: signer().verifying_key(),
        stamp: "20261030-104600".into(),
        at_ms: NOW_MS,
        documents_needed: vec!["norms".into(), "calendar".into()],
    }
}

fn user() -> stoika_domain::directory::User {
    stoika_domain::directory::User {
        login: "samoylova".into(),
        short_name: "Самойлова Е. В.".into(),
        active: true,
        name: "Самойлова Елена Викторовна".into(),
        post: "специалист".into(),
        role: "head".into(),
        password_hash: String::new(),
    }
}

/// A desk with a directory, acts that the centre has and acts that it has not, and a draft; its
/// files, and what it held.
struct Before {
    folder: tempfile::TempDir,
    /// Acts that the centre has.
    sent: BTreeSet<ActId>,
    /// Acts that are here only.
    unsent: BTreeSet<ActId>,
    number: u32,
}

fn acts(entries: &[Entry]) -> BTreeSet<ActId> {
    entries.iter().map(|entry| entry.header.act).collect()
}

impl Before {
    fn new() -> Self {
        let mut desk = Desk::new();
        let mut rows = vec![standard("norms"), standard("calendar")];
        rows.push(row(kind::USER, "samoylova", &user()));
        for index in 0..400 {
            let number = format!("{:012}", 630_000_000_000_u64 + index);
            let id = format!("p{index}");
            rows.push(row(
                kind::PARTY,
                &id,
                &party("Небылицын Артём Дмитриевич", None, &[&number]),
            ));
            rows.push(row(
                kind::ACCOUNT,
                &number,
                &account(&id, "Отрадный", "Первомайская", "12", Some("48")),
            ));
        }
        desk.load(&rows);
        for _ in 0..60 {
            desk.register("Небылицын Артём Дмитриевич", Some("p1"))
                .unwrap();
        }
        let sent = desk.sent();
        let mut centre = Centre::new();
        let items = sent
            .iter()
            .map(|entry| centre.own(entry, Verdict::Effective))
            .collect();
        desk.replica.apply_pull(&centre.reply(items)).unwrap();
        let standing = desk.replica.standing().unwrap();
        desk.replica
            .acked(
                standing.current.replica,
                standing.current.head,
                Place::Centre,
            )
            .unwrap();
        let mut last = 0;
        let mut unsent = BTreeSet::new();
        for _ in 0..60 {
            let (subject, number) = desk.register("Небылицына Ольга", Some("p2")).unwrap();
            let (_, recorded) = desk.act(Some(subject), &assigned("ermakov")).unwrap();
            assert_eq!(recorded.entries.len(), 1);
            last = number.counter();
            unsent.insert(subject.id);
        }
        let all = acts(&desk.sent());
        unsent = all.difference(&acts(&sent)).copied().collect();
        desk.replica
            .save_draft(&Draft {
                id: "d".into(),
                kind: "appeal".into(),
                json: "{\"text\":\"Прошу\"}".into(),
                updated_ms: NOW_MS,
            })
            .unwrap();
        desk.replica
            .set_setting("enrolment", "{\"desk\":\"ОТ-04\"}")
            .unwrap();
        raw(&desk.root())
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .unwrap();
        let Desk {
            folder, replica, ..
        } = desk;
        drop(replica);
        Self {
            folder,
            sent: acts(&sent),
            unsent,
            number: last,
        }
    }

    /// The same disk once more, to be damaged.
    fn disk(&self) -> tempfile::TempDir {
        let disk = tempfile::tempdir().unwrap();
        for part in ["replica", "outside"] {
            copy(&self.folder.path().join(part), &disk.path().join(part));
        }
        disk
    }
}

fn database(disk: &Path) -> PathBuf {
    disk.join("replica").join(stoika_store::DATABASE_FILE)
}

fn damage(disk: &Path, spoil: impl FnOnce(&mut Vec<u8>)) {
    let path = database(disk);
    let mut bytes = std::fs::read(&path).unwrap();
    spoil(&mut bytes);
    std::fs::write(&path, bytes).unwrap();
}

fn recover(disk: &Path) -> (Salvaged, Replica) {
    let mut told = Vec::new();
    let salvaged = Replica::recover(&params(disk, 7), &recovery(), &mut |percent| {
        told.push(percent)
    })
    .unwrap();
    assert!(told.is_sorted() && told.last() == Some(&90), "{told:?}");
    let (replica, opened) = Replica::open(&params(disk, 8)).unwrap();
    assert_eq!(opened, Opened::Fine);
    replica.check().unwrap();
    (salvaged, replica)
}

/// Acts that would go to the centre now, each as often as it would go; those under the new
/// replica's name first.
fn to_send(replica: &Replica) -> (Vec<ActId>, Vec<ActId>) {
    let standing = replica.standing().unwrap();
    let mut under_new = Vec::new();
    let mut acts = Vec::new();
    for own in [&standing.current].into_iter().chain(&standing.former) {
        let frames = replica
            .frames_after(&signer(), own.replica, own.acked.seq, usize::MAX)
            .unwrap();
        let mut chain = replica.chain_at(own.replica, own.acked.seq).unwrap();
        for frame in frames {
            let open = frame.open().unwrap();
            open.verify(&signer().verifying_key()).unwrap();
            // The first one may begin before what was acknowledged.
            if open.before.seq >= own.acked.seq {
                assert_eq!(chain, Some(open.before));
            }
            chain = Some(open.after);
            acts.extend(
                open.entries
                    .iter()
                    .filter(|(entry, _)| entry.header.seq > own.acked.seq)
                    .map(|(entry, _)| entry.header.act),
            );
        }
        if own.replica == standing.current.replica {
            under_new.clone_from(&acts);
        }
    }
    (under_new, acts)
}

/// Nothing that is sent is sent again, nothing twice, nothing unaccounted for.
#[track_caller]
fn sound(before: &Before, salvaged: &Salvaged, replica: &Replica, what: &str) -> usize {
    let (under_new, going) = to_send(replica);
    let once: BTreeSet<ActId> = going.iter().copied().collect();
    assert_eq!(once.len(), going.len(), "{what}: twice");
    // Under its old name what the centre has is known there; under the new one it would be twice.
    let again = under_new.iter().any(|act| before.sent.contains(act));
    assert!(!again || salvaged.lost > 0, "{what}: sent again");
    let found = once.intersection(&before.unsent).count();
    assert_eq!(salvaged.unsent as usize, going.len(), "{what}");
    assert!(
        found as u64 + salvaged.lost >= before.unsent.len() as u64,
        "{what}: {found} found, {} lost of {}",
        salvaged.lost,
        before.unsent.len()
    );
    found
}

#[test]
fn damage_elsewhere_costs_no_entry_no_draft_and_no_day_of_work() {
    let before = Before::new();
    // The last pages hold the search: the directory was loaded before the entries were written.
    let disk = before.disk();
    damage(disk.path(), |bytes| bytes[..PAGE].fill(0));
    assert!(matches!(
        Replica::open(&params(disk.path(), 6)),
        Err(StoreError::Corrupt)
    ));
    let (salvaged, replica) = recover(disk.path());
    assert_eq!(sound(&before, &salvaged, &replica, "header"), 120);
    assert_eq!(
        salvaged,
        Salvaged {
            set_aside: "replica-20261030-104600.damaged".into(),
            pages_damaged: salvaged.pages_damaged,
            unsent: 120,
            lost: 0,
            drafts: 1,
            directory_rows: 803,
            works_offline: true,
        }
    );
    assert_eq!(replica.drafts().unwrap().len(), 1);
    assert_eq!(
        replica.setting("enrolment").unwrap().as_deref(),
        Some("{\"desk\":\"ОТ-04\"}")
    );
    assert!(replica.load_progress().unwrap().loaded_once);
    assert!(replica.load_progress().unwrap().due);
    assert_eq!(replica.search("небылицын", false, 5).unwrap().hits.len(), 5);
    assert_eq!(replica.users().unwrap().len(), 1);
    let codes: Vec<String> = replica
        .discrepancies(false, 10)
        .unwrap()
        .into_iter()
        .map(|line| format!("{} {}", line.code, line.count))
        .collect();
    assert_eq!(codes, ["replica-salvaged 120"]);
    // The damaged file is kept, and the numbers go on.
    assert!(
        disk.path()
            .join("replica")
            .join(&salvaged.set_aside)
            .exists()
    );
    let folder = disk;
    let mut desk = Desk {
        folder,
        replica,
        opened: Opened::Fine,
        acts: 900,
    };
    let (_, number) = desk.register("Небылицын", None).unwrap();
    assert_eq!(number.counter(), before.number + 1);
}

#[test]
fn the_audit_comes_through_and_goes_on_to_the_centre() {
    let desk = Desk::with_rules();
    let asked = AuditAsked {
        count_max: 10,
        ..AuditAsked::default()
    };
    for user in ["u1", "u2", "u1"] {
        desk.replica.audit(&[seen(user, "p1")]).unwrap();
    }
    let name = desk.replica.identity().unwrap().replica;
    desk.replica.audit_acked(name, 1).unwrap();
    let lines = desk.replica.audit_lines(&asked).unwrap();
    let Desk {
        folder, replica, ..
    } = desk;
    drop(replica);
    damage(folder.path(), |bytes| bytes[..PAGE].fill(0));
    let (_, replica) = recover(folder.path());
    assert_eq!(replica.audit_lines(&asked).unwrap(), lines);
    replica.check_audit().unwrap();
    let unsent = replica.unsent_audit(10).unwrap().unwrap();
    assert_eq!((unsent.replica, unsent.before.seq), (name, 1));
    assert_eq!(replica.standing().unwrap().audit_unsent, 2);
}

#[test]
fn any_page_may_go() {
    let before = Before::new();
    let pages = std::fs::read(database(before.folder.path())).unwrap().len() / PAGE;
    let mut whole = 0;
    let mut tried = 0;
    // The first pages hold the roots of all tables, the rest is much alike.
    for page in (0..pages).filter(|page| *page < 55 || page % 6 == 0) {
        tried += 1;
        let disk = before.disk();
        damage(disk.path(), |bytes| {
            bytes[page * PAGE + 700..page * PAGE + 760].fill(0x33);
        });
        let (salvaged, replica) = recover(disk.path());
        let found = sound(&before, &salvaged, &replica, &format!("page {page}"));
        whole += usize::from(found == before.unsent.len());
        // A page holds about fifteen entries at most, and frames hold them again.
        assert!(found + 30 >= before.unsent.len(), "page {page}: {found}");
    }
    assert!(whole * 10 > tried * 9, "{whole} of {tried}");
}

#[test]
fn a_file_cut_anywhere_gives_what_stands_before_the_cut() {
    let before = Before::new();
    let length = std::fs::read(database(before.folder.path())).unwrap().len();
    let mut last = 0;
    for eighth in 0..=8 {
        let disk = before.disk();
        damage(disk.path(), |bytes| bytes.truncate(length * eighth / 8));
        let (salvaged, replica) = recover(disk.path());
        let found = sound(&before, &salvaged, &replica, &format!("{eighth}/8"));
        assert!(found >= last, "{eighth}/8: {found}");
        last = found;
    }
    assert_eq!(last, before.unsent.len());
}

#[test]
fn pages_lost_by_the_dozen_cost_only_what_stood_on_them() {
    let before = Before::new();
    let length = std::fs::read(database(before.folder.path())).unwrap().len();
    let mut seed = 1_u64;
    let mut kept = 0;
    for round in 0..24 {
        let disk = before.disk();
        damage(disk.path(), |bytes| {
            for _ in 0..=round {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(99);
                let at = (seed >> 33) as usize % length;
                let end = (at + 900).min(length);
                bytes[at..end].fill((seed >> 11) as u8);
            }
        });
        let (salvaged, replica) = recover(disk.path());
        kept += sound(&before, &salvaged, &replica, &format!("round {round}"));
    }
    assert!(kept > 24 * before.unsent.len() / 2, "{kept}");
}

#[test]
fn what_only_the_log_holds_comes_through_and_a_lost_log_is_counted() {
    let mut desk = Desk::with_rules();
    raw(&desk.root())
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    for _ in 0..5 {
        desk.register("Небылицын", None).unwrap();
    }
    for log in [true, false] {
        // As the power left it: with the mark, and the log that nobody has brought home.
        let disk = tempfile::tempdir().unwrap();
        for part in ["replica", "outside"] {
            copy(&desk.root().join(part), &disk.path().join(part));
        }
        if !log {
            std::fs::remove_file(disk.path().join("replica/replica.db-wal")).unwrap();
        }
        damage(disk.path(), |bytes| bytes[..3 * PAGE].fill(0x41));
        let (salvaged, replica) = recover(disk.path());
        assert_eq!(salvaged.unsent, if log { 5 } else { 0 });
        assert_eq!(salvaged.lost, if log { 0 } else { 5 });
        assert_eq!(to_send(&replica).1.len(), if log { 5 } else { 0 });
    }
}

#[test]
fn a_recovery_that_was_cut_short_is_finished_or_begun_anew() {
    let before = Before::new();
    let disk = before.disk();
    damage(disk.path(), |bytes| bytes[..PAGE].fill(0));
    // Begun and never complete: the damaged database stands where it was.
    std::fs::create_dir_all(disk.path().join("replica/recovery")).unwrap();
    std::fs::write(disk.path().join("replica/recovery/replica.db"), b"half").unwrap();
    assert!(matches!(
        Replica::open(&params(disk.path(), 6)),
        Err(StoreError::Corrupt)
    ));
    let (salvaged, replica) = recover(disk.path());
    assert_eq!(salvaged.unsent, 120);
    drop(replica);

    // Complete, and the power went before the names were changed.
    let made = disk.path().join("replica/replica.db");
    let disk = before.disk();
    damage(disk.path(), |bytes| bytes[..PAGE].fill(0));
    let folder = disk.path().join("replica/recovery");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(made, folder.join("replica.db")).unwrap();
    std::fs::write(folder.join("complete"), b"replica-x.damaged").unwrap();
    let (replica, _) = Replica::open(&params(disk.path(), 6)).unwrap();
    assert_eq!(replica.drafts().unwrap().len(), 1);
    assert!(disk.path().join("replica/replica-x.damaged").exists());
    assert!(!folder.exists());
}

#[test]
fn a_second_time_sets_aside_under_another_name() {
    let before = Before::new();
    let disk = before.disk();
    let mut names = BTreeSet::new();
    for _ in 0..2 {
        damage(disk.path(), |bytes| bytes[..PAGE].fill(0));
        let (salvaged, replica) = recover(disk.path());
        assert_eq!(salvaged.unsent, 120);
        assert_eq!(salvaged.lost, 0);
        sound(&before, &salvaged, &replica, "again");
        names.insert(salvaged.set_aside);
    }
    assert_eq!(names.len(), 2);
}

#[test]
fn a_wrong_key_salvages_nothing_and_moves_nothing() {
    let before = Before::new();
    let disk = before.disk();
    damage(disk.path(), |bytes| bytes[..PAGE].fill(0));
    let wrong = OpenParams {
        key: [1; 32],
        ..params(disk.path(), 7)
    };
    let bytes = std::fs::read(database(disk.path())).unwrap();
    let refused = Replica::recover(&wrong, &recovery(), &mut |_| {});
    assert!(matches!(refused, Err(StoreError::WrongKey)), "{refused:?}");
    assert_eq!(std::fs::read(database(disk.path())).unwrap(), bytes);
}

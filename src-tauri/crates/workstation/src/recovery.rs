//! The way back from damage: opening again, making the replica anew from what can be read of it,
//! beginning anew when nothing opens it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use stoika_protocol::recovery::RECOVERY_FILE_NAME;
use stoika_store::{Recovery, Replica};

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::key::RecoveryUnlock;
use crate::api::recovery::{RecoveryProgress, RecoveryReport};
use crate::api::session::SessionState;
use crate::clock;
use crate::desk::{
    Desk, REPLICA_FOLDER, Unlock, of_folder, of_keys, open_params, secret_of, take_lock,
};
use crate::fault::{Fault, Outcome};
use crate::keys::{KEY_FILE, Spare, TextError};
use crate::session::{self, Session};
use crate::workstation::Workstation;

/// Documents without which the rules cannot be read, and nobody can work.
const NEEDED: [&str; 10] = [
    "offices",
    "calendar",
    "norms",
    "categories",
    "topics",
    "channels",
    "answer_channels",
    "urgency",
    "term_keys",
    "settings",
];

/// The discrepancy that tells of a key that the centre has helped with.
const RECOVERED_NOTE: &str = "key-recovered";
/// A query that is under way holds the desk for this long at most.
const LAST_QUERY: Duration = Duration::from_secs(10);

/// `recovery.retry`: the disk has room again, the other window is closed, the folder is back.
pub(crate) fn retry(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<SessionState> {
    {
        let _alone = workstation.mending();
        if workstation.problem().is_some() {
            let_go(workstation)?;
            workstation.reopen();
        }
    }
    told(workstation, session)
}

/// `recovery.restore`: the damaged database is set aside, what can be read of it comes into a new
/// one, and the rest is loaded from the centre again.
pub(crate) fn restore(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<SessionState> {
    {
        let _alone = workstation.mending();
        match workstation.problem() {
            Some(ErrorCode::StoreDamaged | ErrorCode::StoreMissing) => {}
            // Done by another window, or something that a recovery does not help with.
            Some(_) | None => return told(workstation, session),
        }
        let_go(workstation)?;
        // What fails (no room, as a rule) leaves the problem as it was: it may be tried again.
        let report = salvage(workstation)?;
        workstation.reopen();
        *workstation.report() = Some(report);
    }
    told(workstation, session)
}

/// `recovery.begin_anew`: nothing opens the database. It is set aside whole, for the day when
/// its key is found, and the desk asks for a new enrolment.
pub(crate) fn begin_anew(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<SessionState> {
    {
        let _alone = workstation.mending();
        if is_locked(workstation) {
            let_go(workstation)?;
            *workstation.known() = None;
            set_all_aside(workstation.data(), &stamp(workstation))
                .map_err(|error| of_folder(&error))?;
            workstation.reopen();
        }
    }
    told(workstation, session)
}

/// `recovery.unlock`: the text of the centre opens the spare key, and that the replica. From then on the key is
/// this machine's, with no passphrase, and the text is used up.
pub(crate) fn unlock(
    workstation: &Workstation,
    session: &Session,
    input: RecoveryUnlock,
) -> Outcome<SessionState> {
    {
        let _alone = workstation.mending();
        if is_locked(workstation) {
            let spare = Spare::read(workstation.data())
                .ok_or_else(|| Fault::new(ErrorCode::RecoverySpareMissing))?;
            let secret = spare.open(&input.text).map_err(of_text)?;
            workstation.open_by(Unlock::Spare(secret.clone()));
            *workstation.known() = None;
            match workstation.desk() {
                Ok(desk) => recovered(workstation, &desk, &spare)?,
                // Damaged as well: it is mended next, with this secret.
                Err(fault) if fault.code == ErrorCode::StoreDamaged => workstation.know(secret),
                // With `store-wrong-key` the spare key is of another replica: the folder was put together of two.
                Err(fault) => return Err(fault),
            }
        }
    }
    workstation.notify(["key", "station"].map(ToOwned::to_owned));
    told(workstation, session)
}

/// The text is used up, and the head sees that one was needed.
fn recovered(workstation: &Workstation, desk: &Desk, spare: &Spare) -> Outcome<()> {
    desk.key.write_spare(spare.recipient(), &desk.signer);
    let changes = desk.replica.note(RECOVERED_NOTE, desk.now_ms())?;
    desk.changed(&changes);
    workstation.recall_tries();
    tracing::warn!("the key of the desk was recovered by the centre's text");
    Ok(())
}

fn of_text(error: TextError) -> Fault {
    let code = match error {
        TextError::Malformed => ErrorCode::RecoveryTextMalformed,
        TextError::Other => ErrorCode::RecoveryTextOther,
        TextError::Damaged => ErrorCode::RecoverySpareMissing,
    };
    Fault::new(code).because(error)
}

/// Whether the key does not open, or its passphrase is not known.
fn is_locked(workstation: &Workstation) -> bool {
    matches!(
        workstation.problem(),
        Some(ErrorCode::StoreWrongKey | ErrorCode::PassphraseNeeded)
    )
}

/// `recovery.progress`: how far the recovery is.
pub(crate) fn progress(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<RecoveryProgress> {
    let percent = workstation.percent().load(Ordering::Relaxed);
    Ok(RecoveryProgress { percent })
}

/// `recovery.acknowledge`: the report has been read.
pub(crate) fn acknowledge(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<SessionState> {
    *workstation.report() = None;
    told(workstation, session)
}

fn told(workstation: &Workstation, session: &Session) -> Outcome<SessionState> {
    workstation.notify(["session", "load", "link"].map(ToOwned::to_owned));
    session::state(workstation, session, Nothing {})
}

/// Closes the desk and waits until nobody holds its database any more.
fn let_go(workstation: &Workstation) -> Outcome<()> {
    let Ok(desk) = workstation.desk() else {
        return Ok(());
    };
    let code = desk.damage().unwrap_or(ErrorCode::StoreDamaged);
    desk.close();
    drop(workstation.set_desk(Err(Fault::new(code))));
    let last = Arc::downgrade(&desk);
    drop(desk);
    let begun = Instant::now();
    while last.strong_count() > 0 {
        if begun.elapsed() > LAST_QUERY {
            return Err(Fault::new(ErrorCode::DeskInUse).because("a query does not end"));
        }
        std::thread::yield_now();
    }
    Ok(())
}

fn salvage(workstation: &Workstation) -> Outcome<RecoveryReport> {
    let data = workstation.data();
    let deps = &workstation.deps;
    let _locked = take_lock(data)?;
    let unlock = Unlock::Own(workstation.known().clone());
    let (secret, _) = secret_of(data, true, deps, unlock).map_err(of_keys)?;
    let keys = secret.keys();
    let existed = stoika_store::is_here(&data.join(REPLICA_FOLDER));
    let salvaged = Replica::recover(
        &open_params(data, deps, &keys)?,
        &Recovery {
            verifying: keys.signer.verifying_key(),
            stamp: stamp(workstation),
            at_ms: deps.clock.wall_ms(),
            documents_needed: NEEDED.map(ToOwned::to_owned).to_vec(),
        },
        &mut |percent| {
            if workstation.percent().swap(percent, Ordering::Relaxed) != percent {
                workstation.notify(["recovery".to_owned()]);
            }
        },
    )?;
    tracing::warn!(
        pages_damaged = salvaged.pages_damaged,
        unsent = salvaged.unsent,
        lost = salvaged.lost,
        drafts = salvaged.drafts,
        directory_rows = salvaged.directory_rows,
        "the replica was made anew"
    );
    Ok(RecoveryReport {
        set_aside: if existed {
            salvaged.set_aside
        } else {
            String::new()
        },
        unsent: salvaged.unsent,
        lost: salvaged.lost,
        drafts: salvaged.drafts,
        works_offline: salvaged.works_offline,
    })
}

/// `20261030-104600`, by the machine's clock.
fn stamp(workstation: &Workstation) -> String {
    clock::at_office(workstation.deps.clock.wall_ms(), 0)
        .format("%Y%m%d-%H%M%S")
        .to_string()
}

/// Puts the replica, its key and its mark into a folder of their own beside the data.
fn set_all_aside(data: &Path, stamp: &str) -> std::io::Result<()> {
    let mut aside = data.join(format!("locked-{stamp}"));
    let mut again = 1;
    while aside.exists() {
        again += 1;
        aside = data.join(format!("locked-{stamp}-{again}"));
    }
    std::fs::create_dir(&aside)?;
    for name in [
        REPLICA_FOLDER,
        KEY_FILE,
        RECOVERY_FILE_NAME,
        "desk.enrolment",
    ] {
        let from = data.join(name);
        if from.exists() {
            std::fs::rename(from, aside.join(name))?;
        }
    }
    Ok(())
}

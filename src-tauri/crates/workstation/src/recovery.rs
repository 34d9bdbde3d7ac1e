//! The way back from damage: opening again, making the replica anew from what can be read of it,
//! beginning anew when nothing opens it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use stoika_store::{Recovery, Replica};

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::recovery::{RecoveryProgress, RecoveryReport};
use crate::api::session::SessionState;
use crate::clock;
use crate::desk::{REPLICA_FOLDER, of_folder, of_keys, open_params, take_lock};
use crate::fault::{Fault, Outcome};
use crate::keys::DeskKeys;
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
        if problem(workstation).is_some() {
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
        match problem(workstation) {
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
        if problem(workstation) == Some(ErrorCode::StoreWrongKey) {
            let_go(workstation)?;
            set_all_aside(workstation.data(), &stamp(workstation))
                .map_err(|error| of_folder(&error))?;
            workstation.reopen();
        }
    }
    told(workstation, session)
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

/// Why there is no work, if there is none.
fn problem(workstation: &Workstation) -> Option<ErrorCode> {
    match workstation.desk() {
        Ok(desk) => desk.damage(),
        Err(fault) => Some(fault.code),
    }
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
    let keys =
        DeskKeys::of_folder(data, true, &deps.machine, deps.random.as_ref()).map_err(of_keys)?;
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
    for name in [REPLICA_FOLDER, "desk.key", "desk.enrolment"] {
        let from = data.join(name);
        if from.exists() {
            std::fs::rename(from, aside.join(name))?;
        }
    }
    Ok(())
}

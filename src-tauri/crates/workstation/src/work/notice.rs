//! What falls due today or on the next working day is told to the head of the office until he has seen it:
//! nothing is late that he did not know of the working day before.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use stoika_store::{WorkAsked, WorkRow, WorkScope, WorkView};

use crate::api::Nothing;
use crate::api::work::WorkNotice;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// Rows of one page.
const ROWS: u32 = 500;

/// What a head has seen, as it is kept on this desk.
#[derive(Default, Serialize, Deserialize)]
struct Seen {
    /// Rows with their dates: a date that has moved is news.
    rows: BTreeSet<String>,
}

fn setting(user: &SignedIn) -> String {
    format!("work-seen {}", user.id)
}

/// The key of a row.
pub(super) fn key(row: &WorkRow) -> String {
    format!("{}-{}-{}", row.subject.id, row.at, row.kind.as_str())
}

/// The rows that fall due today and till the next working day, with their dates.
fn near(desk: &Desk, today: NaiveDate, next_day: NaiveDate) -> Outcome<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for view in [WorkView::Today, WorkView::Next(next_day)] {
        let mut asked = WorkAsked {
            scope: WorkScope::Office(super::office(desk)),
            view,
            today,
            after: None,
            limit: ROWS,
        };
        loop {
            let page = desk.replica.work(&asked)?;
            found.extend(page.rows.iter().filter_map(|row| {
                let due_on = row.due_on?;
                Some(format!("{} {due_on}", key(row)))
            }));
            let Some(next) = page.next else { break };
            asked.after = Some(next);
        }
    }
    Ok(found)
}

fn read(desk: &Desk, user: &SignedIn) -> Outcome<Seen> {
    let kept = desk.replica.setting(&setting(user))?;
    // What an older program kept otherwise is told once more.
    Ok(kept
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default())
}

/// What the head has not seen; `None` when there is nothing.
pub(super) fn unseen(
    desk: &Desk,
    user: &SignedIn,
    today: NaiveDate,
    next_day: NaiveDate,
) -> Outcome<Option<WorkNotice>> {
    let seen = read(desk, user)?.rows;
    let count = near(desk, today, next_day)?.difference(&seen).count() as u64;
    Ok((count > 0).then_some(WorkNotice { count }))
}

/// `work.notice_seen`.
pub(crate) fn seen(workstation: &Workstation, session: &Session, _: Nothing) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let today = desk.today()?;
    let next_day = super::next_working_day(&*desk.standards()?, today);
    // Only what is near is kept: the list does not grow.
    let rows = near(&desk, today, next_day)?;
    let json = serde_json::to_string(&Seen { rows }).map_err(Fault::internal)?;
    desk.replica.set_setting(&setting(&user), &json)?;
    Ok(Nothing {})
}

//! Мои дела: one list over everything that somebody has to do, the nearest date first; and what the head
//! must know of the working day before it is late.

mod notice;

pub(crate) use notice::seen as notice_seen;

use chrono::NaiveDate;
use stoika_domain::body::State;
use stoika_domain::follow_up::NextStep;
use stoika_domain::role::Permission;
use stoika_domain::text;
use stoika_store::{
    PageKey, WorkAsked, WorkCounts as Counted, WorkKind, WorkRow, WorkScope as StoreScope,
    WorkView as StoreView,
};

use crate::api::work::{
    WorkCounts, WorkLine, WorkList, WorkListAsked, WorkScope, WorkState, WorkView,
};
use crate::api::{Nothing, Tone};
use crate::appeal::place;
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::session::{Session, SignedIn};
use crate::standards::Standards;
use crate::table::Access;
use crate::term_words::iso;
use crate::visit::step_label;
use crate::workstation::Workstation;

/// Rows of one page.
const ROWS_MAX: u32 = 500;

/// The desk's office.
fn office(desk: &Desk) -> String {
    desk.enrolment()
        .map(|enrolment| enrolment.office.clone())
        .unwrap_or_default()
}

fn mine(desk: &Desk, user: &SignedIn) -> StoreScope {
    StoreScope::Mine {
        user: user.id.clone(),
        office: office(desk),
        decides: user.role.permits(Permission::ApproveAnswer),
        assigns: user.role.permits(Permission::AssignAppeal),
    }
}

/// The first working day after today.
fn next_working_day(standards: &Standards, today: NaiveDate) -> NaiveDate {
    today
        .iter_days()
        .skip(1)
        .find(|day| standards.calendar.is_working(*day))
        .unwrap_or(today)
}

/// `work.list`.
pub(crate) fn list(
    workstation: &Workstation,
    session: &Session,
    input: WorkListAsked,
) -> Outcome<WorkList> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let scope = match input.scope {
        WorkScope::Mine => mine(&desk, &user),
        WorkScope::Office => {
            session.admit(Access::Role(Permission::AssignAppeal))?;
            StoreScope::Office(office(&desk))
        }
    };
    let page = desk.replica.work(&WorkAsked {
        scope,
        view: match input.view {
            WorkView::All => StoreView::All,
            WorkView::Overdue => StoreView::Overdue,
            WorkView::Today => StoreView::Today,
            WorkView::Next => StoreView::Next(next_working_day(&standards, today)),
            WorkView::Waiting => StoreView::Waiting,
            WorkView::Back => StoreView::Back,
        },
        today,
        after: input.after.map(PageKey),
        limit: input.limit.clamp(1, ROWS_MAX),
    })?;
    let rows = page.rows.into_iter();
    Ok(WorkList {
        rows: rows
            .map(|row| line(&desk, &standards, row, today))
            .collect::<Outcome<_>>()?,
        next: page.next.map(|key| key.0),
    })
}

fn line(desk: &Desk, standards: &Standards, row: WorkRow, today: NaiveDate) -> Outcome<WorkLine> {
    let (left, tone) = left(standards, &row, today);
    let is_of_appeal = row.is_of_appeal();
    // Where an agreed step leads stands in its own record.
    let (appeal_id, party_id) = if is_of_appeal {
        (Some(row.subject.id.to_string()), None)
    } else {
        match desk.replica.state(row.subject)? {
            Some(State::FollowUp(step)) => (
                step.agreed.appeal_id.map(|id| id.to_string()),
                step.agreed.party_id.clone(),
            ),
            Some(_) | None => (None, None),
        }
    };
    let about = if is_of_appeal {
        standards.category(&row.category)
    } else {
        NextStep::parse(&row.category).map_or_else(String::new, |step| step_label(step).to_owned())
    };
    let what = match row.kind {
        // What came back is named as on paper.
        WorkKind::Letter => stoika_domain::ids::FormId::parse(&row.what).map_or_else(
            |_| row.what.clone(),
            |form| crate::paper::title(&form).to_owned(),
        ),
        WorkKind::Assign
        | WorkKind::Answer
        | WorkKind::Disagreement
        | WorkKind::Close
        | WorkKind::ContractAway
        | WorkKind::SettlementAway
        | WorkKind::Review
        | WorkKind::Proposal
        | WorkKind::HandOver
        | WorkKind::Question
        | WorkKind::Inquiry
        | WorkKind::Action
        | WorkKind::Step => row.what.clone(),
    };
    Ok(WorkLine {
        item_id: notice::key(&row),
        kind: row.kind.as_str().to_owned(),
        appeal_id,
        party_id,
        number: row.number,
        who: text::short_name(&row.who),
        about,
        what,
        due_on: row.due_on.map(iso),
        due_at: Some(row.due_at).filter(|at| !at.is_empty()),
        left,
        tone,
        mark: row.mark.as_str().map(ToOwned::to_owned),
        owner: row.owner.as_ref().map(|(_, name)| name.clone()),
        owner_id: row.owner.map(|(id, _)| id),
        assignable: matches!(
            row.kind,
            WorkKind::Assign | WorkKind::Answer | WorkKind::Disagreement
        ),
        place: place(row.place),
    })
}

fn left(standards: &Standards, row: &WorkRow, today: NaiveDate) -> (String, Tone) {
    match row.due_on {
        // A term that stands still has no date but that of the law.
        Some(due_on) if row.is_of_appeal() && row.waiting && due_on >= today => {
            ("ждём клиента".to_owned(), Tone::Idle)
        }
        Some(due_on) => standards.left(due_on, today),
        None if row.waiting => ("ждём клиента".to_owned(), Tone::Idle),
        None => (String::new(), Tone::Plain),
    }
}

/// `work.counts`.
pub(crate) fn counts(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<WorkState> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let next_day = next_working_day(&standards, today);
    let count = |scope: &StoreScope| -> Outcome<WorkCounts> {
        Ok(counted(desk.replica.work_counts(scope, today, next_day)?))
    };
    let whole = StoreScope::Office(office(&desk));
    let sees_office = user.role.permits(Permission::AssignAppeal);
    Ok(WorkState {
        mine: count(&mine(&desk, &user))?,
        office: sees_office.then(|| count(&whole)).transpose()?,
        next_day: iso(next_day),
        notice: if user.role.permits(Permission::ApproveAnswer) {
            notice::unseen(&desk, &user, today, next_day)?
        } else {
            None
        },
    })
}

fn counted(counts: Counted) -> WorkCounts {
    WorkCounts {
        all: counts.all,
        overdue: counts.overdue,
        today: counts.today,
        next: counts.next,
        waiting: counts.waiting,
        back: counts.back,
    }
}

//! The list of appeals (Обращения) and their marks.

use chrono::NaiveDate;
use stoika_domain::appeal::AppealStatus;
use stoika_domain::body::State;
use stoika_domain::check;
use stoika_domain::text;
use stoika_store::{
    AppealFilter as StoreFilter, AppealRow as Row, AppealSort as StoreSort, AppealView,
    AppealsAsked, PageKey, Place as StorePlace,
};

use crate::api::appeal::{
    AppealCounts, AppealFilter, AppealList, AppealListAsked, AppealListView, AppealRow, AppealSort,
};
use crate::api::client::AppealMark;
use crate::api::{Place, Tone};
use crate::claim;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// Rows of one page.
const ROWS_MAX: u32 = 500;

/// `appeal.list`.
pub(crate) fn list(
    workstation: &Workstation,
    session: &Session,
    input: AppealListAsked,
) -> Outcome<AppealList> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let page = desk.replica.appeals(&AppealsAsked {
        view: match input.view {
            AppealListView::Open => AppealView::Open,
            AppealListView::Mine => AppealView::Mine(user.id.clone()),
            AppealListView::Overdue => AppealView::Overdue,
            AppealListView::Today => AppealView::Today,
            AppealListView::Waiting => AppealView::Waiting,
            AppealListView::Proposed => AppealView::Proposed,
            AppealListView::Closed => AppealView::Closed,
        },
        filter: filter(&input.filter)?,
        today,
        topics: topics(&standards, &input.text),
        text: input.text,
        sort: match input.sort {
            AppealSort::Due => StoreSort::Due,
            AppealSort::Number => StoreSort::Number,
            AppealSort::Applicant => StoreSort::Applicant,
            AppealSort::Executor => StoreSort::Executor,
        },
        descending: input.descending,
        after: input.after.map(PageKey),
        limit: input.limit.clamp(1, ROWS_MAX),
    })?;
    let counts = desk.replica.appeal_counts(&user.id, today)?;
    Ok(AppealList {
        rows: page
            .rows
            .into_iter()
            .map(|row| line(&desk, &standards, row, today))
            .collect::<Outcome<_>>()?,
        next: page.next.map(|key| key.0),
        total: page.total,
        counts: AppealCounts {
            open: counts.open,
            mine: counts.mine,
            overdue: counts.overdue,
            today: counts.today,
            waiting: counts.waiting,
            proposed: counts.proposed,
            closed: counts.closed,
        },
    })
}

fn filter(asked: &AppealFilter) -> Outcome<StoreFilter> {
    let day = |field: &str, typed: &str| -> Outcome<Option<NaiveDate>> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        check::civil_date(typed)
            .map(Some)
            .map_err(|fault| Fault::field(field, fault))
    };
    Ok(StoreFilter {
        category: asked.category.trim().to_owned(),
        topic: asked.topic.trim().to_owned(),
        channel: asked.channel.trim().to_owned(),
        executor: asked.executor.trim().to_owned(),
        received_from: day("received_from", &asked.received_from)?,
        received_to: day("received_to", &asked.received_to)?,
    })
}

/// Topics whose words contain what was typed.
fn topics(standards: &Standards, typed: &str) -> Vec<String> {
    let asked = text::normalise(typed);
    if asked.is_empty() {
        return Vec::new();
    }
    standards
        .rules
        .topics
        .iter()
        .filter(|topic| text::normalise(&topic.title_ru).contains(&asked))
        .map(|topic| topic.id.as_str().to_owned())
        .collect()
}

fn line(desk: &Desk, standards: &Standards, row: Row, today: NaiveDate) -> Outcome<AppealRow> {
    let (left, tone) = left(standards, &row, today);
    Ok(AppealRow {
        immediate: is_immediate(desk, &row)?.then_some(true),
        appeal_id: row.id.to_string(),
        number: row.number,
        due_on: row.limit_on.map(iso).unwrap_or_default(),
        left,
        tone,
        applicant: text::short_name(&row.applicant),
        category_label: standards.category(&row.category),
        executor: row.executor.map(|(_, name)| surname(&name)),
        place: place(row.place),
    })
}

/// Of claims in work only: nothing else is assessed.
fn is_immediate(desk: &Desk, row: &Row) -> Outcome<bool> {
    let is_in_work = match row.status {
        AppealStatus::Registered | AppealStatus::Assigned => true,
        AppealStatus::Answered | AppealStatus::Closed => false,
    };
    if !is_in_work || row.category != claim::CLAIM {
        return Ok(false);
    }
    let subject = super::subject(&row.id.to_string())?;
    Ok(desk
        .replica
        .state(subject)?
        .as_ref()
        .and_then(State::appeal)
        .is_some_and(claim::is_immediate))
}

/// «Лаптева О. И.» → «Лаптева».
fn surname(short_name: &str) -> String {
    short_name
        .split(['\u{a0}', ' '])
        .next()
        .unwrap_or(short_name)
        .to_owned()
}

/// What is left, or what has become of it.
pub(crate) fn left(standards: &Standards, row: &Row, today: NaiveDate) -> (String, Tone) {
    match (row.status, row.limit_on) {
        (AppealStatus::Closed, _) => ("закрыто".to_owned(), Tone::Plain),
        (AppealStatus::Answered, _) => ("отвечено".to_owned(), Tone::Ok),
        // The law's own term does not wait: past it, the case is late whatever is awaited.
        (AppealStatus::Registered | AppealStatus::Assigned, limit_on)
            if row.waiting && limit_on.is_none_or(|limit_on| limit_on >= today) =>
        {
            ("ждём сведений".to_owned(), Tone::Idle)
        }
        (AppealStatus::Registered | AppealStatus::Assigned, None) => {
            ("срок не посчитан".to_owned(), Tone::Idle)
        }
        (AppealStatus::Registered | AppealStatus::Assigned, Some(limit_on)) => {
            standards.left(limit_on, today)
        }
    }
}

/// A note of the card.
pub(crate) fn mark(desk: &Desk, row: &Row) -> Outcome<AppealMark> {
    let standards = desk.standards()?;
    let (left, tone) = left(&standards, row, desk.today()?);
    Ok(AppealMark {
        appeal_id: row.id.to_string(),
        number: row.number.clone(),
        category_label: standards.category(&row.category),
        due_on: row.limit_on.map(iso).unwrap_or_default(),
        left,
        tone,
    })
}

/// Where a record is, as the screens say it.
pub(crate) fn place(place: StorePlace) -> Place {
    match place {
        StorePlace::Desk => Place::Desk,
        StorePlace::Branch => Place::Branch,
        StorePlace::Centre => Place::Centre,
    }
}

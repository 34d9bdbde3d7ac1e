//! What happened with a client, the latest first: appeals and everything else, page by page.

use chrono::NaiveDate;
use stoika_domain::audit::AuditObject;
use stoika_domain::body::State;
use stoika_protocol::ActId;
use stoika_store::AppealRow;
use uuid::Uuid;

use super::party;
use crate::api::client::{HistoryAsked, HistoryLine, HistoryPage};
use crate::api::error::ErrorCode;
use crate::appeal::left;
use crate::audit::Access;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// Lines of a page.
const LINES_MAX: u32 = 50;

/// How far the pages before have come: appeals and records each have an order of their own.
#[derive(Clone, Copy, Default)]
pub(super) struct Position {
    appeal: Option<ActId>,
    record: Option<ActId>,
}

impl Position {
    fn parse(text: &str) -> Option<Self> {
        let (appeal, record) = text.split_once('.')?;
        let id = |text: &str| match text {
            "" => Some(None),
            text => Uuid::try_parse(text).ok().map(|id| Some(ActId(id))),
        };
        Some(Self {
            appeal: id(appeal)?,
            record: id(record)?,
        })
    }

    fn text(self) -> String {
        let words = |id: Option<ActId>| id.map_or_else(String::new, |id| id.to_string());
        format!("{}.{}", words(self.appeal), words(self.record))
    }
}

/// `client.history`: what lies behind the page that the card shows.
pub(crate) fn history(
    workstation: &Workstation,
    session: &Session,
    input: HistoryAsked,
) -> Outcome<HistoryPage> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let id = &input.party_id;
    party(&desk, id)?;
    let position = Position::parse(&input.after).ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    desk.viewed(&user, &Access::viewed(AuditObject::Party, id, Some(id)))?;
    page(&desk, id, position, desk.today()?)
}

/// The page behind a position: nobody is asked twice (R110).
pub(super) fn page(
    desk: &Desk,
    party: &str,
    mut position: Position,
    today: NaiveDate,
) -> Outcome<HistoryPage> {
    let standards = desk.standards()?;
    let offset = desk.utc_offset_minutes()?;
    // One more than a page holds tells whether there is another.
    let limit = LINES_MAX.saturating_add(1);
    let appeals = desk
        .replica
        .appeals_of_party(party, position.appeal, limit)?;
    let records = desk
        .replica
        .records_of_party(party, position.record, limit)?;
    let all_read = u32::try_from(records.len()).is_ok_and(|count| count < limit);
    let mut appeals = appeals.into_iter().peekable();
    let mut records = records.into_iter().peekable();
    let mut lines = Vec::new();
    while lines.len() < LINES_MAX as usize {
        let by_record = records.peek().map(|(state, _)| {
            // A paper has no line of its own: what it is about has one.
            crate::visit::history_line(&standards, state, offset, today)
        });
        let is_appeal = match (appeals.peek(), &by_record) {
            (None, None) => break,
            (Some(_), None) => true,
            (None, Some(_)) | (Some(_), Some(None)) => false,
            (Some(row), Some(Some(line))) => iso(row.received_on) >= line.on,
        };
        if is_appeal {
            if let Some(row) = appeals.next() {
                position.appeal = Some(row.id);
                lines.push(of_appeal(&standards, &row, today));
            }
        } else {
            if let Some((state, _)) = records.next() {
                position.record = record_id(&state).map(ActId).or(position.record);
            }
            lines.extend(by_record.flatten());
        }
    }
    // Behind papers, which have no lines, there may be records that were not read.
    let has_more = appeals.peek().is_some() || records.peek().is_some() || !all_read;
    Ok(HistoryPage {
        lines,
        next: has_more.then(|| position.text()),
    })
}

fn of_appeal(standards: &Standards, row: &AppealRow, today: NaiveDate) -> HistoryLine {
    let (state, tone) = left(standards, row, today);
    HistoryLine {
        on: iso(row.received_on),
        what: format!(
            "{} {}: {}",
            standards.category(&row.category),
            row.number,
            standards.topic(&row.topic)
        ),
        by: row.number.split('/').next().unwrap_or_default().to_owned(),
        state,
        tone,
        appeal_id: Some(row.id.to_string()),
    }
}

/// The id of a record of the client; the other kinds do not stand among them.
fn record_id(state: &State) -> Option<Uuid> {
    match state {
        State::Consultation(it) => Some(it.id),
        State::FollowUp(it) => Some(it.id),
        State::Incident(it) => Some(it.id),
        State::Consent(it) => Some(it.id),
        State::Paper(it) => Some(it.id),
        State::BookEntry(it) => Some(it.id),
        State::Appeal(_)
        | State::PartyContact(_)
        | State::Audit(_)
        | State::Visit(_)
        | State::Shift(_)
        | State::HallSign(_)
        | State::Tenure(_)
        | State::QueueOrder(_)
        | State::Destruction(_)
        | State::Survey(_)
        | State::DispatchList(_) => None,
    }
}

//! The way of an answer (7.4, приложение 1 п. 1.3): its project, the head's signature, dispatch and delivery;
//! what others are asked for it; and hand-over between offices.

mod dispatch;
mod email;
mod hand_over;
mod project;
mod questions;
mod view;

pub(crate) use dispatch::{delivered, letters, send, track};
pub(crate) use hand_over::{hand_back, hand_over, offices, take_over};
pub(crate) use project::{approve, draft, give_back, is_direct, save, start};
pub(crate) use questions::{ask, reply};
pub(crate) use view::{actions, answering, hand_over_view};

use stoika_domain::appeal::Appeal;
use stoika_domain::body::State;
use stoika_domain::check;
use stoika_domain::ids::OfficeId;
use stoika_store::WriteContext;
use uuid::Uuid;

use crate::api::error::ErrorCode;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};

/// The state of an appeal inside of an act.
fn state_in(context: &WriteContext<'_, '_>, appeal_id: &str) -> Outcome<Appeal> {
    context
        .state(crate::appeal::subject(appeal_id)?)?
        .as_ref()
        .and_then(State::appeal)
        .cloned()
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))
}

/// Words that must be there.
fn words(desk: &Desk, field: &str, typed: &str) -> Outcome<String> {
    let long = desk.standards()?.rules.settings.text_length_max;
    check::free_text(typed, long).map_err(|fault| Fault::field(field, fault))
}

/// A choice that was not made, or is not in the list.
fn chosen(field: &str, code: &str) -> Fault {
    let empty = code.trim().is_empty();
    let fault = if empty { "required" } else { "unknown_choice" };
    Fault::field(field, check::Fault::new(fault))
}

/// The desk's own office.
fn own_office(desk: &Desk) -> Outcome<OfficeId> {
    let enrolment = desk
        .enrolment()
        .ok_or_else(|| Fault::internal("a desk that is not enrolled"))?;
    OfficeId::parse(&enrolment.office).map_err(Fault::internal)
}

/// The id of a letter or a question as the screens hold it.
fn id_of(typed: &str) -> Outcome<Uuid> {
    Uuid::parse_str(typed.trim()).map_err(|_| Fault::new(ErrorCode::NotFound))
}

//! Hand-over of an appeal to another office (передача, 7.4, A19): it has an owner at every moment.

use stoika_domain::appeal::hand_over::{HandOverEvent, HandedBack, HandedOver, TakenOver};
use stoika_domain::appeal::{AppealEvent, Executor};

use super::{chosen, own_office, state_in, words};
use crate::api::Nothing;
use crate::api::answer::{AppealHandBack, AppealHandOver, AppealTakeOver};
use crate::api::appeal::Choice;
use crate::api::error::ErrorCode;
use crate::appeal::happen;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::workstation::Workstation;

/// `appeal.hand_over_offices`: to whom an appeal can be handed from here.
pub(crate) fn offices(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<Vec<Choice>> {
    let desk = workstation.desk()?;
    let own = own_office(&desk)?;
    let standards = desk.standards()?;
    let offices = standards.offices().iter();
    Ok(offices
        .filter(|office| office.id != own)
        .map(|office| Choice::new(office.id.as_str(), &office.name_ru))
        .collect())
}

/// `appeal.hand_over`.
pub(crate) fn hand_over(
    workstation: &Workstation,
    session: &Session,
    input: AppealHandOver,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let standards = desk.standards()?;
        let own = own_office(desk)?;
        let to_office = standards
            .office(input.office_id.trim())
            .map(|office| office.id.clone())
            .filter(|office| *office != own)
            .ok_or_else(|| chosen("office_id", &input.office_id))?;
        Ok(AppealEvent::HandOver(HandOverEvent::HandedOver(
            HandedOver {
                to_office,
                comment: words(desk, "comment", &input.comment)?,
            },
        )))
    })
}

/// `appeal.take_over`: only of what is offered to this office.
pub(crate) fn take_over(
    workstation: &Workstation,
    session: &Session,
    input: AppealTakeOver,
) -> Outcome<Nothing> {
    let me = session.user()?;
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let office_id = own_office(desk)?;
        let offered = state_in(context, &input.appeal_id)?.hand_over;
        if offered.is_some_and(|offered| offered.handed.to_office != office_id) {
            return Err(Fault::new(ErrorCode::ActVoid).with("reason", "another_office"));
        }
        let executor = match input.executor_id.trim() {
            "" => Executor {
                user_id: me.id.clone(),
                name: me.short_name.clone(),
                office_id,
            },
            other => Executor {
                user_id: other.to_owned(),
                name: context
                    .user(other)?
                    .filter(|user| user.active)
                    .ok_or_else(|| chosen("executor_id", other))?
                    .short_name,
                office_id,
            },
        };
        Ok(AppealEvent::HandOver(HandOverEvent::TakenOver(TakenOver {
            executor,
        })))
    })
}

/// `appeal.hand_back`: not taken, or called back.
pub(crate) fn hand_back(
    workstation: &Workstation,
    session: &Session,
    input: AppealHandBack,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        Ok(AppealEvent::HandOver(HandOverEvent::HandedBack(
            HandedBack {
                reason: words(desk, "reason", &input.reason)?,
            },
        )))
    })
}

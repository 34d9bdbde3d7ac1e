//! What the card says of the way of the answer and of a hand-over, and what can be done now.

use chrono::NaiveDate;
use stoika_domain::appeal::answer::{AnswerProject, Asked, Delivery, Dispatch, Question, Review};
use stoika_domain::appeal::{Appeal, lifecycle};
use stoika_domain::body::EntryKind;
use stoika_domain::destruction::CENTRE;

use super::own_office;
use crate::api::answer::{
    AnswerProjectView, AnsweringView, DispatchView, HandOverView, QuestionView,
};
use crate::appeal::decision_label;
use crate::clock::civil_date;
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::standards::Standards;
use crate::term_words::iso;

/// The way of the answer.
pub(crate) fn answering(standards: &Standards, appeal: &Appeal, today: NaiveDate) -> AnsweringView {
    let course = &appeal.answering;
    let signed = standards.rules.settings.answers_signed.iter();
    AnsweringView {
        project: course
            .project
            .as_ref()
            .map(|project| project_view(standards, project)),
        dispatches: course
            .dispatches
            .iter()
            .map(|dispatch| dispatch_view(standards, dispatch))
            .collect(),
        questions: course
            .questions
            .iter()
            .map(|question| question_view(question, today))
            .collect(),
        signed_channels: signed.map(ToString::to_string).collect(),
    }
}

fn project_view(standards: &Standards, project: &AnswerProject) -> AnswerProjectView {
    let drafted = &project.drafted;
    let (state, reviewed_by, approved_on, reason) = match &project.review {
        Review::Awaited => ("awaited", None, None, None),
        Review::Returned { reason, by } => {
            ("returned", Some(by.clone()), None, Some(reason.clone()))
        }
        Review::Approved { on, by } => ("approved", Some(by.clone()), Some(iso(*on)), None),
    };
    AnswerProjectView {
        state: state.to_owned(),
        outcome_label: decision_label(drafted.outcome).to_owned(),
        text: drafted.text.clone(),
        answer_channel: drafted.answer_channel.to_string(),
        channel_label: standards.answer_channel(drafted.answer_channel.as_str()),
        by: project.by_name.clone(),
        reviewed_by,
        approved_on,
        reason,
    }
}

/// A letter.
pub(super) fn dispatch_view(standards: &Standards, dispatch: &Dispatch) -> DispatchView {
    let sent = &dispatch.sent;
    DispatchView {
        dispatch_id: dispatch.id.to_string(),
        title: crate::paper::title(&sent.form_id),
        answer_channel: sent.answer_channel.to_string(),
        channel_label: standards.answer_channel(sent.answer_channel.as_str()),
        sent_on: iso(sent.sent_on),
        track: sent.track.clone(),
        delivery: dispatch.delivery.map(|(delivery, _)| {
            match delivery {
                Delivery::Delivered => "delivered",
                Delivery::CameBack => "came_back",
                Delivery::Declined => "declined",
            }
            .to_owned()
        }),
        told_on: dispatch.delivery.map(|(_, on)| iso(on)),
    }
}

fn question_view(question: &Question, today: NaiveDate) -> QuestionView {
    let asked = &question.asked;
    let (kind, whom) = match &asked.whom {
        Asked::Organisation { name } => ("organisation", name.clone()),
        Asked::Expert { expert } => ("expert", expert.name.clone()),
    };
    QuestionView {
        question_id: question.id.to_string(),
        kind: kind.to_owned(),
        whom,
        question: asked.question.clone(),
        asked_on: iso(asked.asked_on),
        due_on: iso(asked.due_on),
        late: question.replied.is_none() && asked.due_on < today,
        reply: question.replied.as_ref().map(|reply| reply.text.clone()),
        replied_on: question.replied.as_ref().map(|reply| iso(reply.replied_on)),
    }
}

/// A hand-over that nobody has taken yet.
pub(crate) fn hand_over_view(
    desk: &Desk,
    standards: &Standards,
    appeal: &Appeal,
    today: NaiveDate,
) -> Outcome<Option<HandOverView>> {
    let Some(offered) = &appeal.hand_over else {
        return Ok(None);
    };
    let since = civil_date(offered.at_ms, desk.utc_offset_minutes()?);
    let office = |id: &str| {
        if id == CENTRE {
            "бэк-офис".to_owned()
        } else {
            standards.office_name(id)
        }
    };
    Ok(Some(HandOverView {
        from_label: office(offered.from_office.as_str()),
        to_label: office(offered.handed.to_office.as_str()),
        by: offered.from_user.clone(),
        comment: offered.handed.comment.clone(),
        since: iso(since),
        late: standards.is_past_working_day(since, today),
        is_here: offered.handed.to_office == own_office(desk)?,
    }))
}

/// What can be done now on the way of the answer and of a hand-over.
pub(crate) fn actions(desk: &Desk, appeal: &Appeal) -> Outcome<Vec<String>> {
    let own = own_office(desk)?;
    let review = appeal
        .answering
        .project
        .as_ref()
        .map(|project| &project.review);
    let offered = appeal.hand_over.as_ref();
    let wanted = [
        ("draft_answer", EntryKind::AppealAnswerDrafted, true),
        (
            "approve_answer",
            EntryKind::AppealAnswerApproved,
            review == Some(&Review::Awaited),
        ),
        (
            "return_answer",
            EntryKind::AppealAnswerReturned,
            review == Some(&Review::Awaited),
        ),
        (
            "send_answer",
            EntryKind::AppealAnswered,
            matches!(review, Some(Review::Approved { .. })),
        ),
        ("ask", EntryKind::AppealAsked, true),
        ("hand_over", EntryKind::AppealHandedOver, true),
        (
            "take_over",
            EntryKind::AppealTakenOver,
            offered.is_some_and(|it| it.handed.to_office == own),
        ),
        (
            "hand_back",
            EntryKind::AppealHandedBack,
            offered.is_some_and(|it| it.handed.to_office == own || it.from_office == own),
        ),
    ];
    let open = wanted
        .into_iter()
        .filter(|(_, kind, fits)| *fits && lifecycle::permit(*kind, appeal).is_ok());
    Ok(open.map(|(name, _, _)| name.to_owned()).collect())
}

//! The project of an answer: typed, kept, given to the head, signed or given back.

use stoika_domain::appeal::answer::{
    AnswerApproved, AnswerDrafted, AnswerEvent, AnswerReturned, Review,
};
use stoika_domain::appeal::{Appeal, AppealEvent};
use stoika_domain::body::Event;
use stoika_domain::check;
use stoika_domain::ids::AnswerChannelId;
use stoika_domain::text;

use super::{state_in, words};
use crate::api::Nothing;
use crate::api::answer::{AnswerForm, AnswerProjectInput, AnswerReturn, AnswerSaved, AnswerStart};
use crate::api::appeal::{AppealApprove, AppealAsked};
use crate::api::error::ErrorCode;
use crate::appeal::{decision, field_errors, happen, outcome_code, stored, subject};
use crate::claim::decision_words;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::workstation::Workstation;

/// Kind of the drafts of answers: the list of the forms in progress does not show them.
const KIND: &str = "answer";
/// Longest project that is kept: far beyond what the fields take.
const DRAFT_SIZE_BYTES_MAX: usize = 256 * 1024;

/// What is kept of a project at this desk. The appeal stands in it so that it is destroyed with it.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    appeal_id: String,
    form: AnswerForm,
}

fn draft_id(appeal_id: &str) -> String {
    format!("answer-{appeal_id}")
}

/// Whether an answer in that way goes with no signature of the head.
pub(crate) fn is_direct(standards: &Standards, channel: &AnswerChannelId) -> bool {
    !standards.rules.settings.answers_signed.contains(channel)
}

/// `answer.start`.
pub(crate) fn start(
    workstation: &Workstation,
    _: &Session,
    input: AppealAsked,
) -> Outcome<AnswerStart> {
    let desk = workstation.desk()?;
    let appeal = stored(&desk, &input.appeal_id)?.appeal;
    if let Some(draft) = desk.replica.draft(&draft_id(&input.appeal_id))? {
        // The parser's words may quote the letter: they stay out of the log.
        let kept: Kept = serde_json::from_str(&draft.json)
            .map_err(|_| Fault::internal("a draft cannot be read"))?;
        return Ok(AnswerStart {
            form: kept.form,
            saved_ms: Some(draft.updated_ms),
        });
    }
    let form = match &appeal.answering.project {
        Some(project) => AnswerForm {
            outcome: outcome_code(project.drafted.outcome).to_owned(),
            text: project.drafted.text.clone(),
            answer_channel: project.drafted.answer_channel.to_string(),
            conclusion: project.drafted.conclusion.clone().unwrap_or_default(),
            settlement: project.drafted.settlement.clone().unwrap_or_default(),
        },
        None => AnswerForm {
            outcome: String::new(),
            text: facts(&desk, &appeal)?,
            answer_channel: appeal.registered.answer_channel.to_string(),
            ..AnswerForm::default()
        },
    };
    Ok(AnswerStart {
        form,
        saved_ms: None,
    })
}

/// What the program knows of the matter, as the beginning of the letter: a debt as of the day of the data.
fn facts(desk: &Desk, appeal: &Appeal) -> Outcome<String> {
    let registered = &appeal.registered;
    let Some(account) = &registered.applicant.account_number else {
        return Ok(String::new());
    };
    if registered.topic.as_str() != "debt" {
        return Ok(String::new());
    }
    let Some(ledger) = desk.replica.ledger(account)? else {
        return Ok(String::new());
    };
    let on = crate::clock::civil_date(ledger.as_of_ms, desk.utc_offset_minutes()?);
    let (on, account) = (text::date(on), text::account(account));
    let sum = |kopecks: i64| text::money(stoika_domain::money::Kopecks(kopecks));
    Ok(match ledger.balance_kopecks {
        0 => format!("По данным на {on}, задолженности по лицевому счёту {account} нет."),
        debt if debt > 0 => format!(
            "По данным на {on}, задолженность по лицевому счёту {account} составляет {}.",
            sum(debt)
        ),
        advance => format!(
            "По данным на {on}, задолженности по лицевому счёту {account} нет, аванс составляет {}.",
            sum(-advance)
        ),
    })
}

/// `answer.save`: durable while one types, known to this desk alone.
pub(crate) fn save(
    workstation: &Workstation,
    _: &Session,
    input: AnswerProjectInput,
) -> Outcome<AnswerSaved> {
    let desk = workstation.desk()?;
    let appeal = stored(&desk, &input.appeal_id)?.appeal;
    // A save that comes late does not raise the draft of a letter that has gone.
    if appeal.answered.is_some() || appeal.closed.is_some() {
        return Err(Fault::new(ErrorCode::NotFound));
    }
    let kept = Kept {
        appeal_id: input.appeal_id.clone(),
        form: input.form,
    };
    let json = serde_json::to_string(&kept).map_err(Fault::internal)?;
    if json.len() > DRAFT_SIZE_BYTES_MAX {
        return Err(Fault::new(ErrorCode::InputMalformed));
    }
    let saved_ms = desk.now_ms();
    let changes = desk.replica.save_draft(&stoika_store::Draft {
        id: draft_id(&input.appeal_id),
        kind: KIND.to_owned(),
        json,
        updated_ms: saved_ms,
    })?;
    desk.changed(&changes);
    Ok(AnswerSaved { saved_ms })
}

/// `answer.draft`: the project is given to the head, and the draft of it ends.
pub(crate) fn draft(
    workstation: &Workstation,
    session: &Session,
    input: AnswerProjectInput,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let subject = subject(&input.appeal_id)?;
    desk.act(&user, |_, context| {
        let drafted = drafted(&desk, &state_in(context, &input.appeal_id)?, &input.form)?;
        context.delete_draft(&draft_id(&input.appeal_id))?;
        Ok(vec![(
            subject,
            Event::Appeal(AppealEvent::Answer(AnswerEvent::Drafted(Box::new(drafted)))),
        )])
    })?;
    Ok(Nothing {})
}

/// A project of what was typed.
fn drafted(desk: &Desk, appeal: &Appeal, form: &AnswerForm) -> Outcome<AnswerDrafted> {
    let standards = desk.standards()?;
    let rules = &standards.rules;
    let missing = |code: &str| {
        let empty = code.trim().is_empty();
        check::Fault::new(if empty { "required" } else { "unknown_choice" })
    };
    let text = check::free_text(&form.text, rules.settings.text_length_max)
        .map_err(|fault| fault.of("text"));
    let channel = rules
        .answer_channels
        .iter()
        .find(|row| row.id.as_str() == form.answer_channel.trim())
        .ok_or_else(|| missing(&form.answer_channel).of("answer_channel"));
    let outcome = decision(&form.outcome).ok_or_else(|| missing(&form.outcome).of("outcome"));
    let long = rules.settings.text_length_max;
    let said = match &outcome {
        Ok(outcome) => decision_words(long, appeal, *outcome, &form.conclusion, &form.settlement),
        Err(_) => Ok((None, None)),
    };
    match (text, channel, outcome, said) {
        (Ok(text), Ok(channel), Ok(outcome), Ok((conclusion, settlement))) => Ok(AnswerDrafted {
            outcome,
            text,
            conclusion,
            settlement,
            answer_channel: channel.id.clone(),
        }),
        (text, channel, outcome, said) => {
            let errors = [text.err(), channel.err(), outcome.err(), said.err()];
            Err(Fault::fields(field_errors(
                errors.into_iter().flatten().collect(),
                false,
            )))
        }
    }
}

/// `answer.return`: the head gives it back.
pub(crate) fn give_back(
    workstation: &Workstation,
    session: &Session,
    input: AnswerReturn,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        Ok(AppealEvent::Answer(AnswerEvent::Returned(AnswerReturned {
            reason: words(desk, "reason", &input.reason)?,
        })))
    })
}

/// `answer.approve`: the head signs it.
pub(crate) fn approve(
    workstation: &Workstation,
    session: &Session,
    input: AppealApprove,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        Ok(AppealEvent::Answer(AnswerEvent::Approved(AnswerApproved {
            approved_on: desk.today()?,
        })))
    })
}

/// The signed project of an appeal.
pub(super) fn signed(appeal: &Appeal) -> Outcome<&AnswerDrafted> {
    let project = appeal.answering.project.as_ref();
    project
        .filter(|project| matches!(project.review, Review::Approved { .. }))
        .map(|project| &project.drafted)
        .ok_or_else(|| Fault::new(ErrorCode::ActVoid).with("reason", "not_drafted"))
}

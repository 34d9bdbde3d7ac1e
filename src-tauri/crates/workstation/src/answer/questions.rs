//! Questions that an answer needs: to another organisation (7.4, row 4), to an expert of the house (R146).

use stoika_domain::appeal::answer::{AnswerEvent, Asked, QuestionAsked, QuestionReplied};
use stoika_domain::appeal::{AppealEvent, Executor};
use stoika_domain::check;

use super::{chosen, id_of, own_office, state_in, words};
use crate::api::Nothing;
use crate::api::answer::{AnswerAsk, AnswerReply};
use crate::appeal::happen;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::workstation::Workstation;

/// `answer.ask`. With no date it is due when the answer is.
pub(crate) fn ask(
    workstation: &Workstation,
    session: &Session,
    input: AnswerAsk,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let today = desk.today()?;
        let standards = desk.standards()?;
        let whom = match (input.organisation.trim(), input.expert_id.trim()) {
            (_, "") => {
                let long = standards.rules.settings.line_length_max;
                let name = check::free_text(&input.organisation, long);
                Asked::Organisation {
                    name: name.map_err(|fault| Fault::field("organisation", fault))?,
                }
            }
            ("", expert) => Asked::Expert {
                expert: Executor {
                    user_id: expert.to_owned(),
                    name: context
                        .user(expert)?
                        .filter(|user| user.active)
                        .ok_or_else(|| chosen("expert_id", expert))?
                        .short_name,
                    office_id: own_office(desk)?,
                },
            },
            (_, _) => return Err(chosen("expert_id", "both")),
        };
        let due_on = if input.due_on.trim().is_empty() {
            let appeal = state_in(context, &input.appeal_id)?;
            standards
                .term_of(&appeal)
                .map_or(today, |term| term.limit.max(today))
        } else {
            check::date_ahead(&input.due_on, today)
                .map_err(|fault| Fault::field("due_on", fault))?
        };
        let asked = QuestionAsked {
            whom,
            question: words(desk, "question", &input.question)?,
            asked_on: today,
            due_on,
        };
        Ok(AppealEvent::Answer(AnswerEvent::Asked(Box::new(asked))))
    })
}

/// `answer.reply`.
pub(crate) fn reply(
    workstation: &Workstation,
    session: &Session,
    input: AnswerReply,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        Ok(AppealEvent::Answer(AnswerEvent::Replied(QuestionReplied {
            question: id_of(&input.question_id)?,
            replied_on: desk.today()?,
            text: words(desk, "text", &input.text)?,
        })))
    })
}

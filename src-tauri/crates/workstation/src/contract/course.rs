//! The way of an application: documents, notice, refusal, the contract sent, disagreements.

use std::collections::BTreeSet;

use stoika_domain::appeal::contract::{
    self, ClauseReply, ContractEvent, ContractRefused, ContractReturned, ContractSent, Disagreed,
    DisagreementAnswered, DisputedClause, DocumentsBrought, MissingNotified,
};
use stoika_domain::appeal::{Appeal, AppealEvent, Compared};
use stoika_domain::check;
use stoika_domain::contract_intake;
use stoika_domain::ids::AnswerChannelId;

use crate::api::Nothing;
use crate::api::contract::{
    ContractAsked, ContractBring, ContractDisagree, ContractRefuse, ContractReply, ContractSend,
};
use crate::api::error::{ErrorCode, FieldError};
use crate::appeal::{chosen, happen, received, state_in, typed_attachment};
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::workstation::Workstation;

/// Clauses of one protocol.
const CLAUSES_MAX: usize = 100;

/// Collects what is wrong, field by field.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn take<T>(&mut self, field: &str, read: Result<T, check::Fault>) -> Option<T> {
        read.map_err(|fault| self.add(field, fault)).ok()
    }

    fn add(&mut self, field: &str, fault: check::Fault) {
        self.0.push(FieldError {
            field: field.to_owned(),
            code: fault.code,
            args: fault.args,
            warning: false,
        });
    }

    fn stop(self) -> Outcome<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Fault::fields(self.0))
        }
    }
}

/// The way by which something goes to the client.
fn channel(standards: &Standards, typed: &str) -> Result<AnswerChannelId, check::Fault> {
    let mut rows = standards.rules.answer_channels.iter();
    rows.find(|row| row.id.as_str() == typed.trim())
        .map(|row| row.id.clone())
        .ok_or_else(|| chosen(typed))
}

/// How all that is there now compares with the checklist of the application.
fn compared(
    standards: &Standards,
    appeal: &Appeal,
    brought: &[stoika_domain::appeal::Attachment],
) -> Compared {
    let before = contract::missing(appeal).to_vec();
    let data = standards.rules.checklists.as_ref();
    let is_brought = |name: &str| {
        brought.iter().any(|attachment| {
            attachment.name == name
                || data.is_some_and(|data| {
                    let mut rows = data.documents.iter();
                    rows.any(|row| row.title_ru == name && row.is(attachment))
                })
        })
    };
    let missing: Vec<_> = before
        .into_iter()
        .filter(|wanted| !is_brought(&wanted.name))
        .collect();
    let note = appeal
        .registered
        .compared
        .as_ref()
        .and_then(|compared| compared.note.clone())
        .filter(|_| !missing.is_empty());
    Compared { missing, note }
}

/// `contract.bring`.
pub(crate) fn bring(
    workstation: &Workstation,
    session: &Session,
    input: ContractBring,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let appeal = state_in(context, &input.appeal_id)?;
        let standards = desk.standards()?;
        let typed: Vec<_> = input.documents.iter().map(typed_attachment).collect();
        let line = standards.rules.settings.line_length_max;
        let documents = contract_intake::read_attachments(&typed, line)
            .map_err(|errors| Fault::fields(crate::appeal::errors_of(errors, false, false)))?;
        if documents.is_empty() {
            return Err(Fault::field("documents", check::Fault::new("required")));
        }
        let compared = compared(&standards, &appeal, &documents);
        Ok(AppealEvent::Contract(ContractEvent::DocumentsBrought(
            DocumentsBrought {
                brought_on: desk.today()?,
                documents,
                compared,
            },
        )))
    })
}

/// `contract.notify`: the client is told what is missing.
pub(crate) fn notify(
    workstation: &Workstation,
    session: &Session,
    input: ContractAsked,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let appeal = state_in(context, &input.appeal_id)?;
        Ok(AppealEvent::Contract(ContractEvent::MissingNotified(
            MissingNotified {
                notified_on: desk.today()?,
                missing: contract::missing(&appeal).to_vec(),
            },
        )))
    })
}

/// `contract.refuse`: by the head, with the reasons of the published list.
pub(crate) fn refuse(
    workstation: &Workstation,
    session: &Session,
    input: ContractRefuse,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let standards = desk.standards()?;
        let mut wrong = Wrong::default();
        let known = |code: &String| {
            let mut rows = standards.book.refusal_reasons.iter();
            rows.any(|row| row.id == *code)
        };
        if input.reasons.is_empty() {
            wrong.add("reasons", check::Fault::new("required"));
        } else if !input.reasons.iter().all(known) {
            wrong.add("reasons", check::Fault::new("unknown_choice"));
        }
        let long = standards.rules.settings.text_length_max;
        let text = wrong.take("text", check::free_text(&input.text, long));
        let way = wrong.take("answer_channel", channel(&standards, &input.answer_channel));
        wrong.stop()?;
        Ok(AppealEvent::Contract(ContractEvent::Refused(
            ContractRefused {
                refused_on: desk.today()?,
                reasons: input.reasons.iter().cloned().collect::<BTreeSet<_>>(),
                text: text.unwrap_or_default(),
                answer_channel: way.ok_or_else(|| Fault::internal("no way of answer"))?,
            },
        )))
    })
}

/// `contract.send`: the signed contract, its change, or the agreement of its end.
pub(crate) fn send(
    workstation: &Workstation,
    session: &Session,
    input: ContractSend,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let standards = desk.standards()?;
        let mut wrong = Wrong::default();
        let line = standards.rules.settings.line_length_max;
        let number = check::free_text(&input.contract_number, line);
        let number = wrong.take("contract_number", number);
        let way = wrong.take("answer_channel", channel(&standards, &input.answer_channel));
        wrong.stop()?;
        Ok(AppealEvent::Contract(ContractEvent::Sent(ContractSent {
            sent_on: desk.today()?,
            contract_number: number.unwrap_or_default(),
            answer_channel: way.ok_or_else(|| Fault::internal("no way of answer"))?,
        })))
    })
}

/// `contract.disagree`: the client's protocol of disagreements, clause by clause.
pub(crate) fn disagree(
    workstation: &Workstation,
    session: &Session,
    input: ContractDisagree,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let today = desk.today()?;
        let received_on = received(desk, &input.received_on, today)?;
        let settings = &desk.standards()?.rules.settings;
        let (line, long) = (settings.line_length_max, settings.text_length_max);
        let appeal = state_in(context, &input.appeal_id)?;
        let mut wrong = Wrong::default();
        if received_on < appeal.registered.received_on {
            wrong.add("received_on", check::Fault::new("before_receipt"));
        }
        let rows = input.clauses.iter().enumerate();
        let rows: Vec<_> = rows
            .filter(|(_, row)| {
                [&row.clause, &row.ours, &row.theirs]
                    .iter()
                    .any(|typed| !typed.trim().is_empty())
            })
            .collect();
        if rows.is_empty() {
            wrong.add("clauses.0.clause", check::Fault::new("required"));
        }
        if rows.len() > CLAUSES_MAX {
            let fault = check::Fault::new("clauses_number").with("max", CLAUSES_MAX);
            wrong.add("clauses.0.clause", fault);
        }
        let mut clauses = Vec::with_capacity(rows.len());
        for (at, row) in rows {
            let field = |name: &str| format!("clauses.{at}.{name}");
            let clause = wrong.take(&field("clause"), check::free_text(&row.clause, line));
            let ours = wrong.take(&field("ours"), check::free_text(&row.ours, long));
            let theirs = wrong.take(&field("theirs"), check::free_text(&row.theirs, long));
            if let (Some(clause), Some(ours), Some(theirs)) = (clause, ours, theirs) {
                clauses.push(DisputedClause {
                    clause,
                    ours,
                    theirs,
                });
            }
        }
        wrong.stop()?;
        Ok(AppealEvent::Contract(ContractEvent::Disagreed(Disagreed {
            received_on,
            clauses,
        })))
    })
}

/// `contract.reply`: one reply for each clause of the open protocol.
pub(crate) fn reply(
    workstation: &Workstation,
    session: &Session,
    input: ContractReply,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let standards = desk.standards()?;
        let appeal = state_in(context, &input.appeal_id)?;
        let open = appeal
            .contract
            .open_disagreement()
            .ok_or_else(|| Fault::new(ErrorCode::ActVoid).with("reason", "not_disagreed"))?;
        let mut wrong = Wrong::default();
        let mut replies = Vec::new();
        for at in 0..open.disagreed.clauses.len() {
            let field = |name: &str| format!("replies.{at}.{name}");
            let typed = input.replies.get(at).cloned().unwrap_or_default();
            let text = |wrong: &mut Wrong| {
                let long = standards.rules.settings.text_length_max;
                wrong.take(&field("text"), check::free_text(&typed.text, long))
            };
            let reply = match typed.reply.trim() {
                "accepted" => Some(ClauseReply::Accepted),
                "declined" => text(&mut wrong).map(|reason| ClauseReply::Declined { reason }),
                "agreed" => text(&mut wrong).map(|wording| ClauseReply::Agreed { wording }),
                other => {
                    wrong.add(&field("reply"), chosen(other));
                    None
                }
            };
            replies.extend(reply);
        }
        let way = wrong.take("answer_channel", channel(&standards, &input.answer_channel));
        wrong.stop()?;
        Ok(AppealEvent::Contract(ContractEvent::DisagreementAnswered(
            DisagreementAnswered {
                answered_on: desk.today()?,
                replies,
                answer_channel: way.ok_or_else(|| Fault::internal("no way of answer"))?,
            },
        )))
    })
}

/// `contract.returned`: the client's signed copy is here.
pub(crate) fn returned(
    workstation: &Workstation,
    session: &Session,
    input: ContractAsked,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        Ok(AppealEvent::Contract(ContractEvent::Returned(
            ContractReturned {
                returned_on: desk.today()?,
            },
        )))
    })
}

//! Appeals (обращения): the form and its checks, registration, the course of a case.

mod card;
mod course;
mod deeds;
mod form;
mod list;
mod views;

pub(crate) use card::{answer_address, card, channel_label, sheets, stored};
pub(crate) use course::{
    approve, change_norm, decline, extend, extension, optional_words, propose, received, redate,
    redated, redated_seen, reopen, resume, set_urgency, state_in, suspend, words,
};
pub(crate) use form::{
    FromBase, address_line, audience, decision, decision_label, errors_of, field_errors, form_code,
    outcome_code, outcomes, typed, typed_attachment,
};
pub(crate) use list::{left, list, mark, place};
pub(crate) use views::{delete as view_delete, list as view_list, save as view_save};

use std::str::FromStr as _;

use stoika_domain::appeal::{Answered, AppealEvent, Closed, Executor};
use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::check;
use stoika_domain::ids::OfficeId;
use stoika_domain::intake::{self, Assessed, TypedAppeal};
use stoika_protocol::{ActId, Subject};
use stoika_store::WriteContext;

use crate::api::Nothing;
use crate::api::appeal::{
    AppealAnswer, AppealAssign, AppealCheck, AppealChecked, AppealChoices, AppealClose, AppealForm,
    AppealRegister, AppealRegistered, AskedDocument, TermView,
};
use crate::api::error::ErrorCode;
use crate::claim;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::feedback;
use crate::reference::{needed_code, paper_code};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::{self, iso};
use crate::workstation::Workstation;

/// Appeals of one client that are looked through for alike ones.
const SIMILAR_MAX: u32 = 100;

/// An appeal's id as the screens hold it.
pub(crate) fn subject(appeal_id: &str) -> Outcome<Subject> {
    let id = uuid::Uuid::from_str(appeal_id).map_err(|_| Fault::new(ErrorCode::NotFound))?;
    Ok(Subject {
        kind: SubjectKind::Appeal.number(),
        id: ActId(id),
    })
}

/// `appeal.choices`.
pub(crate) fn choices(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<AppealChoices> {
    Ok(workstation.desk()?.standards()?.choices())
}

/// `appeal.term`.
pub(crate) fn term(
    workstation: &Workstation,
    _: &Session,
    input: AppealCheck,
) -> Outcome<Option<TermView>> {
    term_of(&*workstation.desk()?, &input.form)
}

fn term_of(desk: &Desk, form: &AppealForm) -> Outcome<Option<TermView>> {
    let standards = desk.standards()?;
    let typed = form::typed(form, &from_base(desk, form)?);
    let basis = intake::term_basis(&typed, &standards.rules, desk.today()?);
    Ok(basis
        .and_then(|basis| standards.term_of_basis(&basis))
        .map(|term| term_words::view(&term)))
}

/// What the base knows of the client and account of a form.
pub(crate) fn from_base(desk: &Desk, form: &AppealForm) -> Outcome<FromBase> {
    let party = match &form.party_id {
        None => None,
        Some(id) => Some(
            desk.replica
                .party(id)?
                .ok_or_else(|| Fault::new(ErrorCode::NotFound))?,
        ),
    };
    let account = match &form.account {
        None => None,
        Some(number) => desk.replica.account(number)?,
    };
    let phone = match &form.party_id {
        None => None,
        Some(id) => crate::client::phone_of(desk, id, party.as_ref())?,
    };
    let own = desk.enrolment().map(|enrolment| enrolment.office.clone());
    let zone_office = account
        .as_ref()
        .filter(|account| Some(&account.office) != own.as_ref())
        .and_then(|account| OfficeId::parse(&account.office).ok());
    Ok(FromBase {
        party,
        account,
        phone,
        zone_office,
        stub: form.account.is_none(),
    })
}

/// Judges a form; a day of receipt before all rules is wrong too.
pub(crate) fn assess(
    standards: &Standards,
    typed: &TypedAppeal,
    today: chrono::NaiveDate,
) -> Result<Assessed, Vec<check::FieldError>> {
    let rules = &standards.rules;
    let assessed = intake::assess(typed, rules, today)?;
    let early = intake::term_basis(typed, rules, today)
        .is_some_and(|basis| standards.lies_before_rules(&basis, today));
    if early {
        return Err(vec![
            check::Fault::new("received_before_rules").of("received_on"),
        ]);
    }
    Ok(assessed)
}

/// `appeal.check`: the same validator as the command's.
pub(crate) fn check(
    workstation: &Workstation,
    _: &Session,
    input: AppealCheck,
) -> Outcome<AppealChecked> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let base = from_base(&desk, &input.form)?;
    let typed = form::typed(&input.form, &base);
    let mut fields = match assess(&standards, &typed, desk.today()?) {
        Ok(assessed) => form::errors_of(assessed.warnings, true, base.stub),
        Err(errors) => form::errors_of(errors, false, base.stub),
    };
    if let Err(fault) = solution(&desk, &input.form) {
        fields.extend(fault.fields);
    }
    let similar = match &input.form.party_id {
        None => Vec::new(),
        Some(party) => desk
            .replica
            .open_appeals_of_party(party, SIMILAR_MAX)?
            .into_iter()
            .filter(|row| row.category == input.form.category || row.topic == input.form.topic)
            .filter(|row| input.form.account.is_none() || row.account == input.form.account)
            .map(|row| mark(&desk, &row))
            .collect::<Outcome<_>>()?,
    };
    Ok(AppealChecked {
        fields,
        term: term_of(&desk, &input.form)?,
        similar,
        documents: intake::asked_documents(&typed, &standards.rules)
            .into_iter()
            .map(|asked| asked_document(&asked))
            .collect(),
    })
}

/// A document that a checklist asks for, as the form shows it.
pub(crate) fn asked_document(asked: &intake::AskedDocument<'_>) -> AskedDocument {
    AskedDocument {
        code: asked.document.id.clone(),
        title: asked.document.title_ru.clone(),
        needed: needed_code(asked.item.needed).to_owned(),
        condition: asked.item.condition_ru.clone(),
        form: paper_code(asked.document.paper).to_owned(),
        handed_in: asked.is_handed_in,
    }
}

/// `appeal.register`: number, entry and the end of the draft in one transaction.
pub(crate) fn register(
    workstation: &Workstation,
    session: &Session,
    input: AppealRegister,
) -> Outcome<AppealRegistered> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let base = from_base(&desk, &input.form)?;
    let typed = form::typed(&input.form, &base);
    let assessed = assess(&standards, &typed, today)
        .map_err(|errors| Fault::fields(form::errors_of(errors, false, base.stub)));
    let (appeal, solution) = match (assessed, solution(&desk, &input.form)) {
        (Ok(assessed), Ok(solution)) => (assessed.appeal, solution),
        (Err(mut fault), Err(more)) => {
            fault.fields.extend(more.fields);
            return Err(fault);
        }
        (Err(fault), Ok(_)) | (Ok(_), Err(fault)) => return Err(fault),
    };
    let mut number = None;
    let mut registered = None;
    let act_id = desk.act(&user, |doing, context| {
        let given = doing.next_number(context)?;
        if let Some(draft) = &input.draft_id {
            context.delete_draft(draft)?;
        }
        number = Some(given);
        let body = appeal.numbered(given);
        registered = Some(body.clone());
        let subject = doing.new_subject(SubjectKind::Appeal);
        let answer_channel = body.answer_channel.clone();
        let mut events = vec![(
            subject,
            Event::Appeal(AppealEvent::Registered(Box::new(body))),
        )];
        if let Some(entry) = &input.form.book_entry_id {
            events.push(feedback::linked(context, entry, subject, given)?);
        }
        // A31: answered at once, by word of mouth: the case begins and ends in one act.
        if let Some(text) = solution {
            let answered = AppealEvent::Answered(Answered {
                answered_on: today,
                outcome: stoika_domain::appeal::Outcome::Explained,
                answer_channel,
                text,
                conclusion: None,
                settlement: None,
            });
            let closed = AppealEvent::Closed(Closed {
                closed_on: today,
                ground: None,
                note: Some("Решено на месте".to_owned()),
            });
            events.push((subject, Event::Appeal(answered)));
            events.push((subject, Event::Appeal(closed)));
        }
        Ok(events)
    })?;
    let due_on = registered
        .and_then(|body| {
            let dates = stoika_domain::terms::StartDates {
                registered_on: Some(body.registered_on),
                ..stoika_domain::terms::StartDates::received(body.received_on)
            };
            standards.term_of_appeal(&body, &dates)
        })
        .map(|term| iso(term.limit));
    Ok(AppealRegistered {
        appeal_id: act_id.to_string(),
        number: number.map_or_else(String::new, |number| number.to_string()),
        due_on: due_on.unwrap_or_default(),
    })
}

/// What was answered on the spot, of a form that says so: only an oral appeal gets its answer so
/// (11.3).
fn solution(desk: &Desk, form: &AppealForm) -> Outcome<Option<String>> {
    if !form.solved {
        return Ok(None);
    }
    if form.form.trim() != "oral" {
        return Err(invalid("solved", "solved_only_oral"));
    }
    let long = desk.standards()?.rules.settings.text_length_max;
    check::free_text(&form.solution, long)
        .map(Some)
        .map_err(|fault| Fault::field("solution", fault))
}

/// `appeal.assign`.
pub(crate) fn assign(
    workstation: &Workstation,
    session: &Session,
    input: AppealAssign,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let executor = context
            .user(&input.executor_id)?
            .filter(|user| user.active)
            .ok_or_else(|| invalid("executor_id", "unknown_choice"))?;
        let office = desk
            .enrolment()
            .map(|enrolment| enrolment.office.clone())
            .unwrap_or_default();
        Ok(AppealEvent::Assigned(Executor {
            user_id: input.executor_id.clone(),
            name: executor.short_name,
            office_id: OfficeId::parse(&office).map_err(Fault::internal)?,
        }))
    })
}

/// `appeal.answer`.
pub(crate) fn answer(
    workstation: &Workstation,
    session: &Session,
    input: AppealAnswer,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, context| {
        let appeal = state_in(context, &input.appeal_id)?;
        let standards = desk.standards()?;
        let rules = &standards.rules;
        let text = check::free_text(&input.text, rules.settings.text_length_max)
            .map_err(|fault| fault.of("text"));
        let channel = rules
            .answer_channels
            .iter()
            .find(|row| row.id.as_str() == input.answer_channel.trim())
            .ok_or_else(|| chosen(&input.answer_channel).of("answer_channel"))
            .and_then(|row| {
                if crate::answer::is_direct(&standards, &row.id) {
                    Ok(row)
                } else {
                    Err(check::Fault::new("answer_needs_signature").of("answer_channel"))
                }
            });
        let outcome =
            form::decision(&input.outcome).ok_or_else(|| chosen(&input.outcome).of("outcome"));
        let long = rules.settings.text_length_max;
        let said = match &outcome {
            Ok(outcome) => claim::decision_words(
                long,
                &appeal,
                *outcome,
                &input.conclusion,
                &input.settlement,
            ),
            Err(_) => Ok((None, None)),
        };
        let (text, channel, outcome, (conclusion, settlement)) =
            match (text, channel, outcome, said) {
                (Ok(text), Ok(channel), Ok(outcome), Ok(said)) => {
                    (text, channel.id.clone(), outcome, said)
                }
                (text, channel, outcome, said) => {
                    let errors = [text.err(), channel.err(), outcome.err(), said.err()];
                    let errors = errors.into_iter().flatten().collect();
                    return Err(Fault::fields(form::field_errors(errors, false)));
                }
            };
        Ok(AppealEvent::Answered(Answered {
            answered_on: desk.today()?,
            outcome,
            answer_channel: channel,
            text,
            conclusion,
            settlement,
        }))
    })
}

/// `appeal.close`: of an answered one. To close without an answer needs a ground that the head
/// approves (7.3), and that is not this command.
pub(crate) fn close(
    workstation: &Workstation,
    session: &Session,
    input: AppealClose,
) -> Outcome<Nothing> {
    happen(workstation, session, &input.appeal_id, |desk, _| {
        let rules = &desk.standards()?.rules;
        let note = if input.note.trim().is_empty() {
            None
        } else {
            let note = check::free_text(&input.note, rules.settings.text_length_max);
            Some(note.map_err(|fault| Fault::field("note", fault))?)
        };
        Ok(AppealEvent::Closed(Closed {
            closed_on: desk.today()?,
            ground: None,
            note,
        }))
    })
}

/// Records one event of an appeal that is on this desk.
pub(crate) fn happen(
    workstation: &Workstation,
    session: &Session,
    appeal_id: &str,
    make: impl FnOnce(&Desk, &WriteContext<'_, '_>) -> Outcome<AppealEvent>,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let subject = subject(appeal_id)?;
    desk.act(&user, |_, context| {
        if context.state(subject)?.is_none() {
            return Err(Fault::new(ErrorCode::NotFound));
        }
        Ok(vec![(subject, Event::Appeal(make(&desk, context)?))])
    })?;
    Ok(Nothing {})
}

/// A choice that was not made, or is not in the list.
pub(crate) fn chosen(code: &str) -> check::Fault {
    check::Fault::new(if code.trim().is_empty() {
        "required"
    } else {
        "unknown_choice"
    })
}

pub(crate) fn invalid(field: &str, code: &str) -> Fault {
    Fault::field(field, check::Fault::new(code))
}

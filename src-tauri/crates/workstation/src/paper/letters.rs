//! Letters about an appeal: to whom, how addressed, and what each has to say.

use chrono::NaiveDate;
use stoika_domain::appeal::claim::RejectedAnswer;
use stoika_domain::appeal::{
    Appeal, CloseGround, Closed, Compared, Outcome as Decision, Registered,
};
use stoika_domain::role::Role;
use stoika_domain::terms::Audience;
use stoika_domain::text;
use stoika_domain::text::case::Naming;
use stoika_printing::{
    ANSWER_LETTER, Addressee, AnswerLetter, CLAIM_REFUSAL, CLAIM_SETTLEMENT, ClaimForm,
    ClaimRefusal, ClaimSettlement, EXTENSION_NOTICE, ExtensionNotice, FormModel, FormerAnswer,
    INFORMATION_REQUEST, InformationRequest, Letter, MISSING_DOCUMENTS_NOTICE,
    MissingDocumentsNotice, OPEN_CLAIM_NOTICE, OpenClaimNotice, Place, Signer, Statement,
    UNCONSIDERED_NOTICE, UnconsideredNotice,
};
use stoika_protocol::ActId;

use super::forms::{At, Forms, absent, account_and_contract, representative};
use super::receipt::{handed, missing_documents};
use crate::api::error::ErrorCode;
use crate::appeal::answer_address;
use crate::fault::{Fault, Outcome};
use crate::term_words;

/// The closing of an appeal that was left without consideration, and its ground.
pub(super) fn ground(appeal: &Appeal) -> Option<(&Closed, CloseGround)> {
    let closed = appeal.closed.as_ref()?;
    Some((closed, closed.ground?))
}

/// What the checklist has found missing, if it has.
pub(super) fn missing(appeal: &Appeal) -> Option<&Compared> {
    let since = appeal.contract.compared.as_ref();
    let compared = since.or(appeal.registered.compared.as_ref())?;
    (!compared.missing.is_empty()).then_some(compared)
}

/// What the open appeal waits for now, and since when.
pub(super) fn awaited(appeal: &Appeal) -> Option<(&str, NaiveDate)> {
    let waiting = appeal.waiting.last().filter(|it| it.until.is_none())?;
    let what = appeal.awaited.as_deref()?;
    appeal.closed.is_none().then_some((what, waiting.from))
}

/// The letter of a claim that was decided with a conclusion or with proposals.
pub(super) fn claim_letter(appeal: &Appeal) -> Option<&'static str> {
    let answered = appeal
        .answered
        .as_ref()
        .filter(|_| ground(appeal).is_none())?;
    match (&answered.settlement, &answered.conclusion) {
        (Some(_), _) => Some(CLAIM_SETTLEMENT),
        (None, Some(_)) => Some(CLAIM_REFUSAL),
        (None, None) => None,
    }
}

/// The rejection after which a claim is open now.
pub(super) fn rejected(appeal: &Appeal) -> Option<&RejectedAnswer> {
    let is_open = appeal.answered.is_none() && appeal.closed.is_none();
    appeal.claim.rejected.last().filter(|_| is_open)
}

impl Forms<'_> {
    /// A letter about an appeal; there is none of it before what it tells of has happened.
    pub(super) fn letter_of(&self, form: &str, appeal: &Appeal, at: &At) -> Outcome<FormModel> {
        Ok(match form {
            EXTENSION_NOTICE => self.extension(appeal, at)?.into_model(),
            UNCONSIDERED_NOTICE => self.unconsidered(appeal, at)?.into_model(),
            ANSWER_LETTER => self.answer(appeal, at)?.into_model(),
            INFORMATION_REQUEST => self.information_request(appeal, at)?.into_model(),
            MISSING_DOCUMENTS_NOTICE => self.missing_documents(appeal, at)?.into_model(),
            CLAIM_REFUSAL => self.refusal(appeal, at)?.into_model(),
            CLAIM_SETTLEMENT => self.settlement(appeal, at)?.into_model(),
            OPEN_CLAIM_NOTICE => self.open_claim(appeal, at)?.into_model(),
            other => return self.contract_paper(other, appeal, at),
        })
    }

    pub(super) fn letter(&self, appeal: &Appeal, at: &At) -> Outcome<Letter> {
        let registered = &appeal.registered;
        Ok(Letter {
            head: self.head(at)?,
            addressee: self.addressee(appeal),
            appeal_number: registered.number.to_string(),
            appeal_on: registered.registered_on,
            topic: self.standards.topic(registered.topic.as_str()),
            signer: self.signer()?,
        })
    }

    /// The head of the office signs letters; where the desk knows none, the specialist does.
    pub(super) fn signer(&self) -> Outcome<Signer> {
        let head = self
            .desk
            .users()?
            .into_iter()
            .find(|(_, user)| user.active && user.role == Role::Head.as_str());
        Ok(match head {
            Some((_, user)) => Signer {
                post: text::upper_first(&user.post),
                name: user.short_name,
            },
            None => Signer {
                post: text::upper_first(&self.user.post),
                name: self.user.short_name.clone(),
            },
        })
    }

    fn addressee(&self, appeal: &Appeal) -> Addressee {
        let registered = &appeal.registered;
        Addressee {
            name: self.named(registered),
            address: answer_address(&registered.answer_address, self.masked)
                .or_else(|| registered.applicant.address.clone()),
        }
    }

    /// The applicant in all cases: a citizen is a person, anybody else an organisation or a sole trader.
    pub(super) fn named(&self, registered: &Registered) -> Naming {
        let (name, exceptions) = (
            &registered.applicant.display_name,
            &self.standards.book.name_cases,
        );
        match registered.audience {
            Audience::Citizen => Naming::person(name, exceptions),
            Audience::Other => Naming::organisation(name, exceptions),
        }
    }

    fn extension(&self, appeal: &Appeal, at: &At) -> Outcome<ExtensionNotice> {
        let term = self.term(appeal)?;
        let (old_on, reason, clause) = match (&appeal.extended, &appeal.norm_moved) {
            (Some(extended), _) => (
                term.extended_from.unwrap_or(term.limit),
                extended.reason.clone(),
                term.explanation
                    .extension
                    .as_ref()
                    .map(|it| it.clause.clone()),
            ),
            // Another norm is a longer term as well, and the client is told of it (A3).
            (None, Some(moved)) => {
                let mut before = appeal.registered.clone();
                before.norm_key = moved.from.clone();
                let before = self
                    .standards
                    .term_of_appeal(&before, &appeal.start_dates())
                    .ok_or_else(|| absent("no norm in force"))?;
                let clause = term.explanation.control.clause.clone();
                (before.limit, moved.reason.clone(), Some(clause))
            }
            (None, None) => return Err(Fault::new(ErrorCode::NotFound)),
        };
        Ok(ExtensionNotice {
            letter: self.letter(appeal, at)?,
            old_on,
            new_on: term.limit,
            reason,
            clause,
        })
    }

    fn unconsidered(&self, appeal: &Appeal, at: &At) -> Outcome<UnconsideredNotice> {
        let not_here = || Fault::new(ErrorCode::NotFound);
        let (closed, ground) = ground(appeal).ok_or_else(not_here)?;
        let row = self.standards.ground(ground.as_str());
        let former = match appeal.closed_by_former {
            Some(id) => self.desk.replica.appeal(ActId(id))?,
            None => None,
        };
        Ok(UnconsideredNotice {
            letter: self.letter(appeal, at)?,
            ground: row.map_or_else(String::new, |row| text::lower_first(&row.title_ru)),
            clause: row.and_then(|row| row.clause.clone()),
            explanation: closed.note.clone(),
            former: former.map(|it| FormerAnswer {
                number: it.appeal.registered.number.to_string(),
                on: it
                    .appeal
                    .answered
                    .as_ref()
                    .map_or(it.appeal.registered.registered_on, |answer| {
                        answer.answered_on
                    }),
            }),
            again: None,
            elsewhere: self.elsewhere(),
        })
    }

    /// Where else a client may apply (R180).
    pub(super) fn elsewhere(&self) -> Vec<Place> {
        let bodies = self.standards.book.external_bodies.iter();
        bodies
            .map(|body| Place {
                name: body.title_ru.clone(),
                competence: Some(body.competence_ru.clone()),
                address: None,
                contact: None,
                hours: None,
            })
            .collect()
    }

    fn answer(&self, appeal: &Appeal, at: &At) -> Outcome<AnswerLetter> {
        let not_here = || Fault::new(ErrorCode::NotFound);
        let answered = appeal.answered.as_ref().ok_or_else(not_here)?;
        if ground(appeal).is_some() {
            return Err(not_here());
        }
        let outcome = match answered.outcome {
            Decision::Founded => "founded",
            Decision::PartlyFounded => "partly_founded",
            Decision::Unfounded => "unfounded",
            Decision::Explained => "explained",
        };
        Ok(AnswerLetter {
            letter: self.letter(appeal, at)?,
            kind: appeal.registered.category.to_string(),
            outcome: outcome.to_owned(),
            text: answered.text.clone(),
            elsewhere: self.elsewhere(),
        })
    }

    fn refusal(&self, appeal: &Appeal, at: &At) -> Outcome<ClaimRefusal> {
        let (answered, conclusion) = appeal
            .answered
            .as_ref()
            .filter(|_| claim_letter(appeal) == Some(CLAIM_REFUSAL))
            .and_then(|answered| Some((answered, answered.conclusion.clone()?)))
            .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        Ok(ClaimRefusal {
            letter: self.letter(appeal, at)?,
            text: answered.text.clone(),
            conclusion,
            elsewhere: self.elsewhere(),
        })
    }

    fn settlement(&self, appeal: &Appeal, at: &At) -> Outcome<ClaimSettlement> {
        let (answered, settlement) = appeal
            .answered
            .as_ref()
            .filter(|_| claim_letter(appeal) == Some(CLAIM_SETTLEMENT))
            .and_then(|answered| Some((answered, answered.settlement.clone()?)))
            .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        let outcome = match answered.outcome {
            Decision::PartlyFounded => "partly_founded",
            Decision::Founded | Decision::Unfounded | Decision::Explained => "founded",
        };
        Ok(ClaimSettlement {
            letter: self.letter(appeal, at)?,
            outcome: outcome.to_owned(),
            text: answered.text.clone(),
            conclusion: answered.conclusion.clone(),
            settlement,
            elsewhere: self.elsewhere(),
        })
    }

    /// The forced text of R163: it stays open, and where else to apply in the company and outside.
    fn open_claim(&self, appeal: &Appeal, at: &At) -> Outcome<OpenClaimNotice> {
        let round = rejected(appeal).ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        let organisation = self.organisation()?;
        let term = self.term(appeal)?;
        let told = &round.rejected.bodies;
        let bodies = self.standards.book.external_bodies.iter();
        let elsewhere = bodies
            .filter(|body| told.contains(&body.id))
            .map(|body| Place {
                name: body.title_ru.clone(),
                competence: Some(body.competence_ru.clone()),
                address: None,
                contact: None,
                hours: None,
            })
            .collect();
        Ok(OpenClaimNotice {
            letter: self.letter(appeal, at)?,
            rejected_on: round.rejected.rejected_on,
            former_on: round.answered.answered_on,
            words: round.rejected.words.clone(),
            control_on: term.limit,
            control_term: term_words::view(&term).amount_label,
            company_name: organisation.name_ru.clone(),
            company_address: organisation.address_ru.clone(),
            elsewhere,
        })
    }

    /// An oral claim on paper, for the applicant to sign (A14, R159).
    pub(super) fn claim_form(&self, appeal: &Appeal, at: &At) -> Outcome<ClaimForm> {
        let registered = &appeal.registered;
        let applicant = &registered.applicant;
        let (head, _) = self.head_of_registration(appeal, at)?;
        let supplier = &self.organisation()?.short_ru;
        Ok(ClaimForm {
            head,
            supplier: Naming::organisation(supplier, &self.standards.book.name_cases),
            applicant: self.named(registered),
            representative: representative(appeal),
            account: applicant.account_number.as_deref().map(text::account),
            contract: applicant.contract.as_ref().map(|contract| {
                let number = format!("№\u{a0}{}", contract.number);
                match contract.concluded_on {
                    Some(on) => format!("{number} от\u{a0}{}", text::date(on)),
                    None => number,
                }
            }),
            address: applicant.address.clone(),
            topic: self.standards.topic(registered.topic.as_str()),
            text: registered.text.clone(),
            demand: registered.demand.clone(),
            documents: registered.attachments.iter().map(handed).collect(),
        })
    }

    fn information_request(&self, appeal: &Appeal, at: &At) -> Outcome<InformationRequest> {
        let (what, since) = awaited(appeal).ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        Ok(InformationRequest {
            letter: self.letter(appeal, at)?,
            awaited: what.to_owned(),
            suspended_on: since,
        })
    }

    fn missing_documents(&self, appeal: &Appeal, at: &At) -> Outcome<MissingDocumentsNotice> {
        let compared = missing(appeal).ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        let term = self.term(appeal)?;
        Ok(MissingDocumentsNotice {
            letter: self.letter(appeal, at)?,
            missing: missing_documents(compared),
            missing_note: compared.note.clone(),
            control_on: term.limit,
            control_term: term_words::view(&term).amount_label,
            control_clause: term.explanation.control.clause,
        })
    }

    /// An oral appeal on paper, for the applicant to sign (A14).
    pub(super) fn statement(&self, appeal: &Appeal, at: &At) -> Outcome<Statement> {
        let registered = &appeal.registered;
        let applicant = &registered.applicant;
        let (head, _) = self.head_of_registration(appeal, at)?;
        let supplier = &self.organisation()?.short_ru;
        Ok(Statement {
            head,
            supplier: Naming::organisation(supplier, &self.standards.book.name_cases),
            applicant: self.named(registered),
            representative: representative(appeal),
            account: account_and_contract(applicant),
            address: applicant.address.clone(),
            kind: registered.category.to_string(),
            topic: self.standards.topic(registered.topic.as_str()),
            text: registered.text.clone(),
            demand: registered.demand.clone(),
            documents: registered.attachments.iter().map(handed).collect(),
        })
    }
}

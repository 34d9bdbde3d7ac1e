//! Papers of a contract: application, drafts, agreements, protocol, refusal, where it stands; and the inquiry.

use std::collections::BTreeSet;

use stoika_domain::appeal::answer::{Asked, QuestionAsked};
use stoika_domain::appeal::contract::{
    self, ClauseReply, Connection, ContractApplication, ContractKind, ContractMatter, Disagreement,
    SupplyPoint,
};
use stoika_domain::appeal::{Appeal, AppealStatus};
use stoika_domain::directory::PartyKind;
use stoika_domain::terms::Audience;
use stoika_domain::text;
use stoika_domain::text::case::Naming;
use stoika_printing::{
    CONTRACT_AMENDMENT, CONTRACT_APPLICATION, CONTRACT_APPLICATION_CITIZEN, CONTRACT_DRAFT,
    CONTRACT_DRAFT_CITIZEN, COVER_LETTER, ContractAgreement, ContractApplicationPaper,
    ContractDraft, ContractPoint, ContractSides, ContractSignatory, CoverLetter,
    DISAGREEMENT_PROTOCOL, DISAGREEMENT_REPLY, DisagreementProtocol, DisagreementReply,
    DraftCategory, FormModel, INQUIRY, Inquiry, Known, Pricing, ProtocolClause, REFUSAL_NOTICE,
    RefusalNotice, RefusalReason, STATUS_SLIP, StatusSlip, StatusStep, TERMINATION_AGREEMENT,
};

use super::forms::{At, Forms, account_and_contract, representative};
use super::receipt::{handed, missing_documents};
use crate::api::error::ErrorCode;
use crate::contract::{facts, request, voltage_label, zones_label};
use crate::contract::{kilowatts, kind_label, matter_label, reply_words, stage};
use crate::fault::{Fault, Outcome};

/// How many copies of a contract both sides sign.
const COPIES: &str = "2\u{a0}экземпляра";

/// Which of these papers an appeal has now.
pub(super) fn offered(appeal: &Appeal) -> [(&'static str, bool); 12] {
    let course = &appeal.contract;
    let application = course.application.as_ref();
    let is = |form| application.is_some_and(|it| agreement(it) == form);
    let is_citizen = application.is_some_and(|it| it.client_kind == PartyKind::Citizen);
    let is_refused = course.refused.is_some();
    let is_closed_without = appeal.closed.as_ref().is_some_and(|it| it.ground.is_some());
    let drawn = |form| is(form) && !is_refused && !is_closed_without;
    [
        (CONTRACT_APPLICATION, application.is_some() && !is_citizen),
        (CONTRACT_APPLICATION_CITIZEN, is_citizen),
        (STATUS_SLIP, application.is_some()),
        (REFUSAL_NOTICE, is_refused),
        (CONTRACT_DRAFT, drawn(CONTRACT_DRAFT)),
        (CONTRACT_DRAFT_CITIZEN, drawn(CONTRACT_DRAFT_CITIZEN)),
        (CONTRACT_AMENDMENT, drawn(CONTRACT_AMENDMENT)),
        (TERMINATION_AGREEMENT, drawn(TERMINATION_AGREEMENT)),
        (
            COVER_LETTER,
            application.is_some() && course.sent.is_some() && !is_refused,
        ),
        (
            DISAGREEMENT_PROTOCOL,
            application.is_some() && !course.disagreements.is_empty(),
        ),
        (DISAGREEMENT_REPLY, replied(appeal).is_some()),
        (INQUIRY, inquired(appeal).is_some()),
    ]
}

/// The paper that both sides sign, by what is asked and by whom.
fn agreement(application: &ContractApplication) -> &'static str {
    let is_citizen = application.client_kind == PartyKind::Citizen;
    match application.matter {
        ContractMatter::Conclude | ContractMatter::ChangeOwner if is_citizen => {
            CONTRACT_DRAFT_CITIZEN
        }
        ContractMatter::Conclude | ContractMatter::ChangeOwner => CONTRACT_DRAFT,
        ContractMatter::Change => CONTRACT_AMENDMENT,
        ContractMatter::Terminate | ContractMatter::Reduce => TERMINATION_AGREEMENT,
    }
}

/// The last protocol that was replied to.
fn replied(appeal: &Appeal) -> Option<&Disagreement> {
    let all = appeal.contract.disagreements.iter().rev();
    all.into_iter().find(|it| it.answered.is_some())
}

/// The last question to another organisation that has no reply.
fn inquired(appeal: &Appeal) -> Option<(&str, &QuestionAsked)> {
    let open = appeal.answering.questions.iter().rev();
    open.filter(|it| it.replied.is_none())
        .find_map(|it| match &it.asked.whom {
            Asked::Organisation { name } => Some((name.as_str(), &it.asked)),
            Asked::Expert { .. } => None,
        })
}

const fn matter_code(matter: ContractMatter) -> &'static str {
    match matter {
        ContractMatter::Conclude => "conclude",
        ContractMatter::Change => "change",
        ContractMatter::ChangeOwner => "change_owner",
        ContractMatter::Terminate => "terminate",
        ContractMatter::Reduce => "reduce",
    }
}

const fn client_code(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Citizen => "citizen",
        PartyKind::LegalEntity => "legal_entity",
        PartyKind::SoleTrader => "sole_trader",
        PartyKind::UtilityProvider => "utility_provider",
        PartyKind::StateCustomer => "state_customer",
        PartyKind::Reseller => "reseller",
        PartyKind::NetworkCompany => "network_company",
    }
}

fn known(label: &str, value: impl Into<String>) -> Known {
    Known {
        label: label.to_owned(),
        value: value.into(),
    }
}

fn point(point: &SupplyPoint) -> ContractPoint {
    let meter = point.meter.as_ref();
    ContractPoint {
        object: text::upper_first(&point.object),
        address: point.address.clone(),
        voltage: point
            .voltage
            .map_or_else(String::new, |it| voltage_label(it).to_owned()),
        power: point.power_w.map_or_else(String::new, kilowatts),
        reliability: point
            .reliability
            .map_or_else(String::new, |it| it.to_string()),
        price_category: point
            .price_category
            .map_or_else(String::new, |it| it.to_string()),
        meter: meter.map_or_else(
            || "нет".to_owned(),
            |it| format!("{} №\u{a0}{}", it.model, it.number),
        ),
        zones: meter.map_or_else(String::new, |it| zones_label(it.zones).to_owned()),
        ratio: meter.map_or_else(String::new, |it| it.transformer_ratio.to_string()),
    }
}

fn points(application: &ContractApplication) -> Vec<ContractPoint> {
    application.points.iter().map(point).collect()
}

/// The contract that the applicant has: «№ 63-ОТ-000098 от 12.03.2019».
fn contract_of(appeal: &Appeal) -> Option<String> {
    let contract = appeal.registered.applicant.contract.as_ref()?;
    let number = format!("№\u{a0}{}", contract.number);
    Some(match contract.concluded_on {
        Some(on) => format!("{number} от\u{a0}{}", text::date(on)),
        None => number,
    })
}

/// What was said to each clause, in the words of the protocol.
fn clauses(one: &Disagreement) -> Vec<ProtocolClause> {
    let replies = one.answered.as_ref().map(|it| it.replies.as_slice());
    let clauses = one.disagreed.clauses.iter().enumerate();
    clauses
        .map(|(at, clause)| ProtocolClause {
            clause: clause.clause.clone(),
            ours: clause.ours.clone(),
            theirs: clause.theirs.clone(),
            agreed: replies
                .and_then(|all| all.get(at))
                .map_or_else(String::new, reply_words),
        })
        .collect()
}

impl Forms<'_> {
    /// A paper of [`offered`]; there is none before what it tells of has happened.
    pub(super) fn contract_paper(
        &self,
        form: &str,
        appeal: &Appeal,
        at: &At,
    ) -> Outcome<FormModel> {
        let is_here = offered(appeal).contains(&(form, true));
        let not_here = || Fault::new(ErrorCode::NotFound);
        if !is_here {
            return Err(not_here());
        }
        if form == INQUIRY {
            return Ok(self.inquiry(appeal, at)?.into_model());
        }
        let application = appeal.contract.application.as_ref().ok_or_else(not_here)?;
        Ok(match form {
            CONTRACT_APPLICATION | CONTRACT_APPLICATION_CITIZEN => {
                self.application(appeal, application, at)?.into_model()
            }
            STATUS_SLIP => self.status_slip(appeal, application, at)?.into_model(),
            REFUSAL_NOTICE => self.contract_refusal(appeal, application, at)?.into_model(),
            CONTRACT_DRAFT => self.draft(appeal, application, at)?.into_model(),
            CONTRACT_DRAFT_CITIZEN => self.draft(appeal, application, at)?.into_citizen_model(),
            CONTRACT_AMENDMENT | TERMINATION_AGREEMENT => {
                self.agreement(appeal, application, at)?.into_model()
            }
            COVER_LETTER => self.cover(appeal, application, at)?.into_model(),
            DISAGREEMENT_PROTOCOL => self.protocol(appeal, application, at)?.into_model(),
            DISAGREEMENT_REPLY => self.protocol_reply(appeal, at)?.into_model(),
            _ => return Err(not_here()),
        })
    }

    fn application(
        &self,
        appeal: &Appeal,
        application: &ContractApplication,
        at: &At,
    ) -> Outcome<ContractApplicationPaper> {
        let registered = &appeal.registered;
        let applicant = &registered.applicant;
        let (head, _) = self.head_of_registration(appeal, at)?;
        let supplier = &self.organisation()?.short_ru;
        let is_purchase = application.kind == ContractKind::Purchase;
        let mut details = self.told(application);
        if application.matter == ContractMatter::Conclude
            && application.client_kind != PartyKind::Citizen
        {
            details.insert(0, known("Вид договора", kind_label(application.kind)));
        }
        Ok(ContractApplicationPaper {
            head,
            supplier: Naming::organisation(supplier, &self.standards.book.name_cases),
            applicant: self.named(registered),
            representative: representative(appeal),
            address: applicant.address.clone(),
            title: matter_label(application.matter).to_owned(),
            request: request(application.matter, is_purchase).to_owned(),
            account: account_and_contract(applicant),
            details,
            points: points(application),
            documents: registered
                .attachments
                .iter()
                .chain(&appeal.contract.brought)
                .map(handed)
                .collect(),
            by_initiative: application.by_initiative,
            signatory: self.signatory(application),
        })
    }

    /// What the applicant told, as the card says it, with the passport that only the paper shows.
    fn told(&self, application: &ContractApplication) -> Vec<Known> {
        let initiative = "Письменный договор";
        let mut told: Vec<Known> = facts(application)
            .into_iter()
            .filter(|fact| fact.label != initiative)
            .map(|fact| known(&fact.label, fact.value))
            .collect();
        let premises = application.premises.as_ref();
        if let Some(passport) = premises.and_then(|it| it.passport.as_ref()) {
            told.insert(0, known("Паспорт", self.passport(passport)));
        }
        told
    }

    /// A look on the screen does not show it.
    fn passport(&self, passport: &str) -> String {
        if self.masked {
            "будет на\u{a0}бумаге".to_owned()
        } else {
            passport.to_owned()
        }
    }

    fn signatory(&self, application: &ContractApplication) -> Option<ContractSignatory> {
        let exceptions = &self.standards.book.name_cases;
        application.signatory.as_ref().map(|it| ContractSignatory {
            name: Naming::person(&it.name, exceptions),
            post: Naming::post(&it.post, exceptions),
            authority: it.authority.clone(),
        })
    }

    fn sides(&self, appeal: &Appeal, application: &ContractApplication) -> Outcome<ContractSides> {
        let organisation = self.organisation()?;
        let mut client = Vec::new();
        if let Some(it) = &application.requisites {
            let (label, inn) = match &it.kpp {
                Some(kpp) => ("ИНН / КПП", format!("{} / {kpp}", it.inn)),
                None => ("ИНН", it.inn.clone()),
            };
            client.extend([
                known(label, inn),
                known("ОГРН", it.ogrn.clone()),
                known("Место нахождения", it.address.clone()),
            ]);
            if let (Some(account), Some(bic)) = (&it.bank_account, &it.bic) {
                client.push(known("Счёт", format!("{account}, БИК {bic}")));
            }
        } else if let Some(address) = &appeal.registered.applicant.address {
            client.push(known("Адрес", address.clone()));
        }
        if let Some(it) = &application.premises {
            if let Some(born_on) = it.born_on {
                client.push(known("Дата рождения", text::date(born_on)));
            }
            if let Some(passport) = &it.passport {
                client.push(known("Паспорт", self.passport(passport)));
            }
        }
        if let Some(account) = account_and_contract(&appeal.registered.applicant)
            .filter(|_| appeal.registered.audience == Audience::Citizen)
        {
            client.push(known("Лицевой счёт, договор", account));
        }
        let supplier = &organisation.name_ru;
        Ok(ContractSides {
            supplier: Naming::organisation(supplier, &self.standards.book.name_cases),
            supplier_details: vec![
                known("Адрес", organisation.address_ru.clone()),
                known("Телефон", organisation.phone_ru.clone()),
                known(
                    "Сайт, e-mail",
                    format!("{}, {}", organisation.site_ru, organisation.email_ru),
                ),
            ],
            signer: self.signer()?,
            client: self.named(&appeal.registered),
            client_details: client,
            signatory: self.signatory(application),
        })
    }

    fn draft(
        &self,
        appeal: &Appeal,
        application: &ContractApplication,
        at: &At,
    ) -> Outcome<ContractDraft> {
        let of_points = || application.points.iter();
        let chosen: BTreeSet<u8> = of_points().filter_map(|it| it.price_category).collect();
        let has = |numbers: &[u8]| numbers.iter().any(|it| chosen.contains(it));
        let power_w: u64 = of_points().filter_map(|it| it.power_w).sum();
        let terms = self.standards.book.payment_terms.as_ref();
        let due = terms.and_then(|it| it.due_on(Audience::Citizen, self.today));
        Ok(ContractDraft {
            head: self.head(at)?,
            appeal_on: appeal.registered.registered_on,
            contract_number: contract_number(appeal),
            kind: match application.kind {
                ContractKind::Supply => "supply",
                ContractKind::Purchase => "purchase",
            }
            .to_owned(),
            client_kind: client_code(application.client_kind).to_owned(),
            sides: self.sides(appeal, application)?,
            points: points(application),
            power_sum: (power_w > 0).then(|| kilowatts(power_w)),
            categories: chosen
                .iter()
                .map(|number| DraftCategory {
                    number: number.to_string(),
                    title: self.standards.price_category(*number),
                })
                .collect(),
            pricing: Pricing {
                whole_period: has(&[1]),
                day_zones: has(&[2]),
                hourly: has(&[3, 4, 5, 6]),
                two_rates: has(&[4, 6]),
                planning: has(&[5, 6]),
            },
            wanted_from: application.wanted_from,
            connection: match &application.connection {
                Some(Connection::Shown { paper }) => Some(paper.clone()),
                Some(Connection::Told | Connection::Missing) | None => None,
            },
            months: MONTHS.map(str::to_owned).into(),
            pay_by_day: due.map(|it| i64::from(it.pay_by_day)),
            document_by_day: due.map(|it| i64::from(it.document_by_day)),
        })
    }

    fn agreement(
        &self,
        appeal: &Appeal,
        application: &ContractApplication,
        at: &At,
    ) -> Outcome<ContractAgreement> {
        Ok(ContractAgreement {
            head: self.head(at)?,
            appeal_on: appeal.registered.registered_on,
            contract_number: contract_number(appeal),
            matter: matter_code(application.matter).to_owned(),
            contract: contract_of(appeal),
            sides: self.sides(appeal, application)?,
            wanted_from: application.wanted_from,
            change: application.change.clone(),
            points: points(application),
        })
    }

    fn cover(
        &self,
        appeal: &Appeal,
        application: &ContractApplication,
        at: &At,
    ) -> Outcome<CoverLetter> {
        let not_here = || Fault::new(ErrorCode::NotFound);
        let sent = appeal.contract.sent.as_ref().ok_or_else(not_here)?;
        let number = &sent.contract_number;
        let what = match application.matter {
            ContractMatter::Conclude | ContractMatter::ChangeOwner => {
                format!("Договор №\u{a0}{number} с\u{a0}приложениями")
            }
            ContractMatter::Change => format!("Соглашение №\u{a0}{number} об\u{a0}изменении"),
            ContractMatter::Terminate => {
                format!("Соглашение №\u{a0}{number} о\u{a0}расторжении")
            }
            ContractMatter::Reduce => {
                format!("Соглашение №\u{a0}{number} об\u{a0}уменьшении объёмов")
            }
        };
        Ok(CoverLetter {
            letter: self.letter(appeal, at)?,
            matter: matter_code(application.matter).to_owned(),
            contract_number: number.clone(),
            sent_on: sent.sent_on,
            enclosures: vec![format!("{what}, {COPIES}")],
        })
    }

    fn protocol(
        &self,
        appeal: &Appeal,
        application: &ContractApplication,
        at: &At,
    ) -> Outcome<DisagreementProtocol> {
        let one = appeal.contract.disagreements.last();
        let one = one.ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        Ok(DisagreementProtocol {
            head: self.head(at)?,
            contract_number: contract_number(appeal),
            received_on: one.disagreed.received_on,
            answered_on: one.answered.as_ref().map(|it| it.answered_on),
            sides: self.sides(appeal, application)?,
            clauses: clauses(one),
        })
    }

    fn protocol_reply(&self, appeal: &Appeal, at: &At) -> Outcome<DisagreementReply> {
        let one = replied(appeal).ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        let replies = one.answered.iter().flat_map(|it| &it.replies);
        let accepted = replies.filter(|it| matches!(it, ClauseReply::Accepted));
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Ok(DisagreementReply {
            letter: self.letter(appeal, at)?,
            received_on: one.disagreed.received_on,
            contract_number: contract_number(appeal),
            accepted_count: count(accepted.count()),
            clause_count: count(one.disagreed.clauses.len()),
            clauses: clauses(one),
        })
    }

    fn contract_refusal(
        &self,
        appeal: &Appeal,
        application: &ContractApplication,
        at: &At,
    ) -> Outcome<RefusalNotice> {
        let refused = appeal.contract.refused.as_ref();
        let refused = refused.ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        let rows = &self.standards.book.refusal_reasons;
        let reason = |id: &String| match rows.iter().find(|row| row.id == *id) {
            Some(row) => RefusalReason {
                title: row.title_ru.clone(),
                clause: row.clause.clone(),
            },
            None => RefusalReason {
                title: id.clone(),
                clause: String::new(),
            },
        };
        Ok(RefusalNotice {
            letter: self.letter(appeal, at)?,
            request: matter_label(application.matter).to_owned(),
            refused_on: refused.refused_on,
            reasons: refused.reasons.iter().map(reason).collect(),
            text: refused.text.clone(),
            elsewhere: self.elsewhere(),
        })
    }

    /// Where the application stands, for the client (R50).
    fn status_slip(
        &self,
        appeal: &Appeal,
        application: &ContractApplication,
        at: &At,
    ) -> Outcome<StatusSlip> {
        let is_open = match appeal.status() {
            AppealStatus::Registered | AppealStatus::Assigned => true,
            AppealStatus::Answered | AppealStatus::Closed => false,
        };
        let term = if is_open {
            self.standards.term_of(appeal)
        } else {
            None
        };
        let compared = super::letters::missing(appeal).filter(|_| is_open);
        Ok(StatusSlip {
            head: self.head(at)?,
            title: matter_label(application.matter).to_owned(),
            applicant: appeal.registered.applicant.display_name.clone(),
            appeal_on: appeal.registered.registered_on,
            stage: stage(appeal).1,
            control_on: term.as_ref().map(|term| term.limit),
            control_clause: term.map(|term| term.explanation.control.clause),
            steps: steps(appeal),
            missing: compared.map(missing_documents).unwrap_or_default(),
        })
    }

    fn inquiry(&self, appeal: &Appeal, at: &At) -> Outcome<Inquiry> {
        let (name, asked) = inquired(appeal).ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        let registered = &appeal.registered;
        Ok(Inquiry {
            head: self.head(at)?,
            organisation: Naming::organisation(name, &self.standards.book.name_cases),
            signer: self.signer()?,
            appeal_number: registered.number.to_string(),
            appeal_on: registered.registered_on,
            object: registered.applicant.address.clone(),
            account: account_and_contract(&registered.applicant),
            question: asked.question.clone(),
            due_on: asked.due_on,
        })
    }
}

fn contract_number(appeal: &Appeal) -> Option<String> {
    let sent = appeal.contract.sent.as_ref()?;
    Some(sent.contract_number.clone())
}

/// What has happened to an application, in the order of the days.
fn steps(appeal: &Appeal) -> Vec<StatusStep> {
    let course = &appeal.contract;
    let step = |on, what: &str| StatusStep {
        on,
        what: what.to_owned(),
    };
    let mut steps = vec![step(
        appeal.registered.registered_on,
        "Заявление зарегистрировано",
    )];
    if let Some(it) = &course.notified {
        steps.push(step(
            it.notified_on,
            "Направлено уведомление о\u{a0}недостающих документах",
        ));
    }
    if let Some(on) = course
        .completed_on
        .filter(|_| contract::missing(appeal).is_empty())
    {
        steps.push(step(on, "Все документы получены"));
    }
    for one in &course.disagreements {
        steps.push(step(
            one.disagreed.received_on,
            "Получен протокол разногласий",
        ));
        if let Some(it) = &one.answered {
            steps.push(step(it.answered_on, "Направлен ответ на\u{a0}протокол"));
        }
    }
    if let Some(it) = &course.sent {
        let what = format!("Направлен документ №\u{a0}{}", it.contract_number);
        steps.push(step(it.sent_on, &what));
    }
    if let Some(it) = &course.returned {
        steps.push(step(it.returned_on, "Получен подписанный экземпляр"));
    }
    if let Some(it) = &course.refused {
        steps.push(step(it.refused_on, "Отказано"));
    }
    steps.sort_by_key(|it| it.on);
    steps
}

/// Months of the table of volumes.
const MONTHS: [&str; 12] = [
    "Январь",
    "Февраль",
    "Март",
    "Апрель",
    "Май",
    "Июнь",
    "Июль",
    "Август",
    "Сентябрь",
    "Октябрь",
    "Ноябрь",
    "Декабрь",
];

//! Contract applications (заявления о договоре): the form, its checks, registration, and the way to a
//! signed contract. 5.1 rows 1.1–1.3, 2.3.

mod course;
mod draft;
mod form;
mod view;

pub(crate) use course::{bring, disagree, notify, refuse, reply, returned, send};
pub(crate) use draft::{DRAFT_KIND, drafted, get as draft, save as draft_save};
pub(crate) use form::prefill;
pub(crate) use view::{
    facts, kilowatts, kind_label, matter_label, reply_words, request, section, stage,
    voltage_label, zones_label,
};

use stoika_domain::appeal::contract::{ContractEvent, ContractMatter};
use stoika_domain::appeal::{AppealEvent, Compared};
use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::check::FieldError;
use stoika_domain::contract_intake::{self, AssessedContract};
use stoika_domain::directory::PartyKind;
use stoika_domain::ids::NormKey;
use stoika_domain::intake::{self, Assessed, TypedAppeal};
use stoika_domain::standard::{PlaceQuery, find_offices};
use stoika_domain::terms::{Audience, Term};

use crate::api::Nothing;
use crate::api::appeal::{AppealRegistered, Choice};
use crate::api::contract::{
    ContractCheck, ContractChecked, ContractChoices, ContractForm, ContractRegister, ZoneSeen,
};
use crate::appeal::{asked_document, errors_of, mark};
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::{self, iso};
use crate::workstation::Workstation;

/// Appeals of one client that are looked through for alike ones.
const SIMILAR_MAX: u32 = 100;
/// Categories of contract appeals.
const CATEGORIES: [&str; 2] = ["contract_application", "contract_change"];

/// `contract.choices`.
pub(crate) fn choices(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<ContractChoices> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let list = |rows: &[(&str, &str)]| {
        let choice = |(code, label): &(&str, &str)| Choice::new(*code, *label);
        rows.iter().map(choice).collect()
    };
    let book = &standards.book;
    let of_appeals = standards.choices();
    Ok(ContractChoices {
        matters: list(&view::MATTERS),
        kinds: list(&view::KINDS),
        client_kinds: book
            .client_kinds
            .iter()
            .map(|row| Choice::new(form::kind_code(row.id), &row.title_ru))
            .collect(),
        voltages: list(&view::VOLTAGES),
        price_categories: book
            .price_categories
            .iter()
            .map(|row| Choice::new(row.number.to_string(), &row.title_ru))
            .collect(),
        meter_zones: list(&view::METER_ZONES),
        connections: list(&view::CONNECTIONS),
        refusal_reasons: book
            .refusal_reasons
            .iter()
            .map(|row| Choice::new(&row.id, format!("{} ({})", row.title_ru, row.clause)))
            .collect(),
        channels: of_appeals.channels,
        answer_channels: of_appeals.answer_channels,
    })
}

/// What a form comes to.
struct Judged {
    kind: PartyKind,
    typed: TypedAppeal,
    appeal: Result<Assessed, Vec<FieldError>>,
    contract: Result<AssessedContract, Vec<FieldError>>,
    /// The account was typed, not chosen.
    stub: bool,
}

impl Judged {
    fn of(desk: &Desk, standards: &Standards, form: &ContractForm) -> Outcome<Self> {
        let today = desk.today()?;
        let (appeal, base) = form::appeal_form(desk, form)?;
        let kind = form::client_kind(form, base.party.as_ref());
        let mut typed = crate::appeal::typed(&appeal, &base);
        typed.client_kind = Some(kind);
        typed.audience = crate::appeal::audience(kind).to_owned();
        let line = standards.rules.settings.line_length_max;
        let contract = contract_intake::assess(&form::typed(form), kind, today, line);
        Ok(Self {
            kind,
            appeal: crate::appeal::assess(standards, &typed, today),
            contract,
            typed,
            stub: base.stub,
        })
    }

    /// Errors first, in the order of the form; then what is worth a second look.
    fn fields(self) -> Vec<crate::api::error::FieldError> {
        let mut errors = Vec::new();
        let mut warnings = Vec::new();
        match self.contract {
            Ok(read) => warnings.extend(read.warnings),
            Err(wrong) => errors.extend(wrong),
        }
        match self.appeal {
            Ok(read) => warnings.extend(read.warnings),
            Err(wrong) => errors.extend(wrong),
        }
        // Category and topic follow from the matter, which is told of itself.
        errors.retain(|error| !matches!(error.field.as_str(), "category" | "topic"));
        let mut told = errors_of(errors, false, self.stub);
        told.extend(errors_of(warnings, true, self.stub));
        told
    }
}

/// What is missing, with the papers that the application itself makes needed.
fn compared(judged: &Judged, standards: &Standards, found: Option<Compared>) -> Option<Compared> {
    let mut found = found?;
    let application = &judged.contract.as_ref().ok()?.application;
    for owed in view::owed_by_condition(application, &judged.typed.representative_name) {
        let mut handed = judged.typed.attachments.iter();
        let asked = intake::asked_documents(&judged.typed, &standards.rules);
        let is_handed = handed.any(|row| row.document == owed);
        if let (Some(asked), false) = (asked.iter().find(|it| it.document.id == owed), is_handed) {
            found.missing.push(stoika_domain::appeal::Wanted {
                name: asked.document.title_ru.clone(),
                where_to_get: asked.document.where_ru.clone(),
            });
        }
    }
    Some(found)
}

/// `contract.check`: the same validator as the command's.
pub(crate) fn check(
    workstation: &Workstation,
    _: &Session,
    input: ContractCheck,
) -> Outcome<ContractChecked> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let judged = Judged::of(&desk, &standards, &input.form)?;
    let documents: Vec<_> = intake::asked_documents(&judged.typed, &standards.rules)
        .iter()
        .map(asked_document)
        .collect();
    let is_missing = documents
        .iter()
        .any(|row| row.needed == "required" && row.form != "shown" && !row.handed_in);
    let term = first_term(&desk, &standards, &judged, &input.form, is_missing)?;
    let similar = match &input.form.appeal.party_id {
        None => Vec::new(),
        Some(party) => desk
            .replica
            .open_appeals_of_party(party, SIMILAR_MAX)?
            .into_iter()
            .filter(|row| CATEGORIES.contains(&row.category.as_str()))
            .map(|row| mark(&desk, &row))
            .collect::<Outcome<_>>()?,
    };
    Ok(ContractChecked {
        zone: zone(&desk, &standards, &input.form, judged.kind),
        fields: judged.fields(),
        term: term.map(|term| term_words::view(&term)),
        documents,
        similar,
    })
}

/// The term that will run first.
fn first_term(
    desk: &Desk,
    standards: &Standards,
    judged: &Judged,
    form: &ContractForm,
    is_missing: bool,
) -> Outcome<Option<Term>> {
    let today = desk.today()?;
    let Some(basis) = intake::term_basis(&judged.typed, &standards.rules, today) else {
        return Ok(None);
    };
    let is_citizen = judged.kind == PartyKind::Citizen;
    Ok(match contract_intake::matter(&form.matter) {
        None | Some(ContractMatter::Terminate | ContractMatter::Reduce) => {
            standards.term_of_basis(&basis)
        }
        Some(_) => {
            let name = if is_missing && !is_citizen {
                "contract.refusal_or_missing"
            } else {
                "contract.send_signed"
            };
            let key = NormKey::parse(name).map_err(Fault::internal)?;
            standards.term_from(&key, basis.received_on)
        }
    })
}

/// Whose zone the main supply point lies in. The house is left out until a zone knows the rest.
fn zone(
    desk: &Desk,
    standards: &Standards,
    form: &ContractForm,
    kind: PartyKind,
) -> Option<ZoneSeen> {
    let own = desk.enrolment().map(|enrolment| enrolment.office.clone())?;
    let address = form.points.first()?.address.trim();
    if address.is_empty() {
        return None;
    }
    let audience = Audience::parse(crate::appeal::audience(kind));
    let mut asked = address;
    loop {
        let hits = find_offices(
            &standards.offices,
            &standards.book.office_kinds,
            &PlaceQuery {
                text: asked,
                district: None,
                audience,
            },
        );
        if let Some(first) = hits.first() {
            let own = first.office.id.as_str() == own;
            let mut offices: Vec<String> = Vec::new();
            for hit in &hits {
                if !offices.contains(&hit.office.name_ru) {
                    offices.push(hit.office.name_ru.clone());
                }
            }
            return Some(ZoneSeen { offices, own });
        }
        let Some((shorter, _)) = asked.rsplit_once(',') else {
            return Some(ZoneSeen {
                offices: Vec::new(),
                own: false,
            });
        };
        asked = shorter;
    }
}

/// `contract.register`: number, appeal, its detail and the end of the draft in one transaction.
pub(crate) fn register(
    workstation: &Workstation,
    session: &Session,
    input: ContractRegister,
) -> Outcome<AppealRegistered> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let judged = Judged::of(&desk, &standards, &input.form)?;
    let (appeal, application) = match (&judged.appeal, &judged.contract) {
        (Ok(appeal), Ok(contract)) => (appeal.appeal.clone(), contract.application.clone()),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => {
            let mut fields = judged.fields();
            fields.retain(|field| !field.warning);
            return Err(Fault::fields(fields));
        }
    };
    let mut number = None;
    let act_id = desk.act(&user, |doing, context| {
        let given = doing.next_number(context)?;
        if let Some(draft) = &input.draft_id {
            context.delete_draft(draft)?;
        }
        number = Some(given);
        let mut body = appeal.numbered(given);
        body.compared = compared(&judged, &standards, body.compared);
        let subject = doing.new_subject(SubjectKind::Appeal);
        let detailed = AppealEvent::Contract(ContractEvent::Detailed(Box::new(application)));
        let registered = AppealEvent::Registered(Box::new(body));
        Ok(vec![
            (subject, Event::Appeal(registered)),
            (subject, Event::Appeal(detailed)),
        ])
    })?;
    let due_on = desk
        .replica
        .appeal(act_id)?
        .and_then(|stored| standards.term_of(&stored.appeal))
        .map(|term| iso(term.limit));
    Ok(AppealRegistered {
        appeal_id: act_id.to_string(),
        number: number.map_or_else(String::new, |number| number.to_string()),
        due_on: due_on.unwrap_or_default(),
    })
}

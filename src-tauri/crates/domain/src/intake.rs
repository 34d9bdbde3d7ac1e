//! Intake of an appeal (приём обращения): the form as typed becomes the body of the entry, or the
//! list of what is wrong. Checks while typing and the command call the same function.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::appeal::{
    AnswerAddress, Applicant, Attachment, Compared, ContractRef, DocumentForm, Registered,
    Representative, StatementForm,
};
use crate::check::{self, Fault, FieldError};
use crate::directory::PartyKind;
use crate::ids::{AnswerChannelId, CategoryId, ChannelId, NormKey, OfficeId, TopicId, UrgencyId};
use crate::number::PaperNumber;
use crate::standard::{
    AnswerChannel, AnswerNeeds, Category, Channel, Checklist, ChecklistData, ChecklistItem,
    Document, IntakeSettings, Matter, TermKeyRule, TermQuestion, Topic, Urgency, norm_key,
};
use crate::terms::Audience;

/// Sheets of one document at most.
const SHEETS_MAX: u16 = 999;

/// The form of a new appeal as it stands on the screen: every field a text, possibly empty.
/// It is what a draft keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedAppeal {
    /// `23.11.2026` or ISO; empty for today.
    pub received_on: String,
    /// `written` or `oral`.
    pub form: String,
    /// Name of a channel.
    pub channel: String,
    /// Name of a category.
    pub category: String,
    /// Name of a topic.
    pub topic: String,
    /// Name of an urgency; empty for the default.
    pub urgency: String,
    /// `citizen` or `other`.
    pub audience: String,
    /// The client's directory row; empty for one who is not in the base.
    pub party_id: String,
    /// ФИО or name.
    pub display_name: String,
    /// Лицевой счёт.
    pub account_number: String,
    /// Address of the object.
    pub address: String,
    /// Number of the contract.
    pub contract_number: String,
    /// Day of the contract.
    pub contract_date: String,
    /// Representative's ФИО; empty when the applicant came.
    pub representative_name: String,
    /// Representative's authority.
    pub representative_authority: String,
    /// What happened.
    pub text: String,
    /// What is asked for.
    pub demand: String,
    /// Name of an answer channel.
    pub answer_channel: String,
    /// Postal index of the answer.
    pub answer_index: String,
    /// Postal address of the answer.
    pub answer_address: String,
    /// E-mail of the answer.
    pub answer_email: String,
    /// Phone of the answer.
    pub answer_phone: String,
    /// Documents handed in.
    pub attachments: Vec<TypedAttachment>,
    /// What kind of client it is, when the base knows him: the desk finds it, nobody types it.
    pub client_kind: Option<PartyKind>,
    /// The office in whose zone the object lies, when it is another: the desk finds it by the
    /// address, nobody types it.
    pub zone_office: Option<OfficeId>,
}

/// A line of the list of documents handed in, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedAttachment {
    /// What it is.
    pub name: String,
    /// `original` or `copy`.
    pub form: String,
    /// Number of sheets.
    pub sheets: String,
    /// The document of the checklist that it is; empty when it was named by hand.
    pub document: String,
}

/// What an appeal is judged by: the published rows, and their directory position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeRules {
    /// Categories.
    pub categories: Vec<Category>,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// Answer channels.
    pub answer_channels: Vec<AnswerChannel>,
    /// Urgencies.
    pub urgencies: Vec<Urgency>,
    /// Choice of the norm.
    pub term_keys: Vec<TermKeyRule>,
    /// Lists of documents; `None` while the directory has none.
    pub checklists: Option<ChecklistData>,
    /// Settings.
    pub settings: IntakeSettings,
    /// Directory position of all these.
    pub rules_version: u64,
}

/// An appeal that can be registered, and what is worth a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// The appeal, but for its number.
    pub appeal: Unnumbered,
    /// Fields to look at again; they do not stop registration: every appeal is registered (10.1).
    pub warnings: Vec<FieldError>,
}

/// An appeal that waits for its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnumbered {
    received_on: NaiveDate,
    registered_on: NaiveDate,
    form: StatementForm,
    channel: ChannelId,
    category: CategoryId,
    topic: TopicId,
    urgency: UrgencyId,
    audience: Audience,
    applicant: Applicant,
    text: String,
    demand: Option<String>,
    answer_channel: AnswerChannelId,
    answer_address: AnswerAddress,
    norm_key: NormKey,
    rules_version: u64,
    attachments: Vec<Attachment>,
    compared: Option<Compared>,
}

impl Unnumbered {
    /// The norm of its term.
    #[must_use]
    pub const fn norm_key(&self) -> &NormKey {
        &self.norm_key
    }

    /// Gives it a number: the body of the entry.
    #[must_use]
    pub fn numbered(self, number: PaperNumber) -> Registered {
        Registered {
            number,
            received_on: self.received_on,
            registered_on: self.registered_on,
            form: self.form,
            channel: self.channel,
            category: self.category,
            topic: self.topic,
            urgency: self.urgency,
            audience: self.audience,
            applicant: self.applicant,
            text: self.text,
            demand: self.demand,
            answer_channel: self.answer_channel,
            answer_address: self.answer_address,
            norm_key: self.norm_key,
            rules_version: self.rules_version,
            attachments: self.attachments,
            compared: self.compared,
        }
    }
}

/// What of a half-typed form already decides its term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermBasis {
    /// The norm.
    pub norm_key: NormKey,
    /// Whose term.
    pub audience: Audience,
    /// By what channel.
    pub channel: ChannelId,
    /// The day of receipt.
    pub received_on: NaiveDate,
}

/// The basis of the control date shown while typing; `None` until enough is chosen.
#[must_use]
pub fn term_basis(typed: &TypedAppeal, rules: &IntakeRules, today: NaiveDate) -> Option<TermBasis> {
    let mut notes = Notes::default();
    let chosen = choices(typed, rules, &mut notes);
    let received_on = received_on(typed, rules, today, &mut notes)?;
    let (channel, audience) = (chosen.channel?.id.clone(), chosen.audience?);
    let norm_key = norm_key(
        &rules.term_keys,
        &TermQuestion {
            category: &chosen.category?.id,
            topic: &chosen.topic?.id,
            channel: &channel,
            audience,
        },
    )?
    .clone();
    Some(TermBasis {
        norm_key,
        audience,
        channel,
        received_on,
    })
}

/// Judges the form as typed.
///
/// # Errors
/// Every field that is wrong, in the order of the form.
pub fn assess(
    typed: &TypedAppeal,
    rules: &IntakeRules,
    today: NaiveDate,
) -> Result<Assessed, Vec<FieldError>> {
    let mut notes = Notes::default();
    let received_on = received_on(typed, rules, today, &mut notes);
    let chosen = choices(typed, rules, &mut notes);
    let applicant = applicant(typed, &chosen, rules, today, &mut notes);
    let line = rules.settings.line_length_max;
    let text = notes.take(
        "text",
        check::free_text(&typed.text, rules.settings.text_length_max),
    );
    let demand = notes.take_optional("demand", &typed.demand, |text| check::free_text(text, line));
    let answer_address = answer_address(typed, &chosen, rules, &mut notes);
    let attachments = attachments(&typed.attachments, line, &mut notes);
    let compared = compared(typed, rules, attachments.as_deref().unwrap_or_default());
    let norm_key = chosen.norm_key(rules);
    let whole = (|| {
        Some(Unnumbered {
            received_on: received_on?,
            registered_on: today,
            form: chosen.form?,
            channel: chosen.channel?.id.clone(),
            category: chosen.category?.id.clone(),
            topic: chosen.topic?.id.clone(),
            urgency: chosen.urgency?.id.clone(),
            audience: chosen.audience?,
            applicant: applicant?,
            text: text?,
            demand,
            answer_channel: chosen.answer_channel?.id.clone(),
            answer_address: answer_address?,
            norm_key: norm_key?,
            rules_version: rules.rules_version,
            attachments: attachments?,
            compared,
        })
    })();
    match whole {
        Some(appeal) if notes.errors.is_empty() => Ok(Assessed {
            appeal,
            warnings: notes.warnings,
        }),
        // Everything is chosen, and no published rule knows its term: the data has a hole.
        None if notes.errors.is_empty() => Err(vec![Fault::new("no_norm").of("category")]),
        Some(_) | None => Err(notes.errors),
    }
}

#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) errors: Vec<FieldError>,
    warnings: Vec<FieldError>,
}

impl Notes {
    fn take<T>(&mut self, field: &str, result: Result<T, Fault>) -> Option<T> {
        result
            .map_err(|fault| self.errors.push(fault.of(field)))
            .ok()
    }

    /// A field that may stay empty.
    fn take_optional<T>(
        &mut self,
        field: &str,
        text: &str,
        check: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        if text.trim().is_empty() {
            return None;
        }
        self.take(field, check(text))
    }

    fn warn(&mut self, field: &str, fault: Fault) {
        self.warnings.push(fault.of(field));
    }
}

/// What is chosen from lists; `None` where nothing fit, and noted.
struct Chosen<'a> {
    form: Option<StatementForm>,
    channel: Option<&'a Channel>,
    category: Option<&'a Category>,
    topic: Option<&'a Topic>,
    urgency: Option<&'a Urgency>,
    audience: Option<Audience>,
    answer_channel: Option<&'a AnswerChannel>,
}

impl Chosen<'_> {
    fn norm_key(&self, rules: &IntakeRules) -> Option<NormKey> {
        norm_key(
            &rules.term_keys,
            &TermQuestion {
                category: &self.category?.id,
                topic: &self.topic?.id,
                channel: &self.channel?.id,
                audience: self.audience?,
            },
        )
        .cloned()
    }
}

fn choices<'a>(typed: &TypedAppeal, rules: &'a IntakeRules, notes: &mut Notes) -> Chosen<'a> {
    let form = notes.take("form", one_of(&typed.form, statement_form(&typed.form)));
    let channel = notes.take(
        "channel",
        row(&rules.channels, &typed.channel, |row| row.id.as_str()),
    );
    if let (Some(form), Some(channel)) = (form, channel)
        && !channel.forms.contains(&form)
    {
        notes
            .errors
            .push(Fault::new("form_not_of_channel").of("form"));
    }
    let category = notes.take(
        "category",
        row(&rules.categories, &typed.category, |row| row.id.as_str()),
    );
    let topic = notes.take(
        "topic",
        row(&rules.topics, &typed.topic, |row| row.id.as_str()),
    );
    let urgency = if typed.urgency.trim().is_empty() {
        notes.take(
            "urgency",
            rules
                .urgencies
                .iter()
                .find(|row| row.default)
                .ok_or_else(|| Fault::new("required")),
        )
    } else {
        notes.take(
            "urgency",
            row(&rules.urgencies, &typed.urgency, |row| row.id.as_str()),
        )
    };
    let audience = notes.take(
        "audience",
        one_of(&typed.audience, Audience::parse(typed.audience.trim())),
    );
    let answer_channel = notes.take(
        "answer_channel",
        row(&rules.answer_channels, &typed.answer_channel, |row| {
            row.id.as_str()
        }),
    );
    if let (Some(form), Some(answer)) = (form, answer_channel)
        && !answer.forms.contains(&form)
    {
        notes
            .errors
            .push(Fault::new("answer_not_of_form").of("answer_channel"));
    }
    Chosen {
        form,
        channel,
        category,
        topic,
        urgency,
        audience,
        answer_channel,
    }
}

fn statement_form(text: &str) -> Option<StatementForm> {
    match text.trim() {
        "written" => Some(StatementForm::Written),
        "oral" => Some(StatementForm::Oral),
        _ => None,
    }
}

fn one_of<T>(typed: &str, read: Option<T>) -> Result<T, Fault> {
    read.ok_or_else(|| {
        Fault::new(if typed.trim().is_empty() {
            "required"
        } else {
            "unknown_choice"
        })
    })
}

fn row<'a, T>(rows: &'a [T], typed: &str, name: impl Fn(&T) -> &str) -> Result<&'a T, Fault> {
    one_of(typed, rows.iter().find(|row| name(row) == typed.trim()))
}

fn received_on(
    typed: &TypedAppeal,
    rules: &IntakeRules,
    today: NaiveDate,
    notes: &mut Notes,
) -> Option<NaiveDate> {
    if typed.received_on.trim().is_empty() {
        return Some(today);
    }
    let read = check::received_on(
        &typed.received_on,
        today,
        rules.settings.received_days_back_max,
    );
    let received = notes.take("received_on", read)?;
    if let Some(fault) = received.warning {
        notes.warn("received_on", fault);
    }
    Some(received.date)
}

fn applicant(
    typed: &TypedAppeal,
    chosen: &Chosen<'_>,
    rules: &IntakeRules,
    today: NaiveDate,
    notes: &mut Notes,
) -> Option<Applicant> {
    let line = rules.settings.line_length_max;
    let text = |value: &str| check::free_text(value, line);
    let display_name = notes.take("display_name", text(&typed.display_name));
    let account_number = notes.take_optional("account_number", &typed.account_number, |value| {
        check::personal_account(value, rules.settings.personal_account_digits).map(String::from)
    });
    let address = notes.take_optional("address", &typed.address, text);
    let contract = contract(typed, line, today, notes);
    let representative = representative(typed, line, notes);
    let wanted = chosen
        .category
        .is_some_and(|category| rules.settings.account_wanted_for.contains(&category.id));
    if wanted {
        // A15: a citizen needs no written contract, the account is enough.
        match chosen.audience {
            Some(Audience::Citizen) if typed.account_number.trim().is_empty() => {
                notes.warn("account_number", Fault::new("account_wanted"));
            }
            Some(Audience::Other) if contract.is_none() => {
                notes.warn("contract_number", Fault::new("contract_wanted"));
            }
            Some(Audience::Citizen | Audience::Other) | None => {}
        }
    }
    Some(Applicant {
        party_id: Some(typed.party_id.trim().to_owned()).filter(|id| !id.is_empty()),
        display_name: display_name?,
        account_number,
        address,
        contract,
        representative,
        zone_office: typed.zone_office.clone(),
    })
}

fn contract(
    typed: &TypedAppeal,
    line: usize,
    today: NaiveDate,
    notes: &mut Notes,
) -> Option<ContractRef> {
    let number = notes.take_optional("contract_number", &typed.contract_number, |value| {
        check::free_text(value, line)
    });
    // Tomorrow is let through, as an import lets it: the directory's own dates come this way too.
    let last = today.succ_opt().unwrap_or(today);
    let concluded_on = notes.take_optional("contract_date", &typed.contract_date, |value| {
        check::past_date(value, last)
    });
    if concluded_on.is_some() && typed.contract_number.trim().is_empty() {
        notes
            .errors
            .push(Fault::new("required").of("contract_number"));
    }
    Some(ContractRef {
        number: number?,
        concluded_on,
    })
}

fn representative(typed: &TypedAppeal, line: usize, notes: &mut Notes) -> Option<Representative> {
    let (name, authority) = (&typed.representative_name, &typed.representative_authority);
    if name.trim().is_empty() && authority.trim().is_empty() {
        return None;
    }
    let name = notes.take("representative_name", check::free_text(name, line));
    let authority = notes.take(
        "representative_authority",
        check::free_text(authority, line),
    );
    Some(Representative {
        name: name?,
        authority: authority?,
    })
}

/// Lines with nothing in them are passed by. A field's name carries the number of its line.
pub(crate) fn attachments(
    typed: &[TypedAttachment],
    line: usize,
    notes: &mut Notes,
) -> Option<Vec<Attachment>> {
    let blank =
        |row: &&TypedAttachment| !(row.name.trim().is_empty() && row.sheets.trim().is_empty());
    let mut whole = Some(Vec::new());
    for (at, row) in typed.iter().enumerate().filter(|(_, row)| blank(row)) {
        let name = notes.take(
            &format!("attachments.{at}.name"),
            check::free_text(&row.name, line),
        );
        let form = match row.form.trim() {
            "copy" => DocumentForm::Copy,
            _ => DocumentForm::Original,
        };
        let sheets = notes.take(&format!("attachments.{at}.sheets"), sheets(&row.sheets));
        whole = match (whole, name, sheets) {
            (Some(mut rows), Some(name), Some(sheets)) => {
                let document = Some(row.document.trim().to_owned());
                rows.push(Attachment {
                    name,
                    form,
                    sheets,
                    document: document.filter(|document| !document.is_empty()),
                });
                Some(rows)
            }
            (_, _, _) => None,
        };
    }
    whole
}

/// Who is not in the base may be of any of these; a citizen is told from all others by the form.
const NOT_CITIZENS: [PartyKind; 6] = [
    PartyKind::LegalEntity,
    PartyKind::SoleTrader,
    PartyKind::UtilityProvider,
    PartyKind::StateCustomer,
    PartyKind::Reseller,
    PartyKind::NetworkCompany,
];

/// The checklist that the form as typed is compared with.
fn checklist<'a>(
    typed: &TypedAppeal,
    rules: &'a IntakeRules,
) -> Option<(&'a ChecklistData, &'a Checklist)> {
    let matter = Matter::of_appeal(typed.category.trim(), typed.topic.trim())?;
    let kinds: &[PartyKind] = match (&typed.client_kind, typed.audience.trim()) {
        (Some(kind), _) => std::slice::from_ref(kind),
        (None, "citizen") => &[PartyKind::Citizen],
        (None, _) => &NOT_CITIZENS,
    };
    let data = rules.checklists.as_ref()?;
    Some((data, data.for_any_of(matter, kinds)?))
}

/// A document that the checklist asks for, as the form shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedDocument<'a> {
    /// The document.
    pub document: &'a Document,
    /// The line of the checklist.
    pub item: &'a ChecklistItem,
    /// It is among what was handed in.
    pub is_handed_in: bool,
}

/// What the checklist of a half-typed form asks for, in its order; empty when there is none.
#[must_use]
pub fn asked_documents<'a>(typed: &TypedAppeal, rules: &'a IntakeRules) -> Vec<AskedDocument<'a>> {
    let Some((data, list)) = checklist(typed, rules) else {
        return Vec::new();
    };
    // A line whose sheets are still wrong is handed in all the same.
    let handed: Vec<Attachment> = typed
        .attachments
        .iter()
        .map(|row| Attachment {
            name: row.name.clone(),
            form: DocumentForm::Copy,
            sheets: 1,
            document: Some(row.document.trim().to_owned()).filter(|id| !id.is_empty()),
        })
        .collect();
    list.items
        .iter()
        .filter_map(|item| Some((item, data.document(item)?)))
        .filter(|(_, document)| !document.is_appeal)
        .map(|(item, document)| AskedDocument {
            document,
            item,
            is_handed_in: handed.iter().any(|attachment| document.is(attachment)),
        })
        .collect()
}

fn compared(typed: &TypedAppeal, rules: &IntakeRules, handed: &[Attachment]) -> Option<Compared> {
    let (data, list) = checklist(typed, rules)?;
    let missing = data.wanted(list, handed);
    Some(Compared {
        note: list.note_ru.clone().filter(|_| !missing.is_empty()),
        missing,
    })
}

/// One sheet when nothing was typed; a pile of more than a thousand is a slip of the finger.
fn sheets(typed: &str) -> Result<u16, Fault> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(1);
    }
    match typed.parse::<u16>() {
        Ok(sheets) if (1..=SHEETS_MAX).contains(&sheets) => Ok(sheets),
        Ok(_) | Err(_) => Err(Fault::new("sheets_number").with("max", SHEETS_MAX)),
    }
}

fn answer_address(
    typed: &TypedAppeal,
    chosen: &Chosen<'_>,
    rules: &IntakeRules,
    notes: &mut Notes,
) -> Option<AnswerAddress> {
    let required = |value: &str| {
        if value.trim().is_empty() {
            Err(Fault::new("required"))
        } else {
            Ok(())
        }
    };
    match chosen.answer_channel?.needs {
        AnswerNeeds::Nothing => Some(AnswerAddress::Office),
        AnswerNeeds::Postal => {
            let index = notes.take(
                "answer_index",
                required(&typed.answer_index)
                    .and_then(|()| check::postal_index(&typed.answer_index)),
            );
            let address = notes.take(
                "answer_address",
                check::free_text(&typed.answer_address, rules.settings.line_length_max),
            );
            Some(AnswerAddress::Postal {
                index: index?.into(),
                address: address?,
            })
        }
        AnswerNeeds::Email => {
            let email = notes.take(
                "answer_email",
                required(&typed.answer_email).and_then(|()| check::email(&typed.answer_email)),
            );
            Some(AnswerAddress::Email {
                email: email?.into(),
            })
        }
        AnswerNeeds::Phone => {
            let phone = notes.take(
                "answer_phone",
                required(&typed.answer_phone).and_then(|()| check::phone(&typed.answer_phone)),
            );
            Some(AnswerAddress::Phone {
                phone: phone?.into(),
            })
        }
    }
}

//! The form of the screen and the form of the domain: one is read from the other here.

use stoika_domain::appeal::{Outcome as Decision, StatementForm};
use stoika_domain::check;
use stoika_domain::directory::{Account, Address, Party, PartyKind};
use stoika_domain::ids::OfficeId;
use stoika_domain::intake::{TypedAppeal, TypedAttachment};

use crate::api::appeal::{AppealForm, AttachmentForm, Choice};
use crate::api::error::FieldError;

/// What of the form comes from the base.
#[derive(Default)]
pub(crate) struct FromBase {
    /// The client.
    pub party: Option<Party>,
    /// The account that the appeal is about.
    pub account: Option<Account>,
    /// His phone, for an answer by phone when none was typed.
    pub phone: Option<String>,
    /// The office in whose zone the object lies, when it is another.
    pub zone_office: Option<OfficeId>,
    /// The account was typed, not chosen.
    pub stub: bool,
}

/// The form as the domain judges it. What the base knows of a client is taken from the base.
pub(crate) fn typed(form: &AppealForm, base: &FromBase) -> TypedAppeal {
    let party = base.party.as_ref();
    let account = base.account.as_ref();
    let phone = form
        .phone
        .clone()
        .filter(|phone| !phone.trim().is_empty())
        .or_else(|| base.phone.clone());
    TypedAppeal {
        received_on: form.received_on.clone(),
        form: form.form.clone(),
        channel: form.channel.clone(),
        category: form.category.clone(),
        topic: form.topic.clone(),
        urgency: form.urgency.clone(),
        audience: party.map_or_else(
            || form.audience.clone(),
            |party| audience(party.kind).to_owned(),
        ),
        party_id: form.party_id.clone().unwrap_or_default(),
        display_name: party.map_or_else(|| form.applicant_name.clone(), |party| party.name.clone()),
        // What is not in the base is taken as typed: a stub that the centre reconciles.
        account_number: form
            .account
            .clone()
            .unwrap_or_else(|| form.stub_account.clone()),
        address: account.map_or_else(
            || form.stub_address.clone(),
            |account| address_line(&account.address),
        ),
        contract_number: account
            .and_then(|account| account.contract.clone())
            .unwrap_or_else(|| form.contract_number.clone()),
        contract_date: account
            .and_then(|account| account.contract_on)
            .map_or_else(|| form.contract_date.clone(), crate::term_words::iso),

        representative_name: form.representative.clone(),
        representative_authority: form.authority.clone(),
        text: form.text.clone(),
        demand: form.demand.clone(),
        answer_channel: form.answer_channel.clone(),
        answer_index: form.postal_index.clone(),
        answer_address: form.postal_address.clone(),
        answer_email: form.email.clone(),
        answer_phone: phone.unwrap_or_default(),
        attachments: form.attachments.iter().map(typed_attachment).collect(),
        client_kind: party.map(|party| party.kind),
        zone_office: base.zone_office.clone(),
    }
}

/// A line of the list of documents.
pub(crate) fn typed_attachment(row: &AttachmentForm) -> TypedAttachment {
    TypedAttachment {
        name: row.name.clone(),
        form: row.form.clone(),
        sheets: row.sheets.clone(),
        document: row.document.clone(),
    }
}

/// The field of the screen for a field of the domain's form.
fn field_name(domain: &str, stub: bool) -> &str {
    match domain {
        "account_number" if stub => "stub_account",
        "address" if stub => "stub_address",
        "contract_number" if stub => "contract_number",
        "contract_date" if stub => "contract_date",
        "display_name" => "applicant_name",
        "account_number" | "contract_number" | "contract_date" => "account",
        "representative_name" => "representative",
        "representative_authority" => "authority",
        "answer_index" => "postal_index",
        "answer_address" => "postal_address",
        "answer_email" => "email",
        "answer_phone" => "phone",
        other => other,
    }
}

/// Errors of the domain as the screen reads them.
pub(crate) fn field_errors(errors: Vec<check::FieldError>, warning: bool) -> Vec<FieldError> {
    errors_of(errors, warning, false)
}

/// The same for a form where the account was typed, when `stub` is true.
pub(crate) fn errors_of(
    errors: Vec<check::FieldError>,
    warning: bool,
    stub: bool,
) -> Vec<FieldError> {
    errors
        .into_iter()
        .map(|error| FieldError {
            field: field_name(&error.field, stub).to_owned(),
            code: error.code,
            args: error.args,
            warning,
        })
        .collect()
}

/// Whose terms a client has (A33): citizens are told from all others.
pub(crate) fn audience(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Citizen => "citizen",
        PartyKind::LegalEntity
        | PartyKind::SoleTrader
        | PartyKind::UtilityProvider
        | PartyKind::StateCustomer
        | PartyKind::Reseller
        | PartyKind::NetworkCompany => "other",
    }
}

/// «г. Отрадный, ул. Первомайская, 12, кв. 48».
pub(crate) fn address_line(address: &Address) -> String {
    let mut line = format!(
        "{}, {}, {}",
        address.locality, address.street, address.house
    );
    if let Some(flat) = &address.flat {
        line.push_str(", кв.\u{a0}");
        line.push_str(flat);
    }
    line
}

/// Code of a form of statement.
pub(crate) const fn form_code(form: StatementForm) -> &'static str {
    match form {
        StatementForm::Written => "written",
        StatementForm::Oral => "oral",
    }
}

/// «Письменно».
pub(crate) const fn form_label(form: StatementForm) -> &'static str {
    match form {
        StatementForm::Written => "Письменно",
        StatementForm::Oral => "Устно",
    }
}

/// How an appeal can be decided, in the order of the list.
const DECISIONS: [(Decision, &str, &str); 4] = [
    (Decision::Founded, "founded", "Обоснована"),
    (
        Decision::PartlyFounded,
        "partly_founded",
        "Обоснована частично",
    ),
    (Decision::Unfounded, "unfounded", "Не обоснована"),
    (Decision::Explained, "explained", "Разъяснено"),
];

/// The list of decisions.
pub(crate) fn outcomes() -> Vec<Choice> {
    DECISIONS
        .iter()
        .map(|(_, code, label)| Choice::new(*code, *label))
        .collect()
}

/// Its code.
pub(crate) fn outcome_code(decision: Decision) -> &'static str {
    DECISIONS
        .iter()
        .find(|(known, _, _)| *known == decision)
        .map_or("", |(_, code, _)| *code)
}

/// A decision by its code.
pub(crate) fn decision(code: &str) -> Option<Decision> {
    DECISIONS
        .iter()
        .find(|(_, known, _)| *known == code.trim())
        .map(|(decision, _, _)| *decision)
}

/// Its words.
pub(crate) fn decision_label(decision: Decision) -> &'static str {
    DECISIONS
        .iter()
        .find(|(known, _, _)| *known == decision)
        .map_or("", |(_, _, label)| *label)
}

#[cfg(test)]
mod tests {
    use stoika_domain::check;
    use stoika_domain::directory::{Party, PartyKind};

    use super::{FromBase, field_errors, typed};
    use crate::api::appeal::AppealForm;

    #[test]
    fn what_the_base_knows_of_a_client_is_not_taken_from_the_form() {
        let form = AppealForm {
            party_id: Some("p1".to_owned()),
            applicant_name: "Кто-то другой".to_owned(),
            audience: "citizen".to_owned(),
            ..AppealForm::default()
        };
        let base = FromBase {
            party: Some(Party {
                kind: PartyKind::LegalEntity,
                name: "ООО «Образец»".to_owned(),
                phone: None,
                email: None,
                inn: None,
                phone_confirmed_on: None,
                accounts: Vec::new(),
                ..Party::default()
            }),
            ..FromBase::default()
        };
        let typed = typed(&form, &base);
        assert_eq!(typed.display_name, "ООО «Образец»");
        assert_eq!(typed.audience, "other");
    }

    #[test]
    fn an_error_names_the_field_of_the_screen() {
        let errors = field_errors(
            vec![check::Fault::new("required").of("answer_index")],
            false,
        );
        assert_eq!(
            errors.first().map(|error| error.field.as_str()),
            Some("postal_index")
        );
    }
}

//! The registration card of an appeal (регистрационная карточка обращения), domain §7, form 3.

use chrono::NaiveDate;

use super::{HandedDocument, Head};
use crate::model::FormModel;

/// The form's id in `assets/forms`.
pub const REGISTRATION_CARD: &str = "registration_card";

/// What stands on the registration card. All texts are ready to print: Russian, with no-break
/// spaces where they belong (`stoika_domain::text`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationCard {
    /// The head; its date is that of the registration.
    pub head: Head,
    /// Date of receipt: the day from which the term runs (ГК РФ, ст. 191).
    pub received_on: NaiveDate,
    /// When it was registered on that date, in the office's zone: «10:46».
    pub registered_time: String,
    /// Who applied: «Примерова Анна Сергеевна» or the name of the organisation.
    pub applicant: String,
    /// Who speaks for the applicant, and by what authority.
    pub representative: Option<String>,
    /// Personal account or contract: «6300 0012 3456».
    pub account: Option<String>,
    /// Address of supply.
    pub address: Option<String>,
    /// Phone or e-mail of the applicant.
    pub contact: Option<String>,
    /// Category of the appeal (3.16): «Претензия гражданина».
    pub category: String,
    /// Topic: «Расчёты стоимости».
    pub topic: String,
    /// How it came: «Письменно, в отделении».
    pub channel: String,
    /// «Обычная» or «Срочная: …».
    pub urgency: String,
    /// The applicant's words.
    pub text: String,
    /// What the applicant asks for.
    pub demand: Option<String>,
    /// What was handed in.
    pub documents: Vec<HandedDocument>,
    /// How the answer is to be given: «Заказным письмом».
    pub answer_channel: String,
    /// Where the answer goes.
    pub answer_address: Option<String>,
    /// Executor (исполнитель); none when nobody is assigned yet.
    pub executor: Option<String>,
    /// Control date (контрольный срок).
    pub control_on: NaiveDate,
    /// The term in words: «3 рабочих дня».
    pub control_term: String,
    /// Its clause: «Стандарт, п. 7.4, строка 2».
    pub control_clause: String,
    /// Outer date (предельный срок), where it differs.
    pub outer: Option<CardTerm>,
}

/// A date by which something is due, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardTerm {
    /// The date.
    pub on: NaiveDate,
    /// The term in words: «30 дней».
    pub term: String,
    /// Its clause: «59-ФЗ, ст. 12».
    pub clause: String,
}

impl RegistrationCard {
    /// The values by the names that the template `registration_card` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let documents = self.documents.into_iter().map(HandedDocument::into_row);
        let model = self
            .head
            .into_model()
            .date("received_on", self.received_on)
            .text("registered_time", self.registered_time)
            .text("applicant", self.applicant)
            .optional_text("representative", self.representative)
            .optional_text("account", self.account)
            .optional_text("address", self.address)
            .optional_text("contact", self.contact)
            .text("category", self.category)
            .text("topic", self.topic)
            .text("channel", self.channel)
            .text("urgency", self.urgency)
            .text("text", self.text)
            .optional_text("demand", self.demand)
            .rows("documents", documents.collect())
            .text("answer_channel", self.answer_channel)
            .optional_text("answer_address", self.answer_address)
            .optional_text("executor", self.executor)
            .date("control_on", self.control_on)
            .text("control_term", self.control_term)
            .text("control_clause", self.control_clause);
        match self.outer {
            Some(outer) => model
                .date("outer_on", outer.on)
                .text("outer_term", outer.term)
                .text("outer_clause", outer.clause),
            None => model,
        }
    }
}

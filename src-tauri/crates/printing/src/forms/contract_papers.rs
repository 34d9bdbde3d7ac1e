//! Papers of a contract that both sides sign, and the application for it: domain §7, forms 4 to 8; R44–R58.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use stoika_domain::text::case::Naming;

use super::parts::Signer;
use super::{HandedDocument, Head};
use crate::model::{FormModel, Row};

/// The form's id in `assets/forms`: of an organisation or a sole trader.
pub const CONTRACT_APPLICATION: &str = "contract_application";
/// The form's id in `assets/forms`.
pub const CONTRACT_APPLICATION_CITIZEN: &str = "contract_application_citizen";
/// The form's id in `assets/forms`: of an organisation or a sole trader.
pub const CONTRACT_DRAFT: &str = "contract_draft";
/// The form's id in `assets/forms`.
pub const CONTRACT_DRAFT_CITIZEN: &str = "contract_draft_citizen";
/// The form's id in `assets/forms`: соглашение об изменении договора.
pub const CONTRACT_AMENDMENT: &str = "contract_amendment";
/// The form's id in `assets/forms`: соглашение о расторжении или об уменьшении объёмов.
pub const TERMINATION_AGREEMENT: &str = "termination_agreement";
/// The form's id in `assets/forms`.
pub const DISAGREEMENT_PROTOCOL: &str = "disagreement_protocol";

/// A thing known of somebody: «ИНН / КПП», «6300000000 / 630001001».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

impl Known {
    pub(super) fn rows(known: Vec<Self>) -> Vec<Row> {
        let row = |it: Self| {
            BTreeMap::from([
                ("label".to_owned(), it.label.into()),
                ("value".to_owned(), it.value.into()),
            ])
        };
        known.into_iter().map(row).collect()
    }
}

/// A supply point; what is not known is an empty text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractPoint {
    /// What stands there.
    pub object: String,
    /// Where.
    pub address: String,
    /// «НН».
    pub voltage: String,
    /// «55», kilowatts.
    pub power: String,
    /// «3».
    pub reliability: String,
    /// «1».
    pub price_category: String,
    /// «Меркурий 230 № 12345678».
    pub meter: String,
    /// «одна зона».
    pub zones: String,
    /// Ктт: «40».
    pub ratio: String,
}

impl ContractPoint {
    fn rows(points: Vec<Self>) -> Vec<Row> {
        let row = |it: Self| {
            BTreeMap::from([
                ("object".to_owned(), it.object.into()),
                ("address".to_owned(), it.address.into()),
                ("voltage".to_owned(), it.voltage.into()),
                ("power".to_owned(), it.power.into()),
                ("reliability".to_owned(), it.reliability.into()),
                ("price_category".to_owned(), it.price_category.into()),
                ("meter".to_owned(), it.meter.into()),
                ("zones".to_owned(), it.zones.into()),
                ("ratio".to_owned(), it.ratio.into()),
            ])
        };
        points.into_iter().map(row).collect()
    }
}

/// Who signs for an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractSignatory {
    /// ФИО.
    pub name: Naming,
    /// Post.
    pub post: Naming,
    /// Ground of the authority: «Устав».
    pub authority: String,
}

impl ContractSignatory {
    fn into_model(signatory: Option<Self>, model: FormModel) -> FormModel {
        match signatory {
            Some(it) => model
                .name("signatory_name", it.name)
                .name("signatory_post", it.post)
                .text("signatory_authority", it.authority),
            None => model,
        }
    }
}

/// The application (заявление о заключении, изменении, расторжении договора).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractApplicationPaper {
    /// The head: of the registration.
    pub head: Head,
    /// To whom it is made.
    pub supplier: Naming,
    /// Who makes it.
    pub applicant: Naming,
    /// Who speaks for the applicant, and by what authority.
    pub representative: Option<String>,
    /// Address of the applicant.
    pub address: Option<String>,
    /// «Заявление о заключении договора».
    pub title: String,
    /// What is asked: «Прошу заключить договор энергоснабжения.»
    pub request: String,
    /// Account or contract that it is about.
    pub account: Option<String>,
    /// What the applicant told.
    pub details: Vec<Known>,
    /// Supply points.
    pub points: Vec<ContractPoint>,
    /// What is handed in with it.
    pub documents: Vec<HandedDocument>,
    /// A written contract is the citizen's own initiative (R49).
    pub by_initiative: bool,
    /// Who signs for an organisation.
    pub signatory: Option<ContractSignatory>,
}

impl ContractApplicationPaper {
    /// The values by the names that `contract_application` and `contract_application_citizen` use.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let documents = self.documents.into_iter().map(HandedDocument::into_row);
        let model = self
            .head
            .into_model()
            .name("supplier", self.supplier)
            .name("applicant", self.applicant)
            .optional_text("representative", self.representative)
            .optional_text("address", self.address)
            .text("title", self.title)
            .text("request", self.request)
            .optional_text("account", self.account)
            .rows("details", Known::rows(self.details))
            .rows("points", ContractPoint::rows(self.points))
            .rows("documents", documents.collect());
        let model = flag(model, "by_initiative", self.by_initiative);
        match self.signatory {
            Some(it) => model
                .name("signatory_name", it.name)
                .name("signatory_post", it.post),
            None => model,
        }
    }
}

/// A thing that is so is there as «да», else it is absent.
fn flag(model: FormModel, field: &str, is_so: bool) -> FormModel {
    model.optional_text(field, is_so.then(|| "да".to_owned()))
}

/// The two sides of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractSides {
    /// The guaranteeing supplier, full name.
    pub supplier: Naming,
    /// Its address, phone, e-mail, site.
    pub supplier_details: Vec<Known>,
    /// Who signs for it.
    pub signer: Signer,
    /// The client.
    pub client: Naming,
    /// Its requisites, or what a citizen told of himself.
    pub client_details: Vec<Known>,
    /// Who signs for an organisation.
    pub signatory: Option<ContractSignatory>,
}

impl ContractSides {
    fn into_model(self, model: FormModel) -> FormModel {
        let model = self
            .signer
            .into_model(model)
            .name("supplier", self.supplier)
            .rows("supplier_details", Known::rows(self.supplier_details))
            .name("client", self.client)
            .rows("client_details", Known::rows(self.client_details));
        ContractSignatory::into_model(self.signatory, model)
    }
}

/// A price category of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftCategory {
    /// «1».
    pub number: String,
    /// «Первая: учёт в целом за расчётный период».
    pub title: String,
}

/// What the price categories of the supply points bring into the contract.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pricing {
    /// Category 1 is among them.
    pub whole_period: bool,
    /// Category 2.
    pub day_zones: bool,
    /// Categories 3 to 6.
    pub hourly: bool,
    /// Categories 4 and 6.
    pub two_rates: bool,
    /// Categories 5 and 6.
    pub planning: bool,
}

/// A draft contract (проект договора) by the kind of client and the price category (R45–R47).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractDraft {
    /// The head; number and date are those of the application.
    pub head: Head,
    /// Date of the application.
    pub appeal_on: NaiveDate,
    /// Number of the contract, once it has one.
    pub contract_number: Option<String>,
    /// `supply` or `purchase`.
    pub kind: String,
    /// Who the client is: `legal_entity`, `utility_provider`, …
    pub client_kind: String,
    /// Both sides.
    pub sides: ContractSides,
    /// Supply points.
    pub points: Vec<ContractPoint>,
    /// Their maximum power together, «120» kilowatts.
    pub power_sum: Option<String>,
    /// The categories that occur.
    pub categories: Vec<DraftCategory>,
    /// What they bring with them.
    pub pricing: Pricing,
    /// From when.
    pub wanted_from: Option<NaiveDate>,
    /// Papers of the technological connection.
    pub connection: Option<String>,
    /// Months of the year, for the volumes.
    pub months: Vec<String>,
    /// Day of the month by which a citizen pays.
    pub pay_by_day: Option<i64>,
    /// Day of the month by which the payment document is there.
    pub document_by_day: Option<i64>,
}

impl ContractDraft {
    /// The values by the names that `contract_draft` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let months = super::parts::lines(self.months);
        let categories = self.categories.into_iter().map(|it| {
            BTreeMap::from([
                ("category".to_owned(), it.number.into()),
                ("name".to_owned(), it.title.into()),
            ])
        });
        let model = self
            .sides
            .into_model(self.head.into_model())
            .date("appeal_on", self.appeal_on)
            .optional_text("contract_number", self.contract_number)
            .text("contract_kind", self.kind)
            .text("client_kind", self.client_kind)
            .rows("points", ContractPoint::rows(self.points))
            .optional_text("power_sum", self.power_sum)
            .rows("categories", categories.collect())
            .optional_text("connection", self.connection)
            .rows("months", months);
        let model = flag(model, "whole_period", self.pricing.whole_period);
        let model = flag(model, "day_zones", self.pricing.day_zones);
        let model = flag(model, "hourly", self.pricing.hourly);
        let model = flag(model, "two_rates", self.pricing.two_rates);
        let model = flag(model, "planning", self.pricing.planning);
        dated(model, "wanted_from", self.wanted_from)
    }

    /// The values by the names that `contract_draft_citizen` uses.
    #[must_use]
    pub fn into_citizen_model(self) -> FormModel {
        let model = self
            .sides
            .into_model(self.head.into_model())
            .date("appeal_on", self.appeal_on)
            .optional_text("contract_number", self.contract_number)
            .rows("points", ContractPoint::rows(self.points));
        let model = dated(model, "wanted_from", self.wanted_from);
        let model = counted(model, "pay_by_day", self.pay_by_day);
        counted(model, "document_by_day", self.document_by_day)
    }
}

fn dated(model: FormModel, field: &str, on: Option<NaiveDate>) -> FormModel {
    match on {
        Some(on) => model.date(field, on),
        None => model,
    }
}

fn counted(model: FormModel, field: &str, number: Option<i64>) -> FormModel {
    match number {
        Some(number) => model.number(field, number),
        None => model,
    }
}

/// An agreement to a contract that is in force: its change, its end, less volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractAgreement {
    /// The head; number and date are those of the application.
    pub head: Head,
    /// Date of the application.
    pub appeal_on: NaiveDate,
    /// Number of the agreement, once it has one.
    pub contract_number: Option<String>,
    /// `change`, `terminate`, `reduce`.
    pub matter: String,
    /// The contract that it is about: «№ 63-ОТ-000098 от 12.03.2019»; not known: a line to fill in by hand.
    pub contract: Option<String>,
    /// Both sides.
    pub sides: ContractSides,
    /// From when.
    pub wanted_from: Option<NaiveDate>,
    /// What changes, or why it ends.
    pub change: Option<String>,
    /// Supply points that it is about.
    pub points: Vec<ContractPoint>,
}

impl ContractAgreement {
    /// The values by the names that `contract_amendment` and `termination_agreement` use.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let is_change = self.matter == "change";
        let model = self
            .sides
            .into_model(self.head.into_model())
            .date("appeal_on", self.appeal_on)
            .optional_text("contract_number", self.contract_number)
            .optional_text("contract", self.contract)
            .optional_text("change", self.change)
            .rows("points", ContractPoint::rows(self.points));
        let model = dated(model, "wanted_from", self.wanted_from);
        if is_change {
            model
        } else {
            model.text("matter", self.matter)
        }
    }
}

/// A clause on which the sides disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProtocolClause {
    /// Clause of the draft: «4.2».
    pub clause: String,
    /// The supplier's wording.
    pub ours: String,
    /// The client's wording.
    pub theirs: String,
    /// What was said to it; empty before the reply.
    pub agreed: String,
}

impl ProtocolClause {
    pub(super) fn rows(clauses: Vec<Self>) -> Vec<Row> {
        let row = |it: Self| {
            BTreeMap::from([
                ("clause".to_owned(), it.clause.into()),
                ("ours".to_owned(), it.ours.into()),
                ("theirs".to_owned(), it.theirs.into()),
                ("agreed".to_owned(), it.agreed.into()),
            ])
        };
        clauses.into_iter().map(row).collect()
    }
}

/// The protocol of disagreements (протокол разногласий), form 8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisagreementProtocol {
    /// The head; number and date are those of the application.
    pub head: Head,
    /// Number of the contract, once it has one.
    pub contract_number: Option<String>,
    /// Day of receipt of the client's protocol.
    pub received_on: NaiveDate,
    /// Day of the reply.
    pub answered_on: Option<NaiveDate>,
    /// Both sides.
    pub sides: ContractSides,
    /// The clauses, in order.
    pub clauses: Vec<ProtocolClause>,
}

impl DisagreementProtocol {
    /// The values by the names that the template `disagreement_protocol` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let sides = self.sides;
        let model = sides
            .signer
            .into_model(self.head.into_model())
            .name("supplier", sides.supplier)
            .name("client", sides.client)
            .optional_text("contract_number", self.contract_number)
            .date("received_on", self.received_on)
            .rows("clauses", ProtocolClause::rows(self.clauses));
        let model = dated(model, "answered_on", self.answered_on);
        match sides.signatory {
            Some(it) => model
                .name("signatory_name", it.name)
                .name("signatory_post", it.post),
            None => model,
        }
    }
}

//! Contract applications: the form, its checks, and where an application stands.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::appeal::{AppealForm, AskedDocument, AttachmentForm, Choice, TermView};
use crate::api::client::AppealMark;
use crate::api::error::FieldError;

/// `contract.choices` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ContractChoices {
    /// What is asked for; `change_owner` is a citizen's alone.
    pub matters: Vec<Choice>,
    /// Kinds of contracts.
    pub kinds: Vec<Choice>,
    /// Kinds of clients.
    pub client_kinds: Vec<Choice>,
    /// Voltage levels.
    pub voltages: Vec<Choice>,
    /// Price categories.
    pub price_categories: Vec<Choice>,
    /// How a meter counts.
    pub meter_zones: Vec<Choice>,
    /// Whether the receivers are connected.
    pub connections: Vec<Choice>,
    /// Reasons to refuse.
    pub refusal_reasons: Vec<Choice>,
    /// By what channels an application comes.
    pub channels: Vec<Choice>,
    /// How an answer goes.
    pub answer_channels: Vec<Choice>,
}

/// A supply point as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct PointForm {
    /// What stands there.
    pub object: String,
    /// Where.
    pub address: String,
    /// Code of the voltage level.
    pub voltage: String,
    /// Maximum power, kW.
    pub power_kw: String,
    /// Reliability category, `1` to `3`.
    pub reliability: String,
    /// Price category, `1` to `6`.
    pub price_category: String,
    /// Type of the meter.
    pub meter_model: String,
    /// Its factory number.
    pub meter_number: String,
    /// Code of how it counts.
    pub meter_zones: String,
    /// Ктт; empty for one.
    pub transformer_ratio: String,
}

/// The form of an application, everything as typed. Also the body of its draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ContractForm {
    /// Client, receipt, documents and the way of answer, as in any appeal; its category and topic
    /// follow from the matter, and an empty text is written by it.
    pub appeal: AppealForm,
    /// What is asked for.
    pub matter: String,
    /// Which contract; empty for supply.
    pub kind: String,
    /// Kind of client; from the client when he is in the base.
    pub client_kind: String,
    /// ИНН.
    pub inn: String,
    /// КПП.
    pub kpp: String,
    /// ОГРН, ОГРНИП.
    pub ogrn: String,
    /// Legal address.
    pub legal_address: String,
    /// БИК of the bank.
    pub bic: String,
    /// Bank account.
    pub bank_account: String,
    /// Who signs.
    pub signatory_name: String,
    /// His post.
    pub signatory_post: String,
    /// By what right.
    pub signatory_authority: String,
    /// Date of birth of a citizen.
    pub born_on: String,
    /// Passport.
    pub passport: String,
    /// Paper of the right to the premises.
    pub ownership: String,
    /// Area, m².
    pub area_m2: String,
    /// Persons registered.
    pub registered_persons: String,
    /// Persons living there.
    pub residents: String,
    /// Supply points.
    pub points: Vec<PointForm>,
    /// Code of the connection.
    pub connection: String,
    /// The paper of the connection.
    pub connection_paper: String,
    /// From when.
    pub wanted_from: String,
    /// What is to change, or why it ends.
    pub change: String,
    /// By the citizen's own initiative (R49).
    pub by_initiative: bool,
    /// A signed draft was brought (R48).
    pub own_draft: bool,
}

/// Input of `contract.prefill` → [`ContractForm`] with what the base knows of the client.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractPrefill {
    /// The client.
    pub party_id: Option<String>,
    /// The account that he came with.
    pub account: Option<String>,
}

/// Input of `contract.check`: the same validator as the command's.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractCheck {
    /// The form.
    pub form: ContractForm,
}

/// Whose zone the main supply point lies in (A27); never a reason to refuse the registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ZoneSeen {
    /// Offices that may serve it, the likeliest first; empty when no zone names the place.
    pub offices: Vec<String>,
    /// This office is the likeliest.
    pub own: bool,
}

/// `contract.check` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ContractChecked {
    /// Errors and warnings by field.
    pub fields: Vec<FieldError>,
    /// The first control date.
    pub term: Option<TermView>,
    /// What the checklist asks for.
    pub documents: Vec<AskedDocument>,
    /// Open appeals of the client about a contract.
    pub similar: Vec<AppealMark>,
    /// Whose zone it is; absent until an address is typed.
    pub zone: Option<ZoneSeen>,
}

/// Input of `contract.register`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractRegister {
    /// The form.
    pub form: ContractForm,
    /// The draft that it came from: deleted in the same transaction.
    pub draft_id: Option<String>,
}

/// Input of `contract.draft_save`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractDraftSave {
    /// Draft id; `None` makes a new one.
    pub draft_id: Option<String>,
    /// The form as typed.
    pub form: ContractForm,
}

/// `contract.draft` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ContractDraft {
    /// Draft id.
    pub draft_id: String,
    /// The form as typed.
    pub form: ContractForm,
}

/// Input of `contract.bring`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractBring {
    /// Appeal id.
    pub appeal_id: String,
    /// What was brought.
    pub documents: Vec<AttachmentForm>,
}

/// Input of `contract.notify` and `contract.returned`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractAsked {
    /// Appeal id.
    pub appeal_id: String,
}

/// Input of `contract.refuse`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractRefuse {
    /// Appeal id.
    pub appeal_id: String,
    /// Codes of the reasons.
    pub reasons: Vec<String>,
    /// The reasoning, for the notice.
    pub text: String,
    /// Code of the way of answer.
    pub answer_channel: String,
}

/// Input of `contract.send`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractSend {
    /// Appeal id.
    pub appeal_id: String,
    /// Number of the contract or agreement.
    pub contract_number: String,
    /// Code of the way of answer.
    pub answer_channel: String,
}

/// A clause that the client wants otherwise, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ClauseForm {
    /// Clause of the draft.
    pub clause: String,
    /// The supplier's wording.
    pub ours: String,
    /// The client's wording.
    pub theirs: String,
}

/// Input of `contract.disagree`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractDisagree {
    /// Appeal id.
    pub appeal_id: String,
    /// Day of receipt of the protocol; empty for today.
    pub received_on: String,
    /// Its clauses.
    pub clauses: Vec<ClauseForm>,
}

/// A reply to one clause, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ReplyForm {
    /// `accepted`, `declined`, `agreed`.
    pub reply: String,
    /// Why it is declined, or the agreed wording.
    pub text: String,
}

/// Input of `contract.reply`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContractReply {
    /// Appeal id.
    pub appeal_id: String,
    /// One reply for each clause, in their order.
    pub replies: Vec<ReplyForm>,
    /// Code of the way of answer.
    pub answer_channel: String,
}

/// The contract section of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ContractView {
    /// «Заявление о заключении договора».
    pub matter_label: String,
    /// «Договор энергоснабжения, юридическое лицо».
    pub kind_label: String,
    /// Code of where it stands: `incomplete`, `waiting`, `preparing`, `disagreement`, `replied`,
    /// `sent`, `refused`, `concluded`.
    pub stage: String,
    /// The same in words, as the client is told.
    pub stage_label: String,
    /// Facts of the application: label and value.
    pub facts: Vec<ContractFact>,
    /// Supply points.
    pub points: Vec<PointView>,
    /// The checklist.
    pub checklist: Vec<ChecklistLine>,
    /// Protocols of disagreements, oldest first.
    pub disagreements: Vec<DisagreementView>,
    /// What this user may do now: `bring`, `notify`, `refuse`, `send`, `disagree`, `reply`,
    /// `returned`.
    pub actions: Vec<String>,
}

/// A fact of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ContractFact {
    /// «ИНН / КПП».
    pub label: String,
    /// The value.
    pub value: String,
}

/// A supply point on the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PointView {
    /// «Магазин: г. Отрадный, ул. Советская, 5».
    pub place: String,
    /// «НН, 25,5 кВт, категория надёжности 3».
    pub power: String,
    /// «1 ЦК».
    pub price_category: String,
    /// «Меркурий 230 № 0123, Ктт 20».
    pub meter: String,
}

/// A line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChecklistLine {
    /// Code of the document.
    pub code: String,
    /// Its title.
    pub title: String,
    /// `required`, `conditional`, `optional`.
    pub needed: String,
    /// When a conditional one is needed.
    pub condition: Option<String>,
    /// «Копия, 2 листа», once it was brought.
    pub brought: Option<String>,
    /// It is owed now.
    pub missing: bool,
    /// Where it is obtained.
    pub where_to_get: String,
}

/// A protocol of disagreements on the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DisagreementView {
    /// Day of receipt, ISO.
    pub received_on: String,
    /// Day of the reply, ISO.
    pub answered_on: Option<String>,
    /// The clauses.
    pub clauses: Vec<ClauseView>,
}

/// A clause of a protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClauseView {
    /// Clause.
    pub clause: String,
    /// The supplier's wording.
    pub ours: String,
    /// The client's wording.
    pub theirs: String,
    /// What was replied, in words.
    pub reply: Option<String>,
}

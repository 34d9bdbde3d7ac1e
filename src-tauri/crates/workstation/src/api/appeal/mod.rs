//! Appeals: registering, the list, the card; and the drafts of forms.

mod course;
mod list;

pub use course::*;
pub use list::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::claim::ClaimView;
use crate::api::{Place, Tone};

/// A choice of a list that is data of the Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Choice {
    /// Code.
    pub code: String,
    /// Words.
    pub label: String,
    /// What a way of answer needs: `postal`, `email` or `phone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub needs: Option<String>,
    /// To which forms (`written`, `oral`) it belongs; absent: to any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub forms: Option<Vec<String>>,
    /// Taken when nothing is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub default: Option<bool>,
}

impl Choice {
    /// A code and its words.
    #[must_use]
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            label: label.into(),
            needs: None,
            forms: None,
            default: None,
        }
    }
}

/// `appeal.choices` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppealChoices {
    /// Categories (R27).
    pub categories: Vec<Choice>,
    /// Topics (R198).
    pub topics: Vec<Choice>,
    /// Channels by which it came (R25, R26).
    pub channels: Vec<Choice>,
    /// Ways of answer (R111, A17).
    pub answer_channels: Vec<Choice>,
    /// Urgency (R182, A26).
    pub urgencies: Vec<Choice>,
    /// How an appeal was decided (§9, A23).
    pub outcomes: Vec<Choice>,
    /// Grounds to leave an appeal without consideration (7.3, приложение 1 п. 1.3.3).
    pub grounds: Vec<GroundChoice>,
}

/// A ground to leave an appeal without consideration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GroundChoice {
    /// Code.
    pub code: String,
    /// Words.
    pub label: String,
    /// The clause.
    pub clause: String,
    /// What shows it: the hint of the field.
    pub evidence_hint: String,
    /// The number of the former appeal must be given (7.3, ground 3).
    pub needs_former: bool,
}

/// A line of the list of documents handed in, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct AttachmentForm {
    /// What it is.
    pub name: String,
    /// `original` or `copy`.
    pub form: String,
    /// Number of sheets; empty for one.
    pub sheets: String,
    /// Code of the document in the checklist; empty for one that was named by hand.
    pub document: String,
}

/// The form, everything as typed. Also the body of a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct AppealForm {
    /// The client in the base; `None` for one who is not.
    pub party_id: Option<String>,
    /// The account that it is about.
    pub account: Option<String>,
    /// Name of an applicant who is not in the base.
    pub applicant_name: String,
    /// `citizen` or `other`; from the client when he is in the base.
    pub audience: String,
    /// Name of the representative, empty when the applicant came himself.
    pub representative: String,
    /// His authority: «доверенность № … от …».
    pub authority: String,
    /// Code of the category.
    pub category: String,
    /// `written` or `oral`.
    pub form: String,
    /// Code of the channel.
    pub channel: String,
    /// Code of the topic.
    pub topic: String,
    /// Code of the urgency.
    pub urgency: String,
    /// Date of receipt, ISO.
    pub received_on: String,
    /// What happened, in the client's words.
    pub text: String,
    /// Code of the way of answer.
    pub answer_channel: String,
    /// Postal index of the answer.
    pub postal_index: String,
    /// Postal address of the answer.
    pub postal_address: String,
    /// E-mail of the answer.
    pub email: String,
    /// Phone of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub phone: Option<String>,
    /// What the client asks for; may be empty.
    pub demand: String,
    /// Account of an applicant who is not in the base, or lives in another office's zone: a stub
    /// that the centre reconciles.
    pub stub_account: String,
    /// Address of the object of such an applicant.
    pub stub_address: String,
    /// Contract of an applicant who is not a citizen; from the base when he is in it.
    pub contract_number: String,
    /// Its date, ISO or `23.11.2026`.
    pub contract_date: String,
    /// Documents handed in.
    pub attachments: Vec<AttachmentForm>,
    /// Solved on the spot: an oral appeal that got its oral answer at once (11.3, A31).
    pub solved: bool,
    /// What was answered on the spot.
    pub solution: String,
    /// The entry of the book of complaints that it is registered upon (10.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub book_entry_id: Option<String>,
}

/// Input of `appeal.check`: validates on leaving a field; no output but field errors.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealCheck {
    /// The form.
    pub form: AppealForm,
}

/// `appeal.check` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppealChecked {
    /// Errors and warnings by field.
    pub fields: Vec<crate::api::error::FieldError>,
    /// The control date for what is chosen so far, when there is enough to tell it.
    pub term: Option<TermView>,
    /// Open appeals of the same client and account that look alike.
    pub similar: Vec<crate::api::client::AppealMark>,
    /// What the checklist for such an appeal asks for, in its order.
    pub documents: Vec<AskedDocument>,
}

/// A document that the checklist of an appeal asks for (5.1, 8.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AskedDocument {
    /// Code, for a line of the form.
    pub code: String,
    /// «Документ о праве на объект».
    pub title: String,
    /// `required`, `conditional`, `optional`.
    pub needed: String,
    /// When a conditional one is needed.
    pub condition: Option<String>,
    /// `original`, `copy`, `shown`.
    pub form: String,
    /// It is among the documents of the form.
    pub handed_in: bool,
}

/// A term with its reasons: «почему эта дата».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TermView {
    /// Norm key, e.g. `claim.citizen`.
    pub norm: String,
    /// «Претензия гражданина».
    pub norm_label: String,
    /// Target where it differs from the limit, ISO.
    pub target: Option<String>,
    /// The control date, ISO.
    pub limit: String,
    /// «четверг».
    pub limit_weekday: String,
    /// The outer limit where it differs, ISO.
    pub outer: Option<String>,
    /// «3 рабочих дня».
    pub amount_label: String,
    /// «3 рабочих дня от 30.10.2026».
    pub title: String,
    /// «Считаем со дня после получения: ГК РФ, ст. 191».
    pub start_label: String,
    /// Every day from receipt to the limit.
    pub days: Vec<TermDay>,
    /// Clauses and what follows from them, as rows «Срок», «Не считали», «Предел», …
    pub reasons: Vec<TermReason>,
    /// Some day lies in a year whose calendar is predicted.
    pub predicted: bool,
}

/// A day of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TermDay {
    /// ISO.
    pub date: String,
    /// «пт».
    pub weekday: String,
    /// `received`, `counted`, `off`, `due`.
    pub kind: String,
    /// Which day of the term, for counted ones and the due one.
    pub number: Option<u32>,
    /// «выходной», «День народного единства», «перенос».
    pub note: Option<String>,
}

/// A row of the reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TermReason {
    /// Code of the label: `term`, `skipped`, `shifted`, `target`, `outer`, `stricter`, `predicted`, `waiting`, `extended`.
    pub label: String,
    /// Lines of text.
    pub lines: Vec<String>,
    /// The clause or act.
    pub source: Option<String>,
}

/// Input of `appeal.register`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealRegister {
    /// The form.
    pub form: AppealForm,
    /// The draft that it came from: deleted in the same transaction.
    pub draft_id: Option<String>,
}

/// `appeal.register` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppealRegistered {
    /// Appeal id.
    pub appeal_id: String,
    /// Registration number.
    pub number: String,
    /// Control date, ISO.
    pub due_on: String,
}

/// Input of `appeal.card`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealAsked {
    /// Appeal id.
    pub appeal_id: String,
}

/// `appeal.card` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppealCard {
    /// Appeal id.
    pub appeal_id: String,
    /// Registration number.
    pub number: String,
    /// `registered`, `assigned`, `answered`, `closed`.
    pub state: String,
    /// «Претензия».
    pub category_label: String,
    /// «Расчёты стоимости».
    pub topic_label: String,
    /// «Письменно, лично».
    pub channel_label: String,
    /// «обычная».
    pub urgency_label: String,
    /// Full name of the applicant.
    pub applicant: String,
    /// His party id, if he is in the base.
    pub party_id: Option<String>,
    /// His account, grouped.
    pub account: Option<String>,
    /// Representative and authority.
    pub representative: Option<String>,
    /// Client's words.
    pub text: String,
    /// «Заказным письмом: 446300, г. Отрадный, …»; e-mail is masked.
    pub answer_label: String,
    /// Date of receipt, ISO.
    pub received_on: String,
    /// «Ответить до 02.11.2026, 1 рабочий день».
    pub due_label: String,
    /// Its mark.
    pub tone: Tone,
    /// The term with its reasons.
    pub term: Option<TermView>,
    /// Executor.
    pub executor: Option<String>,
    /// User id of the executor.
    pub executor_id: Option<String>,
    /// Text of the answer.
    pub answer: Option<String>,
    /// The course of the case, oldest first; what is still to come stands last.
    pub timeline: Vec<TimelineItem>,
    /// What can be done now: `assign`, `answer`, `close`, `print`, `extend`, `suspend`, `resume`, `propose`,
    /// `approve`, `decline`, `reopen`, `set_urgency`, `redate`, `change_norm`, `draft_answer`,
    /// `approve_answer`, `return_answer`, `send_answer`, `ask`, `hand_over`, `take_over`, `hand_back`; of a claim `assess`,
    /// `accept_settlement`, `reject_settlement`, `confirm_responsibility`, `cause`, `set_action`.
    pub actions: Vec<String>,
    /// Norms to which it can be moved now.
    pub norms: Vec<NormChoice>,
    /// What the client asks for.
    pub demand: Option<String>,
    /// Documents handed in: «Квитанция за август, копия, 2 листа».
    pub attachments: Vec<String>,
    /// Documents that were missing at registration.
    pub missing: Vec<String>,
    /// Code of the urgency.
    pub urgency: String,
    /// The office in whose zone the object lies, when it is another.
    pub zone_office: Option<String>,
    /// What is awaited from the applicant, while the case waits.
    pub awaited: Option<String>,
    /// Since when the term stands, while the case waits, ISO.
    pub awaited_since: Option<String>,
    /// How it was closed: «30.10.2026: без рассмотрения, нет подписи (п. 7.3)».
    pub closed_label: Option<String>,
    /// A proposal that the head has not decided yet.
    pub proposal: Option<ProposalView>,
    /// Rounds before a new argument, oldest first: «Ответ 12.10.2026: не обоснована».
    pub former_rounds: Vec<String>,
    /// Forms that can be printed about it now.
    pub forms: Vec<FormChoice>,
    /// What is to be said of it as a claim; absent for another appeal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub claim: Option<ClaimView>,
    /// The way of the answer.
    pub answering: crate::api::answer::AnsweringView,
    /// A hand-over that is not settled.
    pub hand_over: Option<crate::api::answer::HandOverView>,
    /// Where its last record is.
    pub place: Place,
    /// Of a contract application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub contract: Option<crate::api::contract::ContractView>,
}

/// A proposal to leave it without consideration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ProposalView {
    /// The ground in words.
    pub ground_label: String,
    /// The clause.
    pub clause: String,
    /// What shows it.
    pub evidence: String,
    /// Number of the former appeal, if the ground rests on one.
    pub former_number: Option<String>,
    /// Its id.
    pub former_id: Option<String>,
    /// Who proposed.
    pub by: String,
}

/// A form that can be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FormChoice {
    /// Form id, e.g. `registration_card`.
    pub form_id: String,
    /// «Регистрационная карточка».
    pub title: String,
    /// Copies given out already.
    pub copies: u32,
}

/// A step of the course of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TimelineItem {
    /// «Принята в окне 2».
    pub title: String,
    /// «28.10.2026, 11:20, Ермаков Д. С.».
    pub meta: String,
    /// `done`, `next`, `due`, `void`.
    pub state: String,
    /// Why it had no effect, for `void`.
    pub void_reason: Option<String>,
    /// Where the record is, for what is done.
    pub place: Option<Place>,
}

/// Input of `appeal.assign`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealAssign {
    /// Appeal id.
    pub appeal_id: String,
    /// User id.
    pub executor_id: String,
}

/// Input of `appeal.answer`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealAnswer {
    /// Appeal id.
    pub appeal_id: String,
    /// Code of how it was decided: `founded`, `partly_founded`, `unfounded`, `explained`.
    pub outcome: String,
    /// Text of the answer.
    pub text: String,
    /// Code of the way in which it was given.
    pub answer_channel: String,
    /// Of a claim that is not founded: the reasoned conclusion.
    #[serde(default)]
    pub conclusion: String,
    /// Of a founded one: proposals of settlement.
    #[serde(default)]
    pub settlement: String,
}

/// Input of `appeal.close`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealClose {
    /// Appeal id.
    pub appeal_id: String,
    /// A word on the result; may be empty.
    pub note: String,
}

/// Input of `draft.save`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct DraftSave {
    /// Draft id; `None` makes a new one.
    pub draft_id: Option<String>,
    /// The form as typed.
    pub form: AppealForm,
}

/// `draft.save` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DraftSaved {
    /// Draft id.
    pub draft_id: String,
    /// Instant, Unix milliseconds.
    #[ts(type = "number")]
    pub saved_ms: i64,
}

/// Input of `draft.get` and `draft.delete`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct DraftAsked {
    /// Draft id.
    pub draft_id: String,
}

/// `draft.get` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Draft {
    /// Draft id.
    pub draft_id: String,
    /// The form as typed.
    pub form: AppealForm,
    /// Instant of the last save, Unix milliseconds.
    #[ts(type = "number")]
    pub saved_ms: i64,
}

/// A line of `draft.list`, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DraftLine {
    /// Draft id.
    pub draft_id: String,
    /// `appeal`, `contract`: which form goes on with it.
    pub kind: String,
    /// «Претензия, Примерова А. С.».
    pub title: String,
    /// Beginning of the text.
    pub excerpt: String,
    /// Instant of the last save, Unix milliseconds.
    #[ts(type = "number")]
    pub saved_ms: i64,
}

//! The way of an answer: project, signature, dispatch, delivery, questions; hand-over between offices.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The project of an answer, everything as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct AnswerForm {
    /// Code of how it was decided: `founded`, `partly_founded`, `unfounded`, `explained`.
    pub outcome: String,
    /// Text of the letter.
    pub text: String,
    /// Code of the way in which it goes.
    pub answer_channel: String,
    /// Reasoned conclusion of a claim that is not founded.
    pub conclusion: String,
    /// Proposals of settlement of a founded claim.
    pub settlement: String,
}

/// `answer.start` (input `AppealAsked`) → this: where the project stands, or what it begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AnswerStart {
    /// What was typed last at this desk; the project that came back; or the facts that the answer begins with.
    pub form: AnswerForm,
    /// When it was saved at this desk, Unix milliseconds; `None` when nothing is.
    #[ts(type = "number | null")]
    pub saved_ms: Option<i64>,
}

/// Input of `answer.save` (kept at this desk while one types) and of `answer.draft` (given to the head).
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AnswerProjectInput {
    /// Appeal id.
    pub appeal_id: String,
    /// The project as typed.
    pub form: AnswerForm,
}

/// `answer.save` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AnswerSaved {
    /// Instant, Unix milliseconds.
    #[ts(type = "number")]
    pub saved_ms: i64,
}

/// Input of `answer.return` (the head gives the project back).
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AnswerReturn {
    /// Appeal id.
    pub appeal_id: String,
    /// What is to be mended.
    pub reason: String,
}

/// Input of `answer.send`: the signed answer leaves the house by its channel.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AnswerSend {
    /// Appeal id.
    pub appeal_id: String,
    /// Track number of the post; empty when it is not known yet, and for other channels.
    pub track: String,
}

/// `answer.send` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AnswerSent {
    /// The e-mail that is ready to send, as a file with the letter in it.
    pub path: Option<String>,
}

/// Input of `answer.track`: the post's number was learnt later.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AnswerTrack {
    /// Appeal id.
    pub appeal_id: String,
    /// Id of the dispatch.
    pub dispatch_id: String,
    /// Track number, 14 digits.
    pub track: String,
}

/// Input of `answer.delivered`: what became of a letter.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AnswerDelivered {
    /// Appeal id.
    pub appeal_id: String,
    /// Id of the dispatch.
    pub dispatch_id: String,
    /// `delivered`, `came_back`, `declined`.
    pub delivery: String,
    /// The day that the post names; empty for today.
    pub told_on: String,
}

/// Input of `answer.letters`: the register of a day.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct LettersAsked {
    /// The day, ISO or `23.11.2026`; empty for today.
    pub on: String,
}

/// `answer.letters` → this: реестр заказных писем of this office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LettersDay {
    /// The day, ISO.
    pub on: String,
    /// Letters, in the order in which they were sent.
    pub lines: Vec<LetterLine>,
}

/// A line of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LetterLine {
    /// Appeal id.
    pub appeal_id: String,
    /// Registration number.
    pub number: String,
    /// «Примерова А. С.».
    pub addressee: String,
    /// «446300, г. Отрадный, …».
    pub address: String,
    /// The letter.
    pub dispatch: DispatchView,
}

/// Input of `answer.ask`: a question that the answer needs.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AnswerAsk {
    /// Appeal id.
    pub appeal_id: String,
    /// Name of the organisation; empty when an expert of the house is asked.
    pub organisation: String,
    /// User id of the expert; empty when an organisation is asked.
    pub expert_id: String,
    /// What is asked.
    pub question: String,
    /// By when a reply is wanted, ISO or `23.11.2026`; empty for the control date of the answer.
    pub due_on: String,
}

/// Input of `answer.reply`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AnswerReply {
    /// Appeal id.
    pub appeal_id: String,
    /// Id of the question.
    pub question_id: String,
    /// What was replied.
    pub text: String,
}

/// The way of the answer on the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AnsweringView {
    /// The project.
    pub project: Option<AnswerProjectView>,
    /// Letters, oldest first.
    pub dispatches: Vec<DispatchView>,
    /// Questions, oldest first.
    pub questions: Vec<QuestionView>,
    /// Ways of answer that ask for the head's signature: they go by a project, not at once.
    pub signed_channels: Vec<String>,
}

/// A project of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AnswerProjectView {
    /// `awaited`, `returned`, `approved`.
    pub state: String,
    /// «Не обоснована».
    pub outcome_label: String,
    /// The text.
    pub text: String,
    /// Code of the way in which it goes.
    pub answer_channel: String,
    /// «Заказным письмом».
    pub channel_label: String,
    /// Who wrote it.
    pub by: String,
    /// Who signed it or gave it back.
    pub reviewed_by: Option<String>,
    /// When it was signed, ISO.
    pub approved_on: Option<String>,
    /// What is to be mended.
    pub reason: Option<String>,
}

/// A letter that left the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DispatchView {
    /// Its id.
    pub dispatch_id: String,
    /// «Ответ на обращение».
    pub title: String,
    /// Code of the way.
    pub answer_channel: String,
    /// «Заказным письмом».
    pub channel_label: String,
    /// ISO.
    pub sent_on: String,
    /// Track number.
    pub track: Option<String>,
    /// `delivered`, `came_back`, `declined`; `None` while nothing is known.
    pub delivery: Option<String>,
    /// When the post told so, ISO.
    pub told_on: Option<String>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct QuestionView {
    /// Its id.
    pub question_id: String,
    /// `organisation` or `expert`.
    pub kind: String,
    /// Whom.
    pub whom: String,
    /// What.
    pub question: String,
    /// ISO.
    pub asked_on: String,
    /// ISO.
    pub due_on: String,
    /// It is past and there is no reply.
    pub late: bool,
    /// The reply.
    pub reply: Option<String>,
    /// Its day, ISO.
    pub replied_on: Option<String>,
}

/// Input of `appeal.hand_over`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealHandOver {
    /// Appeal id.
    pub appeal_id: String,
    /// Office id.
    pub office_id: String,
    /// Why, and what is asked.
    pub comment: String,
}

/// Input of `appeal.take_over`: the appeal is this user's, or another one's of this office.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealTakeOver {
    /// Appeal id.
    pub appeal_id: String,
    /// User id of the executor; empty for oneself.
    pub executor_id: String,
}

/// Input of `appeal.hand_back`: not taken, or called back by who offered it.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AppealHandBack {
    /// Appeal id.
    pub appeal_id: String,
    /// Why.
    pub reason: String,
}

/// A hand-over that is not settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HandOverView {
    /// «Отрадненское отделение».
    pub from_label: String,
    /// The office to which it is offered.
    pub to_label: String,
    /// Who offered it.
    pub by: String,
    /// Why, and what is asked.
    pub comment: String,
    /// Since when, ISO.
    pub since: String,
    /// It waits for more than a working day.
    pub late: bool,
    /// It is offered to this office.
    pub is_here: bool,
}

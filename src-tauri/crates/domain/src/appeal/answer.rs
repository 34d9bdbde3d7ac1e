//! How an answer comes to be and leaves the house: questions to others, the project of the answer, its
//! signature, dispatch and delivery. 7.4, 8.1, приложение 1 п. 1.3; R110–R111, R128–R129, R146, R181, R201–R202.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Act, Appeal, Executor, Outcome, not_before_receipt};
use crate::body::VoidReason;
use crate::civil;
use crate::ids::{AnswerChannelId, FormId};

/// The project of an answer (проект ответа) was given to the head for review. It replaces the former one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDrafted {
    /// How it decides.
    #[serde(rename = "oc")]
    pub outcome: Outcome,
    /// The text of the letter.
    #[serde(rename = "tx")]
    pub text: String,
    /// Reasoned conclusion (аргументированное заключение), R161.
    #[serde(rename = "cn", default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<String>,
    /// Proposals of settlement (предложения по урегулированию), R162.
    #[serde(rename = "pr", default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<String>,
    /// By what channel it is to go.
    #[serde(rename = "an")]
    pub answer_channel: AnswerChannelId,
}

/// The head gives the project back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerReturned {
    /// What is to be mended.
    #[serde(rename = "wy")]
    pub reason: String,
}

/// The head signed the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerApproved {
    /// Civil date of the signature.
    #[serde(rename = "on", with = "civil::date")]
    pub approved_on: NaiveDate,
}

/// A letter about the appeal left the house (реестр отправки, R201). Its id is the act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatched {
    /// Which letter.
    #[serde(rename = "fm")]
    pub form_id: FormId,
    /// By what channel.
    #[serde(rename = "an")]
    pub answer_channel: AnswerChannelId,
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub sent_on: NaiveDate,
    /// Track number of the post, 14 digits; may be learnt later.
    #[serde(rename = "tr", default, skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Вручено.
    Delivered,
    /// Возвращено отправителю.
    CameBack,
    /// Адресат отказался.
    Declined,
}

/// The post told of a letter: its track number, or what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivered {
    /// The dispatch.
    #[serde(rename = "di")]
    pub dispatch: Uuid,
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub told_on: NaiveDate,
    /// The track number, when it was learnt only now.
    #[serde(rename = "tr", default, skip_serializing_if = "Option::is_none")]
    pub track: Option<String>,
    /// What became of it.
    #[serde(rename = "mk", default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
}

/// Who is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Another organisation (запрос в стороннюю организацию, 7.4 row 4).
    Organisation {
        /// Its name.
        #[serde(rename = "nm")]
        name: String,
    },
    /// An expert of the house (внутренний запрос, R146).
    Expert {
        /// Who.
        #[serde(rename = "ex")]
        expert: Executor,
    },
}

/// A question that the answer needs. Its id is the act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionAsked {
    /// Whom.
    #[serde(rename = "wh")]
    pub whom: Asked,
    /// What.
    #[serde(rename = "tx")]
    pub question: String,
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub asked_on: NaiveDate,
    /// By when a reply is wanted.
    #[serde(rename = "du", with = "civil::date")]
    pub due_on: NaiveDate,
}

/// The reply to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionReplied {
    /// The question.
    #[serde(rename = "qu")]
    pub question: Uuid,
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub replied_on: NaiveDate,
    /// Its essence.
    #[serde(rename = "tx")]
    pub text: String,
}

/// What can happen on the way to an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerEvent {
    /// Проект ответа на рассмотрении.
    Drafted(Box<AnswerDrafted>),
    /// Проект возвращён.
    Returned(AnswerReturned),
    /// Проект подписан.
    Approved(AnswerApproved),
    /// Письмо отправлено.
    Dispatched(Dispatched),
    /// Отметка почты.
    Delivered(Delivered),
    /// Задан вопрос.
    Asked(Box<QuestionAsked>),
    /// Получен ответ на вопрос.
    Replied(QuestionReplied),
}

/// Where a project stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// The head has it.
    Awaited,
    /// Given back.
    Returned {
        /// What is to be mended.
        reason: String,
        /// Who gave it back.
        by: String,
    },
    /// Signed.
    Approved {
        /// Civil date.
        #[serde(with = "civil::date")]
        on: NaiveDate,
        /// Who signed.
        by: String,
    },
}

/// The project of an answer, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerProject {
    /// The project.
    pub drafted: AnswerDrafted,
    /// Who wrote it: the user's row.
    pub by_user: String,
    /// His name.
    pub by_name: String,
    /// Where it stands.
    pub review: Review,
}

/// A letter that left the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// The act.
    pub id: Uuid,
    /// As sent, with the track number as known.
    pub sent: Dispatched,
    /// What became of it, and when.
    pub delivery: Option<(Delivery, NaiveDate)>,
}

/// A question, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The act.
    pub id: Uuid,
    /// As asked.
    pub asked: QuestionAsked,
    /// The reply.
    pub replied: Option<QuestionReplied>,
}

/// The way of the answer, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCourse {
    /// The project.
    pub project: Option<AnswerProject>,
    /// Letters, oldest first.
    #[serde(default)]
    pub dispatches: Vec<Dispatch>,
    /// Questions, oldest first.
    #[serde(default)]
    pub questions: Vec<Question>,
}

/// Applies one event; what any transition asks has been asked by the table.
pub(super) fn apply(appeal: &mut Appeal, act: &Act, event: &AnswerEvent) -> Result<(), VoidReason> {
    match event {
        AnswerEvent::Drafted(drafted) => {
            appeal.answering.project = Some(AnswerProject {
                drafted: (**drafted).clone(),
                by_user: act.user_id.clone(),
                by_name: act.user_name.clone(),
                review: Review::Awaited,
            });
        }
        AnswerEvent::Returned(returned) => {
            reviewed(appeal)?.review = Review::Returned {
                reason: returned.reason.clone(),
                by: act.user_name.clone(),
            };
        }
        AnswerEvent::Approved(approved) => {
            not_before_receipt(appeal, approved.approved_on)?;
            reviewed(appeal)?.review = Review::Approved {
                on: approved.approved_on,
                by: act.user_name.clone(),
            };
        }
        AnswerEvent::Dispatched(sent) => {
            not_before_receipt(appeal, sent.sent_on)?;
            appeal.answering.dispatches.push(Dispatch {
                id: act.act_id,
                sent: sent.clone(),
                delivery: None,
            });
        }
        AnswerEvent::Delivered(told) => {
            let dispatches = &mut appeal.answering.dispatches;
            let dispatch = dispatches
                .iter_mut()
                .find(|dispatch| dispatch.id == told.dispatch)
                .ok_or(VoidReason::NoSuchDispatch)?;
            if told.told_on < dispatch.sent.sent_on {
                return Err(VoidReason::BeforeReceipt);
            }
            if told.track.is_some() {
                dispatch.sent.track.clone_from(&told.track);
            }
            if let Some(delivery) = told.delivery {
                dispatch.delivery = Some((delivery, told.told_on));
            }
        }
        AnswerEvent::Asked(asked) => {
            not_before_receipt(appeal, asked.asked_on)?;
            appeal.answering.questions.push(Question {
                id: act.act_id,
                asked: (**asked).clone(),
                replied: None,
            });
        }
        AnswerEvent::Replied(replied) => {
            let question = appeal
                .answering
                .questions
                .iter_mut()
                .find(|question| question.id == replied.question)
                .ok_or(VoidReason::NoSuchQuestion)?;
            if question.replied.is_some() {
                return Err(VoidReason::AlreadyDone);
            }
            if replied.replied_on < question.asked.asked_on {
                return Err(VoidReason::BeforeReceipt);
            }
            question.replied = Some(replied.clone());
        }
    }
    Ok(())
}

/// The project that waits for the head.
fn reviewed(appeal: &mut Appeal) -> Result<&mut AnswerProject, VoidReason> {
    let project = appeal.answering.project.as_mut();
    match project {
        Some(project) if project.review == Review::Awaited => Ok(project),
        Some(_) | None => Err(VoidReason::NotDrafted),
    }
}

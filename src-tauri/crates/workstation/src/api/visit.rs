//! What else is done with a client at reception: consultations, next steps, incidents, consents.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Place;
use super::appeal::Choice;

/// `visit.choices` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct VisitChoices {
    /// Topics of consultation (8.1).
    pub topics: Vec<Choice>,
    /// Channels of an oral consultation.
    pub channels: Vec<Choice>,
    /// Forms of notification (R151).
    pub notifications: Vec<Choice>,
    /// Kinds of incidents.
    pub incidents: Vec<Choice>,
    /// Measures of 11.3.
    pub measures: Vec<Choice>,
    /// Purposes of a consent.
    pub purposes: Vec<Choice>,
    /// The script of reception (11.3, п. 1), line by line.
    pub script: Vec<ScriptLine>,
}

/// A line of the prompt card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ScriptLine {
    /// What to do: «Представьтесь».
    pub step: String,
    /// What to say, with the office's and the specialist's names in place; may be empty.
    pub say: String,
}

/// Input of `consultation.give`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ConsultationGive {
    /// The client; `None` for one who did not say who he is.
    pub party_id: Option<String>,
    /// Account that it was about.
    pub account: Option<String>,
    /// Code of the topic.
    pub topic: String,
    /// Code of the channel.
    pub channel: String,
    /// The article that was told or handed over; empty for none.
    pub article: String,
    /// What was asked and said; may be empty.
    pub note: String,
}

/// `consultation.give`, `follow_up.agree`, `incident.note`, `consent.give`, `consent.withdraw` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecordDone {
    /// Id of the record.
    pub record_id: String,
    /// Its number on paper, for those that have one.
    pub number: Option<String>,
}

/// Input of `follow_up.agree` (R191, R195).
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct FollowUpAgree {
    /// The client in the base.
    pub party_id: Option<String>,
    /// ФИО of one who is not.
    pub name: String,
    /// `we_call`, `client_calls`, `client_comes`.
    pub step: String,
    /// Date, ISO or `23.11.2026`.
    pub on: String,
    /// Time, `14:30`; empty for any time of the day.
    pub at: String,
    /// Phone, when the company calls; empty: the one of the card.
    pub phone: String,
    /// User id of who is to answer; empty: the specialist himself.
    pub user_id: String,
    /// The question.
    pub question: String,
    /// The appeal that it belongs to.
    pub appeal_id: Option<String>,
}

/// Which agreed steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FollowUpScope {
    /// Open ones of the signed-in user.
    Mine,
    /// All open ones of the office.
    Office,
}

/// Input of `follow_up.list`.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct FollowUpListAsked {
    /// Which.
    pub scope: FollowUpScope,
}

/// An agreed step; `follow_up.list` → list, the soonest first, at most 500.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FollowUpView {
    /// Its id.
    pub follow_up_id: String,
    /// Number of the slip.
    pub number: String,
    /// `we_call`, `client_calls`, `client_comes`.
    pub step: String,
    /// «Перезвонить», «Клиент позвонит», «Клиент придёт».
    pub step_label: String,
    /// ISO.
    pub on: String,
    /// `14:30`, or `None`.
    pub at: Option<String>,
    /// «сегодня», «завтра», «просрочено 1 день».
    pub when_label: String,
    /// Its mark.
    pub tone: super::Tone,
    /// Name of the client.
    pub name: String,
    /// Client in the base.
    pub party_id: Option<String>,
    /// Phone, masked.
    pub phone_masked: Option<String>,
    /// Who is to answer.
    pub user_name: String,
    /// The question.
    pub question: String,
    /// The appeal that it belongs to.
    pub appeal_id: Option<String>,
    /// Where its last record is.
    pub place: Place,
}

/// Input of `follow_up.move`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct FollowUpMove {
    /// Its id.
    pub follow_up_id: String,
    /// Date.
    pub on: String,
    /// Time; empty for any.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// Input of `follow_up.done`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct FollowUpDone {
    /// Its id.
    pub follow_up_id: String,
    /// What came of it.
    pub result: String,
}

/// Input of `follow_up.cancel`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct FollowUpCancel {
    /// Its id.
    pub follow_up_id: String,
    /// Why.
    pub reason: String,
}

/// Input of `incident.note` (R197).
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct IncidentNote {
    /// Code of the kind.
    pub kind: String,
    /// Code of the measure.
    pub measure: String,
    /// In the specialist's words.
    pub text: String,
    /// The client, if he is known.
    pub party_id: Option<String>,
}

/// Input of `consent.give`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ConsentGive {
    /// The client.
    pub party_id: String,
    /// Codes of the purposes, at least one.
    pub purposes: Vec<String>,
}

/// Input of `consent.withdraw`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ConsentWithdraw {
    /// The client.
    pub party_id: String,
}

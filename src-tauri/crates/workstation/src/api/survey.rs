//! Surveys of visitors (10.3): plan, questionnaires, results.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::appeal::Choice;
use super::{Place, Tone};

/// `survey.list` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SurveyPlan {
    /// What is asked.
    pub questionnaires: Vec<QuestionnaireView>,
    /// The surveys, the latest first.
    pub rows: Vec<SurveyRow>,
    /// What the plan lacks (A37); `None` when it is kept.
    pub notice: Option<SurveyNotice>,
    /// «В 2026 году: 1 из 2».
    pub year_label: String,
}

/// The plan is behind, or soon will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SurveyNotice {
    /// `warn` or `bad`.
    pub tone: Tone,
    /// In words.
    pub words: String,
}

/// A questionnaire in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct QuestionnaireView {
    /// Its name.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What is said before the first question.
    pub intro: String,
    /// What is asked.
    pub questions: Vec<SurveyQuestion>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SurveyQuestion {
    /// Its name.
    pub code: String,
    /// As it is asked.
    pub text: String,
    /// `scale`, `one`, `several`, `words`.
    pub kind: String,
    /// Must be answered.
    pub required: bool,
    /// Answers to choose; marks of a scale.
    pub options: Vec<Choice>,
    /// «1 – плохо, 5 – отлично»; empty where there is nothing to explain.
    pub hint: String,
}

/// A survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SurveyRow {
    /// Its id.
    pub survey_id: String,
    /// Name of the questionnaire.
    pub questionnaire: String,
    /// Its title.
    pub title: String,
    /// First day, ISO.
    pub from: String,
    /// Last day, ISO.
    pub to: String,
    /// Questionnaires wanted.
    pub goal: u32,
    /// Questionnaires filled.
    pub answered: u32,
    /// `planned`, `running`, `over`, `ended`, `cancelled`.
    pub state: String,
    /// «идёт до 13.11.2026», «итоги до 11.12.2026», «отменён: …».
    pub state_label: String,
    /// Its mark.
    pub tone: Tone,
    /// A questionnaire may be entered now.
    pub may_answer: bool,
    /// It has not ended yet.
    pub open: bool,
    /// Where its last record is.
    pub place: Place,
}

/// Input of `survey.plan`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct SurveyPlanned {
    /// Name of the questionnaire.
    pub questionnaire: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Questionnaires wanted.
    pub goal: String,
}

/// The answer to one question.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct SurveyReply {
    /// Name of the question.
    pub question: String,
    /// What was chosen: options, or the mark.
    pub chosen: Vec<String>,
    /// Own words.
    pub words: String,
}

/// Input of `survey.answer`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct SurveyAnswer {
    /// The survey.
    pub survey_id: String,
    /// `desk`, `paper`, `email`.
    pub way: String,
    /// The day on which it was filled.
    pub on: String,
    /// The answers; what was passed over may be absent.
    pub replies: Vec<SurveyReply>,
}

/// Input of `survey.results`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct SurveyAsked {
    /// The survey.
    pub survey_id: String,
}

/// `survey.results` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SurveyResults {
    /// The survey.
    pub row: SurveyRow,
    /// «на месте 3, с бумаги 12».
    pub ways_label: String,
    /// Question by question.
    pub questions: Vec<QuestionResult>,
    /// What it has shown, when it has ended.
    pub conclusions: Option<String>,
    /// What is done about it.
    pub measures: Option<String>,
}

/// What was answered to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct QuestionResult {
    /// Name of the question.
    pub code: String,
    /// As it is asked.
    pub text: String,
    /// How many have answered it.
    pub answered: u32,
    /// The mean mark: «4,2»; `None` for what has no marks, and while nobody answered.
    pub mean_label: Option<String>,
    /// How often each answer was given; empty for own words.
    pub bars: Vec<AnswerBar>,
    /// Own words, the latest first, at most 200.
    pub words: Vec<String>,
}

/// How often an answer was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AnswerBar {
    /// The answer.
    pub label: String,
    /// Times.
    pub count: u32,
    /// Share of those who answered the question, percent.
    pub percent: u32,
}

/// Input of `survey.end`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct SurveyEnd {
    /// The survey.
    pub survey_id: String,
    /// What it has shown.
    pub conclusions: String,
    /// What is done about it.
    pub measures: String,
}

/// Input of `survey.cancel`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct SurveyCancel {
    /// The survey.
    pub survey_id: String,
    /// Why.
    pub reason: String,
}

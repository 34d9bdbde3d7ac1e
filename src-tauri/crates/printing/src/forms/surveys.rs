//! Papers of a survey (10.3; domain §7, form 19): the questionnaire to fill in by hand, and the report.

use chrono::NaiveDate;

use super::Head;
use super::parts::lines;
use crate::model::{FormModel, Row};

/// The form's id in `assets/forms`.
pub const QUESTIONNAIRE: &str = "questionnaire";
/// The form's id in `assets/forms`.
pub const SURVEY_REPORT: &str = "survey_report";

/// A row of texts by their columns.
fn texts<const N: usize>(columns: [(&str, String); N]) -> Row {
    let named = columns.map(|(name, text)| (name.to_owned(), text.into()));
    Row::from(named)
}

/// A question as it stands on the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedQuestion {
    /// What is asked.
    pub question: String,
    /// What to choose of, with what the ends of a scale mean.
    pub answers: String,
}

/// A questionnaire to fill in by hand (анкета). No name is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionnaireSheet {
    /// The head.
    pub head: Head,
    /// «Анкета посетителя отделения».
    pub title: String,
    /// What is said first.
    pub intro: String,
    /// Where the Standard asks for it.
    pub clause: String,
    /// Questions with answers to choose of.
    pub questions: Vec<AskedQuestion>,
    /// Questions that are answered in own words.
    pub open_questions: Vec<String>,
}

impl QuestionnaireSheet {
    /// The values by the names that the template `questionnaire` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let questions = self
            .questions
            .into_iter()
            .map(|row| texts([("question", row.question), ("answers", row.answers)]));
        self.head
            .into_model()
            .text("title", self.title)
            .text("intro", self.intro)
            .text("clause", self.clause)
            .rows("questions", questions.collect())
            .rows("open_questions", lines(self.open_questions))
    }
}

/// What was answered to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedQuestion {
    /// What was asked.
    pub question: String,
    /// «5 – 12 (60 %); 4 – 8 (40 %)».
    pub answers: String,
    /// «4,6», or a dash.
    pub mean: String,
    /// How many have answered.
    pub answered: u32,
}

/// The report on a survey, for those who lead (R185).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyReport {
    /// The head.
    pub head: Head,
    /// «Анкета посетителя отделения».
    pub title: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Questionnaires wanted.
    pub goal: u32,
    /// Questionnaires filled, and how: «18: на месте 6, с бумаги 12».
    pub answered: String,
    /// Question by question.
    pub questions: Vec<ReportedQuestion>,
    /// Own words.
    pub words: Vec<String>,
    /// What it has shown.
    pub conclusions: Option<String>,
    /// What is done about it.
    pub measures: Option<String>,
}

impl SurveyReport {
    /// The values by the names that the template `survey_report` uses.
    #[must_use]
    pub fn into_model(self) -> FormModel {
        let questions = self.questions.into_iter().map(|row| {
            texts([
                ("question", row.question),
                ("answers", row.answers),
                ("mean", row.mean),
                ("answered", row.answered.to_string()),
            ])
        });
        self.head
            .into_model()
            .text("title", self.title)
            .date("from", self.from)
            .date("to", self.to)
            .number("goal", i64::from(self.goal))
            .text("answered", self.answered)
            .rows("questions", questions.collect())
            .rows("words", lines(self.words))
            .optional_text("conclusions", self.conclusions)
            .optional_text("measures", self.measures)
    }
}

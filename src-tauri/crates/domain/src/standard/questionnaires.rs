//! Questionnaires of surveys (анкеты), 10.3: what visitors are asked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{StandardError, named, unique};
use crate::check::{self, FieldError};
use crate::ids::NormKey;
use crate::survey::Reply;

/// A questionnaire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// Name.
    pub id: String,
    /// Title.
    pub title_ru: String,
    /// What is said before the first question.
    pub intro_ru: String,
    /// Where the Standard asks for it.
    pub clause: String,
    /// The term of measures, from the end of a survey.
    pub norm: NormKey,
    /// The term of the next survey, from the end of the last one.
    pub periodic_norm: NormKey,
    /// Surveys of a year, at least (A37).
    pub per_year_min: u32,
    /// First day of its surveys.
    pub effective_from: NaiveDate,
    /// Last day on which one may begin.
    #[serde(default)]
    pub effective_to: Option<NaiveDate>,
    /// What is asked, in its order.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Name: what an answer is kept under.
    pub id: String,
    /// As it is asked.
    pub text_ru: String,
    /// Must be answered.
    pub required: bool,
    /// What in the Standard it is about.
    pub clause: String,
    /// How it is answered.
    #[serde(flatten)]
    pub kind: QuestionKind,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuestionKind {
    /// A mark.
    Scale {
        /// The worst.
        from: u8,
        /// The best.
        to: u8,
        /// What the worst means.
        from_ru: String,
        /// What the best means.
        to_ru: String,
    },
    /// One of a list.
    One {
        /// The list.
        options: Vec<QuestionOption>,
    },
    /// Some of a list.
    Several {
        /// The list.
        options: Vec<QuestionOption>,
    },
    /// Own words.
    Words,
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOption {
    /// Name.
    pub id: String,
    /// As it is read.
    pub text_ru: String,
}

impl Questionnaire {
    /// Whether a survey with it may begin that day.
    #[must_use]
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.effective_from <= on && self.effective_to.is_none_or(|last| on <= last)
    }

    /// Judges a filled questionnaire: the answers as they are kept, trimmed words, nothing that was passed over.
    ///
    /// # Errors
    /// By the question's id: `required`, `unknown_choice`, and those of [`check::free_text`].
    pub fn judge(
        &self,
        replies: &BTreeMap<String, Reply>,
        words_length_max: usize,
    ) -> Result<BTreeMap<String, Reply>, Vec<FieldError>> {
        let (mut kept, mut wrongs) = (BTreeMap::new(), Vec::new());
        for id in replies.keys() {
            if !self.questions.iter().any(|question| question.id == *id) {
                wrongs.push(check::Fault::new("unknown_choice").of(id));
            }
        }
        for question in &self.questions {
            match question.judge(replies.get(&question.id), words_length_max) {
                Ok(Some(reply)) => {
                    kept.insert(question.id.clone(), reply);
                }
                Ok(None) if question.required => {
                    wrongs.push(check::Fault::new("required").of(&question.id));
                }
                Ok(None) => {}
                Err(wrong) => wrongs.push(wrong.of(&question.id)),
            }
        }
        if wrongs.is_empty() {
            Ok(kept)
        } else {
            Err(wrongs)
        }
    }
}

impl Question {
    fn judge(
        &self,
        reply: Option<&Reply>,
        words_length_max: usize,
    ) -> Result<Option<Reply>, check::Fault> {
        let known =
            |options: &[QuestionOption], id: &String| options.iter().any(|option| option.id == *id);
        match (&self.kind, reply) {
            (_, None) => Ok(None),
            (QuestionKind::Words, Some(Reply::Words(words))) if words.trim().is_empty() => Ok(None),
            (QuestionKind::Words, Some(Reply::Words(words))) => {
                check::free_text(words, words_length_max).map(|words| Some(Reply::Words(words)))
            }
            (
                QuestionKind::One { .. } | QuestionKind::Several { .. },
                Some(Reply::Options(chosen)),
            ) if chosen.is_empty() => Ok(None),
            (QuestionKind::Scale { from, to, .. }, Some(Reply::Mark(mark)))
                if (from..=to).contains(&mark) =>
            {
                Ok(Some(Reply::Mark(*mark)))
            }
            (QuestionKind::One { options }, Some(Reply::Options(chosen)))
                if chosen.len() == 1 && chosen.iter().all(|id| known(options, id)) =>
            {
                Ok(Some(Reply::Options(chosen.clone())))
            }
            (QuestionKind::Several { options }, Some(Reply::Options(chosen)))
                if chosen.iter().all(|id| known(options, id)) =>
            {
                Ok(Some(Reply::Options(chosen.clone())))
            }
            (
                QuestionKind::Scale { .. }
                | QuestionKind::One { .. }
                | QuestionKind::Several { .. }
                | QuestionKind::Words,
                Some(Reply::Mark(_) | Reply::Options(_) | Reply::Words(_)),
            ) => Err(check::Fault::new("unknown_choice")),
        }
    }
}

/// Reads `questionnaires.json`.
///
/// # Errors
/// [`StandardError`].
pub fn questionnaires(json: &str) -> Result<Vec<Questionnaire>, StandardError> {
    let all = named(json, |row: &Questionnaire| row.id.as_str())?;
    for row in &all {
        let unfit = |why| StandardError::Unfit {
            row: row.id.clone(),
            why,
        };
        unique(row.questions.iter().map(|question| question.id.as_str()))?;
        if row.questions.is_empty() {
            return Err(unfit("it asks nothing"));
        }
        for question in &row.questions {
            match &question.kind {
                QuestionKind::Scale { from, to, .. } if from >= to => {
                    return Err(unfit("a scale has no marks"));
                }
                QuestionKind::One { options } | QuestionKind::Several { options } => {
                    unique(options.iter().map(|option| option.id.as_str()))?;
                    if options.len() < 2 {
                        return Err(unfit("there is nothing to choose"));
                    }
                }
                QuestionKind::Scale { .. } | QuestionKind::Words => {}
            }
        }
    }
    Ok(all)
}

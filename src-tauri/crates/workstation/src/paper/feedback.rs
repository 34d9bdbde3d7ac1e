//! Papers of feedback (§10): from records to the models of `printing`.

use stoika_domain::book::BookEntry;
use stoika_domain::standard::QuestionKind;
use stoika_domain::survey::{End, Survey};
use stoika_printing::{
    AskedQuestion, BookSheet, QuestionnaireSheet, ReportedQuestion, SurveyReport,
};

use super::forms::{At, Forms};
use crate::fault::Outcome;
use crate::feedback;

impl Forms<'_> {
    pub(super) fn book_sheet(&self, entry: &BookEntry, at: &At) -> Outcome<BookSheet> {
        let written = &entry.written;
        let term = self
            .standards
            .term_from(&written.norm_key, written.written_on);
        let answer_to = written.answer_to.clone();
        Ok(BookSheet {
            head: self.head(at)?,
            kind: self.standards.feedback_kind(written.kind.as_str()),
            book: feedback::book_label(written.book).to_owned(),
            written_on: written.written_on,
            name: written.name.clone(),
            answer_to: answer_to.map(|to| {
                if self.masked {
                    feedback::masked(&to)
                } else {
                    to
                }
            }),
            text: written.text.clone(),
            due_on: term.as_ref().map(|term| term.limit),
            clause: term.map(|term| term.explanation.control.clause),
            appeal: entry
                .linked
                .as_ref()
                .map(|linked| linked.appeal_number.to_string()),
            acted_on: entry.acted.as_ref().map(|acted| acted.acted_on),
            measures: entry.acted.as_ref().map(|acted| acted.measures.clone()),
        })
    }

    pub(super) fn questionnaire(&self, survey: &Survey, at: &At) -> Outcome<QuestionnaireSheet> {
        let form = feedback::questionnaire(self.standards, &survey.planned.questionnaire)?;
        let (open, closed): (Vec<_>, Vec<_>) = form
            .questions
            .iter()
            .partition(|question| question.kind == QuestionKind::Words);
        Ok(QuestionnaireSheet {
            head: self.head(at)?,
            title: form.title_ru.clone(),
            intro: form.intro_ru.clone(),
            clause: form.clause.clone(),
            questions: closed
                .into_iter()
                .map(|question| {
                    let options = feedback::options(&question.kind);
                    let labels: Vec<String> =
                        options.into_iter().map(|option| option.label).collect();
                    let answers = match question.kind {
                        QuestionKind::Scale { .. } => {
                            let gap = "\u{a0}".repeat(6);
                            let hint = feedback::hint(&question.kind);
                            format!("{}{gap}({hint})", labels.join(&gap))
                        }
                        QuestionKind::One { .. }
                        | QuestionKind::Several { .. }
                        | QuestionKind::Words => format!("–\u{a0}{}", labels.join("\n–\u{a0}")),
                    };
                    AskedQuestion {
                        question: question.text_ru.clone(),
                        answers,
                    }
                })
                .collect(),
            open_questions: open
                .into_iter()
                .map(|question| question.text_ru.clone())
                .collect(),
        })
    }

    pub(super) fn survey_report(&self, survey: &Survey, at: &At) -> Outcome<SurveyReport> {
        let form = feedback::questionnaire(self.standards, &survey.planned.questionnaire)?;
        let results = feedback::questions(form, survey);
        let words = results.iter().flat_map(|result| result.words.clone());
        let ended = match &survey.end {
            Some(End::Ended(ended)) => Some(ended),
            Some(End::Cancelled(_)) | None => None,
        };
        Ok(SurveyReport {
            head: self.head(at)?,
            title: form.title_ru.clone(),
            from: survey.planned.from,
            to: survey.planned.to,
            goal: survey.planned.goal,
            answered: match survey.answered.len() {
                0 => "0".to_owned(),
                count => format!("{count}: {}", feedback::ways(survey)),
            },
            words: words.collect(),
            questions: results
                .into_iter()
                .filter(|result| !result.bars.is_empty())
                .map(|result| ReportedQuestion {
                    answers: result
                        .bars
                        .iter()
                        .map(|bar| {
                            format!(
                                "{} – {}\u{a0}({}\u{a0}%)",
                                bar.label, bar.count, bar.percent
                            )
                        })
                        .collect::<Vec<_>>()
                        .join("\n"),
                    question: result.text,
                    mean: result.mean_label.unwrap_or_else(|| "–".to_owned()),
                    answered: result.answered,
                })
                .collect(),
            conclusions: ended.map(|ended| ended.conclusions.clone()),
            measures: ended.map(|ended| ended.measures.clone()),
        })
    }
}

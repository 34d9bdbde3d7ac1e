//! What a survey has shown: question by question, from the questionnaires alone.

use std::collections::BTreeMap;

use stoika_domain::standard::{Question, QuestionKind, Questionnaire};
use stoika_domain::survey::{End, Filled, Reply, Survey};

use super::survey::{options, placed, questionnaire, row};
use crate::api::survey::{AnswerBar, QuestionResult, SurveyAsked, SurveyResults};
use crate::fault::Outcome;
use crate::session::Session;
use crate::workstation::Workstation;

/// Own words that one question shows.
const WORDS_MAX: usize = 200;

/// `survey.results`.
pub(crate) fn results(
    workstation: &Workstation,
    _: &Session,
    input: SurveyAsked,
) -> Outcome<SurveyResults> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let (survey, from) = placed(&desk, &input.survey_id)?;
    let form = questionnaire(&standards, &survey.planned.questionnaire)?;
    let ended = match &survey.end {
        Some(End::Ended(ended)) => Some(ended),
        Some(End::Cancelled(_)) | None => None,
    };
    Ok(SurveyResults {
        row: row(&standards, &survey, from, desk.today()?),
        ways_label: ways(&survey),
        questions: questions(form, &survey),
        conclusions: ended.map(|ended| ended.conclusions.clone()),
        measures: ended.map(|ended| ended.measures.clone()),
    })
}

/// «на месте 3, с бумаги 12».
pub(crate) fn ways(survey: &Survey) -> String {
    let said: Vec<String> = Filled::ALL
        .into_iter()
        .filter_map(|way| {
            let count = survey.answered.iter().filter(|it| it.way == way).count();
            let words = match way {
                Filled::Desk => "на месте",
                Filled::Paper => "с бумаги",
                Filled::Email => "из писем",
            };
            (count > 0).then(|| format!("{words} {count}"))
        })
        .collect();
    said.join(", ")
}

/// Question by question, in the questionnaire's order.
pub(crate) fn questions(form: &Questionnaire, survey: &Survey) -> Vec<QuestionResult> {
    form.questions
        .iter()
        .map(|question| result(question, survey))
        .collect()
}

fn result(question: &Question, survey: &Survey) -> QuestionResult {
    let replies: Vec<&Reply> = survey
        .answered
        .iter()
        .filter_map(|answered| answered.replies.get(&question.id))
        .collect();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut words = Vec::new();
    let (mut marks, mut sum) = (0_u64, 0_u64);
    for reply in &replies {
        match reply {
            Reply::Mark(mark) => {
                *counts.entry(mark.to_string()).or_default() += 1;
                marks += 1;
                sum += u64::from(*mark);
            }
            Reply::Options(chosen) => {
                for option in chosen {
                    *counts.entry(option.clone()).or_default() += 1;
                }
            }
            Reply::Words(said) => words.push(said.clone()),
        }
    }
    words.reverse();
    words.truncate(WORDS_MAX);
    let answered = replies.len() as u64;
    let percent = |count: u32| {
        let share = (u64::from(count) * 200 + answered) / (answered * 2).max(1);
        u32::try_from(share).unwrap_or(u32::MAX)
    };
    QuestionResult {
        code: question.id.clone(),
        text: question.text_ru.clone(),
        answered: u32::try_from(answered).unwrap_or(u32::MAX),
        mean_label: match question.kind {
            QuestionKind::Scale { .. } if marks > 0 => Some(tenths(sum, marks)),
            QuestionKind::Scale { .. }
            | QuestionKind::One { .. }
            | QuestionKind::Several { .. }
            | QuestionKind::Words => None,
        },
        bars: options(&question.kind)
            .into_iter()
            .map(|option| {
                let count = counts.get(&option.code).copied().unwrap_or_default();
                AnswerBar {
                    label: option.label,
                    count,
                    percent: percent(count),
                }
            })
            .collect(),
        words,
    }
}

/// «4,2»: rounded to the nearest tenth, halves up.
fn tenths(sum: u64, count: u64) -> String {
    let rounded = (sum * 20 + count) / (count * 2);
    format!("{},{}", rounded / 10, rounded % 10)
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn a_mean_is_rounded_to_tenths() {
        assert_eq!(tenths(8, 2), "4,0");
        assert_eq!(tenths(17, 4), "4,3", "4.25");
        assert_eq!(tenths(14, 3), "4,7");
    }
}

//! Surveys of visitors (R183–R187): the plan of a year, questionnaires, the end with its measures.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use chrono::{Datelike as _, NaiveDate};
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::check::{self, Fault as Wrong};
use stoika_domain::standard::{QuestionKind, Questionnaire};
use stoika_domain::survey::{
    Answered, Cancelled, End, Ended, Filled, Planned, Reply, Survey, SurveyEvent,
};
use stoika_domain::text;
use stoika_protocol::{ActId, Subject};
use stoika_store::Place as StorePlace;

use crate::api::appeal::Choice;
use crate::api::error::ErrorCode;
use crate::api::survey::{
    QuestionnaireView, SurveyAnswer, SurveyCancel, SurveyEnd, SurveyNotice, SurveyPlan,
    SurveyPlanned, SurveyQuestion, SurveyReply, SurveyRow,
};
use crate::api::visit::RecordDone;
use crate::api::{Nothing, Tone};
use crate::appeal::place;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::iso;
use crate::visit::{Wrongs, begin, chosen};
use crate::workstation::Workstation;

/// Surveys that the plan shows: a century of them.
const ROWS_MAX: u32 = 200;
/// So many days before the next one is due, the head hears of it.
const NEAR_DAYS: i64 = 30;
/// Questionnaires that one survey may want.
const GOAL_MAX: u32 = 10_000;

fn surveys(desk: &Desk) -> Outcome<Vec<(Survey, StorePlace)>> {
    let found = desk
        .replica
        .records_of_kind(SubjectKind::Survey, None, ROWS_MAX)?;
    let mut all: Vec<(Survey, StorePlace)> = found
        .into_iter()
        .filter_map(|(state, from)| state.survey().map(|survey| (survey.clone(), from)))
        .collect();
    all.sort_by_key(|(survey, _)| std::cmp::Reverse((survey.planned.from, survey.id)));
    Ok(all)
}

/// `survey.list`.
pub(crate) fn plan_of(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<SurveyPlan> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let all = surveys(&desk)?;
    let in_force = standards.book.questionnaires.iter();
    let (notice, year_label) = plan_state(&standards, &all, today);
    Ok(SurveyPlan {
        questionnaires: in_force
            .filter(|row| {
                row.is_in_force(today)
                    || all.iter().any(|(it, _)| it.planned.questionnaire == row.id)
            })
            .map(questionnaire_view)
            .collect(),
        rows: all
            .iter()
            .map(|(survey, from)| row(&standards, survey, *from, today))
            .collect(),
        notice,
        year_label,
    })
}

/// What the plan lacks (A37), and how many the year has.
fn plan_state(
    standards: &Standards,
    all: &[(Survey, StorePlace)],
    today: NaiveDate,
) -> (Option<SurveyNotice>, String) {
    let mut in_force = standards.book.questionnaires.iter();
    let Some(form) = in_force.find(|row| row.is_in_force(today)) else {
        return (None, String::new());
    };
    let counted: Vec<&Survey> = all
        .iter()
        .map(|(survey, _)| survey)
        .filter(|survey| survey.counts())
        .collect();
    let of_year = counted
        .iter()
        .filter(|survey| survey.planned.to.year() == today.year())
        .count();
    let year_label = format!(
        "В {} году: {of_year} из {}",
        today.year(),
        form.per_year_min
    );
    let last = counted.iter().map(|survey| survey.planned.to).max();
    let Some(last) = last else {
        let words = format!(
            "Опросы не запланированы. Их нужно не меньше {} в год",
            form.per_year_min
        );
        return (
            Some(SurveyNotice {
                tone: Tone::Bad,
                words,
            }),
            year_label,
        );
    };
    let notice = standards
        .term_from(&form.periodic_norm, last)
        .map(|term| term.limit)
        .and_then(|due_on| {
            let days = (due_on - today).num_days();
            let on = text::date(due_on);
            match days {
                ..0 => Some((
                    Tone::Bad,
                    format!("Следующий опрос должен был пройти до {on}"),
                )),
                0..=NEAR_DAYS => Some((
                    Tone::Warn,
                    format!("Запланируйте опрос: он должен пройти до {on}"),
                )),
                _ => None,
            }
        })
        .map(|(tone, words)| SurveyNotice { tone, words });
    (notice, year_label)
}

fn questionnaire_view(row: &Questionnaire) -> QuestionnaireView {
    QuestionnaireView {
        code: row.id.clone(),
        title: row.title_ru.clone(),
        intro: row.intro_ru.clone(),
        questions: row
            .questions
            .iter()
            .map(|question| SurveyQuestion {
                code: question.id.clone(),
                text: question.text_ru.clone(),
                kind: kind_code(&question.kind).to_owned(),
                required: question.required,
                options: options(&question.kind),
                hint: hint(&question.kind),
            })
            .collect(),
    }
}

const fn kind_code(kind: &QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Scale { .. } => "scale",
        QuestionKind::One { .. } => "one",
        QuestionKind::Several { .. } => "several",
        QuestionKind::Words => "words",
    }
}

/// Answers to choose of.
pub(crate) fn options(kind: &QuestionKind) -> Vec<Choice> {
    match kind {
        QuestionKind::Scale { from, to, .. } => (*from..=*to)
            .map(|mark| Choice::new(mark.to_string(), mark.to_string()))
            .collect(),
        QuestionKind::One { options } | QuestionKind::Several { options } => options
            .iter()
            .map(|option| Choice::new(&option.id, &option.text_ru))
            .collect(),
        QuestionKind::Words => Vec::new(),
    }
}

/// What the ends of a scale mean.
pub(crate) fn hint(kind: &QuestionKind) -> String {
    match kind {
        QuestionKind::Scale {
            from,
            to,
            from_ru,
            to_ru,
        } => format!("{from} – {from_ru}, {to} – {to_ru}"),
        QuestionKind::Several { .. } => "Можно выбрать несколько".to_owned(),
        QuestionKind::One { .. } | QuestionKind::Words => String::new(),
    }
}

/// The questionnaire of a survey, as it is published.
pub(crate) fn questionnaire<'a>(standards: &'a Standards, id: &str) -> Outcome<&'a Questionnaire> {
    let mut rows = standards.book.questionnaires.iter();
    rows.find(|row| row.id == id)
        .ok_or_else(|| Fault::new(ErrorCode::DirectoryMissing).because("no such questionnaire"))
}

pub(super) fn row(
    standards: &Standards,
    survey: &Survey,
    from: StorePlace,
    today: NaiveDate,
) -> SurveyRow {
    let planned = &survey.planned;
    let form = questionnaire(standards, &planned.questionnaire).ok();
    let (state, state_label, tone) = match &survey.end {
        Some(End::Ended(ended)) => ("ended", format!("итоги {}", text::date(ended.on)), Tone::Ok),
        Some(End::Cancelled(cancelled)) => (
            "cancelled",
            format!("отменён: {}", cancelled.reason),
            Tone::Idle,
        ),
        None if today < planned.from => (
            "planned",
            format!("начнётся {}", text::date(planned.from)),
            Tone::Plain,
        ),
        None if today <= planned.to => (
            "running",
            format!("идёт до {}", text::date(planned.to)),
            Tone::Info,
        ),
        None => {
            let due_on = form
                .and_then(|form| standards.term_from(&form.norm, planned.to))
                .map(|term| term.limit);
            match due_on {
                Some(due_on) => {
                    let tone = if due_on < today {
                        Tone::Bad
                    } else {
                        Tone::Warn
                    };
                    ("over", format!("итоги до {}", text::date(due_on)), tone)
                }
                None => ("over", "нужны итоги".to_owned(), Tone::Warn),
            }
        }
    };
    SurveyRow {
        survey_id: survey.id.to_string(),
        questionnaire: planned.questionnaire.clone(),
        title: form.map_or_else(
            || planned.questionnaire.clone(),
            |form| form.title_ru.clone(),
        ),
        from: iso(planned.from),
        to: iso(planned.to),
        goal: planned.goal,
        answered: u32::try_from(survey.answered.len()).unwrap_or(u32::MAX),
        state: state.to_owned(),
        state_label,
        tone,
        may_answer: survey.end.is_none() && planned.from <= today,
        open: survey.end.is_none(),
        place: place(from),
    }
}

/// `survey.plan`.
pub(crate) fn plan(
    workstation: &Workstation,
    session: &Session,
    input: SurveyPlanned,
) -> Outcome<RecordDone> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let mut wrongs = Wrongs::default();
    let mut rows = standards.book.questionnaires.iter();
    let form = rows.find(|row| row.id == input.questionnaire.trim());
    let form = wrongs.take("questionnaire", chosen(&input.questionnaire, form));
    let from = wrongs.take("from", check::date_ahead(&input.from, today));
    let to = wrongs.take("to", check::date_ahead(&input.to, today));
    let to = match (from, to) {
        (Some(from), Some(to)) if to < from => {
            wrongs.take("to", Err(Wrong::new("survey_ends_early")))
        }
        (_, to) => to,
    };
    let goal = input.goal.trim().parse::<u32>().ok();
    let goal = wrongs.take(
        "goal",
        goal.filter(|goal| (1..=GOAL_MAX).contains(goal))
            .ok_or_else(|| Wrong::new("survey_goal").with("most", GOAL_MAX)),
    );
    let planned = wrongs.all_right((|| {
        Some(Planned {
            questionnaire: form?.id.clone(),
            from: from?,
            to: to?,
            goal: goal?,
        })
    })())?;
    let id = begin(workstation, session, SubjectKind::Survey, |_, _| {
        Ok(Event::Survey(SurveyEvent::Planned(planned)))
    })?;
    Ok(RecordDone {
        record_id: id.to_string(),
        number: None,
    })
}

/// A survey's id as the screens hold it.
fn subject(id: &str) -> Outcome<Subject> {
    let id = uuid::Uuid::from_str(id).map_err(|_| Fault::new(ErrorCode::NotFound))?;
    Ok(Subject {
        kind: SubjectKind::Survey.number(),
        id: ActId(id),
    })
}

/// A survey as this desk has it.
pub(crate) fn survey(desk: &Desk, id: &str) -> Outcome<Survey> {
    match desk.replica.state(subject(id)?)? {
        Some(State::Survey(survey)) => Ok(survey),
        Some(_) | None => Err(Fault::new(ErrorCode::NotFound)),
    }
}

/// A survey and where its last record is.
pub(super) fn placed(desk: &Desk, id: &str) -> Outcome<(Survey, StorePlace)> {
    let wanted = survey(desk, id)?.id;
    let mut all = surveys(desk)?.into_iter();
    all.find(|(survey, _)| survey.id == wanted)
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))
}

fn happen(
    workstation: &Workstation,
    session: &Session,
    id: &str,
    event: SurveyEvent,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let subject = subject(id)?;
    workstation.desk()?.act(&user, |_, context| {
        if context.state(subject)?.is_none() {
            return Err(Fault::new(ErrorCode::NotFound));
        }
        Ok(vec![(subject, Event::Survey(event))])
    })?;
    Ok(Nothing {})
}

fn reply(form: &Questionnaire, typed: &SurveyReply) -> Option<Reply> {
    let question = form.questions.iter().find(|it| it.id == typed.question)?;
    match question.kind {
        QuestionKind::Words => Some(Reply::Words(typed.words.clone())),
        QuestionKind::Scale { .. } => {
            let mark = typed.chosen.first()?;
            // What is no mark lies outside of every scale.
            Some(Reply::Mark(mark.parse().unwrap_or(u8::MAX)))
        }
        QuestionKind::One { .. } | QuestionKind::Several { .. } => {
            Some(Reply::Options(typed.chosen.iter().cloned().collect()))
        }
    }
}

/// `survey.answer`.
pub(crate) fn answer(
    workstation: &Workstation,
    session: &Session,
    input: SurveyAnswer,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let survey = survey(&desk, &input.survey_id)?;
    let form = questionnaire(&standards, &survey.planned.questionnaire)?;
    let long = standards.rules.settings.text_length_max;
    let mut wrongs = Wrongs::default();
    let way = wrongs.take("way", chosen(&input.way, Filled::parse(input.way.trim())));
    let on = match input.on.trim() {
        "" => Err(Wrong::new("required")),
        typed => check::past_date(typed, today),
    };
    let on = on.and_then(|on| {
        if on < survey.planned.from {
            Err(Wrong::new("survey_not_begun").with("on", text::date(survey.planned.from)))
        } else {
            Ok(on)
        }
    });
    let on = wrongs.take("on", on);
    let replies: BTreeMap<String, Reply> = input
        .replies
        .iter()
        .filter_map(|typed| Some((typed.question.clone(), reply(form, typed)?)))
        .collect();
    let kept = match form.judge(&replies, long) {
        Ok(kept) => Some(kept),
        Err(errors) => {
            wrongs.extend(errors);
            None
        }
    };
    let answered = wrongs.all_right((|| {
        Some(Answered {
            way: way?,
            on: on?,
            replies: kept?,
        })
    })())?;
    happen(
        workstation,
        session,
        &input.survey_id,
        SurveyEvent::Answered(answered),
    )
}

/// `survey.end`.
pub(crate) fn end(
    workstation: &Workstation,
    session: &Session,
    input: SurveyEnd,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let long = desk.standards()?.rules.settings.text_length_max;
    let on = desk.today()?;
    let mut wrongs = Wrongs::default();
    let conclusions = wrongs.take("conclusions", check::free_text(&input.conclusions, long));
    let measures = wrongs.take("measures", check::free_text(&input.measures, long));
    let ended = wrongs.all_right((|| {
        Some(Ended {
            on,
            conclusions: conclusions?,
            measures: measures?,
        })
    })())?;
    happen(
        workstation,
        session,
        &input.survey_id,
        SurveyEvent::Ended(ended),
    )
}

/// `survey.cancel`.
pub(crate) fn cancel(
    workstation: &Workstation,
    session: &Session,
    input: SurveyCancel,
) -> Outcome<Nothing> {
    let line = workstation
        .desk()?
        .standards()?
        .rules
        .settings
        .line_length_max;
    let mut wrongs = Wrongs::default();
    let reason = wrongs.take("reason", check::free_text(&input.reason, line));
    let reason = wrongs.all_right(reason)?;
    happen(
        workstation,
        session,
        &input.survey_id,
        SurveyEvent::Cancelled(Cancelled { reason }),
    )
}

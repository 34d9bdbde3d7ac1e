//! Мои дела: what follows from the state of an aggregate for those who have something to do about it, and its rows.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::params;
use stoika_domain::appeal::answer::{Asked, Delivery, Review};
use stoika_domain::appeal::{Appeal, AppealStatus, Executor};
use stoika_domain::body::State;
use stoika_domain::follow_up::{FollowUp, NextStep};
use stoika_domain::terms::Term;

use crate::error::Result;
use crate::project::{NO_DUE, day};
use crate::replica::Writing;
use crate::rules::Rules;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkKind {
    /// Назначить исполнителя.
    Assign,
    /// Подготовить ответ.
    Answer,
    /// Ответить на протокол разногласий.
    Disagreement,
    /// Закрыть после ответа.
    Close,
    /// The contract is with the client for his signature.
    ContractAway,
    /// Proposals of settlement are with the applicant.
    SettlementAway,
    /// Подписать или вернуть проект ответа.
    Review,
    /// Решить, оставить ли без рассмотрения.
    Proposal,
    /// Принять переданное обращение.
    HandOver,
    /// Ответить на внутренний запрос.
    Question,
    /// An organisation was asked; its reply is awaited.
    Inquiry,
    /// Выполнить мероприятие по претензии.
    Action,
    /// Отправить заново: the letter came back.
    Letter,
    /// An agreed step with a client.
    Step,
}

impl WorkKind {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 14] = [
        Self::Assign,
        Self::Answer,
        Self::Disagreement,
        Self::Close,
        Self::ContractAway,
        Self::SettlementAway,
        Self::Review,
        Self::Proposal,
        Self::HandOver,
        Self::Question,
        Self::Inquiry,
        Self::Action,
        Self::Letter,
        Self::Step,
    ];

    /// The code in DTOs and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Answer => "answer",
            Self::Disagreement => "disagreement",
            Self::Close => "close",
            Self::ContractAway => "contract_away",
            Self::SettlementAway => "settlement_away",
            Self::Review => "review",
            Self::Proposal => "proposal",
            Self::HandOver => "hand_over",
            Self::Question => "question",
            Self::Inquiry => "inquiry",
            Self::Action => "action",
            Self::Letter => "letter",
            Self::Step => "step",
        }
    }

    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn of_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// What else is to be known of it at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkMark {
    /// Nothing.
    None,
    /// The head gave the project of the answer back.
    ProjectReturned,
    /// The applicant rejected the answer.
    SettlementRejected,
    /// A letter came back from the post.
    LetterReturned,
    /// The project is with the head.
    ProjectAwaited,
    /// The project is signed: the answer can go.
    ProjectSigned,
    /// It waits for what the client owes.
    ClientOwes,
}

impl WorkMark {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::ProjectReturned,
        Self::SettlementRejected,
        Self::LetterReturned,
        Self::ProjectAwaited,
        Self::ProjectSigned,
        Self::ClientOwes,
    ];

    /// The code in DTOs and Fluent; `None` for nothing.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::ProjectReturned => Some("project_returned"),
            Self::SettlementRejected => Some("settlement_rejected"),
            Self::LetterReturned => Some("letter_returned"),
            Self::ProjectAwaited => Some("project_awaited"),
            Self::ProjectSigned => Some("project_signed"),
            Self::ClientOwes => Some("client_owes"),
        }
    }

    /// Something came back that was thought to be done.
    const fn is_back(self) -> bool {
        match self {
            Self::ProjectReturned | Self::SettlementRejected | Self::LetterReturned => true,
            Self::None | Self::ProjectAwaited | Self::ProjectSigned | Self::ClientOwes => false,
        }
    }

    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn of_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.number() == number)
    }
}

/// Whose work it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// A person's.
    Person { user: String, name: String },
    /// The head's of the office.
    Head,
    /// Of who may name an executor there.
    Assigner,
    /// Of whoever of the office takes it.
    Office,
}

/// A row of `work_item`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WorkLine {
    pub kind: WorkKind,
    pub whose: Whose,
    pub office: String,
    pub due_on: Option<NaiveDate>,
    /// Where it stands in the list when nothing is due.
    pub stands_on: Option<NaiveDate>,
    pub due_at: Option<NaiveTime>,
    pub waiting: bool,
    pub mark: WorkMark,
    pub number: String,
    pub who: String,
    pub category: String,
    pub what: String,
}

impl WorkLine {
    /// The list in which it stands.
    pub fn queue(&self) -> String {
        match &self.whose {
            Whose::Person { user, .. } => format!("u:{user}"),
            Whose::Head => format!("head:{}", self.office),
            Whose::Assigner => format!("assign:{}", self.office),
            Whose::Office => format!("office:{}", self.office),
        }
    }

    pub fn back(&self) -> bool {
        self.mark.is_back()
    }
}

fn person(executor: &Executor) -> Whose {
    Whose::Person {
        user: executor.user_id.clone(),
        name: executor.name.clone(),
    }
}

/// What there is to do about an aggregate. How many there are does not hang on the term.
pub(crate) fn lines(state: &State, term: Option<&Term>) -> Vec<WorkLine> {
    match state {
        State::Appeal(appeal) => of_appeal(appeal, term),
        State::FollowUp(step) => of_step(step).into_iter().collect(),
        State::PartyContact(_)
        | State::Consultation(_)
        | State::Incident(_)
        | State::Consent(_)
        | State::Paper(_)
        | State::Audit(_)
        | State::Visit(_)
        | State::Shift(_)
        | State::HallSign(_)
        | State::Tenure(_)
        | State::QueueOrder(_)
        | State::Destruction(_)
        | State::BookEntry(_)
        | State::Survey(_)
        | State::DispatchList(_) => Vec::new(),
    }
}

fn of_step(step: &FollowUp) -> Option<WorkLine> {
    let agreed = &step.agreed;
    step.end.is_none().then(|| WorkLine {
        kind: WorkKind::Step,
        whose: Whose::Person {
            user: agreed.user_id.clone(),
            name: agreed.user_name.clone(),
        },
        office: step.office_id.to_string(),
        due_on: Some(agreed.on),
        stands_on: None,
        due_at: agreed.at,
        waiting: match agreed.step {
            NextStep::WeCall => false,
            NextStep::ClientCalls | NextStep::ClientComes => true,
        },
        mark: WorkMark::None,
        number: agreed.number.to_string(),
        who: agreed.name.clone(),
        category: agreed.step.as_str().to_owned(),
        what: agreed.question.clone(),
    })
}

/// An appeal and those who have to do with it.
struct Case<'a> {
    appeal: &'a Appeal,
    /// The date to keep; while it waits, only one that does not stand still.
    due_on: Option<NaiveDate>,
}

impl Case<'_> {
    /// The office that has it.
    fn office(&self) -> String {
        let executor = self.appeal.executor.as_ref();
        executor
            .map_or(&self.appeal.office_id, |who| &who.office_id)
            .to_string()
    }

    /// The executor, or who may name one.
    fn owner(&self) -> Whose {
        self.appeal
            .executor
            .as_ref()
            .map_or(Whose::Assigner, person)
    }

    fn line(&self, kind: WorkKind, whose: Whose) -> WorkLine {
        let registered = &self.appeal.registered;
        WorkLine {
            kind,
            whose,
            office: self.office(),
            due_on: self.due_on,
            stands_on: None,
            due_at: None,
            waiting: false,
            mark: WorkMark::None,
            number: registered.number.to_string(),
            who: registered.applicant.display_name.clone(),
            category: registered.category.to_string(),
            what: String::new(),
        }
    }

    /// What the answer, or what comes after it, asks for.
    fn main(&self) -> Option<WorkLine> {
        let appeal = self.appeal;
        let undated = |kind| WorkLine {
            due_on: None,
            waiting: kind != WorkKind::Close,
            ..self.line(kind, self.owner())
        };
        let course = &appeal.contract;
        let offered = appeal.answered.as_ref();
        match appeal.status() {
            AppealStatus::Closed => None,
            AppealStatus::Registered => Some(WorkLine {
                waiting: appeal.is_waiting(),
                mark: self.mark(),
                ..self.line(WorkKind::Assign, Whose::Assigner)
            }),
            AppealStatus::Assigned => {
                let kind = match course.open_disagreement() {
                    Some(_) => WorkKind::Disagreement,
                    None => WorkKind::Answer,
                };
                Some(WorkLine {
                    waiting: appeal.is_waiting(),
                    mark: self.mark(),
                    what: appeal.awaited.clone().unwrap_or_default(),
                    ..self.line(kind, self.owner())
                })
            }
            AppealStatus::Answered if course.sent.is_some() && course.returned.is_none() => {
                Some(undated(WorkKind::ContractAway))
            }
            AppealStatus::Answered
                if appeal.claim.accepted.is_none()
                    && offered.is_some_and(|answered| answered.settlement.is_some()) =>
            {
                Some(undated(WorkKind::SettlementAway))
            }
            AppealStatus::Answered => Some(undated(WorkKind::Close)),
        }
    }

    fn mark(&self) -> WorkMark {
        let project = self.appeal.answering.project.as_ref();
        match project.map(|project| &project.review) {
            Some(Review::Returned { .. }) => WorkMark::ProjectReturned,
            Some(Review::Approved { .. }) => WorkMark::ProjectSigned,
            Some(Review::Awaited) => WorkMark::ProjectAwaited,
            None if self.appeal.is_waiting() => WorkMark::ClientOwes,
            None if !self.appeal.claim.rejected.is_empty() => WorkMark::SettlementRejected,
            None => WorkMark::None,
        }
    }

    /// What the head decides.
    fn decisions(&self) -> Vec<WorkLine> {
        let mut lines = Vec::new();
        let is_open = self.appeal.answered.is_none() && self.appeal.closed.is_none();
        let project = self.appeal.answering.project.as_ref();
        if let Some(project) = project.filter(|it| is_open && it.review == Review::Awaited) {
            lines.push(WorkLine {
                what: project.by_name.clone(),
                ..self.line(WorkKind::Review, Whose::Head)
            });
        }
        if let Some(proposed) = &self.appeal.proposed {
            lines.push(WorkLine {
                what: proposed.evidence.clone(),
                ..self.line(WorkKind::Proposal, Whose::Head)
            });
        }
        lines
    }

    fn questions(&self) -> Vec<WorkLine> {
        let open = self.appeal.answering.questions.iter();
        open.filter(|question| question.replied.is_none() && self.appeal.closed.is_none())
            .map(|question| {
                let asked = &question.asked;
                let (kind, whose, office) = match &asked.whom {
                    Asked::Expert { expert } => (
                        WorkKind::Question,
                        person(expert),
                        expert.office_id.to_string(),
                    ),
                    Asked::Organisation { .. } => (WorkKind::Inquiry, self.owner(), self.office()),
                };
                WorkLine {
                    office,
                    due_on: Some(asked.due_on),
                    what: match &asked.whom {
                        Asked::Expert { .. } => asked.question.clone(),
                        Asked::Organisation { name } => name.clone(),
                    },
                    ..self.line(kind, whose)
                }
            })
            .collect()
    }

    /// Actions outlive the closing: their execution is controlled (R41).
    fn actions(&self) -> Vec<WorkLine> {
        let open = self.appeal.claim.actions.iter();
        open.filter(|action| action.done.is_none())
            .map(|action| WorkLine {
                office: action.set.owner.office_id.to_string(),
                due_on: Some(action.set.due_on),
                what: action.set.what.clone(),
                ..self.line(WorkKind::Action, person(&action.set.owner))
            })
            .collect()
    }

    /// A letter that came back and after which the same was not sent again.
    fn letters(&self) -> Vec<WorkLine> {
        let sent = &self.appeal.answering.dispatches;
        let came_back = sent.iter().enumerate().filter_map(|(at, dispatch)| {
            let on = match dispatch.delivery? {
                (Delivery::CameBack | Delivery::Declined, on) => on,
                (Delivery::Delivered, _) => return None,
            };
            let form = &dispatch.sent.form_id;
            let mut later = sent.iter().skip(at + 1);
            (!later.any(|later| later.sent.form_id == *form)).then_some((form, on))
        });
        came_back
            .map(|(form, on)| WorkLine {
                due_on: None,
                stands_on: Some(on),
                mark: WorkMark::LetterReturned,
                what: form.to_string(),
                ..self.line(WorkKind::Letter, self.owner())
            })
            .collect()
    }
}

fn of_appeal(appeal: &Appeal, term: Option<&Term>) -> Vec<WorkLine> {
    let case = Case {
        appeal,
        due_on: term.and_then(|term| match term.waiting_since {
            Some(_) => term.goes_on_to,
            None => Some(term.limit),
        }),
    };
    let mut lines: Vec<WorkLine> = case.main().into_iter().collect();
    lines.extend(case.decisions());
    if let Some(offered) = &appeal.hand_over {
        lines.push(WorkLine {
            office: offered.handed.to_office.to_string(),
            what: offered.handed.comment.clone(),
            due_on: case.due_on.filter(|_| appeal.answered.is_none()),
            ..case.line(WorkKind::HandOver, Whose::Office)
        });
    }
    lines.extend(case.questions());
    lines.extend(case.actions());
    if appeal.closed.is_none() {
        lines.extend(case.letters());
    }
    lines
}

/// The rows of an aggregate, when there are or were any. Whether there were does not hang on the rules.
pub(crate) fn changed(
    before: Option<&State>,
    after: Option<&State>,
    rules: &Rules,
) -> Option<Vec<WorkLine>> {
    let were = before.is_some_and(|state| !lines(state, None).is_empty());
    let now = after.map_or_else(Vec::new, |state| {
        let term = state.appeal().and_then(|appeal| rules.term(appeal));
        lines(state, term.as_ref())
    });
    (were || !now.is_empty()).then_some(now)
}

/// Writes the rows of an aggregate in place of those it had.
pub(crate) fn put(writing: &Writing<'_>, aggregate: i64, lines: &[WorkLine]) -> Result<()> {
    writing
        .tx
        .prepare_cached("DELETE FROM work_item WHERE aggregate = ?1")?
        .execute([aggregate])?;
    for (place, line) in (0_i64..).zip(lines) {
        let owner = match &line.whose {
            Whose::Person { user, name } => Some((user, name)),
            Whose::Head | Whose::Assigner | Whose::Office => None,
        };
        writing
            .tx
            .prepare_cached(
                "INSERT INTO work_item (aggregate, place, kind, queue, owner, owner_name, office, due_on, due_sort, due_at,
                   waiting, back, mark, number, who, category, what)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            )?
            .execute(params![
                aggregate,
                place,
                line.kind.number(),
                line.queue(),
                owner.map(|(user, _)| user),
                owner.map(|(_, name)| name),
                line.office,
                line.due_on.map(day),
                line.due_on.or(line.stands_on).map_or(NO_DUE, day),
                line.due_at
                    .map_or_else(String::new, |at| at.format("%H:%M").to_string()),
                line.waiting,
                line.back(),
                line.mark.number(),
                line.number,
                line.who,
                line.category,
                line.what,
            ])?;
    }
    Ok(())
}

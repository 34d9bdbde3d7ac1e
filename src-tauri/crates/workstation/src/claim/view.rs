//! What the screens show of claims.

use chrono::NaiveDate;
use stoika_domain::appeal::claim::{ActionKind, ClaimAction, Responsibility, Score};
use stoika_domain::appeal::lifecycle::permit;
use stoika_domain::appeal::{Appeal, AppealStatus};
use stoika_domain::body::EntryKind;
use stoika_domain::standard::Matter;
use stoika_domain::terms::Audience;
use stoika_domain::text;

use crate::api::appeal::Choice;
use crate::api::claim::{
    ClaimActionLine, ClaimAssessment, ClaimRejection, ClaimView, ImmediateClaim,
};
use crate::api::{Nothing, Tone};
use crate::appeal::decision_label;
use crate::fault::Outcome;
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// Category of claims.
pub(crate) const CLAIM: &str = "claim";

/// Whether an appeal is a claim.
pub(crate) fn is_claim(appeal: &Appeal) -> bool {
    let registered = &appeal.registered;
    Matter::of_appeal(registered.category.as_str(), registered.topic.as_str())
        == Some(Matter::Claim)
}

/// Whether it is in work and its assessment says that it needs immediate action.
pub(crate) fn is_immediate(appeal: &Appeal) -> bool {
    let is_in_work = match appeal.status() {
        AppealStatus::Registered | AppealStatus::Assigned => true,
        AppealStatus::Answered | AppealStatus::Closed => false,
    };
    let assessed = appeal.claim.assessed.as_ref();
    is_in_work && assessed.is_some_and(|assessed| assessed.is_immediate)
}

/// What may be done with the claim now, whoever may do it.
pub(crate) fn allowed(appeal: &Appeal) -> Vec<&'static str> {
    let taken = appeal.claim.accepted.is_some();
    [
        ("assess", EntryKind::AppealClaimAssessed, true),
        (
            "accept_settlement",
            EntryKind::AppealSettlementAccepted,
            !taken,
        ),
        (
            "reject_settlement",
            EntryKind::AppealSettlementRejected,
            true,
        ),
        (
            "confirm_responsibility",
            EntryKind::AppealResponsibilityConfirmed,
            true,
        ),
        ("cause", EntryKind::AppealCauseFound, true),
        ("set_action", EntryKind::AppealActionSet, true),
    ]
    .into_iter()
    .filter(|(_, kind, also)| *also && permit(*kind, appeal).is_ok())
    .map(|(name, _, _)| name)
    .collect()
}

/// What acceptance lacks: the account of a citizen, number and date of the contract of anybody else
/// (R159, A15).
fn lacking(appeal: &Appeal) -> Vec<String> {
    let applicant = &appeal.registered.applicant;
    let contract = applicant.contract.as_ref();
    let needed = match appeal.registered.audience {
        Audience::Citizen => vec![(applicant.account_number.is_some(), "номер лицевого счёта")],
        Audience::Other => vec![
            (contract.is_some(), "номер договора"),
            (
                contract.is_some_and(|contract| contract.concluded_on.is_some()),
                "дату заключения договора",
            ),
        ],
    };
    needed
        .into_iter()
        .filter(|(is_known, _)| !is_known)
        .map(|(_, what)| what.to_owned())
        .collect()
}

/// The claim of a card; `None` for another appeal.
pub(crate) fn view(standards: &Standards, appeal: &Appeal, today: NaiveDate) -> Option<ClaimView> {
    if !is_claim(appeal) {
        return None;
    }
    let course = &appeal.claim;
    let answered = appeal.answered.as_ref();
    Some(ClaimView {
        lacking: lacking(appeal),
        assessed: course.assessed.as_ref().map(|assessed| ClaimAssessment {
            form_right: assessed.is_form_right,
            sufficient: assessed.is_sufficient,
            valid: assessed.is_valid,
            importance: score(assessed.importance).to_owned(),
            complexity: score(assessed.complexity).to_owned(),
            immediate: assessed.is_immediate,
            note: assessed.note.clone(),
        }),
        conclusion: answered.and_then(|answered| answered.conclusion.clone()),
        settlement: answered.and_then(|answered| answered.settlement.clone()),
        accepted: course.accepted.as_ref().map(|accepted| {
            let on = text::date(accepted.accepted_on);
            match &accepted.note {
                Some(note) => format!("Принято {on}: {note}"),
                None => format!("Принято {on}"),
            }
        }),
        rejected: course
            .rejected
            .iter()
            .map(|round| ClaimRejection {
                on: iso(round.rejected.rejected_on),
                words: round.rejected.words.clone(),
                answer: format!(
                    "Ответ {}: {}",
                    text::date(round.answered.answered_on),
                    text::lower_first(decision_label(round.answered.outcome))
                ),
                bodies: round
                    .rejected
                    .bodies
                    .iter()
                    .map(|id| standards.external_body(id))
                    .collect(),
            })
            .collect(),
        responsibility: course.responsibility.as_ref().map(|confirmed| {
            let how = match confirmed.how {
                Responsibility::OutOfCourt => "во внесудебном порядке",
                Responsibility::ByCourt => "судом",
            };
            let on = text::date(confirmed.confirmed_on);
            format!("Подтверждена {how} {on}: {}", confirmed.basis)
        }),
        cause: course.cause.as_ref().map(|found| found.cause.clone()),
        actions: course
            .actions
            .iter()
            .map(|action| line(standards, appeal, action, today))
            .collect(),
        bodies: standards
            .book
            .external_bodies
            .iter()
            .map(|row| Choice::new(&row.id, format!("{}: {}", row.title_ru, row.competence_ru)))
            .collect(),
    })
}

fn score(score: Score) -> &'static str {
    match score {
        Score::Low => "low",
        Score::Middle => "middle",
        Score::High => "high",
    }
}

fn line(
    standards: &Standards,
    appeal: &Appeal,
    action: &ClaimAction,
    today: NaiveDate,
) -> ClaimActionLine {
    let set = &action.set;
    let (left, tone) = match &action.done {
        Some(done) => {
            let word = if done.is_dropped {
                "снято"
            } else {
                "выполнено"
            };
            let tone = if done.is_dropped {
                Tone::Plain
            } else {
                Tone::Ok
            };
            (format!("{word} {}", text::date(done.done_on)), tone)
        }
        None => standards.left(set.due_on, today),
    };
    ClaimActionLine {
        appeal_id: appeal.id.to_string(),
        number: appeal.registered.number.to_string(),
        action_id: action.id.to_string(),
        kind: match set.kind {
            ActionKind::Corrective => "corrective",
            ActionKind::Preventive => "preventive",
        }
        .to_owned(),
        what: set.what.clone(),
        owner: set.owner.name.clone(),
        due_on: iso(set.due_on),
        left,
        tone,
        ended: action.done.is_some(),
        note: action.done.as_ref().map(|done| done.note.clone()),
    }
}

/// `claim.actions`: the register of corrective and preventive actions, those to be done first, by date.
pub(crate) fn actions(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<Vec<ClaimActionLine>> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let claims = desk.replica.appeals_of_category(CLAIM, false)?;
    let mut lines: Vec<ClaimActionLine> = claims
        .iter()
        .flat_map(|claim| {
            claim
                .claim
                .actions
                .iter()
                .map(move |action| (claim, action))
        })
        .map(|(claim, action)| line(&standards, claim, action, today))
        .collect();
    lines.sort_by(|one, other| {
        (one.ended, &one.due_on, &one.number).cmp(&(other.ended, &other.due_on, &other.number))
    });
    Ok(lines)
}

/// `claim.immediate`.
pub(crate) fn immediate(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<Vec<ImmediateClaim>> {
    let desk = workstation.desk()?;
    let claims = desk.replica.appeals_of_category(CLAIM, true)?;
    Ok(claims
        .into_iter()
        .filter(is_immediate)
        .map(|claim| ImmediateClaim {
            appeal_id: claim.id.to_string(),
            number: claim.registered.number.to_string(),
            applicant: text::short_name(&claim.registered.applicant.display_name),
            note: claim.claim.assessed.and_then(|assessed| assessed.note),
        })
        .collect())
}

//! The indicators of work on claims (показатели мониторинга, §9, R164–R168) from the cases themselves.
//!
//! Each is found on a civil day, so that any period and any office is a sum. The third of the Standard,
//! «отклонённые, но признанные обоснованными», has two readings (A24), and both are counted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Answered, Appeal, Outcome};
use crate::ids::OfficeId;
use crate::terms::StartDates;
use crate::text;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    /// Поступила: what the others are a part of. By the day of receipt.
    Received,
    /// Систематически повторяющаяся (R165, A25). By the day of receipt.
    Repeated,
    /// Не принята как необоснованная (R166). By the day of the first such answer.
    Unfounded,
    /// The supplier rejected it, and it was recognised as founded later (R167, the first reading). By the day
    /// of that.
    RecognisedLater,
    /// The applicant rejected the decision (R167, the second reading). By that day.
    DecisionRejected,
    /// The answer was late, or is (R168). By the control date.
    LateAnswer,
    /// A corrective or preventive action was late, or is (R168). By its date.
    LateAction,
}

impl Indicator {
    /// All, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Received,
        Self::Repeated,
        Self::Unfounded,
        Self::RecognisedLater,
        Self::DecisionRejected,
        Self::LateAnswer,
        Self::LateAction,
    ];

    /// The name on the bridge.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Repeated => "repeated",
            Self::Unfounded => "unfounded",
            Self::RecognisedLater => "recognised_later",
            Self::DecisionRejected => "decision_rejected",
            Self::LateAnswer => "late_answer",
            Self::LateAction => "late_action",
        }
    }
}

/// One case of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub indicator: Indicator,
    /// The claim.
    pub appeal: Uuid,
    /// The office that registered it.
    pub office_id: OfficeId,
    /// The civil day on which it counts.
    pub on: NaiveDate,
}

/// From how many on claims are systematically repeated: a setting, the Standard gives none (A25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RepeatedClaims {
    /// So many claims of one topic about one object, …
    pub same_matter_claims_min: u32,
    /// … received within so many months.
    pub same_matter_months: u32,
    /// Or so many claims of one client, …
    pub same_client_claims_min: u32,
    /// … received within so many months.
    pub same_client_months: u32,
}

/// What holds until the document has come.
impl Default for RepeatedClaims {
    fn default() -> Self {
        Self {
            same_matter_claims_min: 3,
            same_matter_months: 12,
            same_client_claims_min: 2,
            same_client_months: 6,
        }
    }
}

/// Every case of every indicator in these claims. `limit` gives the control date of an answer whose term ran
/// from these dates; `today` is the office's day, up to which what is owed is not late yet.
#[must_use]
pub fn findings(
    claims: &[Appeal],
    thresholds: &RepeatedClaims,
    limit: impl Fn(&Appeal, &StartDates) -> Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<Finding> {
    let known: Vec<Known> = claims.iter().map(Known::of).collect();
    let alike = Alike::of(&known);
    let mut found = Vec::new();
    for (claim, its) in claims.iter().zip(&known) {
        let mut note = |indicator, on| {
            found.push(Finding {
                indicator,
                appeal: claim.id,
                office_id: claim.office_id.clone(),
                on,
            });
        };
        note(Indicator::Received, its.received_on);
        if its.is_repeated(&alike, thresholds) {
            note(Indicator::Repeated, its.received_on);
        }
        if let Some(on) = first_unfounded(claim) {
            note(Indicator::Unfounded, on);
        }
        if let Some(on) = recognised_later(claim) {
            note(Indicator::RecognisedLater, on);
        }
        for round in &claim.claim.rejected {
            note(Indicator::DecisionRejected, round.rejected.rejected_on);
        }
        for owed in owed(claim) {
            if let Some(due_on) = limit(claim, &owed.dates)
                && owed.met_on.unwrap_or(today) > due_on
            {
                note(Indicator::LateAnswer, due_on);
            }
        }
        for action in &claim.claim.actions {
            let ended_on = action.done.as_ref().map(|done| done.done_on);
            if ended_on.unwrap_or(today) > action.set.due_on {
                note(Indicator::LateAction, action.set.due_on);
            }
        }
    }
    found
}

/// What a claim is compared by.
struct Known {
    id: Uuid,
    /// Of the first round: a new argument is no new claim.
    received_on: NaiveDate,
    client: String,
    topic: String,
    object: Option<String>,
}

impl Known {
    fn of(claim: &Appeal) -> Self {
        let registered = &claim.registered;
        let applicant = &registered.applicant;
        let first = claim.former_rounds.first();
        Self {
            id: claim.id,
            received_on: first.map_or(registered.received_on, |round| round.received_on),
            client: applicant
                .party_id
                .clone()
                .unwrap_or_else(|| text::normalise(&applicant.display_name)),
            topic: registered.topic.to_string(),
            object: applicant
                .account_number
                .clone()
                .or_else(|| applicant.address.as_deref().map(text::normalise)),
        }
    }

    /// Whether with this claim there are enough, counted back from its receipt.
    fn is_repeated(&self, alike: &Alike<'_>, thresholds: &RepeatedClaims) -> bool {
        let within = |months: u32, alike: Option<&Vec<&Self>>| {
            let since = self
                .received_on
                .checked_sub_months(Months::new(months))
                .unwrap_or(NaiveDate::MIN);
            let alike: BTreeSet<Uuid> = alike
                .into_iter()
                .flatten()
                .filter(|one| one.received_on > since && one.received_on <= self.received_on)
                .map(|one| one.id)
                .collect();
            u32::try_from(alike.len()).unwrap_or(u32::MAX)
        };
        let matter = self
            .matter()
            .and_then(|matter| alike.of_matter.get(&matter));
        let client = alike.of_client.get(self.client.as_str());
        within(thresholds.same_matter_months, matter) >= thresholds.same_matter_claims_min
            || within(thresholds.same_client_months, client) >= thresholds.same_client_claims_min
    }

    /// Topic and object.
    fn matter(&self) -> Option<(&str, &str)> {
        Some((self.topic.as_str(), self.object.as_deref()?))
    }
}

/// Claims that are compared with one another, so that years of them are gone through once.
#[derive(Default)]
struct Alike<'a> {
    of_matter: BTreeMap<(&'a str, &'a str), Vec<&'a Known>>,
    of_client: BTreeMap<&'a str, Vec<&'a Known>>,
}

impl<'a> Alike<'a> {
    fn of(all: &'a [Known]) -> Self {
        let mut alike = Self::default();
        for one in all {
            if let Some(matter) = one.matter() {
                alike.of_matter.entry(matter).or_default().push(one);
            }
            let of_client = alike.of_client.entry(one.client.as_str());
            of_client.or_default().push(one);
        }
        alike
    }
}

/// Every answer that was given, oldest first.
fn answers(claim: &Appeal) -> Vec<&Answered> {
    let former = claim.former_rounds.iter();
    let mut all: Vec<&Answered> = former
        .filter_map(|round| round.answered.as_ref())
        .chain(claim.claim.rejected.iter().map(|round| &round.answered))
        .chain(&claim.answered)
        .collect();
    all.sort_by_key(|answered| answered.answered_on);
    all
}

fn first_unfounded(claim: &Appeal) -> Option<NaiveDate> {
    let answers = answers(claim);
    let mut refusals = answers.iter().filter(|one| is_refusal(one.outcome));
    refusals.next().map(|one| one.answered_on)
}

/// The first day after a refusal on which it was recognised as founded: by responsibility confirmed, or by a
/// later answer of the supplier itself.
fn recognised_later(claim: &Appeal) -> Option<NaiveDate> {
    let refused_on = first_unfounded(claim)?;
    let confirmed = claim.claim.responsibility.as_ref();
    let confirmed = confirmed.map(|it| it.confirmed_on);
    let answers = answers(claim);
    let refusal = answers.iter().position(|one| is_refusal(one.outcome))?;
    let later = answers
        .iter()
        .skip(refusal.saturating_add(1))
        .find(|one| is_founded(one.outcome))
        .map(|one| one.answered_on);
    [confirmed.filter(|on| *on >= refused_on), later]
        .into_iter()
        .flatten()
        .min()
}

fn is_refusal(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Unfounded => true,
        Outcome::Founded | Outcome::PartlyFounded | Outcome::Explained => false,
    }
}

fn is_founded(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Founded | Outcome::PartlyFounded => true,
        Outcome::Unfounded | Outcome::Explained => false,
    }
}

/// An answer that was or is owed.
struct Owed {
    dates: StartDates,
    met_on: Option<NaiveDate>,
}

fn owed(claim: &Appeal) -> Vec<Owed> {
    let mut all = Vec::new();
    for round in &claim.former_rounds {
        let answered_on = round.answered.as_ref().map(|one| one.answered_on);
        all.push(Owed {
            dates: StartDates::received(round.received_on),
            met_on: Some(answered_on.unwrap_or(round.closed.closed_on)),
        });
    }
    for round in &claim.claim.rejected {
        let mut dates = claim.start_dates();
        dates.received_on = round.received_on;
        dates.registered_on = Some(round.received_on.max(claim.registered.registered_on));
        dates.extended_on = None;
        dates
            .pauses
            .retain(|pause| pause.from <= round.answered.answered_on);
        all.push(Owed {
            dates,
            met_on: Some(round.answered.answered_on),
        });
    }
    let answered_on = claim.answered.as_ref().map(|one| one.answered_on);
    let closed_on = claim.closed.as_ref().map(|one| one.closed_on);
    all.push(Owed {
        dates: claim.start_dates(),
        met_on: answered_on.or(closed_on),
    });
    all
}

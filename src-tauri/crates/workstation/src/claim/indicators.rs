//! `claim.indicators`: the indicators of §9 by months, with the claims behind them (R164–R168).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Months, NaiveDate};
use stoika_domain::appeal::Appeal;
use stoika_domain::appeal::indicators::{Finding, Indicator, RepeatedClaims, findings};
use stoika_domain::{check, text};
use uuid::Uuid;

use super::view::CLAIM;
use crate::api::appeal::Choice;
use crate::api::claim::{
    ClaimIndicators, IndicatorCase, IndicatorMonth, IndicatorNumbers, IndicatorsAsked,
};
use crate::appeal::invalid;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// Lines of the list of cases.
const CASES_MAX: usize = 300;
/// Months of a period.
const MONTHS_MAX: usize = 60;

/// `claim.indicators`.
pub(crate) fn indicators(
    workstation: &Workstation,
    _: &Session,
    input: IndicatorsAsked,
) -> Outcome<ClaimIndicators> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let year = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let from = day("from", &input.from, year)?;
    let to = day("to", &input.to, today)?;
    if to < from {
        return Err(invalid("to", "period_backwards"));
    }
    let months = months(from, to);
    if months.len() > MONTHS_MAX {
        return Err(invalid("to", "period_too_long"));
    }
    let claims = desk.replica.appeals_of_category(CLAIM, false)?;
    let thresholds = &standards.rules.settings.repeated_claims;
    let limit = |claim: &Appeal, dates: &_| {
        let term = standards.term_of_appeal(&claim.registered, dates)?;
        Some(term.limit)
    };
    let office = input.office.trim();
    let found: Vec<Finding> = findings(&claims, thresholds, limit, today)
        .into_iter()
        .filter(|one| (from..=to).contains(&one.on))
        .filter(|one| office.is_empty() || one.office_id.as_str() == office)
        .collect();
    let known: BTreeMap<Uuid, &Appeal> = claims.iter().map(|claim| (claim.id, claim)).collect();
    let mut cases: Vec<IndicatorCase> = found
        .iter()
        .filter(|one| one.indicator != Indicator::Received)
        .filter_map(|one| Some((one, known.get(&one.appeal)?)))
        .map(|(one, claim)| IndicatorCase {
            indicator: one.indicator.as_str().to_owned(),
            on: iso(one.on),
            appeal_id: claim.id.to_string(),
            number: claim.registered.number.to_string(),
            applicant: text::short_name(&claim.registered.applicant.display_name),
        })
        .collect();
    cases.sort_by(|one, other| (&other.on, &one.number).cmp(&(&one.on, &other.number)));
    let cases_cut = cases.len() > CASES_MAX;
    cases.truncate(CASES_MAX);
    let offices: BTreeSet<&str> = claims.iter().map(|one| one.office_id.as_str()).collect();
    Ok(ClaimIndicators {
        from: iso(from),
        to: iso(to),
        offices: offices
            .into_iter()
            .map(|id| Choice::new(id, standards.office_name(id)))
            .collect(),
        office: office.to_owned(),
        threshold: threshold(thresholds),
        total: numbers(found.iter()),
        months: months
            .into_iter()
            .map(|first| IndicatorMonth {
                month: first.format("%Y-%m").to_string(),
                label: month_label(first),
                numbers: numbers(found.iter().filter(|one| month(one.on) == first)),
            })
            .collect(),
        cases,
        cases_cut,
    })
}

fn day(field: &str, typed: &str, otherwise: NaiveDate) -> Outcome<NaiveDate> {
    if typed.trim().is_empty() {
        return Ok(otherwise);
    }
    check::civil_date(typed).map_err(|fault| Fault::field(field, fault))
}

fn month(on: NaiveDate) -> NaiveDate {
    on.with_day(1).unwrap_or(on)
}

/// First days of the months of a period.
fn months(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    std::iter::successors(Some(month(from)), |first| {
        first.checked_add_months(Months::new(1))
    })
    .take_while(|first| *first <= to)
    .take(MONTHS_MAX.saturating_add(1))
    .collect()
}

/// «ноябрь 2026».
fn month_label(first: NaiveDate) -> String {
    const NAMES: [&str; 12] = [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ];
    let name = usize::try_from(first.month0())
        .ok()
        .and_then(|month| NAMES.get(month))
        .unwrap_or(&"");
    format!("{name} {}", first.year())
}

fn threshold(settings: &RepeatedClaims) -> String {
    format!(
        "от {} с одной темой по одному объекту за {} мес. или от {} одного клиента за {} мес.",
        settings.same_matter_claims_min,
        settings.same_matter_months,
        settings.same_client_claims_min,
        settings.same_client_months
    )
}

fn numbers<'a>(found: impl Iterator<Item = &'a Finding>) -> IndicatorNumbers {
    found.fold(IndicatorNumbers::default(), |mut sum, one| {
        let number = match one.indicator {
            Indicator::Received => &mut sum.received,
            Indicator::Repeated => &mut sum.repeated,
            Indicator::Unfounded => &mut sum.unfounded,
            Indicator::RecognisedLater => &mut sum.recognised_later,
            Indicator::DecisionRejected => &mut sum.decision_rejected,
            Indicator::LateAnswer => &mut sum.late_answer,
            Indicator::LateAction => &mut sum.late_action,
        };
        *number = number.saturating_add(1);
        sum
    })
}

//! The flat answer of `stoika-backoffice explain-term --json`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Audience, ClauseTerm, CountingRule, DayRow, NormSet, StartDates, Term, TermError, Unit,
};
use crate::calendar::{WorkCalendar, YearSource};
use crate::ids::{ChannelId, NormKey};

/// A term and why, flat; dates are ISO. What is equal to the limit is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// The norm that was asked for.
    pub norm: NormKey,
    /// The day of receipt.
    pub received: NaiveDate,
    /// Whose term, if it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// By what channel, if it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// The date to aim at, when it is not the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<NaiveDate>,
    /// The control date.
    pub limit: NaiveDate,
    /// The outer limit, when it is not the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer: Option<NaiveDate>,
    /// In what the limit is counted.
    pub unit: Unit,
    /// How many of them.
    pub amount: u32,
    /// The clause that gave the limit.
    pub clause: String,
    /// The title of the norm.
    pub title_ru: String,
    /// May be extended once.
    pub extendable: bool,
    /// The last day before ГК РФ ст. 193 moved it, when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<NaiveDate>,
    /// The rules of counting in use.
    pub rules: Vec<CountingRule>,
    /// Every day from receipt to the limit.
    pub days: Vec<DayRow>,
    /// What other clauses say on the same thing.
    pub other_clauses: Vec<ExplainedClause>,
    /// Where the calendar of each year comes from.
    pub years: Vec<YearSource>,
    /// Some year has no decree yet.
    pub predicted: bool,
}

/// What another clause says on the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedClause {
    /// The clause as cited.
    pub clause: String,
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
    /// The date it gives.
    pub limit: NaiveDate,
    /// The last day before ГК РФ ст. 193 moved it, when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<NaiveDate>,
}

/// Computes and explains one term from published data.
///
/// # Errors
/// [`TermError`] when no norm is in force or the count does not end.
pub fn explain(
    norms: &NormSet,
    calendar: &WorkCalendar,
    key: &NormKey,
    audience: Option<Audience>,
    channel: Option<&ChannelId>,
    received: NaiveDate,
) -> Result<Explained, TermError> {
    let term = norms
        .resolve(key, audience, channel, received)?
        .compute(&StartDates::received(received), calendar)?;
    Ok(flat(term, audience, channel, received))
}

fn flat(
    term: Term,
    audience: Option<Audience>,
    channel: Option<&ChannelId>,
    received: NaiveDate,
) -> Explained {
    let explanation = term.explanation;
    let control = explanation.control;
    Explained {
        norm: term.key,
        received,
        audience,
        channel: channel.cloned(),
        target: term.target,
        limit: term.limit,
        outer: term.outer,
        unit: control.unit,
        amount: control.amount,
        clause: control.clause,
        title_ru: control.title_ru,
        extendable: term.extendable,
        moved_from: control.moved_from,
        rules: control.rules,
        days: control.days,
        other_clauses: explanation
            .outer
            .into_iter()
            .chain(explanation.others)
            .map(other_clause)
            .collect(),
        years: explanation.years,
        predicted: explanation.predicted,
    }
}

fn other_clause(clause: ClauseTerm) -> ExplainedClause {
    ExplainedClause {
        clause: clause.clause,
        amount: clause.amount,
        unit: clause.unit,
        limit: clause.limit_on,
        moved_from: clause.moved_from,
    }
}

//! Which rows speak, and which of them is stricter.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::count::count_from;
use super::{Audience, ClauseTerm, Explanation, Norm, RuleSet, StartDates, Term, TermError, count};
use crate::calendar::WorkCalendar;
use crate::ids::{ChannelId, NormKey};

/// The norm by which a term is extended (продление), Приложение 1 п. 1.7.
const EXTENSION: &str = "appeal.extension";

/// All published norms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NormSet {
    rule_sets: BTreeMap<String, RuleSet>,
    rows: Vec<Norm>,
}

/// The rows that speak of one term on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormSelection<'a> {
    key: NormKey,
    // Never empty: `resolve` refuses instead.
    first: &'a Norm,
    rest: Vec<&'a Norm>,
    /// By what it is extended, if it may be (A18).
    extension: Option<&'a Norm>,
}

impl NormSet {
    /// From published rows, in any order.
    #[must_use]
    pub fn from_rows(rule_sets: Vec<RuleSet>, mut rows: Vec<Norm>) -> Self {
        // The order of equals must not hang on the order of arrival.
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        let rule_sets = rule_sets
            .into_iter()
            .map(|set| (set.id.clone(), set))
            .collect();
        Self { rule_sets, rows }
    }

    /// The rows, ordered by name.
    #[must_use]
    pub fn rows(&self) -> &[Norm] {
        &self.rows
    }

    /// The title of a rule set; its name when it is not published.
    #[must_use]
    pub fn rule_set_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.rule_sets.get(id).map_or(id, |set| &set.title_ru)
    }

    /// The rows that speak of `key` for this audience and channel on a day of receipt.
    ///
    /// An unknown audience fits every row of the key. A row that names channels speaks only
    /// when the channel is known and named.
    ///
    /// # Errors
    /// [`TermError::NoNorm`] when nothing is in force.
    pub fn resolve(
        &self,
        key: &NormKey,
        audience: Option<Audience>,
        channel: Option<&ChannelId>,
        on_date: NaiveDate,
    ) -> Result<NormSelection<'_>, TermError> {
        let mut speaking = self
            .speaking(key.as_str(), audience, channel, on_date)
            .into_iter();
        let first = speaking
            .next()
            .ok_or_else(|| TermError::NoNorm(key.clone()))?;
        let extension = self.speaking(EXTENSION, audience, channel, on_date);
        Ok(NormSelection {
            key: key.clone(),
            first,
            rest: speaking.collect(),
            extension: extension.first().copied(),
        })
    }

    fn speaking(
        &self,
        key: &str,
        audience: Option<Audience>,
        channel: Option<&ChannelId>,
        on_date: NaiveDate,
    ) -> Vec<&Norm> {
        let fits = |row: &&Norm| {
            let by_channel = row.channels.is_empty()
                || channel.is_some_and(|channel| row.channels.contains(channel));
            row.key.as_str() == key && row.audience.covers(audience) && by_channel
        };
        let in_force: Vec<&Norm> = self
            .rows
            .iter()
            .filter(fits)
            .filter(|row| self.is_in_force(row, on_date))
            .collect();
        let speaks = |row: &&Norm| !self.is_superseded(row, &in_force);
        in_force.iter().copied().filter(speaks).collect()
    }

    fn is_in_force(&self, row: &Norm, on_date: NaiveDate) -> bool {
        let set_in_force = self
            .rule_sets
            .get(&row.rule_set)
            .is_none_or(|set| set.effective_from <= on_date);
        set_in_force
            && row.effective_from <= on_date
            && row.effective_to.is_none_or(|last| on_date <= last)
    }

    /// A42: a newer set takes over every key for which it has a row in force.
    fn is_superseded(&self, row: &Norm, in_force: &[&Norm]) -> bool {
        in_force.iter().any(|other| {
            self.rule_sets
                .get(&other.rule_set)
                .and_then(|set| set.supersedes.as_deref())
                == Some(row.rule_set.as_str())
        })
    }
}

impl NormSelection<'_> {
    /// Counts every row for the actual dates: the earliest limit is the control date, the
    /// latest one after it the outer limit (requirements §15).
    ///
    /// # Errors
    /// [`TermError::Endless`] when a count leaves the calendar.
    pub fn compute(&self, dates: &StartDates, calendar: &WorkCalendar) -> Result<Term, TermError> {
        let mut control = (self.first, count(self.first, dates, calendar)?);
        let mut others: Vec<ClauseTerm> = Vec::new();
        let runs_on = |norm: &Norm, clause: &ClauseTerm| {
            (!norm.suspends && dates.waiting_since().is_some()).then_some(clause.limit_on)
        };
        let mut goes_on_to = runs_on(self.first, &control.1);
        for norm in &self.rest {
            let next = count(norm, dates, calendar)?;
            goes_on_to = goes_on_to.into_iter().chain(runs_on(norm, &next)).min();
            // On a tie the clause with the nearer target is the stricter one.
            if strictness(&next) < strictness(&control.1) {
                others.push(std::mem::replace(&mut control, (norm, next)).1);
            } else {
                others.push(next);
            }
        }
        let (norm, control) = control;
        others.sort_by_key(|clause| clause.limit_on);
        let extended_by = self.extension.filter(|_| norm.extendable);
        let extension = match (extended_by, dates.extended_on) {
            (Some(row), Some(_)) => {
                Some(count_from(row, control.limit_on, &dates.pauses, calendar)?)
            }
            (None, _) | (_, None) => None,
        };
        let limit = extension
            .as_ref()
            .map_or(control.limit_on, |clause| clause.limit_on);
        let outer = others.pop_if(|clause| clause.limit_on > limit);
        let years = years(
            [Some(&control), extension.as_ref(), outer.as_ref()],
            calendar,
        );
        Ok(Term {
            key: self.key.clone(),
            target: control
                .target_on
                .filter(|target| *target < control.limit_on),
            limit,
            outer: outer.as_ref().map(|clause| clause.limit_on),
            extendable: extended_by.is_some() && extension.is_none(),
            extended_from: extension.as_ref().map(|_| control.limit_on),
            waiting_since: dates.waiting_since(),
            goes_on_to,
            explanation: Explanation {
                predicted: years.iter().any(|year| year.decree.is_none()),
                control,
                outer,
                others,
                extension,
                years,
            },
        })
    }
}

fn strictness(clause: &ClauseTerm) -> (NaiveDate, NaiveDate) {
    (clause.limit_on, clause.target_on.unwrap_or(clause.limit_on))
}

fn years(
    clauses: [Option<&ClauseTerm>; 3],
    calendar: &WorkCalendar,
) -> Vec<crate::calendar::YearSource> {
    let mut years: Vec<i32> = clauses
        .into_iter()
        .flatten()
        .flat_map(|clause| clause.days.iter().map(|day| day.date.year()))
        .collect();
    years.sort_unstable();
    years.dedup();
    years
        .into_iter()
        .map(|year| calendar.year_source(year))
        .collect()
}

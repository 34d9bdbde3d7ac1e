//! The Standard as code: calendar and terms, aggregates and their folds, checks of input,
//! numbers on paper, Russian text.
//!
//! Pure: no I/O, no async, no clock, no randomness. What changes with the law (norms, calendar,
//! classifiers, offices) is data, parsed by [`standard`] and handed in.

pub mod appeal;
pub mod audit;
pub mod body;
pub mod book;
pub mod calendar;
pub mod check;
pub mod civil;
pub mod consent;
pub mod consultation;
pub mod contract_intake;
pub mod destruction;
pub mod directory;
pub mod dispatch_list;
pub mod follow_up;
pub mod ids;
pub mod incident;
pub mod intake;
pub mod money;
pub mod number;
pub mod paper;
pub mod party_contact;
pub mod queue;
pub mod role;
pub mod standard;
pub mod survey;
pub mod tenure;
pub mod terms;
pub mod text;

//! Tests of the domain against the published data of `fixtures/standard`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod bodies;
mod calendar;
mod cases;
mod contract_intake;
mod course;
mod declension;
mod destruction;
mod documents;
mod feedback;
mod folds;
mod intake;
mod norms;
mod offices;
mod oracle;
mod published;
mod queue;
mod tenure;
mod terms;
mod wrong_input;

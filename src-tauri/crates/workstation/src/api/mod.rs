//! What crosses the bridge: inputs and outputs of the commands, as the screens read them.
//!
//! Civil dates cross as ISO text (`2026-10-30`), instants as Unix milliseconds, money as integer
//! kopecks. Words that follow from the domain (terms, reasons, plural forms, masks) are made in
//! Rust; everything else a person reads is in Fluent. TypeScript is generated from here into
//! `ui/src/generated` and committed; a test regenerates and compares.

pub mod answer;
pub mod appeal;
pub mod audit;
pub mod branch;
pub mod claim;
pub mod client;
pub mod contract;
pub mod error;
pub mod feedback;
pub mod hall;
pub mod key;
pub mod kiosk;
pub mod link;
pub mod paper;
pub mod queue;
pub mod recovery;
pub mod reference;
pub mod search;
pub mod session;
pub mod station;
pub mod survey;
pub mod ticket_printer;
pub mod visit;
pub mod work;

/// Nothing to say or nothing asked.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Nothing {}

/// Shape of a mark: colour, shape and word always together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Tone {
    /// Disc: fine.
    Ok,
    /// Triangle: soon.
    Warn,
    /// Diamond: late, broken.
    Bad,
    /// Square: going on.
    Info,
    /// Ring: stands still.
    Idle,
    /// No mark at all: good is silent.
    Plain,
}

/// How far a record has come: ●○○ · ●●○ · ●●●.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Place {
    /// На этом месте.
    Desk,
    /// В отделении.
    Branch,
    /// У бэк-офиса.
    Centre,
}

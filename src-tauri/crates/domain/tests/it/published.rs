//! The published data, read once a test.

use chrono::NaiveDate;
use stoika_domain::calendar::WorkCalendar;
use stoika_domain::ids::{ChannelId, NormKey};
use stoika_domain::intake::IntakeRules;
use stoika_domain::standard::{self, Office};
use stoika_domain::terms::{Audience, Explained, NormSet, TermError, explain};

pub const CALENDAR: &str = include_str!("../../../../../fixtures/standard/calendar.json");
pub const NORMS: &str = include_str!("../../../../../fixtures/standard/norms.json");
const OFFICES: &str = include_str!("../../../../../fixtures/standard/offices.json");
const CATEGORIES: &str = include_str!("../../../../../fixtures/standard/categories.json");
const TOPICS: &str = include_str!("../../../../../fixtures/standard/topics.json");
const CHANNELS: &str = include_str!("../../../../../fixtures/standard/channels.json");
const ANSWERS: &str = include_str!("../../../../../fixtures/standard/answer_channels.json");
const URGENCY: &str = include_str!("../../../../../fixtures/standard/urgency.json");
const TERM_KEYS: &str = include_str!("../../../../../fixtures/standard/term_keys.json");
const SETTINGS: &str = include_str!("../../../../../fixtures/standard/settings.json");
const CHECKLISTS: &str = include_str!("../../../../../fixtures/standard/checklists.json");
const BODIES: &str = include_str!("../../../../../fixtures/standard/external_bodies.json");

pub fn calendar() -> WorkCalendar {
    standard::calendar(CALENDAR).unwrap()
}

pub fn norms() -> NormSet {
    standard::norms(NORMS).unwrap()
}

pub fn offices() -> Vec<Office> {
    standard::offices(OFFICES).unwrap()
}

pub fn rules() -> IntakeRules {
    IntakeRules {
        categories: standard::categories(CATEGORIES).unwrap(),
        topics: standard::topics(TOPICS).unwrap(),
        channels: standard::channels(CHANNELS).unwrap(),
        answer_channels: standard::answer_channels(ANSWERS).unwrap(),
        urgencies: standard::urgencies(URGENCY).unwrap(),
        term_keys: standard::term_keys(TERM_KEYS).unwrap(),
        checklists: Some(standard::checklists(CHECKLISTS).unwrap()),
        settings: standard::settings(SETTINGS).unwrap(),
        rules_version: 7,
    }
}

pub fn external_bodies() -> Vec<standard::ExternalBody> {
    standard::external_bodies(BODIES).unwrap()
}

/// `2026-10-30` or `30.10.2026`.
pub fn date(text: &str) -> NaiveDate {
    stoika_domain::text::parse_date(text).unwrap()
}

pub fn explained(
    key: &str,
    audience: Option<Audience>,
    channel: Option<&str>,
    received: &str,
) -> Result<Explained, TermError> {
    let channel = channel.map(|channel| ChannelId::parse(channel).unwrap());
    explain(
        &norms(),
        &calendar(),
        &NormKey::parse(key).unwrap(),
        audience,
        channel.as_ref(),
        date(received),
    )
}

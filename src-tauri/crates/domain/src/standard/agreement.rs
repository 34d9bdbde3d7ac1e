//! Whether the documents agree with each other: every name that one says stands in another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::{
    StandardError, articles, categories, channels, checklists, client_kinds, consultation_topics,
    consumer_categories, feedback_kinds, grounds, norm_data, office_kinds, offices, questionnaires,
    queue, queue_norms, reading_sources, reading_windows, services, settings, tariffs, term_keys,
    topics,
};

/// The names of one list; `None` while its document is not there.
type Names = Option<BTreeSet<String>>;

/// Checks documents, by name, against each other. What names a document that is not there is
/// left unchecked: a folder may hold only what changes.
///
/// # Errors
/// The first name that stands nowhere, or a document that cannot be read.
pub fn agree(documents: &BTreeMap<String, String>) -> Result<(), StandardError> {
    let set = Set { documents };
    let lists = Lists::read(&set)?;
    of_reference(&set, &lists)?;
    of_intake(&set, &lists)?;
    of_queue(&set, &lists)
}

struct Set<'a> {
    documents: &'a BTreeMap<String, String>,
}

impl Set<'_> {
    fn read<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Result<T, StandardError>,
    ) -> Result<Option<T>, StandardError> {
        self.documents.get(name).map(|json| read(json)).transpose()
    }

    fn names<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Result<Vec<T>, StandardError>,
        id: impl Fn(&T) -> String,
    ) -> Result<Names, StandardError> {
        let rows = self.read(name, read)?;
        Ok(rows.map(|rows| rows.iter().map(id).collect()))
    }
}

/// Names that other documents say.
struct Lists {
    articles: Names,
    categories: Names,
    channels: Names,
    checklists: Names,
    consumer_categories: Names,
    consultation_topics: Names,
    norm_keys: Names,
    offices: Names,
    services: Names,
    streams: Names,
    topics: Names,
    windows: Names,
}

impl Lists {
    fn read(set: &Set<'_>) -> Result<Self, StandardError> {
        let checklists = |json: &str| checklists(json).map(|data| data.checklists);
        let norms = |json: &str| norm_data(json).map(|data| data.norms);
        let streams = |json: &str| queue_norms(json).map(|data| data.streams);
        Ok(Self {
            articles: set.names("articles", articles, |row| row.id.clone())?,
            categories: set.names("categories", categories, |row| row.id.to_string())?,
            channels: set.names("channels", channels, |row| row.id.to_string())?,
            checklists: set.names("checklists", checklists, |row| row.id.clone())?,
            consumer_categories: set.names("consumer_categories", consumer_categories, |row| {
                row.id.clone()
            })?,
            consultation_topics: set.names("consultation_topics", consultation_topics, |row| {
                row.id.clone()
            })?,
            norm_keys: set.names("norms", norms, |row| row.key.to_string())?,
            offices: set.names("offices", offices, |row| row.id.to_string())?,
            services: set.names("services", services, |row| row.id.clone())?,
            streams: set.names("queue_norms", streams, |row| row.id.clone())?,
            topics: set.names("topics", topics, |row| row.id.to_string())?,
            windows: set.names("reading_windows", reading_windows, |row| row.id.clone())?,
        })
    }
}

fn of_reference(set: &Set<'_>, lists: &Lists) -> Result<(), StandardError> {
    for row in set
        .read("consultation_topics", consultation_topics)?
        .into_iter()
        .flatten()
    {
        known(&row.id, &row.article, &lists.articles)?;
    }
    for row in set.read("articles", articles)?.into_iter().flatten() {
        if let Some(topic) = &row.topic {
            known(&row.id, topic, &lists.consultation_topics)?;
        }
        for key in &row.norms {
            known(&row.id, key, &lists.norm_keys)?;
        }
    }
    for row in set.read("services", services)?.into_iter().flatten() {
        known(&row.id, &row.stream, &lists.streams)?;
    }
    for row in set
        .read("client_kinds", client_kinds)?
        .into_iter()
        .flatten()
    {
        known(&row.title_ru, &row.checklist, &lists.checklists)?;
    }
    for row in set.read("tariffs", tariffs)?.into_iter().flatten() {
        known(&row.id, &row.consumer_category, &lists.consumer_categories)?;
    }
    for row in set
        .read("reading_sources", reading_sources)?
        .into_iter()
        .flatten()
    {
        known(&row.id, &row.window, &lists.windows)?;
    }
    if let (Some(offices), Some(kinds)) = (
        set.read("offices", offices)?,
        set.read("office_kinds", office_kinds)?,
    ) {
        for office in offices {
            if !kinds.iter().any(|kind| kind.id == office.kind) {
                return Err(StandardError::Dangling {
                    from: office.id.to_string(),
                    to: format!("{:?}", office.kind),
                });
            }
        }
    }
    Ok(())
}

fn of_intake(set: &Set<'_>, lists: &Lists) -> Result<(), StandardError> {
    for row in set.read("term_keys", term_keys)?.into_iter().flatten() {
        known("term_keys", &row.key, &lists.norm_keys)?;
        if let Some(category) = &row.category {
            known(row.key.as_str(), category, &lists.categories)?;
        }
        if let Some(topic) = &row.topic {
            known(row.key.as_str(), topic, &lists.topics)?;
        }
        for channel in &row.channels {
            known(row.key.as_str(), channel, &lists.channels)?;
        }
    }
    for row in set
        .read("norms", norm_data)?
        .into_iter()
        .flat_map(|data| data.norms)
    {
        for channel in &row.channels {
            known(&row.id, channel, &lists.channels)?;
        }
    }
    for row in set.read("grounds", grounds)?.into_iter().flatten() {
        for channel in &row.channels {
            known(&row.id, channel, &lists.channels)?;
        }
    }
    for row in set
        .read("feedback_kinds", feedback_kinds)?
        .into_iter()
        .flatten()
    {
        known(&row.id, &row.category, &lists.categories)?;
        known(&row.id, &row.norm, &lists.norm_keys)?;
    }
    for row in set
        .read("questionnaires", questionnaires)?
        .into_iter()
        .flatten()
    {
        known(&row.id, &row.norm, &lists.norm_keys)?;
        known(&row.id, &row.periodic_norm, &lists.norm_keys)?;
    }
    if let Some(settings) = set.read("settings", settings)? {
        for category in &settings.account_wanted_for {
            known("settings", category, &lists.categories)?;
        }
    }
    Ok(())
}

fn of_queue(set: &Set<'_>, lists: &Lists) -> Result<(), StandardError> {
    let Some(queue) = set.read("queue", queue)? else {
        return Ok(());
    };
    for stream in queue.letters.keys() {
        known("letters", stream, &lists.streams)?;
    }
    for stream in lists.streams.iter().flatten() {
        if !queue.letters.keys().any(|known| known.as_str() == stream) {
            return Err(StandardError::Unfit {
                row: stream.clone(),
                why: "a stream without a letter for its tickets",
            });
        }
    }
    for choice in &queue.kiosk {
        for service in &choice.services {
            known(&choice.id, service, &lists.services)?;
        }
    }
    for hint in &queue.services {
        known("services", &hint.service, &lists.services)?;
    }
    for (stream, service) in &queue.appointment_services {
        known("appointment_services", stream, &lists.streams)?;
        known(stream.as_str(), service, &lists.services)?;
    }
    for stream in lists.streams.iter().flatten() {
        let mut served = queue.appointment_services.keys();
        if !served.any(|known| known.as_str() == stream) {
            return Err(StandardError::Unfit {
                row: stream.clone(),
                why: "a stream without a service for agreed meetings",
            });
        }
    }
    for (office, hall) in &queue.halls {
        known("halls", office, &lists.offices)?;
        for stream in hall.windows.iter().flat_map(|window| &window.streams) {
            known(office.as_str(), stream, &lists.streams)?;
        }
        for service in hall.daily_limits.keys() {
            known(office.as_str(), service, &lists.services)?;
        }
    }
    Ok(())
}

fn known(from: &str, to: &impl Display, names: &Names) -> Result<(), StandardError> {
    let to = to.to_string();
    match names {
        Some(names) if !names.contains(&to) => Err(StandardError::Dangling {
            from: from.to_owned(),
            to,
        }),
        Some(_) | None => Ok(()),
    }
}

//! `publish`: the Standard's documents, checked first, all or none.

use std::collections::BTreeMap;
use std::path::Path;

use stoika_domain::directory::kind;
use stoika_domain::standard::{self, StandardError};
use stoika_exchange::{Published, RowPut, SCOPE_ALL};

use crate::centre::{Centre, document_error};
use crate::error::{CentreError, at};

type Check = fn(&str) -> Result<(), StandardError>;

/// Every document that there is, and what reads it.
const DOCUMENTS: [(&str, Check); 11] = [
    ("answer_channels", |json| {
        standard::answer_channels(json).map(drop)
    }),
    ("calendar", |json| standard::calendar(json).map(drop)),
    ("categories", |json| standard::categories(json).map(drop)),
    ("channels", |json| standard::channels(json).map(drop)),
    ("external_bodies", |json| {
        standard::external_bodies(json).map(drop)
    }),
    ("norms", |json| standard::norms(json).map(drop)),
    ("offices", |json| standard::offices(json).map(drop)),
    ("settings", |json| standard::settings(json).map(drop)),
    ("term_keys", |json| standard::term_keys(json).map(drop)),
    ("topics", |json| standard::topics(json).map(drop)),
    ("urgency", |json| standard::urgencies(json).map(drop)),
];

/// Publishes the documents of a folder to every office. A document that is published already,
/// byte for byte, takes no position.
pub(crate) fn publish(centre: &Centre, dir: &Path) -> Result<Published, CentreError> {
    let known: BTreeMap<&str, Check> = DOCUMENTS.into_iter().collect();
    let mut puts = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(at(dir))? {
        let path = entry.map_err(at(dir))?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let check = known.get(name.as_str()).ok_or_else(|| {
            CentreError::Asked(format!("`{name}.json` is not a document of the Standard"))
        })?;
        let json = std::fs::read_to_string(&path).map_err(at(&path))?;
        check(&json).map_err(|error| document_error(&name, &error))?;
        puts.push(RowPut {
            kind: kind::STANDARD.to_owned(),
            key: name,
            scope: SCOPE_ALL.to_owned(),
            data: Some(json.into_bytes()),
        });
    }
    if puts.is_empty() {
        return Err(CentreError::Asked(format!(
            "no document in {}",
            dir.display()
        )));
    }
    // In one order whatever the file system says, so that positions repeat.
    puts.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(centre.exchange.publish(&puts)?)
}

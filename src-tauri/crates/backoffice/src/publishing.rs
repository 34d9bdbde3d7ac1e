//! `publish`: the Standard's documents, checked first, all or none.

use std::collections::BTreeMap;
use std::path::Path;

use stoika_domain::directory::kind;
use stoika_domain::standard::DOCUMENTS;
use stoika_exchange::{Published, RowPut, SCOPE_ALL};

use crate::centre::{Centre, document_error};
use crate::error::{CentreError, at};

/// Publishes the documents of a folder to every office. A document that is published already,
/// byte for byte, takes no position.
pub(crate) fn publish(centre: &Centre, dir: &Path) -> Result<Published, CentreError> {
    let known: BTreeMap<_, _> = DOCUMENTS.into_iter().collect();
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

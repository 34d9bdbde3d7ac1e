//! `publish`: the Standard's documents and versions of printed forms, checked first, all or none.

use std::collections::BTreeMap;
use std::path::Path;

use stoika_domain::directory::kind;
use stoika_domain::standard::{DOCUMENTS, agree};
use stoika_exchange::{Published, RowPut, SCOPE_ALL};
use stoika_printing::TemplateSet;
use stoika_printing::template::Template;

use crate::centre::{Centre, document_error};
use crate::error::{CentreError, at};

/// Publishes the documents of a folder to every office. A document that is published already,
/// byte for byte, takes no position.
pub(crate) fn publish(centre: &Centre, dir: &Path) -> Result<Published, CentreError> {
    let known: BTreeMap<_, _> = DOCUMENTS.into_iter().collect();
    let mut puts = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(at(dir))? {
        let path = entry.map_err(at(dir))?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if extension == Some("toml") {
            puts.push(form(&path)?);
        }
        if extension != Some("json") {
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
    agree_with_published(centre, &puts)?;
    // In one order whatever the file system says, so that positions repeat.
    puts.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(centre.exchange.publish(&puts)?)
}

/// A version of a form that the desks have, which asks only for what the program gives to that form. Desks
/// older than this program may still lack a field of it: they say so and print nothing.
fn form(path: &Path) -> Result<RowPut, CentreError> {
    let name = path.display().to_string();
    let toml = std::fs::read_to_string(path).map_err(at(path))?;
    let template = Template::parse(&toml).map_err(|error| document_error(&name, &error))?;
    let own = TemplateSet::built_in().map_err(|error| document_error("forms", &error))?;
    let known = own.known(&template.id).ok_or_else(|| {
        CentreError::Asked(format!("{name}: no paper is called `{}`", template.id))
    })?;
    template
        .fit(known)
        .map_err(|error| document_error(&name, &error))?;
    Ok(RowPut {
        kind: kind::FORM.to_owned(),
        key: format!("{}@{}", template.id, template.version),
        scope: SCOPE_ALL.to_owned(),
        data: Some(toml.into_bytes()),
    })
}

/// The folder may hold only what changes: the rest is as it is published.
fn agree_with_published(centre: &Centre, puts: &[RowPut]) -> Result<(), CentreError> {
    let mut together: BTreeMap<String, String> = BTreeMap::new();
    for (name, _) in DOCUMENTS {
        match centre.document(name) {
            Ok(json) => {
                together.insert(name.to_owned(), json);
            }
            // What was never published has nothing to agree with.
            Err(CentreError::NotPublished(_)) => {}
            Err(error) => return Err(error),
        }
    }
    for put in puts.iter().filter(|put| put.kind == kind::STANDARD) {
        let json = put.data.as_deref().map(String::from_utf8_lossy);
        together.extend(json.map(|json| (put.key.clone(), json.into_owned())));
    }
    agree(&together).map_err(|error| document_error("standard", &error))
}

//! What the centre has, as an import looks at it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use stoika_domain::check::{self, Fault};
use stoika_domain::directory::{self, kind};
use stoika_domain::standard;

use crate::centre::{Centre, document_error};
use crate::error::CentreError;

/// The directory, and the published lists that rows are checked against.
pub(super) struct Book<'a> {
    centre: &'a Centre,
    offices: BTreeSet<String>,
    notifications: Option<BTreeSet<String>>,
    categories: Option<BTreeSet<String>>,
    account_digits: usize,
    /// The civil date of the import.
    pub today: NaiveDate,
    /// The row that was looked for last, and whether it is there: files are mostly sorted.
    last: RefCell<(String, bool)>,
}

impl<'a> Book<'a> {
    pub fn open(centre: &'a Centre, today: NaiveDate) -> Result<Self, CentreError> {
        let offices = standard::offices(&centre.document("offices")?)
            .map_err(|error| document_error("offices", &error))?;
        let settings = standard::settings(&centre.document("settings")?)
            .map_err(|error| document_error("settings", &error))?;
        Ok(Self {
            centre,
            offices: offices
                .into_iter()
                .map(|office| office.id.as_str().to_owned())
                .collect(),
            notifications: codes(centre, "notification_forms")?,
            categories: codes(centre, "consumer_categories")?,
            account_digits: settings.personal_account_digits,
            today,
            last: RefCell::default(),
        })
    }

    pub fn office(&self, text: &str) -> Result<String, Fault> {
        if self.offices.contains(text) {
            Ok(text.to_owned())
        } else {
            Err(Fault::new("office_unknown"))
        }
    }

    pub fn notification(&self, text: &str) -> Result<String, Fault> {
        known(self.notifications.as_ref(), text)
    }

    pub fn category(&self, text: &str) -> Result<String, Fault> {
        known(self.categories.as_ref(), text)
    }

    pub fn account_number(&self, text: &str) -> Result<String, Fault> {
        check::personal_account(text, self.account_digits).map(|number| number.as_str().to_owned())
    }

    /// Whether the directory has the row.
    pub fn has(&self, kind: &str, key: &str) -> Result<bool, CentreError> {
        let mut last = self.last.borrow_mut();
        if last.0 != key {
            last.1 = self.centre.database().directory_row(kind, key)?.is_some();
            key.clone_into(&mut last.0);
        }
        Ok(last.1)
    }

    /// A row with its scope.
    pub fn row<T: DeserializeOwned>(
        &self,
        kind: &str,
        key: &str,
    ) -> Result<Option<(String, T)>, CentreError> {
        let Some((scope, data)) = self.centre.database().directory_row(kind, key)? else {
            return Ok(None);
        };
        let row = directory::decode(&data).map_err(|error| document_error(kind, &error))?;
        Ok(Some((scope, row)))
    }

    /// The office of an account.
    pub fn office_of(&self, account: &str) -> Result<Option<String>, CentreError> {
        let row = self
            .centre
            .database()
            .directory_row(kind::ACCOUNT, account)?;
        Ok(row.map(|(scope, _)| scope))
    }
}

/// Codes of a published list; `None` when it is not published: then any code is taken.
fn codes(centre: &Centre, name: &'static str) -> Result<Option<BTreeSet<String>>, CentreError> {
    #[derive(serde::Deserialize)]
    struct Listed {
        id: String,
    }
    let Some(json) = centre.database().published(kind::STANDARD, name)? else {
        return Ok(None);
    };
    let list: Vec<Listed> =
        serde_json::from_slice(&json).map_err(|error| document_error(name, &error))?;
    Ok(Some(list.into_iter().map(|listed| listed.id).collect()))
}

fn known(codes: Option<&BTreeSet<String>>, text: &str) -> Result<String, Fault> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let known = match codes {
        Some(codes) => codes.contains(text),
        None => text.len() <= 40 && text.bytes().all(fits),
    };
    if known {
        Ok(text.to_owned())
    } else {
        Err(Fault::new("code_unknown"))
    }
}

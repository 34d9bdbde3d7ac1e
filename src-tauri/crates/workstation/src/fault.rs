//! What went wrong in a use case, before it crosses the bridge.

use std::collections::BTreeMap;

use stoika_domain::check;
use stoika_store::StoreError;

use crate::api::error::{ErrorCode, FieldError};
use crate::random::NoRandomness;

/// What a use case gives back.
pub type Outcome<T> = Result<T, Fault>;

/// A refusal or failure: the code and its arguments for the screen, a detail for the log.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Stable code.
    pub code: ErrorCode,
    /// Arguments of the words. Never personal data.
    pub args: BTreeMap<String, String>,
    /// Errors by field.
    pub fields: Vec<FieldError>,
    /// For the log alone. Never personal data.
    pub detail: Option<String>,
}

impl Fault {
    /// With this code.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            args: BTreeMap::new(),
            fields: Vec::new(),
            detail: None,
        }
    }

    /// Something that no screen can help with; the detail is found in the log.
    #[must_use]
    pub fn internal(detail: impl std::fmt::Display) -> Self {
        Self::new(ErrorCode::Internal).because(detail)
    }

    /// With one more argument of the words.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// With a detail for the log.
    #[must_use]
    pub fn because(mut self, detail: impl std::fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// Fields are wrong.
    #[must_use]
    pub fn fields(fields: Vec<FieldError>) -> Self {
        Self {
            fields,
            ..Self::new(ErrorCode::InputInvalid)
        }
    }

    /// One field of the input is wrong.
    #[must_use]
    pub fn field(name: &str, wrong: check::Fault) -> Self {
        Self::fields(vec![FieldError {
            field: name.to_owned(),
            code: wrong.code,
            args: wrong.args,
            warning: false,
        }])
    }
}

impl From<NoRandomness> for Fault {
    fn from(error: NoRandomness) -> Self {
        Self::internal(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::new(store_code(&error)).because(error)
    }
}

/// The code of what went wrong in the store.
#[must_use]
pub fn store_code(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::WrongKey => ErrorCode::StoreWrongKey,
        StoreError::Corrupt => ErrorCode::StoreDamaged,
        StoreError::DiskFull => ErrorCode::DiskFull,
        StoreError::ReadOnly => ErrorCode::DiskReadOnly,
        StoreError::Newer => ErrorCode::StoreNewer,
        StoreError::Missing(_) => ErrorCode::NotFound,
        StoreError::Disk(_)
        | StoreError::OtherHistory(_)
        | StoreError::ForeignSelf { .. }
        | StoreError::UnknownReplica(_)
        | StoreError::OtherChain
        | StoreError::BadAct
        | StoreError::Seal(_)
        | StoreError::Unreadable(_)
        | StoreError::Sql(_) => ErrorCode::Internal,
    }
}

//! What can go wrong at the centre, in words for its administrator.

use std::path::PathBuf;

use stoika_exchange::StorageError;

/// Why a command did nothing. No text here names a person or a value of a row.
#[derive(Debug, thiserror::Error)]
pub enum CentreError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file or folder.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// A key file that is not one.
    #[error("{}: not a key of this program", .0.display())]
    Key(PathBuf),
    /// TLS.
    #[error("TLS: {0}")]
    Tls(String),
    /// The Standard's data are needed and are not published.
    #[error("`{0}` is not published: run `publish` first")]
    NotPublished(&'static str),
    /// A published document that cannot be read.
    #[error("document `{name}`: {error}")]
    Document {
        /// Its name.
        name: String,
        /// What is wrong with it.
        error: String,
    },
    /// What was asked for makes no sense.
    #[error("{0}")]
    Asked(String),
    /// Rows of a file were refused; each was named.
    #[error("{0} bad rows; nothing was imported")]
    BadRows(u64),
    /// Rows of a file were refused, each was named; the others are in.
    #[error("{0} bad rows were passed by")]
    PassedBy(u64),
    /// One import at a time.
    #[error("another import is running in this data folder: wait until it is done")]
    ImportRuns,
    /// The network.
    #[error("network: {0}")]
    Network(#[from] std::io::Error),
}

impl CentreError {
    /// Status with which the program ends: 2 when the data that it needs are not published, 3 when
    /// a file was imported but for some of its rows.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NotPublished(_) => 2,
            Self::PassedBy(_) => 3,
            Self::Storage(_)
            | Self::File { .. }
            | Self::Key(_)
            | Self::Tls(_)
            | Self::Document { .. }
            | Self::Asked(_)
            | Self::BadRows(_)
            | Self::ImportRuns
            | Self::Network(_) => 1,
        }
    }
}

/// Names the file in an error.
pub(crate) fn at(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> CentreError + '_ {
    move |error| CentreError::File {
        path: path.to_owned(),
        error,
    }
}

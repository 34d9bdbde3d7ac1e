//! `recover`: the centre helps a desk whose key file is lost, of another machine, or under a passphrase that
//! nobody remembers. The centre reads the desk's recovery file and answers with a text for the desk's window.

use std::path::Path;

use age::secrecy::ExposeSecret as _;
use serde::Serialize;
use stoika_exchange::Storage as _;
use stoika_protocol::message::decode;
use stoika_protocol::recovery::{RECOVERY_FILE_BYTES_MAX, RECOVERY_FILE_VERSION};
use stoika_protocol::{RecoveryFile, RecoveryRequest, RecoveryText};

use crate::centre::{Ambient, Centre};
use crate::database::RecoveryLine;
use crate::error::{CentreError, at};
use crate::keys;

const IDENTITY_FILE: &str = "recovery.key";

/// The recovery key of a centre (`age`, X25519). Whoever has it and a desk's whole folder reads that desk.
pub struct RecoveryIdentity(age::x25519::Identity);

impl RecoveryIdentity {
    /// A new one, of the system's random bytes: `age` takes them from nowhere else.
    #[must_use]
    pub fn fresh() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// The one of a data folder; made at the first start.
    ///
    /// # Errors
    /// A file that is no such key; those of the disk.
    pub(crate) fn of_folder(dir: &Path) -> Result<Self, CentreError> {
        let path = dir.join(IDENTITY_FILE);
        if path.exists() {
            let text = std::fs::read_to_string(&path).map_err(at(&path))?;
            return text
                .trim()
                .parse()
                .map(Self)
                .map_err(|_| CentreError::Key(path));
        }
        let made = Self::fresh();
        keys::write_secret(&path, made.0.to_string().expose_secret().as_bytes())?;
        Ok(made)
    }

    /// What desks wrap their secrets to: `age1…`.
    #[must_use]
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// What a desk's file asks; `None` when it is for another centre, or was changed.
    #[must_use]
    pub fn read(&self, file: &RecoveryFile) -> Option<RecoveryRequest> {
        let bytes = age::decrypt(&self.0, &file.wrapped).ok()?;
        let request: RecoveryRequest = decode(&bytes).ok()?;
        (request.file == file.id).then_some(request)
    }

    /// The text that opens a file; `None` as for [`Self::read`].
    #[must_use]
    pub fn text_for(&self, file: &RecoveryFile) -> Option<RecoveryText> {
        let request = self.read(file)?;
        Some(RecoveryText::new(request.key, &request.file))
    }
}

/// A text that was given.
#[derive(Debug, Serialize)]
pub(crate) struct Recovered {
    /// Label of the desk whose file it is.
    pub desk: String,
    pub office: String,
    /// To be typed or pasted at the desk.
    pub text: String,
}

/// Gives the text for a recovery file, and writes down who gave it before anybody sees it.
///
/// # Errors
/// A file that is none, or of another centre; a desk that is not known here or was revoked; nobody's name.
pub(crate) fn recover(
    centre: &Centre,
    ambient: &Ambient,
    path: &Path,
    by: &str,
    reason: &str,
) -> Result<Recovered, CentreError> {
    let asked = |text: &str| Err(CentreError::Asked(text.to_owned()));
    let (by, reason) = (by.trim(), reason.trim());
    if by.is_empty() || reason.is_empty() {
        return asked("--by names who gives the text, --reason says why");
    }
    let bytes = std::fs::read(path).map_err(at(path))?;
    let Some(file) = Some(bytes)
        .filter(|bytes| bytes.len() <= RECOVERY_FILE_BYTES_MAX)
        .and_then(|bytes| decode::<RecoveryFile>(&bytes).ok())
        .filter(|file| file.version == RECOVERY_FILE_VERSION)
    else {
        return asked("this is no recovery file of a desk, or it was cut on its way");
    };
    let identity = RecoveryIdentity::of_folder(&centre.dir)?;
    if file.recipient != identity.recipient() {
        return asked("the file is for the recovery key of another centre");
    }
    let Some(request) = identity.read(&file) else {
        return asked("the file was changed on its way: ask for it once more");
    };
    let desk = centre
        .database()
        .read(|rows| rows.desk(&request.desk_key))?;
    let Some(desk) = desk else {
        return asked("no desk with this key was ever enrolled here");
    };
    if desk.revoked_at_ms.is_some() {
        return Err(CentreError::Asked(format!(
            "desk `{}` was revoked: its data are opened for nobody. If the desk was found again, \
             enrol it anew",
            desk.label
        )));
    }
    centre.database().write_recovery(&RecoveryLine {
        at_ms: ambient.now_ms(),
        desk: request.desk_key,
        label: desk.label.clone(),
        office: desk.office.clone(),
        file: file.id,
        given_by: by.to_owned(),
        reason: reason.to_owned(),
    })?;
    Ok(Recovered {
        desk: desk.label,
        office: desk.office,
        text: RecoveryText::new(request.key, &request.file).to_string(),
    })
}

/// A text that was given, as an administrator reads it.
#[derive(Debug, Serialize)]
pub(crate) struct RecoveryShown {
    pub at_ms: i64,
    pub desk: String,
    pub office: String,
    pub by: String,
    pub reason: String,
}

/// Texts that were given, the newest first.
pub(crate) fn recoveries(centre: &Centre) -> Result<Vec<RecoveryShown>, CentreError> {
    let lines = centre.database().recoveries()?;
    Ok(lines
        .into_iter()
        .map(|line| RecoveryShown {
            at_ms: line.at_ms,
            desk: line.label,
            office: line.office,
            by: line.given_by,
            reason: line.reason,
        })
        .collect())
}

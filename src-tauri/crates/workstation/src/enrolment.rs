//! A new machine comes in, and its first load.

use std::path::{Path, PathBuf};

use stoika_protocol::enrol::Fingerprint;
use stoika_protocol::{Hash, HistoryId, VerifyingKey};
use stoika_store::Replica;
use stoika_sync::CarrierError;
use stoika_sync::carrier::{Address, EnrolError, enrol as ask_in, read_code};

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::session::{EnrolInput, LoadProgress, SessionState};
use crate::fault::{Fault, Outcome};
use crate::session::{self, Session};
use crate::workstation::Workstation;

const SETTING: &str = "enrolment";

/// Where the desk belongs, as the centre said.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Enrolment {
    /// Address of the centre.
    pub address: String,
    /// Its certificate, hexadecimal; `None` on loopback.
    fingerprint: Option<String>,
    /// Label of the desk on paper.
    pub desk: String,
    /// Office id.
    pub office: String,
    /// Window number.
    pub window: u16,
    /// At which of the office's further addresses it stands (R92); `None` for the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The centre's public key, hexadecimal.
    authority: String,
    /// The centre's history at enrolment, hexadecimal.
    history: String,
}

impl Enrolment {
    /// What an earlier run kept.
    pub(crate) fn read(replica: &Replica) -> Outcome<Option<Self>> {
        replica
            .setting(SETTING)?
            .map(|json| serde_json::from_str(&json).map_err(Fault::internal))
            .transpose()
    }

    pub(crate) fn keep(&self, replica: &Replica) -> Outcome<()> {
        let json = serde_json::to_string(self).map_err(Fault::internal)?;
        Ok(replica.set_setting(SETTING, &json)?)
    }

    /// The centre's key.
    pub(crate) fn authority(&self) -> Outcome<VerifyingKey> {
        Hash::parse(&self.authority)
            .and_then(|key| VerifyingKey::from_bytes(&key.0).ok())
            .ok_or_else(|| Fault::internal("the centre's key cannot be read"))
    }

    /// Where the centre listens.
    pub(crate) fn carrier_address(&self) -> Outcome<Address> {
        let fingerprint = match &self.fingerprint {
            None => None,
            Some(text) => Some(
                HistoryId::parse(text)
                    .map(|bytes| Fingerprint(bytes.0))
                    .ok_or_else(|| Fault::internal("the fingerprint cannot be read"))?,
            ),
        };
        Address::parse(&self.address, fingerprint).map_err(Fault::internal)
    }
}

/// The enrolment once more, beside the database and sealed with the desk's secret: who loses the
/// database does not have to ask the centre for a new code.
#[derive(Debug)]
pub(crate) struct EnrolmentCopy {
    path: PathBuf,
    seal: [u8; 32],
}

const COPY_FILE: &str = "desk.enrolment";

impl EnrolmentCopy {
    pub(crate) fn new(data: &Path, seal: [u8; 32]) -> Self {
        Self {
            path: data.join(COPY_FILE),
            seal,
        }
    }

    /// The enrolment that the database holds, or the copy where it holds none; afterwards both say the same.
    pub(crate) fn settle(&self, replica: &Replica) -> Outcome<Option<Enrolment>> {
        let kept = Enrolment::read(replica)?;
        let copied = self.read();
        match (kept, copied) {
            (Some(kept), copied) => {
                if copied.as_ref() != Some(&kept) {
                    self.write(&kept);
                }
                Ok(Some(kept))
            }
            (None, Some(copied)) => {
                copied.keep(replica)?;
                Ok(Some(copied))
            }
            (None, None) => Ok(None),
        }
    }

    fn read(&self) -> Option<Enrolment> {
        let bytes = std::fs::read(&self.path).ok()?;
        let (sum, json) = bytes.split_first_chunk::<32>()?;
        // Compared in constant time by its type.
        (blake3::keyed_hash(&self.seal, json) == blake3::Hash::from_bytes(*sum))
            .then(|| serde_json::from_slice(json).ok())
            .flatten()
    }

    /// A disk that does not take it costs nothing today.
    pub(crate) fn write(&self, enrolment: &Enrolment) {
        let written = serde_json::to_vec(enrolment)
            .map_err(|error| error.to_string())
            .and_then(|json| {
                let mut bytes = blake3::keyed_hash(&self.seal, &json).as_bytes().to_vec();
                bytes.extend_from_slice(&json);
                let partial = self.path.with_extension("partial");
                std::fs::write(&partial, bytes)
                    .and_then(|()| std::fs::File::open(&partial)?.sync_all())
                    .and_then(|()| std::fs::rename(&partial, &self.path))
                    .map_err(|error| error.kind().to_string())
            });
        if let Err(error) = written {
            tracing::warn!(error, "the copy of the enrolment was not written");
        }
    }
}

/// `enrolment.enrol`. A desk that is enrolled stays as it is.
pub(crate) fn enrol(
    workstation: &Workstation,
    session: &Session,
    input: EnrolInput,
) -> Outcome<SessionState> {
    let desk = workstation.desk()?;
    if desk.enrolment().is_none() {
        let code = read_code(&input.code).map_err(of_enrol)?;
        let asked_ms = desk.clock.monotonic_ms();
        let reply = workstation
            .deps
            .runtime
            .block_on(ask_in(&code, &desk.signer, &workstation.deps.program))
            .map_err(of_enrol)?;
        desk.heard_server_time(reply.server_time_ms, asked_ms, true);
        desk.enrolled(Enrolment {
            address: code.address,
            fingerprint: code
                .fingerprint
                .map(|fingerprint| HistoryId(fingerprint.0).to_string()),
            desk: reply.desk,
            office: reply.office,
            window: reply.window,
            site: code.site,
            authority: Hash(reply.authority).to_string(),
            history: reply.history.to_string(),
        })?;
        if let Some(recipient) = &reply.recovery {
            desk.heard_recovery(recipient);
        }
        desk.start_link(&workstation.deps)?;
        workstation.notify(["session", "load", "link"].map(ToOwned::to_owned));
    }
    session::state(workstation, session, Nothing {})
}

fn of_enrol(error: EnrolError) -> Fault {
    let code = match error {
        EnrolError::CodeMalformed | EnrolError::Address => ErrorCode::EnrolCodeMalformed,
        EnrolError::CodeUnknown => ErrorCode::EnrolCodeUnknown,
        EnrolError::CodeUsed => ErrorCode::EnrolCodeUsed,
        EnrolError::CodeExpired => ErrorCode::EnrolCodeExpired,
        EnrolError::Key => ErrorCode::Internal,
        EnrolError::Carrier(error) => carrier_code(error),
    };
    Fault::new(code).because(error)
}

/// What the centre answers to one who asks too often.
const TOO_MANY_REQUESTS: u16 = 429;

/// The code of a failed round.
pub(crate) fn carrier_code(error: CarrierError) -> ErrorCode {
    match error {
        CarrierError::Server(TOO_MANY_REQUESTS) => ErrorCode::ServerTooOften,
        CarrierError::Unreachable
        | CarrierError::TimedOut
        | CarrierError::Cut
        | CarrierError::SessionLost
        | CarrierError::Server(_) => ErrorCode::ServerUnreachable,
        CarrierError::Portal => ErrorCode::ServerPortal,
        CarrierError::Tls => ErrorCode::ServerNotSecure,
        CarrierError::WrongCertificate => ErrorCode::ServerOtherCertificate,
        CarrierError::NotEnrolled | CarrierError::Revoked => ErrorCode::ServerRefusesDesk,
        CarrierError::Protocol => ErrorCode::ServerNewer,
        CarrierError::Malformed | CarrierError::TooLarge => ErrorCode::ServerMalformed,
    }
}

/// `load.progress`.
pub(crate) fn progress(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<LoadProgress> {
    let desk = workstation.desk()?;
    let load = desk.replica.load_progress()?;
    let seconds_left = desk
        .link()
        .as_ref()
        .and_then(|link| link.seconds_left(load.rows_done, load.rows_total));
    Ok(LoadProgress {
        accounts_done: load.accounts_done,
        accounts_total: load.accounts_total,
        seconds_left,
        done: load.loaded_once,
    })
}

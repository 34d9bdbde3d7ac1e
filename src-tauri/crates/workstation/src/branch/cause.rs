//! Why there is no link to the hub. The machine of sync is the one that talks to the centre; the words of its
//! troubles are not, so each has a cause of its own here.

use stoika_sync::{CarrierError, Cause, LinkMode as Mode, PortError};

use crate::api::branch::{BranchCause, BranchMode};

/// How a desk with a link to the hub stands to it.
pub(super) const fn of_link(mode: &Mode) -> (BranchMode, Option<BranchCause>) {
    match mode {
        Mode::Connecting | Mode::FirstLoad { .. } => (BranchMode::Searching, None),
        Mode::Online => (BranchMode::Connected, None),
        Mode::Offline { cause, .. } => (BranchMode::Away, Some(of(*cause))),
        Mode::WrongServer { .. } => (BranchMode::Away, Some(BranchCause::OtherProgram)),
        Mode::NotEnrolled | Mode::Revoked => (BranchMode::Away, Some(BranchCause::RefusesDesk)),
        Mode::UpdateNeeded => (BranchMode::Away, Some(BranchCause::Newer)),
    }
}

const fn of(cause: Cause) -> BranchCause {
    match cause {
        Cause::Carrier(error) => of_carrier(error),
        Cause::Signature => BranchCause::OtherProgram,
        Cause::Contradiction | Cause::Refused(_) => BranchCause::Malformed,
        Cause::Store(error) => match error {
            PortError::DiskFull
            | PortError::ReadOnly
            | PortError::Corrupt
            | PortError::ChainDiffers
            | PortError::Failed => BranchCause::OwnDisk,
        },
    }
}

const fn of_carrier(error: CarrierError) -> BranchCause {
    match error {
        CarrierError::Unreachable
        | CarrierError::TimedOut
        | CarrierError::Cut
        | CarrierError::SessionLost
        | CarrierError::Server(_) => BranchCause::Unreachable,
        CarrierError::Portal => BranchCause::Portal,
        CarrierError::Tls => BranchCause::NotSecure,
        CarrierError::WrongCertificate => BranchCause::OtherProgram,
        CarrierError::NotEnrolled | CarrierError::Revoked => BranchCause::RefusesDesk,
        CarrierError::Protocol => BranchCause::Newer,
        CarrierError::Malformed | CarrierError::TooLarge => BranchCause::Malformed,
    }
}

//! Errors as they cross the bridge: a stable code, its arguments and a trace id; the words are in Fluent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Every code that a screen may meet. `error-<code>` in `assets/i18n/ru/errors.ftl` has its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ErrorCode {
    /// The password does not fit (or there is no such user: the same words).
    AuthWrongPassword,
    /// Too many wrong passwords; `seconds` to wait.
    AuthTooManyTries,
    /// The user may no longer sign in.
    AuthUserDisabled,
    /// Nobody is signed in, or the desk is locked.
    AuthRequired,
    /// The role does not allow it; `role` says which does.
    AuthForbidden,
    /// No such command on this listener.
    CommandUnknown,
    /// The input is not of the command's shape.
    InputMalformed,
    /// Fields are wrong; see `fields`.
    InputInvalid,
    /// The thing asked for is not on this desk.
    NotFound,
    /// The term cannot be extended; `reason` is `answered`, `already_extended`, `not_extendable` or `too_late`.
    AppealNotExtendable,
    /// The user has unmasked as many values today as a user may; `count`.
    UnmaskLimit,
    /// The same with a lower limit: the centre has not been heard for too long; `count`, `hours`.
    UnmaskLimitOffline,
    /// The effect is not possible any more; `reason` is a void reason's code.
    ActVoid,
    /// The enrolment code cannot be read (a letter is missing or wrong).
    EnrolCodeMalformed,
    /// The enrolment code has expired.
    EnrolCodeExpired,
    /// The enrolment code has been used already.
    EnrolCodeUsed,
    /// The server does not know the enrolment code.
    EnrolCodeUnknown,
    /// The server shows another certificate than the code names.
    ServerOtherCertificate,
    /// A page of the network's own (captive portal) answered in place of the server.
    ServerPortal,
    /// The server cannot be reached.
    ServerUnreachable,
    /// The desk has asked the server for more, within an hour, than a desk may.
    ServerTooOften,
    /// Somebody answers at the server's address, but no secure connection comes about.
    ServerNotSecure,
    /// The server answered what this program cannot read.
    ServerMalformed,
    /// The server speaks a newer protocol: the program must be updated.
    ServerNewer,
    /// The server does not know this desk, or has revoked it.
    ServerRefusesDesk,
    /// The disk is full: nothing was saved, the draft is kept.
    DiskFull,
    /// The disk or folder cannot be written.
    DiskReadOnly,
    /// The database is damaged.
    StoreDamaged,
    /// The database is gone, and its key is there.
    StoreMissing,
    /// The key does not open the database.
    StoreWrongKey,
    /// The key file asks for a passphrase.
    PassphraseNeeded,
    /// Another passphrase opens the key file.
    PassphraseWrong,
    /// Too many wrong passphrases; `seconds` to wait.
    PassphraseTooManyTries,
    /// A desk that shows a kiosk or a board, or is the hub of its office, starts by itself: it has no passphrase.
    PassphraseWithHall,
    /// The centre's recovery text is cut or mistyped.
    RecoveryTextMalformed,
    /// The recovery text was given for another desk, or for a spare key that has been replaced since.
    RecoveryTextOther,
    /// There is no spare key here that can be read.
    RecoverySpareMissing,
    /// A newer program has written the database: this one must be updated.
    StoreNewer,
    /// Another program on this machine has the data folder open.
    DeskInUse,
    /// A field of the form's template is missing; `template`, `field`.
    FormFieldMissing,
    /// The form's template cannot be read; `template`.
    FormTemplateBroken,
    /// There is no such printer; `printer`.
    PrinterMissing,
    /// The print service is away.
    PrinterServiceAway,
    /// The printer refused the job.
    PrinterRefused,
    /// The printer is stopped; `printer`, `need`: `pause`, `paper`, `ink`, `cover`, `jam`, `output`, `link`, `attention`.
    PrinterStopped,
    /// The printer takes no jobs; `printer`.
    PrinterNotTaking,
    /// The document could not be saved; `path`.
    SaveFailed,
    /// The office has no electronic queue.
    QueueOff,
    /// The window has a client; `number`.
    QueueBusy,
    /// The window has no client.
    QueueNoTicket,
    /// Another window has called the client, or he has gone; `number`.
    TicketTaken,
    /// The desk has no window open.
    WindowClosed,
    /// The window has a pause.
    WindowPaused,
    /// The desk has a window open already; `window`.
    WindowOpen,
    /// Somebody else has the window; `window`, `user`.
    WindowTaken,
    /// Not so soon after the last call; `seconds`.
    CallTooSoon,
    /// Too few calls to say that nobody came; `calls`.
    NoShowTooSoon,
    /// No more tickets of the service today; `service`.
    TicketsOut,
    /// The kiosk gives no tickets now; `reason` as `kiosk.state` has it, `text` says when it will.
    KioskShut,
    /// No meeting has the number that was typed at the kiosk.
    CheckInUnknown,
    /// The meeting of the number is on another day; `on`.
    CheckInOtherDay,
    /// The client of the meeting has his ticket already; `number`.
    CheckInDone,
    /// Several meetings of today have the counter that was typed.
    CheckInAmbiguous,
    /// The listener of this machine has not said yet where it listens.
    HubNotListening,
    /// The office has no hub.
    HubMissing,
    /// The hub answers, or has been silent for less than half a minute.
    HubThere,
    /// Nobody has named this desk to go on in place of the hub.
    HubNotSuccessor,
    /// Such a sign of the hall stands already.
    SignStands,
    /// The norms or the calendar have not been loaded yet.
    DirectoryMissing,
    /// Something else went wrong; the trace id is in the log.
    Internal,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FieldError {
    /// Name of the field, as in the input.
    pub field: String,
    /// `field-<code>` in Fluent has its words.
    pub code: String,
    /// Arguments of the words.
    pub args: BTreeMap<String, String>,
    /// True when it only warns and does not stop the act.
    pub warning: bool,
}

/// An error of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ApiError {
    /// Stable code.
    pub code: ErrorCode,
    /// Arguments of the words. Never personal data.
    pub args: BTreeMap<String, String>,
    /// Errors by field, for `input-invalid`.
    pub fields: Vec<FieldError>,
    /// Finds the log line.
    pub trace_id: String,
}

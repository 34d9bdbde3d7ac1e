//! The network: what becomes of a message on its way. Messages travel as their bytes.

use stoika_protocol::message::{decode, encode};
use stoika_protocol::{AuditPush, Hello, Pull, Push, Snapshot};
use stoika_sync::{CarrierError, Reply, Request};

use super::dice::Dice;

/// What becomes of a request and its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Both arrive.
    Whole,
    /// The request is lost; the desk hears of it (`true`) or waits in vain.
    RequestLost(bool),
    /// The centre has done it, the reply is lost; the desk hears of it or waits in vain.
    ReplyLost(bool),
    /// The request arrives twice.
    Twice,
    /// The request is cut at some byte.
    RequestCut,
    /// The reply is cut at some byte.
    ReplyCut,
    /// A captive portal answers.
    Portal,
    /// A byte inside of a frame is another one.
    FrameSpoilt,
    /// A byte of the reply is another one.
    ReplySpoilt,
}

impl Fate {
    /// Draws a fate; `faults` in a hundred requests meet with one.
    pub fn draw(dice: &mut Dice, faults: u64) -> Self {
        if !dice.percent(faults) {
            return Self::Whole;
        }
        match dice.below(11) {
            0 => Self::RequestLost(true),
            1 => Self::RequestLost(false),
            2 | 3 => Self::ReplyLost(true),
            4 => Self::ReplyLost(false),
            5 => Self::Twice,
            6 => Self::RequestCut,
            7 => Self::ReplyCut,
            8 => Self::Portal,
            9 => Self::FrameSpoilt,
            _ => Self::ReplySpoilt,
        }
    }
}

/// A message on the wire.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// What it is: stands in the path of the HTTP request.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Hello.
    Hello,
    /// Push.
    Push,
    /// Pull.
    Pull,
    /// A page of the first load.
    Snapshot,
    /// Audit records.
    Audit,
}

/// Puts a request on the wire.
#[must_use]
pub fn pack(request: &Request) -> Parcel {
    let (kind, bytes) = match request {
        Request::Hello(hello) => (Kind::Hello, encode(hello)),
        Request::Push(push) => (Kind::Push, encode(push)),
        Request::Pull(pull) => (Kind::Pull, encode(pull)),
        Request::Snapshot(snapshot) => (Kind::Snapshot, encode(snapshot)),
        Request::Audit(push) => (Kind::Audit, encode(push)),
    };
    Parcel { kind, bytes }
}

/// Takes a request off the wire.
#[must_use]
pub fn unpack(parcel: &Parcel) -> Option<Request> {
    let bytes = &parcel.bytes;
    match parcel.kind {
        Kind::Hello => decode::<Hello>(bytes).ok().map(Request::Hello),
        Kind::Push => decode::<Push>(bytes).ok().map(Request::Push),
        Kind::Pull => decode::<Pull>(bytes).ok().map(Request::Pull),
        Kind::Snapshot => decode::<Snapshot>(bytes).ok().map(Request::Snapshot),
        Kind::Audit => decode::<AuditPush>(bytes).ok().map(Request::Audit),
    }
}

/// Puts a reply on the wire.
#[must_use]
pub fn pack_reply(reply: &Reply) -> Parcel {
    let (kind, bytes) = match reply {
        Reply::Hello(reply) => (Kind::Hello, encode(reply)),
        Reply::Push(reply) => (Kind::Push, encode(reply)),
        Reply::Pull(reply) => (Kind::Pull, encode(reply)),
        Reply::Snapshot(reply) => (Kind::Snapshot, encode(reply)),
        Reply::Audit(reply) => (Kind::Audit, encode(reply)),
    };
    Parcel { kind, bytes }
}

/// Takes a reply off the wire.
///
/// # Errors
/// [`CarrierError::Malformed`].
pub fn unpack_reply(parcel: &Parcel) -> Result<Reply, CarrierError> {
    let bytes = &parcel.bytes;
    match parcel.kind {
        Kind::Hello => decode(bytes).map(Reply::Hello),
        Kind::Push => decode(bytes).map(Reply::Push),
        Kind::Pull => decode(bytes).map(Reply::Pull),
        Kind::Snapshot => decode(bytes).map(Reply::Snapshot),
        Kind::Audit => decode(bytes).map(Reply::Audit),
    }
    .map_err(|_| CarrierError::Malformed)
}

/// Cuts a message somewhere before its end.
#[must_use]
pub fn cut(parcel: &Parcel, dice: &mut Dice) -> Parcel {
    let mut bytes = parcel.bytes.clone();
    bytes.truncate(dice.index(bytes.len()));
    Parcel {
        kind: parcel.kind,
        bytes,
    }
}

/// Spoils a byte inside of one frame of a push; other requests stay as they are.
#[must_use]
pub fn spoil_frame(request: &Request, dice: &mut Dice) -> Request {
    let Request::Push(push) = request else {
        return request.clone();
    };
    let mut push = push.clone();
    let chosen = dice.index(push.frames.len());
    if let Some(frame) = push.frames.get_mut(chosen) {
        let mut bytes = frame.to_vec();
        spoil(&mut bytes, dice);
        *frame = bytes.into();
    }
    Request::Push(push)
}

/// Turns one bit.
pub fn spoil(bytes: &mut [u8], dice: &mut Dice) {
    let place = dice.index(bytes.len());
    if let Some(byte) = bytes.get_mut(place) {
        *byte ^= 1 << dice.below(8);
    }
}

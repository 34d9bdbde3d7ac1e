//! Kiosk and board beyond the desk's own window: the switch, codes that let a browser in, the devices
//! that were let in, and the windows of this program for the hall. The listener itself is in the crate `hub`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};
use stoika_domain::check;

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::station::{
    StationAsked, StationCode, StationDevice, StationKind, StationPair, StationState,
    StationSwitch, StationWindow,
};
use crate::fault::{Fault, Outcome};
use crate::random::bytes;
use crate::session::Session;
use crate::table::Listener;
use crate::tries::Tries;
use crate::workstation::Workstation;

/// The setting of the replica that keeps the switch and the devices.
const SETTING: &str = "stations";
/// The tag of everything here.
const TAG: &str = "station";
/// The discrepancy that tells of a wrong code.
const FORGED_NOTE: &str = "station-code-refused";
/// How long a code holds.
const CODE_MS: u64 = 10 * 60_000;
/// Digits of a code.
const CODE_DIGITS: u32 = 8;
/// Wrong codes, from wherever, after which the code that holds is void: nobody guesses it.
const WRONG_MAX: u32 = 10;
/// Devices that one desk lets in.
const DEVICES_MAX: usize = 40;
/// Letters of a device's name.
const NAME_MAX: usize = 60;

impl StationKind {
    /// Through what its calls come.
    #[must_use]
    pub const fn listener(self) -> Listener {
        match self {
            Self::Kiosk => Listener::Kiosk,
            Self::Board => Listener::Board,
        }
    }
}

/// Opens and closes the windows of the program for the hall: the shell has them, a test need not.
pub trait StationWindows: Send + Sync {
    /// Opens the window of a kind, or brings it to the front.
    fn open(&self, kind: StationKind);
    /// Closes it, if it is open.
    fn close(&self, kind: StationKind);
    /// Whether it is open.
    fn is_open(&self, kind: StationKind) -> bool;
}

/// What the listener says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listening {
    /// Addresses to type.
    pub addresses: Vec<String>,
    /// Fingerprint of the certificate; empty without TLS.
    pub fingerprint: String,
    /// Where the desks of the office are answered; empty while this desk is not their hub.
    pub desks: Vec<String>,
    /// Why nothing listens.
    pub trouble: Option<&'static str>,
}

/// A device that has just been let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paired {
    /// What it shows from now on with every call: 32 random bytes, hex. Kept nowhere here, only its hash.
    pub token: String,
    /// What it is.
    pub kind: StationKind,
}

/// Why a device was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairRefused {
    /// No code holds, or another one.
    Code,
    /// Too many wrong codes came from there: so many seconds to wait.
    Wait(u64),
    /// The desk cannot do it now.
    Away,
}

/// A device that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: StationKind,
}

/// What the replica keeps.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    on: bool,
    devices: Vec<KeptDevice>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptDevice {
    id: String,
    kind: StationKind,
    name: String,
    /// BLAKE3 of its token, hex.
    token_hash: String,
    paired_at_ms: i64,
}

struct Code {
    digits: String,
    kind: StationKind,
    name: String,
    /// Monotonic.
    void_at_ms: u64,
    /// For the screen.
    expires_at_ms: i64,
    wrong: u32,
}

#[derive(Default)]
struct Seen {
    at_ms: i64,
    connections: u32,
}

#[derive(Default)]
struct Now {
    code: Option<Code>,
    tries: Tries,
    listening: Listening,
    seen: BTreeMap<String, Seen>,
    refused: u32,
    refused_from: String,
    refused_at_ms: Option<i64>,
}

/// Stations of a workstation.
#[derive(Default)]
pub(crate) struct Stations {
    now: Mutex<Now>,
    /// Held while what the replica keeps is read and written back.
    keeping: Mutex<()>,
    windows: OnceLock<Arc<dyn StationWindows>>,
}

impl Stations {
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash_of(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Workstation {
    /// The shell's windows for the hall. To be told once, before anybody signs in.
    pub fn set_station_windows(&self, windows: Arc<dyn StationWindows>) {
        // A second word changes nothing: the program has one shell.
        let _first = self.stations().windows.set(windows);
        self.notify([TAG.to_owned()]);
    }

    /// A window for the hall was opened or closed by itself.
    pub fn station_windows_changed(&self) {
        self.notify([TAG.to_owned()]);
    }

    /// Whether browsers of the office's network are to be let in. False while the desk cannot be read.
    #[must_use]
    pub fn stations_on(&self) -> bool {
        self.kept_stations().is_ok_and(|kept| kept.on)
    }

    /// Listens to the switch and to devices that come and go.
    #[must_use]
    pub fn station_changes(&self) -> crate::Changes {
        self.changes_of(&[TAG])
    }

    /// The listener tells how it stands.
    pub fn note_listening(&self, listening: Listening) {
        let mut now = self.stations().now();
        if now.listening != listening {
            now.listening = listening;
            drop(now);
            self.notify([TAG.to_owned(), crate::branch::TAG.to_owned()]);
        }
    }

    /// Lets a device in that shows the code of the head's screen. `from` is where it calls from.
    ///
    /// # Errors
    /// [`PairRefused`]; a wrong code is written down.
    pub fn pair_station(&self, typed: &str, from: &str) -> Result<Paired, PairRefused> {
        let monotonic_ms = self.deps.clock.monotonic_ms();
        let mut now = self.stations().now();
        if let Some(seconds) = now.tries.wait_seconds(from, monotonic_ms) {
            return Err(PairRefused::Wait(seconds));
        }
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let holds = now
            .code
            .take_if(|code| code.digits == digits && monotonic_ms < code.void_at_ms);
        let Some(code) = holds else {
            now.tries.wrong(from, monotonic_ms);
            drop(now);
            self.note_forged(from);
            return Err(PairRefused::Code);
        };
        now.tries.right(from);
        drop(now);
        self.let_in(code).map_err(|fault| {
            tracing::warn!(code = ?fault.code, detail = fault.detail, "a station was not let in");
            PairRefused::Away
        })
    }

    fn let_in(&self, code: Code) -> Outcome<Paired> {
        let token = hex(&bytes::<32>(self.deps.random.as_ref())?);
        let id = hex(&bytes::<8>(self.deps.random.as_ref())?);
        let device = KeptDevice {
            id: id.clone(),
            kind: code.kind,
            name: code.name,
            token_hash: hash_of(&token),
            paired_at_ms: self.desk()?.now_ms(),
        };
        self.keep_stations(|kept| {
            kept.devices.insert(0, device);
            kept.devices.truncate(DEVICES_MAX);
        })?;
        tracing::info!(
            device = id,
            kind = code.kind.listener().as_str(),
            "a station was let in"
        );
        Ok(Paired {
            token,
            kind: code.kind,
        })
    }

    /// A wrong code: in the log, among the discrepancies, on the head's screen.
    fn note_forged(&self, from: &str) {
        tracing::warn!(from, "a station with a wrong code");
        let desk = self.desk();
        let at_ms = desk.as_ref().ok().map(|desk| desk.now_ms());
        {
            let mut now = self.stations().now();
            now.refused = now.refused.saturating_add(1);
            from.clone_into(&mut now.refused_from);
            now.refused_at_ms = at_ms;
            if let Some(code) = now.code.as_mut() {
                code.wrong += 1;
            }
            now.code.take_if(|code| code.wrong >= WRONG_MAX);
        }
        let written = desk.and_then(|desk| {
            let changes = desk.replica.note(FORGED_NOTE, desk.now_ms())?;
            desk.changed(&changes);
            Ok(())
        });
        if let Err(fault) = written {
            tracing::warn!(code = ?fault.code, "the wrong code was not written down");
        }
        self.notify([TAG.to_owned()]);
    }

    /// The device of a token; `None`: nobody's, or one that was revoked, or browsers are not let in now.
    #[must_use]
    pub fn station_of(&self, token: &str) -> Option<Station> {
        let hash = hash_of(token);
        let kept = self.kept_stations().ok().filter(|kept| kept.on)?;
        let device = kept
            .devices
            .into_iter()
            .find(|device| device.token_hash == hash)?;
        let at_ms = self.desk().ok()?.now_ms();
        self.stations()
            .now()
            .seen
            .entry(device.id.clone())
            .or_default()
            .at_ms = at_ms;
        Some(Station {
            id: device.id,
            kind: device.kind,
        })
    }

    /// A connection of a device has come or gone.
    pub fn station_connected(&self, id: &str, connected: bool) {
        let mut now = self.stations().now();
        let seen = now.seen.entry(id.to_owned()).or_default();
        seen.connections = if connected {
            seen.connections.saturating_add(1)
        } else {
            seen.connections.saturating_sub(1)
        };
        drop(now);
        self.notify([TAG.to_owned()]);
    }

    fn kept_stations(&self) -> Outcome<Kept> {
        let kept = self.desk()?.replica.setting(SETTING)?;
        // What a newer program wrote and this one cannot read lets nobody in.
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    fn keep_stations(&self, change: impl FnOnce(&mut Kept)) -> Outcome<()> {
        {
            let _alone = self
                .stations()
                .keeping
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let mut kept = self.kept_stations()?;
            change(&mut kept);
            let text = serde_json::to_string(&kept).map_err(Fault::internal)?;
            self.desk()?.replica.set_setting(SETTING, &text)?;
        }
        self.notify([TAG.to_owned()]);
        Ok(())
    }
}

impl Workstation {
    /// Where the desks of the office are answered now.
    pub(crate) fn listening_desks(&self) -> Vec<String> {
        self.stations().now().listening.desks.clone()
    }

    /// Why the listener does not listen, if it does not.
    pub(crate) fn listening_trouble(&self) -> Option<&'static str> {
        self.stations().now().listening.trouble
    }

    /// Whether others wait for this desk to come up: a kiosk or a board (of browsers, or in windows of the
    /// program), or the desks of an office whose hub it is.
    pub(crate) fn serves_hall(&self) -> bool {
        let windows = self.stations().windows.get();
        self.stations_on()
            || self.duty().is_some()
            || windows.is_some_and(|windows| {
                [StationKind::Kiosk, StationKind::Board]
                    .into_iter()
                    .any(|kind| windows.is_open(kind))
            })
    }
}

/// A desk for which the hall waits starts by itself: with a passphrase it would not.
pub(crate) fn starts_by_itself(workstation: &Workstation) -> Outcome<()> {
    if workstation.desk()?.key.has_passphrase() {
        return Err(Fault::new(ErrorCode::PassphraseWithHall));
    }
    Ok(())
}

/// `station.state`.
pub(crate) fn state(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<StationState> {
    let kept = workstation.kept_stations()?;
    let stations = workstation.stations();
    let monotonic_ms = workstation.deps.clock.monotonic_ms();
    let windows = stations.windows.get();
    let mut now = stations.now();
    now.code.take_if(|code| monotonic_ms >= code.void_at_ms);
    let devices = kept
        .devices
        .into_iter()
        .map(|device| {
            let seen = now.seen.get(&device.id);
            StationDevice {
                seen_at_ms: seen.map(|seen| seen.at_ms),
                connected: seen.is_some_and(|seen| seen.connections > 0),
                id: device.id,
                kind: device.kind,
                name: device.name,
                paired_at_ms: device.paired_at_ms,
            }
        })
        .collect();
    Ok(StationState {
        on: kept.on,
        addresses: now.listening.addresses.clone(),
        fingerprint: now.listening.fingerprint.clone(),
        trouble: now.listening.trouble.map(ToOwned::to_owned),
        code: now.code.as_ref().map(|code| StationCode {
            digits: code.digits.clone(),
            kind: code.kind,
            expires_at_ms: code.expires_at_ms,
        }),
        devices,
        refused: now.refused,
        refused_from: now.refused_from.clone(),
        refused_at_ms: now.refused_at_ms,
        has_windows: windows.is_some(),
        windows: windows.map_or_else(Vec::new, |windows| {
            [StationKind::Kiosk, StationKind::Board]
                .into_iter()
                .filter(|kind| windows.is_open(*kind))
                .collect()
        }),
    })
}

/// `station.switch`.
pub(crate) fn switch(
    workstation: &Workstation,
    _: &Session,
    input: StationSwitch,
) -> Outcome<Nothing> {
    if input.on {
        starts_by_itself(workstation)?;
    } else {
        workstation.stations().now().code = None;
    }
    workstation.keep_stations(|kept| kept.on = input.on)?;
    tracing::info!(on = input.on, "stations of the hall");
    Ok(Nothing {})
}

/// `station.pair`.
pub(crate) fn pair(workstation: &Workstation, _: &Session, input: StationPair) -> Outcome<Nothing> {
    let name = match input.name.trim() {
        "" => String::new(),
        name => check::free_text(name, NAME_MAX).map_err(|wrong| Fault::field("name", wrong))?,
    };
    if !workstation.kept_stations()?.on {
        return Err(Fault::new(ErrorCode::NotFound).because("stations are switched off"));
    }
    let drawn = u64::from_be_bytes(bytes(workstation.deps.random.as_ref())?);
    // The remainder favours no code by more than one part in 10^11.
    let digits = format!("{:08}", drawn % 10_u64.pow(CODE_DIGITS));
    let code = Code {
        digits,
        kind: input.kind,
        name,
        void_at_ms: workstation.deps.clock.monotonic_ms() + CODE_MS,
        expires_at_ms: workstation.desk()?.now_ms() + i64::try_from(CODE_MS).unwrap_or(i64::MAX),
        wrong: 0,
    };
    workstation.stations().now().code = Some(code);
    workstation.notify([TAG.to_owned()]);
    Ok(Nothing {})
}

/// `station.revoke`.
pub(crate) fn revoke(
    workstation: &Workstation,
    _: &Session,
    input: StationAsked,
) -> Outcome<Nothing> {
    let mut found = false;
    workstation.keep_stations(|kept| {
        let before = kept.devices.len();
        kept.devices.retain(|device| device.id != input.id);
        found = kept.devices.len() < before;
    })?;
    if !found {
        return Err(Fault::new(ErrorCode::NotFound));
    }
    tracing::info!(device = input.id, "a station was revoked");
    Ok(Nothing {})
}

/// `station.open`.
pub(crate) fn open(
    workstation: &Workstation,
    _: &Session,
    input: StationWindow,
) -> Outcome<Nothing> {
    starts_by_itself(workstation)?;
    windows(workstation)?.open(input.kind);
    Ok(Nothing {})
}

/// `station.close`.
pub(crate) fn close(
    workstation: &Workstation,
    _: &Session,
    input: StationWindow,
) -> Outcome<Nothing> {
    windows(workstation)?.close(input.kind);
    Ok(Nothing {})
}

fn windows(workstation: &Workstation) -> Outcome<&Arc<dyn StationWindows>> {
    workstation
        .stations()
        .windows
        .get()
        .ok_or_else(|| Fault::new(ErrorCode::NotFound).because("no shell"))
}

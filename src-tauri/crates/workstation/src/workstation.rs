//! The workstation: an open desk behind its command table. The shell, the HTTP twin and the
//! tests hold the same one.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU8;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use serde_json::Value;
use stoika_devices::Here;

use crate::api::error::{ApiError, ErrorCode};
use crate::api::recovery::RecoveryReport;
use crate::branch::Lan;
use crate::changes::{Board, Changes};
use crate::clock::{Clock, MachineClock};
use crate::desk::{Desk, Unlock};
use crate::fault::{Fault, Outcome};
use crate::keys::{DeskSecret, Machine, Spare};
use crate::printers::Printers;
use crate::random::{MachineRandom, Random, bytes};
use crate::session::Session;
use crate::station::Stations;
use crate::table::{Access, Listener, command};
use crate::tries::Tries;

/// What a workstation asks of the world.
#[derive(Clone)]
pub struct Deps {
    /// The machine's clocks.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub random: Arc<dyn Random>,
    /// What tells this machine from others.
    pub machine: Machine,
    /// The file of the high-water mark, outside of the data folder: a folder put back from a
    /// backup must not bring its own mark.
    pub mark: PathBuf,
    /// Where documents are saved; `None` when the user has no such folder.
    pub documents: Option<PathBuf>,
    /// Printers.
    pub printers: Arc<dyn Printers>,
    /// Where sync runs.
    pub runtime: tokio::runtime::Handle,
    /// Version of the program, for the centre's list of desks.
    pub program: String,
}

/// What kiosk and board hear of.
const HALL_TAGS: &[&str] = &["queue", "directory", "load"];
/// The discrepancy that tells of a command that is not for the kiosk or the board that sent it.
const FOREIGN_NOTE: &str = "kiosk-refused";
/// Told once within this time, however often it is tried.
const FOREIGN_PAUSE_MS: u64 = 60_000;
/// Wrong tries to sign in, kept between runs.
const TRIES_SETTING: &str = "sign_in_tries";

/// An open workstation.
pub struct Workstation {
    pub(crate) deps: Deps,
    data: PathBuf,
    desk: RwLock<Outcome<Arc<Desk>>>,
    recovered: Mutex<Option<RecoveryReport>>,
    /// One recovery at a time.
    mending: Mutex<()>,
    /// How much of it is done.
    percent: AtomicU8,
    board: Arc<Board>,
    /// What the listener told of the office's network.
    lan: Arc<Lan>,
    tries: Mutex<Tries>,
    /// Wrong passphrases, once one was typed.
    passphrase_tries: Mutex<Option<Tries>>,
    /// The secret, once a passphrase or the centre's text has opened it: a desk that is mended asks only once.
    known: Mutex<Option<DeskSecret>>,
    stations: Stations,
    /// When a foreign command was last told of, monotonic.
    foreign_noted_ms: Mutex<Option<u64>>,
}

impl Workstation {
    /// Opens the desk of a folder, or makes it. What is wrong with the folder or its database is
    /// shown by `session.state`: there is always a workstation to talk to.
    #[must_use]
    pub fn open(data: &Path, deps: Deps) -> Arc<Self> {
        let board = Arc::new(Board::default());
        let lan = Arc::new(Lan::default());
        let desk = Desk::open(data, &deps, &board, &lan, Unlock::Own(None));
        if let Err(fault) = &desk {
            tracing::error!(code = ?fault.code, detail = fault.detail, "the desk cannot be opened");
        }
        let workstation = Arc::new(Self {
            deps,
            data: data.to_path_buf(),
            desk: RwLock::new(desk),
            recovered: Mutex::default(),
            mending: Mutex::default(),
            percent: AtomicU8::default(),
            board,
            lan,
            tries: Mutex::default(),
            passphrase_tries: Mutex::default(),
            known: Mutex::default(),
            stations: Stations::default(),
            foreign_noted_ms: Mutex::default(),
        });
        workstation.recall_tries();
        workstation
    }

    /// A new session: one for each connection of a window.
    #[must_use]
    pub fn session(&self, listener: Listener) -> Session {
        Session::new(listener)
    }

    /// Listens to what changes.
    #[must_use]
    pub fn changes(&self) -> Changes {
        self.board.listen()
    }

    /// Listens to what concerns a listener: kiosk and board hear of the queue, and of nothing that names
    /// a client.
    #[must_use]
    pub fn changes_on(&self, listener: Listener) -> Changes {
        if listener.is_of_hall() {
            self.board.listen_to(HALL_TAGS)
        } else {
            self.board.listen()
        }
    }

    /// Runs a command of the table. Blocks: call it where blocking is allowed.
    ///
    /// # Errors
    /// What crosses the bridge: a stable code, arguments of its words, a trace id.
    pub fn rpc(&self, session: &Session, name: &str, input: Value) -> Result<Value, ApiError> {
        self.rpc_on(session.listener(), session, name, input)
    }

    /// The same for what came in at a listener: a session of another one is none. What kiosk and board
    /// may not call is refused and written down.
    ///
    /// # Errors
    /// As [`Workstation::rpc`].
    pub fn rpc_on(
        &self,
        listener: Listener,
        session: &Session,
        name: &str,
        input: Value,
    ) -> Result<Value, ApiError> {
        let done = if session.listener() == listener {
            self.route(session, name, input)
        } else {
            Err(Fault::new(ErrorCode::CommandUnknown))
        };
        done.map_err(|fault| {
            if listener.is_of_hall() && fault.code == ErrorCode::CommandUnknown {
                self.note_foreign(listener, name);
            }
            self.told(name, fault)
        })
    }

    /// Somebody tries at a kiosk or a board what it does not have. Its own pages never do.
    fn note_foreign(&self, listener: Listener, name: &str) {
        // A name that is not in the table may be anything that somebody typed.
        let command = command(name).map_or("?", |command| command.name);
        tracing::warn!(
            listener = listener.as_str(),
            command,
            "a command that is not for it"
        );
        let now_ms = self.deps.clock.monotonic_ms();
        let mut noted = self
            .foreign_noted_ms
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if noted.is_some_and(|before_ms| now_ms.saturating_sub(before_ms) < FOREIGN_PAUSE_MS) {
            return;
        }
        *noted = Some(now_ms);
        let written = self.desk().and_then(|desk| {
            let changes = desk.replica.note(FOREIGN_NOTE, desk.now_ms())?;
            desk.changed(&changes);
            Ok(())
        });
        if let Err(fault) = written {
            tracing::warn!(code = ?fault.code, "the try was not written down");
        }
    }

    fn route(&self, session: &Session, name: &str, input: Value) -> Outcome<Value> {
        let command = command(name)
            .filter(|command| command.listeners.contains(&session.listener()))
            .ok_or_else(|| Fault::new(ErrorCode::CommandUnknown))?;
        let now_ms = self.deps.clock.monotonic_ms();
        if let Ok(desk) = self.desk()
            && session.lock_if_idle(now_ms, desk.access_settings().idle_lock_minutes)
        {
            self.notify(["session".to_owned()]);
        }
        session.admit(command.access)?;
        if matches!(command.access, Access::Role(_)) && !command.changes.is_empty() {
            session.touch(now_ms);
        }
        let done = command.run(self, session, input);
        if let Err(fault) = &done
            && fault.code == ErrorCode::StoreDamaged
            && let Ok(desk) = self.desk()
        {
            // Met in the middle of work: the window goes over to the way back.
            desk.note_damage(fault.code);
        }
        done
    }

    /// Takes up the wrong tries that an earlier run has kept.
    pub(crate) fn recall_tries(&self) {
        let kept = self
            .desk()
            .ok()
            .and_then(|desk| desk.replica.setting(TRIES_SETTING).ok().flatten());
        if let Some(kept) = kept {
            *self.tries() = Tries::of_memory(&kept, self.deps.clock.monotonic_ms());
        }
    }

    /// Keeps the wrong tries over a restart of the program. A disk that does not take them stops
    /// nobody: they hold for this run all the same.
    pub(crate) fn remember_tries(&self) {
        let kept = self.tries().memory();
        let written = self
            .desk()
            .and_then(|desk| Ok(desk.replica.set_setting(TRIES_SETTING, &kept)?));
        if let Err(fault) = written {
            tracing::warn!(code = ?fault.code, "wrong tries were not kept");
        }
    }

    /// Writes a fault into the log and gives it the id by which it is found there.
    fn told(&self, command: &str, fault: Fault) -> ApiError {
        let trace_id = bytes::<6>(self.deps.random.as_ref())
            .unwrap_or_default()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>();
        let Fault {
            code,
            args,
            fields,
            detail,
        } = fault;
        // A name that is not in the table may be anything that somebody typed.
        let command = crate::table::command(command).map_or("?", |command| command.name);
        if code == ErrorCode::Internal {
            tracing::error!(command, ?code, detail, trace_id, "failed");
        } else {
            tracing::info!(command, ?code, detail, trace_id, "refused");
        }
        ApiError {
            code,
            args,
            fields,
            trace_id,
        }
    }

    /// Ends sync and waits for the work behind the scenes. Whatever has been recorded is durable already.
    pub fn close(&self) {
        if let Ok(desk) = self.desk() {
            desk.close();
        }
    }

    /// From now on the disk has no room for one page more, or has room again.
    ///
    /// # Errors
    /// The code of what the store said.
    #[cfg(feature = "faults")]
    pub fn fill_disk(&self, full: bool) -> Result<(), ErrorCode> {
        let filled = self
            .desk()
            .and_then(|desk| Ok(desk.replica.fill_disk(full)?));
        filled.map_err(|fault| fault.code)
    }

    /// The desk's replica, to be filled with years of work; `None` while the desk is not open.
    #[cfg(feature = "faults")]
    pub fn replica(&self) -> Option<Arc<stoika_store::Replica>> {
        self.desk().ok().map(|desk| Arc::clone(&desk.replica))
    }

    /// Noise comes onto a page of the open database.
    ///
    /// # Errors
    /// The code of what the store said.
    #[cfg(feature = "faults")]
    pub fn spoil_database(&self) -> Result<(), ErrorCode> {
        let spoilt = self.desk().and_then(|desk| Ok(desk.replica.spoil()?));
        spoilt.map_err(|fault| fault.code)
    }

    /// The desk, or why it could not be opened.
    pub(crate) fn desk(&self) -> Outcome<Arc<Desk>> {
        self.desk
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The data folder.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// From now on this is the desk, or the reason why there is none. Returns what was before.
    pub(crate) fn set_desk(&self, desk: Outcome<Arc<Desk>>) -> Outcome<Arc<Desk>> {
        let mut place = self.desk.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *place, desk)
    }

    /// Opens the desk of the folder anew, as a start does.
    pub(crate) fn reopen(&self) {
        self.open_by(Unlock::Own(self.known().clone()));
    }

    /// Opens the desk of the folder so.
    pub(crate) fn open_by(&self, unlock: Unlock) {
        let desk = Desk::open(&self.data, &self.deps, &self.board, &self.lan, unlock);
        if let Err(fault) = &desk {
            tracing::error!(code = ?fault.code, detail = fault.detail, "the desk cannot be opened");
        }
        let _closed = self.set_desk(desk);
    }

    /// Whether the desk waits for its passphrase.
    #[must_use]
    pub fn asks_passphrase(&self) -> bool {
        self.problem() == Some(ErrorCode::PassphraseNeeded)
    }

    /// Why there is no work, if there is none.
    pub(crate) fn problem(&self) -> Option<ErrorCode> {
        match self.desk() {
            Ok(desk) => desk.damage(),
            Err(fault) => Some(fault.code),
        }
    }

    /// The secret that a passphrase or the centre's text has opened.
    pub(crate) fn known(&self) -> MutexGuard<'_, Option<DeskSecret>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The secret was opened.
    pub(crate) fn know(&self, secret: DeskSecret) {
        *self.known() = Some(secret);
    }

    /// Where the spare key lies, if there is one that can be read.
    pub(crate) fn spare_key(&self) -> Option<String> {
        Spare::read(&self.data)?;
        let path = Spare::path(&self.data);
        Some(
            std::path::absolute(&path)
                .unwrap_or(path)
                .display()
                .to_string(),
        )
    }

    /// Held by whoever mends the desk.
    pub(crate) fn mending(&self) -> MutexGuard<'_, ()> {
        self.mending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much of a recovery is done, per cent.
    pub(crate) fn percent(&self) -> &AtomicU8 {
        &self.percent
    }

    /// What came of a recovery, until somebody has read it.
    pub(crate) fn recovered(&self) -> Option<RecoveryReport> {
        self.report().clone()
    }

    pub(crate) fn report(&self) -> MutexGuard<'_, Option<RecoveryReport>> {
        self.recovered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn tries(&self) -> MutexGuard<'_, Tries> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn passphrase_tries(&self) -> MutexGuard<'_, Option<Tries>> {
        self.passphrase_tries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn lan(&self) -> &Lan {
        &self.lan
    }

    pub(crate) fn stations(&self) -> &Stations {
        &self.stations
    }

    /// Listens to some tags alone.
    pub(crate) fn changes_of(&self, only: &'static [&'static str]) -> Changes {
        self.board.listen_to(only)
    }

    pub(crate) fn notify(&self, tags: impl IntoIterator<Item = String>) {
        self.board.tell(tags);
    }
}

impl Drop for Workstation {
    fn drop(&mut self) {
        self.close();
    }
}

impl Deps {
    /// Those of this machine, for the desk of a data folder.
    #[must_use]
    pub fn of_machine(runtime: tokio::runtime::Handle, data: &Path) -> Self {
        Self {
            clock: Arc::new(MachineClock),
            random: Arc::new(MachineRandom),
            machine: Machine::this(),
            mark: own_mark(data),
            documents: directories::UserDirs::new()
                .and_then(|user| user.document_dir().map(Path::to_path_buf)),
            printers: Arc::new(Here::default()),
            runtime,
            program: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// Under the user's state folder, by the place of the data.
fn own_mark(data: &Path) -> PathBuf {
    let whole = std::path::absolute(data).unwrap_or_else(|_| data.to_path_buf());
    let name = blake3::hash(whole.as_os_str().as_encoded_bytes()).to_hex();
    let short = name.as_str().get(..16).unwrap_or_default();
    directories::ProjectDirs::from("ru", "", "stoika")
        .and_then(|own| own.state_dir().map(Path::to_path_buf))
        .unwrap_or_else(|| data.with_extension("state"))
        .join(format!("{short}.mark"))
}

//! The open desk: its replica, its keys, what it knows of the office, and its link.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use chrono::NaiveDate;
use stoika_domain::appeal::Act;
use stoika_domain::body::{self, Event, State, SubjectKind};
use stoika_domain::directory::User;
use stoika_domain::ids::OfficeId;
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::standard::{Office, OfficeAddress};
use stoika_domain::tenure::Octets;
use stoika_protocol::{ActId, Author, ReplicaId, Salt, Signer, Subject};
use stoika_store::{
    Change, Identity, NewAct, NewEntry, OpenParams, Opened, Recorded, Replica, WriteContext,
};

use crate::api::error::ErrorCode;
use crate::audit::Watch;
use crate::branch::{Branch, Lan};
use crate::changes::{Board, Changes, tag};
use crate::clock::{self, Clock, ServerTime};
use crate::desk_key::DeskKey;
use crate::enrolment::{Enrolment, EnrolmentCopy};
use crate::fault::{Fault, Outcome, store_code};
use crate::keys::{DeskKeys, DeskSecret, KeyError, KeyFile};
use crate::latch::Latch;
use crate::link::Link;
use crate::paper::Press;
use crate::queue::Serving;
use crate::random::{Random, bytes};
use crate::session::SignedIn;
use crate::standards::Standards;
use crate::ticket_printer::TicketPress;
use crate::workstation::Deps;

/// Folder of the database within the data folder.
pub(crate) const REPLICA_FOLDER: &str = "replica";
/// The last transaction is over by then, or the disk hangs.
const CLOSE_LIMIT: Duration = Duration::from_secs(10);
const LOCK_FILE: &str = "desk.lock";
const TIME_SETTING: &str = "server_time";

/// With what a desk is opened.
pub(crate) enum Unlock {
    /// Its own key file, and the secret where a passphrase or the centre's text has opened it before.
    Own(Option<DeskSecret>),
    /// The secret that the centre's text has brought back: once it has opened the replica, the key file is
    /// written anew for this machine.
    Spare(DeskSecret),
}

/// An open desk.
pub(crate) struct Desk {
    /// Journal, directory, projections, drafts.
    pub replica: Arc<Replica>,
    /// Signs what the desk writes.
    pub signer: Signer,
    /// The secret behind both.
    pub key: DeskKey,
    /// What is known of the server's clock.
    pub time: ServerTime,
    /// The machine's clocks.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub random: Arc<dyn Random>,
    enrolment: RwLock<Option<Arc<Enrolment>>>,
    enrolment_copy: EnrolmentCopy,
    standards: RwLock<Option<Arc<Standards>>>,
    link: Mutex<Option<Link>>,
    damage: Mutex<Option<ErrorCode>>,
    checked_ms: Mutex<Option<i64>>,
    serving: Mutex<Option<Serving>>,
    board: Arc<Board>,
    /// How it stands to the hub of its office.
    pub branch: Branch,
    /// One copy of a paper at a time.
    pub press: Press,
    /// One ticket of the queue at a time.
    pub tickets: TicketPress,
    /// Views on their way to the audit.
    pub watch: Watch,
    /// Work behind the scenes.
    pub latch: Latch,
    /// Locked while the desk is open: two programs would write one replica side by side.
    _lock: File,
}

impl Desk {
    /// Opens or makes the desk of a folder. Sync starts at once if it is enrolled, and the
    /// database is checked behind the work.
    ///
    /// # Errors
    /// The code that `session.state` shows.
    pub(crate) fn open(
        data: &Path,
        deps: &Deps,
        board: &Arc<Board>,
        lan: &Arc<Lan>,
        unlock: Unlock,
    ) -> Outcome<Arc<Self>> {
        std::fs::create_dir_all(data).map_err(|error| of_folder(&error))?;
        let file_lock = take_lock(data)?;
        let folder = data.join(REPLICA_FOLDER);
        let exists = stoika_store::is_here(&folder);
        // The mark is made after the database: with both the mark and the key there was one here. A new one in its
        // place would hide that, and stand in the way when the old one is put back.
        if !exists && KeyFile::is_in(data) && deps.mark.exists() {
            return Err(Fault::new(ErrorCode::StoreMissing));
        }
        let (secret, file) = secret_of(data, exists, deps, unlock).map_err(of_keys)?;
        let keys = secret.keys();
        let (replica, opened) = Replica::open(&open_params(data, deps, &keys)?)?;
        let file = settled_file(data, deps, &secret, file).map_err(of_keys)?;
        let copy = EnrolmentCopy::new(data, keys.seal);
        let enrolment = copy.settle(&replica)?;
        let memory = replica
            .setting(TIME_SETTING)?
            .and_then(|json| serde_json::from_str(&json).ok());
        let desk = Arc::new(Self {
            replica: Arc::new(replica),
            signer: keys.signer,
            key: DeskKey::new(data, deps, secret, &file),
            time: ServerTime::new(memory),
            clock: Arc::clone(&deps.clock),
            random: Arc::clone(&deps.random),
            enrolment: RwLock::new(enrolment.map(Arc::new)),
            enrolment_copy: copy,
            standards: RwLock::new(None),
            link: Mutex::new(None),
            damage: Mutex::new(None),
            checked_ms: Mutex::new(None),
            serving: Mutex::new(None),
            board: Arc::clone(board),
            branch: Branch::new(deps, lan),
            press: Press::default(),
            tickets: TicketPress::new(deps),
            watch: Watch::new(deps.runtime.clone()),
            latch: Latch::new(),
            _lock: file_lock,
        });
        desk.note_opened(opened)?;
        desk.start_link(deps)?;
        crate::branch::start(&desk);
        desk.start_check(deps);
        Ok(desk)
    }

    /// A database that has gone back or has moved is told to people: its replica id is new.
    fn note_opened(&self, opened: Opened) -> Outcome<()> {
        let code = match opened {
            Opened::Created | Opened::Fine => return Ok(()),
            Opened::Restored { .. } => "restored",
            Opened::OtherMachine => "other-machine",
        };
        tracing::warn!(code, "the replica writes under a new id");
        let changes = self.replica.note(code, self.now_ms())?;
        self.changed(&changes);
        Ok(())
    }

    /// Reads the whole database once, behind the work: damage is told before it is met.
    fn start_check(self: &Arc<Self>, deps: &Deps) {
        let Some(hold) = self.latch.hold() else {
            return;
        };
        let desk = Arc::clone(self);
        deps.runtime.spawn_blocking(move || {
            match desk.replica.check() {
                Ok(()) => {
                    *lock(&desk.checked_ms) = Some(desk.now_ms());
                    desk.board.tell(["link".to_owned()]);
                }
                Err(error) => {
                    tracing::error!(%error, "the database is damaged");
                    desk.note_damage(store_code(&error));
                }
            }
            drop(desk);
            drop(hold);
        });
    }

    /// The centre has said to whom the secret is wrapped.
    pub(crate) fn heard_recovery(&self, recipient: &str) {
        if self.key.settle_spare(recipient, &self.signer) {
            self.tell(["key".to_owned()]);
        }
    }

    /// The database is not what it was: the window goes over to the way back.
    pub(crate) fn note_damage(&self, code: ErrorCode) {
        *lock(&self.damage) = Some(code);
        self.board.tell(["session".to_owned()]);
    }

    /// Why the desk must not work on, if the check has found something.
    pub(crate) fn damage(&self) -> Option<ErrorCode> {
        *lock(&self.damage)
    }

    /// When the database was found whole.
    pub(crate) fn checked_ms(&self) -> Option<i64> {
        *lock(&self.checked_ms)
    }

    /// Best estimate of the server's time.
    pub(crate) fn now_ms(&self) -> i64 {
        self.time.now_ms(self.clock.as_ref())
    }

    /// Minutes of the office's zone east of UTC.
    pub(crate) fn utc_offset_minutes(&self) -> Outcome<i32> {
        Ok(self.office()?.map_or(0, |office| office.utc_offset_minutes))
    }

    /// Civil date at the office.
    pub(crate) fn today(&self) -> Outcome<NaiveDate> {
        Ok(clock::civil_date(self.now_ms(), self.utc_offset_minutes()?))
    }

    /// When the office's day began, as this machine's wall clock counts: entries bear that.
    pub(crate) fn day_began_wall_ms(&self) -> Outcome<i64> {
        let wall_ms = self.clock.wall_ms();
        let office = clock::at_office(self.now_ms(), self.utc_offset_minutes()?);
        let seconds = chrono::Timelike::num_seconds_from_midnight(&office.time());
        Ok(wall_ms - i64::from(seconds) * 1000)
    }

    /// The server has said its time in an answer to what was asked then (monotonic); kept for the
    /// next run.
    pub(crate) fn heard_server_time(&self, server_ms: i64, asked_ms: u64, keep: bool) {
        let memory = self.time.heard(server_ms, asked_ms, self.clock.as_ref());
        if !keep {
            return;
        }
        let kept = serde_json::to_string(&memory)
            .map_err(|error| error.to_string())
            .and_then(|json| {
                self.replica
                    .set_setting(TIME_SETTING, &json)
                    .map_err(|error| error.to_string())
            });
        if let Err(error) = kept {
            tracing::warn!(error, "the server's time was not kept");
        }
    }

    /// Where the desk belongs, once enrolled.
    pub(crate) fn enrolment(&self) -> Option<Arc<Enrolment>> {
        self.enrolment
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The desk has come in.
    pub(crate) fn enrolled(&self, enrolment: Enrolment) -> Outcome<()> {
        enrolment.keep(&self.replica)?;
        self.enrolment_copy.write(&enrolment);
        *self
            .enrolment
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(enrolment));
        Ok(())
    }

    /// Whether the directory has been loaded once. Later loads go on behind the work.
    pub(crate) fn is_loaded(&self) -> Outcome<bool> {
        Ok(self.replica.load_progress()?.loaded_once)
    }

    /// The published data.
    ///
    /// # Errors
    /// `directory-missing` before it has come.
    pub(crate) fn standards(&self) -> Outcome<Arc<Standards>> {
        let kept = self
            .standards
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(standards) = kept {
            return Ok(standards);
        }
        // Held while parsing, so that a change that comes meanwhile is not overwritten.
        let mut place = self
            .standards
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let rules_version = self.replica.standing()?.directory_position;
        let mut documents = BTreeMap::new();
        for (name, _) in stoika_domain::standard::DOCUMENTS {
            if let Some(json) = self.replica.standard(name)? {
                documents.insert(name.to_owned(), json);
            }
        }
        let standards = Arc::new(Standards::parse(&documents, rules_version)?);
        *place = Some(Arc::clone(&standards));
        Ok(standards)
    }

    /// The desk's own office; `None` before it is enrolled and loaded.
    pub(crate) fn office(&self) -> Outcome<Option<Office>> {
        let Some(enrolment) = self.enrolment() else {
            return Ok(None);
        };
        match self.standards() {
            Ok(standards) => Ok(standards.office(&enrolment.office).cloned()),
            Err(fault) if fault.code == ErrorCode::DirectoryMissing => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The further address of its office at which the desk stands (R92); `None` at the first one.
    pub(crate) fn site_of<'a>(&self, office: &'a Office) -> Option<&'a OfficeAddress> {
        let enrolment = self.enrolment()?;
        let site = enrolment.site.as_deref()?;
        office
            .other_addresses
            .iter()
            .filter(|_| enrolment.office == office.id.as_str())
            .find(|address| address.id == site)
    }

    /// People of the office, by id.
    pub(crate) fn users(&self) -> Outcome<Vec<(String, User)>> {
        Ok(self.replica.users()?)
    }

    /// Tells everybody what a transaction has changed. What it has written may go: the hub's names of
    /// others' entries, and what was written anew, no less than the acts of a user.
    pub(crate) fn changed(&self, changes: &stoika_store::Changes) {
        self.tell_changed(changes);
        if changes.contains(&Change::Written) {
            // How many is seen when the loop looks.
            self.written(0);
        }
    }

    fn tell_changed(&self, changes: &stoika_store::Changes) {
        if changes.contains(&Change::Directory) {
            *self
                .standards
                .write()
                .unwrap_or_else(PoisonError::into_inner) = None;
        }
        if changes.contains(&Change::Queue) {
            *self.serving() = None;
        }
        self.board.tell(changes.iter().map(tag));
    }

    /// Whom the user serves, as it was found last.
    pub(crate) fn serving(&self) -> MutexGuard<'_, Option<Serving>> {
        lock(&self.serving)
    }

    /// Tells of changes that no transaction of the store makes.
    pub(crate) fn tell(&self, tags: impl IntoIterator<Item = String>) {
        self.board.tell(tags);
    }

    /// Listens to some tags alone.
    pub(crate) fn listen(&self, only: &'static [&'static str]) -> Changes {
        self.board.listen_to(only)
    }

    pub(crate) fn link(&self) -> MutexGuard<'_, Option<Link>> {
        lock(&self.link)
    }

    /// Whether there is no link to the centre now.
    pub(crate) fn is_offline(&self) -> bool {
        self.link().as_ref().is_none_or(Link::is_offline)
    }

    /// Starts sync, if the desk is enrolled and it does not run yet.
    pub(crate) fn start_link(self: &Arc<Self>, deps: &Deps) -> Outcome<()> {
        let Some(enrolment) = self.enrolment() else {
            return Ok(());
        };
        let mut link = self.link();
        if link.is_none() {
            *link = Some(Link::start(self, &enrolment, deps)?);
        }
        Ok(())
    }

    /// Ends sync and waits until nobody works with the replica any more.
    pub(crate) fn close(&self) {
        // The guard goes before the wait: work that ends may ask for the link.
        let link = self.link().take();
        drop(link);
        // Whoever serves the office by it hears of it, and lets the desk go.
        self.branch.close();
        self.tell([crate::branch::TAG.to_owned()]);
        if let Err(fault) = self.write_views() {
            tracing::warn!(code = ?fault.code, "views were not written into the audit");
        }
        if !self.latch.close(CLOSE_LIMIT) {
            tracing::warn!("the desk was closed before its last work was over");
        }
    }

    /// Records an act of a user: one transaction. `make` says what it is about and what happens;
    /// an event that could have no effect is refused before it is written.
    ///
    /// # Errors
    /// Those of `make`, `act-void` with the reason, and those of the disk: then nothing was written.
    pub(crate) fn act(
        &self,
        user: &SignedIn,
        make: impl FnOnce(&Doing<'_>, &WriteContext<'_, '_>) -> Outcome<Vec<(Subject, Event)>>,
    ) -> Outcome<ActId> {
        self.act_as(user, self.new_act_id()?, make)
    }

    /// The same under an act id that was chosen before: a number on paper is made from it.
    ///
    /// # Errors
    /// Those of [`Desk::act`].
    pub(crate) fn act_as(
        &self,
        user: &SignedIn,
        act_id: ActId,
        make: impl FnOnce(&Doing<'_>, &WriteContext<'_, '_>) -> Outcome<Vec<(Subject, Event)>>,
    ) -> Outcome<ActId> {
        let times = Times {
            wall_time_ms: self.clock.wall_ms(),
            server_time_ms: self.time.estimate_ms(self.clock.as_ref()),
        };
        self.write(user, act_id, times, make)
    }

    /// The same of the program itself, which closes what a former day left open: as of an instant of that day.
    ///
    /// # Errors
    /// Those of [`Desk::act`].
    pub(crate) fn act_at(
        &self,
        author: &SignedIn,
        at_ms: i64,
        make: impl FnOnce(&Doing<'_>, &WriteContext<'_, '_>) -> Outcome<Vec<(Subject, Event)>>,
    ) -> Outcome<ActId> {
        let since_ms = (self.now_ms() - at_ms).max(0);
        let times = Times {
            wall_time_ms: self.clock.wall_ms() - since_ms,
            server_time_ms: self
                .time
                .estimate_ms(self.clock.as_ref())
                .map(|now_ms| now_ms - since_ms),
        };
        self.write(author, self.new_act_id()?, times, make)
    }

    fn write(
        &self,
        user: &SignedIn,
        act_id: ActId,
        times: Times,
        make: impl FnOnce(&Doing<'_>, &WriteContext<'_, '_>) -> Outcome<Vec<(Subject, Event)>>,
    ) -> Outcome<ActId> {
        let enrolment = self
            .enrolment()
            .ok_or_else(|| Fault::internal("an act of a desk that is not enrolled"))?;
        let doing = Doing {
            desk: self,
            enrolment: &enrolment,
            user,
            act_id,
            times,
        };
        self.views_first();
        let Recorded { entries, changes } = self.replica.record_with(|context| {
            let mut events = make(&doing, context)?;
            events.extend(crate::queue::deeds(self, user, context, &events)?);
            doing.compose(context, events)
        })?;
        self.tell_changed(&changes);
        self.written(entries.len() as u64);
        Ok(doing.act_id)
    }

    pub(crate) fn new_act_id(&self) -> Outcome<ActId> {
        let unix_ms = u64::try_from(self.now_ms()).unwrap_or(0);
        Ok(ActId::new(unix_ms, bytes(self.random.as_ref())?))
    }
}

/// An act under way.
pub(crate) struct Doing<'a> {
    desk: &'a Desk,
    enrolment: &'a Enrolment,
    user: &'a SignedIn,
    /// The act. The subject that it creates has its id.
    pub act_id: ActId,
    times: Times,
}

/// When an act is.
#[derive(Clone, Copy, Debug)]
struct Times {
    /// Wall clock of the machine.
    wall_time_ms: i64,
    /// Estimate of the server's.
    server_time_ms: Option<i64>,
}

impl Doing<'_> {
    /// What the act creates.
    pub(crate) fn new_subject(&self, kind: SubjectKind) -> Subject {
        Subject {
            kind: kind.number(),
            id: self.act_id,
        }
    }

    /// Label of the desk on paper.
    pub(crate) fn desk_label(&self) -> &str {
        &self.enrolment.desk
    }

    /// The next number on paper of this desk: taken with the act, or not at all.
    pub(crate) fn next_number(&self, context: &WriteContext<'_, '_>) -> Outcome<PaperNumber> {
        let series = DeskLabel::parse(self.desk_label()).map_err(Fault::internal)?;
        let year = chrono::Datelike::year(&self.desk.today()?);
        let counter = context.next_counter(self.desk_label(), year)?;
        PaperNumber::compose(series, year, counter, &self.act_id.0).map_err(Fault::internal)
    }

    /// The act as the folds see it.
    pub(crate) fn act(&self) -> Outcome<Act> {
        Ok(Act {
            act_id: self.act_id.0,
            office_id: OfficeId::parse(&self.enrolment.office).map_err(Fault::internal)?,
            desk_label: self.enrolment.desk.clone(),
            desk_key: Octets(self.desk.signer.id().0),
            user_id: self.user.id.clone(),
            user_name: self.user.short_name.clone(),
            role: self.user.role,
            wall_time_ms: self.times.wall_time_ms,
            server_time_ms: self.times.server_time_ms,
        })
    }

    fn compose(
        &self,
        context: &WriteContext<'_, '_>,
        events: Vec<(Subject, Event)>,
    ) -> Outcome<NewAct> {
        let act = self.act()?;
        let mut entries = Vec::with_capacity(events.len());
        // An act may say several things of one subject: each stands on what came before it.
        let mut states: BTreeMap<Subject, State> = BTreeMap::new();
        for (subject, event) in events {
            let (kind, bytes) = body::encode(&event);
            let before = match states.remove(&subject) {
                Some(state) => Some(state),
                None => context.state(subject)?,
            };
            let after = body::fold_entry(event.kind().subject(), before, &act, kind, &bytes)
                .map_err(|reason| Fault::new(ErrorCode::ActVoid).with("reason", reason.code()))?;
            if let Some(access) = crate::audit::paper_of(subject, &event, &after, &self.desk.press)
            {
                self.desk.accessed_within(context, self.user, &access)?;
            }
            states.insert(subject, after);
            entries.push(NewEntry {
                subject,
                kind,
                bytes,
                salt: Salt(crate::random::bytes(self.desk.random.as_ref())?),
            });
        }
        Ok(NewAct {
            author: Author {
                user: self.user.id.clone(),
                user_name: self.user.short_name.clone(),
                role: self.user.role.number(),
                office: self.enrolment.office.clone(),
                desk: self.enrolment.desk.clone(),
                rules: context.directory_position()?,
            },
            act_id: self.act_id,
            wall_time_ms: self.times.wall_time_ms,
            server_time_ms: self.times.server_time_ms,
            entries,
        })
    }
}

/// The secret of a folder, made when the folder is new, and its key file as far as that stands.
pub(crate) fn secret_of(
    data: &Path,
    replica_exists: bool,
    deps: &Deps,
    unlock: Unlock,
) -> Result<(DeskSecret, Option<KeyFile>), KeyError> {
    let known = match unlock {
        Unlock::Spare(secret) => return Ok((secret, None)),
        Unlock::Own(known) => known,
    };
    match (KeyFile::read(data, &deps.machine), known) {
        (Ok(Some(file)), known) => {
            let secret = match known.filter(|_| file.has_passphrase()) {
                Some(known) => known,
                None => file.secret(None)?,
            };
            Ok((secret, Some(file)))
        }
        // The centre's text has brought it back, and the replica had to be mended before it could be tied anew.
        (Ok(None) | Err(KeyError::Unfit), Some(known)) => Ok((known, None)),
        (Err(error), _) => Err(error),
        // A missing file beside an existing replica is never replaced.
        (Ok(None), None) if replica_exists => Err(KeyError::Unfit),
        (Ok(None), None) => {
            let random = deps.random.as_ref();
            let secret = DeskSecret::fresh(random)?;
            // On the disk before anything is encrypted with it.
            let file = KeyFile::write(data, &secret, None, &deps.machine, random)?;
            Ok((secret, Some(file)))
        }
    }
}

/// The key file of a secret that has opened the replica.
fn settled_file(
    data: &Path,
    deps: &Deps,
    secret: &DeskSecret,
    file: Option<KeyFile>,
) -> Result<KeyFile, KeyError> {
    let random = deps.random.as_ref();
    match file {
        Some(file) => file.tie_best(data, &deps.machine, random),
        None => KeyFile::write(data, secret, None, &deps.machine, random),
    }
}

/// What opening the replica of a data folder needs.
pub(crate) fn open_params(data: &Path, deps: &Deps, keys: &DeskKeys) -> Outcome<OpenParams> {
    Ok(OpenParams {
        dir: data.join(REPLICA_FOLDER),
        mark: deps.mark.clone(),
        key: keys.replica,
        machine: deps.machine.binding(),
        fresh: Identity {
            replica: ReplicaId(bytes(deps.random.as_ref())?),
            key: keys.signer.id(),
        },
    })
}

/// The lock goes with the process, whatever way that ends.
pub(crate) fn take_lock(data: &Path) -> Outcome<File> {
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(data.join(LOCK_FILE))
        .map_err(|error| of_folder(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Fault::new(ErrorCode::DeskInUse)),
        Err(TryLockError::Error(error)) => Err(of_folder(&error)),
    }
}

pub(crate) fn of_keys(error: KeyError) -> Fault {
    match &error {
        KeyError::File(io) => of_folder(io),
        KeyError::Unfit => Fault::new(ErrorCode::StoreWrongKey).because(error),
        KeyError::PassphraseNeeded => Fault::new(ErrorCode::PassphraseNeeded),
        KeyError::PassphraseWrong => Fault::new(ErrorCode::PassphraseWrong),
        KeyError::Random(_) | KeyError::Cipher(_) => Fault::internal(error),
    }
}

pub(crate) fn of_folder(error: &std::io::Error) -> Fault {
    use std::io::ErrorKind;
    let code = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ErrorCode::DiskReadOnly,
        _ => ErrorCode::Internal,
    };
    // The kind alone: the words of the system name a path, and a path names a user.
    Fault::new(code).because(error.kind())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! The key of an open desk, and what people do with it: open with the passphrase, set and remove it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use stoika_domain::check;
use stoika_protocol::Signer;

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::key::{KeyOpen, KeyState, KeyTie, PassphraseSet};
use crate::api::session::SessionState;
use crate::desk::{of_folder, of_keys};
use crate::fault::{Fault, Outcome};
use crate::keys::{DeskSecret, KeyError, KeyFile, Machine, Spare, TieName, replace_whole};
use crate::random::Random;
use crate::session::{self, Session};
use crate::tries::Tries;
use crate::workstation::{Deps, Workstation};

/// The tag of everything here.
const TAG: &str = "key";
/// Wrong passphrases are counted under this name.
const WHO: &str = "passphrase";
/// And kept here between runs: the replica, where other tries are kept, is shut.
const TRIES_FILE: &str = "desk.tries";

/// What is known of the key file.
#[derive(Clone, Copy, Debug)]
struct Standing {
    tie: TieName,
    has_passphrase: bool,
}

/// The key of an open desk.
pub(crate) struct DeskKey {
    folder: PathBuf,
    secret: DeskSecret,
    machine: Machine,
    random: Arc<dyn Random>,
    standing: Mutex<Standing>,
}

impl DeskKey {
    pub(crate) fn new(folder: &Path, deps: &Deps, secret: DeskSecret, file: &KeyFile) -> Self {
        Self {
            folder: folder.to_path_buf(),
            secret,
            machine: deps.machine.clone(),
            random: Arc::clone(&deps.random),
            standing: Mutex::new(standing_of(file)),
        }
    }

    /// Whether a passphrase is asked for at the start.
    pub(crate) fn has_passphrase(&self) -> bool {
        self.standing().has_passphrase
    }

    /// From now on this passphrase opens the desk, or none is asked for.
    fn set_passphrase(&self, passphrase: Option<&str>) -> Result<(), KeyError> {
        let mut standing = self.standing();
        let file = KeyFile::write(
            &self.folder,
            &self.secret,
            passphrase,
            &self.machine,
            self.random.as_ref(),
        )?;
        *standing = standing_of(&file);
        Ok(())
    }

    /// The spare key is of this secret and for the centre's present recovery key: it is made anew where it is
    /// not. True when it was. A disk that does not take it costs nothing today.
    pub(crate) fn settle_spare(&self, recipient: &str, signer: &Signer) -> bool {
        if Spare::read(&self.folder).is_some_and(|spare| spare.fits(&self.secret, recipient)) {
            return false;
        }
        self.write_spare(recipient, signer)
    }

    /// A new spare key: a text that was given for the one before opens it no more.
    pub(crate) fn write_spare(&self, recipient: &str, signer: &Signer) -> bool {
        let written = Spare::write(
            &self.folder,
            &self.secret,
            signer,
            recipient,
            self.random.as_ref(),
        );
        match written {
            Ok(_) => {
                tracing::info!("the spare key was written");
                true
            }
            Err(error) => {
                tracing::warn!(%error, "the spare key was not written");
                false
            }
        }
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn standing_of(file: &KeyFile) -> Standing {
    Standing {
        tie: file.tie(),
        has_passphrase: file.has_passphrase(),
    }
}

/// `key.state`.
pub(crate) fn state(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<KeyState> {
    let desk = workstation.desk()?;
    let Standing {
        tie,
        has_passphrase,
    } = *desk.key.standing();
    let spare = Spare::read(workstation.data()).is_some_and(|spare| spare.is_of(&desk.key.secret));
    Ok(KeyState {
        tie: match tie {
            TieName::Machine => KeyTie::Machine,
            TieName::Credential => KeyTie::Credential,
            TieName::Windows => KeyTie::Windows,
        },
        passphrase: has_passphrase,
        spare,
        serves_hall: workstation.serves_hall(),
        length_min: desk.access_settings().passphrase_length_min,
    })
}

/// `key.set_passphrase`. Whoever may do it is signed in with a password of his own, so the old one is not asked for.
pub(crate) fn set_passphrase(
    workstation: &Workstation,
    session: &Session,
    input: PassphraseSet,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    // After a power cut the hall comes up by itself, or it does not come up.
    if workstation.serves_hall() {
        return Err(Fault::new(ErrorCode::PassphraseWithHall));
    }
    let length_min = desk.access_settings().passphrase_length_min;
    let passphrase = check::passphrase(&input.passphrase, length_min)
        .map_err(|wrong| Fault::field("passphrase", wrong))?;
    if input.again.trim() != passphrase {
        return Err(Fault::field(
            "again",
            check::Fault::new("passphrase_differs"),
        ));
    }
    desk.key.set_passphrase(Some(passphrase)).map_err(of_keys)?;
    // A desk that has to be mended in this run does not ask for what was typed in it.
    workstation.know(desk.key.secret.clone());
    tracing::info!(
        user = user.id,
        "the desk opens with a passphrase from now on"
    );
    workstation.notify([TAG.to_owned()]);
    Ok(Nothing {})
}

/// `key.remove_passphrase`.
pub(crate) fn remove_passphrase(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<Nothing> {
    let user = session.user()?;
    workstation
        .desk()?
        .key
        .set_passphrase(None)
        .map_err(of_keys)?;
    tracing::info!(
        user = user.id,
        "the desk opens with no passphrase from now on"
    );
    workstation.notify([TAG.to_owned()]);
    Ok(Nothing {})
}

/// `key.open`: the passphrase, before anybody can sign in.
pub(crate) fn open(
    workstation: &Workstation,
    session: &Session,
    input: KeyOpen,
) -> Outcome<SessionState> {
    {
        let _alone = workstation.mending();
        if workstation.problem() == Some(ErrorCode::PassphraseNeeded) {
            workstation.know(secret_by(workstation, input.passphrase.trim())?);
            workstation.reopen();
            workstation.recall_tries();
        }
    }
    workstation.notify(["session", "load", "link", TAG, "station"].map(ToOwned::to_owned));
    session::state(workstation, session, Nothing {})
}

/// The secret that the passphrase opens; wrong ones cost more and more time.
fn secret_by(workstation: &Workstation, passphrase: &str) -> Outcome<DeskSecret> {
    let deps = &workstation.deps;
    let folder = workstation.data();
    let now_ms = deps.clock.monotonic_ms();
    let path = folder.join(TRIES_FILE);
    let mut tries = std::fs::read_to_string(&path)
        .map(|kept| Tries::of_memory(&kept, now_ms))
        .unwrap_or_default();
    if let Some(running) = workstation.passphrase_tries().take() {
        tries = running;
    }
    let outcome = tried(&mut tries, now_ms, || {
        let file = KeyFile::read(folder, &deps.machine)?.ok_or(KeyError::Unfit)?;
        file.secret(Some(passphrase))
    });
    // A disk that does not take it stops nobody: it holds for this run all the same.
    if let Err(error) = replace_whole(&path, tries.memory().as_bytes()) {
        tracing::warn!(error = %error.kind(), "wrong passphrases were not kept");
    }
    *workstation.passphrase_tries() = Some(tries);
    outcome
}

fn tried(
    tries: &mut Tries,
    now_ms: u64,
    open: impl FnOnce() -> Result<DeskSecret, KeyError>,
) -> Outcome<DeskSecret> {
    let wait = |tries: &Tries| tries.wait_seconds(WHO, now_ms);
    let told = |seconds| Fault::new(ErrorCode::PassphraseTooManyTries).with("seconds", seconds);
    if let Some(seconds) = wait(tries) {
        return Err(told(seconds));
    }
    match open() {
        Ok(secret) => {
            tries.right(WHO);
            Ok(secret)
        }
        Err(KeyError::PassphraseWrong) => {
            tries.wrong(WHO, now_ms);
            Err(match wait(tries) {
                Some(seconds) => told(seconds),
                None => Fault::new(ErrorCode::PassphraseWrong),
            })
        }
        Err(KeyError::File(error)) => Err(of_folder(&error)),
        Err(error) => Err(of_keys(error)),
    }
}

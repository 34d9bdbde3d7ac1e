//! Who is at the desk: sign-in, lock, sign-out, and what each role may call.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::PasswordHash;
use stoika_domain::directory::User;
use stoika_domain::role::{Permission, Role};
use stoika_domain::standard::AccessSettings;

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::session::{DeskView, SessionState, SignIn, Stage, Unlock, UserChoice, UserView};
use crate::clock;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::kiosk::Tap;
use crate::table::{Access, COMMANDS, Listener};
use crate::term_words::iso;
use crate::workstation::Workstation;

/// What an unknown login is checked against, so that it takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c3RvaWthc3RvaWthc3Q$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// One connection of a window (or of its twin) and who is signed in there.
///
/// It locks itself when its user has not been there for the minutes of the settings. The window
/// tells of keys and mouse (`session.touch`); without its word, only what changes something counts.
#[derive(Debug)]
pub struct Session {
    listener: Listener,
    signed: Mutex<Option<SignedIn>>,
    /// The last sign of the user, of the monotonic clock.
    touched_ms: AtomicU64,
    /// The last ticket that a kiosk gave.
    tap: Mutex<Option<Tap>>,
}

/// A user at work.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// Key of his directory row.
    pub id: String,
    /// Login.
    pub login: String,
    /// «Самойлова Е. В.».
    pub short_name: String,
    /// Post.
    pub post: String,
    /// Role, as it stood at sign-in.
    pub role: Role,
    locked: bool,
}

impl SignedIn {
    /// A station of the hall where nobody signs in: «Киоск».
    pub(crate) fn station(name: &str) -> Self {
        Self {
            id: String::new(),
            login: String::new(),
            short_name: name.to_owned(),
            post: String::new(),
            role: Role::Station,
            locked: false,
        }
    }

    /// The program itself.
    pub(crate) fn program() -> Self {
        Self::station("")
    }
}

impl Session {
    pub(crate) fn new(listener: Listener) -> Self {
        Self {
            listener,
            signed: Mutex::new(None),
            touched_ms: AtomicU64::new(0),
            tap: Mutex::new(None),
        }
    }

    /// The user was there at this moment of the monotonic clock.
    pub(crate) fn touch(&self, now_ms: u64) {
        self.touched_ms.fetch_max(now_ms, Ordering::Relaxed);
    }

    /// Locks when the user has not been there for so long; true when that has just happened.
    pub(crate) fn lock_if_idle(&self, now_ms: u64, idle_minutes: u32) -> bool {
        let mut signed = self.signed();
        let Some(signed) = signed.as_mut().filter(|signed| !signed.locked) else {
            return false;
        };
        let idle_ms = now_ms.saturating_sub(self.touched_ms.load(Ordering::Relaxed));
        signed.locked = idle_minutes > 0 && idle_ms >= u64::from(idle_minutes) * 60_000;
        signed.locked
    }

    /// The last ticket that a kiosk gave.
    pub(crate) const fn tap(&self) -> &Mutex<Option<Tap>> {
        &self.tap
    }

    /// Through what it came.
    #[must_use]
    pub fn listener(&self) -> Listener {
        self.listener
    }

    /// The user, if he is signed in and the desk is not locked.
    pub(crate) fn user(&self) -> Outcome<SignedIn> {
        self.signed()
            .clone()
            .filter(|signed| !signed.locked)
            .ok_or_else(|| Fault::new(ErrorCode::AuthRequired))
    }

    /// Whether the session may call a command.
    pub(crate) fn admit(&self, access: Access) -> Outcome<()> {
        let Access::Role(permission) = access else {
            return Ok(());
        };
        let user = self.user()?;
        if user.role.permits(permission) {
            return Ok(());
        }
        Err(Fault::new(ErrorCode::AuthForbidden).with("role", roles_with(permission)))
    }

    fn signed(&self) -> MutexGuard<'_, Option<SignedIn>> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Codes of the roles that may, separated by commas.
fn roles_with(permission: Permission) -> String {
    let codes: Vec<&str> = Role::ALL
        .into_iter()
        .filter(|role| role.permits(permission))
        .map(Role::as_str)
        .collect();
    codes.join(",")
}

/// `session.state`.
pub(crate) fn state(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<SessionState> {
    let desk = match workstation.desk() {
        Ok(desk) => desk,
        Err(fault) => return Ok(damaged(workstation, fault.code)),
    };
    if let Some(problem) = desk.damage() {
        return Ok(damaged(workstation, problem));
    }
    let recovered = workstation.recovered();
    let clock = workstation.deps.clock.as_ref();
    let view = desk_view(&desk)?;
    let offset = view.as_ref().map_or(0, |view| view.utc_offset_minutes);
    let now_ms = desk.time.now_ms(clock);
    let signed = session.signed().clone();
    let stage = match (&view, &signed) {
        (_, _) if recovered.is_some() => Stage::Recovered,
        (None, _) => Stage::Enrolment,
        (Some(_), _) if !desk.is_loaded()? => Stage::FirstLoad,
        (Some(_), None) => Stage::SignIn,
        (Some(_), Some(signed)) if signed.locked => Stage::Locked,
        (Some(_), Some(_)) => Stage::Open,
    };
    Ok(SessionState {
        stage,
        desk: view,
        user: signed.as_ref().map(user_view),
        today: iso(clock::civil_date(now_ms, offset)),
        now_ms,
        clock_off_seconds: desk.time.clock_off_seconds(clock),
        auto_lock_minutes: desk.access_settings().idle_lock_minutes,
        problem: None,
        spare_key: None,
        recovered,
    })
}

fn damaged(workstation: &Workstation, problem: ErrorCode) -> SessionState {
    let now_ms = workstation.deps.clock.wall_ms();
    let (stage, problem) = match problem {
        ErrorCode::PassphraseNeeded => (Stage::Passphrase, None),
        other => (Stage::Damaged, Some(other)),
    };
    let is_locked = matches!(problem, None | Some(ErrorCode::StoreWrongKey));
    SessionState {
        stage,
        desk: None,
        user: None,
        today: iso(clock::civil_date(now_ms, 0)),
        now_ms,
        clock_off_seconds: None,
        auto_lock_minutes: AccessSettings::default().idle_lock_minutes,
        problem,
        spare_key: is_locked.then(|| workstation.spare_key()).flatten(),
        recovered: None,
    }
}

fn desk_view(desk: &Desk) -> Outcome<Option<DeskView>> {
    let Some(enrolment) = desk.enrolment() else {
        return Ok(None);
    };
    // Before the first load the office has no name yet.
    let office = desk.office()?;
    Ok(Some(DeskView {
        label: enrolment.desk.clone(),
        office_name: office
            .as_ref()
            .map_or_else(String::new, |office| office.name_ru.clone()),
        office_id: enrolment.office.clone(),
        window: u32::from(enrolment.window),
        site: office
            .as_ref()
            .and_then(|office| desk.site_of(office))
            .map(|site| street_of(&site.address).to_owned()),
        utc_offset_minutes: office.map_or(0, |office| office.utc_offset_minutes),
    }))
}

/// «ул. Кутузова, 20/24» of «Самарская обл., г. Новокуйбышевск, ул. Кутузова, 20/24»: region and town are the office's.
fn street_of(address: &str) -> &str {
    address.splitn(3, ", ").nth(2).unwrap_or(address)
}

fn user_view(signed: &SignedIn) -> UserView {
    let forbidden = COMMANDS
        .iter()
        .filter(|command| match command.access {
            Access::Anyone => false,
            Access::Role(permission) => !signed.role.permits(permission),
        })
        .map(|command| command.name.to_owned())
        .collect();
    UserView {
        id: signed.id.clone(),
        short_name: signed.short_name.clone(),
        post: signed.post.clone(),
        role: signed.role.as_str().to_owned(),
        forbidden,
    }
}

/// `session.users`.
pub(crate) fn users(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<Vec<UserChoice>> {
    let mut users: Vec<UserChoice> = workstation
        .desk()?
        .users()?
        .into_iter()
        .filter(|(_, user)| user.active)
        .map(|(id, user)| UserChoice {
            id,
            login: user.login,
            short_name: user.short_name,
            post: user.post,
        })
        .collect();
    users.sort_by(|one, other| one.short_name.cmp(&other.short_name));
    Ok(users)
}

/// `session.sign_in`.
pub(crate) fn sign_in(
    workstation: &Workstation,
    session: &Session,
    input: SignIn,
) -> Outcome<SessionState> {
    let desk = workstation.desk()?;
    let login = input.login.trim().to_lowercase();
    let found = desk
        .users()?
        .into_iter()
        .find(|(_, user)| user.login.to_lowercase() == login);
    check_password(
        workstation,
        &login,
        found.as_ref().map(|(_, user)| user),
        &input.password,
    )?;
    let Some((id, user)) = found else {
        return Err(Fault::new(ErrorCode::AuthWrongPassword));
    };
    let role = Role::parse(&user.role)
        .ok_or_else(|| Fault::internal("the user's role is of a newer program"))?;
    let signed = SignedIn {
        id,
        login,
        short_name: user.short_name,
        post: user.post,
        role,
        locked: false,
    };
    session.touch(workstation.deps.clock.monotonic_ms());
    *session.signed() = Some(signed.clone());
    desk.seal_audit(&signed, false);
    crate::queue::close_leftovers(&desk);
    workstation.notify(["session".to_owned()]);
    state(workstation, session, Nothing {})
}

/// The right password of a user who may sign in, or why not. An unknown login and a wrong
/// password have the same words and take the same time.
fn check_password(
    workstation: &Workstation,
    login: &str,
    user: Option<&User>,
    password: &str,
) -> Outcome<()> {
    let now_ms = workstation.deps.clock.monotonic_ms();
    if let Some(seconds) = workstation.tries().wait_seconds(login, now_ms) {
        return Err(Fault::new(ErrorCode::AuthTooManyTries).with("seconds", seconds));
    }
    let hash = user.map_or(NOBODY, |user| user.password_hash.as_str());
    let fits = PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    });
    if !fits || user.is_none() {
        let wait_seconds = {
            let mut tries = workstation.tries();
            tries.wrong(login, now_ms);
            tries.wait_seconds(login, now_ms)
        };
        workstation.remember_tries();
        return Err(match wait_seconds {
            Some(seconds) => Fault::new(ErrorCode::AuthTooManyTries).with("seconds", seconds),
            None => Fault::new(ErrorCode::AuthWrongPassword),
        });
    }
    if workstation.tries().right(login) {
        workstation.remember_tries();
    }
    if user.is_some_and(|user| user.active) {
        Ok(())
    } else {
        Err(Fault::new(ErrorCode::AuthUserDisabled))
    }
}

/// `session.lock`. Locking a desk where nobody is signed in changes nothing.
pub(crate) fn lock(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<SessionState> {
    if let Some(signed) = session.signed().as_mut() {
        signed.locked = true;
    }
    workstation.notify(["session".to_owned()]);
    state(workstation, session, Nothing {})
}

/// `session.unlock`. The role is read anew: it may have changed meanwhile.
pub(crate) fn unlock(
    workstation: &Workstation,
    session: &Session,
    input: Unlock,
) -> Outcome<SessionState> {
    let login = session
        .signed()
        .as_ref()
        .map(|signed| signed.login.clone())
        .ok_or_else(|| Fault::new(ErrorCode::AuthRequired))?;
    sign_in(
        workstation,
        session,
        SignIn {
            login,
            password: input.password,
        },
    )
}

/// `session.touch`: a key or the mouse. It opens nothing: a desk that is locked stays so.
pub(crate) fn touch(workstation: &Workstation, session: &Session, _: Nothing) -> Outcome<Nothing> {
    session.touch(workstation.deps.clock.monotonic_ms());
    Ok(Nothing {})
}

/// `session.sign_out`.
pub(crate) fn sign_out(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<SessionState> {
    let signed = session.signed().take();
    if let (Some(signed), Ok(desk)) = (signed, workstation.desk()) {
        desk.seal_audit(&signed, true);
    }
    workstation.notify(["session".to_owned()]);
    state(workstation, session, Nothing {})
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::phc::PasswordHash;

    use super::NOBODY;

    #[test]
    fn an_unknown_login_is_checked_against_a_hash_that_can_be_computed() {
        let hash = PasswordHash::new(NOBODY);
        assert!(hash.is_ok_and(|hash| hash.salt.is_some() && hash.hash.is_some()));
    }
}

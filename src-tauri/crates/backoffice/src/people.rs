//! `user`: who may sign in at an office's desks.

use argon2::Argon2;
use argon2::password_hash::PasswordHasher as _;
use serde::Serialize;
use stoika_domain::directory::{self, User, kind};
use stoika_domain::role::Role;
use stoika_domain::text;
use stoika_exchange::RowPut;
use stoika_protocol::ActId;

use crate::centre::{Ambient, Centre};
use crate::error::CentreError;

const PASSWORD_LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
const PASSWORD_LENGTH: usize = 10;

/// Who to let in.
#[derive(Clone, Debug)]
pub(crate) struct NewUser {
    pub login: String,
    pub name: String,
    pub post: String,
    pub role: Role,
    pub office: String,
}

/// A user, for people. The name stands here and in no log.
#[derive(Debug, Serialize)]
pub(crate) struct UserLine {
    pub id: String,
    pub login: String,
    pub name: String,
    pub post: String,
    pub role: String,
    pub office: String,
    pub active: bool,
}

/// Hashes a password as desks check it: Argon2id.
pub(crate) fn hash_password(password: &str, salt: &[u8; 16]) -> Result<String, CentreError> {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|error| CentreError::Asked(format!("the password cannot be used: {error}")))
}

/// A password that can be read out over the phone.
pub(crate) fn make_password(random: [u8; PASSWORD_LENGTH]) -> String {
    random
        .iter()
        .map(|byte| char::from(PASSWORD_LETTERS[usize::from(*byte) % PASSWORD_LETTERS.len()]))
        .collect()
}

/// The directory row of a user.
pub(crate) fn user_row(id: &str, office: &str, user: &User) -> Result<RowPut, CentreError> {
    let data = directory::encode(user).map_err(|error| CentreError::Asked(error.to_string()))?;
    Ok(RowPut {
        kind: kind::USER.to_owned(),
        key: id.to_owned(),
        scope: office.to_owned(),
        data: Some(data),
    })
}

/// Adds a user; returns the password that was made when none was given.
pub(crate) fn add(
    centre: &Centre,
    ambient: &Ambient,
    new: &NewUser,
    password: Option<String>,
) -> Result<Option<String>, CentreError> {
    centre.office(&new.office)?;
    let taken = all(centre)?
        .into_iter()
        .any(|(_, office, user)| office == new.office && user.login == new.login);
    if taken {
        return Err(CentreError::Asked(format!(
            "login `{}` is taken at this office",
            new.login
        )));
    }
    let made = match password {
        Some(_) => None,
        None => Some(make_password(ambient.bytes())),
    };
    let password = password.or_else(|| made.clone()).unwrap_or_default();
    if password.chars().count() < 8 {
        return Err(CentreError::Asked(
            "a password has at least 8 characters".to_owned(),
        ));
    }
    let now_ms = u64::try_from(ambient.now_ms()).unwrap_or(0);
    let id = ActId::new(now_ms, ambient.bytes()).to_string();
    let user = User {
        login: new.login.clone(),
        name: new.name.clone(),
        short_name: text::short_name(&new.name),
        post: new.post.clone(),
        role: new.role.as_str().to_owned(),
        password_hash: hash_password(&password, &ambient.bytes())?,
        active: true,
    };
    centre
        .exchange
        .publish(&[user_row(&id, &new.office, &user)?])?;
    Ok(made)
}

/// All users, or those of an office.
pub(crate) fn list(centre: &Centre, office: Option<&str>) -> Result<Vec<UserLine>, CentreError> {
    Ok(all(centre)?
        .into_iter()
        .filter(|(_, of, _)| office.is_none_or(|office| office == of))
        .map(|(id, office, user)| UserLine {
            id,
            office,
            login: user.login,
            name: user.name,
            post: user.post,
            role: user.role,
            active: user.active,
        })
        .collect())
}

/// Takes a user's right to sign in; the row stays, for history.
pub(crate) fn disable(centre: &Centre, office: &str, login: &str) -> Result<(), CentreError> {
    let found = all(centre)?
        .into_iter()
        .find(|(_, of, user)| of == office && user.login == login);
    let Some((id, office, mut user)) = found else {
        return Err(CentreError::Asked(format!(
            "no user `{login}` at this office"
        )));
    };
    user.active = false;
    centre.exchange.publish(&[user_row(&id, &office, &user)?])?;
    Ok(())
}

fn all(centre: &Centre) -> Result<Vec<(String, String, User)>, CentreError> {
    centre
        .database()
        .rows_of_kind(kind::USER)?
        .into_iter()
        .map(|(id, office, data)| {
            let user = directory::decode(&data).map_err(|error| CentreError::Document {
                name: kind::USER.to_owned(),
                error: error.to_string(),
            })?;
            Ok((id, office, user))
        })
        .collect()
}

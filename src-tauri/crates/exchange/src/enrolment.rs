//! Letting desks in, and out.

use stoika_protocol::{Enrol, EnrolRefusal, EnrolReply, EnrolSecret, Hash, KeyId, VerifyingKey};

use crate::exchange::{Exchange, ExchangeError};
use crate::judge::Judge;
use crate::publish::publish_desk;
use crate::storage::{Desk, Invitation, Rows, Storage, StorageError};

/// Whom to let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// The secret of the one-time code: random bytes that the caller drew.
    pub secret: EnrolSecret,
    /// The office.
    pub office: String,
    /// Number of the window.
    pub window: u16,
    /// What labels of the office begin with on paper, e.g. `ОТ`.
    pub prefix: String,
    /// Unix milliseconds.
    pub expires_at_ms: i64,
}

/// Why nobody was invited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InviteError {
    /// Every label from 01 to 99 of the office was given out.
    #[error("every desk label of the office has been given out")]
    NoLabel,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl<S: Storage, J: Judge> Exchange<S, J> {
    /// Invites a desk and returns the label that it will have. A label is given once: numbers
    /// on paper begin with it, so no two desks ever share one, not even after a revocation.
    /// The window's number is taken for the label while it is free, else the lowest free one.
    ///
    /// # Errors
    /// [`InviteError`].
    pub fn invite(&self, invite: &Invite) -> Result<String, InviteError> {
        let label = self.storage.write(|rows| {
            let given = labels(rows)?;
            let label = std::iter::once(invite.window)
                .chain(1..=99)
                .filter(|number| (1..=99).contains(number))
                .map(|number| format!("{}-{number:02}", invite.prefix))
                .find(|label| !given.contains(label));
            if let Some(label) = &label {
                rows.put_invitation(&Invitation {
                    secret: secret_hash(&invite.secret),
                    office: invite.office.clone(),
                    window: invite.window,
                    label: label.clone(),
                    expires_at_ms: invite.expires_at_ms,
                    used_by: None,
                })?;
            }
            Ok(label)
        })?;
        label.ok_or(InviteError::NoLabel)
    }

    /// Lets a desk in by its one-time code, and tells its office of it. The same key with the same code again gets the
    /// same answer: a reply may have been lost.
    ///
    /// # Errors
    /// A storage that failed. A refusal is no error of the exchange: it is the inner `Err`.
    pub fn enrol(
        &self,
        enrol: &Enrol,
        now_ms: i64,
    ) -> Result<Result<EnrolReply, EnrolRefusal>, ExchangeError> {
        let Ok(key) = VerifyingKey::from_bytes(&enrol.key) else {
            return Ok(Err(EnrolRefusal::Key));
        };
        let nonce = Enrol::proof_nonce(&enrol.secret);
        if key.verify_challenge(&nonce, &enrol.proof).is_err() {
            return Ok(Err(EnrolRefusal::Key));
        }
        let authority = self.signer.verifying_key().to_bytes();
        let outcome = self.storage.write(|rows| {
            let Some(mut invitation) = rows.invitation(&secret_hash(&enrol.secret))? else {
                return Ok(Err(EnrolRefusal::Unknown));
            };
            match invitation.used_by {
                Some(user) if user != key.id() => return Ok(Err(EnrolRefusal::Used)),
                Some(_) => {}
                None if now_ms >= invitation.expires_at_ms => {
                    return Ok(Err(EnrolRefusal::Expired));
                }
                // One key, one desk: its entries would belong to two offices.
                None if rows.desk(&key.id())?.is_some() => return Ok(Err(EnrolRefusal::Key)),
                None => {
                    invitation.used_by = Some(key.id());
                    rows.put_invitation(&invitation)?;
                    let desk = new_desk(key, &invitation, &enrol.program, now_ms);
                    rows.put_desk(&desk)?;
                    publish_desk(rows, &desk)?;
                }
            }
            Ok(Ok(EnrolReply {
                desk: invitation.label,
                office: invitation.office,
                window: invitation.window,
                authority,
                history: rows.history()?,
                server_time_ms: now_ms,
                recovery: self.recovery.clone(),
            }))
        })?;
        Ok(outcome)
    }

    /// Revokes a desk: it may push what it has and is given nothing; its office is told. `None` when there is no
    /// such desk; else when it was revoked, now or before.
    ///
    /// # Errors
    /// A storage that failed.
    pub fn revoke(&self, key: &KeyId, now_ms: i64) -> Result<Option<i64>, StorageError> {
        self.storage.write(|rows| {
            let Some(mut desk) = rows.desk(key)? else {
                return Ok(None);
            };
            let at_ms = desk.revoked_at_ms.unwrap_or(now_ms);
            desk.revoked_at_ms = Some(at_ms);
            rows.put_desk(&desk)?;
            publish_desk(rows, &desk)?;
            Ok(Some(at_ms))
        })
    }
}

fn new_desk(key: VerifyingKey, invitation: &Invitation, program: &str, now_ms: i64) -> Desk {
    Desk {
        key,
        office: invitation.office.clone(),
        window: invitation.window,
        label: invitation.label.clone(),
        enrolled_at_ms: now_ms,
        revoked_at_ms: None,
        seen_at_ms: None,
        program: program.chars().take(64).collect(),
    }
}

fn labels(rows: &mut dyn Rows) -> Result<std::collections::BTreeSet<String>, StorageError> {
    let invited = rows.invitations()?.into_iter().map(|one| one.label);
    let desks = rows.desks()?.into_iter().map(|desk| desk.label);
    Ok(invited.chain(desks).collect())
}

fn secret_hash(secret: &EnrolSecret) -> Hash {
    Hash(blake3::derive_key(
        "stoika 2026 v1 enrolment secret",
        &secret.0,
    ))
}

//! A desk of the centre's own: what its people decide is an entry of the journal like any other,
//! sealed by a key of this desk, taken in and ordered as everybody's.

use std::fs::File;

use stoika_domain::body::{self, Event, SubjectKind};
use stoika_domain::destruction::CENTRE as OFFICE;
use stoika_domain::role::Role;
use stoika_exchange::storage::Desk;
use stoika_exchange::{ExchangeError, Storage as _};
use stoika_protocol::{
    ActId, Author, Body, Chain, Entry, EntryRef, Header, Push, ReplicaId, Salt, Signer, Subject,
    seal_frames,
};

use crate::centre::{Ambient, Centre};
use crate::error::{CentreError, at};
use crate::keys;

/// Key of the desk.
const KEY_FILE: &str = "desk.key";
/// Replica that it writes, and how far.
const MARK_FILE: &str = "desk.mark";
const LOCK_FILE: &str = "desk.lock";
/// Its label in the journal; no desk of an office has it.
const LABEL: &str = "ЦЕНТР-1";
/// Places given at a time.
const SEQUENCE_BATCH: u32 = 1000;

/// The desk at work. Only one process has it at a time: the lock goes with it.
pub(crate) struct CentreDesk<'a> {
    centre: &'a Centre,
    ambient: &'a Ambient,
    signer: Signer,
    replica: ReplicaId,
    chain: Chain,
    _lock: File,
}

impl<'a> CentreDesk<'a> {
    /// Opens the desk, making its key at the first time.
    ///
    /// # Errors
    /// Files that cannot be used; a storage that failed.
    pub fn open(centre: &'a Centre, ambient: &'a Ambient) -> Result<Self, CentreError> {
        let path = centre.dir.join(LOCK_FILE);
        let lock = File::create(&path).map_err(at(&path))?;
        lock.lock().map_err(at(&path))?;
        let signer = keys::signer(&centre.dir.join(KEY_FILE), ambient)?;
        let (replica, chain) = standing(centre, ambient)?;
        let desk = Desk {
            key: signer.verifying_key(),
            office: OFFICE.to_owned(),
            window: 1,
            label: LABEL.to_owned(),
            enrolled_at_ms: ambient.now_ms(),
            revoked_at_ms: None,
            seen_at_ms: Some(ambient.now_ms()),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        };
        centre.database().write(|rows| rows.put_desk(&desk))?;
        Ok(Self {
            centre,
            ambient,
            signer,
            replica,
            chain,
            _lock: lock,
        })
    }

    /// Writes an act of `by` that creates something: it has the act's id.
    ///
    /// # Errors
    /// Those of [`act`](Self::act).
    pub fn begin(
        &mut self,
        by: &str,
        kind: SubjectKind,
        event: &Event,
    ) -> Result<Subject, CentreError> {
        let id = self.act_id();
        let subject = Subject {
            kind: kind.number(),
            id,
        };
        let entry = self.entry(by, (id, subject), None, event)?;
        self.take_in(&entry)?;
        Ok(subject)
    }

    /// Writes an act of `by` about `subject`, takes it in and gives it its place.
    ///
    /// # Errors
    /// A storage that failed; an entry that the exchange refused, which it never does to its own.
    pub fn act(
        &mut self,
        by: &str,
        subject: Subject,
        base: Option<EntryRef>,
        event: &Event,
    ) -> Result<(), CentreError> {
        let entry = self.entry(by, (self.act_id(), subject), base, event)?;
        self.take_in(&entry)
    }

    fn act_id(&self) -> ActId {
        let now_ms = u64::try_from(self.ambient.now_ms()).unwrap_or(0);
        ActId::new(now_ms, self.ambient.bytes())
    }

    fn take_in(&mut self, entry: &Entry) -> Result<(), CentreError> {
        let sealed = seal_frames(&self.signer, self.chain, std::slice::from_ref(entry))
            .map_err(|error| CentreError::Asked(error.to_string()))?;
        let push = Push {
            replica: self.replica,
            frames: sealed
                .iter()
                .map(|(frame, _)| frame.0.clone().into())
                .collect(),
        };
        let now_ms = self.ambient.now_ms();
        let exchange = &self.centre.exchange;
        let reply = exchange
            .push(&self.signer.id(), &push, now_ms)
            .map_err(asked)?;
        if !reply.refused.is_empty() {
            return Err(CentreError::Asked(
                "the centre's own entry was refused".to_owned(),
            ));
        }
        self.chain = Chain {
            seq: reply.acked_seq,
            head: reply.acked_chain,
        };
        self.keep_mark()?;
        while exchange.sequence(SEQUENCE_BATCH, now_ms)? > 0 {}
        Ok(())
    }

    fn entry(
        &self,
        by: &str,
        (act, subject): (ActId, Subject),
        base: Option<EntryRef>,
        event: &Event,
    ) -> Result<Entry, CentreError> {
        let (kind, bytes) = body::encode(event);
        let now_ms = self.ambient.now_ms();
        let body = Body {
            salt: Salt(self.ambient.bytes()),
            bytes,
        };
        let header = Header {
            key: self.signer.id(),
            replica: self.replica,
            seq: self.chain.seq + 1,
            act,
            subject,
            base,
            wall_time_ms: now_ms,
            server_time_ms: Some(now_ms),
            kind,
            author: Author {
                user: String::new(),
                user_name: by.to_owned(),
                role: Role::Administrator.number(),
                office: OFFICE.to_owned(),
                desk: LABEL.to_owned(),
                rules: self.centre.database().read(|rows| rows.directory_head())?,
            },
            body_hash: body.hash(),
        };
        Ok(Entry {
            header,
            body: Some(body),
        })
    }

    fn keep_mark(&self) -> Result<(), CentreError> {
        let mut mark = self.replica.0.to_vec();
        mark.extend_from_slice(&self.chain.seq.to_be_bytes());
        keys::write_secret(&self.centre.dir.join(MARK_FILE), &mark)
    }
}

/// The replica to go on with, and its chain. A database that holds less than this desk has written
/// was restored from a backup: then the desk begins a new replica, like any other.
fn standing(centre: &Centre, ambient: &Ambient) -> Result<(ReplicaId, Chain), CentreError> {
    let path = centre.dir.join(MARK_FILE);
    let mark = if path.exists() {
        let bytes = std::fs::read(&path).map_err(at(&path))?;
        let (replica, seq) = bytes
            .split_at_checked(16)
            .ok_or_else(|| CentreError::Key(path.clone()))?;
        let replica: [u8; 16] = replica
            .try_into()
            .map_err(|_| CentreError::Key(path.clone()))?;
        let seq: [u8; 8] = seq.try_into().map_err(|_| CentreError::Key(path.clone()))?;
        Some((ReplicaId(replica), u64::from_be_bytes(seq)))
    } else {
        None
    };
    if let Some((replica, seq)) = mark {
        let held = centre.database().read(|rows| rows.replica(&replica))?;
        let chain = held.map_or(Chain::start(replica), |held| held.held);
        if chain.seq >= seq {
            return Ok((replica, chain));
        }
    }
    let replica = ReplicaId(ambient.bytes());
    Ok((replica, Chain::start(replica)))
}

fn asked(error: ExchangeError) -> CentreError {
    match error {
        ExchangeError::Storage(error) => error.into(),
        ExchangeError::Denied(denial) => {
            CentreError::Asked(format!("the centre's own desk was denied: {denial:?}"))
        }
    }
}

//! Taking the audit in: checked against the chain, durable before it is acknowledged, given to nobody.

use stoika_protocol::{
    AuditEnd, AuditOutcome, AuditPush, AuditPushReply, Chain, Denial, Hash, KeyId, ReplicaId,
    VerifyingKey, audit_start, limit, message,
};

use crate::exchange::{Exchange, ExchangeError};
use crate::judge::Judge;
use crate::storage::{AuditBranch, AuditHead, AuditLine, JournalRows, Rows, Storage, StorageError};

/// What is to be done with records whose signature is good.
enum Place {
    /// The records from that index on are new.
    New(usize),
    Gap,
    Fork,
}

impl<S: Storage, J: Judge> Exchange<S, J> {
    /// Takes audit records of one replica in one transaction. The same records again are no news;
    /// others at the same numbers are a fork: they are kept as a branch, and it is written down.
    /// `key` is who brings them; who wrote them has signed them. A revoked desk may push.
    ///
    /// # Errors
    /// [`Denial::ForeignDesk`] when `key` is not enrolled, [`Denial::Malformed`] for more than
    /// [`limit::AUDIT_RECORDS`] records or a text over its limit; a storage that failed: then
    /// nothing was taken.
    pub fn audit(
        &self,
        key: &KeyId,
        push: &AuditPush,
        now_ms: i64,
    ) -> Result<AuditPushReply, ExchangeError> {
        if !within_limits(push) {
            return Err(ExchangeError::Denied(Denial::Malformed));
        }
        let author = self.audit_author(key, push)?;
        let chains = author.and_then(|author| {
            push.chains()
                .filter(|chains| !chains.is_empty() && push.verify(&author).is_ok())
        });
        let reply = self.storage.write(|rows| {
            let head = rows.audit_head(&push.replica)?;
            let held = head.map_or(audit_start(push.replica), |head| head.held);
            let told = |outcome, held_seq| AuditPushReply {
                outcome,
                held_seq,
                server_time_ms: now_ms,
            };
            let Some(chains) = &chains else {
                return Ok(told(AuditOutcome::Refused, held.seq));
            };
            if head.is_some_and(|head| head.key != push.key) {
                return Ok(told(AuditOutcome::Refused, held.seq));
            }
            match place(rows, push, chains, held)? {
                Place::Gap => Ok(told(AuditOutcome::Gap, held.seq)),
                Place::Fork => {
                    keep_branch(rows, push, chains, now_ms)?;
                    Ok(told(AuditOutcome::Forked, held.seq))
                }
                Place::New(from) => {
                    let grown = append(rows, push, chains, from)?.unwrap_or(held);
                    Ok(told(AuditOutcome::Taken, grown.seq))
                }
            }
        })?;
        Ok(reply)
    }

    /// The key that must have signed; `None` for one that was never enrolled.
    fn audit_author(
        &self,
        key: &KeyId,
        push: &AuditPush,
    ) -> Result<Option<VerifyingKey>, ExchangeError> {
        let found = self.storage.read(|rows| {
            let bearer = rows.desk(key)?;
            let author = rows.desk(&push.key)?;
            Ok((bearer.is_some(), author.map(|desk| desk.key)))
        })?;
        match found {
            (true, author) => Ok(author),
            (false, _) => Err(ExchangeError::Denied(Denial::ForeignDesk)),
        }
    }
}

/// Of the ends that a desk believes to be here, those that neither the chain nor a branch has.
pub(crate) fn lost(
    rows: &mut dyn JournalRows,
    told: &[AuditEnd],
) -> Result<Vec<ReplicaId>, StorageError> {
    let mut lost = Vec::new();
    for end in told.iter().take(limit::HELLO_AUDITS) {
        if !rows.has_audit(end)? {
            lost.push(end.replica);
        }
    }
    Ok(lost)
}

fn within_limits(push: &AuditPush) -> bool {
    push.records.len() <= limit::AUDIT_RECORDS as usize
        && push.records.iter().all(|record| {
            [
                Some(&record.user),
                Some(&record.object_id),
                record.party.as_ref(),
                Some(&record.detail),
                Some(&record.reason),
            ]
            .into_iter()
            .flatten()
            .all(|text| text.len() <= limit::AUDIT_TEXT_BYTES_MAX)
        })
}

fn place(
    rows: &mut dyn Rows,
    push: &AuditPush,
    chains: &[Chain],
    held: Chain,
) -> Result<Place, StorageError> {
    let before = push.before();
    if before.seq > held.seq {
        // The rest of a branch arrives after its beginning: it belongs to the branch.
        let branched = rows.audit_branch_ends(&push.replica, &before.head)?;
        return Ok(if branched { Place::Fork } else { Place::Gap });
    }
    let known = usize::try_from(held.seq - before.seq)
        .unwrap_or(usize::MAX)
        .min(chains.len());
    // Equal hashes at one number have equal records before it.
    let last_known = known
        .checked_sub(1)
        .and_then(|index| chains.get(index))
        .copied()
        .unwrap_or(before);
    let here = if last_known.seq == 0 {
        Some(audit_start(push.replica).head)
    } else {
        rows.audit_chain_at(&push.replica, last_known.seq)?
    };
    Ok(if here == Some(last_known.head) {
        Place::New(known)
    } else {
        Place::Fork
    })
}

fn append(
    rows: &mut dyn Rows,
    push: &AuditPush,
    chains: &[Chain],
    from: usize,
) -> Result<Option<Chain>, StorageError> {
    let lines: Vec<AuditLine> = push
        .records
        .iter()
        .zip(chains)
        .skip(from)
        .map(|(record, chain)| AuditLine {
            chain: chain.head,
            record: record.clone(),
        })
        .collect();
    let Some(grown) = chains.last().copied().filter(|_| !lines.is_empty()) else {
        return Ok(None);
    };
    rows.append_audit(&push.replica, &lines)?;
    rows.put_audit_head(
        &push.replica,
        &AuditHead {
            key: push.key,
            held: grown,
        },
    )?;
    Ok(Some(grown))
}

fn keep_branch(
    rows: &mut dyn Rows,
    push: &AuditPush,
    chains: &[Chain],
    now_ms: i64,
) -> Result<(), StorageError> {
    let Some(after) = chains.last() else {
        return Ok(());
    };
    let bytes = message::encode(push);
    rows.put_audit_branch(&AuditBranch {
        hash: Hash(blake3::derive_key("stoika 2026 v1 audit branch", &bytes)),
        replica: push.replica,
        first_seq: push.before_seq.saturating_add(1),
        after: after.head,
        bytes,
        at_ms: now_ms,
    })
}

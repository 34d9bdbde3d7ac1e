//! Verdicts by the domain's folds.

use std::collections::BTreeMap;

use stoika_domain::body::{self, Event, State, SubjectKind, VoidReason};
use stoika_domain::directory::{self, Account, User, kind};
use stoika_domain::role::Role;
use stoika_domain::tenure::{self, Named, QueueOrderEvent, Tenure};
use stoika_exchange::storage::Settled;
use stoika_exchange::{Hub, Judge, Judgement, Names};
use stoika_protocol::{ActId, Entry, EntryRef, Hash, KeyId, ReplicaId, Subject, Verdict};

/// Judges by the very fold with which a desk judges its own unsettled tail.
#[derive(Clone, Copy, Debug, Default)]
pub struct DomainJudge;

impl Judge for DomainJudge {
    fn judge(&self, subject_kind: u16, state: Option<&[u8]>, entry: &Entry) -> Judgement {
        match fold(subject_kind, state, entry) {
            Ok(state) => Judgement {
                verdict: Verdict::Effective,
                scope: state.scope().into_iter().map(String::from).collect(),
                state: Some(state.encode()),
            },
            Err(reason) => Judgement {
                verdict: Verdict::Void(reason.number()),
                state: None,
                scope: Vec::new(),
            },
        }
    }

    fn repeated(&self) -> Verdict {
        Verdict::Void(VoidReason::Repeated.number())
    }

    fn rows_of_account(&self, number: &str, account: &[u8]) -> Vec<(String, String)> {
        related(number, account)
    }

    fn is_hubs(&self, subject_kind: u16) -> bool {
        SubjectKind::from_number(subject_kind).is_some_and(SubjectKind::is_of_queue)
    }

    fn tenure_kind(&self) -> u16 {
        SubjectKind::Tenure.number()
    }

    fn hubs(&self, tenures: &[(Subject, Settled)]) -> BTreeMap<String, Hub> {
        let mut of_office: BTreeMap<String, Vec<Tenure>> = BTreeMap::new();
        for (_, settled) in tenures {
            let state = settled.state.as_deref();
            let state = state.map(|bytes| State::decode(SubjectKind::Tenure, bytes));
            if let Some(Ok(State::Tenure(tenure))) = state {
                let office = String::from(tenure.office_id.clone());
                of_office.entry(office).or_default().push(*tenure);
            }
        }
        of_office
            .into_iter()
            .filter_map(|(office, tenures)| Some((office, hub(tenure::last(&tenures)?))))
            .collect()
    }

    fn named(&self, entry: &Entry) -> Option<Names> {
        let header = &entry.header;
        if header.subject.kind != SubjectKind::QueueOrder.number() {
            return None;
        }
        match body::decode(header.kind, &entry.body.as_ref()?.bytes) {
            Ok(Event::QueueOrder(QueueOrderEvent::Named(named))) => Some(names(&named)),
            Ok(_) | Err(_) => None,
        }
    }

    fn reads_audit(&self, user: &[u8]) -> bool {
        directory::decode::<User>(user).is_ok_and(|user| {
            user.active
                && Role::parse(&user.role)
                    .is_some_and(|role| matches!(role, Role::Head | Role::Administrator))
        })
    }
}

fn hub(tenure: &Tenure) -> Hub {
    Hub {
        tenure: ActId(tenure.id),
        key: KeyId(tenure.desk_key.0),
        ended: tenure.ended.is_some(),
    }
}

fn names(named: &Named) -> Names {
    let entries = named.entries.iter().map(|named| {
        let entry = EntryRef {
            replica: ReplicaId(named.replica.0),
            seq: named.seq,
        };
        (entry, Hash(named.header_hash.0))
    });
    Names {
        tenure: ActId(named.tenure),
        entries: entries.collect(),
    }
}

/// An account's own row names its holder and its contract.
fn related(number: &str, account: &[u8]) -> Vec<(String, String)> {
    let Ok(account) = directory::decode::<Account>(account) else {
        return Vec::new();
    };
    let named = |kind: &str, key: String| (kind.to_owned(), key);
    let mut rows = vec![
        named(kind::PARTY, account.party),
        named(kind::LEDGER, number.to_owned()),
    ];
    rows.extend(account.contract.map(|key| named(kind::CONTRACT, key)));
    rows
}

fn fold(subject_kind: u16, state: Option<&[u8]>, entry: &Entry) -> Result<State, VoidReason> {
    let kind = SubjectKind::from_number(subject_kind).ok_or(VoidReason::Unreadable)?;
    let state = state
        .map(|bytes| State::decode(kind, bytes))
        .transpose()
        .map_err(|_| VoidReason::Unreadable)?;
    stoika_store::fold(state, entry)
}

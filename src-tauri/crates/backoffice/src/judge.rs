//! Verdicts by the domain's folds.

use stoika_domain::body::{State, SubjectKind, VoidReason};
use stoika_domain::directory::{self, Account, User, kind};
use stoika_domain::role::Role;
use stoika_exchange::{Judge, Judgement};
use stoika_protocol::{Entry, Verdict};

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

    fn reads_audit(&self, user: &[u8]) -> bool {
        directory::decode::<User>(user).is_ok_and(|user| {
            user.active
                && Role::parse(&user.role)
                    .is_some_and(|role| matches!(role, Role::Head | Role::Administrator))
        })
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

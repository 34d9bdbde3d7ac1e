//! Verdicts by the domain's folds.

use stoika_domain::appeal::Act;
use stoika_domain::body::{State, SubjectKind, VoidReason, fold_entry};
use stoika_domain::ids::OfficeId;
use stoika_domain::role::Role;
use stoika_exchange::{Judge, Judgement};
use stoika_protocol::{Entry, Header, Verdict};

/// Judges by `stoika_domain`, as a desk does for its own unsettled tail.
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
}

fn fold(subject_kind: u16, state: Option<&[u8]>, entry: &Entry) -> Result<State, VoidReason> {
    let unreadable = || VoidReason::Unreadable;
    let kind = SubjectKind::from_number(subject_kind).ok_or_else(unreadable)?;
    let act = act_of(&entry.header).ok_or_else(unreadable)?;
    let body = entry.body.as_ref().ok_or_else(unreadable)?;
    let state = state
        .map(|bytes| State::decode(kind, bytes))
        .transpose()
        .map_err(|_| VoidReason::Unreadable)?;
    fold_entry(kind, state, &act, entry.header.kind, &body.bytes)
}

/// What the header says to the fold; `None` for an office or role that this program cannot read.
fn act_of(header: &Header) -> Option<Act> {
    Some(Act {
        act_id: header.act.0,
        office_id: OfficeId::parse(&header.author.office).ok()?,
        desk_label: header.author.desk.clone(),
        user_id: header.author.user.clone(),
        user_name: header.author.user_name.clone(),
        role: Role::from_number(header.author.role)?,
        wall_time_ms: header.wall_time_ms,
    })
}

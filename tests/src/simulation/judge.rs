//! The centre's judge: the domain's own fold.

use stoika_domain::appeal::Act;
use stoika_domain::body::{State, SubjectKind, VoidReason, fold_entry};
use stoika_domain::ids::OfficeId;
use stoika_domain::role::Role;
use stoika_exchange::{Judge, Judgement};
use stoika_protocol::{Entry, Verdict};

/// Folds by the domain.
#[derive(Clone, Copy, Debug)]
pub struct DomainJudge;

impl Judge for DomainJudge {
    fn judge(&self, subject_kind: u16, state: Option<&[u8]>, entry: &Entry) -> Judgement {
        match fold(subject_kind, state, entry) {
            Ok(state) => Judgement {
                verdict: Verdict::Effective,
                scope: state
                    .scope()
                    .into_iter()
                    .map(|office| office.as_str().to_owned())
                    .collect(),
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
    let unreadable = VoidReason::Unreadable;
    let kind = SubjectKind::from_number(subject_kind).ok_or(unreadable)?;
    let state = state
        .map(|bytes| State::decode(kind, bytes))
        .transpose()
        .map_err(|_| unreadable)?;
    let header = &entry.header;
    let body = entry.body.as_ref().ok_or(unreadable)?;
    let act = Act {
        act_id: header.act.0,
        office_id: OfficeId::parse(&header.author.office).map_err(|_| unreadable)?,
        desk_label: header.author.desk.clone(),
        user_id: header.author.user.clone(),
        user_name: header.author.user_name.clone(),
        role: Role::from_number(header.author.role).ok_or(unreadable)?,
        wall_time_ms: header.wall_time_ms,
    };
    fold_entry(kind, state, &act, header.kind, &body.bytes)
}

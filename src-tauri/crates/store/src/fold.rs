//! Where an entry of the journal meets the domain's fold: the one place that reads an act from a
//! header, so that a desk's provisional verdict and the centre's final one come from the same rule.

use stoika_domain::appeal::Act;
use stoika_domain::body::{State, SubjectKind, VoidReason, fold_entry};
use stoika_domain::ids::OfficeId;
use stoika_domain::role::Role;
use stoika_domain::tenure::Octets;
use stoika_protocol::{Entry, Header};

/// Applies one entry to the state of its subject.
///
/// # Errors
/// Why it has no effect: the guards' reason, or [`VoidReason::Unreadable`] for a kind of subject, an office,
/// a role or a body that this program cannot read, and for a body that was redacted.
pub fn fold(state: Option<State>, entry: &Entry) -> Result<State, VoidReason> {
    let header = &entry.header;
    let kind = SubjectKind::from_number(header.subject.kind).ok_or(VoidReason::Unreadable)?;
    let act = act_of(header).ok_or(VoidReason::Unreadable)?;
    let body = entry.body.as_ref().ok_or(VoidReason::Unreadable)?;
    fold_entry(kind, state, &act, header.kind, &body.bytes)
}

/// What the header says to the fold; `None` for an office or role that this program cannot read.
fn act_of(header: &Header) -> Option<Act> {
    Some(Act {
        act_id: header.act.0,
        office_id: OfficeId::parse(&header.author.office).ok()?,
        desk_label: header.author.desk.clone(),
        desk_key: Octets(header.key.0),
        user_id: header.author.user.clone(),
        user_name: header.author.user_name.clone(),
        role: Role::from_number(header.author.role)?,
        wall_time_ms: header.wall_time_ms,
        server_time_ms: header.server_time_ms,
    })
}

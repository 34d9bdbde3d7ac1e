//! What people do about the hub: appoint this desk, end it, name who goes on, type an address.

use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::check;
use stoika_domain::tenure::{Octets, Successor, SuccessorsSet, Taken, TenureEvent};
use stoika_protocol::Fingerprint;
use stoika_sync::carrier::Address;

use super::keeper::{self, is_own, subject_of};
use super::state::{Tenures, desks, not_taken_over};
use super::{ADDRESS_SETTING, TAG};
use crate::api::Nothing;
use crate::api::branch::{BranchAddress, BranchSuccessors};
use crate::api::error::ErrorCode;
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::station::starts_by_itself;
use crate::workstation::Workstation;

/// Where a hub listens when nothing else is typed.
const PORT: u16 = 7443;
/// Successors of one tenure.
const SUCCESSORS_MAX: usize = 20;

/// `branch.become`: a head says it, whoever was the hub before.
pub(crate) fn become_hub(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let tenures = Tenures::read(&desk)?;
    if tenures.current().is_some_and(|now| is_own(&desk, now)) {
        return Ok(Nothing {});
    }
    starts_by_itself(workstation)?;
    let named = tenures.last().map(|last| last.successors.clone());
    take(workstation, &user, &tenures, named.unwrap_or_default())
}

/// `branch.take_over`: a successor goes on while the hub is silent; nobody's permission is asked, for
/// nobody may be there who could give it.
pub(crate) fn take_over(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let tenures = Tenures::read(&desk)?;
    if let Some(code) = not_taken_over(&desk, &tenures) {
        return Err(Fault::new(code));
    }
    let Some(last) = tenures.last() else {
        return Err(Fault::new(ErrorCode::HubMissing));
    };
    // The former hub may go on again when it is back and this one falls silent in its turn.
    let former = Successor {
        desk_key: last.desk_key,
        label: last.desk_label.clone(),
    };
    let mut successors = last.successors.clone();
    successors.retain(|successor| successor.desk_key != former.desk_key);
    successors.push(former);
    take(workstation, &user, &tenures, successors)
}

/// Whoever might go on before may go on still.
fn take(
    workstation: &Workstation,
    user: &SignedIn,
    tenures: &Tenures,
    mut successors: Vec<Successor>,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let identity = desk
        .branch
        .lan
        .identity()
        .ok_or_else(|| Fault::new(ErrorCode::HubNotListening))?;
    let own = Octets(desk.signer.id().0);
    successors.retain(|successor| successor.desk_key != own);
    let taken = Taken {
        number: tenures.next_number(),
        previous: tenures.last().map(|last| last.id),
        fingerprint: Octets(identity.fingerprint.0),
        addresses: identity.addresses,
        successors,
    };
    desk.act(user, |doing, _| {
        let subject = doing.new_subject(SubjectKind::Tenure);
        Ok(vec![(subject, Event::Tenure(TenureEvent::Taken(taken)))])
    })?;
    keeper::settle(&desk)?;
    Ok(Nothing {})
}

/// `branch.end`: the centre orders the queue again.
pub(crate) fn end(workstation: &Workstation, session: &Session, _: Nothing) -> Outcome<Nothing> {
    of_current(workstation, session, TenureEvent::Ended)
}

/// `branch.set_successors`.
pub(crate) fn set_successors(
    workstation: &Workstation,
    session: &Session,
    input: BranchSuccessors,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let rows = desks(&desk)?;
    let hub = Tenures::read(&desk)?
        .current()
        .map(|tenure| tenure.desk_key);
    let unknown = || Fault::field("keys", check::Fault::new("unknown_choice"));
    if input.keys.len() > SUCCESSORS_MAX {
        return Err(unknown());
    }
    let mut successors: Vec<Successor> = Vec::new();
    for typed in &input.keys {
        let (key, row) = rows
            .iter()
            .find(|(key, _)| key.to_string() == *typed)
            .ok_or_else(unknown)?;
        let successor = Successor {
            desk_key: Octets(key.0),
            label: row.label.clone(),
        };
        if hub != Some(successor.desk_key) && !successors.contains(&successor) {
            successors.push(successor);
        }
    }
    of_current(
        workstation,
        session,
        TenureEvent::SuccessorsSet(SuccessorsSet { successors }),
    )
}

/// One event of the tenure that counts.
fn of_current(
    workstation: &Workstation,
    session: &Session,
    event: TenureEvent,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let tenures = Tenures::read(&desk)?;
    let now = tenures
        .current()
        .ok_or_else(|| Fault::new(ErrorCode::HubMissing))?;
    let subject = subject_of(now);
    desk.act(&user, |_, _| Ok(vec![(subject, Event::Tenure(event))]))?;
    keeper::settle(&desk)?;
    Ok(Nothing {})
}

/// `branch.set_address`: for a network that keeps announcements from going through.
pub(crate) fn set_address(
    workstation: &Workstation,
    _: &Session,
    input: BranchAddress,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let address = read_address(&input.address)?;
    desk.replica.set_setting(ADDRESS_SETTING, &address)?;
    keeper::settle(&desk)?;
    workstation.notify([TAG.to_owned()]);
    Ok(Nothing {})
}

/// `branch.try_now`.
pub(crate) fn try_now(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    if let Some(link) = desk.branch.link().as_ref() {
        link.try_now();
    }
    workstation.notify([TAG.to_owned()]);
    Ok(Nothing {})
}

/// `192.168.1.20` and `192.168.1.20:7443` as they are typed; the whole address otherwise. Empty stays empty.
fn read_address(typed: &str) -> Outcome<String> {
    let typed = typed.trim().trim_end_matches('/');
    if typed.is_empty() {
        return Ok(String::new());
    }
    let wrong = || Fault::field("address", check::Fault::new("hub_address"));
    let whole = if typed.contains("://") {
        typed.to_owned()
    } else if typed.contains(':') {
        format!("https://{typed}")
    } else {
        format!("https://{typed}:{PORT}")
    };
    // Under which certificate is the tenure's to say.
    Address::parse(&whole, Some(Fingerprint([0; 16]))).map_err(|_| wrong())?;
    Ok(whole)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::read_address;

    #[test]
    fn an_address_is_read_as_people_type_it() {
        for (typed, read) in [
            ("", ""),
            (" 192.168.1.20 ", "https://192.168.1.20:7443"),
            ("192.168.1.20:7444", "https://192.168.1.20:7444"),
            ("https://hub.lan:7443/", "https://hub.lan:7443"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(read_address(typed).unwrap(), read, "{typed}");
        }
        for typed in ["http://192.168.1.20", "ftp://a", "a b", "192.168.1.20:x"] {
            let fault = read_address(typed).unwrap_err();
            assert_eq!(fault.fields.len(), 1, "{typed}");
        }
    }
}

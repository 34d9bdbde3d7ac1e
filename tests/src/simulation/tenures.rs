//! Who is the hub of an office: a head's word, successors, the end, and a disk that burns.

use stoika_domain::body::{Event as Body, SubjectKind};
use stoika_domain::role::Role;
use stoika_domain::tenure::{Octets, Successor, SuccessorsSet, Taken, Tenure, TenureEvent, last};
use stoika_exchange::{HUB_WAIT_MS, Storage as _};
use stoika_protocol::{ActId, Subject};
use stoika_sync::LinkMode;
use uuid::Uuid;

use super::bug::Bug;
use super::office;
use super::queue::OneEvent;
use super::world::{Event, World, Wrong};

impl World {
    /// A step of an office with a hub; `false` when it is something else's turn.
    pub(super) fn office_step(&mut self, desk: usize) -> Result<bool, Wrong> {
        if !self.with_hubs || !self.dice.percent(55) {
            return Ok(false);
        }
        if !self.desks[desk].alive {
            return Ok(true);
        }
        match self.dice.below(100) {
            0..=69 => self.queue_deed(desk)?,
            70..=75 => self.become_hub(desk)?,
            76..=77 => self.end_tenure(desk)?,
            78..=82 => self.name_successors(desk)?,
            83..=89 => self.take_over(desk)?,
            90..=98 => {
                let up = !self.desks[desk].lan_up;
                self.desks[desk].lan_up = up;
                let line = format!("{}: on the office's network: {up}", self.desks[desk].name);
                self.note(line);
            }
            _ => self.die(desk)?,
        }
        Ok(true)
    }

    fn tenures(&self, desk: usize) -> Result<Vec<Tenure>, Wrong> {
        let it = &self.desks[desk];
        it.replica
            .tenures(&it.office)
            .map_err(|error| error.to_string())
    }

    /// A head makes the desk the hub.
    pub(super) fn become_hub(&mut self, desk: usize) -> Result<(), Wrong> {
        if self.desks[desk].duty.is_some() {
            return Ok(());
        }
        let tenures = self.tenures(desk)?;
        let successors = last(&tenures).map(|last| last.successors.clone());
        self.take(desk, Role::Head, &tenures, successors.unwrap_or_default())
    }

    /// A successor goes on while the hub is silent.
    fn take_over(&mut self, desk: usize) -> Result<(), Wrong> {
        let tenures = self.tenures(desk)?;
        let Some(last) = last(&tenures).cloned() else {
            return Ok(());
        };
        let own = self.desks[desk].signer.id();
        let online = self.desks[desk].link.as_ref();
        let silent = !online.is_some_and(|link| link.machine.status().mode == LinkMode::Online);
        let named = last
            .successors
            .iter()
            .any(|successor| successor.desk_key.0 == own.0);
        if !silent || !named || last.ended.is_some() || last.desk_key.0 == own.0 {
            return Ok(());
        }
        if self.bug == Some(Bug::TakeoverWithoutTenure) {
            self.desks[desk].pretends = Some(last.id);
            return self.settle(desk);
        }
        let mut successors = last.successors.clone();
        successors.push(Successor {
            desk_key: last.desk_key,
            label: last.desk_label.clone(),
        });
        self.tally.takeovers += 1;
        self.take(desk, Role::SpecialistPayments, &tenures, successors)
    }

    fn take(
        &mut self,
        desk: usize,
        role: Role,
        tenures: &[Tenure],
        mut successors: Vec<Successor>,
    ) -> Result<(), Wrong> {
        let own = self.desks[desk].signer.id();
        successors.retain(|successor| successor.desk_key.0 != own.0);
        let highest = tenures.iter().map(|tenure| tenure.number).max();
        let taken = Taken {
            number: highest.unwrap_or(0) + 1,
            previous: last(tenures).map(|last| last.id),
            fingerprint: Octets([0; 16]),
            addresses: vec![format!("sim:{desk}")],
            successors,
        };
        self.write_as(desk, role, |act| {
            vec![of_tenure(act.0, TenureEvent::Taken(taken.clone()))]
        })
    }

    fn end_tenure(&mut self, desk: usize) -> Result<(), Wrong> {
        match self.tenure_of(desk)? {
            Some(now) => self.write(desk, |_| vec![of_tenure(now.id, TenureEvent::Ended)]),
            None => Ok(()),
        }
    }

    /// All desks of the office may go on.
    fn name_successors(&mut self, desk: usize) -> Result<(), Wrong> {
        let Some(now) = self.tenure_of(desk)? else {
            return self.become_hub(desk);
        };
        let office = self.desks[desk].office.clone();
        let mut successors: Vec<Successor> = Vec::new();
        for other in self.desks.iter().filter(|other| other.office == office) {
            let successor = Successor {
                desk_key: Octets(other.signer.id().0),
                label: other.label.clone(),
            };
            if successor.desk_key != now.desk_key && !successors.contains(&successor) {
                successors.push(successor);
            }
        }
        let event = TenureEvent::SuccessorsSet(SuccessorsSet { successors });
        self.write(desk, |_| vec![of_tenure(now.id, event.clone())])
    }

    /// A disk burns. What only it had is lost.
    fn die(&mut self, desk: usize) -> Result<(), Wrong> {
        let office = &self.desks[desk].office;
        let left = self
            .desks
            .iter()
            .filter(|other| other.alive && other.office == *office)
            .count();
        if left < 3 || self.offices.somebody_died {
            return Ok(());
        }
        let held = self.held_acts()?;
        let lost: Vec<ActId> = self.desks[desk]
            .own
            .iter()
            .filter(|act| !held.contains(act) && !self.another_has(desk, act))
            .copied()
            .collect();
        if lost.iter().any(|act| self.ever_held.contains(act)) {
            // The centre was restored, and this was the last disk with it: see `restore_desk`.
            return Ok(());
        }
        self.offices.somebody_died = true;
        self.tally.deaths += 1;
        self.lay_aside(desk);
        self.desks[desk].link = None;
        self.desks[desk].asking = None;
        self.desks[desk].alive = false;
        self.desks[desk].link_up = false;
        for act in lost {
            self.durable.remove(&act);
            self.doubtful.insert(act);
        }
        self.desks[desk].own.clear();
        let line = format!("{} is gone for good", self.desks[desk].name);
        self.note(line);
        Ok(())
    }

    /// Offices whose hub is gone get another one; what no hub can name any more waits for two days.
    pub(super) fn heal_offices(&mut self) -> Result<(), Wrong> {
        for desk in 0..self.desks.len() {
            let Some(now) = self.tenure_of(desk)? else {
                continue;
            };
            // Where its address leads, and not a clone of its disk.
            let hub = office::address_of(&now).and_then(|hub| self.desks.get(hub));
            let there = hub.is_some_and(|hub| {
                hub.alive && hub.signer.id().0 == now.desk_key.0 && hub.duty.is_some()
            });
            if self.desks[desk].alive && !there {
                self.become_hub(desk)?;
                self.come_to_rest()?;
            }
        }
        if self.waiting_for_hubs()? == 0 {
            return Ok(());
        }
        if !self.offices.somebody_died && !self.offices.names_lost {
            return Err(format!(
                "{} entries of queues wait for a hub that is there",
                self.waiting_for_hubs()?
            ));
        }
        self.note("--- two days pass".to_owned());
        self.tally.two_days += 1;
        self.now_ms += u64::try_from(HUB_WAIT_MS).unwrap_or(0) + 1;
        self.later(0, Event::Sequence);
        self.come_to_rest()
    }

    fn waiting_for_hubs(&self) -> Result<u64, Wrong> {
        self.centre
            .exchange
            .storage()
            .read(|rows| Ok(rows.waits()?.iter().map(|wait| wait.count).sum()))
            .map_err(|error| error.to_string())
    }
}

fn of_tenure(tenure: Uuid, event: TenureEvent) -> OneEvent {
    let subject = Subject {
        kind: SubjectKind::Tenure.number(),
        id: ActId(tenure),
    };
    (subject, Body::Tenure(event))
}

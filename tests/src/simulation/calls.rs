//! Calls: under the hub's promise, and without it while the hub is away.

use stoika_domain::queue::{Called, VisitEvent};
use stoika_protocol::KeyId;
use stoika_store::StoreError;
use stoika_sync::LinkMode;
use stoika_workstation::LEASE_WINDOW_MS;
use uuid::Uuid;

use super::bug::Bug;
use super::queue::{of_visit, waits};
use super::world::{Event, World, Wrong};

/// So long a person waits for the hub's answer before the window calls on its own.
const PATIENCE_MS: u64 = 1_500;
/// Between two looks whether the hub's order has come as far as the promise.
const LOOK_MS: u64 = 100;

/// A call for which a desk has asked the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Names it.
    pub id: u32,
    /// The visit.
    pub visit: Uuid,
    /// When it was asked.
    pub asked_ms: u64,
    /// The hub has promised it.
    pub promise: Option<Promise>,
}

/// The hub's promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The hub's duty.
    pub duty: u32,
    /// When it was given.
    pub granted_ms: u64,
    /// What the asker must have applied.
    pub upto: u64,
}

/// A call that was written under a promise.
#[derive(Clone, Copy, Debug)]
pub struct Promised {
    visit: Uuid,
    key: KeyId,
    promise: Promise,
}

/// A call on its way.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Who calls.
    pub desk: usize,
    /// See [`Asking::id`].
    pub id: u32,
    /// What happens.
    pub what: CallStep,
}

/// What happens to a call.
#[derive(Clone, Copy, Debug)]
pub enum CallStep {
    /// The hub is asked.
    Asked {
        /// Which desk.
        hub: usize,
    },
    /// It has answered: a promise, or nothing for this window.
    Answered(Option<Promise>),
    /// The desk looks whether it may call now.
    Due,
}

impl World {
    /// Asks the hub for a visit; without a hub within reach calls at once.
    pub(super) fn ask_for(&mut self, desk: usize, visit: Uuid, shift: Uuid) -> Result<(), Wrong> {
        if self.desks[desk].asking.is_some() {
            return Ok(());
        }
        if self.desks[desk].duty.is_some() {
            let key = self.desks[desk].signer.id();
            let Some(promise) = self.promise(desk, &key, desk, visit)? else {
                return Ok(());
            };
            return self.call(desk, visit, shift, Some(promise));
        }
        let link = self.desks[desk].link.as_ref();
        let hub = link
            .filter(|link| link.machine.status().mode == LinkMode::Online)
            .map(|link| link.hub);
        let Some(hub) = hub else {
            return self.call(desk, visit, shift, None);
        };
        let id = self.next_life();
        let asked_ms = self.now_ms;
        self.desks[desk].asking = Some(Asking {
            id,
            visit,
            asked_ms,
            promise: None,
        });
        let what = CallStep::Asked { hub };
        self.carry(Call { desk, id, what });
        let what = CallStep::Due;
        self.later(LOOK_MS, Event::Call(Call { desk, id, what }));
        Ok(())
    }

    /// A message about a call: on its way, late, or lost.
    fn carry(&mut self, call: Call) {
        let faults = if self.healing {
            0
        } else {
            self.plan.network_faults
        };
        if self.dice.percent(faults) {
            return;
        }
        let delay_ms = self.delay();
        self.later(delay_ms, Event::Call(call));
    }

    pub(super) fn go_on_with_call(&mut self, call: Call) -> Result<(), Wrong> {
        let Call { desk, id, what } = call;
        let asking = self.desks[desk].asking.filter(|asking| asking.id == id);
        let Some(mut asking) = asking else {
            return Ok(());
        };
        match what {
            CallStep::Asked { hub } => {
                if self.reach(desk, hub) && self.desks[hub].duty.is_some() {
                    let key = self.desks[desk].signer.id();
                    let promise = self.promise(hub, &key, desk, asking.visit)?;
                    let what = CallStep::Answered(promise);
                    self.carry(Call { desk, id, what });
                }
            }
            CallStep::Answered(None) => self.desks[desk].asking = None,
            CallStep::Answered(promise) => {
                asking.promise = promise;
                self.desks[desk].asking = Some(asking);
            }
            CallStep::Due => return self.call_if_due(desk, asking),
        }
        Ok(())
    }

    fn call_if_due(&mut self, desk: usize, asking: Asking) -> Result<(), Wrong> {
        let late = self.now_ms >= asking.asked_ms + PATIENCE_MS;
        let cursor = self.desks[desk]
            .replica
            .branch_standing()
            .map_err(|error| error.to_string())?
            .cursor
            .map_or(0, |cursor| cursor.position);
        let ready = asking.promise.filter(|promise| cursor >= promise.upto);
        if ready.is_none() && !late {
            let what = CallStep::Due;
            let id = asking.id;
            self.later(LOOK_MS, Event::Call(Call { desk, id, what }));
            return Ok(());
        }
        self.desks[desk].asking = None;
        if ready.is_none() && self.dice.percent(40) {
            // The person has turned to something else; a promise that is on its way is used by nobody.
            return Ok(());
        }
        let (visits, shift) = self.day_of(desk)?;
        let there = visits.iter().find(|visit| visit.id == asking.visit);
        match (there.filter(|visit| waits(visit)), shift) {
            (Some(visit), Some(shift)) => self.call(desk, visit.id, shift, ready),
            (_, _) => Ok(()),
        }
    }

    /// The hub's table of promises, asked by a desk.
    fn promise(
        &mut self,
        hub: usize,
        key: &KeyId,
        asker: usize,
        visit: Uuid,
    ) -> Result<Option<Promise>, Wrong> {
        let (visits, _) = self.day_of(hub)?;
        let known = visits.iter().find(|known| known.id == visit);
        let window = self.window_of(asker);
        let granted_ms = self.now_ms;
        // With the bug the table's clock stands still.
        let now_ms = if self.bug == Some(Bug::LeaseNeverExpires) {
            0
        } else {
            granted_ms
        };
        let Some(duty) = &mut self.desks[hub].duty else {
            return Ok(None);
        };
        if let Some(known) = known {
            if known.at_window().is_some() {
                duty.leases.consume(known.id);
                return Ok(None);
            }
            if !waits(known) {
                return Ok(None);
            }
        }
        if duty.leases.grant(now_ms, visit, 0, *key, window).is_err() {
            return Ok(None);
        }
        let life = duty.life;
        let upto = self.desks[hub]
            .replica
            .branch_read(|rows| Ok::<_, StoreError>(rows.order_head().0))
            .map_err(|error| error.to_string())?;
        Ok(Some(Promise {
            duty: life,
            granted_ms,
            upto,
        }))
    }

    fn call(
        &mut self,
        desk: usize,
        visit: Uuid,
        shift_id: Uuid,
        promise: Option<Promise>,
    ) -> Result<(), Wrong> {
        let window = self.window_of(desk);
        if let Some(promise) = promise {
            let key = self.desks[desk].signer.id();
            let twice = self.promised.iter().any(|other| {
                other.visit == visit
                    && other.key != key
                    && other.promise.duty == promise.duty
                    && promise.granted_ms < other.promise.granted_ms + LEASE_WINDOW_MS
            });
            if twice {
                return Err(format!("two windows were promised the visit {visit}"));
            }
            self.tally.promised += 1;
            self.promised.push(Promised {
                visit,
                key,
                promise,
            });
        }
        if promise.is_none() {
            self.tally.alone += 1;
        }
        let called = Called {
            ticket: 0,
            window,
            shift_id,
            direct_reason: None,
            leased: promise.is_some(),
        };
        self.write(desk, |_| {
            vec![of_visit(visit, VisitEvent::Called(called.clone()))]
        })
    }

    /// Visits that a window has are promised no longer.
    pub(super) fn consume_leases(&mut self, hub: usize) -> Result<(), Wrong> {
        let (visits, _) = self.day_of(hub)?;
        if let Some(duty) = &mut self.desks[hub].duty {
            for visit in visits.iter().filter(|visit| visit.at_window().is_some()) {
                duty.leases.consume(visit.id);
            }
        }
        Ok(())
    }

    /// A client whose promised window never called can be called by another.
    pub(super) fn nobody_is_promised_for_ever(&mut self) -> Result<(), Wrong> {
        self.now_ms += LEASE_WINDOW_MS;
        for hub in 0..self.desks.len() {
            if self.desks[hub].duty.is_none() {
                continue;
            }
            let (visits, _) = self.day_of(hub)?;
            let waiting: Vec<Uuid> = visits
                .iter()
                .filter(|visit| waits(visit))
                .map(|visit| visit.id)
                .collect();
            let stranger = KeyId(self.dice.bytes());
            for visit in waiting {
                if self.promise(hub, &stranger, hub, visit)?.is_none() {
                    return Err(format!("the visit {visit} waits and nobody may call it"));
                }
            }
        }
        Ok(())
    }
}

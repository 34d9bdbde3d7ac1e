//! What the listener of the hub needs of its desk while the desk is the hub.

use std::sync::Arc;

use stoika_domain::ids::StreamId;
use stoika_domain::queue::{self as domain, TicketState};
use stoika_domain::tenure::Tenure;
use stoika_protocol::{
    ActId, HistoryId, KeyId, LeaseAsk, LeaseReply, LeaseWhat, SealedFrame, Signer,
};
use stoika_store::{Changes, Naming, Replica, StoreError};
use uuid::Uuid;

use super::leases::{Leases, WINDOW_MS};
use super::numbers;
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::latch::Hold;
use crate::queue::day::Day;
use crate::random::NoRandomness;

/// Numbers of tickets that a desk gets at once: few enough that the day's tickets keep their order by
/// number, enough for some minutes without a hub.
const NUMBERS_AT_ONCE: u16 = 10;

/// This desk's duty as the hub of its office. The desk is not closed while somebody holds this: whoever
/// serves with it lets it go when [`crate::Workstation::branch_changes`] tells that the tenure is over.
#[derive(Clone)]
pub struct Duty(Arc<Inner>);

struct Inner {
    desk: Arc<Desk>,
    tenure: Arc<Tenure>,
    /// Dropped last.
    _hold: Hold,
}

impl Duty {
    /// The desk's duty; `None` when it does not hold the tenure, or is being closed.
    pub(crate) fn of(desk: Arc<Desk>) -> Option<Self> {
        let tenure = desk.branch.held()?;
        let hold = desk.latch.hold()?;
        Some(Self(Arc::new(Inner {
            desk,
            tenure,
            _hold: hold,
        })))
    }

    /// The tenure, as it stood when the duty was asked for.
    #[must_use]
    pub fn tenure(&self) -> &Tenure {
        &self.0.tenure
    }

    /// Name of the order that the hub gives: the id of its tenure.
    #[must_use]
    pub fn history(&self) -> HistoryId {
        history_of(&self.0.tenure)
    }

    /// The replica.
    #[must_use]
    pub fn replica(&self) -> &Arc<Replica> {
        &self.0.desk.replica
    }

    /// Signs the branch order.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.0.desk.signer
    }

    /// Best estimate of the centre's time, Unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.0.desk.now_ms()
    }

    /// Random bytes of the machine.
    ///
    /// # Errors
    /// [`NoRandomness`] when the machine gives none.
    pub fn fill_random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.0.desk.random.fill(bytes)
    }

    /// What names the entries that are taken now. Drawn anew for each transaction.
    ///
    /// # Errors
    /// [`NoRandomness`] when the machine gives none.
    pub fn naming(&self) -> Result<Naming, NoRandomness> {
        super::keeper::naming(&self.0.desk)
    }

    /// Entries of others were taken: the screens hear of it, and the relay has something to do.
    pub fn took(&self, changes: &Changes) {
        self.0.desk.changed(changes);
        self.0.desk.tell(["link".to_owned()]);
    }

    /// A desk has said hello.
    pub fn saw(&self, desk: &KeyId) {
        let at_ms = self.now_ms();
        self.0.desk.branch.saw(*desk, at_ms);
        self.0.desk.tell(["branch".to_owned()]);
    }

    /// What a desk asks for before it calls. Whatever stands in the way of an answer, the desk then
    /// calls from what it knows itself.
    #[must_use]
    pub fn lease(&self, desk: &KeyId, ask: &LeaseAsk) -> LeaseReply {
        self.try_lease(desk, ask).unwrap_or_else(|fault| {
            tracing::warn!(code = ?fault.code, detail = fault.detail, "no lease was given");
            LeaseReply::NotHub
        })
    }

    fn try_lease(&self, desk: &KeyId, ask: &LeaseAsk) -> Outcome<LeaseReply> {
        let hub = &self.0.desk;
        let LeaseWhat::Number { letter } = &ask.what else {
            let mut leases = hub.branch.leases();
            let Some(day) = Day::today(hub)? else {
                return Ok(LeaseReply::NotHub);
            };
            let now_ms = hub.clock.monotonic_ms();
            let chosen = choose(&day, &mut leases, now_ms, desk, ask);
            drop(leases);
            return match chosen {
                Chosen::Visit(visit, ticket) => Ok(LeaseReply::Granted {
                    visit: ActId(visit),
                    ticket,
                    holds_ms: u32::try_from(WINDOW_MS).unwrap_or(u32::MAX),
                    // Read after the day: whoever has applied so far knows what the day shows.
                    upto: hub
                        .replica
                        .branch_read(|rows| Ok::<_, StoreError>(rows.order_head().0))?,
                }),
                Chosen::Nobody => Ok(LeaseReply::Nobody),
                Chosen::Taken(window) => Ok(LeaseReply::Taken { window }),
            };
        };
        let mut symbols = letter.chars();
        let (Some(letter), None) = (symbols.next(), symbols.next()) else {
            return Ok(LeaseReply::Nobody);
        };
        Ok(
            numbers::take(hub, letter, NUMBERS_AT_ONCE)?.map_or(
                LeaseReply::Nobody,
                |(from, to)| LeaseReply::Number { from, to },
            ),
        )
    }

    /// Sealed frames that hold what is here of the tenures that lead to this one, so that a desk that
    /// knows an older one can check the succession by keys of the directory.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn tenure_frames(&self) -> Outcome<Vec<SealedFrame>> {
        let hub = &self.0.desk;
        let office = self.0.tenure.office_id.as_str();
        let tenures = hub.replica.tenures(office)?;
        let mut line = vec![self.0.tenure.id];
        let mut heir: &Tenure = &self.0.tenure;
        while let Some(previous) = tenures
            .iter()
            .find(|previous| Some(previous.id) == heir.previous && previous.number < heir.number)
        {
            line.push(previous.id);
            heir = previous;
        }
        Ok(hub.replica.tenure_frames(&hub.signer, &line)?)
    }
}

/// Name of the order of a tenure.
pub(crate) fn history_of(tenure: &Tenure) -> HistoryId {
    HistoryId(*tenure.id.as_bytes())
}

/// What came of an ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// The ticket is the asker's.
    Visit(Uuid, u8),
    /// Nobody waits for the window.
    Nobody,
    /// A window has the client, 0 when nobody has him and nobody will.
    Taken(u16),
}

/// Chooses for a desk over the day as it stands, and leases what was chosen. Tickets that are leased to
/// others are left out. The hub's own calls go the same way, within their transaction.
pub(crate) fn choose(
    day: &Day,
    leases: &mut Leases,
    now_ms: u64,
    desk: &KeyId,
    ask: &LeaseAsk,
) -> Chosen {
    leases.follow(|visit| periods_of(day, visit));
    let chosen = choose_free(day, leases, now_ms, desk, ask);
    if let Chosen::Visit(visit, _) = chosen
        && let Some(periods) = periods_of(day, visit)
    {
        leases.stands_at(visit, periods);
    }
    chosen
}

/// How far a visit has come: every state of its tickets is a period. `None` when it is not known here.
fn periods_of(day: &Day, visit: Uuid) -> Option<usize> {
    let visit = day.queue.visits.iter().find(|known| known.id == visit)?;
    Some(
        visit
            .tickets
            .iter()
            .map(|ticket| ticket.periods.len())
            .sum(),
    )
}

fn choose_free(
    day: &Day,
    leases: &mut Leases,
    now_ms: u64,
    desk: &KeyId,
    ask: &LeaseAsk,
) -> Chosen {
    match &ask.what {
        LeaseWhat::Next { streams } => {
            let streams: Vec<StreamId> = streams
                .iter()
                .filter_map(|stream| StreamId::parse(stream).ok())
                .collect();
            let mut snapshot = day.snapshot();
            snapshot
                .queued
                .retain(|queued| leases.taken(now_ms, queued.visit_id, desk).is_none());
            let asking = day.asking(ask.window, &streams);
            let next = domain::next(&snapshot, &asking, &day.settings.line)
                .map(|(queued, _)| (queued.visit_id, queued.ticket));
            match next {
                Some((visit, ticket)) => lease(leases, now_ms, desk, ask.window, visit, ticket),
                None => Chosen::Nobody,
            }
        }
        LeaseWhat::Ticket { visit, ticket } => {
            let known = day.queue.visits.iter().find(|known| known.id == visit.0);
            // A visit that has not come here yet was taken at the desk that asks.
            if let Some(known) = known {
                if let Some((_, at_window)) = known.at_window() {
                    leases.consume(known.id);
                    let window = at_window.period().and_then(|period| period.window);
                    return Chosen::Taken(window.unwrap_or(0));
                }
                let over = known
                    .tickets
                    .get(usize::from(*ticket))
                    .is_none_or(|ticket| is_over(ticket.state()));
                if over {
                    return Chosen::Taken(0);
                }
            }
            lease(leases, now_ms, desk, ask.window, visit.0, *ticket)
        }
        LeaseWhat::Number { .. } => Chosen::Nobody,
    }
}

fn lease(
    leases: &mut Leases,
    now_ms: u64,
    desk: &KeyId,
    window: u16,
    visit: Uuid,
    ticket: u8,
) -> Chosen {
    match leases.grant(now_ms, visit, ticket, *desk, window) {
        Ok(()) => Chosen::Visit(visit, ticket),
        Err(other) => Chosen::Taken(other.window),
    }
}

/// Nobody calls such a ticket again.
const fn is_over(state: TicketState) -> bool {
    match state {
        TicketState::Served | TicketState::Left => true,
        TicketState::Waiting
        | TicketState::Transferred
        | TicketState::Returned
        | TicketState::Held
        | TicketState::NoShow
        | TicketState::Called
        | TicketState::Serving => false,
    }
}

//! One of every event of the queue, optional fields filled: for the golden bytes.

use chrono::NaiveTime;
use stoika_domain::body::{Event, SubjectKind};
use stoika_domain::ids::{PriorityClassId, ServiceId, StreamId};
use stoika_domain::queue::{
    Aim, Appointment, AtWindow, Called, ClassSet, Deed, Directed, EscalationTaken, Finished, Held,
    Identified, Issued, Left, Origin, Revived, ServiceAdded, ShiftEvent, ShiftOpened, ShiftPaused,
    Sign, SignEvent, SignRaised, StreamsSet, TicketNumber, TicketPrinted, Transferred, VisitEvent,
};
use uuid::Uuid;

use crate::published::date;

fn service(name: &str) -> ServiceId {
    ServiceId::parse(name).unwrap()
}

fn stream(name: &str) -> StreamId {
    StreamId::parse(name).unwrap()
}

fn time(hour: u32, minute: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, minute, 0)
}

fn issued() -> Issued {
    Issued {
        number: TicketNumber::parse("П-047").unwrap(),
        day: date("30.10.2026"),
        service: service("payment_documents"),
        stream: stream("payments"),
        origin: Origin::Kiosk,
        class: Some(PriorityClassId::parse("veteran").unwrap()),
        appointment: Some(Appointment {
            follow_up_id: Uuid::from_u128(7),
            at: time(10, 30),
        }),
        aim: Aim { window: Some(4) },
    }
}

pub fn visit_events() -> Vec<VisitEvent> {
    let at = AtWindow {
        ticket: 0,
        window: 4,
    };
    vec![
        VisitEvent::Issued(Box::new(issued())),
        VisitEvent::Called(Called {
            ticket: 0,
            window: 4,
            shift_id: Uuid::from_u128(9),
            direct_reason: Some("донёс документ".to_owned()),
            leased: false,
        }),
        VisitEvent::CalledAgain(at.clone()),
        VisitEvent::Started(at.clone()),
        VisitEvent::Held(Held {
            ticket: 0,
            window: 4,
            reason: "copy".to_owned(),
            note: Some("снимает копию".to_owned()),
        }),
        VisitEvent::Transferred(Transferred {
            ticket: 0,
            window: 4,
            service: service("citizen_contract"),
            stream: stream("contracts"),
            aim: Aim { window: Some(2) },
            comment: Some("сменился собственник".to_owned()),
            back: true,
        }),
        VisitEvent::ServiceAdded(ServiceAdded {
            window: 4,
            service: service("readings"),
            stream: stream("payments"),
            aim: Aim { window: Some(4) },
        }),
        VisitEvent::Finished(Finished {
            ticket: 0,
            window: 4,
            outcome: "solved".to_owned(),
        }),
        VisitEvent::NotCome(at),
        VisitEvent::Revived(Revived { ticket: 0 }),
        VisitEvent::Left(Left {
            reason: "said".to_owned(),
        }),
        VisitEvent::ClassSet(ClassSet {
            class: Some(PriorityClassId::parse("pregnant").unwrap()),
            reason: "попросила".to_owned(),
        }),
        VisitEvent::Printed(TicketPrinted { copy: 2 }),
        VisitEvent::Identified(Identified {
            party_id: "p-000001".to_owned(),
            account_number: Some("630000123456".to_owned()),
        }),
        VisitEvent::Did(Deed {
            kind: SubjectKind::Appeal,
            id: Uuid::from_u128(5),
        }),
        VisitEvent::EscalationTaken(EscalationTaken {
            step: "wait_over".to_owned(),
        }),
        VisitEvent::Directed(Directed {
            ticket: 0,
            window: 5,
            reason: "ждёт дольше всех".to_owned(),
        }),
    ]
}

pub fn shift_events() -> Vec<ShiftEvent> {
    vec![
        ShiftEvent::Opened(ShiftOpened {
            window: 4,
            day: date("30.10.2026"),
            streams: vec![stream("payments"), stream("contracts")],
        }),
        ShiftEvent::Paused(ShiftPaused {
            kind: "lunch".to_owned(),
        }),
        ShiftEvent::Resumed,
        ShiftEvent::StreamsSet(StreamsSet {
            streams: vec![stream("contracts")],
        }),
        ShiftEvent::Closed,
    ]
}

pub fn raised() -> SignEvent {
    sign_raised(
        Sign::Notice {
            text: "3 ноября работаем до 16:00".to_owned(),
        },
        time(16, 0),
    )
}

fn sign_raised(sign: Sign, until: Option<NaiveTime>) -> SignEvent {
    SignEvent::Raised(SignRaised {
        sign,
        day: date("30.10.2026"),
        until,
    })
}

/// Every event of the queue; in turn without what is optional, and every sign.
pub fn queue_events() -> Vec<Event> {
    let mut plain = issued();
    plain.class = None;
    plain.appointment = None;
    plain.aim = Aim::default();
    plain.origin = Origin::Button;
    let signs = [
        raised(),
        sign_raised(Sign::Peak, None),
        sign_raised(
            Sign::Help {
                place: "entrance".to_owned(),
            },
            None,
        ),
        sign_raised(
            Sign::TicketsStopped {
                reason: "авария".to_owned(),
            },
            time(12, 0),
        ),
        SignEvent::Ended,
    ];
    visit_events()
        .into_iter()
        .chain([VisitEvent::Issued(Box::new(plain))])
        .map(Event::Visit)
        .chain(shift_events().into_iter().map(Event::Shift))
        .chain(signs.map(Event::HallSign))
        .collect()
}

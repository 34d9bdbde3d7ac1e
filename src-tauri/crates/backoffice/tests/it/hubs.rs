//! The hub's order of a queue at the centre, with the events of the domain.

use chrono::NaiveDate;
use stoika_backoffice::{Database, DomainJudge};
use stoika_domain::body::{self, Event, SubjectKind, VoidReason};
use stoika_domain::ids::{ServiceId, StreamId};
use stoika_domain::queue::{Aim, Called, Issued, Origin, TicketNumber, VisitEvent};
use stoika_domain::role::Role;
use stoika_domain::tenure::{
    Named, NamedEntry, Octets, QueueOrderEvent, Successor, Taken, TenureEvent,
};
use stoika_exchange::Storage;
use stoika_exchange::story::{NOW_MS, TestDesk, World};
use stoika_protocol::{ActId, EntryRef, HistoryId, Subject, Verdict};

const OFFICE: &str = "otradny";

struct Office {
    world: World<Database, DomainJudge>,
    _folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let history = HistoryId([9; 16]);
        let database = Database::open(folder.path(), history).unwrap();
        Self {
            world: World::judged(database, DomainJudge, history),
            _folder: folder,
        }
    }

    fn verdict(&self, subject: Subject, entry: EntryRef) -> Option<Verdict> {
        let entries = self
            .world
            .exchange
            .storage()
            .read(|rows| rows.entries_of(&subject, u64::MAX >> 1))
            .unwrap();
        let found = entries.iter().find(|one| one.record.entry == entry);
        found.map(|one| one.record.verdict)
    }
}

fn act(number: u64) -> ActId {
    ActId::new(number, [7; 10])
}

fn subject(kind: SubjectKind, number: u64) -> Subject {
    Subject {
        kind: kind.number(),
        id: act(number),
    }
}

fn write(
    desk: &mut TestDesk,
    number: u64,
    subject: Subject,
    base: Option<EntryRef>,
    event: &Event,
) -> EntryRef {
    let (kind, bytes) = body::encode(event);
    desk.write_entry(act(number), subject, base, (kind, &bytes))
}

fn take(desk: &mut TestDesk, tenure: u64, number: u32, previous: Option<u64>, heirs: &[&TestDesk]) {
    let taken = Taken {
        number,
        previous: previous.map(|previous| act(previous).0),
        fingerprint: Octets([1; 16]),
        addresses: vec!["https://192.168.1.20:7443".to_owned()],
        successors: heirs
            .iter()
            .map(|heir| Successor {
                desk_key: Octets(heir.key.0),
                label: "ОТ-02".to_owned(),
            })
            .collect(),
    };
    let event = Event::Tenure(TenureEvent::Taken(taken));
    write(
        desk,
        tenure,
        subject(SubjectKind::Tenure, tenure),
        None,
        &event,
    );
}

fn name(desk: &mut TestDesk, number: u64, tenure: u64, named: &[(&TestDesk, EntryRef)]) {
    let entries = named.iter().map(|(author, entry)| {
        let (entry, hash) = author.named(*entry);
        NamedEntry {
            replica: Octets(entry.replica.0),
            seq: entry.seq,
            header_hash: Octets(hash.0),
        }
    });
    let named = Named {
        tenure: act(tenure).0,
        entries: entries.collect(),
    };
    let event = Event::QueueOrder(QueueOrderEvent::Named(named));
    write(
        desk,
        number,
        subject(SubjectKind::QueueOrder, tenure),
        None,
        &event,
    );
}

fn issued() -> Event {
    Event::Visit(VisitEvent::Issued(Box::new(Issued {
        number: TicketNumber::parse("П-047").unwrap(),
        day: NaiveDate::from_ymd_opt(2026, 10, 30).unwrap(),
        service: ServiceId::parse("payment_documents").unwrap(),
        stream: StreamId::parse("payments").unwrap(),
        origin: Origin::Kiosk,
        class: None,
        appointment: None,
        aim: Aim::default(),
    })))
}

fn called(window: u16) -> Event {
    Event::Visit(VisitEvent::Called(Called {
        ticket: 0,
        window,
        shift_id: act(900 + u64::from(window)).0,
        direct_reason: None,
        leased: true,
    }))
}

/// Two windows called one client while the hall's network was cut in two: the one whom the hub heard
/// first has him, whoever came to the centre first.
#[test]
fn of_two_calls_the_one_counts_that_the_hub_heard_first() {
    let office = Office::new();
    let world = &office.world;
    let mut hub = world.desk(OFFICE, 1);
    let (mut a, mut b) = (world.desk(OFFICE, 2), world.desk(OFFICE, 3));
    hub.role = Role::Head.number();
    take(&mut hub, 1, 1, None, &[]);
    let visit = subject(SubjectKind::Visit, 50);
    let ticket = write(&mut hub, 50, visit, None, &issued());
    world.settle(&hub);
    let first = write(&mut a, 60, visit, Some(ticket), &called(2));
    let second = write(&mut b, 70, visit, Some(ticket), &called(3));
    world.settle(&a);
    world.settle(&b);
    assert_eq!(office.verdict(visit, first), None);
    let parked = world.exchange.parked().unwrap();
    assert_eq!(parked.len(), 2);

    name(&mut hub, 80, 1, &[(&b, second), (&a, first)]);
    world.settle(&hub);
    assert_eq!(office.verdict(visit, second), Some(Verdict::Effective));
    let lost = office.verdict(visit, first);
    let unreadable = Verdict::Void(VoidReason::Unreadable.number());
    assert!(matches!(lost, Some(Verdict::Void(_))) && lost != Some(unreadable));
    assert_eq!(world.exchange.parked().unwrap(), []);
    // The order itself goes to nobody; the hub's own desk hears of its places.
    let items = world.pull(&a, 3, 0, 100).items;
    assert_eq!(items.len(), 2);
}

#[test]
fn a_desk_that_nobody_named_takes_over_in_vain() {
    let office = Office::new();
    let world = &office.world;
    let mut hub = world.desk(OFFICE, 1);
    let mut heir = world.desk(OFFICE, 2);
    let (mut stranger, mut b) = (world.desk(OFFICE, 3), world.desk(OFFICE, 4));
    hub.role = Role::Head.number();
    take(&mut hub, 1, 1, None, &[&heir]);
    world.settle(&hub);
    let visit = subject(SubjectKind::Visit, 50);
    let ticket = write(&mut b, 50, visit, None, &issued());
    world.settle(&b);
    take(&mut stranger, 3, 3, Some(1), &[]);
    name(&mut stranger, 81, 3, &[(&b, ticket)]);
    world.settle(&stranger);
    assert_eq!(office.verdict(visit, ticket), None);
    take(&mut heir, 2, 2, Some(1), &[]);
    name(&mut heir, 82, 2, &[(&b, ticket)]);
    world.settle(&heir);
    assert_eq!(office.verdict(visit, ticket), Some(Verdict::Effective));

    // The head switches it off: the centre orders what comes.
    let call = write(&mut b, 51, visit, Some(ticket), &called(4));
    world.settle(&b);
    assert_eq!(office.verdict(visit, call), None);
    let ended = Event::Tenure(TenureEvent::Ended);
    write(&mut hub, 90, subject(SubjectKind::Tenure, 2), None, &ended);
    world.settle(&hub);
    assert_eq!(office.verdict(visit, call), Some(Verdict::Effective));
    world.order_at(NOW_MS);
    assert_eq!(world.exchange.parked().unwrap(), []);
}

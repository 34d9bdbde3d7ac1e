//! Who comes on a day, when, for what, and who sits at the windows.

use chrono::{Datelike as _, NaiveDate, Weekday};
use stoika_domain::ids::{PriorityClassId, ServiceId, StreamId};
use stoika_domain::standard::{Hall, Office, QueueSettings, Service};

use crate::simulation::dice::Dice;

/// An hour, milliseconds.
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
/// A minute, milliseconds.
pub const MINUTE_MS: i64 = 60_000;
/// The doors open.
pub const OPENS_MS: i64 = 8 * HOUR_MS;
/// The doors close.
pub const CLOSES_MS: i64 = 17 * HOUR_MS;

/// Shares of visits by hour from 8 to 17.
const BY_HOUR: [u64; 9] = [12, 16, 15, 13, 8, 9, 11, 9, 7];
const NO_SHOW_PERCENT: u64 = 4;
const PRIORITY_PERCENT: u64 = 3;
/// One of so many is sent on to another stream.
const SENT_ON_PERCENT: u64 = 5;
/// Spread of receptions: deviation of the logarithm.
const SPREAD: f64 = 0.6;

/// A client of the day.
#[derive(Clone, Debug)]
pub struct Client {
    /// When he takes his ticket, milliseconds of the office's day.
    pub comes_ms: i64,
    /// What he came for.
    pub service: ServiceId,
    /// Its stream.
    pub stream: StreamId,
    /// A ground to go before others.
    pub class: Option<PriorityClassId>,
    /// Does not come when he is called.
    pub misses_call: bool,
    /// Gives up waiting after so long, milliseconds.
    pub patience_ms: i64,
    /// From the call to the start, milliseconds.
    pub walk_ms: i64,
    /// The reception, milliseconds.
    pub reception_ms: i64,
    /// Sent on afterwards: the service, its stream, the reception there, and whether he comes back for a minute.
    pub then: Option<(ServiceId, StreamId, i64, bool)>,
}

/// A window that has somebody that day.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The window.
    pub window: u16,
    /// Streams that it serves.
    pub streams: Vec<StreamId>,
    /// When it opens, milliseconds of the day.
    pub opens_ms: i64,
    /// Lunch: from and to.
    pub lunch_ms: (i64, i64),
}

/// An office's day.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The date.
    pub date: NaiveDate,
    /// Clients in the order in which they come.
    pub clients: Vec<Client>,
    /// Windows that work.
    pub seats: Vec<Seat>,
}

/// What a day is made of.
#[derive(Clone, Copy, Debug)]
pub struct Town<'a> {
    /// The office.
    pub office: &'a Office,
    /// The services.
    pub services: &'a [Service],
    /// The queue's settings.
    pub queue: &'a QueueSettings,
    /// Of a hundred windows so many have somebody.
    pub staffed_percent: u64,
}

/// Visits of an ordinary day.
#[must_use]
pub fn visits_a_day(town: &Town<'_>) -> u64 {
    match town.office.id.as_str() {
        "samara" => 730,
        "togliatti" => 163,
        // By windows: a branch of four has some fifty, a reception point some eight.
        _ => match town.queue.hall(&town.office.id).windows.len() as u64 {
            0 | 1 => 8,
            many => many * 12,
        },
    }
}

/// Plans a day.
#[must_use]
pub fn plan(town: &Town<'_>, date: NaiveDate, seed: u64) -> Plan {
    let mut dice = Dice::new(seed ^ u64::from(date.num_days_from_ce().unsigned_abs()));
    let percent = weekday_percent(date.weekday()) * month_percent(date.day()) / 100;
    let mean = visits_a_day(town) * percent / 100;
    // A day differs from another by a seventh.
    let visits = mean * dice.between(85, 115) / 100;
    let mut clients: Vec<Client> = (0..visits)
        .filter_map(|_| client(town, &mut dice))
        .collect();
    clients.sort_by_key(|client| client.comes_ms);
    let seats = seats(town.queue.hall(&town.office.id), town, &mut dice);
    Plan {
        date,
        clients,
        seats,
    }
}

/// Monday is the fullest.
const fn weekday_percent(weekday: Weekday) -> u64 {
    match weekday {
        Weekday::Mon => 125,
        Weekday::Tue => 110,
        Weekday::Wed => 100,
        Weekday::Thu => 90,
        Weekday::Fri | Weekday::Sat | Weekday::Sun => 80,
    }
}

/// Bills come on the 5th to 15th, readings on the 20th to 26th.
const fn month_percent(day: u32) -> u64 {
    match day {
        5..=15 | 20..=26 => 115,
        _ => 90,
    }
}

/// `None` when no service is offered there.
fn client(town: &Town<'_>, dice: &mut Dice) -> Option<Client> {
    let service = service(town, dice)?;
    let class = if dice.percent(PRIORITY_PERCENT) {
        let classes = &town.queue.classes;
        let chosen = classes.get(dice.index(classes.len()));
        chosen.map(|class| class.id.clone())
    } else {
        None
    };
    let then = if dice.percent(SENT_ON_PERCENT) {
        let other = self::service(town, dice)?;
        let reception_ms = reception_ms(other, dice);
        let back = dice.percent(50);
        ids(other).map(|(service, stream)| (service, stream, reception_ms, back))
    } else {
        None
    };
    let (id, stream) = ids(service)?;
    Some(Client {
        comes_ms: comes_ms(dice),
        service: id,
        stream,
        class,
        misses_call: dice.percent(NO_SHOW_PERCENT),
        patience_ms: lognormal(60.0 * 60_000.0, 0.5, dice),
        walk_ms: seconds(dice, 10, 45),
        reception_ms: reception_ms(service, dice),
        then,
    })
}

fn seconds(dice: &mut Dice, low: u64, high: u64) -> i64 {
    1000 * i64::try_from(dice.between(low, high)).unwrap_or(i64::MAX)
}

fn ids(service: &Service) -> Option<(ServiceId, StreamId)> {
    let id = ServiceId::parse(&service.id).ok()?;
    Some((id, StreamId::parse(&service.stream).ok()?))
}

/// By the shares of those that the office offers.
fn service<'a>(town: &Town<'a>, dice: &mut Dice) -> Option<&'a Service> {
    let offered = |service: &&Service| service.office_kinds.contains(&town.office.kind);
    let total: u64 = town
        .services
        .iter()
        .filter(offered)
        .map(|service| u64::from(service.share_percent))
        .sum();
    let mut left = dice.below(total);
    for service in town.services.iter().filter(offered) {
        let share = u64::from(service.share_percent);
        if left < share {
            return Some(service);
        }
        left -= share;
    }
    None
}

fn comes_ms(dice: &mut Dice) -> i64 {
    // Three of a hundred stand before the doors.
    if dice.percent(3) {
        return OPENS_MS - seconds(dice, 0, 900);
    }
    let mut left = dice.below(BY_HOUR.iter().sum());
    let mut hour = 0;
    for share in BY_HOUR {
        if left < share {
            break;
        }
        left -= share;
        hour += 1;
    }
    // The last quarter of an hour gives no tickets: whoever comes in the last hour comes before it.
    let is_last = OPENS_MS + (hour + 1) * HOUR_MS >= CLOSES_MS;
    let within = seconds(dice, 0, if is_last { 44 * 60 } else { 3599 });
    OPENS_MS + hour * HOUR_MS + within
}

/// Means by service, minutes: about what the norms of their streams expect.
fn reception_ms(service: &Service, dice: &mut Dice) -> i64 {
    let mean_minutes = match service.id.as_str() {
        "readings" => 3.0,
        "payment_documents" | "certificates" | "other" => 5.0,
        "meters" | "personal_cabinet" | "head_reception" => 6.0,
        "citizen_contract" => 9.0,
        "claim" => 12.0,
        "legal_contract" => 13.0,
        _ => 6.0,
    };
    lognormal(mean_minutes * 60_000.0, SPREAD, dice).max(20_000)
}

/// A number of a lognormal law by its mean.
fn lognormal(mean: f64, spread: f64, dice: &mut Dice) -> i64 {
    let unit = |dice: &mut Dice| (dice.below(1 << 32) as f64 + 1.0) / 4_294_967_297.0;
    let normal = (-2.0 * unit(dice).ln()).sqrt() * (std::f64::consts::TAU * unit(dice)).cos();
    (mean * (spread * normal - spread * spread / 2.0).exp()) as i64
}

fn seats(hall: &Hall, town: &Town<'_>, dice: &mut Dice) -> Vec<Seat> {
    let mut seats: Vec<Seat> = Vec::new();
    for window in &hall.windows {
        // Somebody sits at the first window of every stream.
        let first = window.streams.iter().any(|stream| {
            let taken = |seat: &Seat| seat.streams.contains(stream);
            !seats.iter().any(taken)
        });
        if first || dice.percent(town.staffed_percent) {
            let opens_ms = OPENS_MS
                + if dice.percent(10) {
                    seconds(dice, 60, 1200)
                } else {
                    0
                };
            // By turns, three hours in the middle of the day.
            let from = 11 * HOUR_MS + (seats.len() as i64 % 3) * HOUR_MS;
            seats.push(Seat {
                window: window.number,
                streams: window.streams.clone(),
                opens_ms,
                lunch_ms: (from, from + 45 * MINUTE_MS),
            });
        }
    }
    seats
}

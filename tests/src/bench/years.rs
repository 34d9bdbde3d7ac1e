//! Years of an office's appeals, as a desk holds them: most are closed, the last weeks are in work.
#![expect(
    clippy::expect_used,
    reason = "names and numbers written here are right or the benchmark is wrong"
)]

use chrono::{Datelike as _, Days, NaiveDate};
use stoika_domain::appeal::{
    AnswerAddress, Answered, AppealEvent, Applicant, Closed, Executor, Outcome, Registered,
    StatementForm, Suspended, UrgencySet,
};
use stoika_domain::body::{Event, SubjectKind, encode};
use stoika_domain::ids::{
    AnswerChannelId, CategoryId, ChannelId, NormKey, OfficeId, TopicId, UrgencyId,
};
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::role::Role;
use stoika_domain::terms::Audience;
use stoika_protocol::{
    ActId, Author, Body, Entry, EntryRef, Header, KeyId, ReplicaId, Salt, Subject,
};

use super::journal::Draw;
use super::town;
use crate::simulation::dice::Dice;

/// Of a hundred appeals so many are in work.
const OPEN_OF_100: u64 = 8;
/// Those in work came within so many days; the others within three years before.
const OPEN_DAYS: u64 = 40;
const CLOSED_DAYS: u64 = 1_095;
const DAY_MS: i64 = 86_400_000;

/// Category, topic, norm for citizens and for others, how often of a hundred.
const KINDS: [(&str, &str, &str, &str, u64); 10] = [
    ("claim", "calculation", "claim.citizen", "claim.other", 20),
    (
        "claim",
        "service_quality",
        "claim.citizen",
        "claim.other",
        14,
    ),
    (
        "information_request",
        "debt",
        "debt.citizen",
        "debt.other",
        22,
    ),
    (
        "information_request",
        "payment",
        "appeal.operational",
        "appeal.operational",
        10,
    ),
    (
        "contract_change",
        "termination",
        "contract.termination",
        "contract.termination",
        6,
    ),
    (
        "service_order",
        "meters",
        "appeal.operational",
        "appeal.operational",
        9,
    ),
    (
        "service_order",
        "reconciliation",
        "reconciliation.request",
        "reconciliation.request",
        6,
    ),
    (
        "review",
        "service_quality",
        "appeal.operational",
        "appeal.operational",
        4,
    ),
    ("proposal", "other", "appeal.detailed", "appeal.detailed", 3),
    (
        "other",
        "other",
        "appeal.operational",
        "appeal.operational",
        6,
    ),
];
const CHANNELS: [&str; 5] = ["office", "post", "email", "internet", "phone"];
const DESKS: [&str; 6] = ["ОТ-01", "ОТ-02", "ОТ-03", "ОТ-04", "ОТ-05", "ОТ-06"];

/// Who prepares answers: user id and name.
pub type Person = (String, String);

/// Writes the years, appeal by appeal.
pub struct Years {
    today: NaiveDate,
    now_ms: i64,
    office: OfficeId,
    people: Vec<Person>,
    replica: ReplicaId,
    seq: u64,
    counters: [u32; DESKS.len()],
    draw: Draw,
    dice: Dice,
}

impl Years {
    /// Of an office with these people, up to today.
    #[must_use]
    pub fn new(today: NaiveDate, now_ms: i64, office: &str, people: Vec<Person>) -> Self {
        Self {
            today,
            now_ms,
            office: OfficeId::parse(office).expect("a name of an office"),
            people,
            replica: ReplicaId([0x77; 16]),
            seq: 0,
            counters: [0; DESKS.len()],
            draw: Draw(991),
            dice: Dice::new(991),
        }
    }

    /// The entries of the next appeal in the order in which they were written.
    pub fn appeal(&mut self) -> Vec<Entry> {
        let is_open = self.dice.below(100) < OPEN_OF_100;
        let days_ago = if is_open {
            self.dice.below(OPEN_DAYS)
        } else {
            OPEN_DAYS + self.dice.below(CLOSED_DAYS)
        };
        let received_on = self.before(days_ago);
        let mut events = Vec::new();
        if self.dice.below(100) < 95 || !is_open {
            events.push(self.assigned());
        }
        let roll = self.dice.below(100);
        if !is_open {
            events.push(self.answered(received_on));
            events.push(AppealEvent::Closed(Closed {
                closed_on: received_on,
                ground: None,
                note: None,
            }));
        } else if roll < 12 {
            events.push(self.answered(received_on));
        } else if roll < 22 {
            events.push(AppealEvent::Suspended(Suspended {
                suspended_on: received_on,
                awaited: "копию акта поверки".to_owned(),
            }));
        }
        self.written(received_on, days_ago, events)
    }

    /// An appeal with so many entries, in work.
    pub fn long_appeal(&mut self, entries: usize) -> Vec<Entry> {
        let days_ago = 10;
        let received_on = self.before(days_ago);
        let mut events = vec![self.assigned()];
        let urgencies = ["raised", "ordinary"];
        for urgency in urgencies.iter().cycle().take(entries.saturating_sub(2)) {
            events.push(AppealEvent::UrgencySet(UrgencySet {
                urgency: UrgencyId::parse(urgency).expect("a name"),
                reason: "Заявитель звонил, просит ответить скорее; решено на планёрке.".to_owned(),
            }));
        }
        self.written(received_on, days_ago, events)
    }

    fn before(&self, days: u64) -> NaiveDate {
        self.today
            .checked_sub_days(Days::new(days))
            .expect("a date of these years")
    }

    fn assigned(&mut self) -> AppealEvent {
        let (user_id, name) = self.people[self.dice.index(self.people.len())].clone();
        AppealEvent::Assigned(Executor {
            user_id,
            name,
            office_id: self.office.clone(),
        })
    }

    fn answered(&mut self, on: NaiveDate) -> AppealEvent {
        AppealEvent::Answered(Answered {
            answered_on: on,
            outcome: Outcome::Explained,
            answer_channel: AnswerChannelId::parse("office").expect("a name"),
            text: format!(
                "Начислено по показаниям {}, ошибки нет.",
                self.dice.between(1_000, 90_000)
            ),
            conclusion: None,
            settlement: None,
        })
    }

    fn registered(&mut self, act: ActId, received_on: NaiveDate) -> (String, Registered) {
        let mut roll = self.dice.below(100);
        let mut of = KINDS[0];
        for kind in KINDS {
            of = kind;
            if roll < kind.4 {
                break;
            }
            roll -= kind.4;
        }
        let (category, topic, citizen, other, _) = of;
        let is_citizen = self.dice.below(10) < 8;
        let desk = self.dice.index(DESKS.len());
        self.counters[desk] += 1;
        let series = DeskLabel::parse(DESKS[desk]).expect("a label of a desk");
        let number = PaperNumber::compose(series, received_on.year(), self.counters[desk], &act.0)
            .expect("a number of this century");
        let (name, address, text) = town::statement(&mut self.dice);
        let registered = Registered {
            number,
            received_on,
            registered_on: received_on,
            form: StatementForm::Written,
            channel: ChannelId::parse(CHANNELS[self.dice.index(CHANNELS.len())]).expect("a name"),
            category: CategoryId::parse(category).expect("a name"),
            topic: TopicId::parse(topic).expect("a name"),
            urgency: UrgencyId::parse("ordinary").expect("a name"),
            audience: if is_citizen {
                Audience::Citizen
            } else {
                Audience::Other
            },
            applicant: Applicant {
                party_id: Some(format!("p-{:07}", self.dice.below(60_000))),
                display_name: name,
                account_number: Some(format!("6300{:08}", self.dice.below(60_000))),
                address: Some(address.clone()),
                contract: None,
                representative: None,
                zone_office: None,
            },
            text,
            demand: None,
            answer_channel: AnswerChannelId::parse("office").expect("a name"),
            answer_address: AnswerAddress::Postal {
                index: "446300".to_owned(),
                address,
            },
            norm_key: NormKey::parse(if is_citizen { citizen } else { other }).expect("a name"),
            rules_version: 15_012,
            attachments: Vec::new(),
            compared: None,
        };
        (DESKS[desk].to_owned(), registered)
    }

    fn written(
        &mut self,
        received_on: NaiveDate,
        days_ago: u64,
        events: Vec<AppealEvent>,
    ) -> Vec<Entry> {
        let at_ms = self.now_ms - i64::try_from(days_ago).unwrap_or(0) * DAY_MS;
        let act = ActId::new(at_ms.cast_unsigned(), self.draw.bytes());
        let (desk, registered) = self.registered(act, received_on);
        let subject = Subject {
            kind: SubjectKind::Appeal.number(),
            id: act,
        };
        let first = AppealEvent::Registered(Box::new(registered));
        let mut base = None;
        let mut out = Vec::new();
        for (place, event) in std::iter::once(first).chain(events).enumerate() {
            let wall_time_ms = at_ms + i64::try_from(place).unwrap_or(0) * 60_000;
            let act = if place == 0 {
                act
            } else {
                ActId::new(wall_time_ms.cast_unsigned(), self.draw.bytes())
            };
            out.push(self.entry(&desk, subject, act, base, wall_time_ms, event));
            base = out.last().map(|entry| entry.header.entry_ref());
        }
        out
    }

    fn entry(
        &mut self,
        desk: &str,
        subject: Subject,
        act: ActId,
        base: Option<EntryRef>,
        wall_time_ms: i64,
        event: AppealEvent,
    ) -> Entry {
        self.seq += 1;
        let (kind, bytes) = encode(&Event::Appeal(event));
        let body = Body {
            salt: Salt(self.draw.bytes()),
            bytes,
        };
        Entry {
            header: Header {
                key: KeyId([0x78; 16]),
                replica: self.replica,
                seq: self.seq,
                act,
                subject,
                base,
                wall_time_ms,
                server_time_ms: Some(wall_time_ms + 180),
                kind,
                author: Author {
                    user: "u-3".to_owned(),
                    user_name: "Самойлова Е. В.".to_owned(),
                    role: Role::Head.number(),
                    office: self.office.to_string(),
                    desk: desk.to_owned(),
                    rules: 15_012,
                },
                body_hash: body.hash(),
            },
            body: Some(body),
        }
    }
}

//! What people do at the desks, chosen by the dice.
#![expect(
    clippy::expect_used,
    reason = "names and rows that stand in this file; a run that cannot be set up stops"
)]

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, NaiveDate};
use stoika_domain::appeal::{
    AnswerAddress, Answered, AppealEvent, AppealStatus, Applicant, CloseGround, Closed, Executor,
    Extended, Outcome, Redated, Registered, Reopened, Resumed, StatementForm, Suspended,
    UnconsideredDeclined, UnconsideredProposed,
};
use stoika_domain::audit::{AuditAction, AuditObject};
use stoika_domain::body::{Event, State, SubjectKind, encode};
use stoika_domain::consent::{ConsentEvent, Given, Purpose, Withdrawn};
use stoika_domain::follow_up::{Agreed, Cancelled, Done, FollowUpEvent, Moved, NextStep};
use stoika_domain::ids::{
    AnswerChannelId, ArticleId, CategoryId, ChannelId, FormId, NormKey, OfficeId, TopicId,
    UrgencyId,
};
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::paper::{About, Issued, PaperEvent, Reissued};
use stoika_domain::party_contact::{ContactKind, Learnt, PartyContactEvent};
use stoika_domain::role::Role;
use stoika_domain::terms::Audience;
use stoika_protocol::{ActId, Subject};
use stoika_store::NewAudit;

use super::dice::Dice;

/// Something to do.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Register an appeal.
    Register,
    /// Register one that is answered on the spot: three entries in one act.
    Solve,
    /// Something with what is there.
    With(Subject, Event),
    /// Write down a phone.
    Learn,
    /// Agree a next step and give its slip: two records with one number.
    Agree,
    /// Take a consent and give it on paper: two records with one number.
    Consent,
    /// Take back a consent: another paper, another number.
    Withdraw(Subject),
    /// Give an information sheet.
    Sheet,
}

impl Deed {
    /// How many entries it writes.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        match self {
            Self::Solve => 3,
            Self::Agree | Self::Consent => 2,
            Self::Register | Self::With(..) | Self::Learn | Self::Withdraw(_) | Self::Sheet => 1,
        }
    }

    /// Whether it takes a number.
    #[must_use]
    pub const fn is_numbered(&self) -> bool {
        match self {
            Self::Register
            | Self::Solve
            | Self::Agree
            | Self::Consent
            | Self::Withdraw(_)
            | Self::Sheet => true,
            Self::With(..) | Self::Learn => false,
        }
    }

    /// For the trace.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Register => "registers".to_owned(),
            Self::Solve => "registers and answers on the spot".to_owned(),
            Self::Learn => "learns a phone".to_owned(),
            Self::Agree => "agrees a next step".to_owned(),
            Self::Consent => "takes a consent".to_owned(),
            Self::Sheet => "gives a sheet".to_owned(),
            Self::Withdraw(subject) => format!("withdraws ..{}", end_of(subject)),
            Self::With(subject, event) => format!("{:?} of ..{}", event.kind(), end_of(subject)),
        }
    }
}

fn end_of(subject: &Subject) -> String {
    subject.id.to_string()[30..].to_owned()
}

/// An entry before it is chained: what it is about, its kind, its body.
pub type Written = (Subject, u16, Vec<u8>);

/// Chooses a deed. `seen` is what the desk sees; now and then the deed makes no sense there
/// (answering twice), for two people press buttons at the same time.
pub fn choose(
    dice: &mut Dice,
    seen: &[(Subject, State)],
    offices: &[String],
    today: NaiveDate,
) -> Deed {
    let appeals: Vec<(Subject, AppealStatus)> = seen
        .iter()
        .filter_map(|(subject, state)| Some((*subject, state.appeal()?.status())))
        .collect();
    let roll = dice.below(100);
    if roll < 7 {
        return Deed::Solve;
    }
    if roll >= 85 {
        return paperwork(dice, seen, today);
    }
    if appeals.is_empty() || roll < 35 {
        return Deed::Register;
    }
    if roll < 45 {
        return Deed::Learn;
    }
    let (subject, status) = appeals[dice.index(appeals.len())];
    let event = match (status, dice.below(8)) {
        (_, 0 | 1) => assigned(dice, offices),
        (_, 2 | 3) => course(dice, today),
        (AppealStatus::Registered | AppealStatus::Assigned, 4) => AppealEvent::Redated(Redated {
            received_on: today,
            reason: "опечатка".to_owned(),
        }),
        (AppealStatus::Registered | AppealStatus::Assigned, _) => answered(today),
        (AppealStatus::Answered | AppealStatus::Closed, _) => closed(today),
    };
    Deed::With(subject, Event::Appeal(event))
}

/// Something with papers, steps and consents, those that are there as a rule.
fn paperwork(dice: &mut Dice, seen: &[(Subject, State)], today: NaiveDate) -> Deed {
    let there: Vec<&(Subject, State)> = seen
        .iter()
        .filter(|(_, state)| {
            matches!(
                state.subject_kind(),
                SubjectKind::FollowUp | SubjectKind::Consent | SubjectKind::Paper
            )
        })
        .collect();
    let new = dice.below(6);
    let chosen = dice.index(there.len());
    match (new, there.get(chosen)) {
        (0, _) | (_, None) => Deed::Agree,
        (1, _) => Deed::Consent,
        (2, _) => Deed::Sheet,
        (_, Some((subject, state))) => match state {
            State::Consent(_) => Deed::Withdraw(*subject),
            State::Paper(paper) => Deed::With(
                *subject,
                Event::Paper(PaperEvent::Reissued(Reissued {
                    form_version: 1,
                    copy_number: paper.last_copy_number + 1,
                    reason: words(),
                })),
            ),
            State::PartyContact(_)
            | State::Appeal(_)
            | State::Consultation(_)
            | State::FollowUp(_)
            | State::Incident(_)
            | State::Audit(_)
            | State::Visit(_)
            | State::Shift(_)
            | State::HallSign(_)
            | State::Tenure(_)
            | State::QueueOrder(_)
            | State::Destruction(_)
            | State::BookEntry(_)
            | State::Survey(_)
            | State::DispatchList(_) => {
                Deed::With(*subject, Event::FollowUp(step_of_step(dice, today)))
            }
        },
    }
}

fn step_of_step(dice: &mut Dice, today: NaiveDate) -> FollowUpEvent {
    match dice.below(4) {
        0 => FollowUpEvent::Done(Done { result: words() }),
        1 => FollowUpEvent::Cancelled(Cancelled { reason: words() }),
        _ => FollowUpEvent::Moved(Moved {
            on: today,
            at: None,
            reason: words(),
        }),
    }
}

fn words() -> String {
    "так надо".to_owned()
}

fn assigned(dice: &mut Dice, offices: &[String]) -> AppealEvent {
    let office = &offices[dice.index(offices.len())];
    AppealEvent::Assigned(Executor {
        user_id: format!("u{}", dice.below(9)),
        name: "Ермаков Д. С.".to_owned(),
        office_id: OfficeId::parse(office).expect("a name of an office"),
    })
}

/// Something of the further course, whether it makes sense now or not.
fn course(dice: &mut Dice, today: NaiveDate) -> AppealEvent {
    let ground = CloseGround::Insult;
    match dice.below(6) {
        0 => AppealEvent::Extended(Extended {
            extended_on: today,
            reason: words(),
        }),
        1 => AppealEvent::Suspended(Suspended {
            suspended_on: today,
            awaited: words(),
        }),
        2 => AppealEvent::Resumed(Resumed {
            resumed_on: today,
            note: None,
        }),
        3 => AppealEvent::UnconsideredProposed(UnconsideredProposed {
            ground,
            evidence: words(),
            former: None,
        }),
        4 => AppealEvent::UnconsideredDeclined(UnconsideredDeclined { reason: words() }),
        _ => AppealEvent::Reopened(Reopened {
            received_on: today,
            argument: words(),
        }),
    }
}

/// What a deed writes. `number` is there for a deed that takes one.
#[must_use]
pub fn written(
    deed: Deed,
    act: ActId,
    number: Option<PaperNumber>,
    today: NaiveDate,
    dice: &mut Dice,
) -> Vec<Written> {
    let about = |kind: SubjectKind| Subject {
        kind: kind.number(),
        id: act,
    };
    let one = |subject: Subject, event: Event| {
        let (kind, bytes) = encode(&event);
        (subject, kind, bytes)
    };
    let new = |event: Event| one(about(event.kind().subject()), event);
    let number = || number.expect("the deed takes a number");
    let name = "Примерова Анна Сергеевна".to_owned();
    match deed {
        Deed::Register => vec![new(registered(number(), today))],
        Deed::Solve => vec![
            new(registered(number(), today)),
            new(Event::Appeal(answered(today))),
            new(Event::Appeal(closed(today))),
        ],
        Deed::Learn => vec![new(learning(dice))],
        Deed::With(subject, event) => vec![one(subject, event)],
        Deed::Agree => vec![
            new(Event::FollowUp(FollowUpEvent::Agreed(Box::new(Agreed {
                number: number(),
                step: NextStep::ClientComes,
                on: today,
                at: None,
                party_id: None,
                name,
                phone: None,
                user_id: "u1".to_owned(),
                user_name: "Самойлова Е. В.".to_owned(),
                question: words(),
                appeal_id: None,
            })))),
            new(issued(number(), About::FollowUp { follow_up: act.0 })),
        ],
        Deed::Consent => vec![
            new(Event::Consent(ConsentEvent::Given(Given {
                number: number(),
                party_id: "p1".to_owned(),
                name,
                given_on: today,
                purposes: BTreeSet::from([Purpose::Messages]),
            }))),
            new(issued(number(), About::Consent { consent: act.0 })),
        ],
        Deed::Withdraw(subject) => vec![one(
            subject,
            Event::Consent(ConsentEvent::Withdrawn(Withdrawn {
                number: number(),
                party_id: "p1".to_owned(),
                name,
                withdrawn_on: today,
            })),
        )],
        Deed::Sheet => vec![new(issued(
            number(),
            About::Article {
                article: ArticleId::parse("payment").expect("a name"),
            },
        ))],
    }
}

fn issued(number: PaperNumber, about: About) -> Event {
    Event::Paper(PaperEvent::Issued(Issued {
        number,
        form_id: FormId::parse("information_sheet").expect("a name"),
        form_version: 1,
        about,
        party_id: None,
    }))
}

fn answered(today: NaiveDate) -> AppealEvent {
    AppealEvent::Answered(Answered {
        answered_on: today,
        outcome: Outcome::Explained,
        answer_channel: AnswerChannelId::parse("office").expect("a name"),
        text: "Разъяснено".to_owned(),
        conclusion: None,
        settlement: None,
    })
}

fn closed(today: NaiveDate) -> AppealEvent {
    AppealEvent::Closed(Closed {
        closed_on: today,
        ground: None,
        note: None,
    })
}

/// The civil date of an instant; the office's zone plays no part here.
#[must_use]
pub fn civil(wall_time_ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(wall_time_ms)
        .map_or(NaiveDate::MIN, |instant| instant.date_naive())
}

/// The number that a desk gives with its counter.
#[must_use]
pub fn number(act: ActId, label: &str, counter: u32, today: NaiveDate) -> PaperNumber {
    let series = DeskLabel::parse(label).expect("a label of a desk");
    PaperNumber::compose(series, today.year(), counter, &act.0).expect("a number of this century")
}

fn registered(number: PaperNumber, today: NaiveDate) -> Event {
    let name = |text: &str| text.to_owned();
    Event::Appeal(AppealEvent::Registered(Box::new(Registered {
        number,
        received_on: today,
        registered_on: today,
        form: StatementForm::Written,
        channel: ChannelId::parse("office").expect("a name"),
        category: CategoryId::parse("claim").expect("a name"),
        topic: TopicId::parse("calculation").expect("a name"),
        urgency: UrgencyId::parse("ordinary").expect("a name"),
        audience: Audience::Citizen,
        applicant: Applicant {
            party_id: None,
            display_name: name("Примерова Анна Сергеевна"),
            account_number: None,
            address: None,
            contract: None,
            representative: None,
            zone_office: None,
        },
        text: name("Неверно начислено"),
        demand: None,
        answer_channel: AnswerChannelId::parse("office").expect("a name"),
        answer_address: AnswerAddress::Office,
        norm_key: NormKey::parse("claim.citizen").expect("a name"),
        rules_version: 0,
        attachments: Vec::new(),
        compared: None,
    })))
}

/// What the audit says of an act that gave out a paper.
#[must_use]
pub fn printed(act: ActId, wall_ms: i64) -> NewAudit {
    NewAudit {
        at_ms: wall_ms,
        user: "u1".to_owned(),
        role: Role::Head.number(),
        action: AuditAction::Printed.number(),
        object: AuditObject::Appeal.number(),
        object_id: act.to_string(),
        party: None,
        detail: "registration_card".to_owned(),
        reason: String::new(),
    }
}

fn learning(dice: &mut Dice) -> Event {
    Event::PartyContact(PartyContactEvent::Learnt(Learnt {
        party_id: format!("p{}", dice.below(6)),
        kind: ContactKind::Phone,
        value: format!("+7900{:07}", dice.below(10_000_000)),
    }))
}

//! What people do at the desks, chosen by the dice.
#![expect(
    clippy::expect_used,
    reason = "names and rows that stand in this file; a run that cannot be set up stops"
)]

use chrono::{DateTime, Datelike as _, NaiveDate};
use stoika_domain::appeal::{
    AnswerAddress, Answered, AppealEvent, AppealStatus, Applicant, CloseGround, Closed, Executor,
    Extended, Outcome, Redated, Registered, Reopened, Resumed, StatementForm, Suspended,
    UnconsideredDeclined, UnconsideredProposed,
};
use stoika_domain::audit::{AuditAction, AuditObject};
use stoika_domain::body::{Event, State, SubjectKind, encode};
use stoika_domain::ids::{
    AnswerChannelId, CategoryId, ChannelId, NormKey, OfficeId, TopicId, UrgencyId,
};
use stoika_domain::number::{DeskLabel, PaperNumber};
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
    /// Something with an appeal.
    With(Subject, AppealEvent),
    /// Write down a phone.
    Learn,
}

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
    Deed::With(subject, event)
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
    let words = || "так надо".to_owned();
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

/// What follows the registration of an appeal that is answered on the spot.
#[must_use]
pub fn solved(today: NaiveDate) -> Vec<(u16, Vec<u8>)> {
    [answered(today), closed(today)]
        .into_iter()
        .map(|event| encode(&Event::Appeal(event)))
        .collect()
}

fn answered(today: NaiveDate) -> AppealEvent {
    AppealEvent::Answered(Answered {
        answered_on: today,
        outcome: Outcome::Explained,
        answer_channel: AnswerChannelId::parse("office").expect("a name"),
        text: "Разъяснено".to_owned(),
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

/// The body of a registration.
#[must_use]
pub fn registration(
    act: ActId,
    label: &str,
    counter: u32,
    today: NaiveDate,
    rules_version: u64,
) -> (Subject, u16, Vec<u8>, PaperNumber) {
    let series = DeskLabel::parse(label).expect("a label of a desk");
    let number = PaperNumber::compose(series, today.year(), counter, &act.0)
        .expect("a number of this century");
    let name = |text: &str| text.to_owned();
    let event = AppealEvent::Registered(Box::new(Registered {
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
        rules_version,
        attachments: Vec::new(),
        compared: None,
    }));
    let (kind, bytes) = encode(&Event::Appeal(event));
    let subject = Subject {
        kind: SubjectKind::Appeal.number(),
        id: act,
    };
    (subject, kind, bytes, number)
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

/// The body of a phone that was learnt.
#[must_use]
pub fn learning(act: ActId, dice: &mut Dice) -> (Subject, u16, Vec<u8>) {
    let event = PartyContactEvent::Learnt(Learnt {
        party_id: format!("p{}", dice.below(6)),
        kind: ContactKind::Phone,
        value: format!("+7900{:07}", dice.below(10_000_000)),
    });
    let (kind, bytes) = encode(&Event::PartyContact(event));
    let subject = Subject {
        kind: SubjectKind::PartyContact.number(),
        id: act,
    };
    (subject, kind, bytes)
}

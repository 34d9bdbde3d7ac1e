//! The bytes of bodies: golden, for ever, and read by older and newer programs.

use proptest::prelude::*;
use serde::Serialize;
use stoika_domain::appeal::{
    AnswerAddress, Answered, AppealEvent, Applicant, Attachment, CloseGround, Closed, Compared,
    ContractRef, DocumentForm, Executor, Outcome, Printed, Redated, Registered, Representative,
    StatementForm, Wanted,
};
use stoika_domain::body::{
    EntryKind, Event, State, SubjectKind, Unreadable, VoidReason, decode, encode,
};
use stoika_domain::ids::{
    AnswerChannelId, CategoryId, ChannelId, FormId, NormKey, OfficeId, TopicId, UrgencyId,
};
use stoika_domain::number::PaperNumber;
use stoika_domain::party_contact::{Confirmed, ContactKind, Learnt, PartyContactEvent, Rejected};
use stoika_domain::terms::Audience;

use crate::cases::events::case_events;
use crate::course::{further_events, norm_changed};
use crate::destruction::destruction_events;
use crate::feedback::feedback_events;
use crate::published::date;
use crate::queue::bodies::queue_events;
use crate::tenure::hub_events;

const GOLDEN: &str = include_str!("../../../../../fixtures/golden/bodies/bodies.txt");

/// A citizen's claim as in the picture.
pub fn registered() -> Registered {
    Registered {
        number: PaperNumber::parse("ОТ-04/26-1842-МК3").unwrap(),
        received_on: date("30.10.2026"),
        registered_on: date("30.10.2026"),
        form: StatementForm::Written,
        channel: ChannelId::parse("office").unwrap(),
        category: CategoryId::parse("claim").unwrap(),
        topic: TopicId::parse("calculation").unwrap(),
        urgency: UrgencyId::parse("ordinary").unwrap(),
        audience: Audience::Citizen,
        applicant: Applicant {
            party_id: Some("p-000001".to_owned()),
            display_name: "Примерова Анна Сергеевна".to_owned(),
            account_number: Some("630000123456".to_owned()),
            address: Some("г. Отрадный, ул. Примерная, д. 12, кв. 48".to_owned()),
            contract: None,
            representative: None,
            zone_office: None,
        },
        text: "По ночной зоне начислено 75 кВт·ч, прошу проверить.".to_owned(),
        demand: None,
        answer_channel: AnswerChannelId::parse("registered_letter").unwrap(),
        answer_address: AnswerAddress::Postal {
            index: "446305".to_owned(),
            address: "г. Отрадный, ул. Примерная, д. 12, кв. 48".to_owned(),
        },
        norm_key: NormKey::parse("claim.citizen").unwrap(),
        rules_version: 7,
        attachments: Vec::new(),
        compared: None,
    }
}

/// One of everything, optional fields filled.
fn every_event() -> Vec<Event> {
    let mut full = registered();
    full.audience = Audience::Other;
    full.applicant.contract = Some(ContractRef {
        number: "63-Э-0012345".to_owned(),
        concluded_on: Some(date("01.02.2020")),
    });
    full.applicant.representative = Some(Representative {
        name: "Представителев П. П.".to_owned(),
        authority: "доверенность от 01.02.2026 № 5".to_owned(),
    });
    full.demand = Some("Пересчитать".to_owned());
    full.answer_address = AnswerAddress::Email {
        email: "primer@mail.example".to_owned(),
    };
    let answer = AnswerChannelId::parse("email").unwrap();
    let mut with_papers = registered();
    let mut compared = registered();
    compared.attachments = vec![Attachment {
        name: "Выписка из ЕГРН на квартиру".to_owned(),
        form: DocumentForm::Copy,
        sheets: 3,
        document: Some("ownership".to_owned()),
    }];
    compared.compared = Some(Compared {
        missing: vec![Wanted {
            name: "Сведения о площади помещения".to_owned(),
            where_to_get: "Росреестр (выписка из ЕГРН), МФЦ".to_owned(),
        }],
        note: Some("Недостающие документы не мешают обслуживанию.".to_owned()),
    });
    with_papers.attachments = vec![Attachment {
        name: "Квитанция за август".to_owned(),
        form: DocumentForm::Copy,
        sheets: 2,
        document: None,
    }];
    with_papers.applicant.zone_office = Some(OfficeId::parse("togliatti").unwrap());
    let contact = Event::PartyContact;
    let appeal = Event::Appeal;
    let first = vec![
        contact(PartyContactEvent::Confirmed(Confirmed {
            party_id: "p-000001".to_owned(),
            kind: ContactKind::Email,
            value_masked: Some("п•••@почта.example".to_owned()),
        })),
        contact(PartyContactEvent::Learnt(Learnt {
            party_id: "p-000001".to_owned(),
            kind: ContactKind::Phone,
            value: "+79001234512".to_owned(),
        })),
        contact(PartyContactEvent::Accepted),
        contact(PartyContactEvent::Rejected(Rejected {
            reason: "чужой номер".to_owned(),
        })),
        appeal(AppealEvent::Registered(Box::new(registered()))),
        appeal(AppealEvent::Registered(Box::new(full))),
        appeal(AppealEvent::Assigned(Executor {
            user_id: "u2".to_owned(),
            name: "Ермаков Д. С.".to_owned(),
            office_id: OfficeId::parse("otradny").unwrap(),
        })),
        appeal(AppealEvent::Answered(Answered {
            answered_on: date("05.11.2026"),
            outcome: Outcome::PartlyFounded,
            answer_channel: answer,
            text: "Пересчитано".to_owned(),
            conclusion: None,
            settlement: None,
        })),
        appeal(AppealEvent::Closed(Closed {
            closed_on: date("06.11.2026"),
            ground: Some(CloseGround::Withdrawn),
            note: Some("заявление от 06.11".to_owned()),
        })),
        appeal(AppealEvent::Redated(Redated {
            received_on: date("29.10.2026"),
            reason: "штемпель почты".to_owned(),
        })),
        appeal(AppealEvent::Printed(Printed {
            form_id: FormId::parse("registration_card").unwrap(),
            form_version: 1,
            copy_number: 2,
            reprint_reason: Some("зажевало".to_owned()),
        })),
    ];
    let with_papers = appeal(AppealEvent::Registered(Box::new(with_papers)));
    let compared = appeal(AppealEvent::Registered(Box::new(compared)));
    first
        .into_iter()
        .chain([with_papers])
        .chain(further_events())
        .chain([compared, appeal(norm_changed("appeal.third_party"))])
        .chain(queue_events())
        .chain(hub_events())
        .chain(destruction_events())
        .chain(case_events())
        .chain(feedback_events())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// Lines `number name bytes`. A line never changes: desks have written such bytes.
#[test]
fn bodies_are_the_golden_bytes() {
    let written: Vec<String> = every_event()
        .iter()
        .map(|event| {
            let (kind, bytes) = encode(event);
            format!("{kind} {} {}", event.kind().as_str(), hex(&bytes))
        })
        .collect();
    let golden: Vec<&str> = GOLDEN
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert_eq!(written, golden, "\n{}\n", written.join("\n"));
    for (line, event) in golden.iter().zip(every_event()) {
        let mut parts = line.split(' ');
        let kind = parts.next().unwrap().parse().unwrap();
        let bytes = unhex(parts.nth(1).unwrap());
        assert_eq!(decode(kind, &bytes), Ok(event));
    }
}

#[test]
fn every_kind_has_a_golden_body() {
    for kind in EntryKind::ALL {
        assert!(
            GOLDEN.contains(&format!("{} {} ", kind.number(), kind.as_str())),
            "{kind:?}"
        );
        assert_eq!(EntryKind::from_number(kind.number()), Some(kind));
        assert_eq!(
            SubjectKind::from_number(kind.subject().number()),
            Some(kind.subject())
        );
    }
}

/// The numbers and codes that order records carry.
#[test]
fn void_reasons_keep_their_numbers() {
    let all: Vec<String> = VoidReason::ALL
        .iter()
        .map(|reason| format!("{} {}", reason.number(), reason.code()))
        .collect();
    assert_eq!(
        all,
        [
            "1 unreadable",
            "2 wrong_subject",
            "3 repeated",
            "10 not_registered",
            "11 already_registered",
            "12 already_answered",
            "13 already_closed",
            "14 not_answered",
            "15 before_receipt",
            "20 not_learnt",
            "21 already_learnt",
            "22 already_settled",
            "16 already_extended",
            "17 already_waiting",
            "18 not_waiting",
            "19 already_proposed",
            "23 not_proposed",
            "24 not_closed",
            "30 visit_busy",
            "31 ticket_not_waiting",
            "32 ticket_not_called",
            "33 ticket_not_served",
            "34 another_window",
            "35 no_such_ticket",
            "36 visit_over",
            "37 shift_over",
            "38 already_paused",
            "39 not_paused",
            "40 another_desk",
            "41 not_by_centre",
            "42 not_all_named",
            "50 other_category",
            "51 no_application",
            "52 nothing_missing",
            "53 not_complete",
            "54 already_refused",
            "55 not_sent",
            "56 not_disagreed",
            "57 already_disagreed",
            "58 no_settlement",
            "59 already_decided",
            "60 no_such_action",
            "61 already_done",
            "62 not_drafted",
            "63 no_such_dispatch",
            "64 no_such_question",
            "65 already_handed_over",
            "66 not_handed_over",
            "67 another_office",
            "68 no_such_line",
        ]
    );
    for reason in VoidReason::ALL {
        assert_eq!(VoidReason::from_number(reason.number()), Some(reason));
        let json = serde_json::to_value(reason).unwrap();
        assert_eq!(json, reason.code());
    }
    assert_eq!(VoidReason::from_number(0), None);
}

/// A newer program adds a field: an older one reads the rest.
#[test]
fn unknown_fields_are_passed_over() {
    #[derive(Serialize)]
    struct Newer {
        on: i32,
        oc: &'static str,
        an: &'static str,
        zz: Vec<Vec<u8>>,
        tx: &'static str,
    }
    let bytes = minicbor_serde::to_vec(Newer {
        on: 20_761,
        oc: "founded",
        an: "email",
        zz: vec![vec![1, 2], vec![]],
        tx: "Да",
    })
    .unwrap();
    let Ok(Event::Appeal(AppealEvent::Answered(answered))) =
        decode(EntryKind::AppealAnswered.number(), &bytes)
    else {
        panic!("not read");
    };
    assert_eq!(answered.text, "Да");
    assert_eq!(answered.outcome, Outcome::Founded);
}

#[test]
fn what_is_glued_to_a_body_makes_it_unreadable() {
    for event in every_event() {
        let (kind, mut bytes) = encode(&event);
        bytes.push(0xf6);
        assert_eq!(decode(kind, &bytes), Err(Unreadable));
    }
}

#[test]
fn a_claim_is_small() {
    let (_, bytes) = encode(&Event::Appeal(AppealEvent::Registered(Box::new(
        registered(),
    ))));
    // The client's own words, names and addresses; the rest is the price of the form.
    let claim = registered();
    let words = claim.text.len()
        + claim.applicant.display_name.len()
        + 2 * claim.applicant.address.unwrap().len();
    assert!(
        bytes.len() - words < 256,
        "{} of {}",
        bytes.len() - words,
        bytes.len()
    );
}

proptest! {
    #[test]
    fn a_claim_of_any_words_leads_back(
        text in ".{0,200}", name in ".{0,40}", demand in proptest::option::of(".{0,30}"),
        party in proptest::option::of("[a-z0-9-]{1,20}"), days in 0..40_000_u64, rules in any::<u64>(),
        written in any::<bool>(), phone in "[+0-9]{0,12}",
    ) {
        let mut body = registered();
        body.text = text;
        body.applicant.display_name = name;
        body.applicant.party_id = party;
        body.demand = demand;
        body.received_on = date("01.01.1990").checked_add_days(chrono::Days::new(days)).unwrap();
        body.rules_version = rules;
        body.form = if written { StatementForm::Written } else { StatementForm::Oral };
        body.answer_address = if written { AnswerAddress::Office } else { AnswerAddress::Phone { phone } };
        let event = Event::Appeal(AppealEvent::Registered(Box::new(body)));
        let (kind, bytes) = encode(&event);
        prop_assert_eq!(decode(kind, &bytes), Ok(event));
    }

    #[test]
    fn no_bytes_make_the_codec_fall(kind in 0..300_u16, bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        drop(decode(kind, &bytes));
        drop(State::decode(SubjectKind::Appeal, &bytes));
    }

    /// A flipped byte is either refused or another readable body, never a panic.
    #[test]
    fn damaged_bodies_do_not_fall(which in 0..11_usize, at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let (kind, mut bytes) = encode(&every_event()[which]);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        drop(decode(kind, &bytes));
    }
}

//! Events of contract applications, claims, answers and hand-overs, as the stories and the golden bodies use them.

use std::collections::BTreeSet;

use stoika_domain::appeal::answer::{
    AnswerApproved, AnswerDrafted, AnswerEvent, AnswerReturned, Asked, Delivered, Delivery,
    Dispatched, QuestionAsked, QuestionReplied,
};
use stoika_domain::appeal::claim::{
    ActionDone, ActionKind, ActionSet, Assessed, CauseFound, ClaimEvent, Responsibility,
    ResponsibilityConfirmed, Score, SettlementAccepted, SettlementRejected,
};
use stoika_domain::appeal::contract::{
    ClauseReply, Connection, ContractApplication, ContractEvent, ContractKind, ContractMatter,
    ContractRefused, ContractReturned, ContractSent, Disagreed, DisagreementAnswered,
    DisputedClause, DocumentsBrought, MeterZones, MissingNotified, PointMeter, Premises,
    Requisites, Signatory, SupplyPoint, Voltage,
};
use stoika_domain::appeal::hand_over::{HandOverEvent, HandedBack, HandedOver, TakenOver};
use stoika_domain::appeal::{
    Answered, AppealEvent, Attachment, Compared, DocumentForm, Executor, Outcome, Wanted,
};
use stoika_domain::body::Event;
use stoika_domain::directory::PartyKind;
use stoika_domain::ids::{AnswerChannelId, FormId, OfficeId};
use uuid::Uuid;

use crate::published::date;

pub fn channel() -> AnswerChannelId {
    AnswerChannelId::parse("registered_letter").unwrap()
}

pub fn person(office: &str) -> Executor {
    Executor {
        user_id: "u-ermakov".to_owned(),
        name: "Ермаков Д. С.".to_owned(),
        office_id: OfficeId::parse(office).unwrap(),
    }
}

pub fn charter() -> Wanted {
    Wanted {
        name: "Устав".to_owned(),
        where_to_get: "У заявителя".to_owned(),
    }
}

pub fn application(client_kind: PartyKind) -> ContractApplication {
    ContractApplication {
        matter: ContractMatter::Conclude,
        kind: ContractKind::Supply,
        client_kind,
        requisites: Some(Requisites {
            inn: "7830002293".to_owned(),
            kpp: Some("783001001".to_owned()),
            ogrn: "1027700132195".to_owned(),
            address: "г. Отрадный, ул. Примерная, д. 1".to_owned(),
            bank_account: Some("40602810700000000025".to_owned()),
            bic: Some("049805746".to_owned()),
        }),
        signatory: Some(Signatory {
            name: "Образцов Иван Петрович".to_owned(),
            post: "директор".to_owned(),
            authority: "Устав".to_owned(),
        }),
        premises: None,
        points: vec![SupplyPoint {
            object: "магазин".to_owned(),
            address: "г. Отрадный, ул. Примерная, д. 1".to_owned(),
            voltage: Some(Voltage::Nn),
            power_w: Some(15_000),
            reliability: Some(3),
            price_category: Some(1),
            meter: Some(PointMeter {
                model: "Меркурий 230".to_owned(),
                number: "12345678".to_owned(),
                zones: MeterZones::One,
                transformer_ratio: 1,
            }),
        }],
        connection: Some(Connection::Shown {
            paper: "акт об осуществлении ТП от 12.03.2024 № 7".to_owned(),
        }),
        wanted_from: Some(date("01.12.2026")),
        change: None,
        by_initiative: false,
        own_draft: true,
    }
}

pub fn citizen() -> ContractApplication {
    ContractApplication {
        matter: ContractMatter::ChangeOwner,
        requisites: None,
        signatory: None,
        premises: Some(Premises {
            born_on: Some(date("01.02.1980")),
            passport: Some("36 04 123456".to_owned()),
            ownership: Some("выписка из ЕГРН".to_owned()),
            area_tenths_m2: Some(542),
            registered_persons: Some(3),
            residents: Some(2),
        }),
        points: Vec::new(),
        connection: Some(Connection::Told),
        change: Some("куплена квартира".to_owned()),
        by_initiative: true,
        own_draft: false,
        ..application(PartyKind::Citizen)
    }
}

pub fn detailed(application: ContractApplication) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Detailed(Box::new(application)))
}

pub fn brought(on: &str, missing: Vec<Wanted>) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::DocumentsBrought(DocumentsBrought {
        brought_on: date(on),
        documents: vec![Attachment {
            name: "Устав".to_owned(),
            form: DocumentForm::Copy,
            sheets: 12,
            document: Some("charter".to_owned()),
        }],
        compared: Compared {
            missing,
            note: None,
        },
    }))
}

pub fn notified(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::MissingNotified(MissingNotified {
        notified_on: date(on),
        missing: vec![charter()],
    }))
}

pub fn refused(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Refused(ContractRefused {
        refused_on: date(on),
        reasons: BTreeSet::from(["no_connection".to_owned()]),
        text: "Нет технологического присоединения.".to_owned(),
        answer_channel: channel(),
    }))
}

pub fn sent(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Sent(ContractSent {
        sent_on: date(on),
        contract_number: "63-Э-0012345".to_owned(),
        answer_channel: channel(),
    }))
}

pub fn disagreed(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Disagreed(Disagreed {
        received_on: date(on),
        clauses: vec![DisputedClause {
            clause: "4.2".to_owned(),
            ours: "до 18-го числа".to_owned(),
            theirs: "до 25-го числа".to_owned(),
        }],
    }))
}

pub fn replied(on: &str, replies: Vec<ClauseReply>) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::DisagreementAnswered(DisagreementAnswered {
        answered_on: date(on),
        replies,
        answer_channel: channel(),
    }))
}

pub fn declined() -> ClauseReply {
    ClauseReply::Declined {
        reason: "срок установлен ПП 442, п. 82".to_owned(),
    }
}

pub fn returned(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Returned(ContractReturned {
        returned_on: date(on),
    }))
}

pub fn claim(event: ClaimEvent) -> AppealEvent {
    AppealEvent::Claim(event)
}

pub fn assessed() -> AppealEvent {
    claim(ClaimEvent::Assessed(Assessed {
        is_form_right: true,
        is_sufficient: true,
        is_valid: false,
        importance: Score::High,
        complexity: Score::Middle,
        is_immediate: true,
        note: Some("отключён свет".to_owned()),
    }))
}

pub fn settlement_accepted(on: &str) -> AppealEvent {
    claim(ClaimEvent::SettlementAccepted(SettlementAccepted {
        accepted_on: date(on),
        note: Some("письмом".to_owned()),
    }))
}

pub fn settlement_rejected(on: &str) -> AppealEvent {
    claim(ClaimEvent::SettlementRejected(SettlementRejected {
        rejected_on: date(on),
        words: "Не согласна, пересчитайте за год.".to_owned(),
        bodies: BTreeSet::from(["court".to_owned(), "ufas".to_owned()]),
    }))
}

pub fn confirmed(on: &str) -> AppealEvent {
    claim(ClaimEvent::ResponsibilityConfirmed(
        ResponsibilityConfirmed {
            how: Responsibility::ByCourt,
            confirmed_on: date(on),
            basis: "решение суда от 01.12.2026 № 2-15".to_owned(),
        },
    ))
}

pub fn cause() -> AppealEvent {
    claim(ClaimEvent::CauseFound(CauseFound {
        cause: "перепутаны зоны счётчика".to_owned(),
    }))
}

pub fn action() -> AppealEvent {
    claim(ClaimEvent::ActionSet(ActionSet {
        kind: ActionKind::Preventive,
        what: "проверить зоны у счётчиков этой модели".to_owned(),
        owner: person("samara"),
        due_on: date("01.12.2026"),
    }))
}

pub fn action_done(action: u128) -> AppealEvent {
    claim(ClaimEvent::ActionDone(ActionDone {
        action: Uuid::from_u128(action),
        done_on: date("30.11.2026"),
        is_dropped: true,
        note: "модель снята с учёта".to_owned(),
    }))
}

pub fn drafted() -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Drafted(Box::new(AnswerDrafted {
        outcome: Outcome::PartlyFounded,
        text: "Начисление проверено.".to_owned(),
        conclusion: Some("По ПП 354 начислено верно.".to_owned()),
        settlement: Some("Пересчитаем за сентябрь.".to_owned()),
        answer_channel: channel(),
    })))
}

pub fn given_back() -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Returned(AnswerReturned {
        reason: "укажите пункт".to_owned(),
    }))
}

pub fn approved(on: &str) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Approved(AnswerApproved {
        approved_on: date(on),
    }))
}

pub fn dispatched(on: &str) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Dispatched(Dispatched {
        form_id: FormId::parse("answer_letter").unwrap(),
        answer_channel: channel(),
        sent_on: date(on),
        track: Some("44344612345678".to_owned()),
    }))
}

pub fn delivered(dispatch: u128, on: &str) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Delivered(Delivered {
        dispatch: Uuid::from_u128(dispatch),
        told_on: date(on),
        track: Some("44344612345679".to_owned()),
        delivery: Some(Delivery::Delivered),
    }))
}

pub fn asked(whom: Asked) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Asked(Box::new(QuestionAsked {
        whom,
        question: "Были ли отключения 12.10.2026?".to_owned(),
        asked_on: date("02.11.2026"),
        due_on: date("09.11.2026"),
    })))
}

pub fn organisation() -> Asked {
    Asked::Organisation {
        name: "Сетевая организация".to_owned(),
    }
}

pub fn told(question: u128) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Replied(QuestionReplied {
        question: Uuid::from_u128(question),
        replied_on: date("05.11.2026"),
        text: "Отключений не было.".to_owned(),
    }))
}

pub fn handed(office: &str) -> AppealEvent {
    AppealEvent::HandOver(HandOverEvent::HandedOver(HandedOver {
        to_office: OfficeId::parse(office).unwrap(),
        comment: "объект в вашей зоне".to_owned(),
    }))
}

pub fn taken(office: &str) -> AppealEvent {
    AppealEvent::HandOver(HandOverEvent::TakenOver(TakenOver {
        executor: person(office),
    }))
}

pub fn handed_back() -> AppealEvent {
    AppealEvent::HandOver(HandOverEvent::HandedBack(HandedBack {
        reason: "объект не наш".to_owned(),
    }))
}

pub fn answered(settlement: Option<&str>) -> AppealEvent {
    AppealEvent::Answered(Answered {
        answered_on: date("03.11.2026"),
        outcome: Outcome::Founded,
        answer_channel: channel(),
        text: "Пересчитано".to_owned(),
        conclusion: Some("Зоны перепутаны".to_owned()),
        settlement: settlement.map(ToOwned::to_owned),
    })
}

/// One of everything, for the golden bodies.
pub fn case_events() -> Vec<Event> {
    let agreed = ClauseReply::Agreed {
        wording: "до 20-го числа".to_owned(),
    };
    let expert = Asked::Expert {
        expert: person("samara"),
    };
    [
        detailed(application(PartyKind::LegalEntity)),
        detailed(citizen()),
        brought("05.11.2026", vec![charter()]),
        notified("03.11.2026"),
        refused("03.11.2026"),
        sent("20.11.2026"),
        disagreed("25.11.2026"),
        replied(
            "30.11.2026",
            vec![ClauseReply::Accepted, declined(), agreed],
        ),
        returned("01.12.2026"),
        assessed(),
        settlement_accepted("05.11.2026"),
        settlement_rejected("05.11.2026"),
        confirmed("01.12.2026"),
        cause(),
        action(),
        action_done(7),
        drafted(),
        given_back(),
        approved("03.11.2026"),
        dispatched("03.11.2026"),
        delivered(7, "07.11.2026"),
        asked(organisation()),
        asked(expert),
        told(7),
        handed("centre"),
        taken("centre"),
        handed_back(),
        answered(Some("Пересчёт за сентябрь")),
    ]
    .into_iter()
    .map(Event::Appeal)
    .collect()
}

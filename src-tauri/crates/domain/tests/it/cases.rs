//! Contract applications, claims, answers and hand-overs: their bodies, what has effect and what is void.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use stoika_domain::appeal::answer::{
    AnswerApproved, AnswerDrafted, AnswerEvent, AnswerReturned, Asked, Delivered, Delivery,
    Dispatched, QuestionAsked, QuestionReplied, Review,
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
use stoika_domain::appeal::lifecycle::{TRANSITIONS, transition};
use stoika_domain::appeal::{
    Answered, Appeal, AppealEvent, AppealStatus, Attachment, Closed, Compared, DocumentForm,
    Executor, Outcome, Registered, Wanted, fold,
};
use stoika_domain::body::{EntryKind, Event, SubjectKind, VoidReason};
use stoika_domain::directory::PartyKind;
use stoika_domain::ids::{AnswerChannelId, CategoryId, FormId, OfficeId};
use stoika_domain::role::{Permission, Role};
use uuid::Uuid;

use crate::bodies::registered;
use crate::folds::act;
use crate::published::date;

fn channel() -> AnswerChannelId {
    AnswerChannelId::parse("registered_letter").unwrap()
}

fn person(office: &str) -> Executor {
    Executor {
        user_id: "u-ermakov".to_owned(),
        name: "Ермаков Д. С.".to_owned(),
        office_id: OfficeId::parse(office).unwrap(),
    }
}

fn charter() -> Wanted {
    Wanted {
        name: "Устав".to_owned(),
        where_to_get: "У заявителя".to_owned(),
    }
}

fn application(client_kind: PartyKind) -> ContractApplication {
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

fn citizen() -> ContractApplication {
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

fn detailed(application: ContractApplication) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Detailed(Box::new(application)))
}

fn brought(on: &str, missing: Vec<Wanted>) -> AppealEvent {
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

fn notified(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::MissingNotified(MissingNotified {
        notified_on: date(on),
        missing: vec![charter()],
    }))
}

fn refused(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Refused(ContractRefused {
        refused_on: date(on),
        reasons: BTreeSet::from(["no_connection".to_owned()]),
        text: "Нет технологического присоединения.".to_owned(),
        answer_channel: channel(),
    }))
}

fn sent(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Sent(ContractSent {
        sent_on: date(on),
        contract_number: "63-Э-0012345".to_owned(),
        answer_channel: channel(),
    }))
}

fn disagreed(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Disagreed(Disagreed {
        received_on: date(on),
        clauses: vec![DisputedClause {
            clause: "4.2".to_owned(),
            ours: "до 18-го числа".to_owned(),
            theirs: "до 25-го числа".to_owned(),
        }],
    }))
}

fn replied(on: &str, replies: Vec<ClauseReply>) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::DisagreementAnswered(DisagreementAnswered {
        answered_on: date(on),
        replies,
        answer_channel: channel(),
    }))
}

fn declined() -> ClauseReply {
    ClauseReply::Declined {
        reason: "срок установлен ПП 442, п. 82".to_owned(),
    }
}

fn returned(on: &str) -> AppealEvent {
    AppealEvent::Contract(ContractEvent::Returned(ContractReturned {
        returned_on: date(on),
    }))
}

fn claim(event: ClaimEvent) -> AppealEvent {
    AppealEvent::Claim(event)
}

fn assessed() -> AppealEvent {
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

fn settlement_accepted(on: &str) -> AppealEvent {
    claim(ClaimEvent::SettlementAccepted(SettlementAccepted {
        accepted_on: date(on),
        note: Some("письмом".to_owned()),
    }))
}

fn settlement_rejected(on: &str) -> AppealEvent {
    claim(ClaimEvent::SettlementRejected(SettlementRejected {
        rejected_on: date(on),
        words: "Не согласна, пересчитайте за год.".to_owned(),
        bodies: BTreeSet::from(["court".to_owned(), "ufas".to_owned()]),
    }))
}

fn confirmed(on: &str) -> AppealEvent {
    claim(ClaimEvent::ResponsibilityConfirmed(
        ResponsibilityConfirmed {
            how: Responsibility::ByCourt,
            confirmed_on: date(on),
            basis: "решение суда от 01.12.2026 № 2-15".to_owned(),
        },
    ))
}

fn cause() -> AppealEvent {
    claim(ClaimEvent::CauseFound(CauseFound {
        cause: "перепутаны зоны счётчика".to_owned(),
    }))
}

fn action() -> AppealEvent {
    claim(ClaimEvent::ActionSet(ActionSet {
        kind: ActionKind::Preventive,
        what: "проверить зоны у счётчиков этой модели".to_owned(),
        owner: person("samara"),
        due_on: date("01.12.2026"),
    }))
}

fn action_done(action: u128) -> AppealEvent {
    claim(ClaimEvent::ActionDone(ActionDone {
        action: Uuid::from_u128(action),
        done_on: date("30.11.2026"),
        is_dropped: true,
        note: "модель снята с учёта".to_owned(),
    }))
}

fn drafted() -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Drafted(Box::new(AnswerDrafted {
        outcome: Outcome::PartlyFounded,
        text: "Начисление проверено.".to_owned(),
        conclusion: Some("По ПП 354 начислено верно.".to_owned()),
        settlement: Some("Пересчитаем за сентябрь.".to_owned()),
        answer_channel: channel(),
    })))
}

fn given_back() -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Returned(AnswerReturned {
        reason: "укажите пункт".to_owned(),
    }))
}

fn approved(on: &str) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Approved(AnswerApproved {
        approved_on: date(on),
    }))
}

fn dispatched(on: &str) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Dispatched(Dispatched {
        form_id: FormId::parse("answer_letter").unwrap(),
        answer_channel: channel(),
        sent_on: date(on),
        track: Some("44344612345678".to_owned()),
    }))
}

fn delivered(dispatch: u128, on: &str) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Delivered(Delivered {
        dispatch: Uuid::from_u128(dispatch),
        told_on: date(on),
        track: Some("44344612345679".to_owned()),
        delivery: Some(Delivery::Delivered),
    }))
}

fn asked(whom: Asked) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Asked(Box::new(QuestionAsked {
        whom,
        question: "Были ли отключения 12.10.2026?".to_owned(),
        asked_on: date("02.11.2026"),
        due_on: date("09.11.2026"),
    })))
}

fn organisation() -> Asked {
    Asked::Organisation {
        name: "Сетевая организация".to_owned(),
    }
}

fn told(question: u128) -> AppealEvent {
    AppealEvent::Answer(AnswerEvent::Replied(QuestionReplied {
        question: Uuid::from_u128(question),
        replied_on: date("05.11.2026"),
        text: "Отключений не было.".to_owned(),
    }))
}

fn handed(office: &str) -> AppealEvent {
    AppealEvent::HandOver(HandOverEvent::HandedOver(HandedOver {
        to_office: OfficeId::parse(office).unwrap(),
        comment: "объект в вашей зоне".to_owned(),
    }))
}

fn taken(office: &str) -> AppealEvent {
    AppealEvent::HandOver(HandOverEvent::TakenOver(TakenOver {
        executor: person(office),
    }))
}

fn handed_back() -> AppealEvent {
    AppealEvent::HandOver(HandOverEvent::HandedBack(HandedBack {
        reason: "объект не наш".to_owned(),
    }))
}

fn answered(settlement: Option<&str>) -> AppealEvent {
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

/// As registered in a category, and what was missing then.
fn of_category(category: &str, missing: Vec<Wanted>) -> Registered {
    let mut registered = registered();
    registered.category = CategoryId::parse(category).unwrap();
    registered.compared = Some(Compared {
        missing,
        note: None,
    });
    registered
}

/// Folds a case: the act of the n-th event, from 2, is n. What is void is named.
fn case(
    registered: Registered,
    events: impl IntoIterator<Item = AppealEvent>,
) -> (Appeal, Vec<(u128, VoidReason)>) {
    let first = AppealEvent::Registered(Box::new(registered));
    let mut appeal = fold(None, &act(1, "otradny"), &first).unwrap();
    let mut voids = Vec::new();
    for (n, event) in (2..).zip(events) {
        match fold(Some(appeal.clone()), &act(n, "otradny"), &event) {
            Ok(next) => appeal = next,
            Err(reason) => voids.push((n, reason)),
        }
    }
    (appeal, voids)
}

fn application_case(
    missing: Vec<Wanted>,
    events: impl IntoIterator<Item = AppealEvent>,
) -> (Appeal, Vec<(u128, VoidReason)>) {
    let first = detailed(application(PartyKind::LegalEntity));
    case(
        of_category("contract_application", missing),
        std::iter::once(first).chain(events),
    )
}

fn claim_case(events: impl IntoIterator<Item = AppealEvent>) -> (Appeal, Vec<(u128, VoidReason)>) {
    case(of_category("claim", Vec::new()), events)
}

fn runs(appeal: &Appeal) -> (String, Option<String>) {
    let (norm, dates) = appeal.running();
    let from = dates.completed_on.unwrap_or(dates.received_on);
    (norm.to_string(), Some(from.format("%d.%m.%Y").to_string()))
}

fn term(norm: &str, from: &str) -> (String, Option<String>) {
    (norm.to_owned(), Some(from.to_owned()))
}

#[test]
fn a_contract_runs_from_the_day_its_papers_are_complete() {
    let (appeal, voids) = application_case(vec![charter()], []);
    assert_eq!(voids, []);
    assert_eq!(
        runs(&appeal),
        term("contract.refusal_or_missing", "30.10.2026")
    );

    let (appeal, voids) = application_case(vec![charter()], [notified("03.11.2026")]);
    assert_eq!(voids, []);
    assert!(appeal.is_waiting(), "the client owes a paper");
    assert_eq!(appeal.awaited.as_deref(), Some("Устав"));

    let (appeal, voids) = application_case(
        vec![charter()],
        [
            notified("03.11.2026"),
            brought("05.11.2026", vec![charter()]),
            sent("06.11.2026"),
            brought("10.11.2026", Vec::new()),
        ],
    );
    assert_eq!(voids, [(5, VoidReason::NotComplete)]);
    assert!(!appeal.is_waiting());
    assert_eq!(runs(&appeal), term("contract.send_signed", "10.11.2026"));
}

#[test]
fn nothing_missing_stops_a_citizen() {
    let (appeal, voids) = case(
        of_category("contract_application", vec![charter()]),
        [detailed(citizen()), sent("20.11.2026")],
    );
    assert_eq!(voids, []);
    assert_eq!(appeal.status(), AppealStatus::Answered);
}

#[test]
fn a_protocol_of_disagreements_has_its_own_term() {
    let story = [
        sent("20.11.2026"),
        disagreed("25.11.2026"),
        disagreed("26.11.2026"),
        sent("26.11.2026"),
    ];
    let (appeal, voids) = application_case(Vec::new(), story.clone());
    assert_eq!(
        voids,
        [
            (5, VoidReason::AlreadyDisagreed),
            (6, VoidReason::AlreadyDisagreed)
        ]
    );
    assert_eq!(appeal.status(), AppealStatus::Registered, "a reply is owed");
    assert_eq!(runs(&appeal), term("contract.disagreement", "25.11.2026"));

    let replies = [
        replied("30.11.2026", Vec::new()),
        replied("24.11.2026", vec![declined()]),
        replied("30.11.2026", vec![declined()]),
        returned("01.12.2026"),
    ];
    let (appeal, voids) = application_case(Vec::new(), story.into_iter().chain(replies));
    assert_eq!(
        voids[2..],
        [(7, VoidReason::NotAllNamed), (8, VoidReason::BeforeReceipt)]
    );
    assert_eq!(appeal.status(), AppealStatus::Answered);
    assert_eq!(
        appeal.answered.map(|answered| answered.outcome),
        Some(Outcome::Unfounded)
    );
    assert!(appeal.contract.returned.is_some());
}

#[test]
fn a_refused_contract_is_not_sent() {
    let (appeal, voids) = application_case(Vec::new(), [refused("03.11.2026"), sent("05.11.2026")]);
    assert_eq!(voids, [(4, VoidReason::AlreadyRefused)]);
    assert_eq!(appeal.status(), AppealStatus::Answered);
}

#[test]
fn each_case_has_the_events_of_its_category_only() {
    let (_, voids) = claim_case([detailed(citizen()), sent("20.11.2026")]);
    assert_eq!(
        voids,
        [
            (2, VoidReason::OtherCategory),
            (3, VoidReason::OtherCategory)
        ]
    );
    let (_, voids) = application_case(Vec::new(), [assessed(), action()]);
    assert_eq!(
        voids,
        [
            (3, VoidReason::OtherCategory),
            (4, VoidReason::OtherCategory)
        ]
    );
}

#[test]
fn a_rejected_settlement_leaves_the_claim_open() {
    let (appeal, voids) = claim_case([
        assessed(),
        answered(Some("Пересчёт за сентябрь")),
        settlement_rejected("06.11.2026"),
        AppealEvent::Closed(Closed {
            closed_on: date("09.11.2026"),
            ground: None,
            note: None,
        }),
    ]);
    assert_eq!(voids, [(5, VoidReason::NotAnswered)]);
    assert_eq!(appeal.status(), AppealStatus::Registered);
    assert_eq!(appeal.claim.rejected.len(), 1);
    assert_eq!(runs(&appeal), term("claim.citizen", "06.11.2026"));
}

#[test]
fn a_settlement_is_taken_once_and_needs_proposals() {
    let (_, voids) = claim_case([answered(None), settlement_accepted("05.11.2026")]);
    assert_eq!(voids, [(3, VoidReason::NoSettlement)]);
    let (appeal, voids) = claim_case([
        answered(Some("Пересчёт")),
        settlement_accepted("02.11.2026"),
        settlement_accepted("05.11.2026"),
        settlement_accepted("06.11.2026"),
    ]);
    assert_eq!(
        voids,
        [
            (3, VoidReason::BeforeReceipt),
            (5, VoidReason::AlreadyDecided)
        ]
    );
    assert!(appeal.claim.accepted.is_some());
}

#[test]
fn actions_are_controlled_to_their_end() {
    let (appeal, voids) = claim_case([
        confirmed("01.12.2026"),
        cause(),
        action(),
        action_done(9),
        action_done(4),
        action_done(4),
    ]);
    assert_eq!(
        voids,
        [(5, VoidReason::NoSuchAction), (7, VoidReason::AlreadyDone)]
    );
    assert!(appeal.claim.actions.iter().all(|one| one.done.is_some()));
    let (open, _) = claim_case([action()]);
    let samara = OfficeId::parse("samara").unwrap();
    assert!(open.scope().contains(&samara), "its owner sees the claim");
    assert!(!appeal.scope().contains(&samara));
}

#[test]
fn the_head_speaks_to_a_project_once() {
    let (appeal, voids) = claim_case([
        approved("03.11.2026"),
        drafted(),
        given_back(),
        approved("03.11.2026"),
        drafted(),
        approved("03.11.2026"),
    ]);
    assert_eq!(
        voids,
        [(2, VoidReason::NotDrafted), (5, VoidReason::NotDrafted)]
    );
    let project = appeal.answering.project.unwrap();
    assert!(matches!(project.review, Review::Approved { .. }));
}

#[test]
fn letters_and_questions_have_one_end() {
    let (appeal, voids) = claim_case([
        dispatched("03.11.2026"),
        delivered(9, "07.11.2026"),
        delivered(2, "02.11.2026"),
        delivered(2, "07.11.2026"),
        asked(organisation()),
        told(9),
        told(6),
        told(6),
    ]);
    assert_eq!(
        voids,
        [
            (3, VoidReason::NoSuchDispatch),
            (4, VoidReason::BeforeReceipt),
            (7, VoidReason::NoSuchQuestion),
            (9, VoidReason::AlreadyDone)
        ]
    );
    let letter = &appeal.answering.dispatches[0];
    assert_eq!(letter.sent.track.as_deref(), Some("44344612345679"));
    assert_eq!(
        letter.delivery,
        Some((Delivery::Delivered, date("07.11.2026")))
    );
}

#[test]
fn a_case_has_an_owner_at_every_moment() {
    let registered = of_category("claim", Vec::new());
    let first = AppealEvent::Registered(Box::new(registered));
    let by = |state: &Appeal, n: u128, office: &str, event: &AppealEvent| {
        fold(Some(state.clone()), &act(n, office), event)
    };
    let appeal = fold(None, &act(1, "otradny"), &first).unwrap();
    assert_eq!(
        by(&appeal, 2, "samara", &taken("samara")),
        Err(VoidReason::NotHandedOver)
    );
    let offered = by(&appeal, 2, "otradny", &handed("samara")).unwrap();
    assert_eq!(
        offered.executor, None,
        "not taken yet: the owner is as before"
    );
    assert_eq!(
        by(&offered, 3, "otradny", &handed("centre")),
        Err(VoidReason::AlreadyHandedOver)
    );
    assert_eq!(
        by(&offered, 3, "tolyatti", &taken("tolyatti")),
        Err(VoidReason::AnotherOffice)
    );
    let back = by(&offered, 3, "samara", &handed_back()).unwrap();
    assert_eq!(back.hand_over, None);
    let done = by(&offered, 3, "samara", &taken("samara")).unwrap();
    assert_eq!(done.executor, Some(person("samara")));
    assert!(done.scope().contains(&OfficeId::parse("samara").unwrap()));
}

#[test]
fn every_kind_of_an_appeal_has_its_transition_once() {
    for kind in EntryKind::ALL {
        let rows = TRANSITIONS.iter().filter(|row| row.kind == kind).count();
        let expected = usize::from(kind.subject() == SubjectKind::Appeal);
        assert_eq!(rows, expected, "{kind:?}");
    }
    assert!(transition(EntryKind::VisitIssued).is_none());
}

fn snake<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

/// The page that is drawn from the table.
fn lifecycle_page() -> String {
    let mut page = String::from(
        "# The lifecycle of an appeal\n\n\
         Drawn from `domain::appeal::lifecycle::TRANSITIONS`; a test compares\n\
         (`STOIKA_WRITE_LIFECYCLE=1 cargo test -p stoika-domain lifecycle` writes it anew).\n\
         The fold of every replica asks this table, so what it does not permit is void everywhere\n\
         alike. The term that runs is derived (`Appeal::running`), never stored.\n\n\
         ```mermaid\nstateDiagram-v2\n  [*] --> registered: appeal_registered\n",
    );
    let moves = [
        ("registered", "assigned", EntryKind::AppealAssigned),
        ("registered", "answered", EntryKind::AppealAnswered),
        ("assigned", "answered", EntryKind::AppealAnswered),
        ("assigned", "answered", EntryKind::AppealContractSent),
        ("assigned", "answered", EntryKind::AppealContractRefused),
        ("answered", "assigned", EntryKind::AppealDisagreed),
        (
            "assigned",
            "answered",
            EntryKind::AppealDisagreementAnswered,
        ),
        ("answered", "assigned", EntryKind::AppealSettlementRejected),
        ("answered", "closed", EntryKind::AppealClosed),
        ("assigned", "closed", EntryKind::AppealClosed),
        ("closed", "assigned", EntryKind::AppealReopened),
    ];
    for (from, to, kind) in moves {
        writeln!(page, "  {from} --> {to}: {}", kind.as_str()).unwrap();
    }
    page.push_str(
        "```\n\n| entry | from | needs | who | term | prints |\n|---|---|---|---|---|---|\n",
    );
    for row in TRANSITIONS {
        let from: Vec<String> = row.from.iter().map(snake).collect();
        let needs: Vec<String> = row.needs.iter().map(|need| format!("{need:?}")).collect();
        let who: Vec<&str> = Role::ALL
            .into_iter()
            .filter(|role| role.permits(row.who))
            .map(Role::as_str)
            .collect();
        writeln!(
            page,
            "| `{}` | {} | {} | {:?}: {} | {:?} | {} |",
            row.kind.as_str(),
            if from.is_empty() {
                "(new)".to_owned()
            } else {
                from.join(", ")
            },
            needs.join(", "),
            row.who,
            who.join(", "),
            row.term,
            row.prints.join(", ")
        )
        .unwrap();
    }
    page
}

#[test]
fn the_page_of_the_lifecycle_is_drawn_from_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../LIFECYCLE.md");
    let made = lifecycle_page();
    if std::env::var_os("STOIKA_WRITE_LIFECYCLE").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, made, "see the head of LIFECYCLE.md");
}

#[test]
fn only_the_head_signs() {
    let may: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| role.permits(Permission::ApproveAnswer))
        .collect();
    assert_eq!(may, [Role::Head]);
}

//! Мои дела: whose it is, in what order, and what becomes of it.

use chrono::{Days, NaiveDate};
use stoika_domain::appeal::answer::{
    AnswerDrafted, AnswerEvent, AnswerReturned, Asked, Delivered, Delivery, Dispatched,
    QuestionAsked, QuestionReplied,
};
use stoika_domain::appeal::claim::{ActionKind, ActionSet, ClaimEvent, SettlementRejected};
use stoika_domain::appeal::hand_over::{HandOverEvent, HandedOver};
use stoika_domain::appeal::{
    AppealEvent, CloseGround, Executor, Outcome, Suspended, UnconsideredProposed,
};
use stoika_domain::body::Event;
use stoika_domain::follow_up::{Agreed, Done, FollowUpEvent, NextStep};
use stoika_domain::ids::{AnswerChannelId, FormId, OfficeId};
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_protocol::Subject;
use stoika_store::{WorkAsked, WorkKind, WorkMark, WorkRow, WorkScope, WorkView};

use crate::desk::{Desk, LABEL, answered, assigned, closed, today};

fn mine(user: &str) -> WorkScope {
    WorkScope::Mine {
        user: user.into(),
        office: "otradny".into(),
        decides: false,
        assigns: false,
    }
}

fn heads() -> WorkScope {
    WorkScope::Mine {
        user: "samoylova".into(),
        office: "otradny".into(),
        decides: true,
        assigns: true,
    }
}

fn office(name: &str) -> WorkScope {
    WorkScope::Office(name.into())
}

/// All rows, three to a page.
fn rows(desk: &Desk, scope: &WorkScope, view: WorkView, today: NaiveDate) -> Vec<WorkRow> {
    let mut asked = WorkAsked {
        scope: scope.clone(),
        view,
        today,
        after: None,
        limit: 3,
    };
    let mut rows = Vec::new();
    loop {
        let page = desk.replica.work(&asked).unwrap();
        rows.extend(page.rows);
        let Some(next) = page.next else {
            return rows;
        };
        asked.after = Some(next);
    }
}

fn kinds(desk: &Desk, scope: &WorkScope) -> Vec<WorkKind> {
    let rows = rows(desk, scope, WorkView::All, today());
    rows.iter().map(|row| row.kind).collect()
}

fn executor(user: &str, office: &str) -> Executor {
    Executor {
        user_id: user.into(),
        name: "Лаптева О. И.".into(),
        office_id: OfficeId::parse(office).unwrap(),
    }
}

fn on(days: u64) -> NaiveDate {
    today().checked_add_days(Days::new(days)).unwrap()
}

fn step(next: NextStep, days: u64, at: Option<(u32, u32)>) -> Event {
    let number = PaperNumber::compose(
        DeskLabel::parse(LABEL).unwrap(),
        2026,
        90,
        &uuid::Uuid::nil(),
    );
    Event::FollowUp(FollowUpEvent::Agreed(Box::new(Agreed {
        number: number.unwrap(),
        step: next,
        on: on(days),
        at: at.and_then(|(hour, minute)| chrono::NaiveTime::from_hms_opt(hour, minute, 0)),
        party_id: None,
        name: "Борисов Иван".into(),
        phone: None,
        user_id: "ermakov".into(),
        user_name: "Ермаков Д. С.".into(),
        question: "Когда придёт счёт".into(),
        appeal_id: None,
    })))
}

fn appeal(desk: &mut Desk, events: &[Event]) -> Subject {
    let (subject, _) = desk.register("Ёлкин Пётр", None).unwrap();
    for event in events {
        desk.act(Some(subject), event).unwrap();
    }
    subject
}

fn answer(event: AnswerEvent) -> Event {
    Event::Appeal(AppealEvent::Answer(event))
}

fn drafted() -> Event {
    answer(AnswerEvent::Drafted(Box::new(AnswerDrafted {
        outcome: Outcome::Founded,
        text: "Пересчитано.".into(),
        conclusion: None,
        settlement: None,
        answer_channel: AnswerChannelId::parse("office").unwrap(),
    })))
}

fn asked(days: u64) -> Event {
    answer(AnswerEvent::Asked(Box::new(QuestionAsked {
        whom: Asked::Expert {
            expert: executor("lapteva", "kinel"),
        },
        question: "Верны ли показания?".into(),
        asked_on: today(),
        due_on: on(days),
    })))
}

#[test]
fn what_is_nearest_stands_first_whatever_its_kind() {
    let mut desk = Desk::with_rules();
    // Due 05.11.2026, six days on.
    appeal(&mut desk, &[assigned("ermakov")]);
    desk.act(None, &step(NextStep::WeCall, 1, Some((14, 30))))
        .unwrap();
    desk.act(None, &step(NextStep::ClientComes, 1, None))
        .unwrap();
    desk.act(None, &step(NextStep::WeCall, 8, None)).unwrap();
    let found = rows(&desk, &mine("ermakov"), WorkView::All, today());
    let seen: Vec<_> = found
        .iter()
        .map(|row| (row.kind, row.due_on, row.due_at.as_str(), row.waiting))
        .collect();
    assert_eq!(
        seen,
        [
            (WorkKind::Step, Some(on(1)), "", true),
            (WorkKind::Step, Some(on(1)), "14:30", false),
            (WorkKind::Answer, Some(on(6)), "", false),
            (WorkKind::Step, Some(on(8)), "", false),
        ]
    );
    assert_eq!(kinds(&desk, &mine("lapteva")), []);
    let views = [
        (WorkView::Today, on(6), 1),
        (WorkView::Overdue, on(6), 2),
        (WorkView::Next(on(6)), on(3), 1),
        (WorkView::Waiting, today(), 1),
        (WorkView::Back, today(), 0),
    ];
    for (view, today, count) in views {
        let found = rows(&desk, &mine("ermakov"), view, today);
        assert_eq!(found.len(), count, "{view:?}");
    }
    let counts = desk
        .replica
        .work_counts(&mine("ermakov"), on(3), on(6))
        .unwrap();
    assert_eq!(
        (
            counts.all,
            counts.overdue,
            counts.today,
            counts.next,
            counts.waiting,
            counts.back
        ),
        (4, 2, 0, 1, 1, 0)
    );
    let taken = found[0].subject;
    let done = FollowUpEvent::Done(Done {
        result: "Пришёл".into(),
    });
    desk.act(Some(taken), &Event::FollowUp(done)).unwrap();
    assert_eq!(kinds(&desk, &mine("ermakov")).len(), 3);
}

#[test]
fn what_has_no_executor_and_what_is_to_be_decided_is_the_heads() {
    let mut desk = Desk::with_rules();
    appeal(&mut desk, &[]);
    let proposed = Event::Appeal(AppealEvent::UnconsideredProposed(UnconsideredProposed {
        ground: CloseGround::ALL[0],
        evidence: "Нет подписи".into(),
        former: None,
    }));
    appeal(&mut desk, &[assigned("ermakov"), proposed]);
    let project = appeal(&mut desk, &[assigned("ermakov"), drafted()]);
    let mut heads_work = kinds(&desk, &heads());
    heads_work.sort();
    assert_eq!(
        heads_work,
        [WorkKind::Assign, WorkKind::Review, WorkKind::Proposal]
    );
    assert_eq!(
        kinds(&desk, &mine("ermakov")),
        [WorkKind::Answer, WorkKind::Answer]
    );
    assert_eq!(kinds(&desk, &office("otradny")).len(), 5);
    assert_eq!(kinds(&desk, &office("kinel")), []);
    let returned = answer(AnswerEvent::Returned(AnswerReturned {
        reason: "Нет расчёта".into(),
    }));
    desk.act(Some(project), &returned).unwrap();
    assert_eq!(kinds(&desk, &heads()).len(), 2);
    let back = rows(&desk, &mine("ermakov"), WorkView::Back, today());
    assert_eq!(back[0].mark, WorkMark::ProjectReturned);
    assert_eq!(back[0].subject, project);
}

#[test]
fn an_expert_an_owner_of_an_action_and_the_office_it_is_handed_to_have_it_among_their_work() {
    let mut desk = Desk::with_rules();
    let set = Event::Appeal(AppealEvent::Claim(ClaimEvent::ActionSet(ActionSet {
        kind: ActionKind::Corrective,
        what: "Сверить приборы дома".into(),
        owner: executor("orlov", "otradny"),
        due_on: on(20),
    })));
    let handed = Event::Appeal(AppealEvent::HandOver(HandOverEvent::HandedOver(
        HandedOver {
            to_office: OfficeId::parse("kinel").unwrap(),
            comment: "Объект у вас".into(),
        },
    )));
    let subject = appeal(&mut desk, &[assigned("ermakov"), asked(3), set, handed]);
    let question = rows(&desk, &mine("lapteva"), WorkView::All, today());
    assert_eq!(question[0].kind, WorkKind::Question);
    assert_eq!(question[0].due_on, Some(on(3)));
    assert_eq!(question[0].what, "Верны ли показания?");
    assert_eq!(kinds(&desk, &mine("orlov")), [WorkKind::Action]);
    assert_eq!(
        kinds(&desk, &office("kinel")),
        [WorkKind::Question, WorkKind::HandOver]
    );
    // The executor of Otradny keeps it until somebody takes it.
    assert_eq!(kinds(&desk, &mine("ermakov")), [WorkKind::Answer]);
    let replied = answer(AnswerEvent::Replied(QuestionReplied {
        question: desk
            .replica
            .appeal(subject.id)
            .unwrap()
            .unwrap()
            .appeal
            .answering
            .questions[0]
            .id,
        replied_on: today(),
        text: "Верны".into(),
    }));
    desk.act(Some(subject), &replied).unwrap();
    assert_eq!(kinds(&desk, &mine("lapteva")), []);
    // An action outlives the case.
    desk.act(Some(subject), &answered()).unwrap();
    desk.act(Some(subject), &closed()).unwrap();
    assert_eq!(kinds(&desk, &office("otradny")), [WorkKind::Action]);
    assert_eq!(kinds(&desk, &office("kinel")), []);
}

#[test]
fn what_came_back_is_work_again() {
    let mut desk = Desk::with_rules();
    let rejected = Event::Appeal(AppealEvent::Claim(ClaimEvent::SettlementRejected(
        SettlementRejected {
            rejected_on: on(4),
            words: "Не согласен".into(),
            bodies: std::iter::once("court".to_owned()).collect(),
        },
    )));
    let subject = appeal(&mut desk, &[assigned("ermakov"), answered()]);
    assert_eq!(kinds(&desk, &mine("ermakov")), [WorkKind::Close]);
    let sent = answer(AnswerEvent::Dispatched(Dispatched {
        form_id: FormId::parse("answer_letter").unwrap(),
        answer_channel: AnswerChannelId::parse("office").unwrap(),
        sent_on: today(),
        track: None,
    }));
    desk.act(Some(subject), &sent).unwrap();
    let card = desk.replica.appeal(subject.id).unwrap().unwrap();
    let told = answer(AnswerEvent::Delivered(Delivered {
        dispatch: card.appeal.answering.dispatches[0].id,
        told_on: on(3),
        track: None,
        delivery: Some(Delivery::CameBack),
    }));
    desk.act(Some(subject), &told).unwrap();
    let back = rows(&desk, &mine("ermakov"), WorkView::Back, today());
    assert_eq!((back.len(), back[0].mark), (1, WorkMark::LetterReturned));
    // Nothing is late about it: no rule says by when.
    assert_eq!(rows(&desk, &mine("ermakov"), WorkView::Overdue, on(90)), []);
    desk.act(Some(subject), &sent).unwrap();
    desk.act(Some(subject), &rejected).unwrap();
    let back = rows(&desk, &mine("ermakov"), WorkView::Back, today());
    assert_eq!(
        (back.len(), back[0].mark),
        (1, WorkMark::SettlementRejected)
    );
    assert!(back[0].due_on > Some(on(4)));
    let suspended = Event::Appeal(AppealEvent::Suspended(Suspended {
        suspended_on: on(5),
        awaited: "копию акта".into(),
    }));
    desk.act(Some(subject), &suspended).unwrap();
    let waits = rows(&desk, &mine("ermakov"), WorkView::Waiting, today());
    assert_eq!((waits.len(), waits[0].what.as_str()), (1, "копию акта"));
}

#[test]
fn rebuilding_gives_the_same_rows_and_new_rules_move_their_dates() {
    let mut desk = Desk::new();
    appeal(&mut desk, &[assigned("ermakov"), asked(3)]);
    appeal(&mut desk, &[]);
    desk.act(None, &step(NextStep::WeCall, 1, Some((9, 0))))
        .unwrap();
    let before = rows(&desk, &office("otradny"), WorkView::All, today());
    assert_eq!(before.len(), 3);
    // No norms are here yet: no date.
    assert_eq!(before[1].due_on, None);
    desk.load(&[
        crate::desk::standard("norms"),
        crate::desk::standard("calendar"),
    ]);
    let dated = rows(&desk, &office("otradny"), WorkView::All, today());
    assert_eq!(dated[1].due_on, Some(on(6)));
    desk.replica.rebuild_projections().unwrap();
    assert_eq!(
        rows(&desk, &office("otradny"), WorkView::All, today()),
        dated
    );
}

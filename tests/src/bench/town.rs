//! Acts that differ from one another as real ones do, so that size and speed are not those of
//! one act repeated.
#![expect(
    clippy::expect_used,
    reason = "names and numbers written here are right or the benchmark is wrong"
)]

use chrono::{Datelike as _, NaiveDate};
use stoika_domain::appeal::{
    AnswerAddress, Answered, AppealEvent, Applicant, Closed, Executor, Outcome, Registered,
    StatementForm,
};
use stoika_domain::body::{Event, encode};
use stoika_domain::ids::{
    AnswerChannelId, CategoryId, ChannelId, NormKey, OfficeId, TopicId, UrgencyId,
};
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::party_contact::{ContactKind, Learnt, PartyContactEvent};
use stoika_domain::terms::Audience;
use stoika_protocol::ActId;

use crate::simulation::dice::Dice;

const SURNAMES: [&str; 16] = [
    "Иванов",
    "Кузнецов",
    "Смирнов",
    "Васильев",
    "Мордвинов",
    "Сафиуллин",
    "Николаев",
    "Чернов",
    "Лаптев",
    "Ермаков",
    "Юдин",
    "Гришин",
    "Валеев",
    "Дорохов",
    "Абрамов",
    "Щукин",
];
const NAMES: [&str; 8] = [
    "Анна Сергеевна",
    "Илья Олегович",
    "Тамара Юрьевна",
    "Рустам Ильдарович",
    "Галина Петровна",
    "Николай Егорович",
    "Дарья Игоревна",
    "Пётр Алексеевич",
];
const STREETS: [&str; 8] = [
    "Первомайская",
    "Отрадная",
    "Гайдара",
    "Победы",
    "Центральная",
    "Советская",
    "Новокуйбышевская",
    "Физкультурников",
];
const COMPLAINTS: [&str; 8] = [
    "Начислено больше, чем по счётчику",
    "Показания переданы вовремя, в квитанции стоят другие",
    "Прошу проверить начисление по ночной зоне",
    "Не учтена оплата через банк",
    "Счётчик заменён, а начисляют по среднему",
    "Свет отключали без предупреждения",
    "Напряжение по вечерам низкое, лампы мигают",
    "Квитанция не приходит третий месяц",
];
const DETAILS: [&str; 6] = [
    "Прошу пересчитать и ответить письменно.",
    "Копию квитанции прилагаю.",
    "Обращался по телефону, ответа не получил.",
    "Живу один, столько потратить не мог.",
    "Соседи говорят о том же.",
    "Прошу прислать специалиста.",
];

fn pick<'a>(dice: &mut Dice, from: &[&'a str]) -> &'a str {
    from[dice.index(from.len())]
}

/// Who writes, where he lives, and what he says.
pub fn statement(dice: &mut Dice) -> (String, String, String) {
    let used_kwh = dice.between(60, 600);
    let text = format!(
        "{}: {} кВт·ч в квитанции, {} по счётчику. {}",
        pick(dice, &COMPLAINTS),
        used_kwh,
        used_kwh - dice.between(1, 50),
        pick(dice, &DETAILS)
    );
    let address = format!(
        "г. Отрадный, ул. {}, д. {}, кв. {}",
        pick(dice, &STREETS),
        dice.between(1, 140),
        dice.between(1, 120)
    );
    let name = format!("{} {}", pick(dice, &SURNAMES), pick(dice, &NAMES));
    (name, address, text)
}

/// A claim, as a specialist types it.
#[must_use]
pub fn claim(act: ActId, counter: u32, today: NaiveDate, dice: &mut Dice) -> (u16, Vec<u8>) {
    let series = DeskLabel::parse("ОТ-01").expect("a label of a desk");
    let number = PaperNumber::compose(series, today.year(), counter, &act.0)
        .expect("a number of this century");
    let (display_name, address, text) = statement(dice);
    encode(&Event::Appeal(AppealEvent::Registered(Box::new(
        Registered {
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
                party_id: Some(format!("p-{:07}", dice.below(10_000_000))),
                display_name,
                account_number: Some(format!("6300{:08}", dice.below(100_000_000))),
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
            norm_key: NormKey::parse("claim.citizen").expect("a name"),
            rules_version: 15_012,
            attachments: Vec::new(),
            compared: None,
        },
    ))))
}

/// The executor, the answer, the end.
#[must_use]
pub fn step_of_a_case(step: u64, today: NaiveDate, dice: &mut Dice) -> (u16, Vec<u8>) {
    let event = match step {
        2 => AppealEvent::Assigned(Executor {
            user_id: format!("u-{}", dice.below(9)),
            name: format!("{} Д. С.", pick(dice, &SURNAMES)),
            office_id: OfficeId::parse("otradny").expect("a name of an office"),
        }),
        3 => AppealEvent::Answered(Answered {
            answered_on: today,
            outcome: Outcome::Explained,
            answer_channel: AnswerChannelId::parse("office").expect("a name"),
            text: format!(
                "Начислено по показаниям {} от {}.10.2026, ошибки нет.",
                dice.between(1_000, 90_000),
                dice.between(10, 28)
            ),
            conclusion: None,
            settlement: None,
        }),
        _ => AppealEvent::Closed(Closed {
            closed_on: today,
            ground: None,
            note: None,
        }),
    };
    encode(&Event::Appeal(event))
}

/// A phone that was told at the desk.
#[must_use]
pub fn contact(dice: &mut Dice) -> (u16, Vec<u8>) {
    encode(&Event::PartyContact(PartyContactEvent::Learnt(Learnt {
        party_id: format!("p-{:07}", dice.below(10_000_000)),
        kind: ContactKind::Phone,
        value: format!("+79{:09}", dice.below(1_000_000_000)),
    })))
}

//! People and organisations. Surnames by about their frequency in the Volga region [k]; each full
//! name is drawn from parts.

use chrono::{Days, NaiveDate};
use stoika_domain::directory::{Party, PartyKind};

use super::dice::Dice;

/// Masculine form and weight; the feminine one follows by rule.
const SURNAMES: &[(&str, u32)] = &[
    ("Иванов", 133),
    ("Кузнецов", 80),
    ("Смирнов", 70),
    ("Петров", 68),
    ("Попов", 62),
    ("Васильев", 60),
    ("Соколов", 46),
    ("Михайлов", 45),
    ("Новиков", 44),
    ("Фёдоров", 43),
    ("Морозов", 41),
    ("Волков", 39),
    ("Алексеев", 38),
    ("Лебедев", 37),
    ("Семёнов", 37),
    ("Егоров", 36),
    ("Павлов", 36),
    ("Козлов", 36),
    ("Степанов", 35),
    ("Николаев", 34),
    ("Орлов", 33),
    ("Андреев", 33),
    ("Макаров", 32),
    ("Никитин", 32),
    ("Захаров", 31),
    ("Зайцев", 30),
    ("Соловьёв", 30),
    ("Борисов", 29),
    ("Яковлев", 29),
    ("Григорьев", 28),
    ("Романов", 28),
    ("Воробьёв", 27),
    ("Сергеев", 27),
    ("Кузьмин", 26),
    ("Фролов", 26),
    ("Александров", 25),
    ("Дмитриев", 25),
    ("Королёв", 24),
    ("Гусев", 24),
    ("Киселёв", 24),
    ("Ильин", 23),
    ("Максимов", 23),
    ("Поляков", 22),
    ("Сорокин", 22),
    ("Виноградов", 21),
    ("Ковалёв", 21),
    ("Белов", 21),
    ("Медведев", 20),
    ("Антонов", 20),
    ("Тарасов", 20),
    ("Жуков", 19),
    ("Баранов", 19),
    ("Филиппов", 19),
    ("Комаров", 18),
    ("Давыдов", 18),
    ("Беляев", 18),
    ("Герасимов", 17),
    ("Богданов", 17),
    ("Осипов", 17),
    ("Сидоров", 17),
    ("Матвеев", 16),
    ("Титов", 16),
    ("Марков", 16),
    ("Миронов", 16),
    ("Крылов", 15),
    ("Куликов", 15),
    ("Карпов", 15),
    ("Власов", 15),
    ("Мельников", 14),
    ("Денисов", 14),
    ("Гаврилов", 14),
    ("Тихонов", 13),
    ("Казаков", 13),
    ("Афанасьев", 13),
    ("Данилов", 13),
    ("Савельев", 12),
    ("Тимофеев", 12),
    ("Фомин", 12),
    ("Чернов", 12),
    ("Абрамов", 12),
    ("Мартынов", 11),
    ("Ефимов", 11),
    ("Федотов", 11),
    ("Щербаков", 11),
    ("Назаров", 10),
    ("Калинин", 10),
    ("Исаев", 10),
    ("Чернышёв", 9),
    ("Быков", 9),
    ("Маслов", 9),
    ("Родионов", 9),
    ("Коновалов", 8),
    ("Лазарев", 8),
    ("Воронин", 8),
    ("Климов", 7),
    ("Хиванцев", 2),
];

const MEN: &[(&str, u32)] = &[
    ("Александр", 100),
    ("Сергей", 90),
    ("Владимир", 75),
    ("Андрей", 65),
    ("Алексей", 60),
    ("Николай", 58),
    ("Дмитрий", 55),
    ("Михаил", 45),
    ("Юрий", 42),
    ("Виктор", 40),
    ("Евгений", 40),
    ("Иван", 38),
    ("Анатолий", 32),
    ("Василий", 28),
    ("Игорь", 28),
    ("Олег", 25),
    ("Павел", 24),
    ("Валерий", 23),
    ("Вячеслав", 20),
    ("Максим", 20),
    ("Геннадий", 18),
    ("Роман", 17),
    ("Денис", 15),
    ("Пётр", 14),
    ("Константин", 12),
    ("Артём", 10),
    ("Рамиль", 6),
    ("Ильдар", 5),
];

const WOMEN: &[(&str, u32)] = &[
    ("Елена", 90),
    ("Татьяна", 85),
    ("Ольга", 80),
    ("Наталья", 80),
    ("Людмила", 65),
    ("Галина", 62),
    ("Валентина", 60),
    ("Ирина", 60),
    ("Светлана", 58),
    ("Нина", 45),
    ("Мария", 42),
    ("Анна", 40),
    ("Надежда", 38),
    ("Любовь", 35),
    ("Марина", 35),
    ("Екатерина", 32),
    ("Лидия", 28),
    ("Юлия", 26),
    ("Вера", 25),
    ("Оксана", 18),
    ("Раиса", 18),
    ("Анастасия", 16),
    ("Зинаида", 15),
    ("Тамара", 15),
    ("Лариса", 14),
    ("Антонина", 12),
    ("Алсу", 5),
    ("Гульнара", 5),
];

/// Stem of the father's name with both endings.
const FATHERS: &[((&str, &str), u32)] = &[
    (("Александрович", "Александровна"), 90),
    (("Николаевич", "Николаевна"), 85),
    (("Владимирович", "Владимировна"), 80),
    (("Иванович", "Ивановна"), 75),
    (("Викторович", "Викторовна"), 55),
    (("Сергеевич", "Сергеевна"), 55),
    (("Алексеевич", "Алексеевна"), 50),
    (("Михайлович", "Михайловна"), 48),
    (("Васильевич", "Васильевна"), 45),
    (("Анатольевич", "Анатольевна"), 42),
    (("Юрьевич", "Юрьевна"), 38),
    (("Петрович", "Петровна"), 36),
    (("Андреевич", "Андреевна"), 32),
    (("Евгеньевич", "Евгеньевна"), 30),
    (("Геннадьевич", "Геннадьевна"), 22),
    (("Павлович", "Павловна"), 22),
    (("Фёдорович", "Фёдоровна"), 18),
    (("Борисович", "Борисовна"), 16),
    (("Дмитриевич", "Дмитриевна"), 16),
    (("Рашитович", "Рашитовна"), 4),
];

const TRADES: &[&str] = &[
    "Ромашка",
    "Волга-Сервис",
    "Строймонтаж",
    "Колос",
    "Нива",
    "Кинель-Торг",
    "Рассвет",
    "Автодом",
    "Хлебный двор",
    "Степь",
    "Агролюкс",
    "Заря",
    "Уют",
    "Мастер",
];

/// A citizen.
pub(super) fn citizen(dice: &mut Dice, today: NaiveDate) -> Party {
    let woman = dice.below(100) < 58;
    let name = person(dice, woman);
    let phone = (dice.below(100) < 86).then(|| phone(dice));
    let confirmed_days_ago = u64::from(dice.between(1, 1400));
    Party {
        kind: PartyKind::Citizen,
        name,
        phone_confirmed_on: phone
            .as_ref()
            .filter(|_| dice.below(100) < 60)
            .and_then(|_| today.checked_sub_days(Days::new(confirmed_days_ago))),
        phone,
        email: dice.one_in(5).then(|| email(dice)),
        inn: None,
        accounts: Vec::new(),
        ..Party::default()
    }
}

/// An organisation or a sole trader.
pub(super) fn organisation(dice: &mut Dice) -> Party {
    let kind = *dice.weighted(&[
        (PartyKind::LegalEntity, 45),
        (PartyKind::SoleTrader, 30),
        (PartyKind::UtilityProvider, 15),
        (PartyKind::StateCustomer, 10),
    ]);
    let number = dice.between(1, 90);
    let trade = *dice.pick(TRADES);
    let (name, digits) = match kind {
        PartyKind::SoleTrader => (format!("ИП {}", person(dice, number.is_multiple_of(3))), 12),
        PartyKind::UtilityProvider if number.is_multiple_of(2) => {
            (format!("ТСЖ «{trade}-{number}»"), 10)
        }
        PartyKind::UtilityProvider => (format!("СНТ «{trade}-{number}»"), 10),
        PartyKind::StateCustomer => (format!("ГБОУ СОШ № {number}"), 10),
        PartyKind::LegalEntity
        | PartyKind::Citizen
        | PartyKind::Reseller
        | PartyKind::NetworkCompany => (format!("ООО «{trade}-{number}»"), 10),
    };
    Party {
        kind,
        name,
        phone: Some(phone(dice)),
        email: dice.one_in(2).then(|| email(dice)),
        inn: Some(inn(dice, digits)),
        phone_confirmed_on: None,
        accounts: Vec::new(),
        ..Party::default()
    }
}

fn person(dice: &mut Dice, woman: bool) -> String {
    let surname = *dice.weighted(SURNAMES);
    let father = *dice.weighted(FATHERS);
    if woman {
        // All of them end in -ов, -ев, -ёв, -ин or -ын: the feminine form adds one letter.
        format!("{surname}а {} {}", dice.weighted(WOMEN), father.1)
    } else {
        format!("{surname} {} {}", dice.weighted(MEN), father.0)
    }
}

/// A range that no operator gives out.
fn phone(dice: &mut Dice) -> String {
    format!("+79000{:06}", dice.below(1_000_000))
}

fn email(dice: &mut Dice) -> String {
    // A domain kept for examples (RFC 2606).
    format!("client{}@example.com", dice.below(1_000_000))
}

/// Digits with the right check digits, for no one in particular.
fn inn(dice: &mut Dice, length: usize) -> String {
    let mut digits: Vec<u32> = vec![6, 3];
    while digits.len() < length - if length == 12 { 2 } else { 1 } {
        digits.push(dice.below(10));
    }
    let check = |digits: &[u32], weights: &[u32]| -> u32 {
        let sum: u32 = digits.iter().zip(weights).map(|(a, b)| a * b).sum();
        sum % 11 % 10
    };
    if length == 12 {
        let first = check(&digits, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
        digits.push(first);
        let second = check(&digits, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
        digits.push(second);
    } else {
        let last = check(&digits, &[2, 4, 10, 3, 5, 9, 4, 6, 8]);
        digits.push(last);
    }
    digits.iter().map(ToString::to_string).collect()
}

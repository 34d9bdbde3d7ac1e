//! People and organisations. Surnames by about their frequency in the Volga region [k]; each full
//! name is drawn from parts.

use chrono::{Days, NaiveDate};
use stoika_domain::directory::{ConsentState, Party, PartyKind, PartyRepresentative};

use super::dice::Dice;
use super::surnames::{RARE_PERCENT, RARE_SURNAMES, SURNAMES};

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
    let email = dice.one_in(5).then(|| email(dice));
    let notification = match dice.below(100) {
        0..45 if phone.is_some() => Some("sms"),
        45..60 if email.is_some() => Some("email"),
        60..68 if phone.is_some() => Some("phone"),
        68..78 => Some("post"),
        78..82 => Some("none"),
        _ => None,
    };
    Party {
        kind: PartyKind::Citizen,
        name,
        phone_confirmed_on: phone
            .as_ref()
            .filter(|_| dice.below(100) < 60)
            .and_then(|_| past(dice, today, 1400)),
        email_confirmed_on: email
            .as_ref()
            .filter(|_| dice.below(100) < 40)
            .and_then(|_| past(dice, today, 1400)),
        phone,
        email,
        notification: notification.map(ToOwned::to_owned),
        consent: consent(dice, today),
        representatives: if dice.one_in(50) {
            vec![by_warrant(dice, today)]
        } else {
            Vec::new()
        },
        ..Party::default()
    }
}

fn past(dice: &mut Dice, today: NaiveDate, days_max: u32) -> Option<NaiveDate> {
    today.checked_sub_days(Days::new(u64::from(dice.between(1, days_max))))
}

/// Since September 2025 it is a document of its own: a third have signed one.
fn consent(dice: &mut Dice, today: NaiveDate) -> Option<ConsentState> {
    if dice.below(100) >= 35 {
        return None;
    }
    let given_on = past(dice, today, 440)?;
    let later = given_on.checked_add_days(Days::new(u64::from(dice.between(1, 200))));
    Some(ConsentState {
        given_on,
        withdrawn_on: later.filter(|day| dice.below(100) < 3 && *day <= today),
    })
}

/// Somebody with a warrant of attorney.
fn by_warrant(dice: &mut Dice, today: NaiveDate) -> PartyRepresentative {
    let woman = dice.one_in(2);
    let given_on = past(dice, today, 900).unwrap_or(today);
    PartyRepresentative {
        name: person(dice, woman),
        authority: format!(
            "доверенность № {} от {}",
            dice.between(1, 400),
            given_on.format("%d.%m.%Y")
        ),
        valid_to: given_on.checked_add_days(Days::new(1095)),
    }
}

/// An organisation or a sole trader.
pub(super) fn organisation(dice: &mut Dice, today: NaiveDate) -> Party {
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
    let inn = inn(dice, digits);
    let trader = digits == 12;
    let head = dice.one_in(3);
    let mut representatives = vec![PartyRepresentative {
        name: person(dice, head),
        authority: if trader { "ЕГРИП" } else { "устав" }.to_owned(),
        valid_to: None,
    }];
    if dice.below(100) < 30 {
        representatives.push(by_warrant(dice, today));
    }
    let email = dice.one_in(2).then(|| email(dice));
    Party {
        kind,
        name,
        phone: Some(phone(dice)),
        phone_confirmed_on: (dice.below(100) < 60)
            .then(|| past(dice, today, 900))
            .flatten(),
        kpp: (!trader).then(|| format!("{}01001", &inn[..4])),
        ogrn: Some(ogrn(dice, trader)),
        inn: Some(inn),
        notification: Some(if email.is_some() { "email" } else { "post" }.to_owned()),
        email,
        representatives,
        ..Party::default()
    }
}

fn person(dice: &mut Dice, woman: bool) -> String {
    let surname = if dice.below(100) < RARE_PERCENT {
        *dice.pick(RARE_SURNAMES)
    } else {
        *dice.weighted(SURNAMES)
    };
    let father = *dice.weighted(FATHERS);
    if woman {
        let surname = feminine(surname);
        format!("{surname} {} {}", dice.weighted(WOMEN), father.1)
    } else {
        format!("{surname} {} {}", dice.weighted(MEN), father.0)
    }
}

/// All of them end in -ов, -ев, -ёв, -ин, -ын or -ский.
fn feminine(surname: &str) -> String {
    match surname.strip_suffix("ий") {
        Some(stem) => format!("{stem}ая"),
        None => format!("{surname}а"),
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

/// ОГРН of an organisation, 13 digits, or ОГРНИП of a trader, 15, with the right check digit.
fn ogrn(dice: &mut Dice, trader: bool) -> String {
    let (length, divisor) = if trader { (14, 13) } else { (12, 11) };
    let mut digits = if trader { "3" } else { "1" }.to_owned();
    while digits.len() < length {
        digits.push(char::from(b'0' + u8::try_from(dice.below(10)).unwrap_or(0)));
    }
    let number: u64 = digits.parse().unwrap_or(0);
    format!("{digits}{}", number % divisor % 10)
}

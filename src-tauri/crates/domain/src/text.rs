//! Russian text: the wrong keyboard layout, search form, typography; numbers in words and cases of
//! names.

pub mod case;
pub mod words;

use chrono::{Datelike as _, NaiveDate};

use crate::money::Kopecks;

/// Keys of a QWERTY keyboard and what they type in ЙЦУКЕН.
const KEYS: [(char, char); 34] = [
    ('q', 'й'),
    ('w', 'ц'),
    ('e', 'у'),
    ('r', 'к'),
    ('t', 'е'),
    ('y', 'н'),
    ('u', 'г'),
    ('i', 'ш'),
    ('o', 'щ'),
    ('p', 'з'),
    ('[', 'х'),
    (']', 'ъ'),
    ('a', 'ф'),
    ('s', 'ы'),
    ('d', 'в'),
    ('f', 'а'),
    ('g', 'п'),
    ('h', 'р'),
    ('j', 'о'),
    ('k', 'л'),
    ('l', 'д'),
    (';', 'ж'),
    ('\'', 'э'),
    ('z', 'я'),
    ('x', 'ч'),
    ('c', 'с'),
    ('v', 'м'),
    ('b', 'и'),
    ('n', 'т'),
    ('m', 'ь'),
    (',', 'б'),
    ('.', 'ю'),
    ('`', 'ё'),
    ('/', '.'),
];

/// The same with Shift, where it is not just the capital.
const SHIFTED: [(char, char); 8] = [
    ('{', 'Х'),
    ('}', 'Ъ'),
    (':', 'Ж'),
    ('"', 'Э'),
    ('<', 'Б'),
    ('>', 'Ю'),
    ('~', 'Ё'),
    ('?', ','),
];

/// The same words with a small first letter, for the middle of a sentence.
#[must_use]
pub fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// The same words with a capital first letter, for the beginning of a sentence.
#[must_use]
pub fn upper_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// What was meant when Russian was typed with the Latin layout on: `bdfyjd` → `иванов`.
#[must_use]
pub fn to_russian_layout(text: &str) -> String {
    text.chars().map(|c| key(c, |pair| pair)).collect()
}

/// What was meant when Latin was typed with the Russian layout on: `штащ` → `info`.
#[must_use]
pub fn to_latin_layout(text: &str) -> String {
    text.chars()
        .map(|c| key(c, |(latin, russian)| (russian, latin)))
        .collect()
}

fn key(typed: char, turn: impl Fn((char, char)) -> (char, char)) -> char {
    let find = |wanted: char| {
        KEYS.into_iter()
            .chain(SHIFTED)
            .map(&turn)
            .find_map(|(from, to)| (from == wanted).then_some(to))
    };
    if let Some(found) = find(typed) {
        return found;
    }
    let lower = typed.to_lowercase().next().unwrap_or(typed);
    find(lower).map_or(typed, |found| found.to_uppercase().next().unwrap_or(found))
}

/// The form in which words are compared: lower case, ё → е, only letters and digits, one space
/// between words.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let c = if c == 'ё' { 'е' } else { c };
        if c.is_alphanumeric() {
            words.push(c);
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// `23.11.2026`.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

/// Reads `23.11.2026`, `23.11.26` (this century) or `2026-11-23`.
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['.', '-']).collect();
    let all_digits =
        |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    if !parts.iter().all(all_digits) {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    let (year, month, day) = if text.contains('-') {
        (first, second, third)
    } else {
        (third, second, first)
    };
    let year = match year.len() {
        2 => year.parse::<i32>().ok()? + 2000,
        4 => year.parse().ok()?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

/// `1 234,56 ₽` with no-break spaces; a minus sign, not a hyphen.
#[must_use]
pub fn money(amount: Kopecks) -> String {
    let sign = if amount.0 < 0 { "−" } else { "" };
    let kopecks = amount.0.unsigned_abs();
    let rubles = grouped(&(kopecks / 100).to_string());
    format!("{sign}{rubles},{:02}\u{a0}₽", kopecks % 100)
}

/// Digits in threes from the right, with no-break spaces.
fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

/// An account number in fours: `6300 0012 3456` with no-break spaces.
#[must_use]
pub fn account(number: &str) -> String {
    let mut out = String::new();
    for (place, symbol) in number.chars().enumerate() {
        if place > 0 && place.is_multiple_of(4) {
            out.push('\u{a0}');
        }
        out.push(symbol);
    }
    out
}

/// «Самойлова Елена Викторовна» → «Самойлова Е. В.», with no-break spaces. What does not look like
/// a person's name (an organisation, «ИП …», initials already) comes back as it is.
#[must_use]
pub fn short_name(full: &str) -> String {
    let words: Vec<&str> = full.split_whitespace().collect();
    let like_name = |word: &&str| {
        word.split('-').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase)
                && letters.clone().next().is_some()
                && letters.all(char::is_lowercase)
        })
    };
    let (Some((surname, given)), true) = (words.split_first(), words.iter().all(like_name)) else {
        return full.to_owned();
    };
    if given.is_empty() || given.len() > 2 {
        return full.to_owned();
    }
    given.iter().fold((*surname).to_owned(), |mut short, name| {
        let initials: Vec<String> = name
            .split('-')
            .filter_map(|part| part.chars().next())
            .map(|initial| format!("{initial}."))
            .collect();
        short.push('\u{a0}');
        short.push_str(&initials.join("-"));
        short
    })
}

/// Which form of a noun a number takes in Russian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// 1 день, 21 день.
    One,
    /// 2 дня, 34 дня.
    Few,
    /// 5 дней, 11 дней.
    Many,
}

/// The form for a number.
#[must_use]
pub const fn plural(n: u32) -> Plural {
    match (n % 10, n % 100) {
        (_, 11..=14) => Plural::Many,
        (1, _) => Plural::One,
        (2..=4, _) => Plural::Few,
        (_, _) => Plural::Many,
    }
}

/// «1 рабочий день», «2 рабочих дня», «5 рабочих дней».
#[must_use]
pub fn working_days(n: u32) -> String {
    let noun = match plural(n) {
        Plural::One => "рабочий день",
        Plural::Few => "рабочих дня",
        Plural::Many => "рабочих дней",
    };
    format!("{n}\u{a0}{noun}")
}

/// «1 день», «2 дня», «30 дней».
#[must_use]
pub fn days(n: u32) -> String {
    let noun = match plural(n) {
        Plural::One => "день",
        Plural::Few => "дня",
        Plural::Many => "дней",
    };
    format!("{n}\u{a0}{noun}")
}

/// The month of a date as it stands after a day: «января».
#[must_use]
pub fn month_of(date: NaiveDate) -> &'static str {
    match date.month() {
        1 => "января",
        2 => "февраля",
        3 => "марта",
        4 => "апреля",
        5 => "мая",
        6 => "июня",
        7 => "июля",
        8 => "августа",
        9 => "сентября",
        10 => "октября",
        11 => "ноября",
        _ => "декабря",
    }
}

/// `+79001234512` → `+7 900 123-45-12` with no-break spaces. Another text comes back as it is.
#[must_use]
pub fn phone(phone: &str) -> String {
    match phone_parts(phone) {
        Some([area, a, b, c]) => format!("+7\u{a0}{area}\u{a0}{a}-{b}-{c}"),
        None => phone.to_owned(),
    }
}

/// `+79001234512` → `+7 900 •••-••-12`. Of another text only dots are left.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    match phone_parts(phone) {
        Some([area, _, _, last]) => format!("+7\u{a0}{area}\u{a0}•••-••-{last}"),
        None => "•••".to_owned(),
    }
}

fn phone_parts(phone: &str) -> Option<[&str; 4]> {
    let digits = phone.strip_prefix("+7")?;
    let fits = digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| [&digits[..3], &digits[3..6], &digits[6..8], &digits[8..]])
}

/// `primer@mail.example` → `p•••@mail.example`. Of another text only dots are left.
#[must_use]
pub fn mask_email(email: &str) -> String {
    let masked = email.split_once('@').and_then(|(local, domain)| {
        let first = local.chars().next()?;
        Some(format!("{first}•••@{domain}"))
    });
    masked.unwrap_or_else(|| "•••".to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_wrong_layout_is_read() {
        for (typed, meant) in [
            ("bdfyjd", "иванов"),
            ("Bdfyjd", "Иванов"),
            (";bkbyf", "жилина"),
            (":BKBYF", "ЖИЛИНА"),
            ("gtn`h", "петёр"),
            ("'qyintqy", "эйнштейн"),
            ("12 rd", "12 кв"),
        ] {
            assert_eq!(to_russian_layout(typed), meant);
        }
        assert_eq!(to_latin_layout("штащ"), "info");
        assert_eq!(to_latin_layout("Штащ"), "Info");
    }

    #[test]
    fn words_are_compared_in_one_form() {
        assert_eq!(
            normalise("  Фёдорова,  АННА-Мария. "),
            "федорова анна мария"
        );
        assert_eq!(normalise("ул. Примерная, д.12/А"), "ул примерная д 12 а");
        assert_eq!(normalise("…"), "");
    }

    #[test]
    fn dates_are_read_and_written() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(date(day), "23.11.2026");
        for typed in ["23.11.2026", "23.11.26", "2026-11-23", " 23.11.2026 "] {
            assert_eq!(parse_date(typed), Some(day), "{typed}");
        }
        for typed in [
            "",
            "31.02.2026",
            "23.11",
            "23.11.026",
            "+3.11.2026",
            "23.11.2026.1",
            "1.2.x",
        ] {
            assert_eq!(parse_date(typed), None, "{typed}");
        }
    }

    #[test]
    fn money_and_accounts() {
        assert_eq!(money(Kopecks(123_456)), "1\u{a0}234,56\u{a0}₽");
        assert_eq!(money(Kopecks(-5)), "−0,05\u{a0}₽");
        assert_eq!(money(Kopecks(100_000_000)), "1\u{a0}000\u{a0}000,00\u{a0}₽");
        assert_eq!(account("630000123456"), "6300\u{a0}0012\u{a0}3456");
    }

    #[test]
    fn names_are_shortened_when_they_are_names() {
        for (full, short) in [
            ("Самойлова Елена Викторовна", "Самойлова Е. В."),
            ("Салтыков-Щедрин Михаил", "Салтыков-Щедрин М."),
            ("Белова Анна-Мария Ильинична", "Белова А.-М. И."),
            ("ООО «Образец»", "ООО «Образец»"),
            (
                "ИП Выдумкин Сергей Сергеевич",
                "ИП Выдумкин Сергей Сергеевич",
            ),
            ("Самойлова Е. В.", "Самойлова Е. В."),
            ("Самойлова", "Самойлова"),
            ("", ""),
        ] {
            assert_eq!(short_name(full).replace('\u{a0}', " "), short);
        }
    }

    #[test]
    fn numbers_take_their_nouns() {
        for (n, text) in [
            (0, "0 рабочих дней"),
            (1, "1 рабочий день"),
            (2, "2 рабочих дня"),
            (5, "5 рабочих дней"),
            (11, "11 рабочих дней"),
            (21, "21 рабочий день"),
            (112, "112 рабочих дней"),
            (122, "122 рабочих дня"),
        ] {
            assert_eq!(working_days(n).replace('\u{a0}', " "), text);
        }
        assert_eq!(days(30).replace('\u{a0}', " "), "30 дней");
        assert_eq!(days(31).replace('\u{a0}', " "), "31 день");
    }

    #[test]
    fn contacts_are_masked() {
        assert_eq!(mask_phone("+79001234512"), "+7\u{a0}900\u{a0}•••-••-12");
        assert_eq!(mask_phone("2-34-13"), "•••");
        assert_eq!(phone("+79001234512"), "+7\u{a0}900\u{a0}123-45-12");
        assert_eq!(mask_email("пример@почта.example"), "п•••@почта.example");
        assert_eq!(mask_email("никуда"), "•••");
        assert_eq!(mask_email("@x"), "•••");
    }

    proptest! {
        #[test]
        fn layouts_lead_back(text in "[а-яё ]{0,30}") {
            prop_assert_eq!(to_russian_layout(&to_latin_layout(&text)), text);
        }

        #[test]
        fn the_search_form_is_stable(text in ".{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}

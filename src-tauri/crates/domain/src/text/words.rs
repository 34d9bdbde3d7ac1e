//! Numbers, sums and dates in words, as papers have them.

use chrono::{Datelike as _, NaiveDate};

use super::{Plural, grouped, month_of};
use crate::money::Kopecks;

/// What a number counts, for its last words: «один рубль», «одна тысяча», «одно заявление».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Мужской род.
    Masculine,
    /// Женский род.
    Feminine,
    /// Средний род.
    Neuter,
}

/// In what case a number in words can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberCase {
    /// «десять»: how many there are.
    Nominative,
    /// «десяти»: «в течение 10 (десяти) рабочих дней».
    Genitive,
}

const UNITS: [[&str; 2]; 20] = [
    ["ноль", "ноля"],
    ["один", "одного"],
    ["два", "двух"],
    ["три", "трёх"],
    ["четыре", "четырёх"],
    ["пять", "пяти"],
    ["шесть", "шести"],
    ["семь", "семи"],
    ["восемь", "восьми"],
    ["девять", "девяти"],
    ["десять", "десяти"],
    ["одиннадцать", "одиннадцати"],
    ["двенадцать", "двенадцати"],
    ["тринадцать", "тринадцати"],
    ["четырнадцать", "четырнадцати"],
    ["пятнадцать", "пятнадцати"],
    ["шестнадцать", "шестнадцати"],
    ["семнадцать", "семнадцати"],
    ["восемнадцать", "восемнадцати"],
    ["девятнадцать", "девятнадцати"],
];

const TENS: [[&str; 2]; 8] = [
    ["двадцать", "двадцати"],
    ["тридцать", "тридцати"],
    ["сорок", "сорока"],
    ["пятьдесят", "пятидесяти"],
    ["шестьдесят", "шестидесяти"],
    ["семьдесят", "семидесяти"],
    ["восемьдесят", "восьмидесяти"],
    ["девяносто", "девяноста"],
];

const HUNDREDS: [[&str; 2]; 9] = [
    ["сто", "ста"],
    ["двести", "двухсот"],
    ["триста", "трёхсот"],
    ["четыреста", "четырёхсот"],
    ["пятьсот", "пятисот"],
    ["шестьсот", "шестисот"],
    ["семьсот", "семисот"],
    ["восемьсот", "восьмисот"],
    ["девятьсот", "девятисот"],
];

/// One, few, many; and in the genitive one, many.
const SCALES: [([&str; 3], [&str; 2], Counted); 6] = [
    (
        ["тысяча", "тысячи", "тысяч"],
        ["тысячи", "тысяч"],
        Counted::Feminine,
    ),
    (
        ["миллион", "миллиона", "миллионов"],
        ["миллиона", "миллионов"],
        Counted::Masculine,
    ),
    (
        ["миллиард", "миллиарда", "миллиардов"],
        ["миллиарда", "миллиардов"],
        Counted::Masculine,
    ),
    (
        ["триллион", "триллиона", "триллионов"],
        ["триллиона", "триллионов"],
        Counted::Masculine,
    ),
    (
        ["квадриллион", "квадриллиона", "квадриллионов"],
        ["квадриллиона", "квадриллионов"],
        Counted::Masculine,
    ),
    (
        ["квинтиллион", "квинтиллиона", "квинтиллионов"],
        ["квинтиллиона", "квинтиллионов"],
        Counted::Masculine,
    ),
];

/// Which form of a noun a number takes, whatever its size and sign.
#[must_use]
pub fn plural_of(n: i64) -> Plural {
    super::plural(u32::try_from(n.unsigned_abs() % 100).unwrap_or(0))
}

/// «двадцать одна», «двадцати одной»; «минус пять».
#[must_use]
pub fn cardinal(n: i64, counted: Counted, case: NumberCase) -> String {
    let mut words: Vec<&str> = Vec::new();
    if n < 0 {
        words.push("минус");
    }
    let mut rest = n.unsigned_abs();
    if rest == 0 {
        words.push(form(UNITS[0], case));
    }
    for power in (1..=SCALES.len()).rev() {
        let size = 1000_u64.pow(u32::try_from(power).unwrap_or(0));
        let group = rest / size;
        rest %= size;
        let Some((nominative, genitive, gender)) = SCALES.get(power - 1).filter(|_| group > 0)
        else {
            continue;
        };
        below_thousand(group, *gender, case, &mut words);
        words.push(match (super::plural(last_two(group)), case) {
            (Plural::One, NumberCase::Nominative) => nominative[0],
            (Plural::Few, NumberCase::Nominative) => nominative[1],
            (Plural::Many, NumberCase::Nominative) => nominative[2],
            (Plural::One, NumberCase::Genitive) => genitive[0],
            (Plural::Few | Plural::Many, NumberCase::Genitive) => genitive[1],
        });
    }
    below_thousand(rest, counted, case, &mut words);
    words.join(" ")
}

fn last_two(n: u64) -> u32 {
    u32::try_from(n % 100).unwrap_or(0)
}

fn form(pair: [&'static str; 2], case: NumberCase) -> &'static str {
    let [nominative, genitive] = pair;
    match case {
        NumberCase::Nominative => nominative,
        NumberCase::Genitive => genitive,
    }
}

/// The words of 1 to 999; of 0 none.
fn below_thousand(n: u64, counted: Counted, case: NumberCase, words: &mut Vec<&'static str>) {
    let at = |table: &[[&'static str; 2]], place: u64| {
        let pair = usize::try_from(place)
            .ok()
            .and_then(|place| table.get(place));
        pair.map(|pair| form(*pair, case))
    };
    if n >= 100 {
        words.extend(at(&HUNDREDS, n / 100 - 1));
    }
    let mut last = n % 100;
    if last >= 20 {
        words.extend(at(&TENS, last / 10 - 2));
        last %= 10;
    }
    let of_gender = match (last, counted, case) {
        (1, Counted::Feminine, NumberCase::Nominative) => Some("одна"),
        (1, Counted::Feminine, NumberCase::Genitive) => Some("одной"),
        (1, Counted::Neuter, NumberCase::Nominative) => Some("одно"),
        (2, Counted::Feminine, NumberCase::Nominative) => Some("две"),
        (_, _, _) => None,
    };
    if last > 0 {
        words.extend(of_gender.or_else(|| at(&UNITS, last)));
    }
}

/// `1 234`, with no-break spaces; a minus sign, not a hyphen.
#[must_use]
pub fn number(n: i64) -> String {
    let sign = if n < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(&n.unsigned_abs().to_string()))
}

/// «одна тысяча двести тридцать четыре рубля 56 копеек»: roubles in words, kopecks in figures, as
/// papers on money have them.
#[must_use]
pub fn money_words(amount: Kopecks) -> String {
    let sign = if amount.0 < 0 { "минус " } else { "" };
    let kopecks = amount.0.unsigned_abs();
    let roubles = i64::try_from(kopecks / 100).unwrap_or(i64::MAX);
    let rest = kopecks % 100;
    let words = cardinal(roubles, Counted::Masculine, NumberCase::Nominative);
    let rouble = match plural_of(roubles) {
        Plural::One => "рубль",
        Plural::Few => "рубля",
        Plural::Many => "рублей",
    };
    let kopeck = match super::plural(last_two(rest)) {
        Plural::One => "копейка",
        Plural::Few => "копейки",
        Plural::Many => "копеек",
    };
    format!("{sign}{words} {rouble} {rest:02}\u{a0}{kopeck}")
}

/// «12 мая 2026 г.», with no-break spaces.
#[must_use]
pub fn date_long(date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), month_of(date), date.year());
    format!("{day}\u{a0}{month} {year}\u{a0}г.")
}

/// ««12» мая 2026 г.», as contracts have it.
#[must_use]
pub fn date_quoted(date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), month_of(date), date.year());
    format!("«{day:02}»\u{a0}{month} {year}\u{a0}г.")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn check(got: &str, wanted: &str) {
        assert_eq!(got.replace('\u{a0}', " "), wanted);
    }

    #[test]
    fn numbers_in_words() {
        use Counted::{Feminine, Masculine, Neuter};
        use NumberCase::{Genitive, Nominative};
        for (n, counted, case, words) in [
            (0, Masculine, Nominative, "ноль"),
            (0, Masculine, Genitive, "ноля"),
            (1, Masculine, Nominative, "один"),
            (1, Feminine, Nominative, "одна"),
            (1, Neuter, Nominative, "одно"),
            (1, Neuter, Genitive, "одного"),
            (2, Feminine, Nominative, "две"),
            (2, Neuter, Nominative, "два"),
            (10, Masculine, Genitive, "десяти"),
            (11, Feminine, Nominative, "одиннадцать"),
            (21, Feminine, Genitive, "двадцати одной"),
            (30, Masculine, Genitive, "тридцати"),
            (40, Masculine, Genitive, "сорока"),
            (90, Masculine, Genitive, "девяноста"),
            (100, Masculine, Genitive, "ста"),
            (342, Masculine, Genitive, "трёхсот сорока двух"),
            (1_000, Masculine, Nominative, "одна тысяча"),
            (2_001, Masculine, Nominative, "две тысячи один"),
            (5_012, Feminine, Nominative, "пять тысяч двенадцать"),
            (1_001, Feminine, Genitive, "одной тысячи одной"),
            (22_000, Masculine, Genitive, "двадцати двух тысяч"),
            (1_000_000, Masculine, Nominative, "один миллион"),
            (
                2_345_678,
                Masculine,
                Nominative,
                "два миллиона триста сорок пять тысяч шестьсот семьдесят восемь",
            ),
            (1_000_000_001, Feminine, Nominative, "один миллиард одна"),
            (-5, Masculine, Nominative, "минус пять"),
        ] {
            check(&cardinal(n, counted, case), words);
        }
        assert!(
            cardinal(i64::MIN, Masculine, Nominative).starts_with("минус девять квинтиллионов")
        );
        check(&number(-1_234_567), "−1 234 567");
    }

    #[test]
    fn sums_in_words() {
        for (kopecks, words) in [
            (0, "ноль рублей 00 копеек"),
            (1, "ноль рублей 01 копейка"),
            (102, "один рубль 02 копейки"),
            (2_111, "двадцать один рубль 11 копеек"),
            (
                123_456,
                "одна тысяча двести тридцать четыре рубля 56 копеек",
            ),
            (1_200_021, "двенадцать тысяч рублей 21 копейка"),
            (-500, "минус пять рублей 00 копеек"),
        ] {
            check(&money_words(Kopecks(kopecks)), words);
        }
        assert!(!money_words(Kopecks(i64::MIN)).is_empty());
    }

    #[test]
    fn dates_in_words() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        check(&date_long(day(5, 12)), "12 мая 2026 г.");
        check(&date_long(day(1, 1)), "1 января 2026 г.");
        check(&date_quoted(day(5, 2)), "«02» мая 2026 г.");
    }
}

//! Endings: what is cut off and what is put in its place. The first rule that fits holds, so
//! special endings stand before general ones.

use super::{Cases, Exceptions, Gender};

/// An ending, the number of its letters that go, and the endings of the five oblique cases.
pub(super) struct Rule {
    endings: &'static [&'static str],
    cut: usize,
    put: [&'static str; 5],
}

const fn rule(endings: &'static [&'static str], cut: usize, put: [&'static str; 5]) -> Rule {
    Rule { endings, cut, put }
}

/// Stays as it is.
const fn fixed(endings: &'static [&'static str]) -> Rule {
    rule(endings, 0, [""; 5])
}

const HARD: [&str; 5] = ["а", "у", "а", "ом", "е"];
const HISSING: [&str; 5] = ["а", "у", "а", "ем", "е"];
const SOFT: [&str; 5] = ["я", "ю", "я", "ем", "е"];
const POSSESSIVE: [&str; 5] = ["а", "у", "а", "ым", "е"];
const ADJECTIVE: [&str; 5] = ["ого", "ому", "ого", "ым", "ом"];
const ADJECTIVE_BACK: [&str; 5] = ["ого", "ому", "ого", "им", "ом"];
const ADJECTIVE_SOFT: [&str; 5] = ["его", "ему", "его", "им", "ем"];
const A_HARD: [&str; 5] = ["ы", "е", "у", "ой", "е"];
const A_BACK: [&str; 5] = ["и", "е", "у", "ой", "е"];
const A_HISSING: [&str; 5] = ["и", "е", "у", "ей", "е"];
const A_TSE: [&str; 5] = ["ы", "е", "у", "ей", "е"];
const YA: [&str; 5] = ["и", "е", "ю", "ей", "е"];
const IYA: [&str; 5] = ["и", "и", "ю", "ей", "и"];

/// What a name of either gender does with a vowel at its end.
const VOWELS: &[Rule] = &[
    fixed(&["о", "е", "ё", "э", "и", "ы", "у", "ю"]),
    fixed(&["аа", "еа", "иа", "оа", "уа", "ыа", "эа", "юа"]),
    rule(&["га", "ка", "ха"], 1, A_BACK),
    rule(&["жа", "ша", "ча", "ща"], 1, A_HISSING),
    rule(&["ца"], 1, A_TSE),
    rule(&["а"], 1, A_HARD),
    rule(&["ия"], 1, IYA),
    rule(&["я"], 1, YA),
];

/// Surnames of men.
const SURNAMES_MALE: &[Rule] = &[
    rule(&["дарвин", "чаплин", "кронин", "франклин"], 0, HARD),
    // Эрлих, Дитрих: not Долгих, Русских.
    rule(&["лих", "рих"], 0, HARD),
    fixed(&["их", "ых"]),
    rule(&["ов", "ев", "ёв", "ин", "ын"], 0, POSSESSIVE),
    // Осадчий, Рабочий, Хороший, Рыжий; Зимний.
    rule(&["чий", "ший", "щий", "жий", "ний"], 2, ADJECTIVE_SOFT),
    rule(&["кий", "гий", "хий"], 2, ADJECTIVE_BACK),
    rule(&["ый"], 2, ADJECTIVE),
    rule(&["ий"], 1, ["я", "ю", "я", "ем", "и"]),
    rule(
        &["гой", "кой", "хой", "жой", "шой", "чой", "щой"],
        2,
        ADJECTIVE_BACK,
    ),
    rule(&["ой"], 2, ADJECTIVE),
    // Воробей, Соловей, Муравей.
    rule(
        &["обей", "овей", "равей"],
        2,
        ["ья", "ью", "ья", "ьём", "ье"],
    ),
    rule(&["й"], 1, SOFT),
    rule(&["ь"], 1, SOFT),
    // Кравец, Стрелец, Кузнец: the ending under stress.
    rule(&["кузнец", "жнец", "чтец", "швец"], 0, HARD),
    rule(&["равец"], 2, ["ца", "цу", "ца", "цом", "це"]),
    rule(&["лец"], 2, ["ьца", "ьцу", "ьца", "ьцом", "ьце"]),
    // Коломиец, Бабаец.
    rule(
        &["аец", "еец", "иец", "оец", "уец"],
        2,
        ["йца", "йцу", "йца", "йцем", "йце"],
    ),
    rule(&["ец"], 2, ["ца", "цу", "ца", "цем", "це"]),
    rule(&["шток"], 0, HARD),
    rule(&["чёк", "шёк"], 2, ["ка", "ку", "ка", "ком", "ке"]),
    rule(&["ок"], 2, ["ка", "ку", "ка", "ком", "ке"]),
    rule(
        &["нёк", "лёк", "рёк", "зёк", "сёк", "тёк"],
        2,
        ["ька", "ьку", "ька", "ьком", "ьке"],
    ),
    rule(
        &["орёл", "козёл", "котёл", "осёл"],
        2,
        ["ла", "лу", "ла", "лом", "ле"],
    ),
    rule(&["ц", "ж", "ш", "ч", "щ"], 0, HISSING),
    rule(
        &[
            "б", "в", "г", "д", "з", "к", "л", "м", "н", "п", "р", "с", "т", "ф", "х",
        ],
        0,
        HARD,
    ),
];

/// Surnames of women.
const SURNAMES_FEMALE: &[Rule] = &[
    rule(
        &["ова", "ева", "ёва", "ина", "ына"],
        1,
        ["ой", "ой", "у", "ой", "ой"],
    ),
    rule(
        &["чая", "шая", "щая", "жая"],
        2,
        ["ей", "ей", "ую", "ей", "ей"],
    ),
    rule(&["ая"], 2, ["ой", "ой", "ую", "ой", "ой"]),
    rule(&["яя"], 2, ["ей", "ей", "юю", "ей", "ей"]),
    // Брыльска, Новицка.
    rule(&["ска", "цка"], 1, ["ой", "ой", "ую", "ой", "ой"]),
    fixed(&[
        "б", "в", "г", "д", "ж", "з", "й", "к", "л", "м", "н", "п", "р", "с", "т", "ф", "х", "ц",
        "ч", "ш", "щ", "ь", "ъ",
    ]),
];

/// Given names of men.
const GIVEN_MALE: &[Rule] = &[
    fixed(&["шота"]),
    rule(&["данило", "гаврило", "михайло"], 1, A_HARD),
    rule(
        &["пётр", "петр"],
        3,
        ["етра", "етру", "етра", "етром", "етре"],
    ),
    rule(&["лев"], 2, ["ьва", "ьву", "ьва", "ьвом", "ьве"]),
    rule(&["павел"], 2, ["ла", "лу", "ла", "лом", "ле"]),
    rule(&["ий"], 1, ["я", "ю", "я", "ем", "и"]),
    rule(&["й", "ь"], 1, SOFT),
    rule(&["илья"], 1, ["и", "е", "ю", "ёй", "е"]),
    rule(&["ж", "ш", "ч", "щ", "ц"], 0, HISSING),
    rule(
        &[
            "б", "в", "г", "д", "з", "к", "л", "м", "н", "п", "р", "с", "т", "ф", "х",
        ],
        0,
        HARD,
    ),
];

/// Given names of women.
const GIVEN_FEMALE: &[Rule] = &[
    rule(
        &[
            "любовь",
            "юдифь",
            "руфь",
            "эсфирь",
            "рахиль",
            "рашель",
            "нинель",
            "адель",
            "агидель",
        ],
        1,
        ["и", "и", "ь", "ью", "и"],
    ),
    fixed(&[
        "б", "в", "г", "д", "ж", "з", "й", "к", "л", "м", "н", "п", "р", "с", "т", "ф", "х", "ц",
        "ч", "ш", "щ", "ь",
    ]),
];

/// Patronymics.
const PATRONYMICS: &[Rule] = &[
    // Stressed: Ильичом, Лукичом, Кузьмичом, Фомичом.
    rule(&["ильич", "лукич", "кузьмич", "фомич"], 0, HARD),
    rule(&["ич", "ыч"], 0, HISSING),
    rule(&["на"], 1, A_HARD),
    fixed(&[""]),
];

/// First parts of double surnames that never change: Бонч-Бруевич, Тер-Петросян.
const FIRST_PARTS: &[&str] = &[
    "бонч",
    "абдул",
    "бен",
    "вар",
    "ван",
    "гасан",
    "дер",
    "ибн",
    "корвин",
    "мак",
    "мелик",
    "сен",
    "тер",
    "фон",
    "шолом",
];

/// Surnames that look as if they changed and do not.
const UNCHANGED: &[&str] = &[
    "бенуа",
    "бодуа",
    "дега",
    "дюма",
    "золя",
    "люка",
    "моруа",
    "петипа",
    "растрелли",
    "скаля",
    "тома",
    "труайя",
    "ферма",
    "шандра",
];

/// Which word of a name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Surname,
    Given,
    Patronymic,
}

/// The six forms of one word of a name; of a double one (Салтыков-Щедрин) each half.
pub(super) fn decline(word: &str, part: Part, gender: Gender, exceptions: &Exceptions) -> Cases {
    if let Some(forms) = exceptions.find(word, Some(gender)) {
        return forms;
    }
    let halves: Vec<&str> = word.split('-').collect();
    let last = halves.len() - 1;
    let halves: Vec<Cases> = halves
        .into_iter()
        .enumerate()
        .map(|(at, half)| {
            let low = half.to_lowercase();
            let first_part = at < last && FIRST_PARTS.contains(&low.as_str());
            // Жан-Поль: of a foreign double name only the last half changes.
            let jean = at < last && part == Part::Given && low == "жан";
            if first_part || jean || half.is_empty() {
                Cases::same(half)
            } else {
                let known = exceptions.find(half, Some(gender));
                known.unwrap_or_else(|| decline_half(half, &low, part, gender))
            }
        })
        .collect();
    Cases::joined(&halves, "-")
}

fn decline_half(word: &str, low: &str, part: Part, gender: Gender) -> Cases {
    if part == Part::Surname && UNCHANGED.contains(&low) {
        return Cases::same(word);
    }
    let vowels = low.chars().filter(|letter| is_vowel(*letter)).count();
    if part == Part::Surname && gender == Gender::Male && vowels == 1 {
        // Цой, Вий; Грин, Цин: of one syllable they are no adjectives.
        if low.ends_with("ой") || low.ends_with("ий") {
            return put(word, 1, SOFT);
        }
        if low.ends_with("ин") || low.ends_with("ок") || low.ends_with("ец") {
            return put(word, 0, HARD);
        }
    }
    let special: &[Rule] = match (part, gender) {
        (Part::Surname, Gender::Male) => SURNAMES_MALE,
        (Part::Surname, Gender::Female) => SURNAMES_FEMALE,
        (Part::Given, Gender::Male) => GIVEN_MALE,
        (Part::Given, Gender::Female) => GIVEN_FEMALE,
        (Part::Patronymic, Gender::Male | Gender::Female) => PATRONYMICS,
    };
    special
        .iter()
        .chain(VOWELS)
        .find(|rule| rule.endings.iter().any(|ending| low.ends_with(ending)))
        .map_or_else(|| Cases::same(word), |rule| put(word, rule.cut, rule.put))
}

/// The forms of a word by a rule; a word in capitals has its endings in capitals.
pub(super) fn put(word: &str, cut: usize, endings: [&str; 5]) -> Cases {
    let kept = word.chars().count().saturating_sub(cut);
    let stem: String = word.chars().take(kept).collect();
    let loud = is_loud(word);
    let form = |ending: &str| {
        if loud {
            format!("{stem}{}", ending.to_uppercase())
        } else {
            format!("{stem}{ending}")
        }
    };
    let [genitive, dative, accusative, instrumental, prepositional] = endings.map(form);
    Cases::new([
        word.to_owned(),
        genitive,
        dative,
        accusative,
        instrumental,
        prepositional,
    ])
}

/// Whether a word is written in capitals.
pub(super) fn is_loud(word: &str) -> bool {
    word.chars().count() > 1 && !word.chars().any(char::is_lowercase)
}

fn is_vowel(letter: char) -> bool {
    "аеёиоуыэюя".contains(letter)
}

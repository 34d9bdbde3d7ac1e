//! Posts and organisations: the adjectives and the noun at the head change, what hangs on the
//! noun does not: «генеральному директору», «начальнику отделения», «Обществу с ограниченной
//! ответственностью «Ромашка»».

use super::rules::put;
use super::{Cases, Exceptions};

/// Nouns that head the name of an organisation. A name with none of them is a name: it stays.
const ORGANISATIONS: &[&str] = &[
    "агентство",
    "администрация",
    "академия",
    "артель",
    "ассоциация",
    "банк",
    "библиотека",
    "больница",
    "гимназия",
    "департамент",
    "диспансер",
    "дом",
    "завод",
    "инспекция",
    "институт",
    "колледж",
    "комбинат",
    "комитет",
    "компания",
    "кооператив",
    "корпорация",
    "лицей",
    "министерство",
    "монастырь",
    "музей",
    "общество",
    "общежитие",
    "община",
    "объединение",
    "организация",
    "отдел",
    "отделение",
    "партнерство",
    "поликлиника",
    "предприниматель",
    "предприятие",
    "приход",
    "прокуратура",
    "сад",
    "служба",
    "совет",
    "союз",
    "суд",
    "театр",
    "товарищество",
    "университет",
    "управление",
    "училище",
    "учреждение",
    "фабрика",
    "филиал",
    "фирма",
    "фонд",
    "хозяйство",
    "школа",
];

/// Adjectives that are posts by themselves, with what follows in another case: «управляющий
/// делами», «исполняющий обязанности директора».
const POSTS_OF_ADJECTIVES: &[&str] = &[
    "управляющий",
    "управляющая",
    "заведующий",
    "заведующая",
    "исполняющий",
    "исполняющая",
    "уполномоченный",
    "уполномоченная",
];

/// Nouns before which such a word is a plain adjective: «управляющий директор».
const AFTER_ADJECTIVES: &[&str] = &["директор", "партнер", "представитель", "менеджер", "орган"];

/// First halves of a post that never change: «вице-президент».
const FIRST_HALVES: &[&str] = &[
    "арт",
    "бизнес",
    "веб",
    "вице",
    "интернет",
    "онлайн",
    "премьер",
    "пресс",
    "топ",
    "экс",
];

/// How the name of a sole trader begins, as the registers write it.
const SOLE_TRADERS: &[&str] = &[
    "ип глава кфх",
    "индивидуальный предприниматель",
    "глава крестьянского (фермерского) хозяйства",
    "глава кфх",
    "ип",
];

/// Whether it is living: then the accusative of a man's word is its genitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Post,
    Organisation,
}

/// A post in six cases: «главный инженер» → «главному инженеру».
#[must_use]
pub fn post(name: &str, exceptions: &Exceptions) -> Cases {
    phrase(name, Kind::Post, exceptions)
}

/// An organisation in six cases. Abbreviations and what stands in quotes do not change.
#[must_use]
pub fn organisation(name: &str, exceptions: &Exceptions) -> Cases {
    phrase(name, Kind::Organisation, exceptions)
}

/// «ИП Иванов Иван Иванович» → «ИП» and the person.
pub(super) fn sole_trader(name: &str) -> Option<(&str, &str)> {
    SOLE_TRADERS.iter().find_map(|title| {
        let (head, rest) = name.split_at_checked(title.len())?;
        let person = rest.strip_prefix(' ')?.trim();
        let fits = head.to_lowercase() == *title && super::Person::read(person).is_some();
        fits.then_some((head, person))
    })
}

fn phrase(name: &str, kind: Kind, exceptions: &Exceptions) -> Cases {
    if let Some(forms) = exceptions.find(name, None) {
        return forms;
    }
    let mut changed: Vec<Cases> = Vec::new();
    let mut rest = name;
    loop {
        let (word, after) = rest.split_at(rest.find(' ').unwrap_or(rest.len()));
        let next = after.trim_start().split(' ').next().unwrap_or_default();
        match step(word, next, kind, exceptions) {
            Step::Adjective(cases) => changed.push(cases),
            Step::Head(cases) => {
                changed.push(cases);
                return Cases::joined(&changed, " ").followed_by(after);
            }
            // With no noun at its head nothing of it is sure.
            Step::Unknown => return Cases::same(name),
        }
        rest = after.trim_start();
    }
}

enum Step {
    /// An adjective; the noun follows.
    Adjective(Cases),
    /// The noun, or an adjective in its place.
    Head(Cases),
    /// Neither.
    Unknown,
}

fn step(word: &str, next: &str, kind: Kind, exceptions: &Exceptions) -> Step {
    let low = word.to_lowercase().replace('ё', "е");
    let plain = low.chars().all(|letter| matches!(letter, 'а'..='я' | '-'));
    let letters = word.chars().count();
    let shouted = letters > 1 && letters < 6 && !word.chars().any(char::is_lowercase);
    if !plain || low.is_empty() || low.ends_with("ся") || shouted {
        return Step::Unknown;
    }
    if let Some(forms) = exceptions.find(word, None) {
        return Step::Head(forms);
    }
    let by_itself = kind == Kind::Post
        && POSTS_OF_ADJECTIVES.contains(&low.as_str())
        && !AFTER_ADJECTIVES.contains(&next.to_lowercase().replace('ё', "е").as_str());
    match (adjective(word, &low, kind), by_itself || next.is_empty()) {
        (Some(cases), false) => return Step::Adjective(cases),
        (Some(cases), true) if kind == Kind::Post => return Step::Head(cases),
        (Some(_), true) => return Step::Unknown,
        (None, _) => {}
    }
    match kind {
        Kind::Organisation if !ORGANISATIONS.contains(&low.as_str()) => Step::Unknown,
        Kind::Organisation => noun(word, &low, kind).map_or(Step::Unknown, Step::Head),
        Kind::Post => {
            let halves: Option<Vec<Cases>> = word
                .split('-')
                .zip(low.split('-'))
                .map(|(half, low)| {
                    if FIRST_HALVES.contains(&low) {
                        Some(Cases::same(half))
                    } else {
                        noun(half, low, kind)
                    }
                })
                .collect();
            halves.map_or(Step::Unknown, |halves| {
                Step::Head(Cases::joined(&halves, "-"))
            })
        }
    }
}

/// An adjective or participle in the nominative, by its ending.
fn adjective(word: &str, low: &str, kind: Kind) -> Option<Cases> {
    let stem = low.chars().rev().nth(2)?;
    let hissing = "жшчщ".contains(stem);
    let back = "кгх".contains(stem);
    let ending: String = low.chars().skip(low.chars().count() - 2).collect();
    let living = kind == Kind::Post;
    Some(match ending.as_str() {
        "ый" => put(
            word,
            2,
            ["ого", "ому", if living { "ого" } else { "ый" }, "ым", "ом"],
        ),
        "ий" if back => put(
            word,
            2,
            ["ого", "ому", if living { "ого" } else { "ий" }, "им", "ом"],
        ),
        "ий" => put(
            word,
            2,
            ["его", "ему", if living { "его" } else { "ий" }, "им", "ем"],
        ),
        "ой" => {
            let with = if back || hissing { "им" } else { "ым" };
            put(
                word,
                2,
                ["ого", "ому", if living { "ого" } else { "ой" }, with, "ом"],
            )
        }
        "ая" if hissing => put(word, 2, ["ей", "ей", "ую", "ей", "ей"]),
        "ая" => put(word, 2, ["ой", "ой", "ую", "ой", "ой"]),
        "яя" => put(word, 2, ["ей", "ей", "юю", "ей", "ей"]),
        "ое" if back || hissing => put(word, 2, ["ого", "ому", "ое", "им", "ом"]),
        "ое" => put(word, 2, ["ого", "ому", "ое", "ым", "ом"]),
        "ее" => put(word, 2, ["его", "ему", "ее", "им", "ем"]),
        _ => return None,
    })
}

/// A noun in the nominative, by its ending.
fn noun(word: &str, low: &str, kind: Kind) -> Option<Cases> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| low.ends_with(ending));
    // Of a thing the accusative is the nominative.
    let of = |cut: usize, endings: [&'static str; 5]| match kind {
        Kind::Post => put(word, cut, endings),
        Kind::Organisation => put(word, cut, endings).with_accusative(word),
    };
    Some(match () {
        () if ends(&["делец"]) => of(2, ["ьца", "ьцу", "ьца", "ьцем", "ьце"]),
        () if ends(&["авец", "упец", "орец"]) => of(2, ["ца", "цу", "ца", "цом", "це"]),
        () if ends(&["ец"]) => of(2, ["ца", "цу", "ца", "цем", "це"]),
        () if ends(&["ач"]) => of(0, ["а", "у", "а", "ом", "е"]),
        () if ends(&["ж", "ш", "ч", "щ", "ц"]) => of(0, ["а", "у", "а", "ем", "е"]),
        () if ends(&["й"]) => of(1, ["я", "ю", "я", "ем", "е"]),
        () if low == "артель" => put(word, 1, ["и", "и", "ь", "ью", "и"]),
        () if ends(&["ь"]) => of(1, ["я", "ю", "я", "ем", "е"]),
        () if ends(&["ья"]) => put(word, 1, ["и", "е", "ю", "ёй", "е"]),
        () if ends(&["ия"]) => put(word, 1, ["и", "и", "ю", "ей", "и"]),
        () if ends(&["я"]) => put(word, 1, ["и", "е", "ю", "ей", "е"]),
        () if ends(&["ца"]) => put(word, 1, ["ы", "е", "у", "ей", "е"]),
        () if ends(&["жа", "ша", "ча", "ща"]) => put(word, 1, ["и", "е", "у", "ей", "е"]),
        () if ends(&["га", "ка", "ха"]) => put(word, 1, ["и", "е", "у", "ой", "е"]),
        () if ends(&["а"]) => put(word, 1, ["ы", "е", "у", "ой", "е"]),
        () if kind == Kind::Organisation && ends(&["ие"]) => {
            put(word, 1, ["я", "ю", "е", "ем", "и"])
        }
        () if kind == Kind::Organisation && ends(&["е"]) => {
            put(word, 1, ["а", "у", "е", "ем", "е"])
        }
        () if kind == Kind::Organisation && ends(&["о"]) => {
            put(word, 1, ["а", "у", "о", "ом", "е"])
        }
        () if ends(&["е", "о", "и", "у", "ы", "э", "ю"]) => return None,
        () => of(0, ["а", "у", "а", "ом", "е"]),
    })
}

//! Names of persons: what each word is, the gender, the forms, the salutation.

use super::rules::{Part, decline};
use super::{Cases, Exceptions, Gender};
use crate::text::short_name;

/// How a letter addresses one whose name does not tell how to.
pub const SALUTATION_OF_ANYBODY: &str = "Уважаемый заявитель!";

/// Names of men that end as those of women do.
const MEN: &[&str] = &[
    "абдулла",
    "али",
    "вавила",
    "вали",
    "гаврила",
    "гаврило",
    "гали",
    "данила",
    "данило",
    "добрыня",
    "ермила",
    "илья",
    "иона",
    "иса",
    "кузьма",
    "лука",
    "михайло",
    "муса",
    "мустафа",
    "никита",
    "савва",
    "фока",
    "фома",
    "хамза",
    "шота",
    "яхья",
];

/// Names of women that end as those of men do, or as nobody's.
const WOMEN: &[&str] = &[
    "агидель",
    "адель",
    "айгуль",
    "айгюль",
    "айсылу",
    "алсу",
    "анаит",
    "асель",
    "гузель",
    "гульназ",
    "гульшат",
    "гульчечек",
    "гюзель",
    "ильсеяр",
    "ирен",
    "лейсан",
    "любовь",
    "мадлен",
    "мариам",
    "мириам",
    "мэри",
    "натали",
    "нелли",
    "нинель",
    "рахиль",
    "рашель",
    "руфь",
    "тансылу",
    "фирдаус",
    "элен",
    "эсфирь",
    "юдифь",
];

/// Names of men with the ending of men. Of another name with such an ending nothing is sure: «Кейт»,
/// «Мэй», «Мишель».
const MEN_COMMON: &[&str] = &[
    "адам",
    "азат",
    "айдар",
    "айрат",
    "александр",
    "алексей",
    "альберт",
    "анатолий",
    "андрей",
    "антон",
    "аркадий",
    "арсений",
    "артем",
    "артём",
    "артур",
    "ахмед",
    "богдан",
    "борис",
    "вадим",
    "валентин",
    "валерий",
    "василий",
    "виктор",
    "виталий",
    "владимир",
    "владислав",
    "всеволод",
    "вячеслав",
    "гаврил",
    "геннадий",
    "георгий",
    "герман",
    "глеб",
    "григорий",
    "давид",
    "дамир",
    "даниил",
    "денис",
    "дмитрий",
    "евгений",
    "егор",
    "ефим",
    "захар",
    "иван",
    "игорь",
    "ильдар",
    "ильшат",
    "камиль",
    "кирилл",
    "константин",
    "лев",
    "леонид",
    "максим",
    "марат",
    "марк",
    "матвей",
    "михаил",
    "наиль",
    "николай",
    "олег",
    "павел",
    "петр",
    "пётр",
    "рамиль",
    "рашид",
    "ренат",
    "ринат",
    "роберт",
    "роман",
    "руслан",
    "рустам",
    "савелий",
    "семен",
    "семён",
    "сергей",
    "станислав",
    "степан",
    "тагир",
    "тарас",
    "тимофей",
    "тимур",
    "фарид",
    "федор",
    "фёдор",
    "филипп",
    "шамиль",
    "эдуард",
    "эмиль",
    "юрий",
    "яков",
];

/// Short names of men and women alike.
const OF_BOTH: &[&str] = &["валя", "женя", "паша", "саша", "слава", "шура"];

/// Words after the father's name in Turkic patronymics, and whose they are.
const TURKIC: &[(&str, Gender)] = &[
    ("оглы", Gender::Male),
    ("оглу", Gender::Male),
    ("улы", Gender::Male),
    ("уулу", Gender::Male),
    ("кызы", Gender::Female),
    ("гызы", Gender::Female),
    ("кизи", Gender::Female),
];

/// The name of a person, word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    surname: String,
    given: Option<String>,
    /// «Иванович», or «Гейдар оглы».
    patronymic: Option<String>,
    /// «И.»: initials in place of names, which never change.
    initials: Vec<String>,
    initials_first: bool,
}

impl Person {
    /// Reads «Иванов Иван Иванович», «Алиев Ильхам Гейдар оглы», «Иванов И. И.», «И. И. Иванов».
    /// `None` for what is no such name: an organisation, a note.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        // «И.И.» is two initials.
        let apart = name.replace('.', ". ");
        let words: Vec<&str> = apart.split_whitespace().collect();
        let (initials, names): (Vec<&str>, Vec<&str>) =
            words.iter().copied().partition(|word| is_initial(word));
        let shouted = |word: &&str| !word.chars().any(char::is_lowercase);
        let loud = names.iter().filter(|word| shouted(word)).count();
        // «ООО Ромашка» is nobody; «ИВАНОВ ИВАН» is somebody.
        if !names.iter().all(|word| is_name(word)) || (loud > 0 && loud < names.len()) {
            return None;
        }
        let initials_first = words.first().is_some_and(|word| is_initial(word));
        let owned = |word: &&str| (*word).to_owned();
        let (surname, rest) = names.split_first()?;
        let (given, patronymic) = match (rest, initials.len()) {
            ([], 0..=2) => (None, None),
            ([given], 0) => (Some(owned(given)), None),
            ([given, patronymic], 0) => (Some(owned(given)), Some(owned(patronymic))),
            ([given, father, word], 0) if turkic(word).is_some() => {
                (Some(owned(given)), Some(format!("{father} {word}")))
            }
            (_, _) => return None,
        };
        Some(Self {
            surname: (*surname).to_owned(),
            given,
            patronymic,
            initials: initials.iter().map(owned).collect(),
            initials_first,
        })
    }

    /// The gender: by the patronymic, else by the given name, else by a surname that has an
    /// ending for each; `None` when none of them tells.
    #[must_use]
    pub fn gender(&self) -> Option<Gender> {
        let low = |word: &Option<String>| word.as_deref().map(str::to_lowercase);
        low(&self.patronymic)
            .and_then(|word| of_patronymic(&word))
            .or_else(|| low(&self.given).and_then(|word| of_given(&word)))
            .or_else(|| of_surname(&self.surname.to_lowercase()))
    }

    /// The name in full, in six cases.
    #[must_use]
    pub fn full(&self, exceptions: &Exceptions) -> Cases {
        if self.given.is_none() {
            return self.with_initials(&self.initials, exceptions);
        }
        let given = self.given.as_deref().map(|word| (word, Part::Given));
        let patronymic = self.patronymic.as_deref();
        let patronymic = patronymic.map(|word| (word, Part::Patronymic));
        let words = [
            Some((self.surname.as_str(), Part::Surname)),
            given,
            patronymic,
        ];
        let words = words.into_iter().flatten();
        let forms: Vec<Cases> = words
            .map(|(word, part)| self.word(word, part, exceptions))
            .collect();
        Cases::joined(&forms, " ")
    }

    /// With initials: «Иванову И. И.», with no-break spaces.
    #[must_use]
    pub fn short(&self, exceptions: &Exceptions) -> Cases {
        if self.given.is_none() {
            return self.with_initials(&self.initials, exceptions);
        }
        let full = [
            Some(&self.surname),
            self.given.as_ref(),
            self.patronymic.as_ref(),
        ];
        let full: Vec<&str> = full.into_iter().flatten().map(String::as_str).collect();
        // «Гейдар оглы» has one initial, and a name in capitals is a name.
        let full = full.into_iter().flat_map(|part| part.split(' ').next());
        let full = full.map(capitalised).collect::<Vec<_>>().join(" ");
        let short = short_name(&full);
        let initials = short.split('\u{a0}').skip(1).map(str::to_owned);
        self.with_initials(&initials.collect::<Vec<_>>(), exceptions)
    }

    fn with_initials(&self, initials: &[String], exceptions: &Exceptions) -> Cases {
        let surname = self.word(&self.surname, Part::Surname, exceptions);
        let initials = initials.join("\u{a0}");
        if initials.is_empty() {
            return surname;
        }
        let initials = Cases::same(&initials);
        if self.initials_first {
            Cases::joined(&[initials, surname], "\u{a0}")
        } else {
            Cases::joined(&[surname, initials], "\u{a0}")
        }
    }

    fn word(&self, word: &str, part: Part, exceptions: &Exceptions) -> Cases {
        match self.gender() {
            Some(gender) => decline(word, part, gender, exceptions),
            None => exceptions
                .find(word, None)
                .unwrap_or_else(|| Cases::same(word)),
        }
    }

    /// «Уважаемый Иван Петрович!», «Уважаемая Анна Белова!»; [`SALUTATION_OF_ANYBODY`] when the
    /// gender or the given name is not known.
    #[must_use]
    pub fn salutation(&self) -> String {
        let (Some(gender), Some(given)) = (self.gender(), &self.given) else {
            return SALUTATION_OF_ANYBODY.to_owned();
        };
        let word = match gender {
            Gender::Male => "Уважаемый",
            Gender::Female => "Уважаемая",
        };
        let given = capitalised(given);
        match &self.patronymic {
            Some(patronymic) => {
                let patronymic: Vec<String> = patronymic
                    .split(' ')
                    .map(|it| {
                        if turkic(it).is_some() {
                            it.to_lowercase()
                        } else {
                            capitalised(it)
                        }
                    })
                    .collect();
                format!("{word} {given} {}!", patronymic.join(" "))
            }
            None => format!("{word} {given} {}!", capitalised(&self.surname)),
        }
    }
}

/// «ИВАНОВ» → «Иванов», «АННА-МАРИЯ» → «Анна-Мария»; another word as it is.
fn capitalised(word: &str) -> String {
    if word.chars().any(char::is_lowercase) {
        return word.to_owned();
    }
    let halves = word.split('-').map(|half| {
        let mut letters = half.chars();
        let first: String = letters.next().into_iter().collect();
        first + &letters.as_str().to_lowercase()
    });
    halves.collect::<Vec<_>>().join("-")
}

/// «И.»
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.as_str() == "."
}

/// Cyrillic letters with at most hyphens between them, the first a capital one; or «оглы».
fn is_name(word: &str) -> bool {
    let cyrillic = |letter: char| matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
    let half = |half: &str| {
        half.chars().next().is_some_and(char::is_uppercase) && half.chars().all(cyrillic)
    };
    word.chars().count() > 1 && (turkic(word).is_some() || word.split('-').all(half))
}

fn turkic(word: &str) -> Option<Gender> {
    let word = word.to_lowercase();
    let known = TURKIC.iter().find(|(known, _)| *known == word);
    known.map(|(_, gender)| *gender)
}

fn of_patronymic(word: &str) -> Option<Gender> {
    if let Some((_, last)) = word.rsplit_once(' ') {
        return turkic(last);
    }
    if word.ends_with("ич") || word.ends_with("ыч") {
        Some(Gender::Male)
    } else if word.ends_with("вна") || word.ends_with("чна") {
        Some(Gender::Female)
    } else {
        None
    }
}

fn of_given(word: &str) -> Option<Gender> {
    let last_half = word.rsplit('-').next().unwrap_or(word);
    if MEN.contains(&last_half) {
        return Some(Gender::Male);
    }
    if WOMEN.contains(&last_half) {
        return Some(Gender::Female);
    }
    if MEN_COMMON.contains(&last_half) {
        return Some(Gender::Male);
    }
    let ends_so = last_half.ends_with('а') || last_half.ends_with('я');
    (ends_so && !OF_BOTH.contains(&last_half)).then_some(Gender::Female)
}

fn of_surname(word: &str) -> Option<Gender> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if ends(&["ова", "ева", "ёва", "ина", "ына", "ская", "цкая"]) {
        Some(Gender::Female)
    } else if ends(&["ов", "ев", "ёв", "ин", "ын", "ский", "цкий"]) {
        Some(Gender::Male)
    } else {
        None
    }
}

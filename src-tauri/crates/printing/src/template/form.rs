//! How a value is written: `{on|long}`, `{sum|words|capital}`, `{to|dative}`,
//! `{days|plural(день/дня/дней)}`.

use stoika_domain::text::case::{Case, Cases, Gender, Naming};
use stoika_domain::text::words::{
    self, Counted, NumberCase, cardinal, date_long, date_quoted, money_words,
};
use stoika_domain::text::{self, Plural};

use super::{FieldKind, Problem};
use crate::Value;

/// How many words can follow a field, as in `{sum|words|capital}`.
const STEPS_MAX: usize = 3;

/// What is written of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pick {
    /// As the type is written.
    Plain,
    /// «12 мая 2026 г.»
    DateLong,
    /// ««12» мая 2026 г.»
    DateQuoted,
    /// A number in words; a sum as «одна тысяча рублей 00 копеек».
    Words,
    /// `1 234,56`, for tables that say the currency in their head.
    MoneyBare,
    /// «двадцать одна», «двадцати одного».
    NumberWords(Counted, NumberCase),
    /// The noun that a number takes.
    Plural(Box<[String; 3]>),
    /// A name in a case.
    Full(Case),
    /// With initials, in a case.
    Short(Case),
    /// «Уважаемый Иван Петрович!»
    Salutation,
    /// A word by the gender of a name: of a man, of a woman, of another.
    Agree(Box<[String; 3]>),
}

/// What is done to the first letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstLetter {
    AsIs,
    Capital,
    Small,
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pick: Pick,
    first: FirstLetter,
}

impl Form {
    /// As the type is written.
    pub(crate) const PLAIN: Self = Self {
        pick: Pick::Plain,
        first: FirstLetter::AsIs,
    };

    /// Reads the words after the field's name, each after a bar.
    pub(crate) fn parse(steps: &[&str]) -> Result<Self, Problem> {
        if steps.len() > STEPS_MAX {
            return Err(Problem::TooMuch {
                what: "слов после имени поля",
                max: STEPS_MAX,
            });
        }
        let mut form = Self::PLAIN;
        for step in steps {
            let unknown = || Problem::UnknownForm {
                form: (*step).to_owned(),
            };
            match *step {
                "capital" => form.first = FirstLetter::Capital,
                "small" => form.first = FirstLetter::Small,
                step => {
                    form.pick = match (form.pick, pick(step).ok_or_else(unknown)?) {
                        (Pick::Plain, pick) => pick,
                        // `{to|short|dative}`, in either order.
                        (Pick::Short(_), Pick::Full(case)) | (Pick::Full(case), Pick::Short(_)) => {
                            Pick::Short(case)
                        }
                        (_, _) => return Err(unknown()),
                    };
                }
            }
        }
        Ok(form)
    }

    /// Whether a value of the type can be written so.
    pub(crate) fn fits(&self, kind: &FieldKind) -> bool {
        match (&self.pick, kind) {
            (_, FieldKind::Rows { .. }) => false,
            (Pick::Plain, _)
            | (Pick::DateLong | Pick::DateQuoted, FieldKind::Date)
            | (Pick::Words | Pick::MoneyBare, FieldKind::Money)
            | (Pick::Words | Pick::NumberWords(..) | Pick::Plural(_), FieldKind::Number)
            | (
                Pick::Full(_) | Pick::Short(_) | Pick::Salutation | Pick::Agree(_),
                FieldKind::Name,
            ) => true,
            (_, _) => false,
        }
    }

    /// Words of the template that may come out of it.
    pub(crate) fn words(&self) -> &[String] {
        match &self.pick {
            Pick::Plural(words) | Pick::Agree(words) => words.as_slice(),
            Pick::Plain
            | Pick::DateLong
            | Pick::DateQuoted
            | Pick::Words
            | Pick::MoneyBare
            | Pick::NumberWords(..)
            | Pick::Full(_)
            | Pick::Short(_)
            | Pick::Salutation => &[],
        }
    }

    /// The value as it is written; `None` when its type does not fit.
    pub(crate) fn write(&self, value: &Value) -> Option<String> {
        let text = match (&self.pick, value) {
            (Pick::Plain, value) => plain(value)?,
            (Pick::DateLong, Value::Date(date)) => date_long(*date),
            (Pick::DateQuoted, Value::Date(date)) => date_quoted(*date),
            (Pick::Words, Value::Money(amount)) => money_words(*amount),
            (Pick::Words, Value::Number(n)) => {
                cardinal(*n, Counted::Masculine, NumberCase::Nominative)
            }
            (Pick::MoneyBare, Value::Money(amount)) => text::money(*amount)
                .trim_end_matches(['₽', '\u{a0}'])
                .to_owned(),
            (Pick::NumberWords(counted, case), Value::Number(n)) => cardinal(*n, *counted, *case),
            (Pick::Plural(forms), Value::Number(n)) => {
                let [one, few, many] = &**forms;
                match words::plural_of(*n) {
                    Plural::One => one.clone(),
                    Plural::Few => few.clone(),
                    Plural::Many => many.clone(),
                }
            }
            (Pick::Full(case), Value::Name(name)) => form(&name.full, *case),
            (Pick::Short(case), Value::Name(name)) => form(&name.short, *case),
            (Pick::Salutation, Value::Name(name)) => name.salutation.clone(),
            (Pick::Agree(forms), Value::Name(name)) => agreed(name, forms),
            (_, _) => return None,
        };
        Some(match self.first {
            FirstLetter::AsIs => text,
            FirstLetter::Capital => text::upper_first(&text),
            FirstLetter::Small => text::lower_first(&text),
        })
    }
}

fn pick(step: &str) -> Option<Pick> {
    Some(match step {
        "long" => Pick::DateLong,
        "quoted" => Pick::DateQuoted,
        "words" => Pick::Words,
        "words_feminine" => Pick::NumberWords(Counted::Feminine, NumberCase::Nominative),
        "words_neuter" => Pick::NumberWords(Counted::Neuter, NumberCase::Nominative),
        "words_genitive" => Pick::NumberWords(Counted::Masculine, NumberCase::Genitive),
        "words_genitive_feminine" => Pick::NumberWords(Counted::Feminine, NumberCase::Genitive),
        "bare" => Pick::MoneyBare,
        "short" => Pick::Short(Case::Nominative),
        "genitive" => Pick::Full(Case::Genitive),
        "dative" => Pick::Full(Case::Dative),
        "accusative" => Pick::Full(Case::Accusative),
        "instrumental" => Pick::Full(Case::Instrumental),
        "prepositional" => Pick::Full(Case::Prepositional),
        "salutation" => Pick::Salutation,
        step => {
            let (name, arguments) = step.strip_suffix(')')?.split_once('(')?;
            let mut arguments = arguments.split('/').map(str::to_owned);
            let three = [arguments.next()?, arguments.next()?, arguments.next()?];
            match (name, arguments.next()) {
                ("plural", None) => Pick::Plural(Box::new(three)),
                ("agree", None) => Pick::Agree(Box::new(three)),
                (_, _) => return None,
            }
        }
    })
}

fn plain(value: &Value) -> Option<String> {
    Some(match value {
        Value::Text(text) => text.clone(),
        Value::Date(date) => text::date(*date),
        Value::Money(amount) => text::money(*amount),
        Value::Number(number) => words::number(*number),
        Value::Name(name) => form(&name.full, Case::Nominative),
        Value::Rows(_) => return None,
    })
}

fn form(cases: &Cases, case: Case) -> String {
    cases.get(case).to_owned()
}

fn agreed(name: &Naming, forms: &[String; 3]) -> String {
    let [man, woman, other] = forms;
    match name.gender {
        Some(Gender::Male) => man.clone(),
        Some(Gender::Female) => woman.clone(),
        None => other.clone(),
    }
}

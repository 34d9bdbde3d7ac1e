//! Cases of names (склонение): of persons, posts and organisations, as letters and contracts
//! have them: «генеральному директору ООО «Ромашка» Иванову И. И.».
//!
//! By rules of endings ([`rules`]), not by a dictionary; what they get wrong is put right by data
//! ([`Exceptions`]). Where the rules are not sure, a name stays in the nominative: an undeclined
//! name is stiff, a wrongly declined one offends.

mod noun;
mod person;
mod rules;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use noun::{organisation, post};
pub use person::{Person, SALUTATION_OF_ANYBODY};

/// A grammatical case (падеж).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// Именительный: кто, что.
    Nominative,
    /// Родительный: кого, чего.
    Genitive,
    /// Дательный: кому, чему.
    Dative,
    /// Винительный: кого, что.
    Accusative,
    /// Творительный: кем, чем.
    Instrumental,
    /// Предложный: о ком, о чём.
    Prepositional,
}

impl Case {
    /// All six, in the order of the school.
    pub const ALL: [Self; 6] = [
        Self::Nominative,
        Self::Genitive,
        Self::Dative,
        Self::Accusative,
        Self::Instrumental,
        Self::Prepositional,
    ];
}

/// Grammatical gender of a person (пол).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Мужской.
    Male,
    /// Женский.
    Female,
}

/// The six forms of one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cases([String; 6]);

impl Cases {
    /// Six forms in the order of [`Case::ALL`].
    #[must_use]
    pub const fn new(forms: [String; 6]) -> Self {
        Self(forms)
    }

    /// What has one form for all cases.
    #[must_use]
    pub fn same(name: &str) -> Self {
        Self(std::array::from_fn(|_| name.to_owned()))
    }

    /// The form of a case.
    #[must_use]
    pub fn get(&self, case: Case) -> &str {
        let [
            nominative,
            genitive,
            dative,
            accusative,
            instrumental,
            prepositional,
        ] = &self.0;
        match case {
            Case::Nominative => nominative,
            Case::Genitive => genitive,
            Case::Dative => dative,
            Case::Accusative => accusative,
            Case::Instrumental => instrumental,
            Case::Prepositional => prepositional,
        }
    }

    /// Words side by side, each in the same case.
    #[must_use]
    pub fn joined(parts: &[Self], between: &str) -> Self {
        Self(Case::ALL.map(|case| {
            let forms: Vec<&str> = parts.iter().map(|part| part.get(case)).collect();
            forms.join(between)
        }))
    }

    fn with_accusative(self, form: &str) -> Self {
        let [nominative, genitive, dative, _, instrumental, prepositional] = self.0;
        let accusative = form.to_owned();
        Self([
            nominative,
            genitive,
            dative,
            accusative,
            instrumental,
            prepositional,
        ])
    }

    /// The same with words after it that do not change.
    fn followed_by(self, rest: &str) -> Self {
        if rest.is_empty() {
            return self;
        }
        Self(self.0.map(|form| format!("{form}{rest}")))
    }
}

/// Names whose forms the rules do not give, as `name_cases.json` has them: whole words, or whole
/// names of posts and organisations. Compared without case, and with ё as е.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    forms: BTreeMap<(String, Option<Gender>), Cases>,
}

impl Exceptions {
    /// Adds the forms of a name; `gender` when only that gender has them.
    pub fn add(&mut self, gender: Option<Gender>, forms: Cases) {
        let name = key(forms.get(Case::Nominative));
        self.forms.insert((name, gender), forms);
    }

    /// The forms of a name as it was typed.
    fn find(&self, name: &str, gender: Option<Gender>) -> Option<Cases> {
        if self.forms.is_empty() {
            return None;
        }
        let low = key(name);
        let of = |gender| self.forms.get(&(low.clone(), gender));
        let forms = gender
            .and_then(|it| of(Some(it)))
            .or_else(|| of(None))?
            .clone();
        let Cases([_, genitive, dative, accusative, instrumental, prepositional]) = forms;
        let oblique = [genitive, dative, accusative, instrumental, prepositional];
        let loud = rules::is_loud(name);
        let [genitive, dative, accusative, instrumental, prepositional] =
            oblique.map(|form| if loud { form.to_uppercase() } else { form });
        Some(Cases([
            name.to_owned(),
            genitive,
            dative,
            accusative,
            instrumental,
            prepositional,
        ]))
    }
}

fn key(name: &str) -> String {
    name.to_lowercase().replace('ё', "е")
}

/// How somebody is named on paper: all that a template can ask of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// In full: «Иванов Иван Иванович», «ООО «Ромашка»».
    pub full: Cases,
    /// With initials: «Иванов И. И.»; an organisation as in full.
    pub short: Cases,
    /// Of a person whose gender is known; an organisation has none.
    pub gender: Option<Gender>,
    /// «Уважаемый Иван Петрович!», or [`SALUTATION_OF_ANYBODY`].
    pub salutation: String,
}

impl Naming {
    /// A citizen: «Иванов Иван Иванович».
    #[must_use]
    pub fn person(name: &str, exceptions: &Exceptions) -> Self {
        let Some(person) = Person::read(name) else {
            return Self::unchanged(name);
        };
        Self {
            full: person.full(exceptions),
            short: person.short(exceptions),
            gender: person.gender(),
            salutation: person.salutation(),
        }
    }

    /// An organisation or a sole trader: «ООО «Ромашка»», «ИП Иванов Иван Иванович».
    #[must_use]
    pub fn organisation(name: &str, exceptions: &Exceptions) -> Self {
        let Some((title, person)) = noun::sole_trader(name) else {
            let full = organisation(name, exceptions);
            return Self {
                short: full.clone(),
                full,
                gender: None,
                salutation: SALUTATION_OF_ANYBODY.to_owned(),
            };
        };
        let title = post(title, exceptions);
        let person = Self::person(person, exceptions);
        Self {
            full: Cases::joined(&[title.clone(), person.full], " "),
            short: Cases::joined(&[title, person.short], " "),
            ..person
        }
    }

    /// A post: «начальник отделения».
    #[must_use]
    pub fn post(name: &str, exceptions: &Exceptions) -> Self {
        let full = post(name, exceptions);
        Self {
            short: full.clone(),
            full,
            gender: None,
            salutation: SALUTATION_OF_ANYBODY.to_owned(),
        }
    }

    fn unchanged(name: &str) -> Self {
        Self {
            full: Cases::same(name),
            short: Cases::same(name),
            gender: None,
            salutation: SALUTATION_OF_ANYBODY.to_owned(),
        }
    }
}

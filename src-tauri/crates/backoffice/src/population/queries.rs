//! A fixed mix of what people type into the search, over the clients of a population: one query a
//! line, in the order of typing.

use stoika_domain::text;

use super::Household;
use super::dice::Dice;

/// How many lines there are.
const QUERIES: usize = 2000;
/// Households that are models for queries.
const MODELS_MAX: usize = 2000;

/// What a query is made of.
struct Model {
    name: String,
    account: String,
    phone: Option<String>,
    locality: String,
    street: String,
    house: String,
    flat: Option<String>,
    meter: String,
    contract: Option<String>,
}

impl Model {
    fn of(household: &Household) -> Option<Self> {
        let holding = household.holdings.first()?;
        let address = &holding.account.address;
        let meter = holding.account.meters.first()?;
        Some(Self {
            name: household.party.name.clone(),
            account: holding.number.clone(),
            phone: household.party.phone.clone(),
            locality: address.locality.clone(),
            street: address.street.clone(),
            house: address.house.clone(),
            flat: address.flat.clone(),
            meter: meter.serial.clone(),
            contract: holding.contract.as_ref().map(|(key, _)| key.clone()),
        })
    }
}

/// Some households, each as likely as another, taken as they go by.
pub(super) struct Sample {
    dice: Dice,
    seen: u32,
    models: Vec<Model>,
}

impl Sample {
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed ^ 0x71_75_65_72),
            seen: 0,
            models: Vec::new(),
        }
    }

    pub fn see(&mut self, household: &Household) {
        self.seen += 1;
        let place = self.dice.below(self.seen) as usize;
        if self.models.len() < MODELS_MAX {
            self.models.extend(Model::of(household));
        } else if let (Some(model), Some(other)) =
            (self.models.get_mut(place), Model::of(household))
        {
            *model = other;
        }
    }

    /// The mix: names keystroke by keystroke, one and two letters, names with patronymics, the
    /// wrong layout, addresses, numbers of all kinds, nonsense.
    pub fn queries(mut self) -> Vec<String> {
        let mut queries = Vec::with_capacity(QUERIES + 20);
        if self.models.is_empty() {
            return queries;
        }
        while queries.len() < QUERIES {
            let model = self.dice.pick(&self.models);
            let words: Vec<&str> = model.name.split(' ').collect();
            let surname = words.first().copied().unwrap_or_default().to_lowercase();
            match self.dice.below(100) {
                0..24 => keystrokes(&surname, &mut queries),
                24..32 => queries.push(beginning(&surname, 1 + self.dice.below(2) as usize)),
                32..42 => queries.push(words.join(" ").to_lowercase()),
                42..48 => {
                    let initials = words.iter().skip(1).map(|word| beginning(word, 1));
                    queries.push(format!(
                        "{surname} {}",
                        initials.collect::<Vec<_>>().join(" ")
                    ));
                }
                48..56 => queries.push(text::to_latin_layout(&surname)),
                56..68 => queries.push(address(model, &mut self.dice)),
                68..80 => {
                    let length = self.dice.between(4, 12) as usize;
                    queries.push(beginning(&model.account, length));
                }
                80..86 => queries.extend(model.phone.as_deref().map(|phone| {
                    let digits = if self.dice.one_in(2) { 4 } else { 7 };
                    phone[phone.len().saturating_sub(digits)..].to_owned()
                })),
                86..91 => queries.push(model.meter.clone()),
                91..94 => queries.extend(model.contract.clone()),
                94..97 => queries.push(surname.replace('ё', "е").to_uppercase()),
                _ => queries.push(nonsense(&mut self.dice)),
            }
        }
        queries.truncate(QUERIES);
        queries
    }
}

fn beginning(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

fn keystrokes(word: &str, queries: &mut Vec<String>) {
    for length in 1..=word.chars().count() {
        queries.push(beginning(word, length));
    }
}

fn address(model: &Model, dice: &mut Dice) -> String {
    let bare = |text: &str| {
        text.split(' ')
            .next_back()
            .unwrap_or_default()
            .to_lowercase()
    };
    let street = bare(&model.street);
    match dice.below(4) {
        0 => format!("{street} {}", model.house),
        1 => format!("{} {street} {}", bare(&model.locality), model.house),
        2 => match &model.flat {
            Some(flat) => format!("{street} {} {flat}", model.house),
            None => format!("{street} {}", model.house),
        },
        _ => beginning(&street, 5),
    }
}

/// What nobody is called.
fn nonsense(dice: &mut Dice) -> String {
    const SYMBOLS: &[char] = &['ъ', 'щ', 'ы', 'ф', 'х', 'ж', 'q', 'z', '7', '%', '\'', '*'];
    (0..dice.between(2, 10))
        .map(|_| *dice.pick(SYMBOLS))
        .collect()
}

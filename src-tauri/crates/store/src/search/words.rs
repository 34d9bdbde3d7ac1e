//! Words as the index has them and as they are asked for.

use stoika_domain::text;

/// Words of an address that name no place.
const PLACE_WORDS: [&str; 40] = [
    "г",
    "гор",
    "город",
    "с",
    "село",
    "п",
    "пос",
    "поселок",
    "пгт",
    "рп",
    "д",
    "дер",
    "деревня",
    "ст",
    "станция",
    "х",
    "хутор",
    "ул",
    "улица",
    "пер",
    "переулок",
    "пр",
    "пркт",
    "проспект",
    "просп",
    "пл",
    "площадь",
    "б",
    "бр",
    "бул",
    "бульвар",
    "р",
    "ш",
    "шоссе",
    "наб",
    "набережная",
    "мкр",
    "кв",
    "квартира",
    "дом",
];
/// Forms of organisations that stand before the name.
const FORM_WORDS: [&str; 24] = [
    "ооо",
    "оао",
    "зао",
    "пао",
    "ао",
    "нао",
    "ип",
    "снт",
    "днт",
    "сдт",
    "тсж",
    "тсн",
    "жск",
    "гск",
    "ук",
    "мку",
    "мбу",
    "мбоу",
    "мбдоу",
    "гбоу",
    "гбу",
    "муп",
    "гуп",
    "кфх",
];
/// The index holds prefixes of up to so many symbols as terms of their own; longer ones are a
/// range over the terms.
const WORD_LENGTH_MAX: usize = 40;
/// More words than these say nothing more.
pub(crate) const WORDS_MAX: usize = 8;

/// Letters that the index keeps: what its tokenizer is sure to hold together.
fn is_kept(symbol: char) -> bool {
    symbol.is_ascii_alphanumeric() || ('а'..='я').contains(&symbol)
}

/// Words of a text, folded: lower case, ё → е.
pub(crate) fn of(text: &str) -> Vec<String> {
    text::normalise(text)
        .split(|symbol: char| !is_kept(symbol))
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(WORD_LENGTH_MAX).collect())
        .collect()
}

/// Words of a place or street without «г.», «ул.» and their like.
pub(crate) fn of_place(text: &str) -> Vec<String> {
    let all = of(text);
    let named: Vec<String> = all
        .iter()
        .filter(|word| !PLACE_WORDS.contains(&word.as_str()))
        .cloned()
        .collect();
    if named.is_empty() { all } else { named }
}

/// The word by which a name stands in the alphabet: a surname, or the first word of an
/// organisation's name after its form.
pub(crate) fn leading(name: &[String]) -> Option<&String> {
    name.iter()
        .find(|word| !FORM_WORDS.contains(&word.as_str()))
        .or(name.first())
}

/// Words of a query. «ул.», «д.» and their like are left out when something else was typed.
pub(crate) fn of_query(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in of_place(text) {
        // «14/а» and «14 а» are one house.
        match words.last_mut() {
            Some(house)
                if house.bytes().all(|byte| byte.is_ascii_digit())
                    && word.chars().count() == 1
                    && word.chars().all(char::is_alphabetic) =>
            {
                house.push_str(&word);
            }
            Some(_) | None => words.push(word),
        }
    }
    words.truncate(WORDS_MAX);
    words
}

/// Places of a text where one of the words begins a word of it: [start, end) in UTF-16 units, in
/// order, none over another. For showing why a hit is one.
#[must_use]
pub fn marks(text: &str, words: &[String]) -> Vec<(u32, u32)> {
    let mut marks = Vec::new();
    let mut at = 0_u32;
    let mut word: Vec<(char, u32)> = Vec::new();
    let mut close = |word: &mut Vec<(char, u32)>| {
        let folded: String = word.iter().map(|(symbol, _)| *symbol).collect();
        let longest = words
            .iter()
            .filter(|asked| folded.starts_with(asked.as_str()))
            .map(|asked| asked.chars().count())
            .max()
            .unwrap_or(0);
        if let (Some((_, start)), Some((_, last))) = (
            word.first(),
            longest.checked_sub(1).and_then(|last| word.get(last)),
        ) {
            marks.push((*start, *last + 1));
        }
        word.clear();
    };
    for symbol in text.chars() {
        let folded = symbol.to_lowercase().next().unwrap_or(symbol);
        let folded = if folded == 'ё' { 'е' } else { folded };
        if is_kept(folded) {
            word.push((folded, at));
        } else {
            close(&mut word);
        }
        at += u32::try_from(symbol.len_utf16()).unwrap_or(1);
    }
    close(&mut word);
    marks
}

#[cfg(test)]
mod tests {
    use super::{leading, marks, of, of_place, of_query};

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_are_folded_and_places_lose_their_kind() {
        assert_eq!(
            of("Фёдорова, Анна-Мария"),
            words(&["федорова", "анна", "мария"])
        );
        assert_eq!(of_place("г. Отрадный"), words(&["отрадный"]));
        assert_eq!(
            of_place("ул. 50 лет Октября"),
            words(&["50", "лет", "октября"])
        );
        assert_eq!(
            of_query("примерова ул. Новая д. 12 кв 4"),
            words(&["примерова", "новая", "12", "4"])
        );
        assert_eq!(of_query("новая 14/А 2"), words(&["новая", "14а", "2"]));
        assert_eq!(of_query("ул"), words(&["ул"]));
        assert_eq!(of("'; DROP TABLE--"), words(&["drop", "table"]));
        assert_eq!(leading(&of("СНТ «Пример»")), Some(&"пример".to_owned()));
    }

    #[test]
    fn marks_stand_in_utf16_units() {
        assert_eq!(marks("Примёрова Анна", &words(&["пример"])), [(0, 6)]);
        assert_eq!(
            marks("😀 Анна, Аня", &words(&["ан", "аня"])),
            [(3, 5), (9, 12)]
        );
        assert_eq!(marks("Анна", &words(&["нна"])), []);
        assert_eq!(marks("", &words(&["а"])), []);
    }
}

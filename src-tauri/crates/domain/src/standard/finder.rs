//! Whose zone is it: offices by the name of a place (§6.1, A27).
//!
//! Zones overlap and have holes, so every office that may serve a place is shown, the most specific
//! record first; nobody is refused because of a zone.

use super::{Office, OfficeKindRow, ZonePlace};
use crate::terms::Audience;
use crate::text;

/// Abbreviations of kinds of places: they tell nothing apart («с. Просвет», «п. Просвет»).
const KINDS_SHORT: [&str; 20] = [
    "с", "г", "п", "пос", "пгт", "т", "д", "дер", "ст", "ж", "жд", "ул", "р", "н", "го", "о",
    "обл", "пер", "пр", "рп",
];

/// The same in full. One may be a part of a name («Новая деревня»), so it counts when it fits.
const KINDS_FULL: [&str; 12] = [
    "село",
    "город",
    "поселок",
    "деревня",
    "станция",
    "улица",
    "район",
    "область",
    "самарская",
    "округ",
    "городской",
    "сельский",
];

/// How nearly a record of a zone names what was asked; the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Specificity {
    /// The street.
    Street,
    /// The place itself.
    Locality,
    /// The whole district in which the place lies.
    District,
    /// Only parts of what was asked.
    Part,
    /// No zone names it, but an office stands there.
    Seat,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PlaceQuery<'a> {
    /// As typed: a place, perhaps with its district or street, perhaps its beginning only.
    pub text: &'a str,
    /// The district, when it is known apart.
    pub district: Option<&'a str>,
    /// Whose question it is: reception points serve citizens only.
    pub audience: Option<Audience>,
}

/// An office that may serve the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneHit<'a> {
    /// The office.
    pub office: &'a Office,
    /// The record of its zone, in words: «с. Кротовка, Кинель-Черкасский район».
    pub place: String,
    /// How nearly it names the place.
    pub specificity: Specificity,
    /// «часть», houses and the like.
    pub note: Option<String>,
    /// Serves citizens only (R90).
    pub citizens_only: bool,
}

/// A record that answers, before it is ordered.
struct Found<'a> {
    hit: ZoneHit<'a>,
    /// The whole name of the record was asked for, not its beginning or a part of it.
    exact: bool,
    /// How many of the asked words fit.
    words: usize,
    /// Place in the table of §6.1.
    row: usize,
}

/// Offices that may serve a place, the most specific first; one line per office.
///
/// ё is е, kinds of places are ignored, a beginning of a word is enough, and text typed with the
/// Latin layout is read as Russian when nothing is found otherwise.
#[must_use]
pub fn find_offices<'a>(
    offices: &'a [Office],
    kinds: &[OfficeKindRow],
    query: &PlaceQuery<'_>,
) -> Vec<ZoneHit<'a>> {
    let search = |text: &str| {
        Search {
            offices,
            kinds,
            audience: query.audience,
            asked: words(text),
            district: query.district.map(words).unwrap_or_default(),
        }
        .run()
    };
    let typed = search(query.text);
    if typed.is_empty() {
        return search(&text::to_russian_layout(query.text));
    }
    typed
}

/// One question to the zones.
struct Search<'a, 'q> {
    offices: &'a [Office],
    kinds: &'q [OfficeKindRow],
    audience: Option<Audience>,
    asked: Vec<String>,
    district: Vec<String>,
}

impl<'a> Search<'a, '_> {
    fn run(&self) -> Vec<ZoneHit<'a>> {
        if self.asked.iter().all(|word| is_kind(word)) {
            return Vec::new();
        }
        let mut found: Vec<Found<'a>> = Vec::new();
        for (row, office, citizens_only) in self.serving() {
            for place in &office.zone {
                found.extend(self.by_record(office, place, citizens_only, row));
            }
        }
        // «Новая деревня» is not «Новая Елшанка»: what fits fewer of the words gives way.
        let best = found.iter().map(|one| one.words).max().unwrap_or(0);
        found.retain(|one| one.words == best);
        let seats = self.by_seat(found.is_empty());
        found.extend(seats);
        let districts = self.whole_districts(&found);
        found.sort_by_key(|one| {
            let noted = one.hit.note.is_some();
            (!one.exact, one.hit.specificity, noted, one.row)
        });
        found.extend(districts);
        one_per_office(found)
    }

    /// Offices that serve such a client, with their place in the table and whether they serve
    /// citizens only.
    fn serving(&self) -> impl Iterator<Item = (usize, &'a Office, bool)> {
        self.offices.iter().enumerate().filter_map(|(row, office)| {
            let kind = self.kinds.iter().find(|kind| kind.id == office.kind);
            let serves = |audience| kind.is_none_or(|kind| kind.audience.covers(audience));
            serves(self.audience).then(|| (row, office, !serves(Some(Audience::Other))))
        })
    }

    /// Whether a record of a zone answers, and how nearly.
    fn by_record(
        &self,
        office: &'a Office,
        place: &ZonePlace,
        citizens_only: bool,
        row: usize,
    ) -> Option<Found<'a>> {
        let of = |part: &Option<String>| part.as_deref().map(words).unwrap_or_default();
        let (district, locality, street) =
            (of(&place.district), of(&place.locality), of(&place.street));
        // A record without a district may lie in any.
        if !district.is_empty() && fit(&self.district, &district).is_none() {
            return None;
        }
        let fits = fit(
            &self.asked,
            &[&district[..], &locality[..], &street[..]].concat(),
        )?;
        let named = |part: &[String]| {
            self.asked
                .iter()
                .any(|word| !is_kind(word) && fits_one_of(word, part))
        };
        let specificity = if street.is_empty() {
            if named(&locality) {
                Specificity::Locality
            } else if locality.is_empty() {
                Specificity::District
            } else {
                Specificity::Part
            }
        } else if named(&street) {
            Specificity::Street
        } else {
            Specificity::Part
        };
        let own = match specificity {
            Specificity::Street => &street,
            Specificity::Locality => &locality,
            Specificity::District | Specificity::Part | Specificity::Seat => &district,
        };
        Some(Found {
            hit: ZoneHit {
                office,
                place: in_words(place),
                specificity,
                note: place.note.clone(),
                citizens_only,
            },
            exact: specificity != Specificity::Part && self.is_whole(own),
            words: fits,
            row,
        })
    }

    /// Offices that stand in a place that no zone names (г. Сызрань, г. Кинель). Beside other
    /// answers only those whose town was asked for by its whole name.
    fn by_seat(&self, alone: bool) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for (row, office, citizens_only) in self.serving() {
            for (_, address, _) in office.addresses() {
                let Some(town) = town(address) else {
                    continue;
                };
                let own = words(town);
                let exact = self.is_whole(&own);
                if let Some(fits) = fit(&self.asked, &own)
                    && (alone || exact)
                {
                    found.push(Found {
                        hit: ZoneHit {
                            office,
                            place: town.to_owned(),
                            specificity: Specificity::Seat,
                            note: None,
                            citizens_only,
                        },
                        exact,
                        words: fits,
                        row,
                    });
                }
            }
        }
        found
    }

    /// A place named by one office lies in a district that another serves whole: both are shown.
    fn whole_districts(&self, found: &[Found<'a>]) -> Vec<Found<'a>> {
        let mut districts: Vec<&str> = found
            .iter()
            .filter(|one| one.hit.specificity <= Specificity::Locality)
            .filter_map(|one| one.hit.place.rsplit_once(", "))
            .map(|(_, district)| district)
            .collect();
        districts.dedup();
        let mut asked: Vec<Vec<String>> = districts.into_iter().map(words).collect();
        asked.push(self.district.clone());
        let mut whole = Vec::new();
        for (row, office, citizens_only) in self.serving() {
            for place in office.zone.iter().filter(|place| place.locality.is_none()) {
                let own = place.district.as_deref().map(words).unwrap_or_default();
                let lies = |asked: &Vec<String>| fit(asked, &own).is_some_and(|fits| fits > 0);
                if asked.iter().any(lies) {
                    whole.push(Found {
                        hit: ZoneHit {
                            office,
                            place: in_words(place),
                            specificity: Specificity::District,
                            note: place.note.clone(),
                            citizens_only,
                        },
                        exact: false,
                        words: 0,
                        row,
                    });
                }
            }
        }
        whole
    }

    /// Whether every word of a name was asked for.
    fn is_whole(&self, own: &[String]) -> bool {
        own.iter().all(|word| self.asked.contains(word))
    }
}

fn one_per_office(found: Vec<Found<'_>>) -> Vec<ZoneHit<'_>> {
    let mut hits: Vec<ZoneHit<'_>> = Vec::new();
    for one in found {
        if !hits.iter().any(|hit| hit.office.id == one.hit.office.id) {
            hits.push(one.hit);
        }
    }
    hits
}

/// The settlement of an address: «г. Сызрань».
fn town(address: &str) -> Option<&str> {
    address.split(", ").find(|part| {
        ["г. ", "с. ", "п. ", "ст. ", "п.г.т. "]
            .iter()
            .any(|kind| part.starts_with(kind))
    })
}

fn is_kind(word: &str) -> bool {
    KINDS_FULL.contains(&word)
}

/// The words that tell places apart.
fn words(text: &str) -> Vec<String> {
    text::normalise(text)
        .split(' ')
        .filter(|word| !word.is_empty() && !KINDS_SHORT.contains(word))
        .map(ToOwned::to_owned)
        .collect()
}

/// How many of the asked words fit; `None` when one does not and is not a mere kind.
fn fit(asked: &[String], own: &[String]) -> Option<usize> {
    let (mut fits, mut by_initial_only) = (0, true);
    for word in asked {
        if fits_one_of(word, own) {
            fits += 1;
            by_initial_only = false;
        } else if own.iter().any(|own| is_initial_of(own, word)) {
            fits += 1;
        } else if !is_kind(word) {
            return None;
        }
    }
    (fits == 0 || !by_initial_only).then_some(fits)
}

/// Whether a word is one of the own words, or its beginning.
fn fits_one_of(word: &str, own: &[String]) -> bool {
    own.iter().any(|own| own.starts_with(word))
}

/// «Малый Толкай» is written «М. Толкай».
fn is_initial_of(own: &str, word: &str) -> bool {
    own.chars().count() == 1 && word.starts_with(own)
}

fn in_words(place: &ZonePlace) -> String {
    [&place.street, &place.locality, &place.district]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

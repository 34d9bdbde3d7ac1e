//! Addresses: the office's own town and the places of its zone.

use stoika_domain::directory::{Address, Party, PartyKind};
use stoika_domain::standard::Office;

use super::dice::Dice;

const TOWN_STREETS: &[(&str, u32)] = &[
    ("ул. Первомайская", 60),
    ("ул. Ленина", 55),
    ("ул. Советская", 50),
    ("ул. Гагарина", 40),
    ("ул. Победы", 38),
    ("ул. Отрадная", 30),
    ("ул. Спортивная", 28),
    ("ул. Комсомольская", 28),
    ("ул. Центральная", 25),
    ("ул. Буровиков", 25),
    ("ул. Нефтяников", 25),
    ("ул. Молодёжная", 22),
    ("ул. Школьная", 20),
    ("ул. Пионерская", 20),
    ("ул. Чернышевского", 18),
    ("ул. Пушкина", 18),
    ("ул. Некрасова", 15),
    ("ул. Зои Космодемьянской", 14),
    ("ул. Физкультурников", 14),
    ("ул. Сабирзянова", 12),
    ("пер. Речной", 8),
    ("пер. Садовый", 8),
    ("б-р Строителей", 8),
    ("ул. Железнодорожная", 8),
    ("ул. Мира", 9),
    ("ул. Кирова", 9),
    ("ул. Чапаева", 9),
    ("ул. Куйбышева", 9),
    ("ул. Фрунзе", 9),
    ("ул. Горького", 9),
    ("ул. Калинина", 9),
    ("ул. Строителей", 9),
    ("ул. Садовая", 9),
    ("ул. Лесная", 9),
    ("ул. Зелёная", 9),
    ("ул. Солнечная", 9),
    ("ул. Рабочая", 9),
    ("ул. Октябрьская", 9),
    ("ул. Красноармейская", 9),
    ("ул. Пролетарская", 9),
    ("ул. Крупской", 9),
    ("ул. Маяковского", 9),
    ("ул. Лермонтова", 9),
    ("ул. Чехова", 9),
    ("ул. Толстого", 9),
    ("ул. Тургенева", 9),
    ("ул. Островского", 9),
    ("ул. Матросова", 9),
    ("ул. Космонавтов", 9),
    ("ул. Титова", 9),
    ("ул. Юбилейная", 9),
    ("ул. Спасская", 9),
    ("ул. Дачная", 9),
    ("ул. Новая", 9),
    ("ул. Свободы", 9),
    ("ул. Карла Маркса", 9),
    ("ул. Энгельса", 9),
    ("ул. Дзержинского", 9),
    ("ул. Суворова", 9),
    ("ул. Кутузова", 9),
    ("ул. Ново-Садовая", 9),
    ("ул. Аэродромная", 9),
    ("ул. Партизанская", 9),
    ("ул. Революционная", 9),
    ("ул. Авроры", 9),
    ("ул. Гая", 9),
    ("ул. 22 Партсъезда", 9),
    ("ул. Стара-Загора", 9),
    ("ул. Советской Армии", 9),
    ("пр-кт Ленина", 9),
    ("пр-кт Кирова", 9),
    ("пр-кт Степана Разина", 9),
    ("б-р Приморский", 9),
    ("б-р Кулибина", 9),
    ("Московское ш.", 9),
    ("ул. Ворошилова", 9),
    ("ул. Дзержинцев", 9),
    ("ул. Жукова", 9),
    ("ул. Баныкина", 9),
    ("ул. Комсомольцев", 9),
    ("ул. Льва Яшина", 9),
    ("ул. Автостроителей", 9),
    ("пер. Школьный", 9),
    ("пер. Тихий", 9),
    ("пер. Лесной", 9),
    ("пр-д Заводской", 9),
    ("пл. Ленина", 9),
];

const VILLAGE_STREETS: &[(&str, u32)] = &[
    ("ул. Центральная", 40),
    ("ул. Советская", 35),
    ("ул. Школьная", 30),
    ("ул. Молодёжная", 30),
    ("ул. Садовая", 25),
    ("ул. Набережная", 22),
    ("ул. Луговая", 18),
    ("ул. Полевая", 18),
    ("ул. Степная", 16),
    ("ул. Лесная", 16),
    ("ул. Колхозная", 12),
    ("ул. Заречная", 12),
    ("пер. Школьный", 6),
    ("ул. Мира", 6),
];

/// Here hardly anybody of the zone lives outside.
const BIG_TOWNS: &[&str] = &[
    "г. Самара",
    "г. Тольятти",
    "г. Сызрань",
    "г. Новокуйбышевск",
];

/// Where people of an office live.
pub(super) struct Places {
    index: String,
    town: String,
    villages: Vec<String>,
    villages_percent: u32,
}

impl Places {
    pub fn of(office: &Office) -> Self {
        // «Самарская обл., г. Отрадный, ул. Ленина, 102»
        let town = office
            .address
            .split(',')
            .map(str::trim)
            .find(|part| {
                ["г. ", "с. ", "п. ", "пгт ", "пос. ", "р.п. "]
                    .iter()
                    .any(|kind| part.starts_with(kind))
            })
            .map_or_else(|| office.name_ru.clone(), ToOwned::to_owned);
        let villages = office
            .zone
            .iter()
            .filter_map(|place| place.locality.clone())
            .filter(|locality| *locality != town)
            .collect();
        Self {
            index: office
                .postal_index
                .clone()
                .unwrap_or_else(|| "443000".to_owned()),
            villages_percent: if BIG_TOWNS.contains(&town.as_str()) {
                6
            } else {
                42
            },
            town,
            villages,
        }
    }

    /// Where a supply point of the party lies. A second one is a garage or a summer house.
    pub fn address(&self, dice: &mut Dice, party: &Party, second: bool) -> Address {
        let village = !self.villages.is_empty() && dice.below(100) < self.villages_percent;
        let (locality, street) = if village {
            (dice.pick(&self.villages), *dice.weighted(VILLAGE_STREETS))
        } else {
            (&self.town, *dice.weighted(TOWN_STREETS))
        };
        let number = dice.between(1, if village { 90 } else { 140 });
        let house = match dice.below(20) {
            0 => format!("{number}А"),
            1 => format!("{number}Б"),
            2 if !village => format!("{number}, корп. {}", dice.between(1, 3)),
            _ => number.to_string(),
        };
        let at_home = party.kind == PartyKind::Citizen && !second && !village;
        Address {
            index: Some(self.index.clone()),
            locality: locality.clone(),
            street: street.to_owned(),
            house,
            flat: (at_home && dice.below(100) < 88).then(|| dice.between(1, 120).to_string()),
        }
    }
}

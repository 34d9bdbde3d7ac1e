//! Справочник: offices by locality, norms, calendar, tariffs, articles, documents.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::appeal::Choice;

/// Input of `reference.offices`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct OfficesAsked {
    /// A locality, street or name of an office; empty lists all offices.
    pub text: String,
    /// `citizen` or `other`; empty for any: reception points serve citizens only (R90).
    pub audience: String,
}

/// `reference.offices` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OfficesFound {
    /// What was searched instead of what was typed (wrong layout).
    pub read_as: Option<String>,
    /// Hits, the most specific first.
    pub hits: Vec<OfficeHit>,
}

/// An office that serves the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OfficeHit {
    /// Office id.
    pub office_id: String,
    /// «Отрадненское отделение».
    pub name: String,
    /// «Отделение», «ЦОК», «Пункт приёма граждан».
    pub kind_label: String,
    /// Why it is a hit: «Кинель-Черкасский район: Кротовка, часть»; empty for a list of all.
    pub place: String,
    /// Address, with the index.
    pub address: String,
    /// More addresses of the same office.
    pub more_addresses: Vec<String>,
    /// Phones as printed.
    pub phones: Vec<String>,
    /// Hours as printed.
    pub hours: Option<String>,
    /// The branch it belongs to.
    pub parent: Option<String>,
    /// Serves citizens only.
    pub citizens_only: bool,
    /// It is the desk's own.
    pub own: bool,
}

/// Input of `reference.norms`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct NormsAsked {
    /// In force on this day, ISO; empty for today.
    pub on: String,
    /// Part of a title or clause; empty for all.
    pub text: String,
}

/// A norm; `reference.norms` → list, in the order of the Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NormView {
    /// Name of the row.
    pub id: String,
    /// «Претензия гражданина».
    pub title: String,
    /// «граждане», «прочие», «все».
    pub audience: String,
    /// «3 рабочих дня», «3–5 рабочих дней», «10 мин».
    pub amount: String,
    /// «со дня поступления».
    pub start: String,
    /// The clause.
    pub clause: String,
    /// «Стандарт качества обслуживания клиентов (2014)».
    pub rule_set: String,
    /// For a term that can be counted: the control date of what comes in on that day, ISO.
    pub due_on: Option<String>,
    /// May be extended.
    pub extendable: bool,
}

/// Input of `reference.calendar`.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct CalendarAsked {
    /// The year, 2000–2100.
    pub year: i32,
}

/// `reference.calendar` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// «постановление Правительства РФ от …», or that it is predicted.
    pub source: String,
    /// No decree yet.
    pub predicted: bool,
    /// Working days of the year.
    pub working_days: u32,
    /// Days that are not plain: every day off, holiday and worked Saturday.
    pub days: Vec<CalendarDay>,
}

/// A day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CalendarDay {
    /// ISO.
    pub date: String,
    /// `weekend`, `holiday`, `moved_off`, `moved_working`, `shortened`.
    pub kind: String,
    /// «День народного единства», «перенос с 03.11».
    pub note: Option<String>,
}

/// Input of `reference.tariffs`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TariffsAsked {
    /// In force on this day, ISO; empty for today.
    pub on: String,
}

/// A tariff; `reference.tariffs` → list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TariffView {
    /// «Городское население, электроплиты».
    pub category: String,
    /// «Одноставочный», «День и ночь».
    pub title: String,
    /// «день 8,20 ₽, ночь 4,17 ₽».
    pub prices: String,
    /// In force from, ISO.
    pub since: String,
    /// In force to, ISO.
    pub until: Option<String>,
    /// What it rests on.
    pub source: String,
}

/// Input of `reference.articles`.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ArticlesAsked {
    /// Part of a title or text; empty for all.
    pub text: String,
    /// Code of a topic of consultation; empty for all.
    pub topic: String,
}

/// A line of `reference.articles`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ArticleLine {
    /// Article id.
    pub article_id: String,
    /// Title.
    pub title: String,
    /// Topic in words.
    pub topic_label: String,
    /// First words.
    pub excerpt: String,
    /// Version date, ISO.
    pub version_on: String,
}

/// Input of `reference.article`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ArticleAsked {
    /// Article id.
    pub article_id: String,
}

/// `reference.article` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ArticleView {
    /// Article id.
    pub article_id: String,
    /// Title.
    pub title: String,
    /// Topic in words.
    pub topic_label: String,
    /// Blocks of the text.
    pub blocks: Vec<ArticleBlock>,
    /// «Как получить в следующий раз» (R137).
    pub next_time: String,
    /// Version date, ISO.
    pub version_on: String,
    /// Post of the owner (R138).
    pub owner: String,
    /// The clause it rests on.
    pub clause: Option<String>,
}

/// A block of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum ArticleBlock {
    /// A heading.
    Heading {
        /// Words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Words.
        text: String,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<String>,
    },
}

/// `reference.document_sets` → this: what sets of documents there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DocumentSets {
    /// Sets: «Заключение договора: гражданин».
    pub sets: Vec<Choice>,
}

/// Input of `reference.documents`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct DocumentsAsked {
    /// Code of the set.
    pub set: String,
}

/// A document of a set; `reference.documents` → list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DocumentView {
    /// «Документ о праве на объект».
    pub title: String,
    /// `required`, `conditional`, `optional`.
    pub needed: String,
    /// When a conditional one is needed.
    pub condition: Option<String>,
    /// `original`, `copy`, `shown`.
    pub form: String,
    /// Where to get it.
    pub where_to_get: Option<String>,
    /// The clause or act.
    pub clause: Option<String>,
}

/// A short list of the reference book; `reference.lists` → list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReferenceList {
    /// `payment`, `readings`, `services`, `feedback`, `reminders`, `bodies`, `legal`, `retention`.
    pub code: String,
    /// «Нормативная база».
    pub title: String,
    /// Its rows.
    pub rows: Vec<ReferenceRow>,
}

/// A row of a short list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReferenceRow {
    /// What it is.
    pub title: String,
    /// What there is to know.
    pub note: Option<String>,
    /// The clause or act.
    pub clause: Option<String>,
}

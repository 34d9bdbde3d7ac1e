//! Справочник: what a specialist looks up and hands over (8.1). Everything is published data.

use chrono::{Datelike as _, NaiveDate};
use stoika_domain::calendar::DayKind;
use stoika_domain::check;
use stoika_domain::money::Kopecks;
use stoika_domain::standard::{
    Article, Block, DayZones, Measure, Needed, Office, OfficeKind, Paper, PlaceQuery,
    PublishedTariff, Specificity, ZoneHit, find_offices,
};
use stoika_domain::terms::{Audience, ClauseTerm, Norm, NormAudience, StartDates, StartEvent};
use stoika_domain::text;

use crate::api::Nothing;
use crate::api::appeal::Choice;
use crate::api::error::ErrorCode;
use crate::api::reference::{
    ArticleAsked, ArticleBlock, ArticleLine, ArticleView, ArticlesAsked, CalendarAsked,
    CalendarDay, CalendarYear, DocumentSets, DocumentView, DocumentsAsked, NormView, NormsAsked,
    OfficeHit, OfficesAsked, OfficesFound, TariffView, TariffsAsked,
};
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::{amount_label, iso};
use crate::workstation::Workstation;

/// Letters of an article that the list shows.
const EXCERPT_LETTERS_MAX: usize = 160;
/// Years that the calendar can be asked for.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// `reference.offices`.
pub(crate) fn offices(
    workstation: &Workstation,
    _: &Session,
    input: OfficesAsked,
) -> Outcome<OfficesFound> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let own = desk.enrolment().map(|enrolment| enrolment.office.clone());
    let own = own.as_deref().unwrap_or_default();
    let audience = Audience::parse(input.audience.trim());
    let typed = input.text.trim();
    let citizens_only = |office: &Office| {
        standards
            .book
            .office_kinds
            .iter()
            .any(|row| row.id == office.kind && row.audience == NormAudience::Citizen)
    };
    let hit = |office: &Office, place: String, citizens_only: bool| OfficeHit {
        office_id: office.id.to_string(),
        name: office.name_ru.clone(),
        kind_label: kind_label(office.kind).to_owned(),
        place,
        address: address(office.postal_index.as_deref(), &office.address),
        more_addresses: office
            .other_addresses
            .iter()
            .map(|row| address(row.postal_index.as_deref(), &row.address))
            .collect(),
        phones: office
            .phones
            .iter()
            .chain(office.other_addresses.iter().flat_map(|row| &row.phones))
            .map(|phone| phone.text.clone())
            .collect(),
        hours: standards.hours(office).map(|(hours, by_standard)| {
            if by_standard {
                hours
            } else {
                format!("{hours} (настройка: Стандарт часов не даёт)")
            }
        }),
        parent: office
            .parent
            .as_ref()
            .map(|id| standards.office_name(id.as_str())),
        citizens_only,
        own: office.id.as_str() == own,
    };
    if typed.is_empty() {
        let hits = standards
            .offices
            .iter()
            .map(|office| (office, citizens_only(office)))
            .filter(|(_, citizens)| !citizens || audience != Some(Audience::Other))
            .map(|(office, citizens)| hit(office, String::new(), citizens))
            .collect();
        return Ok(OfficesFound {
            read_as: None,
            hits,
        });
    }
    let find = |asked: &str| {
        find_offices(
            &standards.offices,
            &standards.book.office_kinds,
            &PlaceQuery {
                text: asked,
                district: None,
                audience,
            },
        )
        .into_iter()
        .map(|found: ZoneHit<'_>| hit(found.office, zone_words(&found), found.citizens_only))
        .collect::<Vec<_>>()
    };
    let meant = text::to_russian_layout(typed);
    let read_as =
        (meant != typed && typed.chars().any(|c| c.is_ascii_alphabetic())).then(|| meant.clone());
    Ok(OfficesFound {
        hits: find(typed),
        read_as,
    })
}

/// Why the office is a hit, in words.
fn zone_words(found: &ZoneHit<'_>) -> String {
    let place = match &found.note {
        Some(note) => format!("{}, {note}", found.place),
        None => found.place.clone(),
    };
    match found.specificity {
        Specificity::Street | Specificity::Locality => place,
        Specificity::District => format!("{place}, кроме мест, названных отдельно"),
        Specificity::Part => format!("только часть: {place}"),
        Specificity::Seat => format!("{place}: зона в Стандарте не названа, отделение стоит здесь"),
    }
}

fn address(index: Option<&str>, line: &str) -> String {
    index.map_or_else(|| line.to_owned(), |index| format!("{index}, {line}"))
}

const fn kind_label(kind: OfficeKind) -> &'static str {
    match kind {
        OfficeKind::Branch => "Отделение",
        OfficeKind::ServiceCenter => "ЦОК",
        OfficeKind::ReceptionPoint => "Пункт приёма граждан",
    }
}

/// A day that was typed; today when nothing was.
fn day(field: &str, typed: &str, today: NaiveDate) -> Outcome<NaiveDate> {
    if typed.trim().is_empty() {
        return Ok(today);
    }
    check::civil_date(typed).map_err(|fault| Fault::field(field, fault))
}

/// `reference.norms`: rows in force, in the order of their clauses.
pub(crate) fn norms(
    workstation: &Workstation,
    _: &Session,
    input: NormsAsked,
) -> Outcome<Vec<NormView>> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let on = day("on", &input.on, desk.today()?)?;
    let asked = text::normalise(&input.text);
    let rows = standards
        .book
        .norm_data
        .as_ref()
        .map_or(&[][..], |data| data.norms.as_slice());
    let terms = rows
        .iter()
        .filter_map(|row| Some(norm_view(&standards, row, &counted(&standards, row, on)?)));
    Ok(terms
        .chain(norms_of_service(&standards, on))
        .filter(|view| {
            asked.is_empty()
                || text::normalise(&view.title).contains(&asked)
                || text::normalise(&view.clause).contains(&asked)
        })
        .collect())
}

/// Norms that are no dates: waiting and reception (6.3), the telephone (7.2).
fn norms_of_service(standards: &Standards, on: NaiveDate) -> Vec<NormView> {
    let view = |id: &str, title: String, amount: String, start: &str, clause: &str| NormView {
        id: id.to_owned(),
        title,
        audience: "все".to_owned(),
        amount,
        start: start.to_owned(),
        clause: clause.to_owned(),
        rule_set: String::new(),
        due_on: None,
        extendable: false,
    };
    let mut views = Vec::new();
    if let Some(norms) = &standards.book.queue_norms {
        for row in norms.streams.iter().filter(|row| row.effective_from <= on) {
            views.push(view(
                &row.key,
                format!("{}: ожидание и приём", row.title_ru),
                format!(
                    "{} и {}\u{a0}мин{}",
                    row.wait_minutes,
                    row.reception_minutes,
                    measured(row.measure)
                ),
                "от талона и от вызова",
                &row.clause,
            ));
        }
        let visit = &norms.visit;
        if visit.effective_from <= on {
            views.push(view(
                &visit.id,
                visit.title_ru.clone(),
                format!(
                    "{}\u{a0}мин{}",
                    visit.total_minutes,
                    measured(visit.measure)
                ),
                "от талона",
                &visit.clause,
            ));
        }
    }
    for row in &standards.book.contact_norms {
        if row.effective_from <= on {
            let amount = match row.target_seconds {
                Some(target) => format!("{}–{}", seconds(target), seconds(row.limit_seconds)),
                None => seconds(row.limit_seconds),
            };
            views.push(view(
                &row.id,
                row.title_ru.clone(),
                format!("{amount}{}", measured(row.measure)),
                "от звонка",
                &row.clause,
            ));
        }
    }
    views
}

/// «40 с», «2 мин».
fn seconds(seconds: u32) -> String {
    if seconds.is_multiple_of(60) {
        format!("{}\u{a0}мин", seconds / 60)
    } else {
        format!("{seconds}\u{a0}с")
    }
}

const fn measured(measure: Measure) -> &'static str {
    match measure {
        Measure::Average => " в среднем",
        Measure::Limit => ", не более",
    }
}

/// The row counted from a day; `None` when it does not speak on that day.
fn counted(standards: &Standards, row: &Norm, on: NaiveDate) -> Option<ClauseTerm> {
    let audience = match row.audience {
        NormAudience::Citizen => Some(Audience::Citizen),
        NormAudience::Other => Some(Audience::Other),
        NormAudience::Any => None,
    };
    let term = standards
        .norms
        .resolve(&row.key, audience, row.channels.first(), on)
        .and_then(|norms| norms.compute(&StartDates::received(on), &standards.calendar))
        .ok()?;
    let explanation = term.explanation;
    std::iter::once(explanation.control)
        .chain(explanation.outer)
        .chain(explanation.others)
        .find(|clause| clause.norm_id == row.id)
}

fn norm_view(standards: &Standards, row: &Norm, clause: &ClauseTerm) -> NormView {
    let amount = amount_label(clause);
    let from_receipt = match row.start {
        StartEvent::Received | StartEvent::Registered | StartEvent::Completed => true,
        StartEvent::Effective
        | StartEvent::Outage
        | StartEvent::LastTime
        | StartEvent::PeriodEnd
        | StartEvent::OldDue => false,
    };
    NormView {
        id: row.id.clone(),
        title: row.title_ru.clone(),
        audience: match row.audience {
            NormAudience::Citizen => "граждане",
            NormAudience::Other => "прочие",
            NormAudience::Any => "все",
        }
        .to_owned(),
        amount: match row.target {
            Some(target) => format!("{target}–{amount}"),
            None => amount,
        },
        start: start_label(row.start).to_owned(),
        clause: row.clause.clone(),
        rule_set: standards.norms.rule_set_title(&row.rule_set).to_owned(),
        due_on: from_receipt.then(|| iso(clause.limit_on)),
        extendable: row.extendable,
    }
}

const fn start_label(start: StartEvent) -> &'static str {
    match start {
        StartEvent::Received => "со дня поступления",
        StartEvent::Registered => "со дня регистрации",
        StartEvent::Completed => "со дня получения всех документов",
        StartEvent::Effective => "со дня вступления изменений в силу",
        StartEvent::Outage => "до отключения",
        StartEvent::LastTime => "со дня прошлой проверки",
        StartEvent::PeriodEnd => "по окончании периода",
        StartEvent::OldDue => "от прежнего срока",
    }
}

/// `reference.calendar`.
pub(crate) fn calendar(
    workstation: &Workstation,
    _: &Session,
    input: CalendarAsked,
) -> Outcome<CalendarYear> {
    let standards = workstation.desk()?.standards()?;
    if !YEARS.contains(&input.year) {
        let wrong = check::Fault::new("year_range")
            .with("from", YEARS.start())
            .with("to", YEARS.end());
        return Err(Fault::field("year", wrong));
    }
    let calendar = &standards.calendar;
    let source = calendar.year_source(input.year);
    let days = NaiveDate::from_ymd_opt(input.year, 1, 1)
        .into_iter()
        .flat_map(|first| first.iter_days())
        .take_while(|date| date.year() == input.year)
        .filter_map(|date| {
            let (kind, note) = match calendar.day_kind(date) {
                DayKind::Working => return None,
                DayKind::ShortWorking => ("shortened", None),
                DayKind::WorkingWeekend { .. } => {
                    ("moved_working", Some("рабочий день".to_owned()))
                }
                DayKind::Weekend => ("weekend", None),
                DayKind::Holiday { name } => ("holiday", Some(name)),
                DayKind::MovedDayOff { .. } => {
                    ("moved_off", Some("перенесённый выходной".to_owned()))
                }
            };
            Some(CalendarDay {
                date: iso(date),
                kind: kind.to_owned(),
                note,
            })
        })
        .collect();
    Ok(CalendarYear {
        year: input.year,
        predicted: calendar.is_predicted(input.year),
        source: source.decree.unwrap_or_else(|| {
            "ТК РФ, ст. 112: постановления о переносе ещё нет, дни могут измениться".to_owned()
        }),
        working_days: calendar.workdays(input.year),
        days,
    })
}

/// `reference.tariffs`.
pub(crate) fn tariffs(
    workstation: &Workstation,
    _: &Session,
    input: TariffsAsked,
) -> Outcome<Vec<TariffView>> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let on = day("on", &input.on, desk.today()?)?;
    Ok(standards
        .book
        .tariffs
        .iter()
        .filter(|row| row.is_in_force(on))
        .map(|row| tariff(&standards, row))
        .collect())
}

fn tariff(standards: &Standards, row: &PublishedTariff) -> TariffView {
    let prices: Vec<String> = row
        .prices
        .iter()
        .map(|price| {
            let money = text::money(Kopecks(price.kopecks_per_kwh));
            match row.zones {
                DayZones::One => money,
                DayZones::Two | DayZones::Three => {
                    format!(
                        "{} ({}) {money}",
                        price.title_ru.to_lowercase(),
                        price.hours_ru
                    )
                }
            }
        })
        .collect();
    TariffView {
        category: standards.consumer_category(&row.consumer_category),
        title: match row.zones {
            DayZones::One => "Одна ставка",
            DayZones::Two => "Две зоны суток",
            DayZones::Three => "Три зоны суток",
        }
        .to_owned(),
        prices: prices.join(", "),
        since: iso(row.effective_from),
        until: row.effective_to.map(iso),
        source: row.clause.clone().unwrap_or_default(),
    }
}

/// `reference.articles`.
pub(crate) fn articles(
    workstation: &Workstation,
    _: &Session,
    input: ArticlesAsked,
) -> Outcome<Vec<ArticleLine>> {
    let standards = workstation.desk()?.standards()?;
    let asked = text::normalise(&input.text);
    let topic = input.topic.trim();
    Ok(standards
        .book
        .articles
        .iter()
        .filter(|row| topic.is_empty() || row.topic.as_deref() == Some(topic))
        .filter(|row| {
            asked.is_empty()
                || text::normalise(&row.title_ru).contains(&asked)
                || text::normalise(&row.body_md).contains(&asked)
        })
        .map(|row| ArticleLine {
            article_id: row.id.clone(),
            title: row.title_ru.clone(),
            topic_label: topic_label(&standards, row),
            excerpt: excerpt(row),
            version_on: iso(row.version_on),
        })
        .collect())
}

fn topic_label(standards: &Standards, row: &Article) -> String {
    row.topic
        .as_deref()
        .map_or_else(String::new, |topic| standards.consultation_topic(topic))
}

fn excerpt(row: &Article) -> String {
    let first = row
        .blocks()
        .find_map(|block| match block {
            Block::Paragraph(words) | Block::Item(words) => Some(words),
            Block::Heading(_) => None,
        })
        .unwrap_or_default();
    let mut letters = first.chars();
    let start: String = letters.by_ref().take(EXCERPT_LETTERS_MAX).collect();
    if letters.next().is_some() {
        format!("{}…", start.trim_end())
    } else {
        start
    }
}

/// The article of a name.
pub(crate) fn article_row<'a>(standards: &'a Standards, id: &str) -> Outcome<&'a Article> {
    standards
        .book
        .articles
        .iter()
        .find(|row| row.id == id)
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))
}

/// `reference.article`.
pub(crate) fn article(
    workstation: &Workstation,
    _: &Session,
    input: ArticleAsked,
) -> Outcome<ArticleView> {
    let standards = workstation.desk()?.standards()?;
    let row = article_row(&standards, &input.article_id)?;
    Ok(ArticleView {
        article_id: row.id.clone(),
        title: row.title_ru.clone(),
        topic_label: topic_label(&standards, row),
        blocks: blocks(row),
        next_time: row.next_time_ru.clone(),
        version_on: iso(row.version_on),
        owner: row.owner_ru.clone(),
        clause: Some(row.clause.clone()).filter(|clause| !clause.is_empty()),
    })
}

/// The text in blocks; lines of a list stand together.
fn blocks(row: &Article) -> Vec<ArticleBlock> {
    let mut blocks = Vec::new();
    for block in row.blocks() {
        match block {
            Block::Heading(words) => blocks.push(ArticleBlock::Heading {
                text: words.to_owned(),
            }),
            Block::Paragraph(words) => blocks.push(ArticleBlock::Paragraph {
                text: words.to_owned(),
            }),
            Block::Item(words) => {
                if let Some(ArticleBlock::List { items }) = blocks.last_mut() {
                    items.push(words.to_owned());
                } else {
                    blocks.push(ArticleBlock::List {
                        items: vec![words.to_owned()],
                    });
                }
            }
        }
    }
    blocks
}

/// `reference.document_sets`.
pub(crate) fn document_sets(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<DocumentSets> {
    let standards = workstation.desk()?.standards()?;
    let lists = standards.book.checklists.as_ref();
    Ok(DocumentSets {
        sets: lists.map_or_else(Vec::new, |data| {
            data.checklists
                .iter()
                .map(|row| Choice::new(&row.id, &row.title_ru))
                .collect()
        }),
    })
}

/// `reference.documents`.
pub(crate) fn documents(
    workstation: &Workstation,
    _: &Session,
    input: DocumentsAsked,
) -> Outcome<Vec<DocumentView>> {
    let standards = workstation.desk()?.standards()?;
    let data = standards
        .book
        .checklists
        .as_ref()
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    let list = data
        .checklists
        .iter()
        .find(|row| row.id == input.set)
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    Ok(list
        .items
        .iter()
        .filter_map(|item| Some((item, data.document(item)?)))
        .map(|(item, document)| DocumentView {
            title: document.title_ru.clone(),
            needed: needed_code(item.needed).to_owned(),
            condition: item.condition_ru.clone(),
            form: paper_code(document.paper).to_owned(),
            where_to_get: Some(document.where_ru.clone()).filter(|words| !words.is_empty()),
            clause: document.clause.clone(),
        })
        .collect())
}

/// Code of whether a document must be there.
pub(crate) const fn needed_code(needed: Needed) -> &'static str {
    match needed {
        Needed::Required => "required",
        Needed::Conditional => "conditional",
        Needed::Optional => "optional",
    }
}

/// Code of the form in which a document is given.
pub(crate) const fn paper_code(paper: Paper) -> &'static str {
    match paper {
        Paper::Original => "original",
        Paper::Copy => "copy",
        Paper::Shown => "shown",
    }
}

//! Short lists of the reference book: days and rules that are asked about and read out, with their clauses.

use chrono::NaiveDate;
use stoika_domain::standard::{
    OfficeKind, PenaltyStep, ReadingWindow, RetentionClass, RetentionEnd, RetentionStart, Service,
};
use stoika_domain::terms::{Audience, NormAudience};
use stoika_domain::text::{self, Plural};

use crate::api::Nothing;
use crate::api::reference::{ReferenceList, ReferenceRow};
use crate::fault::Outcome;
use crate::session::Session;
use crate::standards::{Book, Standards};
use crate::workstation::Workstation;

const MONTHS_OF_YEAR: u32 = 12;

/// `reference.lists`. A document that has not come yet leaves its list out.
pub(crate) fn lists(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<Vec<ReferenceList>> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let book = &standards.book;
    let lists = [
        ("payment", "Сроки оплаты и пени", payment(book, today)),
        (
            "readings",
            "Показания: как передать и когда",
            readings(book, today),
        ),
        ("services", "Услуги приёма", services(book)),
        ("feedback", "Обратная связь", feedback(&standards)),
        ("reminders", "О чём напоминаем клиентам", reminders(book)),
        ("bodies", "Куда ещё можно обратиться", bodies(book)),
        ("legal", "Нормативная база", legal(book)),
        ("retention", "Сроки хранения данных", retention(book)),
    ];
    Ok(lists
        .into_iter()
        .filter(|(_, _, rows)| !rows.is_empty())
        .map(|(code, title, rows)| ReferenceList {
            code: code.to_owned(),
            title: title.to_owned(),
            rows,
        })
        .collect())
}

fn row(title: &str, note: Option<String>, clause: Option<&str>) -> ReferenceRow {
    ReferenceRow {
        title: title.to_owned(),
        note,
        clause: clause.map(str::to_owned),
    }
}

fn payment(book: &Book, today: NaiveDate) -> Vec<ReferenceRow> {
    let Some(terms) = &book.payment_terms else {
        return Vec::new();
    };
    let due = terms.due_on(Audience::Citizen, today).map(|due| {
        let note = format!(
            "до {}-го числа следующего месяца; платёжный документ до {}-го",
            due.pay_by_day, due.document_by_day
        );
        row(&due.title_ru, Some(note), Some(&due.clause))
    });
    due.into_iter()
        .chain(
            terms
                .penalty
                .iter()
                .map(|step| row(&step.title_ru, Some(delay(step)), Some(&step.clause))),
        )
        .collect()
}

fn delay(step: &PenaltyStep) -> String {
    match step.to_day {
        Some(last) => format!("с {}-го по {last}-й день просрочки", step.from_day),
        None => format!("с {}-го дня просрочки", step.from_day),
    }
}

fn readings(book: &Book, today: NaiveDate) -> Vec<ReferenceRow> {
    let in_force = |window: &&ReadingWindow| {
        window.effective_from <= today && window.effective_to.is_none_or(|last| today <= last)
    };
    book.reading_sources
        .iter()
        .map(|source| {
            let window = book
                .reading_windows
                .iter()
                .filter(in_force)
                .find(|window| window.id == source.window);
            let note = window.map(|window| {
                format!(
                    "с {}-го по {}-е число; позже — {}",
                    window.from_day, window.to_day, window.late_ru
                )
            });
            row(&source.title_ru, note, Some(&source.clause))
        })
        .collect()
}

fn services(book: &Book) -> Vec<ReferenceRow> {
    let stream = |service: &Service| {
        let streams = book.queue_norms.iter().flat_map(|norms| &norms.streams);
        streams
            .filter(|stream| stream.id == service.stream)
            .map(|stream| text::lower_first(&stream.title_ru))
            .next()
    };
    let line = |service: &Service| {
        let whom = match service.audience {
            NormAudience::Citizen => Some("только граждане".to_owned()),
            NormAudience::Other => Some("организации и предприниматели".to_owned()),
            NormAudience::Any => None,
        };
        let everywhere = [
            OfficeKind::Branch,
            OfficeKind::ServiceCenter,
            OfficeKind::ReceptionPoint,
        ]
        .iter()
        .all(|kind| service.office_kinds.contains(kind));
        let place = (!everywhere).then(|| {
            let kinds: Vec<&str> = service
                .office_kinds
                .iter()
                .map(|kind| in_plural(*kind))
                .collect();
            format!("только {}", kinds.join(" и "))
        });
        let note: Vec<String> = [stream(service), whom, place]
            .into_iter()
            .flatten()
            .collect();
        row(
            &service.title_ru,
            Some(note.join("; ")),
            Some(&service.clause),
        )
    };
    book.services.iter().map(line).collect()
}

const fn in_plural(kind: OfficeKind) -> &'static str {
    match kind {
        OfficeKind::Branch => "отделения",
        OfficeKind::ServiceCenter => "ЦОК",
        OfficeKind::ReceptionPoint => "пункты приёма граждан",
    }
}

/// Kinds, with the category under which each is registered, and channels (10.2).
fn feedback(standards: &Standards) -> Vec<ReferenceRow> {
    let kinds = standards.book.feedback_kinds.iter().map(|kind| {
        let category = standards.category(kind.category.as_str());
        let note = format!("регистрируют как «{category}»");
        row(&kind.title_ru, Some(note), Some(&kind.clause))
    });
    let channels = standards.rules.channels.iter().filter(|row| row.feedback);
    kinds
        .chain(channels.map(|channel| {
            row(
                &channel.title_ru,
                Some("канал".to_owned()),
                Some(&channel.clause),
            )
        }))
        .collect()
}

fn reminders(book: &Book) -> Vec<ReferenceRow> {
    let rows = book.reminders.iter();
    rows.map(|it| row(&it.title_ru, None, Some(&it.clause)))
        .collect()
}

fn bodies(book: &Book) -> Vec<ReferenceRow> {
    let rows = book.external_bodies.iter();
    rows.map(|it| {
        row(
            &it.title_ru,
            Some(it.competence_ru.clone()),
            it.clause.as_deref(),
        )
    })
    .collect()
}

fn legal(book: &Book) -> Vec<ReferenceRow> {
    let rows = book.legal_base.iter();
    rows.map(|it| row(&it.title_ru, it.remark_ru.clone(), Some(&it.clause)))
        .collect()
}

fn retention(book: &Book) -> Vec<ReferenceRow> {
    let rows = book.retention.iter();
    rows.map(|it| row(&it.title_ru, Some(keeping(it)), it.clause.as_deref()))
        .collect()
}

fn keeping(class: &RetentionClass) -> String {
    let from = match class.from_event {
        RetentionStart::Created => "с создания",
        RetentionStart::Closed => "с закрытия",
        RetentionStart::Ended => "с прекращения",
        RetentionStart::Superseded => "с замены новыми",
        RetentionStart::Withdrawn => "с отзыва",
    };
    let then = match class.at_end {
        RetentionEnd::Destroy => "затем уничтожают по акту",
        RetentionEnd::Depersonalise => "затем обезличивают",
    };
    format!(
        "{} {from}, {then}. {}",
        long(class.keep_months),
        class.ground_ru
    )
}

/// «5 лет», «18 месяцев».
fn long(months: u32) -> String {
    let (n, [one, few, many]) = if months.is_multiple_of(MONTHS_OF_YEAR) {
        (months / MONTHS_OF_YEAR, ["год", "года", "лет"])
    } else {
        (months, ["месяц", "месяца", "месяцев"])
    };
    let noun = match text::plural(n) {
        Plural::One => one,
        Plural::Few => few,
        Plural::Many => many,
    };
    format!("{n}\u{a0}{noun}")
}

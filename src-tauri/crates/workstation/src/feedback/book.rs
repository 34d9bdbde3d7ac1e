//! The book of complaints and suggestions (R177, R186, A32).

use std::str::FromStr as _;

use chrono::NaiveDate;
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::book::{Acted, Book, BookEntry, BookEvent, Linked, Written};
use stoika_domain::check;
use stoika_domain::ids::FeedbackKindId;
use stoika_domain::number::PaperNumber;
use stoika_domain::text;
use stoika_protocol::{ActId, Subject};
use stoika_store::{Place as StorePlace, WriteContext};

use crate::api::appeal::Choice;
use crate::api::error::ErrorCode;
use crate::api::feedback::{
    BookAct, BookAsked, BookChoices, BookEntryAsked, BookList, BookRow, BookView, BookWrite,
};
use crate::api::visit::RecordDone;
use crate::api::{Nothing, Tone};
use crate::appeal::place;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words::iso;
use crate::visit::{Wrongs, begin, chosen, party_name};
use crate::workstation::Workstation;

/// Entries that one list shows.
const ROWS_MAX: u32 = 1_000;

pub(crate) const fn book_label(book: Book) -> &'static str {
    match book {
        Book::Office => "Книга в отделении",
        Book::Electronic => "Электронная книга",
    }
}

/// `book.choices`.
pub(crate) fn choices(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<BookChoices> {
    let standards = workstation.desk()?.standards()?;
    let kinds = standards.book.feedback_kinds.iter();
    Ok(BookChoices {
        kinds: kinds
            .map(|row| Choice::new(&row.id, &row.title_ru))
            .collect(),
        books: Book::ALL
            .into_iter()
            .map(|book| Choice::new(book.as_str(), book_label(book)))
            .collect(),
    })
}

/// `book.write`.
pub(crate) fn write(
    workstation: &Workstation,
    session: &Session,
    input: BookWrite,
) -> Outcome<RecordDone> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let settings = &standards.rules.settings;
    let (line, long) = (settings.line_length_max, settings.text_length_max);
    let known = party_name(&desk, input.party_id.as_deref())?;
    let mut wrongs = Wrongs::default();
    let kinds = &standards.book.feedback_kinds;
    let row = kinds.iter().find(|row| row.id == input.kind.trim());
    let kind = wrongs.take(
        "kind",
        chosen(
            &input.kind,
            row.and_then(|row| Some((FeedbackKindId::parse(&row.id).ok()?, row.norm.clone()))),
        ),
    );
    let book = wrongs.take("book", chosen(&input.book, Book::parse(input.book.trim())));
    let written_on = wrongs.take(
        "written_on",
        match input.written_on.trim() {
            "" => Err(check::Fault::new("required")),
            typed => check::past_date(typed, desk.today()?),
        },
    );
    let text = wrongs.take("text", check::free_text(&input.text, long));
    let name = match known {
        Some(name) => Some(name),
        None => wrongs.take_optional("name", &input.name, |typed| check::free_text(typed, line)),
    };
    let answer_to = wrongs.take_optional("answer_to", &input.answer_to, |typed| {
        check::free_text(typed, line)
    });
    let (kind, norm_key, book, written_on, text) = wrongs.all_right((|| {
        let (kind, norm_key) = kind?;
        Some((kind, norm_key, book?, written_on?, text?))
    })())?;
    let mut number = None;
    let id = begin(
        workstation,
        session,
        SubjectKind::BookEntry,
        |doing, context| {
            let given = doing.next_number(context)?;
            number = Some(given);
            Ok(Event::Book(BookEvent::Written(Box::new(Written {
                number: given,
                kind,
                book,
                written_on,
                norm_key,
                text,
                name,
                answer_to,
                party_id: input.party_id.clone(),
            }))))
        },
    )?;
    Ok(RecordDone {
        record_id: id.to_string(),
        number: number.map(|number| number.to_string()),
    })
}

/// An entry's id as the screens hold it.
fn subject(id: &str) -> Outcome<Subject> {
    let id = uuid::Uuid::from_str(id).map_err(|_| Fault::new(ErrorCode::NotFound))?;
    Ok(Subject {
        kind: SubjectKind::BookEntry.number(),
        id: ActId(id),
    })
}

/// An entry as this desk has it.
pub(crate) fn entry(desk: &Desk, id: &str) -> Outcome<BookEntry> {
    match desk.replica.state(subject(id)?)? {
        Some(State::BookEntry(entry)) => Ok(*entry),
        Some(_) | None => Err(Fault::new(ErrorCode::NotFound)),
    }
}

fn entries(desk: &Desk) -> Outcome<Vec<(BookEntry, StorePlace)>> {
    let found = desk
        .replica
        .records_of_kind(SubjectKind::BookEntry, None, ROWS_MAX)?;
    Ok(found
        .into_iter()
        .filter_map(|(state, from)| state.book_entry().map(|entry| (entry.clone(), from)))
        .collect())
}

/// `book.list`.
pub(crate) fn list(workstation: &Workstation, _: &Session, input: BookAsked) -> Outcome<BookList> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let today = desk.today()?;
    let entries = entries(&desk)?;
    let open = entries.iter().filter(|(entry, _)| entry.is_open()).count();
    let all = entries.len();
    let mut rows: Vec<BookRow> = entries
        .iter()
        .filter(|(entry, _)| match input.view {
            BookView::Open => entry.is_open(),
            BookView::All => true,
        })
        .filter(|(entry, _)| input.kind.is_empty() || entry.written.kind.as_str() == input.kind)
        .map(|(entry, from)| row(&standards, entry, *from, today))
        .collect();
    // What is done has no term and stands below, as it came: the newest first.
    rows.sort_by(|one, other| match (&one.due_on, &other.due_on) {
        (Some(one), Some(other)) => one.cmp(other),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => std::cmp::Ordering::Equal,
    });
    Ok(BookList {
        rows,
        open: open as u64,
        all: all as u64,
    })
}

/// `book.get`.
pub(crate) fn get(
    workstation: &Workstation,
    _: &Session,
    input: BookEntryAsked,
) -> Outcome<BookRow> {
    let desk = workstation.desk()?;
    let wanted = entry(&desk, &input.entry_id)?.id;
    let found = entries(&desk)?.into_iter().find(|(it, _)| it.id == wanted);
    let (entry, from) = found.ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    Ok(row(&*desk.standards()?, &entry, from, desk.today()?))
}

/// Where the answer goes, as a screen may show it.
pub(crate) fn masked(to: &str) -> String {
    if let Ok(phone) = check::phone(to) {
        return text::mask_phone(&String::from(phone));
    }
    check::email(to).map_or_else(
        |_| to.to_owned(),
        |email| text::mask_email(&String::from(email)),
    )
}

fn row(standards: &Standards, it: &BookEntry, from: StorePlace, today: NaiveDate) -> BookRow {
    let written = &it.written;
    let term = standards.term_from(&written.norm_key, written.written_on);
    let due_on = term
        .as_ref()
        .map(|term| term.limit)
        .filter(|_| it.is_open());
    let (left, tone) = match (&it.linked, &it.acted, due_on) {
        (Some(linked), _, _) => (format!("обращение {}", linked.appeal_number), Tone::Info),
        (None, Some(acted), _) => (
            format!("приняты меры {}", text::date(acted.acted_on)),
            Tone::Ok,
        ),
        (None, None, Some(due_on)) => standards.left(due_on, today),
        (None, None, None) => (String::new(), Tone::Plain),
    };
    let kinds = &standards.book.feedback_kinds;
    let kind = kinds.iter().find(|row| row.id == written.kind.as_str());
    BookRow {
        entry_id: it.id.to_string(),
        number: written.number.to_string(),
        kind: written.kind.to_string(),
        kind_label: standards.feedback_kind(written.kind.as_str()),
        category: kind.map_or_else(String::new, |row| row.category.to_string()),
        book_label: book_label(written.book).to_owned(),
        written_on: iso(written.written_on),
        text: written.text.clone(),
        name: written.name.clone(),
        answer_to: written.answer_to.as_deref().map(masked),
        party_id: written.party_id.clone(),
        due_on: due_on.map(iso),
        left,
        tone,
        clause: term.map_or_else(String::new, |term| term.explanation.control.clause),
        appeal_id: it
            .linked
            .as_ref()
            .map(|linked| linked.appeal_id.to_string()),
        acted_on: it.acted.as_ref().map(|acted| iso(acted.acted_on)),
        measures: it.acted.as_ref().map(|acted| acted.measures.clone()),
        entered_by: it.entered_by.clone(),
        place: place(from),
    }
}

/// `book.act`.
pub(crate) fn act(
    workstation: &Workstation,
    session: &Session,
    input: BookAct,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let long = desk.standards()?.rules.settings.text_length_max;
    let acted_on = desk.today()?;
    let mut wrongs = Wrongs::default();
    let measures = wrongs.take("measures", check::free_text(&input.measures, long));
    let measures = wrongs.all_right(measures)?;
    let subject = subject(&input.entry_id)?;
    desk.act(&user, |_, context| {
        if context.state(subject)?.is_none() {
            return Err(Fault::new(ErrorCode::NotFound));
        }
        let acted = BookEvent::Acted(Acted { acted_on, measures });
        Ok(vec![(subject, Event::Book(acted))])
    })?;
    Ok(Nothing {})
}

/// The event by which an entry becomes an appeal, in the act that registers it.
pub(crate) fn linked(
    context: &WriteContext<'_, '_>,
    entry_id: &str,
    appeal: Subject,
    appeal_number: PaperNumber,
) -> Outcome<(Subject, Event)> {
    let subject = subject(entry_id)?;
    if context.state(subject)?.is_none() {
        return Err(Fault::new(ErrorCode::NotFound));
    }
    let linked = BookEvent::Linked(Linked {
        appeal_id: appeal.id.0,
        appeal_number,
    });
    Ok((subject, Event::Book(linked)))
}

//! `purge`: what is past the term of its class (`retention.json`), and its destruction by an act.
//!
//! Whole aggregates that have ended are destroyed, and only they; a term runs from the last entry. In
//! the journal a body is one piece: to depersonalise it is to destroy it, and what is left in the
//! header (what kind, when, where, by whom) is what reports count.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, NaiveDate};
use serde::Serialize;
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::destruction::{
    DestructionEvent, ENTRIES_MAX, Named, OfReplica, Ordered, class_of,
};
use stoika_domain::ids::OfficeId;
use stoika_domain::standard::{self, Organisation, RetentionClass};
use stoika_domain::tenure::Octets;
use stoika_exchange::Storage as _;
use stoika_printing::{FormModel, Meta, Row, TemplateSet, Value, render};
use stoika_protocol::{EntryRef, Hash, OrderedEntry, ReplicaId, Subject};

use crate::centre::{Ambient, Centre, document_error};
use crate::centre_desk::CentreDesk;
use crate::error::CentreError;

const FORM: &str = "destruction_act";
const TEMPLATE: &str = include_str!("../../../../assets/forms/destruction_act/form.toml");
/// Kinds of aggregates that a class may speak of.
const KINDS: [SubjectKind; 8] = [
    SubjectKind::Appeal,
    SubjectKind::PartyContact,
    SubjectKind::Consent,
    SubjectKind::Consultation,
    SubjectKind::FollowUp,
    SubjectKind::Incident,
    SubjectKind::BookEntry,
    SubjectKind::DispatchList,
];

/// What is past its term in one class.
#[derive(Debug, Serialize)]
pub(crate) struct ClassLine {
    pub class: String,
    pub title: String,
    pub keep_months: u32,
    /// Aggregates that are past it, and their entries.
    pub aggregates: u32,
    pub entries: u32,
}

/// An aggregate that is past its term.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    subject: Subject,
    class: String,
    /// Civil date of its last entry.
    ended_on: NaiveDate,
    entries: Vec<(EntryRef, Hash)>,
    offices: BTreeSet<OfficeId>,
}

/// What an act would destroy today.
#[derive(Debug)]
pub(crate) struct Plan {
    pub lines: Vec<ClassLine>,
    classes: Vec<RetentionClass>,
    due: Vec<Due>,
}

/// What became of an act.
#[derive(Debug, Serialize)]
pub(crate) struct Done {
    pub aggregates: u32,
    pub entries: u32,
    /// Aggregates that got a new entry meanwhile: they are as they were.
    pub left: u32,
    /// Entries of the journal that the act took.
    pub parts: u32,
    /// False when a running server still reads the log that holds what was overwritten.
    pub log_is_empty: bool,
    #[serde(skip)]
    pub paper: Vec<u8>,
}

fn day(at_ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(at_ms)
        .unwrap_or(DateTime::UNIX_EPOCH)
        .date_naive()
}

/// Lists what is past its term.
///
/// # Errors
/// Documents that are not published; a storage that failed.
pub(crate) fn plan(centre: &Centre, now_ms: i64) -> Result<Plan, CentreError> {
    let json = centre.document("retention")?;
    let classes =
        standard::retention(&json).map_err(|error| document_error("retention", &error))?;
    let today = day(now_ms);
    let mut due = Vec::new();
    for kind in KINDS {
        let settled = centre
            .database()
            .read(|rows| rows.settled_of_kind(kind.number()))?;
        for (subject, settled) in settled {
            let state = settled.state.as_deref();
            let state = state.and_then(|bytes| State::decode(kind, bytes).ok());
            let Some(class) = state.as_ref().and_then(class_of) else {
                continue;
            };
            let Some(class) = classes.iter().find(|known| known.id == class) else {
                continue;
            };
            let entries = entries_of(centre, &subject)?;
            let ended_on = entries.iter().map(time_of).max().map_or(today, day);
            let kept_until = ended_on.checked_add_months(Months::new(class.keep_months));
            if kept_until.is_some_and(|until| until < today) && entries.len() <= ENTRIES_MAX {
                due.push(of(centre, subject, &class.id, ended_on, entries)?);
            }
        }
    }
    due.extend(remains(centre)?);
    due.sort_by(|a, b| (&a.offices, &a.class, a.subject).cmp(&(&b.offices, &b.class, b.subject)));
    Ok(Plan {
        lines: classes.iter().map(|class| line(class, &due)).collect(),
        classes,
        due,
    })
}

fn line(class: &RetentionClass, due: &[Due]) -> ClassLine {
    let of = due.iter().filter(|due| due.class == class.id);
    let entries: usize = of.clone().map(|due| due.entries.len()).sum();
    ClassLine {
        class: class.id.clone(),
        title: class.title_ru.clone(),
        keep_months: class.keep_months,
        aggregates: count(of.count()),
        entries: count(entries),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What a desk wrote upon an aggregate that was destroyed already: it has no effect and no use.
fn remains(centre: &Centre) -> Result<Vec<Due>, CentreError> {
    let mut due = Vec::new();
    for subject in centre.database().destroyed()? {
        let entries = entries_of(centre, &subject)?;
        let class = match SubjectKind::from_number(subject.kind) {
            Some(SubjectKind::Appeal | SubjectKind::BookEntry) => "appeal",
            Some(SubjectKind::PartyContact) => "contact",
            Some(SubjectKind::Consent) => "consent",
            Some(SubjectKind::Incident) => "incident",
            _ => "consultation",
        };
        let last = entries.iter().filter(|one| one.entry.body.is_some());
        if let Some(at_ms) = last.map(time_of).max() {
            due.push(of(centre, subject, class, day(at_ms), entries)?);
        }
    }
    Ok(due)
}

fn entries_of(centre: &Centre, subject: &Subject) -> Result<Vec<OrderedEntry>, CentreError> {
    Ok(centre.database().read(|rows| {
        let head = rows.order_head()?.position;
        rows.entries_of(subject, head)
    })?)
}

fn time_of(ordered: &OrderedEntry) -> i64 {
    let header = &ordered.entry.header;
    header.server_time_ms.unwrap_or(header.wall_time_ms)
}

fn of(
    centre: &Centre,
    subject: Subject,
    class: &str,
    ended_on: NaiveDate,
    entries: Vec<OrderedEntry>,
) -> Result<Due, CentreError> {
    let told = centre.database().offices_of(&subject)?;
    let authors = entries.iter().map(|one| &one.entry.header.author.office);
    let offices = told.iter().chain(authors);
    Ok(Due {
        offices: offices
            .filter_map(|office| OfficeId::parse(office).ok())
            .filter(|office| office.as_str() != stoika_domain::destruction::CENTRE)
            .collect(),
        entries: entries
            .iter()
            .map(|one| (one.record.entry, one.record.header_hash))
            .collect(),
        class: class.to_owned(),
        subject,
        ended_on,
    })
}

/// Parts of an act: whole aggregates, as many as an entry can name.
fn parts(due: &[Due]) -> Vec<&[Due]> {
    let mut parts = Vec::new();
    let mut rest = due;
    while !rest.is_empty() {
        let mut entries = 0;
        let fits = rest.iter().take_while(|due| {
            entries += due.entries.len();
            entries <= ENTRIES_MAX
        });
        let (part, after) = rest.split_at(fits.count().max(1));
        parts.push(part);
        rest = after;
    }
    parts
}

fn ordered(part: &[Due], number: &str, on: NaiveDate, (nth, parts): (u32, u32)) -> Ordered {
    let mut classes = BTreeMap::new();
    let mut named: BTreeMap<ReplicaId, Vec<Named>> = BTreeMap::new();
    let mut offices = BTreeSet::new();
    for due in part {
        *classes.entry(due.class.clone()).or_insert(0) += 1;
        offices.extend(due.offices.iter().cloned());
        for (entry, hash) in &due.entries {
            named.entry(entry.replica).or_default().push(Named {
                seq: entry.seq,
                header_hash: Octets(hash.0),
            });
        }
    }
    Ordered {
        number: number.to_owned(),
        on,
        part: nth,
        parts,
        classes,
        offices,
        named: named
            .into_iter()
            .map(|(replica, mut entries)| {
                entries.sort_by_key(|one| one.seq);
                OfReplica {
                    replica: Octets(replica.0),
                    entries,
                }
            })
            .collect(),
    }
}

/// Destroys what is past its term by an act of `by`, and makes the paper of it.
///
/// # Errors
/// Nothing is past its term; nobody's name or number; a storage that failed.
pub(crate) fn destroy(
    centre: &Centre,
    ambient: &Ambient,
    number: &str,
    by: &str,
) -> Result<Done, CentreError> {
    let (number, by) = (number.trim(), by.trim());
    if number.is_empty() || by.is_empty() {
        return Err(CentreError::Asked(
            "--act-number and --by name the act and who answers for it".to_owned(),
        ));
    }
    let plan = plan(centre, ambient.now_ms())?;
    if plan.due.is_empty() {
        return Err(CentreError::Asked("nothing is past its term".to_owned()));
    }
    let on = day(ambient.now_ms());
    let mut desk = CentreDesk::open(centre, ambient)?;
    let parts = parts(&plan.due);
    let total = count(parts.len());
    let mut acts = Vec::new();
    for (nth, part) in (1..).zip(&parts) {
        let event = DestructionEvent::Ordered(ordered(part, number, on, (nth, total)));
        acts.push(desk.begin(by, SubjectKind::Destruction, &Event::Destruction(event))?);
    }
    let mut gone = Vec::new();
    for due in &plan.due {
        if is_gone(centre, due)? {
            gone.push(due);
        }
    }
    let entries = gone.iter().map(|due| due.entries.len()).sum();
    let mut done = Done {
        aggregates: count(gone.len()),
        entries: count(entries),
        left: count(plan.due.len() - gone.len()),
        parts: total,
        log_is_empty: centre.database().settle_log()?,
        paper: Vec::new(),
    };
    done.paper = paper(
        centre,
        ambient,
        &plan,
        &gone,
        &acts,
        &done,
        (number, by, on),
    )?;
    Ok(done)
}

fn is_gone(centre: &Centre, due: &Due) -> Result<bool, CentreError> {
    let named: BTreeSet<EntryRef> = due.entries.iter().map(|(entry, _)| *entry).collect();
    Ok(entries_of(centre, &due.subject)?
        .iter()
        .all(|one| one.entry.body.is_none() || !named.contains(&one.record.entry)))
}

fn row<const N: usize>(values: [(&str, String); N]) -> Row {
    let cells = values.into_iter();
    cells
        .map(|(name, value)| (name.to_owned(), Value::Text(value)))
        .collect()
}

/// The act on paper, with the extract of the journal: ids, dates and counts, no personal data.
fn paper(
    centre: &Centre,
    ambient: &Ambient,
    plan: &Plan,
    gone: &[&Due],
    acts: &[Subject],
    done: &Done,
    (number, by, on): (&str, &str, NaiveDate),
) -> Result<Vec<u8>, CentreError> {
    let failed = |error: &dyn std::error::Error| document_error(FORM, error);
    let mut templates = TemplateSet::default();
    templates.add(TEMPLATE).map_err(|error| failed(&error))?;
    let operator: Organisation = standard::organisation(&centre.document("organisation")?)
        .map_err(|error| document_error("organisation", &error))?;
    let title = |class: &str| {
        let known = plan.classes.iter().find(|known| known.id == class);
        known.map_or_else(|| class.to_owned(), |known| known.title_ru.clone())
    };
    let of_class = |class: &RetentionClass| {
        let of: Vec<&&Due> = gone.iter().filter(|due| due.class == class.id).collect();
        let entries: usize = of.iter().map(|due| due.entries.len()).sum();
        (!of.is_empty()).then(|| {
            row([
                ("title", class.title_ru.clone()),
                ("ground", class.ground_ru.clone()),
                ("term", format!("{} мес.", class.keep_months)),
                ("aggregates", of.len().to_string()),
                ("entries", entries.to_string()),
            ])
        })
    };
    let record_id = acts.first().map(|act| act.id.to_string());
    let head = centre.database().read(|rows| rows.order_head())?;
    let left = (done.left > 0).then(|| {
        row([(
            "text",
            format!(
                "{}: пока составлялся акт, о них пришли новые записи; они остались целыми",
                done.left
            ),
        )])
    });
    let model = FormModel::new()
        .text("operator", operator.name_ru)
        .text("operator_address", operator.address_ru)
        .text("number", number)
        .date("on", on)
        .text("record_id", record_id.unwrap_or_default())
        .text("by", by)
        .text(
            "method",
            "Содержание записей и случайные добавки к нему удалены без возможности восстановления у бэк-офиса; \
             рабочие места отделений удаляют их, как только получат этот акт. Заголовки записей и подписи \
             остались: по ним видно, что журнал цел. Копии базы, сделанные раньше, уничтожает тот, кто их хранит.",
        )
        .text("entries", done.entries.to_string())
        .text(
            "place",
            format!("позиция {}, отпечаток {}", head.position, head.hash),
        )
        .rows("classes", plan.classes.iter().filter_map(of_class).collect())
        .rows("left", left.into_iter().collect())
        .rows(
            "log",
            gone.iter()
                .map(|due| {
                    row([
                        ("class", title(&due.class)),
                        ("record", due.subject.id.to_string()),
                        ("ended", due.ended_on.format("%d.%m.%Y").to_string()),
                        ("entries", due.entries.len().to_string()),
                    ])
                })
                .collect(),
        );
    let meta = Meta {
        created_utc_ms: ambient.now_ms(),
        on,
    };
    render(&templates, FORM, &model, meta)
        .map(|rendered| rendered.pdf)
        .map_err(|error| failed(&error))
}

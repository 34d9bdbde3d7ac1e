//! Projections: the rows that screens read, from the state before and after. Pure; written in the
//! transaction of the entry; dropped and rebuilt at will.

mod record_line;

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use rusqlite::params;
use stoika_domain::appeal::{Appeal, AppealStatus};
use stoika_domain::body::State;
use stoika_domain::number::PaperNumber;
use stoika_domain::party_contact::{ContactKind, Knowledge, PartyContact, Verdict};
use stoika_domain::queue::{Shift, TicketNumber};
use stoika_domain::text;
use stoika_protocol::Subject;

use self::record_line::record_id;
use crate::change::Change;
use crate::error::Result;
use crate::numbering;
use crate::registry::Listed;
use crate::replica::Writing;
use crate::rules::Rules;
use crate::search::numbers::{self, NumberKind};
use crate::work::{self, WorkLine};

/// A change of a projection's rows for one aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowChange {
    /// The row of the list of appeals is so.
    PutAppeal(Box<AppealLine>),
    /// There is no such row.
    DropAppeal,
    /// The row of what was learnt is so.
    PutContact(ContactLine),
    /// There is no such row.
    DropContact,
    /// The row of the list of records is so.
    PutRecord(RecordLine),
    /// There is no such row.
    DropRecord,
    /// The row of the queue is so.
    PutQueue(QueueLine),
    /// There is no such row.
    DropQueue,
    /// The rows of what there is to do are these.
    PutWork(Vec<WorkLine>),
    /// The applicant's words, for the search: gone and new.
    Words {
        /// No longer.
        gone: BTreeSet<String>,
        /// From now on.
        new: BTreeSet<String>,
    },
    /// A number leads here no longer.
    DropNumber(NumberKind, String, String),
    /// A number leads here.
    PutNumber(NumberKind, String, String),
    /// A number on paper has been given: the series goes on after it.
    Counter(PaperNumber),
    /// The tenures are others now.
    Tenures,
    /// A screen shows something of this.
    Changed(Change),
}

/// A row of `appeal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppealLine {
    number: String,
    number_sort: String,
    status: i64,
    received_on: NaiveDate,
    target_on: Option<NaiveDate>,
    limit_on: Option<NaiveDate>,
    outer_on: Option<NaiveDate>,
    category: String,
    topic: String,
    applicant: String,
    party: Option<String>,
    account: Option<String>,
    executor: Option<(String, String)>,
    office: String,
    registered_at_ms: i64,
    waiting: bool,
    proposed: bool,
    channel: String,
}

/// A row of `contact`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContactLine {
    party: String,
    kind: &'static str,
    waiting: bool,
    learnt_at_ms: i64,
}

/// A row of `record`: what else was done with a client at a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordLine {
    kind: u16,
    party: Option<String>,
    number: Option<String>,
    due_on: Option<NaiveDate>,
    due_at: String,
    open: bool,
    executor: Option<String>,
    office: String,
    at_ms: i64,
}

/// A row of `queue`: a visit, a shift or a sign of the hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueueLine {
    kind: u16,
    office: String,
    day: NaiveDate,
    number: Option<TicketNumber>,
    party: Option<String>,
    at_ms: i64,
}

/// Sorts after every control date: an appeal without one.
pub(crate) const NO_DUE: i64 = i32::MAX as i64;

pub(crate) fn status_number(status: AppealStatus) -> i64 {
    match status {
        AppealStatus::Registered => 0,
        AppealStatus::Assigned => 1,
        AppealStatus::Answered => 2,
        AppealStatus::Closed => 3,
    }
}

pub(crate) fn day(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce())
}

pub(crate) fn date_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)
}

pub(crate) const fn contact_kind(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Phone => "phone",
        ContactKind::Email => "email",
        ContactKind::Notification => "notification",
    }
}

impl AppealLine {
    fn of(appeal: &Appeal, rules: &Rules) -> Self {
        let registered = &appeal.registered;
        let number = &registered.number;
        let term = rules.term(appeal);
        Self {
            number: number.to_string(),
            number_sort: format!(
                "{}/{}-{:09}",
                number.series(),
                number.year(),
                number.counter()
            ),
            status: status_number(appeal.status()),
            received_on: registered.received_on,
            target_on: term.as_ref().and_then(|term| term.target),
            // While it waits, only what does not stand still is a date to keep.
            limit_on: term.as_ref().and_then(|term| match term.waiting_since {
                Some(_) => term.goes_on_to,
                None => Some(term.limit),
            }),
            outer_on: term.as_ref().and_then(|term| term.outer),
            category: registered.category.to_string(),
            topic: registered.topic.to_string(),
            applicant: registered.applicant.display_name.clone(),
            party: registered.applicant.party_id.clone(),
            account: registered.applicant.account_number.clone(),
            executor: appeal
                .executor
                .as_ref()
                .map(|executor| (executor.user_id.clone(), executor.name.clone())),
            office: appeal.office_id.to_string(),
            registered_at_ms: appeal.registered_at_ms,
            waiting: appeal.is_waiting(),
            proposed: appeal.proposed.is_some(),
            channel: registered.channel.to_string(),
        }
    }

    /// What it is found and sorted by.
    fn listed(&self) -> Listed {
        let executor = self.executor.as_ref();
        Listed {
            status: self.status,
            waiting: self.waiting,
            proposed: self.proposed,
            received_on: day(self.received_on),
            limit_on: self.limit_on.map(day),
            due_sort: self.limit_on.map_or(NO_DUE, day),
            category: self.category.clone(),
            topic: self.topic.clone(),
            channel: self.channel.clone(),
            executor: executor.map(|(id, _)| id.clone()),
            executor_sort: executor.map_or_else(String::new, |(_, name)| text::normalise(name)),
            number_sort: self.number_sort.clone(),
            number_find: numbers::compact(&self.number),
            applicant_sort: text::normalise(&self.applicant),
        }
    }
}

impl QueueLine {
    fn of(state: &State) -> Option<Self> {
        let (office, day, number, at_ms) = match state {
            State::Visit(it) => (&it.office_id, it.day, Some(it.number), it.issued_at_ms),
            State::Shift(it) => (&it.office_id, it.day, None, began(it)),
            State::HallSign(it) => (&it.office_id, it.day, None, it.from_ms),
            State::Appeal(_)
            | State::PartyContact(_)
            | State::Consultation(_)
            | State::FollowUp(_)
            | State::Incident(_)
            | State::Consent(_)
            | State::Paper(_)
            | State::Audit(_)
            | State::Tenure(_)
            | State::QueueOrder(_)
            | State::Destruction(_)
            | State::BookEntry(_)
            | State::Survey(_)
            | State::DispatchList(_) => return None,
        };
        Some(Self {
            kind: state.subject_kind().number(),
            office: office.to_string(),
            day,
            number,
            party: state.party_id().map(ToOwned::to_owned),
            at_ms,
        })
    }
}

fn began(shift: &Shift) -> i64 {
    shift.periods.first().map_or(0, |period| period.from_ms)
}

impl ContactLine {
    fn of(contact: &PartyContact) -> Self {
        Self {
            party: contact.party_id.clone(),
            kind: contact_kind(contact.kind),
            waiting: contact.verdict == Verdict::Waiting,
            learnt_at_ms: contact.learnt_at_ms,
        }
    }
}

/// What changes in the projections when the state of an aggregate goes from `before` to `after`.
pub(crate) fn project(
    before: Option<&State>,
    after: Option<&State>,
    rules: &Rules,
) -> Vec<RowChange> {
    let mut changes = Vec::new();
    if before == after {
        return changes;
    }
    project_appeal(
        before.and_then(State::appeal),
        after.and_then(State::appeal),
        rules,
        &mut changes,
    );
    project_contact(
        before.and_then(State::party_contact),
        after.and_then(State::party_contact),
        &mut changes,
    );
    project_record(before, after, &mut changes);
    if let Some(lines) = work::changed(before, after, rules) {
        changes.push(RowChange::PutWork(lines));
    }
    project_queue(before, after, &mut changes);
    if let Some(State::Tenure(_)) = after.or(before) {
        changes.push(RowChange::Tenures);
    }
    changes
}

fn project_appeal(
    before: Option<&Appeal>,
    after: Option<&Appeal>,
    rules: &Rules,
    changes: &mut Vec<RowChange>,
) {
    if before.is_none() && after.is_none() {
        return;
    }
    for party in [before, after]
        .into_iter()
        .flatten()
        .filter_map(|appeal| appeal.registered.applicant.party_id.clone())
    {
        changes.push(RowChange::Changed(Change::Client(party)));
    }
    changes.push(RowChange::Changed(Change::Appeals));
    changes.push(match after {
        Some(appeal) => RowChange::PutAppeal(Box::new(AppealLine::of(appeal, rules))),
        None => RowChange::DropAppeal,
    });
    let words = |appeal: Option<&Appeal>| -> BTreeSet<String> {
        appeal.map_or_else(BTreeSet::new, |appeal| {
            text::normalise(&appeal.registered.applicant.display_name)
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        })
    };
    let (old, new) = (words(before), words(after));
    changes.push(RowChange::Words {
        gone: old.difference(&new).cloned().collect(),
        new: new.difference(&old).cloned().collect(),
    });
    let number =
        |appeal: Option<&Appeal>| appeal.map(|appeal| (appeal.registered.number, appeal.id));
    if number(before) != number(after) {
        if let Some((number, id)) = number(before) {
            for (kind, symbols) in numbers::of_paper(&number) {
                changes.push(RowChange::DropNumber(kind, symbols, id.to_string()));
            }
        }
        if let Some((number, id)) = number(after) {
            for (kind, symbols) in numbers::of_paper(&number) {
                changes.push(RowChange::PutNumber(kind, symbols, id.to_string()));
            }
            changes.push(RowChange::Counter(number));
        }
    }
}

fn project_queue(before: Option<&State>, after: Option<&State>, changes: &mut Vec<RowChange>) {
    let (old, new) = (
        before.and_then(QueueLine::of),
        after.and_then(QueueLine::of),
    );
    if old.is_none() && new.is_none() {
        return;
    }
    for party in [&old, &new]
        .into_iter()
        .flatten()
        .filter_map(|line| line.party.clone())
    {
        changes.push(RowChange::Changed(Change::Client(party)));
    }
    changes.push(RowChange::Changed(Change::Queue));
    if old != new {
        changes.push(new.map_or(RowChange::DropQueue, RowChange::PutQueue));
    }
}

/// Consultations, agreed steps, incidents, consents, papers, entries of the book, surveys and lists of clients
/// share one list.
fn project_record(before: Option<&State>, after: Option<&State>, changes: &mut Vec<RowChange>) {
    let (old, new) = (
        before.and_then(RecordLine::of),
        after.and_then(RecordLine::of),
    );
    let line = match (&old, new) {
        (None, None) => return,
        (_, Some(line)) => Some(line),
        (Some(_), None) => None,
    };
    let parties = [before, after].into_iter().flatten();
    for party in parties.filter_map(State::party_id) {
        changes.push(RowChange::Changed(Change::Client(party.to_owned())));
    }
    changes.push(RowChange::Changed(Change::Records));
    changes.push(line.map_or(RowChange::DropRecord, RowChange::PutRecord));
    // The target names the record as well: two of one client may have one number.
    let found = |state: Option<&State>| -> Vec<(String, String)> {
        let Some(state) = state else {
            return Vec::new();
        };
        let Some(id) = record_id(state) else {
            return Vec::new();
        };
        let target = format!("{id} {}", state.party_id().unwrap_or_default());
        let numbers = state.own_numbers().into_iter();
        numbers
            .map(|number| (numbers::compact(&number.to_string()), target.clone()))
            .collect()
    };
    let (was, now) = (found(before), found(after));
    for (symbols, target) in was.iter().filter(|row| !now.contains(row)).cloned() {
        changes.push(RowChange::DropNumber(NumberKind::Record, symbols, target));
    }
    for (symbols, target) in now.iter().filter(|row| !was.contains(row)).cloned() {
        changes.push(RowChange::PutNumber(NumberKind::Record, symbols, target));
    }
    let numbers = |state: Option<&State>| state.map_or_else(Vec::new, State::numbers);
    let known = numbers(before);
    for number in numbers(after) {
        if !known.contains(&number) {
            changes.push(RowChange::Counter(number));
        }
    }
}

fn project_contact(
    before: Option<&PartyContact>,
    after: Option<&PartyContact>,
    changes: &mut Vec<RowChange>,
) {
    for contact in [before, after].into_iter().flatten() {
        changes.push(RowChange::Changed(Change::Client(contact.party_id.clone())));
    }
    match (before, after) {
        (None, None) => {}
        (_, Some(contact)) => changes.push(RowChange::PutContact(ContactLine::of(contact))),
        (Some(_), None) => changes.push(RowChange::DropContact),
    }
    // The target names the act as well: two desks may have learnt one phone.
    let phones = |contact: Option<&PartyContact>| -> Vec<(NumberKind, String, String)> {
        let Some(contact) = contact else {
            return Vec::new();
        };
        match (&contact.knowledge, contact.kind, &contact.verdict) {
            (Knowledge::Learnt { value }, ContactKind::Phone, Verdict::Waiting) => {
                let target = format!("{} {}", contact.id, contact.party_id);
                numbers::of_phone(value, NumberKind::LearntPhone)
                    .into_iter()
                    .map(|(kind, symbols)| (kind, symbols, target.clone()))
                    .collect()
            }
            (
                Knowledge::Learnt { .. } | Knowledge::Confirmed { .. },
                ContactKind::Phone | ContactKind::Email | ContactKind::Notification,
                Verdict::Waiting | Verdict::Accepted | Verdict::Rejected { .. },
            ) => Vec::new(),
        }
    };
    let (old, new) = (phones(before), phones(after));
    for (kind, symbols, target) in old.iter().filter(|row| !new.contains(row)).cloned() {
        changes.push(RowChange::DropNumber(kind, symbols, target));
    }
    for (kind, symbols, target) in new.iter().filter(|row| !old.contains(row)).cloned() {
        changes.push(RowChange::PutNumber(kind, symbols, target));
    }
}

/// Writes a change of an aggregate's rows.
pub(crate) fn apply(
    writing: &Writing<'_>,
    aggregate: i64,
    subject: &Subject,
    change: RowChange,
) -> Result<()> {
    let tx = &writing.tx;
    match change {
        RowChange::PutAppeal(line) => {
            put_appeal(writing, aggregate, &line)?;
            writing.changed(Change::Appeal(subject.id));
        }
        RowChange::DropAppeal => {
            tx.prepare_cached("DELETE FROM appeal WHERE aggregate = ?1")?
                .execute([aggregate])?;
            writing.relisted.borrow_mut().insert(aggregate, None);
            writing.changed(Change::Appeal(subject.id));
        }
        RowChange::PutContact(line) => {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO contact (aggregate, party, kind, waiting, learnt_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![aggregate, line.party, line.kind, line.waiting, line.learnt_at_ms])?;
        }
        RowChange::DropContact => {
            tx.prepare_cached("DELETE FROM contact WHERE aggregate = ?1")?
                .execute([aggregate])?;
        }
        RowChange::PutRecord(line) => {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO record (aggregate, kind, party, number, due_on, due_at, open, executor, office, at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                aggregate,
                line.kind,
                line.party,
                line.number,
                line.due_on.map(day),
                line.due_at,
                line.open,
                line.executor,
                line.office,
                line.at_ms,
            ])?;
        }
        RowChange::DropRecord => {
            tx.prepare_cached("DELETE FROM record WHERE aggregate = ?1")?
                .execute([aggregate])?;
        }
        RowChange::PutQueue(line) => {
            let number = line.number;
            tx.prepare_cached(
                "INSERT OR REPLACE INTO queue (aggregate, kind, office, day, letter, number, party, at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                aggregate,
                line.kind,
                line.office,
                day(line.day),
                number.map(|number| number.letter().to_string()),
                number.map(TicketNumber::number),
                line.party,
                line.at_ms,
            ])?;
        }
        RowChange::DropQueue => {
            tx.prepare_cached("DELETE FROM queue WHERE aggregate = ?1")?
                .execute([aggregate])?;
        }
        RowChange::PutWork(lines) => work::put(writing, aggregate, &lines)?,
        RowChange::Words { gone, new } => {
            for word in gone {
                tx.prepare_cached("DELETE FROM search_applicant WHERE word = ?1 AND appeal = ?2")?
                    .execute(params![word, aggregate])?;
            }
            for word in new {
                tx.prepare_cached(
                    "INSERT OR IGNORE INTO search_applicant (word, appeal) VALUES (?1, ?2)",
                )?
                .execute(params![word, aggregate])?;
            }
        }
        RowChange::DropNumber(kind, symbols, target) => {
            numbers::drop_number(tx, kind, &symbols, &target)?;
        }
        RowChange::PutNumber(kind, symbols, target) => {
            numbers::put_number(tx, kind, &symbols, &target)?;
        }
        RowChange::Counter(number) => {
            numbering::raise_counter(writing, &number)?;
            numbering::list_twin(writing, aggregate, &number)?;
        }
        RowChange::Tenures => {
            writing.tenures_moved.set(true);
            writing.changed(Change::Link);
        }
        RowChange::Changed(change) => writing.changed(change),
    }
    Ok(())
}

fn put_appeal(writing: &Writing<'_>, aggregate: i64, line: &AppealLine) -> Result<()> {
    let executor = line.executor.as_ref();
    let listed = line.listed();
    writing
        .tx
        .prepare_cached(
            "INSERT OR REPLACE INTO appeal (aggregate, number, number_sort, number_find, status, received_on, target_on, limit_on,
               outer_on, due_sort, category, topic, applicant, applicant_sort, party, account, executor, executor_name,
               executor_sort, office, registered_at_ms, waiting, proposed, channel)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)",
        )?
        .execute(params![
            aggregate,
            line.number,
            listed.number_sort,
            listed.number_find,
            listed.status,
            listed.received_on,
            line.target_on.map(day),
            listed.limit_on,
            line.outer_on.map(day),
            listed.due_sort,
            listed.category,
            listed.topic,
            line.applicant,
            listed.applicant_sort,
            line.party,
            line.account,
            listed.executor,
            executor.map(|(_, name)| name),
            listed.executor_sort,
            line.office,
            line.registered_at_ms,
            listed.waiting,
            listed.proposed,
            listed.channel,
        ])?;
    writing
        .relisted
        .borrow_mut()
        .insert(aggregate, Some(listed));
    Ok(())
}

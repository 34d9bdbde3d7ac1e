//! Реестр in memory: of each row of the list of appeals what its views, filters and orders ask for. A page of a
//! hundred thousand is found without deciphering a hundred thousand rows; what it shows is read from the disk.
//!
//! Read once, at the first look; from then on every commit brings its rows here before the writer is free again.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::{PoisonError, RwLock};

use rusqlite::{Connection, Row};
use stoika_domain::text;

use crate::error::{Result, StoreError};
use crate::project::day;
use crate::read::appeals::{
    AppealCounts, AppealFilter, AppealSort, AppealView, AppealsAsked, PageKey,
};
use crate::search::numbers;

/// What a row is found and sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub status: i64,
    pub waiting: bool,
    pub proposed: bool,
    pub received_on: i64,
    pub limit_on: Option<i64>,
    pub due_sort: i64,
    pub category: String,
    pub topic: String,
    pub channel: String,
    pub executor: Option<String>,
    pub executor_sort: String,
    pub number_sort: String,
    pub number_find: String,
    pub applicant_sort: String,
}

/// Rows of a commit by the number of their aggregate; `None`: there is no such row any more.
pub(crate) type Relisted = BTreeMap<i64, Option<Listed>>;

/// The list, once somebody has looked at it.
#[derive(Debug, Default)]
pub(crate) struct Registry(RwLock<Option<Lists>>);

/// The number of a text that many rows share.
type Word = u32;

/// No text: an appeal that nobody has been given.
const NOBODY: Word = 0;

#[derive(Debug)]
struct Line {
    aggregate: i64,
    status: i64,
    waiting: bool,
    proposed: bool,
    received_on: i64,
    limit_on: Option<i64>,
    due_sort: i64,
    category: Word,
    topic: Word,
    channel: Word,
    executor: Word,
    executor_sort: Word,
    number_sort: Box<str>,
    number_find: Box<str>,
    applicant_sort: Box<str>,
}

/// Texts that many rows share, each once.
#[derive(Debug)]
struct Words {
    numbers: HashMap<String, Word>,
    texts: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Lists {
    /// By slot; that of a row that is gone stands empty until another one takes it.
    lines: Vec<Option<Line>>,
    free: Vec<u32>,
    slots: HashMap<i64, u32>,
    words: Words,
    /// Slots in the order of each sort.
    orders: [Vec<u32>; SORTS.len()],
}

const SORTS: [AppealSort; 4] = [
    AppealSort::Due,
    AppealSort::Number,
    AppealSort::Applicant,
    AppealSort::Executor,
];

/// What a page of the list holds: numbers of aggregates.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    pub aggregates: Vec<i64>,
    pub next: Option<PageKey>,
    pub total: u64,
}

/// A value that a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Day(i64),
    Text(&'a str),
}

impl Words {
    fn new() -> Self {
        Self {
            numbers: HashMap::from([(String::new(), NOBODY)]),
            texts: vec![String::new()],
        }
    }

    fn number(&mut self, text: &str) -> Word {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = Word::try_from(self.texts.len()).unwrap_or(Word::MAX);
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The number of a text that a row may have; `None` when none has it.
    fn known(&self, text: &str) -> Option<Word> {
        self.numbers.get(text).copied()
    }

    fn text(&self, number: Word) -> &str {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        self.texts.get(at).map_or("", String::as_str)
    }
}

impl Registry {
    /// Looks at the list; `read` reads it when nobody has looked yet.
    pub fn look<T>(
        &self,
        read: impl FnOnce() -> Result<Lists>,
        look: impl FnOnce(&Lists) -> Result<T>,
    ) -> Result<T> {
        {
            let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(lists) = held.as_ref() {
                return look(lists);
            }
        }
        // While it is read the writer waits with what it has committed meanwhile.
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let lists = match held.take() {
            Some(lists) => lists,
            None => read()?,
        };
        look(held.insert(lists))
    }

    /// A commit has left these rows so.
    pub fn follow(&self, relisted: Relisted) {
        if relisted.is_empty() {
            return;
        }
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Taken out: should this fall, the list is read anew.
        if let Some(mut lists) = held.take() {
            lists.follow(relisted);
            *held = Some(lists);
        }
    }

    /// The list is read anew at the next look.
    pub fn forget(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<(i64, Listed)> {
    let listed = Listed {
        status: row.get(1)?,
        waiting: row.get(2)?,
        proposed: row.get(3)?,
        received_on: row.get(4)?,
        limit_on: row.get(5)?,
        due_sort: row.get(6)?,
        category: row.get(7)?,
        topic: row.get(8)?,
        channel: row.get(9)?,
        executor: row.get(10)?,
        executor_sort: row.get(11)?,
        number_sort: row.get(12)?,
        number_find: row.get(13)?,
        applicant_sort: row.get(14)?,
    };
    Ok((row.get(0)?, listed))
}

impl Lists {
    /// Reads all of it.
    pub fn read(conn: &Connection) -> Result<Self> {
        let mut lists = Self {
            lines: Vec::new(),
            free: Vec::new(),
            slots: HashMap::new(),
            words: Words::new(),
            orders: Default::default(),
        };
        let mut statement = conn.prepare_cached(
            "SELECT aggregate, status, waiting, proposed, received_on, limit_on, due_sort, category, topic, channel,
               executor, executor_sort, number_sort, number_find, applicant_sort FROM appeal",
        )?;
        for row in statement.query_map([], read_row)? {
            let (aggregate, listed) = row?;
            lists.put(aggregate, listed);
        }
        for sort in SORTS {
            let mut order: Vec<u32> = lists.slots.values().copied().collect();
            order.sort_unstable_by(|one, other| lists.compare(sort, *one, *other));
            lists.orders[sort as usize] = order;
        }
        Ok(lists)
    }

    fn put(&mut self, aggregate: i64, listed: Listed) -> u32 {
        let line = Line {
            aggregate,
            status: listed.status,
            waiting: listed.waiting,
            proposed: listed.proposed,
            received_on: listed.received_on,
            limit_on: listed.limit_on,
            due_sort: listed.due_sort,
            category: self.words.number(&listed.category),
            topic: self.words.number(&listed.topic),
            channel: self.words.number(&listed.channel),
            executor: listed
                .executor
                .map_or(NOBODY, |executor| self.words.number(&executor)),
            executor_sort: self.words.number(&listed.executor_sort),
            number_sort: listed.number_sort.into(),
            number_find: listed.number_find.into(),
            applicant_sort: listed.applicant_sort.into(),
        };
        let held = self.slots.get(&aggregate).copied();
        let slot = match held.or_else(|| self.free.pop()) {
            Some(slot) => slot,
            None => {
                self.lines.push(None);
                u32::try_from(self.lines.len() - 1).unwrap_or(u32::MAX)
            }
        };
        if let Some(place) = self.lines.get_mut(index(slot)) {
            *place = Some(line);
        }
        self.slots.insert(aggregate, slot);
        slot
    }

    fn line(&self, slot: u32) -> Option<&Line> {
        self.lines.get(index(slot))?.as_ref()
    }

    fn key<'a>(&'a self, sort: AppealSort, line: &'a Line) -> Key<'a> {
        match sort {
            AppealSort::Due => Key::Day(line.due_sort),
            AppealSort::Number => Key::Text(&line.number_sort),
            AppealSort::Applicant => Key::Text(&line.applicant_sort),
            AppealSort::Executor => Key::Text(self.words.text(line.executor_sort)),
        }
    }

    fn compare(&self, sort: AppealSort, one: u32, other: u32) -> Ordering {
        match (self.line(one), self.line(other)) {
            (Some(one), Some(other)) => {
                let place = |line| self.key(sort, line);
                (place(one), one.aggregate).cmp(&(place(other), other.aggregate))
            }
            (one, other) => one.is_some().cmp(&other.is_some()),
        }
    }

    /// A commit has left these rows so. In each order those that moved are taken out and put where they belong.
    fn follow(&mut self, relisted: Relisted) {
        let mut moved: [Vec<u32>; SORTS.len()] = Default::default();
        let mut gone = Vec::new();
        for (aggregate, listed) in relisted {
            let held = self.slots.get(&aggregate).copied();
            match (held, listed) {
                (None, None) => {}
                (Some(slot), None) => gone.push((aggregate, slot)),
                (held, Some(listed)) => {
                    let stays = SORTS.map(|sort| {
                        held.and_then(|slot| self.line(slot))
                            .is_some_and(|line| self.key(sort, line) == listed.key(sort))
                    });
                    let slot = self.put(aggregate, listed);
                    for (moved, stays) in moved.iter_mut().zip(stays) {
                        if !stays {
                            moved.push(slot);
                        }
                    }
                }
            }
        }
        for sort in SORTS {
            let mut new = std::mem::take(&mut moved[sort as usize]);
            let mut order = std::mem::take(&mut self.orders[sort as usize]);
            if !new.is_empty() || !gone.is_empty() {
                let mut out = vec![false; self.lines.len()];
                for slot in gone.iter().map(|(_, slot)| slot).chain(&new) {
                    if let Some(out) = out.get_mut(index(*slot)) {
                        *out = true;
                    }
                }
                order.retain(|slot| !out.get(index(*slot)).copied().unwrap_or(true));
            }
            new.sort_unstable_by(|one, other| self.compare(sort, *one, *other));
            self.orders[sort as usize] = self.merged(sort, order, &new);
        }
        for (aggregate, slot) in gone {
            self.slots.remove(&aggregate);
            if let Some(line) = self.lines.get_mut(index(slot)) {
                *line = None;
            }
            self.free.push(slot);
        }
    }

    fn merged(&self, sort: AppealSort, order: Vec<u32>, new: &[u32]) -> Vec<u32> {
        if new.is_empty() {
            return order;
        }
        let mut out = Vec::with_capacity(order.len() + new.len());
        let mut rest = order.as_slice();
        for slot in new {
            let before =
                rest.partition_point(|held| self.compare(sort, *held, *slot) == Ordering::Less);
            let (passed, after) = rest.split_at(before);
            out.extend_from_slice(passed);
            out.push(*slot);
            rest = after;
        }
        out.extend_from_slice(rest);
        out
    }

    /// A page: its rows in their order, and how many there are of the view with this text.
    ///
    /// # Errors
    /// [`StoreError::Missing`] for a page key that this sort did not give.
    pub fn page(&self, asked: &AppealsAsked) -> Result<Slice> {
        let after = asked
            .after
            .as_ref()
            .map(|key| read_key(asked.sort, key))
            .transpose()?;
        let mut slice = Slice {
            aggregates: Vec::new(),
            next: None,
            total: 0,
        };
        let Some(wanted) = Wanted::of(asked, &self.words) else {
            return Ok(slice);
        };
        let order = &self.orders[asked.sort as usize];
        let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
        let mut look = |slot: &u32| {
            let Some(line) = self.line(*slot).filter(|line| wanted.fits(line)) else {
                return;
            };
            slice.total += 1;
            let place = (self.key(asked.sort, line), line.aggregate);
            let is_after = after.is_none_or(|after| {
                if asked.descending {
                    place < after
                } else {
                    place > after
                }
            });
            if is_after && slice.aggregates.len() < limit {
                slice.aggregates.push(line.aggregate);
                slice.next = Some(write_key(place));
            }
        };
        if asked.descending {
            order.iter().rev().for_each(&mut look);
        } else {
            order.iter().for_each(&mut look);
        }
        if slice.aggregates.len() < limit {
            slice.next = None;
        }
        Ok(slice)
    }

    /// How many appeals each view holds for this user.
    pub fn counts(&self, user: &str, today: i64) -> AppealCounts {
        let mine = self.words.known(user).filter(|user| *user != NOBODY);
        let mut counts = AppealCounts::default();
        for line in self.lines.iter().flatten() {
            let views = [
                (View::Open, &mut counts.open),
                (View::Mine(mine), &mut counts.mine),
                (View::Overdue(today), &mut counts.overdue),
                (View::Today(today), &mut counts.today),
                (View::Waiting, &mut counts.waiting),
                (View::Proposed, &mut counts.proposed),
                (View::Closed, &mut counts.closed),
            ];
            for (view, count) in views {
                *count += u64::from(view.holds(line));
            }
        }
        counts
    }
}

impl Listed {
    fn key(&self, sort: AppealSort) -> Key<'_> {
        match sort {
            AppealSort::Due => Key::Day(self.due_sort),
            AppealSort::Number => Key::Text(&self.number_sort),
            AppealSort::Applicant => Key::Text(&self.applicant_sort),
            AppealSort::Executor => Key::Text(&self.executor_sort),
        }
    }
}

fn index(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

fn read_key(sort: AppealSort, key: &PageKey) -> Result<(Key<'_>, i64)> {
    let bad = || StoreError::Missing("page of the list");
    let (value, aggregate) = key.0.rsplit_once('\u{1}').ok_or_else(bad)?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| bad());
    let value = match sort {
        AppealSort::Due => Key::Day(number(value)?),
        AppealSort::Number | AppealSort::Applicant | AppealSort::Executor => Key::Text(value),
    };
    Ok((value, number(aggregate)?))
}

fn write_key((value, aggregate): (Key<'_>, i64)) -> PageKey {
    PageKey(match value {
        Key::Day(day) => format!("{day}\u{1}{aggregate}"),
        Key::Text(text) => format!("{text}\u{1}{aggregate}"),
    })
}

/// A view with what it compares.
#[derive(Clone, Copy)]
enum View {
    Open,
    Mine(Option<Word>),
    Overdue(i64),
    Today(i64),
    Waiting,
    Proposed,
    Closed,
}

impl View {
    fn of(view: &AppealView, today: i64, words: &Words) -> Self {
        match view {
            AppealView::Open => Self::Open,
            AppealView::Mine(user) => Self::Mine(words.known(user).filter(|user| *user != NOBODY)),
            AppealView::Overdue => Self::Overdue(today),
            AppealView::Today => Self::Today(today),
            AppealView::Waiting => Self::Waiting,
            AppealView::Proposed => Self::Proposed,
            AppealView::Closed => Self::Closed,
        }
    }

    fn holds(self, line: &Line) -> bool {
        let is_in_work = line.status < 2;
        match self {
            Self::Open => line.status < 3,
            Self::Mine(user) => line.status < 3 && user == Some(line.executor),
            Self::Overdue(today) => is_in_work && line.limit_on.is_some_and(|on| on < today),
            Self::Today(today) => is_in_work && line.limit_on == Some(today),
            Self::Waiting => is_in_work && line.waiting,
            Self::Proposed => is_in_work && line.proposed,
            Self::Closed => line.status == 3,
        }
    }
}

/// What is asked for, ready to be compared.
struct Wanted {
    view: View,
    category: Option<Word>,
    topic: Option<Word>,
    channel: Option<Word>,
    executor: Option<Word>,
    received_from: i64,
    received_to: i64,
    text: String,
    symbols: String,
    topics: Vec<Word>,
}

impl Wanted {
    /// `None` when no row can be so.
    fn of(asked: &AppealsAsked, words: &Words) -> Option<Self> {
        let AppealFilter {
            category,
            topic,
            channel,
            executor,
            received_from,
            received_to,
        } = &asked.filter;
        let word = |text: &str| match text {
            "" => Some(None),
            text => words.known(text).map(Some),
        };
        let executor = match executor.as_str() {
            "-" => Some(NOBODY),
            executor => word(executor)?,
        };
        let topics = asked.topics.iter();
        Some(Self {
            view: View::of(&asked.view, day(asked.today), words),
            category: word(category)?,
            topic: word(topic)?,
            channel: word(channel)?,
            executor,
            received_from: received_from.map_or(i64::MIN, day),
            received_to: received_to.map_or(i64::MAX, day),
            text: text::normalise(&asked.text),
            symbols: numbers::compact(&asked.text),
            topics: topics.filter_map(|topic| words.known(topic)).collect(),
        })
    }

    fn fits(&self, line: &Line) -> bool {
        let is = |wanted: Option<Word>, held: Word| wanted.is_none_or(|wanted| wanted == held);
        self.view.holds(line)
            && is(self.category, line.category)
            && is(self.topic, line.topic)
            && is(self.channel, line.channel)
            && is(self.executor, line.executor)
            && (self.received_from..=self.received_to).contains(&line.received_on)
            && (self.text.is_empty()
                || line.applicant_sort.contains(&self.text)
                || (!self.symbols.is_empty() && line.number_find.contains(&self.symbols))
                || self.topics.contains(&line.topic))
    }
}

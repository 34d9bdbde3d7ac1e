//! Folding: settled entries by the authority's order and verdicts, then the unsettled tail by the
//! desk's own. Touched aggregates are gathered for the length of a transaction, folded once and projected once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};
use stoika_domain::body::{State, SubjectKind};
use stoika_protocol::{ActId, Entry, EntryRef, ReplicaId, Subject, Verdict};
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::fold::fold;
use crate::journal::{self, TAIL_ORDER, signed, unsigned, verdict_number};
use crate::replica::Writing;
use crate::{branch, discrepancy, project};

/// What must be folded again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Again {
    #[default]
    Nothing,
    /// The tail, over the settled state.
    Tail,
    /// Everything: an entry got a place before settled ones.
    All,
}

/// An aggregate under work.
#[derive(Debug)]
struct Work {
    subject: Subject,
    /// As it was projected.
    before: Option<State>,
    state: Option<State>,
    /// The state before the tail; only while there is a tail.
    settled: Option<State>,
    settled_position: u64,
    tail: u64,
    in_scope: bool,
    last_entry: Option<i64>,
    again: Again,
    /// Own entries of the tail that the last fold judged otherwise than they were shown, or whose place
    /// in the hub's order leaves them with no effect.
    turned: Vec<Turned>,
}

/// An own entry of the tail, judged again.
#[derive(Clone, Copy, Debug)]
struct Turned {
    entry: i64,
    told: Verdict,
    verdict: Verdict,
}

/// The aggregates that a transaction has touched.
#[derive(Debug, Default)]
pub(crate) struct Folding {
    // In order, so that the same transaction writes the same rows.
    work: BTreeMap<i64, Work>,
    ids: HashMap<Subject, i64>,
}

/// Judges an entry of the tail.
fn judge(state: &mut Option<State>, entry: &Entry) -> Verdict {
    match fold(state.clone(), entry) {
        Ok(next) => {
            *state = Some(next);
            Verdict::Effective
        }
        Err(reason) => Verdict::Void(reason.number()),
    }
}

/// Obeys the authority's verdict. An effective entry that this program cannot apply (a newer
/// one wrote it) leaves the state as it was.
fn obey(state: &mut Option<State>, entry: &Entry, verdict: Verdict) {
    match verdict {
        Verdict::Effective => {
            if let Ok(next) = fold(state.clone(), entry) {
                *state = Some(next);
            }
        }
        Verdict::Void(_) => {}
    }
}

/// The state of an aggregate as it stands, with its tail.
pub(crate) fn state(conn: &Connection, subject: Subject) -> Result<Option<State>> {
    let bytes: Option<Option<Vec<u8>>> = conn
        .prepare_cached(
            "SELECT state FROM aggregate WHERE kind = ?1 AND subject = ?2 AND in_scope",
        )?
        .query_row(params![subject.kind, subject.id.0.as_bytes()], |row| {
            row.get(0)
        })
        .optional()?;
    read_state(subject.kind, bytes.flatten().as_deref())
}

/// The state of an aggregate by its number here.
pub(crate) fn state_of(conn: &Connection, aggregate: i64) -> Result<Option<State>> {
    let (kind, bytes): (u16, Option<Vec<u8>>) = conn
        .prepare_cached("SELECT kind, state FROM aggregate WHERE id = ?1")?
        .query_row([aggregate], |row| Ok((row.get(0)?, row.get(1)?)))?;
    read_state(kind, bytes.as_deref())
}

/// All states in scope, by kind and id.
pub(crate) fn states(conn: &Connection) -> Result<Vec<(Subject, State)>> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, subject, state FROM aggregate WHERE in_scope AND state IS NOT NULL ORDER BY kind, subject",
    )?;
    let rows = statement.query_map([], |row| {
        let subject = Subject {
            kind: row.get(0)?,
            id: ActId(Uuid::from_bytes(journal::array(row, 1)?)),
        };
        Ok((subject, row.get::<_, Vec<u8>>(2)?))
    })?;
    let mut states = Vec::new();
    for row in rows {
        let (subject, bytes) = row?;
        if let Some(state) = read_state(subject.kind, Some(&bytes))? {
            states.push((subject, state));
        }
    }
    Ok(states)
}

/// Number of an aggregate here.
pub(crate) fn find(conn: &Connection, subject: Subject) -> Result<Option<i64>> {
    Ok(conn
        .prepare_cached("SELECT id FROM aggregate WHERE kind = ?1 AND subject = ?2")?
        .query_row(params![subject.kind, subject.id.0.as_bytes()], |row| {
            row.get(0)
        })
        .optional()?)
}

pub(crate) fn read_state(kind: u16, bytes: Option<&[u8]>) -> Result<Option<State>> {
    let (Some(kind), Some(bytes)) = (SubjectKind::from_number(kind), bytes) else {
        return Ok(None);
    };
    State::decode(kind, bytes)
        .map(Some)
        .map_err(|_| StoreError::Unreadable("state"))
}

fn ids(conn: &Connection, sql: &str) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Folding {
    /// The number of a subject's aggregate, made when it is new here.
    pub fn aggregate(&mut self, conn: &Connection, subject: Subject) -> Result<i64> {
        if let Some(id) = self.ids.get(&subject) {
            return Ok(*id);
        }
        let id = match find(conn, subject)? {
            Some(id) => id,
            None => {
                let id = conn
                    .prepare_cached("INSERT INTO aggregate (kind, subject) VALUES (?1, ?2)")?
                    .insert(params![subject.kind, subject.id.0.as_bytes()])?;
                self.work.insert(id, Work::fresh(subject));
                id
            }
        };
        self.ids.insert(subject, id);
        Ok(id)
    }

    fn work(&mut self, conn: &Connection, id: i64) -> Result<&mut Work> {
        match self.work.entry(id) {
            std::collections::btree_map::Entry::Occupied(held) => Ok(held.into_mut()),
            std::collections::btree_map::Entry::Vacant(free) => {
                Ok(free.insert(Work::read(conn, id)?))
            }
        }
    }

    /// The last entry of the aggregate that is seen here: the base of the next one.
    pub fn base(&mut self, conn: &Connection, aggregate: i64) -> Result<Option<EntryRef>> {
        let Some(last) = self.work(conn, aggregate)?.last_entry else {
            return Ok(None);
        };
        Ok(conn
            .prepare_cached(
                "SELECT r.name, e.seq FROM entry e JOIN replica r ON r.id = e.replica WHERE e.id = ?1",
            )?
            .query_row([last], |row| {
                Ok(EntryRef {
                    replica: ReplicaId(journal::array(row, 0)?),
                    seq: unsigned(row.get(1)?),
                })
            })
            .optional()?)
    }

    /// Judges a new entry at the end of the tail.
    pub fn judge(&mut self, conn: &Connection, aggregate: i64, entry: &Entry) -> Result<Verdict> {
        let work = self.work(conn, aggregate)?;
        if work.tail == 0 {
            work.settled = work.state.clone();
        }
        work.tail += 1;
        Ok(judge(&mut work.state, entry))
    }

    /// The entry that stands last in the aggregate now.
    pub fn set_last(&mut self, conn: &Connection, aggregate: i64, entry: i64) -> Result<()> {
        self.work(conn, aggregate)?.last_entry = Some(entry);
        Ok(())
    }

    /// An entry that was not here got its place.
    pub fn settle_new(
        &mut self,
        conn: &Connection,
        aggregate: i64,
        entry: (i64, &Entry),
        position: u64,
        verdict: Verdict,
    ) -> Result<()> {
        let work = self.work(conn, aggregate)?;
        if position <= work.settled_position || work.again == Again::All {
            work.again = Again::All;
            return Ok(());
        }
        work.settled_position = position;
        if work.tail == 0 && work.again == Again::Nothing {
            obey(&mut work.state, entry.1, verdict);
            work.last_entry = Some(entry.0);
        } else {
            obey(&mut work.settled, entry.1, verdict);
            work.again = Again::Tail;
        }
        Ok(())
    }

    /// An entry of the tail got its place. `as_told`: the verdict is the provisional one.
    pub fn settle_tail(
        &mut self,
        conn: &Connection,
        aggregate: i64,
        entry: i64,
        position: u64,
        verdict: Verdict,
        as_told: bool,
    ) -> Result<()> {
        let work = self.work(conn, aggregate)?;
        if position <= work.settled_position || work.again == Again::All || work.tail == 0 {
            work.again = Again::All;
            return Ok(());
        }
        work.settled_position = position;
        work.tail -= 1;
        if work.tail == 0 && work.again == Again::Nothing && as_told {
            // The tail was this entry alone and it is as it was shown: the state stands.
            work.settled = None;
            return Ok(());
        }
        obey(
            &mut work.settled,
            &journal::entry(conn, entry)?.entry,
            verdict,
        );
        work.again = Again::Tail;
        Ok(())
    }

    /// An entry came into the tail, or got another place there.
    pub fn tail_changed(&mut self, conn: &Connection, aggregate: i64) -> Result<()> {
        let work = self.work(conn, aggregate)?;
        if work.tail == 0 && work.again == Again::Nothing {
            work.settled = work.state.clone();
        }
        work.again = work.again.max(Again::Tail);
        Ok(())
    }

    /// Whether entries with no place stand after those that have one.
    pub fn has_tail(&mut self, conn: &Connection, aggregate: i64) -> Result<bool> {
        let work = self.work(conn, aggregate)?;
        Ok(work.tail > 0 || work.again != Again::Nothing)
    }

    /// Everything of the aggregate is folded again at the end of the transaction.
    pub fn fold_again(&mut self, conn: &Connection, aggregate: i64) -> Result<()> {
        self.work(conn, aggregate)?.again = Again::All;
        Ok(())
    }

    /// The aggregate has come into the scope, or has left it.
    pub fn set_scope(&mut self, conn: &Connection, aggregate: i64, in_scope: bool) -> Result<()> {
        let work = self.work(conn, aggregate)?;
        work.in_scope = in_scope;
        work.again = Again::All;
        Ok(())
    }

    /// Folds everything from the journal and writes every projection, which the caller has emptied.
    pub fn rebuild(&mut self, conn: &Connection) -> Result<()> {
        for id in ids(conn, "SELECT id FROM aggregate")? {
            let work = self.work(conn, id)?;
            work.before = None;
            work.again = Again::All;
        }
        Ok(())
    }

    /// Folds everything again: nothing has its place any more.
    pub fn rewind(&mut self, conn: &Connection) -> Result<()> {
        for id in ids(conn, "SELECT id FROM aggregate")? {
            self.fold_again(conn, id)?;
        }
        Ok(())
    }

    /// The aggregates that the transaction has touched so far.
    pub fn touched(&self) -> BTreeSet<i64> {
        self.work.keys().copied().collect()
    }

    /// Writes the projections of appeals anew, for the rules of their dates have changed: of all, or of those that days
    /// from `from` on may move. One that is over, with all of its dates before, stays as it is.
    pub fn project_appeals(&mut self, conn: &Connection, from: Option<NaiveDate>) -> Result<()> {
        let ids: Vec<i64> = conn
            .prepare_cached(
                "SELECT aggregate FROM appeal WHERE ?1 IS NULL OR status < 2 OR waiting = 1 OR limit_on IS NULL
                   OR max(limit_on, received_on, coalesce(target_on, 0), coalesce(outer_on, 0)) >= ?1",
            )?
            .query_map([from.map(project::day)], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for id in ids {
            self.work(conn, id)?.before = None;
        }
        Ok(())
    }

    /// Folds what must be, writes the aggregates and their projections.
    pub fn settle(writing: &Writing<'_>) -> Result<()> {
        let folding = std::mem::take(&mut *writing.folding.borrow_mut());
        let rules = writing.rules();
        for (id, mut work) in folding.work {
            work.fold_again(&writing.tx, id)?;
            work.write(&writing.tx, id)?;
            if let Some(at_ms) = writing.branch_at_ms.get() {
                list_turned(writing, &work.turned, at_ms)?;
            }
            let after = work.state.as_ref().filter(|_| work.in_scope);
            for change in project::project(work.before.as_ref(), after, &rules) {
                project::apply(writing, id, &work.subject, change)?;
            }
        }
        Ok(())
    }
}

/// By the order of the office own entries came out otherwise than they were shown. Those with an
/// effect again are told of only when they were listed without one.
fn list_turned(writing: &Writing<'_>, turned: &[Turned], at_ms: i64) -> Result<()> {
    for turned in turned {
        match turned.verdict {
            Verdict::Void(_) => {
                let told = Some(turned.told);
                discrepancy::of_entry(writing, turned.entry, true, told, turned.verdict, at_ms)?;
            }
            Verdict::Effective => {
                discrepancy::correct(writing, turned.entry, turned.verdict, at_ms)?;
            }
        }
    }
    Ok(())
}

impl Work {
    fn fresh(subject: Subject) -> Self {
        Self {
            subject,
            before: None,
            state: None,
            settled: None,
            settled_position: 0,
            tail: 0,
            in_scope: true,
            last_entry: None,
            again: Again::Nothing,
            turned: Vec::new(),
        }
    }

    fn read(conn: &Connection, id: i64) -> Result<Self> {
        type Bytes = Option<Vec<u8>>;
        let (mut work, settled, state): (Self, Bytes, Bytes) = conn
            .prepare_cached(
                "SELECT kind, subject, settled_position, tail, in_scope, last_entry, settled, state FROM aggregate WHERE id = ?1",
            )?
            .query_row([id], |row| {
                let mut work = Self::fresh(Subject {
                    kind: row.get(0)?,
                    id: ActId(Uuid::from_bytes(journal::array(row, 1)?)),
                });
                work.settled_position = unsigned(row.get(2)?);
                work.tail = unsigned(row.get(3)?);
                work.in_scope = row.get(4)?;
                work.last_entry = row.get(5)?;
                Ok((work, row.get(6)?, row.get(7)?))
            })?;
        work.settled = read_state(work.subject.kind, settled.as_deref())?;
        work.state = read_state(work.subject.kind, state.as_deref())?;
        work.before = work.state.clone().filter(|_| work.in_scope);
        Ok(work)
    }

    fn write(&self, conn: &Connection, id: i64) -> Result<()> {
        let settled = self.settled.as_ref().filter(|_| self.tail > 0);
        conn.prepare_cached(
            "UPDATE aggregate SET settled = ?2, settled_position = ?3, state = ?4, tail = ?5, in_scope = ?6, last_entry = ?7
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            settled.map(State::encode),
            signed(self.settled_position),
            self.state.as_ref().map(State::encode),
            signed(self.tail),
            self.in_scope,
            self.last_entry,
        ])?;
        Ok(())
    }

    fn fold_again(&mut self, conn: &Connection, id: i64) -> Result<()> {
        match self.again {
            Again::Nothing => return Ok(()),
            Again::Tail => {}
            Again::All => self.fold_settled(conn, id)?,
        }
        let mut state = self.settled.clone();
        self.turned.clear();
        self.tail = 0;
        let tail = journal::entries(
            conn,
            &format!("WHERE e.aggregate = ?1 AND e.position IS NULL ORDER BY {TAIL_ORDER}"),
            [id],
        )?;
        for row in tail {
            // A body that was destroyed cannot be judged again: what was said of it stands.
            let verdict = match &row.entry.body {
                Some(_) => judge(&mut state, &row.entry),
                None => row.provisional,
            };
            if verdict != row.provisional {
                conn.prepare_cached("UPDATE entry SET provisional = ?2 WHERE id = ?1")?
                    .execute(params![row.id, verdict_number(verdict)])?;
            }
            // While its hub is gone an entry waits for the next one to say where it stands.
            let waits = row
                .branch_position
                .is_some_and(|position| position >= branch::GONE);
            let lost = row.branch_position.is_some() && verdict != Verdict::Effective;
            if row.own && !waits && (lost || verdict != row.provisional) {
                self.turned.push(Turned {
                    entry: row.id,
                    told: row.provisional,
                    verdict,
                });
            }
            self.tail += 1;
            self.last_entry = Some(row.id);
        }
        if self.tail == 0 {
            self.last_entry = conn
                .prepare_cached(
                    "SELECT id FROM entry WHERE aggregate = ?1 ORDER BY position DESC LIMIT 1",
                )?
                .query_row([id], |row| row.get(0))
                .optional()?;
            self.settled = None;
        }
        self.state = state;
        Ok(())
    }

    fn fold_settled(&mut self, conn: &Connection, id: i64) -> Result<()> {
        let mut state = None;
        self.settled_position = 0;
        let settled = journal::entries(
            conn,
            "WHERE e.aggregate = ?1 AND e.position IS NOT NULL ORDER BY e.position",
            [id],
        )?;
        for row in settled {
            if let Some((position, verdict)) = row.order {
                obey(&mut state, &row.entry, verdict);
                self.settled_position = position;
            }
        }
        self.settled = state;
        Ok(())
    }
}

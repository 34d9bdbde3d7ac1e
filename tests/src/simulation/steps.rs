//! What happens to desks and centre: people, faults, repairs.
#![expect(
    clippy::expect_used,
    reason = "names and rows that stand in this file; a run that cannot be set up stops"
)]

use std::collections::BTreeSet;

use chrono::Datelike as _;
use stoika_domain::body::State;
use stoika_domain::directory::{self, Party, PartyKind};
use stoika_domain::number::PaperNumber;
use stoika_domain::role::Role;
use stoika_exchange::Storage as _;
use stoika_protocol::{ActId, Author, Salt, Signer};
use stoika_store::{NewAct, NewEntry, Opened, StoreError};
use stoika_sync::{Input, Pages, ReplicaPort, RequestId, StoreOp, driver};

use super::acts;
use super::bug::{Bug, HastyCursor};
use super::desk::{self, Backup, Desk, Origin};
use super::dice::Dice;
use super::disk::{Disk, Image};
use super::world::{Event, Line, World, Wrong};

const OFFICES: [&str; 2] = ["otradny", "bogatoe"];
const YEAR_MS: i64 = 365 * 86_400_000;
/// More disks than this make a run long without making it harder.
const DESKS_MAX: usize = 6;

/// What this run may meet with: half of the kinds of faults, another half each time, so that
/// rare meetings of two of them come up.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Steps to go.
    pub steps_left: u32,
    /// So many of a hundred requests meet with a fault.
    pub network_faults: u64,
    /// So many of a hundred transactions of the centre fail.
    pub centre_faults: u64,
    /// Sizes of pages: small, so that there are several.
    pub pages: Pages,
    links: bool,
    /// The power goes now and then.
    pub crashes: bool,
    clocks: bool,
    clones: bool,
    desk_restores: bool,
    centre_restores: bool,
}

impl Plan {
    /// Draws a plan.
    pub fn draw(dice: &mut Dice) -> Self {
        Self {
            steps_left: u32::try_from(dice.between(40, 80)).unwrap_or(40),
            network_faults: if dice.percent(60) {
                dice.between(2, 30)
            } else {
                0
            },
            centre_faults: if dice.percent(40) {
                dice.between(1, 15)
            } else {
                0
            },
            pages: Pages {
                push_size_bytes: usize::try_from(dice.between(1, 2_500)).unwrap_or(1),
                pull_items: u32::try_from(dice.between(1, 6)).unwrap_or(1),
                snapshot_rows: u32::try_from(dice.between(1, 5)).unwrap_or(1),
            },
            links: dice.percent(50),
            crashes: dice.percent(50),
            clocks: dice.percent(40),
            clones: dice.percent(40),
            desk_restores: dice.percent(40),
            centre_restores: dice.percent(40),
        }
    }
}

impl World {
    pub(super) fn set_up(&mut self) -> Result<(), Wrong> {
        for row in 0..self.dice.below(11) {
            self.publish_row(row);
        }
        for index in 0..self.dice.between(3, 4) {
            let office = if self.with_hubs {
                OFFICES[usize::from(index == 3)]
            } else {
                OFFICES[usize::try_from(index).unwrap_or(0) % 2]
            };
            let origin = Origin {
                name: format!("D{index}"),
                label: format!("ОТ-{:02}", index + 1),
                office: office.to_owned(),
                signer: Signer::from_seed(&self.dice.bytes()),
                secret: self.dice.bytes(),
            };
            self.centre
                .enrol(origin.signer.verifying_key(), office, &origin.label);
            let disk = self.new_disk();
            let started = desk::start(
                &origin,
                &disk,
                &self.centre,
                self.plan.pages,
                &mut self.dice,
            )?;
            self.desks.push(Desk::new(origin, disk, started));
            self.feed(self.desks.len() - 1, Input::Started);
        }
        let dice = Dice::new(self.dice.word());
        self.centre.set_faults(self.plan.centre_faults, dice);
        Ok(())
    }

    fn new_disk(&mut self) -> Disk {
        let name = format!("{:x}", self.dice.word());
        Disk::within(&self.folder.join(name))
    }

    pub(super) fn step(&mut self) -> Result<(), Wrong> {
        self.plan.steps_left -= 1;
        if self.plan.steps_left > 0 {
            let pause_ms = match self.dice.below(10) {
                0 => self.dice.between(10_000, 90_000),
                1..=3 => self.dice.between(500, 5_000),
                _ => self.dice.between(1, 500),
            };
            self.later(pause_ms, Event::Step);
        }
        let desk = self.dice.index(self.desks.len());
        if self.office_step(desk)? || !self.desks[desk].alive {
            return Ok(());
        }
        match self.dice.below(100) {
            0..=59 => self.act(desk),
            60..=65 => {
                let row = self.dice.below(14);
                self.publish_row(row);
                Ok(())
            }
            66..=71 if self.plan.links => {
                self.turn_link(desk);
                Ok(())
            }
            72..=76 if self.plan.crashes => self.crash(desk, "loses power", None),
            77..=79 if self.plan.clocks => {
                let years = i64::try_from(self.dice.below(21)).unwrap_or(0) - 10;
                self.desks[desk].clock_off_ms = years * YEAR_MS;
                let name = self.desks[desk].name.clone();
                self.note(format!("{name}: clock off by {years} years"));
                Ok(())
            }
            80..=83 if self.plan.clones => self.clone_desk(desk),
            84..=86 if self.plan.desk_restores => {
                let backup = self.desks[desk].backup();
                self.desks[desk].backups.push(backup);
                let name = self.desks[desk].name.clone();
                self.note(format!("{name} is backed up"));
                Ok(())
            }
            87..=90 if self.plan.desk_restores => self.restore_desk(desk),
            91..=93 if self.plan.centre_restores => {
                let backup = self.centre.exchange.storage().clone();
                self.centre.backups.push(backup);
                self.note("the centre is backed up".to_owned());
                Ok(())
            }
            94..=96 if self.plan.centre_restores => self.restore_centre(),
            97 => {
                self.note("the centre starts again".to_owned());
                self.centre.restart(None);
                Ok(())
            }
            98 => {
                self.feed(desk, Input::TryNow);
                Ok(())
            }
            _ => self.act(desk),
        }
    }

    fn publish_row(&mut self, row: u64) {
        let key = format!("p{row}");
        let scope = match self.dice.below(3) {
            0 => "*",
            1 => OFFICES[0],
            _ => OFFICES[1],
        };
        let data = (!self.dice.percent(15)).then(|| {
            directory::encode(&Party {
                kind: PartyKind::Citizen,
                name: format!("Примерова Анна {}", self.dice.below(100)),
                phone: None,
                email: None,
                inn: None,
                phone_confirmed_on: None,
                accounts: Vec::new(),
                ..Party::default()
            })
            .expect("a client's row has a CBOR form")
        });
        self.note(format!("row {key} for {scope}, there: {}", data.is_some()));
        // A fault of the centre's storage: the import is simply not done.
        let _told = self.centre.publish(&key, scope, data);
        self.ripen();
    }

    fn turn_link(&mut self, desk: usize) {
        let up = !self.desks[desk].link_up;
        self.desks[desk].link_up = up;
        let name = self.desks[desk].name.clone();
        self.note(format!("{name}: cable in: {up}"));
        if up && self.dice.percent(70) {
            self.feed(desk, Input::LinkChanged);
        }
    }

    /// One press of a button.
    fn act(&mut self, desk: usize) -> Result<(), Wrong> {
        let wall_ms = self.wall_ms() + self.desks[desk].clock_off_ms;
        let act_id = ActId::new(u64::try_from(wall_ms).unwrap_or(0), self.dice.bytes());
        let today = acts::civil(wall_ms);
        let seen = self.desks[desk].seen()?;
        let offices: Vec<String> = OFFICES.iter().map(|office| (*office).to_owned()).collect();
        let deed = acts::choose(&mut self.dice, &seen, &offices, today);
        let author = Author {
            user: "u1".to_owned(),
            user_name: "Самойлова Е. В.".to_owned(),
            role: Role::Head.number(),
            office: self.desks[desk].office.clone(),
            desk: self.desks[desk].label.clone(),
            rules: 0,
        };
        let written = deed.entries();
        self.several.insert(act_id, written);
        let line = format!("{}: {} ({act_id})", self.desks[desk].name, deed.word());
        self.note(line);
        let dies = self.plan.crashes && self.dice.percent(8);
        let before = dies.then(|| self.desks[desk].disk.image());
        let head_before = self.head(desk)?;
        let (bug, salt) = (self.bug, Salt(self.dice.bytes()));
        let counter_beside = self.desks[desk].counter_beside + 1;
        let mut taken = None;
        let dice = &mut self.dice;
        let label = self.desks[desk].label.clone();
        // Told by the id and not by the dice: a seed does the same as before there was an audit.
        let audited = act_id.0.as_bytes()[15] % 2 == 1;
        self.desks[desk]
            .replica
            .record_with(|context| {
                if deed.is_numbered() {
                    let counter = if Desk::counts_beside(bug) {
                        counter_beside
                    } else {
                        context.next_counter(&label, today.year())?
                    };
                    taken = Some(acts::number(act_id, &label, counter, today));
                }
                let entries = acts::written(deed, act_id, taken, today, dice);
                if audited {
                    context.audit(&acts::printed(act_id, wall_ms))?;
                }
                Ok::<_, StoreError>(NewAct {
                    author,
                    act_id,
                    wall_time_ms: wall_ms,
                    server_time_ms: None,
                    entries: entries
                        .into_iter()
                        .map(|(subject, kind, bytes)| NewEntry {
                            subject,
                            kind,
                            bytes,
                            salt,
                        })
                        .collect(),
                })
            })
            .map_err(|error| format!("an act was not recorded: {error}"))?;
        if let Some(number) = taken {
            self.desks[desk].counter_beside = counter_beside;
            number_is_new(&number, &seen)?;
        }
        self.recorded(desk, act_id, head_before, before)
    }

    /// An act was written; the power goes in the middle of it when there is a disk `before` it.
    pub(super) fn recorded(
        &mut self,
        desk: usize,
        act_id: ActId,
        head_before: u64,
        before: Option<Image>,
    ) -> Result<(), Wrong> {
        let written = self.entries_of(&act_id);
        let Some(before) = before else {
            self.durable.insert(act_id);
            self.desks[desk].own.push(act_id);
            self.feed(desk, Input::LocalEntries(written));
            self.ring(desk);
            return self.settle(desk);
        };
        let torn = Image::torn(&before, &self.desks[desk].disk.image(), &mut self.dice)
            .filter(|_| self.dice.percent(60));
        let head_after = if torn.is_some() {
            head_before
        } else {
            head_before + written
        };
        if torn.is_none() {
            self.durable.insert(act_id);
            self.desks[desk].own.push(act_id);
        }
        self.crash(desk, "loses power while recording", torn)?;
        let desk = &self.desks[desk];
        if desk.head_at_start != head_after {
            return Err(format!(
                "{}: after the crash the journal ends at {}, not at {head_after}",
                desk.name, desk.head_at_start
            ));
        }
        Ok(())
    }

    /// The last entry of the replica that a desk writes.
    pub(super) fn head(&self, desk: usize) -> Result<u64, Wrong> {
        self.desks[desk]
            .port
            .standing()
            .map(|standing| standing.current.head_seq)
            .map_err(|error| format!("no standing: {error}"))
    }

    /// An operation of the store, and now and then the end of the power inside of it.
    pub(super) fn do_store(
        &mut self,
        desk: usize,
        line: Line,
        id: RequestId,
        op: &StoreOp,
    ) -> Result<(), Wrong> {
        let writes = !matches!(op, StoreOp::Standing | StoreOp::ChainAt { .. });
        let dies = writes && self.plan.crashes && !self.healing && self.dice.percent(6);
        let before = dies.then(|| self.desks[desk].disk.image());
        let hasty = self.bug == Some(Bug::CursorBeforeApply);
        let it = &self.desks[desk];
        let port: &dyn ReplicaPort = match (line, &it.link) {
            (Line::Centre, _) => &it.port,
            (Line::Branch, Some(link)) => &link.port,
            (Line::Branch, None) => return Ok(()),
        };
        let reply = if hasty {
            driver::perform(&HastyCursor { port, broken: dies }, op)
        } else {
            driver::perform(port, op)
        };
        if let Err(error) = &reply {
            let line = format!("{}: {op:?} failed: {error}", self.desks[desk].name);
            self.note(line.chars().take(160).collect());
        }
        if let StoreOp::Reauthor { .. } | StoreOp::Rewind { .. } = op {
            let line = format!("{}: {op:?}", self.desks[desk].name);
            self.note(line);
        }
        if line == Line::Branch {
            self.trust_hub(desk, op);
        }
        let Some(before) = before else {
            self.feed_line(desk, line, Input::StoreDone(id, reply));
            if writes {
                self.ring(desk);
                self.settle(desk)?;
            }
            return Ok(());
        };
        let torn = Image::torn(&before, &self.desks[desk].disk.image(), &mut self.dice)
            .filter(|_| !hasty && self.dice.percent(60));
        self.crash(desk, "loses power while the store is at work", torn)
    }

    /// The power goes: what lies on the disk (or what is left of it) is all there is.
    fn crash(&mut self, desk: usize, how: &str, left: Option<Image>) -> Result<(), Wrong> {
        let torn = left.is_some();
        let image = left.unwrap_or_else(|| self.desks[desk].disk.image());
        let line = format!("{} {how}, torn: {torn}", self.desks[desk].name);
        self.note(line);
        let opened = self.start_from(desk, &image, true)?;
        match opened {
            Opened::Fine => Ok(()),
            Opened::Created | Opened::Restored { .. } | Opened::OtherMachine => Err(format!(
                "{}: a crash was taken for {opened:?}",
                self.desks[desk].name
            )),
        }
    }

    fn start_from(&mut self, desk: usize, image: &Image, with_mark: bool) -> Result<Opened, Wrong> {
        let disk = self.new_disk();
        disk.write(image, with_mark)
            .map_err(|error| format!("the real disk: {error}"))?;
        if !with_mark && let Some(folder) = disk.mark.parent() {
            // The mark lies outside of what was restored: it is as it was.
            let now = self.desks[desk].disk.image();
            std::fs::create_dir_all(folder)
                .and_then(|()| disk.write(&image.clone().with_mark_of(&now), true))
                .map_err(|error| format!("the real disk: {error}"))?;
        }
        let origin = self.desks[desk].origin();
        self.lay_aside(desk);
        let started = desk::start(
            &origin,
            &disk,
            &self.centre,
            self.plan.pages,
            &mut self.dice,
        )?;
        let opened = started.opened;
        let line = format!("{} starts: {opened:?}", origin.name);
        self.note(line);
        self.desks[desk].begin_life(disk, started);
        self.desks[desk].head_at_start = self.head(desk)?;
        self.feed(desk, Input::Started);
        self.settle(desk)?;
        Ok(opened)
    }

    /// A copy of the disk goes into another machine; both go on.
    fn clone_desk(&mut self, desk: usize) -> Result<(), Wrong> {
        if self.desks.len() >= DESKS_MAX {
            return Ok(());
        }
        let Backup {
            image,
            own,
            counter_beside,
        } = self.desks[desk].backup();
        let mut origin = self.desks[desk].origin();
        origin.name = format!("{}'{}", origin.name, self.desks.len());
        let line = format!("{} is cloned", self.desks[desk].name);
        self.note(line);
        let disk = self.new_disk();
        disk.write(&image, true)
            .map_err(|error| format!("the real disk: {error}"))?;
        let started = desk::start(
            &origin,
            &disk,
            &self.centre,
            self.plan.pages,
            &mut self.dice,
        )?;
        let mut twin = Desk::new(origin, disk, started);
        twin.own = own;
        twin.counter_beside = counter_beside;
        self.desks.push(twin);
        self.feed(self.desks.len() - 1, Input::Started);
        self.settle(self.desks.len() - 1)
    }

    /// The database, or the whole disk, comes back from a backup.
    fn restore_desk(&mut self, desk: usize) -> Result<(), Wrong> {
        let count = self.desks[desk].backups.len();
        if count == 0 {
            return Ok(());
        }
        let chosen = self.dice.index(count);
        if self.dice.percent(40) {
            self.lose_rows(chosen);
            return Ok(());
        }
        let backup = self.desks[desk].backups[chosen].clone();
        let held = self.held_acts()?;
        let lost: Vec<ActId> = self.desks[desk]
            .own
            .iter()
            .filter(|act| !backup.own.contains(act) && !held.contains(act))
            .filter(|act| !self.another_has(desk, act))
            .copied()
            .collect();
        if lost.iter().any(|act| self.ever_held.contains(act)) {
            // The centre was restored too, and this was the last disk with it: no program can
            // mend two lost disks.
            return Ok(());
        }
        for act in lost {
            self.durable.remove(&act);
            self.doubtful.insert(act);
        }
        let with_mark = self.dice.percent(50);
        let line = format!(
            "{} is restored, mark too: {with_mark}",
            self.desks[desk].name
        );
        self.note(line);
        self.desks[desk].own = backup.own;
        self.desks[desk].counter_beside = backup.counter_beside;
        self.start_from(desk, &backup.image, with_mark)?;
        Ok(())
    }

    /// The power of a hub goes within a transaction that takes in what another desk has brought.
    pub(super) fn hub_dies(&mut self, hub: usize, before: &Image) -> Result<(), Wrong> {
        let torn = Image::torn(before, &self.desks[hub].disk.image(), &mut self.dice)
            .filter(|_| self.dice.percent(60));
        self.crash(hub, "loses power while it takes in", torn)
    }

    pub(super) fn another_has(&self, desk: usize, act: &ActId) -> bool {
        self.desks
            .iter()
            .enumerate()
            .any(|(index, other)| index != desk && other.own.contains(act))
    }

    fn restore_centre(&mut self) -> Result<(), Wrong> {
        let count = self.centre.backups.len();
        if count == 0 {
            return Ok(());
        }
        let chosen = self.dice.index(count);
        let now = self.held_acts()?;
        let then = acts_of(&self.centre.backups[chosen])?;
        let mendable = now
            .difference(&then)
            .all(|act| self.desks.iter().any(|desk| desk.own.contains(act)));
        if mendable {
            self.note(format!(
                "the centre is restored: {} acts of {}",
                then.len(),
                now.len()
            ));
            // What had its place there is not named anew by the hub of the day.
            self.offices.names_lost = true;
            self.centre.restart(Some(chosen));
            self.later(1_000, Event::Sequence);
        }
        Ok(())
    }

    /// The directory goes back and grows anew, as a rule past where the desks stand; half of the
    /// time within their sessions.
    fn lose_rows(&mut self, backup: usize) {
        self.note("the centre loses rows".to_owned());
        self.centre.lose_rows(backup);
        for _ in 0..self.dice.below(12) {
            let row = self.dice.below(14);
            self.publish_row(row);
        }
        if self.dice.percent(50) {
            self.centre.restart(None);
        }
    }

    /// Acts that the centre holds, ordered or not.
    pub(super) fn held_acts(&mut self) -> Result<BTreeSet<ActId>, Wrong> {
        let held = acts_of(self.centre.exchange.storage())?;
        self.ever_held.extend(&held);
        Ok(held)
    }
}

fn acts_of(storage: &stoika_exchange::MemoryStorage) -> Result<BTreeSet<ActId>, Wrong> {
    storage
        .read(|rows| {
            let mut acts = BTreeSet::new();
            for (replica, _) in rows.replicas()? {
                for held in rows.entries_after(&replica, 0, u32::MAX)? {
                    acts.insert(held.entry.header.act);
                }
            }
            Ok(acts)
        })
        .map_err(|error| error.to_string())
}

/// A desk never gives a counter that it sees on another paper of its own series.
fn number_is_new(
    number: &PaperNumber,
    seen: &[(stoika_protocol::Subject, State)],
) -> Result<(), Wrong> {
    for other in seen.iter().flat_map(|(_, state)| state.numbers()) {
        if other.series() == number.series()
            && other.year() == number.year()
            && other.counter() == number.counter()
        {
            return Err(format!(
                "the counter of {number} is on {other} already, and the desk sees it"
            ));
        }
    }
    Ok(())
}

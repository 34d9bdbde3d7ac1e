//! Tickets on paper (талоны): where this desk prints them, what stands on one, and what is said when none comes out.
//!
//! A copy is written down before its first byte goes to the printer: after a crash in between the next
//! one bears the mark of a copy. So no two tickets without a mark have one number.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use stoika_devices::ticket::{self, TicketFailure, TicketPlace};
use stoika_devices::{JobTitle, PrinterName, PrinterState};
use stoika_domain::check;
use stoika_domain::queue::{TicketPrinted, Visit, VisitEvent};
use stoika_domain::text::{self, Plural};
use stoika_printing::Meta;
use stoika_printing::slip::{self, Block, Roll};
use tokio::runtime::Handle;
use uuid::Uuid;

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::queue::TicketGiven;
use crate::api::ticket_printer::{TicketPrinterKind, TicketPrinterSet, TicketPrinterState};
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::printers::Printers;
use crate::queue::day::Day;
use crate::queue::of_visit;
use crate::session::{Session, SignedIn};
use crate::workstation::{Deps, Workstation};

/// The setting of the replica.
const SETTING: &str = "ticket_printer";
/// The tag of everything here: the queue's screens show the trouble.
const TAG: &str = "queue";
const PORT: u16 = 9100;
const FORM: &str = "queue_ticket";
/// So long a client waits for his paper. Then he has his number on the screen and makes way for the next
/// one; a ticket that the printer has begun goes on behind him.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why no ticket came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Printer(TicketFailure),
    /// It has not come out yet, or the one before it has not.
    Slow,
    /// The system's printer does not take it.
    System,
    /// The ticket could not be laid out, or the copy not be written down.
    Desk,
}

impl Trouble {
    /// What the staff is told.
    const fn words(self) -> &'static str {
        match self {
            Self::Printer(TicketFailure::Away) => {
                "Принтер талонов не отвечает: проверьте питание и кабель"
            }
            Self::Printer(TicketFailure::Paper) => "В принтере талонов кончилась бумага",
            Self::Printer(TicketFailure::Cover) => "У принтера талонов открыта крышка",
            Self::Printer(TicketFailure::Error) => "Принтер талонов сообщает об ошибке",
            Self::Printer(TicketFailure::BrokenOff) => "Принтер талонов не допечатал талон",
            Self::Slow => "Принтер талонов печатает медленно: талоны выходят не все",
            Self::System => "Принтер, на котором печатаются талоны, не принимает задания",
            Self::Desk => "Талон не удалось подготовить к печати",
        }
    }

    /// What the client is told, before he takes a ticket and after; what to do then, the screen says.
    const fn words_for_client(self) -> &'static str {
        match self {
            Self::Printer(TicketFailure::Paper) => "Бумага для талонов закончилась.",
            Self::Slow => "Принтер не успевает печатать талоны.",
            Self::Printer(
                TicketFailure::Away
                | TicketFailure::Cover
                | TicketFailure::Error
                | TicketFailure::BrokenOff,
            )
            | Self::System
            | Self::Desk => "Талоны сейчас не печатаются.",
        }
    }
}

/// As the setting is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Kept {
    kind: TicketPrinterKind,
    address: String,
    roll_mm: u16,
}

/// Prints the tickets of a desk, one at a time.
pub(crate) struct TicketPress {
    runtime: Handle,
    printers: Arc<dyn Printers>,
    one: tokio::sync::Mutex<()>,
    trouble: Mutex<Option<Trouble>>,
}

/// A ticket that is to come out.
struct Job {
    set: Kept,
    blocks: Vec<Block>,
    visit: Uuid,
    copy: u32,
    author: SignedIn,
    turn: Arc<Mutex<Turn>>,
}

/// Whose turn the printer is, for one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// Another ticket is in the printer.
    Waits,
    /// It is being printed.
    Begun,
    /// Its client has gone with his number: it is not printed any more.
    GivenUp,
}

impl TicketPress {
    pub(crate) fn new(deps: &Deps) -> Self {
        Self {
            runtime: deps.runtime.clone(),
            printers: Arc::clone(&deps.printers),
            one: tokio::sync::Mutex::new(()),
            trouble: Mutex::new(None),
        }
    }

    /// What the staff is told of the printer; `None` when the last ticket came out.
    pub(crate) fn trouble(&self) -> Option<String> {
        lock(&self.trouble).map(|trouble| trouble.words().to_owned())
    }

    /// What the client is told of the printer.
    pub(crate) fn trouble_for_client(&self) -> Option<String> {
        lock(&self.trouble).map(|trouble| trouble.words_for_client().to_owned())
    }

    /// Prints the ticket of a visit. Says whether it came out and, when it should have and did not, what the client is told.
    pub(crate) fn print(
        &self,
        desk: &Arc<Desk>,
        author: &SignedIn,
        visit: &Visit,
        given: &TicketGiven,
    ) -> (bool, Option<String>) {
        let set = match kept(desk) {
            Ok(set) if set.kind != TicketPrinterKind::None => set,
            Ok(_) => return (false, None),
            Err(fault) => {
                tracing::error!(code = ?fault.code, "the setting of the ticket printer cannot be read");
                return (false, None);
            }
        };
        let copy = visit.printed + 1;
        let done = match blocks(desk, visit, given, copy) {
            Ok(blocks) => self.print_soon(
                desk,
                Job {
                    set,
                    blocks,
                    visit: visit.id,
                    copy,
                    author: author.clone(),
                    turn: Arc::new(Mutex::new(Turn::Waits)),
                },
            ),
            Err(fault) => {
                tracing::error!(code = ?fault.code, "a ticket could not be made");
                self.note(desk, Some(Trouble::Desk));
                Err(Trouble::Desk)
            }
        };
        (
            done.is_ok(),
            done.err().map(|it| it.words_for_client().to_owned()),
        )
    }

    /// Prints on a thread of its own and waits for the end of it as long as a client does.
    fn print_soon(&self, desk: &Arc<Desk>, job: Job) -> Result<(), Trouble> {
        let (telling, told) = mpsc::channel();
        let (at, hold) = (Arc::clone(desk), desk.latch.hold());
        let turn = Arc::clone(&job.turn);
        self.runtime.spawn_blocking(move || {
            if let Some(done) = at.tickets.print_in_turn(&at, &job) {
                // Told first: whoever has stopped waiting meanwhile says so before this is noted.
                let _gone = telling.send(done);
                at.tickets.note(&at, done.err());
            }
            drop(at);
            drop(hold);
        });
        if let Ok(done) = told.recv_timeout(PATIENCE) {
            // The screens ask right after the answer.
            self.note(desk, done.err());
            return done;
        }
        {
            let mut turn = lock(&turn);
            if *turn == Turn::Waits {
                *turn = Turn::GivenUp;
            }
        }
        self.note(desk, Some(Trouble::Slow));
        match told.try_recv() {
            Ok(done) => {
                self.note(desk, done.err());
                done
            }
            Err(_) => Err(Trouble::Slow),
        }
    }

    /// A ticket that the printer cannot begin while its client waits is not printed: he is gone by then.
    fn print_in_turn(&self, desk: &Desk, job: &Job) -> Option<Result<(), Trouble>> {
        let _one_at_a_time = self.runtime.block_on(self.one.lock());
        match std::mem::replace(&mut *lock(&job.turn), Turn::Begun) {
            Turn::Waits | Turn::Begun => {}
            Turn::GivenUp => return None,
        }
        let record = || {
            let printed = VisitEvent::Printed(TicketPrinted { copy: job.copy });
            desk.act(&job.author, |_, _| Ok(vec![of_visit(job.visit, printed)]))
                .map(drop)
        };
        let id = job.visit.to_string();
        Some(self.hand_over(desk, &job.set, &job.blocks, &id, record))
    }

    fn hand_over(
        &self,
        desk: &Desk,
        set: &Kept,
        blocks: &[Block],
        record_id: &str,
        record: impl FnOnce() -> Outcome<()>,
    ) -> Result<(), Trouble> {
        let recorded = |outcome: Outcome<()>| {
            outcome.map_err(|fault| {
                tracing::error!(code = ?fault.code, "the copy of a ticket was not written down");
                Trouble::Desk
            })
        };
        let unmade = |error: stoika_printing::PrintError| {
            tracing::error!(%error, "a ticket could not be drawn");
            Trouble::Desk
        };
        let Some(place) = place_of(set) else {
            let meta = Meta {
                created_utc_ms: desk.now_ms(),
                on: desk.today().map_err(|_| Trouble::Desk)?,
            };
            let pdf = slip::sheet(blocks, "Талон", "Стойка", meta).map_err(unmade)?;
            let name = PrinterName::parse(&set.address).map_err(|_| Trouble::System)?;
            // A stopped printer is known before the copy is written down.
            let printers = self
                .printers
                .list(&self.runtime)
                .map_err(|_| Trouble::System)?;
            let known = printers.iter().find(|printer| printer.name == name);
            if known.is_none_or(|printer| printer.state == PrinterState::Stopped) {
                return Err(Trouble::System);
            }
            recorded(record())?;
            let title = JobTitle::of_record(FORM, record_id);
            return self
                .printers
                .print(&self.runtime, &name, &pdf, &title)
                .map_err(|_| Trouble::System);
        };
        let raster = slip::raster(blocks, roll_of(set)).map_err(unmade)?;
        let ready = self
            .runtime
            .block_on(ticket::find(&place))
            .map_err(Trouble::Printer)?;
        recorded(record())?;
        self.runtime
            .block_on(ready.print(raster.width, &raster.bits))
            .map_err(Trouble::Printer)
    }

    fn note(&self, desk: &Desk, trouble: Option<Trouble>) {
        let before = std::mem::replace(&mut *lock(&self.trouble), trouble);
        if before != trouble {
            tracing::warn!(?trouble, "the ticket printer");
            desk.tell([TAG.to_owned()]);
        }
    }
}

/// What stands on a ticket: never a name, never an account.
fn blocks(desk: &Desk, visit: &Visit, given: &TicketGiven, copy: u32) -> Outcome<Vec<Block>> {
    let day = Day::today(desk)?.ok_or_else(|| Fault::new(ErrorCode::QueueOff))?;
    let mut blocks = vec![
        Block::Small(day.office.name_ru.clone()),
        Block::Text("Талон".to_owned()),
        Block::Number(visit.number.to_string()),
        Block::Strong(given.service.clone()),
    ];
    if copy > 1 {
        blocks.push(Block::Strong(format!("Копия {copy}")));
    }
    if let Some(class) = visit.class.as_ref().and_then(|id| day.class(id)) {
        blocks.push(Block::Text(format!(
            "Без очереди: {}",
            text::lower_first(&class.title_ru)
        )));
        blocks.push(Block::Small(class.proof_ru.clone()));
    }
    match visit.appointment.as_ref().map(|appointment| appointment.at) {
        Some(Some(at)) => blocks.push(Block::Text(format!(
            "Вы записаны на {}",
            at.format("%H:%M")
        ))),
        Some(None) => blocks.push(Block::Text("Вы записаны на сегодня".to_owned())),
        None => blocks.push(Block::Text(wait_words(given))),
    }
    if !given.documents.is_empty() {
        blocks.push(Block::Rule);
        blocks.push(Block::Small("Приготовьте:".to_owned()));
        blocks.extend(given.documents.iter().cloned().map(Block::Bullet));
    }
    let at = at_office(visit.issued_at_ms, day.utc_offset_minutes);
    blocks.push(Block::Rule);
    blocks.push(Block::Small(format!(
        "Ваш номер покажет табло\n{}, {}",
        text::date(at.date_naive()),
        at.format("%H:%M")
    )));
    Ok(blocks)
}

fn wait_words(given: &TicketGiven) -> String {
    let people = match given.ahead {
        0 => "Перед вами никого нет".to_owned(),
        ahead => {
            let word = match text::plural(ahead) {
                Plural::One | Plural::Many => "человек",
                Plural::Few => "человека",
            };
            format!("Перед вами {ahead}\u{a0}{word}")
        }
    };
    match given.expected {
        _ if given.ahead == 0 => people,
        Some((from, to)) if from == to => format!("{people},\nждать около {to}\u{a0}мин"),
        Some((from, to)) => format!("{people},\nждать около {from}–{to}\u{a0}мин"),
        None => people,
    }
}

const fn roll_of(set: &Kept) -> Roll {
    if set.roll_mm == 58 {
        Roll::Mm58
    } else {
        Roll::Mm80
    }
}

/// Where a ticket printer is; `None` for a printer of the system.
fn place_of(set: &Kept) -> Option<TicketPlace> {
    match set.kind {
        TicketPrinterKind::Network => {
            let (host, port) = network(&set.address)?;
            Some(TicketPlace::Network { host, port })
        }
        TicketPrinterKind::Device => Some(TicketPlace::Device(PathBuf::from(&set.address))),
        TicketPrinterKind::System | TicketPrinterKind::None => None,
    }
}

/// `host`, `host:port`, `[::1]:9100`.
fn network(address: &str) -> Option<(String, u16)> {
    let fits = |host: &str| {
        !host.is_empty()
            && host.len() <= 253
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c))
    };
    let (host, port) = match address
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((host, "")) => (host, PORT),
        Some((host, port)) => (host, port.strip_prefix(':')?.parse().ok()?),
        None => match address.split_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (address, PORT),
        },
    };
    (fits(host) && port > 0).then(|| (host.to_owned(), port))
}

fn kept(desk: &Desk) -> Outcome<Kept> {
    match desk.replica.setting(SETTING)? {
        Some(json) => serde_json::from_str(&json).map_err(Fault::internal),
        None => Ok(Kept::default()),
    }
}

/// `ticket_printer.state`.
pub(crate) fn state(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<TicketPrinterState> {
    let desk = workstation.desk()?;
    let set = kept(&desk)?;
    // A print system that is away has no printers to choose from; the paper's own dialog says why.
    let system = workstation.deps.printers.list(&workstation.deps.runtime);
    Ok(TicketPrinterState {
        set: TicketPrinterSet {
            kind: set.kind,
            address: set.address,
            roll_mm: if set.roll_mm == 58 { 58 } else { 80 },
        },
        trouble: desk.tickets.trouble(),
        system: system
            .unwrap_or_default()
            .into_iter()
            .map(|printer| printer.name.into())
            .collect(),
    })
}

/// `ticket_printer.set`.
pub(crate) fn set(
    workstation: &Workstation,
    session: &Session,
    input: TicketPrinterSet,
) -> Outcome<Nothing> {
    session.user()?;
    let desk = workstation.desk()?;
    let address = input.address.trim().to_owned();
    let fits = match input.kind {
        TicketPrinterKind::None => true,
        TicketPrinterKind::Network => network(&address).is_some(),
        TicketPrinterKind::Device => {
            address.starts_with('/') && address.len() <= 255 && !address.contains(char::is_control)
        }
        TicketPrinterKind::System => PrinterName::parse(&address).is_ok(),
    };
    if !fits {
        let wrong = if address.is_empty() {
            check::Fault::new("required")
        } else {
            check::Fault::new("printer_address")
        };
        return Err(Fault::field("address", wrong));
    }
    let kept = Kept {
        kind: input.kind,
        address,
        roll_mm: if input.roll_mm == 58 { 58 } else { 80 },
    };
    let json = serde_json::to_string(&kept).map_err(Fault::internal)?;
    desk.replica.set_setting(SETTING, &json)?;
    *lock(&desk.tickets.trouble) = None;
    desk.tell([TAG.to_owned()]);
    Ok(Nothing {})
}

/// `ticket_printer.try`: a ticket that is nobody's, marked so.
pub(crate) fn try_out(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<TicketPrinterState> {
    session.user()?;
    let desk = workstation.desk()?;
    let set = kept(&desk)?;
    if set.kind != TicketPrinterKind::None {
        let title = desk
            .office()?
            .map_or_else(String::new, |office| office.name_ru);
        let blocks = [
            Block::Small(title),
            Block::Number("ПРОБА".to_owned()),
            Block::Strong("Это не талон".to_owned()),
            Block::Text("Съешь же ещё этих мягких французских булок, да выпей чаю".to_owned()),
            Block::Rule,
            Block::Small("0123456789".to_owned()),
        ];
        let press = &desk.tickets;
        let _one_at_a_time = press.runtime.block_on(press.one.lock());
        let done = press.hand_over(&desk, &set, &blocks, "try", || Ok(()));
        press.note(&desk, done.err());
    }
    state(workstation, session, Nothing {})
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn an_address_is_read_as_people_write_it() {
        for (typed, expected) in [
            ("192.168.1.50", Some(("192.168.1.50", 9100))),
            ("printer.local:9101", Some(("printer.local", 9101))),
            ("[::1]:9100", Some(("::1", 9100))),
            ("[fe80::1]", Some(("fe80::1", 9100))),
            ("", None),
            ("http://x", None),
            ("a b", None),
            ("x:0", None),
            ("x:99999", None),
        ] {
            let expected = expected.map(|(host, port)| (host.to_owned(), port));
            assert_eq!(network(typed), expected, "{typed}");
        }
    }
}

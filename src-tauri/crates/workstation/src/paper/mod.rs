//! Papers: preview, print, save. Each copy given out is an entry.
//!
//! The order is: render, hand over, record. A job that the spooler or the disk refused leaves no
//! entry of a paper that nobody has; a crash in the moment between the two leaves a paper whose
//! number the next copy repeats, and that copy is made by hand, with a reason. The other order
//! would write «напечатано» whenever a printer is out of paper.

mod contract;
mod feedback;
mod forms;
mod journal;
mod letters;
mod receipt;

pub(crate) use forms::{forms_of, title};
pub(crate) use journal::journal;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{Datelike as _, NaiveDate};
use stoika_devices::{JobTitle, PrintFailure, PrinterName, PrinterNeed};
use stoika_domain::appeal::{Appeal, AppealEvent, Printed};
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::check;
use stoika_domain::ids::FormId;
use stoika_domain::number::{DeskLabel, PaperNumber};
use stoika_domain::paper::{About, Issued, Paper, PaperEvent, Reissued};
use stoika_printing::{FormModel, Meta, PrintError, Rendered, TemplateError, TemplateSet, render};
use stoika_protocol::{ActId, Subject};

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::paper::{
    PaperAbout, PaperAsked, PaperDone, PaperPreview, PaperPrint, PaperSave, PrinterView,
};
use crate::appeal::{happen, stored};
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::workstation::Workstation;

/// Lets one copy be made at a time: its number is taken at the beginning and recorded at the end.
#[derive(Debug, Default)]
pub(crate) struct Press {
    one: Mutex<()>,
    saves: AtomicBool,
}

impl Press {
    /// To print, or to save as a file: the audit tells them apart.
    pub(crate) fn take(&self, saves: bool) -> MutexGuard<'_, ()> {
        let taken = self.one.lock().unwrap_or_else(PoisonError::into_inner);
        self.saves.store(saves, Ordering::Relaxed);
        taken
    }

    /// Whether the copy under way goes into a file.
    pub(crate) fn saves(&self) -> bool {
        self.saves.load(Ordering::Relaxed)
    }
}

/// A paper ready to be handed over.
struct Copy {
    title: String,
    number: String,
    form: FormId,
    copy_number: u32,
    printed_before: bool,
    rendered: Rendered,
    entry: Entry,
}

/// What is written down when a copy has been handed over.
enum Entry {
    /// An event of the appeal.
    Appeal(String),
    /// A paper of its own, for the first time, under an act that its number is made from.
    First {
        act_id: ActId,
        number: PaperNumber,
        about: Box<About>,
        party: Option<String>,
    },
    /// The same paper again.
    Again(Subject),
    /// A look before printing: nothing is written.
    Preview,
}

impl Copy {
    /// Names the job for the spooler; tells nothing of the person.
    fn record_id(&self) -> String {
        match &self.entry {
            Entry::Appeal(id) => id.clone(),
            Entry::First { act_id, .. } => act_id.to_string(),
            Entry::Again(subject) => subject.id.to_string(),
            Entry::Preview => String::new(),
        }
    }
}

/// `paper.preview`.
pub(crate) fn preview(
    workstation: &Workstation,
    session: &Session,
    input: PaperAsked,
) -> Outcome<PaperPreview> {
    let desk = workstation.desk()?;
    let copy = copy(&desk, &session.user()?, &input.of, &input.form_id, true)?;
    Ok(PaperPreview {
        title: copy.title,
        pages_svg: copy.rendered.pages_svg,
        copy_number: copy.copy_number,
        reason_needed: copy.printed_before,
        replaced: copy.rendered.replaced.iter().collect(),
    })
}

/// `paper.print`.
pub(crate) fn print(
    workstation: &Workstation,
    session: &Session,
    input: PaperPrint,
) -> Outcome<PaperDone> {
    let desk = workstation.desk()?;
    let _one_at_a_time = desk.press.take(false);
    let copy = copy(&desk, &session.user()?, &input.of, &input.form_id, false)?;
    let reason = reason(&desk, &copy, &input.reason)?;
    let deps = &workstation.deps;
    PrinterName::parse(&input.printer)
        .and_then(|printer| {
            let title = JobTitle::of_record(copy.form.as_str(), &copy.record_id());
            let pdf = &copy.rendered.pdf;
            deps.printers.print(&deps.runtime, &printer, pdf, &title)
        })
        .map_err(|error| of_device(error, &input.printer))?;
    record(workstation, session, &copy, reason)?;
    Ok(PaperDone {
        copy_number: copy.copy_number,
        path: None,
    })
}

/// `paper.save`: a file is a copy given out, like a print.
pub(crate) fn save(
    workstation: &Workstation,
    session: &Session,
    input: PaperSave,
) -> Outcome<PaperDone> {
    let desk = workstation.desk()?;
    let _one_at_a_time = desk.press.take(true);
    let copy = copy(&desk, &session.user()?, &input.of, &input.form_id, false)?;
    let reason = reason(&desk, &copy, &input.reason)?;
    let folder = workstation
        .deps
        .documents
        .as_deref()
        .ok_or_else(|| Fault::new(ErrorCode::SaveFailed).with("path", ""))?;
    let path = folder.join(file_name(&copy));
    write_whole(&path, &copy.rendered.pdf).map_err(|error| {
        Fault::new(ErrorCode::SaveFailed)
            .with("path", path.display())
            .because(error.kind())
    })?;
    if let Err(fault) = record(workstation, session, &copy, reason) {
        // A file that no entry knows of is not left behind.
        if let Err(error) = std::fs::remove_file(&path) {
            tracing::warn!(kind = %error.kind(), "a file without its entry stays");
        }
        return Err(fault);
    }
    Ok(PaperDone {
        copy_number: copy.copy_number,
        path: Some(path.display().to_string()),
    })
}

/// `printer.list`.
pub(crate) fn printers(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<Vec<PrinterView>> {
    let printers = workstation
        .deps
        .printers
        .list(&workstation.deps.runtime)
        .map_err(|error| of_device(error, ""))?;
    Ok(printers
        .into_iter()
        .map(|printer| PrinterView {
            name: printer.name.into(),
            default: printer.is_default,
        })
        .collect())
}

/// Form, number and copy, with nothing of a person: «Регистрационная карточка обращения
/// ОТ-04-26-0012-КМ7, экземпляр 1.pdf».
fn file_name(copy: &Copy) -> String {
    let number = copy.number.replace('/', "-");
    format!(
        "{} {number}, экземпляр {}.pdf",
        copy.title.replace(['/', '\u{a0}'], " "),
        copy.copy_number
    )
}

/// Whole or not at all; what stands there already under this name is an older try of the same copy.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let partial = PathBuf::from(format!("{}.part", path.display()));
    let written = std::fs::File::create(&partial).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let moved = written.and_then(|()| std::fs::rename(&partial, path));
    if moved.is_err() && partial.exists() {
        std::fs::remove_file(&partial)?;
    }
    moved
}

/// A reprint says why.
fn reason(desk: &Desk, copy: &Copy, typed: &str) -> Outcome<Option<String>> {
    if !copy.printed_before {
        return Ok(None);
    }
    let line = desk.standards()?.rules.settings.line_length_max;
    check::free_text(typed, line)
        .map(Some)
        .map_err(|fault| Fault::field("reason", fault))
}

fn record(
    workstation: &Workstation,
    session: &Session,
    copy: &Copy,
    reprint_reason: Option<String>,
) -> Outcome<Nothing> {
    let form_version = version_number(&copy.rendered.template_version);
    match &copy.entry {
        Entry::Preview => Err(Fault::internal("a preview was handed over")),
        Entry::Appeal(id) => {
            let printed = Printed {
                form_id: copy.form.clone(),
                form_version,
                copy_number: copy.copy_number,
                reprint_reason,
            };
            happen(workstation, session, id, |_, _| {
                Ok(AppealEvent::Printed(printed))
            })
        }
        Entry::First {
            act_id,
            number,
            about,
            party,
        } => {
            let issued = Issued {
                number: *number,
                form_id: copy.form.clone(),
                form_version,
                about: (**about).clone(),
                party_id: party.clone(),
            };
            let user = session.user()?;
            workstation.desk()?.act_as(&user, *act_id, |doing, _| {
                Ok(vec![(
                    doing.new_subject(SubjectKind::Paper),
                    Event::Paper(PaperEvent::Issued(issued)),
                )])
            })?;
            Ok(Nothing {})
        }
        Entry::Again(subject) => {
            let reissued = Reissued {
                form_version,
                copy_number: copy.copy_number,
                reason: reprint_reason.unwrap_or_default(),
            };
            let user = session.user()?;
            workstation.desk()?.act(&user, |_, _| {
                Ok(vec![(
                    *subject,
                    Event::Paper(PaperEvent::Reissued(reissued)),
                )])
            })?;
            Ok(Nothing {})
        }
    }
}

/// The digits of a template's version as one number: «2» is 2, «2026.1» is 20261.
fn version_number(version: &str) -> u32 {
    version
        .chars()
        .filter_map(|symbol| symbol.to_digit(10))
        .fold(0, |number: u32, digit| {
            number.saturating_mul(10).saturating_add(digit)
        })
}

/// Makes the copy that would go out now. A look before printing takes no number.
fn copy(desk: &Desk, user: &SignedIn, of: &PaperAbout, form_id: &str, look: bool) -> Outcome<Copy> {
    let form = FormId::parse(form_id).map_err(|_| Fault::new(ErrorCode::NotFound))?;
    let standards = desk.standards()?;
    let book = forms::Forms {
        desk,
        standards: &standards,
        user,
        today: desk.today()?,
        masked: look,
    };
    let subject = match of {
        PaperAbout::Appeal { id } => {
            let stored = stored(desk, id)?;
            let copy_number = stored.appeal.next_copy_number(&form);
            let number = stored.appeal.registered.number.to_string();
            let at = book.at(&number, &stored.appeal.id.to_string(), copy_number);
            let (model, on) = book.of_appeal(&form, &stored, &at)?;
            let entry = if look {
                Entry::Preview
            } else {
                Entry::Appeal(id.clone())
            };
            return finish(desk, form, number, copy_number, model, on, entry);
        }
        PaperAbout::Paper { id } => {
            let subject = paper_subject(id)?;
            let paper = match desk.replica.state(subject)? {
                Some(State::Paper(paper)) if paper.issued.form_id == form => paper,
                Some(_) | None => return Err(Fault::new(ErrorCode::NotFound)),
            };
            return again(&book, form, paper, look);
        }
        PaperAbout::Article { .. }
        | PaperAbout::Offices { .. }
        | PaperAbout::FollowUp { .. }
        | PaperAbout::Consent { .. }
        | PaperAbout::BookEntry { .. }
        | PaperAbout::Survey { .. } => book.subject(of, &form)?,
    };
    // A slip and a consent have their number; a second print of them is a copy of the first.
    if let Some(number) = subject.number
        && let Some(paper) = desk.replica.paper(&number.to_string(), form.as_str())?
    {
        return again(&book, form, paper, look);
    }
    let act_id = desk.new_act_id()?;
    let number = match subject.number {
        Some(number) => number,
        None => own_number(desk, act_id, look)?,
    };
    let shown = if look && subject.number.is_none() {
        "номер будет при печати".to_owned()
    } else {
        number.to_string()
    };
    let at = book.at(&shown, &act_id.to_string(), 1);
    let model = book.of_paper(&form, &subject.about, &at)?;
    let entry = if look {
        Entry::Preview
    } else {
        Entry::First {
            act_id,
            number,
            about: Box::new(subject.about),
            party: subject.party,
        }
    };
    finish(desk, form, shown, 1, model, book.today, entry)
}

/// The letter of an answered appeal as a file.
pub(crate) struct LetterFile {
    pub pdf: Vec<u8>,
    /// The copy that it is.
    pub printed: Printed,
}

/// The letter that an answered appeal goes with.
pub(crate) fn answer_form(appeal: &Appeal) -> Outcome<FormId> {
    let form = letters::claim_letter(appeal).unwrap_or(stoika_printing::ANSWER_LETTER);
    FormId::parse(form).map_err(Fault::internal)
}

/// Renders the answer to an appeal. The press is the caller's until the copy is recorded.
pub(crate) fn answer_pdf(desk: &Desk, user: &SignedIn, appeal: &Appeal) -> Outcome<LetterFile> {
    let form = answer_form(appeal)?;
    let standards = desk.standards()?;
    let book = forms::Forms {
        desk,
        standards: &standards,
        user,
        today: desk.today()?,
        masked: false,
    };
    let copy_number = appeal.next_copy_number(&form);
    let number = appeal.registered.number.to_string();
    let at = book.at(&number, &appeal.id.to_string(), copy_number);
    let model = book.letter_of(form.as_str(), appeal, &at)?;
    let copy = finish(
        desk,
        form,
        number,
        copy_number,
        model,
        book.today,
        Entry::Preview,
    )?;
    Ok(LetterFile {
        printed: Printed {
            form_id: copy.form,
            form_version: version_number(&copy.rendered.template_version),
            copy_number,
            reprint_reason: None,
        },
        pdf: copy.rendered.pdf,
    })
}

/// A further copy of a paper that was given out.
fn again(book: &forms::Forms<'_>, form: FormId, paper: Paper, look: bool) -> Outcome<Copy> {
    let copy_number = paper.last_copy_number.saturating_add(1);
    let number = paper.issued.number.to_string();
    let at = book.at(&number, &paper.id.to_string(), copy_number);
    let model = book.of_paper(&form, &paper.issued.about, &at)?;
    let entry = if look {
        Entry::Preview
    } else {
        Entry::Again(Subject {
            kind: SubjectKind::Paper.number(),
            id: ActId(paper.id),
        })
    };
    finish(
        book.desk,
        form,
        number,
        copy_number,
        model,
        book.today,
        entry,
    )
}

/// A number of the desk's own series. A look takes none: the first one stands in its place.
fn own_number(desk: &Desk, act_id: ActId, look: bool) -> Outcome<PaperNumber> {
    let enrolment = desk
        .enrolment()
        .ok_or_else(|| Fault::internal("a paper of a desk that is not enrolled"))?;
    let series = DeskLabel::parse(&enrolment.desk).map_err(Fault::internal)?;
    let year = desk.today()?.year();
    let counter = if look {
        1
    } else {
        desk.replica.take_counter(&enrolment.desk, year)?
    };
    PaperNumber::compose(series, year, counter, &act_id.0).map_err(Fault::internal)
}

fn paper_subject(id: &str) -> Outcome<Subject> {
    let id = uuid::Uuid::from_str(id).map_err(|_| Fault::new(ErrorCode::NotFound))?;
    Ok(Subject {
        kind: SubjectKind::Paper.number(),
        id: ActId(id),
    })
}

fn finish(
    desk: &Desk,
    form: FormId,
    number: String,
    copy_number: u32,
    model: FormModel,
    on: NaiveDate,
    entry: Entry,
) -> Outcome<Copy> {
    let templates = templates(desk, &form, on)?;
    let title = templates
        .in_force(form.as_str(), on)
        .map_err(of_paper)?
        .title
        .clone();
    let meta = Meta {
        created_utc_ms: desk.now_ms(),
        on,
    };
    Ok(Copy {
        number,
        printed_before: copy_number > 1,
        rendered: render(&templates, form.as_str(), &model, meta)
            .map_err(|error| of_paper(error).with("template", &title))?,
        title,
        form,
        copy_number,
        entry,
    })
}

/// The forms of the program, and the versions of this one that came with the directory. A version that cannot be
/// read stops the paper: it may be the one in force, and an older one must not go out in its place.
fn templates(desk: &Desk, form: &FormId, on: NaiveDate) -> Outcome<TemplateSet> {
    let broken = |title: &str, error: TemplateError| {
        Fault::new(ErrorCode::FormTemplateBroken)
            .with("template", title)
            .because(error)
    };
    let mut templates = TemplateSet::built_in().map_err(|error| broken(form.as_str(), error))?;
    let title = templates
        .in_force(form.as_str(), on)
        .map_or_else(|_| form.as_str().to_owned(), |own| own.title.clone());
    for (key, source) in desk.replica.forms()? {
        if key.split('@').next() == Some(form.as_str()) {
            templates
                .add(&source)
                .map_err(|error| broken(&title, error))?;
        }
    }
    Ok(templates)
}

fn of_paper(error: PrintError) -> Fault {
    let code = match &error {
        PrintError::UnknownForm { .. } | PrintError::NotInForce { .. } => ErrorCode::NotFound,
        PrintError::MissingField { template, field } => {
            return Fault::new(ErrorCode::FormFieldMissing)
                .with("template", template)
                .with("field", field)
                .because(&error);
        }
        PrintError::WrongValue { template, .. }
        | PrintError::TooLong { template }
        | PrintError::CodeTooLong { template } => {
            return Fault::new(ErrorCode::FormTemplateBroken)
                .with("template", template)
                .because(&error);
        }
        PrintError::Pdf(_) => ErrorCode::Internal,
    };
    Fault::new(code).because(error)
}

fn of_device(error: PrintFailure, printer: &str) -> Fault {
    let code = match &error {
        PrintFailure::NoPrinter => ErrorCode::PrinterMissing,
        PrintFailure::SpoolerAway => ErrorCode::PrinterServiceAway,
        PrintFailure::Refused { .. } => ErrorCode::PrinterRefused,
        PrintFailure::NotTaking => ErrorCode::PrinterNotTaking,
        PrintFailure::Stopped { needs } => {
            return Fault::new(ErrorCode::PrinterStopped)
                .with("printer", printer)
                .with("need", needs.first().map_or("pause", need_code))
                .because(&error);
        }
    };
    Fault::new(code).with("printer", printer).because(error)
}

/// What a stopped printer asks for first.
const fn need_code(need: &PrinterNeed) -> &'static str {
    match need {
        PrinterNeed::Paper => "paper",
        PrinterNeed::Ink => "ink",
        PrinterNeed::Cover => "cover",
        PrinterNeed::Jam => "jam",
        PrinterNeed::Output => "output",
        PrinterNeed::Link => "link",
        PrinterNeed::Attention => "attention",
    }
}

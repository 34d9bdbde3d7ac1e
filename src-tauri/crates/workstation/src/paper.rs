//! Papers: preview, print, save. Each copy given out is an entry.
//!
//! The order is: render, hand over, record. A job that the spooler or the disk refused leaves no
//! entry of a paper that nobody has; a crash in the moment between the two leaves a paper whose
//! number the next copy repeats, and that copy is made by hand, with a reason. The other order
//! would write «напечатано» whenever a printer is out of paper.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use stoika_devices::{JobTitle, PrintFailure, PrinterName};
use stoika_domain::appeal::{Appeal, AppealEvent, Printed};
use stoika_domain::check;
use stoika_domain::ids::FormId;
use stoika_domain::text;
use stoika_printing::{
    CardTerm, Head, Meta, PrintError, REGISTRATION_CARD, RegistrationCard, Rendered, TemplateError,
    TemplateSet, render,
};
use stoika_store::AppealCard as Stored;

use crate::api::Nothing;
use crate::api::appeal::FormChoice;
use crate::api::error::{ErrorCode, FieldError};
use crate::api::paper::{
    PaperAbout, PaperAsked, PaperDone, PaperPreview, PaperPrint, PaperSave, PrinterView,
};
use crate::appeal::{answer_address, channel_label, happen, stored};
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::term_words;
use crate::workstation::Workstation;

/// Lets one copy be made at a time: its number is taken at the beginning and recorded at the end.
#[derive(Debug, Default)]
pub(crate) struct Press {
    one: Mutex<()>,
    saves: AtomicBool,
}

impl Press {
    /// To print, or to save as a file: the audit tells them apart.
    fn take(&self, saves: bool) -> MutexGuard<'_, ()> {
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
    record_id: String,
    form: FormId,
    copy_number: u32,
    printed_before: bool,
    rendered: Rendered,
}

/// `paper.preview`.
pub(crate) fn preview(
    workstation: &Workstation,
    _: &Session,
    input: PaperAsked,
) -> Outcome<PaperPreview> {
    let desk = workstation.desk()?;
    let copy = copy(&desk, &input.of, &input.form_id)?;
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
    let copy = copy(&desk, &input.of, &input.form_id)?;
    let reason = reason(&desk, &copy, &input.reason)?;
    let deps = &workstation.deps;
    PrinterName::parse(&input.printer)
        .and_then(|printer| {
            let title = JobTitle::of_record(copy.form.as_str(), &copy.record_id);
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
    let copy = copy(&desk, &input.of, &input.form_id)?;
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

/// Number and copy, with nothing of a person: «Карточка ОТ-04-26-0012-КМ7, экземпляр 1.pdf».
fn file_name(copy: &Copy) -> String {
    let number = copy.number.replace('/', "-");
    format!("Карточка {number}, экземпляр {}.pdf", copy.copy_number)
}

/// Whole or not at all; what stands there already under this name is an older try of the same copy.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
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
    check::free_text(typed, line).map(Some).map_err(|fault| {
        Fault::fields(vec![FieldError {
            field: "reason".to_owned(),
            code: fault.code,
            args: fault.args,
            warning: false,
        }])
    })
}

fn record(
    workstation: &Workstation,
    session: &Session,
    copy: &Copy,
    reprint_reason: Option<String>,
) -> Outcome<Nothing> {
    let printed = Printed {
        form_id: copy.form.clone(),
        form_version: version_number(&copy.rendered.template_version),
        copy_number: copy.copy_number,
        reprint_reason,
    };
    happen(workstation, session, &copy.record_id, |_, _| {
        Ok(AppealEvent::Printed(printed))
    })
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

/// Forms that can be printed about an appeal now.
pub(crate) fn forms_of(appeal: &Appeal) -> Outcome<Vec<FormChoice>> {
    let form = FormId::parse(REGISTRATION_CARD).map_err(Fault::internal)?;
    Ok(vec![FormChoice {
        title: "Регистрационная карточка".to_owned(),
        copies: appeal.printed.get(&form).map_or(0, |it| it.prints),
        form_id: form.into(),
    }])
}

fn copy(desk: &Desk, of: &PaperAbout, form_id: &str) -> Outcome<Copy> {
    let PaperAbout::Appeal { id: appeal_id } = of else {
        return Err(Fault::new(ErrorCode::NotFound));
    };
    let form = FormId::parse(form_id).map_err(|_| Fault::new(ErrorCode::NotFound))?;
    if form.as_str() != REGISTRATION_CARD {
        return Err(Fault::new(ErrorCode::NotFound));
    }
    let stored = stored(desk, appeal_id)?;
    let copy_number = stored.appeal.next_copy_number(&form);
    let on = stored.appeal.registered.registered_on;
    let templates = templates(desk, &form, on)?;
    let title = templates
        .in_force(form.as_str(), on)
        .map_err(of_paper)?
        .title
        .clone();
    let model = registration_card(desk, &stored, copy_number)?.into_model();
    let meta = Meta {
        created_utc_ms: desk.now_ms(),
        on,
    };
    Ok(Copy {
        record_id: appeal_id.clone(),
        number: stored.appeal.registered.number.to_string(),
        printed_before: copy_number > 1,
        rendered: render(&templates, form.as_str(), &model, meta)
            .map_err(|error| of_paper(error).with("template", &title))?,
        title,
        form,
        copy_number,
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

fn registration_card(desk: &Desk, stored: &Stored, copy_number: u32) -> Outcome<RegistrationCard> {
    let standards = desk.standards()?;
    let appeal = &stored.appeal;
    let registered = &appeal.registered;
    let applicant = &registered.applicant;
    // The office that took it in: an executor elsewhere prints the same card.
    let office = standards
        .office(appeal.office_id.as_str())
        .ok_or_else(|| Fault::new(ErrorCode::DirectoryMissing).because("no such office"))?;
    let term = standards
        .term_of_appeal(registered, &appeal.start_dates())
        .ok_or_else(|| Fault::new(ErrorCode::DirectoryMissing).because("no norm in force"))?;
    let control = term_words::view(&term);
    let post = desk
        .users()?
        .into_iter()
        .find(|(_, user)| user.short_name == appeal.registered_by)
        .map_or_else(String::new, |(_, user)| user.post);
    let contact = match &applicant.party_id {
        Some(id) => crate::client::phone_of(desk, id, desk.replica.party(id)?.as_ref())?,
        None => None,
    };
    let at = at_office(appeal.registered_at_ms, office.utc_offset_minutes);
    let head = Head {
        office_name: office.name_ru.clone(),
        office_address: office.address.clone(),
        office_phone: office
            .phones
            .first()
            .map_or_else(String::new, |phone| phone.text.clone()),
        office_hours: office.working_hours_ru.clone(),
        number: registered.number.to_string(),
        on: at.date_naive(),
        copy_mark: if copy_number == 1 {
            format!("Экземпляр\u{a0}{copy_number}")
        } else {
            format!("Экземпляр\u{a0}{copy_number}, копия")
        },
        offline_note: desk
            .is_offline()
            .then(|| "Напечатано без связи с центром".to_owned()),
        record_id: appeal.id.to_string(),
        specialist_name: appeal.registered_by.clone(),
        specialist_post: post,
    };
    Ok(RegistrationCard {
        head,
        received_on: registered.received_on,
        registered_time: at.format("%H:%M").to_string(),
        applicant: applicant.display_name.clone(),
        representative: applicant
            .representative
            .as_ref()
            .map(|who| format!("{}, {}", who.name, who.authority)),
        account: applicant.account_number.as_deref().map(text::account),
        address: applicant.address.clone(),
        contact: contact.as_deref().map(text::phone),
        category: standards.category(registered.category.as_str()),
        topic: standards.topic(registered.topic.as_str()),
        channel: channel_label(&standards, appeal),
        urgency: standards.urgency(registered.urgency.as_str()),
        text: registered.text.clone(),
        demand: registered.demand.clone(),
        documents: Vec::new(),
        answer_channel: standards.answer_channel(registered.answer_channel.as_str()),
        answer_address: answer_address(&registered.answer_address, false),
        executor: appeal.executor.as_ref().map(|who| who.name.clone()),
        control_on: term.limit,
        control_term: control.amount_label,
        control_clause: term.explanation.control.clause.clone(),
        outer: term.explanation.outer.as_ref().map(|outer| CardTerm {
            on: outer.limit_on,
            term: term_words::amount_label(outer),
            clause: outer.clause.clone(),
        }),
    })
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
        | PrintError::NoGlyph { template, .. }
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
    let code = match error {
        PrintFailure::NoPrinter => ErrorCode::PrinterMissing,
        PrintFailure::SpoolerAway => ErrorCode::PrinterServiceAway,
        PrintFailure::Refused { .. } => ErrorCode::PrinterRefused,
    };
    Fault::new(code).with("printer", printer).because(error)
}

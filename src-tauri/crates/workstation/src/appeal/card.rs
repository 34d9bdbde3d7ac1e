//! The card of an appeal and the course of its case.

use chrono::NaiveDate;
use stoika_domain::appeal::{
    AnswerAddress, Appeal, AppealEvent, AppealStatus, Attachment, Closed, DocumentForm, FormerRound,
};
use stoika_domain::audit::AuditObject;
use stoika_domain::body::Event;
use stoika_domain::terms::Term;
use stoika_domain::text;
use stoika_protocol::{ActId, Verdict};
use stoika_store::{AppealCard as Stored, JournalLine};

use super::deeds;
use super::form::{decision_label, form_label};
use super::list::{left, place};
use crate::api::appeal::{AppealAsked, AppealCard, ProposalView, TimelineItem};
use crate::api::error::ErrorCode;
use crate::audit::Access;
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::standards::Standards;
use crate::term_words;
use crate::workstation::Workstation;

/// An appeal that is on this desk.
pub(crate) fn stored(desk: &Desk, appeal_id: &str) -> Outcome<Stored> {
    desk.replica
        .appeal(super::subject(appeal_id)?.id)?
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))
}

/// `appeal.card`.
pub(crate) fn card(
    workstation: &Workstation,
    session: &Session,
    input: AppealAsked,
) -> Outcome<AppealCard> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let stored = stored(&desk, &input.appeal_id)?;
    let party = stored.appeal.registered.applicant.party_id.as_deref();
    let access = Access::viewed(AuditObject::Appeal, &input.appeal_id, party);
    desk.viewed(&user, &access)?;
    let today = desk.today()?;
    let offset = desk.utc_offset_minutes()?;
    let Stored {
        appeal,
        row,
        timeline,
    } = stored;
    let registered = &appeal.registered;
    let term = standards.term_of(&appeal);
    let (left, tone) = left(&standards, &row, today);
    let mut course: Vec<TimelineItem> = timeline
        .iter()
        .map(|line| done(&standards, line, offset))
        .collect();
    course.extend(to_come(&appeal, term.as_ref()));
    let norms = super::course::norms(&desk, &standards, &appeal)?;
    let mut open = actions(&appeal, !norms.is_empty());
    open.extend(crate::answer::actions(&desk, &appeal)?);
    Ok(AppealCard {
        appeal_id: input.appeal_id,
        number: registered.number.to_string(),
        state: state_code(appeal.status()).to_owned(),
        category_label: standards.category(registered.category.as_str()),
        topic_label: standards.topic(registered.topic.as_str()),
        channel_label: channel_label(&standards, &appeal),
        urgency_label: standards.urgency(registered.urgency.as_str()),
        applicant: registered.applicant.display_name.clone(),
        party_id: registered.applicant.party_id.clone(),
        account: registered
            .applicant
            .account_number
            .as_deref()
            .map(text::account),
        representative: registered
            .applicant
            .representative
            .as_ref()
            .map(|who| format!("{}, {}", who.name, who.authority)),
        text: registered.text.clone(),
        answer_label: answer_label(&standards, &appeal, true),
        received_on: term_words::iso(registered.received_on),
        due_label: due_label(row.limit_on, &left),
        tone,
        term: term.as_ref().map(term_words::view),
        executor: appeal.executor.as_ref().map(|who| who.name.clone()),
        executor_id: appeal.executor.as_ref().map(|who| who.user_id.clone()),
        answer: appeal
            .answered
            .as_ref()
            .map(|answer| format!("{}. {}", decision_label(answer.outcome), answer.text)),
        timeline: course,
        actions: open,
        answering: crate::answer::answering(&standards, &appeal, today),
        hand_over: crate::answer::hand_over_view(&desk, &standards, &appeal, today)?,
        claim: crate::claim::view(&standards, &appeal, today),
        norms,
        demand: registered.demand.clone(),
        attachments: registered.attachments.iter().map(attachment).collect(),
        missing: stoika_domain::appeal::contract::missing(&appeal)
            .iter()
            .map(|wanted| wanted.name.clone())
            .collect(),
        urgency: registered.urgency.to_string(),
        zone_office: registered
            .applicant
            .zone_office
            .as_ref()
            .map(|office| standards.office_name(office.as_str())),
        awaited: appeal.awaited.clone(),
        awaited_since: appeal
            .waiting
            .last()
            .filter(|last| last.until.is_none())
            .map(|last| term_words::iso(last.from)),
        closed_label: appeal
            .closed
            .as_ref()
            .map(|closed| closed_label(&standards, closed)),
        proposal: proposal(&desk, &standards, &appeal, &timeline)?,
        former_rounds: appeal.former_rounds.iter().map(former_round).collect(),
        forms: crate::paper::forms_of(&appeal)?,
        contract: crate::contract::section(&standards, &appeal, user.role),
        place: place(row.place),
    })
}

fn due_label(limit_on: Option<NaiveDate>, left: &str) -> String {
    match limit_on {
        Some(limit_on) => format!("Ответить до {}, {left}", text::date(limit_on)),
        None => left.to_owned(),
    }
}

fn state_code(status: AppealStatus) -> &'static str {
    match status {
        AppealStatus::Registered => "registered",
        AppealStatus::Assigned => "assigned",
        AppealStatus::Answered => "answered",
        AppealStatus::Closed => "closed",
    }
}

/// What can be done now, whoever may do it.
fn actions(appeal: &Appeal, is_movable: bool) -> Vec<String> {
    let mut now = match appeal.status() {
        AppealStatus::Registered | AppealStatus::Assigned => {
            vec!["assign", "answer", "print", "set_urgency", "redate"]
        }
        AppealStatus::Answered => vec!["close", "print"],
        AppealStatus::Closed => vec!["reopen", "print"],
    };
    if appeal.closed.is_none() && appeal.answered.is_none() {
        if appeal.extended.is_none() {
            now.push("extend");
        }
        if is_movable {
            now.push("change_norm");
        }
        now.push(if appeal.is_waiting() {
            "resume"
        } else {
            "suspend"
        });
        if appeal.proposed.is_some() {
            now.extend(["approve", "decline"]);
        } else {
            now.push("propose");
        }
    }
    now.extend(crate::claim::allowed(appeal));
    now.into_iter().map(ToOwned::to_owned).collect()
}

/// «Квитанция за август, копия, 2 листа».
fn attachment(row: &Attachment) -> String {
    let form = match row.form {
        DocumentForm::Original => "оригинал",
        DocumentForm::Copy => "копия",
    };
    format!("{}, {form}, {}", row.name, sheets(row.sheets))
}

/// «1 лист», «2 листа», «5 листов».
pub(crate) fn sheets(count: u16) -> String {
    let word = match text::plural(u32::from(count)) {
        text::Plural::One => "лист",
        text::Plural::Few => "листа",
        text::Plural::Many => "листов",
    };
    format!("{count}\u{a0}{word}")
}

/// «Ответ 12.10.2026: не обоснована; закрыто 13.10.2026».
fn former_round(round: &FormerRound) -> String {
    let closed = format!("закрыто {}", text::date(round.closed.closed_on));
    match &round.answered {
        Some(answer) => format!(
            "Ответ {}: {}; {closed}",
            text::date(answer.answered_on),
            text::lower_first(decision_label(answer.outcome))
        ),
        None => format!("Без ответа; {closed}"),
    }
}

/// «30.10.2026: без рассмотрения, нет подписи (п. 7.3)», «30.10.2026: акт сверки выдан».
fn closed_label(standards: &Standards, closed: &Closed) -> String {
    let on = text::date(closed.closed_on);
    let ground = closed
        .ground
        .and_then(|ground| standards.ground(ground.as_str()));
    match (ground, &closed.note) {
        (Some(row), _) => {
            let clause = row.clause.as_deref().unwrap_or_default();
            let title = text::lower_first(&row.title_ru);
            let source = if clause.is_empty() {
                String::new()
            } else {
                format!(" ({clause})")
            };
            format!("{on}: без рассмотрения, {title}{source}")
        }
        (None, Some(note)) => format!("{on}: {note}"),
        (None, None) => on,
    }
}

fn proposal(
    desk: &Desk,
    standards: &Standards,
    appeal: &Appeal,
    timeline: &[JournalLine],
) -> Outcome<Option<ProposalView>> {
    let Some(proposed) = &appeal.proposed else {
        return Ok(None);
    };
    let ground = standards.ground(proposed.ground.as_str());
    let former = match proposed.former {
        Some(id) => desk.replica.appeal(ActId(id))?,
        None => None,
    };
    let by = timeline.iter().rev().find_map(|line| match &line.event {
        Some(Event::Appeal(AppealEvent::UnconsideredProposed(_))) => {
            Some(line.author.user_name.clone())
        }
        Some(_) | None => None,
    });
    Ok(Some(ProposalView {
        ground_label: ground.map_or_else(String::new, |row| row.title_ru.clone()),
        clause: ground
            .and_then(|row| row.clause.clone())
            .unwrap_or_default(),
        evidence: proposed.evidence.clone(),
        former_number: former.map(|it| it.appeal.registered.number.to_string()),
        former_id: proposed.former.map(|id| id.to_string()),
        by: by.unwrap_or_default(),
    }))
}

/// «Письменно, лично в отделении».
pub(crate) fn channel_label(standards: &Standards, appeal: &Appeal) -> String {
    let channel = standards.channel(&appeal.registered.channel);
    format!(
        "{}, {}",
        form_label(appeal.registered.form),
        text::lower_first(&channel)
    )
}

/// «Заказным письмом: 446300, г. Отрадный, …». E-mail and phone are masked on the screen, whole on paper.
pub(crate) fn answer_label(standards: &Standards, appeal: &Appeal, masked: bool) -> String {
    let way = standards.answer_channel(appeal.registered.answer_channel.as_str());
    match answer_address(&appeal.registered.answer_address, masked) {
        Some(address) => format!("{way}: {address}"),
        None => way,
    }
}

/// Where the answer goes; `None` when it is handed over or said at once.
pub(crate) fn answer_address(address: &AnswerAddress, masked: bool) -> Option<String> {
    match address {
        AnswerAddress::Postal { index, address } => Some(format!("{index}, {address}")),
        AnswerAddress::Email { email } if masked => Some(text::mask_email(email)),
        AnswerAddress::Email { email } => Some(email.clone()),
        AnswerAddress::Phone { phone } if masked => Some(text::mask_phone(phone)),
        AnswerAddress::Phone { phone } => Some(text::phone(phone)),
        AnswerAddress::Office => None,
    }
}

/// What an entry of the case says.
fn done(standards: &Standards, line: &JournalLine, offset: i32) -> TimelineItem {
    let at = at_office(line.wall_time_ms, offset);
    let (state, void_reason) = match line.verdict {
        Verdict::Effective => ("done", None),
        Verdict::Void(number) => ("void", Some(void_code(number))),
    };
    TimelineItem {
        title: title(standards, line),
        meta: format!(
            "{}, {}",
            at.format("%d.%m.%Y, %H:%M"),
            line.author.user_name
        ),
        state: state.to_owned(),
        void_reason,
        place: Some(place(line.place)),
    }
}

/// Code of a void reason; that of a newer program is its number.
fn void_code(number: u16) -> String {
    stoika_domain::body::VoidReason::from_number(number)
        .map_or_else(|| number.to_string(), |reason| reason.code().to_owned())
}

fn title(standards: &Standards, line: &JournalLine) -> String {
    let Some(Event::Appeal(event)) = &line.event else {
        return crate::link::entry_label(line.kind).to_owned();
    };
    match event {
        AppealEvent::Registered(body) => format!(
            "{}: принято на месте {}",
            standards.category(body.category.as_str()),
            line.author.desk
        ),
        AppealEvent::Assigned(executor) => format!("Исполнитель: {}", executor.name),
        AppealEvent::Answered(answer) => format!(
            "Ответ: {}, {}",
            text::lower_first(decision_label(answer.outcome)),
            text::lower_first(&standards.answer_channel(answer.answer_channel.as_str()))
        ),
        AppealEvent::Closed(closed) => match &closed.note {
            Some(note) => format!("Закрыто: {note}"),
            None => "Закрыто".to_owned(),
        },
        AppealEvent::Redated(redated) => format!(
            "Дата поступления исправлена на {}",
            text::date(redated.received_on)
        ),
        AppealEvent::Printed(printed) => match &printed.reprint_reason {
            Some(reason) => format!(
                "{}, экземпляр\u{a0}{}: {reason}",
                crate::paper::title(&printed.form_id),
                printed.copy_number
            ),
            None => format!(
                "{}, экземпляр\u{a0}{}",
                crate::paper::title(&printed.form_id),
                printed.copy_number
            ),
        },
        AppealEvent::Extended(extended) => format!("Срок продлён: {}", extended.reason),
        AppealEvent::Suspended(suspended) => {
            format!("Ждём от заявителя: {}", suspended.awaited)
        }
        AppealEvent::Resumed(resumed) => match &resumed.note {
            Some(note) => format!("Сведения получены: {note}"),
            None => "Сведения получены".to_owned(),
        },
        AppealEvent::UnconsideredProposed(proposed) => {
            format!(
                "Предложено оставить без рассмотрения: {}",
                proposed.evidence
            )
        }
        AppealEvent::UnconsideredDeclined(declined) => {
            format!("Начальник не согласился: {}", declined.reason)
        }
        AppealEvent::Reopened(reopened) => format!("Открыто снова: {}", reopened.argument),
        AppealEvent::UrgencySet(set) => format!(
            "Срочность: {}, {}",
            text::lower_first(&standards.urgency(set.urgency.as_str())),
            set.reason
        ),
        AppealEvent::NormChanged(changed) => format!(
            "Срок по другой норме: {}. {}",
            text::lower_first(&standards.norm_title(&changed.norm_key)),
            changed.reason
        ),
        AppealEvent::Contract(event) => deeds::contract(event),
        AppealEvent::Claim(event) => deeds::claim(event),
        AppealEvent::Answer(event) => deeds::answer(event),
        AppealEvent::HandOver(event) => deeds::hand_over(standards, event),
    }
}

/// What is still to be done, last the control date.
fn to_come(appeal: &Appeal, term: Option<&Term>) -> Vec<TimelineItem> {
    let next = |title: &str, meta: String| TimelineItem {
        title: title.to_owned(),
        meta,
        state: "next".to_owned(),
        void_reason: None,
        place: None,
    };
    let executor = appeal.executor.as_ref().map(|who| who.name.clone());
    let mut steps = match appeal.status() {
        AppealStatus::Registered => vec![next("Назначить исполнителя", String::new())],
        AppealStatus::Assigned => vec![next("Подготовить ответ", executor.unwrap_or_default())],
        AppealStatus::Answered => return vec![next("Закрыть обращение", String::new())],
        AppealStatus::Closed => return Vec::new(),
    };
    if let Some(term) = term {
        steps.push(TimelineItem {
            title: format!("Ответить до {}", text::date(term.limit)),
            meta: term.explanation.control.clause.clone(),
            state: "due".to_owned(),
            void_reason: None,
            place: None,
        });
    }
    steps
}

//! What else is done with a client at reception: consultations (R97), the next step (R191, R195),
//! incidents (R197), consents, and the prompt card (R194).

mod consent;
mod follow_up;

pub(crate) use consent::{consent, withdraw};
pub(crate) use follow_up::{agree, cancel, done, list, moved, of_records, step_subject};

use chrono::NaiveDate;
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::check::{self, Fault as Wrong};
use stoika_domain::consent::Purpose;
use stoika_domain::consultation::{self, ConsultationEvent};
use stoika_domain::follow_up::NextStep;
use stoika_domain::ids::{ArticleId, ChannelId, ConsultationTopicId};
use stoika_domain::incident::{IncidentEvent, IncidentKind, Measure, Noted};
use stoika_domain::text;
use stoika_protocol::ActId;
use stoika_store::WriteContext;

use crate::api::appeal::Choice;
use crate::api::client::HistoryLine;
use crate::api::error::{ErrorCode, FieldError};
use crate::api::visit::{ConsultationGive, IncidentNote, RecordDone, ScriptLine, VisitChoices};
use crate::api::{Nothing, Tone};
use crate::clock::at_office;
use crate::desk::{Desk, Doing};
use crate::fault::{Fault, Outcome};
use crate::session::{Session, SignedIn};
use crate::standards::Standards;
use crate::term_words::iso;
use crate::workstation::Workstation;

/// Agreed steps that one list shows.
const STEPS_MAX: u32 = 500;
/// Channels of an oral consultation.
const ORAL: stoika_domain::appeal::StatementForm = stoika_domain::appeal::StatementForm::Oral;

/// `visit.choices`.
pub(crate) fn choices(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<VisitChoices> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    Ok(VisitChoices {
        topics: standards
            .book
            .consultation_topics
            .iter()
            .map(|row| Choice::new(&row.id, &row.title_ru))
            .collect(),
        channels: standards
            .rules
            .channels
            .iter()
            .filter(|row| row.forms.contains(&ORAL))
            .map(|row| Choice::new(row.id.as_str(), &row.title_ru))
            .collect(),
        notifications: standards
            .book
            .notification_forms
            .iter()
            .map(|row| Choice::new(&row.id, &row.title_ru))
            .collect(),
        incidents: IncidentKind::ALL
            .into_iter()
            .map(|kind| Choice::new(kind.as_str(), incident_label(kind)))
            .collect(),
        measures: Measure::ALL
            .into_iter()
            .map(|measure| Choice::new(measure.as_str(), measure_label(measure)))
            .collect(),
        purposes: Purpose::ALL
            .into_iter()
            .map(|purpose| Choice::new(purpose.as_str(), purpose_label(purpose)))
            .collect(),
        script: script(&desk, &session.user()?)?,
    })
}

/// The script of 11.3, п. 1, with the names of this office and this specialist.
fn script(desk: &Desk, user: &SignedIn) -> Outcome<Vec<ScriptLine>> {
    let office = desk.office()?.map_or_else(String::new, |it| it.name_ru);
    let line = |step: &str, say: String| ScriptLine {
        step: step.to_owned(),
        say,
    };
    Ok(vec![
        line("Поздоровайтесь", "Здравствуйте!".to_owned()),
        line("Назовите организацию", office),
        line(
            "По просьбе назовите должность и имя",
            format!("{}, {}", user.post, user.short_name),
        ),
        line("Спросите", "Чем я могу Вам помочь?".to_owned()),
        line("Выслушайте, не перебивая", String::new()),
        line(
            "Если ответа сейчас нет",
            "Оставьте, пожалуйста, контакты. Как Вам удобнее: мы позвоним, Вы позвоните нам или придёте?".to_owned(),
        ),
    ])
}

pub(crate) const fn incident_label(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::Aggression => "Агрессивное поведение",
        IncidentKind::Intoxication => "Состояние опьянения",
        IncidentKind::Threat => "Угрозы",
        IncidentKind::Other => "Другое",
    }
}

const fn measure_label(measure: Measure) -> &'static str {
    match measure {
        Measure::AskedToLeave => "Попросили покинуть помещение",
        Measure::Guard => "Вызвали охрану",
        Measure::Police => "Вызвали полицию",
    }
}

pub(crate) const fn purpose_label(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Messages => "Информационные и рекламные сообщения",
        Purpose::Surveys => "Опросы о качестве обслуживания",
        Purpose::Photos => "Фотосъёмка",
    }
}

pub(crate) const fn step_label(step: NextStep) -> &'static str {
    match step {
        NextStep::WeCall => "Перезвонить",
        NextStep::ClientCalls => "Клиент позвонит",
        NextStep::ClientComes => "Клиент придёт",
    }
}

/// What is wrong with a form, gathered field by field.
#[derive(Default)]
pub(crate) struct Wrongs(Vec<FieldError>);

impl Wrongs {
    pub(crate) fn take<T>(&mut self, field: &str, read: Result<T, Wrong>) -> Option<T> {
        read.map_err(|wrong| self.0.extend(Fault::field(field, wrong).fields))
            .ok()
    }

    /// A field that may stay empty.
    pub(crate) fn take_optional<T>(
        &mut self,
        field: &str,
        typed: &str,
        read: impl FnOnce(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        if typed.trim().is_empty() {
            return None;
        }
        self.take(field, read(typed))
    }

    /// What the domain has found wrong.
    pub(crate) fn extend(&mut self, errors: Vec<check::FieldError>) {
        self.0.extend(errors.into_iter().map(|error| FieldError {
            field: error.field,
            code: error.code,
            args: error.args,
            warning: false,
        }));
    }

    pub(crate) fn all_right<T>(self, whole: Option<T>) -> Outcome<T> {
        match whole {
            Some(whole) if self.0.is_empty() => Ok(whole),
            Some(_) | None => Err(Fault::fields(self.0)),
        }
    }
}

pub(crate) fn chosen<T>(typed: &str, read: Option<T>) -> Result<T, Wrong> {
    read.ok_or_else(|| {
        Wrong::new(if typed.trim().is_empty() {
            "required"
        } else {
            "unknown_choice"
        })
    })
}

/// The client's row, if he is in the base.
pub(crate) fn party_name(desk: &Desk, id: Option<&str>) -> Outcome<Option<String>> {
    match id {
        None => Ok(None),
        Some(id) => desk
            .replica
            .party(id)?
            .map(|party| Some(party.name))
            .ok_or_else(|| Fault::new(ErrorCode::NotFound)),
    }
}

/// Records the first event of something new.
pub(crate) fn begin(
    workstation: &Workstation,
    session: &Session,
    kind: SubjectKind,
    make: impl FnOnce(&Doing<'_>, &WriteContext<'_, '_>) -> Outcome<Event>,
) -> Outcome<ActId> {
    let user = session.user()?;
    workstation.desk()?.act(&user, |doing, context| {
        Ok(vec![(doing.new_subject(kind), make(doing, context)?)])
    })
}

/// `consultation.give`.
pub(crate) fn consult(
    workstation: &Workstation,
    session: &Session,
    input: ConsultationGive,
) -> Outcome<RecordDone> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    party_name(&desk, input.party_id.as_deref())?;
    let mut wrongs = Wrongs::default();
    let topic = wrongs.take(
        "topic",
        chosen(
            &input.topic,
            standards
                .book
                .consultation_topics
                .iter()
                .find(|row| row.id == input.topic.trim())
                .and_then(|row| ConsultationTopicId::parse(&row.id).ok()),
        ),
    );
    let channel: Option<ChannelId> = wrongs.take(
        "channel",
        chosen(
            &input.channel,
            standards
                .rules
                .channels
                .iter()
                .find(|row| row.id.as_str() == input.channel.trim() && row.forms.contains(&ORAL))
                .map(|row| row.id.clone()),
        ),
    );
    let article = wrongs.take_optional("article", &input.article, |typed| {
        let row = standards
            .book
            .articles
            .iter()
            .find(|row| row.id == typed.trim());
        chosen(typed, row.and_then(|row| ArticleId::parse(&row.id).ok()))
    });
    let settings = &standards.rules.settings;
    let (digits, long) = (settings.personal_account_digits, settings.text_length_max);
    let about = input.account.as_deref().unwrap_or_default();
    let account_number = wrongs.take_optional("account", about, |typed| {
        check::personal_account(typed, digits).map(String::from)
    });
    let note = wrongs.take_optional("note", &input.note, |typed| check::free_text(typed, long));
    let given = wrongs.all_right((|| {
        Some(consultation::Given {
            party_id: input.party_id.clone(),
            account_number,
            topic: topic?,
            channel: channel?,
            article,
            note,
        })
    })())?;
    let id = begin(workstation, session, SubjectKind::Consultation, |_, _| {
        Ok(Event::Consultation(ConsultationEvent::Given(given)))
    })?;
    Ok(RecordDone {
        record_id: id.to_string(),
        number: None,
    })
}

/// `incident.note`.
pub(crate) fn note(
    workstation: &Workstation,
    session: &Session,
    input: IncidentNote,
) -> Outcome<RecordDone> {
    let desk = workstation.desk()?;
    party_name(&desk, input.party_id.as_deref())?;
    let long = desk.standards()?.rules.settings.text_length_max;
    let mut wrongs = Wrongs::default();
    let kind = IncidentKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == input.kind.trim());
    let kind = wrongs.take("kind", chosen(&input.kind, kind));
    let measure = Measure::ALL
        .into_iter()
        .find(|measure| measure.as_str() == input.measure.trim());
    let measure = wrongs.take("measure", chosen(&input.measure, measure));
    let text = wrongs.take("text", check::free_text(&input.text, long));
    let noted = wrongs.all_right((|| {
        Some(Noted {
            kind: kind?,
            measure: measure?,
            text: text?,
            party_id: input.party_id.clone(),
        })
    })())?;
    let id = begin(workstation, session, SubjectKind::Incident, |_, _| {
        Ok(Event::Incident(IncidentEvent::Noted(noted)))
    })?;
    Ok(RecordDone {
        record_id: id.to_string(),
        number: None,
    })
}

/// A line of the client's history; appeals and contacts have their own.
pub(crate) fn history_line(
    standards: &Standards,
    state: &State,
    offset: i32,
    today: NaiveDate,
) -> Option<HistoryLine> {
    let day = |at_ms: i64| iso(at_office(at_ms, offset).date_naive());
    let line = |at_ms: i64, what: String, by: &str, state: String, tone: Tone| HistoryLine {
        on: day(at_ms),
        what,
        by: by.to_owned(),
        state,
        tone,
        appeal_id: None,
    };
    match state {
        State::Appeal(_)
        | State::PartyContact(_)
        | State::Paper(_)
        | State::Visit(_)
        | State::Shift(_)
        | State::HallSign(_)
        | State::Tenure(_)
        | State::QueueOrder(_)
        | State::Destruction(_)
        | State::Survey(_)
        | State::DispatchList(_)
        | State::Audit(_) => None,
        State::BookEntry(it) => Some(line(
            it.entered_at_ms,
            format!(
                "Книга жалоб и предложений: {}",
                text::lower_first(&standards.feedback_kind(it.written.kind.as_str()))
            ),
            &it.entered_by,
            match (&it.linked, &it.acted) {
                (Some(linked), _) => format!("обращение {}", linked.appeal_number),
                (None, Some(_)) => "приняты меры".to_owned(),
                (None, None) => String::new(),
            },
            Tone::Plain,
        )),
        State::Consultation(it) => Some(line(
            it.given_at_ms,
            format!(
                "Консультация: {}",
                text::lower_first(&standards.consultation_topic(it.given.topic.as_str()))
            ),
            &it.given_by,
            String::new(),
            Tone::Plain,
        )),
        State::FollowUp(it) => {
            let (state, tone) = match &it.end {
                Some(stoika_domain::follow_up::End::Done { result }) => (result.clone(), Tone::Ok),
                Some(stoika_domain::follow_up::End::Cancelled { reason }) => {
                    (format!("отменено: {reason}"), Tone::Idle)
                }
                None if it.agreed.on < today => ("просрочено".to_owned(), Tone::Bad),
                None => (format!("на {}", text::date(it.agreed.on)), Tone::Info),
            };
            Some(line(
                it.agreed_at_ms,
                format!("{}: {}", step_label(it.agreed.step), it.agreed.question),
                &it.agreed_by,
                state,
                tone,
            ))
        }
        State::Incident(it) => Some(line(
            it.noted_at_ms,
            format!(
                "Происшествие: {}",
                text::lower_first(incident_label(it.noted.kind))
            ),
            &it.noted_by,
            measure_label(it.noted.measure).to_owned(),
            Tone::Warn,
        )),
        State::Consent(it) => Some(line(
            it.taken_at_ms,
            "Согласие на обработку данных".to_owned(),
            &it.taken_by,
            if it.withdrawn.is_some() {
                "отозвано".to_owned()
            } else {
                "дано".to_owned()
            },
            Tone::Plain,
        )),
    }
}

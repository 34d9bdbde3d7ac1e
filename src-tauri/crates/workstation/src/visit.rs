//! What else is done with a client at reception: consultations (R97), the next step (R191, R195),
//! incidents (R197), consents, and the prompt card (R194).

use std::str::FromStr as _;

use chrono::{NaiveDate, NaiveTime};
use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::check::{self, Fault as Wrong};
use stoika_domain::consent::{self, ConsentEvent, Purpose};
use stoika_domain::consultation::{self, ConsultationEvent};
use stoika_domain::follow_up::{Agreed, Cancelled, Done, FollowUp, FollowUpEvent, Moved, NextStep};
use stoika_domain::ids::{ArticleId, ChannelId, ConsultationTopicId};
use stoika_domain::incident::{IncidentEvent, IncidentKind, Measure, Noted};
use stoika_domain::text;
use stoika_protocol::{ActId, Subject};
use stoika_store::{Place as StorePlace, WriteContext};

use crate::api::Nothing;
use crate::api::appeal::Choice;
use crate::api::client::HistoryLine;
use crate::api::error::{ErrorCode, FieldError};
use crate::api::visit::{
    ConsentGive, ConsentWithdraw, ConsultationGive, FollowUpAgree, FollowUpCancel, FollowUpDone,
    FollowUpListAsked, FollowUpMove, FollowUpScope, FollowUpView, IncidentNote, RecordDone,
    ScriptLine, VisitChoices,
};
use crate::api::{Place, Tone};
use crate::appeal::place;
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
        read.map_err(|wrong| {
            self.0.push(FieldError {
                field: field.to_owned(),
                code: wrong.code,
                args: wrong.args,
                warning: false,
            });
        })
        .ok()
    }

    /// A field that may stay empty.
    fn take_optional<T>(
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

    pub(crate) fn all_right<T>(self, whole: Option<T>) -> Outcome<T> {
        match whole {
            Some(whole) if self.0.is_empty() => Ok(whole),
            Some(_) | None => Err(Fault::fields(self.0)),
        }
    }
}

fn chosen<T>(typed: &str, read: Option<T>) -> Result<T, Wrong> {
    read.ok_or_else(|| {
        Wrong::new(if typed.trim().is_empty() {
            "required"
        } else {
            "unknown_choice"
        })
    })
}

/// The client's row, if he is in the base.
fn party_name(desk: &Desk, id: Option<&str>) -> Outcome<Option<String>> {
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
fn begin(
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
    let long = standards.rules.settings.text_length_max;
    let note = wrongs.take_optional("note", &input.note, |typed| check::free_text(typed, long));
    let given = wrongs.all_right((|| {
        Some(consultation::Given {
            party_id: input.party_id.clone(),
            account_number: input.account.clone(),
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

/// «14:30», «9.05», «14»: an hour of the day as people type it.
fn time(typed: &str) -> Result<NaiveTime, Wrong> {
    let typed = typed.trim().replace('.', ":");
    let (hours, minutes) = typed.split_once(':').unwrap_or((typed.as_str(), "0"));
    hours
        .parse()
        .ok()
        .zip(minutes.parse().ok())
        .and_then(|(hours, minutes)| NaiveTime::from_hms_opt(hours, minutes, 0))
        .ok_or_else(|| Wrong::new("time_invalid"))
}

/// A day from today on: what is agreed lies ahead.
fn day_ahead(typed: &str, today: NaiveDate) -> Result<NaiveDate, Wrong> {
    if typed.trim().is_empty() {
        return Err(Wrong::new("required"));
    }
    let on = check::civil_date(typed)?;
    if on < today {
        return Err(Wrong::new("date_past"));
    }
    Ok(on)
}

/// `follow_up.agree`.
pub(crate) fn agree(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpAgree,
) -> Outcome<RecordDone> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let settings = &standards.rules.settings;
    let (line, long) = (settings.line_length_max, settings.text_length_max);
    let of_base = party_name(&desk, input.party_id.as_deref())?;
    let mut wrongs = Wrongs::default();
    let name = match of_base {
        Some(name) => Some(name),
        None => wrongs.take("name", check::free_text(&input.name, line)),
    };
    let step = wrongs.take(
        "step",
        chosen(&input.step, NextStep::parse(input.step.trim())),
    );
    let on = wrongs.take("on", day_ahead(&input.on, desk.today()?));
    let at = wrongs.take_optional("at", &input.at, time);
    let phone = phone(&desk, &input, step, &mut wrongs)?;
    let question = wrongs.take("question", check::free_text(&input.question, long));
    let appeal_id = match &input.appeal_id {
        None => None,
        Some(id) => Some(crate::appeal::subject(id)?.id.0),
    };
    let executor = match input.user_id.trim() {
        "" => Some((user.id.clone(), user.short_name.clone())),
        id => {
            let row = desk.replica.user(id)?.filter(|row| row.active);
            wrongs
                .take("user_id", chosen(id, row))
                .map(|row| (id.to_owned(), row.short_name))
        }
    };
    let whole = (|| {
        let (user_id, user_name) = executor?;
        Some((name?, step?, on?, question?, user_id, user_name))
    })();
    let (name, step, on, question, user_id, user_name) = wrongs.all_right(whole)?;
    let mut number = None;
    let id = begin(
        workstation,
        session,
        SubjectKind::FollowUp,
        |doing, context| {
            let given = doing.next_number(context)?;
            number = Some(given);
            Ok(Event::FollowUp(FollowUpEvent::Agreed(Box::new(Agreed {
                number: given,
                step,
                on,
                at,
                party_id: input.party_id.clone(),
                name,
                phone,
                user_id,
                user_name,
                question,
                appeal_id,
            }))))
        },
    )?;
    Ok(RecordDone {
        record_id: id.to_string(),
        number: number.map(|number| number.to_string()),
    })
}

/// The phone that the company calls: the one typed, or the one of the card.
fn phone(
    desk: &Desk,
    input: &FollowUpAgree,
    step: Option<NextStep>,
    wrongs: &mut Wrongs,
) -> Outcome<Option<String>> {
    let typed = wrongs.take_optional("phone", &input.phone, |typed| {
        check::phone(typed).map(String::from)
    });
    if step != Some(NextStep::WeCall) || !input.phone.trim().is_empty() {
        return Ok(typed);
    }
    let known = match &input.party_id {
        Some(id) => crate::client::phone_of(desk, id, desk.replica.party(id)?.as_ref())?,
        None => None,
    };
    if known.is_none() {
        wrongs.take::<()>("phone", Err(Wrong::new("required")));
    }
    Ok(known)
}

/// `follow_up.list`.
pub(crate) fn list(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpListAsked,
) -> Outcome<Vec<FollowUpView>> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let today = desk.today()?;
    let whose = match input.scope {
        FollowUpScope::Mine => Some(user.id.as_str()),
        FollowUpScope::Office => None,
    };
    let found = desk.replica.follow_ups(whose, STEPS_MAX)?;
    Ok(found
        .iter()
        .map(|(step, from)| view(step, place(*from), today))
        .collect())
}

fn view(it: &FollowUp, place: Place, today: NaiveDate) -> FollowUpView {
    let agreed = &it.agreed;
    let days = agreed.on.signed_duration_since(today).num_days();
    let (when_label, tone) = match days {
        0 => ("сегодня".to_owned(), Tone::Warn),
        1 => ("завтра".to_owned(), Tone::Plain),
        2.. => (text::date(agreed.on), Tone::Plain),
        ..0 => {
            let late = u32::try_from(-days).unwrap_or(u32::MAX);
            (format!("просрочено {}", text::days(late)), Tone::Bad)
        }
    };
    FollowUpView {
        follow_up_id: it.id.to_string(),
        number: agreed.number.to_string(),
        step: agreed.step.as_str().to_owned(),
        step_label: step_label(agreed.step).to_owned(),
        on: iso(agreed.on),
        at: agreed.at.map(|at| at.format("%H:%M").to_string()),
        when_label,
        tone,
        name: text::short_name(&agreed.name),
        party_id: agreed.party_id.clone(),
        phone_masked: agreed.phone.as_deref().map(text::mask_phone),
        user_name: agreed.user_name.clone(),
        question: agreed.question.clone(),
        appeal_id: agreed.appeal_id.map(|id| id.to_string()),
        place,
    }
}

/// Steps that are still to come among the records of a client, the soonest first.
pub(crate) fn of_records(
    desk: &Desk,
    records: &[(State, StorePlace)],
) -> Outcome<Vec<FollowUpView>> {
    let today = desk.today()?;
    let mut steps: Vec<FollowUpView> = records
        .iter()
        .filter_map(|(state, from)| match state {
            State::FollowUp(it) if it.end.is_none() => Some(view(it, place(*from), today)),
            State::FollowUp(_)
            | State::Appeal(_)
            | State::PartyContact(_)
            | State::Consultation(_)
            | State::Incident(_)
            | State::Consent(_)
            | State::Paper(_)
            | State::Audit(_) => None,
        })
        .collect();
    steps.sort_by(|one, other| (&one.on, &one.at).cmp(&(&other.on, &other.at)));
    Ok(steps)
}

/// An agreed step's id as the screens hold it.
pub(crate) fn step_subject(id: &str) -> Outcome<Subject> {
    let id = uuid::Uuid::from_str(id).map_err(|_| Fault::new(ErrorCode::NotFound))?;
    Ok(Subject {
        kind: SubjectKind::FollowUp.number(),
        id: ActId(id),
    })
}

fn happen(
    workstation: &Workstation,
    session: &Session,
    id: &str,
    event: FollowUpEvent,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let subject = step_subject(id)?;
    workstation.desk()?.act(&user, |_, context| {
        if context.state(subject)?.is_none() {
            return Err(Fault::new(ErrorCode::NotFound));
        }
        Ok(vec![(subject, Event::FollowUp(event))])
    })?;
    Ok(Nothing {})
}

/// `follow_up.move`.
pub(crate) fn moved(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpMove,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let line = desk.standards()?.rules.settings.line_length_max;
    let mut wrongs = Wrongs::default();
    let on = wrongs.take("on", day_ahead(&input.on, desk.today()?));
    let at = wrongs.take_optional("at", &input.at, time);
    let reason = wrongs.take("reason", check::free_text(&input.reason, line));
    let moved = wrongs.all_right((|| {
        Some(Moved {
            on: on?,
            at,
            reason: reason?,
        })
    })())?;
    happen(
        workstation,
        session,
        &input.follow_up_id,
        FollowUpEvent::Moved(moved),
    )
}

/// `follow_up.done`.
pub(crate) fn done(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpDone,
) -> Outcome<Nothing> {
    let result = words(workstation, "result", &input.result)?;
    happen(
        workstation,
        session,
        &input.follow_up_id,
        FollowUpEvent::Done(Done { result }),
    )
}

/// `follow_up.cancel`.
pub(crate) fn cancel(
    workstation: &Workstation,
    session: &Session,
    input: FollowUpCancel,
) -> Outcome<Nothing> {
    let reason = words(workstation, "reason", &input.reason)?;
    happen(
        workstation,
        session,
        &input.follow_up_id,
        FollowUpEvent::Cancelled(Cancelled { reason }),
    )
}

/// A line of words that must be there.
fn words(workstation: &Workstation, field: &str, typed: &str) -> Outcome<String> {
    let line = workstation
        .desk()?
        .standards()?
        .rules
        .settings
        .line_length_max;
    let mut wrongs = Wrongs::default();
    let read = wrongs.take(field, check::free_text(typed, line));
    wrongs.all_right(read)
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

/// `consent.give`.
pub(crate) fn consent(
    workstation: &Workstation,
    session: &Session,
    input: ConsentGive,
) -> Outcome<RecordDone> {
    let desk = workstation.desk()?;
    let name = party_name(&desk, Some(&input.party_id))?.unwrap_or_default();
    let given_on = desk.today()?;
    let mut wrongs = Wrongs::default();
    let purposes: Option<std::collections::BTreeSet<Purpose>> = wrongs.take(
        "purposes",
        input
            .purposes
            .iter()
            .map(|code| chosen(code, Purpose::parse(code)))
            .collect::<Result<std::collections::BTreeSet<_>, _>>()
            .and_then(|all| {
                if all.is_empty() {
                    Err(Wrong::new("required"))
                } else {
                    Ok(all)
                }
            }),
    );
    let purposes = wrongs.all_right(purposes)?;
    let mut number = None;
    let id = begin(
        workstation,
        session,
        SubjectKind::Consent,
        |doing, context| {
            let given = doing.next_number(context)?;
            number = Some(given);
            Ok(Event::Consent(ConsentEvent::Given(consent::Given {
                number: given,
                party_id: input.party_id.clone(),
                name,
                given_on,
                purposes,
            })))
        },
    )?;
    Ok(RecordDone {
        record_id: id.to_string(),
        number: number.map(|number| number.to_string()),
    })
}

/// `consent.withdraw`: of the consent signed at a desk, or of one that the base knows of.
pub(crate) fn withdraw(
    workstation: &Workstation,
    session: &Session,
    input: ConsentWithdraw,
) -> Outcome<RecordDone> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let name = party_name(&desk, Some(&input.party_id))?.unwrap_or_default();
    let withdrawn_on = desk.today()?;
    let standing = desk
        .replica
        .records_of_party(&input.party_id, STEPS_MAX)?
        .into_iter()
        .find_map(|(state, _)| match state {
            State::Consent(it) if it.withdrawn.is_none() => Some(it.id),
            State::Consent(_)
            | State::FollowUp(_)
            | State::Appeal(_)
            | State::PartyContact(_)
            | State::Consultation(_)
            | State::Incident(_)
            | State::Paper(_)
            | State::Audit(_) => None,
        });
    let mut number = None;
    let mut record = None;
    desk.act(&user, |doing, context| {
        let given = doing.next_number(context)?;
        number = Some(given);
        let subject = standing.map_or_else(
            || doing.new_subject(SubjectKind::Consent),
            |id| Subject {
                kind: SubjectKind::Consent.number(),
                id: ActId(id),
            },
        );
        record = Some(subject.id);
        Ok(vec![(
            subject,
            Event::Consent(ConsentEvent::Withdrawn(consent::Withdrawn {
                number: given,
                party_id: input.party_id.clone(),
                name: name.clone(),
                withdrawn_on,
            })),
        )])
    })?;
    Ok(RecordDone {
        record_id: record.map_or_else(String::new, |id| id.to_string()),
        number: number.map(|number| number.to_string()),
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
        State::Appeal(_) | State::PartyContact(_) | State::Paper(_) | State::Audit(_) => None,
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

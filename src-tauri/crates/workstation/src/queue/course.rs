//! The course of a visit (ход визита): what was done with the client, line by line.

use stoika_domain::body::{Event, State, SubjectKind};
use stoika_domain::queue::{Deed, Origin, Ticket, Visit, VisitEvent};
use stoika_domain::text;
use stoika_protocol::Verdict;
use stoika_store::JournalLine;

use super::day::{Day, row_title};
use super::subject;
use crate::api::queue::VisitLine;
use crate::appeal::place;
use crate::desk::Desk;
use crate::fault::Outcome;

/// When a called client may be called again, Unix milliseconds: so long after the last call.
pub(crate) fn call_again_at_ms(day: &Day, ticket: &Ticket) -> i64 {
    let pause_ms = i64::from(day.settings.call_again_seconds) * 1000;
    ticket.called_at_ms.saturating_add(pause_ms)
}

/// The course of a visit, the earliest first. What is without effect is not part of it: it stands in the list of
/// discrepancies.
pub(crate) fn course(desk: &Desk, day: &Day, visit: &Visit) -> Outcome<Vec<VisitLine>> {
    let lines = desk.replica.visit_course(visit.id)?;
    let mut course = Vec::with_capacity(lines.len());
    for line in &lines {
        let Some(Event::Visit(event)) = &line.event else {
            continue;
        };
        if line.verdict == Verdict::Effective
            && let Some(said) = said(desk, day, visit, event)?
        {
            course.push(view(day, line, said));
        }
    }
    Ok(course)
}

/// What a line says.
struct Said {
    what: String,
    note: Option<String>,
    appeal_id: Option<String>,
}

impl Said {
    fn plain(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            note: None,
            appeal_id: None,
        }
    }

    fn noted(what: impl Into<String>, note: Option<String>) -> Self {
        Self {
            note,
            ..Self::plain(what)
        }
    }
}

fn view(day: &Day, line: &JournalLine, said: Said) -> VisitLine {
    let at_ms = line.server_time_ms.unwrap_or(line.wall_time_ms);
    VisitLine {
        at: day.at(at_ms),
        what: said.what,
        note: said.note,
        place: place(line.place),
        appeal_id: said.appeal_id,
    }
}

fn said(desk: &Desk, day: &Day, visit: &Visit, event: &VisitEvent) -> Outcome<Option<Said>> {
    let window = |number: u16| day.window_title(number);
    let service = |id| day.service_short(id);
    Ok(Some(match event {
        VisitEvent::Issued(issued) => {
            let place = match issued.origin {
                Origin::Kiosk => "киоск",
                Origin::Desk => "дал специалист",
                Origin::Button => "кнопка вызова",
            };
            Said::noted(
                format!("Взят талон {}", issued.number),
                Some(format!("{}, {place}", service(&issued.service))),
            )
        }
        VisitEvent::Called(called) => Said::noted(
            format!("Вызван: {}", window(called.window)),
            called
                .direct_reason
                .as_ref()
                .map(|why| format!("вне очереди: {why}")),
        ),
        VisitEvent::CalledAgain(at) => {
            Said::plain(format!("Вызван ещё раз: {}", window(at.window)))
        }
        VisitEvent::Started(at) => Said::plain(format!("Приём начат: {}", window(at.window))),
        VisitEvent::Held(held) => Said::noted(
            format!(
                "Отложен: {}",
                text::lower_first(&row_title(&day.settings.hold_reasons, &held.reason))
            ),
            held.note.clone(),
        ),
        VisitEvent::Transferred(to) => {
            let aim = to
                .aim
                .window
                .map_or_else(|| day.stream_title(&to.stream), window);
            let back = if to.back {
                ", потом обратно"
            } else {
                ""
            };
            Said::noted(
                format!(
                    "Передан: {aim}, {}{back}",
                    text::lower_first(&service(&to.service))
                ),
                to.comment.clone(),
            )
        }
        VisitEvent::ServiceAdded(added) => Said::plain(format!(
            "Добавлена услуга: {}",
            text::lower_first(&service(&added.service))
        )),
        VisitEvent::Finished(finished) => Said::plain(format!(
            "Завершён: {}",
            text::lower_first(&row_title(&day.settings.outcomes, &finished.outcome))
        )),
        VisitEvent::NotCome(at) => Said::plain(format!("Не подошёл: {}", window(at.window))),
        VisitEvent::Revived(_) => Said::plain("Возвращён в очередь"),
        VisitEvent::Left(_) => Said::plain("Ушёл"),
        VisitEvent::ClassSet(set) => {
            let words = set.class.as_ref().map_or_else(
                || "в порядке очереди".to_owned(),
                |id| {
                    day.class(id)
                        .map_or_else(|| id.to_string(), |row| text::lower_first(&row.title_ru))
                },
            );
            Said::noted(format!("Очерёдность: {words}"), Some(set.reason.clone()))
        }
        VisitEvent::Printed(printed) if printed.copy > 1 => {
            Said::plain(format!("Талон напечатан, экземпляр\u{a0}{}", printed.copy))
        }
        VisitEvent::Printed(_) => Said::plain("Талон напечатан"),
        VisitEvent::Identified(client) => Said::noted(
            "Клиент найден",
            client.account_number.as_deref().map(text::account),
        ),
        VisitEvent::Did(deed) => return did(desk, visit, deed),
        VisitEvent::EscalationTaken(_) => Said::plain("Начальник принял к сведению"),
        VisitEvent::Directed(to) => Said::noted(
            format!("Направлен начальником: {}", window(to.window)),
            Some(to.reason.clone()),
        ),
    }))
}

/// «Зарегистрировано обращение ОТ-04/26-0012-КМ7».
fn did(desk: &Desk, visit: &Visit, deed: &Deed) -> Outcome<Option<Said>> {
    let numbered = |what: &str, number: Option<String>| {
        number.map_or_else(|| what.to_owned(), |number| format!("{what} {number}"))
    };
    let state = desk.replica.state(subject(deed.kind, deed.id))?;
    let said = match (deed.kind, state) {
        (SubjectKind::Appeal, Some(State::Appeal(appeal))) => {
            // Registered on a former day, it was only worked on in this visit.
            let is_new = appeal.registered.registered_on == visit.day;
            let what = if is_new {
                "Принято обращение"
            } else {
                "Работа с обращением"
            };
            Said {
                appeal_id: Some(deed.id.to_string()),
                ..Said::plain(numbered(what, Some(appeal.registered.number.to_string())))
            }
        }
        (SubjectKind::Appeal, _) => Said::plain("Работа с обращением"),
        (SubjectKind::PartyContact, _) => Said::plain("Уточнены контакты"),
        (SubjectKind::Consultation, _) => Said::plain("Консультация"),
        (SubjectKind::FollowUp, _) => Said::plain("Следующий шаг"),
        (SubjectKind::Incident, _) => Said::plain("Происшествие"),
        (SubjectKind::Consent, _) => Said::plain("Согласие на обработку данных"),
        (SubjectKind::Paper, Some(State::Paper(paper))) => Said::plain(numbered(
            &crate::paper::title(&paper.issued.form_id),
            Some(paper.issued.number.to_string()),
        )),
        (SubjectKind::Paper, _) => Said::plain("Документ"),
        (SubjectKind::BookEntry, _) => Said::plain("Запись книги жалоб и предложений"),
        (
            SubjectKind::Audit
            | SubjectKind::Visit
            | SubjectKind::Shift
            | SubjectKind::HallSign
            | SubjectKind::Tenure
            | SubjectKind::QueueOrder
            | SubjectKind::Destruction
            | SubjectKind::Survey
            | SubjectKind::DispatchList,
            _,
        ) => return Ok(None),
    };
    Ok(Some(said))
}

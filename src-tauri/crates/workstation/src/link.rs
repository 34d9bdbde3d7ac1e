//! Связь: sync as it runs, what has not arrived, discrepancies.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use stoika_domain::body::{EntryKind, SubjectKind, VoidReason};
use stoika_domain::text;
use stoika_protocol::{AuditAnswer, AuditQuestion, DirectoryRow, Lookup, Subject, Verdict};
use stoika_store::Discrepancy;
use stoika_sync::carrier::{Http, knock};
use stoika_sync::driver::{self, Carrier, Event, Monotonic};
use stoika_sync::{
    CarrierError, Cause, Config, LinkMode as Mode, LinkStatus, Machine, Pages, PortError, Reply,
    Request,
};
use tokio::sync::{mpsc, watch};

use crate::api::Nothing;
use crate::api::error::ErrorCode;
use crate::api::link::{Acknowledge, DiscrepancyView, LinkMode, LinkState, UnsentLine};
use crate::appeal::place;
use crate::desk::Desk;
use crate::enrolment::{Enrolment, carrier_code};
use crate::fault::{Fault, Outcome};
use crate::latch::Hold;
use crate::random::bytes;
use crate::session::Session;
use crate::sync_port::SyncPort;
use crate::workstation::{Deps, Workstation};

/// How long the centre may hold a pull that has no news.
const NEWS_WAIT_MS: u32 = 25_000;
/// Time limit of a request.
const REQUEST_MS: u64 = 30_000;
/// Words to the loop that it has not heard yet; it hears the next one as well as this.
const EVENTS_MAX: usize = 64;
/// What a desk adds to the wait between two knocks at most.
const KNOCK_JITTER_MS: u64 = 1000;
/// Lines of `link.unsent`.
const UNSENT_MAX: u32 = 500;
/// Lines of `link.discrepancies`.
const DISCREPANCIES_MAX: u32 = 500;

/// Sync at work.
pub(crate) struct Link {
    events: mpsc::Sender<Event>,
    status: watch::Receiver<LinkStatus>,
    clock: Monotonic,
    load_begun: Mutex<Option<(u64, u64)>>,
    carrier: Arc<Hearing<Http>>,
}

impl Link {
    /// Starts the loop.
    pub(crate) fn start(desk: &Arc<Desk>, enrolment: &Enrolment, deps: &Deps) -> Outcome<Self> {
        let machine = Machine::new(Config {
            program: deps.program.clone(),
            centre: enrolment.authority()?,
            pages: Pages::default(),
            wait_ms: NEWS_WAIT_MS,
            request_ms: REQUEST_MS,
            seed: u64::from_be_bytes(bytes(deps.random.as_ref())?),
        });
        let address = enrolment.carrier_address()?;
        let http = Http::new(address.clone(), desk.signer.clone()).map_err(Fault::internal)?;
        let carrier = Arc::new(Hearing {
            inner: http,
            desk: Arc::downgrade(desk),
        });
        let clock = Monotonic::starting(Instant::now());
        let (events, heard) = mpsc::channel(EVENTS_MAX);
        let (told, status) = watch::channel(machine.status().clone());
        let port = Arc::new(SyncPort::new(desk));
        deps.runtime.spawn(driver::run(
            machine,
            Arc::clone(&carrier),
            port,
            clock,
            heard,
            told,
        ));
        let [jitter] = bytes(deps.random.as_ref())?;
        let jitter = Duration::from_millis(u64::from(jitter) * KNOCK_JITTER_MS / 255);
        deps.runtime
            .spawn(knock(address, status.clone(), events.downgrade(), jitter));
        if let Some(hold) = desk.latch.hold() {
            deps.runtime
                .spawn(tell_status(Arc::downgrade(desk), status.clone(), hold));
        }
        Ok(Self {
            events,
            status,
            clock,
            load_begun: Mutex::new(None),
            carrier,
        })
    }

    /// For what a person asks of the centre and waits for.
    pub(crate) fn carrier(&self) -> Arc<Hearing<Http>> {
        Arc::clone(&self.carrier)
    }

    /// Entries are durable and may go.
    pub(crate) fn recorded(&self, count: u64) {
        self.say(Event::Recorded(count));
    }

    /// Accesses are durable and may go when nothing else has to.
    pub(crate) fn audited(&self) {
        // The loop looks at no entries for this word: it must leave room for the one that it looks for.
        if self.events.capacity() > EVENTS_MAX / 2 {
            self.say(Event::Audited);
        }
    }

    fn say(&self, event: Event) {
        // A full channel has enough for the loop to look; a closed one is at its end.
        let _unheard = self.events.try_send(event);
    }

    /// Whether all is exchanged and a session is open.
    pub(crate) fn is_online(&self) -> bool {
        self.status.borrow().mode == Mode::Online
    }

    /// Whether the last round has failed.
    pub(crate) fn is_offline(&self) -> bool {
        match self.status.borrow().mode {
            Mode::Connecting | Mode::Online | Mode::FirstLoad { .. } => false,
            Mode::Offline { .. }
            | Mode::WrongServer { .. }
            | Mode::NotEnrolled
            | Mode::Revoked
            | Mode::UpdateNeeded => true,
        }
    }

    /// Seconds until a first load is done, by the rows that came while this was asked.
    pub(crate) fn seconds_left(&self, rows_done: u64, rows_total: u64) -> Option<u64> {
        let now_ms = self.clock.now_ms();
        let mut begun = self
            .load_begun
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (from_ms, from_rows) = *begun.get_or_insert((now_ms, rows_done));
        let rows = rows_done.checked_sub(from_rows).filter(|rows| *rows > 0)?;
        let left = rows_total.saturating_sub(rows_done);
        Some((now_ms - from_ms).saturating_mul(left) / rows / 1000)
    }

    /// A moment of the loop's clock as Unix milliseconds.
    fn unix_ms(&self, at_ms: u64, desk: &Desk) -> i64 {
        let now_ms = i64::try_from(self.clock.now_ms()).unwrap_or(i64::MAX);
        let at_ms = i64::try_from(at_ms).unwrap_or(i64::MAX);
        desk.now_ms().saturating_sub(now_ms - at_ms)
    }
}

/// Tells the screens of each turn of the link.
async fn tell_status(desk: Weak<Desk>, mut status: watch::Receiver<LinkStatus>, hold: Hold) {
    let mut was_loading = false;
    while status.changed().await.is_ok() {
        let (loads, damaged) = match status.borrow_and_update().mode {
            Mode::FirstLoad { .. } => (true, false),
            Mode::Offline { cause, .. } => (false, cause == Cause::Store(PortError::Corrupt)),
            Mode::Connecting
            | Mode::Online
            | Mode::WrongServer { .. }
            | Mode::NotEnrolled
            | Mode::Revoked
            | Mode::UpdateNeeded => (false, false),
        };
        let Some(desk) = desk.upgrade() else {
            break;
        };
        if damaged {
            // Sync has met it first: the window goes over to the way back.
            desk.note_damage(ErrorCode::StoreDamaged);
        }
        let mut tags = vec!["link".to_owned()];
        if loads || was_loading {
            tags.extend(["load".to_owned(), "session".to_owned()]);
        }
        was_loading = loads;
        desk.tell(tags);
    }
    drop(hold);
}

/// A carrier that listens for the server's time.
pub(crate) struct Hearing<C> {
    inner: C,
    desk: Weak<Desk>,
}

impl Hearing<Http> {
    /// Looks at an account of another office.
    pub(crate) async fn lookup(&self, lookup: &Lookup) -> Result<Vec<DirectoryRow>, CarrierError> {
        self.inner.lookup(lookup).await
    }

    /// Asks for the audit of the desk's office.
    pub(crate) async fn look_at_audit(
        &self,
        question: &AuditQuestion,
    ) -> Result<AuditAnswer, CarrierError> {
        self.inner.look_at_audit(question).await
    }
}

impl<C: Carrier> Carrier for Hearing<C> {
    async fn send(&self, request: Request) -> Result<Reply, CarrierError> {
        let asked_ms = self.desk.upgrade().map(|desk| desk.clock.monotonic_ms());
        let reply = self.inner.send(request).await?;
        if let Reply::Hello(hello) = &reply
            && let Some(recipient) = hello.recovery.clone()
            && let Some(desk) = self.desk.upgrade()
            && let Some(hold) = desk.latch.hold()
        {
            // Files are written: not here, where requests wait.
            let _detached = tokio::task::spawn_blocking(move || {
                desk.heard_recovery(&recipient);
                drop(desk);
                drop(hold);
            });
        }
        let (server_ms, keep) = match &reply {
            Reply::Hello(hello) => (hello.server_time_ms, true),
            Reply::Push(push) => (push.server_time_ms, false),
            Reply::Pull(pull) => (pull.server_time_ms, false),
            Reply::Snapshot(page) => (page.server_time_ms, false),
            Reply::Audit(audit) => (audit.server_time_ms, false),
        };
        if let Some(asked_ms) = asked_ms
            && let Some(desk) = self.desk.upgrade()
            && let Some(hold) = desk.latch.hold()
        {
            // Keeping it is a transaction: not here, where requests wait.
            let _detached = tokio::task::spawn_blocking(move || {
                desk.heard_server_time(server_ms, asked_ms, keep);
                drop(desk);
                drop(hold);
            });
        }
        Ok(reply)
    }
}

/// `link.state`.
pub(crate) fn state(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<LinkState> {
    let desk = workstation.desk()?;
    let counts = desk.replica.journal_counts(desk.day_began_wall_ms()?)?;
    let standing = desk.replica.standing()?;
    let link = desk.link();
    let (mode, cause, since_ms) = link
        .as_ref()
        .map_or((LinkMode::Offline, None, None), |link| mode_of(link, &desk));
    let moment = |pick: fn(&LinkStatus) -> Option<u64>| {
        link.as_ref().and_then(|link| {
            let at_ms = pick(&link.status.borrow())?;
            Some(link.unix_ms(at_ms, &desk))
        })
    };
    Ok(LinkState {
        mode,
        cause,
        since_ms,
        // What this run has not exchanged yet, an earlier one has: the directory bears its time.
        last_exchange_ms: moment(|status| status.last_exchange_ms).or(standing.directory_as_of_ms),
        next_try_ms: moment(|status| status.next_try_ms),
        entries_today: counts.written_since,
        entries_total: counts.written,
        entries_acked: counts.written.saturating_sub(counts.unsent),
        unsent: counts.unsent,
        unsent_bytes: counts.unsent_bytes,
        directory_as_of_ms: standing.directory_as_of_ms,
        checked_ms: desk.checked_ms(),
        discrepancies: counts.discrepancies,
        server: desk.enrolment().map(|enrolment| enrolment.address.clone()),
    })
}

fn mode_of(link: &Link, desk: &Desk) -> (LinkMode, Option<ErrorCode>, Option<i64>) {
    match link.status.borrow().mode {
        Mode::Connecting | Mode::FirstLoad { .. } => (LinkMode::Connecting, None, None),
        Mode::Online => (LinkMode::Online, None, None),
        Mode::Offline { since_ms, cause } => (
            LinkMode::Offline,
            Some(cause_code(cause)),
            Some(link.unix_ms(since_ms, desk)),
        ),
        Mode::WrongServer { since_ms, .. } => (
            LinkMode::Offline,
            Some(ErrorCode::ServerOtherCertificate),
            Some(link.unix_ms(since_ms, desk)),
        ),
        Mode::NotEnrolled | Mode::Revoked => {
            (LinkMode::Revoked, Some(ErrorCode::ServerRefusesDesk), None)
        }
        Mode::UpdateNeeded => (LinkMode::Offline, Some(ErrorCode::ServerNewer), None),
    }
}

fn cause_code(cause: Cause) -> ErrorCode {
    match cause {
        Cause::Carrier(error) => carrier_code(error),
        Cause::Signature => ErrorCode::ServerOtherCertificate,
        Cause::Contradiction | Cause::Refused(_) => ErrorCode::ServerMalformed,
        Cause::Store(error) => match error {
            PortError::DiskFull => ErrorCode::DiskFull,
            PortError::ReadOnly => ErrorCode::DiskReadOnly,
            PortError::Corrupt => ErrorCode::StoreDamaged,
            PortError::ChainDiffers | PortError::Failed => ErrorCode::Internal,
        },
    }
}

/// `link.try_now`.
pub(crate) fn try_now(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<Nothing> {
    if let Some(link) = workstation.desk()?.link().as_ref() {
        link.say(Event::TryNow);
    }
    Ok(Nothing {})
}

/// `link.unsent`.
pub(crate) fn unsent(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<Vec<UnsentLine>> {
    let desk = workstation.desk()?;
    desk.replica
        .unsent(UNSENT_MAX)?
        .into_iter()
        .map(|line| {
            Ok(UnsentLine {
                seq: line.entry.seq,
                what: entry_label(line.kind).to_owned(),
                about: match &line.number {
                    Some(number) => number.clone(),
                    None => account_of(&desk, line.party.as_deref())?,
                },
                at_ms: line.wall_time_ms,
                place: place(line.place),
                size_bytes: line.size_bytes,
            })
        })
        .collect()
}

/// Number of the appeal or paper, or the account of the client.
fn about(desk: &Desk, subject: Subject) -> Outcome<String> {
    match desk.replica.state(subject)? {
        Some(state) => match state.number() {
            Some(number) => Ok(number.to_string()),
            None => account_of(desk, state.party_id()),
        },
        None => Ok(String::new()),
    }
}

fn account_of(desk: &Desk, party: Option<&str>) -> Outcome<String> {
    let row = match party {
        Some(id) => desk.replica.party(id)?,
        None => None,
    };
    Ok(row
        .and_then(|party| party.accounts.first().map(|number| text::account(number)))
        .unwrap_or_default())
}

/// What an entry says, in the words of the list.
pub(crate) fn entry_label(kind: u16) -> &'static str {
    match EntryKind::from_number(kind) {
        Some(kind) => match kind {
            EntryKind::PartyContactConfirmed => "Контакт подтверждён",
            EntryKind::PartyContactLearnt => "Узнан новый контакт",
            EntryKind::PartyContactAccepted => "Контакт принят центром",
            EntryKind::PartyContactRejected => "Контакт отклонён центром",
            EntryKind::AppealRegistered => "Обращение принято",
            EntryKind::AppealAssigned => "Исполнитель назначен",
            EntryKind::AppealAnswered => "Ответ дан",
            EntryKind::AppealClosed => "Обращение закрыто",
            EntryKind::AppealRedated => "Дата поступления исправлена",
            EntryKind::AppealPrinted => "Бланк напечатан",
            EntryKind::AppealExtended => "Срок продлён",
            EntryKind::AppealSuspended => "Ждём сведений от заявителя",
            EntryKind::AppealResumed => "Сведения получены",
            EntryKind::AppealUnconsideredProposed => "Предложено оставить без рассмотрения",
            EntryKind::AppealUnconsideredDeclined => {
                "Начальник не согласился оставить без рассмотрения"
            }
            EntryKind::AppealReopened => "Обращение открыто снова",
            EntryKind::AppealUrgencySet => "Срочность изменена",
            EntryKind::AppealNormChanged => "Срок по другой норме",
            EntryKind::AppealContractDetailed => "Записано заявление на договор",
            EntryKind::AppealDocumentsBrought => "Принесены документы",
            EntryKind::AppealMissingNotified => "Уведомление о недостающих документах",
            EntryKind::AppealContractRefused => "Отказ в договоре",
            EntryKind::AppealContractSent => "Договор направлен",
            EntryKind::AppealDisagreed => "Получен протокол разногласий",
            EntryKind::AppealDisagreementAnswered => "Протокол разногласий рассмотрен",
            EntryKind::AppealContractReturned => "Договор вернулся подписанным",
            EntryKind::AppealClaimAssessed => "Претензия оценена",
            EntryKind::AppealSettlementAccepted => "Предложение принято заявителем",
            EntryKind::AppealSettlementRejected => "Решение отклонено заявителем",
            EntryKind::AppealResponsibilityConfirmed => "Подтверждена ответственность",
            EntryKind::AppealCauseFound => "Установлена причина",
            EntryKind::AppealActionSet => "Назначено мероприятие",
            EntryKind::AppealActionDone => "Мероприятие завершено",
            EntryKind::AppealAnswerDrafted => "Проект ответа на рассмотрении",
            EntryKind::AppealAnswerReturned => "Проект ответа возвращён",
            EntryKind::AppealAnswerApproved => "Ответ подписан",
            EntryKind::AppealDispatched => "Письмо отправлено",
            EntryKind::AppealDelivered => "Отметка почты",
            EntryKind::AppealAsked => "Задан вопрос",
            EntryKind::AppealReplied => "Получен ответ на вопрос",
            EntryKind::AppealHandedOver => "Обращение передано",
            EntryKind::AppealTakenOver => "Обращение принято в работу",
            EntryKind::AppealHandedBack => "Обращение возвращено",
            EntryKind::ConsultationGiven => "Дана консультация",
            EntryKind::FollowUpAgreed => "Согласован следующий шаг",
            EntryKind::FollowUpMoved => "Следующий шаг перенесён",
            EntryKind::FollowUpDone => "Следующий шаг выполнен",
            EntryKind::FollowUpCancelled => "Следующий шаг отменён",
            EntryKind::IncidentNoted => "Записано происшествие",
            EntryKind::ConsentGiven => "Получено согласие на обработку данных",
            EntryKind::ConsentWithdrawn => "Согласие отозвано",
            EntryKind::AuditSealed => "Журнал доступа скреплён записью",
            EntryKind::PaperIssued => "Бланк выдан",
            EntryKind::PaperReissued => "Бланк напечатан ещё раз",
            EntryKind::VisitIssued => "Взят талон",
            EntryKind::VisitCalled => "Клиент вызван",
            EntryKind::VisitCalledAgain => "Клиент вызван ещё раз",
            EntryKind::VisitStarted => "Приём начат",
            EntryKind::VisitHeld => "Талон отложен",
            EntryKind::VisitTransferred => "Клиент передан",
            EntryKind::VisitServiceAdded => "Добавлена услуга",
            EntryKind::VisitFinished => "Приём завершён",
            EntryKind::VisitNotCome => "Клиент не подошёл",
            EntryKind::VisitRevived => "Талон возвращён в очередь",
            EntryKind::VisitLeft => "Клиент ушёл",
            EntryKind::VisitClassSet => "Очерёдность изменена",
            EntryKind::VisitPrinted => "Талон напечатан",
            EntryKind::VisitIdentified => "Клиент найден",
            EntryKind::VisitDid => "Запись сделана в визите",
            EntryKind::VisitEscalationTaken => "Начальник принял к сведению",
            EntryKind::VisitDirected => "Начальник направил клиента в окно",
            EntryKind::ShiftOpened => "Окно открыто",
            EntryKind::ShiftPaused => "Перерыв окна",
            EntryKind::ShiftResumed => "Окно снова работает",
            EntryKind::ShiftStreamsSet => "Потоки окна изменены",
            EntryKind::ShiftClosed => "Окно закрыто",
            EntryKind::HallSignRaised => "Событие зала",
            EntryKind::HallSignEnded => "Событие зала снято",
            EntryKind::TenureTaken => "Узел отделения включён",
            EntryKind::TenureMoved => "Адреса узла изменились",
            EntryKind::TenureSuccessorsSet => "Назначены преемники узла",
            EntryKind::TenureEnded => "Узел отделения выключен",
            EntryKind::QueueOrderNamed => "Порядок очереди записан узлом",
            EntryKind::DestructionOrdered => "Персональные данные уничтожены по акту",
            EntryKind::BookWritten => "Запись книги жалоб и предложений",
            EntryKind::BookLinked => "По записи книги зарегистрировано обращение",
            EntryKind::BookActed => "По записи книги приняты меры",
            EntryKind::SurveyPlanned => "Запланирован опрос",
            EntryKind::SurveyAnswered => "Заполнена анкета",
            EntryKind::SurveyEnded => "Подведены итоги опроса",
            EntryKind::SurveyCancelled => "Опрос отменён",
            EntryKind::DispatchListed => "Составлен список оповещения",
            EntryKind::DispatchTried => "Отметка в списке оповещения",
        },
        None => "Запись новой версии: нужно обновление",
    }
}

/// `link.discrepancies`.
pub(crate) fn discrepancies(
    workstation: &Workstation,
    _: &Session,
    _: Nothing,
) -> Outcome<Vec<DiscrepancyView>> {
    let desk = workstation.desk()?;
    let offset = desk.utc_offset_minutes()?;
    let open = desk.replica.discrepancies(false, DISCREPANCIES_MAX)?;
    open.into_iter()
        .map(|row| discrepancy(&desk, row, offset))
        .collect()
}

fn discrepancy(desk: &Desk, row: Discrepancy, offset: i32) -> Outcome<DiscrepancyView> {
    let mut view = DiscrepancyView {
        id: row.id,
        code: row.code,
        args: BTreeMap::from([("count".to_owned(), row.count.to_string())]),
        at_ms: row.at_ms,
        appeal_id: None,
    };
    let Some(of) = row.entry else {
        return Ok(view);
    };
    let header = &of.entry.header;
    if view.code == "verdict" {
        view.code = match of.verdict {
            Verdict::Effective => "effective-after-all".to_owned(),
            Verdict::Void(number) => {
                let reason = VoidReason::from_number(number).map_or("unknown", VoidReason::code);
                format!("void-{}", reason.replace('_', "-"))
            }
        };
    }
    let at = crate::clock::at_office(header.wall_time_ms, offset);
    let mut say = |name: &str, words: String| view.args.insert(name.to_owned(), words);
    say("number", about(desk, header.subject)?);
    say("what", entry_label(header.kind).to_owned());
    say("author", header.author.user_name.clone());
    say("desk", header.author.desk.clone());
    say("at", at.format("%d.%m.%Y, %H:%M").to_string());
    say("own", of.own.to_string());
    if header.subject.kind == SubjectKind::Appeal.number() {
        view.appeal_id = Some(header.subject.id.to_string());
    }
    Ok(view)
}

/// `link.acknowledge`.
pub(crate) fn acknowledge(
    workstation: &Workstation,
    session: &Session,
    input: Acknowledge,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let changes = desk
        .replica
        .acknowledge(input.id, &user.id, desk.now_ms())?;
    desk.changed(&changes);
    Ok(Nothing {})
}

//! The command table: every command once. The router, the HTTP twin and the TypeScript client
//! come from it.

use serde_json::Value;
use stoika_domain::role::Permission;
use ts_rs::TS;

use crate::api::Nothing;
use crate::api::answer::{
    AnswerAsk, AnswerDelivered, AnswerProjectInput, AnswerReply, AnswerReturn, AnswerSaved,
    AnswerSend, AnswerSent, AnswerStart, AnswerTrack, AppealHandBack, AppealHandOver,
    AppealTakeOver, LettersAsked, LettersDay,
};
use crate::api::appeal::{
    AppealAnswer, AppealApprove, AppealAsked, AppealAssign, AppealCard, AppealChangeNorm,
    AppealCheck, AppealChecked, AppealChoices, AppealClose, AppealDecline, AppealExtend,
    AppealList, AppealListAsked, AppealPropose, AppealRedate, AppealRegister, AppealRegistered,
    AppealReopen, AppealResume, AppealSetUrgency, AppealSuspend, Choice, Draft, DraftAsked,
    DraftLine, DraftSave, DraftSaved, ExtensionView, RedatedLine, RedatedSeen, SavedView, TermView,
    ViewAsked, ViewSave,
};
use crate::api::audit::{
    AppealUnmask, AuditChoice, AuditList, AuditListAsked, ClientUnmask, Unmasked,
};
use crate::api::branch::{BranchAddress, BranchState, BranchSuccessors};
use crate::api::claim::{
    ClaimAccept, ClaimActionLine, ClaimAssess, ClaimCause, ClaimConfirm, ClaimEndAction,
    ClaimIndicators, ClaimReject, ClaimSetAction, ImmediateClaim, IndicatorsAsked,
};
use crate::api::client::{
    AccountLookup, ClientAsked, ClientCard, ContactConfirm, ContactLearn, ForeignAccount,
    HistoryAsked, HistoryPage, TodayLine,
};
use crate::api::contract::{
    ContractAsked, ContractBring, ContractCheck, ContractChecked, ContractChoices,
    ContractDisagree, ContractDraft, ContractDraftSave, ContractForm, ContractPrefill,
    ContractRefuse, ContractRegister, ContractReply, ContractSend,
};
use crate::api::error::ErrorCode;
use crate::api::feedback::{
    BookAct, BookAsked, BookChoices, BookEntryAsked, BookList, BookRow, BookWrite,
};
use crate::api::hall::{
    EscalationTake, HallDay, HallDayAsked, HallDirect, HallExported, HallState, HallWindowSet,
    PeriodLine, SignAsked, SignRaise,
};
use crate::api::key::{KeyOpen, KeyState, PassphraseSet, RecoveryUnlock};
use crate::api::kiosk::{BoardState, KioskCheckIn, KioskHelp, KioskState};
use crate::api::link::{Acknowledge, DiscrepancyView, LinkState, UnsentLine};
use crate::api::paper::{
    PaperAsked, PaperDone, PaperJournal, PaperJournalAsked, PaperPreview, PaperPrint, PaperSave,
    PrinterView,
};
use crate::api::queue::{
    CallDone, QueueChoices, QueueState, TicketAddService, TicketAsked, TicketCall, TicketFinish,
    TicketGiven, TicketHold, TicketIssue, TicketSetClass, TicketTransfer, VisitIdentify,
    WindowOpen, WindowPause, WindowStreams,
};
use crate::api::recovery::RecoveryProgress;
use crate::api::reference::{
    ArticleAsked, ArticleLine, ArticleView, ArticlesAsked, CalendarAsked, CalendarYear,
    DocumentSets, DocumentView, DocumentsAsked, NormView, NormsAsked, OfficesAsked, OfficesFound,
    ReferenceList, TariffView, TariffsAsked,
};
use crate::api::search::{Find, Found};
use crate::api::session::{EnrolInput, LoadProgress, SessionState, SignIn, Unlock, UserChoice};
use crate::api::station::{StationAsked, StationPair, StationState, StationSwitch, StationWindow};
use crate::api::survey::{
    SurveyAnswer, SurveyAsked, SurveyCancel, SurveyEnd, SurveyPlan, SurveyPlanned, SurveyResults,
};
use crate::api::ticket_printer::{TicketPrinterSet, TicketPrinterState};
use crate::api::visit::{
    ConsentGive, ConsentWithdraw, ConsultationGive, FollowUpAgree, FollowUpCancel, FollowUpDone,
    FollowUpListAsked, FollowUpMove, FollowUpView, IncidentNote, RecordDone, VisitChoices,
};
use crate::api::work::{WorkList, WorkListAsked, WorkState};
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::workstation::Workstation;
use crate::{
    answer, appeal, audit, board, branch, claim, client, contract, desk_key, draft, enrolment,
    feedback, hall, kiosk, link, paper, queue, recovery, reference, reference_lists, search,
    session, station, ticket_printer, visit, work,
};

/// Who may call a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, before sign-in and on a locked desk too.
    Anyone,
    /// A signed-in user of an unlocked desk whose role permits it.
    Role(Permission),
}

/// Where a command is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// The window of the desk, over the shell's bridge.
    Window,
    /// The loopback twin of the window: test builds only.
    Twin,
    /// The kiosk of the hall: a window of the program with nobody at it, or a paired browser.
    Kiosk,
    /// The board of the hall, likewise.
    Board,
}

impl Listener {
    /// Anybody of the street stands before it: no command of a desk, no tag of a desk's changes.
    #[must_use]
    pub const fn is_of_hall(self) -> bool {
        match self {
            Self::Kiosk | Self::Board => true,
            Self::Window | Self::Twin => false,
        }
    }

    /// The name in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Twin => "twin",
            Self::Kiosk => "kiosk",
            Self::Board => "board",
        }
    }
}

/// Both of a desk's listeners.
const DESK: &[Listener] = &[Listener::Window, Listener::Twin];

/// The kiosk alone.
const KIOSK: &[Listener] = &[Listener::Kiosk];
/// The board alone.
const BOARD: &[Listener] = &[Listener::Board];

/// One command of the table.
pub struct Command {
    /// `noun.verb`.
    pub name: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Tags that it may change; `ID` stands for the id of the thing.
    pub changes: &'static [&'static str],
    /// Where it is served.
    pub listeners: &'static [Listener],
    /// Input and output as TypeScript names them.
    pub types: fn(&ts_rs::Config) -> [String; 2],
    run: fn(&Workstation, &Session, Value) -> Outcome<Value>,
}

impl Command {
    /// Runs it. Who may call it has been asked by the router.
    pub(crate) fn run(
        &self,
        workstation: &Workstation,
        session: &Session,
        input: Value,
    ) -> Outcome<Value> {
        (self.run)(workstation, session, input)
    }
}

/// The command of a name.
#[must_use]
pub fn command(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

fn parse<T: serde::de::DeserializeOwned>(input: Value) -> Outcome<T> {
    let input = match input {
        Value::Null => Value::Object(serde_json::Map::new()),
        other => other,
    };
    // The parser's words may quote what was typed: they stay out of the log.
    serde_json::from_value(input).map_err(|_| Fault::new(ErrorCode::InputMalformed))
}

macro_rules! commands {
    ($($name:literal: $input:ty => $output:ty, $access:expr, [$($tag:literal),*], $listeners:expr, $run:path;)*) => {
        /// Every command there is.
        pub static COMMANDS: &[Command] = &[$(Command {
            name: $name,
            access: $access,
            changes: &[$($tag),*],
            listeners: $listeners,
            types: |config| [<$input as TS>::name(config), <$output as TS>::name(config)],
            run: |workstation, session, input| {
                let input: $input = parse(input)?;
                let output: $output = $run(workstation, session, input)?;
                serde_json::to_value(output).map_err(Fault::internal)
            },
        }),*];
    };
}

use Access::{Anyone, Role};
use Permission::{
    AnswerAppeal, ApproveAnswer, AssignAppeal, CloseAppeal, CloseUnanswered, KeepHub, KeepKey,
    LearnContact, LookupForeign, MoveAppeal, PrintForm, RecordVisit, RedateAppeal, RegisterAppeal,
    RunHall, ServeQueue, SetUrgency, Unmask, ViewAppeal, ViewAudit, ViewLink, ViewParty,
    ViewPrints, ViewReference,
};

commands! {
    "session.state": Nothing => SessionState, Anyone, [], DESK, session::state;
    "session.users": Nothing => Vec<UserChoice>, Anyone, [], DESK, session::users;
    "session.sign_in": SignIn => SessionState, Anyone, ["session"], DESK, session::sign_in;
    "session.lock": Nothing => SessionState, Anyone, ["session"], DESK, session::lock;
    "session.unlock": Unlock => SessionState, Anyone, ["session"], DESK, session::unlock;
    "session.touch": Nothing => Nothing, Anyone, [], DESK, session::touch;
    "session.sign_out": Nothing => SessionState, Anyone, ["session"], DESK, session::sign_out;
    "enrolment.enrol": EnrolInput => SessionState, Anyone, ["session", "load", "link"], DESK, enrolment::enrol;
    "recovery.retry": Nothing => SessionState, Anyone, ["session", "load", "link"], DESK, recovery::retry;
    "recovery.restore": Nothing => SessionState, Anyone, ["session", "load", "link"], DESK, recovery::restore;
    "recovery.progress": Nothing => RecoveryProgress, Anyone, [], DESK, recovery::progress;
    "recovery.begin_anew": Nothing => SessionState, Anyone, ["session", "load", "link"], DESK, recovery::begin_anew;
    "recovery.unlock": RecoveryUnlock => SessionState, Anyone, ["session", "load", "link", "key", "station"], DESK, recovery::unlock;
    "key.open": KeyOpen => SessionState, Anyone, ["session", "load", "link", "key", "station"], DESK, desk_key::open;
    "key.state": Nothing => KeyState, Role(KeepKey), [], DESK, desk_key::state;
    "key.set_passphrase": PassphraseSet => Nothing, Role(KeepKey), ["key"], DESK, desk_key::set_passphrase;
    "key.remove_passphrase": Nothing => Nothing, Role(KeepKey), ["key"], DESK, desk_key::remove_passphrase;
    "recovery.acknowledge": Nothing => SessionState, Anyone, ["session"], DESK, recovery::acknowledge;
    "load.progress": Nothing => LoadProgress, Anyone, [], DESK, enrolment::progress;
    "search.find": Find => Found, Role(ViewParty), [], DESK, search::find;
    "client.card": ClientAsked => ClientCard, Role(ViewParty), [], DESK, client::card;
    "client.history": HistoryAsked => HistoryPage, Role(ViewParty), [], DESK, client::history;
    "account.lookup": AccountLookup => ForeignAccount, Role(LookupForeign), ["audit"], DESK, client::lookup;
    "day.today": Nothing => Vec<TodayLine>, Role(ViewParty), [], DESK, client::day;
    "contact.confirm": ContactConfirm => Nothing, Role(LearnContact), ["client:ID", "link"], DESK, client::confirm;
    "contact.learn": ContactLearn => Nothing, Role(LearnContact), ["client:ID", "link"], DESK, client::learn;
    "appeal.choices": Nothing => AppealChoices, Role(ViewAppeal), [], DESK, appeal::choices;
    "appeal.term": AppealCheck => Option<TermView>, Role(ViewAppeal), [], DESK, appeal::term;
    "appeal.check": AppealCheck => AppealChecked, Role(RegisterAppeal), [], DESK, appeal::check;
    "appeal.register": AppealRegister => AppealRegistered, Role(RegisterAppeal), ["appeals", "appeal:ID", "client:ID", "drafts", "records", "link"], DESK, appeal::register;
    "appeal.list": AppealListAsked => AppealList, Role(ViewAppeal), [], DESK, appeal::list;
    "appeal.card": AppealAsked => AppealCard, Role(ViewAppeal), [], DESK, appeal::card;
    "appeal.assign": AppealAssign => Nothing, Role(AssignAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::assign;
    "appeal.answer": AppealAnswer => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::answer;
    "appeal.close": AppealClose => Nothing, Role(CloseAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::close;
    "appeal.extension": AppealAsked => ExtensionView, Role(ViewAppeal), [], DESK, appeal::extension;
    "appeal.extend": AppealExtend => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::extend;
    "appeal.suspend": AppealSuspend => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::suspend;
    "appeal.resume": AppealResume => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::resume;
    "appeal.propose": AppealPropose => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::propose;
    "appeal.approve": AppealApprove => Nothing, Role(CloseUnanswered), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::approve;
    "appeal.decline": AppealDecline => Nothing, Role(CloseUnanswered), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::decline;
    "appeal.reopen": AppealReopen => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::reopen;
    "appeal.set_urgency": AppealSetUrgency => Nothing, Role(SetUrgency), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::set_urgency;
    "appeal.change_norm": AppealChangeNorm => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::change_norm;
    "appeal.redate": AppealRedate => Nothing, Role(RedateAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, appeal::redate;
    "appeal.redated": Nothing => Vec<RedatedLine>, Role(ViewAppeal), [], DESK, appeal::redated;
    "appeal.redated_seen": RedatedSeen => Nothing, Role(ViewAppeal), ["appeals"], DESK, appeal::redated_seen;
    "claim.assess": ClaimAssess => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, claim::assess;
    "claim.accept_settlement": ClaimAccept => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, claim::accept_settlement;
    "claim.reject_settlement": ClaimReject => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, claim::reject_settlement;
    "claim.confirm_responsibility": ClaimConfirm => Nothing, Role(ApproveAnswer), ["appeals", "appeal:ID", "client:ID", "link"], DESK, claim::confirm_responsibility;
    "claim.cause": ClaimCause => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, claim::cause;
    "claim.set_action": ClaimSetAction => Nothing, Role(ApproveAnswer), ["appeals", "appeal:ID", "client:ID", "link"], DESK, claim::set_action;
    "claim.end_action": ClaimEndAction => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, claim::end_action;
    "claim.immediate": Nothing => Vec<ImmediateClaim>, Role(ViewAppeal), [], DESK, claim::immediate;
    "claim.actions": Nothing => Vec<ClaimActionLine>, Role(ViewAppeal), [], DESK, claim::actions;
    "claim.indicators": IndicatorsAsked => ClaimIndicators, Role(ApproveAnswer), [], DESK, claim::indicators;
    "answer.start": AppealAsked => AnswerStart, Role(AnswerAppeal), [], DESK, answer::start;
    "answer.save": AnswerProjectInput => AnswerSaved, Role(AnswerAppeal), ["drafts"], DESK, answer::save;
    "answer.draft": AnswerProjectInput => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "drafts", "link"], DESK, answer::draft;
    "answer.return": AnswerReturn => Nothing, Role(ApproveAnswer), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::give_back;
    "answer.approve": AppealApprove => Nothing, Role(ApproveAnswer), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::approve;
    "answer.send": AnswerSend => AnswerSent, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "audit", "link"], DESK, answer::send;
    "answer.track": AnswerTrack => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::track;
    "answer.delivered": AnswerDelivered => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::delivered;
    "answer.letters": LettersAsked => LettersDay, Role(ViewAppeal), [], DESK, answer::letters;
    "answer.ask": AnswerAsk => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::ask;
    "answer.reply": AnswerReply => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::reply;
    "appeal.hand_over_offices": Nothing => Vec<Choice>, Role(MoveAppeal), [], DESK, answer::offices;
    "appeal.hand_over": AppealHandOver => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::hand_over;
    "appeal.take_over": AppealTakeOver => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::take_over;
    "appeal.hand_back": AppealHandBack => Nothing, Role(MoveAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, answer::hand_back;
    "work.list": WorkListAsked => WorkList, Role(ViewAppeal), [], DESK, work::list;
    "work.counts": Nothing => WorkState, Role(ViewAppeal), [], DESK, work::counts;
    "work.notice_seen": Nothing => Nothing, Role(ApproveAnswer), ["work"], DESK, work::notice_seen;
    "contract.choices": Nothing => ContractChoices, Role(ViewAppeal), [], DESK, contract::choices;
    "contract.prefill": ContractPrefill => ContractForm, Role(RegisterAppeal), [], DESK, contract::prefill;
    "contract.check": ContractCheck => ContractChecked, Role(RegisterAppeal), [], DESK, contract::check;
    "contract.register": ContractRegister => AppealRegistered, Role(RegisterAppeal), ["appeals", "appeal:ID", "client:ID", "drafts", "link"], DESK, contract::register;
    "contract.draft": DraftAsked => ContractDraft, Role(RegisterAppeal), [], DESK, contract::draft;
    "contract.draft_save": ContractDraftSave => DraftSaved, Role(RegisterAppeal), ["drafts"], DESK, contract::draft_save;
    "contract.bring": ContractBring => Nothing, Role(RegisterAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, contract::bring;
    "contract.notify": ContractAsked => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, contract::notify;
    "contract.refuse": ContractRefuse => Nothing, Role(ApproveAnswer), ["appeals", "appeal:ID", "client:ID", "link"], DESK, contract::refuse;
    "contract.send": ContractSend => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, contract::send;
    "contract.disagree": ContractDisagree => Nothing, Role(RegisterAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, contract::disagree;
    "contract.reply": ContractReply => Nothing, Role(AnswerAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, contract::reply;
    "contract.returned": ContractAsked => Nothing, Role(RegisterAppeal), ["appeals", "appeal:ID", "client:ID", "link"], DESK, contract::returned;
    "view.list": Nothing => Vec<SavedView>, Role(ViewAppeal), [], DESK, appeal::view_list;
    "view.save": ViewSave => SavedView, Role(ViewAppeal), ["drafts"], DESK, appeal::view_save;
    "view.delete": ViewAsked => Nothing, Role(ViewAppeal), ["drafts"], DESK, appeal::view_delete;
    "visit.choices": Nothing => VisitChoices, Role(RecordVisit), [], DESK, visit::choices;
    "consultation.give": ConsultationGive => RecordDone, Role(RecordVisit), ["records", "client:ID", "link"], DESK, visit::consult;
    "follow_up.agree": FollowUpAgree => RecordDone, Role(RecordVisit), ["records", "client:ID", "link"], DESK, visit::agree;
    "follow_up.list": FollowUpListAsked => Vec<FollowUpView>, Role(RecordVisit), [], DESK, visit::list;
    "follow_up.move": FollowUpMove => Nothing, Role(RecordVisit), ["records", "client:ID", "link"], DESK, visit::moved;
    "follow_up.done": FollowUpDone => Nothing, Role(RecordVisit), ["records", "client:ID", "link"], DESK, visit::done;
    "follow_up.cancel": FollowUpCancel => Nothing, Role(RecordVisit), ["records", "client:ID", "link"], DESK, visit::cancel;
    "incident.note": IncidentNote => RecordDone, Role(RecordVisit), ["records", "client:ID", "link"], DESK, visit::note;
    "book.choices": Nothing => BookChoices, Role(ViewAppeal), [], DESK, feedback::choices;
    "book.write": BookWrite => RecordDone, Role(RecordVisit), ["records", "client:ID", "link"], DESK, feedback::write;
    "book.list": BookAsked => BookList, Role(ViewAppeal), [], DESK, feedback::list;
    "book.get": BookEntryAsked => BookRow, Role(ViewAppeal), [], DESK, feedback::get;
    "book.act": BookAct => Nothing, Role(AnswerAppeal), ["records", "client:ID", "link"], DESK, feedback::act;
    "survey.list": Nothing => SurveyPlan, Role(ViewAppeal), [], DESK, feedback::plan_of;
    "survey.results": SurveyAsked => SurveyResults, Role(ViewAppeal), [], DESK, feedback::results;
    "survey.plan": SurveyPlanned => RecordDone, Role(ApproveAnswer), ["records", "link"], DESK, feedback::plan;
    "survey.answer": SurveyAnswer => Nothing, Role(RecordVisit), ["records", "link"], DESK, feedback::answer;
    "survey.end": SurveyEnd => Nothing, Role(ApproveAnswer), ["records", "link"], DESK, feedback::end;
    "survey.cancel": SurveyCancel => Nothing, Role(ApproveAnswer), ["records", "link"], DESK, feedback::cancel;
    "consent.give": ConsentGive => RecordDone, Role(RecordVisit), ["records", "client:ID", "link"], DESK, visit::consent;
    "consent.withdraw": ConsentWithdraw => RecordDone, Role(RecordVisit), ["records", "client:ID", "link"], DESK, visit::withdraw;
    "queue.state": Nothing => QueueState, Role(ServeQueue), [], DESK, queue::state;
    "queue.choices": Nothing => QueueChoices, Role(ServeQueue), [], DESK, queue::choices;
    "window.open": WindowOpen => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::open;
    "window.pause": WindowPause => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::pause;
    "window.resume": Nothing => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::resume;
    "window.streams": WindowStreams => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::streams;
    "window.close": Nothing => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::close;
    "queue.call_next": Nothing => CallDone, Role(ServeQueue), ["queue", "link"], DESK, queue::call_next;
    "queue.call": TicketCall => CallDone, Role(ServeQueue), ["queue", "link"], DESK, queue::call;
    "queue.call_again": Nothing => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::call_again;
    "queue.start": Nothing => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::start;
    "queue.hold": TicketHold => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::hold;
    "queue.transfer": TicketTransfer => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::transfer;
    "queue.add_service": TicketAddService => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::add_service;
    "queue.finish": TicketFinish => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::finish;
    "queue.not_come": Nothing => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::not_come;
    "queue.revive": TicketAsked => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::revive;
    "queue.left": TicketAsked => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::left;
    "queue.set_class": TicketSetClass => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::set_class;
    "queue.issue": TicketIssue => TicketGiven, Role(ServeQueue), ["queue", "link"], DESK, queue::issue_at_desk;
    "queue.print_again": TicketAsked => TicketGiven, Role(ServeQueue), ["queue", "link"], DESK, queue::print_again;
    "queue.identify": VisitIdentify => Nothing, Role(ServeQueue), ["queue", "link"], DESK, queue::identify;
    "reference.offices": OfficesAsked => OfficesFound, Role(ViewReference), [], DESK, reference::offices;
    "reference.norms": NormsAsked => Vec<NormView>, Role(ViewReference), [], DESK, reference::norms;
    "reference.calendar": CalendarAsked => CalendarYear, Role(ViewReference), [], DESK, reference::calendar;
    "reference.tariffs": TariffsAsked => Vec<TariffView>, Role(ViewReference), [], DESK, reference::tariffs;
    "reference.articles": ArticlesAsked => Vec<ArticleLine>, Role(ViewReference), [], DESK, reference::articles;
    "reference.article": ArticleAsked => ArticleView, Role(ViewReference), [], DESK, reference::article;
    "reference.document_sets": Nothing => DocumentSets, Role(ViewReference), [], DESK, reference::document_sets;
    "reference.documents": DocumentsAsked => Vec<DocumentView>, Role(ViewReference), [], DESK, reference::documents;
    "reference.lists": Nothing => Vec<ReferenceList>, Role(ViewReference), [], DESK, reference_lists::lists;
    "draft.save": DraftSave => DraftSaved, Role(RegisterAppeal), ["drafts"], DESK, draft::save;
    "draft.list": Nothing => Vec<DraftLine>, Role(RegisterAppeal), [], DESK, draft::list;
    "draft.get": DraftAsked => Draft, Role(RegisterAppeal), [], DESK, draft::get;
    "draft.delete": DraftAsked => Nothing, Role(RegisterAppeal), ["drafts"], DESK, draft::delete;
    "paper.preview": PaperAsked => PaperPreview, Role(PrintForm), [], DESK, paper::preview;
    "paper.print": PaperPrint => PaperDone, Role(PrintForm), ["appeals", "appeal:ID", "records", "client:ID", "audit", "link"], DESK, paper::print;
    "paper.save": PaperSave => PaperDone, Role(PrintForm), ["appeals", "appeal:ID", "records", "client:ID", "audit", "link"], DESK, paper::save;
    "paper.journal": PaperJournalAsked => PaperJournal, Role(ViewPrints), [], DESK, paper::journal;
    "printer.list": Nothing => Vec<PrinterView>, Role(PrintForm), [], DESK, paper::printers;
    "unmask.reasons": Nothing => Vec<AuditChoice>, Role(Unmask), [], DESK, audit::reasons;
    "client.unmask": ClientUnmask => Unmasked, Role(Unmask), ["audit"], DESK, audit::unmask_client;
    "appeal.unmask": AppealUnmask => Unmasked, Role(Unmask), ["audit"], DESK, audit::unmask_appeal;
    "audit.list": AuditListAsked => AuditList, Role(ViewAudit), [], DESK, audit::list;
    "audit.office": AuditListAsked => AuditList, Role(ViewAudit), [], DESK, audit::office;
    "ticket_printer.state": Nothing => TicketPrinterState, Role(ServeQueue), [], DESK, ticket_printer::state;
    "ticket_printer.set": TicketPrinterSet => Nothing, Role(ServeQueue), ["queue"], DESK, ticket_printer::set;
    "ticket_printer.try": Nothing => TicketPrinterState, Role(ServeQueue), ["queue"], DESK, ticket_printer::try_out;
    "hall.state": Nothing => HallState, Role(RunHall), [], DESK, hall::state;
    "hall.day": HallDayAsked => HallDay, Role(RunHall), [], DESK, hall::day;
    "hall.periods": HallDayAsked => Vec<PeriodLine>, Role(RunHall), [], DESK, hall::periods;
    "hall.export": HallDayAsked => HallExported, Role(RunHall), [], DESK, hall::export;
    "hall.sign_raise": SignRaise => Nothing, Role(RunHall), ["queue", "link"], DESK, hall::sign_raise;
    "hall.sign_end": SignAsked => Nothing, Role(RunHall), ["queue", "link"], DESK, hall::sign_end;
    "hall.escalation_take": EscalationTake => Nothing, Role(RunHall), ["queue", "link"], DESK, hall::escalation_take;
    "hall.direct": HallDirect => Nothing, Role(RunHall), ["queue", "link"], DESK, hall::direct;
    "hall.window_streams": HallWindowSet => Nothing, Role(RunHall), ["queue", "link"], DESK, hall::window_streams;
    "hall.window_pause": HallWindowSet => Nothing, Role(RunHall), ["queue", "link"], DESK, hall::window_pause;
    "hall.window_close": HallWindowSet => Nothing, Role(RunHall), ["queue", "link"], DESK, hall::window_close;
    "kiosk.state": Nothing => KioskState, Anyone, [], KIOSK, kiosk::state;
    "kiosk.issue": TicketIssue => TicketGiven, Anyone, ["queue", "link"], KIOSK, kiosk::issue;
    "kiosk.check_in": KioskCheckIn => TicketGiven, Anyone, ["queue", "link"], KIOSK, kiosk::check_in;
    "kiosk.help": KioskHelp => Nothing, Anyone, ["queue", "link"], KIOSK, kiosk::help;
    "board.state": Nothing => BoardState, Anyone, [], BOARD, board::state;
    "station.state": Nothing => StationState, Role(RunHall), [], DESK, station::state;
    "station.switch": StationSwitch => Nothing, Role(RunHall), ["station"], DESK, station::switch;
    "station.pair": StationPair => Nothing, Role(RunHall), ["station"], DESK, station::pair;
    "station.revoke": StationAsked => Nothing, Role(RunHall), ["station"], DESK, station::revoke;
    "station.open": StationWindow => Nothing, Role(RunHall), ["station"], DESK, station::open;
    "station.close": StationWindow => Nothing, Role(RunHall), ["station"], DESK, station::close;
    "branch.state": Nothing => BranchState, Role(ViewLink), [], DESK, branch::state;
    "branch.become": Nothing => Nothing, Role(KeepHub), ["branch", "queue", "link"], DESK, branch::become_hub;
    "branch.end": Nothing => Nothing, Role(KeepHub), ["branch", "queue", "link"], DESK, branch::end;
    "branch.take_over": Nothing => Nothing, Role(ServeQueue), ["branch", "queue", "link"], DESK, branch::take_over;
    "branch.set_successors": BranchSuccessors => Nothing, Role(KeepHub), ["branch", "link"], DESK, branch::set_successors;
    "branch.set_address": BranchAddress => Nothing, Role(KeepHub), ["branch"], DESK, branch::set_address;
    "branch.try_now": Nothing => Nothing, Role(ViewLink), ["branch"], DESK, branch::try_now;
    "link.state": Nothing => LinkState, Role(ViewLink), [], DESK, link::state;
    "link.unsent": Nothing => Vec<UnsentLine>, Role(ViewLink), [], DESK, link::unsent;
    "link.discrepancies": Nothing => Vec<DiscrepancyView>, Role(ViewLink), [], DESK, link::discrepancies;
    "link.acknowledge": Acknowledge => Nothing, Role(ViewLink), ["discrepancies", "link"], DESK, link::acknowledge;
    "link.try_now": Nothing => Nothing, Role(ViewLink), ["link"], DESK, link::try_now;
}

/// The TypeScript client's map of commands: `ui/src/generated/commands.ts`.
#[must_use]
pub fn typescript(config: &ts_rs::Config) -> String {
    let mut names = std::collections::BTreeSet::new();
    let mut lines = String::new();
    for command in COMMANDS {
        let [input, output] = (command.types)(config);
        for text in [&input, &output] {
            names.extend(
                text.split(|c: char| !c.is_alphanumeric())
                    .filter(|word| word.starts_with(char::is_uppercase) && *word != "Array")
                    .map(ToOwned::to_owned),
            );
        }
        lines.push_str(&format!("  \"{}\": [{input}, {output}];\n", command.name));
    }
    let imports: String = names
        .iter()
        .map(|name| format!("import type {{ {name} }} from \"./{name}\";\n"))
        .collect();
    format!(
        "// This file was generated from the command table of stoika-workstation. Do not edit this file manually.\n\
         {imports}\n/**\n * Every command of the bridge: its input and its output.\n */\n\
         export interface Commands {{\n{lines}}}\n"
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::collections::BTreeSet;

    use super::{COMMANDS, typescript};

    /// Runs with the exports of ts-rs (`cargo xtask generate`): what it writes is compared with what is committed.
    #[test]
    fn export_bindings_commands() {
        let config = ts_rs::Config::from_env();
        let directory = config.out_dir();
        std::fs::create_dir_all(directory).unwrap();
        std::fs::write(directory.join("commands.ts"), typescript(&config)).unwrap();
    }

    #[test]
    fn a_name_stands_once_and_is_noun_dot_verb() {
        let mut seen = BTreeSet::new();
        for command in COMMANDS {
            assert!(seen.insert(command.name), "{} stands twice", command.name);
            assert_eq!(command.name.split('.').count(), 2, "{}", command.name);
        }
    }
}

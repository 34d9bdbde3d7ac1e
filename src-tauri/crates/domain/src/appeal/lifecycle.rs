//! The lifecycle of an appeal (жизненный цикл обращения) as a table of guarded transitions: where each may
//! happen, what it needs, who may, what it does to the term, and what it prints. `src-tauri/LIFECYCLE.md`
//! is drawn from it.

use super::{Appeal, AppealStatus, contract};
use crate::body::{EntryKind, VoidReason};
use crate::directory::PartyKind;
use crate::role::Permission;
use crate::standard::Matter;

/// What a transition asks of the state beside its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It is about a contract: application, change, termination.
    Contract,
    /// It is a claim.
    Claim,
    /// It waits for the client.
    Waiting,
    /// It does not.
    NotWaiting,
    /// A proposal to leave it without consideration waits for the head.
    Proposal,
    /// None does.
    NoProposal,
    /// The term was not extended in this round.
    NotExtended,
    /// The detail of the application is written down.
    Application,
    /// A document is missing.
    SomethingMissing,
    /// The set of documents is complete, or the client is a citizen, whom nothing missing stops (R49).
    NothingMissing,
    /// It was not refused.
    NotRefused,
    /// A contract was sent.
    Sent,
    /// A protocol of disagreements waits for its reply.
    Disagreement,
    /// None does.
    NoDisagreement,
    /// The answer has proposals of settlement.
    Settlement,
    /// It is offered to an office.
    HandedOver,
    /// It is not.
    NotHandedOver,
}

/// What a transition does to the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermEffect {
    /// Nothing.
    None,
    /// A term starts.
    Starts,
    /// The term is met.
    Meets,
    /// One is met, the next one starts.
    MeetsAndStarts,
    /// It stands still.
    Pauses,
    /// It runs on.
    Resumes,
    /// Its date moves.
    Moves,
}

/// One transition.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// The entry.
    pub kind: EntryKind,
    /// In which states it may happen; empty: it creates the appeal.
    pub from: &'static [AppealStatus],
    /// What else it needs.
    pub needs: &'static [Need],
    /// Who may.
    pub who: Permission,
    /// What it does to the term.
    pub term: TermEffect,
    /// Forms that belong to it: folders of `assets/forms`.
    pub prints: &'static [&'static str],
}

use AppealStatus::{Answered, Assigned, Closed, Registered};

/// In work.
const OPEN: &[AppealStatus] = &[Registered, Assigned];
/// In work or answered.
const UNCLOSED: &[AppealStatus] = &[Registered, Assigned, Answered];
/// Always.
const ALL: &[AppealStatus] = &[Registered, Assigned, Answered, Closed];

const fn row(
    kind: EntryKind,
    from: &'static [AppealStatus],
    needs: &'static [Need],
    who: Permission,
    term: TermEffect,
    prints: &'static [&'static str],
) -> Transition {
    Transition {
        kind,
        from,
        needs,
        who,
        term,
        prints,
    }
}

/// Every transition, in the order in which a case usually goes.
pub const TRANSITIONS: &[Transition] = {
    use EntryKind as K;
    use Need as N;
    use Permission as P;
    use TermEffect as T;
    &[
        row(
            K::AppealRegistered,
            &[],
            &[],
            P::RegisterAppeal,
            T::Starts,
            &["documents_receipt", "registration_card"],
        ),
        row(
            K::AppealContractDetailed,
            OPEN,
            &[N::Contract],
            P::RegisterAppeal,
            T::None,
            &[],
        ),
        row(K::AppealAssigned, OPEN, &[], P::AssignAppeal, T::None, &[]),
        row(
            K::AppealUrgencySet,
            UNCLOSED,
            &[],
            P::SetUrgency,
            T::None,
            &[],
        ),
        row(
            K::AppealRedated,
            UNCLOSED,
            &[],
            P::RedateAppeal,
            T::Moves,
            &[],
        ),
        row(
            K::AppealNormChanged,
            OPEN,
            &[],
            P::MoveAppeal,
            T::Moves,
            &[],
        ),
        row(
            K::AppealExtended,
            OPEN,
            &[N::NotExtended],
            P::MoveAppeal,
            T::Moves,
            &["extension_notice"],
        ),
        row(
            K::AppealSuspended,
            OPEN,
            &[N::NotWaiting],
            P::MoveAppeal,
            T::Pauses,
            &["information_request"],
        ),
        row(
            K::AppealResumed,
            OPEN,
            &[N::Waiting],
            P::MoveAppeal,
            T::Resumes,
            &[],
        ),
        row(
            K::AppealHandedOver,
            UNCLOSED,
            &[N::NotHandedOver],
            P::MoveAppeal,
            T::None,
            &[],
        ),
        row(
            K::AppealTakenOver,
            UNCLOSED,
            &[N::HandedOver],
            P::MoveAppeal,
            T::None,
            &[],
        ),
        row(
            K::AppealHandedBack,
            UNCLOSED,
            &[N::HandedOver],
            P::MoveAppeal,
            T::None,
            &[],
        ),
        row(
            K::AppealMissingNotified,
            OPEN,
            &[N::Contract, N::Application, N::SomethingMissing],
            P::AnswerAppeal,
            T::MeetsAndStarts,
            &["missing_documents_notice"],
        ),
        row(
            K::AppealDocumentsBrought,
            OPEN,
            &[N::Contract],
            P::RegisterAppeal,
            T::Starts,
            &["documents_receipt"],
        ),
        row(
            K::AppealContractRefused,
            OPEN,
            &[N::Contract, N::Application],
            P::ApproveAnswer,
            T::Meets,
            &["refusal_notice"],
        ),
        row(
            K::AppealContractSent,
            UNCLOSED,
            &[
                N::Contract,
                N::Application,
                N::NothingMissing,
                N::NotRefused,
                N::NoDisagreement,
            ],
            P::AnswerAppeal,
            T::Meets,
            &["contract_draft", "cover_letter"],
        ),
        row(
            K::AppealDisagreed,
            UNCLOSED,
            &[
                N::Contract,
                N::Application,
                N::NotRefused,
                N::NoDisagreement,
            ],
            P::RegisterAppeal,
            T::Starts,
            &["disagreement_protocol"],
        ),
        row(
            K::AppealDisagreementAnswered,
            OPEN,
            &[N::Contract, N::Disagreement],
            P::AnswerAppeal,
            T::Meets,
            &["disagreement_reply"],
        ),
        row(
            K::AppealContractReturned,
            &[Answered],
            &[N::Contract, N::Sent],
            P::RegisterAppeal,
            T::None,
            &[],
        ),
        row(
            K::AppealClaimAssessed,
            OPEN,
            &[N::Claim],
            P::MoveAppeal,
            T::None,
            &[],
        ),
        row(
            K::AppealAsked,
            OPEN,
            &[],
            P::AnswerAppeal,
            T::None,
            &["inquiry"],
        ),
        row(K::AppealReplied, ALL, &[], P::AnswerAppeal, T::None, &[]),
        row(
            K::AppealAnswerDrafted,
            OPEN,
            &[],
            P::AnswerAppeal,
            T::None,
            &["answer_letter"],
        ),
        row(
            K::AppealAnswerReturned,
            OPEN,
            &[],
            P::ApproveAnswer,
            T::None,
            &[],
        ),
        row(
            K::AppealAnswerApproved,
            OPEN,
            &[],
            P::ApproveAnswer,
            T::None,
            &[],
        ),
        row(
            K::AppealAnswered,
            OPEN,
            &[],
            P::AnswerAppeal,
            T::Meets,
            &["answer_letter"],
        ),
        row(
            K::AppealSettlementAccepted,
            &[Answered],
            &[N::Claim, N::Settlement],
            P::MoveAppeal,
            T::None,
            &[],
        ),
        row(
            K::AppealSettlementRejected,
            &[Answered],
            &[N::Claim],
            P::MoveAppeal,
            T::Starts,
            &["open_claim_notice"],
        ),
        row(
            K::AppealDispatched,
            ALL,
            &[],
            P::AnswerAppeal,
            T::None,
            &["envelope"],
        ),
        row(K::AppealDelivered, ALL, &[], P::AnswerAppeal, T::None, &[]),
        row(
            K::AppealUnconsideredProposed,
            OPEN,
            &[N::NoProposal],
            P::MoveAppeal,
            T::None,
            &[],
        ),
        row(
            K::AppealUnconsideredDeclined,
            UNCLOSED,
            &[N::Proposal],
            P::CloseUnanswered,
            T::None,
            &[],
        ),
        row(
            K::AppealClosed,
            UNCLOSED,
            &[],
            P::CloseAppeal,
            T::Meets,
            &["unconsidered_notice"],
        ),
        row(
            K::AppealReopened,
            &[Closed],
            &[],
            P::MoveAppeal,
            T::Starts,
            &[],
        ),
        row(
            K::AppealResponsibilityConfirmed,
            ALL,
            &[N::Claim],
            P::ApproveAnswer,
            T::None,
            &[],
        ),
        row(
            K::AppealCauseFound,
            ALL,
            &[N::Claim],
            P::MoveAppeal,
            T::None,
            &[],
        ),
        row(
            K::AppealActionSet,
            ALL,
            &[N::Claim],
            P::ApproveAnswer,
            T::None,
            &[],
        ),
        row(
            K::AppealActionDone,
            ALL,
            &[N::Claim],
            P::MoveAppeal,
            T::None,
            &[],
        ),
        row(K::AppealPrinted, ALL, &[], P::PrintForm, T::None, &[]),
    ]
};

/// The transition of a kind of entry; `None` for one that is not of an appeal.
#[must_use]
pub fn transition(kind: EntryKind) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|row| row.kind == kind)
}

/// Whether the appeal, as it stands, permits an entry of this kind.
///
/// # Errors
/// The first reason against it: its status, then its needs in their order.
pub fn permit(kind: EntryKind, appeal: &Appeal) -> Result<(), VoidReason> {
    let row = transition(kind).ok_or(VoidReason::WrongSubject)?;
    let status = appeal.status();
    if !row.from.contains(&status) {
        return Err(refusal(row, status));
    }
    row.needs.iter().try_for_each(|need| need.check(appeal))
}

/// Why a status is none from which the transition goes.
fn refusal(row: &Transition, status: AppealStatus) -> VoidReason {
    match (row.from, status) {
        ([], _) => VoidReason::AlreadyRegistered,
        ([Closed], _) => VoidReason::NotClosed,
        (_, Closed) => VoidReason::AlreadyClosed,
        (_, Answered) => VoidReason::AlreadyAnswered,
        (_, Registered | Assigned) => VoidReason::NotAnswered,
    }
}

impl Need {
    /// Whether the appeal meets it.
    fn check(self, appeal: &Appeal) -> Result<(), VoidReason> {
        let course = &appeal.contract;
        let registered = &appeal.registered;
        let matter = || Matter::of_appeal(registered.category.as_str(), registered.topic.as_str());
        let settlement = || {
            appeal
                .answered
                .as_ref()
                .is_some_and(|answered| answered.settlement.is_some())
        };
        let (holds, otherwise) = match self {
            Self::Contract => (
                matches!(
                    matter(),
                    Some(
                        Matter::ContractApplication | Matter::ContractChange | Matter::Termination
                    )
                ),
                VoidReason::OtherCategory,
            ),
            Self::Claim => (matter() == Some(Matter::Claim), VoidReason::OtherCategory),
            Self::Waiting => (appeal.is_waiting(), VoidReason::NotWaiting),
            Self::NotWaiting => (!appeal.is_waiting(), VoidReason::AlreadyWaiting),
            Self::Proposal => (appeal.proposed.is_some(), VoidReason::NotProposed),
            Self::NoProposal => (appeal.proposed.is_none(), VoidReason::AlreadyProposed),
            Self::NotExtended => (appeal.extended.is_none(), VoidReason::AlreadyExtended),
            Self::Application => (course.application.is_some(), VoidReason::NoApplication),
            Self::SomethingMissing => (
                !contract::missing(appeal).is_empty(),
                VoidReason::NothingMissing,
            ),
            Self::NothingMissing => (is_enough(appeal), VoidReason::NotComplete),
            Self::NotRefused => (course.refused.is_none(), VoidReason::AlreadyRefused),
            Self::Sent => (course.sent.is_some(), VoidReason::NotSent),
            Self::Disagreement => (
                course.open_disagreement().is_some(),
                VoidReason::NotDisagreed,
            ),
            Self::NoDisagreement => (
                course.open_disagreement().is_none(),
                VoidReason::AlreadyDisagreed,
            ),
            Self::Settlement => (settlement(), VoidReason::NoSettlement),
            Self::HandedOver => (appeal.hand_over.is_some(), VoidReason::NotHandedOver),
            Self::NotHandedOver => (appeal.hand_over.is_none(), VoidReason::AlreadyHandedOver),
        };
        if holds { Ok(()) } else { Err(otherwise) }
    }
}

/// Whether what was brought suffices for the contract.
fn is_enough(appeal: &Appeal) -> bool {
    let is_citizen = appeal
        .contract
        .application
        .as_ref()
        .is_some_and(|application| application.client_kind == PartyKind::Citizen);
    is_citizen || contract::missing(appeal).is_empty()
}

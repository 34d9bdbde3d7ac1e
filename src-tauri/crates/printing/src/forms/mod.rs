//! The papers of a desk (печатные формы), domain §7: what each must be told, ready to print.
//!
//! Every struct holds Russian texts as they will stand on paper, with no-break spaces where they
//! belong (`stoika_domain::text`), and gives them to its template by the names of the fields.

mod answer_letter;
mod book_sheet;
mod claims;
mod consent;
mod consent_withdrawal;
mod contract_letters;
mod contract_papers;
mod documents_receipt;
mod extension_notice;
mod head;
mod information_request;
mod information_sheet;
mod letter;
mod missing_documents_notice;
mod parts;
mod redirect_sheet;
mod registration_card;
mod repeat_visit_ticket;
mod statement;
mod surveys;
mod unconsidered_notice;

pub use answer_letter::{ANSWER_LETTER, AnswerLetter};
pub use book_sheet::{BOOK_SHEET, BookSheet};
pub use claims::{
    CLAIM_FORM, CLAIM_REFUSAL, CLAIM_SETTLEMENT, ClaimForm, ClaimRefusal, ClaimSettlement,
    OPEN_CLAIM_NOTICE, OpenClaimNotice,
};
pub use consent::{CONSENT, Consent};
pub use consent_withdrawal::{CONSENT_WITHDRAWAL, ConsentWithdrawal};
pub use contract_letters::{
    COVER_LETTER, CoverLetter, DISAGREEMENT_REPLY, DisagreementReply, INQUIRY, Inquiry,
    REFUSAL_NOTICE, RefusalNotice, RefusalReason, STATUS_SLIP, StatusSlip, StatusStep,
};
pub use contract_papers::{
    CONTRACT_AMENDMENT, CONTRACT_APPLICATION, CONTRACT_APPLICATION_CITIZEN, CONTRACT_DRAFT,
    CONTRACT_DRAFT_CITIZEN, ContractAgreement, ContractApplicationPaper, ContractDraft,
    ContractPoint, ContractSides, ContractSignatory, DISAGREEMENT_PROTOCOL, DisagreementProtocol,
    DraftCategory, Known, Pricing, ProtocolClause, TERMINATION_AGREEMENT,
};
pub use documents_receipt::{DOCUMENTS_RECEIPT, DocumentsReceipt, MissingDocument};
pub use extension_notice::{EXTENSION_NOTICE, ExtensionNotice};
pub use head::Head;
pub use information_request::{INFORMATION_REQUEST, InformationRequest};
pub use information_sheet::{ArticlePart, INFORMATION_SHEET, InformationSheet};
pub use letter::Letter;
pub use missing_documents_notice::{MISSING_DOCUMENTS_NOTICE, MissingDocumentsNotice};
pub use parts::{Addressee, DataSubject, HandedDocument, Operator, Place, Signer};
pub use redirect_sheet::{REDIRECT_SHEET, RedirectSheet};
pub use registration_card::{CardTerm, REGISTRATION_CARD, RegistrationCard};
pub use repeat_visit_ticket::{REPEAT_VISIT_TICKET, RepeatVisitTicket};
pub use statement::{STATEMENT, Statement};
pub use surveys::{
    AskedQuestion, QUESTIONNAIRE, QuestionnaireSheet, ReportedQuestion, SURVEY_REPORT, SurveyReport,
};
pub use unconsidered_notice::{FormerAnswer, UNCONSIDERED_NOTICE, UnconsideredNotice};

/// Ids of all forms that the program carries, as the folders of `assets/forms`.
pub const FORMS: [&str; 32] = [
    REGISTRATION_CARD,
    DOCUMENTS_RECEIPT,
    INFORMATION_SHEET,
    REDIRECT_SHEET,
    CONSENT,
    CONSENT_WITHDRAWAL,
    REPEAT_VISIT_TICKET,
    EXTENSION_NOTICE,
    UNCONSIDERED_NOTICE,
    ANSWER_LETTER,
    INFORMATION_REQUEST,
    MISSING_DOCUMENTS_NOTICE,
    STATEMENT,
    CLAIM_FORM,
    CLAIM_REFUSAL,
    CLAIM_SETTLEMENT,
    OPEN_CLAIM_NOTICE,
    BOOK_SHEET,
    QUESTIONNAIRE,
    SURVEY_REPORT,
    CONTRACT_APPLICATION,
    CONTRACT_APPLICATION_CITIZEN,
    REFUSAL_NOTICE,
    CONTRACT_DRAFT,
    CONTRACT_DRAFT_CITIZEN,
    CONTRACT_AMENDMENT,
    TERMINATION_AGREEMENT,
    COVER_LETTER,
    DISAGREEMENT_PROTOCOL,
    DISAGREEMENT_REPLY,
    STATUS_SLIP,
    INQUIRY,
];

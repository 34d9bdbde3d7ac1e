//! Papers (печатные формы): template → form model → layout → PDF and SVG.
//!
//! A template is data an administrator can edit (`assets/forms/<form>/form.toml`, described in
//! `assets/forms/README.md`). The layout is computed once, by the metrics of the fonts that go
//! into the PDF, and drawn twice: for the printer and for the preview in the window. Nothing
//! here reads a clock, a file or the network.

mod code;
mod fonts;
mod forms;
pub mod layout;
mod model;
mod pdf;
pub mod slip;
mod svg;
pub mod template;

use chrono::NaiveDate;

pub use forms::{
    ANSWER_LETTER, Addressee, AnswerLetter, ArticlePart, AskedQuestion, BOOK_SHEET, BookSheet,
    CLAIM_FORM, CLAIM_REFUSAL, CLAIM_SETTLEMENT, CONSENT, CONSENT_WITHDRAWAL, CONTRACT_AMENDMENT,
    CONTRACT_APPLICATION, CONTRACT_APPLICATION_CITIZEN, CONTRACT_DRAFT, CONTRACT_DRAFT_CITIZEN,
    COVER_LETTER, CardTerm, ClaimForm, ClaimRefusal, ClaimSettlement, Consent, ConsentWithdrawal,
    ContractAgreement, ContractApplicationPaper, ContractDraft, ContractPoint, ContractSides,
    ContractSignatory, CoverLetter, DISAGREEMENT_PROTOCOL, DISAGREEMENT_REPLY, DOCUMENTS_RECEIPT,
    DataSubject, DisagreementProtocol, DisagreementReply, DocumentsReceipt, DraftCategory,
    EXTENSION_NOTICE, ExtensionNotice, FORMS, FormerAnswer, HandedDocument, Head,
    INFORMATION_REQUEST, INFORMATION_SHEET, INQUIRY, InformationRequest, InformationSheet, Inquiry,
    Known, Letter, MISSING_DOCUMENTS_NOTICE, MissingDocument, MissingDocumentsNotice,
    OPEN_CLAIM_NOTICE, OpenClaimNotice, Operator, Place, Pricing, ProtocolClause, QUESTIONNAIRE,
    QuestionnaireSheet, REDIRECT_SHEET, REFUSAL_NOTICE, REGISTRATION_CARD, REPEAT_VISIT_TICKET,
    RedirectSheet, RefusalNotice, RefusalReason, RegistrationCard, RepeatVisitTicket,
    ReportedQuestion, STATEMENT, STATUS_SLIP, SURVEY_REPORT, Signer, Statement, StatusSlip,
    StatusStep, SurveyReport, TERMINATION_AGREEMENT, UNCONSIDERED_NOTICE, UnconsideredNotice,
};
pub use model::{FormModel, Row, Value};
pub use template::{TemplateError, TemplateSet};

/// What a paper must be told besides its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// The instant of making, UTC milliseconds: the date in the PDF's properties.
    pub created_utc_ms: i64,
    /// The civil date that chooses the version of the form: the date of the document.
    pub on: NaiveDate,
}

/// A finished paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// PDF with embedded subset fonts. The same input gives the same bytes.
    pub pdf: Vec<u8>,
    /// Each page as an SVG image (210 × 297 mm) that wants the font family «Golos Text».
    pub pages_svg: Vec<String>,
    /// Version of the template that was used; belongs into the journal entry of the print.
    pub template_version: String,
    /// Characters of the values that no font here can draw (say, emoji): `?` stands for each.
    pub replaced: Vec<char>,
}

/// Why a paper could not be made. No variant carries a value of the form: no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// There is no such form.
    #[error("no form {form}")]
    UnknownForm {
        /// Id asked for.
        form: String,
    },
    /// The form exists, but no version of it is in force on the date.
    #[error("no version of form {form} is in force on {on}")]
    NotInForce {
        /// Id of the form.
        form: String,
        /// Date of the document.
        on: NaiveDate,
    },
    /// The template needs a field that the model does not have.
    #[error("form {template}: field {field} is missing")]
    MissingField {
        /// Id of the form.
        template: String,
        /// Name of the field, or `rows.column`.
        field: String,
    },
    /// The model has the field, but of another type than the template declares.
    #[error("form {template}: field {field} is not {expected}")]
    WrongValue {
        /// Id of the form.
        template: String,
        /// Name of the field.
        field: String,
        /// Declared type.
        expected: &'static str,
    },
    /// The text of a code is too long for a QR code.
    #[error("form {template}: the code is too long")]
    CodeTooLong {
        /// Id of the form.
        template: String,
    },
    /// The values are more than the longest paper holds: too many rows, or far too much text.
    #[error("form {template}: more than a paper holds")]
    TooLong {
        /// Id of the form.
        template: String,
    },
    /// A built-in font does not parse, or the PDF could not be written.
    #[error("PDF: {0}")]
    Pdf(String),
}

/// Makes a paper.
///
/// # Errors
/// [`PrintError`] when the form is unknown or not in force, or the model does not fit it.
pub fn render(
    templates: &TemplateSet,
    form: &str,
    model: &FormModel,
    meta: Meta,
) -> Result<Rendered, PrintError> {
    let template = templates.in_force(form, meta.on)?;
    let fonts = fonts::Fonts::built_in()?;
    let layout = layout::lay_out(template, model, fonts)?;
    let author = template.author(model)?;
    Ok(Rendered {
        pdf: pdf::write(&layout, fonts, &template.title, &author, meta)?,
        pages_svg: svg::write(&layout),
        template_version: template.version.clone(),
        replaced: layout.replaced,
    })
}

/// Where everything stands on a paper: what [`render`] draws twice.
///
/// # Errors
/// As [`render`].
pub fn layout_of(
    templates: &TemplateSet,
    form: &str,
    model: &FormModel,
    on: NaiveDate,
) -> Result<layout::Layout, PrintError> {
    let template = templates.in_force(form, on)?;
    layout::lay_out(template, model, fonts::Fonts::built_in()?)
}

//! Drafts of contract applications, kept as those of appeals are.

use stoika_domain::contract_intake;

use crate::api::appeal::{AppealForm, DraftAsked, DraftSaved};
use crate::api::contract::{ContractDraft, ContractDraftSave, ContractForm};
use crate::api::error::ErrorCode;
use crate::draft;
use crate::fault::{Fault, Outcome};
use crate::session::Session;
use crate::workstation::Workstation;

/// Kind of the rows among what a desk keeps of its users' work.
pub(crate) const DRAFT_KIND: &str = "contract";

/// `contract.draft_save`.
pub(crate) fn save(
    workstation: &Workstation,
    _: &Session,
    input: ContractDraftSave,
) -> Outcome<DraftSaved> {
    let json = serde_json::to_string(&input.form).map_err(Fault::internal)?;
    draft::keep(&*workstation.desk()?, DRAFT_KIND, input.draft_id, json)
}

/// `contract.draft`.
pub(crate) fn get(
    workstation: &Workstation,
    _: &Session,
    input: DraftAsked,
) -> Outcome<ContractDraft> {
    let draft = workstation
        .desk()?
        .replica
        .draft(&input.draft_id)?
        .filter(|draft| draft.kind == DRAFT_KIND)
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    Ok(ContractDraft {
        form: read(&draft)?,
        draft_id: draft.id,
    })
}

fn read(draft: &stoika_store::Draft) -> Outcome<ContractForm> {
    // The parser's words may quote the form: they stay out of the log.
    serde_json::from_str(&draft.json).map_err(|_| Fault::internal("a draft cannot be read"))
}

/// The appeal of a draft, for the list of drafts.
pub(crate) fn drafted(draft: &stoika_store::Draft) -> Outcome<AppealForm> {
    let form = read(draft)?;
    let category = contract_intake::matter(&form.matter).map_or("contract_application", |matter| {
        contract_intake::filed_under(matter).0
    });
    Ok(AppealForm {
        category: category.to_owned(),
        ..form.appeal
    })
}

//! Drafts (черновики): the form as typed, durable from the first letters, gone with registration.

use crate::api::Nothing;
use crate::api::appeal::{AppealForm, Draft, DraftAsked, DraftLine, DraftSave, DraftSaved};
use crate::api::error::ErrorCode;
use crate::contract;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::random::bytes;
use crate::session::Session;
use crate::workstation::Workstation;

const KIND: &str = "appeal";
/// Letters of the text that the list shows.
const EXCERPT_LETTERS_MAX: usize = 120;
/// Longest form that is kept: far beyond what the fields take.
const DRAFT_SIZE_BYTES_MAX: usize = 256 * 1024;

/// `draft.save`.
pub(crate) fn save(
    workstation: &Workstation,
    _: &Session,
    input: DraftSave,
) -> Outcome<DraftSaved> {
    let json = serde_json::to_string(&input.form).map_err(Fault::internal)?;
    keep(&*workstation.desk()?, KIND, input.draft_id, json)
}

/// Keeps a form of that kind as it was typed.
pub(crate) fn keep(
    desk: &Desk,
    kind: &str,
    draft_id: Option<String>,
    json: String,
) -> Outcome<DraftSaved> {
    if json.len() > DRAFT_SIZE_BYTES_MAX {
        return Err(Fault::new(ErrorCode::InputMalformed));
    }
    let draft_id = match draft_id {
        // A save that comes late does not raise a draft that has become an appeal.
        Some(id) if desk.replica.draft(&id)?.is_some() => id,
        Some(_) => return Err(Fault::new(ErrorCode::NotFound)),
        None => uuid::Builder::from_random_bytes(bytes(desk.random.as_ref())?)
            .into_uuid()
            .to_string(),
    };
    let saved_ms = desk.now_ms();
    let changes = desk.replica.save_draft(&stoika_store::Draft {
        id: draft_id.clone(),
        kind: kind.to_owned(),
        json,
        updated_ms: saved_ms,
    })?;
    desk.changed(&changes);
    Ok(DraftSaved { draft_id, saved_ms })
}

/// `draft.list`.
pub(crate) fn list(workstation: &Workstation, _: &Session, _: Nothing) -> Outcome<Vec<DraftLine>> {
    let desk = workstation.desk()?;
    desk.replica
        .drafts()?
        .into_iter()
        .filter(|draft| draft.kind == KIND || draft.kind == contract::DRAFT_KIND)
        .map(|draft| line(&desk, &draft))
        .collect()
}

/// «Претензия, Примерова А. С.» and the beginning of what happened.
fn line(desk: &Desk, draft: &stoika_store::Draft) -> Outcome<DraftLine> {
    let form = if draft.kind == contract::DRAFT_KIND {
        contract::drafted(draft)?
    } else {
        read(draft)?
    };
    let category = match (desk.standards(), form.category.as_str()) {
        (_, "") | (Err(_), _) => None,
        (Ok(standards), category) => Some(standards.category(category)),
    };
    let party = match &form.party_id {
        Some(id) => desk.replica.party(id)?.map(|party| party.name),
        None => None,
    };
    let name = party
        .or(Some(form.applicant_name))
        .filter(|name| !name.trim().is_empty());
    let title: Vec<String> = category
        .into_iter()
        .chain(name.map(|name| stoika_domain::text::short_name(name.trim())))
        .collect();
    let mut excerpt: String = form.text.trim().chars().take(EXCERPT_LETTERS_MAX).collect();
    if form.text.trim().chars().nth(EXCERPT_LETTERS_MAX).is_some() {
        excerpt.push('…');
    }
    Ok(DraftLine {
        draft_id: draft.id.clone(),
        kind: draft.kind.clone(),
        title: title.join(", "),
        excerpt,
        saved_ms: draft.updated_ms,
    })
}

fn read(draft: &stoika_store::Draft) -> Outcome<AppealForm> {
    // The parser's words may quote the form: they stay out of the log.
    serde_json::from_str(&draft.json).map_err(|_| Fault::internal("a draft cannot be read"))
}

/// `draft.get`.
pub(crate) fn get(workstation: &Workstation, _: &Session, input: DraftAsked) -> Outcome<Draft> {
    let draft = workstation
        .desk()?
        .replica
        .draft(&input.draft_id)?
        .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
    Ok(Draft {
        form: read(&draft)?,
        draft_id: draft.id,
        saved_ms: draft.updated_ms,
    })
}

/// `draft.delete`.
pub(crate) fn delete(
    workstation: &Workstation,
    _: &Session,
    input: DraftAsked,
) -> Outcome<Nothing> {
    let desk = workstation.desk()?;
    let changes = desk.replica.delete_draft(&input.draft_id)?;
    desk.changed(&changes);
    Ok(Nothing {})
}

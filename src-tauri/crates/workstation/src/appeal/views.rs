//! Saved views of the list (сохранённые виды): each user's own, on this desk.

use serde::{Deserialize, Serialize};
use stoika_domain::check;

use crate::api::Nothing;
use crate::api::appeal::{SavedView, ViewAsked, ViewSave};
use crate::api::error::ErrorCode;
use crate::fault::{Fault, Outcome};
use crate::random::bytes;
use crate::session::Session;
use crate::workstation::Workstation;

/// Kind of the rows among what a desk keeps of its users' work.
const KIND: &str = "appeal_view";
/// Symbols of a name.
const NAME_LENGTH_MAX: usize = 60;
/// Views of one user.
const VIEWS_MAX: usize = 50;

/// A view as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    user: String,
    view: SavedView,
}

fn of_user(workstation: &Workstation, user: &str) -> Outcome<Vec<SavedView>> {
    let desk = workstation.desk()?;
    let mut views: Vec<SavedView> = desk
        .replica
        .drafts()?
        .into_iter()
        .filter(|row| row.kind == KIND)
        // A view that an older program kept otherwise is passed by: it can be saved again.
        .filter_map(|row| serde_json::from_str::<Kept>(&row.json).ok())
        .filter(|kept| kept.user == user)
        .map(|kept| kept.view)
        .collect();
    views.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(views)
}

/// `view.list`.
pub(crate) fn list(
    workstation: &Workstation,
    session: &Session,
    _: Nothing,
) -> Outcome<Vec<SavedView>> {
    of_user(workstation, &session.user()?.id)
}

/// `view.save`.
pub(crate) fn save(
    workstation: &Workstation,
    session: &Session,
    input: ViewSave,
) -> Outcome<SavedView> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    let name = check::free_text(&input.name, NAME_LENGTH_MAX)
        .map_err(|fault| Fault::field("name", fault))?;
    let known = of_user(workstation, &user.id)?;
    let same = known.iter().find(|view| view.name == name);
    if same.is_none() && known.len() >= VIEWS_MAX {
        return Err(super::invalid("name", "too_many_views"));
    }
    let view_id = match same {
        Some(view) => view.view_id.clone(),
        None => uuid::Builder::from_random_bytes(bytes(desk.random.as_ref())?)
            .into_uuid()
            .to_string(),
    };
    let view = SavedView {
        view_id: view_id.clone(),
        name,
        view: input.view,
        text: input.text,
        filter: input.filter,
        sort: input.sort,
        descending: input.descending,
    };
    let kept = Kept {
        user: user.id,
        view,
    };
    let changes = desk.replica.save_draft(&stoika_store::Draft {
        id: view_id,
        kind: KIND.to_owned(),
        json: serde_json::to_string(&kept).map_err(Fault::internal)?,
        updated_ms: desk.now_ms(),
    })?;
    desk.changed(&changes);
    Ok(kept.view)
}

/// `view.delete`.
pub(crate) fn delete(
    workstation: &Workstation,
    session: &Session,
    input: ViewAsked,
) -> Outcome<Nothing> {
    let user = session.user()?;
    let desk = workstation.desk()?;
    if !of_user(workstation, &user.id)?
        .iter()
        .any(|view| view.view_id == input.view_id)
    {
        return Err(Fault::new(ErrorCode::NotFound));
    }
    let changes = desk.replica.delete_draft(&input.view_id)?;
    desk.changed(&changes);
    Ok(Nothing {})
}

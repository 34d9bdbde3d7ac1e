//! `LIFECYCLE.md` is drawn from the table of transitions.

use std::fmt::Write as _;

use stoika_domain::appeal::lifecycle::{TRANSITIONS, transition};
use stoika_domain::body::{EntryKind, SubjectKind};
use stoika_domain::role::{Permission, Role};

#[test]
fn every_kind_of_an_appeal_has_its_transition_once() {
    for kind in EntryKind::ALL {
        let rows = TRANSITIONS.iter().filter(|row| row.kind == kind).count();
        let expected = usize::from(kind.subject() == SubjectKind::Appeal);
        assert_eq!(rows, expected, "{kind:?}");
    }
    assert!(transition(EntryKind::VisitIssued).is_none());
}

fn snake<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

/// The page that is drawn from the table.
fn lifecycle_page() -> String {
    let mut page = String::from(
        "# The lifecycle of an appeal\n\n\
         Drawn from `domain::appeal::lifecycle::TRANSITIONS`; a test compares\n\
         (`STOIKA_WRITE_LIFECYCLE=1 cargo test -p stoika-domain lifecycle` writes it anew).\n\
         The fold of every replica asks this table, so what it does not permit is void everywhere\n\
         alike. The term that runs is derived (`Appeal::running`), never stored.\n\n\
         ```mermaid\nstateDiagram-v2\n  [*] --> registered: appeal_registered\n",
    );
    let moves = [
        ("registered", "assigned", EntryKind::AppealAssigned),
        ("registered", "answered", EntryKind::AppealAnswered),
        ("assigned", "answered", EntryKind::AppealAnswered),
        ("assigned", "answered", EntryKind::AppealContractSent),
        ("assigned", "answered", EntryKind::AppealContractRefused),
        ("answered", "assigned", EntryKind::AppealDisagreed),
        (
            "assigned",
            "answered",
            EntryKind::AppealDisagreementAnswered,
        ),
        ("answered", "assigned", EntryKind::AppealSettlementRejected),
        ("answered", "closed", EntryKind::AppealClosed),
        ("assigned", "closed", EntryKind::AppealClosed),
        ("closed", "assigned", EntryKind::AppealReopened),
    ];
    for (from, to, kind) in moves {
        writeln!(page, "  {from} --> {to}: {}", kind.as_str()).unwrap();
    }
    page.push_str(
        "```\n\n| entry | from | needs | who | term | prints |\n|---|---|---|---|---|---|\n",
    );
    for row in TRANSITIONS {
        let from: Vec<String> = row.from.iter().map(snake).collect();
        let needs: Vec<String> = row.needs.iter().map(|need| format!("{need:?}")).collect();
        let who: Vec<&str> = Role::ALL
            .into_iter()
            .filter(|role| role.permits(row.who))
            .map(Role::as_str)
            .collect();
        writeln!(
            page,
            "| `{}` | {} | {} | {:?}: {} | {:?} | {} |",
            row.kind.as_str(),
            if from.is_empty() {
                "(new)".to_owned()
            } else {
                from.join(", ")
            },
            needs.join(", "),
            row.who,
            who.join(", "),
            row.term,
            row.prints.join(", ")
        )
        .unwrap();
    }
    page
}

#[test]
fn the_page_of_the_lifecycle_is_drawn_from_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../LIFECYCLE.md");
    let made = lifecycle_page();
    if std::env::var_os("STOIKA_WRITE_LIFECYCLE").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, made, "see the head of LIFECYCLE.md");
}

#[test]
fn only_the_head_signs() {
    let may: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| role.permits(Permission::ApproveAnswer))
        .collect();
    assert_eq!(may, [Role::Head]);
}

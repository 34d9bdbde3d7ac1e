//! `ROLES.md` is made from the roles and the command table, and says what they say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use stoika_domain::role::Role;
use stoika_workstation::table::{Access, COMMANDS};

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ROLES.md")
}

const HEAD: &str = "\
# Roles

Who may do what at a desk. Made from `domain/src/role.rs` and the command table of the workstation;
a test compares (`STOIKA_WRITE_ROLES=1 cargo test -p stoika-workstation roles` writes it anew).

A role is checked in Rust at every command, recorded in every entry, and judged by the version of the
directory that the entry names: taking a role away marks for review, it never makes an act void.
Nobody edits or deletes the audit, and it has no command for that.

| code | role |
|---|---|
| `specialist_contracts` | специалист по договорам |
| `specialist_payments` | специалист по платёжным документам |
| `head` | начальник отделения |
| `clerk` | специалист канцелярии |
| `administrator` | администратор: people, desks, published data; sees no client |

## What each permission opens
";

fn made() -> String {
    let mut by_permission: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    let mut open = Vec::new();
    let mut of_hall = Vec::new();
    for command in COMMANDS {
        match command.access {
            Access::Role(permission) => by_permission
                .entry(permission)
                .or_default()
                .push(command.name),
            Access::Anyone if command.listeners.iter().any(|it| it.is_of_hall()) => {
                of_hall.push(command.name);
            }
            Access::Anyone => open.push(command.name),
        }
    }
    let mut text = String::from(HEAD);
    text.push_str("\n| permission | contracts | payments | head | clerk | administrator | commands |\n|---|:-:|:-:|:-:|:-:|:-:|---|\n");
    for (permission, commands) in by_permission {
        text.push_str(&format!("| {permission:?} |"));
        for role in Role::ALL {
            let mark = if role.permits(permission) { "+" } else { "" };
            text.push_str(&format!(" {mark} |"));
        }
        text.push_str(&format!(" {} |\n", listed(&commands)));
    }
    text.push_str(&format!(
        "\nBefore sign-in and on a locked desk: {}.\n\nAt the kiosk and the board, and nowhere else; they have nothing beside, and nobody signs in there: {}.\n",
        listed(&open),
        listed(&of_hall)
    ));
    text
}

fn listed(commands: &[&str]) -> String {
    let names: Vec<String> = commands.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[test]
fn the_page_of_roles_says_what_the_program_does() {
    let made = made();
    if std::env::var_os("STOIKA_WRITE_ROLES").is_some() {
        std::fs::write(page(), &made).unwrap();
    }
    let written = std::fs::read_to_string(page()).unwrap();
    assert_eq!(written, made, "see the head of ROLES.md");
}

//! Brings what is missing, and says so first. Run by every task that needs it; on a ready machine it costs milliseconds.

use std::io::IsTerminal;

use crate::child::{Failure, Outcome, Run, find_program};
use crate::needs::{self, NODE_MIN, Need, Purpose};
use crate::place::Place;
use crate::ui;

/// Makes the machine ready for these purposes: system packages, Node, the UI's npm packages.
pub fn ensure(place: &Place, purposes: &[Purpose]) -> Outcome {
    let missing = needs::missing(place, purposes);
    if !missing.is_empty() {
        install(place, &missing)?;
        let still: Vec<_> = needs::missing(place, purposes)
            .iter()
            .map(|need| need.package)
            .collect();
        if !still.is_empty() {
            return Err(Failure::new(format!(
                "still missing after the installation: {}",
                still.join(", ")
            )));
        }
    }
    check_node(place)?;
    ui::install_packages(place)
}

/// Node and npm come with the machine: which of the many ways to install them is the user's to choose.
pub fn check_node(place: &Place) -> Outcome {
    let (major, minor) = NODE_MIN;
    let wanted = format!("Node {major}.{minor} or newer with npm is needed for the user interface");
    if find_program("node").is_none() || find_program("npm").is_none() {
        return Err(Failure::new(format!("{wanted}, and it is not on the path")));
    }
    let version = Run::program(place, "node", &["--version"]).output()?;
    match needs::parse_node_version(&version) {
        Some(found) if found >= NODE_MIN => Ok(()),
        Some(_) | None => Err(Failure::new(format!(
            "{wanted}; here is {}",
            version.trim()
        ))),
    }
}

/// Installs system packages as root or through sudo.
fn install(place: &Place, missing: &[&Need]) -> Outcome {
    println!("Missing system packages:");
    for need in missing {
        println!(
            "  {:<24} {} ({})",
            need.package,
            need.why,
            need.purpose.word()
        );
    }
    let packages: Vec<String> = missing.iter().map(|need| need.package.to_owned()).collect();
    if find_program("apt-get").is_none() {
        return Err(Failure::new(
            "this machine has no apt-get: install the counterparts of these packages, then start again",
        ));
    }
    let prefix = privileges(place, &packages)?;
    apt(place, &prefix, &["update", "-q"], &[])?;
    apt(
        place,
        &prefix,
        &["install", "-q", "-y", "--no-install-recommends"],
        &packages,
    )
}

/// What must stand before `apt-get`: nothing for root, sudo for others.
fn privileges(place: &Place, packages: &[String]) -> Outcome<Vec<&'static str>> {
    if Run::program(place, "id", &["-u"]).output()?.trim() == "0" {
        return Ok(vec![]);
    }
    let by_hand = || {
        Failure::new(format!(
            "installing needs root or sudo. By hand: apt-get install --no-install-recommends {}",
            packages.join(" ")
        ))
    };
    if find_program("sudo").is_none() {
        return Err(by_hand());
    }
    if std::io::stdin().is_terminal() {
        return Ok(vec!["sudo"]);
    }
    // Nobody is there to type a password.
    if Run::program(place, "sudo", &["-n", "true"]).quietly() {
        Ok(vec!["sudo", "-n"])
    } else {
        Err(by_hand())
    }
}

fn apt(place: &Place, prefix: &[&str], arguments: &[&str], packages: &[String]) -> Outcome {
    // Through `env`, because sudo does not hand variables on.
    let line: Vec<&str> = prefix
        .iter()
        .copied()
        .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .chain(arguments.iter().copied())
        .collect();
    let (program, rest) = line
        .split_first()
        .ok_or_else(|| Failure::new("an empty command"))?;
    Run::program(place, program, rest)
        .args(packages)
        .with_terminal()
        .succeed()
}

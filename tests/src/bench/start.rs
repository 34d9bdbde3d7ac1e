//! How long a start takes: the real window, started again and again.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::Samples;
use super::journal::Outcome;
use super::report::Row;

/// What `tests/window/start.mjs` prints.
#[derive(Deserialize)]
struct Starts {
    ready_ms: Vec<f64>,
    signed_in_ms: Vec<f64>,
}

/// Starts the window with so many accounts so many times. The programs are those that
/// `STOIKA_PROGRAMS` names.
///
/// # Errors
/// The window, the display or the driver could not be had; see `tests/out`.
pub fn starts(checkout: &Path, accounts: u32, runs: u32) -> Outcome<Vec<Row>> {
    let output = Command::new("node")
        .arg(checkout.join("tests/window/start.mjs"))
        .args([accounts.to_string(), runs.to_string()])
        .current_dir(checkout)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("the window could not be started; see tests/out".into());
    }
    let starts: Starts = serde_json::from_slice(&output.stdout)?;
    let row = |what: &str, goal: &str, times: Vec<f64>, note: &str| {
        let times = Samples::of_ms(&times);
        Row::new(
            what,
            goal,
            format!(
                "p50 {:.0} ms, p99 {:.0} ms of {} starts",
                times.p50_ms(),
                times.p99_ms(),
                times.count()
            ),
            note,
        )
    };
    Ok(vec![
        row(
            "Start to the sign-in screen",
            "≤1.0 s",
            starts.ready_ms,
            "from the process's start to the first painted screen, under Xvfb with no GPU, with the web driver attached",
        ),
        row(
            "Sign-in to Приём",
            "≤0.5 s",
            starts.signed_in_ms,
            "from Enter to the painted screen; most of it is the password's Argon2id",
        ),
    ])
}

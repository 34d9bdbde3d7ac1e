//! The table of results and the machine that they were measured on.

use std::fmt::Write as _;

/// A row: what, the goal, what was measured, and a word on it.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// The goal, in words; empty if there is none.
    pub goal: String,
    /// What came out.
    pub measured: String,
    /// How, or why it missed.
    pub note: String,
}

impl Row {
    /// A row.
    #[must_use]
    pub fn new(what: &str, goal: &str, measured: String, note: &str) -> Self {
        Self {
            what: what.to_owned(),
            goal: goal.to_owned(),
            measured,
            note: note.to_owned(),
        }
    }
}

/// The table as Markdown, under the name of the machine.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let mut out = String::from(
        "# What it takes\n\nWritten by `cargo xtask bench`. Medians and p99 of many runs on the machine named here; \
         other machines differ, and this one is noisy.\n\n",
    );
    let _ = writeln!(out, "{}\n", machine());
    let _ = writeln!(out, "| what | goal | measured | note |\n|---|---|---|---|");
    for row in rows {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            row.what, row.goal, row.measured, row.note
        );
    }
    out
}

fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo")
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown processor", |rest| {
            rest.trim_matches([':', ' ', '\t'])
        })
        .to_owned();
    let memory_kb: u64 = read("/proc/meminfo")
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0);
    let kernel = read("/proc/sys/kernel/osrelease");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{cpu}, {cores} cores, {} GiB, Linux {}",
        memory_kb / 1024 / 1024,
        kernel.trim()
    )
}

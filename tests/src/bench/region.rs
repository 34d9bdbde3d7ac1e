//! The whole region at the centre: the files of a made-up population are written and imported.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::journal::Outcome;
use super::report::Row;

/// In the order in which one names the other.
const FILES: [&str; 6] = [
    "customers",
    "accounts",
    "contracts",
    "meters",
    "charges",
    "payments",
];
/// How often the memory of a running import is looked at: the system keeps its peak.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Writes a population of so many accounts and imports it, then the same files again. The
/// programs are those that `STOIKA_PROGRAMS` names.
///
/// # Errors
/// A program that is not there or fails; a file with a bad row; a second import that changes a row.
pub fn imports(checkout: &Path, dir: &Path, accounts: u32) -> Outcome<Vec<Row>> {
    let centre = Centre {
        program: PathBuf::from(std::env::var("STOIKA_PROGRAMS")?).join("stoika-backoffice"),
        checkout,
        data: dir.join("region"),
    };
    let files = dir.join("files");
    let out = files.display().to_string();
    centre.run(&["publish", "fixtures/standard"])?;
    centre.run(&[
        "population",
        "--accounts",
        &accounts.to_string(),
        "--out",
        &out,
    ])?;
    let first = centre.import_all(&files)?;
    let again = centre.import_all(&files)?;
    if again.changed > 0 {
        return Err("the same files changed rows".into());
    }
    let parts: Vec<String> = FILES
        .iter()
        .zip(&first.seconds)
        .map(|(name, seconds)| format!("{name} {seconds:.0}"))
        .collect();
    Ok(vec![
        Row::new(
            &format!("Import of {accounts} accounts with all that is theirs"),
            "≤5 min",
            format!(
                "{:.0} s, {} MB at most",
                first.seconds.iter().sum::<f64>(),
                first.memory_kib_max / 1024
            ),
            &format!(
                "{} million lines of CSV in six files, published row by row: {} s",
                first.lines / 1_000_000,
                parts.join(", ")
            ),
        ),
        Row::new(
            "The same files again",
            "",
            format!("{:.0} s", again.seconds.iter().sum::<f64>()),
            "no row changes",
        ),
    ])
}

struct Centre<'a> {
    program: PathBuf,
    checkout: &'a Path,
    data: PathBuf,
}

/// What importing all files took.
#[derive(Default)]
struct Imported {
    seconds: Vec<f64>,
    lines: u64,
    changed: u64,
    memory_kib_max: u64,
}

impl Centre<'_> {
    fn start(&self, arguments: &[&str]) -> Outcome<Child> {
        let child = Command::new(&self.program)
            .arg("--data")
            .arg(&self.data)
            .args(arguments)
            .current_dir(self.checkout)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        Ok(child)
    }

    fn run(&self, arguments: &[&str]) -> Outcome<String> {
        said(self.start(arguments)?)
    }

    fn import_all(&self, files: &Path) -> Outcome<Imported> {
        let mut imported = Imported::default();
        for kind in FILES {
            let path = files.join(format!("{kind}.csv"));
            let begun = Instant::now();
            let child = self.start(&["import", kind, &path.display().to_string(), "--strict"])?;
            let pid = child.id();
            let (running, ended) = std::sync::mpsc::channel::<()>();
            let looking = std::thread::spawn(move || {
                let mut peak = 0;
                while ended.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                    peak = memory_kib_max(pid).unwrap_or(0).max(peak);
                }
                peak
            });
            let said = said(child);
            imported.seconds.push(begun.elapsed().as_secs_f64());
            drop(running);
            let peak = looking.join().unwrap_or(0);
            imported.memory_kib_max = imported.memory_kib_max.max(peak);
            let said = said?;
            // «600000 rows changed, 0 unchanged, 0 bad; position 7»
            let changed = said.split(' ').next().and_then(|count| count.parse().ok());
            imported.changed += changed.unwrap_or(0_u64);
            imported.lines += lines_of(&path)?;
        }
        Ok(imported)
    }
}

fn said(child: Child) -> Outcome<String> {
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err("the back-office refused; its words stand above".into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The most memory that a process has had, where the system tells.
fn memory_kib_max(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn lines_of(path: &Path) -> Outcome<u64> {
    use std::io::BufRead as _;
    let mut reader = std::io::BufReader::with_capacity(1 << 20, std::fs::File::open(path)?);
    let mut lines = 0;
    loop {
        let piece = reader.fill_buf()?;
        if piece.is_empty() {
            return Ok(lines);
        }
        lines += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
        let length = piece.len();
        reader.consume(length);
    }
}

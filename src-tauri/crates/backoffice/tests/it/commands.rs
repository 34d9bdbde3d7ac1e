//! The command line, command by command, in this process.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use clap::Parser as _;
use stoika_backoffice::cli::{Cli, run};
use stoika_backoffice::{Ambient, CentreError};
use stoika_protocol::EnrolmentCode;

/// 23 November 2026, 10:00 in Otradny.
pub const NOW_MS: i64 = 1_795_413_600_000;

/// A data folder with a clock that stands and randomness that is counted.
pub struct Desk {
    folder: tempfile::TempDir,
    ambient: Ambient,
    now_ms: Arc<AtomicI64>,
}

impl Desk {
    pub fn new() -> Self {
        let now_ms = Arc::new(AtomicI64::new(NOW_MS));
        let clock = Arc::clone(&now_ms);
        let count = AtomicU64::new(1);
        Self {
            folder: tempfile::tempdir().unwrap(),
            ambient: Ambient {
                clock: Arc::new(move || clock.load(Ordering::Relaxed)),
                random: Arc::new(move |bytes| {
                    let number = count.fetch_add(1, Ordering::Relaxed).to_le_bytes();
                    for (byte, from) in bytes.iter_mut().zip(number.iter().cycle()) {
                        *byte = *from;
                    }
                }),
            },
            now_ms,
        }
    }

    /// With the Standard's data published.
    pub fn published() -> Self {
        let desk = Self::new();
        desk.ok(&["publish", &standard()]);
        desk
    }

    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    pub fn run(&self, args: &[&str]) -> (String, Result<(), CentreError>) {
        let data = self.data().display().to_string();
        let words = ["stoika-backoffice", "--data", &data];
        let cli = Cli::try_parse_from(words.iter().chain(args)).unwrap();
        let mut out = Vec::new();
        let outcome = run(cli, &self.ambient, &mut out);
        (String::from_utf8(out).unwrap(), outcome)
    }

    pub fn ok(&self, args: &[&str]) -> String {
        let (out, outcome) = self.run(args);
        outcome.unwrap();
        out
    }

    pub fn json(&self, args: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    pub fn error(&self, args: &[&str]) -> CentreError {
        self.run(args).1.unwrap_err()
    }

    pub fn ambient(&self) -> Ambient {
        self.ambient.clone()
    }

    /// From now on it is so much later.
    pub fn later(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::Relaxed);
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("centre")
    }
}

pub fn standard() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("../../../fixtures/standard");
    folder.display().to_string()
}

#[test]
fn a_term_is_explained_from_what_is_published() {
    let desk = Desk::new();
    let ask = [
        "explain-term",
        "--norm",
        "claim.citizen",
        "--received",
        "2026-10-30",
        "--json",
    ];
    let error = desk.error(&ask);
    assert_eq!(error.exit_code(), 2, "{error}");
    desk.ok(&["publish", &standard()]);
    let answer = desk.json(&ask);
    assert_eq!(answer["limit"], "2026-11-05");
    assert_eq!(answer["received"], "2026-10-30");
    assert!(answer["clause"].as_str().unwrap().contains("7.4"));
    let words = desk.ok(&ask[..5]);
    assert!(words.contains("limit   2026-11-05"), "{words}");
    let unknown = desk.error(&["explain-term", "--norm", "none", "--received", "2026-10-30"]);
    assert_eq!(unknown.exit_code(), 1);
}

/// How many documents the Standard has: each takes a position.
pub fn documents() -> u64 {
    std::fs::read_dir(standard())
        .unwrap()
        .filter(|entry| {
            let path = entry.as_ref().unwrap().path();
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .count() as u64
}

#[test]
fn a_form_is_read_before_it_is_published() {
    let desk = Desk::new();
    let own = include_str!("../../../../../assets/forms/registration_card/form.toml");
    let newer = own.replacen("version = \"1\"", "version = \"2\"", 1);
    let folder = |name: &str, toml: &str| {
        let path = desk.data().with_file_name(name);
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("card.toml"), toml).unwrap();
        path.display().to_string()
    };
    let endless = "[[block]]\nkind = \"each\"\nwhen = \"documents\"\nrows = \"documents\"\n\
        [[block.part]]\nkind = \"each\"\nrows = \"documents\"\n\n[footer]";
    for (name, from, to, wanted) in [
        (
            "kind",
            "kind = \"masthead\"",
            "kind = \"hologram\"",
            "строка 58, столбец 8: «hologram»: нет такого вида блока",
        ),
        (
            "typo",
            "{applicant}",
            "{aplicant}",
            "столбец 9: поле «aplicant» не объявлено в [fields]",
        ),
        (
            "way",
            "{on}",
            "{on|words}",
            "столбец 26: поле «on» так не записать: у него другой тип",
        ),
        (
            "foreign",
            "applicant = \"text\"",
            "applicant = \"text\"\nmother = \"text\"",
            "столбец 1: поля «mother» программа этой форме не даёт",
        ),
        (
            "endless",
            "[footer]",
            endless,
            "столбец 8: блок «each» здесь стоять не может",
        ),
    ] {
        let broken = newer.replacen(from, to, 1);
        let error = desk.error(&["publish", &folder(name, &broken)]).to_string();
        assert!(
            error.contains("card.toml") && error.contains(wanted),
            "{error}"
        );
    }
    let strange = newer.replacen("registration_card", "registration_cart", 1);
    let error = desk.error(&["publish", &folder("strange", &strange)]);
    assert!(error.to_string().contains("`registration_cart`"), "{error}");
    let good = folder("good", &newer);
    let said = desk.ok(&["publish", &good]);
    assert_eq!(said, "1 documents published, 0 unchanged; position 1\n");
    assert_eq!(desk.json(&["status", "--json"])["directory"]["form"], 1);
    let again = desk.ok(&["publish", &good]);
    assert_eq!(again, "0 documents published, 1 unchanged; position 1\n");
}

#[test]
fn the_same_documents_take_no_position() {
    let desk = Desk::new();
    let count = documents();
    let first = desk.ok(&["publish", &standard()]);
    let expected = format!("{count} documents published, 0 unchanged; position {count}\n");
    assert_eq!(first, expected);
    let again = desk.ok(&["publish", &standard()]);
    let expected = format!("0 documents published, {count} unchanged; position {count}\n");
    assert_eq!(again, expected);
    let status = desk.json(&["status", "--json"]);
    assert_eq!(status["directory"]["standard"], count);
    assert_eq!(status["directory_position"], count);
}

#[test]
fn a_bad_document_keeps_all_of_them_back() {
    let desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    for name in ["calendar", "offices"] {
        let from = Path::new(&standard()).join(format!("{name}.json"));
        std::fs::copy(from, folder.path().join(format!("{name}.json"))).unwrap();
    }
    std::fs::write(folder.path().join("norms.json"), "{\"norms\": 5}").unwrap();
    let path = folder.path().display().to_string();
    let error = desk.error(&["publish", &path]).to_string();
    assert!(error.contains("norms"), "{error}");
    assert_eq!(desk.json(&["status", "--json"])["directory_position"], 0);
    std::fs::remove_file(folder.path().join("norms.json")).unwrap();
    std::fs::write(folder.path().join("noms.json"), "{}").unwrap();
    let error = desk.error(&["publish", &path]).to_string();
    assert!(error.contains("noms.json"), "{error}");
}

#[test]
fn a_code_brings_what_a_desk_needs() {
    let desk = Desk::published();
    let ask = ["enrol", "--office", "otradny", "--window", "4"];
    // Nobody knows yet where the server is.
    assert!(desk.error(&ask).to_string().contains("--address"));
    let https = [&ask[..], &["--address", "https://10.1.2.3:8443", "--json"]].concat();
    let given = desk.json(&https);
    assert_eq!(given["desk"], "ОТ-04");
    assert_eq!(given["expires_at_ms"], NOW_MS + 24 * 3_600_000);
    let code = EnrolmentCode::parse(given["code"].as_str().unwrap()).unwrap();
    assert_eq!(code.address, "https://10.1.2.3:8443");
    assert!(code.fingerprint.is_some());
    // The same window again is another desk, with another label.
    let plain = [&ask[..], &["--address", "http://127.0.0.1:80"]].concat();
    let text = desk.ok(&plain);
    let other = EnrolmentCode::parse(text.trim()).unwrap();
    assert_eq!(other.fingerprint, None);
    assert_ne!(other.secret, code.secret);
    assert_eq!(desk.json(&https)["desk"], "ОТ-02");
    for wrong in ["10.1.2.3:8443", "https://0.0.0.0:8443"] {
        let asked = [&ask[..], &["--address", wrong]].concat();
        assert!(desk.error(&asked).to_string().contains("--address"));
    }
    let at = [&https[..], &["--site", "otradny-2"]].concat();
    let given = desk.json(&at);
    let code = EnrolmentCode::parse(given["code"].as_str().unwrap()).unwrap();
    assert_eq!(code.site.as_deref(), Some("otradny-2"));
    let elsewhere = [&https[..], &["--site", "kinel-2"]].concat();
    let error = desk.error(&elsewhere).to_string();
    assert!(error.contains("otradny-2"), "{error}");
    let nowhere = ["enrol", "--office", "nowhere", "--window", "1"];
    assert!(desk.error(&nowhere).to_string().contains("nowhere"));
    assert!(
        desk.error(&["desk", "revoke", "ОТ-77"])
            .to_string()
            .contains("ОТ-77")
    );
}

#[test]
fn users_come_and_go() {
    let desk = Desk::published();
    let add = [
        "user",
        "add",
        "--login",
        "petrova",
        "--name",
        "Петрова Анна Ильинична",
        "--post",
        "специалист",
        "--role",
        "head",
        "--office",
        "otradny",
    ];
    let out = desk.ok(&add);
    let password = out.trim().strip_prefix("added; password: ").unwrap();
    assert_eq!(password.len(), 10);
    assert!(desk.error(&add).to_string().contains("petrova"));
    let list = ["user", "list", "--office", "otradny", "--json"];
    let users = desk.json(&list);
    assert_eq!(users[0]["login"], "petrova");
    assert_eq!(users[0]["active"], true);
    assert_eq!(users[0].get("password_hash"), None);
    desk.ok(&[
        "user", "disable", "--login", "petrova", "--office", "otradny",
    ]);
    assert_eq!(desk.json(&list)[0]["active"], false);
    let nobody = [
        "user", "disable", "--login", "nobody", "--office", "otradny",
    ];
    assert!(desk.error(&nobody).to_string().contains("nobody"));
}

#[test]
fn a_demo_is_the_same_every_time() {
    let desk = Desk::published();
    let demo = [
        "demo",
        "--office",
        "otradny",
        "--accounts",
        "40",
        "--seed",
        "1",
    ];
    let users = desk.ok(&demo);
    assert_eq!(users.lines().count(), 5);
    assert!(users.contains("Самойлова Елена Викторовна"));
    let position = |desk: &Desk| desk.json(&["status", "--json"])["directory_position"].clone();
    let first = position(&desk);
    desk.now_ms.fetch_add(3_600_000, Ordering::Relaxed);
    assert_eq!(desk.ok(&demo), users);
    assert_eq!(position(&desk), first);
    let status = desk.json(&["status", "--json"]);
    assert_eq!(status["directory"]["account"], 40);
    assert_eq!(status["directory"]["ledger"], 40);
    assert_eq!(status["directory"]["user"], 5);
    assert_eq!(desk.ok(&["status", "--appeals"]), "");
}

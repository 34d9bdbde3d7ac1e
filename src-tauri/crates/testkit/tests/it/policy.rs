//! What the window may load and ask: nothing from a network, no script of a page's own, and no more
//! of the shell than the bridge.

use std::path::{Path, PathBuf};

use serde_json::Value;

fn shell() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Directives of the window, as the shell is told.
fn window() -> Vec<(String, String)> {
    let csp = json(&shell().join("tauri.conf.json"))["app"]["security"]["csp"].clone();
    csp.as_object()
        .unwrap()
        .iter()
        .map(|(name, sources)| (name.clone(), sources.as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn the_window_loads_nothing_but_its_own() {
    let policy = window();
    let sources = |name: &str| {
        let found = policy.iter().find(|(known, _)| known == name);
        found.map(|(_, sources)| sources.as_str())
    };
    assert_eq!(sources("default-src"), Some("'none'"));
    assert_eq!(sources("script-src"), Some("'self'"));
    assert_eq!(sources("style-src"), Some("'self'"));
    for shut in ["base-uri", "form-action", "frame-ancestors"] {
        assert_eq!(sources(shut), Some("'none'"), "{shut}");
    }
    // The shell's own channel, which never leaves the process.
    let own = [
        "'none'",
        "'self'",
        "ipc:",
        "http://ipc.localhost",
        "blob:",
        "data:",
    ];
    for (name, sources) in &policy {
        for source in sources.split(' ') {
            assert!(own.contains(&source), "{name}: {source}");
            let image = matches!(source, "blob:" | "data:");
            assert!(!image || name == "img-src", "{name}: {source}");
        }
    }
}

/// A browser test sees what the window sees.
#[test]
fn the_twin_has_the_policy_of_the_window() {
    let (_, reply) = crate::served().ask("GET /?token=x", &[], "");
    let header = reply
        .lines()
        .find_map(|line| line.strip_prefix("content-security-policy: "))
        .unwrap();
    let mut twin: Vec<String> = header
        .split("; ")
        .map(|part| part.trim().to_owned())
        .collect();
    let mut window: Vec<String> = window()
        .into_iter()
        .map(|(name, sources)| {
            let sources = sources.replace(" ipc: http://ipc.localhost", "");
            format!("{name} {sources}")
        })
        .collect();
    twin.sort();
    window.sort();
    assert_eq!(twin, window);
}

#[test]
fn a_page_may_ask_the_shell_for_the_bridge_and_no_more() {
    let config = json(&shell().join("tauri.conf.json"));
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(config["app"]["security"]["freezePrototype"], true);
    assert_eq!(
        config["app"]["security"]["capabilities"],
        serde_json::json!(["main", "hall"])
    );
    let mut files: Vec<PathBuf> = std::fs::read_dir(shell().join("capabilities"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let capabilities: Vec<_> = files.iter().map(|file| json(file)).collect();
    let [hall, main] = <[serde_json::Value; 2]>::try_from(capabilities).unwrap();
    assert_eq!(main["windows"], serde_json::json!(["main"]));
    assert_eq!(hall["windows"], serde_json::json!(["kiosk", "board"]));
    for capability in [&main, &hall] {
        assert_eq!(capability.get("remote"), None);
    }
    assert_eq!(
        main["permissions"],
        serde_json::json!([
            "allow-rpc",
            "allow-painted",
            "core:event:allow-listen",
            "core:event:allow-unlisten"
        ])
    );
    // Anybody of the street stands before these: the same bridge, and their own table behind it.
    assert_eq!(
        hall["permissions"],
        serde_json::json!([
            "allow-rpc",
            "core:event:allow-listen",
            "core:event:allow-unlisten"
        ])
    );
}

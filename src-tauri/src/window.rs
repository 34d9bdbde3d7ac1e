//! The window and its bridge: one command `rpc`, one event `changes`.

use std::hash::{DefaultHasher, Hasher as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use stoika_workstation::api::error::ApiError;
use stoika_workstation::{Deps, Listener, Session, Workstation};
use tauri::{AppHandle, Emitter as _, Manager as _, WebviewUrl, WebviewWindowBuilder};
use tokio::sync::watch;

use crate::started::Started;

const LABEL: &str = "main";
const TITLE: &str = "Стойка";
const SIZE: (f64, f64) = (1366.0, 768.0);
const SIZE_MIN: (f64, f64) = (1024.0, 640.0);

/// Tells the shell once that the pages have drawn something: two frames after the first element
/// stands under the root, that frame is on the screen.
const TELL_PAINTED: &str = "
addEventListener('DOMContentLoaded', () => {
  const root = document.getElementById('root')
  if (root === null) return
  const tell = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    void window.__TAURI_INTERNALS__.invoke('painted')
  }))
  if (root.firstElementChild !== null) return tell()
  const watcher = new MutationObserver(() => {
    if (root.firstElementChild === null) return
    watcher.disconnect()
    tell()
  })
  watcher.observe(root, { childList: true })
})
";

/// What the commands of the bridge share.
struct Shell {
    /// `None` until the replica is open: the window does not wait for it.
    desk: watch::Receiver<Option<Arc<Desk>>>,
    started: Started,
    painted: AtomicBool,
}

/// An open workstation and the window's one session.
struct Desk {
    workstation: Arc<Workstation>,
    session: Session,
}

/// What crosses the bridge as an error.
#[derive(serde::Serialize)]
#[serde(untagged)]
enum Refusal {
    Command(ApiError),
    /// The program is ending: nobody answers any more.
    Ending {
        code: &'static str,
    },
}

const ENDING: Refusal = Refusal::Ending {
    code: "bridge.broken",
};

#[tauri::command]
async fn rpc(
    shell: tauri::State<'_, Shell>,
    name: String,
    input: Option<Value>,
) -> Result<Value, Refusal> {
    let mut opened = shell.desk.clone();
    let desk = opened
        .wait_for(Option::is_some)
        .await
        .ok()
        .and_then(|desk| desk.clone())
        .ok_or(ENDING)?;
    tokio::task::spawn_blocking(move || {
        let input = input.unwrap_or(Value::Null);
        desk.workstation.rpc(&desk.session, &name, input)
    })
    .await
    .map_err(|_| ENDING)?
    .map_err(Refusal::Command)
}

#[tauri::command]
fn painted(shell: tauri::State<'_, Shell>) {
    if !shell.painted.swap(true, Ordering::Relaxed) {
        let ready_ms = u64::try_from(shell.started.elapsed_ms()).unwrap_or(u64::MAX);
        tracing::info!(ready_ms, "ui.ready");
    }
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When there is no runtime, no screen, or the pages are broken.
pub fn run(
    data: &Path,
    enrol: Option<String>,
    started: Started,
) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let (opened, desk) = watch::channel(None);
    let own = data.to_path_buf();
    let deps = Deps::of_machine(runtime.handle().clone(), data);
    let app = tauri::Builder::default()
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                .dbus_id(instance_name(data))
                .callback(|app, _, _| raise(app))
                .build(),
        )
        .plugin(
            tauri_plugin_window_state::Builder::default()
                .with_filename(format!("window-{:016x}.json", hash_of(data)))
                .build(),
        )
        .manage(Shell {
            desk,
            started,
            painted: AtomicBool::new(false),
        })
        .invoke_handler(tauri::generate_handler![rpc, painted])
        .setup(move |app| {
            let handle = app.handle().clone();
            tauri::async_runtime::spawn_blocking(move || {
                opened.send_replace(Some(Arc::new(open(&own, deps, enrol, &handle))));
            });
            WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
                .title(TITLE)
                .inner_size(SIZE.0, SIZE.1)
                .min_inner_size(SIZE_MIN.0, SIZE_MIN.1)
                .center()
                .initialization_script(TELL_PAINTED)
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!())?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    app.run(|_, _| {});
    Ok(())
}

/// Opens the replica, comes in with the code if one was given, and follows the changes.
fn open(data: &Path, deps: Deps, enrol: Option<String>, app: &AppHandle) -> Desk {
    let workstation = Workstation::open(data, deps);
    let session = workstation.session(Listener::Window);
    if let Some(code) = enrol {
        // The screen of enrolment shows what is wrong, when the same code is typed there.
        let outcome = workstation.rpc(
            &session,
            "enrolment.enrol",
            serde_json::json!({ "code": code }),
        );
        if let Err(error) = outcome {
            tracing::error!(code = ?error.code, trace_id = error.trace_id, "not enrolled");
        }
    }
    let app = app.clone();
    let mut changes = workstation.changes();
    tauri::async_runtime::spawn(async move {
        while let Some(tags) = changes.next().await {
            if let Err(error) = app.emit("changes", tags) {
                tracing::warn!(%error, "the window did not hear of a change");
            }
        }
    });
    Desk {
        workstation,
        session,
    }
}

/// Brings the first window to the front when the program is started again.
fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // A window manager may refuse each of these; nothing follows from it.
        let _shown = window.unminimize();
        let _front = window.set_focus();
    }
}

/// One window per data folder: a demo does not raise the desk in use.
fn instance_name(data: &Path) -> String {
    format!("ru.stoika.desk.d{:016x}", hash_of(data))
}

fn hash_of(data: &Path) -> u64 {
    let whole = std::path::absolute(data).unwrap_or_else(|_| data.to_path_buf());
    let mut hasher = DefaultHasher::new();
    hasher.write(whole.as_os_str().as_encoded_bytes());
    hasher.finish()
}

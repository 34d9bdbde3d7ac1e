//! The window and its bridge: one command `rpc`, one event `changes`. The windows of the hall have the same
//! bridge, each with its own listener of the command table.

use std::hash::{DefaultHasher, Hasher as _};
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde_json::Value;
use stoika_hub::{Hub, Pages, Place};
use stoika_workstation::api::error::ApiError;
use stoika_workstation::api::station::StationKind;
use stoika_workstation::station::StationWindows as _;
use stoika_workstation::{Deps, Listener, Session, Workstation};
use tauri::{AppHandle, Emitter as _, Manager as _, RunEvent, WebviewUrl, WebviewWindowBuilder};
use tokio::sync::watch;

use crate::hall::{self, Windows};
use crate::started::Started;

/// Name of the desk's own window.
pub const LABEL: &str = "main";
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

/// An open workstation and the one session of each window.
struct Desk {
    workstation: Arc<Workstation>,
    session: Session,
    kiosk: Session,
    board: Session,
}

impl Desk {
    /// The session of a window; a name that is none of ours has none.
    fn session_of(&self, label: &str) -> Option<&Session> {
        if label == LABEL {
            return Some(&self.session);
        }
        let kind = hall::KINDS
            .into_iter()
            .find(|kind| hall::label(*kind) == label)?;
        Some(match kind {
            StationKind::Kiosk => &self.kiosk,
            StationKind::Board => &self.board,
        })
    }
}

/// What to open at a start.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// The desk's own window.
    pub desk: bool,
    /// The kiosk.
    pub kiosk: bool,
    /// The board.
    pub board: bool,
}

impl Opening {
    /// The windows of the hall among them.
    fn hall(self) -> impl Iterator<Item = StationKind> {
        hall::KINDS.into_iter().filter(move |kind| match kind {
            StationKind::Kiosk => self.kiosk,
            StationKind::Board => self.board,
        })
    }
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
    window: tauri::WebviewWindow,
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
        let session = desk.session_of(window.label()).ok_or(ENDING)?;
        desk.workstation
            .rpc_on(session.listener(), session, &name, input)
            .map_err(Refusal::Command)
    })
    .await
    .map_err(|_| ENDING)?
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
    opening: Opening,
    lan: Option<Ipv4Addr>,
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
                .callback(|app, asked, _| again(app, &asked))
                .build(),
        )
        .plugin(
            tauri_plugin_window_state::Builder::default()
                .with_filename(format!("window-{:016x}.json", hash_of(data)))
                .with_denylist(&hall::KINDS.map(hall::label))
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
                let desk = open(&own, deps, enrol, lan, &handle);
                let asks = desk.workstation.asks_passphrase();
                opened.send_replace(Some(Arc::new(desk)));
                // A kiosk has nowhere to type it: the desk's window stands beside until somebody has.
                if asks && !opening.desk {
                    raise(&handle);
                }
            });
            if opening.desk {
                open_main(app.handle())?;
            }
            for kind in opening.hall() {
                hall::open(app.handle(), kind)?;
            }
            Ok(())
        })
        .build(tauri::generate_context!())?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            close(app);
        }
    });
    Ok(())
}

/// The last window is gone: whoever looked at what is written down, the links end, and the office hears that
/// its hub goes. Nothing that was recorded waits for it.
fn close(app: &AppHandle) {
    let desk = app.state::<Shell>().desk.borrow().clone();
    if let Some(desk) = desk {
        let began = Instant::now();
        desk.workstation.close();
        let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(elapsed_ms, "closed");
    }
}

/// Opens the replica, comes in with the code if one was given, and follows the changes.
fn open(
    data: &Path,
    deps: Deps,
    enrol: Option<String>,
    lan: Option<Ipv4Addr>,
    app: &AppHandle,
) -> Desk {
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
    workstation.set_station_windows(Arc::new(Windows(app.clone())));
    tell_changes(app, &workstation, Listener::Window, LABEL);
    for kind in hall::KINDS {
        tell_changes(app, &workstation, kind.listener(), hall::label(kind));
    }
    let resolver = app.asset_resolver();
    let pages: Pages = Arc::new(move |path| {
        // For what it does not have the shell gives the desk's page, which is not for the hall.
        let page = resolver.get(path.to_owned())?;
        let is_asked = path.ends_with(".html") || page.mime_type != "text/html";
        is_asked.then_some(page.bytes)
    });
    let place = Place::Office {
        data: data.to_path_buf(),
        at: lan,
    };
    let hub = Hub::new(Arc::clone(&workstation), pages, place);
    tauri::async_runtime::spawn(hub.run());
    Desk {
        kiosk: workstation.session(Listener::Kiosk),
        board: workstation.session(Listener::Board),
        workstation,
        session,
    }
}

/// A window of the hall has come or gone.
pub fn hall_changed(app: &AppHandle) {
    if let Some(desk) = app.state::<Shell>().desk.borrow().as_ref() {
        desk.workstation.station_windows_changed();
    }
}

/// Tells a window of what concerns its listener, and no other window.
fn tell_changes(
    app: &AppHandle,
    workstation: &Workstation,
    listener: Listener,
    label: &'static str,
) {
    let app = app.clone();
    let mut changes = workstation.changes_on(listener);
    tauri::async_runtime::spawn(async move {
        while let Some(tags) = changes.next().await {
            if let Err(error) = app.emit_to(label, "changes", tags) {
                tracing::warn!(%error, label, "the window did not hear of a change");
            }
        }
    });
}

/// Opens the desk's own window. Whoever closes it while the hall goes on leaves a locked desk.
fn open_main(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title(TITLE)
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SIZE_MIN.0, SIZE_MIN.1)
        .center()
        .initialization_script(TELL_PAINTED)
        .build()?;
    let app = app.clone();
    window.on_window_event(move |event| {
        if !matches!(event, tauri::WindowEvent::Destroyed) {
            return;
        }
        let Some(desk) = app.state::<Shell>().desk.borrow().clone() else {
            return;
        };
        tauri::async_runtime::spawn_blocking(move || {
            let locked = desk
                .workstation
                .rpc(&desk.session, "session.lock", Value::Null);
            if let Err(error) = locked {
                tracing::info!(code = ?error.code, "nobody to lock out");
            }
        });
    });
    Ok(())
}

/// The program is started again: what it was asked for comes to the front, the desk by default.
fn again(app: &AppHandle, asked: &[String]) {
    let is_asked = |name: &str| {
        asked
            .iter()
            .any(|word| word.strip_prefix("--") == Some(name))
    };
    let hall: Vec<StationKind> = hall::KINDS
        .into_iter()
        .filter(|kind| is_asked(hall::label(*kind)))
        .collect();
    if hall.is_empty() || is_asked("desk") {
        raise(app);
    }
    for kind in hall {
        Windows(app.clone()).open(kind);
    }
}

/// Brings the desk's window to the front, or opens it where only the hall's were.
fn raise(app: &AppHandle) {
    match app.get_webview_window(LABEL) {
        Some(window) => {
            // A window manager may refuse each of these; nothing follows from it.
            let _shown = window.unminimize();
            let _front = window.set_focus();
        }
        None => {
            if let Err(error) = open_main(app) {
                tracing::error!(%error, "the window could not be opened");
            }
        }
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

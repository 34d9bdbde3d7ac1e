//! The windows of the hall: kiosk and board as windows of the program, one of each.

use stoika_workstation::api::station::StationKind;
use stoika_workstation::station::StationWindows;
use tauri::{AppHandle, Manager as _, PhysicalPosition, WebviewUrl, WebviewWindowBuilder};

use crate::window::{LABEL, hall_changed};

/// Both kinds.
pub const KINDS: [StationKind; 2] = [StationKind::Kiosk, StationKind::Board];

/// Name of a kind's window.
pub const fn label(kind: StationKind) -> &'static str {
    match kind {
        StationKind::Kiosk => "kiosk",
        StationKind::Board => "board",
    }
}

const fn page(kind: StationKind) -> &'static str {
    match kind {
        StationKind::Kiosk => "kiosk.html",
        StationKind::Board => "board.html",
    }
}

const fn title(kind: StationKind) -> &'static str {
    match kind {
        StationKind::Kiosk => "Киоск · Стойка",
        StationKind::Board => "Табло · Стойка",
    }
}

/// The shell's windows, as the command table sees them.
pub struct Windows(pub AppHandle);

impl StationWindows for Windows {
    fn open(&self, kind: StationKind) {
        if let Err(error) = open(&self.0, kind) {
            tracing::error!(%error, window = label(kind), "a window of the hall could not be opened");
        }
    }

    fn close(&self, kind: StationKind) {
        if let Some(window) = self.0.get_webview_window(label(kind))
            && let Err(error) = window.destroy()
        {
            tracing::warn!(%error, window = label(kind), "a window of the hall could not be closed");
        }
    }

    fn is_open(&self, kind: StationKind) -> bool {
        self.0.get_webview_window(label(kind)).is_some()
    }
}

/// Opens a window over the whole screen, or brings it to the front. With a second screen it goes there:
/// the first one is the desk's.
pub fn open(app: &AppHandle, kind: StationKind) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(label(kind)) {
        return window.set_focus();
    }
    let window = WebviewWindowBuilder::new(app, label(kind), WebviewUrl::App(page(kind).into()))
        .title(title(kind))
        .decorations(false)
        .visible(false)
        .build()?;
    if let Some(at) = other_screen(app) {
        window.set_position(at)?;
    }
    if let Some(screen) = window.current_monitor()? {
        // Where no window manager stands that would make it full.
        window.set_size(*screen.size())?;
    }
    window.set_fullscreen(true)?;
    let closing = app.clone();
    window.on_window_event(move |event| {
        if matches!(event, tauri::WindowEvent::Destroyed) {
            hall_changed(&closing);
        }
    });
    window.show()?;
    hall_changed(app);
    Ok(())
}

/// Where the screen begins on which the desk's own window does not stand.
fn other_screen(app: &AppHandle) -> Option<PhysicalPosition<i32>> {
    let own = app.get_webview_window(LABEL)?.current_monitor().ok()??;
    app.available_monitors()
        .ok()?
        .into_iter()
        .find(|screen| screen.position() != own.position())
        .map(|screen| *screen.position())
}

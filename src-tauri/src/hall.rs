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

/// Opens a window over the whole screen, or brings it to the front. With more than one screen it goes where
/// no window of the program stands yet.
pub fn open(app: &AppHandle, kind: StationKind) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(label(kind)) {
        return window.set_focus();
    }
    let window = WebviewWindowBuilder::new(app, label(kind), WebviewUrl::App(page(kind).into()))
        .title(title(kind))
        .decorations(false)
        .visible(false)
        .build()?;
    if let Some(at) = free_screen(app, label(kind)) {
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

/// Where a screen begins for the window of this name: one with no other window of ours, or with two screens
/// and three windows the one beside the desk's.
fn free_screen(app: &AppHandle, own: &str) -> Option<PhysicalPosition<i32>> {
    let screens = app.available_monitors().ok()?;
    let of_windows: Vec<(String, PhysicalPosition<i32>)> = app
        .webview_windows()
        .into_iter()
        .filter(|(name, _)| name != own)
        .filter_map(|(name, window)| Some((name, *window.current_monitor().ok()??.position())))
        .collect();
    let without = |is_in_the_way: &dyn Fn(&str) -> bool| {
        screens.iter().map(|screen| *screen.position()).find(|at| {
            !of_windows
                .iter()
                .any(|(name, taken)| is_in_the_way(name) && taken == at)
        })
    };
    without(&|_| true).or_else(|| without(&|name| name == LABEL))
}

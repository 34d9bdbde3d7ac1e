//! The window of the desk: the only crate that knows Tauri. It opens the workstation, hands the
//! calls of the pages to the command table, and tells them what has changed.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod hall;
mod log;
mod started;
mod window;

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// The service desk of an electricity supplier.
#[derive(Parser)]
#[command(name = "stoika", version)]
struct Options {
    /// Folder of the replica, keys and logs [default: the user's data folder]
    #[arg(long, env = "STOIKA_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// One-time code: enrols the desk before the window opens, if it is not enrolled yet
    #[arg(long, value_name = "CODE")]
    enrol: Option<String>,
    /// Open the kiosk of the hall instead of the desk's window
    #[arg(long)]
    kiosk: bool,
    /// Open the board of the hall instead of the desk's window
    #[arg(long)]
    board: bool,
    /// Open the desk's window as well
    #[arg(long)]
    desk: bool,
    /// The one address of this machine at which the office's hub, its kiosk and board listen [default: every one]
    #[arg(long, env = "STOIKA_LAN", value_name = "IPV4")]
    lan: Option<Ipv4Addr>,
}

fn main() -> ExitCode {
    let started = started::Started::now();
    let options = Options::parse();
    let Some(data) = options.data.or_else(own_data) else {
        eprintln!("stoika: there is no data folder: set HOME or give --data");
        return ExitCode::FAILURE;
    };
    if let Err(error) = log::start(&data) {
        // A folder that cannot be written has a screen of its own, which says what to do.
        eprintln!("stoika: the log cannot be written: {error}");
    }
    let opening = window::Opening {
        desk: options.desk || !(options.kiosk || options.board),
        kiosk: options.kiosk,
        board: options.board,
    };
    match window::run(&data, options.enrol, opening, options.lan, started) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            eprintln!("stoika: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Where an installed desk keeps its data.
fn own_data() -> Option<PathBuf> {
    directories::ProjectDirs::from("ru", "", "stoika").map(|own| own.data_dir().join("desk"))
}

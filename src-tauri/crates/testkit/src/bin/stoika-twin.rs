//! The loopback twin of the window, for the browser suite.
//!
//! `stoika-twin --world` starts a whole little world; `stoika-twin --data DIR [--enrol CODE]` a
//! desk of a real back-office. It prints one line of JSON (`url`, `token`) and serves until it is ended.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use serde_json::json;
use stoika_hub::{Hub, Pages, Place};
use stoika_testkit::world::{Centre, WorldError, built_ui};
use stoika_testkit::{hands, twin};
use stoika_workstation::clock::{Clock, MachineClock};
use stoika_workstation::random::{MachineRandom, bytes};
use stoika_workstation::{Deps, Listener, Workstation};

#[derive(Parser)]
#[command(name = "stoika-twin")]
struct Options {
    /// Folder of the desk; a temporary one by default
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// One-time code of a back-office
    #[arg(long, value_name = "CODE", conflicts_with = "world")]
    enrol: Option<String>,
    /// Start a centre in memory with a small town, and enrol the desk there
    #[arg(long)]
    world: bool,
    /// Folder of the built pages
    #[arg(long, value_name = "DIR")]
    ui: Option<PathBuf>,
    /// Print through the system's printers; otherwise one printer takes every job and keeps it to itself
    #[arg(long)]
    printers: bool,
    /// Serve kiosk and board on the loopback as well, once the head switches them on
    #[arg(long)]
    stations: bool,
    /// What the clocks show at the start, Unix milliseconds: an office is not open at every hour
    #[arg(long, value_name = "MS")]
    now_ms: Option<i64>,
}

/// The machine's clock, set to another time.
struct Shifted {
    ahead_ms: i64,
}

impl Clock for Shifted {
    fn wall_ms(&self) -> i64 {
        MachineClock.wall_ms().saturating_add(self.ahead_ms)
    }

    fn monotonic_ms(&self) -> u64 {
        MachineClock.monotonic_ms()
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("STOIKA_LOG").unwrap_or_default(),
        )
        .init();
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stoika-twin: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let own = tempfile::Builder::new().prefix("stoika-twin-").tempdir()?;
    let data = options.data.unwrap_or_else(|| own.path().join("desk"));
    let clock: Arc<dyn Clock> = Arc::new(Shifted {
        ahead_ms: options
            .now_ms
            .map_or(0, |now_ms| now_ms.saturating_sub(MachineClock.wall_ms())),
    });
    let centre = if options.world {
        Some(Centre::start(Arc::clone(&clock), Arc::new(MachineRandom))?)
    } else {
        None
    };
    let code = match &centre {
        Some(centre) => Some(centre.invite(4)?),
        None => options.enrol,
    };
    let mut deps = Deps::of_machine(tokio::runtime::Handle::current(), &data);
    deps.clock = clock;
    // Beside the folder, not in the user's own place: a test leaves nothing behind.
    deps.mark = data.with_extension("mark");
    deps.documents = Some(data.join("documents"));
    if !options.printers {
        deps.printers = Arc::new(hands::printers()?);
    }
    let opening = tokio::task::spawn_blocking(move || Workstation::open(&data, deps));
    let workstation = opening.await?;
    if let Some(code) = code {
        enrol(&workstation, code).await?;
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let token: String = bytes::<16>(&MachineRandom)?
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let reached = twin::reached(&listener, token.clone())?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", serde_json::to_string(&reached)?)?;
    out.flush()?;
    let ui = options.ui.unwrap_or_else(|| built_ui().to_path_buf());
    if options.stations {
        let pages = ui.clone();
        let pages: Pages = Arc::new(move |path| std::fs::read(pages.join(path)).ok());
        let hub = Hub::new(Arc::clone(&workstation), pages, Place::Loopback(0));
        tokio::spawn(hub.run());
    }
    tokio::select! {
        served = twin::serve(Arc::clone(&workstation), listener, token, Some(ui)) => served?,
        () = ended() => {}
    }
    tokio::task::spawn_blocking(move || workstation.close()).await?;
    drop(centre);
    Ok(())
}

/// Comes in and waits until the first load is done: the suite finds a desk ready for work.
async fn enrol(workstation: &Arc<Workstation>, code: String) -> Result<(), WorldError> {
    let mut changes = workstation.changes();
    let same = Arc::clone(workstation);
    let call = move |name: &'static str, input| {
        let workstation = Arc::clone(&same);
        async move {
            tokio::task::spawn_blocking(move || {
                let session = workstation.session(Listener::Twin);
                workstation.rpc(&session, name, input)
            })
            .await
            .map_err(|error| WorldError::Exchange(error.to_string()))?
            .map_err(|error| WorldError::Exchange(format!("{:?}", error.code)))
        }
    };
    call("enrolment.enrol", json!({ "code": code })).await?;
    while call("load.progress", json!({})).await?["done"] != json!(true) {
        if changes.next().await.is_none() {
            break;
        }
    }
    Ok(())
}

async fn ended() {
    let interrupted = tokio::signal::ctrl_c();
    let mut terminated =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminated) => terminated,
            Err(_) => return std::future::pending().await,
        };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
}

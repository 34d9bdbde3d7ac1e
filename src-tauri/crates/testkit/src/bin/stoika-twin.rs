//! The loopback twin of the window, for the browser suite.
//!
//! `stoika-twin --world` starts a whole little world, with several desks of one office when `--windows`
//! names them; `stoika-twin --data DIR [--enrol CODE]` a desk of a real back-office. It prints one line of
//! JSON for each desk (`url`, `token`), in their order, and serves until it is ended.

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
use tokio::task::JoinSet;

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
    /// Windows of the desks of that town, one desk each
    #[arg(long, value_name = "N", value_delimiter = ',', default_values_t = [4], conflicts_with_all = ["data", "enrol"])]
    windows: Vec<u16>,
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
    let mut twins = Vec::new();
    for (place, window) in options.windows.iter().enumerate() {
        let data = match &options.data {
            Some(data) => data.clone(),
            None => own.path().join(format!("desk-{place}")),
        };
        let code = match &centre {
            Some(centre) => Some(centre.invite(*window)?),
            None => options.enrol.clone(),
        };
        twins.push(Twin::open(&options, &clock, data, code).await?);
    }
    // Said when all are ready: whoever waits for the last line has them all.
    let mut out = std::io::stdout();
    for twin in &twins {
        let reached = twin::reached(&twin.listener, twin.token.clone())?;
        writeln!(out, "{}", serde_json::to_string(&reached)?)?;
    }
    out.flush()?;
    let mut serving = JoinSet::new();
    let mut desks = Vec::new();
    for twin in twins {
        desks.push(Arc::clone(&twin.workstation));
        serving.spawn(twin.serve());
    }
    tokio::select! {
        // None ends by itself but by its failure.
        ended = serving.join_next() => if let Some(ended) = ended { ended??; },
        () = ended() => {}
    }
    tokio::task::spawn_blocking(move || desks.iter().for_each(|desk| desk.close())).await?;
    drop(centre);
    Ok(())
}

/// One desk, and where its pages are reached.
struct Twin {
    workstation: Arc<Workstation>,
    listener: tokio::net::TcpListener,
    token: String,
    ui: PathBuf,
}

impl Twin {
    async fn open(
        options: &Options,
        clock: &Arc<dyn Clock>,
        data: PathBuf,
        code: Option<String>,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let mut deps = Deps::of_machine(tokio::runtime::Handle::current(), &data);
        deps.clock = Arc::clone(clock);
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
        let ui = match &options.ui {
            Some(ui) => ui.clone(),
            None => built_ui().to_path_buf(),
        };
        if options.stations {
            let pages = ui.clone();
            let pages: Pages = Arc::new(move |path| std::fs::read(pages.join(path)).ok());
            let hub = Hub::new(Arc::clone(&workstation), pages, Place::Loopback(0));
            tokio::spawn(hub.run());
        }
        Ok(Self {
            workstation,
            listener: tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?,
            token: bytes::<16>(&MachineRandom)?
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            ui,
        })
    }

    async fn serve(self) -> std::io::Result<()> {
        twin::serve(self.workstation, self.listener, self.token, Some(self.ui)).await
    }
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

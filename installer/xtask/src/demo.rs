//! `cargo xtask run`: a back-office with a made-up town, desks enrolled at it, and their windows.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Child;

use crate::centre::Centre;
use crate::child::{Doing, Failure, Outcome, Run};
use crate::display::Display;
use crate::needs::Purpose;
use crate::place::Place;
use crate::{setup, ui};

/// What to bring up.
#[derive(clap::Args)]
pub struct Options {
    /// Throw away what earlier starts of this town kept and begin anew
    #[arg(long)]
    fresh: bool,
    /// Leave the back-office out: a desk that has met it works with no link
    #[arg(long, conflicts_with = "fresh")]
    offline: bool,
    /// How many accounts the made-up town has; a town of another size is kept beside the others
    #[arg(long, default_value_t = 15_000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    accounts: u32,
    /// The office whose desk it is, by its id in fixtures/standard/offices.json
    #[arg(long, default_value = "otradny", value_name = "ID")]
    office: String,
    /// Open the kiosk of the hall beside the desk's window
    #[arg(long)]
    kiosk: bool,
    /// Open the board of the hall beside the desk's window
    #[arg(long)]
    board: bool,
    /// How many desks of the office to open, each with its window; with more than one, kiosk and board open too
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=20))]
    windows: u16,
    /// Build with optimisation: slower to build, as quick as what people get
    #[arg(long)]
    release: bool,
}

/// What a desk keeps beside its data once it has come in.
const ENROLMENT: &str = "desk.enrolment";

/// What is kept between starts, one directory for each town.
struct Kept {
    directory: PathBuf,
}

impl Kept {
    /// The town of this office and this size. Other sizes are other towns: what was asked for is what opens.
    fn of(place: &Place, options: &Options) -> Self {
        let town = format!("{}-{}", options.office, options.accounts);
        Self {
            directory: place.data.join("demo").join(town),
        }
    }

    /// Whether a desk has met its back-office, so that it can do without.
    fn has_desk(&self, window: u16) -> bool {
        self.users().exists() && self.desk(window).join(ENROLMENT).exists()
    }

    fn centre(&self) -> PathBuf {
        self.directory.join("centre")
    }

    /// The desk of a window, numbered from 1.
    fn desk(&self, window: u16) -> PathBuf {
        self.directory.join(match window {
            1 => "desk".to_owned(),
            further => format!("desk-{further}"),
        })
    }

    /// The users, as the population's maker named them. Written last: where it stands, the centre is whole.
    fn users(&self) -> PathBuf {
        self.directory.join("users.txt")
    }

    /// Where the desk was told to find the centre.
    fn address(&self) -> PathBuf {
        self.directory.join("address.txt")
    }

    /// Where pictures go when there is no screen.
    fn pictures(&self) -> PathBuf {
        self.directory.join("pictures")
    }
}

/// Brings it all up, and down again when the window is closed.
pub fn run(place: &Place, options: &Options) -> Outcome {
    // What cannot be is said before the set-up and the build, which may take long.
    check_office(place, &options.office)?;
    let kept = Kept::of(place, options);
    if options.offline && !(1..=options.windows).all(|window| kept.has_desk(window)) {
        return Err(Failure::new(
            "a desk has to meet its back-office once, and this one has not: start it without --offline first",
        ));
    }
    let headless =
        std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none();
    let mut purposes = vec![Purpose::Build, Purpose::Run];
    purposes.extend(headless.then_some(Purpose::Headless));
    setup::ensure(place, &purposes)?;
    ui::build(place)?;
    build_programs(place, options.release)?;

    if options.fresh && kept.directory.exists() {
        fs::remove_dir_all(&kept.directory)
            .doing(|| format!("remove {}", kept.directory.display()))?;
    }
    fs::create_dir_all(&kept.directory).doing(|| format!("make {}", kept.directory.display()))?;

    let centre = Centre::new(place, options.release, &kept.centre());
    let serving = if options.offline {
        None
    } else {
        fill_once(&centre, &kept, options)?;
        let address = address_of(&kept)?;
        Some(centre.serve(&address)?)
    };

    let hall = windows_of(options);
    let mut desks = Vec::new();
    for window in 1..=options.windows {
        let mut arguments = if window == 1 {
            hall.clone()
        } else {
            Vec::new()
        };
        // A start that was cut short may have made the folder of a desk that never came in.
        if serving.is_some() && !kept.has_desk(window) {
            arguments.extend([
                "--enrol".to_owned(),
                centre.enrolment_code(&options.office, window)?,
            ]);
        }
        desks.push((window, arguments));
    }
    tell(&kept, serving.as_ref().map(|serving| serving.told.as_str()))?;
    let program = place.built(options.release, "stoika");
    let screen = if headless {
        Some(Display::start(place)?)
    } else {
        None
    };
    let (first, further) = desks.split_at(1);
    let opened = further
        .iter()
        .map(|(window, arguments)| {
            let run = desk_program(place, &program, &kept, *window).args(arguments);
            Opened::start(on_screen(run, screen.as_ref()), *window)
        })
        .collect::<Outcome<Vec<_>>>()?;
    let arguments = first.first().map_or(&hall, |(_, arguments)| arguments);
    if let Some(display) = &screen {
        open_unseen(place, &program, &kept, display, arguments)?;
    }
    // On a screen of its own the pictures have brought the desk in already.
    let arguments = if headless { &hall } else { arguments };
    let run = desk_program(place, &program, &kept, 1).args(arguments);
    on_screen(run, screen.as_ref()).succeed()?;
    drop(opened);
    Ok(())
}

/// The window of a further desk: it closes with the first one's.
struct Opened(Child);

impl Opened {
    fn start(run: Run, window: u16) -> Outcome<Self> {
        run.into_command()
            .spawn()
            .map(Self)
            .doing(|| format!("open the desk of window {window}"))
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        // One that was closed by hand is gone already. What it wrote is durable, so it may be cut.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Fails unless the Standard's data have such an office. Its id becomes a part of a path, so nothing else may pass.
fn check_office(place: &Place, wanted: &str) -> Outcome {
    let path = place.root.join("fixtures/standard/offices.json");
    let text = fs::read_to_string(&path).doing(|| format!("read {}", path.display()))?;
    let offices: serde_json::Value =
        serde_json::from_str(&text).doing(|| format!("read {}", path.display()))?;
    let ids: Vec<&str> = offices
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|office| office.get("id")?.as_str())
        .collect();
    if ids.contains(&wanted) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "there is no office `{wanted}`; the offices are {}",
        ids.join(", ")
    )))
}

fn build_programs(place: &Place, release: bool) -> Outcome {
    // All programs, as `test` builds them: one choice of features, so neither command builds the other's anew.
    let profile: &[&str] = if release { &["--release"] } else { &[] };
    Run::cargo(place, &["build", "--workspace", "--bins", "--locked"])
        .args(profile)
        .succeed()
}

/// Loads the reference data and the population, unless an earlier start did it to the end.
fn fill_once(centre: &Centre<'_>, kept: &Kept, options: &Options) -> Outcome {
    if kept.users().exists() {
        return Ok(());
    }
    if kept.centre().exists() {
        // Half-filled by a start that was cut short.
        fs::remove_dir_all(kept.centre())
            .doing(|| format!("remove {}", kept.centre().display()))?;
    }
    println!(
        "First start: {} accounts for the office {}…",
        options.accounts, options.office
    );
    let users = centre.fill(&options.office, options.accounts)?;
    write(&kept.users(), &users)
}

/// One address for good: the desk keeps what its enrolment code said.
fn address_of(kept: &Kept) -> Outcome<String> {
    if let Ok(address) = fs::read_to_string(kept.address()) {
        return Ok(address);
    }
    let free = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .doing(|| "find a free port".to_owned())?;
    write(&kept.address(), &free.to_string())?;
    Ok(free.to_string())
}

/// Says at the terminal what a person needs to begin.
fn tell(kept: &Kept, serving: Option<&str>) -> Outcome {
    println!();
    match serving {
        Some(words) => println!("Back-office: {words}"),
        None => println!("Back-office: left out; the desk works on its own"),
    }
    println!("Data:        {}", kept.directory.display());
    println!("Users of the demo:");
    print!(
        "{}",
        fs::read_to_string(kept.users()).doing(|| format!("read {}", kept.users().display()))?
    );
    println!();
    Ok(())
}

/// Shows by pictures what stands on a screen that only programs see.
fn open_unseen(
    place: &Place,
    program: &Path,
    kept: &Kept,
    display: &Display,
    arguments: &[String],
) -> Outcome {
    println!(
        "There is no screen here: the window opens on the display {} that only programs see.",
        display.name()
    );
    let pictures = with_us(place, Path::new("node"))
        .env("STOIKA_LAN", "127.0.0.1")
        .args(&["tests/window/pictures.mjs"])
        .path(&kept.pictures())
        .path(&kept.users())
        .path(program)
        .path(&kept.desk(1))
        .args(arguments);
    if let Err(failure) = on_screen(pictures, Some(display)).succeed() {
        // The window is what was asked for: it opens all the same.
        println!("Not every screen could be shown: {failure}");
    }
    println!("Pictures of the screens: {}", kept.pictures().display());
    println!(
        "The window stays open on {} until it is closed or Ctrl+C is pressed.",
        display.name()
    );
    Ok(())
}

/// The program of a desk with its data.
fn desk_program(place: &Place, program: &Path, kept: &Kept, window: u16) -> Run {
    with_us(place, program)
        // Desks of the demo are this machine's alone: none of them is announced to the network.
        .env("STOIKA_LAN", "127.0.0.1")
        .args(&["--data"])
        .path(&kept.desk(window))
}

/// The windows that were asked for, as the program is told; the desk's alone needs no word.
fn windows_of(options: &Options) -> Vec<String> {
    let several = options.windows > 1;
    let (kiosk, board) = (options.kiosk || several, options.board || several);
    [
        (kiosk || board, "--desk"),
        (kiosk, "--kiosk"),
        (board, "--board"),
    ]
    .into_iter()
    .filter(|(asked, _)| *asked)
    .map(|(_, word)| word.to_owned())
    .collect()
}

/// A program that is asked to end when this one does, whatever way that is: no window stays behind without its back-office.
fn with_us(place: &Place, program: &Path) -> Run {
    Run::program(place, "setpriv", &["--pdeathsig", "TERM", "--"]).path(program)
}

fn on_screen(run: Run, display: Option<&Display>) -> Run {
    display
        .map(Display::environment)
        .into_iter()
        .flatten()
        .fold(run, |run, (name, value)| run.env(name, value))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).doing(|| format!("write {}", path.display()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn options(line: &[&str]) -> Result<Options, clap::Error> {
        Line::try_parse_from(["run"].iter().chain(line)).map(|line| line.options)
    }

    fn kept(line: &[&str]) -> PathBuf {
        let place = Place::find().unwrap();
        Kept::of(&place, &options(line).unwrap()).directory
    }

    #[test]
    fn every_office_and_every_size_is_a_town_of_its_own() {
        let usual = kept(&[]);
        assert_eq!(usual, kept(&["--accounts", "15000", "--offline"]));
        assert_ne!(usual, kept(&["--accounts", "3000"]));
        assert_ne!(usual, kept(&["--office", "samara"]));
    }

    #[test]
    fn each_window_is_a_desk_of_its_own_and_several_have_a_hall() {
        let place = Place::find().unwrap();
        let three = options(&["--windows", "3"]).unwrap();
        let kept = Kept::of(&place, &three);
        assert_ne!(kept.desk(1), kept.desk(2));
        assert_ne!(kept.desk(2), kept.desk(3));
        assert_eq!(windows_of(&three), ["--desk", "--kiosk", "--board"]);
        assert!(windows_of(&options(&[]).unwrap()).is_empty());
        assert!(options(&["--windows", "0"]).is_err());
    }

    #[test]
    fn only_an_office_of_the_standard_becomes_a_folder() {
        let place = Place::find().unwrap();
        check_office(&place, "otradny").unwrap();
        for wrong in ["otradni", "", "..", "../../documents"] {
            let told = check_office(&place, wrong).unwrap_err().to_string();
            assert!(told.contains("otradny, "), "{told}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_before_anything_is_thrown_away() {
        assert!(options(&["--fresh", "--offline"]).is_err());
        assert!(options(&["--accounts", "0"]).is_err());
    }
}

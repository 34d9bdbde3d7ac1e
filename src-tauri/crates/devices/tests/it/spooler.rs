//! A CUPS of the test's own: its folders, its socket, no contact with the machine's printers.

use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::thread::JoinHandle;
use std::time::Duration;

use stoika_devices::{Cups, CupsSettings};
use tempfile::TempDir;

pub(crate) struct Spooler {
    folder: TempDir,
}

impl Spooler {
    /// Starts `cupsd`. It puts itself into the background when its socket is open, so there is
    /// nothing to wait for.
    pub(crate) fn start() -> Self {
        let folder = TempDir::with_prefix("stoika-cups-").unwrap();
        // The spooler's helpers run as another user when the test runs as root.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let at = folder.path().display();
        let folders = [
            ("ServerRoot", "root"),
            ("RequestRoot", "spool"),
            ("CacheDir", "cache"),
            ("StateDir", "state"),
            ("TempDir", "tmp"),
        ];
        let mut files =
            format!("ErrorLog {at}/error_log\nAccessLog {at}/access_log\nPageLog {at}/page_log\n");
        for (key, name) in folders {
            fs::create_dir(folder.path().join(name)).unwrap();
            files.push_str(&format!("{key} {at}/{name}\n"));
        }
        fs::write(folder.path().join("files.conf"), files).unwrap();
        let settings = format!(
            "Listen {at}/socket\nBrowsing No\nWebInterface No\nDefaultAuthType None\n\
             <Location />\nAllow all\n</Location>\n\
             <Policy default>\n<Limit All>\nOrder allow,deny\n</Limit>\n</Policy>\n"
        );
        fs::write(folder.path().join("cupsd.conf"), settings).unwrap();
        let this = Self { folder };
        let status = Command::new(system("cupsd"))
            .arg("-c")
            .arg(this.folder.path().join("cupsd.conf"))
            .arg("-s")
            .arg(this.folder.path().join("files.conf"))
            .status();
        let started = status.is_ok_and(|status| status.success());
        assert!(
            started,
            "cupsd does not start: is the package `cups` there?"
        );
        this
    }

    pub(crate) fn socket(&self) -> String {
        self.folder.path().join("socket").display().to_string()
    }

    /// The printers as the desk sees them.
    pub(crate) fn printers(&self) -> Cups {
        Cups::new(CupsSettings {
            server: Some(self.socket()),
            // Long enough for a slow machine: the tests that print never run into it.
            answer_within: Duration::from_secs(120),
            ..CupsSettings::default()
        })
    }

    /// A network printer on this machine, which keeps the first job it gets.
    pub(crate) fn add_printer(&self, name: &str) -> JoinHandle<Vec<u8>> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let uri = format!("socket://127.0.0.1:{port}/?waiteof=false&snmp=false");
        self.administer("lpadmin", &["-p", name, "-v", &uri, "-E"]);
        std::thread::spawn(move || {
            let mut got = Vec::new();
            let (mut connection, _) = listener.accept().unwrap();
            connection.read_to_end(&mut got).unwrap();
            got
        })
    }

    pub(crate) fn administer(&self, program: &str, arguments: &[&str]) {
        let socket = self.socket();
        let status = Command::new(system(program))
            .args(["-h", &socket])
            .args(arguments)
            .status();
        assert!(status.unwrap().success(), "{program} failed");
    }

    /// Ids of the processes that were started with this folder's settings: `cupsd` does not
    /// write its id down.
    fn processes(&self) -> Vec<String> {
        let settings = self.folder.path().join("cupsd.conf").display().to_string();
        let entries = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
        entries
            .filter(|entry| {
                fs::read(entry.path().join("cmdline"))
                    .is_ok_and(|line| String::from_utf8_lossy(&line).contains(&settings))
            })
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }
}

impl Drop for Spooler {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(self.processes()).status();
    }
}

/// System programs are not in everybody's `PATH`.
fn system(program: &str) -> PathBuf {
    let place = PathBuf::from("/usr/sbin").join(program);
    if place.exists() {
        place
    } else {
        PathBuf::from(program)
    }
}

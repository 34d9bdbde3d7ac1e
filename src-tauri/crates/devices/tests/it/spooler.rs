//! A CUPS of the test's own: its folders, its socket, no contact with the machine's printers.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::process::Command;
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
        for name in [
            "root",
            "spool",
            "cache",
            "state",
            "tmp",
            "server/backend",
            "data/mime",
        ] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let this = Self { folder };
        symlink(
            "/usr/lib/cups/daemon",
            this.folder.path().join("server/daemon"),
        )
        .unwrap();
        // A PDF goes to the printer as it is: no filter of the machine touches it.
        this.write(
            "data/mime/pdf.types",
            "application/pdf string(0,%PDF)\napplication/vnd.cups-raw\n",
        );
        this.write(
            "data/mime/pdf.convs",
            "application/pdf application/vnd.cups-raw 0 -\n",
        );
        // The printer `fifo:/path`: hands the job to whoever reads the other end.
        this.write(
            "server/backend/fifo",
            "#!/bin/sh\n[ $# -lt 6 ] || cat \"$6\" > \"${DEVICE_URI#fifo:}\"\n",
        );
        let backend = this.folder.path().join("server/backend/fifo");
        fs::set_permissions(backend, fs::Permissions::from_mode(0o700)).unwrap();
        let at = this.folder.path().display();
        this.write(
            "files.conf",
            &format!(
                "ServerRoot {at}/root\nRequestRoot {at}/spool\nCacheDir {at}/cache\n\
                 StateDir {at}/state\nTempDir {at}/tmp\nServerBin {at}/server\nDataDir {at}/data\n\
                 ErrorLog {at}/error_log\nAccessLog {at}/access_log\nPageLog {at}/page_log\n"
            ),
        );
        this.write(
            "cupsd.conf",
            &format!(
                "Listen {at}/socket\nBrowsing No\nWebInterface No\nDefaultAuthType None\n\
                 <Location />\nAllow all\n</Location>\n\
                 <Policy default>\n<Limit All>\nOrder allow,deny\n</Limit>\n</Policy>\n"
            ),
        );
        let status = Command::new(system("cupsd"))
            .arg("-c")
            .arg(this.folder.path().join("cupsd.conf"))
            .arg("-s")
            .arg(this.folder.path().join("files.conf"))
            .status();
        let started = status.is_ok_and(|status| status.success());
        assert!(
            started,
            "cupsd does not start: is the package `cups-daemon` there?"
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

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// A printer whose paper is a pipe: reading it waits for the job and gives its bytes.
    pub(crate) fn add_printer(&self, name: &str) -> PathBuf {
        let fifo = self.folder.path().join(name);
        assert!(
            Command::new("mkfifo")
                .arg(&fifo)
                .status()
                .unwrap()
                .success()
        );
        let uri = format!("fifo:{}", fifo.display());
        self.administer("lpadmin", &["-p", name, "-v", &uri, "-E"]);
        fifo
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
        // Not asked: what it would put away goes with the folder, and must not come back into it.
        let _ = Command::new("kill")
            .arg("-KILL")
            .args(self.processes())
            .status();
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

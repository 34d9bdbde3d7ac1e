//! The log of the desk: one file beside the replica, JSON lines, no personal data.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

const LOG_FILE: &str = "stoika.log";
/// A longer log is set aside at start; the one before it goes.
const LOG_SIZE_BYTES_MAX: u64 = 5 * 1024 * 1024;

/// Opens the log and sends it everything, the end of a panicking thread included.
///
/// # Errors
/// When the folder or the file cannot be written.
pub fn start(data: &Path) -> io::Result<()> {
    std::panic::set_hook(Box::new(|panic| {
        // Where, not what: the words of a panic may hold what a client said.
        let place = panic
            .location()
            .map_or_else(String::new, ToString::to_string);
        tracing::error!(place, "a thread panicked");
    }));
    let folder = data.join("logs");
    fs::create_dir_all(&folder)?;
    let filter = EnvFilter::try_from_env("STOIKA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(Mutex::new(open(&folder)?))
        .init();
    Ok(())
}

fn open(folder: &Path) -> io::Result<File> {
    let path = folder.join(LOG_FILE);
    if fs::metadata(&path).is_ok_and(|log| log.len() > LOG_SIZE_BYTES_MAX) {
        fs::rename(&path, folder.join("stoika.1.log"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

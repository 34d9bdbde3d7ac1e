//! Keeps the shared build directory from growing for ever: each clone leaves its own crates in it.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::place::Place;

/// After this long, what a clone left of the house's own crates is taken for forgotten. The crates of others stay:
/// they are what makes the next clone's build short.
const KEPT: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// How the files of the house's own crates begin, as cargo names them.
const OWN: &[&str] = &["stoika", "libstoika", "xtask"];

/// Where cargo keeps them, under the directory of a profile.
const ROOMS: &[&str] = &["deps", "incremental", ".fingerprint", "build"];

/// Removes what earlier clones have left. What cannot be removed stays: nothing depends on it.
pub fn sweep(place: &Place) {
    if std::env::var_os("CARGO_TARGET_DIR").is_some() {
        return; // the user's own directory, for the user to sweep
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "the age of files on this machine is asked of its clock; nothing is decided by it but what to build again"
    )]
    let now = SystemTime::now();
    for profile in ["debug", "release"] {
        for room in ROOMS {
            sweep_room(&place.target().join(profile).join(room), now);
        }
    }
}

fn sweep_room(room: &Path, now: SystemTime) {
    for entry in fs::read_dir(room).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_own = OWN
            .iter()
            .any(|own| name.to_string_lossy().starts_with(own));
        let age = entry
            .metadata()
            .and_then(|kept| kept.modified())
            .map(|then| now.duration_since(then).unwrap_or_default());
        if is_own && age.is_ok_and(|age| age > KEPT) {
            let path = entry.path();
            let _ = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn only_the_old_files_of_the_house_go() {
        let room = tempfile::tempdir().unwrap();
        for name in ["libstoika_store-1.rlib", "libserde-1.rlib"] {
            fs::write(room.path().join(name), "").unwrap();
        }
        fs::create_dir(room.path().join("stoika-domain-2")).unwrap();
        let written = fs::metadata(room.path().join("libserde-1.rlib"))
            .unwrap()
            .modified()
            .unwrap();
        let left = || {
            let mut names: Vec<String> = fs::read_dir(room.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        sweep_room(room.path(), written + KEPT / 2);
        assert_eq!(
            left(),
            [
                "libserde-1.rlib",
                "libstoika_store-1.rlib",
                "stoika-domain-2"
            ]
        );
        sweep_room(room.path(), written + KEPT * 2);
        assert_eq!(left(), ["libserde-1.rlib"]);
    }
}

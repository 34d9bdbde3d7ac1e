//! The web part: its npm packages, its bundle, its generated types.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use crate::child::{Doing, Failure, Outcome, Run};
use crate::place::Place;

/// Where the TypeScript twins of the bridge's types stand, from the checkout's root.
pub const GENERATED: &str = "ui/src/generated";

/// What the bundle is made from, from the checkout's root.
const BUNDLE_SOURCES: &[&str] = &[
    "ui/src",
    "ui/public",
    "ui/index.html",
    "ui/package.json",
    "ui/package-lock.json",
    "ui/vite.config.ts",
    "ui/tsconfig.json",
    "assets/i18n",
    "assets/icons",
    "assets/fonts",
];

/// Installs the npm packages unless the last installation here was from the same lock file.
pub fn install_packages(place: &Place) -> Outcome {
    if packages_are_current(place) {
        return Ok(());
    }
    Run::npm(place, &["ci", "--no-audit", "--no-fund"]).succeed()?;
    write_stamp(
        &packages_stamp(place),
        &hash_of(place, &["ui/package-lock.json"])?,
    )
}

/// Whether `node_modules` is what the lock file says.
pub fn packages_are_current(place: &Place) -> bool {
    hash_of(place, &["ui/package-lock.json"])
        .is_ok_and(|hash| has_stamp(&packages_stamp(place), &hash))
}

/// Builds `ui/dist` unless it was built from the same files.
pub fn build(place: &Place) -> Outcome {
    let hash = hash_of(place, BUNDLE_SOURCES)?;
    let stamp = place.ui().join("node_modules/.stoika-dist");
    if place.ui().join("dist/index.html").is_file() && has_stamp(&stamp, &hash) {
        return Ok(());
    }
    Run::npm(place, &["run", "--silent", "build"]).succeed()?;
    write_stamp(&stamp, &hash)
}

/// Writes the types of the bridge into `directory`, which holds nothing else.
pub fn generate(place: &Place, directory: &Path) -> Outcome {
    if directory.is_dir() {
        fs::remove_dir_all(directory).doing(|| format!("empty {}", directory.display()))?;
    }
    fs::create_dir_all(directory).doing(|| format!("make {}", directory.display()))?;
    // The whole workspace is named so that cargo takes what the tests have compiled already.
    Run::cargo(
        place,
        &["test", "--quiet", "--workspace", "--lib", "export_bindings"],
    )
    .env("TS_RS_EXPORT_DIR", directory)
    .succeed()
}

/// Fails unless the committed types are those that the code gives now.
pub fn check_generated(place: &Place) -> Outcome {
    let fresh = place.test_output().join("generated");
    generate(place, &fresh)?;
    let differing = differences(&place.root.join(GENERATED), &fresh)?;
    if differing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{GENERATED} is not what the code gives (run `cargo xtask generate`): {}",
        differing.join(", ")
    )))
}

/// Names of the files that are not the same in both directories.
fn differences(one: &Path, other: &Path) -> Outcome<Vec<String>> {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    collect(one, &mut ones)?;
    collect(other, &mut others)?;
    let relative = |base: &Path, paths: &[PathBuf]| -> Vec<PathBuf> {
        paths
            .iter()
            .filter_map(|path| path.strip_prefix(base).ok().map(Path::to_path_buf))
            .collect()
    };
    let mut names = relative(one, &ones);
    names.extend(relative(other, &others));
    names.sort();
    names.dedup();
    Ok(names
        .iter()
        .filter(|name| fs::read(one.join(name)).ok() != fs::read(other.join(name)).ok())
        .map(|name| name.display().to_string())
        .collect())
}

fn packages_stamp(place: &Place) -> PathBuf {
    place.ui().join("node_modules/.stoika-packages")
}

fn has_stamp(stamp: &Path, hash: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|kept| kept == hash)
}

fn write_stamp(stamp: &Path, hash: &str) -> Outcome {
    fs::write(stamp, hash).doing(|| format!("write {}", stamp.display()))
}

/// One short text for the contents of these files and directories; a path that is not there counts as empty.
fn hash_of(place: &Place, sources: &[&str]) -> Outcome<String> {
    let mut files = Vec::new();
    for source in sources {
        collect(&place.root.join(source), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        hasher.write(
            file.strip_prefix(&place.root)
                .unwrap_or(file)
                .as_os_str()
                .as_encoded_bytes(),
        );
        hasher.write(&fs::read(file).doing(|| format!("read {}", file.display()))?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Adds every file at or under `path`.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).doing(|| format!("list {}", path.display()))? {
            collect(
                &entry.doing(|| format!("list {}", path.display()))?.path(),
                files,
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn a_changed_a_missing_and_a_left_over_file_are_all_told() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for (name, committed, fresh) in [
            ("same.ts", Some("a"), Some("a")),
            ("changed.ts", Some("a"), Some("b")),
            ("new.ts", None, Some("a")),
            ("left.ts", Some("a"), None),
        ] {
            for (directory, text) in [(&one, committed), (&other, fresh)] {
                if let Some(text) = text {
                    fs::write(directory.path().join(name), text).unwrap();
                }
            }
        }
        assert_eq!(
            differences(one.path(), other.path()).unwrap(),
            ["changed.ts", "left.ts", "new.ts"]
        );
    }

    #[test]
    fn a_bundle_is_stale_as_soon_as_one_source_changes() {
        let root = tempfile::tempdir().unwrap();
        let place = Place {
            root: root.path().to_path_buf(),
            cache: root.path().join("cache"),
            data: root.path().join("data"),
        };
        fs::create_dir_all(root.path().join("ui/src/app")).unwrap();
        fs::write(root.path().join("ui/src/app/main.tsx"), "1").unwrap();
        let before = hash_of(&place, BUNDLE_SOURCES).unwrap();
        assert_eq!(before, hash_of(&place, BUNDLE_SOURCES).unwrap());
        fs::write(root.path().join("ui/src/app/main.tsx"), "2").unwrap();
        assert_ne!(before, hash_of(&place, BUNDLE_SOURCES).unwrap());
        assert_eq!(
            hash_of(&place, &["ui/none"]).unwrap(),
            hash_of(&place, &[]).unwrap()
        );
    }
}

//! Where things are: the checkout, the caches of the user, the demo's data.

use std::path::{Path, PathBuf};

use crate::child::{Failure, Outcome};

/// The directories that the tasks work in.
pub struct Place {
    /// The checkout.
    pub root: PathBuf,
    /// What may be thrown away at any time and is shared by all clones of this user.
    pub cache: PathBuf,
    /// What `cargo xtask run` keeps between starts.
    pub data: PathBuf,
}

impl Place {
    /// Finds them from what cargo and the user's environment say.
    pub fn find() -> Outcome<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .ancestors()
            .nth(2)
            .filter(|root| root.join("Cargo.lock").is_file());
        let root = root.ok_or_else(|| {
            Failure::new(
                "this is not a checkout of Stoika: start it as `cargo xtask` from inside one",
            )
        })?;
        Ok(Self {
            root: root.to_path_buf(),
            cache: user_directory("XDG_CACHE_HOME", ".cache")?.join("stoika"),
            data: user_directory("XDG_DATA_HOME", ".local/share")?.join("stoika"),
        })
    }

    /// Cargo's build directory. A clean clone finds the dependencies of the last one built here.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.cache.join("target"), PathBuf::from)
    }

    /// A program that cargo built.
    pub fn built(&self, release: bool, name: &str) -> PathBuf {
        self.target()
            .join(if release { "release" } else { "debug" })
            .join(name)
    }

    /// The web part.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Pictures, logs and printed pages of the tests with hands.
    pub fn test_output(&self) -> PathBuf {
        self.root.join("tests/out")
    }
}

/// A directory of the XDG base directory specification: a relative path in the variable is to be ignored.
fn user_directory(variable: &str, under_home: &str) -> Outcome<PathBuf> {
    if let Some(directory) = std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
    {
        return Ok(directory);
    }
    let home = std::env::var_os("HOME").ok_or_else(|| {
        Failure::new(format!(
            "neither {variable} nor HOME is set: there is nowhere to keep the build"
        ))
    })?;
    Ok(Path::new(&home).join(under_home))
}

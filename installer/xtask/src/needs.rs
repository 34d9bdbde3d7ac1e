//! What a machine must have besides Rust and Node, and what each thing is for.

use crate::child::{Run, find_program};
use crate::place::Place;

/// What a system package is needed for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To compile.
    Build,
    /// To run the workstation in a window.
    Run,
    /// To run it where there is no screen.
    Headless,
    /// To drive it as a person would, and look at what comes out.
    Test,
}

impl Purpose {
    /// All there are.
    pub const ALL: &[Self] = &[Self::Build, Self::Run, Self::Headless, Self::Test];

    /// The word in a report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Run => "run",
            Self::Headless => "run without a screen",
            Self::Test => "test",
        }
    }
}

/// One system package.
pub struct Need {
    /// Its name on Debian and Ubuntu.
    pub package: &'static str,
    /// What for.
    pub purpose: Purpose,
    /// Why, for a person.
    pub why: &'static str,
    /// Any one of these programs on the path does as well as the package.
    pub or_programs: &'static [&'static str],
}

/// Everything, in the order in which it is needed.
pub const NEEDS: &[Need] = &[
    Need {
        package: "git",
        purpose: Purpose::Build,
        why: "the rules of the house are checked on tracked files",
        or_programs: &["git"],
    },
    Need {
        package: "build-essential",
        purpose: Purpose::Build,
        why: "C compiler and linker for SQLCipher, zstd and ring",
        or_programs: &[],
    },
    Need {
        package: "pkg-config",
        purpose: Purpose::Build,
        why: "finds WebKitGTK for the build",
        or_programs: &["pkg-config", "pkgconf"],
    },
    Need {
        package: "perl",
        purpose: Purpose::Build,
        why: "OpenSSL's own configure script, for SQLCipher",
        or_programs: &[],
    },
    Need {
        package: "libwebkit2gtk-4.1-dev",
        purpose: Purpose::Build,
        why: "the web view that the window is made of",
        or_programs: &[],
    },
    Need {
        package: "dbus",
        purpose: Purpose::Run,
        why: "the session bus: a second start raises the first window",
        or_programs: &["dbus-daemon"],
    },
    Need {
        package: "cups-client",
        purpose: Purpose::Run,
        why: "printing (lp, lpstat)",
        or_programs: &["lp"],
    },
    Need {
        package: "xvfb",
        purpose: Purpose::Headless,
        why: "a screen of 1366x768 that only programs see",
        or_programs: &["Xvfb"],
    },
    Need {
        package: "imagemagick",
        purpose: Purpose::Headless,
        why: "takes pictures of that screen (import)",
        or_programs: &["import"],
    },
    Need {
        package: "webkit2gtk-driver",
        purpose: Purpose::Headless,
        why: "types and clicks in the real window",
        or_programs: &["WebKitWebDriver"],
    },
    Need {
        package: "chromium",
        purpose: Purpose::Test,
        why: "the browser suite: every screen by keyboard, axe",
        or_programs: &["chromium", "chromium-browser", "google-chrome"],
    },
    Need {
        package: "cups-daemon",
        purpose: Purpose::Test,
        why: "a print queue of the tests' own",
        or_programs: &["cupsd"],
    },
    Need {
        package: "poppler-utils",
        purpose: Purpose::Test,
        why: "reads the printed pages back (pdftotext, pdftoppm)",
        or_programs: &["pdftotext"],
    },
];

/// The oldest Node that the UI's tools run on: major and minor.
pub const NODE_MIN: (u32, u32) = (20, 19);

/// Whether the machine has it.
pub fn is_met(place: &Place, need: &Need) -> bool {
    need.or_programs
        .iter()
        .any(|program| find_program(program).is_some())
        || is_installed(place, need.package)
}

/// Whether Debian's package manager knows the package as installed.
fn is_installed(place: &Place, package: &str) -> bool {
    find_program("dpkg-query").is_some()
        && Run::program(
            place,
            "sh",
            &[
                "-c",
                "dpkg-query -W -f '${db:Status-Status}' \"$0\" 2>/dev/null | grep -qx installed",
                package,
            ],
        )
        .quietly()
}

/// What is missing for these purposes.
pub fn missing(place: &Place, purposes: &[Purpose]) -> Vec<&'static Need> {
    NEEDS
        .iter()
        .filter(|need| purposes.contains(&need.purpose) && !is_met(place, need))
        .collect()
}

/// Reads `v20.19.2` as `(20, 19)`.
pub fn parse_node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_compared_by_number() {
        assert_eq!(parse_node_version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(
            parse_node_version("v9.9.0").map(|version| version >= NODE_MIN),
            Some(false)
        );
        assert_eq!(
            parse_node_version("v22.12.0").map(|version| version >= NODE_MIN),
            Some(true)
        );
        assert_eq!(parse_node_version("20.19"), None);
        assert_eq!(parse_node_version("v20"), None);
    }

    #[test]
    fn each_package_is_named_once_and_says_why() {
        for (at, need) in NEEDS.iter().enumerate() {
            assert!(!need.why.is_empty(), "{} has no reason", need.package);
            assert!(
                NEEDS[at + 1..]
                    .iter()
                    .all(|other| other.package != need.package),
                "{} stands twice",
                need.package
            );
        }
    }
}

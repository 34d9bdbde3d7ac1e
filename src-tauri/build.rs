//! Takes the pages in and declares the only two commands that they may call.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=../ui/dist");
    println!("cargo::rerun-if-changed=../assets/icons");
    if !Path::new("../ui/dist/index.html").is_file() {
        println!(
            "cargo::error=the pages are not built: run `npm ci && npm run build` in ui, or `cargo xtask run`"
        );
        return ExitCode::FAILURE;
    }
    let manifest = tauri_build::AppManifest::new().commands(&["rpc", "painted"]);
    match tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={error:#}");
            ExitCode::FAILURE
        }
    }
}

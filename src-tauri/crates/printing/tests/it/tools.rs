//! Reading a PDF with other people's eyes (poppler).

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The text of a PDF by `pdftotext`, with no-break spaces as plain ones.
pub(crate) fn pdf_text(pdf: &[u8]) -> String {
    run("pdftotext", &["-layout", "-", "-"], pdf).replace('\u{a0}', " ")
}

/// What `pdfinfo` tells.
pub(crate) fn pdf_info(pdf: &[u8]) -> String {
    run("pdfinfo", &["-"], pdf)
}

fn run(program: &str, arguments: &[&str], input: &[u8]) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // A PDF is read whole before anything is written, so one thread is enough.
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program}");
    String::from_utf8(output.stdout).unwrap()
}

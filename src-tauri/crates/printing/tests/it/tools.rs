//! Reading a PDF with other people's eyes (poppler).

use std::io::Write as _;
use std::process::{Command, Stdio};

use stoika_printing::layout::{Item, Layout, PAGE_HEIGHT_PT, PAGE_WIDTH_PT};

/// Fails when anything stands outside the margins that all forms keep.
pub(crate) fn assert_inside_margins(layout: &Layout) {
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        let (left, right, top, bottom) = match item {
            Item::Text(run) => (
                run.x_pt,
                run.x_pt + run.width_pt,
                run.y_pt - run.size_pt,
                run.y_pt,
            ),
            Item::Line(line) => (line.x_pt, line.x_pt + line.length_pt, line.y_pt, line.y_pt),
            Item::Rect(rect) => (
                rect.x_pt,
                rect.x_pt + rect.width_pt,
                rect.y_pt,
                rect.y_pt + rect.height_pt,
            ),
        };
        let inside = left > 55.0
            && right < PAGE_WIDTH_PT - 40.0
            && top > 30.0
            && bottom < PAGE_HEIGHT_PT - 20.0;
        assert!(inside, "{left} {right} {top} {bottom}: {item:?}");
    }
}

/// The words of each page, in the order of reading.
pub(crate) fn words(layout: &Layout) -> Vec<Vec<&str>> {
    let pages = layout.pages.iter();
    pages
        .map(|page| page.items.iter().filter_map(text_of).collect())
        .collect()
}

/// The text of a PDF by `pdftotext`, with no-break spaces as plain ones.
pub(crate) fn pdf_text(pdf: &[u8]) -> String {
    run("pdftotext", &["-layout", "-", "-"], pdf).replace('\u{a0}', " ")
}

/// What `pdfinfo` tells.
pub(crate) fn pdf_info(pdf: &[u8]) -> String {
    run("pdfinfo", &["-"], pdf)
}

/// The first page in shades of grey by `pdftoppm`.
pub(crate) fn pdf_picture(pdf: &[u8], dpi: u32) -> Picture {
    let dpi = dpi.to_string();
    let arguments = ["-r", &dpi, "-gray", "-f", "1", "-l", "1", "-"];
    Picture::of_pgm(&bytes("pdftoppm", &arguments, pdf))
}

/// A picture in shades of grey, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) shades: Vec<u8>,
}

impl Picture {
    /// Reads what `pdftoppm -gray` writes: `P5`, width, height, 255, the shades.
    fn of_pgm(bytes: &[u8]) -> Self {
        let mut at = 0;
        let mut word = || {
            let rest = &bytes[at..];
            let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
            at += end + 1;
            str::from_utf8(&rest[..end]).unwrap().to_owned()
        };
        assert_eq!(word(), "P5");
        let (width, height) = (word().parse().unwrap(), word().parse().unwrap());
        assert_eq!(word(), "255");
        let shades = bytes[at..].to_vec();
        assert_eq!(shades.len(), width * height);
        Self {
            width,
            height,
            shades,
        }
    }
}

fn run(program: &str, arguments: &[&str], input: &[u8]) -> String {
    String::from_utf8(bytes(program, arguments, input)).unwrap()
}

fn bytes(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
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
    output.stdout
}

pub(crate) fn text_of(item: &Item) -> Option<&str> {
    match item {
        Item::Text(run) => Some(run.text.as_str()),
        Item::Line(_) | Item::Rect(_) => None,
    }
}

/// Page, place and words of every text and line; codes follow from the blocks.
pub(crate) fn places(layout: &Layout) -> Vec<String> {
    let mut places = Vec::new();
    for (page, items) in (1..).zip(layout.pages.iter().map(|page| &page.items)) {
        for item in items {
            match item {
                Item::Text(run) => places.push(format!(
                    "{page}: {:6.1} {:6.1}  {:4.1} pt {:?} {:?}  {}",
                    run.x_pt, run.y_pt, run.size_pt, run.weight, run.tone, run.text
                )),
                Item::Line(line) => places.push(format!(
                    "{page}: {:6.1} {:6.1}  line {:.1}",
                    line.x_pt, line.y_pt, line.length_pt
                )),
                Item::Rect(_) => {}
            }
        }
    }
    places
}

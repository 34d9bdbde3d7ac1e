//! A layout as SVG, for the preview in the window.

use std::fmt::Write as _;

use crate::layout::{Item, Layout, PAGE_HEIGHT_PT, PAGE_WIDTH_PT, Page, Tone};

/// One SVG image for each page. The letters come from the window's own Golos Text.
pub(crate) fn write(layout: &Layout) -> Vec<String> {
    layout.pages.iter().map(page).collect()
}

fn page(page: &Page) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"210mm\" height=\"297mm\" \
         viewBox=\"0 0 {PAGE_WIDTH_PT} {PAGE_HEIGHT_PT}\" font-family=\"'Golos Text', sans-serif\">\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    );
    for item in &page.items {
        // Writing into a String cannot fail.
        let _ = match item {
            Item::Text(run) => write!(
                svg,
                "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{}\" font-weight=\"{}\" fill=\"{}\">{}</text>",
                run.x_pt,
                run.y_pt,
                run.size_pt,
                run.weight.css(),
                hex(run.tone),
                escaped(&run.text)
            ),
            Item::Line(line) => write!(
                svg,
                "<path d=\"M{:.2} {:.2}h{:.2}\" stroke=\"{}\" stroke-width=\"{}\"/>",
                line.x_pt,
                line.y_pt,
                line.length_pt,
                hex(line.tone),
                line.width_pt
            ),
            Item::Rect(rect) => write!(
                svg,
                "<path d=\"M{:.3} {:.3}h{:.3}v{:.3}h-{:.3}z\" fill=\"{}\"/>",
                rect.x_pt,
                rect.y_pt,
                rect.width_pt,
                rect.height_pt,
                rect.width_pt,
                hex(rect.tone)
            ),
        };
    }
    svg.push_str("</svg>");
    svg
}

fn hex(tone: Tone) -> String {
    let [red, green, blue] = tone.rgb();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

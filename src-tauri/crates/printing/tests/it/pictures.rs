//! Pictures of the first page of every form, as `pdftoppm` draws it, beside those in
//! `fixtures/golden/forms`. `UPDATE_PICTURES=1` writes them anew: look at each before it stays.

use std::fs;
use std::path::PathBuf;

use stoika_printing::{TemplateSet, render};

use crate::sample::meta;
use crate::samples;
use crate::tools::{Picture, pdf_picture};

const DPI: u32 = 60;

/// Edges of letters come out a little different from one version of the drawing program to the
/// next; a shade that differs by less than this is the same.
const SHADES: u8 = 72;

/// So many pixels of a page may differ (0.1 %): less than one word that is gone.
const PIXELS: usize = 350;

fn golden(form: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../fixtures/golden/forms");
    folder.join(format!("{form}.png"))
}

pub(crate) fn read(form: &str) -> Picture {
    let path = golden(form);
    let file = fs::File::open(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; UPDATE_PICTURES=1 draws it", path.display()));
    let mut reader = png::Decoder::new(std::io::BufReader::new(file))
        .read_info()
        .unwrap();
    let mut shades = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut shades).unwrap();
    assert_eq!(
        (info.color_type, info.bit_depth),
        (png::ColorType::Grayscale, png::BitDepth::Eight)
    );
    shades.truncate(info.buffer_size());
    Picture {
        width: info.width as usize,
        height: info.height as usize,
        shades,
    }
}

pub(crate) fn write(form: &str, picture: &Picture) {
    let path = golden(form);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = fs::File::create(path).unwrap();
    let side = |length: usize| u32::try_from(length).unwrap();
    let mut encoder = png::Encoder::new(file, side(picture.width), side(picture.height));
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&picture.shades).unwrap();
}

/// Places (column, row) where two pictures of one size differ.
fn differing(one: &Picture, other: &Picture) -> Vec<(usize, usize)> {
    let shades = one.shades.iter().zip(&other.shades).enumerate();
    shades
        .filter(|(_, (a, b))| a.abs_diff(**b) > SHADES)
        .map(|(at, _)| (at % one.width, at / one.width))
        .collect()
}

#[test]
fn pages_look_as_they_looked() {
    let update = std::env::var_os("UPDATE_PICTURES").is_some();
    let templates = TemplateSet::built_in().unwrap();
    let mut strange = Vec::new();
    for (form, model) in samples::all() {
        let paper = render(&templates, form, &model, meta()).unwrap();
        let drawn = pdf_picture(&paper.pdf, DPI);
        if update {
            write(form, &drawn);
        }
        let kept = read(form);
        if (drawn.width, drawn.height) != (kept.width, kept.height) {
            strange.push(format!("{form}: another size"));
            continue;
        }
        let places = differing(&drawn, &kept);
        if places.len() > PIXELS {
            let rows: Vec<usize> = places.iter().map(|(_, row)| *row).collect();
            let first = &places[..places.len().min(8)];
            strange.push(format!(
                "{form}: {} pixels differ, in rows {}–{}, first (column, row): {first:?}",
                places.len(),
                rows[0],
                rows[rows.len() - 1],
            ));
        }
    }
    assert!(strange.is_empty(), "{}", strange.join("\n"));
}

#[test]
fn a_word_that_is_gone_is_seen() {
    let templates = TemplateSet::built_in().unwrap();
    let mut ticket = samples::ticket();
    let draw = |ticket: stoika_printing::RepeatVisitTicket| {
        let model = ticket.into_model();
        let form = stoika_printing::REPEAT_VISIT_TICKET;
        pdf_picture(&render(&templates, form, &model, meta()).unwrap().pdf, DPI)
    };
    let whole = draw(ticket.clone());
    ticket.time = Some("10:80".into());
    let places = differing(&whole, &draw(ticket.clone()));
    assert!(!places.is_empty());
    ticket.matter = "Переоформление".into();
    let places = differing(&whole, &draw(ticket));
    assert!(places.len() > PIXELS, "{}", places.len());
}

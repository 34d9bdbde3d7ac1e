//! Tickets of the queue: dots for the rolls, a sheet for an ordinary printer.

use stoika_printing::slip::{Block, Raster, Roll, lay_out, raster, sheet};

use crate::pictures::{read, write};
use crate::sample::meta;
use crate::tools::{Picture, pdf_text};

fn ticket() -> Vec<Block> {
    vec![
        Block::Small("Тольяттинское отделение".to_owned()),
        Block::Text("Талон".to_owned()),
        Block::Number("П-047".to_owned()),
        Block::Strong("Справка о задолженности, сверка расчётов".to_owned()),
        Block::Text("Перед вами 6 человек,\nждать около 10–15 минут".to_owned()),
        Block::Rule,
        Block::Small("Приготовьте:".to_owned()),
        Block::Bullet("паспорт".to_owned()),
        Block::Bullet("лицевой счёт или последний платёжный документ".to_owned()),
        Block::Rule,
        Block::Small("Номер покажет табло и назовёт голос. 30.10.2026, 10:25".to_owned()),
    ]
}

fn picture(raster: &Raster) -> Picture {
    let shade = |at: usize| {
        if raster.is_black(at % raster.width, at / raster.width) {
            0
        } else {
            255
        }
    };
    Picture {
        width: raster.width,
        height: raster.height,
        shades: (0..raster.width * raster.height).map(shade).collect(),
    }
}

#[test]
fn tickets_look_as_they_looked() {
    let update = std::env::var_os("UPDATE_PICTURES").is_some();
    for (roll, name) in [
        (Roll::Mm58, "queue_ticket_58"),
        (Roll::Mm80, "queue_ticket_80"),
    ] {
        let drawn = picture(&raster(&ticket(), roll).unwrap());
        if update {
            write(name, &drawn);
        }
        let golden = read(name);
        assert_eq!(
            (drawn.width, drawn.height),
            (golden.width, golden.height),
            "{name}"
        );
        // Dots are our own drawing: the same everywhere.
        assert!(
            drawn.shades == golden.shades,
            "{name} differs; UPDATE_PICTURES=1 draws it anew"
        );
    }
}

#[test]
fn nothing_stands_beyond_the_paper() {
    for roll in [Roll::Mm58, Roll::Mm80] {
        let mut blocks = ticket();
        blocks.push(Block::Number("П-1047".to_owned()));
        blocks.push(Block::Strong(
            "Наипревосходительнейшемувысокопревосходительству".to_owned(),
        ));
        let strip = lay_out(&blocks, roll).unwrap();
        for item in &strip.page.items {
            let stoika_printing::layout::Item::Text(run) = item else {
                continue;
            };
            assert!(
                run.x_pt >= 0.0 && run.x_pt + run.width_pt <= strip.width_pt + 0.5,
                "{}",
                run.text
            );
            assert!(run.y_pt <= strip.height_pt, "{}", run.text);
        }
    }
}

#[test]
fn what_no_font_has_is_told() {
    let strip = lay_out(&[Block::Text("Скидка 🎁".to_owned())], Roll::Mm80).unwrap();
    assert_eq!(strip.replaced, ['🎁']);
}

#[test]
fn the_sheet_has_the_same_words() {
    let pdf = sheet(&ticket(), "Талон", "Стойка", meta()).unwrap();
    let text = pdf_text(&pdf);
    for words in [
        "П-047",
        "Справка о задолженности",
        "Перед вами 6 человек",
        "паспорт",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(pdf, sheet(&ticket(), "Талон", "Стойка", meta()).unwrap());
}

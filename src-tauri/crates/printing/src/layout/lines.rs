//! Cutting text into lines: at plain spaces only, so that no-break spaces hold; a word longer
//! than a line is cut between letters.

/// Adds the lines of one paragraph. `measure` gives the width of a text, points.
pub(crate) fn break_lines(
    text: &str,
    width: f32,
    measure: &dyn Fn(&str) -> f32,
    lines: &mut Vec<String>,
) {
    let space = measure(" ");
    let mut line = String::new();
    let mut used = 0.0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let needed = measure(word);
        if !line.is_empty() && used + space + needed > width {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        if line.is_empty() && needed > width {
            (line, used) = cut_word(word, width, measure, lines);
        } else {
            if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            line.push_str(word);
            used += needed;
        }
    }
    lines.push(line);
}

/// Cuts a word that is longer than a line; the rest, which fits, comes back with its width.
fn cut_word(
    word: &str,
    width: f32,
    measure: &dyn Fn(&str) -> f32,
    lines: &mut Vec<String>,
) -> (String, f32) {
    let mut line = String::new();
    let mut used = 0.0;
    for character in word.chars() {
        let needed = measure(character.encode_utf8(&mut [0; 4]));
        if !line.is_empty() && used + needed > width {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        line.push(character);
        used += needed;
    }
    (line, used)
}

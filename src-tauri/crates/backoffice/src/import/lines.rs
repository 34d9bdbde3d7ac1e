//! A CSV file as it is read: one line at a time, whatever its size.
//!
//! A value never has a line break in it, so a quote that nobody closed spoils its own line only,
//! and no line is longer than [`LINE_SIZE_BYTES_MAX`], so nothing that is sent here fills the memory.

use std::io::{self, BufRead, BufReader, Read};

/// The longest line; what is longer is passed by unread.
pub(super) const LINE_SIZE_BYTES_MAX: usize = 64 * 1024;
/// What the encoding is guessed from.
const SAMPLE_SIZE_BYTES: usize = 256 * 1024;

/// What a line is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Windows1251,
}

/// The lines of a file.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    /// `None` while everything was ASCII.
    encoding: Option<Encoding>,
    delimiter: char,
    number: u64,
    buffer: Vec<u8>,
}

/// Why a line or a file could not be split into values: a code of [`super::words`].
pub(super) type Unread = &'static str;

impl<R: Read> Lines<R> {
    /// Looks at the beginning of a file and reads the names of its columns, in lower case.
    ///
    /// # Errors
    /// Those of the file; the inner one when it is none of ours.
    pub fn open(input: R) -> io::Result<Result<(Self, Vec<String>), Unread>> {
        let mut input = BufReader::with_capacity(SAMPLE_SIZE_BYTES, input);
        let sample = filled(&mut input)?;
        if sample.starts_with(&[0xff, 0xfe]) || sample.starts_with(&[0xfe, 0xff]) {
            return Ok(Err("encoding_utf16"));
        }
        let marked = sample.starts_with("\u{feff}".as_bytes());
        let encoding = match guess(sample) {
            Err(unread) => return Ok(Err(unread)),
            Ok(Some(Encoding::Windows1251)) if marked => return Ok(Err("encoding")),
            Ok(encoding) => encoding,
        };
        if marked {
            input.consume(3);
        }
        let mut lines = Self {
            input,
            encoding,
            delimiter: ';',
            number: 0,
            buffer: Vec::new(),
        };
        let Some(outcome) = lines.read_line()? else {
            return Ok(Err("header_missing"));
        };
        let header = match outcome.and_then(|()| lines.decoded()) {
            Ok(header) => header,
            Err(unread) => return Ok(Err(unread)),
        };
        let count = |symbol| header.matches(symbol).count();
        lines.delimiter = if count(';') >= count(',') { ';' } else { ',' };
        let mut names = Vec::new();
        let split = split(&header, lines.delimiter, &mut names);
        for name in &mut names {
            *name = name.to_lowercase();
        }
        Ok(split.map(|()| (lines, names)))
    }

    /// Number of the line that was read last, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Reads the next line that is not empty into `fields`; `None` at the end.
    ///
    /// # Errors
    /// Those of the file; the inner one when the line cannot be split.
    pub fn next(&mut self, fields: &mut Vec<String>) -> io::Result<Option<Result<(), Unread>>> {
        loop {
            match self.read_line()? {
                None => return Ok(None),
                Some(Err(unread)) => return Ok(Some(Err(unread))),
                Some(Ok(())) if self.buffer.iter().all(u8::is_ascii_whitespace) => {}
                Some(Ok(())) => {
                    let read = self
                        .decoded()
                        .and_then(|text| split(&text, self.delimiter, fields));
                    return Ok(Some(read));
                }
            }
        }
    }

    /// Fills the buffer with the next line, without its end.
    fn read_line(&mut self) -> io::Result<Option<Result<(), Unread>>> {
        self.buffer.clear();
        let limit = LINE_SIZE_BYTES_MAX as u64 + 1;
        let read = self
            .input
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
            if self.buffer.last() == Some(&b'\r') {
                self.buffer.pop();
            }
        } else if self.buffer.len() > LINE_SIZE_BYTES_MAX {
            self.input.skip_until(b'\n')?;
            return Ok(Some(Err("line_too_long")));
        }
        Ok(Some(Ok(())))
    }

    fn decoded(&mut self) -> Result<String, Unread> {
        if self.encoding.is_none() {
            self.encoding = guess(&self.buffer)?;
        }
        let text = match self.encoding {
            None | Some(Encoding::Utf8) => {
                String::from_utf8(std::mem::take(&mut self.buffer)).map_err(|_| "encoding")?
            }
            Some(Encoding::Windows1251) => encoding_rs::WINDOWS_1251
                .decode_without_bom_handling_and_without_replacement(&self.buffer)
                .ok_or("encoding")?
                .into_owned(),
        };
        if text.contains(|symbol: char| symbol.is_control() && symbol != '\t') {
            return Err("control_symbols");
        }
        Ok(text)
    }
}

/// As much of the beginning as the buffer takes.
fn filled<R: Read>(input: &mut BufReader<R>) -> io::Result<&[u8]> {
    input.fill_buf()?;
    Ok(input.buffer())
}

/// What the bytes are written in; `None` when they are ASCII. UTF-8 does not come about by chance;
/// what is not UTF-8 must look like Russian in Windows-1251.
fn guess(bytes: &[u8]) -> Result<Option<Encoding>, Unread> {
    if bytes.contains(&0) {
        return Err("encoding");
    }
    let mut counts = (0_usize, 0_usize);
    let whole_lines = bytes.iter().rposition(|byte| *byte == b'\n');
    for line in bytes[..whole_lines.unwrap_or(bytes.len())].split(|byte| *byte == b'\n') {
        if line.is_ascii() {
            continue;
        }
        match std::str::from_utf8(line) {
            Ok(_) => counts.0 += 1,
            Err(_) => counts.1 += 1,
        }
    }
    match counts {
        (0, 0) => Ok(None),
        (utf8, other) if utf8 >= other => Ok(Some(Encoding::Utf8)),
        (_, _) if is_windows_1251(bytes) => Ok(Some(Encoding::Windows1251)),
        (_, _) => Err("encoding"),
    }
}

/// Whether bytes read as Russian in Windows-1251: letters and a few marks, and not the case of
/// letters turned over, as in KOI8-R.
fn is_windows_1251(bytes: &[u8]) -> bool {
    const MARKS: &[u8] = &[
        0xa8, 0xb8, 0xab, 0xbb, 0xb9, 0xa0, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xb0, 0xb2,
    ];
    let (mut fit, mut all) = (0_usize, 0_usize);
    for byte in bytes.iter().filter(|byte| !byte.is_ascii()) {
        all += 1;
        fit += usize::from(*byte >= 0xc0 || MARKS.contains(byte));
    }
    let upper = |byte: u8| (0xc0..=0xdf).contains(&byte) || byte == 0xa8;
    let lower = |byte: u8| byte >= 0xe0 || byte == 0xb8;
    let (mut normal, mut turned) = (0_usize, 0_usize);
    for word in bytes.split(|byte| byte.is_ascii()) {
        if let [first, second, third, ..] = word {
            normal += usize::from(lower(*second) && lower(*third));
            turned += usize::from(lower(*first) && upper(*second) && upper(*third));
        }
    }
    fit * 10 >= all * 9 && (turned == 0 || turned * 3 < normal)
}

/// Splits a line. A value in quotes may have the delimiter in it, and quotes doubled; a quote
/// within a value that does not begin with one is a letter like others.
fn split(text: &str, delimiter: char, fields: &mut Vec<String>) -> Result<(), Unread> {
    let mut used = 0;
    let mut rest = text;
    loop {
        if used == fields.len() {
            fields.push(String::new());
        }
        let field = &mut fields[used];
        field.clear();
        used += 1;
        let trimmed = rest.trim_start_matches([' ', '\t', '\u{a0}']);
        let after = match trimmed.strip_prefix('"') {
            Some(quoted) => {
                let after = unquote(quoted, field)?.trim_start();
                if !(after.is_empty() || after.starts_with(delimiter)) {
                    return Err("quotes");
                }
                after
            }
            None => {
                let end = rest.find(delimiter).unwrap_or(rest.len());
                field.push_str(rest[..end].trim());
                &rest[end..]
            }
        };
        match after.strip_prefix(delimiter) {
            Some(next) => rest = next,
            None => break,
        }
    }
    fields.truncate(used);
    Ok(())
}

/// Reads up to the closing quote; returns what follows it.
fn unquote<'a>(mut text: &'a str, field: &mut String) -> Result<&'a str, Unread> {
    loop {
        let end = text.find('"').ok_or("quotes")?;
        field.push_str(&text[..end]);
        text = &text[end + 1..];
        match text.strip_prefix('"') {
            Some(rest) => {
                field.push('"');
                text = rest;
            }
            None => {
                let trimmed = field.trim();
                if trimmed.len() != field.len() {
                    *field = trimmed.to_owned();
                }
                return Ok(text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::{LINE_SIZE_BYTES_MAX, Lines, Unread};

    type Got = Result<Vec<String>, Unread>;

    /// Names of the columns, and each line with its number.
    type Whole = (Vec<String>, Vec<(u64, Got)>);

    fn read(bytes: &[u8]) -> Result<Whole, Unread> {
        let (mut lines, names) = Lines::open(bytes).unwrap()?;
        let mut all = Vec::new();
        let mut fields = Vec::new();
        while let Some(got) = lines.next(&mut fields).unwrap() {
            all.push((lines.number(), got.map(|()| fields.clone())));
        }
        Ok((names, all))
    }

    fn values(of: &[&str]) -> Got {
        Ok(of.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn values_are_split_and_bad_lines_spoil_only_themselves() {
        let text = "A;b\r\n 1 ; \"x;y\" \n\n\"a\"\"b\";ООО \"Пример\"\n\"open;2\n3;\"x\" y\n4;\u{1};\n5;6;7";
        let (names, lines) = read(text.as_bytes()).unwrap();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(
            lines,
            [
                (2, values(&["1", "x;y"])),
                (4, values(&["a\"b", "ООО \"Пример\""])),
                (5, Err("quotes")),
                (6, Err("quotes")),
                (7, Err("control_symbols")),
                (8, values(&["5", "6", "7"])),
            ]
        );
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let mut bytes = b"a,b\n1,".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 10 * 1024 * 1024));
        bytes.extend(b"\n2,3\n");
        let (mut lines, _) = Lines::open(bytes.as_slice()).unwrap().unwrap();
        let mut fields = Vec::new();
        assert_eq!(lines.next(&mut fields).unwrap(), Some(Err("line_too_long")));
        assert!(lines.buffer.capacity() <= 4 * LINE_SIZE_BYTES_MAX);
        assert_eq!(lines.next(&mut fields).unwrap(), Some(Ok(())));
        assert_eq!(
            (fields, lines.number()),
            (vec!["2".to_owned(), "3".to_owned()], 3)
        );
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "a;b\n1;Примерова Анна Сергеевна\n2;ёлка «Ёж» № 5\n";
        let expected = read(text.as_bytes()).unwrap();
        let marked = ["\u{feff}", text].concat();
        assert_eq!(read(marked.as_bytes()).unwrap(), expected);
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(read(&bytes).unwrap(), expected);
        for other in [encoding_rs::IBM866, encoding_rs::KOI8_R] {
            let (bytes, _, _) = other.encode("a;b\n1;Примерова Анна Сергеевна\n");
            assert_eq!(read(&bytes), Err("encoding"), "{}", other.name());
        }
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), Err("encoding"));
        assert_eq!(
            read(&[&[0xff, 0xfe], wide.as_slice()].concat()),
            Err("encoding_utf16")
        );
        assert_eq!(read(b""), Err("header_missing"));
        // One broken letter in a file of UTF-8 is one bad line.
        let mut broken = text.as_bytes().to_vec();
        broken.extend(b"3;\xd0\n");
        let (_, lines) = read(&broken).unwrap();
        assert_eq!(lines.last(), Some(&(4, Err("encoding"))));
    }
}

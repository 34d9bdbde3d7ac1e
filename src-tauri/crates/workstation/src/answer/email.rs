//! An answer by e-mail as a file that any mail program opens ready to send (RFC 5322, MIME). The desk itself
//! sends nothing.

use std::fmt::Write as _;
use std::path::PathBuf;

use stoika_domain::appeal::{AnswerAddress, Appeal, Printed};

use crate::api::error::ErrorCode;
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::paper::{answer_pdf, write_whole};
use crate::session::SignedIn;
use crate::workstation::Workstation;

/// Bytes of a word of a header: with its frame it stays within the 75 symbols of RFC 2047.
const WORD_BYTES_MAX: usize = 45;
/// Symbols of a line of base64, RFC 2045.
const LINE_SYMBOLS: usize = 76;

/// A letter written to disk.
pub(super) struct File {
    pub path: PathBuf,
    /// A file is a copy given out, like a print.
    pub printed: Printed,
}

/// Writes the e-mail of an answered appeal into the user's documents.
pub(super) fn write(
    workstation: &Workstation,
    desk: &Desk,
    user: &SignedIn,
    appeal: &Appeal,
) -> Outcome<File> {
    let AnswerAddress::Email { email } = &appeal.registered.answer_address else {
        return Err(Fault::field(
            "answer_channel",
            stoika_domain::check::Fault::new("email_missing"),
        ));
    };
    let letter = answer_pdf(desk, user, appeal)?;
    let number = appeal.registered.number.to_string();
    let name = format!("Ответ {}", number.replace('/', "-"));
    let at = at_office(desk.now_ms(), desk.utc_offset_minutes()?);
    let organisation = desk.standards()?.book.organisation.clone();
    let message = Message {
        from: organisation.as_ref().map(|it| it.email_ru.as_str()),
        to: email,
        subject: &format!("Ответ на обращение № {number}"),
        date: &at.to_rfc2822(),
        id: &appeal.id.simple().to_string(),
        text: "Ответ на Ваше обращение — в приложенном файле.\r\n",
        file_name: &format!("{name}.pdf"),
        pdf: &letter.pdf,
    };
    let folder = workstation
        .deps
        .documents
        .as_deref()
        .ok_or_else(|| Fault::new(ErrorCode::SaveFailed).with("path", ""))?;
    let path = folder.join(format!("{name}.eml"));
    write_whole(&path, message.bytes().as_bytes()).map_err(|error| {
        Fault::new(ErrorCode::SaveFailed)
            .with("path", path.display())
            .because(error.kind())
    })?;
    Ok(File {
        path,
        printed: letter.printed,
    })
}

/// What stands in an e-mail.
struct Message<'a> {
    from: Option<&'a str>,
    to: &'a str,
    subject: &'a str,
    date: &'a str,
    id: &'a str,
    text: &'a str,
    file_name: &'a str,
    pdf: &'a [u8],
}

impl Message<'_> {
    /// The file. `X-Unsent` opens it in a mail program as a letter to be sent, not as one received.
    fn bytes(&self) -> String {
        let boundary = format!("=_{}", self.id);
        let mut file = String::new();
        let mut line = |text: &str| {
            file.push_str(text);
            file.push_str("\r\n");
        };
        if let Some(from) = self.from {
            line(&format!("From: {from}"));
        }
        line(&format!("To: {}", self.to));
        line(&format!("Subject: {}", header_words(self.subject)));
        line(&format!("Date: {}", self.date));
        line("X-Unsent: 1");
        line("MIME-Version: 1.0");
        line(&format!(
            "Content-Type: multipart/mixed; boundary=\"{boundary}\""
        ));
        line("");
        line(&format!("--{boundary}"));
        line("Content-Type: text/plain; charset=utf-8");
        line("Content-Transfer-Encoding: base64");
        line("");
        line(&lines_of(self.text.as_bytes()));
        line(&format!("--{boundary}"));
        line("Content-Type: application/pdf");
        line("Content-Transfer-Encoding: base64");
        line("Content-Disposition: attachment;");
        line(&format!(" filename*=utf-8''{}", percent(self.file_name)));
        line("");
        line(&lines_of(self.pdf));
        line(&format!("--{boundary}--"));
        file
    }
}

/// Words of a header in UTF-8, RFC 2047: whole letters in each word, one word on a line.
fn header_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        if word.len() + letter.len_utf8() > WORD_BYTES_MAX {
            words.push(std::mem::take(&mut word));
        }
        word.push(letter);
    }
    words.push(word);
    let words = words.iter();
    words
        .map(|word| format!("=?utf-8?B?{}?=", base64(word.as_bytes())))
        .collect::<Vec<_>>()
        .join("\r\n ")
}

/// A name of a file, RFC 2231.
fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else if write!(out, "%{byte:02X}").is_err() {
            out.push('_');
        }
        out
    })
}

/// Base64 in lines.
fn lines_of(bytes: &[u8]) -> String {
    let whole = base64(bytes);
    let mut out = String::with_capacity(whole.len() + whole.len() / 38);
    for (index, symbol) in whole.chars().enumerate() {
        if index > 0 && index % LINE_SYMBOLS == 0 {
            out.push_str("\r\n");
        }
        out.push(symbol);
    }
    out
}

/// Base64, RFC 4648 section 4.
fn base64(bytes: &[u8]) -> String {
    const SYMBOLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let symbol = |bits: u32| {
        let place = usize::try_from(bits & 63).unwrap_or(0);
        SYMBOLS.get(place).map_or('A', |byte| char::from(*byte))
    };
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.push(symbol(bits >> 18));
        out.push(symbol(bits >> 12));
        out.push(if three.len() > 1 {
            symbol(bits >> 6)
        } else {
            '='
        });
        out.push(if three.len() > 2 { symbol(bits) } else { '=' });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, header_words, lines_of, percent};

    #[test]
    fn base64_is_that_of_the_rfc() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ];
        for (text, wanted) in cases {
            assert_eq!(base64(text.as_bytes()), wanted);
        }
    }

    #[test]
    fn no_line_of_a_letter_is_too_long() {
        let subject = header_words(&"Ответ на обращение № ОТ-04/26-0001-КМ ".repeat(4));
        assert!(subject.split("\r\n").all(|line| line.trim().len() <= 75));
        assert!(subject.is_ascii());
        assert!(
            lines_of(&[7; 1000])
                .split("\r\n")
                .all(|line| line.len() <= 76)
        );
        assert_eq!(percent("Я 1.pdf"), "%D0%AF%201.pdf");
    }
}

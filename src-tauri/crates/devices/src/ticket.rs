//! Ticket printers (принтеры талонов): ESC/POS over the network (port 9100) or a device file (USB).
//!
//! A printer is asked how it is before it gets anything (`DLE EOT`), so that «бумаги нет» is known while
//! nothing is printed yet. What answers nothing or nonsense is not refused: many cheap ones do not answer, and
//! print. Nothing here retries: whoever asked decides, and marks a copy.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a printer is waited for to take a connection.
const CONNECT_LIMIT: Duration = Duration::from_millis(1500);
/// How long an answer to a question of state is waited for.
const ANSWER_LIMIT: Duration = Duration::from_millis(400);
/// How long it may take to swallow a ticket.
const SEND_LIMIT: Duration = Duration::from_secs(8);

/// Where a ticket printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketPlace {
    /// On the network.
    Network {
        /// Name or address of the printer.
        host: String,
        /// Its port: 9100 nearly always.
        port: u16,
    },
    /// A device file: `/dev/usb/lp0`.
    Device(PathBuf),
}

/// Why a ticket was not printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum TicketFailure {
    /// It is switched off, its cable is out, or the address is wrong. Nothing was printed.
    #[error("the ticket printer does not answer")]
    Away,
    /// Out of paper. Nothing was printed.
    #[error("the ticket printer is out of paper")]
    Paper,
    /// A cover stands open. Nothing was printed.
    #[error("the cover of the ticket printer is open")]
    Cover,
    /// It says that it cannot print. Nothing was printed.
    #[error("the ticket printer is in error")]
    Error,
    /// It stopped taking the ticket half-way: some of it may be on paper.
    #[error("the ticket printer broke off")]
    BrokenOff,
}

impl TicketFailure {
    /// The code under which Fluent has the words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Paper => "paper",
            Self::Cover => "cover",
            Self::Error => "error",
            Self::BrokenOff => "broken_off",
        }
    }
}

/// What a printer has said of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketState {
    /// Ready, and paper for many tickets.
    Ready,
    /// Ready, but the roll is near its end.
    PaperLow,
    /// It takes data, but says nothing of itself, or nonsense.
    Unknown,
}

/// A printer that has been found well and waits for a ticket.
pub struct ReadyPrinter {
    line: Line,
    /// What it has said of itself.
    pub state: TicketState,
}

/// What a ticket travels over.
enum Line {
    Network(TcpStream),
    Device(tokio::fs::File),
}

/// Finds a printer and asks how it is. Nothing is printed.
///
/// # Errors
/// [`TicketFailure`], each with nothing printed.
pub async fn find(place: &TicketPlace) -> Result<ReadyPrinter, TicketFailure> {
    let mut line = match place {
        TicketPlace::Network { host, port } => {
            let connecting = TcpStream::connect((host.as_str(), *port));
            let stream = timeout(CONNECT_LIMIT, connecting)
                .await
                .map_err(|_| TicketFailure::Away)?
                .map_err(|_| TicketFailure::Away)?;
            Line::Network(stream)
        }
        TicketPlace::Device(path) => {
            let opening = async {
                let mut how = tokio::fs::OpenOptions::new();
                how.read(true).write(true).open(path).await
            };
            let file = timeout(CONNECT_LIMIT, opening)
                .await
                .map_err(|_| TicketFailure::Away)?
                .map_err(|_| TicketFailure::Away)?;
            Line::Device(file)
        }
    };
    let state = match &mut line {
        Line::Network(stream) => ask(stream).await?,
        // A device file without a printer's answer would block the reader for ever: what it says is not asked.
        Line::Device(_) => TicketState::Unknown,
    };
    Ok(ReadyPrinter { line, state })
}

impl ReadyPrinter {
    /// Prints dots (eight a millimetre, `width_dots` a row, a set bit is black) and cuts the paper.
    ///
    /// # Errors
    /// [`TicketFailure::BrokenOff`]: some of it may be on paper.
    pub async fn print(mut self, width_dots: usize, bits: &[u8]) -> Result<(), TicketFailure> {
        let bytes = ticket_bytes(width_dots, bits);
        let sending = async {
            match &mut self.line {
                Line::Network(stream) => send(stream, &bytes).await,
                Line::Device(file) => send(file, &bytes).await,
            }
        };
        timeout(SEND_LIMIT, sending)
            .await
            .map_err(|_| TicketFailure::BrokenOff)?
            .map_err(|_| TicketFailure::BrokenOff)?;
        let (Line::Network(stream), TicketState::Ready | TicketState::PaperLow) =
            (&mut self.line, self.state)
        else {
            return Ok(());
        };
        // The end of the roll within a ticket is told by the printer only now.
        match ask(stream).await {
            Ok(_) => Ok(()),
            Err(_) => Err(TicketFailure::BrokenOff),
        }
    }
}

async fn send(line: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<()> {
    line.write_all(bytes).await?;
    line.flush().await
}

/// Asks for the printer's state, the causes of its being off line, and its paper.
async fn ask<L: AsyncRead + AsyncWrite + Unpin>(
    line: &mut L,
) -> Result<TicketState, TicketFailure> {
    let mut answers = [None; 3];
    for (answer, about) in answers.iter_mut().zip([2, 3, 4]) {
        line.write_all(&[0x10, 0x04, about])
            .await
            .map_err(|_| TicketFailure::Away)?;
        let mut byte = [0];
        match timeout(ANSWER_LIMIT, line.read(&mut byte)).await {
            Ok(Ok(1)) if is_state(byte[0]) => *answer = Some(byte[0]),
            // The line was closed on us: nobody is there.
            Ok(Ok(0) | Err(_)) => return Err(TicketFailure::Away),
            // Nonsense, or silence: it is asked nothing more.
            Ok(Ok(_)) | Err(_) => break,
        }
    }
    state_of(answers)
}

/// Answers of `DLE EOT` have fixed bits; anything else is noise.
const fn is_state(byte: u8) -> bool {
    byte & 0b1001_0011 == 0b0001_0010
}

/// What the three answers mean: `DLE EOT 2` (cover, paper, error), `3` (errors), `4` (roll).
const fn state_of(answers: [Option<u8>; 3]) -> Result<TicketState, TicketFailure> {
    let [Some(offline), errors, roll] = answers else {
        return Ok(TicketState::Unknown);
    };
    if offline & 0b0010_0000 != 0 {
        return Err(TicketFailure::Paper);
    }
    if let Some(roll) = roll
        && roll & 0b0110_0000 != 0
    {
        return Err(TicketFailure::Paper);
    }
    if offline & 0b0000_0100 != 0 {
        return Err(TicketFailure::Cover);
    }
    if offline & 0b0100_0000 != 0 {
        return Err(TicketFailure::Error);
    }
    if let Some(errors) = errors
        && errors & 0b0110_1000 != 0
    {
        return Err(TicketFailure::Error);
    }
    match roll {
        Some(roll) if roll & 0b0000_1100 != 0 => Ok(TicketState::PaperLow),
        Some(_) => Ok(TicketState::Ready),
        None => Ok(TicketState::Unknown),
    }
}

/// Rows that one command carries: printers with little memory stop at more.
const BAND_ROWS: usize = 128;

/// The bytes of a ticket: reset, dots in bands, feed, cut.
#[must_use]
pub fn ticket_bytes(width_dots: usize, bits: &[u8]) -> Vec<u8> {
    let row = width_dots.div_ceil(8).max(1);
    let mut bytes = vec![0x1B, b'@'];
    for band in bits.chunks(row * BAND_ROWS) {
        let rows = band.len() / row;
        bytes.extend([0x1D, b'v', b'0', 0]);
        bytes.extend(low_high(row));
        bytes.extend(low_high(rows));
        bytes.extend(band.iter().take(rows * row));
    }
    // Feed past the blade, then cut, leaving a bridge.
    bytes.extend([0x1B, b'd', 3, 0x1D, b'V', 66, 0]);
    bytes
}

fn low_high(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::{TicketFailure, TicketPlace, TicketState, find, ticket_bytes};

    /// What a printer of the test does.
    #[derive(Clone, Copy)]
    enum Manner {
        /// Answers the three questions so, every time.
        Answers([u8; 3]),
        /// Answers noise.
        Noise,
        /// Takes everything and says nothing.
        Silent,
        /// Hangs up when the ticket comes.
        HangsUp,
        /// Is well until the ticket has come, then has no paper.
        RunsOut,
    }

    const WELL: [u8; 3] = [0x12; 3];

    /// A printer that tells the bytes of the ticket it got.
    async fn printer(manner: Manner) -> (TicketPlace, tokio::task::JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let work = tokio::spawn(async move {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut got = Vec::new();
            let mut buffer = [0; 4096];
            loop {
                let count = line.read(&mut buffer).await.unwrap_or(0);
                if count == 0 {
                    return got;
                }
                // A question may come in one piece with what was sent before it.
                let (data, question) = match &buffer[..count] {
                    [data @ .., 0x10, 0x04, about] => (data, Some(usize::from(*about) - 2)),
                    data => (data, None),
                };
                if let (Manner::HangsUp, false) = (manner, data.is_empty()) {
                    return got;
                }
                got.extend_from_slice(data);
                let Some(at) = question else {
                    continue;
                };
                let answer = match manner {
                    Manner::Answers(answers) => answers[at],
                    Manner::Noise => 0xFF,
                    Manner::Silent => continue,
                    Manner::RunsOut if !got.is_empty() => 0x72,
                    Manner::HangsUp | Manner::RunsOut => WELL[at],
                };
                line.write_all(&[answer]).await.unwrap();
            }
        });
        let host = "127.0.0.1".to_owned();
        (TicketPlace::Network { host, port }, work)
    }

    async fn print(manner: Manner) -> (Result<TicketState, TicketFailure>, Vec<u8>) {
        let (place, work) = printer(manner).await;
        let done = match find(&place).await {
            Ok(ready) => {
                let state = ready.state;
                ready.print(16, &[0xFF; 2 * 300]).await.map(|()| state)
            }
            Err(failure) => Err(failure),
        };
        (done, work.await.unwrap())
    }

    #[tokio::test]
    async fn a_printer_that_is_well_gets_the_ticket_and_nothing_else_does() {
        let ticket = ticket_bytes(16, &[0xFF; 2 * 300]);
        for (manner, expected) in [
            (Manner::Answers(WELL), Ok(TicketState::Ready)),
            (
                Manner::Answers([0x12, 0x12, 0x1E]),
                Ok(TicketState::PaperLow),
            ),
            (Manner::Noise, Ok(TicketState::Unknown)),
            (Manner::Silent, Ok(TicketState::Unknown)),
            (
                Manner::Answers([0x32, 0x12, 0x72]),
                Err(TicketFailure::Paper),
            ),
            (
                Manner::Answers([0x12, 0x12, 0x72]),
                Err(TicketFailure::Paper),
            ),
            (
                Manner::Answers([0x16, 0x12, 0x12]),
                Err(TicketFailure::Cover),
            ),
            (
                Manner::Answers([0x52, 0x12, 0x12]),
                Err(TicketFailure::Error),
            ),
            (
                Manner::Answers([0x12, 0x1A, 0x12]),
                Err(TicketFailure::Error),
            ),
        ] {
            let (done, got) = print(manner).await;
            assert_eq!(done, expected);
            let printed: &[u8] = if expected.is_ok() { &ticket } else { &[] };
            assert_eq!(got, printed);
        }
    }

    #[tokio::test]
    async fn a_printer_that_stops_half_way_is_told_from_one_that_never_began() {
        let (done, _) = print(Manner::HangsUp).await;
        assert_eq!(done, Err(TicketFailure::BrokenOff));
        let (done, _) = print(Manner::RunsOut).await;
        assert_eq!(done, Err(TicketFailure::BrokenOff));
    }

    #[tokio::test]
    async fn nobody_there_is_said_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let host = "127.0.0.1".to_owned();
        let found = find(&TicketPlace::Network { host, port }).await;
        assert_eq!(found.err(), Some(TicketFailure::Away));
        let folder = tempfile::tempdir().unwrap();
        let found = find(&TicketPlace::Device(folder.path().join("lp0"))).await;
        assert_eq!(found.err(), Some(TicketFailure::Away));
    }

    #[test]
    fn dots_travel_in_bands_that_small_printers_hold() {
        let bytes = ticket_bytes(384, &vec![0; 48 * 200]);
        assert_eq!(
            &bytes[..10],
            &[0x1B, b'@', 0x1D, b'v', b'0', 0, 48, 0, 128, 0]
        );
        let second = 10 + 48 * 128;
        assert_eq!(
            &bytes[second..second + 8],
            &[0x1D, b'v', b'0', 0, 48, 0, 72, 0]
        );
        assert_eq!(bytes.len(), second + 8 + 48 * 72 + 7);
    }
}

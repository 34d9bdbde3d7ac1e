//! What Windows says of its printers: the answer of `Win32_Printer` as JSON. Pure, so that it is
//! tested on every system.

use serde::Deserialize;

use crate::printer::{PrinterNeed, PrinterState};

/// Bit of `PrinterState`: somebody paused it.
const PAUSED: u32 = 1;

/// One printer, as PowerShell answers. The numbers are those of the documentation of
/// `Win32_Printer`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Said {
    pub(crate) name: String,
    #[serde(default)]
    printer_status: Option<u16>,
    #[serde(default)]
    printer_state: Option<u32>,
    #[serde(default)]
    detected_error_state: Option<u16>,
    #[serde(default)]
    work_offline: Option<bool>,
}

impl Said {
    /// Only a pause is a stop: «offline» is often said of a network printer that only sleeps.
    pub(crate) fn state(&self) -> PrinterState {
        if self.printer_state.is_some_and(|bits| bits & PAUSED != 0) {
            return PrinterState::Stopped;
        }
        match self.printer_status {
            // Printing, warming up.
            Some(4 | 5) => PrinterState::Busy,
            // Stopped printing.
            Some(6) => PrinterState::Stopped,
            Some(_) | None => PrinterState::Ready,
        }
    }

    pub(crate) fn needs(&self) -> Vec<PrinterNeed> {
        let offline = self.work_offline == Some(true) || self.printer_status == Some(7);
        let need = match self.detected_error_state {
            Some(4) => Some(PrinterNeed::Paper),
            Some(6) => Some(PrinterNeed::Ink),
            Some(7) => Some(PrinterNeed::Cover),
            Some(8) => Some(PrinterNeed::Jam),
            Some(9) => Some(PrinterNeed::Link),
            Some(1 | 10) => Some(PrinterNeed::Attention),
            Some(11) => Some(PrinterNeed::Output),
            // Unknown, no error, paper or toner low, what a newer system may add.
            Some(_) | None => None,
        };
        let mut needs: Vec<PrinterNeed> = need.into_iter().collect();
        if offline && need != Some(PrinterNeed::Link) {
            needs.push(PrinterNeed::Link);
        }
        needs
    }
}

/// Reads the answer; nothing when it is none.
pub(crate) fn said(answer: &[u8]) -> Vec<Said> {
    // The encoding that was set may put a mark in front.
    let answer = answer.strip_prefix("\u{feff}".as_bytes()).unwrap_or(answer);
    serde_json::from_slice(answer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::printer::{PrinterNeed, PrinterState};

    #[test]
    fn reads_what_windows_says() {
        let answer = "\u{feff}[{\"Name\":\"HP LaserJet (копия 1)\",\"PrinterStatus\":3,\"PrinterState\":0,\"DetectedErrorState\":2,\"WorkOffline\":false},\
            {\"Name\":\"\\\\\\\\srv\\\\Касса\",\"PrinterStatus\":4,\"PrinterState\":1024,\"DetectedErrorState\":3,\"WorkOffline\":false},\
            {\"Name\":\"Два\",\"PrinterStatus\":1,\"PrinterState\":1,\"DetectedErrorState\":4,\"WorkOffline\":false},\
            {\"Name\":\"Три\",\"PrinterStatus\":7,\"PrinterState\":128,\"DetectedErrorState\":0,\"WorkOffline\":true},\
            {\"Name\":\"Четыре\",\"PrinterStatus\":6,\"PrinterState\":null,\"DetectedErrorState\":8,\"WorkOffline\":null},\
            {\"Name\":\"Пять\"}]";
        let read: Vec<_> = said(answer.as_bytes())
            .into_iter()
            .map(|said| (said.state(), said.needs(), said.name))
            .collect();
        let expected = [
            (PrinterState::Ready, vec![], "HP LaserJet (копия 1)"),
            (PrinterState::Busy, vec![], r"\\srv\Касса"),
            (PrinterState::Stopped, vec![PrinterNeed::Paper], "Два"),
            (PrinterState::Ready, vec![PrinterNeed::Link], "Три"),
            (PrinterState::Stopped, vec![PrinterNeed::Jam], "Четыре"),
            (PrinterState::Ready, vec![], "Пять"),
        ];
        assert_eq!(
            read,
            expected.map(|(state, needs, name)| (state, needs, name.to_owned()))
        );
    }

    #[test]
    fn what_is_no_answer_is_nothing_known() {
        for answer in [
            "",
            "[]",
            "Get-CimInstance : отказано в доступе",
            "{\"Name\":5}",
        ] {
            assert_eq!(said(answer.as_bytes()), [], "{answer}");
        }
    }
}

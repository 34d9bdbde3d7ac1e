//! Papers: preview, print, save.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Input of `paper.preview`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct PaperAsked {
    /// Appeal id.
    pub appeal_id: String,
    /// Form id, e.g. `registration_card`.
    pub form_id: String,
}

/// `paper.preview` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaperPreview {
    /// «Регистрационная карточка».
    pub title: String,
    /// Pages as SVG.
    pub pages_svg: Vec<String>,
    /// Number of the copy that would be printed now.
    pub copy_number: u32,
    /// A reprint asks for a reason.
    pub reason_needed: bool,
    /// Characters of the client's words that the paper's font does not have, once each: they are
    /// printed as `?`.
    pub replaced: String,
}

/// Input of `paper.print`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct PaperPrint {
    /// Appeal id.
    pub appeal_id: String,
    /// Form id.
    pub form_id: String,
    /// Name of the printer.
    pub printer: String,
    /// Why again, when it was printed already.
    pub reason: String,
}

/// Input of `paper.save`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct PaperSave {
    /// Appeal id.
    pub appeal_id: String,
    /// Form id.
    pub form_id: String,
    /// Why again, when it was printed or saved already.
    pub reason: String,
}

/// `paper.print` and `paper.save` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaperDone {
    /// Number of the copy.
    pub copy_number: u32,
    /// Where the file is, for a saved one. The name holds no personal data.
    pub path: Option<String>,
}

/// A printer; `printer.list` → list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PrinterView {
    /// Name.
    pub name: String,
    /// The system's default.
    pub default: bool,
}

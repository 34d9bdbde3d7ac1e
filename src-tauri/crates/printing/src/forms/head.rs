//! What every paper says of itself, domain §7.

use chrono::NaiveDate;

use crate::model::FormModel;

/// The head of a paper: whose it is, which one, who made it. All texts are ready to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// «Тольяттинское отделение».
    pub office_name: String,
    /// Postal address of the office.
    pub office_address: String,
    /// Phone of the office.
    pub office_phone: String,
    /// Hours of the office, where the Standard gives them: «пн–чт 8:00–17:00, пт 8:00–16:00».
    pub office_hours: Option<String>,
    /// Number of the paper: of the appeal it belongs to, or its own: «ТЛ-04/26-1873-К».
    pub number: String,
    /// Date of the document; it chooses the version of the form too ([`crate::Meta::on`]).
    pub on: NaiveDate,
    /// «Экземпляр 1» or «Экземпляр 2, копия».
    pub copy_mark: String,
    /// Said only when the desk had no link: «Напечатано без связи с центром».
    pub offline_note: Option<String>,
    /// The record id for the code; it tells nothing of the person.
    pub record_id: String,
    /// Specialist's name: «Самойлова Е. В.».
    pub specialist_name: String,
    /// Specialist's post: «ведущий специалист».
    pub specialist_post: String,
}

impl Head {
    /// The values by the names that all templates use.
    pub(super) fn into_model(self) -> FormModel {
        FormModel::new()
            .text("office_name", self.office_name)
            .text("office_address", self.office_address)
            .text("office_phone", self.office_phone)
            .optional_text("office_hours", self.office_hours)
            .text("number", self.number)
            .date("on", self.on)
            .text("copy_mark", self.copy_mark)
            .optional_text("offline_note", self.offline_note)
            .text("record_id", self.record_id)
            .text("specialist_name", self.specialist_name)
            .text("specialist_post", self.specialist_post)
    }
}

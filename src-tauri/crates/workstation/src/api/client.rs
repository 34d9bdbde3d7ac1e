//! The client's card.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Place, Tone};

/// Input of `client.card`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ClientAsked {
    /// Party id.
    pub party_id: String,
}

/// `client.card` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClientCard {
    /// Party id.
    pub party_id: String,
    /// Full name.
    pub name: String,
    /// «Гражданин-потребитель».
    pub kind_label: String,
    /// Audience of terms: `citizen` or `other`.
    pub audience: String,
    /// Phone and e-mail, masked, with what the desk learnt laid over.
    pub contacts: Vec<ContactView>,
    /// A question about a contact that is worth asking now.
    pub contact_question: Option<ContactQuestion>,
    /// Who may act for him, and by what authority: «Примеров П. П., доверенность № 5, до 01.02.2027».
    pub representatives: Vec<RepresentativeView>,
    /// How he wants to be told things (R151); its question is asked once.
    pub notification: Option<String>,
    /// Consent to messages, surveys, photos: «дано 12.05.2026», «отозвано …», or nothing.
    pub consent: ConsentView,
    /// Agreed steps that are still to come, the soonest first.
    pub follow_ups: Vec<super::visit::FollowUpView>,
    /// Accounts, in the order of tabs.
    pub accounts: Vec<AccountView>,
    /// Open appeals of the client, the most urgent first.
    pub open_appeals: Vec<AppealMark>,
    /// What happened, newest first: the first page, at most 50.
    pub history: Vec<HistoryLine>,
    /// Where the next page begins; `None` when there is no more.
    pub history_next: Option<String>,
    /// What was done for him today at this desk, oldest first.
    pub today: Vec<TodayLine>,
}

/// Who may act for a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RepresentativeView {
    /// ФИО.
    pub name: String,
    /// «доверенность от 01.02.2026 № 5».
    pub authority: String,
    /// Valid to, ISO; `None`: without an end.
    pub valid_to: Option<String>,
    /// It has ended.
    pub expired: bool,
}

/// State of the consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConsentView {
    /// `none`, `given`, `withdrawn`.
    pub state: String,
    /// Since, ISO.
    pub on: Option<String>,
    /// Id of the consent that was taken at a desk, for printing.
    pub consent_id: Option<String>,
    /// Where that record is.
    pub place: Option<Place>,
}

/// Kind of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ContactKind {
    /// Phone.
    Phone,
    /// E-mail.
    Email,
    /// Form of notification: a code.
    Notification,
}

/// One contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ContactView {
    /// Phone or e-mail.
    pub kind: ContactKind,
    /// «+7 900 •••-••-12».
    pub masked: String,
    /// True while it is what a desk learnt and the centre has not answered yet.
    pub learnt_here: bool,
    /// Where that record is, if learnt here.
    pub place: Option<Place>,
}

/// «Телефон не подтверждали 14 месяцев. Номер верен?»
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ContactQuestion {
    /// Which contact.
    pub kind: ContactKind,
    /// Months since it was confirmed; `None`: never, or there is none.
    pub months: Option<u32>,
    /// There is no such contact yet.
    pub missing: bool,
}

/// Input of `contact.confirm`.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContactConfirm {
    /// Party id.
    pub party_id: String,
    /// Which contact.
    pub kind: ContactKind,
}

/// Input of `contact.learn`.
#[derive(Clone, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct ContactLearn {
    /// Party id.
    pub party_id: String,
    /// Which contact.
    pub kind: ContactKind,
    /// As typed.
    pub value: String,
}

/// An account of the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AccountView {
    /// «630000123456».
    pub number: String,
    /// «6300 0012 3456».
    pub number_grouped: String,
    /// «квартира».
    pub object: String,
    /// «Отрадный, ул. Первомайская, 12, кв. 48».
    pub address: String,
    /// Postal index.
    pub postal_index: Option<String>,
    /// «№ 63-Э-0012345».
    pub contract: Option<String>,
    /// «день 8,20 ₽, ночь 4,17 ₽».
    pub tariff: String,
    /// Tariff in force from, ISO.
    pub tariff_since: String,
    /// «54,3 м², живут 3, прописаны 4».
    pub housing: Option<String>,
    /// «городское население, электроплиты».
    pub consumer_category: Option<String>,
    /// «договор энергоснабжения от 12.03.2019, 3-я ценовая категория, СН-II, 120 кВт».
    pub contract_terms: Option<String>,
    /// State of supply when it is not simply on: «ограничено с 12.11.2026: задолженность».
    pub supply: Option<String>,
    /// Its mark.
    pub supply_tone: Tone,
    /// Identifier in ГИС ЖКХ.
    pub gis_zhkh: Option<String>,
    /// How the payment document is delivered: «на бумаге».
    pub delivery: Option<String>,
    /// Payments, newest first.
    pub payments: Vec<PaymentView>,
    /// The office in whose zone it lies, when it is another.
    pub zone_office: Option<String>,
    /// Debt (positive) or advance (negative).
    #[ts(type = "number")]
    pub balance_kopecks: i64,
    /// Instant of that balance, Unix milliseconds.
    #[ts(type = "number")]
    pub balance_as_of_ms: i64,
    /// «▲ 15 дней, пени нет», «аванс», «долга нет».
    pub balance_note: String,
    /// Its mark.
    pub balance_tone: Tone,
    /// Meters.
    pub meters: Vec<MeterView>,
    /// Charges and payments, newest first.
    pub months: Vec<MonthView>,
}

/// A meter of the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MeterView {
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Last readings by zone.
    pub readings: Vec<ReadingView>,
    /// «поверка до 12.2031».
    pub check_label: Option<String>,
    /// Mark of the check: late or soon.
    pub check_tone: Tone,
    /// «проверен 12.05.2026, следующий осмотр до 12.11.2026» (R61, A11).
    pub control_label: Option<String>,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaymentView {
    /// ISO.
    pub on: String,
    /// How much.
    #[ts(type = "number")]
    pub amount_kopecks: i64,
    /// «банк».
    pub way: String,
}

/// A last reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadingView {
    /// «Т1, день».
    pub zone_label: String,
    /// Whole kWh.
    #[ts(type = "number")]
    pub value_kwh: u64,
    /// ISO date.
    pub read_on: String,
    /// «личный кабинет».
    pub source_label: String,
}

/// A month of charges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MonthView {
    /// First day, ISO.
    pub month: String,
    /// Energy.
    pub used_kwh: u32,
    /// Charged.
    #[ts(type = "number")]
    pub charged_kopecks: i64,
    /// Paid.
    #[ts(type = "number")]
    pub paid_kopecks: i64,
    /// Recalculation within the month.
    #[ts(type = "number")]
    pub recalculated_kopecks: i64,
    /// Penalty within the month.
    #[ts(type = "number")]
    pub penalty_kopecks: i64,
    /// Debt (positive) or advance at the month's end: what explains today's debt.
    #[ts(type = "number")]
    pub balance_kopecks: i64,
}

/// Input of `account.lookup`: an account of another office, asked online.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AccountLookup {
    /// Account number, as typed.
    pub number: String,
    /// Why it is needed: kept at the centre and in the audit.
    pub reason: String,
}

/// `account.lookup` → this. Not kept on the desk: it is there as long as the screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ForeignAccount {
    /// The client's name.
    pub name: String,
    /// «Гражданин-потребитель».
    pub kind_label: String,
    /// Audience of terms: `citizen` or `other`.
    pub audience: String,
    /// «Тольяттинское отделение».
    pub office_name: String,
    /// The account.
    pub account: AccountView,
}

/// An open appeal, as a note of the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppealMark {
    /// Appeal id.
    pub appeal_id: String,
    /// Registration number.
    pub number: String,
    /// «Претензия».
    pub category_label: String,
    /// Control date, ISO.
    pub due_on: String,
    /// «1 рабочий день».
    pub left: String,
    /// Its mark.
    pub tone: Tone,
}

/// Input of `client.history`: a further page.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct HistoryAsked {
    /// Party id.
    pub party_id: String,
    /// Where it begins, as the page before said.
    pub after: String,
}

/// `client.history` → this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HistoryPage {
    /// Its lines, newest first, at most 50.
    pub lines: Vec<HistoryLine>,
    /// Where the next page begins; `None` when there is no more.
    pub next: Option<String>,
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct HistoryLine {
    /// ISO date.
    pub on: String,
    /// «Претензия: расчёты стоимости».
    pub what: String,
    /// «окно 2».
    pub by: String,
    /// «ждёт ответа».
    pub state: String,
    /// Its mark.
    pub tone: Tone,
    /// The appeal, if it is one.
    pub appeal_id: Option<String>,
}

/// A line of what was done today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TodayLine {
    /// Instant, Unix milliseconds.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// «Претензия ОТ-04/26-12-КМ7 принята».
    pub what: String,
    /// Where the record is.
    pub place: Place,
    /// The appeal, if it is about one.
    pub appeal_id: Option<String>,
    /// The client.
    pub party_id: Option<String>,
    /// His name, for the list of the day.
    pub party_name: Option<String>,
}

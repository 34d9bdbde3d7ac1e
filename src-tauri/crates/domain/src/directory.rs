//! Rows of the directory (справочник) that the back-office owns and a desk only reads.
//!
//! A row travels as bytes under (kind, key). Documents of the Standard (norms, calendar,
//! offices, lists of choices) travel whole, as JSON under [`kind::STANDARD`]; people and accounts as CBOR.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Names of the row kinds. Stable: they stand in databases and on the wire.
pub mod kind {
    /// A document of `fixtures/standard`, key = its file stem (`norms`, `calendar`, …), JSON.
    pub const STANDARD: &str = "standard";
    /// A user of the office, key = user id.
    pub const USER: &str = "user";
    /// A customer (абонент, потребитель), key = party id.
    pub const PARTY: &str = "party";
    /// A personal account (лицевой счёт), key = its number.
    pub const ACCOUNT: &str = "account";
    /// Charges and payments of an account, key = its number.
    pub const LEDGER: &str = "ledger";
}

/// Client kinds (R4, R7, R19, R21, R32); the audience of a term is only citizen or not (A33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// Гражданин-потребитель.
    Citizen,
    /// Юридическое лицо.
    LegalEntity,
    /// Индивидуальный предприниматель.
    SoleTrader,
    /// Исполнитель коммунальных услуг (ТСЖ, ЖСК, управляющая организация).
    UtilityProvider,
    /// Государственный или муниципальный заказчик.
    StateCustomer,
    /// Покупатель для перепродажи.
    Reseller,
    /// Сетевая организация.
    NetworkCompany,
}

/// A customer as the back-office knows him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Kind of client.
    pub kind: PartyKind,
    /// Full name: «Примерова Анна Сергеевна», «СНТ «Пример»».
    pub name: String,
    /// `+7XXXXXXXXXX`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// ИНН of an organisation or sole trader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inn: Option<String>,
    /// When the phone was last confirmed by the client (R86).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_confirmed_on: Option<NaiveDate>,
    /// Numbers of his accounts, in the order of the card.
    pub accounts: Vec<String>,
}

/// Address of a supply point, in parts, as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Postal index, 6 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// «г. Отрадный», «с. Богатое».
    pub locality: String,
    /// «ул. Первомайская».
    pub street: String,
    /// House with its letter or building.
    pub house: String,
    /// Flat or room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flat: Option<String>,
}

/// A personal account and its supply point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Party id of the holder.
    pub party: String,
    /// Office in whose zone it lies.
    pub office: String,
    /// What it is for: «квартира», «гараж», «дом», «магазин».
    pub object: String,
    /// Where.
    pub address: Address,
    /// Contract number, if there is a written contract (R49: a citizen needs none).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// Date of that contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_on: Option<NaiveDate>,
    /// Prices in force.
    pub tariff: Tariff,
    /// Area of the premises, tenths of a square metre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_tenths_m2: Option<u32>,
    /// Persons living there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residents: Option<u16>,
    /// Meters in service.
    pub meters: Vec<Meter>,
}

/// Prices of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    /// In force from.
    pub since: NaiveDate,
    /// Zone (`T1`, `T2`, `T3`; `T1` alone for one rate) and price of a kWh.
    pub prices: Vec<(String, i64)>,
}

/// A meter and its last readings by zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meter {
    /// Model as on its plate.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Last readings.
    pub readings: Vec<Reading>,
}

/// A meter's reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// `T1`, `T2`, `T3`.
    pub zone: String,
    /// Whole kWh.
    pub value_kwh: u64,
    /// Read on.
    pub read_on: NaiveDate,
    /// Code of the source (R83), e.g. `cabinet`, `phone`, `box`, `office`, `inspector`.
    pub source: String,
}

/// Charges and payments of an account, newest month last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Debt (positive) or advance (negative).
    pub balance_kopecks: i64,
    /// The instant of that balance, Unix milliseconds.
    pub as_of_ms: i64,
    /// Months, at most 15.
    pub months: Vec<LedgerMonth>,
}

/// One month of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerMonth {
    /// First day of the month.
    pub month: NaiveDate,
    /// Energy, whole kWh.
    pub used_kwh: u32,
    /// Charged.
    pub charged_kopecks: i64,
    /// Paid within the month.
    pub paid_kopecks: i64,
}

/// A user as an office's desks know him: sign-in works with no link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// What he types or picks at sign-in.
    pub login: String,
    /// Full name.
    pub name: String,
    /// «Самойлова Е. В.».
    pub short_name: String,
    /// Post as on paper: «специалист по работе с клиентами».
    pub post: String,
    /// Code of the role, see [`crate::role`].
    pub role: String,
    /// Argon2id in PHC string form.
    pub password_hash: String,
    /// False after dismissal: cannot sign in, stays readable in history.
    pub active: bool,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("directory row cannot be read: {0}")]
pub struct UnreadableRow(String);

/// Bytes of a row of people and accounts.
///
/// # Errors
/// When the value has no CBOR form (a map with keys of several kinds); none of the types here has that.
pub fn encode<T: Serialize>(row: &T) -> Result<Vec<u8>, UnreadableRow> {
    minicbor_serde::to_vec(row).map_err(|error| UnreadableRow(error.to_string()))
}

/// Reads a row. Unknown fields are passed by.
///
/// # Errors
/// [`UnreadableRow`] with the decoder's word, which names no personal data.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, UnreadableRow> {
    minicbor_serde::from_slice(bytes).map_err(|error| UnreadableRow(error.to_string()))
}

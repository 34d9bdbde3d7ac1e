//! Intake of a contract application (приём заявления о договоре): what was typed becomes the detail
//! of its appeal, or the list of what is wrong. ПП 442, ПП 354; R46–R52.

use chrono::NaiveDate;

use crate::appeal::Attachment;
use crate::appeal::contract::{
    Connection, ContractApplication, ContractKind, ContractMatter, MeterZones, PointMeter,
    Premises, Requisites, Signatory, SupplyPoint, Voltage,
};
use crate::check::{self, Fault, FieldError};
use crate::directory::PartyKind;
use crate::intake::{Notes, TypedAttachment, attachments};

/// From this maximum power on only hourly price categories are open (ПП 442), watts.
pub const HOURLY_FROM_W: u64 = 670_000;
/// Maximum power that is believed, watts: above it the unit was mistaken.
const POWER_MAX_W: u64 = 1_000_000_000;
/// Transformation ratio that is believed.
const RATIO_MAX: u32 = 100_000;
/// Tenths of a square metre that are believed.
const AREA_MAX: u32 = 10_000_000;
/// Persons that are believed.
const PERSONS_MAX: u16 = 99;
/// Supply points of one application.
const POINTS_MAX: usize = 200;

/// A supply point as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPoint {
    /// What stands there.
    pub object: String,
    /// Where.
    pub address: String,
    /// `vn`, `sn1`, `sn2`, `nn`.
    pub voltage: String,
    /// Maximum power, kW, with a comma or a point.
    pub power_kw: String,
    /// `1` to `3`.
    pub reliability: String,
    /// `1` to `6`.
    pub price_category: String,
    /// Type of the meter.
    pub meter_model: String,
    /// Its factory number.
    pub meter_number: String,
    /// `one`, `two`, `three`, `hourly`.
    pub meter_zones: String,
    /// Ктт; empty for one.
    pub transformer_ratio: String,
}

/// The application as typed: every field a text, possibly empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedContract {
    /// `conclude`, `change`, `change_owner`, `terminate`, `reduce`.
    pub matter: String,
    /// `supply`, `purchase`; empty for supply.
    pub kind: String,
    /// ИНН.
    pub inn: String,
    /// КПП.
    pub kpp: String,
    /// ОГРН, ОГРНИП.
    pub ogrn: String,
    /// Legal address.
    pub legal_address: String,
    /// БИК of the bank.
    pub bic: String,
    /// Bank account.
    pub bank_account: String,
    /// Who signs.
    pub signatory_name: String,
    /// His post.
    pub signatory_post: String,
    /// By what right.
    pub signatory_authority: String,
    /// Date of birth of a citizen.
    pub born_on: String,
    /// Passport.
    pub passport: String,
    /// Paper of the right to the premises.
    pub ownership: String,
    /// Area, m².
    pub area_m2: String,
    /// Persons registered.
    pub registered_persons: String,
    /// Persons living there.
    pub residents: String,
    /// Supply points.
    pub points: Vec<TypedPoint>,
    /// `shown`, `told`, `missing`.
    pub connection: String,
    /// The paper of the connection.
    pub connection_paper: String,
    /// From when.
    pub wanted_from: String,
    /// What is to change, or why it ends.
    pub change: String,
    /// By the citizen's own initiative.
    pub by_initiative: bool,
    /// A signed draft was brought.
    pub own_draft: bool,
}

/// What an application can be about, by its code.
#[must_use]
pub fn matter(code: &str) -> Option<ContractMatter> {
    match code.trim() {
        "conclude" => Some(ContractMatter::Conclude),
        "change" => Some(ContractMatter::Change),
        "change_owner" => Some(ContractMatter::ChangeOwner),
        "terminate" => Some(ContractMatter::Terminate),
        "reduce" => Some(ContractMatter::Reduce),
        _ => None,
    }
}

/// Category and topic under which an application of this matter is registered (3.16, 5.1).
#[must_use]
pub const fn filed_under(matter: ContractMatter) -> (&'static str, &'static str) {
    match matter {
        ContractMatter::Conclude => ("contract_application", "contracts"),
        ContractMatter::Change | ContractMatter::ChangeOwner => ("contract_change", "contracts"),
        ContractMatter::Terminate | ContractMatter::Reduce => ("contract_change", "termination"),
    }
}

/// An application that can be registered, and what is worth a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessedContract {
    /// The application.
    pub application: ContractApplication,
    /// Fields to look at again; they stop nothing.
    pub warnings: Vec<FieldError>,
}

/// Judges the application as typed for a client of that kind.
///
/// # Errors
/// Every field that is wrong, in the order of the form.
pub fn assess(
    typed: &TypedContract,
    client_kind: PartyKind,
    today: NaiveDate,
    line_length_max: usize,
) -> Result<AssessedContract, Vec<FieldError>> {
    let mut reading = Reading {
        errors: Vec::new(),
        warnings: Vec::new(),
        line: line_length_max,
        is_citizen: client_kind == PartyKind::Citizen,
        is_whole: matter(&typed.matter) == Some(ContractMatter::Conclude),
    };
    let application = reading.application(typed, client_kind, today);
    match application {
        Some(application) if reading.errors.is_empty() => Ok(AssessedContract {
            application,
            warnings: reading.warnings,
        }),
        Some(_) | None => Err(reading.errors),
    }
}

struct Reading {
    errors: Vec<FieldError>,
    warnings: Vec<FieldError>,
    line: usize,
    is_citizen: bool,
    /// A new contract: everything that it names must be there.
    is_whole: bool,
}

impl Reading {
    fn wrong(&mut self, field: &str, fault: Fault) {
        self.errors.push(fault.of(field));
    }

    fn take<T>(&mut self, field: &str, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.errors.push(fault.of(field))).ok()
    }

    fn words(&mut self, field: &str, typed: &str) -> Option<String> {
        let line = self.line;
        self.take(field, check::free_text(typed, line))
    }

    fn words_if_any(&mut self, field: &str, typed: &str) -> Option<String> {
        if typed.trim().is_empty() {
            return None;
        }
        self.words(field, typed)
    }

    fn choice<T>(&mut self, field: &str, typed: &str, read: Option<T>) -> Option<T> {
        if read.is_none() {
            let fault = if typed.trim().is_empty() {
                Fault::new("required")
            } else {
                Fault::new("unknown_choice")
            };
            self.wrong(field, fault);
        }
        read
    }

    fn application(
        &mut self,
        typed: &TypedContract,
        client_kind: PartyKind,
        today: NaiveDate,
    ) -> Option<ContractApplication> {
        let matter = self.choice("matter", &typed.matter, matter(&typed.matter));
        if matter == Some(ContractMatter::ChangeOwner) && !self.is_citizen {
            self.wrong("matter", Fault::new("owner_of_citizen"));
        }
        let kind = match typed.kind.trim() {
            "" | "supply" => Some(ContractKind::Supply),
            "purchase" if !self.is_citizen => Some(ContractKind::Purchase),
            _ => self.choice("kind", &typed.kind, None),
        };
        let requisites = self.requisites(typed, client_kind);
        let signatory = self.signatory(typed, client_kind);
        let premises = self.premises(typed, today);
        let points = self.points(typed);
        let connection = self.connection(typed);
        let wanted_from = if typed.wanted_from.trim().is_empty() {
            None
        } else {
            self.take("wanted_from", check::date_ahead(&typed.wanted_from, today))
        };
        let change = match matter {
            Some(ContractMatter::Conclude | ContractMatter::ChangeOwner) | None => {
                self.words_if_any("change", &typed.change)
            }
            Some(ContractMatter::Change | ContractMatter::Terminate | ContractMatter::Reduce) => {
                self.words("change", &typed.change)
            }
        };
        if self.is_citizen && self.is_whole && !typed.by_initiative {
            self.wrong("by_initiative", Fault::new("initiative_wanted"));
        }
        Some(ContractApplication {
            matter: matter?,
            kind: kind?,
            client_kind,
            requisites,
            signatory,
            premises,
            points,
            connection,
            wanted_from,
            change,
            by_initiative: self.is_citizen && typed.by_initiative,
            own_draft: typed.own_draft,
        })
    }

    fn requisites(&mut self, typed: &TypedContract, kind: PartyKind) -> Option<Requisites> {
        let all = [
            &typed.inn,
            &typed.kpp,
            &typed.ogrn,
            &typed.legal_address,
            &typed.bic,
            &typed.bank_account,
        ];
        let is_blank = all.iter().all(|field| field.trim().is_empty());
        if self.is_citizen || (is_blank && !self.is_whole) {
            return None;
        }
        let required = |typed: &str| {
            if typed.trim().is_empty() {
                Err(Fault::new("required"))
            } else {
                Ok(())
            }
        };
        let digits = if kind == PartyKind::SoleTrader {
            12
        } else {
            10
        };
        let inn = required(&typed.inn)
            .and_then(|()| check::inn(&typed.inn))
            .and_then(|inn| fits(inn.as_str(), digits, Fault::new("inn_of_kind")).map(|()| inn));
        let inn = self.take("inn", inn);
        let kpp = if kind == PartyKind::SoleTrader {
            None
        } else {
            self.take(
                "kpp",
                required(&typed.kpp).and_then(|()| check::kpp(&typed.kpp)),
            )
        };
        let digits = if kind == PartyKind::SoleTrader {
            15
        } else {
            13
        };
        let ogrn = required(&typed.ogrn)
            .and_then(|()| check::ogrn(&typed.ogrn))
            .and_then(|ogrn| {
                fits(ogrn.as_str(), digits, Fault::new("ogrn_of_kind")).map(|()| ogrn)
            });
        let ogrn = self.take("ogrn", ogrn);
        let address = self.words("legal_address", &typed.legal_address);
        let (bank_account, bic) = self.bank(typed);
        Some(Requisites {
            inn: inn?.into(),
            kpp: kpp.map(Into::into),
            ogrn: ogrn?.into(),
            address: address?,
            bank_account,
            bic,
        })
    }

    /// An account whose key does not fit is looked at again and taken: the treasury's do not follow
    /// the rule.
    fn bank(&mut self, typed: &TypedContract) -> (Option<String>, Option<String>) {
        let (bic, account) = (typed.bic.trim(), typed.bank_account.trim());
        match (bic.is_empty(), account.is_empty()) {
            (true, true) => return (None, None),
            (true, false) => self.wrong("bic", Fault::new("required")),
            (false, true) => self.wrong("bank_account", Fault::new("required")),
            (false, false) => {}
        }
        if !bic.is_empty()
            && !account.is_empty()
            && let Err(fault) = check::bank_account(bic, account)
        {
            if fault.code == "account_check" {
                self.warnings.push(fault.of("bank_account"));
            } else {
                let field = if fault.code.starts_with("bik") {
                    "bic"
                } else {
                    "bank_account"
                };
                self.errors.push(fault.of(field));
            }
        }
        let plain = |text: &str| text.chars().filter(char::is_ascii_digit).collect();
        (Some(plain(account)), Some(plain(bic)))
    }

    fn signatory(&mut self, typed: &TypedContract, kind: PartyKind) -> Option<Signatory> {
        let all = [
            &typed.signatory_name,
            &typed.signatory_post,
            &typed.signatory_authority,
        ];
        let is_blank = all.iter().all(|field| field.trim().is_empty());
        // A sole trader signs for himself unless somebody else does.
        let is_needed = self.is_whole && kind != PartyKind::SoleTrader;
        if self.is_citizen || (is_blank && !is_needed) {
            return None;
        }
        let name = self.words("signatory_name", &typed.signatory_name);
        let post = self.words("signatory_post", &typed.signatory_post);
        let authority = self.words("signatory_authority", &typed.signatory_authority);
        Some(Signatory {
            name: name?,
            post: post?,
            authority: authority?,
        })
    }

    fn premises(&mut self, typed: &TypedContract, today: NaiveDate) -> Option<Premises> {
        if !self.is_citizen {
            return None;
        }
        let born_on = if typed.born_on.trim().is_empty() {
            None
        } else {
            self.take("born_on", check::past_date(&typed.born_on, today))
        };
        let premises = Premises {
            born_on,
            passport: self.words_if_any("passport", &typed.passport),
            ownership: self.words_if_any("ownership", &typed.ownership),
            area_tenths_m2: self
                .number_if_any(
                    "area_m2",
                    &typed.area_m2,
                    1,
                    u64::from(AREA_MAX),
                    Fault::new("area_number"),
                )
                .and_then(|tenths| u32::try_from(tenths).ok()),
            registered_persons: self.persons("registered_persons", &typed.registered_persons),
            residents: self.persons("residents", &typed.residents),
        };
        (premises != Premises::default()).then_some(premises)
    }

    fn persons(&mut self, field: &str, typed: &str) -> Option<u16> {
        if typed.trim().is_empty() {
            return None;
        }
        let read = typed.trim().parse::<u16>().ok();
        let read = read.filter(|count| *count <= PERSONS_MAX);
        self.take(
            field,
            read.ok_or_else(|| Fault::new("persons_number").with("max", PERSONS_MAX)),
        )
    }

    /// A number with that many decimal places at most, times ten to their power.
    fn number_if_any(
        &mut self,
        field: &str,
        typed: &str,
        places: u32,
        max: u64,
        fault: Fault,
    ) -> Option<u64> {
        if typed.trim().is_empty() {
            return None;
        }
        let read = decimal(typed, places).filter(|value| (1..=max).contains(value));
        if read.is_none() {
            self.wrong(field, fault);
        }
        read
    }

    fn connection(&mut self, typed: &TypedContract) -> Option<Connection> {
        if typed.connection.trim().is_empty() && (self.is_citizen || !self.is_whole) {
            return None;
        }
        match typed.connection.trim() {
            "shown" => self
                .words("connection_paper", &typed.connection_paper)
                .map(|paper| Connection::Shown { paper }),
            "told" => {
                let fault = Fault::new("connection_told");
                self.warnings.push(fault.of("connection"));
                Some(Connection::Told)
            }
            "missing" => {
                let fault = Fault::new("connection_missing");
                self.warnings.push(fault.of("connection"));
                Some(Connection::Missing)
            }
            other => self.choice("connection", other, None),
        }
    }

    /// Rows with nothing in them are passed by; a field's name carries the number of its row.
    fn points(&mut self, typed: &TypedContract) -> Vec<SupplyPoint> {
        let rows: Vec<_> = typed
            .points
            .iter()
            .enumerate()
            .filter(|(_, row)| **row != TypedPoint::default())
            .collect();
        if rows.is_empty() && self.is_whole {
            self.wrong("points.0.address", Fault::new("required"));
        }
        if rows.len() > POINTS_MAX {
            let fault = Fault::new("points_number").with("max", POINTS_MAX);
            self.errors.push(fault.of("points.0.address"));
            return Vec::new();
        }
        let total_w: u64 = rows
            .iter()
            .filter_map(|(_, row)| decimal(&row.power_kw, 3))
            .fold(0, u64::saturating_add);
        rows.into_iter()
            .filter_map(|(at, row)| self.point(at, row, total_w))
            .collect()
    }

    fn point(&mut self, at: usize, row: &TypedPoint, total_w: u64) -> Option<SupplyPoint> {
        let field = |name: &str| format!("points.{at}.{name}");
        let is_full = self.is_whole && !self.is_citizen;
        let object = if self.is_citizen {
            Some(self.words_if_any(&field("object"), &row.object))
        } else {
            self.words(&field("object"), &row.object).map(Some)
        };
        let address = self.words(&field("address"), &row.address);
        let voltage = match row.voltage.trim() {
            "vn" => Some(Voltage::Vn),
            "sn1" => Some(Voltage::Sn1),
            "sn2" => Some(Voltage::Sn2),
            "nn" => Some(Voltage::Nn),
            "" if !is_full => None,
            other => self.choice(&field("voltage"), other, None),
        };
        if is_full && row.power_kw.trim().is_empty() {
            self.wrong(&field("power_kw"), Fault::new("required"));
        }
        let power_w = self.number_if_any(
            &field("power_kw"),
            &row.power_kw,
            3,
            POWER_MAX_W,
            Fault::new("power_number"),
        );
        let reliability = self.category(&field("reliability"), &row.reliability, 3, is_full);
        let price_category =
            self.category(&field("price_category"), &row.price_category, 6, is_full);
        let meter = self.meter(at, row);
        if let Some(category) = price_category {
            self.agree(&field("price_category"), category, total_w, row);
        }
        Some(SupplyPoint {
            object: object?.unwrap_or_default(),
            address: address?,
            voltage,
            power_w,
            reliability,
            price_category,
            meter,
        })
    }

    fn category(&mut self, field: &str, typed: &str, last: u8, is_needed: bool) -> Option<u8> {
        if typed.trim().is_empty() && !is_needed {
            return None;
        }
        let read = typed.trim().parse::<u8>().ok();
        self.choice(field, typed, read.filter(|it| (1..=last).contains(it)))
    }

    /// The price category against the power of all points and against what the meter can count.
    fn agree(&mut self, field: &str, category: u8, total_w: u64, row: &TypedPoint) {
        let zones = meter_zones(&row.meter_zones);
        let fault = if total_w >= HOURLY_FROM_W && category < 3 {
            Fault::new("category_by_power")
        } else if category == 2 && !matches!(zones, Some(MeterZones::Two | MeterZones::Three)) {
            Fault::new("category_needs_zones")
        } else if category >= 3 && zones != Some(MeterZones::Hourly) {
            Fault::new("category_needs_hours")
        } else {
            return;
        };
        self.wrong(field, fault);
    }

    fn meter(&mut self, at: usize, row: &TypedPoint) -> Option<PointMeter> {
        let field = |name: &str| format!("points.{at}.{name}");
        let all = [
            &row.meter_model,
            &row.meter_number,
            &row.meter_zones,
            &row.transformer_ratio,
        ];
        if all.iter().all(|typed| typed.trim().is_empty()) {
            return None;
        }
        let model = self.words(&field("meter_model"), &row.meter_model);
        let number = self.words(&field("meter_number"), &row.meter_number);
        let zones = self.choice(
            &field("meter_zones"),
            &row.meter_zones,
            meter_zones(&row.meter_zones),
        );
        let ratio = match row.transformer_ratio.trim() {
            "" => Ok(1),
            typed => typed
                .parse::<u32>()
                .ok()
                .filter(|ratio| (1..=RATIO_MAX).contains(ratio))
                .ok_or_else(|| Fault::new("ratio_number").with("max", RATIO_MAX)),
        };
        let ratio = self.take(&field("transformer_ratio"), ratio);
        Some(PointMeter {
            model: model?,
            number: number?,
            zones: zones?,
            transformer_ratio: ratio?,
        })
    }
}

/// How a meter counts, by its code.
#[must_use]
pub fn meter_zones(code: &str) -> Option<MeterZones> {
    match code.trim() {
        "one" => Some(MeterZones::One),
        "two" => Some(MeterZones::Two),
        "three" => Some(MeterZones::Three),
        "hourly" => Some(MeterZones::Hourly),
        _ => None,
    }
}

fn fits(digits: &str, wanted: usize, fault: Fault) -> Result<(), Fault> {
    if digits.len() == wanted {
        return Ok(());
    }
    Err(fault.with("expected", wanted).with("actual", digits.len()))
}

/// «12,5» as 12500 for three places; `None` when it is no such number.
fn decimal(typed: &str, places: u32) -> Option<u64> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, part) = plain.split_once([',', '.']).unwrap_or((&plain, ""));
    let missing = places.checked_sub(u32::try_from(part.len()).ok()?)?;
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !is_number(whole) || !is_number(part) {
        return None;
    }
    let digits: u64 = format!("{whole}{part}").parse().ok()?;
    digits.checked_mul(10_u64.checked_pow(missing)?)
}

/// Reads a list of documents handed in, as typed.
///
/// # Errors
/// Every field that is wrong, in the order of the list.
pub fn read_attachments(
    typed: &[TypedAttachment],
    line_length_max: usize,
) -> Result<Vec<Attachment>, Vec<FieldError>> {
    let mut notes = Notes::default();
    attachments(typed, line_length_max, &mut notes).ok_or(notes.errors)
}

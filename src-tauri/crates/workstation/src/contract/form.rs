//! The form of the screen and that of the domain, and what the base already knows for it.

use stoika_domain::contract_intake::{self, TypedContract, TypedPoint};
use stoika_domain::directory::{Account, Party, PartyKind};
use stoika_domain::text;

use super::view;
use crate::api::appeal::AppealForm;
use crate::api::contract::{ContractForm, ContractPrefill, PointForm};
use crate::appeal::{FromBase, address_line, from_base};
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::session::Session;
use crate::workstation::Workstation;

/// Accounts of a client that are laid out as supply points.
const POINTS_MAX: usize = 20;

/// Kinds of clients by their codes.
const CLIENT_KINDS: [(PartyKind, &str); 7] = [
    (PartyKind::Citizen, "citizen"),
    (PartyKind::LegalEntity, "legal_entity"),
    (PartyKind::SoleTrader, "sole_trader"),
    (PartyKind::UtilityProvider, "utility_provider"),
    (PartyKind::StateCustomer, "state_customer"),
    (PartyKind::Reseller, "reseller"),
    (PartyKind::NetworkCompany, "network_company"),
];

/// Code of a kind of client.
pub(super) fn kind_code(kind: PartyKind) -> &'static str {
    CLIENT_KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("", |(_, code)| *code)
}

/// The client's kind: the base knows best.
pub(super) fn client_kind(form: &ContractForm, party: Option<&Party>) -> PartyKind {
    let typed = || {
        CLIENT_KINDS
            .iter()
            .find(|(_, code)| *code == form.client_kind.trim())
            .map_or(PartyKind::Citizen, |(kind, _)| *kind)
    };
    party.map_or_else(typed, |party| party.kind)
}

/// The appeal in which the application comes: category, topic and words follow from the matter.
pub(super) fn appeal_form(desk: &Desk, form: &ContractForm) -> Outcome<(AppealForm, FromBase)> {
    let mut appeal = form.appeal.clone();
    if let Some(matter) = contract_intake::matter(&form.matter) {
        let (category, topic) = contract_intake::filed_under(matter);
        category.clone_into(&mut appeal.category);
        topic.clone_into(&mut appeal.topic);
        if appeal.text.trim().is_empty() {
            appeal.text = view::request(matter, form.kind.trim() == "purchase").to_owned();
        }
    }
    if appeal.form.trim().is_empty() {
        "written".clone_into(&mut appeal.form);
    }
    if appeal.stub_address.trim().is_empty()
        && let Some(point) = form.points.first()
    {
        point.address.clone_into(&mut appeal.stub_address);
    }
    appeal.solved = false;
    let base = from_base(desk, &appeal)?;
    Ok((appeal, base))
}

/// The application as the domain judges it.
pub(super) fn typed(form: &ContractForm) -> TypedContract {
    TypedContract {
        matter: form.matter.clone(),
        kind: form.kind.clone(),
        inn: form.inn.clone(),
        kpp: form.kpp.clone(),
        ogrn: form.ogrn.clone(),
        legal_address: form.legal_address.clone(),
        bic: form.bic.clone(),
        bank_account: form.bank_account.clone(),
        signatory_name: form.signatory_name.clone(),
        signatory_post: form.signatory_post.clone(),
        signatory_authority: form.signatory_authority.clone(),
        born_on: form.born_on.clone(),
        passport: form.passport.clone(),
        ownership: form.ownership.clone(),
        area_m2: form.area_m2.clone(),
        registered_persons: form.registered_persons.clone(),
        residents: form.residents.clone(),
        points: form.points.iter().map(typed_point).collect(),
        connection: form.connection.clone(),
        connection_paper: form.connection_paper.clone(),
        wanted_from: form.wanted_from.clone(),
        change: form.change.clone(),
        by_initiative: form.by_initiative,
        own_draft: form.own_draft,
    }
}

fn typed_point(row: &PointForm) -> TypedPoint {
    TypedPoint {
        object: row.object.clone(),
        address: row.address.clone(),
        voltage: row.voltage.clone(),
        power_kw: row.power_kw.clone(),
        reliability: row.reliability.clone(),
        price_category: row.price_category.clone(),
        meter_model: row.meter_model.clone(),
        meter_number: row.meter_number.clone(),
        meter_zones: row.meter_zones.clone(),
        transformer_ratio: row.transformer_ratio.clone(),
    }
}

/// `contract.prefill`: what the base knows of the client and his accounts.
pub(crate) fn prefill(
    workstation: &Workstation,
    _: &Session,
    input: ContractPrefill,
) -> Outcome<ContractForm> {
    let desk = workstation.desk()?;
    let appeal = AppealForm {
        party_id: input.party_id,
        account: input.account,
        channel: "office".to_owned(),
        form: "written".to_owned(),
        ..AppealForm::default()
    };
    let base = from_base(&desk, &appeal)?;
    let mut form = ContractForm {
        appeal,
        client_kind: "citizen".to_owned(),
        ..ContractForm::default()
    };
    let Some(party) = base.party else {
        form.points.push(PointForm::default());
        return Ok(form);
    };
    kind_code(party.kind).clone_into(&mut form.client_kind);
    form.inn = party.inn.unwrap_or_default();
    form.kpp = party.kpp.unwrap_or_default();
    form.ogrn = party.ogrn.unwrap_or_default();
    if party.kind != PartyKind::Citizen
        && let Some(who) = party.representatives.first()
    {
        form.signatory_name.clone_from(&who.name);
        form.signatory_authority.clone_from(&who.authority);
    }
    let wanted: Vec<Account> = match base.account {
        Some(account) => vec![account],
        None if party.kind == PartyKind::Citizen => Vec::new(),
        None => {
            let mut rows = Vec::new();
            for number in party.accounts.iter().take(POINTS_MAX) {
                rows.extend(desk.replica.account(number)?);
            }
            rows
        }
    };
    if let (PartyKind::Citizen, Some(account)) = (party.kind, wanted.first()) {
        let number = |count: Option<u16>| count.map_or_else(String::new, |it| it.to_string());
        form.area_m2 = account
            .area_tenths_m2
            .map_or_else(String::new, view::tenths);
        form.registered_persons = number(account.registered_persons);
        form.residents = number(account.residents);
    }
    form.points = wanted.iter().map(point).collect();
    if form.points.is_empty() {
        form.points.push(PointForm::default());
    }
    Ok(form)
}

/// An account as a supply point. How its meter counts follows from the zones of its readings.
fn point(account: &Account) -> PointForm {
    let meter = account.meters.first();
    let zones = meter.map_or(0, |meter| {
        let zones = meter.readings.iter().map(|reading| &reading.zone);
        zones.collect::<std::collections::BTreeSet<_>>().len()
    });
    PointForm {
        object: text::lower_first(&account.object),
        address: address_line(&account.address).replace('\u{a0}', " "),
        voltage: account.voltage.clone().unwrap_or_default(),
        power_kw: account
            .max_power_kw
            .map_or_else(String::new, |power| power.to_string()),
        reliability: String::new(),
        price_category: account
            .price_category
            .map_or_else(String::new, |category| category.to_string()),
        meter_model: meter.map_or_else(String::new, |meter| meter.model.clone()),
        meter_number: meter.map_or_else(String::new, |meter| meter.serial.clone()),
        meter_zones: match zones {
            0 => "",
            1 => "one",
            2 => "two",
            _ => "three",
        }
        .to_owned(),
        transformer_ratio: meter
            .and_then(|meter| meter.ratio)
            .map_or_else(String::new, |ratio| ratio.to_string()),
    }
}

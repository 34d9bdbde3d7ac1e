//! A contract application as typed: what is asked of whom, and what has to agree.

use stoika_domain::appeal::contract::Connection;
use stoika_domain::check::FieldError;
use stoika_domain::contract_intake::{TypedContract, TypedPoint, assess};
use stoika_domain::directory::PartyKind;

fn point() -> TypedPoint {
    TypedPoint {
        object: "магазин".to_owned(),
        address: "г. Отрадный, ул. Советская, 5".to_owned(),
        voltage: "nn".to_owned(),
        power_kw: "25,5".to_owned(),
        reliability: "3".to_owned(),
        price_category: "1".to_owned(),
        ..TypedPoint::default()
    }
}

fn company() -> TypedContract {
    TypedContract {
        matter: "conclude".to_owned(),
        inn: "7830002293".to_owned(),
        kpp: "783001001".to_owned(),
        ogrn: "1027700132195".to_owned(),
        legal_address: "г. Отрадный, ул. Советская, 5".to_owned(),
        bic: "049805746".to_owned(),
        bank_account: "40602810700000000025".to_owned(),
        signatory_name: "Образцов Пётр Ильич".to_owned(),
        signatory_post: "директор".to_owned(),
        signatory_authority: "устав".to_owned(),
        points: vec![point(), TypedPoint::default()],
        connection: "shown".to_owned(),
        connection_paper: "акт от 12.03.2024 № 7".to_owned(),
        ..TypedContract::default()
    }
}

fn wrong(typed: &TypedContract, kind: PartyKind) -> Vec<String> {
    let today = "2026-10-30".parse().unwrap();
    let told = |errors: Vec<FieldError>| {
        let said = errors.into_iter();
        said.map(|it| format!("{}:{}", it.field, it.code)).collect()
    };
    match assess(typed, kind, today, 500) {
        Ok(assessed) => told(assessed.warnings),
        Err(errors) => told(errors),
    }
}

#[test]
fn a_company_is_asked_all_a_citizen_hardly_anything() {
    let today = "2026-10-30".parse().unwrap();
    let read = assess(&company(), PartyKind::LegalEntity, today, 500).unwrap();
    assert!(read.warnings.is_empty());
    let application = read.application;
    assert_eq!(application.points.len(), 1);
    assert_eq!(application.points[0].power_w, Some(25_500));
    assert!(matches!(
        application.connection,
        Some(Connection::Shown { .. })
    ));
    let mut citizen = TypedContract {
        matter: "conclude".to_owned(),
        points: vec![TypedPoint {
            address: "г. Отрадный, ул. Первомайская, 12".to_owned(),
            ..TypedPoint::default()
        }],
        ..TypedContract::default()
    };
    assert_eq!(
        wrong(&citizen, PartyKind::Citizen),
        ["by_initiative:initiative_wanted"]
    );
    citizen.by_initiative = true;
    assert!(wrong(&citizen, PartyKind::Citizen).is_empty());
    assert_eq!(
        wrong(&citizen, PartyKind::LegalEntity),
        [
            "inn:required",
            "kpp:required",
            "ogrn:required",
            "legal_address:required",
            "signatory_name:required",
            "signatory_post:required",
            "signatory_authority:required",
            "points.0.object:required",
            "points.0.voltage:required",
            "points.0.power_kw:required",
            "points.0.reliability:required",
            "points.0.price_category:required",
            "connection:required",
        ]
    );
}

#[test]
fn power_meter_and_price_category_agree() {
    let mut typed = company();
    typed.points[0].price_category = "2".to_owned();
    let company_wrong = |typed: &TypedContract| wrong(typed, PartyKind::LegalEntity);
    assert_eq!(
        company_wrong(&typed),
        ["points.0.price_category:category_needs_zones"]
    );
    typed.points[0].meter_model = "Меркурий 230".to_owned();
    typed.points[0].meter_number = "0123".to_owned();
    typed.points[0].meter_zones = "three".to_owned();
    assert!(company_wrong(&typed).is_empty());
    // Two points are 670 kW together: neither may stay below the third category.
    typed.points[1] = TypedPoint {
        power_kw: "644,5".to_owned(),
        ..point()
    };
    assert_eq!(
        company_wrong(&typed),
        [
            "points.0.price_category:category_by_power",
            "points.1.price_category:category_by_power",
        ]
    );
    for row in &mut typed.points {
        row.price_category = "4".to_owned();
        row.meter_model = "Меркурий 234".to_owned();
        row.meter_number = "0123".to_owned();
        row.meter_zones = "hourly".to_owned();
    }
    assert!(company_wrong(&typed).is_empty());
    typed.points[0].transformer_ratio = "0".to_owned();
    typed.points[1].meter_zones = "one".to_owned();
    assert_eq!(
        company_wrong(&typed),
        [
            "points.0.transformer_ratio:ratio_number",
            "points.1.price_category:category_needs_hours",
        ]
    );
}

#[test]
fn numbers_of_the_requisites_are_of_the_kind_of_client() {
    let mut typed = company();
    typed.inn = "500100732259".to_owned();
    typed.ogrn = "304500116000157".to_owned();
    assert_eq!(
        wrong(&typed, PartyKind::LegalEntity),
        ["inn:inn_of_kind", "ogrn:ogrn_of_kind"]
    );
    typed.kpp.clear();
    assert!(wrong(&typed, PartyKind::SoleTrader).is_empty());
    // An account of the treasury does not follow the rule of the key.
    typed.bank_account = "40602810700000000026".to_owned();
    typed.connection = "missing".to_owned();
    typed.wanted_from = "29.10.2026".to_owned();
    assert_eq!(
        wrong(&typed, PartyKind::SoleTrader),
        ["wanted_from:date_past"]
    );
    typed.wanted_from.clear();
    assert_eq!(
        wrong(&typed, PartyKind::SoleTrader),
        [
            "bank_account:account_check",
            "connection:connection_missing"
        ]
    );
}

#[test]
fn power_is_read_with_comma_or_point() {
    for (typed, read) in [
        ("12,5", Some(12_500)),
        ("12.125", Some(12_125)),
        ("1 000", Some(1_000_000)),
        ("12,1234", None),
        ("-5", None),
        ("5 кВт", None),
    ] {
        let mut contract = company();
        contract.points[0].power_kw = typed.to_owned();
        contract.points[0].price_category = "4".to_owned();
        contract.points[0].meter_model = "Меркурий 234".to_owned();
        contract.points[0].meter_number = "0123".to_owned();
        contract.points[0].meter_zones = "hourly".to_owned();
        let today = "2026-10-30".parse().unwrap();
        let assessed = assess(&contract, PartyKind::LegalEntity, today, 500).ok();
        let power = assessed.and_then(|it| it.application.points[0].power_w);
        assert_eq!(power, read, "{typed}");
    }
}

//! What the card says of a contract application: where it stands, its facts, its checklist.

use chrono::NaiveDate;
use stoika_domain::appeal::contract::{
    self, ClauseReply, Connection, ContractApplication, ContractKind, ContractMatter, Disagreement,
    MeterZones, SupplyPoint, Voltage,
};
use stoika_domain::appeal::{Appeal, Attachment, lifecycle};
use stoika_domain::body::EntryKind;
use stoika_domain::directory::PartyKind;
use stoika_domain::role::Role;
use stoika_domain::standard::Matter;
use stoika_domain::text;

use crate::api::contract::{
    ChecklistLine, ClauseView, ContractFact, ContractView, DisagreementView, PointView,
};
use crate::appeal::sheets;
use crate::reference::needed_code;
use crate::standards::Standards;
use crate::term_words::iso;

/// What an application can be about.
pub(super) const MATTERS: [(&str, &str); 5] = [
    ("conclude", "Заключить договор"),
    ("change", "Изменить договор"),
    ("change_owner", "Сменить собственника"),
    ("terminate", "Расторгнуть договор"),
    ("reduce", "Уменьшить объёмы"),
];
/// Kinds of contracts.
pub(super) const KINDS: [(&str, &str); 2] = [
    ("supply", "Договор энергоснабжения"),
    (
        "purchase",
        "Договор купли-продажи (поставки) электроэнергии",
    ),
];
/// Voltage levels.
pub(super) const VOLTAGES: [(&str, &str); 4] = [
    ("vn", "ВН"),
    ("sn1", "СН-I"),
    ("sn2", "СН-II"),
    ("nn", "НН"),
];
/// How a meter counts.
pub(super) const METER_ZONES: [(&str, &str); 4] = [
    ("one", "Одна зона"),
    ("two", "Две зоны: день, ночь"),
    ("three", "Три зоны: T1–T3"),
    ("hourly", "Почасовой"),
];
/// Whether the receivers are connected.
pub(super) const CONNECTIONS: [(&str, &str); 3] = [
    ("shown", "Есть, документ показан"),
    ("told", "Есть со слов клиента"),
    ("missing", "Нет"),
];

/// What the client asks for, when nothing else was written down.
pub(crate) const fn request(matter: ContractMatter, is_purchase: bool) -> &'static str {
    match (matter, is_purchase) {
        (ContractMatter::Conclude, false) => "Прошу заключить договор энергоснабжения.",
        (ContractMatter::Conclude, true) => {
            "Прошу заключить договор купли-продажи (поставки) электрической энергии (мощности)."
        }
        (ContractMatter::Change, _) => "Прошу внести изменения в договор.",
        (ContractMatter::ChangeOwner, _) => "Прошу сменить собственника лицевого счёта.",
        (ContractMatter::Terminate, _) => "Прошу расторгнуть договор.",
        (ContractMatter::Reduce, _) => "Прошу уменьшить объёмы по договору.",
    }
}

/// Conditional documents of the checklist that this application makes needed.
pub(super) fn owed_by_condition(
    application: &ContractApplication,
    representative: &str,
) -> Vec<&'static str> {
    let is_citizen = application.client_kind == PartyKind::Citizen;
    let mut owed = Vec::new();
    if application.kind == ContractKind::Purchase {
        owed.push("transmission_contract");
    }
    if !representative.trim().is_empty() {
        owed.push("representative_authority");
    }
    if !is_citizen {
        match application.matter {
            ContractMatter::Terminate | ContractMatter::Reduce => owed.push("signatory_authority"),
            ContractMatter::Conclude | ContractMatter::Change | ContractMatter::ChangeOwner => {}
        }
    }
    owed
}

/// «55,5» of 555 tenths.
pub(super) fn tenths(value: u32) -> String {
    match value % 10 {
        0 => (value / 10).to_string(),
        rest => format!("{},{rest}", value / 10),
    }
}

/// «25,5» kilowatts.
pub(crate) fn kilowatts(power_w: u64) -> String {
    let whole = power_w / 1000;
    let part = format!("{:03}", power_w % 1000);
    match part.trim_end_matches('0') {
        "" => whole.to_string(),
        part => format!("{whole},{part}"),
    }
}

/// «НН».
pub(crate) const fn voltage_label(voltage: Voltage) -> &'static str {
    match voltage {
        Voltage::Vn => "ВН",
        Voltage::Sn1 => "СН-I",
        Voltage::Sn2 => "СН-II",
        Voltage::Nn => "НН",
    }
}

/// How a meter counts, in words.
pub(crate) const fn zones_label(zones: MeterZones) -> &'static str {
    match zones {
        MeterZones::One => "одна зона",
        MeterZones::Two => "две зоны",
        MeterZones::Three => "три зоны",
        MeterZones::Hourly => "почасовой",
    }
}

/// «Заявление о заключении договора».
pub(crate) const fn matter_label(matter: ContractMatter) -> &'static str {
    match matter {
        ContractMatter::Conclude => "Заявление о заключении договора",
        ContractMatter::Change => "Заявление об изменении договора",
        ContractMatter::ChangeOwner => "Заявление о смене собственника",
        ContractMatter::Terminate => "Заявление о расторжении договора",
        ContractMatter::Reduce => "Заявление об уменьшении объёмов",
    }
}

/// Which contract.
pub(crate) const fn kind_label(kind: ContractKind) -> &'static str {
    match kind {
        ContractKind::Supply => "Договор энергоснабжения",
        ContractKind::Purchase => "Договор купли-продажи (поставки) электроэнергии",
    }
}

/// Where an application stands: its code, and the words that the client hears.
pub(crate) fn stage(appeal: &Appeal) -> (&'static str, String) {
    let course = &appeal.contract;
    let day = |on: NaiveDate| text::date(on);
    let sent_on = course.sent.as_ref().map(|sent| sent.sent_on);
    let replied = course
        .disagreements
        .last()
        .and_then(|last| last.answered.as_ref());
    if let Some(returned) = &course.returned {
        let words = format!(
            "Договор заключён: подписанный экземпляр получен {}",
            day(returned.returned_on)
        );
        return ("concluded", words);
    }
    if let Some(refused) = &course.refused {
        return (
            "refused",
            format!("В заключении отказано {}", day(refused.refused_on)),
        );
    }
    if let Some(open) = course.open_disagreement() {
        let words = format!(
            "Рассматриваем протокол разногласий от {}",
            day(open.disagreed.received_on)
        );
        return ("disagreement", words);
    }
    if let Some(replied) = replied.filter(|it| sent_on.is_none_or(|sent| sent < it.answered_on)) {
        let words = format!(
            "Протокол разногласий рассмотрен {}, ответ направлен",
            day(replied.answered_on)
        );
        return ("replied", words);
    }
    if let Some(sent) = &course.sent {
        let words = format!(
            "Договор № {} направлен {}, ждём подписанный экземпляр",
            sent.contract_number,
            day(sent.sent_on)
        );
        return ("sent", words);
    }
    let missing = contract::missing(appeal).len();
    let is_citizen = course
        .application
        .as_ref()
        .is_some_and(|application| application.client_kind == PartyKind::Citizen);
    if missing == 0 || is_citizen {
        let words = course.completed_on.map_or_else(
            || "Документы полны, готовим проект договора".to_owned(),
            |on| format!("Документы полны с {}, готовим проект договора", day(on)),
        );
        return ("preparing", words);
    }
    match &course.notified {
        Some(notified) => (
            "waiting",
            format!(
                "Ждём документы: уведомление направлено {}",
                day(notified.notified_on)
            ),
        ),
        None => (
            "incomplete",
            "Не хватает документов, клиент ещё не уведомлён".to_owned(),
        ),
    }
}

/// The section of a card; `None` for an appeal that is no application.
pub(crate) fn section(standards: &Standards, appeal: &Appeal, role: Role) -> Option<ContractView> {
    let application = appeal.contract.application.as_ref()?;
    let (stage, stage_label) = stage(appeal);
    let client = standards
        .book
        .client_kinds
        .iter()
        .find(|row| row.id == application.client_kind)
        .map_or_else(String::new, |row| text::lower_first(&row.title_ru));
    Some(ContractView {
        matter_label: matter_label(application.matter).to_owned(),
        kind_label: format!("{}, {client}", kind_label(application.kind)),
        stage: stage.to_owned(),
        stage_label,
        facts: facts(application),
        points: application.points.iter().map(point).collect(),
        checklist: checklist(standards, appeal, application),
        disagreements: appeal
            .contract
            .disagreements
            .iter()
            .map(disagreement)
            .collect(),
        actions: actions(appeal, role),
    })
}

/// What is permitted both by the state and to the role.
fn actions(appeal: &Appeal, role: Role) -> Vec<String> {
    [
        ("bring", EntryKind::AppealDocumentsBrought),
        ("notify", EntryKind::AppealMissingNotified),
        ("reply", EntryKind::AppealDisagreementAnswered),
        ("send", EntryKind::AppealContractSent),
        ("disagree", EntryKind::AppealDisagreed),
        ("returned", EntryKind::AppealContractReturned),
        ("refuse", EntryKind::AppealContractRefused),
    ]
    .into_iter()
    .filter(|(_, kind)| {
        lifecycle::permit(*kind, appeal).is_ok()
            && lifecycle::transition(*kind).is_some_and(|row| role.permits(row.who))
    })
    .filter(|(act, _)| match *act {
        // Nothing is owed any more, and what is back is back.
        "bring" => !contract::missing(appeal).is_empty(),
        "returned" => appeal.contract.returned.is_none(),
        _ => true,
    })
    .map(|(act, _)| act.to_owned())
    .collect()
}

/// What the application says, for the card and the papers.
pub(crate) fn facts(application: &ContractApplication) -> Vec<ContractFact> {
    let mut facts = Vec::new();
    let mut add = |label: &str, value: String| {
        facts.push(ContractFact {
            label: label.to_owned(),
            value,
        });
    };
    if let Some(it) = &application.requisites {
        let inn = match &it.kpp {
            Some(kpp) => format!("{} / {kpp}", it.inn),
            None => it.inn.clone(),
        };
        add("ИНН / КПП", inn);
        add("ОГРН", it.ogrn.clone());
        add("Место нахождения", it.address.clone());
        if let (Some(account), Some(bic)) = (&it.bank_account, &it.bic) {
            add("Счёт", format!("{account}, БИК {bic}"));
        }
    }
    if let Some(who) = &application.signatory {
        add(
            "Подписывает",
            format!("{}, {}, {}", who.name, who.post, who.authority),
        );
    }
    if let Some(premises) = &application.premises {
        if let Some(born_on) = premises.born_on {
            add("Дата рождения", text::date(born_on));
        }
        if let Some(paper) = &premises.ownership {
            add("Право на помещение", paper.clone());
        }
        if let Some(area) = premises.area_tenths_m2 {
            add("Площадь", format!("{}\u{a0}м²", tenths(area)));
        }
        if let Some(count) = premises.registered_persons {
            add("Зарегистрировано", count.to_string());
        }
        if let Some(count) = premises.residents {
            add("Проживает", count.to_string());
        }
    }
    match &application.connection {
        Some(Connection::Shown { paper }) => add("Присоединение", paper.clone()),
        Some(Connection::Told) => add("Присоединение", "есть со слов клиента".to_owned()),
        Some(Connection::Missing) => add("Присоединение", "нет".to_owned()),
        None => {}
    }
    if let Some(from) = application.wanted_from {
        add("Желаемая дата", text::date(from));
    }
    if let Some(change) = &application.change {
        add("Что изменить", change.clone());
    }
    if application.by_initiative {
        add("Письменный договор", "по инициативе гражданина".to_owned());
    }
    if application.own_draft {
        add(
            "Проект договора",
            "принесён подписанный клиентом".to_owned(),
        );
    }
    facts
}

/// A supply point in words.
pub(crate) fn point(point: &SupplyPoint) -> PointView {
    let mut power = Vec::new();
    power.extend(point.voltage.map(|it| voltage_label(it).to_owned()));
    power.extend(
        point
            .power_w
            .map(|it| format!("{}\u{a0}кВт", kilowatts(it))),
    );
    power.extend(
        point
            .reliability
            .map(|it| format!("категория надёжности\u{a0}{it}")),
    );
    let object = text::upper_first(&point.object);
    PointView {
        place: if object.is_empty() {
            point.address.clone()
        } else {
            format!("{object}: {}", point.address)
        },
        power: power.join(", "),
        price_category: point
            .price_category
            .map_or_else(String::new, |it| format!("{it}\u{a0}ЦК")),
        meter: point.meter.as_ref().map_or_else(String::new, |meter| {
            let ratio = match meter.transformer_ratio {
                1 => String::new(),
                ratio => format!(", Ктт\u{a0}{ratio}"),
            };
            format!(
                "{} №\u{a0}{}, {}{ratio}",
                meter.model,
                meter.number,
                zones_label(meter.zones)
            )
        }),
    }
}

fn checklist(
    standards: &Standards,
    appeal: &Appeal,
    application: &ContractApplication,
) -> Vec<ChecklistLine> {
    let registered = &appeal.registered;
    let matter = Matter::of_appeal(registered.category.as_str(), registered.topic.as_str());
    let (Some(matter), Some(data)) = (matter, &standards.rules.checklists) else {
        return Vec::new();
    };
    let Some(list) = data.for_any_of(matter, &[application.client_kind]) else {
        return Vec::new();
    };
    let missing = contract::missing(appeal);
    let all: Vec<&Attachment> = registered
        .attachments
        .iter()
        .chain(&appeal.contract.brought)
        .collect();
    list.items
        .iter()
        .filter_map(|item| Some((item, data.document(item)?)))
        .filter(|(_, document)| !document.is_appeal && document.is_handed_over())
        .map(|(item, document)| {
            let brought = all.iter().find(|row| document.is(row));
            ChecklistLine {
                code: document.id.clone(),
                title: document.title_ru.clone(),
                needed: needed_code(item.needed).to_owned(),
                condition: item.condition_ru.clone(),
                brought: brought.map(|row| brought_words(row)),
                missing: brought.is_none() && missing.iter().any(|it| it.name == document.title_ru),
                where_to_get: document.where_ru.clone(),
            }
        })
        .collect()
}

fn brought_words(row: &Attachment) -> String {
    let form = match row.form {
        stoika_domain::appeal::DocumentForm::Original => "оригинал",
        stoika_domain::appeal::DocumentForm::Copy => "копия",
    };
    format!("{form}, {}", sheets(row.sheets))
}

fn disagreement(one: &Disagreement) -> DisagreementView {
    let replies = one.answered.as_ref().map(|it| it.replies.as_slice());
    let clauses = one.disagreed.clauses.iter().enumerate();
    DisagreementView {
        received_on: iso(one.disagreed.received_on),
        answered_on: one.answered.as_ref().map(|it| iso(it.answered_on)),
        clauses: clauses
            .map(|(at, clause)| ClauseView {
                clause: clause.clause.clone(),
                ours: clause.ours.clone(),
                theirs: clause.theirs.clone(),
                reply: replies.and_then(|all| all.get(at)).map(reply_words),
            })
            .collect(),
    }
}

/// What was replied to a clause.
pub(crate) fn reply_words(reply: &ClauseReply) -> String {
    match reply {
        ClauseReply::Accepted => "Принято в редакции клиента".to_owned(),
        ClauseReply::Declined { reason } => format!("Отклонено: {reason}"),
        ClauseReply::Agreed { wording } => format!("Согласованная редакция: {wording}"),
    }
}

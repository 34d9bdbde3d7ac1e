//! What the further course of a case says on its card: contract, claim, answer, hand-over.

use stoika_domain::appeal::answer::{AnswerEvent, Asked, Delivery};
use stoika_domain::appeal::claim::{ClaimEvent, Responsibility};
use stoika_domain::appeal::contract::{ContractApplication, ContractEvent, ContractMatter};
use stoika_domain::appeal::hand_over::HandOverEvent;
use stoika_domain::destruction::CENTRE;
use stoika_domain::ids::OfficeId;
use stoika_domain::text;

use crate::standards::Standards;

/// Of a contract application.
pub(super) fn contract(event: &ContractEvent) -> String {
    match event {
        ContractEvent::Detailed(application) => matter(application).to_owned(),
        ContractEvent::DocumentsBrought(brought) => {
            let names = names(brought.documents.iter().map(|one| one.name.as_str()));
            format!("Принесены документы: {names}")
        }
        ContractEvent::MissingNotified(notified) => {
            let names = names(notified.missing.iter().map(|one| one.name.as_str()));
            format!("Уведомление о недостающих документах: {names}")
        }
        ContractEvent::Refused(refused) => format!("Отказано: {}", refused.text),
        ContractEvent::Sent(sent) => format!("Направлен договор № {}", sent.contract_number),
        ContractEvent::Disagreed(disagreed) => {
            let names = names(disagreed.clauses.iter().map(|one| one.clause.as_str()));
            format!("Протокол разногласий, пункты: {names}")
        }
        ContractEvent::DisagreementAnswered(_) => "Протокол разногласий рассмотрен".to_owned(),
        ContractEvent::Returned(_) => "Договор вернулся подписанным".to_owned(),
    }
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    all.map(text::lower_first).collect::<Vec<_>>().join(", ")
}

/// «Заявление о заключении договора».
pub(super) fn matter(application: &ContractApplication) -> &'static str {
    match application.matter {
        ContractMatter::Conclude => "Заявление о заключении договора",
        ContractMatter::Change => "Заявление об изменении договора",
        ContractMatter::ChangeOwner => "Заявление о смене собственника",
        ContractMatter::Terminate => "Заявление о расторжении договора",
        ContractMatter::Reduce => "Заявление об уменьшении объёмов",
    }
}

/// Of a claim.
pub(super) fn claim(event: &ClaimEvent) -> String {
    match event {
        ClaimEvent::Assessed(assessed) if assessed.is_immediate => {
            "Претензия оценена: нужны немедленные действия".to_owned()
        }
        ClaimEvent::Assessed(_) => "Претензия оценена".to_owned(),
        ClaimEvent::SettlementAccepted(_) => "Предложение принято заявителем".to_owned(),
        ClaimEvent::SettlementRejected(rejected) => {
            format!("Решение отклонено заявителем: {}", rejected.words)
        }
        ClaimEvent::ResponsibilityConfirmed(confirmed) => {
            let how = match confirmed.how {
                Responsibility::OutOfCourt => "во внесудебном порядке",
                Responsibility::ByCourt => "судом",
            };
            format!("Ответственность подтверждена {how}: {}", confirmed.basis)
        }
        ClaimEvent::CauseFound(found) => format!("Причина: {}", found.cause),
        ClaimEvent::ActionSet(set) => format!(
            "Мероприятие: {}, {}, до {}",
            set.what,
            set.owner.name,
            text::date(set.due_on)
        ),
        ClaimEvent::ActionDone(done) if done.is_dropped => {
            format!("Мероприятие снято: {}", done.note)
        }
        ClaimEvent::ActionDone(done) => format!("Мероприятие выполнено: {}", done.note),
    }
}

/// On the way to the answer, and after it.
pub(super) fn answer(event: &AnswerEvent) -> String {
    match event {
        AnswerEvent::Drafted(_) => "Проект ответа отдан на подпись".to_owned(),
        AnswerEvent::Returned(returned) => format!("Проект возвращён: {}", returned.reason),
        AnswerEvent::Approved(_) => "Ответ подписан".to_owned(),
        AnswerEvent::Dispatched(sent) => {
            let paper = crate::paper::title(&sent.form_id);
            match &sent.track {
                Some(track) => format!("Отправлено: {}, {track}", text::lower_first(&paper)),
                None => format!("Отправлено: {}", text::lower_first(&paper)),
            }
        }
        AnswerEvent::Delivered(told) => match (told.delivery, &told.track) {
            (Some(Delivery::Delivered), _) => "Письмо вручено".to_owned(),
            (Some(Delivery::CameBack), _) => "Письмо вернулось".to_owned(),
            (Some(Delivery::Declined), _) => "Адресат отказался от письма".to_owned(),
            (None, Some(track)) => format!("Почтовый номер письма: {track}"),
            (None, None) => "Отметка почты".to_owned(),
        },
        AnswerEvent::Asked(asked) => {
            let whom = match &asked.whom {
                Asked::Organisation { name } => name,
                Asked::Expert { expert } => &expert.name,
            };
            format!("Запрос: {whom}. {}", asked.question)
        }
        AnswerEvent::Replied(replied) => format!("Ответ на запрос: {}", replied.text),
    }
}

/// Of a hand-over.
pub(super) fn hand_over(standards: &Standards, event: &HandOverEvent) -> String {
    match event {
        HandOverEvent::HandedOver(handed) => format!(
            "Передано: {}. {}",
            office(standards, &handed.to_office),
            handed.comment
        ),
        HandOverEvent::TakenOver(taken) => format!(
            "Принято в работу: {}, {}",
            office(standards, &taken.executor.office_id),
            taken.executor.name
        ),
        HandOverEvent::HandedBack(back) => format!("Возвращено: {}", back.reason),
    }
}

/// «бэк-офис», «Отрадненское отделение».
fn office(standards: &Standards, id: &OfficeId) -> String {
    if id.as_str() == CENTRE {
        return "бэк-офис".to_owned();
    }
    standards.office_name(id.as_str())
}

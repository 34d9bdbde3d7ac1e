//! The contract application (заявление о заключении, изменении, расторжении договора): its detail and
//! its way to a signed contract. 5.1 rows 1.1–1.3, 2.1, 2.3; R44–R58.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Act, Answered, Appeal, Attachment, Compared, Outcome, Wanted, not_before_receipt};
use crate::body::VoidReason;
use crate::civil;
use crate::directory::PartyKind;
use crate::ids::{AnswerChannelId, NormKey};
use crate::terms::StartDates;

/// Which contract (вид договора), R46.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractKind {
    /// Договор энергоснабжения.
    Supply,
    /// Договор купли-продажи (поставки) электрической энергии (мощности).
    Purchase,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractMatter {
    /// Заключить договор.
    Conclude,
    /// Изменить договор.
    Change,
    /// Сменить собственника: a citizen's account passes to another.
    ChangeOwner,
    /// Расторгнуть договор.
    Terminate,
    /// Уменьшить объёмы.
    Reduce,
}

/// Voltage level (уровень напряжения).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voltage {
    /// ВН.
    Vn,
    /// СН-I.
    Sn1,
    /// СН-II.
    Sn2,
    /// НН.
    Nn,
}

/// By how many zones of the day a meter counts (тарифность).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeterZones {
    /// One.
    One,
    /// Day and night (T1, T2).
    Two,
    /// Peak, half-peak, night (T1–T3).
    Three,
    /// Hour by hour (почасовой учёт).
    Hourly,
}

/// The meter of a supply point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointMeter {
    /// Type: «Меркурий 230».
    #[serde(rename = "ty")]
    pub model: String,
    /// Factory number.
    #[serde(rename = "no")]
    pub number: String,
    /// How it counts.
    #[serde(rename = "zo")]
    pub zones: MeterZones,
    /// Ктт: coefficient of the current transformers, 1 without them.
    #[serde(rename = "kt")]
    pub transformer_ratio: u32,
}

/// A supply point (точка поставки).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplyPoint {
    /// What stands there: «магазин».
    #[serde(rename = "ob")]
    pub object: String,
    /// Where.
    #[serde(rename = "ad")]
    pub address: String,
    /// Voltage level; `None` for a citizen who need not know it.
    #[serde(rename = "vo", default, skip_serializing_if = "Option::is_none")]
    pub voltage: Option<Voltage>,
    /// Maximum power of the receiving devices, watts.
    #[serde(rename = "pw", default, skip_serializing_if = "Option::is_none")]
    pub power_w: Option<u64>,
    /// Reliability category, 1 to 3.
    #[serde(rename = "rl", default, skip_serializing_if = "Option::is_none")]
    pub reliability: Option<u8>,
    /// Price category, 1 to 6.
    #[serde(rename = "pc", default, skip_serializing_if = "Option::is_none")]
    pub price_category: Option<u8>,
    /// The meter, if there is one.
    #[serde(rename = "mt", default, skip_serializing_if = "Option::is_none")]
    pub meter: Option<PointMeter>,
}

/// Who signs for an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// ФИО.
    #[serde(rename = "nm")]
    pub name: String,
    /// Post.
    #[serde(rename = "po")]
    pub post: String,
    /// On what ground: «Устав», «доверенность от 01.02.2026 № 5».
    #[serde(rename = "au")]
    pub authority: String,
}

/// Requisites of an organisation or a sole trader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requisites {
    /// ИНН.
    #[serde(rename = "in")]
    pub inn: String,
    /// КПП; a sole trader has none.
    #[serde(rename = "kp", default, skip_serializing_if = "Option::is_none")]
    pub kpp: Option<String>,
    /// ОГРН or ОГРНИП.
    #[serde(rename = "og")]
    pub ogrn: String,
    /// Legal address (место нахождения).
    #[serde(rename = "ad")]
    pub address: String,
    /// Bank account, when given: 20 digits.
    #[serde(rename = "ac", default, skip_serializing_if = "Option::is_none")]
    pub bank_account: Option<String>,
    /// БИК of its bank.
    #[serde(rename = "bi", default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
}

/// What a citizen tells of himself and the premises (ПП 354); every field may be missing, none
/// blocks the service (R49).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premises {
    /// Date of birth.
    #[serde(
        rename = "bd",
        default,
        skip_serializing_if = "Option::is_none",
        with = "civil::optional_date"
    )]
    pub born_on: Option<NaiveDate>,
    /// Passport as written: «36 04 123456, выдан …».
    #[serde(rename = "ps", default, skip_serializing_if = "Option::is_none")]
    pub passport: Option<String>,
    /// Paper of the right to the premises.
    #[serde(rename = "ow", default, skip_serializing_if = "Option::is_none")]
    pub ownership: Option<String>,
    /// Area, tenths of a square metre.
    #[serde(rename = "ar", default, skip_serializing_if = "Option::is_none")]
    pub area_tenths_m2: Option<u32>,
    /// Persons registered.
    #[serde(rename = "rg", default, skip_serializing_if = "Option::is_none")]
    pub registered_persons: Option<u16>,
    /// Persons living there.
    #[serde(rename = "lv", default, skip_serializing_if = "Option::is_none")]
    pub residents: Option<u16>,
}

/// Whether the receivers are technologically connected (3.5, R13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Connection {
    /// By a paper: «акт об осуществлении ТП от 12.03.2024 № 7».
    Shown {
        /// The paper.
        #[serde(rename = "by")]
        paper: String,
    },
    /// The client says so, no paper was shown.
    Told,
    /// They are not.
    Missing,
}

/// The application as written down: the detail of its appeal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractApplication {
    /// What is asked for.
    #[serde(rename = "ma")]
    pub matter: ContractMatter,
    /// Which contract.
    #[serde(rename = "ck")]
    pub kind: ContractKind,
    /// Who the client is: form, checklist and draft follow from it.
    #[serde(rename = "cl")]
    pub client_kind: PartyKind,
    /// Of an organisation or a sole trader.
    #[serde(rename = "rq", default, skip_serializing_if = "Option::is_none")]
    pub requisites: Option<Requisites>,
    /// Who signs for an organisation.
    #[serde(rename = "sg", default, skip_serializing_if = "Option::is_none")]
    pub signatory: Option<Signatory>,
    /// Of a citizen.
    #[serde(rename = "pr", default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<Premises>,
    /// Supply points, the first one is the main one.
    #[serde(rename = "sp", default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<SupplyPoint>,
    /// Technological connection; `None` where it is not asked (change, termination).
    #[serde(rename = "tc", default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
    /// From when the contract, its change or its end is wanted.
    #[serde(
        rename = "st",
        default,
        skip_serializing_if = "Option::is_none",
        with = "civil::optional_date"
    )]
    pub wanted_from: Option<NaiveDate>,
    /// What is to change, or why it ends, in the client's words.
    #[serde(rename = "ch", default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// A citizen asks for a written contract by his own initiative (R49).
    #[serde(rename = "wi", default, skip_serializing_if = "is_false")]
    pub by_initiative: bool,
    /// The client brought his own signed draft (R48).
    #[serde(rename = "od", default, skip_serializing_if = "is_false")]
    pub own_draft: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Documents were brought later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentsBrought {
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub brought_on: NaiveDate,
    /// What was brought now.
    #[serde(rename = "at", default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Attachment>,
    /// How all that is there now compares with the checklist. The set is complete from this day
    /// when nothing is missing any more (A7).
    #[serde(rename = "cl")]
    pub compared: Compared,
}

/// The client was told what is missing (row 1.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingNotified {
    /// Civil date of the notice.
    #[serde(rename = "on", with = "civil::date")]
    pub notified_on: NaiveDate,
    /// What the notice names.
    #[serde(rename = "ms")]
    pub missing: Vec<Wanted>,
}

/// The contract is refused with reasons (row 1.2, A8). It is the answer of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractRefused {
    /// Civil date of the notice.
    #[serde(rename = "on", with = "civil::date")]
    pub refused_on: NaiveDate,
    /// Codes of the reasons: rows of `refusal_reasons.json`.
    #[serde(rename = "rs")]
    pub reasons: BTreeSet<String>,
    /// The reasoning, for the notice.
    #[serde(rename = "tx")]
    pub text: String,
    /// By what channel.
    #[serde(rename = "an")]
    pub answer_channel: AnswerChannelId,
}

/// The signed contract with its appendices, the change or the agreement of termination was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractSent {
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub sent_on: NaiveDate,
    /// Number of the contract or of the agreement.
    #[serde(rename = "no")]
    pub contract_number: String,
    /// By what channel.
    #[serde(rename = "an")]
    pub answer_channel: AnswerChannelId,
}

/// A clause that the client wants otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputedClause {
    /// Clause of the draft: «4.2».
    #[serde(rename = "cl")]
    pub clause: String,
    /// The supplier's wording.
    #[serde(rename = "us")]
    pub ours: String,
    /// The client's wording.
    #[serde(rename = "th")]
    pub theirs: String,
}

/// The client brought a protocol of disagreements (протокол разногласий), row 1.3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreed {
    /// Civil date of receipt of the protocol.
    #[serde(rename = "on", with = "civil::date")]
    pub received_on: NaiveDate,
    /// The clauses, in the order of the protocol.
    #[serde(rename = "cs")]
    pub clauses: Vec<DisputedClause>,
}

/// What the supplier says to one clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseReply {
    /// The client's wording is taken.
    Accepted,
    /// The supplier's wording stands.
    Declined {
        /// Why.
        #[serde(rename = "wy")]
        reason: String,
    },
    /// Another wording is proposed.
    Agreed {
        /// The wording.
        #[serde(rename = "tx")]
        wording: String,
    },
}

/// The protocol was processed (row 1.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisagreementAnswered {
    /// Civil date.
    #[serde(rename = "on", with = "civil::date")]
    pub answered_on: NaiveDate,
    /// One reply for each clause, in their order.
    #[serde(rename = "rp")]
    pub replies: Vec<ClauseReply>,
    /// By what channel.
    #[serde(rename = "an")]
    pub answer_channel: AnswerChannelId,
}

/// The client's signed copy came back: the contract is concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractReturned {
    /// Civil date of receipt.
    #[serde(rename = "on", with = "civil::date")]
    pub returned_on: NaiveDate,
}

/// What can happen to a contract application, beside what happens to any appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContractEvent {
    /// Записано заявление: the detail, or its correction.
    Detailed(Box<ContractApplication>),
    /// Принесены документы.
    DocumentsBrought(DocumentsBrought),
    /// Направлено уведомление о недостающих документах.
    MissingNotified(MissingNotified),
    /// Отказано.
    Refused(ContractRefused),
    /// Направлен договор.
    Sent(ContractSent),
    /// Получен протокол разногласий.
    Disagreed(Disagreed),
    /// Протокол разногласий рассмотрен.
    DisagreementAnswered(DisagreementAnswered),
    /// Договор вернулся подписанным.
    Returned(ContractReturned),
}

/// A protocol of disagreements and what was said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// The act that wrote it down.
    pub id: Uuid,
    /// The protocol.
    pub disagreed: Disagreed,
    /// The reply.
    pub answered: Option<DisagreementAnswered>,
}

/// The way of a contract application, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractCourse {
    /// The application; `None` until its detail is written down.
    pub application: Option<ContractApplication>,
    /// Documents that were brought after the registration, oldest first.
    #[serde(default)]
    pub brought: Vec<Attachment>,
    /// The last comparison with the checklist; `None`: that of the registration holds.
    #[serde(default)]
    pub compared: Option<Compared>,
    /// The day the set became complete after something had been missing (A7).
    #[serde(default, with = "civil::optional_date")]
    pub completed_on: Option<NaiveDate>,
    /// The last notice of what is missing.
    #[serde(default)]
    pub notified: Option<MissingNotified>,
    /// The refusal.
    #[serde(default)]
    pub refused: Option<ContractRefused>,
    /// What was sent last.
    #[serde(default)]
    pub sent: Option<ContractSent>,
    /// Protocols, oldest first; only the last may be without its reply.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// The signed copy.
    #[serde(default)]
    pub returned: Option<ContractReturned>,
}

impl ContractCourse {
    /// The protocol that waits for its reply.
    #[must_use]
    pub fn open_disagreement(&self) -> Option<&Disagreement> {
        self.disagreements
            .last()
            .filter(|last| last.answered.is_none())
    }
}

/// Stages of a contract application by the norms of their terms: names of rows of `norms.json`.
mod stage {
    /// Refusal, or notice of missing documents.
    pub const REFUSAL_OR_MISSING: &str = "contract.refusal_or_missing";
    /// Sending of the signed contract.
    pub const SEND_SIGNED: &str = "contract.send_signed";
    /// Reply to a protocol of disagreements.
    pub const DISAGREEMENT: &str = "contract.disagreement";
}

/// What is missing now: by the last comparison.
#[must_use]
pub fn missing(appeal: &Appeal) -> &[Wanted] {
    appeal
        .contract
        .compared
        .as_ref()
        .or(appeal.registered.compared.as_ref())
        .map_or(&[], |compared| &compared.missing)
}

/// The term that runs now for an application with its detail: by which norm and from which dates;
/// `None` where the norm of the registration holds (A7, A8).
#[must_use]
pub(super) fn running(appeal: &Appeal) -> Option<(NormKey, StartDates)> {
    let course = &appeal.contract;
    let application = course.application.as_ref()?;
    let key = |name| NormKey::parse(name).ok();
    let mut dates = appeal.start_dates();
    if let Some(open) = course.open_disagreement() {
        dates.received_on = open.disagreed.received_on;
        dates.registered_on = None;
        return Some((key(stage::DISAGREEMENT)?, dates));
    }
    match application.matter {
        ContractMatter::Conclude | ContractMatter::Change | ContractMatter::ChangeOwner => {}
        // Their one term is the norm of the registration.
        ContractMatter::Terminate | ContractMatter::Reduce => return None,
    }
    let is_complete = missing(appeal).is_empty() || application.client_kind == PartyKind::Citizen;
    if is_complete || course.notified.is_some() {
        // While the client owes a paper the pause stands open; from the day of the last paper the
        // whole term runs (A7).
        dates.completed_on = course.completed_on;
        return Some((key(stage::SEND_SIGNED)?, dates));
    }
    Some((key(stage::REFUSAL_OR_MISSING)?, dates))
}

/// Applies one event; what any transition asks has been asked by the table.
pub(super) fn apply(
    appeal: &mut Appeal,
    act: &Act,
    event: &ContractEvent,
) -> Result<(), VoidReason> {
    match event {
        ContractEvent::Detailed(application) => {
            appeal.contract.application = Some((**application).clone());
        }
        ContractEvent::DocumentsBrought(brought) => bring(appeal, brought)?,
        ContractEvent::MissingNotified(notified) => {
            not_before_receipt(appeal, notified.notified_on)?;
            appeal.contract.notified = Some(notified.clone());
            if !appeal.is_waiting() {
                let names: Vec<&str> = notified
                    .missing
                    .iter()
                    .map(|wanted| wanted.name.as_str())
                    .collect();
                appeal.wait(notified.notified_on, names.join("; "))?;
            }
        }
        ContractEvent::Refused(refused) => {
            not_before_receipt(appeal, refused.refused_on)?;
            appeal.end_waiting(refused.refused_on)?;
            appeal.contract.refused = Some(refused.clone());
            appeal.answered = Some(answer(
                refused.refused_on,
                Outcome::Unfounded,
                &refused.answer_channel,
                &refused.text,
            ));
        }
        ContractEvent::Sent(sent) => {
            not_before_receipt(appeal, sent.sent_on)?;
            appeal.end_waiting(sent.sent_on)?;
            appeal.contract.sent = Some(sent.clone());
            appeal.contract.returned = None;
            appeal.answered = Some(answer(
                sent.sent_on,
                Outcome::Founded,
                &sent.answer_channel,
                &sent.contract_number,
            ));
        }
        ContractEvent::Disagreed(disagreed) => {
            not_before_receipt(appeal, disagreed.received_on)?;
            appeal.contract.disagreements.push(Disagreement {
                id: act.act_id,
                disagreed: disagreed.clone(),
                answered: None,
            });
            // A reply is owed now, whatever was sent before.
            appeal.answered = None;
            appeal.contract.returned = None;
        }
        ContractEvent::DisagreementAnswered(answered) => {
            let Some(open) = appeal.contract.disagreements.last_mut() else {
                return Err(VoidReason::NotDisagreed);
            };
            if answered.answered_on < open.disagreed.received_on {
                return Err(VoidReason::BeforeReceipt);
            }
            if answered.replies.len() != open.disagreed.clauses.len() {
                return Err(VoidReason::NotAllNamed);
            }
            open.answered = Some(answered.clone());
            appeal.answered = Some(answer(
                answered.answered_on,
                outcome_of(&answered.replies),
                &answered.answer_channel,
                "",
            ));
        }
        ContractEvent::Returned(returned) => {
            let sent_on = appeal.contract.sent.as_ref().map(|sent| sent.sent_on);
            if sent_on.is_some_and(|sent_on| returned.returned_on < sent_on) {
                return Err(VoidReason::BeforeReceipt);
            }
            appeal.contract.returned = Some(returned.clone());
        }
    }
    Ok(())
}

/// The answer of the case that an event of its way gives.
fn answer(on: NaiveDate, outcome: Outcome, channel: &AnswerChannelId, text: &str) -> Answered {
    Answered {
        answered_on: on,
        outcome,
        answer_channel: channel.clone(),
        text: text.to_owned(),
        conclusion: None,
        settlement: None,
    }
}

/// A protocol is taken, taken in part, or not.
fn outcome_of(replies: &[ClauseReply]) -> Outcome {
    let taken = |reply: &ClauseReply| matches!(reply, ClauseReply::Accepted);
    let declined = |reply: &ClauseReply| matches!(reply, ClauseReply::Declined { .. });
    if replies.iter().all(taken) {
        Outcome::Founded
    } else if replies.iter().all(declined) {
        Outcome::Unfounded
    } else {
        Outcome::PartlyFounded
    }
}

fn bring(appeal: &mut Appeal, brought: &DocumentsBrought) -> Result<(), VoidReason> {
    not_before_receipt(appeal, brought.brought_on)?;
    let was_missing = !missing(appeal).is_empty();
    appeal
        .contract
        .brought
        .extend(brought.documents.iter().cloned());
    appeal.contract.compared = Some(brought.compared.clone());
    if was_missing && brought.compared.missing.is_empty() {
        appeal.contract.completed_on = Some(brought.brought_on);
        appeal.end_waiting(brought.brought_on)?;
    }
    Ok(())
}

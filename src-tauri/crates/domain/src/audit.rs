//! Audit of access to personal data (152-ФЗ ст. 18.1, 19; domain 6): what is audited, and the daily
//! seal of a desk's audit in the journal.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::appeal::Act;
use crate::body::VoidReason;
use crate::ids::OfficeId;

/// What was done. The number stands in every record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// Карточка открыта.
    Viewed,
    /// Скрытое значение показано.
    Unmasked,
    /// Документ напечатан.
    Printed,
    /// Документ сохранён в файл.
    Saved,
    /// Журнал доступа просмотрен.
    AuditViewed,
    /// Открыт лицевой счёт другого отделения.
    ForeignAsked,
}

impl AuditAction {
    /// All that this program knows.
    pub const ALL: [Self; 6] = [
        Self::Viewed,
        Self::Unmasked,
        Self::Printed,
        Self::Saved,
        Self::AuditViewed,
        Self::ForeignAsked,
    ];

    /// The stable number.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Viewed => 1,
            Self::Unmasked => 2,
            Self::Printed => 3,
            Self::Saved => 4,
            Self::AuditViewed => 5,
            Self::ForeignAsked => 6,
        }
    }

    /// The action of a number; `None` for one of a newer program.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|action| action.number() == number)
    }

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewed => "viewed",
            Self::Unmasked => "unmasked",
            Self::Printed => "printed",
            Self::Saved => "saved",
            Self::AuditViewed => "audit_viewed",
            Self::ForeignAsked => "foreign_asked",
        }
    }

    /// The action of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == code)
    }
}

/// Kind of what was seen. The number stands in every record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditObject {
    /// Клиент: the party's id.
    Party,
    /// Лицевой счёт: its number.
    Account,
    /// Обращение: the id of the act that registered it.
    Appeal,
    /// A paper that belongs to no appeal: the id of the act that gave it out.
    Paper,
    /// The audit itself.
    Audit,
}

impl AuditObject {
    /// All that this program knows.
    pub const ALL: [Self; 5] = [
        Self::Party,
        Self::Account,
        Self::Appeal,
        Self::Paper,
        Self::Audit,
    ];

    /// The stable number.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Party => 1,
            Self::Account => 2,
            Self::Appeal => 3,
            Self::Paper => 4,
            Self::Audit => 5,
        }
    }

    /// The kind of a number; `None` for one of a newer program.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|object| object.number() == number)
    }

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Account => "account",
            Self::Appeal => "appeal",
            Self::Paper => "paper",
            Self::Audit => "audit",
        }
    }
}

/// Why a masked value is shown in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnmaskReason {
    /// Позвонить или написать клиенту.
    Reach,
    /// Сверить с клиентом.
    Verify,
    /// Отправить ответ.
    Answer,
    /// Исправить ошибку в данных.
    Correct,
}

impl UnmaskReason {
    /// All, in the order of the list on screen.
    pub const ALL: [Self; 4] = [Self::Reach, Self::Verify, Self::Answer, Self::Correct];

    /// The code in data and Fluent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reach => "reach",
            Self::Verify => "verify",
            Self::Answer => "answer",
            Self::Correct => "correct",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == code)
    }
}

/// The head of a desk's audit has entered the journal: from now on nobody cuts it short or
/// writes it anew without contradicting a signed entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The replica whose audit it is, hexadecimal: after a fork the entry may be another's.
    #[serde(rename = "rp")]
    pub replica: String,
    /// Number of its last record.
    #[serde(rename = "sq")]
    pub seq: u64,
    /// The audit chain there, hexadecimal.
    #[serde(rename = "ch")]
    pub chain: String,
    /// Civil day at the office.
    #[serde(rename = "on")]
    pub on: NaiveDate,
}

/// What can happen to a seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditEvent {
    /// Creates it.
    Sealed(Sealed),
}

/// A seal, as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditSeal {
    /// Its id: the act.
    pub id: Uuid,
    /// What was sealed.
    pub sealed: Sealed,
    /// The office.
    pub office_id: OfficeId,
    /// Label of the desk.
    pub desk_label: String,
}

impl AuditSeal {
    /// The offices that must have it.
    #[must_use]
    pub fn scope(&self) -> BTreeSet<OfficeId> {
        BTreeSet::from([self.office_id.clone()])
    }
}

/// Applies one event.
///
/// # Errors
/// [`VoidReason::AlreadyRegistered`]: a seal is set once.
pub fn fold(
    state: Option<AuditSeal>,
    act: &Act,
    event: &AuditEvent,
) -> Result<AuditSeal, VoidReason> {
    match (state, event) {
        (None, AuditEvent::Sealed(sealed)) => Ok(AuditSeal {
            id: act.act_id,
            sealed: sealed.clone(),
            office_id: act.office_id.clone(),
            desk_label: act.desk_label.clone(),
        }),
        (Some(_), AuditEvent::Sealed(_)) => Err(VoidReason::AlreadyRegistered),
    }
}

#[cfg(test)]
mod tests {
    use super::{AuditAction, AuditObject, UnmaskReason};

    #[test]
    fn numbers_and_codes_lead_back() {
        for action in AuditAction::ALL {
            assert_eq!(AuditAction::from_number(action.number()), Some(action));
            assert_eq!(AuditAction::parse(action.as_str()), Some(action));
        }
        for object in AuditObject::ALL {
            assert_eq!(AuditObject::from_number(object.number()), Some(object));
        }
        for reason in UnmaskReason::ALL {
            assert_eq!(UnmaskReason::parse(reason.as_str()), Some(reason));
        }
        assert_eq!(AuditAction::from_number(0), None);
        assert_eq!(UnmaskReason::parse(""), None);
    }
}

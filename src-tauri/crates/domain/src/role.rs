//! Roles (роли) of people at a desk, and what each may do. Requirements 6.3 (streams), 7.4
//! (специалист канцелярии, исполнитель).

use serde::{Deserialize, Serialize};

/// In what role a person acts. The number is stable: it stands in every entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Специалист по договорам.
    SpecialistContracts,
    /// Специалист по платёжным документам.
    SpecialistPayments,
    /// Начальник отделения (руководитель).
    Head,
    /// Специалист канцелярии.
    Clerk,
    /// Администратор: people, desks, published data; sees no client.
    Administrator,
    /// Узел отделения (kiosk, button at the entrance): no person, signs in nowhere, may nothing beside
    /// what its own listener serves.
    Station,
}

/// What a command asks of the person who calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Find a client and open the card.
    ViewParty,
    /// See a masked phone or e-mail in full; every use is audited.
    Unmask,
    /// Write down what was learnt about a client's contacts.
    LearnContact,
    /// Accept or reject what a desk learnt: the centre's people only.
    SettleContact,
    /// See appeals.
    ViewAppeal,
    /// Register an appeal.
    RegisterAppeal,
    /// Name the executor.
    AssignAppeal,
    /// Give the answer.
    AnswerAppeal,
    /// Sign the project of an answer or give it back, refuse a contract, confirm responsibility, set
    /// actions: the head.
    ApproveAnswer,
    /// Close an answered appeal.
    CloseAppeal,
    /// Close an appeal without consideration: the head approves the ground (7.3, A16).
    CloseUnanswered,
    /// Correct the date of receipt, which moves the control date.
    RedateAppeal,
    /// Write down what else was done with a client: consultation, next step, incident, consent.
    RecordVisit,
    /// Extend the term, wait for the client, propose to leave without consideration, re-open.
    MoveAppeal,
    /// Set another urgency (10.2): the head.
    SetUrgency,
    /// Ask the centre for an account of another office; every use is audited.
    LookupForeign,
    /// Print a form and save its PDF.
    PrintForm,
    /// Look at what was given out on paper.
    ViewPrints,
    /// Read the reference book.
    ViewReference,
    /// See who saw, unmasked, printed or saved whose card at this desk: the head.
    ViewAudit,
    /// See the link, the outbox, the list of discrepancies.
    ViewLink,
    /// Take part in the queue: open a window, call, serve, give a ticket.
    ServeQueue,
    /// See the hall as a whole and act in it for others: the head.
    RunHall,
    /// Say which desk is the hub of the office, and who goes on when it is silent.
    KeepHub,
    /// Set the passphrase with which a laptop's desk opens, see its spare key: the head and the administrator.
    KeepKey,
    /// Enrol desks, keep users, publish reference data.
    Administer,
}

impl Role {
    /// All roles, in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::SpecialistContracts,
        Self::SpecialistPayments,
        Self::Head,
        Self::Clerk,
        Self::Administrator,
        Self::Station,
    ];

    /// The stable number for the journal.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::SpecialistContracts => 1,
            Self::SpecialistPayments => 2,
            Self::Head => 3,
            Self::Clerk => 4,
            Self::Administrator => 5,
            Self::Station => 6,
        }
    }

    /// The role of a number; `None` for one that a newer program wrote.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.number() == number)
    }

    /// The name in data and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SpecialistContracts => "specialist_contracts",
            Self::SpecialistPayments => "specialist_payments",
            Self::Head => "head",
            Self::Clerk => "clerk",
            Self::Administrator => "administrator",
            Self::Station => "station",
        }
    }

    /// The role of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether the role may do it.
    #[must_use]
    pub const fn permits(self, permission: Permission) -> bool {
        match permission {
            Permission::ViewLink | Permission::ViewReference => match self {
                Self::SpecialistContracts
                | Self::SpecialistPayments
                | Self::Head
                | Self::Clerk
                | Self::Administrator => true,
                Self::Station => false,
            },
            Permission::ViewParty
            | Permission::ViewAppeal
            | Permission::RegisterAppeal
            | Permission::Unmask
            | Permission::LearnContact
            | Permission::AnswerAppeal
            | Permission::CloseAppeal
            | Permission::RecordVisit
            | Permission::MoveAppeal
            | Permission::LookupForeign
            | Permission::ViewPrints
            | Permission::ServeQueue
            | Permission::PrintForm => match self {
                Self::SpecialistContracts | Self::SpecialistPayments | Self::Head | Self::Clerk => {
                    true
                }
                Self::Administrator | Self::Station => false,
            },
            Permission::AssignAppeal | Permission::RedateAppeal | Permission::SettleContact => {
                match self {
                    Self::Head | Self::Clerk => true,
                    Self::SpecialistContracts
                    | Self::SpecialistPayments
                    | Self::Administrator
                    | Self::Station => false,
                }
            }
            Permission::CloseUnanswered
            | Permission::ApproveAnswer
            | Permission::SetUrgency
            | Permission::RunHall
            | Permission::ViewAudit => match self {
                Self::Head => true,
                Self::SpecialistContracts
                | Self::SpecialistPayments
                | Self::Clerk
                | Self::Administrator
                | Self::Station => false,
            },
            Permission::KeepHub => match self {
                Self::Head | Self::Administrator => true,
                Self::SpecialistContracts
                | Self::SpecialistPayments
                | Self::Clerk
                | Self::Station => false,
            },
            Permission::KeepKey => match self {
                Self::Head | Self::Administrator => true,
                Self::SpecialistContracts
                | Self::SpecialistPayments
                | Self::Clerk
                | Self::Station => false,
            },
            Permission::Administer => match self {
                Self::Administrator => true,
                Self::SpecialistContracts
                | Self::SpecialistPayments
                | Self::Head
                | Self::Clerk
                | Self::Station => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission, Role};

    #[test]
    fn numbers_and_names_lead_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_number(role.number()), Some(role));
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::from_number(0), None);
        assert_eq!(Role::parse("root"), None);
    }

    #[test]
    fn an_administrator_sees_no_client() {
        assert!(!Role::Administrator.permits(Permission::ViewParty));
        assert!(!Role::Administrator.permits(Permission::Unmask));
        assert!(Role::Administrator.permits(Permission::Administer));
    }

    #[test]
    fn only_head_and_clerk_move_a_date() {
        let may: Vec<Role> = Role::ALL
            .into_iter()
            .filter(|role| role.permits(Permission::RedateAppeal))
            .collect();
        assert_eq!(may, [Role::Head, Role::Clerk]);
    }
}

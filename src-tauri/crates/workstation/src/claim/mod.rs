//! Claims (претензии), §9: assessment, settlement, responsibility, causes and actions; R157–R170, A14–A15, A23.

mod acts;
mod indicators;
mod view;

pub(crate) use acts::{
    accept_settlement, assess, cause, confirm_responsibility, decision_words, end_action,
    reject_settlement, set_action,
};
pub(crate) use indicators::indicators;
pub(crate) use view::{CLAIM, actions, allowed, immediate, is_claim, is_immediate, view};

//! The hall as its head sees it (зал), §6.3, R102–R105: windows, waits against norms, what waits for a decision,
//! and the day in figures. Every figure is the domain's, counted from periods.

mod acts;
mod day;
mod escalations;
mod hours;
mod state;

pub(crate) use acts::{
    direct, escalation_take, sign_end, sign_raise, window_close, window_pause, window_streams,
};
pub(crate) use day::{day, export, periods};
pub(crate) use hours::Shut;
pub(crate) use state::state;

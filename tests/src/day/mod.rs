//! A realistic day of an office (домен, §8): who comes when and for what, and how long it takes; and the same day played through the
//! domain's own events, or by the desks of an office through their own commands. One seed makes one day.

pub mod forecast;
pub mod live;
pub mod pace;
pub mod plan;
pub mod play;
pub mod stage;

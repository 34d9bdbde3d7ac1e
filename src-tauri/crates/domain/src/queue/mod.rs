//! The electronic queue (электронная очередь), §6.3, R93–R106: a *visit* (визит) is one person's stay at
//! an office, a *ticket* (талон) is one thing that he came for; a *shift* (смена окна) is one person's
//! work at a window; a *sign* (событие зала) is what concerns the hall as a whole.
//!
//! Every state is a timed period with the window and the user, so that every figure of the day is
//! counted again from periods, and nothing is kept beside them.

mod figures;
mod line;
mod number;
mod shift;
mod sign;
mod spans;
mod visit;
mod visit_fold;
mod wait;

pub use figures::*;
pub use line::*;
pub use number::*;
pub use shift::*;
pub use sign::*;
pub use spans::*;
pub use visit::*;
pub use visit_fold::*;
pub use wait::*;

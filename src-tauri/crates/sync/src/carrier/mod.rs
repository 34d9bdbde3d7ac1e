//! Ways to the far end.

pub mod enrol;
pub mod http;
mod knock;
mod pin;

pub use enrol::{EnrolError, enrol, read_code};
pub use http::{Address, AddressError, Http, ask_tenure};
pub use knock::knock;

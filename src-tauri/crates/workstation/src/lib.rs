//! The use cases of a desk: every command that a screen can call, over domain, store, sync and
//! printing. Roles are checked here, and nowhere above.

pub mod api;

//! The command line of the centre.
fn main() {}

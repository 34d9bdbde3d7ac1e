//! The electronic queue.

pub mod bodies;
mod document;
mod figures;
mod fold;
mod hall;
mod line;
mod wait;

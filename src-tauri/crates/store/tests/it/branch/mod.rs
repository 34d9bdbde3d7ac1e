//! The order of the office: a hub gives it, the others follow it, and the centre comes to the same.

mod cases;
mod clones;
mod course;
mod keeping;
mod mishaps;
mod office;

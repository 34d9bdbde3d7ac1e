//! The replica on a real disk: records, orders, loads, damage, search.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod audit;
mod branch;
mod crash;
mod damage;
mod desk;
mod destruction;
mod journal;
mod lists;
mod load;
mod order;
mod random;
mod redated;
mod salvage;
mod schema;
mod search;
mod work;

//! The story that every storage must pass: written once, run on each by [`stories!`](crate::stories).
#![expect(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise, and its name says what it is about"
)]

mod audit;
mod days;
mod desks;
mod forks;
mod frames;
mod hubs;
mod lookups;
mod ordering;
mod pages;
mod standing;
mod world;

pub use audit::*;
pub use days::*;
pub use desks::*;
pub use forks::*;
pub use frames::*;
pub use hubs::*;
pub use lookups::*;
pub use ordering::*;
pub use pages::*;
pub use standing::*;
pub use world::{KIND, NOW_MS, ORDER, QUEUE, REPEATED, TENURE, TestDesk, ToyJudge, World};

/// Makes a `#[test]` of every chapter of the story for one kind of storage. `$make` is a
/// `Fn(HistoryId) -> impl Storage`: a fresh one each time it is called.
#[macro_export]
macro_rules! stories {
    ($make:expr) => {
        $crate::stories!(@each $make;
            a_code_lets_one_desk_in,
            labels_are_never_shared,
            a_revoked_desk_gives_and_gets_nothing,
            frames_are_taken_once,
            a_refused_frame_stops_nothing,
            a_frame_of_a_stranger_is_refused,
            a_fork_is_kept_as_a_branch,
            a_gap_is_refused_and_filled,
            a_desk_in_a_strange_replica_is_refused,
            an_entry_waits_for_its_base,
            an_act_under_two_names_has_its_effect_once,
            a_void_entry_changes_nothing_and_is_shown,
            an_aggregate_enters_and_leaves_whole,
            places_are_dense_whatever_the_batch,
            pages_are_exact,
            a_small_page_never_cuts_a_place,
            a_first_load_comes_right_while_rows_change,
            rows_move_between_scopes,
            the_same_row_takes_no_position,
            a_restored_or_cloned_desk_is_seen,
            a_restored_server_is_seen,
            a_directory_that_was_restored_and_grew_is_seen,
            a_restore_between_two_pulls_is_seen,
            a_wiped_server_is_seen,
            a_foreign_account_is_given_for_a_reason_and_written_down,
            audit_is_taken_once_and_in_order,
            a_forked_audit_is_kept_and_written_down,
            a_server_that_lost_an_audit_says_so,
            an_audit_that_its_desk_did_not_sign_is_refused,
            the_head_reads_the_audit_of_his_office,
            the_hubs_order_wins_over_the_order_of_arrival,
            a_name_waits_for_its_entry,
            what_waits_for_a_hub_holds_up_nothing_else,
            a_named_entry_passes_what_its_replica_waits_for,
            a_named_entry_waits_for_its_base,
            a_call_of_a_ticket_that_is_not_here_holds_up_nothing,
            what_burnt_with_all_who_had_it_holds_up_nobody,
            a_hubs_own_lane_goes_on_after_two_days,
            a_hubs_own_lane_waits_for_what_it_relays,
            an_ended_hub_leaves_the_order_to_the_centre,
            the_last_names_of_an_ended_hub_stand,
            nothing_waits_longer_than_two_days,
            a_heir_takes_over_what_was_not_named,
            a_right_may_come_after_its_word,
            who_is_not_the_hub_names_nothing,
            a_revoked_hub_orders_nothing,
            a_repetition_waits_for_no_hub,
            a_name_is_of_one_of_two_forks,
            what_lies_in_a_branch_holds_up_nobody,
            a_name_of_the_other_fork_ends_with_its_hub,
            the_office_knows_its_desks,
            a_random_day_is_folded_as_the_hub_folded_it,
        );
    };
    (@each $make:expr; $($name:ident,)+) => {
        $(
            #[test]
            fn $name() {
                $crate::story::$name(&$make);
            }
        )+
    };
}

//! Numbers of tickets that the hub gives out in runs: no two desks of the office print one twice.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use stoika_protocol::{ActId, LeaseAsk, LeaseReply, LeaseWhat};
use uuid::Uuid;

use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::queue::day::Day;
use crate::queue::issue::BLOCK;

/// Where the next ticket of a letter has its number from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Counted here, within these numbers.
    Counted(RangeInclusive<u16>),
    /// The hub has given it.
    Given(u16),
    /// The day's numbers are used up.
    Out,
}

/// Numbers of a desk that prints on its own while the hub of its office is away: a few for each window,
/// behind those that are counted together.
const ALONE: RangeInclusive<u16> = 800..=999;
/// How many each window has of them.
const ALONE_EACH: u16 = 10;

/// The setting of the replica: a hub that starts anew in the middle of the day gives no number twice.
const SETTING: &str = "branch_numbers";

/// The last numbers that were given out.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Given {
    day: Option<NaiveDate>,
    last: BTreeMap<char, u16>,
}

/// Where the next ticket of a letter has its number from. Asks the hub where there is one elsewhere, so it
/// blocks for as long as a person may be kept waiting; never within a transaction.
///
/// # Errors
/// Those of the disk.
pub(crate) fn source(desk: &Desk, letter: char) -> Outcome<Source> {
    if desk.branch.held().is_some() {
        let one = take(desk, letter, 1)?;
        return Ok(one.map_or(Source::Out, |(number, _)| Source::Given(number)));
    }
    if !desk.branch.has_hub() {
        return Ok(Source::Counted(BLOCK));
    }
    let today = desk.today()?;
    if let Some(number) = desk.branch.next_of_run(today, letter) {
        return Ok(Source::Given(number));
    }
    let window = desk.enrolment().map_or(1, |enrolment| enrolment.window);
    let ask = LeaseAsk {
        window,
        // Numbers are no window's: no shift asks for them.
        shift: ActId(Uuid::nil()),
        what: LeaseWhat::Number {
            letter: letter.to_string(),
        },
    };
    Ok(match desk.ask_hub(&ask) {
        Some(LeaseReply::Number { from, to }) if from <= to => {
            desk.branch.keep_run(today, letter, from + 1, to);
            Source::Given(from)
        }
        Some(LeaseReply::Nobody) => Source::Out,
        Some(
            LeaseReply::Number { .. }
            | LeaseReply::Granted { .. }
            | LeaseReply::Taken { .. }
            | LeaseReply::NotHub,
        )
        | None => Source::Counted(alone(window)),
    })
}

/// The numbers of a window that is on its own.
fn alone(window: u16) -> RangeInclusive<u16> {
    let places = (ALONE.end() - ALONE.start() + 1) / ALONE_EACH;
    let from = ALONE.start() + (window.max(1) - 1) % places * ALONE_EACH;
    from..=from + ALONE_EACH - 1
}

/// Runs of numbers that the hub has given to this desk and that are not printed yet. In memory: what a
/// restart forgets is a gap, and a gap harms nobody.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    day: Option<NaiveDate>,
    /// Next and last, by letter.
    left: BTreeMap<char, (u16, u16)>,
}

impl super::Branch {
    fn next_of_run(&self, today: NaiveDate, letter: char) -> Option<u16> {
        let mut runs = self.runs();
        if runs.day != Some(today) {
            return None;
        }
        let (next, last) = runs.left.remove(&letter)?;
        if next < last {
            runs.left.insert(letter, (next + 1, last));
        }
        Some(next)
    }

    fn keep_run(&self, today: NaiveDate, letter: char, next: u16, last: u16) {
        let mut runs = self.runs();
        if runs.day != Some(today) {
            *runs = Runs {
                day: Some(today),
                left: BTreeMap::new(),
            };
        }
        if next <= last {
            runs.left.insert(letter, (next, last));
        }
    }
}

/// Takes the next numbers of a letter, at most `count`; `None` when the day's are used up, or there is
/// no queue. Not within a transaction: it is one.
///
/// # Errors
/// Those of the disk.
pub(crate) fn take(desk: &Desk, letter: char, count: u16) -> Outcome<Option<(u16, u16)>> {
    let _alone = desk.branch.numbering();
    let Some(day) = Day::today(desk)? else {
        return Ok(None);
    };
    let kept = desk.replica.setting(SETTING)?;
    let mut given: Given = kept
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default();
    if given.day != Some(day.day) {
        given = Given {
            day: Some(day.day),
            last: BTreeMap::new(),
        };
    }
    let printed = day
        .queue
        .visits
        .iter()
        .filter(|visit| visit.number.letter() == letter)
        .map(|visit| visit.number.number())
        .filter(|number| BLOCK.contains(number))
        .max();
    let last = given.last.get(&letter).copied().max(printed);
    let run = run_after(last, count);
    if let Some((_, to)) = run {
        given.last.insert(letter, to);
        let json = serde_json::to_string(&given).map_err(Fault::internal)?;
        desk.replica.set_setting(SETTING, &json)?;
    }
    Ok(run)
}

fn run_after(last: Option<u16>, count: u16) -> Option<(u16, u16)> {
    let from = last.map_or(*BLOCK.start(), |last| last.saturating_add(1));
    let to = from.saturating_add(count.max(1) - 1).min(*BLOCK.end());
    BLOCK.contains(&from).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::{ALONE, BLOCK, alone, run_after};

    #[test]
    fn windows_on_their_own_print_different_numbers() {
        let mut seen = std::collections::BTreeSet::new();
        for window in 1..=20 {
            for number in alone(window) {
                assert!(
                    seen.insert(number),
                    "{number} of window {window} is another's"
                );
                assert!(ALONE.contains(&number) && !BLOCK.contains(&number));
            }
        }
        assert_eq!(alone(1), alone(21));
        assert_eq!(alone(0), alone(1));
    }

    #[test]
    fn runs_follow_one_another_to_the_end_of_the_block() {
        assert_eq!(run_after(None, 10), Some((1, 10)));
        assert_eq!(run_after(Some(10), 10), Some((11, 20)));
        assert_eq!(run_after(Some(795), 10), Some((796, 799)));
        assert_eq!(run_after(Some(799), 10), None);
    }
}

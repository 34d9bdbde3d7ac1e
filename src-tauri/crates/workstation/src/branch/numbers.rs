//! Numbers of tickets that the hub gives out in runs: no two desks of the office print one twice.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::queue::day::Day;
use crate::queue::issue::BLOCK;

/// The setting of the replica: a hub that starts anew in the middle of the day gives no number twice.
const SETTING: &str = "branch_numbers";

/// The last numbers that were given out.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Given {
    day: Option<NaiveDate>,
    last: BTreeMap<char, u16>,
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
    use super::run_after;

    #[test]
    fn runs_follow_one_another_to_the_end_of_the_block() {
        assert_eq!(run_after(None, 10), Some((1, 10)));
        assert_eq!(run_after(Some(10), 10), Some((11, 20)));
        assert_eq!(run_after(Some(995), 10), Some((996, 999)));
        assert_eq!(run_after(Some(999), 10), None);
    }
}

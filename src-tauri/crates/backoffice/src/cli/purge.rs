//! `purge`: what is past its term, and its destruction.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{say, say_json};
use crate::centre::{Ambient, Centre};
use crate::error::{CentreError, at};
use crate::purging;

#[derive(Debug, Args)]
pub(super) struct PurgeArgs {
    /// Count by class what is past its term; nothing is changed
    #[arg(long, conflicts_with = "do_it")]
    plan: bool,
    /// Destroy it everywhere and for ever, by an act
    #[arg(long = "do", required_unless_present = "plan", requires_all = ["act_number", "by", "out"])]
    do_it: bool,
    /// Number of the act, as the supplier counts them
    #[arg(long, value_name = "NUMBER")]
    act_number: Option<String>,
    /// Who answers for it, as on paper
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Where to write the act on paper, PDF; the file must not be there yet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    centre: &Centre,
    ambient: &Ambient,
    args: PurgeArgs,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    if let (true, Some(number), Some(by), Some(path)) =
        (args.do_it, args.act_number, args.by, args.out)
    {
        // The place for the paper is taken before anything is destroyed.
        let mut file = std::fs::File::create_new(&path).map_err(at(&path))?;
        let done = match purging::destroy(centre, ambient, &number, &by) {
            Ok(done) => done,
            Err(error) => {
                std::fs::remove_file(&path).map_err(at(&path))?;
                return Err(error);
            }
        };
        file.write_all(&done.paper)
            .and_then(|()| file.sync_all())
            .map_err(at(&path))?;
        if args.json {
            return say_json(out, &done);
        }
        say(
            out,
            &format!(
                "{} destroyed, {} entries, {} left as they were; the act is in {}",
                done.aggregates,
                done.entries,
                done.left,
                path.display()
            ),
        )?;
        if !done.log_is_empty {
            say(
                out,
                "the running server still holds the log of the database: restart it, and the log is empty",
            )?;
        }
        return Ok(());
    }
    let plan = purging::plan(centre, ambient.now_ms())?;
    if args.json {
        return say_json(out, &plan.lines);
    }
    plan.lines.iter().try_for_each(|line| {
        say(
            out,
            &format!(
                "{:<16} {:>3} months  {:>8} past it, {:>9} entries  {}",
                line.class, line.keep_months, line.aggregates, line.entries, line.title
            ),
        )
    })
}
